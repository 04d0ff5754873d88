//! Performance cards: points, money, targets, and the cards against each other and against the document.
//!
//! In: the cards as read. Out: findings. What an amount on a card is of, the words of `grammars/cards.toml` say.

pub(super) mod budget;
pub(super) mod department;
pub(super) mod goal;
pub(super) mod money;
mod names;
pub(super) mod points;
pub(super) mod targets;

use super::{Found, Why};
use crate::base::Place;
use crate::model::{Card, Indicator};
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// What a rule finds on each card.
fn each(subject: &Subject<'_, '_>, of: impl Fn(&Card) -> Vec<Finding>) -> Found {
    if subject.document.cards.is_empty() {
        return Err(Why::NotApplicable("there are no performance cards".into()));
    }
    Ok(subject.document.cards.iter().flat_map(of).collect())
}

/// `card 3 某项目`
fn name(card: &Card) -> String {
    let what = card.project.as_deref().or(card.title.as_deref()).unwrap_or_default();
    format!("card {} {what}", card.no).trim_end().to_owned()
}

/// The finding that fits best, where several would do.
fn best(findings: impl Iterator<Item = Finding>) -> Option<Finding> {
    findings.min_by_key(|finding| finding.outcome.rank())
}

/// A place on a card.
fn on_card(card: &Card, place: Place) -> At {
    At { source: Source::Card { no: card.no }, place }
}

/// The indicators of a card with where they stand.
fn indicators(card: &Card) -> impl Iterator<Item = (&Indicator, At)> {
    (1..).zip(&card.indicators).map(|(nth, indicator)| {
        (indicator, At { source: Source::Indicator { card: card.no, nth }, place: indicator.place })
    })
}

/// A single figure as one side of an equation.
fn side(figure: Figure, label: &str, at: At) -> Tally {
    let mut side = Tally::default();
    side.number(figure, label, label, at);
    side
}
