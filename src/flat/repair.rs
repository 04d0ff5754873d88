//! Character repair, one character for one, so that places stay valid. By explicit tables, not NFKC, which would turn `①` into 1.
//!
//! Comes in: the text of a token. Goes out: the same with
//! * full-width letters and digits as ASCII, wherever they stand (`２０２６年` is `2026年`);
//! * points, commas, dashes, plus and percent signs as ASCII where they stand *in a number*: a point between digits, a comma
//!   before a group of three digits, a dash or plus before a digit, a percent sign after one. In prose `，。；：（）—` stay as
//!   printed, and so do brackets in names: both （护） and (护) occur;
//! * Kangxi radicals, the radicals supplement and compatibility ideographs as the ideographs they look like;
//! * the private code points of GBK fonts as the characters they have had in Unicode since. Other private characters mean
//!   something only in their font: they stay, and are counted.
//!
//! Odd spaces (U+00A0, U+2002…, U+3000) part tokens and so never reach this place. What was repaired is counted by kind.

use super::ideograph::{COMPATIBILITY, GBK_PRIVATE, KANGXI, SUPPLEMENT};
use crate::base::{Notes, Place};

/// The kinds of repair, each counted for one note.
const KINDS: [&str; 5] = [
    "full-width letters or digits",
    "typographic signs in numbers",
    "radicals in place of ideographs",
    "compatibility ideographs",
    "private characters of GBK",
];

const WIDE: usize = 0;
const SIGN: usize = 1;
const RADICAL: usize = 2;
const COMPATIBLE: usize = 3;
const PRIVATE: usize = 4;

/// How much was repaired in one document.
#[derive(Debug, Default)]
pub(super) struct Repairs {
    count: [usize; KINDS.len()],
    /// Private characters that nothing but their font knows.
    unknown: usize,
}

impl Repairs {
    /// Repairs one token in place.
    pub(super) fn repair(&mut self, text: &mut String) {
        if !text.chars().any(is_suspect) {
            return;
        }
        let mut chars: Vec<char> = text.chars().map(|ch| self.letter(ch)).collect();
        for at in 0..chars.len() {
            if let (before, Some((ch, after))) =
                (chars.get(..at).unwrap_or(&[]), chars.get(at..).and_then(<[char]>::split_first))
                && let Some(sign) = sign(before, *ch, after)
            {
                self.count[SIGN] += 1;
                chars[at] = sign;
            }
        }
        text.clear();
        text.extend(chars);
    }

    /// A character that is another by itself, whatever stands beside it.
    fn letter(&mut self, ch: char) -> char {
        let code = ch as u32;
        let (kind, repaired) = match ch {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => (WIDE, char::from_u32(code - 0xFEE0)),
            '\u{2F00}'..='\u{2FD5}' => (RADICAL, KANGXI.chars().nth((code - 0x2F00) as usize)),
            '\u{2E80}'..='\u{2EF3}' => (RADICAL, supplement(ch)),
            '\u{E78D}'..='\u{E864}' => (PRIVATE, gbk_private(code)),
            '\u{F900}'..='\u{FAFF}' => (COMPATIBLE, COMPATIBILITY.chars().nth((code - 0xF900) as usize)),
            _ => (PRIVATE, None),
        };
        match repaired {
            Some(repaired) if repaired != ch => {
                self.count[kind] += 1;
                repaired
            }
            _ => {
                self.unknown += usize::from(is_private(ch));
                ch
            }
        }
    }

    /// One note for each kind that occurred.
    pub(super) fn report(&self, notes: &mut Notes) {
        for (kind, count) in KINDS.iter().zip(self.count).filter(|(_, count)| *count > 0) {
            notes.info(
                "repaired-characters",
                Place::default(),
                format!("{kind}: {count} read as plain characters"),
            );
        }
        if self.unknown > 0 {
            let message = format!(
                "{} private characters mean something only in their font; they stand as they are",
                self.unknown
            );
            notes.warning("private-characters", Place::default(), message);
        }
    }
}

/// Whether the character may need repair; false for all plain text, which is thus only looked at.
fn is_suspect(ch: char) -> bool {
    matches!(ch, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2E80}'..='\u{2FD5}' | '\u{E000}'..='\u{FAFF}'
        | '\u{FE50}'..='\u{FE6A}' | '\u{FF01}'..='\u{FF5A}' | '\u{F0000}'..)
}

