//! One publisher's error in a document that was right, and the key to it.
//!
//! In: the tables, paragraphs and cards of a document. Out: [`Planted`]. What is changed is what is printed; the truth of a
//! table is then the wrong figure, since that is what stands there.
//!
//! Not planted is what a document without errors may print, since nobody could find it: a change of which no rate is told
//! (the year before stands nowhere else), a change or a rate that still fit each other by their printed digits (减少1.98万元
//! beside 46.06万元 is 4.11 % to 4.13 %; some places cut rates off instead of rounding them), and a share off by one in its last
//! digit.

use rust_decimal::Decimal;

use crate::body::Body;
use crate::card::Card;
use crate::contents::{Contents, Entry};
use crate::dice::Dice;
use crate::document::Pieces;
use crate::prose::{Paragraph, Part, Says};
use crate::table::{Cell, Table};

/// An error and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    pub kind: &'static str,
    pub place: Spot,
}

/// Where an error stands.
#[derive(Clone, Debug)]
pub(crate) enum Spot {
    /// A figure of the table with this title.
    Cell { title: String, wrong: Decimal },
    /// The table with this title as a whole.
    Table { title: String },
    /// A number of a sentence.
    Sentence { wrong: Decimal },
    /// A card of this project; without one that of the department.
    Card { project: String },
    /// Tables that the list of contents names, and not as they are.
    Contents { titles: Vec<String> },
}

/// All kinds of errors.
pub(crate) const KINDS: [&str; 16] = [
    "one digit",
    "swapped digits",
    "row missing in a sum",
    "amount of a sentence",
    "change of a sentence",
    "percentage",
    "scale",
    "card weights",
    "card score",
    "card total",
    "card rate",
    "card tasks",
    "card budget",
    "card goal",
    "contents table",
    "contents order",
];

/// A number of this kind may turn out to be the right one, or to contradict nothing; so often another one is tried.
const TRIES: usize = 8;

/// The kind of error that a document is due, if any: an odd seed has one, and the kinds take turns.
pub(crate) fn due(seed: u64) -> Option<&'static str> {
    let turn = usize::try_from(seed / 2).expect("a small number") % KINDS.len();
    (seed % 2 == 1).then_some(KINDS[turn])
}

/// Plants one error: of the kind that is due, or of another where the document has no place for it.
pub(crate) fn one(due: &'static str, pieces: &mut Pieces, body: &Body, dice: &mut Dice) -> Planted {
    for attempt in 0.. {
        let kind = if attempt < TRIES { due } else { dice.pick(&KINDS) };
        let Pieces { tables, paragraphs, cards, contents } = &mut *pieces;
        let place = match kind {
            "one digit" => cell(tables, dice, one_digit),
            "swapped digits" => cell(tables, dice, swapped),
            "row missing in a sum" => missing_row(tables, dice),
            "amount of a sentence" => sentence(paragraphs, dice, |says| Some(says.amount), another_amount),
            "change of a sentence" => contradiction(paragraphs, dice, |says| says.rate.and(says.change)),
            "percentage" => contradiction(paragraphs, dice, |says| says.rate.or(says.share)),
            "scale" => scale(tables, paragraphs, body, dice),
            "card score" => score(cards, dice),
            "card total" => total(cards, dice),
            "card rate" => rate(cards, dice),
            "card tasks" => tasks(cards, dice),
            "card budget" => budget(cards, dice),
            "card goal" => goal(cards, dice),
            "contents table" => missing_table(contents, tables, body, dice),
            "contents order" => order(contents, dice),
            _ => weights(cards, dice),
        };
        if let Some(place) = place {
            return Planted { kind, place };
        }
    }
    unreachable!("some kind has its place in every document")
}

/// Another digit in the place of one.
fn one_digit(amount: Decimal, dice: &mut Dice) -> Option<Decimal> {
    let text = amount.to_string();
    let places: Vec<usize> =
        text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = dice.pick(&places);
    let old = text.as_bytes()[at];
    let new = dice.pick(b"123456789");
    let text = format!("{}{}{}", &text[..at], char::from(new), &text[at + 1..]);
    (new != old).then(|| text.parse().expect("a number"))
}

/// Another digit in the place of one, unless that may be a number cut off instead of rounded.
fn another_amount(amount: Decimal, dice: &mut Dice) -> Option<Decimal> {
    let last_place = Decimal::new(1, amount.scale());
    one_digit(amount, dice).filter(|wrong| (*wrong - amount).abs() > last_place)
}

