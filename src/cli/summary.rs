//! The words at the end of a run.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use super::words::{Words, fill, padded};
use crate::batch::Tally;
use crate::load::Loaded;
use crate::report::Reported;

/// Checks that are listed with their mismatches, unless all are.
const MOST_CHECKS: usize = 5;

/// The summary: documents, tables, checks, time, where the results are if they were written. `whole`: every check that
/// mismatches, not only the most frequent ones.
pub(crate) fn summary(
    tally: &Tally,
    out: Option<&Path>,
    elapsed: Duration,
    words: &Words,
    whole: bool,
) -> String {
    let counted = |parts: &[(usize, &str)]| {
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        parts.map(|(count, what)| format!("{} {what}", grouped(*count))).collect::<Vec<_>>().join(" · ")
    };
    let statuses = counted(&[
        (tally.ok, words.ok),
        (tally.partial, words.partial),
        (tally.no_text_layer, words.no_text_layer),
        (tally.not_a_disclosure, words.not_a_disclosure),
        (tally.failed.len(), words.failed),
    ]);
    let verdicts = counted(&[
        (tally.exact, words.exact),
        (tally.rounding, words.rounding),
        (tally.mismatch, words.mismatch),
        (tally.unjudged, words.unjudged),
    ]);
    let seconds = elapsed.as_millis().max(1);
    let speed = u128::from(tally.pages) * 1000 / seconds;
    let mut text = String::new();
    let mut line = |what: &str, count: usize, more: &str| {
        let _ = writeln!(text, "{}{:>9}   {more}", padded(what, 9), grouped(count));
    };
    let kept = counted(&[(tally.kept, words.kept)]);
    let known = [statuses, kept].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    line(words.documents, tally.documents(), &known);
    line(
        words.pages,
        usize::try_from(tally.pages).unwrap_or(usize::MAX),
        &fill(words.speed, &[&time(elapsed), &speed.to_string()]),
    );
    line(words.tables, tally.tables, &counted(&[(tally.tables_unknown, words.unknown_form)]));
    line(words.facts, tally.facts, "");
    line(words.checks, tally.checks(), &verdicts);
    let by_check = most_frequent(tally);
    let (listed, others) =
        by_check.split_at(if whole { by_check.len() } else { MOST_CHECKS.min(by_check.len()) });
    for (check, count) in listed {
        line("", *count, check);
    }
    if !others.is_empty() {
        line("", others.iter().map(|(_, count)| count).sum(), words.more_checks);
    }
    if tally.pairings > 0 {
        line(words.pairings, tally.pairings, words.belong_together);
    }
    let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    format!("{text}\n{}", written(tally, out, words))
}

/// Where the results are, and what else lies there.
fn written(tally: &Tally, out: Option<&Path>, words: &Words) -> String {
    let Some(out) = out else { return format!("{}\n", words.nothing_written) };
    let results = fill(words.results_in, &[&out.display().to_string()]);
    match tally.left_over {
        0 => format!("{results}\n"),
        count => format!("{results}\n{}\n", fill(words.left_over, &[&grouped(count)])),
    }
}

/// Checks with their mismatches, the most frequent first.
fn most_frequent(tally: &Tally) -> Vec<(&str, usize)> {
    let mut counts: Vec<_> = tally.mismatches.iter().map(|(check, count)| (check.as_str(), *count)).collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// What to do after a run that was stopped.
pub(crate) fn stopped(tally: &Tally, inputs: usize, resumable: bool, words: &Words) -> String {
    let next = if resumable { words.resumable } else { words.not_resumable };
    format!("{}; {next}\n", fill(words.stopped, &[&grouped(tally.documents()), &grouped(inputs)]))
}

/// Where the report is, and what is in it.
pub(crate) fn reported(to: &Path, reported: Reported, words: &Words) -> String {
    let Reported { documents, crops } = reported;
    let parts = [to.display().to_string(), grouped(documents), grouped(crops)];
    format!("{}\n", fill(words.reported, &parts.each_ref().map(String::as_str)))
}

/// One line a table that was loaded into a database.
pub(crate) fn loaded(tables: &[Loaded], words: &Words) -> String {
    let line = |loaded: &Loaded| {
        let Loaded { table, rows, replaced } = loaded;
        let before = match replaced {
            0 => String::new(),
            replaced => format!("   {}", fill(words.replaced, &[&grouped(*replaced)])),
        };
        let rows = format!("{:>11}", grouped(*rows));
        format!("{table:<11}{}{before}\n", fill(words.rows, &[&rows]))
    };
    tables.iter().map(line).collect()
}

/// One paragraph a failed file: the path, the reason.
pub(crate) fn failures(tally: &Tally, words: &Words) -> String {
    let line = |text: &mut String, failed: &crate::batch::Failed| {
        let _ = writeln!(
            text,
            "{}",
            fill(words.error, &[&printable(&failed.path), &printable(&words.reason(&failed.error))])
        );
    };
    tally.failed.iter().fold(String::new(), |mut text, failed| {
        line(&mut text, failed);
        text
    })
}

/// A path or a message may hold escape sequences for the terminal.
pub(crate) fn printable(text: &str) -> String {
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
    format!("{}.{:02}", elapsed.as_secs(), elapsed.subsec_millis() / 10)
}

#[cfg(test)]
mod tests {
    use super::super::words::Language;
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
            tables_unknown: 7,
            facts: 40_321,
            exact: 3210,
            mismatch: 9,
            mismatches: (1..7).map(|n| (format!("check-{n}"), if n == 3 { 4 } else { 1 })).collect(),
            faults: 4,
            ..Tally::default()
        };
        assert_eq!(
            summary(&tally, Some(Path::new("out")), Duration::from_millis(4200), Language::En.words(), false),
            "documents       67   65 ok · 1 without a text layer · 1 failed\n\
             pages        1,922   4.20 s · 457 a second\n\
             tables         912   7 of unknown form\n\
             facts       40,321\n\
             checks       3,219   3,210 exact · 9 mismatch\n\
             \x20                4   check-3\n\
             \x20                1   check-1\n\
             \x20                1   check-2\n\
             \x20                1   check-4\n\
             \x20                1   check-5\n\
             \x20                1   other checks\n\
             results in out\n"
        );
        let chinese = summary(&tally, None, Duration::from_millis(4200), Language::Zh.words(), true);
        let lines: Vec<&str> = chinese.lines().collect();
        assert_eq!(lines[0], "文件            67   65 正常 · 1 无文本层 · 1 失败");
        assert_eq!((lines.len(), lines[11]), (12, "未写出结果"), "every check");
        let failures = |tally| failures(tally, Language::En.words());
        assert_eq!(failures(&tally), "error: a\u{fffd}[2J.pdf: the file is empty\n");
    }
}
