//! The printed columns of a grid: which raster columns each takes, its header path, its role and its panel.
//!
//! Roles come from header words first and from the content below where the words do not say.

use super::content::Content;
use super::header::{self, Header};
use super::raster::Raster;
use crate::form::{self, ColumnRole, Form, FormKind, Grammars, Words};
use crate::model::Side;

/// One printed column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// First raster column.
    pub(super) from: usize,
    /// One past its last raster column.
    pub(super) to: usize,
    /// Header path, outermost first.
    pub(super) path: Vec<String>,
    /// What it holds.
    pub(super) role: ColumnRole,
    /// Canonical name, for columns of values.
    pub(super) column_id: Option<String>,
    /// Whether its digits are codes or other labels, by the header: no numbers at all.
    pub(super) labels: bool,
    /// Whether its numbers count things and are no money.
    pub(super) counts: bool,
    /// Which of the lists printed side by side it belongs to, from 0.
    pub(super) panel: usize,
    /// Side of the panel.
    pub(super) side: Option<Side>,
}

/// Finds the printed columns of a grid below its header; they have no canonical names yet.
pub(super) fn find(raster: &Raster<'_>, header: &Header, grammars: &Grammars) -> Vec<Column> {
    let words = &grammars.words;
    let mut columns: Vec<Column> = intervals(raster, header)
        .into_iter()
        .map(|(from, to)| {
            let path: Vec<String> =
                header::path(raster, header, from).into_iter().map(str::to_owned).collect();
            Column {
                from,
                to,
                path,
                role: ColumnRole::Text,
                column_id: None,
                labels: false,
                counts: false,
                panel: 0,
                side: None,
            }
        })
        .collect();
    let contents: Vec<Content> = columns.iter().map(|c| Content::below(raster, header.end, c)).collect();
    for (column, content) in columns.iter_mut().zip(&contents) {
        column.role = role(column, content, words);
    }
    name_parallel_lists(&mut columns, &contents);
    set_panels(&mut columns, grammars);
    for panel in 0..=columns.iter().map(|column| column.panel).max().unwrap_or(0) {
        settle_keys(&mut columns, &contents, panel);
    }
    for (column, content) in columns.iter_mut().zip(&contents) {
        let labels = matches!(said(column, words), Some(ColumnRole::Code | ColumnRole::Text));
        column.labels = column.role == ColumnRole::Text && (labels || content.is_years());
    }
    columns
}

/// The header paths of the columns of amounts.
pub(super) fn header_paths(columns: &[Column]) -> Vec<Vec<&str>> {
    let amounts = columns.iter().filter(|column| column.role == ColumnRole::Amount);
    amounts.map(|column| column.path.iter().map(String::as_str).collect()).collect()
}

/// Cuts the width at every leaf header, and inside a leaf wherever cells with text begin below it (科目编码 over
/// 类, 款, 项 without a sub-header).
fn intervals(raster: &Raster<'_>, header: &Header) -> Vec<(usize, usize)> {
    let mut cuts = vec![false; raster.columns + 1];
    if let Some(first) = cuts.first_mut() {
        *first = true;
    }
    if header.end > header.caption_rows {
        for column in 0..raster.columns {
            if let Some(leaf) = raster.cell(header.end - 1, column) {
                mark(&mut cuts, leaf.at.column as usize);
                mark(&mut cuts, leaf.end_column());
            }
        }
    }
    for row in header.end..raster.rows {
        for cell in raster.row(row).filter(|cell| !cell.text.is_empty()) {
            mark(&mut cuts, cell.at.column as usize);
        }
    }
    let mut starts: Vec<usize> =
        (0..raster.columns).filter(|&c| cuts.get(c).copied().unwrap_or(false)).collect();
    starts.push(raster.columns);
    starts.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}

fn mark(cuts: &mut [bool], column: usize) {
    if let Some(cut) = cuts.get_mut(column) {
        *cut = true;
    }
}

/// What the lowest telling header word says.
fn said(column: &Column, words: &Words) -> Option<ColumnRole> {
    column.path.iter().rev().find_map(|part| words.header_role(part))
}

