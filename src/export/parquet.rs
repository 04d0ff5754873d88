//! Rows → `.parquet` files, one a table, for DuckDB, pandas, Spark and warehouses.
//!
//! Words are UTF-8 strings, whole numbers 64-bit integers, flags booleans. Decimals are `DECIMAL(38, 10)` in sixteen bytes:
//! every printed amount is exact in it; quotients that a check computes (`checks.slack`) have more digits than that and are
//! rounded to ten places. Points are `DECIMAL(9, 2)`. Everything may be null. Columns are compressed with zstd.
//!
//! One row group policy: a group has [`GROUP_ROWS`] rows, the last one what is left, so that memory is bounded and the same
//! rows make the same bytes. Knows nothing of documents.

use std::io;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type as Node, TypePtr};
use rust_decimal::Decimal;

use super::column::{Column, ColumnType};
use super::draft::Draft;
use super::field::Field;
use super::relations::Relation;

/// Rows of a row group.
const GROUP_ROWS: usize = 1 << 16;

/// Digits of a decimal, and how many of them stand behind the point.
const PRECISION: i32 = 38;
const SCALE: u32 = 10;

/// The file of one table while it grows.
pub(crate) struct Table {
    writer: SerializedFileWriter<Draft>,
    columns: Vec<Values>,
    rows: usize,
}

impl Table {
    pub(crate) fn begin(dir: &Path, relation: &Relation) -> io::Result<Table> {
        let draft = Draft::create(dir.join(format!("{}.parquet", relation.name)))?;
        let compression = Compression::ZSTD(ZstdLevel::default());
        let properties = WriterProperties::builder().set_compression(compression).build();
        let writer =
            SerializedFileWriter::new(draft, schema(relation).map_err(failed)?, Arc::new(properties));
        let columns = relation.columns.iter().map(Values::of).collect();
        Ok(Table { writer: writer.map_err(failed)?, columns, rows: 0 })
    }

    pub(crate) fn append(&mut self, row: &[Field<'_>]) -> io::Result<()> {
        for (column, field) in self.columns.iter_mut().zip(row) {
            column.push(field);
        }
        self.rows += 1;
        if self.rows == GROUP_ROWS { self.end_group() } else { Ok(()) }
    }

    pub(crate) fn finish(mut self) -> io::Result<()> {
        if self.rows > 0 {
            self.end_group()?;
        }
        self.writer.into_inner().map_err(failed)?.finish()
    }

    fn end_group(&mut self) -> io::Result<()> {
        let mut group = self.writer.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            column.write(&mut group).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows = 0;
        Ok(())
    }
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error)
}

fn schema(relation: &Relation) -> Result<TypePtr, ParquetError> {
    let fields = relation.columns.iter().map(node).collect::<Result<_, _>>()?;
    Node::group_type_builder(relation.name).with_fields(fields).build().map(Arc::new)
}

fn node(column: &Column) -> Result<TypePtr, ParquetError> {
    let physical = match column.kind {
        ColumnType::Text => Physical::BYTE_ARRAY,
        ColumnType::Integer => Physical::INT64,
        ColumnType::Decimal => Physical::FIXED_LEN_BYTE_ARRAY,
        ColumnType::Points => Physical::INT32,
        ColumnType::Flag => Physical::BOOLEAN,
    };
    let node = Node::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL);
    let node = match column.kind {
        ColumnType::Text => node.with_logical_type(Some(LogicalType::String)),
        ColumnType::Decimal => as_decimal(node.with_length(16), PRECISION, SCALE as i32),
        ColumnType::Points => as_decimal(node, 9, 2),
        ColumnType::Integer | ColumnType::Flag => node,
    };
    node.build().map(Arc::new)
}

type NodeBuilder<'a> = parquet::schema::types::PrimitiveTypeBuilder<'a>;

