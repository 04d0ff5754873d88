//! Scores of all documents → the text of QUALITY.md.

use std::collections::BTreeMap;

use crate::document::Generated;
use crate::measure::{Measured, Score, Scores};
use crate::plant::KINDS;

/// What the table of shapes shows, by recall.
const BY_SHAPE: [&str; 7] =
    ["cells", "rows", "columns", "column names", "indicators", "statements", "planted errors placed"];

/// What the first table shows.
const WHOLE: [&str; 13] = [
    "cells",
    "rows",
    "columns",
    "column names",
    "tables",
    "contents",
    "cards",
    "indicators",
    "statements",
    "planted errors found",
    "planted errors placed",
    "image documents reported",
    "image pages reported",
];

/// Where the report begins to be about real documents, which it keeps from one run to the next.
pub(crate) const REAL: &str = "## Real documents\n";

/// All scores together, and by kind of shape and shape.
pub(crate) fn sums(all: &[(Generated, Measured)]) -> (Scores, BTreeMap<(&'static str, String), Scores>) {
    let mut whole = Scores::new();
    let mut shapes: BTreeMap<(&'static str, String), Scores> = BTreeMap::new();
    for (generated, measured) in all {
        for (what, score) in &measured.scores {
            *whole.entry(what).or_default() += *score;
            for (kind, shape) in &generated.shapes {
                *shapes.entry((kind, shape.clone())).or_default().entry(what).or_default() += *score;
            }
        }
    }
    (whole, shapes)
}

/// The report; `real` is its part about real documents.
pub(crate) fn text(all: &[(Generated, Measured)], seed: u64, real: &str) -> String {
    let (whole, shapes) = sums(all);
    let planted = all.iter().filter(|(generated, _)| generated.planted.is_some()).count();
    let clean = whole.get("false mismatches").copied().unwrap_or_default();
    let mut out = format!(
        "# Quality\n\n\
         {} disclosures that did not exist before were set as PDFs (seed {seed}), read, and compared with what was set. \
         `cargo run --release -p quality` does it again and writes this file; it needs a free font, `apt-get install fonts-wqy-zenhei`.\n\n\
         A thing counts as right only if every part of it is the same, character for character: a cell with its table, page, code, name, project, side, \
         whole header path and printed text; a row with all its cells; a table of the contents with its number, title and page; a card with its kind, title, project, issuer, money, unit and goal; an indicator with project, three levels, sign, number, unit and weight; a statement with subject, amount, share, change, rate and direction. \
         A planted error is placed if a mismatch rests on the very figure, table or card that is wrong; every mismatch on a clean document, of any severity, is false.\n\n\
         | | set | read | right | precision | recall |\n|---|---:|---:|---:|---:|---:|\n",
        all.len()
    );
    for what in WHOLE {
        out.push_str(&line(what, whole.get(what)));
    }
    out.push_str(&format!(
        "\n{} documents have one planted error, {} have none: on these {} mismatches.\n\n| planted error | set | placed |\n|---|---:|---:|\n",
        planted, clean.set, clean.read
    ));
    for kind in KINDS {
        let score = whole.get(kind).copied().unwrap_or_default();
        out.push_str(&format!("| {kind} | {} | {} |\n", score.set, score.right));
    }
    out.push_str("\n## By shape\n\nRecall; `false` counts mismatches on clean documents.\n");
    let mut last = "";
    for ((kind, shape), scores) in &shapes {
        if *kind != last {
            out.push_str(&format!(
                "\n| {kind} | {} | false |\n|---|{}\n",
                BY_SHAPE.join(" | "),
                "---:|".repeat(BY_SHAPE.len() + 1)
            ));
            last = kind;
        }
        let recall = |what: &&str| scores.get(*what).map_or(String::new(), |s| percent(s.right, s.set));
        let cells: Vec<String> = BY_SHAPE.iter().map(recall).collect();
        let wrong = scores.get("false mismatches").map_or(0, |score: &Score| score.read);
        out.push_str(&format!("| {shape} | {} | {wrong} |\n", cells.join(" | ")));
    }
    out.push('\n');
    out.push_str(real);
    out
}

fn line(what: &str, score: Option<&Score>) -> String {
    let Score { set, read, right } = score.copied().unwrap_or_default();
    format!("| {what} | {set} | {read} | {right} | {} | {} |\n", percent(right, read), percent(right, set))
}

/// Hundredths of a percent, cut off, not rounded: 100.00 % is all.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return String::new();
    }
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}
