//! The document against itself: [`check`] evaluates the catalogue of `grammars/checks.toml` on a document.
//!
//! In: the typed document and the checks. Out: a [`Reconciliation`]: one [`Check`] for each instance that applies, in the
//! order of the catalogue, and for each check of the catalogue whether it could be evaluated at all.
//! Every number is an exact decimal; slack comes from the printed digits alone (see `tally`). Where something is missing,
//! or something is there that no rule accounts for, the verdict is `unjudged`, with the reason: a mismatch is said only
//! when all that could matter was read. Knows nothing of text, pages or files.

mod alone;
mod catalogue;
mod cause;
mod evidence;
mod obligation;
mod outline;
mod places;
mod rate;
mod row;
mod rules;
mod set;
mod tally;
mod text;
mod tree;
mod view;
mod wording;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

pub use crate::form::Severity;
pub use crate::form::equation::Relation;
pub use catalogue::describe;
pub use cause::{Cause, CauseKind, Suspect};
pub use evidence::{Operand, Source, Told};
pub use obligation::{Obligation, State};
pub use set::{Edition, Held, Paired, between, together};

use crate::base::{Place, Unit};
use crate::form::equation::Equation;
use crate::form::{CheckRule, Form, Grammars, NamedRule, Partner, TableRule};
use crate::model::Document;
use rules::Why;
use tally::{Outcome, Tally, compare};
use text::Text;
use tree::Tree;
use view::View;

/// What came of holding a document against itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reconciliation {
    /// Every instance that applies, in the order of the catalogue.
    pub checks: Vec<Check>,
    /// For each check of the catalogue, in its order, what came of it.
    pub obligations: Vec<Obligation>,
}

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
    /// What is said of the two sides.
    pub relation: Relation,
    /// Readable name of the left side: `general_public[2060404].total`.
    pub left_of: String,
    /// Readable name of the right side.
    pub right_of: String,
    /// Where the first figure of the left side stands.
    pub place: Place,
    /// One sentence for a person.
    pub message: String,
    /// The figures of both sides.
    pub operands: Vec<Operand>,
    /// Why it is a mismatch, where the figures tell.
    pub cause: Option<Cause>,
}

impl Check {
    /// Whether it is a contradiction that a correct document does not have.
    pub fn is_fault(&self) -> bool {
        self.verdict == Verdict::Mismatch && self.severity != Severity::Info
    }

    /// The message, and the cause where there is one.
    pub fn told(&self) -> String {
        match &self.cause {
            Some(cause) => format!("{}; {}", self.message, cause.sentence),
            None => self.message.clone(),
        }
    }
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

/// An evaluated instance before it gets its number and its rule.
struct Finding {
    subject: String,
    left: Tally,
    relation: Relation,
    right: Tally,
    outcome: Outcome,
    /// What is said of it, where the two sides do not say it themselves.
    said: Option<String>,
}

impl Finding {
    /// Holds two sides against each other; `None` where both are nothing.
    fn of(subject: String, left: Tally, relation: Relation, right: Tally) -> Option<Self> {
        let outcome = compare(&left, relation, &right)?;
        Some(Self { subject, left, relation, right, outcome, said: None })
    }

    /// A finding that is no arithmetic: what stands at the left is as it should be, or not.
    fn told(left: Tally, fine: bool, said: String) -> Self {
        let verdict = if fine { Verdict::Exact } else { Verdict::Mismatch };
        let outcome = Outcome::plain(verdict);
        let (subject, right) = (String::new(), Tally::default());
        Self { subject, left, relation: Relation::Equal, right, outcome, said: Some(said) }
    }

    /// A finding that is no arithmetic and cannot be judged.
    fn unknown(left: Tally, said: String) -> Self {
        let outcome = Outcome { reason: Some(said.clone()), ..Outcome::plain(Verdict::Unjudged) };
        Self { outcome, ..Self::told(left, true, said) }
    }

    /// Turns a mismatch into an unjudged one: the difference proves nothing.
    fn doubt(&mut self, why: &str) {
        self.right.doubt(why);
        if let Some(outcome) = compare(&self.left, self.relation, &self.right) {
            self.outcome = outcome;
        }
    }

    /// What should be equal and need not be (`~`) is worth a look where a slip of the pen makes the difference. Another
    /// difference says only that the place books it otherwise: reception of 3.40 in the basic table and of 44.90 in that
    /// of the three public expenses, where projects pay for the rest.
    fn soften(&mut self) {
        let slipped = |(left, right)| cause::is_slip(left, right);
        let tells = self.outcome.left.zip(self.outcome.right).is_some_and(slipped);
        if self.relation == Relation::Soft && self.outcome.verdict == Verdict::Mismatch && !tells {
            self.doubt("the two need not be equal, and no slip makes this difference");
        }
    }
}

/// Everything a check may look at.
struct Subject<'s, 'd> {
    document: &'d Document,
    grammars: &'d Grammars,
    views: &'s [View<'d>],
    trees: &'s [Tree<'d>],
    /// The other document, where a check holds two against each other.
    partner: Option<&'d Document>,
    told: &'s Text<'d>,
}

/// Evaluates the catalogue on a document, but for the checks that need another document.
pub fn check(document: &Document, grammars: &Grammars) -> Reconciliation {
    evaluate(document, None, grammars)
}

