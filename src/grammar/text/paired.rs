//! Two lists side by side on one line, either of which may be missing.
//!
//! ```text
//! line  = item [ item ] ;
//! item  = [ code ] name *value ;
//! name  = 1*word ;         (* ends before a value, before a code with a name, and before a new item: 一、 其中： 支出总计 *)
//! ```
//! An item of the right-hand list has a code, a name of the classification, or speaks of 支出.

use nom::combinator::{opt, peek, verify};
use nom::multi::{many_m_n, many0};
use nom::{IResult, Parser};

use super::coded::RawRow;
use super::line::Line;
use super::primitive::{Printed, Style, code, printed, word};
use super::section::Section;
use crate::form::{Codes, Words, is_numeral, opens_of_which};
use crate::grammar::prose::is_numbered;
use crate::model::Side;

/// A line holds no more items than two; a third is a sign of something else and is kept apart all the same.
const MOST_ITEMS: usize = 4;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    code: Option<String>,
    name: String,
    values: Vec<Printed>,
}

/// Reads the rows of a side-by-side table: one [`RawRow`] a side, with one number a line.
pub(super) fn read(section: &Section<'_>, words: &Words, codes: &Codes) -> Vec<RawRow> {
    let mut rows: Vec<RawRow> = Vec::new();
    let mut no = 0;
    for line in &section.rows {
        let items = items(line, section.style, words, codes);
        if items.is_empty() || joins_last(&items, &mut rows) {
            continue;
        }
        no += 1;
        let count = items.len();
        for (nth, item) in items.into_iter().enumerate() {
            let side = side(&item, nth, count, codes);
            let Item { code, name, values } = item;
            rows.push(RawRow { line: line.no, no, side: Some(side), code, name, project: None, values });
        }
    }
    rows
}

/// A line of nothing but values ends the row whose name filled the line before it.
fn joins_last(items: &[Item], rows: &mut [RawRow]) -> bool {
    match (items, rows.last_mut()) {
        ([Item { code: None, name, values }], Some(last)) if name.is_empty() && last.values.is_empty() => {
            last.values.clone_from(values);
            true
        }
        _ => false,
    }
}

fn items(line: &Line, style: Style, words: &Words, codes: &Codes) -> Vec<Item> {
    let item = |input| item(input, line, style, words, codes);
    many_m_n(0, MOST_ITEMS, item).parse(line.text.as_str()).map(|(_, items)| items).unwrap_or_default()
}

fn item<'a>(
    input: &'a str,
    line: &Line,
    style: Style,
    words: &Words,
    codes: &Codes,
) -> IResult<&'a str, Item> {
    let (rest, code) = opt(|input| class(input, codes)).parse(input)?;
    let (rest, name) = name(rest, line, style, words, codes)?;
    let (rest, values) = many0(|input| value(input, line, style, codes)).parse(rest)?;
    if code.is_none() && name.is_empty() && values.is_empty() {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Eof)));
    }
    Ok((rest, Item { code, name, values }))
}

/// A code that a name follows.
fn class<'a>(input: &'a str, codes: &Codes) -> IResult<&'a str, String> {
    let named = |rest: &'a str| {
        peek(verify(word, |next: &str| !next.starts_with(|c: char| c.is_ascii_digit()))).parse(rest)
    };
    let (rest, found) = verify(code, |found: &str| codes.known(found)).parse(input)?;
    named(rest)?;
    Ok((rest, found))
}

/// A value that is not the code of the next item.
fn value<'a>(input: &'a str, line: &Line, style: Style, codes: &Codes) -> IResult<&'a str, Printed> {
    if class(input, codes).is_ok() {
        return Err(nom::Err::Error(nom::error::Error::new(input, nom::error::ErrorKind::Not)));
    }
    printed(style, line)(input)
}

fn name<'a>(
    input: &'a str,
    line: &Line,
    style: Style,
    words: &Words,
    codes: &Codes,
) -> IResult<&'a str, String> {
    let mut name = String::new();
    let mut rest = input;
    while let Ok((after, next)) = word(rest) {
        let other = class(rest, codes).is_ok() || printed(style, line)(rest).is_ok();
        if other || !name.is_empty() && begins_item(next, words) {
            break;
        }
        name.push_str(next);
        rest = after;
    }
    Ok((rest, name))
}

/// 一、 （一） 1. 其中： 支出总计: the beginning of an item in a list.
fn begins_item(word: &str, words: &Words) -> bool {
    is_numbered(word) || opens_of_which(word) || word.chars().count() > 2 && words.is_total(word)
}

fn side(item: &Item, nth: usize, count: usize, codes: &Codes) -> Side {
    if count > 1 {
        return if nth == 0 { Side::Income } else { Side::Expenditure };
    }
    let bare = item.name.trim_start_matches(|c: char| is_numeral(c) || "、（）()0123456789.".contains(c));
    let is_spending =
        item.code.is_some() || bare.contains("支出") || codes.functional_named(bare).next().is_some();
    if is_spending { Side::Expenditure } else { Side::Income }
}
