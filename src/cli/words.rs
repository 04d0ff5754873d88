//! Every sentence the main job says on the terminal, in English and Chinese, side by side. `{}` stands for what is filled in.
//!
//! Reasons why a file cannot be read, and the names of checks, are those of the outputs: English in both.

use clap::ValueEnum;

/// A language of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// 中文
    Zh,
    /// English
    En,
}

impl Language {
    /// The one of the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty (POSIX).
    pub(crate) fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
        if locale.starts_with("zh") { Language::Zh } else { Language::En }
    }

    /// Its sentences.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Language::En => &ENGLISH,
            Language::Zh => &CHINESE,
        }
    }
}

/// The sentences.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) documents: &'static str,
    pub(crate) pages: &'static str,
    pub(crate) tables: &'static str,
    pub(crate) facts: &'static str,
    pub(crate) checks: &'static str,
    pub(crate) pairings: &'static str,
    pub(crate) ok: &'static str,
    pub(crate) partial: &'static str,
    pub(crate) no_text_layer: &'static str,
    pub(crate) not_a_disclosure: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) exact: &'static str,
    pub(crate) rounding: &'static str,
    pub(crate) mismatch: &'static str,
    pub(crate) unjudged: &'static str,
    /// How many inputs an earlier run had read.
    pub(crate) kept: &'static str,
    /// Seconds; pages a second.
    pub(crate) speed: &'static str,
    pub(crate) belong_together: &'static str,
    /// Mismatches of checks that are not listed: how many checks.
    pub(crate) more_checks: &'static str,
    /// The folder.
    pub(crate) results_in: &'static str,
    pub(crate) nothing_written: &'static str,
    /// Path; reason.
    pub(crate) error: &'static str,
    /// The folder.
    pub(crate) empty_folder: &'static str,
    /// The folder.
    pub(crate) waiting: &'static str,
    /// Done; of.
    pub(crate) stopped: &'static str,
    pub(crate) resumable: &'static str,
    pub(crate) not_resumable: &'static str,
    /// The line of one input: pages; facts; checks; mismatches.
    pub(crate) input: &'static str,
    /// The bar, in the terms of `indicatif`.
    pub(crate) bar: &'static str,
}

const ENGLISH: Words = Words {
    documents: "documents",
    pages: "pages",
    tables: "tables",
    facts: "facts",
    checks: "checks",
    pairings: "pairings",
    ok: "ok",
    partial: "partial",
    no_text_layer: "without a text layer",
    not_a_disclosure: "not a disclosure",
    failed: "failed",
    exact: "exact",
    rounding: "rounding",
    mismatch: "mismatch",
    unjudged: "unjudged",
    kept: "read by an earlier run",
    speed: "{} s · {} a second",
    belong_together: "documents that belong together",
    more_checks: "other checks",
    results_in: "results in {}",
    nothing_written: "no results were written",
    error: "error: {}: {}",
    empty_folder: "warning: no *.pdf or *.txt in {}",
    waiting: "another extract is writing to {}; waiting",
    stopped: "stopped after {} of {} inputs",
    resumable: "the same command goes on from here",
    not_resumable: "nothing was kept of them",
    input: "{} pages · {} facts · {} checks · {} mismatch",
    bar: "{bar:40} {pos}/{len} files · {per_sec} · {elapsed} (about {eta} left)",
};

const CHINESE: Words = Words {
    documents: "文件",
    pages: "页",
    tables: "表格",
    facts: "数值",
    checks: "核对",
    pairings: "关联",
    ok: "正常",
    partial: "不完整",
    no_text_layer: "无文本层",
    not_a_disclosure: "非公开文件",
    failed: "失败",
    exact: "相符",
    rounding: "尾差",
    mismatch: "不符",
    unjudged: "无法判断",
    kept: "此前已读取",
    speed: "{} 秒 · 每秒 {} 页",
    belong_together: "对相关文件",
    more_checks: "其他核对",
    results_in: "结果保存在 {}",
    nothing_written: "未写出结果",
    error: "错误：{}：{}",
    empty_folder: "警告：{} 中没有 *.pdf 或 *.txt",
    waiting: "另一个 extract 正在写入 {}，等待中",
    stopped: "已停止：完成 {} / {} 个文件",
    resumable: "再次运行同一命令即可继续",
    not_resumable: "未保留任何中间结果",
    input: "{} 页 · {} 个数值 · {} 项核对 · {} 项不符",
    bar: "{bar:40} {pos}/{len} 个文件 · {per_sec} · 已用 {elapsed}（约剩 {eta}）",
};

/// The sentence with its blanks filled in order.
pub(crate) fn fill(sentence: &str, parts: &[&str]) -> String {
    let mut pieces = sentence.split("{}");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for (piece, part) in pieces.zip(parts) {
        text.push_str(part);
        text.push_str(piece);
    }
    text
}

/// The text with blanks to a width on the terminal, where an ideograph takes two places.
pub(crate) fn padded(text: &str, width: usize) -> String {
    let taken: usize = text.chars().map(|ch| if ch.is_ascii() { 1 } else { 2 }).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(taken)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_chooses_the_language() {
        let check = |set: &[(&str, &str)], expect| {
            let value =
                |name: &str| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(Language::of_locale(value), expect, "{set:?}");
        };
        check(&[], Language::En);
        check(&[("LANG", "zh_CN.UTF-8")], Language::Zh);
        check(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")], Language::En);
        check(&[("LC_ALL", ""), ("LC_MESSAGES", "zh_TW"), ("LANG", "en_US")], Language::Zh);
    }

    #[test]
    fn both_languages_leave_the_same_blanks() {
        let blanks = |words: &Words| {
            [
                words.speed,
                words.results_in,
                words.error,
                words.empty_folder,
                words.waiting,
                words.stopped,
                words.input,
            ]
            .map(|sentence| sentence.matches("{}").count())
        };
        assert_eq!(blanks(&ENGLISH), [2, 1, 2, 1, 1, 2, 4]);
        assert_eq!(blanks(&CHINESE), blanks(&ENGLISH));
        for key in ["{pos}", "{len}", "{per_sec}", "{elapsed}", "{eta}"] {
            assert!(ENGLISH.bar.contains(key) && CHINESE.bar.contains(key), "{key}");
        }
    }
}
