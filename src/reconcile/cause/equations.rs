//! Checks as linear equations over the figures they share.
//!
//! In: checks with their figures. Out: [`Equations`]: each printed figure once, each judged check that holds one of the
//! figures in question, and how far it is from closing. A figure that was computed from others, such as a rate, is none
//! that could be corrected.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{fails, must_hold};
use crate::base::{Place, Unit};
use crate::form::equation::Relation;
use crate::model::{Card, CardEntry, Document, Statement};
use crate::reconcile::evidence::{Operand, Source, numbered};
use crate::reconcile::{Check, Verdict};

/// A printed figure that some mismatch rests on.
pub(super) struct Figure {
    pub(super) source: Source,
    pub(super) place: Place,
    pub(super) value: Decimal,
    pub(super) unit: Option<Unit>,
    /// Index of the equations that hold it, with its factor there.
    pub(super) stands_in: Vec<(usize, Decimal)>,
}

/// A judged check.
pub(super) struct Equation {
    /// Index of the check.
    pub(super) check: usize,
    /// How far the sides are apart.
    pub(super) residual: Decimal,
    slack: Decimal,
    at_most: bool,
    /// Whether it fails, and must not.
    pub(super) broken: bool,
    /// Whether it fails.
    pub(super) fails: bool,
    /// What it counts as evidence.
    pub(super) weight: i32,
    /// Indices of its figures that could be wrong, with their factors.
    pub(super) terms: Vec<(usize, Decimal)>,
}

/// What must hold counts more than what should, and than what was left unjudged.
const HARD: i32 = 2;
const SOFT: i32 = 1;

/// The checks around the mismatches of a document.
pub(super) struct Equations {
    pub(super) figures: Vec<Figure>,
    pub(super) equations: Vec<Equation>,
}

impl Equation {
    /// Whether the sides agree when the residual is this.
    pub(super) fn closes_with(&self, residual: Decimal) -> bool {
        (if self.at_most { residual } else { residual.abs() }) <= self.slack
    }

    /// Whether it says what a figure must be.
    pub(super) fn tells(&self) -> bool {
        self.broken && !self.at_most
    }
}

impl Equations {
    pub(super) fn of(checks: &[Check], document: &Document) -> Self {
        let mut found = Self { figures: Vec::new(), equations: Vec::new() };
        let mut known: BTreeMap<(Source, Place), usize> = BTreeMap::new();
        let broken = checks.iter().filter(|check| fails(check) && must_hold(check));
        for operand in broken.flat_map(|check| &check.operands).filter(|o| is_printed(o, document)) {
            known.entry((operand.source, operand.place)).or_insert_with(|| {
                found.figures.push(Figure {
                    source: operand.source,
                    place: operand.place,
                    value: operand.value,
                    unit: operand.unit,
                    stands_in: Vec::new(),
                });
                found.figures.len().saturating_sub(1)
            });
        }
        for (at, check) in checks.iter().enumerate() {
            found.add(at, check, &known);
        }
        found
    }

    /// Adds a check that holds one of the known figures.
    fn add(&mut self, at: usize, check: &Check, known: &BTreeMap<(Source, Place), usize>) {
        let (Some(residual), Some(slack)) = (check.difference, check.slack) else { return };
        let mut terms: BTreeMap<usize, Decimal> = BTreeMap::new();
        for operand in &check.operands {
            let Some(&figure) = known.get(&(operand.source, operand.place)) else { continue };
            // One place may tell several figures; only the one that is known by it can be moved.
            let same = self.figures.get(figure).is_some_and(|figure| figure.value == operand.value);
            let (Some(factor), true) = (factor(operand, check.unit), same) else { continue };
            let sum = terms.entry(figure).or_default();
            *sum = sum.saturating_add(factor);
        }
        if terms.is_empty() {
            return;
        }
        let judged = check.verdict != Verdict::Unjudged;
        for (&figure, &factor) in &terms {
            if let Some(figure) = self.figures.get_mut(figure) {
                figure.stands_in.push((self.equations.len(), factor));
            }
        }
        self.equations.push(Equation {
            check: at,
            residual,
            slack,
            at_most: check.relation == Relation::AtMost,
            broken: fails(check) && must_hold(check),
            fails: fails(check),
            weight: if judged && must_hold(check) { HARD } else { SOFT },
            terms: terms.into_iter().collect(),
        });
    }
}

/// What one unit of the figure adds to left minus right, in the unit of the check.
fn factor(operand: &Operand, unit: Option<Unit>) -> Option<Decimal> {
    let scale = match (operand.unit, unit) {
        (Some(of), Some(unit)) if of != unit => {
            Decimal::from(10u64.checked_pow(of.exponent().checked_sub(unit.exponent())?)?)
        }
        _ => Decimal::ONE,
    };
    Some(if operand.left == operand.negative { -scale } else { scale })
}

/// Whether the figure is printed as it is, so that it could be misprinted.
fn is_printed(operand: &Operand, document: &Document) -> bool {
    let value = operand.value;
    match operand.source {
        Source::Cell { .. } => true,
        Source::Statement { no } => numbered(&document.statements, no, |s| s.no)
            .is_some_and(|s| of_statement(s).contains(&Some(value))),
        Source::Card { no } => {
            numbered(&document.cards, no, |card| card.no).is_some_and(|card| is_on_card(card, operand))
        }
        Source::Indicator { card, nth } => {
            let card = numbered(&document.cards, card, |card| card.no);
            let indicator = card.and_then(|card| card.indicators.get((nth as usize).saturating_sub(1)));
            indicator.is_some_and(|i| [i.weight, i.score, i.target].contains(&Some(value)))
        }
        Source::Table { .. } => false,
        // What is laid down, such as the hundred points of a card, stands nowhere.
        Source::Narrative => operand.place != Place::default(),
    }
}

fn of_statement(statement: &Statement) -> [Option<Decimal>; 6] {
    [
        statement.amount,
        statement.change,
        statement.previous,
        statement.share_percent,
        statement.change_percent,
        statement.completion_percent,
    ]
}

/// A card has many figures; those of an entry stand where it does, those of its head where the card begins.
fn is_on_card(card: &Card, operand: &Operand) -> bool {
    let of_head =
        [card.budget_total, card.budget_fiscal, card.budget_other, card.budget_initial, card.executed];
    let says = |entry: &CardEntry| {
        let rate = entry.text.trim().trim_end_matches(['%', '％']).parse().ok();
        entry.place == operand.place && [entry.value, rate].contains(&Some(operand.value))
    };
    card.entries.iter().any(says) || (operand.place == card.place && of_head.contains(&Some(operand.value)))
}
