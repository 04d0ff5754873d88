//! Pages of marks → the bytes of a PDF, the same bytes every time: no dates, no ids, objects in order.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::font::{Codes, Face, Subset, is_latin, latin_width};
use super::page::{Mark, Page, Rule, Text};
use super::source::{Bold, Encoding, Rules, Show, Style, Turn};

/// What the pages of a file have in common.
struct File<'a> {
    style: &'a Style,
    face: Face<'a>,
    codes: Codes,
    used: BTreeSet<char>,
}

/// Writes a file.
pub(crate) fn write(style: &Style, face: Face, pages: &[Page]) -> Vec<u8> {
    let used = used(pages);
    let codes = Codes::new(style.encoding, &face, &used);
    let file = File { style, face, codes, used };
    let mut document = Document::with_version("1.4");
    let tree = document.new_object_id();
    let mut fonts = dictionary! { "F1" => file.add_font(&mut document) };
    if style.latin {
        fonts.set("F2", document.add_object(latin_font()));
    }
    let mut kids = Vec::new();
    for page in pages {
        kids.push(Object::Reference(file.add_page(&mut document, page, tree, &fonts)));
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

fn add_stream(document: &mut Document, dictionary: Dictionary, content: Vec<u8>) -> ObjectId {
    let mut stream = Stream::new(dictionary, content);
    stream.compress().expect("compressing in memory");
    document.add_object(stream)
}

/// Times New Roman for figures, which every viewer has.
fn latin_font() -> Dictionary {
    #[allow(clippy::cast_possible_truncation, reason = "a thousand at most")]
    let widths = (32..=126u8).map(|c| Object::from((latin_width(char::from(c)) * 1000.0).round() as i64));
    dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "TimesNewRomanPSMT", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 32, "LastChar" => 126, "Widths" => widths.collect::<Vec<_>>(),
    }
}

impl File<'_> {
    fn add_font(&self, document: &mut Document) -> ObjectId {
        let descendant = match &self.codes.subset {
            Some(subset) => self.embedded(document, subset),
            None => named(document),
        };
        let base = match self.face.glyphs {
            Some(glyphs) => glyphs.name(),
            None => "STSong-Light",
        };
        let name = match self.style.encoding {
            Encoding::Unicode => "UniGB-UCS2-H",
            Encoding::Identity | Encoding::Cid => "Identity-H",
            Encoding::Gbk => "GBK-EUC-H",
        };
        let mut font = dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => format!("{base}-{name}"),
            "Encoding" => name, "DescendantFonts" => vec![Object::Reference(descendant)],
        };
        if self.style.encoding == Encoding::Identity {
            font.set("ToUnicode", add_stream(document, Dictionary::new(), self.codes.to_unicode(&self.used)));
        }
        document.add_object(font)
    }

    /// A descendant font with its glyphs. Under a predefined CMap a stream says which glyph shows a CID.
    fn embedded(&self, document: &mut Document, subset: &Subset) -> ObjectId {
        let name = self.face.glyphs.map_or("", |glyphs| glyphs.name());
        let length = i64::try_from(subset.bytes.len()).expect("a small font");
        let file = add_stream(document, dictionary! { "Length1" => length }, subset.bytes.clone());
        let descriptor = document.add_object(dictionary! {
            "Type" => "FontDescriptor", "FontName" => name, "Flags" => 4,
            "FontBBox" => vec![Object::from(-100), (-250).into(), 1100.into(), 950.into()],
            "ItalicAngle" => 0, "Ascent" => 880, "Descent" => -120, "CapHeight" => 880, "StemV" => 80,
            "FontFile2" => file,
        });
        let ordering = if self.style.encoding == Encoding::Identity { "Identity" } else { "GB1" };
        let map = match self.style.encoding {
            Encoding::Identity => Object::Name(b"Identity".to_vec()),
            _ => add_stream(document, Dictionary::new(), self.glyph_of_cid(subset)).into(),
        };
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => name,
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal(ordering),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor, "DW" => 1000, "W" => self.widths(), "CIDToGIDMap" => map,
        })
    }

    fn glyph_of_cid(&self, subset: &Subset) -> Vec<u8> {
        let pairs: Vec<(usize, u16)> =
            self.used.iter().map(|&c| (self.codes.cid(c) as usize, subset.glyphs[&c])).collect();
        let last = pairs.iter().map(|(cid, _)| *cid).max().unwrap_or(0);
        let mut map = vec![0; 2 * (last + 1)];
        for (cid, glyph) in pairs {
            map[2 * cid..2 * cid + 2].copy_from_slice(&glyph.to_be_bytes());
        }
        map
    }

    /// The widths of the characters that are no em wide.
    fn widths(&self) -> Vec<Object> {
        let mut widths = Vec::new();
        for &c in &self.used {
            #[allow(clippy::cast_possible_truncation, reason = "a thousand at most")]
            let width = (self.face.glyphs.map_or(1.0, |glyphs| glyphs.width(c)) * 1000.0).round() as i64;
            if width != 1000 {
                widths.push(Object::from(i64::from(self.codes.cid(c))));
                widths.push(Object::Array(vec![width.into()]));
            }
        }
        widths
    }

    fn add_page(&self, document: &mut Document, page: &Page, tree: ObjectId, fonts: &Dictionary) -> ObjectId {
        let content = add_stream(document, Dictionary::new(), self.content(page).into_bytes());
        let (width, height) = if page.turn == Turn::Landscape { (842, 595) } else { (595, 842) };
        let mut resources = dictionary! { "Font" => fonts.clone() };
        if page.marks.iter().any(|mark| matches!(mark, Mark::Scan)) {
            resources.set("XObject", dictionary! { "Im1" => add_scan(document) });
        }
        let mut dictionary = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content,
            "MediaBox" => [0, 0, width, height].map(Object::from).to_vec(),
            "Resources" => resources,
        };
        if page.turn == Turn::Rotated {
            dictionary.set("Rotate", 90);
        }
        document.add_object(dictionary)
    }

    fn content(&self, page: &Page) -> String {
        let mut out = String::from("q\n");
        let height = if page.turn == Turn::Portrait { 842.0 } else { 595.0 };
        if page.turn == Turn::Rotated {
            // The page is shown turned clockwise, so its content stands turned the other way (ISO 32000-1, 8.3.3).
            out.push_str("0 1 -1 0 595 0 cm\n");
        }
        out.push_str("0.5 w\n");
        for mark in &page.marks {
            match mark {
                Mark::Text(text) => self.show(&mut out, text, height),
                Mark::Rule(rule) => draw(&mut out, self.style.rules, rule, height),
                Mark::Scan => out.push_str("595 0 0 842 0 0 cm /Im1 Do\n"),
            }
        }
        out.push_str("Q\n");
        out
    }

    fn show(&self, out: &mut String, text: &Text, height: f32) {
        let y = height - text.y;
        for (x, part) in self.objects(text) {
            let string = self.string(&part, text.size);
            let size = text.size;
            let _ = match (text.bold, self.style.bold) {
                (false, _) => writeln!(out, "BT /F1 {size} Tf {x:.2} {y:.2} Td {string} ET"),
                (true, Bold::Stroke) => {
                    writeln!(out, "BT 2 Tr /F1 {size} Tf {x:.2} {y:.2} Td {string} 0 Tr ET")
                }
                (true, Bold::Twice) => writeln!(
                    out,
                    "BT /F1 {size} Tf {x:.2} {y:.2} Td {string} ET\nBT /F1 {size} Tf {:.2} {y:.2} Td {string} ET",
                    x + 0.3
                ),
            };
        }
    }

    /// The text objects of a line and where each begins.
    fn objects(&self, text: &Text) -> Vec<(f32, String)> {
        if self.style.show != Show::Cuts {
            return vec![(text.x, text.text.clone())];
        }
        let mut x = text.x;
        let parts = pieces(&text.text, 3).into_iter().map(|part| {
            let begin = x;
            x += self.face.text_width(&part) * text.size;
            (begin, part)
        });
        parts.collect()
    }

    /// The operators that show a line; where figures have a face of their own, each run of them in it.
    fn string(&self, text: &str, size: f32) -> String {
        if !self.style.latin {
            return self.shown(text, size, |c| self.codes.encode(c));
        }
        let mut out = String::new();
        for run in runs(text) {
            let latin = run.starts_with(is_latin);
            let (font, encode): (_, &dyn Fn(char) -> Vec<u8>) =
                if latin { ("F2", &|c| vec![c as u8]) } else { ("F1", &|c| self.codes.encode(c)) };
            let _ = write!(out, "/{font} {size} Tf {} ", self.shown(&run, size, encode));
        }
        out
    }

    fn shown(&self, text: &str, size: f32, encode: impl Fn(char) -> Vec<u8>) -> String {
        let hex = |part: &str| {
            let bytes = part.chars().flat_map(&encode);
            bytes.fold(String::new(), |hex, byte| hex + &format!("{byte:02X}"))
        };
        match self.style.show {
            Show::Lines | Show::Cuts => format!("<{}> Tj", hex(text)),
            Show::Pieces => format!(
                "[{}] TJ",
                pieces(text, 5).iter().map(|p| format!("<{}> 3 ", hex(p))).collect::<String>()
            ),
            Show::Glyphs => text.chars().fold(String::new(), |mut out, c| {
                let _ = write!(out, "<{}> Tj {:.2} 0 Td ", hex(&c.to_string()), self.face.width(c) * size);
                out
            }),
        }
    }
}

