//! Rows of a grid → rows of the model: keys, values and what they are.

use super::columns::Column;
use super::cut;
use super::raster::{Cell, Raster};
use crate::base::Place;
use crate::form::{ColumnRole, Words};
use crate::grammar::amount;
use crate::model::{Kind, PlacedBy, Row, RowRole, Value};

/// What a table remembers from row to row, also over page edges.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Rows so far.
    pub(super) rows: u32,
    /// Per panel: the code parts (类, 款, 项) printed last, for tables that print a part only where it changes (yantai.toml).
    parts: Vec<Vec<String>>,
    /// The cells whose text is a value of a row, as (grid, row, column).
    pub(super) cells: Vec<(u32, u32, u32)>,
    /// The columns in which the words of the last row fill their cell, so that they may go on over the page's edge.
    pub(super) full: Vec<usize>,
}

/// Reads the raster rows from `from` on and appends them to `out`; returns the remarks printed between them.
pub(super) fn read(
    raster: &Raster<'_>,
    from: usize,
    columns: &[Column],
    words: &Words,
    memory: &mut Memory,
    out: &mut Vec<Row>,
) -> Vec<String> {
    let mut remarks = Vec::new();
    let panels = columns.iter().map(|column| column.panel).max().unwrap_or(0);
    memory.parts.resize(panels + 1, Vec::new());
    let mut last = None;
    for row in from..raster.rows {
        if raster.is_blank(row) {
            continue;
        }
        if let Some(remark) = remark(raster, row) {
            remarks.push(remark);
            continue;
        }
        memory.rows += 1;
        last = Some(row);
        for panel in 0..=panels {
            let read = read_panel(raster, row, columns, panel, words, memory);
            out.extend(read.map(|read| Row { no: memory.rows, ..read }));
        }
    }
    memory.full = last.map(|row| cut::full_cells(raster, row, columns)).unwrap_or_default();
    remarks
}

/// A row that is one cell of words over the whole width is a remark on the table: 注：本表为空表.
fn remark(raster: &Raster<'_>, row: usize) -> Option<String> {
    let mut cells = raster.row(row);
    let first = cells.next()?;
    let whole = first.at.column == 0 && first.end_column() >= raster.columns && raster.columns > 2;
    (whole && cells.next().is_none() && amount::number(&first.text).is_none()).then(|| first.text.clone())
}

/// One row of one panel; `None` where nothing of it is printed.
fn read_panel(
    raster: &Raster<'_>,
    row: usize,
    columns: &[Column],
    panel: usize,
    words: &Words,
    memory: &mut Memory,
) -> Option<Row> {
    let mut keys = Keys::default();
    let mut values = Vec::new();
    let mut side = None;
    let mut place: Option<Place> = None;
    for (index, column) in columns.iter().enumerate().filter(|(_, column)| column.panel == panel) {
        side = side.or(column.side);
        let Some(cell) = raster.cell(row, column.from).filter(|cell| is_read_here(cell, column, columns))
        else {
            keys.laid_over(raster, row, column);
            if column.role == ColumnRole::Code {
                keys.parts.push(String::new());
            }
            continue;
        };
        let is_key = keys.take(column.role, cell, columns, words);
        if !is_key && cell.at.row as usize == row && !cell.text.is_empty() {
            values.push(value(cell, index, column, raster.shape.page));
            memory.cells.push((cell.at.grid, cell.at.row, cell.at.column));
        }
        if cell.at.row as usize == row && !cell.text.is_empty() {
            let here = cell.place(raster.shape.page);
            place = Some(place.map_or(here, |place| union(place, here)));
        }
    }
    let place = place?;
    let lies_over_next = columns.iter().any(|column| column.panel > panel && column.from < keys.reach);
    if values.is_empty() && lies_over_next {
        return None;
    }
    let (code, mut name) = keys.resolve(memory.parts.get_mut(panel), words);
    if name.is_none() && keys.project.is_none() {
        name = name_from_values(&mut values, columns);
    }
    let role = row_role(name.as_deref(), &values, words);
    let panel = u16::try_from(panel).unwrap_or(u16::MAX);
    let parent = keys.parent(name.as_deref());
    Some(Row { no: 0, role, panel, side, code, name, parent, project: keys.project, values, place })
}

