//! What the text says of performance management: how many projects have goals and what they cost, and the cards.
//!
//! In: the sentences about performance, the cards, the tables. Out: findings. Cards published elsewhere are not missed.

use super::{Found, Why};
use crate::base::Unit;
use crate::form::equation::Relation;
use crate::model::{Card, Performance, Quantity};
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// As many cards as projects with goals.
pub(super) fn count(subject: &Subject<'_, '_>) -> Found {
    let cards: Vec<&Card> = projects(subject);
    each(subject, &cards, |passage| {
        let told = passage.projects.as_ref()?;
        let mut left = Tally::default();
        left.number(Figure::exact(told.number), "projects", "项目绩效目标", At::told(told.place));
        let mut right = Tally::default();
        let at = cards.first().map(|card| at(card)).unwrap_or_default();
        right.number(Figure::exact(cards.len().into()), "cards", "cards", at);
        if told.number > cards.len().into() {
            right.doubt("the other cards may be published elsewhere");
        } else if subject.grammars.phrases.narrative().counts_headings(&passage.text) {
            right.doubt("a heading that is counted may hold several projects");
        }
        Finding::of(String::new(), left, Relation::Equal, right)
    })
}

/// The money of the cards is the money that the text tells, where it counts as many projects as there are cards.
pub(super) fn money(subject: &Subject<'_, '_>) -> Found {
    let cards: Vec<&Card> = projects(subject);
    each(subject, &cards, |passage| {
        let counted = passage.projects.as_ref().is_some_and(|told| told.number == cards.len().into());
        let amount = passage.projects_amount.as_ref().filter(|_| counted)?;
        let mut right = Tally::default();
        for card in &cards {
            let Some(total) = card.budget_total else {
                right.doubt("a card has no amount");
                continue;
            };
            let name = card.project.as_deref().unwrap_or("项目");
            right.number(Figure::printed(total, total.scale(), card.unit), name, name, at(card));
        }
        right.gloss = Some(format!("its {} cards", cards.len()));
        Finding::of(String::new(), side(amount, "项目绩效目标"), Relation::Equal, right)
    })
}

fn projects<'s>(subject: &'s Subject<'_, '_>) -> Vec<&'s Card> {
    subject.document.cards.iter().filter(|card| !card.of_department).collect()
}

fn each(
    subject: &Subject<'_, '_>,
    cards: &[&Card],
    of: impl FnMut(&Performance) -> Option<Finding>,
) -> Found {
    if cards.is_empty() {
        return Err(Why::NotApplicable("the document has no cards of projects".into()));
    }
    let findings: Vec<Finding> = subject.document.narrative.performance.iter().filter_map(of).collect();
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no sentence counts the projects that have goals".into())),
        false => Ok(findings),
    }
}

fn side(amount: &Quantity, label: &str) -> Tally {
    let mut tally = Tally::default();
    let figure = Figure::printed(amount.number, amount.number.scale(), Unit::named(&amount.unit));
    tally.number(figure, label, label, At::told(amount.place));
    tally
}

fn at(card: &Card) -> At {
    At { source: Source::Card { no: card.no }, place: card.place }
}
