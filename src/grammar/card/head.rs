//! What stands around the list of indicators: labels with their values, and tables of money.
//!
//! In: rows of a raster. Out: the fields of the card, and everything else as entries under the labels that stand beside
//! and above it. A value's label is the nearest label to its left; an amount is also named by the heading above it.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Claims;
use super::money::{assign_year, is_money, unit_in_brackets};
use crate::form::{CardField, CardWords};
use crate::grammar::amount;
use crate::grammar::ruled::raster::{Cell, Raster};
use crate::model::{Card, CardEntry, Claim};

/// A card while its head is read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// The card so far.
    pub(super) card: Card,
    /// 部门名称, which is the issuer where no 实施单位 is printed.
    pub(super) department: Option<String>,
    /// The issuer printed above the grid.
    pub(super) caption_issuer: Option<String>,
    /// The text field read last, which may go on below a page's edge.
    pub(super) last: Option<CardField>,
    /// Whether the money read so far is that of the whole life of the project, or already that of the year beside it.
    pub(super) term: Term,
    /// Parts of the fiscal money, where they are printed under its label (xinjiang.toml: 上级安排, 本级安排).
    pub(super) parts: Vec<Decimal>,
}

/// Which money a card has printed so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Term {
    /// That of the year only.
    #[default]
    None,
    /// 实施期资金总额
    First,
    /// 实施期资金总额, and then 年度资金总额: what follows for the year counts.
    AndYear,
}

/// A block of rows that is no list.
pub(super) struct Block<'r, 'a> {
    /// The grid.
    pub(super) raster: &'r Raster<'a>,
    /// Its rows.
    pub(super) rows: Range<usize>,
    /// The words of cards.
    pub(super) words: &'r CardWords,
}

/// What a cell is on the head of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Label(CardField),
    Number(Decimal),
    Words,
}

