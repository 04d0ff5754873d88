//! Which lines of a page are one table: lines of values, what stands between them, and the header above.

use super::word::{Kind, LaidLine, Word};
use crate::base::Unit;
use crate::form::Grammars;
use crate::grammar::prose::is_page_number;

/// The lines of one table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Region {
    /// Its first line, header included.
    pub(super) from: usize,
    /// The lines that hold values, ascending.
    pub(super) values: Vec<usize>,
    /// One past its last line.
    pub(super) to: usize,
}

/// A header takes no more lines than this.
const MOST_HEADER: usize = 40;

/// Blank lines in a row that end a header or a table.
const WIDE_GAP: usize = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Blank,
    /// A title, or a number of a table.
    Caption,
    /// A unit, a page number: never in a table.
    Edge,
    Values,
    Words,
    /// A sentence.
    Prose,
}

/// The tables of a page, from top to bottom.
pub(super) fn find(lines: &[LaidLine], grammars: &Grammars) -> Vec<Region> {
    let decimals = lines.iter().flat_map(|line| &line.words).any(|word| super::word::is_amount(&word.text));
    let classes: Vec<Class> = lines.iter().map(|line| class(line, decimals, grammars)).collect();
    let mut regions: Vec<Region> = Vec::new();
    let mut at = 0;
    while let Some(start) = (at..classes.len()).find(|&line| classes.get(line) == Some(&Class::Values)) {
        let free = regions.last().map_or(0, |region| region.to);
        let region = grow(lines, &classes, start, free);
        at = region.to;
        regions.push(region);
    }
    regions
}

fn grow(lines: &[LaidLine], classes: &[Class], start: usize, free: usize) -> Region {
    let mut region =
        Region { from: header_begin(lines, classes, start, free), values: vec![start], to: start + 1 };
    let mut blank = 0;
    for at in start + 1..classes.len() {
        match classes.get(at).copied().unwrap_or(Class::Blank) {
            Class::Blank => blank += 1,
            Class::Edge => break,
            Class::Caption | Class::Prose if !stands_inside(lines, &region, at) => break,
            Class::Values => {
                region.values.push(at);
                region.to = at + 1;
                blank = 0;
            }
            Class::Words | Class::Caption | Class::Prose
                if blank < WIDE_GAP
                    && (stands_inside(lines, &region, at) || !crosses(lines, &region, at)) =>
            {
                // What follows the last values is their lower half at most; blank lines end it.
                if holds_integers(lines, &region, at) {
                    region.values.push(at);
                    region.to = at + 1;
                } else if blank == 0 {
                    region.to = region.to.max(at + 1);
                }
                blank = 0;
            }
            Class::Words | Class::Caption | Class::Prose => break,
        }
        if blank > WIDE_GAP {
            break;
        }
    }
    take_rows_above(lines, classes, &mut region);
    region
}

/// Rows above the first that prints decimals.
fn take_rows_above(lines: &[LaidLine], classes: &[Class], region: &mut Region) {
    let first = region.values.first().copied().unwrap_or(region.from);
    for at in (region.from..first).rev() {
        match classes.get(at) {
            Some(Class::Blank) => {}
            Some(Class::Words)
                if lines.get(at).is_some_and(|line| !is_ordinals(line))
                    && holds_integers(lines, region, at) =>
            {
                region.values.insert(0, at);
            }
            _ => break,
        }
    }
}

/// Whether plain integers stand below or above the amounts of the region.
fn holds_integers(lines: &[LaidLine], region: &Region, at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let near = region.values.iter().rev().take(8).chain(region.values.iter().take(8));
    let amounts = near
        .filter_map(|&line| lines.get(line))
        .flat_map(|line| &line.words)
        .filter(|word| word.kind == Kind::Amount);
    let amounts: Vec<(u32, u32)> = amounts.map(|word| (word.from, word.to)).collect();
    let over = |word: &&Word| {
        word.kind == Kind::Digits
            && amounts.iter().any(|&(from, to)| from < word.to && word.from < to && to.abs_diff(word.to) <= 4)
    };
    line.words.iter().any(|word| over(&word))
}

