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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::*;
    use crate::model::Statement;
    use crate::reconcile::fixture;

    #[test]
    fn a_figure_is_named_and_printed_as_in_its_document() {
        let statement = Statement { no: 1, subject: Some("培训费".to_owned()), ..Statement::default() };
        let narrative = Document { statements: vec![statement], ..Document::default() };
        let text = "== general_public 万元 某表
            | total:合计
            205 教育支出@甲 | 1,234.50
            == card project 万元 某项目 | total=90
            产出指标 | 数量指标 | 培训人次 | ≥100 人 | 10 | 9
            ! 12.30";
        let document = fixture::document(text, narrative);
        let check = |source: Source, line: u32, label: &str, printed: &str| {
            let place = Place { line: Some(line), ..Place::default() };
            let value = Decimal::new(123, 1);
            let operand = Operand { left: true, negative: false, value, unit: None, source, place };
            let expect = Told { label: label.to_owned(), printed: printed.to_owned() };
            assert_eq!(operand.told(&document), expect, "{source:?}");
        };
        check(Source::Cell { table: 1, row: 1, column: 0 }, 3, "某表 205 教育支出 甲 合计", "1,234.50");
        // A code is no value of its row.
        check(Source::Cell { table: 1, row: 1, column: 7 }, 3, "某表 205 教育支出 甲", "205");
        check(Source::Table { table: 1 }, 1, "某表", "");
        check(Source::Statement { no: 1 }, 6, "培训费", "12.30");
        check(Source::Card { no: 1 }, 6, "某项目", "12.30");
        check(Source::Indicator { card: 1, nth: 1 }, 6, "某项目 培训人次", "12.30");
        check(Source::Narrative, 6, "", "12.30");
        // Elsewhere the text does not print it.
        check(Source::Narrative, 5, "", "12.3");
    }

    #[test]
    fn the_side_of_a_row_is_the_one_with_the_column() {
        let text =
            "== summary 万元 收支总表\n| :项目 | :收入 | :项目 | :支出\n甲 | | 1.00 | |\n乙 | | | | 2.00";
        let mut document = fixture::document(text, Document::default());
        let table = document.tables.first_mut().unwrap();
        table.rows.iter_mut().for_each(|row| row.no = 1);
        let name = |column: usize| row_with(table, 1, column).and_then(|row| row.name.as_deref());
        assert_eq!([name(1), name(3), name(5)], [Some("甲"), Some("乙"), Some("甲")]);
        assert_eq!(row_with(table, 2, 1), None);
    }
}
