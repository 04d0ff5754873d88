//! Lists with subtotals that nothing numbers: what tells them is a column of words that only their items fill.
//!
//! 采购组织形式 stands beside each item of a procurement list (jiangsu.toml), 绩效目标 beside each project (guangzhou.toml), and neither
//! beside the row above that sums them. That a list is built so is taken from its sums: all but those of one figure close.

use std::collections::BTreeSet;

use super::listing::side;
use crate::form::equation::Relation;
use crate::model::{Kind, Row};
use crate::reconcile::tree::{Lane, read};
use crate::reconcile::view::{Reading, View, row_label};
use crate::reconcile::{Finding, Verdict};

/// So many sums have to close.
const ENOUGH: usize = 3;

/// One wrong figure is in the sum of its parts and in the one above it.
const MOST_OPEN: usize = 2;

/// A row and the rows below it that it sums.
type Block<'d> = (&'d Row, Vec<&'d Row>);

/// The sums of a list read by the first column that shows its levels; `None` where none does. The total comes first.
pub(super) fn sums(view: &View<'_>, total: &Row, items: &[&Row], lane: &Lane) -> Option<Vec<Finding>> {
    marks(view).into_iter().find_map(|mark| {
        let words = words(view, mark);
        // A row without a key of its own is called by its word in that column.
        let is_item = |row: &&Row| {
            let marked = row.values.iter().any(|v| v.column == mark && v.kind == Kind::Text);
            marked || row.name.as_deref().is_some_and(|name| words.contains(name))
        };
        // Rows of asterisks or numbers below the header are none of the list (表11 of xian.toml).
        let printed = |row: &Row| matches!(read(view, row, lane).1, Reading::Amount(..));
        let first = items.iter().position(|row| printed(row))?;
        let blocks = blocks(items.get(first..)?, is_item)?;
        let (upper, lower): (Vec<Block<'_>>, Vec<Block<'_>>) = above(blocks);
        let top: Vec<&Row> =
            if upper.is_empty() { &lower } else { &upper }.iter().map(|(row, _)| *row).collect();
        let sums = [(total, top)].into_iter().chain(upper).chain(lower);
        let findings: Vec<Finding> =
            sums.filter_map(|(whole, parts)| sum(view, whole, &parts, lane)).collect();
        let open = findings.iter().filter(|f| f.outcome.verdict == Verdict::Mismatch).count();
        let closed = findings.iter().filter(|f| f.outcome.closes() && !f.left.is_nothing()).count();
        (closed >= ENOUGH && open <= MOST_OPEN).then_some(findings)
    })
}

/// Columns that hold words in some row.
fn marks(view: &View<'_>) -> Vec<usize> {
    (0..view.table.columns.len()).filter(|&column| !words(view, column).is_empty()).collect()
}

/// The words that stand in a column.
fn words<'d>(view: &View<'d>, column: usize) -> BTreeSet<&'d str> {
    let values = view.table.rows.iter().flat_map(|row| &row.values);
    let words = values.filter(|value| value.column == column && value.kind == Kind::Text);
    words.map(|value| value.printed.as_str()).collect()
}

/// Each row that is no item with the items directly below it; `None` where an item stands before all others.
fn blocks<'d>(rows: &[&'d Row], is_item: impl Fn(&&Row) -> bool) -> Option<Vec<Block<'d>>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    for row in rows {
        match is_item(row) {
            true => blocks.last_mut()?.1.push(row),
            false => blocks.push((row, Vec::new())),
        }
    }
    Some(blocks)
}

/// Rows without items of their own sum the blocks that follow them; and those blocks.
fn above(blocks: Vec<Block<'_>>) -> (Vec<Block<'_>>, Vec<Block<'_>>) {
    let (mut upper, mut lower): (Vec<Block<'_>>, Vec<Block<'_>>) = (Vec::new(), Vec::new());
    for (row, items) in blocks {
        if items.is_empty() {
            upper.push((row, Vec::new()));
            continue;
        }
        if let Some((_, parts)) = upper.last_mut() {
            parts.push(row);
        }
        lower.push((row, items));
    }
    (upper, lower)
}

fn sum(view: &View<'_>, whole: &Row, parts: &[&Row], lane: &Lane) -> Option<Finding> {
    let mut right = side(view, parts, lane);
    right.of = format!("sum({}.{})", view.name, view.column_label(lane.first().copied()?));
    right.gloss = (parts.len() > 1).then(|| format!("its {} rows", parts.len()));
    Finding::of(row_label(whole), side(view, &[whole], lane), Relation::Equal, right)
}
