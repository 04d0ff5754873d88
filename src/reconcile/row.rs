//! Equations about the columns of one row: `total = basic + project`.
//!
//! Cities add columns to the common forms. So a row that does not add up is a mismatch only if every column that could
//! hold a part is accounted for; a column is known not to be a part where the catalogue says so, where its header says
//! 其中, or where the table itself shows it: some row adds up although that column holds an amount. In the same way the
//! table can show that it is one.

use std::collections::BTreeSet;

use super::rate::{self, product};
use super::tally::{Outcome, Tally, compare};
use super::view::{Reading, View, row_label};
use super::{Finding, Verdict};
use crate::form::equation::{Identity, Operand, Pairing, Side, Term};
use crate::form::{OF_WHICH, fold};
use crate::model::{Kind, Row};

/// Columns of one table that stand for the names of an equation.
struct Block {
    left: Vec<Slot>,
    right: Vec<Vec<Slot>>,
    /// Columns with amounts that the equation does not know.
    spare: Vec<usize>,
    /// Whether two columns give one number: rates count then, and a row that lacks one of the two says nothing.
    paired: bool,
}

/// A signed column, or two that give one number.
#[derive(Clone, Copy)]
struct Slot {
    negative: bool,
    column: usize,
    with: Option<(Pairing, usize)>,
}

impl Slot {
    fn of(negative: bool, column: usize) -> Self {
        Self { negative, column, with: None }
    }

    /// The columns it takes.
    fn columns(self) -> impl Iterator<Item = usize> {
        std::iter::once(self.column).chain(self.with.map(|(_, column)| column))
    }
}

/// Evaluates `identity` on every row. `besides`: names of columns that are never parts.
pub(super) fn rows(view: &View, identity: &Identity, besides: &[String]) -> Vec<Finding> {
    let spans = spans(view, identity);
    spans
        .iter()
        .filter_map(|span| block(view, identity, besides, span))
        .flat_map(|block| of_block(view, identity, &block))
        .collect()
}

fn of_block(view: &View, identity: &Identity, block: &Block) -> Vec<Finding> {
    let (judged, added) = fitted(view, identity, block);
    // An amount in a row that adds up shows what its column is: a part if it was added, else none.
    let shown = |column: usize| {
        let tells = |j: &Judged| view.read(j.row, column).exceeds(j.outcome.slack.unwrap_or_default());
        judged.iter().any(|j| j.outcome.closes() && tells(j))
    };
    let unknown: Vec<usize> = block.spare.iter().copied().filter(|&column| !shown(column)).collect();
    let mut findings = Vec::with_capacity(judged.len());
    for Judged { row, left, right, outcome } in judged {
        let mut finding = Finding {
            subject: row_label(row),
            left,
            relation: identity.relation,
            right,
            outcome,
            said: None,
        };
        let column = unknown.iter().find(|&&column| view.read(row, column).counts());
        if let (Verdict::Mismatch, Some(&column)) = (finding.outcome.verdict, column) {
            let is_part = if added.contains(&column) { "is not" } else { "is" };
            finding.doubt(&format!("perhaps column {} {is_part} a part", view.column_label(column)));
        }
        findings.push(finding);
    }
    findings
}

/// A row, its two sides and what came of them.
struct Judged<'d> {
    row: &'d Row,
    left: Tally,
    right: Tally,
    outcome: Outcome,
}

/// More unknown columns than this are not tried as parts.
const MOST_SPARE: usize = 4;

