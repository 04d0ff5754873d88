//! What is wrong with a figure, or with a check of which no figure is singled out: by arithmetic alone.
//!
//! In: a failing check, the suspected figure, the document. Out: a [`CauseKind`]. Coincidences are kept out by asking for
//! three digits that are not zero wherever two numbers are taken for one.

use rust_decimal::{Decimal, RoundingStrategy};

use super::CauseKind;
use super::equations::Figure;
use crate::base::Unit;
use crate::model::{Claim, Document, Kind, Row, RowRole, Value};
use crate::reconcile::Check;
use crate::reconcile::evidence::{Operand, Source, row_with};
use crate::reconcile::view::View;

/// What a cause may be found in.
pub(super) struct Facts<'f, 'd> {
    pub(super) document: &'d Document,
    pub(super) views: &'f [View<'d>],
    pub(super) checks: &'f [Check],
}

/// The cause of a check, with the figure that is wrong and what it should be.
pub(super) fn of(check: usize, suspect: Option<(&Figure, Decimal)>, facts: &Facts<'_, '_>) -> CauseKind {
    let Some(check) = facts.checks.get(check) else { return CauseKind::Source };
    let Some(difference) = check.difference else { return CauseKind::Source };
    if check.slack.is_some_and(|slack| difference.abs() <= slack.saturating_add(slack)) {
        return CauseKind::Rounding;
    }
    let pairs = pairs(check, suspect);
    let any = |fits: fn(Decimal, Decimal) -> bool| pairs.iter().any(|&(a, b)| fits(a, b));
    let missing = suspect.map_or(difference, |(_, proposed)| proposed);
    let left_out = suspect.is_none() && facts.leaves_out(check, difference);
    if facts.is_unclaimed(missing) || left_out {
        CauseKind::Extraction
    } else if any(is_scaled) {
        CauseKind::Scale
    } else if any(is_swapped) || (suspect.is_none() && one_is_swapped(check, difference)) {
        CauseKind::DigitSwap
    } else if facts.is_on_another_basis(check, suspect.map(|(figure, _)| figure.source)) {
        CauseKind::Basis
    } else if any(differs_in_a_digit) {
        CauseKind::Digit
    } else {
        CauseKind::Source
    }
}

/// What is printed and what should be: the suspect, else both sides where each is one figure.
fn pairs(check: &Check, suspect: Option<(&Figure, Decimal)>) -> Option<(Decimal, Decimal)> {
    match suspect {
        Some((figure, proposed)) => Some((figure.value, proposed)),
        None if check.operands.len() <= 2 => check.left.zip(check.right),
        None => None,
    }
}

/// Whether two numbers that are equal can hardly be so by chance.
pub(in crate::reconcile) fn tells(value: Decimal) -> bool {
    value.normalize().mantissa().unsigned_abs() >= 100
}

/// Whether one is the other in a larger unit, rounded to its own digits.
fn is_scaled(one: Decimal, other: Decimal) -> bool {
    let (small, large) = if one.abs() < other.abs() { (one, other) } else { (other, one) };
    let cut = |power: u32| {
        let by = Decimal::from(10u64.checked_pow(power)?);
        Some(
            large
                .checked_div(by)?
                .round_dp_with_strategy(small.scale(), RoundingStrategy::MidpointAwayFromZero),
        )
    };
    tells(small) && (1..=8).any(|power| cut(power) == Some(small))
}

/// The digits of both, with the same number of decimals; `None` where they have not equally many.
fn digits(one: Decimal, other: Decimal) -> Option<(Vec<u8>, Vec<u8>)> {
    let scale = one.scale().max(other.scale());
    let text = |mut value: Decimal| {
        value.rescale(scale);
        value.to_string().into_bytes()
    };
    let (a, b) = (text(one), text(other));
    (a.len() == b.len()).then_some((a, b))
}

/// Whether one is the other with two digits beside each other swapped.
fn is_swapped(one: Decimal, other: Decimal) -> bool {
    let Some((a, b)) = digits(one, other) else { return false };
    let digit = |byte: &u8| byte.is_ascii_digit();
    // A decimal point may stand between the two.
    let (a, b): (Vec<u8>, Vec<u8>) =
        (a.into_iter().filter(digit).collect(), b.into_iter().filter(digit).collect());
    let differing: Vec<usize> = (0..a.len()).filter(|&at| a.get(at) != b.get(at)).collect();
    match differing.as_slice() {
        &[first, second] => {
            second == first.saturating_add(1)
                && a.get(first) == b.get(second)
                && a.get(second) == b.get(first)
        }
        _ => false,
    }
}

/// Whether one may be the other with a slip of the pen: a digit, two that changed places, the point.
pub(in crate::reconcile) fn is_slip(one: Decimal, other: Decimal) -> bool {
    is_scaled(one, other) || is_swapped(one, other) || differs_in_a_digit(one, other)
}

fn differs_in_a_digit(one: Decimal, other: Decimal) -> bool {
    digits(one, other).is_some_and(|(a, b)| a.iter().zip(&b).filter(|(a, b)| a != b).count() == 1)
}

/// Whether swapping two digits of just one figure closes the check. A swap moves a number by 9·k·10ⁿ.
fn one_is_swapped(check: &Check, difference: Decimal) -> bool {
    let nines = difference.normalize().mantissa().unsigned_abs().is_multiple_of(9);
    let closes = |operand: &&Operand| {
        let step = in_unit(difference, check.unit, operand.unit);
        let step = if operand.left == operand.negative { step } else { step.map(|step| -step) };
        step.and_then(|step| operand.value.checked_add(step))
            .is_some_and(|other| is_swapped(operand.value, other))
    };
    nines && check.operands.iter().filter(closes).count() == 1
}

