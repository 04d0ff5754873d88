//! Integer geometry: positions on a page as displayed, origin top left.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A length or coordinate in hundredths of a PDF point. Integers compare and hash exactly, which floats do not.
pub type Length = i32;

/// An axis-parallel rectangle, `x0 <= x1` and `y0 <= y1`, y growing downwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Rect {
    /// Left edge.
    pub x0: Length,
    /// Top edge.
    pub y0: Length,
    /// Right edge.
    pub x1: Length,
    /// Bottom edge.
    pub y1: Length,
}

impl Rect {
    /// The rectangle spanned by two corners in any order.
    pub fn spanning(x0: Length, y0: Length, x1: Length, y1: Length) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// Width, never negative.
    pub fn width(&self) -> Length {
        self.x1.saturating_sub(self.x0)
    }

    /// Height, never negative.
    pub fn height(&self) -> Length {
        self.y1.saturating_sub(self.y0)
    }

    /// Horizontal middle.
    pub fn middle_x(&self) -> Length {
        self.x0 + self.width() / 2
    }

    /// Vertical middle.
    pub fn middle_y(&self) -> Length {
        self.y0 + self.height() / 2
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// What both have in common; `None` where they do not even touch.
    pub fn intersection(&self, other: &Rect) -> Option<Rect> {
        let common = Rect {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (common.x0 <= common.x1 && common.y0 <= common.y1).then_some(common)
    }

    /// Whether the point lies inside or on the border.
    pub fn contains(&self, x: Length, y: Length) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }
}

/// Where something stands in a document: a page and a rectangle (PDF), or a line (plain text), or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Place {
    /// 1-based page; `None` for plain text.
    pub page: Option<u32>,
    /// 1-based line of the flattened text.
    pub line: Option<u32>,
    /// Rectangle on the page as displayed; `None` for plain text.
    pub rect: Option<Rect>,
}

/// A length printed in points with two decimals, without floats.
pub(crate) struct Points(pub(crate) Length);

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let n = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", n / 100, n % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_print_without_floats() {
        assert_eq!(Points(-5).to_string(), "-0.05");
        assert_eq!(Points(12345).to_string(), "123.45");
    }

    #[test]
    fn rectangles_meet_at_a_shared_edge() {
        let a = Rect::spanning(0, 0, 10, 10);
        assert_eq!(a.intersection(&Rect::spanning(10, 0, 20, 10)), Some(Rect::spanning(10, 0, 10, 10)));
        assert_eq!(a.intersection(&Rect::spanning(11, 0, 20, 10)), None);
    }
}
