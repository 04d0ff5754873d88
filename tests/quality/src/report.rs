//! Scores of all documents → the text of QUALITY.md.

use std::collections::BTreeMap;

use crate::document::Generated;
use crate::measure::{Measured, Score, Scores};

/// The report.
pub(crate) fn text(all: &[(Generated, Measured)], seed: u64) -> String {
    let mut whole = Scores::new();
    let mut shapes: BTreeMap<(&str, &str), Scores> = BTreeMap::new();
    for (generated, measured) in all {
        for (what, score) in &measured.scores {
            *whole.entry(what).or_default() += *score;
            for (kind, shape) in &generated.shapes {
                *shapes.entry((kind, shape)).or_default().entry(what).or_default() += *score;
            }
        }
    }
    let mut out = format!(
        "# Quality\n\n{} documents of seed {seed}\n\n| | set | read | right | precision | recall |\n|---|---|---|---|---|---|\n",
        all.len()
    );
    for (what, score) in &whole {
        out.push_str(&format!(
            "| {what} | {} | {} | {} | {} | {} |\n",
            score.set,
            score.read,
            score.right,
            percent(score.right, score.read),
            percent(score.right, score.set)
        ));
    }
    let what = [
        "cells",
        "rows",
        "columns",
        "column names",
        "indicators",
        "statements",
        "planted errors found",
        "planted errors placed",
    ];
    out.push_str(&format!(
        "\n| | {} | false mismatches |\n|---|{}\n",
        what.join(" | "),
        "---|".repeat(what.len() + 1)
    ));
    for ((kind, shape), scores) in &shapes {
        let cells: Vec<String> = what
            .iter()
            .map(|what| scores.get(what).map_or(String::new(), |s| percent(s.right, s.set)))
            .collect();
        let wrong = scores.get("false mismatches").map_or(0, |score: &Score| score.read);
        out.push_str(&format!("| {kind}: {shape} | {} | {wrong} |\n", cells.join(" | ")));
    }
    out
}

fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return String::new();
    }
    let hundredths = part * 10_000 / whole;
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}
