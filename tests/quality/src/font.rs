//! The free font of generated documents: found on this machine, never in the repository.
//!
//! In: the path of a TrueType collection. Out: widths, and subsets of the glyphs a file uses. Knows nothing of PDF.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use subsetter::GlyphRemapper;

use crate::typesetter::{Glyphs, Subset};

/// Where Debian's package puts it.
const PATH: &str = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc";
const PACKAGE: &str = "fonts-wqy-zenhei";

/// An open font: its bytes, and for each character its glyph and width.
pub(crate) struct Font {
    bytes: Vec<u8>,
    characters: BTreeMap<char, (u16, f32)>,
}

impl Font {
    /// Opens the font; says which package has it where it is missing.
    pub(crate) fn open() -> Result<Self, String> {
        let bytes = std::fs::read(Path::new(PATH)).map_err(|error| {
            format!("{PATH}: {error}; generated documents need it: apt-get install {PACKAGE}")
        })?;
        let font = FontRef::from_index(&bytes, 0).map_err(|error| format!("{PATH}: {error}"))?;
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let characters = font.charmap().mappings().filter_map(|(code, glyph)| {
            let c = char::from_u32(code)?;
            Some((c, (u16::try_from(glyph.to_u32()).ok()?, metrics.advance_width(glyph)?)))
        });
        let characters = characters.collect();
        Ok(Font { bytes, characters })
    }
}

impl Glyphs for Font {
    fn name(&self) -> &str {
        "AAAAAA+WenQuanYiZenHei"
    }

    fn width(&self, c: char) -> f32 {
        self.characters.get(&c).unwrap_or_else(|| panic!("the font lacks {c:?}")).1
    }

    fn subset(&self, used: &BTreeSet<char>) -> Subset {
        let mut remapper = GlyphRemapper::new();
        let glyphs = used.iter().map(|c| (*c, remapper.remap(self.characters[c].0))).collect();
        let bytes = subsetter::subset(&self.bytes, 0, &remapper).expect("a sound font");
        Subset { bytes, glyphs }
    }
}
