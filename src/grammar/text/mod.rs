//! Tables of flattened text, where blank cells have vanished and header cells are cut to pieces.
//!
//! Comes in: lines without cells, a family of forms. Goes out: tables in which every value has a column, and says how
//! that is known: by arithmetic (one column, as many values as columns, or one placement left), else by order, with a
//! note that lists the other possibilities. Knows no PDF; prose and cards are left to others.

mod coded;
mod columns;
mod evidence;
mod line;
mod outline;
mod paired;
mod placement;
mod primitive;
mod rejoin;
mod section;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::coded::RawRow;
use self::evidence::Evidence;
use self::section::Section;
use crate::base::{Notes, Place};
use crate::flat::Flat;
use crate::form::{Family, Grammars, Stage};
use crate::model::Table;

/// Reads every table of a text, in order; `cards` are lines that belong to performance cards.
pub(crate) fn read_tables(
    flat: &Flat,
    family: &Family,
    stage: Stage,
    grammars: &Grammars,
    cards: &BTreeSet<u32>,
    notes: &mut Notes,
) -> Vec<Table> {
    let mut sections = section::find(flat, family, grammars, stage, cards);
    let rows: Vec<Vec<RawRow>> =
        sections.iter_mut().map(|section| rows(section, stage, grammars, notes)).collect();
    let pairs = || sections.iter().zip(rows.iter().map(Vec::as_slice));
    let evidence = Evidence::gather(pairs(), &grammars.words);
    let tables = pairs().zip(1u32..);
    tables
        .map(|((section, rows), no)| table::build(no, section, rows, family, &evidence, grammars, notes))
        .collect()
}

/// One row in so many may have more values than there are columns.
const FEW: usize = 5;

/// The rows of a table, before their values have columns.
fn rows(section: &mut Section<'_>, stage: Stage, grammars: &Grammars, notes: &mut Notes) -> Vec<RawRow> {
    let place = Place { line: Some(section.line), ..Place::default() };
    if !section.settle_columns(grammars, stage) {
        let message = format!(
            "{} numbers {} columns, not those of its form; its columns are taken from the page",
            section.title,
            section.numbered.unwrap_or_default()
        );
        notes.warning("columns-differ-from-form", place, message);
    }
    let rows = if section.is_paired() {
        paired::read(section, &grammars.words, &grammars.codes)
    } else {
        coded::read(section, &grammars.words, &grammars.codes)
    };
    // A header that names fewer columns than many rows have values was not understood; a single such row is two rows that
    // ran together, and is noted.
    let valued = || rows.iter().map(|row| row.values.len()).filter(|values| *values > 0);
    let too_long = valued().filter(|values| !section.has_room(*values)).count();
    if too_long * FEW > valued().count() {
        section.count_columns(valued().max().unwrap_or_default());
        let message =
            format!("neither form nor header names the columns of {}; they are only counted", section.title);
        notes.warning("columns-unknown", place, message);
    }
    rows
}
