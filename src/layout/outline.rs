//! Edges → the sets of edges that make one table each, with the sides that a table leaves out.
//!
//! Comes in: the merged edges of a page, and its glyphs only to see whether a place is written on. Goes out: connected
//! edges, outline completed. Refuses to know: cells.

use std::collections::BTreeMap;

use super::edge::{Edge, Edges, REACH};
use crate::base::{Length, Rect};
use crate::pdf::{Direction, Glyph};

/// A missing outer edge is only added where it makes a column or row that could hold text.
const NARROWEST: Length = 500;

/// The sets of edges that meet, each with its outline completed.
pub(super) fn tables(edges: &Edges, glyphs: &[Glyph]) -> Vec<Edges> {
    let mut parts = adopt(components(edges));
    parts.retain(|part| part.horizontal.len() + part.vertical.len() > 3);
    for part in &mut parts {
        for Strip { side, inner } in missing_sides(&part.horizontal, &part.vertical) {
            if is_written(glyphs, &Rect::spanning(side.at, side.from, inner, side.to)) {
                part.vertical.push(side);
            }
        }
        for Strip { side, inner } in missing_sides(&part.vertical, &part.horizontal) {
            if is_written(glyphs, &Rect::spanning(side.from, side.at, side.to, inner)) {
                part.horizontal.push(side);
            }
        }
    }
    parts
}

/// Lines that no line crosses are the borders of cells that run on over both edges of the page (in Excel a project that
/// fills several pages). They belong to the table beside them that begins and ends at the same height.
fn adopt(parts: Vec<Edges>) -> Vec<Edges> {
    let (alone, mut tables): (Vec<Edges>, Vec<Edges>) =
        parts.into_iter().partition(|part| part.horizontal.is_empty());
    let mut alone: Vec<Edge> = alone.into_iter().flat_map(|part| part.vertical).collect();
    alone.sort_unstable_by_key(|line| (line.from, line.to, line.at));
    for lines in alone.chunk_by(|a, b| near(a.from, b.from) && near(a.to, b.to)) {
        let Some(&Edge { from, to, .. }) = lines.first() else { continue };
        let beside = tables.extract_if(.., |table| begins_and_ends(table, from, to)).reduce(merge);
        if let Some(mut table) = beside {
            table.vertical.extend(lines);
            table.horizontal.extend([from, to].map(|at| across(&table, at)));
            tables.push(table);
        } else if let Some(table) = tables.iter_mut().find(|table| runs_out(table, lines)) {
            table.vertical.extend(lines);
        }
    }
    tables
}

fn near(a: Length, b: Length) -> bool {
    a.saturating_sub(b).saturating_abs() <= REACH
}

fn begins_and_ends(table: &Edges, from: Length, to: Length) -> bool {
    let top = table.vertical.iter().map(|edge| edge.from).min();
    let bottom = table.vertical.iter().map(|edge| edge.to).max();
    top.is_some_and(|top| near(top, from)) && bottom.is_some_and(|bottom| near(bottom, to))
}

/// Whether lines begin inside a table, between its lines, and end where it does: sides of columns that the edge of the
/// page cuts off, below a header that is not ruled off.
fn runs_out(table: &Edges, lines: &[Edge]) -> bool {
    let sides = || table.vertical.iter().map(|edge| edge.at);
    let (first, last) = (sides().min(), sides().max());
    let top = table.vertical.iter().map(|edge| edge.from).min();
    let bottom = table.vertical.iter().map(|edge| edge.to).max();
    lines.iter().all(|line| {
        first.is_some_and(|first| first < line.at)
            && last.is_some_and(|last| line.at < last)
            && top.is_some_and(|top| top < line.from)
            && bottom.is_some_and(|bottom| near(bottom, line.to))
    })
}

fn merge(mut a: Edges, b: Edges) -> Edges {
    a.horizontal.extend(b.horizontal);
    a.vertical.extend(b.vertical);
    a
}

