//! Tables without rulings that go on over the edge of a page: their rows are set in the columns of the page before.
//!
//! Comes in: two pages, one after the other. Goes out: the second with its first rows in cells as wide as those above them,
//! also a single row, which shows no columns of its own. White shows columns only where rows fill them; the page that has the
//! header shows all. Refuses to know: what the words say.

use super::sheet::{Cell, Grid, Line, Sheet, Word};
use super::tail;
use crate::base::{Length, Rect};

/// Lines above rows that go on: a running header.
const MOST_ABOVE: usize = 1;

/// How far edges of one column may differ from page to page.
const SIDE: Length = 300;

/// Sets what goes on at the top of `after` in the columns of the last grid of `before`.
pub(super) fn carry(before: &Sheet, after: &mut Sheet) {
    let Some(last) = before.grids.last().filter(|grid| !grid.ruled) else { return };
    if after.page != before.page.saturating_add(1) {
        return;
    }
    let Some(first) = after.grids.first() else {
        if let Some((grid, lines)) = tail::find(last, &after.lines) {
            after.lines.drain(..lines);
            after.grids.push(grid);
        }
        return;
    };
    if first.ruled {
        return;
    }
    let middle = |grid: &Grid, line: &Line| line.rect.middle_y() < grid.rect.y0;
    let above = after.lines.iter().take_while(|line| middle(first, line)).count();
    let next = after.grids.get(1);
    let below =
        after.lines.iter().skip(above).take_while(|line| next.is_none_or(|next| middle(next, line))).count();
    // Another table has a title above it.
    let goes_on = first.xs.len() == last.xs.len() || above <= MOST_ABOVE;
    let set = set_again(last, first).filter(|_| goes_on);
    let around = after.lines.get(..above + below).unwrap_or_default().split_at(above);
    // What takes in lines around the grid as well is the better reading of it.
    let again = rows_again(last, around, first).filter(|&(_, further)| above + further > 0 || set.is_none());
    if let Some((grid, further)) = again {
        after.lines.drain(..above + further);
        after.grids.splice(..1, [grid]);
    } else if let Some(grid) = set {
        after.grids.splice(..1, [grid]);
    }
}

/// A grid read again in the columns of another, with the lines above it, and how many of those below it are rows as well: a row
/// that stands alone under a header printed again does not show which columns a word in the middle of several covers, nor rows
/// of dashes where columns are.
fn rows_again(last: &Grid, (above, below): (&[Line], &[Line]), first: &Grid) -> Option<(Grid, usize)> {
    let whole = whole_lines(first);
    let least = above.len() + whole.len();
    let lines: Vec<Line> = above.iter().cloned().chain(whole).chain(below.iter().cloned()).collect();
    let (grid, taken) = tail::find(last, &lines)?;
    Some((grid, taken.checked_sub(least)?))
}

/// The lines of a grid as they stand on the page, over all cells.
fn whole_lines(grid: &Grid) -> Vec<Line> {
    let mut parts: Vec<&Line> = grid.cells.iter().flat_map(|cell| &cell.lines).collect();
    parts.sort_by_key(|line| (line.rect.middle_y(), line.rect.x0));
    let beside = |a: &&Line, b: &&Line| {
        b.rect.middle_y().saturating_sub(a.rect.middle_y()) <= a.rect.height().min(b.rect.height()) / 4
    };
    let whole = |parts: &[&Line]| {
        let mut words: Vec<Word> = parts.iter().flat_map(|line| line.words.clone()).collect();
        words.sort_by_key(|word| word.rect.x0);
        let rect = words.iter().map(|word| word.rect).reduce(|a, b| a.union(&b))?;
        Some(Line { words, rect, direction: parts.first()?.direction })
    };
    parts.chunk_by(beside).filter_map(whole).collect()
}

