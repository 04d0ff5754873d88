//! Tables that the list of contents or a sentence names, and the tables that are there.
//!
//! In: the names, the tables and cards. Out: a finding for each name. A name is that of a table if a form reads both, if
//! their canonical name is one, or if their titles say the same. What is not found is said to be missing only where all
//! of the document was read and a form knows what the name means.

use std::collections::BTreeSet;

use super::{Found, Why};
use crate::form::{CardKind, Form, Stage};
use crate::model::{Disclosure, NamedTable, Status};
use crate::reconcile::evidence::At;
use crate::reconcile::tally::Tally;
use crate::reconcile::view::{Figure, View};
use crate::reconcile::{Finding, Subject};

/// The canonical name of tables that have none.
const OTHER: &str = "other";

/// Where a table that is named stands.
enum Stands<'s, 'd> {
    /// It is this one.
    Table(&'s View<'d>),
    /// It is a performance card.
    Card,
    /// The text says that it is empty.
    Empty,
    /// It cannot be told, and why.
    Unknown(String),
    /// All was read, and it is not there.
    Nowhere,
}

/// The tables by what their titles say.
struct Shelf<'s, 'd> {
    subject: &'s Subject<'s, 'd>,
    cores: Vec<(String, &'s View<'d>)>,
}

/// Each table of the list of contents is there.
pub(super) fn listed(subject: &Subject<'_, '_>) -> Found {
    let contents = &subject.document.narrative.contents;
    if contents.is_empty() {
        return Err(Why::NotApplicable("there is no list of contents that names tables".into()));
    }
    let shelf = Shelf::of(subject);
    let stands: Vec<Stands<'_, '_>> = contents.iter().map(|named| shelf.find(named)).collect();
    let found = stands.iter().filter(|stands| matches!(stands, Stands::Table(_))).count();
    if found.saturating_mul(2) < contents.len() {
        let why = "most of the tables listed are not there: they may be published on their own";
        return Err(Why::Missing(why.into()));
    }
    let listed =
        contents.iter().zip(stands).map(|(named, stands)| judged(named, stands, "the contents list"));
    Ok(listed.collect())
}

/// The tables stand in the order of the list of contents.
pub(super) fn order(subject: &Subject<'_, '_>) -> Found {
    let contents = &subject.document.narrative.contents;
    let shelf = Shelf::of(subject);
    let mut seen = BTreeSet::new();
    let listed: Vec<(&NamedTable, &View<'_>)> = contents
        .iter()
        .filter_map(|named| match shelf.find(named) {
            Stands::Table(view) => Some((named, view)),
            _ => None,
        })
        .filter(|(_, view)| seen.insert(view.table.no))
        .collect();
    if listed.len() < 2 {
        return Err(Why::NotApplicable("there is no list of contents that names tables".into()));
    }
    let numbers: Vec<u32> = listed.iter().map(|(_, view)| view.table.no).collect();
    let kept = ascending(&numbers);
    let moved = listed.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    let mut findings: Vec<Finding> = moved
        .map(|(_, (named, view))| {
            let page = view.table.page_first.map(|page| format!(", but on page {page}")).unwrap_or_default();
            let said = format!("{} does not stand where the contents list it{page}", named.title);
            Finding::told(side(named), false, said)
        })
        .collect();
    if let (true, Some((first, _))) = (findings.is_empty(), listed.first()) {
        let said = format!("{} tables stand in the order of the contents", listed.len());
        findings.push(Finding::told(side(first), true, said));
    }
    Ok(findings)
}

/// Each table that a sentence cites is there.
pub(super) fn cited(subject: &Subject<'_, '_>) -> Found {
    let cited = &subject.document.narrative.cited_tables;
    if cited.is_empty() {
        return Err(Why::NotApplicable("no sentence cites a table".into()));
    }
    if subject.views.is_empty() {
        return Err(Why::Missing("there are no tables: they may be published on their own".into()));
    }
    let shelf = Shelf::of(subject);
    let core = |named: &NamedTable| subject.grammars.words.title_core(&named.title);
    let contents: BTreeSet<String> = subject.document.narrative.contents.iter().map(core).collect();
    let findings = cited.iter().map(|named| {
        let stands = match (shelf.find(named), shelf.shortened(&core(named))) {
            (Stands::Unknown(_) | Stands::Nowhere, Some(view)) => Stands::Table(view),
            // What the contents list and is not there is said once.
            (Stands::Nowhere, _) if contents.contains(&core(named)) => {
                Stands::Unknown("the contents list it, too".into())
            }
            (stands, _) => stands,
        };
        judged(named, stands, "the text cites")
    });
    Ok(findings.collect())
}

/// Whether the contents list a table of this canonical name, and it is not there: that is said of the contents.
pub(super) fn is_listed(subject: &Subject<'_, '_>, table_id: &str) -> bool {
    let names = |named: &NamedTable| {
        forms(subject, &named.title).iter().any(|form| form.table_id.as_deref() == Some(table_id))
    };
    matches!(listed(subject), Ok(findings) if !findings.is_empty())
        && subject.document.narrative.contents.iter().any(names)
}

fn judged(named: &NamedTable, stands: Stands<'_, '_>, who: &str) -> Finding {
    let title = &named.title;
    match stands {
        Stands::Table(view) => {
            let as_what = view.table.title.as_deref().unwrap_or(&view.name);
            Finding::told(side(named), true, format!("{who} {title}: it is {as_what}"))
        }
        Stands::Card => Finding::told(side(named), true, format!("{who} {title}: there are such cards")),
        Stands::Empty => {
            Finding::told(side(named), true, format!("{who} {title}: the text says that it is empty"))
        }
        Stands::Unknown(why) => Finding::unknown(side(named), format!("{who} {title}: {why}")),
        Stands::Nowhere => Finding::told(side(named), false, format!("{who} {title}, which is not there")),
    }
}

impl<'s, 'd> Shelf<'s, 'd> {
    fn of(subject: &'s Subject<'s, 'd>) -> Self {
        let core = |view: &'s View<'d>| {
            let title = view.table.title.as_deref()?;
            Some((subject.grammars.words.title_core(title), view))
        };
        Self { subject, cores: subject.views.iter().filter_map(core).collect() }
    }

    fn find(&self, named: &NamedTable) -> Stands<'s, 'd> {
        let forms = forms(self.subject, &named.title);
        if let Some(view) = self.table(&named.title, &forms) {
            return Stands::Table(view);
        }
        let (document, views) = (self.subject.document, self.subject.views);
        if let Some(kind) = self.subject.grammars.cards.kind(&named.title) {
            let of_kind =
                document.cards.iter().any(|card| card.of_department == (kind == CardKind::Department));
            let why = "cards may be published on their own";
            return if of_kind { Stands::Card } else { Stands::Unknown(why.into()) };
        }
        let is_form = |id: &str| forms.iter().any(|form| form.table_id.as_deref() == Some(id));
        let mut empty = document.narrative.empty_tables.iter().filter_map(|empty| empty.table_id.as_deref());
        if empty.any(is_form) {
            return Stands::Empty;
        }
        let doubt = match () {
            () if named.again.is_some() => "its title is printed, its table was not read",
            () if document.status == Status::Partial => "not all of the document can be read",
            () if views.iter().any(|view| view.id().is_none()) => {
                "it may be one of the tables that no form knows"
            }
            () if forms.is_empty() => "no form knows it",
            () => return Stands::Nowhere,
        };
        Stands::Unknown(doubt.into())
    }

    /// The table of that title: by what the title says, by its form, by its canonical name.
    fn table(&self, title: &str, forms: &[&Form]) -> Option<&'s View<'d>> {
        let core = self.subject.grammars.words.title_core(title);
        let by_title = self.cores.iter().find(|(own, _)| *own == core).map(|(_, view)| *view);
        let views = || self.subject.views.iter();
        let by_form = |view: &&View<'_>| {
            let id = view.table.form.as_deref();
            id.is_some() && forms.iter().any(|form| Some(form.id.as_str()) == id)
        };
        let by_id = |view: &&View<'_>| {
            let id = view.id().filter(|id| *id != OTHER);
            id.is_some() && forms.iter().any(|form| form.table_id.as_deref() == id)
        };
        by_title.or_else(|| views().find(by_form)).or_else(|| views().find(by_id))
    }

    /// A sentence need not write out a title: 某某采购表 for 某某采购（资产配置、购买服务）表.
    fn shortened(&self, core: &str) -> Option<&'s View<'d>> {
        let core = core.strip_suffix('表').filter(|core| core.chars().count() >= SHORTEST_CORE)?;
        self.cores.iter().find(|(own, _)| own.contains(core)).map(|(_, view)| *view)
    }
}

