//! Which documents belong together, by what they say of themselves: whose, of which year, what kind.
//!
//! In: what was kept of each input. Out: [`Pair`]s in the order of the inputs. The names of files are never looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::Read;
use super::facts::{folded, of_text};
use crate::model::Disclosure;

/// What the other document of a pair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    /// The tables of this text.
    Tables,
    /// The year before.
    Previous,
    /// The budget of this final account.
    Budget,
    /// The department of this unit.
    Department,
    /// The budget to which these performance targets belong.
    Targets,
    /// The same body, year and kind, with other figures.
    Revision,
    /// The same, with the same figures.
    Duplicate,
}

impl Relation {
    /// The name used in outputs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Relation::Tables => "tables",
            Relation::Previous => "previous",
            Relation::Budget => "budget",
            Relation::Department => "department",
            Relation::Targets => "targets",
            Relation::Revision => "revision",
            Relation::Duplicate => "duplicate",
        }
    }
}

/// What a body published for one year and kind: a document, or its tables and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parts {
    pub(super) document: usize,
    pub(super) text: Option<usize>,
}

impl Parts {
    fn whole(document: usize) -> Self {
        Self { document, text: None }
    }
}

/// Two inputs that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pair {
    pub(super) own: Parts,
    pub(super) relation: Relation,
    pub(super) other: Parts,
}

/// Whose it is: the name without blanks and kinds of brackets, and the region, where any of its documents tells it.
type Body = (String, Option<String>);

/// All pairs, sorted by the input, the relation, the other input.
pub(super) fn pairs(reads: &BTreeMap<usize, Read>) -> Vec<Pair> {
    let mut found = Vec::new();
    let mut editions: BTreeMap<(Body, Disclosure, u16), Parts> = BTreeMap::new();
    for (key, inputs) in groups(reads) {
        let distinct = without_duplicates(&inputs, reads, &mut found);
        if let Some(edition) = edition(&distinct, reads, &mut found) {
            editions.insert(key, edition);
        }
    }
    for ((body, kind, year), own) in &editions {
        let of = |kind: Disclosure, year: u16| editions.get(&(body.clone(), kind, year)).copied();
        let related = [
            (Relation::Previous, year.checked_sub(1).and_then(|year| of(*kind, year))),
            (Relation::Budget, budget_of(*kind).and_then(|kind| of(kind, *year))),
        ];
        let pair =
            |(relation, other): (Relation, Option<Parts>)| Some(Pair { own: *own, relation, other: other? });
        found.extend(related.into_iter().filter_map(pair));
        if *kind == Disclosure::PerformanceTargets {
            continue;
        }
        let units = department_of(*kind)
            .into_iter()
            .flat_map(|kind| editions.iter().filter(move |((_, other, at), _)| (*other, at) == (kind, year)));
        let departments = units.filter(|((department, _, _), parts)| names(department, parts, body, reads));
        found.extend(departments.map(|(_, parts)| Pair {
            own: *own,
            relation: Relation::Department,
            other: *parts,
        }));
    }
    found.extend(targets(reads, &editions));
    found.sort_unstable();
    found
}

/// The readable inputs of each body, kind and year.
fn groups(reads: &BTreeMap<usize, Read>) -> BTreeMap<(Body, Disclosure, u16), Vec<usize>> {
    let mut regions: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for read in reads.values() {
        regions.entry(issuer(read)).or_default().extend(read.party.cover.region_code.as_deref());
    }
    let mut groups: BTreeMap<(Body, Disclosure, u16), Vec<usize>> = BTreeMap::new();
    for (index, read) in reads {
        let (cover, issuer) = (&read.party.cover, issuer(read));
        let known = regions.get(&issuer).map(|known| known.iter().copied().collect::<Vec<_>>());
        let region = match (cover.region_code.as_deref(), known.as_deref()) {
            (Some(region), _) => Some(region),
            (None, Some([only])) => Some(*only),
            (None, None | Some([])) => None,
            // Bodies of one name in several regions: nobody knows whose it is.
            (None, Some(_)) => continue,
        };
        let Some(year) = cover.fiscal_year.filter(|_| cover.disclosure != Disclosure::Unknown) else {
            continue;
        };
        let body = (issuer, region.map(str::to_owned));
        groups.entry((body, cover.disclosure, year)).or_default().push(*index);
    }
    groups
}

