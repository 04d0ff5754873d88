//! Glyphs → words → lines, each glyph in the cell that its middle lies in.
//!
//! Comes in: glyphs in any order, and grids without text. Goes out: lines in their cells, and the lines outside all grids.
//! A glyph is given to its cell before words are made, so two amounts that touch at a ruling never become one word.
//! Refuses to know: what the text says.

use super::cell::Raster;
use super::sheet::{Line, Word};
use crate::base::{Length, Rect};
use crate::pdf::{Direction, Glyph};

/// A gap wider than this part (in hundredths) of the size ends a word. Letter-spaced digits stand up to 0.2 apart, the
/// narrowest space that producers leave out between columns is 0.5.
const WORD_GAP: Length = 35;

/// A drawn space ends a word where it really keeps glyphs apart; one that lies under its neighbours is only left over.
const SPACE_GAP: Length = 8;

/// Baselines of one line may differ by this part (in hundredths) of the size from glyph to glyph (CJK beside ASCII)…
const BASELINE_STEP: Length = 30;

/// …and by this part in all. Names that wrap stand at least 0.9 apart.
const BASELINE_RANGE: Length = 50;

/// Glyphs smaller than this part (in hundredths) of those whose baseline is next below are raised: the 3 of m³.
const RAISED_SIZE: Length = 90;

/// Glyphs of a slanted word stand no further apart than this part (in hundredths) of the size, middle to middle.
const SLANTED_STEP: Length = 180;

/// Slanted words that may grow at one time; watermarks are few.
const MOST_SLANTED: usize = 64;

/// Sets every glyph into its cell; returns the lines that stand in no cell. Takes out what is a drawing and no grid.
pub(super) fn set(glyphs: &[Glyph], rasters: &mut Vec<Raster>) -> Vec<Line> {
    let mut upright: Vec<Placed> = Vec::with_capacity(glyphs.len());
    let mut slanted: Vec<&Glyph> = Vec::new();
    for glyph in glyphs.iter().filter(|glyph| !is_nothing(glyph.ch)) {
        match glyph.direction {
            Direction::Slanted => slanted.push(glyph),
            _ => upright.push(Placed::new(glyph, rasters)),
        }
    }
    if take_drawings(&upright, rasters) {
        upright.iter_mut().for_each(|placed| *placed = Placed::new(placed.glyph, rasters));
    }
    upright.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
    let mut outside = Vec::new();
    for group in upright.chunk_by_mut(|a, b| a.home == b.home) {
        let Some(&Placed { home, .. }) = group.first() else { continue };
        let lines = lines(group);
        match home.and_then(|(grid, cell)| rasters.get_mut(grid as usize)?.grid.cells.get_mut(cell as usize))
        {
            Some(cell) => cell.lines = downwards(lines),
            None => outside = lines,
        }
    }
    outside.sort_by_key(|line| (line.rect.middle_y(), line.rect.x0));
    outside.extend(slanted_lines(slanted));
    outside
}

/// Takes out the grids in which most glyphs are larger than their cell: they are drawn of the strokes of these glyphs.
fn take_drawings(placed: &[Placed], rasters: &mut Vec<Raster>) -> bool {
    let mut larger = vec![0i64; rasters.len()];
    for (grid, cell, glyph) in placed.iter().filter_map(|p| Some((p.home?.0 as usize, p.home?.1, p.glyph))) {
        let cell = rasters.get(grid).and_then(|raster| raster.grid.cells.get(cell as usize));
        if let (Some(count), Some(cell)) = (larger.get_mut(grid), cell) {
            let over = glyph.rect.width() > cell.rect.width() && glyph.rect.height() > cell.rect.height();
            *count += if over { 1 } else { -1 };
        }
    }
    let before = rasters.len();
    let mut larger = larger.into_iter();
    rasters.retain(|_| larger.next().is_none_or(|larger| larger <= 0));
    rasters.len() < before
}

/// In a cell whose text runs down, upright characters stand in a column with words that are turned: from top to bottom.
fn downwards(mut lines: Vec<Line>) -> Vec<Line> {
    let single = |line: &Line| matches!(line.words.as_slice(), [word] if word.spans.len() == 1);
    let (mut upright, mut turned) = (false, false);
    for line in &lines {
        match line.direction {
            Direction::Down => turned = true,
            Direction::Right if single(line) => upright = true,
            _ => return lines,
        }
    }
    let left = lines.iter().map(|line| line.rect.x0).max();
    let right = lines.iter().map(|line| line.rect.x1).min();
    if upright && turned && left < right {
        lines.sort_by_key(|line| line.rect.y0);
    }
    lines
}

