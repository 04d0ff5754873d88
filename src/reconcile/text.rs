//! The sentences as the checks see them: whose year an amount is of, and to which digit it is printed.
//!
//! In: the statements of the document. Out: figures for the two sides of an equation. An amount of the text is known to
//! the finest digits printed in its section in that unit: `250万元` beside `304.63万元` is 250.00.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::evidence::{At, Source};
use super::tally::Tally;
use super::view::Figure;
use crate::base::Unit;
use crate::form::NarrativeWords;
use crate::model::{Disclosure, Document, Statement};

/// The statements of a document.
pub(super) struct Text<'d> {
    document: &'d Document,
    words: &'d NarrativeWords,
    decimals: BTreeMap<(&'d str, Unit), u32>,
}

impl<'d> Text<'d> {
    pub(super) fn of(document: &'d Document, words: &'d NarrativeWords) -> Self {
        let mut decimals: BTreeMap<(&str, Unit), u32> = BTreeMap::new();
        for statement in &document.statements {
            let Some(unit) = statement.unit else { continue };
            let numbers = [statement.amount, statement.change, statement.previous].into_iter().flatten();
            let most = decimals.entry((section(statement), unit)).or_default();
            *most = numbers.map(|number| number.scale()).fold(*most, u32::max);
        }
        Self { document, words, decimals }
    }

    /// The words of passages.
    pub(super) fn words(&self) -> &'d NarrativeWords {
        self.words
    }

    /// What the text says of itself: statements outside of reasons.
    pub(super) fn statements(&self) -> impl Iterator<Item = &'d Statement> + use<'d> {
        self.document.statements.iter().filter(|statement| !statement.in_reason)
    }

    /// Amounts of the year and the kind of the document: a budget also tells what was spent the year before, a final
    /// account what was planned.
    pub(super) fn current(&self) -> impl Iterator<Item = &'d Statement> + use<'_, 'd> {
        self.statements().filter(|statement| statement.amount.is_some() && self.is_current(statement))
    }

    fn is_current(&self, statement: &Statement) -> bool {
        let year = self.document.cover.fiscal_year;
        if year.is_some() && statement.year.is_some_and(|told| Some(told) != year) {
            return false;
        }
        let is_final =
            matches!(self.document.cover.disclosure, Disclosure::DepartmentFinal | Disclosure::UnitFinal);
        let measure = statement.measure.as_deref();
        match is_final {
            true => measure.map_or_else(
                || {
                    !statement
                        .subject
                        .as_deref()
                        .is_some_and(|subject| self.words.is_planned_measure(subject))
                },
                |measure| !self.words.is_planned_measure(measure),
            ),
            false => !measure.is_some_and(|measure| self.words.is_executed_measure(measure)),
        }
    }

    /// Whether it tells what was planned, in a document that also tells what was spent.
    pub(super) fn is_planned(&self, statement: &Statement) -> bool {
        let said = [&statement.measure, &statement.subject];
        said.into_iter().flatten().any(|words| self.words.is_planned_measure(words))
    }

    /// A number of a statement, in the unit of the statement.
    pub(super) fn figure(&self, statement: &Statement, number: Decimal) -> Figure {
        let of_section = statement.unit.and_then(|unit| self.decimals.get(&(section(statement), unit)));
        let decimals = of_section.copied().unwrap_or_default().max(number.scale());
        let figure = Figure::printed(number, decimals, statement.unit);
        // Nothing is nothing to any digit.
        if number.is_zero() { Figure { half: Decimal::ZERO, ..figure } } else { figure }
    }

    /// The amount of a statement as one side of an equation.
    pub(super) fn amount(&self, statement: &Statement) -> Tally {
        let mut tally = Tally::default();
        if let Some(amount) = statement.amount {
            self.add(&mut tally, false, statement, amount, name(statement));
        }
        tally
    }

    /// Adds a number of a statement.
    pub(super) fn add(
        &self,
        tally: &mut Tally,
        negative: bool,
        statement: &Statement,
        number: Decimal,
        label: &str,
    ) {
        let of = format!("text[{}]", statement.code.as_deref().unwrap_or(label));
        tally.signed(negative, self.figure(statement, number), &of, label, at(statement));
    }

    /// The statement of which another one is a part.
    pub(super) fn whole(&self, part: &Statement) -> Option<&'d Statement> {
        let at = usize::try_from(part.part_of?).ok()?.checked_sub(1)?;
        self.document.statements.get(at)
    }

    /// The statements that are told as parts of another one, in order, by the number of the whole.
    pub(super) fn parts(&self) -> BTreeMap<u32, Vec<&'d Statement>> {
        let mut parts: BTreeMap<u32, Vec<&Statement>> = BTreeMap::new();
        for statement in self.statements() {
            if let Some(whole) = statement.part_of {
                parts.entry(whole).or_default().push(statement);
            }
        }
        parts
    }
}

/// What a statement is of, for messages.
pub(super) fn name(statement: &Statement) -> &str {
    statement.subject.as_deref().unwrap_or("?")
}

/// Where a statement stands.
pub(super) fn at(statement: &Statement) -> At {
    At { source: Source::Statement { no: statement.no }, place: statement.place }
}

/// The heading path of a statement.
pub(super) fn section(statement: &Statement) -> &str {
    statement.section.as_deref().unwrap_or_default()
}
