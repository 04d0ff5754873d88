//! What the text says, and the tables: totals, items by their codes, and the text against itself.
//!
//! In: the statements of the narrative and the tables. Out: findings. Which words mean which total `grammars/phrases.toml`
//! says, and which cells that total stands in the equations of `grammars/checks.toml`: `text[income] = summary.income[…]`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Found, Why};
use crate::form::equation::{Equation, Identity, Operand, Relation, Rows};
use crate::model::{Row, Statement};
use crate::reconcile::cause::tells;
use crate::reconcile::places::against;
use crate::reconcile::tally::{self, Tally};
use crate::reconcile::text::{name, section};
use crate::reconcile::view::{Reading, View};
use crate::reconcile::{Finding, Subject, Verdict};

/// The name of the text among the tables of an equation.
const TEXT: &str = "text";

/// The items of an equation about the text: `text[income] = …`.
pub(in crate::reconcile) fn told_items(identity: &Identity) -> Option<&[String]> {
    let [only] = identity.left.as_slice() else { return None };
    match &only.operand {
        Operand::Place(place) if place.table == TEXT => match &place.rows {
            Rows::Labels(items) => Some(items),
            Rows::Total | Rows::Code | Rows::Class | Rows::Between { .. } => None,
        },
        Operand::Place(_) | Operand::Sum(_) | Operand::Column(_) | Operand::Pair(..) | Operand::Choice(_) => {
            None
        }
    }
}

/// Whether an equation is about the text.
pub(in crate::reconcile) fn is_told(equation: &Equation) -> bool {
    matches!(equation, Equation::Places(identity) if told_items(identity).is_some())
}

/// Each amount that the text states of these items, and the cells it stands in.
pub(in crate::reconcile) fn told_totals(
    subject: &Subject<'_, '_>,
    items: &[String],
    identity: &Identity,
) -> Vec<Finding> {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut findings = Vec::new();
    for statement in subject.told.current() {
        let Some(item) = statement.item.as_deref().filter(|item| items.iter().any(|i| i == item)) else {
            continue;
        };
        let Some(mut finding) = against(subject.views, &subject.told.amount(statement), identity) else {
            continue;
        };
        // The first amount of an item in a section is the item's; a later one may be a share of it.
        let first = seen.insert((section(statement), item));
        let part = subject.told.whole(statement).is_some_and(|whole| whole.item.is_none());
        if finding.outcome.verdict == Verdict::Mismatch && (!first || part) {
            finding.doubt("it may be a part of that, told beside the whole");
        }
        findings.push(finding);
    }
    findings
}

/// Tables of the budgets, then those of all money.
pub(super) const BUDGETS: [&str; 3] = ["general_public", "government_fund", "state_capital"];
pub(super) const ALL_MONEY: [&str; 2] = ["expenditure", "revenue"];
/// Columns that an amount of a functional code may stand in.
pub(super) const OF_CODE: [&str; 9] = [
    "total",
    "amount",
    "final",
    "basic",
    "project",
    "general_public",
    "government_fund",
    "state_capital",
    "budgeted",
];

/// Each amount that the text states under the path of a functional code, and the rows of that code; each 类 of a list.
pub(super) fn codes(subject: &Subject<'_, '_>) -> Found {
    let rows = rows_by_code(subject);
    let mut findings = Vec::new();
    for statement in subject.told.current() {
        let functional = |code: &&str| code.starts_with('2') && code.len() > 3;
        let Some(code) = statement.code.as_deref().filter(functional) else { continue };
        let left = subject.told.amount(statement);
        let here = rows.get(code).map(Vec::as_slice).unwrap_or_default();
        findings.extend(of_code(statement, code, left, here));
    }
    findings.extend(super::classes::listed(subject));
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no sentence states the amount of a functional code".into())),
        false => Ok(findings),
    }
}

type CodeRows<'s, 'd> = BTreeMap<&'d str, Vec<(&'s View<'d>, &'d Row)>>;

fn rows_by_code<'s, 'd>(subject: &'s Subject<'_, 'd>) -> CodeRows<'s, 'd> {
    let mut rows = CodeRows::new();
    for view in subject.views {
        let known = |id: &str| BUDGETS.contains(&id) || ALL_MONEY.contains(&id);
        if !view.id().is_some_and(known) {
            continue;
        }
        for row in view.table.rows.iter().filter(|row| row.project.is_none()) {
            if let Some(code) = row.code.as_deref() {
                rows.entry(code).or_default().push((view, row));
            }
        }
    }
    rows
}