/// Adds the outer columns that a grid lacks beside the one that it goes on with: in a table open at its sides nothing shows
/// a column that is blank on a page.
pub(super) fn complete(before: &Sheet, after: &mut Sheet) {
    let (Some(last), Some(first)) = (before.grids.last(), after.grids.first_mut()) else { return };
    if !last.ruled || !first.ruled || first.xs.len() >= last.xs.len() {
        return;
    }
    let near = |a: Length, b: Length| a.saturating_sub(b).saturating_abs() <= SIDE;
    let blank = |last: Option<&Length>, first: Option<&Length>| {
        last.copied().zip(first.copied()).filter(|&(last, first)| !near(last, first))
    };
    let left = blank(last.xs.first(), first.xs.first());
    let right = blank(last.xs.last(), first.xs.last());
    let inner = (usize::from(left.is_some()), last.xs.len().saturating_sub(usize::from(right.is_some())));
    let same = last
        .xs
        .get(inner.0..inner.1)
        .is_some_and(|xs| xs.len() == first.xs.len() && xs.iter().zip(&first.xs).all(|(&a, &b)| near(a, b)));
    if !same {
        return;
    }
    let rows = first.ys.len().saturating_sub(1);
    if let Some((x, edge)) = left.filter(|(x, edge)| x < edge) {
        first.xs.insert(0, x);
        first.cells.iter_mut().for_each(|cell| cell.column = cell.column.saturating_add(1));
        first.cells.extend(blank_column(&first.ys, rows, 0, (x, edge)));
        first.rect.x0 = x;
    }
    if let Some((x, edge)) = right.filter(|(x, edge)| edge < x) {
        let column = first.xs.len().saturating_sub(1);
        first.xs.push(x);
        first.cells.extend(blank_column(&first.ys, rows, column, (edge, x)));
        first.rect.x1 = x;
    }
    first.cells.sort_by_key(|cell| (cell.row, cell.column));
}

/// One blank cell over all rows.
fn blank_column(ys: &[Length], rows: usize, column: usize, (x0, x1): (Length, Length)) -> Option<Cell> {
    Some(Cell {
        row: 0,
        column: u32::try_from(column).ok()?,
        row_span: u32::try_from(rows).ok()?,
        column_span: 1,
        rect: Rect { x0, y0: *ys.first()?, x1, y1: *ys.last()? },
        lines: Vec::new(),
    })
}

/// A grid in the columns of another; `None` where words of two cells would stand in one, or the columns are others.
fn set_again(last: &Grid, first: &Grid) -> Option<Grid> {
    let columns = last.xs.len().checked_sub(1)?;
    let (x0, x1) = (*last.xs.first()?, *last.xs.last()?);
    if first.xs.len() == last.xs.len() {
        let stays_apart =
            (1..columns).all(|edge| are_parted(last, first, edge)) || has_same_header(last, first);
        let mut grid = first.clone();
        grid.xs.clone_from(&last.xs);
        (grid.rect.x0, grid.rect.x1) = (x0, x1);
        for cell in &mut grid.cells {
            (cell.rect.x0, cell.rect.x1) = span(last, cell)?;
        }
        return stays_apart.then_some(grid);
    }
    if first.xs.len() > last.xs.len() || first.cells.iter().any(|cell| cell.row_span > 1) {
        return None;
    }
    let mut cells: Vec<Cell> = Vec::new();
    for row in first.cells.chunk_by(|a, b| a.row == b.row) {
        cells.extend(row_again(last, first, row, columns)?);
    }
    for cell in &mut cells {
        (cell.rect.x0, cell.rect.x1) = span(last, cell)?;
    }
    let rect = Rect { x0, x1, ..first.rect };
    Some(Grid { rect, xs: last.xs.clone(), cells, ..first.clone() })
}

