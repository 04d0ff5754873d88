//! What a check rests on: each figure with the place it was read from.
//!
//! In: the figures of both sides of an equation. Out: [`Operand`]s, which [`Operand::told`] looks up in the document. A
//! figure is kept as a reference, so a check of a hundred figures costs no text until somebody asks.

use rust_decimal::Decimal;

use crate::base::{Place, Unit};
use crate::model::{Document, LedgerEntry, Row, Table};

/// One figure of an equation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operand {
    /// Which side of the equation it stands on.
    pub left: bool,
    /// Whether it is subtracted.
    pub negative: bool,
    /// The figure, in its own unit.
    pub value: Decimal,
    /// Its unit.
    pub unit: Option<Unit>,
    /// What it was read from.
    pub source: Source,
    /// Where it stands.
    pub place: Place,
}

/// What a figure was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Source {
    /// A cell; `column` counts from 0.
    Cell {
        /// Number of the table.
        table: u32,
        /// Number of the row.
        row: u32,
        /// Index of the column.
        column: usize,
    },
    /// A table that says it is empty.
    Table {
        /// Its number.
        table: u32,
    },
    /// A statement of the narrative.
    Statement {
        /// Its number.
        no: u32,
    },
    /// Money on a performance card.
    Card {
        /// Number of the card.
        no: u32,
    },
    /// An indicator of a performance card.
    Indicator {
        /// Number of the card.
        card: u32,
        /// 1-based.
        nth: u32,
    },
    /// A count of the narrative, or a number that follows from others.
    #[default]
    Narrative,
}

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct At {
    pub(super) source: Source,
    pub(super) place: Place,
}

impl At {
    /// A number of the narrative.
    pub(super) fn told(place: Place) -> Self {
        Self { source: Source::Narrative, place }
    }
}

/// A figure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// `某表 206 科学技术支出 合计`
    pub label: String,
    /// As printed; empty where it was counted.
    pub printed: String,
}

impl Operand {
    /// The amount as the text prints it at this place, with its commas; else the number.
    fn printed(&self, document: &Document) -> String {
        let here = |entry: &&LedgerEntry| {
            (entry.place.page, entry.place.line) == (self.place.page, self.place.line)
                && entry.value == self.value
        };
        let from = document.ledger.partition_point(|entry| entry.place.line < self.place.line);
        let near = document.ledger.iter().skip(from).take_while(|entry| entry.place.line == self.place.line);
        near.into_iter().find(here).map_or_else(|| self.value.to_string(), |entry| entry.text.clone())
    }

    /// Looks the figure up in its document.
    pub fn told(&self, document: &Document) -> Told {
        let printed = || self.printed(document);
        match self.source {
            Source::Cell { table, row, column } => {
                let table = numbered(&document.tables, table, |table| table.no);
                let row = table.and_then(|table| row_with(table, row, column));
                let cell = row.and_then(|row| row.values.iter().find(|v| v.column == column));
                Told {
                    label: cell_label(table, row, column),
                    // A code is no value of its row.
                    printed: cell
                        .map(|cell| cell.printed.clone())
                        .or_else(|| row.and_then(|row| row.code.clone()))
                        .unwrap_or_default(),
                }
            }
            Source::Table { table } => {
                let table = numbered(&document.tables, table, |table| table.no);
                Told { label: cell_label(table, None, usize::MAX), printed: String::new() }
            }
            Source::Statement { no } => {
                let statement = numbered(&document.statements, no, |statement| statement.no);
                let subject = statement.and_then(|s| s.subject.clone()).unwrap_or_default();
                Told { label: subject, printed: printed() }
            }
            Source::Card { no } => Told { label: card_label(document, no), printed: printed() },
            Source::Indicator { card, nth } => {
                let found = numbered(&document.cards, card, |card| card.no);
                let nth = (nth as usize).saturating_sub(1);
                let indicator = found.and_then(|c| c.indicators.get(nth)).and_then(|i| i.level3.clone());
                let label = format!("{} {}", card_label(document, card), indicator.unwrap_or_default());
                Told { label: label.trim().to_owned(), printed: printed() }
            }
            Source::Narrative => Told { label: String::new(), printed: printed() },
        }
    }
}

/// The row of that number that fills the column: the sides of a two-sided row have one number.
pub(super) fn row_with(table: &Table, no: u32, column: usize) -> Option<&Row> {
    let rows = || table.rows.iter().filter(|row| row.no == no);
    rows().find(|row| row.values.iter().any(|value| value.column == column)).or_else(|| rows().next())
}

/// The item of that number; most stand where their number says.
pub(super) fn numbered<T>(items: &[T], no: u32, number: impl Fn(&T) -> u32) -> Option<&T> {
    let at = (no as usize).saturating_sub(1);
    let here = items.get(at).filter(|item| number(item) == no);
    here.or_else(|| items.iter().find(|item| number(item) == no))
}

fn cell_label(table: Option<&Table>, row: Option<&Row>, column: usize) -> String {
    let title = table.and_then(|table| table.title.clone().or_else(|| table.table_id.clone()));
    let key = |row: &Row| {
        [row.code.clone(), row.name.clone(), row.project.clone()].into_iter().flatten().collect::<Vec<_>>()
    };
    let header = table.and_then(|table| table.columns.get(column)).map(|column| column.label.clone());
    let parts = title.into_iter().chain(row.map(key).unwrap_or_default()).chain(header);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn card_label(document: &Document, no: u32) -> String {
    let card = numbered(&document.cards, no, |card| card.no);
    card.and_then(|card| card.project.clone().or_else(|| card.title.clone())).unwrap_or_default()
}