/// The cell of the code that fits the amount best. Without a row nothing is said of a zero.
fn of_code(statement: &Statement, code: &str, left: Tally, rows: &[(&View<'_>, &Row)]) -> Option<Finding> {
    let zero = left.is_nothing();
    let columns = if zero { OF_CODE.get(..3) } else { OF_CODE.get(..) }.unwrap_or_default();
    let mut best: Option<Finding> = None;
    for (view, row) in rows {
        for column in columns.iter().flat_map(|id| view.columns_named(id)) {
            let mut right = Tally::default();
            if !matches!(view.read(row, column), Reading::Amount(..)) {
                continue;
            }
            let label = format!("{} {}", view.table.title.as_deref().unwrap_or(&view.name), code);
            right.add(
                false,
                view.read(row, column),
                &view.cell_name(row, column),
                &label,
                view.at(row, column),
            );
            let finding = Finding::of(String::new(), left.clone(), Relation::Equal, right);
            let better =
                |f: &Finding| best.as_ref().is_none_or(|best| f.outcome.rank() < best.outcome.rank());
            best = finding.filter(better).or(best);
        }
    }
    let Some(mut best) = best else {
        let mut right = Tally::default();
        right.absent(false, code, format!("no table prints {code} {}", name(statement)));
        return Finding::of(String::new(), left, Relation::Equal, right).filter(|_| !zero);
    };
    tally::allow_cut(&best.left, &mut best.outcome);
    let of_budget = rows.iter().filter(|(view, _)| view.id().is_some_and(|id| BUDGETS.contains(&id))).count();
    if best.outcome.verdict == Verdict::Mismatch && of_budget != 1 {
        best.doubt(if of_budget == 0 {
            "the table it may be of is not there"
        } else {
            "several rows have the code"
        });
    }
    Some(best)
}

/// The same thing told twice has one value.
pub(super) fn twice(subject: &Subject<'_, '_>) -> Found {
    let mut firsts: BTreeMap<(&str, &str), &Statement> = BTreeMap::new();
    let mut findings = Vec::new();
    for statement in subject.told.current() {
        let code = statement.code.as_deref().filter(|code| code.len() == 7);
        let item = statement.item.as_deref().filter(|item| ONE_OF_A_KIND.contains(item));
        let (Some(key), None) = (code.or(item), statement.part_of) else { continue };
        match firsts.get(&(key, name(statement))) {
            None => {
                firsts.insert((key, name(statement)), statement);
            }
            Some(first) => findings.extend(Finding::of(
                "told twice".into(),
                subject.told.amount(statement),
                Relation::Equal,
                subject.told.amount(first),
            )),
        }
    }
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no amount is told twice".into())),
        false => Ok(findings),
    }
}

/// Items of which a document has one amount, whoever tells it.
const ONE_OF_A_KIND: [&str; 9] = [
    "income",
    "expenditure",
    "three_public",
    "abroad",
    "vehicles",
    "vehicle_purchase",
    "vehicle_running",
    "reception",
    "operating_funds",
];

/// A change has a reason, in its sentence, in one beside it, or in a part of its section.
pub(super) fn reasons(subject: &Subject<'_, '_>) -> Found {
    let mut sections: BTreeMap<&str, Vec<&Statement>> = BTreeMap::new();
    for statement in subject.told.statements() {
        sections.entry(section(statement)).or_default().push(statement);
    }
    let explained: Vec<&str> =
        subject.told.statements().filter(|s| s.reason.is_some()).map(section).collect();
    let here = |(heading, all): (&&str, &Vec<&Statement>)| {
        reason_in(subject, all, explained.iter().any(|below| is_within(below, heading)))
    };
    let mut findings: Vec<(u32, Finding)> = sections.iter().filter_map(here).collect();
    findings.sort_by_key(|(no, _)| *no);
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no sentence tells a change".into())),
        false => Ok(findings.into_iter().map(|(_, finding)| finding).collect()),
    }
}

