//! The bands of a table: stretches of characters in which the cells of one printed column stand.
//!
//! The text of a flattener drifts from line to line, by as many characters as there are Chinese ones, which are twice as
//! wide on the page: cells are told by their order as much as by their place. Amounts and words are clustered apart.

use std::collections::{BTreeMap, BTreeSet};

use super::region::Region;
use super::word::{Kind, LaidLine, Stretch, Word};

/// What stands in a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Band {
    /// First character.
    pub(super) from: u32,
    /// One past the last character.
    pub(super) to: u32,
    /// Whether it holds amounts.
    pub(super) amounts: bool,
    /// Whether it is known by its header alone: blank in every row.
    pub(super) blank: bool,
}

/// Bands from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Bands {
    bands: Vec<Band>,
    /// The characters at which cells of words begin in several lines.
    begins: BTreeSet<u32>,
}

impl Bands {
    /// The bands that the rows of a region show: amounts first, as they never run over, then the words between them.
    pub(super) fn find(lines: &[LaidLine], region: &Region) -> Self {
        let first = region.values.first().copied().unwrap_or(region.to);
        let body = lines.get(first..region.to).unwrap_or_default();
        let begins = begins(body);
        let of_line = |line: &LaidLine| line.stretches(&begins);
        let rows: Vec<Vec<Stretch>> =
            region.values.iter().filter_map(|&at| lines.get(at)).map(of_line).collect();
        let amounts = columns(&rows, true);
        let mut slots: Vec<Vec<Vec<Stretch>>> = vec![Vec::new(); amounts.len() + 1];
        for line in body {
            let parts = in_slots(of_line(line), &amounts);
            for (slot, part) in slots.iter_mut().zip(parts) {
                slot.push(part);
            }
        }
        let mut bands: Vec<Band> = Vec::new();
        for (slot, words) in slots.iter().enumerate() {
            let before = slot.checked_sub(1).and_then(|before| amounts.get(before));
            bands.extend(before.map(|&(from, to)| Band { from, to, amounts: true, blank: false }));
            bands.extend(columns(words, false).into_iter().map(|(from, to)| Band {
                from,
                to,
                amounts: false,
                blank: false,
            }));
        }
        Self { bands, begins }
    }

    /// Makes one column of two neighbours: words set in by their level.
    pub(super) fn merge(&mut self, left: usize) {
        if left + 1 < self.bands.len() {
            let right = self.bands.remove(left + 1);
            if let Some(band) = self.bands.get_mut(left) {
                band.to = band.to.max(right.to);
            }
        }
    }

