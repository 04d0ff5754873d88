//! The money at the head of a card: what it is made of, and how much of it was spent.

use rust_decimal::Decimal;

use super::{best, each, name, on_card, side};
use crate::form::equation::Relation;
use crate::form::{CardField, CardWords, IndicatorColumn, MoneyColumn};
use crate::model::{Card, CardEntry};
use crate::reconcile::rules::Found;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// The money of a card is what it is made up of, in every column.
pub(crate) fn money(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let mut columns: Vec<MoneyColumn> = Vec::new();
        let entries: Vec<Money<'_>> =
            card.entries.iter().filter_map(|entry| Money::of(words, entry)).collect();
        for column in entries.iter().map(|money| money.column) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        columns.into_iter().filter_map(|column| parts_of_money(card, &entries, column)).collect()
    })
}

/// A rate of nothing is none.
pub(crate) fn rate_of_nothing(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let rate = card.entries.iter().find_map(|entry| Some((entry, rate_of(words, entry)?)));
        let (Some((entry, rate)), Some(planned)) = (rate, card.budget_total.or(card.budget_initial)) else {
            return Vec::new();
        };
        let fine = !planned.is_zero();
        let said = match fine {
            true => format!("{}: {rate}% is a rate of {planned}", name(card)),
            false => format!("{}: {rate}% is a rate of nothing: no money was planned", name(card)),
        };
        vec![Finding::told(side(Figure::exact(rate), "预算执行率", on_card(card, entry.place)), fine, said)]
    })
}

/// The money of the tasks of a card, and their points, are the row that sums them.
pub(crate) fn tasks(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let cells = task_cells(words, card);
        let mut columns: Vec<(&str, usize)> = Vec::new();
        for cell in cells.iter().filter(|cell| cell.total) {
            if !columns.contains(&(cell.heading, cell.nth)) {
                columns.push((cell.heading, cell.nth));
            }
        }
        columns.into_iter().filter_map(|column| sum_of_tasks(card, &cells, column)).collect()
    })
}

/// An amount in a list of tasks.
struct TaskCell<'c> {
    row: &'c str,
    /// Whether its row sums the others.
    total: bool,
    heading: &'c str,
    /// Which of the cells of its row under this heading, from 0: a list prints 总额 for money planned and spent.
    nth: usize,
    entry: &'c CardEntry,
}

/// The amounts of the rows that are named by a task, and of the row that sums them.
fn task_cells<'c>(words: &CardWords, card: &'c Card) -> Vec<TaskCell<'c>> {
    let mut cells: Vec<TaskCell<'c>> = Vec::new();
    for entry in card.entries.iter().filter(|entry| entry.value.is_some()) {
        let Some((row, heading)) = entry.label.rsplit_once('/') else { continue };
        let field = words.field(row);
        let total = field == Some(CardField::Total);
        if (field.is_some() && !total) || words.money_column(heading).is_some() {
            continue;
        }
        // A row of the same name further down is another row.
        let here = cells.iter().rev().take_while(|cell| cell.row == row);
        let nth = here.filter(|cell| cell.heading == heading).count();
        cells.push(TaskCell { row, total, heading, nth, entry });
    }
    cells
}

/// Two tasks or more, and the row that sums them, in one column.
fn sum_of_tasks(card: &Card, cells: &[TaskCell<'_>], (heading, nth): (&str, usize)) -> Option<Finding> {
    let here = || cells.iter().filter(|cell| cell.heading == heading && cell.nth == nth);
    let totals: Vec<_> = here().filter(|cell| cell.total).collect();
    let [total] = totals.as_slice() else { return None };
    let tasks = || here().filter(|cell| !cell.total);
    let value = |cell: &TaskCell<'_>| cell.entry.value.unwrap_or_default();
    let decimals = here().map(|cell| value(cell).scale()).max().unwrap_or_default();
    let figure = |cell: &TaskCell<'_>| Figure::printed(value(cell), decimals, card.unit);
    let mut right = Tally::default();
    for cell in tasks() {
        right.number(figure(cell), "", "", on_card(card, cell.entry.place));
    }
    right.of = heading.to_owned();
    right.gloss = Some(format!("{} tasks", tasks().count()));
    let left = side(figure(total), &total.entry.label, on_card(card, total.entry.place));
    if tasks().count() < 2 {
        return None;
    }
    Finding::of(name(card), left, Relation::Equal, right)
}

/// The rate of execution is money spent over money planned.
pub(crate) fn execution(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let rate = card.entries.iter().find_map(|entry| Some((entry, rate_of(words, entry)?)));
        let (Some((entry, rate)), Some(spent)) = (rate, card.executed) else { return Vec::new() };
        let quotients = [card.budget_total, card.budget_initial].into_iter().flatten();
        let findings = quotients.filter_map(|planned| {
            let mut left = Tally::default();
            let at = on_card(card, entry.place);
            left.number(rounded_or_cut(rate), "rate", "预算执行率", at);
            let mut right = Tally::default();
            right.number(quotient(spent, planned)?, "executed / planned", "执行数 ÷ 预算数", at);
            Finding::of(name(card), left, Relation::Equal, right)
        });
        best(findings).into_iter().collect()
    })
}

