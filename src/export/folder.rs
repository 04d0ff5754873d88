//! The output folder. Every file is written under a temporary name and renamed when it is complete.
//!
//! Rows of one input are made by whoever read it ([`Folder::render`], on any thread) and appended in the order of the
//! inputs ([`Tables::append`]); nothing of an input is kept after that.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::extraction::Entry;
use super::json;
use super::pairing::{self, Pairing};
use super::relations::{RELATIONS, Relation, Sink};
use super::rows::RowFormat;

/// Which files to write; by default none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formats {
    json: bool,
    rows: Vec<RowFormat>,
}

/// A format that cannot be written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UnknownFormat {
    /// Not a format at all.
    #[error("unknown format '{0}': choose from json, ndjson, csv")]
    Unknown(String),
    /// A format of the contract that this version does not write.
    #[error("format '{0}' is not available in this version yet: choose from json, ndjson, csv")]
    NotYet(String),
}

impl Formats {
    /// Reads a comma-separated list such as `json,csv`, or `none`. With `csv_safe`, CSV text that looks like a formula is defused.
    pub fn parse(list: &str, csv_safe: bool) -> Result<Formats, UnknownFormat> {
        let mut formats = Formats { json: false, rows: Vec::new() };
        for name in list.split(',').map(str::trim) {
            match name {
                "none" => {}
                "json" => formats.json = true,
                "csv" => formats.rows.push(RowFormat::Csv { safe: csv_safe }),
                "ndjson" => formats.rows.push(RowFormat::Ndjson),
                "parquet" | "sqlite" => return Err(UnknownFormat::NotYet(name.to_owned())),
                other => return Err(UnknownFormat::Unknown(other.to_owned())),
            }
        }
        formats.rows.sort();
        formats.rows.dedup();
        Ok(formats)
    }
}

/// An output folder.
#[derive(Debug)]
pub struct Folder {
    dir: PathBuf,
    formats: Formats,
}

/// The tables of a run while they grow: for each row format the files of all tables.
#[derive(Debug)]
pub struct Tables(Vec<Vec<Draft>>);

/// The rows of one input: for each row format, for each table.
#[derive(Debug)]
pub struct Fragments(Vec<Vec<Vec<u8>>>);

impl Folder {
    /// Makes the folder, if anything is to be written to it.
    pub fn create(dir: &Path, formats: Formats) -> io::Result<Folder> {
        if formats != Formats::default() {
            fs::create_dir_all(dir)?;
        }
        if formats.json {
            fs::create_dir_all(dir.join("documents"))?;
        }
        Ok(Folder { dir: dir.to_owned(), formats })
    }

    /// Begins every table, so that a folder that cannot be written is known before any input is read.
    pub fn begin_tables(&self) -> io::Result<Tables> {
        let begin = |format: &RowFormat| {
            let begin = |relation: &Relation| {
                let name = format!("{}.{}", relation.name, format.ending());
                let mut draft = Draft::create(self.dir.join(name))?;
                draft.write_all(&format.header(relation.columns))?;
                Ok(draft)
            };
            RELATIONS.iter().map(begin).collect()
        };
        self.formats.rows.iter().map(begin).collect::<io::Result<_>>().map(Tables)
    }

    /// Writes `documents/<stem>.json`. An input that failed has none; one left by an earlier run is removed, since it
    /// would pass for this one's.
    pub fn write_document(&self, stem: &str, entry: &Entry) -> io::Result<()> {
        if !self.formats.json {
            return Ok(());
        }
        let path = self.dir.join("documents").join(format!("{stem}.json"));
        match &entry.result {
            Ok(extraction) => {
                let mut draft = Draft::create(path)?;
                json::write(&mut draft, &entry.path, extraction)?;
                draft.finish()
            }
            Err(_) => match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        }
    }

    /// The rows of one input in every format.
    pub fn render(&self, entry: &Entry) -> Fragments {
        self.rendered(|relation, emit| (relation.rows)(entry, emit))
    }

    /// The rows of a pair of inputs in every format; they follow those of all inputs.
    pub fn render_pairing(&self, pairing: &Pairing) -> Fragments {
        self.rendered(|relation, emit| pairing::rows(relation.name, pairing, emit))
    }

    fn rendered(&self, rows: impl Fn(&Relation, Sink<'_>)) -> Fragments {
        let mut fragments = vec![vec![Vec::new(); RELATIONS.len()]; self.formats.rows.len()];
        for (format, tables) in self.formats.rows.iter().zip(&mut fragments) {
            for (relation, bytes) in RELATIONS.iter().zip(tables) {
                rows(relation, &mut |row| format.append(bytes, relation.columns, row));
            }
        }
        Fragments(fragments)
    }
}

impl Tables {
    /// Appends the rows of the next input.
    pub fn append(&mut self, fragments: &Fragments) -> io::Result<()> {
        for (drafts, tables) in self.0.iter_mut().zip(&fragments.0) {
            for (draft, bytes) in drafts.iter_mut().zip(tables) {
                draft.write_all(bytes)?;
            }
        }
        Ok(())
    }

    /// Completes every table.
    pub fn finish(self) -> io::Result<()> {
        self.0.into_iter().flatten().try_for_each(Draft::finish)
    }
}

/// A file that is being written. It has its name only after [`Draft::finish`]; dropped before that, it is removed.
#[derive(Debug)]
struct Draft {
    out: BufWriter<File>,
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl Draft {
    fn create(path: PathBuf) -> io::Result<Draft> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let out = BufWriter::with_capacity(1 << 16, File::create(&temporary)?);
        Ok(Draft { out, temporary, path, finished: false })
    }

    fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        fs::rename(&self.temporary, &self.path)?;
        self.finished = true;
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_named_or_refused() {
        let csv = RowFormat::Csv { safe: false };
        let parse = |list| Formats::parse(list, false);
        assert_eq!(parse("json,csv"), Ok(Formats { json: true, rows: vec![csv] }));
        assert_eq!(parse("ndjson, csv,csv"), Ok(Formats { json: false, rows: vec![csv, RowFormat::Ndjson] }));
        assert_eq!(parse("parquet"), Err(UnknownFormat::NotYet("parquet".into())));
        assert_eq!(parse("xlsx"), Err(UnknownFormat::Unknown("xlsx".into())));
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing() {
        let Ok(dir) = tempfile::tempdir() else { return };
        let folder = Folder::create(dir.path(), Formats { json: true, rows: vec![RowFormat::Ndjson] });
        let tables = folder.and_then(|folder| folder.begin_tables());
        assert!(tables.is_ok());
        drop(tables);
        let left: Vec<_> = fs::read_dir(dir.path()).into_iter().flatten().flatten().collect();
        assert_eq!(left.len(), 1, "only the folder `documents`: {left:?}");
    }
}
