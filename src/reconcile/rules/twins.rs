//! Tables that show the same money twice: under two names, or by two classifications.
//!
//! In: coded tables with their totals. Out: a finding for each code that two such tables share. Two tables are taken for
//! twins when their totals are equal and most of the codes they share have equal amounts; then the others should too.

use std::collections::BTreeMap;

use super::Found;
use crate::form::CheckRule;
use crate::form::equation::Relation;
use crate::model::Row;
use crate::reconcile::tally::{Tally, compare};
use crate::reconcile::view::{Reading, View, is_total, row_label};
use crate::reconcile::{Finding, Subject, applicable};

/// Columns that hold the amount of a row, best first.
const AMOUNTS: [&str; 3] = ["total", "amount", "final"];
/// Tables that share fewer codes may be alike by chance.
const ENOUGH_CODES: usize = 3;

/// Each code has one amount in both of two twins.
pub(super) fn codes(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let views: Vec<&View<'_>> = applicable(of, subject.views).map(|(_, view)| view).collect();
    let mut findings = Vec::new();
    for (at, one) in views.iter().enumerate() {
        for other in views.iter().skip(at.saturating_add(1)).filter(|other| !compared(one, other)) {
            findings.append(&mut of_pair(one, other));
        }
    }
    Ok(findings)
}

/// Whether equations hold the two against each other already: tables with names of their own are.
fn compared(one: &View<'_>, other: &View<'_>) -> bool {
    let named = |view: &View<'_>| view.id().is_some_and(|id| id != "other");
    named(one) && named(other) && one.id() != other.id()
}

fn of_pair(one: &View<'_>, other: &View<'_>) -> Vec<Finding> {
    if !total(one).zip(total(other)).is_some_and(|(left, right)| equal(&left, &right) && !left.is_nothing()) {
        return Vec::new();
    }
    let (left, right) = (by_code(one), by_code(other));
    let shared = left.iter().filter_map(|(code, row)| Some((*row, *right.get(code)?)));
    let findings: Vec<Finding> = shared
        .filter_map(|(row, same)| {
            Finding::of(row_label(row), amount(one, row)?, Relation::Equal, amount(other, same)?)
        })
        .collect();
    let agree = findings.iter().filter(|finding| finding.outcome.closes()).count();
    let are_twins = findings.len() >= ENOUGH_CODES && agree.saturating_mul(2) > findings.len();
    if are_twins { findings } else { Vec::new() }
}

fn equal(left: &Tally, right: &Tally) -> bool {
    compare(left, Relation::Equal, right).is_some_and(|outcome| outcome.closes())
}

/// The amount of a row under its readable name, `None` where it prints none.
fn amount(view: &View<'_>, row: &Row) -> Option<Tally> {
    let columns = AMOUNTS.iter().flat_map(|id| view.columns_named(id));
    let column = columns.into_iter().find(|&column| matches!(view.read(row, column), Reading::Amount(..)))?;
    let mut tally = Tally::default();
    let title = view.table.title.as_deref().unwrap_or(&view.name);
    tally.add(false, view.read(row, column), &view.cell_name(row, column), title, view.at(row, column));
    Some(tally)
}

fn total(view: &View<'_>) -> Option<Tally> {
    let mut rows = view.table.rows.iter().filter(|row| is_total(row));
    amount(view, rows.next()?).filter(|_| rows.next().is_none())
}

/// The rows of codes that stand once.
fn by_code<'d>(view: &View<'d>) -> BTreeMap<&'d str, &'d Row> {
    let mut found: BTreeMap<&str, Option<&Row>> = BTreeMap::new();
    for row in view.table.rows.iter().filter(|row| row.project.is_none()) {
        if let Some(code) = row.code.as_deref() {
            found.entry(code).and_modify(|seen| *seen = None).or_insert(Some(row));
        }
    }
    found.into_iter().filter_map(|(code, row)| Some((code, row?))).collect()
}

/// The government's economic classification begins with 5, that of departments with 3.
const GOVERNMENT: char = '5';

/// A table by the government's classification has the total of some table by another one.
pub(super) fn classifications(subject: &Subject<'_, '_>) -> Found {
    let by_government = |view: &&View<'_>| {
        let codes = || view.table.rows.iter().filter_map(|row| row.code.as_deref());
        codes().filter(|code| code.len() == 3 && code.starts_with(GOVERNMENT)).count() > 1
            && codes().all(|code| code.starts_with(GOVERNMENT))
    };
    let mut findings = Vec::new();
    for view in subject.views.iter().filter(by_government) {
        let Some(left) = total(view) else { continue };
        let others = subject.views.iter().filter(|other| other.id().is_some() && !by_government(other));
        let sides = others
            .flat_map(totals)
            .filter_map(|right| Finding::of(String::new(), left.clone(), Relation::Equal, right));
        findings.extend(sides.min_by_key(|finding| finding.outcome.rank()));
    }
    Ok(findings)
}

/// Every amount of the total rows of a table: all, basic or project expenditure may be what another table is about.
fn totals(view: &View<'_>) -> Vec<Tally> {
    let rows = view.table.rows.iter().filter(|row| is_total(row));
    rows.flat_map(|row| row.values.iter().map(move |value| (row, value)))
        .filter(|(_, value)| matches!(view.read_value(value), Reading::Amount(..)))
        .map(|(row, value)| {
            let mut tally = Tally::default();
            let title = view.table.title.as_deref().unwrap_or(&view.name);
            let label = format!("{title} {}", view.column_label(value.column));
            let of = view.cell_name(row, value.column);
            tally.add(false, view.read_value(value), &of, &label, view.at(row, value.column));
            tally
        })
        .collect()
}
