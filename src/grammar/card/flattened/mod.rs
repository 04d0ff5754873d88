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
mod many;
mod marks;
mod row;
mod section;
#[cfg(test)]
mod tests;
mod worth;

use std::collections::{BTreeMap, BTreeSet};

use self::fragment::Fragment;
use self::row::Row;
use self::section::Section;
use crate::base::{Notes, Place};
use crate::flat::Flat;
use crate::form::{CardWords, Grammars};
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
pub(crate) fn read(flat: &Flat, grammars: &Grammars, notes: &mut Notes) -> FlattenedCards {
    let words = &grammars.cards;
    let fragments = fragment::of(flat);
    let headers = header::find(&fragments, words);
    let mut found = FlattenedCards::default();
    for section in section::find(&fragments, headers, grammars) {
        found.take(&section, &fragments, words, notes);
    }
    // Rows printed on one line each are right all the same; which are not cannot be told from the words alone.
    for card in found.cards.iter().filter(|card| flat.keeps_columns && !card.indicators.is_empty()) {
        let message = format!(
            "card {}: the text keeps the columns of the page, so lines of neighbouring cells are interleaved; names \
             and levels of indicators that take several lines may be wrong",
            card.no
        );
        notes.warning("card-interleaved", card.place, message);
    }
    found
}

impl FlattenedCards {
    fn take(&mut self, section: &Section, fragments: &[Fragment<'_>], words: &CardWords, notes: &mut Notes) {
        let labels = fields::labels_only(fragments, section.head, words);
        let rows = row::read(fragments, section, labels.is_some(), words);
        self.claim(fragments, section.head.0..section.head.1, Claim::Card);
        for row in &rows.rows {
            self.claim(&rows.body, row.from..row.to, if row.head { Claim::Card } else { Claim::Indicator });
        }
        let lines = fragments.get(section.from..section.to()).unwrap_or_default();
        self.lines.extend(lines.iter().map(|fragment| fragment.line.saturating_add(1)));

        let groups: Vec<&[Row]> = rows.rows.chunk_by(|_, next| !next.head).collect();
        for (nth, of_card) in
            groups.into_iter().chain(rows.rows.is_empty().then_some(&[] as &[Row])).enumerate()
        {
            let head = of_card.first().filter(|row| row.head);
            // Rows before the first head of a list go on with the last card of the page before.
            let last = self.cards.last_mut().filter(|_| nth == 0 && head.is_none() && labels.is_some());
            if let Some(last) = last {
                indicator::read(&rows, of_card, words, last, notes);
                continue;
            }
            let no = u32::try_from(self.cards.len() + 1).unwrap_or(u32::MAX);
            let begins = head.and_then(|head| rows.body.get(head.from)).or(fragments.get(section.from));
            let line = begins.map(|fragment| fragment.line.saturating_add(1));
            let mut card = Card { no, place: Place { line, ..Place::default() }, ..section.card() };
            fields::read(fragments, section.head, words, &mut card, notes);
            if let (Some(head), Some(labels)) = (head, &labels) {
                let labels: Vec<_> = labels.iter().chain(&section.header.money).copied().collect();
                many::read(rows.body.get(head.from..head.to).unwrap_or_default(), &labels, &mut card, notes);
            }
            indicator::read(&rows, of_card, words, &mut card, notes);
            self.cards.push(card);
        }
        indicator::loose(&rows, u32::try_from(self.cards.len()).unwrap_or(u32::MAX), notes);
    }

    fn claim(&mut self, fragments: &[Fragment<'_>], range: std::ops::Range<usize>, claim: Claim) {
        let words = fragments.get(range).unwrap_or_default().iter();
        let numbers = words.filter(|fragment| fragment.text.contains(['.', ',']));
        self.claims.extend(numbers.map(|fragment| ((fragment.line, fragment.token), claim)));
    }
}
