//! Names of a classification in words → code, by what the tables of the same document print and by the published
//! classification. A name alone is looked up only where it names a 类: 行政运行 recurs under most 款.
//!
//! ```text
//! path    = 1*( name bracket [code] ( "类" | "款" | "项" ) bracket )      教育支出（类）普通教育（款）小学教育（项）
//! printed = name bracket code bracket | code dash name                    行政运行（2040201）, 2080501-行政单位离退休
//! ```

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::form::Codes;
use crate::model::Table;

/// Codes by their path of names.
#[derive(Debug)]
pub(super) struct CodePaths<'c> {
    codes: &'c Codes,
    printed: BTreeMap<String, Option<String>>,
}

/// A path named in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Named {
    /// The last name.
    pub(super) name: String,
    /// The code, where names or print tell it.
    pub(super) code: Option<String>,
}

/// The names of a path with their levels: 类 0, 款 1, 项 2.
type Steps = Vec<(u8, String)>;

static STEP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"([^（()），。；：\d．.]+(?:[（(][^（()）\d类款项]+[)）][^（()），。；：、“”]*)?)[（(](\d*)(类|款|项)[)）]").ok()
});

static PRINTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?P<before>\d{7}|\d{5}|\d{3})[-—－–](?P<after>[^\d，。；：]+)",
        r"|(?P<name>[^，。；：\d“”]+?)(?:科目)?[（(](?P<code>\d{7}|\d{5}|\d{3})[)）])"
    ))
    .ok()
});

impl<'c> CodePaths<'c> {
    /// The paths that the coded rows of all tables print; a path printed with two codes names neither.
    pub(super) fn of(tables: &[Table], codes: &'c Codes) -> Self {
        let mut paths = Self { codes, printed: BTreeMap::new() };
        for table in tables {
            let mut names: BTreeMap<&str, &str> = BTreeMap::new();
            for row in &table.rows {
                let (Some(code), Some(name)) = (row.code.as_deref(), row.name.as_deref()) else { continue };
                names.insert(code, name);
                let parents: Option<Vec<&str>> = [3, 5]
                    .iter()
                    .filter(|&&n| n < code.len())
                    .map(|&n| names.get(code.get(..n)?).copied())
                    .collect();
                if let Some(parents) = parents.filter(|_| matches!(code.len(), 3 | 5 | 7)) {
                    let steps: Vec<String> = parents.into_iter().chain([name]).map(plain).collect();
                    (0..steps.len().min(2))
                        .for_each(|from| paths.add(steps.get(from..).unwrap_or_default(), code));
                }
            }
        }
        paths
    }

    /// The whole path and the path without its 类 name a code; a lone name does where it is a 类.
    fn add(&mut self, steps: &[String], code: &str) {
        if steps.len() < 2 && code.len() > 3 {
            return;
        }
        let known = self.printed.entry(steps.join("/")).or_insert_with(|| Some(code.to_owned()));
        if known.as_deref() != Some(code) {
            *known = None;
        }
    }

    /// The last path or printed code named in the text; a path that begins below 类 goes on from `headings`.
    pub(super) fn last_in(&self, text: &str, headings: &[String]) -> Option<Named> {
        let (steps, digits) = self.steps(text);
        let Some((first, _)) = steps.first() else { return printed(text) };
        let above: Steps = headings.iter().flat_map(|heading| self.steps(heading).0).collect();
        let whole: Vec<String> = above
            .iter()
            .filter(|(level, _)| level < first)
            .chain(&steps)
            .map(|(_, name)| plain(name))
            .collect();
        let code = digits.or_else(|| self.code_of(&whole));
        steps.last().map(|(_, name)| Named { name: name.clone(), code })
    }

    /// The code of a lone name that names a 类 of the tables.
    pub(super) fn class(&self, name: &str) -> Option<String> {
        let printed = self.printed.get(&plain(name)).cloned();
        let code = printed.unwrap_or_else(|| self.published_class(name))?;
        (code.len() == 3 && self.codes.functional(&code).is_some()).then_some(code)
    }

