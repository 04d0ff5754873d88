//! Which lines belong to one paragraph.
//!
//! A line is broken because what comes next did not fit. Where the first word of the next line would have fitted into
//! the room left at its end, the line ends a paragraph.

use super::heading;
use crate::flat::{Flat, FlatLine};
use crate::form::{Phrases, SentenceWords};
use crate::grammar::caption::tight;

/// A line of the narrative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ProseLine {
    /// Index into `Flat::lines`.
    pub(super) index: usize,
    /// Its characters without spaces.
    pub(super) text: String,
    /// Something that is no prose stands before it.
    pub(super) apart: bool,
    /// How wide it is, in half characters.
    width: i32,
    /// Where it begins on the page; 0 in plain text, which has lost its indents.
    begin: i32,
    /// Where it ends, in 1/100 pt of the page or in half characters.
    end: i32,
    /// How long half a character is in the unit of `end`.
    half: i32,
    page: Option<u32>,
}

impl ProseLine {
    pub(super) fn new(flat: &Flat, index: usize, apart: bool) -> Option<Self> {
        let line = flat.lines.get(index)?;
        let text = tight(line);
        let width = width(&text);
        let (begin, end) = extent(line).unwrap_or((0, width));
        let half = ((end - begin) / width.max(1)).max(1);
        Some(Self { index, text, apart, width, begin, end, half, page: line.page })
    }
}

impl ProseLine {
    /// Where it ends without the punctuation at its end, which may hang over the margin.
    fn end_of_words(&self) -> i32 {
        let closing = self.text.chars().rev().take_while(|c| CLOSING.contains(*c)).count();
        self.end - i32::try_from(closing).unwrap_or(0) * 2 * self.half
    }
}

/// Punctuation that may not begin a line.
const CLOSING: &str = "，。；、：）”》";

/// Where a line begins and ends on an upright page.
fn extent(line: &FlatLine) -> Option<(i32, i32)> {
    let first = line.tokens.first().filter(|token| !token.turned)?.rect?;
    let last = line.tokens.last()?.rect?;
    (last.x1 > first.x0).then_some((first.x0, last.x1))
}

/// Half characters: an ideograph is as wide as two digits.
fn width(text: &str) -> i32 {
    let halves = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
    halves.sum()
}

/// The lines, paragraph by paragraph.
pub(super) fn paragraphs<'l>(lines: &'l [ProseLine], phrases: &Phrases) -> Vec<&'l [ProseLine]> {
    let (labels, words) = (phrases.project(), phrases.sentence());
    let mut paragraphs = Vec::new();
    let mut begin = 0;
    for at in 1..=lines.len() {
        let ends = match (lines.get(at - 1), lines.get(at)) {
            (Some(_), Some(next)) if labels.labelled(heading::unnumbered(&next.text)).is_some() => true,
            (Some(line), Some(next)) => {
                ends(line, next, words, |at_next| margins(lines, if at_next { at } else { at - 1 }))
            }
            _ => true,
        };
        if ends {
            paragraphs.extend(lines.get(begin..at));
            begin = at;
        }
    }
    paragraphs
}

/// Whether a line ends its paragraph. `margins` are those around the next line (true) or this one.
fn ends(
    line: &ProseLine,
    next: &ProseLine,
    words: &SentenceWords,
    margins: impl Fn(bool) -> (i32, i32),
) -> bool {
    if next.apart {
        return true;
    }
    if line.text.ends_with(['，', '、', '（', '“', '《'])
        || next.text.starts_with(['，', '。', '；', '、', '）', '”', '》'])
    {
        return false;
    }
    if is_cut_number(&line.text, &next.text) {
        return false;
    }
    let level = heading::level(&line.text);
    let margin = margins(false).1;
    let heading = level.is_some_and(|level| heading::is_bare(&line.text, level));
    if heading && (margin == 0 || words.is_whole_heading(&line.text)) {
        return true;
    }
    let opens = heading::level(&next.text);
    if heading && opens.is_some_and(|level| level >= 3) {
        return true;
    }
    if opens.is_some_and(|level| level <= 2) || opens.is_some() && line.text.ends_with(['。', '；', '：'])
    {
        return true;
    }
    if next.page.is_some() && (other_size(line, next) || is_indented(next, margins(true).0)) {
        return true;
    }
    let room = (margin - line.end) / line.half;
    let slack = if line.page.is_some() { SLACK } else { SLACK_OF_TEXT };
    room >= first_word(&next.text) + slack
}

