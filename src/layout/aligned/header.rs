//! The lines above the first row → header rows: words that stand over the columns.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Rules;
use super::body::{LEADING, clearly};
use super::columns::{Column, are_parted, over};
use super::heads::sticks_out;
use super::run::{PITCH, Run, follows, has_money, part};
use crate::base::{Length, Rect};
use crate::layout::sheet::{Line, Word};
use crate::pdf::Direction;

/// Lines of header; the highest real one has six levels of up to three lines, most have two.
const MOST_LINES: usize = 8;

/// Lines no further apart than this part (in hundredths) of the distance of rows stand in cells beside each other: the
/// words of cells that span two header rows stand half a row above those of the lower row.
const STAGGERED: i64 = 80;

/// Columns that a word heads, first and last, where it is narrower than they are: by its line and where it begins.
pub(super) type Groups = BTreeMap<(usize, Length), (usize, usize)>;

/// The header rows above line `start`; their words widen the columns, and a word over no column makes a blank one.
pub(super) fn rows(
    run: &Run,
    start: usize,
    lines: &[Line],
    columns: &mut Vec<Column>,
    rules: &Rules,
    grids: &[Rect],
    free: usize,
) -> (Vec<Range<usize>>, Groups) {
    let (mut first, size, pitch) = (start, run.size, run.pitch(lines));
    let mut beside = false;
    while first > free && start - first < MOST_LINES {
        let (Some(line), Some(below)) = (lines.get(first - 1), lines.get(first)) else { break };
        let lowest = first == start;
        let staggered =
            !lowest && (beside || line.words.len() > 1) && stands_beside(line, below, columns, pitch);
        let may_stand = staggered && !has_money(line) || may_stand(line, below, lowest, size, rules, columns);
        if !follows(line, below, size, grids) || !may_stand {
            break;
        }
        let Some(fit) = fitted(line, columns, size, lowest, lowest || staggered) else { break };
        let gap = below.rect.middle_y().saturating_sub(line.rect.middle_y());
        let wrapped = gap <= part(size, LEADING) && clearly(gap, pitch);
        if !lowest && !fit.spans && !wrapped && !staggered && !is_framed(line, size, rules) {
            break;
        }
        *columns = fit.columns;
        beside = staggered;
        first -= 1;
    }
    let groups = groups(first..start, lines, columns, pitch);
    (grouped(first..start, lines, columns, rules, &groups), groups)
}

/// Whether a line stands less than a row above another, and over other columns.
fn stands_beside(line: &Line, below: &Line, columns: &[Column], pitch: Length) -> bool {
    let gap = i64::from(below.rect.middle_y()) - i64::from(line.rect.middle_y());
    let meets = |line: &Line, column: &Column| line.words.iter().any(|word| column.meets(&word.rect));
    line.direction == Direction::Right
        && gap * 100 <= i64::from(pitch) * STAGGERED
        && !columns.iter().any(|column| meets(line, column) && meets(below, column))
}

/// The words of an upper header row that head several columns of the lower one. What stands half a row below them spans
/// both rows; so the columns between, which have a word in the lower row only, are theirs, each the nearest word's.
fn groups(header: Range<usize>, lines: &[Line], columns: &[Column], pitch: Length) -> Groups {
    let mut groups = Groups::new();
    for upper in header.clone() {
        let (Some(line), Some(beside)) = (lines.get(upper), lines.get(upper + 1)) else { break };
        let lower = lines.get(upper + 2..header.end).unwrap_or_default();
        let lower_stands = lower.first().is_some_and(|lower| stands_beside(beside, lower, columns, pitch));
        if !lower_stands || !stands_beside(line, beside, columns, pitch) {
            continue;
        }
        let meets = |line: &Line, column: &Column| line.words.iter().any(|word| column.meets(&word.rect));
        let is_lower =
            |column: &Column| !meets(beside, column) && lower.iter().any(|line| meets(line, column));
        for word in &line.words {
            let Some((first, last)) = over(columns, &word.rect) else { continue };
            let heads = |column: &Column| is_lower(column) && nearest(column, line) == Some(word.rect.x0);
            let (left, rest) = columns.split_at_checked(first).unwrap_or_default();
            let (own, right) = rest.split_at_checked(last + 1 - first).unwrap_or_default();
            if own.iter().all(is_lower) {
                let before = left.iter().rev().take_while(|column| heads(column)).count();
                let after = right.iter().take_while(|column| heads(column)).count();
                groups.insert((upper, word.rect.x0), (first - before, last + after));
            }
        }
    }
    groups
}

