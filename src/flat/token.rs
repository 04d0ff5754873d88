//! Tokens, lines of tokens and the whole flattened document: see [`Flat`].

use crate::base::{Length, Place, Rect, Redacted};

/// What kind of file a text was flattened from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// A PDF: tokens have places.
    Pdf,
    /// Plain text: tokens have lines only.
    #[default]
    Text,
}

/// A flattened document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flat {
    /// Where it came from.
    pub source: Source,
    /// Pages of the PDF; 0 for plain text.
    pub pages: u32,
    /// Lines in reading order: line `n` (1-based) is `lines[n - 1]`. A row of a grid is one line.
    pub lines: Vec<FlatLine>,
    /// The grids that cells refer to, in reading order.
    pub grids: Vec<GridShape>,
    /// Plain text in which runs of blanks keep the columns of the page apart, so that the lines of neighbouring cells are
    /// interleaved (`pdftotext -layout`).
    pub keeps_columns: bool,
    /// Pages that hold images and no readable text.
    pub pages_without_text: Vec<u32>,
    /// What was masked, in reading order; `None` where nothing was to be.
    pub redacted: Option<Vec<Redacted>>,
}

/// One line: text outside grids, or one row of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FlatLine {
    /// 1-based page; `None` for plain text without form feeds.
    pub page: Option<u32>,
    /// Index into [`Flat::grids`] where the line is a row of a grid (also a row without any token).
    pub grid: Option<u32>,
    /// Its tokens from left to right; those of one cell follow each other from top to bottom.
    pub tokens: Vec<Token>,
}

/// A run of characters without a space, repaired (see `flat::repair`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Token {
    /// The characters.
    pub text: String,
    /// 1-based line of the flattened text.
    pub line: u32,
    /// The cell it stands in.
    pub cell: Option<CellRef>,
    /// Where it stands on the page; `None` for plain text.
    pub rect: Option<Rect>,
    /// For each character where it begins and ends (x of the sheet set upright); empty for plain text.
    pub spans: Vec<(Length, Length)>,
    /// Which line of its cell it stands on, from 0; 0 outside cells.
    pub cell_line: u16,
    /// At which character of its line it begins, from 0; plain text only.
    pub column: u32,
    /// Invisible on the page (an OCR layer).
    pub hidden: bool,
    /// Stands on a page that was set upright to be read: `rect` is of the page as displayed, `spans` are not.
    pub turned: bool,
}

/// The address of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CellRef {
    /// Index into [`Flat::grids`].
    pub grid: u32,
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// Rows spanned.
    pub row_span: u32,
    /// Columns spanned.
    pub column_span: u32,
}

/// The outline of a grid: everything but its text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GridShape {
    /// 1-based page.
    pub page: u32,
    /// What it covers.
    pub rect: Rect,
    /// The x of its vertical edges.
    pub xs: Vec<Length>,
    /// The y of its horizontal edges.
    pub ys: Vec<Length>,
    /// Every cell, also blank ones, by row, then column.
    pub cells: Vec<CellRef>,
    /// Index into [`Flat::lines`] of its first line. On a page, row `r` is line `first_line + r`; in a text a row may
    /// take several lines.
    pub first_line: usize,
    /// How many lines it takes.
    pub lines: usize,
    /// Only where a text keeps its columns but has no cells: its header, row 0 of the grid.
    pub header: Option<HeaderText>,
    /// The geometry allows that it continues the grid before it in [`Flat::grids`].
    pub may_continue: bool,
    /// Its columns are drawn; where they are not, they were found between aligned amounts.
    pub ruled: bool,
}

/// The header of a table in a text that keeps its columns but has no cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeaderText {
    /// The words above each column, outermost first; empty without a header.
    pub paths: Vec<Vec<String>>,
    /// The words as they stand together on a line.
    pub printed: Vec<String>,
}

impl Token {
    /// Where the token stands.
    pub fn place(&self, page: Option<u32>) -> Place {
        Place { page, line: Some(self.line), rect: self.rect }
    }

    /// The rectangle of the characters `from..to` (character counts, not bytes); the whole where spans are
    /// unknown or of a page that was turned.
    pub fn rect_of(&self, from: usize, to: usize) -> Option<Rect> {
        let whole = self.rect?;
        if self.turned {
            return Some(whole);
        }
        let first = self.spans.get(from);
        let last = self.spans.get(to.saturating_sub(1));
        Some(match (first, last) {
            (Some(first), Some(last)) => Rect { x0: first.0, x1: last.1, ..whole },
            _ => whole,
        })
    }
}

impl FlatLine {
    /// The text with one space between tokens.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for token in &self.tokens {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&token.text);
        }
        text
    }
}
