//! For tests: pages drawn as text, and sheets printed as text.
//!
//! `-`, `|` and `+` are rulings from middle to middle of their places; every other character is a glyph. A place is 6 pt
//! wide and 12 pt high, an ideograph two places wide. A line that begins with `~` stands half a place below the one before.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::sheet::{Line, Sheet};
use crate::base::{Length, Rect};
use crate::pdf::{Direction, Glyph, Page, Ruling};

const WIDE: Length = 600;
const HIGH: Length = 1200;

pub(super) fn page(art: &str) -> Page {
    let mut page = Page { number: 1, ..Page::default() };
    let mut places: BTreeMap<(i32, i32), char> = BTreeMap::new();
    let mut tops: Vec<Length> = Vec::new();
    for (row, line) in (0..).zip(art.lines()) {
        let step = if line.starts_with('~') { HIGH / 2 } else { HIGH };
        let top = tops.last().map_or(0, |top| top + step);
        tops.push(top);
        let mut column = 0;
        for ch in line.chars() {
            let wide = if ch.is_ascii() { 1 } else { 2 };
            match ch {
                ' ' | '~' => {}
                '-' | '|' | '+' => drop(places.insert((row, column), ch)),
                _ => page.glyphs.push(glyph(ch, column * WIDE, top, wide * WIDE)),
            }
            column += wide;
            page.width = page.width.max(column * WIDE);
        }
        page.height = top + HIGH;
    }
    for (&(row, column), &ch) in &places {
        let top = usize::try_from(row).ok().and_then(|row| tops.get(row)).copied().unwrap_or_default();
        let (x, y) = (column * WIDE + WIDE / 2, top + HIGH / 2);
        let is = |row, column, other| places.get(&(row, column)).is_some_and(|&ch| ch == '+' || ch == other);
        if ch != '|' && is(row, column + 1, '-') {
            page.rulings.push(Ruling { rect: Rect::spanning(x, y, x + WIDE, y) });
        }
        if ch != '-' && is(row + 1, column, '|') {
            page.rulings.push(Ruling { rect: Rect::spanning(x, y, x, y + HIGH) });
        }
    }
    page
}

pub(super) fn glyph(ch: char, x: Length, y: Length, width: Length) -> Glyph {
    Glyph {
        ch,
        rect: Rect { x0: x, y0: y, x1: x + width, y1: y + HIGH },
        baseline: y + 1000,
        size: HIGH,
        direction: Direction::Right,
        hidden: false,
    }
}

/// One line for each line; for each grid its size and one line for each cell: row, column, spans where not 1×1, text.
pub(super) fn show(sheet: &Sheet) -> String {
    let mut text = String::new();
    for line in &sheet.lines {
        let _ = writeln!(text, "{}", words(line));
    }
    for grid in &sheet.grids {
        let continues = if grid.may_continue { ", may continue" } else { "" };
        let kind = if grid.ruled { "grid" } else { "aligned" };
        let _ = writeln!(text, "{kind} {}×{}{continues}", grid.ys.len() - 1, grid.xs.len() - 1);
        for cell in &grid.cells {
            let span = match (cell.row_span, cell.column_span) {
                (1, 1) => String::new(),
                (rows, columns) => format!(" {rows}×{columns}"),
            };
            let lines: Vec<String> = cell.lines.iter().map(words).collect();
            let _ = writeln!(text, "{}.{}{span}: {}", cell.row, cell.column, lines.join(" / "));
        }
    }
    text
}

fn words(line: &Line) -> String {
    line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}
