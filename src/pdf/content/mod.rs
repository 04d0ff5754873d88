//! Content operators → glyphs, rulings, images (ISO 32000-1, annex A). Colours, shadings and transparency are not followed.
//!
//! White lines count as rulings like any others: on a shaded header they are the visible grid, and whether something lies under a
//! line is not known without painting.

mod inline_image;
mod text_operators;

use std::sync::Arc;

use lopdf::{Dictionary, Stream};

use super::document::Pdf;
use super::font::Font;
use super::lexer::{Lexer, Token, unescape_name};
use super::matrix::{Bounds, Matrix, Point};
use super::object::{Objects, as_dictionary, as_number, decode};
use super::page::{Page, Ruling};
use super::path::{Path, is_line};
use super::state::State;

/// Operands one operator may have; more is no content stream. TJ arrays of a whole line have a few hundred.
const MOST_OPERANDS: usize = 1 << 16;

/// Operators that drawing a form counts for: as much work as decoding a small stream is.
const FORM_COST: u64 = 200;

/// Reads the content of one page.
pub(super) struct Interpreter<'a> {
    pdf: &'a Pdf,
    objects: Objects<'a>,
    pub(super) page: Page,
    pub(super) fonts: Vec<PageFont>,
    pub(super) cuts: Cuts,
    state: State,
    saved: Vec<State>,
    /// `q` beyond the limit, so that `Q` still pairs.
    unsaved: usize,
    text_matrix: Matrix,
    line_matrix: Matrix,
    path: Path,
    clips: bool,
    operators_left: u64,
    glyphs_left: usize,
    bytes_left: usize,
    depth: usize,
    scratch: Vec<u8>,
}

/// A font used on the page.
pub(super) struct PageFont {
    /// Address of its dictionary, which stays where it is while the document lives.
    address: usize,
    pub(super) font: Arc<Font>,
    /// Codes without a character.
    pub(super) unreadable: u64,
}

/// What was left out on this page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cuts {
    pub(super) operators: bool,
    pub(super) glyphs: bool,
    pub(super) fonts: bool,
    pub(super) depth: bool,
    pub(super) states: bool,
    /// Streams too large or broken.
    pub(super) streams: usize,
}

/// Operands of one operator, in order; brackets of arrays stand among them.
type Operands<'c> = Vec<Token<'c>>;

impl<'a> Interpreter<'a> {
    pub(super) fn new(pdf: &'a Pdf, page: Page, ctm: Matrix, clip: Bounds) -> Self {
        let pages = pdf.page_count();
        Self {
            pdf,
            objects: pdf.objects(),
            page,
            fonts: Vec::new(),
            cuts: Cuts::default(),
            state: State::new(ctm, clip),
            saved: Vec::new(),
            unsaved: 0,
            text_matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            path: Path::default(),
            clips: false,
            operators_left: pdf.limits().operators_per_page(pages),
            glyphs_left: pdf.limits().glyphs_per_page(pages),
            bytes_left: pdf.limits().bytes_per_page(pages),
            depth: 0,
            scratch: Vec::new(),
        }
    }

