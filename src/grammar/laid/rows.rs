//! The rows of a laid-out table: a line of values, and the halves of wrapped words above and below it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::bands::Bands;
use super::halves;
use super::paragraphs;
use super::word::{Kind, LaidLine};
use crate::form::{Grammars, opens_of_which};
use crate::grammar::prose::is_numbered;

/// A word of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index of its line on the page.
    pub(super) line: usize,
    /// Index of its token.
    pub(super) token: usize,
    /// The band it stands in.
    pub(super) band: usize,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// Its words, by line, then from left to right.
    pub(super) pieces: Vec<Piece>,
}

impl Row {
    /// The first line any of its words stands on.
    pub(super) fn first_line(&self) -> Option<usize> {
        self.pieces.iter().map(|piece| piece.line).min()
    }
}

/// The rows of the lines of a table's body.
pub(super) fn find(lines: &[LaidLine], body: Range<usize>, bands: &Bands, grammars: &Grammars) -> Vec<Row> {
    let filled: Vec<usize> =
        body.filter(|&at| lines.get(at).is_some_and(|line| !line.words.is_empty())).collect();
    let homes: BTreeMap<usize, Vec<Option<usize>>> =
        filled.iter().filter_map(|&at| Some((at, bands.assign(lines.get(at)?)))).collect();
    let home = |at: usize| homes.get(&at).map(Vec::as_slice).unwrap_or_default();
    let texts: Vec<Vec<(usize, u32)>> = (0..bands.len())
        .map(|band| {
            filled
                .iter()
                .map(|&at| (at, width(lines.get(at), home(at), band)))
                .filter(|(_, width)| *width > 0)
                .collect()
        })
        .collect();
    let tied: BTreeSet<usize> =
        filled.iter().copied().filter(|&at| is_upper_half(lines, at, &home, bands)).collect();
    let values = |at: usize| holds_values(lines.get(at), home(at), bands);
    let runs = paragraphs::find(&filled, values);
    let begins = |&&at: &&usize| {
        if !runs.is_empty() {
            return values(at);
        }
        !tied.contains(&at)
            && (lines.get(at).is_some_and(|line| begins_row(line, home(at), bands, grammars))
                || stands_alone(&texts, at))
    };
    let mut anchors: Vec<usize> = filled.iter().filter(begins).copied().collect();
    let halves = halves::find(lines, &anchors, &home, bands, grammars);
    anchors.retain(|at| !halves.contains_key(at));
    let mut rows: Vec<Row> =
        anchors.iter().map(|&at| Row { pieces: pieces(lines, at, home(at), None) }).collect();
    for (&half, whole) in &halves {
        if let Some(row) = anchors.binary_search(whole).ok().and_then(|row| rows.get_mut(row)) {
            row.pieces.extend(pieces(lines, half, home(half), None));
        }
    }
    let cut = Cut { anchors: &anchors, halves: &halves, bonds: Bonds { tied: &tied, runs: &runs } };
    for (band, texts) in texts.iter().enumerate() {
        for (line, row) in cut.loose(texts) {
            if let Some(row) = rows.get_mut(row) {
                row.pieces.extend(pieces(lines, line, home(line), Some(band)));
            }
        }
    }
    for row in &mut rows {
        row.pieces.sort_by_key(|piece| (piece.line, piece.token));
    }
    rows
}

/// The lines that rows begin with, and what is known of the others.
struct Cut<'a> {
    anchors: &'a [usize],
    /// Lines that are a part of the row of another.
    halves: &'a BTreeMap<usize, usize>,
    bonds: Bonds<'a>,
}

impl Cut<'_> {
    /// The lines of one column that are in no row yet, each with the row it belongs to.
    fn loose(&self, texts: &[(usize, u32)]) -> Vec<(usize, usize)> {
        let own = |at: &usize| texts.iter().any(|(line, _)| line == at);
        let of_halves = |at: &usize, below: bool| {
            let half = |(half, whole): &(&usize, &usize)| *whole == at && (*half > at) == below && own(half);
            self.halves.iter().filter(half).count()
        };
        let held =
            |at: &usize| Held { own: own(at), above: of_halves(at, false), below: of_halves(at, true) };
        let helds: Vec<Held> = self.anchors.iter().map(held).collect();
        let is_loose =
            |line: &usize| self.anchors.binary_search(line).is_err() && !self.halves.contains_key(line);
        let loose: Vec<usize> = texts.iter().map(|(line, _)| *line).filter(is_loose).collect();
        let rows = distribute(self.anchors, &helds, &loose, &self.bonds);
        loose.into_iter().zip(rows).collect()
    }
}

