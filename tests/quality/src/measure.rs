//! What was read of a document against what was set.
//!
//! In: a generated document, the tables the typesetter set, the extraction. Out: [`Scores`]. Strict: a thing is right only if
//! every part of it is; nothing is matched by likeness.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use rust_decimal::Decimal;
use yusuan::Extraction;
use yusuan::model::{self, Operator, Statement, Status, Table};
use yusuan::reconcile::{Check, Source, Verdict};

use crate::card::{Card, Head};
use crate::contents::Contents;
use crate::document::Generated;
use crate::plant::{Planted, Spot};
use crate::truth;
use crate::typesetter::{Disclosure, Fact, TableTruth};

/// How many were set, how many were read, how many of both are the same.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Score {
    pub set: u64,
    pub read: u64,
    pub right: u64,
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Score) {
        self.set += other.set;
        self.read += other.read;
        self.right += other.right;
    }
}

/// Scores by what is counted.
pub(crate) type Scores = BTreeMap<&'static str, Score>;

/// What a document scores, and what is wrong with it, a line each.
pub(crate) struct Measured {
    pub scores: Scores,
    pub faults: Vec<String>,
}

impl Measured {
    /// Compares two bags of things.
    fn bags<T: Ord + Clone + std::fmt::Debug>(&mut self, what: &'static str, set: &[T], read: &[T]) {
        let mut left: BTreeMap<T, i64> = BTreeMap::new();
        set.iter().for_each(|thing| *left.entry(thing.clone()).or_default() += 1);
        let mut right = 0;
        for thing in read {
            let count = left.entry(thing.clone()).or_default();
            right += u64::from(*count > 0);
            *count -= 1;
        }
        let score = Score { set: set.len() as u64, read: read.len() as u64, right };
        *self.scores.entry(what).or_default() += score;
        for (thing, count) in left.iter().filter(|(_, count)| **count != 0) {
            let sign = if *count > 0 { "-" } else { "+" };
            self.faults.push(format!("{what} {sign} {thing:?}"));
        }
    }

    fn yes(&mut self, what: &'static str, right: bool) {
        *self.scores.entry(what).or_default() +=
            Score { set: 1, read: u64::from(right), right: u64::from(right) };
    }
}

/// Measures one document.
pub(crate) fn document(generated: &Generated, set: &Disclosure, read: &Extraction) -> Measured {
    let mut measured = Measured { scores: Scores::new(), faults: Vec::new() };
    if generated.only_scans {
        measured.yes("image documents reported", read.document.status == Status::NoTextLayer);
        return measured;
    }
    if generated.scans {
        let told = |note: &yusuan::base::Note| note.message.contains("image") && note.place.page == Some(2);
        measured.yes("image pages reported", read.document.notes.iter().any(told));
    }
    tables(&mut measured, &set.tables, &generated.empty, &read.document.tables);
    contents(&mut measured, generated, set, &read.document.narrative.contents);
    cards(&mut measured, &generated.cards, &read.document.cards);
    indicators(&mut measured, generated, read);
    statements(&mut measured, generated, &read.document.statements);
    verdicts(&mut measured, generated, read);
    measured
}

