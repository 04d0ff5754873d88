//! What a run came to, in numbers: enough for the summary and the exit status.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::export::{Entry, Pairing, count_facts};
use crate::model::Status;
use crate::reconcile::{Check, Verdict};

/// Counts over the inputs of a run.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Inputs by what came of them.
    pub ok: usize,
    /// Read, but something was lost.
    pub partial: usize,
    /// Images only.
    pub no_text_layer: usize,
    /// Something else than a disclosure.
    pub not_a_disclosure: usize,
    /// Those that could not be read, with the reason.
    pub failed: Vec<Failed>,
    /// Pages read.
    pub pages: u64,
    /// Tables recovered.
    pub tables: usize,
    /// Those of them that no form claims by its title.
    pub tables_unknown: usize,
    /// Values in them.
    pub facts: usize,
    /// Checks that close.
    pub exact: usize,
    /// Checks that close within the rounding of the print.
    pub rounding: usize,
    /// Checks that do not close.
    pub mismatch: usize,
    /// The same by check.
    pub mismatches: BTreeMap<String, usize>,
    /// Of these, the ones that are more than worth a look.
    pub faults: usize,
    /// Checks that lack an operand.
    pub unjudged: usize,
    /// Pairs of inputs that belong together; their checks are counted above.
    pub pairings: usize,
    /// Files of `documents/` that an earlier run left and that are of no input of this one.
    pub left_over: usize,
    /// The run was stopped before all inputs were done.
    pub stopped: bool,
    /// Inputs that did not have to be read, since an earlier run had.
    pub kept: usize,
}

/// An input that could not be read.
#[derive(Debug, Serialize, Deserialize)]
pub struct Failed {
    /// The path as given.
    pub path: String,
    /// What is wrong and what to do.
    pub error: String,
}

impl Tally {
    /// The tally of one input.
    pub(crate) fn of(entry: &Entry) -> Tally {
        let extraction = match &entry.result {
            Ok(extraction) => extraction,
            Err(failure) => {
                let failed = Failed { path: entry.path.clone(), error: failure.error.clone() };
                return Tally { failed: vec![failed], ..Tally::default() };
            }
        };
        let is = |status: Status| usize::from(extraction.document.status == status);
        let verdicts = |verdict: Verdict| extraction.checks.iter().filter(|c| c.verdict == verdict).count();
        Tally {
            ok: is(Status::Ok),
            partial: is(Status::Partial),
            no_text_layer: is(Status::NoTextLayer),
            not_a_disclosure: is(Status::NotADisclosure),
            failed: Vec::new(),
            pages: extraction.pages.into(),
            tables: extraction.document.tables.len(),
            tables_unknown: extraction
                .document
                .tables
                .iter()
                .filter(|table| table.table_id.is_none())
                .count(),
            facts: count_facts(extraction),
            exact: verdicts(Verdict::Exact),
            rounding: verdicts(Verdict::Rounding),
            mismatch: verdicts(Verdict::Mismatch),
            mismatches: mismatches(extraction.checks.iter()),
            faults: extraction.checks.iter().filter(|check| check.is_fault()).count(),
            unjudged: verdicts(Verdict::Unjudged),
            pairings: 0,
            left_over: 0,
            stopped: false,
            kept: 0,
        }
    }

    /// The tally of a pair of inputs.
    pub(crate) fn of_pairing(pairing: &Pairing) -> Tally {
        let checks = || pairing.checks.iter().map(|held| &held.check);
        let verdicts = |verdict: Verdict| checks().filter(|check| check.verdict == verdict).count();
        Tally {
            exact: verdicts(Verdict::Exact),
            rounding: verdicts(Verdict::Rounding),
            mismatch: verdicts(Verdict::Mismatch),
            mismatches: mismatches(checks()),
            faults: checks().filter(|check| check.is_fault()).count(),
            unjudged: verdicts(Verdict::Unjudged),
            pairings: 1,
            ..Tally::default()
        }
    }

    /// Adds the next one.
    pub(crate) fn add(&mut self, other: Tally) {
        self.ok += other.ok;
        self.partial += other.partial;
        self.no_text_layer += other.no_text_layer;
        self.not_a_disclosure += other.not_a_disclosure;
        self.failed.extend(other.failed);
        self.pages += other.pages;
        self.tables += other.tables;
        self.tables_unknown += other.tables_unknown;
        self.facts += other.facts;
        self.exact += other.exact;
        self.rounding += other.rounding;
        self.mismatch += other.mismatch;
        for (check, count) in other.mismatches {
            *self.mismatches.entry(check).or_default() += count;
        }
        self.faults += other.faults;
        self.unjudged += other.unjudged;
        self.pairings += other.pairings;
        self.left_over += other.left_over;
        self.kept += other.kept;
    }

    /// Checks in all.
    pub fn checks(&self) -> usize {
        self.exact + self.rounding + self.mismatch + self.unjudged
    }

    /// What came of a single input, as in `documents.csv`.
    pub fn status(&self) -> &'static str {
        match self {
            Tally { ok: 1.., .. } => "ok",
            Tally { partial: 1.., .. } => "partial",
            Tally { no_text_layer: 1.., .. } => "no_text_layer",
            Tally { not_a_disclosure: 1.., .. } => "not_a_disclosure",
            _ => "failed",
        }
    }

    /// Inputs in all.
    pub fn documents(&self) -> usize {
        self.ok + self.partial + self.no_text_layer + self.not_a_disclosure + self.failed.len()
    }
}

fn mismatches<'a>(checks: impl Iterator<Item = &'a Check>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for check in checks.filter(|check| check.verdict == Verdict::Mismatch) {
        *counts.entry(check.check_id.clone()).or_default() += 1;
    }
    counts
}
