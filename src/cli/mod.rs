//! The command: what was typed → a run, its words on the terminal and its exit status.

mod args;
mod draw;
mod explain;
mod forms;
mod grammars;
mod input;
mod ledger;
mod new_form;
mod order;
mod progress;
mod summary;
mod words;

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clap::{CommandFactory, Parser};

use crate::base::Notes;
use crate::batch::{self, Cache, Inputs, Settings, Tally};
use crate::export::{Formats, Output, schema};
use crate::form::{CheckRule, Grammars};
use crate::{Options, flat, flatten, load, pdf, reconcile, report};
use args::{Cli, FormArgs, LogFormat, MainArgs, OpenArgs, Verb};
use progress::Teller;
use words::{Language, fill};

/// What a run came to, for the shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything was read and nothing contradicts itself.
    Clean,
    /// Everything was read; some check that is more than worth a look is a mismatch.
    Mismatch,
    /// Some input could not be read.
    Failed,
    /// Somebody pressed Ctrl-C.
    Stopped,
}

/// What shells say of a command that Ctrl-C ended: 128 and the number of SIGINT.
const STOPPED: u8 = 130;

/// Runs the command. A wrong call ends in `clap` with status 2.
pub fn main() -> ExitCode {
    let cli = Cli::parse_from(order::verb_first(std::env::args_os(), &Cli::command()));
    let lang = cli.main.lang;
    let words = lang.language().words();
    let outcome = match cli.verb {
        None => extract_all(&cli.main),
        Some(Verb::Flat { file, forms, open }) => {
            grammars(&forms).and_then(|grammars| print_flat(&file, &grammars, &options(&open)))
        }
        Some(Verb::Draw { file, page, out, forms, open }) => grammars(&forms).and_then(|grammars| {
            let svg = draw::draw(&file, page, &grammars, &options(&open))?;
            match draw::destination(&out, &file, page) {
                None => print(&svg),
                Some(path) => write(&path, &svg),
            }
        }),
        Some(Verb::Ledger { file, all, forms, open }) => grammars(&forms)
            .and_then(|grammars| print(&ledger::ledger(&file, all, &grammars, &options(&open))?)),
        Some(Verb::Grammars { to }) => grammars::write(&to).map(|()| Outcome::Clean),
        Some(Verb::NewForm { id, from, forms, open }) => grammars(&forms)
            .and_then(|grammars| print(&new_form::new_form(&id, &from, &grammars, &options(&open))?)),
        Some(Verb::Forms { word, forms }) => {
            grammars(&forms).and_then(|grammars| print(&forms::describe(&grammars, word.as_deref())?))
        }
        Some(Verb::Checks { word, forms }) => {
            grammars(&forms).and_then(|grammars| print(&checks(&grammars, word.as_deref())?))
        }
        Some(Verb::Explain { file, check, forms }) => {
            grammars(&forms).and_then(|grammars| print(&explain::explain(&file, check, &grammars, words)?))
        }
        Some(Verb::Schema) => print(&schema()),
        Some(Verb::Completions { shell }) => completions(shell),
        Some(Verb::Man { verb }) => manual(verb.as_deref()),
        Some(Verb::Report { dir, out, forms, open }) => grammars(&forms).and_then(|grammars| {
            let to = out.unwrap_or_else(|| dir.join("report.html"));
            let reported =
                report::write(&dir, &to, &grammars, &options(&open), lang.lang.map(Language::code))?;
            print(&summary::reported(&to, reported, words))
        }),
        Some(Verb::Load { url, from, schema, replace }) => {
            load::postgres(&url, &schema, &from, replace.into())
                .map_err(anyhow::Error::from)
                .and_then(|loaded| print(&summary::loaded(&loaded, words)))
        }
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Mismatch) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Ok(Outcome::Stopped) => ExitCode::from(STOPPED),
        // `extract flat a.pdf | head`: the reader has what it wanted.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("{}\n", fill(words.fatal, &[&words.reason(&told(&error))])));
            ExitCode::from(2)
        }
    }
}

