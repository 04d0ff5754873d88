//! `datapackage.json` beside the CSV tables: what each table and column is, for programs and people who meet the folder alone.
//!
//! A Tabular Data Package (specs.frictionlessdata.io, version 1): types, keys and references by Table Schema. Of the column
//! types of the Fiscal Data Package those that fit are given: the amount in 元 is a `value`, the year a `date:fiscal-year`.
//! A code of `facts` is functional in one table and economic in another, so it has none. Knows the tables, not their rows.

use serde_json::{Map, Value, json};

use super::column::{Column, ColumnType};
use super::relations::{RELATIONS, Relation};

/// Name of the file.
pub(super) const NAME: &str = "datapackage.json";

/// For each column its description; one of this name means the same in every table.
const DESCRIPTIONS: &str = include_str!("columns.tsv");

/// What a row of a table is, what names it, and which rows of other tables it belongs to.
struct About {
    table: &'static str,
    row: &'static str,
    key: &'static [&'static str],
    references: &'static [Reference],
}

/// Columns, which may be null, the table they refer to, and its columns.
type Reference = (&'static [&'static str], &'static str, &'static [&'static str]);

const OF_DOCUMENT: Reference = (&["path"], "documents", &["path"]);
const OF_OTHER: Reference = (&["other_path"], "documents", &["path"]);
const OF_TABLE: Reference = (&["path", "table_no"], "tables", &["path", "table_no"]);
const OF_CARD: Reference = (&["path", "card_no"], "cards", &["path", "card_no"]);

/// Rows of tables without a key are told apart only by their place, parts of which may be null.
#[rustfmt::skip]
const ABOUT: [About; 10] = [
    About { table: "documents", row: "an input, also one that failed", key: &["path"], references: &[] },
    About { table: "tables", row: "a recovered table", key: &["path", "table_no"], references: &[OF_DOCUMENT] },
    About { table: "facts", row: "a value in a table cell", key: &[], references: &[OF_DOCUMENT, OF_TABLE] },
    About { table: "cards", row: "a performance card", key: &["path", "card_no"], references: &[OF_DOCUMENT] },
    About { table: "indicators", row: "an indicator on a performance card", key: &["path", "card_no", "indicator_no"], references: &[OF_DOCUMENT, OF_CARD] },
    About { table: "statements", row: "an amount told in a sentence", key: &["path", "statement_no"], references: &[OF_DOCUMENT] },
    About { table: "checks", row: "an evaluated check", key: &["path", "check_no"], references: &[OF_DOCUMENT, OF_OTHER] },
    About { table: "ledger", row: "an amount token anywhere in the text, and who claims it", key: &[], references: &[OF_DOCUMENT] },
    About { table: "notes", row: "something that could not be read, was repaired or deserves a look", key: &[], references: &[OF_DOCUMENT] },
    About { table: "pairings", row: "two documents that belong together", key: &["path", "relation", "other_path"], references: &[OF_DOCUMENT, OF_OTHER] },
];

/// The package of the tables with these numbers.
pub(super) fn package(tables: &[usize]) -> String {
    let chosen: Vec<&Relation> = tables.iter().filter_map(|at| RELATIONS.get(*at)).collect();
    let resources: Vec<Value> = chosen.iter().map(|relation| resource(relation, &chosen)).collect();
    let package = json!({
        "profile": "tabular-data-package",
        "name": "disclosures",
        "title": "Published budgets and final accounts, extracted and reconciled",
        "description": "Made by extract (yusuan). Amounts are exact decimals as printed; an empty field is null; blank, dash and zero are three things.",
        "resources": resources,
    });
    // A value without maps of other keys than strings cannot fail to be printed.
    serde_json::to_string_pretty(&package).unwrap_or_default() + "\n"
}

fn resource(relation: &Relation, chosen: &[&Relation]) -> Value {
    let about = ABOUT.iter().find(|about| about.table == relation.name);
    json!({
        "profile": "tabular-data-resource",
        "name": relation.name,
        "path": format!("{}.csv", relation.name),
        "description": about.map(|about| format!("Each row is {}.", about.row)),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema(relation, about, chosen),
    })
}

fn schema(relation: &Relation, about: Option<&About>, chosen: &[&Relation]) -> Value {
    let key = about.map_or(&[][..], |about| about.key);
    let fields: Vec<Value> = relation.columns.iter().map(|column| field(column, key)).collect();
    let mut schema =
        Map::from_iter([("fields".to_owned(), fields.into()), ("missingValues".to_owned(), json!([""]))]);
    if !key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(key));
    }
    let there = |reference: &&Reference| chosen.iter().any(|each| each.name == reference.1);
    let references: Vec<Value> = about
        .iter()
        .flat_map(|about| about.references)
        .filter(there)
        .map(|(fields, table, of)| json!({ "fields": fields, "reference": { "resource": table, "fields": of } }))
        .collect();
    if !references.is_empty() {
        schema.insert("foreignKeys".to_owned(), references.into());
    }
    Value::Object(schema)
}

