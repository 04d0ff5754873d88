//! A gap of the last digits that stands alone: rounding cannot be its reason.
//!
//! In: the evaluated checks of a document. Out: a finding for every sum that closes within rounding only, where all others
//! close to the last digit and one figure is in all that do not. Figures that were rounded one by one do not add up again
//! and again: the sum of two of them is off in a quarter of all cases, that of more in more. Whether figures were rounded
//! is thus shown by the sums, of the document or, where it rounds in some tables only, of the table. Amounts in 元 that are
//! printed with their 分 were not rounded at all: there is no money below that. What was not rounded is told by the text as
//! the tables print it, too.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::evidence::{At, Operand, Source};
use super::rules::{Found, Why};
use super::tally::Tally;
use super::view::{Figure, Reading, fills_the_cell};
use super::{Check, Finding, Verdict};
use crate::base::Unit;
use crate::form::Severity;
use crate::form::equation::Relation;

/// So many sums of several figures that close exactly show that a document does not round: by chance they would in one
/// case of a hundred (0.75 to the 16th).
const ENOUGH: usize = 16;

/// The same for a table of a document that rounds in others.
const ENOUGH_OF_TABLE: usize = 32;

/// Decimals of an amount in 元.
const FEN: u32 = 2;

/// A check that adds up cells of one unit.
struct Sum<'c> {
    check: &'c Check,
    cells: BTreeSet<Source>,
    /// Whether it has three figures or more that are not zero.
    compound: bool,
}

/// Holds the sums of a document against each other.
pub(super) fn judge(checks: &[Check]) -> Found {
    let sums: Vec<Sum> = checks.iter().filter_map(Sum::of).collect();
    let whole = checks.iter().filter(|check| is_to_the_last(check));
    let open: Vec<Finding> =
        whole.filter_map(|check| lone(check, "amounts in 元 have no digits after the 分")).collect();
    if !open.is_empty() {
        return Ok(open);
    }
    if sums.iter().filter(|sum| sum.compound).count() < ENOUGH {
        return Err(Why::NotApplicable("too few sums show whether figures were rounded".into()));
    }
    let all: Vec<&Sum> = sums.iter().collect();
    if let Some(mut findings) = in_scope(&all, ENOUGH) {
        if all.iter().all(|sum| sum.is_exact()) {
            findings.extend(told(checks));
        }
        return Ok(findings);
    }
    let tables: BTreeSet<u32> = sums.iter().filter_map(Sum::table).collect();
    let in_table = |table| sums.iter().filter(|sum| sum.table() == Some(table)).collect::<Vec<_>>();
    Ok(tables.into_iter().filter_map(|table| in_scope(&in_table(table), ENOUGH_OF_TABLE)).flatten().collect())
}

impl<'c> Sum<'c> {
    /// The check as a sum; `None` if it is none, or does not hold.
    fn of(check: &'c Check) -> Option<Self> {
        let held = matches!(check.verdict, Verdict::Exact | Verdict::Rounding);
        let must = check.relation == Relation::Equal && check.severity != Severity::Info;
        // A number that fills its cell may have lost its last digits, unless it shows its 分.
        let to_the_fen = |o: &Operand| o.unit == Some(Unit::Yuan) && o.value.scale() >= FEN;
        let whole = |o: &Operand| o.unit == check.unit && (!fills_the_cell(o.value) || to_the_fen(o));
        let plain = |o: &Operand| matches!(o.source, Source::Cell { .. }) && whole(o);
        let filled = check.operands.iter().filter(|operand| !operand.value.is_zero()).count();
        (held && must && check.difference.is_some() && filled > 0 && check.operands.iter().all(plain)).then(
            || Self {
                check,
                cells: check.operands.iter().map(|operand| operand.source).collect(),
                compound: filled > 2,
            },
        )
    }

    fn is_exact(&self) -> bool {
        self.check.verdict == Verdict::Exact
    }

    /// The table, where all its cells stand in one.
    fn table(&self) -> Option<u32> {
        let tables: BTreeSet<Option<u32>> = self
            .cells
            .iter()
            .map(|cell| if let Source::Cell { table, .. } = cell { Some(*table) } else { None })
            .collect();
        tables.first().copied().flatten().filter(|_| tables.len() == 1)
    }
}

