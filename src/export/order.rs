//! The order of rows in every output: by place in the document, and among equals as they were found.

use crate::base::Place;
use crate::model::{Row, Table};

/// Sorted by page and line; what stands on one line keeps its order.
pub(crate) fn by_place<T>(items: &[T], place: impl Fn(&T) -> &Place) -> Vec<&T> {
    let mut sorted: Vec<&T> = items.iter().collect();
    sorted.sort_by_key(|item| {
        let place = place(item);
        (place.page, place.line)
    });
    sorted
}

/// The rows of a table from top to bottom; the sides of one printed row follow each other.
pub(crate) fn rows_in_order(table: &Table) -> Vec<&Row> {
    let mut rows: Vec<&Row> = table.rows.iter().collect();
    rows.sort_by_key(|row| row.no);
    rows
}