/// Whether a number stands in a column of amounts.
fn holds_values(line: Option<&LaidLine>, homes: &[Option<usize>], bands: &Bands) -> bool {
    let words = line.map(|line| line.words.as_slice()).unwrap_or_default();
    let in_amounts =
        |home: &Option<usize>| home.and_then(|at| bands.all().get(at)).is_some_and(|b| b.amounts);
    words.iter().zip(homes).any(|(word, home)| word.kind != Kind::Words && in_amounts(home))
}

/// How wide what a line holds in a band is on the page: Chinese characters are twice as wide as digits.
fn width(line: Option<&LaidLine>, homes: &[Option<usize>], band: usize) -> u32 {
    let words = line.map(|line| line.words.as_slice()).unwrap_or_default();
    let here = words.iter().zip(homes).filter(|(_, home)| **home == Some(band));
    here.flat_map(|(word, _)| word.text.chars()).map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a line goes on nothing and is gone on by nothing: a cell's words fill its width before they wrap, so words
/// after a short line, and short themselves, are a row without values (使用非财政拨款结余 after 本年收入合计).
fn stands_alone(texts: &[Vec<(usize, u32)>], line: usize) -> bool {
    let mut alone = false;
    for texts in texts {
        let Some(at) = texts.iter().position(|(other, _)| *other == line) else { continue };
        let widest = texts.iter().map(|(_, width)| *width).max().unwrap_or(0);
        let full = |at: usize| texts.get(at).is_none_or(|(_, width)| width * 4 >= widest * 3);
        if full(at) || at.checked_sub(1).is_none_or(full) {
            return false;
        }
        alone = true;
    }
    alone
}

fn pieces(lines: &[LaidLine], line: usize, homes: &[Option<usize>], only: Option<usize>) -> Vec<Piece> {
    let words = lines.get(line).map(|line| line.words.as_slice()).unwrap_or_default();
    let piece = words
        .iter()
        .zip(homes)
        .filter_map(|(word, home)| Some(Piece { line, token: word.token, band: (*home)? }));
    piece.filter(|piece| only.is_none_or(|band| piece.band == band)).collect()
}

/// A row begins with values, with a code, or with a new item of a list.
fn begins_row(line: &LaidLine, homes: &[Option<usize>], bands: &Bands, grammars: &Grammars) -> bool {
    line.words.iter().zip(homes).any(|(word, home)| {
        let band = home.and_then(|band| bands.all().get(band));
        let in_amounts = band.is_some_and(|band| band.amounts);
        match word.kind {
            Kind::Amount | Kind::Digits if in_amounts => true,
            Kind::Digits => word.text.len() >= 3 && grammars.codes.known(&word.text),
            Kind::Amount => false,
            Kind::Words => begins_item(&word.text, grammars),
        }
    })
}

fn begins_item(text: &str, grammars: &Grammars) -> bool {
    is_numbered(text)
        || opens_of_which(text)
        || grammars.words.is_total(text)
        || grammars.words.is_subtotal(text)
        || crate::grammar::amount::code_and_name(text).is_some_and(|(code, _)| grammars.codes.known(code))
}

/// Whether a line is the upper half of the row that goes on just below: its last words run over where the next line
/// begins, for there a flattener ends the line (`机关事业单位基本养老保险缴费支出` wider than its column, its values a
/// line lower); or the next line holds a value and nothing of the words left of it, which stand here.
fn is_upper_half<'a>(
    lines: &[LaidLine],
    at: usize,
    home: &impl Fn(usize) -> &'a [Option<usize>],
    bands: &Bands,
) -> bool {
    let Some((line, next)) = lines.get(at).zip(lines.get(at + 1)) else { return false };
    let Some((last, first)) = line.words.last().zip(next.words.first()) else { return false };
    let in_amounts = |band: usize| bands.all().get(band).is_some_and(|band| band.amounts);
    let holds = |at: usize, band: usize| home(at).contains(&Some(band));
    if (0..bands.len()).any(|band| in_amounts(band) && holds(at, band)) {
        return false;
    }
    let runs_over = last.kind == Kind::Words && last.from < first.from && first.from < last.to;
    if runs_over && home(at).last().copied().flatten() < home(at + 1).first().copied().flatten() {
        return true;
    }
    (1..bands.len()).filter(|&band| in_amounts(band) && holds(at + 1, band)).any(|band| {
        let keys = (0..band).rev().skip_while(|&left| in_amounts(left)).take_while(|&left| !in_amounts(left));
        let keys: Vec<usize> = keys.collect();
        keys.first().is_some_and(|&name| holds(at, name)) && !keys.iter().any(|&key| holds(at + 1, key))
    })
}

/// What a row's own lines hold in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    /// Words on the line of its values.
    own: bool,
    /// Lines of words above, in a half of the row.
    above: usize,
    /// Lines of words below, in a half of the row.
    below: usize,
}

/// How the words of a cell stand to the value beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Middle,
    Top,
    Bottom,
}

