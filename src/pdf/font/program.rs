//! The last source of characters: the embedded font program itself.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};
use skrifa::prelude::{LocationRef, Size};
use skrifa::raw::TableProvider;
use skrifa::raw::ps::cff::CffFontRef;
use skrifa::raw::tables::cmap::PlatformId;
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::super::lexer::{Lexer, Token};
use super::super::object::{Objects, decode};
use super::MOST_FONT_BYTES;
use super::cmap::CharMap;
use super::encoding::{Encoding, glyph_char};

/// Where the program of a CID font is, for when it is needed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Embedded {
    file: Option<ObjectId>,
    cid_to_gid: Option<ObjectId>,
}

impl Embedded {
    /// The program of a CID font dictionary.
    pub(super) fn of(objects: Objects, font: &Dictionary) -> Embedded {
        let reference =
            |dictionary: &Dictionary, key: &[u8]| dictionary.get(key).and_then(Object::as_reference).ok();
        let descriptor = objects.dictionary(font, b"FontDescriptor");
        Embedded {
            file: descriptor.and_then(|descriptor| {
                reference(descriptor, b"FontFile2").or_else(|| reference(descriptor, b"FontFile3"))
            }),
            cid_to_gid: reference(font, b"CIDToGIDMap"),
        }
    }

    /// CID → character by turning the program's own `cmap` (or glyph names) around.
    pub(super) fn chars_by_cid(&self, objects: Objects) -> Option<CharMap> {
        let bytes = stream_bytes(objects, self.file?)?;
        let glyphs = match FontRef::new(&bytes) {
            Ok(font) => chars_by_glyph(&font),
            Err(_) => chars_by_named_glyph(&CffFontRef::new(&bytes, 0, None).ok()?),
        };
        let mut chars = CharMap::new();
        match self.cid_to_gid.and_then(|id| stream_bytes(objects, id)) {
            Some(map) => {
                for (cid, pair) in (0..=u16::MAX).zip(map.chunks_exact(2)) {
                    if let Some(&ch) = glyphs.get(&u16::from_be_bytes([pair[0], pair[1]])) {
                        chars.set_char(cid, ch);
                    }
                }
            }
            None => glyphs.iter().for_each(|(&gid, &ch)| chars.set_char(gid, ch)),
        }
        Some(chars)
    }
}

fn stream_bytes(objects: Objects, id: ObjectId) -> Option<Vec<u8>> {
    decode(objects.document.get_object(id).ok()?.as_stream().ok()?, MOST_FONT_BYTES)
}

/// Glyph → character. Of several characters of a glyph the plainest counts: 一 rather than ⼀, a space rather than U+00A0.
fn chars_by_glyph(font: &FontRef) -> BTreeMap<u16, char> {
    let mut chars = BTreeMap::<u16, char>::new();
    let charmap = font.charmap();
    for (code, glyph) in charmap.mappings().take(MOST_MAPPINGS) {
        // A symbol font's cmap counts its glyphs in the private use area; it says nothing about characters.
        let Some(ch) = char::from_u32(code).filter(|_| !charmap.is_symbol()) else { continue };
        let Ok(glyph) = u16::try_from(glyph.to_u32()) else { continue };
        let known = chars.entry(glyph).or_insert(ch);
        if rank(ch) < rank(*known) {
            *known = ch;
        }
    }
    if chars.is_empty() {
        for (glyph, name) in
            font.glyph_names().iter().take(MOST_MAPPINGS).filter(|(_, name)| !name.is_synthesized())
        {
            if let (Ok(glyph), Some(ch)) =
                (u16::try_from(glyph.to_u32()), glyph_char(name.as_str().as_bytes()))
                && !matches!(ch, '\u{E000}'..='\u{F8FF}')
            {
                chars.insert(glyph, ch);
            }
        }
    }
    chars
}

/// Glyph → character by the glyph names of a bare CFF program; in one whose glyphs are numbered by CID there are none.
fn chars_by_named_glyph(font: &CffFontRef) -> BTreeMap<u16, char> {
    let last = u16::try_from(font.num_glyphs()).unwrap_or(u16::MAX);
    (0..last).filter_map(|glyph| Some((glyph, named_glyph_char(font, GlyphId::from(glyph))?))).collect()
}

fn named_glyph_char(font: &CffFontRef, glyph: GlyphId) -> Option<char> {
    if font.is_cid() {
        return None;
    }
    glyph_char(font.string(font.charset()?.string_id(glyph)?)?)
}

