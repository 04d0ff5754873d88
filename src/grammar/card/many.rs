//! Lists of many cards: one table whose rows are the indicators of one project after the other (北京, 长沙, 广州).
//!
//! The columns before the indicators hold the fields of the card. A project begins with a new name in its column; a page
//! that prints the name again goes on. Rows of sums and of units belong to no card: their amounts are kept in a note.

use super::deck::{self, Deck, Open};
use super::head;
use super::list::Role;
use super::row::Rows;
use super::{Claims, inline};
use crate::base::Place;
use crate::form::{CardField, IndicatorColumn};
use crate::grammar::amount;
use crate::model::{CardEntry, Claim, Indicator};

/// Reads the columns of the card in a row; `false` where the row is no indicator.
pub(super) fn take(deck: &mut Deck<'_>, rows: &Rows<'_, '_>, row: usize, key: usize) -> bool {
    let name = rows.raster.cell(row, key).filter(|cell| cell.at.row as usize == row);
    let name = name.map(|cell| cell.text.as_str()).filter(|name| !name.is_empty());
    let Some(name) = name else {
        return deck.open.is_some() && !is_inline(deck, rows, row);
    };
    let known = deck.open.as_ref().and_then(|open| open.key.as_deref());
    if known == Some(name) && rows.read_is_some(row) {
        claim(rows, row, &mut deck.cards.claims);
        return true;
    }
    if is_sum(rows, row) {
        deck.close();
        note_sum(deck, rows, row, name);
        return false;
    }
    deck.close();
    deck.open_at(rows.raster.shape, rows.raster.line(row));
    if let Some(open) = deck.open.as_mut() {
        open.key = Some(name.to_owned());
        fields(open, rows, row);
    }
    claim(rows, row, &mut deck.cards.claims);
    !is_inline(deck, rows, row)
}

/// A row without indicators and without a goal sums others: 合计, or the projects of one unit.
fn is_sum(rows: &Rows<'_, '_>, row: usize) -> bool {
    let goal = rows.list.column(Role::Field(CardField::Goal));
    let goal =
        goal.and_then(|column| rows.raster.cell(row, column)).is_some_and(|cell| !cell.text.is_empty());
    !goal && !rows.read_is_some(row)
}

fn note_sum(deck: &mut Deck<'_>, rows: &Rows<'_, '_>, row: usize, name: &str) {
    let cells: Vec<&str> =
        rows.raster.row(row).map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
    let place = Place {
        page: Some(rows.raster.shape.page),
        line: Some(rows.raster.line(row)),
        rect: Some(rows.raster.shape.rect),
    };
    let message = format!("{name} sums cards and is no card itself: {}", cells.join(" | "));
    deck.notes.info("card-sum", place, message);
    for cell in rows.raster.row(row).filter(|cell| !cell.text.is_empty()) {
        deck.cards.claims.add(cell.at, Claim::Card);
    }
}

/// Reads the fields of a card from the columns of its first row.
fn fields(open: &mut Open, rows: &Rows<'_, '_>, row: usize) {
    for column in &rows.list.columns {
        let Some(cell) = rows.raster.cell(row, column.from) else { continue };
        if cell.at.row as usize != row || cell.text.is_empty() {
            continue;
        }
        let number = amount::number(&cell.text);
        match (column.role, number) {
            (Role::Indicator(_), _) => continue,
            (Role::Field(field), _) if deck::is_text_field(field) => {
                head::take(field, &cell.text, &mut open.draft);
                continue;
            }
            (Role::Field(field), Some(value)) => head::assign(field, None, value, &mut open.draft.card),
            _ => {}
        }
        let place = cell.place(rows.raster.shape.page);
        let entry = CardEntry { label: column.label.clone(), text: cell.text.clone(), value: number, place };
        open.draft.card.entries.push(entry);
    }
}

/// Reads a cell that holds a whole list; tells whether the list is of that kind.
fn is_inline(deck: &mut Deck<'_>, rows: &Rows<'_, '_>, row: usize) -> bool {
    if !rows.list.is_inline() {
        return false;
    }
    let cell = rows.list.part(IndicatorColumn::Levels).and_then(|column| rows.raster.cell(row, column));
    let Some(cell) = cell.filter(|cell| cell.at.row as usize == row && !cell.text.is_empty()) else {
        return true;
    };
    let place = cell.place(rows.raster.shape.page);
    let indicators = inline::read(&cell.text, rows.words);
    if let Some(open) = deck.open.as_mut() {
        for indicator in indicators {
            open.add(Indicator { place, ..indicator }, Default::default());
        }
    }
    claim(rows, row, &mut deck.cards.claims);
    true
}

/// Claims what a row prints: indicators, and fields of the card beside them.
pub(super) fn claim(rows: &Rows<'_, '_>, row: usize, claims: &mut Claims) {
    for cell in rows.raster.row(row).filter(|cell| !cell.text.is_empty()) {
        let column = rows.list.columns.iter().find(|column| column.from == cell.at.column as usize);
        let of_card = column
            .is_some_and(|column| matches!(column.role, Role::Field(_)) || column.role == Role::Unknown);
        let in_card = of_card && rows.list.key().is_some();
        claims.add(cell.at, if in_card { Claim::Card } else { deck::IN_LIST });
    }
}
