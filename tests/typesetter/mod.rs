//! A small typesetter: sets a disclosure from a readable source as a PDF, and knows the truth it sets.
//!
//! In: the text of a `samples/*/*.source` file. Out: the bytes of a PDF (the same bytes every time) and, for each
//! table, the facts printed in it; from a `*.truth` file, which says what a text holds, only these. It shares no code with the extractor, so that neither can hide the other's faults;
//! only the CMaps come from the same crate.
//!
//! ```text
//! @encoding unicode | identity | cid | gbk   UniGB-UCS2-H, Identity-H with ToUnicode or without, GBK-EUC-H
//! @latin                                  figures in a Latin face of one byte a character
//! @rules strokes | fills | boxes          `m l S`, thin `re f`, one `re S` a cell
//! @rules open | horizontal | none         strokes without the outer verticals, no verticals, nothing
//! @show lines | pieces | glyphs | cuts    one Tj a line, TJ with kerning, one Tj a character, a text object every few characters
//! @bold twice | stroke                    drawn twice with a small offset, or render mode 2
//! @size 9                                 of the letters in tables
//! @align right | centre                   figures in their cells
//! @heavy                                  rows of totals are bold
//! @footer - {} -                          the page number, from page 2
//!
//! = 云州市青石区文化和旅游局                  a centred line of the cover
//! # 第二部分                               a chapter, centred
//! ## 一、收支预算总体情况                    a section
//! > 注：…                                  a small note
//! a line of prose                          a paragraph, indented
//! @page [landscape | rotated]              a new page; `rotated` is a portrait page with /Rotate 90
//! @scan                                    a page that is nothing but an image
//! @space 120                               a gap in points
//! @entry 1 .# 一、收支总表                   a line of the contents: depth, leader (`-` none), `#` for the page number
//! // a remark, not printed
//!
//! @table general_public                    a table; the rest up to a blank line belongs to it
//! @number 表5
//! @title 一般公共预算支出表
//! @left 编制单位：…                         to the left of the unit
//! @unit 万元
//! @rules boxes                             where it is ruled otherwise than the rest
//! @once                                    do not repeat the header on the next page
//! | 科目编码 | < | 科目名称 | 合计 |           header rows: `<` joins the cell to its left, `^` the one above
//! | 类 | 款 | ^ | ^ |
//! |= code 30 | code 30 | name 150 | total 80 |   what each column holds, and its share of the width
//! | 201 | 01 | 行政运行 | 1.00 |               rows; `<` and `^` as above
//! ```
//!
//! A column holds `code`, `name`, `project_name`, `-` (words of no account) or a canonical column id; `?label` stands for
//! a column without one. `income:` and `expenditure:` before it give the side. A `code` or `name` after a value
//! begins another panel of the same row. `@table card` sets a performance card, which is no table of the output.

mod font;
mod page;
mod pdf;
mod source;
mod table;
mod truth;
mod web;

pub(crate) use font::Glyphs;
#[allow(unused_imports, reason = "for who puts a font into the file")]
pub(crate) use font::Subset;
pub(crate) use truth::{Fact, TableTruth};
#[allow(unused_imports, reason = "for who lets another program print a source")]
pub(crate) use web::html;

use font::Face;
use source::Block;

/// A set disclosure.
pub(crate) struct Disclosure {
    /// The file.
    pub pdf: Vec<u8>,
    /// What its tables say, in order.
    pub tables: Vec<TableTruth>,
    /// Its list of contents: each entry with the page it prints.
    #[allow(dead_code, reason = "for who asks what the contents list")]
    pub contents: Vec<(String, Option<u32>)>,
}

/// The id of a performance card.
const CARD: &str = "card";

/// Sets `source`; panics with the line where the source is wrong, since it is ours. No font is put into the file.
pub(crate) fn typeset(source: &str) -> Disclosure {
    typeset_in(source, None)
}

/// Sets `source` with a font in the file, if there is one.
pub(crate) fn typeset_in(source: &str, glyphs: Option<&dyn Glyphs>) -> Disclosure {
    let source = source::parse(source);
    let face = Face { glyphs, latin: source.style.latin };
    let (pages, mut tables, contents) = page::set(&source, face);
    tables.retain(|table| table.id != CARD);
    Disclosure { pdf: pdf::write(&source.style, face, &pages), tables, contents }
}

/// What the tables of `source` say, without setting them; no page is known.
pub(crate) fn truth(source: &str) -> Vec<TableTruth> {
    let blocks = source::parse(source).blocks;
    let tables =
        blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    tables
        .filter(|table| table.id != CARD)
        .map(|table| truth::of_table(table, &vec![0; table.rows.len()], 0))
        .collect()
}
