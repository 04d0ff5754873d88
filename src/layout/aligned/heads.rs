//! The words above the first row → header cells, where words stand in the middle of what they head.
//!
//! Comes in: the columns of the rows, and the lines above the first of them. Goes out: the cells of a header of any number of
//! levels, with the columns that only it shows. Words over each other with one middle are one wrapped text. The lowest
//! text over a column heads it alone; one above heads the columns side by side that have their middle under its own. A
//! header is taken only if each of its words has such a place: a title heads everything, a unit stands at an edge.

use std::ops::Range;

use super::blocks::{self, Block};
use super::columns::Column;
use super::run::{Run, follows, has_money, part};
use super::tiers;
use crate::base::{Length, Rect};
use crate::layout::numeral::{Shape, shape};
use crate::layout::sheet::Line;
use crate::pdf::Direction;

/// Lines of header, where cells beside each other wrap at different heights; the highest real one has six levels of up to
/// three lines.
const MOST_LINES: usize = 24;

/// How high a header may be, in hundredths of the size: twelve lines of wrapped text.
const HIGHEST: Length = 1_900;

/// A header.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Its first line.
    pub(super) first: usize,
    /// The columns of the table: those of the rows, and those that are blank in all of them.
    pub(super) columns: Vec<Column>,
    /// Its cells.
    pub(super) cells: Vec<HeadCell>,
    /// The heights between its rows.
    pub(super) edges: Vec<Length>,
}

/// A cell of a header: its rows and columns, first and last, and its text.
#[derive(Debug)]
pub(super) struct HeadCell {
    pub(super) row: (usize, usize),
    pub(super) column: (usize, usize),
    pub(super) lines: Vec<Line>,
}

/// The highest header above line `start` in which every word has its place.
pub(super) fn find(
    run: &Run,
    start: usize,
    lines: &[Line],
    columns: &[Column],
    grids: &[Rect],
    free: usize,
) -> Option<Head> {
    let mut best = None;
    let mut first = start;
    while first > free && start - first < MOST_LINES {
        let (Some(line), Some(below)) = (lines.get(first - 1), lines.get(first)) else { break };
        let figures = has_money(line) || line.words.iter().any(|word| shape(&word.text) == Shape::Dash);
        let lowest = lines.get(start).map_or(below.rect.y1, |line| line.rect.y0);
        let high = lowest.saturating_sub(line.rect.y0) > part(run.size, HIGHEST);
        // A blank row may part the header from the first row: forms of tables that are not needed keep it.
        let reach = if first == start { run.size.saturating_mul(2) } else { run.size };
        if line.direction != Direction::Right || figures || high || !follows(line, below, reach, grids) {
            break;
        }
        first -= 1;
        if let Some(head) = over(lines, first..start, columns, run.size) {
            best = Some(head);
        }
    }
    best
}

/// Whether a line numbers the columns: 1 2 3 from left to right, and little else.
pub(super) fn numbers(lines: &[Line], at: usize) -> bool {
    let words = lines.get(at).map(|line| line.words.as_slice()).unwrap_or_default();
    let counted: Vec<usize> = words.iter().filter_map(|word| word.text.parse().ok()).collect();
    counted.len() > 1
        && counted.iter().zip(1..).all(|(number, nth)| *number == nth)
        && words.len() <= counted.len() + 4
}

/// The lines as a header over the columns; `None` where a word has no place in it.
fn over(lines: &[Line], range: Range<usize>, body: &[Column], size: Length) -> Option<Head> {
    let mut blocks = blocks::of(lines, range.clone(), body, size);
    let Headed { columns, leaves, groups } = headed(&blocks, body, size)?;
    let groups = blocks::spaced(&mut blocks, groups, size);
    if groups.iter().filter_map(|&group| blocks.get(group)).any(|block| sticks_out(body, &block.rect, size)) {
        return None;
    }
    let tree = tiers::tree(&blocks, &columns, &leaves, &groups, size)?;
    let cells = tree.cells.iter().map(|cell| HeadCell {
        row: cell.row,
        column: cell.column,
        lines: blocks.get(cell.block).map(|block| block.lines(lines)).unwrap_or_default(),
    });
    Some(Head { first: range.start, cells: cells.collect(), edges: tree.edges, columns })
}

/// Whether words begin left of the first column: who publishes stands above a table, from its very edge on; what heads several
/// columns stands inside it.
pub(super) fn sticks_out(columns: &[Column], words: &Rect, size: Length) -> bool {
    let edge = columns.first().filter(|column| !column.amounts).map(|column| column.x0);
    edge.is_some_and(|edge| words.x0 < edge.saturating_sub(part(size, INSIDE)))
}

/// A text stands in the middle of what it heads, but for this part (in hundredths) of the size: amounts in the middle of
/// their cells do not tell how wide these are.
pub(super) const CENTRED: Length = 110;

