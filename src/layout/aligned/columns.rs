//! A run of rows → its columns: what stands between gutters that no word of any row crosses.

use super::labels;
use super::run::{Run, part};
use super::track::Track;
use crate::base::{Length, Rect};
use crate::layout::numeral::{Shape, shape};
use crate::layout::sheet::{Line, Word};

/// A gutter is at least this part (in hundredths) of the size wide, over all rows, or where that leaves words beside amounts
/// the second: a long name reaches that near to the code after it…
const GUTTERS: [Length; 2] = [50, 30];

/// …and beside the amounts of a table that has one column of them only, this part.
const ONLY_GUTTER: Length = 100;

/// Amounts of a list, where only its header tells that it is a table.
const FEWEST_IN_LIST: usize = 5;

/// A column by the text that stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) x0: Length,
    pub(super) x1: Length,
    /// Whether it holds amounts (or stands right of such, without any text).
    pub(super) amounts: bool,
}

impl Column {
    pub(super) fn meets(&self, rect: &Rect) -> bool {
        rect.x0 < self.x1 && self.x0 < rect.x1
    }
}

/// The columns of a run; `None` where it is no table.
pub(super) fn find(run: &Run, lines: &[Line]) -> Option<Vec<Column>> {
    let lines = lines.get(run.lines.clone())?;
    GUTTERS.iter().find_map(|&gutter| parted_by(part(run.size, gutter), run, lines))
}

/// The columns of a run between gutters of a width.
fn parted_by(gutter: Length, run: &Run, lines: &[Line]) -> Option<Vec<Column>> {
    let crossing = labels::crossing(run, lines, gutter, stripes);
    let all = lines.iter().flat_map(|line| &line.words);
    let keeping: Vec<&Word> = all.filter(|word| !crossing.contains(&std::ptr::from_ref(*word))).collect();
    let mut columns = one_of_two(stripes(&keeping, gutter), lines, &run.tracks);
    let spaced: Vec<bool> = columns.iter().map(|column| is_spaced(lines, column)).collect();
    for track in &run.tracks {
        let mut within =
            columns.iter_mut().filter(|column| column.x0 < track.span.1 && track.span.0 < column.x1);
        let (Some(column), None) = (within.next(), within.next()) else { return None };
        if std::mem::replace(&mut column.amounts, true) {
            return None;
        }
    }
    for column in &mut columns {
        column.amounts |= is_dashed(lines, column);
    }
    let pure = lines.iter().flat_map(|line| &line.words).all(|word| is_pure(word, &columns));
    let columns = unspaced(columns, &spaced);
    (pure && (run.is_single_row() || is_table(run, &columns) || is_list(run, &columns))).then_some(columns)
}

/// Joins neighbouring stripes of words that no line fills both of: `合计` in the middle of a column of names that begin at
/// its left. It goes with words rather than with codes.
fn one_of_two(stripes: Vec<Column>, lines: &[Line], tracks: &[Track]) -> Vec<Column> {
    let holds = |line: &Line, column: &Column| line.words.iter().any(|word| column.meets(&word.rect));
    let amounts =
        |column: &Column| tracks.iter().any(|track| column.x0 < track.span.1 && track.span.0 < column.x1);
    let worded = |column: &Column| {
        let words = lines.iter().flat_map(|line| &line.words).filter(|word| column.meets(&word.rect));
        words.clone().count() > 0 && words.clone().any(|word| shape(&word.text) == Shape::Text)
    };
    let mut columns: Vec<Column> = Vec::with_capacity(stripes.len());
    for column in stripes {
        let joins = columns.last().is_some_and(|last| {
            !amounts(last)
                && !amounts(&column)
                && worded(last)
                && worded(&column)
                && !lines.iter().any(|line| holds(line, last) && holds(line, &column))
        });
        match columns.last_mut().filter(|_| joins) {
            Some(last) => last.x1 = column.x1,
            None => columns.push(column),
        }
    }
    columns
}

/// Whether all that stands in a column is single characters: parts of words set wide, as `合  计` often is.
fn is_spaced(lines: &[Line], column: &Column) -> bool {
    let mut within = lines.iter().flat_map(|line| &line.words).filter(|word| column.meets(&word.rect));
    within.all(|word| word.spans.len() == 1 && !word.text.is_ascii())
}

/// Whether nothing but dashes stands in a column: it holds amounts, and none of them is other than nothing.
fn is_dashed(lines: &[Line], column: &Column) -> bool {
    let mut within = lines.iter().flat_map(|line| &line.words).filter(|word| column.meets(&word.rect));
    within.all(|word| shape(&word.text) == Shape::Dash)
}

