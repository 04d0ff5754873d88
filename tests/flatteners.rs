//! The same facts, whichever program flattened the PDF.
//!
//! `texts/` holds what three modes of pdftotext 22.12 make of the samples (`samples/README.md` says how). What is read
//! from each text is held against what is read from the PDF, fact by fact. `benches/flatteners.sh` does the same with more programs
//! over any folder.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::form::Grammars;
use yusuan::model::{Document, Kind, Row, Side, Table, Value};

/// What must hold: of the facts of the PDF so many at least are read from the text, and so many at most that the PDF does not have.
/// `layout` keeps the white between columns, `raw` prints a table cell by cell, `plain` often column by column.
#[rustfmt::skip]
const MODES: [(&str, &str, usize, usize); 9] = [
    // sample   mode      both  only in the text
    ("budget",  "layout",  257,   89), // of 354
    ("budget",  "raw",     192,  128), // of 354
    ("budget",  "plain",     3,  342), // of 354
    ("final",   "layout",  213,   46), // of 257
    ("final",   "raw",     177,   58), // of 257
    ("final",   "plain",    58,  205), // of 257
    ("yuan",    "layout",  196,    0), // of 196
    ("yuan",    "raw",     194,    2), // of 196
    ("yuan",    "plain",    77,  112), // of 196
];

/// How often each fact was read.
type Facts = BTreeMap<String, usize>;

#[test]
fn texts_give_the_facts_of_their_pdf() {
    let grammars = Grammars::embedded().unwrap();
    let mut faults = Vec::new();
    for (sample, mode, least, most) in MODES {
        let pdf = read(&format!("samples/{sample}/{sample}.pdf"), &grammars);
        let text = read(&format!("tests/texts/{sample}.{mode}.txt"), &grammars);
        let (lost, extra) = (without(&pdf, &text), without(&text, &pdf));
        let all: usize = pdf.values().sum();
        let same = all - lost.len();
        if same < least || extra.len() > most {
            faults.push(format!(
                "{sample}.{mode}: {same} of {all} facts in both, was {least}; {} only in the text, was {most}",
                extra.len()
            ));
            faults.extend(lost.iter().map(|fact| format!("  - {fact}")));
            faults.extend(extra.iter().map(|fact| format!("  + {fact}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is read of each text, right or wrong, stands beside it, so that the difference shows what a change does.
/// `UPDATE=1 cargo test --test flatteners` rewrites it.
#[test]
fn texts_are_read_as_they_were() {
    let grammars = Grammars::embedded().unwrap();
    let mut differing = Vec::new();
    for (sample, mode, ..) in MODES {
        let path = format!("tests/texts/{sample}.{mode}");
        let document = document(&format!("{path}.txt"), &grammars);
        let read = lines(&document).join("\n") + "\n";
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(path + ".golden");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&golden, &read).unwrap();
        }
        if fs::read_to_string(&golden).unwrap_or_default() != read {
            differing.push(golden);
        }
    }
    assert!(differing.is_empty(), "not what is read now (UPDATE=1 rewrites): {differing:#?}");
}

/// A line for each fact, indicator, amount of a sentence and note.
fn lines(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for table in &document.tables {
        for row in &table.rows {
            let told =
                |value: &Value| format!("{} {:?} {:?}", fact(table, row, value), value.kind, value.placed_by);
            lines.extend(row.values.iter().map(told));
        }
    }
    for card in &document.cards {
        let texts = [&card.title, &card.issuer, &card.project, &card.leader, &card.goal, &card.goal_actual];
        let money = [card.budget_total, card.budget_fiscal, card.budget_other, card.executed];
        lines.push(format!("card {} | {}", joined(texts), numbers(&money)));
        for i in &card.indicators {
            let names = [&i.level1, &i.level2, &i.level3, &i.target_text, &i.target_unit];
            let said = [&i.actual, &i.basis, &i.previous, &i.scoring, &i.evidence, &i.explanation, &i.remark];
            let values = numbers(&[i.target, i.weight, i.score]);
            lines.push(format!("indicator {} | {values} | {}", joined(names), joined(said)));
        }
    }
    for s in &document.statements {
        let texts = joined([&s.subject, &s.measure, &s.code, &s.compared_with, &s.reason]);
        let values = numbers(&[s.amount, s.change, s.change_percent, s.share_percent, s.previous]);
        let (whole, way) = (s.part_of.unwrap_or_default(), s.direction.unwrap_or_default());
        lines.push(format!("statement {} of {whole} {way:+} | {texts} | {values}", s.no));
    }
    for note in document.notes.iter() {
        lines.push(format!("note {} {}: {}", note.id, note.place.line.unwrap_or_default(), note.message));
    }
    lines
}

fn joined<const N: usize>(texts: [&Option<String>; N]) -> String {
    texts.map(|text| text.as_deref().unwrap_or("-")).join(" / ")
}

fn numbers(numbers: &[Option<Decimal>]) -> String {
    let told = |number: &Option<Decimal>| number.map_or("-".to_owned(), |number| number.to_string());
    numbers.iter().map(told).collect::<Vec<_>>().join(" / ")
}

fn document(path: &str, grammars: &Grammars) -> Document {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    yusuan::extract(&bytes, path, grammars, &yusuan::Options::default()).unwrap().document
}

/// The facts of one input.
fn read(path: &str, grammars: &Grammars) -> Facts {
    let tables = document(path, grammars).tables;
    let mut facts = Facts::new();
    for table in &tables {
        for (row, value) in table.rows.iter().flat_map(|row| row.values.iter().map(move |value| (row, value)))
        {
            if matches!(value.kind, Kind::Amount | Kind::Dash) {
                *facts.entry(fact(table, row, value)).or_default() += 1;
            }
        }
    }
    facts
}

/// What a value means, without where it stands: canonical names where there are any, else those printed.
fn fact(table: &Table, row: &Row, value: &Value) -> String {
    let table_name = table.table_id.as_deref().or(table.title.as_deref()).unwrap_or("?");
    let side = row.side.map_or("", |side| match side {
        Side::Income => "income",
        Side::Expenditure => "expenditure",
    });
    let column = table.columns.get(value.column);
    let column = column.map_or("?", |column| column.column_id.as_deref().unwrap_or(&column.label));
    let number = value.number.map_or("-".to_owned(), |number| number.normalize().to_string());
    let row = [row.code.as_deref(), row.name.as_deref(), row.project.as_deref(), Some(side)];
    let row: Vec<&str> = row.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    format!("{table_name} | {} | {column} = {number}", row.join(" "))
}

/// The facts that `ours` has more often than `theirs`, each as often as it is missing.
fn without(ours: &Facts, theirs: &Facts) -> Vec<String> {
    let missing = |(fact, count): (&String, &usize)| {
        let times = count.saturating_sub(theirs.get(fact).copied().unwrap_or_default());
        std::iter::repeat_n(fact.clone(), times)
    };
    ours.iter().flat_map(missing).collect()
}

#[test]
fn a_fact_is_missing_as_often_as_it_is_read_less_often() {
    let facts = |facts: &[(&str, usize)]| facts.iter().map(|(fact, n)| ((*fact).to_owned(), *n)).collect();
    let (ours, theirs): (Facts, Facts) =
        (facts(&[("a", 3), ("b", 1)]), facts(&[("a", 1), ("b", 2), ("c", 1)]));
    assert_eq!(without(&ours, &theirs), ["a", "a"]);
    assert_eq!(without(&theirs, &ours), ["b", "c"]);
}
