//! Documents of one set against each other: a text and its tables, this year and the year before, a final account and its
//! budget, a unit and its department.
//!
//! In: the typed documents, already told apart by whoever paired them. Out: [`Paired`]: the checks that neither document
//! can be given alone, each with the part its figures stand in. Both documents are laid into one, the tables of the
//! partner under qualified names (`previous:revenue`), so that the equations of the catalogue are evaluated as on one.

use std::collections::BTreeSet;

use super::{Check, Obligation, Source, Verdict, evaluate};
use crate::base::Place;
use crate::form::{Grammars, Partner};
use crate::model::Document;

/// What one body published for one year and kind: one document, or its text and its tables.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'d> {
    /// The document; the tables where text and tables are two.
    pub document: &'d Document,
    /// The text, where it is a document of its own.
    pub text: Option<&'d Document>,
}

/// A check of two documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// What came of it; numbered from 1 within the pair.
    pub check: Check,
    /// The part its first figure stands in: of the own edition 0 the document, 1 the text; then those of the partner.
    pub part: usize,
    /// The first figure of another part: which, and where.
    pub other: Option<(usize, Place)>,
}

/// What came of holding two documents against each other.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paired {
    /// The checks, in the order of the catalogue.
    pub checks: Vec<Held>,
    /// For each check of such pairs what came of it.
    pub obligations: Vec<Obligation>,
}

/// Holds the text against the tables that were published apart from it: every check that says something of both that
/// neither gives rise to alone. Parts: 0 the tables, 1 the text.
pub fn together(edition: Edition<'_>, grammars: &Grammars) -> Paired {
    let joint = Joint::of(edition);
    let mut alone = BTreeSet::new();
    for part in [Some(edition.document), edition.text].into_iter().flatten() {
        let own = super::check(part, grammars).checks.into_iter();
        alone.extend(own.map(|check| (check.check_id, check.message)));
    }
    let both = evaluate(&joint.document, None, grammars).checks.into_iter();
    let new = both.filter(|check| !alone.contains(&(check.check_id.clone(), check.message.clone())));
    // What is not arithmetic, such as an empty table and the sentence about it, shows the figures of one part only.
    let of_both = |held: &Held| match held.check.left {
        Some(_) => held.other.is_some(),
        None => !held.check.operands.is_empty() || held.check.verdict == Verdict::Unjudged,
    };
    let checks = believed(new.map(|check| joint.held(check)).filter(of_both).collect());
    Paired { checks, obligations: Vec::new() }
}

/// Holds a document against its partner. Parts: 0 the document, 1 its text; 2 the partner, 3 the partner's text.
pub fn between(own: Edition<'_>, other: Edition<'_>, with: Partner, grammars: &Grammars) -> Paired {
    let mut joint = Joint::of(own);
    joint.add_partner(other, with);
    let found = evaluate(&joint.document, Some((with, &joint.partner)), grammars);
    let checks = believed(found.checks.into_iter().map(|check| joint.held(check)).collect());
    Paired { checks, obligations: found.obligations }
}

/// Two documents of which not one figure agrees may not belong together: then a difference proves nothing.
fn believed(mut checks: Vec<Held>) -> Vec<Held> {
    let nonzero = |check: &Check| check.left.is_some_and(|left| !left.is_zero());
    let agree = checks.iter().any(|held| held.check.verdict <= Verdict::Rounding && nonzero(&held.check));
    for held in checks.iter_mut().filter(|held| !agree && held.check.verdict == Verdict::Mismatch) {
        held.check.verdict = Verdict::Unjudged;
        held.check.message.push_str("; no figure of the two documents agrees, they may not belong together");
    }
    for (held, no) in checks.iter_mut().zip(1..) {
        held.check.check_no = no;
    }
    checks
}

/// The last number of each kind of thing that a part holds.
#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    tables: u32,
    statements: u32,
    cards: u32,
}

