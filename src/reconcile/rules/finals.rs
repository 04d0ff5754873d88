//! What was spent on the three public expenses against what was budgeted for them.
//!
//! In: tables that print both, side by side (预算数 | 决算数) or one below the other, and the table of the budget where that is
//! there too. Out: findings. Which is which the words of the header say, not the order.

use super::{Found, each};
use crate::form::equation::Relation;
use crate::form::{CheckRule, Wordings, fold};
use crate::model::Row;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{View, is_total, row_label};
use crate::reconcile::{Finding, Subject};

/// A printed amount.
type Cell<'d> = (&'d Row, usize);

/// No more was spent than was budgeted.
pub(super) fn within_budget(rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    Ok(each(rule, subject, |view| {
        let pairs = pairs(view, &rule.headers).into_iter();
        pairs
            .filter_map(|((row, spent), (of, planned))| {
                let (left, right) = (tally(view, (row, spent)), tally(view, (of, planned)));
                let both = left.is_printed() && right.is_printed();
                both.then(|| Finding::of(row_label(row), left, Relation::AtMost, right)).flatten()
            })
            .collect()
    }))
}

/// What a final account says was budgeted is what the budget says.
pub(super) fn as_budgeted(rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let only = |name: &str| super::cells::only(subject, name);
    let Some((own, budget)) = only("three_public").zip(only("budget:three_public")) else {
        return Ok(Vec::new());
    };
    let planned = pairs(own, &rule.headers).into_iter().map(|(_, planned)| planned);
    let same = |&(_, column): &Cell<'_>| {
        let &[at] = budget.columns_named(own.column_id(column)?).as_slice() else { return None };
        let mut rows = budget.table.rows.iter().filter(|row| is_total(row) || budget.table.rows.len() == 1);
        let row = rows.next().filter(|_| rows.next().is_none())?;
        Some(tally(budget, (row, at)))
    };
    let findings = planned.filter_map(|cell| {
        let (left, right) = (tally(own, cell), same(&cell)?);
        let both = left.is_printed() && right.is_printed();
        both.then(|| Finding::of(row_label(cell.0), left, Relation::Equal, right)).flatten()
    });
    Ok(findings.collect())
}

fn tally(view: &View<'_>, (row, column): Cell<'_>) -> Tally {
    let mut tally = Tally::default();
    let label = view.table.columns.get(column).map_or("", |column| column.label.as_str());
    let label = match row.name.as_deref() {
        Some(name) => format!("{name} {label}"),
        None => label.to_string(),
    };
    tally.add(false, view.read(row, column), &view.cell_name(row, column), &label, view.at(row, column));
    tally
}

/// What was spent, with what was planned for the same.
fn pairs<'d>(view: &View<'d>, words: &Wordings) -> Vec<(Cell<'d>, Cell<'d>)> {
    let mut found = Vec::new();
    for (spent, planned) in by_header(view, words) {
        found.extend(view.table.rows.iter().map(|row| ((row, spent), (row, planned))));
    }
    let named = |of: &[String]| {
        let mut rows =
            view.table.rows.iter().filter(|row| row.name.as_deref().is_some_and(|name| is_one(name, of)));
        rows.next().filter(|_| rows.next().is_none())
    };
    if let Some((spent, planned)) = named(&words.of_final).zip(named(&words.budget)) {
        found.extend(spent.values.iter().map(|value| ((spent, value.column), (planned, value.column))));
    }
    found
}

/// Columns whose headers differ in one word: that of what was spent and that of what was planned.
fn by_header(view: &View<'_>, words: &Wordings) -> Vec<(usize, usize)> {
    let paths: Vec<Vec<&str>> = view.table.columns.iter().map(|c| c.label.split('/').collect()).collect();
    let plans = |spent: &[&str], planned: &[&str]| {
        let mut differ = spent.iter().zip(planned).filter(|(one, other)| one != other);
        spent.len() == planned.len()
            && differ
                .next()
                .is_some_and(|(one, other)| is_one(one, &words.of_final) && is_one(other, &words.budget))
            && differ.next().is_none()
    };
    let mut found = Vec::new();
    for (spent, path) in paths.iter().enumerate() {
        let mut plan = paths.iter().enumerate().filter(|(_, other)| plans(path, other));
        // Two plans, the first and the changed one: which of them bounds it is not said.
        if let (Some((planned, _)), None) = (plan.next(), plan.next()) {
            found.push((spent, planned));
        }
    }
    found
}

fn is_one(word: &str, of: &[String]) -> bool {
    of.iter().any(|other| fold(other) == fold(word))
}
