//! Things and people that money is spent on: where the money is they are, and the reverse.
//!
//! In: what the text counts, and the tables. Out: findings that are worth a look: a count may be of another day, or of
//! other units than the money.

use rust_decimal::Decimal;

use super::cells::{only, total_of};
use super::{Found, Why};
use crate::base::Unit;
use crate::form::CheckRule;
use crate::form::equation::Relation;
use crate::model::{Asset, Headcount, Quantity};
use crate::reconcile::evidence::At;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, Reading};
use crate::reconcile::{Finding, Subject};

/// Vehicles to be bought: as many as there is money for, none where there is none, and for that money where it is told.
pub(super) fn bought(subject: &Subject<'_, '_>) -> Found {
    let money = total_of(subject, "three_public", "vehicle_purchase").filter(Tally::is_printed);
    let money = money.ok_or_else(|| not("no table tells what vehicles are bought for"))?;
    let items = subject.document.narrative.assets.iter().flat_map(|passage| &passage.items);
    let planned: Vec<&Asset> = items.filter(|item| item.planned && item.kind == "vehicles").collect();
    let [vehicles] = planned.as_slice() else { return Err(not("no passage counts vehicles to be bought")) };
    let count = vehicles.count.as_ref().ok_or_else(|| not("no passage counts vehicles to be bought"))?;
    let fine = count.number.is_zero() == money.is_nothing();
    let said = format!("{} vehicles are to be bought, for {}", count.number, money.told(None));
    let mut findings = vec![Finding::told(counted(count, &vehicles.name), fine, said)];
    if let Some(value) = vehicles.value.as_ref().filter(|value| !value.number.is_zero()) {
        let mut left = Tally::default();
        let figure = Figure::printed(value.number, value.number.scale(), Unit::named(&value.unit));
        left.number(figure, &vehicles.name, &vehicles.name, At::told(value.place));
        findings.extend(Finding::of("vehicles".into(), left, Relation::Equal, money));
    }
    Ok(findings)
}

/// Who is paid for having left is counted.
pub(super) fn retirees(rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let staffing = &subject.document.narrative.staffing;
    let findings: Vec<Finding> = rule
        .codes
        .iter()
        .filter_map(|(kind, code)| {
            let told = staffing.iter().flat_map(|passage| &passage.counts);
            let told: Vec<&Headcount> = told.filter(|count| count.kind.as_deref() == Some(kind)).collect();
            let [people] = told.as_slice() else { return None };
            let paid = paid(subject, code)?;
            let fine = !people.count.number.is_zero();
            let said = format!(
                "{} {} are told, and {} is paid under {code}",
                people.count.number, people.name, paid
            );
            Some(Finding::told(counted(&people.count, &people.name), fine, said))
        })
        .collect();
    if findings.is_empty() {
        Err(not("no passage counts people who have left and are paid"))
    } else {
        Ok(findings)
    }
}

/// The amount of a code of the basic expenditure table, other than zero.
fn paid(subject: &Subject<'_, '_>, code: &str) -> Option<Decimal> {
    let view = only(subject, "general_public_basic")?;
    let mut rows = view.table.rows.iter().filter(|row| row.code.as_deref() == Some(code));
    let row = rows.next().filter(|_| rows.next().is_none())?;
    let amount = |column: usize| match view.read(row, column) {
        Reading::Amount(figure, _) => Some(figure.value).filter(|value| !value.is_zero()),
        Reading::Nothing | Reading::Other => None,
    };
    ["total", "amount", "final"].iter().flat_map(|id| view.columns_named(id)).find_map(amount)
}

fn counted(count: &Quantity, label: &str) -> Tally {
    let mut tally = Tally::default();
    tally.number(Figure::exact(count.number), label, label, At::told(count.place));
    tally
}

fn not(why: &str) -> Why {
    Why::NotApplicable(why.into())
}
