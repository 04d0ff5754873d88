//! The 类 that a passage lists with their amounts, and the column of a table they stand in.
//!
//! In: the statements and the tables. Out: findings. A 类 stands in many columns, and the text seldom says in which it
//! speaks of: the other 类 of its list tell, where all of them but one at most stand in the same column.

use std::collections::BTreeMap;

use super::narrative::{ALL_MONEY, BUDGETS, OF_CODE};
use crate::form::equation::Relation;
use crate::model::{Row, Statement};
use crate::reconcile::tally::{self, Tally};
use crate::reconcile::text::section;
use crate::reconcile::view::{Reading, View};
use crate::reconcile::{Finding, Subject, Verdict};

/// Fewer do not tell where they stand.
const SHORTEST: usize = 3;

/// Digits of a 类.
const CLASS: usize = 3;

/// The 类 of a list, each as it was told first.
type List<'d> = BTreeMap<&'d str, &'d Statement>;

/// Each 类 of each list, and the row it has in the column of the others.
pub(super) fn listed(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let mut lists: BTreeMap<&str, List<'_>> = BTreeMap::new();
    for statement in subject.told.current() {
        let class = |code: &&str| code.starts_with('2') && code.len() == CLASS;
        if let Some(code) = statement.code.as_deref().filter(class) {
            lists.entry(section(statement)).or_default().entry(code).or_insert(statement);
        }
    }
    lists.values().filter(|list| list.len() >= SHORTEST).flat_map(|list| of_list(subject, list)).collect()
}

/// The list in the column that fits it best; nothing where more than one of it does not stand there.
fn of_list(subject: &Subject<'_, '_>, list: &List<'_>) -> Vec<Finding> {
    // Of columns that fit as well, totals and the tables of one budget come first.
    let tables = BUDGETS.iter().chain(&ALL_MONEY);
    let views = tables.flat_map(|id| subject.views.iter().filter(move |view| view.id() == Some(id)));
    let columns =
        views.flat_map(|view| OF_CODE.iter().flat_map(|id| view.columns_named(id)).map(move |at| (view, at)));
    let compared = columns.map(|(view, column)| -> Vec<Finding> {
        list.iter().filter_map(|(code, told)| in_column(subject, (code, told), view, column)).collect()
    });
    let closing = |findings: &[Finding]| findings.iter().filter(|f| f.outcome.closes()).count();
    let mut best: Vec<Finding> = Vec::new();
    for findings in compared {
        if closing(&findings) > closing(&best) {
            best = findings;
        }
    }
    if closing(&best).saturating_add(1) >= list.len() { best } else { Vec::new() }
}

/// Whether a row of that name, in whatever table, prints what is told: a summary knows the 类 by their names.
fn is_printed_elsewhere(subject: &Subject<'_, '_>, told: &Statement) -> bool {
    let (Some(name), Some((amount, half))) = (told.subject.as_deref(), subject.told.amount(told).total(true))
    else {
        return false;
    };
    let named = |row: &&Row| row.name.as_deref().is_some_and(|printed| printed.contains(name));
    subject.views.iter().any(|view| {
        let rows = view.table.rows.iter().filter(named);
        let cells = rows.flat_map(|row| row.values.iter().map(move |value| (row, value)));
        let mut amounts = cells.filter_map(|(row, value)| {
            let mut printed = Tally::default();
            printed.add(false, view.read_value(value), "", "", view.at(row, value.column));
            printed.total(true).filter(|_| printed.is_printed())
        });
        amounts.any(|(printed, own)| (printed - amount).abs() <= half.saturating_add(own))
    })
}

/// One 类 and its row in a column: of several rows, one that closes.
fn in_column(
    subject: &Subject<'_, '_>,
    (code, told): (&str, &Statement),
    view: &View<'_>,
    column: usize,
) -> Option<Finding> {
    let rows =
        view.table.rows.iter().filter(|row| row.project.is_none() && row.code.as_deref() == Some(code));
    let found: Vec<Finding> = rows.filter_map(|row| in_row(subject, told, view, (row, column))).collect();
    let several = found.len() > 1;
    let mut best = found.into_iter().min_by_key(|finding| finding.outcome.rank())?;
    if best.outcome.verdict == Verdict::Mismatch {
        if several {
            best.doubt("several rows have the code");
        } else if is_printed_elsewhere(subject, told) {
            best.doubt("another table prints it so");
        }
    }
    Some(best)
}

fn in_row(
    subject: &Subject<'_, '_>,
    told: &Statement,
    view: &View<'_>,
    (row, column): (&Row, usize),
) -> Option<Finding> {
    let reading = view.read(row, column);
    if !matches!(reading, Reading::Amount(..)) {
        return None;
    }
    let code = row.code.as_deref().unwrap_or_default();
    let label = format!("{} {code}", view.table.title.as_deref().unwrap_or(&view.name));
    let mut right = Tally::default();
    right.add(false, reading, &view.cell_name(row, column), &label, view.at(row, column));
    let mut finding = Finding::of(String::new(), subject.told.amount(told), Relation::Equal, right)?;
    tally::allow_cut(&finding.left, &mut finding.outcome);
    Some(finding)
}