fn role(column: &Column, content: &Content, words: &Words) -> ColumnRole {
    let path: Vec<&str> = column.path.iter().map(String::as_str).collect();
    let said = said(column, words);
    let leaf_is_money = words.is_money(&path);
    match said {
        // A name column such as 项目 never holds amounts; when it does, the header is a group over money columns.
        Some(ColumnRole::Name | ColumnRole::Project | ColumnRole::Text)
            if content.is_numeric() && content.amounts > 0 =>
        {
            ColumnRole::Amount
        }
        Some(ColumnRole::Code) if content.amounts > 0 => ColumnRole::Amount,
        // Codes printed without a separate name column: 205-教育支出.
        Some(role) => role,
        None if leaf_is_money || content.amounts > 0 && content.is_numeric() => ColumnRole::Amount,
        None if content.is_years() => ColumnRole::Text,
        None if content.is_codes() => ColumnRole::Code,
        None if content.is_numeric() => ColumnRole::Amount,
        None => ColumnRole::Text,
    }
}

/// Where two lists stand side by side already, a column of words between two columns of values names a further list,
/// whatever its header says (xian.toml: 支出经济分类科目, clipped at the cell's edge).
fn name_parallel_lists(columns: &mut [Column], contents: &[Content]) {
    let amount =
        |columns: &[Column], index: usize| columns.get(index).is_some_and(|c| c.role == ColumnRole::Amount);
    let is_list = |columns: &[Column], index: usize, role: ColumnRole| {
        columns.get(index).is_some_and(|c| c.role == role) && amount(columns, index + 1)
    };
    let lists = (0..columns.len()).filter(|&index| is_list(columns, index, ColumnRole::Name)).count();
    for index in 1..columns.len() {
        let words = contents.get(index).is_some_and(|content| content.filled > 2 && !content.is_numeric());
        let list = words && is_list(columns, index, ColumnRole::Text) && amount(columns, index - 1);
        if let Some(column) = columns.get_mut(index).filter(|_| lists >= 2 && list) {
            column.role = ColumnRole::Name;
        }
    }
}

/// Within a panel: one group of code columns, and something to call the rows by.
fn settle_keys(columns: &mut [Column], contents: &[Content], panel: usize) {
    keep_first_codes(columns, panel);
    settle_names(columns, contents, panel);
    name_unnamed(columns, contents, panel);
    keep_name_of_code(columns, panel);
}

/// The name of a code stands right of it. Names further right belong to other codes (xian.toml: those of the government's
/// economic classification after the department's) and are values.
fn keep_name_of_code(columns: &mut [Column], panel: usize) {
    let of_panel = columns.iter_mut().filter(|column| column.panel == panel);
    let mut after_code = of_panel.skip_while(|column| column.role != ColumnRole::Code);
    let named = after_code.find(|column| column.role == ColumnRole::Name).is_some();
    for column in after_code.filter(|column| named && column.role == ColumnRole::Name) {
        column.role = ColumnRole::Text;
    }
}

fn settle_names(columns: &mut [Column], contents: &[Content], panel: usize) {
    let named = |column: &Column| column.panel == panel && matches!(column.role, ColumnRole::Name);
    if columns.iter().any(named) {
        return;
    }
    // 项目名称 | 金额 (jiangsu.toml): without another name the project is the name.
    let has_code = columns.iter().any(|column| column.panel == panel && column.role == ColumnRole::Code);
    let project =
        columns.iter_mut().find(|column| column.panel == panel && column.role == ColumnRole::Project);
    if let Some(project) = project.filter(|_| !has_code) {
        project.role = ColumnRole::Name;
        return;
    }
    // Words rather than the numbers of units (xian.toml 2019: 单位编码 | 采购项目).
    for numbers in [false, true] {
        let text = columns.iter_mut().zip(contents).find(|(column, content)| {
            let filled = content.filled > 0 && (numbers || !content.is_numeric());
            column.panel == panel && column.role == ColumnRole::Text && filled
        });
        if let Some((column, _)) = text {
            column.role = ColumnRole::Name;
            return;
        }
    }
}

