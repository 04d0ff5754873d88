//! From the selector of a place to rows and columns of a table.

use std::collections::BTreeSet;

use crate::form::equation::{Outline, Place, Rows};
use crate::form::{OF_WHICH, is_numeral};
use crate::model::{Row, Side};
use crate::reconcile::outline::{Level, begins_list, level};
use crate::reconcile::view::{Reading, View, is_total};

/// What a selector finds.
pub(super) enum Cells<'d> {
    /// The table is printed as an empty one: all its amounts are nothing.
    Empty,
    /// No such row, and why.
    Absent(String),
    /// The form does not print what the equation is about.
    Foreign,
    /// One cell.
    One {
        row: &'d Row,
        column: usize,
        /// Why it might be the wrong one.
        doubt: Option<String>,
    },
    /// Cells with their columns: those of side-by-side panels differ.
    Several { cells: Vec<(&'d Row, usize)> },
}

impl<'d> Cells<'d> {
    /// The row, where it is one.
    pub(super) fn row(&self) -> Option<&'d Row> {
        match self {
            Cells::One { row, .. } => Some(row),
            Cells::Empty | Cells::Absent(_) | Cells::Foreign | Cells::Several { .. } => None,
        }
    }
}

/// What an instance of an equation is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Bound {
    /// What `[code]` and `[class]` stand for.
    pub(super) key: Option<String>,
    /// Which of the lists side by side its rows are sought in.
    pub(super) panel: Option<u16>,
}

/// Columns that hold the amount of a row where an equation names none, best first.
const AMOUNT_COLUMNS: [&str; 3] = ["amount", "total", "final"];

/// Finds the cells of `place`.
pub(super) fn cells<'d>(view: &View<'d>, place: &Place, bound: &Bound) -> Cells<'d> {
    if view.table.empty {
        return Cells::Empty;
    }
    let rows = || rows_on(view, place.income);
    match &place.rows {
        Rows::Total => one(view, place, totals(&rows().collect::<Vec<_>>())),
        Rows::Code => one(view, place, coded(&rows().collect::<Vec<_>>(), bound.key.as_deref())),
        Rows::Class => one(view, place, rows().filter(|row| class(row) == bound.key.as_deref()).collect()),
        Rows::Labels(labels) => one(view, place, in_panel(&rows().collect::<Vec<_>>(), labels, bound.panel)),
        Rows::Between { after, before, outline } => {
            between(view, place, (after, before), *outline, bound.panel)
        }
    }
}

/// The lists side by side in which rows between two others print amounts. One that has no end of its own is a list only
/// where it begins with 一、 or 1.: else the list before it goes on there.
pub(super) fn panels(view: &View, place: &Place) -> Vec<u16> {
    let Rows::Between { after, before, outline } = &place.rows else { return Vec::new() };
    let rows: Vec<&Row> = rows_on(view, place.income).collect();
    let all: BTreeSet<u16> = rows.iter().map(|row| row.panel).collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let of_panel = |panel: u16| rows.iter().copied().filter(move |row| row.panel == panel);
    let is_whole = |panel: u16| {
        let ends = !labelled(&of_panel(panel).collect::<Vec<_>>(), before).is_empty();
        let mut names = of_panel(panel).filter_map(|row| row.name.as_deref());
        ends || names.find(|name| level(name).is_some()).is_some_and(begins_list)
    };
    let printed = |panel: u16| match between(view, place, (after, before), *outline, Some(panel)) {
        Cells::Several { cells } => {
            cells.iter().any(|&(row, column)| view.read(row, column) != Reading::Nothing)
        }
        Cells::Empty | Cells::Absent(_) | Cells::Foreign | Cells::One { .. } => false,
    };
    all.into_iter().filter(|&panel| is_whole(panel) && printed(panel)).collect()
}

