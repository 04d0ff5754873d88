//! [`Flat`] → what `extract flat FILE` shows: a row of a grid with ` | ` between its cells, everything else as it is.

use std::fmt::Write;

use super::token::{CellRef, Flat, FlatLine, GridShape};

/// The whole document as text. Pages are parted by a line `── page 3 ──`; a blank cell shows as nothing between bars, and
/// so does a cell in the rows below its first.
pub fn print(flat: &Flat) -> String {
    let mut text = String::new();
    let mut page = None;
    for (index, line) in flat.lines.iter().enumerate() {
        if line.page != page {
            page = line.page;
            let _ = writeln!(text, "── page {} ──", page.unwrap_or(0));
        }
        match line.grid.and_then(|grid| flat.grids.get(grid as usize)) {
            Some(grid) => row(line, grid, index.saturating_sub(grid.first_line), &mut text),
            None => text.push_str(&line.text()),
        }
        text.push('\n');
    }
    text
}

fn row(line: &FlatLine, grid: &GridShape, row: usize, text: &mut String) {
    let covers = |cell: &&CellRef| (cell.row as usize..(cell.row + cell.row_span) as usize).contains(&row);
    let mut cells: Vec<&CellRef> = grid.cells.iter().filter(covers).collect();
    cells.sort_unstable_by_key(|cell| cell.column);
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push_str(" | ");
        }
        let mut last = None;
        for token in line.tokens.iter().filter(|token| token.cell.as_ref() == Some(cell)) {
            if last == Some(token.cell_line) {
                text.push(' ');
            }
            last = Some(token.cell_line);
            text.push_str(&token.text);
        }
    }
}
