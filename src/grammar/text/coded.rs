//! Rows with a code, or only a name, before their values; names wrapped above and below are joined.
//!
//! ```text
//! line  = [ code ] [ name ] [ values ] ;      (* the code may be glued to the name: [212]城乡社区支出 *)
//! row   = line *( line )                 (* 208 05 05 / 机关事业单位基本养老保险缴 / 费支出 / 68.25 68.25 *)
//! ```
//! A row ends with its values, or where the next code begins. A line of words between two rows belongs to the row
//! before it or to the one after it; the names of the classification decide, else what is left of a name.

use nom::Parser;
use nom::combinator::opt;

use super::line::Line;
use super::primitive::{Printed, Style, code, name_before, values_to_end};
use super::section::Section;
use crate::form::{Codes, ColumnRole, FormColumn, FormKind, Words};
use crate::grammar::amount;
use crate::model::Side;

/// A row before its values have columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RawRow {
    /// First line it stands on.
    pub(super) line: u32,
    /// Counts printed rows; both sides of a row share it.
    pub(super) no: u32,
    pub(super) side: Option<Side>,
    pub(super) code: Option<String>,
    pub(super) name: String,
    pub(super) project: Option<String>,
    pub(super) values: Vec<Printed>,
}

/// One line, read.
#[derive(Debug, Clone, Default)]
struct Parts {
    line: u32,
    code: Option<String>,
    /// The code is only the lowest part of one.
    lower: bool,
    words: Vec<String>,
    values: Vec<Printed>,
}

/// Reads the rows of a table that is not side by side.
pub(super) fn read(section: &Section<'_>, words: &Words, codes: &Codes) -> Vec<RawRow> {
    let keys = KeyColumns::of(&section.columns);
    let mut reader = Reader {
        words,
        codes,
        named: section.form.is_some_and(|form| form.kind == FormKind::Named),
        keys,
        has_remarks: section.has_remarks,
        has_project: section.columns.iter().any(|column| column.role == ColumnRole::Project),
        rows: Vec::new(),
        open: None,
        loose: Vec::new(),
    };
    for line in &section.rows {
        reader.take(parts(line, section.style, keys));
    }
    reader.finish()
}

/// Reads one line.
fn parts(line: &Line, style: Style, keys: KeyColumns) -> Parts {
    let mut text = if keys.ordinal { without_ordinal(&line.text) } else { line.text.as_str() };
    // The number of a unit before its name.
    for _ in 0..keys.before_name {
        text = match text.split_once(' ') {
            Some((number, rest)) if number.bytes().all(|b| b.is_ascii_digit()) => rest,
            _ => text,
        };
    }
    if let Some((part, rest)) = keys.parted.then(|| lower_part(text)).flatten() {
        let rest = parts(&line.from(rest), style, KeyColumns::default());
        return Parts { code: Some(part.to_owned()), lower: true, ..rest };
    }
    let parsed = (opt(code), name_before(values_to_end(style, line)), values_to_end(style, line)).parse(text);
    let Ok((_, (code, name, values))) = parsed else {
        return Parts { line: line.no, words: vec![line.text.clone()], ..Parts::default() };
    };
    let mut words: Vec<String> = Vec::new();
    for word in name.split(' ').filter(|word| !word.is_empty()) {
        match words.last_mut() {
            Some(year) if word.starts_with('年') && year.bytes().all(|b| b.is_ascii_digit()) => {
                year.push_str(word)
            }
            _ => words.push(word.to_owned()),
        }
    }
    let keyed = words.first().and_then(|word| amount::code_and_name(word)).filter(|_| code.is_none());
    if let Some((key, name)) = keyed.map(|(key, name)| (key.to_owned(), name.to_owned())) {
        words.splice(0..1, [name]);
        return Parts { line: line.no, code: Some(key), words, values, lower: false };
    }
    Parts { line: line.no, code, lower: false, words, values }
}

/// The columns before the amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct KeyColumns {
    /// The first numbers the rows.
    ordinal: bool,
    /// A code is printed in parts, 类 款 项, of which a row may print the lowest only.
    parted: bool,
    /// Columns of words between the number of a row and its name, where no code is.
    before_name: usize,
    /// Columns of words between the name and the amounts.
    after_name: usize,
}