fn is_private(ch: char) -> bool {
    matches!(ch, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

/// What GB 18030-2005 has at the place where GBK had the private `code`: rows A6 and A8 (signs for vertical writing, ḿ, ǹ),
/// A9 (ideographic description) and FE.
fn gbk_private(code: u32) -> Option<char> {
    const SIGNS: [(u32, &str); 4] = [
        (0xE78D, "︐︒︑︓︔︕︖︗︘︙"),
        (0xE7C7, "ḿǹ"),
        (0xE7E7, "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"),
        (0xE815, GBK_PRIVATE),
    ];
    SIGNS.iter().find_map(|(first, chars)| chars.chars().nth(code.checked_sub(*first)? as usize))
}

fn supplement(radical: char) -> Option<char> {
    let mut chars = SUPPLEMENT.chars();
    while let Some(ch) = chars.next() {
        let ideograph = chars.next();
        if ch == radical {
            return ideograph;
        }
    }
    None
}

/// The ASCII sign that `ch` is, where the characters around it make it part of a number.
fn sign(before: &[char], ch: char, after: &[char]) -> Option<char> {
    let digit_before = before.last().is_some_and(char::is_ascii_digit);
    let digit_after = after.first().is_some_and(char::is_ascii_digit);
    match ch {
        '．' | '﹒' if digit_before && digit_after => Some('.'),
        '，' | '﹐' if digit_before && digit_after && is_group(before, after) => Some(','),
        '％' | '﹪' if digit_before => Some('%'),
        '＋' | '﹢' if digit_after => Some('+'),
        _ if is_dash(ch) && digit_after && !before.last().is_some_and(|&ch| is_dash(ch) || ch == '-') => {
            Some('-')
        }
        _ => None,
    }
}

fn is_dash(ch: char) -> bool {
    matches!(ch, '\u{2010}'..='\u{2015}' | '−' | '﹣' | '－' | '﹘')
}

/// Whether a comma here parts groups of a number: one to three digits before it, exactly three after.
fn is_group(before: &[char], after: &[char]) -> bool {
    let digits = |chars: &mut dyn Iterator<Item = &char>| chars.take_while(|ch| ch.is_ascii_digit()).count();
    (1..=3).contains(&digits(&mut before.iter().rev())) && digits(&mut after.iter()) == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expect: &str) {
        let mut text = input.to_owned();
        Repairs::default().repair(&mut text);
        assert_eq!(text, expect);
        assert_eq!(text.chars().count(), input.chars().count(), "one character for one");
    }

    #[test]
    fn numbers_become_ascii_and_prose_stays() {
        check("２０２６年", "2026年");
        check("１，２３４．５６", "1,234.56");
        check("1，234，567.8", "1,234,567.8");
        check("2023，2024年", "2023，2024年");
        check("增长5％，", "增长5%，");
        check("—12.3", "-12.3");
        check("－0.5", "-0.5");
        check("——2026年", "——2026年");
        check("（护）(护)：", "（护）(护)：");
        check("—", "—");
        check("①②㎡", "①②㎡");
    }

    #[test]
    fn radicals_become_ideographs() {
        check("⼀般公共预算⽀出", "一般公共预算支出");
        check("⻋辆、⻅习", "车辆、见习");
        check("\u{F9E4}\u{FA00}", "理切");
        check("\u{2FD5}\u{2F00}", "龠一");
        check("\u{E863}\u{E7C7}\u{E78E}\u{E864}", "䶮ḿ︒龻");
    }

    #[test]
    fn the_tables_are_whole() {
        assert_eq!((KANGXI.chars().count(), COMPATIBILITY.chars().count()), (214, 512));
        assert_eq!(GBK_PRIVATE.chars().count(), 80);
        let radicals: Vec<char> = SUPPLEMENT.chars().step_by(2).collect();
        assert!(radicals.is_sorted() && radicals.iter().all(|ch| ('\u{2E80}'..='\u{2EF3}').contains(ch)));
    }

    #[test]
    fn every_kind_is_one_note() {
        let (mut repairs, mut notes) = (Repairs::default(), Notes::default());
        repairs.repair(&mut "⼀⼆１２３－4".to_owned());
        repairs.report(&mut notes);
        let said: Vec<&str> = notes.iter().map(|note| note.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "full-width letters or digits: 3 read as plain characters",
                "typographic signs in numbers: 1 read as plain characters",
                "radicals in place of ideographs: 2 read as plain characters",
            ]
        );
    }
}
