//! Fake bold and shadows draw a character twice at almost the same place; it counts once, or 2023年 is read as
//! `22002233年`.

use super::page::Glyph;

/// Drops every glyph that repeats an earlier one a fraction of its width away. Doubled characters such as `22`
/// or 人人 stand a full advance apart and stay.
pub(super) fn keep_once(glyphs: &mut Vec<Glyph>) {
    let mut seen = Seen::new(glyphs.len());
    let mut count = 0;
    for at in 0..glyphs.len() {
        let (kept, rest) = glyphs.split_at_mut(at);
        let (Some(kept), Some(&mut glyph)) = (kept.get(..count), rest.first_mut()) else { return };
        if !seen.repeats(&glyph, kept) {
            seen.insert(&glyph, count as u32);
            glyphs.swap(count, at);
            count += 1;
        }
    }
    glyphs.truncate(count);
}

/// Side of a grid cell: 16 pt, larger than any offset, so that a glyph has one cell to look into most of the time.
const CELL: i32 = 1_600;

const NONE: u32 = u32::MAX;

/// Glyphs by character and cell: a hash table of chains.
struct Seen {
    heads: Vec<u32>,
    next: Vec<u32>,
    mask: usize,
}

impl Seen {
    fn new(count: usize) -> Self {
        let size = count.max(16).next_power_of_two();
        Self { heads: vec![NONE; size], next: Vec::with_capacity(count), mask: size - 1 }
    }

    fn slot(&self, ch: char, cell_x: i32, cell_y: i32) -> usize {
        let key = u64::from(u32::from(ch)) << 32 ^ (cell_x as u32 as u64) << 16 ^ (cell_y as u32 as u64);
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & self.mask
    }

    fn insert(&mut self, glyph: &Glyph, index: u32) {
        let slot = self.slot(glyph.ch, glyph.rect.x0.div_euclid(CELL), glyph.rect.y0.div_euclid(CELL));
        if let Some(head) = self.heads.get_mut(slot) {
            self.next.push(*head);
            *head = index;
        }
    }

    fn repeats(&self, glyph: &Glyph, kept: &[Glyph]) -> bool {
        let reach = reach(glyph);
        let (left, right) =
            ((glyph.rect.x0 - reach).div_euclid(CELL), (glyph.rect.x0 + reach).div_euclid(CELL));
        let (top, bottom) =
            ((glyph.rect.y0 - reach).div_euclid(CELL), (glyph.rect.y0 + reach).div_euclid(CELL));
        (left..=right).any(|x| {
            (top..=bottom).any(|y| self.chain_repeats(self.slot(glyph.ch, x, y), glyph, reach, kept))
        })
    }

    fn chain_repeats(&self, slot: usize, glyph: &Glyph, reach: i32, kept: &[Glyph]) -> bool {
        let mut at = self.heads.get(slot).copied().unwrap_or(NONE);
        while let Some(other) = kept.get(at as usize) {
            if is_repeat(glyph, other, reach) {
                return true;
            }
            at = self.next.get(at as usize).copied().unwrap_or(NONE);
        }
        false
    }
}

/// How far a repetition may stand from the first: a third of the advance, at most 0.3 em.
fn reach(glyph: &Glyph) -> i32 {
    let advance = glyph.rect.width().min(glyph.rect.height()).max(0);
    (advance / 3).min(glyph.size.max(0).saturating_mul(3) / 10).min(CELL)
}

fn is_repeat(glyph: &Glyph, other: &Glyph, reach: i32) -> bool {
    glyph.ch == other.ch
        && glyph.hidden == other.hidden
        && glyph.direction == other.direction
        && (glyph.rect.x0 - other.rect.x0).abs() <= reach
        && (glyph.rect.y0 - other.rect.y0).abs() <= reach
        && (glyph.size - other.size).abs() * 10 <= glyph.size
}
