//! Lines → runs of lines whose amounts stand in the same columns, line after line.
//!
//! Comes in: the lines outside every ruled grid, from top to bottom. Goes out: runs, each with the tracks of its amounts.
//! It is strict, since it may only add: one word across a track ends the run.

use std::ops::Range;

use crate::base::{Length, Rect};
use crate::layout::numeral::{Shape, is_leader, shape};
use crate::layout::sheet::{Line, Word};
use crate::pdf::Direction;

/// Right edges (or middles) of the amounts of one column differ by no more than this part (in hundredths) of the size:
/// half a digit, and a little.
const ALIGNED: Length = 30;

/// Rows of one table stand no further apart than this part (in hundredths) of the size, middle to middle.
pub(super) const PITCH: Length = 450;

/// Lines without amounts between two rows: a long name takes up to four.
const MOST_BETWEEN: usize = 4;

/// Tracks of one run; the widest real table has 30 columns.
const MOST_TRACKS: usize = 64;

/// The amounts of one column: what they cover, and how far their right edges and middles spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Track {
    /// Leftmost and rightmost x.
    pub(super) span: (Length, Length),
    right: (Length, Length),
    middle: (Length, Length),
    /// Amounts in it, dashes not counted.
    pub(super) count: usize,
    /// Those that print decimals or groups.
    pub(super) money: usize,
}

/// Lines that follow each other and share their tracks.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    /// Indices of the first line and past the last; both ends are rows with amounts.
    pub(super) lines: Range<usize>,
    /// Indices of the lines with amounts.
    pub(super) rows: Vec<usize>,
    /// Disjoint, in the order in which they were found.
    pub(super) tracks: Vec<Track>,
    /// The size of its digits.
    pub(super) size: Length,
}

/// The amounts of a line: words that look like numbers, the labels at its left left out.
fn amounts(line: &Line) -> impl Iterator<Item = (&Word, Shape)> {
    let shapes = || line.words.iter().map(|word| shape(&word.text));
    // Codes and serial numbers stand left of the name: plain integers before the first text, or before the first amount.
    let labels = shapes()
        .position(|shape| shape == Shape::Text)
        .unwrap_or_else(|| shapes().position(|shape| shape != Shape::Integer).unwrap_or(line.words.len()));
    line.words.iter().zip(shapes()).skip(labels).filter(|(_, shape)| *shape != Shape::Text)
}

/// Whether a word is an amount of its line.
pub(super) fn is_amount(line: &Line, word: &Word) -> bool {
    amounts(line).any(|(amount, _)| std::ptr::eq(amount, word))
}

/// The size of the text, from an amount: a digit is half as wide as it is high, a full-width one as wide.
fn size(word: &Word) -> Length {
    let digits = Length::try_from(word.spans.len()).unwrap_or(Length::MAX).max(1);
    (word.rect.width() / digits).saturating_mul(2).min(word.rect.height()).max(1)
}

pub(super) fn part(size: Length, hundredths: Length) -> Length {
    Length::try_from(i64::from(size) * i64::from(hundredths) / 100).unwrap_or(Length::MAX)
}

/// Every run of at least two rows. `grids` part runs above and below them.
pub(super) fn runs(lines: &[Line], grids: &[Rect]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::default();
    for (index, line) in lines.iter().enumerate() {
        let follows =
            index > 0 && lines.get(index - 1).is_some_and(|last| follows(last, line, run.size, grids));
        if !follows || !run.goes_on(index, line, lines) {
            runs.push(std::mem::take(&mut run));
            if !beside(line, grids) {
                run.goes_on(index, line, lines);
            }
        }
    }
    runs.push(run);
    runs.retain(|run| run.rows.len() > 1);
    runs
}

/// Whether nothing but a little white stands between two lines.
pub(super) fn follows(last: &Line, line: &Line, size: Length, grids: &[Rect]) -> bool {
    let (from, to) = (last.rect.middle_y(), line.rect.middle_y());
    let parted = grids.iter().any(|grid| from <= grid.y1 && grid.y0 <= to);
    from < to && to.saturating_sub(from) <= part(size, PITCH) && !parted
}

/// Whether a line stands at the height of a ruled grid.
fn beside(line: &Line, grids: &[Rect]) -> bool {
    let y = line.rect.middle_y();
    grids.iter().any(|grid| grid.y0 <= y && y <= grid.y1)
}

impl Run {
    /// Takes a line as the next row, or as text between two rows; false where it is neither.
    fn goes_on(&mut self, index: usize, line: &Line, lines: &[Line]) -> bool {
        let legible =
            line.direction == Direction::Right && !line.words.iter().any(|word| is_leader(&word.text));
        if !legible {
            return false;
        }
        if !is_row(line) {
            let since = self.rows.last().map_or(MOST_BETWEEN, |last| index.saturating_sub(last + 1));
            return since < MOST_BETWEEN && !line.words.iter().any(|word| self.is_crossed_by(word));
        }
        let Some(tracks) = self.tracks_with(line) else { return false };
        let between = lines.get(self.lines.end..index).filter(|_| !self.rows.is_empty()).unwrap_or_default();
        if between.iter().flat_map(|line| &line.words).any(|word| crosses(&tracks, word)) {
            return false;
        }
        if self.rows.is_empty() {
            self.lines.start = index;
        }
        self.size = amounts(line)
            .map(|(word, _)| size(word))
            .chain((self.size > 0).then_some(self.size))
            .min()
            .unwrap_or(0);
        self.tracks = tracks;
        self.rows.push(index);
        self.lines.end = index + 1;
        true
    }

