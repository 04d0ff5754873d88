//! One page → SVG, with what the program saw: glyphs, rulings, edges, cells, and the tables read from them.
//!
//! Comes in: the stages of one page and the tables of its document. Goes out: text in SVG 1.1, in points. It judges
//! nothing and refuses to know how anything was found.

use std::fmt::{self, Write};

use crate::base::{Length, Place, Points, Rect};
use crate::layout::{Edges, Grid, Sheet, Turn};
use crate::model::{PlacedBy, Table, Value};
use crate::pdf::{Direction, Glyph, Page};

/// What there is to see of a page.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// As the PDF draws it.
    pub page: &'a Page,
    /// The merged lines of the page, also those of no grid.
    pub edges: &'a Edges,
    /// As it was laid out.
    pub sheet: &'a Sheet,
    /// The tables of the document; only what stands on the page is drawn.
    pub tables: &'a [Table],
}

/// Thin lines and clear fills, so that every layer can be seen through the others. `extract draw --help` is the legend.
const STYLE: &str = "\
rect, line, path { fill: none; stroke-width: .3 }
text { font-family: 'Noto Serif CJK SC', SimSun, serif }
.page { fill: #fff; stroke: #000 }
.image { fill: #eee; stroke: #999 }
.cell { fill: #2a6fdb; fill-opacity: .06; stroke: #2a6fdb }
.ruling { fill: #e07b00; stroke: #e07b00; stroke-width: 1.2; opacity: .5 }
.edge { stroke: #2a6fdb; stroke-width: .5; stroke-dasharray: 3 1 }
.glyph { stroke: #999; stroke-width: .1 }
.hidden { stroke: #a0a; stroke-dasharray: 1 }
.unreadable { stroke: #d00; stroke-width: .8 }
.value { fill: #0a0; fill-opacity: .2 }
.unproved { fill: #d00; fill-opacity: .3 }
.table { stroke: #080; stroke-width: 1 }
.label { fill: #080; font-size: 7px; font-weight: bold }
";

/// The drawing.
pub fn svg(seen: &Seen<'_>) -> String {
    let mut out = String::new();
    // A String takes whatever is written to it.
    let _ = draw(seen, &mut out);
    out
}

fn draw(seen: &Seen<'_>, out: &mut String) -> fmt::Result {
    let (width, height) = (Points(seen.page.width), Points(seen.page.height));
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}">"#
    )?;
    writeln!(out, "<style>\n{STYLE}</style>")?;
    let whole = Rect { x0: 0, y0: 0, x1: seen.page.width, y1: seen.page.height };
    rect(out, "page", &whole, &format!("page {}", seen.page.number))?;
    for image in &seen.page.images {
        rect(out, "image", image, "image")?;
    }
    let turn = seen.sheet.turn;
    layer(out, "grids", seen.sheet.grids.iter().zip(1..), |out, (grid, n)| cells(out, grid, n, turn))?;
    layer(out, "rulings", &seen.page.rulings, |out, drawn| ruling(out, &drawn.rect))?;
    layer(out, "edges", lines(seen.edges), |out, line| edge(out, &line))?;
    layer(out, "glyphs", &seen.page.glyphs, glyph)?;
    layer(out, "tables", seen.tables, |out, each| table(out, each, seen.page.number))?;
    writeln!(out, "</svg>")
}

fn layer<T>(
    out: &mut String,
    id: &str,
    items: impl IntoIterator<Item = T>,
    each: impl Fn(&mut String, T) -> fmt::Result,
) -> fmt::Result {
    writeln!(out, r#"<g id="{id}">"#)?;
    items.into_iter().try_for_each(|item| each(out, item))?;
    writeln!(out, "</g>")
}

/// A rectangle; `title` is what a viewer shows under the pointer.
fn rect(out: &mut String, class: &str, rect: &Rect, title: &str) -> fmt::Result {
    let (x, y) = (Points(rect.x0), Points(rect.y0));
    let (width, height) = (Points(rect.width()), Points(rect.height()));
    write!(out, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}""#)?;
    if title.is_empty() {
        writeln!(out, "/>")
    } else {
        writeln!(out, "><title>{}</title></rect>", Xml(title))
    }
}

/// The cells of a grid, each with its row and column.
fn cells(out: &mut String, grid: &Grid, number: usize, turn: Turn) -> fmt::Result {
    grid.cells.iter().try_for_each(|cell| {
        let spans = match (cell.row_span, cell.column_span) {
            (1, 1) => String::new(),
            (rows, columns) => format!(", {rows}×{columns}"),
        };
        let title = format!("grid {number}, row {}, column {}{spans}", cell.row, cell.column);
        rect(out, "cell", &turn.displayed(&cell.rect), &title)
    })
}

/// As a path: a viewer shows nothing of a rectangle without thickness (SVG 1.1, 9.2), and such lines are drawn.
fn ruling(out: &mut String, inked: &Rect) -> fmt::Result {
    let (x0, y0, x1, y1) = (Points(inked.x0), Points(inked.y0), Points(inked.x1), Points(inked.y1));
    writeln!(out, r#"<path class="ruling" d="M{x0} {y0}H{x1}V{y1}H{x0}Z"/>"#)
}

/// The edges as rectangles without thickness.
fn lines(edges: &Edges) -> Vec<Rect> {
    let across = edges.horizontal.iter().map(|edge| Rect::spanning(edge.from, edge.at, edge.to, edge.at));
    let down = edges.vertical.iter().map(|edge| Rect::spanning(edge.at, edge.from, edge.at, edge.to));
    across.chain(down).collect()
}

fn edge(out: &mut String, line: &Rect) -> fmt::Result {
    let (x0, y0, x1, y1) = (Points(line.x0), Points(line.y0), Points(line.x1), Points(line.y1));
    writeln!(out, r#"<line class="edge" x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}"/>"#)
}

/// The box of a glyph and the character on its baseline; of a slanted one the direction is known, the angle is not.
fn glyph(out: &mut String, glyph: &Glyph) -> fmt::Result {
    let class = match glyph {
        Glyph { ch: '\u{FFFD}', .. } => "glyph unreadable",
        Glyph { hidden: true, .. } => "glyph hidden",
        _ => "glyph",
    };
    rect(out, class, &glyph.rect, "")?;
    if glyph.ch.is_whitespace() {
        return Ok(());
    }
    let (x, y, turn) = match glyph.direction {
        Direction::Right => (glyph.rect.x0, glyph.baseline, 0),
        Direction::Down => (glyph.baseline, glyph.rect.y0, 90),
        Direction::Left => (glyph.rect.x1, glyph.baseline, 180),
        Direction::Up => (glyph.baseline, glyph.rect.y1, -90),
        Direction::Slanted => (glyph.rect.x0, glyph.rect.y1, 0),
    };
    let (x, y, size) = (Points(x), Points(y), Points(glyph.size));
    write!(out, r#"<text x="{x}" y="{y}" font-size="{size}""#)?;
    if turn != 0 {
        write!(out, r#" transform="rotate({turn} {x} {y})""#)?;
    }
    writeln!(out, ">{}</text>", Xml(glyph.ch.encode_utf8(&mut [0; 4])))
}

/// The values of a table that stand on the page, what its rows cover there, and its name.
fn table(out: &mut String, table: &Table, page: u32) -> fmt::Result {
    let here = |place: &Place| place.rect.filter(|_| place.page == Some(page));
    let mut covered: Option<Rect> = None;
    for row in &table.rows {
        let values = row.values.iter().filter_map(|value| Some((value, here(&value.place)?)));
        for (value, place) in values.clone() {
            value_box(out, table, value, &place)?;
        }
        for place in values.map(|(_, place)| place).chain(here(&row.place)) {
            covered = Some(covered.map_or(place, |covered| covered.union(&place)));
        }
    }
    let Some(covered) = covered else { return Ok(()) };
    let id = table.table_id.as_deref().or(table.title.as_deref()).unwrap_or("unknown");
    let name = format!("table {} {id}", table.no);
    rect(out, "table", &covered, &name)?;
    let (x, y) = (Points(covered.x0), Points(covered.y0.saturating_sub(LABEL_GAP)));
    writeln!(out, r#"<text class="label" x="{x}" y="{y}">{}</text>"#, Xml(&name))
}

/// Between the outline of a table and its name.
const LABEL_GAP: Length = 200;

fn value_box(out: &mut String, table: &Table, value: &Value, place: &Rect) -> fmt::Result {
    let class = if value.placed_by == PlacedBy::Order { "unproved" } else { "value" };
    let column = table.columns.get(value.column);
    let name = column.map_or("?", |column| column.column_id.as_deref().unwrap_or(&column.label));
    rect(out, class, place, &format!("table {}: {name} = {}", table.no, value.printed))
}

/// Text for XML 1.0: what means markup is written as a reference, what XML cannot hold at all is U+FFFD.
struct Xml<'a>(&'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|ch| match ch {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '\u{FFFE}' | '\u{FFFF}' => f.write_char('\u{FFFD}'),
            ch if ch.is_control() && !ch.is_whitespace() => f.write_char('\u{FFFD}'),
            ch => f.write_char(ch),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Notes;
    use crate::layout::{edges, lay_out};
    use crate::model::{Column, Kind, Row};
    use crate::pdf::Ruling;

    fn glyph(ch: char, x: Length, y: Length, direction: Direction) -> Glyph {
        let rect = Rect { x0: x, y0: y, x1: x + 1000, y1: y + 1000 };
        let baseline = if direction == Direction::Up { x + 800 } else { y + 800 };
        Glyph { ch, rect, baseline, size: 1000, direction, hidden: ch == '>' }
    }

    /// Two cells with a character each, the upper border drawn in two strokes; below them turned and lost characters.
    fn page() -> Page {
        let strokes = [
            (1000, 1000, 3000, 1000),
            (3000, 1000, 5000, 1000),
            (1000, 3000, 5000, 3050),
            (1000, 1000, 1000, 3000),
            (3000, 1000, 3000, 3000),
            (5000, 1000, 5000, 3000),
        ];
        let rulings = strokes.map(|(x0, y0, x1, y1)| Ruling { rect: Rect::spanning(x0, y0, x1, y1) });
        let glyphs = vec![
            glyph('<', 1500, 1500, Direction::Right),
            glyph('5', 3500, 1500, Direction::Right),
            glyph('上', 1500, 4000, Direction::Up),
            glyph('>', 3000, 4000, Direction::Right),
            glyph('\u{FFFD}', 4000, 4000, Direction::Slanted),
        ];
        let images = vec![Rect::spanning(0, 5500, 2000, 6000)];
        Page { number: 2, width: 6000, height: 6000, glyphs, rulings: rulings.into(), images }
    }

    fn table() -> Table {
        let value = Value {
            column: 0,
            printed: "5".into(),
            kind: Kind::Amount,
            number: Some(5.into()),
            placed_by: PlacedBy::Order,
            place: Place { page: Some(2), rect: Some(Rect::spanning(3500, 1500, 4500, 2500)), line: None },
        };
        let place = Place { page: Some(2), rect: Some(Rect::spanning(1500, 1500, 4500, 2500)), line: None };
        let elsewhere = Row { place: Place { page: Some(1), ..place }, ..Row::default() };
        Table {
            no: 7,
            title: Some("收入&支出".into()),
            columns: vec![Column { no: 1, label: "合计".into(), ..Column::default() }],
            rows: vec![Row { values: vec![value], place, ..Row::default() }, elsewhere],
            ..Table::default()
        }
    }

    const EXPECT: &str = r#"<rect class="page" x="0.00" y="0.00" width="60.00" height="60.00"><title>page 2</title></rect>
<rect class="image" x="0.00" y="55.00" width="20.00" height="5.00"><title>image</title></rect>
<g id="grids">
<rect class="cell" x="10.00" y="10.00" width="20.00" height="20.25"><title>grid 1, row 0, column 0</title></rect>
<rect class="cell" x="30.00" y="10.00" width="20.00" height="20.25"><title>grid 1, row 0, column 1</title></rect>
</g>
<g id="rulings">
<path class="ruling" d="M10.00 10.00H30.00V10.00H10.00Z"/>
<path class="ruling" d="M30.00 10.00H50.00V10.00H30.00Z"/>
<path class="ruling" d="M10.00 30.00H50.00V30.50H10.00Z"/>
<path class="ruling" d="M10.00 10.00H10.00V30.00H10.00Z"/>
<path class="ruling" d="M30.00 10.00H30.00V30.00H30.00Z"/>
<path class="ruling" d="M50.00 10.00H50.00V30.00H50.00Z"/>
</g>
<g id="edges">
<line class="edge" x1="10.00" y1="10.00" x2="50.00" y2="10.00"/>
<line class="edge" x1="10.00" y1="30.25" x2="50.00" y2="30.25"/>
<line class="edge" x1="10.00" y1="10.00" x2="10.00" y2="30.00"/>
<line class="edge" x1="30.00" y1="10.00" x2="30.00" y2="30.00"/>
<line class="edge" x1="50.00" y1="10.00" x2="50.00" y2="30.00"/>
</g>
<g id="glyphs">
<rect class="glyph" x="15.00" y="15.00" width="10.00" height="10.00"/>
<text x="15.00" y="23.00" font-size="10.00">&lt;</text>
<rect class="glyph" x="35.00" y="15.00" width="10.00" height="10.00"/>
<text x="35.00" y="23.00" font-size="10.00">5</text>
<rect class="glyph" x="15.00" y="40.00" width="10.00" height="10.00"/>
<text x="23.00" y="50.00" font-size="10.00" transform="rotate(-90 23.00 50.00)">上</text>
<rect class="glyph hidden" x="30.00" y="40.00" width="10.00" height="10.00"/>
<text x="30.00" y="48.00" font-size="10.00">&gt;</text>
<rect class="glyph unreadable" x="40.00" y="40.00" width="10.00" height="10.00"/>
<text x="40.00" y="50.00" font-size="10.00">�</text>
</g>
<g id="tables">
<rect class="unproved" x="35.00" y="15.00" width="10.00" height="10.00"><title>table 7: 合计 = 5</title></rect>
<rect class="table" x="15.00" y="15.00" width="30.00" height="10.00"><title>table 7 收入&amp;支出</title></rect>
<text class="label" x="15.00" y="13.00">table 7 收入&amp;支出</text>
</g>
</svg>
"#;

    #[test]
    fn a_page_is_drawn_as_it_was_seen() {
        let (page, notes) = (page(), &mut Notes::default());
        let seen = Seen {
            page: &page,
            edges: &edges(&page, notes),
            sheet: &lay_out(&page, notes),
            tables: &[table(), Table::default()],
        };
        let drawn = svg(&seen);
        let (head, body) = drawn.split_once("</style>\n").unwrap_or_default();
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="60.00pt" height="60.00pt" viewBox="0 0 60.00 60.00">"#;
        assert_eq!(head, format!("{svg}\n<style>\n{STYLE}"));
        assert_eq!(body, EXPECT);
    }

    #[test]
    fn no_text_breaks_the_markup() {
        assert_eq!(Xml("a<b & c>\u{1}\u{FFFE}\t").to_string(), "a&lt;b &amp; c&gt;\u{FFFD}\u{FFFD}\t");
    }
}
