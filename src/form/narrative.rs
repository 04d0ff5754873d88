//! What passages of the narrative are about, from `[narrative]` of `grammars/phrases.toml`.

use serde::Deserialize;

use super::{Pattern, fold};

/// The words of passages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NarrativeWords {
    asset_sections: Vec<String>,
    carry_sections: Vec<String>,
    planned: Vec<String>,
    as_of: Vec<String>,
    performance: Vec<String>,
    performance_whole: Vec<String>,
    performance_projects: Vec<String>,
    performance_headings: Vec<String>,
    performance_money: Vec<String>,
    fiscal: Vec<String>,
    non_fiscal: Vec<String>,
    procurement: Vec<String>,
    no_parts: Vec<String>,
    planned_measures: Vec<String>,
    executed_measures: Vec<String>,
    residue: Vec<String>,
    some_parts: Vec<String>,
    item: Vec<Entry>,
    staff: Vec<Entry>,
    asset: Vec<Entry>,
    empty: Vec<Entry>,
}

/// A canonical name and the wordings that mean it.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "RawEntry")]
struct Entry {
    id: String,
    patterns: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: String,
    phrases: Vec<String>,
}

impl From<RawEntry> for Entry {
    fn from(raw: RawEntry) -> Self {
        Self { id: raw.id, patterns: raw.phrases.iter().map(|phrase| Pattern::new(phrase)).collect() }
    }
}

/// The first entry that fits the whole of a name.
fn id_of<'e>(entries: &'e [Entry], name: &str) -> Option<&'e str> {
    let folded = fold(name);
    let fits = |entry: &&Entry| entry.patterns.iter().any(|pattern| pattern.matches(&folded));
    entries.iter().find(fits).map(|entry| entry.id.as_str())
}

fn holds(words: &[String], text: &str) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

impl NarrativeWords {
    /// The canonical name of what an amount is of.
    pub fn item(&self, subject: &str) -> Option<&str> {
        id_of(&self.item, subject)
    }

    /// The kind of people or posts.
    pub fn staff(&self, name: &str) -> Option<&str> {
        id_of(&self.staff, name)
    }

    /// The kind of asset.
    pub fn asset(&self, name: &str) -> Option<&str> {
        id_of(&self.asset, name)
    }

    /// The table that a sentence about an empty one speaks of.
    pub fn empty_table(&self, sentence: &str) -> Option<&str> {
        id_of(&self.empty, sentence)
    }

    /// Whether a heading opens a passage about assets.
    pub fn is_about_assets(&self, heading: &str) -> bool {
        holds(&self.asset_sections, heading)
    }

    /// Whether a text is about money carried over.
    pub fn is_about_carry_over(&self, text: &str) -> bool {
        holds(&self.carry_sections, text)
    }

    /// Whether a sentence is about performance management.
    pub fn is_about_performance(&self, sentence: &str) -> bool {
        holds(&self.performance, sentence)
    }

    /// Whether a clause is about the goals of the whole department.
    pub fn is_whole(&self, clause: &str) -> bool {
        holds(&self.performance_whole, clause)
    }

    /// Whether a clause is about projects.
    pub fn is_about_projects(&self, clause: &str) -> bool {
        holds(&self.performance_projects, clause)
    }

    /// Whether a sentence counts headings over projects, each of which may hold several.
    pub fn counts_headings(&self, sentence: &str) -> bool {
        holds(&self.performance_headings, sentence)
    }

    /// Whether a clause is about the money of goals and projects; 基本支出 within it is not.
    pub fn is_performance_money(&self, clause: &str) -> bool {
        holds(&self.performance_money, clause)
    }

    /// True for money from the treasury, false for other money.
    pub fn is_fiscal(&self, clause: &str) -> Option<bool> {
        if holds(&self.non_fiscal, clause) {
            return Some(false);
        }
        holds(&self.fiscal, clause).then_some(true)
    }

    /// Whether a text is about government procurement.
    pub fn is_about_procurement(&self, text: &str) -> bool {
        holds(&self.procurement, text)
    }

    /// Where a sentence begins to speak of what is to be bought.
    pub fn planned_from(&self, sentence: &str) -> Option<usize> {
        self.planned.iter().filter_map(|word| sentence.find(word.as_str())).min()
    }

    /// The day of a count: what stands behind 截至 up to a comma.
    pub fn as_of<'t>(&self, sentence: &'t str) -> Option<&'t str> {
        let day = self.as_of.iter().find_map(|word| sentence.split_once(word.as_str()))?.1;
        day.split(['，', ',']).next().filter(|day| day.chars().count() <= LONGEST_DAY)
    }

    /// Whether words end with a measure of what is planned: 年初预算.
    pub fn is_planned_measure(&self, words: &str) -> bool {
        self.planned_measures.iter().any(|word| words.ends_with(word.as_str()))
    }

    /// Whether words end with a measure of what was spent: 预算执行数, 支出决算.
    pub fn is_executed_measure(&self, words: &str) -> bool {
        self.executed_measures.iter().any(|word| words.ends_with(word.as_str()))
    }

    /// Whether a sentence says that it tells only some of the parts: 主要包括.
    pub fn tells_some(&self, sentence: &str) -> bool {
        holds(&self.some_parts, sentence)
    }

    /// What a template left in a sentence: `XX`, `增加（减少）`.
    pub fn residue(&self, sentence: &str) -> Option<&str> {
        self.residue.iter().map(String::as_str).find(|word| sentence.contains(word))
    }

    /// Whether a name is that of a rate or of a sum, and of no part.
    pub fn is_no_part(&self, name: &str) -> bool {
        self.no_parts.iter().any(|word| name.starts_with(word.as_str()))
    }
}

/// `2023年12月31日` and a little more.
const LONGEST_DAY: usize = 14;