    pub(super) fn objects(&self) -> Objects<'a> {
        self.objects
    }

    /// Forgets what the page's content left behind in the graphics state.
    pub(super) fn reset(&mut self, ctm: Matrix, clip: Bounds) {
        self.state = State::new(ctm, clip);
        self.saved.clear();
        self.unsaved = 0;
        self.path.clear();
    }

    /// Decodes a stream within what is left of the page's budget.
    pub(super) fn decode(&mut self, stream: &Stream) -> Option<Vec<u8>> {
        let bytes = decode(stream, self.bytes_left);
        match &bytes {
            Some(bytes) => self.bytes_left -= bytes.len().min(self.bytes_left),
            None => {
                self.cuts.streams += 1;
                // Failing took up to as much work as is left; it must not be free.
                self.bytes_left /= 2;
            }
        }
        bytes
    }

    /// Runs one content stream with its resources.
    pub(super) fn run(&mut self, content: &[u8], resources: &'a Dictionary) {
        let mut lexer = Lexer::new(content);
        let mut operands: Operands = Vec::new();
        let mut in_array = false;
        while let Some(token) = lexer.next() {
            match token {
                // Operators within an array are misplaced; viewers skip them.
                Token::Keyword(_) if in_array => {}
                Token::Keyword(operator) => {
                    if self.operators_left == 0 {
                        self.cuts.operators = true;
                        return;
                    }
                    self.operators_left -= 1;
                    if operator == b"BI" {
                        self.inline_image(&mut lexer);
                    } else {
                        self.operator(operator, &operands, resources);
                    }
                    operands.clear();
                }
                operand => {
                    match operand {
                        Token::ArrayStart => in_array = true,
                        Token::ArrayEnd => in_array = false,
                        _ => {}
                    }
                    if operands.len() < MOST_OPERANDS {
                        operands.push(operand);
                    }
                }
            }
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &Operands, resources: &'a Dictionary) {
        match operator {
            [b'T', ..] | [b'\''] | [b'"'] | [b'B', b'T'] => self.text_operator(operator, operands, resources),
            [b'q'] => self.save(),
            [b'Q'] => self.restore(),
            [b'c', b'm'] => {
                if let Some(matrix) = numbers(operands) {
                    self.state.ctm = Matrix::new(matrix).then(&self.state.ctm);
                }
            }
            [b'w'] => {
                if let Some([width]) = numbers(operands) {
                    self.state.line_width = width.abs();
                }
            }
            [b'D', b'o'] => self.draw_object(operands, resources),
            [b'g', b's'] => self.graphics_state(operands, resources),
            _ => self.path_operator(operator, operands),
        }
    }

    fn save(&mut self) {
        if self.saved.len() < self.pdf.limits().saved_states {
            self.saved.push(self.state);
        } else {
            self.unsaved += 1;
            self.cuts.states = true;
        }
    }

    fn restore(&mut self) {
        if self.unsaved > 0 {
            self.unsaved -= 1;
        } else if let Some(state) = self.saved.pop() {
            self.state = state;
        }
    }

    fn point<const N: usize>(&self, numbers: &[f64; N], at: usize) -> Point {
        match numbers.get(at..at + 2) {
            Some(&[x, y]) => self.state.ctm.apply(x, y),
            _ => Point::default(),
        }
    }

    fn path_operator(&mut self, operator: &[u8], operands: &Operands) {
        match operator {
            [b'm'] => {
                if let Some(to) = numbers::<2>(operands) {
                    self.path.move_to(self.point(&to, 0));
                }
            }
            [b'l'] => {
                if let Some(to) = numbers::<2>(operands) {
                    self.path.line_to(self.point(&to, 0));
                }
            }
            [b'r', b'e'] => {
                if let Some(rectangle) = numbers(operands) {
                    self.path.rectangle(&self.state.ctm, rectangle);
                }
            }
            [b'c'] => {
                if let Some(to) = numbers::<6>(operands) {
                    self.path.curve_to(self.point(&to, 0), self.point(&to, 2), self.point(&to, 4));
                }
            }
            [b'v'] | [b'y'] => {
                if let Some(to) = numbers::<4>(operands) {
                    self.path.curve_to(self.point(&to, 0), self.point(&to, 2), self.point(&to, 2));
                }
            }
            [b'h'] => self.path.close(),
            [b'W'] | [b'W', b'*'] => self.clips = true,
            [b'n'] => self.finish_path(false, false),
            [b'S'] => self.finish_path(false, true),
            [b's'] => {
                self.path.close();
                self.finish_path(false, true);
            }
            [b'f'] | [b'F'] | [b'f', b'*'] => self.finish_path(true, false),
            [b'B'] | [b'B', b'*'] => self.finish_path(true, true),
            [b'b'] | [b'b', b'*'] => {
                self.path.close();
                self.finish_path(true, true);
            }
            _ => {}
        }
    }

    /// Paints the path and makes it the clip where `W` came before.
    fn finish_path(&mut self, fill: bool, stroke: bool) {
        let (clip, rulings) = (self.state.clip, &mut self.page.rulings);
        if fill {
            self.path.filled(|ink| push_ruling(rulings, &ink, &clip));
        }
        if stroke {
            self.path
                .stroked(&self.state.ctm, self.state.line_width, |ink| push_ruling(rulings, &ink, &clip));
        }
        if std::mem::take(&mut self.clips) {
            self.state.clip = clip.intersection(&self.path.bounds());
        }
        self.path.clear();
    }

    /// The index of a font of the resources; read once per document.
    fn font(&mut self, name: &[u8], resources: &'a Dictionary) -> Option<usize> {
        let fonts = self.objects.dictionary(resources, b"Font")?;
        let dictionary = self.objects.dictionary(fonts, &unescape_name(name))?;
        self.font_index(dictionary)
    }

    fn font_index(&mut self, dictionary: &'a Dictionary) -> Option<usize> {
        let address = std::ptr::from_ref(dictionary).addr();
        if let Some(index) = self.fonts.iter().position(|font| font.address == address) {
            return Some(index);
        }
        if self.fonts.len() >= self.pdf.limits().page_fonts {
            self.cuts.fonts = true;
            return None;
        }
        self.fonts.push(PageFont { address, font: self.pdf.font(dictionary), unreadable: 0 });
        Some(self.fonts.len() - 1)
    }

    fn graphics_state(&mut self, operands: &Operands, resources: &'a Dictionary) {
        let Some(dictionary) = self.resource(operands, resources, b"ExtGState").and_then(as_dictionary)
        else {
            return;
        };
        if let Some(width) = self.objects.number(dictionary, b"LW") {
            self.state.line_width = width.abs();
        }
        if let Some([font, size]) = self.objects.array(dictionary, b"Font")
            && let Some(font) = self.objects.resolve(font).and_then(as_dictionary)
            && let Some(size) = self.objects.resolve(size).and_then(as_number)
        {
            self.state.text.size = size;
            self.state.text.font = self.font_index(font);
        }
    }

    /// The resource of a kind that the last operand names.
    fn resource(
        &self,
        operands: &Operands,
        resources: &'a Dictionary,
        kind: &[u8],
    ) -> Option<&'a lopdf::Object> {
        let Some(Token::Name(name)) = operands.last() else { return None };
        self.objects.get(self.objects.dictionary(resources, kind)?, &unescape_name(name))
    }

    fn draw_object(&mut self, operands: &Operands, resources: &'a Dictionary) {
        let stream =
            self.resource(operands, resources, b"XObject").and_then(|object| object.as_stream().ok());
        let Some(stream) = stream else { return };
        match self.objects.name(&stream.dict, b"Subtype") {
            Some(b"Image") => self.image(),
            Some(b"Form") => self.draw_form(stream, resources, &Matrix::IDENTITY),
            _ => {}
        }
    }

    /// An image fills the unit square; a thin one is a line.
    fn image(&mut self) {
        let ink = self.state.ctm.apply_to_bounds(&Bounds { x0: 0.0, y0: 0.0, x1: 1.0, y1: 1.0 });
        let visible = ink.intersection(&self.state.clip);
        if visible.is_empty() {
            return;
        }
        if is_line(&ink) {
            push_ruling(&mut self.page.rulings, &ink, &self.state.clip);
        }
        self.page.images.push(visible.to_rect());
    }

    /// Draws a form XObject; `placed` maps its space (after its own Matrix) into the current user space.
    pub(super) fn draw_form(&mut self, stream: &'a Stream, resources: &'a Dictionary, placed: &Matrix) {
        if self.depth >= self.pdf.limits().form_depth {
            self.cuts.depth = true;
            return;
        }
        self.operators_left = self.operators_left.saturating_sub(FORM_COST);
        let Some(content) = self.decode(stream) else { return };
        let (state, saved) = (self.state, std::mem::take(&mut self.saved));
        let unsaved = std::mem::take(&mut self.unsaved);
        let (text_matrix, line_matrix) = (self.text_matrix, self.line_matrix);
        let matrix = self.objects.matrix(&stream.dict, b"Matrix").unwrap_or(Matrix::IDENTITY);
        self.state.ctm = matrix.then(placed).then(&self.state.ctm);
        if let Some(bounds) = self.objects.bounds(&stream.dict, b"BBox") {
            self.state.clip = self.state.clip.intersection(&self.state.ctm.apply_to_bounds(&bounds));
        }
        self.depth += 1;
        self.run(&content, self.objects.dictionary(&stream.dict, b"Resources").unwrap_or(resources));
        self.depth -= 1;
        (self.state, self.saved, self.unsaved) = (state, saved, unsaved);
        (self.text_matrix, self.line_matrix) = (text_matrix, line_matrix);
    }
}

fn push_ruling(rulings: &mut Vec<Ruling>, ink: &Bounds, clip: &Bounds) {
    let visible = ink.intersection(clip);
    if !visible.is_empty() {
        rulings.push(Ruling { rect: visible.to_rect() });
    }
}

fn number(token: &Token) -> Option<f64> {
    match token {
        Token::Number(value) => Some(*value),
        _ => None,
    }
}

/// The last `N` operands, all numbers.
fn numbers<const N: usize>(operands: &[Token]) -> Option<[f64; N]> {
    let mut values = [0.0; N];
    let start = operands.len().checked_sub(N)?;
    for (value, token) in values.iter_mut().zip(operands.get(start..)?) {
        *value = number(token)?;
    }
    Some(values)
}
