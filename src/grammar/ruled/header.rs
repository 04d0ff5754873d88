//! Where the header of a grid ends, and the path of header words above each column.
//!
//! The header is found by its structure, not by its words: cells that span rows close over the rows they span, and
//! a cell that spans columns has its parts below it (shenzhen.toml, shanghai.toml, finals 公开02: three and four levels).

use super::raster::{Cell, Raster};
use crate::flat::HeaderText;
use crate::form::{Grammars, Words};
use crate::grammar::amount;

/// The header of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// Rows above the header, inside the frame: blank ones, title, unit, issuer.
    pub(super) caption_rows: usize,
    /// One past the last row of header words; below it stand column numbers.
    pub(super) words_end: usize,
    /// The first row of data.
    pub(super) end: usize,
    /// The texts of the header's cells, to recognise a repeated header on the next page.
    pub(super) texts: Vec<String>,
    /// The paths of the columns, where a text without cells has them from its layout.
    pub(super) paths: Option<Vec<Vec<String>>>,
}

/// Finds the header of a grid. `end == caption_rows` means that there is none: the grid begins with data.
pub(super) fn find(raster: &Raster<'_>, grammars: &Grammars) -> Header {
    if let Some(HeaderText { paths, .. }) = &raster.shape.header {
        let end = usize::from(!paths.is_empty());
        return Header {
            caption_rows: 0,
            words_end: end,
            end,
            texts: paths.iter().map(|path| path.join("/")).collect(),
            paths: Some(paths.clone()),
        };
    }
    let words = &grammars.words;
    let caption_rows = caption_rows(raster, grammars);
    let mut end = caption_rows;
    while end < raster.rows
        && end < caption_rows + MOST_ROWS
        && belongs_to_header(raster, words, caption_rows, end)
    {
        end = close(raster, words, end + 1);
    }
    let words_end = end;
    while end < raster.rows
        && (is_ordinal_row(raster, words, end) || end > caption_rows && raster.is_blank(end))
    {
        end += 1;
    }
    let end = end.min(raster.rows);
    Header {
        caption_rows,
        words_end: words_end.min(end),
        end,
        texts: texts(raster, caption_rows, end),
        paths: None,
    }
}

/// No header of the corpus has more levels than six; a form that is all words must not become one big header.
const MOST_ROWS: usize = 8;

/// The texts of all cells that begin in rows `from..to`.
pub(super) fn texts(raster: &Raster<'_>, from: usize, to: usize) -> Vec<String> {
    (from..to)
        .flat_map(|row| raster.row(row))
        .filter(|cell| !cell.text.is_empty())
        .map(|cell| cell.text.clone())
        .collect()
}

/// Whether the texts of a header are those of another one, some of them clipped: LibreOffice cuts words off that do not fit
/// the rows of a header which it repeats.
pub(super) fn is_repeated(texts: &[String], header: &[String]) -> bool {
    let pairs = || texts.iter().zip(header);
    let same = pairs().filter(|(text, whole)| text == whole).count();
    !header.is_empty()
        && texts.len() == header.len()
        && same * 2 > header.len()
        && pairs().all(|(text, whole)| whole.starts_with(text.as_str()))
}

/// The header words above a column from the outermost to the leaf; equal neighbours once.
pub(super) fn path<'a>(raster: &'a Raster<'_>, header: &'a Header, column: usize) -> Vec<&'a str> {
    if let Some(paths) = &header.paths {
        return paths.get(column).map(|path| path.iter().map(String::as_str).collect()).unwrap_or_default();
    }
    let mut path: Vec<&str> = Vec::new();
    let mut row = header.caption_rows;
    while row < header.words_end {
        let Some(cell) = raster.cell(row, column) else {
            row += 1;
            continue;
        };
        let text = cell.text.as_str();
        if !text.is_empty() && path.last() != Some(&text) {
            path.push(text);
        }
        row = cell.end_row().max(row + 1);
    }
    path
}

/// How many rows a grid begins with that are no header yet.
pub(in crate::grammar) fn caption_rows(raster: &Raster<'_>, grammars: &Grammars) -> usize {
    (0..raster.rows).take_while(|&row| is_caption(raster, row, grammars)).count()
}

/// Rows that a sheet prints inside its frame above the header: blank ones, and those that hold nothing but the title,
/// the number, the unit or the issuer (beijing.toml prints whole pages as one grid).
fn is_caption(raster: &Raster<'_>, row: usize, grammars: &Grammars) -> bool {
    let texts: Vec<String> = raster.row(row).flat_map(Cell::lines).collect();
    let words = &grammars.words;
    let says = |text: &String| {
        words.unit_in(text).is_some()
            || words.is_title(text)
            || words.table_number(text).is_some()
            || grammars.phrases.issuer_in(text).is_some()
    };
    texts.is_empty() || texts.len() <= 4 && texts.iter().all(says)
}