impl KeyColumns {
    fn of(columns: &[FormColumn]) -> Self {
        let keys: Vec<ColumnRole> =
            columns.iter().map(|column| column.role).take_while(|role| *role != ColumnRole::Amount).collect();
        let count = |role| keys.iter().filter(|key| **key == role).count();
        let name = keys.iter().position(|role| matches!(role, ColumnRole::Name | ColumnRole::Project));
        let texts = |keys: &[ColumnRole]| keys.iter().filter(|role| **role == ColumnRole::Text).count();
        let (before, after) = keys.split_at(name.unwrap_or(keys.len()));
        let coded = count(ColumnRole::Code) > 0;
        Self {
            ordinal: keys.first() == Some(&ColumnRole::Ordinal),
            parted: count(ColumnRole::Code) > 1,
            before_name: if coded { 0 } else { texts(before) },
            after_name: if coded { 0 } else { texts(after) },
        }
    }
}

/// One or two digits before a name: the lowest part of a code.
fn lower_part(text: &str) -> Option<(&str, &str)> {
    let (part, rest) = text.split_once(' ')?;
    let digits = part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    (digits && !rest.starts_with(|c: char| c.is_ascii_digit() || c == '-')).then_some((part, rest))
}

/// The text after the number of a row.
fn without_ordinal(text: &str) -> &str {
    match text.split_once(' ') {
        Some((number, rest)) if number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit()) => {
            // 301 工资福利支出 has lost its number; 3 301 工资福利支出 has one.
            if number.len() == 3
                && code(text).is_ok_and(|(rest, _)| !rest.starts_with(|c: char| c.is_ascii_digit()))
            {
                return text;
            }
            rest
        }
        _ => text,
    }
}

struct Reader<'a> {
    words: &'a Words,
    codes: &'a Codes,
    named: bool,
    keys: KeyColumns,
    /// Words stand in a column after the amounts.
    has_remarks: bool,
    has_project: bool,
    rows: Vec<Parts>,
    /// A row that has no values yet.
    open: Option<Parts>,
    /// Lines of words after a finished row: the end of its name, or the beginning of the next one's.
    loose: Vec<Parts>,
}

