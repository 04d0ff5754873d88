//! Words of a line with the characters they take, and what they look like.

use std::collections::BTreeSet;

use crate::flat::FlatLine;
use crate::form::Codes;
use crate::grammar::amount;

/// What a word looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number with decimals or groups, a percentage, or a dash.
    Amount,
    /// Digits only: a code, a count, or an amount in 元.
    Digits,
    /// Anything else.
    Words,
}

/// A word and where it stands on its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Index of its token.
    pub(super) token: usize,
    /// First character.
    pub(super) from: u32,
    /// One past its last character.
    pub(super) to: u32,
    /// What it looks like.
    pub(super) kind: Kind,
    /// Its characters.
    pub(super) text: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LaidLine {
    /// From left to right.
    pub(super) words: Vec<Word>,
}

/// Words with no more than one space between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fragment {
    /// First character.
    pub(super) from: u32,
    /// One past its last character.
    pub(super) to: u32,
    /// Without spaces.
    pub(super) text: String,
}

/// Words of one kind that belong to one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    /// First character.
    pub(super) from: u32,
    /// One past the last character.
    pub(super) to: u32,
    /// What it looks like.
    pub(super) kind: Kind,
    /// Which words of the line it is.
    pub(super) words: std::ops::Range<usize>,
}

/// White between the characters of a word that is set wide: 收 入 总 计.
const WIDE: u32 = 5;

impl LaidLine {
    /// Its words, those of one cell joined: a single space parts cells only beside a number or before a code.
    /// Where other lines begin a cell (`begins`) it parts them as well.
    pub(super) fn stretches(&self, begins: &BTreeSet<u32>) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut set_wide = false;
        for (nth, word) in self.words.iter().enumerate() {
            let single = word.kind == Kind::Words && word.to == word.from + 1;
            let number_in_words = self.is_number_in_words(nth);
            let joins = |last: &Stretch| {
                let gap = word.from.saturating_sub(last.to);
                let words = last.kind == Kind::Words && word.kind == Kind::Words;
                let year = last.kind == Kind::Digits && word.text.starts_with('年');
                let parted = begins.contains(&word.from) && !single && last.to > last.from + 1;
                words && single && set_wide && gap <= WIDE
                    || number_in_words
                    || gap <= 1 && !parted && (words && amount::code_and_name(&word.text).is_none() || year)
            };
            match stretches.last_mut().filter(|last| joins(last)) {
                Some(last) => {
                    last.to = word.to;
                    last.kind = Kind::Words;
                    last.words.end = nth + 1;
                }
                None => {
                    set_wide = single;
                    stretches.push(Stretch {
                        from: word.from,
                        to: word.to,
                        kind: word.kind,
                        words: nth..nth + 1,
                    });
                }
            }
            set_wide &= single;
        }
        stretches
    }

    /// 算 20 万以: a short number in a run of words, a space before and behind it.
    fn is_number_in_words(&self, nth: usize) -> bool {
        let words = nth.checked_sub(1).and_then(|before| self.words.get(before..nth + 2));
        let Some([left, number, right]) = words else { return false };
        let close = number.from <= left.to + 1 && right.from <= number.to + 1;
        close
            && [left.kind, number.kind, right.kind] == [Kind::Words, Kind::Digits, Kind::Words]
            && number.text.len() <= 2
    }

    /// The words of a line of text.
    pub(super) fn new(line: &FlatLine) -> Self {
        let words = line.tokens.iter().enumerate();
        let word = words.map(|(token, word)| {
            let length = u32::try_from(word.text.chars().count()).unwrap_or(u32::MAX);
            Word {
                token,
                from: word.column,
                to: word.column.saturating_add(length),
                kind: kind(&word.text),
                text: word.text.clone(),
            }
        });
        Self { words: word.collect() }
    }

    /// Its text without spaces.
    pub(super) fn tight(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect()
    }

    /// Its words joined where no more than one space parts them.
    pub(super) fn fragments(&self) -> Vec<Fragment> {
        let mut fragments: Vec<Fragment> = Vec::new();
        for word in &self.words {
            match fragments.last_mut() {
                Some(last) if word.from <= last.to.saturating_add(1) => {
                    last.text.push_str(&word.text);
                    last.to = word.to;
                }
                _ => fragments.push(Fragment { from: word.from, to: word.to, text: word.text.clone() }),
            }
        }
        fragments
    }
}

/// On a page without decimals long integers that are no codes are its amounts (xian.toml prints some tables in 元 without them).
pub(super) fn tell_amounts(lines: &mut [LaidLine], codes: &Codes) {
    let words = || lines.iter().flat_map(|line| &line.words);
    if words().any(|word| is_amount(&word.text)) {
        return;
    }
    for word in lines.iter_mut().flat_map(|line| &mut line.words) {
        let long = word.kind == Kind::Digits && word.text.len() >= 4 && !is_year(&word.text);
        if long && !codes.known(&word.text) {
            word.kind = Kind::Amount;
        }
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with("20")
}

fn kind(text: &str) -> Kind {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        Kind::Digits
    } else if is_amount(text) || amount::percent(text).is_some() || amount::is_dash(text) {
        Kind::Amount
    } else {
        Kind::Words
    }
}

/// A number with decimals or groups.
pub(super) fn is_amount(text: &str) -> bool {
    text.contains(['.', ',', '，']) && amount::number(text).is_some()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;
    use crate::base::Notes;
    use crate::flat::from_text;

    #[test]
    fn words_with_one_space_between_them_are_a_fragment() {
        let flat = from_text("教育 支出  12.00 万元", &mut Notes::default());
        let fragments = LaidLine::new(flat.lines.first().unwrap()).fragments();
        let told: Vec<String> =
            fragments.iter().map(|found| format!("{}..{} {}", found.from, found.to, found.text)).collect();
        assert_eq!(told, ["0..5 教育支出", "7..15 12.00万元"]);
    }

    #[test]
    fn words_of_one_cell_are_joined() {
        let begins = BTreeSet::from([30]);
        let check = |text: &str, expect: &[&str]| {
            let flat = from_text(text, &mut Notes::default());
            let line = LaidLine::new(flat.lines.first().unwrap());
            let texts = line.stretches(&begins).into_iter().map(|stretch| {
                line.words
                    .get(stretch.words)
                    .unwrap()
                    .iter()
                    .map(|word| word.text.as_str())
                    .collect::<String>()
            });
            assert_eq!(texts.collect::<Vec<_>>(), expect, "{text}");
        };
        check("205 教育支出   12.00", &["205", "教育支出", "12.00"]);
        check("收 入 总 计   12.00", &["收入总计", "12.00"]);
        check("预算 20 万以上   12.00", &["预算20万以上", "12.00"]);
        check("预算  20  万以上", &["预算", "20", "万以上"]);
        check("预算 205 万以上", &["预算", "205", "万以上"]);
        check("预算 12.00 万以上", &["预算", "12.00", "万以上"]);
        check("2025 年预算   2025  年", &["2025年预算", "2025", "年"]);
        check("教育 支出", &["教育支出"]);
        check("教育 205支出", &["教育", "205支出"]);
        check("收 入  总  计   12.00", &["收入总计", "12.00"]);
        check("收 入         总计", &["收入", "总计"]);
        check("教 育支出  其他", &["教育支出", "其他"]);
        // Where other lines begin a cell, one space parts words too, but no single characters.
        let before = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九";
        check(&format!("{before} 其他"), &[before, "其他"]);
        check(&format!("{before} 其"), &[&format!("{before}其")]);
        check(&format!("{:28}甲 其他", ""), &["甲其他"]);
    }
}
