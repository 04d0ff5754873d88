//! The typed document: types only, no behaviour that reads text or files.
//!
//! Every value keeps what was printed and where; `export/columns.tsv` tells what the columns made of them mean.

mod document;
mod narrative;
mod table;

pub use document::{
    Card, CardEntry, Claim, Cover, Disclosure, Document, Indicator, LedgerEntry, Operator, Status,
};
pub use narrative::{
    Asset, Assets, CarryOver, EmptyTable, Headcount, NamedAmount, NamedTable, Narrative, Performance,
    Procurement, ProjectText, Quantity, Staffing, Statement,
};
pub use table::{Column, ColumnRole, Kind, PlacedBy, Row, RowRole, Side, Table, UnitFrom, Value};
