//! The words of performance cards that only checks ask for: the table `checks` of `grammars/cards.toml`.
//!
//! In: labels, names of indicators and units as printed. Out: what a check may conclude of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::cards::longest_first;
use super::{Pattern, fold};

/// What `checks` says.
#[derive(Debug, Clone, Default)]
pub struct CardCheckWords {
    total_score: Vec<String>,
    cost: Vec<String>,
    unit_cost: Vec<Pattern>,
    deadline: Vec<String>,
    required: Vec<(String, Vec<Pattern>)>,
    measures: Vec<String>,
    verbs: Vec<String>,
    links: Vec<String>,
    same_units: Vec<Vec<String>>,
    own: Vec<Pattern>,
    edition: String,
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    total_score: Vec<String>,
    cost: Vec<String>,
    unit_cost: Vec<String>,
    deadline: Vec<String>,
    required: BTreeMap<String, Vec<String>>,
    measures: Vec<String>,
    verbs: Vec<String>,
    links: Vec<String>,
    same_units: Vec<Vec<String>>,
    own: Vec<String>,
    edition: String,
}

impl From<Raw> for CardCheckWords {
    fn from(raw: Raw) -> Self {
        let folded = |words: Vec<String>| words.iter().map(|word| fold(word)).collect::<Vec<_>>();
        let patterns = |words: Vec<String>| words.iter().map(|word| Pattern::new(word)).collect::<Vec<_>>();
        Self {
            total_score: folded(raw.total_score),
            cost: folded(raw.cost),
            unit_cost: patterns(raw.unit_cost),
            deadline: folded(raw.deadline),
            required: raw.required.into_iter().map(|(name, words)| (name, patterns(words))).collect(),
            measures: longest_first(folded(raw.measures)),
            verbs: longest_first(folded(raw.verbs)),
            links: longest_first(folded(raw.links)),
            same_units: raw.same_units,
            own: patterns(raw.own),
            edition: raw.edition,
        }
    }
}

impl CardCheckWords {
    /// Whether a label is that of the points in all.
    pub fn is_total_score(&self, label: &str) -> bool {
        self.total_score.contains(&fold(label))
    }

    /// Whether the indicators of this second level are parts of the money.
    pub fn is_cost(&self, level2: &str) -> bool {
        self.cost.contains(&fold(level2))
    }

    /// Whether a cost of this name is no part of the money.
    pub fn is_unit_cost(&self, name: &str) -> bool {
        fits(&self.unit_cost, name)
    }

    /// Whether the indicators of this second level are dates.
    pub fn is_deadline(&self, level2: &str) -> bool {
        self.deadline.contains(&fold(level2))
    }

    /// What must be told of a project: what it is called, and whether a first level tells it.
    pub fn required<'w>(&'w self, levels: &'w [&str]) -> impl Iterator<Item = (&'w str, bool)> {
        let told = |patterns: &[Pattern]| levels.iter().any(|level| fits(patterns, level));
        self.required.iter().map(move |(name, patterns)| (name.as_str(), told(patterns)))
    }

    /// A folded name without the measure at its end: 奖励企业数量 → 奖励企业.
    pub fn without_measure<'t>(&self, name: &'t str) -> &'t str {
        self.measures.iter().find_map(|measure| name.strip_suffix(measure.as_str())).unwrap_or(name)
    }

    /// A folded name without what is done at its beginning: 举办各类科技培训场次 → 科技培训场次.
    pub fn without_verbs<'t>(&self, name: &'t str) -> &'t str {
        let mut bare = name;
        while let Some(rest) = self.verbs.iter().find_map(|verb| bare.strip_prefix(verb.as_str())) {
            bare = rest;
        }
        if bare.is_empty() { name } else { bare }
    }

    /// A folded clause without what links it to the number behind it: 调研企业数不少于 → 调研企业数.
    pub fn without_link<'t>(&self, clause: &'t str) -> &'t str {
        let cut = |clause: &'t str| self.links.iter().find_map(|link| clause.strip_suffix(link.as_str()));
        let once = cut(clause).unwrap_or(clause);
        cut(once).unwrap_or(once)
    }

    /// Whether two units count the same.
    pub fn same_unit(&self, one: &str, other: &str) -> bool {
        let holds = |units: &[String], unit: &str| units.iter().any(|known| known == unit);
        one == other || self.same_units.iter().any(|units| holds(units, one) && holds(units, other))
    }

    /// The unit that a text begins with which counts the same as `unit`.
    pub fn begins_with_unit<'t>(&self, text: &'t str, unit: &str) -> Option<&'t str> {
        let groups = self.same_units.iter().filter(|units| units.iter().any(|known| known == unit));
        let words = groups.flatten().map(String::as_str).chain([unit]);
        words.filter_map(|word| text.strip_prefix(word)).min_by_key(|rest| rest.len())
    }

    /// Whether indicators of this name are each card's own.
    pub fn is_own(&self, name: &str) -> bool {
        fits(&self.own, name)
    }

    /// What counts the editions of an event.
    pub fn edition(&self) -> &str {
        &self.edition
    }
}

fn fits(patterns: &[Pattern], text: &str) -> bool {
    let folded = fold(text);
    patterns.iter().any(|pattern| pattern.matches(&folded))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use crate::form::Grammars;

    #[test]
    fn things_are_told_from_measures_links_and_units() {
        let words = &Grammars::shipped().cards.checks;
        assert_eq!(words.without_measure("奖励企业数量"), "奖励企业");
        assert_eq!(words.without_link("调研企业数不少于"), "调研企业数");
        assert_eq!(words.without_verbs("举办各类科技培训场次"), "科技培训场次");
        assert_eq!(words.begins_with_unit("场次,培训", "次"), Some(",培训"));
        assert!(words.same_unit("名", "人") && !words.same_unit("名", "家"));
        assert!(words.is_unit_cost("平均每家企业奖励资金") && !words.is_unit_cost("培训工作经费"));
        let told: Vec<_> = words.required(&["产出指标(50分)"]).collect();
        assert_eq!(told, [("产出", true), ("效益", false)]);
    }
}
