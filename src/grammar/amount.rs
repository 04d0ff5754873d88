//! One printed number, with nom.
//!
//! ```text
//! number   = [sign] digits [fraction] | "(" digits [fraction] ")" | "（" digits [fraction] "）"
//! digits   = group *( ( "," | "，" ) 3DIGIT ) | 1*DIGIT
//! fraction = "." 1*DIGIT
//! percent  = number ( "%" | "％" )
//! keyed    = [bracket] code [bracket | dash] name
//! ```

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while_m_n, take_while1};
use nom::character::complete::{char, one_of};
use nom::combinator::{all_consuming, opt, recognize, verify};
use nom::multi::many1_count;
use nom::sequence::{delimited, preceded};
use nom::{IResult, combinator::cut};
use rust_decimal::Decimal;

/// No amount of a budget needs more digits; longer runs are account numbers.
const MOST_DIGITS: usize = 20;

/// The number that is the whole of `text`, with its printed scale: `-1,234.50` → -1234.50. Brackets mean minus, as
/// accountants print it.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    // Nearly every text that is no number is told from its first character.
    if !text.starts_with(|c: char| c.is_ascii_digit() || "+-(（.".contains(c)) {
        return None;
    }
    let (_, (negative, digits)) = all_consuming(alt((bracketed, signed))).parse(text).ok()?;
    if digits.len() > MOST_DIGITS {
        return None;
    }
    let plain: String = digits.chars().filter(|c| !matches!(c, ',' | '，')).collect();
    let value: Decimal = plain.parse().ok()?;
    Some(if negative { -value } else { value })
}

/// A percentage that is the whole of `text`.
pub(crate) fn percent(text: &str) -> Option<Decimal> {
    number(text.strip_suffix(['%', '％'])?)
}

/// A dash standing for nothing: up to four strokes of any width, or a single slash.
pub(crate) fn is_dash(text: &str) -> bool {
    matches!(text, "/" | "\\")
        || !text.is_empty() && text.chars().count() <= 4 && text.chars().all(|c| "-－—–―─−﹣".contains(c))
}

/// A classification code at the head of a name: `2010101-行政运行`, `[201]一般公共服务支出`, `30101基本工资`.
pub(crate) fn code_and_name(text: &str) -> Option<(&str, &str)> {
    let (rest, code) = keyed(text).ok()?;
    (!rest.is_empty()).then_some((code, rest))
}

fn signed(input: &str) -> IResult<&str, (bool, &str)> {
    let (input, sign) = opt(one_of("+-")).parse(input)?;
    let (input, digits) = digits(input)?;
    Ok((input, (sign == Some('-'), digits)))
}

fn bracketed(input: &str) -> IResult<&str, (bool, &str)> {
    let (input, digits) =
        alt((delimited(char('('), digits, char(')')), delimited(char('（'), digits, char('）'))))
            .parse(input)?;
    Ok((input, (true, digits)))
}

fn digits(input: &str) -> IResult<&str, &str> {
    alt((recognize((grouped, opt(fraction))), recognize((plain, opt(fraction))), recognize(fraction)))
        .parse(input)
}

fn plain(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_digit()).parse(input)
}

fn grouped(input: &str) -> IResult<&str, &str> {
    let head = take_while_m_n(1, 3, |c: char| c.is_ascii_digit());
    let group = preceded(one_of(",，"), cut(take_while_m_n(3, 3, |c: char| c.is_ascii_digit())));
    recognize((head, many1_count(group))).parse(input)
}

fn fraction(input: &str) -> IResult<&str, &str> {
    recognize((char('.'), plain)).parse(input)
}

fn keyed(input: &str) -> IResult<&str, &str> {
    let code = || verify(plain, |digits: &str| matches!(digits.len(), 3 | 5 | 7 | 9));
    let in_brackets = alt((
        delimited(char('['), code(), char(']')),
        delimited(char('('), code(), char(')')),
        delimited(char('（'), code(), char('）')),
        delimited(char('【'), code(), char('】')),
    ));
    let (rest, code) = alt((in_brackets, code())).parse(input)?;
    let (rest, _) =
        opt(alt((tag("-"), tag("—"), tag("－"), tag("_"), tag("、"), tag(":"), tag("：")))).parse(rest)?;
    let (rest, _) = verify(nom::combinator::rest, |name: &str| name.starts_with(is_ideograph))
        .parse(rest)
        .map(|(_, name)| (name, ()))?;
    Ok((rest, code))
}

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c) && !"年月日个项万亿元人".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_printed_scale() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(number(text).map(|value| value.to_string()).as_deref(), expect, "{text}");
        };
        check("2,337.28", Some("2337.28"));
        check("0.00", Some("0.00"));
        check("28，283.46", Some("28283.46"));
        check("28，28", None);
        check("-12.50", Some("-12.50"));
        check("(1.5)", Some("-1.5"));
        check("（3）", Some("-3"));
        check("24169.74", Some("24169.74"));
        check("371,514,655", Some("371514655"));
        check("1,23", None);
        check("1,2345", None);
        check("1.2.3", None);
        check("12.5%", None);
        check("", None);
        check("-", None);
        check("12345678901234567890", Some("12345678901234567890"));
        check("123456789012345678901", None);
    }

    #[test]
    fn codes_stand_before_names() {
        assert_eq!(code_and_name("2010101-行政运行"), Some(("2010101", "行政运行")));
        assert_eq!(code_and_name("[201]一般公共服务支出"), Some(("201", "一般公共服务支出")));
        assert_eq!(code_and_name("30101基本工资"), Some(("30101", "基本工资")));
        assert_eq!(code_and_name("100万元设备"), None);
        assert_eq!(code_and_name("20240101"), None);
    }

    #[test]
    fn a_dash_is_neither_blank_nor_a_number() {
        assert!(is_dash("-") && is_dash("——") && is_dash("－") && is_dash("/"));
        assert!(!is_dash("") && !is_dash("一") && !is_dash("-1") && !is_dash("-----"));
    }
}
