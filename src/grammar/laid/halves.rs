//! Lines that are each a part of one row: its code on one, its values on the next.
//!
//! Comes in: the lines with which rows seem to begin. Goes out: which of them belongs to which other. Values and codes are
//! set in different heights of one row of the page, and a flattener makes a line of each height (西南大学: the code in the
//! middle of a wrapped name, the values beside its last line).

use std::collections::BTreeMap;

use super::bands::Bands;
use super::word::{Kind, LaidLine};
use crate::form::Grammars;

/// In a table whose rows have codes: for each line of values without a code the line with the code of its row, where the
/// two stand just below each other and never fill the same column of amounts.
pub(super) fn find<'a>(
    lines: &[LaidLine],
    anchors: &[usize],
    home: &impl Fn(usize) -> &'a [Option<usize>],
    bands: &Bands,
    grammars: &Grammars,
) -> BTreeMap<usize, usize> {
    let coded = |at: usize| has_code(lines.get(at), home(at), bands, grammars);
    let with_code = anchors.iter().filter(|&&at| coded(at)).count();
    if with_code < 3 || with_code * 3 < anchors.len() {
        return BTreeMap::new();
    }
    let mut halves = BTreeMap::new();
    for &at in anchors.iter().filter(|&&at| !coded(at) && !is_named(lines.get(at), grammars)) {
        let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let whole = near
            .filter(|other| anchors.binary_search(other).is_ok() && coded(*other))
            .filter(|&other| !share_amounts(home(at), home(other), bands))
            .min_by_key(|&other| {
                home(other).iter().flatten().filter(|&&band| holds_amounts(band, bands)).count()
            });
        halves.extend(whole.map(|whole| (at, whole)));
    }
    halves
}

fn has_code(line: Option<&LaidLine>, homes: &[Option<usize>], bands: &Bands, grammars: &Grammars) -> bool {
    let words = line.map(|line| line.words.as_slice()).unwrap_or_default();
    words.iter().zip(homes).any(|(word, home)| {
        let in_words = home.is_some_and(|band| !holds_amounts(band, bands));
        in_words && word.kind == Kind::Digits && word.text.len() >= 3 && grammars.codes.known(&word.text)
    })
}

/// 合计, 小计 begin rows of their own.
fn is_named(line: Option<&LaidLine>, grammars: &Grammars) -> bool {
    let text: String = line.map(LaidLine::tight).unwrap_or_default();
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit() || ".,-".contains(c));
    grammars.words.is_total(words) || grammars.words.is_subtotal(words)
}

fn holds_amounts(band: usize, bands: &Bands) -> bool {
    bands.all().get(band).is_some_and(|band| band.amounts)
}

fn share_amounts(left: &[Option<usize>], right: &[Option<usize>], bands: &Bands) -> bool {
    left.iter().flatten().any(|&band| holds_amounts(band, bands) && right.contains(&Some(band)))
}
