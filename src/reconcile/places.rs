//! Equations between places: `summary.income[总计] = summary.expenditure[总计]`.
//!
//! One document may hold the tables of several units. It is cut into sections where its first table comes again, and
//! tables are compared within a section only. Where a section still has several tables of one name, some choice of them
//! can show that an equation holds; none can show that it fails.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::evidence::{At, Source};
use super::tally::{self, Tally, compare};
use super::view::{Reading, View, row_label};
use super::{Finding, Verdict};
use crate::form::equation::{Condition, Identity, Operand, Place, Rows, Side, Term};
use crate::model::Row;

mod select;

use select::{Bound, Cells, cells};

/// The tables an equation is evaluated on, by name, and what of them.
struct Scene<'v, 'd> {
    tables: BTreeMap<&'v str, &'v View<'d>>,
    bound: Bound,
}

/// More choices among tables of one name than this are not tried.
const MOST_CHOICES: usize = 24;

/// Evaluates `identity` on every section of the document.
pub(super) fn places(views: &[View], identity: &Identity) -> Vec<Finding> {
    sections(views).iter().flat_map(|section| in_section(section, identity)).collect()
}

/// Holds an amount that stands in no table against the right sides of an equation: the cell that fits it best, whichever
/// tables and columns of that name there are. A difference proves nothing where nothing of the table meant first is there,
/// unless the unit alone makes it.
pub(super) fn against(views: &[View], left: &Tally, identity: &Identity) -> Option<Finding> {
    let meant = meant(views, identity);
    let table_of = |at: usize| identity.right.get(at)?.iter().find_map(place_of).map(|place| &place.table);
    let first = meant.iter().any(|(at, _)| table_of(*at) == table_of(0));
    let compared =
        meant.into_iter().filter_map(|(_, side)| Some((compare(left, identity.relation, &side)?, side)));
    let (outcome, right) = compared.min_by_key(|(outcome, _)| outcome.rank())?;
    let (subject, left) = (String::new(), left.clone());
    let mut finding = Finding { subject, left, relation: identity.relation, right, outcome, said: None };
    tally::allow_cut(&finding.left, &mut finding.outcome);
    let doubtful = !first && !is_of_another_unit(&finding.left, &finding.right);
    if doubtful && finding.outcome.verdict == Verdict::Mismatch {
        finding.doubt("the table it may be of is not there");
    }
    Some(finding)
}

/// 元 in 万元.
const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// Whether one amount is the other, told in 万元 instead of 元 or the other way round; each is known as well as before.
fn is_of_another_unit(one: &Tally, other: &Tally) -> bool {
    let (Some((one, own)), Some((other, half))) = (one.total(true), other.total(true)) else { return false };
    let slack = own.saturating_add(half);
    let is_larger = |large: Decimal, small: Decimal| {
        let shrunk = large.checked_div(TEN_THOUSAND).filter(|_| small > slack);
        shrunk.is_some_and(|shrunk| shrunk.saturating_sub(small).abs() <= slack)
    };
    is_larger(one, other) || is_larger(other, one)
}

/// What the right sides of an equation may mean, each with the number of its side: every cell, in every table.
pub(super) fn meant(views: &[View], identity: &Identity) -> Vec<(usize, Tally)> {
    let mut meant = Vec::new();
    for section in sections(views) {
        for tables in choices(&section, identity) {
            let scene = Scene { tables, bound: Bound::default() };
            for (at, side) in identity.right.iter().enumerate() {
                meant.extend(scene.all_sides(side).into_iter().map(|tally| (at, tally)));
            }
        }
    }
    meant
}

/// Runs of tables that begin with the first canonical table of the document.
fn sections<'v, 'd>(views: &'v [View<'d>]) -> Vec<Vec<&'v View<'d>>> {
    let first = views.iter().find_map(View::id);
    let mut sections: Vec<Vec<&View>> = vec![Vec::new()];
    for view in views {
        if view.id().is_some()
            && view.id() == first
            && sections.last().is_some_and(|s| s.iter().any(|v| v.id() == first))
        {
            sections.push(Vec::new());
        }
        if let Some(section) = sections.last_mut() {
            section.push(view);
        }
    }
    sections
}

fn in_section(section: &[&View], identity: &Identity) -> Vec<Finding> {
    let choices = choices(section, identity);
    let mut found: Vec<Vec<Finding>> =
        choices.into_iter().map(|tables| on_tables(tables, identity)).collect();
    let single = found.len() == 1;
    found.retain(|findings| !findings.is_empty());
    let worst = |findings: &Vec<Finding>| findings.iter().map(|finding| finding.outcome.verdict).max();
    let Some(best) = found.into_iter().min_by_key(worst) else { return Vec::new() };
    let mut best = best;
    for finding in best.iter_mut().filter(|finding| !single && finding.outcome.verdict == Verdict::Mismatch) {
        finding.doubt("several tables have the same name");
    }
    best
}

