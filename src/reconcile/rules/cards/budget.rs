//! The money of cards against what it must be: the costs told on them, the sentences, the tables.

use rust_decimal::Decimal;

use super::names::{money_unit, plain, unit};
use super::{best, each, indicators, name, on_card, side};
use crate::base::Unit;
use crate::form::equation::Relation;
use crate::form::{CardCheckWords, CardField, CardWords, fold};
use crate::model::{Card, CardEntry, Indicator, Operator, Performance, Quantity, Row, RowRole};
use crate::reconcile::evidence::At;
use crate::reconcile::rules::cells::only;
use crate::reconcile::rules::{Found, Why};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, Reading, View, is_total};
use crate::reconcile::{Finding, Subject};

/// The costs of a card are not more than its money.
pub(crate) fn costs(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    each(subject, |card| {
        let costs: Vec<(&Indicator, At)> =
            indicators(card).filter(|(indicator, _)| is_part_of_money(words, indicator)).collect();
        // On a self-evaluation the targets are of the money planned first.
        let money: Vec<Tally> = [card.budget_total, card.budget_initial]
            .into_iter()
            .filter_map(|money| whole(card, money))
            .collect();
        if costs.is_empty() {
            return Vec::new();
        }
        let mut all = Tally::default();
        for (cost, at) in &costs {
            let label = cost.level3.as_deref().unwrap_or_default();
            all.number(cost_of(card, cost), label, label, *at);
            if money_unit(cost).is_none() {
                all.doubt(format!("{label} has no unit of money"));
            }
        }
        let whole_and_parts =
            costs.iter().filter(|(cost, _)| costs.len() > 1 && is_whole(card, cost, &costs));
        let alone = whole_and_parts
            .map(|(cost, at)| side(cost_of(card, cost), cost.level3.as_deref().unwrap_or_default(), *at));
        let sides: Vec<Tally> = alone.chain([all]).collect();
        let pairs = sides.iter().flat_map(|left| money.iter().map(move |right| (left, right)));
        let findings = pairs.filter_map(|(left, right)| {
            Finding::of(name(card), left.clone(), Relation::AtMost, right.clone())
        });
        best(findings).into_iter().collect()
    })
}

/// Whether an indicator is a part of the money: a cost, no price and no least amount.
fn is_part_of_money(words: &CardCheckWords, indicator: &Indicator) -> bool {
    let cost = indicator.level2.as_deref().is_some_and(|level| words.is_cost(level));
    let most = !matches!(indicator.operator, Some(Operator::AtLeast | Operator::More));
    let name = plain(indicator);
    let money = match unit(indicator) {
        Some(unit) => Unit::named(&unit).is_some(),
        None => true,
    };
    cost && most && money && indicator.target.is_some() && !words.is_unit_cost(&name)
}

/// A cost in its own unit, else in that of the card.
fn cost_of(card: &Card, cost: &Indicator) -> Figure {
    let value = cost.target.unwrap_or_default();
    Figure::printed(value, value.scale(), money_unit(cost).or(card.unit))
}

/// Whether a cost is the whole of which the others are parts: the money of the card, or their sum.
fn is_whole(card: &Card, cost: &Indicator, costs: &[(&Indicator, At)]) -> bool {
    let yuan = |cost: &Indicator| {
        let figure = cost_of(card, cost);
        figure.unit.unwrap_or(Unit::Yuan).in_yuan(figure.value)
    };
    let own = yuan(cost);
    let money = card.budget_total.zip(card.unit).and_then(|(total, unit)| unit.in_yuan(total));
    let others = costs.iter().filter(|(other, _)| *other != cost);
    let sum = others.filter_map(|(other, _)| yuan(other)).fold(Decimal::ZERO, Decimal::saturating_add);
    own.is_some() && (own == money || own == Some(sum))
}

/// A price times the number of what it buys is not more than the money of the card.
pub(crate) fn prices(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    each(subject, |card| priced(words, card).into_iter().collect())
}

