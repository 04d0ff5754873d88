//! What a page shows, in integers: see [`Page`].

use crate::base::{Length, Rect};

/// One page as displayed (after `/Rotate`, within its CropBox), origin top left.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// 1-based number.
    pub number: u32,
    /// Width as displayed.
    pub width: Length,
    /// Height as displayed.
    pub height: Length,
    /// Visible and hidden glyphs in drawing order; those outside the page or clipped away are not among them.
    pub glyphs: Vec<Glyph>,
    /// Straight lines drawn on the page: strokes, thin fills, the sides of stroked rectangles.
    pub rulings: Vec<Ruling>,
    /// Where images stand.
    pub images: Vec<Rect>,
}

/// One character on the page. A ligature is several glyphs that share its width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph {
    /// The character as the font's maps give it, unrepaired; U+FFFD where no map knows it.
    pub ch: char,
    /// From origin to origin + advance, and from descent to ascent.
    pub rect: Rect,
    /// The baseline: y for upright text, x for text that runs up or down.
    pub baseline: Length,
    /// Font size as displayed.
    pub size: Length,
    /// Where the text runs to.
    pub direction: Direction,
    /// Drawn with render mode 3 (invisible), as OCR layers are.
    pub hidden: bool,
}

/// The direction in which text runs on the displayed page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Direction {
    /// Left to right: upright horizontal text.
    #[default]
    Right,
    /// Top to bottom: rotated by 90° clockwise, or vertical writing.
    Down,
    /// Right to left: upside down.
    Left,
    /// Bottom to top.
    Up,
    /// Any other angle, such as a watermark.
    Slanted,
}

/// A straight horizontal or vertical line, as the rectangle it inks (its thickness may be 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ruling {
    /// What it covers; the longer side tells its direction.
    pub rect: Rect,
}

impl Ruling {
    /// Whether it runs from left to right.
    pub fn is_horizontal(&self) -> bool {
        self.rect.width() >= self.rect.height()
    }

    /// The middle of its thickness: y of a horizontal ruling, x of a vertical one.
    pub fn position(&self) -> Length {
        if self.is_horizontal() { self.rect.middle_y() } else { self.rect.middle_x() }
    }
}
