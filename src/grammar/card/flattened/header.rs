//! The headings over a list of indicators, cut into fragments: `一级 / 指标 / 二级 / 指标 / 三级指标 指标值 / …`.
//!
//! ```text
//! header  = heading 2*( heading ) ;     (* at least a level and a target among them *)
//! heading = a wording of `columns` in cards.toml, whole once its fragments are joined, the longest that fits ;
//! ```

use super::fragment::{Fragment, longest};
use crate::form::{CardField, CardWords, IndicatorColumn};

/// One header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Its fragments, from and to.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Its columns as printed, from left to right.
    pub(super) columns: Vec<IndicatorColumn>,
    /// Headings of money behind them, in a flat list of many cards: 财政资金 其他资金 under 其中.
    pub(super) money: Vec<CardField>,
}

/// A header has no more columns than this.
const MOST_COLUMNS: usize = 16;

/// Every header of the text.
pub(super) fn find(fragments: &[Fragment<'_>], words: &CardWords) -> Vec<Header> {
    let mut headers = Vec::new();
    let mut at = 0;
    while let Some(fragment) = fragments.get(at) {
        let header = words.begins_column(fragment.text).then(|| read(fragments, at, words)).flatten();
        at = header.as_ref().map_or(at + 1, |header| header.to);
        headers.extend(header);
    }
    headers
}

/// The header that begins at `at`.
fn read(fragments: &[Fragment<'_>], at: usize, words: &CardWords) -> Option<Header> {
    use IndicatorColumn::{Level1, Level2, Level3, Levels, Target};
    let mut columns: Vec<IndicatorColumn> = Vec::new();
    let mut to = at;
    while columns.len() < MOST_COLUMNS
        && let Some((length, column)) =
            longest(fragments, to, |text| words.column(text), |text| words.begins_column(text))
    {
        columns.push(column);
        to += length;
    }
    // 绩 / 效 / 指 / 标 beside the list is a heading only where no column has the levels apart.
    let begins = columns.iter().position(|column| *column != Levels)?;
    if !matches!(columns.get(begins), Some(Level1 | Level2)) {
        return None;
    }
    columns.retain(|column| *column != Levels);
    let mut money = Vec::new();
    while money.len() < MOST_COLUMNS
        && let Some((length, field)) =
            longest(fragments, to, |text| words.field(text), |text| words.begins_field(text))
        && matches!(field, CardField::Total | CardField::Fiscal | CardField::Other)
    {
        money.push(field);
        to += length;
    }
    let whole = columns.contains(&Level3) && columns.contains(&Target);
    whole.then_some(Header { from: at, to, columns, money })
}