/// The only cost of a card, where it is that of one of many, and their number.
fn priced(words: &CardCheckWords, card: &Card) -> Option<Finding> {
    let is_cost =
        |indicator: &Indicator| indicator.level2.as_deref().is_some_and(|level| words.is_cost(level));
    let mut costs = indicators(card).filter(|(indicator, _)| is_cost(indicator));
    let (price, at) = costs.next().filter(|_| costs.next().is_none())?;
    let (money, of) = price_of(price)?;
    let counted = |indicator: &Indicator| unit(indicator).is_some_and(|unit| words.same_unit(&unit, &of));
    let mut counts =
        indicators(card).filter(|(indicator, _)| counted(indicator) && indicator.target.is_some());
    let (count, _) = counts.next().filter(|_| counts.next().is_none())?;
    let product = price.target?.checked_mul(count.target?)?;
    let half = Figure::printed(Decimal::ZERO, price.target?.scale(), None).half.checked_mul(count.target?)?;
    let label = format!(
        "{} {} × {} {} =",
        price.level3.as_deref().unwrap_or_default(),
        price.target?,
        count.level3.as_deref().unwrap_or_default(),
        count.target?
    );
    let left = side(Figure { value: product, half, unit: Some(money) }, &label, at);
    let mut right = whole(card, card.budget_total)?;
    if matches!(price.operator, Some(Operator::AtMost | Operator::Less)) {
        right.doubt("the price may be lower than the most it may be");
    }
    Finding::of(name(card), left, Relation::AtMost, right)
}

/// The unit of money and what one of it is paid for: 元/人, or 万元 beside 平均每家企业奖励资金.
fn price_of(price: &Indicator) -> Option<(Unit, String)> {
    let printed = unit(price)?;
    if let Some((money, of)) = printed.split_once('/').or_else(|| printed.split_once('每')) {
        return Some((Unit::named(money)?, of.to_owned()));
    }
    let (_, after) =
        plain(price).split_once('每').map(|(before, after)| (before.to_owned(), after.to_owned()))?;
    Some((Unit::named(&printed)?, after.chars().take(1).collect()))
}

/// The money of a card.
fn whole(card: &Card, money: Option<Decimal>) -> Option<Tally> {
    let total = money?;
    let figure = Figure::printed(total, total.scale(), Some(card.unit?));
    Some(side(figure, "资金总额", on_card(card, card.place)))
}

/// How many cards of projects there are, and their money, by the text.
pub(crate) fn stated(subject: &Subject<'_, '_>) -> Found {
    let projects: Vec<&Card> = subject.document.cards.iter().filter(|card| !card.of_department).collect();
    if projects.is_empty() {
        return Err(Why::NotApplicable("there are no cards of projects".into()));
    }
    let told = &subject.document.narrative.performance;
    let findings: Vec<Finding> = told.iter().flat_map(|told| of_sentence(told, &projects)).collect();
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no sentence tells how many projects have goals".into())),
        false => Ok(findings),
    }
}

/// One kind of money of a card.
type MoneyOf = fn(&Card) -> Option<Decimal>;

