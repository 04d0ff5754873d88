//! The last rows of a table without rulings, alone on the next page: too few to show columns of their own.
//!
//! Comes in: the grid that the page before ends with, and the lines of the next. Goes out: its rows in the columns of that
//! grid, with the header above them where it is printed again. Refuses to know: what the words say.

use super::carry::{by_column, words};
use super::numeral::{Shape, is_money, is_page_number, shape};
use super::sheet::{Cell, Grid, Line, Word};
use crate::base::{Length, Rect};

/// Rows stand no further apart than so many heights of a line…
const PITCH: Length = 4;

/// …and lines of one name no further from the figures of their row than this part (in hundredths) of it.
const NAME: i64 = 170;

/// Words printed again stand where they stood, but for that.
const SAME: Length = 100;

/// Rows of a header.
const MOST_HEADER: u32 = 8;

/// The grid at the top of a page, and how many lines it takes.
pub(super) fn find(last: &Grid, lines: &[Line]) -> Option<(Grid, usize)> {
    let (header, above) = repeated(last, lines).unwrap_or_default();
    let rows = Above::new(last).rows(lines.get(above..)?);
    let count: usize = rows.iter().map(Vec::len).sum();
    let header = if count > 0 { header } else { return None };
    Some((grid(last, &header, &rows)?, above + count))
}

/// The cells of the header of a grid, as they are printed again above all other lines, and how many lines these are.
fn repeated(last: &Grid, lines: &[Line]) -> Option<(Vec<Cell>, usize)> {
    let mut found = None;
    for rows in 1..=MOST_HEADER {
        let cells = || last.cells.iter().filter(|cell| cell.row < rows);
        let Some(bottom) = last.ys.get(rows as usize) else { break };
        if cells().any(|cell| cell.row + cell.row_span > rows) || *bottom == last.rect.y1 {
            continue;
        }
        let mut printed: Vec<&Word> = cells().flat_map(words).collect();
        let mut above = 0;
        let mut seen: Vec<&Word> = Vec::new();
        while seen.len() < printed.len() && above < lines.len() {
            seen.extend(lines.get(above).iter().flat_map(|line| &line.words));
            above += 1;
        }
        printed.sort_by_key(|word| (&word.text, word.rect.x0));
        seen.sort_by_key(|word| (&word.text, word.rect.x0));
        let near = |a: &Word, b: &Word| a.rect.x0.saturating_sub(b.rect.x0).saturating_abs() <= SAME;
        let same = printed.len() == seen.len()
            && printed.iter().zip(&seen).all(|(a, b)| a.text == b.text && near(a, b));
        let first = |words: &[&Word]| words.iter().map(|word| word.rect.y0).min();
        if let (true, Some(old), Some(new)) = (same, first(&printed), first(&seen)) {
            let pairs: Vec<(&Word, &Word)> = printed.into_iter().zip(seen).collect();
            found = Some((cells().map(|cell| again(cell, &pairs, new.saturating_sub(old))).collect(), above));
        }
    }
    found
}

/// A cell with its words as they are printed again, so much further down.
fn again(cell: &Cell, pairs: &[(&Word, &Word)], by: Length) -> Cell {
    let word =
        |old: &Word| pairs.iter().find(|(word, _)| std::ptr::eq(*word, old)).map(|(_, new)| (*new).clone());
    let line = |line: &Line| {
        let words: Vec<Word> = line.words.iter().filter_map(word).collect();
        let rect = words.iter().map(|word| word.rect).reduce(|a, b| a.union(&b))?;
        Some(Line { words, rect, direction: line.direction })
    };
    let Rect { y0, y1, .. } = cell.rect;
    let rect = Rect { y0: y0.saturating_add(by), y1: y1.saturating_add(by), ..cell.rect };
    Cell { rect, lines: cell.lines.iter().filter_map(line).collect(), ..cell.clone() }
}

/// How many lines just below a grid are names of rows without amounts, with which it may go on.
pub(super) fn names_below(last: &Grid, lines: &[Line]) -> usize {
    let above = Above::new(last);
    let below = lines.iter().filter(|line| line.rect.middle_y() > last.rect.y1);
    below.take_while(|line| above.is_name(line)).count()
}

/// Whether so much white stands between two lines that they are of one table no more.
fn is_apart(above: &Line, line: &Line) -> bool {
    line.rect.y0.saturating_sub(above.rect.y1) > above.rect.height().saturating_mul(PITCH)
}

/// Whether a line reaches down to the height of the next one: half of a name that is wrapped around figures.
fn overlap(above: &Line, line: &Line) -> bool {
    line.rect.y0 < above.rect.y1
}

/// Whether two lines stand as close as those of one cell.
fn is_near(a: &Line, b: &Line) -> bool {
    let gap = i64::from(b.rect.middle_y()) - i64::from(a.rect.middle_y());
    gap.abs() * 100 <= i64::from(a.rect.height().min(b.rect.height())) * NAME
}

/// What a column of a grid holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Money,
    /// Numbers that are no money: codes, numbers of lines.
    Numbers,
    Text,
}

