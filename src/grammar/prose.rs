//! Prose: lines outside grids joined to whole sentences, each character knowing the token it came from.
//!
//! A sentence cut by a line end, a page number or a page edge is whole again; page numbers never end up inside a
//! number (`增长` `3` `17.31%` must not become `317.31%`: DESIGN §5.6).

use std::sync::LazyLock;

use regex::Regex;

use crate::base::Place;
use crate::flat::{Flat, FlatLine};

/// A sentence or heading of the narrative.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sentence {
    /// Its characters without spaces.
    pub(super) text: String,
    /// For each *byte* of `text` the source of the character it belongs to.
    pub(super) sources: Vec<Source>,
    /// Headings above it, outermost first.
    pub(super) section: Vec<String>,
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

static PAGE_NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:第?[-—–－·•~\s]*\d{1,4}[-—–－·•~\s]*页?|[-—–\s]*第\d+页[,，/]?共\d+页[-—–\s]*|\d+/\d+)$")
        .ok()
});

/// Whether a line is nothing but a page number.
pub(super) fn is_page_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 40 && PAGE_NUMBER.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// The sentences of the narrative, in reading order. `skip` names lines that are part of tables.
pub(super) fn sentences(flat: &Flat, skip: impl Fn(usize) -> bool) -> Vec<Sentence> {
    let mut reader = Reader::default();
    for (index, line) in flat.lines.iter().enumerate() {
        if line.grid.is_some() || skip(index) {
            reader.end();
            continue;
        }
        if line.tokens.is_empty() || is_page_number(&super::caption::tight(line)) {
            continue;
        }
        reader.read(index, line);
    }
    reader.end();
    reader.sentences
}

#[derive(Default)]
struct Reader {
    sentences: Vec<Sentence>,
    open: Sentence,
    section: Vec<(u8, String)>,
}

impl Reader {
    fn read(&mut self, index: usize, line: &FlatLine) {
        let text = super::caption::tight(line);
        if let Some(level) = heading_level(&text) {
            self.end();
            self.section.retain(|(above, _)| *above < level);
            if is_bare_heading(&text, level) {
                self.section.push((level, heading_text(&text)));
            }
        }
        let line_no = u32::try_from(index).unwrap_or(u32::MAX);
        for (number, token) in line.tokens.iter().enumerate() {
            let token_no = u16::try_from(number).unwrap_or(u16::MAX);
            for (position, ch) in token.text.chars().enumerate() {
                let char = u16::try_from(position).unwrap_or(u16::MAX);
                self.push(ch, Source { line: line_no, token: token_no, char });
            }
        }
        if heading_level(&text).is_some_and(|level| is_bare_heading(&text, level)) {
            self.end();
        }
    }

    fn push(&mut self, ch: char, source: Source) {
        self.open.text.push(ch);
        self.open.sources.extend(std::iter::repeat_n(source, ch.len_utf8()));
        if matches!(ch, '。' | '；' | '！') || self.open.text.len() > LONGEST {
            self.end();
        }
    }

    fn end(&mut self) {
        if !self.open.text.is_empty() {
            let section = self.section.iter().map(|(_, text)| text.clone()).collect();
            let sentence = std::mem::take(&mut self.open);
            self.sentences.push(Sentence { section, ..sentence });
        }
    }
}

/// Text without any full stop (a list, a table without rulings) is cut here; in bytes.
const LONGEST: usize = 6_000;

/// `第一部分` 1, `一、` 2, `（一）` 3, `1.` 4; `None` for a line that opens none.
fn heading_level(text: &str) -> Option<u8> {
    let rest = text.strip_prefix('第').map(|rest| rest.trim_start_matches(is_numeral));
    if rest.is_some_and(|rest| rest.starts_with("部分") || rest.starts_with('章')) {
        return Some(1);
    }
    let unnumbered = text.trim_start_matches(is_numeral);
    if unnumbered.len() < text.len() && unnumbered.starts_with(['、', '.', '．']) {
        return Some(2);
    }
    let inner = text.strip_prefix(['（', '(']).map(|rest| (rest, rest.trim_start_matches(is_numeral)));
    if inner.is_some_and(|(rest, tail)| tail.len() < rest.len() && tail.starts_with(['）', ')'])) {
        return Some(3);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(digits..)?;
    let numbered = (1..=2).contains(&digits) && after.starts_with(['、', '.', '．']);
    let amount = after.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (numbered && !amount).then_some(4)
}

/// Whether a line opens a section by its number.
pub(super) fn is_heading(text: &str) -> bool {
    heading_level(text).is_some()
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// A heading on a line of its own: short and without the punctuation of a sentence. `11.` also opens the items of a
/// list, whose first line may hold no punctuation either, but is as long as a line can be.
fn is_bare_heading(text: &str, level: u8) -> bool {
    let longest = if level < 4 { 42 } else { 20 };
    text.chars().count() <= longest && !text.contains(['。', '；', '，', '：'])
}

fn heading_text(text: &str) -> String {
    text.trim_end_matches(['.', '…', '·', '：']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Notes;

    fn check(text: &str, expect: &[(&str, &str)]) {
        let flat = crate::flat::from_text(text, &mut Notes::default());
        let got: Vec<(String, String)> =
            sentences(&flat, |_| false).into_iter().map(|s| (s.section.join("/"), s.text)).collect();
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
}
