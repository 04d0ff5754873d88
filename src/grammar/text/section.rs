//! Where each table of a flattened text begins and ends, and which of its lines are rows.
//!
//! ```text
//! section = [ number ] title *( issuer | unit | number ) block *block [ remark ] ;
//! block   = header rows ;                        (* a header is repeated after a page break *)
//! header  = *line ( numbering | &row ) ;         (* up to the row that numbers the columns, else up to the first row *)
//! rows    = *( row | page ) ;
//! ```

use std::collections::BTreeSet;

use super::line::{Line, decimals, is_only_number, is_page_number, tight};
use super::primitive::{Style, code, numbering, printed};
use super::rejoin::rejoined;
use crate::base::Unit;
use crate::flat::Flat;
use crate::form::{ColumnRole, Family, Form, FormColumn, FormKind, Grammars, Stage, Words};

/// One table as lines.
#[derive(Debug, Clone)]
pub(super) struct Section<'a> {
    pub(super) form: Option<&'a Form>,
    /// As printed, without spaces and without the number.
    pub(super) title: String,
    pub(super) line: u32,
    pub(super) number: Option<String>,
    pub(super) unit: Option<Unit>,
    /// How many columns the numbering row counts.
    pub(super) numbered: Option<usize>,
    /// The lines of the header block, as printed.
    pub(super) header: Vec<Line>,
    /// The lines of its rows.
    pub(super) rows: Vec<Line>,
    /// Its columns, key columns included; see `columns`.
    pub(super) columns: Vec<FormColumn>,
    /// The columns are only counted, so a row as full as the fullest proves nothing.
    pub(super) counted: bool,
    pub(super) style: Style,
    /// Words stand in a column after its amounts.
    pub(super) has_remarks: bool,
    /// A sentence says that there is nothing.
    pub(super) says_empty: bool,
}

/// A caption (number, title, issuer, unit) takes no more lines than this.
const CAPTION_LINES: usize = 6;

/// A unit that a flattener prints before the title stands within this many lines.
const UNIT_BEFORE: usize = 4;

/// A header cut into two or three characters a line takes no more lines than this.
const HEADER_LINES: usize = 160;

/// Every table of the text, in order. `cards` are lines of performance cards: no row stands there, and no table goes on
/// behind them.
pub(super) fn find<'a>(
    flat: &Flat,
    family: &'a Family,
    grammars: &Grammars,
    stage: Stage,
    cards: &BTreeSet<u32>,
) -> Vec<Section<'a>> {
    let words = &grammars.words;
    let lines: Vec<Line> = flat
        .lines
        .iter()
        .zip(1u32..)
        .filter(|(line, no)| !line.tokens.is_empty() && !cards.contains(no))
        .map(|(line, no)| Line::new(no, line.text()))
        .collect();
    let lines = captions_first(flat, lines, words);
    let starts = starts(&lines, family, words, stage);
    let mut sections: Vec<Section<'a>> = Vec::new();
    for (nth, &(at, form)) in starts.iter().enumerate() {
        let next = starts.get(nth + 1).map_or(lines.len(), |&(next, _)| caption_begin(&lines, next, words));
        let body = lines.get(at + 1..next.max(at + 1)).unwrap_or_default();
        let body = body.get(..before_card(body, cards)).unwrap_or_default();
        let before = lines.get(at.saturating_sub(UNIT_BEFORE)..at).unwrap_or_default();
        if !is_table(before, body, form.is_some(), words) {
            continue;
        }
        let body = rows_of(body, form, grammars);
        let mut section = Section::new(&lines, at, &body, form, words);
        section.has_remarks =
            family.forms_for_title(&section.title, stage).iter().any(|form| ends_with_remarks(form));
        section.read(&body, words);
        section.choose_form(family, stage);
        match sections.last_mut() {
            Some(last) if last.continues_with(&section) => last.append(section),
            _ => sections.push(section),
        }
    }
    sections
}