fn is_text(word: &Word) -> bool {
    shape(&word.text) == Shape::Text
}

fn is_number(word: &Word) -> bool {
    !is_text(word)
}

/// The grid that goes on, and what its columns hold.
struct Above<'g> {
    grid: &'g Grid,
    holds: Vec<Holds>,
}

impl<'g> Above<'g> {
    fn new(grid: &'g Grid) -> Self {
        // Of each column how many words are text, numbers, and money among these.
        let mut counts = vec![(0usize, 0usize, 0usize); grid.xs.len().saturating_sub(1)];
        for cell in grid.cells.iter().filter(|cell| cell.column_span == 1) {
            let Some((texts, numbers, money)) = counts.get_mut(cell.column as usize) else { continue };
            for word in words(cell) {
                *texts += usize::from(is_text(word));
                *numbers += usize::from(!is_text(word));
                *money += usize::from(is_money(word));
            }
        }
        // Codes stand left of all names, money right of some.
        let mut named = false;
        let holds = counts.into_iter().map(|(texts, numbers, money)| {
            let holds = match money {
                2.. if named => Holds::Money,
                _ if numbers > texts.max(1) => Holds::Numbers,
                _ => Holds::Text,
            };
            named |= texts > numbers;
            holds
        });
        Above { grid, holds: holds.collect() }
    }

    /// What stands in a column: that of which it has more, and money where two amounts are.
    fn holds(&self, column: usize) -> Holds {
        self.holds.get(column).copied().unwrap_or(Holds::Text)
    }

    /// The rows at the top of some lines: lines that stand as close as those of one name are one row, but for a second one of
    /// figures. A list of all classes of the classification has rows of nothing but a name; what follows the last amount has none
    /// and may be no row.
    fn rows(&self, lines: &[Line]) -> Vec<Vec<Line>> {
        let mut rows: Vec<Vec<Line>> = Vec::new();
        let mut amounts = 0;
        for (at, line) in lines.iter().enumerate() {
            let has_figures = self.is_row(line);
            let above = at.checked_sub(1).and_then(|above| lines.get(above));
            if above.is_some_and(|above| is_apart(above, line)) || !has_figures && !self.is_name(line) {
                break;
            }
            let near = above.is_some_and(|above| is_near(above, line));
            match rows.last_mut().filter(|_| near) {
                Some(row) if has_figures && row.iter().any(|line| self.is_row(line)) => {
                    let half = row.pop_if(|half| overlap(half, line) && !self.is_row(half));
                    rows.push(half.into_iter().chain([line.clone()]).collect());
                }
                Some(row) => row.push(line.clone()),
                None => rows.push(vec![line.clone()]),
            }
            if self.has_amount(line) {
                amounts = rows.len();
            }
        }
        rows.truncate(amounts);
        rows
    }

    /// Whether a line is a row of a table: nothing but figures or dashes where the table has figures, and beside the amounts a name or
    /// a number. A row may have no amount, only its number (sample: the last page of a summary of final accounts), and a label alone
    /// may stand in the middle of all columns before the amounts, those of codes among them.
    fn is_row(&self, line: &Line) -> bool {
        let parts = by_column(self.grid, line);
        let is_figure = |line: &Line| line.words.iter().all(is_number);
        let beside = parts.iter().filter(|(column, _)| self.holds(*column) != Holds::Money).count();
        let fits = |(column, part): &(usize, Line)| match self.holds(*column) {
            Holds::Money => is_figure(part),
            Holds::Numbers => is_figure(part) || beside == 1,
            Holds::Text => true,
        };
        let figures = parts.iter().filter(|(_, part)| is_figure(part)).count();
        let is_filled = parts.len() > 1 && beside > 0 && figures > 0;
        line.is_upright() && !is_page_number(line) && is_filled && parts.iter().all(fits)
    }

    /// Whether a line has something in a column of amounts.
    fn has_amount(&self, line: &Line) -> bool {
        by_column(self.grid, line).iter().any(|(column, _)| self.holds(*column) == Holds::Money)
    }

    /// Whether a line is nothing but words that begin in columns without amounts, and end before the next column does: a title does
    /// not keep to that.
    fn is_name(&self, line: &Line) -> bool {
        let keeps = |(column, part): &(usize, Line)| {
            let slack = part.rect.height() / 2;
            let last = self.grid.xs.get(*column + 2).or(self.grid.xs.get(*column + 1));
            let from = self.grid.xs.get(*column).is_some_and(|&x0| x0.saturating_sub(slack) <= part.rect.x0);
            let to = last.is_some_and(|&x1| part.rect.x1 <= x1.saturating_add(slack));
            from && to && self.holds(*column) != Holds::Money
        };
        line.is_upright() && line.words.iter().all(is_text) && by_column(self.grid, line).iter().all(keeps)
    }
}