/// What heads several columns begins no further left of the first of them than this part of the size.
const INSIDE: Length = 20;

/// Which block heads each column alone, and the blocks that head several.
struct Headed {
    columns: Vec<Column>,
    leaves: Vec<usize>,
    groups: Vec<usize>,
}

/// A column and its header, if that is known by now.
#[derive(Clone, Copy)]
struct Slot {
    column: Column,
    leaf: Option<usize>,
}

/// Gives the blocks to the columns, the lowest first. What is left heads several columns.
fn headed(blocks: &[Block], columns: &[Column], size: Length) -> Option<Headed> {
    let mut slots: Vec<Slot> = columns.iter().map(|&column| Slot { column, leaf: None }).collect();
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&at| blocks.get(at).map(|block| (-block.middle_y(), block.rect.x0)));
    let mut groups = Vec::new();
    for level in order.chunk_by(|&a, &b| same_height(blocks, a, b, size)) {
        let mut across: Vec<usize> = level.to_vec();
        across.sort_by_key(|&at| blocks.get(at).map(|block| block.rect.x0));
        // What stands over its column first, so that what stands beside one knows which are taken.
        across.retain(|&at| !blocks.get(at).is_some_and(|block| takes_column_below(&mut slots, block, at)));
        for at in across {
            let block = blocks.get(at)?;
            if !takes_column_beside(&mut slots, block, at, blocks, size) {
                groups.push(at);
            }
        }
    }
    share_with_neighbours(&mut slots, blocks, size);
    let leaves: Vec<usize> = slots.iter().map(|slot| slot.leaf).collect::<Option<_>>()?;
    let mut columns = Vec::with_capacity(slots.len());
    for slot in &slots {
        let rect = slot.leaf.and_then(|at| blocks.get(at))?.rect;
        let Column { x0, x1, .. } = slot.column;
        let shared = slots.iter().filter(|other| other.leaf == slot.leaf).count() > 1;
        let (from, to) = if shared { (x0, x1) } else { (x0.min(rect.x0), x1.max(rect.x1)) };
        columns.push(Column { x0: from, x1: to, ..slot.column });
    }
    super::columns::are_parted(&columns).then_some(Headed { columns, leaves, groups })
}

fn same_height(blocks: &[Block], a: usize, b: usize, size: Length) -> bool {
    let y = |at: usize| blocks.get(at).map_or(0, Block::middle_y);
    y(a).saturating_sub(y(b)).saturating_abs() <= part(size, 30)
}

/// Takes the column that a block stands over, if nothing below heads it; of words also several.
fn takes_column_below(slots: &mut [Slot], block: &Block, at: usize) -> bool {
    let mut met: Vec<&mut Slot> = slots.iter_mut().filter(|slot| slot.column.meets(&block.rect)).collect();
    let words = met.iter().all(|slot| !slot.column.amounts);
    let takes = met.iter().all(|slot| slot.leaf.is_none()) && (met.len() == 1 || met.len() > 1 && words);
    if takes {
        met.iter_mut().for_each(|slot| slot.leaf = Some(at));
    }
    takes
}

/// A block over no column stands over the white between two. It heads the amounts at its right, or the words at its left
/// or right, that nothing below heads; else it heads a column that is blank in every row, unless both columns beside it
/// have headers below it, and it stands too high for a header of its own, or they too close to each other: then it heads
/// these.
fn takes_column_beside(
    slots: &mut Vec<Slot>,
    block: &Block,
    at: usize,
    blocks: &[Block],
    size: Length,
) -> bool {
    if slots.iter().any(|slot| slot.column.meets(&block.rect)) {
        return false;
    }
    let right = slots.partition_point(|slot| slot.column.x1 <= block.rect.x0);
    let free = |at: usize, amounts: bool| {
        slots.get(at).is_some_and(|slot| slot.leaf.is_none() && slot.column.amounts == amounts)
    };
    let left = right.checked_sub(1);
    let own = |at: &usize| !slots.get(*at).is_some_and(|slot| is_headed_nearer(&slot.column, block, blocks));
    // Words begin at the left of their cells, so the middle of a cell is right of short ones: 类 款 项 over codes.
    let beside = Some(right).filter(|&at| free(at, true)).filter(own);
    let beside = beside.or(left.filter(|&at| free(at, false))).or(Some(right).filter(|&at| free(at, false)));
    if let Some(slot) = beside.and_then(|at| slots.get_mut(at)) {
        slot.leaf = Some(at);
        return true;
    }
    let leaf = |at: usize| slots.get(at).and_then(|slot| slot.leaf).and_then(|leaf| blocks.get(leaf));
    let deep = |leaf: Option<&Block>| leaf.is_some_and(|leaf| leaf.is_below(block, size));
    let one = is_high(block, blocks, size) || is_one_gutter(slots, right, blocks, block);
    if deep(left.and_then(leaf)) && deep(leaf(right)) && one {
        return false;
    }
    let amounts = left.and_then(|left| slots.get(left)).is_some_and(|slot| slot.column.amounts)
        || slots.iter().take(right).any(|slot| slot.column.amounts);
    let column = Column { x0: block.rect.x0, x1: block.rect.x1, amounts };
    slots.insert(right, Slot { column, leaf: Some(at) });
    true
}