/// The rate printed in the row of the total.
pub(super) fn rate_of(words: &CardWords, entry: &CardEntry) -> Option<Decimal> {
    let row = entry.label.split('/').next()?;
    let digits = entry.text.trim().strip_suffix(['%', '％'])?;
    (words.field(row) == Some(CardField::Total)).then(|| digits.trim().parse().ok()).flatten()
}

/// `spent` over `planned` in percent, and how far off it may be by the digits of both.
fn quotient(spent: Decimal, planned: Decimal) -> Option<Figure> {
    let decimals = spent.scale().max(planned.scale());
    let half = Figure::printed(Decimal::ZERO, decimals, None).half;
    let ratio = spent.checked_div(planned)?;
    let slack = half.checked_mul(ratio.abs().checked_add(Decimal::ONE)?)?.checked_div(planned.abs())?;
    let percent = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED);
    let value = percent(ratio)?.round_dp(SHOWN).normalize();
    let shown = Figure::printed(value, SHOWN, None).half;
    Some(Figure { value, half: percent(slack)?.checked_add(shown)?, unit: None })
}

/// A rate is shown with this many decimals.
const SHOWN: u32 = 4;

/// A rate as printed; places round it or cut it, so it is known to a whole unit of its last place.
fn rounded_or_cut(rate: Decimal) -> Figure {
    let half = Figure::printed(rate, rate.scale(), None).half;
    Figure { value: rate, half: half.saturating_add(half), unit: None }
}

/// An amount of money on a card.
struct Money<'c> {
    field: CardField,
    column: MoneyColumn,
    value: Decimal,
    entry: &'c CardEntry,
}

impl<'c> Money<'c> {
    fn of(words: &CardWords, entry: &'c CardEntry) -> Option<Self> {
        let value = entry.value?;
        let parts = || entry.label.split('/');
        if parts()
            .any(|part| matches!(words.column(part), Some(IndicatorColumn::Weight | IndicatorColumn::Score)))
        {
            return None;
        }
        let column = parts().find_map(|part| words.money_column(part)).unwrap_or(MoneyColumn::Planned);
        let field = parts().filter(|part| words.money_column(part).is_none() || entry.label == *part);
        let field = field.filter_map(|part| words.field(part)).find(|field| *field != CardField::Block)?;
        Some(Self { field, column, value, entry })
    }
}

/// `资金总额 = 财政拨款 + 其他资金 (+ 上年结转)` in one column of a card.
fn parts_of_money(card: &Card, entries: &[Money<'_>], column: MoneyColumn) -> Option<Finding> {
    let here = || entries.iter().filter(|money| money.column == column);
    let count = |field| here().filter(|money| money.field == field).count();
    let parts = [CardField::Fiscal, CardField::Other, CardField::CarryOver];
    // What stands twice is printed for several years or stages that no heading tells apart.
    if count(CardField::Total) != 1 || parts.iter().any(|&part| count(part) > 1) {
        return if column == MoneyColumn::Planned { fields_of_money(card) } else { None };
    }
    let decimals = here().map(|money| money.value.scale()).max().unwrap_or_default();
    let (mut left, mut right) = (Tally::default(), Tally::default());
    for money in here() {
        let figure = Figure::printed(money.value, decimals, card.unit);
        let at = on_card(card, money.entry.place);
        let label = money.entry.label.as_str();
        match money.field {
            CardField::Total => left.number(figure, label, label, at),
            field if parts.contains(&field) => right.number(figure, label, label, at),
            _ => right.doubt(format!("{label} may be a part of it")),
        }
    }
    right.is_printed().then(|| Finding::of(name(card), left, Relation::Equal, right)).flatten()
}

/// The same of what was understood of the head of the card.
fn fields_of_money(card: &Card) -> Option<Finding> {
    let (total, fiscal) = (card.budget_total?, card.budget_fiscal?);
    let parts = [Some(fiscal), card.budget_other];
    let decimals = parts.iter().flatten().chain([&total]).map(Decimal::scale).max().unwrap_or_default();
    let figure = |value| Figure::printed(value, decimals, card.unit);
    let at = on_card(card, card.place);
    let (mut left, mut right) = (Tally::default(), Tally::default());
    left.number(figure(total), "budget_total", "资金总额", at);
    for (value, label) in parts.into_iter().zip(["财政拨款", "其他资金"]) {
        if let Some(value) = value {
            right.number(figure(value), label, label, at);
        }
    }
    Finding::of(name(card), left, Relation::Equal, right)
}
