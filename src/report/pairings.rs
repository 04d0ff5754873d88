//! `pairings.csv` and the checks of two documents in `checks.csv` → which documents belong together, and what does not
//! agree between them. The JSON of a document holds what it says alone, so these tables are the only place of both.

use std::path::Path;

use serde_json::{Value, json};

use super::ReportError;
use super::rows::{self, Row};

/// Checks of pairs that are shown; the table has them all.
const MOST_CHECKS: usize = 2000;

/// The pairs of the folder, and the checks of pairs that contradict or could not be judged, in the order of the tables.
pub(super) fn read(dir: &Path) -> Result<Value, ReportError> {
    let (mut pairs, mut checks) = (Vec::new(), Vec::new());
    rows::each(dir, "pairings", |row| pairs.push(pair(row)))?;
    if !pairs.is_empty() {
        rows::each(dir, "checks", |row| {
            if checks.len() < MOST_CHECKS && is_shown(row) {
                checks.push(check(row));
            }
        })?;
    }
    Ok(json!({ "pairs": pairs, "checks": checks }))
}

fn pair(row: &Row<'_>) -> Value {
    let verdicts = ["checks_exact", "checks_rounding", "checks_mismatch", "checks_unjudged"];
    json!({
        "relation": row.get("relation"), "path": row.get("path"), "other": row.get("other_path"),
        "verdicts": verdicts.map(|column| row.count(column).unwrap_or(0)),
        "alike": row.count("facts_alike"), "unlike": row.count("facts_unlike"),
        "agreeing": row.get("agreeing"), "not_evaluated": row.get("not_evaluated"),
    })
}

fn is_shown(row: &Row<'_>) -> bool {
    row.get("other_path").is_some() && matches!(row.get("verdict"), Some("mismatch" | "unjudged"))
}

fn check(row: &Row<'_>) -> Value {
    json!({
        "path": row.get("path"), "other": row.get("other_path"), "id": row.get("check_id"),
        "no": row.count("check_no"), "verdict": row.get("verdict"), "severity": row.get("severity"),
        "message": row.get("message"), "page": row.count("page"), "other_page": row.count("other_page"),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn pairs_come_with_what_does_not_agree_between_them() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let pairings = "path,relation,other_path,facts_alike,facts_unlike,checks_exact,checks_rounding,checks_mismatch,checks_unjudged,agreeing,not_evaluated\n\
                        b.pdf,previous,a.pdf,,,3,0,1,0,\"income, as told\",\n";
        let checks = "path,check_id,check_no,verdict,severity,message,page,other_path,other_page\n\
                      a.pdf,alone,1,mismatch,error,not of a pair,1,,\n\
                      b.pdf,before,7,exact,error,closes,1,a.pdf,2\n\
                      b.pdf,before,8,mismatch,error,5 differs from 6,1,a.pdf,\n";
        fs::write(dir.path().join("pairings.csv"), pairings)?;
        fs::write(dir.path().join("checks.csv"), checks)?;
        let expect = json!({
            "pairs": [{
                "relation": "previous", "path": "b.pdf", "other": "a.pdf", "verdicts": [3, 0, 1, 0], "alike": null,
                "unlike": null, "agreeing": "income, as told", "not_evaluated": null,
            }],
            "checks": [{
                "path": "b.pdf", "other": "a.pdf", "id": "before", "no": 8, "verdict": "mismatch", "severity": "error",
                "message": "5 differs from 6", "page": 1, "other_page": null,
            }],
        });
        assert_eq!(read(dir.path())?, expect);
        assert_eq!(read(Path::new("none"))?, json!({ "pairs": [], "checks": [] }));
        Ok(())
    }
}
