//! The order of codes: each once below its parent, ascending, with its parent above it, and known to the whole.
//!
//! In: the coded rows of tables as trees. Out: a finding a table, or one for a pair of tables. Tables that list the codes
//! of several units one after the other are told by their trees; what stands uppermost may therefore come again.

use std::collections::BTreeSet;

use super::cells::{only, stand};
use super::{Found, Why};
use crate::form::CheckRule;
use crate::model::{Kind, Row};
use crate::reconcile::tally::Tally;
use crate::reconcile::tree::Tree;
use crate::reconcile::view::{View, is_total};
use crate::reconcile::{Finding, Subject, applicable};

/// No code comes twice below one parent.
pub(super) fn once(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    in_trees(of, subject, "each code stands once below its parent", |tree, _| {
        let mut found = tree.families().filter_map(|(parent, rows)| {
            let mut seen = BTreeSet::new();
            let twice = rows.into_iter().find(|row| !seen.insert((row.code.as_deref(), words(row))))?;
            Some((twice, format!("{} stands twice below {}", code(twice), code(parent))))
        });
        found.next()
    })
}

/// What else a row says: a code may come again for each code of another classification beside it.
fn words(row: &Row) -> Vec<&str> {
    let words = row.values.iter().filter(|value| value.kind == Kind::Text);
    words.map(|value| value.printed.as_str()).collect()
}

/// Codes ascend below one parent.
pub(super) fn ascending(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    in_trees(of, subject, "the codes ascend", |tree, _| {
        let mut found = tree.families().filter_map(|(_, rows)| {
            let pairs = || rows.iter().zip(rows.iter().skip(1));
            let (before, after) = pairs().find(|(before, after)| before.code > after.code)?;
            Some((*after, format!("{} stands below {}", code(after), code(before))))
        });
        found.next()
    })
}

/// A code that could have a parent has one.
pub(super) fn complete(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    in_trees(of, subject, "each code stands below its parent", |tree, _| {
        let depths: BTreeSet<(usize, usize)> = tree
            .families()
            .flat_map(|(parent, rows)| rows.into_iter().map(move |row| (code(parent).len(), code(row).len())))
            .collect();
        let parents: BTreeSet<usize> = depths.iter().map(|(_, child)| *child).collect();
        let alone = tree.uppermost().find(|row| parents.contains(&code(row).len()));
        let skipped = || {
            tree.families().find_map(|(parent, rows)| {
                let direct = |row: &&Row| {
                    depths
                        .range(..(code(row).len(), 0))
                        .rev()
                        .any(|(up, down)| *down == code(row).len() && *up > code(parent).len())
                };
                rows.into_iter().find(direct)
            })
        };
        let row = alone.or_else(skipped)?;
        Some((row, format!("{} does not stand below the code it is part of", code(row))))
    })
}

/// So many codes that stand above their items show that a table prints them.
const ENOUGH_WITH_ITEMS: usize = 3;

/// A code stands above its items, where the classification has some and all others of its level in the table do: the only
/// item of a code can be lost without any sum that tells. The only one without shows no habit of the table.
pub(super) fn with_items(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let codes = &subject.grammars.codes;
    in_trees(of, subject, "each code stands above its items", |tree, view| {
        let level = |row: &Row| code(row).len();
        let parents: Vec<usize> = tree.families().map(|(parent, _)| level(parent)).collect();
        let bare: Vec<&Row> = tree.childless(view).filter(|row| codes.has_items(code(row))).collect();
        let alone = |row: &&&Row| {
            let with = parents.iter().filter(|&&parent| parent == level(row)).count();
            let without = bare.iter().filter(|other| level(other) == level(row)).count();
            without == 1 && with >= ENOUGH_WITH_ITEMS
        };
        let row = bare.iter().find(alone)?;
        Some((row, format!("none of the items of {} stands below it, as those of all others do", code(row))))
    })
}

/// One finding for each table whose codes have levels.
fn in_trees<'d>(
    of: &CheckRule,
    subject: &Subject<'_, 'd>,
    fine: &str,
    wrong: impl Fn(&Tree<'d>, &View<'d>) -> Option<(&'d Row, String)>,
) -> Found {
    let trees = applicable(of, subject.views).filter_map(|(at, view)| Some((subject.trees.get(at)?, view)));
    let with_levels = trees.filter(|(tree, _)| tree.families().next().is_some());
    let findings = with_levels.map(|(tree, view)| {
        let mut left = Tally::default();
        let found = wrong(tree, view);
        match found {
            None => {
                stand(&mut left, view);
                Finding::told(left, true, format!("{}: {fine}", view.name))
            }
            Some((row, said)) => {
                super::codes::stand(&mut left, view, row, code(row));
                Finding::told(left, false, format!("{}: {said}", view.name))
            }
        }
    });
    Ok(findings.collect())
}

/// Tables of one budget, whose codes all expenditure has.
const BUDGETS: [&str; 3] = ["general_public", "government_fund", "state_capital"];

/// A code with money of one budget, or of revenue, stands in the expenditure table.
pub(super) fn everywhere(subject: &Subject<'_, '_>) -> Found {
    let Some(whole) = only(subject, "expenditure") else {
        return Err(Why::Missing("there is not exactly one table expenditure".into()));
    };
    let mut findings: Vec<Finding> =
        BUDGETS.iter().filter_map(|id| only(subject, id)).filter_map(|part| missing(part, whole)).collect();
    if let Some(revenue) = only(subject, "revenue").filter(|_| same_total(subject)) {
        findings.extend(missing(revenue, whole));
        findings.extend(missing(whole, revenue));
    }
    Ok(findings)
}

fn same_total(subject: &Subject<'_, '_>) -> bool {
    let total = |table| super::cells::total_of(subject, table, "total");
    let both = total("revenue").zip(total("expenditure"));
    both.and_then(|(left, right)| {
        crate::reconcile::tally::compare(&left, crate::form::equation::Relation::Equal, &right)
    })
    .is_some_and(|outcome| outcome.closes())
}

/// A finding on the codes of one table that another one should have; `None` where they print no level in common.
fn missing(part: &View<'_>, whole: &View<'_>) -> Option<Finding> {
    let levels: BTreeSet<usize> = coded(whole).map(|row| code(row).len()).collect();
    let codes: BTreeSet<&str> = coded(whole).map(code).collect();
    let comparable = || coded(part).filter(|row| levels.contains(&code(row).len()) && counts(part, row));
    comparable().next()?;
    let lost = comparable().find(|row| !codes.contains(code(row)));
    let (mut left, mut right) = (Tally::default(), Tally::default());
    let said = match lost {
        None => {
            stand(&mut left, part);
            format!("every code of {} with an amount stands in {}", part.name, whole.name)
        }
        Some(row) => {
            super::codes::stand(&mut left, part, row, code(row));
            stand(&mut right, whole);
            format!("{} has an amount in {} and does not stand in {}", code(row), part.name, whole.name)
        }
    };
    Some(Finding { right, ..Finding::told(left, lost.is_none(), said) })
}

/// Rows with a functional code, those of projects left out.
fn coded<'d>(view: &View<'d>) -> impl Iterator<Item = &'d Row> {
    let functional = |row: &&Row| {
        code(row).starts_with('2') && matches!(code(row).len(), 3 | 5 | 7) && row.project.is_none()
    };
    view.table.rows.iter().filter(|row| !is_total(row)).filter(functional)
}

fn counts(view: &View<'_>, row: &Row) -> bool {
    row.values.iter().any(|value| view.read_value(value).counts())
}

fn code(row: &Row) -> &str {
    row.code.as_deref().unwrap_or_default()
}
