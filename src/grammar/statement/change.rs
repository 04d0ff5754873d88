//! Changes, rates, shares and completion: which statement they belong to.

use rust_decimal::Decimal;

use super::quantity::Kind;
use super::subject;
use super::{Open, Piece, Reader, index_of};
use crate::base::Unit;
use crate::model::{Claim, Statement};

/// What a change says beside its number.
struct Told<'t> {
    /// 1, -1, or 0 for 增加（减少）.
    sign: i8,
    with: Option<String>,
    /// The thing that changed, where the clause names it.
    name: &'t str,
}

impl Reader<'_, '_> {
    /// Money that is a change.
    pub(super) fn change(
        &mut self,
        open: &mut Open<'_>,
        piece: &Piece<'_>,
        before: &str,
        sign: i8,
        unit: Unit,
    ) -> Option<Claim> {
        let told = self.told(piece, before, sign);
        let value = piece.quantity.value;
        let fits = |s: &Statement| s.change.is_none() && s.change_percent.is_none() && s.unit == Some(unit);
        let rate = piece.rate.map(|rate| (value, told.sign, rate));
        let target = match self.target(open, piece, &told, rate, fits) {
            Some(target) => target,
            None => self.changed_only(open, piece, told.name, unit)?,
        };
        let previous = open.previous.take();
        self.told.push((piece.quantity.end, target));
        let statement = self.found.get_mut(target)?;
        statement.change = Some(value.abs());
        compare(statement, previous);
        direct(statement, &told, value);
        Some(Claim::Statement)
    }

    /// A percentage: a share, a rate of change, or how far a budget was used.
    pub(super) fn percent(&mut self, open: &mut Open<'_>, piece: &Piece<'_>) -> Claim {
        let words = self.reading.words;
        let claimed = match words.direction_at_end(piece.clause) {
            Some((before, sign)) => self.rate(open, piece, before, sign),
            None => match (words.share_of(piece.clause), words.completion_of(piece.clause)) {
                (Some(of), _) => self.share(open, piece, of),
                (None, Some(_)) => self.completion(open, piece),
                (None, None) => None,
            },
        };
        claimed.map_or(Claim::Prose, |()| Claim::Statement)
    }

    fn rate(&mut self, open: &mut Open<'_>, piece: &Piece<'_>, before: &str, sign: i8) -> Option<()> {
        let told = self.told(piece, before, sign);
        let fits = |s: &Statement| s.change_percent.is_none();
        let just = self.told.iter().rev().find(|(place, _)| *place == open.cut).map(|(_, at)| *at);
        let just = just.filter(|&at| told.name.is_empty() && self.found.get(at).is_some_and(fits));
        let target = just.or_else(|| self.target(open, piece, &told, None, fits))?;
        self.told.push((piece.quantity.end, target));
        let previous = open.previous.take();
        let statement = self.found.get_mut(target)?;
        statement.change_percent = Some(piece.quantity.value.abs());
        statement.rate_direction = Some(sign_of(&told, piece.quantity.value));
        compare(statement, previous);
        direct(statement, &told, piece.quantity.value);
        Some(())
    }

    fn share(&mut self, open: &Open<'_>, piece: &Piece<'_>, of: &str) -> Option<()> {
        let last = self.last_at(open, piece, |s| s.share_percent.is_none())?;
        let of = of.trim_end_matches(['为', '约']);
        let of = ["的比例", "的比重", "比例", "比重", "的"]
            .iter()
            .find_map(|end| of.strip_suffix(end))
            .unwrap_or(of);
        let statement = self.found.get_mut(last)?;
        statement.share_percent = Some(piece.quantity.value);
        statement.share_of = (!of.is_empty()).then(|| of.to_owned());
        Some(())
    }

    fn completion(&mut self, open: &Open<'_>, piece: &Piece<'_>) -> Option<()> {
        let last = self.last_at(open, piece, |s| s.completion_percent.is_none())?;
        self.found.get_mut(last)?.completion_percent = Some(piece.quantity.value);
        self.context.completed = Some(last);
        Some(())
    }

    /// The last statement of the sentence with as many brackets around it; else the one the sentence goes on with.
    fn last_at(
        &self,
        open: &Open<'_>,
        piece: &Piece<'_>,
        fits: impl Fn(&Statement) -> bool,
    ) -> Option<usize> {
        let here = |&at: &usize| self.stands_open(open, piece, at);
        let last = (open.begin..self.found.len())
            .rfind(here)
            .or_else(|| (open.begin == self.found.len()).then_some(self.context.anchor).flatten())?;
        self.found.get(last).filter(|s| fits(s) && s.amount.is_some() && s.in_reason == piece.in_reason)?;
        Some(last)
    }