    fn is_crossed_by(&self, word: &Word) -> bool {
        crosses(&self.tracks, word)
    }

    /// The tracks once the amounts of a row are among them; `None` where one stands out of line.
    fn tracks_with(&self, line: &Line) -> Option<Vec<Track>> {
        let mut tracks = self.tracks.clone();
        let mut aligned = self.tracks.is_empty();
        for (word, shape) in amounts(line) {
            let mut at = (0..self.tracks.len())
                .filter(|&at| self.tracks.get(at).is_some_and(|track| track.meets(&word.rect)));
            match (at.next(), at.next()) {
                (None, _) if shape == Shape::Dash => {}
                (None, _) => tracks.push(Track::new(word, shape)),
                (Some(at), None) => {
                    let track = tracks.get_mut(at)?;
                    track.take(word, shape, part(size(word), ALIGNED))?;
                    aligned |= shape != Shape::Dash;
                }
                _ => return None,
            }
        }
        let text = |word: &&Word| !is_amount(line, word);
        let clear = !line.words.iter().filter(text).any(|word| crosses(&tracks, word));
        (clear && aligned && tracks.len() <= MOST_TRACKS).then_some(tracks)
    }
}

/// A row: two words or more, an amount among them that is printed as one.
fn is_row(line: &Line) -> bool {
    line.words.len() > 1 && amounts(line).any(|(_, shape)| shape != Shape::Dash)
}

fn crosses(tracks: &[Track], word: &Word) -> bool {
    tracks.iter().any(|track| track.meets(&word.rect))
}

impl Track {
    fn new(word: &Word, shape: Shape) -> Self {
        let (x0, x1, middle) = (word.rect.x0, word.rect.x1, word.rect.middle_x());
        let money = usize::from(shape == Shape::Money);
        Track { span: (x0, x1), right: (x1, x1), middle: (middle, middle), count: 1, money }
    }

    fn meets(&self, rect: &Rect) -> bool {
        rect.x0 < self.span.1 && self.span.0 < rect.x1
    }

    /// Adds an amount that stands in line with the others, at the right or in the middle; a dash may stand anywhere in it.
    fn take(&mut self, word: &Word, shape: Shape, slack: Length) -> Option<()> {
        let widened = |(from, to): (Length, Length), at: Length| (from.min(at), to.max(at));
        let spread = |(from, to): (Length, Length)| to.saturating_sub(from);
        let rect = &word.rect;
        if shape != Shape::Dash {
            self.right = widened(self.right, rect.x1);
            self.middle = widened(self.middle, rect.middle_x());
            self.count += 1;
            self.money += usize::from(shape == Shape::Money);
        }
        self.span = (self.span.0.min(rect.x0), self.span.1.max(rect.x1));
        (spread(self.right).min(spread(self.middle)) <= slack).then_some(())
    }
}

impl Run {
    /// Whether the line just above or below prints an amount in one of the tracks. It did not fit, so the table is not
    /// understood: part of a table is worse than lines.
    pub(super) fn is_torn(&self, lines: &[Line], grids: &[Rect]) -> bool {
        let (first, last) = (self.lines.start, self.lines.end);
        let above = first.checked_sub(1).map(|above| (above, first, above));
        let below = last.checked_sub(1).map(|end| (end, last, last));
        above.into_iter().chain(below).any(|(upper, lower, line)| {
            match (lines.get(upper), lines.get(lower), lines.get(line)) {
                (Some(upper), Some(lower), Some(line)) => {
                    follows(upper, lower, self.size, grids) && line.words.iter().any(|word| self.holds(word))
                }
                _ => false,
            }
        })
    }

    /// The least distance between two rows.
    pub(super) fn pitch(&self, lines: &[Line]) -> Length {
        let middle = |index: usize| lines.get(index).map_or(0, |line| line.rect.middle_y());
        let steps = self.rows.windows(2).filter_map(|pair| match pair {
            [a, b] => Some(middle(*b).saturating_sub(middle(*a))),
            _ => None,
        });
        steps.min().unwrap_or(0)
    }

    fn holds(&self, word: &Word) -> bool {
        shape(&word.text) == Shape::Money && crosses(&self.tracks, word)
    }
}

/// Whether a line prints decimals or groups: a row of data, never a header.
pub(super) fn has_money(line: &Line) -> bool {
    line.words.iter().any(|word| shape(&word.text) == Shape::Money)
}
