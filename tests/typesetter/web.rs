//! A source → a page of HTML, for other programs to print: what they make of it is not ours.
//!
//! In: the text of a source. Out: HTML with the same words and tables, joined cells and all. Pages that are an image are
//! left out, and so is what only a typesetter knows: encodings, operators, fake bold.

use super::source::{Align, Block, Rules, Source, Style, TableSource, Turn, parse};
use super::table::{Cell, cells};

/// The HTML of `source`.
pub(crate) fn html(source: &str) -> String {
    let Source { style, blocks } = parse(source);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title></title>\n<style>\n{}</style>\n</head>\n<body>\n<div>\n",
        css(&style)
    );
    blocks.iter().for_each(|block| out.push_str(&self::block(block, &style)));
    out.push_str("</div>\n</body>\n</html>\n");
    out
}

fn css(style: &Style) -> String {
    let size = style.size;
    let align = if style.align == Align::Centre { "center" } else { "right" };
    format!(
        "@page {{ size: A4; margin: 20mm 18mm; }}\n@page wide {{ size: A4 landscape; }}\n.wide {{ page: wide; }}\n\
         body {{ font: 10.5pt 'WenQuanYi Zen Hei', sans-serif; margin: 0; }}\np {{ text-indent: 2em; margin: 3pt 0; }}\n\
         h1 {{ font-size: 16pt; text-align: center; }}\nh2 {{ font-size: 12pt; }}\n\
         .cover {{ text-align: center; text-indent: 0; font-size: 22pt; }}\n.note {{ font-size: 9pt; text-indent: 0; }}\n\
         .title {{ text-align: center; text-indent: 0; font-size: 14pt; }}\n.number {{ text-indent: 0; }}\n.break {{ font-size: 1pt; margin: 0; }}\n\
         table {{ border-collapse: collapse; width: 100%; font-size: {size}pt; }}\n.head td {{ padding: 0; }}\n\
         .money {{ text-align: {align}; }}\n.middle {{ text-align: center; }}\ntr {{ break-inside: avoid; }}\n"
    )
}

fn block(block: &Block, style: &Style) -> String {
    match block {
        Block::Cover(text) => format!("<p class=\"cover\">{}</p>\n", plain(text)),
        Block::Chapter(text) => format!("<h1>{}</h1>\n", plain(text)),
        Block::Section(text) => format!("<h2>{}</h2>\n", plain(text)),
        Block::Note(text) => format!("<p class=\"note\">{}</p>\n", plain(text)),
        Block::Prose(text) => format!("<p>{}</p>\n", plain(text)),
        Block::Space(points) => format!("<div style=\"height: {points}pt\"></div>\n"),
        Block::Page(turn) => {
            let class = if *turn == Turn::Portrait { "" } else { " class=\"wide\"" };
            // LibreOffice breaks pages before paragraphs alone.
            format!("</div>\n<div{class}>\n<p class=\"break\" style=\"page-break-before: always\"></p>\n")
        }
        Block::Scan => String::new(),
        Block::Entry(entry) => format!("<p>{}</p>\n", plain(&entry.text)),
        Block::Table(table) => self::table(table, style),
    }
}

fn table(table: &TableSource, style: &Style) -> String {
    let mut out = String::new();
    let line = |class: &str, text: &Option<String>| {
        text.as_ref().map_or(String::new(), |text| format!("<p class=\"{class}\">{}</p>\n", plain(text)))
    };
    out.push_str(&line("number", &table.number));
    out.push_str(&line("title", &table.title));
    let unit = table.unit.as_ref().map_or(String::new(), |unit| format!("单位：{unit}"));
    let left = table.left.as_deref().unwrap_or_default();
    out.push_str(&format!(
        "<table class=\"head\"><tr><td>{}</td><td class=\"money\">{}</td></tr></table>\n",
        plain(left),
        plain(&unit)
    ));
    let borders = match table.rules.unwrap_or(style.rules) {
        Rules::None => "border-width: 0",
        Rules::Horizontal => "border-width: 1px 0; border-style: solid",
        _ => "border: 1px solid black",
    };
    out.push_str("<table>\n");
    let shares: f32 = table.columns.iter().map(|column| column.width).sum();
    for column in &table.columns {
        out.push_str(&format!("<col style=\"width: {:.1}%\">\n", column.width / shares * 100.0));
    }
    let head = if table.once { 0 } else { table.header.len() };
    let rows = rows(table, borders);
    let (head, body) = rows.split_at(if joins(table, head) { 0 } else { head });
    if !head.is_empty() {
        out.push_str(&format!("<thead>\n{}</thead>\n", head.concat()));
    }
    out.push_str(&format!("<tbody>\n{}</tbody>\n</table>\n", body.concat()));
    out
}

/// Whether a cell reaches over the edge before this row.
fn joins(table: &TableSource, row: usize) -> bool {
    let next = table.header.iter().chain(&table.rows).nth(row);
    next.is_some_and(|cells| cells.iter().any(|cell| cell == "^"))
}

/// All rows, those of the header first.
fn rows(table: &TableSource, borders: &str) -> Vec<String> {
    let all: Vec<Vec<String>> = table.header.iter().chain(&table.rows).cloned().collect();
    let cells = cells(&all);
    let row = |at: usize| {
        let here = cells.iter().filter(|cell| cell.row == at);
        let words: String = here.map(|cell| self::cell(table, cell, borders)).collect();
        format!("<tr>{words}</tr>\n")
    };
    (0..all.len()).map(row).collect()
}

fn cell(table: &TableSource, cell: &Cell, borders: &str) -> String {
    let middle = cell.row < table.header.len() || cell.columns > 1;
    let class = match (middle, table.columns[cell.column].is_key()) {
        (true, _) => " class=\"middle\"",
        (false, true) => "",
        (false, false) => " class=\"money\"",
    };
    let span =
        |name: &str, count: usize| if count > 1 { format!(" {name}=\"{count}\"") } else { String::new() };
    let (down, across) = (span("rowspan", cell.rows), span("colspan", cell.columns));
    format!("<td{class}{down}{across} style=\"{borders}\">{}</td>", plain(cell.text))
}

/// Text in HTML.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