/// What the sums of a document or a table show; `None` where they show nothing.
fn in_scope(sums: &[&Sum], enough: usize) -> Option<Vec<Finding>> {
    let exact = sums.iter().filter(|sum| sum.compound && sum.is_exact()).count();
    let open: Vec<&Sum> = sums.iter().copied().filter(|sum| !sum.is_exact()).collect();
    let Some((first, others)) = open.split_first() else {
        let first = sums.first()?;
        let fine = format!("all {exact} sums of several figures close to the last digit");
        return Some(vec![Finding::told(side(first.check, true), true, fine)]);
    };
    let shared = |cell: &&Source| others.iter().all(|sum| sum.cells.contains(cell));
    if exact < enough || first.cells.iter().find(shared).is_none() {
        return None;
    }
    let others = format!("yet {exact} other sums close to the last digit");
    Some(open.iter().filter_map(|sum| lone(sum.check, &others)).collect())
}

/// So many figures told to the last digit show that the text does not cut what the tables round: by chance half of them
/// would differ, and all of them agree in one case of a hundred.
const ENOUGH_TOLD: usize = 7;

/// Figures of the text that differ in the last digit alone, where the tables round nothing and all else is told exactly.
fn told(checks: &[Check]) -> Vec<Finding> {
    let told = || checks.iter().filter(|check| is_told(check));
    let exact = told().filter(|check| check.verdict == Verdict::Exact).count();
    let open: Vec<&Check> = told().filter(|check| check.verdict == Verdict::Rounding).collect();
    let Some((first, others)) = open.split_first() else { return Vec::new() };
    let shared =
        |o: &&Operand| others.iter().all(|check| check.operands.iter().any(|p| p.source == o.source));
    if exact < ENOUGH_TOLD || !first.operands.iter().any(|operand| shared(&operand)) {
        return Vec::new();
    }
    let others = format!("yet {exact} other figures are told to the last digit");
    open.iter().filter(|check| is_told_in_full(check)).filter_map(|check| lone(check, &others)).collect()
}

/// Whether a check holds the text against tables, or itself, in one unit.
fn is_told(check: &Check) -> bool {
    let from = |o: &Operand| matches!(o.source, Source::Statement { .. } | Source::Cell { .. });
    let plain = |o: &Operand| from(o) && o.unit == check.unit && !fills_the_cell(o.value);
    let must = check.relation == Relation::Equal && check.severity != Severity::Info && check.unit.is_some();
    let filled = check.operands.iter().any(|operand| !operand.value.is_zero());
    must && filled && check.operands.iter().any(is_statement) && check.operands.iter().all(plain)
}

fn is_statement(operand: &Operand) -> bool {
    matches!(operand.source, Source::Statement { .. })
}

/// Whether the text prints as many digits as the figures it is held against.
fn is_told_in_full(check: &Check) -> bool {
    let most = check.operands.iter().map(|operand| operand.value.scale()).max();
    check.operands.iter().filter(|operand| is_statement(operand)).all(|o| Some(o.value.scale()) == most)
}

/// A sum that closes within rounding, of figures that have nothing to be rounded.
fn is_to_the_last(check: &Check) -> bool {
    let figures = u64::try_from(check.operands.len()).unwrap_or(u64::MAX);
    let of_fen = Decimal::new(5, 3).checked_mul(Decimal::from(figures));
    let in_yuan = check.operands.iter().all(|operand| operand.unit == Some(Unit::Yuan));
    let printed = check.slack.zip(of_fen).is_some_and(|(slack, most)| slack <= most);
    check.verdict == Verdict::Rounding && in_yuan && printed && Sum::of(check).is_some()
}

/// The sum without the slack of its figures.
fn lone(check: &Check, why: &str) -> Option<Finding> {
    let (left, right) = (side(check, true), side(check, false));
    let mut finding = Finding::of(String::new(), left, check.relation, right)?;
    finding.said = Some(format!("{}, {why}", check.message));
    Some(finding)
}

fn side(check: &Check, left: bool) -> Tally {
    let mut tally = Tally::default();
    for operand in check.operands.iter().filter(|operand| operand.left == left) {
        let figure = Figure { value: operand.value, half: Decimal::ZERO, unit: operand.unit };
        let at = At { source: operand.source, place: operand.place };
        tally.add(operand.negative, Reading::Amount(figure, false), "", "", at);
    }
    tally.of = if left { check.left_of.clone() } else { check.right_of.clone() };
    tally
}