    /// Whether more may be told of a statement of this sentence: within as many brackets, or in the bracket right behind its
    /// amount, before another one is told there (`会议费1万元（比上年增加0.2万元，增长25%）`).
    fn stands_open(&self, open: &Open<'_>, piece: &Piece<'_>, at: usize) -> bool {
        let Some(mark) = self.marks.get(at) else { return false };
        let behind = |bracket: usize| {
            let ends = open.quantities.iter().any(|q| q.from == mark.at && q.end == bracket);
            ends && self.marks.last().is_some_and(|last| last.at <= mark.at)
        };
        mark.depth == piece.depth || piece.bracket.is_some_and(behind)
    }

    /// The words around a change: what changed, and against what.
    fn told<'t>(&self, piece: &Piece<'_>, before: &'t str, sign: i8) -> Told<'t> {
        let words = self.reading.words;
        let before = words.after_reason(before);
        let before = words.after_comparison(before).unwrap_or(before);
        let (name, with) = match words.comparison(before) {
            Some(found) => {
                let head = before.get(..found.range.start).unwrap_or_default();
                let tail = before.get(found.range.end..).unwrap_or_default();
                let name = |text| subject::name(text, words, self.reading.speaker);
                (if name(head).is_empty() { name(tail) } else { name(head) }, found.with)
            }
            None => {
                let clauses = subject::clauses(piece.lead);
                let with =
                    clauses.iter().rev().skip(1).take(1).find_map(|clause| words.comparison(clause)?.with);
                (subject::name(before, words, self.reading.speaker), with)
            }
        };
        Told { sign, with, name }
    }

    /// The statement that changed: the one named, else the nearest of those that stand open. Where a rate is told too,
    /// the one whose amount it closes with.
    fn target(
        &self,
        open: &Open<'_>,
        piece: &Piece<'_>,
        told: &Told<'_>,
        rate: Option<(Decimal, i8, Decimal)>,
        fits: impl Fn(&Statement) -> bool,
    ) -> Option<usize> {
        let candidates = self.candidates(open, piece, fits);
        let amount = |at: usize| self.found.get(at).and_then(|statement| statement.amount);
        let closing = || {
            let (change, sign, rate) = rate?;
            candidates
                .iter()
                .copied()
                .find(|&at| amount(at).is_some_and(|amount| closes(amount, change, sign, rate)))
        };
        if told.name.is_empty() {
            return closing().or_else(|| self.nearest(&candidates));
        }
        let names = |at: usize| self.found.get(at).and_then(|statement| statement.subject.as_deref());
        let heads = self.context.heads.iter().rev().copied().filter(|_| !piece.in_reason);
        let open_heads = heads
            .filter(|&at| self.found.get(at).is_some_and(|s| s.change.is_none() && s.direction.is_none()));
        let all: Vec<usize> = candidates.iter().copied().chain(open_heads).collect();
        let exact = self.closing_name(piece, told.name, rate);
        let exact = exact.or_else(|| all.iter().copied().find(|&at| names(at) == Some(told.name)));
        let near = || all.iter().copied().find(|&at| names(at).is_some_and(|name| related(name, told.name)));
        let named = exact.or_else(near);
        let named = named.or_else(|| self.same_name(piece, told.name));
        named.or_else(|| told.with.is_some().then(closing).flatten())
    }

    /// Of several amounts of this name in the section, such as what was planned and what was spent, the one that the
    /// change closes with.
    fn closing_name(
        &self,
        piece: &Piece<'_>,
        name: &str,
        rate: Option<(Decimal, i8, Decimal)>,
    ) -> Option<usize> {
        let (change, sign, rate) = rate.filter(|_| !piece.in_reason)?;
        let section = self.found.get(self.context.begin..)?.iter().zip(self.context.begin..);
        let named = |s: &Statement| s.subject.as_deref().is_some_and(|subject| related(subject, name));
        let open = section.filter(|(s, _)| !s.in_reason && s.direction.is_none() && named(s));
        let closing = open.filter(|(s, _)| s.amount.is_some_and(|amount| closes(amount, change, sign, rate)));
        closing.last().map(|(_, at)| at)
    }

    /// A part told in an earlier sentence of the section under exactly this name.
    fn same_name(&self, piece: &Piece<'_>, name: &str) -> Option<usize> {
        let section = self.found.get(self.context.begin..)?.iter().zip(self.context.begin..);
        let open = section.filter(|(s, _)| !s.in_reason && s.amount.is_some() && s.direction.is_none());
        let same = open.filter(|(s, _)| !piece.in_reason && s.subject.as_deref() == Some(name));
        same.map(|(_, at)| at).last()
    }

