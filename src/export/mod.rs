//! Values → files: the contract's JSON document and its tables as CSV, NDJSON, Parquet or a SQLite database.
//!
//! What comes in is an [`Entry`] per input, in order; what goes out is a folder, or a stream of rows. It refuses to know how
//! a value was read. The contract is what a user may rely on: tables and columns (`columns.tsv`), closed vocabularies (`names`) and
//! the shape of the JSON (`shape`); it grows, and changes only with a new `version`. Rows are made once, as typed fields (`packed`); a format only prints them.

mod column;
mod draft;
mod extraction;
mod field;
mod formats;
mod json;
mod names;
mod order;
mod output;
mod package;
mod packed;
mod pairing;
mod parquet;
mod passages;
mod pretty;
mod printed;
mod relations;
mod rows;
mod shape;
mod sqlite;
mod stem;
mod written;

pub use column::{ColumnType, TableShape};
pub(crate) use draft::Draft;
pub use extraction::{Entry, Extraction, Failure};
pub use formats::{Formats, UnknownFormat};
pub use json::schema;
pub(crate) use names::claim as claim_name;
pub use output::{Fragments, Output, Tables};
pub use pairing::{PairCheck, Pairing, Party};
pub use printed::Printed;
pub use relations::{count_facts, table_shapes};
pub use stem::stems;
pub(crate) use written::{Written, WrittenCause, WrittenCheck, WrittenOperand, WrittenPlace};
