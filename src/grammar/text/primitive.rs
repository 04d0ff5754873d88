//! The smallest productions of a flattened row: words, values, codes. A line is its words with one space between them.
//!
//! ```text
//! word   = 1*( any character but space ) ;
//! value  = number | dash ;                       (* a whole word; see `amount` *)
//! values = value *( " " value ) ;
//! code   = 3DIGIT *2( " " ( 2DIGIT | DIGIT ) )   (* 类 款 项 in columns of their own: 206 04 04 *)
//!        | 5DIGIT | 7DIGIT ;                     (* in one column: 2060404 *)
//! ```

use nom::branch::alt;
use nom::bytes::complete::{take_while_m_n, take_while1};
use nom::character::complete::char;
use nom::combinator::{eof, map, map_opt, not, opt, peek, recognize, value, verify};
use nom::multi::{fold_many_m_n, many0};
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};
use rust_decimal::Decimal;

use super::line::Line;
use crate::form::Words;
use crate::grammar::amount;

/// One value as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Printed {
    pub(super) text: String,
    /// `None` for a dash.
    pub(super) number: Option<Decimal>,
    /// 1-based line it stands on.
    pub(super) line: u32,
}

/// How a table prints its money, which tells a value from a digit in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// Amounts may be printed without decimals (tables in 元).
    pub(super) integers: bool,
}

/// The end of a word: a space, which is taken, or the end of the line.
pub(super) fn end(input: &str) -> IResult<&str, ()> {
    alt((value((), char(' ')), value((), eof))).parse(input)
}

/// One word without the space after it.
pub(super) fn word(input: &str) -> IResult<&str, &str> {
    terminated(take_while1(|c: char| c != ' '), end).parse(input)
}

/// One value of `line`: a number, or a dash.
pub(super) fn printed(style: Style, line: &Line) -> impl Fn(&str) -> IResult<&str, Printed> {
    move |input| {
        map_opt(word, |text| {
            let number =
                amount::number(text).filter(|_| style.integers || text.contains(['.', ',']) || text == "0");
            let known = number.is_some() || amount::is_dash(text);
            known.then(|| Printed { text: text.to_owned(), number, line: line.number_at(input) })
        })
        .parse(input)
    }
}

/// All values up to the end of the line.
pub(super) fn values_to_end(style: Style, line: &Line) -> impl Fn(&str) -> IResult<&str, Vec<Printed>> {
    move |input| terminated(many0(printed(style, line)), eof).parse(input)
}

/// A classification code, its parts joined. Digits before more digits are no code: `206 04 04 2025 年…`.
pub(super) fn code(input: &str) -> IResult<&str, String> {
    let digits = |least, most| terminated(take_while_m_n(least, most, |c: char| c.is_ascii_digit()), end);
    let whole = verify(digits(5, 7), |text: &str| text.len() != 6);
    let part = map(digits(1, 2), |part: &str| format!("{part:0>2}"));
    let parts = (digits(3, 3), fold_many_m_n(0, 2, part, String::new, |all, part| all + &part));
    let parted = map(parts, |(class, rest)| format!("{class}{rest}"));
    terminated(alt((parted, map(whole, str::to_owned))), peek(not(take_while_m_n(1, 1, is_digit_or_sign))))
        .parse(input)
}

fn is_digit_or_sign(c: char) -> bool {
    c == '.' || c == ','
}

/// Words up to `stop` or the end of the line.
pub(super) fn name_before<'a, T>(
    mut stop: impl Parser<&'a str, Output = T, Error = nom::error::Error<&'a str>>,
) -> impl FnMut(&'a str) -> IResult<&'a str, &'a str> {
    move |input| {
        let mut rest = input;
        while !rest.is_empty() && stop.parse(rest).is_err() {
            rest = word(rest)?.0;
        }
        let taken = input.len().saturating_sub(rest.len());
        Ok((rest, input.get(..taken).unwrap_or_default().trim_end()))
    }
}

/// ```text
/// numbering = 1*( mark " " ) integers | 2*integers ;    (* ※ ※ ※ 1 2 3: the row that numbers the columns *)
/// mark      = a word of `number_marks` in words.toml ;
/// ```
/// Gives how many columns are numbered.
pub(super) fn numbering<'t>(input: &'t str, words: &Words) -> IResult<&'t str, usize> {
    let mark = || verify(word, |text: &str| words.is_number_mark(text));
    let integer = || map_opt(word, |text: &str| text.parse::<usize>().ok());
    let (rest, (marks, numbers)) =
        terminated((many0(recognize(mark())), many0(integer())), preceded(opt(char(' ')), eof))
            .parse(input)?;
    let counted = numbers.iter().enumerate().all(|(at, &number)| number == at + 1);
    let enough = !numbers.is_empty() && (!marks.is_empty() || numbers.len() >= 3);
    if counted && enough {
        return Ok((rest, numbers.len()));
    }
    Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Verify)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "a test may fail by panicking")]
    use super::*;

    #[test]
    fn codes_end_where_names_begin() {
        let check = |line: &str, expect: Option<(&str, &str)>| {
            let found = code(line).ok();
            assert_eq!(found.as_ref().map(|(rest, code)| (code.as_str(), *rest)), expect, "{line}");
        };
        check("206 04 04 科技成果转化与扩散", Some(("2060404", "科技成果转化与扩散")));
        check("301 2 津贴补贴", Some(("30102", "津贴补贴")));
        check("20805 行政事业单位养老支出", Some(("20805", "行政事业单位养老支出")));
        check("206 04 04 2025 年大赛", Some(("2060404", "2025 年大赛")));
        check("205", Some(("205", "")));
        check("2025 年大赛", None);
        check("合计 1.00", None);
        check("205.00", None);
    }

    #[test]
    fn a_numbering_row_counts_columns() {
        let words = &crate::form::Grammars::shipped().words;
        let check = |line: &str, expect: Option<usize>| {
            assert_eq!(numbering(line, words).ok().map(|(_, n)| n), expect, "{line}");
        };
        check("※ ※ ※ ※ 1 2 3", Some(3));
        check("** ** 1", Some(1));
        check("1 2 3 4", Some(4));
        check("15", None);
        check("1 3 2", None);
        check("※ 说明", None);
    }
}
