//! Lines → rows that are the only one of their table: 合计 with dashes or zeros, with nothing, or figures alone.
//!
//! Comes in: lines and those that are rows already. Goes out: runs of one row each, which are tables only under a header in
//! which every word has its place. Refuses to know: what the words say.

use std::ops::Range;

use super::heads;
use super::run::{Run, follows};
use crate::base::Rect;
use crate::layout::numeral::{Shape, is_leader, shape};
use crate::layout::sheet::{Line, Word};
use crate::pdf::Direction;

/// Figures or dashes of a row that stands alone.
const FEWEST: usize = 3;

/// Characters of the label of a row without figures.
const LONGEST_LABEL: usize = 6;

/// Columns of a table without any figure.
pub(super) const FEWEST_COLUMNS: usize = 4;

/// How many lines above a row without figures may be narrower than its header: wrapped words.
const NARROW: usize = 3;

/// How many lines below a row without figures have none, either.
const SOON: usize = 4;

/// The rows that stand alone, outside all of `taken`.
pub(super) fn runs(lines: &[Line], grids: &[Rect], taken: &[Range<usize>]) -> Vec<Run> {
    let free = |at: &usize| !taken.iter().any(|range| range.contains(at));
    let rows = (1..lines.len()).filter(free).filter_map(|at| {
        let line = lines.get(at).filter(|line| line.direction == Direction::Right)?;
        let is_row = has_figures(line) || is_blank(lines, at, grids);
        let is_row = is_row && !heads::numbers(lines, at) && !is_wrapped(lines, at..at + 1);
        is_row.then(|| Run::single(at, line))
    });
    rows.collect()
}

/// Whether a line above or below stands so close that it is of a name that is wrapped around the row: then this is one of a
/// larger table.
pub(super) fn is_wrapped(lines: &[Line], row: Range<usize>) -> bool {
    let y = |at: usize| lines.get(at).map(|line| line.rect.middle_y());
    let height = lines.get(row.start).map_or(0, |line| line.rect.height());
    let near = |upper: usize, lower: usize| {
        y(upper).zip(y(lower)).is_some_and(|(upper, lower)| lower.saturating_sub(upper) < height)
    };
    row.start.checked_sub(1).is_some_and(|above| near(above, row.start))
        || row.end.checked_sub(1).is_some_and(|last| near(last, row.end))
}

/// Whether a line is figures or dashes, at most after one label.
fn has_figures(line: &Line) -> bool {
    if line.words.len() < FEWEST {
        return false;
    }
    let figures = line.words.iter().rev().take_while(|word| shape(&word.text) != Shape::Text).count();
    let labels = line.words.get(..line.words.len() - figures).unwrap_or_default();
    figures >= FEWEST && is_label(labels)
}

/// Whether words are one label or none.
fn is_label(words: &[Word]) -> bool {
    let legible = words.iter().all(|word| shape(&word.text) == Shape::Text && !is_leader(&word.text));
    legible && (words.len() < 2 || words.iter().all(|word| word.spans.len() == 1))
}

/// Whether a line is a short label, below wider lines and with no row after it.
fn is_blank(lines: &[Line], at: usize, grids: &[Rect]) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let characters: usize = line.words.iter().map(|word| word.spans.len()).sum();
    if !(2..=LONGEST_LABEL).contains(&characters) {
        return false;
    }
    let wide =
        (at.saturating_sub(NARROW)..at).filter_map(|at| lines.get(at)).any(|line| line.words.len() > 2);
    let below = lines.get(at + 1).filter(|below| follows(line, below, line.rect.height(), grids));
    // Figures soon below: this is the last line of their header.
    let soon = lines.get(at + 1..).unwrap_or_default().iter().take(SOON);
    let money = soon.flat_map(|line| &line.words).any(|word| shape(&word.text) == Shape::Money);
    wide && is_label(&line.words) && !money && below.is_none_or(|below| below.words.len() == 1)
}