/// The tables by their titles in order, then all that is printed in them.
fn tables(measured: &mut Measured, set: &[TableTruth], empty: &[String], read: &[Table]) {
    let shell = |title: &Option<String>, id: &str, first: u32, last: u32, empty: bool| {
        format!("{} {id} p{first}-{last} empty {empty}", title.as_deref().unwrap_or("?"))
    };
    let set_shells: Vec<String> = set
        .iter()
        .map(|t| {
            let empty = t.empty || t.title.as_ref().is_some_and(|title| empty.contains(title));
            shell(&t.title, &t.id, t.page_first, t.page_last, empty)
        })
        .collect();
    let read_shells: Vec<String> = read
        .iter()
        .map(|t| {
            let id = t.table_id.as_deref().unwrap_or("?");
            shell(&t.title, id, t.page_first.unwrap_or(0), t.page_last.unwrap_or(0), t.empty)
        })
        .collect();
    measured.bags("tables", &set_shells, &read_shells);
    let set_facts = set.iter().map(|table| (table.title.as_deref().unwrap_or("?"), table.facts.clone()));
    let set_facts: Vec<(&str, Fact)> =
        set_facts.flat_map(|(title, facts)| facts.into_iter().map(move |fact| (title, fact))).collect();
    let read_facts = read.iter().map(|table| (table.title.as_deref().unwrap_or("?"), truth::facts(table)));
    let read_facts: Vec<(&str, Fact)> =
        read_facts.flat_map(|(title, facts)| facts.into_iter().map(move |(fact, _)| (title, fact))).collect();
    // A cell is right whatever its column is called in the output; that is a figure of its own.
    let bare =
        |(title, fact): &(&str, Fact)| format!("{title}: {}", Fact { column_id: None, ..fact.clone() });
    measured.bags(
        "cells",
        &set_facts.iter().map(bare).collect::<Vec<_>>(),
        &read_facts.iter().map(bare).collect::<Vec<_>>(),
    );
    measured.bags("rows", &rows(&set_facts), &rows(&read_facts));
    measured.bags("columns", &columns(&set_facts), &columns(&read_facts));
    names(measured, &set_facts, &read_facts);
}

/// Each row with all its values; one wrong cell makes it wrong.
fn rows(facts: &[(&str, Fact)]) -> Vec<String> {
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (title, fact) in facts {
        let Fact { page, code, name, project, side, label, printed, .. } = fact;
        let key = format!("{title} p{page} {code:?} {name:?} {project:?} {side:?}");
        rows.entry(key).or_default().push(format!("{label}={printed}"));
    }
    rows.iter_mut().for_each(|(_, values)| values.sort());
    rows.into_iter().map(|(key, values)| format!("{key} {values:?}")).collect()
}

/// Each column that holds a value, by its header path.
fn columns(facts: &[(&str, Fact)]) -> Vec<String> {
    let mut columns: Vec<String> =
        facts.iter().map(|(title, fact)| format!("{title} {:?} {}", fact.side, fact.label)).collect();
    columns.sort();
    columns.dedup();
    columns
}

/// Canonical names of columns, where the form has one.
fn names(measured: &mut Measured, set: &[(&str, Fact)], read: &[(&str, Fact)]) {
    let key = |title: &str, fact: &Fact| format!("{title} {:?} {}", fact.side, fact.label);
    let named = |facts: &[(&str, Fact)]| -> BTreeMap<String, Option<String>> {
        facts.iter().map(|(title, fact)| (key(title, fact), fact.column_id.clone())).collect()
    };
    let (set, read) = (named(set), named(read));
    let set: Vec<(String, String)> = set.into_iter().filter_map(|(key, id)| Some((key, id?))).collect();
    let read: Vec<(String, String)> =
        set.iter().filter_map(|(key, _)| Some((key.clone(), read.get(key)?.clone()?))).collect();
    measured.bags("column names", &set, &read);
}

/// The tables that the list of contents names, with their numbers and pages.
fn contents(measured: &mut Measured, generated: &Generated, set: &Disclosure, read: &[model::NamedTable]) {
    let line = |number: Option<&str>, title: &str, page: Option<u32>| {
        let page = page.map_or("?".to_owned(), |page| page.to_string());
        format!("{} {title} on {page}", number.unwrap_or("?"))
    };
    let listed = generated.contents.iter().flat_map(Contents::listed);
    let set: Vec<String> = listed
        .map(|(at, listed)| line(listed.number.as_deref(), &listed.title, set.contents[at].1))
        .collect();
    let read: Vec<String> =
        read.iter().map(|named| line(named.number.as_deref(), &named.title, named.page)).collect();
    measured.bags("contents", &set, &read);
}

