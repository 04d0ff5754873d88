//! The cover: title, issuer, region, fiscal year and kind of disclosure.
//!
//! The year is the one printed before 预算 / 决算 / 绩效 in the first lines, else the one that table titles print most.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::caption::tight;
use super::{issuer, prose};
use crate::flat::{Flat, Source};
use crate::form::{DisclosureKind, Family, Grammars, Stage};
use crate::model::{Card, Cover, Disclosure, Table};

/// A cover and a table of contents fit into this many lines.
const FIRST_LINES: usize = 60;

static YEAR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(20\d\d|二[〇○零OＯo][一二三四五六七八九〇○零]{2})年").ok());

/// Reads what the first lines say; issuer and titles of tables may complete it later.
pub(super) fn read(flat: &Flat, grammars: &Grammars) -> Cover {
    let lines: Vec<String> =
        flat.lines.iter().filter(|line| !line.tokens.is_empty()).take(FIRST_LINES).map(tight).collect();
    let title = title(flat, &lines, grammars);
    let head = title.clone().unwrap_or_default() + "\n" + &lines.join("\n");
    let issuer = title.as_deref().and_then(|title| issuer_of(title, grammars));
    let kind = grammars.phrases.disclosure_in(&head).map(disclosure);
    Cover {
        fiscal_year: year_of(&head, grammars).or_else(|| commonest_year(flat)),
        disclosure: kind.or_else(|| disclosure_of_headings(flat, grammars)).unwrap_or_default(),
        title,
        issuer,
        published_on: lines.iter().take(COVER_DATE_LINES).find_map(|line| date(line)),
        ..Cover::default()
    }
}

/// What was read of the document besides its cover.
pub(super) struct Found<'a> {
    /// How often each issuer is printed above a table.
    pub(super) issuers: &'a BTreeMap<String, usize>,
    /// Its tables.
    pub(super) tables: &'a [Table],
    /// Its performance cards.
    pub(super) cards: &'a [Card],
    /// The family its forms are of.
    pub(super) family: &'a Family,
}

/// Completes the cover with what the rest of the document says of issuer, kind and region.
pub(super) fn complete(cover: &mut Cover, found: &Found<'_>, grammars: &Grammars, flat: &Flat) {
    let most = if flat.source == Source::Text { usize::MAX } else { FIRST_LINES };
    let issuer = cover.issuer.take();
    cover.issuer = issuer
        .or_else(|| issuer::commonest(found.issuers, grammars))
        .or_else(|| issuer::commonest(&issuer::labelled(flat, most, grammars), grammars))
        .or_else(|| issuer::of_cards(found.cards, grammars))
        .or_else(|| issuer::commonest(&issuer::beside_labels(flat, grammars), grammars))
        .or_else(|| issuer::mentioned(flat, grammars));
    if matches!(cover.disclosure, Disclosure::Unknown | Disclosure::PerformanceTargets) {
        cover.disclosure = disclosure_of_tables(found).unwrap_or(cover.disclosure);
    }
    let names = [cover.issuer.as_deref(), cover.title.as_deref()];
    let region = names.into_iter().flatten().find_map(|text| grammars.regions.find(text));
    if let Some((code, name)) = region {
        cover.region_code = Some(code.to_owned());
        cover.region = Some(name.to_owned());
    }
}

/// Two of the three main tables make a budget, or final accounts where their forms are those of finals. The tables of a
/// department without its text say no more (beijing.toml: 预算01表 …).
fn disclosure_of_tables(found: &Found<'_>) -> Option<Disclosure> {
    const MAIN: [&str; 3] = ["summary", "revenue", "expenditure"];
    let main = |id: &&str| found.tables.iter().any(|table| table.table_id.as_deref() == Some(*id));
    if MAIN.iter().filter(|id| main(id)).count() < 2 {
        return None;
    }
    let stage_of = |table: &Table| {
        let form = table.form.as_deref()?;
        let id = form.split_once('.').map_or(form, |(_, id)| id);
        found.family.forms.iter().find(|form| form.id == id).map(|form| form.stage)
    };
    let is_final = found.tables.iter().any(|table| stage_of(table) == Some(Stage::Final));
    Some(if is_final { Disclosure::DepartmentFinal } else { Disclosure::DepartmentBudget })
}

