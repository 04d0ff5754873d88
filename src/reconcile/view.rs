//! A table as the checks see it: names for its cells, and each printed figure with the half unit it is known to.

use rust_decimal::Decimal;

use super::evidence::{At, Source};
use crate::base::Unit;
use crate::model::{Kind, PlacedBy, Row, RowRole, Side, Table, Value};

/// One table of the document under the name it has in verdicts.
pub(super) struct View<'d> {
    pub(super) table: &'d Table,
    /// `general_public`; `general_public#2` for the second one of a document; `table 7` where no form claims it.
    pub(super) name: String,
    decimals: Vec<u32>,
    /// Number of the next table if that has no title and begins where this one ends.
    pub(super) goes_on: Option<u32>,
}

/// A printed figure: its true value lies within `half` of `value`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) value: Decimal,
    pub(super) half: Decimal,
    pub(super) unit: Option<Unit>,
}

impl Figure {
    /// A number known to this many decimals.
    pub(super) fn printed(value: Decimal, decimals: u32, unit: Option<Unit>) -> Self {
        // Half a unit of the last place: 5 one place further down. A `Decimal` holds 28 places; more cannot be printed.
        let half = Decimal::try_from_i128_with_scale(5, decimals.saturating_add(1)).unwrap_or_default();
        Self { value, half, unit }
    }

    /// A number that is what it is: a count, or a sum that is laid down.
    pub(super) fn exact(value: Decimal) -> Self {
        Self { value, half: Decimal::ZERO, unit: None }
    }
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// Nothing is printed, or a dash.
    Nothing,
    /// An amount, and whether its column is a guess.
    Amount(Figure, bool),
    /// Something that is no amount of money.
    Other,
}

impl Reading {
    /// An amount that is nothing, exactly, in any unit.
    pub(super) fn zero() -> Self {
        Reading::Amount(Figure { value: Decimal::ZERO, half: Decimal::ZERO, unit: None }, false)
    }

    /// Whether an amount other than zero is printed.
    pub(super) fn counts(&self) -> bool {
        self.exceeds(Decimal::ZERO)
    }

    /// Whether an amount is printed that `slack` does not cover.
    pub(super) fn exceeds(&self, slack: Decimal) -> bool {
        matches!(self, Reading::Amount(figure, _) if figure.value.abs() > slack)
    }
}

/// A column with fewer amounts than this says too little about the digits it is printed with; the table then decides.
const ENOUGH_AMOUNTS: usize = 3;

impl<'d> View<'d> {
    /// Views of all tables, in order.
    pub(super) fn all(tables: &'d [Table]) -> Vec<Self> {
        let view = |(at, table)| Self {
            table,
            name: name_of(tables, at),
            decimals: decimals(table),
            goes_on: goes_on(table, tables.get(at.saturating_add(1))),
        };
        tables.iter().enumerate().map(view).collect()
    }

    /// Canonical name of the table.
    pub(super) fn id(&self) -> Option<&'d str> {
        self.table.table_id.as_deref()
    }

    /// Canonical name of a column.
    pub(super) fn column_id(&self, column: usize) -> Option<&'d str> {
        self.table.columns.get(column)?.column_id.as_deref()
    }

    /// The columns with this canonical name.
    pub(super) fn columns_named(&self, id: &str) -> Vec<usize> {
        (0..self.table.columns.len()).filter(|&column| self.column_id(column) == Some(id)).collect()
    }

    /// What the row says in a column.
    pub(super) fn read(&self, row: &Row, column: usize) -> Reading {
        match row.values.iter().find(|value| value.column == column) {
            Some(value) => self.read_value(value),
            None => Reading::Nothing,
        }
    }

    /// What a value says.
    pub(super) fn read_value(&self, value: &Value) -> Reading {
        match (value.kind, value.number) {
            (Kind::Amount, Some(number)) => {
                Reading::Amount(self.figure(value.column, number), value.placed_by == PlacedBy::Order)
            }
            // A dash, a bracket that sticks out of the name beside it, or asterisks: no word and no number.
            _ if !value.printed.contains(char::is_alphanumeric) => Reading::Nothing,
            _ => Reading::Other,
        }
    }

    fn figure(&self, column: usize, value: Decimal) -> Figure {
        let of_column = self.decimals.get(column).copied().unwrap_or_default();
        let decimals = if fills_the_cell(value) { value.scale() } else { of_column.max(value.scale()) };
        Figure::printed(value, decimals, self.table.unit)
    }

    /// `general_public[2060404].total`
    pub(super) fn cell_name(&self, row: &Row, column: usize) -> String {
        let mut name = self.row_name(row);
        name.push('.');
        match self.column_id(column) {
            Some(id) => name.push_str(id),
            None => name.push_str(self.column_label(column)),
        }
        name
    }

    /// `general_public[2060404]`, `summary.income[收入总计]`
    fn row_name(&self, row: &Row) -> String {
        let side = match row.side {
            Some(Side::Income) => ".income",
            Some(Side::Expenditure) => ".expenditure",
            None => "",
        };
        let key = match (row.code.as_deref(), row.name.as_deref()) {
            (Some(code), _) => code.to_string(),
            (None, Some(name)) => name.to_string(),
            (None, None) => format!("row {}", row.no),
        };
        match row.project.as_deref() {
            Some(project) => format!("{}{side}[{key}/{project}]", self.name),
            None => format!("{}{side}[{key}]", self.name),
        }
    }

    /// The innermost header of a column, for messages.
    pub(super) fn column_label(&self, column: usize) -> &'d str {
        let Some(found) = self.table.columns.get(column) else { return "" };
        let last = found.label.rsplit('/').next().unwrap_or_default();
        if last.is_empty() { found.column_id.as_deref().unwrap_or("金额") } else { last }
    }

    /// Where a value of the row stands, else the row.
    pub(super) fn at(&self, row: &Row, column: usize) -> At {
        let place = row.values.iter().find(|value| value.column == column).map_or(row.place, |v| v.place);
        At { source: Source::Cell { table: self.table.no, row: row.no, column }, place }
    }
}

