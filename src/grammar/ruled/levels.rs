//! Codes of one table against each other: parts that stand alone, and rows that sum others.

use crate::model::{Row, RowRole};

/// Digits of a 类, and of the part of a 款 that follows it.
const CLASS: usize = 3;
const PART: usize = 2;

/// Completes the codes of joined rows and marks subtotals.
pub(super) fn read(rows: &mut [Row]) {
    complete(rows);
    mark_subtotals(rows);
}

/// A 款 may be printed as its own two digits below its 类 and above its 项: `208`, `05`, `2080505` (xian.toml). The code
/// below must begin with both, so that nothing else of two digits is taken for one.
fn complete(rows: &mut [Row]) {
    let next: Vec<Option<String>> = rows.iter().skip(1).map(|row| row.code.clone()).chain([None]).collect();
    let mut class: Option<String> = None;
    for (row, next) in rows.iter_mut().zip(next) {
        match row.code.as_deref() {
            Some(code) if code.len() == CLASS => class = Some(code.to_owned()),
            Some(code) if code.len() == PART => {
                let whole = class.as_deref().map(|class| format!("{class}{code}"));
                if let Some(whole) = whole.filter(|whole| next.is_some_and(|next| next.starts_with(whole))) {
                    row.code = Some(whole);
                }
            }
            _ => {}
        }
    }
}

/// A row whose code has longer codes below it sums them.
fn mark_subtotals(rows: &mut [Row]) {
    let codes: Vec<Option<String>> = rows.iter().map(|row| row.code.clone()).collect();
    for (index, row) in rows.iter_mut().enumerate() {
        let Some(code) = row.code.as_deref() else { continue };
        let below = codes.iter().skip(index + 1).flatten().next();
        let has_children = below.is_some_and(|next| next.len() > code.len() && next.starts_with(code));
        if has_children && row.role == RowRole::Detail {
            row.role = RowRole::Subtotal;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_alone_is_completed_by_what_stands_around_it() {
        let check = |printed: &[&str], expect: &[&str]| {
            let row = |code: &&str| Row { code: Some((*code).to_owned()), ..Row::default() };
            let mut rows: Vec<Row> = printed.iter().map(row).collect();
            read(&mut rows);
            let codes: Vec<&str> = rows.iter().filter_map(|row| row.code.as_deref()).collect();
            assert_eq!(codes, expect);
        };
        check(
            &["208", "05", "2080505", "2080506", "99", "2089999"],
            &["208", "20805", "2080505", "2080506", "20899", "2089999"],
        );
        check(&["208", "05", "2090505"], &["208", "05", "2090505"]);
        check(&["05", "2080505"], &["05", "2080505"]);
    }
}
