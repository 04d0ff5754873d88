//! Percentages of the text: shares of a whole, shares that make up a list, and how far a budget was used.
//!
//! In: the statements and the tables. Out: findings. The whole of a share is the one of which the amount is told as a
//! part, the one that the share names, or the list it stands in; a share whose whole is not known is left unjudged.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::narrative::told_items;
use super::parts::are_whole;
use super::ratio::{Known, Printed, ratio};
use super::{Found, Why};
use crate::form::equation::{Equation, Relation};
use crate::model::Statement;
use crate::reconcile::places::meant;
use crate::reconcile::tally::Tally;
use crate::reconcile::text::{at, name, section};
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// Each share is that of its amount in the whole.
pub(super) fn shares(subject: &Subject<'_, '_>) -> Found {
    let lists = lists(subject);
    let findings: Vec<Finding> = with_share(subject).filter_map(|s| share(subject, s, &lists)).collect();
    found(findings, "no sentence tells a share")
}

fn found(findings: Vec<Finding>, none: &str) -> Found {
    if findings.is_empty() { Err(Why::NotApplicable(none.into())) } else { Ok(findings) }
}

fn with_share<'s>(subject: &'s Subject<'_, '_>) -> impl Iterator<Item = &'s Statement> {
    let statements = subject.told.statements();
    statements.filter(|statement| statement.share_percent.is_some() && statement.amount.is_some())
}

fn share(subject: &Subject<'_, '_>, statement: &Statement, lists: &Lists<'_>) -> Option<Finding> {
    let printed = Printed { percent: statement.share_percent?, of: name(statement), at: at(statement) };
    let amount = subject.told.amount(statement).total(true)?;
    let (wholes, known) = wholes(subject, statement, lists);
    let findings = wholes.into_iter().filter_map(|whole| match whole.0.is_zero() {
        true => None,
        false => ratio(&printed, amount, whole),
    });
    let best = findings.min_by_key(|finding| finding.outcome.rank());
    let Some(mut best) = best else {
        let mut left = Tally::default();
        let figure = Figure::printed(printed.percent, printed.percent.scale(), None);
        left.number(figure, printed.of, &format!("{} %", printed.of), printed.at);
        let mut right = Tally::default();
        right.absent(false, "the whole", "the whole of the share is not known");
        return Finding::of("percent".into(), left, Relation::Equal, right);
    };
    if !known {
        best.doubt("the whole of the share is not named");
    }
    Some(best)
}

/// What a share may be of, in 元, and whether that is said.
fn wholes(subject: &Subject<'_, '_>, statement: &Statement, lists: &Lists<'_>) -> (Vec<Known>, bool) {
    let amount = |s: &Statement| subject.told.amount(s).total(true);
    if let Some(of) = statement.share_of.as_deref() {
        let mut named = named_wholes(subject, of);
        named.extend(subject.told.whole(statement).and_then(amount));
        named.extend(lists.get(&key(statement)).and_then(|list| list_sum(subject, list)));
        let known = !named.is_empty();
        return (named, known);
    }
    if let Some(whole) = subject.told.whole(statement) {
        return (amount(whole).into_iter().collect(), true);
    }
    if let Some(sum) = lists.get(&key(statement)).and_then(|list| list_sum(subject, list)) {
        return (vec![sum], true);
    }
    let before =
        subject.told.statements().filter(|s| s.no < statement.no && section(s) == section(statement));
    (before.filter_map(amount).collect(), false)
}

/// Amounts under the name that a share says it is of, in the text and in the tables.
fn named_wholes(subject: &Subject<'_, '_>, of: &str) -> Vec<Known> {
    let item = subject.grammars.phrases.narrative().item(of);
    let same =
        |s: &&Statement| s.subject.as_deref() == Some(of) || item.is_some() && s.item.as_deref() == item;
    let told = subject.told.current().filter(same).filter_map(|s| subject.told.amount(s).total(true));
    let mut wholes: Vec<Known> = told.collect();
    let equations = subject.grammars.checks.iter().flat_map(|rule| &rule.equations);
    for (_, equation) in equations {
        let Equation::Places(identity) = equation else { continue };
        let of_item = |items: &[String]| item.is_some_and(|item| items.iter().any(|known| known == item));
        if told_items(identity).is_some_and(of_item) {
            wholes.extend(meant(subject.views, identity).iter().filter_map(|(_, tally)| tally.total(true)));
        }
    }
    wholes
}

type Key<'d> = (&'d str, Option<&'d str>);
/// Shares told one after the other without a whole before them, that together are 100 percent, or whose amounts make up
/// a total told before.
type Lists<'d> = BTreeMap<Key<'d>, Vec<&'d Statement>>;

