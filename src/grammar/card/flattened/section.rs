//! Where each card begins and ends.
//!
//! ```text
//! card   = *title head header rows *( header rows ) ;  (* a header is printed again after a page break *)
//! title  = a line, or two, that ends with 表 and is a title of cards.toml ;
//! head   = everything between the title, or the first label, and the header ;
//! rows   = everything up to the next card, or to a heading of the narrative ;
//! ```

use super::fragment::{Fragment, joined, longest};
use super::header::Header;
use crate::base::Unit;
use crate::form::{CardField, CardKind, CardWords, Grammars};
use crate::grammar::prose;
use crate::model::Card;

/// One card as ranges of fragments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) title: Option<String>,
    pub(super) kind: Option<CardKind>,
    /// The unit of its money: 金额单位：万元.
    pub(super) unit: Option<Unit>,
    /// First fragment, the title's.
    pub(super) from: usize,
    /// The fragments of title and fields.
    pub(super) head: (usize, usize),
    /// The header that counts, the first.
    pub(super) header: Header,
    /// The fragments of its rows, in as many parts as headers were printed.
    pub(super) rows: Vec<(usize, usize)>,
}

/// A title longer than this is a sentence.
const LONGEST_TITLE: usize = 60;

/// Of a title that goes on in a second line, no more characters stand there.
const LONGEST_TITLE_TAIL: usize = 5;

/// The unit of a table stands within this many lines of its title.
const UNIT_NEAR: usize = 3;

/// The words of a caption are no more: title, title once more, year, number of the table.
const LONGEST_CAPTION: usize = 40;

/// The text of a goal is no longer than this, in fragments.
const LONGEST_HEAD: usize = 2_000;