/// The table itself shows which unknown columns are parts: those with which most rows add up.
fn fitted<'d>(view: &View<'d>, identity: &Identity, block: &Block) -> (Vec<Judged<'d>>, Vec<usize>) {
    let choices = if block.spare.len() > MOST_SPARE { 1 } else { 1u32 << block.spare.len() };
    let tried = (0..choices).map(|choice| {
        let added: Vec<usize> =
            (0..).zip(&block.spare).filter(|(at, _)| choice >> at & 1 == 1).map(|(_, &c)| c).collect();
        let rows = view.table.rows.iter();
        let judged: Vec<Judged> = rows.filter_map(|row| best(view, row, identity, block, &added)).collect();
        (judged, added)
    });
    let closing =
        |judged: &[Judged]| judged.iter().filter(|j| j.outcome.closes() && !j.left.is_nothing()).count();
    // Of equally good choices the one with the fewest added columns.
    tried.min_by_key(|(judged, added)| (std::cmp::Reverse(closing(judged)), added.len())).unwrap_or_default()
}

/// The right side that fits the row best, the first one where none fits.
fn best<'d>(
    view: &View<'d>,
    row: &'d Row,
    identity: &Identity,
    block: &Block,
    added: &[usize],
) -> Option<Judged<'d>> {
    let added = added.iter().map(|&column| Slot::of(false, column));
    let left = tally(view, row, &block.left, block.paired);
    block
        .right
        .iter()
        .filter_map(|slots| {
            let slots: Vec<Slot> = slots.iter().copied().chain(added.clone()).collect();
            let right = tally(view, row, &slots, block.paired);
            if block.paired && !right.is_printed() {
                return None;
            }
            // Words in all cells: a row of another kind, such as the indicators of a card below its money.
            if !left.is_printed() && !right.is_printed() {
                return None;
            }
            let outcome = compare(&left, identity.relation, &right)?;
            Some(Judged { row, left: left.clone(), right, outcome })
        })
        .min_by_key(|judged| !judged.outcome.closes())
}

fn tally(view: &View, row: &Row, slots: &[Slot], with_rates: bool) -> Tally {
    let mut tally = Tally::default();
    for slot in slots {
        if let Some((pairing, other)) = slot.with {
            pair(&mut tally, view, row, (slot.column, other), pairing);
            continue;
        }
        let reading = match view.read(row, slot.column) {
            Reading::Other if with_rates => rate::printed(row, slot.column).unwrap_or(Reading::Other),
            reading => reading,
        };
        let (of, label) = (view.cell_name(row, slot.column), view.column_label(slot.column));
        tally.add(slot.negative, reading, &of, label, view.at(row, slot.column));
    }
    tally
}

/// Two columns as one number; nothing where one of them is blank, or the whole of a rate is zero.
fn pair(tally: &mut Tally, view: &View, row: &Row, (first, second): (usize, usize), pairing: Pairing) {
    let figures = rate::figure(view, row, first).zip(rate::figure(view, row, second));
    let (sign, figure) = match (pairing, figures) {
        (Pairing::Product, Some((first, second))) => ("×", product(first, second)),
        (Pairing::Rate, Some((first, second))) => ("÷", rate::rate(first, second)),
        (_, None) => return,
    };
    let Some(figure) = figure else { return };
    let label = format!("{} {sign} {}", view.column_label(first), view.column_label(second));
    let of = format!("{} {sign} {}", view.cell_name(row, first), view.column_label(second));
    tally.number(figure, &of, &label, view.at(row, first));
}

/// The columns an equation is about: all of them, or, where one of its names occurs several times, each group under one
/// header (预算数, 决算数), else each run that begins with the column on the left.
fn spans(view: &View, identity: &Identity) -> Vec<Vec<usize>> {
    let all: Vec<usize> = (0..view.table.columns.len()).collect();
    let used: BTreeSet<&str> = identity.sides().flatten().flat_map(names).collect();
    let unique = |span: &[usize]| {
        used.iter().all(|name| span.iter().filter(|&&column| is_named(view, column, name)).count() <= 1)
    };
    if unique(&all) {
        return vec![all];
    }
    let mut by_header: Vec<(&str, Vec<usize>)> = Vec::new();
    for &column in &all {
        let header =
            view.table.columns.get(column).and_then(|c| c.label.split('/').next()).unwrap_or_default();
        match by_header.iter_mut().find(|(known, _)| *known == header) {
            Some((_, span)) => span.push(column),
            None => by_header.push((header, vec![column])),
        }
    }
    if by_header.len() > 1 && by_header.iter().all(|(_, span)| unique(span)) {
        return by_header.into_iter().map(|(_, span)| span).collect();
    }
    let first = identity.left.first().into_iter().flat_map(names).next().unwrap_or_default();
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for column in all {
        match runs.last_mut() {
            Some(run) if view.column_id(column) != Some(first) => run.push(column),
            _ => runs.push(vec![column]),
        }
    }
    runs.retain(|run| unique(run));
    runs
}

