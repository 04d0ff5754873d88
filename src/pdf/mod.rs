//! Bytes of a PDF → pages of glyphs, rulings and images. The only place that names lopdf, and the last with floats.
//!
//! What it refuses to know: words, lines, tables, Chinese, money. What cannot be read becomes U+FFFD and a note.
#![allow(clippy::float_arithmetic, reason = "PDF coordinates are reals; they become integers in this module")]

mod annotation;
mod content;
mod document;
mod encryption;
mod font;
mod lengths;
mod lexer;
mod limits;
mod load;
mod matrix;
mod object;
mod once;
mod open;
mod page;
mod path;
mod state;
mod text;

#[cfg(test)]
mod tests;

pub use document::Pdf;
pub use limits::{LIMIT_NAMES, Limits};
pub(crate) use open::known_kind;
pub use open::{OpenError, OpenOptions, is_pdf, open};
pub use page::{Direction, Glyph, Page, Ruling};
