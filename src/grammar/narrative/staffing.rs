//! Posts and people: `编制数39，实有人数68人，其中：在职36人，增加2人；退休32人，增加1人；离休0人，增加0人。`

use super::{Prose, Quantity};
use crate::grammar::prose::Sentence;
use crate::grammar::statement::quantity::Kind;
use crate::model::{Headcount, Staffing};

/// The passages about people: sentences that follow each other in one section.
pub(super) fn read(prose: &Prose<'_>) -> Vec<Staffing> {
    let mut found: Vec<Staffing> = Vec::new();
    let mut last: Option<&Sentence> = None;
    for sentence in prose.sentences {
        let counts = counts(prose, sentence);
        if !is_staffing(&counts) {
            continue;
        }
        let goes_on = last.is_some_and(|last| last.section == sentence.section);
        last = Some(sentence);
        match found.last_mut().filter(|_| goes_on) {
            Some(staffing) => {
                staffing.counts.extend(counts);
                staffing.text.push_str(&sentence.text);
            }
            None => found.push(Staffing {
                counts,
                text: sentence.text.clone(),
                place: sentence.place(prose.flat, 0, sentence.text.len()),
            }),
        }
    }
    found
}

/// Posts, all people, or two kinds of people: one kind alone may stand in any sentence.
fn is_staffing(counts: &[Headcount]) -> bool {
    let kinds: std::collections::BTreeSet<&str> =
        counts.iter().filter_map(|count| count.kind.as_deref()).collect();
    kinds.iter().any(|kind| kind.starts_with("established") || *kind == "actual") || kinds.len() >= 2
}

fn counts(prose: &Prose<'_>, sentence: &Sentence) -> Vec<Headcount> {
    let mut counts: Vec<Headcount> = Vec::new();
    let mut cut = 0;
    for quantity in prose.quantities(sentence) {
        let people = is_people(sentence, &quantity);
        let lead = sentence.text.get(cut..quantity.from).unwrap_or_default();
        cut = match quantity.kind {
            Kind::Year | Kind::Code | Kind::Bound => continue,
            _ => quantity.end,
        };
        if !people {
            continue;
        }
        let clause = super::subject::clauses(lead).last().copied().unwrap_or_default();
        match (prose.words.direction_at_end(clause), counts.last_mut()) {
            (Some((_, sign)), Some(last)) if last.change.is_none() => {
                let mut change = prose.told(sentence, &quantity);
                change.number *= rust_decimal::Decimal::from(sign);
                last.change = Some(change);
            }
            (None, last) => {
                let name = name(prose, clause);
                let kind = prose.passages.staff(name).map(str::to_owned);
                let part = last.is_some() && !name.is_empty() && name.chars().count() <= LONGEST_PART;
                if kind.is_some() || part {
                    counts.push(Headcount {
                        kind,
                        name: name.to_owned(),
                        count: prose.told(sentence, &quantity),
                        change: None,
                    });
                }
            }
            _ => {}
        }
    }
    counts
}

/// The words before the number without who speaks, and without the year.
fn name<'t>(prose: &Prose<'_>, clause: &'t str) -> &'t str {
    let name = prose.words.trimmed(clause);
    let name = name.rsplit_once('年').map_or(name, |(_, name)| name.trim_start_matches(['底', '末', '度']));
    let name = prose.speaker.issuer.and_then(|issuer| name.strip_prefix(issuer)).unwrap_or(name);
    prose.words.trimmed(prose.words.without_self(name))
}

/// `行政121人` behind `实有人员10887人，其中`: a part of the number before.
const LONGEST_PART: usize = 8;

/// A number of people, or a bare number behind 数: 编制数39.
fn is_people(sentence: &Sentence, quantity: &Quantity) -> bool {
    let unit = sentence.text.get(quantity.to..quantity.end).unwrap_or_default();
    let before = sentence.text.get(..quantity.from).unwrap_or_default();
    matches!(unit, "人" | "名" | "位") && quantity.kind == Kind::Count
        || quantity.kind == Kind::Bare && before.ends_with(['数', '：', '制'])
}
