//! What is written: which formats, and which of the contract's tables.

use super::relations::RELATIONS;
use super::rows::RowFormat;

/// Which files to write; by default none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formats {
    pub(super) json: bool,
    pub(super) rows: Vec<RowFormat>,
    pub(super) parquet: bool,
    pub(super) sqlite: bool,
    pub(super) tables: Vec<usize>,
}

/// A format or a table that there is not.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UnknownFormat {
    /// Not a format.
    #[error("unknown format '{0}': choose from json, ndjson, csv, parquet, sqlite, or none")]
    Format(String),
    /// `none` beside a format.
    #[error("'none' writes nothing; give it alone, or leave it out")]
    NoneAndOthers,
    /// Not a table of the contract.
    #[error("unknown table '{name}': choose from {known}")]
    Table {
        /// As it was given.
        name: String,
        /// The names there are.
        known: String,
    },
}

impl Formats {
    /// Reads a comma-separated list such as `json,csv`, or `none`. With `csv_safe`, CSV text that looks like a formula is
    /// defused. All tables are written.
    pub fn parse(list: &str, csv_safe: bool) -> Result<Formats, UnknownFormat> {
        let mut formats = Formats { tables: (0..RELATIONS.len()).collect(), ..Formats::default() };
        if list.trim() == "none" {
            return Ok(formats);
        }
        for name in list.split(',').map(str::trim) {
            match name {
                "none" => return Err(UnknownFormat::NoneAndOthers),
                "json" => formats.json = true,
                "csv" => formats.rows.push(RowFormat::Csv { safe: csv_safe }),
                "ndjson" => formats.rows.push(RowFormat::Ndjson { named: false }),
                "parquet" => formats.parquet = true,
                "sqlite" => formats.sqlite = true,
                other => return Err(UnknownFormat::Format(other.to_owned())),
            }
        }
        formats.rows.sort();
        formats.rows.dedup();
        Ok(formats)
    }

    /// Keeps the tables of a comma-separated list such as `documents,facts`.
    pub fn only_tables(mut self, list: &str) -> Result<Formats, UnknownFormat> {
        let at = |name: &str| RELATIONS.iter().position(|relation| relation.name == name);
        let unknown = |name: &str| UnknownFormat::Table {
            name: name.to_owned(),
            known: RELATIONS.map(|relation| relation.name).join(", "),
        };
        let chosen = list.split(',').map(str::trim).map(|name| at(name).ok_or_else(|| unknown(name)));
        self.tables = chosen.collect::<Result<_, _>>()?;
        self.tables.sort_unstable();
        self.tables.dedup();
        Ok(self)
    }

    /// Whether anything is written at all.
    pub fn writes(&self) -> bool {
        self.json || self.writes_rows()
    }

    /// Whether the rows are printed one a line in one format, and nothing else is written: what fits into a pipe.
    pub fn is_stream(&self) -> bool {
        let lines = match self.rows.as_slice() {
            [RowFormat::Ndjson { .. }] => true,
            [RowFormat::Csv { .. }] => self.tables.len() == 1,
            _ => false,
        };
        lines && !self.json && !self.parquet && !self.sqlite
    }

    /// Rows of several tables in one stream say which table they are of.
    pub(super) fn named(mut self) -> Formats {
        if self.tables.len() > 1 {
            self.rows = vec![RowFormat::Ndjson { named: true }];
        }
        self
    }

    pub(super) fn writes_csv(&self) -> bool {
        self.rows.iter().any(|format| matches!(format, RowFormat::Csv { .. }))
    }

    pub(super) fn writes_rows(&self) -> bool {
        !self.rows.is_empty() || self.writes_typed()
    }

    /// Whether some format needs the rows with their types.
    pub(super) fn writes_typed(&self) -> bool {
        self.parquet || self.sqlite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_named_or_refused() {
        let all: Vec<usize> = (0..RELATIONS.len()).collect();
        let csv = RowFormat::Csv { safe: false };
        let parse = |list| Formats::parse(list, false);
        let expected = Formats { json: true, rows: vec![csv], tables: all.clone(), ..Formats::default() };
        assert_eq!(parse("json,csv"), Ok(expected));
        let rows = vec![csv, RowFormat::Ndjson { named: false }];
        let expected = Formats { rows, sqlite: true, parquet: true, tables: all, ..Formats::default() };
        assert_eq!(parse("ndjson, csv,csv,sqlite,parquet"), Ok(expected));
        assert_eq!(parse("xlsx"), Err(UnknownFormat::Format("xlsx".into())));
        assert_eq!(parse("json,none"), Err(UnknownFormat::NoneAndOthers));
        assert!(parse("none").is_ok_and(|none| !none.writes()));
    }

    #[test]
    fn tables_are_chosen_by_name() {
        let only = |list| Formats::parse("csv", false).and_then(|formats| formats.only_tables(list));
        assert_eq!(only("facts,documents").map(|formats| formats.tables), Ok(vec![0, 2]));
        let message = only("facts,rows").err().map(|error| error.to_string()).unwrap_or_default();
        assert!(
            message.starts_with("unknown table 'rows': choose from documents, tables, facts"),
            "{message}"
        );
    }

    #[test]
    fn a_pipe_takes_one_kind_of_line() {
        let stream = |list, tables| {
            Formats::parse(list, false)
                .and_then(|formats| formats.only_tables(tables))
                .is_ok_and(|formats| formats.is_stream())
        };
        assert!(stream("ndjson", "facts,checks"));
        assert!(stream("csv", "facts"));
        assert!(!stream("csv", "facts,checks"), "two header lines");
        assert!(!stream("ndjson,json", "facts"));
        assert!(!stream("sqlite", "facts"));
    }
}
