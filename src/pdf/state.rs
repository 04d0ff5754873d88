//! The graphics state that matters to text and lines (ISO 32000-1, 8.4 and 9.3). Small and `Copy`: `q` and `Q` are cheap.

use super::matrix::{Bounds, Matrix};

#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    /// User space → device space (1/100 pt, y downwards).
    pub(super) ctm: Matrix,
    /// Bounds of the clip in device space.
    pub(super) clip: Bounds,
    pub(super) line_width: f64,
    pub(super) text: TextState,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct TextState {
    /// Index into the page's list of fonts.
    pub(super) font: Option<usize>,
    pub(super) size: f64,
    pub(super) character_spacing: f64,
    pub(super) word_spacing: f64,
    /// Tz as a factor.
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
}

impl State {
    pub(super) fn new(ctm: Matrix, clip: Bounds) -> Self {
        let text = TextState {
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        };
        Self { ctm, clip, line_width: 1.0, text }
    }
}
