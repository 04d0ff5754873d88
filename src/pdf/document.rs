//! An open document: its pages, their boxes and resources, its fonts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::annotation::draw_annotations;
use super::content::{Cuts, Interpreter};
use super::font::Font;
use super::limits::Limits;
use super::matrix::{Bounds, Matrix, length};
use super::object::{Objects, as_dictionary, as_integer};
use super::once::keep_once;
use super::page::Page;
use crate::base::{Notes, Place};

/// An open PDF. Pages may be read from several threads.
pub struct Pdf {
    document: Document,
    limits: Limits,
    nodes: Vec<Node>,
    /// Indices of the pages among the nodes.
    pages: Vec<usize>,
    /// Whether there are more pages than the limit.
    is_cut: bool,
    producer: Option<String>,
    title: Option<String>,
    /// By the address of the font dictionary.
    fonts: Mutex<BTreeMap<usize, Arc<OnceLock<Arc<Font>>>>>,
    empty: Dictionary,
}

/// A node of the page tree on the way to a page.
struct Node {
    id: ObjectId,
    parent: Option<usize>,
}

/// Fonts that are kept for the next page that uses them. A hostile one takes 2 MB; the file may have as many as it likes.
const MOST_KEPT_FONTS: usize = 256;

/// Levels of the page tree that are followed.
const DEEPEST_TREE: usize = 64;

impl Pdf {
    pub(super) fn new(document: Document, limits: Limits) -> Self {
        let objects = Objects { document: &document };
        let (producer, title) = (information(objects, b"Producer"), information(objects, b"Title"));
        let most = limits.pages as usize;
        // One more than is read tells whether there are more.
        let (nodes, mut pages) = page_tree(objects, most.saturating_add(1));
        let is_cut = pages.len() > most;
        pages.truncate(most);
        let fonts = Mutex::default();
        Self { nodes, pages, is_cut, producer, title, fonts, limits, document, empty: Dictionary::new() }
    }

    /// How many pages are read.
    pub fn page_count(&self) -> u32 {
        self.pages.len() as u32
    }

    /// The program that wrote the file, as the file says.
    pub fn producer(&self) -> Option<&str> {
        self.producer.as_deref()
    }

    /// The title the file states.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// Says what the limits leave out of the whole file.
    pub fn note_cuts(&self, notes: &mut Notes) {
        if self.is_cut {
            let message =
                format!("The file has more than {} pages; the others are missing.", self.page_count());
            notes.error("page-limit", Place::default(), message);
        }
    }

    /// Reads a page; `number` counts from 1. A page that does not exist or is broken is empty, with a note.
    pub fn page(&self, number: u32, notes: &mut Notes) -> Page {
        let place = Place { page: Some(number), ..Place::default() };
        let index = (number as usize).checked_sub(1).and_then(|index| self.pages.get(index));
        let Some(&node) = index else {
            notes.error(
                "no-such-page",
                place,
                format!("There is no page {number}; the file has {}.", self.page_count()),
            );
            return Page { number, ..Page::default() };
        };
        let (page, ctm, clip) = self.frame(node, number);
        let mut interpreter = Interpreter::new(self, page, ctm, clip);
        let content = self.content(node, &mut interpreter, notes);
        let resources = self.inherited(node, b"Resources").and_then(as_dictionary).unwrap_or(&self.empty);
        // A shown character takes some twenty bytes of content.
        interpreter.page.glyphs.reserve((content.len() / 20).min(self.limits.page_glyphs));
        interpreter.run(&content, resources);
        interpreter.reset(ctm, clip);
        draw_annotations(&mut interpreter, self.own_array(node, b"Annots"), &self.empty);
        note_fonts(&interpreter, place, notes);
        note_cuts(interpreter.cuts, &self.limits, place, notes);
        let mut page = interpreter.page;
        keep_once(&mut page.glyphs);
        page
    }

    pub(super) fn objects(&self) -> Objects<'_> {
        Objects { document: &self.document }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The font of a dictionary of this document; read once, by whoever comes first, unless there are very many.
    pub(super) fn font(&self, dictionary: &Dictionary) -> Arc<Font> {
        let address = std::ptr::from_ref(dictionary).addr();
        let slot = {
            let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
            if fonts.len() < MOST_KEPT_FONTS {
                Arc::clone(fonts.entry(address).or_default())
            } else {
                fonts.get(&address).cloned().unwrap_or_default()
            }
        };
        Arc::clone(slot.get_or_init(|| Arc::new(Font::read(self.objects(), dictionary))))
    }

