//! Values in order, blank cells gone: which value stands in which column?
//!
//! A placement of a row is an ascending choice of columns, one a value. It must satisfy the sums that the header declares
//! (合计 = its neighbours); what a row sums must add up to it column by column; and a column that the rest of the document
//! shows to be blank stays blank. These constraints form a tree, so removing placements without support until nothing
//! changes leaves exactly the possible ones: one left is a proof. All work is counted and bounded.

use std::collections::BTreeSet;

use crate::form::ColumnSum;

/// What is known of one list of rows. Money is in units of the last printed place.
#[derive(Debug, Clone, Default)]
pub(super) struct Puzzle {
    /// How many amount columns there are.
    pub(super) columns: usize,
    /// The sums the header declares, by index of the amount column.
    pub(super) sums: Vec<ColumnSum>,
    /// The values of each row in printed order; a dash is 0.
    pub(super) rows: Vec<Vec<i64>>,
    /// Which row sums which.
    pub(super) parents: Vec<Option<usize>>,
    /// Columns that must stay blank.
    pub(super) blank: Vec<bool>,
    /// The row of the total and, for each column, the values it may hold there.
    pub(super) known: Option<(usize, Vec<Option<BTreeSet<i64>>>)>,
}

/// The column of each value of a row.
pub(super) type Placement = Vec<usize>;

/// What is left of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// The placement to use: the only one, else the first one that fits with those chosen for the rows before.
    pub(super) chosen: Placement,
    /// For each value whether every possible placement agrees.
    pub(super) certain: Vec<bool>,
    /// The possible placements, `chosen` among them.
    pub(super) possible: Vec<Placement>,
    /// All of `possible` satisfy the row's own sums.
    pub(super) closes: bool,
}

/// A row with more placements than this is not searched.
const MOST_PLACEMENTS: usize = 6_000;

/// Additions of two rows before the search gives up.
const MOST_WORK: usize = 3_000_000;

/// Places every row. `None` for a row that has more values than columns, or too many placements to search.
pub(super) fn solve(puzzle: &Puzzle) -> Vec<Option<Answer>> {
    let mut search = Search::new(puzzle);
    search.settle();
    let possible = search.domains.clone();
    search.choose();
    let answer = |row: usize| {
        let possible = possible.get(row)?.clone()?;
        let chosen = search.domains.get(row)?.as_ref()?.first()?.clone();
        let agrees = |nth: usize| possible.iter().all(|other| other.get(nth) == chosen.get(nth));
        let proved = search.closes.get(row).copied().unwrap_or(false);
        let certain = (0..chosen.len()).map(|nth| proved && agrees(nth)).collect();
        Some(Answer { chosen, certain, possible, closes: proved })
    };
    (0..puzzle.rows.len()).map(answer).collect()
}

struct Search<'a> {
    puzzle: &'a Puzzle,
    domains: Vec<Option<Vec<Placement>>>,
    closes: Vec<bool>,
    /// Rows that sum others, innermost last; those whose sums cannot hold are dropped.
    families: Vec<(usize, Vec<usize>)>,
    /// No value is negative, so a sum never shrinks.
    growing: bool,
    work: usize,
}

impl<'a> Search<'a> {
    fn new(puzzle: &'a Puzzle) -> Self {
        let (domains, closes) = (0..puzzle.rows.len()).map(|row| puzzle.placements(row)).unzip();
        let family = |row: usize| {
            let inner = |other: &usize| {
                puzzle.parents.get(*other) == Some(&Some(row))
                    && puzzle.rows.get(*other).is_some_and(|v| !v.is_empty())
            };
            let inner: Vec<usize> = (0..puzzle.rows.len()).filter(inner).collect();
            (!inner.is_empty()).then_some((row, inner))
        };
        let families = (0..puzzle.rows.len()).filter_map(family).collect();
        let growing = puzzle.rows.iter().flatten().all(|&value| value >= 0);
        Self { puzzle, domains, closes, families, growing, work: 0 }
    }

    /// Removes placements without support until nothing changes.
    fn settle(&mut self) {
        let mut families = std::mem::take(&mut self.families);
        let mut changed = true;
        while changed && self.work < MOST_WORK {
            changed = false;
            families.retain(|(row, inner)| match self.narrow(*row, inner) {
                Some(narrowed) => {
                    changed |= narrowed;
                    true
                }
                None => false,
            });
        }
        self.families = families;
    }

    /// Fixes the first open row to its first placement, and so on.
    fn choose(&mut self) {
        for row in 0..self.domains.len() {
            let open = self.domains.get(row).and_then(Option::as_ref).is_some_and(|domain| domain.len() > 1);
            if open && let Some(Some(domain)) = self.domains.get_mut(row) {
                domain.truncate(1);
                self.settle();
            }
        }
    }

