//! Which grids may go on with the last grid of the page before. By geometry alone: same columns, only margins between.
//!
//! Refuses to know: what the lines between them say; whether the rows belong together is for the grammar to prove.

use super::sheet::{Grid, Sheet};
use crate::base::Length;

/// How far vertical edges of the two parts may differ once their left edges are aligned.
const SAME: Length = 300;

/// The same in thousandths of the width, for parts that are scaled to fit their page.
const SAME_SHARE: i64 = 6;

/// Lines that may stand between the parts: footnote, page number; running header, repeated title, unit, date.
const MOST_BETWEEN: usize = 8;

/// Sets [`Grid::may_continue`] on the first grid of every page that follows a page with a grid.
pub(super) fn join(sheets: &mut [Sheet]) {
    for at in 1..sheets.len() {
        let (before, after) = sheets.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
        let joins = may_join(before, after);
        if let Some(grid) = after.grids.first_mut() {
            grid.may_continue = joins;
        }
    }
}

fn may_join(before: &Sheet, after: &Sheet) -> bool {
    let (Some(last), Some(first)) = (before.grids.last(), after.grids.first()) else { return false };
    let below = before.lines.iter().filter(|line| line.rect.middle_y() > last.rect.y1).count();
    let above = after.lines.iter().filter(|line| line.rect.middle_y() < first.rect.y0).count();
    after.page == before.page.saturating_add(1) && below + above <= MOST_BETWEEN && same_columns(last, first)
}

fn same_columns(a: &Grid, b: &Grid) -> bool {
    let (Some(&left_a), Some(&left_b)) = (a.xs.first(), b.xs.first()) else { return false };
    let (width_a, width_b) = (i64::from(a.rect.width()), i64::from(b.rect.width()));
    let near = |x: i64, y: i64| (x - y).abs() <= i64::from(SAME);
    let alike = |x: i64, y: i64| (x * width_b - y * width_a).abs() <= SAME_SHARE * width_a * width_b / 1000;
    let offsets =
        |xs: &[Length], left: Length| xs.iter().map(|&x| i64::from(x) - i64::from(left)).collect::<Vec<_>>();
    let (xs, ys) = (offsets(&a.xs, left_a), offsets(&b.xs, left_b));
    xs.len() == ys.len()
        && (xs.iter().zip(&ys).all(|(&x, &y)| near(x, y)) || xs.iter().zip(&ys).all(|(&x, &y)| alike(x, y)))
}
