//! Money carried over: the total, its sources, and what each part of it is for. Each number is a statement; this
//! gathers those of the sections about it.

use super::Prose;
use crate::model::{CarryOver, Statement};

/// One entry for each section about money carried over.
pub(super) fn read(prose: &Prose<'_>) -> Vec<CarryOver> {
    let about = |statement: &&Statement| {
        let heading = statement.section.as_deref().and_then(|section| section.rsplit('/').next());
        !statement.in_reason && heading.is_some_and(|heading| prose.passages.is_about_carry_over(heading))
    };
    let told: Vec<&Statement> = prose.statements.iter().filter(about).collect();
    told.chunk_by(|a, b| a.section == b.section).filter_map(|section| passage(prose, section)).collect()
}

fn passage(prose: &Prose<'_>, section: &[&Statement]) -> Option<CarryOver> {
    let names = |statement: &Statement| {
        statement.subject.as_deref().is_some_and(|name| prose.passages.is_about_carry_over(name))
    };
    let total = section.iter().find(|statement| names(statement) && statement.amount.is_some())?;
    let parts = section.iter().filter(|statement| statement.part_of == Some(total.no));
    let (sources, items): (Vec<_>, Vec<_>) = parts
        .filter_map(|part| Some((part.text == total.text, super::named(part)?)))
        .partition(|(same, _)| *same);
    let amounts = |list: Vec<(bool, _)>| list.into_iter().map(|(_, amount)| amount).collect();
    Some(CarryOver { total: super::named(total), sources: amounts(sources), items: amounts(items) })
}
