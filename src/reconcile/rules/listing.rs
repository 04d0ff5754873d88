//! Lists without codes: parts below the row they are of, totals above the items.
//!
//! In: rows in printed order. Out: findings. What a row is, its number tells (一、 （一） 1. (1)), or 其中 before it; the
//! rest, the amounts: a row that the rows below it add up to is their subtotal. Where a list that has levels does not
//! close, nothing is said, since the levels may have been lost.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Found, levels};
use crate::form::equation::{Equation, Relation};
use crate::form::{CheckRule, Form, OF_WHICH};
use crate::model::{Row, RowRole, Side};
use crate::reconcile::outline::{Level, level};
use crate::reconcile::tally::Tally;
use crate::reconcile::tree::{Lane, Tree, adds_up, lanes, read};
use crate::reconcile::view::{Reading, View, is_total, row_label};
use crate::reconcile::{Finding, Subject, Verdict, applicable, is_about};

/// More parts than this of one row are not sought.
const MOST_PARTS: usize = 500;

/// Which side and which of the panels side by side, with its rows.
type List<'d> = ((Option<Side>, u16), Vec<&'d Row>);

fn is_of_which(row: &Row) -> bool {
    row.name.as_deref().is_some_and(|name| name.starts_with(OF_WHICH))
}

/// Rows that 其中 or their numbers put below another one.
pub(super) fn parts(view: &View<'_>) -> Vec<Finding> {
    let mut lists: Vec<List<'_>> = Vec::new();
    for row in view.table.rows.iter().filter(|row| row.code.is_none()) {
        let key = (row.side, row.panel);
        match lists.iter_mut().find(|(known, _)| *known == key) {
            Some((_, rows)) => rows.push(row),
            None => lists.push((key, vec![row])),
        }
    }
    let mut findings = Vec::new();
    for (_, rows) in &lists {
        findings.append(&mut of_which(view, rows));
        findings.append(&mut numbered(view, rows));
    }
    findings
}

/// 其中 is not more than the row before it.
fn of_which(view: &View<'_>, rows: &[&Row]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut whole = None;
    for &row in rows {
        match whole {
            Some(whole) if is_of_which(row) => findings.extend(in_lanes(view, row, |lane| {
                let (left, right) = (side(view, &[row], lane), side(view, &[whole], lane));
                right
                    .is_printed()
                    .then(|| Finding::of(row_label(row), left, Relation::AtMost, right))
                    .flatten()
            })),
            _ => whole = Some(row).filter(|_| !is_of_which(row)),
        }
    }
    findings
}

/// Rows of the next level add up to the one above them, or to less where not all of them may be printed. That a list prints
/// them all is shown by other rows of its level which theirs add up to.
fn numbered(view: &View<'_>, rows: &[&Row]) -> Vec<Finding> {
    let mut families: Vec<Family> = Vec::new();
    for (at, &parent) in rows.iter().enumerate() {
        let Some((levels, children)) = children(rows, at, parent) else { continue };
        families.extend(
            in_lanes(view, parent, |lane| {
                let (left, right) = (side(view, &[parent], lane), side(view, &children, lane));
                if !left.is_printed() || !right.is_printed() {
                    return None;
                }
                Finding::of(row_label(parent), left, Relation::Equal, right)
            })
            .into_iter()
            .map(|finding| Family { levels, several: children.len() > 1, finding }),
        );
    }
    let complete: Vec<Levels> = families.iter().filter(|f| f.is_complete()).map(|f| f.levels).collect();
    let short = |levels: Levels| families.iter().filter(|f| f.levels == levels && f.is_short()).count();
    let shown: Vec<bool> = families
        .iter()
        .map(|f| {
            let whole = complete.iter().filter(|levels| **levels == f.levels).count();
            whole >= ENOUGH_WHOLE && whole >= short(f.levels)
        })
        .collect();
    families.into_iter().zip(shown).map(|(family, shown)| family.judged(shown)).collect()
}

