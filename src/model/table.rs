//! A recovered table: columns with header paths, rows with their keys, values with their places.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{Place, Unit};

/// One table of the document, joined over its pages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// 1-based, in order of appearance.
    pub no: u32,
    /// Canonical name such as `general_public`; `None` where no form claims the title.
    pub table_id: Option<String>,
    /// The form that read it, such as `xinjiang_revenue`; `None` for a generic reading.
    pub form: Option<String>,
    /// Title as printed, without the number.
    pub title: Option<String>,
    /// Number as printed: `表2`, `公开02表`.
    pub number: Option<String>,
    /// The unit its amounts are printed in.
    pub unit: Option<Unit>,
    /// How the unit is known.
    pub unit_from: Option<UnitFrom>,
    /// First page (PDF only).
    pub page_first: Option<u32>,
    /// Last page (PDF only).
    pub page_last: Option<u32>,
    /// Line of the title, else of the first row.
    pub line: Option<u32>,
    /// Its printed columns from left to right.
    pub columns: Vec<Column>,
    /// Its rows from top to bottom. A row of a side-by-side table appears once per side or panel, with one `no`.
    pub rows: Vec<Row>,
    /// Printed as an empty table: said so in words, or not one amount in it.
    pub empty: bool,
}

/// How the unit of a table is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitFrom {
    /// Printed with the table.
    Printed,
    /// Taken over from the tables of the same document that print one.
    Inherited,
    /// Concluded from the form or the amounts.
    Inferred,
}

/// One printed column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Column {
    /// 1-based among the printed columns of the table.
    pub no: u32,
    /// Canonical name such as `total`; `None` where the header maps to none.
    pub column_id: Option<String>,
    /// Header path, outermost first, joined by `/`, no inner spaces.
    pub label: String,
    /// What its cells hold.
    pub role: ColumnRole,
    /// Which of the lists printed side by side it belongs to, from 0.
    pub panel: u16,
    /// Side of a two-sided table.
    pub side: Option<Side>,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ColumnRole {
    /// A classification code or one level of it.
    Code,
    /// A name of the row.
    Name,
    /// A project name.
    Project,
    /// Money, or a number of things.
    #[default]
    Amount,
    /// The row's number.
    Ordinal,
    /// Other words.
    Text,
}

/// One row, or one side of a row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Row {
    /// 1-based over the joined table, header rows not counted.
    pub no: u32,
    /// What the row is.
    pub role: RowRole,
    /// Which of the lists printed side by side it stands in, from 0.
    pub panel: u16,
    /// Side of a two-sided table (income and expenditure).
    pub side: Option<Side>,
    /// Digits only, joined: `2060404`.
    pub code: Option<String>,
    /// Name, wrapped lines joined, no inner spaces, as printed.
    pub name: Option<String>,
    /// The label of the group of rows it stands in, where a column before the names has one: 其他资金 over 事业收入.
    pub parent: Option<String>,
    /// Project name, where the table has such a column.
    pub project: Option<String>,
    /// The printed values, in column order. Blank cells have none.
    pub values: Vec<Value>,
    /// Where the row stands.
    pub place: Place,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RowRole {
    /// An ordinary row.
    #[default]
    Detail,
    /// A sum of some rows: 小计, or a code with children below it.
    Subtotal,
    /// The sum of the whole table: 合计, 总计.
    Total,
    /// A row without values.
    Heading,
}

/// The side of a two-sided table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Side {
    /// 收入
    Income,
    /// 支出
    Expenditure,
}

/// One printed value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Index into [`Table::columns`].
    pub column: usize,
    /// The cell's text after normalisation.
    pub printed: String,
    /// What it is.
    pub kind: Kind,
    /// The number, with the printed number of decimals; `None` for a dash or text.
    pub number: Option<Decimal>,
    /// How its column is known.
    pub placed_by: PlacedBy,
    /// Where it stands.
    pub place: Place,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Money.
    Amount,
    /// A dash: printed, but no number.
    Dash,
    /// Words.
    Text,
    /// A percentage.
    Percent,
    /// A number of things.
    Count,
}

/// How the column of a value is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PlacedBy {
    /// By ruling or alignment on the page.
    Cell,
    /// Proved by the sums of the form.
    Arithmetic,
    /// Neither: a guess by order, which is also noted.
    Order,
}
