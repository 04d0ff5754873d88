//! Headers and columns brought together: matched in order, and columns set in by level made one.

use super::groups::{Group, Parent};
use crate::grammar::laid::bands::{Band, Bands};
use crate::grammar::laid::word::LaidLine;

/// A header that no column takes, and a column without a header: how many characters of drift each is worth.
const LONELY_HEADER: u32 = 14;
const BARE_COLUMN: u32 = 9;

/// Words in the white between columns head one of them, set off from its amounts: headers and columns are matched in
/// order, as near as may be. What is left heads a column that is blank in every row.
pub(super) fn attach(groups: &mut [Group], parents: &mut [Parent], bands: &Bands) {
    let mut headers: Vec<usize> =
        (0..groups.len()).filter(|&at| groups.get(at).is_some_and(|g| !g.lines.is_empty())).collect();
    headers.sort_by_key(|&at| groups.get(at).map(|group| (group.from, group.band)));
    let homes = matched(groups, &headers, bands.all());
    let of_band: Vec<Option<usize>> =
        (0..bands.len()).map(|band| groups.iter().position(|group| group.band == Some(band))).collect();
    let moved: Vec<(usize, Option<usize>)> = headers
        .iter()
        .zip(homes)
        .map(|(&at, home)| (at, home.and_then(|band| of_band.get(band).copied().flatten())))
        .filter(|&(at, to)| to.is_some_and(|to| to != at))
        .collect();
    let taken: Vec<Vec<(usize, String)>> = moved
        .iter()
        .map(|&(at, _)| groups.get_mut(at).map(|group| std::mem::take(&mut group.lines)).unwrap_or_default())
        .collect();
    for parent in parents.iter_mut() {
        for group in &mut parent.groups {
            let home = moved.iter().find(|(from, _)| from == group).and_then(|(_, to)| *to);
            *group = home.unwrap_or(*group);
        }
    }
    for ((_, to), lines) in moved.into_iter().zip(taken) {
        if let Some(group) = to.and_then(|to| groups.get_mut(to)) {
            group.lines = lines;
        }
    }
}

/// For each header the band it stands over.
fn matched(groups: &[Group], headers: &[usize], bands: &[Band]) -> Vec<Option<usize>> {
    let width = bands.len() + 1;
    let at = |row: usize, column: usize| row * width + column;
    let mut least = vec![0u32; (headers.len() + 1) * width];
    let cost = |header: usize, band: usize| -> u32 {
        let group = headers.get(header).and_then(|&at| groups.get(at));
        let Some((group, here)) = group.zip(bands.get(band)) else { return LONELY_HEADER };
        let gap = here.from.saturating_sub(group.to).max(group.from.saturating_sub(here.to));
        let behind = if stands_behind(group, here) { BEHIND + 2 * gap } else { 0 };
        behind
            + match group.band {
                Some(own) if own == band => 0,
                Some(_) => 4 + 2 * gap,
                None => 1 + gap,
            }
    };
    for row in 0..=headers.len() {
        for column in 0..=bands.len() {
            let lonely = row
                .checked_sub(1)
                .map(|row| least.get(at(row, column)).copied().unwrap_or(0) + LONELY_HEADER);
            let bare = column
                .checked_sub(1)
                .map(|column| least.get(at(row, column)).copied().unwrap_or(0) + BARE_COLUMN);
            let both = row.checked_sub(1).zip(column.checked_sub(1));
            let both = both
                .map(|(row, column)| least.get(at(row, column)).copied().unwrap_or(0) + cost(row, column));
            if let Some(best) = [lonely, bare, both].into_iter().flatten().min()
                && let Some(place) = least.get_mut(at(row, column))
            {
                *place = best;
            }
        }
    }
    let mut homes = vec![None; headers.len()];
    let (mut row, mut column) = (headers.len(), bands.len());
    while row > 0 && column > 0 {
        let here = least.get(at(row, column)).copied().unwrap_or(0);
        let before = |row: usize, column: usize| least.get(at(row, column)).copied().unwrap_or(0);
        if here == before(row - 1, column - 1) + cost(row - 1, column - 1) {
            (row, column) = (row - 1, column - 1);
            if let Some(home) = homes.get_mut(row) {
                *home = Some(column);
            }
        } else if here == before(row, column - 1) + BARE_COLUMN {
            column -= 1;
        } else {
            row -= 1;
        }
    }
    homes
}

