//! Tables without vertical rulings, or without any: columns from the white between aligned amounts.
//!
//! Comes in: the lines outside every ruled grid, and the horizontal rulings that belong to none. Goes out: grids with
//! the words of these lines in cells. It only adds: what a ruled grid holds is not looked at. A stretch of lines is a table
//! where amounts stand below each other line after line and white parts them from everything else; prose has no gutters,
//! and a table of contents neither decimals nor two columns of amounts. Refuses to know: what the words say.

mod blocks;
mod body;
mod columns;
mod halves;
mod header;
mod heads;
mod labels;
mod run;
mod set;
mod single;
mod tiers;
mod track;

use std::ops::Range;

use super::edge::Edge;
use super::numeral::{Shape, shape};
use super::sheet::{Grid, Line};
use crate::base::{Length, Rect};

/// Takes the lines that make tables out of `lines` and returns them as grids, from top to bottom.
pub(super) fn take(lines: &mut Vec<Line>, horizontal: &[Edge], ruled: &[Grid]) -> Vec<Grid> {
    let grids: Vec<Rect> = ruled.iter().map(|grid| grid.rect).collect();
    let mut free = 0;
    let mut plans: Vec<Plan> = Vec::new();
    for run in run::runs(lines, &grids) {
        if let Some(plan) = plan(&run, lines, horizontal, &grids, free) {
            free = plan.end();
            plans.push(plan);
        }
    }
    let taken: Vec<Range<usize>> = plans.iter().map(|plan| plan.start()..plan.end()).collect();
    for run in single::runs(lines, &grids, &taken) {
        let above = plans.iter().map(Plan::end).filter(|&end| end <= run.lines.start);
        let free = above.max().unwrap_or(0);
        plans.extend(plan(&run, lines, horizontal, &grids, free));
    }
    plans.sort_by_key(Plan::start);
    let mut taken = Vec::new();
    for mut plan in plans.into_iter().rev() {
        // A row alone is none without its header.
        let rows = plan.rows.len() > plan.header_rows + 1;
        let grid = set::grid(&plan, lines)
            .or_else(|| rows.then(|| set::grid(plan.without_header(), lines)).flatten());
        if let Some(grid) = grid {
            lines.drain(plan.start()..plan.end());
            taken.push(grid);
        }
    }
    taken.reverse();
    taken
}

/// A table before its words are set: lines by row, columns by their text, rulings across it.
#[derive(Debug, Default)]
struct Plan {
    columns: Vec<columns::Column>,
    /// The header, where all its words stand in the middle of what they head.
    head: Option<heads::Head>,
    /// Rows of data, each a range of lines, and before them header rows where `head` has none; they follow each other.
    rows: Vec<Range<usize>>,
    /// How many of the rows are header.
    header_rows: usize,
    /// Words whose cell covers more columns than they stand over: headers, and labels alone in their row.
    groups: header::Groups,
    rules: Rules,
}

impl Plan {
    fn start(&self) -> usize {
        let first = self.rows.first().map_or(0, |row| row.start);
        self.head.as_ref().map_or(first, |head| head.first)
    }

    fn end(&self) -> usize {
        self.rows.last().map_or(0, |row| row.end)
    }

    /// The rows of data alone, where the words above them do not keep to cells.
    fn without_header(&mut self) -> &Self {
        self.head = None;
        self.rows.drain(..self.header_rows);
        self.header_rows = 0;
        let first = self.start();
        self.groups.retain(|&(line, _), _| line >= first);
        self
    }
}

/// The horizontal rulings that run across a table and belong to no grid.
#[derive(Debug, Default)]
struct Rules {
    edges: Vec<Edge>,
}

impl Rules {
    fn across(columns: &[columns::Column], horizontal: &[Edge], grids: &[Rect], slack: Length) -> Self {
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Self::default() };
        let across = |edge: &&Edge| {
            edge.from <= first.x0.saturating_add(slack)
                && last.x1.saturating_sub(slack) <= edge.to
                && !grids.iter().any(|grid| grid.contains(grid.x0, edge.at))
        };
        Self { edges: horizontal.iter().filter(across).copied().collect() }
    }

    /// The first ruling between two heights.
    fn between(&self, from: Length, to: Length) -> Option<&Edge> {
        self.edges.iter().find(|edge| from < edge.at && edge.at < to)
    }

    /// The last ruling between two heights.
    fn last_between(&self, from: Length, to: Length) -> Option<&Edge> {
        self.edges.iter().rfind(|edge| from < edge.at && edge.at < to)
    }
}