/// Columns of words without a header go with the one beside them whose header stands in the middle of both: codes in
/// columns for 类, 款 and 项 under one 科目编码. Where a header stands over several at once, it is theirs.
fn share_with_neighbours(slots: &mut [Slot], blocks: &[Block], size: Length) {
    for at in 0..slots.len() {
        let Some(leaf) = slots.get(at).and_then(|slot| slot.leaf) else { continue };
        let Some(middle) = blocks.get(leaf).map(|block| block.rect.middle_x()) else { continue };
        let free = |slot: &&Slot| slot.leaf.is_none_or(|other| other == leaf) && !slot.column.amounts;
        let before = slots.get(..at).unwrap_or_default().iter().rev().take_while(free).count();
        let after = slots.get(at + 1..).unwrap_or_default().iter().take_while(free).count();
        let spans = (0..=before).flat_map(|left| (0..=after).map(move |right| (at - left, at + right)));
        let slack = i64::from(part(size, CENTRED));
        let near = spans.filter_map(|span| {
            let off = off_middle(slots, span, middle).filter(|&off| off <= slack)?;
            // Two headers may stand at both ends of what has none; the nearest column has one of its own.
            let alone = |at: usize| slots.get(at).is_some_and(|slot| slot.leaf.is_none());
            let left_over =
                usize::from(span.0.checked_sub(1).is_some_and(alone)) + usize::from(alone(span.1 + 1));
            Some((left_over, off, span))
        });
        if let Some((.., (first, last))) = near.min()
            && first < last
        {
            slots.iter_mut().take(last + 1).skip(first).for_each(|slot| slot.leaf = Some(leaf));
        }
    }
}

/// How far a middle is from that of a cell over some columns of words, which ends somewhere in the white at their right:
/// words begin at the left of their cells.
fn off_middle(slots: &[Slot], (first, last): (usize, usize), middle: Length) -> Option<i64> {
    let (from, to) = (slots.get(first)?.column, slots.get(last)?.column);
    let end = slots.get(last + 1).map_or(to.x1, |next| next.column.x0);
    let half = |end: Length| (i64::from(from.x0) + i64::from(end)) / 2;
    let middle = i64::from(middle);
    Some((half(to.x1) - middle).max(middle - half(end)).max(0))
}

/// Whether another text with none under it stands over a column that a block stands left of, and not so much higher that it
/// heads both.
fn is_headed_nearer(column: &Column, block: &Block, blocks: &[Block]) -> bool {
    let top = blocks.iter().map(Block::middle_y).min().unwrap_or(0);
    let above = |y: Length| i64::from(block.middle_y()) - i64::from(y);
    blocks.iter().any(|other| {
        other.rect.x0 >= block.rect.x1
            && other.rect.x0 < column.x1
            && !blocks.iter().any(|lower| lower.is_under(other))
            && 4 * above(other.middle_y()) < 3 * above(top).max(1)
    })
}

/// Whether a block stands clearly above the middle of the header. A cell that heads one column reaches down to the first
/// row, and its text stands in its middle: in that of the header, or lower.
fn is_high(block: &Block, blocks: &[Block], size: Length) -> bool {
    let rect = blocks.iter().map(|block| block.rect).reduce(|a, b| a.union(&b));
    rect.is_some_and(|rect| rect.middle_y().saturating_sub(block.middle_y()) > part(size, tiers::STEP))
}

/// Whether the headers beside a gutter stand so close that no column fits between them.
fn is_one_gutter(slots: &[Slot], right: usize, blocks: &[Block], block: &Block) -> bool {
    let rect = |at: usize| slots.get(at).and_then(|slot| blocks.get(slot.leaf?)).map(|leaf| leaf.rect);
    let (Some(before), Some(after)) = (right.checked_sub(1).and_then(rect), rect(right)) else {
        return false;
    };
    // A column of its own would need the width of its header and the white at both sides of it.
    let between = after.x0.saturating_sub(before.x1);
    let steps = slots.windows(2).filter_map(|pair| match pair {
        [a, b] => {
            let middle = |slot: &Slot| blocks.get(slot.leaf?).map(|leaf| leaf.rect.middle_x());
            Some(middle(b)?.saturating_sub(middle(a)?))
        }
        _ => None,
    });
    let least = steps.filter(|step| *step > 0).min().unwrap_or(Length::MAX);
    let step = after.middle_x().saturating_sub(before.middle_x());
    between < block.rect.width() || step.saturating_mul(2) < least.saturating_mul(3)
}
