//! Words that stand alone among the labels of their row → the cell they stand in the middle of: 合计 over codes and names.
//!
//! Comes in: lines, their amounts, and columns. Goes out: which labels cross the white between columns, and the columns
//! that the cell of each covers. Refuses to know: what the words say.

use std::ops::Range;

use super::columns::{Column, over};
use super::header::Groups;
use super::run::Run;
use crate::base::{Length, Rect};
use crate::layout::numeral::{Shape, shape};
use crate::layout::sheet::{Line, Word};

/// The labels of a line that have no other label beside them: one word, or one set wide (`合  计`), between amounts or the
/// ends of the line.
fn alone<'a>(run: &Run, line: &'a Line) -> Vec<&'a [Word]> {
    let amounts: Vec<*const Word> = run.amounts(line).map(|(word, _)| std::ptr::from_ref(word)).collect();
    let is_amount = |word: &Word| amounts.contains(&std::ptr::from_ref(word));
    let single = |word: &Word| word.spans.len() == 1;
    let labels = line.words.chunk_by(|a, b| is_amount(a) == is_amount(b));
    let labels = labels.filter(|words| !words.first().is_some_and(is_amount));
    let text = |words: &&[Word]| words.iter().all(|word| shape(&word.text) == Shape::Text);
    labels.filter(text).filter(|words| words.len() == 1 || words.iter().all(single)).collect()
}

fn rect(words: &[Word]) -> Option<Rect> {
    words.iter().map(|word| word.rect).reduce(|a, b| a.union(&b))
}

/// The words that stand over several of the columns which all other words of the rows leave white between, or over codes.
pub(super) fn crossing(
    run: &Run,
    lines: &[Line],
    gutter: Length,
    stripes: impl Fn(&[&Word], Length) -> Vec<Column>,
) -> Vec<*const Word> {
    let alone: Vec<&[Word]> = lines.iter().flat_map(|line| alone(run, line)).collect();
    let single: Vec<*const Word> = alone.iter().copied().flatten().map(std::ptr::from_ref).collect();
    let others = lines.iter().flat_map(|line| &line.words);
    let others: Vec<&Word> = others.filter(|word| !single.contains(&std::ptr::from_ref(*word))).collect();
    let columns = stripes(&others, gutter);
    let crosses = |words: &&&[Word]| {
        let Some(rect) = rect(words) else { return false };
        // As near as that the stripes would grow together.
        let wide = Rect { x0: rect.x0.saturating_sub(gutter), x1: rect.x1.saturating_add(gutter), ..rect };
        let met: Vec<&Column> = columns.iter().filter(|column| column.meets(&wide)).collect();
        let codes = met.first().is_some_and(|column| holds_codes(column, &others));
        let amounts = |column: &&Column| {
            run.tracks.iter().any(|track| column.x0 < track.span.1 && track.span.0 < column.x1)
        };
        !met.iter().any(amounts) && (met.len() > 1 || codes)
    };
    alone.iter().filter(crosses).copied().flatten().map(std::ptr::from_ref).collect()
}

/// Whether nothing but plain integers stands in a column.
fn holds_codes(column: &Column, words: &[&Word]) -> bool {
    let mut within = words.iter().filter(|word| column.meets(&word.rect)).peekable();
    within.peek().is_some() && within.all(|word| shape(&word.text) == Shape::Integer)
}

/// The first columns that have their middle nearest to that of a label, where no figures tell which columns hold any.
fn nearest(columns: &[Column], rect: &Rect) -> (usize, usize) {
    let from = columns.first().map_or(0, |column| i64::from(column.x0));
    let off = |column: &Column| (from + i64::from(column.x1) - 2 * i64::from(rect.middle_x())).abs();
    let last = (0..columns.len()).min_by_key(|&at| columns.get(at).map(off));
    (0, last.unwrap_or(0))
}

/// Whether another line of the same row has words among its labels: half of a wrapped name, or a code beside it.
fn has_beside(at: usize, lines: &[Line], rows: &[Range<usize>], columns: &[Column]) -> bool {
    let label = |word: &Word| columns.iter().any(|column| !column.amounts && column.meets(&word.rect));
    let row = rows.iter().find(|row| row.contains(&at)).cloned().unwrap_or_default();
    let others = row.filter(|&other| other != at).filter_map(|other| lines.get(other));
    others.flat_map(|line| &line.words).any(label)
}

/// The columns that the cell of each crossing label covers: all columns of words side by side there, for it is the only
/// label of its row.
pub(super) fn spans(run: &Run, lines: &[Line], rows: &[Range<usize>], columns: &[Column]) -> Groups {
    let mut groups = Groups::new();
    let range = rows.first().map_or(0, |row| row.start)..rows.last().map_or(0, |row| row.end);
    let within = || range.clone().filter_map(|at| Some((at, lines.get(at)?)));
    let labels: Vec<(usize, &[Word])> =
        within().flat_map(|(at, line)| alone(run, line).into_iter().map(move |words| (at, words))).collect();
    let single: Vec<*const Word> =
        labels.iter().flat_map(|(_, words)| *words).map(std::ptr::from_ref).collect();
    let others = within().flat_map(|(_, line)| &line.words);
    let others: Vec<&Word> = others.filter(|word| !single.contains(&std::ptr::from_ref(*word))).collect();
    for (at, words) in labels.into_iter().filter(|(at, _)| !has_beside(*at, lines, rows, columns)) {
        let Some(rect) = rect(words) else { continue };
        if run.is_blank() {
            let span = nearest(columns, &rect);
            groups.extend(words.iter().map(|word| ((at, word.rect.x0), span)));
            continue;
        }
        let (first, last) = match over(columns, &rect) {
            Some(met) => met,
            None if run.rows.len() == 1 => (0, 0),
            None => continue,
        };
        let codes = columns.get(first).is_some_and(|column| holds_codes(column, &others));
        let only = run.rows.len() == 1;
        if first == last && !codes && !only {
            continue;
        }
        let words_at = |at: usize| columns.get(at).is_some_and(|column| !column.amounts);
        if !(first..=last).all(words_at) {
            continue;
        }
        let first = (0..first).rev().take_while(|&at| words_at(at)).last().unwrap_or(first);
        let last = (last + 1..columns.len()).take_while(|&at| words_at(at)).last().unwrap_or(last);
        groups.extend(words.iter().map(|word| ((at, word.rect.x0), (first, last))));
    }
    groups
}
