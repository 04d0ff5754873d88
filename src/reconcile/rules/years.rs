//! What one document says of another: the change against the year before, the budget a final account began with, the row
//! of a unit in the tables of its department.
//!
//! In: the statements of the document, the statements and tables of its partner. Out: findings. Which comparison a sentence
//! makes is told by the words of the check in `checks.toml`; a sentence is compared with a sentence or a table about
//! the same thing only.

use rust_decimal::Decimal;

use super::{Found, Why};
use crate::base::Unit;
use crate::form::CheckRule;
use crate::form::equation::Relation;
use crate::model::{Disclosure, Document, Row, Statement};
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::{Tally, compare};
use crate::reconcile::view::{Figure, Reading, View, is_total};
use crate::reconcile::{Finding, Subject};

/// Tables that sentences about a code speak of.
const TABLES_BY_CODE: [&str; 2] = ["general_public", "expenditure"];

/// A(t) − ΔA(t) is A(t−1) of the document of the year before.
pub(super) fn stated_change(rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let Some(partner) = subject.partner else { return Ok(Vec::new()) };
    let document = subject.document;
    let about = document.statements.iter().filter(|told| compares(rule, document, told));
    let findings: Vec<Finding> = about
        .filter_map(|told| {
            let left = year_before(document, told)?;
            let right = same_sentence(partner, told, subject)
                .or_else(|| same_cell(subject, told, "previous"))
                .unwrap_or_else(|| unknown("previous", "the document of the year before"));
            Finding::of(name_of(told), left, Relation::Equal, right)
        })
        .collect();
    some(findings, "no sentence tells a change against the year before")
}

/// The initial budget that a final account states is that of the budget.
pub(super) fn initial_budget(rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let measured =
        |told: &&Statement| told.measure.as_ref().is_some_and(|measure| rule.measures.contains(measure));
    let about = subject.document.statements.iter().filter(|told| !told.in_reason).filter(measured);
    let findings: Vec<Finding> = about
        .filter_map(|told| {
            let code = told.code.as_deref()?;
            let mut left = Tally::default();
            tell(&mut left, false, subject.document, told, told.amount?, &name_of(told));
            let cell = cell_of(subject, "budget:general_public", code);
            Finding::of(
                name_of(told),
                left,
                Relation::Equal,
                cell.unwrap_or_else(|| unknown("budget", "the budget")),
            )
        })
        .collect();
    some(findings, "no sentence tells the initial budget of a code")
}

/// The row that a department's table has for a unit is the unit's total.
pub(super) fn unit_row(subject: &Subject<'_, '_>) -> Found {
    let issuer = subject.document.cover.issuer.as_deref().unwrap_or_default();
    let findings: Vec<Finding> = ["revenue", "expenditure", "general_public"]
        .into_iter()
        .filter_map(|table| {
            let own = super::cells::total_of(subject, table, "total")?;
            let view = super::cells::only(subject, &format!("department:{table}"))?;
            let mut rows = view.table.rows.iter().filter(|row| row.name.as_deref() == Some(issuer));
            let row = rows.next().filter(|row| row.project.is_none() && !is_total(row))?;
            let right = read(view, row, "total").filter(|_| rows.next().is_none())?;
            Finding::of(issuer.to_owned(), own, Relation::Equal, right)
        })
        .collect();
    some(findings, "no table of the department has a row for the unit")
}

fn some(findings: Vec<Finding>, none: &str) -> Found {
    if findings.is_empty() { Err(Why::NotApplicable(none.into())) } else { Ok(findings) }
}

/// Whether the sentence compares with the year before, and not with what was done or planned otherwise.
fn compares(rule: &CheckRule, document: &Document, told: &Statement) -> bool {
    let is_final = matches!(document.cover.disclosure, Disclosure::DepartmentFinal | Disclosure::UnitFinal);
    let unlike = if is_final { &rule.unlike.of_final } else { &rule.unlike.budget };
    let last_year = document.cover.fiscal_year.and_then(|year| year.checked_sub(1)).map(|y| y.to_string());
    told.compared_with.as_deref().is_some_and(|with| {
        // 2016年 in a document of 2018 is another year than the one before.
        let year: String = with.chars().filter(char::is_ascii_digit).collect();
        let other_year = year.len() == 4 && Some(&year) != last_year.as_ref();
        !told.in_reason && !other_year && !unlike.iter().any(|word| with.contains(word.as_str()))
    })
}

/// What the sentence says of the year before: told, or the amount without its change.
fn year_before(document: &Document, told: &Statement) -> Option<Tally> {
    let mut tally = Tally::default();
    if let Some(previous) = told.previous {
        tell(&mut tally, false, document, told, previous, &format!("上年 {}", name_of(told)));
        return Some(tally);
    }
    tell(&mut tally, false, document, told, told.amount?, &name_of(told));
    match (told.direction?, told.change) {
        (0, _) => {}
        (1, Some(change)) => tell(&mut tally, true, document, told, change, "增加"),
        (_, Some(change)) => tell(&mut tally, false, document, told, change, "减少"),
        (_, None) => return None,
    }
    Some(tally)
}