/// The lines of a table, amounts apart and a row a line.
fn rows_of(body: &[Line], form: Option<&Form>, grammars: &Grammars) -> Vec<Line> {
    let decimals = decimals(body);
    let body: Vec<Line> = body.iter().map(|line| line.unglued(decimals)).collect();
    let is_code = |line: &Line| grammars.codes.known(&line.text);
    let without_codes: Vec<Line> = body.iter().filter(|line| !is_code(line)).cloned().collect();
    rejoined(&body, style(&without_codes), form, grammars)
}

/// A flattener that follows the drawing may print a page's title after its table. Where a page has one title and no row
/// stands behind it, the lines of its caption go first; a title drawn several times is taken once.
fn captions_first(flat: &Flat, lines: Vec<Line>, words: &Words) -> Vec<Line> {
    let page = |line: &Line| flat.lines.get((line.no as usize).saturating_sub(1)).and_then(|line| line.page);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for of_page in lines.chunk_by(|a, b| page(a) == page(b)) {
        let titles: Vec<usize> = (0..of_page.len())
            .filter(|&at| of_page.get(at).is_some_and(|line| words.is_title(&line.text)))
            .collect();
        let title = |at: usize| of_page.get(at).map(|line| tight(&line.text));
        let one = titles
            .windows(2)
            .all(|pair| pair.first().map(|&at| title(at)) == pair.last().map(|&at| title(at)));
        let (Some(&first), Some(&last), true) = (titles.first(), titles.last(), one) else {
            out.extend_from_slice(of_page);
            continue;
        };
        let (above, below) = of_page.split_at(last);
        let style = style(of_page);
        let is_row = |line: &&Line| is_row(line) || line.values(style).0 > 1;
        let rows = |lines: &[Line]| lines.iter().filter(is_row).count();
        if first == 0
            || of_page.get(first).is_none_or(|line| page(line).is_none())
            || rows(above) == 0 && first == last
            || rows(below) > 0 && rows(above) > 0 && first == last
        {
            out.extend_from_slice(of_page);
            continue;
        }
        let caption = |line: &&Line| words.unit_in(&line.text).is_some() || is_only_number(line, words);
        out.extend(of_page.iter().filter(caption).take(2).cloned());
        out.extend(of_page.get(first).cloned());
        let rest = of_page.iter().filter(|line| !caption(line) && !words.is_title(&line.text));
        out.extend(rest.cloned());
    }
    out
}

/// A line that ends with at least two amounts, or is nothing but one.
fn is_row(line: &Line) -> bool {
    let nowhere = Line::default();
    let amount = |word: &&str| word.contains(['.', ',']) && printed(Style::default(), &nowhere)(word).is_ok();
    let count = line.text.split(' ').rev().take_while(|word| amount(word)).count();
    count > 1 || count == 1 && !line.text.contains(['，', '。'])
}

/// How many of these lines stand before the first performance card.
fn before_card(body: &[Line], cards: &BTreeSet<u32>) -> usize {
    let Some(first) = body.first() else { return 0 };
    let card = cards.range(first.no..).next();
    card.map_or(body.len(), |card| body.partition_point(|line| line.no < *card))
}

/// Lines that can be a table's title, and the form they name.
fn starts<'a>(
    lines: &[Line],
    family: &'a Family,
    words: &Words,
    stage: Stage,
) -> Vec<(usize, Option<&'a Form>)> {
    let title = |(at, line): (usize, &Line)| {
        words.is_title(&line.text).then(|| (at, family.form_for_title(&line.text, stage)))
    };
    lines
        .iter()
        .enumerate()
        .filter_map(title)
        .filter(|(_, form)| form.is_none_or(|f| f.kind != FormKind::Card))
        .collect()
}

/// The caption of the title at `at` begins with a number on the line before it, if there is one.
fn caption_begin(lines: &[Line], at: usize, words: &Words) -> usize {
    let before = at.checked_sub(1).and_then(|before| lines.get(before));
    let numbered = before.is_some_and(|line| is_only_number(line, words));
    if numbered { at - 1 } else { at }
}

