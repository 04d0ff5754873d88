//! What a run tells on standard error while it goes on: a bar for a person who watches, a line an input (`--verbose`), or
//! events for a program (`--log-format json`). In a pipe, and without these, nothing.

use std::fmt;
use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use serde_json::json;

use super::args::{LogFormat, MainArgs};
use super::say;
use super::summary::printable;
use super::words::{Words, fill};
use crate::batch::{Progress, Tally};

/// Tells of a run.
pub(crate) struct Teller {
    words: &'static Words,
    format: LogFormat,
    verbose: bool,
    files: usize,
    bar: ProgressBar,
}

impl Teller {
    /// For a run over so many files.
    pub(crate) fn of(args: &MainArgs, words: &'static Words, files: usize) -> Teller {
        let watched = !args.quiet && args.log_format == LogFormat::Text && io::stderr().is_terminal();
        let bar = if watched {
            ProgressBar::new(files as u64).with_style(style(words))
        } else {
            ProgressBar::hidden()
        };
        Teller { words, format: args.log_format, verbose: args.verbose, files, bar }
    }

    /// One more input is done.
    pub(crate) fn input(&self, progress: &Progress<'_>) {
        match self.format {
            LogFormat::Json => say(&format!("{}\n", input_event(progress, self.files))),
            LogFormat::Text if self.verbose => {
                self.bar.suspend(|| say(&input_line(progress, self.words)));
            }
            LogFormat::Text => {}
        }
        self.bar.set_position(progress.done as u64);
    }

    /// The run is over.
    pub(crate) fn end(&self, tally: &Tally) {
        self.bar.finish_and_clear();
        if self.format == LogFormat::Json {
            say(&format!("{}\n", end_event(tally, self.files)));
        }
    }
}

/// The bar of a language. Of the rate one decimal is enough.
fn style(words: &Words) -> ProgressStyle {
    let style = ProgressStyle::with_template(words.bar).unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = write!(out, "{:.1}", state.per_sec());
    };
    style.with_key("rate", rate)
}

/// `ok  in/a.pdf  12 pages · 310 facts · 204 checks · 1 mismatch`
fn input_line(progress: &Progress<'_>, words: &Words) -> String {
    let one = progress.of_one;
    let counts =
        [one.pages.to_string(), one.facts.to_string(), one.checks().to_string(), one.mismatch.to_string()];
    let counts = fill(words.input, &counts.each_ref().map(String::as_str));
    let kept = if one.kept > 0 { format!(" · {}", words.kept) } else { String::new() };
    format!("{}  {}  {counts}{kept}\n", one.status(), printable(progress.path))
}

fn input_event(progress: &Progress<'_>, files: usize) -> serde_json::Value {
    let one = progress.of_one;
    json!({
        "event": "input", "path": progress.path, "status": one.status(), "done": progress.done, "of": files,
        "kept": one.kept > 0, "pages": one.pages, "tables": one.tables,
        "tables_unknown": one.tables_unknown, "facts": one.facts, "exact": one.exact,
        "rounding": one.rounding, "mismatch": one.mismatch, "unjudged": one.unjudged,
        "error": one.failed.first().map(|failed| &failed.error),
    })
}

fn end_event(tally: &Tally, files: usize) -> serde_json::Value {
    json!({
        "event": if tally.stopped { "stopped" } else { "end" }, "done": tally.documents(), "of": files,
        "kept": tally.kept, "ok": tally.ok, "partial": tally.partial, "no_text_layer": tally.no_text_layer,
        "not_a_disclosure": tally.not_a_disclosure, "failed": tally.failed.len(), "pages": tally.pages,
        "tables": tally.tables, "tables_unknown": tally.tables_unknown, "facts": tally.facts, "exact": tally.exact, "rounding": tally.rounding,
        "mismatch": tally.mismatch, "unjudged": tally.unjudged, "pairings": tally.pairings, "left_over": tally.left_over,
        "mismatches": tally.mismatches,
    })
}
