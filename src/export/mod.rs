//! Values → files: the contract's JSON document and its tables as CSV or NDJSON.
//!
//! What comes in is an [`Entry`] per input, in order; what goes out is a folder. It refuses to know how a value was
//! read. Rows are made once, as typed fields; a format only prints them.

mod extraction;
mod field;
mod folder;
mod json;
mod names;
mod order;
mod pairing;
mod passages;
mod pretty;
mod relations;
mod rows;
mod shape;
mod stem;
mod written;

pub use extraction::{Entry, Extraction, Failure};
pub use folder::{Folder, Formats, Fragments, Tables, UnknownFormat};
pub use json::schema;
pub(crate) use names::claim as claim_name;
pub use pairing::{PairCheck, Pairing, Party};
pub use relations::count_facts;
pub use stem::stems;
pub(crate) use written::{Written, WrittenCause, WrittenCheck, WrittenOperand, WrittenPlace};
