//! Shown strings → glyphs in device space.

use super::font::{Code, Font, Shown, Text};
use super::matrix::{Bounds, Matrix, Point, length};
use super::object::Objects;
use super::page::{Direction, Glyph};
use super::state::{State, TextState};

/// One show operation: where the pen is and how text space lies on the page.
pub(super) struct Pen<'a> {
    objects: Objects<'a>,
    font: &'a Font,
    text: TextState,
    clip: Bounds,
    /// Text space → device space.
    matrix: Matrix,
    /// How far the pen has moved in text space.
    pub(super) x: f64,
    pub(super) y: f64,
    direction: Direction,
    size: f64,
    /// Codes no source could read.
    pub(super) unreadable: u64,
}

impl<'a> Pen<'a> {
    pub(super) fn new(objects: Objects<'a>, font: &'a Font, state: &State, text_matrix: &Matrix) -> Self {
        let matrix = text_matrix.then(&state.ctm);
        let text = state.text;
        let along = if font.vertical {
            Point { x: -matrix.c * text.size, y: -matrix.d * text.size }
        } else {
            let sign = text.size * text.stretch;
            Point { x: matrix.a * sign, y: matrix.b * sign }
        };
        Self {
            objects,
            font,
            text,
            clip: state.clip,
            matrix,
            x: 0.0,
            y: 0.0,
            direction: direction(along),
            size: text.size.abs() * matrix.c.hypot(matrix.d),
            unreadable: 0,
        }
    }

    /// Shows a string; glyphs outside the clip are not drawn. Stops when none is left of `budget`.
    pub(super) fn show(&mut self, bytes: &[u8], budget: &mut usize, out: &mut Vec<Glyph>) {
        let mut rest = bytes;
        while !rest.is_empty() && *budget > 0 {
            *budget -= 1;
            let code = self.font.next_code(rest);
            rest = rest.get(code.length.max(1)..).unwrap_or_default();
            let shown = self.font.show(self.objects, code);
            self.draw(&shown, out);
            self.advance(code, &shown);
        }
    }

    /// The number within a TJ array: a move back by thousandths of an em.
    pub(super) fn adjust(&mut self, thousandths: f64) {
        let step = -thousandths / 1000.0 * self.text.size;
        if self.font.vertical {
            self.y += step;
        } else {
            self.x += step * self.text.stretch;
        }
    }

    fn advance(&mut self, code: Code, shown: &Shown) {
        let is_space = code.length == 1 && code.value == 32;
        let spacing = self.text.character_spacing + if is_space { self.text.word_spacing } else { 0.0 };
        if self.font.vertical {
            // Spacing widens the gap: downwards here (9.3.2).
            self.y += self.font.vertical_metrics(shown).advance * self.text.size - spacing;
        } else {
            self.x += (shown.width * self.text.size + spacing) * self.text.stretch;
        }
    }

    fn draw(&mut self, shown: &Shown, out: &mut Vec<Glyph>) {
        // Mode 7 only adds to the clip.
        if self.text.mode == 7 {
            return;
        }
        let (bounds, baseline) =
            if self.font.vertical { self.down_box(shown) } else { self.box_of(shown.width) };
        if !self.size.is_finite() || !self.is_visible(&bounds, shown.text) {
            return;
        }
        let glyph = Glyph {
            ch: '\u{fffd}',
            rect: bounds.to_rect(),
            baseline: length(baseline),
            size: length(self.size),
            direction: self.direction,
            hidden: self.text.mode == 3,
        };
        match shown.text {
            Some(Text::Char(ch)) => out.push(Glyph { ch, ..glyph }),
            Some(Text::Chars(chars)) => self.push_ligature(glyph, &bounds, chars, out),
            None => {
                self.unreadable += 1;
                out.push(glyph);
            }
        }
    }

    /// Whether the clip leaves a glyph on the page: it does where the glyph's anchor is inside. Of （ and ， whose ink fills only
    /// one half of the box, any share counts where the clip is no higher than the glyph: such clips are drawn around the ink of
    /// a run (cairo).
    fn is_visible(&self, bounds: &Bounds, text: Option<Text>) -> bool {
        let (clip, anchor) = (&self.clip, self.anchor(bounds, text));
        let horizontal = match self.direction {
            Direction::Right | Direction::Left => true,
            Direction::Up | Direction::Down => false,
            Direction::Slanted => return clip.contains(anchor.x, anchor.y),
        };
        let (x, y) = ((bounds.x0, bounds.x1), (bounds.y0, bounds.y1));
        let (clip_x, clip_y) = ((clip.x0, clip.x1), (clip.y0, clip.y1));
        let (along, across, clip_along, clip_across, foot) =
            if horizontal { (x, y, clip_x, clip_y, anchor.y) } else { (y, x, clip_y, clip_x, anchor.x) };
        let slack = FOOT * (across.1 - across.0);
        let around_ink = clip_across.0 >= across.0 - slack && clip_across.1 <= across.1 + slack;
        let half = matches!(text, Some(Text::Char(ch)) if HALF_INKED.contains(ch));
        if around_ink && half {
            clip_across.0 <= foot && foot <= clip_across.1 && share(along, clip_along) >= LEAST_INK
        } else {
            clip.contains(anchor.x, anchor.y)
        }
    }

