//! One side of an equation with its numbers, and the comparison of two sides.
//!
//! A printed figure stands for an interval: half a unit of its last place to either side. Intervals that share a point
//! are no contradiction. They are taken as closed, because whether a half was rounded up, to even or cut off is not known.

use rust_decimal::Decimal;

use super::Verdict;
use super::view::{Figure, Reading};
use super::wording::money;
use crate::base::{Place, Unit};
use crate::form::equation::Relation;

/// One side of an equation, evaluated.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// The figures with their signs.
    figures: Vec<(bool, Figure)>,
    /// Readable name: `general_public[206].total`.
    pub(super) of: String,
    /// For the message: `基本支出 521.37 + 项目支出 1,613.06`, and how many terms that are.
    words: String,
    said: usize,
    /// For the message where there are too many terms to list them.
    pub(super) gloss: Option<String>,
    /// Why it cannot be evaluated.
    pub(super) missing: Option<String>,
    /// Why a difference would prove nothing.
    pub(super) doubt: Option<String>,
    /// Where the first printed figure stands.
    pub(super) place: Option<Place>,
}

/// More terms than this are summed up in words.
const MOST_WORDS: usize = 5;

impl Tally {
    /// Adds what a cell says. `of` is its readable name, `label` its word in a message.
    pub(super) fn add(&mut self, negative: bool, reading: Reading, of: &str, label: &str, place: Place) {
        self.name(negative, of);
        match reading {
            Reading::Nothing => {}
            Reading::Amount(figure, guessed) => {
                if guessed {
                    self.doubt(format!("the column of {} is a guess", money(figure.value)));
                }
                self.place.get_or_insert(place);
                self.count(negative, figure, label);
            }
            Reading::Other => self.missing(format!("{of} is no amount")),
        }
    }

    /// Adds a figure without a name of its own.
    fn count(&mut self, negative: bool, figure: Figure, label: &str) {
        self.say(negative, label, figure.value);
        self.figures.push((negative, figure));
    }

    /// Adds a term to the words of the message.
    fn say(&mut self, negative: bool, label: &str, value: Decimal) {
        self.said += 1;
        if self.said > MOST_WORDS {
            return;
        }
        self.words.push_str(match (self.words.is_empty(), negative) {
            (true, false) => "",
            (true, true) => "−",
            (false, false) => " + ",
            (false, true) => " − ",
        });
        self.words.push_str(label);
        self.words.push(' ');
        self.words.push_str(&money(value));
    }

    /// Adds a term to the readable name.
    fn name(&mut self, negative: bool, of: &str) {
        match (self.of.is_empty(), negative) {
            (true, false) => {}
            (true, true) => self.of.push('-'),
            (false, false) => self.of.push_str(" + "),
            (false, true) => self.of.push_str(" - "),
        }
        self.of.push_str(of);
    }

    /// A cell that is asked for and cannot be found.
    pub(super) fn absent(&mut self, negative: bool, of: &str, why: impl Into<String>) {
        self.name(negative, of);
        self.missing(why);
    }

    pub(super) fn missing(&mut self, why: impl Into<String>) {
        self.missing.get_or_insert_with(|| why.into());
    }

    pub(super) fn doubt(&mut self, why: impl Into<String>) {
        self.doubt.get_or_insert_with(|| why.into());
    }

    /// Whether any amount is printed on this side.
    pub(super) fn is_printed(&self) -> bool {
        !self.figures.is_empty()
    }

    /// Whether it is nothing but blanks and zeros.
    pub(super) fn is_nothing(&self) -> bool {
        self.figures.iter().all(|(_, figure)| figure.value.is_zero())
    }

    /// The units of its figures; an exact zero is nothing in any unit.
    fn units(&self) -> impl Iterator<Item = Option<Unit>> {
        let exact_zero = |figure: &Figure| figure.value.is_zero() && figure.half.is_zero();
        self.figures.iter().filter(move |(_, figure)| !exact_zero(figure)).map(|(_, figure)| figure.unit)
    }

    /// Takes over a sum as one term.
    pub(super) fn absorb(&mut self, negative: bool, sum: Tally, of: &str, label: &str) {
        self.name(negative, of);
        if let Some((value, _)) = sum.total(false).filter(|_| sum.is_printed()) {
            self.say(negative, label, value);
        }
        self.place = self.place.or(sum.place);
        self.missing = self.missing.take().or(sum.missing);
        self.doubt = self.doubt.take().or(sum.doubt);
        self.figures.extend(sum.figures.into_iter().map(|(minus, figure)| (minus != negative, figure)));
    }

