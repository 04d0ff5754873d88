//! Where a list of indicators begins in a grid, and what its columns mean.
//!
//! Comes in: a raster and the words of cards. Goes out: lists, each with its header rows and columns. A header is told by
//! its words: two levels and a target, a weight or a score; or one level and a target with an operator, unit or weight
//! beside it; or a column of whole lists beside project and goal (guangzhou.toml). One such word alone makes no card.

use crate::form::{CardField, CardWords, IndicatorColumn};
use crate::grammar::ruled::raster::{Cell, Raster};

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of an indicator.
    Indicator(IndicatorColumn),
    /// A field of the card itself: the list holds many cards.
    Field(CardField),
    /// Something else.
    Unknown,
}

/// One column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListColumn {
    /// What its cells hold.
    pub(super) role: Role,
    /// First raster column.
    pub(super) from: usize,
    /// Left and right edge on the page it was read on.
    x: (i32, i32),
    /// Its heading.
    pub(super) label: String,
}

/// The header of a list of indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// First row of the header.
    pub(super) begin: usize,
    /// First row below the header.
    pub(super) end: usize,
    /// Its columns from left to right.
    pub(super) columns: Vec<ListColumn>,
    /// Left and right edge of the grid it was read on.
    frame: (i32, i32),
}

/// Every list that begins in a grid.
pub(super) fn find(raster: &Raster<'_>, words: &CardWords) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let mut row = 0;
    while row < raster.rows {
        match begin(raster, row, words) {
            Some(list) => {
                row = list.end.max(row + 1);
                lists.push(list);
            }
            None => row += 1,
        }
    }
    lists
}

