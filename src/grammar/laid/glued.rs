//! Amounts that the text prints without a space after the words they stand beside.
//!
//! Comes in: a laid-out text. Goes out: the same text with such words parted: 缴费支出43608.96 is two cells. A flattener
//! that keeps the layout ends the line where a word would overrun the next cell, but not where it ends just at it.

use crate::flat::{Flat, Token};
use crate::grammar::amount;

/// Parts the words of lines that have cells apart, as those of tables have.
pub(super) fn part(flat: &mut Flat) {
    for line in &mut flat.lines {
        let ends: Vec<u32> = line.tokens.iter().map(end).collect();
        let next: Vec<Option<u32>> = line.tokens.iter().skip(1).map(|token| Some(token.column)).collect();
        let apart = |at: usize| {
            let next = next.get(at).copied().flatten();
            next.zip(ends.get(at)).is_none_or(|(next, end)| next > end + 1)
        };
        if line.tokens.len() < 2 || !(0..line.tokens.len() - 1).any(apart) {
            continue;
        }
        let cuts: Vec<Option<usize>> = line
            .tokens
            .iter()
            .enumerate()
            .map(|(at, token)| amount_after_words(&token.text).filter(|_| apart(at)))
            .collect();
        if cuts.iter().any(Option::is_some) {
            let tokens = std::mem::take(&mut line.tokens);
            line.tokens = tokens.into_iter().zip(cuts).flat_map(|(token, cut)| parted(token, cut)).collect();
        }
    }
}

fn end(token: &Token) -> u32 {
    token.column.saturating_add(u32::try_from(token.text.chars().count()).unwrap_or(u32::MAX))
}

fn parted(mut token: Token, cut: Option<usize>) -> Vec<Token> {
    let Some(at) = cut else { return vec![token] };
    let right = token.text.split_off(at);
    let column = end(&token);
    let right = Token { text: right, column, ..token.clone() };
    vec![token, right]
}

/// Where a number with decimals begins that ends a word.
fn amount_after_words(text: &str) -> Option<usize> {
    let words = text.trim_end_matches(|c: char| c.is_ascii_digit() || ".,，-".contains(c));
    let number = text.get(words.len()..)?;
    let decimals = number.rsplit_once('.').is_some_and(|(_, decimals)| decimals.len() >= 2);
    let after_word = words.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii() || c == '）' || c == ')');
    (decimals && after_word && amount::number(number).is_some()).then_some(words.len())
}
