//! Reasons: where in a sentence they stand, and which statement they explain.

use std::ops::Range;

use super::quantity::{Kind, Quantity};
use super::{Open, Reader};
use crate::form::SentenceWords;

/// A reason in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reason {
    /// The first byte of the words that open it.
    pub(super) begin: usize,
    /// The bytes of the reason itself.
    pub(super) range: Range<usize>,
}

impl Reason {
    pub(super) fn holds(&self, at: usize) -> bool {
        self.range.contains(&at)
    }
}

/// The reasons of a sentence. One ends with the sentence, with the bracket it stands in, or at a semicolon behind which
/// it does not go on.
pub(super) fn find(text: &str, quantities: &[Quantity], words: &SentenceWords) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut at = 0;
    while let Some((opener, weak)) = text.get(at..).and_then(|rest| words.reason(rest)) {
        let (begin, from) = (at + opener.start, at + opener.end);
        // 发现的主要问题及原因：无 explains no amount.
        let joined =
            text.get(..begin).is_some_and(|before| before.trim_end_matches('其').ends_with(['及', '和']));
        if joined || weak && !behind_change(text, begin, quantities, words) {
            at = from;
            continue;
        }
        let end = end(text, from, words);
        reasons.push(Reason { begin, range: from..end });
        at = end.max(from);
    }
    reasons
}

/// Whether a change was told right before: the last number is one of a change, or the words since say that nothing
/// changed.
fn behind_change(text: &str, begin: usize, quantities: &[Quantity], words: &SentenceWords) -> bool {
    let told = |q: &&Quantity| q.end <= begin && matches!(q.kind, Kind::Money(_) | Kind::Percent);
    let Some(last) = quantities.iter().rev().find(told) else {
        return text.get(..begin).is_some_and(|before| words.trimmed(before).is_empty());
    };
    let between = text.get(last.end..begin).unwrap_or_default();
    let before = text.get(..last.from).unwrap_or_default();
    words.direction_at_end(before).is_some()
        || words.unchanged(between).is_some()
        || words.comparison(between).is_some()
}

fn end(text: &str, from: usize, words: &SentenceWords) -> usize {
    let mut depth = 0usize;
    for (at, ch) in text.get(from..).unwrap_or_default().char_indices() {
        let here = from + at;
        match ch {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 0 => return here,
            '）' | ')' => depth -= 1,
            '。' if depth == 0 => return here,
            '；' | ';' if depth == 0 => {
                let rest = text.get(here + ch.len_utf8()..).unwrap_or_default();
                if !words.reason_goes_on(rest) {
                    return here;
                }
            }
            _ => {}
        }
    }
    text.len()
}

impl Reader<'_, '_> {
    /// Gives each reason to the statement whose change was told last before it; a sentence that is only a reason
    /// explains the change before it.
    pub(super) fn reason(&mut self, open: &Open<'_>) {
        for reason in &open.reasons {
            let text = open.sentence.text.get(reason.range.clone()).unwrap_or_default();
            let text = text.trim_matches(['。', '；', '：', '，']);
            let target = self.explained(open, reason);
            if let Some(statement) = target.and_then(|at| self.found.get_mut(at))
                && statement.reason.is_none()
                && !text.is_empty()
            {
                statement.reason = Some(text.to_owned());
            }
        }
        self.context.changed = self.last_changed(usize::MAX).or(self.context.changed);
    }

    fn explained(&self, open: &Open<'_>, reason: &Reason) -> Option<usize> {
        let before = |&at: &usize| {
            let stands = self.found.get(at).is_some_and(|statement| !statement.in_reason);
            stands && self.marks.get(at).is_some_and(|mark| mark.at < reason.begin)
        };
        let here = self.last_changed(reason.begin);
        let here = here.or_else(|| (open.begin..self.found.len()).rfind(before));
        here.or_else(|| {
            let changed =
                self.context.changed.filter(|&at| self.context.anchor.is_none_or(|anchor| at >= anchor));
            self.opens(open, reason).then_some(changed.or(self.goes_on_with())).flatten()
        })
    }

    /// Nothing but a few words stands before the reason: 增长的主要原因是….
    fn opens(&self, open: &Open<'_>, reason: &Reason) -> bool {
        open.sentence.text.get(..reason.begin).is_some_and(|before| before.chars().count() <= LONGEST_OPENING)
    }

    /// The statement whose change this sentence told last before a byte.
    fn last_changed(&self, before: usize) -> Option<usize> {
        let told = self.told.iter().filter(|(place, _)| *place <= before);
        told.max_by_key(|(place, _)| *place).map(|(_, at)| *at)
    }
}

/// `财政拨款收入支出增加的` before 主要原因是.
const LONGEST_OPENING: usize = 20;