/// Joins columns of parts of words to the column of text at their right, else at their left.
fn unspaced(columns: Vec<Column>, spaced: &[bool]) -> Vec<Column> {
    let mut joined: Vec<(Column, bool)> = Vec::with_capacity(columns.len());
    for (column, &spaced) in columns.into_iter().zip(spaced) {
        let spaced = spaced && !column.amounts;
        match joined.last_mut() {
            Some((last, open)) if *open && !column.amounts => {
                last.x1 = column.x1;
                *open = spaced;
            }
            _ => joined.push((column, spaced)),
        }
    }
    let mut whole: Vec<Column> = Vec::with_capacity(joined.len());
    for (column, open) in joined {
        match whole.last_mut().filter(|last| open && !last.amounts) {
            Some(last) => last.x1 = column.x1,
            None => whole.push(column),
        }
    }
    whole
}

/// What words cover, parted where at least `gutter` is white.
fn stripes(words: &[&Word], gutter: Length) -> Vec<Column> {
    let mut spans: Vec<(Length, Length)> = words.iter().map(|word| (word.rect.x0, word.rect.x1)).collect();
    spans.sort_unstable();
    let mut columns: Vec<Column> = Vec::new();
    for (x0, x1) in spans {
        match columns.last_mut() {
            Some(last) if x0 < last.x1.saturating_add(gutter) => last.x1 = last.x1.max(x1),
            _ => columns.push(Column { x0, x1, amounts: false }),
        }
    }
    columns
}

/// Whether a word is no text in a column of amounts.
fn is_pure(word: &Word, columns: &[Column]) -> bool {
    shape(&word.text) != Shape::Text
        || !columns.iter().any(|column| column.amounts && column.meets(&word.rect))
}

/// Whether names with one amount each, zeros included, are as many as a header needs to make a table of them: the 三公 of a body
/// that spends nothing on them.
fn is_list(run: &Run, columns: &[Column]) -> bool {
    let [name, amount] = columns else { return false };
    let wide = |track: &Track| is_wide(columns, track, part(run.size, ONLY_GUTTER));
    let long = |track: &Track| track.numbers >= FEWEST_IN_LIST && wide(track);
    !name.amounts && amount.amounts && matches!(run.tracks.as_slice(), [only] if long(only))
}

/// Whether amounts and gutters are evidence enough.
pub(super) fn is_table(run: &Run, columns: &[Column]) -> bool {
    let solid: Vec<&Track> =
        run.tracks.iter().filter(|track| track.count > 1 && track.money * 2 >= track.count).collect();
    let money: usize = run.tracks.iter().map(|track| track.money).sum();
    let named = columns.first().is_some_and(|column| !column.amounts);
    let enough = match solid.as_slice() {
        [] => false,
        [only] => only.count > 2 && is_wide(columns, only, part(run.size, ONLY_GUTTER)),
        _ => true,
    };
    named && enough && money > 2
}

/// Whether the white at both sides of a track is that wide.
fn is_wide(columns: &[Column], track: &Track, gutter: Length) -> bool {
    columns.windows(2).all(|pair| match pair {
        [left, right] => {
            let beside = left.x1 >= track.span.1 && left.x0 <= track.span.0
                || right.x0 <= track.span.0 && track.span.1 <= right.x1;
            !beside || right.x0.saturating_sub(left.x1) >= gutter
        }
        _ => true,
    })
}

/// The columns that a word stands over, first and last: those it meets, and both beside the gutter that its middle is in.
pub(super) fn over(columns: &[Column], rect: &Rect) -> Option<(usize, usize)> {
    let middle = rect.middle_x();
    let right = columns.iter().position(|column| column.x0 > middle);
    let gutter = right
        .and_then(|right| Some((right.checked_sub(1)?, right)))
        .filter(|&(left, _)| columns.get(left).is_some_and(|left| left.x1 < middle));
    let first = columns.iter().position(|column| column.meets(rect));
    let last = columns.iter().rposition(|column| column.meets(rect));
    match (first.zip(last), gutter) {
        (Some((first, last)), Some((left, right))) => Some((first.min(left), last.max(right))),
        (met, gutter) => met.or(gutter),
    }
}

/// The columns, wide enough for a line each word of which stands over one column of the right kind; `None` where a word
/// does not, or columns would meet.
pub(super) fn widened(
    columns: &[Column],
    line: &Line,
    kind: impl Fn(&Column) -> bool,
) -> Option<Vec<Column>> {
    let mut wider = columns.to_vec();
    for word in &line.words {
        let mut meets = wider.iter_mut().filter(|column| column.meets(&word.rect));
        let (Some(column), None) = (meets.next(), meets.next()) else { return None };
        if !kind(column) {
            return None;
        }
        column.x0 = column.x0.min(word.rect.x0);
        column.x1 = column.x1.max(word.rect.x1);
    }
    are_parted(&wider).then_some(wider)
}

/// Whether there is white between all columns.
pub(super) fn are_parted(columns: &[Column]) -> bool {
    columns.windows(2).all(|pair| matches!(pair, [a, b] if a.x1 < b.x0))
}