/// Two neighbouring digits in each other's place.
fn swapped(amount: Decimal, dice: &mut Dice) -> Option<Decimal> {
    let mut bytes = amount.to_string().into_bytes();
    let both = |at: &usize| {
        bytes[*at].is_ascii_digit() && bytes[at + 1].is_ascii_digit() && bytes[*at] != bytes[at + 1]
    };
    let places: Vec<usize> =
        (0..bytes.len() - 1).filter(both).filter(|at| *at > 0 || bytes[1] != b'0').collect();
    if places.is_empty() {
        return None;
    }
    let at = dice.pick(&places);
    bytes.swap(at, at + 1);
    String::from_utf8(bytes).expect("digits").parse().ok()
}

fn cell(
    tables: &mut [Table],
    dice: &mut Dice,
    wrong: impl Fn(Decimal, &mut Dice) -> Option<Decimal>,
) -> Option<Spot> {
    let which: Vec<usize> = (0..tables.len()).collect();
    let table = &mut tables[dice.pick(&which)];
    let money = |&(row, column): &(usize, usize)| matches!(table.rows[row][column], Cell::Amount(amount) if !amount.is_zero());
    let places: Vec<(usize, usize)> = table.amounts().into_iter().filter(money).collect();
    if places.is_empty() {
        return None;
    }
    let (row, column) = dice.pick(&places);
    let Cell::Amount(mut right) = table.rows[row][column] else { return None };
    right.rescale(table.scale);
    let wrong = wrong(right, dice)?;
    table.rows[row][column] = Cell::Amount(wrong);
    Some(Spot::Cell { title: table.title.clone(), wrong })
}

/// Takes out a 项 that has money.
fn missing_row(tables: &mut [Table], dice: &mut Dice) -> Option<Spot> {
    let coded = |table: &&mut Table| matches!(table.id, "revenue" | "expenditure" | "general_public");
    let mut tables: Vec<&mut Table> = tables.iter_mut().filter(coded).collect();
    let which: Vec<usize> = (0..tables.len()).collect();
    let table = &mut tables[dice.pick(&which)];
    let code = |row: &[Cell]| -> String {
        let keys = row.iter().zip(&table.columns).filter(|(_, (holds, _))| holds == "code");
        keys.map(|(cell, _)| if let Cell::Words(words) = cell { words.as_str() } else { "" }).collect()
    };
    let rows: Vec<usize> = (0..table.rows.len()).filter(|at| code(&table.rows[*at]).len() == 7).collect();
    let at = dice.pick(&rows);
    table.rows.remove(at);
    Some(Spot::Table { title: table.title.clone() })
}

fn sentence(
    paragraphs: &mut [Paragraph],
    dice: &mut Dice,
    which: impl Fn(&Says) -> Option<usize>,
    wrong: impl Fn(Decimal, &mut Dice) -> Option<Decimal>,
) -> Option<Spot> {
    let mut places = Vec::new();
    for (nth, paragraph) in paragraphs.iter().enumerate() {
        places.extend(paragraph.says.iter().filter_map(&which).map(|part| (nth, part)));
    }
    let (nth, part) = dice.pick(&places);
    let part = &mut paragraphs[nth].parts[part];
    let (Part::Money(number) | Part::Percent(number)) = part else { return None };
    if number.is_zero() {
        return None;
    }
    *number = wrong(*number, dice)?;
    Some(Spot::Sentence { wrong: *number })
}

/// A wrong digit in a change, a rate or a share that the other numbers of the sentence contradict.
fn contradiction(
    paragraphs: &mut [Paragraph],
    dice: &mut Dice,
    which: impl Fn(&Says) -> Option<usize>,
) -> Option<Spot> {
    let right: Vec<Paragraph> = paragraphs.to_vec();
    let spot = sentence(paragraphs, dice, &which, one_digit)?;
    let changed = paragraphs.iter().zip(&right).find(|(now, right)| now.parts != right.parts);
    let (now, before) = changed.expect("the sentence that was just changed");
    let of_the_part = |says: &&Says| which(says).is_some_and(|part| now.parts[part] != before.parts[part]);
    let says = now.says.iter().find(of_the_part).expect("what is said of it");
    let contradicted = match (says.change, says.rate, says.share) {
        (Some(change), Some(rate), _) => is_another_rate(now, says, number(now, change), number(now, rate)),
        (.., Some(share)) => (number(now, share) - number(before, share)).abs() > Decimal::new(1, 2),
        _ => false,
    };
    if !contradicted {
        paragraphs.clone_from_slice(&right);
    }
    contradicted.then_some(spot)
}

