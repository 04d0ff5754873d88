//! What is owed to a document: every check of the catalogue is evaluated, does not apply, or cannot be judged.
//!
//! In: what a check found. Out: one [`Obligation`] a check, so that a check that was not made never looks like one that was
//! passed: without a table its checks are unjudged, with a table that does not print what they are about they do not apply.

use std::collections::BTreeSet;

use super::rules::{self, Why};
use super::{Finding, Subject, Verdict};
use crate::form::CheckRule;
use crate::form::equation::{Equation, Term};

/// What came of one check of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// The check.
    pub check_id: String,
    /// What came of it.
    pub state: State,
    /// Instances that were judged.
    pub judged: usize,
    /// Instances that could not be judged.
    pub unjudged: usize,
}

/// What came of a check as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// At least one instance was judged.
    Evaluated,
    /// The document prints nothing it is about, and why.
    NotApplicable(String),
    /// Something it needs is missing or doubtful, and what.
    Unjudged(String),
}

impl State {
    /// Why it was not evaluated.
    pub fn reason(&self) -> Option<&str> {
        match self {
            State::Evaluated => None,
            State::NotApplicable(reason) | State::Unjudged(reason) => Some(reason),
        }
    }
}

/// What came of a check that found this, or nothing for that reason.
pub(super) fn of(check_id: &str, findings: &[Finding], nothing: Option<Why>) -> Obligation {
    let unjudged = findings.iter().filter(|f| f.outcome.verdict == Verdict::Unjudged).count();
    let judged = findings.len() - unjudged;
    let state = match (nothing, findings.first()) {
        _ if judged > 0 => State::Evaluated,
        (Some(Why::Missing(what)), _) => State::Unjudged(what),
        (Some(Why::NotApplicable(why)), _) => State::NotApplicable(why),
        (None, Some(first)) => State::Unjudged(first.outcome.reason.clone().unwrap_or_default()),
        (None, None) => State::NotApplicable("nothing of the kind is printed".into()),
    };
    Obligation { check_id: check_id.to_owned(), state, judged, unjudged }
}

/// Why the equations of a rule found nothing.
pub(super) fn why_nothing(rule: &CheckRule, subject: &Subject<'_, '_>) -> Why {
    if rule.equations.iter().any(|(_, equation)| rules::is_told(equation)) {
        return why_not_told(rule, subject);
    }
    let views = || subject.views.iter();
    let is_there = |id: &str| views().any(|view| view.id() == Some(id));
    let needed: Vec<&str> = match rule.tables.is_empty() {
        true => tables_of_places(rule).into_iter().collect(),
        // One of them would do.
        false if rule.tables.iter().any(|id| is_there(id)) => Vec::new(),
        false => rule.tables.iter().map(String::as_str).collect(),
    };
    let missing: Vec<&str> = needed.into_iter().filter(|id| !is_there(id)).collect();
    let printed_by = |id: &&str| {
        let family = subject.document.cover.form_family.as_deref().and_then(|id| subject.grammars.family(id));
        let id = id.rsplit(':').next();
        family.is_none_or(|family| family.forms.iter().any(|form| form.table_id.as_deref() == id))
    };
    match missing.as_slice() {
        [] => {}
        missing if missing.iter().any(printed_by) => {
            return Why::Missing(format!("there is no table {}", missing.join(", ")));
        }
        missing => return Why::NotApplicable(format!("its forms have no table {}", missing.join(", "))),
    }
    let about: BTreeSet<&str> = tables_of_places(rule).into_iter().chain(tables_of_rows(rule)).collect();
    let mut printed = views().filter(|view| view.id().is_some_and(|id| about.contains(id)));
    match printed.all(|view| view.table.empty) {
        true => Why::NotApplicable("its tables are empty".into()),
        false => Why::NotApplicable("its tables do not print what the equation is about".into()),
    }
}

/// Why an amount of the text was held against nothing.
fn why_not_told(rule: &CheckRule, subject: &Subject<'_, '_>) -> Why {
    let identities = || {
        rule.equations.iter().filter_map(|(_, equation)| match equation {
            Equation::Places(identity) => Some((rules::told_items(identity)?, identity)),
            Equation::Tree | Equation::Top | Equation::Row(_) => None,
        })
    };
    let stated = |items: &[String]| {
        let mut told = subject.told.current().filter_map(|statement| statement.item.as_deref());
        told.any(|item| items.iter().any(|known| known == item))
    };
    let told = || identities().filter(|(items, _)| stated(items));
    if told().next().is_none() {
        return Why::NotApplicable("the text states no such amount".into());
    }
    let is_there = |id: &str| subject.views.iter().any(|view| view.id() == Some(id));
    let places = told().flat_map(|(_, identity)| identity.right.iter().flatten());
    let tables: BTreeSet<&str> = places.filter_map(Term::table).filter(|id| !is_there(id)).collect();
    match tables.is_empty() {
        true => Why::NotApplicable("the tables do not print what the text states".into()),
        false => {
            Why::Missing(format!("there is no table {}", tables.into_iter().collect::<Vec<_>>().join(", ")))
        }
    }
}

fn tables_of_rows(rule: &CheckRule) -> impl Iterator<Item = &str> {
    rule.tables.iter().map(String::as_str)
}

/// The tables that an equation between places cannot do without.
fn tables_of_places(rule: &CheckRule) -> BTreeSet<&str> {
    let identities = rule.equations.iter().filter_map(|(_, equation)| match equation {
        Equation::Places(identity) => Some(identity),
        Equation::Tree | Equation::Top | Equation::Row(_) => None,
    });
    let places = identities.flat_map(|identity| identity.places());
    places.filter(|(_, optional)| !optional).map(|(place, _)| place.table.as_str()).collect()
}
