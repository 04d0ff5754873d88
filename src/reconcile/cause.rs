//! Why a check fails: one cause for all that follows from it, and the figure to look at where the checks single one out.
//!
//! In: all evaluated checks of a document with their figures. Out: a [`Cause`] on each mismatch that has figures. The
//! figure is found by the checks alone (`suspect`), what is wrong with it by arithmetic (`kind`). A correction is
//! proposed, never applied. Knows nothing of the rules that the checks stand for.

mod equations;
mod kind;
mod suspect;
mod wording;

use rust_decimal::Decimal;

use super::evidence::{Operand, Source};
use super::view::View;
use super::{Check, Verdict};
use crate::base::{Place, Unit};
use crate::form::Severity;
use crate::model::Document;
use equations::{Equations, Figure};
use kind::Facts;
pub(super) use kind::{is_slip, tells};
use suspect::Group;

/// Why a check fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What is suspected.
    pub kind: CauseKind,
    /// The figure that is wrong, where all checks together single one out.
    pub suspect: Option<Suspect>,
    /// Number of the check that reports the cause; its own where it is that one.
    pub root: u32,
    /// Numbers of the other checks that fail for the same reason; only at the root.
    pub follow_ups: Vec<u32>,
    /// The cause in a sentence.
    pub sentence: String,
}

/// What is suspected, in the order in which it is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CauseKind {
    /// The difference is larger than rounding leaves open, but not larger than cut digits do.
    Rounding,
    /// An amount of the page that no sum holds is what is missing: it was read wrongly, or left out.
    Extraction,
    /// The figure is that of another unit: off by a power of ten.
    Scale,
    /// Two digits beside each other are swapped.
    DigitSwap,
    /// The other side is a figure on another basis (口径): the amount of a column or row beside it.
    Basis,
    /// One digit is another.
    Digit,
    /// None of these: the document is likely to contradict itself.
    Source,
}

/// A figure that contradicts all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// Readable name: `general_public[2060404].total`.
    pub of: String,
    /// What it was read from.
    pub source: Source,
    /// As printed.
    pub printed: String,
    /// The figure that closes the checks it breaks, in `unit`.
    pub proposed: Decimal,
    /// Its unit.
    pub unit: Option<Unit>,
    /// Where it stands.
    pub place: Place,
}

/// Finds the causes of the mismatches of a document; `views` are those of its tables.
pub(super) fn explain(checks: &mut [Check], document: &Document, views: &[View<'_>]) {
    if !checks.iter().any(fails) {
        return;
    }
    let equations = Equations::of(checks, document);
    let facts = Facts { document, views, checks };
    let causes: Vec<(usize, Cause)> =
        suspect::groups(&equations).iter().flat_map(|group| of_group(group, &equations, &facts)).collect();
    for (at, cause) in causes {
        if let Some(check) = checks.get_mut(at) {
            check.cause = Some(cause);
        }
    }
}

/// Whether a check has a difference to be explained.
fn fails(check: &Check) -> bool {
    check.verdict == Verdict::Mismatch && check.difference.is_some()
}

/// Whether it must hold, so that a cause has to be found.
fn must_hold(check: &Check) -> bool {
    check.severity != Severity::Info
}

/// The cause of a group of mismatches, for each of them: the first is the root.
fn of_group(group: &Group, equations: &Equations, facts: &Facts<'_, '_>) -> Vec<(usize, Cause)> {
    let number = |at: &usize| facts.checks.get(*at).map(|check| check.check_no);
    let (Some(&first), Some(root)) = (group.checks.first(), group.checks.first().and_then(number)) else {
        return Vec::new();
    };
    let figure = group.suspect.and_then(|(at, proposed)| Some((equations.figures.get(at)?, proposed)));
    let kind = kind::of(first, figure, facts);
    let suspect = figure.map(|(figure, proposed)| named(figure, proposed, facts));
    let follow_ups: Vec<u32> = group.checks.iter().skip(1).filter_map(number).collect();
    let sentence = wording::sentence(kind, suspect.as_ref(), follow_ups.len());
    let follower = Cause {
        kind,
        suspect: suspect.clone(),
        root,
        follow_ups: Vec::new(),
        sentence: wording::follows(root),
    };
    let followers: Vec<(usize, Cause)> =
        group.checks.iter().skip(1).map(|&at| (at, follower.clone())).collect();
    let cause = Cause { kind, suspect, root, follow_ups, sentence };
    [(first, cause)].into_iter().chain(followers).collect()
}

fn named(figure: &Figure, proposed: Decimal, facts: &Facts<'_, '_>) -> Suspect {
    let operand = Operand {
        left: true,
        negative: false,
        value: figure.value,
        unit: figure.unit,
        source: figure.source,
        place: figure.place,
    };
    let of = facts.name(figure.source).unwrap_or_default();
    let printed = operand.told(facts.document).printed;
    Suspect { of, source: figure.source, printed, proposed, unit: figure.unit, place: figure.place }
}

#[cfg(test)]
mod tests;