/// A horizontal edge over the whole width, on the line that is drawn near `at` if there is one.
fn across(table: &Edges, at: Length) -> Edge {
    let drawn = table.horizontal.iter().map(|edge| edge.at).find(|&drawn| near(drawn, at));
    let xs = || table.vertical.iter().map(|edge| edge.at);
    Edge { at: drawn.unwrap_or(at), from: xs().min().unwrap_or(at), to: xs().max().unwrap_or(at) }
}

/// Groups edges that meet.
fn components(edges: &Edges) -> Vec<Edges> {
    let count = edges.horizontal.len();
    let mut parent: Vec<usize> = (0..count + edges.vertical.len()).collect();
    for (h, horizontal) in edges.horizontal.iter().enumerate() {
        let first = edges.vertical.partition_point(|edge| edge.at < horizontal.from.saturating_sub(REACH));
        for (v, vertical) in edges.vertical.iter().enumerate().skip(first) {
            if vertical.at > horizontal.to.saturating_add(REACH) {
                break;
            }
            if vertical.from.saturating_sub(REACH) <= horizontal.at
                && horizontal.at <= vertical.to.saturating_add(REACH)
            {
                unite(&mut parent, h, count + v);
            }
        }
    }
    let mut parts: BTreeMap<usize, Edges> = BTreeMap::new();
    for (h, &edge) in edges.horizontal.iter().enumerate() {
        parts.entry(root(&mut parent, h)).or_default().horizontal.push(edge);
    }
    for (v, &edge) in edges.vertical.iter().enumerate() {
        parts.entry(root(&mut parent, count + v)).or_default().vertical.push(edge);
    }
    parts.into_values().collect()
}

fn root(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn unite(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}

/// A missing side of a table, and the position of the nearest drawn line parallel to it.
struct Strip {
    side: Edge,
    inner: Length,
}

/// The outermost edges that a table leaves out: where several lines begin (or end) together beyond the first (last) line
/// that crosses them, an edge stands at their common end. Word and Excel tables with "no left and right border".
fn missing_sides(lines: &[Edge], crossing: &[Edge]) -> Vec<Strip> {
    let (Some(first), Some(last)) =
        (crossing.iter().map(|edge| edge.at).min(), crossing.iter().map(|edge| edge.at).max())
    else {
        return Vec::new();
    };
    let starts = common_end(
        lines
            .iter()
            .filter(|line| line.from < first.saturating_sub(NARROWEST))
            .map(|line| (line.from, line.at)),
    );
    let ends = common_end(
        lines.iter().filter(|line| line.to > last.saturating_add(NARROWEST)).map(|line| (line.to, line.at)),
    );
    let starts = starts.map(|side| Strip { side, inner: first });
    starts.into_iter().chain(ends.map(|side| Strip { side, inner: last })).collect()
}

/// Whether text stands in the strip. Excel and PDFium let the grey grid lines of the sheet run over the border of the
/// table (by 8 pt at its right, by one row below it): there nothing is missing.
fn is_written(glyphs: &[Glyph], strip: &Rect) -> bool {
    glyphs.iter().any(|glyph| {
        let (x, y) = (glyph.rect.middle_x(), glyph.rect.middle_y());
        glyph.direction != Direction::Slanted && !glyph.ch.is_whitespace() && strip.contains(x, y)
    })
}

/// Where at least two lines end together: an edge across them at the end that most share.
fn common_end(ends: impl Iterator<Item = (Length, Length)>) -> Option<Edge> {
    let mut ends: Vec<(Length, Length)> = ends.collect();
    ends.sort_unstable();
    let mut best: &[(Length, Length)] = &[];
    for group in ends.chunk_by(|a, b| b.0.saturating_sub(a.0) <= REACH) {
        if group.len() > best.len() {
            best = group;
        }
    }
    let from = best.iter().map(|end| end.1).min()?;
    let to = best.iter().map(|end| end.1).max()?;
    let at = best.get(best.len() / 2)?.0;
    (from < to).then_some(Edge { at, from, to })
}
