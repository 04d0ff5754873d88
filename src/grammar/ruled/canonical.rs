//! The canonical names of the columns of a table: from its form, else from the words above each, in the light of what stands
//! above the others.
//!
//! No two columns have one name where only one of them is meant: figures of the year before, changes, and a total that holds
//! more than what the table is about, or less, are told apart.

use super::columns::{Column, header_paths};
use crate::form::{ColumnRole, Form, Words};
use crate::model::Side;

/// Gives the columns of amounts their canonical names. What all of them have above them is the title of the table and
/// says nothing about one column: under 2026年基本支出, 合计 is the total.
pub(super) fn name(columns: &mut [Column], words: &Words, form: Option<&Form>, year: Option<u16>) {
    let shared: Vec<usize> = columns.iter().map(|column| shared_headers(columns, column.side)).collect();
    let header = header_paths(columns);
    let of_form: Vec<Option<Option<String>>> = match form {
        Some(form) => {
            form.columns_for(&header).iter().map(|column| Some(column.as_ref()?.id.clone())).collect()
        }
        None => Vec::new(),
    };
    let amounts = columns.iter_mut().zip(shared).filter(|(column, _)| column.role == ColumnRole::Amount);
    for (at, (column, shared)) in amounts.enumerate() {
        let path: Vec<&str> = column.path.iter().map(String::as_str).collect();
        column.counts = path.iter().any(|part| words.counts_things(part));
        if column.counts {
            continue;
        }
        let own = path.get(shared..).unwrap_or_default();
        let id = match of_form.get(at).and_then(Option::as_ref) {
            Some(None) => continue,
            Some(Some(id)) => Some(id.as_str()),
            None => words.column_id(own, None).or_else(|| words.column_id(&path, None)),
        };
        let says = |name: &str| path.iter().any(|part| words.column_id(&[part], None) == Some(name));
        column.column_id = match () {
            () if says("change") => of_change(id),
            () if is_before(&path, year) || says("previous_year") => of_year_before(id),
            () => id.map(str::to_owned),
        };
    }
    for name in ["total", "previous_year", "change"] {
        leave_one_whole(columns, name, form, words);
    }
}

/// Of several totals of one side, one is of what the table is about: the one under a header that names it (“三公”经费/小计
/// beside 合计, which holds meetings and training too), else the one that stands above the others (总计 beside 部门预算/合计).
/// The others have no canonical name. Totals of equal rank, such as those of budget and account, keep theirs.
fn leave_one_whole(columns: &mut [Column], name: &str, form: Option<&Form>, words: &Words) {
    let subject = |column: &Column| {
        let table = form.and_then(|form| form.table_id.as_deref());
        table.is_some_and(|table| column.path.iter().any(|part| words.is_subject(table, part)))
    };
    let named = |column: &&Column| column.column_id.as_deref() == Some(name);
    let about = columns.iter().filter(named).any(subject);
    let rank = |column: &Column| (about && !subject(column), if about { 0 } else { column.path.len() });
    let best: Vec<Option<(bool, usize)>> = columns
        .iter()
        .map(|column| columns.iter().filter(named).filter(|other| other.side == column.side).map(rank).min())
        .collect();
    for (column, best) in columns.iter_mut().zip(best) {
        if named(&&*column) && best.is_some_and(|best| rank(column) > best) {
            column.column_id = None;
        }
    }
}

/// How many header words all columns of amounts, of one side where there are two, have in common from the top.
fn shared_headers(columns: &[Column], side: Option<Side>) -> usize {
    let amounts = columns.iter().filter(|column| column.role == ColumnRole::Amount && column.side == side);
    let mut paths = amounts.map(|column| &column.path);
    let Some(first) = paths.next() else { return 0 };
    let longest = first.len().saturating_sub(1);
    paths.fold(longest, |shared, path| {
        let same = first.iter().zip(path).take_while(|(a, b)| a == b).count();
        shared.min(same).min(path.len().saturating_sub(1))
    })
}

/// Under 增减变化情况 stand differences: their total is `change`, their parts have no canonical name (xian.toml).
fn of_change(id: Option<&str>) -> Option<String> {
    match id {
        Some("total" | "amount" | "change") | None => Some("change".to_owned()),
        Some("change_percent") => Some("change_percent".to_owned()),
        Some(_) => None,
    }
}

/// A header that names the year before: `2025年预算数` in a disclosure of 2026.
fn is_before(path: &[&str], year: Option<u16>) -> bool {
    let names = |year: u16| path.iter().any(|part| part.contains(&format!("{year}年")));
    year.is_some_and(|year| names(year - 1) && !names(year))
}

/// Under a header of the year before stand last year's figures: their amount is `previous_year`, and its parts have no
/// canonical name.
fn of_year_before(id: Option<&str>) -> Option<String> {
    match id {
        Some("total" | "amount" | "budgeted" | "final") | None => Some("previous_year".to_owned()),
        Some("change" | "change_percent" | "previous_year") => id.map(str::to_owned),
        Some(_) => None,
    }
}
