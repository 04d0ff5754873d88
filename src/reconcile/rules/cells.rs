//! The totals of tables, for checks that hold them against the text or against cards.

use crate::reconcile::Subject;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{View, is_total};

/// The total row of the only table of this name in one of its columns; `None` where there is not exactly one.
pub(super) fn total_of(subject: &Subject<'_, '_>, table: &str, column: &str) -> Option<Tally> {
    let view = only(subject, table)?;
    let &[at] = view.columns_named(column).as_slice() else { return None };
    let mut totals = view.table.rows.iter().filter(|row| is_total(row));
    let row = totals.next().filter(|_| totals.next().is_none())?;
    let mut tally = Tally::default();
    tally.add(false, view.read(row, at), &view.cell_name(row, at), view.column_label(at), view.at(row, at));
    Some(tally)
}

/// The only table of this name.
pub(super) fn only<'s, 'd>(subject: &'s Subject<'s, 'd>, table: &str) -> Option<&'s View<'d>> {
    let mut found = subject.views.iter().filter(|view| view.id() == Some(table));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}