/// The rows with the labels in one of the lists side by side; in any of them where that one prints none.
fn in_panel<'d>(rows: &[&'d Row], labels: &[String], panel: Option<u16>) -> Vec<&'d Row> {
    let here: Vec<&Row> =
        rows.iter().copied().filter(|row| panel.is_some_and(|panel| row.panel == panel)).collect();
    let mut found = labelled(&here, labels);
    found.retain(|row| !row.values.is_empty());
    if found.is_empty() { labelled(rows, labels) } else { found }
}

/// Every cell that a place may mean: all rows it names, in all columns of that name. Blank cells are none.
pub(super) fn all_cells<'d>(view: &View<'d>, place: &Place) -> Vec<(&'d Row, usize)> {
    let rows: Vec<&Row> = rows_on(view, place.income).collect();
    let rows = match &place.rows {
        Rows::Total => totals(&rows),
        Rows::Labels(labels) => labelled(&rows, labels),
        Rows::Code | Rows::Class | Rows::Between { .. } => Vec::new(),
    };
    let columns: Vec<usize> = match place.column.as_deref() {
        Some(id) => view.columns_named(id),
        None => AMOUNT_COLUMNS.iter().flat_map(|id| view.columns_named(id)).collect(),
    };
    let cells = rows.into_iter().flat_map(|row| columns.iter().map(move |&column| (row, column)));
    cells.filter(|&(row, column)| matches!(view.read(row, column), Reading::Amount(..))).collect()
}

/// What `[code]` or `[class]` can stand for in a table, in printed order.
pub(super) fn keys(view: &View, place: &Place) -> Vec<String> {
    let rows = rows_on(view, place.income);
    match place.rows {
        Rows::Code => rows.filter(|row| row.project.is_none()).filter_map(|row| row.code.clone()).collect(),
        Rows::Class => rows.filter_map(class).map(str::to_string).collect(),
        Rows::Total | Rows::Labels(_) | Rows::Between { .. } => Vec::new(),
    }
}

/// A 类: a three-digit code, or a row numbered 一、 or, below 一、本年支出, （一）.
fn class(row: &Row) -> Option<&str> {
    let name = row.name.as_deref()?;
    match row.code.as_deref() {
        Some(code) => (code.len() == 3).then_some(bare(name)),
        None => (outline(name) == Outline::Numbered || is_bracketed(name)).then_some(bare(name)),
    }
}

/// （八）社会保障和就业支出
fn is_bracketed(name: &str) -> bool {
    level(name) == Some(Level::Second)
}

fn rows_on<'d>(view: &View<'d>, income: Option<bool>) -> impl Iterator<Item = &'d Row> {
    let side = income.map(|income| if income { Side::Income } else { Side::Expenditure });
    view.table.rows.iter().filter(move |row| side.is_none() || row.side == side)
}

/// The rows of a code; those of projects repeat it.
fn coded<'d>(rows: &[&'d Row], code: Option<&str>) -> Vec<&'d Row> {
    rows.iter().copied().filter(|row| row.project.is_none() && row.code.as_deref() == code).collect()
}

/// All rows of a code, or all that have one of the labels, in the named column.
pub(super) fn all<'d>(view: &View<'d>, place: &Place, bound: &Bound) -> Cells<'d> {
    if view.table.empty {
        return Cells::Empty;
    }
    let here: Vec<&Row> = rows_on(view, place.income).collect();
    let rows = match &place.rows {
        Rows::Labels(labels) => {
            let meant = |row: &&Row| labels.iter().any(|label| has_label(row, label));
            here.into_iter().filter(meant).collect()
        }
        _ => coded(&here, bound.key.as_deref()),
    };
    if rows.is_empty() {
        return Cells::Absent(format!("{} has no such rows", view.name));
    }
    let column = |row: &'d Row| Some((row, column_of(view, row, place.column.as_deref())?));
    let cells: Vec<(&Row, usize)> = rows.into_iter().filter_map(column).collect();
    if cells.is_empty() { Cells::Foreign } else { Cells::Several { cells } }
}

