//! Rows of words become indicators; what was uncertain becomes notes.

use rust_decimal::Decimal;

use super::fragment::joined;
use super::row::{Row, Rows};
use crate::base::{Notes, Place};
use crate::form::{CardWords, IndicatorColumn};
use crate::grammar::amount;
use crate::grammar::card::target;
use crate::model::{Card, Indicator};

/// Gives the card the indicators of these rows.
pub(super) fn read(rows: &Rows<'_>, of_card: &[Row], words: &CardWords, card: &mut Card, notes: &mut Notes) {
    let mut levels = (None, None);
    for row in of_card {
        match (rows.level(row.level1), rows.level(row.level2)) {
            (Some(level1), level2) => levels = (Some(level1), level2),
            (None, Some(level2)) => levels.1 = Some(level2),
            (None, None) => {}
        }
        if row.cells.is_empty() {
            continue;
        }
        let indicator = indicator(rows, row, words);
        let indicator = Indicator { level1: levels.0.clone(), level2: levels.1.clone(), ..indicator };
        if row.open {
            let name = indicator.level3.as_deref().unwrap_or_default();
            let message = format!(
                "card {}: the words of the indicator {name} could be parted among the columns in another way",
                card.no
            );
            notes.warning("indicator-undecided", indicator.place, message);
        }
        card.indicators.push(indicator);
    }
    weights(rows, card, notes);
}

impl Rows<'_> {
    /// The name of a level, without the points in brackets behind it.
    fn level(&self, range: (usize, usize)) -> Option<String> {
        let text = self.text(range)?;
        let points = text.rsplit_once(['（', '(']).map(|(name, _)| name.to_owned());
        points.or(Some(text))
    }

    fn text(&self, (from, to): (usize, usize)) -> Option<String> {
        let text = joined(self.body.get(from..to)?);
        (!text.is_empty()).then_some(text)
    }

    fn place(&self, at: usize) -> Place {
        Place { line: self.body.get(at).map(|word| word.line.saturating_add(1)), ..Place::default() }
    }
}

fn indicator(rows: &Rows<'_>, row: &Row, words: &CardWords) -> Indicator {
    use IndicatorColumn as C;
    let rest_of = rest_of(rows, row);
    let cell = |wanted: C| {
        let (nth, cell) = rows
            .columns
            .iter()
            .zip(&row.cells)
            .enumerate()
            .find_map(|(nth, (column, cell))| (*column == wanted).then_some((nth, *cell)))?;
        let text = rows.text(cell);
        if rest_of != Some(nth) {
            return text;
        }
        Some(text.unwrap_or_default() + &rows.text(row.rest).unwrap_or_default())
    };
    let value = cell(C::Target).unwrap_or_default();
    let operator = cell(C::Operator).unwrap_or_default();
    let unit = cell(C::TargetUnit).unwrap_or_default();
    let target = target::read_parts(&operator, &value, &unit, words);
    let begins = row.cells.first().map_or(row.from, |cell| cell.0);
    Indicator {
        level3: cell(C::Level3),
        operator: target.operator,
        target: target.number,
        target_unit: target.unit,
        target_text: target.text,
        basis: cell(C::Basis),
        previous: cell(C::Previous),
        activity: cell(C::Activity),
        term_target: cell(C::TermTarget),
        explanation: cell(C::Explanation),
        actual: cell(C::Actual),
        score: cell(C::Score).and_then(|text| points(&text)),
        deviation: cell(C::Deviation),
        remark: cell(C::Remark),
        weight: cell(C::Weight).and_then(|text| points(&text)),
        scoring: cell(C::Scoring),
        evidence: cell(C::Evidence),
        place: rows.place(begins),
        ..Indicator::default()
    }
}

/// 5, 5分, 5%
fn points(text: &str) -> Option<Decimal> {
    amount::number(text.trim_end_matches(['分', '%']))
}

/// The cell that the rest of a row belongs to: the one whose bracket is still open.
fn rest_of(rows: &Rows<'_>, row: &Row) -> Option<usize> {
    if row.rest.0 == row.rest.1 {
        return None;
    }
    let open = |text: &str| {
        let more = |opens: char, closes: char| text.matches(opens).count() > text.matches(closes).count();
        more('《', '》') || more('（', '）')
    };
    row.cells.iter().rposition(|&cell| rows.text(cell).is_some_and(|text| open(&text)))
}

/// Notes the words that no column takes, other than page numbers; `no` is the last card of the list.
pub(super) fn loose(rows: &Rows<'_>, no: u32, notes: &mut Notes) {
    let words = rows.loose.iter().filter_map(|&at| Some((at, rows.body.get(at)?)));
    let words: Vec<_> =
        words.filter(|(_, word)| !(word.alone && amount::number(word.text).is_some())).collect();
    let Some(&(first, _)) = words.first() else { return };
    let text: Vec<&str> = words.iter().take(12).map(|(_, word)| word.text).collect();
    let more = if words.len() > text.len() { " …" } else { "" };
    let message = format!(
        "card {}: {} words below the list of indicators, or between them, belong to no column: {}{more}",
        no,
        words.len(),
        text.join(" ")
    );
    notes.info("card-loose-words", rows.place(first), message);
}

/// The points of a card make 100, or 90 where the execution of the budget has the other 10.
fn weights(rows: &Rows<'_>, card: &Card, notes: &mut Notes) {
    if !rows.columns.contains(&IndicatorColumn::Weight) {
        return;
    }
    let sum = card.indicators.iter().filter_map(|indicator| indicator.weight);
    let sum = sum.fold(Decimal::ZERO, |sum, weight| sum.saturating_add(weight));
    if sum != Decimal::ONE_HUNDRED && sum != Decimal::from(90) {
        let message = format!("card {}: the weights of its indicators make {sum}, not 90 or 100", card.no);
        notes.warning("card-weights", card.place, message);
    }
}
