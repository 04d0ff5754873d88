//! What may begin at each word of a list of indicators: names of levels, wordings that fill a cell, remarks.

use super::fragment::Fragment;
use crate::form::{CardPhrase, CardWords, IndicatorColumn};
use crate::grammar::amount;

/// What may begin at a word, and how many words it takes.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    pub(super) level1: Option<usize>,
    pub(super) level2: Option<usize>,
    /// A name of a level that is not listed.
    pub(super) unlisted: Option<usize>,
    /// 绩效指标 beside the list.
    pub(super) side: Option<usize>,
    /// 备注 below the list.
    pub(super) stop: bool,
    pub(super) phrase: Option<CardPhrase>,
}

impl Marks {
    /// A listed wording begins here.
    fn is_known(&self) -> bool {
        self.level1.is_some() || self.level2.is_some() || self.side.is_some() || self.phrase.is_some()
    }

    /// No cell that begins before this word goes on over it.
    pub(super) fn is_barrier(&self, words: &CardWords, body: &[Fragment<'_>], at: usize) -> bool {
        let ends = |length: usize| {
            let text: String = body.iter().skip(at).take(length).map(|word| word.text).collect();
            words.ends_as_level(&text)
        };
        self.stop || self.level1.is_some_and(ends) || self.level2.is_some_and(ends)
    }
}

/// The marks of every word.
pub(super) fn of(body: &[Fragment<'_>], words: &CardWords) -> Vec<Marks> {
    let mut marks: Vec<Marks> = (0..body.len()).map(|at| marks_at(body, at, words)).collect();
    // A name that is not listed holds no listed wording.
    for at in 0..marks.len() {
        let end = at + marks.get(at).and_then(|mark| mark.unlisted).unwrap_or_default();
        let crosses = marks.get(at + 1..end).unwrap_or_default().iter().any(Marks::is_known);
        if let Some(mark) = marks.get_mut(at).filter(|mark| crosses || mark.is_known()) {
            mark.unlisted = None;
        }
    }
    marks
}

/// What begins at a word.
fn marks_at(body: &[Fragment<'_>], at: usize, words: &CardWords) -> Marks {
    let mut marks = Marks::default();
    let mut text = String::new();
    let mut opens = true;
    for (length, word) in (1..=6).zip(body.iter().skip(at)) {
        text.push_str(word.text);
        if text.chars().count() > 24 {
            break;
        }
        if length <= 4 && words.ends_as_level(&text) && text.chars().count() <= 12 && !has_digit(&text) {
            marks.unlisted = Some(length);
        }
        opens = opens && words.begins_cell(&text);
        let column = words.column(&text);
        if column == Some(IndicatorColumn::Levels) {
            marks.side = Some(length);
        }
        marks.stop |= column == Some(IndicatorColumn::Remark) && word.first;
        if opens && is_points(body.get(at + length)) {
            // 产出指标 / （50分）
            let with_points = Some(length + 1);
            marks.level1 = if words.is_level(0, &text) { with_points } else { marks.level1 };
            marks.level2 = if words.is_level(1, &text) { with_points } else { marks.level2 };
        } else if opens {
            marks.level1 = if words.is_level(0, &text) { Some(length) } else { marks.level1 };
            marks.level2 = if words.is_level(1, &text) { Some(length) } else { marks.level2 };
            marks.phrase = words.phrase(&text).or(marks.phrase);
        }
    }
    marks
}

/// The points of a level in brackets: （50分）.
fn is_points(word: Option<&Fragment<'_>>) -> bool {
    let inner = word.and_then(|word| word.text.strip_prefix(['（', '('])?.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| amount::number(inner.trim_end_matches(['分', '%'])).is_some())
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_a_level_stand_in_brackets() {
        let check = |text: &str, expect: bool| {
            let fragment = Fragment { text, line: 0, token: 0, first: true, alone: true };
            assert_eq!(is_points(Some(&fragment)), expect, "{text}");
        };
        check("（50分）", true);
        check("(30)", true);
        check("（50%）", true);
        check("50分", false);
        check("（分）", false);
        check("（50分", false);
        assert!(!is_points(None));
    }
    #[test]
    fn labels_begin_at_a_word_and_take_so_many() {
        let check = |text: &str, expect: &str| {
            let flat = crate::flat::from_text(text, &mut crate::base::Notes::default());
            let body = super::super::fragment::of(&flat);
            let marks = marks_at(&body, 0, &crate::form::Grammars::shipped().cards);
            let lengths = [
                ("level1", marks.level1),
                ("level2", marks.level2),
                ("unlisted", marks.unlisted),
                ("side", marks.side),
            ];
            let mut told: Vec<String> =
                lengths.iter().filter_map(|(name, length)| Some(format!("{name} {}", (*length)?))).collect();
            told.extend(marks.phrase.map(|phrase| format!("{phrase:?}")));
            told.extend(marks.stop.then(|| "stop".to_owned()));
            assert_eq!(told.join(" "), expect, "{text}");
        };
        check("产出指标 数量指标 培训", "level1 1 unlisted 2");
        check("产出\n指标\n数量指标", "level1 2 unlisted 3");
        check("产出指标 （50分） 数量指标", "level1 2 unlisted 1");
        check("数量\n指标 培训人次", "level2 2 unlisted 2");
        check("生态指标 培训人次", "unlisted 1");
        check("绩效指标 产出指标", "unlisted 2 side 1");
        check("备注 无", "stop");
        check("计划标准 10", "Basis");
        check("培训人次", "");
        check("3个指标", "");
    }
}
