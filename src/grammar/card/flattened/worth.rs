//! What it costs to take some words for one cell: 0 where the text is all a cell of the column can be, more the less it
//! looks like one. The figures only have to order the readings; a reading that no figure decides is noted.

use super::fragment::{Fragment, append};
use crate::form::{CardPhrase, CardWords, IndicatorColumn};
use crate::grammar::amount;
use crate::grammar::card::target;

/// The words of a cell, as they are taken one after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    text: String,
    fragments: u32,
    characters: u32,
    /// Line ends within.
    wraps: u32,
    /// Blanks within a line between two ideographs, where no blank stands within a cell.
    gaps: u32,
    /// Other blanks: `2025 年 11 月前`.
    blanks: u32,
    /// Words that begin with a sign of comparison.
    signs: u32,
    /// Words that are a number.
    numbers: u32,
    /// Words that begin with a digit, as dates do.
    digits: u32,
    /// Wordings of other columns within.
    foreign: u32,
}

/// A column that has no cell in a row.
pub(super) fn of_blank(column: IndicatorColumn) -> u32 {
    use IndicatorColumn as C;
    match column {
        C::Level3 | C::Target => 24,
        C::Weight => 12,
        C::Operator => 10,
        C::Score => 6,
        C::TargetUnit => 2,
        C::Basis | C::Scoring | C::Evidence | C::Actual | C::TermTarget => 5,
        C::Previous | C::Activity | C::Explanation => 3,
        C::Levels | C::Level1 | C::Level2 | C::Deviation | C::Remark => 0,
    }
}

/// A cell of this column is cut into no more words.
pub(super) fn most_fragments(column: IndicatorColumn) -> usize {
    use IndicatorColumn as C;
    match column {
        C::Weight | C::Score => 2,
        C::Operator => 2,
        C::TargetUnit | C::Previous => 4,
        C::Target | C::TermTarget | C::Actual => 8,
        C::Basis | C::Scoring | C::Explanation => 60,
        _ => 14,
    }
}

impl Run {
    /// Takes one more word; `foreign` where a wording of another column begins with it.
    pub(super) fn push(&mut self, next: &Fragment<'_>, words: &CardWords, foreign: bool) {
        if self.fragments > 0 {
            let ideographs =
                is_ideograph(self.text.chars().next_back()) && is_ideograph(next.text.chars().next());
            match (next.first, ideographs) {
                (true, _) => self.wraps += 1,
                (false, true) => self.gaps += 1,
                (false, false) => self.blanks += 1,
            }
        }
        self.signs += u32::from(begins_with_sign(next.text, words));
        self.numbers += u32::from(amount::number(next.text).is_some());
        self.digits += u32::from(next.text.starts_with(|c: char| c.is_ascii_digit()));
        self.foreign += u32::from(foreign);
        self.fragments += 1;
        self.characters += u32::try_from(next.text.chars().count()).unwrap_or(u32::MAX / 4);
        append(&mut self.text, next.text);
    }

    /// What these words cost as a cell of `column`; `None` where they can be none.
    pub(super) fn worth(&self, column: IndicatorColumn, words: &CardWords) -> Option<u32> {
        use IndicatorColumn as C;
        match column {
            C::Level3 | C::Levels | C::Level1 | C::Level2 => Some(self.name()),
            C::Target | C::TermTarget => Some(self.target(words)),
            C::Actual => Some(self.target(words).min(8 + self.cuts())),
            C::Operator => self.operator(words),
            C::TargetUnit => {
                (self.characters <= 8 && self.numbers == 0 && self.signs == 0).then(|| self.cuts())
            }
            C::Basis => Some(self.phrase(CardPhrase::Basis, words).unwrap_or_else(|| self.basis())),
            C::Previous => self.previous(words),
            C::Weight | C::Score => self.points(),
            C::Scoring => Some(self.phrase(CardPhrase::Scoring, words).unwrap_or_else(|| 5 + self.prose())),
            C::Evidence => Some(self.phrase(CardPhrase::Evidence, words).unwrap_or_else(|| 4 + self.prose())),
            C::Activity | C::Explanation => Some(4 + self.prose()),
            C::Deviation | C::Remark if self.numbers == self.fragments => Some(2 * self.fragments),
            C::Deviation | C::Remark => Some(6 + self.prose()),
        }
    }

    /// How a cell is cut: a line end is nothing unusual, a blank is.
    fn cuts(&self) -> u32 {
        self.wraps + 6 * self.gaps + self.blanks
    }

