//! A row that the page's edge cuts in two: the rest of its words stands alone at the head of the next page.
//!
//! Comes in: the rows read so far and the first row of the grid that goes on. The rest belongs to the row above where
//! that row's words fill the last line of their cell, so that they had to break there, and the rest is words only, with no
//! code, number or list mark of its own (Word: `十七、国土海洋气象等支` | `出`, 当年收入 | 小计).

use super::columns::Column;
use super::raster::{Cell, Raster};
use crate::form::ColumnRole;
use crate::grammar::{amount, prose};
use crate::model::Row;

/// The columns in which the words of a row fill the last line of their cell, as indices into `columns`.
pub(super) fn full_cells(raster: &Raster<'_>, row: usize, columns: &[Column]) -> Vec<usize> {
    let full = |(_, column): &(usize, &Column)| {
        raster.cell(row, column.from).is_some_and(|cell| fills_last_line(raster, cell))
    };
    columns.iter().enumerate().filter(full).map(|(index, _)| index).collect()
}

/// Whether no two more characters fit beside those of the last line (cells keep a margin of about half a character at
/// each side).
fn fills_last_line(raster: &Raster<'_>, cell: &Cell<'_>) -> bool {
    let Some(last) = cell.tokens.last().map(|token| token.cell_line) else { return false };
    let spans = || cell.tokens.iter().filter(|token| token.cell_line == last).flat_map(|token| &token.spans);
    let free = || {
        let (from, to) = (spans().map(|span| span.0).min()?, spans().map(|span| span.1).max()?);
        let glyphs: i32 = spans().map(|&(from, to)| to.saturating_sub(from)).fold(0, i32::saturating_add);
        let each = glyphs.checked_div(i32::try_from(spans().count()).ok()?)?;
        let (left, right) =
            (raster.shape.xs.get(cell.at.column as usize)?, raster.shape.xs.get(cell.end_column())?);
        let free = right.saturating_sub(*left).saturating_sub(to.saturating_sub(from));
        Some(free < each.saturating_mul(2))
    };
    free().unwrap_or(false)
}

/// Gives the words of raster row `first` to the row read last, if they are its rest; `full` are its [`full_cells`].
pub(super) fn join_rest(
    raster: &Raster<'_>,
    first: usize,
    columns: &[Column],
    full: &[usize],
    rows: &mut [Row],
) -> bool {
    let cells: Vec<&Cell<'_>> = raster.row(first).filter(|cell| !cell.text.is_empty()).collect();
    let rests: Option<Vec<(usize, &str)>> = cells
        .iter()
        .map(|cell| {
            let index = columns.iter().position(|column| column.from == cell.at.column as usize)?;
            let words = amount::number(&cell.text).is_none()
                && !amount::is_dash(&cell.text)
                && !prose::is_numbered(&cell.text);
            (words && full.contains(&index)).then_some((index, cell.text.as_str()))
        })
        .collect();
    let Some(rests) = rests.filter(|rests| !rests.is_empty()) else { return false };
    let Some(no) = rows.last().map(|row| row.no) else { return false };
    let begun = rows.partition_point(|row| row.no < no);
    let Some(rows) = rows.get_mut(begun..) else { return false };
    let all = rests.iter().all(|(index, _)| begun_words(rows, columns, *index).is_some());
    for (index, rest) in rests.iter().filter(|_| all) {
        if let Some(words) = begun_words(rows, columns, *index) {
            words.push_str(rest);
        }
    }
    all
}

/// The words of a column in the rows of one number, one row a panel.
fn begun_words<'r>(rows: &'r mut [Row], columns: &[Column], index: usize) -> Option<&'r mut String> {
    let column = columns.get(index)?;
    let row = rows.iter_mut().find(|row| usize::from(row.panel) == column.panel)?;
    match column.role {
        ColumnRole::Name => row.name.as_mut(),
        ColumnRole::Project => row.project.as_mut(),
        ColumnRole::Text => {
            let value =
                row.values.iter_mut().find(|value| value.column == index && value.number.is_none())?;
            Some(&mut value.printed)
        }
        _ => None,
    }
}