impl<'a> Block<'_, 'a> {
    /// Whose card it is, if the block says so: a label of project or department with a value beside it.
    pub(super) fn names_a_card(&self) -> bool {
        let inside = self.cells().filter_map(|cell| self.split(&cell.text)).map(|(field, ..)| field);
        let mut fields = self.values().map(|(field, _)| field).chain(inside);
        fields.any(|field| matches!(field, CardField::Project | CardField::Department))
    }

    /// The values that stand just right of a label.
    fn values(&self) -> impl Iterator<Item = (CardField, &Cell<'a>)> {
        self.cells().filter_map(|cell| {
            let label = self.left(cell)?;
            let field = self.words.field(&label.text)?;
            let same = self.words.field(&cell.text).is_some();
            (!same && cell.at.row == label.at.row).then_some((field, cell))
        })
    }

    fn cells(&self) -> impl Iterator<Item = &Cell<'a>> {
        let filled = |cell: &&Cell<'a>| !cell.text.is_empty();
        self.rows.clone().flat_map(|row| self.raster.row(row)).filter(filled)
    }

    /// Reads the block into the card.
    pub(super) fn read(&self, draft: &mut Draft, claims: &mut Claims) {
        self.go_on(draft, claims);
        for cell in self.cells() {
            if draft.card.unit.is_none() {
                draft.card.unit = unit_in_brackets(&cell.text);
            }
            if claims.has(cell.at) || self.labelled(cell, draft, claims) {
                continue;
            }
            match self.part(cell) {
                Part::Label(field) => self.label(field, cell, draft),
                Part::Number(value) => self.number(cell, value, draft, claims),
                Part::Words => self.text(cell, draft, claims),
            }
        }
    }

    /// A label and its value in one cell: 项目名称：福利院修缮, 其中：财政拨款：80.00.
    fn split<'t>(&self, text: &'t str) -> Option<(CardField, &'t str, &'t str)> {
        let mut colons = text.match_indices(['：', ':']).take(2);
        let found = colons.find_map(|(at, colon)| {
            let (label, value) = (text.get(..at)?, text.get(at + colon.len()..)?);
            Some((self.words.field(label)?, label, value))
        });
        found.filter(|(_, _, value)| !value.is_empty() && self.words.field(text).is_none())
    }

    /// Reads a cell that holds a label and its value; `false` where it is no such cell.
    fn labelled(&self, cell: &Cell<'_>, draft: &mut Draft, claims: &mut Claims) -> bool {
        let Some((field, label, value)) = self.split(&cell.text) else { return false };
        let number = amount::number(value).filter(|_| is_money(field));
        if let Some(number) = number {
            assign_year(field, None, number, draft);
            self.keep(cell, label.to_owned(), Some(number), draft, claims);
        } else if take(field, value, draft) {
            claims.add(cell.at, Claim::Card);
        } else {
            return false;
        }
        true
    }

    /// The words of the text field above a page's edge go on in the first rows below it, beside a blank label.
    fn go_on(&self, draft: &mut Draft, claims: &mut Claims) {
        let Some(field) = draft.last.take() else { return };
        for row in self.rows.clone() {
            let mut cells = self.raster.row(row).filter(|cell| !cell.text.is_empty());
            let (Some(cell), None) = (cells.next(), cells.next()) else { return };
            let words = self.part(cell) == Part::Words && cell.at.column > 0;
            if !words || self.left(cell).is_some() || !take(field, &cell.text, draft) {
                return;
            }
            claims.add(cell.at, Claim::Card);
        }
    }

    /// A label is a known wording that is not itself the value of a label beside it (a project may be called 其他).
    fn part(&self, cell: &Cell<'_>) -> Part {
        let beside = self.left(cell).and_then(|label| self.words.field(&label.text));
        let named = beside.is_some_and(|field| takes_words(field) && !is_goal(field));
        match self.words.field(&cell.text) {
            Some(field) if !named => return Part::Label(field),
            _ => {}
        }
        match amount::number(&cell.text) {
            Some(value) if !named => Part::Number(value),
            _ => Part::Words,
        }
    }

    fn label(&self, field: CardField, _cell: &Cell<'_>, draft: &mut Draft) {
        if takes_words(field) {
            draft.last = Some(field);
        }
    }

    /// The nearest cell at the left with words in it.
    pub(super) fn left(&self, cell: &Cell<'_>) -> Option<&Cell<'a>> {
        let row = cell.at.row as usize;
        let mut column = cell.at.column as usize;
        while column > 0 {
            let left = self.raster.cell(row, column - 1)?;
            if !left.text.is_empty() {
                return Some(left);
            }
            column = left.at.column as usize;
        }
        None
    }

    /// The nearest cell at the left that is neither a number nor a dash.
    fn left_words(&self, cell: &Cell<'_>) -> Option<&Cell<'a>> {
        let mut left = self.left(cell)?;
        while amount::number(&left.text).is_some() || amount::is_dash(&left.text) {
            left = self.left(left)?;
        }
        Some(left)
    }

    /// The nearest cells above, from the nearest up, within the block.
    pub(super) fn above(&self, cell: &Cell<'_>) -> Vec<&Cell<'a>> {
        let column = cell.at.column as usize;
        let mut row = cell.at.row as usize;
        let mut above = Vec::new();
        while row > self.rows.start {
            let Some(upper) = self.raster.cell(row - 1, column) else { break };
            if !upper.text.is_empty() {
                above.push(upper);
            }
            row = (upper.at.row as usize).min(row - 1);
        }
        above
    }

    /// The field of the nearest label above, if it stands just above or beside the same label at the left.
    fn heading(&self, cell: &Cell<'_>) -> Option<CardField> {
        let known = |above: &Cell<'a>| self.words.field(&above.text);
        let above = self.above(cell);
        let (heading, field) = above.iter().find_map(|above| Some((*above, known(above)?)))?;
        let row = cell.at.row as usize;
        let upper = heading.at.row as usize;
        let one_cell = |column: usize| {
            let (here, there) = (self.raster.cell(row, column), self.raster.cell(upper, column));
            here.zip(there).is_some_and(|(here, there)| here.at == there.at && !here.text.is_empty())
        };
        let beside = (0..heading.at.column as usize).any(one_cell);
        (heading.end_row() == row || beside).then_some(field)
    }

    fn text(&self, cell: &Cell<'_>, draft: &mut Draft, claims: &mut Claims) {
        let left = self.left(cell);
        // 任务名称 below 年度履职目标 heads a column, it is no goal.
        let heading = self.heading(cell).filter(|_| self.words.column(&cell.text).is_none());
        let beside = left.and_then(|label| self.words.field(&label.text));
        let field = match (heading, beside) {
            (Some(goal), Some(block)) if is_goal(goal) && (is_goal(block) || block == CardField::Block) => {
                Some(goal)
            }
            (_, Some(field)) => Some(field),
            (Some(goal), None) if is_goal(goal) => Some(goal),
            _ => None,
        };
        if left.is_none() && field.is_none() && self.title(&cell.text, &mut draft.card) {
            return;
        }
        match field.filter(|&field| take(field, &cell.text, draft)) {
            Some(CardField::Phone) => {}
            Some(field) => {
                draft.last = Some(field);
                claims.add(cell.at, Claim::Card);
            }
            None => self.entry(cell, None, draft, claims),
        }
    }

    /// A title or a year printed inside the frame, such as （2026年度）.
    fn title(&self, text: &str, card: &mut Card) -> bool {
        let short = text.chars().count() <= LONGEST_TITLE;
        let year = super::year_in(text).filter(|_| short);
        let is_title = short && self.words.kind(text).is_some();
        if is_title {
            card.title.get_or_insert_with(|| text.to_owned());
        }
        card.year = card.year.or(year);
        is_title || year.is_some()
    }

    /// Keeps what has no field under the words beside it. Headings of columns say nothing themselves.
    fn entry(&self, cell: &Cell<'_>, value: Option<Decimal>, draft: &mut Draft, claims: &mut Claims) {
        let remark = self.left(cell).and_then(|left| self.words.field(&left.text)) == Some(CardField::Remark);
        if value.is_none() && !remark && self.is_heading(cell) {
            return;
        }
        if amount::is_dash(&cell.text) {
            return;
        }
        let short = |left: &&Cell<'_>| left.text.chars().count() <= LONGEST_LABEL;
        let label = self.left_words(cell).filter(short).map(|label| label.text.clone()).unwrap_or_default();
        // Short words with nothing at the left label what stands at their right; with a number in them they say more.
        let right = self
            .raster
            .row(cell.at.row as usize)
            .any(|other| other.at.column > cell.at.column && !other.text.is_empty());
        if value.is_none() && label.is_empty() && right && is_short(&cell.text) {
            return;
        }
        self.keep(cell, label, value, draft, claims);
    }

    pub(super) fn keep(
        &self,
        cell: &Cell<'_>,
        label: String,
        value: Option<Decimal>,
        draft: &mut Draft,
        claims: &mut Claims,
    ) {
        let place = cell.place(self.raster.shape.page);
        draft.card.entries.push(CardEntry { label, text: cell.text.clone(), value, place });
        claims.add(cell.at, Claim::Card);
    }

    /// A short wording in a row of short wordings, of which one is known to head a column or a row; a task and what it
    /// consists of may be as short.
    fn is_heading(&self, cell: &Cell<'_>) -> bool {
        let row = cell.at.row as usize;
        let filled = || self.raster.row(row).filter(|cell| !cell.text.is_empty());
        let known = |cell: &Cell<'_>| {
            self.words.field(&cell.text).is_some() || self.words.column(&cell.text).is_some()
        };
        let words = |cell: &Cell<'_>| is_short(&cell.text) || known(cell);
        filled().count() >= 2 && filled().all(words) && filled().any(known)
    }
}

/// Longer words are no title.
const LONGEST_TITLE: usize = 48;

/// Longer words are no label of an entry.
const LONGEST_LABEL: usize = 20;

/// A few words without a number.
fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST_LABEL && !text.contains(|c: char| c.is_ascii_digit())
}

