//! Rulings → merged edges: what is drawn as many strokes, thin boxes, dashes or double lines becomes one line.
//!
//! Comes in: the rulings of one page. Goes out: horizontal and vertical edges, no two of which are nearly the same.
//! Refuses to know: which edges make a table.

use crate::base::{Length, Notes, Place};
use crate::pdf::{Page, Ruling};

/// Parallel lines no further apart than this are one line: the two strokes of a double border (1–1.5 pt), and the borders
/// of neighbouring cells that a producer drew slightly off (0.5–1.5 pt). No column or row of text is this narrow.
const SNAP: Length = 200;

/// Gaps between collinear pieces that are bridged: dashes, and the corner squares that Word leaves out of its sides.
const BRIDGE: Length = 300;

/// How far a line may stop short of the line that it meets. pdfplumber and PyMuPDF use 3 pt as well.
pub(super) const REACH: Length = 300;

/// Shorter lines are ticks, parts of letters or corner squares.
const SHORTEST: Length = 300;

/// A table page of the largest real documents has about 3,000 rulings; beyond this it is a drawing.
const MOST_RULINGS: usize = 100_000;

/// Merged edges a direction; 2,000 × 2,000 crossings are still tested in some milliseconds.
const MOST_EDGES: usize = 2_000;

/// A line at one coordinate (`at`: y of a horizontal, x of a vertical) over an interval of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// y of a horizontal edge, x of a vertical one.
    pub at: Length,
    /// Where it begins.
    pub from: Length,
    /// Where it ends.
    pub to: Length,
}

/// The edges of a page, each list sorted by position, then start.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// Those that run from left to right.
    pub horizontal: Vec<Edge>,
    /// Those that run from top to bottom.
    pub vertical: Vec<Edge>,
}

/// Merges the rulings of a page; a page that draws too many has no edges, and a note.
pub fn edges(page: &Page, notes: &mut Notes) -> Edges {
    let place = Place { page: Some(page.number), ..Place::default() };
    if page.rulings.len() > MOST_RULINGS {
        notes.warning(
            "too-many-rulings",
            place,
            format!("{} lines are drawn on the page; no table is sought in them", page.rulings.len()),
        );
        return Edges::default();
    }
    let (horizontal, vertical) = by_direction(&page.rulings);
    let edges = Edges { horizontal: merged(horizontal), vertical: merged(vertical) };
    if edges.horizontal.len().max(edges.vertical.len()) > MOST_EDGES {
        notes.warning(
            "too-many-rulings",
            place,
            "the page is full of lines like a drawing; no table is sought in them",
        );
        return Edges::default();
    }
    edges
}

fn by_direction(rulings: &[Ruling]) -> (Vec<Edge>, Vec<Edge>) {
    let (mut horizontal, mut vertical) = (Vec::new(), Vec::new());
    for ruling in rulings {
        let rect = ruling.rect;
        let (long, short) = (rect.width().max(rect.height()), rect.width().min(rect.height()));
        // A dot has no direction: it may be a piece of a dotted line of either, or the corner square of a border.
        let dot = long <= SHORTEST && long <= short.saturating_mul(2);
        if dot || ruling.is_horizontal() {
            horizontal.push(Edge { at: rect.middle_y(), from: rect.x0, to: rect.x1 });
        }
        if dot || !ruling.is_horizontal() {
            vertical.push(Edge { at: rect.middle_x(), from: rect.y0, to: rect.y1 });
        }
    }
    (horizontal, vertical)
}

/// Snaps near-parallel edges to one position, joins pieces, drops what stays short.
fn merged(mut edges: Vec<Edge>) -> Vec<Edge> {
    snap(&mut edges);
    let mut joined: Vec<Edge> = Vec::with_capacity(edges.len().min(256));
    for edge in edges {
        match joined.last_mut() {
            Some(last) if last.at == edge.at && edge.from <= last.to.saturating_add(BRIDGE) => {
                last.to = last.to.max(edge.to)
            }
            _ => joined.push(edge),
        }
    }
    joined.retain(|edge| edge.to.saturating_sub(edge.from) >= SHORTEST);
    joined
}

/// Gives edges that form a chain of steps no wider than [`SNAP`] their common position, the mean weighted by length;
/// sorts by position, then start. Chains lie more than a step apart, so snapping again changes nothing.
fn snap(edges: &mut [Edge]) {
    edges.sort_unstable();
    let mut rest = edges;
    while let Some(first) = rest.first() {
        let mut at = first.at;
        let size = rest
            .iter()
            .take_while(|edge| {
                let near = edge.at.saturating_sub(at) <= SNAP;
                at = edge.at;
                near
            })
            .count();
        let (chain, after) = std::mem::take(&mut rest).split_at_mut(size);
        let at = weighted_mean(chain);
        chain.iter_mut().for_each(|edge| edge.at = at);
        chain.sort_unstable();
        rest = after;
    }
}

fn weighted_mean(chain: &[Edge]) -> Length {
    let weight = |edge: &Edge| i64::from(edge.to).saturating_sub(i64::from(edge.from)).max(1);
    let total: i64 = chain.iter().map(weight).sum();
    let sum: i128 = chain.iter().map(|edge| i128::from(edge.at) * i128::from(weight(edge))).sum();
    Length::try_from(sum.div_euclid(i128::from(total.max(1)))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edge(at: Length, from: Length, to: Length) -> Edge {
        Edge { at, from, to }
    }

    #[test]
    fn pieces_of_one_line_become_one() {
        let double = vec![edge(10_000, 0, 5_000), edge(10_150, 0, 5_000)];
        assert_eq!(merged(double), [edge(10_075, 0, 5_000)]);
        let dashes = (0..10).map(|n| edge(700, n * 500, n * 500 + 300)).collect();
        assert_eq!(merged(dashes), [edge(700, 0, 4_800)]);
        let apart = vec![edge(700, 0, 2_000), edge(700, 3_000, 5_000), edge(10_00, 0, 200)];
        assert_eq!(merged(apart), [edge(700, 0, 2_000), edge(700, 3_000, 5_000)]);
    }

    proptest! {
        #[test]
        fn merging_twice_is_merging_once(raw in prop::collection::vec((0..5_000, 0..5_000, 0..2_000), 0..60)) {
            let once = merged(raw.into_iter().map(|(at, from, long)| edge(at, from, from + long)).collect());
            prop_assert_eq!(merged(once.clone()), once);
        }
    }
}
