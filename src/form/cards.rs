//! The words of performance cards, from `grammars/cards.toml`: titles, headings, labels, operators and names of levels.
//!
//! In: texts of cells or lines, with or without spaces. Out: what they mean on a card. Knows nothing of where they stand.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::card_checks::{self, CardCheckWords};
use super::label::look_up;
use super::vocabulary::Vocabulary;
use super::{FormError, Pattern, fold};

/// What `cards.toml` says.
#[derive(Debug, Clone, Default)]
pub struct CardWords {
    /// Words that only checks ask for.
    pub checks: CardCheckWords,
    titles: Vec<(CardKind, Vec<Pattern>)>,
    columns: Vocabulary<IndicatorColumn>,
    fields: Vocabulary<CardField>,
    money: Vocabulary<MoneyColumn>,
    phrases: Vocabulary<CardPhrase>,
    before: Vec<String>,
    /// Names of the first and the second level, longest first.
    names: [Vec<String>; 2],
    /// What the name of any level ends with, also one that is not listed.
    level_end: String,
    /// Every wording that fills a cell, sorted.
    cells: Vec<String>,
    /// Operators before a number, longest first.
    operators: Vec<(String, Comparison)>,
    /// Operators behind a number, longest first.
    operators_after: Vec<(String, Comparison)>,
    qualitative: Vec<Pattern>,
    not_units: Vec<Pattern>,
}

/// What a card is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// 部门整体
    Department,
    /// 项目, 专项
    Project,
}

/// A column of a list of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorColumn {
    /// 一级指标
    Level1,
    /// 二级指标
    Level2,
    /// 三级指标
    Level3,
    /// All levels in one cell.
    Levels,
    /// 活动
    Activity,
    /// 指标性质
    Operator,
    /// 指标值
    Target,
    /// 实施周期指标值
    TermTarget,
    /// 度量单位
    TargetUnit,
    /// 指标解释
    Explanation,
    /// 指标值设定依据
    Basis,
    /// 上年完成值
    Previous,
    /// 分值权重
    Weight,
    /// 评分标准
    Scoring,
    /// 佐证资料
    Evidence,
    /// 实际完成值
    Actual,
    /// 得分
    Score,
    /// 偏差原因
    Deviation,
    /// 备注
    Remark,
}

/// A field of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardField {
    /// 部门名称
    Department,
    /// 主管部门
    Authority,
    /// 实施单位
    Issuer,
    /// 项目名称
    Project,
    /// 项目负责人
    Leader,
    /// 联系电话
    Phone,
    /// 年度
    Year,
    /// 年度目标
    Goal,
    /// 中长期目标
    TermGoal,
    /// 预期目标, beside what came of it
    GoalPlanned,
    /// 实际完成情况
    GoalActual,
    /// 资金总额
    Total,
    /// 财政拨款
    Fiscal,
    /// 其他资金
    Other,
    /// 上年结转
    CarryOver,
    /// Any other money
    Money,
    /// The head of a block of rows
    Block,
    /// 备注
    Remark,
}

/// A column of money on a card that prints several stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyColumn {
    /// 全年预算数
    Planned,
    /// 年初预算数
    Initial,
    /// 全年执行数
    Executed,
    /// 实施期资金总额, where that of the year may stand beside it
    Term,
}

/// A wording that fills a whole cell of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardPhrase {
    /// A target in words: 逐步提高
    Target,
    /// 计划标准
    Basis,
    /// 按照完成比例赋分
    Scoring,
    /// 工作资料
    Evidence,
}

