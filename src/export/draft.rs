//! A file that is being written: it has its name only when it is complete, and leaves nothing when it never is.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::thread;

/// How temporary names end.
const ENDING: &str = ".tmp";

/// A file under a temporary name beside its own. Dropped before [`Draft::finish`], it is removed.
#[derive(Debug)]
pub(crate) struct Draft {
    out: BufWriter<File>,
    name: Unfinished,
}

impl Draft {
    /// Begins the file of this name.
    pub(crate) fn create(path: PathBuf) -> io::Result<Draft> {
        let name = Unfinished::beside(path);
        let out = BufWriter::with_capacity(1 << 16, File::create(name.temporary())?);
        Ok(Draft { out, name })
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        self.name.finish()
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

/// The temporary name of a file that somebody else writes.
#[derive(Debug)]
pub(crate) struct Unfinished {
    temporary: PathBuf,
    path: PathBuf,
    finished: bool,
}

impl Unfinished {
    pub(crate) fn beside(path: PathBuf) -> Unfinished {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Two threads may write the same file at once, with the same content.
        let thread: String =
            format!("{:?}", thread::current().id()).chars().filter(char::is_ascii_digit).collect();
        let temporary = path.with_file_name(format!(".{name}.{}.{thread}{ENDING}", std::process::id()));
        Unfinished { temporary, path, finished: false }
    }

    pub(crate) fn temporary(&self) -> &Path {
        &self.temporary
    }

    /// Gives the file its name.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.path)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// Removes what a process that was killed left unfinished in a folder. Nobody may be writing there.
pub(super) fn remove_unfinished(dir: &Path) -> io::Result<()> {
    for entry in fs::read_dir(dir)?.flatten() {
        if is_unfinished(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// `.facts.csv.4711.1.tmp`, and the journal that SQLite keeps beside its file.
fn is_unfinished(name: &str) -> bool {
    let Some(name) = name.strip_suffix("-journal").unwrap_or(name).strip_suffix(ENDING) else { return false };
    let mut parts = name.rsplit('.');
    let mut is_number = || parts.next().is_some_and(|part| part.parse::<u64>().is_ok());
    name.starts_with('.') && is_number() && is_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_unfinished_files_are_removed() {
        let Ok(dir) = tempfile::tempdir() else { return };
        let path = dir.path().join("facts.csv");
        let unfinished = Unfinished::beside(path);
        let name = unfinished.temporary().file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(is_unfinished(&name) && is_unfinished(&format!("{name}-journal")), "{name}");
        for name in [".facts.csv.tmp", "facts.csv.1.2.tmp", ".vimrc", ".a.b.c.tmp", "facts.csv"] {
            assert!(!is_unfinished(name), "{name}");
        }
    }
}
