//! The points of a card: what they add up to, what was given, and whether the rate of execution and the targets bear it out.
//!
//! Points are compared as they are printed; a card that leaves out some is judged only where the others make up the whole.

use rust_decimal::Decimal;

use super::{best, each, indicators, name, on_card, side};
use crate::form::equation::Relation;
use crate::form::{CardField, CardWords, IndicatorColumn};
use crate::model::{Card, CardEntry, Indicator};
use crate::reconcile::evidence::At;
use crate::reconcile::rules::Found;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// The points of a card add up to 100, or to what the rate of execution leaves of them.
pub(crate) fn weights(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let weighted = || card.indicators.iter().filter(|indicator| indicator.weight.is_some());
        if weighted().next().is_none() {
            return Vec::new();
        }
        let points = execution_entry(words, card, IndicatorColumn::Weight).and_then(|entry| entry.value);
        let whole = match points {
            Some(points) => vec![Decimal::ONE_HUNDRED.saturating_sub(points), Decimal::ONE_HUNDRED],
            None => vec![Decimal::ONE_HUNDRED, Decimal::from(90)],
        };
        let sides = whole.into_iter().filter_map(|whole| {
            let left = points_of(card, |_| true);
            let mut right = Tally::default();
            right.number(Figure::exact(whole), "points", "满分", At::default());
            Finding::of(name(card), left, Relation::Equal, right)
        });
        best(sides).into_iter().collect()
    })
}

/// 产出指标（50分）: the points of a group add up to what its label says.
pub(crate) fn group_weights(subject: &Subject<'_, '_>) -> Found {
    each(subject, |card| {
        let mut labels: Vec<&str> = Vec::new();
        for label in card.indicators.iter().filter_map(|indicator| indicator.level1.as_deref()) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let groups = labels.into_iter().filter_map(|label| Some((label, points_in(label)?)));
        let finding = |(label, points): (&str, Decimal)| {
            let of_group = |indicator: &Indicator| indicator.level1.as_deref() == Some(label);
            if !card.indicators.iter().any(|i| of_group(i) && i.weight.is_some()) {
                return None;
            }
            let mut right = Tally::default();
            let at = on_card(card, card.place);
            right.number(Figure::exact(points), label, label, at);
            Finding::of(name(card), points_of(card, of_group), Relation::Equal, right)
        };
        groups.filter_map(finding).collect()
    })
}

/// Nobody gets more points than there are.
pub(crate) fn scores(subject: &Subject<'_, '_>) -> Found {
    each(subject, |card| {
        let scored = indicators(card).filter_map(|(indicator, at)| {
            let (score, weight) = (indicator.score?, indicator.weight?);
            let label = indicator.level3.as_deref().unwrap_or("指标");
            let (mut left, mut right) = (Tally::default(), Tally::default());
            left.number(Figure::exact(score), "score", &format!("{label} 得分"), at);
            right.number(Figure::exact(weight), "weight", "分值", at);
            Finding::of(name(card), left, Relation::AtMost, right)
        });
        scored.collect()
    })
}

/// 总分 = Σ 得分, with the points for the rate of execution.
pub(crate) fn total_score(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        // Where the row sums points and scores, the scores stand last.
        let total = card.entries.iter().rev().find(|entry| words.checks.is_total_score(&entry.label));
        let Some((entry, total)) = total.and_then(|entry| Some((entry, entry.value?))) else {
            return Vec::new();
        };
        let mut right = Tally::default();
        for (indicator, at) in indicators(card) {
            match (indicator.score, indicator.weight) {
                (Some(score), _) => right.number(Figure::exact(score), "", "", at),
                (None, Some(_)) => right.doubt("some indicators print no score"),
                (None, None) => {}
            }
        }
        right.gloss = Some(format!("the scores of {} indicators", card.indicators.len()));
        right.of = "scores".into();
        // Some rows sum the indicators alone, up to 90.
        let alone = right.clone();
        if let Some(points) = execution_entry(words, card, IndicatorColumn::Score) {
            let at = on_card(card, points.place);
            right.number(Figure::exact(points.value.unwrap_or_default()), "execution", "", at);
        }
        let left = side(Figure::exact(total), &entry.label, on_card(card, entry.place));
        let against = |right| Finding::of(name(card), left.clone(), Relation::Equal, right);
        best([right, alone].into_iter().filter_map(against)).into_iter().collect()
    })
}

/// The points for the rate of execution are its share of them.
pub(crate) fn execution_points(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let entry = |column| execution_entry(words, card, column);
        let (Some(given), Some(points)) = (entry(IndicatorColumn::Score), entry(IndicatorColumn::Weight))
        else {
            return Vec::new();
        };
        let Some(rate) = card.entries.iter().find_map(|entry| super::money::rate_of(words, entry)) else {
            return Vec::new();
        };
        let (Some(score), Some(weight)) = (given.value, points.value) else { return Vec::new() };
        let share = rate.min(Decimal::ONE_HUNDRED).checked_div(Decimal::ONE_HUNDRED);
        let Some(earned) = share.and_then(|share| share.checked_mul(weight)) else { return Vec::new() };
        let left = side(Figure::printed(score, score.scale(), None), "得分", on_card(card, given.place));
        let of_rate = format!("{} × {rate}% =", weight.normalize());
        // A rate is itself rounded; half a unit of its last digit in hundredths of the points.
        let half = Figure::printed(rate, rate.scale(), None).half.checked_mul(weight);
        let half = half.and_then(|half| half.checked_div(Decimal::ONE_HUNDRED)).unwrap_or_default();
        let figure = Figure { value: earned.normalize(), half, unit: None };
        let right = side(figure, &of_rate, on_card(card, points.place));
        Finding::of(name(card), left, Relation::Equal, right).into_iter().collect()
    })
}

/// The points of some indicators of a card.
fn points_of(card: &Card, which: impl Fn(&Indicator) -> bool) -> Tally {
    let mut sum = Tally::default();
    let of_them = || indicators(card).filter(|(indicator, _)| which(indicator));
    for (indicator, at) in of_them() {
        match indicator.weight {
            Some(weight) => sum.number(Figure::exact(weight), "", "", at),
            None => sum.doubt("some indicators print no points"),
        }
    }
    sum.of = "weights".into();
    sum.gloss = Some(format!("the points of {} indicators", of_them().count()));
    sum
}

/// The number at the end of `产出指标（50分）`.
fn points_in(label: &str) -> Option<Decimal> {
    let inside = label.trim_end_matches([')', '）', '分', ' ']);
    let digits = inside.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    digits.parse().ok().filter(|points| *points > Decimal::ZERO)
}

/// The points that the rate of execution has, or was given, beside the money in all.
fn execution_entry<'c>(words: &CardWords, card: &'c Card, column: IndicatorColumn) -> Option<&'c CardEntry> {
    card.entries.iter().filter(|entry| entry.value.is_some()).find(|entry| {
        let parts = entry.label.split_once('/');
        parts.is_some_and(|(row, heading)| {
            words.field(row) == Some(CardField::Total) && words.column(heading) == Some(column)
        })
    })
}