    /// Keeps what supports `row` = sum of `inner`; whether anything was removed, or `None` where it cannot hold or cannot be told.
    fn narrow(&mut self, row: usize, inner: &[usize]) -> Option<bool> {
        let outer = self.vectors(row)?;
        let lists: Vec<Vec<Vec<i64>>> = inner.iter().map(|&row| self.vectors(row)).collect::<Option<_>>()?;
        // Printed parts are rounded one by one, so a sum may be off by half a unit a part.
        let slacks = [0, i64::try_from(inner.len().div_ceil(2)).unwrap_or(i64::MAX)];
        for slack in slacks {
            let mut kept_outer = vec![false; outer.len()];
            let mut kept: Vec<Vec<bool>> = lists.iter().map(|list| vec![false; list.len()]).collect();
            for (target, keep) in outer.iter().zip(&mut kept_outer) {
                *keep = self.supports(target, slack, &lists, &mut kept)?;
            }
            if kept_outer.contains(&true) {
                let mut narrowed = self.keep(row, &kept_outer);
                for (&row, kept) in inner.iter().zip(&kept) {
                    narrowed |= self.keep(row, kept);
                }
                return Some(narrowed);
            }
        }
        None
    }

    /// The placements of a row as values by column.
    fn vectors(&self, row: usize) -> Option<Vec<Vec<i64>>> {
        let values = self.puzzle.rows.get(row)?;
        let domain = self.domains.get(row)?.as_ref()?;
        Some(domain.iter().map(|placement| spread(values, placement, self.puzzle.columns)).collect())
    }

    fn keep(&mut self, row: usize, kept: &[bool]) -> bool {
        let Some(Some(domain)) = self.domains.get_mut(row) else { return false };
        let before = domain.len();
        let mut kept = kept.iter();
        domain.retain(|_| kept.next().copied().unwrap_or(true));
        domain.len() < before
    }

    /// Whether one vector of each list can add up to `target`; marks those that take part. `None` when the work is used up.
    fn supports(
        &mut self,
        target: &[i64],
        slack: i64,
        lists: &[Vec<Vec<i64>>],
        kept: &mut [Vec<bool>],
    ) -> Option<bool> {
        let mut reached: Vec<BTreeSet<Vec<i64>>> = vec![BTreeSet::from([vec![0; target.len()]])];
        for list in lists {
            let mut next = BTreeSet::new();
            for (state, vector) in
                reached.last()?.iter().flat_map(|state| list.iter().map(move |v| (state, v)))
            {
                self.work += 1;
                let sum = add(state, vector);
                if !self.growing
                    || sum.iter().zip(target).all(|(sum, target)| *sum <= target.saturating_add(slack))
                {
                    next.insert(sum);
                }
            }
            if self.work > MOST_WORK {
                return None;
            }
            reached.push(next);
        }
        let near = |sum: &[i64]| sum.iter().zip(target).all(|(a, b)| a.abs_diff(*b) <= slack.unsigned_abs());
        let mut alive: BTreeSet<Vec<i64>> = reached.pop()?.into_iter().filter(|sum| near(sum)).collect();
        let found = !alive.is_empty();
        for (list, kept) in lists.iter().zip(kept).rev() {
            let mut before = BTreeSet::new();
            for state in reached.pop()? {
                for (vector, kept) in list.iter().zip(kept.iter_mut()) {
                    self.work += 1;
                    if alive.contains(&add(&state, vector)) {
                        *kept = true;
                        before.insert(state.clone());
                    }
                }
            }
            alive = before;
        }
        Some(found)
    }
}

impl Puzzle {
    /// Every placement of a row that its own sums allow, and whether they do; all placements where none closes.
    fn placements(&self, row: usize) -> (Option<Vec<Placement>>, bool) {
        let values = self.rows.get(row).map(Vec::as_slice).unwrap_or_default();
        let Some(all) = ascending(self.columns, values.len()) else { return (None, false) };
        let slack = |parts: usize| i64::try_from(parts.div_ceil(2)).unwrap_or(i64::MAX);
        let exact: Vec<Placement> = all.iter().filter(|p| self.closes(values, p, |_| 0)).cloned().collect();
        let fitting = if exact.is_empty() {
            all.iter().filter(|p| self.closes(values, p, slack)).cloned().collect()
        } else {
            exact
        };
        let closes = !fitting.is_empty();
        let fitting = if closes { fitting } else { all };
        let fitting = narrowed(fitting, |placement| self.respects_blank(values, placement));
        (
            Some(narrowed(fitting, |placement| self.respects_known(row, values, placement))),
            closes || self.columns == values.len(),
        )
    }