/// A comparison word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `≥`
    AtLeast,
    /// `≤`
    AtMost,
    /// `=`
    Equal,
    /// `>`
    More,
    /// `<`
    Less,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardsFile {
    title: Vec<TitleEntry>,
    columns: BTreeMap<IndicatorColumn, Vec<Spanned<String>>>,
    fields: BTreeMap<CardField, Vec<Spanned<String>>>,
    money_columns: BTreeMap<MoneyColumn, Vec<Spanned<String>>>,
    phrases: BTreeMap<CardPhrase, Vec<Spanned<String>>>,
    label: Label,
    names: Names,
    operators: Operators,
    targets: Targets,
    checks: card_checks::Raw,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TitleEntry {
    kind: CardKind,
    patterns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    before: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    level1: Vec<String>,
    level2: Vec<String>,
    end: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Operators {
    at_least: Vec<String>,
    at_most: Vec<String>,
    equal: Vec<String>,
    more: Vec<String>,
    less: Vec<String>,
    after: BTreeMap<Comparison, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Targets {
    qualitative: Vec<String>,
    not_units: Vec<String>,
}

impl CardWords {
    /// Reads `cards.toml`.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, FormError> {
        let raw: CardsFile =
            toml::from_str(text).map_err(|error| FormError::from_toml(file, text, &error))?;
        let cells = [&raw.names.level1, &raw.names.level2].into_iter().flatten();
        let cells = cells.chain(raw.phrases.values().flatten().map(Spanned::get_ref));
        let mut cells: Vec<String> = cells.map(|word| fold(word)).collect();
        cells.sort();
        let patterns = |words: &[String]| words.iter().map(|word| Pattern::new(word)).collect::<Vec<_>>();
        let before = [
            (Comparison::AtLeast, raw.operators.at_least),
            (Comparison::AtMost, raw.operators.at_most),
            (Comparison::Equal, raw.operators.equal),
            (Comparison::More, raw.operators.more),
            (Comparison::Less, raw.operators.less),
        ];
        Ok(Self {
            checks: raw.checks.into(),
            titles: raw.title.iter().map(|entry| (entry.kind, patterns(&entry.patterns))).collect(),
            columns: Vocabulary::new(file, text, raw.columns)?,
            fields: Vocabulary::new(file, text, raw.fields)?,
            money: Vocabulary::new(file, text, raw.money_columns)?,
            phrases: Vocabulary::new(file, text, raw.phrases)?,
            before: raw.label.before.iter().map(|word| fold(word)).collect(),
            cells,
            level_end: fold(&raw.names.end),
            names: [longest_first(raw.names.level1), longest_first(raw.names.level2)],
            operators: operators(before),
            operators_after: operators(raw.operators.after),
            qualitative: patterns(&raw.targets.qualitative),
            not_units: patterns(&raw.targets.not_units),
        })
    }

    /// What a card of this title is about.
    pub fn kind(&self, title: &str) -> Option<CardKind> {
        let folded = fold(title);
        let fits = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(&folded));
        self.titles.iter().find(|(_, patterns)| fits(patterns)).map(|(kind, _)| *kind)
    }

    /// The column of a list of indicators that this heading stands over.
    pub fn column(&self, heading: &str) -> Option<IndicatorColumn> {
        look_up(heading, &self.before, |folded| self.columns.get(folded))
    }

    /// The field this label stands before. The first label of a block may open with the name of the block:
    /// 1、资金来源：（1）政府预算资金.
    pub fn field(&self, label: &str) -> Option<CardField> {
        let get = |label: &str| look_up(label, &self.before, |folded| self.fields.get(folded));
        get(label).or_else(|| {
            let (block, inner) = label.split_once(['：', ':'])?;
            (get(block) == Some(CardField::Block)).then(|| get(inner))?
        })
    }

    /// The stage whose money stands below this heading.
    pub fn money_column(&self, heading: &str) -> Option<MoneyColumn> {
        look_up(heading, &self.before, |folded| self.money.get(folded))
    }

    /// What the cell holds of which this is the whole text.
    pub fn phrase(&self, text: &str) -> Option<CardPhrase> {
        look_up(text, &[], |folded| self.phrases.get(folded))
    }

    /// Whether the name of some level, or a wording that fills a cell, begins with this text.
    pub fn begins_cell(&self, text: &str) -> bool {
        let at = self.cells.partition_point(|word| word.as_str() < text);
        self.cells.get(at).is_some_and(|word| word.starts_with(text))
    }

    /// Whether a text ends as names of levels do: 社会公众指标.
    pub fn ends_as_level(&self, text: &str) -> bool {
        text.ends_with(self.level_end.as_str()) && text.len() > self.level_end.len()
    }

    /// Whether some heading of a column begins with this text.
    pub fn begins_column(&self, text: &str) -> bool {
        self.columns.begins(text)
    }

    /// Whether some label of a field begins with this text.
    pub fn begins_field(&self, text: &str) -> bool {
        self.fields.begins(text)
    }

    /// The name of a level (0: first, 1: second) that `text` begins with, and the rest; spaces and brackets of `text`
    /// must match.
    pub fn split_level<'t>(&self, level: usize, text: &'t str) -> Option<(&'t str, &'t str)> {
        let names = self.names.get(level)?;
        names.iter().find_map(|name| text.starts_with(name.as_str()).then(|| text.split_at(name.len())))
    }

    /// Whether the whole text is the name of a level (0: first, 1: second).
    pub fn is_level(&self, level: usize, text: &str) -> bool {
        let folded = fold(text);
        self.names.get(level).is_some_and(|names| names.contains(&folded))
    }

    /// The operator that `text` begins with, and the rest.
    pub fn operator<'t>(&self, text: &'t str) -> Option<(Comparison, &'t str)> {
        self.operators.iter().find_map(|(word, meaning)| Some((*meaning, text.strip_prefix(word.as_str())?)))
    }

    /// The operator that `text` ends with, and what is before it: 400条以上.
    pub fn operator_after<'t>(&self, text: &'t str) -> Option<(&'t str, Comparison)> {
        self.operators_after
            .iter()
            .find_map(|(word, meaning)| Some((text.strip_suffix(word.as_str())?, *meaning)))
    }

    /// Whether a column of operators says by this that the target is words.
    pub fn is_qualitative(&self, text: &str) -> bool {
        let folded = fold(text);
        self.qualitative.iter().any(|pattern| pattern.matches(&folded))
    }

    /// Whether what follows a number can be its unit.
    pub fn is_unit(&self, after: &str) -> bool {
        let folded = fold(after);
        !self.not_units.iter().any(|pattern| pattern.matches(&folded))
    }
}