/// What holds lines to the row they belong to.
struct Bonds<'a> {
    /// Lines that go on in the row below.
    tied: &'a BTreeSet<usize>,
    /// The run of each line, where runs are rows.
    runs: &'a BTreeMap<usize, usize>,
}

impl Bonds<'_> {
    /// How many of the lines of a gap are torn off when those up to a cut go to the row before and the others to the row after.
    fn broken(&self, gap: &[usize], cut: usize, [before, after]: [Option<&usize>; 2]) -> usize {
        let run = |line: Option<&usize>| line.and_then(|line| self.runs.get(line));
        let torn = |line: &usize, own: Option<&usize>, other: Option<&usize>| {
            run(Some(line)).is_some() && run(Some(line)) != run(own) && run(Some(line)) == run(other)
        };
        let upper = gap.get(..cut).unwrap_or_default().iter();
        let upper =
            upper.filter(|&line| after.is_some() && self.tied.contains(line) || torn(line, before, after));
        let lower = gap.get(cut..).unwrap_or_default().iter().filter(|&line| torn(line, after, before));
        upper.count() + lower.count()
    }
}

/// Gaps with more loose lines than this are not weighed against each other.
const MOST_LOOSE: usize = 60;

/// For each loose line of a band the row it belongs to. Cells of one column are set alike: in the middle (as many lines
/// above the values as below), at the top or at the bottom; the way that needs the fewest exceptions is taken.
fn distribute(anchors: &[usize], helds: &[Held], loose: &[usize], bonds: &Bonds<'_>) -> Vec<usize> {
    let gaps: Vec<Vec<usize>> = (0..=anchors.len())
        .map(|gap| {
            let after = gap.checked_sub(1).and_then(|row| anchors.get(row)).copied();
            let before = anchors.get(gap).copied();
            let inside = |&&line: &&usize| after.is_none_or(|a| line > a) && before.is_none_or(|b| line < b);
            loose.iter().filter(inside).copied().collect()
        })
        .collect();
    let best = [Set::Middle, Set::Top, Set::Bottom]
        .into_iter()
        .map(|set| cuts(anchors, helds, &gaps, set, bonds))
        .min_by_key(|(cost, _)| *cost);
    let Some((_, cuts)) = best else { return Vec::new() };
    let mut homes = Vec::with_capacity(loose.len());
    for (gap, lines) in gaps.iter().enumerate() {
        let cut = cuts.get(gap).copied().unwrap_or_default();
        for nth in 0..lines.len() {
            let row = if nth < cut { gap.saturating_sub(1) } else { gap };
            homes.push(row.min(anchors.len().saturating_sub(1)));
        }
    }
    homes
}

/// The cheapest cut of every gap into the lower half of the row before and the upper half of the row after, with its cost.
fn cuts(
    anchors: &[usize],
    helds: &[Held],
    gaps: &[Vec<usize>],
    set: Set,
    bonds: &Bonds<'_>,
) -> (usize, Vec<usize>) {
    let rows = anchors.len();
    let length = |gap: usize| gaps.get(gap).map_or(0, Vec::len).min(MOST_LOOSE);
    // costs[c]: the least cost up to this gap with its first c lines below the row before.
    let mut costs: Vec<usize> = vec![usize::MAX / 2; length(0) + 1];
    if let Some(first) = costs.first_mut() {
        *first = 0;
    }
    let mut back: Vec<Vec<usize>> = Vec::with_capacity(rows);
    for row in 0..rows {
        let (above_all, below_all) = (length(row), length(row + 1));
        let last = row + 1 == rows;
        let mut next = vec![usize::MAX / 2; below_all + 1];
        let mut from = vec![0; below_all + 1];
        for below in 0..=below_all {
            if last && below < below_all {
                continue;
            }
            let torn = tear(gaps.get(row + 1), below, anchors.get(row), anchors.get(row + 1));
            let around = [anchors.get(row), anchors.get(row + 1)];
            let ties = gaps.get(row + 1).map_or(0, |gap| bonds.broken(gap, below, around));
            for (cut, &cost) in costs.iter().enumerate() {
                let above = above_all.saturating_sub(cut);
                let cost = helds.get(row).map_or(cost, |held| cost + row_cost(above, below, *held, set));
                let cost = cost.saturating_add(torn + TIED * ties);
                if next.get(below).is_some_and(|&least| cost < least) {
                    next[below] = cost;
                    from[below] = cut;
                }
            }
        }
        costs = next;
        back.push(from);
    }
    let mut cuts = vec![0; rows + 1];
    let (mut cut, mut least) = (0, usize::MAX);
    for (at, &cost) in costs.iter().enumerate() {
        if cost < least {
            (cut, least) = (at, cost);
        }
    }
    for row in (0..rows).rev() {
        if let Some(place) = cuts.get_mut(row + 1) {
            *place = cut;
        }
        cut = back.get(row).and_then(|from| from.get(cut)).copied().unwrap_or_default();
    }
    (least, cuts)
}

