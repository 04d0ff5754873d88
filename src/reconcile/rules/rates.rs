//! How percentages are printed in the text: with their sign, with no more digits than mean anything, and as rates where
//! they are rates.
//!
//! In: the sentences that tell amounts. Out: one finding where all is well, else one for each sentence that is not.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Found, Why};
use crate::model::Statement;
use crate::reconcile::tally::Tally;
use crate::reconcile::text::{at, name};
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// Percentages are printed to the hundredth; more digits are those of a calculator.
const MOST_DECIMALS: u32 = 2;

/// A share bears the sign of percent: `占30.99，` is none.
pub(super) fn without_sign(subject: &Subject<'_, '_>) -> Found {
    let mut seen = BTreeSet::new();
    let shares = subject.told.statements().filter_map(|told| Some((told, share(subject, &told.text)?)));
    let each = shares.filter(|(told, _)| seen.insert(told.text.as_str()));
    let judged = each.map(|(told, (number, bare))| {
        let said = || format!("{} tells a share of {number} without the sign of percent", name(told));
        (told, number, bare.then(said))
    });
    one(judged, "shares have the sign of percent", "no sentence tells a share")
}

/// The first share of a sentence, and whether it lacks its sign; else the first with one. A number that ends its clause,
/// stands behind a word and is no more than 100 is a share without a sign.
fn share(subject: &Subject<'_, '_>, sentence: &str) -> Option<(Decimal, bool)> {
    let words = subject.grammars.phrases.sentence();
    let clauses = sentence.split(['，', '。', '；', '、', '（', '）', '(', ')']);
    let shares = clauses.filter_map(|clause| {
        let of = words.share_of(clause)?;
        let bare = of.trim_end_matches(['%', '％']);
        let start = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let (before, digits) = bare.split_at_checked(start)?;
        let number: Decimal = digits.parse().ok()?;
        let behind_word = before.ends_with(|c: char| c.is_alphabetic());
        let lacks = bare.len() == of.len();
        (!lacks || behind_word && number <= Decimal::ONE_HUNDRED).then_some((number, lacks))
    });
    shares.max_by_key(|(_, lacks)| *lacks)
}

/// No percentage has more than two decimals.
pub(super) fn decimals(subject: &Subject<'_, '_>) -> Found {
    let judged = subject.told.statements().flat_map(|told| {
        let all = [told.share_percent, told.completion_percent, told.change_percent];
        all.into_iter().flatten().map(move |number| {
            let said = || format!("{number} % of {} has more than two decimals", name(told));
            (told, number, (number.normalize().scale() > MOST_DECIMALS).then(said))
        })
    });
    one(judged, "percentages have two decimals at most", "no sentence tells a percentage")
}

/// An amount of money grows by per cent; percentage points lie between two percentages.
pub(super) fn points(subject: &Subject<'_, '_>) -> Found {
    let words = subject.grammars.phrases.sentence();
    let money = subject.told.statements().filter(|told| told.unit.is_some());
    let judged = money.filter_map(|told| {
        let number = told.change_percent?;
        let printed = number.to_string();
        let in_points = told.text.match_indices(&printed).any(|(at, _)| {
            let (before, after) = (told.text.get(..at), told.text.get(at + printed.len()..));
            let whole = before.is_some_and(|text| !text.ends_with(|c: char| c.is_ascii_digit() || c == '.'));
            whole && after.is_some_and(|text| words.points(text).is_some())
        });
        let said =
            || format!("{} changes by {number} percentage points: an amount changes by per cent", name(told));
        Some((told, number, in_points.then(said)))
    });
    one(judged, "rates of change are told in per cent", "no sentence tells a rate of change")
}

/// Findings for what is wrong, or one that says how many are not.
fn one<'s>(
    judged: impl Iterator<Item = (&'s Statement, Decimal, Option<String>)>,
    fine: &str,
    none: &str,
) -> Found {
    let mut count = 0usize;
    let mut first = None;
    let mut findings = Vec::new();
    for (told, number, wrong) in judged {
        count = count.saturating_add(1);
        let side = || {
            let mut side = Tally::default();
            side.number(Figure::exact(number), name(told), name(told), at(told));
            side
        };
        first = first.or_else(|| Some(side()));
        findings.extend(wrong.map(|said| Finding::told(side(), false, said)));
    }
    let Some(first) = first else { return Err(Why::NotApplicable(none.into())) };
    if findings.is_empty() {
        findings.push(Finding::told(first, true, format!("all {count} {fine}")));
    }
    Ok(findings)
}
