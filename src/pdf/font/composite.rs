//! Composite (Type 0) fonts: codes of several bytes → CIDs → characters, widths and vertical metrics (ISO 32000-1, 9.7).

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use lopdf::{Dictionary, Object, Stream};

use super::super::object::{Objects, as_dictionary, as_integer, as_number, decode};
use super::cmap::{CharMap, EmbeddedCMap, MOST_CMAP_BYTES, Text};
use super::paged::Paged;
use super::predefined::{Predefined, collection, predefined};
use super::{Code, Shown, Vertical, program, to_unicode};

pub(super) struct Composite {
    codes: Codes,
    to_unicode: Option<CharMap>,
    /// CID → characters where the CIDs belong to a known collection.
    collection: Option<&'static CharMap>,
    /// In em, by CID.
    widths: Paged<f32>,
    down: Down,
    program: program::Embedded,
    program_chars: OnceLock<Option<CharMap>>,
}

/// How strings become codes and codes become CIDs.
enum Codes {
    /// Identity-H and Identity-V.
    Identity {
        vertical: bool,
    },
    Predefined(Arc<Predefined>),
    Embedded {
        cmap: Box<EmbeddedCMap>,
        base: Option<Arc<Predefined>>,
    },
}

/// DW2 and W2.
struct Down {
    default_origin_y: f64,
    default_advance: f64,
    glyphs: BTreeMap<u16, Vertical>,
}

impl Composite {
    pub(super) fn read(objects: Objects, dictionary: &Dictionary) -> Composite {
        let descendant = descendant(objects, dictionary);
        let codes = read_codes(objects, dictionary);
        let ordering = descendant
            .and_then(|font| objects.dictionary(font, b"CIDSystemInfo"))
            .and_then(|info| objects.get(info, b"Ordering"))
            .and_then(|ordering| ordering.as_str().ok());
        let by_encoding = match &codes {
            Codes::Predefined(cmap) | Codes::Embedded { base: Some(cmap), .. } => cmap.ordering,
            _ => None,
        };
        Composite {
            to_unicode: to_unicode(objects, dictionary),
            collection: ordering.and_then(collection).or_else(|| by_encoding.and_then(collection)),
            widths: descendant.map_or_else(|| Paged::new(1.0), |font| read_widths(objects, font)),
            down: descendant.map_or_else(Down::default, |font| Down::read(objects, font)),
            program: descendant.map_or_else(Default::default, |font| program::Embedded::of(objects, font)),
            program_chars: OnceLock::new(),
            codes,
        }
    }

    pub(super) fn descriptor<'a>(
        &self,
        objects: Objects<'a>,
        dictionary: &'a Dictionary,
    ) -> Option<&'a Dictionary> {
        objects.dictionary(descendant(objects, dictionary)?, b"FontDescriptor")
    }

    pub(super) fn vertical(&self) -> bool {
        match &self.codes {
            Codes::Identity { vertical } => *vertical,
            Codes::Predefined(cmap) => cmap.vertical,
            Codes::Embedded { cmap, base } => {
                cmap.vertical.unwrap_or_else(|| base.as_ref().is_some_and(|base| base.vertical))
            }
        }
    }

    pub(super) fn next_code(&self, bytes: &[u8]) -> Code {
        match &self.codes {
            Codes::Identity { .. } => match bytes {
                [high, low, ..] => Code { value: u32::from(*high) << 8 | u32::from(*low), length: 2 },
                _ => Code { value: bytes.first().map_or(0, |&byte| u32::from(byte)), length: 1 },
            },
            Codes::Predefined(cmap) => cmap.next_code(bytes),
            Codes::Embedded { cmap, base: Some(base) } if cmap.spaces.is_empty() => base.next_code(bytes),
            Codes::Embedded { cmap, .. } => {
                let (value, length) = cmap.next_code(bytes);
                Code { value, length: length.max(1) }
            }
        }
    }

    fn cid(&self, code: Code) -> Option<u32> {
        match &self.codes {
            Codes::Identity { .. } => Some(code.value),
            Codes::Predefined(cmap) => cmap.cid(code),
            Codes::Embedded { cmap, base } => {
                cmap.cid(code.value, code.length).or_else(|| base.as_ref().and_then(|base| base.cid(code)))
            }
        }
    }

    fn direct(&self, code: Code) -> Option<char> {
        match &self.codes {
            Codes::Predefined(cmap) => cmap.direct(code),
            _ => None,
        }
    }

    pub(super) fn show(&self, objects: Objects, code: Code) -> Shown<'_> {
        let cid = self.cid(code).and_then(|cid| u16::try_from(cid).ok()).unwrap_or(0);
        let text = self
            .to_unicode
            .as_ref()
            .and_then(|chars| chars.get(code.value))
            .or_else(|| self.direct(code).map(Text::Char))
            .or_else(|| self.collection.and_then(|chars| chars.get(u32::from(cid))))
            .or_else(|| self.program_chars(objects).and_then(|chars| chars.get(u32::from(cid))));
        Shown { text, width: f64::from(self.widths.get(cid)), cid }
    }

    /// CID → characters by the embedded font program; read when the first code needs it.
    fn program_chars(&self, objects: Objects) -> Option<&CharMap> {
        self.program_chars.get_or_init(|| self.program.chars_by_cid(objects)).as_ref()
    }

    pub(super) fn vertical_metrics(&self, shown: &Shown) -> Vertical {
        self.down.glyphs.get(&shown.cid).copied().unwrap_or(Vertical {
            advance: self.down.default_advance,
            origin_x: shown.width / 2.0,
            origin_y: self.down.default_origin_y,
        })
    }
}

