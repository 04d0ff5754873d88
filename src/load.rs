//! The CSV tables of a results folder → PostgreSQL.
//!
//! Comes in: a folder that `extract -f csv` wrote, and a connection string. Goes out: the tables of the contract in a schema,
//! in one transaction, and idempotent: what the database holds of a document that is loaded again is replaced whole. What
//! else goes is for the caller to say ([`Replace`]). Knows the tables by `export`, and nothing of documents.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use postgres::{Config, NoTls, Transaction};

use crate::export::{ColumnType, TableShape, table_shapes};

/// Why tables could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The server said no.
    #[error("{during}: {}", said(.source))]
    Server {
        /// What was being done.
        during: String,
        /// What the server or the connection said.
        source: postgres::Error,
    },
    /// Not how a database is named. The text itself is not told: it may hold a password.
    #[error("the connection cannot be understood ({}): expected postgres://user:password@host:port/database", said(.0))]
    Url(postgres::Error),
    /// A file could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder has no tables.
    #[error("{} has no documents.csv: write it with `extract -f csv -o {} …`", dir.display(), dir.display())]
    NoTables {
        /// The folder.
        dir: PathBuf,
    },
}

/// The server's own words; the crate's are only `db error`.
fn said(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(told) => match told.detail() {
            Some(detail) => format!("{} ({detail})", told.message()),
            None => told.message().to_owned(),
        },
        None => match std::error::Error::source(error) {
            Some(cause) => format!("{error}: {cause}"),
            None => error.to_string(),
        },
    }
}

/// What gives way to the rows of a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Replace {
    /// Rows of the same documents: a file that was exchanged leaves the rows of its earlier bytes, as history.
    Document,
    /// And those of other documents at the same paths: a path holds one document. What was compared with such a one
    /// goes with it.
    #[default]
    Path,
    /// All rows: the database holds what the folder holds.
    All,
}

/// Rows that a table got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The table.
    pub table: &'static str,
    /// Rows of the folder.
    pub rows: u64,
    /// Rows that stood there before, of the same documents.
    pub replaced: u64,
}

/// Copies every table of `dir` into `schema` of the database at `url` (`postgres://user@host/name`).
pub fn postgres(url: &str, schema: &str, dir: &Path, replace: Replace) -> Result<Vec<Loaded>, LoadError> {
    let present = |shape: &TableShape| file(dir, shape).exists();
    let shapes: Vec<TableShape> = table_shapes().into_iter().filter(present).collect();
    if !shapes.iter().any(|shape| shape.name == DOCUMENTS) {
        return Err(LoadError::NoTables { dir: dir.to_owned() });
    }
    let server = |during: &str, source| LoadError::Server { during: during.to_owned(), source };
    let config: Config = url.parse().map_err(LoadError::Url)?;
    let mut client = config.connect(NoTls).map_err(|error| server("cannot connect", error))?;
    let mut transaction = client.transaction().map_err(|error| server("cannot begin", error))?;
    let mut load = Load { transaction: &mut transaction, schema: quoted(schema), replace };
    load.create_schema()?;
    for shape in &shapes {
        load.stage(shape, &file(dir, shape))?;
    }
    load.note_exchanged()?;
    let loaded = shapes.iter().map(|shape| load.replace(shape)).collect::<Result<_, _>>()?;
    transaction.commit().map_err(|error| server("cannot commit", error))?;
    Ok(loaded)
}

/// The table whose rows tell which documents are loaded.
const DOCUMENTS: &str = "documents";

/// The paths that hold other documents than before, as a table of the transaction.
const EXCHANGED: &str = "\"exchanged\"";

/// Where a row compares two documents, the path of the other one.
const OTHER_PATH: &str = "other_path";

fn file(dir: &Path, shape: &TableShape) -> PathBuf {
    dir.join(format!("{}.csv", shape.name))
}

struct Load<'l, 'c> {
    transaction: &'l mut Transaction<'c>,
    /// Quoted.
    schema: String,
    replace: Replace,
}

impl Load<'_, '_> {
    fn create_schema(&mut self) -> Result<(), LoadError> {
        let schema = self.schema.clone();
        // Two loads at once would both find that a table is missing.
        self.execute("the lock", "SELECT pg_advisory_xact_lock(hashtext('yusuan'))")?;
        self.execute("the schema", &format!("CREATE SCHEMA IF NOT EXISTS {schema}")).map(drop)
    }

