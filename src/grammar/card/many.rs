//! Lists of many cards: one table whose rows are the indicators of one project after the other (beijing.toml, changsha.toml, guangzhou.toml).
//!
//! The columns before the indicators hold the fields of the card. A project begins with a new name in its column; a page
//! that prints the name again goes on. Rows of sums and of units belong to no card: their amounts are kept in a note.

use super::deck::{self, Deck, Open};
use super::head;
use super::list::{ListColumn, Role};
use super::row::Rows;
use super::{Claims, inline, money};
use crate::base::Place;
use crate::form::{CardField, IndicatorColumn};
use crate::grammar::amount;
use crate::model::{CardEntry, Claim, Indicator};

/// Reads the columns of the card in a row; `false` where the row is no indicator.
pub(super) fn take(deck: &mut Deck<'_>, rows: &Rows<'_, '_>, row: usize, key: usize) -> bool {
    let name = printed(rows, row, key);
    let goal =
        rows.list.column(Role::Field(CardField::Goal)).is_some_and(|at| printed(rows, row, at).is_some());
    if !goal && !rows.read_is_some(row) {
        if name.is_some() {
            deck.close();
        }
        note_sum(deck, rows, row);
        return false;
    }
    let known = deck.open.as_ref().and_then(|open| open.key.as_deref());
    let cut_off = name.is_none() && is_cut_off(rows, row, key);
    let goes_on = match name {
        Some(name) => known == Some(name) || is_rest(deck, rows, row),
        None => known.is_some() && !cut_off && (!goal || row <= rows.first),
    };
    if !goes_on {
        if name.is_none() && !goal && !cut_off {
            return false;
        }
        deck.close();
        deck.open_at(rows.raster.shape, rows.raster.line(row));
    }
    if let Some(open) = deck.open.as_mut()
        && (name.is_none() || known_differs(open, name))
    {
        open.key.get_or_insert_default().push_str(name.unwrap_or_default());
        fields(open, rows, row);
    }
    claim(rows, row, &mut deck.cards.claims);
    !is_inline(deck, rows, row)
}

fn known_differs(open: &Open, name: Option<&str>) -> bool {
    open.key.as_deref() != name
}

/// What is printed in a cell that begins in the row.
fn printed<'r>(rows: &'r Rows<'_, '_>, row: usize, column: usize) -> Option<&'r str> {
    let cell = rows.raster.cell(row, column).filter(|cell| cell.at.row as usize == row)?;
    (!cell.text.is_empty()).then_some(cell.text.as_str())
}

/// Whether the first row of a page prints the rest of a card whose cells the page's edge cuts: the card has no name yet, or
/// no money where this row has some.
fn is_rest(deck: &Deck<'_>, rows: &Rows<'_, '_>, row: usize) -> bool {
    let total = rows.list.column(Role::Field(CardField::Total));
    let here = total.is_some_and(|at| printed(rows, row, at).is_some());
    let Some(open) = deck.open.as_ref().filter(|_| row <= rows.first) else { return false };
    let unnamed = open.key.as_deref() == Some("");
    unnamed || open.key.is_some() && here && open.draft.card.budget_total.is_none()
}

/// Whether a card begins here whose name stands on the next page, in the middle of a cell that the page's edge cuts: its
/// blank part reaches the last row, below a cell that spans the rows of the card before (beijing.toml).
fn is_cut_off(rows: &Rows<'_, '_>, row: usize, key: usize) -> bool {
    let raster = rows.raster;
    let blank = raster.cell(row, key).filter(|cell| cell.at.row as usize == row && cell.text.is_empty());
    let above = row.checked_sub(1).and_then(|above| raster.cell(above, key));
    row > rows.first
        && blank.is_some_and(|cell| cell.end_row() >= raster.rows)
        && above.is_some_and(|cell| !cell.text.is_empty() && cell.end_row() > cell.at.row as usize + 1)
}

/// A row without indicators and without a goal sums others: 合计, or the projects of one unit.
fn note_sum(deck: &mut Deck<'_>, rows: &Rows<'_, '_>, row: usize) {
    let cells: Vec<&str> =
        rows.raster.row(row).map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
    if cells.is_empty() {
        return;
    }
    let place = Place {
        page: Some(rows.raster.shape.page),
        line: Some(rows.raster.line(row)),
        rect: Some(rows.raster.shape.rect),
    };
    let message =
        format!("a row of the list has neither goal nor indicators and is no card: {}", cells.join(" | "));
    deck.notes.info("card-sum", place, message);
    for cell in rows.raster.row(row).filter(|cell| !cell.text.is_empty()) {
        deck.cards.claims.add(cell.at, Claim::Card);
    }
}

/// Reads the fields of a card from the columns of its first row.
fn fields(open: &mut Open, rows: &Rows<'_, '_>, row: usize) {
    let of_card = |column: &&ListColumn| matches!(column.role, Role::Field(_)) || rows.list.is_before(column);
    for column in rows.list.columns.iter().filter(of_card) {
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
            (Role::Field(field), Some(value)) => money::assign_year(field, None, value, &mut open.draft),
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
        let of_card =
            column.is_some_and(|column| matches!(column.role, Role::Field(_)) || rows.list.is_before(column));
        let in_card = of_card && rows.list.key().is_some();
        claims.add(cell.at, if in_card { Claim::Card } else { deck::IN_LIST });
    }
}