/// Every card.
pub(super) fn find(fragments: &[Fragment<'_>], headers: Vec<Header>, grammars: &Grammars) -> Vec<Section> {
    let words = &grammars.cards;
    let mut sections: Vec<Section> = Vec::new();
    let ends: Vec<usize> = headers.iter().skip(1).map(|h| h.from).chain([fragments.len()]).collect();
    for (header, end) in headers.into_iter().zip(ends) {
        let before = sections.last().and_then(|last| last.rows.last()).map_or(0, |rows| rows.0);
        let reach = before.max(header.from.saturating_sub(LONGEST_HEAD));
        let reach = after_tables(fragments, reach, header.from, grammars);
        let begin = begin(fragments, reach, header.from, grammars);
        if let (None, Some(last)) = (begin, sections.last_mut()) {
            close(fragments, last, header.from, grammars);
            last.rows.push((header.to, end));
            continue;
        }
        let from = begin.unwrap_or(header.from);
        if let Some(last) = sections.last_mut() {
            close(fragments, last, from, grammars);
        }
        let (title, _) = title(fragments, from, header.from, words);
        let kind = title.as_deref().and_then(|title| words.kind(title));
        let unit = grammars.words.unit_in(&joined(fragments.get(from..header.from).unwrap_or_default()));
        let rows = vec![(header.to, end)];
        sections.push(Section { title, kind, unit, from, head: (from, header.from), header, rows });
    }
    if let Some(last) = sections.last_mut() {
        close(fragments, last, fragments.len(), grammars);
    }
    sections
}

impl Section {
    /// What title and kind say.
    pub(super) fn card(&self) -> Card {
        Card {
            of_department: self.kind == Some(CardKind::Department),
            title: self.title.clone(),
            unit: self.unit,
            ..Card::default()
        }
    }

    /// The fragment after its last.
    pub(super) fn to(&self) -> usize {
        self.rows.last().map_or(self.header.to, |rows| rows.1)
    }
}

/// Ends the last rows of a section at `limit`, or before it at a heading of the narrative or the title of a card whose
/// list is of another kind.
fn close(fragments: &[Fragment<'_>], section: &mut Section, limit: usize, grammars: &Grammars) {
    let Some(rows) = section.rows.last_mut() else { return };
    let limit = limit.min(fragments.len());
    let ends = |at: &usize| is_heading(fragments, *at) || is_next_title(fragments, *at, limit, grammars);
    let end = (rows.0..limit).find(ends).unwrap_or(limit);
    // The number of a table stands before its title.
    let last = (rows.0..end).rev().find(|&at| fragments.get(at).is_some_and(|fragment| fragment.first));
    let is_number = |at: &usize| end < limit && is_caption(&joined(line(fragments, *at)), grammars);
    rows.1 = last.filter(is_number).unwrap_or(end);
}

/// A title with a year or a label below it; a name of an indicator may end with 表 too.
fn is_next_title(fragments: &[Fragment<'_>], at: usize, limit: usize, grammars: &Grammars) -> bool {
    if !fragments.get(at).is_some_and(|fragment| fragment.first) {
        return false;
    }
    let Some((_, next)) = title_at(fragments, at, limit, &grammars.cards) else { return false };
    is_caption(&joined(line(fragments, next)), grammars) || label(fragments, next, &grammars.cards).is_some()
}

/// A chapter or a section of the narrative; numbered items also stand on cards.
fn is_heading(fragments: &[Fragment<'_>], at: usize) -> bool {
    let Some(fragment) = fragments.get(at).filter(|fragment| fragment.first) else { return false };
    fragment.text.starts_with(|c: char| !c.is_ascii_digit() && !c.is_ascii_punctuation() || c == '(')
        && prose::is_numbered(&joined(line(fragments, at)))
}

/// The fragments of the line that begins at `at`.
fn line<'f, 'a>(fragments: &'f [Fragment<'a>], at: usize) -> &'f [Fragment<'a>] {
    let rest = fragments.get(at..).unwrap_or_default();
    let length = rest.iter().skip(1).position(|next| next.first).map_or(rest.len(), |nth| nth + 1);
    rest.get(..length).unwrap_or_default()
}

/// Where the card begins whose header stands at `header`: at its title, else at its first label; `None` where neither
/// is, so that the header only goes on with the card before.
fn begin(fragments: &[Fragment<'_>], after: usize, header: usize, grammars: &Grammars) -> Option<usize> {
    let words = &grammars.cards;
    let starts: Vec<usize> =
        (after..header).filter(|&at| fragments.get(at).is_some_and(|fragment| fragment.first)).collect();
    let is_title = |at: usize| title_at(fragments, at, header, words).is_some();
    if let Some(last) = starts.iter().rposition(|&at| is_title(at)) {
        // The title may be printed twice, with the year between, and with the number of the table before.
        let caption = |at: usize| is_title(at) || is_caption(&joined(line(fragments, at)), grammars);
        let before = starts.get(..last).unwrap_or_default();
        let first = before.iter().rposition(|&at| !caption(at)).map_or(0, |other| other + 1);
        return starts.get(first).copied();
    }
    let labels = |field| {
        matches!(field, CardField::Project | CardField::Department | CardField::Issuer | CardField::Authority)
    };
    starts.into_iter().find(|&at| label(fragments, at, words).is_some_and(labels))
}

/// No card begins before the title of a table that stands between it and its header: `表9 …支出表` and its unit. Its
/// own title may be printed below its header, at the end of the page.
fn after_tables(fragments: &[Fragment<'_>], from: usize, to: usize, grammars: &Grammars) -> usize {
    let starts: Vec<usize> =
        (from..to).filter(|&at| fragments.get(at).is_some_and(|fragment| fragment.first)).collect();
    let text = |at: usize| joined(line(fragments, at));
    let with_unit = |at: &usize| grammars.words.unit_in(&text(*at)).is_some();
    let is_table = |&nth: &usize| {
        let Some(title) = starts.get(nth).map(|&at| text(at)) else { return false };
        let near = starts.get(nth.saturating_sub(UNIT_NEAR)..(nth + 1 + UNIT_NEAR).min(starts.len()));
        grammars.words.is_title(&title)
            && grammars.cards.kind(&title).is_none()
            && (grammars.words.table_number(&title).is_some()
                || near.unwrap_or_default().iter().any(with_unit))
    };
    let last = (0..starts.len()).rev().find(is_table);
    last.and_then(|nth| starts.get(nth + 1)).copied().unwrap_or(from)
}

/// The field whose label begins at `at`.
fn label(fragments: &[Fragment<'_>], at: usize, words: &CardWords) -> Option<CardField> {
    let found = longest(fragments, at, |text| words.field(text), |text| words.begins_field(text));
    found.map(|(_, field)| field)
}

/// A year in brackets, or the number of a table: （2025年）, 表14-2.
fn is_caption(text: &str, grammars: &Grammars) -> bool {
    let year = text.trim_matches(['（', '(', '）', ')']);
    let year = year.len() < text.len() && year.starts_with("20") && year.contains('年');
    let number = grammars.words.table_number(text);
    year || number.is_some_and(|number| number.chars().count() == text.chars().count())
}

/// The title that begins at `at`, on one line, or with its last characters on a second; and the fragment after it.
fn title_at(
    fragments: &[Fragment<'_>],
    at: usize,
    limit: usize,
    words: &CardWords,
) -> Option<(String, usize)> {
    let is_title = |text: &str| {
        let sentence = text.contains(['。', '，', '；', '：', '…']);
        text.ends_with('表')
            && text.chars().count() <= LONGEST_TITLE
            && !sentence
            && words.kind(text).is_some()
    };
    let first = line(fragments, at);
    let (mut text, mut next) = (joined(first), at + first.len());
    if !is_title(&text) {
        let second = line(fragments, next);
        let tail = joined(second);
        if tail.chars().count() > LONGEST_TITLE_TAIL {
            return None;
        }
        text.push_str(&tail);
        next += second.len();
    }
    (next <= limit && is_title(&text)).then_some((text, next))
}

/// The last title before the first label of a card that begins at `from`, and where its fields begin. A heading of the
/// narrative is a title only where no other is.
fn title(
    fragments: &[Fragment<'_>],
    from: usize,
    limit: usize,
    words: &CardWords,
) -> (Option<String>, usize) {
    let mut found: Option<(String, usize)> = None;
    let mut at = from;
    while at < limit.min(from + LONGEST_CAPTION) && label(fragments, at, words).is_none() {
        let title = title_at(fragments, at, limit, words);
        at = title.as_ref().map_or(at + line(fragments, at).len().max(1), |title| title.1);
        let better = |title: &(String, usize)| found.is_none() || !prose::is_numbered(&title.0);
        found = title.filter(better).or(found);
    }
    match found {
        Some((title, next)) => (Some(title), next),
        None => (None, from),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fragment;
    use super::*;
    use crate::base::Notes;
    use crate::flat::from_text;

    #[test]
    fn a_year_in_brackets_or_the_number_of_a_table_is_a_caption() {
        let check = |text: &str, expect: bool| {
            assert_eq!(is_caption(text, Grammars::shipped()), expect, "{text}");
        };
        check("（2025年）", true);
        check("(2025年度)", true);
        check("表14-2", true);
        check("2025年", false);
        check("（1999年）", false);
        check("（2025）", false);
        check("表14-2收入总表", false);
    }

    #[test]
    fn a_title_ends_on_its_line_or_a_little_below() {
        let check = |text: &str, expect: Option<&str>| {
            let flat = from_text(text, &mut Notes::default());
            let fragments = fragment::of(&flat);
            let title = title_at(&fragments, 0, fragments.len(), &Grammars::shipped().cards);
            assert_eq!(title.map(|(title, _)| title).as_deref(), expect, "{text}");
        };
        check("项目支出绩效目标表\n", Some("项目支出绩效目标表"));
        check("项目支出 绩效目标表\n", Some("项目支出绩效目标表"));
        check("项目支出绩效目\n标表\n", Some("项目支出绩效目标表"));
        check("项目支出绩效\n目标申报表\n", Some("项目支出绩效目标申报表"));
        check("项目支出\n绩效目标申报表\n", None);
        check("见附件，项目支出绩效目标表\n", None);
        check("项目支出绩效目标\n", None);
        check("收入总表\n", None);
    }

    #[test]
    fn no_card_begins_before_the_last_table_above_it() {
        let check = |text: &str, expect: &str| {
            let flat = from_text(text, &mut Notes::default());
            let fragments = fragment::of(&flat);
            let from = after_tables(&fragments, 0, fragments.len(), Grammars::shipped());
            assert_eq!(joined(&fragments[from..]), expect, "{text}");
        };
        check("收入总表\n单位：万元\n项目名称 甲\n", "单位：万元项目名称甲");
        check("表9 收入总表\n项目名称 甲\n", "项目名称甲");
        // Neither number nor unit: it may be named in a sentence.
        check("收入总表\n项目名称 甲\n", "收入总表项目名称甲");
        check("表9 项目支出绩效目标表\n项目名称 甲\n", "表9项目支出绩效目标表项目名称甲");
    }
}