/// A row whose key cells are blank is called by its first words left of the amounts: 合计 or 一、货物 in the column
/// 采购品目大类 (jiangsu.toml), 2026年 beside a department that spans three rows (shenzhen.toml).
fn name_from_values(values: &mut Vec<Value>, columns: &[Column]) -> Option<String> {
    let first_amount =
        columns.iter().position(|column| column.role == ColumnRole::Amount).unwrap_or(columns.len());
    let words = |value: &Value| value.kind == Kind::Text && value.column < first_amount;
    let index = values.iter().position(words)?;
    Some(values.remove(index).printed)
}

fn union(a: Place, b: Place) -> Place {
    let rect = match (a.rect, b.rect) {
        (Some(a), Some(b)) => Some(a.union(&b)),
        (a, b) => a.or(b),
    };
    Place { rect, ..a }
}

/// A cell over several columns is read once, in the first column it covers. A total's label that lies over code and
/// name columns is read as a name.
fn is_read_here(cell: &Cell<'_>, column: &Column, columns: &[Column]) -> bool {
    let first = columns.iter().find(|other| other.to > cell.at.column as usize);
    first.is_some_and(|first| std::ptr::eq(first, column))
}

/// The key cells of one row.
#[derive(Debug, Default)]
struct Keys {
    parts: Vec<String>,
    names: Vec<String>,
    project: Option<String>,
    /// A label that lies over the keys of this panel but begins in the panel before it.
    over: Option<String>,
    /// One past the last raster column that a name of this row covers.
    reach: usize,
}

impl Keys {
    /// 当年支出小计 begins under 功能分类 and lies over the keys of 支出用途, whose amount follows (jiangsu.toml).
    fn laid_over(&mut self, raster: &Raster<'_>, row: usize, column: &Column) {
        let key = matches!(column.role, ColumnRole::Name | ColumnRole::Code | ColumnRole::Project);
        let cell = raster.cell(row, column.from).filter(|cell| key && cell.at.row as usize == row);
        if let Some(cell) = cell.filter(|cell| !cell.text.is_empty() && amount::number(&cell.text).is_none())
        {
            self.over = Some(cell.text.clone());
        }
    }

    /// Takes a key cell; false for a cell of values.
    fn take(&mut self, role: ColumnRole, cell: &Cell<'_>, columns: &[Column], words: &Words) -> bool {
        let text = &cell.text;
        if matches!(role, ColumnRole::Name | ColumnRole::Code) && !text.is_empty() {
            self.reach = self.reach.max(cell.end_column());
        }
        match role {
            ColumnRole::Code if is_code_part(text) || text.is_empty() => self.parts.push(text.clone()),
            ColumnRole::Code => {
                self.parts.push(String::new());
                self.names.push(text.clone());
            }
            ColumnRole::Name if !text.is_empty() => self.names.push(text.clone()),
            ColumnRole::Name | ColumnRole::Ordinal => {}
            ColumnRole::Project if text.is_empty() => {}
            ColumnRole::Project => self.project = Some(text.clone()),
            // A label laid over the first columns of a row without any key: 合计 in the place of an ordinal.
            _ => {
                let label =
                    words.is_total(text) && columns.iter().all(|column| column.role != ColumnRole::Name);
                if label {
                    self.names.push(text.clone());
                }
                return label;
            }
        }
        true
    }

    /// What stands before the name in name columns of its own: the group a row belongs to (jiangsu.toml 公开02: 其他资金 | 小计).
    fn parent(&self, name: Option<&str>) -> Option<String> {
        let (last, before) = self.names.split_last()?;
        let before: Vec<&str> = before.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        (name == Some(last) && !before.is_empty()).then(|| before.join("/"))
    }

    /// Code and name of the row.
    fn resolve(&self, parts: Option<&mut Vec<String>>, words: &Words) -> (Option<String>, Option<String>) {
        let mut names = self.names.clone();
        if names.is_empty() {
            names.extend(self.over.clone());
        }
        let printed = self.parts.iter().any(|part| !part.is_empty());
        let mut code = if printed { parts.and_then(|last| join_parts(&self.parts, last)) } else { None };
        if code.is_none()
            && let Some(first) = names.first_mut()
            && let Some((digits, rest)) = amount::code_and_name(first)
        {
            code = Some(digits.to_owned());
            *first = rest.to_owned();
        }
        names.retain(|name| !name.is_empty());
        // Two name columns (部门, 科目): the total's label wins, else the last, which is the innermost.
        let total = names.iter().find(|name| words.is_total(name)).cloned();
        let name = total.or_else(|| names.pop());
        (code, name)
    }
}

