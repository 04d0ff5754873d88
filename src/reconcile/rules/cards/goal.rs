//! Numbers of the goal, in its sentences and as targets: 培训300人次 and 培训人次 ≥300.
//!
//! A sentence tells the number of an indicator where the words before the number are the name of the thing, or the words
//! behind it begin with it, and the unit is the same. Everything else is left alone: goals are prose.

use rust_decimal::Decimal;

use super::names::{plain, unit};
use super::{each, indicators, name, side};
use crate::form::equation::Relation;
use crate::form::{CardCheckWords, fold};
use crate::model::{Card, Indicator, ProjectText};
use crate::reconcile::evidence::At;
use crate::reconcile::rules::Found;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// The goal of a card and its indicators.
pub(crate) fn goals(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    each(subject, |card| told_in(words, card, card.goal.iter(), super::on_card(card, card.place), "年度目标"))
}

/// What the narrative tells of a project and the indicators of its card.
pub(crate) fn narrative(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    let told = &subject.document.narrative.projects;
    each(subject, |card| {
        let Some(project) = told.iter().find(|project| is_of(card, project)) else { return Vec::new() };
        let texts = [&project.overview, &project.allocation, &project.goal].into_iter().flatten();
        told_in(words, card, texts, At::told(project.place), "文字")
    })
}

/// Whether a card and a description are of one project.
pub(super) fn is_of(card: &Card, project: &ProjectText) -> bool {
    let names = card.project.as_deref().zip(project.name.as_deref());
    names.is_some_and(|(card, text)| fold(card) == fold(text))
}

/// Each indicator of a card whose number these texts tell.
fn told_in<'t>(
    words: &CardCheckWords,
    card: &Card,
    texts: impl Iterator<Item = &'t String>,
    told_at: At,
    gloss: &str,
) -> Vec<Finding> {
    let mentions: Vec<Mention> = texts.flat_map(|text| mentions(text)).collect();
    let finding = |(indicator, at): (&Indicator, At)| {
        let (target, unit) = (indicator.target?, unit(indicator)?);
        let thing = plain(indicator);
        let same: Vec<_> = mentions.iter().filter(|mention| mention.is_of(words, &thing, &unit)).collect();
        let told = same.iter().find(|mention| mention.number == target).or(same.first())?;
        // The number may be that of another indicator with a name of its own.
        let elsewhere = card.indicators.iter().any(|other| {
            other != indicator
                && other.target == Some(told.number)
                && super::names::unit(other).as_deref() == Some(&unit)
        });
        let mut left = Tally::default();
        let label = format!("{gloss} {}", told.before);
        left.number(Figure::exact(told.number), gloss, label.trim(), told_at);
        if elsewhere && told.number != target {
            left.doubt("another indicator has this number");
        }
        let right = side(Figure::exact(target), indicator.level3.as_deref().unwrap_or_default(), at);
        Finding::of(name(card), left, Relation::Equal, right)
    };
    indicators(card).filter_map(finding).collect()
}

/// A number in a sentence with the words on both sides of it.
struct Mention {
    before: String,
    number: Decimal,
    after: String,
}

/// Names shorter than this are parts of others by chance.
const SHORTEST_NAME: usize = 3;

/// A clause that is the beginning of a name has at least this many characters.
const SHORTEST_BEGINNING: usize = 6;

impl Mention {
    /// Whether it is the number of this thing in this unit.
    fn is_of(&self, words: &CardCheckWords, thing: &str, unit: &str) -> bool {
        let Some(behind) = words.begins_with_unit(&self.after, unit) else { return false };
        let before = words.without_link(&self.before);
        let bare = words.without_measure(thing);
        let long = |text: &str, least: usize| text.chars().count() >= least;
        let named = |name: &str| {
            before == name
                || (long(name, SHORTEST_NAME) && before.ends_with(name))
                || (long(name, SHORTEST_BEGINNING) && behind.starts_with(name))
        };
        let begins = long(before, SHORTEST_BEGINNING) && thing.starts_with(before);
        !bare.is_empty() && (named(thing) || named(bare) || begins)
    }
}

/// The numbers of a text that stand in a clause.
fn mentions(text: &str) -> Vec<Mention> {
    let folded = fold(text);
    let is_number = |c: char| c.is_ascii_digit() || c == '.';
    let is_mark = |c: char| !c.is_alphabetic() && !is_number(c) && c != '%';
    let mut found = Vec::new();
    for clause in folded.split(is_mark) {
        let mut rest = clause;
        let mut read = 0usize;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let digits_to = rest
                .get(at..)
                .and_then(|tail| tail.find(|c| !is_number(c)))
                .map_or(rest.len(), |len| at + len);
            let (before, digits) = (rest.get(..at), rest.get(at..digits_to));
            let after = rest.get(digits_to..).unwrap_or_default();
            if let (Some(before), Some(Ok(number))) = (before, digits.map(str::parse)) {
                let own = after
                    .find(|c: char| c.is_ascii_digit())
                    .map_or(after, |to| after.get(..to).unwrap_or_default());
                // Behind a number before it stands its unit, not the name of the next.
                let before = if read == 0 { before } else { "" };
                found.push(Mention { before: before.to_owned(), number, after: own.to_owned() });
            }
            read += 1;
            rest = after;
        }
    }
    found
}
