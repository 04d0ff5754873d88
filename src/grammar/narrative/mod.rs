//! The narrative: its sentences, the statements in them, and the passages about people, projects, procurement, assets,
//! performance and money carried over.
//!
//! Comes in: the lines outside tables and cards. Goes out: statements and passages. What a passage is about is told by
//! the words of `phrases.toml`; a passage that they do not know is left to its statements.

mod assets;
mod carry_over;
mod cited;
mod contents;
mod empty;
mod performance;
mod procurement;
mod projects;
mod staffing;

use super::code_path::CodePaths;
use super::ledger::Claims;
use super::prose::{self, Sentence};
use super::statement::quantity::{self, Quantity};
use super::statement::{self, Speaker, subject};
use crate::flat::Flat;
use crate::form::{Grammars, NarrativeWords, ProjectWords, SentenceWords};
use crate::model::{self, Cover, Narrative, Statement, Table};

/// Reads everything that stands outside tables and cards, and claims the numbers it understood.
pub(super) fn read(
    flat: &Flat,
    grammars: &Grammars,
    tables: &[Table],
    cover: &Cover,
    claims: &mut Claims,
) -> (Vec<Statement>, Narrative) {
    let phrases = &grammars.phrases;
    let sentences = prose::sentences(flat, phrases, |index| claims.holds_line(line_number(index)));
    let paths = CodePaths::of(tables, &grammars.codes);
    let speaker = Speaker { issuer: cover.issuer.as_deref(), fiscal_year: cover.fiscal_year };
    let reading = statement::Reading {
        flat,
        words: phrases.sentence(),
        labels: phrases.project(),
        passages: phrases.narrative(),
        paths: &paths,
        speaker,
    };
    let statements = statement::read(&sentences, &reading, claims);
    let prose = Prose {
        flat,
        sentences: &sentences,
        statements: &statements,
        words: phrases.sentence(),
        labels: phrases.project(),
        passages: phrases.narrative(),
        speaker,
    };
    let mut contents = contents::read(&prose, &grammars.words, tables);
    let mut cited_tables = cited::read(&prose, &grammars.words);
    contents::find_again(flat, &grammars.words, &mut contents, &mut cited_tables);
    let narrative = Narrative {
        staffing: staffing::read(&prose),
        projects: projects::read(&prose),
        procurement: procurement::read(&prose),
        assets: assets::read(&prose),
        performance: performance::read(&prose),
        carry_over: carry_over::read(&prose),
        empty_tables: empty::read(&prose, &grammars.words, tables),
        contents,
        cited_tables,
    };
    (statements, narrative)
}

fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// What the passages are read from.
struct Prose<'a> {
    flat: &'a Flat,
    sentences: &'a [Sentence],
    statements: &'a [Statement],
    words: &'a SentenceWords,
    labels: &'a ProjectWords,
    passages: &'a NarrativeWords,
    speaker: Speaker<'a>,
}

impl<'a> Prose<'a> {
    /// The numbers of a sentence.
    fn quantities(&self, sentence: &Sentence) -> Vec<Quantity> {
        quantity::read(&sentence.text, self.words)
    }

    /// A number with its unit and place.
    fn told(&self, sentence: &Sentence, quantity: &Quantity) -> model::Quantity {
        model::Quantity {
            number: quantity.value,
            unit: sentence.text.get(quantity.to..quantity.end).unwrap_or_default().to_owned(),
            place: sentence.place(self.flat, quantity.from, quantity.to),
        }
    }

    /// What the last clause of some words names.
    fn name<'t>(&self, lead: &'t str) -> &'t str {
        let clause = subject::clauses(lead).last().copied().unwrap_or_default();
        subject::name(clause, self.words, self.speaker)
    }
}

/// Money of a statement.
fn money(statement: &Statement) -> Option<model::Quantity> {
    let unit = statement.unit?.name().to_owned();
    Some(model::Quantity { number: statement.amount?, unit, place: statement.place })
}

/// The amount of a statement under its name.
fn named(statement: &Statement) -> Option<model::NamedAmount> {
    let name = statement.subject.clone()?;
    Some(model::NamedAmount { name, amount: money(statement)?, statement: statement.no })
}

#[cfg(test)]
mod tests;