/// So many rows that have all their parts below them show that the list prints them all.
const ENOUGH_WHOLE: usize = 2;

/// The level of a row and that of the rows below it.
type Levels = (Level, Level);

/// A row and what stands below it, added up.
struct Family {
    levels: Levels,
    several: bool,
    finding: Finding,
}

impl Family {
    fn is_complete(&self) -> bool {
        self.several && self.finding.outcome.closes() && !self.finding.left.is_nothing()
    }

    fn is_short(&self) -> bool {
        let less = |difference: Decimal| !difference.is_sign_negative();
        self.finding.outcome.verdict == Verdict::Mismatch && self.finding.outcome.difference.is_some_and(less)
    }

    fn judged(mut self, shown: bool) -> Finding {
        if self.is_short() && !shown {
            self.finding.doubt("not all its parts may be printed");
        }
        self.finding
    }
}

/// The rows below one that are of the next level, and both levels.
fn children<'d>(rows: &[&'d Row], at: usize, parent: &Row) -> Option<(Levels, Vec<&'d Row>)> {
    let at_level = |row: &Row| row.name.as_deref().and_then(level);
    let own = at_level(parent)?;
    let below = rows.iter().skip(at.saturating_add(1));
    let block: Vec<&Row> =
        below.copied().take_while(|row| is_of_which(row) || at_level(row) > Some(own)).collect();
    let first = block.first().copied().and_then(at_level)?;
    Some(((own, first), block.into_iter().filter(|row| at_level(row) == Some(first)).collect()))
}

/// A finding for every column of money in which the row prints an amount.
fn in_lanes(view: &View<'_>, row: &Row, find: impl Fn(&Lane) -> Option<Finding>) -> Vec<Finding> {
    let lanes: Vec<Lane> = lanes(view).into_iter().filter(|lane| adds_up(view, lane, &[])).collect();
    let printed = |lane: &&Lane| matches!(read(view, row, lane).1, Reading::Amount(..));
    lanes.iter().filter(printed).filter_map(find).collect()
}

/// Some rows of one column as a side of an equation.
pub(super) fn side(view: &View<'_>, rows: &[&Row], lane: &Lane) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        let (column, reading) = read(view, row, lane);
        tally.add(false, reading, &view.cell_name(row, column), &row_label(row), view.at(row, column));
    }
    tally
}

/// The total of a list is the sum of its items, if no codes make a tree of it.
pub(super) fn totals(of: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    let trees = applicable(of, subject.views).filter_map(|(at, view)| Some((subject.trees.get(at)?, view)));
    let lists = trees.filter(|(tree, view)| tree.is_empty() || is_list(tree, view));
    let summed = |view: &View<'_>| of_list(view, &summed_lanes(view, &of.besides));
    let mut findings: Vec<Finding> = lists.flat_map(|(_, view)| summed(view)).collect();
    let others = subject.views.iter().zip(subject.trees).filter(|(view, _)| !is_about(of, view));
    let declared = others.filter(|(view, tree)| tree.is_empty() && is_declared(subject, view));
    findings.extend(declared.flat_map(|(view, _)| of_list(view, &money_lanes(view, &of.besides))));
    Ok(findings)
}

/// Whether the form of a table says that its rows add up.
fn is_declared(subject: &Subject<'_, '_>, view: &View<'_>) -> bool {
    let says = |form: &Form| form.equations.iter().any(|(_, equation)| *equation == Equation::Top);
    subject.form_of(view).is_some_and(says)
}

/// Whether codes only say what each row is for, while the levels of the list are shown otherwise: procurement lists repeat
/// the code of an item in the rows of unit and department that sum it (表13 of xian.toml).
pub(in crate::reconcile) fn is_list(tree: &Tree<'_>, view: &View<'_>) -> bool {
    let Some((total, items)) = tree.repeats_codes().then(|| total_and_items(view)).flatten() else {
        return false;
    };
    known_lanes(view, &[]).iter().any(|lane| levels::sums(view, total, &items, lane).is_some())
}

