//! Rows and their placements → one [`Table`], with a note where a column was guessed.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::coded::RawRow;
use super::evidence::Evidence;
use super::outline::{Parents, outline};
use super::placement::{Answer, Puzzle, solve};
use super::section::Section;
use crate::base::{Notes, Place};
use crate::form::{Family, Grammars, Words, sums_of_labels};
use crate::model::{Column, Kind, PlacedBy, Row, RowRole, Side, Table, UnitFrom, Value};

/// Builds the table of one section.
pub(super) fn build(
    no: u32,
    section: &Section<'_>,
    rows: &[RawRow],
    family: &Family,
    evidence: &Evidence,
    grammars: &Grammars,
    notes: &mut Notes,
) -> Table {
    let words = &grammars.words;
    let mut printed: Vec<(usize, Row)> = Vec::with_capacity(rows.len());
    let mut doubts = Doubts::default();
    for side in [None, Some(Side::Income), Some(Side::Expenditure)] {
        let (at, list): (Vec<usize>, Vec<RawRow>) = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.side == side)
            .map(|(at, row)| (at, row.clone()))
            .unzip();
        let placed = place(section, side, &list, evidence, words, &mut doubts);
        printed.extend(at.into_iter().zip(placed));
    }
    printed.sort_by_key(|(at, _)| *at);
    doubts.report(no, section, notes);
    let form = section.form;
    let unit_from = match (section.unit, form.and_then(|form| form.unit)) {
        (Some(_), _) => Some(UnitFrom::Printed),
        (None, Some(_)) => Some(UnitFrom::Inferred),
        (None, None) => None,
    };
    let empty = printed.iter().all(|(_, row)| row.values.is_empty());
    Table {
        no,
        table_id: form.and_then(|form| form.table_id.clone()),
        form: form.map(|form| format!("{}.{}", family.id, form.id)),
        title: Some(section.title.clone()),
        number: section.number.clone(),
        unit: section.unit.or(form.and_then(|form| form.unit)),
        unit_from,
        line: Some(section.line),
        columns: columns(section),
        rows: printed.into_iter().map(|(_, row)| row).collect(),
        empty,
        ..Table::default()
    }
}

fn columns(section: &Section<'_>) -> Vec<Column> {
    let spelling = section.spelling();
    let label = |words: &[String]| {
        let first = words.first().map(String::as_str).unwrap_or_default();
        first
            .split('/')
            .map(|word| spelling.of(&word.split_whitespace().collect::<String>()))
            .collect::<Vec<_>>()
            .join("/")
    };
    let columns = section.columns.iter().zip(1u32..);
    columns
        .map(|(column, no)| Column {
            no,
            column_id: column.id.clone(),
            label: label(&column.words),
            ..Column::default()
        })
        .collect()
}

/// Places the values of one list of rows.
fn place(
    section: &Section<'_>,
    side: Option<Side>,
    list: &[RawRow],
    evidence: &Evidence,
    words: &Words,
    doubts: &mut Doubts,
) -> Vec<Row> {
    let amounts = section.amounts(side);
    let parents = outline(list, words);
    let answers = puzzle(section, &amounts, list, &parents, evidence, words).map(|puzzle| solve(&puzzle));
    let sums_others: BTreeSet<usize> = parents.iter().copied().flatten().collect();
    let mut rows = Vec::with_capacity(list.len());
    for (at, raw) in list.iter().enumerate() {
        let answer = answers.as_ref().and_then(|answers| answers.get(at)).and_then(Option::as_ref);
        doubts.take(raw, answer, &amounts);
        let proved = |nth: usize| answer.and_then(|answer| answer.certain.get(nth).copied()).unwrap_or(false);
        let value = |(nth, printed): (usize, &super::primitive::Printed)| {
            let placed = answer.and_then(|answer| answer.chosen.get(nth).copied());
            let certain = proved(nth) && !section.counted;
            let column = *amounts.get(placed.unwrap_or(nth))?;
            Some(Value {
                column,
                printed: printed.text.clone(),
                kind: if printed.number.is_some() { Kind::Amount } else { Kind::Dash },
                number: printed.number,
                placed_by: if certain { PlacedBy::Arithmetic } else { PlacedBy::Order },
                place: Place { line: Some(printed.line), ..Place::default() },
            })
        };
        rows.push(Row {
            no: raw.no,
            role: role(raw, sums_others.contains(&at), words),
            panel: u16::from(raw.side == Some(Side::Expenditure)),
            side: raw.side,
            code: raw.code.clone(),
            name: Some(raw.name.clone()).filter(|name| !name.is_empty()),
            parent: None,
            project: raw.project.clone(),
            values: raw.values.iter().enumerate().filter_map(value).collect(),
            place: Place { line: Some(raw.line), ..Place::default() },
        });
    }
    rows
}

fn role(raw: &RawRow, sums_others: bool, words: &Words) -> RowRole {
    if raw.values.is_empty() {
        RowRole::Heading
    } else if raw.code.is_none() && words.is_total(&raw.name) {
        RowRole::Total
    } else if sums_others || words.is_subtotal(&raw.name) {
        RowRole::Subtotal
    } else {
        RowRole::Detail
    }
}

