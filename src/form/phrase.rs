//! Phrases of covers, captions and sentences, from `grammars/phrases.toml`. Callers give text without spaces.

use serde::Deserialize;

use super::{FormError, NarrativeWords, ProjectWords, SentenceWords, Side};
use crate::base::Unit;

/// The phrases that name issuers, sides, kinds of disclosure, changes and reasons.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    issuer_labels: Vec<String>,
    issuer_ends: Vec<String>,
    sides: Sides,
    disclosures: Vec<Kind>,
    sentence: SentenceWords,
    project: ProjectWords,
    narrative: NarrativeWords,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sides {
    income: Vec<String>,
    expenditure: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    kind: DisclosureKind,
    phrases: Vec<String>,
}

/// What a phrase says is disclosed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureKind {
    /// 部门预算
    DepartmentBudget,
    /// 单位预算
    UnitBudget,
    /// 部门决算
    DepartmentFinal,
    /// 单位决算
    UnitFinal,
    /// 绩效目标
    PerformanceTargets,
    /// 政府预算
    GovernmentBudget,
}

impl Phrases {
    /// Reads `phrases.toml`.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, FormError> {
        toml::from_str(text).map_err(|error| FormError::from_toml(file, text, &error))
    }

    /// The department named in a line such as `编制部门：某某局 单位：万元`.
    pub fn issuer_in(&self, line: &str) -> Option<String> {
        self.issuer_labels.iter().find_map(|label| {
            let after = line.split_once(label.as_str())?.1;
            let value = after.strip_prefix(['：', ':'])?;
            let end = self.issuer_ends.iter().filter_map(|end| value.find(end.as_str())).min();
            let value = end.and_then(|end| value.get(..end)).unwrap_or(value);
            let value = value.trim_end_matches(['（', '(', '，']);
            let named =
                value.chars().count() >= 3 && value.chars().count() <= 40 && Unit::named(value).is_none();
            (named && !value.contains(['。', '；', '：'])).then(|| value.to_owned())
        })
    }

    /// The side that the outermost word of a header names.
    pub fn side(&self, header: &str) -> Option<Side> {
        let holds = |words: &[String]| words.iter().any(|word| header.contains(word.as_str()));
        match (holds(&self.sides.income), holds(&self.sides.expenditure)) {
            (true, false) => Some(Side::Income),
            (false, true) => Some(Side::Expenditure),
            _ => None,
        }
    }

    /// The kind of disclosure that the first telling line names.
    pub fn disclosure_in(&self, text: &str) -> Option<DisclosureKind> {
        text.lines().find_map(|line| self.kind_of(line))
    }

    fn kind_of(&self, line: &str) -> Option<DisclosureKind> {
        let kind =
            self.disclosures.iter().find(|kind| kind.phrases.iter().any(|phrase| line.contains(phrase)))?;
        Some(kind.kind)
    }

    /// A title up to the phrase that names the kind of disclosure: the issuer, when the year is taken out.
    pub fn without_disclosure<'t>(&self, title: &'t str) -> &'t str {
        let phrases = self.disclosures.iter().flat_map(|kind| &kind.phrases);
        let cut = phrases.filter_map(|phrase| title.find(phrase.as_str())).min();
        cut.and_then(|cut| title.get(..cut)).unwrap_or(title)
    }

    /// The labels of project descriptions.
    pub fn project(&self) -> &ProjectWords {
        &self.project
    }

    /// The words of passages.
    pub fn narrative(&self) -> &NarrativeWords {
        &self.narrative
    }

    /// The words of sentences.
    pub fn sentence(&self) -> &SentenceWords {
        &self.sentence
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn phrases() -> Phrases {
        toml::from_str(include_str!("../../grammars/phrases.toml")).unwrap()
    }

    #[test]
    fn issuers_stand_after_their_label() {
        let check = |line: &str, issuer: Option<&str>| {
            assert_eq!(phrases().issuer_in(line).as_deref(), issuer, "{line}")
        };
        check("编制部门：新疆巴州科学技术局单位：万元", Some("新疆巴州科学技术局"));
        check("部门（单位）：烟台市医疗保障局单位：万元", Some("烟台市医疗保障局"));
        check("单位名称：西南大学单位：万元", Some("西南大学"));
        check("单位：万元", None);
        check("金额单位：元", None);
    }

    #[test]
    fn the_first_telling_line_names_the_disclosure() {
        let check = |text: &str, kind| assert_eq!(phrases().disclosure_in(text), kind, "{text}");
        check("2026年西安市教育局部门综合预算", Some(DisclosureKind::DepartmentBudget));
        check("目录\n2022年度部门决算\n部门预算", Some(DisclosureKind::DepartmentFinal));
        check("2026年部门预算项目支出绩效目标表", Some(DisclosureKind::PerformanceTargets));
        check("通知", None);
    }
}