/// The encoding that a bare CFF program (`FontFile3`, Type1C) brings along.
fn cff_encoding(bytes: &[u8]) -> Option<[Option<char>; 256]> {
    let font = CffFontRef::new(bytes, 0, None).ok()?;
    let encoding = font.encoding()?;
    let mut table = [None; 256];
    for (code, slot) in (0..=u8::MAX).zip(&mut table) {
        *slot = encoding.map(code).and_then(|glyph| named_glyph_char(&font, glyph));
    }
    table.iter().any(Option::is_some).then_some(table)
}

/// Mappings of one program that are read.
const MOST_MAPPINGS: usize = 1 << 18;

/// Orders the characters of one glyph: compatibility and private ones last.
fn rank(ch: char) -> (bool, char) {
    let odd =
        matches!(u32::from(ch), 0x2E80..=0x2FDF | 0xE000..=0xFAFF | 0xFE30..=0xFFEF | 0x2F800..=0x2FA1F);
    (odd, ch)
}

/// What the program embedded in a simple font says of its codes.
pub(super) struct BuiltIn {
    /// Codes → characters.
    pub(super) table: [Option<char>; 256],
    /// Concluded from where the glyphs stand: nothing in the file names them.
    pub(super) by_position: bool,
}

/// Codes → characters of a simple font by its embedded program, where it has an encoding of its own.
pub(super) fn simple_encoding(objects: Objects, descriptor: &Dictionary) -> Option<BuiltIn> {
    let named = |table| BuiltIn { table, by_position: false };
    if let Some(stream) = objects.stream(descriptor, b"FontFile") {
        return type1_encoding(&decode(stream, MOST_FONT_BYTES)?).map(named);
    }
    let stream =
        objects.stream(descriptor, b"FontFile2").or_else(|| objects.stream(descriptor, b"FontFile3"))?;
    let bytes = decode(stream, MOST_FONT_BYTES)?;
    let Ok(font) = FontRef::new(&bytes) else { return cff_encoding(&bytes).map(named) };
    let glyphs = glyphs_by_code(&font)?;
    let chars = chars_by_glyph(&font);
    let table = glyphs.map(|glyph| chars.get(&u16::try_from(glyph?.to_u32()).ok()?).copied());
    if table.iter().any(Option::is_some) {
        return Some(named(table));
    }
    let table = ascii_by_position(&font, &glyphs)?;
    Some(BuiltIn { table, by_position: true })
}

/// The glyph of each code by the font's own `cmap` (9.6.6.4): (3, 0) holds the codes at 0xF000 (or as they are), (1, 0) as
/// they are.
fn glyphs_by_code(font: &FontRef) -> Option<[Option<GlyphId>; 256]> {
    let cmap = font.cmap().ok()?;
    let mut glyphs = [None; 256];
    for record in cmap.encoding_records() {
        let Ok(subtable) = record.subtable(cmap.offset_data()) else { continue };
        let bases: &[u32] = match (record.platform_id(), record.encoding_id()) {
            (PlatformId::Windows, 0) => &[0xF000, 0],
            (PlatformId::Macintosh, 0) => &[0],
            _ => continue,
        };
        for (code, slot) in (0u32..).zip(&mut glyphs) {
            let glyph = bases.iter().find_map(|base| subtable.map_codepoint(base + code));
            *slot = slot.or(glyph.filter(|glyph| *glyph != GlyphId::NOTDEF));
        }
    }
    Some(glyphs)
}

/// ASCII, where the glyphs of a nameless subset stand at the codes they always had: Ghostscript keeps `32 44 46 48 …` and drops
/// every name. A subset that was numbered anew is one run of codes (some producers leave out the brackets and the backslash,
/// which strings must escape); it has gaps elsewhere only by keeping its codes. A blank glyph at the code of the space says the
/// same.
fn ascii_by_position(font: &FontRef, glyphs: &[Option<GlyphId>; 256]) -> Option<[Option<char>; 256]> {
    let at = |code: usize| glyphs.get(code).copied().flatten();
    let codes: Vec<usize> = (0x20..0x7F).filter(|&code| at(code).is_some()).collect();
    let (first, last) = (*codes.first()?, *codes.last()?);
    let has_gap = (first..last).any(|code| at(code).is_none() && ![0x28, 0x29, 0x5C].contains(&code));
    let blank_space = at(0x20).is_some_and(|glyph| is_blank(font, glyph));
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let mut digits = (0x30..0x3A).filter_map(at).map(|glyph| metrics.advance_width(glyph));
    let width = digits.next();
    let even = width.is_none_or(|width| digits.all(|other| other == width));
    (even && (has_gap || blank_space))
        .then(|| std::array::from_fn(|code| codes.contains(&code).then_some(char::from(code as u8))))
}

/// Whether a TrueType glyph draws nothing.
fn is_blank(font: &FontRef, glyph: GlyphId) -> bool {
    let outline = font.loca(None).and_then(|loca| Ok(loca.get_glyf(glyph, &font.glyf()?)?.is_some()));
    outline == Ok(false)
}