    /// Those that hold something in some row, with their numbers.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &Band)> {
        self.bands.iter().enumerate().filter(|(_, band)| !band.blank)
    }

    /// Whether both have as many columns, and alike in what they hold.
    pub(super) fn alike(&self, other: &Self) -> bool {
        let pairs = || self.bands.iter().zip(&other.bands);
        self.len() == other.len()
            && pairs().all(|(one, other)| one.blank || other.blank || one.amounts == other.amounts)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.bands.len()
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Band] {
        &self.bands
    }

    /// The band of each word of a line: from left to right, amounts each in a band of their own, as near as may be.
    pub(super) fn assign(&self, line: &LaidLine) -> Vec<Option<usize>> {
        let stretches = line.stretches(&self.begins);
        let mut homes = vec![None; line.words.len()];
        for (stretch, band) in stretches.iter().zip(self.align(&stretches)) {
            for place in homes.get_mut(stretch.words.clone()).unwrap_or_default() {
                *place = band;
            }
        }
        homes
    }

    /// The cheapest way to give the stretches of a line to bands in order.
    fn align(&self, stretches: &[Stretch]) -> Vec<Option<usize>> {
        let count = self.bands.len();
        if count == 0 {
            return vec![None; stretches.len()];
        }
        // least[b]: the least cost of the stretches so far with the last of them in band b.
        let mut least: Vec<u32> = Vec::new();
        let mut back: Vec<Vec<usize>> = Vec::with_capacity(stretches.len());
        for (nth, stretch) in stretches.iter().enumerate() {
            let mut next = vec![FAR; count];
            let mut from = vec![0; count];
            let mut best: Option<(u32, usize)> = None;
            for band in 0..count {
                let shared = least.get(band).map(|cost| cost.saturating_add(SHARED));
                if nth == 0 {
                    best = Some((0, 0));
                }
                let (before, at) = match (best, shared) {
                    (Some(best), Some(shared)) if shared < best.0 && stretch.kind != Kind::Amount => {
                        (shared, band)
                    }
                    (Some(best), _) => best,
                    (None, Some(shared)) => (shared, band),
                    (None, None) => (FAR, band),
                };
                next[band] =
                    before.saturating_add(self.bands.get(band).map_or(FAR, |band| cost(band, stretch)));
                from[band] = at;
                if let Some(&cost) = least.get(band)
                    && best.is_none_or(|best| cost < best.0)
                {
                    best = Some((cost, band));
                }
            }
            least = next;
            back.push(from);
        }
        let mut homes = vec![None; stretches.len()];
        let mut band = (0..count).min_by_key(|&band| least.get(band).copied()).unwrap_or(0);
        for nth in (0..stretches.len()).rev() {
            if let Some(home) = homes.get_mut(nth) {
                *home = Some(band);
            }
            band = back.get(nth).and_then(|from| from.get(band)).copied().unwrap_or(0);
        }
        homes
    }

    /// The band nearest to a word, whatever it holds.
    pub(super) fn nearest(&self, word: &Word) -> Option<usize> {
        let bands = self.bands.iter().enumerate();
        bands.min_by_key(|(_, band)| away(band, word.from, word.to)).map(|(at, _)| at)
    }

    /// Adds a column that is blank in every row.
    pub(super) fn insert(&mut self, from: u32, to: u32) {
        let at = self.bands.partition_point(|band| band.from < from);
        self.bands.insert(at, Band { from, to, amounts: true, blank: true });
    }

    /// Where columns begin and end: the first character of each band, and the end of the last.
    pub(super) fn edges(&self) -> Vec<i32> {
        let number = |x: u32| i32::try_from(x).unwrap_or(i32::MAX);
        let begins = self.bands.iter().map(|band| number(band.from));
        begins.chain(self.bands.last().map(|band| number(band.to))).collect()
    }
}

/// Where words begin after wide white, in more lines than one.
fn begins(lines: &[LaidLine]) -> BTreeSet<u32> {
    let mut counted: BTreeMap<u32, usize> = BTreeMap::new();
    for pair in lines.iter().flat_map(|line| line.words.windows(2)) {
        let [left, right] = pair else { continue };
        if right.kind == Kind::Words && right.from > left.to + 1 {
            *counted.entry(right.from).or_default() += 1;
        }
    }
    counted.into_iter().filter(|(_, lines)| *lines > 1).map(|(from, _)| from).collect()
}

/// The cost of what cannot be.
const FAR: u32 = 1 << 24;

/// Two stretches of words in one cell are rarer than two cells.
const SHARED: u32 = 6;

/// How badly a stretch stands in a band: by its place, and by what the band holds.
fn cost(band: &Band, stretch: &Stretch) -> u32 {
    let kind = match (stretch.kind, band.amounts) {
        (Kind::Amount, false) => 1000,
        (Kind::Words, true) => 400,
        _ => 0,
    };
    kind + away(band, stretch.from, stretch.to)
}

/// How far characters stand from a band: by the nearest of the edges and the middle where they overlap.
fn away(band: &Band, from: u32, to: u32) -> u32 {
    let middle = (band.from + band.to).abs_diff(from + to) / 2;
    if band.from < to && from < band.to {
        return band.from.abs_diff(from).min(band.to.abs_diff(to)).min(middle);
    }
    let gap = band.from.saturating_sub(to).max(from.saturating_sub(band.to));
    20 + 4 * gap
}

