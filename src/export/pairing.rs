//! Rows of documents that belong together: a row of `pairings` for each pair, and one of `checks` for each check of two.
//!
//! In: a [`Pairing`], made when every input has been read. Out: rows, like those of one input.

use serde::{Deserialize, Serialize};

use super::column::{Column, integer, text, word};
use super::field::Field;
use super::names;
use super::relations::{Sink, corners};
use crate::base::Place;
use crate::model::{Cover, Disclosure};
use crate::reconcile::{Check, State, Verdict};

/// One document of a pair.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Party {
    /// SHA-256 of its bytes.
    pub document_id: String,
    /// The path as given.
    pub path: String,
    /// Whose, when and what.
    pub cover: Cover,
}

/// Two documents that belong together, and what came of holding them against each other.
#[derive(Debug, Clone, Default)]
pub struct Pairing {
    /// What the other one is to the document: `tables`, `previous`, `budget`, `department`, `targets`, `revision`, `duplicate`.
    pub relation: &'static str,
    /// The document.
    pub document: Party,
    /// The other one.
    pub other: Party,
    /// Facts that both print alike; known for revisions and duplicates.
    pub facts_alike: Option<usize>,
    /// Facts that only one of them prints; known for revisions and duplicates.
    pub facts_unlike: Option<usize>,
    /// Why it could not be evaluated.
    pub trouble: Option<String>,
    /// The checks of both.
    pub checks: Vec<PairCheck>,
    /// The checks that found nothing, and why.
    pub obligations: Vec<crate::reconcile::Obligation>,
}

/// A check of two documents.
#[derive(Debug, Clone)]
pub struct PairCheck {
    /// What came of it, numbered after the checks of its document.
    pub check: Check,
    /// The document its first figure stands in.
    pub party: Party,
    /// The other document, and where its first figure stands.
    pub other: Option<(Party, Place)>,
}

/// Names of figures that are listed as evidence of a pair.
const MOST_EVIDENCE: usize = 5;

/// The columns of `pairings`.
pub(super) const COLUMNS: [Column; 20] = [
    text("document_id"),
    text("path"),
    text("relation"),
    text("other_id"),
    text("other_path"),
    text("issuer"),
    text("other_issuer"),
    text("region_code"),
    integer("fiscal_year"),
    integer("other_fiscal_year"),
    word::<Disclosure>("disclosure"),
    word::<Disclosure>("other_disclosure"),
    integer("facts_alike"),
    integer("facts_unlike"),
    integer("checks_exact"),
    integer("checks_rounding"),
    integer("checks_mismatch"),
    integer("checks_unjudged"),
    text("agreeing"),
    text("not_evaluated"),
];

/// The rows that a pair adds to the table of this name.
pub(super) fn rows(table: &str, pairing: &Pairing, emit: Sink<'_>) {
    match table {
        "pairings" => pairing_row(pairing, emit),
        "checks" => pairing.checks.iter().for_each(|held| check_row(held, emit)),
        _ => {}
    }
}

fn pairing_row(pairing: &Pairing, emit: Sink<'_>) {
    let (own, other) = (&pairing.document, &pairing.other);
    let verdicts = |verdict| pairing.checks.iter().filter(|held| held.check.verdict == verdict).count();
    let (agreeing, not_evaluated) = (agreeing(pairing), not_evaluated(pairing));
    emit(&[
        (&own.document_id).into(),
        (&own.path).into(),
        pairing.relation.into(),
        (&other.document_id).into(),
        (&other.path).into(),
        own.cover.issuer.as_ref().into(),
        other.cover.issuer.as_ref().into(),
        own.cover.region_code.as_ref().into(),
        own.cover.fiscal_year.into(),
        other.cover.fiscal_year.into(),
        names::disclosure(own.cover.disclosure).into(),
        names::disclosure(other.cover.disclosure).into(),
        pairing.facts_alike.into(),
        pairing.facts_unlike.into(),
        verdicts(Verdict::Exact).into(),
        verdicts(Verdict::Rounding).into(),
        verdicts(Verdict::Mismatch).into(),
        verdicts(Verdict::Unjudged).into(),
        (&agreeing).into(),
        (&not_evaluated).into(),
    ]);
}

/// The first figures on which both agree, the evidence that they belong together.
fn agreeing(pairing: &Pairing) -> String {
    let agree =
        pairing.checks.iter().map(|held| &held.check).filter(|check| {
            check.verdict <= Verdict::Rounding && check.left.is_some_and(|left| !left.is_zero())
        });
    let told = agree.take(MOST_EVIDENCE).map(|check| check.message.as_str());
    told.collect::<Vec<_>>().join("; ")
}

fn not_evaluated(pairing: &Pairing) -> String {
    let told = pairing.obligations.iter().filter_map(|obligation| {
        let reason = obligation.state.reason()?;
        let state =
            if matches!(obligation.state, State::Unjudged(_)) { "unjudged" } else { "not applicable" };
        Some(format!("{} {state}: {reason}", obligation.check_id))
    });
    pairing.trouble.clone().into_iter().chain(told).collect::<Vec<_>>().join("; ")
}

fn check_row(held: &PairCheck, emit: Sink<'_>) {
    let (check, party) = (&held.check, &held.party);
    let other = held.other.as_ref().map(|(party, place)| (party.path.as_str(), place.page));
    emit_check((&party.document_id).into(), &party.path, check, other, emit);
}

/// A row of `checks`; `other` is path and page of the other document, where two are compared.
#[rustfmt::skip]
pub(super) fn emit_check(
    id: Field<'_>,
    path: &str,
    check: &Check,
    other: Option<(&str, Option<u32>)>,
    emit: Sink<'_>,
) {
    let [x0, y0, x1, y1] = corners(&check.place);
    let (message, follow_ups) = (check.told(), follow_ups(check));
    let cause = check.cause.as_ref();
    let suspect = cause.and_then(|cause| cause.suspect.as_ref());
    emit(&[
        id, path.into(), (&check.check_id).into(), check.check_no.into(), (&check.group).into(),
        names::severity(check.severity).into(), names::verdict(check.verdict).into(), check.left.into(),
        check.right.into(), check.difference.into(), check.slack.into(), check.unit.into(), (&check.left_of).into(),
        (&check.right_of).into(), check.place.page.into(), x0, y0, x1, y1, (&message).into(),
        other.map(|(path, _)| path).into(), other.and_then(|(_, page)| page).into(), names::relation(check.relation).into(),
        cause.map(|cause| names::cause(cause.kind)).into(), suspect.map(|suspect| &suspect.of).into(),
        suspect.map(|suspect| &suspect.printed).into(), suspect.map(|suspect| suspect.proposed).into(),
        suspect.and_then(|suspect| suspect.unit).into(), cause.map(|cause| cause.root).into(),
        (&follow_ups).into(),
    ]);
}

/// The numbers of the checks that fail for the same reason: `12 15`.
fn follow_ups(check: &Check) -> String {
    let numbers = check.cause.iter().flat_map(|cause| &cause.follow_ups).map(u32::to_string);
    numbers.collect::<Vec<_>>().join(" ")
}
