//! CMap streams embedded in a PDF → tables: code → Unicode (ToUnicode) and code → CID (Encoding of composite fonts).
//!
//! ISO 32000-1, 9.7.5 and 9.10.3; Adobe Technical Note 5014. Own reader rather than hayro-cmap, which keeps one allocation per
//! mapping and hides the codespace ranges that are needed to cut a string into codes.

use super::super::lexer::{Lexer, Token, unhex};
use super::paged::Paged;

/// Entries one CMap may set. `<0000> <FFFF>` sets 65,536; a file that repeats such ranges is hostile.
const MOST_ENTRIES: usize = 1 << 19;

/// Decoded bytes of one CMap that are read; one that names all 65,536 codes singly has about 1.3 MB.
pub(super) const MOST_CMAP_BYTES: usize = 4 << 20;

/// Characters in strings that one CMap may set: four for each code.
const MOST_IN_STRINGS: usize = 1 << 18;

/// Ranges of CIDs that are kept: one for each code.
const MOST_RANGES: usize = 1 << 16;

/// What a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pdf) enum Text<'a> {
    Char(char),
    /// Several characters, such as those of a ligature.
    Chars(&'a [char]),
}

/// Code → characters.
#[derive(Debug, Clone)]
pub(super) struct CharMap {
    /// 0: nothing; a code point; or, with [`IS_STRING`], an index into `strings`.
    codes: Paged<u32>,
    strings: Vec<Box<[char]>>,
    /// Characters in all strings.
    in_strings: usize,
}

const IS_STRING: u32 = 1 << 31;

impl CharMap {
    pub(super) fn new() -> Self {
        Self { codes: Paged::new(0), strings: Vec::new(), in_strings: 0 }
    }

    /// What `code` stands for. U+0000 and U+FFFD say that the producer did not know either: no entry.
    pub(super) fn get(&self, code: u32) -> Option<Text<'_>> {
        let entry = self.codes.get(u16::try_from(code).ok()?);
        if entry & IS_STRING != 0 {
            return self.strings.get((entry ^ IS_STRING) as usize).map(|chars| Text::Chars(chars));
        }
        char::from_u32(entry).filter(|&ch| ch != '\0').map(Text::Char)
    }

    pub(super) fn set_char(&mut self, code: u16, ch: char) {
        if ch != '\0' && ch != '\u{fffd}' {
            self.codes.set(code, u32::from(ch));
        }
    }

    pub(super) fn set_text(&mut self, code: u16, text: &[char]) {
        match text {
            [] => {}
            [ch] => self.set_char(code, *ch),
            text if text.iter().all(|&ch| ch == '\0' || ch == '\u{fffd}') => {}
            text if self.in_strings + text.len() > MOST_IN_STRINGS => {}
            text => {
                self.in_strings += text.len();
                self.codes.set(code, IS_STRING | self.strings.len() as u32);
                self.strings.push(text.iter().copied().filter(|&ch| ch != '\0').collect());
            }
        }
    }
}

/// Codes of `length` bytes between `low` and `high`, byte by byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CodeSpace {
    pub(super) length: usize,
    pub(super) low: u32,
    pub(super) high: u32,
}

impl CodeSpace {
    fn contains(&self, code: u32) -> bool {
        (0..self.length).all(|byte| {
            let part = |value: u32| (value >> (8 * byte)) & 0xFF;
            part(self.low) <= part(code) && part(code) <= part(self.high)
        })
    }
}

/// Codes of `length` bytes from `low` to `high` and the CID of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CidRange {
    length: usize,
    low: u32,
    high: u32,
    cid: u32,
}

/// Everything a CMap stream says.
#[derive(Debug, Clone)]
pub(super) struct EmbeddedCMap {
    pub(super) chars: CharMap,
    pub(super) spaces: Vec<CodeSpace>,
    /// In the order of the file: of two that overlap the later counts.
    cids: Vec<CidRange>,
    pub(super) vertical: Option<bool>,
    /// Name of the CMap this one extends.
    pub(super) base: Option<Vec<u8>>,
    entries: usize,
}

