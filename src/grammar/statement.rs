//! Amount-bearing sentences: subject, amount, share, change, rate and reason.
//!
//! A sentence is read clause by clause. A clause with money opens a statement, unless its words say that the money is
//! a change of the one before it; clauses with a percentage, a rate or a reason complete the statement they follow.
//!
//! ```text
//! sentence  = clause *( ("，" | "、" | "：" | "；") clause )
//! clause    = [subject] amount unit | share | change | rate | reason
//! share     = "占" … percent "%"
//! change    = compare … ("增加" | "减少" | …) amount unit
//! rate      = ("增长" | "下降" | …) percent "%"
//! reason    = ("主要原因" | "主要是" | …) …
//! ```

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::amount;
use super::code_path::CodePaths;
use super::ledger::Claims;
use super::prose::Sentence;
use crate::base::Unit;
use crate::flat::Flat;
use crate::form::Phrases;
use crate::model::{Claim, Statement};

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?P<number>[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>百万元|亿元|万元|千元|百元|元|个百分点|%|％|‰|[^\d，。；、：（）()]{0,3})").ok()
});

/// Reads all sentences and claims the numbers it understood.
pub(super) fn read(
    flat: &Flat,
    sentences: &[Sentence],
    phrases: &Phrases,
    paths: &CodePaths,
    claims: &mut Claims,
) -> Vec<Statement> {
    let mut statements = Vec::new();
    for sentence in sentences.iter().filter(|sentence| sentence.text.bytes().any(|b| b.is_ascii_digit())) {
        Reader { flat, sentence, phrases, paths, claims, found: Vec::new(), clause: 0 }.read(&mut statements);
    }
    statements
}

struct Reader<'a> {
    flat: &'a Flat,
    sentence: &'a Sentence,
    phrases: &'a Phrases,
    paths: &'a CodePaths,
    claims: &'a mut Claims,
    found: Vec<Statement>,
    /// Byte at which the words before the next number begin.
    clause: usize,
}

impl Reader<'_> {
    fn read(mut self, out: &mut Vec<Statement>) {
        let Some(regex) = NUMBER.as_ref() else { return };
        let sentence = self.sentence;
        for captures in regex.captures_iter(&sentence.text) {
            self.number(&captures);
        }
        self.reason();
        out.append(&mut self.found);
    }

    /// One number with what follows it.
    fn number(&mut self, captures: &Captures<'_>) {
        let (Some(number), Some(unit)) = (captures.name("number"), captures.name("unit")) else { return };
        let Some(value) = amount::number(number.as_str()) else { return };
        let before = self.sentence.text.get(self.clause..number.start()).unwrap_or_default();
        let before = before.trim_start_matches(['，', '。', '；', '、', '：', ',', '）', ')']);
        let claim = match unit.as_str() {
            "%" | "％" => self.percent(before, value),
            name => match Unit::named(name) {
                Some(unit) => {
                    let before = before.to_owned();
                    self.money(&before, value, unit, number.start(), number.end())
                }
                None => self.phrases.counts(name).then_some(Claim::Prose),
            },
        };
        if let Some(claim) = claim {
            self.claim(number.start(), number.end(), claim);
        }
        // A year belongs to the words around it: 2026年预算数为.
        if !unit.as_str().starts_with('年') {
            let understood = Unit::named(unit.as_str()).is_some() || matches!(unit.as_str(), "%" | "％");
            self.clause = if understood { unit.end() } else { number.end() };
        }
    }

    /// Money: a change of the statement before it, or a statement of its own.
    fn money(
        &mut self,
        before: &str,
        value: rust_decimal::Decimal,
        unit: Unit,
        from: usize,
        to: usize,
    ) -> Option<Claim> {
        let direction = self.phrases.direction(before);
        let compared = self.phrases.compares(before);
        if let (Some(direction), Some(last)) = (direction, self.found.last_mut())
            && (compared || last.change.is_none() && is_short(before))
            && last.unit == Some(unit)
            && last.change.is_none()
        {
            last.change = Some(value);
            last.direction = Some(if value.is_zero() { 0 } else { direction });
            return Some(Claim::Statement);
        }
        let path = self.paths.last_in(before);
        let section = (!self.sentence.section.is_empty()).then(|| self.sentence.section.join("/"));
        self.found.push(Statement {
            section,
            subject: path.as_ref().map(|(name, _)| name.clone()).or_else(|| self.phrases.subject_of(before)),
            code: path.and_then(|(_, code)| code),
            amount: Some(value),
            unit: Some(unit),
            text: self.sentence.text.clone(),
            place: self.sentence.place(self.flat, from, to),
            ..Statement::default()
        });
        Some(Claim::Statement)
    }

    /// A percentage: the share or the rate of change of the statement before it.
    fn percent(&mut self, before: &str, value: rust_decimal::Decimal) -> Option<Claim> {
        let direction = self.phrases.direction(before);
        let share = self.phrases.shares(before);
        match self.found.last_mut() {
            Some(last) if share && last.share_percent.is_none() => last.share_percent = Some(value),
            Some(last) if direction.is_some() && last.change_percent.is_none() => {
                last.change_percent = Some(value);
                if last.direction.is_none() {
                    last.direction = if value.is_zero() { Some(0) } else { direction };
                }
            }
            _ => return Some(Claim::Prose),
        }
        Some(Claim::Statement)
    }

    /// The printed reason belongs to the last statement with a change.
    fn reason(&mut self) {
        let Some(reason) = self.phrases.reason_in(&self.sentence.text) else { return };
        let reason = reason.trim_end_matches(['。', '；']).to_owned();
        if let Some(last) = self.found.iter_mut().find(|statement| statement.change.is_some()) {
            last.reason = Some(reason);
        }
    }

    fn claim(&mut self, from: usize, to: usize, claim: Claim) {
        for source in self.sentence.sources.get(from..to).unwrap_or_default() {
            self.claims.characters.insert((source.line, source.token, source.char), claim);
        }
    }
}

/// A clause that only names the direction: `增加`, `其中增加`.
fn is_short(before: &str) -> bool {
    before.chars().count() <= 4
}
