//! Texts in which words stand beside what they announce, each character with the way back to its token.
//!
//! Lines outside grids that follow each other are one passage, parted by `\n`; so is each row of a grid, and each of its
//! columns, on over the next page, with `\t` between cells. Blanks part tokens; the lines of a cell follow each other without one, since numbers and
//! names are broken there.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::flat::{CellRef, Flat, GridShape, Token};

/// Where a character comes from: index of the line, of the token on it, of the character in that.
pub(super) type Origin = (usize, usize, usize);

/// A text and where its characters come from.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub(super) text: String,
    /// Byte of each character in the text, and its origin; separators have none.
    chars: Vec<(usize, Option<Origin>)>,
    pub(super) of: Of,
    /// Cells that hold a number and nothing else.
    pub(super) numbers: usize,
}

/// What a passage is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Of {
    /// Lines outside grids.
    #[default]
    Lines,
    /// A grid, from left to right.
    Row,
    /// A grid, from top to bottom, and those that may continue it.
    Column,
}

impl Passage {
    fn separate(&mut self, separator: char) {
        self.chars.push((self.text.len(), None));
        self.text.push(separator);
    }

    fn push(&mut self, token: &Token, line: usize, at: usize) {
        for (index, ch) in token.text.chars().enumerate() {
            self.chars.push((self.text.len(), Some((line, at, index))));
            self.text.push(ch);
        }
    }

    /// One cell with its tokens.
    fn push_cell(&mut self, tokens: &[(usize, usize, &Token)]) {
        let is_part = |ch: char| ch.is_ascii_digit() || "., -%".contains(ch);
        let is_number = tokens.iter().all(|(_, _, token)| token.text.chars().all(is_part))
            && tokens.iter().any(|(_, _, token)| token.text.contains(|ch: char| ch.is_ascii_digit()));
        self.numbers += usize::from(is_number);
        let mut last = None;
        for (line, at, token) in tokens {
            if last == Some(token.cell_line) {
                self.separate(' ');
            }
            last = Some(token.cell_line);
            self.push(token, *line, *at);
        }
    }

    /// Where the cells behind a byte begin.
    pub(super) fn cells_behind(&self, at: usize) -> impl Iterator<Item = usize> {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.match_indices('\t').map(move |(border, _)| at + border + 1)
    }

    /// The origins of the characters in a range of bytes.
    pub(super) fn origins(&self, range: Range<usize>) -> impl Iterator<Item = Origin> {
        let from = self.chars.partition_point(|(byte, _)| *byte < range.start);
        let to = self.chars.partition_point(|(byte, _)| *byte < range.end);
        self.chars.get(from..to).unwrap_or_default().iter().filter_map(|(_, origin)| *origin)
    }
}

/// All passages, the columns of a grid after its rows.
pub(super) fn passages(flat: &Flat) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut outside = Passage::default();
    for (index, line) in flat.lines.iter().enumerate() {
        if line.grid.is_none() {
            for (at, token) in line.tokens.iter().enumerate() {
                if at > 0 {
                    outside.separate(' ');
                }
                outside.push(token, index, at);
            }
            outside.separate('\n');
        } else if !outside.text.is_empty() {
            passages.push(std::mem::take(&mut outside));
        }
    }
    passages.push(outside);
    let mut columns: BTreeMap<u32, Passage> = BTreeMap::new();
    let mut before: Option<&GridShape> = None;
    for grid in &flat.grids {
        // A table that goes on over a page may not repeat its header there.
        if !before.is_some_and(|before| grid.may_continue && before.xs.len() == grid.xs.len()) {
            passages.extend(std::mem::take(&mut columns).into_values());
        }
        passages.extend(rows_of(flat, grid, &mut columns));
        before = Some(grid);
    }
    passages.extend(columns.into_values());
    passages
}

/// The rows of a grid; its cells are added to the columns, too.
fn rows_of(flat: &Flat, grid: &GridShape, columns: &mut BTreeMap<u32, Passage>) -> Vec<Passage> {
    let mut texts: BTreeMap<CellRef, Vec<(usize, usize, &Token)>> = BTreeMap::new();
    let lines = flat.lines.iter().enumerate().skip(grid.first_line).take(grid.lines);
    for (index, line) in lines {
        for (at, token) in line.tokens.iter().enumerate() {
            if let Some(cell) = token.cell {
                texts.entry(cell).or_default().push((index, at, token));
            }
        }
    }
    let mut rows: BTreeMap<u32, Passage> = BTreeMap::new();
    for cell in &grid.cells {
        let tokens = texts.get(cell).map(Vec::as_slice).unwrap_or_default();
        let row = (rows.entry(cell.row).or_default(), Of::Row);
        let column = (columns.entry(cell.column).or_default(), Of::Column);
        for (passage, of) in [row, column] {
            passage.of = of;
            passage.push_cell(tokens);
            passage.separate('\t');
        }
    }
    rows.into_values().collect()
}
