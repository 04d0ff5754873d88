//! Amounts with one wrong digit, one at a time, and what the checks say of each.
//!
//! The document is changed after it was read, so what is measured is the checks alone.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use yusuan::form::Grammars;
use yusuan::model::{Document, Kind, Row, RowRole, Table, Value};
use yusuan::reconcile::{Check, Source, Verdict, check};

/// An amount by its indices in the document.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    pub(crate) table: usize,
    pub(crate) row: usize,
    pub(crate) value: usize,
}

impl Spot {
    pub(crate) fn of(self, document: &Document) -> (&Table, &Row, &Value) {
        let table = &document.tables[self.table];
        let row = &table.rows[self.row];
        (table, row, &row.values[self.value])
    }
}

/// Every amount of the tables.
fn spots(document: &Document) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (table, found) in document.tables.iter().enumerate() {
        for (row, found) in found.rows.iter().enumerate() {
            for (value, found) in found.values.iter().enumerate() {
                if found.kind == Kind::Amount && found.number.is_some() {
                    spots.push(Spot { table, row, value });
                }
            }
        }
    }
    spots
}

/// Shows the document with the amount at every `step`-th place as `wrong` makes it, one at a time.
pub(crate) fn each(
    document: &mut Document,
    step: usize,
    wrong: impl Fn(Decimal) -> Decimal,
    mut see: impl FnMut(&Document, Spot),
) {
    for spot in spots(document).into_iter().step_by(step) {
        let number = |document: &mut Document, number| {
            std::mem::replace(
                &mut document.tables[spot.table].rows[spot.row].values[spot.value].number,
                number,
            )
        };
        let right = spot.of(document).2.number;
        number(document, right.map(&wrong));
        see(document, spot);
        number(document, right);
    }
}

/// The number with its `at`-th digit (counted over and over) higher by `by`, from 1 to 9, and 0 after 9.
pub(crate) fn with_digit(number: Decimal, at: usize, by: u8) -> Decimal {
    let mut text = number.to_string().into_bytes();
    let digits: Vec<usize> = (0..text.len()).filter(|&at| text[at].is_ascii_digit()).collect();
    let digit = &mut text[digits[at % digits.len()]];
    *digit = (*digit - b'0' + by) % 10 + b'0';
    String::from_utf8(text).unwrap().parse().unwrap()
}

/// What became of the amounts with a wrong digit.
#[derive(Default)]
pub(crate) struct Survey {
    /// In tables with a total row or with codes and the codes below them.
    pub(crate) summed: Share,
    /// Of these the ones whose change is larger than what rounding can hide in a sum of two figures.
    pub(crate) visible: Share,
    /// All amounts.
    pub(crate) all: Share,
    /// Whose code another table prints too: those named, and nothing else with them.
    pub(crate) named: Share,
    /// Mutations after which a figure that is right was named.
    pub(crate) misled: usize,
    /// Where nothing was noticed in a table with sums, with the place and the change.
    pub(crate) unnoticed: Vec<String>,
    /// Where the code is repeated and the figure was not named.
    pub(crate) unnamed: Vec<String>,
}

/// How many of how many.
#[derive(Default, Clone, Copy)]
pub(crate) struct Share {
    pub(crate) hits: usize,
    pub(crate) of: usize,
}

impl Share {
    fn add(&mut self, hit: bool) {
        self.of += 1;
        self.hits += usize::from(hit);
    }

    /// In percent, rounded down.
    pub(crate) fn percent(self) -> usize {
        (self.hits * 100).checked_div(self.of).unwrap_or(100)
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let permille = (self.hits * 1000).checked_div(self.of).unwrap_or(1000);
        write!(f, "{} of {} ({}.{} %)", self.hits, self.of, permille / 10, permille % 10)
    }
}

