//! Header words of a text, cut and shifted by its flattening, recognised as the columns of a form.
//!
//! Comes in: for each column the characters that stand above it, in any order and perhaps without those of the header
//! cells over several columns. Goes out: which column of a form, or of a table read before, each of them is.

use std::collections::BTreeMap;

use crate::form::{Form, fold};

/// Likeness, in hundredths, below which two headers are not the same.
const LEAST: i32 = 40;

/// Which of the forms prints these columns: the paths of its columns where it does, else those given.
pub(super) fn paths(found: &[Vec<String>], printed: &[String], forms: &[&Form]) -> Option<Vec<Vec<String>>> {
    let candidates = forms.iter().filter(|form| !form.columns.is_empty()).map(|form| paths_of(form));
    let aligned = candidates.filter_map(|paths| Some((align(found, &paths)?, paths)));
    // The first of equals: what stands first in the grammar files.
    let (best, columns) =
        aligned.reduce(|best, next| if next.0.score > best.0.score { next } else { best })?;
    let adopted = found.iter().zip(&best.columns).map(|(own, column)| {
        column.and_then(|column| columns.get(column)).filter(|path| !path.is_empty()).unwrap_or(own).clone()
    });
    let spelling = Spelling::new(printed.iter().chain(found.iter().flatten()).cloned());
    let spelled = adopted.map(|path: Vec<String>| path.iter().map(|word| spelling.of(word)).collect());
    Some(spelled.collect())
}

/// How a document spells the words of its headers: with its year, its quotation marks and its wide brackets.
#[derive(Debug, Default)]
pub(in crate::grammar) struct Spelling {
    printed: BTreeMap<String, String>,
    wide: Vec<(char, char)>,
}

impl Spelling {
    /// Learns from header words as printed, without spaces.
    pub(in crate::grammar) fn new(words: impl Iterator<Item = String>) -> Self {
        let mut printed = BTreeMap::new();
        let mut all = String::new();
        for word in words {
            all.push_str(&word);
            printed.entry(without_year(&fold(&word))).or_insert(word);
        }
        let pairs = [(':', '：'), ('(', '（'), (')', '）'), (',', '，')];
        let wide = pairs.into_iter().filter(|&(narrow, wide)| all.contains(wide) && !all.contains(narrow));
        Self { printed, wide: wide.collect() }
    }

    /// A word of a form as the document spells it.
    pub(in crate::grammar) fn of(&self, word: &str) -> String {
        if let Some(same) = self.printed.get(&without_year(&fold(word))) {
            return same.clone();
        }
        let spell = |c: char| self.wide.iter().find(|(narrow, _)| *narrow == c).map_or(c, |(_, wide)| *wide);
        word.chars().map(spell).collect()
    }
}

/// 2026年预算数 → 预算数.
fn without_year(text: &str) -> String {
    let mut parts = text.split('年');
    let mut out = String::new();
    let mut before = parts.next().unwrap_or_default();
    for part in parts {
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let cut = if digits == 4 { before.len() - 4 } else { before.len() };
        out.push_str(before.get(..cut).unwrap_or_default());
        if digits != 4 {
            out.push('年');
        }
        before = if digits == 4 { part.strip_prefix('度').unwrap_or(part) } else { part };
    }
    out + before
}

/// The header paths of a form, each in its first wording.
fn paths_of(form: &Form) -> Vec<Vec<String>> {
    let path = |words: &Vec<String>| {
        let first = words.first().map(String::as_str).unwrap_or_default();
        first.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    form.columns.iter().map(|column| path(&column.words)).collect()
}

/// Which columns of another header these are, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// For each column the index of the other's.
    pub(super) columns: Vec<Option<usize>>,
    score: i32,
}

