//! Prose: lines outside grids joined to whole sentences, each character knowing the token it came from.
//!
//! A sentence cut by a line end, a page number, a running head or a page edge is whole again; page numbers never end
//! up inside a number (`增长` `3` `17.31%` must not become `317.31%`).

mod furniture;
mod heading;
mod paragraph;

use crate::base::Place;
use crate::flat::Flat;
use crate::form::Phrases;

use self::paragraph::ProseLine;

pub(super) use self::furniture::is_page_number;
pub(super) use self::heading::{level, unnumbered};

/// A sentence or heading of the narrative.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sentence {
    /// Its characters without spaces.
    pub(super) text: String,
    /// For each *byte* of `text` the source of the character it belongs to.
    pub(super) sources: Vec<Source>,
    /// Headings above it, outermost first.
    pub(super) section: Vec<String>,
    /// Its paragraph, counted from 0.
    pub(super) paragraph: u32,
    /// It is a heading and nothing else.
    pub(super) heading: bool,
}

/// Where a character came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Source {
    /// Index into `Flat::lines`.
    pub(super) line: u32,
    /// Index of the token in its line.
    pub(super) token: u16,
    /// Index of the character in its token.
    pub(super) char: u16,
}

impl Sentence {
    /// Where the byte range stands: the page, line and rectangle of its first line.
    pub(super) fn place(&self, flat: &Flat, from: usize, to: usize) -> Place {
        let Some(first) = self.sources.get(from) else { return Place::default() };
        let Some(line) = flat.lines.get(first.line as usize) else { return Place::default() };
        let last = self.sources.get(to.saturating_sub(1)).filter(|last| last.line == first.line);
        let mut rect = None;
        for (index, token) in line.tokens.iter().enumerate() {
            let begins = usize::from(first.token) <= index;
            if begins && last.is_none_or(|last| index <= usize::from(last.token)) {
                let from = if index == usize::from(first.token) { usize::from(first.char) } else { 0 };
                let to = match last {
                    Some(last) if index == usize::from(last.token) => usize::from(last.char) + 1,
                    _ => token.text.chars().count(),
                };
                let part = token.rect_of(from, to);
                rect = match (rect, part) {
                    (None, part) => part,
                    (Some(whole), Some(part)) => Some(part.union(&whole)),
                    (whole, None) => whole,
                };
            }
        }
        Place { page: line.page, line: Some(first.line + 1), rect }
    }
}

/// Whether a line opens with the number of a section or of an item: `一、` `（一）` `1.`
pub(super) fn is_numbered(text: &str) -> bool {
    heading::level(text).is_some()
}

/// The sentences of the narrative, in reading order. `skip` names lines that are part of tables.
pub(super) fn sentences(flat: &Flat, phrases: &Phrases, skip: impl Fn(usize) -> bool) -> Vec<Sentence> {
    let lines = lines(flat, phrases, skip);
    let mut reader = Reader {
        flat,
        sentences: Vec::new(),
        open: Sentence::default(),
        depth: 0,
        section: Vec::new(),
        paragraph: 0,
    };
    for paragraph in paragraph::paragraphs(&lines, phrases) {
        reader.read(paragraph);
    }
    reader.sentences
}

/// The lines of the narrative without page numbers and running heads.
fn lines(flat: &Flat, phrases: &Phrases, skip: impl Fn(usize) -> bool) -> Vec<ProseLine> {
    let heads = furniture::running_heads(flat, phrases);
    let mut lines = Vec::new();
    let mut apart = true;
    for (index, line) in flat.lines.iter().enumerate() {
        if line.grid.is_some() || skip(index) {
            apart = true;
            continue;
        }
        if line.tokens.is_empty() || heads.contains(&index) {
            continue;
        }
        let Some(line) = ProseLine::new(flat, index, apart) else { continue };
        if !is_page_number(&line.text) {
            lines.push(line);
            apart = false;
        }
    }
    lines
}

struct Reader<'f> {
    flat: &'f Flat,
    sentences: Vec<Sentence>,
    open: Sentence,
    /// Brackets open in `open`.
    depth: usize,
    section: Vec<(u8, String)>,
    paragraph: u32,
}

