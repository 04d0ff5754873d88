//! Titles: what of a printed title matters ([`TitleKey`]), and the number printed with it ([`table_number`]).

use nom::{
    IResult, Parser,
    branch::alt,
    bytes::complete::{tag, take_while_m_n},
    character::complete::char,
    combinator::{opt, recognize, verify},
    sequence::{delimited, preceded, terminated},
};

use super::fold;

/// A title without number, ordinal, year, trailing remark and spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TitleKey {
    /// The folded text that is left.
    pub(super) text: String,
}

impl TitleKey {
    /// What matters of `title`.
    pub(super) fn of(title: &str) -> Self {
        let folded = fold(title);
        let mut text = folded.as_str();
        while let Some(rest) = without_number(text).or_else(|| without_ordinal(text)) {
            text = rest;
        }
        let text = without_years(without_tail(text));
        Self { text }
    }

    /// The same without a remark in brackets at its end, if it has one: `某某预算表(不含上年结转)`.
    pub(super) fn without_remark(&self) -> Option<TitleKey> {
        let (text, _) = self.text.strip_suffix(')')?.rsplit_once('(')?;
        Some(TitleKey { text: text.to_string() })
    }

    /// The same with the word 表, where a title goes without: 收入总体情况, 某某情况(按功能分类).
    pub(super) fn as_table(&self) -> Option<TitleKey> {
        let key = self.without_remark().unwrap_or_else(|| self.clone());
        (!key.text.ends_with('表')).then(|| TitleKey { text: key.text + "表" })
    }

    /// The text itself, then what is left of it after each of `ends` (such as 局, 部门), longest first.
    pub(super) fn candidates<'a>(&'a self, ends: &'a [String]) -> impl Iterator<Item = &'a str> {
        let starts = self.text.char_indices().skip(1).map(|(at, _)| self.text.split_at(at));
        let after = starts.filter(|(before, _)| ends.iter().any(|end| before.ends_with(end.as_str())));
        std::iter::once(self.text.as_str()).chain(after.map(|(_, rest)| rest))
    }
}

/// What of a printed title or header word an entry of a grammar file keeps.
pub(super) fn entry_wording(printed: &str) -> String {
    let key = TitleKey::of(printed).text;
    if key.is_empty() { fold(printed) } else { key }
}

/// `某表(续)`, `某表:`, `某表部门:某局单位:万元` → without what follows the title.
fn without_tail(text: &str) -> &str {
    let end = ["单位:", "部门:"].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let text = without_number_at_end(text.get(..end).unwrap_or(text));
    let text = text
        .rfind("表")
        .filter(|&at| at > 0)
        .map_or(text, |at| text.get(..tail_end(text, at)).unwrap_or(text));
    text.strip_suffix("(续)").or_else(|| text.strip_suffix("(续表)")).unwrap_or(text)
}

/// `某表公开01表` → `某表`.
fn without_number_at_end(text: &str) -> &str {
    let ends = text.match_indices('表').map(|(at, table)| text.split_at(at + table.len()));
    let mut cut = ends.filter(|(_, rest)| number(rest).is_ok_and(|(after, _)| after.is_empty()));
    cut.next().map_or(text, |(title, _)| title)
}

/// The end of the bracket that follows the 表 at `at`, else of the 表 itself.
fn tail_end(text: &str, at: usize) -> usize {
    let end = at + "表".len();
    match text.get(end..) {
        Some(rest) if rest.starts_with('(') => rest.find(')').map_or(end, |close| end + close + 1),
        _ => end,
    }
}

/// Years do not tell one title from another: `2026年度某表`, `2022部门综合预算某表`.
pub(super) fn without_years(text: &str) -> String {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match year(rest) {
            Ok((after, _)) => rest = after,
            Err(_) => {
                out.push(c);
                rest = rest.get(c.len_utf8()..).unwrap_or("");
            }
        }
    }
    out
}

/// year = ( "19" | "20" ) digit digit [ "年" [ "度" ] ]
fn year(input: &str) -> IResult<&str, &str> {
    let digits = verify(take_while_m_n(4, 4, |c: char| c.is_ascii_digit()), |s: &str| {
        s.starts_with("20") || s.starts_with("19")
    });
    recognize((digits, opt((char('年'), opt(char('度')))))).parse(input)
}

fn without_ordinal(text: &str) -> Option<&str> {
    ordinal(text).ok().map(|(rest, _)| rest).filter(|rest| !rest.is_empty())
}

