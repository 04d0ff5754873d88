//! The last source of characters: the embedded font program itself.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId};
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

/// Codes → characters of a simple font by its embedded program, where it has an encoding of its own.
pub(super) fn simple_encoding(objects: Objects, descriptor: &Dictionary) -> Option<[Option<char>; 256]> {
    if let Some(stream) = objects.stream(descriptor, b"FontFile") {
        return type1_encoding(&decode(stream, MOST_FONT_BYTES)?);
    }
    let stream =
        objects.stream(descriptor, b"FontFile2").or_else(|| objects.stream(descriptor, b"FontFile3"))?;
    let bytes = decode(stream, MOST_FONT_BYTES)?;
    let Ok(font) = FontRef::new(&bytes) else { return cff_encoding(&bytes) };
    let glyphs = chars_by_glyph(&font);
    let cmap = font.cmap().ok()?;
    let mut table = [None; 256];
    for record in cmap.encoding_records() {
        let Ok(subtable) = record.subtable(cmap.offset_data()) else { continue };
        // 9.6.6.4: (3, 0) holds the codes at 0xF000 (or as they are), (1, 0) as they are.
        let bases: &[u32] = match (record.platform_id(), record.encoding_id()) {
            (PlatformId::Windows, 0) => &[0xF000, 0],
            (PlatformId::Macintosh, 0) => &[0],
            _ => continue,
        };
        for (code, slot) in (0u32..).zip(&mut table) {
            let glyph = bases.iter().find_map(|base| subtable.map_codepoint(base + code));
            let char = glyph.and_then(|glyph| glyphs.get(&u16::try_from(glyph.to_u32()).ok()?));
            *slot = slot.or(char.copied());
        }
    }
    table.iter().any(Option::is_some).then_some(table)
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
}