/// The stretches of a line that are no amounts, by the amounts they stand before. The amounts on the line tell first.
fn in_slots(stretches: Vec<Stretch>, amounts: &[(u32, u32)]) -> Vec<Vec<Stretch>> {
    let mut slots = vec![Vec::new(); amounts.len() + 1];
    let numbers = stretches.iter().filter(|stretch| stretch.kind == Kind::Amount).count();
    let mut passed = 0;
    for stretch in stretches {
        if stretch.kind == Kind::Amount {
            passed += 1;
            continue;
        }
        let over = |&(from, to): &(u32, u32)| from < stretch.to && stretch.from < to;
        if stretch.kind == Kind::Digits && amounts.iter().any(over) {
            continue;
        }
        let slot = match numbers == amounts.len() {
            true => passed,
            false => amounts.partition_point(|&(begin, end)| (begin + end) / 2 < stretch.from),
        };
        if let Some(slot) = slots.get_mut(slot) {
            slot.push(stretch);
        }
    }
    slots
}

/// Columns of amounts, or of words: what overlaps is one column. Where most lines hold as many amounts as the fullest,
/// those of one order are one column, wherever they stand.
fn columns(lines: &[Vec<Stretch>], amounts: bool) -> Vec<(u32, u32)> {
    let of_kind = |stretch: &&Stretch| !amounts || stretch.kind == Kind::Amount;
    let spans: Vec<Vec<(u32, u32)>> = lines
        .iter()
        .map(|line| line.iter().filter(of_kind).map(|stretch| (stretch.from, stretch.to)).collect())
        .collect();
    let most = spans.iter().map(Vec::len).max().unwrap_or(0);
    let full: Vec<&Vec<(u32, u32)>> = spans.iter().filter(|line| line.len() == most).collect();
    let held = spans.iter().filter(|line| !line.is_empty()).count();
    // Amounts of one order that stand apart are of several columns, each blank in the other's rows.
    let hangs_together =
        |nth: usize| merged(full.iter().filter_map(|line| line.get(nth)).copied().collect()).len() == 1;
    if amounts && most > 0 && full.len() * 10 >= held * 7 && (0..most).all(hangs_together) {
        let span = |nth: usize| {
            let of = full.iter().filter_map(|line| line.get(nth));
            of.fold((u32::MAX, 0), |all: (u32, u32), one| (all.0.min(one.0), all.1.max(one.1)))
        };
        return (0..most).map(span).collect();
    }
    let mut columns = Vec::new();
    for (from, to) in merged(spans.iter().flatten().copied().collect()) {
        let inside: Vec<Vec<(u32, u32)>> = spans
            .iter()
            .map(|line| line.iter().copied().filter(|span| from <= span.0 && span.1 <= to).collect())
            .collect();
        columns.extend(parted(&inside, (from, to)));
    }
    columns
}

/// Parts a stretch into as many columns as the fullest line has cells in it.
fn parted(lines: &[Vec<(u32, u32)>], whole: (u32, u32)) -> Vec<(u32, u32)> {
    let most = lines.iter().map(Vec::len).max().unwrap_or(0);
    if most < 2 {
        return vec![whole];
    }
    let full: Vec<&Vec<(u32, u32)>> = lines.iter().filter(|line| line.len() == most).collect();
    let count = u32::try_from(full.len()).unwrap_or(u32::MAX).max(1);
    let ends: Vec<u32> = (0..most)
        .map(|nth| full.iter().filter_map(|line| line.get(nth)).map(|span| span.1).sum::<u32>() / count)
        .collect();
    let mut bands: Vec<Option<(u32, u32)>> = vec![None; most];
    for &(from, to) in lines.iter().flatten() {
        let near = ends.iter().enumerate().min_by_key(|(_, end)| end.abs_diff(to)).map(|(nth, _)| nth);
        if let Some(band) = near.and_then(|nth| bands.get_mut(nth)) {
            *band = Some(band.map_or((from, to), |(begin, end)| (begin.min(from), end.max(to))));
        }
    }
    bands.into_iter().flatten().collect()
}

