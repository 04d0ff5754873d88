//! Pages of marks → the bytes of a PDF, the same bytes every time: no dates, no ids, objects in order.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::font;
use super::page::{Mark, Page, Rule, Text};
use super::source::{Bold, Encoding, Rules, Show, Style, Turn};

/// Writes a file.
pub(crate) fn write(style: &Style, pages: &[Page]) -> Vec<u8> {
    let mut document = Document::with_version("1.4");
    let tree = document.new_object_id();
    let font = add_font(&mut document, style.encoding, &used(pages));
    let mut kids = Vec::new();
    for page in pages {
        kids.push(Object::Reference(add_page(&mut document, style, page, tree, font)));
    }
    let count = i64::try_from(kids.len()).expect("few pages");
    document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count });
    let root = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", root);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("writing to memory");
    bytes
}

fn used(pages: &[Page]) -> BTreeSet<char> {
    let marks = pages.iter().flat_map(|page| &page.marks);
    marks
        .filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.chars()) } else { None })
        .flatten()
        .collect()
}

fn add_font(document: &mut Document, encoding: Encoding, used: &BTreeSet<char>) -> ObjectId {
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => "STSong-Light", "Flags" => 6,
        "FontBBox" => vec![Object::from(-25), (-254).into(), 1000.into(), 880.into()],
        "ItalicAngle" => 0, "Ascent" => 880, "Descent" => -120, "CapHeight" => 880, "StemV" => 93,
    });
    // The half-width ASCII of Adobe-GB1: CIDs 1–95, and 814–908 as GBK-EUC-H has it.
    let widths = [1, 95, 500, 814, 908, 500].map(Object::from).to_vec();
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("GB1"),
            "Supplement" => 4,
        },
        "FontDescriptor" => descriptor, "DW" => 1000, "W" => widths,
    });
    let name = match encoding {
        Encoding::Unicode => "UniGB-UCS2-H",
        Encoding::Identity => "Identity-H",
        Encoding::Gbk => "GBK-EUC-H",
    };
    let mut font = dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => format!("STSong-Light-{name}"),
        "Encoding" => name, "DescendantFonts" => vec![Object::Reference(descendant)],
    };
    if encoding == Encoding::Identity {
        font.set("ToUnicode", add_stream(document, font::to_unicode(used)));
    }
    document.add_object(font)
}

fn add_stream(document: &mut Document, content: Vec<u8>) -> ObjectId {
    let mut stream = Stream::new(Dictionary::new(), content);
    stream.compress().expect("compressing in memory");
    document.add_object(stream)
}

fn add_page(document: &mut Document, style: &Style, page: &Page, tree: ObjectId, font: ObjectId) -> ObjectId {
    let content = add_stream(document, content(style, page).into_bytes());
    let (width, height) = if page.turn == Turn::Landscape { (842, 595) } else { (595, 842) };
    let mut dictionary = dictionary! {
        "Type" => "Page", "Parent" => tree, "Contents" => content,
        "MediaBox" => [0, 0, width, height].map(Object::from).to_vec(),
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    };
    if page.turn == Turn::Rotated {
        dictionary.set("Rotate", 90);
    }
    document.add_object(dictionary)
}

fn content(style: &Style, page: &Page) -> String {
    let mut out = String::from("q\n");
    let height = if page.turn == Turn::Portrait { 842.0 } else { 595.0 };
    if page.turn == Turn::Rotated {
        // The page is shown turned clockwise, so its content stands turned the other way (ISO 32000-1, 8.3.3).
        out.push_str("0 1 -1 0 595 0 cm\n");
    }
    out.push_str("0.5 w\n");
    for mark in &page.marks {
        match mark {
            Mark::Text(text) => show(&mut out, style, text, height),
            Mark::Rule(rule) => draw(&mut out, style.rules, rule, height),
        }
    }
    out.push_str("Q\n");
    out
}

fn draw(out: &mut String, rules: Rules, rule: &Rule, height: f32) {
    match *rule {
        Rule::Box { x0, y0, x1, y1 } => {
            let _ = writeln!(out, "{x0:.2} {:.2} {:.2} {:.2} re S", height - y1, x1 - x0, y1 - y0);
        }
        Rule::Line { x0, y0, x1, y1 } if rules == Rules::Fills => {
            let (wide, high) = ((x1 - x0).max(0.5), (y1 - y0).max(0.5));
            let _ = writeln!(out, "{x0:.2} {:.2} {wide:.2} {high:.2} re f", height - y0 - high);
        }
        Rule::Line { x0, y0, x1, y1 } => {
            let _ = writeln!(out, "{x0:.2} {:.2} m {x1:.2} {:.2} l S", height - y0, height - y1);
        }
    }
}

fn show(out: &mut String, style: &Style, text: &Text, height: f32) {
    let y = height - text.y;
    let (size, x) = (text.size, text.x);
    let string = string(style, text);
    let _ = match (text.bold, style.bold) {
        (false, _) => writeln!(out, "BT /F1 {size} Tf {x:.2} {y:.2} Td {string} ET"),
        (true, Bold::Stroke) => writeln!(out, "BT 2 Tr /F1 {size} Tf {x:.2} {y:.2} Td {string} 0 Tr ET"),
        (true, Bold::Twice) => writeln!(
            out,
            "BT /F1 {size} Tf {x:.2} {y:.2} Td {string} ET\nBT /F1 {size} Tf {:.2} {y:.2} Td {string} ET",
            x + 0.3
        ),
    };
}

fn string(style: &Style, text: &Text) -> String {
    let hex = |part: &str| {
        let bytes = part.chars().flat_map(|c| font::encode(style.encoding, c));
        bytes.fold(String::new(), |hex, byte| hex + &format!("{byte:02X}"))
    };
    match style.show {
        Show::Lines => format!("<{}> Tj", hex(&text.text)),
        Show::Pieces => format!(
            "[{}] TJ",
            pieces(&text.text).iter().map(|p| format!("<{}> 3 ", hex(p))).collect::<String>()
        ),
        Show::Glyphs => glyphs(text, hex),
    }
}

/// Pieces of a few characters, as word processors cut a line.
fn pieces(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(5).map(|piece| piece.iter().collect()).collect()
}

fn glyphs(text: &Text, hex: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for c in text.text.chars() {
        let _ = write!(out, "<{}> Tj {:.2} 0 Td ", hex(&c.to_string()), font::width(c) * text.size);
    }
    out
}