    /// Value and slack, in 元 if asked so.
    fn total(&self, in_yuan: bool) -> Option<(Decimal, Decimal)> {
        let mut sum = (Decimal::ZERO, Decimal::ZERO);
        for (negative, figure) in &self.figures {
            let unit = figure.unit.filter(|_| in_yuan);
            let scaled = |amount| unit.map_or(Some(amount), |unit| unit.in_yuan(amount));
            let (value, half) = (scaled(figure.value)?, scaled(figure.half)?);
            sum.0 = if *negative { sum.0.checked_sub(value)? } else { sum.0.checked_add(value)? };
            sum.1 = sum.1.checked_add(half)?;
        }
        Some(sum)
    }

    /// `合计 2,134.44`, `基本支出 521.37 + 项目支出 1,613.06 = 2,134.43`, `the sum 2,134.43 of its 12 parts`.
    pub(super) fn told(&self, value: Option<Decimal>) -> String {
        let sum = value.map(money).unwrap_or_default();
        match &self.gloss {
            Some(gloss) if value.is_some() => format!("the sum {sum} of {gloss}"),
            Some(gloss) => gloss.clone(),
            None if self.figures.is_empty() => self.of.clone(),
            None if self.said == 1 || (value.is_none() && self.said <= MOST_WORDS) => self.words.clone(),
            None if self.said > MOST_WORDS => format!("the sum {sum} of {} terms", self.said),
            None => format!("{} = {sum}", self.words),
        }
    }
}

/// What came of comparing two sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) left: Option<Decimal>,
    pub(super) right: Option<Decimal>,
    pub(super) difference: Option<Decimal>,
    pub(super) slack: Option<Decimal>,
    pub(super) unit: Option<Unit>,
    /// Why it is unjudged.
    pub(super) reason: Option<String>,
}

impl Outcome {
    /// Of several outcomes the least of these fits best.
    pub(super) fn rank(&self) -> (Verdict, Option<Decimal>) {
        (self.verdict, self.difference.map(|difference| difference.abs()))
    }

    fn unjudged(reason: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Unjudged,
            left: None,
            right: None,
            difference: None,
            slack: None,
            unit: None,
            reason: Some(reason.into()),
        }
    }
}

/// Compares two sides. `None` where both are nothing: a blank row says nothing that could be checked.
pub(super) fn compare(left: &Tally, relation: Relation, right: &Tally) -> Option<Outcome> {
    if let Some(missing) = left.missing.as_ref().or(right.missing.as_ref()) {
        return Some(Outcome::unjudged(missing.clone()));
    }
    match (left.is_printed(), right.is_printed()) {
        (false, false) => return None,
        (false, true) if right.is_nothing() => return None,
        (false, true) => return Some(Outcome::unjudged(format!("{} is blank", left.of))),
        (true, false) if left.is_nothing() => {}
        (true, false) if relation == Relation::AtMost => {}
        (true, false) => return Some(Outcome::unjudged(format!("{} is blank", right.of))),
        (true, true) => {}
    }
    let first = left.units().chain(right.units()).next().flatten();
    let mixed = left.units().chain(right.units()).any(|unit| unit != first);
    if mixed && left.units().chain(right.units()).any(|unit| unit.is_none()) {
        return Some(Outcome::unjudged("the unit of one side is not known"));
    }
    let unit = if mixed { Some(Unit::Yuan) } else { first };
    let (Some(l), Some(r)) = (left.total(mixed), right.total(mixed)) else {
        return Some(Outcome::unjudged("the amounts are too large to add"));
    };
    Some(judge(l, relation, r, unit, left.doubt.as_ref().or(right.doubt.as_ref())))
}

fn judge(
    (left, left_slack): (Decimal, Decimal),
    relation: Relation,
    (right, right_slack): (Decimal, Decimal),
    unit: Option<Unit>,
    doubt: Option<&String>,
) -> Outcome {
    // Both lie far below the limits of `Decimal`: `total` has checked the sums they consist of.
    let difference = left.saturating_sub(right);
    let slack = left_slack.saturating_add(right_slack);
    let excess = if relation == Relation::AtMost { difference } else { difference.abs() };
    let (verdict, reason) = if excess <= Decimal::ZERO {
        (Verdict::Exact, None)
    } else if excess <= slack {
        (Verdict::Rounding, None)
    } else if let Some(doubt) = doubt {
        (Verdict::Unjudged, Some(doubt.clone()))
    } else {
        (Verdict::Mismatch, None)
    };
    Outcome {
        verdict,
        left: Some(left),
        right: Some(right),
        difference: Some(difference),
        slack: Some(slack),
        unit,
        reason,
    }
}