/// The list whose lowest header words begin in this row.
fn begin(raster: &Raster<'_>, row: usize, words: &CardWords) -> Option<List> {
    let headings: Vec<(&Cell<'_>, IndicatorColumn)> =
        raster.row(row).filter_map(|cell| Some((cell, words.column(&cell.text)?))).collect();
    let has = |column| headings.iter().any(|(_, heading)| *heading == column);
    let levels = [IndicatorColumn::Level1, IndicatorColumn::Level2, IndicatorColumn::Level3]
        .into_iter()
        .filter(|&level| has(level))
        .count();
    let target = has(IndicatorColumn::Target) || has(IndicatorColumn::TermTarget);
    let beside = [IndicatorColumn::Operator, IndicatorColumn::TargetUnit, IndicatorColumn::Weight];
    let one = levels == 1 || levels == 0 && has(IndicatorColumn::Levels);
    let judged = has(IndicatorColumn::Weight) || has(IndicatorColumn::Score);
    let named = levels >= 2 && (target || judged) || one && target && beside.into_iter().any(has);
    if named {
        let is_level = |column: IndicatorColumn| match column {
            IndicatorColumn::Level1 | IndicatorColumn::Level2 | IndicatorColumn::Level3 => true,
            // Beside headings of levels it is the label of the block.
            IndicatorColumn::Levels => levels == 0,
            _ => false,
        };
        let ends = headings.iter().filter(|(_, column)| is_level(*column)).map(|(cell, _)| cell.end_row());
        return Some(list(raster, row, ends.min()?, words));
    }
    let (whole, _) = headings.iter().find(|(_, column)| *column == IndicatorColumn::Levels)?;
    let inline = list(raster, row, whole.end_row(), words);
    let has = |field| inline.columns.iter().any(|column| column.role == Role::Field(field));
    let followed = begin_of_levels(raster, inline.end, words);
    (levels == 0 && has(CardField::Project) && has(CardField::Goal) && !followed).then_some(inline)
}

/// Whether the row has headings of levels: then the row above holds only their common head.
fn begin_of_levels(raster: &Raster<'_>, row: usize, words: &CardWords) -> bool {
    raster.row(row).any(|cell| words.column(&cell.text) == Some(IndicatorColumn::Level1))
}

fn list(raster: &Raster<'_>, row: usize, end: usize, words: &CardWords) -> List {
    let end = end.clamp(row + 1, raster.rows);
    let mut columns: Vec<ListColumn> = Vec::new();
    let mut begin = row;
    let mut at = 0;
    while at < raster.columns {
        let Some(cell) = raster.cell(end - 1, at) else {
            at += 1;
            continue;
        };
        // A cell that reaches below the header is the label of the block at its left.
        if cell.end_row() <= end && !cell.text.is_empty() {
            let role = role(&cell.text, words, &columns);
            if matches!(role, Role::Field(_)) {
                begin = begin.min(cell.at.row as usize);
            }
            let x = |column: usize| raster.shape.xs.get(column).copied().unwrap_or_default();
            let label = cell.text.clone();
            columns.push(ListColumn { role, from: at, x: (x(at), x(cell.end_column())), label });
        }
        at = cell.end_column().max(at + 1);
    }
    merge_levels(&mut columns);
    List { begin, end, columns, frame: (raster.shape.rect.x0, raster.shape.rect.x1) }
}

fn role(text: &str, words: &CardWords, before: &[ListColumn]) -> Role {
    let role = match words.column(text) {
        Some(column) => Role::Indicator(column),
        None => words.field(text).map_or(Role::Unknown, Role::Field),
    };
    match role {
        _ if before.iter().all(|column| column.role != role) => role,
        // 指标内容 names the indicator, but beside 三级指标 it explains it.
        Role::Indicator(IndicatorColumn::Level3) => Role::Indicator(IndicatorColumn::Explanation),
        _ => Role::Unknown,
    }
}

/// 绩效指标 beside 一级指标 and 二级指标 is the third level; beside all three it is a label.
fn merge_levels(columns: &mut [ListColumn]) {
    let has =
        |columns: &[ListColumn], level| columns.iter().any(|column| column.role == Role::Indicator(level));
    let (first, third) = (has(columns, IndicatorColumn::Level1), has(columns, IndicatorColumn::Level3));
    for column in columns.iter_mut() {
        if column.role == Role::Indicator(IndicatorColumn::Levels) && (first || third) {
            column.role = if third { Role::Unknown } else { Role::Indicator(IndicatorColumn::Level3) };
        }
    }
}

/// Whether two places across a page are the same, give or take 3 pt.
fn near(one: i32, other: i32) -> bool {
    one.saturating_sub(other).saturating_abs() <= 300
}

impl List {
    /// The first raster column of a role.
    pub(super) fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().find(|column| column.role == role).map(|column| column.from)
    }

    /// The first raster column of a part of the indicator.
    pub(super) fn part(&self, part: IndicatorColumn) -> Option<usize> {
        self.column(Role::Indicator(part))
    }

    /// The column of the names of the indicators: the lowest level there is.
    pub(super) fn names(&self) -> Option<usize> {
        let levels = [
            IndicatorColumn::Level3,
            IndicatorColumn::Levels,
            IndicatorColumn::Level2,
            IndicatorColumn::Level1,
        ];
        levels.into_iter().find_map(|level| self.part(level))
    }

    /// The column whose cells begin a new card, where the list holds many.
    pub(super) fn key(&self) -> Option<usize> {
        let fields = [CardField::Project, CardField::Department, CardField::Issuer];
        fields.into_iter().find_map(|field| self.column(Role::Field(field)))
    }

    /// Whether a column stands before those of the indicators.
    pub(super) fn is_before(&self, column: &ListColumn) -> bool {
        let indicators = self.columns.iter().filter(|other| matches!(other.role, Role::Indicator(_)));
        indicators.map(|other| other.from).min().is_none_or(|first| column.from < first)
    }

    /// Whether a whole list of indicators stands in one cell of each row.
    pub(super) fn is_inline(&self) -> bool {
        self.part(IndicatorColumn::Levels).is_some()
            && self.part(IndicatorColumn::Target).is_none()
            && self.part(IndicatorColumn::TermTarget).is_none()
    }

    /// Whether a grid stands in the same frame as the one this list was read on.
    pub(super) fn same_frame(&self, raster: &Raster<'_>) -> bool {
        let width = |(x0, x1): (i32, i32)| x1.saturating_sub(x0);
        let rect = raster.shape.rect;
        near(width(self.frame), width((rect.x0, rect.x1)))
    }

    /// Whether the rules of a grid are those between the columns of this list. Where a table has none at its sides, a blank
    /// label beside the list leaves no trace on the next page, and its frame is narrower there.
    pub(super) fn same_columns(&self, raster: &Raster<'_>) -> bool {
        let of = |x: i32| self.columns.iter().any(|column| near(column.x.0, x) || near(column.x.1, x));
        let edges = |column: &ListColumn| [column.x.0, column.x.1];
        let all = self.columns.iter().flat_map(edges);
        raster.shape.xs.iter().all(|&x| of(x))
            && all.clone().min().zip(raster.shape.xs.first()).is_some_and(|(a, &b)| near(a, b))
            && all.max().zip(raster.shape.xs.last()).is_some_and(|(a, &b)| near(a, b))
    }

    /// The same columns on another grid, by their x relative to the left edge.
    pub(super) fn on(&self, raster: &Raster<'_>) -> List {
        let shift =
            if self.same_frame(raster) { raster.shape.rect.x0.saturating_sub(self.frame.0) } else { 0 };
        let on = |column: &ListColumn| {
            let middle = (column.x.0 / 2).saturating_add(column.x.1 / 2).saturating_add(shift);
            let from = raster.shape.xs.partition_point(|&x| x <= middle).saturating_sub(1);
            ListColumn { from, ..column.clone() }
        };
        List { begin: 0, end: 0, columns: self.columns.iter().map(on).collect(), frame: self.frame }
    }
}