fn takes_words(field: CardField) -> bool {
    !is_money(field) && field != CardField::Block
}

fn is_goal(field: CardField) -> bool {
    matches!(field, CardField::Goal | CardField::TermGoal | CardField::GoalPlanned | CardField::GoalActual)
}

/// Gives words to their field; `false` where the field takes none.
pub(super) fn take(field: CardField, text: &str, draft: &mut Draft) -> bool {
    let card = &mut draft.card;
    let into = match field {
        CardField::Project => &mut card.project,
        CardField::Department => &mut draft.department,
        CardField::Authority => &mut card.authority,
        CardField::Issuer => &mut card.issuer,
        CardField::Leader => &mut card.leader,
        CardField::Goal | CardField::GoalPlanned => &mut card.goal,
        CardField::TermGoal => &mut card.term_goal,
        CardField::GoalActual => &mut card.goal_actual,
        CardField::Year => {
            card.year = super::year_in(text).or(card.year);
            return card.year.is_some();
        }
        CardField::Phone => return true,
        _ => return false,
    };
    let text = if field == CardField::Leader { without_phone(text) } else { text };
    into.get_or_insert_default().push_str(text);
    true
}

/// A name without the phone number that some forms print behind it: that is nobody's data.
fn without_phone(text: &str) -> &str {
    let number = |c: char| c.is_ascii_digit() || "-－—、，,/（）()".contains(c);
    let name = text.trim_end_matches(number);
    let digits = text.get(name.len()..).unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
    if digits >= 7 { name } else { text }
}

#[cfg(test)]
mod tests {
    use super::without_phone;

    #[test]
    fn a_phone_number_behind_a_name_is_left_out() {
        let check = |text: &str, expect: &str| assert_eq!(without_phone(text), expect, "{text}");
        check("张某13800000000", "张某");
        check("张某（0991-0000000）", "张某");
        check("张某、0000000", "张某");
        check("张某、李某", "张某、李某");
        check("张某（处长）", "张某（处长）");
        check("张某2", "张某2");
        check("张某000000", "张某000000");
    }
}