/// Where the word of a line begins whose middle is nearest to that of a column.
fn nearest(column: &Column, line: &Line) -> Option<Length> {
    let middle = i64::from(column.x0) + i64::from(column.x1);
    let distance = |word: &&Word| (middle - 2 * i64::from(word.rect.middle_x())).abs();
    line.words.iter().min_by_key(distance).map(|word| word.rect.x0)
}

/// Whether the rulings let a line belong to the header. Without any around it needs two words: a title has one. Past
/// the ruling above a header stands no header, unless one more ruling is above that line; past the ruling above the first
/// row, the line must head two columns of amounts, for a unit or a date stands over one.
fn may_stand(
    line: &Line,
    below: &Line,
    lowest: bool,
    size: Length,
    rules: &Rules,
    columns: &[Column],
) -> bool {
    let (y, under) = (line.rect.middle_y(), below.rect.middle_y());
    let framed = is_framed(line, size, rules);
    let parted = rules.between(y, under).is_some();
    let ruled = rules.between(under, Length::MAX).is_some();
    let words = line.words.len();
    line.direction == Direction::Right
        && !has_money(line)
        && match (framed, parted) {
            (true, true) => lowest || words > 1,
            (true, false) => !lowest || words > 1,
            (false, true) => lowest && over_amounts(line, columns) > 1,
            (false, false) => words > 1 && (!ruled || lowest),
        }
}

/// How many columns of amounts the words of a line stand over.
fn over_amounts(line: &Line, columns: &[Column]) -> usize {
    let headed = |column: &&Column| column.amounts && line.words.iter().any(|word| column.meets(&word.rect));
    columns.iter().filter(headed).count()
}

/// Whether a ruling stands close above a line.
fn is_framed(line: &Line, size: Length, rules: &Rules) -> bool {
    let y = line.rect.middle_y();
    rules.between(y.saturating_sub(part(size, PITCH)), y).is_some()
}

/// How a header line stands over the columns.
struct Fit {
    /// The columns, wide enough for its words.
    columns: Vec<Column>,
    /// Whether one of its words spans several columns of amounts.
    spans: bool,
}

/// The columns, wide enough for the words of a header line; `None` where the line does not stand over them.
fn fitted(line: &Line, columns: &[Column], size: Length, lowest: bool, inserts: bool) -> Option<Fit> {
    let mut spans = false;
    let mut wider = columns.to_vec();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut over_amounts = false;
    for word in &line.words {
        let Some((first, last)) = stands(columns, &word.rect, lowest) else {
            insert(&mut wider, word, line).filter(|()| inserts)?;
            continue;
        };
        if first < last && sticks_out(columns, &word.rect, size) {
            return None;
        }
        over_amounts |= same_kind(columns, first, last)?;
        if taken.iter().any(|&(from, to)| (from, to) != (first, last) && from <= last && first <= to)
            || first < last && taken.contains(&(first, last))
        {
            return None;
        }
        taken.push((first, last));
        spans |= first < last && columns.get(first).is_some_and(|column| column.amounts);
        if first == last {
            let column = wider.iter_mut().find(|column| column.meets(&word.rect))?;
            column.x0 = column.x0.min(word.rect.x0);
            column.x1 = column.x1.max(word.rect.x1);
        }
    }
    (are_parted(&wider) && (over_amounts || !lowest)).then_some(Fit { columns: wider, spans })
}