/// ordinal = chinese ( "、" | "." ) | "(" ( chinese | digits ) ")" | digits ( "、" | "." )
pub(super) fn ordinal(input: &str) -> IResult<&str, &str> {
    let marked = terminated(alt((chinese, digits)), alt((tag("、"), tag("."))));
    let bracketed = delimited(char('('), alt((chinese, digits)), char(')'));
    alt((marked, bracketed)).parse(input)
}

fn without_number(text: &str) -> Option<&str> {
    let (rest, _) = number(text).ok()?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    (!rest.is_empty()).then_some(rest)
}

/// ```text
/// number  = bracketed | plain ;
/// plain   = stem digits [ "-" digits ] [ "表" ]      (* 表1, 附件1-2, 公开表2, 公开02表 *)
///         | "公开表" chinese ;                        (* 公开表十二 *)
/// stem    = "公开" [ "表" ] | "预算" [ "表" ] | "附表" | "附件" | "表" ;
/// ```
/// 预算 and 公开 without any 表 are words of a sentence, not of a number.
fn number(input: &str) -> IResult<&str, &str> {
    alt((plain, delimited(char('('), plain, char(')')))).parse(input)
}

fn plain(input: &str) -> IResult<&str, &str> {
    let range = || (digits, opt((char('-'), digits)));
    alt((
        recognize(((alt((tag("公开表"), tag("预算表"), tag("附表"), tag("附件"), tag("表")))), range())),
        recognize((alt((tag("公开"), tag("预算"), tag("财决"))), range(), char('表'))),
        recognize(preceded(tag("公开表"), chinese)),
    ))
    .parse(input)
}

fn digits(input: &str) -> IResult<&str, &str> {
    take_while_m_n(1, 3, |c: char| c.is_ascii_digit()).parse(input)
}

fn chinese(input: &str) -> IResult<&str, &str> {
    take_while_m_n(1, 3, is_numeral).parse(input)
}

/// Whether a Chinese number below a hundred may hold this character: 二十三.
pub fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// The number printed with a title: at the beginning of the line or, after a space, at its end; or the whole line.
pub(super) fn table_number(line: &str) -> Option<String> {
    let folded = fold(line);
    if let Ok((rest, found)) = number(&folded)
        && (rest.is_empty() || rest.starts_with(':') || ends_like_title(rest))
    {
        return Some(found.to_string());
    }
    let last = fold(line.split_whitespace().last()?);
    number(&last).ok().filter(|(rest, _)| rest.is_empty()).map(|(_, found)| found.to_string())
}

/// 表1中的… is a sentence; 表1某表 is a number before a title.
fn ends_like_title(rest: &str) -> bool {
    rest.ends_with('表') || rest.ends_with(')') && rest.contains('表')
}

/// `line` folded, without number and ordinal; `None` where it is nothing but a number.
pub(super) fn bare(line: &str) -> Option<String> {
    let folded = fold(line);
    let mut text = folded.as_str();
    while let Some(rest) = without_number(text).or_else(|| without_ordinal(text)) {
        text = rest;
    }
    let is_number = number(text).is_ok_and(|(rest, _)| rest.is_empty());
    (!is_number).then(|| text.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check =
            |line: &str, expect: Option<&str>| assert_eq!(table_number(line).as_deref(), expect, "{line}");
        check("表 1", Some("表1"));
        check(" 公开 02 表", Some("公开02表"));
        check("公开表十二", Some("公开表十二"));
        check("预算03表 支出总表", Some("预算03表"));
        check("表3：高等学校支出决算表", Some("表3"));
        check("附件1-2", Some("附件1-2"));
        check("收支总表 公开01表", Some("公开01表"));
        check("表 14-9", Some("表14-9"));
        check("预算 17,086.07 万元等。", None);
        check("表 1 中的数字", None);
        check("收支总表", None);
    }

    #[test]
    fn keys() {
        let check = |title: &str, expect: &str| assert_eq!(TitleKey::of(title).text, expect, "{title}");
        check("一、收支预算总表", "收支预算总表");
        check("（六）财政拨款收支总表", "财政拨款收支总表");
        check("公开04表：财政拨款收支预算总表", "财政拨款收支预算总表");
        check("4．2024年预算单位财政拨款收支预算总表", "预算单位财政拨款收支预算总表");
        check("2022部门综合预算收支总表", "部门综合预算收支总表");
        check("一般公共预算支出表（按功能分类）", "一般公共预算支出表(按功能分类)");
        check("收支总表（续）", "收支总表");
        check("收支预算总表公开表一部门：江苏省人大常委会办公厅单位：万元", "收支预算总表");
    }
}
