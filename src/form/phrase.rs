//! Phrases of covers, captions and sentences, from `grammars/phrases.toml`. Callers give text without spaces.

use serde::Deserialize;

use super::{FormError, Side};
use crate::base::Unit;

/// The phrases that name issuers, sides, kinds of disclosure, changes and reasons.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    issuer_labels: Vec<String>,
    issuer_ends: Vec<String>,
    sides: Sides,
    disclosures: Vec<Kind>,
    sentence: Sentence,
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

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    increase: Vec<String>,
    decrease: Vec<String>,
    unchanged: Vec<String>,
    compare: Vec<String>,
    share: Vec<String>,
    reason: Vec<String>,
    filler: Vec<String>,
    counters: Vec<String>,
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

    /// 1 for words of increase, -1 for words of decrease, 0 for words of no change; the last such word decides.
    pub fn direction(&self, clause: &str) -> Option<i8> {
        let last = |words: &[String], sign: i8| {
            words.iter().filter_map(|word| clause.rfind(word.as_str())).max().map(|place| (place, sign))
        };
        let signs = [
            last(&self.sentence.increase, 1),
            last(&self.sentence.decrease, -1),
            last(&self.sentence.unchanged, 0),
        ];
        signs.into_iter().flatten().max().map(|(_, sign)| sign)
    }

    /// Whether the clause compares with another year or with the budget.
    pub fn compares(&self, clause: &str) -> bool {
        self.sentence.compare.iter().any(|word| clause.contains(word.as_str()))
    }

    /// Whether the clause speaks of a share of a whole.
    pub fn shares(&self, clause: &str) -> bool {
        self.sentence.share.iter().any(|word| clause.contains(word.as_str()))
    }

    /// Whether what follows a number in a sentence says that it counts or measures things other than money.
    pub fn counts(&self, after: &str) -> bool {
        self.sentence.counters.iter().any(|counter| after.starts_with(counter.as_str()))
    }

    /// The words before an amount that say what it is of: the last clause that is more than filler.
    pub fn subject_of(&self, before: &str) -> Option<String> {
        let clauses = before.rsplit(['，', '。', '；', '：', '、', '．']);
        clauses.map(|clause| self.without_filler(clause)).find(|clause| !clause.is_empty()).map(str::to_owned)
    }

    /// A clause without the year before it and the words after it that every amount has.
    fn without_filler<'t>(&self, clause: &'t str) -> &'t str {
        let mut clause = clause.trim_matches(['（', '(', '“', '”', '）', ')']);
        if let Some((year, rest)) = clause.split_once('年')
            && year.len() == 4
            && year.bytes().all(|b| b.is_ascii_digit())
        {
            clause = rest.trim_start_matches('度');
        }
        let fillers = || self.sentence.filler.iter().map(String::as_str);
        while let Some(shorter) =
            fillers().find_map(|word| clause.strip_prefix(word).or(clause.strip_suffix(word)))
        {
            clause = shorter;
        }
        clause
    }

    /// What follows the phrase that opens a reason.
    pub fn reason_in<'t>(&self, sentence: &'t str) -> Option<&'t str> {
        self.sentence
            .reason
            .iter()
            .find_map(|phrase| sentence.split_once(phrase.as_str()))
            .map(|(_, reason)| reason)
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

    #[test]
    fn only_counters_make_a_number_a_count() {
        assert!(phrases().counts("平方米") && phrases().counts("万人次"));
        assert!(!phrases().counts("元") && !phrases().counts("的经费") && !phrases().counts(""));
    }

    #[test]
    fn subjects_are_the_last_words_that_say_something() {
        let check = |before: &str, subject: Option<&str>| {
            assert_eq!(phrases().subject_of(before).as_deref(), subject, "{before}");
        };
        check("2026年收支总预算", Some("收支总预算"));
        check("2026年度财政拨款收支总预算为", Some("财政拨款收支总预算"));
        check("占98.96%；其中：一般公共预算拨款收入", Some("一般公共预算拨款收入"));
        check("培训费：2026年预算数为", Some("培训费"));
        check("2026年预算数为", None);
    }

    #[test]
    fn the_last_word_of_direction_decides() {
        assert_eq!(phrases().direction("比上年预算增加"), Some(1));
        assert_eq!(phrases().direction("因人员增加，比上年减少"), Some(-1));
        assert_eq!(phrases().direction("共计"), None);
    }
}
