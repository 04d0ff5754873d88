//! A column of a table of the contract: its name and what its values are. Formats with types of their own read them here.

use super::names::Vocabulary;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Words.
    Text,
    /// A whole number that is not negative.
    Integer,
    /// An exact decimal number.
    Decimal,
    /// A position on a page, in hundredths of a point.
    Points,
    /// Yes or no.
    Flag,
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name in every format.
    pub(crate) name: &'static str,
    /// What its values are.
    pub(crate) kind: ColumnType,
    /// The only values there are, where the vocabulary is closed.
    pub(crate) words: &'static [&'static str],
}

pub(crate) const fn text(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Text, words: &[] }
}

/// Words of a closed vocabulary.
pub(crate) const fn word<V: Vocabulary>(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Text, words: V::WORDS }
}

pub(crate) const fn integer(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Integer, words: &[] }
}

pub(crate) const fn decimal(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Decimal, words: &[] }
}

pub(crate) const fn points(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Points, words: &[] }
}

pub(crate) const fn flag(name: &'static str) -> Column {
    Column { name, kind: ColumnType::Flag, words: &[] }
}

/// The name of a table of the contract, and its columns in order: for whoever makes tables of their own from the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Its name, which is also that of its files.
    pub name: &'static str,
    /// Name and type of each column.
    pub columns: Vec<(&'static str, ColumnType)>,
}
