//! `docs/forms-and-checks.md` is true: what it says of a place that nobody has seen is done here, word for word.
//!
//! The place does not exist (`tests/guide/yunzhou.source`), and its words stand nowhere in `grammars/`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it did not expect"
)]
#![allow(clippy::float_arithmetic, reason = "the typesetter computes positions")]

use yusuan::draft::draft;
use yusuan::form::Grammars;
use yusuan::model::Document;
use yusuan::reconcile::Verdict;
use yusuan::{Extraction, Options, extract};

#[allow(dead_code, unused_imports, reason = "what it sets is read here, not held against the truth")]
mod typesetter;

const GUIDE: &str = include_str!("../docs/forms-and-checks.md");
const SOURCE: &str = include_str!("guide/yunzhou.source");

/// The TOML of the guide, in order: a drafted entry, the whole file, a check.
fn blocks() -> [&'static str; 3] {
    let found: Vec<&str> =
        GUIDE.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    found.try_into().unwrap()
}

fn read(source: &str, grammars: &Grammars) -> Extraction {
    let pdf = typesetter::typeset(source).pdf;
    extract(&pdf, "yunzhou.pdf", grammars, &Options::default()).unwrap()
}

/// The grammars with the file of the place and its check.
fn taught() -> Grammars {
    let [_, place, check] = blocks();
    let mut files = Grammars::embedded_files();
    files.insert("yunzhou.toml".into(), place.into());
    let checks = format!("{}\n{check}", files["checks.toml"]);
    files.insert("checks.toml".into(), checks.into());
    Grammars::read(&files).unwrap_or_else(|error| panic!("{error}"))
}

/// The names of each table and of its columns of amounts.
fn names(document: &Document) -> Vec<String> {
    let id = |id: &Option<String>| id.clone().unwrap_or_else(|| "?".into());
    let of_table = |table: &yusuan::model::Table| {
        let amounts = table.columns.iter().filter(|column| column.role == yusuan::model::ColumnRole::Amount);
        let columns: Vec<String> = amounts.map(|column| id(&column.column_id)).collect();
        format!("{}: {}", id(&table.table_id), columns.join(" "))
    };
    document.tables.iter().map(of_table).collect()
}

#[test]
fn a_stranger_is_read_without_names_and_drafted_as_the_guide_says() {
    let grammars = Grammars::embedded().unwrap();
    let document = read(SOURCE, &grammars).document;
    assert_eq!(names(&document), ["revenue: ? ?", "?: ? total ? ? ?", "?: ? ? ? ?"]);
    let text = draft("yunzhou", &[("yunzhou.pdf", &document)], &grammars);
    let [drafted, ..] = blocks();
    assert!(text.contains(drafted), "{text}");
    for line in ["regions = [] # ?", "kind = \"named\" # ? or \"paired\"", "table_id = \"revenue\"\n"] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn the_file_of_the_guide_names_everything() {
    let read = read(SOURCE, &taught());
    assert_eq!(read.document.cover.form_family.as_deref(), Some("yunzhou"));
    assert_eq!(
        names(&read.document),
        [
            "summary: amount amount",
            "expenditure: total basic personnel public_use project",
            "other: ? ? ? total"
        ]
    );
    let judged = |id: &str, verdict: Verdict| {
        read.checks.iter().filter(|check| check.check_id == id && check.verdict == verdict).count()
    };
    let exact = |id: &str| judged(id, Verdict::Exact);
    assert_eq!(exact("sources-differ-from-uses"), 1);
    assert_eq!(exact("row-total-differs-from-basic-and-project"), 7, "every row of the second table");
    assert_eq!(exact("row-total-differs-from-sum-of-its-form"), 4, "every row of the third");
    assert_eq!(exact("list-total-differs-from-items"), 4, "its columns");
    assert!(read.checks.iter().all(|check| check.verdict != Verdict::Mismatch), "{:#?}", read.checks);
    assert_eq!(judged("summary-income-differs-from-expenditure", Verdict::Unjudged), 1);
    assert!(read.checks.iter().any(|check| check.message.contains("summary has no such row")));
}

/// What the checks say once `old` is misprinted as `new`.
fn says(old: &str, new: &str) -> Vec<String> {
    assert!(SOURCE.contains(old), "{old}");
    let read = read(&SOURCE.replacen(old, new, 1), &taught());
    let wrong = read.checks.iter().filter(|check| check.verdict == Verdict::Mismatch);
    wrong.map(|check| format!("{}: {}", check.check_id, check.message)).collect()
}

#[test]
fn a_misprint_is_found_by_what_was_added() {
    let found = says("| 来路合计 | 312.50", "| 来路合计 | 321.50");
    let told = GUIDE.split("it says `").nth(1).unwrap().split('`').next().unwrap();
    assert!(found.iter().any(|one| one.contains(told)), "{told}\n{found:#?}");
    assert_eq!(
        says("60,000.00 | 480,000.00", "60,000.00 | 490,000.00"),
        [
            "row-total-differs-from-sum-of-its-form: 总馆: 费用合计 490,000.00 differs from 水电 120,000.00 + 修缮 300,000.00 + 保洁 60,000.00 = 480,000.00 by 10,000.00 元 (page 3)",
            "list-total-differs-from-items: 总计: 总计 805,000.00 differs from the sum 815,000.00 of its 3 rows by 10,000.00 元 (page 3)",
        ]
    );
}
