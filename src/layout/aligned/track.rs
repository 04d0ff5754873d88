//! The amounts of one column: what they cover, and whether they stand in line.
//!
//! Comes in: amounts, one below the other. Goes out: the track they make, as long as they stand in line at the right or in the
//! middle. Refuses to know: rows, and what stands beside it.

use crate::base::{Length, Rect};
use crate::layout::numeral::{Shape, is_money};
use crate::layout::sheet::Word;

/// The amounts of one column: what they cover, and how far their right edges and middles spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Track {
    /// Leftmost and rightmost x.
    pub(super) span: (Length, Length),
    right: (Length, Length),
    middle: (Length, Length),
    /// Amounts in it; dashes and bare zeros, which are printed for "nothing", not counted.
    pub(super) count: usize,
    /// Numbers in it, bare zeros among them.
    pub(super) numbers: usize,
    /// Those that print decimals or groups, or many digits.
    pub(super) money: usize,
}

/// A bare zero tells no more of a column than a dash: tables in whole 元 are full of them.
fn counts(word: &Word) -> usize {
    usize::from(!matches!(word.text.as_str(), "0" | "０"))
}

/// Whether a word stands over one of the tracks.
pub(super) fn crosses(tracks: &[Track], word: &Word) -> bool {
    tracks.iter().any(|track| track.meets(&word.rect))
}

impl Track {
    pub(super) fn new(word: &Word, shape: Shape) -> Self {
        let (x0, x1, middle) = (word.rect.x0, word.rect.x1, word.rect.middle_x());
        let money = usize::from(is_money(word));
        let numbers = usize::from(shape != Shape::Dash);
        Track {
            span: (x0, x1),
            right: (x1, x1),
            middle: (middle, middle),
            count: counts(word),
            numbers,
            money,
        }
    }

    pub(super) fn meets(&self, rect: &Rect) -> bool {
        rect.x0 < self.span.1 && self.span.0 < rect.x1
    }

    /// Adds an amount that stands in line with the others, at the right or in the middle; a dash may stand anywhere in it.
    pub(super) fn take(&mut self, word: &Word, shape: Shape, slack: Length) -> Option<()> {
        let widened = |(from, to): (Length, Length), at: Length| (from.min(at), to.max(at));
        let spread = |(from, to): (Length, Length)| to.saturating_sub(from);
        let rect = &word.rect;
        if shape != Shape::Dash {
            self.right = widened(self.right, rect.x1);
            self.middle = widened(self.middle, rect.middle_x());
            self.count += counts(word);
            self.numbers += 1;
            self.money += usize::from(is_money(word));
        }
        self.span = (self.span.0.min(rect.x0), self.span.1.max(rect.x1));
        (spread(self.right).min(spread(self.middle)) <= slack).then_some(())
    }
}
