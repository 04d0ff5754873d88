//! Comparing wordings: spaces, quotation marks and the width of brackets never matter, and `*` stands for anything.

use memchr::memmem::Finder;
use serde::Deserialize;

/// `text` without spaces and quotation marks, with half-width brackets, colons and digits.
pub fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
}

fn fold_char(c: char) -> Option<char> {
    Some(match c {
        '“' | '”' | '‘' | '’' | '"' | '\'' | '《' | '》' | '＂' | '〝' | '〞' => return None,
        c if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' => return None,
        '（' | '〔' | '【' => '(',
        '）' | '〕' | '】' => ')',
        '：' => ':',
        '，' => ',',
        '．' => '.',
        '－' | '–' | '—' | '‐' | '‑' | '−' => '-',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    })
}

/// A folded wording in which `*` stands for any text, also none.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub struct Pattern {
    first: String,
    /// What stands between two stars, ready to be sought: patterns are held against every cell and line.
    middle: Vec<Finder<'static>>,
    /// What stands behind the last star; none without a star.
    last: Option<String>,
}

impl Pattern {
    /// Reads a pattern; everything but `*` is folded.
    pub fn new(text: &str) -> Self {
        let mut parts: Vec<String> = text.split('*').map(fold).collect();
        let last = if parts.len() > 1 { parts.pop() } else { None };
        let mut parts = parts.into_iter();
        let first = parts.next().unwrap_or_default();
        Self { first, middle: parts.map(|part| Finder::new(&part).into_owned()).collect(), last }
    }

    /// Whether it is a plain wording without `*`.
    pub fn is_literal(&self) -> bool {
        self.last.is_none()
    }

    /// Whether the whole of `folded` fits.
    pub fn matches(&self, folded: &str) -> bool {
        let Some(last) = self.last.as_deref() else { return folded == self.first };
        let Some(left) = folded.strip_prefix(self.first.as_str()) else { return false };
        let Some(left) = left.strip_suffix(last) else { return false };
        let mut left = left.as_bytes();
        self.middle.iter().all(|part| {
            let rest = part.find(left).and_then(|at| left.get(at + part.needle().len()..));
            left = rest.unwrap_or_default();
            rest.is_some()
        })
    }
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_what_matters() {
        assert_eq!(fold("收 入 总　计"), "收入总计");
        assert_eq!(fold("“三公”经费（合计）："), "三公经费(合计):");
        assert_eq!(fold("公开０２表"), "公开02表");
    }

    #[test]
    fn stars_stand_for_anything() {
        let check = |pattern: &str, text: &str, fits: bool| {
            assert_eq!(Pattern::new(pattern).matches(&fold(text)), fits, "{pattern} {text}");
        };
        check("财政拨款*收支*表", "财政拨款收支总表", true);
        check("财政拨款*收支*表", "部门财政拨款收支总表", false);
        check("*支出*表", "2025 年支出表", true);
        check("*空表", "故本表为空表", true);
        check("合计", "合 计", true);
        check("合计", "合计数", false);
        check("a*a", "a", false);
        check("*一*一*", "一", false);
        check("*一*一*", "二一一", true);
    }
}