    /// The nearest candidate; behind a list of items that end without a change, the whole of the list.
    fn nearest(&self, candidates: &[usize]) -> Option<usize> {
        let first = *candidates.first()?;
        let listed = self.marks.get(first).is_some_and(|mark| mark.listed);
        let whole = self.found.get(first).and_then(|statement| statement.part_of);
        let whole = whole.and_then(index_of).filter(|_| listed);
        Some(whole.filter(|whole| candidates.contains(whole)).unwrap_or(first))
    }

    /// Statements that a change may be told of, the nearest first: those of the sentence that stand open, and the
    /// one that the sentence goes on with.
    fn candidates(
        &self,
        open: &Open<'_>,
        piece: &Piece<'_>,
        fits: impl Fn(&Statement) -> bool,
    ) -> Vec<usize> {
        let stands = |&at: &usize| {
            let fits = self
                .found
                .get(at)
                .is_some_and(|s| fits(s) && s.in_reason == piece.in_reason && s.amount.is_some());
            fits && self.stands_open(open, piece, at)
        };
        let mut candidates: Vec<usize> = (open.begin..self.found.len()).rev().filter(stands).collect();
        if open.begin == self.found.len() && !piece.in_reason {
            candidates.extend(self.goes_on_with().filter(|&at| self.found.get(at).is_some_and(&fits)));
        }
        candidates
    }

    /// A change whose amount is not told: `事业收入增加7,632.63万元`. Without a name it is of what the item is of.
    fn changed_only(
        &mut self,
        open: &mut Open<'_>,
        piece: &Piece<'_>,
        name: &str,
        unit: Unit,
    ) -> Option<usize> {
        let narrowed = Piece { lead: name, clause: name, quantity: piece.quantity.clone(), ..*piece };
        let statement = self.statement(open, &narrowed, unit)?;
        Some(self.add(piece, statement))
    }

    /// Statements that the words behind them call unchanged, or changed without a number: 与上年持平, 有所减少.
    pub(super) fn unchanged(&mut self, open: &Open<'_>) {
        let text = open.sentence.text.as_str();
        if open.begin == self.found.len() {
            let told = self.says_unchanged(text.trim_end_matches('。'));
            if let (Some(anchor), Some((direction, with))) = (self.goes_on_with(), told)
                && open.quantities.is_empty()
            {
                self.settle(anchor, direction, with, 0);
            }
            return;
        }
        for at in open.begin..self.found.len() {
            let Some(mark) = self.marks.get(at).copied() else { continue };
            let Some(amount) = open.quantities.iter().position(|q| q.from == mark.at) else { continue };
            let told = self.behind(open, amount).into_iter().find_map(|clause| self.says_unchanged(clause));
            if let (Some((direction, with)), Some(quantity)) = (told, open.quantities.get(amount)) {
                self.settle(at, direction, with, quantity.end);
            }
        }
    }

    /// The clauses behind an amount that speak of it: up to the next amount or rate, a reason, or a full stop.
    fn behind<'o>(&self, open: &'o Open<'_>, amount: usize) -> Vec<&'o str> {
        let text = open.sentence.text.as_str();
        let Some(mut from) = open.quantities.get(amount).map(|quantity| quantity.end) else {
            return Vec::new();
        };
        let clauses = |from, to| subject::clauses(text.get(from..to).unwrap_or_default());
        let full = text.get(from..).and_then(|rest| rest.find(['；', '。'])).map(|at| from + at);
        let reasons = open.reasons.iter().map(|reason| reason.begin).filter(|&begin| begin >= from);
        let stop = reasons.chain(full).min().unwrap_or(text.len());
        let next = open.quantities.iter().enumerate().skip(amount + 1);
        let mut found = Vec::new();
        for (at, quantity) in next.filter(|(_, q)| q.is_told()).take_while(|(_, q)| q.from < stop) {
            found.extend(clauses(from, quantity.from));
            // The clause before a number belongs to that number.
            found.pop();
            if !self.is_portion(open, at) {
                return found;
            }
            from = quantity.end;
        }
        found.extend(clauses(from, stop));
        found
    }

