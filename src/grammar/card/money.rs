//! The amounts on the head of a card: which field each fills, by the words beside and above it.
//!
//! An amount is an entry of the card in every case; where the words say so, also its total, its fiscal or other money, or
//! what was planned first and spent in the end.

use rust_decimal::Decimal;

use super::Claims;
use super::head::{Block, Draft, Term};
use crate::base::Unit;
use crate::form::{CardField, IndicatorColumn, MoneyColumn, fold};
use crate::grammar::amount;
use crate::grammar::ruled::raster::Cell;
use crate::model::Card;

impl<'a> Block<'_, 'a> {
    /// An amount: a field of the card where the words beside and above it say which, and an entry always.
    pub(super) fn number(&self, cell: &Cell<'_>, value: Decimal, draft: &mut Draft, claims: &mut Claims) {
        let row_label = self.row_label(cell);
        let headings: Vec<&Cell<'a>> =
            self.above(cell).into_iter().filter(|above| self.is_known(&above.text)).collect();
        let heading = headings.first().map(|cell| cell.text.as_str());
        let beside = row_label.and_then(|label| self.words.field(&label.text));
        let over = headings.iter().filter_map(|above| self.words.field(&above.text));
        // 合计 below 财政拨款 is 财政拨款; 总额 below 全年预算数 stays 总额.
        let of_part = |field| matches!(field, CardField::Fiscal | CardField::Other);
        let over = over.reduce(|inner, outer| match inner {
            CardField::Total if of_part(outer) => outer,
            inner => inner,
        });
        let field = match (beside, over) {
            (Some(CardField::Total), Some(over)) if over != CardField::Money => Some(over),
            (Some(CardField::Block) | None, over) if row_label.is_none_or(|label| self.is_block(label)) => {
                over
            }
            (beside, _) => beside,
        };
        let points = heading.and_then(|heading| self.words.column(heading)).is_some_and(is_points);
        let stages = row_label.into_iter().chain(headings.iter().copied());
        let stage = stages.filter_map(|label| self.words.money_column(&label.text)).next();
        if let Some(field) = field.filter(|_| !points) {
            assign_year(field, stage, value, draft);
        }
        if beside == Some(CardField::Money) && stage.is_none() && self.is_fiscal_part(row_label) {
            draft.parts.push(value);
        }
        let parts = [row_label.map(|label| label.text.as_str()), heading];
        let label = parts.into_iter().flatten().collect::<Vec<_>>().join("/");
        self.keep(cell, label, Some(value), draft, claims);
    }

    /// Whether the label of an amount stands beside that of the fiscal money.
    fn is_fiscal_part(&self, label: Option<&Cell<'_>>) -> bool {
        let outer = label.and_then(|label| self.left(label));
        outer.is_some_and(|outer| self.words.field(&outer.text) == Some(CardField::Fiscal))
    }

    /// The label of an amount's row: the nearest words at the left that are known, else the first words of the row.
    fn row_label(&self, cell: &Cell<'_>) -> Option<&Cell<'a>> {
        let mut at = cell;
        let mut first = None;
        while let Some(left) = self.left(at) {
            let number = amount::number(&left.text).is_some();
            let known = self.words.field(&left.text);
            if known.is_some() && (first.is_none() || known != Some(CardField::Block)) {
                return Some(left);
            }
            if known.is_some() {
                break;
            }
            if !number && !amount::is_dash(&left.text) {
                first = Some(left);
            }
            at = left;
        }
        first
    }

    fn is_block(&self, cell: &Cell<'_>) -> bool {
        self.words.field(&cell.text) == Some(CardField::Block)
    }

    fn is_known(&self, text: &str) -> bool {
        self.words.field(text).is_some_and(is_money)
            || self.words.money_column(text).is_some()
            || self.words.column(text).is_some_and(is_points)
    }
}

/// Labels of amounts.
pub(super) fn is_money(field: CardField) -> bool {
    matches!(
        field,
        CardField::Total | CardField::Fiscal | CardField::Other | CardField::CarryOver | CardField::Money
    )
}

fn is_points(column: IndicatorColumn) -> bool {
    matches!(column, IndicatorColumn::Weight | IndicatorColumn::Score)
}

/// Gives an amount to its field; the first counts, but money of the year before that of the whole life of the project.
pub(super) fn assign_year(field: CardField, stage: Option<MoneyColumn>, value: Decimal, draft: &mut Draft) {
    if field == CardField::Total {
        draft.term = match (stage, draft.term) {
            (Some(MoneyColumn::Term), Term::None) => Term::First,
            (None | Some(MoneyColumn::Planned), Term::First) => Term::AndYear,
            (_, term) => term,
        };
    }
    if draft.term == Term::AndYear {
        match field {
            CardField::Total => draft.card.budget_total = None,
            CardField::Fiscal => draft.card.budget_fiscal = None,
            CardField::Other => draft.card.budget_other = None,
            _ => {}
        }
    }
    assign(field, stage, value, &mut draft.card);
}

/// Gives an amount to its field; the first counts.
pub(super) fn assign(field: CardField, stage: Option<MoneyColumn>, value: Decimal, card: &mut Card) {
    let into = match (field, stage) {
        (CardField::Total, Some(MoneyColumn::Initial)) => &mut card.budget_initial,
        (CardField::Total, Some(MoneyColumn::Executed)) => &mut card.executed,
        (_, Some(MoneyColumn::Initial | MoneyColumn::Executed)) => return,
        (CardField::Total, _) => &mut card.budget_total,
        (CardField::Fiscal, _) => &mut card.budget_fiscal,
        (CardField::Other, _) => &mut card.budget_other,
        _ => return,
    };
    into.get_or_insert(value);
}

/// 项目资金（万元）
pub(super) fn unit_in_brackets(text: &str) -> Option<Unit> {
    let folded = fold(text);
    let mut brackets = folded.split('(').skip(1).filter_map(|after| after.split_once(')'));
    brackets.find_map(|(inside, _)| Unit::named(inside.trim_start_matches("单位:")))
}
