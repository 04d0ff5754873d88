//! Numbers that two printed ones give: products and rates, with what the digits of both leave open.
//!
//! In: figures. Out: a [`Figure`]. A rate is told in percent; places round it or cut it off.

use rust_decimal::Decimal;

use super::view::{Figure, Reading, View};
use crate::model::{Kind, Row};

/// A rate is shown with this many decimals.
const SHOWN: u32 = 4;

/// What stands in a cell, whatever it is a number of.
pub(super) fn figure(view: &View, row: &Row, column: usize) -> Option<Figure> {
    if let Reading::Amount(figure, _) = view.read(row, column) {
        return Some(figure);
    }
    let value = row.values.iter().find(|value| value.column == column)?;
    let number = value.number.filter(|_| matches!(value.kind, Kind::Count | Kind::Percent))?;
    match value.kind {
        Kind::Count => Some(Figure::exact(number)),
        _ => Some(Figure::printed(number, number.scale(), None)),
    }
}

/// A rate that stands in a cell: known to a whole unit of its last place, since it may be rounded or cut off.
pub(super) fn printed(row: &Row, column: usize) -> Option<Reading> {
    let value = row.values.iter().find(|value| value.column == column && value.kind == Kind::Percent)?;
    let number = value.number?;
    let half = Figure::printed(number, number.scale(), None).half;
    Some(Reading::Amount(Figure { value: number, half: half.saturating_add(half), unit: None }, false))
}

/// `first` times `second`. It has the unit of the one that has one.
pub(super) fn product(first: Figure, second: Figure) -> Option<Figure> {
    let half = |one: Figure, other: Figure| one.half.checked_mul(other.value.abs());
    Some(Figure {
        value: first.value.checked_mul(second.value)?.normalize(),
        half: half(first, second)?.checked_add(half(second, first)?)?,
        unit: first.unit.or(second.unit),
    })
}

/// `part` over `whole` in percent; `None` where the whole is zero: of nothing there is no share.
pub(super) fn rate(part: Figure, whole: Figure) -> Option<Figure> {
    let ratio = part.value.checked_div(whole.value)?;
    let of_whole = whole.half.checked_mul(ratio.abs())?;
    let slack = part.half.checked_add(of_whole)?.checked_div(whole.value.abs())?;
    let percent = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED);
    let value = percent(ratio)?.round_dp(SHOWN).normalize();
    let shown = Figure::printed(value, SHOWN, None).half;
    Some(Figure { value, half: percent(slack)?.checked_add(shown)?, unit: None })
}
