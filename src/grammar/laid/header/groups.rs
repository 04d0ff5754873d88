//! The words above each column: gathered line by line, from the lowest upwards, by what they stand over.

use crate::form::OF_WHICH;
use crate::grammar::laid::bands::Bands;
use crate::grammar::laid::word::{Kind, LaidLine, Word};

/// The words above one column, from the lowest line upwards.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Index of its band; `None` for a column that is blank in every row.
    pub(super) band: Option<usize>,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) lines: Vec<(usize, String)>,
}

/// A word over several columns.
#[derive(Debug)]
pub(super) struct Parent {
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) groups: Vec<usize>,
}

/// Adds a line of the header to the columns that its words stand over. A word over none of them is a column of its own,
/// one over several is a [`Parent`].
pub(super) fn take(line: &LaidLine, at: usize, groups: &mut Vec<Group>, parents: &mut Vec<Parent>) {
    let mut last: Option<(usize, u32)> = None;
    for word in &line.words {
        let stands_over = |(_, group): &(usize, &Group)| group.from < word.to && word.from < group.to;
        let over: Vec<usize> =
            groups.iter().enumerate().filter(stands_over).map(|(index, _)| index).collect();
        let goes_on = |end: u32| word.from <= end + 1 && joins(word);
        let column = match over.as_slice() {
            [] => last.filter(|&(_, end)| goes_on(end)).map(|(index, _)| index),
            &[index] if last.is_some_and(|(before, end)| before == index && !goes_on(end)) => {
                beside(groups, word, at)
            }
            &[index] => Some(index),
            _ => {
                add_parent(parents, at, word, over);
                last = None;
                continue;
            }
        };
        let column = column.unwrap_or_else(|| {
            groups.push(Group { band: None, from: word.from, to: word.to, lines: Vec::new() });
            groups.len() - 1
        });
        extend(groups, column, at, word);
        last = Some((column, word.to));
    }
}

/// A word over several columns; several on one line over the same ones are one.
fn add_parent(parents: &mut Vec<Parent>, line: usize, word: &Word, over: Vec<usize>) {
    let same =
        |parent: &&mut Parent| parent.line == line && parent.groups.iter().any(|group| over.contains(group));
    match parents.last_mut().filter(same) {
        Some(parent) => {
            parent.text.push_str(&word.text);
            parent.groups.extend(over);
        }
        None => parents.push(Parent { line, text: word.text.clone(), groups: over }),
    }
}

/// Single characters set wide apart are one word: 收 入.
pub(super) fn spaced(line: &LaidLine, bands: &Bands) -> LaidLine {
    let mut words: Vec<Word> = Vec::new();
    let single = |word: &Word| word.kind == Kind::Words && word.to == word.from + 1;
    let mut open = false;
    for word in &line.words {
        match words.last_mut() {
            Some(last)
                if open
                    && single(word)
                    && word.from <= last.to + WIDE
                    && !in_two_bands(last, word, bands) =>
            {
                last.text.push_str(&word.text);
                last.to = word.to;
                open = last.text.chars().count() < 4;
            }
            // 2026 年预算数, 其中：2026 年….
            Some(last)
                if last.text.ends_with(|c: char| c.is_ascii_digit())
                    && word.text.starts_with('年')
                    && word.from <= last.to + 1 =>
            {
                last.text.push_str(&word.text);
                last.to = word.to;
                open = false;
            }
            _ => {
                open = single(word);
                words.push(word.clone());
            }
        }
    }
    LaidLine { words }
}

/// 类 款 项 over columns of their own are words of their own.
fn in_two_bands(left: &Word, right: &Word, bands: &Bands) -> bool {
    let of = |word: &Word| bands.all().iter().position(|band| band.from < word.to && word.from < band.to);
    matches!((of(left), of(right)), (Some(left), Some(right)) if left != right)
}

/// White between the characters of a word that is set wide.
const WIDE: u32 = 5;

/// Words in the white between two columns, above what heads both of them, head both.
pub(super) fn raise(groups: &mut [Group], parents: &mut Vec<Parent>) {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&at| groups.get(at).map(|group| group.from));
    for nth in 1..order.len() {
        let around = [nth.checked_sub(1), Some(nth), Some(nth + 1)].map(|nth| order.get(nth?).copied());
        let [Some(left), Some(at), Some(right)] = around else { continue };
        let top = |at: usize| groups.get(at).and_then(|group| group.lines.last()).map(|(line, _)| *line);
        let Some(group) = groups.get(at).filter(|group| group.band.is_none()) else { continue };
        // A column whose header hangs beside it counts with that header: 项目 over the names and 功能分类科目名称 (普陀).
        let touches = groups.get(right).is_some_and(|right| right.from <= group.to + 1);
        let both = if touches { top(left).or(top(right)) } else { top(left) };
        let Some((lowest, above)) = group.lines.first().map(|(line, _)| *line).zip(both.min(top(right)))
        else {
            continue;
        };
        if lowest < above {
            let lines = groups.get_mut(at).map(|group| std::mem::take(&mut group.lines)).unwrap_or_default();
            let text = lines.iter().rev().map(|(_, text)| text.as_str()).collect();
            parents.push(Parent { line: lowest, text, groups: vec![left, right] });
        }
    }
}

