//! A results folder → one HTML file that needs nothing else: no network, no server, no other file.
//!
//! Comes in: `documents/*.json` (and `documents.csv` for what failed, `pairings.csv` for what belongs together), and the PDFs they tell of, where those still lie at
//! their paths: for the pictures of the places that contradict each other. Goes out: [`write()`]s a page with an overview, and
//! each document as compressed JSON that the page unpacks when it is looked at. Documents pass one by one, so memory is
//! bounded by the largest. Nothing of a document ever becomes markup: JSON is escaped, and the page sets text as text.
//!
//! It judges nothing: every figure was in the folder before.

mod crop;
mod document;
mod functions;
mod pairings;
mod rows;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use crate::Options;
use crate::form::Grammars;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");
const WORDS: &str = include_str!("words.js");

/// What the contract's words are called in Chinese and English: `names`, and `causes` of mismatches.
pub(crate) const NAMES: &str = include_str!("names.json");

const SCRIPT: &str =
    concat!(include_str!("overview.js"), include_str!("document.js"), include_str!("app.js"));

/// Documents that are read at a time, in parallel.
const AT_A_TIME: usize = 16;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder holds no documents.
    #[error("{} has no documents/*.json: write them with `extract -f json,csv -o {} …`", dir.display(), dir.display())]
    NoDocuments {
        /// The folder.
        dir: PathBuf,
    },
    /// A file could not be read.
    #[error("{}: {source}", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("{} is no document of this version of extract ({reason}): run extract again", path.display())]
    NotOurs {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The report could not be written.
    #[error("{} cannot be written: {source}", path.display())]
    Unwritable {
        /// Where to.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What a report came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reported {
    /// Documents in it.
    pub documents: usize,
    /// Pictures of places.
    pub crops: usize,
}

/// Writes the report of the folder `dir` to the file `to`. It opens in the `language` (`zh`, `en`), else in that of the
/// browser; a reader may change it.
pub fn write(
    dir: &Path,
    to: &Path,
    grammars: &Grammars,
    options: &Options,
    language: Option<&str>,
) -> Result<Reported, ReportError> {
    let files = documents(dir)?;
    let unwritable = |source| ReportError::Unwritable { path: to.to_owned(), source };
    let (before, after) = PAGE.split_once("{{documents}}").unwrap_or((PAGE, ""));
    let mut out = BufWriter::new(File::create(to).map_err(unwritable)?);
    out.write_all(before.replace("{{style}}", STYLE).as_bytes()).map_err(unwritable)?;
    let (mut entries, mut crops) = (Vec::new(), 0);
    for files in files.chunks(AT_A_TIME) {
        let read = |file: &PathBuf| document::read(file, grammars, options);
        let read: Vec<_> = files.par_iter().map(read).collect::<Result<_, _>>()?;
        for mut document in read {
            let no = entries.len() + 1;
            document.entry.insert("no".into(), no.into());
            entries.push(Value::Object(document.entry));
            crops += document.crops;
            writeln!(out, r#"<script type="text/plain" id="d{no}">{}</script>"#, packed(&document.content))
                .map_err(unwritable)?;
        }
    }
    let reported = Reported { documents: entries.len(), crops };
    entries.extend(failed(dir)?);
    let mut overview = overview(entries, &pairings::read(dir)?, grammars);
    overview["language"] = language.into();
    let words = WORDS.replace("{{names}}", NAMES.trim_end());
    let after = after.replace("{{words}}", &words).replace("{{script}}", SCRIPT);
    // Last: what stands in documents is no part of the page's frame.
    let after = after.replace("{{overview}}", &escaped(&overview.to_string()));
    out.write_all(after.as_bytes()).and_then(|()| out.flush()).map_err(unwritable)?;
    Ok(reported)
}

/// The documents of the folder, sorted by name.
fn documents(dir: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let folder = dir.join("documents");
    let is_json = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "json");
    let found = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = found.filter(is_json).collect();
    found.sort();
    if found.is_empty() { Err(ReportError::NoDocuments { dir: dir.to_owned() }) } else { Ok(found) }
}

/// What failed stands in `documents.csv` only; a folder without it has nothing to say of that.
fn failed(dir: &Path) -> Result<Vec<Value>, ReportError> {
    let mut failed = Vec::new();
    rows::each(dir, "documents", |row| {
        if row.get("status") == Some("failed") {
            failed.push(json!({
                "status": "failed", "path": row.get("path"), "stem": row.get("path"), "error": row.get("error"),
                "verdicts": {}, "faults": 0,
            }));
        }
    })?;
    Ok(failed)
}

fn overview(documents: Vec<Value>, pairings: &Value, grammars: &Grammars) -> Value {
    let mut groups: Vec<&str> = Vec::new();
    let mut checks = Map::new();
    for rule in &grammars.checks {
        if !groups.contains(&rule.group.as_str()) {
            groups.push(&rule.group);
        }
        checks.insert(rule.id.clone(), json!([rule.zh.what, rule.en.what]));
    }
    json!({ "groups": groups, "checks": checks, "documents": documents, "pairings": pairings })
}

/// Raw deflate in base64: letters that cannot end a script.
fn packed(content: &Value) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let _ = encoder.write_all(content.to_string().as_bytes());
    STANDARD.encode(encoder.finish().unwrap_or_default())
}

/// JSON that cannot end the script it stands in (HTML, 4.12.1.3: `<` is enough).
fn escaped(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_document_ends_a_script() {
        assert_eq!(
            escaped(r#"{"issuer":"</script><script>"}"#),
            r#"{"issuer":"\u003c/script>\u003cscript>"}"#
        );
        assert!(!packed(&json!({ "name": "</script>" })).contains('<'));
    }

    #[test]
    fn a_folder_without_documents_is_told() {
        let Ok(grammars) = Grammars::embedded() else { return };
        let error = write(Path::new("none"), Path::new("r.html"), &grammars, &Options::default(), None).err();
        assert_eq!(
            error.map(|error| error.to_string()).unwrap_or_default(),
            "none has no documents/*.json: write them with `extract -f json,csv -o none …`"
        );
    }
}
