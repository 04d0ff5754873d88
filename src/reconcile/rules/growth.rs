//! Changes and rates against the year before, and the year before that follows from them.
//!
//! In: the statements. Out: findings. What was the year before is the amount less its change; that year has to close as
//! this one does: the strongest test of a text, since nobody wrote those numbers down.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::parts::are_whole;
use super::ratio::{Printed, ratio};
use super::{Found, Why};
use crate::form::equation::Relation;
use crate::model::Statement;
use crate::reconcile::tally::Tally;
use crate::reconcile::text::{Text, at, name, section};
use crate::reconcile::{Finding, Subject};

fn found(findings: Vec<Finding>, none: &str) -> Found {
    if findings.is_empty() { Err(Why::NotApplicable(none.into())) } else { Ok(findings) }
}

/// The rate is the change over the year before.
pub(super) fn rates(subject: &Subject<'_, '_>) -> Found {
    let findings = subject.told.statements().filter_map(|s| rate(subject.told, s)).collect();
    found(findings, "no sentence tells a rate with its amount and its change")
}

fn rate(told: &Text<'_>, statement: &Statement) -> Option<Finding> {
    let percent = statement.change_percent?;
    let base = before(told, statement)?.total(true)?;
    if base.0.abs() <= base.1 {
        return None;
    }
    let change = match statement.change {
        Some(change) => {
            let mut tally = Tally::default();
            told.add(&mut tally, false, statement, change, "change");
            tally.total(true)?
        }
        None => {
            let (now, half) = told.amount(statement).total(true)?;
            (now.saturating_sub(base.0).abs(), half.saturating_add(base.1))
        }
    };
    ratio(&Printed { percent, of: name(statement), at: at(statement) }, change, base)
}

/// Where nothing was before, there is no rate.
pub(super) fn from_nothing(subject: &Subject<'_, '_>) -> Found {
    let one = |statement: &Statement| {
        statement.amount.filter(|amount| !amount.is_zero())?;
        let base = before(subject.told, statement)?.total(true)?;
        if base.0.abs() > base.1 || statement.direction != Some(1) {
            return None;
        }
        let rate = statement.change_percent.filter(|rate| !rate.is_zero());
        let left = subject.told.amount(statement);
        let said = match rate {
            None => format!("{} was nothing the year before, and no rate is told", name(statement)),
            Some(rate) => {
                format!("{} was nothing the year before, but is said to grow by {rate} %", left.told(None))
            }
        };
        Some(Finding::told(left, rate.is_none(), said))
    };
    found(subject.told.statements().filter_map(one).collect(), "no sentence tells a growth from nothing")
}

/// Amount, amount of the year before and change agree, where all three are printed.
pub(super) fn changes(subject: &Subject<'_, '_>) -> Found {
    let one = |statement: &Statement| {
        let (previous, change, way) = (statement.previous?, statement.change?, statement.direction?);
        statement.amount?;
        let mut left = subject.told.amount(statement);
        subject.told.add(&mut left, true, statement, previous, "before");
        let mut right = Tally::default();
        subject.told.add(&mut right, way < 0, statement, change, "change");
        Finding::of(String::new(), left, Relation::Equal, right)
    };
    let none = "no sentence prints an amount, its change and the amount of the year before";
    found(subject.told.statements().filter_map(one).collect(), none)
}

/// What a statement says of the year before: printed, or the amount less its change.
fn before(told: &Text<'_>, statement: &Statement) -> Option<Tally> {
    let mut tally = Tally::default();
    if let Some(previous) = statement.previous {
        told.add(&mut tally, false, statement, previous, name(statement));
        return Some(tally);
    }
    let (amount, way) = (statement.amount?, statement.direction?);
    let change = match way {
        0 => statement.change.filter(|change| change.is_zero()).unwrap_or_default(),
        _ => statement.change?,
    };
    told.add(&mut tally, false, statement, amount, name(statement));
    if !change.is_zero() {
        told.add(&mut tally, way > 0, statement, change, "change");
    }
    Some(tally)
}