fn field(column: &Column, key: &[&str]) -> Value {
    let kind = match column.kind {
        ColumnType::Text => "string",
        ColumnType::Integer => "integer",
        ColumnType::Decimal | ColumnType::Points => "number",
        ColumnType::Flag => "boolean",
    };
    let mut field = Map::from_iter([
        ("name".to_owned(), column.name.into()),
        ("type".to_owned(), kind.into()),
        ("description".to_owned(), description(column.name).into()),
    ]);
    match column.name {
        "yuan" => drop(field.insert("columnType".to_owned(), "value".into())),
        "fiscal_year" => drop(field.insert("columnType".to_owned(), "date:fiscal-year".into())),
        _ => {}
    }
    let mut constraints = Map::new();
    if key.contains(&column.name) {
        constraints.insert("required".to_owned(), true.into());
    }
    if !column.words.is_empty() {
        constraints.insert("enum".to_owned(), column.words.into());
    }
    if !constraints.is_empty() {
        field.insert("constraints".to_owned(), constraints.into());
    }
    Value::Object(field)
}

fn description(column: &str) -> Option<&'static str> {
    let mut lines = DESCRIPTIONS.lines().filter_map(|line| line.split_once('\t'));
    lines.find(|(name, _)| *name == column).map(|(_, description)| description)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_table_and_column_is_described_and_nothing_else_is() {
        let names = |about: &About| about.table;
        assert_eq!(ABOUT.iter().map(names).collect::<Vec<_>>(), RELATIONS.map(|relation| relation.name));
        let columns: BTreeSet<&str> =
            RELATIONS.iter().flat_map(|relation| relation.columns).map(|column| column.name).collect();
        let described: BTreeSet<&str> =
            DESCRIPTIONS.lines().filter_map(|line| Some(line.split_once('\t')?.0)).collect();
        assert_eq!(columns, described);
    }

    #[test]
    fn keys_and_references_name_columns_that_there_are() {
        let has = |table: &str, column: &str| {
            RELATIONS.iter().any(|relation| {
                relation.name == table && relation.columns.iter().any(|each| each.name == column)
            })
        };
        for about in &ABOUT {
            assert!(about.key.iter().all(|column| has(about.table, column)), "{}", about.table);
            for (fields, table, of) in about.references {
                assert!(
                    fields.iter().all(|column| has(about.table, column))
                        && of.iter().all(|column| has(table, column)),
                    "{}",
                    about.table
                );
            }
        }
    }

    #[test]
    fn a_table_alone_refers_to_none_that_is_not_there() {
        let expect = include_str!("package.notes.json");
        let notes = RELATIONS.iter().position(|relation| relation.name == "notes").unwrap_or_default();
        assert_eq!(package(&[notes]), expect);
        assert!(package(&[0, notes]).contains("\"foreignKeys\""));
    }
}
