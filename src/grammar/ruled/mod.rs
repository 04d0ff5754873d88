//! Tables from ruled grids: header paths, rows by key, grids joined over pages.
//!
//! Comes in: the flattened text with cells. Goes out: model tables, and which cells were read. It knows no form by
//! heart: the words and forms say what a header means, and a table no form knows is read all the same.

pub(super) mod adopt;
mod canonical;
mod columns;
mod content;
mod cut;
pub(super) mod header;
mod levels;
pub(super) mod raster;
mod rows;
#[cfg(test)]
pub(super) mod tests;

use std::collections::BTreeMap;

use self::columns::Column;
use self::header::Header;
use self::raster::Raster;
use self::rows::Memory;
use super::caption::{self, Caption};
use super::card::Cards;
use crate::base::{Notes, Place};
use crate::flat::{CellRef, Flat, GridShape};
use crate::form::{ColumnRole, Family, Form, Grammars, Stage, Words};
use crate::model::{self, Kind, Table, UnitFrom};

/// The tables of a document and the issuers printed above them.
#[derive(Debug, Default)]
pub(super) struct Ruled {
    /// Tables in reading order.
    pub(super) tables: Vec<Table>,
    /// How often each issuer is printed above a table.
    pub(super) issuers: BTreeMap<String, usize>,
    /// The cells that are values of the tables, as (grid, row, column), sorted.
    cells: Vec<(u32, u32, u32)>,
}

impl Ruled {
    /// Whether the text of a cell is a value of a table.
    pub(super) fn is_value(&self, cell: CellRef) -> bool {
        self.cells.binary_search(&(cell.grid, cell.row, cell.column)).is_ok()
    }

    fn finish(&mut self, open: Option<Open>, flat: &Flat, words: &Words) {
        let Some(mut open) = open else { return };
        self.cells.append(&mut open.memory.cells);
        self.tables.push(open.finish(flat, words));
    }
}

/// What is known of a document before its grids are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// All words and forms.
    pub(super) grammars: &'a Grammars,
    /// The family of forms chosen for it.
    pub(super) family: &'a Family,
    /// Budget or final account.
    pub(super) stage: Stage,
    /// The year the figures are for.
    pub(super) fiscal_year: Option<u16>,
}

/// Reads every grid of the document that is no card.
pub(super) fn read(
    flat: &Flat,
    rasters: &[Raster<'_>],
    setting: &Setting<'_>,
    cards: &Cards,
    notes: &mut Notes,
) -> Ruled {
    let grammars = setting.grammars;
    let words = &grammars.words;
    let mut ruled = Ruled::default();
    let mut open: Option<Open> = None;
    for (number, raster) in (0..).zip(rasters) {
        if cards.holds(number) {
            continue;
        }
        let shape = raster.shape;
        let header = header::find(raster, grammars);
        let inside: Vec<String> =
            (0..header.caption_rows).flat_map(|row| raster.row(row)).flat_map(raster::Cell::lines).collect();
        let caption = caption::read(flat, shape, &inside, grammars);
        if let Some(issuer) = &caption.issuer {
            *ruled.issuers.entry(issuer.clone()).or_default() += 1;
        }
        let proof = open.as_ref().and_then(|open| open.continued_by(shape, raster, &header, &caption, words));
        match (proof, open.as_mut()) {
            (Some(proof), Some(open)) => open.extend(raster, &header, proof, words, notes),
            _ => {
                ruled.finish(open.take(), flat, words);
                let no = u32::try_from(ruled.tables.len() + 1).unwrap_or(u32::MAX);
                open = Some(Open::begin(no, raster, header, caption, setting));
            }
        }
    }
    ruled.finish(open, flat, words);
    ruled.cells.sort_unstable();
    inherit_units(&mut ruled.tables);
    ruled
}

/// Why a grid is taken for the continuation of the one before it; without a proof it is a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// The same header is printed again.
    HeaderRepeated,
    /// No header, and the same vertical edges.
    SameColumns,
}

/// A table that the next grid may continue.
struct Open {
    table: Table,
    header: Header,
    columns: Vec<Column>,
    /// x of the left and right edge of each column, and of the grid, on the page read last.
    edges: Vec<(i32, i32)>,
    left: i32,
    memory: Memory,
    remarks: Vec<String>,
    last: usize,
}

