//! The cards of a document while its grids go by: which grid is part of a card, where a card begins and ends, and what goes
//! on over a page's edge.

use rust_decimal::Decimal;

use super::head::{Block, Draft};
use super::levels::{self, LevelCell};
use super::list::List;
use super::row::{Found, Rows};
use super::{Cards, many, title};
use crate::base::{Notes, Place};
use crate::flat::{Flat, GridShape};
use crate::form::{CardField, CardKind, CardWords, Grammars};
use crate::grammar::caption::{self, Caption};
use crate::grammar::ruled::header;
use crate::grammar::ruled::raster::{Cell, Raster};
use crate::model::{Card, Claim, Indicator};

/// Cards read so far and the one that is open.
pub(super) struct Deck<'a> {
    flat: &'a Flat,
    grammars: &'a Grammars,
    pub(super) notes: &'a mut Notes,
    pub(super) cards: Cards,
    pub(super) open: Option<Open>,
    list: Option<List>,
    /// What stands above the grid that began the card or the list.
    caption: Caption,
    /// The page read last.
    page: u32,
}

/// A card that is being read.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub(super) draft: Draft,
    pub(super) indicators: Vec<Indicator>,
    /// For each indicator the cells of its levels.
    pub(super) levels: Vec<[LevelCell; 2]>,
    /// The words in the key column of a list of many cards.
    pub(super) key: Option<String>,
}

impl<'a> Deck<'a> {
    pub(super) fn new(flat: &'a Flat, grammars: &'a Grammars, notes: &'a mut Notes) -> Self {
        Self {
            flat,
            grammars,
            notes,
            cards: Cards::default(),
            open: None,
            list: None,
            caption: Caption::default(),
            page: 0,
        }
    }