/// The total rows; in a table with a single row of values, that one.
fn totals<'d>(rows: &[&'d Row]) -> Vec<&'d Row> {
    let named: Vec<&Row> = rows.iter().copied().filter(|row| is_total(row)).collect();
    let mut filled = rows.iter().copied().filter(|row| !row.values.is_empty());
    match (named.is_empty(), filled.next(), filled.next()) {
        (true, Some(only), None) => vec![only],
        _ => named,
    }
}

/// The rows with the best of the labels that any row has.
fn labelled<'d>(rows: &[&'d Row], labels: &[String]) -> Vec<&'d Row> {
    let with = |label: &String| -> Vec<&'d Row> {
        if label == "total" {
            totals(rows)
        } else {
            rows.iter().copied().filter(|row| has_label(row, label)).collect()
        }
    };
    labels.iter().map(with).find(|found| !found.is_empty()).unwrap_or_default()
}

fn has_label(row: &Row, label: &str) -> bool {
    if label.bytes().all(|b| b.is_ascii_digit()) {
        return row.code.as_deref() == Some(label);
    }
    let Some(name) = row.name.as_deref().map(bare) else { return false };
    label.strip_suffix('*').map_or(name == label, |beginning| name.starts_with(beginning))
}

/// The one row of several that is meant: the first with an amount. Others with another amount raise a doubt.
fn one<'d>(view: &View<'d>, place: &Place, rows: Vec<&'d Row>) -> Cells<'d> {
    let Some(&first) = rows.first() else { return Cells::Absent(format!("{} has no such row", view.name)) };
    let with_column =
        rows.iter().filter_map(|&row| Some((row, column_of(view, row, place.column.as_deref())?)));
    let printed: Vec<(&Row, usize)> =
        with_column.filter(|&(row, column)| matches!(view.read(row, column), Reading::Amount(..))).collect();
    let Some(&(row, column)) = printed.first() else {
        return match column_of(view, first, place.column.as_deref()) {
            Some(column) => Cells::One { row: first, column, doubt: None },
            None => Cells::Foreign,
        };
    };
    let amount = |row: &Row, column| match view.read(row, column) {
        Reading::Amount(figure, _) => Some(figure.value),
        Reading::Nothing | Reading::Other => None,
    };
    let differ = printed.iter().any(|&(other, at)| amount(other, at) != amount(row, column));
    let twice = place.column.as_deref().is_some_and(|id| {
        view.columns_named(id).iter().any(|&other| {
            other != column && amount(row, other).is_some_and(|v| Some(v) != amount(row, column))
        })
    });
    let doubt = if differ {
        Some(format!("{} has several such rows", view.name))
    } else {
        twice.then(|| format!("{} has several such columns", view.name))
    };
    Cells::One { row, column, doubt }
}

/// The column with this name, the one the row fills first; without a name, the one that holds the amount.
fn column_of(view: &View, row: &Row, id: Option<&str>) -> Option<usize> {
    let named = |id: &str| {
        let columns = view.columns_named(id);
        columns
            .iter()
            .copied()
            .find(|&column| view.read(row, column) != Reading::Nothing)
            .or(columns.first().copied())
    };
    if let Some(id) = id {
        return named(id);
    }
    let filled = |column: &usize| view.read(row, *column) != Reading::Nothing;
    let known = AMOUNT_COLUMNS.iter().filter_map(|id| named(id));
    let first_filled = known.clone().find(filled);
    let only = || {
        let mut amounts =
            row.values.iter().filter(|value| matches!(view.read_value(value), Reading::Amount(..)));
        amounts.next().filter(|_| amounts.next().is_none()).map(|value| value.column)
    };
    first_filled.or_else(only).or_else(|| known.clone().next())
}

