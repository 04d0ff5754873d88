//! Telephone and identity numbers and e-mail addresses in a passage: behind the words that announce them, and by shape.

use std::ops::Range;

use super::passage::{Of, Passage};
use crate::base::{Personal, Unit};
use crate::form::{LabelledNumber, NumberShape, PersonalWords};

/// A number and what it is.
pub(super) type Found = (Personal, Range<usize>);

/// The numbers that words announce.
pub(super) fn announced(passage: &Passage, words: &PersonalWords) -> Vec<Found> {
    words.labelled.iter().flat_map(|label| behind(passage, label)).collect()
}

/// The numbers that are known by their shape.
pub(super) fn shaped(passage: &Passage, words: &PersonalWords) -> Vec<Found> {
    let of = |shape| {
        of_shape(passage, shape)
            .filter(|range| !shape.lone || !is_amount(passage, range, words))
            .map(|range| (shape.kind, range))
    };
    words.shapes.iter().flat_map(of).collect()
}

/// Those of these shapes that may as well be amounts.
pub(super) fn amounts(passage: &Passage, words: &PersonalWords) -> Vec<Range<usize>> {
    let lone = words.shapes.iter().filter(|shape| shape.lone);
    lone.flat_map(|shape| of_shape(passage, shape)).filter(|range| is_amount(passage, range, words)).collect()
}

/// The numbers behind a word: one, or several in a list or in the cells of a column.
fn behind(passage: &Passage, label: &LabelledNumber) -> Vec<Found> {
    let mut found = Vec::new();
    let mut list = |mut at: usize| {
        let begun = found.len();
        while let Some(range) = number_at(&passage.text, at, label) {
            at = range.end;
            found.push((label.kind, range));
            at += gap(passage.text.get(at..).unwrap_or_default());
        }
        found.len() > begun
    };
    let mut column_is_read = false;
    for word in label.label.find_iter(&passage.text) {
        // The word was the header of a column.
        if list(word.end()) && passage.of == Of::Column && !column_is_read {
            column_is_read = true;
            passage.cells_behind(word.end()).for_each(|cell| {
                list(cell);
            });
        }
    }
    found
}

fn number_at(text: &str, at: usize, label: &LabelledNumber) -> Option<Range<usize>> {
    let number = label.number.find(text.get(at..)?)?;
    let digits = number.as_str().chars().filter(char::is_ascii_digit).count();
    let range = at..at + number.end();
    (digits >= label.digits && !range.is_empty() && is_whole(text, &range)).then_some(range)
}

/// Bytes between two numbers of a list; 0 where no list goes on, so that the next one is not found either.
fn gap(rest: &str) -> usize {
    rest.len() - rest.trim_start_matches(|ch: char| "、/／,，;； ".contains(ch)).len()
}

/// Numbers of a shape.
fn of_shape(passage: &Passage, shape: &NumberShape) -> impl Iterator<Item = Range<usize>> {
    let text = &passage.text;
    let fits = move |range: &Range<usize>| {
        let number = text.get(range.clone()).unwrap_or_default();
        is_whole(text, range) && (!shape.check_digit || has_check_digit(number))
    };
    shape.number.find_iter(text).map(|number| number.range()).filter(fits)
}

/// Whether no digit or letter goes on before or after, and no decimals or groups do.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or_default().chars().next_back();
    let mut after = text.get(range.end..).unwrap_or_default().chars();
    let goes_on = match (after.next(), after.next()) {
        (Some('.' | ','), Some(next)) => next.is_ascii_digit(),
        (Some(next), _) => next.is_ascii_alphanumeric(),
        (None, _) => false,
    };
    !goes_on && !before.is_some_and(|ch| ch.is_ascii_alphanumeric() || ".,-".contains(ch))
}

/// Whether a number may be an amount in 元: before a unit, and beside other numbers in its row or column; outside grids
/// wherever it is a word by itself, but not behind a name.
fn is_amount(passage: &Passage, range: &Range<usize>, words: &PersonalWords) -> bool {
    let before = passage.text.get(..range.start).unwrap_or_default();
    let after = passage.text.get(range.end..).unwrap_or_default();
    if after.starts_with('%') || Unit::ALL.iter().any(|unit| after.trim_start().starts_with(unit.name())) {
        return true;
    }
    let borders: &[char] = &['\t', '\n', ' '];
    let is_word = before.chars().next_back().is_none_or(|ch| borders.contains(&ch))
        && after.chars().next().is_none_or(|ch| borders.contains(&ch));
    is_word
        && match passage.of {
            Of::Lines => {
                let word = before.trim_end_matches(' ').rsplit([' ', '\n']).next().unwrap_or_default();
                !words.is_name(word)
            }
            Of::Row | Of::Column => passage.numbers > 1,
        }
}

/// GB 11643-1999, 4.4: ISO 7064, MOD 11-2.
fn has_check_digit(number: &str) -> bool {
    let digit = |(at, ch): (usize, char)| match ch {
        'X' | 'x' if at == 17 => Some(10),
        ch => ch.to_digit(10),
    };
    let digits: Option<Vec<u32>> = number.chars().enumerate().map(digit).collect();
    digits.is_some_and(|digits| {
        let sum =
            digits.iter().rev().fold((0, 1), |(sum, weight), digit| (sum + digit * weight, weight * 2 % 11));
        digits.len() == 18 && sum.0 % 11 == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_follows_from_the_others() {
        // The example of the standard, and one digit of it changed.
        assert!(has_check_digit("11010519491231002X"));
        assert!(!has_check_digit("11010519491231003X"));
        assert!(has_check_digit("440524188001010014"));
        assert!(!has_check_digit("X40524188001010014"));
    }
}