/// The columns that a header word stands over. In the lowest line it must meet them: a word over a gutter has a blank
/// column of its own. Above, a word whose middle is over a gutter spans both sides, if both hold the same.
fn stands(columns: &[Column], rect: &Rect, lowest: bool) -> Option<(usize, usize)> {
    let first = columns.iter().position(|column| column.meets(rect));
    let met = first.zip(columns.iter().rposition(|column| column.meets(rect)));
    let spanned = over(columns, rect).filter(|&(first, last)| same_kind(columns, first, last).is_some());
    if lowest { met } else { spanned.or(met) }
}

/// Whether columns `first..=last` hold amounts; `None` where some do and some do not: no header spans these.
fn same_kind(columns: &[Column], first: usize, last: usize) -> Option<bool> {
    let kinds = columns.get(first..=last)?;
    let amounts = kinds.first()?.amounts;
    kinds.iter().all(|column| column.amounts == amounts).then_some(amounts)
}

/// A word of the lowest header line over no column. Right of amounts it is the centred header of the amounts that stand
/// at the right end of their cells, if such follow that nothing else of its line heads, or else heads a column that is
/// blank in every row; left of them it is the centred header of the one column beside it that nothing else heads.
fn insert(columns: &mut Vec<Column>, word: &Word, line: &Line) -> Option<()> {
    let at = columns.partition_point(|column| column.x1 <= word.rect.x0);
    if columns.get(..at)?.iter().any(|column| column.amounts) {
        let next = line.words.iter().map(|next| next.rect.x0).find(|&x0| x0 >= word.rect.x1);
        let headed = |column: &Column| next.is_some_and(|next| next < column.x1);
        if let Some(column) = columns.get_mut(at).filter(|column| column.amounts && !headed(column)) {
            column.x0 = column.x0.min(word.rect.x0);
            return Some(());
        }
        columns.insert(at, Column { x0: word.rect.x0, x1: word.rect.x1, amounts: true });
        return Some(());
    }
    let free =
        |column: &&mut Column| !column.amounts && !line.words.iter().any(|word| column.meets(&word.rect));
    let beside = columns.get_mut(at.saturating_sub(1)..)?.iter_mut().take(2);
    let mut free = beside.filter(free);
    let (Some(column), None) = (free.next(), free.next()) else { return None };
    column.x0 = column.x0.min(word.rect.x0);
    column.x1 = column.x1.max(word.rect.x1);
    Some(())
}

/// Groups header lines into rows: a line begins a new row above where one of its words spans columns that the row below
/// parts, or a ruling runs between; else it is one more line of the same cells.
fn grouped(
    header: Range<usize>,
    lines: &[Line],
    columns: &[Column],
    rules: &Rules,
    groups: &Groups,
) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    for index in header.rev() {
        let Some(line) = lines.get(index) else { continue };
        let joins = |row: &&mut Range<usize>| {
            let below = lines.get(row.start);
            let ruled = below
                .is_some_and(|below| rules.between(line.rect.middle_y(), below.rect.middle_y()).is_some());
            !ruled && agree(index, row, lines, columns, groups)
        };
        match rows.last_mut().filter(joins) {
            Some(row) => row.start = index,
            None => rows.push(index..index + 1),
        }
    }
    rows.reverse();
    rows
}

/// Whether the words of a line stand over the same columns as those of the row below, or over others.
fn agree(line: usize, below: &Range<usize>, lines: &[Line], columns: &[Column], groups: &Groups) -> bool {
    let spans = |index: usize| {
        let words = lines.get(index).map(|line| line.words.as_slice()).unwrap_or_default();
        words.iter().filter_map(move |word| spanned(index, word, columns, groups))
    };
    let lower: Vec<(usize, usize)> = below.clone().flat_map(spans).collect();
    spans(line).all(|a| lower.iter().all(|b| a == *b || a.1 < b.0 || b.1 < a.0))
}

/// The columns that a word of a line stands over or heads, first and last.
pub(super) fn spanned(
    line: usize,
    word: &Word,
    columns: &[Column],
    groups: &Groups,
) -> Option<(usize, usize)> {
    groups.get(&(line, word.rect.x0)).copied().or_else(|| over(columns, &word.rect))
}