/// The main job.
fn extract_all(args: &MainArgs) -> anyhow::Result<Outcome> {
    let begun = Instant::now();
    let formats = formats(args)?;
    let words = args.lang.language().words();
    let grammars = grammars(&args.forms)?;
    let options = options(&args.open);
    let inputs = Inputs::collect(&with_listed(&args.paths)?);
    for folder in &inputs.empty_folders {
        say(&format!("{}\n", fill(words.empty_folder, &[&folder.display().to_string()])));
    }
    if inputs.files.is_empty() {
        bail!("there is nothing to read");
    }
    if args.out.is_file() {
        bail!("{} is a file; results go into a folder", args.out.display());
    }
    let writes = formats.writes().then_some(&*args.out).filter(|out| !is_standard(out));
    let output = if is_standard(&args.out) {
        Output::standard(formats)
    } else {
        let waiting = || say(&format!("{}\n", fill(words.waiting, &[&args.out.display().to_string()])));
        Output::folder(&args.out, formats, waiting).with_context(|| cannot_write(&args.out))?
    };
    let cache = match writes.filter(|_| !args.no_cache) {
        Some(out) => Some(Cache::open(out, &grammars, &options).with_context(|| cannot_write(out))?),
        None => None,
    };
    let stop = interruption();
    let teller = Teller::of(args, words, inputs.files.len());
    let settings = Settings {
        grammars: &grammars,
        options: &options,
        jobs: args.jobs.into(),
        cache: cache.as_ref(),
        stop: &stop,
    };
    let tally = batch::run(&inputs, &output, &settings, &|progress| teller.input(progress));
    let tally = tally.with_context(|| cannot_write(&args.out))?;
    teller.end(&tally);
    if args.log_format == LogFormat::Text {
        say(&summary::failures(&tally, words));
    }
    if tally.stopped {
        say(&summary::stopped(&tally, inputs.files.len(), cache.is_some(), words));
        return Ok(Outcome::Stopped);
    }
    let summary = summary::summary(&tally, writes, begun.elapsed(), words, args.verbose);
    match (args.quiet, is_standard(&args.out)) {
        (true, _) => {}
        // Standard output belongs to the rows.
        (false, true) => say(&summary),
        (false, false) => drop(print(&summary)?),
    }
    Ok(outcome(&tally))
}

/// Set once Ctrl-C is pressed. A second one ends the process at once; what was kept by then stays good.
fn interruption() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let pressed = Arc::clone(&stop);
    // Fails only where a handler is set already: the command sets one, once.
    let _ = ctrlc::set_handler(move || {
        if pressed.swap(true, Ordering::Relaxed) {
            std::process::exit(STOPPED.into());
        }
    });
    stop
}

/// What is asked for; rows on standard output must be of one kind.
fn formats(args: &MainArgs) -> anyhow::Result<Formats> {
    let default = if is_standard(&args.out) { "ndjson" } else { "json,csv" };
    let formats = Formats::parse(args.format.as_deref().unwrap_or(default), args.csv_safe)?;
    let formats = match &args.tables {
        Some(tables) => formats.only_tables(tables)?,
        None => formats,
    };
    if is_standard(&args.out) && !formats.is_stream() {
        bail!("standard output takes ndjson, or csv with one table (--tables facts)");
    }
    Ok(formats)
}

fn is_standard(out: &Path) -> bool {
    out.as_os_str() == "-"
}

fn outcome(tally: &Tally) -> Outcome {
    if !tally.failed.is_empty() {
        Outcome::Failed
    } else if tally.faults > 0 {
        Outcome::Mismatch
    } else {
        Outcome::Clean
    }
}

fn cannot_write(out: &Path) -> String {
    if is_standard(out) {
        return "standard output cannot be written".to_owned();
    }
    format!("results cannot be written to {}", out.display())
}

/// The paths given, with `-` replaced by the lines of standard input.
fn with_listed(given: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for path in given {
        if path.as_os_str() != "-" {
            paths.push(path.clone());
            continue;
        }
        for line in io::stdin().lock().split(b'\n') {
            let line = line.context("the list of paths on standard input cannot be read")?;
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            if !line.is_empty() {
                paths.push(path_of(line)?);
            }
        }
    }
    Ok(paths)
}

