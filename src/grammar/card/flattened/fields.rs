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
use crate::base::{Notes, Place};
use crate::form::{CardField, CardWords, MoneyColumn};
use crate::grammar::amount;
use crate::grammar::card::{money, year_in};
use crate::model::{Card, CardEntry};

/// A label and the fragments of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Field {
    field: CardField,
    label: String,
    label_at: usize,
    /// From and to.
    value: (usize, usize),
}

/// Reads the fields of `head` into the card.
pub(super) fn read(
    fragments: &[Fragment<'_>],
    head: (usize, usize),
    words: &CardWords,
    card: &mut Card,
    notes: &mut Notes,
) {
    let fields = fields(fragments, head, words);
    let first = fields.first().map_or(head.1, |field| field.label_at);
    card.year = year_in(&joined(fragments.get(head.0..first).unwrap_or_default()));
    let mut reader = Reader {
        fragments,
        words,
        card,
        stages: Vec::new(),
        parts: Vec::new(),
        in_fiscal: false,
        department: None,
        beside: false,
    };
    for field in &fields {
        reader.take(field, notes);
    }
    reader.finish(notes);
}

/// The labels of a head that has nothing but labels, as the header of a flat list of many cards.
pub(super) fn labels_only(
    fragments: &[Fragment<'_>],
    head: (usize, usize),
    words: &CardWords,
) -> Option<Vec<CardField>> {
    let fields = fields(fragments, head, words);
    let bare = fields.iter().all(|field| field.value.0 == field.value.1);
    let labels: Vec<CardField> = fields.iter().map(|field| field.field).collect();
    (bare && labels.contains(&CardField::Project) && labels.contains(&CardField::Total)).then_some(labels)
}

/// Splits the head at its labels.
fn fields(fragments: &[Fragment<'_>], head: (usize, usize), words: &CardWords) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let mut at = head.0;
    while at < head.1 {
        let in_goal = fields.last().is_some_and(|last| is_prose(last.field));
        let after_label = fields.last().is_some_and(|last| last.value.0 == at);
        let found = longest(
            fragments.get(..head.1).unwrap_or_default(),
            at,
            |text| words.field(text),
            |text| words.begins_field(text),
        );
        let label = found.filter(|&(length, _)| is_label(fragments, at, length, in_goal, after_label));
        match label {
            Some((length, field)) => {
                let label = joined(fragments.get(at..at + length).unwrap_or_default());
                fields.push(Field { field, label, label_at: at, value: (at + length, at + length) });
                at += length;
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
    words: &'f CardWords,
    card: &'c mut Card,
    /// Headings of money that stand before the rows of amounts: 年初预算数 全年预算数 全年执行数.
    stages: Vec<(MoneyColumn, String)>,
    /// Parts of the fiscal money, printed in place of its sum.
    parts: Vec<Decimal>,
    in_fiscal: bool,
    department: Option<String>,
    /// 预期目标 had nothing behind it: it stands beside 实际完成情况.
    beside: bool,
}

impl Reader<'_, '_, '_> {
    fn take(&mut self, field: &Field, notes: &mut Notes) {
        let value = self.fragments.get(field.value.0..field.value.1).unwrap_or_default();
        self.card.unit = self.card.unit.or_else(|| money::unit_in_brackets(&field.label));
        if let Some(stage) = self.words.money_column(&field.label).filter(|_| value.is_empty()) {
            self.stages.push((stage, field.label.clone()));
        }
        let text = joined(value);
        if money::is_money(field.field) {
            self.money(field, value);
        } else if !text.is_empty() {
            self.words(field, text, notes);
        } else {
            self.beside = field.field == CardField::GoalPlanned;
        }
    }

    /// Amounts behind a label, each of the stage whose heading is as far to the right.
    fn money(&mut self, field: &Field, value: &[Fragment<'_>]) {
        let in_fiscal = std::mem::take(&mut self.in_fiscal);
        let numbers = value.iter().filter_map(|word| Some((word, amount::number(word.text)?)));
        let most = if self.stages.is_empty() { usize::MAX } else { self.stages.len() };
        let mut first = None;
        for (nth, (word, number)) in numbers.take(most).enumerate() {
            let stage = self.stages.get(nth);
            if nth == 0 || stage.is_some() {
                money::assign(field.field, stage.map(|stage| stage.0), number, self.card);
            }
            let label = field.label.trim_end_matches(['：', ':']);
            let label = stage.map_or_else(|| label.to_owned(), |stage| format!("{label}/{}", stage.1));
            let place = Place { line: Some(word.line.saturating_add(1)), ..Place::default() };
            self.card.entries.push(CardEntry {
                label,
                text: word.text.to_owned(),
                value: Some(number),
                place,
            });
            first = first.or(Some(number));
        }
        match field.field {
            CardField::Fiscal => self.in_fiscal = first.is_none(),
            CardField::Money if in_fiscal => {
                self.parts.extend(first);
                self.in_fiscal = true;
            }
            _ => {}
        }
    }

    /// Words behind a label; the first of a kind count.
    fn words(&mut self, field: &Field, text: String, notes: &mut Notes) {
        let card = &mut *self.card;
        let into = match field.field {
            CardField::Project => &mut card.project,
            CardField::Leader => &mut card.leader,
            CardField::Issuer => &mut card.issuer,
            CardField::Authority => &mut card.authority,
            CardField::Department => &mut self.department,
            CardField::Goal | CardField::GoalPlanned => &mut card.goal,
            CardField::TermGoal => &mut card.term_goal,
            CardField::GoalActual if self.beside => {
                let message = format!(
                    "card {}: the goal and what came of it stand side by side; their words could not be parted",
                    card.no
                );
                notes.warning("card-goal-undecided", card.place, message);
                &mut card.goal
            }
            CardField::GoalActual => &mut card.goal_actual,
            CardField::Year => {
                card.year = year(&text).or(card.year);
                return;
            }
            _ => return,
        };
        into.get_or_insert(text);
    }

    fn finish(self, notes: &mut Notes) {
        let card = self.card;
        card.issuer = card.issuer.take().or(self.department);
        if card.budget_fiscal.is_none() && !self.parts.is_empty() {
            let sum = self.parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(*part));
            card.budget_fiscal = Some(sum);
            let parts: Vec<String> = self.parts.iter().map(Decimal::to_string).collect();
            let message = format!(
                "card {}: the fiscal money is printed in parts only; {} is the sum of {}",
                card.no,
                sum,
                parts.join(" and ")
            );
            notes.info("card-money-summed", card.place, message);
        }
    }
}

/// The first year of a text: （2025年）, 2025年度, 2022年部门预算; also one that stands alone.
fn year(text: &str) -> Option<u16> {
    let alone = || text.parse().ok().filter(|year| (1990..=2100).contains(year));
    year_in(text).or_else(alone)
}

#[cfg(test)]
mod tests {
    use super::super::fragment;
    use super::*;
    use crate::flat::from_text;

    #[test]
    fn short_words_are_labels_only_where_they_must_be() {
        let check = |text: &str, at: usize, in_goal: bool, after_label: bool, expect: bool| {
            let flat = from_text(text, &mut Notes::default());
            let fragments = fragment::of(&flat);
            assert_eq!(
                is_label(&fragments, at, 1, in_goal, after_label),
                expect,
                "{text} {at} {in_goal} {after_label}"
            );
        };
        check("负责人 某某", 0, false, false, true);
        check("负责 某某", 0, false, false, false);
        check("负责 某某", 0, false, true, true);
        check("负责 12.00", 0, false, false, true);
        // Within a goal they are words of it, but for longer ones that begin a line.
        check("负责人 某某", 0, true, false, false);
        check("项目资金 某某", 0, true, false, true);
        check("某某 项目资金", 1, true, false, false);
        check("某某 项目资金", 1, false, false, true);
        check("某某", 7, false, true, false);
    }
    #[test]
    fn a_year_may_stand_alone() {
        assert_eq!(["（2025年）", "2025", "1989", "无"].map(year), [Some(2025), Some(2025), None, None]);
    }
}
