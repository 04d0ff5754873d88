//! Documents for tests, written as text that a person can read.
//!
//! ```text
//! == general_public 万元 某表
//! | total:合计 | basic:基本支出 | project:项目支出
//! 合计 | 30.00 | 10.00 | 20.00
//! 206 科学技术支出 | 30.00 | 10.00 | 20.00
//! ```
//!
//! A first word of digits is the code. `收入>` and `支出>` before a name tell the side, `支出2>` a second list of it, `2>`
//! the second of panels side by side, `@名` at its end the project; `-` is a
//! dash; `?12` an amount whose column is a guess; a table without rows is printed as an empty one. `合计` and `总计` are
//! total rows. A column without `id:` is one that no form knows by a name; a fourth word of the head is the form that read
//! the table: `xinjiang.xinjiang_revenue`.
//!
//! Lines that begin with `> ` are the narrative, read as it is read in a document: `> 培训费3万元，比上年增加1万元。`
//!
//! A performance card is its head and a line for each indicator: levels, target, points, points given, what was reached, why not.
//!
//! ```text
//! == card project 万元 某项目 | total=90 | fiscal=90 | 上年结转=0.76 | goal=培训100人
//! 产出指标 | 数量指标 | 培训人次 | ≥100 人 | 10 | 9
//! ```
//!
//! What is no field of a card is kept as an entry under its label, as all money is. `! 12.30` is an amount that something
//! claims, `? 12.30` one that nothing does.

#![allow(clippy::unwrap_used, reason = "fixtures are part of the tests")]

use rust_decimal::Decimal;

use crate::base::{Place, Unit};
use crate::model::{
    Card, CardEntry, Claim, Column, Document, Indicator, Kind, LedgerEntry, Operator, PlacedBy, Row, RowRole,
    Side, Table, Value,
};

/// Reads a document of which the narrative was read.
pub(super) fn document(text: &str, narrative: Document) -> Document {
    let mut document = narrative;
    let mut in_card = false;
    for (line, text) in text.lines().enumerate().map(|(at, line)| (at as u32 + 1, line.trim())) {
        if text.starts_with('>') {
            continue;
        } else if let Some(claimed) = text.strip_prefix("! ") {
            document.ledger.push(amount(line, claimed, Claim::Fact));
        } else if let Some(unclaimed) = text.strip_prefix("? ") {
            document.ledger.push(amount(line, unclaimed, Claim::Unclaimed));
        } else if let Some(head) = text.strip_prefix("== card ") {
            in_card = true;
            document.cards.push(card(document.cards.len() as u32 + 1, line, head));
        } else if let Some(title) = text.strip_prefix("==") {
            in_card = false;
            let no = document.tables.len() as u32 + 1;
            let mut table = table(no, line, title);
            if let Some((family, form)) =
                title.split_whitespace().nth(3).and_then(|form| form.split_once('.'))
            {
                document.cover.form_family = Some(family.into());
                table.form = Some(form.into());
            }
            document.tables.push(table);
        } else if let (Some(card), true, false) = (document.cards.last_mut(), in_card, text.is_empty()) {
            card.indicators.push(indicator(line, text));
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
        Some(("支出2", key)) => (Some(Side::Expenditure), 2, key.trim()),
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

fn card(no: u32, line: u32, head: &str) -> Card {
    let mut parts = head.split('|').map(str::trim);
    let mut words = parts.next().unwrap().split_whitespace();
    let place = Place { line: Some(line), ..Place::default() };
    let mut card = Card { no, of_department: words.next() == Some("department"), place, ..Card::default() };
    card.unit = words.next().and_then(Unit::named);
    card.project = words.next().map(str::to_string);
    for (label, text) in parts.map(|part| part.split_once('=').unwrap()) {
        let value = text.parse::<Decimal>().ok();
        let label = match label {
            "total" => set(&mut card.budget_total, value, "资金总额"),
            "fiscal" => set(&mut card.budget_fiscal, value, "财政拨款"),
            "other" => set(&mut card.budget_other, value, "其他资金"),
            "initial" => set(&mut card.budget_initial, value, "资金总额/年初预算数"),
            "year" => {
                card.year = text.parse().ok();
                continue;
            }
            "executed" => set(&mut card.executed, value, "资金总额/全年执行数"),
            "goal" => {
                card.goal = Some(text.into());
                continue;
            }
            label => label,
        };
        card.entries.push(CardEntry { label: label.into(), text: text.into(), value, place });
    }
    card
}

fn set<'l>(field: &mut Option<Decimal>, value: Option<Decimal>, label: &'l str) -> &'l str {
    *field = value;
    label
}

fn indicator(line: u32, text: &str) -> Indicator {
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    let word = |at: usize| cells.get(at).filter(|cell| !cell.is_empty()).map(|cell| cell.to_string());
    let number = |at: usize| cells.get(at).and_then(|cell| cell.parse().ok());
    let target = word(3).unwrap_or_default();
    let operators = [('≥', Operator::AtLeast), ('≤', Operator::AtMost), ('=', Operator::Equal)];
    let operator =
        operators.iter().find(|(sign, _)| target.starts_with(*sign)).map(|(_, operator)| *operator);
    let mut rest = target.trim_start_matches(['≥', '≤', '=']).split_whitespace();
    Indicator {
        level1: word(0),
        level2: word(1),
        level3: word(2),
        operator,
        target: rest.next().and_then(|number| number.parse().ok()),
        target_unit: rest.next().map(str::to_string),
        target_text: word(3),
        weight: number(4),
        score: number(5),
        actual: word(6),
        deviation: word(7),
        place: Place { line: Some(line), ..Place::default() },
        ..Indicator::default()
    }
}

fn amount(line: u32, text: &str, claimed_by: Claim) -> LedgerEntry {
    let place = Place { line: Some(line), ..Place::default() };
    LedgerEntry { text: text.into(), value: text.parse().unwrap(), claimed_by, place }
}
