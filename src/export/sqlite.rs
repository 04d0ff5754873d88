//! Rows → `disclosures.sqlite`: the tables of the contract with keys and indexes, and a few views.
//!
//! SQLite has no decimals: amounts are text, exact as printed. The view `facts_yuan` also gives them as whole 分 (0.01 元),
//! which add without error. Knows nothing of documents.

use std::fs;
use std::io;
use std::path::Path;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};

use super::column::ColumnType;
use super::draft::Unfinished;
use super::field::Field;
use super::relations::{RELATIONS, Relation};
use crate::base::Points;

/// Name of the file.
const NAME: &str = "disclosures.sqlite";

/// Keys, indexes and views: run after the rows are in, since building an index at once is faster.
const AFTER: &str = include_str!("sqlite_after.sql");

/// The database while it grows.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
    inserts: Vec<String>,
    name: Unfinished,
}

impl Database {
    pub(crate) fn begin(dir: &Path) -> io::Result<Database> {
        let name = Unfinished::beside(dir.join(NAME));
        // One that a killed run of the same process number left would be continued.
        match fs::remove_file(name.temporary()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let begin = || {
            let connection = Connection::open(name.temporary())?;
            // The file is new, nobody else knows its name, and it is thrown away if anything fails: no journal is needed.
            connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")?;
            RELATIONS.iter().try_for_each(|relation| connection.execute_batch(&create(relation)))?;
            connection.set_prepared_statement_cache_capacity(RELATIONS.len());
            Ok(connection)
        };
        let connection = begin().map_err(failed)?;
        Ok(Database { connection, inserts: RELATIONS.iter().map(insert).collect(), name })
    }

    /// Appends a row of the relation with this number.
    pub(crate) fn append(&mut self, relation: usize, row: &[Field<'_>]) -> io::Result<()> {
        let insert = self.inserts.get(relation).map_or("", String::as_str);
        let statement = self.connection.prepare_cached(insert);
        let inserted = statement.and_then(|mut insert| insert.execute(rusqlite::params_from_iter(row)));
        inserted.map(drop).map_err(failed)
    }

    pub(crate) fn finish(self) -> io::Result<()> {
        self.connection
            .execute_batch(AFTER)
            .and_then(|()| self.connection.execute_batch("COMMIT;"))
            .map_err(failed)?;
        self.connection.close().map_err(|(_, error)| failed(error))?;
        self.name.finish()
    }
}

fn failed(error: rusqlite::Error) -> io::Error {
    io::Error::other(error)
}

fn create(relation: &Relation) -> String {
    let column = |column: &super::column::Column| {
        let kind = match column.kind {
            ColumnType::Integer | ColumnType::Flag => "INTEGER",
            ColumnType::Points => "REAL",
            ColumnType::Text | ColumnType::Decimal => "TEXT",
        };
        format!("\"{}\" {kind}", column.name)
    };
    let columns: Vec<String> = relation.columns.iter().map(column).collect();
    format!("CREATE TABLE {} ({});", relation.name, columns.join(", "))
}

fn insert(relation: &Relation) -> String {
    let places = vec!["?"; relation.columns.len()].join(", ");
    format!("INSERT INTO {} VALUES ({places})", relation.name)
}

impl ToSql for Field<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Field::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Field::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Field::Integer(number) => i64::try_from(*number).unwrap_or(i64::MAX).into(),
            Field::Decimal(amount) => amount.to_string().into(),
            // Turned into REAL by the column: positions are no money.
            Field::Points(length) => Points(*length).to_string().into(),
            Field::Flag(flag) => (*flag).into(),
        })
    }
}
