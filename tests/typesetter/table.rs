//! A table → text and rules on pages, cut between rows where a page ends.

use std::ops::Range;

use super::font::Face;
use super::page::{Composer, Rule, Text};
use super::source::{Align, ColumnSource, Rules, Style, TableSource};

/// White beside a text; leading and the least height of a row as multiples of the size of the letters.
const PAD: f32 = 3.0;
const BESIDE: f32 = 2.0 * PAD + 1.0;
const LINE: f32 = 11.5 / 9.0;
const ROW: f32 = 20.0 / 9.0;

/// A cell with what it covers.
pub(super) struct Cell<'a> {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) text: &'a str,
}

/// The edges of the columns and how the columns are set.
struct Grid<'a> {
    xs: Vec<f32>,
    table: &'a TableSource,
    face: Face<'a>,
    style: Style,
}

/// Sets `table`; the page of each of its rows.
pub(crate) fn set(composer: &mut Composer, table: &TableSource) -> Vec<u32> {
    let mut style = composer.style().clone();
    style.rules = table.rules.unwrap_or(style.rules);
    style.size = size(composer, table, &style);
    let grid = Grid { xs: edges(composer, table, &style), table, face: composer.face(), style };
    let (mut band, mut band_header) = (table.header.clone(), table.header.len());
    let mut pages = Vec::new();
    for row in &table.rows {
        band.push(row.clone());
        if !composer.fits(grid.heights(&band).iter().sum()) {
            band.pop();
            grid.draw(composer, &band, band_header);
            composer.next_page();
            (band, band_header) =
                if table.once { (Vec::new(), 0) } else { (table.header.clone(), table.header.len()) };
            band.push(row.iter().map(|cell| cell.replace('^', "")).collect());
        }
        pages.push(composer.page_number());
    }
    grid.draw(composer, &band, band_header);
    pages
}

/// Whether no verticals are drawn: then nobody breaks a number, and nothing hangs into the next column, for nothing parts the two.
fn is_open(style: &Style) -> bool {
    matches!(style.rules, Rules::None | Rules::Horizontal)
}

/// The edges of the columns by their shares of the width. Where no verticals are drawn, a column is at least as wide as its
/// widest figure.
fn edges(composer: &Composer, table: &TableSource, style: &Style) -> Vec<f32> {
    let (left, width) = composer.measure();
    let shares: f32 = table.columns.iter().map(|column| column.width).sum();
    let mut widths: Vec<f32> = table.columns.iter().map(|column| column.width / shares * width).collect();
    if is_open(style) {
        let needs: Vec<f32> = ems(composer, table).iter().map(|ems| ems * style.size + BESIDE).collect();
        let lacks: f32 = needs.iter().zip(&widths).map(|(need, has)| (need - has).max(0.0)).sum();
        let spare: f32 = needs.iter().zip(&widths).map(|(need, has)| (has - need).max(0.0)).sum();
        for (has, need) in widths.iter_mut().zip(needs) {
            *has = if *has < need { need } else { *has - (*has - need) * (lacks / spare).min(1.0) };
        }
    }
    let mut xs = vec![left];
    for width in widths {
        xs.push(xs[xs.len() - 1] + width);
    }
    xs
}

/// The size of the letters: that of the document, but no larger than fits the page.
fn size(composer: &Composer, table: &TableSource, style: &Style) -> f32 {
    let (_, width) = composer.measure();
    let ems = ems(composer, table);
    #[allow(clippy::cast_precision_loss, reason = "a few columns")]
    let fits = (width - BESIDE * ems.len() as f32) / ems.iter().sum::<f32>();
    if is_open(style) { style.size.min(fits) } else { style.size }
}

/// How wide each column must be for its figures, in ems; for words, for a few of them.
fn ems(composer: &Composer, table: &TableSource) -> Vec<f32> {
    let need = |(at, column): (usize, &ColumnSource)| {
        let figure = |row: &Vec<String>| {
            let figure = row[at].starts_with(|c: char| c.is_ascii_digit() || c == '-');
            if figure { composer.face().text_width(&row[at]) } else { 0.0 }
        };
        let widest = table.rows.iter().map(figure).fold(0.0, f32::max);
        widest.max(if column.holds == "name" { 8.0 } else { 2.0 })
    };
    table.columns.iter().enumerate().map(need).collect()
}

