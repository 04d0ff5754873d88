//! Names that are wrapped around the figures of their row: each half is a line of its own, which overlaps that of the figures.
//!
//! Comes in: a run and its lines. Goes out: which lines are halves, and rows whose words all stand in halves. Refuses to know:
//! what the words say.

use std::ops::Range;

use super::body::overlap;
use super::heads;
use super::run::{Run, follows};
use crate::base::{Length, Rect};
use crate::layout::numeral::{Shape, shape};
use crate::layout::sheet::{Line, Word};

impl Run {
    /// A row of a few figures, with all its words in the halves of the lines above and below.
    pub(super) fn stands_in_name(&self, index: usize, lines: &[Line]) -> bool {
        let figure = |word: &Word| shape(&word.text) == Shape::Money && self.is_crossed_by(word);
        self.upper_half(index, lines, self.size).is_some()
            && lines.get(index).is_some_and(|line| line.words.iter().all(figure))
    }

    /// The line of words just above that overlaps a line: the upper half of a name that is wrapped around its figures.
    pub(super) fn upper_half<'a>(&self, index: usize, lines: &'a [Line], size: Length) -> Option<&'a Line> {
        let above = index.checked_sub(1).filter(|&above| overlap(lines, above, size))?;
        lines.get(above).filter(|above| self.is_half(above))
    }

    /// Words that stand over no amounts.
    pub(super) fn is_half(&self, line: &Line) -> bool {
        line.words.iter().all(|word| shape(&word.text) == Shape::Text && !self.is_crossed_by(word))
    }

    /// The row of figures that overlaps a line of words below it, the lower half of a name that is wrapped around them.
    pub(super) fn row_in_name(&mut self, at: usize, lines: &[Line], grids: &[Rect]) -> Option<usize> {
        let row = at.checked_sub(1).filter(|&row| overlap(lines, row, self.size))?;
        (self.is_half(lines.get(at)?) && self.takes_row_above(row, at, lines, grids)).then_some(row)
    }

    /// Takes the words just above and below a row that stands alone, where they overlap it: halves of its wrapped name.
    pub(super) fn take_halves(&mut self, lines: &[Line]) {
        let half = |line: usize| {
            let words = lines.get(line).map(|line| line.words.as_slice()).unwrap_or_default();
            words.len() == 1 && words.iter().all(|word| shape(&word.text) == Shape::Text)
        };
        let Range { start, end } = self.lines;
        if let Some(above) = start.checked_sub(1).filter(|&above| half(above))
            && half(end)
            && overlap(lines, above, self.size)
            && overlap(lines, end - 1, self.size)
        {
            self.lines = above..end + 1;
        }
    }

    /// Takes a line of nothing but codes and amounts that stand in the columns of the rows below; false where it is none.
    pub(super) fn takes_row_above(
        &mut self,
        above: usize,
        below: usize,
        lines: &[Line],
        grids: &[Rect],
    ) -> bool {
        let (Some(line), Some(below)) = (lines.get(above), lines.get(below)) else { return false };
        let bare = line.words.iter().all(|word| shape(&word.text) != Shape::Text);
        let in_column = |word: &Word| self.is_crossed_by(word) || self.has_begun(word);
        let amounts = line.words.iter().filter(|word| self.is_crossed_by(word)).count();
        let fits = bare
            && amounts > 0
            && line.words.iter().all(in_column)
            && follows(line, below, self.size, grids)
            && !heads::numbers(lines, above);
        let Some(tracks) = self.tracks_with(line, None).filter(|_| fits) else { return false };
        self.tracks = tracks;
        self.rows.insert(0, above);
        true
    }
}