    /// The whole text is a wording of this kind of cell.
    fn phrase(&self, phrase: CardPhrase, words: &CardWords) -> Option<u32> {
        (words.phrase(&self.text) == Some(phrase)).then_some(3 * self.gaps)
    }

    /// Words in a cell of prose, which is longer and cut more often.
    fn prose(&self) -> u32 {
        let foreign = 12 * self.foreign + 12 * self.signs + 3 * self.numbers;
        2 * self.gaps + foreign + self.unbalanced() + self.wraps / 4
    }

    fn name(&self) -> u32 {
        let long = self.characters.saturating_sub(40) / 8;
        let inner = self.text.trim_end_matches(['。', '；']);
        let sentence = 6 * u32::from(inner.contains(['。', '；']));
        self.cuts()
            + 12 * self.signs
            + self.numbers
            + 2 * self.digits
            + 12 * self.foreign
            + long
            + sentence
            + self.unbalanced()
    }

    fn target(&self, words: &CardWords) -> u32 {
        let inner_signs = self.signs.saturating_sub(1);
        let sign_first = begins_with_sign(&self.text, words);
        let cuts =
            self.cuts() + 15 * inner_signs + 12 * self.foreign + 8 * u32::from(self.signs > 0 && !sign_first);
        if words.phrase(&self.text) == Some(CardPhrase::Target) {
            return self.cuts();
        }
        let read = target::read(&self.text, words);
        let shape = match (&read.number, read.operator) {
            (Some(_), Some(_)) if read.unit.is_some() => 0,
            (Some(_), Some(_)) => 1,
            (Some(_), None) if read.unit.is_some() => 1,
            (Some(_), None) => 2,
            _ if is_date(&self.text) => 0,
            (None, Some(_)) => 3 + 6 * self.numbers + self.characters.saturating_sub(10) / 2,
            (None, None) => 6 + 6 * self.numbers + self.characters.saturating_sub(10) / 2,
        };
        // A unit is short, and seldom cut.
        let unit = read.unit.map_or(0, |unit| unit.chars().count().saturating_sub(3) as u32);
        shape + cuts + unit + self.unbalanced()
    }

    fn operator(&self, words: &CardWords) -> Option<u32> {
        let whole = words.operator(&self.text).is_some_and(|(_, rest)| rest.is_empty());
        (whole || words.is_qualitative(&self.text)).then(|| self.cuts())
    }

    fn basis(&self) -> u32 {
        let cited = self.text.contains(['《', '〔']);
        let worth = if self.text.starts_with('《') {
            1
        } else if cited {
            4
        } else {
            6
        };
        self.prose() + worth
    }

    fn previous(&self, words: &CardWords) -> Option<u32> {
        if amount::is_dash(&self.text) {
            return Some(0);
        }
        let worth = self.target(words);
        Some(worth + 1).filter(|_| self.characters <= 20)
    }

    /// Points: up to three digits, with or without 分 or %.
    fn points(&self) -> Option<u32> {
        let number = amount::number(self.text.trim_end_matches(['分', '%']))?;
        let fits = !number.is_sign_negative() && number <= rust_decimal::Decimal::ONE_HUNDRED;
        (fits && self.characters <= 6).then(|| self.cuts())
    }

    /// Brackets that are not closed, or not opened, within.
    fn unbalanced(&self) -> u32 {
        let mut open = 0i32;
        let mut lost = 0i32;
        for c in self.text.chars() {
            match c {
                '《' | '（' | '(' | '〔' | '“' => open += 1,
                '》' | '）' | ')' | '〕' | '”' if open == 0 => lost += 1,
                '》' | '）' | ')' | '〕' | '”' => open -= 1,
                _ => {}
            }
        }
        2 * u32::from(open > 0) + 2 * u32::from(lost > 0)
    }

    /// Whether it closes a bracket that it does not open: the rest of a cell cut by the end of a page.
    pub(super) fn closes_more(&self) -> bool {
        let count = |c: char| self.text.matches(c).count();
        count('》') > count('《') || count('）') > count('（')
    }

    /// Characters taken so far.
    pub(super) fn characters(&self) -> u32 {
        self.characters
    }
}

fn begins_with_sign(text: &str, words: &CardWords) -> bool {
    let signed = text.starts_with(['<', '>', '=', '＜', '＞', '＝', '≥', '≤', '≧', '≦', '⩾', '⩽']);
    signed && words.operator(text).is_some()
}

