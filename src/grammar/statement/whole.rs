//! Which amount of the sentence before a list of parts is of.
//!
//! `年初预算为1234.56万元，支出决算为1300万元。其中：基本支出1000万元，占76.92%；项目支出300万元，占23.08%。`: the words do not tell which of
//! both has these parts, the figures do.

use rust_decimal::Decimal;

use super::change::MOST_DECIMALS;
use super::{Reader, index_of, subject};
use crate::model::Statement;

impl Reader<'_, '_> {
    /// Gives the parts that this sentence (its statements begin at `begin`) tells of an amount of an earlier one to another
    /// amount there, where only that one has the shares told of it, or is their sum.
    pub(super) fn settle_whole(&mut self, begin: usize) {
        let here = self.found.get(begin..).unwrap_or_default();
        let earlier = here.iter().filter_map(|s| index_of(s.part_of?));
        let Some(whole) = earlier.min().filter(|&whole| whole < begin) else { return };
        let Some(found) = self.found.get(whole) else { return };
        let parts: Vec<&Statement> =
            here.iter().filter(|s| s.part_of == Some(found.no) && !s.in_reason).collect();
        let beside = |s: &&Statement| s.text == found.text && s.section == found.section;
        let rival = |s: &&Statement| {
            !s.in_reason && s.amount.is_some() && s.part_of == found.part_of && is_whole(s, &parts)
        };
        let earlier = self.found.get(..begin).unwrap_or_default().iter().rev();
        let mut sentence = earlier.skip_while(|s| !beside(s)).take_while(beside);
        let Some(other) = sentence.find(rival).filter(|_| !is_whole(found, &parts)) else {
            return;
        };
        let (no, amount, old) = (other.no, other.amount, found.no);
        for statement in self.found.iter_mut().skip(begin).filter(|s| s.part_of == Some(old)) {
            statement.part_of = Some(no);
        }
        if let Some(at) = index_of(no) {
            self.context.lists.turn(whole, at, amount);
        }
    }

    /// The last amount of the sentence of a statement that is no part of another one: `预算为50万元，支出决算为40万元。其中：`.
    pub(super) fn last_beside(&self, at: usize) -> Option<usize> {
        let first = self.found.get(at)?;
        let same = self.found.get(at..)?.iter().zip(at..).take_while(|(s, _)| s.text == first.text);
        let beside = |s: &Statement| !s.in_reason && s.amount.is_some() && s.part_of == first.part_of;
        same.filter(|(s, _)| beside(s)).last().map_or(Some(at), |(_, at)| Some(at))
    }

    /// The amount of the section that a clause names before it opens its parts: `支出总计包括：`.
    pub(super) fn named_before_parts(&self, clause: &str) -> Option<usize> {
        let words = self.reading.words;
        let name = subject::name(words.before_parts(clause)?, words, self.reading.speaker);
        let section = self.found.get(self.context.begin..)?.iter().zip(self.context.begin..);
        let named = section.filter(|(s, _)| !s.in_reason && s.amount.is_some() && !name.is_empty());
        named.filter(|(s, _)| s.subject.as_deref() == Some(name)).last().map(|(_, at)| at)
    }
}

/// Whether the parts add up to an amount, or all have the share of it that they tell.
fn is_whole(whole: &Statement, parts: &[&Statement]) -> bool {
    let Some(amount) = whole.amount.filter(|amount| !amount.is_zero()) else { return false };
    if parts.iter().any(|part| part.unit != whole.unit) {
        return false;
    }
    let amounts = || parts.iter().filter_map(|part| part.amount);
    let sum = amounts().try_fold(Decimal::ZERO, Decimal::checked_add);
    let mut shares = parts.iter().filter_map(|part| Some((part.amount?, part.share_percent?))).peekable();
    let shared = |(part, share): (Decimal, Decimal)| {
        let exact = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(amount));
        exact.is_some_and(|exact| (exact - share).abs() <= Decimal::new(1, share.scale().min(MOST_DECIMALS)))
    };
    sum == Some(amount) || shares.peek().is_some() && shares.all(shared)
}
