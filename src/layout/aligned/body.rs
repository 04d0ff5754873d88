//! The lines of a run → rows of data: a line with amounts is a row; one without belongs to a row only where the white
//! says so without doubt, else it is a row of its own.

use std::ops::Range;

use super::Rules;
use super::columns::{Column, widened};
use super::run::{PITCH, Run, follows, part};
use crate::base::{Length, Rect};
use crate::layout::sheet::Line;

/// Lines of one name stand no further apart than this part (in hundredths) of the size.
pub(super) const LEADING: Length = 170;

/// The middles of two lines that overlap are nearer than this part (in hundredths) of the size.
const OVERLAP: Length = 90;

/// The white between two rows is that many percent of the white inside them, or more.
const CLEARLY: i64 = 130;

/// The rows of a run, with the lines of names just above its first and below its last row.
pub(super) fn rows(
    run: &Run,
    lines: &[Line],
    columns: &mut Vec<Column>,
    rules: &Rules,
    grids: &[Rect],
    free: usize,
) -> Vec<Range<usize>> {
    let body = Body { run, lines, rules };
    let mut rows: Vec<Range<usize>> = Vec::new();
    let first = run.rows.first().copied().unwrap_or(0);
    let above = first - usize::from(run.lines.start < first && overlap(lines, first - 1, run.size));
    rows.extend((run.lines.start..above).map(|line| line..line + 1));
    for &anchor in &run.rows {
        let from = rows.last().map_or(above, |last| last.end);
        let (up, down) = body.parted(from.saturating_sub(1), anchor);
        if let Some(last) = rows.last_mut() {
            last.end = up;
        }
        rows.extend(body.without_amounts(up..down));
        rows.push(down..anchor + 1);
    }
    if let Some(last) = rows.last_mut().filter(|last| last.end < run.lines.end) {
        last.end += usize::from(overlap(lines, last.end - 1, run.size));
    }
    body.wrap(&mut rows, columns, grids, free);
    rows
}

struct Body<'a> {
    run: &'a Run,
    lines: &'a [Line],
    rules: &'a Rules,
}

impl Body<'_> {
    fn middle(&self, line: usize) -> Length {
        self.lines.get(line).map_or(0, |line| line.rect.middle_y())
    }

    fn gap(&self, line: usize) -> Length {
        self.middle(line + 1).saturating_sub(self.middle(line))
    }

    fn is_ruled(&self, line: usize) -> bool {
        self.rules.between(self.middle(line), self.middle(line + 1)).is_some()
    }

    /// The rows of lines without amounts: where a ruling parts every row from the next, what stands between two of them; else
    /// each line is one.
    fn without_amounts(&self, between: Range<usize>) -> Vec<Range<usize>> {
        let parted = |pair: &[usize]| matches!(pair, [a, b] if (*a..*b).any(|line| self.is_ruled(line)));
        if self.run.rows.len() < 2 || !self.run.rows.windows(2).all(parted) {
            return between.map(|line| line..line + 1).collect();
        }
        let mut rows: Vec<Range<usize>> = Vec::new();
        for line in between {
            match rows.last_mut().filter(|_| !self.is_ruled(line - 1)) {
                Some(row) => row.end = line + 1,
                None => rows.push(line..line + 1),
            }
        }
        rows
    }

    /// Of the lines between two rows: one past the last that belongs to the upper, and the first of the lower.
    fn parted(&self, upper: usize, lower: usize) -> (usize, usize) {
        if upper + 1 >= lower {
            return (lower, lower);
        }
        let mut ruled = (upper..lower).filter(|&line| self.is_ruled(line));
        if let Some(first) = ruled.next() {
            return (first + 1, ruled.next_back().unwrap_or(first) + 1);
        }
        let widest = (upper..lower).max_by_key(|&line| self.gap(line)).unwrap_or(upper);
        let clear = (upper..lower).filter(|&line| line != widest).all(|line| {
            self.gap(line) <= part(self.run.size, LEADING) && clearly(self.gap(line), self.gap(widest))
        });
        if clear {
            return (widest + 1, widest + 1);
        }
        let below = upper + 1 + usize::from(overlap(self.lines, upper, self.run.size));
        let above = lower - usize::from(overlap(self.lines, lower - 1, self.run.size) && below < lower);
        (below, above)
    }

    /// Takes the lines of a name that begins above the first row or ends below the last, and names without amounts
    /// above the closing ruling.
    fn wrap(&self, rows: &mut Vec<Range<usize>>, columns: &mut Vec<Column>, grids: &[Rect], free: usize) {
        let pitch = self.run.pitch(self.lines);
        let near = |line: usize| {
            let gap = self.gap(line);
            gap <= part(self.run.size, LEADING) && clearly(gap, pitch) && !self.is_ruled(line)
        };
        if let Some(first) = rows.first_mut()
            && first.start > free
            && near(first.start - 1)
            && self.joins(first.start - 1, grids)
            && self.is_label(first.start - 1, columns)
        {
            first.start -= 1;
        }
        let Some(last) = rows.last_mut() else { return };
        if near(last.end - 1) && self.joins(last.end - 1, grids) && self.is_label(last.end, columns) {
            last.end += 1;
        }
        let mut end = last.end;
        while self.joins(end - 1, grids) && self.closes(end) && self.is_label(end, columns) {
            rows.push(end..end + 1);
            end += 1;
        }
    }

    fn joins(&self, line: usize, grids: &[Rect]) -> bool {
        match (self.lines.get(line), self.lines.get(line + 1)) {
            (Some(last), Some(line)) => follows(last, line, self.run.size, grids),
            _ => false,
        }
    }

    /// Whether a ruling stands just below a line, and another between it and the rows above.
    fn closes(&self, line: usize) -> bool {
        let y = self.middle(line);
        let below = self.rules.between(y, y.saturating_add(part(self.run.size, PITCH)));
        below.is_some()
            && (self.is_ruled(line - 1)
                || self.run.lines.clone().any(|line| self.is_ruled(line))
                || self.is_ruled(self.run.lines.start.saturating_sub(1)))
    }

    /// Whether every word of a line stands in a column of text, which then grows to hold it.
    fn is_label(&self, line: usize, columns: &mut Vec<Column>) -> bool {
        let Some(line) = self.lines.get(line) else { return false };
        let wider = widened(columns, line, |column| !column.amounts);
        if let Some(wider) = wider {
            *columns = wider;
            return true;
        }
        false
    }
}

/// Whether a line is so near to the next one that both overlap: words beside amounts, half of a name that is wrapped
/// around them.
pub(super) fn overlap(lines: &[Line], line: usize, size: Length) -> bool {
    let middle = |line: usize| lines.get(line).map(|line| line.rect.middle_y());
    let gap = middle(line).zip(middle(line + 1)).map(|(upper, lower)| lower.saturating_sub(upper));
    gap.is_some_and(|gap| gap < part(size, OVERLAP))
}

pub(super) fn clearly(narrow: Length, wide: Length) -> bool {
    i64::from(narrow) * CLEARLY <= i64::from(wide) * 100
}
