//! Verdicts as sentences, amounts as people print them.

use rust_decimal::Decimal;

use super::Verdict;
use super::tally::{Outcome, Tally};
use crate::base::Place;
use crate::form::equation::Relation;

/// `2134.44` → `2,134.44`
pub(super) fn money(value: Decimal) -> String {
    let plain = value.abs().to_string();
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut text = String::with_capacity(plain.len() + plain.len() / 3 + 1);
    if value.is_sign_negative() && !value.is_zero() {
        text.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && whole.len().saturating_sub(at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// One sentence: what was compared with what, and what came of it.
pub(super) fn sentence(
    subject: &str,
    left: &Tally,
    relation: Relation,
    right: &Tally,
    outcome: &Outcome,
) -> String {
    let (l, r) = (left.told(outcome.left), right.told(outcome.right));
    let unit = outcome.unit.map(|unit| format!(" {}", unit.name())).unwrap_or_default();
    let by = outcome.difference.map(|difference| money(difference.abs())).unwrap_or_default();
    let said = match (outcome.verdict, relation) {
        (Verdict::Exact, Relation::AtMost) => format!("{l} is not more than {r}"),
        (Verdict::Exact, _) => format!("{l} equals {r}"),
        (Verdict::Rounding, Relation::AtMost) => {
            format!("{l} is more than {r} by {by}{unit}, within rounding")
        }
        (Verdict::Rounding, _) => {
            let how = outcome.reason.as_deref().unwrap_or("within rounding");
            format!("{l} differs from {r} by {by}{unit}, {how}")
        }
        (Verdict::Mismatch, Relation::AtMost) => format!("{l} is more than {r} by {by}{unit}"),
        (Verdict::Mismatch, _) => {
            let why = outcome.reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
            format!("{l} differs from {r} by {by}{unit}{why}")
        }
        (Verdict::Unjudged, _) if outcome.difference.is_some() => {
            format!(
                "{l} differs from {r} by {by}{unit}, which proves nothing: {}",
                outcome.reason.as_deref().unwrap_or_default()
            )
        }
        (Verdict::Unjudged, _) => {
            format!("{l} cannot be compared with {r}: {}", outcome.reason.as_deref().unwrap_or_default())
        }
    };
    let place = left.place.or(right.place).map(whereabouts).unwrap_or_default();
    if subject.is_empty() { format!("{said}{place}") } else { format!("{subject}: {said}{place}") }
}

fn whereabouts(place: Place) -> String {
    match (place.page, place.line) {
        (Some(page), _) => format!(" (page {page})"),
        (None, Some(line)) => format!(" (line {line})"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_grouped() {
        for (value, expect) in [
            (Decimal::new(213_444, 2), "2,134.44"),
            (Decimal::new(-100, 0), "-100"),
            (Decimal::new(-1_234_567, 0), "-1,234,567"),
            (Decimal::new(0, 2), "0.00"),
        ] {
            assert_eq!(money(value), expect);
        }
    }
}