impl Survey {
    /// Changes one digit of every `step`-th amount: which digit, and to which, follows from a fixed sequence.
    pub(crate) fn of(document: &mut Document, grammars: &Grammars, step: usize) -> Self {
        let mut survey = Self::default();
        let before = check(document, grammars).checks;
        let seed = std::cell::Cell::new(0u64);
        let wrong = |number: Decimal| {
            // Knuth's multiplicative sequence: as good as chance, and the same every time.
            seed.set(
                seed.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407),
            );
            with_digit(number, (seed.get() >> 33) as usize, (seed.get() >> 50) as u8 % 9 + 1)
        };
        let clean = document.clone();
        each(document, step, wrong, |document, spot| survey.see(&clean, document, spot, &before, grammars));
        survey
    }

    fn see(
        &mut self,
        clean: &Document,
        document: &Document,
        spot: Spot,
        before: &[Check],
        grammars: &Grammars,
    ) {
        let after = check(document, grammars).checks;
        let faults = |checks: &[Check]| checks.iter().filter(|c| c.verdict == Verdict::Mismatch).count();
        let noticed = faults(&after) > faults(before);
        let (table, row, value) = spot.of(document);
        let right = spot.of(clean).2.number.unwrap();
        let change = (value.number.unwrap() - right).abs();
        let cell = Source::Cell { table: table.no, row: row.no, column: value.column };
        let known = suspects(before);
        let named: BTreeSet<Source> = suspects(&after).difference(&known).copied().collect();
        let told = || {
            let title = table.title.as_deref().unwrap_or("?");
            let label = table.columns.get(value.column).map_or("?", |column| column.label.as_str());
            let key = [row.code.as_deref(), row.name.as_deref()].map(Option::unwrap_or_default).join(" ");
            format!("{title} | {label} | {key} | {right} → {}", value.number.unwrap())
        };
        self.all.add(noticed);
        self.misled += usize::from(named.iter().any(|source| *source != cell));
        if has_sums(table) {
            self.summed.add(noticed);
            let place = Decimal::new(1, decimals(clean, spot));
            if change > place {
                self.visible.add(noticed);
            }
            if !noticed {
                self.unnoticed.push(told());
            }
        }
        if is_repeated(clean, spot) {
            let right = named.len() == 1 && named.contains(&cell);
            self.named.add(right);
            if !right {
                self.unnamed.push(told());
            }
        }
    }

    /// Adds those of another document.
    pub(crate) fn join(mut self, other: Self) -> Self {
        let add = |one: Share, more: Share| Share { hits: one.hits + more.hits, of: one.of + more.of };
        self.summed = add(self.summed, other.summed);
        self.visible = add(self.visible, other.visible);
        self.all = add(self.all, other.all);
        self.named = add(self.named, other.named);
        self.misled += other.misled;
        self.unnoticed.extend(other.unnoticed);
        self.unnamed.extend(other.unnamed);
        self
    }
}

fn suspects(checks: &[Check]) -> BTreeSet<Source> {
    let causes = checks.iter().filter_map(|check| check.cause.as_ref());
    causes.filter_map(|cause| cause.suspect.as_ref()).map(|suspect| suspect.source).collect()
}

/// Whether a table prints sums: a total row, or a code with codes below it.
fn has_sums(table: &Table) -> bool {
    let rows = || table.rows.iter().filter(|row| !row.values.is_empty());
    let codes: Vec<&str> = rows().filter_map(|row| row.code.as_deref()).collect();
    let below = |code: &str| codes.iter().any(|other| other.len() > code.len() && other.starts_with(code));
    rows().any(|row| row.role == RowRole::Total) || codes.iter().any(|code| below(code))
}

/// Whether another table, under another name, prints the code of the row with amounts.
fn is_repeated(document: &Document, spot: Spot) -> bool {
    let (table, row, _) = spot.of(document);
    let Some(code) = row.code.as_deref().filter(|_| row.project.is_none()) else { return false };
    let others = document
        .tables
        .iter()
        .filter(|other| other.no != table.no && other.table_id.is_some() && other.table_id != table.table_id);
    others
        .flat_map(|other| &other.rows)
        .any(|row| row.code.as_deref() == Some(code) && !row.values.is_empty())
}

/// The most decimals of any amount in the column.
fn decimals(document: &Document, spot: Spot) -> u32 {
    let (table, _, value) = spot.of(document);
    let column = table.rows.iter().flat_map(|row| &row.values).filter(|other| other.column == value.column);
    column.filter_map(|other| other.number).map(|number| number.scale()).max().unwrap_or_default()
}