/// Every way to give each table name of the equation one table of the section.
fn choices<'v, 'd>(section: &[&'v View<'d>], identity: &Identity) -> Vec<BTreeMap<&'v str, &'v View<'d>>> {
    let named = identity
        .places()
        .map(|(place, _)| place)
        .chain(identity.conditions.iter().flat_map(condition_places));
    let names: BTreeSet<&str> = named.map(|place| place.table.as_str()).collect();
    let mut choices = vec![BTreeMap::new()];
    for name in names {
        let here: Vec<(&str, &View)> = section
            .iter()
            .filter_map(|view| Some((view.id()?, *view)))
            .filter(|(id, _)| *id == name)
            .collect();
        if here.is_empty() || choices.len().saturating_mul(here.len()) > MOST_CHOICES {
            continue;
        }
        choices = choices
            .iter()
            .flat_map(|choice| {
                here.iter().map(move |&(id, view)| {
                    let mut more = choice.clone();
                    more.insert(id, view);
                    more
                })
            })
            .collect();
    }
    choices
}

fn condition_places(condition: &Condition) -> Vec<&Place> {
    match condition {
        Condition::Printed(place) | Condition::NotPrinted(place) => vec![place],
        Condition::Holds(left, _, right) => left.iter().chain(right).filter_map(place_of).collect(),
    }
}

fn place_of(term: &Term) -> Option<&Place> {
    match &term.operand {
        Operand::Place(place) | Operand::Sum(place) => Some(place),
        Operand::Column(_) | Operand::Pair(..) | Operand::Choice(_) => None,
    }
}

fn on_tables(tables: BTreeMap<&str, &View>, identity: &Identity) -> Vec<Finding> {
    let bindings = bindings(&tables, identity);
    let scenes = bindings.into_iter().map(|bound| Scene { tables: tables.clone(), bound });
    scenes
        .filter(|scene| identity.conditions.iter().all(|condition| scene.meets(condition)))
        .filter_map(|scene| scene.judge(identity))
        .collect()
}

/// What `[code]` or `[class]` stands for, or which of the lists side by side, one instance each; a single one where the
/// equation has neither.
fn bindings(tables: &BTreeMap<&str, &View>, identity: &Identity) -> Vec<Bound> {
    let bound: Vec<&Place> = identity
        .places()
        .map(|(place, _)| place)
        .filter(|place| matches!(place.rows, Rows::Code | Rows::Class))
        .collect();
    let Some(&first) = bound.first() else { return lists(tables, identity) };
    let keys = |place: &Place| {
        tables.get(place.table.as_str()).map(|view| select::keys(view, place)).unwrap_or_default()
    };
    let shared: Vec<BTreeSet<String>> =
        bound.iter().skip(1).map(|place| keys(place).into_iter().collect()).collect();
    let mut seen = BTreeSet::new();
    keys(first)
        .into_iter()
        .filter(|key| shared.iter().all(|set| set.contains(key)) && seen.insert(key.clone()))
        .map(|key| Bound { key: Some(key), panel: None })
        .collect()
}

/// The lists side by side that hold rows between two others.
fn lists(tables: &BTreeMap<&str, &View>, identity: &Identity) -> Vec<Bound> {
    let mut places = identity.places().map(|(place, _)| place);
    let between = places.find(|place| matches!(place.rows, Rows::Between { .. }));
    let found = between.and_then(|place| Some((tables.get(place.table.as_str())?, place)));
    let panels = found.map(|(view, place)| select::panels(view, place)).unwrap_or_default();
    if panels.is_empty() {
        return vec![Bound::default()];
    }
    panels.into_iter().map(|panel| Bound { key: None, panel: Some(panel) }).collect()
}

impl<'v, 'd> Scene<'v, 'd> {
    /// The right side that fits best. `None` where a table it needs is not there.
    fn judge(&self, identity: &Identity) -> Option<Finding> {
        let left = self.side(&identity.left)?;
        let found = identity.right.iter().filter_map(|side| {
            let right = self.side(side)?;
            let outcome = compare(&left, identity.relation, &right)?;
            Some((right, outcome))
        });
        let (right, outcome) = found.min_by_key(|(_, outcome)| outcome.rank())?;
        let subject = self.subject(identity);
        Some(Finding { subject, left, relation: identity.relation, right, outcome, said: None })
    }

    fn subject(&self, identity: &Identity) -> String {
        let row = identity.places().find_map(|(place, _)| {
            let view = self.tables.get(place.table.as_str())?;
            matches!(place.rows, Rows::Code | Rows::Class).then(|| cells(view, place, &self.bound).row())?
        });
        row.map(row_label).unwrap_or_default()
    }