/// The `/Encoding` of a Type 1 program: `StandardEncoding def`, or `dup 65 /A put` for each code.
fn type1_encoding(bytes: &[u8]) -> Option<[Option<char>; 256]> {
    let clear = bytes.windows(5).position(|window| window == b"eexec").map_or(bytes, |end| &bytes[..end]);
    let mut lexer = Lexer::new(clear);
    lexer.find(|token| *token == Token::Name(b"Encoding"))?;
    let mut table = [None; 256];
    while let Some(token) = lexer.next() {
        match token {
            Token::Keyword(b"StandardEncoding") => return Some(Encoding::Standard.table()),
            Token::Keyword(b"dup") => {
                if let (Some(Token::Number(code)), Some(Token::Name(name))) = (lexer.next(), lexer.next())
                    && let Some(slot) = table.get_mut(code as usize)
                {
                    *slot = glyph_char(name);
                }
            }
            Token::Keyword(b"def" | b"readonly") => break,
            _ => {}
        }
    }
    table.iter().any(Option::is_some).then_some(table)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used, reason = "a test may stop at what it did not expect")]

    use super::*;
    use crate::pdf::lexer::unhex;

    /// A CFF program of three glyphs, `three` at code 1, `uni4E00` at 2 and `A` at 65, as fontTools writes it.
    const PROGRAM: &str = "010004010001010102540001010111c0028b8b949405b80fbf108bec12c4110001010108756e69344530300000\
        0000140187002200030102410004010109111921f8888b169494060ef8888b169494060ef8888b169494060ef8888b169494060e";

    #[test]
    fn a_bare_cff_program_says_what_its_codes_are() {
        let mut bytes = Vec::new();
        unhex(PROGRAM.as_bytes(), &mut bytes);
        let table = cff_encoding(&bytes).unwrap_or([None; 256]);
        let known: Vec<(usize, char)> =
            table.iter().enumerate().filter_map(|(code, ch)| Some((code, (*ch)?))).collect();
        assert_eq!(known, [(1, '3'), (2, '一'), (65, 'A')]);
        let glyphs = chars_by_named_glyph(&CffFontRef::new(&bytes, 0, None).expect("the program opens"));
        assert_eq!(glyphs.into_iter().collect::<Vec<_>>(), [(1, '3'), (2, '一'), (3, 'A')]);
        assert_eq!(cff_encoding(&bytes[..20]), None);
    }

    /// A TrueType program without glyph names whose symbol `cmap` has glyphs 1, 2, 3 at F02C, F02E, F031, as Ghostscript
    /// writes the digits of a table.
    const NAMELESS: &str = "000100000007004000020030636d6170f043e0a60000014c0000003c676c79663f39aee10000007c0000003c686561645f1f40e9000000e4\
        0000003668686561000a03e10000012800000024686d747801f400000000011c0000000a6c6f636100280014000000d80000000a6d617870\
        00060005000000b8000000200001000000000009000900020000313715090909000100000000000900090002000031371509090900010000\
        00000009000900020000313715090909000100000004000300010000000000020000000000000000000000000000000000000000000a0014\
        001e00000001000000010000b22f0d0c5f0f3cf5000303e80000000000000000000000000000000000000000000900090000000300020000\
        0000000001f4000000000000000000000001000000000000000001f4000001eb000900010000000000000000000000000000000100000001\
        000300000000000c0004003000000008000800020000f02cf02ef031ffff0000f02cf02ef031ffff0fd50fd40fd200010000000000000000";

    #[test]
    fn nameless_glyphs_that_kept_their_codes_are_ascii() {
        let mut bytes = Vec::new();
        unhex(NAMELESS.as_bytes(), &mut bytes);
        let font = FontRef::new(&bytes).expect("the program opens");
        let codes = |glyphs: [Option<GlyphId>; 256]| {
            let chars = ascii_by_position(&font, &glyphs)?;
            Some(chars.into_iter().flatten().collect::<String>())
        };
        assert_eq!(codes(glyphs_by_code(&font).expect("it has a cmap")), Some(",.1".to_owned()));
        let at = |codes: [usize; 3]| {
            let mut glyphs = [None; 256];
            (1..).zip(codes).for_each(|(glyph, code)| glyphs[code] = Some(GlyphId::new(glyph)));
            glyphs
        };
        assert_eq!(codes(at([0x21, 0x22, 0x23])), None, "numbered anew");
        assert_eq!(codes(at([0x27, 0x2A, 0x2B])), None, "numbered anew, without brackets");
        assert_eq!(codes(at([0x01, 0x02, 0x03])), None, "no ASCII at all");
    }
}
