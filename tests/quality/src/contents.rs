//! The list of contents (目录): parts, tables, cards and sections, as places print it.
//!
//! In: what a document holds, dice. Out: [`Contents`], which is printed as entries of a typesetter's source; the page of each
//! the typesetter finds. Which of the entries are tables is the truth; a planted error changes it like any other.

use std::fmt::Write as _;

use crate::card::Card;
use crate::dice::Dice;
use crate::prose::{Paragraph, Part};
use crate::table::Table;

/// A list of contents.
#[derive(Clone)]
pub(crate) struct Contents {
    heading: &'static str,
    /// What leads to the page number, and `#` where there is one.
    leads: &'static str,
    style: Style,
    pub entries: Vec<Entry>,
}

/// How entries are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 一、
    Chinese,
    /// （一）
    Bracketed,
    /// 1.
    Arabic,
    /// The number of the table, where tables have one, else none.
    Own,
}

/// One line of it.
#[derive(Clone)]
pub(crate) struct Entry {
    depth: usize,
    pub text: String,
    /// The number that a table has of its own.
    number: Option<String>,
    /// Whether it is a part, which begins the numbers anew.
    part: bool,
    /// Whether it is a table or a card.
    pub table: bool,
    /// Whether it is a card: no place of it among the tables can be wrong.
    pub card: bool,
}

/// What a line says of a table, as a reader should find it.
pub(crate) struct Listed {
    pub number: Option<String>,
    pub title: String,
}

const ORDINALS: [&str; 20] = [
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五",
    "十六", "十七", "十八", "十九", "二十",
];

impl Contents {
    /// The contents of a document: `parts` with their titles, the second or third of which holds the tables.
    pub(crate) fn of(
        parts: [&str; 4],
        tables_first: bool,
        tables: &[Table],
        cards: &[Card],
        paragraphs: &[Paragraph],
        dice: &mut Dice,
    ) -> Contents {
        let style = dice.pick(&[Style::Chinese, Style::Chinese, Style::Bracketed, Style::Arabic, Style::Own]);
        let leads = dice.pick(&["-", "-", ".#", ".#", "…#", "…", "-#"]);
        let mut contents = Contents {
            heading: dice.pick(&["目　录", "目录", "目　　录"]),
            leads,
            style,
            entries: Vec::new(),
        };
        let sections = dice.chance(50);
        let with_cards = dice.chance(60);
        let mut tables: Vec<Entry> = tables.iter().map(of_table).collect();
        if with_cards {
            tables.extend(of_cards(cards));
        }
        let mut text = Vec::new();
        if sections {
            text.extend(paragraphs.iter().filter(|paragraph| paragraph.heading).map(of_section));
        }
        let (second, third) = if tables_first { (tables, text) } else { (text, tables) };
        for (part, entries) in parts.iter().zip([Vec::new(), second, third, Vec::new()]) {
            contents.entries.push(Entry { part: true, ..Entry::words(0, part) });
            contents.entries.extend(entries);
        }
        contents
    }

    /// As a source.
    pub(crate) fn source(&self) -> String {
        let mut out = format!("@page\n# {}\n", self.heading);
        for (entry, text) in self.entries.iter().zip(self.lines()) {
            let _ = writeln!(out, "@entry {} {} {text}", entry.depth, self.leads);
        }
        out
    }

    /// The tables and cards that it lists, each with the place of its line.
    pub(crate) fn listed(&self) -> Vec<(usize, Listed)> {
        let number = |at: usize, entry: &Entry| match self.style {
            Style::Own => entry.number.clone(),
            Style::Arabic => Some(self.nth(at).to_string()),
            _ => Some(ORDINALS[self.nth(at) - 1].to_owned()),
        };
        let tables = self.entries.iter().enumerate().filter(|(_, entry)| entry.table);
        tables
            .map(|(at, entry)| (at, Listed { number: number(at, entry), title: entry.text.clone() }))
            .collect()
    }

    /// The lines with their numbers.
    fn lines(&self) -> impl Iterator<Item = String> {
        self.entries.iter().enumerate().map(|(at, entry)| {
            if !entry.table {
                return entry.text.clone();
            }
            let nth = self.nth(at);
            let number = match self.style {
                Style::Chinese => format!("{}、", ORDINALS[nth - 1]),
                Style::Bracketed => format!("（{}）", ORDINALS[nth - 1]),
                Style::Arabic => format!("{nth}."),
                Style::Own => entry.number.as_ref().map_or(String::new(), |number| format!("{number}　")),
            };
            number + &entry.text
        })
    }

    /// Which of the tables of its part an entry is, from 1.
    fn nth(&self, at: usize) -> usize {
        let part = self.entries[..at].iter().rposition(|entry| entry.part).unwrap_or(0);
        self.entries[part..=at].iter().filter(|entry| entry.table).count()
    }
}

impl Entry {
    fn words(depth: usize, text: &str) -> Entry {
        Entry { depth, text: text.to_owned(), number: None, part: false, table: false, card: false }
    }

    /// A table of this title.
    pub(crate) fn of_title(title: &str) -> Entry {
        Entry { table: true, ..Entry::words(1, title) }
    }
}

fn of_table(table: &Table) -> Entry {
    Entry { number: table.number.clone(), ..Entry::of_title(&table.title) }
}

/// Each title of a card once.
fn of_cards(cards: &[Card]) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for card in cards {
        if found.iter().all(|entry| entry.text != card.table.title) {
            found.push(Entry { card: true, ..Entry::of_title(&card.table.title) });
        }
    }
    found
}

fn of_section(paragraph: &Paragraph) -> Entry {
    let words: String = paragraph
        .parts
        .iter()
        .map(|part| if let Part::Words(words) = part { words.as_str() } else { "" })
        .collect();
    Entry::words(1, &words)
}
