//! Texts in which words stand beside what they announce, each character with the way back to its token.
//!
//! Lines outside grids that follow each other are one passage, parted by `\n`; so is each row of a grid, and each of its
//! columns, with `\t` between cells. Blanks part tokens; the lines of a cell follow each other without one, since numbers and
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
}

/// What a passage is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Of {
    /// Lines outside grids.
    #[default]
    Lines,
    /// A grid, from left to right.
    Row,
    /// A grid, from top to bottom.
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

    /// The tokens of one cell.
    fn push_cell(&mut self, tokens: &[(usize, usize, &Token)]) {
        let mut last = None;
        for (line, at, token) in tokens {
            if last == Some(token.cell_line) {
                self.separate(' ');
            }
            last = Some(token.cell_line);
            self.push(token, *line, *at);
        }
    }

    /// The origins of the characters in a range of bytes.
    pub(super) fn origins(&self, range: Range<usize>) -> impl Iterator<Item = Origin> {
        let from = self.chars.partition_point(|(byte, _)| *byte < range.start);
        let to = self.chars.partition_point(|(byte, _)| *byte < range.end);
        self.chars.get(from..to).unwrap_or_default().iter().filter_map(|(_, origin)| *origin)
    }
}

/// All passages in reading order, the columns of a grid after its rows.
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
    passages.extend(flat.grids.iter().flat_map(|grid| of_grid(flat, grid)));
    passages
}

fn of_grid(flat: &Flat, grid: &GridShape) -> Vec<Passage> {
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
    let mut columns: BTreeMap<u32, Passage> = BTreeMap::new();
    for cell in &grid.cells {
        let tokens = texts.get(cell).map(Vec::as_slice).unwrap_or_default();
        let beside = [(&mut rows, cell.row, Of::Row), (&mut columns, cell.column, Of::Column)];
        for (passages, at, of) in beside {
            let passage = passages.entry(at).or_default();
            passage.of = of;
            passage.push_cell(tokens);
            passage.separate('\t');
        }
    }
    rows.into_values().chain(columns.into_values()).collect()
}
