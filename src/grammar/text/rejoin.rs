//! Rows of a text that prints a cell, or a piece of one, a line (PyMuPDF, pypdf): put together again before they are read.
//!
//! ```text
//! row   = *key *value ;               (* 2130201 / 行政运行 / 142.48 / 142.48: each on a line of its own *)
//! key   = a line with words, or a code ;
//! value = a line of nothing but values ;
//! ```
//! A row ends with its last value, or where the next key can only begin a row: a code, a total, 一、. Nothing is joined
//! where lines already are rows, or where what was joined has more values than there are columns: such a text prints its
//! table column by column.

use super::line::{Line, is_page_number, tight};
use super::primitive::{Style, code};
use crate::form::{Codes, Form, FormKind, Grammars, Words};
use crate::grammar::amount;
use crate::grammar::prose::is_numbered;

/// A row has no more values where its form does not say.
const MOST_VALUES: usize = 24;

/// The key of the first row is cut into no more lines; above it stands the header.
const KEY_LINES: usize = 8;

/// The lines of a table as rows, whichever way they were printed.
pub(super) fn rejoined(body: &[Line], style: Style, form: Option<&Form>, grammars: &Grammars) -> Vec<Line> {
    if !prints_cells(body, style) {
        return body.to_vec();
    }
    let mut joiner = Joiner {
        style,
        next_ordinal: numbers_rows(body, style).then_some(1),
        kind: form.map(|form| form.kind),
        words: &grammars.words,
        codes: &grammars.codes,
        in_header: true,
        header: String::new(),
        open: Vec::new(),
        valued: false,
        out: Vec::with_capacity(body.len()),
    };
    let all = body.iter().enumerate();
    all.for_each(|(at, line)| joiner.take(line, body.get(at + 1)));
    joiner.flush();
    let most = form.map_or(MOST_VALUES, |form| form.columns.len()).max(2);
    let rows = || joiner.out.iter().map(|line| line.values(style).0).filter(|values| *values > 0);
    let too_long = rows().filter(|values| *values > most).count();
    if too_long * 4 > rows().count() { body.to_vec() } else { joiner.out }
}

/// Whether most values stand alone on their lines.
fn prints_cells(body: &[Line], style: Style) -> bool {
    let values = || body.iter().map(|line| line.values(style)).filter(|(values, _)| *values > 0);
    let alone = values().filter(|(_, words)| *words == 1).count();
    alone * 2 > values().count() && alone > 1
}

/// Whether its rows are numbered: 1, 2 and 3 each stand before a key.
fn numbers_rows(body: &[Line], style: Style) -> bool {
    let before_key = |number: &str| {
        let is_key = |line: &Line| line.values(style).0 < line.values(style).1;
        body.windows(2).any(|pair| matches!(pair, [a, b] if a.text == number && is_key(b)))
    };
    ["1", "2", "3"].iter().all(|number| before_key(number))
}

struct Joiner<'a> {
    style: Style,
    /// The number of the next row, where rows are numbered.
    next_ordinal: Option<u32>,
    kind: Option<FormKind>,
    words: &'a Words,
    codes: &'a Codes,
    in_header: bool,
    /// The first header in one piece.
    header: String,
    /// The lines of the row that is being joined.
    open: Vec<Line>,
    /// It has values.
    valued: bool,
    out: Vec<Line>,
}