/// All column names of a term.
fn names(term: &Term) -> Vec<&str> {
    match &term.operand {
        Operand::Column(name) => vec![name],
        Operand::Pair(_, first, second) => vec![first, second],
        Operand::Choice(ways) => ways.iter().flatten().flat_map(names).collect(),
        Operand::Place(_) | Operand::Sum(_) => Vec::new(),
    }
}

/// The equation's names as columns of `span`; `None` where a column it needs is not printed there.
fn block(view: &View, identity: &Identity, besides: &[String], span: &[usize]) -> Option<Block> {
    let find = |name: &str| span.iter().copied().find(|&column| is_named(view, column, name));
    let left = slots(&identity.left, &find)?;
    let right: Vec<Vec<Slot>> = identity.right.iter().filter_map(|side| slots(side, &find)).collect();
    let known: BTreeSet<&str> =
        identity.sides().flatten().flat_map(names).chain(besides.iter().map(String::as_str)).collect();
    let used: BTreeSet<usize> = left.iter().chain(right.iter().flatten()).flat_map(|s| s.columns()).collect();
    let spare = span
        .iter()
        .copied()
        .filter(|column| !used.contains(column))
        .filter(|&column| view.column_id(column).is_none_or(|id| !known.contains(id)))
        .filter(|&column| !view.table.columns.get(column).is_some_and(|c| c.label.contains(OF_WHICH)))
        .filter(|&column| holds_amounts(view, column))
        .collect();
    let paired = right.iter().flatten().any(|slot| slot.with.is_some());
    (!left.is_empty() && !right.is_empty()).then_some(Block { left, right, spare, paired })
}

/// The printed columns of a side; `None` if one that must be there is not, or none is.
fn slots(side: &Side, find: &impl Fn(&str) -> Option<usize>) -> Option<Vec<Slot>> {
    let mut found = Vec::new();
    for term in side {
        let here: Vec<Slot> = match &term.operand {
            Operand::Column(name) => {
                find(name).map(|column| Slot::of(term.negative, column)).into_iter().collect()
            }
            Operand::Pair(pairing, first, second) => {
                let columns = find(first).zip(find(second));
                let slot = |(column, other)| Slot {
                    with: Some((*pairing, other)),
                    ..Slot::of(term.negative, column)
                };
                columns.map(slot).into_iter().collect()
            }
            Operand::Choice(ways) => ways.iter().find_map(|way| slots(way, find)).unwrap_or_default(),
            Operand::Place(_) | Operand::Sum(_) => Vec::new(),
        };
        if here.is_empty() && !term.optional {
            return None;
        }
        found.extend(here.into_iter().map(|slot| Slot { negative: slot.negative || term.negative, ..slot }));
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a column has this canonical name, or, without one, these header words lowest.
fn is_named(view: &View, column: usize, name: &str) -> bool {
    match view.column_id(column) {
        Some(id) => id == name,
        None => !name.is_ascii() && fold(view.column_label(column)) == fold(name),
    }
}

fn holds_amounts(view: &View, column: usize) -> bool {
    view.table.rows.iter().flat_map(|row| &row.values).any(|value| {
        value.column == column
            && value.kind == Kind::Amount
            && value.number.is_some_and(|number| !number.is_zero())
    })
}
