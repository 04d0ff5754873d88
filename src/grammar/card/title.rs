//! The title of a card where the caption of its grid has none: too long for the title of a table, broken over two lines, or
//! printed at the foot of the page before.

use crate::flat::{Flat, GridShape};
use crate::form::CardWords;
use crate::grammar::caption::{Caption, tight};

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
    let lines: Vec<String> = before
        .iter()
        .rev()
        .take_while(|line| line.grid.is_none())
        .map(tight)
        .filter(|text| text.chars().any(|c| !c.is_ascii_digit() && !"-—－第页".contains(c)))
        .take(MOST_LINES)
        .collect();
    let is_title = |text: &str| {
        text.ends_with('表')
            && text.chars().count() <= LONGEST_TITLE
            && !text.contains(['。', '，', '；'])
            && words.kind(text).is_some()
    };
    let wrapped = |lower: &str, upper: Option<&String>| {
        upper.filter(|_| lower.chars().count() < SHORTEST_TITLE).map(|upper| format!("{upper}{lower}"))
    };
    let index = lines.iter().position(|line| is_title(line))?;
    let line = lines.get(index)?;
    Some(wrapped(line, lines.get(index + 1)).unwrap_or_else(|| line.clone()))
}
