//! A body drawn as one box for each column, or as one box altogether → the edges that are missing between its rows.
//!
//! Comes in: grids with their text, and the edges they were made of. Goes out: more edges, where amounts stand in line
//! below each other inside the cells of one row. Refuses to know: what the words say, and where a number is broken over
//! lines; a row in which one may be stays whole.

mod rows;

use self::rows::{Column, Piece, Rows};
use super::cell::Raster;
use super::edge::{Edge, Edges, REACH};
use super::sheet::{Cell, Grid, Line, Word};
use crate::base::{Length, Rect};

/// Rulings below a grid are those of its rows where they stand no further apart: a row with a name of five lines.
const TALLEST: Length = 8_000;

/// A word may stick out of its column by that much: side bearings of italics and brackets.
const OVERHANG: Length = 100;

/// Adds the missing edges to `parts`; what of which grids was cut. `lines` stand in no grid.
pub(super) fn split(
    parts: &mut [Edges],
    rasters: &[Raster],
    lines: &[Line],
    horizontal: &[Edge],
) -> Vec<Rect> {
    let mut cut = Vec::new();
    let rects: Vec<Rect> = rasters.iter().map(|raster| raster.grid.rect).collect();
    for raster in rasters {
        let Some(part) = parts.get_mut(raster.part) else { continue };
        for band in bands(&raster.grid) {
            if let Some(rows) = rows::cuts(&band.columns) {
                band.cut(&rows, part);
                cut.push(band.rect);
            }
        }
        let rulings = rulings_below(&raster.grid.rect, horizontal, &rects);
        if let Some(band) = below(&raster.grid, &rulings, lines)
            && rows::cuts(&band.columns).is_some()
        {
            let Rect { y0, y1, .. } = band.rect;
            part.horizontal.extend(rulings);
            part.vertical.extend(raster.grid.xs.iter().map(|&at| Edge { at, from: y0, to: y1 }));
            cut.push(band.rect);
        }
    }
    cut
}

/// The rulings below a grid that are as wide as it, one row after another: those of a body without verticals.
fn rulings_below(grid: &Rect, horizontal: &[Edge], grids: &[Rect]) -> Vec<Edge> {
    let near = |a: Length, b: Length| a.saturating_sub(b).saturating_abs() <= REACH;
    let mut last = grid.y1;
    let mut rulings = Vec::new();
    for &edge in horizontal.iter().filter(|edge| edge.at > grid.y1.saturating_add(REACH)) {
        if edge.at.saturating_sub(last) > TALLEST
            || grids.iter().any(|grid| grid.contains(edge.from, edge.at))
        {
            break;
        }
        if near(edge.from, grid.x0) && near(edge.to, grid.x1) {
            last = edge.at;
            rulings.push(edge);
        }
    }
    rulings
}

/// What stands between a grid and the last of the rulings below it, under the columns of the grid.
fn below(grid: &Grid, rulings: &[Edge], lines: &[Line]) -> Option<Band> {
    let rect = Rect { y0: grid.rect.y1, y1: rulings.last()?.at, ..grid.rect };
    let lines = lines.iter().filter(|line| rect.contains(line.rect.middle_x(), line.rect.middle_y()));
    columns(grid, lines).map(|columns| Band { rect, columns, stripes: Vec::new() })
}

/// The cells of one row of a grid, or its one cell in stripes below the columns above it.
struct Band {
    rect: Rect,
    columns: Vec<Column>,
    /// Where edges between the stripes are missing.
    stripes: Vec<Length>,
}

/// The rows of a grid that hold several lines in two cells or more, or many in one.
fn bands(grid: &Grid) -> impl Iterator<Item = Band> {
    let many = |cell: &&Cell| cell.row_span == 1 && cell.lines.len() > 1;
    grid.cells.chunk_by(|a, b| a.row == b.row).filter_map(move |row| match row {
        [only] if many(&only) && only.column_span > 1 => boxed(grid, only),
        row if row.iter().filter(many).count() > 1 => Some(beside(row)),
        _ => None,
    })
}

