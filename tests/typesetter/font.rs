//! Characters → bytes of a text string, and the width of a line.
//!
//! The CIDs are those of Adobe-GB1 in the predefined encodings, so that a viewer can substitute any Song face; with a font
//! in the file `Identity-H` gives the glyphs of its subset, as most producers do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hayro_cmap::{CMap, CMapName, load_embedded};

use super::source::Encoding;

static UNICODE: LazyLock<CMap> = LazyLock::new(|| load(b"UniGB-UCS2-H"));
static GBK: LazyLock<CMap> = LazyLock::new(|| load(b"GBK-EUC-H"));

/// Which two-byte GBK code shows a CID.
static GBK_OF_CID: LazyLock<BTreeMap<u32, u32>> = LazyLock::new(|| {
    let codes = (0x81..=0xFE).flat_map(|high| (0x40..=0xFE).map(move |low| high << 8 | low));
    codes.rev().filter_map(|code| Some((GBK.lookup_cid_code(code, 2)?, code))).collect()
});

fn load(name: &[u8]) -> CMap {
    let bytes = load_embedded(CMapName::from_bytes(name)).expect("an embedded CMap");
    CMap::parse(bytes, load_embedded).expect("a sound CMap")
}

/// The CID of a character.
pub(crate) fn cid(c: char) -> u32 {
    let cid = UNICODE.lookup_cid_code(u32::from(c), 2).unwrap_or(0);
    assert_ne!(cid, 0, "Adobe-GB1 lacks {c:?}");
    cid
}

/// The glyphs of a font that is put into the file. Who implements it reads the font; the typesetter knows none.
pub(crate) trait Glyphs {
    /// The name of the font in the file.
    fn name(&self) -> &str;
    /// The width of a character in ems.
    fn width(&self, c: char) -> f32;
    /// A font of these characters alone, and the glyph of each in it.
    fn subset(&self, used: &BTreeSet<char>) -> Subset;
}

/// A font with the glyphs of one file.
pub(crate) struct Subset {
    /// A TrueType file.
    pub bytes: Vec<u8>,
    /// Which glyph shows a character.
    pub glyphs: BTreeMap<char, u16>,
}

/// What is known of the characters while lines are set.
#[derive(Clone, Copy)]
pub(crate) struct Face<'a> {
    /// The font to put into the file.
    pub glyphs: Option<&'a dyn Glyphs>,
    /// Whether figures are set in a Latin face of their own.
    pub latin: bool,
}

impl Face<'_> {
    /// The width of a character in ems.
    pub(crate) fn width(&self, c: char) -> f32 {
        match self.glyphs {
            _ if self.latin && is_latin(c) => latin_width(c),
            Some(glyphs) => glyphs.width(c),
            None if c.is_ascii() => 0.5,
            None => 1.0,
        }
    }

    /// The width of a text in ems.
    pub(crate) fn text_width(&self, text: &str) -> f32 {
        text.chars().map(|c| self.width(c)).sum()
    }

    /// Breaks `text` into lines of at most `width` ems; the first line begins `indent` ems to the right.
    ///
    /// A run of ASCII stays together unless it is wider than a whole line, then it is cut as producers cut it
    /// (`143,999.0` over `0`); closing punctuation hangs over the end of its line where it `may_hang`.
    pub(crate) fn wrap(&self, text: &str, width: f32, indent: f32, may_hang: bool) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut used = indent;
        for run in runs(text) {
            let wide = self.text_width(&run);
            let hangs = may_hang && run.chars().all(|c| "，。、；：）”》".contains(c));
            if used + wide > width + 0.01
                && !hangs
                && used > 0.0
                && !lines.last().is_some_and(String::is_empty)
            {
                lines.push(String::new());
                used = 0.0;
            }
            for c in run.chars() {
                if used + self.width(c) > width + 0.01 && !hangs {
                    lines.push(String::new());
                    used = 0.0;
                }
                lines.last_mut().expect("never empty").push(c);
                used += self.width(c);
            }
        }
        lines
    }
}

/// Which bytes show the characters of a file.
pub(crate) struct Codes {
    encoding: Encoding,
    /// The glyphs of the font in the file, where there is one.
    pub subset: Option<Subset>,
}

impl Codes {
    /// The codes of `used` under an encoding.
    pub(crate) fn new(encoding: Encoding, face: &Face, used: &BTreeSet<char>) -> Self {
        Codes { encoding, subset: face.glyphs.map(|glyphs| glyphs.subset(used)) }
    }

    /// The bytes that show `c`.
    pub(crate) fn encode(&self, c: char) -> Vec<u8> {
        match (self.encoding, &self.subset) {
            (Encoding::Unicode, _) => two(u32::from(c)),
            (Encoding::Identity, Some(subset)) => two(u32::from(subset.glyphs[&c])),
            (Encoding::Identity | Encoding::Cid, _) => two(cid(c)),
            (Encoding::Gbk, _) if c.is_ascii() => vec![c as u8],
            (Encoding::Gbk, _) => two(*GBK_OF_CID.get(&cid(c)).unwrap_or_else(|| panic!("GBK lacks {c:?}"))),
        }
    }

    /// A ToUnicode CMap for the codes of `used`, which must be of two bytes each.
    pub(crate) fn to_unicode(&self, used: &BTreeSet<char>) -> Vec<u8> {
        to_unicode(used.iter().map(|&c| (self.encode(c), c)).collect())
    }

    /// The CID of a character: what the widths go by.
    pub(crate) fn cid(&self, c: char) -> u32 {
        match (self.encoding, &self.subset) {
            (Encoding::Identity, Some(subset)) => u32::from(subset.glyphs[&c]),
            (Encoding::Gbk, _) if c.is_ascii() => GBK.lookup_cid_code(u32::from(c), 1).expect("a CID"),
            _ => cid(c),
        }
    }
}

fn two(code: u32) -> Vec<u8> {
    u16::try_from(code).expect("a code of two bytes").to_be_bytes().to_vec()
}

/// What a Latin face shows in a file that has one: figures and their signs.
pub(crate) fn is_latin(c: char) -> bool {
    c.is_ascii_digit() || ",.-%".contains(c)
}

/// The widths of Times New Roman in ems.
pub(crate) fn latin_width(c: char) -> f32 {
    match c {
        ',' | '.' => 0.25,
        '-' => 0.333,
        '%' => 0.833,
        _ => 0.5,
    }
}

fn to_unicode(pairs: BTreeMap<Vec<u8>, char>) -> Vec<u8> {
    let mut cmap = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let pairs: Vec<_> = pairs.into_iter().collect();
    // A bfchar section holds at most 100 entries (Adobe Technical Note 5014).
    for section in pairs.chunks(100) {
        cmap.push_str(&format!("{} beginbfchar\n", section.len()));
        for (code, c) in section {
            cmap.push_str(&format!("<{:02X}{:02X}> <{:04X}>\n", code[0], code[1], u32::from(*c)));
        }
        cmap.push_str("endbfchar\n");
    }
    cmap.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    cmap.into_bytes()
}

fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    for c in text.chars() {
        let joins = |last: &String| c.is_ascii_graphic() && last.chars().all(|l| l.is_ascii_graphic());
        match runs.last_mut() {
            Some(last) if joins(last) => last.push(c),
            _ => runs.push(c.to_string()),
        }
    }
    runs
}
