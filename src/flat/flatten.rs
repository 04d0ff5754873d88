//! Sheets, or the characters of a text file → [`Flat`].
//!
//! Reading order is from top to bottom; a grid is read whole, row by row, at the place of its upper edge.

use super::repair::Repairs;
use super::token::{CellRef, Flat, FlatLine, GridShape, Source, Token};
use crate::base::Notes;
use crate::layout::{Cell, Grid, Line, Sheet, Turn, Word};

/// Flattens the pages of a PDF, all of them and in order.
pub fn from_sheets(sheets: Vec<Sheet>, notes: &mut Notes) -> Flat {
    let mut flat = Flat { source: Source::Pdf, pages: sheets.len() as u32, ..Flat::default() };
    let mut repairs = Repairs::default();
    for sheet in sheets {
        let first = flat.lines.len();
        let turn = sheet.turn;
        if sheet.images > 0 && !is_readable(&sheet) {
            flat.pages_without_text.push(sheet.page);
        }
        flatten(sheet, &mut flat, &mut repairs);
        turn_back(turn, flat.lines.get_mut(first..).unwrap_or_default());
        mark_hidden(flat.lines.get(first..).unwrap_or_default(), notes);
    }
    repairs.report(notes);
    flat
}

/// Invisible text is used like any other, and said to be so: an OCR layer over a scan may be misread.
fn mark_hidden(lines: &[FlatLine], notes: &mut Notes) {
    let hidden = || lines.iter().flat_map(|line| &line.tokens).filter(|token| token.hidden);
    if let Some(first) = hidden().next() {
        let page = lines.first().and_then(|line| line.page);
        let message = format!(
            "{} words of the page are invisible, as those of an OCR layer are; they are used, and may be misread",
            hidden().count()
        );
        notes.warning("hidden-text", first.place(page), message);
    }
}

/// Tokens of a sheet that was set upright say where they stand on the page as displayed; the shapes of grids stay upright.
fn turn_back(turn: Turn, lines: &mut [FlatLine]) {
    if turn.is_none() {
        return;
    }
    for token in lines.iter_mut().flat_map(|line| &mut line.tokens) {
        token.rect = token.rect.map(|rect| turn.displayed(&rect));
        token.turned = true;
    }
}

/// A few lines with runs of blanks are titles and signatures.
const MOST_SPREAD_LINES: usize = 20;

/// Takes plain text as it is: line `n` of the file is line `n`, tokens are parted by white space of any kind, and form
/// feeds, where there are any, part pages.
pub fn from_text(text: &str, notes: &mut Notes) -> Flat {
    let mut flat = Flat::default();
    let mut repairs = Repairs::default();
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    // Files of the old Macintosh end their lines with CR alone; `lines` takes LF and CRLF.
    let lines: Vec<&str> =
        if text.contains('\n') { text.lines().collect() } else { text.split_terminator('\r').collect() };
    // pypdf and PyMuPDF know pages only; joined with form feeds, the last line of one runs into the first of the next.
    let lines: Vec<&str> = lines.into_iter().flat_map(pages_apart).collect();
    let spread = lines.iter().filter(|line| line.trim_start().contains("   ")).count();
    flat.keeps_columns = spread >= MOST_SPREAD_LINES && spread > lines.len() / 20;
    let paged = text.contains('\u{C}');
    let mut page = 1u32;
    for (line, number) in lines.into_iter().zip(1u32..) {
        page = page.saturating_add(u32::try_from(line.matches('\u{C}').count()).unwrap_or(u32::MAX));
        let tokens = words_of(line).map(|(column, part)| {
            let mut text = part.to_owned();
            repairs.repair(&mut text);
            Token { text, line: number, column, ..Token::default() }
        });
        flat.lines.push(FlatLine { page: paged.then_some(page), grid: None, tokens: tokens.collect() });
    }
    repairs.report(notes);
    flat
}