/// The number and the money of one sentence. It may be about some of the projects only, unless one of the two agrees.
fn of_sentence(told: &Performance, projects: &[&Card]) -> Vec<Finding> {
    let Some(number) = &told.projects else { return Vec::new() };
    // A project of several units has a card of each.
    let mut names: Vec<&str> = projects.iter().filter_map(|card| card.project.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    let told_as = |count: usize| Decimal::from(count) == number.number;
    let shown = if told_as(names.len()) { names.len() } else { projects.len() };
    let mut counted = side(Figure::exact(shown.into()), "cards", on_card_of(projects));
    let stated = side(Figure::exact(number.number), "文字所述项目数", At::told(number.place));
    let sums: [(&Option<Quantity>, &str, MoneyOf); 3] = [
        (&told.projects_amount, "项目资金", |card| card.budget_total),
        (&told.fiscal, "财政拨款", |card| card.budget_fiscal),
        (&told.non_fiscal, "非财政拨款", |card| card.budget_other),
    ];
    let of_money = sums.into_iter().filter_map(|(quantity, label, of)| {
        let quantity = quantity.as_ref()?;
        let left = side(printed(quantity), &format!("文字所述{label}"), At::told(quantity.place));
        Some((left, sum_of(projects, label, of)))
    });
    let money: Vec<(Tally, Tally)> = of_money.collect();
    let all = told_as(projects.len()) || told_as(names.len());
    let closes = |(left, right): &(Tally, Tally)| {
        Finding::of(String::new(), left.clone(), Relation::Equal, right.clone())
            .is_some_and(|f| f.outcome.closes())
    };
    if !all && (money.is_empty() || !money.iter().all(closes)) {
        counted.doubt("the sentence may be about some of the projects");
    }
    let mut findings: Vec<Finding> =
        Finding::of("projects".into(), stated, Relation::Equal, counted).into_iter().collect();
    for (left, mut right) in money {
        if !all {
            right.doubt("the sentence may be about some of the projects");
        }
        findings.extend(Finding::of("projects".into(), left, Relation::Equal, right));
    }
    findings
}

fn on_card_of(projects: &[&Card]) -> At {
    projects.first().map(|card| on_card(card, card.place)).unwrap_or_default()
}

fn printed(quantity: &Quantity) -> Figure {
    Figure::printed(quantity.number, quantity.number.scale(), Unit::named(&quantity.unit))
}

/// The money of all cards.
fn sum_of(projects: &[&Card], label: &str, of: MoneyOf) -> Tally {
    let mut sum = Tally::default();
    for card in projects {
        match of(card) {
            Some(value) => {
                let figure = Figure::printed(value, value.scale(), card.unit);
                sum.number(figure, "", "", on_card(card, card.place));
            }
            None if card.budget_fiscal.is_none() && card.budget_other.is_none() => {
                sum.doubt(format!("the money of {} is not known", name(card)))
            }
            None => {}
        }
    }
    sum.of = format!("cards.{label}");
    sum.gloss = Some(format!("{} cards", projects.len()));
    sum
}

/// The money of a card is that of its project in the table of projects, and in the text.
pub(crate) fn projects(subject: &Subject<'_, '_>) -> Found {
    let tables: Vec<&View<'_>> =
        ["projects", "general_public_projects"].iter().filter_map(|id| only(subject, id)).collect();
    let told = &subject.document.narrative.projects;
    let found = each(subject, |card| {
        if card.of_department {
            return Vec::new();
        }
        let of_tables = tables.iter().map(|view| project_rows(view, card));
        let of_text = told.iter().filter(|project| super::goal::is_of(card, project)).filter_map(|project| {
            let amount = project.amount.as_ref()?;
            Some(vec![side(printed(amount), "文字所述预算安排", At::told(amount.place))])
        });
        // A table of fiscal expenditure has the fiscal money only.
        let fiscal = card.budget_fiscal.filter(|fiscal| !fiscal.is_zero());
        let lefts: Vec<Tally> = [card.budget_total, fiscal]
            .into_iter()
            .flatten()
            .map(|value| {
                side(Figure::printed(value, value.scale(), card.unit), "资金总额", on_card(card, card.place))
            })
            .collect();
        let findings = of_tables.chain(of_text).filter_map(|rights| {
            let pairs = rights.iter().flat_map(|right| lefts.iter().map(move |left| (left, right)));
            best(pairs.filter_map(|(left, right)| {
                Finding::of(name(card), left.clone(), Relation::Equal, right.clone())
            }))
        });
        findings.collect()
    })?;
    match found.is_empty() {
        true => Err(Why::NotApplicable("no table and no sentence names the project of a card".into())),
        false => Ok(found),
    }
}

/// The money of a project in a table: that of each of its rows, and of all together. Where several units have a project of
/// this name, the card may be about some of them.
fn project_rows(view: &View<'_>, card: &Card) -> Vec<Tally> {
    let columns = [view.columns_named("total"), view.columns_named("amount")].concat();
    let (Some(wanted), &[column]) = (card.project.as_deref().map(fold), columns.as_slice()) else {
        return Vec::new();
    };
    let names = |row: &&Row| {
        let project = row.project.as_deref().or(row.name.as_deref());
        !is_total(row) && project.is_some_and(|name| fold(name) == wanted)
    };
    let amount = |row: &&Row| matches!(view.read(row, column), Reading::Amount(..));
    let rows: Vec<&Row> = view.table.rows.iter().filter(names).filter(amount).collect();
    let add = |sum: &mut Tally, row: &Row| {
        sum.add(
            false,
            view.read(row, column),
            &view.cell_name(row, column),
            view.column_label(column),
            view.at(row, column),
        );
        if rows.len() > 1 {
            sum.doubt("several rows have this name, and the card may be about some of them");
        }
    };
    let mut sums: Vec<Tally> = Vec::new();
    let mut all = Tally::default();
    for row in &rows {
        let mut one = Tally::default();
        add(&mut one, row);
        add(&mut all, row);
        sums.push(one);
    }
    sums.extend((rows.len() > 1).then_some(all));
    sums
}

/// The money of the department's card is that of the document.
pub(crate) fn department(subject: &Subject<'_, '_>) -> Found {
    let departments = subject.document.cards.iter().filter(|card| card.of_department);
    let mut findings = Vec::new();
    for card in departments {
        // What was spent in the end is another sum than what was planned.
        let Some(left) = all_money(&subject.grammars.cards, card).filter(|_| card.executed.is_none()) else {
            continue;
        };
        let of_document =
            ["summary", "expenditure"].iter().filter_map(|id| only(subject, id)).flat_map(totals);
        let goals =
            subject.document.narrative.performance.iter().filter_map(|told| told.goals_amount.as_ref());
        let of_text =
            goals.map(|amount| side(printed(amount), "文字所述整体绩效目标金额", At::told(amount.place)));
        let against = |right| Finding::of(name(card), left.clone(), Relation::Equal, right);
        let closes = |finding: &Finding| finding.outcome.closes();
        let less_part = ["summary", "fiscal_summary"].iter().filter_map(|id| only(subject, id));
        let less_part = less_part.flat_map(|view| less_parts(subject, view));
        let less_part = less_part.filter_map(against).filter(closes);
        findings.extend(best(of_document.chain(of_text).filter_map(against).chain(less_part)));
    }
    match findings.is_empty() {
        true => Err(Why::NotApplicable("no card of a department tells money that a table sums".into())),
        false => Ok(findings),
    }
}

/// The money of a card: its total as printed, else the sum of what is printed of it, each rounded for itself.
fn all_money(words: &CardWords, card: &Card) -> Option<Tally> {
    let figure = |value: Decimal| Figure::printed(value, value.scale(), card.unit);
    if let Some(total) = card.budget_total {
        return Some(side(figure(total), "资金总额", on_card(card, card.place)));
    }
    let mut all = Tally::default();
    let amounts = [(Some(card.budget_fiscal?), "财政拨款"), (card.budget_other, "其他资金")];
    for (amount, label) in amounts.into_iter().filter_map(|(amount, label)| Some((amount?, label))) {
        let is_printed = card.entries.iter().any(|entry| entry.value == Some(amount));
        let is_part = |entry: &&CardEntry| {
            entry.label.split('/').next().and_then(|label| words.field(label)) == Some(CardField::Money)
        };
        let parts = card.entries.iter().filter(is_part);
        let parts: Vec<_> = parts.filter_map(|part| Some((part.value?, part))).collect();
        let sum = parts.iter().fold(Decimal::ZERO, |sum, (part, _)| sum.saturating_add(*part));
        if is_printed || sum != amount {
            all.number(figure(amount), label, label, on_card(card, card.place));
            continue;
        }
        for (part, entry) in parts {
            all.number(figure(part), &entry.label, &entry.label, on_card(card, entry.place));
        }
    }
    Some(all)
}

/// Whether a row sums a table or a part of it.
fn is_sum(row: &Row) -> bool {
    row.role != RowRole::Detail && row.code.is_none()
}

/// Every total less a part of it that the table names: special funds within the budget of a department have cards of their
/// own, and its card is of the rest.
fn less_parts(subject: &Subject<'_, '_>, view: &View<'_>) -> Vec<Tally> {
    let names_part = |row: &Row| {
        row.name.as_deref().is_some_and(|name| subject.grammars.phrases.sentence().opens_parts(name))
    };
    let parts: Vec<&Row> = view.table.rows.iter().filter(|row| names_part(row)).collect();
    let wholes = view.table.rows.iter().filter(|row| is_sum(row) && !names_part(row));
    let mut rest = Vec::new();
    for (whole, part) in wholes.flat_map(|whole| parts.iter().map(move |part| (whole, *part))) {
        for column in 0..view.table.columns.len() {
            let mut tally = Tally::default();
            for (negative, row) in [(false, whole), (true, part)] {
                let (cell, label) = (view.cell_name(row, column), view.column_label(column));
                tally.add(negative, view.read(row, column), &cell, label, view.at(row, column));
            }
            rest.push(tally);
        }
    }
    rest
}

/// Every amount but zero of the rows that sum a table, or a part of it.
fn totals<'v>(view: &'v View<'_>) -> impl Iterator<Item = Tally> + use<'v> {
    let rows = view.table.rows.iter().filter(|row| is_sum(row));
    rows.flat_map(move |row| {
        row.values.iter().filter_map(move |value| {
            let reading = view.read_value(value);
            let some = value.number.is_some_and(|number| !number.is_zero());
            (some && matches!(reading, Reading::Amount(..))).then(|| {
                let mut tally = Tally::default();
                tally.add(
                    false,
                    reading,
                    &view.cell_name(row, value.column),
                    view.column_label(value.column),
                    view.at(row, value.column),
                );
                tally
            })
        })
    })
}