fn as_decimal(node: NodeBuilder<'_>, precision: i32, scale: i32) -> NodeBuilder<'_> {
    node.with_converted_type(ConvertedType::DECIMAL).with_precision(precision).with_scale(scale)
}

/// The values of a column that are not written yet: for each row whether there is one, and those there are.
struct Values {
    there: Vec<i16>,
    list: List,
}

enum List {
    Text(Vec<ByteArray>),
    Integer(Vec<i64>),
    Decimal(Vec<FixedLenByteArray>),
    Points(Vec<i32>),
    Flag(Vec<bool>),
}

impl Values {
    fn of(column: &Column) -> Values {
        let list = match column.kind {
            ColumnType::Text => List::Text(Vec::new()),
            ColumnType::Integer => List::Integer(Vec::new()),
            ColumnType::Decimal => List::Decimal(Vec::new()),
            ColumnType::Points => List::Points(Vec::new()),
            ColumnType::Flag => List::Flag(Vec::new()),
        };
        Values { there: Vec::new(), list }
    }

    /// A field that the column cannot hold is null; [`Field::fits`] is asserted where rows are made.
    fn push(&mut self, field: &Field<'_>) {
        let pushed = match (&mut self.list, field) {
            (List::Text(list), Field::Text(text)) => push(list, Some(ByteArray::from(*text))),
            (List::Integer(list), Field::Integer(number)) => push(list, i64::try_from(*number).ok()),
            (List::Decimal(list), Field::Decimal(amount)) => push(list, sixteen_bytes(*amount)),
            (List::Points(list), Field::Points(length)) => push(list, Some(*length)),
            (List::Flag(list), Field::Flag(flag)) => push(list, Some(*flag)),
            _ => false,
        };
        self.there.push(i16::from(pushed));
    }

    fn write(&mut self, group: &mut SerializedRowGroupWriter<'_, Draft>) -> Result<(), ParquetError> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        let there = Some(self.there.as_slice());
        match (column.untyped(), &self.list) {
            (ColumnWriter::ByteArrayColumnWriter(out), List::Text(list)) => {
                out.write_batch(list, there, None)
            }
            (ColumnWriter::Int64ColumnWriter(out), List::Integer(list)) => out.write_batch(list, there, None),
            (ColumnWriter::FixedLenByteArrayColumnWriter(out), List::Decimal(list)) => {
                out.write_batch(list, there, None)
            }
            (ColumnWriter::Int32ColumnWriter(out), List::Points(list)) => out.write_batch(list, there, None),
            (ColumnWriter::BoolColumnWriter(out), List::Flag(list)) => out.write_batch(list, there, None),
            _ => Err(ParquetError::General("a column of another type than its values".into())),
        }?;
        self.clear();
        column.close()
    }

    fn clear(&mut self) {
        self.there.clear();
        match &mut self.list {
            List::Text(list) => list.clear(),
            List::Integer(list) => list.clear(),
            List::Decimal(list) => list.clear(),
            List::Points(list) => list.clear(),
            List::Flag(list) => list.clear(),
        }
    }
}

fn push<T>(list: &mut Vec<T>, value: Option<T>) -> bool {
    let there = value.is_some();
    list.extend(value);
    there
}

/// The amount as a number of 10⁻¹⁰, big-endian two's complement, as Parquet's DECIMAL is stored. `None` for one of more than
/// 28 digits before the point: no money has them.
fn sixteen_bytes(amount: Decimal) -> Option<FixedLenByteArray> {
    let rounded = amount.round_dp(SCALE);
    let scale = 10_i128.checked_pow(SCALE.checked_sub(rounded.scale())?)?;
    let number = rounded.mantissa().checked_mul(scale)?;
    let digits = number.unsigned_abs().checked_ilog10().map_or(0, |log| log + 1);
    (digits <= PRECISION as u32).then(|| FixedLenByteArray::from(number.to_be_bytes().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(amount: Decimal, expect: i128) {
        let bytes = sixteen_bytes(amount).map(|bytes| bytes.data().to_vec());
        assert_eq!(bytes, Some(expect.to_be_bytes().to_vec()), "{amount}");
    }

    #[test]
    fn amounts_are_exact_to_ten_places() {
        check(Decimal::new(-233_700, 2), -23_370_000_000_000);
        check(Decimal::new(1, 10), 1);
        check(Decimal::new(15, 11), 2);
        check(Decimal::ZERO, 0);
        assert_eq!(
            sixteen_bytes(Decimal::MAX).map(|bytes| bytes.data().len()),
            None,
            "more digits than there are"
        );
    }
}
