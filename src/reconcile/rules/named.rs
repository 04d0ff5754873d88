//! 款 and 项 that a summary lists by name, without their codes, and the tables that print them with theirs (shenzhen.toml).

use super::Found;
use crate::form::equation::Relation;
use crate::model::{Row, Side};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Reading, View, is_total, row_label};
use crate::reconcile::{Finding, Subject};

/// A summary, and the tables that have its items by code.
const PAIRS: [(&str, &[&str]); 2] = [
    ("summary", &["expenditure"]),
    ("fiscal_summary", &["general_public", "government_fund", "state_capital"]),
];

/// Digits of a 类.
const CLASS: usize = 3;

/// Holds each item of a summary against the one row of that name.
pub(super) fn items(subject: &Subject<'_, '_>) -> Found {
    let mut findings = Vec::new();
    for (summary, tables) in PAIRS {
        let of = |ids: &[&str]| {
            let named = |view: &&View<'_>| view.id().is_some_and(|id| ids.contains(&id));
            subject.views.iter().filter(named).collect::<Vec<_>>()
        };
        // Of several tables of one name it is not known which is meant.
        if let [summary] = of(&[summary]).as_slice() {
            findings.extend(of_summary(summary, &of(tables)));
        }
    }
    Ok(findings)
}

fn of_summary(summary: &View<'_>, tables: &[&View<'_>]) -> Vec<Finding> {
    let coded: Vec<(&View<'_>, &Row)> = tables
        .iter()
        .flat_map(|view| view.table.rows.iter().map(|row| (*view, row)))
        .filter(|(_, row)| row.code.is_some() && row.project.is_none())
        .collect();
    let items: Vec<&Row> = summary
        .table
        .rows
        .iter()
        .filter(|row| row.side == Some(Side::Expenditure) && row.code.is_none())
        .collect();
    let once = |name: &str| items.iter().filter(|row| row.name.as_deref() == Some(name)).count() == 1;
    let mut findings = Vec::new();
    for row in items.iter().filter(|row| !is_total(row)) {
        let Some(name) = row.name.as_deref().filter(|name| once(name)) else { continue };
        let same: Vec<_> = coded.iter().filter(|(_, other)| other.name.as_deref() == Some(name)).collect();
        if let [(view, other)] = same.as_slice()
            && other.code.as_deref().is_some_and(|code| code.len() > CLASS)
        {
            let left = amount(summary, row, "amount").or_else(|| amount(summary, row, "total"));
            let sides = left.zip(amount(view, other, "total"));
            findings.extend(
                sides.and_then(|(left, right)| Finding::of(row_label(other), left, Relation::Equal, right)),
            );
        }
    }
    findings
}

/// The amount of the row in the first column of that name that it fills.
fn amount(view: &View<'_>, row: &Row, id: &str) -> Option<Tally> {
    let filled = |column: &usize| matches!(view.read(row, *column), Reading::Amount(..));
    let column = view.columns_named(id).into_iter().find(filled)?;
    let mut tally = Tally::default();
    let label = view.table.title.as_deref().unwrap_or(&view.name);
    tally.add(false, view.read(row, column), &view.cell_name(row, column), label, view.at(row, column));
    Some(tally)
}