impl Reader<'_> {
    fn take(&mut self, line: Parts) {
        if line.code.is_some() {
            self.begin(line);
        } else if line.values.is_empty() {
            self.take_words(line);
        } else {
            self.take_values(line);
        }
    }

    /// A line with a code begins a row.
    fn begin(&mut self, mut line: Parts) {
        self.close_open();
        let before = self.settle_loose(&line);
        line.words.splice(0..0, before);
        self.push(line);
    }

    /// A line of nothing but words.
    fn take_words(&mut self, line: Parts) {
        // 合计 printed after its amounts.
        if let Some(last) = self.rows.last_mut().filter(|last| last.code.is_none() && last.words.is_empty())
            && self.open.is_none()
            && self.words.is_total(&line.words.concat())
        {
            last.words = line.words;
            return;
        }
        if let Some(open) = &mut self.open {
            open.words.extend(line.words);
        } else if self.stands_alone(&line) {
            self.flush_loose();
            self.rows.push(line);
        } else {
            self.loose.push(line);
        }
    }

    /// In a named table a known name is a row of its own, also when all its cells are blank: 公务接待费.
    fn stands_alone(&self, line: &Parts) -> bool {
        let name = line.words.concat();
        self.named && (self.words.column_id(&[&name], None).is_some() || self.words.is_total(&name))
    }

    /// A line with values and no code: the end of the open row, or a row of its own.
    fn take_values(&mut self, mut line: Parts) {
        if let Some(mut open) = self.open.take() {
            let is_its_end = line.words.is_empty() || !self.words.is_total(&line.words.concat());
            if is_its_end {
                open.words.append(&mut line.words);
                open.values = line.values;
                self.rows.push(open);
                return;
            }
            self.rows.push(open);
        }
        let before = self.settle_loose(&line);
        line.words.splice(0..0, before);
        self.rows.push(line);
    }

    fn push(&mut self, row: Parts) {
        if row.values.is_empty() { self.open = Some(row) } else { self.rows.push(row) }
    }

    fn close_open(&mut self) {
        self.rows.extend(self.open.take());
    }

    /// Parts the loose lines between the row before and `next`; gives the words that go before the name of `next`.
    fn settle_loose(&mut self, next: &Parts) -> Vec<String> {
        let loose: Vec<Parts> = self.loose.drain(..).collect();
        if self.has_remarks {
            return self.name_after_remarks(loose, next);
        }
        let cut = self.cut(&loose, next);
        let (back, ahead) = loose.split_at(cut.min(loose.len()));
        if let Some(last) = self.rows.last_mut() {
            last.words.extend(back.iter().flat_map(|part| part.words.clone()));
        }
        ahead.iter().flat_map(|part| part.words.clone()).collect()
    }

    /// Lines between two rows of a table with remarks are the remark on the row before, and the name of the next row
    /// where that has none beside its values: what stands after the last sentence.
    fn name_after_remarks(&self, loose: Vec<Parts>, next: &Parts) -> Vec<String> {
        if !next.words.is_empty() {
            return Vec::new();
        }
        let ends =
            |part: &Parts| part.words.last().is_some_and(|word| word.ends_with(['。', '；', '！', ';']));
        let from = loose.iter().rposition(ends).map_or(0, |last| last + 1);
        loose.into_iter().skip(from).flat_map(|part| part.words).collect()
    }

    /// How many loose lines belong to the row before.
    fn cut(&self, loose: &[Parts], next: &Parts) -> usize {
        let Some(last) = self.rows.last() else { return 0 };
        let fits = |row: &Parts, before: &[Parts], after: &[Parts]| {
            let Some(code) = &row.code else { return false };
            let name = before.iter().chain([row]).chain(after).flat_map(|part| part.words.iter());
            let name: String = name.map(String::as_str).collect();
            self.codes.functional(code) == Some(&name) || self.codes.economic(code) == Some(&name)
        };
        let score = |cut: usize| {
            let (back, ahead) = loose.split_at(cut);
            usize::from(fits(last, &[], back)) + usize::from(fits(next, ahead, &[]))
        };
        let best = (0..=loose.len()).max_by_key(|&cut| (score(cut), usize::MAX - cut));
        match best {
            Some(cut) if score(cut) > 0 => cut,
            // A row with a name of its own needs no more words; one without takes them all.
            _ if next.words.is_empty() => 0,
            _ => loose.len(),
        }
    }

    /// Loose lines before a name that stands alone belong to the row before.
    fn flush_loose(&mut self) {
        let rest: Vec<String> = self.loose.drain(..).flat_map(|part| part.words).collect();
        if self.has_remarks {
            return;
        }
        if let Some(last) = self.rows.last_mut() {
            last.words.extend(rest);
        }
    }

    fn finish(mut self) -> Vec<RawRow> {
        self.close_open();
        self.flush_loose();
        let mut rows = std::mem::take(&mut self.rows);
        self.complete_codes(&mut rows);
        rows.into_iter().zip(1u32..).map(|(parts, no)| self.row(parts, no)).collect()
    }

    /// Puts the parts printed above before a code of which a row prints the lowest only; the names of the classification
    /// tell a 款 from a 项.
    fn complete_codes(&self, rows: &mut [Parts]) {
        let (mut class, mut group) = (String::new(), String::new());
        for row in rows {
            let name = row.words.concat();
            let Some(code) = row.code.as_mut() else { continue };
            if row.lower {
                let upper = format!("{class}{code:0>2}");
                let lower = format!("{class}{group}{code:0>2}");
                let (agrees, known) = (|c: &str| self.codes.agrees(c, &name), |c: &str| self.codes.known(c));
                let is_upper = group.is_empty()
                    || agrees(&upper) && !agrees(&lower)
                    || !agrees(&lower) && known(&upper) && !known(&lower);
                *code = if is_upper { upper } else { lower };
            }
            class = code.get(..3).unwrap_or_default().to_owned();
            group = code.get(3..5).unwrap_or_default().to_owned();
        }
    }

    fn row(&self, mut parts: Parts, no: u32) -> RawRow {
        let words = parts.words.len();
        if words > self.keys.after_name && !parts.values.is_empty() {
            parts.words.truncate(words - self.keys.after_name);
        }
        // A second code names another classification of the same amounts: 30101 基本工资 50101 工资奖金津补贴.
        let other = parts.words.iter().skip(1).position(|word| {
            self.codes.known(word)
                || amount::code_and_name(word).is_some_and(|(code, _)| self.codes.known(code))
        });
        if let Some(other) = other.filter(|_| parts.code.is_some()) {
            parts.words.truncate(other + 1);
        }
        let (name, project) = match &parts.code {
            Some(code) if self.has_project => self.name_and_project(code, &parts.words),
            _ => (parts.words.concat(), None),
        };
        RawRow { line: parts.line, no, side: None, code: parts.code, name, project, values: parts.values }
    }

    /// Where the name of the code ends and that of the project begins: after the name the classification knows, else
    /// after the first word.
    fn name_and_project(&self, code: &str, words: &[String]) -> (String, Option<String>) {
        let known = (1..=words.len()).find(|&end| {
            let name = words.get(..end).unwrap_or_default().concat();
            self.codes.functional(code) == Some(&name) || self.codes.economic(code) == Some(&name)
        });
        let (name, project) = words.split_at(known.unwrap_or(1).min(words.len()));
        let project = project.concat();
        (name.concat(), Some(project).filter(|project| !project.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_part_of_a_code_has_two_digits_and_a_name_behind_it() {
        assert_eq!(lower_part("05 行政单位离退休"), Some(("05", "行政单位离退休")));
        assert_eq!(lower_part("205 教育支出"), None);
        assert_eq!(lower_part("05 08 培训支出"), None);
        assert_eq!(lower_part("12 -"), None);
        assert_eq!(lower_part("一 般"), None);
    }
    #[test]
    fn the_number_of_a_row_stands_before_its_code() {
        let check = |text: &str, expect: &str| assert_eq!(without_ordinal(text), expect, "{text}");
        check("3 301 工资福利支出", "301 工资福利支出");
        check("12 教育支出", "教育支出");
        check("301 工资福利支出", "301 工资福利支出");
        check("301 30101 基本工资", "30101 基本工资");
        check("1234 教育支出", "1234 教育支出");
        check("教育支出 12", "教育支出 12");
    }

    #[test]
    fn a_line_is_code_words_and_values() {
        let check = |text: &str, keys: KeyColumns, expect: &str| {
            let read = parts(&Line::new(1, text.to_owned()), Style::default(), keys);
            let values: Vec<&str> = read.values.iter().map(|value| value.text.as_str()).collect();
            let code = read.code.as_deref().unwrap_or("-");
            let lower = if read.lower { " lower" } else { "" };
            let told = format!("{code}{lower} | {} | {}", read.words.join(","), values.join(","));
            assert_eq!(told, expect, "{text}");
        };
        let plain = KeyColumns::default();
        check("205 教育支出 1.00 -", plain, "205 | 教育支出 | 1.00,-");
        check("205 08 03 培训支出 1.00", plain, "2050803 | 培训支出 | 1.00");
        check("2050803-培训支出 1.00", plain, "2050803 | 培训支出 | 1.00");
        check("教育支出 2025 年补助 1.00", plain, "- | 教育支出,2025年补助 | 1.00");
        check("教育 支出 1.00", plain, "- | 教育,支出 | 1.00");
        check("教育支出", plain, "- | 教育支出 | ");
        check("3 205 教育支出 1.00", KeyColumns { ordinal: true, ..plain }, "205 | 教育支出 | 1.00");
        check("08 进修及培训 1.00", KeyColumns { parted: true, ..plain }, "08 lower | 进修及培训 | 1.00");
        check("125001 某局 1.00", KeyColumns { before_name: 1, ..plain }, "- | 某局 | 1.00");
    }
}