/// Overlapping stretches joined.
fn merged(mut stretches: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    stretches.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (from, to) in stretches {
        match merged.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Notes;
    use crate::flat::from_text;

    fn lines(text: &str) -> Vec<LaidLine> {
        from_text(text, &mut Notes::default()).lines.iter().map(LaidLine::new).collect()
    }

    fn stretches(text: &str) -> Vec<Vec<Stretch>> {
        lines(text).iter().map(|line| line.stretches(&BTreeSet::new())).collect()
    }

    #[test]
    fn a_word_is_as_far_from_a_band_as_the_nearest_of_edges_and_middle() {
        let band = Band { from: 10, to: 20, amounts: true, blank: false };
        let check =
            |from: u32, to: u32, expect: u32| assert_eq!(away(&band, from, to), expect, "{from}..{to}");
        check(10, 14, 0);
        check(13, 20, 0);
        check(13, 17, 0);
        check(8, 14, 2);
        check(17, 25, 5);
        check(12, 16, 1);
        // Beside it each character counts.
        check(20, 24, 20);
        check(22, 24, 28);
        check(6, 10, 20);
        check(2, 8, 28);
    }

    #[test]
    fn amounts_stand_in_no_column_of_words_and_words_hardly_among_amounts() {
        let check = |amounts: bool, kind: Kind, expect: u32| {
            let band = Band { from: 0, to: 4, amounts, blank: false };
            assert_eq!(
                cost(&band, &Stretch { from: 0, to: 4, kind, words: 0..1 }),
                expect,
                "{amounts} {kind:?}"
            );
        };
        check(true, Kind::Amount, 0);
        check(false, Kind::Amount, 1000);
        check(true, Kind::Words, 400);
        check(false, Kind::Words, 0);
        check(true, Kind::Digits, 0);
        check(false, Kind::Digits, 0);
    }

    #[test]
    fn cells_of_words_begin_where_several_lines_have_white_before_them() {
        let check = |text: &str, expect: &[u32]| {
            assert_eq!(begins(&lines(text)).into_iter().collect::<Vec<_>>(), expect, "{text}");
        };
        check("甲    乙\n丙    丁\n", &[5]);
        check("甲    乙\n丙     丁\n", &[]);
        check("甲 乙\n丙 丁\n", &[]);
        check("甲    1.00\n丙    2.00\n", &[]);
    }

    #[test]
    fn columns_are_told_by_order_where_most_lines_are_full_and_else_by_place() {
        let check = |text: &str, amounts: bool, expect: &[(u32, u32)]| {
            assert_eq!(columns(&stretches(text), amounts), expect, "{text}");
        };
        check("1.00  2.00\n 1.00  2.00\n  1.00  2.00\n", true, &[(0, 6), (6, 12)]);
        // Two columns, each blank in the rows of the other.
        check("1.00\n        2.00\n1.00\n        2.00\n", true, &[(0, 4), (8, 12)]);
        // One full line of three is too few to tell by order.
        check("1.00  2.00\n1.00\n1.00\n1.00\n", true, &[(0, 4), (6, 10)]);
        check("甲乙丙    丁戊\n甲乙      丁\n", false, &[(0, 3), (7, 9)]);
        // What overlaps is parted by the line with most cells in it; a line over both belongs where it ends.
        check("甲乙  丙丁\n甲乙丙丁戊\n", false, &[(0, 2), (0, 6)]);
        check("", true, &[]);
    }

    #[test]
    fn words_stand_in_the_slots_between_the_amounts() {
        let check = |text: &str, amounts: &[(u32, u32)], expect: &[&[u32]]| {
            let line = stretches(text).remove(0);
            let slots = in_slots(line, amounts).into_iter();
            let begins: Vec<Vec<u32>> = slots.map(|slot| slot.iter().map(|s| s.from).collect()).collect();
            assert_eq!(begins, expect, "{text}");
        };
        check("甲  1.00  乙  2.00  丙", &[(3, 7), (12, 16)], &[&[0], &[9], &[18]]);
        // An amount is missing: places tell.
        check("甲  1.00  乙        丙", &[(3, 7), (12, 16)], &[&[0], &[9], &[18]]);
        // Digits among the amounts are no words, those beside them are.
        check("205  1.00       3000", &[(5, 9), (13, 20)], &[&[0], &[], &[]]);
    }
}