    /// An attribute of a page or of the nodes above it (7.7.3.4).
    fn inherited(&self, node: usize, key: &[u8]) -> Option<&Object> {
        let mut next = Some(node);
        while let Some(node) = next.and_then(|index| self.nodes.get(index)) {
            let dictionary = self.document.get_object(node.id).ok().and_then(as_dictionary);
            if let Some(object) = dictionary.and_then(|dictionary| self.objects().get(dictionary, key)) {
                return Some(object);
            }
            next = node.parent;
        }
        None
    }

    fn inherited_box(&self, node: usize, key: &[u8]) -> Option<Bounds> {
        let corners = self.inherited(node, key)?.as_array().ok()?;
        let mut values = [0.0; 4];
        for (value, object) in values.iter_mut().zip(corners.get(..4)?) {
            *value = self.objects().resolve(object).and_then(super::object::as_number)?;
        }
        let [x0, y0, x1, y1] = values;
        Some(Bounds::spanning(x0, y0, x1, y1)).filter(|bounds| bounds.width() > 0.0 && bounds.height() > 0.0)
    }

    /// The empty page, the map from its user space to the displayed page, and the page's own clip.
    fn frame(&self, node: usize, number: u32) -> (Page, Matrix, Bounds) {
        let media = self.inherited_box(node, b"MediaBox").unwrap_or(LETTER);
        let crop = self.inherited_box(node, b"CropBox").map_or(media, |crop| crop.intersection(&media));
        let shown = if crop.is_empty() || crop.width() <= 0.0 || crop.height() <= 0.0 { media } else { crop };
        let unit = self.inherited(node, b"UserUnit").and_then(super::object::as_number);
        let scale = 100.0 * unit.filter(|unit| (0.01..=1000.0).contains(unit)).unwrap_or(1.0);
        let rotate = self.inherited(node, b"Rotate").and_then(as_integer).unwrap_or(0);
        let (ctm, width, height) = displayed(&shown, scale, rotate);
        let page = Page { number, width: length(width), height: length(height), ..Page::default() };
        (page, ctm, Bounds { x0: 0.0, y0: 0.0, x1: width, y1: height })
    }

    /// An array of the page's own dictionary.
    fn own_array(&self, node: usize, key: &[u8]) -> &[Object] {
        let id = self.nodes.get(node).map(|node| node.id);
        let page = id.and_then(|id| self.document.get_object(id).ok()).and_then(as_dictionary);
        page.and_then(|page| self.objects().array(page, key)).unwrap_or_default()
    }

