//! Pages whose text runs up, down or upside down on the screen → the same page with upright text, and the way back.
//!
//! Landscape tables on portrait pages that no `/Rotate` turns, and pages in vertical writing. Comes in: a page. Goes out:
//! the page turned by quarters, so that nothing after it need know of directions. Refuses to know: lines and cells.

use crate::base::{Length, Rect};
use crate::pdf::{Direction, Glyph, Page, Ruling};

/// How a laid-out page lies on the displayed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Turn {
    /// Where its text runs to on the page as displayed: `Right`, or a quarter.
    pub direction: Direction,
    /// Width of the page as displayed.
    width: Length,
    /// Height of the page as displayed.
    height: Length,
}

impl Turn {
    /// The direction of more than half of the glyphs.
    pub(super) fn of(page: &Page) -> Turn {
        let seen = || page.glyphs.iter().filter(|glyph| !glyph.ch.is_whitespace());
        let count = |direction| seen().filter(|glyph| glyph.direction == direction).count();
        let half = seen().count() / 2;
        let direction = [Direction::Right, Direction::Up, Direction::Down, Direction::Left]
            .into_iter()
            .find(|&direction| count(direction) > half)
            .unwrap_or_default();
        Turn { direction, width: page.width, height: page.height }
    }

    /// Whether the page was upright already.
    pub fn is_none(self) -> bool {
        self.direction == Direction::Right
    }

    /// The page as one who turns the sheet sees it.
    pub(super) fn upright(self, page: &Page) -> Page {
        let glyph = |glyph: &Glyph| Glyph {
            rect: self.rect(&glyph.rect),
            baseline: self.baseline(glyph),
            direction: self.then(glyph.direction),
            ..*glyph
        };
        let (width, height) = match self.direction {
            Direction::Up | Direction::Down => (self.height, self.width),
            _ => (self.width, self.height),
        };
        Page {
            number: page.number,
            width,
            height,
            glyphs: page.glyphs.iter().map(glyph).collect(),
            rulings: page.rulings.iter().map(|ruling| Ruling { rect: self.rect(&ruling.rect) }).collect(),
            images: page.images.iter().map(|image| self.rect(image)).collect(),
        }
    }

    fn rect(self, r: &Rect) -> Rect {
        let (left, down) =
            (|x: Length| self.width.saturating_sub(x), |y: Length| self.height.saturating_sub(y));
        match self.direction {
            Direction::Up => Rect::spanning(down(r.y0), r.x0, down(r.y1), r.x1),
            Direction::Down => Rect::spanning(r.y0, left(r.x0), r.y1, left(r.x1)),
            Direction::Left => Rect::spanning(left(r.x0), down(r.y0), left(r.x1), down(r.y1)),
            Direction::Right | Direction::Slanted => *r,
        }
    }

    /// A place of the upright page on the page as displayed.
    pub fn displayed(self, r: &Rect) -> Rect {
        let (left, down) =
            (|x: Length| self.width.saturating_sub(x), |y: Length| self.height.saturating_sub(y));
        match self.direction {
            Direction::Up => Rect::spanning(r.y0, down(r.x0), r.y1, down(r.x1)),
            Direction::Down => Rect::spanning(left(r.y0), r.x0, left(r.y1), r.x1),
            _ => self.rect(r),
        }
    }

    /// A baseline is an x where the text ran up or down, else a y.
    fn baseline(self, glyph: &Glyph) -> Length {
        let is_x = matches!(glyph.direction, Direction::Up | Direction::Down);
        match (self.direction, is_x) {
            (Direction::Up, false) | (Direction::Left, false) => self.height.saturating_sub(glyph.baseline),
            (Direction::Down, true) | (Direction::Left, true) => self.width.saturating_sub(glyph.baseline),
            _ => glyph.baseline,
        }
    }

    /// Where text that ran to `direction` runs to after the turn.
    fn then(self, direction: Direction) -> Direction {
        let round = [Direction::Right, Direction::Down, Direction::Left, Direction::Up];
        let quarter = |direction| round.iter().position(|&other| other == direction);
        match (quarter(direction), quarter(self.direction)) {
            (Some(of), Some(turned)) => round[(of + round.len() - turned) % round.len()],
            _ => direction,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawing::{page, show};
    use super::*;
    use crate::base::Notes;
    use crate::layout::{Sheet, lay_out};

    const TABLE: &str = "
收支总表
+----+----+
|甲  |1.00|
+----+----+
|乙  |2.50|
+----+----+";

    /// The page as it looks when the sheet lies on its side: the way back from the turn that would set it upright.
    fn lying(upright: &Page, direction: Direction) -> Page {
        let back = match direction {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
            other => other,
        };
        let lying = Turn { direction: back, width: upright.width, height: upright.height };
        lying.upright(upright)
    }

    #[test]
    fn a_table_reads_the_same_however_the_sheet_lies() {
        let upright = page(TABLE.trim_start());
        let mut notes = Notes::default();
        let straight: Sheet = lay_out(&upright, &mut notes);
        for direction in [Direction::Up, Direction::Down, Direction::Left] {
            let turned = lying(&upright, direction);
            assert_eq!(turned.glyphs[0].direction, direction);
            let sheet = lay_out(&turned, &mut notes);
            assert_eq!(show(&sheet), show(&straight), "{direction:?}");
            let word = &sheet.lines[0].words[0];
            let first = turned.glyphs[..4].iter().map(|glyph| glyph.rect).reduce(|a, b| a.union(&b));
            assert_eq!(Some(sheet.turn.displayed(&word.rect)), first, "the way back, {direction:?}");
        }
    }

    #[test]
    fn a_turned_label_does_not_turn_the_page() {
        let mut page = page("合计 1.00");
        page.glyphs[0].direction = Direction::Up;
        assert_eq!(Turn::of(&page).direction, Direction::Right);
    }
}
