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

/// Dots of one line stand at positions that differ by no more than this. Lines of dots across it stand in its way: their
/// dots are 1.5 pt apart, a chain that [`SNAP`] would follow from one edge of the page to the other.
const LEVEL: Length = 20;

/// A shorter row of dots is no dotted line: dotted lines cross there, or the squares at the corners of a border.
const DOTTED: Length = 1_000;

/// A longer piece is no dash. Gaps between dashes may be as wide as the dashes.
const DASH: Length = 1_000;

/// Dashes and gaps of one line are equal to this part (in hundredths).
const EQUAL: i64 = 15;

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
    let edges = by_direction(&page.rulings);
    let edges = Edges { horizontal: merged(edges.horizontal), vertical: merged(edges.vertical) };
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

fn by_direction(rulings: &[Ruling]) -> Edges {
    let (mut horizontal, mut vertical) = (Vec::new(), Vec::new());
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for ruling in rulings {
        let rect = ruling.rect;
        let (long, short) = (rect.width().max(rect.height()), rect.width().min(rect.height()));
        let lying = Edge { at: rect.middle_y(), from: rect.x0, to: rect.x1 };
        let standing = Edge { at: rect.middle_x(), from: rect.y0, to: rect.y1 };
        // A dot has no direction: it may be a piece of a dotted line of either, or the corner square of a border.
        if long <= SHORTEST && long <= short.saturating_mul(2) {
            across.push(lying);
            down.push(standing);
        } else if ruling.is_horizontal() {
            horizontal.push(lying);
        } else {
            vertical.push(standing);
        }
    }
    horizontal.extend(dotted(across));
    vertical.extend(dotted(down));
    Edges { horizontal, vertical }
}

/// The lines that dots make: those in a row, at equal heights.
fn dotted(mut dots: Vec<Edge>) -> Vec<Edge> {
    dots.sort_unstable();
    let mut lines = Vec::new();
    let mut rest = dots.as_mut_slice();
    while let Some(&Edge { at, .. }) = rest.first() {
        let size = rest.partition_point(|dot| dot.at.saturating_sub(at) <= LEVEL);
        let (row, after) = std::mem::take(&mut rest).split_at_mut(size.max(1));
        row.iter_mut().for_each(|dot| dot.at = at);
        row.sort_unstable();
        lines.extend(joined(row, |_, _| BRIDGE));
        rest = after;
    }
    lines.retain(|line| line.to.saturating_sub(line.from) >= DOTTED);
    lines
}

/// Snaps near-parallel edges to one position, joins pieces, drops what stays short.
fn merged(mut edges: Vec<Edge>) -> Vec<Edge> {
    snap(&mut edges);
    let mut edges = joined(&edges, |index, edges| if is_dashed(index, edges) { DASH } else { BRIDGE });
    edges.retain(|edge| edge.to.saturating_sub(edge.from) >= SHORTEST);
    edges
}

/// Joins pieces at one position over gaps as wide as `bridge` allows before the piece of that index.
fn joined(pieces: &[Edge], bridge: impl Fn(usize, &[Edge]) -> Length) -> Vec<Edge> {
    let mut joined: Vec<Edge> = Vec::with_capacity(pieces.len().min(256));
    for (index, &piece) in pieces.iter().enumerate() {
        match joined.last_mut().filter(|last| last.at == piece.at) {
            Some(last) if piece.from <= last.to.saturating_add(BRIDGE) => last.to = last.to.max(piece.to),
            Some(last) if piece.from <= last.to.saturating_add(bridge(index, pieces)) => {
                last.to = last.to.max(piece.to)
            }
            _ => joined.push(piece),
        }
    }
    joined
}

/// Whether the gap before a piece is one of a dashed line: with a piece before or after them, three pieces stand at
/// equal distances, each of equal length and no shorter than the gap.
fn is_dashed(index: usize, pieces: &[Edge]) -> bool {
    let equal = |a: i64, b: i64| (a - b).abs() * 100 <= a.max(b) * EQUAL;
    let long = |piece: &Edge| i64::from(piece.to) - i64::from(piece.from);
    let dashes = |three: &[Edge]| match three {
        [a, b, c] => {
            let gaps = (i64::from(b.from) - i64::from(a.to), i64::from(c.from) - i64::from(b.to));
            a.at == b.at
                && b.at == c.at
                && equal(long(a), long(b))
                && equal(long(b), long(c))
                && equal(gaps.0, gaps.1)
                && long(b) <= i64::from(DASH)
                && gaps.0 <= long(b)
        }
        _ => false,
    };
    let from = |back: usize| index.checked_sub(back).and_then(|from| pieces.get(from..from + 3));
    [1, 2].into_iter().filter_map(from).any(dashes)
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

    #[test]
    fn dotted_lines_cross() {
        let dot = |x, y| Ruling { rect: crate::base::Rect::spanning(x, y, x + 75, y + 75) };
        let across = (0..40).flat_map(|n| [dot(n * 150, 0), dot(n * 150, 1_800)]);
        let down = (0..12).flat_map(|n| [dot(0, n * 150), dot(5_850, n * 150)]);
        let page = Page { rulings: across.chain(down).collect(), ..Page::default() };
        let (left, right) = (edge(37, 0, 1_875), edge(5_887, 0, 1_875));
        let (top, bottom) = (edge(37, 0, 5_925), edge(1_837, 0, 5_925));
        let expect = Edges { horizontal: vec![top, bottom], vertical: vec![left, right] };
        assert_eq!(edges(&page, &mut Notes::default()), expect);
    }

    #[test]
    fn dashes_stand_at_equal_distances() {
        let check = |pieces: &[(Length, Length)], expect: &[(Length, Length)]| {
            let edges =
                |pieces: &[(Length, Length)]| pieces.iter().map(|&(from, to)| edge(0, from, to)).collect();
            let expect: Vec<Edge> = edges(expect);
            assert_eq!(merged(edges(pieces)), expect);
        };
        check(&[(0, 450), (860, 1_310), (1_720, 2_170)], &[(0, 2_170)]);
        check(&[(0, 450), (860, 1_310)], &[(0, 450), (860, 1_310)]);
        check(&[(0, 450), (860, 1_310), (2_000, 2_450)], &[(0, 450), (860, 1_310), (2_000, 2_450)]);
        check(&[(0, 4_500), (4_900, 9_400), (9_800, 14_300)], &[(0, 4_500), (4_900, 9_400), (9_800, 14_300)]);
    }

    proptest! {
        /// Pieces that are no dashes: of two dashed lines in a row the second pass may make one.
        #[test]
        fn merging_twice_is_merging_once(raw in prop::collection::vec((0..5_000, 0..9_000, DASH + 1..2_000), 0..60)) {
            let once = merged(raw.into_iter().map(|(at, from, long)| edge(at, from, from + long)).collect());
            prop_assert_eq!(merged(once.clone()), once);
        }
    }
}
