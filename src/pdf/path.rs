//! The current path → rulings: strokes and thin fills that run straight across or straight down the page.
//!
//! Everything here is in device space: 1/100 pt, y downwards.

use super::matrix::{Bounds, Matrix, Point};

/// A filled or stroked shape at most this thick is a line. Producers draw rules up to 2.25 pt; the lowest cells are about 6 pt.
const THICKEST: f64 = 300.0;

/// How far a line may lean over its whole length and still be horizontal or vertical.
const LEAN: f64 = 50.0;

/// How far the points of a curve may stray from a line along an axis.
const STRAIGHT: f64 = 5.0;

/// Where a path also has curves or slanted sides, its straight sides are lines only if they are longer than those of letters:
/// cairo strokes the outlines of a bold title as one path.
const LONGER_THAN_LETTERS: f64 = 4_000.0;

#[derive(Debug, Default)]
pub(super) struct Path {
    current: Point,
    start: Point,
    subpaths: Vec<Subpath>,
    /// Straight segments, for strokes.
    segments: Vec<(Point, Point)>,
}

/// One figure of a path.
#[derive(Debug, Clone, Copy)]
struct Subpath {
    bounds: Bounds,
    /// Made of straight segments only, each along an axis.
    rectilinear: bool,
    straight: bool,
}

impl Path {
    pub(super) fn clear(&mut self) {
        self.subpaths.clear();
        self.segments.clear();
    }

    pub(super) fn move_to(&mut self, point: Point) {
        self.current = point;
        self.start = point;
        let mut bounds = Bounds::EMPTY;
        bounds.include(point);
        self.subpaths.push(Subpath { bounds, rectilinear: true, straight: true });
    }

    pub(super) fn line_to(&mut self, point: Point) {
        let from = self.current;
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.bounds.include(point);
            subpath.rectilinear &= is_along_axis(from, point);
            self.segments.push((from, point));
        }
        self.current = point;
    }

    /// A Bézier curve; its control points bound it. One whose points all lie on a line along an axis is a line.
    pub(super) fn curve_to(&mut self, first: Point, second: Point, end: Point) {
        let from = self.current;
        let straight = |of: fn(Point) -> f64| {
            [first, second, end].into_iter().all(|point| (of(point) - of(from)).abs() <= STRAIGHT)
        };
        if straight(|point| point.x) || straight(|point| point.y) {
            return self.line_to(end);
        }
        if let Some(subpath) = self.subpaths.last_mut() {
            subpath.bounds.include(first);
            subpath.bounds.include(second);
            subpath.bounds.include(end);
            (subpath.rectilinear, subpath.straight) = (false, false);
        }
        self.current = end;
    }

    pub(super) fn close(&mut self) {
        let start = self.start;
        if self.current != start {
            self.line_to(start);
        }
    }

    /// The rectangle of operator `re`.
    pub(super) fn rectangle(&mut self, ctm: &Matrix, [x, y, width, height]: [f64; 4]) {
        self.move_to(ctm.apply(x, y));
        self.line_to(ctm.apply(x + width, y));
        self.line_to(ctm.apply(x + width, y + height));
        self.line_to(ctm.apply(x, y + height));
        self.close();
    }

    /// Bounds of everything, empty for a path without points.
    pub(super) fn bounds(&self) -> Bounds {
        self.subpaths.iter().fold(Bounds::EMPTY, |all, subpath| Bounds {
            x0: all.x0.min(subpath.bounds.x0),
            y0: all.y0.min(subpath.bounds.y0),
            x1: all.x1.max(subpath.bounds.x1),
            y1: all.y1.max(subpath.bounds.y1),
        })
    }

    /// What a stroke of `width` user units inks that is a line.
    pub(super) fn stroked(&self, ctm: &Matrix, width: f64, mut found: impl FnMut(Bounds)) {
        let (across_x, across_y) =
            (width * (ctm.a.abs() + ctm.c.abs()) / 2.0, width * (ctm.b.abs() + ctm.d.abs()) / 2.0);
        let rectilinear = self.subpaths.iter().all(|subpath| subpath.rectilinear);
        for (from, to) in &self.segments {
            let long = (from.x - to.x).abs().max((from.y - to.y).abs()) > LONGER_THAN_LETTERS;
            if !is_along_axis(*from, *to) || !(rectilinear || long) {
                continue;
            }
            let mut ink = Bounds::spanning(from.x, from.y, to.x, to.y);
            if ink.width() >= ink.height() {
                let middle = f64::midpoint(ink.y0, ink.y1);
                (ink.y0, ink.y1) = (middle - across_y, middle + across_y);
            } else {
                let middle = f64::midpoint(ink.x0, ink.x1);
                (ink.x0, ink.x1) = (middle - across_x, middle + across_x);
            }
            if is_line(&ink) {
                found(ink);
            }
        }
    }

    /// Which figures of a fill are lines.
    pub(super) fn filled(&self, mut found: impl FnMut(Bounds)) {
        for subpath in &self.subpaths {
            let bounds = subpath.bounds;
            let long = bounds.width().max(bounds.height()) > 8.0 * bounds.width().min(bounds.height());
            // A thin figure with mitred ends is a line too, but only a long one: glyphs drawn as shapes are not.
            if (subpath.rectilinear || (subpath.straight && long)) && is_line(&bounds) {
                found(bounds);
            }
        }
        for pair in self.subpaths.windows(2) {
            if let [a, b] = pair
                && a.rectilinear
                && b.rectilinear
            {
                frame(&a.bounds, &b.bounds).into_iter().flatten().for_each(&mut found);
            }
        }
    }
}

/// A rectangle within another, filled between the two, is a frame: its four sides, where they are as thin as lines.
/// (One that is filled inside as well, as two backgrounds one over the other, has sides there too: a border all the same.)
fn frame(a: &Bounds, b: &Bounds) -> Option<[Bounds; 4]> {
    let (outer, inner) = if a.width() >= b.width() { (a, b) } else { (b, a) };
    let margins = [inner.x0 - outer.x0, inner.y0 - outer.y0, outer.x1 - inner.x1, outer.y1 - inner.y1];
    let thin = margins.iter().all(|margin| (0.0..=THICKEST).contains(margin));
    (thin && margins.iter().any(|&margin| margin > 0.0) && inner.width().min(inner.height()) > THICKEST)
        .then_some([
            Bounds { x1: inner.x0, ..*outer },
            Bounds { y1: inner.y0, ..*outer },
            Bounds { x0: inner.x1, ..*outer },
            Bounds { y0: inner.y1, ..*outer },
        ])
}

fn is_along_axis(from: Point, to: Point) -> bool {
    (from.x - to.x).abs() <= LEAN || (from.y - to.y).abs() <= LEAN
}

/// Whether an inked rectangle is a line: thin, and either hair-thin or clearly longer than thick.
/// (Word joins borders with 0.48 pt squares, browsers draw dotted borders of 1.5 pt squares; a 2.5 pt square is a bullet.)
pub(in crate::pdf) fn is_line(ink: &Bounds) -> bool {
    let (long, thick) = (ink.width().max(ink.height()), ink.width().min(ink.height()));
    thick <= THICKEST && (thick <= 150.5 || long >= 2.5 * thick)
}
