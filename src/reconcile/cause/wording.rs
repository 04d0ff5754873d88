//! Causes as sentences.

use super::{CauseKind, Suspect};
use crate::reconcile::wording::money;

/// What is suspected, and what would close the check and those that follow from it.
pub(super) fn sentence(kind: CauseKind, suspect: Option<&Suspect>, follow_ups: usize) -> String {
    let Some(suspect) = suspect else {
        return format!("suspected: {}{}", of_check(kind), also(follow_ups));
    };
    let unit = suspect.unit.map(|unit| format!(" {}", unit.name())).unwrap_or_default();
    let closes = match follow_ups {
        0 => String::new(),
        1 => " and another check".to_owned(),
        more => format!(" and {more} other checks"),
    };
    format!(
        "suspected: {} {}, {}; {}{unit} would close this{closes}",
        suspect.of,
        suspect.printed,
        of_figure(kind),
        money(suspect.proposed)
    )
}

/// What is said of a check that fails because another does.
pub(super) fn follows(root: u32) -> String {
    format!("for the same reason as check {root}")
}

fn also(follow_ups: usize) -> String {
    match follow_ups {
        0 => String::new(),
        1 => ", as in another check".to_owned(),
        more => format!(", as in {more} other checks"),
    }
}

fn of_figure(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::Rounding => "which is cut and not rounded",
        CauseKind::Extraction => {
            "which was misread, since the amount that fits is printed and belongs to nothing"
        }
        CauseKind::Scale => "which is in another unit",
        CauseKind::DigitSwap => "in which two digits are swapped",
        CauseKind::Basis => "which is on another basis",
        CauseKind::Digit => "in which one digit is wrong",
        CauseKind::Source => "which all other checks contradict",
    }
}

fn of_check(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::Rounding => "digits were cut and not rounded",
        CauseKind::Extraction => "an amount was left out that is printed and belongs to no sum",
        CauseKind::Scale => "one side is in another unit",
        CauseKind::DigitSwap => "two digits of an amount are swapped",
        CauseKind::Basis => "one side is on another basis, that of the amount beside the other",
        CauseKind::Digit => "one digit of either side is wrong",
        CauseKind::Source => "the document contradicts itself",
    }
}