/// Whether a word of the line lies over two amounts of the table, as cells never do.
fn crosses(lines: &[LaidLine], region: &Region, at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let values = region.values.iter().rev().take(8).filter_map(|&line| lines.get(line));
    let mut amounts: Vec<(u32, u32)> = values
        .flat_map(|line| &line.words)
        .filter(|word| word.kind == Kind::Amount)
        .map(|word| (word.from, word.to))
        .collect();
    amounts.sort_unstable();
    line.fragments().iter().any(|fragment| {
        let inside = |&&(from, to): &&(u32, u32)| fragment.from <= from && to <= fragment.to;
        let mut held = amounts.iter().filter(inside);
        let Some(first) = held.next() else { return false };
        held.any(|other| other.0 >= first.1)
    })
}

/// Whether a sentence stands in a column right of the first amounts (绩效目标 beside its money).
fn stands_inside(lines: &[LaidLine], region: &Region, at: usize) -> bool {
    let first_amount =
        |line: &LaidLine| line.words.iter().find(|word| word.kind == Kind::Amount).map(|word| word.to);
    let amounts = region.values.iter().filter_map(|&line| lines.get(line)).filter_map(first_amount).min();
    let Some((line, amounts)) = lines.get(at).zip(amounts) else { return false };
    line.words.first().is_some_and(|word| word.from >= amounts)
}

fn header_begin(lines: &[LaidLine], classes: &[Class], start: usize, free: usize) -> usize {
    let mut from = start;
    let mut blank = 0;
    let first = Region { from: start, values: vec![start], to: start + 1 };
    for at in (free.max(start.saturating_sub(MOST_HEADER))..start).rev() {
        match classes.get(at) {
            Some(Class::Words) => {
                from = at;
                blank = 0;
            }
            Some(Class::Prose | Class::Caption) if blank == 0 && stands_inside(lines, &first, at) => {
                from = at
            }
            Some(Class::Blank) if blank < WIDE_GAP => blank += 1,
            _ => break,
        }
    }
    from
}

fn class(line: &LaidLine, decimals: bool, grammars: &Grammars) -> Class {
    if line.words.is_empty() {
        return Class::Blank;
    }
    let tight = line.tight();
    let words = &grammars.words;
    let parts = line.fragments();
    let fragments = parts.len();
    let head = parts.first().map(|part| part.text.as_str()).unwrap_or_default();
    if is_page_number(&tight) || words.unit_in(&tight).is_some() {
        return Class::Edge;
    }
    let caption = fragments == 1 && words.is_title(&tight)
        || fragments <= 2
            && words
                .table_number(&tight)
                .is_some_and(|number| !holds_amount(line) && number.len() + 60 > tight.len());
    if caption {
        return Class::Caption;
    }
    if is_ordinals(line) {
        return Class::Words;
    }
    if has_values(line, decimals, grammars) {
        return Class::Values;
    }
    let sentence = words.ends_table(head) || words.says_empty(head);
    if sentence { Class::Prose } else { Class::Words }
}

fn holds_amount(line: &LaidLine) -> bool {
    line.words.iter().any(|word| word.kind == Kind::Amount)
}

/// 栏次 1 2 3: numbers of columns.
fn is_ordinals(line: &LaidLine) -> bool {
    let numbers: Vec<u32> =
        line.words.iter().filter(|w| w.kind == Kind::Digits).filter_map(|w| w.text.parse().ok()).collect();
    numbers.len() >= 2
        && (1..).zip(&numbers).all(|(nth, &number)| nth == number)
        && numbers.len() + 4 >= line.words.len()
}

