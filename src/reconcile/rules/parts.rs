//! Wholes and their parts in the text: lists behind 其中 and 包括, and the money of a project.
//!
//! A list may leave out parts and may tell parts of a part in one breath. So a list holds where its parts, or all of
//! them but those within others, make up the whole; it fails where they make up more, or miss less than any of them.

use rust_decimal::Decimal;

use super::{Found, Why};
use crate::form::NarrativeWords;
use crate::form::equation::Relation;
use crate::model::{ProjectText, Statement};
use crate::reconcile::evidence::At;
use crate::reconcile::tally::Tally;
use crate::reconcile::text::{Text, name};
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// Parts told behind their whole make it up.
pub(super) fn lists(subject: &Subject<'_, '_>) -> Found {
    let mut findings = Vec::new();
    for parts in subject.told.parts().values() {
        let Some(whole) = parts.first().and_then(|part| subject.told.whole(part)) else { continue };
        let amounts = parts.iter().filter(|part| part.amount.is_some()).count();
        let alike = parts.iter().all(|part| part.unit == whole.unit);
        if amounts < 2 || whole.amount.is_none() || whole.in_reason || !alike {
            continue;
        }
        findings.extend(list(subject.told, whole, parts));
    }
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no sentence tells a whole and its parts".into())),
        false => Ok(findings),
    }
}

/// Whether the parts that are told of a statement make it up.
pub(super) fn are_whole(told: &Text<'_>, whole: &Statement, parts: &[&Statement]) -> bool {
    list(told, whole, parts).is_some_and(|finding| finding.outcome.closes() && finding.said.is_none())
}

fn list(told: &Text<'_>, whole: &Statement, parts: &[&Statement]) -> Option<Finding> {
    let (left, side) = (told.amount(whole), sum(told, parts));
    let finding = Finding::of(String::new(), left.clone(), Relation::Equal, side)?;
    if finding.outcome.closes() {
        return Some(finding);
    }
    if let Some(finding) = some_of(told, whole, parts) {
        return Some(finding);
    }
    let mut right = sum(told, parts);
    if let Some(why) = incomplete(told.words(), whole, parts) {
        right.doubt(why);
    }
    Finding::of(String::new(), left, Relation::Equal, right)
}

/// Why a list that does not close may be right.
fn incomplete(words: &NarrativeWords, whole: &Statement, parts: &[&Statement]) -> Option<&'static str> {
    let amounts = || parts.iter().filter_map(|part| part.amount).filter(|amount| !amount.is_zero());
    let sum: Decimal = amounts().fold(Decimal::ZERO, Decimal::saturating_add);
    let missing = whole.amount?.saturating_sub(sum);
    let elsewhere = parts.iter().any(|part| part.text != whole.text);
    if elsewhere && !whole.text.ends_with(['：', ':']) {
        return Some("the parts stand in other sentences than the whole");
    }
    let least = amounts().min()?;
    let some = words.tells_some(&whole.text) && missing > Decimal::ZERO;
    (some || missing >= least).then_some("the list may leave out a part")
}

/// More parts than this are not tried without some of them.
const MOST_TRIED: usize = 12;

/// The list without the parts that are parts of others, or told a second time.
fn some_of(told: &Text<'_>, whole: &Statement, parts: &[&Statement]) -> Option<Finding> {
    if parts.len() > MOST_TRIED {
        return None;
    }
    let all = 1u32.checked_shl(parts.len() as u32)?;
    // The more parts are kept the better, and at least two.
    let mut choices: Vec<u32> = (1..all).filter(|choice| choice.count_ones() >= 2).collect();
    choices.sort_by_key(|choice| std::cmp::Reverse(choice.count_ones()));
    choices.into_iter().find_map(|choice| {
        let kept: Vec<&Statement> =
            parts.iter().enumerate().filter(|(at, _)| choice >> at & 1 == 1).map(|(_, part)| *part).collect();
        let amounts = kept.iter().filter_map(|part| part.amount).fold(Decimal::ZERO, Decimal::saturating_add);
        if amounts.saturating_sub(whole.amount?).abs() >= Decimal::ONE {
            return None;
        }
        let finding = Finding::of(String::new(), told.amount(whole), Relation::Equal, sum(told, &kept));
        finding.filter(|finding| finding.outcome.closes())
    })
}

fn sum(told: &Text<'_>, parts: &[&Statement]) -> Tally {
    let mut sum = Tally::default();
    for part in parts {
        if let Some(amount) = part.amount {
            told.add(&mut sum, false, part, amount, name(part));
        }
    }
    sum
}

/// What a project is for makes up its money.
pub(super) fn projects(subject: &Subject<'_, '_>) -> Found {
    let projects = &subject.document.narrative.projects;
    let findings: Vec<Finding> = projects.iter().filter_map(project).collect();
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no project tells what its money is for, amount by amount".into())),
        false => Ok(findings),
    }
}

fn project(project: &ProjectText) -> Option<Finding> {
    let whole = project.amount.as_ref()?;
    // A sum told before its parts is told again.
    let parts: Vec<_> = project.parts.iter().filter(|part| part.amount.number != whole.number).collect();
    if parts.len() < 2 || parts.iter().any(|part| part.amount.unit != whole.unit) {
        return None;
    }
    let numbers = || parts.iter().map(|part| part.amount.number);
    let decimals = numbers().chain([whole.number]).map(|number| number.scale()).max().unwrap_or_default();
    let unit = crate::base::Unit::named(&whole.unit);
    let figure = |number| Figure::printed(number, decimals, unit);
    let (mut left, mut right) = (Tally::default(), Tally::default());
    let label = project.name.as_deref().unwrap_or("项目");
    left.number(figure(whole.number), label, label, At::told(whole.place));
    for part in &parts {
        right.number(figure(part.amount.number), &part.name, &part.name, At::told(part.amount.place));
    }
    let sum = numbers().fold(Decimal::ZERO, Decimal::saturating_add);
    if whole.number.saturating_sub(sum) >= numbers().min()? {
        right.doubt("the list may leave out a part");
    }
    Finding::of("project".into(), left, Relation::Equal, right)
}
