//! One line of flattened text, or several that were joined: [`Line`], and what can be said of it alone.
//!
//! ```text
//! page  = integer | dash integer dash | "第" integer "页" ;
//! glued = [ name ] 1*amount ;      (* 支出18803323.32, 57,232,550.0039,358,500.00: cells so narrow that no space is left *)
//! ```

use nom::Parser;
use nom::character::complete::digit1;
use nom::combinator::eof;

use super::primitive::{Style, end, printed};
use crate::form::Words;
use crate::grammar::amount;

/// A line that is not blank: its number and its words with one space between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Line {
    /// 1-based, of the first where several are joined.
    pub(super) no: u32,
    pub(super) text: String,
    /// Where each joined line begins, in bytes before the end of `text`, and its number.
    joined: Vec<(usize, u32)>,
}

impl Line {
    pub(super) fn new(no: u32, text: String) -> Self {
        Self { no, text, joined: Vec::new() }
    }

    /// Several lines as one.
    pub(super) fn join(lines: &[Line]) -> Self {
        let mut whole = Line { no: lines.first().map_or(0, |line| line.no), ..Line::default() };
        let mut begins = Vec::with_capacity(lines.len());
        for line in lines {
            if !whole.text.is_empty() {
                whole.text.push(' ');
            }
            begins.push((whole.text.len(), line.no));
            whole.text.push_str(&line.text);
        }
        let length = whole.text.len();
        whole.joined = begins.into_iter().map(|(at, no)| (length - at, no)).collect();
        whole
    }

    /// The same line without what stands before `rest`, its end.
    pub(super) fn from(&self, rest: &str) -> Self {
        Self { no: self.number_at(rest), text: rest.to_owned(), joined: self.joined.clone() }
    }

    /// The number of the printed line on which `rest`, the end of the text, begins.
    pub(super) fn number_at(&self, rest: &str) -> u32 {
        self.joined.iter().rev().find(|(begin, _)| *begin >= rest.len()).map_or(self.no, |(_, no)| *no)
    }

    /// How many of its last words are values, and how many words it has.
    pub(super) fn values(&self, style: Style) -> (usize, usize) {
        let is_value = |word: &&str| printed(style, &Line::default())(word).is_ok();
        (self.text.split(' ').rev().take_while(is_value).count(), self.text.split(' ').count())
    }

    /// Puts spaces where amounts are glued to each other, or to a name. `decimals` is how many every amount of the
    /// table has.
    pub(super) fn unglued(&self, decimals: Option<usize>) -> Self {
        let apart = |word: &str| unglued(word, decimals).unwrap_or_else(|| word.to_owned());
        let text = self.text.split(' ').map(apart).collect::<Vec<_>>().join(" ");
        if text == self.text { self.clone() } else { Line::new(self.no, text) }
    }
}

/// A text without spaces.
pub(super) fn tight(text: &str) -> String {
    text.chars().filter(|c| *c != ' ').collect()
}

/// Nothing but the number of a table.
pub(super) fn is_only_number(line: &Line, words: &Words) -> bool {
    words
        .table_number(&line.text)
        .is_some_and(|number| number.chars().count() == tight(&line.text).chars().count())
}

/// Whether a line is nothing but the number of its page.
pub(super) fn is_page_number(text: &str) -> bool {
    let tight = tight(text);
    let inner = tight.trim_matches(['-', '—', '－', '–', '·']);
    let inner = inner.strip_prefix('第').and_then(|rest| rest.strip_suffix('页')).unwrap_or(inner);
    let found = (digit1::<&str, nom::error::Error<&str>>, eof).parse(inner).is_ok();
    found && inner.len() <= 4 && end(inner).is_err()
}

/// How many decimals every amount of these lines has, if nearly all have as many, and at least two.
pub(super) fn decimals(body: &[Line]) -> Option<usize> {
    let words = body.iter().flat_map(|line| line.text.split(' '));
    let fractions = words.filter(|word| amount::number(word).is_some());
    let lengths: Vec<usize> =
        fractions.filter_map(|word| word.split_once('.')).map(|(_, fraction)| fraction.len()).collect();
    let most = lengths.iter().copied().max()?;
    let same = lengths.iter().filter(|length| **length == most).count();
    (most >= 2 && same * 20 >= lengths.len() * 19).then_some(most)
}