impl Joiner<'_> {
    fn take(&mut self, line: &Line, next: Option<&Line>) {
        let (values, words) = line.values(self.style);
        if self.stands_apart(line) || self.is_page(line, next) {
            self.flush();
            self.in_header |= self.words.unit_in(&line.text).is_some();
            self.out.push(line.clone());
        } else if self.is_ordinal(line, next) {
            self.next_ordinal = self.next_ordinal.map(|ordinal| ordinal.saturating_add(1));
            self.flush();
            self.end_header();
            self.open.push(line.clone());
        } else if values == words && !self.is_code(line, next) {
            if self.in_header {
                self.leave_header();
            }
            self.open.push(line.clone());
            self.valued = true;
        } else if self.repeats_header(line, next) {
            self.flush();
            self.in_header = true;
            self.out.push(line.clone());
        } else if values > 0 && values < words {
            self.end_header();
            self.take_key(line);
            self.valued = true;
        } else if self.in_header {
            self.out.push(line.clone());
        } else {
            self.take_key(line);
        }
    }

    /// Captions and sentences are no part of a row.
    fn stands_apart(&self, line: &Line) -> bool {
        let text = line.text.as_str();
        self.words.unit_in(text).is_some()
            || self.words.is_title(text)
            || self.words.says_empty(text)
            || self.words.ends_table(text)
    }

    /// The number of a page between two rows: no part of a code, and no value.
    fn is_page(&self, line: &Line, next: Option<&Line>) -> bool {
        let text = line.text.as_str();
        let bare = is_integer(text);
        let between = self.open.is_empty() || self.valued;
        let goes_on = next.is_some_and(|next| is_integer(&next.text) && next.text.len() < 3);
        let is_plain = bare && !self.style.integers && !text.starts_with('0') && !self.codes.known(text);
        is_page_number(text) && between && self.next_ordinal.is_none() && (!bare || is_plain && !goes_on)
    }

    /// The number of the next row, before its key.
    fn is_ordinal(&self, line: &Line, next: Option<&Line>) -> bool {
        let Some(ordinal) = self.next_ordinal else { return false };
        let before_key = next.is_some_and(|next| {
            let (values, words) = next.values(self.style);
            values < words || self.codes.known(&next.text)
        });
        line.text.parse() == Ok(ordinal)
            && before_key
            && (self.valued || self.in_header || self.open.is_empty())
    }

    /// Digits that begin a row, or go on with its code, and no value: a key follows.
    fn is_code(&self, line: &Line, next: Option<&Line>) -> bool {
        let text = line.text.as_str();
        let part = |text: &str| text.len() == 2 && is_integer(text);
        let before_key = next.is_some_and(|next| {
            let (values, words) = next.values(self.style);
            values < words || part(&next.text)
        });
        before_key && is_integer(text) && (self.codes.known(text) || part(text))
    }

    /// The header once more on a new page, perhaps cut to other pieces: two lines of it, one after the other.
    fn repeats_header(&self, line: &Line, next: Option<&Line>) -> bool {
        let next = next.is_some_and(|next| self.is_of_header(next));
        let between = self.valued || self.open.is_empty();
        !self.in_header && between && next && self.is_of_header(line) && !self.begins(line)
    }

    fn is_of_header(&self, line: &Line) -> bool {
        line.text.chars().count() > 1 && self.header.contains(&tight(&line.text))
    }

    fn take_key(&mut self, line: &Line) {
        let numbered = self.open.iter().all(|line| is_integer(&line.text));
        if self.valued || self.begins(line) && !numbered {
            self.flush();
        }
        self.open.push(line.clone());
    }

    fn flush(&mut self) {
        if !self.open.is_empty() {
            self.out.push(Line::join(&self.open));
        }
        self.open.clear();
        self.valued = false;
    }

    /// The first value tells where the header has ended: before the key of this value's row.
    fn leave_header(&mut self) {
        let last: Vec<&Line> = self.out.iter().rev().take(KEY_LINES).collect();
        let is_above =
            |line: &&Line| self.stands_apart(line) || self.is_of_header(line) && !self.begins(line);
        let above = last.iter().position(is_above);
        let key: Vec<&&Line> = last.iter().take(above.unwrap_or(last.len())).collect();
        let code = key.iter().rposition(|line| is_coded(&line.text));
        let begins = code.or_else(|| key.iter().position(|line| self.begins(line))).map(|nth| nth + 1);
        let again = above.filter(|_| !self.header.is_empty());
        let nearest = || key.first().filter(|line| !self.is_heading(line)).map(|_| 1);
        let length = begins.or(again).or_else(nearest).filter(|_| self.kind != Some(FormKind::Matrix));
        self.open = self.out.split_off(self.out.len() - length.unwrap_or_default());
        self.end_header();
    }

    /// Keeps what the header is, to know it again on the next page.
    fn end_header(&mut self) {
        self.in_header = false;
        if self.header.is_empty() {
            self.header = self.out.iter().map(|line| tight(&line.text)).collect();
        }
    }

    /// Whether a line can only begin a row. A second code names another classification of the same amounts, but in a
    /// list of which a row may have no amount.
    fn begins(&self, line: &Line) -> bool {
        let text = line.text.as_str();
        let first = text.split(' ').next().unwrap_or_default();
        let named = self.kind == Some(FormKind::Named) && self.words.column_id(&[text], None).is_some();
        is_coded(text) && self.kind == Some(FormKind::Paired)
            || is_numbered(first) && !self.has_code()
            || self.words.is_total(text)
            || named && !self.in_header
    }

    /// The row that is being joined has a code; what looks like an item is its name.
    fn has_code(&self) -> bool {
        self.open.first().is_some_and(|line| is_coded(&line.text))
    }

    /// A word of a header.
    fn is_heading(&self, line: &Line) -> bool {
        self.words.header_role(&line.text).is_some() || self.words.column_id(&[&line.text], None).is_some()
    }
}

