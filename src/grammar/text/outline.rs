//! Which row of a list sums which: by codes, else by the first values themselves.

use rust_decimal::Decimal;

use super::coded::RawRow;
use crate::form::{OF_WHICH, Words};

/// For each row the row that sums it.
pub(super) type Parents = Vec<Option<usize>>;

/// The outline of one list (one side of a table).
pub(super) fn outline(rows: &[RawRow], words: &Words) -> Parents {
    let total = rows.iter().position(|row| row.code.is_none() && words.is_total(&row.name));
    if rows.iter().any(|row| row.code.is_some()) {
        by_codes(rows, total)
    } else {
        by_values(rows, total, words)
    }
}

/// A code lies below the longest code before it that it begins with; a project below its own code; a unit below the
/// total, and the codes after it below the unit.
fn by_codes(rows: &[RawRow], total: Option<usize>) -> Parents {
    let mut parents = vec![None; rows.len()];
    let mut unit = total;
    let mut above: Vec<usize> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if Some(at) == total {
            continue;
        }
        if row.code.is_none() {
            if is_unit(rows, at) {
                parents[at] = total;
                unit = Some(at);
                above.clear();
            }
            continue;
        }
        while above.last().is_some_and(|&last| !holds(rows.get(last), row)) {
            above.pop();
        }
        parents[at] = above.last().copied().or(unit);
        above.push(at);
    }
    parents
}

/// A row without a code is a unit where the highest codes after it add up to it; else its code was lost on the page.
fn is_unit(rows: &[RawRow], at: usize) -> bool {
    let mut top: Option<&str> = None;
    let mut sum = Decimal::ZERO;
    for row in rows.iter().skip(at + 1) {
        let Some(code) = row.code.as_deref() else { break };
        if top.is_none_or(|top| code == top || !code.starts_with(top)) {
            top = Some(code);
            sum = sum.saturating_add(first(row).unwrap_or_default());
        }
    }
    rows.get(at).and_then(first) == Some(sum)
}

fn holds(upper: Option<&RawRow>, lower: &RawRow) -> bool {
    let Some((upper_code, lower_code)) = upper.and_then(|row| row.code.as_ref()).zip(lower.code.as_ref())
    else {
        return false;
    };
    let same =
        upper_code == lower_code && upper.is_some_and(|row| row.project.is_none()) && lower.project.is_some();
    same || upper_code.len() < lower_code.len() && lower_code.starts_with(upper_code.as_str())
}

/// Without codes only the values themselves tell: either all rows add up to the total, or rows sum the rows after them
/// and what is left adds up to it. Where neither closes, nothing is claimed.
fn by_values(rows: &[RawRow], total: Option<usize>, words: &Words) -> Parents {
    let none = vec![None; rows.len()];
    let Some(total) = total else { return none };
    let counts =
        |at: usize, row: &RawRow| at != total && first(row).is_some() && !words.is_subtotal(&row.name);
    let valued: Vec<usize> =
        rows.iter().enumerate().filter(|(at, row)| counts(*at, row)).map(|(at, _)| at).collect();
    let mut flat = none.clone();
    hang_rest(&mut flat, &valued, total);
    let mut nested = nested(rows, &valued);
    hang_rest(&mut nested, &valued, total);
    [flat, nested].into_iter().find(|parents| closes(rows, parents, total)).unwrap_or(none)
}

fn hang_rest(parents: &mut Parents, valued: &[usize], total: usize) {
    for &at in valued {
        if let Some(parent) = parents.get_mut(at) {
            *parent = parent.or(Some(total));
        }
    }
}

/// Innermost first, a row takes the rows after it as far as their first values add up to its own.
fn nested(rows: &[RawRow], valued: &[usize]) -> Parents {
    let mut parents: Parents = vec![None; rows.len()];
    for (nth, &at) in valued.iter().enumerate().rev() {
        let own = rows.get(at).and_then(first).unwrap_or_default();
        let mut sum = Decimal::ZERO;
        let mut inner = Vec::new();
        for &next in valued.get(nth + 1..).unwrap_or_default() {
            if parents.get(next).is_some_and(Option::is_some) {
                continue;
            }
            sum = sum.saturating_add(rows.get(next).and_then(first).unwrap_or_default());
            inner.push(next);
            if sum >= own {
                break;
            }
        }
        // One row that repeats the value of the row before it proves nothing, unless it is said to be a part of it.
        let proves = inner.len() > 1 || inner.first().and_then(|&next| rows.get(next)).is_some_and(is_part);
        if proves && sum == own {
            for next in inner {
                parents[next] = Some(at);
            }
        }
    }
    parents
}

