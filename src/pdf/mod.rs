//! Bytes of a PDF → pages of glyphs, rulings and images. The only place that names lopdf, and the last with floats.
//!
//! What it refuses to know: words, lines, tables, Chinese, money. What cannot be read becomes U+FFFD and a note.

mod page;

pub use page::{Direction, Glyph, Page, Ruling};