fn number(paragraph: &Paragraph, part: usize) -> Decimal {
    match &paragraph.parts[part] {
        Part::Money(number) | Part::Percent(number) => *number,
        Part::Words(words) => panic!("{words} is no number"),
    }
}

/// Whether no numbers that are printed like these give the rate: amounts are known to half of their last digit, a rate,
/// which may be cut off, to the whole of it.
fn is_another_rate(paragraph: &Paragraph, says: &Says, change: Decimal, rate: Decimal) -> bool {
    let (half, unit) = (Decimal::new(5, 3), Decimal::new(1, 2));
    let way = Decimal::from(says.direction.expect("a change has a direction"));
    let base = number(paragraph, says.amount) - way * change;
    let of = |change: Decimal, base: Decimal| change * Decimal::ONE_HUNDRED / base;
    let least = of(change - half, base + half + half) - unit;
    // What may have been nothing may have grown at any rate.
    base > half + half && (rate < least || rate > of(change + half, base - half - half) + unit)
}

/// An amount in 元 where the sentence says 万元, or a table that names the other unit.
fn scale(tables: &mut [Table], paragraphs: &mut [Paragraph], body: &Body, dice: &mut Dice) -> Option<Spot> {
    if dice.chance(60) {
        let times = |amount: Decimal, _: &mut Dice| Some((amount * Decimal::from(10_000)).round_dp(2));
        return sentence(paragraphs, dice, |says| Some(says.amount), times);
    }
    let which: Vec<usize> = (0..5).collect();
    let table = &mut tables[dice.pick(&which)];
    table.unit = if body.unit == "元" { "万元" } else { "元" }.to_owned();
    Some(Spot::Table { title: table.title.clone() })
}

/// Five points more for one indicator.
fn weights(cards: &mut [Card], dice: &mut Dice) -> Option<Spot> {
    if cards.is_empty() {
        return None;
    }
    let which: Vec<usize> = (0..cards.len()).collect();
    let card = &mut cards[dice.pick(&which)];
    let at: Vec<usize> = (0..card.indicators.len()).collect();
    let at = dice.pick(&at);
    let weight = card.indicators[at].weight? + Decimal::from(5);
    card.indicators[at].weight = Some(weight);
    let (row, column) = card.weights[at];
    card.table.rows[row][column] = Cell::Words(weight.to_string());
    Some(Spot::Card { project: card.project.clone() })
}

/// More points for one indicator than it has; the sum is right for them.
fn score(cards: &mut [Card], dice: &mut Dice) -> Option<Spot> {
    let card = appraisal(cards, dice)?;
    let at: Vec<usize> = (0..card.indicators.len()).collect();
    let at = dice.pick(&at);
    let (given, weight) = (card.indicators[at].score?, card.indicators[at].weight?);
    let wrong = weight + Decimal::from(dice.between(1, 5));
    card.indicators[at].score = Some(wrong);
    let (row, column) = card.weights[at];
    card.table.rows[row][column + 1] = Cell::Words(wrong.to_string());
    add(&mut card.table.rows[card.total?.0][card.total?.1], wrong - given);
    Some(Spot::Card { project: card.project.clone() })
}

/// A sum of the points given that is another one.
fn total(cards: &mut [Card], dice: &mut Dice) -> Option<Spot> {
    let card = appraisal(cards, dice)?;
    let (row, column) = card.total?;
    add(&mut card.table.rows[row][column], -Decimal::from(dice.between(2, 9)));
    Some(Spot::Card { project: card.project.clone() })
}

/// A rate of execution that is not what was spent over what was planned.
fn rate(cards: &mut [Card], dice: &mut Dice) -> Option<Spot> {
    let card = appraisal(cards, dice)?;
    let (row, column) = card.rate?;
    let printed = card.table.header[row][column].trim_end_matches('%').parse().expect("a rate");
    let wrong = one_digit(printed, dice)?;
    // A rate may be cut as well as rounded.
    if (wrong - printed).abs() <= Decimal::new(2, 2) {
        return None;
    }
    card.table.header[row][column] = format!("{wrong}%");
    Some(Spot::Card { project: card.project.clone() })
}

/// One of the self-evaluations, if there are any.
fn appraisal<'c>(cards: &'c mut [Card], dice: &mut Dice) -> Option<&'c mut Card> {
    let which: Vec<usize> = (0..cards.len()).filter(|at| cards[*at].total.is_some()).collect();
    if which.is_empty() {
        return None;
    }
    cards.get_mut(dice.pick(&which))
}

/// The card of the department, if there is one.
fn department(cards: &mut [Card]) -> Option<&mut Card> {
    cards.iter_mut().find(|card| card.of_department)
}

