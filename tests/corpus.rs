//! Real documents: what is read from each must not become less, and no verdict may become a mismatch unnoticed.
//!
//! The documents stand beside the project in `../shared/corpus` and are no part of it; without them the test says so
//! and passes. The counts of `tests/corpus.floors.tsv` are floors, but `mismatch` is a ceiling.
//! `UPDATE=1 cargo test --test corpus` writes the counts of today.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "a test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use yusuan::Extraction;
use yusuan::form::Grammars;
use yusuan::model::Claim;
use yusuan::reconcile::Verdict;

const COLUMNS: [&str; 9] =
    ["tables", "facts", "amounts", "claimed", "exact", "rounding", "mismatch", "cards", "indicators"];
/// The one column of which more is worse.
const CEILING: &str = "mismatch";

/// The counts of one document, in the order of [`COLUMNS`].
type Counts = [usize; COLUMNS.len()];

#[test]
fn nothing_is_lost_on_real_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("../shared/corpus");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let wanted = |path: &PathBuf| path.extension().is_some_and(|e| e == "pdf" || e == "txt");
    let files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(wanted).collect();
    let grammars = Grammars::embedded().unwrap();
    let now: BTreeMap<String, Counts> = files.par_iter().map(|file| counts(file, &grammars)).collect();
    let floors = root.join("tests/corpus.floors.tsv");
    if std::env::var_os("UPDATE").is_some() || !floors.exists() {
        fs::write(&floors, print(&now)).unwrap();
    }
    let faults = compare(&parse(&fs::read_to_string(&floors).unwrap()), &now);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn counts(file: &Path, grammars: &Grammars) -> (String, Counts) {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let bytes = fs::read(file).unwrap();
    let read = |redact| {
        let options = yusuan::Options { redact, ..yusuan::Options::default() };
        yusuan::extract(&bytes, &name, grammars, &options).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    // Where nothing is masked both are the same.
    let mut extraction = read(true);
    if extraction.redacted.as_ref().is_none_or(|places| !places.is_empty()) {
        let masked = std::mem::replace(&mut extraction, read(false));
        assert_eq!(values(&masked), values(&extraction), "{name}: masking changed a value");
        assert_eq!(masked.checks, extraction.checks, "{name}: masking changed a check");
        assert_eq!(masked.document.ledger, extraction.document.ledger, "{name}: masking changed an amount");
    }
    (name.clone(), count(&extraction))
}

/// Every value of every table, in order, with its row.
fn values(extraction: &Extraction) -> Vec<String> {
    let rows = extraction.document.tables.iter().flat_map(|table| &table.rows);
    rows.flat_map(|row| row.values.iter().map(|value| format!("{:?} {:?} {value:?}", row.code, row.name)))
        .collect()
}

fn count(extraction: &Extraction) -> Counts {
    let document = &extraction.document;
    let rows = document.tables.iter().flat_map(|table| &table.rows);
    let verdicts = |verdict| extraction.checks.iter().filter(|check| check.verdict == verdict).count();
    [
        document.tables.len(),
        rows.map(|row| row.values.len()).sum(),
        document.ledger.len(),
        document.ledger.iter().filter(|token| token.claimed_by != Claim::Unclaimed).count(),
        verdicts(Verdict::Exact),
        verdicts(Verdict::Rounding),
        verdicts(Verdict::Mismatch),
        document.cards.len(),
        document.cards.iter().map(|card| card.indicators.len()).sum(),
    ]
}

fn print(counts: &BTreeMap<String, Counts>) -> String {
    let mut text = format!("file\t{}\n", COLUMNS.join("\t"));
    for (name, counts) in counts {
        let counts = counts.map(|count| count.to_string());
        text.push_str(&format!("{name}\t{}\n", counts.join("\t")));
    }
    text
}

fn parse(text: &str) -> BTreeMap<String, Counts> {
    let row = |line: &str| {
        let mut cells = line.split('\t');
        let name = cells.next().unwrap().to_owned();
        let counts: Vec<usize> = cells.map(|cell| cell.parse().expect("a count")).collect();
        (name, counts.try_into().expect("a count for each column"))
    };
    text.lines().skip(1).map(row).collect()
}

/// One line for each count on the wrong side of its floor, and for each document that has none or is missing.
fn compare(floors: &BTreeMap<String, Counts>, now: &BTreeMap<String, Counts>) -> Vec<String> {
    let mut faults = Vec::new();
    for name in floors.keys().filter(|name| !now.contains_key(*name)) {
        faults.push(format!("{name} is missing"));
    }
    for (name, now) in now {
        let Some(floor) = floors.get(name) else {
            faults.push(format!("{name} has no floor (UPDATE=1 writes one)"));
            continue;
        };
        for ((column, floor), now) in COLUMNS.iter().zip(floor).zip(now) {
            if if *column == CEILING { now > floor } else { now < floor } {
                faults.push(format!("{name}: {column} {now}, was {floor}"));
            }
        }
    }
    faults
}

#[test]
fn less_than_a_floor_is_a_fault() {
    let counts =
        |mismatch, facts| BTreeMap::from([("a.pdf".to_owned(), [1, facts, 9, 9, 4, 0, mismatch, 2, 20])]);
    assert_eq!(parse(&print(&counts(1, 7))), counts(1, 7));
    assert_eq!(compare(&counts(1, 7), &counts(0, 8)), Vec::<String>::new());
    assert_eq!(compare(&counts(1, 7), &counts(2, 6)), ["a.pdf: facts 6, was 7", "a.pdf: mismatch 2, was 1"]);
    assert_eq!(compare(&counts(1, 7), &BTreeMap::new()), ["a.pdf is missing"]);
    assert_eq!(compare(&BTreeMap::new(), &counts(1, 7)), ["a.pdf has no floor (UPDATE=1 writes one)"]);
}
