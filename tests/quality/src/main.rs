//! How good is `extract` on documents that nobody has tuned it to?
//!
//! `quality` generates 500 disclosures from a seed, extracts each, holds what was read against what was set, and writes
//! QUALITY.md. `--documents N`, `--seed N` and `--only N` print the report instead; `--keep DIR` also writes each document,
//! its source, the same as HTML for other programs to print, and `faults.txt`: a line for everything that was set and not read (`-`), or read and not set (`+`).
#![allow(clippy::float_arithmetic, reason = "the typesetter computes positions")]

mod appraisal;
mod body;
mod card;
mod contents;
mod department;
mod dice;
mod document;
mod finals;
#[cfg(test)]
mod floors;
mod font;
mod forms;
mod manner;
mod measure;
mod plant;
mod prose;
mod report;
mod shapes;
mod table;
#[allow(dead_code, reason = "what tests/samples.rs needs besides")]
#[path = "../../truth/mod.rs"]
mod truth;
#[allow(dead_code, unused_imports, reason = "what tests/samples.rs needs besides")]
#[path = "../../typesetter/mod.rs"]
mod typesetter;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use yusuan::form::Grammars;

use crate::font::Font;
use crate::measure::Measured;

/// What the command line asks for.
struct Wish {
    documents: u64,
    seed: u64,
    keep: Option<PathBuf>,
    only: Option<u64>,
    /// Whether the report is printed instead of written.
    print: bool,
}

impl Default for Wish {
    fn default() -> Self {
        Wish { documents: 500, seed: 1, keep: None, only: None, print: false }
    }
}

/// A document and what was read of it.
type Read = (document::Generated, Measured);

fn main() -> Result<(), String> {
    let wish = wish()?;
    if let Some(folder) = &wish.keep {
        std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let all = measured(&wish)?;
    if let Some(folder) = &wish.keep {
        let first = wish.only.unwrap_or(0);
        let faults = (first..).zip(&all).flat_map(|(number, (_, measured))| {
            measured.faults.iter().map(move |fault| format!("{number}: {fault}\n"))
        });
        write(&folder.join("faults.txt"), faults.collect::<String>().as_bytes())?;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../QUALITY.md");
    // Real documents are no part of the project; their figures stay as they were measured.
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    let real = before.find(report::REAL).and_then(|at| before.get(at..)).unwrap_or("");
    let report = report::text(&all, wish.seed, real);
    if wish.print {
        print!("{report}");
        return Ok(());
    }
    write(&path, report.as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

/// Generates, extracts and measures all documents, in their order.
fn measured(wish: &Wish) -> Result<Vec<Read>, String> {
    let font = Font::open()?;
    let grammars = Grammars::embedded().map_err(|error| error.to_string())?;
    let names = names()?;
    let numbers: Vec<u64> = wish.only.map_or_else(|| (0..wish.documents).collect(), |number| vec![number]);
    numbers.par_iter().map(|number| one(*number, wish, &font, &grammars, &names)).collect()
}

/// Generates, extracts and measures the document of one number.
fn one(
    number: u64,
    wish: &Wish,
    font: &Font,
    grammars: &Grammars,
    names: &BTreeMap<String, String>,
) -> Result<Read, String> {
    let generated = document::of(wish.seed * 1_000_000 + number, names);
    let glyphs: Option<&dyn typesetter::Glyphs> = if generated.embedded { Some(font) } else { None };
    let set = typesetter::typeset_in(&generated.source, glyphs);
    if let Some(folder) = &wish.keep {
        let path = folder.join(format!("{number:04}"));
        std::fs::write(path.with_extension("pdf"), &set.pdf).map_err(|error| error.to_string())?;
        let files = [("source", generated.source.clone()), ("html", typesetter::html(&generated.source))];
        for (ending, text) in files {
            std::fs::write(path.with_extension(ending), text).map_err(|error| error.to_string())?;
        }
    }
    let read = yusuan::extract(&set.pdf, "generated.pdf", grammars, &yusuan::Options::default())
        .map_err(|error| format!("document {number}: {error}"))?;
    let measured = measure::document(&generated, &set, &read);
    Ok((generated, measured))
}

const USAGE: &str = "quality [--documents N] [--seed N] [--only N] [--keep DIR]
without any of the first three QUALITY.md is written, else the report is printed; --keep also writes the documents to DIR";

fn wish() -> Result<Wish, String> {
    let mut wish = Wish::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if word == "--help" {
            return Err(USAGE.into());
        }
        let value = words.next().ok_or(format!("{word} needs a value"))?;
        wish.print |= word != "--keep";
        let number = || value.parse::<u64>().map_err(|_| format!("{word} needs a number"));
        match word.as_str() {
            "--documents" => wish.documents = number()?,
            "--seed" => wish.seed = number()?,
            "--only" => wish.only = Some(number()?),
            "--keep" => wish.keep = Some(PathBuf::from(&value)),
            _ => return Err(format!("unknown option {word}\n{USAGE}")),
        }
    }
    Ok(wish)
}

/// The functional classification as it stands today: codes and names, which are facts.
fn names() -> Result<BTreeMap<String, String>, String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../grammars/codes/functional.csv");
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
    let mut names = BTreeMap::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        if let [code, name, _, _, _, _, "current", ..] = fields[..] {
            names.entry(code.to_owned()).or_insert_with(|| name.to_owned());
        }
    }
    Ok(names)
}
