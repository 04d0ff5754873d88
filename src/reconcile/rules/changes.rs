//! Two years and what lies between them: 2021年 | 2022年 | 增减变化.
//!
//! In: a table with columns that a form knows for changes. Out: a finding for each of its rows and changes. Columns belong
//! together whose headers differ only in the outermost word; which of the two years is the earlier one, the years printed
//! in the headers say, or the column of the year before, else their order.

use crate::form::equation::Relation;
use crate::reconcile::Finding;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{View, row_label};

/// Canonical name of a change, and of the year before.
const CHANGE: &str = "change";
const BEFORE: &str = "previous_year";

/// A change with the two columns it is made of.
struct Change {
    change: usize,
    later: usize,
    earlier: usize,
}

/// Every change is the later year less the earlier.
pub(super) fn differences(view: &View<'_>) -> Vec<Finding> {
    let changes = changes(view);
    let rows = view.table.rows.iter();
    rows.flat_map(|row| {
        changes.iter().filter_map(|change| {
            let (mut left, mut right) = (Tally::default(), Tally::default());
            let add = |to: &mut Tally, negative: bool, column: usize| {
                let label = view.table.columns.get(column).map_or("", |c| c.label.as_str());
                to.add(
                    negative,
                    view.read(row, column),
                    &view.cell_name(row, column),
                    label,
                    view.at(row, column),
                );
            };
            add(&mut left, false, change.change);
            add(&mut right, false, change.later);
            add(&mut right, true, change.earlier);
            // Two years without a change beside them, or the reverse, are blank cells, not a contradiction.
            let told = left.is_printed() && right.is_printed();
            told.then(|| Finding::of(row_label(row), left, Relation::Equal, right)).flatten()
        })
    })
    .collect()
}

/// A header as its outermost word and the rest.
fn split(label: &str) -> (&str, &str) {
    label.split_once('/').unwrap_or((label, ""))
}

fn changes(view: &View<'_>) -> Vec<Change> {
    let label = |column: usize| view.table.columns.get(column).map_or("", |c| c.label.as_str());
    let columns = 0..view.table.columns.len();
    let is_change = |column: &usize| view.column_id(*column) == Some(CHANGE);
    let heads: Vec<&str> = columns.clone().filter(is_change).map(|column| split(label(column)).0).collect();
    let of_change = |column: &usize| is_change(column) || heads.contains(&split(label(*column)).0);
    let found = columns.clone().filter(of_change).filter_map(|change| {
        let (head, rest) = split(label(change));
        let beside = |&column: &usize| {
            let (other, tail) = split(label(column));
            tail == rest && other != head && !of_change(&column) && holds_money(view, column)
        };
        let years: Vec<usize> = columns.clone().filter(beside).collect();
        let &[first, second] = years.as_slice() else { return None };
        let (earlier, later) =
            if is_later(view, label, first, second) { (second, first) } else { (first, second) };
        Some(Change { change, later, earlier })
    });
    found.collect()
}

/// Whether the first of two columns is of the later year.
fn is_later<'l>(view: &View<'_>, label: impl Fn(usize) -> &'l str, first: usize, second: usize) -> bool {
    let year = |column: usize| {
        let digits: String = label(column).chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u16>().ok().filter(|year| (1900..2100).contains(year))
    };
    let of_year_before = |column: usize| {
        let head = split(label(column)).0;
        (0..view.table.columns.len())
            .any(|other| split(label(other)).0 == head && view.column_id(other) == Some(BEFORE))
    };
    match (year(first), year(second)) {
        (Some(first), Some(second)) => first > second,
        _ => of_year_before(second) && !of_year_before(first),
    }
}

fn holds_money(view: &View<'_>, column: usize) -> bool {
    view.table.rows.iter().any(|row| view.read(row, column).counts())
}