impl Open {
    fn begin(
        no: u32,
        raster: &Raster<'_>,
        mut header: Header,
        caption: Caption,
        setting: &Setting<'_>,
    ) -> Self {
        let &Setting { grammars, family, stage, fiscal_year } = setting;
        let words = &grammars.words;
        if let Some((paths, title)) = header.paths.as_mut().zip(caption.title.as_deref()) {
            let forms = family.forms_for_title(title, stage);
            let printed =
                raster.shape.header.as_ref().map(|header| header.printed.as_slice()).unwrap_or_default();
            if let Some(adopted) = adopt::paths(paths, printed, &forms) {
                *paths = adopted;
            }
        }
        let mut columns = columns::find(raster, &header, grammars);
        let form = caption
            .title
            .as_deref()
            .and_then(|title| family.form_for_table(title, stage, &columns::header_paths(&columns)));
        if let Some(form) = form {
            columns::take_sides(&mut columns, form);
        }
        canonical::name(&mut columns, words, form, fiscal_year);
        let unit = caption.unit.or_else(|| header.texts.iter().find_map(|text| words.unit_in(text)));
        let mut open = Self {
            table: Table {
                no,
                table_id: form.and_then(|form: &Form| form.table_id.clone()),
                form: form.map(|form| form.id.clone()),
                title: caption.title,
                number: caption.number,
                unit,
                unit_from: unit.map(|_| UnitFrom::Printed),
                page_first: raster.page(),
                page_last: raster.page(),
                line: caption.title_line.or(Some(raster.line(0))),
                columns: printed(&columns),
                ..Table::default()
            },
            edges: edges(raster, &columns),
            left: raster.shape.rect.x0,
            last: raster.shape.first_line + raster.shape.lines,
            header,
            columns,
            memory: Memory::default(),
            remarks: Vec::new(),
        };
        open.read_rows(raster, open.header.end, &open.columns.clone(), words);
        open
    }

    fn read_rows(&mut self, raster: &Raster<'_>, from: usize, columns: &[Column], words: &Words) {
        self.remarks.extend(rows::read(raster, from, columns, words, &mut self.memory, &mut self.table.rows));
    }

    /// Whether a grid continues this table, and why.
    fn continued_by(
        &self,
        shape: &GridShape,
        raster: &Raster<'_>,
        header: &Header,
        caption: &Caption,
        words: &Words,
    ) -> Option<Proof> {
        let next_page = Some(shape.page) == self.table.page_last.map(|page| page + 1);
        if !next_page || !self.same_title(caption) {
            return None;
        }
        let texts = header::texts(raster, header.caption_rows, self.header_rows(header));
        if header::is_repeated(&texts, &self.header.texts) || self.prints_header_of(header) {
            return Some(Proof::HeaderRepeated);
        }
        let no_title = caption.title.is_none();
        (no_title && shape.may_continue && !is_new_header(raster, header, words))
            .then_some(Proof::SameColumns)
    }

    /// Whether the header of a text, whose words stand otherwise on each page, is that of this table.
    fn prints_header_of(&self, other: &Header) -> bool {
        let paths = other.paths.as_ref().filter(|paths| !paths.is_empty());
        paths.is_some_and(|paths| self.aligned(paths).is_some())
    }

    fn aligned(&self, paths: &[Vec<String>]) -> Option<adopt::Alignment> {
        let own: Vec<Vec<String>> = self.columns.iter().map(|column| column.path.clone()).collect();
        adopt::align(paths, &own)
    }

    /// The columns of this table on another page of a text.
    fn columns_of_text(&self, raster: &Raster<'_>, paths: &[Vec<String>]) -> Vec<Column> {
        let homes: Vec<Option<usize>> = match self.aligned(paths).filter(|_| !paths.is_empty()) {
            Some(aligned) => (0..self.columns.len())
                .map(|own| aligned.columns.iter().position(|column| *column == Some(own)))
                .collect(),
            None => (0..self.columns.len()).map(|at| (at < raster.columns).then_some(at)).collect(),
        };
        let mut next = raster.columns; // A column that this page does not print stands between its neighbours.
        let on = |(column, home): (&Column, &Option<usize>)| {
            next = home.unwrap_or(next);
            Column { from: next, to: next + usize::from(home.is_some()), ..column.clone() }
        };
        let from_right: Vec<Column> = self.columns.iter().zip(&homes).rev().map(on).collect();
        from_right.into_iter().rev().collect()
    }

    /// One past the last row of a header as high as this table's, at the top of another grid.
    fn header_rows(&self, other: &Header) -> usize {
        if other.paths.is_some() {
            return other.end;
        }
        other.caption_rows + self.header.end.saturating_sub(self.header.caption_rows)
    }

    fn same_title(&self, caption: &Caption) -> bool {
        match (&caption.title, &self.table.title) {
            (Some(new), Some(old)) => new == old || is_continuation_of(new, old),
            (Some(_), None) => false,
            (None, _) => true,
        }
    }

    /// Appends the rows of a continuing grid; returns its first row of data.
    fn extend(
        &mut self,
        raster: &Raster<'_>,
        header: &Header,
        proof: Proof,
        words: &Words,
        notes: &mut Notes,
    ) {
        let from = match proof {
            Proof::HeaderRepeated => self.header_rows(header),
            Proof::SameColumns => header.caption_rows,
        };
        let columns = match &header.paths {
            Some(paths) => self.columns_of_text(raster, paths),
            None => self.columns_on(raster),
        };
        let rest = cut::join_rest(raster, from, &columns, &self.memory.full, &mut self.table.rows);
        self.read_rows(raster, from + usize::from(rest), &columns, words);
        self.table.page_last = raster.page();
        self.last = raster.shape.first_line + raster.shape.lines;
        let why = match proof {
            Proof::HeaderRepeated => "the same header is printed again",
            Proof::SameColumns => "no header and no title, and the same vertical edges",
        };
        let place = Place { page: raster.page(), line: Some(raster.line(0)), rect: Some(raster.shape.rect) };
        notes.info("table-joined", place, format!("table {} goes on here: {why}", self.table.no));
        if rest {
            notes.info(
                "row-joined",
                place,
                "the words of the first row are the rest of the row that the page's edge cuts",
            );
        }
    }