fn total_and_items<'d>(view: &View<'d>) -> Option<(&'d Row, Vec<&'d Row>)> {
    let (totals, items): (Vec<&Row>, Vec<&Row>) = view.table.rows.iter().partition(|row| is_total(row));
    let [total] = totals.as_slice() else { return None };
    Some((total, items))
}

/// Lanes of money.
fn money_lanes(view: &View<'_>, besides: &[String]) -> Vec<Lane> {
    lanes(view).into_iter().filter(|lane| adds_up(view, lane, besides)).collect()
}

/// Lanes of money that have a canonical name.
fn known_lanes(view: &View<'_>, besides: &[String]) -> Vec<Lane> {
    let known = |lane: &Lane| lane.iter().any(|&column| view.column_id(column).is_some());
    money_lanes(view, besides).into_iter().filter(known).collect()
}

/// Lanes of money that have a canonical name or a total: a nameless column that the total leaves blank may hold anything.
fn summed_lanes(view: &View<'_>, besides: &[String]) -> Vec<Lane> {
    let known = known_lanes(view, besides);
    let total = total_and_items(view).map(|(total, _)| total);
    let summed = |lane: &Lane| {
        known.contains(lane)
            || total.is_some_and(|row| matches!(read(view, row, lane).1, Reading::Amount(..)))
    };
    money_lanes(view, besides).into_iter().filter(summed).collect()
}

fn of_list(view: &View<'_>, lanes: &[Lane]) -> Vec<Finding> {
    let Some((total, items)) = total_and_items(view) else { return Vec::new() };
    let mut findings: Vec<Finding> = Vec::new();
    // Sums of levels that the list itself shows.
    let mut sure: Vec<Finding> = Vec::new();
    let mut levels = false;
    for lane in lanes {
        let of_total = of_lane(view, total, &items, lane);
        let closes =
            of_total.as_ref().is_some_and(|(finding, has_levels)| finding.outcome.closes() && !has_levels);
        if let Some(sums) = (!closes).then(|| levels::sums(view, total, &items, lane)).flatten() {
            sure.extend(sums);
            continue;
        }
        let Some((finding, has_levels)) = of_total else { continue };
        findings.push(finding);
        levels |= has_levels;
    }
    // Levels that one column shows are those of the rows, whatever the other columns say.
    for finding in findings.iter_mut().filter(|f| levels && f.outcome.verdict == Verdict::Mismatch) {
        finding.doubt("the list has levels");
    }
    findings.extend(sure);
    findings
}

/// A total, and the best of the ways to read the rows: as items alone, or as subtotals above what adds up to them; and
/// whether there are any such levels.
fn of_lane(view: &View<'_>, total: &Row, items: &[&Row], lane: &Lane) -> Option<(Finding, bool)> {
    let printed = |row: &&&Row| matches!(read(view, row, lane).1, Reading::Amount(..));
    let all: Vec<&Row> = items.iter().filter(printed).copied().collect();
    if all.len() < 2 {
        return None;
    }
    let figures = figures(view, &all, lane);
    let of_several = ends(&figures, 2);
    let ways = [all.clone(), uppermost(&all, &of_several), uppermost(&all, &ends(&figures, 1))];
    let sides = ways.iter().filter_map(|rows| {
        let mut right = side(view, rows, lane);
        right.of = format!("sum({}.{})", view.name, view.column_label(lane.first().copied()?));
        right.gloss = Some(format!("its {} rows", rows.len()));
        Finding::of(row_label(total), side(view, &[total], lane), Relation::Equal, right)
    });
    let finding = sides.min_by_key(|finding| finding.outcome.rank())?;
    let has_levels = of_several.iter().enumerate().any(|(at, &end)| end > at.saturating_add(1))
        || all.iter().any(|row| row.role == RowRole::Subtotal || is_of_which(row) || row.code.is_some())
        || all.iter().any(|row| row.name.as_deref().is_some_and(|name| level(name).is_some()))
        || lone_parts_close(&figures, figure(view, total, lane));
    Some((finding, has_levels))
}

