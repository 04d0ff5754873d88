//! Many inputs in parallel: each is read, written and forgotten; one bad input never stops the rest.
//!
//! The same inputs give the same bytes at any number of jobs: whoever reads an input also makes its rows, and they are
//! appended in the order of the inputs. Memory is bounded by the inputs in flight (two a job), a short queue of finished
//! rows, and in a run without a cache the shelf of documents that may belong together, which has a limit (`sets`); of every
//! input some words are kept that tell whose it is. Pages of one input are read in parallel too, in the same pool.
//!
//! What was read once is kept in the results folder (`cache`), so a run that was stopped or killed goes on where it was, and
//! the results are the same bytes as if it had not been.

mod cache;
mod inputs;
mod ordered;
mod sets;
mod tally;

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde::{Deserialize, Serialize};

pub use cache::Cache;
pub use inputs::{Input, Inputs};
pub use tally::{Failed, Tally};

use crate::export::{Entry, Failure, Fragments, Output, Printed, Tables, stems};
use crate::form::Grammars;
use crate::{Extraction, Options, TIME_LIMIT, document_id, extract};
use cache::Key;
use ordered::ordered;
use sets::{Read, Shelf};

/// Deep nesting in a hostile file must meet a limit before it meets the end of the stack.
const STACK: usize = 64 << 20;

/// How to run.
#[derive(Debug)]
pub struct Settings<'a> {
    /// The forms.
    pub grammars: &'a Grammars,
    /// How to read an input.
    pub options: &'a Options,
    /// Threads that read, with up to two inputs each in flight; 0 means one thread a core.
    pub jobs: usize,
    /// What earlier runs made of the same inputs, and where this run leaves it for later ones.
    pub cache: Option<&'a Cache>,
    /// Set from elsewhere, it ends the run: inputs in flight are finished and kept, no table is completed.
    pub stop: &'a AtomicBool,
}

/// An input that is done.
#[derive(Debug)]
pub struct Progress<'a> {
    /// Its path as given.
    pub path: &'a str,
    /// What came of it.
    pub of_one: &'a Tally,
    /// Inputs done so far.
    pub done: usize,
}