/// A descendant font that is only named: the viewer has it.
fn named(document: &mut Document) -> ObjectId {
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => "STSong-Light", "Flags" => 6,
        "FontBBox" => vec![Object::from(-25), (-254).into(), 1000.into(), 880.into()],
        "ItalicAngle" => 0, "Ascent" => 880, "Descent" => -120, "CapHeight" => 880, "StemV" => 93,
    });
    // The half-width ASCII of Adobe-GB1: CIDs 1–95, and 814–908 and the space at 7716 as GBK-EUC-H has it.
    let widths = [1, 95, 500, 814, 908, 500, 7716, 7716, 500].map(Object::from).to_vec();
    document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("GB1"),
            "Supplement" => 4,
        },
        "FontDescriptor" => descriptor, "DW" => 1000, "W" => widths,
    })
}

/// A grey page with dark stripes for lines of text.
fn add_scan(document: &mut Document) -> ObjectId {
    let (width, height) = (60, 84);
    let row = |y: i64| (0..width).map(move |x| if y % 4 == 1 && x > 5 && x < 54 { 90 } else { 235 });
    let dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
    };
    add_stream(document, dictionary, (0..height).flat_map(row).collect())
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

/// Pieces of a few characters, as word processors cut a line.
fn pieces(text: &str, count: usize) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(count).map(|piece| piece.iter().collect()).collect()
}

/// Runs of figures and of other text.
fn runs(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    characters.chunk_by(|a, b| is_latin(*a) == is_latin(*b)).map(|run| run.iter().collect()).collect()
}
