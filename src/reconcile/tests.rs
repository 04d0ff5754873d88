//! Every check proves that it can fail: for each id of the catalogue `cases/<id>.txt` holds clean documents, mutations that
//! it catches and a document it does not apply to. A check without the three is refused.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::path::{Path, PathBuf};

use super::fixture::document;
use super::*;
use crate::base::Notes;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reconcile/cases")
}

/// What all checks say of a document of a case of one check. The partner of a check of two documents stands below a line
/// `---`.
fn judged(grammars: &Grammars, id: &str, text: &str) -> Vec<Check> {
    let with = grammars.checks.iter().find(|rule| rule.id == id).and_then(|rule| rule.with);
    let read = |text: &str| document(text, narrative(text, grammars));
    match (with, text.split_once("\n---")) {
        (Some(with), Some((own, other))) => {
            let (own, other) = (read(own), read(other));
            let edition = |document| Edition { document, text: None };
            let paired = between(edition(&own), edition(&other), with, grammars);
            paired.checks.into_iter().map(|held| held.check).collect()
        }
        _ => check(&read(text), grammars).checks,
    }
}

/// What the lines of the narrative say, each on the line it has here.
fn narrative(text: &str, grammars: &Grammars) -> Document {
    let told = |line: &str| line.trim().strip_prefix('>').unwrap_or_default().trim().to_string();
    let lines: Vec<String> = text.lines().map(told).collect();
    if lines.iter().all(String::is_empty) {
        return Document::default();
    }
    let flat = crate::flat::from_text(&lines.join("\n"), &mut Notes::default());
    let read = crate::grammar::read(&flat, grammars, Notes::default());
    Document {
        cover: read.cover,
        statements: read.statements,
        narrative: read.narrative,
        ..Document::default()
    }
}

/// The parts of a case file: `# clean`, `# mutation`, `# not applicable`, each with a remark and a document. A mutation may
/// be given as `old -> new`, applied to the clean document before it, and names the sentence it must give.
struct Case<'t> {
    heading: &'t str,
    body: String,
    expect: Option<&'t str>,
}

fn parts(text: &str) -> Vec<Case<'_>> {
    let mut clean = String::new();
    text.split("\n# ")
        .map(|part| part.trim_start_matches("# "))
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (heading, rest) = part.split_once('\n').unwrap_or((part, ""));
            let expect = rest.lines().find_map(|line| line.strip_prefix("=> "));
            let swap = rest.lines().find_map(|line| line.split_once(" -> "));
            let body = match swap {
                Some((old, new)) => {
                    assert!(clean.contains(old), "the clean document has no {old}");
                    clean.replacen(old, new, 1)
                }
                None => rest.lines().filter(|line| !line.starts_with("=> ")).collect::<Vec<_>>().join("\n"),
            };
            if heading.starts_with("clean") {
                clean.clone_from(&body);
            }
            Case { heading, body, expect }
        })
        .collect()
}

/// Runs the case file of one check; `said` takes what all checks say of its documents.
fn prove(grammars: &Grammars, id: &str, said: &mut String) -> Result<(), String> {
    let path = cases().join(format!("{id}.txt"));
    let text = std::fs::read_to_string(&path).map_err(|_| format!("check {id} needs {}", path.display()))?;
    let parts = parts(&text);
    for kind in ["clean", "mutation", "not applicable"] {
        parts
            .iter()
            .find(|case| case.heading.starts_with(kind))
            .ok_or_else(|| format!("{id} needs `# {kind}`"))?;
    }
    for case in parts {
        let checks = judged(grammars, id, &case.body);
        *said += &format!("{id}: {}\n", case.heading);
        said.extend(checks.iter().filter(|check| tells(check, id)).map(told));
        let found: Vec<(Verdict, &str)> = checks
            .iter()
            .filter(|check| check.check_id == id)
            .map(|check| (check.verdict, check.message.as_str()))
            .collect();
        let says = |verdict| {
            case.expect.is_some()
                && found.iter().any(|(v, message)| *v == verdict && Some(*message) == case.expect)
        };
        let fine = match case.heading.split([':', ' ']).next() {
            Some("clean") => {
                !found.is_empty() && found.iter().all(|(verdict, _)| *verdict <= Verdict::Rounding)
            }
            Some("mutation") => says(Verdict::Mismatch),
            Some("unjudged") => {
                says(Verdict::Unjudged) && found.iter().all(|(verdict, _)| *verdict != Verdict::Mismatch)
            }
            Some("not") => found.is_empty(),
            _ => false,
        };
        if !fine {
            return Err(format!("{id}, {}: {found:#?}", case.heading));
        }
    }
    Ok(())
}

