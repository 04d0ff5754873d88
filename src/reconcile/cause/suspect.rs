//! Which figure is wrong: the one whose correction closes what fails and breaks nothing that holds.
//!
//! In: the equations around the mismatches. Out: groups of mismatches with one cause, each with the figure and the number
//! that closes it where one figure is better than all others. Every figure of a failing equation is tried with the number
//! that would close it; what that closes speaks for it, what it breaks against it. The evidence is counted, not weighed by
//! how likely a slip is: a figure is named only if the checks say so.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::equations::{Equation, Equations};
use super::kind::tells;

/// Mismatches that one figure explains, the first of the catalogue first.
pub(super) struct Group {
    /// Indices of the checks.
    pub(super) checks: Vec<usize>,
    /// Index of the figure, and what it should be.
    pub(super) suspect: Option<(usize, Decimal)>,
}

/// A figure with another number, and what that does.
struct Candidate {
    figure: usize,
    proposed: Decimal,
    /// What it closes less what it breaks.
    score: i32,
    /// Failing equations that it closes.
    closes: Vec<usize>,
}

/// More figures than this in all failing equations are not tried: so much that fails was not read right.
const MOST_TRIED: usize = 20_000;

/// All mismatches that must hold, and the soft ones that follow from them, in groups.
pub(super) fn groups(equations: &Equations) -> Vec<Group> {
    let all = &equations.equations;
    let mut candidates = candidates(equations);
    // The sort is stable: among equals the order of the catalogue and of the equation stays.
    candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
    let best = best_of_each(equations, &candidates);
    let (alone, tied): (Vec<&Candidate>, Vec<&Candidate>) = candidates
        .iter()
        .filter(|candidate| candidate.score > 0)
        .partition(|candidate| candidate.is_alone(all, &best));
    let mut open: BTreeSet<usize> =
        (0..all.len()).filter(|&at| all.get(at).is_some_and(|e| e.fails)).collect();
    let mut groups: Vec<Group> = Vec::new();
    for candidate in alone {
        let suspect = Some((candidate.figure, candidate.proposed));
        groups.extend(candidate.take(all, &mut open).map(|checks| Group { checks, suspect }));
    }
    follow(equations, &mut open, &mut groups);
    for candidate in tied {
        groups.extend(candidate.take(all, &mut open).map(|checks| Group { checks, suspect: None }));
    }
    let rest = open.into_iter().filter(|&at| all.get(at).is_some_and(|e| e.broken));
    groups.extend(alike(rest, all));
    groups.iter_mut().for_each(|group| in_checks(group, all));
    groups
}

impl Candidate {
    /// Whether no other figure does as well in any of the equations that it closes.
    fn is_alone(&self, all: &[Equation], best: &[Vec<(usize, i32)>]) -> bool {
        self.closes.iter().filter(|&&at| all.get(at).is_some_and(Equation::tells)).all(|&at| {
            let rival = best.get(at).and_then(|best| best.iter().find(|(figure, _)| *figure != self.figure));
            rival.is_none_or(|(_, score)| *score < self.score)
        })
    }

    /// The open equations that it closes, no longer open; `None` where none of them must hold.
    fn take(&self, all: &[Equation], open: &mut BTreeSet<usize>) -> Option<Vec<usize>> {
        let closes: Vec<usize> = self.closes.iter().copied().filter(|at| open.contains(at)).collect();
        closes.iter().find(|&&at| all.get(at).is_some_and(|e| e.broken))?;
        open.retain(|at| !closes.contains(at));
        Some(closes)
    }
}