/// The grid of a header and rows below it.
fn grid(last: &Grid, header: &[Cell], rows: &[Vec<Line>]) -> Option<Grid> {
    let (x0, x1) = (*last.xs.first()?, *last.xs.last()?);
    let head = header.iter().map(|cell| cell.row + cell.row_span).max().unwrap_or(0);
    let mut ys: Vec<Length> = Vec::new();
    let by = header.first().map_or(0, |cell| cell.rect.y0.saturating_sub(*last.ys.first().unwrap_or(&0)));
    ys.extend(last.ys.iter().take(head as usize).map(|y| y.saturating_add(by)));
    let covers = |row: &Vec<Line>| row.iter().map(|line| line.rect).reduce(|a, b| a.union(&b));
    let covered: Vec<Rect> = rows.iter().map(covers).collect::<Option<_>>()?;
    ys.push(covered.first()?.y0);
    for pair in covered.windows(2) {
        let [a, b] = pair else { continue };
        ys.push(a.y1.saturating_add(b.y0.saturating_sub(a.y1) / 2));
    }
    ys.push(covered.last()?.y1);
    let mut cells = header.to_vec();
    for cell in cells.iter_mut().filter(|cell| cell.row + cell.row_span == head) {
        cell.rect.y1 = covered.first()?.y0;
    }
    for (row, lines) in (head..).zip(rows) {
        let parts: Vec<(usize, Line)> = lines.iter().flat_map(|line| by_column(last, line)).collect();
        for column in 0..last.xs.len().checked_sub(1)? {
            let lines = parts.iter().filter(|(at, _)| *at == column).map(|(_, line)| line.clone());
            cells.push(Cell {
                row,
                column: u32::try_from(column).ok()?,
                row_span: 1,
                column_span: 1,
                rect: Rect {
                    x0: *last.xs.get(column)?,
                    y0: *ys.get(row as usize)?,
                    x1: *last.xs.get(column + 1)?,
                    y1: *ys.get(row as usize + 1)?,
                },
                lines: lines.collect(),
            });
        }
    }
    let rect = Rect { x0, y0: *ys.first()?, x1, y1: *ys.last()? };
    Some(Grid { rect, xs: last.xs.clone(), ys, cells, may_continue: false, ruled: false })
}

#[cfg(test)]
mod tests {
    use crate::base::Notes;
    use crate::layout::drawing::{page, show};
    use crate::layout::{join, lay_out};

    /// What the second of two pages holds.
    fn check(first: &str, second: &str, expect: &str) {
        let drawn = [(1, first), (2, second)].map(|(number, art)| {
            let mut page = page(art.trim_start_matches('\n'));
            page.number = number;
            page
        });
        let mut sheets = drawn.map(|page| lay_out(&page, &mut Notes::default()));
        join(&mut sheets);
        let [_, second] = &sheets;
        assert_eq!(show(second), expect.trim_start_matches('\n'));
    }

    const SUMMARY: &str = "
项目        金额   项目          金额

外交        1.00   教育          2.00

国防        3.00   科学          4.00

安全       10.00   文化          8.00";

    #[test]
    fn rows_of_names_stand_above_the_only_amounts() {
        check(
            SUMMARY,
            "
                   卫生

                   节能

收入       14.00   支出         14.00
",
            "
aligned 3×4, may continue
0.0: 
0.1: 
0.2: 卫生
0.3: 
1.0: 
1.1: 
1.2: 节能
1.3: 
2.0: 收入
2.1: 14.00
2.2: 支出
2.3: 14.00
",
        );
    }

    #[test]
    fn a_header_printed_again_tells_which_columns_a_label_covers() {
        check(
            "
类   款   名称      合计

201  01   运行      1.00

201  02   事务      3.00

201  99   其他     10.00",
            "
类   款   名称      合计

     合计          14.00",
            "
aligned 2×4, may continue
0.0: 类
0.1: 款
0.2: 名称
0.3: 合计
1.0: 
1.1: 合计
1.2: 
1.3: 14.00
",
        );
    }

    #[test]
    fn rows_of_dashes_stand_above_the_only_amounts() {
        check(
            SUMMARY,
            "
项目        金额   项目          金额

                   节能            －

                   农林            －

收入       14.00   支出         14.00",
            "
aligned 4×4, may continue
0.0: 项目
0.1: 金额
0.2: 项目
0.3: 金额
1.0: 
1.1: 
1.2: 节能
1.3: －
2.0: 
2.1: 
2.2: 农林
2.3: －
3.0: 收入
3.1: 14.00
3.2: 支出
3.3: 14.00
",
        );
    }

    #[test]
    fn names_without_amounts_end_a_page() {
        let names = "\n\n                   名称".repeat(9);
        check(
            &format!("{SUMMARY}{names}"),
            "
收入       14.00   支出         14.00",
            "
aligned 1×4, may continue
0.0: 收入
0.1: 14.00
0.2: 支出
0.3: 14.00
",
        );
    }

    #[test]
    fn another_table_is_none_of_its_rows() {
        check(
            SUMMARY,
            "
    二、一般公共预算支出情况说明
收入       14.00   支出         14.00",
            "
二、一般公共预算支出情况说明
收入 14.00 支出 14.00
",
        );
    }
}
