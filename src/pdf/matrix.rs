//! Affine maps and float rectangles: the geometry of content streams before it becomes integers.

use crate::base::{Length, Rect};

/// A point in any space.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The matrix `[a b c d e f]` of ISO 32000-1, 8.3.4: `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
    pub(super) d: f64,
    pub(super) e: f64,
    pub(super) f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Matrix = Matrix::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) const fn new([a, b, c, d, e, f]: [f64; 6]) -> Self {
        Self { a, b, c, d, e, f }
    }

    pub(super) const fn translation(x: f64, y: f64) -> Self {
        Self::new([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// The map that applies `self` first and `outer` afterwards (`self × outer` in the notation of the standard).
    pub(super) fn then(&self, outer: &Matrix) -> Matrix {
        Matrix {
            a: self.a * outer.a + self.b * outer.c,
            b: self.a * outer.b + self.b * outer.d,
            c: self.c * outer.a + self.d * outer.c,
            d: self.c * outer.b + self.d * outer.d,
            e: self.e * outer.a + self.f * outer.c + outer.e,
            f: self.e * outer.b + self.f * outer.d + outer.f,
        }
    }

    pub(super) fn apply(&self, x: f64, y: f64) -> Point {
        Point { x: self.a * x + self.c * y + self.e, y: self.b * x + self.d * y + self.f }
    }

    /// The bounds of the image of a rectangle.
    pub(super) fn apply_to_bounds(&self, bounds: &Bounds) -> Bounds {
        let mut image = Bounds::EMPTY;
        for (x, y) in
            [(bounds.x0, bounds.y0), (bounds.x1, bounds.y0), (bounds.x0, bounds.y1), (bounds.x1, bounds.y1)]
        {
            image.include(self.apply(x, y));
        }
        image
    }
}

/// A rectangle in floats; empty while `x0 > x1`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub(super) x0: f64,
    pub(super) y0: f64,
    pub(super) x1: f64,
    pub(super) y1: f64,
}

impl Bounds {
    pub(super) const EMPTY: Bounds =
        Bounds { x0: f64::INFINITY, y0: f64::INFINITY, x1: f64::NEG_INFINITY, y1: f64::NEG_INFINITY };

    pub(super) fn spanning(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    pub(super) fn include(&mut self, point: Point) {
        self.x0 = self.x0.min(point.x);
        self.y0 = self.y0.min(point.y);
        self.x1 = self.x1.max(point.x);
        self.y1 = self.y1.max(point.y);
    }

    pub(super) fn is_empty(&self) -> bool {
        // Written so that NaN counts as empty.
        !(self.x0 <= self.x1 && self.y0 <= self.y1)
    }

    pub(super) fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub(super) fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    /// What both have in common; empty where they do not touch.
    pub(super) fn intersection(&self, other: &Bounds) -> Bounds {
        Bounds {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    pub(super) fn to_rect(self) -> Rect {
        Rect::spanning(length(self.x0), length(self.y0), length(self.x1), length(self.y1))
    }
}

/// Largest coordinate that leaves the page stage: 200 m. Keeps sums of lengths within `i32` for every later stage.
const FARTHEST: f64 = 60_000_000.0;

/// A device coordinate (already in 1/100 pt) as an integer.
pub(super) fn length(value: f64) -> Length {
    // `as` saturates and sends NaN to 0.
    value.round().clamp(-FARTHEST, FARTHEST) as Length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_applied_inner_first() {
        let scale = Matrix::new([2.0, 0.0, 0.0, 3.0, 0.0, 0.0]);
        let moved = scale.then(&Matrix::translation(10.0, 20.0));
        assert_eq!(moved.apply(1.0, 1.0), Point { x: 12.0, y: 23.0 });
        let turned = Matrix::new([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]).then(&scale);
        assert_eq!(turned.apply(1.0, 2.0), Point { x: -4.0, y: 3.0 });
        let bounds = Bounds::spanning(3.0, 2.0, 1.0, 0.0);
        assert_eq!(turned.apply_to_bounds(&bounds), Bounds { x0: -4.0, y0: 3.0, x1: 0.0, y1: 9.0 });
    }

    #[test]
    fn no_number_leaves_the_range_of_lengths() {
        assert_eq!(
            [1.5, -1.5, f64::NAN, f64::INFINITY, -1e300].map(length),
            [2, -2, 0, 60_000_000, -60_000_000]
        );
        assert!(Bounds::EMPTY.is_empty());
        assert!(Bounds { x0: f64::NAN, y0: 0.0, x1: 1.0, y1: 1.0 }.is_empty());
        assert!(!Bounds::spanning(1.0, 1.0, 1.0, 1.0).is_empty());
    }
}
