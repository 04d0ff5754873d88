//! Codes of the classifications and the names printed beside them.
//!
//! In: the coded rows of all tables. Out: a finding a table where all is well, and one for each code that is not. Which
//! codes there are, the lists in `grammars/codes` say, with names of older years; they are not complete, so what they do
//! not hold is worth a look and no error.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Found, Why};
use crate::form::{Codes, fold};
use crate::model::Row;
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, View};
use crate::reconcile::{Finding, Subject};

/// Every code is in the classification.
pub(super) fn known(subject: &Subject<'_, '_>) -> Found {
    of_tables(
        subject,
        |_| true,
        |view, row, code| {
            let unknown = !subject.grammars.codes.known(code);
            let printed = row.name.as_deref().unwrap_or_default();
            unknown.then(|| format!("{} prints {code} {printed}, which no classification holds", view.name))
        },
    )
}

/// The name is that of the code, or was once.
pub(super) fn names(subject: &Subject<'_, '_>) -> Found {
    let codes = &subject.grammars.codes;
    let its_own = |view: &View<'_>| names_its_codes(subject, view);
    of_tables(subject, its_own, |view, row, code| {
        let name = row.name.as_deref().filter(|name| !name.is_empty())?;
        let usual = codes.functional(code).or_else(|| codes.economic(code))?;
        let differs = !codes.agrees(code, name) && !alike(&fold(name), &fold(usual));
        differs.then(|| format!("{} calls {code} {name}, which is {usual}", view.name))
    })
}

/// One code has one name in all tables.
pub(super) fn named_twice(subject: &Subject<'_, '_>) -> Found {
    let mut first: BTreeMap<&str, (&str, String, &str)> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    let mut anywhere = Tally::default();
    let views = subject.views.iter().filter(|view| names_its_codes(subject, view));
    for (view, row, code) in views.flat_map(|view| coded(view).map(move |(row, code)| (view, row, code))) {
        let Some(name) = row.name.as_deref().filter(|name| !name.is_empty()) else { continue };
        if anywhere.place.is_none() {
            stand(&mut anywhere, view, row, code);
        }
        let Some((before, folded, table)) = first.get(code) else {
            first.insert(code, (name, fold(name), &view.name));
            continue;
        };
        if *before == name || told.contains(&code) || alike(folded, &fold(name)) {
            continue;
        }
        told.push(code);
        let mut left = Tally::default();
        stand(&mut left, view, row, code);
        let said = format!("{code} is called {before} in {table} and {name} in {}", view.name);
        findings.push(Finding::told(left, false, said));
    }
    if first.is_empty() {
        return Err(no_codes());
    }
    if findings.is_empty() {
        findings.push(Finding::told(anywhere, true, format!("each of {} codes has one name", first.len())));
    }
    Ok(findings)
}

/// A code has one name in both years, or one that the classification gave it later.
pub(super) fn over_years(subject: &Subject<'_, '_>) -> Found {
    let (own, before) = (first_names(subject, false), first_names(subject, true));
    let mut shared = 0usize;
    let mut findings = Vec::new();
    for (code, (view, row, name)) in &own {
        let Some((_, _, old)) = before.get(code) else { continue };
        shared = shared.saturating_add(1);
        let mut left = Tally::default();
        stand(&mut left, view, row, code);
        if findings.is_empty() {
            findings.push(Finding::told(left.clone(), true, String::new()));
        }
        if let Some((fine, said)) = renamed(&subject.grammars.codes, code, name, old) {
            findings.push(match fine {
                Some(fine) => Finding::told(left, fine, said),
                None => Finding::unknown(left, said),
            });
        }
    }
    let Some(all) = findings.first_mut() else {
        return Err(Why::NotApplicable("no code is printed in both years".into()));
    };
    all.said = Some(format!("{shared} codes are printed in both years"));
    Ok(findings)
}

/// What is to be said of a code with two names: whether the classification explains it, or `None` where it does not hold
/// the code.
fn renamed(codes: &Codes, code: &str, name: &str, old: &str) -> Option<(Option<bool>, String)> {
    if name == old || alike(&fold(name), &fold(old)) {
        return None;
    }
    let said = format!("{code} is called {name}, and was called {old} the year before");
    if !codes.known(code) {
        return Some((None, format!("{said}; no classification holds it")));
    }
    // A name of the list may come after an older one, and does not go back to it.
    let both = codes.agrees(code, name) && codes.agrees(code, old);
    let fine = both && (codes.is_current(code, name) || !codes.is_current(code, old));
    let why = if fine { "the classification renamed it" } else { "the classification did not rename it so" };
    Some((Some(fine), format!("{said}: {why}")))
}