    fn closes(&self, values: &[i64], placement: &[usize], slack: impl Fn(usize) -> i64) -> bool {
        let spread = spread(values, placement, self.columns);
        let at = |column: &usize| spread.get(*column).copied().unwrap_or_default();
        self.sums.iter().all(|sum| {
            let parts: i64 = sum.parts.iter().map(at).fold(0, i64::saturating_add);
            parts.abs_diff(at(&sum.total)) <= slack(sum.parts.len()).unsigned_abs()
        })
    }

    fn respects_blank(&self, values: &[i64], placement: &[usize]) -> bool {
        let must_be_blank = |column: &usize| self.blank.get(*column).copied().unwrap_or(false);
        values.iter().zip(placement).all(|(value, column)| *value == 0 || !must_be_blank(column))
    }

    fn respects_known(&self, row: usize, values: &[i64], placement: &[usize]) -> bool {
        let Some((_, known)) = self.known.as_ref().filter(|(total, _)| *total == row) else { return true };
        values.iter().zip(placement).all(|(value, column)| {
            known.get(*column).and_then(Option::as_ref).is_none_or(|known| known.contains(value))
        })
    }
}

/// What satisfies a condition; all of it where nothing does, since evidence from elsewhere may itself be wrong.
fn narrowed(all: Vec<Placement>, fits: impl Fn(&Placement) -> bool) -> Vec<Placement> {
    if all.iter().any(&fits) { all.into_iter().filter(fits).collect() } else { all }
}

/// Every ascending choice of `count` out of `columns`; `None` where there is none, or too many.
fn ascending(columns: usize, count: usize) -> Option<Vec<Placement>> {
    let mut all: Vec<Placement> = vec![Vec::new()];
    for nth in 0..count {
        // The values still to come need a column each.
        let last = columns.checked_sub(count - nth)?;
        let mut longer = Vec::new();
        for placement in &all {
            let from = placement.last().map_or(0, |&column| column + 1);
            longer.extend((from..=last).map(|column| {
                let mut next = placement.clone();
                next.push(column);
                next
            }));
        }
        if longer.len() > MOST_PLACEMENTS {
            return None;
        }
        all = longer;
    }
    Some(all)
}

fn spread(values: &[i64], placement: &[usize], columns: usize) -> Vec<i64> {
    let mut spread = vec![0; columns];
    for (value, &column) in values.iter().zip(placement) {
        if let Some(place) = spread.get_mut(column) {
            *place = *value;
        }
    }
    spread
}

fn add(left: &[i64], right: &[i64]) -> Vec<i64> {
    left.iter().zip(right).map(|(a, b)| a.saturating_add(*b)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `total = basic + project`; one row a line, indented below what sums it.
    fn check(rows: &[(&[i64], Option<usize>)], expect: &[&[&[usize]]]) {
        let puzzle = Puzzle {
            columns: 3,
            sums: vec![ColumnSum { total: 0, parts: vec![1, 2] }],
            rows: rows.iter().map(|(values, _)| values.to_vec()).collect(),
            parents: rows.iter().map(|(_, parent)| *parent).collect(),
            ..Puzzle::default()
        };
        let possible: Vec<Vec<Placement>> = solve(&puzzle)
            .into_iter()
            .map(|answer| answer.map(|answer| answer.possible).unwrap_or_default())
            .collect();
        assert_eq!(
            possible,
            expect.iter().map(|row| row.iter().map(|p| p.to_vec()).collect::<Vec<_>>()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn one_row_alone_can_be_ambiguous() {
        check(&[(&[170, 170], None)], &[&[&[0, 1], &[0, 2]]]);
    }

    #[test]
    fn the_total_row_decides() {
        check(
            &[(&[600, 200, 400], None), (&[200, 200], Some(0)), (&[400, 400], Some(0))],
            &[&[&[0, 1, 2]], &[&[0, 1]], &[&[0, 2]]],
        );
    }

    #[test]
    fn equal_rows_stay_ambiguous() {
        check(
            &[(&[400, 200, 200], None), (&[200, 200], Some(0)), (&[200, 200], Some(0))],
            &[&[&[0, 1, 2]], &[&[0, 1], &[0, 2]], &[&[0, 1], &[0, 2]]],
        );
    }

    #[test]
    fn sums_that_do_not_close_prove_nothing() {
        check(
            &[(&[600, 200, 400], None), (&[230, 230], Some(0)), (&[400, 400], Some(0))],
            &[&[&[0, 1, 2]], &[&[0, 1], &[0, 2]], &[&[0, 1], &[0, 2]]],
        );
    }

    #[test]
    fn more_values_than_columns_have_no_answer() {
        check(&[(&[1, 2, 3, 4], None)], &[&[]]);
    }
}
