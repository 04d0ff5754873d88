//! Sums that the form of a table declares: `total = a + b` in the grammar file of a place, on every row.
//!
//! In: tables that a form read. Out: a finding for each row and each sum of which all columns are printed. The catalogue
//! knows columns by their canonical names; this holds what a place says of columns that have none.

use std::ptr;

use super::Found;
use super::headers::side;
use crate::form::equation::Relation;
use crate::form::{ColumnSum, Form, FormColumn};
use crate::model::{ColumnRole, Row};
use crate::reconcile::view::{View, row_label};
use crate::reconcile::{Finding, Subject};

/// A printed column, and the printed columns it sums.
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

/// The sums of all forms.
pub(super) fn sums(subject: &Subject<'_, '_>) -> Found {
    let of_view = |view| Some(of_table(view, subject.form_of(view)?));
    Ok(subject.views.iter().filter_map(of_view).flatten().collect())
}

fn of_table(view: &View<'_>, form: &Form) -> Vec<Finding> {
    let sums = printed(view, form);
    let rows = |sum| view.table.rows.iter().filter_map(move |row| of_row(view, row, sum));
    sums.iter().flat_map(rows).collect()
}

/// The sums of which the table prints every column, once.
fn printed(view: &View<'_>, form: &Form) -> Vec<Sum> {
    if form.sums.is_empty() {
        return Vec::new();
    }
    let amounts: Vec<usize> = (0..view.table.columns.len())
        .filter(|&at| view.table.columns.get(at).is_some_and(|column| column.role == ColumnRole::Amount))
        .collect();
    let labels = amounts.iter().filter_map(|&at| view.table.columns.get(at));
    let header: Vec<Vec<&str>> = labels.map(|column| column.label.split('/').collect()).collect();
    let known = form.columns_for(&header);
    let column = |at: usize| {
        let wanted: &FormColumn = form.columns.get(at)?;
        let is_it = |found: &Option<&FormColumn>| found.is_some_and(|found| ptr::eq(found, wanted));
        let mut found = amounts.iter().zip(&known).filter(|(_, known)| is_it(known)).map(|(at, _)| *at);
        found.next().filter(|_| found.next().is_none())
    };
    let of_columns = |sum: &ColumnSum| {
        let parts = sum.parts.iter().map(|&part| column(part)).collect::<Option<_>>()?;
        Some(Sum { whole: column(sum.total)?, parts })
    };
    form.sums.iter().filter_map(of_columns).collect()
}

fn of_row(view: &View<'_>, row: &Row, sum: &Sum) -> Option<Finding> {
    let (left, right) = (side(view, row, [sum.whole]), side(view, row, sum.parts.iter().copied()));
    if !left.is_printed() && !right.is_printed() {
        return None;
    }
    Finding::of(row_label(row), left, Relation::Equal, right)
}
