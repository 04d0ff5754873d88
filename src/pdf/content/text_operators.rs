//! Text operators (ISO 32000-1, 9.3 and 9.4): they move the pen and show strings.

use lopdf::Dictionary;

use super::{Interpreter, Operands, Token, number, numbers};
use crate::pdf::lexer::{unescape, unhex};
use crate::pdf::matrix::Matrix;
use crate::pdf::text::Pen;

impl<'a> Interpreter<'a> {
    pub(super) fn text_operator(&mut self, operator: &[u8], operands: &Operands, resources: &'a Dictionary) {
        match operator {
            [b'T', b'j'] => self.show_text(operands),
            [b'T', b'J'] => self.show_text(operands),
            [b'\''] => {
                self.next_line();
                self.show_text(operands);
            }
            [b'"'] => {
                let mut spacings = operands.iter().filter_map(number);
                if let (Some(word), Some(character)) = (spacings.next(), spacings.next()) {
                    (self.state.text.word_spacing, self.state.text.character_spacing) = (word, character);
                }
                self.next_line();
                // Only the string: the two numbers are no adjustments.
                self.show_text(operands.get(2..).unwrap_or_default());
            }
            [b'T', b'd'] => self.move_line(operands),
            [b'T', b'D'] => {
                if let Some([_, y]) = numbers(operands) {
                    self.state.text.leading = -y;
                }
                self.move_line(operands);
            }
            [b'T', b'm'] => {
                if let Some(matrix) = numbers(operands) {
                    self.line_matrix = Matrix::new(matrix);
                    self.text_matrix = self.line_matrix;
                }
            }
            [b'T', b'*'] => self.next_line(),
            [b'B', b'T'] => {
                self.line_matrix = Matrix::IDENTITY;
                self.text_matrix = Matrix::IDENTITY;
            }
            [b'T', b'f'] => {
                if let [Token::Name(name), Token::Number(size)] = operands[..] {
                    self.state.text.size = size;
                    self.state.text.font = self.font(name, resources);
                }
            }
            [b'T', parameter] => {
                if let Some([value]) = numbers(operands) {
                    self.text_parameter(*parameter, value);
                }
            }
            _ => {}
        }
    }

    fn text_parameter(&mut self, parameter: u8, value: f64) {
        let text = &mut self.state.text;
        match parameter {
            b'c' => text.character_spacing = value,
            b'w' => text.word_spacing = value,
            b'z' => text.stretch = value / 100.0,
            b'L' => text.leading = value,
            b's' => text.rise = value,
            b'r' => text.mode = value as i64,
            _ => {}
        }
    }

    fn move_line(&mut self, operands: &Operands) {
        if let Some([x, y]) = numbers(operands) {
            self.line_matrix = Matrix::translation(x, y).then(&self.line_matrix);
            self.text_matrix = self.line_matrix;
        }
    }

    fn next_line(&mut self) {
        self.line_matrix = Matrix::translation(0.0, -self.state.text.leading).then(&self.line_matrix);
        self.text_matrix = self.line_matrix;
    }

    /// Tj and TJ alike: strings are shown, numbers move the pen.
    fn show_text(&mut self, operands: &[Token]) {
        let Some(entry) = self.state.text.font.and_then(|font| self.fonts.get_mut(font)) else { return };
        let mut pen = Pen::new(self.objects, &entry.font, &self.state, &self.text_matrix);
        for operand in operands {
            match operand {
                Token::Literal(raw) if !raw.contains(&b'\\') && !raw.contains(&b'\r') => {
                    pen.show(raw, &mut self.glyphs_left, &mut self.page.glyphs);
                }
                Token::Literal(raw) => {
                    self.scratch.clear();
                    unescape(raw, &mut self.scratch);
                    pen.show(&self.scratch, &mut self.glyphs_left, &mut self.page.glyphs);
                }
                Token::Hex(raw) => {
                    self.scratch.clear();
                    unhex(raw, &mut self.scratch);
                    pen.show(&self.scratch, &mut self.glyphs_left, &mut self.page.glyphs);
                }
                Token::Number(value) => pen.adjust(*value),
                _ => {}
            }
        }
        let (x, y, unreadable) = (pen.x, pen.y, pen.unreadable);
        entry.unreadable += unreadable;
        self.cuts.glyphs |= self.glyphs_left == 0;
        self.text_matrix = Matrix::translation(x, y).then(&self.text_matrix);
    }
}