    /// The one 类 of the published classification with exactly this name that no economic 类 shares.
    fn published_class(&self, name: &str) -> Option<String> {
        let mut classes = self.codes.functional_named(name).filter(|code| code.len() == 3);
        let code = classes.next().filter(|_| name.ends_with(EXPENDITURE))?;
        let shared =
            || (301..=399).chain(501..=599).any(|code| self.codes.economic(&code.to_string()) == Some(name));
        (classes.next().is_none() && !shared()).then(|| code.to_owned())
    }

    fn code_of(&self, steps: &[String]) -> Option<String> {
        let known = |from: usize| self.printed.get(&steps.get(from..)?.join("/")).cloned().flatten();
        known(0).or_else(|| self.published(steps)).or_else(|| (steps.len() == 3).then(|| known(1)).flatten())
    }

    /// The one code of the published classification with these names.
    fn published(&self, steps: &[String]) -> Option<String> {
        let last = steps.last()?;
        let agrees = |code: &str| {
            let lengths = [3, 5, 7].get(..code.len() / 2)?;
            let parents = lengths.get(lengths.len().checked_sub(steps.len())?..)?;
            parents.iter().zip(steps).all(|(&n, name)| self.is_named(code.get(..n), name)).then_some(())
        };
        let names = [last.clone(), format!("{last}支出")];
        let codes = names.iter().flat_map(|name| self.codes.functional_named(name));
        let mut fitting: Vec<&str> = codes
            .filter(|code| code.len() == 2 * steps.len() + 1 || steps.len() == 2 && code.len() == 7)
            .filter(|code| agrees(code).is_some())
            .collect();
        fitting.dedup();
        match fitting.as_slice() {
            [code] => Some((*code).to_owned()),
            _ => None,
        }
    }

    /// The steps of the last path of a text, and its code where every step prints its digits.
    fn steps(&self, text: &str) -> (Steps, Option<String>) {
        let mut steps: Steps = Vec::new();
        let (mut digits, mut end) = (Some(String::new()), None);
        for found in STEP.as_ref().into_iter().flat_map(|regex| regex.captures_iter(text)) {
            let (Some(all), Some(name), Some(code), Some(mark)) =
                (found.get(0), found.get(1), found.get(2), found.get(3))
            else {
                continue;
            };
            let level = match mark.as_str() {
                "类" => 0,
                "款" => 1,
                _ => 2,
            };
            let goes_on = end == Some(all.start());
            end = Some(all.end());
            if steps.last().is_some_and(|(above, _)| level <= *above) {
                steps.clear();
                digits = Some(String::new());
            }
            steps.push((level, self.step_name(name.as_str(), goes_on).to_owned()));
            digits = digits.filter(|_| !code.is_empty()).map(|above| joined(above, code.as_str()));
        }
        (steps, digits.filter(|digits| matches!(digits.len(), 3 | 5 | 7)))
    }

    /// The name of a step: 、 and quotes are part of some names (`在乡复员、退伍军人生活补助`, `“两房”建设`), and elsewhere
    /// stand before it. They are part of it where the step follows on another one, or where the classification has it so.
    fn step_name<'t>(&self, printed: &'t str, goes_on: bool) -> &'t str {
        let name = printed.trim_start_matches(['．', '.', '、', '”']);
        let is_known = |name: &&str| self.codes.functional_named(name).next().is_some();
        if goes_on && name.len() == printed.len() || is_known(&name) {
            return name;
        }
        let cuts = || name.match_indices(['、', '“', '”']);
        let quoted = cuts().filter(|(_, mark)| *mark == "“").filter_map(|(at, _)| name.get(at..));
        let behind = cuts().filter_map(|(at, mark)| name.get(at + mark.len()..));
        let last = behind.clone().next_back();
        quoted.chain(behind).find(is_known).or(last).unwrap_or(name)
    }

    fn is_named(&self, code: Option<&str>, name: &str) -> bool {
        let Some(code) = code else { return false };
        self.codes.functional(code).is_some_and(|known| plain(known) == *name)
            || self.codes.agrees(code, name)
    }
}

/// `205` + `08` → `20508`; a step may also print its whole code.
fn joined(above: String, code: &str) -> String {
    if code.len() > 2 { code.to_owned() } else { above + code }
}

