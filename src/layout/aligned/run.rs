//! Lines → runs of lines whose amounts stand in the same columns, line after line.
//!
//! Comes in: the lines outside every ruled grid, from top to bottom. Goes out: runs, each with the tracks of its amounts.
//! It is strict, since it may only add: one word across a track ends the run.

use std::ops::Range;

use super::body::{clearly, overlap};
use super::heads;
use super::track::{Track, crosses};
use crate::base::{Length, Rect};
use crate::layout::numeral::{Shape, is_leader, is_money, is_page_number, shape};
use crate::layout::sheet::{Line, Word};
use crate::pdf::Direction;

/// Right edges (or middles) of the amounts of one column differ by no more than this part (in hundredths) of the size:
/// half a digit, and a little.
const ALIGNED: Length = 30;

/// Rows of one table stand no further apart than this part (in hundredths) of the size, middle to middle.
pub(super) const PITCH: Length = 450;

/// Amounts of a table of one row.
const FEWEST_IN_ONE: usize = 3;

/// Lines without amounts between two rows: a long name takes up to four.
const MOST_BETWEEN: usize = 4;

/// Tracks of one run; the widest real table has 30 columns.
const MOST_TRACKS: usize = 64;

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
    /// Where words of its rows begin, and what they look like.
    begins: Vec<(Length, Shape)>,
    /// Whether its only row holds no money, or nothing at all: it is a table only under a header.
    alone: bool,
    /// Lines since the last row that are none and stand in no column of the rows.
    stray: usize,
}

/// The amounts of a line: words that look like numbers, the labels at its left left out.
fn amounts(line: &Line) -> impl Iterator<Item = (&Word, Shape)> {
    let shapes = || line.words.iter().map(|word| shape(&word.text));
    // Codes and serial numbers stand left of the name: plain integers before anything else.
    let labels = shapes().take_while(|shape| *shape == Shape::Integer).count();
    let all: Vec<Shape> = shapes().collect();
    // In a second list at the right of the first the code follows an amount, and the name the code.
    let is_code = move |at: usize| {
        let near = |at: Option<usize>| at.and_then(|at| all.get(at).copied());
        near(Some(at)) == Some(Shape::Integer)
            && near(at.checked_sub(1)).is_some_and(|before| before != Shape::Text)
            && near(Some(at + 1)) == Some(Shape::Text)
    };
    let numbered = line.words.iter().zip(shapes()).enumerate().skip(labels);
    numbered.filter(move |(at, (_, shape))| *shape != Shape::Text && !is_code(*at)).map(|(_, amount)| amount)
}

