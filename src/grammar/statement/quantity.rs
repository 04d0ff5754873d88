//! Numbers of a sentence with what they are numbers of.
//!
//! ```text
//! quantity = number ( unit | "%" | counter | "年" | … )
//! number   = ( 1*3DIGIT 1*( "," 3DIGIT ) | 1*DIGIT ) [ "." 1*DIGIT ]
//! code     = "（" digits [ "类" | "款" | "项" ] "）" | digits ( "-" | "—" ) name
//! ```

use nom::branch::alt;
use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::char;
use nom::combinator::{not, opt, peek, recognize};
use nom::multi::many1_count;
use nom::sequence::preceded;
use nom::{IResult, Parser};
use rust_decimal::Decimal;

use crate::base::Unit;
use crate::form::SentenceWords;
use crate::grammar::amount;

/// A number in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::grammar) struct Quantity {
    /// Its first byte, without a sign.
    pub(in crate::grammar) from: usize,
    /// The byte after its last digit.
    pub(in crate::grammar) to: usize,
    /// The byte after its unit.
    pub(in crate::grammar) end: usize,
    pub(in crate::grammar) value: Decimal,
    pub(in crate::grammar) kind: Kind,
}

/// What a number counts or measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grammar) enum Kind {
    /// Money.
    Money(Unit),
    /// A threshold or a price: 单价100万元以上, 300元/人.
    Bound,
    /// `%`
    Percent,
    /// Things: 家, 平方米, 人次.
    Count,
    /// 2025年
    Year,
    /// A classification code or the number of a document.
    Code,
    /// A number without a word that says what it counts.
    Bare,
}

impl Quantity {
    /// Whether it is money or a percentage, as statements tell them.
    pub(in crate::grammar) fn is_told(&self) -> bool {
        matches!(self.kind, Kind::Money(_) | Kind::Percent)
    }
}

/// Every number of a sentence, in order.
pub(in crate::grammar) fn read(text: &str, words: &SentenceWords) -> Vec<Quantity> {
    let mut quantities = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())) {
        let from = at + found;
        let rest = text.get(from..).unwrap_or_default();
        let Ok((after, digits)) = number(rest) else { break };
        let to = from + digits.len();
        let before = text.get(..from).unwrap_or_default();
        let (kind, length) = kind(before, digits, after, words);
        if let Some(value) = amount::number(digits) {
            let negative = is_negative(before);
            quantities.push(Quantity {
                from,
                to,
                end: to + length,
                value: if negative { -value } else { value },
                kind,
            });
        }
        at = to;
    }
    quantities
}

fn number(input: &str) -> IResult<&str, &str> {
    recognize((alt((grouped, plain)), opt((char('.'), plain)))).parse(input)
}

fn plain(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_digit()).parse(input)
}

fn grouped(input: &str) -> IResult<&str, &str> {
    let digits = |least, most| take_while_m_n(least, most, |c: char| c.is_ascii_digit());
    let group = preceded(char(','), digits(3, 3));
    let ends = not(peek(alt((plain, recognize((char(','), plain))))));
    recognize((digits(1, 3), many1_count(group), ends)).parse(input)
}

/// A stroke is a minus only where words stand before it: `增长-5.2%`, but not `2025-2026`.
fn is_negative(before: &str) -> bool {
    let sign = before.strip_suffix(['-', '－', '−']);
    sign.and_then(|head| head.chars().next_back()).is_some_and(|c| !c.is_ascii() && !"）〕】—－".contains(c))
}

/// The kind of a number and the length of the words that tell it.
fn kind(before: &str, digits: &str, after: &str, words: &SentenceWords) -> (Kind, usize) {
    if let Some(length) = code(before, digits, after) {
        return (Kind::Code, length);
    }
    if let Some(sign) = percent(after, words) {
        return (Kind::Percent, sign.len());
    }
    if let Some(unit) = Unit::ALL.into_iter().find(|unit| after.starts_with(unit.name())) {
        let length = unit.name().len();
        let bound = words.bounds(after.get(length..).unwrap_or_default());
        return (if bound { Kind::Bound } else { Kind::Money(unit) }, length);
    }
    if digits.len() == 4 && (digits.starts_with("20") || digits.starts_with("19")) && after.starts_with('年')
    {
        return (Kind::Year, "年".len());
    }
    if after.starts_with('年') && is_numbered_year(digits) {
        return (Kind::Year, "年".len());
    }
    if is_short_for_money(digits, after) {
        return (Kind::Money(Unit::TenThousandYuan), "万".len());
    }
    let named = before.ends_with(|c: char| c.is_ascii_alphabetic())
        || after.starts_with(|c: char| c.is_ascii_alphabetic());
    let counted = after.trim_start_matches(['万', '亿', '余', '多']);
    match words.counter(after).or_else(|| words.counter(counted)) {
        Some(counter) if after.starts_with(counter) => (Kind::Count, counter.len()),
        Some(counter) => (Kind::Count, after.len() - counted.len() + counter.len()),
        None if named => (Kind::Code, 0),
        None => (if words.scores(before) { Kind::Count } else { Kind::Bare }, 0),
    }
}