impl Grid<'_> {
    /// The height of each row: its text must fit, and a cell over several rows makes the last of them grow.
    fn heights(&self, rows: &[Vec<String>]) -> Vec<f32> {
        let mut heights = vec![ROW * self.style.size; rows.len()];
        for cell in cells(rows) {
            #[allow(clippy::cast_precision_loss, reason = "a few lines")]
            let needs = self.lines(&cell).len() as f32 * LINE * self.style.size + 2.0 * PAD;
            let has: f32 = heights[cell.row..cell.row + cell.rows].iter().sum();
            heights[cell.row + cell.rows - 1] += (needs - has).max(0.0);
        }
        heights
    }

    fn lines(&self, cell: &Cell) -> Vec<String> {
        let width = self.xs[cell.column + cell.columns] - self.xs[cell.column] - 2.0 * PAD;
        self.face.wrap(cell.text, width / self.style.size, 0.0, !is_open(&self.style))
    }

    /// Draws rows from where the composer stands; the first `header` of them are the header.
    fn draw(&self, composer: &mut Composer, rows: &[Vec<String>], header: usize) {
        let heights = self.heights(rows);
        let top = composer.take(heights.iter().sum());
        let mut ys = vec![top];
        for height in heights {
            ys.push(ys[ys.len() - 1] + height);
        }
        for cell in cells(rows) {
            let total = rows[cell.row].iter().any(|text| text.replace(' ', "").ends_with('计'));
            self.draw_text(composer, &cell, &ys, cell.row < header, total);
        }
        match self.style.rules {
            Rules::Boxes => self.draw_boxes(composer, rows, &ys),
            Rules::Strokes | Rules::Fills => {
                self.draw_across(composer, rows, &ys);
                self.draw_down(composer, rows, &ys, 0..self.xs.len());
            }
            Rules::Open => {
                self.draw_across(composer, rows, &ys);
                self.draw_down(composer, rows, &ys, 1..self.xs.len() - 1);
            }
            Rules::Horizontal => self.draw_across(composer, rows, &ys),
            Rules::None => {}
        }
    }

    fn draw_text(&self, composer: &mut Composer, cell: &Cell, ys: &[f32], header: bool, bold: bool) {
        let (lines, size) = (self.lines(cell), self.style.size);
        let (x0, x1) = (self.xs[cell.column], self.xs[cell.column + cell.columns]);
        let (y0, y1) = (ys[cell.row], ys[cell.row + cell.rows]);
        #[allow(clippy::cast_precision_loss, reason = "a few lines")]
        let mut y = (y0 + y1 - lines.len() as f32 * LINE * size) / 2.0 + size;
        for text in lines {
            let width = self.face.text_width(&text) * size;
            let total = cell.columns > 1 || cell.text.replace(' ', "").ends_with("计");
            let key = self.table.columns[cell.column].is_key();
            let x = match (header || total && key, key, self.style.align) {
                (true, ..) | (false, false, Align::Centre) => (x0 + x1 - width) / 2.0,
                (false, true, _) => x0 + PAD,
                (false, false, Align::Right) => x1 - PAD - width,
            };
            composer.text(Text { x, y, size, bold: bold && self.style.heavy, text });
            y += LINE * size;
        }
    }

    fn draw_boxes(&self, composer: &mut Composer, rows: &[Vec<String>], ys: &[f32]) {
        for cell in cells(rows) {
            let (x0, x1) = (self.xs[cell.column], self.xs[cell.column + cell.columns]);
            let (y0, y1) = (ys[cell.row], ys[cell.row + cell.rows]);
            composer.rule(Rule::Box { x0, y0, x1, y1 });
        }
    }

    /// Draws each horizontal edge once, as long as no joined cell interrupts it.
    fn draw_across(&self, composer: &mut Composer, rows: &[Vec<String>], ys: &[f32]) {
        let (height, width) = (rows.len(), self.xs.len() - 1);
        for (level, &y) in ys.iter().enumerate() {
            let open = |at: usize| level > 0 && level < height && joined(rows, level - 1, at, level, at);
            for (from, to) in stretches(width, open) {
                composer.rule(Rule::Line { x0: self.xs[from], y0: y, x1: self.xs[to], y1: y });
            }
        }
    }

    /// Draws the vertical edges of this range, likewise.
    fn draw_down(&self, composer: &mut Composer, rows: &[Vec<String>], ys: &[f32], which: Range<usize>) {
        let (height, width) = (rows.len(), self.xs.len() - 1);
        for level in which {
            let x = self.xs[level];
            let open = |at: usize| level > 0 && level < width && joined(rows, at, level - 1, at, level);
            for (from, to) in stretches(height, open) {
                composer.rule(Rule::Line { x0: x, y0: ys[from], x1: x, y1: ys[to] });
            }
        }
    }
}

/// The stretches of `0..count` that are not open.
fn stretches(count: usize, open: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for at in 0..=count {
        let drawn = at < count && !open(at);
        match (drawn, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn joined(rows: &[Vec<String>], row: usize, column: usize, other_row: usize, other_column: usize) -> bool {
    origin(rows, row, column) == origin(rows, other_row, other_column)
}

fn origin(rows: &[Vec<String>], mut row: usize, mut column: usize) -> (usize, usize) {
    loop {
        match rows[row][column].as_str() {
            "<" => column -= 1,
            "^" => row -= 1,
            _ => return (row, column),
        }
    }
}

/// The cells of some rows, by row, then column.
pub(super) fn cells<'a>(rows: &'a [Vec<String>]) -> Vec<Cell<'a>> {
    let mut found: Vec<Cell> = Vec::new();
    for row in 0..rows.len() {
        for column in 0..rows[row].len() {
            let (from_row, from_column) = origin(rows, row, column);
            if let Some(cell) =
                found.iter_mut().find(|cell| (cell.row, cell.column) == (from_row, from_column))
            {
                cell.rows = row - from_row + 1;
                cell.columns = column - from_column + 1;
            } else {
                found.push(Cell { row, column, rows: 1, columns: 1, text: &rows[row][column] });
            }
        }
    }
    found
}
