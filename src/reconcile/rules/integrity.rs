//! The document as a whole: whose it is, whether anything was read, and whether empty tables are empty.
//!
//! In: the cover, the tables, the sentences about empty tables, the ledger of amounts. Out: findings without arithmetic.

use super::cells::{amounts, stand};
use super::{Found, Why};
use crate::model::{Claim, Disclosure, Statement, Status};
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, View};
use crate::reconcile::{Finding, Subject};

/// A table that the text calls empty has no amounts.
pub(super) fn empty_tables(subject: &Subject<'_, '_>) -> Found {
    let mut findings = Vec::new();
    let mut done: Vec<u32> = Vec::new();
    for told in &subject.document.narrative.empty_tables {
        let Some(id) = told.table_id.as_deref() else { continue };
        // Of several tables of one name it is not known which one is meant.
        let Some(view) = super::cells::only(subject, id) else { continue };
        if done.contains(&view.table.no) {
            continue;
        }
        done.push(view.table.no);
        let mut left = Tally::default();
        stand(&mut left, view);
        let said = match amounts(view) {
            0 => format!("{} is empty, as the text says", view.name),
            some => {
                format!("the text says that {} is empty, but it has {some} amounts: {}", view.name, told.text)
            }
        };
        findings.push(Finding::told(left, amounts(view) == 0, said));
    }
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no sentence calls a table empty that is there".into())),
        false => Ok(findings),
    }
}

/// An empty table has a sentence that says so.
pub(super) fn empty_without_words(subject: &Subject<'_, '_>) -> Found {
    let told = &subject.document.narrative.empty_tables;
    let empty = subject.views.iter().filter(|view| view.table.empty && view.id().is_some());
    let findings: Vec<Finding> = empty
        .map(|view| {
            let mut left = Tally::default();
            stand(&mut left, view);
            // A sentence that names no table stands below the one it is about.
            let called =
                told.iter().any(|said| said.table_id.is_none() || said.table_id.as_deref() == view.id());
            let fine = called || is_told_zero(subject, view);
            let said = match fine {
                true => format!("{} is empty, and the text says so", view.name),
                false => format!("{} is empty, and no sentence says so", view.name),
            };
            Finding::told(left, fine, said)
        })
        .collect();
    if findings.is_empty() { Err(Why::NotApplicable("no table is empty".into())) } else { Ok(findings) }
}

/// Whether a sentence states that there is none of what a table is of: 政府性基金拨款支出预算0万元.
fn is_told_zero(subject: &Subject<'_, '_>, view: &View<'_>) -> bool {
    let zero = |statement: &Statement| statement.amount.is_some_and(|amount| amount.is_zero());
    subject.told.current().any(|statement| statement.item.as_deref() == view.id() && zero(statement))
}

/// Whose, when and what is known.
pub(super) fn cover(subject: &Subject<'_, '_>) -> Found {
    let cover = &subject.document.cover;
    let missing: Vec<&str> = [
        (cover.issuer.is_none(), "whose it is"),
        (cover.fiscal_year.is_none(), "the year"),
        (cover.disclosure == Disclosure::Unknown, "whether it is a budget or a final account"),
    ]
    .into_iter()
    .filter_map(|(missing, what)| missing.then_some(what))
    .collect();
    let said = match missing.is_empty() {
        true => "the document says whose it is, of which year and what".to_owned(),
        false => format!("the document does not say {}", missing.join(" and ")),
    };
    readable(subject)?;
    let document = subject.document;
    if document.tables.is_empty() && document.cards.is_empty() && document.statements.is_empty() {
        return Err(Why::NotApplicable("nothing was read that could be anybody's".into()));
    }
    Ok(vec![Finding::told(Tally::default(), missing.is_empty(), said)])
}

/// Something was read.
pub(super) fn something(subject: &Subject<'_, '_>) -> Found {
    readable(subject)?;
    let document = subject.document;
    let (tables, cards) = (document.tables.len(), document.cards.len());
    if tables + cards == 0 && !document.statements.is_empty() {
        return Err(Why::Missing(
            "there are no tables: the text was published without them, or none was found".into(),
        ));
    }
    let said = match tables + cards {
        0 => "not one table or card was found".to_owned(),
        _ => format!("{tables} tables and {cards} cards were found"),
    };
    Ok(vec![Finding::told(Tally::default(), tables + cards > 0, said)])
}

/// Every amount of the text has a meaning.
pub(super) fn unclaimed(subject: &Subject<'_, '_>) -> Found {
    let ledger = &subject.document.ledger;
    if ledger.is_empty() {
        return Err(Why::NotApplicable("the text has no amounts".into()));
    }
    let left_over = || ledger.iter().filter(|entry| entry.claimed_by == Claim::Unclaimed);
    let mut left = Tally::default();
    if let Some(entry) = left_over().next() {
        let at = At { source: Source::Narrative, place: entry.place };
        left.number(Figure::exact(entry.value), "unclaimed", &entry.text, at);
    }
    let said = match left_over().count() {
        0 => format!("all {} amounts of the text were understood", ledger.len()),
        some => {
            let first: Vec<&str> = left_over().take(3).map(|entry| entry.text.as_str()).collect();
            format!(
                "{some} of {} amounts of the text belong to nothing that was read: {}",
                ledger.len(),
                first.join(", ")
            )
        }
    };
    Ok(vec![Finding::told(left, left_over().next().is_none(), said)])
}

/// A document of which something can be said.
fn readable(subject: &Subject<'_, '_>) -> Result<(), Why> {
    match subject.document.status {
        Status::Ok | Status::Partial => Ok(()),
        _ => Err(Why::NotApplicable("it is no disclosure that could be read".into())),
    }
}