/// A title in a list of contents, or in a sentence, has neither unit nor numbered columns nor an empty-table sentence below.
fn is_table(before: &[Line], body: &[Line], known: bool, words: &Words) -> bool {
    let near = body.get(..CAPTION_LINES.min(body.len())).unwrap_or_default();
    let header = body.get(..HEADER_LINES.min(body.len())).unwrap_or_default();
    let with_unit = |line: &Line| words.unit_in(&line.text).is_some();
    near.iter().any(with_unit)
        || !body.is_empty() && before.iter().any(with_unit)
        || header.iter().any(|line| numbering(&line.text, words).is_ok())
        || known && begins_with_values(header, words)
}

/// Rows of values before any sentence: a title a form knows needs no unit (some flatteners print it on the page's edge).
fn begins_with_values(lines: &[Line], words: &Words) -> bool {
    let table = lines.iter().take_while(|line| !words.ends_table(&line.text));
    let values = |line: &&Line| line.values(Style::default()).0 > 0;
    table.filter(values).count() > 1
}

/// Several words of which the last stands over a column: 实施采购时间 预算金额 说明.
fn is_header_row(line: &str, words: &Words) -> bool {
    let last = line.split(' ').next_back().unwrap_or_default();
    line.split(' ').count() > 2 && words.header_role(last).is_some()
}

fn ends_with_remarks(form: &Form) -> bool {
    form.columns.last().is_some_and(|column| column.role == ColumnRole::Text)
}

impl<'a> Section<'a> {
    fn new(lines: &[Line], at: usize, body: &[Line], form: Option<&'a Form>, words: &Words) -> Self {
        let here = lines.get(at);
        let near = body.get(..CAPTION_LINES.min(body.len())).unwrap_or_default();
        let own = here.and_then(|line| words.table_number(&line.text));
        let before =
            at.checked_sub(1).and_then(|before| lines.get(before)).filter(|line| is_only_number(line, words));
        let after = near.iter().find(|line| is_only_number(line, words));
        let apart = || before.or(after).and_then(|line| words.table_number(&line.text));
        let title = here.map(|line| tight(&line.text)).unwrap_or_default();
        let title = match &own {
            Some(number) => {
                title.trim_start_matches(number.as_str()).trim_start_matches([':', '：']).to_owned()
            }
            None => title,
        };
        Self {
            form,
            title,
            line: here.map_or(0, |line| line.no),
            number: own.or_else(apart),
            unit: near
                .iter()
                .chain(lines.get(at.saturating_sub(UNIT_BEFORE)..at).unwrap_or_default().iter().rev())
                .find_map(|line| words.unit_in(&line.text)),
            numbered: None,
            header: Vec::new(),
            rows: Vec::new(),
            columns: Vec::new(),
            counted: false,
            style: style(body),
            has_remarks: false,
            says_empty: false,
        }
    }

    /// Parts the lines below the title into headers and rows.
    fn read(&mut self, body: &[Line], words: &Words) {
        let mut at = 0;
        let mut first = true;
        while at < body.len() {
            let start = at;
            at = self.header_end(body, at, words);
            if first {
                self.header = body.get(start..at).unwrap_or_default().to_vec();
                first = false;
            }
            at = match self.rows_end(body, at, words) {
                Some(next) => next,
                None => break,
            };
        }
    }

