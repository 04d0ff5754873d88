//! A flat list of many cards: name, money and goal of a project stand before its indicators, below headings of their
//! own.
//!
//! ```text
//! header = *( label ) heading *( heading ) *( label ) ;     (* labels without anything behind them *)
//! card   = *word 1*number *word 1*row ;                     (* name, money, goal *)
//! ```

use std::ops::Range;

use super::fragment::{Fragment, joined};
use crate::base::Notes;
use crate::form::CardField;
use crate::grammar::amount;
use crate::model::Card;

/// Words between two rows are no longer than this.
pub(super) const MOST_WORDS: usize = 600;

/// Whether these words can be name, money and goal of a project: some word is an amount with decimals.
pub(super) fn is_head(words: &[Fragment<'_>]) -> bool {
    words.iter().any(|word| is_money(word))
}

/// Gives the card what stands before its indicators; `labels` are those of the header, in order.
pub(super) fn read(words: &[Fragment<'_>], labels: &[CardField], card: &mut Card, notes: &mut Notes) {
    let Some(money) = money(words) else {
        card.project = text(words);
        return;
    };
    // Rows of sums stand before: 合计 270.00.
    let before = words.get(..money.start).unwrap_or_default();
    let name = before.iter().rposition(|word| is_money(word)).map_or(0, |at| at + 1);
    card.project = text(before.get(name..).unwrap_or_default());
    card.goal = text(words.get(money.end..).unwrap_or_default());
    let columns = labels
        .iter()
        .filter(|label| matches!(label, CardField::Total | CardField::Fiscal | CardField::Other))
        .count();
    let numbers: Vec<_> =
        words.get(money).unwrap_or_default().iter().filter_map(|word| amount::number(word.text)).collect();
    let mut rest = numbers.iter().copied();
    for label in labels {
        match label {
            CardField::Total => card.budget_total = rest.next(),
            CardField::Fiscal => card.budget_fiscal = rest.next(),
            CardField::Other => card.budget_other = rest.next(),
            _ => {}
        }
    }
    if numbers.len() != columns {
        let message = format!(
            "card {}: {} amounts under {columns} headings of money; they are taken from left to right",
            card.no,
            numbers.len()
        );
        notes.info("card-money-order", card.place, message);
    }
}

/// The last run of amounts.
fn money(words: &[Fragment<'_>]) -> Option<Range<usize>> {
    let last = words.iter().rposition(is_money)?;
    let before =
        words.get(..last)?.iter().rev().take_while(|word| amount::number(word.text).is_some()).count();
    Some(last - before..last + 1)
}

fn is_money(word: &Fragment<'_>) -> bool {
    word.text.contains('.') && amount::number(word.text).is_some()
}

fn text(words: &[Fragment<'_>]) -> Option<String> {
    Some(joined(words)).filter(|text| !text.is_empty())
}
