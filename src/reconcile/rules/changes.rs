//! Two years and what lies between them: 2021年 | 2022年 | 增减变化, beside each other or one below the other.
//!
//! In: a table with columns that a form knows for changes, or rows that are called so. Out: a finding for each of its rows
//! and changes. Columns belong together whose headers differ only in the outermost word; which of the two years is the
//! earlier one, the years printed in the headers say, or the column of the year before, else their order.

use crate::form::Words;
use crate::form::equation::Relation;
use crate::model::{Kind, Row};
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
pub(super) fn differences(view: &View<'_>, words: &Words) -> Vec<Finding> {
    let mut findings = in_columns(view);
    findings.append(&mut in_rows(view, words));
    findings
}

/// 2025年, 2026年 and 增减变化金额 one below the other: the last of three rows is the second less the first.
fn in_rows(view: &View<'_>, words: &Words) -> Vec<Finding> {
    let groups = view.table.rows.windows(3).filter_map(|rows| match rows {
        [one, other, change] => {
            let (first, second) = (year_of(one)?, year_of(other)?);
            let called =
                change.name.as_deref().is_some_and(|name| words.column_id(&[name], None) == Some(CHANGE));
            let in_order = if first < second { (other, one) } else { (one, other) };
            (called && first != second).then_some((in_order, change))
        }
        _ => None,
    });
    let of_group = |((later, earlier), change): ((&Row, &Row), &Row)| -> Vec<Finding> {
        let columns = change.values.iter().map(|value| value.column);
        columns.filter_map(|column| of_column(view, (later, earlier), change, column)).collect()
    };
    groups.flat_map(of_group).collect()
}

fn of_column(
    view: &View<'_>,
    (later, earlier): (&Row, &Row),
    change: &Row,
    column: usize,
) -> Option<Finding> {
    let (mut left, mut right) = (Tally::default(), Tally::default());
    let add = |to: &mut Tally, negative: bool, row: &Row, label: &str| {
        to.add(negative, view.read(row, column), &view.cell_name(row, column), label, view.at(row, column));
    };
    let label = view.table.columns.get(column).map_or("", |found| found.label.as_str());
    let year = |row: &Row| year_of(row).map(|year| year.to_string()).unwrap_or_default();
    add(&mut left, false, change, label);
    add(&mut right, false, later, &year(later));
    add(&mut right, true, earlier, &year(earlier));
    let told = left.is_printed() && right.is_printed();
    told.then(|| Finding::of(row_label(change), left, Relation::Equal, right)).flatten()
}

/// The year that a row is of: in its name, or where the name is that of the unit in a cell of its own.
fn year_of(row: &Row) -> Option<u16> {
    let words =
        row.values.iter().filter(|value| value.kind == Kind::Text).map(|value| value.printed.as_str());
    row.name.as_deref().into_iter().chain(words).find_map(year_in)
}

/// The year that a word begins with.
fn year_in(word: &str) -> Option<u16> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    digits.parse::<u16>().ok().filter(|year| (1900..2100).contains(year))
}

fn in_columns(view: &View<'_>) -> Vec<Finding> {
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
    let year = |column: usize| year_in(label(column));
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
