//! The number ledger: every amount token of the text, once, with who claims it.
//!
//! An amount token is a run of digits with a decimal part, or with comma groups: other integers are codes, years and counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::amount;
use crate::flat::{CellRef, Flat, FlatLine, Token};
use crate::model::{Claim, LedgerEntry};

/// Who claims what, gathered while tables and prose are read.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// Lines of plain text that were read as rows of tables.
    pub(super) table_lines: BTreeSet<u32>,
    /// Lines of plain text that belong to performance cards.
    pub(super) card_lines: BTreeSet<u32>,
    /// Words of performance cards, as (line index, token).
    pub(super) words: BTreeMap<(u32, u16), Claim>,
    /// Per character of prose, as (line index, token, character): the claim.
    pub(super) characters: BTreeMap<(u32, u16, u16), Claim>,
}

impl Claims {
    /// Whether a line (1-based) is part of a table or of a card, and so no prose.
    pub(super) fn holds_line(&self, line: u32) -> bool {
        self.table_lines.contains(&line) || self.card_lines.contains(&line)
    }
}

static AMOUNT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)").ok());

/// Who claims the text of a cell.
pub(super) type OfCell<'c> = &'c dyn Fn(CellRef) -> Claim;

/// Every amount token in reading order.
pub(super) fn read(flat: &Flat, in_cell: OfCell<'_>, claims: &Claims) -> Vec<LedgerEntry> {
    let mut ledger = Vec::new();
    let Some(regex) = AMOUNT.as_ref() else { return ledger };
    for (index, line) in flat.lines.iter().enumerate() {
        let line_no = u32::try_from(index).unwrap_or(u32::MAX);
        for (number, token) in line.tokens.iter().enumerate() {
            // Most tokens hold no digit at all; this spares the regex.
            if !token.text.bytes().any(|b| b == b'.' || b == b',') {
                continue;
            }
            for found in regex.find_iter(&token.text).filter(|found| is_whole(&token.text, found.range())) {
                let Some(value) = amount::number(found.as_str()) else { continue };
                let from = char_index(&token.text, found.start());
                let to = char_index(&token.text, found.end());
                let key = (
                    line_no,
                    u16::try_from(number).unwrap_or(u16::MAX),
                    u16::try_from(from).unwrap_or(u16::MAX),
                );
                let claimed_by = claim(line, token, key, found.as_str(), value, in_cell, claims);
                let mut place = token.place(line.page);
                place.rect = token.rect_of(from, to);
                ledger.push(LedgerEntry { text: found.as_str().to_owned(), value, claimed_by, place });
            }
        }
    }
    ledger
}

/// A run that goes on with more digits or dots (`2025.12.31`, `1.2.3`) is no amount but is listed all the same, as its
/// parts are; a run inside a longer number is not cut out of it.
fn is_whole(text: &str, range: std::ops::Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|s| s.chars().next_back());
    let after = text.get(range.end..).and_then(|s| s.chars().next());
    !before.is_some_and(|c| c.is_ascii_digit() || c == '.') && !after.is_some_and(|c| c.is_ascii_digit())
}

fn char_index(text: &str, byte: usize) -> usize {
    text.get(..byte).map_or(0, |head| head.chars().count())
}

fn claim(
    line: &FlatLine,
    token: &Token,
    key: (u32, u16, u16),
    text: &str,
    value: Decimal,
    in_cell: OfCell<'_>,
    claims: &Claims,
) -> Claim {
    if let Some(cell) = token.cell {
        return in_cell(cell);
    }
    if claims.table_lines.contains(&(key.0 + 1)) {
        return Claim::Fact;
    }
    if let Some(&claim) = claims.words.get(&(key.0, key.1)) {
        return claim;
    }
    if let Some(&claim) = claims.characters.get(&key) {
        return claim;
    }
    // A sign is no part of the number in prose: look one character on.
    if text.starts_with(['-', '+'])
        && let Some(&claim) = claims.characters.get(&(key.0, key.1, key.2.saturating_add(1)))
    {
        return claim;
    }
    if is_date(text, value) && line.tokens.len() < 6 { Claim::Date } else { Claim::Unclaimed }
}

/// `2025.12`: a year and a month.
fn is_date(text: &str, value: Decimal) -> bool {
    let shape = text.len() >= 6 && text.starts_with("20") && text.as_bytes().get(4) == Some(&b'.');
    let month = value.fract() * Decimal::from(100);
    shape && text.len() <= 7 && month >= Decimal::ONE && month <= Decimal::from(12)
}
