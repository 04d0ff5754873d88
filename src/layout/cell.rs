//! The edges of a table → a grid: they span a raster, and squares of it that no drawn line parts are one cell.
//!
//! Comes in: connected edges. Goes out: grids without text, and for each which cell a point lies in.
//! Refuses to know: glyphs.

use std::collections::BTreeMap;

use super::edge::{Edge, Edges, REACH};
use super::sheet::{Cell, Grid};
use crate::base::{Length, Rect};

/// Rasters larger than this are drawings (the largest real one has some 4,000 squares).
const MOST_SQUARES: usize = 250_000;

/// Marks a square without a cell.
const NONE: u32 = u32::MAX;

/// A grid and the way from a point to its cell.
#[derive(Debug)]
pub(super) struct Raster {
    pub(super) grid: Grid,
    /// Which set of edges it was made of.
    pub(super) part: usize,
    /// Index of the cell of each square, row by row.
    owner: Vec<u32>,
}

impl Raster {
    /// The index of the cell that the point lies in.
    pub(super) fn cell_at(&self, x: Length, y: Length) -> Option<usize> {
        let column = self.grid.xs.partition_point(|&edge| edge <= x).checked_sub(1)?;
        let row = self.grid.ys.partition_point(|&edge| edge <= y).checked_sub(1)?;
        let columns = self.grid.xs.len().checked_sub(1)?;
        if column >= columns {
            return None;
        }
        let owner = *self.owner.get(row * columns + column)?;
        (owner != NONE).then_some(owner as usize)
    }
}

/// Every grid that the edges make, from top to bottom.
pub(super) fn grids(tables: &[Edges]) -> Vec<Raster> {
    let mut grids: Vec<Raster> =
        tables.iter().enumerate().filter_map(|(index, part)| raster(index, part)).collect();
    grids.sort_by_key(|raster| (raster.grid.rect.y0, raster.grid.rect.x0));
    grids
}

/// One connected set of edges as a grid; `None` where it has fewer than two cells (a frame, a cross, an underline).
fn raster(index: usize, part: &Edges) -> Option<Raster> {
    let xs = positions(&part.vertical);
    let ys = positions(&part.horizontal);
    if xs.len() < 2 || ys.len() < 2 || (xs.len() - 1).checked_mul(ys.len() - 1)? > MOST_SQUARES {
        return None;
    }
    let mut drawn = Drawn::new(part, &xs, &ys);
    drawn.close_outline();
    let cells = drawn.cells();
    if cells.len() < 2 {
        return None;
    }
    let (grid, owner) = compact(&xs, &ys, cells);
    Some(Raster { grid, part: index, owner })
}

fn positions(edges: &[Edge]) -> Vec<Length> {
    let mut at: Vec<Length> = edges.iter().map(|edge| edge.at).collect();
    at.sort_unstable();
    at.dedup();
    at
}

/// A cell as half-open ranges of the raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    top: usize,
    bottom: usize,
    left: usize,
    right: usize,
}

/// Which sides of the squares of a raster are drawn.
struct Drawn {
    columns: usize,
    rows: usize,
    /// The top side of square (row, column), and after the last row its bottom: `(rows + 1) × columns`.
    across: Vec<bool>,
    /// The left side of square (row, column), and after the last column its right: `rows × (columns + 1)`.
    down: Vec<bool>,
}

impl Drawn {
    fn new(part: &Edges, xs: &[Length], ys: &[Length]) -> Self {
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let mut drawn = Drawn {
            columns,
            rows,
            across: vec![false; (rows + 1) * columns],
            down: vec![false; rows * (columns + 1)],
        };
        for edge in &part.horizontal {
            let row = ys.partition_point(|&y| y < edge.at);
            covered(edge, xs, |column| drawn.across[row * columns + column] = true);
        }
        for edge in &part.vertical {
            let column = xs.partition_point(|&x| x < edge.at);
            covered(edge, ys, |row| drawn.down[row * (columns + 1) + column] = true);
        }
        drawn
    }

    fn across(&self, row: usize, column: usize) -> bool {
        self.across[row * self.columns + column]
    }

    fn down(&self, row: usize, column: usize) -> bool {
        self.down[row * (self.columns + 1) + column]
    }

    /// Fills gaps in the outer edges between the first and the last line that reach them: a header row without a right
    /// border is still a row of cells. A side of which nothing is drawn is no side.
    fn close_outline(&mut self) {
        for (inner, outer) in [(0, 0), (self.columns - 1, self.columns)] {
            let reached = |row: &usize| self.across(*row, inner);
            let (first, last) = ((0..=self.rows).find(reached), (0..=self.rows).rfind(reached));
            if (0..self.rows).any(|row| self.down(row, outer)) {
                for row in first.unwrap_or(0)..last.unwrap_or(0) {
                    self.down[row * (self.columns + 1) + outer] = true;
                }
            }
        }
        for (inner, outer) in [(0, 0), (self.rows - 1, self.rows)] {
            let reached = |column: &usize| self.down(inner, *column);
            let (first, last) = ((0..=self.columns).find(reached), (0..=self.columns).rfind(reached));
            if (0..self.columns).any(|column| self.across(outer, column)) {
                for column in first.unwrap_or(0)..last.unwrap_or(0) {
                    self.across[outer * self.columns + column] = true;
                }
            }
        }
    }

