//! The list of contents: which tables it names, with their numbers and pages.
//!
//! Comes in: lines outside grids, and tables, since a list may be one. Goes out: a [`NamedTable`] for each table listed.
//! A line belongs to the list if it opens with a number, is a title, or leads to a page number; the list ends where its
//! own headings come again. Chapters are no tables, though their names may end like one.

use std::collections::{BTreeMap, BTreeSet};

use super::Prose;
use crate::base::Place;
use crate::flat::{Flat, FlatLine};
use crate::form::{Words, fold};
use crate::grammar::caption::tight;
use crate::grammar::prose::{is_page_number, level, unnumbered};
use crate::model::{Kind, NamedTable, Row, Table};

/// A list of contents ends within so many pages.
const MOST_PAGES: u32 = 3;
/// And within so many lines.
const MOST_LINES: usize = 120;
/// The level of a line that opens with the number of a table: 表1.
const OF_TABLE: u8 = 9;
/// The deepest level of headings that come once: 第一部分, 一、.
const ONCE: u8 = 2;

/// The tables that the document's list of contents names.
pub(super) fn read(prose: &Prose<'_>, words: &Words, tables: &[Table]) -> Vec<NamedTable> {
    let listed: Vec<NamedTable> =
        tables.iter().flat_map(|list| in_table(list, words)).take(MOST_LINES).collect();
    if !listed.is_empty() {
        return listed;
    }
    let lines = lines(prose, words);
    let deeper = |at: usize, level: u8| lines.get(at + 1).is_some_and(|next| next.level > level);
    let named = lines.iter().enumerate().filter(|(at, line)| {
        let chapter = line.level < OF_TABLE && deeper(*at, line.level);
        !chapter && words.is_title(&line.text)
    });
    named.map(|(_, line)| line.named(words)).collect()
}

/// A list that is a table asks of each of its tables whether it is empty: 表11 | …支出表 | 是.
fn in_table(list: &Table, words: &Words) -> Vec<NamedTable> {
    if !list.columns.iter().any(|column| words.asks_empty(&column.label)) {
        return Vec::new();
    }
    let title = |row: &Row| {
        let mut texts = row.values.iter().filter(|value| value.kind == Kind::Text);
        texts.find(|value| words.is_title(&value.printed)).map(|value| (value.printed.clone(), value.place))
    };
    let named = list.rows.iter().filter_map(|row| {
        let (title, place) = title(row)?;
        Some(NamedTable { number: row.name.clone(), title, place, ..NamedTable::default() })
    });
    named.collect()
}

/// A line of the list.
struct Entry {
    level: u8,
    /// Without what leads to its page.
    text: String,
    leads: bool,
    page: Option<u32>,
    place: Place,
}

impl Entry {
    fn of(line: &FlatLine, number: u32, words: &Words) -> Option<Self> {
        let place = Place { page: line.page, line: Some(number), rect: rect(line) };
        let whole = tight(line);
        let (text, page, leads) = parted(line, &whole);
        let numbered = words.table_number(text).map(|_| OF_TABLE).or_else(|| level(text));
        let level = numbered.or_else(|| (leads || words.is_title(text)).then_some(OF_TABLE))?;
        Some(Self { level, text: text.to_owned(), leads, page, place })
    }

    fn named(&self, words: &Words) -> NamedTable {
        let number = words.table_number(&self.text).filter(|number| self.text.starts_with(number.as_str()));
        let title = match &number {
            Some(number) => self.text.get(number.len()..).unwrap_or_default(),
            None => unnumbered(&self.text),
        };
        let title = title.trim_start_matches(['：', ':', '、', '.', '．']).to_owned();
        let ordinal = || {
            let before = self.text.strip_suffix(title.as_str())?;
            let bare = before.trim_matches(['、', '.', '．', '（', '）', '(', ')']);
            (!bare.is_empty()).then(|| bare.to_owned())
        };
        NamedTable {
            number: number.or_else(ordinal),
            title: title.clone(),
            page: self.page,
            again: None,
            place: self.place,
        }
    }
}

