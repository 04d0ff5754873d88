//! Units, scales and signs: whether the numbers of a table can be what they are said to be.
//!
//! In: tables with their units. Out: one finding a table, or one a document, without arithmetic except for totals, which
//! are converted into 元 before they are compared.

use rust_decimal::Decimal;

use super::cells::stand;
use super::{Found, Why};
use crate::base::Unit;
use crate::form::CheckRule;
use crate::model::{Kind, Row, UnitFrom, Value};
use crate::reconcile::evidence::At;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, View, is_total, row_label};
use crate::reconcile::{Finding, Subject};

/// Columns whose amounts may be negative.
const MAY_BE_NEGATIVE: [&str; 2] = ["change", "change_percent"];
/// An amount this many times the total of its table is in another unit, or has lost its decimal point.
const OUT_OF_SCALE: u32 = 1000;
/// Totals with fewer digits may be alike by chance.
const ENOUGH_DIGITS: usize = 4;
/// Columns that hold the total of a row, best first.
const TOTALS: [&str; 3] = ["total", "amount", "final"];

/// An amount with its row.
type Cell<'d> = (&'d Row, &'d Value, Decimal);

fn amounts<'d>(view: &View<'d>) -> impl Iterator<Item = Cell<'d>> {
    let values = view.table.rows.iter().flat_map(|row| row.values.iter().map(move |value| (row, value)));
    values
        .filter(|(_, value)| value.kind == Kind::Amount)
        .filter_map(|(row, value)| Some((row, value, value.number?)))
}

/// One finding for a table with amounts: all are fine, or this one is not.
fn told(view: &View<'_>, wrong: Option<Cell<'_>>, fine: &str, not: &str) -> Vec<Finding> {
    if amounts(view).next().is_none() {
        return Vec::new();
    }
    let mut left = Tally::default();
    let said = match wrong {
        None => {
            stand(&mut left, view);
            format!("{}: {fine}", view.name)
        }
        Some((row, value, number)) => {
            let of = view.cell_name(row, value.column);
            left.number(Figure::exact(number), &of, "", view.at(row, value.column));
            format!("{}: {} of {} {not}", view.name, value.printed, row_label(row))
        }
    };
    vec![Finding::told(left, wrong.is_none(), said)]
}

/// Amounts are not negative.
pub(super) fn signs(view: &View<'_>) -> Vec<Finding> {
    let may = |column: usize| view.column_id(column).is_some_and(|id| MAY_BE_NEGATIVE.contains(&id));
    let wrong = amounts(view).find(|(_, value, number)| number.is_sign_negative() && !may(value.column));
    told(view, wrong.filter(|(.., n)| !n.is_zero()), "no amount is negative", "is negative")
}

/// No column of amounts holds the code of its row.
pub(super) fn codes_as_amounts(view: &View<'_>) -> Vec<Finding> {
    let is_code = |row: &Row, value: &Value| row.code.as_deref() == Some(value.printed.as_str());
    let wrong = amounts(view).find(|(row, value, _)| is_code(row, value));
    told(view, wrong, "no amount is the code of its row", "is the code of its row, no amount")
}

/// Nothing is smaller than 分.
pub(super) fn decimals(view: &View<'_>) -> Vec<Finding> {
    let most = match view.table.unit {
        Some(Unit::Yuan) => 2,
        Some(Unit::TenThousandYuan) => 6,
        _ => return Vec::new(),
    };
    let wrong = amounts(view).find(|(.., number)| number.normalize().scale() > most);
    told(view, wrong, "no amount is told finer than 分", "is told finer than 分")
}

