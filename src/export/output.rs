//! Where results go: a folder, or rows on standard output. Every file is written under a temporary name and renamed when
//! it is complete.
//!
//! Rows of one input are made by whoever read it ([`Output::render`], on any thread) and appended in the order of the
//! inputs ([`Tables::append`]); nothing of an input is kept after that.

use std::fs;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use super::draft::Draft;
use super::extraction::Entry;
use super::formats::Formats;
use super::packed::PackedRows;
use super::pairing::{self, Pairing};
use super::relations::{RELATIONS, Relation, Sink};
use super::rows::RowFormat;
use super::{json, parquet, sqlite};

/// Where results go, and in which formats.
#[derive(Debug)]
pub struct Output {
    /// The folder; `None` for standard output.
    dir: Option<PathBuf>,
    formats: Formats,
}

/// The tables of a run while they grow.
pub struct Tables {
    /// For each format of one row a line, and each chosen table.
    lines: Vec<Vec<Lines>>,
    /// For each chosen table, with its number.
    parquet: Vec<(usize, parquet::Table)>,
    sqlite: Option<sqlite::Database>,
    chosen: Vec<usize>,
}

/// The rows of one input: as lines for each format and chosen table, and with their types where a format needs them.
#[derive(Debug)]
pub struct Fragments {
    lines: Vec<Vec<Vec<u8>>>,
    typed: Option<PackedRows>,
}

impl Output {
    /// Makes the folder, if anything is to be written to it.
    pub fn folder(dir: &Path, formats: Formats) -> io::Result<Output> {
        if formats.writes() {
            fs::create_dir_all(dir)?;
        }
        if formats.json {
            fs::create_dir_all(dir.join("documents"))?;
        }
        Ok(Output { dir: Some(dir.to_owned()), formats })
    }

    /// Rows go to standard output while they are made. For formats that are a stream ([`Formats::is_stream`]).
    pub fn standard(formats: Formats) -> Output {
        Output { dir: None, formats: formats.named() }
    }

    /// Begins every table, so that a folder that cannot be written is known before any input is read.
    pub fn begin_tables(&self) -> io::Result<Tables> {
        let chosen = self.formats.tables.clone();
        let relations = || chosen.iter().filter_map(|at| Some((*at, RELATIONS.get(*at)?)));
        let lines = |format: &RowFormat| {
            let begin =
                |(_, relation): (usize, &Relation)| Lines::begin(self.dir.as_deref(), *format, relation);
            relations().map(begin).collect::<io::Result<Vec<_>>>()
        };
        let lines = self.formats.rows.iter().map(lines).collect::<io::Result<Vec<_>>>()?;
        let (mut parquet, mut sqlite) = (Vec::new(), None);
        if let Some(dir) = &self.dir {
            if self.formats.parquet {
                let begin =
                    |(at, relation): (usize, &Relation)| Ok((at, parquet::Table::begin(dir, relation)?));
                parquet = relations().map(begin).collect::<io::Result<_>>()?;
            }
            if self.formats.sqlite {
                sqlite = Some(sqlite::Database::begin(dir)?);
            }
        }
        Ok(Tables { lines, parquet, sqlite, chosen })
    }

    /// Writes `documents/<stem>.json`. An input that failed has none; one left by an earlier run is removed, since it
    /// would pass for this one's.
    pub fn write_document(&self, stem: &str, entry: &Entry) -> io::Result<()> {
        let (true, Some(dir)) = (self.formats.json, &self.dir) else { return Ok(()) };
        let path = dir.join("documents").join(format!("{stem}.json"));
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
        if !self.formats.writes_rows() {
            return Fragments { lines: Vec::new(), typed: None };
        }
        let packed = PackedRows::of(rows);
        let lines =
            |format: &RowFormat| self.formats.tables.iter().map(|at| print(*format, *at, &packed)).collect();
        let lines = self.formats.rows.iter().map(lines).collect();
        Fragments { lines, typed: self.formats.writes_typed().then_some(packed) }
    }
}

/// The rows of one table as lines.
fn print(format: RowFormat, at: usize, packed: &PackedRows) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(relation) = RELATIONS.get(at) {
        packed.each(at, None, &mut |row| format.append(&mut bytes, relation, row));
    }
    bytes
}

impl Tables {
    /// Appends the rows of the next input.
    pub fn append(&mut self, fragments: &Fragments) -> io::Result<()> {
        for (tables, fragments) in self.lines.iter_mut().zip(&fragments.lines) {
            for (lines, bytes) in tables.iter_mut().zip(fragments) {
                lines.write_all(bytes)?;
            }
        }
        match &fragments.typed {
            Some(packed) => self.append_typed(packed),
            None => Ok(()),
        }
    }

    fn append_typed(&mut self, packed: &PackedRows) -> io::Result<()> {
        let mut done = Ok(());
        for (at, table) in &mut self.parquet {
            packed.each(*at, None, &mut |row| {
                if done.is_ok() {
                    done = table.append(row);
                }
            });
        }
        if let Some(database) = &mut self.sqlite {
            for at in &self.chosen {
                packed.each(*at, None, &mut |row| {
                    if done.is_ok() {
                        done = database.append(*at, row);
                    }
                });
            }
        }
        done
    }

    /// Completes every table.
    pub fn finish(self) -> io::Result<()> {
        self.lines.into_iter().flatten().try_for_each(Lines::finish)?;
        self.parquet.into_iter().try_for_each(|(_, table)| table.finish())?;
        self.sqlite.map_or(Ok(()), sqlite::Database::finish)
    }
}

/// Where lines go.
#[derive(Debug)]
enum Lines {
    File(Draft),
    Standard(BufWriter<Stdout>),
}

impl Lines {
    fn begin(dir: Option<&Path>, format: RowFormat, relation: &Relation) -> io::Result<Lines> {
        let mut lines = match dir {
            Some(dir) => {
                Lines::File(Draft::create(dir.join(format!("{}.{}", relation.name, format.ending())))?)
            }
            None => Lines::Standard(BufWriter::new(io::stdout())),
        };
        lines.write_all(&format.header(relation))?;
        Ok(lines)
    }

    /// Lines of a stream are there when their input is done.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Lines::File(draft) => draft.write_all(bytes),
            Lines::Standard(out) => out.write_all(bytes).and_then(|()| out.flush()),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Lines::File(draft) => draft.finish(),
            Lines::Standard(mut out) => out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_finished_leaves_nothing() {
        let Ok(dir) = tempfile::tempdir() else { return };
        let formats = Formats::parse("json,ndjson,parquet,sqlite", false).unwrap_or_default();
        let tables = Output::folder(dir.path(), formats).and_then(|output| output.begin_tables());
        assert!(tables.is_ok());
        drop(tables);
        let left: Vec<_> = fs::read_dir(dir.path()).into_iter().flatten().flatten().collect();
        assert_eq!(left.len(), 1, "only the folder `documents`: {left:?}");
    }
}
