//! What arrives here: one input, read or failed.

use crate::base::Redacted;
use crate::flat::Source;
use crate::model::Document;
use crate::reconcile::{Check, Obligation};

/// Everything known about one input that could be opened.
#[derive(Debug)]
pub struct Extraction {
    /// SHA-256 of the input's bytes, lower-case hex.
    pub document_id: String,
    /// What kind of file it is.
    pub source: Source,
    /// Its size.
    pub bytes: u64,
    /// Pages of a PDF; 0 for plain text.
    pub pages: u32,
    /// The program that made the PDF, as it names itself.
    pub producer: Option<String>,
    /// What was masked; `None` where nothing was to be.
    pub redacted: Option<Vec<Redacted>>,
    /// What was read.
    pub document: Document,
    /// What the reconciliation found, in the order of the checks.
    pub checks: Vec<Check>,
    /// For each check of the catalogue whether it could be evaluated at all.
    pub obligations: Vec<Obligation>,
}

/// An input that could not be opened.
#[derive(Debug)]
pub struct Failure {
    /// SHA-256 of the input's bytes; `None` where not even those could be read.
    pub document_id: Option<String>,
    /// Its size, where known.
    pub bytes: Option<u64>,
    /// What is wrong and what to do, for a person.
    pub error: String,
}

/// One input of a run: a row of `documents.csv`.
#[derive(Debug)]
pub struct Entry {
    /// The path as given.
    pub path: String,
    /// What came of it.
    pub result: Result<Extraction, Failure>,
}
