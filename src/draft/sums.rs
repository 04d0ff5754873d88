//! Which columns of a table are sums of others: what its header says and what its figures show.
//!
//! Comes in: the tables of one form. Goes out: equations that every row of all of them bears out, and what nearly is one.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::form::{OF_WHICH, Words, sums_of_labels};
use crate::model::{Column, ColumnRole, Kind, Row, RowRole, Table};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sums {
    /// Equations of the grammar files.
    pub(super) hold: Vec<String>,
    /// Equations that the header declares and no figure bears out or contradicts.
    pub(super) untold: Vec<String>,
    /// Remarks for the person who looks the draft over.
    pub(super) doubts: Vec<String>,
}

/// A column and those it may sum, as indices.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sum {
    total: usize,
    parts: Vec<usize>,
}

impl Sum {
    /// Without the parts whose header `is_none` says to be none.
    fn without(&self, columns: &[Column], is_none: impl Fn(&str) -> bool) -> Self {
        let counts = |at: &usize| columns.get(*at).is_none_or(|column| !is_none(&column.label));
        Sum { total: self.total, parts: self.parts.iter().copied().filter(counts).collect() }
    }
}

/// Looks for the sums of all lists of a form.
pub(super) fn of_tables(tables: &[Table], words: &Words) -> Sums {
    let mut sums = Sums::default();
    let Some(first) = tables.first() else { return sums };
    let panels: BTreeSet<u16> = first.columns.iter().map(|column| column.panel).collect();
    for panel in panels {
        let rows: Vec<&Row> =
            tables.iter().flat_map(|table| &table.rows).filter(|row| row.panel == panel).collect();
        of_panel(&first.columns, panel, &rows, words, &mut sums);
    }
    if first.columns.iter().any(|column| column.role == ColumnRole::Code) {
        add(&mut sums.hold, tree(tables));
    }
    add(&mut sums.hold, top(tables));
    sums
}

fn add(list: &mut Vec<String>, more: Option<String>) {
    list.extend(more.filter(|more| !list.contains(more)).into_iter().collect::<Vec<_>>());
}

fn of_panel(columns: &[Column], panel: u16, rows: &[&Row], words: &Words, sums: &mut Sums) {
    let amounts: Vec<usize> = (0..columns.len())
        .filter(|&at| columns.get(at).is_some_and(|c| c.panel == panel && c.role == ColumnRole::Amount))
        .collect();
    let mut found: Vec<Sum> = Vec::new();
    for declared in declared(columns, &amounts, words) {
        let ways =
            [declared.clone(), declared.without(columns, is_memo), declared.without(columns, below_memo)];
        match ways.iter().find(|way| Trial::of(way, rows).holds()) {
            Some(way) => found.push(way.clone()),
            None => doubt(columns, panel, &ways, rows, words, sums),
        }
    }
    for &total in amounts.iter().rev() {
        if !found.iter().any(|sum| sum.total == total) {
            found.extend(shown(total, &amounts, &found, rows));
        }
    }
    for &total in &amounts {
        if !found.iter().any(|sum| sum.total == total || sum.parts.contains(&total)) {
            found.extend(shown_before(total, &amounts, &found, rows));
        }
    }
    found.sort_by_key(|sum| sum.total);
    for sum in &found {
        match equation(columns, panel, sum, words) {
            Some(equation) => add(&mut sums.hold, Some(equation)),
            None => {
                sums.doubts.push(format!("{}: holds, but two columns have one name", in_words(columns, sum)))
            }
        }
    }
}

/// What to say of a sum that the header declares and the figures do not bear out: the way that fails on the fewest rows.
fn doubt(columns: &[Column], panel: u16, ways: &[Sum], rows: &[&Row], words: &Words, sums: &mut Sums) {
    let tried = ways.iter().map(|way| (way, Trial::of(way, rows)));
    let best = tried.filter(|(way, _)| !way.parts.is_empty()).min_by_key(|(_, trial)| trial.against);
    let Some((sum, Trial { exact, against, .. })) = best else { return };
    let Some(equation) = equation(columns, panel, sum, words) else { return };
    if against == 0 {
        add(&mut sums.untold, Some(equation));
    } else {
        sums.doubts.push(format!("rows against it {against}, for it {exact}: {}", super::quoted(&equation)));
    }
}

