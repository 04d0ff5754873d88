//! One target of an indicator: operator, number, unit, or words, with nom.
//!
//! ```text
//! target   = [ operator ] number [ unit ] [ operator after ] | [ operator ] words
//! operator = a word of cards.toml: "≥", "＞=", "不少于" …; behind the number "以上", "以内" …
//! unit     = up to twelve characters without digits and sentence marks: "%", "人次", "万元/年", "人、户"
//! ```
//!
//! Dates (2025年11月30日前), ranges (3-10月) and lists (20个，每季1次) are words: no number is taken out of them.

use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::char;
use nom::combinator::{opt, recognize, rest};
use nom::sequence::preceded;
use nom::{IResult, Parser};
use rust_decimal::Decimal;

use crate::base::Unit;
use crate::form::{CardWords, Comparison, SentenceWords};
use crate::grammar::amount;
use crate::model::Operator;

/// What a target says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Target {
    /// The comparison, where one is printed.
    pub(crate) operator: Option<Operator>,
    /// The number; `None` where the target is words.
    pub(crate) number: Option<Decimal>,
    /// The unit of the number.
    pub(crate) unit: Option<String>,
    /// The whole target as printed; `None` where nothing is.
    pub(crate) text: Option<String>,
}

/// Longer runs of characters after a number are words, not a unit.
const LONGEST_UNIT: usize = 12;

/// Reads a target printed in one cell. Spaces do not matter.
pub(crate) fn read(printed: &str, words: &CardWords) -> Target {
    let text: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Target::default();
    }
    let bare = text.trim_end_matches(['。', '；', ';', '，', ',', '、']);
    let (operator, after) = match words.operator(bare) {
        Some((comparison, after)) => (Some(comparison), after),
        None => (None, bare),
    };
    let Some((number, unit, behind)) = measured(after, words) else {
        // A sign compares also with words (≦核定人数); a word that is no sign is part of the sentence.
        let is_sign = operator.is_some() && !bare.starts_with(is_ideograph);
        return Target {
            operator: operator.filter(|_| is_sign).map(model),
            text: Some(text),
            ..Target::default()
        };
    };
    let operator = operator.or(behind).map(model);
    Target { operator, number: Some(number), unit, text: Some(text) }
}

/// The unit in brackets at the end of the name of an indicator, where a target prints none: `培训经费（万元）`, `年限(年)`.
pub(crate) fn named_unit(name: &str, words: &SentenceWords) -> Option<String> {
    let inner = name.strip_suffix(['）', ')'])?;
    let (_, unit) = inner.rsplit_once(['（', '('])?;
    let first = unit.split('/').next().unwrap_or_default();
    let bare = first.trim_start_matches(['万', '亿']);
    let counts = !bare.is_empty() && words.counter(bare) == Some(bare);
    (counts || matches!(first, "%" | "％") || Unit::named(first).is_some()).then(|| unit.to_owned())
}

/// Reads a target whose operator and unit stand in columns of their own.
pub(crate) fn read_parts(operator: &str, value: &str, unit: &str, words: &CardWords) -> Target {
    let mut target = read(value, words);
    let qualitative = words.is_qualitative(operator);
    if let Some((comparison, _)) = words.operator(operator.trim()) {
        target.operator = Some(model(comparison));
    }
    if !unit.is_empty() && target.number.is_some() && target.unit.is_none() {
        target.unit = Some(unit.to_owned());
    }
    if !qualitative && target.text.is_some() {
        let (before, after) = (operator.trim(), unit.trim());
        let value = target.text.take().unwrap_or_default();
        let known = value.starts_with(before);
        let behind = value.ends_with(after);
        target.text =
            Some(format!("{}{value}{}", if known { "" } else { before }, if behind { "" } else { after }));
    }
    target
}

/// A number with its unit and the operator behind it, if that is all there is.
fn measured(text: &str, words: &CardWords) -> Option<(Decimal, Option<String>, Option<Comparison>)> {
    let (_, (digits, after)) = (number, rest).parse(text).ok()?;
    let value = amount::number(digits)?;
    let (unit, behind) = match words.operator_after(after) {
        Some((unit, comparison)) => (unit, Some(comparison)),
        None => (after, None),
    };
    let unit = unit.trim_matches(['（', '）', '(', ')']);
    let is_year = digits.len() == 4 && after.starts_with('年');
    if is_year || !is_unit(unit) || !words.is_unit(after) {
        return None;
    }
    Some((value, (!unit.is_empty()).then(|| unit.to_owned()), behind))
}

