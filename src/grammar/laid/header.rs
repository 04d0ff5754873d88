//! The header of a laid-out table: which lines it takes, and the words above each column.

mod groups;
mod matching;

use self::groups::{Group, Parent, is_part, raise, settle, share, spaced, stack, take};
pub(super) use self::matching::merge_touching;
use self::matching::{attach, merge_indented};
use super::bands::Bands;
use super::region::Region;
use super::word::{Kind, LaidLine};
use crate::form::{ColumnRole, Words};

/// The header lines above the first values, and the lines of the rows.
pub(super) fn part(
    lines: &[LaidLine],
    region: &Region,
    bands: &Bands,
) -> (Vec<usize>, std::ops::Range<usize>) {
    let first = region.values.first().copied().unwrap_or(region.from);
    let mut header: Vec<usize> =
        (region.from..first).filter(|&at| lines.get(at).is_some_and(|line| !line.words.is_empty())).collect();
    let mut below = first;
    while let Some(&last) = header.last()
        && last + 1 == below
        && is_upper_half(lines.get(last), lines.get(first), bands)
    {
        header.pop();
        below = last;
    }
    (header, below..region.to)
}

/// Words of a header are short; longer ones in a column that holds words are those of a row.
const LONG: usize = 8;

/// Whether a line just above the first values is the upper half of the words beside them: they stand where the first
/// row has none, or are as long as no header is.
fn is_upper_half(line: Option<&LaidLine>, first: Option<&LaidLine>, bands: &Bands) -> bool {
    let (Some(line), Some(first)) = (line, first) else { return false };
    let taken: Vec<usize> = bands.assign(first).into_iter().flatten().collect();
    line.words.iter().all(|word| {
        let Some(at) = bands.nearest(word) else { return false };
        let in_words = bands
            .all()
            .get(at)
            .is_some_and(|band| !band.amounts && band.from < word.to && word.from < band.to);
        in_words && (!taken.contains(&at) || word.text.chars().count() >= LONG)
    })
}

/// The header path of each column, outermost first. Columns that only the header shows are added to `bands`.
pub(super) fn paths(
    lines: &[LaidLine],
    header: &[usize],
    body: std::ops::Range<usize>,
    bands: &mut Bands,
    words: &Words,
) -> Vec<Vec<String>> {
    let mut groups: Vec<Group> = bands
        .all()
        .iter()
        .enumerate()
        .map(|(at, band)| Group { band: Some(at), from: band.from, to: band.to, lines: Vec::new() })
        .collect();
    let mut parents: Vec<Parent> = Vec::new();
    for &at in header.iter().rev() {
        let Some(line) = lines.get(at).filter(|line| !is_ordinals(line, words)) else { continue };
        take(&spaced(line, bands), at, &mut groups, &mut parents);
    }
    raise(&mut groups, &mut parents);
    merge_indented(lines, body, &mut groups, &mut parents, bands);
    stack(&mut groups);
    attach(&mut groups, &mut parents, bands);
    settle(&mut groups, &mut parents);
    share(&groups, &mut parents);
    let mut columns: Vec<(u32, bool, Vec<String>)> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        if group.band.is_none() && group.lines.is_empty() {
            continue;
        }
        let blank = group.band.is_none();
        columns.push((group.from, blank, path(at, group, &parents, words)));
        if blank {
            bands.insert(group.from, group.to);
        }
    }
    columns.sort_by_key(|(from, ..)| *from);
    columns.into_iter().map(|(_, _, path)| path).collect()
}

fn path(at: usize, group: &Group, parents: &[Parent], words: &Words) -> Vec<String> {
    let mut above: Vec<&Parent> = parents.iter().filter(|parent| parent.groups.contains(&at)).collect();
    above.sort_by_key(|parent| parent.line);
    let mut path: Vec<String> = Vec::new();
    // A long header over several columns is broken into lines as well.
    let mut last = None;
    for parent in above {
        match path.last_mut().filter(|_| last == Some((parent.line.saturating_sub(1), &parent.groups))) {
            Some(text) => text.push_str(&parent.text),
            None => path.push(parent.text.clone()),
        }
        last = Some((parent.line, &parent.groups));
    }
    let lines: Vec<&str> = group.lines.iter().rev().map(|(_, text)| text.as_str()).collect();
    path.extend(leaf(&lines, words));
    path
}

/// The words over one column from top to bottom: one header cell, or a narrow one over several columns above it.
fn leaf(lines: &[&str], words: &Words) -> Vec<String> {
    let whole = lines.concat();
    if whole.is_empty() {
        return Vec::new();
    }
    let known = |text: &str| words.column_id(&[text], None).is_some() || words.header_role(text).is_some();
    if !known(&whole) {
        let parted = (1..lines.len()).find_map(|cut| {
            let (upper, lower) = lines.split_at(cut);
            let (upper, lower) = (upper.concat(), lower.concat());
            let part_of_code =
                lower.chars().count() == 1 && words.header_role(&upper) == Some(ColumnRole::Code);
            // What begins with 其中 names a part, whose name goes on below: 其中：2026 年 over 政府采购项目中预留给…
            let parts = !is_part(&upper) && known(&upper) && known(&lower);
            (parts || part_of_code).then_some([upper, lower])
        });
        if let Some(parted) = parted {
            return parted.to_vec();
        }
    }
    vec![whole]
}

fn is_ordinals(line: &LaidLine, words: &Words) -> bool {
    line.words.iter().any(|word| word.kind == Kind::Digits)
        && line.words.iter().all(|word| words.is_number_mark(&word.text) || is_formula(&word.text))
}

/// `3`, `3=4+5`, `(1)`.
fn is_formula(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || c == '(' || c == '（')
        && text.chars().all(|c| c.is_ascii_digit() || "=＝+＋-－()（）".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Notes;
    use crate::flat::from_text;
    use crate::form::Grammars;

    #[test]
    fn a_line_of_ordinals_numbers_the_columns() {
        let check = |text: &str, expect: bool| {
            let flat = from_text(text, &mut Notes::default());
            let lines: Vec<LaidLine> = flat.lines.iter().map(LaidLine::new).collect();
            assert_eq!(
                lines.iter().any(|line| is_ordinals(line, &Grammars::shipped().words)),
                expect,
                "{text}"
            );
        };
        check("栏次  1  2  3=4+5  (6)", true);
        check("**  1  2  10", true);
        check("(1)  (2)", false);
        check("栏次  1  甲", false);
        check("合计  1  2", false);
    }

    #[test]
    fn a_formula_is_digits_and_signs() {
        let check = |text: &str, expect: bool| assert_eq!(is_formula(text), expect, "{text}");
        check("3=4+5", true);
        check("(1)", true);
        check("（1）", true);
        check("1", true);
        check("=4+5", false);
        check("1栏", false);
        check("(一)", false);
    }
}