/// The lines of the list, from its heading to where it ends; a title that is broken is joined.
fn lines(prose: &Prose<'_>, words: &Words) -> Vec<Entry> {
    let all = &prose.flat.lines;
    let heads = |line: &FlatLine| line.grid.is_none() && words.is_contents(&tight(line));
    let Some(start) = all.iter().position(heads) else { return Vec::new() };
    let first_page = all.get(start).and_then(|line| line.page);
    let mut entries: Vec<Entry> = Vec::new();
    let mut once = BTreeSet::new();
    for (index, line) in all.iter().enumerate().skip(start + 1).take(MOST_LINES) {
        let far =
            first_page.zip(line.page).is_some_and(|(first, page)| page >= first.saturating_add(MOST_PAGES));
        if line.grid.is_some() || far {
            break;
        }
        let text = tight(line);
        if text.is_empty() || is_page_number(&text) {
            continue;
        }
        if ends_title(&mut entries, &text, words) {
            continue;
        }
        match Entry::of(line, super::line_number(index), words) {
            Some(entry) => {
                let comes_again = entry.level <= ONCE && !once.insert(fold(&entry.text))
                    || entry.level == 1 && entries.first().is_some_and(|first| first.text.starts_with(&text));
                if comes_again {
                    break;
                }
                entries.push(entry);
            }
            None if !goes_on(&mut entries, &text, line.page, words) => break,
            None => {}
        }
    }
    entries
}

/// Longer lines are sentences.
const LONGEST_REST: usize = 20;

/// Whether a line without a number is the end of a broken title, also on the next page: 某某经费支 出表.
fn ends_title(entries: &mut [Entry], text: &str, words: &Words) -> bool {
    let bare = level(text).is_none() && words.table_number(text).is_none();
    let Some(last) = entries.last_mut().filter(|last| bare && !last.leads && last.level > 1) else {
        return false;
    };
    let whole = format!("{}{text}", last.text);
    let ends = is_rest(text) && words.is_title(&whole) && !words.is_title(&last.text);
    if ends {
        last.text = whole;
    }
    ends
}

/// Whether a line without a number goes on with the heading before it, on the same page.
fn goes_on(entries: &mut [Entry], text: &str, page: Option<u32>, words: &Words) -> bool {
    let heading = |last: &&mut Entry| !last.leads && last.place.page == page && !words.is_title(&last.text);
    let Some(last) = entries.last_mut().filter(heading).filter(|_| is_rest(text)) else { return false };
    last.text.push_str(text);
    true
}

fn is_rest(text: &str) -> bool {
    text.chars().count() <= LONGEST_REST && !text.contains(['。', '，'])
}

/// A line without the dots and the page number at its end, the page, and whether there were any.
fn parted<'t>(line: &FlatLine, whole: &'t str) -> (&'t str, Option<u32>, bool) {
    let head = whole.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = whole.get(head.len()..).unwrap_or_default();
    let bare = head.trim_end_matches(LEADERS);
    let dots = head.get(bare.len()..).unwrap_or_default();
    let alone = line.tokens.len() > 1 && line.tokens.last().is_some_and(|token| token.text == digits);
    let leads = dots.chars().count() > 1 || dots.contains('…');
    let page = digits.parse().ok().filter(|_| leads || alone && digits.len() <= 3);
    match (leads, page) {
        (true, page) => (bare, page, true),
        (false, Some(page)) => (head, Some(page), true),
        // `一、主要职能。`
        (false, None) => (whole.trim_end_matches('。'), None, false),
    }
}

/// What leads the eye to a page number.
const LEADERS: [char; 8] = ['.', '…', '·', '．', '-', '—', '_', '⋯'];

fn rect(line: &FlatLine) -> Option<crate::base::Rect> {
    line.tokens.iter().filter_map(|token| token.rect).reduce(|whole, part| whole.union(&part))
}

/// Tells of each name where its title stands as one, outside of the list of contents.
pub(super) fn find_again(flat: &Flat, words: &Words, contents: &mut [NamedTable], cited: &mut [NamedTable]) {
    if contents.is_empty() && cited.is_empty() {
        return;
    }
    let after = contents.iter().filter_map(|named| named.place.line).max().unwrap_or_default();
    let mut titles: BTreeMap<String, Place> = BTreeMap::new();
    let mut above = String::new();
    for (number, line) in (1..).zip(&flat.lines).filter(|(number, _)| *number > after) {
        let text = tight(line);
        if text.contains('表') {
            let place = Place { page: line.page, line: Some(number), rect: rect(line) };
            // A long title is broken over two lines.
            let both = [text.clone(), format!("{above}{text}")];
            for title in both.iter().filter(|title| words.is_title(title)) {
                titles.entry(words.title_core(title)).or_insert(place);
            }
        }
        above = text;
    }
    for named in contents.iter_mut().chain(cited) {
        named.again = titles.get(&words.title_core(&named.title)).copied();
    }
}
