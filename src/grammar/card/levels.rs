//! The labels of the levels: merged cells, also those that a page's edge cuts.
//!
//! In: for each indicator the cells that cover its level columns. Out: for each the label of each level. A label printed
//! once stands for all rows down to the next one. Where cells are merged over their rows, the label is printed somewhere in
//! the cell; if the page's edge cuts the cell, that may be on the next page only (xian.toml 2019: 产出指标).

use crate::form::CardWords;

/// The cell that covers a level column in the row of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LevelCell {
    /// Grid, row and column of the cell; rows of one cell have the same.
    pub(super) at: (u32, u32, u32),
    /// Its words; empty for a blank cell.
    pub(super) text: String,
    /// It spans more than one row.
    pub(super) merged: bool,
    /// It covers the first row of the list on its grid.
    pub(super) top: bool,
    /// It ends with its grid.
    pub(super) bottom: bool,
}

/// Indicators in a row that one cell covers.
struct Run<'c> {
    cell: &'c LevelCell,
    from: usize,
    label: Option<String>,
    /// Its label may stand on the next page.
    open: bool,
}

/// The labels of both levels for each indicator.
pub(super) fn resolve(cells: &[[LevelCell; 2]], words: &CardWords) -> Vec<[Option<String>; 2]> {
    let first = labels(cells, 0, words, &[]);
    let second = labels(cells, 1, words, &first);
    first.into_iter().zip(second).map(|(first, second)| [first, second]).collect()
}

/// The labels of one level; a blank cell takes none from above where the level over it, `outer`, changes.
fn labels(
    cells: &[[LevelCell; 2]],
    level: usize,
    words: &CardWords,
    outer: &[Option<String>],
) -> Vec<Option<String>> {
    let mut runs = runs(cells, level, outer);
    let merges = runs.iter().any(|run| run.cell.merged);
    for index in 0..runs.len() {
        let (before, rest) = runs.split_at_mut(index);
        let Some(run) = rest.first_mut() else { break };
        let same_outer = |other: &Run<'_>| outer.get(other.from) == outer.get(run.from);
        let cut = before.last().is_some_and(|last| last.cell.bottom && run.cell.top);
        if run.cell.text.is_empty() {
            let last = before.last().filter(|last| same_outer(last) || cut);
            run.open = match last {
                Some(last) if cut => last.open,
                _ => merges && run.cell.bottom,
            };
            run.label = last.and_then(|last| last.label.clone());
        } else {
            run.label = Some(run.cell.text.clone());
            if cut {
                label_above(before, run, level, words);
            }
        }
    }
    spread(&runs, cells.len())
}

/// Gives the label of a cell to the part of it above the page's edge: to blank parts, and where the edge cuts its words.
fn label_above(before: &mut [Run<'_>], run: &mut Run<'_>, level: usize, words: &CardWords) {
    let Some(last) = before.last_mut() else { return };
    if last.open {
        for run_above in before.iter_mut().rev().take_while(|above| above.open) {
            run_above.label.clone_from(&run.label);
        }
        return;
    }
    let (Some(above), Some(below)) = (&last.label, &run.label) else { return };
    let whole = format!("{above}{below}");
    if words.is_level(level, &whole) && !words.is_level(level, above) {
        last.label = Some(whole.clone());
        run.label = Some(whole);
    }
}

fn runs<'c>(cells: &'c [[LevelCell; 2]], level: usize, outer: &[Option<String>]) -> Vec<Run<'c>> {
    let mut runs: Vec<Run<'c>> = Vec::new();
    for (index, each) in cells.iter().enumerate() {
        let Some(cell) = each.get(level) else { continue };
        let same = runs.last().is_some_and(|run| {
            run.cell.at == cell.at && (!cell.text.is_empty() || outer.get(run.from) == outer.get(index))
        });
        if !same {
            runs.push(Run { cell, from: index, label: None, open: false });
        }
    }
    runs
}

fn spread(runs: &[Run<'_>], rows: usize) -> Vec<Option<String>> {
    let mut labels = vec![None; rows];
    for (index, run) in runs.iter().enumerate() {
        let to = runs.get(index + 1).map_or(rows, |next| next.from);
        for label in labels.iter_mut().take(to).skip(run.from) {
            label.clone_from(&run.label);
        }
    }
    labels
}
