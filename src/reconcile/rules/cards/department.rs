//! The card of the department against those of its projects: what both tell must be the same.
//!
//! An indicator of the department and one of a project are about one thing where their names end alike and they measure in
//! one unit. A number of several projects may be that of one of them, or of all together.

use super::names::{plain, same_thing, same_unit};
use super::{best, indicators, name, side};
use crate::form::equation::Relation;
use crate::form::{CardCheckWords, is_numeral};
use crate::model::{Card, Indicator};
use crate::reconcile::evidence::At;
use crate::reconcile::rules::{Found, Why};
use crate::reconcile::tally::Tally;
use crate::reconcile::view::Figure;
use crate::reconcile::{Finding, Subject};

/// Each number of the department that projects tell, too.
pub(crate) fn indicators_of_projects(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.cards.checks;
    let (departments, projects) = both(subject)?;
    let findings = departments.iter().flat_map(|card| {
        indicators(card).filter_map(|(indicator, at)| {
            let found = matches(words, indicator, &projects);
            against(card, indicator, at, &found)
        })
    });
    Ok(findings.collect())
}

/// The editions of an event: 第十二届 on the one card, 第十一届 on the other.
pub(crate) fn editions(subject: &Subject<'_, '_>) -> Found {
    let mark = subject.grammars.cards.checks.edition();
    let (departments, projects) = both(subject)?;
    let of_projects: Vec<(Event, &Card)> = projects
        .iter()
        .flat_map(|card| events(card, mark).into_iter().map(move |event| (event, *card)))
        .collect();
    let mut findings = Vec::new();
    for card in departments {
        for event in events(card, mark) {
            let same: Vec<_> = of_projects.iter().filter(|(other, _)| other.is(&event)).collect();
            let Some((other, project)) = same.iter().find(|(other, _)| other.no == event.no).or(same.first())
            else {
                continue;
            };
            let fine = other.no == event.no;
            let said = match fine {
                true => format!(
                    "{} and {} name one edition: 第{}{mark}{}",
                    name(card),
                    name(project),
                    event.no,
                    event.words
                ),
                false => format!(
                    "{} names 第{}{mark}{}, {} names 第{}{mark}",
                    name(card),
                    event.no,
                    event.words,
                    name(project),
                    other.no
                ),
            };
            let left = side(Figure::exact(1.into()), &event.words, super::on_card(card, card.place));
            findings.push(Finding::told(left, fine, said));
        }
    }
    Ok(findings)
}

/// The cards of departments and of projects, where there are both.
fn both<'d>(subject: &Subject<'_, 'd>) -> Result<(Vec<&'d Card>, Vec<&'d Card>), Why> {
    let (departments, projects): (Vec<&Card>, Vec<&Card>) =
        subject.document.cards.iter().partition(|card| card.of_department);
    match departments.is_empty() || projects.is_empty() {
        true => {
            Err(Why::NotApplicable("there are not both cards of a department and of its projects".into()))
        }
        false => Ok((departments, projects)),
    }
}

/// The indicators of projects that are about the same thing.
fn matches<'d>(
    words: &CardCheckWords,
    of: &Indicator,
    projects: &[&'d Card],
) -> Vec<(&'d Card, &'d Indicator, At)> {
    let thing = plain(of);
    let own = |indicator: &Indicator| {
        [&indicator.level1, &indicator.level2, &indicator.level3]
            .into_iter()
            .flatten()
            .any(|text| words.is_own(text))
    };
    if of.target.is_none() || own(of) {
        return Vec::new();
    }
    let all =
        projects.iter().flat_map(|card| indicators(card).map(move |(indicator, at)| (*card, indicator, at)));
    all.filter(|(_, indicator, _)| {
        indicator.target.is_some()
            && same_unit(words, of, indicator)
            && same_thing(words, &thing, &plain(indicator))
    })
    .collect()
}

/// The number of the department against that of one project, or of all together.
fn against(card: &Card, indicator: &Indicator, at: At, found: &[(&Card, &Indicator, At)]) -> Option<Finding> {
    let left = || {
        let label = indicator.level3.as_deref().unwrap_or_default();
        side(Figure::exact(indicator.target.unwrap_or_default()), label, at)
    };
    let mut sum = Tally::default();
    let mut sides = Vec::new();
    for (project, other, at) in found {
        let label = format!("{} {}", name(project), other.level3.as_deref().unwrap_or_default());
        let figure = Figure::exact(other.target?);
        sum.number(figure, &label, &label, *at);
        sides.push(side(figure, &label, *at));
    }
    if found.len() > 1 {
        sum.doubt("several projects have it, and others may");
        for side in &mut sides {
            side.doubt("several projects have it, and others may");
        }
        sides.push(sum);
    }
    best(sides.into_iter().filter_map(|right| Finding::of(name(card), left(), Relation::Equal, right)))
}

/// One edition of an event.
struct Event {
    no: String,
    words: String,
}

/// Events whose names share fewer characters are others.
const SHORTEST_EVENT: usize = 6;

impl Event {
    /// Whether both are editions of one event.
    fn is(&self, other: &Event) -> bool {
        let shared = self.words.chars().zip(other.words.chars()).take_while(|(a, b)| a == b).count();
        shared >= SHORTEST_EVENT
    }
}

/// The events whose editions a card counts, each once.
fn events(card: &Card, mark: &str) -> Vec<Event> {
    let texts = [&card.project, &card.goal].into_iter().flatten();
    let names = card.indicators.iter().filter_map(|indicator| indicator.level3.as_ref());
    let mut events: Vec<Event> = Vec::new();
    for text in texts.chain(names) {
        for part in text.split('第').skip(1) {
            let Some((no, after)) = part.split_once(mark) else { continue };
            let numeral = |c: char| c.is_ascii_digit() || is_numeral(c) || c == '百';
            if no.is_empty() || !no.chars().all(numeral) {
                continue;
            }
            let words: String = after.chars().take_while(|c| c.is_alphabetic()).collect();
            if !events.iter().any(|known| known.no == no && known.words == words) {
                events.push(Event { no: no.to_owned(), words });
            }
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_what_a_number_counts() {
        let check = |goal: &str, expect: &[&str]| {
            let card = Card { goal: Some(goal.to_owned()), ..Card::default() };
            let told = events(&card, "届").into_iter().map(|event| format!("{} {}", event.no, event.words));
            assert_eq!(told.collect::<Vec<_>>(), expect, "{goal}");
        };
        check("办好第三届科技创新大赛，宣传第三届科技创新大赛", &["三 科技创新大赛"]);
        check("第12届展览、第一百届博览会（分会场）", &["12 展览", "一百 博览会"]);
        check("第届大赛，第某届大赛，第三次会议", &[]);
    }

    #[test]
    fn editions_of_one_event_begin_alike() {
        let event = |words: &str| Event { no: String::new(), words: words.to_owned() };
        assert!(event("科技创新大赛决赛").is(&event("科技创新大赛初赛")));
        assert!(!event("科技创新展览").is(&event("科技创新大赛")));
    }
}