/// A name as the system has it: on Unix any bytes.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> anyhow::Result<PathBuf> {
    Ok(PathBuf::from(str::from_utf8(bytes).context("the list of paths on standard input is not UTF-8")?))
}

/// The completions of a shell.
fn completions(shell: clap_complete::Shell) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "extract", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// The manual page, or that of a verb, in roff.
fn manual(verb: Option<&str>) -> anyhow::Result<Outcome> {
    let mut command = Cli::command();
    // What a verb inherits, and its full name, are known once all is built.
    command.build();
    let command = match verb {
        None => command,
        Some(verb) => command
            .find_subcommand(verb)
            .cloned()
            .with_context(|| format!("there is no verb `{verb}`; `extract --help` lists all"))?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    print(&String::from_utf8_lossy(&page))
}

/// The flattened text of one file, and on standard error what was noted on the way.
fn print_flat(file: &Path, grammars: &Grammars, options: &Options) -> anyhow::Result<Outcome> {
    let bytes = input::read(file)?;
    let mut notes = Notes::default();
    let flattened = flatten(&bytes, &file.to_string_lossy(), grammars, options, &mut notes);
    let (flat, _) = flattened.with_context(|| file.display().to_string())?;
    print(&flat::print(&flat))
}

/// All checks, or those with a word in their id, their group or their source.
fn checks(grammars: &Grammars, word: Option<&str>) -> anyhow::Result<String> {
    let has = |rule: &CheckRule| {
        word.is_none_or(|word| {
            rule.id.contains(word) || rule.group == word || rule.source.iter().any(|source| source == word)
        })
    };
    let rules: Vec<&CheckRule> = grammars.checks.iter().filter(|rule| has(rule)).collect();
    if let (true, Some(word)) = (rules.is_empty(), word) {
        bail!("no check has `{word}` in its id, its group or its source; `extract checks` lists all");
    }
    Ok(reconcile::describe(rules))
}

fn grammars(args: &FormArgs) -> anyhow::Result<Grammars> {
    match &args.grammars {
        Some(dir) => Grammars::load(dir).with_context(|| format!("the grammars in {}", dir.display())),
        None => Grammars::embedded().context("the embedded grammars"),
    }
}

fn options(open: &OpenArgs) -> Options {
    let mut limits = pdf::Limits::default();
    for (name, value) in &open.limits {
        limits.set(name, *value);
    }
    let pdf = pdf::OpenOptions { password: open.password.clone(), limits };
    let time_limit = (open.time_limit > 0).then(|| Duration::from_secs(open.time_limit));
    Options { pdf, time_limit, redact: open.redact }
}

fn write(path: &Path, text: &str) -> anyhow::Result<Outcome> {
    fs::write(path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Outcome::Clean)
}

fn print(text: &str) -> anyhow::Result<Outcome> {
    let mut out = io::stdout().lock();
    let end: &[u8] = if text.ends_with('\n') { b"" } else { b"\n" };
    let written = out.write_all(text.as_bytes()).and_then(|()| out.write_all(end)).and_then(|()| out.flush());
    written.context("standard output cannot be written")?;
    Ok(Outcome::Clean)
}

/// To standard error. If even that is closed there is nobody left to tell.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// What went wrong and why; a cause that was named already is not named again.
fn told(error: &anyhow::Error) -> String {
    error.chain().skip(1).fold(error.to_string(), |text, cause| {
        let cause = cause.to_string();
        if text.contains(&cause) { text } else { format!("{text}: {cause}") }
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind =
        |cause: &(dyn std::error::Error + 'static)| cause.downcast_ref::<io::Error>().map(io::Error::kind);
    error.chain().any(|cause| kind(cause) == Some(io::ErrorKind::BrokenPipe))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let error = report::ReportError::Unwritable { path: "a".into(), source: missing() };
        let expect = format!("a cannot be written: {}", missing());
        assert_eq!(told(&error.into()), expect);
        assert_eq!(
            told(&anyhow::Error::from(missing()).context("a cannot be read")),
            format!("a cannot be read: {}", missing())
        );
    }
}
