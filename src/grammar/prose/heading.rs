//! Numbered headings: which level a line opens, and whether it is a heading alone.

use crate::form::is_numeral;

/// The level a text opens by its number: `第一部分` 1, `一、` 2, `（一）` 3, `1.` 4, `（1）` 5, `①` 6; `None` for a text
/// without one.
pub(in crate::grammar) fn level(text: &str) -> Option<u8> {
    number(text).map(|(level, _)| level)
}

/// A text without the number it opens with.
pub(in crate::grammar) fn unnumbered(text: &str) -> &str {
    number(text).map_or(text, |(_, rest)| rest)
}

/// The level and what follows the number.
fn number(text: &str) -> Option<(u8, &str)> {
    part(text)
        .or_else(|| chinese(text))
        .or_else(|| bracketed(text))
        .or_else(|| arabic(text))
        .or_else(|| circled(text))
}

fn part(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix('第')?.trim_start_matches(is_numeral);
    let rest = rest.strip_prefix("部分").or_else(|| rest.strip_prefix('章'))?;
    Some((1, rest.trim_start_matches(['、', '：'])))
}

fn chinese(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches(is_numeral);
    let rest = (rest.len() < text.len()).then(|| rest.strip_prefix(['、', '.', '．']))??;
    Some((2, rest))
}

fn bracketed(text: &str) -> Option<(u8, &str)> {
    let inner = text.strip_prefix(['（', '('])?;
    let chinese = inner.trim_start_matches(is_numeral);
    let arabic = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let (level, rest) = match (chinese.len() < inner.len(), inner.len() - arabic.len()) {
        (true, _) => (3, chinese),
        (false, 1 | 2) => (5, arabic),
        _ => return None,
    };
    Some((level, rest.strip_prefix(['）', ')'])?.trim_start_matches(['、', '．'])))
}

/// `1.57万元` opens an amount and no item.
fn arabic(text: &str) -> Option<(u8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?.strip_prefix(['、', '.', '．'])?;
    let amount = rest.starts_with(|c: char| c.is_ascii_digit()) && !is_code(rest) && !is_year(rest);
    ((1..=2).contains(&digits) && !amount).then_some((4, rest))
}

/// `1.2080505机关事业单位…`: an item that begins with a classification code.
fn is_code(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 5 | 7)
}

/// `1.2024年技术合同认定登记机构补助经费`: an item that begins with a year.
fn is_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text.starts_with("20") && text.get(digits..).is_some_and(|rest| rest.starts_with('年'))
}

fn circled(text: &str) -> Option<(u8, &str)> {
    Some((6, text.strip_prefix(|c: char| ('①'..='⑳').contains(&c))?))
}

/// A paragraph that is a heading alone: short and without the punctuation of a sentence. `11.` also opens the items of
/// a list, whose first line may hold no punctuation either, but is as long as a line can be.
pub(super) fn is_bare(text: &str, level: u8) -> bool {
    let longest = if level < 4 { 60 } else { 28 };
    let text = text.strip_suffix('：').unwrap_or(text);
    text.chars().count() <= longest && !text.contains(['。', '；', '，', '：', ',', ';'])
}

/// A heading as it stands in the path of a section.
pub(super) fn title(text: &str) -> String {
    text.trim_end_matches(['.', '…', '·', '：', '。']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_tell_the_level() {
        let check = |text: &str, expect: Option<(u8, &str)>| assert_eq!(number(text), expect, "{text}");
        check("第三部分 情况", Some((1, " 情况")));
        check("十一、结转", Some((2, "结转")));
        check("（二）支出", Some((3, "支出")));
        check("12.房屋", Some((4, "房屋")));
        check("1．2024年补助", Some((4, "2024年补助")));
        check("（1）收入", Some((5, "收入")));
        check("②商品", Some((6, "商品")));
        check("1.57万元", None);
        check("（2024）", None);
        check("一般公共预算", None);
    }
}