/// Aligns two headers; `None` where they are not alike.
pub(super) fn align(found: &[Vec<String>], other: &[Vec<String>]) -> Option<Alignment> {
    let left: Vec<Bag> = found.iter().map(|path| Bag::of(path)).collect();
    let right: Vec<Likely> = other.iter().map(|path| Likely::of(path)).collect();
    let width = right.len() + 1;
    let mut best = vec![0i32; (left.len() + 1) * width];
    let gain: Vec<i32> = left.iter().flat_map(|a| right.iter().map(move |b| b.likeness(a))).collect();
    let at = |row: usize, column: usize| row * width + column;
    for row in 1..=left.len() {
        for column in 1..=right.len() {
            let like = gain.get((row - 1) * right.len() + column - 1).copied().unwrap_or(0);
            let matched = best.get(at(row - 1, column - 1)).copied().unwrap_or(0)
                + if like >= LEAST { like } else { 0 };
            let skipped =
                best.get(at(row - 1, column)).max(best.get(at(row, column - 1))).copied().unwrap_or(0);
            if let Some(place) = best.get_mut(at(row, column)) {
                *place = matched.max(skipped);
            }
        }
    }
    let total = best.last().copied().unwrap_or(0);
    let mut columns = vec![None; left.len()];
    let (mut row, mut column) = (left.len(), right.len());
    while row > 0 && column > 0 {
        let here = best.get(at(row, column)).copied().unwrap_or(0);
        // Of two that are as like the left one: what a form may print besides stands at its right.
        if best.get(at(row - 1, column)).copied() == Some(here) {
            row -= 1;
        } else if best.get(at(row, column - 1)).copied() == Some(here) {
            column -= 1;
        } else {
            (row, column) = (row - 1, column - 1);
            if let Some(place) = columns.get_mut(row) {
                *place = Some(column);
            }
        }
    }
    fill(&mut columns, right.len());
    let named = left.iter().filter(|bag| !bag.is_empty()).count();
    let enough = total * 2 >= i32::try_from(named * 100).unwrap_or(i32::MAX) && named > 0;
    let missed = left.len().abs_diff(columns.iter().flatten().count()) + right.len()
        - columns.iter().flatten().count();
    let score = total - 30 * i32::try_from(missed).unwrap_or(0);
    enough.then_some(Alignment { columns, score })
}

/// Columns between two recognised ones are recognised by their number.
fn fill(columns: &mut [Option<usize>], others: usize) {
    let mut from = 0;
    let mut other = 0;
    while from < columns.len() {
        let to = (from..columns.len())
            .find(|&at| columns.get(at).is_some_and(Option::is_some))
            .unwrap_or(columns.len());
        let end = columns.get(to).copied().flatten().unwrap_or(others);
        if to - from == end.saturating_sub(other) {
            for (place, column) in columns.get_mut(from..to).unwrap_or_default().iter_mut().zip(other..end) {
                *place = Some(column);
            }
        }
        other = end + 1;
        from = to + 1;
    }
}

/// Characters in no order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Bag {
    sorted: Vec<char>,
}

impl Bag {
    fn of(parts: &[String]) -> Self {
        let letters = |c: &char| c.is_alphanumeric();
        let mut sorted: Vec<char> = parts.iter().flat_map(|part| part.chars()).filter(letters).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    fn common(&self, other: &Self) -> usize {
        let mut others = other.sorted.iter().peekable();
        let mut common = 0;
        for letter in &self.sorted {
            while others.peek().is_some_and(|other| *other < letter) {
                others.next();
            }
            if others.next_if(|other| *other == letter).is_some() {
                common += 1;
            }
        }
        common
    }

    /// What two have in common of what either has, in hundredths.
    fn likeness(&self, other: &Self) -> i32 {
        let common = self.common(other);
        let all = self.sorted.len() + other.sorted.len() - common;
        i32::try_from(100 * common / all.max(1)).unwrap_or(0)
    }
}

/// A header as it may be met: whole, or without the cells above its leaf.
#[derive(Debug)]
struct Likely {
    tails: Vec<Bag>,
}

impl Likely {
    fn of(path: &[String]) -> Self {
        Self { tails: (0..path.len()).filter_map(|from| path.get(from..)).map(Bag::of).collect() }
    }

    fn likeness(&self, found: &Bag) -> i32 {
        self.tails.iter().map(|tail| tail.likeness(found)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Vec<Vec<String>> {
        text.split_whitespace().map(|path| path.split('/').map(str::to_owned).collect()).collect()
    }

    fn check(found: &str, other: &str, expect: Option<&[Option<usize>]>) {
        let aligned = align(&header(found), &header(other));
        assert_eq!(aligned.as_ref().map(|aligned| aligned.columns.as_slice()), expect, "{found}");
    }

    #[test]
    fn headers_are_recognised_without_the_cells_above_their_leaf() {
        let form =
            "科目编码 科目名称 本年收入/小计 本年收入/一般公共预算拨款 上年结转/小计 上年结转/单位资金";
        check(
            "科目编码 科目名称 小计 收入本年一般公共预算拨款 小计 单位资金",
            form,
            Some(&[Some(0), Some(1), Some(2), Some(3), Some(4), Some(5)]),
        );
        // Of two that are as like the left one: what a form may print besides stands at its right.
        check("科目编码 科目名称 小计 单位资金", form, Some(&[Some(0), Some(1), Some(2), Some(5)]));
        check("房屋 车辆 设备", form, None);
    }

    #[test]
    fn a_column_without_words_is_known_by_its_neighbours() {
        check("编码 名称 x 项目支出", "编码 名称 合计 项目支出", Some(&[Some(0), Some(1), Some(2), Some(3)]));
    }
}
