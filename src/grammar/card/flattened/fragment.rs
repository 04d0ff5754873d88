//! Fragments: the words of flattened text between blanks and line ends, the smallest parts a cell is cut into.

use crate::flat::Flat;

/// A word of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fragment<'a> {
    pub(super) text: &'a str,
    /// Index into `Flat::lines`.
    pub(super) line: u32,
    /// Index of its token in the line.
    pub(super) token: u16,
    /// Stands first in its line.
    pub(super) first: bool,
    /// Stands alone in its line.
    pub(super) alone: bool,
}

/// Every word outside grids, in reading order.
pub(super) fn of(flat: &Flat) -> Vec<Fragment<'_>> {
    let mut fragments = Vec::new();
    for (line, row) in flat.lines.iter().enumerate().filter(|(_, line)| line.grid.is_none()) {
        for (token, word) in row.tokens.iter().enumerate() {
            fragments.push(Fragment {
                text: &word.text,
                line: u32::try_from(line).unwrap_or(u32::MAX),
                token: u16::try_from(token).unwrap_or(u16::MAX),
                first: token == 0,
                alone: row.tokens.len() == 1,
            });
        }
    }
    fragments
}

/// The text of a cell cut into fragments: without spaces, but for one between Latin words.
pub(super) fn joined(fragments: &[Fragment<'_>]) -> String {
    let mut text = String::new();
    for fragment in fragments {
        append(&mut text, fragment.text);
    }
    text
}

/// Puts the next fragment behind a text.
pub(super) fn append(text: &mut String, next: &str) {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if letter(text.chars().next_back()) && letter(next.chars().next()) {
        text.push(' ');
    }
    text.push_str(next);
}

/// No heading or label is cut into more fragments: 年 度 总 体 绩 效 目 标, one below the other.
const MOST_FRAGMENTS: usize = 10;

/// The longest run of fragments from `at` on whose text `look_up` knows: its length and its meaning. A run goes on
/// behind a known text only where a longer wording `begins` with it: patterns with `*` would take the next headings too.
pub(super) fn longest<T>(
    fragments: &[Fragment<'_>],
    at: usize,
    look_up: impl Fn(&str) -> Option<T>,
    begins: impl Fn(&str) -> bool,
) -> Option<(usize, T)> {
    let mut text = String::new();
    let mut found = None;
    for (length, fragment) in (1..=MOST_FRAGMENTS).zip(fragments.get(at..)?) {
        text.push_str(fragment.text);
        if text.len() > LONGEST_LABEL {
            break;
        }
        if found.is_some() && !begins(&text) && !is_remark(fragment.text) {
            break;
        }
        found = look_up(&text).map(|meaning| (length, meaning)).or(found);
    }
    found
}

/// A remark in brackets belongs to the heading before it: 分值 / （90分）.
fn is_remark(text: &str) -> bool {
    text.starts_with(['（', '(']) && text.ends_with(['）', ')'])
}

/// In bytes.
const LONGEST_LABEL: usize = 90;