/// Cards with what stands around their lists.
fn cards(measured: &mut Measured, set: &[Card], read: &[model::Card]) {
    let set = set.iter().map(|card| {
        let Head { issuer, unit, total, fiscal, other, initial, executed, goal } = &card.head;
        let project = (!card.of_department).then_some(card.project.as_str());
        let names = [Some(card.table.title.as_str()), project, issuer.as_deref(), goal.as_deref()];
        self::card(card.of_department, names, unit, [*total, *fiscal, *other, *initial, *executed])
    });
    let read = read.iter().map(|card| {
        let money =
            [card.budget_total, card.budget_fiscal, card.budget_other, card.budget_initial, card.executed];
        let names = [&card.title, &card.project, &card.issuer, &card.goal].map(Option::as_deref);
        let unit = card.unit.map_or("?", yusuan::base::Unit::name);
        self::card(card.of_department, names, unit, money)
    });
    measured.bags("cards", &set.collect::<Vec<_>>(), &read.collect::<Vec<_>>());
}

fn card(of_department: bool, names: [Option<&str>; 4], unit: &str, money: [Option<Decimal>; 5]) -> String {
    let kind = if of_department { "department" } else { "project" };
    let [title, project, issuer, goal] = names.map(|name| name.unwrap_or("?"));
    let number = |n: Option<Decimal>| n.map_or("?".to_owned(), |n| n.normalize().to_string());
    let [total, fiscal, other, initial, executed] = money.map(number);
    format!(
        "{title} of {kind} {project}, {issuer}: {total} of which {fiscal} and {other}, first {initial}, spent {executed} {unit}; {goal}"
    )
}

fn indicators(measured: &mut Measured, generated: &Generated, read: &Extraction) {
    let mut set = Vec::new();
    for card in &generated.cards {
        for one in &card.indicators {
            let sign = one.operator.unwrap_or("");
            set.push(indicator(
                &card.project,
                [&one.level1, &one.level2, &one.level3],
                sign,
                one.target,
                one.unit.as_deref(),
                one.weight,
                (one.actual.as_deref(), one.score),
            ));
        }
    }
    let mut found = Vec::new();
    for card in &read.document.cards {
        for one in &card.indicators {
            let sign = match one.operator {
                Some(Operator::AtLeast) => "≥",
                Some(Operator::AtMost) => "≤",
                Some(Operator::Equal) => "=",
                Some(Operator::More) => "＞",
                Some(Operator::Less) => "＜",
                None => "",
            };
            let text = |field: &Option<String>| field.clone().unwrap_or_default();
            found.push(indicator(
                &text(&card.project),
                [&text(&one.level1), &text(&one.level2), &text(&one.level3)],
                sign,
                one.target,
                one.target_unit.as_deref(),
                one.weight,
                (one.actual.as_deref(), one.score),
            ));
        }
    }
    measured.bags("indicators", &set, &found);
}

fn indicator(
    project: &str,
    levels: [&str; 3],
    sign: &str,
    target: Option<Decimal>,
    unit: Option<&str>,
    weight: Option<Decimal>,
    (actual, score): (Option<&str>, Option<Decimal>),
) -> String {
    let number = |n: Option<Decimal>| n.map_or("?".to_owned(), |n| n.normalize().to_string());
    let (target, weight, score) = (number(target), number(weight), number(score));
    let (unit, actual) = (unit.unwrap_or(""), actual.unwrap_or("?"));
    let levels = levels.join("/");
    format!("{project}: {levels} {sign}{target}{unit} weight {weight}, reached {actual}, given {score}")
}

