//! Flattened text → the typed document.
//!
//! Comes in: lines of tokens and the grammars. Goes out: cover, tables, statements and the number ledger. Nothing here
//! fails: what is not understood stays unclaimed in the ledger, and notes say what was uncertain.

pub(crate) mod amount;
mod caption;
mod card;
mod code_path;
mod cover;
mod issuer;
mod laid;
mod ledger;
mod narrative;
mod prose;
mod ruled;
mod statement;
#[cfg(test)]
mod tests;
mod text;

use crate::base::{Level, Notes, Place};
use crate::flat::{Flat, Source};
use crate::form::{Family, Grammars};
use crate::model::{Claim, Document, Status, Table};

use self::ledger::Claims;
use self::ruled::Setting;
use self::ruled::raster::Raster;

/// Reads a flattened document; `notes` are those of the stages before.
pub fn read(flat: &Flat, grammars: &Grammars, mut notes: Notes) -> Document {
    let is_text = flat.source == Source::Text;
    let found = if is_text { card::flattened::read(flat, grammars, &mut notes) } else { Default::default() };
    let laid = laid::set(flat, &found.lines, grammars);
    let flat = laid.as_ref().unwrap_or(flat);
    let mut cover = cover::read(flat, grammars);
    let stage = cover::stage(&cover);
    let family = choose(flat, grammars);

    let mut claims = Claims::default();
    let setting = Setting { grammars, family, stage, fiscal_year: cover.fiscal_year };
    let rasters = Raster::all(flat);
    let mut cards =
        if is_text { card::Cards::default() } else { card::read(flat, &rasters, grammars, &mut notes) };
    let mut ruled = ruled::read(flat, &rasters, &setting, &cards, &mut notes);
    let mut tables = std::mem::take(&mut ruled.tables);
    if is_text {
        if laid.is_none() {
            tables = text::read_tables(flat, family, stage, grammars, &found.lines, &mut notes);
            claims.table_lines = lines_of(&tables);
        }
        claims.words = found.claims;
        claims.card_lines = found.lines;
        cards.cards = found.cards;
    }
    let found = cover::Found { issuers: &ruled.issuers, tables: &tables, cards: &cards.cards, family };
    cover::complete(&mut cover, &found, grammars, flat);
    cover.form_family = Some(family.id.clone());
    let (statements, narrative) = narrative::read(flat, grammars, &tables, &cover, &mut claims);
    let in_cell = |cell| match ruled.is_value(cell) {
        true => Claim::Fact,
        false => cards.claim_of(cell).unwrap_or(Claim::Unclaimed),
    };
    let ledger = ledger::read(flat, &in_cell, &claims);
    let mut cards = std::mem::take(&mut cards.cards);
    for card in &mut cards {
        // A card that prints no year is for the year of its document.
        card.year = card.year.or(cover.fiscal_year);
        for indicator in card.indicators.iter_mut().filter(|one| one.target.is_some()) {
            let named = indicator
                .level3
                .as_deref()
                .and_then(|name| card::target::named_unit(name, grammars.phrases.sentence()));
            indicator.target_unit = indicator.target_unit.take().or(named);
        }
    }
    let status = status(flat, &tables, &cover, &mut notes);
    Document { cover, status, tables, cards, statements, narrative, ledger, notes }
}

/// The family of forms that fits: by the region in the opening lines, else by the titles printed.
fn choose<'g>(flat: &Flat, grammars: &'g Grammars) -> &'g Family {
    let lines: Vec<String> =
        flat.lines.iter().filter(|line| line.grid.is_none()).map(caption::tight).collect();
    let opening: String = lines.iter().take(60).map(String::as_str).collect();
    let titles: Vec<&str> =
        lines.iter().map(String::as_str).filter(|line| grammars.words.is_title(line)).collect();
    if grammars.regions.find(&opening).is_some() {
        return grammars.choose(&opening, &titles);
    }
    // Tables without cover and text name their department somewhere inside.
    grammars.choose(&issuer::anywhere(flat, grammars).unwrap_or(opening), &titles)
}

/// The lines on which values of tables stand.
fn lines_of(tables: &[Table]) -> std::collections::BTreeSet<u32> {
    let values = tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.values);
    values.filter_map(|value| value.place.line).collect()
}

/// What became of the document as a whole.
fn status(flat: &Flat, tables: &[Table], cover: &crate::model::Cover, notes: &mut Notes) -> Status {
    let words: usize = flat.lines.iter().map(|line| line.tokens.len()).sum();
    for &page in &flat.pages_without_text {
        let place = Place { page: Some(page), ..Place::default() };
        notes.warning(
            "no-text-layer",
            place,
            format!("page {page} is an image without readable text; run OCR on it first"),
        );
    }
    if words == 0 || flat.pages > 0 && flat.pages_without_text.len() as u64 == u64::from(flat.pages) {
        return Status::NoTextLayer;
    }
    let disclosure = cover.disclosure != crate::model::Disclosure::Unknown;
    if !disclosure && tables.iter().all(|table| table.table_id.is_none()) {
        return Status::NotADisclosure;
    }
    if notes.any(Level::Error) || !flat.pages_without_text.is_empty() { Status::Partial } else { Status::Ok }
}