fn beside(row: &[Cell]) -> Band {
    let cells = || row.iter().filter(|cell| cell.row_span == 1);
    let columns = cells().map(|cell| Column {
        span: (cell.rect.x0, cell.rect.x1),
        pieces: cell.lines.iter().map(|line| Piece::new(line, &line.words, cell.rect.width())).collect(),
    });
    let rect = cells().map(|cell| cell.rect).reduce(|a, b| a.union(&b)).unwrap_or_default();
    Band { rect, columns: columns.collect(), stripes: Vec::new() }
}

/// One cell over the whole width, with its words below the columns of the rows above; `None` where a word stands below
/// two of them.
fn boxed(grid: &Grid, cell: &Cell) -> Option<Band> {
    let columns = columns(grid, cell.lines.iter())?;
    let stripes = grid.xs.get(1..grid.xs.len().checked_sub(1)?)?.to_vec();
    (cell.column == 0 && cell.rect.x1 >= grid.rect.x1).then_some(Band { rect: cell.rect, columns, stripes })
}

/// Lines by the columns of a grid; `None` where a word stands in two of them.
fn columns<'a>(grid: &Grid, lines: impl Iterator<Item = &'a Line>) -> Option<Vec<Column>> {
    let inner = grid.xs.get(1..grid.xs.len().checked_sub(1)?)?;
    let spans = grid.xs.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let mut columns: Vec<Column> = spans.map(|span| Column { span, pieces: Vec::new() }).collect();
    for line in lines {
        for words in stripes(line, inner)? {
            let column = columns.get_mut(stripe(inner, words.first()?))?;
            let width = column.span.1.saturating_sub(column.span.0);
            column.pieces.push(Piece::new(line, words, width));
        }
    }
    Some(columns)
}

fn stripe(inner: &[Length], word: &Word) -> usize {
    inner.partition_point(|&x| x < word.rect.middle_x())
}

/// The words of a line in groups, each within one stripe.
fn stripes<'a>(line: &'a Line, inner: &[Length]) -> Option<Vec<&'a [Word]>> {
    let crossed = |word: &Word| {
        inner
            .iter()
            .any(|&x| word.rect.x0.saturating_add(OVERHANG) < x && x < word.rect.x1.saturating_sub(OVERHANG))
    };
    let clear = line.is_upright() && !line.words.iter().any(crossed);
    clear.then(|| line.words.chunk_by(|a, b| stripe(inner, a) == stripe(inner, b)).collect())
}

impl Band {
    /// Adds edges between the rows, and between the stripes where the band is one cell.
    fn cut(&self, rows: &Rows, part: &mut Edges) {
        let Rect { y0, y1, .. } = self.rect;
        if let Some(header) = rows.header {
            let steps = steps(part, y0, header, &self.columns);
            part.horizontal.extend(steps);
        }
        for &at in &rows.cuts {
            let cuts = self.columns.iter().map(|&Column { span: (from, to), .. }| Edge { at, from, to });
            part.horizontal.extend(cuts);
        }
        part.vertical.extend(self.stripes.iter().map(|&at| Edge { at, from: y0, to: y1 }));
    }
}

/// Where verticals begin between two heights, a header over several columns ends: an edge from one to the other of the
/// columns' sides that run on.
fn steps(part: &Edges, y0: Length, y1: Length, columns: &[Column]) -> Vec<Edge> {
    let begins = |edge: &&Edge| y0.saturating_add(REACH) < edge.from && edge.from < y1 && y1 < edge.to;
    let mut starts: Vec<Edge> = part.vertical.iter().filter(begins).copied().collect();
    starts.sort_unstable_by_key(|edge| edge.from);
    let mut steps = Vec::new();
    for level in starts.chunk_by(|a, b| b.from.saturating_sub(a.from) <= REACH) {
        let Some(&Edge { from: at, .. }) = level.first() else { continue };
        let within =
            |column: &&Column| level.iter().any(|edge| column.span.0 < edge.at && edge.at < column.span.1);
        let over = columns.iter().filter(within).map(|column| column.span);
        steps.extend(over.map(|(from, to)| Edge { at, from, to }));
    }
    steps
}