/// Characters that are neither seen nor keep others apart.
fn is_nothing(ch: char) -> bool {
    ch.is_control() && !ch.is_whitespace()
        || matches!(ch, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

/// Where the ink of a glyph stands across its line. Full-width punctuation fills the half of its box that is next to its text:
/// at the end of a line it may hang over the ruling.
fn middle_of_ink(glyph: &Glyph) -> Length {
    let Rect { x0, x1, .. } = glyph.rect;
    let quarter = glyph.rect.width() / 4;
    match glyph.ch {
        _ if glyph.direction != Direction::Right => glyph.rect.middle_x(),
        '，' | '。' | '、' | '；' | '：' | '）' | '》' | '〉' | '」' | '』' | '】' | '〕' | '］' | '｝' => {
            x0.saturating_add(quarter)
        }
        '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '［' | '｛' => x1.saturating_sub(quarter),
        _ => glyph.rect.middle_x(),
    }
}

/// A glyph and its cell: the index of the grid, and of the cell in it.
#[derive(Clone, Copy)]
struct Placed<'g> {
    home: Option<(u32, u32)>,
    glyph: &'g Glyph,
}

impl<'g> Placed<'g> {
    fn new(glyph: &'g Glyph, rasters: &[Raster]) -> Self {
        let (x, y) = (middle_of_ink(glyph), glyph.rect.middle_y());
        let home = rasters
            .iter()
            .enumerate()
            .filter(|(_, raster)| raster.grid.rect.contains(x, y))
            .filter_map(|(grid, raster)| {
                Some((raster.grid.rect.width(), grid as u32, raster.cell_at(x, y)? as u32))
            })
            .min()
            .map(|(_, grid, cell)| (grid, cell));
        Placed { home, glyph }
    }

    /// Orders by cell, direction and baseline; no two different glyphs are equal, so drawing order cannot matter.
    fn key(&self) -> impl Ord + use<> {
        let g = self.glyph;
        (self.home, g.direction, g.baseline, g.rect, g.ch, g.size, g.hidden)
    }
}

/// The lines of one cell, or of all that is outside: glyphs come sorted by direction and baseline.
fn lines(glyphs: &mut [Placed]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut rest = glyphs;
    while let Some(first) = rest.first() {
        let size = baseline_run(rest);
        let size = rest.get(..size).map_or(size, below_overprint);
        let direction = first.glyph.direction;
        let (run, after) = std::mem::take(&mut rest).split_at_mut(size.max(1));
        lines.extend(line(run, direction));
        rest = after;
    }
    // Text that runs down goes on to the left, text that stands on its head goes on above.
    let backwards = |line: &Line| matches!(line.direction, Direction::Down | Direction::Left);
    for run in lines.chunk_by_mut(|a, b| a.direction == b.direction) {
        if run.first().is_some_and(backwards) {
            run.reverse();
        }
    }
    lines
}

/// How many glyphs from the first on share its line.
fn baseline_run(glyphs: &[Placed]) -> usize {
    let Some(mut first) = glyphs.first().map(|placed| placed.glyph) else { return 0 };
    let mut last = first;
    glyphs
        .iter()
        .take_while(|placed| {
            let glyph = placed.glyph;
            let size = glyph.size.max(last.size).max(100);
            let raised = last.size < part(glyph.size, RAISED_SIZE);
            let near = glyph.direction == first.direction
                && (raised || glyph.baseline.saturating_sub(last.baseline) <= part(size, BASELINE_STEP))
                && glyph.baseline.saturating_sub(first.baseline) <= part(size, BASELINE_RANGE);
            if raised {
                first = glyph;
            }
            last = glyph;
            near
        })
        .count()
}

/// How many glyphs of a line remain once those are left for the next that another line prints over them.
fn below_overprint(run: &[Placed]) -> usize {
    let mut size = run.len();
    while let Some([first, .., last]) = run.get(..size)
        && first.glyph.baseline != last.glyph.baseline
        && first.glyph.direction == Direction::Right
    {
        let mut glyphs: Vec<&Glyph> = run.iter().take(size).map(|placed| placed.glyph).collect();
        glyphs.retain(|glyph| !glyph.ch.is_whitespace());
        glyphs.sort_unstable_by_key(|glyph| (glyph.rect.x0, glyph.baseline));
        let over = |pair: &&[&Glyph]| matches!(pair, [a, b] if a.baseline != b.baseline && is_over(a, b));
        let Some([a, b]) = glyphs.windows(2).find(over) else { break };
        let lower = a.baseline.max(b.baseline);
        size = run.partition_point(|placed| placed.glyph.baseline < lower);
    }
    size
}

/// Whether two glyphs share more than half of the width of the narrower.
fn is_over(a: &Glyph, b: &Glyph) -> bool {
    let shared = a.rect.x1.min(b.rect.x1).saturating_sub(a.rect.x0.max(b.rect.x0));
    shared.saturating_mul(2) > a.rect.width().min(b.rect.width())
}

fn part(size: Length, hundredths: Length) -> Length {
    Length::try_from(i64::from(size) * i64::from(hundredths) / 100).unwrap_or(Length::MAX)
}

/// The words of one line; `None` where all glyphs are blank.
fn line(glyphs: &mut [Placed], direction: Direction) -> Option<Line> {
    let order = |glyph: &Glyph| match direction {
        Direction::Down => glyph.rect.y0,
        Direction::Up => glyph.rect.y1.saturating_neg(),
        Direction::Left => glyph.rect.x1.saturating_neg(),
        Direction::Right | Direction::Slanted => glyph.rect.x0,
    };
    glyphs.sort_unstable_by_key(|placed| (order(placed.glyph), placed.key()));
    let glyphs = glyphs.iter().map(|placed| placed.glyph);
    let words = match direction {
        Direction::Down | Direction::Up => word(glyphs).into_iter().collect(),
        _ => words(glyphs),
    };
    line_of(words, direction)
}

fn line_of(words: Vec<Word>, direction: Direction) -> Option<Line> {
    let rect = words.iter().map(|word| word.rect).reduce(|a, b| a.union(&b))?;
    Some(Line { words, rect, direction })
}

/// All glyphs as one word.
fn word<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> Option<Word> {
    let mut word: Option<Word> = None;
    for glyph in glyphs.filter(|glyph| !glyph.ch.is_whitespace()) {
        word.get_or_insert_with(|| begin(glyph)).push(glyph);
    }
    word
}

/// Breaks a line of glyphs into words at gaps, drawn spaces, and where visible text turns invisible.
fn words<'g>(glyphs: impl Iterator<Item = &'g Glyph>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut space = false;
    for glyph in glyphs {
        if glyph.ch.is_whitespace() {
            space = true;
            continue;
        }
        let limit = part(glyph.size, if space { SPACE_GAP } else { WORD_GAP });
        space = false;
        match words.last_mut() {
            Some(word) if word.hidden == glyph.hidden && gap(&word.rect, &glyph.rect) <= limit => {
                word.push(glyph)
            }
            _ => {
                let mut word = begin(glyph);
                word.push(glyph);
                words.push(word);
            }
        }
    }
    words
}