/// A text without a cover names its kind in the headings of its parts: 第二部分 2025年部门预算公开表.
fn disclosure_of_headings(flat: &Flat, grammars: &Grammars) -> Option<Disclosure> {
    let short = flat.lines.iter().filter(|line| line.grid.is_none() && !line.tokens.is_empty()).map(tight);
    short
        .filter(|text| text.chars().count() <= 30)
        .find_map(|text| grammars.phrases.disclosure_in(&text))
        .map(disclosure)
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

/// The lines of the first page down to the one that names a disclosure, joined: a cover prints issuer, year and kind
/// on lines of their own. Where the first page is no cover, the line alone.
fn title(flat: &Flat, lines: &[String], grammars: &Grammars) -> Option<String> {
    let first = flat.lines.iter().find(|line| !line.tokens.is_empty())?;
    let on_first = |line: &&crate::flat::FlatLine| line.page == first.page && line.grid.is_none();
    let cover: Vec<String> =
        flat.lines.iter().take_while(on_first).filter(|line| !line.tokens.is_empty()).map(tight).collect();
    // 附件2 or the number of the page above the title is no part of it.
    let is_number = |line: &String| {
        grammars.words.table_number(line).as_deref() == Some(line) || !line.chars().any(char::is_alphabetic)
    };
    let cover: Vec<String> = cover.into_iter().skip_while(is_number).collect();
    let names = |text: &str| !prose::is_numbered(text) && grammars.phrases.disclosure_in(text).is_some();
    let whole = (0..cover.len().min(COVER_LINES)).find_map(|last| {
        let joined = cover.get(..=last)?.concat();
        (names(&joined) && joined.chars().count() <= TITLE_LENGTH).then_some(joined)
    });
    whole.or_else(|| lines.iter().find(|line| names(line) && line.chars().count() <= TITLE_LENGTH).cloned())
}

/// A cover prints its date within this many lines, on a line of its own.
const COVER_DATE_LINES: usize = 12;

static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^([0-9二〇○零一三四五六七八九]{4})年([0-9一二三四五六七八九十]{1,2})月(?:([0-9一二三四五六七八九十]{1,3})日)?$").ok()
});

/// A line that is a date and nothing else, in ISO 8601 as exact as it is printed: `2023年4月` → 2023-04.
fn date(line: &str) -> Option<String> {
    let found = DATE.as_ref()?.captures(line)?;
    let year = year(found.get(1)?.as_str())?;
    let month = small(found.get(2)?.as_str()).filter(|month| (1..=12).contains(month))?;
    match found.get(3) {
        None => Some(format!("{year}-{month:02}")),
        Some(day) => {
            let day = small(day.as_str()).filter(|day| (1..=31).contains(day))?;
            Some(format!("{year}-{month:02}-{day:02}"))
        }
    }
}

/// `7`, `12`, `二十一`, `十`.
fn small(text: &str) -> Option<u8> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit =
        |c: char| "一二三四五六七八九".chars().zip(1u8..).find(|(from, _)| *from == c).map(|(_, n)| n);
    let one = |text: &str| match text {
        "" => Some(0),
        _ => text.chars().map(digit).next().flatten().filter(|_| text.chars().count() == 1),
    };
    match text.split_once('十') {
        None => one(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { one(tens)? };
            Some(tens.saturating_mul(10).saturating_add(one(ones)?))
        }
    }
}

/// A cover holds its title within this many lines.
const COVER_LINES: usize = 6;
/// The longest title seen on a cover has 46 characters; sentences that name a budget are longer.
const TITLE_LENGTH: usize = 60;

/// `2026年某市教育局部门预算` → 某市教育局.
fn issuer_of(title: &str, grammars: &Grammars) -> Option<String> {
    let without_year = YEAR.as_ref()?.replace_all(title, "");
    issuer::of_title(grammars.phrases.without_disclosure(&without_year), grammars)
}

/// The year of the first line that names a disclosure together with a year, else the first year at all.
fn year_of(head: &str, grammars: &Grammars) -> Option<u16> {
    let regex = YEAR.as_ref()?;
    let years =
        |line: &str| regex.captures(line).and_then(|found| found.get(1).and_then(|y| year(y.as_str())));
    let named = head.lines().filter(|line| {
        grammars.phrases.disclosure_in(line).is_some() || grammars.words.cover.tells_year(line)
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
    fn a_date_is_as_exact_as_it_is_printed() {
        let check = |line: &str, expect: Option<&str>| assert_eq!(date(line).as_deref(), expect, "{line}");
        check("2023年4月", Some("2023-04"));
        check("2026年2月27日", Some("2026-02-27"));
        check("二〇二六年二月二十一日", Some("2026-02-21"));
        check("二〇二六年十月", Some("2026-10"));
        check("2026年13月", None);
        check("2026年部门预算", None);
        check("于2026年2月", None);
    }

    #[test]
    fn a_disclosure_tells_of_plans_or_of_results() {
        let check = |disclosure: Disclosure, expect: Stage| {
            assert_eq!(stage(&Cover { disclosure, ..Cover::default() }), expect, "{disclosure:?}");
        };
        check(Disclosure::DepartmentFinal, Stage::Final);
        check(Disclosure::UnitFinal, Stage::Final);
        check(Disclosure::DepartmentBudget, Stage::Budget);
        check(Disclosure::UnitBudget, Stage::Budget);
        check(Disclosure::PerformanceTargets, Stage::Unknown);
        check(Disclosure::Unknown, Stage::Unknown);
    }

    #[test]
    fn years_are_read_in_both_scripts() {
        assert_eq!(year("2026"), Some(2026));
        assert_eq!(year("二〇二六"), Some(2026));
        assert_eq!(year("二○一九"), Some(2019));
        assert_eq!(year("二十"), None);
    }
    #[test]
    fn the_year_beside_the_name_of_the_disclosure_counts_and_else_the_first() {
        let check = |head: &str, expect: Option<u16>| {
            assert_eq!(year_of(head, Grammars::shipped()), expect, "{head}");
        };
        check("根据2024年要求\n某某局2026年部门预算", Some(2026));
        check("截至2024年底\n截至2023年底", Some(2024));
        check("某某局部门预算", None);
    }
}