/// Reads all inputs into the output; `progress` is told after each. Fails only where the output cannot be written.
pub fn run(
    inputs: &Inputs,
    output: &Output,
    settings: &Settings<'_>,
    progress: &dyn Fn(&Progress<'_>),
) -> io::Result<Tally> {
    let jobs = match settings.jobs {
        0 => thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build();
    let pool = pool.map_err(io::Error::other)?;
    let stems = stems(&inputs.paths());
    let named: Vec<(&Input, &str)> = inputs.files.iter().zip(stems.iter().map(String::as_str)).collect();
    let mut tables: Tables = output.begin_tables()?;
    let mut tally = Tally::default();
    let mut shelf = Shelf::default();
    let stopped = || settings.stop.load(Ordering::Relaxed);
    let work = |index: usize| {
        let (input, stem) = named.get(index).copied().filter(|_| !stopped())?;
        Some((index, input, pool.install(|| read_and_write(input, stem, output, settings))))
    };
    ordered(named.len(), in_flight(jobs), work, |done| {
        let Some((index, input, done)) = done else { return Ok(()) };
        let Done { tally: of_one, fragments, read } = done?;
        tables.append(&fragments)?;
        shelf.put(index, read);
        let done = tally.documents() + of_one.documents();
        progress(&Progress { path: &input.shown, of_one: &of_one, done });
        tally.add(of_one);
        Ok(())
    })?;
    let again = |index: usize| {
        let (input, _) = named.get(index).copied().filter(|_| !stopped())?;
        let bytes = bytes_of(input, settings).ok()?;
        pool.install(|| read(input, &bytes, settings)).ok().map(|extraction| extraction.document)
    };
    if !stopped() {
        shelf.pair(settings.grammars, in_flight(jobs), settings.cache, again, |pair| {
            tables.append(&output.render(None, pair.printed))?;
            tally.add(pair.tally);
            Ok(())
        })?;
    }
    tally.stopped = stopped();
    if !tally.stopped {
        tables.finish()?;
        tally.left_over = output.left_over(&stems)?;
    }
    Ok(tally)
}

/// Inputs that are begun and not finished. A thread that waits for pages of its input takes up another meanwhile; with one
/// input a thread, its first one then waits for it and the second thread finds nothing to do (measured over 67 documents on
/// two cores: 1.5 times one core, with two inputs a thread 1.8 times).
fn in_flight(jobs: usize) -> usize {
    if jobs == 1 { 1 } else { jobs.saturating_mul(2) }
}

/// What is left of an input that was read and written.
struct Done {
    tally: Tally,
    fragments: Fragments,
    read: Option<Read>,
}

/// What is kept of an input for later runs: everything that is written of it, and what tells to which others it belongs.
#[derive(Serialize, Deserialize)]
struct Kept {
    printed: Printed,
    tally: Tally,
    read: Option<Read>,
}

/// One input from its bytes to its rows.
fn read_and_write(input: &Input, stem: &str, output: &Output, settings: &Settings<'_>) -> io::Result<Done> {
    let bytes = bytes_of(input, settings);
    let cached = settings.cache.zip(bytes.as_ref().ok());
    let key = cached.map(|(cache, bytes)| cache.key(&document_id(bytes), &input.shown));
    let known = settings.cache.zip(key.as_ref()).and_then(|(cache, key)| cache.load::<Kept>(key));
    let (kept, key) = match known {
        Some(known) => (Kept { tally: Tally { kept: 1, ..known.tally }, ..known }, key),
        None => read_anew(input, bytes, key, output, settings)?,
    };
    let Kept { printed, tally, read } = kept;
    output.write_document(stem, &input.shown, &printed)?;
    let fragments = output.render(Some(&input.shown), printed);
    Ok(Done { tally, fragments, read: read.map(|read| read.found(&input.shown, key)) })
}

/// Reads an input, and keeps what came of it; `None` for the key where that may be otherwise next time.
fn read_anew(
    input: &Input,
    bytes: Result<Vec<u8>, Failure>,
    key: Option<Key>,
    output: &Output,
    settings: &Settings<'_>,
) -> io::Result<(Kept, Option<Key>)> {
    let result = bytes.and_then(|bytes| read(input, &bytes, settings));
    let key = key.filter(|_| result.as_ref().is_ok_and(lasts));
    let entry = Entry { path: input.shown.clone(), result };
    let (printed, tally) = (output.printed(&entry, key.is_some())?, Tally::of(&entry));
    let mut read = entry.result.as_ref().ok().and_then(Read::of);
    let cache = settings.cache.zip(key.as_ref());
    if let (Some(read), Ok(extraction)) = (&mut read, &entry.result) {
        read.keep(&extraction.document, cache)?;
    }
    let kept = Kept { printed, tally, read };
    if let Some((cache, key)) = cache {
        cache.store(key, &kept)?;
    }
    Ok((kept, key))
}

/// Whether another run would read the same: not where time ran out.
fn lasts(extraction: &Extraction) -> bool {
    extraction.document.notes.iter().all(|note| note.id != TIME_LIMIT)
}

/// The bytes of an input.
fn bytes_of(input: &Input, settings: &Settings<'_>) -> Result<Vec<u8>, Failure> {
    match &input.trouble {
        Some(trouble) => Err(Failure { document_id: None, bytes: None, error: trouble.clone() }),
        None => read_bytes(&input.path, settings.options.pdf.limits.file_bytes),
    }
}

fn read(input: &Input, bytes: &[u8], settings: &Settings<'_>) -> Result<Extraction, Failure> {
    // The last net: a panic is our fault, not the batch's. The default hook has already printed where it was.
    let extracted = catch_unwind(AssertUnwindSafe(|| {
        extract(bytes, &input.shown, settings.grammars, settings.options).map_err(|error| error.to_string())
    }));
    let failed = |error: String| Failure {
        document_id: Some(document_id(bytes)),
        bytes: Some(bytes.len() as u64),
        error,
    };
    extracted.unwrap_or_else(|panic| Err(said(&*panic))).map_err(failed)
}

/// A file is held in memory while it is read, so one that is too large is refused before that.
fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let failure = |bytes, error| Failure { document_id: None, bytes, error };
    let unreadable = |error: io::Error| failure(None, format!("cannot be read: {error}"));
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > limit {
        return Err(failure(Some(size), format!("larger than the limit of {limit} bytes; split the file")));
    }
    fs::read(path).map_err(unreadable)
}

/// What a panic said, for the row of its file.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("internal error ({}); please report it with this file", text.unwrap_or("no message"))
}
