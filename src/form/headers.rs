//! Header words → columns: a path such as 财政拨款 / 小计 becomes a canonical column name or the role of a key column.

use std::collections::HashMap;

use serde::Deserialize;

use super::words::OF_WHICH;
use super::{ColumnRole, Pattern, fold};
use crate::base::Unit;

/// One `[[header]]` of `words.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeaderEntry {
    /// Canonical name; without it the wording is known to have none.
    #[serde(default, deserialize_with = "super::ids::column_id")]
    id: Option<String>,
    /// The lowest header word of the column; `*` stands for anything.
    words: Vec<String>,
    /// Only below one of these.
    #[serde(default)]
    under: Vec<String>,
    /// The word itself says little (预算数, 金额): what stands above it decides first.
    #[serde(default)]
    transparent: bool,
}

/// `[roles]` of `words.toml`: header words of columns that hold no money.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roles {
    code: Vec<String>,
    name: Vec<String>,
    project: Vec<String>,
    ordinal: Vec<String>,
    text: Vec<String>,
}

#[derive(Debug, Clone)]
struct Rule {
    id: Option<String>,
    under: Vec<Pattern>,
    transparent: bool,
}

/// The compiled header vocabulary.
#[derive(Debug, Clone, Default)]
pub(super) struct Headers {
    rules: Vec<Rule>,
    literal: HashMap<String, Vec<usize>>,
    patterns: Vec<(Pattern, usize)>,
    roles: HashMap<String, ColumnRole>,
    role_patterns: Vec<(Pattern, ColumnRole)>,
}

impl Headers {
    pub(super) fn new(roles: Roles, entries: Vec<HeaderEntry>) -> Self {
        let mut headers = Self::default();
        for entry in entries {
            let at = headers.rules.len();
            for word in &entry.words {
                let pattern = Pattern::new(word);
                if pattern.is_literal() {
                    headers.literal.entry(fold(word)).or_default().push(at);
                } else {
                    headers.patterns.push((pattern, at));
                }
            }
            let under = entry.under.iter().map(|word| Pattern::new(word)).collect();
            headers.rules.push(Rule { id: entry.id, under, transparent: entry.transparent });
        }
        let lists = [
            (roles.code, ColumnRole::Code),
            (roles.name, ColumnRole::Name),
            (roles.project, ColumnRole::Project),
            (roles.ordinal, ColumnRole::Ordinal),
            (roles.text, ColumnRole::Text),
        ];
        for (words, role) in lists {
            headers.add_role(&words, role);
        }
        headers
    }

    fn add_role(&mut self, words: &[String], role: ColumnRole) {
        for word in words {
            let pattern = Pattern::new(word);
            if pattern.is_literal() {
                self.roles.insert(fold(word), role);
            } else {
                self.role_patterns.push((pattern, role));
            }
        }
    }

    /// The role of the column below a folded header word.
    pub(super) fn role(&self, leaf: &str) -> Option<ColumnRole> {
        let by_pattern =
            || self.role_patterns.iter().find(|(pattern, _)| pattern.matches(leaf)).map(|&(_, role)| role);
        self.roles.get(leaf).copied().or_else(by_pattern)
    }

    /// Whether the wording is known to stand over money, also where that has no canonical name (上年结转).
    pub(super) fn is_money(&self, path: &[String]) -> bool {
        path.split_last().is_some_and(|(leaf, above)| self.rule(&bare(leaf), above).is_some())
    }

    /// The canonical name of the column below a folded path, outermost first.
    pub(super) fn column_id(&self, path: &[String]) -> Option<&str> {
        let (leaf, above) = path.split_last()?;
        let rule = self.rule(&bare(leaf), above)?;
        let from_above = || self.column_id(above);
        if rule.transparent { from_above().or(rule.id.as_deref()) } else { rule.id.as_deref() }
    }

    /// The rule for `leaf`: the nearest word above that a rule asks for decides, then rules that ask for none.
    fn rule(&self, leaf: &str, above: &[String]) -> Option<&Rule> {
        let literal = self.literal.get(leaf).into_iter().flatten().copied();
        let by_pattern = self.patterns.iter().filter(|(pattern, _)| pattern.matches(leaf)).map(|&(_, at)| at);
        let found: Vec<&Rule> = literal.chain(by_pattern).filter_map(|at| self.rules.get(at)).collect();
        let asked = above.iter().rev().find_map(|word| {
            let word = bare(word);
            found.iter().find(|rule| rule.under.iter().any(|pattern| pattern.matches(&word)))
        });
        asked.or_else(|| found.iter().find(|rule| rule.under.is_empty())).copied()
    }
}

/// A folded header word without year, 其中:, ordinal and unit: `其中:2026年基本支出(万元)` → `基本支出`.
fn bare(word: &str) -> String {
    let of_which = word.strip_prefix(OF_WHICH).and_then(|rest| rest.strip_prefix(':'));
    let mut text = of_which.unwrap_or(word).trim_end_matches(':');
    if let Ok((rest, _)) = super::title::ordinal(text) {
        text = rest;
    }
    if text.len() > 4 && text.as_bytes().iter().take(4).all(u8::is_ascii_digit) {
        text = text.get(4..).unwrap_or(text);
        text = text.strip_prefix("年度").or_else(|| text.strip_prefix('年')).unwrap_or(text);
    }
    if let Some((before, inside)) = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
        && Unit::named(inside.trim_start_matches("单位:")).is_some()
    {
        text = before;
    }
    if text.is_empty() { word.to_string() } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_header_word_says_beside_the_column_is_left_out() {
        let check = |word: &str, expect: &str| assert_eq!(bare(word), expect, "{word}");
        check("其中:2026年基本支出(万元)", "基本支出");
        check("2026年度项目支出(单位:千元)", "项目支出");
        check("金额(亿元)", "金额");
        check("因公出国(境)费", "因公出国(境)费");
        check("支出(项目)", "支出(项目)");
        check("(万元)", "(万元)");
    }
}