/// Whether the rows directly below `total` add up to it.
fn closes(rows: &[RawRow], parents: &Parents, total: usize) -> bool {
    let below = rows.iter().zip(parents).filter(|(_, parent)| **parent == Some(total));
    let sum = below.filter_map(|(row, _)| first(row)).fold(Decimal::ZERO, Decimal::saturating_add);
    rows.get(total).and_then(first) == Some(sum)
}

fn is_part(row: &RawRow) -> bool {
    row.name.starts_with(OF_WHICH)
        || row.name.starts_with(|c: char| c.is_ascii_digit() || c == '（' || c == '(')
}

fn first(row: &RawRow) -> Option<Decimal> {
    row.values.first().and_then(|value| value.number)
}

#[cfg(test)]
mod tests {
    use super::super::primitive::Printed;
    use super::*;
    use crate::form::Grammars;

    /// A row a line: a code or `-`, a name, `@` before a project, the first value. For each the row that sums it.
    fn check(text: &str, expect: &[Option<usize>]) {
        let row = |line: &str| {
            let mut row = RawRow::default();
            for (at, word) in line.split(' ').enumerate() {
                match (at, word.strip_prefix('@')) {
                    (0, _) => row.code = Some(word.to_owned()).filter(|code| code != "-"),
                    (1, _) => row.name = word.to_owned(),
                    (_, Some(project)) => row.project = Some(project.to_owned()),
                    _ => {
                        row.values.push(Printed { text: word.to_owned(), number: word.parse().ok(), line: 0 })
                    }
                }
            }
            row
        };
        let rows: Vec<RawRow> = text.lines().map(row).collect();
        assert_eq!(outline(&rows, &Grammars::shipped().words), expect, "{text}");
    }

    #[test]
    fn codes_lie_below_the_codes_they_begin_with() {
        check(
            "- 合计 10\n205 教育 6\n20508 进修 6\n2050803 培训 6\n206 科技 4",
            &[None, Some(0), Some(1), Some(2), Some(0)],
        );
        check(
            "- 合计 6\n20508 进修 6\n20508 进修 @甲 2\n20508 进修 @乙 4",
            &[None, Some(0), Some(1), Some(1)],
        );
        check("205 教育 6\n205 教育 4", &[None, None]);
    }

    #[test]
    fn a_row_without_code_is_a_unit_where_the_codes_below_add_up_to_it() {
        check(
            "- 合计 10\n- 某局 6\n205 教育 4\n20508 进修 4\n206 科技 2\n- 某处 4\n205 教育 4",
            &[None, Some(0), Some(1), Some(2), Some(1), Some(0), Some(5)],
        );
        check("- 合计 10\n- 某局 7\n205 教育 6\n206 科技 4", &[None, None, Some(0), Some(0)]);
        // The same code twice is two rows of the unit.
        check("- 合计 6\n- 某局 6\n205 教育 4\n205 教育 2", &[None, Some(0), Some(1), Some(1)]);
    }

    #[test]
    fn without_codes_the_values_tell() {
        check("- 合计 10\n- 甲 6\n- 乙 4", &[None, Some(0), Some(0)]);
        check(
            "- 合计 10\n- 基本 6\n- 人员 4\n- 公用 2\n- 项目 4",
            &[None, Some(0), Some(1), Some(1), Some(0)],
        );
        check("- 合计 10\n- 甲 6\n- 其中：乙 6\n- 丙 4", &[None, Some(0), Some(1), Some(0)]);
        // Neither adds up: nothing is claimed.
        check("- 合计 10\n- 甲 6\n- 乙 6\n- 丙 4", &[None, None, None, None]);
        check("- 甲 6\n- 乙 4", &[None, None]);
    }
}
