//! What a page holds once glyphs are lines and rulings are grids: see [`Sheet`].

use super::turn::Turn;
use crate::base::{Length, Rect};
use crate::pdf::Direction;

/// One page, laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// 1-based page number.
    pub page: u32,
    /// How this sheet lies on the page as displayed; all its places are those of the sheet set upright.
    pub turn: Turn,
    /// Lines outside every grid, from top to bottom; slanted ones (watermarks) after all others.
    pub lines: Vec<Line>,
    /// Grids, from top to bottom; no two share a line.
    pub grids: Vec<Grid>,
    /// Images on the page.
    pub images: usize,
}

/// Words on one baseline, in the direction in which they read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its words; never empty.
    pub words: Vec<Word>,
    /// What it covers.
    pub rect: Rect,
    /// Where its text runs to; a line that runs up or down is one word.
    pub direction: Direction,
}

/// Glyphs without a wide gap between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// Its characters, no spaces.
    pub text: String,
    /// For each character of `text` where it begins and ends (x).
    pub spans: Vec<(Length, Length)>,
    /// What it covers.
    pub rect: Rect,
    /// Whether it is invisible on the page (an OCR layer).
    pub hidden: bool,
}

/// A table, or the part of one that stands on this page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// What it covers.
    pub rect: Rect,
    /// The x of its vertical edges, ascending; one more than there are columns.
    pub xs: Vec<Length>,
    /// The y of its horizontal edges, ascending; one more than there are rows.
    pub ys: Vec<Length>,
    /// Its cells by row, then column. Every place of the raster belongs to at most one cell.
    pub cells: Vec<Cell>,
    /// The geometry allows that it continues the last grid of the page before: nothing but margins between them, same
    /// outer edges, and the vertical edges of one are among those of the other (usually all the same; where they are
    /// not, columns agree by their x). Whether it does continue is for the grammar to prove.
    pub may_continue: bool,
    /// Its columns are drawn; where they are not, they stand between the gutters of aligned amounts, and `xs` and `ys`
    /// are the middles of the white.
    pub ruled: bool,
}

/// One cell, which may span several rows and columns of the raster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// First row of the raster, from 0.
    pub row: u32,
    /// First column of the raster, from 0.
    pub column: u32,
    /// Rows spanned, at least 1.
    pub row_span: u32,
    /// Columns spanned, at least 1.
    pub column_span: u32,
    /// What it covers.
    pub rect: Rect,
    /// Its text, from top to bottom; empty for a blank cell.
    pub lines: Vec<Line>,
}

impl Line {
    /// Whether it stands straight on the page; watermarks do not.
    pub fn is_upright(&self) -> bool {
        self.direction != Direction::Slanted
    }
}
