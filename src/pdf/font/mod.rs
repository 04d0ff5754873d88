//! Font dictionaries → what each code of a shown string stands for and how far it advances.
//!
//! Sources of a character, best first: ToUnicode; an encoding that is Unicode itself; the encoding's glyph names or the character
//! collection; the embedded font program. A code none of them knows has no text: nothing is guessed.

mod cmap;
mod composite;
mod encoding;
mod paged;
mod predefined;
mod program;
mod simple;
mod standard_widths;

use lopdf::Dictionary;

use super::matrix::{Bounds, Matrix};
use super::object::{Objects, decode};

pub(super) use cmap::Text;

/// Decoded bytes of one embedded font program that are read.
const MOST_FONT_BYTES: usize = 32 << 20;

/// A font as text showing needs it. Lengths are in em (1/1000 of a glyph-space unit × 1000).
pub(super) struct Font {
    /// `BaseFont` without the subset tag, for notes.
    pub(super) name: String,
    /// Whether text runs down (WMode 1).
    pub(super) vertical: bool,
    /// Top of the glyph boxes over the baseline.
    pub(super) ascent: f64,
    /// Bottom of the glyph boxes, negative below the baseline.
    pub(super) descent: f64,
    kind: Kind,
}

enum Kind {
    Simple(Box<simple::Simple>),
    Composite(Box<composite::Composite>),
}

/// A character code of a shown string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) value: u32,
    /// Bytes it takes, at least 1.
    pub(super) length: usize,
}

/// One code's meaning.
pub(super) struct Shown<'a> {
    /// `None` where no source knows it.
    pub(super) text: Option<Text<'a>>,
    /// Horizontal advance.
    pub(super) width: f64,
    /// Identifies the glyph in the metrics for vertical writing.
    cid: u16,
}

/// Metrics of one glyph in vertical writing (9.7.4.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Vertical {
    /// Displacement downwards; negative.
    pub(super) advance: f64,
    /// From the horizontal origin to the vertical one.
    pub(super) origin_x: f64,
    pub(super) origin_y: f64,
}

impl Font {
    /// Reads a font dictionary; what it lacks gets defaults.
    pub(super) fn read(objects: Objects, dictionary: &Dictionary) -> Font {
        let base = objects.name(dictionary, b"BaseFont").or_else(|| objects.name(dictionary, b"Name"));
        let name = String::from_utf8_lossy(without_subset_tag(base.unwrap_or(b"unnamed"))).into_owned();
        match objects.name(dictionary, b"Subtype") {
            Some(b"Type0") => {
                let composite = composite::Composite::read(objects, dictionary);
                let (ascent, descent) = extent(objects, composite.descriptor(objects, dictionary));
                let vertical = composite.vertical();
                Font { name, vertical, ascent, descent, kind: Kind::Composite(Box::new(composite)) }
            }
            subtype => {
                let descriptor = objects.dictionary(dictionary, b"FontDescriptor");
                let simple = simple::Simple::read(objects, dictionary, descriptor, &name);
                let (ascent, descent) = match subtype {
                    Some(b"Type3") => type3_extent(objects, dictionary),
                    _ => extent(objects, descriptor),
                };
                Font { name, vertical: false, ascent, descent, kind: Kind::Simple(Box::new(simple)) }
            }
        }
    }

    /// Whether nothing in the file names its characters and they were concluded from where its glyphs stand.
    pub(super) fn is_by_position(&self) -> bool {
        matches!(&self.kind, Kind::Simple(font) if font.by_position)
    }

    /// The first code of a string that is not empty.
    pub(super) fn next_code(&self, bytes: &[u8]) -> Code {
        match &self.kind {
            Kind::Simple(_) => Code { value: bytes.first().map_or(0, |&byte| u32::from(byte)), length: 1 },
            Kind::Composite(font) => font.next_code(bytes),
        }
    }

    /// What a code stands for and its advance.
    pub(super) fn show(&self, objects: Objects, code: Code) -> Shown<'_> {
        match &self.kind {
            Kind::Simple(font) => font.show(code.value),
            Kind::Composite(font) => font.show(objects, code),
        }
    }

    /// The metrics of a shown glyph in vertical writing.
    pub(super) fn vertical_metrics(&self, shown: &Shown) -> Vertical {
        match &self.kind {
            Kind::Composite(font) => font.vertical_metrics(shown),
            Kind::Simple(_) => Vertical { advance: -1.0, origin_x: shown.width / 2.0, origin_y: 0.88 },
        }
    }
}

/// `ABCDEF+SimSun` → `SimSun` (9.6.4).
fn without_subset_tag(name: &[u8]) -> &[u8] {
    match name.split_at_checked(7) {
        Some((tag, rest)) if tag.ends_with(b"+") && tag[..6].iter().all(u8::is_ascii_uppercase) => rest,
        _ => name,
    }
}

/// The ToUnicode table of a font.
fn to_unicode(objects: Objects, dictionary: &Dictionary) -> Option<cmap::CharMap> {
    let bytes = decode(objects.stream(dictionary, b"ToUnicode")?, cmap::MOST_CMAP_BYTES)?;
    Some(cmap::EmbeddedCMap::parse(&bytes).chars)
}

/// Ascent and descent where a font does not state sane ones: those of the usual Chinese fonts.
const DEFAULT_EXTENT: (f64, f64) = (0.88, -0.12);

/// Ascent and descent of a font in em. Producers write nonsense (0, 10,000, a positive descent), so boxes stay
/// between half and one and a half em high.
fn extent(objects: Objects, descriptor: Option<&Dictionary>) -> (f64, f64) {
    let number = |key| descriptor.and_then(|descriptor| objects.number(descriptor, key));
    let (Some(ascent), Some(descent)) = (number(b"Ascent"), number(b"Descent")) else {
        return DEFAULT_EXTENT;
    };
    let (ascent, descent) = (ascent / 1000.0, -descent.abs() / 1000.0);
    let height = ascent - descent;
    if (0.5..=1.5).contains(&height) && (0.4..=1.2).contains(&ascent) {
        (ascent, descent)
    } else {
        DEFAULT_EXTENT
    }
}

/// The extent of a Type 3 font: its FontBBox through its FontMatrix.
fn type3_extent(objects: Objects, dictionary: &Dictionary) -> (f64, f64) {
    let matrix =
        objects.matrix(dictionary, b"FontMatrix").unwrap_or(Matrix::new([0.001, 0.0, 0.0, 0.001, 0.0, 0.0]));
    let bounds = objects.bounds(dictionary, b"FontBBox").unwrap_or(Bounds::EMPTY);
    let image = matrix.apply_to_bounds(&bounds);
    if image.height() > 0.0 && image.height() < 10.0 { (image.y1, image.y0) } else { DEFAULT_EXTENT }
}
