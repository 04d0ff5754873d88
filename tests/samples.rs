//! Every folder of `samples/` is a test.
//!
//! A `*.source` is set as a PDF, which must be the one that is committed; what is read from the PDF must be what was
//! set, fact by fact, and must reconcile. A `*.truth` says what an input holds that another program made, its pages left
//! open; where that program was given HTML, this is what we make of the truth. What is read from any input must equal the goldens beside it. `UPDATE=1 cargo test --test samples`
//! rewrites PDFs and goldens; look at the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]
#![allow(clippy::float_arithmetic, reason = "the typesetter computes positions")]

#[allow(dead_code, reason = "what tests/one_digit.rs measures")]
mod digits;
mod truth;
mod typesetter;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rayon::prelude::*;
use rust_decimal::Decimal;
use yusuan::Extraction;
use yusuan::base::{Notes, Place};
use yusuan::export::{Entry, Formats, Output};
use yusuan::form::Grammars;
use yusuan::model::{Claim, Document, Table};
use yusuan::reconcile::{Check, Source, Verdict};

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars::embedded().unwrap());

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of `samples/*/` with one of these endings, relative to the project.
fn files(endings: &[&str]) -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("samples")).unwrap().map(|folder| folder.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|folder| fs::read_dir(folder).unwrap());
    let paths = files.map(|file| file.unwrap().path().strip_prefix(root()).unwrap().to_owned());
    let mut found: Vec<PathBuf> =
        paths.filter(|path| endings.iter().any(|e| path.extension().is_some_and(|x| x == *e))).collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// Compares `bytes` with a committed file. One that differs is rewritten under `UPDATE=1`; a missing one is written,
/// and fails once, so that nobody commits a golden unseen.
fn same_as_committed(path: &Path, bytes: &[u8]) -> bool {
    let path = root().join(path);
    let committed = fs::read(&path).ok();
    if committed.as_deref() == Some(bytes) {
        return true;
    }
    let update = std::env::var_os("UPDATE").is_some();
    if update || committed.is_none() {
        fs::write(path, bytes).unwrap();
    }
    update
}

fn extract(bytes: &[u8], name: &str) -> Extraction {
    yusuan::extract(bytes, name, &GRAMMARS, &yusuan::Options::default()).unwrap()
}

fn flat(bytes: &[u8], name: &str) -> String {
    let mut notes = Notes::default();
    let (flat, _) = yusuan::flatten(bytes, name, &GRAMMARS, &yusuan::Options::default(), &mut notes).unwrap();
    yusuan::flat::print(&flat)
}

/// The document as the command writes it, but for the checks, which have their own golden, and the amounts that
/// somebody claims.
fn json(path: &str, mut extraction: Extraction) -> Vec<u8> {
    extraction.checks.clear();
    extraction.document.ledger.retain(|token| token.claimed_by == Claim::Unclaimed);
    let folder = tempfile::tempdir().unwrap();
    let formats = Formats::parse("json", false).unwrap();
    let entry = Entry { path: path.to_owned(), result: Ok(extraction) };
    let output = Output::folder(folder.path(), formats, || ()).unwrap();
    output.write_document("document", path, &output.printed(&entry, false).unwrap()).unwrap();
    fs::read(folder.path().join("documents/document.json")).unwrap()
}

/// One line; numbers stand as they are compared.
fn verdict(check: &Check) -> String {
    let number = |n: Option<Decimal>| n.map_or("?".to_owned(), |n| n.to_string());
    let place = check.place.page.map(|page| format!("p{page} ")).unwrap_or_default();
    let verdict = format!("{:?}", check.verdict).to_lowercase();
    let (left, right) = (number(check.left), number(check.right));
    let Check { check_id, left_of, right_of, .. } = check;
    format!("{verdict:9} {check_id} {place}{left_of} = {left} | {right_of} = {right}")
}