    /// The point that decides whether a glyph is on the page or clipped away: the middle of its box. What stands low, and digits,
    /// count where their foot is: at a page break WPS shows both halves of a cell's `264.640000`, and the upper one without its
    /// point; that half must not count.
    fn anchor(&self, bounds: &Bounds, text: Option<Text>) -> Point {
        let mut anchor =
            Point { x: f64::midpoint(bounds.x0, bounds.x1), y: f64::midpoint(bounds.y0, bounds.y1) };
        let stands_low =
            matches!(text, Some(Text::Char(ch)) if ch.is_ascii() || matches!(ch, '，' | '。' | '、' | '．'));
        if stands_low && !self.font.vertical {
            let (height, width) = (FOOT * bounds.height(), FOOT * bounds.width());
            match self.direction {
                Direction::Right => anchor.y = bounds.y1 - height,
                Direction::Left => anchor.y = bounds.y0 + height,
                Direction::Up => anchor.x = bounds.x1 - width,
                Direction::Down => anchor.x = bounds.x0 + width,
                Direction::Slanted => {}
            }
        }
        anchor
    }

    /// Several characters of one glyph share its advance.
    fn push_ligature(&self, glyph: Glyph, bounds: &Bounds, chars: &[char], out: &mut Vec<Glyph>) {
        let count = chars.len() as f64;
        let (width, height) = (bounds.width() / count, bounds.height() / count);
        for (i, &ch) in chars.iter().enumerate() {
            let i = i as f64;
            let part = match self.direction {
                Direction::Right => {
                    Bounds { x0: bounds.x0 + i * width, x1: bounds.x0 + (i + 1.0) * width, ..*bounds }
                }
                Direction::Left => {
                    Bounds { x0: bounds.x1 - (i + 1.0) * width, x1: bounds.x1 - i * width, ..*bounds }
                }
                Direction::Down => {
                    Bounds { y0: bounds.y0 + i * height, y1: bounds.y0 + (i + 1.0) * height, ..*bounds }
                }
                Direction::Up => {
                    Bounds { y0: bounds.y1 - (i + 1.0) * height, y1: bounds.y1 - i * height, ..*bounds }
                }
                Direction::Slanted => *bounds,
            };
            out.push(Glyph { ch, rect: part.to_rect(), ..glyph });
        }
    }

    /// The box of a glyph of horizontal writing and its baseline.
    fn box_of(&self, width: f64) -> (Bounds, f64) {
        let m = &self.matrix;
        let (left, right) = (self.x, self.x + width * self.text.size * self.text.stretch);
        let (top, bottom) = (self.font.ascent * self.text.size, self.font.descent * self.text.size);
        let rise = self.text.rise;
        let (from, to) = (m.apply(left, rise), m.apply(right, rise));
        match self.direction {
            // Slanted type leans (`c`), but its box stands upright.
            Direction::Right | Direction::Left => {
                (Bounds::spanning(from.x, from.y + m.d * top, to.x, from.y + m.d * bottom), from.y)
            }
            Direction::Up | Direction::Down => {
                (Bounds::spanning(from.x + m.c * top, from.y, from.x + m.c * bottom, to.y), from.x)
            }
            Direction::Slanted => {
                let upright = Bounds::spanning(left, rise + bottom, right, rise + top);
                (m.apply_to_bounds(&upright), from.y)
            }
        }
    }

    /// The box of a glyph of vertical writing; its baseline is the line the glyphs are centred on.
    fn down_box(&self, shown: &Shown) -> (Bounds, f64) {
        let metrics = self.font.vertical_metrics(shown);
        let size = self.text.size;
        let left = self.x - metrics.origin_x * size * self.text.stretch;
        let right = left + shown.width * size * self.text.stretch;
        let top = self.y + self.text.rise;
        let bounds = Bounds::spanning(left, top, right, top + metrics.advance * size);
        let origin = self.matrix.apply(self.x, top);
        let baseline = match self.direction {
            Direction::Right | Direction::Left => origin.y,
            _ => origin.x,
        };
        (self.matrix.apply_to_bounds(&bounds), baseline)
    }
}

/// A little above the baseline, as a part of the height of a glyph's box from below.
const FOOT: f64 = 0.2;

/// Full-width signs whose ink stands at one side of the box.
const HALF_INKED: &str = "（）《》〈〉【】〔〕［］「」『』“”‘’，、。．：；！？";

/// The part of a glyph's width that a clip around its ink leaves at least: ink of these signs reaches over 0.22 of the box or
/// more in 文泉驿正黑, Noto Sans CJK and Noto Serif CJK (only that of ’ over 0.19). A cell's edge that leaves 0.19 of ） cuts it (xian-2019).
const LEAST_INK: f64 = 0.2;

/// The part of an interval that lies in another; of a point all or nothing.
fn share((from, to): (f64, f64), (low, high): (f64, f64)) -> f64 {
    let inside = to.min(high) - from.max(low);
    if to > from { inside / (to - from) } else { f64::from(u8::from(inside >= 0.0)) }
}

/// Within about one degree of an axis counts as along it.
const ALONG: f64 = 0.02;

fn direction(along: Point) -> Direction {
    let (x, y) = (along.x.abs(), along.y.abs());
    if y <= ALONG * x {
        if along.x >= 0.0 { Direction::Right } else { Direction::Left }
    } else if x <= ALONG * y {
        if along.y > 0.0 { Direction::Down } else { Direction::Up }
    } else {
        Direction::Slanted
    }
}
