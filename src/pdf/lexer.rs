//! Bytes of a content stream or a CMap → tokens, borrowed from the bytes. Knows no operator.
//!
//! ISO 32000-1, 7.2 and 7.3. Lenient where real files are: stray delimiters are skipped, `--5`, `1.-2` and `6e-3` are numbers.

/// One token; strings are raw, see [`unescape`] and [`unhex`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'a> {
    Number(f64),
    Name(&'a [u8]),
    /// Between the outer parentheses.
    Literal(&'a [u8]),
    /// Between the angle brackets.
    Hex(&'a [u8]),
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
    Keyword(&'a [u8]),
}

pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Regular,
    Space,
    Delimiter,
}

const CLASS: [Class; 256] = {
    let mut class = [Class::Regular; 256];
    let mut i = 0;
    while i < 256 {
        class[i] = match i as u8 {
            0 | 9 | 10 | 12 | 13 | 32 => Class::Space,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => Class::Delimiter,
            _ => Class::Regular,
        };
        i += 1;
    }
    class
};

pub(super) fn is_space(byte: u8) -> bool {
    CLASS[usize::from(byte)] == Class::Space
}

impl<'a> Lexer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// What has not been read yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    /// The next bytes for which `keep` holds.
    fn take_while(&mut self, keep: impl Fn(u8) -> bool) -> &'a [u8] {
        let rest = self.rest();
        let count = rest.iter().position(|&byte| !keep(byte)).unwrap_or(rest.len());
        self.skip(count);
        &rest[..count]
    }

    fn take_regular(&mut self) -> &'a [u8] {
        self.take_while(|byte| CLASS[usize::from(byte)] == Class::Regular)
    }

    /// The short way for nearly all numbers: a sign, at most 15 digits, at most one point, then no more of a word.
    fn take_plain_number(&mut self) -> Option<f64> {
        let rest = self.rest();
        let negative = rest.first() == Some(&b'-');
        let (mut mantissa, mut digits, mut decimals, mut fraction) = (0u64, 0usize, 0usize, 0usize);
        let mut at = usize::from(negative);
        loop {
            match rest.get(at) {
                Some(&byte @ b'0'..=b'9') => {
                    mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
                    digits += 1;
                    decimals += fraction;
                }
                Some(b'.') if fraction == 0 => fraction = 1,
                Some(&byte) if CLASS[usize::from(byte)] == Class::Regular => return None,
                _ => break,
            }
            at += 1;
        }
        if !(1..=15).contains(&digits) {
            return None;
        }
        self.skip(at);
        let magnitude = mantissa as f64 * POWERS.get(decimals).copied().unwrap_or(0.0);
        Some(if negative { -magnitude } else { magnitude })
    }

    /// Everything between parentheses that balance; an unclosed string runs to the end.
    fn take_literal(&mut self) -> &'a [u8] {
        let rest = self.rest();
        let (mut depth, mut i) = (1usize, 0usize);
        while let Some(&byte) = rest.get(i) {
            match byte {
                b'\\' => i += 1,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.skip(i + 1);
                return &rest[..i];
            }
            i += 1;
        }
        self.skip(rest.len());
        rest
    }

    fn take_hex(&mut self) -> &'a [u8] {
        let digits = self.take_while(|byte| byte != b'>');
        self.skip(1);
        digits
    }

    fn delimited(&mut self, first: u8) -> Option<Token<'a>> {
        self.skip(1);
        let next = self.rest().first().copied();
        match (first, next) {
            (b'/', _) => Some(Token::Name(self.take_regular())),
            (b'(', _) => Some(Token::Literal(self.take_literal())),
            (b'<', Some(b'<')) => {
                self.skip(1);
                Some(Token::DictionaryStart)
            }
            (b'>', Some(b'>')) => {
                self.skip(1);
                Some(Token::DictionaryEnd)
            }
            (b'<', _) => Some(Token::Hex(self.take_hex())),
            (b'[', _) => Some(Token::ArrayStart),
            (b']', _) => Some(Token::ArrayEnd),
            (b'%', _) => {
                self.take_while(|byte| byte != b'\n' && byte != b'\r');
                None
            }
            _ => None,
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let &first = self.bytes.get(self.at)?;
            match CLASS[usize::from(first)] {
                Class::Space => self.at += 1,
                Class::Delimiter => {
                    if let Some(token) = self.delimited(first) {
                        return Some(token);
                    }
                }
                Class::Regular => {
                    if let Some(value) = self.take_plain_number() {
                        return Some(Token::Number(value));
                    }
                    let word = self.take_regular();
                    return Some(number(word).map_or(Token::Keyword(word), Token::Number));
                }
            }
        }
    }
}

/// Reads a number as lenient viewers do: several signs, a sign within (`1.-2` is 1), an exponent.
fn number(word: &[u8]) -> Option<f64> {
    let (&first, _) = word.split_first()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    let signs = word.iter().take_while(|&&byte| byte == b'-' || byte == b'+').count();
    let (mut mantissa, mut scale, mut digits, mut fraction) = (0u64, 0i32, 0usize, false);
    let mut exponent = 0;
    for (i, &byte) in word.iter().enumerate().skip(signs) {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                if mantissa < u64::MAX / 100 {
                    mantissa = mantissa * 10 + u64::from(byte - b'0');
                    scale += i32::from(fraction);
                } else if !fraction {
                    scale -= 1;
                }
            }
            b'.' if !fraction => fraction = true,
            // `12.3.4` and `12-34` occur in broken producers; what follows is ignored, as in other viewers.
            b'.' | b'-' => break,
            b'e' | b'E' if digits > 0 => {
                exponent = std::str::from_utf8(&word[i + 1..]).ok()?.parse::<i32>().ok()?;
                break;
            }
            _ => return None,
        }
    }
    if digits == 0 && !fraction && signs == 0 {
        return None;
    }
    let magnitude = mantissa as f64 * power_of_ten(exponent.saturating_sub(scale));
    Some(if word.first() == Some(&b'-') { -magnitude } else { magnitude })
}

