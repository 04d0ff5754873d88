//! What the beginning of a name says of its row: 一、 （一） 1. (1).
//!
//! In: a printed name. Out: how deep its number puts it. Knows nothing of amounts.

use crate::form::is_numeral;

/// How deep a number puts its row, uppermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// 一、
    First,
    /// （一）
    Second,
    /// 1. or 1、
    Third,
    /// (1)
    Fourth,
}

/// The level of a name; `None` where it has no number.
pub(super) fn level(name: &str) -> Option<Level> {
    let (bracketed, number, rest) = parts(name)?;
    let digits = number.starts_with(|c: char| c.is_ascii_digit());
    let closed =
        if bracketed { rest.starts_with(['）', ')']) } else { rest.starts_with(['、', '.', '．']) };
    (!number.is_empty() && closed).then_some(match (bracketed, digits) {
        (false, false) => Level::First,
        (true, false) => Level::Second,
        (false, true) => Level::Third,
        (true, true) => Level::Fourth,
    })
}

/// Whether a name is the first of its list.
pub(super) fn begins_list(name: &str) -> bool {
    level(name).is_some() && parts(name).is_some_and(|(_, number, _)| matches!(number, "一" | "1"))
}

/// Whether a bracket opens it, the number, and what follows.
fn parts(name: &str) -> Option<(bool, &str, &str)> {
    let bracketed = name.strip_prefix(['（', '(']);
    let inside = bracketed.unwrap_or(name);
    let end = inside.find(|c: char| !is_numeral(c) && !c.is_ascii_digit()).unwrap_or(inside.len());
    let (number, rest) = inside.split_at_checked(end)?;
    Some((bracketed.is_some(), number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_tell_levels() {
        let check = |name: &str, expect: Option<Level>, first: bool| {
            assert_eq!((level(name), begins_list(name)), (expect, first), "{name}");
        };
        check("一、本年收入", Some(Level::First), true);
        check("十一、节能环保支出", Some(Level::First), false);
        check("（一）一般公共预算", Some(Level::Second), true);
        check("1.财政拨款", Some(Level::Third), true);
        check("10、卫生健康", Some(Level::Third), false);
        check("(2)商品和服务支出", Some(Level::Fourth), false);
        check("2018年结转", None, false);
        check("本年支出合计", None, false);
    }
}