fn statements(measured: &mut Measured, generated: &Generated, read: &[Statement]) {
    let mut set = Vec::new();
    for paragraph in &generated.paragraphs {
        for says in &paragraph.says {
            let number = |part: Option<usize>| {
                part.map(|part| match &paragraph.parts[part] {
                    crate::prose::Part::Money(n) | crate::prose::Part::Percent(n) => n.to_string(),
                    crate::prose::Part::Words(words) => words.clone(),
                })
            };
            set.push(statement(
                &says.subject,
                number(Some(says.amount)),
                [number(says.share), number(says.change), number(says.rate)],
                says.direction,
            ));
        }
    }
    let text = |n: Option<Decimal>| n.map(|n| n.to_string());
    let told = |s: &&Statement| s.amount.is_some() || s.change.is_some();
    let read: Vec<String> = read
        .iter()
        .filter(told)
        .map(|s| {
            statement(
                s.subject.as_deref().unwrap_or(""),
                text(s.amount),
                [text(s.share_percent), text(s.change), text(s.change_percent)],
                s.direction,
            )
        })
        .collect();
    measured.bags("statements", &set, &read);
}

fn statement(
    subject: &str,
    amount: Option<String>,
    said: [Option<String>; 3],
    direction: Option<i8>,
) -> String {
    let [share, change, rate] = said.map(|n| n.unwrap_or_else(|| "-".to_owned()));
    let amount = amount.unwrap_or_else(|| "-".to_owned());
    format!("{subject} {amount} 万元, share {share}, change {change} by {rate} {direction:?}")
}

/// Planted errors that are found, and mismatches where there is nothing wrong.
fn verdicts(measured: &mut Measured, generated: &Generated, read: &Extraction) {
    let wrong: Vec<&Check> = read.checks.iter().filter(|check| check.verdict == Verdict::Mismatch).collect();
    match &generated.planted {
        Some(planted) => {
            let found = !wrong.is_empty();
            let named = wrong.iter().any(|check| names_spot(check, planted, read));
            measured.yes(planted.kind, named);
            measured.yes("planted errors found", found);
            measured.yes("planted errors placed", named);
            if !named {
                let seen: Vec<&str> = wrong.iter().map(|check| check.message.as_str()).collect();
                measured.faults.push(format!("planted {planted:?}: seen {seen:?}"));
            }
        }
        None => {
            *measured.scores.entry("false mismatches").or_default() +=
                Score { set: 1, read: wrong.len() as u64, right: u64::from(wrong.is_empty()) };
            measured
                .faults
                .extend(wrong.iter().map(|check| format!("false {}: {}", check.check_id, check.message)));
        }
    }
}

/// Whether a mismatch rests on the very figure that is wrong.
fn names_spot(check: &Check, planted: &Planted, read: &Extraction) -> bool {
    let document = &read.document;
    let title = |no: u32| document.tables.iter().find(|t| t.no == no).and_then(|t| t.title.as_deref());
    check.operands.iter().any(|operand| match (&planted.place, operand.source) {
        (Spot::Cell { title: wanted, wrong }, Source::Cell { table, .. }) => {
            title(table) == Some(wanted) && operand.value == *wrong
        }
        (Spot::Table { title: wanted }, Source::Cell { table, .. } | Source::Table { table }) => {
            title(table) == Some(wanted)
        }
        (Spot::Sentence { wrong }, Source::Statement { no }) => {
            document.statements.iter().find(|s| s.no == no).is_some_and(|s| {
                [s.amount, s.change, s.change_percent, s.share_percent].contains(&Some(*wrong))
            })
        }
        (Spot::Sentence { wrong }, Source::Narrative) => operand.value == *wrong,
        (Spot::Contents { titles }, _) => {
            check.check_id.starts_with("contents-")
                && titles.iter().any(|title| check.message.contains(title))
        }
        (Spot::Card { project }, Source::Card { no } | Source::Indicator { card: no, .. }) => {
            // The card of a department has no project.
            let of = |card: &model::Card| card.project.as_deref().unwrap_or_default() == project;
            document.cards.iter().find(|c| c.no == no).is_some_and(of)
        }
        _ => false,
    })
}
