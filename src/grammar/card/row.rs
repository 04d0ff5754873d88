//! One row of a list of indicators.
//!
//! In: a raster, the columns of the list and a row. Out: the indicator with the cells of its levels, or the rest of the
//! indicator above it, where a cell's words are cut by a false row or a page's edge.

use super::levels::LevelCell;
use super::list::{List, ListColumn, Role};
use super::target::{self, Target};
use crate::base::Place;
use crate::form::{CardField, CardWords, IndicatorColumn as Column};
use crate::grammar::amount;
use crate::grammar::ruled::raster::{Cell, Raster};
use crate::model::Indicator;

/// What a row of a list holds.
#[derive(Debug)]
pub(super) enum Found {
    /// An indicator; its levels 1 and 2 are still in their cells.
    Indicator(Box<Indicator>, [LevelCell; 2]),
    /// More words of the name of the indicator above.
    RestOfName(String),
    /// More words of the target of the indicator above.
    RestOfTarget(String),
    /// Nothing.
    Nothing,
}

/// A list on one grid.
pub(super) struct Rows<'r, 'a> {
    /// The grid.
    pub(super) raster: &'r Raster<'a>,
    /// The list with its columns on this grid.
    pub(super) list: &'r List,
    /// The words of cards.
    pub(super) words: &'r CardWords,
    /// The first row of the list on this grid.
    pub(super) first: usize,
}

