//! Tables and their totals, for checks that hold them against the text, against cards or against each other.

use crate::model::Kind;
use crate::reconcile::Subject;
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, View, is_total};

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

/// Makes a table the left side of a finding: the number of its amounts, where it begins.
pub(super) fn stand(left: &mut Tally, view: &View<'_>) {
    let table = view.table;
    let place = table.rows.first().map(|row| row.place).unwrap_or_else(|| crate::base::Place {
        page: table.page_first,
        line: table.line,
        ..crate::base::Place::default()
    });
    let at = At { source: Source::Table { table: table.no }, place };
    left.number(Figure::exact(amounts(view).into()), &view.name, "amounts", at);
}

/// The amounts of a table that are not zero.
pub(super) fn amounts(view: &View<'_>) -> usize {
    let values = view.table.rows.iter().flat_map(|row| &row.values);
    values.filter(|v| v.kind == Kind::Amount && v.number.is_some_and(|number| !number.is_zero())).count()
}
