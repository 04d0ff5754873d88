//! Lists of parts: which whole an amount behind 其中 or 包括 belongs to.
//!
//! A list is full when its parts add up to the whole; what comes after is no part of it, zeros excepted.

use rust_decimal::Decimal;

use crate::model::Statement;

#[derive(Debug, Clone)]
struct List {
    depth: usize,
    /// Index of the whole.
    whole: usize,
    amount: Option<Decimal>,
    sum: Decimal,
    /// Opened at the end of a sentence (`其中：`), so that its parts are the paragraphs that follow.
    reaches_on: bool,
}

impl List {
    fn full(&self) -> bool {
        self.amount.is_some_and(|amount| !self.sum.is_zero() && amount == self.sum)
    }
}

/// The lists that are open, inner ones last.
#[derive(Debug, Default)]
pub(super) struct Lists {
    open: Vec<List>,
}

impl Lists {
    /// Opens a list behind its whole.
    pub(super) fn open(&mut self, depth: usize, whole: usize, amount: Option<Decimal>) {
        self.open.retain(|list| list.depth <= depth && list.whole != whole);
        self.open.push(List { depth, whole, amount, sum: Decimal::ZERO, reaches_on: false });
    }

    /// The whole that an amount at this depth is a part of.
    pub(super) fn take(
        &mut self,
        depth: usize,
        amount: Option<Decimal>,
        found: &[Statement],
    ) -> Option<usize> {
        let counts = amount.is_some_and(|amount| !amount.is_zero());
        while self.open.last().is_some_and(|list| list.depth > depth || counts && list.full()) {
            self.open.pop();
        }
        // A bracket behind a part does not go on with the list around it.
        let list = self.open.last_mut().filter(|list| list.depth == depth)?;
        found.get(list.whole)?;
        list.sum = amount.and_then(|amount| list.sum.checked_add(amount)).unwrap_or(list.sum);
        Some(list.whole)
    }

    /// The parts of one whole turn out to be those of another.
    pub(super) fn turn(&mut self, whole: usize, other: usize, amount: Option<Decimal>) {
        for list in self.open.iter_mut().filter(|list| list.whole == whole) {
            (list.whole, list.amount) = (other, amount);
        }
    }

    /// A sentence ends; with a colon where the parts follow in paragraphs of their own.
    pub(super) fn end_sentence(&mut self, with_colon: bool) {
        self.open.retain(|list| list.depth == 0);
        if let Some(list) = self.open.last_mut() {
            list.reaches_on |= with_colon;
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        self.open.retain(|list| list.reaches_on);
    }

    /// Whether a list opened in this paragraph is open.
    pub(super) fn in_paragraph(&self) -> bool {
        self.open.iter().any(|list| !list.reaches_on)
    }
}