/// Evaluates the checks of one document, or those with a partner, whose tables `document` has besides its own.
fn evaluate<'d>(
    document: &'d Document,
    with: Option<(Partner, &'d Document)>,
    grammars: &'d Grammars,
) -> Reconciliation {
    let views = View::all(&document.tables);
    let trees: Vec<Tree> = views.iter().map(|view| Tree::of(view, &grammars.codes)).collect();
    let partner = with.map(|(_, document)| document);
    let told = Text::of(document, grammars.phrases.narrative());
    let subject = Subject { document, grammars, views: &views, trees: &trees, told: &told, partner };
    let mut done = Reconciliation::default();
    for rule in grammars.checks.iter().filter(|rule| rule.with == with.map(|(partner, _)| partner)) {
        let (findings, nothing) = match rule.rule {
            // It is about the other checks, and stands behind them in the catalogue.
            Some(NamedRule::Table(TableRule::LastDigits)) => split(alone::judge(&done.checks)),
            Some(NamedRule::Table(TableRule::HeaderTotals | TableRule::FormSums)) => {
                let (findings, nothing) = subject.evaluate(rule);
                (unsaid(findings, &done.checks), nothing)
            }
            _ => subject.evaluate(rule),
        };
        done.obligations.push(obligation::of(&rule.id, &findings, nothing));
        done.checks.extend(findings.into_iter().map(|finding| numbered(rule, finding)));
    }
    for (check, no) in done.checks.iter_mut().zip(1..) {
        check.check_no = no;
    }
    cause::explain(&mut done.checks, document, &views);
    done
}

/// Findings about figures that no check before holds against each other.
fn unsaid(findings: Vec<Finding>, checks: &[Check]) -> Vec<Finding> {
    let cells = |operands: &mut dyn Iterator<Item = Operand>| -> BTreeSet<Source> {
        operands.filter(|operand| !operand.value.is_zero()).map(|operand| operand.source).collect()
    };
    let said: BTreeSet<BTreeSet<Source>> =
        checks.iter().map(|check| cells(&mut check.operands.iter().cloned())).collect();
    let of = |finding: &Finding| cells(&mut finding.left.operands(true).chain(finding.right.operands(false)));
    findings.into_iter().filter(|finding| !said.contains(&of(finding))).collect()
}

/// Findings, and why there are none where a reason is known.
fn split(found: rules::Found) -> (Vec<Finding>, Option<Why>) {
    match found {
        Ok(findings) => (findings, None),
        Err(why) => (Vec::new(), Some(why)),
    }
}

impl Subject<'_, '_> {
    /// The form that read a table.
    fn form_of(&self, view: &View) -> Option<&Form> {
        let family = self.document.cover.form_family.as_deref()?;
        self.grammars.family(family)?.form(view.table.form.as_deref()?)
    }

    /// What a rule finds, and why it finds nothing where it does not.
    fn evaluate(&self, rule: &CheckRule) -> (Vec<Finding>, Option<Why>) {
        if let Some(named) = rule.rule {
            return match rules::judge(named, rule, self) {
                // A rule about certain tables owes the same answers as an equation.
                Ok(findings) if findings.is_empty() && !rule.tables.is_empty() => {
                    (findings, Some(obligation::why_nothing(rule, self)))
                }
                Ok(findings) => (findings, None),
                Err(why) => (Vec::new(), Some(why)),
            };
        }
        let equations = rule.equations.iter();
        let mut findings: Vec<Finding> =
            equations.flat_map(|(_, equation)| self.of_equation(rule, equation)).collect();
        findings.iter_mut().for_each(Finding::soften);
        let nothing = findings.is_empty().then(|| obligation::why_nothing(rule, self));
        (findings, nothing)
    }

    fn of_equation(&self, rule: &CheckRule, equation: &Equation) -> Vec<Finding> {
        let trees = |(at, view)| Some((self.trees.get(at)?, view));
        match equation {
            Equation::Row(identity) => applicable(rule, self.views)
                .flat_map(|(_, view)| row::rows(view, identity, &rule.besides))
                .collect(),
            Equation::Tree => applicable(rule, self.views)
                .filter_map(trees)
                .flat_map(|(tree, view)| tree.parents(view, &rule.besides))
                .collect(),
            Equation::Top => applicable(rule, self.views)
                .filter_map(trees)
                .filter(|(tree, view)| !rules::is_list(tree, view))
                .flat_map(|(tree, view)| tree.totals(view, &rule.besides))
                .collect(),
            Equation::Places(identity) => match rules::told_items(identity) {
                Some(items) => rules::told_totals(self, items, identity),
                None => places::places(self.views, identity),
            },
        }
    }
}

/// The tables whose rows a rule is about.
fn applicable<'v, 'd>(
    rule: &CheckRule,
    views: &'v [View<'d>],
) -> impl Iterator<Item = (usize, &'v View<'d>)> {
    views.iter().enumerate().filter(|(_, view)| is_about(rule, view))
}

fn is_about(rule: &CheckRule, view: &View) -> bool {
    view.id().is_some_and(|id| rule.tables.iter().any(|table| table == id))
}

fn numbered(rule: &CheckRule, finding: Finding) -> Check {
    let Finding { subject, left, relation, right, outcome, said } = finding;
    let message = said.unwrap_or_else(|| wording::sentence(&subject, &left, relation, &right, &outcome));
    let operands = left.operands(true).chain(right.operands(false)).collect();
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
        relation,
        left_of: left.of,
        right_of: right.of,
        place: left.place.or(right.place).unwrap_or_default(),
        message,
        operands,
        cause: None,
    }
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