/// Where the whole is named, the parts may stand under headings of their own.
fn key(statement: &Statement) -> Key<'_> {
    match statement.share_of.as_deref() {
        Some(of) => ("", Some(of)),
        None => (section(statement), None),
    }
}

fn lists<'s>(subject: &'s Subject<'_, '_>) -> Lists<'s> {
    let mut lists = Lists::new();
    for statement in with_share(subject).filter(|statement| statement.part_of.is_none()) {
        lists.entry(key(statement)).or_default().push(statement);
    }
    lists.retain(|_, list| {
        let sum = shares_of(list).total(false);
        let near = |(sum, half): Known| (sum - Decimal::ONE_HUNDRED).abs() <= half;
        list.len() > 1 && (sum.is_some_and(near) || makes_up_a_total(subject, list))
    });
    lists
}

/// Fewer amounts may make up a total by chance.
const MANY: usize = 3;

/// Whether the amounts of a list are, to the last digit, one of the totals that the text tells before it.
fn makes_up_a_total(subject: &Subject<'_, '_>, list: &[&Statement]) -> bool {
    let first = list.first().map(|statement| statement.no);
    let totals = subject.told.current().filter(|s| s.item.is_some() && Some(s.no) < first);
    let mut told = totals.filter_map(|s| subject.told.amount(s).total(true));
    let Some((sum, half)) = list_sum(subject, list).filter(|_| list.len() >= MANY) else { return false };
    told.any(|(total, own)| (total - sum).abs() <= half.saturating_add(own))
}

fn list_sum(subject: &Subject<'_, '_>, list: &[&Statement]) -> Option<Known> {
    let mut sum = Tally::default();
    for statement in list {
        sum.absorb(false, subject.told.amount(statement), "", "");
    }
    sum.total(true)
}

/// The shares of a list as a sum.
fn shares_of(list: &[&Statement]) -> Tally {
    let mut sum = Tally::default();
    for statement in list {
        if let Some(share) = statement.share_percent {
            let figure = Figure::printed(share, share.scale(), None);
            sum.number(figure, name(statement), name(statement), at(statement));
        }
    }
    sum
}

/// The shares of the parts that make up a whole are 100 percent.
pub(super) fn complete(subject: &Subject<'_, '_>) -> Found {
    let mut findings = Vec::new();
    for parts in subject.told.parts().values() {
        let Some(whole) = parts.first().and_then(|part| subject.told.whole(part)) else { continue };
        let alike =
            parts.iter().all(|part| part.share_percent.is_some() && part.share_of == parts[0].share_of);
        if parts.len() < 2 || !alike || !are_whole(subject.told, whole, parts) {
            continue;
        }
        let mut right = Tally::default();
        right.number(Figure::exact(Decimal::ONE_HUNDRED), "100 %", "all of it", at(whole));
        findings.extend(Finding::of(name(whole).to_owned(), shares_of(parts), Relation::Equal, right));
    }
    found(findings, "no list tells the shares of all its parts")
}

/// No share is more than all.
pub(super) fn range(subject: &Subject<'_, '_>) -> Found {
    let one = |statement: &Statement| {
        let mut right = Tally::default();
        right.number(Figure::exact(Decimal::ONE_HUNDRED), "100 %", "all of it", at(statement));
        let left = shares_of(&[statement]);
        Finding::of(String::new(), left, Relation::AtMost, right)
    };
    let findings = with_share(subject).filter_map(one).collect();
    found(findings, "no sentence tells a share")
}

/// How far a budget was used is what was spent over the budget.
pub(super) fn completion(subject: &Subject<'_, '_>) -> Found {
    let findings = subject.told.statements().filter_map(|s| completed(subject, s)).collect();
    found(findings, "no sentence tells what was spent and how far the budget was used")
}

fn completed(subject: &Subject<'_, '_>, statement: &Statement) -> Option<Finding> {
    let printed = Printed { percent: statement.completion_percent?, of: name(statement), at: at(statement) };
    let spent = subject.told.amount(statement).total(true).filter(|_| statement.amount.is_some())?;
    let same = |s: &&Statement| {
        let alike = s.subject == statement.subject && s.code == statement.code;
        s.no < statement.no && section(s) == section(statement) && alike && subject.told.is_planned(s)
    };
    let planned = subject.told.statements().filter(same).last()?;
    let base = subject.told.amount(planned).total(true)?;
    if base.0.is_zero() {
        let fine = printed.percent.is_zero();
        let said = format!("{} % of nothing was used: {}", printed.percent, printed.of);
        return Some(Finding::told(subject.told.amount(statement), fine, said));
    }
    ratio(&printed, spent, base)
}
