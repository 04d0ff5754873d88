//! The CMaps and character collections every PDF reader must know (ISO 32000-1, 9.7.5.2), from hayro-cmap. Each is read once per process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use hayro_cmap::{BfString, CMap, CMapName, WritingMode, load_embedded};

use super::Code;
use super::cmap::CharMap;

/// A predefined CMap: cuts strings into codes and maps them to CIDs.
pub(super) struct Predefined {
    cmap: CMap,
    unit: Unit,
    pub(super) vertical: bool,
    /// `GB1`, `Japan1`, `CNS1`, `Korea1`.
    pub(super) ordering: Option<&'static [u8]>,
    /// Which bytes are codes by themselves.
    single: [bool; 256],
}

/// How codes are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Ucs2,
    Utf16,
    TwoBytes,
    /// One byte, two, or (GB 18030) four.
    Mixed,
}

/// The predefined CMap of this name.
pub(super) fn predefined(name: &[u8]) -> Option<Arc<Predefined>> {
    static CACHE: Mutex<BTreeMap<Vec<u8>, Arc<Predefined>>> = Mutex::new(BTreeMap::new());
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = cache.get(name) {
        return Some(Arc::clone(known));
    }
    let read = Arc::new(Predefined::read(name)?);
    cache.insert(name.to_vec(), Arc::clone(&read));
    Some(read)
}

impl Predefined {
    fn read(name: &[u8]) -> Option<Predefined> {
        let cmap = CMap::parse(load_embedded(CMapName::from_bytes(name))?, load_embedded)?;
        let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
        let unit = if has(b"UCS2") {
            Unit::Ucs2
        } else if has(b"UTF16") {
            Unit::Utf16
        } else if name.len() == 1 {
            Unit::TwoBytes
        } else {
            Unit::Mixed
        };
        let mut single = [false; 256];
        for (byte, slot) in (0u32..).zip(&mut single) {
            *slot = byte < 0x80 || cmap.lookup_cid_code(byte, 1).is_some_and(|cid| cid != 0);
        }
        let vertical = name == b"V" || name.ends_with(b"-V") || is_vertical(&cmap);
        Some(Predefined { ordering: ordering_of(name), cmap, unit, vertical, single })
    }

    pub(super) fn next_code(&self, bytes: &[u8]) -> Code {
        let byte = |i: usize| bytes.get(i).copied().unwrap_or(0);
        let wanted = match self.unit {
            Unit::Ucs2 | Unit::TwoBytes => 2,
            Unit::Utf16 if (0xD8..0xDC).contains(&byte(0)) => 4,
            Unit::Utf16 => 2,
            Unit::Mixed if self.single[usize::from(byte(0))] => 1,
            // GB 18030: four bytes when the second is a digit.
            Unit::Mixed if byte(1).is_ascii_digit() && self.ordering == Some(b"GB1") => 4,
            Unit::Mixed => 2,
        };
        let length = wanted.min(bytes.len());
        Code { value: bytes.iter().take(length).fold(0, |value, &byte| value << 8 | u32::from(byte)), length }
    }

    pub(super) fn cid(&self, code: Code) -> Option<u32> {
        self.cmap.lookup_cid_code(code.value, code.length as u8)
    }

    /// The character a code is by itself, where the encoding is Unicode.
    pub(super) fn direct(&self, code: Code) -> Option<char> {
        let ch = match self.unit {
            Unit::Ucs2 => char::from_u32(code.value),
            Unit::Utf16 if code.length == 4 => {
                let units = [(code.value >> 16) as u16, (code.value & 0xFFFF) as u16];
                char::decode_utf16(units).next()?.ok()
            }
            Unit::Utf16 => char::from_u32(code.value),
            Unit::TwoBytes | Unit::Mixed => None,
        };
        ch.filter(|&ch| ch != '\0' && ch != '\u{fffd}')
    }
}

fn is_vertical(cmap: &CMap) -> bool {
    cmap.metadata().writing_mode == Some(WritingMode::Vertical)
}

/// The character collection a predefined CMap maps into, by its name.
fn ordering_of(name: &[u8]) -> Option<&'static [u8]> {
    let starts = |prefixes: &[&[u8]]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    if starts(&[b"GB", b"UniGB"]) {
        Some(b"GB1")
    } else if starts(&[b"UniJIS", b"8", b"9", b"Add", b"EUC", b"Ext"]) || name.len() == 1 {
        Some(b"Japan1")
    } else if starts(&[b"UniKS", b"KSC"]) {
        Some(b"Korea1")
    } else if starts(&[b"UniCNS", b"B5", b"HKscs", b"ETen", b"CNS"]) {
        Some(b"CNS1")
    } else {
        None
    }
}

/// CID → characters of an Adobe character collection.
pub(super) fn collection(ordering: &[u8]) -> Option<&'static CharMap> {
    static TABLES: [OnceLock<Option<CharMap>>; 4] = [const { OnceLock::new() }; 4];
    let (slot, name) = match ordering {
        b"GB1" => (0, CMapName::AdobeGb1Ucs2),
        b"Japan1" => (1, CMapName::AdobeJapan1Ucs2),
        b"CNS1" => (2, CMapName::AdobeCns1Ucs2),
        b"Korea1" => (3, CMapName::AdobeKorea1Ucs2),
        _ => return None,
    };
    TABLES[slot].get_or_init(|| read_collection(name)).as_ref()
}

/// Beyond the last CID of the largest collection (Adobe-GB1-6: 30,571).
const PAST_LAST_CID: u16 = 31_000;

fn read_collection(name: CMapName) -> Option<CharMap> {
    let cmap = CMap::parse(load_embedded(name)?, load_embedded)?;
    let mut chars = CharMap::new();
    for cid in 1..PAST_LAST_CID {
        match cmap.lookup_bf_string(u32::from(cid)) {
            Some(BfString::Char(ch)) => chars.set_char(cid, ch),
            Some(BfString::String(text)) => chars.set_text(cid, &text.chars().collect::<Vec<_>>()),
            None => {}
        }
    }
    Some(chars)
}
