//! What a document spends by functional class (类), for the charts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::document::items;
use crate::form::Codes;

/// Digits of a class of the functional classification.
const CLASS: usize = 3;

/// Code, name and amount in 元 of each class, from the first table of those that tell it best.
pub(super) fn spent(document: &Value, codes: &Codes) -> Vec<Value> {
    let tables = items(document, "tables");
    let of = |id: &str| {
        tables.iter().filter(|table| table["table_id"] == *id).map(classes).find(|sums| !sums.is_empty())
    };
    let sums = of("general_public").or_else(|| of("expenditure")).unwrap_or_default();
    let named = sums.iter().filter_map(|(code, yuan)| Some((code, codes.functional(code)?, yuan)));
    named.map(|(code, name, yuan)| json!([code, name, yuan.to_string()])).collect()
}

/// The rows of classes; where only their parts are printed, the parts of the finest level, added.
fn classes(table: &Value) -> BTreeMap<String, Decimal> {
    let totals = total_columns(table);
    let rows: Vec<(&str, Decimal)> =
        items(table, "rows").iter().filter_map(|row| total(row, &totals)).collect();
    let length = if rows.iter().any(|(code, _)| code.len() == CLASS) {
        CLASS
    } else {
        rows.iter().map(|(code, _)| code.len()).max().unwrap_or(0)
    };
    let mut sums = BTreeMap::new();
    for (code, yuan) in rows.into_iter().filter(|(code, _)| code.len() == length) {
        let Some(class) = code.get(..CLASS) else { continue };
        let sum: &mut Decimal = sums.entry(class.to_owned()).or_default();
        *sum = sum.checked_add(yuan).unwrap_or(*sum);
    }
    sums
}

fn total_columns(table: &Value) -> Vec<u64> {
    let is_total = |column: &&Value| column["column_id"] == "total" || column["column_id"] == "amount";
    items(table, "columns").iter().filter(is_total).filter_map(|column| column["no"].as_u64()).collect()
}

/// The code of a row and its total in 元.
fn total<'r>(row: &'r Value, totals: &[u64]) -> Option<(&'r str, Decimal)> {
    let code = row["code"].as_str()?;
    let in_total = |value: &&Value| value["column"].as_u64().is_some_and(|column| totals.contains(&column));
    let value = items(row, "values").iter().find(in_total)?;
    Some((code, value["yuan"].as_str()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[(&str, &str)], expect: &str) {
        let row =
            |(code, yuan): &(&str, &str)| json!({ "code": code, "values": [{ "column": 3, "yuan": yuan }] });
        let table = json!({
            "columns": [{ "no": 3, "column_id": "total" }],
            "rows": rows.iter().map(row).collect::<Vec<_>>(),
        });
        let sums: Vec<String> = classes(&table).iter().map(|(code, yuan)| format!("{code} {yuan}")).collect();
        assert_eq!(sums.join(", "), expect);
    }

    #[test]
    fn classes_are_taken_or_added_up_from_their_parts() {
        check(
            &[("206", "30.00"), ("20604", "30.00"), ("2060404", "30.00"), ("208", "5")],
            "206 30.00, 208 5",
        );
        check(&[("2060404", "10.50"), ("2060499", "2"), ("2080505", "5")], "206 12.50, 208 5");
        check(&[], "");
    }
}