/// The one amount that the partner's sentences about the same thing tell.
fn same_sentence(partner: &Document, told: &Statement, subject: &Subject<'_, '_>) -> Option<Tally> {
    let key = key_of(told);
    // A thing that the own sentences give two amounts is told in two senses.
    let own = subject.document.statements.iter().filter(|other| !other.in_reason && key_of(other) == key);
    if own.filter_map(|other| other.amount).any(|amount| Some(amount) != told.amount) {
        return None;
    }
    let same = partner.statements.iter().filter(|other| !other.in_reason && key_of(other) == key);
    let mut same = same.filter_map(|other| Some((other, other.amount?)));
    let (first, amount) = same.next()?;
    let unit_alike = first.unit.is_some() && told.unit.is_some();
    if !unit_alike || same.any(|(other, again)| (again, other.unit) != (amount, first.unit)) {
        return None;
    }
    let mut tally = Tally::default();
    tell(&mut tally, false, partner, first, amount, &format!("previous:{}", name_of(first)));
    Some(tally)
}

/// What a sentence is about: its words without years, its code, its item, what it measures.
fn key_of(told: &Statement) -> (String, Option<&str>, Option<&str>, Option<&str>) {
    let words = told.subject.as_deref().unwrap_or_default();
    let words = words.chars().filter(|c| !c.is_ascii_digit() && !['年', '度'].contains(c)).collect();
    (words, told.code.as_deref(), told.item.as_deref(), told.measure.as_deref())
}

/// The cell of the partner that corresponds to the own cell of the code with the amount of the sentence.
fn same_cell(subject: &Subject<'_, '_>, told: &Statement, partner: &str) -> Option<Tally> {
    let code = told.code.as_deref()?;
    let mut amount = Tally::default();
    tell(&mut amount, false, subject.document, told, told.amount?, &name_of(told));
    let same = |table: &&str| {
        let own = cell_of(subject, table, code);
        own.and_then(|own| compare(&amount, Relation::Equal, &own)).is_some_and(|outcome| outcome.closes())
    };
    let table = TABLES_BY_CODE.iter().copied().find(same)?;
    cell_of(subject, &format!("{partner}:{table}"), code)
}

/// The total of a code in the only table of this name.
fn cell_of(subject: &Subject<'_, '_>, table: &str, code: &str) -> Option<Tally> {
    let view = super::cells::only(subject, table)?;
    let coded = |row: &&Row| row.code.as_deref() == Some(code) && row.project.is_none();
    let mut rows = view.table.rows.iter().filter(coded);
    let row = rows.next().filter(|_| rows.next().is_none())?;
    read(view, row, "total").or_else(|| read(view, row, "amount"))
}

fn read(view: &View<'_>, row: &Row, column: &str) -> Option<Tally> {
    let &[at] = view.columns_named(column).as_slice() else { return None };
    let reading = view.read(row, at);
    let mut tally = Tally::default();
    let title = view.table.title.as_deref().unwrap_or(&view.name);
    let label = format!("{title} {}", row.name.as_deref().unwrap_or_default());
    tally.add(false, reading, &view.cell_name(row, at), &label, view.at(row, at));
    (reading != Reading::Nothing).then_some(tally)
}

/// Adds a number of a sentence. One document prints `5573` and `5573.20`: its most decimals count for all of one unit.
fn tell(
    tally: &mut Tally,
    negative: bool,
    document: &Document,
    told: &Statement,
    number: Decimal,
    label: &str,
) {
    let decimals = most_decimals(document, told.unit).max(number.scale());
    let figure = Figure::printed(number, decimals, told.unit);
    let at = At { source: Source::Statement { no: told.no }, place: told.place };
    tally.add(negative, Reading::Amount(figure, false), &format!("statement[{label}]"), label, at);
}

fn most_decimals(document: &Document, unit: Option<Unit>) -> u32 {
    let alike = document.statements.iter().filter(|told| told.unit == unit);
    alike.flat_map(|told| [told.amount, told.change]).flatten().map(|n| n.scale()).max().unwrap_or_default()
}

fn unknown(of: &str, whose: &str) -> Tally {
    let mut tally = Tally::default();
    tally.absent(false, of, format!("{whose} does not tell it"));
    tally
}

fn name_of(told: &Statement) -> String {
    told.subject.clone().unwrap_or_else(|| "an amount".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_about_the_same_whatever_year_they_name() {
        let about = |subject: &str| {
            let subject = Some(subject.to_owned());
            key_of(&Statement { subject, ..Statement::default() }).0
        };
        assert_eq!(about("2025年度培训费"), "培训费");
        assert_eq!(about("培训费2024年"), "培训费");
        assert_ne!(about("会议费"), about("培训费"));
    }

    #[test]
    fn the_most_decimals_of_a_unit_count_for_all_of_it() {
        let told = |amount: &str, change: &str, unit: Unit| Statement {
            amount: amount.parse().ok(),
            change: change.parse().ok(),
            unit: Some(unit),
            ..Statement::default()
        };
        let (wan, yuan) = (Unit::TenThousandYuan, Unit::Yuan);
        let statements = vec![told("5573", "", wan), told("1.0", "0.125", wan), told("1.20", "", yuan)];
        let document = Document { statements, ..Document::default() };
        let most = [Some(wan), Some(yuan), None].map(|unit| most_decimals(&document, unit));
        assert_eq!(most, [3, 2, 0]);
    }
}