/// Whether a word is an amount of its line.
fn is_amount(line: &Line, word: &Word) -> bool {
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

/// Every run of at least two rows, or of one with several amounts: 三公 tables have one. `grids` part runs above and below
/// them.
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
    runs.retain(|run| run.rows.len() > 1 || run.is_single_row());
    runs.iter_mut().filter(|run| run.is_single_row()).for_each(|run| run.take_halves(lines));
    runs.iter_mut().for_each(|run| run.begin_above(lines, grids));
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
        if !legible || is_page_number(line) {
            return false;
        }
        if !self.is_row(line) && !self.stands_in_name(index, lines) {
            self.stray += usize::from(!self.is_blank_row(line));
            let dash = |word: &Word| shape(&word.text) == Shape::Dash;
            let crossed = |word: &Word| !dash(word) && self.is_crossed_by(word);
            let goes_on =
                !self.rows.is_empty() && self.stray <= MOST_BETWEEN && !line.words.iter().any(crossed);
            // A row has a name, or its dashes stand in columns.
            let named = |word: &Word| shape(&word.text) == Shape::Text || self.is_crossed_by(word);
            let named = goes_on && line.words.iter().any(dash) && line.words.iter().any(named);
            if named && self.is_blank_row(line) {
                self.rows.push(index);
                self.lines.end = index + 1;
            }
            return goes_on;
        }
        // Numbers of the columns stand in the middle of them, wherever the amounts do; the header takes them.
        if self.rows.is_empty() && heads::numbers(lines, index) || self.amounts(line).next().is_none() {
            return self.is_blank_row(line);
        }
        self.takes_row(index, line, lines)
    }

    /// Takes a line as the next row; false where an amount of it stands out of line, or words above it stand over its amounts.
    fn takes_row(&mut self, index: usize, line: &Line, lines: &[Line]) -> bool {
        // A dash is narrower than the digits, whatever the size.
        let sizes = amounts(line).filter(|(_, shape)| *shape != Shape::Dash).map(|(word, _)| size(word));
        let size = sizes.chain((self.size > 0).then_some(self.size)).min().unwrap_or(0);
        let half = self.upper_half(index, lines, size);
        let Some(tracks) = self.tracks_with(line, half) else { return false };
        let between = lines.get(self.lines.end..index).filter(|_| !self.rows.is_empty()).unwrap_or_default();
        let crossed = |word: &Word| shape(&word.text) != Shape::Dash && crosses(&tracks, word);
        if between.iter().flat_map(|line| &line.words).any(crossed) {
            return false;
        }
        if self.rows.is_empty() {
            self.lines.start = index;
        }
        self.size = size;
        self.stray = 0;
        let words = line.words.iter().filter(|word| !is_amount(line, word));
        let words =
            words.chain(half.iter().flat_map(|half| &half.words).filter(|word| !crosses(&tracks, word)));
        self.begins.extend(words.map(|word| (word.rect.x0, shape(&word.text))));
        self.begins.sort_unstable();
        self.begins.dedup();
        self.tracks = tracks;
        self.rows.push(index);
        self.lines.end = index + 1;
        true
    }

    /// A row: two words or more, an amount among them that is printed as one.
    fn is_row(&self, line: &Line) -> bool {
        line.words.len() > 1 && self.amounts(line).any(|(_, shape)| shape != Shape::Dash)
    }

    /// Whether a line is a row without amounts: its words begin where those of rows do, and what stands in a column of
    /// amounts is a dash. In a list of all 类 of the classification most are such.
    fn is_blank_row(&self, line: &Line) -> bool {
        line.words.iter().all(|word| match shape(&word.text) {
            Shape::Dash => true,
            _ => self.has_begun(word) && !self.is_crossed_by(word),
        })
    }

    /// Whether words of rows begin where a word does; a name begins where names do: what stands over nothing but codes is
    /// their header.
    pub(super) fn has_begun(&self, word: &Word) -> bool {
        let slack = part(self.size, ALIGNED);
        let from = self.begins.partition_point(|&(at, _)| at < word.rect.x0.saturating_sub(slack));
        let near =
            self.begins.iter().skip(from).take_while(|&&(at, _)| at <= word.rect.x0.saturating_add(slack));
        let is_name = shape(&word.text) == Shape::Text;
        near.into_iter().any(|&(_, shape)| !is_name || shape == Shape::Text)
    }

    /// Takes the rows without amounts above the first row, and those that show only with the rows below them what they
    /// are: of a code and whole amounts, where the name stands in lines of its own above and below.
    fn begin_above(&mut self, lines: &[Line], grids: &[Rect]) {
        while let Some(above) = self.lines.start.checked_sub(1) {
            let (Some(line), Some(below)) = (lines.get(above), lines.get(self.lines.start)) else { break };
            let gap = below.rect.middle_y().saturating_sub(line.rect.middle_y());
            if line.direction != Direction::Right || !follows(line, below, self.size, grids) {
                break;
            }
            if self.is_half(line) && overlap(lines, above, self.size) {
                // The upper half of a name that is wrapped around the amounts below it.
            } else if let Some(row) = self.row_in_name(above, lines, grids) {
                self.lines.start = row;
                continue;
            } else if self.is_blank_row(line) {
                if clearly(gap, self.pitch(lines)) {
                    // The last line of a name that is wrapped around the amounts of its row.
                    let row =
                        above.checked_sub(1).filter(|&row| self.takes_row_above(row, above, lines, grids));
                    let Some(row) = row else { break };
                    self.lines.start = row;
                    continue;
                }
            } else if !self.takes_row_above(above, self.lines.start, lines, grids) {
                break;
            }
            self.lines.start = above;
        }
    }

    pub(super) fn is_crossed_by(&self, word: &Word) -> bool {
        crosses(&self.tracks, word)
    }

    /// The amounts of a line. A plain integer that begins where words or codes do, in no column of amounts, is a code of a
    /// second list.
    pub(super) fn amounts<'a>(&'a self, line: &'a Line) -> impl Iterator<Item = (&'a Word, Shape)> {
        let shaped = line.words.iter().map(|word| (word, shape(&word.text)));
        shaped.filter(|(word, shape)| match shape {
            Shape::Text => false,
            Shape::Integer if self.is_crossed_by(word) => true,
            Shape::Integer => is_amount(line, word) && !self.has_begun(word),
            _ => is_amount(line, word),
        })
    }

    /// The tracks once the amounts of a row are among them, whose name may begin in a line above; `None` where one stands
    /// out of line.
    pub(super) fn tracks_with(&self, line: &Line, half: Option<&Line>) -> Option<Vec<Track>> {
        let mut tracks = self.tracks.clone();
        // A row may fill columns that are blank in all before; then its words tell where it belongs.
        let is_amount = |word: &Word| self.amounts(line).any(|(amount, _)| std::ptr::eq(amount, word));
        let texts = line.words.iter().filter(|word| !is_amount(word));
        let mut texts = texts.chain(half.iter().flat_map(|half| &half.words)).peekable();
        let mut aligned =
            self.tracks.is_empty() || texts.peek().is_some() && texts.all(|word| self.has_begun(word));
        for (word, shape) in self.amounts(line) {
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
        let text = |word: &&Word| !is_amount(word);
        let clear = !line.words.iter().filter(text).any(|word| crosses(&tracks, word));
        (clear && aligned && tracks.len() <= MOST_TRACKS).then_some(tracks)
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

    /// Whether it is one row of several amounts, which is a table only under a header.
    pub(super) fn is_single_row(&self) -> bool {
        let money: usize = self.tracks.iter().map(|track| track.money).sum();
        self.rows.len() == 1 && (self.alone || money >= FEWEST_IN_ONE)
    }

    /// A row that stands alone.
    pub(super) fn single(at: usize, line: &Line) -> Self {
        let shaped = || line.words.iter().map(|word| (word, shape(&word.text)));
        let figures = || shaped().filter(|(_, shape)| *shape != Shape::Text);
        let digits = figures().filter(|(_, shape)| *shape != Shape::Dash).map(|(word, _)| size(word));
        let letter = |word: &Word| word.rect.width() / Length::try_from(word.spans.len()).unwrap_or(1).max(1);
        let letters = shaped().filter(|(_, shape)| *shape == Shape::Text);
        let letters = letters.map(|(word, _)| letter(word).min(word.rect.height()));
        Run {
            lines: at..at + 1,
            rows: vec![at],
            tracks: figures().map(|(word, shape)| Track::new(word, shape)).collect(),
            size: digits.chain(letters).min().unwrap_or(line.rect.height()),
            alone: true,
            ..Run::default()
        }
    }

    /// Whether nothing but a label stands in its only row.
    pub(super) fn is_blank(&self) -> bool {
        self.alone && self.tracks.is_empty()
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
    line.words.iter().any(is_money)
}
