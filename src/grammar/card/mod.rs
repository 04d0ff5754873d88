//! Performance cards: what a department or a project is to reach, with its indicators.

pub(crate) mod flattened;
pub(crate) mod target;