/// Fewer characters of a title may be those of any other.
const SHORTEST_CORE: usize = 4;

/// The forms that a title may name.
fn forms<'s>(subject: &'s Subject<'_, '_>, title: &str) -> Vec<&'s Form> {
    let stage = match subject.document.cover.disclosure {
        Disclosure::DepartmentFinal | Disclosure::UnitFinal => Stage::Final,
        Disclosure::DepartmentBudget | Disclosure::UnitBudget => Stage::Budget,
        _ => Stage::Unknown,
    };
    let family = subject.document.cover.form_family.as_deref().and_then(|id| subject.grammars.family(id));
    family.map(|family| family.forms_for_title(title, stage)).unwrap_or_default()
}

/// The places in `numbers` of one of its longest ascending parts.
fn ascending(numbers: &[u32]) -> BTreeSet<usize> {
    // For each number the length of the longest part that ends with it, and the place before it there.
    let mut runs: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let smaller = |before: &usize| numbers.get(*before).is_some_and(|other| other < number);
        let length = |at: usize| runs.get(at).map_or(0, |(length, _)| *length);
        let before = (0..at).filter(smaller).max_by_key(|before| length(*before));
        runs.push((before.map_or(0, length).saturating_add(1), before));
    }
    let mut last = (0..runs.len()).max_by_key(|at| runs.get(*at).map(|(length, _)| *length));
    let mut kept = BTreeSet::new();
    while let Some(at) = last {
        kept.insert(at);
        last = runs.get(at).and_then(|(_, before)| *before);
    }
    kept
}

fn side(named: &NamedTable) -> Tally {
    let mut side = Tally::default();
    side.number(Figure::exact(1.into()), &named.title, &named.title, At::told(named.place));
    side
}

#[cfg(test)]
mod tests {
    use super::ascending;

    #[test]
    fn the_longest_ascending_part_is_kept() {
        let check = |numbers: &[u32], expect: &[usize]| {
            assert_eq!(ascending(numbers).into_iter().collect::<Vec<_>>(), expect, "{numbers:?}");
        };
        check(&[1, 2, 3], &[0, 1, 2]);
        check(&[3, 1, 2], &[1, 2]);
        check(&[5, 1, 6, 2, 3], &[1, 3, 4]);
        check(&[1, 9, 2, 3], &[0, 2, 3]);
        check(&[1, 1, 2], &[1, 2]);
        check(&[], &[]);
    }
}
