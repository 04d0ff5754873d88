//! The document against itself: [`check`] evaluates the catalogue of `grammars/checks.toml` on a document.
//!
//! In: the typed document and the checks. Out: one [`Check`] for each instance that applies, in the order of the catalogue.
//! Every number is an exact decimal; slack comes from the printed digits alone (see `tally`). Where something is missing,
//! or something is there that no rule accounts for, the verdict is `unjudged`, with the reason: a mismatch is said only
//! when all that could matter was read. Knows nothing of text, pages or files.

mod catalogue;
mod places;
mod row;
mod tally;
mod tree;
mod view;
mod wording;

use rust_decimal::Decimal;

pub use crate::form::Severity;
pub use catalogue::describe;

use crate::base::{Place, Unit};
use crate::form::equation::{Equation, Relation};
use crate::form::{CheckRule, Codes, Grammars};
use crate::model::Document;
use tally::{Outcome, Tally, compare};
use tree::Tree;
use view::View;

/// One evaluated instance of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Names the fault: `row-total-differs-from-parts`.
    pub check_id: String,
    /// 1-based number of the instance in the document.
    pub check_no: u32,
    /// Group of the catalogue: `ROW`, `TAB`, `XT`.
    pub group: String,
    /// How much a mismatch matters.
    pub severity: Severity,
    /// What came of it.
    pub verdict: Verdict,
    /// The left side, in `unit`.
    pub left: Option<Decimal>,
    /// The right side, in `unit`.
    pub right: Option<Decimal>,
    /// Left minus right.
    pub difference: Option<Decimal>,
    /// How far apart both may be by the digits they are printed with.
    pub slack: Option<Decimal>,
    /// The unit of the four; 元 where the operands are printed in different units.
    pub unit: Option<Unit>,
    /// Readable name of the left side: `general_public[2060404].total`.
    pub left_of: String,
    /// Readable name of the right side.
    pub right_of: String,
    /// Where the first figure of the left side stands.
    pub place: Place,
    /// One sentence for a person.
    pub message: String,
}

/// What came of an instance, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Both sides are the same number.
    Exact,
    /// They differ by no more than their printed digits leave open.
    Rounding,
    /// They contradict each other.
    Mismatch,
    /// It could not be judged; the message says why.
    Unjudged,
}

impl Verdict {
    /// The name used in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Exact => "exact",
            Verdict::Rounding => "rounding",
            Verdict::Mismatch => "mismatch",
            Verdict::Unjudged => "unjudged",
        }
    }
}

/// An evaluated instance before it gets its number and its rule.
struct Finding {
    subject: String,
    left: Tally,
    relation: Relation,
    right: Tally,
    outcome: Outcome,
}

impl Finding {
    /// Turns a mismatch into an unjudged one: the difference proves nothing.
    fn doubt(&mut self, why: &str) {
        self.right.doubt(why);
        if let Some(outcome) = compare(&self.left, self.relation, &self.right) {
            self.outcome = outcome;
        }
    }
}

/// Evaluates the catalogue on a document.
pub fn check(document: &Document, grammars: &Grammars) -> Vec<Check> {
    evaluate(document, &grammars.checks, &grammars.codes)
}

fn evaluate(document: &Document, rules: &[CheckRule], codes: &Codes) -> Vec<Check> {
    let views = View::all(&document.tables);
    let trees: Vec<Tree> = views.iter().map(|view| Tree::of(view, codes)).collect();
    let mut checks = Vec::new();
    for rule in rules {
        for (_, equation) in &rule.equations {
            let findings: Vec<Finding> = match equation {
                Equation::Row(identity) => applicable(rule, &views)
                    .flat_map(|(_, view)| row::rows(view, identity, &rule.besides))
                    .collect(),
                Equation::Tree => applicable(rule, &views)
                    .filter_map(|(at, view)| Some(trees.get(at)?.parents(view, &rule.besides)))
                    .flatten()
                    .collect(),
                Equation::Top => applicable(rule, &views)
                    .filter_map(|(at, view)| Some(trees.get(at)?.totals(view, &rule.besides)))
                    .flatten()
                    .collect(),
                Equation::Places(identity) => places::places(&views, identity),
            };
            checks.extend(findings.into_iter().map(|finding| numbered(rule, finding)));
        }
    }
    for (check, no) in checks.iter_mut().zip(1..) {
        check.check_no = no;
    }
    checks
}

/// The tables whose rows a rule is about.
fn applicable<'v, 'd>(
    rule: &CheckRule,
    views: &'v [View<'d>],
) -> impl Iterator<Item = (usize, &'v View<'d>)> {
    views
        .iter()
        .enumerate()
        .filter(|(_, view)| view.id().is_some_and(|id| rule.tables.iter().any(|table| table == id)))
}

fn numbered(rule: &CheckRule, finding: Finding) -> Check {
    let Finding { subject, left, relation, right, outcome } = finding;
    let message = wording::sentence(&subject, &left, relation, &right, &outcome);
    Check {
        check_id: rule.id.clone(),
        check_no: 0,
        group: rule.group.clone(),
        severity: if relation == Relation::Soft { Severity::Info } else { rule.severity },
        verdict: outcome.verdict,
        left: outcome.left,
        right: outcome.right,
        difference: outcome.difference,
        slack: outcome.slack,
        unit: outcome.unit,
        left_of: left.of,
        right_of: right.of,
        place: left.place.or(right.place).unwrap_or_default(),
        message,
    }
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
