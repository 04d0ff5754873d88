//! A heading or a label as it is printed, and the wording that is looked up for it.
//!
//! In: the text of a cell. Out: what some vocabulary says of it as it is, or without what may stand around it: 其中 and a number
//! before, a remark in brackets behind. Knows no vocabulary.

use super::fold;
use super::title::is_numeral;

/// Longer texts are no headings; this spares folding the prose of a card.
const LONGEST_HEADING: usize = 40;

/// Looks up a heading as it is, without what may stand before it, and without the brackets at its end.
pub(super) fn look_up<T>(heading: &str, before: &[String], find: impl Fn(&str) -> Option<T>) -> Option<T> {
    // Most cells hold numbers; their bytes tell without folding. A character has at most four bytes.
    let number = heading.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'%'));
    if number || heading.len() > 4 * LONGEST_HEADING || heading.chars().count() > LONGEST_HEADING {
        return None;
    }
    let folded = fold(heading);
    let bare = folded.trim_end_matches(':');
    let stripped = before.iter().find_map(|word| bare.strip_prefix(word.as_str()));
    let stripped = without_ordinal(stripped.map_or(bare, |rest| rest.trim_start_matches(':')));
    [bare, stripped, without_brackets(bare), without_brackets(stripped)].into_iter().find_map(find)
}

/// A heading without the number before it: 1.财政拨款, (一)资金来源.
fn without_ordinal(folded: &str) -> &str {
    let numeral = |c: char| c.is_ascii_digit() || is_numeral(c);
    let rest = folded.trim_start_matches('(').trim_start_matches(numeral);
    let marks = rest.trim_start_matches(['、', '.', ')']);
    if rest.len() == folded.len() || marks.len() == rest.len() { folded } else { marks }
}

/// A heading without the bracketed remark at its end.
fn without_brackets(folded: &str) -> &str {
    let inner = folded.strip_suffix(')').and_then(|inner| inner.rsplit_once('('));
    inner.map_or(folded, |(before, _)| before)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::look_up;

    /// The wordings that are looked up for a heading, each once.
    #[track_caller]
    fn check(heading: &str, expect: &[&str]) {
        let asked = std::cell::RefCell::new(Vec::<String>::new());
        let none = look_up(heading, &["其中".to_owned()], |wording| -> Option<()> {
            asked.borrow_mut().push(wording.to_owned());
            None
        });
        assert_eq!(none, None);
        let mut asked = asked.into_inner();
        asked.dedup();
        assert_eq!(asked, expect, "{heading}");
    }

    #[test]
    fn a_heading_is_looked_up_with_and_without_what_stands_around_it() {
        check("分值", &["分值"]);
        check("其中：财政拨款", &["其中:财政拨款", "财政拨款", "其中:财政拨款", "财政拨款"]);
        check("（一）资金来源：", &["(一)资金来源", "资金来源", "(一)资金来源", "资金来源"]);
        check("分值权重（90分）", &["分值权重(90分)", "分值权重"]);
        // A label of a text whose cells are broken may go on.
        check("项目资金（万", &["项目资金(万"]);
        check("部门（单位）名称", &["部门(单位)名称"]);
        check("12.50", &[]);
    }
}