#[test]
fn pdfs_are_what_the_typesetter_sets() {
    for source in files(&["source"]) {
        let disclosure = typesetter::typeset(&fs::read_to_string(root().join(&source)).unwrap());
        let pdf = source.with_extension("pdf");
        assert!(same_as_committed(&pdf, &disclosure.pdf), "{} is not what its source says", pdf.display());
        assert!(disclosure.pdf.len() < 60_000, "{} is too large", pdf.display());
    }
}

#[test]
fn pages_for_other_programs_say_the_truth() {
    for page in files(&["html"]) {
        let truth = fs::read_to_string(root().join(page.with_extension("truth"))).unwrap();
        let html = typesetter::html(&truth);
        assert!(same_as_committed(&page, html.as_bytes()), "{} is not what its truth says", page.display());
    }
}

#[test]
fn goldens_are_what_is_read() {
    let mut differing = Vec::new();
    for input in files(&["pdf", "txt"]) {
        let bytes = fs::read(root().join(&input)).unwrap();
        let name = input.to_str().unwrap();
        let extraction = extract(&bytes, name);
        let goldens = [
            (
                "checks.golden",
                extraction.checks.iter().map(|c| verdict(c) + "\n").collect::<String>().into_bytes(),
            ),
            ("flat.golden", flat(&bytes, name).into_bytes()),
            ("document.golden.json", json(name, extraction)),
        ];
        for (file, content) in goldens {
            let golden = input.with_file_name(file);
            if !same_as_committed(&golden, &content) {
                differing.push(golden);
            }
        }
    }
    assert!(differing.is_empty(), "not what is read now (UPDATE=1 rewrites): {differing:#?}");
}