fn issuer(read: &Read) -> String {
    let name = read.party.cover.issuer.as_deref().unwrap_or_default();
    folded(name)
}

/// The inputs without those that print what an earlier one prints.
fn without_duplicates(inputs: &[usize], reads: &BTreeMap<usize, Read>, found: &mut Vec<Pair>) -> Vec<usize> {
    let mut first: BTreeMap<u64, usize> = BTreeMap::new();
    let mut distinct = Vec::new();
    for &index in inputs {
        let Some(read) = reads.get(&index) else { continue };
        match first.get(&read.facts) {
            Some(&earlier) => found.push(Pair {
                own: Parts::whole(index),
                relation: Relation::Duplicate,
                other: Parts::whole(earlier),
            }),
            None => {
                first.insert(read.facts, index);
                distinct.push(index);
            }
        }
    }
    distinct
}

/// What stands for the body, kind and year in other pairs; what else there is revises it.
fn edition(inputs: &[usize], reads: &BTreeMap<usize, Read>, found: &mut Vec<Pair>) -> Option<Parts> {
    let holding = |tables: bool, text: bool| {
        let alike = |index: &&usize| {
            reads.get(index).is_some_and(|read| (read.holds.tables, read.holds.text) == (tables, text))
        };
        inputs.iter().filter(alike).copied().collect::<Vec<_>>()
    };
    let (whole, tables, text) = (holding(true, true), holding(true, false), holding(false, true));
    let latest = |inputs: &[usize]| {
        let published =
            |index: &usize| reads.get(index).and_then(|read| read.party.cover.published_on.clone());
        // Of equals the first.
        inputs.iter().rev().max_by_key(|index| published(index)).copied()
    };
    let parts = match (latest(&whole), latest(&tables), latest(&text)) {
        (Some(whole), _, _) => Parts::whole(whole),
        (None, Some(tables), text) => Parts { document: tables, text },
        (None, None, Some(text)) => Parts::whole(text),
        (None, None, None) => return None,
    };
    if let Some(text) = parts.text {
        found.push(Pair {
            own: Parts::whole(text),
            relation: Relation::Tables,
            other: Parts::whole(parts.document),
        });
    }
    for input in whole.iter().chain(&tables).chain(&text).filter(|input| **input != parts.document) {
        if Some(*input) != parts.text {
            let alone = text.contains(input).then_some(parts.text).flatten();
            found.push(Pair {
                own: Parts::whole(*input),
                relation: Relation::Revision,
                other: Parts::whole(alone.unwrap_or(parts.document)),
            });
        }
    }
    Some(parts)
}

fn budget_of(kind: Disclosure) -> Option<Disclosure> {
    match kind {
        Disclosure::DepartmentFinal => Some(Disclosure::DepartmentBudget),
        Disclosure::UnitFinal => Some(Disclosure::UnitBudget),
        _ => None,
    }
}

fn department_of(kind: Disclosure) -> Option<Disclosure> {
    match kind {
        Disclosure::UnitBudget => Some(Disclosure::DepartmentBudget),
        Disclosure::UnitFinal => Some(Disclosure::DepartmentFinal),
        _ => None,
    }
}