fn plan(run: &run::Run, lines: &[Line], horizontal: &[Edge], grids: &[Rect], free: usize) -> Option<Plan> {
    let mut columns = columns::find(run, lines)?;
    let mut rules = Rules::across(&columns, horizontal, grids, run.size);
    let (first, last) = (lines.get(run.lines.start)?, lines.get(run.lines.end.checked_sub(1)?)?);
    let reach = run::part(run.size, run::PITCH);
    let above = rules.last_between(first.rect.middle_y().saturating_sub(reach), first.rect.middle_y());
    let below = rules.between(last.rect.middle_y(), last.rect.middle_y().saturating_add(reach));
    if run.lines.start < free || run.is_torn(lines, grids) {
        return None;
    }
    let body = body::rows(run, lines, &mut columns, &rules, grids, free);
    let first_row = body.first()?.start;
    if run.is_single_row() && single::is_wrapped(lines, first_row..body.last()?.end) {
        return None;
    }
    let start =
        if first_row > free && heads::numbers(lines, first_row - 1) { first_row - 1 } else { first_row };
    let mut staggered = columns.clone();
    let (mut rows, mut groups) = header::rows(run, first_row, lines, &mut staggered, &rules, grids, free);
    let highest = rows.first().map_or(first_row, |row| row.start);
    let over = || heads::find(run, start, lines, &columns, grids, free);
    let head = (!run.is_blank()).then(over).flatten().filter(|head| head.first <= highest);
    let mut head = with_label(head, under_label(run, start, lines, &columns, grids, free));
    // A header in which every word has its place is evidence enough, else it takes rows or rulings.
    let ruled = above.is_some() && below.is_some();
    let faint = !columns::is_table(run, &columns) || run.rows.len() < 3 && !ruled;
    if head.is_none() && (run.is_single_row() || faint) {
        return None;
    }
    columns = staggered;
    if let Some(head) = &mut head {
        columns = std::mem::take(&mut head.columns);
        (rows, groups) = Default::default();
    }
    let header_rows = rows.len();
    rows.extend((start..first_row).filter(|_| head.is_some()).map(|line| line..line + 1));
    groups.extend(labels::spans(run, lines, &body, &columns));
    rows.extend(body);
    let first = head.as_ref().map_or(rows.first()?.start, |head| head.first);
    let (first, last) = (lines.get(first)?, lines.get(rows.last()?.end.checked_sub(1)?)?);
    let (from, to) =
        (first.rect.middle_y().saturating_sub(reach), last.rect.middle_y().saturating_add(reach));
    rules.edges.retain(|edge| from < edge.at && edge.at < to);
    Some(Plan { columns, head, rows, header_rows, groups, rules })
}

/// The header over a row, and the one over its amounts alone: where that is as high and has no column less, the label of the row
/// stands in the middle of several.
fn with_label(head: Option<heads::Head>, beneath: Option<heads::Head>) -> Option<heads::Head> {
    match (head, beneath) {
        (Some(head), Some(beneath))
            if head.first < beneath.first || head.columns.len() > beneath.columns.len() =>
        {
            Some(head)
        }
        (head, beneath) => beneath.or(head),
    }
}

/// The header over a row that stands alone, whose label stands in the middle of several columns; only the header tells
/// which. A row without any figure takes a header of words in two levels.
fn under_label(
    run: &run::Run,
    start: usize,
    lines: &[Line],
    columns: &[columns::Column],
    grids: &[Rect],
    free: usize,
) -> Option<heads::Head> {
    let labels = columns.iter().take_while(|column| !column.amounts).count();
    if !run.is_single_row() || labels != 1 {
        return None;
    }
    let head = heads::find(run, start, lines, columns.get(labels..)?, grids, free)?;
    let words = lines.get(head.first..start)?.iter().flat_map(|line| &line.words);
    let worded = words.map(|word| shape(&word.text)).all(|shape| shape == Shape::Text);
    let enough = worded && !head.edges.is_empty() && head.columns.len() >= single::FEWEST_COLUMNS;
    (enough || !run.is_blank()).then_some(head)
}

#[cfg(test)]
mod tests;
