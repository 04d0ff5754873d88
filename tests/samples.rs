//! Every folder of `samples/` is a test.
//!
//! A `*.source` is set as a PDF, which must be the one that is committed. `UPDATE=1 cargo test --test samples` rewrites
//! what is committed; look at the difference before you commit it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]
#![allow(clippy::float_arithmetic, reason = "the typesetter computes positions")]

mod typesetter;

use std::fs;
use std::path::{Path, PathBuf};

/// The files of `samples/*/` that end in `extension`.
fn files(extension: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let folders =
        fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()));
    let mut found: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    found.sort();
    found
}

/// Compares `bytes` with the file; a file that differs is rewritten under `UPDATE=1`, one that is missing always.
fn same_as_committed(path: &Path, bytes: &[u8]) -> bool {
    let committed = fs::read(path).ok();
    if committed.as_deref() == Some(bytes) {
        return true;
    }
    let update = std::env::var_os("UPDATE").is_some();
    if update || committed.is_none() {
        fs::write(path, bytes).unwrap();
    }
    update
}

#[test]
fn pdfs_are_what_the_typesetter_sets() {
    for source in files("source") {
        let disclosure = typesetter::typeset(&fs::read_to_string(&source).unwrap());
        let pdf = source.with_extension("pdf");
        assert!(same_as_committed(&pdf, &disclosure.pdf), "{} is not what its source says", pdf.display());
        assert!(disclosure.pdf.len() < 60_000, "{} is too large", pdf.display());
    }
}

#[test]
fn truth_counts_every_printed_value() {
    let text = "@table general_public\n@title 一般公共预算支出表\n@unit 万元\n\
                | 科目编码 | < | 科目名称 | 支出 | < |\n| 类 | 款 | ^ | 合计 | 基本支出 |\n\
                |= code 30 | code 30 | name 90 | total 60 | basic 60 |\n\
                | 205 | 08 | 进修及培训 | 1.20 |  |\n| 合 计 | < | < | 1.20 | - |\n";
    let table = &typesetter::typeset(text).tables[0];
    let facts: Vec<String> = table.facts.iter().map(|fact| format!("{fact}")).collect();
    assert_eq!(
        facts,
        [
            "p1 20508 进修及培训 | 支出/合计 (total) = 1.20",
            "p1 合计 | 支出/合计 (total) = 1.20",
            "p1 合计 | 支出/基本支出 (basic) = -",
        ]
    );
}
