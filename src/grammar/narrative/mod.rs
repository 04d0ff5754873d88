//! The narrative: sentences and what they say.

use super::code_path::CodePaths;
use super::ledger::Claims;
use super::{prose, statement};
use crate::flat::Flat;
use crate::form::Grammars;
use crate::model::{Cover, Statement, Table};

/// Reads everything that stands outside tables and cards, and claims the numbers it understood.
pub(super) fn read(
    flat: &Flat,
    grammars: &Grammars,
    tables: &[Table],
    cover: &Cover,
    claims: &mut Claims,
) -> Vec<Statement> {
    let phrases = &grammars.phrases;
    let sentences = prose::sentences(flat, phrases, |index| claims.holds_line(line_number(index)));
    let paths = CodePaths::of(tables, &grammars.codes);
    let reading = statement::Reading {
        flat,
        words: phrases.sentence(),
        labels: phrases.project(),
        paths: &paths,
        speaker: statement::Speaker { issuer: cover.issuer.as_deref(), fiscal_year: cover.fiscal_year },
    };
    statement::read(&sentences, &reading, claims)
}

fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}