/// Several documents laid into one; numbers go on from part to part.
#[derive(Debug, Default)]
struct Joint {
    /// The own edition, and the tables of the partner under qualified names.
    document: Document,
    /// What the partner says.
    partner: Document,
    parts: Vec<Ends>,
}

impl Joint {
    /// Both parts of an edition as one document.
    fn of(edition: Edition<'_>) -> Self {
        let mut joint = Self::default();
        joint.document.cover = edition.text.unwrap_or(edition.document).cover.clone();
        joint.document.cover.form_family.clone_from(&edition.document.cover.form_family);
        joint.add(edition.document, None);
        match edition.text {
            Some(text) => joint.add(text, None),
            None => joint.parts.push(joint.last()),
        }
        joint
    }

    fn add_partner(&mut self, other: Edition<'_>, with: Partner) {
        self.partner.cover = other.document.cover.clone();
        for part in [Some(other.document), other.text].into_iter().flatten() {
            self.add(part, Some(with));
        }
    }

    fn last(&self) -> Ends {
        self.parts.last().copied().unwrap_or_default()
    }

    fn add(&mut self, part: &Document, with: Option<Partner>) {
        let mut ends = self.last();
        let before = ends;
        for table in &part.tables {
            let mut table = table.clone();
            table.no = table.no.saturating_add(before.tables);
            ends.tables = ends.tables.max(table.no);
            if let Some(with) = with {
                let qualified = |name: String| format!("{}:{name}", with.name());
                table.table_id = table.table_id.map(qualified);
                table.title = table.title.map(qualified);
            }
            self.document.tables.push(table);
        }
        let says = if with.is_some() { &mut self.partner } else { &mut self.document };
        for statement in &part.statements {
            let mut statement = statement.clone();
            statement.no = statement.no.saturating_add(before.statements);
            statement.part_of = statement.part_of.map(|no| no.saturating_add(before.statements));
            ends.statements = ends.statements.max(statement.no);
            says.statements.push(statement);
        }
        for card in &part.cards {
            let mut card = card.clone();
            card.no = card.no.saturating_add(before.cards);
            ends.cards = ends.cards.max(card.no);
            says.cards.push(card);
        }
        tell(says, part);
        self.parts.push(ends);
    }

    /// The part a figure was read from; a count of the narrative bears no number.
    fn part_of(&self, source: Source) -> Option<usize> {
        self.parts.iter().position(|ends| match source {
            Source::Cell { table, .. } | Source::Table { table } => table <= ends.tables,
            Source::Statement { no } => no <= ends.statements,
            Source::Card { no } | Source::Indicator { card: no, .. } => no <= ends.cards,
            Source::Narrative => false,
        })
    }

    /// A check with the parts of its figures. What bears no number was told by the text of the own edition. A cause is not
    /// kept: it was sought among the checks of both, and names their numbers, which here are others.
    fn held(&self, mut check: Check) -> Held {
        check.cause = None;
        let text = self.parts.len().min(2).saturating_sub(1);
        let parts = check.operands.iter().map(|o| (self.part_of(o.source).unwrap_or(text), o.place));
        let parts: Vec<(usize, Place)> = parts.collect();
        let part = parts.first().map_or(0, |(part, _)| *part);
        let other = parts.into_iter().find(|(other, _)| *other != part);
        Held { check, part, other }
    }
}

/// Adds what the narrative of a part counts and lists.
fn tell(document: &mut Document, part: &Document) {
    let (all, more) = (&mut document.narrative, &part.narrative);
    all.staffing.extend_from_slice(&more.staffing);
    all.projects.extend_from_slice(&more.projects);
    all.procurement.extend_from_slice(&more.procurement);
    all.assets.extend_from_slice(&more.assets);
    all.performance.extend_from_slice(&more.performance);
    all.carry_over.extend_from_slice(&more.carry_over);
    all.empty_tables.extend_from_slice(&more.empty_tables);
    all.contents.extend_from_slice(&more.contents);
    all.cited_tables.extend_from_slice(&more.cited_tables);
}

#[cfg(test)]
mod tests;