    /// The content streams of a page, joined by white space as one (7.8.2).
    fn content(&self, node: usize, interpreter: &mut Interpreter, notes: &mut Notes) -> Vec<u8> {
        let id = self.nodes.get(node).map(|node| node.id);
        let page = id.and_then(|id| self.document.get_object(id).ok()).and_then(as_dictionary);
        let streams = match page.and_then(|page| self.objects().get(page, b"Contents")) {
            Some(Object::Array(streams)) => streams.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let mut content = Vec::new();
        for object in streams {
            let Some(stream) = self.objects().resolve(object).and_then(|object| object.as_stream().ok())
            else {
                let place = Place { page: Some(interpreter.page.number), ..Place::default() };
                notes.error(
                    "content-lost",
                    place,
                    "a part of the page's content is missing; what it shows is lost",
                );
                continue;
            };
            let Some(bytes) = interpreter.decode(stream) else { continue };
            if content.is_empty() {
                content = bytes;
            } else {
                content.push(b'\n');
                content.extend_from_slice(&bytes);
            }
        }
        content
    }
}

/// What viewers assume where no page box is stated.
const LETTER: Bounds = Bounds { x0: 0.0, y0: 0.0, x1: 612.0, y1: 792.0 };

/// The map from user space to the page as displayed (origin top left, y downwards), and its size.
fn displayed(shown: &Bounds, scale: f64, rotate: i64) -> (Matrix, f64, f64) {
    let (width, height) = (shown.width() * scale, shown.height() * scale);
    let (x0, y0, x1, y1) = (shown.x0 * scale, shown.y0 * scale, shown.x1 * scale, shown.y1 * scale);
    match rotate.rem_euclid(360) {
        90 => (Matrix::new([0.0, scale, scale, 0.0, -y0, -x0]), height, width),
        180 => (Matrix::new([-scale, 0.0, 0.0, scale, x1, -y0]), width, height),
        270 => (Matrix::new([0.0, -scale, -scale, 0.0, y1, x1]), height, width),
        _ => (Matrix::new([scale, 0.0, 0.0, -scale, -x0, y1]), width, height),
    }
}

/// Walks the page tree in order; where it leads to no page at all, every page object of the file counts.
fn page_tree(objects: Objects, most: usize) -> (Vec<Node>, Vec<usize>) {
    let root = objects
        .dictionary(&objects.document.trailer, b"Root")
        .and_then(|catalog| catalog.get(b"Pages").and_then(Object::as_reference).ok());
    let (mut nodes, mut pages) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    // Depth first, first child on top.
    let mut open: Vec<(ObjectId, Option<usize>, usize)> = root.map(|id| (id, None, 0)).into_iter().collect();
    while let Some((id, parent, depth)) = open.pop() {
        if pages.len() >= most || depth > DEEPEST_TREE || !seen.insert(id) {
            continue;
        }
        let dictionary = objects.document.get_object(id).ok().and_then(as_dictionary);
        let kids = dictionary.and_then(|dictionary| objects.array(dictionary, b"Kids"));
        let index = nodes.len();
        nodes.push(Node { id, parent });
        match kids {
            Some(kids) => {
                let kids = kids.iter().rev().filter_map(|kid| kid.as_reference().ok());
                open.extend(kids.map(|kid| (kid, Some(index), depth + 1)));
            }
            None => pages.push(index),
        }
    }
    let is_page =
        |object: &Object| as_dictionary(object).is_some_and(|dictionary| dictionary.has_type(b"Page"));
    if !pages.iter().any(|&page| {
        nodes.get(page).is_some_and(|node: &Node| {
            objects.document.get_object(node.id).is_ok_and(|object| as_dictionary(object).is_some())
        })
    }) {
        pages.clear();
        for (&id, _) in objects.document.objects.iter().filter(|(_, object)| is_page(object)).take(most) {
            pages.push(nodes.len());
            nodes.push(Node { id, parent: None });
        }
    }
    (nodes, pages)
}

/// A text string of the information dictionary (14.3.3).
fn information(objects: Objects, key: &[u8]) -> Option<String> {
    let info = objects.dictionary(&objects.document.trailer, b"Info")?;
    let text = decode_text(objects.get(info, key)?.as_str().ok()?);
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// A text string (7.9.2.2): UTF-16BE or UTF-8 with its mark, else PDFDocEncoding, taken as Latin-1.
fn decode_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or('\u{fffd}'))
                .filter(|ch| *ch != '\0')
                .collect()
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|&byte| char::from(byte)).filter(|ch| *ch != '\0').collect(),
    }
}

/// What the fonts of a page leave unread or unproved.
fn note_fonts(interpreter: &Interpreter<'_>, place: Place, notes: &mut Notes) {
    for font in interpreter.fonts.iter().filter(|font| font.unreadable > 0) {
        let message = format!(
            "{} of the characters shown in font {} have no Unicode value; they stand as U+FFFD.",
            font.unreadable, font.font.name
        );
        notes.warning("unreadable-glyphs", place, message);
    }
    for font in interpreter.fonts.iter().filter(|font| font.font.is_by_position()) {
        let message = format!(
            "The file does not name the characters of font {}; they are read as ASCII, at whose codes its glyphs stand.",
            font.font.name
        );
        notes.info("characters-by-position", place, message);
    }
}

/// One note for each limit that cut the page.
fn note_cuts(cuts: Cuts, limits: &Limits, place: Place, notes: &mut Notes) {
    let mut cut = |happened: bool, what: String| {
        if happened {
            notes.error("page-cut", place, format!("{what}; what follows on this page is missing."));
        }
    };
    cut(cuts.operators, "The page has more drawing operators than the limit allows".into());
    cut(cuts.glyphs, "The page shows more characters than the limit allows".into());
    cut(cuts.fonts, format!("More than {} fonts are used", limits.page_fonts));
    cut(cuts.depth, format!("Forms are nested deeper than {}", limits.form_depth));
    cut(cuts.states, format!("More than {} graphics states are saved at a time", limits.saved_states));
    cut(cuts.streams > 0, format!("{} content streams are broken or too large", cuts.streams));
}
