//! `extract explain`: one check of a written document with all it rests on, or the list of what contradicts itself.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, bail};

use super::input;
use super::words::{Language, Words, fill};
use crate::export::{Written, WrittenCause, WrittenCheck, WrittenOperand, WrittenPlace};
use crate::form::Grammars;

/// Check `number` of a file under `documents/`; all mismatches without a number. The explanation of the check comes from
/// the grammars, which may know fewer checks than those the file was written with.
pub(crate) fn explain(
    file: &Path,
    number: Option<u32>,
    grammars: &Grammars,
    words: &Words,
) -> anyhow::Result<String> {
    let shown = file.display().to_string();
    let bytes = input::read(file)?;
    let written = Written::read(&bytes).with_context(|| shown.clone())?;
    let Some(number) = number else { return Ok(mismatches(&shown, &written, words)) };
    let Some(check) = written.checks.iter().find(|check| check.no == number) else {
        let last = written.checks.iter().map(|check| check.no).max();
        match last {
            Some(last) => bail!("{shown} has no check {number}; its checks are 1 to {last}"),
            None => bail!("{shown} has no checks"),
        }
    };
    Ok(one(&written, check, grammars, words))
}

/// The mismatches, each cause with what follows from it.
fn mismatches(shown: &str, written: &Written, words: &Words) -> String {
    let wrong = || written.checks.iter().filter(|check| check.verdict == "mismatch");
    let root = |check: &WrittenCheck| check.cause.as_ref().map_or(check.no, |cause| cause.root_check_no);
    let roots = || wrong().filter(|check| root(check) == check.no);
    let counts = [wrong().count().to_string(), roots().count().to_string()];
    let mut text = format!("{}\n", fill(words.mismatches_of, &[&written.path, &counts[0], &counts[1]]));
    for check in roots() {
        let _ = writeln!(
            text,
            "{:>6}  {} · {}\n        {}",
            check.no,
            words.name("names", &check.severity),
            check.id,
            check.message
        );
        let follow_ups =
            check.cause.as_ref().map(|cause| numbers(&cause.follow_ups, words)).unwrap_or_default();
        if !follow_ups.is_empty() {
            let _ = writeln!(text, "        {}", fill(words.also, &[&follow_ups]));
        }
    }
    if wrong().next().is_some() {
        let _ = writeln!(text, "{}", fill(words.show_one, &[shown]));
    }
    text
}

fn one(written: &Written, check: &WrittenCheck, grammars: &Grammars, words: &Words) -> String {
    let number = fill(words.check, &[&check.no.to_string()]);
    let mut text = format!("{} · {number} · {}\n", written.path, check.id);
    let (verdict, severity) = (words.verdict(&check.verdict), words.name("names", &check.severity));
    let _ = writeln!(text, "{verdict} ({severity}): {}\n", check.message);
    side(&mut text, check, "left", words);
    let _ = writeln!(text, "{}", check.relation);
    side(&mut text, check, "right", words);
    if let (Some(difference), Some(slack)) = (&check.difference, &check.slack) {
        let by = amount(difference, check.unit.as_deref());
        let _ = writeln!(text, "\n{}", fill(words.difference, &[&by, slack]));
    }
    if let Some(cause) = &check.cause {
        text.push_str(&why(cause, check.no, words));
    }
    if let Some(rule) = grammars.checks.iter().find(|rule| rule.id == check.id) {
        let told = if words.language == Language::Zh { &rule.zh } else { &rule.en };
        let _ = write!(text, "\n{}\n{}\n{}\n", told.what, told.why, told.limits);
    }
    text
}

/// One side: its name, each figure with its place, and what they come to.
fn side(text: &mut String, check: &WrittenCheck, which: &str, words: &Words) {
    let left = which == "left";
    let (of, sum) = if left { (&check.left_of, &check.left) } else { (&check.right_of, &check.right) };
    let _ = writeln!(text, "{}  {of}", if left { words.left } else { words.right });
    let figures = || check.operands.iter().filter(|operand| operand.side == which);
    for operand in figures() {
        let _ = writeln!(text, "  {} {}", operand.sign, figure(operand, words));
    }
    if let (Some(sum), true) = (sum, figures().nth(1).is_some()) {
        let _ = writeln!(text, "  = {}", amount(sum, check.unit.as_deref()));
    }
}

/// `1,334.44 万元 · 206 科学技术支出 合计 · page 3, box 10.00 20.00 40.00 30.00`
fn figure(operand: &WrittenOperand, words: &Words) -> String {
    let printed = if operand.printed.is_empty() { &operand.value } else { &operand.printed };
    let parts =
        [amount(printed, operand.unit.as_deref()), operand.label.clone(), whereabouts(&operand.place, words)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn whereabouts(place: &WrittenPlace, words: &Words) -> String {
    let mut parts = Vec::new();
    match (place.page, place.line) {
        (Some(page), _) => parts.push(fill(words.page, &[&page.to_string()])),
        (None, Some(line)) => parts.push(fill(words.line, &[&line.to_string()])),
        (None, None) => {}
    }
    if let Some(corners) = &place.corners {
        let corners: Vec<String> = corners.iter().map(ToString::to_string).collect();
        parts.push(fill(words.corners, &[&corners.join(" ")]));
    }
    parts.join(", ")
}

fn why(cause: &WrittenCause, number: u32, words: &Words) -> String {
    let mut text = fill(words.cause, &[&words.name("causes", &cause.kind)]);
    if cause.root_check_no != number {
        text.push_str(&fill(words.reported_by, &[&numbers(&[cause.root_check_no], words)]));
    }
    if !cause.follow_ups.is_empty() {
        text.push_str(&fill(words.also_of, &[&numbers(&cause.follow_ups, words)]));
    }
    if let Some(suspect) = &cause.suspect {
        let unit = suspect.unit.as_deref();
        let (printed, proposed) = (amount(&suspect.printed, unit), amount(&suspect.proposed, unit));
        let place = whereabouts(&suspect.place, words);
        let _ = write!(text, "\n{}", fill(words.suspect, &[&suspect.of, &printed, &place]));
        let _ = write!(text, "\n{}", fill(words.proposed, &[&proposed]));
    }
    text.push('\n');
    text
}

/// `checks 12, 15`
fn numbers(checks: &[u32], words: &Words) -> String {
    let listed = checks.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    match checks {
        [] => String::new(),
        [_] => fill(words.check, &[&listed]),
        _ => fill(words.check_list, &[&listed]),
    }
}

fn amount(number: &str, unit: Option<&str>) -> String {
    unit.map_or_else(|| number.to_owned(), |unit| format!("{number} {unit}"))
}