/// Whether a heading path is this one or leads below it.
fn is_within(path: &str, heading: &str) -> bool {
    path.strip_prefix(heading).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn reason_in(subject: &Subject<'_, '_>, statements: &[&Statement], fine: bool) -> Option<(u32, Finding)> {
    let changed =
        |s: &&&Statement| s.direction.unwrap_or_default() != 0 && s.change.is_some_and(|c| !c.is_zero());
    let first = statements.iter().find(changed)?;
    let mut left = Tally::default();
    subject.told.add(&mut left, false, first, first.change?, name(first));
    let hardly = || subject.grammars.phrases.sentence().hardly_changed(&first.text);
    let elsewhere =
        || subject.told.statements().any(|other| other.reason.is_some() && is_same_change(first, other));
    let fine = fine || hardly() || elsewhere();
    let said = match fine {
        true => format!("the change of {} is explained", left.told(None)),
        false => format!("nothing explains the change of {}", left.told(None)),
    };
    Some((first.no, Finding::told(left, fine, said)))
}

/// Whether two statements tell one change: the budget of all money, and that of fiscal money where there is no other.
fn is_same_change(one: &Statement, other: &Statement) -> bool {
    let same = one.change == other.change && one.unit == other.unit && one.direction == other.direction;
    same && one.change.is_some_and(tells)
}

/// Nothing is left of a template.
pub(super) fn residue(subject: &Subject<'_, '_>) -> Found {
    let words = subject.grammars.phrases.narrative();
    let mut texts: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for statement in subject.told.statements().filter(|statement| texts.insert(&statement.text)) {
        let Some(left_over) = words.residue(&statement.text) else { continue };
        let mut left = Tally::default();
        if let Some(number) = statement.amount.or(statement.change) {
            subject.told.add(&mut left, false, statement, number, name(statement));
        }
        let said = format!("a template left {left_over} in: {}", statement.text);
        findings.push(Finding::told(left, false, said));
    }
    match (texts.is_empty(), findings.is_empty()) {
        (true, _) => Err(Why::NotApplicable("no sentence states an amount".into())),
        (false, true) => {
            let said = format!("nothing of a template is left in {} sentences", texts.len());
            Ok(vec![Finding::told(Tally::default(), true, said)])
        }
        (false, false) => Ok(findings),
    }
}

/// Headings speak of the year of the document.
pub(super) fn years(subject: &Subject<'_, '_>) -> Found {
    let Some(year) = subject.document.cover.fiscal_year else {
        return Err(Why::Missing("the year of the document is not known".into()));
    };
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for statement in subject.told.current() {
        let heading = section(statement);
        let told = years_in(heading);
        if told.is_empty() || !seen.insert(heading) {
            continue;
        }
        let fine = told.contains(&year);
        let said = match fine {
            true => format!("the heading is of {year}: {heading}"),
            false => format!("the document is of {year}, but a heading says: {heading}"),
        };
        findings.push(Finding::told(subject.told.amount(statement), fine, said));
    }
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no heading above an amount names a year".into())),
        false => Ok(findings),
    }
}

/// `2025年` in a heading.
fn years_in(heading: &str) -> Vec<u16> {
    let ends = heading.match_indices('年').map(|(at, _)| at);
    let digits = ends.filter_map(|at| heading.get(at.checked_sub(4)?..at)?.parse().ok());
    digits.filter(|year| (1990..2100).contains(year)).collect()
}

/// The words of a change and of its rate say the same, and so do the two amounts.
pub(super) fn directions(subject: &Subject<'_, '_>) -> Found {
    let findings: Vec<Finding> = subject.told.statements().filter_map(|s| direction(subject, s)).collect();
    match findings.is_empty() {
        true => {
            Err(Why::NotApplicable("no sentence tells a change and the amount it is measured against".into()))
        }
        false => Ok(findings),
    }
}

fn direction(subject: &Subject<'_, '_>, statement: &Statement) -> Option<Finding> {
    let told = statement.direction?;
    if let Some(of_rate) = statement.rate_direction.filter(|_| statement.change.is_some()) {
        let mut left = Tally::default();
        subject.told.add(&mut left, false, statement, statement.change?, name(statement));
        let fine = told == 0 || of_rate == 0 || of_rate == told;
        let said = match fine {
            true => format!("change and rate of {} go the same way", name(statement)),
            false => format!("the change of {} {}, its rate {}", left.told(None), way(told), way(of_rate)),
        };
        return Some(Finding::told(left, fine, said));
    }
    let (now, before) = (statement.amount?, statement.previous?);
    let mut left = subject.told.amount(statement);
    subject.told.add(&mut left, true, statement, before, "before");
    let sign = now.cmp(&before) as i8;
    let fine = sign == told;
    let said = match fine {
        true => format!("{} {}, as it says", left.told(None), way(told)),
        false => format!("{} {}, but the text says that it {}", left.told(None), way(sign), way(told)),
    };
    Some(Finding::told(left, fine, said))
}

fn way(sign: i8) -> &'static str {
    match sign {
        1 => "goes up",
        -1 => "goes down",
        _ => "stays",
    }
}
