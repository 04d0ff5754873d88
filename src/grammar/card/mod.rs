//! Performance cards: what a department or a project is to reach, with its indicators.
//!
//! In: the grids of a flattened document. Out: cards, the grids they were read from, and which cells they claim. A grid is
//! part of a card by the words of its headers (`grammars/cards.toml`), never by its title, its file or its place alone.

mod deck;
pub(crate) mod flattened;
mod head;
mod inline;
mod levels;
mod list;
mod many;
mod money;
mod row;
pub(crate) mod target;
#[cfg(test)]
mod tests;
mod title;

use std::collections::{BTreeMap, BTreeSet};

use self::list::List;
use super::ruled::raster::Raster;
use crate::base::Notes;
use crate::flat::{CellRef, Flat};
use crate::form::Grammars;
use crate::model::{Card, Claim};

/// The cards of a document and what they were read from.
#[derive(Debug, Default)]
pub(super) struct Cards {
    /// Cards in order.
    pub(super) cards: Vec<Card>,
    /// Grids that are cards and no tables.
    grids: BTreeSet<u32>,
    claims: Claims,
}

/// Which cells were read, and as what.
#[derive(Debug, Default)]
struct Claims {
    cells: BTreeMap<(u32, u32, u32), Claim>,
}

impl Claims {
    fn has(&self, at: CellRef) -> bool {
        self.cells.contains_key(&(at.grid, at.row, at.column))
    }

    fn add(&mut self, at: CellRef, claim: Claim) {
        self.cells.insert((at.grid, at.row, at.column), claim);
    }
}

impl Cards {
    /// Whether a grid is part of a card.
    pub(super) fn holds(&self, grid: u32) -> bool {
        self.grids.contains(&grid)
    }

    /// What the text of a cell is on a card.
    pub(super) fn claim_of(&self, cell: CellRef) -> Option<Claim> {
        self.claims.cells.get(&(cell.grid, cell.row, cell.column)).copied()
    }
}

/// Reads every grid that is part of a card.
pub(super) fn read(flat: &Flat, rasters: &[Raster<'_>], grammars: &Grammars, notes: &mut Notes) -> Cards {
    let lists: Vec<Vec<List>> = rasters.iter().map(|raster| list::find(raster, &grammars.cards)).collect();
    let mut deck = deck::Deck::new(flat, grammars, notes);
    for (index, (raster, found)) in rasters.iter().zip(&lists).enumerate() {
        let next = rasters.get(index + 1).zip(lists.get(index + 1));
        deck.take(index, raster, found, next.map(|(raster, lists)| (raster, lists.as_slice())));
    }
    deck.finish()
}

/// The first year in a text: `（2026年度）` → 2026.
fn year_in(text: &str) -> Option<u16> {
    let mut years = text.match_indices('年').filter_map(|(at, _)| {
        let before = text.get(..at)?;
        let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let year: u16 = before.get(before.len() - digits..)?.parse().ok()?;
        (1990..=2100).contains(&year).then_some(year)
    });
    years.next()
}
