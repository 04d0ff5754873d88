//! Documents for tests, written as text that a person can read.
//!
//! ```text
//! == general_public 万元 某表
//! | total:合计 | basic:基本支出 | project:项目支出
//! 合计 | 30.00 | 10.00 | 20.00
//! 206 科学技术支出 | 30.00 | 10.00 | 20.00
//! ```
//!
//! A first word of digits is the code. `收入>` and `支出>` before a name tell the side, `2>` the second of panels side by
//! side, `@名` at its end the project; `-` is a
//! dash; `?12` an amount whose column is a guess; a table without rows is printed as an empty one. `合计` and `总计` are
//! total rows. A column without `id:` is one that no form knows.

#![allow(clippy::unwrap_used, reason = "fixtures are part of the tests")]

use rust_decimal::Decimal;

use crate::base::{Place, Unit};
use crate::model::{Column, Document, Kind, PlacedBy, Row, RowRole, Side, Table, Value};

/// Reads a document.
pub(super) fn document(text: &str) -> Document {
    let mut document = Document::default();
    for (line, text) in text.lines().enumerate().map(|(at, line)| (at as u32 + 1, line.trim())) {
        if let Some(title) = text.strip_prefix("==") {
            let no = document.tables.len() as u32 + 1;
            document.tables.push(table(no, line, title));
        } else if let (Some(table), false) = (document.tables.last_mut(), text.is_empty()) {
            if text.starts_with('|') {
                table.columns = columns(text)
            } else {
                table.rows.push(row(table, line, text))
            }
        }
    }
    for table in &mut document.tables {
        table.empty = table.rows.is_empty();
    }
    document
}

fn table(no: u32, line: u32, title: &str) -> Table {
    let mut words = title.split_whitespace();
    Table {
        no,
        table_id: words.next().filter(|id| *id != "-").map(str::to_string),
        unit: words.next().and_then(Unit::named),
        title: words.next().map(str::to_string),
        line: Some(line),
        ..Table::default()
    }
}

fn columns(text: &str) -> Vec<Column> {
    let cells = text.split('|').skip(1).map(str::trim);
    cells
        .zip(1..)
        .map(|(cell, no)| match cell.split_once(':') {
            Some((id, label)) => {
                Column { no, column_id: Some(id.into()), label: label.into(), ..Column::default() }
            }
            None => Column { no, column_id: None, label: cell.into(), ..Column::default() },
        })
        .collect()
}

fn row(table: &Table, line: u32, text: &str) -> Row {
    let mut cells = text.split('|').map(str::trim);
    let key = cells.next().unwrap();
    let (side, panel, key) = match key.split_once('>') {
        Some(("收入", key)) => (Some(Side::Income), 0, key.trim()),
        Some(("支出", key)) => (Some(Side::Expenditure), 1, key.trim()),
        Some((panel, key)) => (None, panel.parse::<u16>().unwrap() - 1, key.trim()),
        None => (None, 0, key),
    };
    let (key, project) = key
        .split_once('@')
        .map_or((key, None), |(key, project)| (key.trim(), Some(project.trim().to_string())));
    let digits = key.split_whitespace().next().filter(|word| word.bytes().all(|b| b.is_ascii_digit()));
    let name = key.strip_prefix(digits.unwrap_or_default()).unwrap_or(key).trim();
    let total = ["合计", "总计"].contains(&name);
    let place = Place { line: Some(line), ..Place::default() };
    Row {
        no: table.rows.len() as u32 + 1,
        role: if total { RowRole::Total } else { RowRole::Detail },
        panel,
        side,
        code: digits.map(str::to_string),
        name: (!name.is_empty()).then(|| name.to_string()),
        parent: None,
        project,
        values: cells
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
            .map(|(at, cell)| value(at, cell, place))
            .collect(),
        place,
    }
}

fn value(column: usize, cell: &str, place: Place) -> Value {
    let (placed_by, digits) = match cell.strip_prefix('?') {
        Some(rest) => (PlacedBy::Order, rest),
        None => (PlacedBy::Cell, cell),
    };
    let number = digits.trim_end_matches('%').replace(',', "").parse::<Decimal>().ok();
    let kind = match (cell, number) {
        ("-", _) => Kind::Dash,
        (_, None) => Kind::Text,
        (cell, Some(_)) if cell.ends_with('%') => Kind::Percent,
        _ => Kind::Amount,
    };
    Value { column, printed: cell.into(), kind, number, placed_by, place }
}
