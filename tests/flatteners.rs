//! The same facts, whichever program flattened the PDF.
//!
//! `texts/` holds what three modes of pdftotext 22.12 make of the samples (`samples/README.md` says how). What is read
//! from each text is held against what is read from the PDF, fact by fact. `benches/flatteners.sh` does the same with more programs
//! over any folder.
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use yusuan::form::Grammars;
use yusuan::model::{Kind, Row, Side, Table, Value};

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

/// The facts of one input.
fn read(path: &str, grammars: &Grammars) -> Facts {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let tables =
        yusuan::extract(&bytes, path, grammars, &yusuan::Options::default()).unwrap().document.tables;
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
