//! What stands on pages besides the text: page numbers and running heads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use crate::flat::{Flat, FlatLine};
use crate::form::Phrases;
use crate::grammar::caption::tight;

static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:第?[-—–－─━_·•~.\s]*\d{1,4}[-—–－─━_·•~.\s]*页?",
        r"|[-—–─\s]*第\d+页[,，/]?共\d+页[-—–─\s]*|\d+/\d+)$"
    ))
    .ok()
});

/// Whether a line is nothing but a page number.
pub(in crate::grammar) fn is_page_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 40 && PAGE_NUMBER.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// The indices of lines that are running heads or feet. On pages with places: the same text, but for its digits, first
/// or last on three pages or more. In plain text: a line printed three times that names the disclosure, as
/// 某某局2026年度单位预算公开 does.
pub(super) fn running_heads(flat: &Flat, phrases: &Phrases) -> BTreeSet<usize> {
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in edges(flat) {
        let Some(line) = flat.lines.get(index) else { continue };
        let text = tight(line);
        let prose = text.ends_with(['。', '；', '，', '：']);
        let named = line.page.is_some() || phrases.disclosure_in(&text).is_some();
        if named && !prose && super::heading::level(&text).is_none() && text.chars().count() <= LONGEST {
            seen.entry(without_digits(&text)).or_default().push(index);
        }
    }
    seen.into_values().filter(|lines| lines.len() >= FEWEST).flatten().collect()
}

/// A running head is no longer than a title.
const LONGEST: usize = 60;
/// Twice may be chance: a title on the cover and above the text.
const FEWEST: usize = 3;

/// The first two and the last two lines of each page; of plain text every line.
fn edges(flat: &Flat) -> BTreeSet<usize> {
    let filled = |line: &&(usize, &FlatLine)| !line.1.tokens.is_empty() && line.1.grid.is_none();
    let lines: Vec<(usize, &FlatLine)> = flat.lines.iter().enumerate().collect();
    let lines: Vec<(usize, &FlatLine)> = lines.iter().filter(filled).copied().collect();
    let mut edges = BTreeSet::new();
    for page in lines.chunk_by(|a, b| a.1.page == b.1.page) {
        let plain = page.iter().any(|(_, line)| line.page.is_none());
        let last = page.len().saturating_sub(2);
        let at_edge = |at: usize| plain || at < 2 || at >= last;
        edges.extend(page.iter().enumerate().filter(|(at, _)| at_edge(*at)).map(|(_, (index, _))| *index));
    }
    edges
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_come_between_strokes() {
        for text in ["15", "-15-", "—3—", "─7─", "第4页", "第4页共12页", "3/12"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "15.00", "合计15", "20250", "-"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