    /// Whether a number is a share, or how far a budget was used: `（占40%，与上年持平）` still speaks of the amount before it.
    fn is_portion(&self, open: &Open<'_>, at: usize) -> bool {
        let words = self.reading.words;
        let Some(quantity) = open.quantities.get(at).filter(|q| q.kind == Kind::Percent) else {
            return false;
        };
        let before = at.checked_sub(1).and_then(|at| open.quantities.get(at)).map_or(0, |q| q.end);
        let lead = open.sentence.text.get(before..quantity.from).unwrap_or_default();
        let clause = subject::clauses(lead).last().copied().unwrap_or_default();
        words.direction_at_end(clause).is_none()
            && (words.share_of(clause).is_some() || words.completion_of(clause).is_some())
    }

    fn settle(&mut self, at: usize, direction: i8, with: Option<String>, told_at: usize) {
        let Some(statement) = self.found.get_mut(at).filter(|s| s.direction.is_none() && !s.in_reason) else {
            return;
        };
        statement.direction = Some(direction);
        statement.compared_with = with;
        self.told.push((told_at, at));
    }

    /// 0 for a clause that says that nothing changed, 1 or -1 for one that says so without a number.
    fn says_unchanged(&self, clause: &str) -> Option<(i8, Option<String>)> {
        let words = self.reading.words;
        let found = words.comparison(clause);
        let named = |head: &str| !subject::name(head, words, self.reading.speaker).is_empty();
        if let Some(at) = words.unchanged(clause) {
            let head = found.as_ref().map_or(at, |found| found.range.start);
            let free = clause
                .get(..head)
                .is_some_and(|head| !named(head) || found.is_none() && head.chars().count() <= 4);
            return free.then(|| (0, found.and_then(|found| found.with)));
        }
        let found = found?;
        let (_, sign) = words.direction_at_end(clause)?;
        let free = clause.get(..found.range.start).is_some_and(|head| !named(head));
        (free && sign != 0).then_some((sign, found.with))
    }
}

/// Sets what a change is measured against, where an amount of it is printed.
fn compare(statement: &mut Statement, previous: Option<(Decimal, Option<String>)>) {
    if let Some((previous, with)) = previous {
        statement.previous = Some(previous);
        statement.compared_with = with;
    }
}

/// Sets the direction a change says. What did not change has none; `增加（减少）` of something tells none either.
fn direct(statement: &mut Statement, told: &Told<'_>, value: Decimal) {
    let sign = sign_of(told, value);
    if value.is_zero() {
        statement.direction = statement.direction.or(Some(0));
    } else if sign != 0 && statement.direction.is_none_or(|direction| direction == 0) {
        statement.direction = Some(sign);
    }
    if statement.compared_with.is_none() {
        statement.compared_with = told.with.clone();
    }
}

/// The way a number goes: `增长-5%` goes down, nothing goes nowhere.
fn sign_of(told: &Told<'_>, value: Decimal) -> i8 {
    match (value.is_zero(), value.is_sign_negative()) {
        (true, _) => 0,
        (false, true) => -told.sign,
        (false, false) => told.sign,
    }
}

/// Whether a rate is the change against the amount before it, to the last digit that is printed.
fn closes(amount: Decimal, change: Decimal, sign: i8, rate: Decimal) -> bool {
    let previous = if sign < 0 { amount.checked_add(change) } else { amount.checked_sub(change) };
    let Some(previous) = previous.filter(|previous| *previous > Decimal::ZERO) else { return false };
    let Some(told) = change.checked_mul(Decimal::ONE_HUNDRED).and_then(|share| share.checked_div(previous))
    else {
        return false;
    };
    let unit = Decimal::new(1, rate.scale().min(MOST_DECIMALS));
    (told - rate).abs() <= unit
}

/// Of a rate; more decimals are no print.
pub(super) const MOST_DECIMALS: u32 = 6;

/// Whether two names are of one thing: the shorter is left when letters of the longer are struck out.
/// 收支预算总计 is 收入、支出预算总计.
fn related(one: &str, other: &str) -> bool {
    let letters = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let (one, other) = (letters(one), letters(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut rest = long.iter();
    short.len() >= 2 && short.iter().all(|c| rest.any(|d| d == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_thing_are_related() {
        assert!(related("收入、支出预算总计", "收、支预算总计"));
        assert!(related("财政拨款预算支出", "财政拨款支出"));
        assert!(!related("支出预算", "收入"));
    }

    #[test]
    fn a_rate_closes_with_its_amount() {
        let check = |amount: i64, change: i64, sign, rate: i64, expect| {
            let cents = |n| Decimal::new(n, 2);
            assert_eq!(closes(cents(amount), cents(change), sign, cents(rate)), expect);
        };
        check(214_621, 33_071, 1, 1822, true);
        check(72_421, 929, -1, 127, true);
        check(72_421, 929, 1, 127, false);
        check(1000, 1000, 1, 10_000, false);
    }
}
