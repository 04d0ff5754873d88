//! The title of a card where the caption of its grid has none: too long for the title of a table, broken over two lines, or
//! printed at the foot of the page before.

use crate::flat::{Flat, GridShape};
use crate::form::CardWords;
use crate::grammar::caption::{Caption, tight};
use crate::grammar::prose::level;

/// A title stands within this many lines above its grid.
const MOST_LINES: usize = 6;

/// Longer lines are sentences.
const LONGEST_TITLE: usize = 90;

/// Shorter titles are the second half of one.
const SHORTEST_TITLE: usize = 8;

/// The title of a card above this grid.
pub(super) fn of(flat: &Flat, shape: &GridShape, caption: &Caption, words: &CardWords) -> Option<String> {
    let whole = caption.title.clone().filter(|title| title.chars().count() >= SHORTEST_TITLE);
    whole.or_else(|| above(flat, shape, words)).or_else(|| caption.title.clone())
}

/// The title among the lines above a grid, up to the grid before it.
fn above(flat: &Flat, shape: &GridShape, words: &CardWords) -> Option<String> {
    let before = flat.lines.get(..shape.first_line).unwrap_or_default();
    let lines: Vec<(Option<u32>, String)> = before
        .iter()
        .rev()
        .take_while(|line| line.grid.is_none())
        .map(|line| (line.page, tight(line)))
        .filter(|(_, text)| text.chars().any(|c| !c.is_ascii_digit() && !"-—－第页".contains(c)))
        .take(MOST_LINES)
        .collect();
    let is_words = |text: &str| text.chars().count() <= LONGEST_TITLE && !text.contains(['。', '，', '；']);
    let is_title = |text: &str| text.ends_with('表') && is_words(text) && words.kind(text).is_some();
    let index = lines.iter().position(|(_, text)| is_title(text))?;
    let (page, lower) = lines.get(index)?;
    // Both halves of a title stand on one page; a sentence or a heading above is none.
    let is_half = |(other, upper): &&(Option<u32>, String)| {
        other == page && is_words(upper) && level(upper).is_none() && lower.chars().count() < SHORTEST_TITLE
    };
    let upper = lines.get(index + 1).filter(is_half).map_or("", |(_, upper)| upper.as_str());
    Some(format!("{upper}{lower}"))
}