    /// Makes the table as it is today, and copies the file beside it.
    fn stage(&mut self, shape: &TableShape, file: &Path) -> Result<(), LoadError> {
        let (table, staged) = (self.table(shape), staged(shape));
        self.execute(shape.name, &format!("CREATE TABLE IF NOT EXISTS {table} ()"))?;
        for (name, kind) in &shape.columns {
            let column = format!("{} {}", quoted(name), sql_type(*kind));
            self.execute(shape.name, &format!("ALTER TABLE {table} ADD COLUMN IF NOT EXISTS {column}"))?;
        }
        let index = quoted(&format!("{}_by_document", shape.name));
        self.execute(
            shape.name,
            &format!("CREATE INDEX IF NOT EXISTS {index} ON {table} (\"document_id\")"),
        )?;
        self.execute(shape.name, &format!("CREATE TEMPORARY TABLE {staged} (LIKE {table}) ON COMMIT DROP"))?;
        self.copy(&staged, file)
    }

    fn copy(&mut self, staged: &str, path: &Path) -> Result<(), LoadError> {
        let unreadable = |source| LoadError::File { path: path.to_owned(), source };
        let refused = |source| LoadError::Server { during: path.display().to_string(), source };
        let mut reader = BufReader::new(File::open(path).map_err(unreadable)?);
        let mut header = String::new();
        reader.read_line(&mut header).map_err(unreadable)?;
        let columns: Vec<String> = header.trim_end().split(',').map(quoted).collect();
        let copy = format!("COPY {staged} ({}) FROM STDIN WITH (FORMAT csv)", columns.join(", "));
        let mut writer = self.transaction.copy_in(&copy).map_err(refused)?;
        io::copy(&mut reader, &mut writer).map_err(unreadable)?;
        writer.finish().map(drop).map_err(refused)
    }

    /// The paths that held other documents until now.
    fn note_exchanged(&mut self) -> Result<(), LoadError> {
        let (schema, documents) = (&self.schema, staged_name(DOCUMENTS));
        let sql = format!(
            "CREATE TEMPORARY TABLE {EXCHANGED} ON COMMIT DROP AS SELECT \"path\" FROM {schema}.\"documents\" AS old \
             WHERE \"path\" IN (SELECT \"path\" FROM {documents}) AND NOT EXISTS (SELECT FROM {documents} AS new \
             WHERE new.\"path\" = old.\"path\" AND new.\"document_id\" IS NOT DISTINCT FROM old.\"document_id\")"
        );
        self.execute(DOCUMENTS, &sql).map(drop)
    }

    /// Which rows of a table give way.
    fn outdated(&self, shape: &TableShape) -> String {
        let documents = staged_name(DOCUMENTS);
        let loaded = format!("\"document_id\" IN (SELECT \"document_id\" FROM {documents})");
        let same_path = format!("\"path\" IN (SELECT \"path\" FROM {documents})");
        let compares = shape.columns.iter().any(|(name, _)| *name == OTHER_PATH);
        match self.replace {
            // A file that could not even be read has no id: its path stands for it.
            Replace::Document => format!("{loaded} OR \"document_id\" IS NULL AND {same_path}"),
            Replace::Path if compares => {
                format!("{loaded} OR {same_path} OR \"{OTHER_PATH}\" IN (SELECT \"path\" FROM {EXCHANGED})")
            }
            Replace::Path => format!("{loaded} OR {same_path}"),
            Replace::All => "TRUE".to_owned(),
        }
    }

    /// Puts the staged rows in the place of those that give way.
    fn replace(&mut self, shape: &TableShape) -> Result<Loaded, LoadError> {
        let (table, staged, outdated) = (self.table(shape), staged(shape), self.outdated(shape));
        let replaced = self.execute(shape.name, &format!("DELETE FROM {table} WHERE {outdated}"))?;
        let columns: Vec<String> = shape.columns.iter().map(|(name, _)| quoted(name)).collect();
        let columns = columns.join(", ");
        let rows = self.execute(
            shape.name,
            &format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged}"),
        )?;
        Ok(Loaded { table: shape.name, rows, replaced })
    }

    fn execute(&mut self, during: &str, sql: &str) -> Result<u64, LoadError> {
        let failed = |source| LoadError::Server { during: during.to_owned(), source };
        self.transaction.execute(sql, &[]).map_err(failed)
    }

    fn table(&self, shape: &TableShape) -> String {
        format!("{}.{}", self.schema, quoted(shape.name))
    }
}

fn staged(shape: &TableShape) -> String {
    staged_name(shape.name)
}

fn staged_name(table: &str) -> String {
    quoted(&format!("staged_{table}"))
}

/// SQL 2016, 5.2: a delimited identifier.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn sql_type(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "text",
        ColumnType::Integer => "bigint",
        ColumnType::Decimal => "numeric",
        ColumnType::Points => "numeric(9,2)",
        ColumnType::Flag => "boolean",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(quoted("a\"; DROP TABLE facts; --"), "\"a\"\"; DROP TABLE facts; --\"");
    }

    #[test]
    fn a_folder_without_tables_is_told() {
        let error =
            postgres("postgres://nobody@localhost/none", "yusuan", Path::new("nowhere"), Replace::default());
        let message = error.err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(message, "nowhere has no documents.csv: write it with `extract -f csv -o nowhere …`");
    }
}
