//! Rows that blank lines part.
//!
//! Comes in: the lines of a table's body, and which of them hold values. Goes out: the run of lines each belongs to, where
//! runs are rows. A flattener leaves a line blank where rows are set further apart than lines are (jiangsu.toml 2017: no cell of
//! one row goes on behind the blank line), but also within the rows of other tables, whose runs then hold no values.

use std::collections::BTreeMap;

/// Runs of fewer rows show nothing.
const LEAST: usize = 3;

/// Rows are parted by so many blank lines at most.
const MOST_BLANK: usize = 3;

/// For each line the number of its run. Empty where blank lines part no rows: every run of rows holds values, most of them
/// once. The first and the last of a page may be torn off their row.
pub(super) fn find(lines: &[usize], holds_values: impl Fn(usize) -> bool) -> BTreeMap<usize, usize> {
    (1..=MOST_BLANK).map(|blank| runs(lines, blank)).find(|runs| are_rows(runs, &holds_values)).map_or_else(
        BTreeMap::new,
        |runs| {
            runs.iter().enumerate().flat_map(|(nth, run)| run.iter().map(move |&line| (line, nth))).collect()
        },
    )
}

/// The lines with fewer than so many blank ones between them.
fn runs(lines: &[usize], blank: usize) -> Vec<Vec<usize>> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for &line in lines {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| line - last <= blank) => run.push(line),
            _ => runs.push(vec![line]),
        }
    }
    runs
}

fn are_rows(runs: &[Vec<usize>], holds_values: impl Fn(usize) -> bool) -> bool {
    let values: Vec<usize> =
        runs.iter().map(|run| run.iter().filter(|&&line| holds_values(line)).count()).collect();
    let inner = values.get(1..values.len().saturating_sub(1)).unwrap_or_default();
    let once = values.iter().filter(|&&values| values == 1).count();
    runs.len() >= LEAST && !inner.contains(&0) && once * 5 >= runs.len() * 4
}