    /// The closed regions as cells by row, then column. A closed region that is no rectangle (a piece of ruling is
    /// missing inside) is cut into as few row-wise rectangles as its shape allows; an open one is no cell.
    fn cells(&self) -> Vec<Span> {
        let mut region = vec![NONE; self.rows * self.columns];
        let mut cells = Vec::new();
        let mut number = 0;
        let mut squares = Vec::new();
        for start in 0..region.len() {
            if region[start] == NONE {
                if self.flood(start, number, &mut region, &mut squares) {
                    rectangles(&mut squares, self.columns, &mut cells);
                }
                number += 1;
            }
        }
        cells.sort_unstable_by_key(|cell| (cell.top, cell.left));
        cells
    }

    /// Marks every square that can be reached without crossing a drawn side; false where the outside can be reached.
    fn flood(&self, start: usize, number: u32, region: &mut [u32], squares: &mut Vec<usize>) -> bool {
        squares.clear();
        squares.push(start);
        region[start] = number;
        let mut closed = true;
        let mut next = 0;
        while let Some(&square) = squares.get(next) {
            next += 1;
            let (row, column) = (square / self.columns, square % self.columns);
            let steps = [
                (!self.across(row, column), row.checked_sub(1).map(|_| square.wrapping_sub(self.columns))),
                (!self.across(row + 1, column), (row + 1 < self.rows).then_some(square + self.columns)),
                (!self.down(row, column), column.checked_sub(1).map(|_| square.wrapping_sub(1))),
                (!self.down(row, column + 1), (column + 1 < self.columns).then_some(square + 1)),
            ];
            for (open, neighbour) in steps {
                match neighbour {
                    _ if !open => {}
                    None => closed = false,
                    Some(to) if region[to] == NONE => {
                        region[to] = number;
                        squares.push(to);
                    }
                    Some(_) => {}
                }
            }
        }
        closed
    }
}

/// Calls `mark` for every interval of `marks` that the edge covers, but for [`REACH`] (or a quarter) at each end.
fn covered(edge: &Edge, marks: &[Length], mut mark: impl FnMut(usize)) {
    let first = marks.partition_point(|&m| m < edge.from).saturating_sub(1);
    for (index, pair) in marks.windows(2).enumerate().skip(first) {
        let &[from, to] = pair else { continue };
        if from >= edge.to {
            break;
        }
        let slack = REACH.min(to.saturating_sub(from) / 4);
        if edge.from <= from.saturating_add(slack) && edge.to >= to.saturating_sub(slack) {
            mark(index);
        }
    }
}

/// Cuts a set of squares into rectangles: runs in each row, joined with an equal run of the row above.
fn rectangles(squares: &mut [usize], columns: usize, cells: &mut Vec<Span>) {
    squares.sort_unstable();
    let mut last: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for run in squares.chunk_by(|a, b| b - a == 1 && b % columns != 0) {
        let (Some(start), Some(end)) = (run.first(), run.last()) else { continue };
        let (row, left, right) = (start / columns, start % columns, end % columns + 1);
        match last.get(&(left, right)).and_then(|&index| cells.get_mut(index)) {
            Some(cell) if cell.bottom == row => cell.bottom = row + 1,
            _ => {
                last.insert((left, right), cells.len());
                cells.push(Span { top: row, bottom: row + 1, left, right });
            }
        }
    }
}

/// Leaves out the edges that bound no cell, and notes the owner of every square.
fn compact(xs: &[Length], ys: &[Length], spans: Vec<Span>) -> (Grid, Vec<u32>) {
    let (columns, xs) = used(xs, spans.iter().flat_map(|cell| [cell.left, cell.right]));
    let (rows, ys) = used(ys, spans.iter().flat_map(|cell| [cell.top, cell.bottom]));
    let width = xs.len().saturating_sub(1);
    let mut owner = vec![NONE; width * ys.len().saturating_sub(1)];
    let mut cells = Vec::with_capacity(spans.len());
    for (index, span) in spans.iter().enumerate() {
        let (left, right) = (columns[span.left], columns[span.right]);
        let (top, bottom) = (rows[span.top], rows[span.bottom]);
        for row in top..bottom {
            owner[row * width + left..row * width + right].fill(index as u32);
        }
        cells.push(Cell {
            row: top as u32,
            column: left as u32,
            row_span: (bottom - top) as u32,
            column_span: (right - left) as u32,
            rect: Rect { x0: xs[left], y0: ys[top], x1: xs[right], y1: ys[bottom] },
            lines: Vec::new(),
        });
    }
    let rect = cells.iter().skip(1).fold(cells[0].rect, |all, cell| all.union(&cell.rect));
    (Grid { rect, xs, ys, cells, may_continue: false, ruled: true }, owner)
}

/// The marks that are used, and for every old index the new one.
fn used(marks: &[Length], indices: impl Iterator<Item = usize>) -> (Vec<usize>, Vec<Length>) {
    let mut wanted = vec![false; marks.len()];
    indices.for_each(|index| wanted[index] = true);
    let (mut map, mut kept) = (Vec::with_capacity(marks.len()), Vec::with_capacity(marks.len()));
    for (&mark, wanted) in marks.iter().zip(wanted) {
        map.push(kept.len());
        if wanted {
            kept.push(mark);
        }
    }
    (map, kept)
}