#[rustfmt::skip]
const POWERS: [f64; 16] =
    [1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15];

fn power_of_ten(exponent: i32) -> f64 {
    let small = usize::try_from(exponent.saturating_neg()).ok().and_then(|i| POWERS.get(i).copied());
    small.unwrap_or_else(|| 10f64.powi(exponent.clamp(-300, 300)))
}

/// The bytes of a literal string (7.3.4.2), appended to `out`.
pub(super) fn unescape(raw: &[u8], out: &mut Vec<u8>) {
    let mut bytes = raw.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte == b'\r' {
            bytes.next_if_eq(&b'\n');
            out.push(b'\n');
        } else if byte != b'\\' {
            out.push(byte);
        } else if let Some(escaped) = bytes.next() {
            match escaped {
                b'n' => out.push(b'\n'),
                b'r' => out.push(b'\r'),
                b't' => out.push(b'\t'),
                b'b' => out.push(8),
                b'f' => out.push(12),
                b'\n' => {}
                b'\r' => {
                    bytes.next_if_eq(&b'\n');
                }
                b'0'..=b'7' => {
                    let mut code = u32::from(escaped - b'0');
                    for _ in 0..2 {
                        let Some(digit) = bytes.next_if(|byte| matches!(byte, b'0'..=b'7')) else { break };
                        code = code * 8 + u32::from(digit - b'0');
                    }
                    out.push((code & 0xFF) as u8);
                }
                other => out.push(other),
            }
        }
    }
}

/// The bytes of a hexadecimal string (7.3.4.3), appended to `out`; what is no digit is skipped, a last odd digit gets a 0.
pub(super) fn unhex(raw: &[u8], out: &mut Vec<u8>) {
    let mut high = None;
    for digit in raw.iter().filter_map(|&byte| hex_digit(byte)) {
        match high.take() {
            Some(first) => out.push(first << 4 | digit),
            None => high = Some(digit),
        }
    }
    if let Some(first) = high {
        out.push(first << 4);
    }
}

pub(super) fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// A name with its `#xx` escapes resolved (7.3.5); borrowed where there is none.
pub(super) fn unescape_name(raw: &[u8]) -> std::borrow::Cow<'_, [u8]> {
    if !raw.contains(&b'#') {
        return raw.into();
    }
    let mut name = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, tail)) = rest.split_first() {
        let digits = match (byte, tail) {
            (b'#', [high, low, ..]) => hex_digit(*high).zip(hex_digit(*low)),
            _ => None,
        };
        match digits {
            Some((high, low)) => {
                name.push(high << 4 | low);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                name.push(byte);
                rest = tail;
            }
        }
    }
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &[u8], expect: &[Token]) {
        assert_eq!(Lexer::new(content).collect::<Vec<_>>(), expect);
    }

    #[test]
    fn tokens() {
        check(
            b"/F1 12 Tf[(a\\)(b))-3.5<0A 1>]TJ% note\n<</K true>>BDC",
            &[
                Token::Name(b"F1"),
                Token::Number(12.0),
                Token::Keyword(b"Tf"),
                Token::ArrayStart,
                Token::Literal(b"a\\)(b)"),
                Token::Number(-3.5),
                Token::Hex(b"0A 1"),
                Token::ArrayEnd,
                Token::Keyword(b"TJ"),
                Token::DictionaryStart,
                Token::Name(b"K"),
                Token::Keyword(b"true"),
                Token::DictionaryEnd,
                Token::Keyword(b"BDC"),
            ],
        );
    }

    #[test]
    fn numbers_as_viewers_read_them() {
        for (text, value) in [
            ("0", 0.0),
            ("+17", 17.0),
            ("-.002", -0.002),
            ("4.", 4.0),
            ("--5", -5.0),
            ("1.-2", 1.0),
            ("12-34", 12.0),
            ("6.02e2", 602.0),
            ("1E-3", 0.001),
            ("-", 0.0),
            ("123456789012345678901234567890", 123_456_789_012_345_678_901_234_567_890.0),
        ] {
            let read = number(text.as_bytes()).map(|read| (read - value).abs() <= value.abs() * 1e-12);
            assert_eq!(read, Some(true), "{text}");
        }
        assert_eq!(["T*", "f", "1a", ""].map(|word| number(word.as_bytes())), [None; 4]);
    }

    #[test]
    fn broken_strings_run_to_the_end() {
        check(b"(ab(c) Tj", &[Token::Literal(b"ab(c) Tj")]);
        check(b"<41", &[Token::Hex(b"41")]);
        check(b"(a\\", &[Token::Literal(b"a\\")]);
        check(b") > } Q", &[Token::Keyword(b"Q")]);
    }

    #[test]
    fn strings_lose_their_escapes() {
        let unescaped = |raw: &[u8]| {
            let mut out = Vec::new();
            unescape(raw, &mut out);
            out
        };
        assert_eq!(unescaped(b"a\\n\\(\\101\\1012\\7x\\\r\nb\r\nc\\z\\"), b"a\n(AA2\x07xb\ncz");
        let mut out = Vec::new();
        unhex(b"4 1\n4g2 7", &mut out);
        assert_eq!(out, b"ABp");
        assert_eq!(unescape_name(b"A#20B#zC#4"), &b"A B#zC#4"[..]);
    }
}