    /// The columns of this table on another page, by their x relative to the left edge. Where a page draws only merged cells
    /// over several columns, each of them is on the raster column that covers it.
    fn columns_on(&self, raster: &Raster<'_>) -> Vec<Column> {
        let shift = raster.shape.rect.x0.saturating_sub(self.left);
        let xs: Vec<i32> = raster.shape.xs.iter().map(|x| x.saturating_sub(shift)).collect();
        let middles: Vec<i32> =
            xs.windows(2).map(|pair| pair.iter().fold(0, |sum: i32, x| sum.saturating_add(x / 2))).collect();
        let on = |(column, &(x0, x1)): (&Column, &(i32, i32))| {
            let mut from = middles.partition_point(|&x| x < x0);
            let mut to = middles.partition_point(|&x| x < x1).max(from);
            if from == to {
                let middle = (x0 / 2).saturating_add(x1 / 2);
                from = xs.partition_point(|&x| x <= middle).saturating_sub(1);
                to = from + 1;
            }
            Column { from, to, ..column.clone() }
        };
        self.columns.iter().zip(&self.edges).map(on).collect()
    }

    fn finish(mut self, flat: &Flat, words: &Words) -> Table {
        let said = self.remarks.iter().any(|remark| words.says_empty(remark))
            || says_empty_below(flat, self.last, words);
        let mut values = self.table.rows.iter().flat_map(|row| &row.values);
        let amounts =
            values.any(|value| value.kind == Kind::Amount && value.number.is_some_and(|n| !n.is_zero()));
        let printed_zero =
            self.table.rows.iter().flat_map(|row| &row.values).any(|value| value.kind == Kind::Amount);
        self.table.empty = !amounts && (said || !printed_zero);
        levels::read(&mut self.table.rows);
        self.table
    }
}

/// `某表（续）` continues `某表`.
fn is_continuation_of(new: &str, old: &str) -> bool {
    let without_mark = new.replace(['（', '）', '(', ')'], "").replace('续', "");
    new.contains('续') && without_mark == old.replace(['（', '）', '(', ')'], "")
}

/// Whether the first rows of a grid read as a header of their own: most words in them are header words, and there are
/// more words than blank cells (小计 | | | is the rest of a row that a page's edge cut).
fn is_new_header(raster: &Raster<'_>, header: &Header, words: &Words) -> bool {
    let own = header::texts(raster, header.caption_rows, header.end);
    let known = own
        .iter()
        .filter(|text| words.header_role(text).is_some() || words.column_id(&[text.as_str()], None).is_some())
        .count();
    let cells = (header.caption_rows..header.end).flat_map(|row| raster.row(row)).count();
    header.end > header.caption_rows && own.len() * 2 > cells && known * 2 > own.len()
}

fn printed(columns: &[Column]) -> Vec<model::Column> {
    (1..)
        .zip(columns)
        .map(|(no, column)| model::Column {
            no,
            column_id: column.column_id.clone(),
            label: column.path.join("/"),
            role: role(column.role),
            panel: u16::try_from(column.panel).unwrap_or(u16::MAX),
            side: column.side,
        })
        .collect()
}

fn role(role: ColumnRole) -> model::ColumnRole {
    match role {
        ColumnRole::Code => model::ColumnRole::Code,
        ColumnRole::Name => model::ColumnRole::Name,
        ColumnRole::Project => model::ColumnRole::Project,
        ColumnRole::Amount => model::ColumnRole::Amount,
        ColumnRole::Ordinal => model::ColumnRole::Ordinal,
        ColumnRole::Text => model::ColumnRole::Text,
    }
}

fn edges(raster: &Raster<'_>, columns: &[Column]) -> Vec<(i32, i32)> {
    let x = |column: usize| raster.shape.xs.get(column).copied().unwrap_or(i32::MAX);
    columns.iter().map(|column| (x(column.from), x(column.to))).collect()
}

/// The lines just below a table that speak of it: 本表为空表 and the like.
fn says_empty_below(flat: &Flat, after: usize, words: &Words) -> bool {
    let below = flat.lines.get(after..).unwrap_or_default().iter();
    let near = below.filter(|line| !line.tokens.is_empty()).take_while(|line| line.grid.is_none()).take(3);
    words.says_empty(&near.map(caption::tight).collect::<String>())
}

/// A table without a printed unit has the unit of the table before it, else of the first that prints one.
fn inherit_units(tables: &mut [Table]) {
    let mut last = tables.iter().find_map(|table| table.unit);
    for table in tables {
        match table.unit {
            Some(unit) => last = Some(unit),
            None if last.is_some() => {
                table.unit = last;
                table.unit_from = Some(UnitFrom::Inherited);
            }
            None => {}
        }
    }
}
