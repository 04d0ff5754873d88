//! Performance management: how many goals and projects, and how much money they concern.
//!
//! ```text
//! passage = *( count of goals or projects | money ) "；" …
//! ```

use super::{Prose, Quantity};
use crate::grammar::prose::Sentence;
use crate::grammar::statement::quantity::Kind;
use crate::model::Performance;

/// One entry for each sentence.
pub(super) fn read(prose: &Prose<'_>) -> Vec<Performance> {
    let about = |sentence: &&Sentence| prose.passages.is_about_performance(&sentence.text);
    prose.sentences.iter().filter(about).filter_map(|sentence| passage(prose, sentence)).collect()
}

fn passage(prose: &Prose<'_>, sentence: &Sentence) -> Option<Performance> {
    let mut found = Performance { text: sentence.text.clone(), ..Performance::default() };
    let mut cut = 0;
    for quantity in prose.quantities(sentence) {
        let lead = sentence.text.get(cut..quantity.from).unwrap_or_default();
        match quantity.kind {
            Kind::Count if count(prose, sentence, &quantity, lead, &mut found) => cut = quantity.end,
            Kind::Money(_) => {
                money(prose, sentence, &quantity, lead, &mut found);
                cut = quantity.end;
            }
            _ => {}
        }
    }
    let told = found
        .goals
        .as_ref()
        .or(found.projects.as_ref())
        .or(found.projects_amount.as_ref())
        .or(found.goals_amount.as_ref())?;
    found.place = told.place;
    Some(found)
}

/// `整体预算绩效目标1个`, `编报绩效目标的项目50个`, `编报5个项目绩效目标`.
fn count(
    prose: &Prose<'_>,
    sentence: &Sentence,
    quantity: &Quantity,
    lead: &str,
    found: &mut Performance,
) -> bool {
    let told = prose.told(sentence, quantity);
    let clause = super::subject::clauses(lead).last().copied().unwrap_or_default();
    let behind = sentence.text.get(quantity.end..).unwrap_or_default();
    let field = if told.unit != "个" && told.unit != "项" {
        return false;
    } else if prose.passages.is_whole(clause) {
        &mut found.goals
    } else if prose.passages.is_about_projects(clause) || is_followed(prose, behind) {
        &mut found.projects
    } else {
        return false;
    };
    field.get_or_insert(told);
    true
}

/// `5个项目绩效目标`: what is counted stands behind the number.
fn is_followed(prose: &Prose<'_>, behind: &str) -> bool {
    let head: String = behind.chars().take(LONGEST_NAME).collect();
    prose.passages.is_about_projects(&head)
}

/// In characters.
const LONGEST_NAME: usize = 4;

/// Money belongs to the whole where its part of the sentence speaks of it, else to the projects.
fn money(prose: &Prose<'_>, sentence: &Sentence, quantity: &Quantity, lead: &str, found: &mut Performance) {
    let told = prose.told(sentence, quantity);
    let before = sentence.text.get(..quantity.from).unwrap_or_default();
    let segment = before.rsplit('；').next().unwrap_or_default();
    let clause = super::subject::clauses(lead).last().copied().unwrap_or_default();
    let fiscal = prose.passages.is_fiscal(clause);
    let field = if fiscal == Some(false) {
        &mut found.non_fiscal
    } else if fiscal == Some(true) {
        &mut found.fiscal
    } else if !prose.passages.is_performance_money(clause) {
        return;
    } else if prose.passages.is_whole(segment) && found.goals_amount.is_none() {
        &mut found.goals_amount
    } else {
        &mut found.projects_amount
    };
    field.get_or_insert(told);
}
