//! Where results go: a folder, or rows on standard output. Every file is written under a temporary name and renamed when
//! it is complete.
//!
//! Rows of one input are made by whoever read it ([`Output::render`], on any thread) and appended in the order of the
//! inputs ([`Tables::append`]); nothing of an input is kept after that.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};

use super::draft::{Draft, remove_unfinished};
use super::extraction::Entry;
use super::formats::Formats;
use super::packed::PackedRows;
use super::printed::Printed;
use super::relations::{RELATIONS, Relation};
use super::rows::RowFormat;
use super::{package, parquet, sqlite};

/// Whoever writes to the folder holds a lock on this file.
const LOCK: &str = ".lock";

/// Where results go, and in which formats.
#[derive(Debug)]
pub struct Output {
    /// The folder; `None` for standard output.
    dir: Option<PathBuf>,
    formats: Formats,
    /// Held until the output is dropped; the system gives it up when the process ends, however it ends.
    _lock: Option<File>,
}

/// The tables of a run while they grow.
pub struct Tables {
    /// For each format of one row a line, and each chosen table.
    lines: Vec<Vec<Lines>>,
    /// For each chosen table, with its number.
    parquet: Vec<(usize, parquet::Table)>,
    sqlite: Option<sqlite::Database>,
    /// What describes the CSV tables.
    package: Option<Draft>,
    chosen: Vec<usize>,
}

/// The rows of one input: as lines for each format and chosen table, and with their types where a format needs them.
#[derive(Debug, Default)]
pub struct Fragments {
    lines: Vec<Vec<Vec<u8>>>,
    typed: Option<PackedRows>,
    path: Option<String>,
}

impl Output {
    /// Makes the folder, if anything is to be written to it, and locks it: one process writes at a time. Where another one
    /// does, `waiting` is told and the lock waited for. What a killed run left unfinished is removed.
    pub fn folder(dir: &Path, formats: Formats, waiting: impl FnOnce()) -> io::Result<Output> {
        let mut output = Output { dir: Some(dir.to_owned()), formats, _lock: None };
        if output.formats.writes() {
            fs::create_dir_all(dir)?;
            output._lock = Some(lock(&dir.join(LOCK), waiting)?);
            remove_unfinished(dir)?;
        }
        if output.formats.json {
            fs::create_dir_all(dir.join("documents"))?;
            remove_unfinished(&dir.join("documents"))?;
        }
        Ok(output)
    }

    /// Rows go to standard output while they are made. For formats that are a stream ([`Formats::is_stream`]).
    pub fn standard(formats: Formats) -> Output {
        Output { dir: None, formats: formats.named(), _lock: None }
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
        let (mut parquet, mut sqlite, mut described) = (Vec::new(), None, None);
        if let Some(dir) = &self.dir {
            if self.formats.parquet {
                let begin =
                    |(at, relation): (usize, &Relation)| Ok((at, parquet::Table::begin(dir, relation)?));
                parquet = relations().map(begin).collect::<io::Result<_>>()?;
            }
            if self.formats.sqlite {
                sqlite = Some(sqlite::Database::begin(dir)?);
            }
            if self.formats.writes_csv() {
                let mut draft = Draft::create(dir.join(package::NAME))?;
                draft.write_all(package::package(&chosen).as_bytes())?;
                described = Some(draft);
            }
        }
        Ok(Tables { lines, parquet, sqlite, package: described, chosen })
    }

    /// One input as it is to be written. `whole`: also what no format asks for, to be kept for later runs.
    pub fn printed(&self, entry: &Entry, whole: bool) -> io::Result<Printed> {
        Printed::of(entry, whole || self.formats.json, whole || self.formats.writes_rows())
    }

    /// Writes `documents/<stem>.json`. An input that failed has none; one left by an earlier run is removed, since it
    /// would pass for this one's.
    pub fn write_document(&self, stem: &str, path: &str, printed: &Printed) -> io::Result<()> {
        let (true, Some(dir)) = (self.formats.json, &self.dir) else { return Ok(()) };
        let file = dir.join("documents").join(format!("{stem}.json"));
        match &printed.json {
            Some(json) => {
                let mut draft = Draft::create(file)?;
                json.write(&mut draft, path)?;
                draft.finish()
            }
            None => match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        }
    }

    /// How many files of `documents/` have none of these stems: an earlier run wrote them, for inputs that this one was not
    /// given. They stay, for somebody may want them.
    pub fn left_over(&self, stems: &[String]) -> io::Result<usize> {
        let (true, Some(dir)) = (self.formats.json, &self.dir) else { return Ok(0) };
        let given: BTreeSet<OsString> = stems.iter().map(|stem| format!("{stem}.json").into()).collect();
        let mut left = 0;
        for entry in fs::read_dir(dir.join("documents"))? {
            let name = entry?.file_name();
            left += usize::from(name.as_encoded_bytes().ends_with(b".json") && !given.contains(&name));
        }
        Ok(left)
    }

    /// The rows in every format, with this path; rows of a pair of inputs, which follow those of all inputs, have theirs.
    pub fn render(&self, path: Option<&str>, printed: Printed) -> Fragments {
        let Some(packed) = printed.rows.filter(|_| self.formats.writes_rows()) else {
            return Fragments::default();
        };
        let print = |format: &RowFormat| {
            self.formats.tables.iter().map(|at| print(*format, *at, path, &packed)).collect()
        };
        let lines = self.formats.rows.iter().map(print).collect();
        let typed = self.formats.writes_typed().then_some(packed);
        Fragments { lines, typed, path: path.map(str::to_owned) }
    }
}

/// Locks a file against other processes.
fn lock(path: &Path, waiting: impl FnOnce()) -> io::Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(path)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            waiting();
            file.lock()?;
        }
        // A file system without locks: there is no way to know of others.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
        locked => locked?,
    }
    Ok(file)
}

/// The rows of one table as lines.
fn print(format: RowFormat, at: usize, path: Option<&str>, packed: &PackedRows) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(relation) = RELATIONS.get(at) {
        packed.each(at, path, &mut |row| format.append(&mut bytes, relation, row));
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
            Some(packed) => self.append_typed(packed, fragments.path.as_deref()),
            None => Ok(()),
        }
    }

    fn append_typed(&mut self, packed: &PackedRows, path: Option<&str>) -> io::Result<()> {
        let mut done = Ok(());
        for (at, table) in &mut self.parquet {
            packed.each(*at, path, &mut |row| {
                if done.is_ok() {
                    done = table.append(row);
                }
            });
        }
        if let Some(database) = &mut self.sqlite {
            for at in &self.chosen {
                packed.each(*at, path, &mut |row| {
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
        self.sqlite.map_or(Ok(()), sqlite::Database::finish)?;
        self.package.map_or(Ok(()), Draft::finish)
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
        let tables = Output::folder(dir.path(), formats, || ()).and_then(|output| output.begin_tables());
        assert!(tables.is_ok());
        drop(tables);
        let left = fs::read_dir(dir.path()).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut left: Vec<_> = left.collect();
        left.sort();
        assert_eq!(left, [LOCK, "documents"]);
    }
}
