//! Characters → bytes of a text string in one of three encodings, and the width of a line.
//!
//! The CIDs are those of Adobe-GB1 in all three, so that a viewer can substitute any Song face.

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

/// The bytes that show `c`.
pub(crate) fn encode(encoding: Encoding, c: char) -> Vec<u8> {
    match encoding {
        Encoding::Unicode => two(u32::from(c)),
        Encoding::Identity => two(cid(c)),
        Encoding::Gbk if c.is_ascii() => vec![c as u8],
        Encoding::Gbk => two(*GBK_OF_CID.get(&cid(c)).unwrap_or_else(|| panic!("GBK lacks {c:?}"))),
    }
}

fn two(code: u32) -> Vec<u8> {
    u16::try_from(code).expect("a code of two bytes").to_be_bytes().to_vec()
}

/// The width of a character in ems.
pub(crate) fn width(c: char) -> f32 {
    if c.is_ascii() { 0.5 } else { 1.0 }
}

/// The width of a text in ems.
pub(crate) fn text_width(text: &str) -> f32 {
    text.chars().map(width).sum()
}

/// A ToUnicode CMap for the CIDs of `used`.
pub(crate) fn to_unicode(used: &BTreeSet<char>) -> Vec<u8> {
    let mut cmap = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    let pairs: BTreeMap<u32, char> = used.iter().map(|&c| (cid(c), c)).collect();
    let pairs: Vec<_> = pairs.into_iter().collect();
    // A bfchar section holds at most 100 entries (Adobe Technical Note 5014).
    for section in pairs.chunks(100) {
        cmap.push_str(&format!("{} beginbfchar\n", section.len()));
        for (cid, c) in section {
            cmap.push_str(&format!("<{cid:04X}> <{:04X}>\n", u32::from(*c)));
        }
        cmap.push_str("endbfchar\n");
    }
    cmap.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    cmap.into_bytes()
}

/// Breaks `text` into lines of at most `width` ems; the first line begins `indent` ems to the right.
///
/// A run of ASCII stays together unless it is wider than a whole line, then it is cut as producers cut it
/// (`143,999.0` over `0`); closing punctuation hangs over the end of its line.
pub(crate) fn wrap(text: &str, width: f32, indent: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = indent;
    for run in runs(text) {
        let wide = text_width(&run);
        let hangs = run.chars().all(|c| "，。、；：）”》".contains(c));
        if used + wide > width + 0.01 && !hangs && used > 0.0 && !lines.last().is_some_and(String::is_empty) {
            lines.push(String::new());
            used = 0.0;
        }
        for c in run.chars() {
            if used + self::width(c) > width + 0.01 && !hangs {
                lines.push(String::new());
                used = 0.0;
            }
            lines.last_mut().expect("never empty").push(c);
            used += self::width(c);
        }
    }
    lines
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
