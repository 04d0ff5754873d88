//! A grid as a raster of cells with their joined text. Comes in: tokens with cell addresses. Knows no words.

use crate::base::Place;
use crate::flat::{CellRef, Flat, GridShape, Token};

/// One cell of a [`Raster`].
#[derive(Debug)]
pub(in crate::grammar) struct Cell<'a> {
    /// Its address.
    pub(in crate::grammar) at: CellRef,
    /// Its text: lines joined, without inner spaces. Empty for a blank cell.
    pub(in crate::grammar) text: String,
    /// Its tokens, from top to bottom.
    pub(in crate::grammar) tokens: Vec<&'a Token>,
}

/// A grid whose every place knows the cell that covers it.
#[derive(Debug)]
pub(in crate::grammar) struct Raster<'a> {
    /// The outline.
    pub(in crate::grammar) shape: &'a GridShape,
    /// Rows.
    pub(in crate::grammar) rows: usize,
    /// Columns.
    pub(in crate::grammar) columns: usize,
    /// All cells by row, then column.
    pub(in crate::grammar) cells: Vec<Cell<'a>>,
    owner: Vec<u32>,
    /// The 1-based line of the flattened text each row begins on.
    lines: Vec<u32>,
}

/// Marks a place of the raster that no cell covers.
const NOBODY: u32 = u32::MAX;

impl<'a> Raster<'a> {
    /// The rasters of all grids of a document, in order.
    pub(in crate::grammar) fn all(flat: &'a Flat) -> Vec<Self> {
        flat.grids.iter().map(|shape| Self::new(flat, shape)).collect()
    }

    /// The raster of one grid of a flattened document.
    fn new(flat: &'a Flat, shape: &'a GridShape) -> Self {
        let rows = shape.ys.len().saturating_sub(1);
        let columns = shape.xs.len().saturating_sub(1);
        let mut cells: Vec<Cell<'a>> =
            shape.cells.iter().map(|&at| Cell { at, text: String::new(), tokens: Vec::new() }).collect();
        let mut owner = vec![NOBODY; rows.saturating_mul(columns)];
        for (index, cell) in cells.iter().enumerate() {
            cover(&mut owner, columns, cell.at, index);
        }
        let mut lines: Vec<u32> = (shape.first_line + 1..)
            .zip(0..rows)
            .map(|(line, _)| u32::try_from(line).unwrap_or(u32::MAX))
            .collect();
        if shape.header.is_some() {
            lines.fill(u32::MAX);
        }
        let end = (shape.first_line + shape.lines).min(flat.lines.len());
        for line in flat.lines.get(shape.first_line..end).unwrap_or_default() {
            for token in &line.tokens {
                let Some(at) = token.cell else { continue };
                if let Some(line) = lines.get_mut(at.row as usize) {
                    *line = token.line.min(*line);
                }
                let place = at.row as usize * columns + at.column as usize;
                let cell = owner.get(place).and_then(|&i| cells.get_mut(i as usize));
                if let Some(cell) = cell {
                    cell.text.push_str(&token.text);
                    cell.tokens.push(token);
                }
            }
        }
        Self { shape, rows, columns, cells, owner, lines }
    }

    /// The cell that covers a place.
    pub(in crate::grammar) fn cell(&self, row: usize, column: usize) -> Option<&Cell<'a>> {
        if column >= self.columns {
            return None;
        }
        let index = *self.owner.get(row * self.columns + column)?;
        self.cells.get(index as usize)
    }

    /// The cells that begin in a row, from left to right.
    pub(in crate::grammar) fn row(&self, row: usize) -> impl Iterator<Item = &Cell<'a>> {
        let from = self.cells.partition_point(|cell| (cell.at.row as usize) < row);
        let to = self.cells.partition_point(|cell| (cell.at.row as usize) <= row);
        self.cells.get(from..to).unwrap_or_default().iter()
    }

    /// Whether nothing is printed in any cell that begins in the row.
    pub(in crate::grammar) fn is_blank(&self, row: usize) -> bool {
        self.row(row).all(|cell| cell.text.is_empty())
    }

    /// The page; `None` in a text without pages.
    pub(super) fn page(&self) -> Option<u32> {
        Some(self.shape.page).filter(|&page| page > 0)
    }

    /// The 1-based line of the flattened text that holds a row.
    pub(in crate::grammar) fn line(&self, row: usize) -> u32 {
        let first = u32::try_from(self.shape.first_line + 1).unwrap_or(u32::MAX);
        self.lines.get(row).copied().filter(|&line| line < u32::MAX).unwrap_or(first)
    }
}

impl Cell<'_> {
    /// The first row below the cell.
    pub(in crate::grammar) fn end_row(&self) -> usize {
        (self.at.row + self.at.row_span.max(1)) as usize
    }

    /// The first column right of the cell.
    pub(in crate::grammar) fn end_column(&self) -> usize {
        (self.at.column + self.at.column_span.max(1)) as usize
    }

    /// Its text line by line, without spaces.
    pub(in crate::grammar) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut last = None;
        for token in &self.tokens {
            match lines.last_mut().filter(|_| last == Some(token.cell_line)) {
                Some(line) => line.push_str(&token.text),
                None => lines.push(token.text.clone()),
            }
            last = Some(token.cell_line);
        }
        lines
    }

    /// Where its text stands.
    pub(in crate::grammar) fn place(&self, page: u32) -> Place {
        let rect = self.tokens.iter().filter_map(|token| token.rect).reduce(|a, b| a.union(&b));
        Place {
            page: Some(page).filter(|&page| page > 0),
            line: self.tokens.first().map(|token| token.line),
            rect,
        }
    }
}

fn cover(owner: &mut [u32], columns: usize, at: CellRef, index: usize) {
    let index = u32::try_from(index).unwrap_or(NOBODY);
    for row in at.row..at.row.saturating_add(at.row_span.max(1)) {
        for column in at.column..at.column.saturating_add(at.column_span.max(1)) {
            if (column as usize) < columns
                && let Some(place) = owner.get_mut(row as usize * columns + column as usize)
            {
                *place = index;
            }
        }
    }
}