    /// The index after the header that begins at `at`.
    fn header_end(&mut self, body: &[Line], at: usize, words: &Words) -> usize {
        let window = body.get(at..(at + HEADER_LINES).min(body.len())).unwrap_or_default();
        // The caption of a repeated header ends at its unit; a second unit belongs to another page.
        let units = window.iter().enumerate().filter(|(_, line)| words.unit_in(&line.text).is_some());
        let reach = units.map(|(nth, _)| nth).find(|&nth| nth > CAPTION_LINES).unwrap_or(window.len());
        let counted = window.iter().take(reach).position(|line| numbering(&line.text, words).is_ok());
        if let Some(counted) = counted {
            let count = window
                .get(counted)
                .and_then(|line| numbering(&line.text, words).ok())
                .map(|(_, count)| count);
            self.numbered = self.numbered.or(count);
            return at + counted + 1;
        }
        let row = window
            .iter()
            .position(|line| words.unit_in(&line.text).is_none() && self.begins_rows(line, words));
        at + row.unwrap_or(window.len())
    }

    /// Whether a line can be no part of a header: it holds a value or a code, is a numbered item, or says that all is empty.
    fn begins_rows(&self, line: &Line, words: &Words) -> bool {
        let text = line.text.as_str();
        let item = text.starts_with("一、") || text.starts_with("1.") || text.starts_with("（一）");
        let coded = code(text).is_ok_and(|(rest, _)| !rest.is_empty());
        let valued = text
            .split(' ')
            .any(|word| printed(self.style, line)(word).is_ok_and(|(_, value)| value.number.is_some()));
        item || coded
            || valued
            || words.says_empty(text)
            || words.ends_table(text) && !is_header_row(text, words)
    }

    /// Takes rows from `at` on; the index of a repeated header, or `None` where the table ends.
    fn rows_end(&mut self, body: &[Line], at: usize, words: &Words) -> Option<usize> {
        for (nth, line) in body.iter().enumerate().skip(at) {
            if words.says_empty(&line.text) && !self.has_values(line) {
                self.says_empty = true;
                return None;
            }
            if self.is_ended_by(&line.text, words) {
                return None;
            }
            if words.unit_in(&line.text).is_some() {
                return Some(nth);
            }
            // A header that is repeated on a new page without title and unit.
            let repeated = self.header.iter().any(|header| header.text == line.text);
            let is_row = !repeated || self.has_values(line);
            if is_row && !is_page_number(&line.text) {
                self.rows.push(line.clone());
            }
        }
        None
    }

    /// Sentences end a table, but not one that prints them beside its amounts.
    fn is_ended_by(&self, line: &str, words: &Words) -> bool {
        if is_header_row(line, words) {
            return false;
        }
        match self.has_remarks {
            true => words.ends_table(&line.replace('。', "")),
            false => words.ends_table(line),
        }
    }

    fn has_values(&self, line: &Line) -> bool {
        line.values(self.style).0 > 0
    }

    /// The same title once more, after a page break.
    fn continues_with(&self, next: &Section<'_>) -> bool {
        let same_form = self.form.map(|form| &form.id) == next.form.map(|form| &form.id);
        same_form && self.title == next.title && (self.number == next.number || next.number.is_none())
    }

    fn append(&mut self, next: Section<'_>) {
        self.rows.extend(next.rows);
        self.style.integers |= next.style.integers;
        self.says_empty |= next.says_empty;
    }
}

/// Whether plain integers are values here: where hardly a number has decimals, but some have groups or end a line and
/// are long.
fn style(body: &[Line]) -> Style {
    let (mut decimal, mut integer) = (0usize, 0usize);
    for line in body {
        let words = line.text.split(' ').filter(|word| crate::grammar::amount::number(word).is_some());
        decimal += words.clone().filter(|word| word.contains('.')).count();
        integer += words.clone().filter(|word| word.contains(',') && !word.contains('.')).count();
        let last = line.text.split(' ').next_back().filter(|word| word.len() > 2 && !word.contains(','));
        integer += words.filter(|word| Some(*word) == last && !word.contains('.')).count();
    }
    // Sheets in 元 drop the decimals of round amounts: 936647884.3 874160000 0.
    let mixed = body.iter().filter(|line| ends_with_mixed_amounts(&line.text)).count();
    let rows = body.iter().filter(|line| is_row(line)).count();
    Style { integers: integer > decimal || mixed * 5 > rows && mixed > 1 }
}

