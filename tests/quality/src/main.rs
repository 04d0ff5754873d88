//! How good is `extract` on documents that nobody has tuned it to?
//!
//! `quality [--documents 500] [--seed 1] [--keep DIR] [--only NUMBER]` generates disclosures from a seed, extracts each, holds what was read against
//! what was set, and writes QUALITY.md.

mod body;
mod card;
mod dice;
mod document;
mod finals;
mod font;
mod forms;
mod manner;
mod measure;
mod plant;
mod prose;
mod report;
mod table;
#[allow(dead_code, reason = "what tests/samples.rs needs besides")]
#[path = "../../truth/mod.rs"]
mod truth;
#[allow(dead_code, unused_imports, reason = "what tests/samples.rs needs besides")]
#[path = "../../typesetter/mod.rs"]
mod typesetter;

use std::collections::BTreeMap;
use std::path::PathBuf;

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
}

fn main() -> Result<(), String> {
    let wish = wish()?;
    let font = Font::open()?;
    let grammars = Grammars::embedded().map_err(|error| error.to_string())?;
    let names = names()?;
    let numbers: Vec<u64> = wish.only.map_or_else(|| (0..wish.documents).collect(), |number| vec![number]);
    let measure = |number: &u64| one(*number, &wish, &font, &grammars, &names);
    let all: Vec<(document::Generated, Measured)> =
        numbers.par_iter().map(measure).collect::<Result<_, String>>()?;
    if let Some(folder) = &wish.keep {
        let faults: String = all
            .iter()
            .zip(&numbers)
            .flat_map(|((_, measured), number)| {
                measured.faults.iter().map(move |fault| format!("{number}: {fault}\n"))
            })
            .collect();
        std::fs::write(folder.join("faults.txt"), faults).map_err(|error| error.to_string())?;
    }
    print!("{}", report::text(&all, wish.seed));
    Ok(())
}

/// Generates, extracts and measures the document of one number.
fn one(
    number: u64,
    wish: &Wish,
    font: &Font,
    grammars: &Grammars,
    names: &BTreeMap<String, String>,
) -> Result<(document::Generated, Measured), String> {
    let generated = document::of(wish.seed * 1_000_000 + number, names);
    let glyphs: Option<&dyn typesetter::Glyphs> = if generated.embedded { Some(font) } else { None };
    let set = typesetter::typeset_in(&generated.source, glyphs);
    if let Some(folder) = &wish.keep {
        let path = folder.join(format!("{number:04}"));
        std::fs::write(path.with_extension("pdf"), &set.pdf).map_err(|error| error.to_string())?;
        std::fs::write(path.with_extension("source"), &generated.source)
            .map_err(|error| error.to_string())?;
    }
    let read = yusuan::extract(&set.pdf, "generated.pdf", grammars, &yusuan::Options::default())
        .map_err(|error| format!("document {number}: {error}"))?;
    let measured = measure::document(&generated, &set.tables, &read);
    Ok((generated, measured))
}

fn wish() -> Result<Wish, String> {
    let mut wish = Wish { documents: 500, seed: 1, keep: None, only: None };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or(format!("{word} needs a value"))?;
        let number = || value.parse::<u64>().map_err(|_| format!("{word} needs a number"));
        match word.as_str() {
            "--documents" => wish.documents = number()?,
            "--seed" => wish.seed = number()?,
            "--only" => wish.only = Some(number()?),
            "--keep" => wish.keep = Some(PathBuf::from(&value)),
            _ => return Err(format!("unknown option {word}")),
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