/// The sum of what a list says of the year before; `None` where a part does not say, or says it against another base.
fn before_list(told: &Text<'_>, parts: &[&Statement]) -> Option<Tally> {
    let mut sum = Tally::default();
    let with = |part: &&Statement| part.compared_with.clone();
    let bases: Vec<String> = parts.iter().filter_map(with).collect();
    if bases.windows(2).any(|pair| pair.first() != pair.last()) {
        return None;
    }
    for part in parts {
        sum.absorb(false, before(told, part)?, name(part), name(part));
    }
    Some(sum)
}

/// What a whole was the year before is what its parts were.
pub(super) fn parts(subject: &Subject<'_, '_>) -> Found {
    let told = subject.told;
    let one = |parts: Vec<&Statement>| {
        let whole = parts.first().and_then(|part| told.whole(part))?;
        let left = before(told, whole).filter(|_| parts.len() > 1 && are_whole(told, whole, &parts))?;
        let mut all = parts.clone();
        all.push(whole);
        before_list(told, &all)?;
        Finding::of("the year before".into(), left, Relation::Equal, before_list(told, &parts)?)
    };
    let mut findings: Vec<Finding> = told.parts().into_values().filter_map(one).collect();
    findings.extend(items(subject));
    found(findings, "no whole tells its change together with all its parts")
}

/// The items of one section, each with its code, and the total they make up.
fn items(subject: &Subject<'_, '_>) -> Vec<Finding> {
    let told = subject.told;
    let mut sections: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
    for statement in told.current().filter(|s| s.code.as_deref().is_some_and(|code| code.len() == 7)) {
        sections.entry(section(statement)).or_default().push(statement);
    }
    let by_place = sections.into_values();
    by_place
        .filter_map(|items| {
            let amounts =
                items.iter().filter_map(|item| item.amount).fold(Decimal::ZERO, Decimal::saturating_add);
            let total = |s: &&Statement| s.amount == Some(amounts) && s.item.is_some();
            let whole = told.current().filter(total).find_map(|whole| before_of(told, whole))?;
            let items = before_list(told, &items).filter(|_| items.len() > 1)?;
            // An item that there was the year before and is no more need not be told.
            Finding::of("the year before".into(), items, Relation::AtMost, whole)
        })
        .collect()
}

/// What a total was the year before: as it says itself, else as its parts say.
fn before_of(told: &Text<'_>, whole: &Statement) -> Option<Tally> {
    before(told, whole).or_else(|| {
        let parts = told.parts().remove(&whole.no)?;
        let sum = before_list(told, &parts).filter(|_| are_whole(told, whole, &parts))?;
        let mut tally = Tally::default();
        tally.absorb(false, sum, name(whole), name(whole));
        Some(tally)
    })
}

/// The incomes of the year before are its expenditures.
pub(super) fn balance(subject: &Subject<'_, '_>) -> Found {
    let told = subject.told;
    let of = |item: &str| {
        let mut all = told.current().filter(|s| s.item.as_deref() == Some(item));
        all.find_map(|statement| Some((statement, before_of(told, statement)?)))
    };
    let (Some((earned, income)), Some((spent, expenditure))) = (of("income"), of("expenditure")) else {
        return Err(Why::NotApplicable("the text does not tell how income and expenditure changed".into()));
    };
    let balanced = Finding::of(String::new(), told.amount(earned), Relation::Equal, told.amount(spent));
    if !balanced.is_some_and(|finding| finding.outcome.closes()) {
        return Err(Why::NotApplicable(
            "income and expenditure of the text are not totals that balance".into(),
        ));
    }
    let finding = Finding::of("the year before".into(), income, Relation::Equal, expenditure);
    found(finding.into_iter().collect(), "nothing was there the year before")
}