/// Rows strictly between two labels, in the column of the row that bounds them; in a list that stands beside that row, in
/// their own.
fn between<'d>(
    view: &View<'d>,
    place: &Place,
    (after, before): (&[String], &[String]),
    wanted: Outline,
    panel: Option<u16>,
) -> Cells<'d> {
    let rows: Vec<&Row> = rows_on(view, place.income).collect();
    let bound = |labels: &[String]| {
        let found = in_panel(&rows, labels, panel);
        let row = found.iter().copied().find(|row| !row.values.is_empty()).or(found.first().copied())?;
        let at = rows.iter().position(|other| std::ptr::eq(*other, row))?;
        Some((at, row.panel, column_of(view, row, place.column.as_deref())?))
    };
    let first = if after.is_empty() { None } else { Some(bound(after)) };
    let last = if before.is_empty() { None } else { Some(bound(before)) };
    if let Some(None) = first.as_ref().or(last.as_ref()).filter(|found| found.is_none()) {
        return Cells::Absent(format!("{} has no such rows", view.name));
    }
    let (first, last) = (first.flatten(), last.flatten());
    let Some((_, beside, column)) = last.or(first) else {
        return Cells::Absent(format!("{} has no such rows", view.name));
    };
    let from = first.map_or(0, |(at, ..)| at.saturating_add(1));
    let to = last.map_or(rows.len(), |(at, ..)| at);
    let column_in = |row: &Row| match panel {
        Some(panel) if panel != beside => column_of(view, row, place.column.as_deref()).unwrap_or(column),
        _ => column,
    };
    let inside = rows.get(from..to).unwrap_or_default().iter().copied();
    let here = inside.filter(|row| panel.is_none_or(|panel| row.panel == panel));
    let cells = outlined(view, here.map(|row| (row, column_in(row))).collect(), wanted);
    let printed = cells.iter().any(|&(row, column)| view.read(row, column) != Reading::Nothing);
    if printed || wanted != Outline::Numbered { Cells::Several { cells } } else { Cells::Foreign }
}

/// The cells of the rows that are numbered, or not, as wanted.
fn outlined<'d>(view: &View, cells: Vec<(&'d Row, usize)>, wanted: Outline) -> Vec<(&'d Row, usize)> {
    let name = |row: &'d Row| row.name.as_deref();
    let is_plain = |row| name(row).is_some_and(|name| outline(name) == Outline::Plain);
    let printed = |&&(row, column): &&(&'d Row, usize)| view.read(row, column) != Reading::Nothing;
    let level_of = |row| name(row).and_then(level);
    match wanted {
        Outline::All => cells,
        Outline::Plain => cells.into_iter().filter(|(row, _)| is_plain(row)).collect(),
        Outline::Numbered => {
            // Where 一、 is a heading alone, its items are the uppermost ones (表1 of xian.toml); not beside amounts of rows
            // that have no number, of which they may be parts.
            let plain = cells.iter().filter(printed).any(|(row, _)| is_plain(row));
            let top = cells.iter().filter(printed).filter_map(|(row, _)| level_of(row)).min();
            let top = top.filter(|top| *top == Level::First || !plain);
            cells.into_iter().filter(|(row, _)| top.is_some() && level_of(row) == top).collect()
        }
    }
}

/// How a name is numbered: 一、 or not at all; `All` for any other number and for 其中.
fn outline(name: &str) -> Outline {
    let rest = name.trim_start_matches(is_numeral);
    if rest.len() < name.len() && rest.starts_with('、') {
        return Outline::Numbered;
    }
    let other = name.starts_with(|c: char| "（(".contains(c) || c.is_ascii_digit() || c.is_whitespace())
        || name.starts_with(OF_WHICH);
    if other { Outline::All } else { Outline::Plain }
}

/// A name without its number: `一、教育支出` → `教育支出`.
fn bare(name: &str) -> &str {
    let numbered = name.split_once('、').filter(|_| outline(name) == Outline::Numbered);
    match numbered.or_else(|| name.split_once(['）', ')']).filter(|_| is_bracketed(name))) {
        Some((_, rest)) => rest,
        None => name.trim_start_matches(|c: char| c.is_ascii_digit() || ".．、（）()".contains(c)),
    }
}
