//! Performance cards: the points of the indicators, and the money at the head of a card.
//!
//! In: the cards as read. Out: findings. What an amount on a card is of, the words of `grammars/cards.toml` say. Points
//! are compared as they are printed; a card that leaves out some is judged only where the others make up the whole.

use rust_decimal::Decimal;

use super::{Found, Why};
use crate::form::equation::Relation;
use crate::form::{CardField, CardWords, IndicatorColumn, MoneyColumn};
use crate::model::{Card, CardEntry, Indicator};
use crate::reconcile::evidence::{At, Source};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// The points of a card add up to 100, or to what the rate of execution leaves of them.
pub(super) fn weights(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let weighted = || card.indicators.iter().filter(|indicator| indicator.weight.is_some());
        if weighted().next().is_none() {
            return Vec::new();
        }
        let of_execution = card.entries.iter().find(|entry| is_points_of_execution(words, entry));
        let points = of_execution.and_then(|entry| entry.value);
        let whole = match points {
            Some(points) => vec![Decimal::ONE_HUNDRED.saturating_sub(points), Decimal::ONE_HUNDRED],
            None => vec![Decimal::ONE_HUNDRED, Decimal::from(90)],
        };
        let sides = whole.into_iter().filter_map(|whole| {
            let left = points_of(card, |_| true);
            let mut right = Tally::default();
            right.number(Figure::exact(whole), "points", "满分", At::default());
            Finding::of(name(card), left, Relation::Equal, right)
        });
        best(sides).into_iter().collect()
    })
}

/// 产出指标（50分）: the points of a group add up to what its label says.
pub(super) fn group_weights(subject: &Subject<'_, '_>) -> Found {
    each(subject, |card| {
        let mut labels: Vec<&str> = Vec::new();
        for label in card.indicators.iter().filter_map(|indicator| indicator.level1.as_deref()) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let groups = labels.into_iter().filter_map(|label| Some((label, points_in(label)?)));
        let finding = |(label, points): (&str, Decimal)| {
            let of_group = |indicator: &Indicator| indicator.level1.as_deref() == Some(label);
            if !card.indicators.iter().any(|i| of_group(i) && i.weight.is_some()) {
                return None;
            }
            let mut right = Tally::default();
            let at = At { source: Source::Card { no: card.no }, place: card.place };
            right.number(Figure::exact(points), label, label, at);
            Finding::of(name(card), points_of(card, of_group), Relation::Equal, right)
        };
        groups.filter_map(finding).collect()
    })
}

/// The money of a card is what it is made up of, in every column.
pub(super) fn money(subject: &Subject<'_, '_>) -> Found {
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

/// The rate of execution is money spent over money planned.
pub(super) fn execution(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards;
    each(subject, |card| {
        let rate = card.entries.iter().find_map(|entry| Some((entry, rate_of(words, entry)?)));
        let (Some((entry, rate)), Some(spent)) = (rate, card.executed) else { return Vec::new() };
        let quotients = [card.budget_total, card.budget_initial].into_iter().flatten();
        let findings = quotients.filter_map(|planned| {
            let mut left = Tally::default();
            let at = At { source: Source::Card { no: card.no }, place: entry.place };
            left.number(rounded_or_cut(rate), "rate", "预算执行率", at);
            let mut right = Tally::default();
            right.number(quotient(spent, planned)?, "executed / planned", "执行数 ÷ 预算数", at);
            Finding::of(name(card), left, Relation::Equal, right)
        });
        best(findings).into_iter().collect()
    })
}

/// Nobody gets more points than there are.
pub(super) fn scores(subject: &Subject<'_, '_>) -> Found {
    each(subject, |card| {
        let scored = (1..).zip(&card.indicators).filter_map(|(nth, indicator)| {
            let (score, weight) = (indicator.score?, indicator.weight?);
            let at = At { source: Source::Indicator { card: card.no, nth }, place: indicator.place };
            let label = indicator.level3.as_deref().unwrap_or("指标");
            let (mut left, mut right) = (Tally::default(), Tally::default());
            left.number(Figure::exact(score), "score", &format!("{label} 得分"), at);
            right.number(Figure::exact(weight), "weight", "分值", at);
            Finding::of(name(card), left, Relation::AtMost, right)
        });
        scored.collect()
    })
}

/// What a rule finds on each card.
pub(super) fn each(subject: &Subject<'_, '_>, of: impl Fn(&Card) -> Vec<Finding>) -> Found {
    if subject.document.cards.is_empty() {
        return Err(Why::NotApplicable("there are no performance cards".into()));
    }
    Ok(subject.document.cards.iter().flat_map(of).collect())
}

/// `card 3 某项目`
pub(super) fn name(card: &Card) -> String {
    let what = card.project.as_deref().or(card.title.as_deref()).unwrap_or_default();
    format!("card {} {what}", card.no).trim_end().to_owned()
}

/// The finding that fits best, where several would do.
fn best(findings: impl Iterator<Item = Finding>) -> Option<Finding> {
    findings.min_by_key(|finding| finding.outcome.rank())
}

/// The points of some indicators of a card.
fn points_of(card: &Card, which: impl Fn(&Indicator) -> bool) -> Tally {
    let mut sum = Tally::default();
    let of_them = || (1..).zip(&card.indicators).filter(|(_, indicator)| which(indicator));
    for (nth, indicator) in of_them() {
        let at = At { source: Source::Indicator { card: card.no, nth }, place: indicator.place };
        match indicator.weight {
            Some(weight) => sum.number(Figure::exact(weight), "", "", at),
            None => sum.doubt("some indicators print no points"),
        }
    }
    sum.of = "weights".into();
    sum.gloss = Some(format!("the points of {} indicators", of_them().count()));
    sum
}

/// The number at the end of `产出指标（50分）`.
fn points_in(label: &str) -> Option<Decimal> {
    let inside = label.trim_end_matches([')', '）', '分', ' ']);
    let digits = inside.rsplit(|c: char| !c.is_ascii_digit() && c != '.').next()?;
    digits.parse().ok().filter(|points| *points > Decimal::ZERO)
}

/// The points that the rate of execution has on a card that prints them beside its money.
fn is_points_of_execution(words: &CardWords, entry: &CardEntry) -> bool {
    let Some((row, heading)) = entry.label.split_once('/') else { return false };
    words.field(row) == Some(CardField::Total)
        && words.column(heading) == Some(IndicatorColumn::Weight)
        && entry.value.is_some()
}

/// The rate printed in the row of the total.
fn rate_of(words: &CardWords, entry: &CardEntry) -> Option<Decimal> {
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
        let at = At { source: Source::Card { no: card.no }, place: money.entry.place };
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
    let at = At { source: Source::Card { no: card.no }, place: card.place };
    let (mut left, mut right) = (Tally::default(), Tally::default());
    left.number(figure(total), "budget_total", "资金总额", at);
    for (value, label) in parts.into_iter().zip(["财政拨款", "其他资金"]) {
        if let Some(value) = value {
            right.number(figure(value), label, label, at);
        }
    }
    Finding::of(name(card), left, Relation::Equal, right)
}