/// The amount of a row, and what its print leaves open.
type Amount = (Decimal, Decimal);

fn figures(view: &View<'_>, rows: &[&Row], lane: &Lane) -> Vec<Amount> {
    rows.iter().map(|row| figure(view, row, lane)).collect()
}

fn figure(view: &View<'_>, row: &Row, lane: &Lane) -> Amount {
    match read(view, row, lane).1 {
        Reading::Amount(figure, _) => (figure.value, figure.half),
        Reading::Nothing | Reading::Other => (Decimal::ZERO, Decimal::ZERO),
    }
}

/// Whether the total is the sum of the rows less some that repeat the amount before them: any of those may be the only part
/// of the row above it, or a row of its own that happens to be equal. With enough of them every total would do.
fn lone_parts_close(figures: &[Amount], total: Amount) -> bool {
    let repeats = figures.windows(2).filter_map(|pair| match pair {
        [(before, _), (amount, _)] if before == amount && !amount.is_zero() => Some(*amount),
        _ => None,
    });
    let sum = |of: fn(&Amount) -> Decimal| {
        figures.iter().try_fold(Decimal::ZERO, |sum, each| sum.checked_add(of(each)))
    };
    let (Some(whole), Some(open)) = (sum(|amount| amount.0), sum(|amount| amount.1)) else { return true };
    let mut left = BTreeSet::from([whole]);
    for repeat in repeats {
        let less: Vec<Decimal> = left.iter().filter_map(|sum| sum.checked_sub(repeat)).collect();
        left.extend(less);
        if left.len() > MOST_SUMS {
            return true;
        }
    }
    let closes =
        |sum: Decimal| sum.checked_sub(total.0).is_some_and(|gap| gap.abs() <= open.saturating_add(total.1));
    // A total of all rows tells of no levels.
    left.remove(&whole);
    left.into_iter().any(closes)
}

/// So many sums of the same rows prove nothing.
const MOST_SUMS: usize = 1000;

/// For each row where the rows end that add up to it, `least` amounts or more; the next row where none do.
fn ends(figures: &[Amount], least: usize) -> Vec<usize> {
    let mut ends: Vec<usize> = (1..=figures.len()).collect();
    for at in (0..figures.len()).rev() {
        if let (Some(end), Some(slot)) = (end_of(figures, &ends, at, least), ends.get_mut(at)) {
            *slot = end;
        }
    }
    ends
}

/// Where the rows end that add up to the row at `at`, if they do; those further down are read already.
fn end_of(figures: &[Amount], ends: &[usize], at: usize, least: usize) -> Option<usize> {
    let &(whole, slack) = figures.get(at)?;
    let same_sign = figures
        .iter()
        .all(|(value, _)| value.is_zero() || value.is_sign_negative() == whole.is_sign_negative());
    let (mut sum, mut open, mut next) = (Decimal::ZERO, slack, at.checked_add(1)?);
    let mut parts = 0;
    for _ in 0..MOST_PARTS {
        let (&(value, half), &end) = figures.get(next).zip(ends.get(next))?;
        (sum, open, next) = (sum.checked_add(value)?, open.checked_add(half)?, end);
        parts += usize::from(!value.is_zero());
        let short = whole.checked_sub(sum)?;
        if short.abs() <= open && !whole.is_zero() && parts >= least {
            return Some(next);
        }
        // Only among amounts that all have one sign does a sum that is too large stay so.
        if (short.is_sign_negative() != whole.is_sign_negative()) && same_sign {
            return None;
        }
    }
    None
}

/// The rows that are no part of an earlier one.
fn uppermost<'d>(rows: &[&'d Row], ends: &[usize]) -> Vec<&'d Row> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some((&row, &end)) = rows.get(at).zip(ends.get(at)) {
        found.push(row);
        at = end.max(at.saturating_add(1));
    }
    found
}
