//! Whole lists of indicators in one cell: `1、1－产出指标，11－数量指标，救助人数；年度指标值：≥20人；2、…` (guangzhou.toml).
//!
//! ```text
//! list   = 1*entry
//! entry  = [ number "、" ] code "－" level1 "，" code "－" level2 "，" name "；" value *( "，" value ) [ "；" ]
//! value  = heading "：" text
//! ```

use std::sync::LazyLock;

use regex::Regex;

use super::target::{self, Target};
use crate::form::{CardWords, IndicatorColumn};
use crate::model::Indicator;

/// The head of an entry: both levels with their codes.
static ENTRY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:\d{1,3}[.、．])?\d{1,2}[－—-]([^，；,;－—-]{2,16})[，,]\d{1,3}[－—-]([^，；,;－—-]{2,16})[，,]",
    )
    .ok()
});

/// The indicators of a cell; none where it is no such list.
pub(super) fn read(text: &str, words: &CardWords) -> Vec<Indicator> {
    let Some(regex) = ENTRY.as_ref() else { return Vec::new() };
    let entries: Vec<_> = regex.captures_iter(text).collect();
    let begins = entries.iter().filter_map(|entry| entry.get(0)).map(|whole| whole.start());
    let ends = begins.skip(1).chain([text.len()]);
    entries
        .iter()
        .zip(ends)
        .filter_map(|(entry, end)| {
            let body = text.get(entry.get(0)?.end()..end)?;
            let level = |n| entry.get(n).map(|level| level.as_str().to_owned());
            Some(Indicator { level1: level(1), level2: level(2), ..indicator(body, words) })
        })
        .collect()
}

/// `name；heading：value，heading：value；`
fn indicator(body: &str, words: &CardWords) -> Indicator {
    let mut indicator = Indicator::default();
    let parts = parts(body, words);
    for (heading, value) in parts {
        let value = value.trim_end_matches(['；', ';', '，', ',']).to_owned();
        match heading {
            None => indicator.level3 = Some(value),
            Some(IndicatorColumn::TermTarget) => indicator.term_target = Some(value),
            Some(_) => {
                let Target { operator, number, unit, text } = target::read(&value, words);
                indicator =
                    Indicator { operator, target: number, target_unit: unit, target_text: text, ..indicator };
            }
        }
    }
    indicator
}

/// The body cut before each heading of a target that a colon follows.
fn parts<'t>(body: &'t str, words: &CardWords) -> Vec<(Option<IndicatorColumn>, &'t str)> {
    let mut parts = Vec::new();
    let (mut from, mut heading) = (0, None);
    for (at, colon) in body.char_indices().filter(|&(_, c)| matches!(c, '：' | ':' | '》')) {
        let before = body.get(from..at).unwrap_or_default();
        let word_at = before.rfind(['；', ';', '，', ',', '。']).map_or(0, |mark| {
            mark + before.get(mark..).and_then(|tail| tail.chars().next()).map_or(1, char::len_utf8)
        });
        let word = before.get(word_at..).unwrap_or_default();
        let known = words
            .column(word)
            .filter(|column| matches!(column, IndicatorColumn::Target | IndicatorColumn::TermTarget));
        if let Some(known) = known {
            parts.push((heading, before.get(..word_at).unwrap_or_default()));
            // 》90% is printed for ≥90%: it stays in the value.
            from = if colon == '》' { at } else { at + colon.len_utf8() };
            heading = Some(known);
        }
    }
    parts.push((heading, body.get(from..).unwrap_or_default()));
    parts
}