/// 205, 2050803, 205 08 03 …, 2050803-培训支出: a line that begins with a code of the classification.
fn is_coded(text: &str) -> bool {
    code(text).is_ok() || text.split(' ').next().is_some_and(|first| amount::code_and_name(first).is_some())
}

fn is_integer(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test may fail by panicking")]
    use super::*;

    fn check(text: &str, expect: &str) {
        let grammars = Grammars::shipped();
        let lines: Vec<Line> =
            text.lines().zip(1u32..).map(|(text, no)| Line::new(no, text.to_owned())).collect();
        let rows = rejoined(&lines, Style::default(), None, grammars);
        let rows: Vec<String> = rows.iter().map(|line| format!("{} {}", line.no, line.text)).collect();
        assert_eq!(rows.join("\n"), expect);
    }

    #[test]
    fn cells_become_rows() {
        check(
            "单位：万元\n科目编码\n科目名称\n合计\n基本支出\n合计\n12.00\n7.00\n205\n08\n03\n培训\n支出\n5.00\n- 3 -\n\
             单位：万元\n科目编码\n科目名称\n合计\n基本支出\n206\n科学技术支出\n7.00\n7.00",
            "1 单位：万元\n2 科目编码\n3 科目名称\n4 合计\n5 基本支出\n6 合计 12.00 7.00\n9 205 08 03 培训 支出 5.00\n\
             15 - 3 -\n16 单位：万元\n17 科目编码\n18 科目名称\n19 合计\n20 基本支出\n21 206 科学技术支出 7.00 7.00",
        );
    }

    #[test]
    fn rows_stay_as_they_are() {
        check("合计 12.00 7.00\n205 教育支出\n5.00 5.00", "1 合计 12.00 7.00\n2 205 教育支出\n3 5.00 5.00");
    }

    #[test]
    fn a_table_printed_column_by_column_is_left_alone() {
        let column = |from: u32| (from..from + 30).map(|n| format!("{n}.00\n")).collect::<String>();
        let text = format!("合计\n教育支出\n{}项目支出\n{}", column(1), column(40));
        let lines: Vec<String> = text.lines().zip(1u32..).map(|(text, no)| format!("{no} {text}")).collect();
        check(&text, &lines.join("\n"));
    }

    #[test]
    fn a_text_prints_cells_where_most_values_stand_alone() {
        let of = |text: &str| {
            let lines: Vec<Line> =
                text.lines().zip(1u32..).map(|(text, no)| Line::new(no, text.to_owned())).collect();
            prints_cells(&lines, Style::default())
        };
        assert!(of("合计\n1.00\n2.00\n教育支出 3.00"));
        assert!(!of("合计\n1.00"), "one value shows nothing");
        assert!(!of("1.00\n2.00\n甲 1.00 2.00\n乙 1.00 2.00\n丙 1.00 2.00"));
    }
}