fn row_cost(above: usize, below: usize, held: Held, set: Set) -> usize {
    let (above, below) = (above + held.above, below + held.below);
    if !held.own && above + below == 0 {
        return BARE;
    }
    match set {
        Set::Middle => 4 * above.abs_diff(below),
        Set::Top => 4 * above + if held.own { 0 } else { 4 * below },
        Set::Bottom => 4 * below + if held.own { 0 } else { 4 * above },
    }
}

/// What a row costs that has no words in a column, where others have.
const BARE: usize = 3;

/// What it costs to part a line from the row that goes on below it.
const TIED: usize = 40;

/// A cut is best where blank lines part the rows.
fn tear(gap: Option<&Vec<usize>>, cut: usize, before: Option<&usize>, after: Option<&usize>) -> usize {
    let (Some(gap), Some(&before), Some(&after)) = (gap, before, after) else { return 0 };
    let lines: Vec<usize> = std::iter::once(before).chain(gap.iter().copied()).chain([after]).collect();
    let steps: Vec<usize> =
        lines.windows(2).map(|pair| pair.iter().rev().copied().reduce(|b, a| b - a).unwrap_or(0)).collect();
    let widest = steps.iter().copied().max().unwrap_or(0);
    usize::from(steps.get(cut).is_some_and(|&step| step < widest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of values; where words stand on them; lines of words alone: to which row these belong.
    fn check(anchors: &[usize], own: &[bool], loose: &[usize], expect: &[usize]) {
        let helds: Vec<Held> = own.iter().map(|&own| Held { own, above: 0, below: 0 }).collect();
        let (tied, runs) = (BTreeSet::new(), BTreeMap::new());
        let homes = distribute(anchors, &helds, loose, &Bonds { tied: &tied, runs: &runs });
        assert_eq!(homes, expect, "{anchors:?} {own:?} {loose:?}");
    }

    #[test]
    fn words_stand_around_above_or_below_their_values_as_all_of_a_column_do() {
        check(&[1, 4], &[false, false], &[0, 2, 3, 5], &[0, 0, 1, 1]);
        check(&[0, 3, 5], &[true, true, true], &[1, 2, 4, 6], &[0, 0, 1, 2]);
        check(&[2, 4, 7], &[true, true, true], &[0, 1, 3, 5, 6], &[0, 0, 1, 2, 2]);
        check(&[1, 4], &[true, true], &[0, 2, 3, 5], &[0, 0, 1, 1]);
        check(&[0, 1], &[false, true], &[2, 3], &[1, 1]);
        check(&[5], &[false], &[1, 9], &[0, 0]);
        check(&[1], &[true], &[], &[]);
    }

    #[test]
    fn blank_lines_part_the_rows() {
        // Three lines of words between two values; one lies nearer to the first.
        check(&[0, 6], &[false, false], &[1, 4, 5], &[0, 1, 1]);
        check(&[0, 6], &[false, false], &[1, 2, 5], &[0, 0, 1]);
        check(&[1, 7], &[false, false], &[0, 2, 5, 6, 8, 9], &[0, 0, 1, 1, 1, 1]);
    }

    #[test]
    fn a_cut_tears_where_other_lines_stand_further_apart() {
        let check = |lines: &[usize], cut: usize, expect: usize| {
            assert_eq!(tear(Some(&lines.to_vec()), cut, Some(&0), Some(&9)), expect, "{lines:?} {cut}");
        };
        check(&[1, 2, 8], 0, 1);
        check(&[1, 2, 8], 2, 0);
        check(&[3, 6], 0, 0);
        check(&[3, 6], 1, 0);
        assert_eq!(tear(Some(&vec![1]), 0, None, Some(&9)), 0);
    }

    #[test]
    fn a_line_is_not_parted_from_the_row_it_goes_on_in() {
        let tied = BTreeSet::from([1]);
        let runs = BTreeMap::from([(0, 7), (2, 7), (3, 8), (5, 8)]);
        let bonds = Bonds { tied: &tied, runs: &runs };
        let check = |gap: &[usize], cut: usize, expect: usize| {
            assert_eq!(bonds.broken(gap, cut, [Some(&0), Some(&5)]), expect, "{gap:?} {cut}");
        };
        // Line 1 goes on below; 2 is of the run of row 0, 3 of that of row 5.
        check(&[1], 0, 0);
        check(&[1], 1, 1);
        check(&[2, 3], 0, 1);
        check(&[2, 3], 1, 0);
        check(&[2, 3], 2, 1);
        check(&[4], 1, 0);
        assert_eq!(bonds.broken(&[1], 1, [Some(&0), None]), 0);
    }
}