/// At least two numbers at the end of a line, one of them a long integer.
fn ends_with_mixed_amounts(line: &str) -> bool {
    let numbers = line.split(' ').rev().take_while(|word| crate::grammar::amount::number(word).is_some());
    let (mut count, mut long) = (0usize, false);
    for word in numbers {
        count += 1;
        long |= word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit());
    }
    count >= 2 && long
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Notes;

    fn lines(text: &str) -> Vec<Line> {
        (1u32..).zip(text.lines()).map(|(no, text)| Line::new(no, text.to_owned())).collect()
    }

    #[test]
    fn integers_are_values_where_amounts_have_no_decimals() {
        let check = |text: &str, expect: bool| assert_eq!(style(&lines(text)).integers, expect, "{text}");
        check("教育 1.00 2.00\n科技 3.00", false);
        check("教育 1,000 2,000\n科技 3,000", true);
        check("教育 1000\n科技 300", true);
        check("教育 1000\n科技 3.00\n文化 4.00", false);
        check("教育 12\n科技 30", false);
        // Round amounts of a sheet in 元 without their decimals, in more lines than one.
        check("教育 936647884.3 874160000 0.1\n科技 1.5 874160000", true);
        check("教育 936647884.3 874160000 0.1\n科技 1.5 2.5", false);
    }

    #[test]
    fn a_row_ends_with_amounts() {
        let check =
            |text: &str, expect: bool| assert_eq!(is_row(&Line::new(1, text.to_owned())), expect, "{text}");
        check("教育 1.00 2.00", true);
        check("教育，科技 1.00 2.00", true);
        check("教育 1.00", true);
        check("收入为，比上年增加 1.00", false);
        check("教育 1.00 元", false);
        check("教育", false);
        check("205", false);
    }

    #[test]
    fn a_header_row_ends_with_the_name_of_a_column() {
        let words = &crate::form::Grammars::shipped().words;
        let check = |text: &str, expect: bool| assert_eq!(is_header_row(text, words), expect, "{text}");
        check("实施采购时间 预算金额 说明", true);
        check("预算金额 说明", false);
        check("实施采购时间 预算金额 某某", false);
    }

    #[test]
    fn a_title_printed_behind_its_table_goes_first() {
        let check = |text: &str, paged: bool, expect: &str| {
            let mut flat = crate::flat::from_text(text, &mut Notes::default());
            flat.lines.iter_mut().for_each(|line| line.page = paged.then_some(1));
            let words = &crate::form::Grammars::shipped().words;
            let told: Vec<String> =
                captions_first(&flat, lines(text), words).into_iter().map(|line| line.text).collect();
            assert_eq!(told.join(" | "), expect, "{text}");
        };
        let behind = "科目 合计\n教育 1.00 2.00\n单位：万元\n收入总表";
        check(behind, true, "单位：万元 | 收入总表 | 科目 合计 | 教育 1.00 2.00");
        check(behind, false, "科目 合计 | 教育 1.00 2.00 | 单位：万元 | 收入总表");
        // A title between rows, one before them, one at the very top, and two.
        let between = "教育 1.00 2.00\n收入总表\n科技 1.00 2.00";
        check(between, true, "教育 1.00 2.00 | 收入总表 | 科技 1.00 2.00");
        check("某某局\n收入总表\n教育 1.00 2.00", true, "某某局 | 收入总表 | 教育 1.00 2.00");
        check("收入总表\n教育 1.00 2.00", true, "收入总表 | 教育 1.00 2.00");
        let two = "某某局\n收入总表\n教育 1.00 2.00\n支出总表";
        check(two, true, "某某局 | 收入总表 | 教育 1.00 2.00 | 支出总表");
        // One that is drawn twice is taken once.
        let twice = "某某局\n收入总表\n教育 1.00 2.00\n收入总表";
        check(twice, true, "收入总表 | 某某局 | 教育 1.00 2.00");
    }
}
