//! The lines above the first row → header rows: words that stand over the columns.

use std::ops::Range;

use super::Rules;
use super::body::{LEADING, clearly};
use super::columns::{Column, are_parted, over};
use super::run::{PITCH, Run, follows, has_money, part};
use crate::base::{Length, Rect};
use crate::layout::sheet::{Line, Word};
use crate::pdf::Direction;

/// Lines of header; the highest real one has six levels of up to three lines, most have two.
const MOST_LINES: usize = 8;

/// The header rows above line `start`; their words widen the columns, and a word over no column makes a blank one.
pub(super) fn rows(
    run: &Run,
    start: usize,
    lines: &[Line],
    columns: &mut Vec<Column>,
    rules: &Rules,
    grids: &[Rect],
    free: usize,
) -> Vec<Range<usize>> {
    let (mut first, size, pitch) = (start, run.size, run.pitch(lines));
    while first > free && start - first < MOST_LINES {
        let (Some(line), Some(below)) = (lines.get(first - 1), lines.get(first)) else { break };
        let lowest = first == start;
        if !follows(line, below, size, grids) || !may_stand(line, below, lowest, size, rules) {
            break;
        }
        let Some(fit) = fitted(line, columns, lowest) else { break };
        let gap = below.rect.middle_y().saturating_sub(line.rect.middle_y());
        let wrapped = gap <= part(size, LEADING) && clearly(gap, pitch);
        if !lowest && !fit.spans && !wrapped && !is_framed(line, size, rules) {
            break;
        }
        *columns = fit.columns;
        first -= 1;
    }
    grouped(first..start, lines, columns, rules)
}

/// Whether the rulings let a line belong to the header. Without any around it needs two words: a title has one. Past
/// the ruling above a header stands no header, unless one more ruling is above that line.
fn may_stand(line: &Line, below: &Line, lowest: bool, size: Length, rules: &Rules) -> bool {
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
            (false, true) => false,
            (false, false) => words > 1 && (!ruled || lowest),
        }
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
fn fitted(line: &Line, columns: &[Column], lowest: bool) -> Option<Fit> {
    let mut spans = false;
    let mut wider = columns.to_vec();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    let mut over_amounts = false;
    for word in &line.words {
        let Some((first, last)) = stands(columns, &word.rect, lowest) else {
            insert(&mut wider, word, line).filter(|()| lowest)?;
            continue;
        };
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

/// A word of the lowest header line over no column. Right of amounts it heads a column that is blank in every row; left
/// of them it is the centred header of the one column beside it that nothing else of its line heads.
fn insert(columns: &mut Vec<Column>, word: &Word, line: &Line) -> Option<()> {
    let at = columns.partition_point(|column| column.x1 <= word.rect.x0);
    if columns.get(..at)?.iter().any(|column| column.amounts) {
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
fn grouped(header: Range<usize>, lines: &[Line], columns: &[Column], rules: &Rules) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    for index in header.rev() {
        let Some(line) = lines.get(index) else { continue };
        let joins = |row: &&mut Range<usize>| {
            let below = lines.get((**row).clone()).unwrap_or_default();
            let ruled = below
                .first()
                .is_some_and(|below| rules.between(line.rect.middle_y(), below.rect.middle_y()).is_some());
            !ruled && agree(line, below, columns)
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
fn agree(line: &Line, below: &[Line], columns: &[Column]) -> bool {
    let spans = |line: &Line| -> Vec<(usize, usize)> {
        line.words.iter().filter_map(|word| over(columns, &word.rect)).collect()
    };
    let lower: Vec<(usize, usize)> = below.iter().flat_map(spans).collect();
    spans(line).iter().all(|a| lower.iter().all(|b| a == b || a.1 < b.0 || b.1 < a.0))
}