/// `行政运行（2040201）`, `2080501-行政单位离退休`.
fn printed(text: &str) -> Option<Named> {
    let found = PRINTED.as_ref()?.captures_iter(text).last()?;
    let (name, code) = match (found.name("before"), found.name("after")) {
        (Some(code), Some(name)) => (name, code),
        _ => (found.name("name")?, found.name("code")?),
    };
    let name = super::prose::unnumbered(name.as_str()).trim_start_matches(['．', '.', '、', '）', ')']);
    Some(Named { name: name.to_owned(), code: Some(code.as_str().to_owned()) })
}

/// How the names of 类 end; shorter ones are words of any sentence.
const EXPENDITURE: &str = "支出";

/// A name as compared: prose and tables differ by 支出 at its end.
fn plain(name: impl AsRef<str>) -> String {
    let name = name.as_ref();
    name.strip_suffix(EXPENDITURE).filter(|shorter| !shorter.is_empty()).unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use crate::model::Row;

    #[test]
    fn marks_are_part_of_names_where_the_path_or_the_classification_has_them() {
        let grammars = crate::form::Grammars::shipped();
        let paths = CodePaths::of(&[], &grammars.codes);
        let check = |text: &str, name: &str, code: Option<&str>| {
            let expect = Named { name: name.to_owned(), code: code.map(str::to_owned) };
            assert_eq!(paths.last_in(text, &[]), Some(expect), "{text}");
        };
        let soldiers = "社会保障和就业支出（类）抚恤（款）在乡复员、退伍军人生活补助（项）";
        check(soldiers, "在乡复员、退伍军人生活补助", Some("2080803"));
        check("公共安全支出（类）检察（款）“两房”建设（项）", "“两房”建设", Some("2040409"));
        check("在乡复员、退伍军人生活补助（项）", "在乡复员、退伍军人生活补助", None);
        check("用于房屋、设备、教育支出（类）", "教育支出", Some("205"));
        check("1.“教育支出（类）普通教育（款）小学教育（项）", "小学教育", Some("2050202"));
        check("教育支出（类）、科学技术支出（类）", "科学技术支出", Some("206"));
    }

    #[test]
    fn a_path_of_names_finds_its_code() {
        let row = |code: &str, name: &str| Row {
            code: Some(code.to_owned()),
            name: Some(name.to_owned()),
            ..Row::default()
        };
        let rows = vec![row("205", "教育支出"), row("20508", "进修及培训"), row("2050803", "培训支出")];
        let codes = Codes::default();
        let paths = CodePaths::of(&[Table { rows, ..Table::default() }], &codes);
        let check = |text: &str, headings: &[&str], name: &str, code: Option<&str>| {
            let headings: Vec<String> = headings.iter().map(|&heading| heading.to_owned()).collect();
            let expect = Named { name: name.to_owned(), code: code.map(str::to_owned) };
            assert_eq!(paths.last_in(text, &headings), Some(expect), "{text}");
        };
        check("1．教育支出（类）进修及培训（款）培训支出（项）：预算数为", &[], "培训支出", Some("2050803"));
        check("教育（类）支出", &[], "教育", Some("205"));
        check("1.进修及培训（款）培训支出（项）", &["（一）教育支出（类）"], "培训支出", Some("2050803"));
        check("科学技术支出（类）进修及培训（款）培训支出（项）", &[], "培训支出", Some("2050803"));
        check("科学技术支出（类）进修及培训（款）", &[], "进修及培训", None);
        check("教育支出（205类）进修及培训（08款）培训支出（03项）", &[], "培训支出", Some("2050803"));
        check("3.行政运行（2040201）", &[], "行政运行", Some("2040201"));
        check("（四）资本性支出（基本建设）（309）", &[], "资本性支出（基本建设）", Some("309"));
        check("（一）2080501-行政单位离退休", &[], "行政单位离退休", Some("2080501"));
        assert_eq!(paths.last_in("培训支出", &[]), None);
        assert_eq!(paths.class("教育支出"), None, "the published classification does not know it");
    }
    #[test]
    fn a_step_prints_its_part_of_the_code_or_all_of_it() {
        assert_eq!(joined("205".to_owned(), "08"), "20508");
        assert_eq!(joined("205".to_owned(), "20508"), "20508");
    }
}
