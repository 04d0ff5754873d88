//! Names of indicators and units: when two indicators are about one thing.
//!
//! In: indicators of one card or of two. Out: their names without what does not tell them apart, and whether they agree.

use crate::base::Unit;
use crate::form::{CardCheckWords, fold};
use crate::model::Indicator;

/// Shorter names than this are found in others by chance.
const SHORTEST_SHARED: usize = 4;

/// Of ten characters of the longer name the shorter has at least so many: 企业数量 is not 财务检查企业数量.
const MOST_OF_TEN: usize = 6;

/// In names as long as this one character may be another: 签订 and 签定.
const LONG: usize = 6;

/// The folded name of an indicator without its number (指标3：) and without remarks in brackets.
pub(super) fn plain(indicator: &Indicator) -> String {
    let folded = fold(indicator.level3.as_deref().unwrap_or_default());
    let numbered =
        folded.split_once(':').filter(|(before, _)| before.ends_with(|c: char| c.is_ascii_digit()));
    let bare = numbered.map_or(folded.as_str(), |(_, after)| after);
    let mut depth = 0i32;
    let outside = |c: &char| {
        depth = depth.saturating_add(i32::from(*c == '(')).saturating_sub(i32::from(*c == ')'));
        depth == 0 && *c != ')'
    };
    bare.chars().filter(outside).collect()
}

/// The unit of the target: printed with it, else in the brackets of the name: 培训经费（万元）.
pub(super) fn unit(indicator: &Indicator) -> Option<String> {
    let named = || {
        let folded = fold(indicator.level3.as_deref()?);
        let (_, after) = folded.rsplit_once('(')?;
        after.strip_suffix(')').map(str::to_owned)
    };
    indicator.target_unit.clone().or_else(named)
}

/// The unit of money that a target is in.
pub(super) fn money_unit(indicator: &Indicator) -> Option<Unit> {
    unit(indicator).and_then(|unit| Unit::named(&unit))
}

/// Whether two names are of one thing: one is the end and most of the other, but for one character where they are long.
pub(super) fn same_thing(words: &CardCheckWords, one: &str, other: &str) -> bool {
    let (one, other) = (words.without_verbs(one), words.without_verbs(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let length = short.chars().count();
    if length < SHORTEST_SHARED {
        return one == other && !one.is_empty();
    }
    if length.saturating_mul(10) < long.chars().count().saturating_mul(MOST_OF_TEN) {
        return false;
    }
    let pairs = short.chars().rev().zip(long.chars().rev());
    let different = pairs.filter(|(a, b)| a != b).count();
    different == 0 || (different == 1 && length >= LONG)
}

/// Whether two indicators measure in one unit.
pub(super) fn same_unit(words: &CardCheckWords, one: &Indicator, other: &Indicator) -> bool {
    match (unit(one), unit(other)) {
        (Some(one), Some(other)) => words.same_unit(&one, &other),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::{same_thing, same_unit};
    use crate::form::Grammars;

    #[test]
    fn names_of_one_thing_end_alike() {
        let words = &Grammars::shipped().cards.checks;
        for (one, other, expect) in [
            ("支持自治州科技计划项目数量", "自治州科技计划项目数量", true),
            ("科技计划项目合同签定率", "项目合同签订率", true),
            ("举办各类科技培训场次", "培训场次", true),
            ("培育高新技术企业数量", "奖励企业数量", false),
            ("项目数", "科技项目数", false),
            ("开展内控体系检查企业数量", "企业数量", false),
        ] {
            assert_eq!(same_thing(words, one, other), expect, "{one} {other}");
        }
    }
    #[test]
    fn measures_are_compared_in_one_unit() {
        let words = &Grammars::shipped().cards.checks;
        let in_unit = |unit: &str| crate::model::Indicator {
            target_unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
            ..Default::default()
        };
        for (one, other, expect) in
            [("人", "名", true), ("人", "人", true), ("名", "家", false), ("", "", true), ("", "家", false)]
        {
            assert_eq!(same_unit(words, &in_unit(one), &in_unit(other)), expect, "{one} {other}");
        }
    }
}
