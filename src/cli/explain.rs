//! `extract explain`: one check of a written document with all it rests on, or the list of what contradicts itself.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::export::{Written, WrittenCause, WrittenCheck, WrittenOperand, WrittenPlace};
use crate::form::Grammars;

/// Check `number` of a file under `documents/`; all mismatches without a number. The explanation of the check comes from
/// the grammars, which may know fewer checks than those the file was written with.
pub(crate) fn explain(file: &Path, number: Option<u32>, grammars: &Grammars) -> anyhow::Result<String> {
    let shown = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
    let written = Written::read(&text).with_context(|| shown.clone())?;
    let Some(number) = number else { return Ok(mismatches(&shown, &written)) };
    let Some(check) = written.checks.iter().find(|check| check.no == number) else {
        let last = written.checks.iter().map(|check| check.no).max();
        match last {
            Some(last) => bail!("{shown} has no check {number}; its checks are 1 to {last}"),
            None => bail!("{shown} has no checks"),
        }
    };
    Ok(one(&written, check, grammars))
}

/// The mismatches, each cause with what follows from it.
fn mismatches(shown: &str, written: &Written) -> String {
    let wrong = || written.checks.iter().filter(|check| check.verdict == "mismatch");
    let root = |check: &WrittenCheck| check.cause.as_ref().map_or(check.no, |cause| cause.root_check_no);
    let roots = || wrong().filter(|check| root(check) == check.no);
    let mut text = format!("{}: mismatches {}, causes {}\n", written.path, wrong().count(), roots().count());
    for check in roots() {
        let _ =
            writeln!(text, "{:>6}  {} · {}\n        {}", check.no, check.severity, check.id, check.message);
        let follow_ups = check.cause.as_ref().map(|cause| numbers(&cause.follow_ups)).unwrap_or_default();
        if !follow_ups.is_empty() {
            let _ = writeln!(text, "        also {follow_ups}");
        }
    }
    if wrong().next().is_some() {
        let _ = writeln!(text, "extract explain {shown} N shows one with its figures");
    }
    text
}

fn one(written: &Written, check: &WrittenCheck, grammars: &Grammars) -> String {
    let mut text = format!("{} · check {} · {}\n", written.path, check.no, check.id);
    let _ = writeln!(text, "{} ({}): {}\n", check.verdict, check.severity, check.message);
    side(&mut text, check, "left");
    let _ = writeln!(text, "{}", check.relation);
    side(&mut text, check, "right");
    if let (Some(difference), Some(slack)) = (&check.difference, &check.slack) {
        let by = amount(difference, check.unit.as_deref());
        let _ = writeln!(text, "\ndifference {by}; the printed digits leave {slack} open");
    }
    if let Some(cause) = &check.cause {
        text.push_str(&why(cause, check.no));
    }
    if let Some(rule) = grammars.checks.iter().find(|rule| rule.id == check.id) {
        for told in [&rule.zh, &rule.en] {
            let _ = write!(text, "\n{}\n{}\n{}\n", told.what, told.why, told.limits);
        }
    }
    text
}

/// One side: its name, each figure with its place, and what they come to.
fn side(text: &mut String, check: &WrittenCheck, which: &str) {
    let left = which == "left";
    let (of, sum) = if left { (&check.left_of, &check.left) } else { (&check.right_of, &check.right) };
    let _ = writeln!(text, "{which}  {of}");
    let figures = || check.operands.iter().filter(|operand| operand.side == which);
    for operand in figures() {
        let _ = writeln!(text, "  {} {}", operand.sign, figure(operand));
    }
    if let (Some(sum), true) = (sum, figures().nth(1).is_some()) {
        let _ = writeln!(text, "  = {}", amount(sum, check.unit.as_deref()));
    }
}

/// `1,334.44 万元 · 206 科学技术支出 合计 · page 3, box 10.00 20.00 40.00 30.00`
fn figure(operand: &WrittenOperand) -> String {
    let printed = if operand.printed.is_empty() { &operand.value } else { &operand.printed };
    let parts =
        [amount(printed, operand.unit.as_deref()), operand.label.clone(), whereabouts(&operand.place)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn whereabouts(place: &WrittenPlace) -> String {
    let mut parts = Vec::new();
    match (place.page, place.line) {
        (Some(page), _) => parts.push(format!("page {page}")),
        (None, Some(line)) => parts.push(format!("line {line}")),
        (None, None) => {}
    }
    if let Some(corners) = &place.corners {
        let corners: Vec<String> = corners.iter().map(ToString::to_string).collect();
        parts.push(format!("box {}", corners.join(" ")));
    }
    parts.join(", ")
}

fn why(cause: &WrittenCause, number: u32) -> String {
    let mut text = format!("cause {}", cause.kind);
    if cause.root_check_no != number {
        let _ = write!(text, ", reported by check {}", cause.root_check_no);
    }
    if !cause.follow_ups.is_empty() {
        let _ = write!(text, ", also of {}", numbers(&cause.follow_ups));
    }
    if let Some(suspect) = &cause.suspect {
        let unit = suspect.unit.as_deref();
        let (printed, proposed) = (amount(&suspect.printed, unit), amount(&suspect.proposed, unit));
        let place = whereabouts(&suspect.place);
        let _ = write!(text, "\nsuspect {} · {printed} · {place}\nproposed {proposed}", suspect.of);
    }
    text.push('\n');
    text
}

/// `checks 12, 15`
fn numbers(checks: &[u32]) -> String {
    let listed = checks.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    match checks {
        [] => String::new(),
        [_] => format!("check {listed}"),
        _ => format!("checks {listed}"),
    }
}

fn amount(number: &str, unit: Option<&str>) -> String {
    unit.map_or_else(|| number.to_owned(), |unit| format!("{number} {unit}"))
}
