//! Inputs that belong together, with the real binary: what is paired, by what, and what comes of it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Reads these samples under these names and hands over the tables that it wrote.
fn run(named: &[(&str, &str)], words: &[&str]) -> BTreeMap<String, String> {
    let dir = tempfile::tempdir().unwrap();
    for (name, sample) in named {
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample), dir.path().join(name))
            .unwrap();
    }
    let files = named.iter().map(|(name, _)| *name);
    let output = Command::new(env!("CARGO_BIN_EXE_extract"))
        .current_dir(dir.path())
        .args(["-q", "-f", "csv"].iter().chain(words).copied().chain(files))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tables = fs::read_dir(dir.path().join("out")).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: std::path::PathBuf| {
        (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    let is_table = |path: &std::path::PathBuf| path.extension().is_some_and(|ending| ending == "csv");
    tables.filter(is_table).map(named).collect()
}

/// These columns of each row, joined by blanks.
fn columns(table: &str, names: &[&str]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let index = |name: &&str| headers.iter().position(|header| header == *name).unwrap();
    let at: Vec<usize> = names.iter().map(index).collect();
    let row = |row: csv::StringRecord| at.iter().map(|at| row[*at].to_owned()).collect::<Vec<_>>().join(" ");
    reader.records().map(|record| row(record.unwrap())).collect()
}

const PAIR: [&str; 5] = ["path", "relation", "other_path", "checks_mismatch", "facts_alike"];

#[test]
fn the_years_of_one_body_are_held_against_each_other() {
    let tables = run(&[("new.pdf", "yuan/yuan.pdf"), ("old.pdf", "yuan-2025/yuan-2025.pdf")], &[]);
    assert_eq!(columns(&tables["pairings"], &PAIR), ["new.pdf previous old.pdf 0 "]);
    let checks =
        columns(&tables["checks"], &["path", "verdict", "left", "right", "other_path", "other_page"]);
    assert!(checks.contains(&"new.pdf exact 973.71 973.71 old.pdf 2".to_owned()), "{checks:#?}");
}

#[test]
fn bytes_do_not_depend_on_the_number_of_jobs() {
    let named = [
        ("a.pdf", "yuan/yuan.pdf"),
        ("b.pdf", "yuan-2025/yuan-2025.pdf"),
        ("c.pdf", "yuan/yuan.pdf"),
        ("d.txt", "flattened/flattened.txt"),
    ];
    assert_eq!(run(&named, &["-j", "1"]), run(&named, &["-j", "5"]));
}

#[test]
fn names_of_files_pair_nothing() {
    let tables = run(&[("yuan-2026.pdf", "yuan/yuan.pdf"), ("yuan-2025.pdf", "final/final.pdf")], &[]);
    assert_eq!(columns(&tables["pairings"], &PAIR), [] as [&str; 0]);
}

#[test]
fn copies_are_listed_and_checked_once() {
    let tables = run(
        &[("a.pdf", "yuan/yuan.pdf"), ("b.pdf", "yuan-2025/yuan-2025.pdf"), ("c.pdf", "yuan/yuan.pdf")],
        &[],
    );
    let pairs = columns(&tables["pairings"], &PAIR[..4]);
    assert_eq!(pairs, ["a.pdf previous b.pdf 0", "c.pdf duplicate a.pdf 0"]);
}