/// `比上年预算减少4.5` and `0万元，下降10.98%`: flatteners break a line within a number.
fn is_cut_number(line: &str, next: &str) -> bool {
    let goes_on = next.starts_with(|c: char| c.is_ascii_digit()) && heading::level(next).is_none();
    is_prose(line) && line.ends_with(|c: char| c.is_ascii_digit()) && goes_on
}

/// Whether letters of one line are a quarter larger than those of the other: a title above a text.
fn other_size(line: &ProseLine, next: &ProseLine) -> bool {
    let (small, large) = (line.half.min(next.half), line.half.max(next.half));
    large > small + small / 4 && line.width.min(next.width) >= SHORTEST
}

/// The spaces between a few letters tell nothing of their size; in half characters.
const SHORTEST: i32 = 12;

/// Whether a line begins two characters behind the margin, as first lines of paragraphs do.
fn is_indented(line: &ProseLine, left: i32) -> bool {
    let indent = (line.begin - left) / line.half;
    (3..=6).contains(&indent)
}

/// In half characters: punctuation may hang over the margin, and spaces may be stretched.
const SLACK: i32 = 3;
/// In plain text the indent of a first line is lost, and digits are of any width (bazhou-2025: full lines of 60 to 71).
const SLACK_OF_TEXT: i32 = 10;

/// How wide the shortest part is that a line may begin with.
fn first_word(text: &str) -> i32 {
    let run =
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '-')).count();
    let head: String = text.chars().take(run.max(1)).collect();
    let closing = text.chars().nth(run.max(1)).filter(|&c| c == '%' || CLOSING.contains(c));
    width(&head) + if closing.is_some() { 2 } else { 0 }
}

/// Where the lines around one begin and end. On a page the second farthest, as the farthest may hang over. In plain text
/// what most lines reach that end within a sentence: tables near by have longer ones. Zero where no line tells.
fn margins(lines: &[ProseLine], at: usize) -> (i32, i32) {
    let Some(line) = lines.get(at) else { return (0, 0) };
    let around = lines.get(at.saturating_sub(NEAR)..(at + NEAR).min(lines.len())).unwrap_or_default();
    let fits = |other: &&ProseLine| other.page == line.page && other.width >= FULL && is_prose(&other.text);
    let second = |place: fn(&ProseLine) -> i32| {
        let mut places: Vec<i32> = around.iter().filter(fits).map(place).collect();
        places.sort_unstable_by(|a, b| b.cmp(a));
        places.get(1).or(places.first()).copied().unwrap_or(0)
    };
    if line.page.is_none() {
        let broken = |other: &&ProseLine| fits(other) && !other.text.ends_with(['。', '；', '：', '！']);
        let mut ends: Vec<i32> = around.iter().filter(broken).map(|other| other.end).collect();
        ends.sort_unstable();
        return (0, ends.get(ends.len() * 3 / 4).copied().unwrap_or_else(|| second(|line| line.end)));
    }
    (-second(|line| -line.begin), second(ProseLine::end_of_words))
}

/// Lines looked at on both sides.
const NEAR: usize = 40;
/// Shorter lines say nothing of the margin; in half characters.
const FULL: i32 = 30;

fn is_prose(text: &str) -> bool {
    text.contains(['，', '。', '、', '；', '：'])
}