/// A number without anything before it; groups of three digits only.
fn number(input: &str) -> IResult<&str, &str> {
    let digits = || take_while1(|c: char| c.is_ascii_digit());
    let group = recognize(preceded(char(','), take_while_m_n(3, 3, |c: char| c.is_ascii_digit())));
    let fraction = recognize(preceded(char('.'), digits()));
    let groups = recognize(nom::multi::many0_count(group));
    recognize((opt(char('-')), digits(), groups, opt(fraction))).parse(input)
}

fn is_unit(text: &str) -> bool {
    let mark = |c: char| c.is_ascii_digit() || "，。；：,;:？！<>=≥≤＞＜＝".contains(c);
    text.chars().count() <= LONGEST_UNIT && !text.contains(mark)
}

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn model(comparison: Comparison) -> Operator {
    match comparison {
        Comparison::AtLeast => Operator::AtLeast,
        Comparison::AtMost => Operator::AtMost,
        Comparison::Equal => Operator::Equal,
        Comparison::More => Operator::More,
        Comparison::Less => Operator::Less,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::form::Grammars;

    /// `operator|number|unit`; a part that is missing is empty.
    fn shown(target: &Target) -> String {
        let operator = match target.operator {
            Some(Operator::AtLeast) => ">=",
            Some(Operator::AtMost) => "<=",
            Some(Operator::Equal) => "=",
            Some(Operator::More) => ">",
            Some(Operator::Less) => "<",
            None => "",
        };
        let number = target.number.map(|number| number.to_string()).unwrap_or_default();
        format!("{operator}|{number}|{}", target.unit.as_deref().unwrap_or_default())
    }

    #[test]
    fn targets_are_operator_number_and_unit() {
        let words = &Grammars::shipped().cards;
        let check = |text: &str, expect: &str| assert_eq!(shown(&read(text, words)), expect, "{text}");
        check("＞=15 个", ">=|15|个");
        check("≥95%", ">=|95|%");
        check("=2873.46平方米", "=|2873.46|平方米");
        check("不少于350个。", ">=|350|个");
        check("大于等于 3", ">=|3|");
        check("≧400家次", ">=|400|家次");
        check("400条以上", ">=|400|条");
        check("5个工作日内", "<=|5|个工作日");
        check("控制在100万元以内", "<=|100|万元");
        check("3 万条/年", "|3|万条/年");
        check("27台、件、套", "|27|台、件、套");
        check("1,200.50万元", "|1200.50|万元");
        check("≤12月", "<=|12|月");
        check("100%", "|100|%");
    }

    #[test]
    fn dates_ranges_and_sentences_are_words() {
        let words = &Grammars::shipped().cards;
        let check = |text: &str, expect: &str| {
            let target = read(text, words);
            assert_eq!((shown(&target).as_str(), target.text.as_deref()), (expect, Some(text)));
        };
        check("2025年11月30日前", "||");
        check("2026年全年", "||");
        check("12月底前", "||");
        check("3-10月", "||");
        check("逐步提高", "||");
        check("每季度1次", "||");
        check("20个，每季1次", "||");
        check("≦核定人数", "<=||");
        check("不低于上年", "||");
        check("7×24小时", "||");
    }

    #[test]
    fn parts_in_columns_of_their_own_are_one_target() {
        let words = &Grammars::shipped().cards;
        let check = |parts: [&str; 3], expect: &str, text: Option<&str>| {
            let target = read_parts(parts[0], parts[1], parts[2], words);
            assert_eq!((shown(&target).as_str(), target.text.as_deref()), (expect, text));
        };
        check(["≥", "90", "%"], ">=|90|%", Some("≥90%"));
        check(["定性", "优", ""], "||", Some("优"));
        check(["＝", "12", "月"], "=|12|月", Some("＝12月"));
        check(["", "", ""], "||", None);
    }

    #[test]
    fn a_name_may_end_with_the_unit_of_its_target() {
        let grammars = Grammars::shipped();
        let check = |name: &str, expect: Option<&str>| {
            assert_eq!(named_unit(name, grammars.phrases.sentence()).as_deref(), expect, "{name}");
        };
        check("信息化运行维护费用（万元）", Some("万元"));
        check("系统平台故障修复响应时间(小时)", Some("小时"));
        check("装修成本（元/平方米）", Some("元/平方米"));
        check("建成面积（万平方米）", Some("万平方米"));
        check("满意度（%）", Some("%"));
        check("服务企业次数（年度）", None);
        check("设备购置（一期）", None);
        check("特别重大事件（Ⅰ级）发生率", None);
    }
}
