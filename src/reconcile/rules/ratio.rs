//! A printed percentage against the two amounts it is made of.
//!
//! In: the percentage, part and base, each with the half unit it is printed to. Out: a finding with the classes exact
//! (rounded as it should be), cut off or rounded up, within rounding of the two amounts, shifted by powers of ten, off.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::form::equation::Relation;
use crate::reconcile::evidence::At;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::wording::money;
use crate::reconcile::{Finding, Verdict};

/// A number and the half unit it is known to.
pub(super) type Known = (Decimal, Decimal);

/// A percentage as printed.
pub(super) struct Printed<'t> {
    pub(super) percent: Decimal,
    /// What it is a percentage of: the name of the statement.
    pub(super) of: &'t str,
    pub(super) at: At,
}

/// Whether `printed` is `part` in percent of `base`. `None` where the base is nothing.
pub(super) fn ratio(printed: &Printed<'_>, part: Known, base: Known) -> Option<Finding> {
    let exact = percent(part.0, base.0)?;
    let scale = printed.percent.scale();
    let figure = Figure::printed(printed.percent, scale, None);
    let mut left = Tally::default();
    left.number(figure, printed.of, &format!("{} %", printed.of), printed.at);
    let rounded = exact.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero);
    let mut right = Tally::default();
    let label = format!("{} of {} =", money(part.0), money(base.0));
    right.number(
        Figure { value: rounded, half: spread(exact, part, base), unit: None },
        "computed",
        &label,
        printed.at,
    );
    let mut finding = Finding::of("percent".into(), left, Relation::Equal, right)?;
    let up = exact.round_dp_with_strategy(scale, RoundingStrategy::AwayFromZero);
    let how = [(exact.trunc_with_scale(scale), "cut off, not rounded"), (up, "rounded up")];
    let how = how.into_iter().find(|(value, _)| *value == printed.percent);
    if let Some((_, how)) = how.filter(|_| finding.outcome.verdict != Verdict::Exact) {
        finding.outcome.verdict = Verdict::Rounding;
        finding.outcome.reason = Some(how.into());
    }
    if let Some(places) =
        shift(exact, printed.percent).filter(|_| finding.outcome.verdict == Verdict::Mismatch)
    {
        finding.outcome.reason = Some(format!("the point is shifted by {places}"));
    }
    Some(finding)
}

fn percent(part: Decimal, base: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base)
}

/// How far the quotient may be off, by the digits of its two numbers.
fn spread(exact: Decimal, part: Known, base: Known) -> Decimal {
    let far = percent(part.0.saturating_add(part.1), base.0.saturating_sub(base.1));
    far.map_or(Decimal::ZERO, |far| far.saturating_sub(exact).abs())
}

/// By how many places a percentage is shifted that would else be right.
fn shift(exact: Decimal, printed: Decimal) -> Option<i32> {
    let tens = [(1, 10), (2, 100), (3, 1000), (4, 10_000)].map(|(places, ten)| (places, Decimal::from(ten)));
    let same = |value: Option<Decimal>| {
        value.is_some_and(|value| {
            let unit = Decimal::new(1, printed.scale().min(20));
            !printed.is_zero() && value.saturating_sub(printed).abs() < unit
        })
    };
    tens.into_iter().find_map(|(places, ten)| {
        if same(exact.checked_mul(ten)) {
            Some(places)
        } else {
            same(exact.checked_div(ten)).then_some(-places)
        }
    })
}