/// The parts of a word with a space between them; `None` where nothing is glued.
fn unglued(word: &str, decimals: Option<usize>) -> Option<String> {
    if !word.contains('.') || amount::number(word).is_some() {
        return None;
    }
    let amounts_from = |at: usize| {
        let rest = word.get(at..)?;
        let parts = decimals.and_then(|decimals| amounts(rest, decimals));
        parts.or_else(|| amount::number(rest).filter(|number| number.scale() >= 2).map(|_| vec![rest]))
    };
    let before = |at: usize| word.get(..at).and_then(|before| before.chars().next_back());
    let begins = |at: &usize| before(*at).is_none_or(|c| c.is_alphabetic() || "）)”".contains(c));
    let digit = |&(_, c): &(usize, char)| c.is_ascii_digit() || c == '-';
    let mut starts = word.char_indices().filter(digit).map(|(at, _)| at).filter(begins);
    let (at, parts) = starts.find_map(|at| Some((at, amounts_from(at)?)))?;
    let name = word.get(..at).filter(|name| !name.is_empty());
    Some(name.into_iter().chain(parts).collect::<Vec<_>>().join(" "))
}

/// The amounts that make up all of `text`, each with so many decimals.
fn amounts(text: &str, decimals: usize) -> Option<Vec<&str>> {
    let mut rest = text;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find('.')? + 1 + decimals;
        let one = rest.get(..end).filter(|one| !one.starts_with('.'))?;
        amount::number(one)?;
        found.push(one);
        rest = rest.get(end..)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_not_rows() {
        for text in ["15", "- 15 -", "— 3 —", "第 4 页"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "15.00", "合计 15", "20250", "-"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn glued_cells_come_apart() {
        let check = |text: &str, expect: &str| {
            assert_eq!(Line::new(1, text.to_owned()).unglued(Some(2)).text, expect);
        };
        check("合计 57,232,550.0039,358,500.00-17.50", "合计 57,232,550.00 39,358,500.00 -17.50");
        check("17、金融支出18803323.32", "17、金融支出 18803323.32");
        check("2、专项（本级）1,839,311.66106,691.00 0.00", "2、专项（本级） 1,839,311.66 106,691.00 0.00");
        for whole in ["1.005", "版本2.0", "2026.01.15", "30101.基本工资", "12.50%", "1.00万元"] {
            check(whole, whole);
        }
    }

    #[test]
    fn a_joined_line_knows_where_its_words_stand() {
        let lines = [(4, "20805"), (5, "行政事业 单位"), (9, "1.00"), (10, "2.00")];
        let line = Line::join(&lines.map(|(no, text)| Line::new(no, text.to_owned())));
        assert_eq!((line.no, line.text.as_str()), (4, "20805 行政事业 单位 1.00 2.00"));
        let at = ["20805 行政事业 单位 1.00 2.00", "单位 1.00 2.00", "1.00 2.00", "2.00", ""];
        assert_eq!(at.map(|rest| line.number_at(rest)), [4, 5, 9, 10, 10]);
    }
    #[test]
    fn amounts_have_as_many_decimals_as_nearly_all_of_them() {
        let check = |text: &str, expect: Option<usize>| {
            let lines: Vec<Line> = text.lines().map(|text| Line::new(1, text.to_owned())).collect();
            assert_eq!(decimals(&lines), expect, "{text}");
        };
        check("教育 1.00 2.00\n科技 3.00 4", Some(2));
        check("教育 1.0000 2.0000", Some(4));
        check("教育 1.0 2.0", None);
        check("教育 1.00 2.0", None);
        check(&format!("教育{} 2.0", " 1.00".repeat(19)), Some(2));
        check(&format!("教育{} 2.0", " 1.00".repeat(18)), None);
        check("教育 科技.甲", None);
    }
}
