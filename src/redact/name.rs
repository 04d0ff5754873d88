//! Names in a passage: behind the words that announce a person, in lists of several, in the cells of a column.

use std::collections::BTreeSet;
use std::ops::Range;

use super::passage::{Of, Passage};
use crate::form::PersonalWords;

/// The names that a passage gives after its labels.
pub(super) fn names(passage: &Passage, words: &PersonalWords) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut column_is_read = false;
    for label in words.name_label.captures_iter(&passage.text) {
        let (Some(whole), Some(between)) = (label.get(0), label.get(2)) else { continue };
        let word = passage.text.get(whole.start()..between.start()).unwrap_or_default();
        let text = Text { text: &passage.text, words };
        let in_brackets = [label.get(1), label.get(3)].into_iter().flatten().map(|inner| inner.range());
        found.extend(
            in_brackets
                .filter(|range| words.is_name(&tight(passage.text.get(range.clone()).unwrap_or_default()))),
        );
        let separator = Separator::of(between.as_str(), words.is_close(word));
        let Some(first) = separator.and_then(|separator| text.name(whole.end(), separator)) else { continue };
        let mut end = first.end;
        if separator == Some(Separator::Line) {
            found.extend(text.rest_of_wrapped(&first));
        }
        found.push(first);
        while let Some(next) = text.next_name(end) {
            end = next.end;
            found.push(next);
        }
        // The word was the header of a column.
        if passage.of == Of::Column && !column_is_read {
            column_is_read = true;
            found.extend(passage.cells_behind(end).filter_map(|cell| text.name(cell, Separator::Blank)));
        }
    }
    found
}

/// What parts a name from the word that announces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// `联系人：张三`
    Colon,
    /// A blank, or the border of a cell.
    Blank,
    /// The end of the line.
    Line,
    /// `联系人张三`
    Nothing,
}

impl Separator {
    fn of(between: &str, is_close: bool) -> Option<Self> {
        match between {
            between if between.contains([':', '：']) => Some(Self::Colon),
            between if between.contains('\n') => Some(Self::Line),
            "" => is_close.then_some(Self::Nothing),
            _ => Some(Self::Blank),
        }
    }
}

/// Characters looked at for a name, a few more than one has.
const LONGEST_RUN: usize = 24;

/// Characters of a name that are broken off.
const LONGEST_TAIL: usize = 3;

struct Text<'t> {
    text: &'t str,
    words: &'t PersonalWords,
}

impl Text<'_> {
    /// The name that begins at a byte.
    fn name(&self, at: usize, separator: Separator) -> Option<Range<usize>> {
        let range = self.run(at)?;
        let (name, after) = (
            tight(self.text.get(range.clone()).unwrap_or_default()),
            self.text.get(range.end..)?.chars().next(),
        );
        let ends = after.is_none_or(|ch| !ch.is_alphabetic() || !ch.is_ascii() && self.label_at(range.end));
        let alone = after.is_none_or(|ch| ch.is_whitespace());
        let fits = match separator {
            // A sentence may follow a colon: `负责人：组织、协调…`.
            Separator::Colon => {
                self.words.is_name(&name)
                    || (2..=6).contains(&name.chars().count())
                        && (alone
                            || self.label_at(range.end)
                            || after.is_some_and(|ch| "。；;（(".contains(ch)))
                        && !self.words.is_no_name(&name)
            }
            Separator::Blank | Separator::Nothing => ends && self.words.is_name(&name),
            Separator::Line => alone && self.words.is_name(&name),
        };
        fits.then_some(range)
    }

    /// One more name: `张三、李四`.
    fn next_name(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text.get(at..)?;
        let inside = rest.trim_start_matches(|ch: char| "、,，/／ ".contains(ch));
        let gap = rest.len() - inside.len();
        let range = self.run(at + gap).filter(|_| gap > 0)?;
        self.words.is_name(&tight(self.text.get(range.clone()).unwrap_or_default())).then_some(range)
    }

    /// A cell that is narrow breaks a long name: `艾尼瓦尔·卡`, and `地尔` as the next line that is not blank.
    fn rest_of_wrapped(&self, begin: &Range<usize>) -> Option<Range<usize>> {
        let name = self.text.get(begin.clone()).filter(|name| name.contains('·'))?;
        let rest = self.text.get(begin.end..)?;
        let at = begin.end + (rest.len() - rest.trim_start_matches('\n').len());
        let range = self.run(at).filter(|_| at > begin.end)?;
        let tail = self.text.get(range.clone())?;
        let alone = self.text.get(range.end..)?.chars().next().is_none_or(|ch| ch == '\n');
        let fits =
            alone && tail.chars().count() <= LONGEST_TAIL && !self.words.is_no_name(tail) && name != tail;
        fits.then_some(range)
    }

    /// Ideographs and dots from a byte on, up to the next label; a name of two characters may have blanks between them.
    fn run(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text.get(at..)?;
        let is_part = |ch: char| is_ideograph(ch) || ch == '·' || ch == '•';
        // A longer run is no name, however long it is.
        let parts = rest.char_indices().take(LONGEST_RUN).take_while(|(_, ch)| is_part(*ch));
        let mut end = parts.last().map_or(0, |(at, ch)| at + ch.len_utf8());
        let spaced: Vec<(usize, char)> = rest.char_indices().take(4).collect();
        if let [(_, family), (_, ' '), (given_at, given), rest @ ..] = spaced.as_slice()
            && is_ideograph(*family)
            && is_ideograph(*given)
            && rest.first().is_none_or(|(_, next)| !is_ideograph(*next))
        {
            end = given_at + given.len_utf8();
        }
        let label = self.words.any_label.find(rest.get(..end)?).map_or(end, |label| label.start());
        (label > 0).then(|| at..at + label)
    }

    fn label_at(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default();
        self.words.any_label.find(rest).is_some_and(|label| label.start() == 0)
    }
}

/// The ideographs of Chinese names.
fn is_ideograph(ch: char) -> bool {
    matches!(ch, '\u{3400}'..='\u{9FFF}' | '〇' | '\u{20000}'..='\u{323AF}')
}

/// A name as it is compared: without blanks.
pub(super) fn tight(name: &str) -> String {
    name.chars().filter(|ch| *ch != ' ').map(|ch| if ch == '•' { '·' } else { ch }).collect()
}

/// Names that were announced somewhere in the document, wherever they stand: of two characters only as a word by themselves,
/// since `高峰` is a word besides.
pub(super) fn again(passage: &Passage, known: &BTreeSet<String>, words: &PersonalWords) -> Vec<Range<usize>> {
    let text = &passage.text;
    let stands = |range: &Range<usize>, name: &str| {
        let before = text.get(..range.start).unwrap_or_default().chars().next_back();
        let after = text.get(range.end..).unwrap_or_default().chars().next();
        name.chars().count() > 2
            || !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
    };
    let sure: BTreeSet<&str> = known.iter().map(String::as_str).filter(|name| words.is_name(name)).collect();
    let lengths: BTreeSet<usize> = sure.iter().map(|name| name.len()).collect();
    let begins = text.char_indices().filter(|(_, ch)| is_ideograph(*ch)).map(|(at, _)| at);
    let found = begins.flat_map(|at| {
        let ranges = lengths.iter().map(move |length| at..at + length);
        let known = |range: &Range<usize>| {
            text.get(range.clone()).is_some_and(|name| sure.contains(name) && stands(range, name))
        };
        ranges.filter(known).collect::<Vec<_>>()
    });
    found.collect()
}
