//! Targets of indicators: whether the points fit what was reached, whether dates fit the year, and whether all is told.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::names::unit;
use super::{each, indicators, name, on_card, side};
use crate::form::CardCheckWords;
use crate::model::{Indicator, Operator};
use crate::reconcile::evidence::At;
use crate::reconcile::rules::{Found, Why};
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// A target that was missed costs points, or a reason is told.
pub(crate) fn missed(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    each(subject, |card| {
        let judged = indicators(card).filter_map(|(indicator, at)| {
            let (reached, met) = reached(words, indicator)?;
            let (score, weight) = (indicator.score?, indicator.weight?);
            let explained = indicator.deviation.is_some();
            let fine = met || score < weight || explained;
            let target = indicator.target_text.as_deref().unwrap_or_default();
            let label = format!("{}: {}", name(card), indicator.level3.as_deref().unwrap_or_default());
            let said = match (met, fine) {
                (true, _) => format!("{label} reached {reached}, as the target {target} asks"),
                (_, true) => format!(
                    "{label} reached {reached} and missed {target}, which cost points or has a reason"
                ),
                (_, false) => {
                    format!(
                        "{label} reached {reached} and missed {target}, but was given all {weight} points"
                    )
                }
            };
            Some(Finding::told(side(Figure::exact(reached), "实际完成值", at), fine, said))
        });
        judged.collect()
    })
}

/// A target of the year is dated in it, unless it was reached before, or is an early step of a schedule that ends in it.
pub(crate) fn dates(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    each(subject, |card| {
        let Some(year) = card.year else { return Vec::new() };
        let of_time =
            |indicator: &Indicator| indicator.level2.as_deref().is_some_and(|level| words.is_deadline(level));
        let dated: Vec<Deadline<'_>> = indicators(card)
            .filter(|(indicator, _)| of_time(indicator))
            .filter_map(|(indicator, at)| Deadline::of(indicator, at))
            .collect();
        let scheduled = dated.iter().filter(|deadline| deadline.year >= year).count() >= SCHEDULE;
        dated.iter().map(|deadline| deadline.judged(&name(card), year, scheduled)).collect()
    })
}

/// So many deadlines in its year make the others of a card steps of one schedule.
const SCHEDULE: usize = 2;

/// A target that is a date.
struct Deadline<'c> {
    indicator: &'c Indicator,
    at: At,
    text: &'c str,
    /// The last year it names.
    year: u16,
}

impl<'c> Deadline<'c> {
    fn of(indicator: &'c Indicator, at: At) -> Option<Self> {
        let text = indicator.target_text.as_deref()?;
        Some(Self { indicator, at, text, year: years(text).into_iter().max()? })
    }

    fn judged(&self, card: &str, year: u16, scheduled: bool) -> Finding {
        let label = format!("{card}: {}", self.indicator.level3.as_deref().unwrap_or_default());
        let reached =
            self.indicator.actual.as_deref().is_some_and(|actual| years(actual).contains(&self.year));
        let text = self.text;
        let (fine, said) = match (self.year >= year, reached, scheduled) {
            (true, ..) => (true, format!("{label} is due {text}, not before {year}")),
            (_, true, _) => (true, format!("{label} was due {text}, and was reached then")),
            (.., true) => (true, format!("{label} is due {text}, a step of what goes on in {year}")),
            _ => (false, format!("{label} is due {text}, before the year {year} of the card")),
        };
        Finding::told(side(Figure::exact(self.year.into()), "年", self.at), fine, said)
    }
}

/// A card of a project tells what it yields and what that is good for.
pub(crate) fn levels(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    let found = each(subject, |card| {
        let levels: Vec<&str> =
            card.indicators.iter().filter_map(|indicator| indicator.level1.as_deref()).collect();
        // A list without first levels does not say what its indicators are.
        if card.of_department || levels.is_empty() {
            return Vec::new();
        }
        let missing: Vec<&str> =
            words.required(&levels).filter_map(|(name, told)| (!told).then_some(name)).collect();
        let said = match missing.is_empty() {
            true => format!("{} has indicators of each kind", name(card)),
            false => format!("{} has no indicators of {}", name(card), missing.join(" and ")),
        };
        let left = side(Figure::exact(card.indicators.len().into()), "indicators", on_card(card, card.place));
        vec![Finding::told(left, missing.is_empty(), said)]
    })?;
    if found.is_empty() {
        Err(Why::NotApplicable("no card of a project names levels".into()))
    } else {
        Ok(found)
    }
}

