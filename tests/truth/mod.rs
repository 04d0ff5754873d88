//! The tables that were set against the tables that were read.
//!
//! Both sides are brought to the same facts; what remains is a list of faults, each a line a person can read.

use std::collections::BTreeMap;

use yusuan::model::{Kind, PlacedBy, Row, Side, Table, Value};

use crate::typesetter::{Fact, TableTruth};

/// Every difference between truth and reading, table by table; tables are matched by their titles.
pub(crate) fn compare(truth: &[TableTruth], read: &[Table]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut rest: Vec<&Table> = read.iter().collect();
    for truth in truth {
        let name = truth.title.as_deref().unwrap_or("?");
        let Some(at) = rest.iter().position(|table| table.title == truth.title) else {
            faults.push(format!("{name}: not read"));
            continue;
        };
        let read = rest.remove(at);
        let mut found = shell_faults(truth, read);
        found.extend(fact_faults(&truth.facts, facts(read)));
        faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    }
    for table in rest {
        let name = table.title.as_deref().unwrap_or("?");
        faults.push(format!("{name}: not set, on page {}", table.page_first.unwrap_or(0)));
        faults.extend(facts(table).iter().map(|(fact, _)| format!("{name}: + {fact}")));
    }
    faults
}

/// What is wrong with the table itself.
fn shell_faults(truth: &TableTruth, read: &Table) -> Vec<String> {
    let unit = read.unit.map(|unit| unit.name().to_owned());
    let pairs = [
        ("id", Some(truth.id.clone()), read.table_id.clone()),
        ("number", truth.number.clone(), read.number.clone()),
        ("title", truth.title.clone(), read.title.clone()),
        ("unit", truth.unit.clone(), unit),
        ("first page", Some(truth.page_first.to_string()), Some(read.page_first.unwrap_or(0).to_string())),
        ("last page", Some(truth.page_last.to_string()), Some(read.page_last.unwrap_or(0).to_string())),
        ("empty", Some(truth.empty.to_string()), Some(read.empty.to_string())),
    ];
    let wrong = pairs.into_iter().filter(|(_, set, read)| set != read);
    wrong.map(|(what, set, read)| format!("{what} set {set:?}, read {read:?}")).collect()
}

/// The facts of a table that was read (amounts and dashes), and whether their column is a guess.
pub(crate) fn facts(table: &Table) -> Vec<(Fact, bool)> {
    let values = table.rows.iter().flat_map(|row| row.values.iter().map(move |value| (row, value)));
    let values = values.filter(|(_, value)| matches!(value.kind, Kind::Amount | Kind::Dash));
    values.map(|(row, value)| (fact(table, row, value), value.placed_by == PlacedBy::Order)).collect()
}

/// One value as a fact.
pub(crate) fn fact(table: &Table, row: &Row, value: &Value) -> Fact {
    let column = table.columns.get(value.column);
    let side = |side| match side {
        Side::Income => "income".to_owned(),
        Side::Expenditure => "expenditure".to_owned(),
    };
    Fact {
        page: value.place.page.unwrap_or(0),
        code: row.code.clone(),
        name: row.name.clone(),
        project: row.project.clone(),
        side: row.side.map(side),
        column_id: column.and_then(|column| column.column_id.clone()),
        label: column.map(|column| column.label.clone()).unwrap_or_default(),
        printed: value.printed.clone(),
    }
}

/// Facts that were set and not read (`-`), and read and not set (`+`, or `?` where the reading says that it guessed).
/// Where the source leaves the column id open, so do we.
fn fact_faults(set: &[Fact], read: Vec<(Fact, bool)>) -> Vec<String> {
    let open: BTreeMap<&str, bool> =
        set.iter().map(|fact| (fact.label.as_str(), fact.column_id.is_none())).collect();
    let mut left: BTreeMap<String, (i32, bool)> = BTreeMap::new();
    for fact in set {
        left.entry(fact.to_string()).or_default().0 -= 1;
    }
    for (mut fact, guessed) in read {
        if open.get(fact.label.as_str()) == Some(&true) {
            fact.column_id = None;
        }
        let entry = left.entry(fact.to_string()).or_default();
        *entry = (entry.0 + 1, guessed);
    }
    let wrong = left.into_iter().filter(|(_, (count, _))| *count != 0);
    let sign = |count, guessed| match (count < 0, guessed) {
        (true, _) => '-',
        (false, true) => '?',
        (false, false) => '+',
    };
    wrong.map(|(fact, (count, guessed))| format!("{} {fact}", sign(count, guessed))).collect()
}