/// `206 科学技术支出`, for messages.
pub(super) fn row_label(row: &Row) -> String {
    let mut parts = [row.code.as_deref(), row.name.as_deref(), row.project.as_deref()].into_iter().flatten();
    let Some(first) = parts.next() else { return format!("row {}", row.no) };
    parts.fold(first.to_string(), |label, part| format!("{label} {part}"))
}

/// Whether the row is the sum of its table.
pub(super) fn is_total(row: &Row) -> bool {
    row.role == RowRole::Total && row.code.is_none()
}

fn goes_on(table: &Table, next: Option<&Table>) -> Option<u32> {
    let next =
        next.filter(|next| next.title.is_none() && next.table_id.is_none() && !next.rows.is_empty())?;
    let near = match (table.page_last, next.page_first) {
        (Some(last), Some(first)) => first <= last.saturating_add(1),
        _ => true,
    };
    near.then_some(next.no)
}

fn name_of(tables: &[Table], at: usize) -> String {
    let Some(table) = tables.get(at) else { return String::new() };
    let Some(id) = table.table_id.as_deref() else { return format!("table {}", table.no) };
    let before = tables.iter().take(at).filter(|other| other.table_id.as_deref() == Some(id)).count();
    if before == 0 { id.to_string() } else { format!("{id}#{}", before + 1) }
}

/// Spreadsheets cut the decimals of a number that would not fit its cell: `47137884.3` for 47137884.33. Nine digits is
/// where that begins; such a number is known only to what it prints.
pub(super) fn fills_the_cell(value: Decimal) -> bool {
    value.mantissa().unsigned_abs() >= 100_000_000
}

/// The decimals each column is printed with: the most of any amount in it, since one column prints `3,990.40` and
/// `3990.4`. Zeros do not count: a column of `0` beside columns of `12.30` is not rounded to whole numbers.
fn decimals(table: &Table) -> Vec<u32> {
    let mut most = vec![0; table.columns.len()];
    let mut seen = vec![0usize; table.columns.len()];
    let amounts = table.rows.iter().flat_map(|row| &row.values).filter(|value| value.kind == Kind::Amount);
    for (value, number) in amounts.filter_map(|value| value.number.map(|number| (value, number))) {
        if let (Some(most), Some(seen), false) =
            (most.get_mut(value.column), seen.get_mut(value.column), number.is_zero())
        {
            *most = number.scale().max(*most);
            *seen += 1;
        }
    }
    let of_table = most.iter().copied().max().unwrap_or_default();
    most.iter().zip(seen).map(|(&most, seen)| if seen < ENOUGH_AMOUNTS { of_table } else { most }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Document;
    use crate::reconcile::fixture;

    #[test]
    fn a_column_is_printed_with_the_decimals_of_most_digits() {
        let check = |rows: &str, expect: &[u32]| {
            let text = format!("== general_public 万元 表\n| total:合计 | basic:基本支出\n{rows}");
            let document = fixture::document(&text, Document::default());
            let found = View::all(&document.tables).pop().map(|view| view.decimals);
            assert_eq!(found.as_deref(), Some(expect), "{rows}");
        };
        check("甲 | 3990.4 | 5\n乙 | 3990.42 | 6\n丙 | 1 | 7", &[2, 0]);
        check("甲 | 3.25 | 5\n乙 | 1.50 | 6", &[2, 2]);
        check("甲 | 3.25 | 0\n乙 | 1.50 | 0\n丙 | 1.75 | 0", &[2, 2]);
        check("甲 | - | 0", &[0, 0]);
    }
    #[test]
    fn a_cell_says_an_amount_nothing_or_something_else() {
        let check = |cell: &str, expect: &str| {
            let text = format!("== general_public 万元 表\n| total:合计\n甲 | {cell}");
            let document = fixture::document(&text, Document::default());
            let view = View::all(&document.tables).pop();
            let said = view.and_then(|view| Some(view.read(view.table.rows.first()?, 0)));
            let told = match said {
                Some(Reading::Amount(_, guessed)) => {
                    format!("amount {guessed} {}", said.is_some_and(|said| said.counts()))
                }
                Some(Reading::Nothing) => "nothing".to_owned(),
                _ => "other".to_owned(),
            };
            assert_eq!(told, expect, "{cell}");
        };
        check("1.50", "amount false true");
        check("-1.50", "amount false true");
        check("0.00", "amount false false");
        check("?1.50", "amount true true");
        check("-", "nothing");
        check("", "nothing");
        check("）", "nothing");
        check("无", "other");
        check("5%", "other");
    }
}