/// An amount of one unit in another.
fn in_unit(amount: Decimal, from: Option<Unit>, to: Option<Unit>) -> Option<Decimal> {
    match (from, to) {
        (Some(from), Some(to)) if from != to => from.in_yuan(amount)?.checked_div(to.in_yuan(Decimal::ONE)?),
        _ => Some(amount),
    }
}

impl Facts<'_, '_> {
    /// Whether the text prints the amount and nothing claims it.
    fn is_unclaimed(&self, amount: Decimal) -> bool {
        let unclaimed = self.document.ledger.iter().filter(|entry| entry.claimed_by == Claim::Unclaimed);
        tells(amount) && unclaimed.into_iter().any(|entry| entry.value.abs() == amount.abs())
    }

    /// Whether an amount that no instance of this check holds is what is missing: in the row where columns are added, in
    /// the column where rows are.
    fn leaves_out(&self, check: &Check, difference: Decimal) -> bool {
        let cells: Vec<(u32, u32, usize)> = check.operands.iter().filter_map(cell).collect();
        let Some(&(table, row, column)) = cells.first() else { return false };
        if !tells(difference) || cells.iter().any(|(other, _, _)| *other != table) {
            return false;
        }
        let along_row = cells.iter().all(|(_, other, _)| *other == row);
        let held = |at: (u32, u32, usize)| {
            let same = self.checks.iter().filter(|other| other.check_id == check.check_id);
            same.flat_map(|other| &other.operands).filter_map(cell).any(|held| held == at)
        };
        self.values_of(table).any(|(other, value)| {
            (if along_row { other.no == row } else { value.column == column })
                && value.number.is_some_and(|number| number.abs() == difference.abs())
                && !held((table, other.no, value.column))
        })
    }

    /// Whether one side is a cell and the other says what stands beside that cell.
    fn is_on_another_basis(&self, check: &Check, suspect: Option<Source>) -> bool {
        let sources = check.operands.iter().map(|operand| cell(operand).map(|(table, _, _)| table));
        let across = sources.clone().any(|source| Some(source) != sources.clone().next());
        let beside = |left: bool| {
            let mut side = check.operands.iter().filter(|operand| operand.left == left);
            let operand = side.next().filter(|_| side.next().is_none())?;
            let (table, row, column) = cell(operand).filter(|_| suspect != Some(operand.source))?;
            let said = if left { check.right? } else { check.left? };
            let said = in_unit(said, check.unit, operand.unit).filter(|said| tells(*said))?;
            let near = self.values_of(table).any(|(other, value)| {
                let neighbour = other.no == row && value.column != column;
                let sum = value.column == column && other.no != row && other.role != RowRole::Detail;
                (neighbour || sum) && value.number == Some(said)
            });
            Some(near)
        };
        across && [true, false].into_iter().any(|left| beside(left) == Some(true))
    }

    /// The amounts of a table with their rows.
    fn values_of(&self, table: u32) -> impl Iterator<Item = (&Row, &Value)> {
        let tables = self.document.tables.iter().filter(move |found| found.no == table);
        let rows = tables.flat_map(|table| &table.rows);
        rows.flat_map(|row| row.values.iter().map(move |value| (row, value)))
            .filter(|(_, value)| value.kind == Kind::Amount)
    }

    /// Readable name of what a figure was read from.
    pub(super) fn name(&self, source: Source) -> Option<String> {
        match source {
            Source::Cell { table, row, column } => {
                let view = self.views.iter().find(|view| view.table.no == table)?;
                let row = row_with(view.table, row, column)?;
                Some(view.cell_name(row, column))
            }
            Source::Table { table } => {
                self.views.iter().find(|view| view.table.no == table).map(|view| view.name.clone())
            }
            Source::Statement { no } => Some(format!("statement {no}")),
            Source::Card { no } => Some(format!("card {no}")),
            Source::Indicator { card, nth } => Some(format!("card {card} indicator {nth}")),
            Source::Narrative => Some("text".to_owned()),
        }
    }
}

fn cell(operand: &Operand) -> Option<(u32, u32, usize)> {
    match operand.source {
        Source::Cell { table, row, column } => Some((table, row, column)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fits: fn(Decimal, Decimal) -> bool, one: &str, other: &str, expect: bool) {
        let number = |text: &str| text.parse::<Decimal>().unwrap_or_default();
        assert_eq!(fits(number(one), number(other)), expect, "{one} {other}");
        assert_eq!(fits(number(other), number(one)), expect, "{other} {one}");
    }

    #[test]
    fn scales_are_powers_of_ten_of_the_same_digits() {
        check(is_scaled, "22614.51", "226145100.00", true);
        check(is_scaled, "22614.51", "226145149", true);
        check(is_scaled, "22614.51", "226145151", false);
        check(is_scaled, "22614.51", "22614.51", false);
        check(is_scaled, "0.01", "100", false);
    }

    #[test]
    fn swaps_are_of_neighbours() {
        check(is_swapped, "1234.50", "1324.50", true);
        check(is_swapped, "12.34", "13.24", true);
        check(is_swapped, "1234.50", "1432.50", false);
        check(is_swapped, "1234.50", "1244.50", false);
    }

    #[test]
    fn one_digit_is_one_digit() {
        check(differs_in_a_digit, "96.50", "98.5", true);
        check(differs_in_a_digit, "96.50", "98.60", false);
        check(differs_in_a_digit, "96.50", "196.50", false);
    }
}
