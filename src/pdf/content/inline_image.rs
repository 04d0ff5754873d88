//! Inline images: where they stand, and where the content goes on after their data.

use super::{Interpreter, Lexer, Token};
use crate::pdf::lexer::is_space;

impl Interpreter<'_> {
    /// `BI … ID data EI` (8.9.7): the data is skipped.
    pub(super) fn inline_image(&mut self, lexer: &mut Lexer) {
        for token in lexer.by_ref() {
            if token == Token::Keyword(b"ID") {
                break;
            }
        }
        lexer.skip(1);
        lexer.skip(end_of_inline_image(lexer.rest()));
        self.image();
    }
}

/// Where the content goes on after the data of an inline image: past an `EI` that stands alone and is followed by text
/// rather than by more data.
fn end_of_inline_image(data: &[u8]) -> usize {
    let ends = data.windows(2).enumerate().filter(|(_, window)| *window == b"EI").map(|(at, _)| at);
    for at in ends {
        let before = at.checked_sub(1).and_then(|i| data.get(i)).is_none_or(|&byte| is_space(byte));
        let after = data.get(at + 2..).unwrap_or_default();
        let alone = before && after.first().is_none_or(|&byte| is_space(byte));
        let is_text = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
        if alone && after.iter().take(12).all(is_text) {
            return at + 2;
        }
    }
    data.len()
}
