//! A plan → a grid: edges in the middle of the white (or on the ruling there), words in cells.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Plan;
use super::header::spanned;
use super::run::{PITCH, part};
use crate::base::{Length, Rect};
use crate::layout::sheet::{Cell, Grid, Line};

/// Where a cell stands: rows and columns, first and last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    row: (usize, usize),
    column: (usize, usize),
}

/// The grid of a plan; `None` where the words do not keep to its cells (lines at the same height).
pub(super) fn grid(plan: &Plan, lines: &[Line]) -> Option<Grid> {
    let (xs, ys) = (xs(plan)?, ys(plan, lines)?);
    let rect = Rect { x0: *xs.first()?, y0: *ys.first()?, x1: *xs.last()?, y1: *ys.last()? };
    let mut cells: BTreeMap<Span, Vec<Line>> = BTreeMap::new();
    let head = plan.head.as_ref().map_or(0, |head| head.edges.len() + 1);
    for cell in plan.head.iter().flat_map(|head| &head.cells) {
        cells.insert(Span { row: cell.row, column: cell.column }, cell.lines.clone());
    }
    for (row, range) in plan.rows.iter().enumerate() {
        for line in range.clone() {
            for (column, words) in words(plan, line, lines.get(line)?)? {
                let span = Span { row: (head + row, head + row), column };
                cells.entry(span).or_default().push(words);
            }
        }
    }
    let cells = with_blanks(grown(cells, plan.header_rows), head + plan.rows.len(), plan.columns.len())?;
    let mut cells: Vec<Cell> =
        cells.into_iter().map(|(span, lines)| cell(span, lines, &xs, &ys)).collect::<Option<_>>()?;
    cells.sort_by_key(|cell| (cell.row, cell.column));
    Some(Grid { rect, xs, ys, cells, may_continue: false, ruled: false })
}

/// The words of a line by the columns they stand over.
fn words(plan: &Plan, index: usize, line: &Line) -> Option<BTreeMap<(usize, usize), Line>> {
    let mut parts: BTreeMap<(usize, usize), Line> = BTreeMap::new();
    for word in &line.words {
        let part = parts.entry(spanned(index, word, &plan.columns, &plan.groups)?).or_insert_with(|| Line {
            words: Vec::new(),
            rect: word.rect,
            direction: line.direction,
        });
        part.rect = part.rect.union(&word.rect);
        part.words.push(word.clone());
    }
    Some(parts)
}

/// Header cells of one column grow over the header rows in which nothing else stands over it.
fn grown(cells: BTreeMap<Span, Vec<Line>>, header_rows: usize) -> BTreeMap<Span, Vec<Line>> {
    let Some(last) = header_rows.checked_sub(1) else { return cells };
    let spans: Vec<Span> = cells.keys().filter(|span| span.row.0 < header_rows).copied().collect();
    let alone = |span: &Span| {
        let others =
            spans.iter().filter(|other| other.column.0 <= span.column.1 && span.column.0 <= other.column.1);
        span.row.0 < header_rows && others.count() == 1
    };
    cells
        .into_iter()
        .map(|(span, lines)| (if alone(&span) { Span { row: (0, last), ..span } } else { span }, lines))
        .collect()
}

/// Adds a blank cell for every place that no cell covers; `None` where two cells cover one place.
fn with_blanks(
    mut cells: BTreeMap<Span, Vec<Line>>,
    rows: usize,
    columns: usize,
) -> Option<BTreeMap<Span, Vec<Line>>> {
    let mut covered = vec![false; rows.saturating_mul(columns)];
    for span in cells.keys() {
        for row in span.row.0..=span.row.1 {
            for column in span.column.0..=span.column.1 {
                let place = covered.get_mut(row * columns + column)?;
                if std::mem::replace(place, true) {
                    return None;
                }
            }
        }
    }
    for place in (0..covered.len()).filter(|&place| covered.get(place) == Some(&false)) {
        let (row, column) = (place / columns, place % columns);
        cells.insert(Span { row: (row, row), column: (column, column) }, Vec::new());
    }
    Some(cells)
}

fn cell(span: Span, lines: Vec<Line>, xs: &[Length], ys: &[Length]) -> Option<Cell> {
    let index = |at: usize| u32::try_from(at).ok();
    Some(Cell {
        row: index(span.row.0)?,
        column: index(span.column.0)?,
        row_span: index(span.row.1 - span.row.0 + 1)?,
        column_span: index(span.column.1 - span.column.0 + 1)?,
        rect: Rect {
            x0: *xs.get(span.column.0)?,
            y0: *ys.get(span.row.0)?,
            x1: *xs.get(span.column.1 + 1)?,
            y1: *ys.get(span.row.1 + 1)?,
        },
        lines,
    })
}

/// The vertical edges: the middles of the gutters, and the ends of the text or of the rulings.
fn xs(plan: &Plan) -> Option<Vec<Length>> {
    let (first, last) = (plan.columns.first()?, plan.columns.last()?);
    let (from, to) = plan
        .rules
        .edges
        .iter()
        .fold((first.x0, last.x1), |(from, to), edge| (from.min(edge.from), to.max(edge.to)));
    let inner = plan.columns.windows(2).filter_map(|pair| match pair {
        [left, right] => Some(middle(left.x1, right.x0)),
        _ => None,
    });
    ascending([from].into_iter().chain(inner).chain([to]).collect())
}

/// The horizontal edges: the ruling between two rows, else the middle of the white between them.
fn ys(plan: &Plan, lines: &[Line]) -> Option<Vec<Length>> {
    let text =
        |row: &Range<usize>| lines.get(row.clone())?.iter().map(|line| line.rect).reduce(|a, b| a.union(&b));
    let (first, last) = (lines.get(plan.start())?, lines.get(plan.end().checked_sub(1)?)?);
    let (first, last) = (first.rect, last.rect);
    let reach = part(first.height().min(last.height()), PITCH) / 2;
    let top = plan.rules.last_between(first.middle_y().saturating_sub(reach), first.middle_y());
    let bottom = plan.rules.between(last.middle_y(), last.middle_y().saturating_add(reach));
    let above = first.y0;
    let mut ys = vec![top.map_or(above.min(text(plan.rows.first()?)?.y0), |edge| edge.at)];
    if let Some(head) = &plan.head {
        ys.extend(&head.edges);
        let lines = |range: Range<usize>| lines.get(range).unwrap_or_default();
        let bottom = lines(head.first..plan.rows.first()?.start).iter().map(|line| line.rect.y1).max()?;
        let below = text(plan.rows.first()?)?.y0;
        let ruling = plan.rules.last_between(bottom, below);
        ys.push(ruling.map_or(middle(bottom, below), |edge| edge.at));
    }
    for pair in plan.rows.windows(2) {
        let [upper, lower] = pair else { continue };
        let (upper, lower) = (lines.get(upper.end.checked_sub(1)?)?.rect, lines.get(lower.start)?.rect);
        let ruling = plan.rules.between(upper.middle_y(), lower.middle_y());
        let white = if upper.y1 <= lower.y0 {
            middle(upper.y1, lower.y0)
        } else {
            middle(upper.middle_y(), lower.middle_y())
        };
        ys.push(ruling.map_or(white, |edge| edge.at));
    }
    ys.push(bottom.map_or(text(plan.rows.last()?)?.y1, |edge| edge.at));
    ascending(ys)
}

fn middle(from: Length, to: Length) -> Length {
    from.saturating_add(to.saturating_sub(from) / 2)
}

fn ascending(at: Vec<Length>) -> Option<Vec<Length>> {
    at.is_sorted_by(|a, b| a < b).then_some(at)
}
