//! One wrong digit in one amount must be noticed, and named where another table prints the same code.
//!
//! Over the samples, and over ten real documents that are no part of the project where they are there. To see all
//! amounts instead of some, and where checks are missing: `ALL=1 cargo test --release --test one_digit -- --nocapture`
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test")]

mod digits;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use digits::Survey;
use rayon::prelude::*;
use yusuan::form::Grammars;
use yusuan::reconcile::{Check, Source};

/// Documents whose tables contradict nothing, of ten places. Of two of them something else is said: percentages in the text
/// of jiangsu-2018 are wrong, and wuxi-2025 prints a 款 and its 项 under one code.
const CLEAN: [&str; 10] = [
    "changsha-2026-209dbec8.pdf",
    "fuzhou-2026-1e3c40d4.pdf",
    "guangzhou-2026-0a58e7a1.pdf",
    "jiangsu-2018-6615bc43.pdf",
    "putuo-2025-b0671849.pdf",
    "shenzhen-2026-3d991443.pdf",
    "suzhou-2026-566b0189.pdf",
    "wuxi-2025-5f8f9471.pdf",
    "xian-2019-1598881b.pdf",
    "yantai-2026-643c0a24.pdf",
];

/// Amounts tried in a document when not all are.
const SOME: usize = 40;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn survey(file: &Path, grammars: &Grammars) -> Survey {
    let bytes = fs::read(file).unwrap();
    let name = file.to_string_lossy();
    let extraction = yusuan::extract(&bytes, &name, grammars, &yusuan::Options::default()).unwrap();
    assert!(!extraction.checks.iter().any(contradicts), "{name} is not clean");
    let mut document = extraction.document;
    let amounts: usize =
        document.tables.iter().flat_map(|table| &table.rows).map(|row| row.values.len()).sum();
    let step = if std::env::var_os("ALL").is_some() { 1 } else { amounts.div_ceil(SOME) };
    Survey::of(&mut document, grammars, step.max(1))
}

/// Whether amounts of a table contradict something.
fn contradicts(check: &Check) -> bool {
    let of_tables = check.operands.iter().any(|operand| matches!(operand.source, Source::Cell { .. }));
    check.is_fault() && check.difference.is_some() && of_tables
}

fn print(what: &str, survey: &Survey) {
    println!("{what}: noticed in tables with sums {}", survey.summed);
    println!("  of these larger than rounding {}; of all amounts {}", survey.visible, survey.all);
    println!("  named where the code is repeated {}; misled {}", survey.named, survey.misled);
    for (what, places) in [("unnoticed", &survey.unnoticed), ("unnamed", &survey.unnamed)] {
        let mut columns: BTreeMap<String, (usize, &str)> = BTreeMap::new();
        for place in places {
            let column = place.split(" | ").take(2).collect::<Vec<_>>().join(" | ");
            columns.entry(column).or_insert((0, place)).0 += 1;
        }
        for (column, (count, example)) in columns {
            println!("  {what} {count:4}  {column}\n      {example}");
        }
    }
}

#[test]
fn one_digit_is_noticed_in_the_samples() {
    let grammars = Grammars::embedded().unwrap();
    let files = ["budget/budget.pdf", "final/final.pdf", "yuan/yuan.pdf"];
    let surveys: Vec<(&str, Survey)> =
        files.par_iter().map(|file| (*file, survey(&root().join("samples").join(file), &grammars))).collect();
    hold(surveys, 99, 98);
}

#[test]
fn one_digit_is_noticed_in_real_documents() {
    let folder = root().join("../shared/corpus");
    if !folder.exists() {
        println!("skipped: there is no {}", folder.display());
        return;
    }
    let grammars = Grammars::embedded().unwrap();
    let files: Vec<PathBuf> = CLEAN.iter().map(|name| folder.join(name)).collect();
    let surveys: Vec<(&str, Survey)> =
        CLEAN.par_iter().zip(&files).map(|(name, file)| (*name, survey(file, &grammars))).collect();
    hold(surveys, 99, 96);
}

/// Prints each survey and holds all of them together to their floors, in percent.
fn hold(surveys: Vec<(&str, Survey)>, noticed: usize, named: usize) {
    for (name, survey) in &surveys {
        print(name, survey);
    }
    let all = surveys.into_iter().map(|(_, survey)| survey).reduce(Survey::join).unwrap();
    println!(
        "all: {} noticed, {} visible, {} named, {} misled",
        all.summed, all.visible, all.named, all.misled
    );
    assert!(all.summed.percent() >= noticed, "noticed {}", all.summed);
    assert!(all.named.percent() >= named, "named {}", all.named);
}