/// A line with a form feed inside is two; one at its begin or end parts nothing.
fn pages_apart(line: &str) -> impl Iterator<Item = &str> {
    let inner = line.trim_end_matches('\u{C}');
    let begin = inner.len() - inner.trim_start_matches('\u{C}').len();
    let parts = inner.match_indices('\u{C}').map(|(at, _)| at).filter(move |at| *at >= begin);
    let begins: Vec<usize> = std::iter::once(0).chain(parts).collect();
    let ends: Vec<usize> = begins.iter().skip(1).copied().chain([line.len()]).collect();
    begins.into_iter().zip(ends).filter_map(|(from, to)| line.get(from..to))
}

/// The words of a line, each with the number of characters before it; a form feed is none.
fn words_of(line: &str) -> impl Iterator<Item = (u32, &str)> {
    let base = line.as_ptr() as usize;
    let mut bytes = 0;
    let mut column = 0u32;
    line.split_whitespace().map(move |word| {
        let at = (word.as_ptr() as usize).saturating_sub(base);
        let before = line.get(bytes..at).unwrap_or_default();
        column += u32::try_from(before.chars().filter(|c| *c != '\u{C}').count()).unwrap_or_default();
        bytes = at;
        (column, word)
    })
}

/// Whether any character of the sheet could be read.
fn is_readable(sheet: &Sheet) -> bool {
    let in_cells = sheet.grids.iter().flat_map(|grid| &grid.cells).flat_map(|cell| &cell.lines);
    sheet
        .lines
        .iter()
        .chain(in_cells)
        .flat_map(|line| &line.words)
        .any(|word| word.text.contains(|ch| ch != '\u{FFFD}'))
}

/// Merges the lines and grids of a sheet from top to bottom; slanted lines, which come last, stay last.
fn flatten(sheet: Sheet, flat: &mut Flat, repairs: &mut Repairs) {
    let page = sheet.page;
    let mut lines = sheet.lines.into_iter().peekable();
    for grid in sheet.grids {
        while let Some(line) = lines.next_if(|line| line.is_upright() && line.rect.middle_y() < grid.rect.y0)
        {
            push_line(line, page, flat, repairs);
        }
        push_grid(grid, page, flat, repairs);
    }
    for line in lines {
        push_line(line, page, flat, repairs);
    }
}

fn next_line(flat: &Flat) -> u32 {
    u32::try_from(flat.lines.len()).unwrap_or(u32::MAX).saturating_add(1)
}

fn push_line(line: Line, page: u32, flat: &mut Flat, repairs: &mut Repairs) {
    let number = next_line(flat);
    let tokens = line.words.into_iter().map(|word| Token { line: number, ..token(word, repairs) }).collect();
    flat.lines.push(FlatLine { page: Some(page), grid: None, tokens });
}

fn push_grid(grid: Grid, page: u32, flat: &mut Flat, repairs: &mut Repairs) {
    let index = flat.grids.len() as u32;
    let first_line = flat.lines.len();
    let rows = grid.ys.len().saturating_sub(1);
    let line = FlatLine { page: Some(page), grid: Some(index), tokens: Vec::new() };
    flat.lines.resize(first_line.saturating_add(rows), line);
    let mut cells = Vec::with_capacity(grid.cells.len());
    for cell in grid.cells {
        let address = address(&cell, index);
        cells.push(address);
        if let Some(line) = flat.lines.get_mut(first_line + cell.row as usize) {
            let number = u32::try_from(first_line + cell.row as usize + 1).unwrap_or(u32::MAX);
            for (text, cell_line) in cell.lines.into_iter().zip(0u16..) {
                let tokens = text.words.into_iter().map(|word| token(word, repairs));
                line.tokens.extend(tokens.map(|token| Token {
                    line: number,
                    cell: Some(address),
                    cell_line,
                    ..token
                }));
            }
        }
    }
    flat.grids.push(GridShape {
        page,
        rect: grid.rect,
        xs: grid.xs,
        ys: grid.ys,
        cells,
        first_line,
        lines: rows,
        header: None,
        may_continue: grid.may_continue,
        ruled: grid.ruled,
    });
}

fn address(cell: &Cell, grid: u32) -> CellRef {
    CellRef {
        grid,
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
    }
}

fn token(word: Word, repairs: &mut Repairs) -> Token {
    let Word { mut text, spans, rect, hidden } = word;
    repairs.repair(&mut text);
    Token { text, spans, rect: Some(rect), hidden, ..Token::default() }
}
