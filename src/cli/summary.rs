//! The words at the end of a run.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use crate::batch::Tally;
use crate::load::Loaded;
use crate::report::Reported;

/// The summary: documents, tables, checks, time, where the results are if they were written.
pub(crate) fn summary(tally: &Tally, out: Option<&Path>, elapsed: Duration) -> String {
    let counted = |parts: &[(usize, &str)]| {
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        parts.map(|(count, what)| format!("{} {what}", grouped(*count))).collect::<Vec<_>>().join(" · ")
    };
    let statuses = counted(&[
        (tally.ok, "ok"),
        (tally.partial, "partial"),
        (tally.no_text_layer, "without a text layer"),
        (tally.not_a_disclosure, "not a disclosure"),
        (tally.failed.len(), "failed"),
    ]);
    let verdicts = counted(&[
        (tally.exact, "exact"),
        (tally.rounding, "rounding"),
        (tally.mismatch, "mismatch"),
        (tally.unjudged, "unjudged"),
    ]);
    let checks = tally.exact + tally.rounding + tally.mismatch + tally.unjudged;
    let seconds = elapsed.as_millis().max(1);
    let speed = u128::from(tally.pages) * 1000 / seconds;
    let mut text = String::new();
    let mut line = |what: &str, count: usize, more: &str| {
        let _ = writeln!(text, "{:<9}{:>9}   {more}", what, grouped(count));
    };
    let kept = counted(&[(tally.kept, "read by an earlier run")]);
    let known = [statuses, kept].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    line("documents", tally.documents(), &known);
    line(
        "pages",
        usize::try_from(tally.pages).unwrap_or(usize::MAX),
        &format!("{} · {speed} a second", time(elapsed)),
    );
    line("tables", tally.tables, "");
    line("facts", tally.facts, "");
    line("checks", checks, &verdicts);
    if tally.pairings > 0 {
        line("pairings", tally.pairings, "documents that belong together");
    }
    let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    let out = out
        .map_or_else(|| "no results were written".to_owned(), |out| format!("results in {}", out.display()));
    format!("{text}\n{out}\n")
}

/// What to do after a run that was stopped.
pub(crate) fn stopped(tally: &Tally, inputs: usize, resumable: bool) -> String {
    let next = match resumable {
        true => "the same command goes on from here",
        false => "nothing was kept of them",
    };
    format!("stopped after {} of {} inputs; {next}\n", grouped(tally.documents()), grouped(inputs))
}

/// Where the report is, and what is in it.
pub(crate) fn reported(to: &Path, reported: Reported) -> String {
    let Reported { documents, crops } = reported;
    format!("{}: {} documents, {} pictures of places\n", to.display(), grouped(documents), grouped(crops))
}

/// One line a table that was loaded into a database.
pub(crate) fn loaded(tables: &[Loaded]) -> String {
    let line = |loaded: &Loaded| {
        let Loaded { table, rows, replaced } = loaded;
        let before =
            if *replaced == 0 { String::new() } else { format!("   {} replaced", grouped(*replaced)) };
        format!("{table:<11}{:>11} rows{before}\n", grouped(*rows))
    };
    tables.iter().map(line).collect()
}

/// One paragraph a failed file: the path, the reason.
pub(crate) fn failures(tally: &Tally) -> String {
    let line = |text: &mut String, failed: &crate::batch::Failed| {
        let _ = writeln!(text, "error: {}: {}", printable(&failed.path), printable(&failed.error));
    };
    tally.failed.iter().fold(String::new(), |mut text, failed| {
        line(&mut text, failed);
        text
    })
}

/// A path or a message may hold escape sequences for the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|ch| if ch.is_control() { '\u{fffd}' } else { ch }).collect()
}

/// `12345` as `12,345`.
fn grouped(count: impl ToString) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn time(elapsed: Duration) -> String {
    format!("{}.{:02} s", elapsed.as_secs(), elapsed.subsec_millis() / 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Failed;

    #[test]
    fn a_summary_says_what_there_is() {
        let tally = Tally {
            ok: 65,
            no_text_layer: 1,
            failed: vec![Failed { path: "a\u{1b}[2J.pdf".into(), error: "the file is empty".into() }],
            pages: 1922,
            tables: 912,
            facts: 40_321,
            exact: 3210,
            mismatch: 4,
            faults: 4,
            ..Tally::default()
        };
        assert_eq!(
            summary(&tally, Some(Path::new("out")), Duration::from_millis(4200)),
            "documents       67   65 ok · 1 without a text layer · 1 failed\n\
             pages        1,922   4.20 s · 457 a second\n\
             tables         912\n\
             facts       40,321\n\
             checks       3,214   3,210 exact · 4 mismatch\n\
             results in out\n"
        );
        assert_eq!(failures(&tally), "error: a\u{fffd}[2J.pdf: the file is empty\n");
    }
}