/// Numbers have units: one finding for the document, since a publisher who leaves them out does so throughout.
pub(crate) fn units(subject: &Subject<'_, '_>) -> Found {
    let cards = &subject.document.cards;
    let numbers = || {
        let all =
            cards.iter().flat_map(|card| indicators(card).map(move |(indicator, at)| (card, indicator, at)));
        all.filter(|(_, indicator, _)| indicator.target.is_some())
    };
    let bare: Vec<_> = numbers().filter(|(_, indicator, _)| unit(indicator).is_none()).collect();
    let Some((card, first, at)) = bare.first().copied().or_else(|| numbers().next()) else {
        return Err(Why::NotApplicable("no card has a target that is a number".into()));
    };
    let said = match bare.len() {
        0 => format!("all {} numbers of the cards have a unit", numbers().count()),
        some => format!(
            "{some} of {} numbers of the cards have no unit, the first is {} of {} on {}",
            numbers().count(),
            first.target_text.as_deref().unwrap_or_default(),
            first.level3.as_deref().unwrap_or_default(),
            name(card)
        ),
    };
    let left = side(Figure::exact(first.target.unwrap_or_default()), "目标值", at);
    Ok(vec![Finding::told(left, bare.is_empty(), said)])
}

/// What was reached, and whether that meets the target; `None` where they cannot be compared. A target without an operator
/// is met by more, and so may be by less: it is not judged.
fn reached(words: &CardCheckWords, indicator: &Indicator) -> Option<(Decimal, bool)> {
    let (operator, target) = (indicator.operator?, indicator.target?);
    let (reached, rest) = leading(indicator.actual.as_deref()?)?;
    let unit = indicator.target_unit.as_deref().unwrap_or_default();
    if !(rest == unit || words.same_unit(rest, unit)) {
        return None;
    }
    let order = reached.cmp(&target);
    let met = match operator {
        Operator::AtLeast => order != Ordering::Less,
        Operator::AtMost => order != Ordering::Greater,
        Operator::Equal => order == Ordering::Equal,
        Operator::More => order == Ordering::Greater,
        Operator::Less => order == Ordering::Less,
    };
    Some((reached, met))
}

/// The number that a text begins with, and what follows it.
fn leading(text: &str) -> Option<(Decimal, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    Some((text.get(..end)?.parse().ok()?, text.get(end..)?.trim()))
}

/// The years of a text: 2025年11月, 2025.12, 2025-2026年.
fn years(text: &str) -> Vec<u16> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| run.len() == 4)
        .filter_map(|run| run.parse().ok())
        .filter(|year| (2000..=2100).contains(year))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Grammars;

    #[test]
    fn a_target_is_met_by_a_number_in_its_unit() {
        let check = |operator: Operator, unit: &str, actual: &str, expect: Option<bool>| {
            let indicator = Indicator {
                operator: Some(operator),
                target: Some(Decimal::from(95)),
                target_unit: Some(unit.to_owned()),
                actual: Some(actual.to_owned()),
                ..Indicator::default()
            };
            let words = &Grammars::shipped().cards.checks;
            assert_eq!(reached(words, &indicator).map(|(_, met)| met), expect, "{operator:?} {actual}");
        };
        let all = [
            (Operator::AtLeast, [false, true, true]),
            (Operator::AtMost, [true, true, false]),
            (Operator::Equal, [false, true, false]),
            (Operator::More, [false, false, true]),
            (Operator::Less, [true, false, false]),
        ];
        for (operator, met) in all {
            for (actual, met) in ["94%", "95.0 %", "96%"].into_iter().zip(met) {
                check(operator, "%", actual, Some(met));
            }
        }
        check(Operator::AtLeast, "人", "100名", Some(true));
        check(Operator::AtLeast, "人", "100%", None);
        check(Operator::AtLeast, "人", "全部", None);
    }
}