/// What is read wrong stands in `faults.golden`, one fault a line; where nothing is, there is no such file.
#[test]
fn faults_are_known() {
    let mut differing = Vec::new();
    for input in files(&["pdf", "txt"]) {
        let faults = faults(&input);
        let known = input.with_file_name("faults.golden");
        let none = faults.is_empty() && !root().join(&known).exists();
        if !none && !same_as_committed(&known, faults.as_bytes()) {
            differing.push(format!("{}:\n{faults}", input.display()));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Facts that are not those that were set, and mismatches, since every sample reconciles.
fn faults(input: &Path) -> String {
    let mut extraction = extract(&fs::read(root().join(input)).unwrap(), input.to_str().unwrap());
    let text = |ending| fs::read_to_string(root().join(input.with_extension(ending)));
    let truth = text("source").map(|source| typesetter::typeset(&source).tables);
    let truth = truth.unwrap_or_else(|_| {
        forget_pages(&mut extraction.document.tables);
        typesetter::truth(&text("truth").unwrap())
    });
    let mut faults = truth::compare(&truth, &extraction.document.tables);
    let wrong = extraction.checks.into_iter().filter(|check| check.verdict == Verdict::Mismatch);
    faults.extend(wrong.map(|check| verdict(&check)));
    faults.into_iter().map(|fault| fault + "\n").collect()
}

/// Where another program breaks pages, the truth does not know.
fn forget_pages(tables: &mut [Table]) {
    for table in tables {
        (table.page_first, table.page_last) = (None, None);
        let values = table.rows.iter_mut().flat_map(|row| &mut row.values);
        values.for_each(|value| value.place.page = None);
    }
}

#[test]
fn truth_counts_every_printed_value() {
    let text = "@table general_public\n@title 一般公共预算支出表\n@unit 万元\n\
                | 科目编码 | < | 科目名称 | 支出 | < |\n| 类 | 款 | ^ | 合计 | 基本支出 |\n\
                |= code 30 | code 30 | name 90 | total 60 | basic 60 |\n\
                | 205 | 08 | 进修及培训 | 1.20 |  |\n| 合 计 | < | < | 1.20 | - |\n";
    let table = &typesetter::typeset(text).tables[0];
    let facts: Vec<String> = table.facts.iter().map(ToString::to_string).collect();
    let expected = [
        "p1 20508 进修及培训 | 支出/合计 (total) = 1.20",
        "p1 合计 | 支出/合计 (total) = 1.20",
        "p1 合计 | 支出/基本支出 (basic) = -",
    ];
    assert_eq!(facts, expected);
}

/// A wrong first digit must be noticed: the amounts where it is not stand in `blind-spots.golden`, one a line. What other
/// programs print has the forms of the rest, and each document takes a while.
#[test]
fn blind_spots_are_known() {
    let unknown = |input: &PathBuf| {
        let document = extract(&fs::read(root().join(input)).unwrap(), input.to_str().unwrap()).document;
        let known = input.with_file_name("blind-spots.golden");
        let spots = blind_spots(document);
        let none = spots.is_empty() && !root().join(&known).exists();
        (!none && !same_as_committed(&known, spots.as_bytes()))
            .then(|| format!("{}:\n{spots}", input.display()))
    };
    let input = |file: PathBuf| {
        if file.extension().is_some_and(|e| e == "txt") { file } else { file.with_extension("pdf") }
    };
    let inputs: Vec<PathBuf> = files(&["source", "txt"]).into_iter().map(input).collect();
    let differing: Vec<String> = inputs.par_iter().filter_map(unknown).collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Where no check becomes a mismatch when the first digit of an amount is another.
fn blind_spots(mut document: Document) -> String {
    let mut spots = String::new();
    let before = mismatches(&document);
    let first_digit_wrong = |number: Decimal| digits::with_digit(number, 0, 1);
    digits::each(&mut document, 1, first_digit_wrong, |document, spot| {
        if mismatches(document) == before {
            let (table, row, value) = spot.of(document);
            let fact = truth::fact(table, row, value);
            spots.push_str(&format!("{}: {fact}\n", table.title.as_deref().unwrap_or("?")));
        }
    });
    spots
}

/// How many checks fail.
fn mismatches(document: &Document) -> usize {
    let checks = yusuan::reconcile::check(document, &GRAMMARS);
    checks.checks.iter().filter(|check| check.verdict == Verdict::Mismatch).count()
}

/// What a check rests on leads to the page: each figure has what is printed, its page and its box. A table that is empty
/// prints nothing, and what is laid down, such as the 100 points of a card, stands nowhere.
#[test]
fn every_figure_of_a_check_stands_on_a_page() {
    for input in files(&["pdf"]) {
        let extraction = extract(&fs::read(root().join(&input)).unwrap(), input.to_str().unwrap());
        let figures =
            || extraction.checks.iter().flat_map(|check| check.operands.iter().map(move |o| (check, o)));
        assert!(figures().count() > 300);
        for (check, operand) in figures() {
            let told = operand.told(&extraction.document);
            let complete = match operand.source {
                Source::Table { .. } => operand.place.page.is_some() && !told.label.is_empty(),
                Source::Narrative if operand.place == Place::default() => check.group == "KPI",
                _ => operand.place.page.is_some() && operand.place.rect.is_some() && !told.printed.is_empty(),
            };
            assert!(
                complete,
                "{}: check {} {}: {operand:?}",
                input.display(),
                check.check_no,
                check.check_id
            );
        }
    }
}

/// From the page to the verdict: a figure of the source, and a wrong one.
#[test]
fn a_wrong_digit_on_the_page_is_found() {
    let wrong = [
        ("budget", "| 2070109 | 群众文化 | 96.50 | 96.50 |", "| 2070109 | 群众文化 | 98.50 | 96.50 |"),
        ("final", "| 总计 | 30 | 1754.67 |", "| 总计 | 30 | 1754.61 |"),
        (
            "yuan",
            "| 201 | 26 | 99 | 其他档案事务支出 | 365,500 |",
            "| 201 | 26 | 99 | 其他档案事务支出 | 356,500 |",
        ),
    ];
    for (sample, figure, wrong) in wrong {
        let source = fs::read_to_string(root().join(format!("samples/{sample}/{sample}.source"))).unwrap();
        let count =
            |source: &str| mismatches(&extract(&typesetter::typeset(source).pdf, "sample.pdf").document);
        assert!(source.contains(figure), "{sample} has no {figure}");
        assert!(
            count(&source.replacen(figure, wrong, 1)) > count(&source),
            "{sample}: {wrong} is not noticed"
        );
    }
}
