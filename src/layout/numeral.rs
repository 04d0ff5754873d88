//! What a word looks like as a number. Digits and marks only: it reads no word, and no value.

use super::sheet::{Line, Word};

/// Whole amounts in 元 have at least so many digits; numbers of things seldom do, and codes stand before the names.
const MANY_DIGITS: usize = 5;

/// The look of one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// Anything that is no number.
    Text,
    /// A dash alone, printed for "nothing".
    Dash,
    /// Digits only: a code, a page, a year, a count, or an amount.
    Integer,
    /// Digits with decimals or grouped by threes: an amount or a rate.
    Money,
}

/// The look of a word, full-width digits and marks included.
pub(super) fn shape(word: &str) -> Shape {
    if word.chars().all(is_dash) {
        return Shape::Dash;
    }
    let bare =
        word.trim_start_matches(|ch| is_dash(ch) || matches!(ch, '+' | '＋' | '(' | '（' | '¥' | '￥'));
    let bare = bare.trim_end_matches([')', '）', '%', '％']);
    let (whole, decimals) = match bare.split_once(['.', '．']) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (bare, None),
    };
    let mut groups = whole.split([',', '，']);
    let first = groups.next().map_or(0, |group| if is_digits(group) { group.chars().count() } else { 0 });
    let (mut grouped, mut whole_groups) = (false, true);
    for group in groups {
        grouped = true;
        whole_groups &= is_digits(group) && group.chars().count() == 3;
    }
    match decimals {
        _ if first == 0 || !whole_groups || grouped && first > 3 => Shape::Text,
        Some(decimals) if !is_digits(decimals) => Shape::Text,
        None if !grouped => Shape::Integer,
        _ => Shape::Money,
    }
}

/// Whether a number looks like money: by decimals or groups of digits, or by more digits than a count has.
pub(super) fn is_money(word: &Word) -> bool {
    let shape = shape(&word.text);
    shape == Shape::Money || shape == Shape::Integer && word.spans.len() >= MANY_DIGITS
}

/// How many decimals a number prints.
pub(super) fn decimals(word: &str) -> usize {
    let digits = |text: &str| text.chars().filter(|ch| ch.is_numeric()).count();
    word.rsplit_once(['.', '．']).map_or(0, |(_, decimals)| digits(decimals))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|ch| ch.is_ascii_digit() || ('０'..='９').contains(&ch))
}

fn is_dash(ch: char) -> bool {
    matches!(ch, '-' | '\u{2010}'..='\u{2015}' | '−' | '﹣' | '－')
}

/// `- 4 -`: a number close between two dashes, alone on its line; it may stand so close that they are words with it.
pub(super) fn is_page_number(line: &Line) -> bool {
    let text: String = line.words.iter().map(|word| word.text.as_str()).collect();
    let number = text.trim_matches(is_dash);
    let near = |pair: &[Word]| match pair {
        [left, right] => right.rect.x0.saturating_sub(left.rect.x1) <= line.rect.height(),
        _ => true,
    };
    text.starts_with(is_dash)
        && text.ends_with(is_dash)
        && shape(number) == Shape::Integer
        && line.words.windows(2).all(near)
}

/// Whether a line leads the eye over to a page number: dots or rules between a name and a number.
pub(super) fn is_leader(word: &str) -> bool {
    let run = |ch: char| matches!(ch, '.' | '．' | '…' | '·' | '•' | '_' | '‥' | '⋯' | '─' | '—' | '-');
    let longest = word.chars().fold((0u32, 0u32), |(best, now), ch| {
        let weight = if matches!(ch, '…' | '⋯' | '‥') { 3 } else { 1 };
        let now = if run(ch) { now.saturating_add(weight) } else { 0 };
        (best.max(now), now)
    });
    longest.0 >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_by_their_look() {
        let check = |words: &str, expect: Shape| {
            for word in words.split(' ') {
                assert_eq!(shape(word), expect, "{word}");
            }
        };
        check("1.50 -1.5 1,234 １，２３４．５ (12.30) 12.5% ￥1,234,567.89 —0.1 0.00", Shape::Money);
        check("0 2026 2010301 -5 7%", Shape::Integer);
        check("- — ——", Shape::Dash);
        check("1. .5 1,23 1234,567 1,234. 1.2.3 100.00万元 （一） 第1章 %", Shape::Text);
    }

    #[test]
    fn page_numbers() {
        let line = |words: &str| crate::layout::drawing::page(words);
        let is_one = |art: &str| {
            let sheet = crate::layout::lay_out(&line(art), &mut crate::base::Notes::default());
            sheet.lines.iter().all(is_page_number)
        };
        for art in ["－ 4 －", "－4－", "－ 12－"] {
            assert!(is_one(art), "{art}");
        }
        for art in ["4", "－4", "－    4    －", "－ 4.50 －", "－ 收 －"] {
            assert!(!is_one(art), "{art}");
        }
    }

    #[test]
    fn leaders() {
        for word in ["......3", "……", "一、概况…………1", "____", "···"] {
            assert!(is_leader(word), "{word}");
        }
        for word in ["1.50", "——", "A.B.C.", "2020-2021"] {
            assert!(!is_leader(word), "{word}");
        }
    }
}
