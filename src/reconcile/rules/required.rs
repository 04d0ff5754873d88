//! What a disclosure as a whole must show: the tables everybody prints, in characters that can be read.
//!
//! In: the tables and what was read of them. Out: one finding a required table, one for the characters of a document.

use super::{Found, Why};
use crate::form::CheckRule;
use crate::model::{Disclosure, Row};
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, View};
use crate::reconcile::{Finding, Subject};

/// The tables of the catalogue's entry are there, if any is.
pub(super) fn tables(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    if !matches!(
        subject.document.cover.disclosure,
        Disclosure::DepartmentBudget
            | Disclosure::UnitBudget
            | Disclosure::DepartmentFinal
            | Disclosure::UnitFinal
    ) {
        return Err(Why::NotApplicable("it is not known to be the budget or final of a department".into()));
    }
    let here = |id: &str| subject.views.iter().find(|view| view.id() == Some(id));
    let found = of.tables.iter().filter(|id| here(id).is_some()).count();
    if found == 0 {
        return Err(Why::Missing("there is none of the tables: they may be published on their own".into()));
    }
    if found.saturating_mul(2) < of.tables.len() {
        // Universities under a ministry publish four tables of income and spending and no more.
        return Err(Why::Missing("most of the tables are not there: other rules may ask for fewer".into()));
    }
    let family = subject.document.cover.form_family.as_deref().and_then(|id| subject.grammars.family(id));
    let is_printed =
        |id: &str| family.is_none_or(|f| f.forms.iter().any(|form| form.table_id.as_deref() == Some(id)));
    let finding = |id: &String| {
        let instead = || subject.views.iter().find(|view| id == BASIC && prints_basic(view));
        let told = &subject.document.narrative.empty_tables;
        let empty = told.iter().any(|empty| empty.table_id.as_ref() == Some(id));
        let (fine, said) = match (here(id), instead()) {
            (None, _) if empty => (true, format!("the text says that the table {id} is empty")),
            (Some(_), _) => (true, format!("there is a table {id}")),
            (None, Some(view)) => (true, format!("{} prints what a table {id} would", view.name)),
            // What the contents list and is not there is said of the contents.
            (None, None) if super::listed::is_listed(subject, id) => {
                let said = format!("there is no table {id}, which the contents list");
                return Finding::unknown(Tally::default(), said);
            }
            (None, None) => (false, format!("there is no table {id}")),
        };
        // It says something of the document, of no figure in it.
        Finding::told(Tally::default(), fine, said)
    };
    Ok(of.tables.iter().filter(|id| is_printed(id) || here(id).is_some()).map(finding).collect())
}

/// The table of basic expenditure by kind.
const BASIC: &str = "general_public_basic";

/// Whether a table has a column of basic expenditure and rows by kind (301 …): Shenzhen prints all expenditure of the
/// general public budget by kind, with basic and project expenditure side by side.
fn prints_basic(view: &View<'_>) -> bool {
    let by_kind = |row: &Row| row.code.as_deref().is_some_and(|code| code.starts_with("301"));
    !view.columns_named("basic").is_empty() && view.table.rows.iter().any(by_kind)
}

/// Everything read in tables is readable.
pub(super) fn characters(subject: &Subject<'_, '_>) -> Found {
    let mut read = 0usize;
    let mut left = Tally::default();
    for view in subject.views {
        for (text, at) in texts(view) {
            read = read.saturating_add(1);
            if left.place.is_none() && text.chars().any(is_undecoded) {
                left.number(Figure::exact(read.into()), &view.name, text, at);
            }
        }
    }
    if read == 0 {
        return Err(Why::NotApplicable("no table was read".into()));
    }
    let fine = left.place.is_none();
    let said = match fine {
        true => format!("all of {read} names and figures can be read"),
        false => format!("a name or figure of {} has characters that could not be decoded", left.of),
    };
    Ok(vec![Finding::told(left, fine, said)])
}

/// Names and figures of a table with their places.
fn texts<'d>(view: &View<'d>) -> impl Iterator<Item = (&'d str, At)> {
    let no = view.table.no;
    view.table.rows.iter().flat_map(move |row| {
        let source = move |column| Source::Cell { table: no, row: row.no, column };
        let name =
            row.name.as_deref().map(|name| (name, At { source: source(usize::MAX), place: row.place }));
        let values = row.values.iter();
        let values =
            values.map(move |v| (v.printed.as_str(), At { source: source(v.column), place: v.place }));
        name.into_iter().chain(values)
    })
}

/// A character that stands for none: of the private use areas, or the replacement character.
fn is_undecoded(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}