    pub(super) fn words(&self) -> &'a CardWords {
        &self.grammars.cards
    }

    /// Takes the next grid, if it is part of a card; `lists` begin in it, and `next` follows it.
    pub(super) fn take(
        &mut self,
        grid: usize,
        raster: &Raster<'_>,
        lists: &[List],
        next: Option<(&Raster<'_>, &[List])>,
    ) {
        let active = self.open.is_some() || self.list.is_some();
        let near = active && raster.shape.page.saturating_sub(self.page) <= 1;
        let may_begin = !lists.is_empty() || self.is_head(raster, next);
        if !may_begin && !near {
            self.leave();
            return;
        }
        let top = header::caption_rows(raster, self.grammars);
        let inside: Vec<String> = (0..top).flat_map(|row| raster.row(row)).flat_map(Cell::lines).collect();
        let caption = caption::read(self.flat, raster.shape, &inside, self.grammars);
        let goes_on = near && self.goes_on(raster, lists, &caption);
        if !goes_on {
            self.leave();
        }
        if !may_begin && !goes_on {
            return;
        }
        self.cards.grids.insert(u32::try_from(grid).unwrap_or(u32::MAX));
        self.page = raster.shape.page;
        if !goes_on || caption.title.is_some() {
            self.caption = caption;
        }
        self.read(raster, lists, top);
    }

    /// Ends what is open: the card and its list.
    fn leave(&mut self) {
        self.close();
        self.list = None;
    }

    /// Whether a grid on the same or the next page goes on with the open card: with a repeated header and no head of its
    /// own, or without any header in the same frame.
    fn goes_on(&self, raster: &Raster<'_>, lists: &[List], caption: &Caption) -> bool {
        let title = caption.title.as_ref();
        let other_title = title.is_some() && title != self.caption.title.as_ref();
        let first = lists.first().map_or(raster.rows, |list| list.begin);
        let block = Block { raster, rows: 0..first, words: self.words() };
        match (&self.list, lists.first()) {
            _ if other_title || block.names_a_card() && (self.list.is_none() || !lists.is_empty()) => false,
            (_, Some(_)) => true,
            // A page may print the title again over the rest of a list (yantai.toml), but not over that of a head.
            (Some(list), None) => {
                let rest =
                    title.is_none() && raster.shape.may_continue || title.is_some() && !block.names_a_card();
                rest && list.same_frame(raster) || title.is_none() && list.same_columns(raster)
            }
            (None, None) => title.is_none() && raster.shape.may_continue,
        }
    }

    /// Whether a grid without a list is the head of a card whose list is on the next grid. A list below a title of its own
    /// is that of another card: a table of projects may stand before it.
    fn is_head(&self, raster: &Raster<'_>, next: Option<(&Raster<'_>, &[List])>) -> bool {
        let Some((next, lists)) = next else { return false };
        let Some(list) = lists.first() else { return false };
        let named = |raster, to| Block { raster, rows: 0..to, words: self.words() }.names_a_card();
        next.shape.page <= raster.shape.page + 1
            && named(raster, raster.rows)
            && !named(next, list.begin)
            && !self.begins_under_a_title(raster, next)
    }

    /// Whether a title stands above a grid that does not stand above the one before it.
    fn begins_under_a_title(&self, before: &Raster<'_>, raster: &Raster<'_>) -> bool {
        let title = |raster: &Raster<'_>| caption::read(self.flat, raster.shape, &[], self.grammars).title;
        title(raster).is_some_and(|own| Some(own) != title(before))
    }

    fn read(&mut self, raster: &Raster<'_>, lists: &[List], top: usize) {
        let mut lists = lists.iter().peekable();
        let mut current = self.list.take().map(|list| list.on(raster));
        let mut first = top;
        let mut row = top;
        while row < raster.rows {
            if let Some(list) = lists.next_if(|list| list.begin <= row) {
                first = list.end;
                row = list.end.max(row + 1);
                self.open_for(raster, list);
                current = Some(list.clone());
                continue;
            }
            let limit = lists.peek().map_or(raster.rows, |list| list.begin);
            if let Some(list) = &current {
                let rows = Rows { raster, list, words: self.words(), first };
                if rows.holds(row) {
                    self.row(&rows, row);
                    row += 1;
                    continue;
                }
            }
            let end = (row + 1..limit).find(|&next| self.is_listed(raster, &current, first, next));
            let end = end.unwrap_or(limit).max(row + 1);
            if self.block(raster, row..end) {
                current = None;
            }
            row = end;
        }
        self.list = current;
    }

    fn is_listed(&self, raster: &Raster<'_>, list: &Option<List>, first: usize, row: usize) -> bool {
        list.as_ref().is_some_and(|list| Rows { raster, list, words: self.words(), first }.holds(row))
    }

    /// Reads rows around a list; tells whether they begin another card.
    fn block(&mut self, raster: &Raster<'_>, rows: std::ops::Range<usize>) -> bool {
        let block = Block { raster, rows, words: self.words() };
        let begins = block.names_a_card()
            && self.open.as_ref().is_some_and(|open| !open.indicators.is_empty() || open.key.is_some());
        if begins {
            self.close();
        }
        let from = block.rows.start;
        self.open_at(raster.shape, raster.line(from));
        if let Some(open) = self.open.as_mut() {
            block.read(&mut open.draft, &mut self.cards.claims);
        }
        begins
    }

    fn open_for(&mut self, raster: &Raster<'_>, list: &List) {
        if list.key().is_none() {
            self.open_at(raster.shape, raster.line(list.begin));
        }
    }

    /// Opens a card unless one is open.
    pub(super) fn open_at(&mut self, shape: &GridShape, line: u32) {
        let caption = &self.caption;
        if self.open.is_some() {
            return;
        }
        let mut open = Open::default();
        let card = &mut open.draft.card;
        card.title = title::of(self.flat, shape, caption, &self.grammars.cards);
        card.unit = caption.unit;
        card.place = Place { page: Some(shape.page), line: Some(line), rect: Some(shape.rect) };
        let year = caption.title.as_deref().and_then(super::year_in);
        card.year = caption::year_above(self.flat, shape).or(year);
        open.draft.caption_issuer.clone_from(&caption.issuer);
        self.open = Some(open);
    }

    fn row(&mut self, rows: &Rows<'_, '_>, row: usize) {
        if let Some(key) = rows.list.key()
            && !many::take(self, rows, row, key)
        {
            return;
        }
        let Some(open) = self.open.as_mut() else { return };
        let found = rows.read(row);
        if let Found::Nothing = found {
            return;
        }
        many::claim(rows, row, &mut self.cards.claims);
        let first_indicator = open.indicators.is_empty();
        match found {
            Found::RestOfName(rest) if !first_indicator => {
                append(open.indicators.last_mut().map(|last| &mut last.level3), &rest);
            }
            Found::RestOfTarget(rest) if !first_indicator => {
                append(open.indicators.last_mut().map(|last| &mut last.target_text), &rest);
            }
            Found::Indicator(indicator, levels) => {
                open.draft.last = None;
                open.add(*indicator, levels);
            }
            _ => {}
        }
    }

    /// Ends the open card.
    pub(super) fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        let words = self.words();
        if open.is_blank() {
            let message = "a form of a card that nobody has filled in";
            self.notes.info("card-blank", open.draft.card.place, message);
            return;
        }
        let no = u32::try_from(self.cards.cards.len() + 1).unwrap_or(u32::MAX);
        let parts = std::mem::take(&mut open.draft.parts);
        let mut card = open.finish(no, words);
        sum_parts(&mut card, &parts, self.notes);
        self.cards.cards.push(card);
    }

    pub(super) fn finish(mut self) -> Cards {
        self.close();
        self.cards
    }
}

