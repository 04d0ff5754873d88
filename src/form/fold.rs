//! Comparing wordings: spaces, quotation marks and the width of brackets never matter, and `*` stands for anything.

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    /// Reads a pattern; everything but `*` is folded.
    pub fn new(text: &str) -> Self {
        Self { parts: text.split('*').map(fold).collect() }
    }

    /// Whether it is a plain wording without `*`.
    pub fn is_literal(&self) -> bool {
        self.parts.len() == 1
    }

    /// Whether the whole of `folded` fits.
    pub fn matches(&self, folded: &str) -> bool {
        let Some((first, rest)) = self.parts.split_first() else { return false };
        let Some((last, middle)) = rest.split_last() else { return folded == first };
        let Some(mut left) = folded.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            let Some(at) = left.find(part.as_str()) else { return false };
            left = &left[at + part.len()..];
        }
        left.ends_with(last.as_str())
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
    }
}