/// `4.2024年当年预算执行数`: the number of an item stuck to a year, at the head of a line of contents.
fn is_numbered_year(digits: &str) -> bool {
    let parts = digits.split_once('.');
    parts.is_some_and(|(item, year)| item.len() <= 2 && year.len() == 4 && year.starts_with("20"))
}

/// `执行数为15.00万。`: 元 left out behind an amount printed to the cent (shanghai.toml).
fn is_short_for_money(digits: &str, after: &str) -> bool {
    let cents = digits.split_once('.').is_some_and(|(_, fraction)| fraction.len() == 2);
    let rest = after.strip_prefix('万');
    cents
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['，', '。', '；', '、', '（', '）']))
}

fn percent<'t>(after: &'t str, words: &SentenceWords) -> Option<&'t str> {
    let sign =
        ["%", "％"].into_iter().find_map(|sign| after.get(..sign.len()).filter(|start| *start == sign));
    sign.or_else(|| words.points(after))
}

/// The length of what closes a code: `（2060801）`, `（205类）`, `2080501-行政单位离退休`, `〔2017〕`, `13号`.
fn code(before: &str, digits: &str, after: &str) -> Option<usize> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let length = plain.then_some(digits.len())?;
    if before.ends_with(['〔', '[', '【', '［']) || after.starts_with('号') {
        return Some(0);
    }
    let bracketed = before.ends_with(['（', '(']);
    let closed = after.starts_with(['）', ')']) && matches!(length, 3 | 5 | 7);
    let marked = ["类", "款", "项"]
        .iter()
        .any(|mark| after.strip_prefix(mark).is_some_and(|rest| rest.starts_with(['）', ')'])));
    let named = after.starts_with(['-', '—', '－', '–'])
        && matches!(length, 3 | 5 | 7)
        && !after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (bracketed && (closed || marked) || named).then_some(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::form::Grammars;

    fn check(text: &str, expect: &[(&str, Kind)]) {
        let grammars = Grammars::shipped();
        let got: Vec<(String, Kind)> = read(text, grammars.phrases.sentence())
            .into_iter()
            .map(|quantity| (quantity.value.to_string(), quantity.kind))
            .collect();
        let expect: Vec<(String, Kind)> =
            expect.iter().map(|&(value, kind)| (value.to_owned(), kind)).collect();
        assert_eq!(got, expect, "{text}");
    }

    #[test]
    fn numbers_are_told_by_what_follows() {
        let money = Kind::Money(Unit::TenThousandYuan);
        check(
            "2025年预算2,337.28万元，增长-5.2%",
            &[("2025", Kind::Year), ("2337.28", money), ("-5.2", Kind::Percent)],
        );
        check("单价100万元（含）以上设备0台", &[("100", Kind::Bound), ("0", Kind::Count)]);
        check("行政运行（2040201）12万元", &[("2040201", Kind::Code), ("12", money)]);
        check("教育支出（205类）12万元", &[("205", Kind::Code), ("12", money)]);
        check("2080501-行政单位离退休1元", &[("2080501", Kind::Code), ("1", Kind::Money(Unit::Yuan))]);
        check(
            "巴党发〔2017〕13号，电话18196430829",
            &[("2017", Kind::Code), ("13", Kind::Code), ("18196430829", Kind::Bare)],
        );
        check("4.2024年预算执行数15.00万。", &[("4.2024", Kind::Year), ("15.00", money)]);
        check("工期1.1999年，寿命123.2024年", &[("1.1999", Kind::Count), ("123.2024", Kind::Count)]);
        check(
            "学生55,000余人，PM2.5浓度，惠及1.3万名",
            &[("55000", Kind::Count), ("2.5", Kind::Code), ("1.3", Kind::Count)],
        );
        check(
            "自评得分99.5，最终评价得分“86.73”分，得到12.5",
            &[("99.5", Kind::Count), ("86.73", Kind::Count), ("12.5", Kind::Bare)],
        );
        check("专项经费40.00万元,100,主要", &[("40.00", money), ("100", Kind::Bare)]);
    }
    #[test]
    fn a_number_ends_behind_the_words_that_tell_its_kind() {
        let check = |text: &str, expect: &[&str]| {
            let ends = read(text, Grammars::shipped().phrases.sentence());
            let told: Vec<&str> = ends.iter().map(|found| &text[found.to..found.end]).collect();
            assert_eq!(told, expect, "{text}");
        };
        check("2025年建成5万平方米，惠及1.3万名，50余人，3台", &["年", "万平方米", "万名", "余人", "台"]);
        check("15.00万，12.5%，100万元以上，（205类）", &["万", "%", "万元", ""]);
        check("2025.3年，2.1999年，3.2024年", &["年", "年", "年"]);
    }
}