/// No amount is far above the total of its column.
pub(super) fn outliers(view: &View<'_>) -> Vec<Finding> {
    let totals: Vec<&Row> = view.table.rows.iter().filter(|row| is_total(row)).collect();
    if totals.is_empty() {
        return Vec::new();
    }
    let bound = |column: usize| {
        let of_column = totals.iter().flat_map(|row| &row.values).filter(|v| v.column == column);
        let most = of_column.filter_map(|value| value.number).map(|number| number.abs()).max()?;
        most.checked_mul(Decimal::from(OUT_OF_SCALE)).filter(|bound| !bound.is_zero())
    };
    let bounds: Vec<Option<Decimal>> = (0..view.table.columns.len()).map(bound).collect();
    let above = |column: usize, number: Decimal| {
        bounds.get(column).copied().flatten().is_some_and(|bound| number.abs() >= bound)
    };
    let wrong = amounts(view).find(|(_, value, number)| above(value.column, *number));
    told(view, wrong, "no amount is far above the total", "is a thousand times the total or more")
}

/// Every table with amounts has a unit.
pub(super) fn stated(subject: &Subject<'_, '_>) -> Found {
    let with_amounts = subject.views.iter().filter(|v| v.id().is_some() && amounts(v).next().is_some());
    let findings: Vec<Finding> = with_amounts
        .map(|view| {
            let mut left = Tally::default();
            stand(&mut left, view);
            let how = match view.table.unit_from {
                Some(UnitFrom::Printed) | None => "states its unit",
                Some(UnitFrom::Inherited) => "takes its unit from the other tables",
                Some(UnitFrom::Inferred) => "has the unit of its form",
            };
            let said = match view.table.unit {
                Some(unit) => format!("{} {how}: {}", view.name, unit.name()),
                None => format!("{} does not state the unit of its amounts", view.name),
            };
            Finding::told(left, view.table.unit.is_some(), said)
        })
        .collect();
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no table has amounts".into())),
        false => Ok(findings),
    }
}

/// A total in 元.
struct Total<'v> {
    name: &'v str,
    value: Decimal,
    figure: Figure,
    at: At,
}

/// No two totals have the same digits and differ by a power of ten.
pub(super) fn scales(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let views = crate::reconcile::applicable(of, subject.views);
    let totals: Vec<Total> = views.flat_map(|(_, view)| totals(view)).collect();
    let Some(first) = totals.first().filter(|_| totals.len() > 1) else { return Ok(Vec::new()) };
    let pairs = totals
        .iter()
        .enumerate()
        .flat_map(|(at, one)| totals.iter().skip(at.saturating_add(1)).map(move |other| (one, other)));
    let slipped = pairs.into_iter().find(|(one, other)| {
        let (digits, others) = (digits(one.value), digits(other.value));
        digits == others && digits.len() >= ENOUGH_DIGITS && one.value != other.value
    });
    let mut left = Tally::default();
    let (one, said) = match slipped {
        None => (first, format!("{} totals have one scale", totals.len())),
        Some((one, other)) => {
            let said = format!(
                "{} is {} 元 and {} is {} 元: the same digits in another unit",
                one.name, one.value, other.name, other.value
            );
            (one, said)
        }
    };
    left.number(one.figure, one.name, "", one.at);
    Ok(vec![Finding::told(left, slipped.is_none(), said)])
}

fn totals<'v>(view: &'v View<'_>) -> Vec<Total<'v>> {
    let Some(unit) = view.table.unit else { return Vec::new() };
    let rows = view.table.rows.iter().filter(|row| is_total(row));
    rows.filter_map(|row| {
        let column = TOTALS.iter().flat_map(|id| view.columns_named(id));
        let (column, figure) = column.into_iter().find_map(|column| match view.read(row, column) {
            crate::reconcile::view::Reading::Amount(figure, _) => Some((column, figure)),
            _ => None,
        })?;
        let value = unit.in_yuan(figure.value)?.normalize();
        Some(Total { name: &view.name, value, figure, at: view.at(row, column) })
    })
    .collect()
}

/// The digits of a number without zeros at either end.
fn digits(value: Decimal) -> String {
    value.abs().mantissa().to_string().trim_end_matches('0').to_owned()
}
