//! Many inputs in parallel: each is read, written and forgotten; one bad input never stops the rest.
//!
//! The same inputs give the same bytes at any number of jobs: whoever reads an input also makes its rows, and they are
//! appended in the order of the inputs. Memory is bounded by the inputs in flight (two a job), a short queue of finished
//! rows, and the shelf of documents that may belong together, which has a limit (`sets`); of every input some words are
//! kept that tell whose it is. Pages of one input are read in parallel too, in the same pool.

mod inputs;
mod ordered;
mod sets;
mod tally;

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;

pub use inputs::{Input, Inputs};
pub use tally::{Failed, Tally};

use crate::export::{Entry, Failure, Fragments, Output, Tables, stems};
use crate::form::Grammars;
use crate::{Extraction, Options, document_id, extract};
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
}

/// Reads all inputs into the output; `progress` is told after each. Fails only where the output cannot be written.
pub fn run(
    inputs: &Inputs,
    output: &Output,
    settings: &Settings<'_>,
    progress: &dyn Fn(&Tally),
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
    let work = |index: usize| {
        let (input, stem) = named.get(index).copied()?;
        Some(pool.install(|| read_and_write(index, input, stem, output, settings)))
    };
    ordered(named.len(), in_flight(jobs), work, |done| {
        let Some(done) = done else { return Ok(()) };
        let Done { tally: of_one, fragments, index, read } = done?;
        tables.append(&fragments)?;
        tally.add(of_one);
        shelf.put(index, read);
        progress(&tally);
        Ok(())
    })?;
    let again = |index: usize| {
        let (input, _) = named.get(index).copied()?;
        pool.install(|| read(input, settings)).ok().map(|extraction| extraction.document)
    };
    shelf.pair(settings.grammars, in_flight(jobs), again, |pairing| {
        tables.append(&output.render_pairing(&pairing))?;
        tally.add(Tally::of_pairing(&pairing));
        Ok(())
    })?;
    tables.finish()?;
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
    index: usize,
    read: Option<Read>,
}

/// One input from its bytes to its rows; besides these it leaves what tells to which other inputs it belongs.
fn read_and_write(
    index: usize,
    input: &Input,
    stem: &str,
    output: &Output,
    settings: &Settings<'_>,
) -> io::Result<Done> {
    let entry = Entry { path: input.shown.clone(), result: read(input, settings) };
    output.write_document(stem, &entry)?;
    let (tally, fragments) = (Tally::of(&entry), output.render(&entry));
    let read = entry.result.ok().and_then(|extraction| Read::of(entry.path, extraction));
    Ok(Done { tally, fragments, index, read })
}

fn read(input: &Input, settings: &Settings<'_>) -> Result<Extraction, Failure> {
    if let Some(trouble) = &input.trouble {
        return Err(Failure { document_id: None, bytes: None, error: trouble.clone() });
    }
    let bytes = read_bytes(&input.path, settings.options.pdf.limits.file_bytes)?;
    // The last net: a panic is our fault, not the batch's. The default hook has already printed where it was.
    let extracted = catch_unwind(AssertUnwindSafe(|| {
        extract(&bytes, &input.shown, settings.grammars, settings.options).map_err(|error| error.to_string())
    }));
    let failed = |error: String| Failure {
        document_id: Some(document_id(&bytes)),
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
