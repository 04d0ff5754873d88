//! Blocks → pages of marks. Positions are points from the top left of the page as displayed.

use super::font::Face;
use super::source::{Block, EntrySource, Source, Style, TableSource, Turn};
use super::table;
use super::truth::{self, TableTruth};

/// A page to be written.
pub(crate) struct Page {
    pub turn: Turn,
    pub marks: Vec<Mark>,
}

/// A thing on a page.
pub(crate) enum Mark {
    Text(Text),
    Rule(Rule),
    /// An image over the whole page, as a scanner makes it.
    Scan,
}

/// A line of text; `y` is its baseline.
pub(crate) struct Text {
    pub x: f32,
    pub y: f32,
    pub size: f32,
    pub bold: bool,
    pub text: String,
}

/// A line, horizontal or vertical, or the outline of a box.
pub(crate) enum Rule {
    Line { x0: f32, y0: f32, x1: f32, y1: f32 },
    Box { x0: f32, y0: f32, x1: f32, y1: f32 },
}

const MARGIN: f32 = 54.0;
const PROSE: f32 = 13.0;
const SMALL: f32 = 9.0;

/// Pages in the making.
pub(crate) struct Composer<'a> {
    style: Style,
    face: Face<'a>,
    pages: Vec<Page>,
    /// Where the next thing goes.
    y: f32,
    /// The page of each heading and title.
    headings: Vec<(String, u32)>,
    /// The entries of the list of contents, with the page that each prints.
    contents: Vec<Entry>,
}

/// An entry of the list of contents as printed.
pub(crate) type Entry = (String, Option<u32>);

/// What was set: pages, what the tables say, and the list of contents.
pub(crate) type Set = (Vec<Page>, Vec<TableTruth>, Vec<Entry>);

/// Sets the blocks of a source; twice where a list of contents needs the pages of what follows it.
pub(crate) fn set(source: &Source, face: Face) -> Set {
    let (headings, first) = set_knowing(source, face, &[]);
    let paged = |block: &Block| matches!(block, Block::Entry(entry) if entry.paged);
    if source.blocks.iter().any(paged) { set_knowing(source, face, &headings).1 } else { first }
}

/// Sets the blocks, knowing the pages of headings; those that were found.
fn set_knowing(source: &Source, face: Face, known: &[(String, u32)]) -> (Vec<(String, u32)>, Set) {
    let mut composer = Composer {
        style: source.style.clone(),
        face,
        pages: Vec::new(),
        y: 0.0,
        headings: Vec::new(),
        contents: Vec::new(),
    };
    let mut tables = Vec::new();
    composer.new_page(Turn::Portrait);
    for block in &source.blocks {
        composer.note_heading(block);
        match block {
            Block::Entry(entry) => composer.entry(entry, known),
            Block::Cover(text) => composer.centred(text, 22.0, 2.0),
            Block::Chapter(text) => composer.centred(text, 17.0, 2.2),
            Block::Section(text) => composer.paragraph(text, PROSE, true),
            Block::Prose(text) => composer.paragraph(text, PROSE, false),
            Block::Note(text) => composer.paragraph(text, SMALL, false),
            Block::Space(points) => composer.y += points,
            Block::Page(turn) => composer.turn_page(*turn),
            Block::Scan => composer.scan(),
            Block::Table(table) => tables.push(composer.table(table)),
        }
    }
    (composer.headings, (composer.pages, tables, composer.contents))
}

impl<'a> Composer<'a> {
    /// Remembers where a heading or a table stands.
    fn note_heading(&mut self, block: &Block) {
        let text = match block {
            Block::Chapter(text) | Block::Section(text) => Some(text),
            Block::Table(table) => table.title.as_ref(),
            _ => None,
        };
        if let Some(text) = text {
            self.headings.push((text.clone(), self.page_number()));
        }
    }

    /// A line of the list of contents. Its page is that of the longest heading that it ends with; what stands nowhere
    /// keeps the page of the entry before it, as in a list that nobody brought up to date.
    fn entry(&mut self, entry: &EntrySource, known: &[(String, u32)]) {
        let (left, width) = self.measure();
        if !self.fits(PROSE * 1.8) {
            self.next_page();
        }
        #[allow(clippy::cast_precision_loss, reason = "a few steps")]
        let x = left + entry.depth as f32 * 2.0 * PROSE;
        let y = self.take(PROSE * 1.8) + PROSE;
        self.text(Text { x, y, size: PROSE, bold: false, text: entry.text.clone() });
        let own = known.iter().filter(|(heading, _)| entry.text.ends_with(heading.as_str()));
        let own = own.rev().max_by_key(|(heading, _)| heading.len());
        let before = || self.contents.last().and_then(|(_, page)| *page).unwrap_or(1);
        let page = entry.paged.then(|| own.map_or_else(before, |(_, page)| *page));
        self.contents.push((entry.text.clone(), page));
        let number = page.map(|page| page.to_string()).unwrap_or_default();
        let end = left + width - self.face.text_width(&number) * PROSE;
        if let Some(leader) = entry.leader {
            let wide = self.face.width(leader) * PROSE;
            let begin = x + self.face.text_width(&entry.text) * PROSE + 4.0;
            let mut dots = String::new();
            let mut reach = begin + wide;
            while reach < end - 4.0 {
                dots.push(leader);
                reach += wide;
            }
            self.text(Text { x: begin, y, size: PROSE, bold: false, text: dots });
        }
        self.text(Text { x: end, y, size: PROSE, bold: false, text: number });
    }

