//! A table that goes on over pages without its header: which of its columns a page shows.
//!
//! Comes in: the columns of a page and those of the page before. Goes out: for each the one it goes on. A column that is
//! blank all over a page leaves white only (jiangsu.toml 2018: no page but the first prints 采购品目大类), and the text of a page
//! stands further left or right than that of the page before.

use std::ops::Range;

use super::bands::{Band, Bands};
use super::header;
use super::rows::Row;
use super::word::LaidLine;

/// The columns of a page, and those of the table before that they go on.
pub(super) struct GoingOn {
    /// The columns of the page.
    pub(super) here: Bands,
    /// The columns of the table before.
    pub(super) before: Bands,
    /// For each column of the page the number of the one it goes on.
    homes: Vec<usize>,
}

impl GoingOn {
    /// Gives what stands in the columns of the page to those of the table.
    pub(super) fn carry_over(&self, rows: &mut [Row]) {
        for piece in rows.iter_mut().flat_map(|row| &mut row.pieces) {
            piece.band = self.homes.get(piece.band).copied().unwrap_or(piece.band);
        }
    }
}

/// Which columns a page goes on: in order, alike in what they hold, and all drifted alike. `None` where the page shows
/// columns that were not there before, or stands otherwise.
pub(super) fn going_on(
    lines: &[LaidLine],
    body: &Range<usize>,
    mut here: Bands,
    before: Bands,
) -> Option<GoingOn> {
    header::merge_touching(lines, body, &mut here, before.filled().count());
    let homes = all_filled(&here, &before).or_else(|| drifted(here.all(), before.all()))?;
    Some(GoingOn { here, before, homes })
}

/// Columns alike in number and kind with those that were not blank before.
fn all_filled(here: &Bands, before: &Bands) -> Option<Vec<usize>> {
    let alike = here.all().iter().zip(before.filled()).all(|(one, (_, other))| one.amounts == other.amounts);
    let filled: Vec<usize> = before.filled().map(|(nth, _)| nth).collect();
    (alike && filled.len() == here.len()).then_some(filled)
}

/// Columns that stand as those before do, all of them so many characters further left or right.
fn drifted(here: &[Band], before: &[Band]) -> Option<Vec<usize>> {
    if here.is_empty() || here.len() > before.len() {
        return None;
    }
    let drifts = here.iter().flat_map(|one| before.iter().map(|other| edge(other) - edge(one)));
    let (cost, homes) = drifts.map(|drift| at(here, before, drift)).min_by_key(|(cost, _)| *cost)?;
    let most = MOST_DRIFT * u32::try_from(here.len()).ok()?;
    (cost <= most).then_some(homes)
}

/// How many characters a column may stand from where the others show it to be, on the average.
const MOST_DRIFT: u32 = 3;

/// What it costs to go on a column that holds something else.
const OTHER_KIND: u32 = 40;

/// Words begin at the left edge of their column, amounts end at the right.
fn edge(band: &Band) -> i64 {
    i64::from(if band.amounts { band.to } else { band.from })
}

/// The best columns at one drift.
fn at(here: &[Band], before: &[Band], drift: i64) -> (u32, Vec<usize>) {
    let cost = |one: &Band, other: &Band| {
        let away = u32::try_from((edge(one) + drift - edge(other)).abs()).unwrap_or(u32::MAX);
        away.saturating_add(if one.amounts == other.amounts { 0 } else { OTHER_KIND })
    };
    // best[j]: the least cost of the columns so far with all of them among the first j before, and where they are.
    let mut best: Vec<Option<(u32, Vec<usize>)>> = vec![Some((0, Vec::new())); before.len() + 1];
    for one in here {
        let mut next: Vec<Option<(u32, Vec<usize>)>> = vec![None];
        for (nth, other) in before.iter().enumerate() {
            let skipped = next.get(nth).cloned().flatten();
            let taken = best.get(nth).cloned().flatten().map(|(least, mut homes)| {
                homes.push(nth);
                (least.saturating_add(cost(one, other)), homes)
            });
            next.push([skipped, taken].into_iter().flatten().min_by_key(|(least, _)| *least));
        }
        best = next;
    }
    best.pop().flatten().unwrap_or((u32::MAX, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a10` is an amount that ends at 10, `w10` are words that begin there.
    fn bands(text: &str) -> Vec<Band> {
        let band = |word: &str| {
            let (kind, edge) = word.split_at(1);
            let edge = edge.parse().unwrap_or_default();
            Band { from: edge, to: edge, amounts: kind == "a", blank: false }
        };
        text.split_whitespace().map(band).collect()
    }

    #[test]
    fn columns_go_on_where_all_have_drifted_alike() {
        let check = |here: &str, before: &str, expect: Option<&[usize]>| {
            assert_eq!(drifted(&bands(here), &bands(before)).as_deref(), expect, "{here} on {before}");
        };
        check("w0 a20 a30", "w0 a20 a30", Some(&[0, 1, 2]));
        check("w5 a25 a35", "w0 a20 a30", Some(&[0, 1, 2]));
        // A column that is blank on this page.
        check("w0 a30", "w0 a20 a30", Some(&[0, 2]));
        check("w5 a35", "w0 a20 a30", Some(&[0, 2]));
        // Nine characters off for three columns is the most.
        check("w0 a29 a30", "w0 a20 a30", Some(&[0, 1, 2]));
        check("w0 a20 a40", "w0 a20 a30", None);
        check("w0 a20", "w0 w20", None);
        check("w0 a20 a30", "w0 a20", None);
        check("", "w0", None);
    }
}
