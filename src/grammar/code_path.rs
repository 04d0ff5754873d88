//! 类/款/项 named in words → code, by what the tables of the same document print. A name alone is never looked up:
//! 行政运行 recurs under most 款.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::Table;

/// Codes by their path of names.
#[derive(Debug, Default)]
pub(super) struct CodePaths {
    codes: BTreeMap<String, Option<String>>,
}

static PATH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let part = |mark: &str| format!(r"([^（()），。；：、“”\d]+)[（(]{mark}[)）]");
    Regex::new(&format!("{}(?:{}(?:{})?)?", part("类"), part("款"), part("项"))).ok()
});

impl CodePaths {
    /// The paths that the coded rows of all tables print; a path printed with two codes names neither.
    pub(super) fn of(tables: &[Table]) -> Self {
        let mut paths = Self::default();
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
                    paths.add(parents.into_iter().chain([name]).collect::<Vec<_>>().join("/"), code);
                }
            }
        }
        paths
    }

    fn add(&mut self, path: String, code: &str) {
        let known = self.codes.entry(path).or_insert_with(|| Some(code.to_owned()));
        if known.as_deref() != Some(code) {
            *known = None;
        }
    }

    /// The last path named in the text, as `(its names, its code where the tables tell)`.
    pub(super) fn last_in(&self, text: &str) -> Option<(String, Option<String>)> {
        let found = PATH.as_ref()?.captures_iter(text).last()?;
        let names: Vec<&str> = found.iter().skip(1).flatten().map(|name| name.as_str()).collect();
        let leaf = names.last()?.trim_start_matches(['．', '.', '、']).to_owned();
        let path = names.join("/");
        Some((leaf, self.codes.get(path.trim_start_matches(['．', '.', '、'])).cloned().flatten()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Row;

    #[test]
    fn a_path_of_names_finds_its_code() {
        let row = |code: &str, name: &str| Row {
            code: Some(code.to_owned()),
            name: Some(name.to_owned()),
            ..Row::default()
        };
        let rows = vec![row("205", "教育支出"), row("20508", "进修及培训"), row("2050803", "培训支出")];
        let paths = CodePaths::of(&[Table { rows, ..Table::default() }]);
        let check = |text: &str, name: &str, code: Option<&str>| {
            assert_eq!(paths.last_in(text), Some((name.to_owned(), code.map(str::to_owned))), "{text}");
        };
        check("1．教育支出（类）进修及培训（款）培训支出（项）：预算数为", "培训支出", Some("2050803"));
        check("教育支出（类）", "教育支出", Some("205"));
        check("科学技术支出（类）进修及培训（款）培训支出（项）", "培训支出", None);
        assert_eq!(paths.last_in("培训支出"), None);
    }
}
