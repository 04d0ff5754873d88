//! What every stage speaks of: lengths, money, places, notes and what was masked. Knows nothing of PDF, of forms or of files.

mod money;
mod note;
mod personal;
mod place;

pub use money::{Amount, Unit};
pub use note::{Level, Note, Notes};
pub use personal::{Personal, Redacted};
pub(crate) use place::Points;
pub use place::{Length, Place, Rect};