/// An amount of a task or of their sum that is another one, by more than rounding explains.
fn tasks(cards: &mut [Card], dice: &mut Dice) -> Option<Spot> {
    let card = department(cards).filter(|card| !card.tasks.is_empty())?;
    let at = dice.pick(&card.tasks);
    let (mut right, scale) = (*amount(&mut card.table.rows, at)?, card.table.scale);
    right.rescale(scale);
    let wrong = one_digit(right, dice).filter(|wrong| (*wrong - right).abs() > Decimal::new(5, scale))?;
    if right.is_zero() {
        return None;
    }
    *amount(&mut card.table.rows, at)? = wrong;
    let sums = [&mut card.head.total, &mut card.head.fiscal, &mut card.head.other];
    let printed = card.tasks.iter().rev().zip(sums.into_iter().rev());
    printed.filter(|(place, _)| **place == at).for_each(|(_, field)| *field = Some(wrong));
    Some(Spot::Card { project: String::new() })
}

/// Other money for the whole department than its tables say; the card agrees with itself.
fn budget(cards: &mut [Card], dice: &mut Dice) -> Option<Spot> {
    let card = department(cards).filter(|card| !card.budget.is_empty())?;
    let more =
        Decimal::from(dice.between(3, 900)) * Decimal::from(if card.head.unit == "元" { 10_000 } else { 1 });
    for at in card.budget.clone() {
        *amount(&mut card.table.rows, at)? += more;
    }
    for field in [&mut card.head.total, &mut card.head.fiscal].into_iter().flatten() {
        *field += more;
    }
    Some(Spot::Card { project: String::new() })
}

fn amount(rows: &mut [Vec<Cell>], (row, column): (usize, usize)) -> Option<&mut Decimal> {
    match &mut rows[row][column] {
        Cell::Amount(amount) => Some(amount),
        Cell::Words(_) => None,
    }
}

/// A number in the goal that is not that of the indicator.
fn goal(cards: &mut [Card], dice: &mut Dice) -> Option<Spot> {
    let card = department(cards)?;
    let goal = card.head.goal.clone()?;
    let (before, after) = goal.split_once("重点工作任务")?;
    let (number, rest) = after.split_once('项')?;
    let wrong = one_digit(number.parse().ok()?, dice)?;
    let changed = format!("{before}重点工作任务{wrong}项{rest}");
    let cells = card.table.rows.iter_mut().flatten();
    cells.filter(|cell| **cell == Cell::Words(goal.clone())).for_each(|cell| *cell = Cell::words(&changed));
    card.head.goal = Some(changed);
    Some(Spot::Card { project: String::new() })
}

/// A table that the contents list and that is not there: one that was left out, or never made.
fn missing_table(
    contents: &mut Option<Contents>,
    tables: &mut Vec<Table>,
    body: &Body,
    dice: &mut Dice,
) -> Option<Spot> {
    let contents = contents.as_mut()?;
    // A table that the text calls empty is not missed.
    let with_money = |table: &Table| {
        table.amounts().iter().any(
            |&(row, column)| !matches!(table.rows[row][column], Cell::Amount(amount) if amount.is_zero()),
        )
    };
    let listed = contents.entries.iter().rposition(|entry| entry.table && !entry.card)?;
    let left_out = |table: &Table| !matches!(table.id, "summary" | "fiscal_summary") && with_money(table);
    let places: Vec<usize> = (0..tables.len()).filter(|at| left_out(&tables[*at])).collect();
    let title = if dice.chance(50) {
        tables.remove(dice.pick(&places)).title
    } else {
        let title = if body.is_final { "国有资产占用情况表" } else { "政府采购预算表" };
        contents.entries.insert(listed + 1, Entry::of_title(title));
        title.to_owned()
    };
    Some(Spot::Contents { titles: vec![title] })
}

/// Two tables of the contents in each other's place.
fn order(contents: &mut Option<Contents>, dice: &mut Dice) -> Option<Spot> {
    let contents = contents.as_mut()?;
    let tables: Vec<usize> = (0..contents.entries.len())
        .filter(|at| contents.entries[*at].table && !contents.entries[*at].card)
        .collect();
    let (one, other) = (dice.pick(&tables), dice.pick(&tables));
    if one == other {
        return None;
    }
    contents.entries.swap(one, other);
    Some(Spot::Contents { titles: [one, other].map(|at| contents.entries[at].text.clone()).to_vec() })
}

fn add(cell: &mut Cell, more: Decimal) {
    if let Cell::Words(words) = cell {
        *words = (words.parse::<Decimal>().expect("points") + more).to_string();
    }
}