fn descendant<'a>(objects: Objects<'a>, dictionary: &'a Dictionary) -> Option<&'a Dictionary> {
    let first = objects.array(dictionary, b"DescendantFonts")?.first()?;
    as_dictionary(objects.resolve(first)?)
}

fn read_codes(objects: Objects, dictionary: &Dictionary) -> Codes {
    match objects.get(dictionary, b"Encoding") {
        Some(Object::Name(name)) if name == b"Identity-V" => Codes::Identity { vertical: true },
        Some(Object::Name(name)) => predefined(name)
            .filter(|_| name != b"Identity-H")
            .map_or(Codes::Identity { vertical: false }, Codes::Predefined),
        Some(Object::Stream(stream)) => read_embedded(objects, stream),
        _ => Codes::Identity { vertical: false },
    }
}

fn read_embedded(objects: Objects, stream: &Stream) -> Codes {
    let cmap = EmbeddedCMap::parse(&decode(stream, MOST_CMAP_BYTES).unwrap_or_default());
    let base = objects.name(&stream.dict, b"UseCMap").map(<[u8]>::to_vec).or_else(|| cmap.base.clone());
    let base = base.and_then(|name| predefined(&name));
    // A stream that only renames Identity-H.
    if cmap.spaces.is_empty() && base.is_none() {
        return Codes::Identity { vertical: cmap.vertical.unwrap_or(false) };
    }
    Codes::Embedded { cmap: Box::new(cmap), base }
}

/// W and DW: `c [w1 w2 …]` and `first last w` (9.7.4.3).
fn read_widths(objects: Objects, font: &Dictionary) -> Paged<f32> {
    let default = (objects.number(font, b"DW").unwrap_or(1000.0) / 1000.0) as f32;
    let mut widths = Paged::new(default);
    each_metric::<1>(objects, objects.array(font, b"W").unwrap_or_default(), |cid, [width]| {
        let width = (width / 1000.0) as f32;
        if width != default {
            widths.set(cid, width);
        }
    });
    widths
}

/// Walks an array of the kind of W (`N` = 1) and W2 (`N` = 3).
fn each_metric<const N: usize>(objects: Objects, array: &[Object], mut found: impl FnMut(u16, [f64; N])) {
    let mut items = array.iter().filter_map(|object| objects.resolve(object));
    let mut left = MOST_METRICS;
    while let (Some(first), Some(second)) = (items.next().and_then(as_cid), items.next()) {
        if let Ok(list) = second.as_array() {
            for (cid, chunk) in (first..=u16::MAX).zip(list.chunks_exact(N)) {
                let mut metric = [0.0; N];
                for (slot, object) in metric.iter_mut().zip(chunk) {
                    *slot = objects.resolve(object).and_then(as_number).unwrap_or(0.0);
                }
                found(cid, metric);
                left -= 1;
                if left == 0 {
                    return;
                }
            }
        } else {
            let Some(last) = as_cid(second) else { return };
            let mut metric = [0.0; N];
            for slot in &mut metric {
                *slot = items.next().and_then(as_number).unwrap_or(0.0);
            }
            for cid in first..=last {
                found(cid, metric);
                left -= 1;
                if left == 0 {
                    return;
                }
            }
        }
    }
}

/// Metrics one font may set: four times as many as there are CIDs.
const MOST_METRICS: usize = 4 << 16;

fn as_cid(object: &Object) -> Option<u16> {
    u16::try_from(as_integer(object)?).ok()
}

impl Default for Down {
    fn default() -> Self {
        Down { default_origin_y: 0.88, default_advance: -1.0, glyphs: BTreeMap::new() }
    }
}

impl Down {
    fn read(objects: Objects, font: &Dictionary) -> Down {
        let mut down = Down::default();
        if let Some([origin_y, advance]) = objects.numbers(font, b"DW2") {
            (down.default_origin_y, down.default_advance) = (origin_y / 1000.0, advance / 1000.0);
        }
        let metrics = objects.array(font, b"W2").unwrap_or_default();
        each_metric::<3>(objects, metrics, |cid, [advance, x, y]| {
            let vertical = Vertical { advance: advance / 1000.0, origin_x: x / 1000.0, origin_y: y / 1000.0 };
            down.glyphs.insert(cid, vertical);
        });
        down
    }
}