fn is_code_part(text: &str) -> bool {
    !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Joins 类, 款, 项. A part left blank before a printed one is the part printed last above it (yantai.toml prints `05` under
/// `208`); a part that repeats its parents (`20101` after `201`) replaces them.
fn join_parts(printed: &[String], last: &mut Vec<String>) -> Option<String> {
    let depth = printed.iter().rposition(|part| !part.is_empty())?;
    let mut parts: Vec<String> = Vec::with_capacity(depth + 1);
    for (level, part) in printed.iter().take(depth + 1).enumerate() {
        let inherited =
            if part.is_empty() { last.get(level).cloned().unwrap_or_default() } else { part.clone() };
        parts.push(inherited);
    }
    *last = parts.clone();
    let mut code = String::new();
    for part in &parts {
        if !code.is_empty() && part.starts_with(&code) && part.len() > code.len() {
            code.clone_from(part);
        } else {
            // 款 without its leading zero: `301 2` (shanghai.toml).
            if !code.is_empty() && part.len() == 1 {
                code.push('0');
            }
            code.push_str(part);
        }
    }
    (!code.is_empty()).then_some(code)
}

fn value(cell: &Cell<'_>, index: usize, column: &Column, page: u32) -> Value {
    let printed = cell.text.clone();
    let (kind, number) = classify(&printed, column);
    Value { column: index, printed, kind, number, placed_by: PlacedBy::Cell, place: cell.place(page) }
}

fn classify(text: &str, column: &Column) -> (Kind, Option<rust_decimal::Decimal>) {
    if amount::is_dash(text) {
        return (Kind::Dash, None);
    }
    if let Some(number) = amount::percent(text) {
        return (Kind::Percent, Some(number));
    }
    let Some(number) = amount::number(text).filter(|_| !column.labels) else { return (Kind::Text, None) };
    let leaf = column.path.last().map(String::as_str).unwrap_or_default();
    let percent = leaf.contains(['%', '％']) || column.column_id.as_deref() == Some("change_percent");
    let kind = match column.role {
        _ if percent => Kind::Percent,
        _ if column.counts => Kind::Count,
        ColumnRole::Amount => Kind::Amount,
        // A plain integer outside the money columns counts things.
        _ if number.scale() == 0 && !text.contains(',') => Kind::Count,
        _ => Kind::Amount,
    };
    (kind, Some(number))
}

fn row_role(name: Option<&str>, values: &[Value], words: &Words) -> RowRole {
    match name {
        Some(name) if words.is_total(name) => RowRole::Total,
        Some(name) if words.is_subtotal(name) => RowRole::Subtotal,
        _ if values.is_empty() => RowRole::Heading,
        _ => RowRole::Detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_code_are_joined_and_those_left_blank_are_those_above() {
        let mut last = Vec::new();
        let mut check = |printed: &[&str], expect: Option<&str>| {
            let printed: Vec<String> = printed.iter().map(|&part| part.to_owned()).collect();
            assert_eq!(join_parts(&printed, &mut last).as_deref(), expect, "{printed:?}");
        };
        check(&["208", "05", "01"], Some("2080501"));
        check(&["", "", "05"], Some("2080505"));
        check(&["", "07", ""], Some("20807"));
        check(&["", "", ""], None);
        check(&["201", "20101", "2010101"], Some("2010101"));
        check(&["301", "2", ""], Some("30102"));
        check(&["301", "30", ""], Some("30130"));
        check(&["3", "1", ""], Some("301"));
    }

    #[test]
    fn a_part_of_a_code_is_digits() {
        let check = |text: &str, expect: bool| assert_eq!(is_code_part(text), expect, "{text}");
        check("205", true);
        check("123456789012", true);
        check("1234567890123", false);
        check("20a", false);
        check("", false);
    }
}
