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

/// Each table of the list of contents is there.
pub(super) fn listed(subject: &Subject<'_, '_>) -> Found {
    let contents = &subject.document.narrative.contents;
    if contents.is_empty() {
        return Err(Why::NotApplicable("there is no list of contents that names tables".into()));
    }
    let stands: Vec<Stands<'_, '_>> = contents.iter().map(|named| find(subject, named)).collect();
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
    let mut seen = BTreeSet::new();
    let listed: Vec<(&NamedTable, &View<'_>)> = contents
        .iter()
        .filter_map(|named| match find(subject, named) {
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
    let contents = &subject.document.narrative.contents;
    let findings = cited.iter().map(|named| {
        let stands = match (find(subject, named), shortened(subject, &named.title)) {
            (Stands::Unknown(_) | Stands::Nowhere, Some(view)) => Stands::Table(view),
            // What the contents list and is not there is said once.
            (Stands::Nowhere, _)
                if contents.iter().any(|listed| says_same(subject, &listed.title, &named.title)) =>
            {
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

fn find<'s, 'd>(subject: &'s Subject<'_, 'd>, named: &NamedTable) -> Stands<'s, 'd> {
    let forms = forms(subject, &named.title);
    if let Some(view) = table(subject, &named.title, &forms) {
        return Stands::Table(view);
    }
    let document = subject.document;
    let is_form =
        |id: Option<&str>| id.is_some_and(|id| forms.iter().any(|form| form.table_id.as_deref() == Some(id)));
    if let Some(kind) = subject.grammars.cards.kind(&named.title) {
        let of_kind = document.cards.iter().any(|card| card.of_department == (kind == CardKind::Department));
        let why = "cards may be published on their own";
        return if of_kind { Stands::Card } else { Stands::Unknown(why.into()) };
    }
    if document.narrative.empty_tables.iter().any(|empty| is_form(empty.table_id.as_deref())) {
        return Stands::Empty;
    }
    if named.again.is_some() {
        return Stands::Unknown("its title is printed, its table was not read".into());
    }
    if document.status == Status::Partial {
        return Stands::Unknown("not all of the document can be read".into());
    }
    if subject.views.iter().any(|view| view.id().is_none()) {
        return Stands::Unknown("it may be one of the tables that no form knows".into());
    }
    if forms.is_empty() { Stands::Unknown("no form knows it".into()) } else { Stands::Nowhere }
}

/// The table of that title: by its form, by its canonical name, by its own title.
fn table<'s, 'd>(subject: &'s Subject<'_, 'd>, title: &str, forms: &[&Form]) -> Option<&'s View<'d>> {
    let views = || subject.views.iter();
    let by_title =
        |view: &&View<'_>| view.table.title.as_deref().is_some_and(|own| says_same(subject, title, own));
    let by_form =
        |view: &&View<'_>| forms.iter().any(|form| view.table.form.as_deref() == Some(form.id.as_str()));
    let by_id = |view: &&View<'_>| {
        let id = view.id().filter(|id| *id != OTHER);
        id.is_some() && forms.iter().any(|form| form.table_id.as_deref() == id)
    };
    views().find(by_title).or_else(|| views().find(by_form)).or_else(|| views().find(by_id))
}

/// A sentence need not write out a title: 某某采购表 for 某某采购（资产配置、购买服务）表.
fn shortened<'s, 'd>(subject: &'s Subject<'_, 'd>, title: &str) -> Option<&'s View<'d>> {
    let words = &subject.grammars.words;
    let core = words.title_core(title);
    let core = core.strip_suffix('表').filter(|core| core.chars().count() >= SHORTEST_CORE)?;
    let says = |view: &&View<'_>| {
        view.table.title.as_deref().is_some_and(|own| words.title_core(own).contains(core))
    };
    subject.views.iter().find(says)
}

/// Fewer characters of a title may be those of any other.
const SHORTEST_CORE: usize = 4;

/// Whether two titles say the same, but for words such as 预算 and 情况.
fn says_same(subject: &Subject<'_, '_>, one: &str, other: &str) -> bool {
    let words = &subject.grammars.words;
    words.title_core(one) == words.title_core(other)
}

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
    let mut best: Vec<Vec<usize>> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = best.iter().filter(|run| run.last().and_then(|&last| numbers.get(last)) < Some(number));
        let mut run = before.max_by_key(|run| run.len()).cloned().unwrap_or_default();
        run.push(at);
        best.push(run);
    }
    best.into_iter().max_by_key(Vec::len).unwrap_or_default().into_iter().collect()
}

fn side(named: &NamedTable) -> Tally {
    let mut side = Tally::default();
    side.number(Figure::exact(1.into()), &named.title, &named.title, At::told(named.place));
    side
}
