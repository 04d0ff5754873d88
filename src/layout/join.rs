//! Which grids may go on with the last grid of the page before. By geometry alone: same columns, only margins between.
//!
//! Refuses to know: what the lines between them say; whether the rows belong together is for the grammar to prove.

use super::carry;
use super::sheet::{Grid, Sheet};
use super::tail;
use crate::base::Length;

/// How far vertical edges of the two parts may differ once their left edges are aligned.
const SAME: Length = 300;

/// The same in thousandths of the width, for parts that are scaled to fit their page.
const SAME_SHARE: i128 = 6;

/// Lines that may stand between the parts: footnote, page number; running header, repeated title, unit, date.
const MOST_BETWEEN: usize = 8;

/// Sets [`Grid::may_continue`] on the first grid of every page that follows a page with a grid.
pub(super) fn join(sheets: &mut [Sheet]) {
    for at in 1..sheets.len() {
        let (before, after) = sheets.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last(), after.first_mut()) else { continue };
        carry::carry(before, after);
        let joins = may_join(before, after);
        if joins {
            carry::complete(before, after);
        }
        if let Some(grid) = after.grids.first_mut() {
            grid.may_continue = joins;
        }
    }
}

fn may_join(before: &Sheet, after: &Sheet) -> bool {
    let (Some(last), Some(first)) = (before.grids.last(), after.grids.first()) else { return false };
    let below = before.lines.iter().filter(|line| line.rect.middle_y() > last.rect.y1).count();
    let names = if last.ruled { 0 } else { tail::names_below(last, &before.lines) };
    let above = after.lines.iter().filter(|line| line.rect.middle_y() < first.rect.y0).count();
    after.page == before.page.saturating_add(1)
        && below - names + above <= MOST_BETWEEN
        && same_columns(last, first)
}

/// Whether the outer edges agree and the edges of one grid are among those of the other: a page may hold no row that
/// shows every column (a card of indicators whose head has two columns more), or only rows with merged cells.
fn same_columns(a: &Grid, b: &Grid) -> bool {
    let (few, many) = if a.xs.len() <= b.xs.len() { (a, b) } else { (b, a) };
    let (width_few, width_many) = (i128::from(few.rect.width()), i128::from(many.rect.width()));
    let by_points = |x: i128, y: i128| (x - y).abs() <= i128::from(SAME);
    let by_share = |x: i128, y: i128| {
        (x * width_many - y * width_few).abs() <= width_few * width_many / 1000 * SAME_SHARE
    };
    let ruled = a.ruled && b.ruled;
    few.xs.len() > 2
        && (among(few, many, by_points) || among(few, many, by_share) || ruled && lacks_a_side(few, many))
}

/// Whether every edge of `few` stands where one of `many` does, and only outer ones are missing: a table open at its sides
/// whose outer columns are blank on one of the pages.
fn lacks_a_side(few: &Grid, many: &Grid) -> bool {
    let near = |a: Length, b: Length| a.saturating_sub(b).saturating_abs() <= SAME;
    let Some(first) = few.xs.first().and_then(|&x| many.xs.iter().position(|&y| near(x, y))) else {
        return false;
    };
    let same = few.xs.iter().zip(many.xs.iter().skip(first)).all(|(&x, &y)| near(x, y));
    same && first <= 1 && many.xs.len() <= first + few.xs.len() + 1
}

/// Whether the last edges agree, and every edge of `few` agrees with one of `many`; left edges aligned.
fn among(few: &Grid, many: &Grid, agree: impl Fn(i128, i128) -> bool) -> bool {
    let offset = |grid: &Grid, x: Length| i128::from(x) - i128::from(grid.rect.x0);
    let ends = agree(offset(few, few.rect.x1), offset(many, many.rect.x1));
    let mut rest = many.xs.iter();
    ends && few.xs.iter().all(|&x| rest.any(|&y| agree(offset(few, x), offset(many, y))))
}
