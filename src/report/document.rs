//! One `documents/<stem>.json` → its line of the overview, and what the page shows of it.
//!
//! Left out of what is shown: checks that close or do not apply, and amounts that something claims. Both are counted.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::{ReportError, crop, functions};
use crate::Options;
use crate::form::Grammars;

/// The version of the JSON that the page understands.
const VERSION: u64 = 1;

/// A document on its way into the report.
pub(super) struct Document {
    /// Its line of the overview.
    pub(super) entry: Map<String, Value>,
    /// What its own view shows.
    pub(super) content: Value,
    /// Pictures in it.
    pub(super) crops: usize,
}

/// Reads a document, and draws the places its mismatches speak of.
pub(super) fn read(path: &Path, grammars: &Grammars, options: &Options) -> Result<Document, ReportError> {
    let text = fs::read_to_string(path)
        .map_err(|source| ReportError::Unreadable { path: path.to_owned(), source })?;
    let not_ours = |reason: String| ReportError::NotOurs { path: path.to_owned(), reason };
    let mut content: Value = serde_json::from_str(&text).map_err(|error| not_ours(error.to_string()))?;
    if content["version"].as_u64() != Some(VERSION) {
        return Err(not_ours(format!("version {}", content["version"])));
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let entry = entry(&stem, &content, grammars);
    let crops = crop::of_mismatches(&content, options);
    shorten(&mut content);
    let count = match crops {
        Ok(crops) => {
            let count = crops.values().filter_map(Value::as_array).map(Vec::len).sum();
            content["crops"] = Value::Object(crops);
            count
        }
        Err(reason) => {
            content["no_crops"] = reason.into();
            0
        }
    };
    Ok(Document { entry, content, crops: count })
}

fn entry(stem: &str, document: &Value, grammars: &Grammars) -> Map<String, Value> {
    let (cover, ledger) = (&document["cover"], items(document, "ledger"));
    let facts = items(document, "tables").iter().flat_map(|table| items(table, "rows"));
    let entry = json!({
        "stem": stem, "path": document["path"], "status": document["status"], "pages": document["pages"],
        "issuer": cover["issuer"], "region": cover["region"], "year": cover["fiscal_year"],
        "disclosure": cover["disclosure"], "tables": items(document, "tables").len(),
        "facts": facts.map(|row| items(row, "values").len()).sum::<usize>(),
        "cards": items(document, "cards").len(), "amounts": ledger.len(),
        "claimed": ledger.iter().filter(|token| token["claimed_by"] != "unclaimed").count(),
        "verdicts": verdicts(document), "faults": faults(document),
        "functions": functions::spent(document, &grammars.codes),
    });
    match entry {
        Value::Object(entry) => entry,
        _ => Map::new(),
    }
}

/// The items of a list of the JSON.
pub(super) fn items<'d>(document: &'d Value, key: &str) -> &'d [Value] {
    document[key].as_array().map_or(&[], Vec::as_slice)
}

/// For each group of checks how many are exact, rounding, mismatch, unjudged.
fn verdicts(document: &Value) -> Map<String, Value> {
    let mut groups = Map::new();
    for check in items(document, "checks") {
        let (Some(group), Some(verdict)) = (check["group"].as_str(), check["verdict"].as_str()) else {
            continue;
        };
        let at = ["exact", "rounding", "mismatch", "unjudged"].iter().position(|each| *each == verdict);
        let counts = groups.entry(group).or_insert_with(|| json!([0, 0, 0, 0]));
        if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
            *count = (count.as_u64().unwrap_or(0) + 1).into();
        }
    }
    groups
}

/// Contradictions that are more than worth a look.
fn faults(document: &Value) -> usize {
    let is_fault = |check: &&Value| check["verdict"] == "mismatch" && check["severity"] != "info";
    items(document, "checks").iter().filter(is_fault).count()
}

fn shorten(document: &mut Value) {
    let mut keep = |key: &str, keeps: fn(&Value) -> bool| {
        if let Some(items) = document[key].as_array_mut() {
            items.retain(keeps);
        }
    };
    keep("checks", |check| check["verdict"] == "mismatch" || check["verdict"] == "unjudged");
    keep("obligations", |obligation| obligation["state"] == "unjudged");
    keep("ledger", |token| token["claimed_by"] == "unclaimed");
    if let Some(document) = document.as_object_mut() {
        document.remove("narrative");
        document.remove("redacted");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_closes_is_counted_and_left_out() {
        let check = |group: &str, verdict: &str, severity: &str| json!({ "group": group, "verdict": verdict, "severity": severity });
        let mut document = json!({
            "checks": [
                check("ROW", "exact", "error"), check("ROW", "mismatch", "error"), check("ROW", "mismatch", "info"),
                check("TAB", "unjudged", "error"),
            ],
            "obligations": [{ "state": "evaluated" }, { "state": "unjudged" }, { "state": "not_applicable" }],
            "ledger": [{ "claimed_by": "fact" }, { "claimed_by": "unclaimed" }],
        });
        assert_eq!(Value::Object(verdicts(&document)), json!({ "ROW": [1, 0, 2, 0], "TAB": [0, 0, 0, 1] }));
        assert_eq!(faults(&document), 1);
        shorten(&mut document);
        assert_eq!(["checks", "obligations", "ledger"].map(|key| items(&document, key).len()), [3, 1, 1]);
    }
}