/// 其中:经费拨款 tells a part of a part.
fn is_memo(label: &str) -> bool {
    label.rsplit('/').next().is_some_and(|leaf| leaf.starts_with(OF_WHICH))
}

/// The same below a heading 其中.
fn below_memo(label: &str) -> bool {
    label.contains(OF_WHICH)
}

/// What the header says: 小计 beside its parts.
fn declared(columns: &[Column], amounts: &[usize], words: &Words) -> Vec<Sum> {
    let labels: Vec<String> =
        amounts.iter().filter_map(|&at| columns.get(at)).map(|column| column.label.clone()).collect();
    let at = |index: &usize| amounts.get(*index).copied();
    sums_of_labels(&labels, |word| words.column_id(&[word], None) == Some("total"))
        .iter()
        .filter_map(|sum| {
            Some(Sum { total: at(&sum.total)?, parts: sum.parts.iter().filter_map(at).collect() })
        })
        .collect()
}

/// What the figures show: the longest run of columns right of `total` that it sums on every row. Columns that a sum found
/// before takes together count with that sum; the run ends with a column that holds an amount.
fn shown(total: usize, amounts: &[usize], found: &[Sum], rows: &[&Row]) -> Option<Sum> {
    let is_part = |at: &usize| found.iter().any(|sum| sum.total > total && sum.parts.contains(at));
    let after: Vec<usize> = amounts.iter().copied().filter(|&at| at > total && !is_part(&at)).collect();
    let told = |at: &usize| rows.iter().any(|row| !amount(row, *at).is_zero());
    (2..=after.len()).rev().find_map(|length| {
        let sum = Sum { total, parts: after.get(..length)?.to_vec() };
        let ends_told = sum.parts.last().is_some_and(told);
        let several = sum.parts.iter().filter(|at| told(at)).count() >= 2;
        (ends_told && several && Trial::of(&sum, rows).holds()).then_some(sum)
    })
}

/// The same of a total that stands behind its parts: the longest run that ends just left of it, without what is a part already.
fn shown_before(total: usize, amounts: &[usize], found: &[Sum], rows: &[&Row]) -> Option<Sum> {
    let is_part = |at: &usize| found.iter().any(|sum| sum.parts.contains(at));
    let before: Vec<usize> = amounts.iter().copied().filter(|at| *at < total && !is_part(at)).collect();
    let told = |at: &&usize| rows.iter().any(|row| !amount(row, **at).is_zero());
    (0..before.len().saturating_sub(1)).find_map(|first| {
        let sum = Sum { total, parts: before.get(first..)?.to_vec() };
        let begins_told = sum.parts.first().is_some_and(|at| told(&at));
        let several = sum.parts.iter().filter(told).count() >= 2;
        (begins_told && several && Trial::of(&sum, rows).holds()).then_some(sum)
    })
}

/// How a sum does on the rows.
struct Trial {
    /// Rows on which it holds and says something.
    exact: usize,
    /// Rows on which it fails by no more than its terms are rounded.
    rounding: usize,
    /// Rows on which it does not hold.
    against: usize,
}

impl Trial {
    fn of(sum: &Sum, rows: &[&Row]) -> Self {
        let mut trial = Trial { exact: 0, rounding: 0, against: 0 };
        for row in rows {
            let total = amount(row, sum.total);
            let parts: Vec<Decimal> = sum.parts.iter().map(|&at| amount(row, at)).collect();
            let difference = total.saturating_sub(sum_of(parts.iter().copied())).abs();
            let printed = parts.iter().filter(|part| !part.is_zero()).count();
            if difference.is_zero() {
                trial.exact += usize::from(!total.is_zero());
            } else if difference <= slack(printed, total.scale()) && !total.is_zero() {
                trial.rounding += 1;
            } else {
                trial.against += 1;
            }
        }
        trial
    }

    fn holds(&self) -> bool {
        self.exact > self.rounding && self.against == 0
    }
}

/// What is printed may be as large as it likes; a sum never overflows.
fn sum_of(amounts: impl Iterator<Item = Decimal>) -> Decimal {
    amounts.fold(Decimal::ZERO, |sum, amount| sum.saturating_add(amount))
}

/// Half a unit of the last place for each part and for the total.
fn slack(parts: usize, decimals: u32) -> Decimal {
    let halves = i64::try_from(parts.saturating_add(1)).unwrap_or(i64::MAX).saturating_mul(5);
    Decimal::try_new(halves, decimals.saturating_add(1)).unwrap_or_default()
}

