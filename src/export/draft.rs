//! A file that is being written: it has its name only when it is complete, and leaves nothing when it never is.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file under a temporary name beside its own. Dropped before [`Draft::finish`], it is removed.
#[derive(Debug)]
pub(crate) struct Draft {
    out: BufWriter<File>,
    name: Unfinished,
}

impl Draft {
    pub(crate) fn create(path: PathBuf) -> io::Result<Draft> {
        let name = Unfinished::beside(path);
        let out = BufWriter::with_capacity(1 << 16, File::create(name.temporary())?);
        Ok(Draft { out, name })
    }

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
        let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
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
