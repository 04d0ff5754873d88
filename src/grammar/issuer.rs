//! Whose disclosure it is: the issuer in the title, behind a label, on the department's card, or named in sentences.
//!
//! The nearer to the cover the better: a document of many units prints each of them above its own tables.

use std::collections::BTreeMap;

use super::caption::tight;
use crate::flat::{Flat, Source, Token};
use crate::form::Grammars;
use crate::model::Card;

/// A body must be named this often in a text that says nowhere whose it is.
const OFTEN: usize = 3;

/// The issuer of a title without year and kind of disclosure: more than the name of a place.
pub(super) fn of_title(text: &str, grammars: &Grammars) -> Option<String> {
    let issuer = grammars.words.cover.issuer(text.trim_matches(['度', '《', '》', '：']))?;
    let chars: Vec<char> = issuer.chars().collect();
    let place = grammars.regions.named_first(&chars).unwrap_or_default();
    (place < chars.len()).then(|| issuer.to_owned())
}

/// The issuer printed most often, of equals the longest.
pub(super) fn commonest(issuers: &BTreeMap<String, usize>, grammars: &Grammars) -> Option<String> {
    let known = issuers.iter().filter_map(|(name, count)| Some((grammars.words.cover.issuer(name)?, *count)));
    known.max_by_key(|(name, count)| (*count, name.len())).map(|(name, _)| name.to_owned())
}

/// How often each issuer stands behind a label such as 部门名称：, in the first `most` lines that are not blank.
pub(super) fn labelled(flat: &Flat, most: usize, grammars: &Grammars) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let lines = flat.lines.iter().filter(|line| !line.tokens.is_empty()).take(most);
    for issuer in lines.filter_map(|line| grammars.phrases.issuer_in(&tight(line))) {
        *counts.entry(issuer).or_default() += 1;
    }
    counts
}

/// The same without a colon, as a card prints it in two cells: flattened text has them side by side (部门名称 某某局),
/// or one below the other.
pub(super) fn beside_labels(flat: &Flat, grammars: &Grammars) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    let beside = flat.lines.iter().filter_map(|line| match line.tokens.as_slice() {
        [label, name, ..] => Some((label, name)),
        _ => None,
    });
    let printed = flat.lines.iter().filter(|line| flat.source == Source::Text && !line.tokens.is_empty());
    let alone: Vec<Option<&Token>> = printed
        .map(|line| match line.tokens.as_slice() {
            [only] => Some(only),
            _ => None,
        })
        .collect();
    let below = alone.windows(2).filter_map(|pair| match pair {
        [Some(label), Some(name)] => Some((*label, *name)),
        _ => None,
    });
    for (label, name) in beside.chain(below) {
        let issuer = grammars.phrases.issuer_in(&format!("{}：{}", label.text, name.text));
        let is_body = |name: &String| grammars.words.cover.body(name).is_some();
        if let Some(issuer) = issuer.filter(is_body) {
            *counts.entry(issuer).or_default() += 1;
        }
    }
    counts
}

/// The issuer by the whole text: behind or beside labels, else named in sentences.
pub(super) fn anywhere(flat: &Flat, grammars: &Grammars) -> Option<String> {
    commonest(&labelled(flat, usize::MAX, grammars), grammars)
        .or_else(|| commonest(&beside_labels(flat, grammars), grammars))
        .or_else(|| mentioned(flat, grammars))
}

/// The department whose overall goals are printed.
pub(super) fn of_cards(cards: &[Card], grammars: &Grammars) -> Option<String> {
    let issuers = cards.iter().filter(|card| card.of_department).filter_map(|card| card.issuer.as_deref());
    issuers.filter_map(|name| grammars.words.cover.issuer(name)).next().map(str::to_owned)
}

/// The body that sentences name most often, with its place before it: 某市气象局属于…; of equals the first.
pub(super) fn mentioned(flat: &Flat, grammars: &Grammars) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut first: Vec<String> = Vec::new();
    for line in flat.lines.iter().filter(|line| !line.tokens.is_empty()) {
        let text = tight(line);
        for run in text.split(|c: char| !c.is_alphabetic()).filter(|run| run.chars().count() >= 4) {
            let chars: Vec<char> = run.chars().collect();
            let body = grammars.words.cover.body(run).and_then(|body| grammars.words.cover.issuer(body));
            let named = body.filter(|_| grammars.regions.named_first(&chars).is_some());
            let Some(name) = named else { continue };
            if !counts.contains_key(name) {
                first.push(name.to_owned());
            }
            *counts.entry(name.to_owned()).or_default() += 1;
        }
    }
    let often = |name: &String| counts.get(name).copied().unwrap_or_default();
    first.into_iter().rev().max_by_key(often).filter(|name| often(name) >= OFTEN)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::*;
    use crate::base::Notes;
    use crate::flat::from_text;

    #[test]
    fn a_title_names_its_issuer_or_none() {
        let grammars = Grammars::shipped();
        let check = |title: &str, expect: Option<&str>| {
            assert_eq!(of_title(title, grammars).as_deref(), expect, "{title}");
        };
        check("青石县林业局", Some("青石县林业局"));
        check("青石县林业局部门整体支出", Some("青石县林业局"));
        check("青石县林业局（本级）", Some("青石县林业局（本级）"));
        // The place alone, the blanks of a form, and what is no name at all.
        check("上海市市级", None);
        check("青石县XX局", None);
        check("部门整体", None);
        check("附件2", None);
    }

    #[test]
    fn labels_name_a_body_beside_or_below_them() {
        let grammars = Grammars::shipped();
        let check = |text: &str, expect: Option<&str>| {
            let flat = from_text(text, &mut Notes::default());
            let counts = beside_labels(&flat, grammars);
            assert_eq!(counts.into_keys().next().as_deref(), expect, "{text}");
        };
        check("部门名称 青石县林业局", Some("青石县林业局"));
        check("部门名称\n\n青石县林业局\n12.00", Some("青石县林业局"));
        check("部门名称\n总体目标\n青石县林业局", None);
    }

    #[test]
    fn sentences_name_a_body_with_its_place() {
        let grammars = Grammars::shipped();
        let check = |text: &str, expect: Option<&str>| {
            let flat = from_text(text, &mut Notes::default());
            assert_eq!(mentioned(&flat, grammars).as_deref(), expect, "{text}");
        };
        let often = "上海市气象局属于事业单位。\n上海市气象局机关服务中心，\n上海市司法局。上海市气象局";
        check(often, Some("上海市气象局"));
        check("上海市气象局属于事业单位。", None);
        check("气象局属于事业单位。气象局。气象局", None);
    }
    #[test]
    fn labels_with_a_colon_name_the_issuer_each_time() {
        let flat = from_text("部门名称：青石县林业局\n收入\n部门名称：青石县林业局\n", &mut Notes::default());
        let counts = |most: usize| labelled(&flat, most, Grammars::shipped()).into_iter().collect::<Vec<_>>();
        assert_eq!(counts(3), [("青石县林业局".to_owned(), 2)]);
        assert_eq!(counts(2), [("青石县林业局".to_owned(), 1)]);
    }

    #[test]
    fn the_card_of_a_department_names_it() {
        let card = |of_department: bool, issuer: &str| Card {
            of_department,
            issuer: Some(issuer.to_owned()),
            ..Card::default()
        };
        let check = |cards: &[Card], expect: Option<&str>| {
            assert_eq!(of_cards(cards, Grammars::shipped()).as_deref(), expect);
        };
        check(&[card(false, "青石县财政局"), card(true, "青石县林业局")], Some("青石县林业局"));
        check(&[card(false, "青石县财政局")], None);
    }
}
