//! The words above a table → blocks: texts that are wrapped over several lines, or set wide.

use std::ops::Range;

use super::columns::Column;
use super::run::part;
use crate::base::{Length, Rect};
use crate::layout::sheet::{Line, Word};

/// The lines of a wrapped text stand no further apart than this part (in hundredths) of the size; rows do.
const WRAPPED: Length = 155;

/// The lines of a wrapped text have one middle, or one beginning, but for this part of the size.
const ALIGNED: Length = 45;

/// Single characters of one word stand no further apart than this part of the size: `合  计`.
const SPACED: Length = 300;

/// A block is below another where their middles are that part of the size apart.
const BELOW: Length = 40;

/// A text: its words, each by its line and its place there, and what they cover.
#[derive(Debug, Clone)]
pub(super) struct Block {
    words: Vec<(usize, usize)>,
    pub(super) rect: Rect,
    /// Whether each of its words is one character.
    single: bool,
}

impl Block {
    pub(super) fn middle_y(&self) -> Length {
        self.rect.middle_y()
    }

    pub(super) fn is_below(&self, other: &Block, size: Length) -> bool {
        self.middle_y().saturating_sub(other.middle_y()) > part(size, BELOW)
    }

    /// Whether it stands under another, in the same part of the width.
    pub(super) fn is_under(&self, other: &Block) -> bool {
        other.rect.y1 <= self.rect.y0 && self.rect.x0 < other.rect.x1 && other.rect.x0 < self.rect.x1
    }

    /// Its words as lines.
    pub(super) fn lines(&self, lines: &[Line]) -> Vec<Line> {
        let mut parts: Vec<Line> = Vec::new();
        for of_line in self.words.chunk_by(|a, b| a.0 == b.0) {
            let Some(line) = of_line.first().and_then(|&(at, _)| lines.get(at)) else { continue };
            let words: Vec<Word> =
                of_line.iter().filter_map(|&(_, at)| line.words.get(at).cloned()).collect();
            let Some(rect) = words.iter().map(|word| word.rect).reduce(|a, b| a.union(&b)) else { continue };
            parts.push(Line { words, rect, direction: line.direction });
        }
        parts
    }
}

/// The blocks of some lines.
pub(super) fn of(lines: &[Line], range: Range<usize>, columns: &[Column], size: Length) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for at in range {
        for block in of_line(lines, at, columns, size) {
            let above = blocks.iter().position(|above| goes_on(above, &block, lines, size));
            match above.and_then(|above| blocks.get_mut(above)) {
                Some(above) => {
                    above.words.extend(block.words);
                    above.rect = above.rect.union(&block.rect);
                    above.single &= block.single;
                }
                None => blocks.push(block),
            }
        }
    }
    blocks
}

/// The words of a line; single characters next to each other are one word, unless they stand over different columns or
/// codes stand below the white between them.
fn of_line(lines: &[Line], at: usize, columns: &[Column], size: Length) -> Vec<Block> {
    let words = lines.get(at).map(|line| line.words.as_slice()).unwrap_or_default();
    let single = |word: &Word| word.spans.len() == 1 && !word.text.is_ascii();
    let over = |word: &Word| columns.iter().position(|column| column.meets(&word.rect));
    let mut blocks: Vec<Block> = Vec::new();
    for (nth, word) in words.iter().enumerate() {
        let before = nth.checked_sub(1).and_then(|before| words.get(before));
        let joins = before.is_some_and(|before| {
            let apart = matches!((over(before), over(word)), (Some(a), Some(b)) if a != b);
            let near = word.rect.x0.saturating_sub(before.rect.x1) <= part(size, SPACED);
            let parted = columns
                .iter()
                .any(|column| !column.amounts && before.rect.x1 <= column.x0 && column.x1 <= word.rect.x0);
            single(before) && single(word) && near && !apart && !parted
        });
        match blocks.last_mut().filter(|_| joins) {
            Some(last) => {
                last.words.push((at, nth));
                last.rect = last.rect.union(&word.rect);
            }
            None => blocks.push(Block { words: vec![(at, nth)], rect: word.rect, single: single(word) }),
        }
    }
    blocks
}

/// Single characters side by side over columns that have headers of their own are one word, set wide across the white
/// between them: `收  入`. Returns those of `groups` that are left.
pub(super) fn spaced(blocks: &mut [Block], mut groups: Vec<usize>, size: Length) -> Vec<usize> {
    groups.sort_by_key(|&at| blocks.get(at).map(|block| (block.rect.y0, block.rect.x0)));
    let mut left: Vec<usize> = Vec::new();
    for at in groups {
        let pair = left.last().and_then(|&last| Some((last, blocks.get(last)?, blocks.get(at)?)));
        let joins = pair.filter(|(_, last, block)| {
            let beside = last.rect.x1 <= block.rect.x0 && last.rect.y0 == block.rect.y0;
            let near = block.rect.x0.saturating_sub(last.rect.x1) <= part(size, SPACED);
            last.single && block.single && beside && near
        });
        match (joins.map(|(last, ..)| last), blocks.get(at).cloned()) {
            (Some(last), Some(block)) => {
                if let Some(last) = blocks.get_mut(last) {
                    last.words.extend(block.words);
                    last.rect = last.rect.union(&block.rect);
                }
            }
            _ => left.push(at),
        }
    }
    left
}

/// Whether a word goes on a text above it.
fn goes_on(above: &Block, block: &Block, lines: &[Line], size: Length) -> bool {
    let last = above.words.last().and_then(|&(line, word)| lines.get(line)?.words.get(word));
    let Some(last) = last else { return false };
    let gap = block.rect.middle_y().saturating_sub(last.rect.middle_y());
    let near = |a: Length, b: Length| a.saturating_sub(b).saturating_abs() <= part(size, ALIGNED);
    let overlap = above.rect.x0 < block.rect.x1 && block.rect.x0 < above.rect.x1;
    let aligned = near(above.rect.middle_x(), block.rect.middle_x()) || near(above.rect.x0, block.rect.x0);
    0 < gap && gap <= part(size, WRAPPED) && overlap && aligned
}