/// What is known of a list; `None` where its amounts are too large to add.
fn puzzle(
    section: &Section<'_>,
    amounts: &[usize],
    list: &[RawRow],
    parents: &Parents,
    evidence: &Evidence,
    words: &Words,
) -> Option<Puzzle> {
    let numbers = || list.iter().flat_map(|row| &row.values).filter_map(|value| value.number);
    let scale = numbers().map(|number| number.scale()).max().unwrap_or_default();
    let values = |row: &RawRow| {
        row.values
            .iter()
            .map(|value| units(value.number.unwrap_or_default(), scale))
            .collect::<Option<Vec<i64>>>()
    };
    let column = |at: &usize| section.columns.get(*at);
    let labels: Vec<String> = amounts
        .iter()
        .filter_map(column)
        .map(|column| column.words.first().cloned().unwrap_or_default())
        .collect();
    let ids: Vec<Option<&str>> =
        amounts.iter().filter_map(column).map(|column| column.id.as_deref()).collect();
    let is_sum = |word: &str| words.is_total(word) || words.is_subtotal(word) || words.ends_as_sum(word);
    let total = list.iter().position(|row| row.code.is_none() && words.is_total(&row.name));
    let of_sources =
        matches!(section.form.and_then(|form| form.table_id.as_deref()), Some("revenue" | "fiscal_summary"));
    let known = |id: &Option<&str>| {
        let amounts = id.and_then(|id| evidence.amounts(id))?;
        Some(amounts.iter().filter_map(|amount| units(*amount, scale)).collect::<BTreeSet<i64>>())
    };
    Some(Puzzle {
        columns: amounts.len(),
        sums: sums_of_labels(&labels, is_sum),
        rows: list.iter().map(values).collect::<Option<_>>()?,
        parents: parents.clone(),
        blank: ids.iter().map(|id| id.is_some_and(|id| evidence.is_blank(id))).collect(),
        known: total.filter(|_| of_sources).map(|total| (total, ids.iter().map(known).collect())),
    })
}

/// An amount in units of the last printed place.
fn units(number: Decimal, scale: u32) -> Option<i64> {
    let mut number = number;
    number.rescale(scale);
    i64::try_from(number.mantissa()).ok().filter(|units| units.unsigned_abs() < 1 << 52)
}

/// Rows whose values could not be placed for certain.
#[derive(Debug, Default)]
struct Doubts {
    rows: usize,
    first: Option<(u32, String)>,
    lost: Vec<(u32, String)>,
}

/// A note lists no more possibilities than this.
const LISTED: usize = 4;

impl Doubts {
    fn take(&mut self, raw: &RawRow, answer: Option<&Answer>, amounts: &[usize]) {
        if raw.values.len() > amounts.len() {
            let more: Vec<&str> =
                raw.values.iter().skip(amounts.len()).map(|value| value.text.as_str()).collect();
            self.lost.push((raw.line, format!("“{}” {}", raw.name, more.join(" "))));
        }
        if answer.is_some_and(|answer| answer.certain.iter().all(|certain| *certain)) || raw.values.is_empty()
        {
            return;
        }
        self.rows += 1;
        if self.first.is_none() {
            let values: Vec<&str> = raw.values.iter().map(|value| value.text.as_str()).collect();
            let ways =
                answer.map_or(String::from("more ways than were searched"), |answer| listed(answer, amounts));
            self.first = Some((raw.line, format!("“{} {}” fits {ways}", raw.name, values.join(" "))));
        }
    }

    fn report(self, no: u32, section: &Section<'_>, notes: &mut Notes) {
        if let Some((line, first)) = self.first {
            let place = Place { line: Some(line), ..Place::default() };
            let message = format!(
                "table {no} {}: blank cells are lost in the text and no sum decides the columns of {} rows; {first}",
                section.title, self.rows
            );
            notes.warning("placed-by-order", place, message);
        }
        for (line, what) in self.lost {
            let place = Place { line: Some(line), ..Place::default() };
            notes.error(
                "more-values-than-columns",
                place,
                format!("table {no} {}: no column for {what}", section.title),
            );
        }
    }
}

/// `6 ways: columns 5 6 7 | 5 6 8 | … ` by the printed number of the column.
fn listed(answer: &Answer, amounts: &[usize]) -> String {
    let columns = |placement: &Vec<usize>| {
        let numbers =
            placement.iter().filter_map(|&nth| amounts.get(nth)).map(|column| (column + 1).to_string());
        numbers.collect::<Vec<_>>().join(" ")
    };
    let ways: Vec<String> = answer.possible.iter().take(LISTED).map(columns).collect();
    let more = if answer.possible.len() > LISTED { " | …" } else { "" };
    let count = answer.possible.len();
    let fits = if answer.closes { "" } else { ", though the row's own sums do not close" };
    format!("{count} ways{fits}: columns {}{more}", ways.join(" | "))
}