/// What is left over by itself; the same difference in several checks has one cause.
fn alike(rest: impl Iterator<Item = usize>, all: &[Equation]) -> Vec<Group> {
    let mut groups: Vec<(Option<Decimal>, Group)> = Vec::new();
    for at in rest {
        let difference =
            all.get(at).map(|e| e.residual.abs().normalize()).filter(|difference| tells(*difference));
        match groups.iter_mut().find(|(of, _)| difference.is_some() && *of == difference) {
            Some((_, group)) => group.checks.push(at),
            None => groups.push((difference, Group { checks: vec![at], suspect: None })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Two figures that are wrong in one equation close it together.
fn follow(equations: &Equations, open: &mut BTreeSet<usize>, groups: &mut [Group]) {
    let moved: Vec<(usize, usize, Decimal)> = (0..)
        .zip(groups.iter())
        .filter_map(|(of, group)| group.suspect.map(|(figure, proposed)| (of, figure, proposed)))
        .collect();
    for at in open.clone() {
        let Some(equation) = equations.equations.get(at) else { continue };
        let (mut residual, mut group) = (equation.residual, None);
        for &(of, figure, proposed) in &moved {
            let term = equation.terms.iter().find(|(term, _)| *term == figure);
            let (Some((_, factor)), Some(found)) = (term, equations.figures.get(figure)) else { continue };
            let step = proposed.saturating_sub(found.value).checked_mul(*factor).unwrap_or_default();
            residual = residual.saturating_add(step);
            group.get_or_insert(of);
        }
        let closed = group.filter(|_| equation.closes_with(residual));
        if let Some(group) = closed.and_then(|of| groups.get_mut(of)) {
            group.checks.push(at);
            open.remove(&at);
        }
    }
}

/// From equations to checks; the first in the catalogue that must hold reports the cause.
fn in_checks(group: &mut Group, all: &[Equation]) {
    let mut found: Vec<(bool, usize)> =
        group.checks.iter().filter_map(|&at| all.get(at)).map(|e| (!e.broken, e.check)).collect();
    found.sort_unstable();
    group.checks = found.into_iter().map(|(_, check)| check).collect();
}

/// Every figure of every equation that tells what it must be, with that number.
fn candidates(equations: &Equations) -> Vec<Candidate> {
    let telling = || equations.equations.iter().filter(|equation| equation.tells());
    if telling().map(|equation| equation.terms.len()).sum::<usize>() > MOST_TRIED {
        return Vec::new();
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut tried: BTreeSet<(usize, Decimal)> = BTreeSet::new();
    for equation in telling() {
        for &(figure, factor) in &equation.terms {
            let Some(proposed) = closing(equations, equation, figure, factor) else { continue };
            if tried.insert((figure, proposed)) {
                candidates.extend(weigh(equations, figure, proposed));
            }
        }
    }
    candidates
}

/// The number that closes the equation, with the decimals of the figure or, if need be, of the difference.
fn closing(equations: &Equations, equation: &Equation, figure: usize, factor: Decimal) -> Option<Decimal> {
    let found = equations.figures.get(figure)?;
    let step = equation.residual.checked_div(factor)?;
    let decimals = found.value.scale().max(2);
    let mut proposed = found.value.checked_sub(step)?.round_dp(decimals).normalize();
    if proposed.scale() < found.value.scale() {
        proposed.rescale(found.value.scale());
    }
    (proposed != found.value).then_some(proposed)
}

/// What closes and what breaks when the figure is this number.
fn weigh(equations: &Equations, figure: usize, proposed: Decimal) -> Option<Candidate> {
    let found = equations.figures.get(figure)?;
    let step = proposed.checked_sub(found.value)?;
    let mut candidate = Candidate { figure, proposed, score: 0, closes: Vec::new() };
    for &(at, factor) in &found.stands_in {
        let equation = equations.equations.get(at)?;
        let after = equation.residual.checked_add(step.checked_mul(factor)?)?;
        match (equation.closes_with(equation.residual), equation.closes_with(after)) {
            (true, false) => candidate.score = candidate.score.saturating_sub(equation.weight),
            (false, true) => {
                candidate.score = candidate.score.saturating_add(equation.weight);
                if equation.fails {
                    candidate.closes.push(at);
                }
            }
            _ => {}
        }
    }
    Some(candidate)
}

/// For each equation the two best figures that close it, with their scores.
fn best_of_each(equations: &Equations, sorted: &[Candidate]) -> Vec<Vec<(usize, i32)>> {
    let mut best: Vec<Vec<(usize, i32)>> = vec![Vec::new(); equations.equations.len()];
    for candidate in sorted {
        for &at in &candidate.closes {
            let Some(best) = best.get_mut(at) else { continue };
            if best.len() < 2 && best.iter().all(|(figure, _)| *figure != candidate.figure) {
                best.push((candidate.figure, candidate.score));
            }
        }
    }
    best
}
