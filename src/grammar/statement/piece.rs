//! A sentence while it is read, and each number with the words before it.

use rust_decimal::Decimal;

use super::quantity::{Kind, Quantity};
use super::reason::Reason;
use super::subject;
use crate::form::SentenceWords;
use crate::grammar::prose::Sentence;

/// A sentence while it is read.
pub(super) struct Open<'s> {
    pub(super) sentence: &'s Sentence,
    pub(super) quantities: Vec<Quantity>,
    pub(super) reasons: Vec<Reason>,
    /// Index of its first statement in `found`.
    pub(super) begin: usize,
    /// The byte at which the words before the next number begin.
    pub(super) cut: usize,
    /// Money that the next change is measured against, and what it is.
    pub(super) previous: Option<(Decimal, Option<String>)>,
    /// Names told before their amounts: a、b、c分别为.
    pub(super) names: Vec<String>,
}

/// A number with the words before it.
pub(super) struct Piece<'s> {
    pub(super) lead: &'s str,
    pub(super) clause: &'s str,
    pub(super) quantity: Quantity,
    pub(super) depth: usize,
    /// The byte of the bracket that it stands in.
    pub(super) bracket: Option<usize>,
    pub(super) in_reason: bool,
    /// The rate that follows, where the number is a change.
    pub(super) rate: Option<Decimal>,
}

impl<'s> Open<'s> {
    /// A number with the words since the one before it.
    pub(super) fn piece(&self, quantity: &Quantity, at: usize, words: &SentenceWords) -> Piece<'s> {
        let text = self.sentence.text.as_str();
        let lead = text.get(self.cut..quantity.from).unwrap_or_default();
        let lead = lead.strip_suffix(['-', '－', '−']).unwrap_or(lead);
        let brackets = brackets(text, quantity.from);
        Piece {
            lead,
            clause: subject::clauses(lead).last().copied().unwrap_or_default(),
            quantity: quantity.clone(),
            depth: brackets.len(),
            bracket: brackets.last().copied(),
            in_reason: self.reasons.iter().any(|reason| reason.holds(quantity.from)),
            rate: self.rate_after(at, words),
        }
    }

    /// The rate right after a change: `增加330.71万元，增长18.22%`.
    fn rate_after(&self, at: usize, words: &SentenceWords) -> Option<Decimal> {
        let (this, next) = (self.quantities.get(at)?, self.quantities.get(at + 1)?);
        let between = self.sentence.text.get(this.end..next.from)?;
        let (before, _) = words.direction_at_end(between)?;
        (next.kind == Kind::Percent && words.trimmed(before).len() <= '，'.len_utf8()).then_some(next.value)
    }

    /// The name told beforehand for an amount of `a、b、c分别为x、y、z`.
    pub(super) fn next_name(&mut self, piece: &Piece<'_>, words: &SentenceWords) -> Option<String> {
        if let Some((before, rest)) = piece.clause.rsplit_once("分别")
            && rest.chars().count() <= 3
        {
            let names = words.trimmed(before).split(['、', '和']).map(|name| words.trimmed(name).to_owned());
            self.names = names.collect();
            self.names.reverse();
        } else if !words.trimmed(piece.clause).trim_matches(['、', '和', '及']).is_empty() {
            self.names.clear();
        }
        self.names.pop()
    }
}

/// What an amount is for, said right behind it: `安排32万元用于…项目`.
pub(super) fn purpose(text: &str, from: usize, words: &SentenceWords) -> Option<String> {
    let behind = text.get(from..)?.strip_prefix("用于")?;
    let clause = subject::clauses(behind).first().copied()?;
    Some(words.trimmed(clause).to_owned()).filter(|name| !name.is_empty())
}

/// The brackets that are open at a byte of a text.
fn brackets(text: &str, at: usize) -> Vec<usize> {
    let mut open = Vec::new();
    for (at, ch) in text.get(..at).unwrap_or_default().char_indices() {
        match ch {
            '（' | '(' => open.push(at),
            '）' | ')' => drop(open.pop()),
            _ => {}
        }
    }
    open
}