    /// Begins a page, unless nothing is on the current one yet; then that one is turned.
    fn turn_page(&mut self, turn: Turn) {
        if self.y > MARGIN {
            self.new_page(turn);
        } else if let Some(page) = self.pages.last_mut() {
            page.turn = turn;
        }
    }

    /// Adds a page that holds nothing but an image.
    fn scan(&mut self) {
        self.turn_page(Turn::Portrait);
        let page = self.pages.last_mut().expect("a page");
        page.marks = vec![Mark::Scan];
        self.y = self.size().1;
    }

    /// Begins a page.
    pub(crate) fn new_page(&mut self, turn: Turn) {
        self.pages.push(Page { turn, marks: Vec::new() });
        self.y = MARGIN;
        let number = self.pages.len();
        if let Some(footer) = self.style.footer.clone().filter(|_| number > 1) {
            let text = footer.replace("{}", &number.to_string());
            let (width, height) = self.size();
            let x = (width - self.face.text_width(&text) * SMALL) / 2.0;
            self.text(Text { x, y: height - 30.0, size: SMALL, bold: false, text });
        }
    }

    /// Width and height of the current page as displayed.
    pub(crate) fn size(&self) -> (f32, f32) {
        match self.pages.last().expect("a page").turn {
            Turn::Portrait => (595.0, 842.0),
            Turn::Landscape | Turn::Rotated => (842.0, 595.0),
        }
    }

    /// The left edge of the text and its width.
    pub(crate) fn measure(&self) -> (f32, f32) {
        (MARGIN, self.size().0 - 2.0 * MARGIN)
    }

    /// Whether `height` points fit on the rest of the page.
    pub(crate) fn fits(&self, height: f32) -> bool {
        self.y + height <= self.size().1 - MARGIN
    }

    /// Begins a page like the current one.
    pub(crate) fn next_page(&mut self) {
        self.new_page(self.pages.last().expect("a page").turn);
    }

    /// The number of the current page.
    pub(crate) fn page_number(&self) -> u32 {
        u32::try_from(self.pages.len()).expect("few pages")
    }

    /// Takes `height` points and returns where they begin.
    pub(crate) fn take(&mut self, height: f32) -> f32 {
        self.y += height;
        self.y - height
    }

    /// Adds text; what is blank is not drawn.
    pub(crate) fn text(&mut self, text: Text) {
        if !text.text.trim().is_empty() {
            self.pages.last_mut().expect("a page").marks.push(Mark::Text(text));
        }
    }

    /// Adds a rule.
    pub(crate) fn rule(&mut self, rule: Rule) {
        self.pages.last_mut().expect("a page").marks.push(Mark::Rule(rule));
    }

    /// The face that lines are set in.
    pub(crate) fn face(&self) -> Face<'a> {
        self.face
    }

    /// The style of the file.
    pub(crate) fn style(&self) -> &Style {
        &self.style
    }

    /// A centred line, bold.
    pub(crate) fn centred(&mut self, text: &str, size: f32, leading: f32) {
        let (left, width) = self.measure();
        for line in self.face.wrap(text, width / size, 0.0, true) {
            let x = left + (width - self.face.text_width(&line) * size) / 2.0;
            let y = self.take(size * leading) + size;
            self.text(Text { x, y, size, bold: true, text: line });
        }
    }

    fn paragraph(&mut self, text: &str, size: f32, bold: bool) {
        let (left, width) = self.measure();
        let leading = size * 1.8;
        for (nth, line) in self.face.wrap(text, width / size, 2.0, true).into_iter().enumerate() {
            if !self.fits(leading) {
                self.next_page();
            }
            let indent = if nth == 0 { 2.0 * size } else { 0.0 };
            let y = self.take(leading) + size;
            self.text(Text { x: left + indent, y, size, bold, text: line });
        }
    }

    fn table(&mut self, source: &TableSource) -> TableTruth {
        let title_page = self.page_number();
        self.caption(source);
        let pages = table::set(self, source);
        self.take(SMALL);
        truth::of_table(source, &pages, title_page)
    }

    /// Number, title, and the line of the unit over the table.
    fn caption(&mut self, source: &TableSource) {
        let (left, width) = self.measure();
        if let Some(number) = &source.number {
            let y = self.take(16.0) + 10.0;
            self.text(Text { x: left, y, size: 10.0, bold: false, text: number.clone() });
        }
        if let Some(title) = &source.title {
            self.centred(title, 15.0, 1.7);
        }
        let y = self.take(18.0) + 10.0;
        if let Some(words) = &source.left {
            self.text(Text { x: left, y, size: SMALL, bold: false, text: words.clone() });
        }
        if let Some(unit) = &source.unit {
            let text = format!("单位：{unit}");
            let x = left + width - self.face.text_width(&text) * SMALL;
            self.text(Text { x, y, size: SMALL, bold: false, text });
        }
    }
}
