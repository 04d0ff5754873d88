//! Simple fonts (Type 1, TrueType, Type 3): one byte is one code.

use lopdf::{Dictionary, Object};

use super::super::object::{Objects, as_dictionary, as_integer, as_number};
use super::cmap::CharMap;
use super::encoding::{Encoding, glyph_char};
use super::program::{self, BuiltIn};
use super::standard_widths::standard_widths;
use super::{Shown, to_unicode};

pub(super) struct Simple {
    /// Whether its characters were concluded from where the glyphs stand.
    pub(super) by_position: bool,
    chars: CharMap,
    /// In em.
    widths: [f32; 256],
}

impl Simple {
    pub(super) fn read(
        objects: Objects,
        dictionary: &Dictionary,
        descriptor: Option<&Dictionary>,
        name: &str,
    ) -> Simple {
        let encoding = read_encoding(objects, dictionary, descriptor, name);
        Simple {
            by_position: encoding.by_position && !dictionary.has(b"ToUnicode"),
            chars: read_chars(objects, dictionary, &encoding.table),
            widths: read_widths(objects, dictionary, descriptor, name),
        }
    }

    pub(super) fn show(&self, code: u32) -> Shown<'_> {
        let byte = (code & 0xFF) as u8;
        Shown {
            text: self.chars.get(code),
            width: f64::from(self.widths[usize::from(byte)]),
            cid: u16::from(byte),
        }
    }
}

/// ToUnicode over the encoding over the font program.
fn read_chars(objects: Objects, dictionary: &Dictionary, encoded: &[Option<char>; 256]) -> CharMap {
    let mut chars = to_unicode(objects, dictionary).unwrap_or_else(CharMap::new);
    for (code, &encoded) in (0u16..).zip(encoded) {
        if let Some(ch) = encoded
            && chars.get(u32::from(code)).is_none()
        {
            chars.set_char(code, ch);
        }
    }
    chars
}

/// Codes → characters by `/Encoding`, else by what the font itself says (9.6.6).
fn read_encoding(
    objects: Objects,
    dictionary: &Dictionary,
    descriptor: Option<&Dictionary>,
    name: &str,
) -> BuiltIn {
    let encoding = objects.get(dictionary, b"Encoding");
    let named = match encoding {
        Some(Object::Name(name)) => Encoding::named(name),
        Some(object) => as_dictionary(object)
            .and_then(|encoding| objects.name(encoding, b"BaseEncoding"))
            .and_then(Encoding::named),
        None => None,
    };
    let is_type3 = objects.name(dictionary, b"Subtype") == Some(b"Type3");
    let certain = |table| BuiltIn { table, by_position: false };
    let BuiltIn { mut table, by_position } = match named {
        Some(encoding) => certain(encoding.table()),
        None if is_type3 => certain([None; 256]),
        None => built_in(objects, descriptor, name),
    };
    let differences = encoding
        .and_then(as_dictionary)
        .and_then(|encoding| objects.array(encoding, b"Differences"))
        .unwrap_or_default();
    let mut code = 0i64;
    for object in differences.iter().filter_map(|object| objects.resolve(object)) {
        if let Object::Name(name) = object {
            if let Some(slot) = usize::try_from(code).ok().and_then(|code| table.get_mut(code)) {
                *slot = glyph_char(name);
            }
            code = code.saturating_add(1);
        } else if let Some(first) = as_integer(object) {
            code = first;
        }
    }
    BuiltIn { table, by_position }
}

const SYMBOLIC: i64 = 1 << 2;

/// The encoding of a font that names none.
fn built_in(objects: Objects, descriptor: Option<&Dictionary>, name: &str) -> BuiltIn {
    let embedded = || descriptor.and_then(|descriptor| program::simple_encoding(objects, descriptor));
    let flags = descriptor.and_then(|descriptor| objects.get(descriptor, b"Flags")).and_then(as_integer);
    let table = if name.starts_with("Symbol") {
        Encoding::Symbol.table()
    } else if name.starts_with("ZapfDingbats") {
        Encoding::ZapfDingbats.table()
    } else if let Some(built_in) = embedded() {
        return built_in;
    } else if flags.unwrap_or(0) & SYMBOLIC != 0 && standard_widths(name).is_none() {
        // A symbolic font has its own encoding; one we cannot see into must not be read as Latin.
        [None; 256]
    } else {
        Encoding::Standard.table()
    };
    BuiltIn { table, by_position: false }
}

fn read_widths(
    objects: Objects,
    dictionary: &Dictionary,
    descriptor: Option<&Dictionary>,
    name: &str,
) -> [f32; 256] {
    let scale = objects.matrix(dictionary, b"FontMatrix").map_or(0.001, |matrix| matrix.a.abs()) as f32;
    let missing =
        descriptor.and_then(|descriptor| objects.number(descriptor, b"MissingWidth")).unwrap_or(0.0);
    let mut widths = [missing as f32 * scale; 256];
    let first = objects.get(dictionary, b"FirstChar").and_then(as_integer).unwrap_or(0).clamp(0, 255);
    match objects.array(dictionary, b"Widths") {
        Some(stated) => {
            for (width, object) in widths.iter_mut().skip(first as usize).zip(stated) {
                let stated = objects.resolve(object).and_then(as_number);
                *width = stated.unwrap_or(missing) as f32 * scale;
            }
        }
        None => {
            let standard = standard_widths(name).unwrap_or([500.0; 256]);
            widths = standard.map(|width| width * 0.001);
        }
    }
    widths
}
