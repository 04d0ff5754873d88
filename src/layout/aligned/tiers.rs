//! Blocks that head one column each, and blocks that head several → the cells of a header.
//!
//! Comes in: columns with the block of each, and the other blocks. Goes out: cells by row and column. A block heads columns
//! side by side whose middle is under its own; the blocks of one level share out the columns whose own headers stand
//! lower than theirs.

use std::ops::Range;

use super::blocks::Block;
use super::columns::Column;
use super::heads::CENTRED;
use super::run::part;
use crate::base::Length;

/// Middles that are further apart than this part (in hundredths) of the size are of different rows, or of cells over
/// different numbers of them: half a row.
pub(super) const STEP: Length = 35;

/// A cell: its block, its rows and its columns, first and last.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) block: usize,
    pub(super) row: (usize, usize),
    pub(super) column: (usize, usize),
}

/// The cells of a header and the heights between its rows.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) cells: Vec<Cell>,
    pub(super) edges: Vec<Length>,
}

/// What the levels are found from.
struct Forest<'a> {
    blocks: &'a [Block],
    columns: &'a [Column],
    leaves: &'a [usize],
    slack: Length,
    step: Length,
    /// Cells with the level they begin at; those that head one column have no last row yet.
    found: Vec<(usize, usize, (usize, usize))>,
}

/// The header; `None` where a block has no place in it.
pub(super) fn tree(
    blocks: &[Block],
    columns: &[Column],
    leaves: &[usize],
    groups: &[usize],
    size: Length,
) -> Option<Tree> {
    let (slack, step) = (part(size, CENTRED), part(size, STEP));
    let mut forest = Forest { blocks, columns, leaves, slack, step, found: Vec::new() };
    let last = leaves.len().checked_sub(1)?;
    forest.level(0, (0, last), groups)?;
    // A text over all columns is a title.
    if forest.found.iter().any(|&(_, _, column)| column == (0, last) && last > 0) {
        return None;
    }
    let levels = forest.found.iter().map(|&(_, level, _)| level + 1).max()?;
    let edges = (1..levels).map(|level| forest.edge(level)).collect::<Option<Vec<Length>>>()?;
    if !edges.is_sorted_by(|a, b| a < b) {
        return None;
    }
    let cells = forest.found.iter().map(|&(block, level, column)| {
        let below = if forest.is_leaf(block) { levels - 1 } else { level };
        Cell { block, row: (level, below), column }
    });
    Some(Tree { cells: cells.collect(), edges })
}