    fn meets(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Printed(place) => self.prints(place),
            Condition::NotPrinted(place) => !self.prints(place),
            Condition::Holds(left, relation, right) => {
                let (Some(left), Some(right)) = (self.side(left), self.side(right)) else { return false };
                compare(&left, *relation, &right).is_some_and(|outcome| outcome.verdict <= Verdict::Rounding)
            }
        }
    }

    fn prints(&self, place: &Place) -> bool {
        self.side(&vec![Term { negative: false, optional: false, operand: Operand::Place(place.clone()) }])
            .is_some_and(|tally| tally.missing.is_none() && tally.is_printed())
    }

    /// A side of one place with each cell that it may mean; any other side as it is.
    fn all_sides(&self, side: &Side) -> Vec<Tally> {
        let single = match side.as_slice() {
            [Term { operand: Operand::Place(place), negative: false, .. }] => Some(place),
            _ => None,
        };
        let view = single.and_then(|place| self.tables.get(place.table.as_str()));
        match (single, view) {
            (Some(_), Some(view)) if view.table.empty => self.side(side).into_iter().collect(),
            (Some(place), Some(view)) => {
                let cells = select::all_cells(view, place).into_iter();
                let one = |(row, column): (&'d Row, usize)| {
                    let mut tally = Tally::default();
                    let label = title(view, Some(row), column, place.column.is_some());
                    let at = view.at(row, column);
                    tally.add(false, view.read(row, column), &view.cell_name(row, column), &label, at);
                    tally
                };
                cells.map(one).collect()
            }
            _ => self.side(side).into_iter().collect(),
        }
    }

    /// A side with its numbers; `None` where a table it needs is not there.
    fn side(&self, side: &Side) -> Option<Tally> {
        let mut tally = Tally::default();
        for term in side {
            let place = place_of(term)?;
            match self.tables.get(place.table.as_str()) {
                Some(view) => self.add(&mut tally, term, place, view)?,
                None if term.optional => tally.doubt(format!("there is no table {}", place.table)),
                None => return None,
            }
        }
        Some(tally)
    }

    /// Adds a term; `None` where the table is of a form that does not print it.
    fn add(&self, tally: &mut Tally, term: &Term, place: &Place, view: &View<'d>) -> Option<()> {
        let sum =
            matches!(term.operand, Operand::Sum(_)) && matches!(place.rows, Rows::Code | Rows::Labels(_));
        let found = match sum {
            true => select::all(view, place, &self.bound),
            false => cells(view, place, &self.bound),
        };
        match found {
            Cells::Empty => tally.add(
                term.negative,
                Reading::zero(),
                &view.name,
                &title(view, None, 0, false),
                of_table(view),
            ),
            Cells::Absent(why) if !term.optional => tally.absent(term.negative, &place_name(place), why),
            Cells::Foreign if !term.optional => return None,
            Cells::Absent(_) | Cells::Foreign => tally.doubt(format!("{} is not there", place_name(place))),
            Cells::One { row, column, doubt } => {
                let label = title(view, Some(row), column, place.column.is_some());
                tally.add(
                    term.negative,
                    view.read(row, column),
                    &view.cell_name(row, column),
                    &label,
                    view.at(row, column),
                );
                if let Some(doubt) = doubt {
                    tally.doubt(doubt);
                }
            }
            Cells::Several { cells } => {
                let mut parts = Tally::default();
                for &(row, column) in &cells {
                    let label = row.name.as_deref().unwrap_or_default();
                    let of = view.cell_name(row, column);
                    parts.add(false, view.read(row, column), &of, label, view.at(row, column));
                }
                let label = match cells.as_slice() {
                    &[(only, column)] if sum => title(view, Some(only), column, place.column.is_some()),
                    [(only, _)] => row_label(only),
                    _ => format!("{} rows", cells.len()),
                };
                tally.absorb(term.negative, parts, &format!("sum({})", place_name(place)), &label);
            }
        }
        Some(())
    }
}

/// An empty table says that all its amounts are nothing.
fn of_table(view: &View) -> At {
    let place = crate::base::Place { page: view.table.page_first, line: view.table.line, rect: None };
    At { source: Source::Table { table: view.table.no }, place }
}

/// `某表 收入总计`, with the column where the equation names one.
fn title(view: &View, row: Option<&Row>, column: usize, with_column: bool) -> String {
    let mut words = view.table.title.clone().unwrap_or_else(|| view.name.clone());
    if let Some(row) = row {
        words.push(' ');
        words.push_str(&row_label(row));
        if with_column {
            words.push(' ');
            words.push_str(view.column_label(column));
        }
    }
    words
}

/// The place as the equation writes it.
fn place_name(place: &Place) -> String {
    let side = match place.income {
        Some(true) => ".income",
        Some(false) => ".expenditure",
        None => "",
    };
    let rows = match &place.rows {
        Rows::Total => "total".to_string(),
        Rows::Code => "code".to_string(),
        Rows::Class => "class".to_string(),
        Rows::Labels(labels) => labels.join("|"),
        Rows::Between { after, before, .. } => format!("{}..{}", after.join("|"), before.join("|")),
    };
    let column = place.column.as_deref().map(|column| format!(".{column}")).unwrap_or_default();
    format!("{}{side}[{rows}]{column}", place.table)
}