/// Fiscal money that is printed in parts only is their sum.
fn sum_parts(card: &mut Card, parts: &[Decimal], notes: &mut Notes) {
    if card.budget_fiscal.is_some() || parts.is_empty() {
        return;
    }
    let sum = parts.iter().fold(Decimal::ZERO, |sum, part| sum.saturating_add(*part));
    card.budget_fiscal = Some(sum);
    let printed: Vec<String> = parts.iter().map(Decimal::to_string).collect();
    let message = format!(
        "card {}: the fiscal money is printed in parts only; {sum} is the sum of {}",
        card.no,
        printed.join(" and ")
    );
    notes.info("card-money-summed", card.place, message);
}

fn append(text: Option<&mut Option<String>>, rest: &str) {
    if let Some(text) = text {
        text.get_or_insert_default().push_str(rest);
    }
}

impl Open {
    /// Whether nothing but the form itself is printed.
    fn is_blank(&self) -> bool {
        let Draft { card, department, .. } = &self.draft;
        let named = card.project.is_some() || department.is_some() || card.goal.is_some();
        self.indicators.is_empty() && card.entries.is_empty() && !named
    }

    pub(super) fn add(&mut self, indicator: Indicator, levels: [LevelCell; 2]) {
        self.indicators.push(indicator);
        self.levels.push(levels);
    }

    fn finish(self, no: u32, words: &CardWords) -> Card {
        let Open { draft, mut indicators, levels, .. } = self;
        let labels = levels::resolve(&levels, words);
        for (indicator, [first, second]) in indicators.iter_mut().zip(labels) {
            indicator.level1 = indicator.level1.take().or(first);
            indicator.level2 = indicator.level2.take().or(second);
        }
        let mut card = draft.card;
        let kind = card.title.as_deref().and_then(|title| words.kind(title));
        card.no = no;
        card.of_department = match kind {
            Some(kind) => kind == CardKind::Department,
            None => card.project.is_none(),
        };
        card.issuer =
            card.issuer.or(draft.department).or(draft.caption_issuer).or_else(|| card.authority.clone());
        card.indicators = indicators;
        card
    }
}

/// What a list of many cards says in one of its own columns.
pub(super) fn is_text_field(field: CardField) -> bool {
    !matches!(
        field,
        CardField::Total
            | CardField::Fiscal
            | CardField::Other
            | CardField::CarryOver
            | CardField::Money
            | CardField::Block
    )
}

/// What a row of a list claims.
pub(super) const IN_LIST: Claim = Claim::Indicator;