fn belongs_to_header(raster: &Raster<'_>, words: &Words, first: usize, row: usize) -> bool {
    if is_data(raster, row, words) {
        return false;
    }
    if row == first {
        return true;
    }
    // A cell that ends just above and spans several columns has its parts in this row.
    let parents = (0..raster.columns).filter_map(|column| raster.cell(row - 1, column));
    let mut spanning =
        parents.filter(|cell| cell.end_row() == row && cell.end_column() > cell.at.column as usize + 1);
    spanning.any(|parent| is_divided(raster, parent, row))
}

/// Whether the row below a spanning header cell is cut into parts that all carry words, as sub-headers are.
fn is_divided(raster: &Raster<'_>, parent: &Cell<'_>, row: usize) -> bool {
    let parts: Vec<&Cell<'_>> = raster
        .row(row)
        .filter(|cell| cell.at.column >= parent.at.column && cell.end_column() <= parent.end_column())
        .collect();
    parts.len() > 1 && parts.iter().all(|part| !part.text.is_empty())
}

/// Grows the end of the header until no header cell reaches below it, but never over data: on performance cards a
/// label at the left spans the rows of its block (xian.toml 2022).
fn close(raster: &Raster<'_>, words: &Words, end: usize) -> usize {
    let mut end = end;
    loop {
        let reach = (0..end).flat_map(|row| raster.row(row)).map(Cell::end_row).max().unwrap_or(end);
        let data = (end..reach).find(|&row| is_data(raster, row, words));
        let reach = data.unwrap_or(reach);
        if reach <= end {
            return end;
        }
        end = reach;
    }
}

/// Data begins with an amount, a code, a dash, or the total row.
fn is_data(raster: &Raster<'_>, row: usize, words: &Words) -> bool {
    if is_ordinal_row(raster, words, row) {
        return false;
    }
    let mut cells = raster.row(row).filter(|cell| !cell.text.is_empty()).peekable();
    let first_is_total = cells.peek().is_some_and(|cell| words.is_total(&cell.text) && cell.at.row_span == 1);
    let only_total = first_is_total && raster.row(row).filter(|cell| !cell.text.is_empty()).count() == 1;
    only_total || cells.any(|cell| is_datum(&cell.text))
}

fn is_datum(text: &str) -> bool {
    let number = amount::number(text).is_some();
    let short = text.len() < 2 || is_year(text);
    number && !short || is_code_with_name(text)
}

/// `2025`, `2024` stand in headers as years.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text.starts_with("20") || text.starts_with("19"))
}

/// `2010101-行政运行`, `[201]一般公共服务支出`: a row key, never a header.
fn is_code_with_name(text: &str) -> bool {
    let text = text.trim_start_matches(['[', '(', '（', '【']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 3 | 5 | 7) && text.len() > digits && !text.contains('年')
}

/// The row of column numbers below a header: `栏次 1 2 3`, `※ ※ 1 2`, `(1) (2) (3)=(1)+(2)`.
pub(super) fn is_ordinal_row(raster: &Raster<'_>, words: &Words, row: usize) -> bool {
    let mut marks = 0;
    let mut expected = 1u32;
    let mut numbers = 0;
    for cell in raster.row(row).filter(|cell| !cell.text.is_empty()) {
        match ordinal(&cell.text) {
            Some(number) if number >= expected => {
                expected = number + 1;
                numbers += 1;
            }
            Some(_) => return false,
            None if words.is_number_mark(&cell.text) => marks += 1,
            None => return false,
        }
    }
    numbers >= 2 || numbers == 1 && marks > 0
}

/// `3`, `(3)`, `3=4+5`, `C=A+B` is not one.
fn ordinal(text: &str) -> Option<u32> {
    let text = text.trim_matches(['(', ')', '（', '）', '栏', '第']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    let formula = rest.is_empty()
        || rest.starts_with(['=', '＝'])
            && rest.chars().all(|c| c.is_ascii_digit() || "=＝+＋-－()（）".contains(c));
    if digits == 0 || digits > 2 || !formula {
        return None;
    }
    number.parse().ok().filter(|&n| n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_codes_are_data_and_years_and_ordinals_are_not() {
        let check = |text: &str, expect: bool| assert_eq!(is_datum(text), expect, "{text}");
        check("12.50", true);
        check("12", true);
        check("205", true);
        check("205教育支出", true);
        check("2010101-行政运行", true);
        check("[201]一般公共服务支出", true);
        check("5", false);
        check("2025", false);
        check("2025年预算数", false);
        check("205年", false);
        check("20教育", false);
        check("合计", false);
    }

    #[test]
    fn an_ordinal_is_a_short_number_or_the_formula_behind_it() {
        let check = |text: &str, expect: Option<u32>| assert_eq!(ordinal(text), expect, "{text}");
        check("3", Some(3));
        check("(12)", Some(12));
        check("第3栏", Some(3));
        check("3=4+5", Some(3));
        check("3=甲", None);
        check("3甲", None);
        check("C=A+B", None);
        check("0", None);
        check("100", None);
    }
}