/// A line holds values where a number stands apart from words, as numbers of sentences do not.
fn has_values(line: &LaidLine, decimals: bool, grammars: &Grammars) -> bool {
    let words = &line.words;
    let number = |word: &Word| match word.kind {
        Kind::Amount => true,
        Kind::Digits => !decimals && word.text.len() >= 4 && !grammars.codes.known(&word.text),
        Kind::Words => false,
    };
    words.iter().enumerate().any(|(at, word)| {
        if !number(word) {
            return false;
        }
        let apart = |other: Option<&Word>| {
            other.is_none_or(|other| {
                let gap = other.from.max(word.from).saturating_sub(other.to.min(word.to));
                gap >= 2 || other.kind != Kind::Words
            })
        };
        let left = at.checked_sub(1).and_then(|before| words.get(before));
        let right = words.get(at + 1);
        let measured = right.is_some_and(|next| {
            next.from <= word.to + 1 && next.kind == Kind::Words && measures(&next.text, grammars)
        });
        !measured && (apart(left) || apart(right))
    })
}

/// 万元, 平方米, ，: what follows a number in a sentence.
fn measures(text: &str, grammars: &Grammars) -> bool {
    text.starts_with(|c: char| "，。、；：）%％".contains(c))
        || Unit::ALL.iter().any(|unit| text.starts_with(unit.name()))
        || grammars.phrases.sentence().counter(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Notes;
    use crate::flat::from_text;

    fn lines(text: &str) -> Vec<LaidLine> {
        from_text(text, &mut Notes::default()).lines.iter().map(LaidLine::new).collect()
    }

    #[test]
    fn a_number_apart_from_words_is_a_value_and_one_in_a_sentence_is_not() {
        let grammars = Grammars::shipped();
        let check = |text: &str, decimals: bool, expect: bool| {
            let values = lines(text).iter().any(|line| has_values(line, decimals, grammars));
            assert_eq!(values, expect, "{text}");
        };
        check("培训费  1.00", true, true);
        check("培训费 1.00", true, true);
        check("1.00 2.00", true, true);
        check("培训费  1.00 说明", true, true);
        check("培训费 1.00 说明", true, false);
        check("收入 2,337.28 万元", true, false);
        check("收入  2,337.28 ，增长", true, false);
        check("收入  2,337.28   万元", true, true);
        check("设备  1,000 台", true, false);
        check("培训费", true, false);
        // Integers are values where no amount has decimals, but for codes.
        check("培训费  3000", false, true);
        check("培训费  3000", true, false);
        check("培训费  300", false, false);
        check("2050803  培训费", false, false);
    }

    #[test]
    fn numbers_of_columns_count_from_one() {
        let check = |text: &str, expect: bool| {
            assert_eq!(lines(text).iter().any(is_ordinals), expect, "{text}");
        };
        check("栏次  1  2  3", true);
        check("1  2", true);
        check("甲  乙  丙  丁  1  2", true);
        check("甲  乙  丙  丁  戊  1  2", false);
        check("栏次  1", false);
        check("栏次  1  3", false);
        check("栏次  2  3", false);
    }

    /// The first line holds the amounts of a table; whether the second is as said.
    fn beside(text: &str, is: impl Fn(&[LaidLine], &Region, usize) -> bool, expect: bool) {
        let region = Region { from: 0, values: vec![0], to: 1 };
        assert_eq!(is(&lines(text), &region, 1), expect, "{text}");
    }

    #[test]
    fn no_cell_lies_over_two_amounts() {
        beside("  1.00   2.00\n一二三四五六七八九十一二三四", crosses, true);
        beside("  1.00   2.00\n一二三四五六七  八九十一二三", crosses, false);
        beside("  1.00   2.00\n一二三四五六七八九", crosses, false);
        beside("  205    206\n一二三四五六七八九十一二三四", crosses, false);
    }

    #[test]
    fn integers_end_where_the_amounts_do() {
        beside("     1,000.00\n          300", holds_integers, true);
        beside("     1,000.00\n     300", holds_integers, false);
        beside("     1,000.00\n                300", holds_integers, false);
        beside("     1,000.00\n          甲乙丙", holds_integers, false);
    }
}