/// Whether the department is the unit's: it publishes for itself alone, or the department's tables name the unit.
fn names(department: &Body, parts: &Parts, unit: &Body, reads: &BTreeMap<usize, Read>) -> bool {
    let itself = || {
        unit.0
            .strip_prefix(department.0.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
    };
    let listed = || {
        let names = reads.get(&parts.document).map(|read| read.names.as_slice()).unwrap_or_default();
        names.binary_search(&of_text(&unit.0)).is_ok()
    };
    department.1 == unit.1 && (itself() || listed())
}

/// Performance targets published apart, each with the budget of the same body and year.
fn targets(reads: &BTreeMap<usize, Read>, editions: &BTreeMap<(Body, Disclosure, u16), Parts>) -> Vec<Pair> {
    let budgets = [Disclosure::DepartmentBudget, Disclosure::UnitBudget];
    let alone = groups(reads).into_iter().filter(|((_, kind, _), _)| *kind == Disclosure::PerformanceTargets);
    let pairs = alone.flat_map(|((body, _, year), inputs)| {
        let budget = budgets.iter().find_map(|kind| editions.get(&(body.clone(), *kind, year))).copied();
        let cards = |index: &usize| {
            reads.get(index).is_some_and(|read| read.holds.cards && !read.holds.tables && !read.holds.text)
        };
        let pair =
            move |index| Some(Pair { own: Parts::whole(index), relation: Relation::Targets, other: budget? });
        inputs.into_iter().filter(cards).filter_map(pair).collect::<Vec<_>>()
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Holds, Read};
    use super::*;
    use crate::export::Party;
    use crate::model::Cover;

    /// `issuer region year kind holds facts`, one input a line; `-` for no region; holds `t`ables, `s`entences, `c`ards.
    fn read(line: &str) -> Option<Read> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [issuer, region, year, kind, holds, facts] = words.as_slice() else { return None };
        let cover = Cover {
            issuer: Some((*issuer).to_owned()),
            region_code: (*region != "-").then(|| (*region).to_owned()),
            fiscal_year: year.parse().ok(),
            disclosure: match *kind {
                "department" => Disclosure::DepartmentBudget,
                "unit" => Disclosure::UnitBudget,
                "final" => Disclosure::DepartmentFinal,
                _ => Disclosure::PerformanceTargets,
            },
            ..Cover::default()
        };
        let holds =
            Holds { tables: holds.contains('t'), text: holds.contains('s'), cards: holds.contains('c') };
        let party = Party { cover, ..Party::default() };
        let facts = facts.parse().ok()?;
        Some(Read { party, checks: 0, holds, weight: 1, facts, names: Vec::new(), document: None, key: None })
    }

    fn check(inputs: &[&str], expect: &[&str]) {
        let reads = inputs.iter().enumerate().filter_map(|(at, line)| Some((at, read(line)?))).collect();
        let told = |pair: &Pair| {
            let text = pair.own.text.map(|text| format!("+{text}")).unwrap_or_default();
            format!("{}{text} {} {}", pair.own.document, pair.relation.name(), pair.other.document)
        };
        assert_eq!(pairs(&reads).iter().map(told).collect::<Vec<_>>(), expect, "{inputs:#?}");
    }

    #[test]
    fn text_tables_and_the_year_before() {
        check(
            &[
                "林业局 1 2019 department t 1",
                "林业局 1 2019 department s 2",
                "林业局 1 2018 department ts 3",
            ],
            &["0+1 previous 2", "1 tables 0"],
        );
    }

    #[test]
    fn copies_and_revisions() {
        check(
            &[
                "林业局 1 2019 department ts 1",
                "林业局 1 2019 department ts 1",
                "林业局 1 2019 department ts 2",
            ],
            &["1 duplicate 0", "2 revision 0"],
        );
    }

    #[test]
    fn finals_units_and_targets() {
        check(
            &[
                "林业局 1 2019 final ts 1",
                "林业局 1 2019 department ts 2",
                "林业局（本级） 1 2019 unit ts 3",
                "林业局 1 2019 targets c 4",
            ],
            &["0 budget 1", "2 department 1", "3 targets 1"],
        );
    }

    #[test]
    fn bodies_of_one_name_are_told_apart_by_region() {
        check(&["林业局 1 2019 department ts 1", "林业局 2 2018 department ts 2"], &[]);
        check(&["林业局 1 2019 department ts 1", "林业局 - 2018 department ts 2"], &["0 previous 1"]);
        let three = [
            "林业局 1 2019 department ts 1",
            "林业局 2 2019 department ts 2",
            "林业局 - 2018 department ts 3",
        ];
        check(&three, &[]);
    }

    #[test]
    fn another_kind_or_year_is_no_partner() {
        check(&["林业局 1 2019 department ts 1", "林业局 1 2017 department ts 2"], &[]);
        check(&["林业局 1 2019 final ts 1", "林业局 1 2018 department ts 2"], &[]);
    }
}