/// Whether what a check says of a case of another is worth a line: the documents are cut out of whole ones, and lack what
/// a cover says.
fn tells(check: &Check, id: &str) -> bool {
    check.verdict != Verdict::Exact && (check.check_id == id || check.check_id != "cover-incomplete")
}

fn told(check: &Check) -> String {
    let verdict = format!("{:?}", check.verdict).to_lowercase();
    format!("  {verdict} {}: {}\n", check.check_id, check.told())
}

/// What all checks say of all cases, with the causes they find, stands in `cases.golden`; `UPDATE=1` rewrites it.
#[test]
fn every_check_proves_that_it_can_fail() {
    let grammars = Grammars::shipped();
    let mut said = String::new();
    let proofs = grammars.checks.iter().map(|rule| prove(grammars, &rule.id, &mut said));
    let failed: Vec<_> = proofs.filter_map(Result::err).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    let golden = cases().with_extension("golden");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&golden, &said).unwrap();
    }
    let before = std::fs::read_to_string(&golden).unwrap_or_default();
    let differing: Vec<_> =
        said.lines().zip(before.lines()).filter(|(now, before)| now != before).take(5).collect();
    assert!(said == before, "not what was said (UPDATE=1 rewrites {}): {differing:#?}", golden.display());
}

#[test]
fn every_case_belongs_to_a_check() {
    let rules = &Grammars::shipped().checks;
    for entry in std::fs::read_dir(cases()).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_string();
        assert!(rules.iter().any(|rule| rule.id == id), "no check is called {id}");
    }
}

#[test]
fn every_check_is_explained() {
    for rule in &Grammars::shipped().checks {
        let told = [&rule.zh, &rule.en];
        assert!(
            told.iter().all(|t| !t.what.is_empty() && !t.why.is_empty() && !t.limits.is_empty()),
            "{}",
            rule.id
        );
        assert!(!rule.source.is_empty(), "{}", rule.id);
        assert!(
            ["ROW", "TAB", "XT", "SG", "NAR", "PCT", "YOY", "KPI", "STF", "PRC", "CAR", "UNI", "DOC", "RUP",]
                .contains(&rule.group.as_str()),
            "{}",
            rule.id
        );
    }
}

/// Every check of a document by its state, with the number of instances that were judged.
fn states(document: &Document, grammars: &Grammars) -> Vec<Obligation> {
    check(document, grammars).obligations
}

/// A sample as it ships, read.
fn sample(name: &str, grammars: &Grammars) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let flat = crate::flat::from_text(&text, &mut Notes::default());
    crate::grammar::read(&flat, grammars, Notes::default())
}

/// Whether no equation of the check can do without the table.
fn needs(rule: &CheckRule, id: &str) -> bool {
    let names = |side: &crate::form::equation::Side| {
        side.iter().any(|term| match &term.operand {
            crate::form::equation::Operand::Place(place) | crate::form::equation::Operand::Sum(place) => {
                place.table == id && !term.optional
            }
            _ => false,
        })
    };
    let mut equations = rule.equations.iter().map(|(_, equation)| match equation {
        Equation::Places(identity) => names(&identity.left) || identity.right.iter().all(names),
        _ => false,
    });
    rule.tables == [id] || (!rule.equations.is_empty() && equations.all(|one| one))
}

#[test]
fn a_table_that_is_gone_is_never_passed() {
    let grammars = Grammars::shipped();
    let whole = sample("flattened/flattened.txt", grammars);
    let before = states(&whole, grammars);
    let rules: Vec<&CheckRule> = grammars.checks.iter().filter(|rule| rule.with.is_none()).collect();
    assert_eq!(before.len(), rules.len());
    let mut lost = 0;
    for at in 0..whole.tables.len() {
        let id = whole.tables[at].table_id.clone().unwrap();
        let mut document = whole.clone();
        document.tables.remove(at);
        for ((was, is), rule) in before.iter().zip(states(&document, grammars)).zip(&rules) {
            assert_eq!(was.check_id, is.check_id);
            // What was not judged before cannot be judged with less, but for the tables a document must have.
            let owed =
                rule.rule == Some(crate::form::NamedRule::Table(crate::form::TableRule::RequiredTables));
            if was.state != State::Evaluated && !owed {
                assert_ne!(is.state, State::Evaluated, "{} without {id}", is.check_id);
            }
            // A check that needs the table says that it is not there.
            if needs(rule, &id) && was.state == State::Evaluated {
                lost += 1;
                assert!(
                    matches!(&is.state, State::Unjudged(why) if why.contains(&id)),
                    "{} without {id}: {:?}",
                    is.check_id,
                    is.state
                );
            }
            if is.state == State::Evaluated && was.state == State::Evaluated && !owed {
                assert!(is.judged <= was.judged, "{} without {id}", is.check_id);
            }
        }
    }
    assert!(lost > 20, "only {lost} checks need a table of the sample");
}