/// The amount a row prints in a column; nothing and a dash count as nothing.
fn amount(row: &Row, column: usize) -> Decimal {
    let value = row.values.iter().find(|value| value.column == column && value.kind == Kind::Amount);
    value.and_then(|value| value.number).unwrap_or_default()
}

/// The equation by canonical names, and by header words where a name does not tell one column of its list.
fn equation(columns: &[Column], panel: u16, sum: &Sum, words: &Words) -> Option<String> {
    let wordings = super::wordings(columns, words);
    let is_own =
        |at: usize| columns.get(at).is_some_and(|c| c.panel == panel && c.role == ColumnRole::Amount);
    let own = || (0..columns.len()).filter(|at| is_own(*at)).filter_map(|at| columns.get(at));
    let name = |at: usize| {
        let column = columns.get(at)?;
        if let Some(id) = &column.column_id
            && own().filter(|other| other.column_id == column.column_id).count() == 1
        {
            return Some(id.clone());
        }
        let wording = wordings.get(at)?;
        let same = |other: &usize| wordings.get(*other) == Some(wording) && is_own(*other);
        ((0..columns.len()).filter(same).count() == 1).then(|| format!("`{wording}`"))
    };
    let parts: Option<Vec<String>> = sum.parts.iter().map(|&at| name(at)).collect();
    Some(format!("{} = {}", name(sum.total)?, parts?.join(" + ")))
}

fn in_words(columns: &[Column], sum: &Sum) -> String {
    let label = |at: usize| columns.get(at).map_or("", |column| column.label.as_str());
    let parts: Vec<&str> = sum.parts.iter().map(|&at| label(at)).collect();
    format!("{} = {}", label(sum.total), parts.join(" + "))
}

/// Whether each code is the sum of the codes just below it, in the first column of amounts.
fn tree(tables: &[Table]) -> Option<String> {
    let mut told = false;
    for table in tables {
        let rows: Vec<(&str, Decimal)> = table
            .rows
            .iter()
            .filter_map(|row| Some((row.code.as_deref()?, amount(row, first_amount(table)?))))
            .collect();
        for (code, total) in &rows {
            let below: Vec<&(&str, Decimal)> = rows
                .iter()
                .filter(|(other, _)| other.len() > code.len() && other.starts_with(code))
                .collect();
            let Some(level) = below.iter().map(|(other, _)| other.len()).min() else { continue };
            let sum =
                sum_of(below.iter().filter(|(other, _)| other.len() == level).map(|(_, amount)| *amount));
            if total.saturating_sub(sum).abs() > slack(below.len(), total.scale()) {
                return None;
            }
            told |= !total.is_zero();
        }
    }
    told.then(|| "parent = sum(children)".to_owned())
}

/// Whether the row of the total sums the uppermost codes, or all rows of a list without codes.
fn top(tables: &[Table]) -> Option<String> {
    let mut told = false;
    for table in tables {
        let Some(column) = first_amount(table) else { continue };
        let total = table.rows.iter().find(|row| row.role == RowRole::Total && row.code.is_none());
        let (Some(total), Some(rows)) = (total, uppermost(table)) else { continue };
        let tops: Vec<Decimal> = rows.iter().map(|row| amount(row, column)).collect();
        let (sum, total) = (sum_of(tops.iter().copied()), amount(total, column));
        if total.saturating_sub(sum).abs() > slack(tops.len(), total.scale()) {
            return None;
        }
        told |= !sum.is_zero();
    }
    told.then(|| "total_row = sum(top)".to_owned())
}

/// The rows with the shortest codes; without codes all but the total. `None` of two lists side by side, and of a list of one row.
fn uppermost(table: &Table) -> Option<Vec<&Row>> {
    let length = |row: &Row| row.code.as_deref().map(str::len);
    if let Some(level) = table.rows.iter().filter_map(length).min() {
        return Some(table.rows.iter().filter(|row| length(row) == Some(level)).collect());
    }
    let items: Vec<&Row> = table.rows.iter().filter(|row| row.role != RowRole::Total).collect();
    (items.len() > 1 && items.iter().all(|row| row.side.is_none() && row.panel == 0)).then_some(items)
}

fn first_amount(table: &Table) -> Option<usize> {
    table.columns.iter().position(|column| column.role == ColumnRole::Amount)
}