/// Headers stand in the middle of their column and amounts at its right edge, or in the middle: a header whose middle is
/// right of all amounts is that of a column further right (yantai.toml: 合计 45–47 over 5,609.33 51–59, 基本支出 62–66).
fn stands_behind(group: &Group, band: &Band) -> bool {
    band.amounts && (group.from + group.to) / 2 >= band.to
}

/// What it costs to head amounts that end before the middle of the header.
const BEHIND: u32 = 8;

/// Codes and names are set in by their level, and then stand in two bands, never in both on one line, under one header.
pub(super) fn merge_indented(
    lines: &[LaidLine],
    body: std::ops::Range<usize>,
    groups: &mut [Group],
    parents: &mut [Parent],
    bands: &mut Bands,
) {
    let mut left = 0;
    while left + 1 < bands.len() {
        let words = |at: usize| bands.all().get(at).is_some_and(|band| !band.amounts);
        let group = |band: usize| groups.iter().position(|group| group.band == Some(band));
        let both = [group(left), group(left + 1)];
        let headed =
            both.map(|at| at.and_then(|at| groups.get(at)).is_some_and(|group| !group.lines.is_empty()));
        let between = groups.iter().any(|group| {
            let of = |at: usize| bands.all().get(at).map_or(0, |band| band.from);
            group.band.is_none()
                && !group.lines.is_empty()
                && of(left) < group.from
                && group.from < of(left + 1)
        });
        let one_header = words(left) && words(left + 1) && headed != [true, true] && !between;
        if !one_header || stand_together(lines, body.clone(), bands, left) {
            left += 1;
            continue;
        }
        bands.merge(left);
        let [Some(kept), Some(gone)] = both else {
            left += 1;
            continue;
        };
        let moved = groups.get_mut(gone).map(|group| (group.to, std::mem::take(&mut group.lines)));
        if let (Some((to, lines)), Some(group)) = (moved, groups.get_mut(kept)) {
            group.to = group.to.max(to);
            if group.lines.is_empty() {
                group.lines = lines;
            }
        }
        for group in groups.iter_mut() {
            group.band = match group.band {
                Some(band) if band == left + 1 => None,
                Some(band) if band > left + 1 => Some(band - 1),
                band => band,
            };
        }
        for parent in parents.iter_mut() {
            parent.groups.iter_mut().filter(|group| **group == gone).for_each(|group| *group = kept);
        }
    }
}

/// Makes one of neighbours that hold words, where they touch and never stand together or lie half on each other, until
/// there are no more columns than so many.
pub(in crate::grammar::laid) fn merge_touching(
    lines: &[LaidLine],
    body: &std::ops::Range<usize>,
    bands: &mut Bands,
    most: usize,
) {
    while bands.len() > most {
        let left = (0..bands.len()).find(|&left| {
            let Some([one, other]) = bands.all().get(left..left + 2) else { return false };
            let words = !one.amounts && !other.amounts;
            let narrower = (one.to - one.from).min(other.to - other.from);
            let on_each_other = 2 * one.to.saturating_sub(other.from) >= narrower;
            let touch = other.from <= one.to;
            words && touch && (on_each_other || !stand_together(lines, body.clone(), bands, left))
        });
        let Some(left) = left else { return };
        bands.merge(left);
    }
}

fn stand_together(lines: &[LaidLine], body: std::ops::Range<usize>, bands: &Bands, left: usize) -> bool {
    let mut kinds = [None, None];
    for line in lines.get(body).unwrap_or_default() {
        let homes = bands.assign(line);
        let at = |band: usize| {
            let words = line.words.iter().zip(&homes);
            words.filter(|(_, home)| **home == Some(band)).map(|(word, _)| word.kind).next()
        };
        let here = [at(left), at(left + 1)];
        if here.iter().all(Option::is_some) {
            return true;
        }
        kinds = [kinds[0].or(here[0]), kinds[1].or(here[1])];
    }
    // Codes and names are never one column.
    kinds[0] != kinds[1]
}
