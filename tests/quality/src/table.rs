//! A table in the making: headers, columns, rows of words and amounts, and how it is printed as a typesetter's source.

use rust_decimal::Decimal;

use crate::manner::Manner;

/// A table of a generated document.
#[derive(Clone, Default)]
pub(crate) struct Table {
    pub id: &'static str,
    /// What is printed over the title.
    pub number: Option<String>,
    pub title: String,
    pub left: String,
    pub unit: String,
    /// Whether it is wide enough to lie on its side.
    pub wide: bool,
    pub header: Vec<Vec<String>>,
    /// What each column holds, with its share of the width.
    pub columns: Vec<(String, u32)>,
    pub rows: Vec<Vec<Cell>>,
    /// How many of the rows are printed as those of the header.
    pub head: usize,
    /// A note under it.
    pub note: Option<String>,
    pub scale: u32,
    /// A table that must show zeros whatever the habit is.
    pub zeros: bool,
    /// Rulings of its own.
    pub rules: Option<&'static str>,
}

/// A cell.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Cell {
    Words(String),
    Amount(Decimal),
}

impl Cell {
    pub(crate) fn words(words: &str) -> Cell {
        Cell::Words(words.to_owned())
    }
}

impl Table {
    /// Adds header rows, written as in a source: cells between bars, `<` and `^` for joined cells.
    pub(crate) fn header(&mut self, rows: &[&str]) {
        for row in rows {
            self.header.push(row.split('|').map(|cell| cell.trim_matches(' ').to_owned()).collect());
        }
    }

    /// Adds columns: `code 40, name 120, total 60`.
    pub(crate) fn columns(&mut self, columns: &str) {
        for column in columns.split(',') {
            let (holds, width) = column.trim().rsplit_once(' ').expect("a column and its width");
            self.columns.push((holds.to_owned(), width.parse().expect("a width")));
        }
    }

    /// Adds a row that numbers the amount columns, `label` over the others.
    pub(crate) fn number_row(&mut self, label: &str) {
        let mut next = 1;
        let mut row = Vec::new();
        for (holds, _) in &self.columns {
            if is_key(holds) {
                row.push(if row.is_empty() { label.to_owned() } else { "<".to_owned() });
            } else {
                row.push(next.to_string());
                next += 1;
            }
        }
        self.header.push(row);
    }

    /// The places of its amounts.
    pub(crate) fn amounts(&self) -> Vec<(usize, usize)> {
        let rows = self.rows.iter().enumerate();
        let cells =
            rows.flat_map(|(row, cells)| cells.iter().enumerate().map(move |(at, cell)| (row, at, cell)));
        cells.filter(|(.., cell)| matches!(cell, Cell::Amount(_))).map(|(row, at, _)| (row, at)).collect()
    }

    /// As a source.
    pub(crate) fn source(&self, manner: &Manner) -> String {
        let mut out = format!("@table {}\n", self.id);
        if let Some(number) = &self.number {
            out.push_str(&format!("@number {number}\n"));
        }
        out.push_str(&format!("@title {}\n", self.title));
        if !self.left.is_empty() {
            out.push_str(&format!("@left {}\n", self.left));
        }
        if !self.unit.is_empty() {
            out.push_str(&format!("@unit {}\n", self.unit));
        }
        if let Some(rules) = self.rules {
            out.push_str(&format!("@rules {rules}\n"));
        }
        if !manner.repeat_header {
            out.push_str("@once\n");
        }
        for row in &self.header {
            out.push_str(&format!("| {} |\n", row.join(" | ")));
        }
        let columns: Vec<String> =
            self.columns.iter().map(|(holds, width)| format!("{holds} {width}")).collect();
        let (head, rows) = self.rows.split_at(self.head);
        head.iter().for_each(|row| out.push_str(&self.row(row, manner)));
        out.push_str(&format!("|= {} |\n", columns.join(" | ")));
        rows.iter().for_each(|row| out.push_str(&self.row(row, manner)));
        out.push('\n');
        if let Some(note) = &self.note {
            out.push_str(&format!("> {note}\n\n"));
        }
        out
    }

    fn row(&self, row: &[Cell], manner: &Manner) -> String {
        let cells: Vec<String> = row.iter().map(|cell| self.cell(cell, manner)).collect();
        format!("| {} |\n", cells.join(" | "))
    }

    fn cell(&self, cell: &Cell, manner: &Manner) -> String {
        match cell {
            Cell::Words(words) => words.clone(),
            Cell::Amount(amount) if self.zeros => manner.amount(*amount, self.scale),
            Cell::Amount(amount) => manner.cell(*amount, self.scale),
        }
    }
}

/// Whether a column names its row.
pub(crate) fn is_key(holds: &str) -> bool {
    let holds = holds.split_once(':').map_or(holds, |(_, holds)| holds);
    matches!(holds, "code" | "name" | "project_name" | "-")
}