/// The codes of this year's tables, or of those of the year before, each with its first name.
fn first_names<'s, 'd>(
    subject: &'s Subject<'_, 'd>,
    before: bool,
) -> BTreeMap<&'d str, (&'s View<'d>, &'d Row, &'d str)> {
    let of_year = |view: &&View<'_>| {
        view.id().is_some_and(|id| id.contains(':') == before) && names_its_codes(subject, view)
    };
    let mut names = BTreeMap::new();
    for view in subject.views.iter().filter(of_year) {
        for (row, code) in coded(view) {
            if let Some(name) = row.name.as_deref().filter(|name| !name.is_empty()) {
                names.entry(code).or_insert((view, row, name));
            }
        }
    }
    names
}

/// A finding for every code of which something is to be said, and one for every table without any.
fn of_tables(
    subject: &Subject<'_, '_>,
    which: impl Fn(&View<'_>) -> bool,
    wrong: impl Fn(&View<'_>, &Row, &str) -> Option<String>,
) -> Found {
    let mut findings = Vec::new();
    for view in subject.views.iter().filter(|view| which(view)) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut clean, mut left) = (true, Tally::default());
        for (row, code) in coded(view) {
            if seen.is_empty() {
                stand(&mut left, view, row, code);
            }
            if seen.insert(code, 0).is_some() {
                continue;
            }
            if let Some(said) = wrong(view, row, code) {
                clean = false;
                let mut left = Tally::default();
                stand(&mut left, view, row, code);
                findings.push(Finding::told(left, false, said));
            }
        }
        if clean && !seen.is_empty() {
            let said =
                format!("the {} codes of {} are as the classification has them", seen.len(), view.name);
            findings.push(Finding::told(left, true, said));
        }
    }
    if findings.is_empty() { Err(no_codes()) } else { Ok(findings) }
}

/// With more foreign names than this to each of the classification, a table names something else.
const MOST_OTHERS: usize = 4;

fn no_codes() -> Why {
    Why::NotApplicable("no table prints codes of a classification".into())
}

/// Makes a coded row the left side of a finding.
pub(super) fn stand(left: &mut Tally, view: &View<'_>, row: &Row, code: &str) {
    let source = Source::Cell { table: view.table.no, row: row.no, column: usize::MAX };
    let digits = code.parse::<Decimal>().unwrap_or_default();
    left.number(
        Figure::exact(digits),
        &format!("{}[{code}]", view.name),
        code,
        At { source, place: row.place },
    );
}

/// Whether the names of a table are those of its codes: a list of goods has codes too, and the names of the goods. A few
/// that agree suffice, since a publisher may have numbered the rest himself.
fn names_its_codes(subject: &Subject<'_, '_>, view: &View<'_>) -> bool {
    let codes = &subject.grammars.codes;
    let named = coded(view).filter_map(|(row, code)| Some((code, row.name.as_deref()?)));
    let (mut own, mut others) = (0usize, 0usize);
    for (code, name) in named.filter(|(code, _)| codes.known(code)) {
        *(if codes.agrees(code, name) { &mut own } else { &mut others }) += 1;
    }
    own.saturating_mul(MOST_OTHERS) > others
}

/// The rows of a table that a form claims, with their codes where these are of expenditure: 类, 款, 项 have 3, 5 and 7
/// digits and begin with 2 by function, 类 and 款 with 3 or 5 by kind. Other numbers stand for units and projects.
fn coded<'d>(view: &View<'d>) -> impl Iterator<Item = (&'d Row, &'d str)> + use<'d> {
    let rows = if view.id().is_some() { view.table.rows.as_slice() } else { &[] };
    rows.iter().filter_map(|row| {
        let code = row.code.as_deref()?;
        let of_expenditure = match code.len() {
            3 | 5 => code.starts_with(['2', '3', '5']),
            7 => code.starts_with('2'),
            _ => false,
        };
        of_expenditure.then_some((row, code))
    })
}

/// Whether two names are one, clipped or with more words in brackets.
fn alike(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.split('(').next().unwrap_or_default().to_owned();
    let (a, b) = (plain(one), plain(other));
    one.starts_with(other) || other.starts_with(one) || (!a.is_empty() && !b.is_empty() && a == b)
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn names_are_alike_where_one_is_clipped_or_says_more_in_brackets() {
        assert!(alike("住房公积金", "住房公积金缴纳"));
        assert!(alike("其他支出(项)", "其他支出(款)"));
        assert!(!alike("住房公积金", "住房补贴"));
        assert!(!alike("(项)", "(款)"));
    }
}
