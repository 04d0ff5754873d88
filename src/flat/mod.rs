//! The waist: a document as lines of tokens, whether it came as a PDF or as plain text, and the way back to the page.
//!
//! A token from a PDF knows its place, and its cell where it stands in a ruled grid; one from plain text knows neither.

mod flatten;
mod ideograph;
mod print;
mod repair;
mod token;

pub use flatten::{from_sheets, from_text};
pub use print::print;
pub use token::{CellRef, Flat, FlatLine, GridShape, Source, Token};