impl Reader<'_> {
    fn read(&mut self, lines: &[ProseLine]) {
        let text: String = lines.iter().map(|line| line.text.as_str()).collect();
        let level = heading::level(&text);
        if let Some(level) = level {
            self.section.retain(|(above, _)| *above < level);
        }
        let heading = level.filter(|level| heading::is_bare(&text, *level));
        let title = heading.map(|_| text.as_str()).or_else(|| level.and_then(|_| run_in(&text)));
        if let (Some(level), Some(title)) = (level, title) {
            self.section.push((level, heading::title(title)));
        }
        self.open.heading = heading.is_some();
        for line in lines {
            self.read_line(line.index);
        }
        self.end();
        self.paragraph = self.paragraph.saturating_add(1);
    }

    fn read_line(&mut self, index: usize) {
        let flat = self.flat;
        let line_no = u32::try_from(index).unwrap_or(u32::MAX);
        for (number, token) in
            flat.lines.get(index).into_iter().flat_map(|line| line.tokens.iter().enumerate())
        {
            let token_no = u16::try_from(number).unwrap_or(u16::MAX);
            for (position, ch) in token.text.chars().enumerate() {
                let char = u16::try_from(position).unwrap_or(u16::MAX);
                self.push(ch, Source { line: line_no, token: token_no, char });
            }
        }
    }

    /// A full stop within brackets ends no sentence: （…费用9.73万元，比上年减少0.05万元。）比上年….
    fn push(&mut self, ch: char, source: Source) {
        self.open.text.push(ch);
        self.open.sources.extend(std::iter::repeat_n(source, ch.len_utf8()));
        match ch {
            '（' | '(' => self.depth += 1,
            '）' | ')' => self.depth = self.depth.saturating_sub(1),
            '。' | '！' if self.depth == 0 || self.open.text.len() > LONGEST_BRACKET => self.end(),
            _ if self.open.text.len() > LONGEST => self.end(),
            _ => {}
        }
    }

    fn end(&mut self) {
        self.depth = 0;
        if !self.open.text.is_empty() {
            let section = self.section.iter().map(|(_, text)| text.clone()).collect();
            let sentence = std::mem::take(&mut self.open);
            self.sentences.push(Sentence { section, paragraph: self.paragraph, ..sentence });
        }
    }
}

/// Text without any full stop (a list, a table without rulings) is cut here; in bytes.
const LONGEST: usize = 6_000;
/// A bracket still open after so many bytes was never closed.
const LONGEST_BRACKET: usize = 1_500;

/// A title that opens its paragraph and ends with a full stop: `1.因公出国（境）费用。2026年预算数为…`.
fn run_in(text: &str) -> Option<&str> {
    let (title, rest) = text.split_once('。')?;
    let plain =
        !title.contains(['，', '；', '：']) && !unnumbered(title).contains(|c: char| c.is_ascii_digit());
    (plain && !rest.is_empty() && title.chars().count() <= LONGEST_RUN_IN).then_some(title)
}

/// In characters; longer ones are sentences.
const LONGEST_RUN_IN: usize = 24;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::base::Notes;

    fn check(text: &str, expect: &[(&str, &str)]) {
        let flat = crate::flat::from_text(text, &mut Notes::default());
        let got: Vec<(String, String)> = sentences(&flat, &Phrases::default(), |_| false)
            .into_iter()
            .map(|s| (s.section.join("/"), s.text))
            .collect();
        let expect: Vec<(String, String)> =
            expect.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(got, expect);
    }

    #[test]
    fn a_page_number_between_the_halves_of_a_sentence_is_left_out() {
        check(
            "三、支出情况\n项目支出 12.00 万元，增长\n3\n17.31%。基本支出不变。",
            &[
                ("三、支出情况", "三、支出情况"),
                ("三、支出情况", "项目支出12.00万元，增长17.31%。"),
                ("三、支出情况", "基本支出不变。"),
            ],
        );
    }

    #[test]
    fn headings_nest() {
        check(
            "第三部分 情况说明\n一、收入\n（一）拨款\n共 1.00 万元。\n二、支出\n共 2.00 万元。",
            &[
                ("第三部分情况说明", "第三部分情况说明"),
                ("第三部分情况说明/一、收入", "一、收入"),
                ("第三部分情况说明/一、收入/（一）拨款", "（一）拨款"),
                ("第三部分情况说明/一、收入/（一）拨款", "共1.00万元。"),
                ("第三部分情况说明/二、支出", "二、支出"),
                ("第三部分情况说明/二、支出", "共2.00万元。"),
            ],
        );
    }

    #[test]
    fn a_heading_that_says_it_is_one_is_whole_where_its_line_is_full() {
        let grammars = crate::form::Grammars::shipped();
        let heading = "一、关于某某局2025年财政拨款收支预算情况的说明";
        let text = format!("{heading}\n2025年安排业务工作经费和设备购置经费以及其他各项费用\n1,200万元。\n");
        let flat = crate::flat::from_text(&text, &mut Notes::default());
        let got: Vec<String> = sentences(&flat, &grammars.phrases, |_| false)
            .into_iter()
            .map(|sentence| sentence.text)
            .collect();
        assert_eq!(got, [heading, "2025年安排业务工作经费和设备购置经费以及其他各项费用1,200万元。"]);
    }

    #[test]
    fn running_heads_and_line_ends_do_not_cut_a_sentence() {
        let grammars = crate::form::Grammars::shipped();
        let head = "某某市科学技术局2026年度单位预算公开";
        let full = "某某局2026年支出预算合计186,241万元，其中基本支出2,281.84万元，占一点二三，其余都是";
        let text = format!(
            "{head}\n{full}\n{head}\n3\n项目支出。\n{full}\n经费。\n{head}\n（一）人员\n共 1.00 万元。\n"
        );
        let flat = crate::flat::from_text(&text, &mut Notes::default());
        let got: Vec<String> = sentences(&flat, &grammars.phrases, |_| false)
            .into_iter()
            .map(|sentence| sentence.text)
            .collect();
        assert_eq!(
            got,
            [
                format!("{full}项目支出。"),
                format!("{full}经费。"),
                "（一）人员".to_owned(),
                "共1.00万元。".to_owned()
            ]
        );
    }
}
