//! No figure falls below `tests/floors.toml`. `UPDATE=1 cargo test -p quality` raises those that are
//! better today, and lowers none: whoever has to does so by hand, and says why.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::measure::Score;
use crate::report::{percent, sums};
use crate::{Wish, measured};

/// How many documents are measured here: the first of those of QUALITY.md.
const DOCUMENTS: u64 = 100;

const HEAD: &str = "# Floors of what is read on the first 100 generated documents (QUALITY.md has 500), in percent cut to hundredths.\n\
    # `cargo test -p quality` fails below them; `UPDATE=1 cargo test -p quality` raises them.\n\
    # Real documents have floors of their own, a line a document (tests/corpus.floors.tsv): they are no part of the project.\n";

#[derive(Deserialize, PartialEq, Debug, Clone, Copy)]
struct Floor {
    precision: Decimal,
    recall: Decimal,
}

#[derive(Deserialize)]
struct Floors {
    /// Mismatches on documents that have no error: no more than these.
    false_mismatches: u64,
    floor: BTreeMap<String, Floor>,
}

fn floor(score: &Score) -> Floor {
    let number = |part| percent(part, score.set.max(1)).trim_end_matches(" %").parse().expect("a number");
    let precision = percent(score.right, score.read.max(1)).trim_end_matches(" %").parse().expect("a number");
    Floor { precision, recall: number(score.right) }
}

/// The floors, each as high as it was or as the figure of today.
fn raised(floors: &Floors, today: &BTreeMap<String, Floor>, wrong: u64) -> String {
    let mut text = format!("{HEAD}\nfalse_mismatches = {}\n\n[floor]\n", wrong.min(floors.false_mismatches));
    for (what, today) in today {
        let before = floors.floor.get(what).unwrap_or(today);
        let (precision, recall) = (today.precision.max(before.precision), today.recall.max(before.recall));
        let _ = writeln!(text, "\"{what}\" = {{ precision = \"{precision}\", recall = \"{recall}\" }}");
    }
    text
}

#[test]
fn nothing_falls_below_its_floor() {
    let all = measured(&Wish { documents: DOCUMENTS, ..Wish::default() }).expect("documents");
    let (whole, shapes) = sums(&all);
    let mut today: BTreeMap<String, Floor> = BTreeMap::new();
    for (what, score) in whole.iter().filter(|(what, _)| **what != "false mismatches") {
        today.insert((*what).to_owned(), floor(score));
    }
    for ((kind, shape), scores) in shapes.iter().filter(|((kind, _), _)| *kind == "Rulings") {
        today.insert(format!("cells: {kind}, {shape}"), floor(&scores["cells"]));
    }
    let wrong = whole["false mismatches"].read;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../floors.toml");
    let floors: Floors =
        toml::from_str(&std::fs::read_to_string(&path).expect("floors")).expect("sound floors");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, raised(&floors, &today, wrong)).expect("a file");
        return;
    }
    let below = |(what, floor): &(&String, &Floor)| {
        today.get(*what).is_none_or(|today| today.precision < floor.precision || today.recall < floor.recall)
    };
    let fallen: Vec<String> = floors
        .floor
        .iter()
        .filter(below)
        .map(|(what, floor)| format!("{what}: {floor:?}, today {:?}", today.get(what)))
        .collect();
    assert!(fallen.is_empty(), "below their floors:\n{}", fallen.join("\n"));
    assert!(wrong <= floors.false_mismatches, "{wrong} false mismatches");
}
