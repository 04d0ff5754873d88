//! Text that kept its layout (`pdftotext -layout`): columns from the white between words, rows from their values.
//!
//! Comes in: lines of plain text whose words know at which character they begin. Goes out: the same text with grids, so
//! that one reader serves pages and texts. A flattener that keeps the layout puts whatever stands right of something
//! on the page right of it in the text, too: within a page the white between two columns is never crossed by their cells,
//! only by headers over several columns, titles and prose. Knows no form: what headers mean is decided where grids are read.

mod bands;
mod glued;
mod halves;
mod header;
mod pages;
mod paragraphs;
mod region;
mod rows;
#[cfg(test)]
mod tests;
mod word;

use std::collections::BTreeSet;

use crate::base::Rect;
use crate::flat::{CellRef, Flat, GridShape, HeaderText, Source};
use crate::form::Grammars;

use self::bands::Bands;
use self::region::Region;
use self::rows::Row;
use self::word::LaidLine;

/// The text with its tables set in grids, but for the lines (1-based) of cards; `None` where it is no plain text or did not keep its layout.
pub(super) fn set(flat: &Flat, of_cards: &BTreeSet<u32>, grammars: &Grammars) -> Option<Flat> {
    if flat.source != Source::Text || !is_laid_out(flat) {
        return None;
    }
    let mut set = flat.clone();
    glued::part(&mut set);
    let flat = &set.clone();
    let mut before = None;
    let mut from = 0;
    while from < flat.lines.len() {
        let page = flat.lines.get(from).and_then(|line| line.page);
        let rest = flat.lines.get(from..).unwrap_or_default();
        let to = from + rest.iter().take_while(|line| line.page == page).count().max(1);
        set_page(&mut set, flat, from..to, of_cards, &mut before, grammars);
        from = to;
    }
    Some(set)
}

/// Wide white before amounts is what other flatteners hardly ever print; some print most amounts on lines of their own.
fn is_laid_out(flat: &Flat) -> bool {
    let (mut wide, mut other) = (0usize, 0usize);
    for line in &flat.lines {
        if let [only] = line.tokens.as_slice() {
            other += usize::from(word::is_amount(&only.text));
        }
        for pair in line.tokens.windows(2) {
            let [left, right] = pair else { continue };
            let end = left.column as usize + left.text.chars().count();
            let apart = right.column as usize > end + 1;
            if word::is_amount(&right.text) && (apart || word::is_amount(&left.text)) {
                if apart { wide += 1 } else { other += 1 }
            }
        }
    }
    wide > 2 * other
}

fn set_page(
    set: &mut Flat,
    flat: &Flat,
    lines: std::ops::Range<usize>,
    of_cards: &BTreeSet<u32>,
    before: &mut Option<Bands>,
    grammars: &Grammars,
) {
    let mut laid: Vec<LaidLine> = (lines.start + 1..)
        .zip(flat.lines.get(lines.clone()).unwrap_or_default())
        .map(|(number, line)| match u32::try_from(number).is_ok_and(|number| of_cards.contains(&number)) {
            true => LaidLine::default(),
            false => LaidLine::new(line),
        })
        .collect();
    word::tell_amounts(&mut laid, &grammars.codes);
    let regions = region::find(&laid, grammars);
    let last_of_page_before = set.grids.last().is_some_and(|grid| {
        let after = flat.lines.get(grid.first_line + grid.lines..lines.start).unwrap_or_default();
        after
            .iter()
            .all(|line| line.tokens.is_empty() || super::prose::is_page_number(&super::caption::tight(line)))
    });
    for (nth, region) in regions.iter().enumerate() {
        let above = laid.get(..region.from).unwrap_or_default();
        let continues = nth == 0 && last_of_page_before && above.iter().all(|line| line.words.is_empty());
        let going_on = before.take().filter(|_| continues);
        *before = set_region(set, &laid, region, lines.start, going_on, grammars);
    }
}

/// Turns one region into a grid: a row for the header, then its rows. `before` are the columns of the table that may go
/// on here; goes out: the columns of this one.
fn set_region(
    set: &mut Flat,
    laid: &[LaidLine],
    region: &Region,
    first: usize,
    before: Option<Bands>,
    grammars: &Grammars,
) -> Option<Bands> {
    let may_continue = before.is_some();
    let mut bands = Bands::find(laid, region);
    let (header_lines, body) = header::part(laid, region, &bands);
    let single = bands.clone();
    let paths = header::paths(laid, &header_lines, body.clone(), &mut bands, &grammars.words);
    let before = before.filter(|before| header_lines.is_empty() && !bands.alike(before));
    let going_on = before.and_then(|before| pages::going_on(laid, &body, single, before));
    let header_words = header_lines.iter().filter_map(|&at| laid.get(at));
    let printed = header_words.flat_map(LaidLine::fragments).map(|fragment| fragment.text).collect();
    let rows = match going_on {
        None => rows::find(laid, body, &bands, grammars),
        Some(going_on) => {
            let mut rows = rows::find(laid, body, &going_on.here, grammars);
            going_on.carry_over(&mut rows);
            bands = going_on.before;
            rows
        }
    };
    let has_header = paths.iter().any(|path| !path.is_empty());
    let grid = u32::try_from(set.grids.len()).ok()?;
    let from =
        header_lines.first().copied().or(rows.first().and_then(Row::first_line)).unwrap_or(region.from);
    let offset = u32::from(has_header);
    let columns = u32::try_from(bands.len()).unwrap_or(u32::MAX);
    let all_rows = u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_add(offset);
    set_cells(set, &rows, first, grid, offset);
    let to = region.to.max(from + 1);
    for line in set.lines.get_mut(first + from..first + to).unwrap_or_default() {
        line.grid = Some(grid);
    }
    let cell = |row: u32, column: u32| CellRef { grid, row, column, row_span: 1, column_span: 1 };
    let cells = (0..all_rows).flat_map(|row| (0..columns).map(move |column| cell(row, column))).collect();
    let xs = bands.edges();
    let ys = (0..=all_rows).map(|y| i32::try_from(y).unwrap_or(i32::MAX)).collect();
    let page = set.lines.get(first + from).and_then(|line| line.page).unwrap_or_default();
    set.grids.push(GridShape {
        page,
        rect: Rect::default(),
        xs,
        ys,
        cells,
        first_line: first + from,
        lines: to - from,
        header: Some(HeaderText { paths: if has_header { paths } else { Vec::new() }, printed }),
        may_continue,
        ruled: false,
    });
    Some(bands)
}

/// Tells the words of the rows the cells they stand in; `first` is the first line of the page, `offset` the rows of the header.
fn set_cells(set: &mut Flat, rows: &[Row], first: usize, grid: u32, offset: u32) {
    for (row, number) in rows.iter().zip(offset..) {
        for piece in &row.pieces {
            let column = u32::try_from(piece.band).unwrap_or(u32::MAX);
            let at = CellRef { grid, row: number, column, row_span: 1, column_span: 1 };
            let line = set.lines.get_mut(first + piece.line);
            if let Some(token) = line.and_then(|line| line.tokens.get_mut(piece.token)) {
                token.cell = Some(at);
            }
        }
    }
}