/// The free space between two rectangles side by side; negative where they overlap.
fn gap(a: &Rect, b: &Rect) -> Length {
    b.x0.saturating_sub(a.x1).max(a.x0.saturating_sub(b.x1))
}

fn begin(glyph: &Glyph) -> Word {
    Word { rect: glyph.rect, hidden: glyph.hidden, ..Word::default() }
}

impl Word {
    fn push(&mut self, glyph: &Glyph) {
        self.text.push(glyph.ch);
        self.spans.push((glyph.rect.x0, glyph.rect.x1));
        self.rect = self.rect.union(&glyph.rect);
    }
}

/// Watermarks: from left to right, every glyph continues the word whose last glyph is near.
fn slanted_lines(mut glyphs: Vec<&Glyph>) -> Vec<Line> {
    glyphs.sort_unstable_by_key(|glyph| (glyph.rect, glyph.ch, glyph.size));
    let mut words: Vec<(Rect, Word)> = Vec::new();
    for glyph in glyphs.into_iter().filter(|glyph| !glyph.ch.is_whitespace()) {
        let near = |last: &Rect| {
            let step = part(glyph.size, SLANTED_STEP);
            let across = glyph.rect.middle_x().saturating_sub(last.middle_x());
            let along = glyph.rect.middle_y().saturating_sub(last.middle_y());
            across.saturating_abs() <= step && along.saturating_abs() <= step
        };
        let index = words.iter().rev().take(MOST_SLANTED).position(|(last, _)| near(last));
        match index.and_then(|back| words.len().checked_sub(back + 1)).and_then(|index| words.get_mut(index))
        {
            Some((last, word)) => {
                word.push(glyph);
                *last = glyph.rect;
            }
            None => {
                let mut word = begin(glyph);
                word.push(glyph);
                words.push((glyph.rect, word));
            }
        }
    }
    let mut lines: Vec<Line> =
        words.into_iter().filter_map(|(_, word)| line_of(vec![word], Direction::Slanted)).collect();
    lines.sort_by_key(|line| (line.rect.middle_y(), line.rect.x0));
    lines
}