#[cfg(test)]
mod tests {
    use crate::base::Notes;
    use crate::layout::drawing::{page, show};
    use crate::layout::lay_out;

    fn check(art: &str, expect: &str) {
        let mut notes = Notes::default();
        let sheet = lay_out(&page(art.trim_start_matches('\n')), &mut notes);
        assert_eq!(show(&sheet), expect.trim_start_matches('\n'));
        let parted = notes.iter().any(|note| note.id == "rows-split");
        assert_eq!(parted, expect.contains("2.0"), "{art}");
    }

    #[test]
    fn a_body_in_one_box_a_column() {
        check(
            "
+--------+--------+-------+
|  项目  |  合计  | 基本  |
+--------+--------+-------+
| 合计   |  15.00 | 15.00 |
|        |        |       |
| 公务   |  12.00 |       |
| 接待费 |        |       |
|        |        |       |
|出国费  |   3.00 |  3.00 |
+--------+--------+-------+",
            "
grid 4×3
0.0: 项目
0.1: 合计
0.2: 基本
1.0: 合计
1.1: 15.00
1.2: 15.00
2.0: 公务 / 接待费
2.1: 12.00
2.2: 
3.0: 出国费
3.1: 3.00
3.2: 3.00
",
        );
    }

    #[test]
    fn header_and_body_in_one_box_a_column() {
        const OPEN: &str = "
+------+-------------+
|      |   支出      |
|编码  |      |      |
|      | 合计 | 基本 |
|201   | 7.00 | 5.00 |
|20101 | 7.00 | 5.00 |
|202   | 1.50 |      |
|      |      |      |
";
        let closed = format!("{OPEN}+------+------+------+");
        for art in [OPEN, &closed] {
            check(
                art,
                "
grid 5×3
0.0 2×1: 编码
0.1 1×2: 支出
1.1: 合计
1.2: 基本
2.0: 201
2.1: 7.00
2.2: 5.00
3.0: 20101
3.1: 7.00
3.2: 5.00
4.0: 202
4.1: 1.50
4.2: 
",
            );
        }
    }

    #[test]
    fn a_body_between_horizontals_below_a_ruled_header() {
        check(
            "
+------+--------+--------+
|项目  |  合计  |  基本  |
+------+--------+--------+
 甲         1.00     1.00
--------------------------
 乙         2.00
--------------------------
 丙         3.00     3.00
--------------------------",
            "
grid 4×3
0.0: 项目
0.1: 合计
0.2: 基本
1.0: 甲
1.1: 1.00
1.2: 1.00
2.0: 乙
2.1: 2.00
2.2: 
3.0: 丙
3.1: 3.00
3.2: 3.00
",
        );
    }

    #[test]
    fn a_body_in_one_box() {
        check(
            "
+------+----------+--------+
|项目  |    合计  |  基本  |
+------+----------+--------+
| 甲       1200000    12.5 |
| 乙           300         |
| 丙             7   300.0 |
+--------------------------+",
            "
grid 4×3
0.0: 项目
0.1: 合计
0.2: 基本
1.0: 甲
1.1: 1200000
1.2: 12.5
2.0: 乙
2.1: 300
2.2: 
3.0: 丙
3.1: 7
3.2: 300.0
",
        );
    }

    #[test]
    fn broken_numbers_and_wrapped_names_stay_in_their_cell() {
        check(
            "
+--------+--------+--------+
|  项目  |18,536.8|18,536.8|
|  支出  |       8|       8|
+--------+--------+--------+",
            "
grid 1×3
0.0: 项目 / 支出
0.1: 18,536.8 / 8
0.2: 18,536.8 / 8
",
        );
        check(
            "
+--------+--------+--------+
|  项目  |12345678|12345678|
|  支出  |       9|       9|
+--------+--------+--------+",
            "
grid 1×3
0.0: 项目 / 支出
0.1: 12345678 / 9
0.2: 12345678 / 9
",
        );
        check(
            "
+------+--------------+
|项目  |  1.50        |
|支出  |              |
+------+--------------+",
            "
grid 1×2
0.0: 项目 / 支出
0.1: 1.50
",
        );
    }
}