impl<'a> Rows<'_, 'a> {
    /// Whether a row belongs to the list: its names and targets stand in cells of their own, and no label of a field begins
    /// left of them.
    pub(super) fn holds(&self, row: usize) -> bool {
        let Some(names) = self.list.names() else { return false };
        let Some(cell) = self.raster.cell(row, names) else { return false };
        let covers = |column: usize| cell.at.column as usize <= column && column < cell.end_column();
        let beside = [Column::Target, Column::TermTarget, Column::Operator, Column::Weight];
        if beside.iter().filter_map(|&part| self.list.part(part)).any(covers) {
            return false;
        }
        // A label over several rows is that of the whole block, also where a page's edge repeats it beside the list.
        let labels =
            self.raster.row(row).filter(|cell| (cell.at.column as usize) < names && cell.at.row_span <= 1);
        !labels.filter_map(|cell| self.words.field(&cell.text)).any(is_of_a_card) || self.list.key().is_some()
    }

    /// The indicator in a row.
    pub(super) fn read(&self, row: usize) -> Found {
        let names = self.list.names().and_then(|column| self.begins(row, column));
        let target = self.part(row, Column::Target).or_else(|| self.part(row, Column::TermTarget));
        let labels = [Column::Level1, Column::Level2]
            .iter()
            .filter(|&&level| self.list.part(level) != self.list.names())
            .any(|&level| self.part(row, level).is_some());
        let others = [Column::Operator, Column::TargetUnit, Column::Weight, Column::Actual, Column::Scoring]
            .iter()
            .any(|&part| self.part(row, part).is_some());
        match (names, target) {
            (None, None) => Found::Nothing,
            (Some(name), None) if !labels && !others && self.is_cut(row) => {
                Found::RestOfName(name.text.clone())
            }
            (None, Some(text)) if !labels && !others && !self.spans_from_above(row) => {
                Found::RestOfTarget(text.text.clone())
            }
            _ => Found::Indicator(Box::new(self.indicator(row)), [0, 1].map(|level| self.level(row, level))),
        }
    }

    /// Whether anything of an indicator is printed in a row.
    pub(super) fn read_is_some(&self, row: usize) -> bool {
        let parts = self.list.columns.iter().filter(|column| matches!(column.role, Role::Indicator(_)));
        parts.clone().any(|column| self.begins(row, column.from).is_some())
    }

    /// Whether a name without a target can be the rest of the name above: below a page's edge, or where the target above
    /// spans this row too.
    fn is_cut(&self, row: usize) -> bool {
        let target = self.list.part(Column::Target).or_else(|| self.list.part(Column::TermTarget));
        let target = target.and_then(|column| self.raster.cell(row, column));
        row <= self.first || target.is_some_and(|cell| (cell.at.row as usize) < row)
    }

    /// Whether the name of this row is that of the row above, in one cell over both.
    fn spans_from_above(&self, row: usize) -> bool {
        let cell = self.list.names().and_then(|column| self.raster.cell(row, column));
        cell.is_some_and(|cell| !cell.text.is_empty() && (cell.at.row as usize) < row)
    }

    fn indicator(&self, row: usize) -> Indicator {
        let text = |part| self.part(row, part).map(|cell| cell.text.clone());
        let Target { operator, number, unit, text: target_text } = self.target(row);
        let number_in = |part| text(part).and_then(|text| points(&text));
        let mut indicator = Indicator {
            operator,
            target: number,
            target_unit: unit,
            target_text,
            basis: text(Column::Basis),
            previous: text(Column::Previous),
            weight: number_in(Column::Weight),
            scoring: text(Column::Scoring),
            evidence: text(Column::Evidence),
            activity: self.covering(row, Column::Activity),
            term_target: text(Column::TermTarget),
            explanation: text(Column::Explanation),
            actual: text(Column::Actual),
            score: number_in(Column::Score),
            deviation: text(Column::Deviation),
            remark: self.remark(row),
            place: self.place(row),
            ..Indicator::default()
        };
        self.name(row, &mut indicator);
        indicator
    }

    /// The name: of the third level, or cut out of a cell that holds all levels.
    fn name(&self, row: usize, indicator: &mut Indicator) {
        if let Some(whole) = self.covering(row, Column::Levels) {
            let mut rest = whole.as_str();
            if let Some((level, after)) = self.words.split_level(0, rest) {
                indicator.level1 = Some(level.to_owned());
                rest = after;
            }
            if let Some((level, after)) = self.words.split_level(1, rest) {
                indicator.level2 = Some(level.to_owned());
                rest = after;
            }
            indicator.level3 = Some(rest.to_owned());
        } else {
            indicator.level3 = self.covering(row, Column::Level3);
        }
    }

    fn target(&self, row: usize) -> Target {
        let text = |part| self.covering(row, part).unwrap_or_default();
        let value = self.covering(row, Column::Target).or_else(|| self.covering(row, Column::TermTarget));
        let value = value.unwrap_or_default();
        target::read_parts(&text(Column::Operator), &value, &text(Column::TargetUnit), self.words)
    }

    /// The remark, and what stands in columns that no word knows.
    fn remark(&self, row: usize) -> Option<String> {
        let remark = self.part(row, Column::Remark).map(|cell| cell.text.clone());
        let beside = |column: &&ListColumn| self.list.key().is_none() || !self.list.is_before(column);
        let unknown = self.list.columns.iter().filter(|column| column.role == Role::Unknown).filter(beside);
        let named = unknown.filter_map(|column| {
            let cell = self.begins(row, column.from)?;
            Some(format!("{}：{}", column.label, cell.text))
        });
        let all: Vec<String> = remark.into_iter().chain(named).collect();
        (!all.is_empty()).then(|| all.join("；"))
    }

    /// The cell of a part that begins in the row, if anything is printed in it.
    fn part(&self, row: usize, part: Column) -> Option<&Cell<'a>> {
        self.begins(row, self.list.part(part)?)
    }

    fn begins(&self, row: usize, column: usize) -> Option<&Cell<'a>> {
        let cell = self.raster.cell(row, column)?;
        (cell.at.row as usize == row && !cell.text.is_empty()).then_some(cell)
    }

    /// The text of the cell that covers a part of the row.
    fn covering(&self, row: usize, part: Column) -> Option<String> {
        let cell = self.raster.cell(row, self.list.part(part)?)?;
        (!cell.text.is_empty()).then(|| cell.text.clone())
    }

    fn level(&self, row: usize, level: usize) -> LevelCell {
        let part = if level == 0 { Column::Level1 } else { Column::Level2 };
        let cell = self.list.part(part).and_then(|column| self.raster.cell(row, column));
        let Some(cell) = cell else { return LevelCell::default() };
        LevelCell {
            at: (cell.at.grid, cell.at.row, cell.at.column),
            text: cell.text.clone(),
            merged: cell.at.row_span > 1,
            top: cell.at.row as usize <= self.first,
            bottom: cell.end_row() >= self.raster.rows,
        }
    }

    fn place(&self, row: usize) -> Place {
        let name = self.list.names().and_then(|column| self.raster.cell(row, column));
        let cell = name.filter(|cell| !cell.text.is_empty());
        let place = cell.map(|cell| cell.place(self.raster.shape.page)).unwrap_or_default();
        Place { page: Some(self.raster.shape.page), line: Some(self.raster.line(row)), ..place }
    }
}

/// Labels that begin a new part of a card, also where its list has not ended.
fn is_of_a_card(field: CardField) -> bool {
    use CardField::{
        Authority, Department, Goal, GoalActual, GoalPlanned, Issuer, Leader, Project, Remark, TermGoal,
    };
    matches!(
        field,
        Project
            | Department
            | Authority
            | Issuer
            | Leader
            | Goal
            | TermGoal
            | GoalPlanned
            | GoalActual
            | Remark
    )
}

/// Points as printed: `5`, `5分`, `5.0`.
pub(super) fn points(text: &str) -> Option<rust_decimal::Decimal> {
    amount::number(text.trim_end_matches(['分', '%']))
}