/// The cells of a row in the columns of another grid; `None` where words of two of them would stand in one.
fn row_again(last: &Grid, first: &Grid, row: &[Cell], columns: usize) -> Option<Vec<Cell>> {
    let mut set: Vec<Cell> = Vec::new();
    for cell in row {
        if cell.column_span > 1 {
            set.push(spanning(last, first, cell)?);
            continue;
        }
        for (column, line) in cell.lines.iter().flat_map(|line| by_column(last, line)) {
            match set.iter_mut().find(|cell| cell.column as usize == column) {
                // Cells of their own stay apart.
                Some(other) if !other.lines.iter().all(|old| holds(cell, old)) => return None,
                Some(other) => other.lines.push(line),
                None => {
                    let column = u32::try_from(column).ok()?;
                    set.push(Cell { column, lines: vec![line], ..cell.clone() });
                }
            }
        }
    }
    let model = row.first()?;
    for number in 0..u32::try_from(columns).ok()? {
        let covers =
            |cell: &Cell| cell.column <= number && number < cell.column.saturating_add(cell.column_span);
        if !set.iter().any(covers) {
            set.push(Cell { column: number, column_span: 1, lines: Vec::new(), ..model.clone() });
        }
    }
    set.sort_by_key(|cell| cell.column);
    let apart = |pair: &[Cell]| match pair {
        [a, b] => a.column.saturating_add(a.column_span) <= b.column,
        _ => true,
    };
    set.windows(2).all(apart).then_some(set)
}

/// Whether a line stands in a cell.
fn holds(cell: &Cell, line: &Line) -> bool {
    cell.rect.contains(line.rect.middle_x(), line.rect.middle_y())
}

/// A cell over several columns, in those that the words of its outer columns stand in; `None` where none stand there.
fn spanning(last: &Grid, first: &Grid, cell: &Cell) -> Option<Cell> {
    let (left, right) = (cell.column, cell.column.saturating_add(cell.column_span).saturating_sub(1));
    let inside = |column: u32| {
        let cells = first.cells.iter().filter(move |cell| cell.column_span == 1 && cell.column == column);
        cells.flat_map(words).map(|word| column_of(last, word))
    };
    let (from, to) = (inside(left).min()?, inside(right).max()?);
    let column_span = u32::try_from(to.checked_sub(from)?).ok()?.saturating_add(1);
    Some(Cell { column: u32::try_from(from).ok()?, column_span, ..cell.clone() })
}

/// Where the columns of a cell begin and end.
fn span(grid: &Grid, cell: &Cell) -> Option<(Length, Length)> {
    let (from, to) = (cell.column as usize, cell.column.saturating_add(cell.column_span) as usize);
    Some((*grid.xs.get(from)?, *grid.xs.get(to)?))
}

/// Whether white parts the columns at both sides of an edge on both pages.
fn are_parted(a: &Grid, b: &Grid, edge: usize) -> bool {
    let cells = || a.cells.iter().chain(&b.cells).filter(|cell| cell.column_span == 1);
    let left = cells()
        .filter(|cell| cell.column as usize + 1 == edge)
        .flat_map(words)
        .map(|word| word.rect.x1)
        .max();
    let right =
        cells().filter(|cell| cell.column as usize == edge).flat_map(words).map(|word| word.rect.x0).min();
    left.zip(right).is_none_or(|(left, right)| left < right)
}

/// Whether both begin with the same row.
fn has_same_header(a: &Grid, b: &Grid) -> bool {
    let header = |grid: &Grid| {
        let top = grid.cells.iter().take_while(|cell| cell.row == 0);
        let cells =
            top.map(|cell| (cell.column, words(cell).map(|word| word.text.clone()).collect::<String>()));
        cells.collect::<Vec<_>>()
    };
    header(a) == header(b)
}

pub(super) fn words(cell: &Cell) -> impl Iterator<Item = &Word> {
    cell.lines.iter().flat_map(|line| &line.words)
}

/// The column that the middle of a word stands in; the outer columns have no end.
fn column_of(grid: &Grid, word: &Word) -> usize {
    let inner = grid.xs.get(1..grid.xs.len().saturating_sub(1)).unwrap_or_default();
    inner.partition_point(|&x| x <= word.rect.middle_x())
}

/// The words of a line by their columns.
pub(super) fn by_column(grid: &Grid, line: &Line) -> Vec<(usize, Line)> {
    let mut parts: Vec<(usize, Line)> = Vec::new();
    for word in &line.words {
        let column = column_of(grid, word);
        match parts.iter_mut().find(|(at, _)| *at == column) {
            Some((_, part)) => {
                part.rect = part.rect.union(&word.rect);
                part.words.push(word.clone());
            }
            None => parts.push((
                column,
                Line { words: vec![word.clone()], rect: word.rect, direction: line.direction },
            )),
        }
    }
    parts
}
