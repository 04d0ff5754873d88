//! The cover: title, issuer, region, fiscal year and kind of disclosure.
//!
//! The year is the one printed before 预算 / 决算 / 绩效 in the first lines, else the one that table titles print most.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::caption::tight;
use crate::flat::Flat;
use crate::form::{DisclosureKind, Grammars, Stage};
use crate::model::{Cover, Disclosure};

/// A cover and a table of contents fit into this many lines.
const FIRST_LINES: usize = 60;

static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(20\d\d|二[〇○零OＯo][一二三四五六七八九〇○零]{2})年").ok());

/// Reads what the first lines say; issuer and titles of tables may complete it later.
pub(super) fn read(flat: &Flat, grammars: &Grammars) -> Cover {
    let lines: Vec<String> =
        flat.lines.iter().filter(|line| !line.tokens.is_empty()).take(FIRST_LINES).map(tight).collect();
    let title = title(&lines, grammars);
    let head = title.clone().unwrap_or_default() + "\n" + &lines.join("\n");
    let issuer = title.as_deref().and_then(|title| issuer_of(title, grammars));
    Cover {
        fiscal_year: year_of(&head, grammars).or_else(|| commonest_year(flat)),
        disclosure: grammars.phrases.disclosure_in(&head).map_or(Disclosure::Unknown, disclosure),
        title,
        issuer,
        ..Cover::default()
    }
}

/// Completes the cover with what stands above the tables and with the region of the issuer.
pub(super) fn complete(
    cover: &mut Cover,
    issuers: &BTreeMap<String, usize>,
    grammars: &Grammars,
    flat: &Flat,
) {
    let most = issuers.iter().max_by_key(|(name, count)| (**count, name.len()));
    if let Some((name, _)) = most {
        cover.issuer = Some(name.clone());
    }
    let first: String = flat.lines.iter().take(FIRST_LINES).map(tight).collect();
    let found = [cover.issuer.as_deref(), cover.title.as_deref(), Some(first.as_str())]
        .into_iter()
        .flatten()
        .find_map(|text| grammars.regions.find(text));
    if let Some((code, name)) = found {
        cover.region_code = Some(code.to_owned());
        cover.region = Some(name.to_owned());
    }
}

/// Whether the document tells of plans or of results.
pub(super) fn stage(cover: &Cover) -> Stage {
    match cover.disclosure {
        Disclosure::DepartmentFinal | Disclosure::UnitFinal => Stage::Final,
        Disclosure::DepartmentBudget | Disclosure::UnitBudget => Stage::Budget,
        _ => Stage::Unknown,
    }
}

fn disclosure(kind: DisclosureKind) -> Disclosure {
    match kind {
        DisclosureKind::DepartmentBudget => Disclosure::DepartmentBudget,
        DisclosureKind::UnitBudget => Disclosure::UnitBudget,
        DisclosureKind::DepartmentFinal => Disclosure::DepartmentFinal,
        DisclosureKind::UnitFinal => Disclosure::UnitFinal,
        DisclosureKind::PerformanceTargets => Disclosure::PerformanceTargets,
        DisclosureKind::GovernmentBudget => Disclosure::GovernmentBudget,
    }
}

/// The first line, or the first two or three joined, that name a disclosure.
fn title(lines: &[String], grammars: &Grammars) -> Option<String> {
    let top = lines.get(..lines.len().min(12)).unwrap_or_default();
    (1..=4).find_map(|count| {
        top.windows(count)
            .map(|window| window.concat())
            .find(|text| text.chars().count() <= 60 && grammars.phrases.disclosure_in(text).is_some())
    })
}

/// `2026年西安市教育局部门预算` → 西安市教育局.
fn issuer_of(title: &str, grammars: &Grammars) -> Option<String> {
    let without_year = YEAR.as_ref()?.replace_all(title, "");
    let issuer = grammars.phrases.without_disclosure(&without_year);
    let issuer = issuer.trim_start_matches('度').trim_matches(['（', '）', '(', ')', '《', '》']);
    (issuer.chars().count() >= 3).then(|| issuer.to_owned())
}

/// The year of the first line that names a disclosure together with a year, else the first year at all.
fn year_of(head: &str, grammars: &Grammars) -> Option<u16> {
    let regex = YEAR.as_ref()?;
    let years =
        |line: &str| regex.captures(line).and_then(|found| found.get(1).and_then(|y| year(y.as_str())));
    let named = head.lines().filter(|line| {
        grammars.phrases.disclosure_in(line).is_some() || line.contains("预算") || line.contains("决算")
    });
    named.filter_map(years).next().or_else(|| head.lines().find_map(years))
}

/// The year printed most often before 年 anywhere; of equals the latest.
fn commonest_year(flat: &Flat) -> Option<u16> {
    let regex = YEAR.as_ref()?;
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for line in &flat.lines {
        let text = tight(line);
        for found in regex.captures_iter(&text).filter_map(|found| year(found.get(1)?.as_str())) {
            *counts.entry(found).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|&(year, count)| (count, year)).map(|(year, _)| year)
}

/// `2026`, `二〇二六`.
fn year(text: &str) -> Option<u16> {
    let digits: Option<String> = text
        .chars()
        .map(|c| match c {
            '0'..='9' => Some(c),
            '〇' | '○' | '零' | 'O' | 'Ｏ' | 'o' => Some('0'),
            _ => "一二三四五六七八九".chars().zip('1'..='9').find(|(from, _)| *from == c).map(|(_, to)| to),
        })
        .collect();
    digits?.parse().ok().filter(|year| (2000..2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_in_both_scripts() {
        assert_eq!(year("2026"), Some(2026));
        assert_eq!(year("二〇二六"), Some(2026));
        assert_eq!(year("二○一九"), Some(2019));
        assert_eq!(year("二十"), None);
    }
}
