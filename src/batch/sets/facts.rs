//! Everything a document prints, as hashes: whether two documents say the same, and how much of it.
//!
//! In: a document. Out: numbers. What a fact means is not known here.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::Document;

/// The hash of a text; the same in every run.
pub(super) fn of_text(text: &str) -> u64 {
    of(&text)
}

fn of(thing: &impl Hash) -> u64 {
    // Its keys are fixed, unlike those of a map.
    let mut hasher = DefaultHasher::new();
    thing.hash(&mut hasher);
    hasher.finish()
}

/// A name without blanks and kinds of brackets.
pub(super) fn folded(name: &str) -> String {
    let bracket = |c| match c {
        '（' => '(',
        '）' => ')',
        other => other,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(bracket).collect()
}

/// The hash of all facts, in order.
pub(super) fn hash(document: &Document) -> u64 {
    of(&all(document).collect::<Vec<_>>())
}

/// How many facts of two documents are alike, and how many only one of them has.
pub(super) fn compared(one: &Document, other: &Document) -> (usize, usize) {
    let mut counts: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
    for fact in all(one) {
        counts.entry(fact).or_default().0 += 1;
    }
    for fact in all(other) {
        counts.entry(fact).or_default().1 += 1;
    }
    let alike = counts.values().map(|(one, other)| one.min(other)).sum();
    (alike, counts.values().map(|(one, other)| one.abs_diff(*other)).sum())
}

/// One hash for each value of a table, sentence and indicator.
fn all(document: &Document) -> impl Iterator<Item = u64> {
    let values = document.tables.iter().flat_map(|table| {
        table.rows.iter().flat_map(move |row| {
            row.values.iter().map(move |value| {
                let column = table.columns.get(value.column).map(|column| &column.label);
                of(&(&table.title, &row.code, &row.name, &row.project, column, &value.printed))
            })
        })
    });
    let sentences = document.statements.iter().map(|told| of(&(&told.subject, told.amount, &told.text)));
    let indicators = document.cards.iter().flat_map(|card| {
        let of_card =
            move |one: &crate::model::Indicator| of(&(&card.project, &one.level3, &one.target_text));
        card.indicators.iter().map(of_card)
    });
    values.chain(sentences).chain(indicators)
}

/// Hashes of the names of rows without a code, sorted.
pub(super) fn names(document: &Document) -> Vec<u64> {
    let rows = document.tables.iter().flat_map(|table| &table.rows);
    let named = rows.filter(|row| row.code.is_none()).filter_map(|row| row.name.as_deref());
    let mut names: Vec<u64> = named.map(|name| of_text(&folded(name))).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// How much room a document takes, counted in things it holds.
pub(super) fn weight(document: &Document) -> usize {
    let values: usize =
        document.tables.iter().flat_map(|table| &table.rows).map(|row| row.values.len()).sum();
    let indicators: usize = document.cards.iter().map(|card| card.indicators.len()).sum();
    values + indicators + document.statements.len()
}
