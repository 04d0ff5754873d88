//! The fields between the title of a card and its list: labels with what follows each.
//!
//! ```text
//! fields = *( word ) *( label *word ) ;        (* words before the first label: the year *)
//! label  = a wording of `fields` in cards.toml, whole once its fragments are joined ;
//! ```
//!
//! A label of two characters (其他, 项目) is one only beside a number or another label: these words also stand in goals.
//! Money is never added up, but for one case: a fiscal total that is printed in parts only (上级安排, 本级安排) is their
//! sum, and a note says so.

use rust_decimal::Decimal;

use super::fragment::{Fragment, joined, longest};
use crate::base::{Notes, Place, Unit};
use crate::form::{CardField, CardWords};
use crate::grammar::amount;
use crate::model::Card;

/// A label and the fragments of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    field: CardField,
    label: String,
    /// From and to.
    value: (usize, usize),
}

/// Reads the fields of `head` into the card; gives the fragments that were read as money, from and to.
pub(super) fn read(
    fragments: &[Fragment<'_>],
    head: (usize, usize),
    words: &CardWords,
    card: &mut Card,
    notes: &mut Notes,
) {
    let fields = fields(fragments, head, words);
    let first = fields.first().map_or(head.1, |field| field.value.0);
    card.year = year(&joined(fragments.get(head.0..first).unwrap_or_default()));
    let mut reader = Reader { fragments, card, parts: Vec::new(), in_fiscal: false };
    for field in &fields {
        reader.take(field);
    }
    reader.finish(notes);
}

/// Splits the head at its labels.
fn fields(fragments: &[Fragment<'_>], head: (usize, usize), words: &CardWords) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut at = head.0;
    while at < head.1 {
        let in_goal = fields.last().is_some_and(|last| is_prose(last.field));
        let after_label = fields.last().is_some_and(|last| last.value.0 == at);
        let found = longest(fragments.get(..head.1).unwrap_or_default(), at, |text| words.field(text));
        let label = found.filter(|&(length, _)| is_label(fragments, at, length, in_goal, after_label));
        match label {
            Some((length, field)) => {
                let label = joined(fragments.get(at..at + length).unwrap_or_default());
                at += length;
                fields.push(Field { field, label, value: (at, at) });
            }
            None => {
                at += 1;
                if let Some(last) = fields.last_mut() {
                    last.value.1 = at;
                }
            }
        }
    }
    fields
}

/// Whether a wording that could be a label is one where it stands.
fn is_label(fragments: &[Fragment<'_>], at: usize, length: usize, in_goal: bool, after_label: bool) -> bool {
    let Some(first) = fragments.get(at) else { return false };
    let characters: usize =
        fragments.iter().skip(at).take(length).map(|fragment| fragment.text.chars().count()).sum();
    let before_number = fragments.get(at + length).is_some_and(|next| amount::number(next.text).is_some());
    if in_goal && !first.first {
        return false;
    }
    characters > 2 && !in_goal || characters > 3 || after_label || before_number
}

fn is_prose(field: CardField) -> bool {
    matches!(
        field,
        CardField::Goal
            | CardField::TermGoal
            | CardField::GoalPlanned
            | CardField::GoalActual
            | CardField::Remark
    )
}

struct Reader<'f, 'a, 'c> {
    fragments: &'f [Fragment<'a>],
    card: &'c mut Card,
    /// Parts of the fiscal money, printed in place of its sum.
    parts: Vec<Decimal>,
    in_fiscal: bool,
}

impl Reader<'_, '_, '_> {
    fn take(&mut self, field: &Field) {
        let value = self.fragments.get(field.value.0..field.value.1).unwrap_or_default();
        let text = joined(value);
        let number = value.iter().find_map(|fragment| amount::number(fragment.text));
        if let Some(unit) = unit_in(&field.label) {
            self.card.unit = self.card.unit.or(Some(unit));
        }
        let in_fiscal = std::mem::take(&mut self.in_fiscal);
        let card = &mut *self.card;
        let filled = || Some(text.clone()).filter(|text| !text.is_empty());
        match field.field {
            CardField::Project => card.project = card.project.take().or_else(filled),
            CardField::Leader => card.leader = card.leader.take().or_else(filled),
            CardField::Issuer => card.issuer = filled().or_else(|| card.issuer.take()),
            CardField::Department | CardField::Authority => card.issuer = card.issuer.take().or_else(filled),
            CardField::Year => card.year = year(&text).or(card.year),
            CardField::Goal | CardField::GoalPlanned => card.goal = card.goal.take().or_else(filled),
            CardField::Total => card.budget_total = card.budget_total.or(number),
            CardField::Fiscal => {
                card.budget_fiscal = card.budget_fiscal.or(number);
                self.in_fiscal = number.is_none();
            }
            CardField::Other => card.budget_other = card.budget_other.or(number),
            CardField::Money if in_fiscal => {
                self.parts.extend(number);
                self.in_fiscal = true;
            }
            _ => {}
        }
    }

    fn finish(self, notes: &mut Notes) {
        if self.card.budget_fiscal.is_none() && !self.parts.is_empty() {
            let sum = self.parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(*part));
            self.card.budget_fiscal = Some(sum);
            let parts: Vec<String> = self.parts.iter().map(Decimal::to_string).collect();
            let message = format!(
                "card {}: the fiscal money is printed in parts only; {} is the sum of {}",
                self.card.no,
                sum,
                parts.join(" and ")
            );
            notes.info("card-money-summed", Place { ..self.card.place }, message);
        }
    }
}

/// The unit in the brackets of a label: 资金总额（万元）.
fn unit_in(label: &str) -> Option<Unit> {
    let inner = label.rsplit_once(['（', '('])?.1;
    Unit::named(inner.trim_end_matches(['）', ')', '：', ':']))
}

/// （2025年）, 2025年度.
fn year(text: &str) -> Option<u16> {
    let text = text.trim_matches(['（', '(', '）', ')']);
    let (digits, rest) = text.split_at_checked(4)?;
    let is_year = digits.starts_with("20") && (rest.is_empty() || rest.starts_with('年'));
    digits.parse().ok().filter(|_| is_year)
}
