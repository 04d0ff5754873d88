//! What every stage speaks of: lengths, money, places and notes. Knows nothing of PDF, of forms or of files.

mod money;
mod note;
mod place;

pub use money::{Amount, Unit};
pub use note::{Level, Note, Notes};
pub(crate) use place::Points;
pub use place::{Length, Place, Rect};