/// Words under a blank header, just right of the names, are the names proper, and those before them the groups they belong
/// to: 项目名称 | (blank) | 金额 (jiangsu.toml 公开02: 其他资金 | 事业收入).
fn name_unnamed(columns: &mut [Column], contents: &[Content], panel: usize) {
    for index in 1..columns.len() {
        let after_name =
            columns.get(index - 1).is_some_and(|c| c.panel == panel && c.role == ColumnRole::Name);
        let words = contents.get(index).is_some_and(|content| content.filled > 0 && !content.is_numeric());
        let unnamed = |c: &&mut Column| c.panel == panel && c.role == ColumnRole::Text && c.path.is_empty();
        if let Some(column) = columns.get_mut(index).filter(unnamed).filter(|_| after_name && words) {
            column.role = ColumnRole::Name;
        }
    }
}

/// A row has one code: that of the first group of code columns (类, 款, 项 under one header). Later groups, such as
/// the economic codes of a procurement list (xian.toml), are values.
fn keep_first_codes(columns: &mut [Column], panel: usize) {
    let mut first: Option<Vec<String>> = None;
    let mut parts: Vec<String> = Vec::new();
    let mut ended = false;
    for column in columns.iter_mut().filter(|column| column.panel == panel) {
        let parent: Vec<String> =
            column.path.split_last().map(|(_, parents)| parents.to_vec()).unwrap_or_default();
        let part = column.path.last().is_some_and(|leaf| leaf.chars().count() == 1) || column.path.is_empty();
        // 类, 款, 项, each once, are parts of one code, also where a text has lost what stands above some of them.
        let leaf = column.path.last().filter(|_| part).cloned();
        let next_part = leaf.as_ref().is_some_and(|leaf| !parts.is_empty() && !parts.contains(leaf));
        match (&first, column.role) {
            (None, ColumnRole::Code) => first = Some(if part { parent } else { column.path.clone() }),
            (Some(group), ColumnRole::Code)
                if !ended && (*group == parent || *group == column.path || next_part) => {}
            (Some(_), ColumnRole::Code) => column.role = ColumnRole::Text,
            (Some(_), _) => ended = true,
            (None, _) => {}
        }
        parts.extend(leaf);
    }
}

/// A key column after a value column opens a new panel: two lists printed side by side, or one list in two or three
/// columns (公开06).
fn set_panels(columns: &mut [Column], grammars: &Grammars) {
    let panel = count_panels(columns);
    if panel == 0 {
        return;
    }
    for panel in 0..=panel {
        let side = columns
            .iter()
            .filter(|column| column.panel == panel)
            .find_map(|column| column.path.first().and_then(|word| grammars.phrases.side(word)))
            .map(side_of);
        for column in columns.iter_mut().filter(|column| column.panel == panel) {
            column.side = side;
        }
    }
}

/// Two lists under words that the vocabulary does not know: the form tells them apart, where it has just these columns.
pub(super) fn take_sides(columns: &mut [Column], form: &Form) {
    if form.kind != FormKind::Paired || columns.iter().any(|column| column.side.is_some()) {
        return;
    }
    let header: Vec<Vec<&str>> =
        columns.iter().map(|column| column.path.iter().map(String::as_str).collect()).collect();
    let Some(known) = form.columns_in_order(&header) else { return };
    for (column, known) in columns.iter_mut().zip(known) {
        column.role = known.role;
        column.side = known.side.map(side_of);
    }
    count_panels(columns);
}

/// Numbers the panels, and says the last number.
fn count_panels(columns: &mut [Column]) -> usize {
    let mut panel = 0;
    let mut seen_value = false;
    for index in 0..columns.len() {
        if seen_value && opens_panel(columns, index) {
            panel += 1;
            seen_value = false;
        }
        if let Some(column) = columns.get_mut(index) {
            seen_value |= column.role == ColumnRole::Amount;
            column.panel = panel;
        }
    }
    panel
}

/// Whether keys that name rows begin here, with values after them: codes alone (xian.toml: economic codes of a procurement
/// list) are none.
fn opens_panel(columns: &[Column], index: usize) -> bool {
    let after = columns.get(index..).unwrap_or_default();
    let keys = after.iter().take_while(|column| column.role != ColumnRole::Amount).count();
    let names = |column: &Column| matches!(column.role, ColumnRole::Name | ColumnRole::Project);
    let is_key = after.first().is_some_and(|column| names(column) || column.role == ColumnRole::Code);
    is_key && keys < after.len() && after.iter().take(keys).any(names)
}

fn side_of(side: form::Side) -> Side {
    match side {
        form::Side::Income => Side::Income,
        form::Side::Expenditure => Side::Expenditure,
    }
}
