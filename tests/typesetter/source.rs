//! Source text → style and blocks. The form of the source stands at the top of [`super`].

/// A parsed source.
pub(crate) struct Source {
    pub style: Style,
    pub blocks: Vec<Block>,
}

/// How the whole file is made.
#[derive(Clone)]
pub(crate) struct Style {
    pub encoding: Encoding,
    /// Whether figures have a Latin face of their own.
    pub latin: bool,
    pub rules: Rules,
    pub show: Show,
    pub bold: Bold,
    /// The size of the letters in tables, in points.
    pub size: f32,
    /// Where figures stand in their cells.
    pub align: Align,
    /// Whether rows of totals are bold.
    pub heavy: bool,
    /// The footer, `{}` standing for the page number.
    pub footer: Option<String>,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            encoding: Encoding::default(),
            latin: false,
            rules: Rules::default(),
            show: Show::default(),
            bold: Bold::default(),
            size: 9.0,
            align: Align::default(),
            heavy: false,
            footer: None,
        }
    }
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Align {
    #[default]
    Right,
    Centre,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Encoding {
    #[default]
    Unicode,
    Identity,
    Cid,
    Gbk,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Rules {
    #[default]
    Strokes,
    Fills,
    Boxes,
    Open,
    Horizontal,
    None,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Show {
    #[default]
    Lines,
    Pieces,
    Glyphs,
    Cuts,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Bold {
    #[default]
    Twice,
    Stroke,
}

/// How a page lies.
#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Turn {
    #[default]
    Portrait,
    Landscape,
    /// Landscape as displayed, through /Rotate 90.
    Rotated,
}

/// One thing to set.
pub(crate) enum Block {
    Cover(String),
    Chapter(String),
    Section(String),
    Note(String),
    Prose(String),
    Space(f32),
    Page(Turn),
    /// A page that is nothing but an image.
    Scan,
    Table(TableSource),
    Entry(EntrySource),
}

/// A line of a list of contents.
pub(crate) struct EntrySource {
    /// How far it stands to the right, in steps.
    pub depth: usize,
    /// What leads to the page number, if it is printed: a character, or white.
    pub leader: Option<char>,
    /// Whether the page number is printed.
    pub paged: bool,
    pub text: String,
}

/// A table as written in the source.
#[derive(Default)]
pub(crate) struct TableSource {
    pub id: String,
    pub number: Option<String>,
    pub title: Option<String>,
    pub left: Option<String>,
    pub unit: Option<String>,
    pub once: bool,
    /// Where it is ruled otherwise than the rest of the file.
    pub rules: Option<Rules>,
    pub header: Vec<Vec<String>>,
    pub columns: Vec<ColumnSource>,
    pub rows: Vec<Vec<String>>,
}

/// What a column holds.
#[derive(Clone)]
pub(crate) struct ColumnSource {
    /// `income` or `expenditure` in a table with two sides.
    pub side: Option<String>,
    /// `code`, `name`, `project_name`, `-`, or a column id, or `?` and a word.
    pub holds: String,
    /// Its share of the width.
    pub width: f32,
}

impl ColumnSource {
    /// Whether the column names the row instead of giving a value.
    pub(crate) fn is_key(&self) -> bool {
        matches!(self.holds.as_str(), "code" | "name" | "project_name" | "-")
    }
}

/// Parses a source.
pub(crate) fn parse(text: &str) -> Source {
    let mut source = Source { style: Style::default(), blocks: Vec::new() };
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let (word, rest) = split_word(line);
        match word {
            "" | "//" => {}
            "@encoding" => source.style.encoding = encoding(rest),
            "@rules" => source.style.rules = rules(rest),
            "@latin" => source.style.latin = true,
            "@size" => source.style.size = rest.parse().expect("points after @size"),
            "@align" => source.style.align = if rest == "centre" { Align::Centre } else { Align::Right },
            "@heavy" => source.style.heavy = true,
            "@show" => source.style.show = show(rest),
            "@bold" => source.style.bold = if rest == "stroke" { Bold::Stroke } else { Bold::Twice },
            "@footer" => source.style.footer = Some(rest.to_owned()),
            "@table" => source.blocks.push(Block::Table(table(rest, number + 1, &mut lines))),
            _ => source.blocks.push(block(word, rest, line)),
        }
    }
    source
}

fn split_word(line: &str) -> (&str, &str) {
    let line = line.trim_end_matches(' ');
    line.split_once(' ').unwrap_or((line, ""))
}

fn block(word: &str, rest: &str, line: &str) -> Block {
    let text = rest.to_owned();
    match word {
        "=" => Block::Cover(text),
        "#" => Block::Chapter(text),
        "##" => Block::Section(text),
        ">" => Block::Note(text),
        "@space" => Block::Space(rest.parse().expect("a number of points after @space")),
        "@page" => Block::Page(match rest {
            "landscape" => Turn::Landscape,
            "rotated" => Turn::Rotated,
            _ => Turn::Portrait,
        }),
        "@scan" => Block::Scan,
        "@entry" => Block::Entry(entry(rest)),
        _ if word.starts_with('@') => panic!("unknown directive in {line:?}"),
        _ => Block::Prose(line.to_owned()),
    }
}

/// `1 .# 一、收支总表`: depth, leader and whether a number follows, text. `-` stands for no leader.
fn entry(rest: &str) -> EntrySource {
    let mut words = rest.splitn(3, ' ');
    let mut word = || words.next().expect("depth, leader and text after @entry");
    let (depth, leads) = (word().parse().expect("a depth"), word());
    let leader = leads.chars().next().filter(|c| !"#-".contains(*c));
    EntrySource { depth, leader, paged: leads.ends_with('#'), text: word().to_owned() }
}

fn encoding(word: &str) -> Encoding {
    match word {
        "identity" => Encoding::Identity,
        "cid" => Encoding::Cid,
        "gbk" => Encoding::Gbk,
        _ => Encoding::Unicode,
    }
}

fn rules(word: &str) -> Rules {
    match word {
        "fills" => Rules::Fills,
        "boxes" => Rules::Boxes,
        "open" => Rules::Open,
        "horizontal" => Rules::Horizontal,
        "none" => Rules::None,
        _ => Rules::Strokes,
    }
}

fn show(word: &str) -> Show {
    match word {
        "pieces" => Show::Pieces,
        "glyphs" => Show::Glyphs,
        "cuts" => Show::Cuts,
        _ => Show::Lines,
    }
}

fn table<'a>(id: &str, start: usize, lines: &mut impl Iterator<Item = (usize, &'a str)>) -> TableSource {
    let mut table = TableSource { id: id.to_owned(), ..TableSource::default() };
    for (_, line) in lines.take_while(|(_, line)| !line.trim().is_empty()) {
        let (word, rest) = split_word(line);
        match word {
            "@number" => table.number = Some(rest.to_owned()),
            "@title" => table.title = Some(rest.to_owned()),
            "@left" => table.left = Some(rest.to_owned()),
            "@unit" => table.unit = Some(rest.to_owned()),
            "@once" => table.once = true,
            "@rules" => table.rules = Some(rules(rest)),
            "|=" => table.columns = cells(line).iter().map(|cell| column(cell)).collect(),
            "|" if table.columns.is_empty() => table.header.push(cells(line)),
            "|" => table.rows.push(cells(line)),
            _ => panic!("{line:?} in the table at line {start}"),
        }
    }
    let width = table.columns.len();
    for row in table.header.iter().chain(&table.rows) {
        assert_eq!(row.len(), width, "cells of {row:?} in the table at line {start}");
    }
    table
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim_end_matches(' ').trim_start_matches(['|', '=']).trim_end_matches('|');
    line.split('|').map(|cell| cell.trim_matches(' ').to_owned()).collect()
}

fn column(cell: &str) -> ColumnSource {
    let (holds, width) = cell.rsplit_once(' ').expect("a column and its width");
    let (side, holds) = match holds.trim().split_once(':') {
        Some((side, holds)) => (Some(side.to_owned()), holds),
        None => (None, holds.trim()),
    };
    ColumnSource { side, holds: holds.to_owned(), width: width.parse().expect("a width") }
}
