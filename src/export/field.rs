//! One value of an output row, before any file format.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::column::ColumnType;
use crate::base::{Length, Unit};

/// One value. `None` and the empty string are both null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Field<'a> {
    /// Nothing known, nothing printed.
    Null,
    /// Words.
    Text(&'a str),
    /// A count, a number of something, a year.
    Integer(u64),
    /// An exact amount.
    Decimal(#[serde(with = "sixteen_bytes")] Decimal),
    /// A position in points.
    Points(Length),
    /// Yes or no.
    Flag(bool),
}

impl Field<'_> {
    /// Whether a column of this type may hold it.
    pub(crate) fn fits(&self, column: ColumnType) -> bool {
        match self {
            Field::Null => true,
            Field::Text(_) => column == ColumnType::Text,
            Field::Integer(_) => column == ColumnType::Integer,
            Field::Decimal(_) => column == ColumnType::Decimal,
            Field::Points(_) => column == ColumnType::Points,
            Field::Flag(_) => column == ColumnType::Flag,
        }
    }
}

/// A decimal with its scale, as the crate lays it out.
mod sixteen_bytes {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(amount: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        amount.serialize().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        <[u8; 16]>::deserialize(deserializer).map(Decimal::deserialize)
    }
}

impl<'a, T: Into<Field<'a>>> From<Option<T>> for Field<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Field::Null, Into::into)
    }
}

impl<'a> From<&'a str> for Field<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Field::Null } else { Field::Text(text) }
    }
}

impl<'a> From<&'a String> for Field<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl From<u16> for Field<'_> {
    fn from(number: u16) -> Self {
        Field::Integer(number.into())
    }
}

impl From<u32> for Field<'_> {
    fn from(number: u32) -> Self {
        Field::Integer(number.into())
    }
}

impl From<u64> for Field<'_> {
    fn from(number: u64) -> Self {
        Field::Integer(number)
    }
}

impl From<usize> for Field<'_> {
    fn from(number: usize) -> Self {
        Field::Integer(number as u64)
    }
}

impl From<Decimal> for Field<'_> {
    fn from(amount: Decimal) -> Self {
        Field::Decimal(amount)
    }
}

impl From<bool> for Field<'_> {
    fn from(flag: bool) -> Self {
        Field::Flag(flag)
    }
}

impl From<Unit> for Field<'_> {
    fn from(unit: Unit) -> Self {
        Field::Text(unit.name())
    }
}