impl EmbeddedCMap {
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut cmap = Self {
            chars: CharMap::new(),
            spaces: Vec::new(),
            cids: Vec::new(),
            vertical: None,
            base: None,
            entries: 0,
        };
        let mut lexer = Lexer::new(bytes);
        let mut name = None;
        while let Some(token) = lexer.next() {
            match token {
                Token::Keyword(word) => cmap.keyword(word, &mut lexer, name),
                Token::Name(text) => {
                    // `/WMode 1 def`
                    if text == b"WMode"
                        && let Some(Token::Number(mode)) = lexer.next()
                    {
                        cmap.vertical = Some(mode == 1.0);
                    }
                    name = Some(text);
                }
                _ => {}
            }
        }
        cmap.cids.sort_by_key(|range| (range.length, range.low));
        cmap
    }

    fn keyword(&mut self, word: &[u8], lexer: &mut Lexer, name: Option<&[u8]>) {
        match word {
            b"usecmap" => self.base = name.map(<[u8]>::to_vec),
            b"begincodespacerange" => self.code_spaces(lexer),
            b"beginbfchar" => self.bf_chars(lexer),
            b"beginbfrange" => self.bf_ranges(lexer),
            b"begincidchar" => self.cid_chars(lexer),
            b"begincidrange" => self.cid_ranges(lexer),
            _ => {}
        }
    }

    fn code_spaces(&mut self, lexer: &mut Lexer) {
        while let Some((length, low, high)) = code_range(lexer) {
            if self.spaces.len() < 256 {
                self.spaces.push(CodeSpace { length, low, high });
            }
        }
    }

    fn bf_chars(&mut self, lexer: &mut Lexer) {
        while let Some((_, from)) = code(lexer.next()) {
            let Some(token) = lexer.next() else { return };
            self.set(from, &target(token));
        }
    }

    fn bf_ranges(&mut self, lexer: &mut Lexer) {
        while let Some((_, low, high)) = code_range(lexer) {
            match lexer.next() {
                Some(Token::ArrayStart) => {
                    for (offset, token) in lexer.take_while(|token| *token != Token::ArrayEnd).enumerate() {
                        self.set(low.saturating_add(offset as u32), &target(token));
                    }
                }
                Some(token) => self.set_range(low, high, target(token)),
                None => return,
            }
        }
    }

    fn set_range(&mut self, low: u32, high: u32, mut text: Vec<char>) {
        for code in low..=high.min(0xFFFF) {
            self.set(code, &text);
            if self.entries >= MOST_ENTRIES {
                return;
            }
            let Some(next) = text.last().and_then(|&ch| char::from_u32(u32::from(ch) + 1)) else { return };
            if let Some(last) = text.last_mut() {
                *last = next;
            }
        }
    }

    fn set(&mut self, code: u32, text: &[char]) {
        if let Ok(code) = u16::try_from(code)
            && self.entries < MOST_ENTRIES
        {
            self.entries += 1;
            self.chars.set_text(code, text);
        }
    }

    fn cid_chars(&mut self, lexer: &mut Lexer) {
        while let Some((length, low)) = code(lexer.next()) {
            let Some(Token::Number(cid)) = lexer.next() else { return };
            self.add_cids(CidRange { length, low, high: low, cid: cid as u32 });
        }
    }

    fn cid_ranges(&mut self, lexer: &mut Lexer) {
        while let Some((length, low, high)) = code_range(lexer) {
            let Some(Token::Number(cid)) = lexer.next() else { return };
            self.add_cids(CidRange { length, low, high, cid: cid as u32 });
        }
    }

    fn add_cids(&mut self, range: CidRange) {
        if self.cids.len() < MOST_RANGES {
            self.cids.push(range);
        }
    }

    /// The CID of a code of `length` bytes.
    pub(super) fn cid(&self, code: u32, length: usize) -> Option<u32> {
        let after = self.cids.partition_point(|range| (range.length, range.low) <= (length, code));
        let range = self.cids.get(after.checked_sub(1)?)?;
        (range.length == length && code <= range.high).then(|| range.cid.saturating_add(code - range.low))
    }

    /// The first code of `bytes` and its length: the shortest that lies in a codespace range.
    pub(super) fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let mut value = 0u32;
        for (i, &byte) in bytes.iter().enumerate().take(4) {
            value = value << 8 | u32::from(byte);
            if self.spaces.iter().any(|space| space.length == i + 1 && space.contains(value)) {
                return (value, i + 1);
            }
        }
        // Outside of every range: as many bytes as the shortest range has (Technical Note 5014, 7.3, simplified).
        let length = self.spaces.iter().map(|space| space.length).min().unwrap_or(2).min(bytes.len());
        (bytes.iter().take(length).fold(0, |value, &byte| value << 8 | u32::from(byte)), length)
    }
}

/// A code as `<0041>`: its length in bytes and its value. Anything else, such as `endbfchar`, ends the section.
fn code(token: Option<Token>) -> Option<(usize, u32)> {
    let Some(Token::Hex(digits)) = token else { return None };
    let mut bytes = Vec::with_capacity(4);
    unhex(digits, &mut bytes);
    let value = bytes.iter().take(4).fold(0, |value, &byte| value << 8 | u32::from(byte));
    Some((bytes.len(), value))
}

/// Two codes, `<0041> <005A>`: the length and both values.
fn code_range(lexer: &mut Lexer) -> Option<(usize, u32, u32)> {
    let (length, low) = code(lexer.next())?;
    let (_, high) = code(lexer.next())?;
    Some((length, low, high))
}

/// The characters of a destination string in UTF-16BE; a single byte counts as one unit, as some producers write `<20>`.
fn target(token: Token) -> Vec<char> {
    let mut bytes = Vec::with_capacity(8);
    match token {
        Token::Hex(digits) => unhex(digits, &mut bytes),
        Token::Name(name) => return super::encoding::glyph_char(name).into_iter().collect(),
        _ => return Vec::new(),
    }
    if let [byte] = bytes[..] {
        return vec![char::from(byte)];
    }
    let units = bytes.chunks_exact(2).take(64).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{fffd}')).collect()
}