pub(super) fn longest_first(mut words: Vec<String>) -> Vec<String> {
    words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    words
}

fn operators(entries: impl IntoIterator<Item = (Comparison, Vec<String>)>) -> Vec<(String, Comparison)> {
    let mut all: Vec<(String, Comparison)> = entries
        .into_iter()
        .flat_map(|(meaning, words)| words.into_iter().map(move |word| (word, meaning)))
        .collect();
    all.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then_with(|| a.cmp(b)));
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn words() -> CardWords {
        CardWords::parse("cards.toml", include_str!("../../grammars/cards.toml")).unwrap()
    }

    #[test]
    fn headings_are_known_with_and_without_brackets() {
        let check = |heading: &str, expect| assert_eq!(words().column(heading), expect, "{heading}");
        check("一级 指标", Some(IndicatorColumn::Level1));
        check("分值权重（90分）", Some(IndicatorColumn::Weight));
        check("评（扣）分标准", Some(IndicatorColumn::Scoring));
        check("2026年度指标值", Some(IndicatorColumn::Target));
        check("实施周期指标值", Some(IndicatorColumn::TermTarget));
        check("执行率分值（10分）", None);
    }

    #[test]
    fn labels_are_known_behind_words_of_listing() {
        let check = |label: &str, expect| assert_eq!(words().field(label), expect, "{label}");
        check("其中：财政拨款", Some(CardField::Fiscal));
        check("年度资金总额：", Some(CardField::Total));
        check("部门（单位）名称", Some(CardField::Department));
        check("年度预算资金（万元）", Some(CardField::Total));
        check("（1）财政拨款", Some(CardField::Fiscal));
        check("二、其他资金", Some(CardField::Other));
        check("支付职工工资", None);
    }

    #[test]
    fn titles_tell_departments_from_projects() {
        let check = |title: &str, expect| assert_eq!(words().kind(title), expect, "{title}");
        check("2026年部门整体支出绩效目标表", Some(CardKind::Department));
        check("专项资金整体支出绩效目标表", Some(CardKind::Project));
        check("部门专项业务经费绩效目标表", Some(CardKind::Project));
        check("收支总表", None);
    }

    #[test]
    fn errors_name_file_line_and_key() {
        let text = "[columns]\nlevel9 = [\"x\"]\n";
        let error = CardWords::parse("cards.toml", text).unwrap_err().to_string();
        assert!(error.starts_with("cards.toml:2:") && error.contains("level9"), "{error}");
        let text =
            include_str!("../../grammars/cards.toml").replacen("weight = [", "weight = [\n\"指标值\", ", 1);
        let error = CardWords::parse("cards.toml", &text).unwrap_err().to_string();
        assert!(error.contains("`指标值` stands under two keys of this table"), "{error}");
    }
}
