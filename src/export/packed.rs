//! The rows of one input in every table of the contract, packed into bytes that keep their types. What every row format
//! is written from, and what is kept of an input from one run to the next.
//!
//! Whoever reads the rows may give another path than the one they were packed with: the same bytes may lie elsewhere tomorrow.

use serde::{Deserialize, Serialize};

use super::field::Field;
use super::relations::{RELATIONS, Relation, Sink};

/// Every relation has the path as its second column, after the document's id.
const PATH: usize = 1;

/// The packed rows of one input, a run of bytes for each relation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PackedRows(Vec<Vec<u8>>);

impl PackedRows {
    /// Packs the rows that `rows` makes of each relation.
    pub(crate) fn of(rows: impl Fn(&Relation, Sink<'_>)) -> PackedRows {
        PackedRows(RELATIONS.iter().map(|relation| pack(relation, &rows)).collect())
    }

    /// Hands over the rows of a relation in order, with another path if one is given. Bytes that are no rows end them.
    pub(crate) fn each(&self, relation: usize, path: Option<&str>, emit: &mut dyn FnMut(&[Field<'_>])) {
        let columns = RELATIONS.get(relation).map_or(0, |relation| relation.columns.len());
        let mut bytes = self.0.get(relation).map_or(&[][..], Vec::as_slice);
        let mut row = Vec::with_capacity(columns);
        while let Some(rest) = unpack(bytes, columns, &mut row) {
            if let (Some(path), Some(field)) = (path, row.get_mut(PATH)) {
                *field = path.into();
            }
            emit(&row);
            bytes = rest;
        }
    }
}

fn pack(relation: &Relation, rows: &impl Fn(&Relation, Sink<'_>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    rows(relation, &mut |row| {
        debug_assert_eq!(relation.columns.len(), row.len(), "{}: one field a column", relation.name);
        for (column, field) in relation.columns.iter().zip(row) {
            debug_assert!(field.fits(column.kind), "{}.{}: {field:?}", relation.name, column.name);
        }
        for field in row {
            // Writing to memory cannot fail.
            if let Ok(packed) = postcard::to_extend(field, std::mem::take(&mut bytes)) {
                bytes = packed;
            }
        }
    });
    bytes
}

/// Reads one row into `row`; what follows it, or nothing where there is none.
fn unpack<'b>(bytes: &'b [u8], columns: usize, row: &mut Vec<Field<'b>>) -> Option<&'b [u8]> {
    if bytes.is_empty() {
        return None;
    }
    row.clear();
    let mut rest = bytes;
    for _ in 0..columns {
        let (field, after) = postcard::take_from_bytes(rest).ok()?;
        row.push(field);
        rest = after;
    }
    Some(rest)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::export::{Entry, Failure};

    #[test]
    fn every_kind_of_field_is_read_as_it_was_packed() {
        let fields = [
            Field::Null,
            Field::Text("收入,\n"),
            Field::Integer(u64::MAX),
            Field::Decimal(Decimal::new(-2_337_000, 4)),
            Field::Points(-5670),
            Field::Flag(true),
        ];
        let bytes = fields.iter().try_fold(Vec::new(), |bytes, field| postcard::to_extend(field, bytes));
        let bytes = bytes.unwrap_or_default();
        let mut rest = bytes.as_slice();
        for field in &fields {
            let (read, after): (Field<'_>, _) = postcard::take_from_bytes(rest).unwrap_or((Field::Null, &[]));
            assert_eq!(format!("{read:?}"), format!("{field:?}"), "with the decimals that were printed");
            rest = after;
        }
        assert!(rest.is_empty());
    }

    #[test]
    fn the_path_is_that_of_the_reader() {
        let failure = Failure { document_id: None, bytes: Some(7), error: "no PDF".into() };
        let entry = Entry { path: "old.pdf".into(), result: Err(failure) };
        let packed = PackedRows::of(|relation, emit| (relation.rows)(&entry, emit));
        let mut rows = Vec::new();
        packed.each(0, Some("new.pdf"), &mut |row| rows.push(format!("{:?}", &row[..6])));
        assert_eq!(rows, ["[Null, Text(\"new.pdf\"), Null, Text(\"failed\"), Text(\"no PDF\"), Integer(7)]"]);
    }

    #[test]
    fn the_second_column_is_the_path_everywhere() {
        for relation in &RELATIONS {
            assert_eq!(
                relation.columns.get(PATH).map(|column| column.name),
                Some("path"),
                "{}",
                relation.name
            );
        }
    }
}
