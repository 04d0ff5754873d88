//! Performance cards from text that has lost its cells.
//!
//! In: the words of the text in reading order, cells cut into lines of two to eight characters, labels of levels before
//! the rows they belong to. Out: cards, the lines they stand on, and which of their words hold amounts. A row is found
//! by the cheapest way to part the words among the columns of the header (see `row`); what no column takes, and what
//! could be parted otherwise just as well, is noted. Knows neither pages nor cells.

mod fields;
mod fragment;
mod header;
mod indicator;
mod row;
mod section;
#[cfg(test)]
mod tests;
mod worth;

use std::collections::{BTreeMap, BTreeSet};

use self::fragment::Fragment;
use self::section::Section;
use crate::base::{Notes, Place};
use crate::flat::Flat;
use crate::form::CardWords;
use crate::model::{Card, Claim};

/// Cards, and what of the text is theirs.
#[derive(Debug, Clone, Default)]
pub(crate) struct FlattenedCards {
    /// In order.
    pub(crate) cards: Vec<Card>,
    /// The lines (1-based) from title to last row.
    pub(crate) lines: BTreeSet<u32>,
    /// Words whose amounts are read: (index of the line, of the token).
    pub(crate) claims: BTreeMap<(u32, u16), Claim>,
}

/// Reads every card of a flattened text.
pub(crate) fn read(flat: &Flat, words: &CardWords, notes: &mut Notes) -> FlattenedCards {
    let fragments = fragment::of(flat);
    let headers = header::find(&fragments, words);
    let mut found = FlattenedCards::default();
    for (section, no) in section::find(&fragments, headers, words).iter().zip(1u32..) {
        found.take(section, no, &fragments, words, notes);
    }
    found
}

impl FlattenedCards {
    fn take(
        &mut self,
        section: &Section,
        no: u32,
        fragments: &[Fragment<'_>],
        words: &CardWords,
        notes: &mut Notes,
    ) {
        let place = |at: usize| Place {
            line: fragments.get(at).map(|fragment| fragment.line.saturating_add(1)),
            ..Place::default()
        };
        let mut card = Card { no, place: place(section.from), ..section.card() };
        fields::read(fragments, section.head, words, &mut card, notes);
        let rows = row::read(fragments, section, words);
        indicator::read(&rows, words, &mut card, notes);
        self.claim(fragments, section.head.0..section.head.1, Claim::Card);
        for row in &rows.rows {
            self.claim(&rows.body, row.from..row.to, Claim::Indicator);
        }
        let lines = fragments.get(section.from..section.to()).unwrap_or_default();
        self.lines.extend(lines.iter().map(|fragment| fragment.line.saturating_add(1)));
        self.cards.push(card);
    }

    fn claim(&mut self, fragments: &[Fragment<'_>], range: std::ops::Range<usize>, claim: Claim) {
        let words = fragments.get(range).unwrap_or_default().iter();
        let numbers = words.filter(|fragment| fragment.text.contains(['.', ',']));
        self.claims.extend(numbers.map(|fragment| ((fragment.line, fragment.token), claim)));
    }
}