/// Words of two headers may drift over one column: the second is of the next one, where that is near and has none on
/// the line.
const DRIFT: u32 = 3;

fn beside(groups: &[Group], word: &Word, line: usize) -> Option<usize> {
    let gap = |group: &Group| group.from.saturating_sub(word.to);
    let free = |group: &Group| group.lines.last().is_none_or(|(at, _)| *at != line);
    let near = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| group.from >= word.to && gap(group) <= DRIFT && free(group));
    near.min_by_key(|(_, group)| gap(group)).map(|(index, _)| index)
}

/// Parts of a letter-spaced word, or a year before what it belongs to.
fn joins(word: &Word) -> bool {
    word.text.chars().count() <= 2 || word.text.starts_with('年')
}

fn extend(groups: &mut [Group], index: usize, line: usize, word: &Word) {
    let Some(group) = groups.get_mut(index) else { return };
    // The band of a column keeps its place; a column known by its header alone grows with it.
    if group.band.is_none() {
        group.from = group.from.min(word.from);
        group.to = group.to.max(word.to);
    }
    match group.lines.last_mut() {
        Some((at, text)) if *at == line => text.push_str(&word.text),
        _ => group.lines.push((line, word.text.clone())),
    }
}

/// Words beside a column that hang below all the words above it are its header, and those a header over several columns
/// that begin with it: 项目 over the codes, 功能分类科目名称 below, set off from its names (普陀).
pub(super) fn stack(groups: &mut [Group]) {
    for at in 0..groups.len() {
        let Some(group) = groups.get(at).filter(|group| group.band.is_none() && !group.lines.is_empty())
        else {
            continue;
        };
        let top = group.lines.last().map_or(0, |(line, _)| *line);
        let above = |other: &Group| {
            let gap = other.from.saturating_sub(group.to).max(group.from.saturating_sub(other.to));
            let lowest = other.lines.first().map(|(line, _)| *line);
            other.band.is_some() && gap <= STACKED && lowest.is_some_and(|lowest| lowest < top)
        };
        let near = groups.iter().enumerate().filter(|(_, other)| above(other));
        let near = near
            .min_by_key(|(_, other)| (other.from + other.to).abs_diff(group.from + group.to))
            .map(|(near, _)| near);
        let Some(near) = near else { continue };
        let mut lines = groups.get_mut(at).map(|group| std::mem::take(&mut group.lines)).unwrap_or_default();
        if let Some(other) = groups.get_mut(near) {
            lines.append(&mut other.lines);
            other.lines = lines;
        }
    }
}

/// How far the words below may stand from the column.
const STACKED: u32 = 6;

/// Words over several columns of which one is left when all have found their place are a line of that one's own header.
pub(super) fn settle(groups: &mut [Group], parents: &mut Vec<Parent>) {
    for parent in parents.iter_mut() {
        parent.groups.sort_unstable();
        parent.groups.dedup();
    }
    let mut kept = Vec::new();
    // From the lowest upwards, as the lines of a header are gathered.
    parents.sort_by_key(|parent| std::cmp::Reverse(parent.line));
    for parent in parents.drain(..) {
        let only = match parent.groups.as_slice() {
            &[only] => groups.get_mut(only),
            _ => None,
        };
        match only.filter(|group| group.lines.last().is_some_and(|(line, _)| *line > parent.line)) {
            Some(group) => group.lines.push((parent.line, parent.text)),
            None => kept.push(parent),
        }
    }
    *parents = kept;
}

/// A column that is a part (其中：) of the one left of it stands under the same words, though they end before it
/// (shenzhen.toml: 2026 年政府采购项目 over 小计 and two 其中).
pub(super) fn share(groups: &[Group], parents: &mut [Parent]) {
    let mut order: Vec<usize> =
        (0..groups.len()).filter(|&at| groups.get(at).is_some_and(|group| !group.lines.is_empty())).collect();
    order.sort_by_key(|&at| groups.get(at).map(|group| group.from));
    for pair in order.windows(2) {
        let &[left, right] = pair else { continue };
        let top = groups.get(right).and_then(|group| group.lines.last());
        let Some((line, _)) = top.filter(|(_, text)| is_part(text)) else { continue };
        if parents.iter().any(|parent| parent.groups.contains(&right)) {
            continue;
        }
        for parent in parents.iter_mut().filter(|parent| parent.line < *line && parent.groups.contains(&left))
        {
            parent.groups.push(right);
        }
    }
}

/// Whether words name a part of what stands before them.
pub(super) fn is_part(text: &str) -> bool {
    text.starts_with(OF_WHICH)
}