impl Forest<'_> {
    fn is_leaf(&self, block: usize) -> bool {
        self.leaves.contains(&block)
    }

    fn y(&self, block: usize) -> Length {
        self.blocks.get(block).map_or(0, Block::middle_y)
    }

    /// Shares out columns `first..=last` to the highest of `groups` and to their own headers, then what is below each.
    fn level(&mut self, level: usize, (first, last): (usize, usize), groups: &[usize]) -> Option<()> {
        let Some(highest) = groups.iter().map(|&group| self.y(group)).min() else {
            return self.alone(level, first..last + 1);
        };
        let near = |group: &usize| self.y(*group).saturating_sub(highest) <= self.step;
        let (mut top, below): (Vec<usize>, Vec<usize>) = groups.iter().partition(|group| near(group));
        top.sort_by_key(|&group| self.blocks.get(group).map(|block| block.rect.x0));
        let spans = self.shares((first, last), &top)?;
        let mut placed = 0;
        let mut column = first;
        for (group, span) in top.iter().zip(&spans) {
            self.alone(level, column..span.0)?;
            self.found.push((*group, level, *span));
            let inner: Vec<usize> =
                below.iter().copied().filter(|&block| self.is_over(block, *span)).collect();
            placed += inner.len();
            self.level(level + 1, *span, &inner)?;
            column = span.1 + 1;
        }
        self.alone(level, column..last + 1)?;
        (placed == below.len()).then_some(())
    }

    /// Columns under their own headers; one header may stand over several: codes in three columns under 科目编码.
    fn alone(&mut self, level: usize, columns: Range<usize>) -> Option<()> {
        let leaves = self.leaves.get(columns.clone())?;
        let mut first = columns.start;
        for one in leaves.chunk_by(|a, b| a == b) {
            self.found.push((*one.first()?, level, (first, first + one.len() - 1)));
            first += one.len();
        }
        Some(())
    }

    fn is_over(&self, block: usize, (first, last): (usize, usize)) -> bool {
        let (Some(left), Some(right), Some(block)) =
            (self.columns.get(first), self.columns.get(last), self.blocks.get(block))
        else {
            return false;
        };
        left.x0 <= block.rect.middle_x() && block.rect.middle_x() <= right.x1
    }

    /// The columns that each group heads: the cheapest way to share them out, by the distances of middles. A column may
    /// stay alone where its own header is not as deep as the lowest.
    fn shares(&self, (first, last): (usize, usize), groups: &[usize]) -> Option<Vec<(usize, usize)>> {
        const FAR: i64 = i64::MAX / 4;
        let count = last + 1 - first;
        // least[g][c]: the least cost of the first c columns with the first g groups; from: where the last group begins.
        let mut least = vec![vec![FAR; count + 1]; groups.len() + 1];
        let mut from = vec![vec![None; count + 1]; groups.len() + 1];
        *least.first_mut()?.first_mut()? = 0;
        for done in 0..=groups.len() {
            for columns in 1..=count {
                let whole = self.is_whole(first + columns - 1, (first, last), groups);
                let alone =
                    *least.get(done)?.get(columns - 1)? + if whole { 0 } else { i64::from(self.slack) };
                let mut best = (
                    if self.may_stand_alone(first + columns - 1, (first, last)) { alone } else { FAR },
                    None,
                );
                let group = done.checked_sub(1).and_then(|group| groups.get(group));
                for begin in 0..columns {
                    let Some(&group) = group else { break };
                    let before = *least.get(done - 1)?.get(begin)?;
                    let Some(off) = self.off(group, (first + begin, first + columns - 1)) else { continue };
                    // What stands in the middle of the whole header rather stands alone: 合计 | 基本支出 over three | 项目支出 are centred with and without their neighbours.
                    let within = first + begin..first + columns;
                    let lone = within.filter(|&column| self.is_whole(column, (first, last), groups)).count();
                    let cost = off + i64::from(self.slack) * i64::try_from(lone).unwrap_or(0);
                    if before < FAR && before + cost < best.0 {
                        best = (before + cost, Some(begin));
                    }
                }
                *least.get_mut(done)?.get_mut(columns)? = best.0;
                *from.get_mut(done)?.get_mut(columns)? = best.1;
            }
        }
        if *least.last()?.last()? >= FAR {
            return None;
        }
        let (mut spans, mut columns, mut done) = (Vec::new(), count, groups.len());
        while columns > 0 {
            match from.get(done)?.get(columns)? {
                Some(begin) => {
                    spans.push((first + begin, first + columns - 1));
                    columns = *begin;
                    done -= 1;
                }
                None => columns -= 1,
            }
        }
        spans.reverse();
        Some(spans)
    }

    /// A header as deep as the deepest has something above it; one that stands alone has its middle half a row higher.
    fn may_stand_alone(&self, column: usize, (first, last): (usize, usize)) -> bool {
        let leaves = (first..=last).filter_map(|column| self.leaves.get(column));
        let deepest = leaves.map(|&leaf| self.y(leaf)).max().unwrap_or(0);
        let own = self.leaves.get(column).map_or(deepest, |&leaf| self.y(leaf));
        deepest.saturating_sub(own) > self.step
    }

    /// Whether a header stands in the middle of all rows from the groups down: it is a cell over all of them.
    fn is_whole(&self, column: usize, (first, last): (usize, usize), groups: &[usize]) -> bool {
        let rect = |block: &usize| self.blocks.get(*block).map(|block| block.rect);
        let top = groups.iter().filter_map(rect).map(|rect| rect.y0).min().unwrap_or(0);
        let leaves = self.leaves.get(first..=last).unwrap_or_default();
        let bottom = leaves.iter().filter_map(rect).map(|rect| rect.y1).max().unwrap_or(0);
        let middle = top.saturating_add(bottom.saturating_sub(top) / 2);
        self.leaves
            .get(column)
            .is_some_and(|&leaf| self.y(leaf).saturating_sub(middle).saturating_abs() <= self.step)
    }

    /// How far the middle of a group is from that of columns, in hundredths of the size; `None` where that is too far, or the headers below are not deeper.
    fn off(&self, group: usize, (first, last): (usize, usize)) -> Option<i64> {
        let deeper = |column: usize| {
            self.leaves
                .get(column)
                .is_some_and(|&leaf| self.y(leaf).saturating_sub(self.y(group)) > 2 * self.step)
        };
        let middle = i64::from(self.blocks.get(group)?.rect.middle_x());
        let off = |left: Length, right: Length| ((i64::from(left) + i64::from(right)) / 2 - middle).abs();
        // Amounts in the middle of their cells do not tell how wide these are; cells of one width have their middles at
        // the same distance.
        let leaf = |column: usize| Some(self.blocks.get(*self.leaves.get(column)?)?.rect.middle_x());
        let off = off(self.cell(first)?.0, self.cell(last)?.1).min(off(leaf(first)?, leaf(last)?));
        let slack = i64::from(self.slack);
        let near = off <= slack || self.may_be_middle(middle, (first, last));
        ((first..=last).all(deeper) && near).then_some(off.min(slack))
    }

    /// Whether a middle can be that of columns whose outer edges stand somewhere in the white beside them.
    fn may_be_middle(&self, middle: i64, (first, last): (usize, usize)) -> bool {
        let (Some(from), Some(to)) = (self.cell(first), self.cell(last)) else { return false };
        let half = |left: Length, right: Length| (i64::from(left) + i64::from(right)) / 2;
        half(self.leftmost(first).unwrap_or(from.0).min(from.0), to.1) <= middle
            && middle <= half(from.0, self.rightmost(last).unwrap_or(to.1).max(to.1))
    }

    /// How far left the cell of a column may begin: where the one before it ends; of the first, as far from the middle of
    /// its header as the cell after it begins.
    fn leftmost(&self, column: usize) -> Option<Length> {
        match column.checked_sub(1) {
            Some(before) => Some(self.cell(before)?.1),
            None => Some(self.double_middle(column)?.saturating_sub(self.cell(column + 1)?.0)),
        }
    }

    /// How far right it may end, likewise.
    fn rightmost(&self, column: usize) -> Option<Length> {
        match self.cell(column + 1) {
            Some(after) => Some(after.0),
            None => Some(self.double_middle(column)?.saturating_sub(self.cell(column.checked_sub(1)?)?.1)),
        }
    }

    /// Twice the middle of the header of a column.
    fn double_middle(&self, column: usize) -> Option<Length> {
        Some(self.blocks.get(*self.leaves.get(column)?)?.rect.middle_x().saturating_mul(2))
    }

    /// The cell of a column as far as it is known: what its text covers, and as much on the other side of the middle of its
    /// header.
    fn cell(&self, column: usize) -> Option<(Length, Length)> {
        let leaf = *self.leaves.get(column)?;
        let own = self.leaves.iter().zip(self.columns).filter(|(other, _)| **other == leaf);
        let (x0, x1) =
            own.map(|(_, &Column { x0, x1, .. })| (x0, x1)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        let double = self.double_middle(column)?;
        Some((x0.min(double.saturating_sub(x1)), x1.max(double.saturating_sub(x0))))
    }

    /// The height between row `level` and the one above it.
    fn edge(&self, level: usize) -> Option<Length> {
        let above = self.found.iter().filter(|&&(block, at, _)| at + 1 == level && !self.is_leaf(block));
        let bottom =
            above.filter_map(|&(block, ..)| self.blocks.get(block)).map(|block| block.rect.y1).max()?;
        let below = self.found.iter().filter(|&&(_, at, _)| at == level);
        let top = below.filter_map(|&(block, ..)| self.blocks.get(block)).map(|block| block.rect.y0).min()?;
        (bottom <= top).then(|| bottom.saturating_add(top.saturating_sub(bottom) / 2))
    }
}