fn is_ideograph(c: Option<char>) -> bool {
    c.is_some_and(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

/// A day, a month or a year with nothing but words of time: 2025年11月30日前.
fn is_date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let time = |c: char| c.is_ascii_digit() || "年月日前底末初至-—－.、/全季度上下半旬".contains(c);
    digits > 0 && text.contains(['年', '月', '日']) && text.chars().all(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Grammars;

    const COLUMNS: [(&str, IndicatorColumn); 13] = [
        ("name", IndicatorColumn::Level3),
        ("target", IndicatorColumn::Target),
        ("actual", IndicatorColumn::Actual),
        ("operator", IndicatorColumn::Operator),
        ("unit", IndicatorColumn::TargetUnit),
        ("basis", IndicatorColumn::Basis),
        ("previous", IndicatorColumn::Previous),
        ("points", IndicatorColumn::Weight),
        ("scoring", IndicatorColumn::Scoring),
        ("evidence", IndicatorColumn::Evidence),
        ("explanation", IndicatorColumn::Explanation),
        ("remark", IndicatorColumn::Remark),
        ("deviation", IndicatorColumn::Deviation),
    ];

    /// The words of a text, a blank or a line end between them; `*` before one that begins a wording of another column.
    fn run(text: &str) -> Run {
        let words = &Grammars::shipped().cards;
        let mut run = Run::default();
        for (line, text) in text.lines().enumerate() {
            for (token, word) in text.split(' ').enumerate() {
                let text = word.trim_start_matches('*');
                let (line, token, first) = (line as u32, token as u16, token == 0);
                let fragment = Fragment { text, line, token, first, alone: false };
                run.push(&fragment, words, word.starts_with('*'));
            }
        }
        run
    }

    #[test]
    fn what_looks_like_a_cell_costs_little() {
        let words = &Grammars::shipped().cards;
        for (text, expect) in COSTS {
            let run = run(text);
            let cost = |&(name, column): &(&'static str, _)| Some((run.worth(column, words)?, name));
            let mut costs: Vec<_> = COLUMNS.iter().filter_map(cost).collect();
            costs.sort_unstable();
            let told = costs.chunk_by(|a, b| a.0 == b.0).map(|same| {
                let names: Vec<&str> = same.iter().map(|&(_, name)| name).collect();
                format!("{} {}", same[0].0, names.join(" "))
            });
            assert_eq!(told.collect::<Vec<_>>().join(" | "), *expect, "{text}");
        }
    }

    /// What a text costs in each column, the cheapest first.
    #[rustfmt::skip]
    const COSTS: &[(&str, &str)] = &[
        ("培训人次", "0 name unit | 4 evidence explanation | 5 scoring | 6 actual basis deviation remark target | 7 previous"),
        ("培训\n人次", "1 name unit | 4 evidence explanation | 5 scoring | 6 basis deviation remark | 7 actual target | 8 previous"),
        ("培训 人次", "6 evidence explanation name unit | 7 scoring | 8 basis deviation remark | 12 actual target | 13 previous"),
        ("培训人次 2025 年", "5 name | 7 evidence explanation | 8 scoring | 9 basis deviation remark | 10 actual | 14 target | 15 previous"),
        ("95%", "0 points unit | 1 actual target | 2 name previous | 4 evidence explanation | 5 scoring | 6 basis deviation remark"),
        ("≥95%", "0 actual target | 1 previous | 12 name | 16 evidence explanation | 17 scoring | 18 basis deviation remark"),
        ("≥ 95 %", "2 actual target | 3 previous | 17 name | 19 evidence explanation | 20 scoring | 21 basis deviation remark"),
        ("≥95 次 ≥3", "10 actual | 20 target | 21 previous | 26 name | 28 evidence explanation | 29 scoring | 30 basis deviation remark"),
        ("次 ≥95", "9 actual | 13 name | 15 target | 16 evidence explanation previous | 17 scoring | 18 basis deviation remark"),
        ("≥95 次 ≥3 ≥4", "11 actual | 36 target | 37 previous | 39 name | 40 evidence explanation | 41 scoring | 42 basis deviation remark"),
        ("=", "0 operator | 3 actual target | 4 previous | 12 name | 16 evidence explanation | 17 scoring | 18 basis deviation remark"),
        ("95", "0 points | 2 actual deviation remark target | 3 name previous | 7 evidence explanation | 8 scoring | 9 basis"),
        ("30分", "0 points unit | 1 actual target | 2 name previous | 4 evidence explanation | 5 scoring | 6 basis deviation remark"),
        ("100", "0 points | 2 actual deviation remark target | 3 name previous | 7 evidence explanation | 8 scoring | 9 basis"),
        ("130", "2 actual deviation remark target | 3 name previous | 7 evidence explanation | 8 scoring | 9 basis"),
        ("-5", "1 name | 2 actual deviation remark target | 3 previous | 7 evidence explanation | 8 scoring | 9 basis"),
        ("12 13", "3 actual target | 4 deviation previous remark | 7 name | 10 evidence explanation | 11 scoring | 12 basis"),
        ("12人次的培训费", "0 unit | 2 name | 4 actual evidence explanation target | 5 previous scoring | 6 basis deviation remark"),
        ("2025年11月30日前", "0 actual target | 1 previous | 2 name | 4 evidence explanation | 5 scoring | 6 basis deviation remark"),
        ("2025 年 11 月\n前", "4 actual target | 5 previous | 10 evidence explanation name | 11 scoring | 12 basis deviation remark"),
        ("优", "0 actual name target unit | 1 previous | 4 evidence explanation | 5 scoring | 6 basis deviation remark"),
        ("优良中低差", "0 name operator unit | 4 evidence explanation | 5 scoring | 6 actual basis deviation remark target | 7 previous"),
        ("《某县\n方案》", "1 basis name unit | 4 evidence explanation | 5 scoring | 6 deviation remark | 7 actual target | 8 previous"),
        ("依据《某县\n方案", "1 unit | 3 name | 6 basis evidence explanation | 7 scoring | 8 deviation remark | 9 actual target | 10 previous"),
        ("〔2023〕50号）", "2 name | 6 basis evidence explanation | 7 scoring | 8 actual deviation remark target | 9 previous"),
        ("（2023）（", "0 unit | 2 name | 6 evidence explanation | 7 scoring | 8 actual basis deviation remark target | 9 previous"),
        ("（甲）乙）", "0 unit | 2 name | 6 evidence explanation | 7 scoring | 8 actual basis deviation remark target | 9 previous"),
        ("计划标准", "0 basis name unit | 4 evidence explanation | 5 scoring | 6 actual deviation remark target | 7 previous"),
        ("计划 标准", "3 basis | 6 evidence explanation name unit | 7 scoring | 8 deviation remark | 12 actual target | 13 previous"),
        ("按照完成比例赋分", "0 name scoring unit | 4 evidence explanation | 6 actual basis deviation remark target | 7 previous"),
        ("工作资料", "0 evidence name unit | 4 explanation | 5 scoring | 6 actual basis deviation remark target | 7 previous"),
        ("完成情况好。", "0 name unit | 4 evidence explanation | 5 scoring | 6 actual basis deviation remark target | 7 previous"),
        ("完成情况好。超额完成", "4 evidence explanation | 5 scoring | 6 actual basis deviation name remark target | 7 previous"),
        ("*数量指标 培训", "6 unit | 14 actual | 18 evidence explanation name | 19 scoring | 20 basis deviation remark | 24 target | 25 previous"),
        ("培训 *数量指标 *质量指标", "20 actual | 32 evidence explanation | 33 scoring | 34 basis deviation remark | 36 name | 42 target | 43 previous"),
        ("-", "0 name previous unit | 4 evidence explanation | 5 scoring | 6 actual basis deviation remark target"),
        ("甲\n乙\n丙\n丁\n戊\n己\n庚\n辛\n壬", "6 evidence explanation | 7 scoring | 8 basis deviation name remark | 14 actual target | 15 previous"),
        ("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", "1 name | 4 evidence explanation | 5 scoring | 6 basis deviation remark | 8 actual | 26 target"),
        (">=达到九十五万人次以上的规模 3", "9 actual | 13 target | 14 previous | 16 name | 19 evidence explanation | 20 scoring | 21 basis deviation remark"),
        ("达到九十五万人次以上的规模 3", "4 name | 7 evidence explanation | 8 scoring | 9 actual basis deviation remark | 15 target | 16 previous"),
        ("30平方千米林地", "0 unit | 2 name | 4 actual evidence explanation target | 5 previous scoring | 6 basis deviation remark"),
        ("30平方千米", "0 unit | 2 actual name target | 3 previous | 4 evidence explanation | 5 scoring | 6 basis deviation remark"),
    ];
}
