//! Every sentence that is said on the terminal, in English and Chinese, side by side. `{}` stands for what is filled in.
//!
//! Reasons why something failed are English where they arise and in the outputs; `reasons.tsv` says them in Chinese. Names of
//! checks and what they found stay as they are.

use std::collections::BTreeMap;

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

    /// ISO 639-1.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Language::Zh => "zh",
            Language::En => "en",
        }
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
    /// Tables whose title is no form's.
    pub(crate) unknown_form: &'static str,
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
    pub(crate) left_over: &'static str,
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
    /// The bar, in the terms of `indicatif`; it takes the room that the words leave, so a narrow terminal has none.
    pub(crate) bar: &'static str,
    /// Reason.
    pub(crate) fatal: &'static str,
    /// The file; documents; pictures.
    pub(crate) reported: &'static str,
    /// How many.
    pub(crate) rows: &'static str,
    /// How many.
    pub(crate) replaced: &'static str,
    /// The input; mismatches; causes.
    pub(crate) mismatches_of: &'static str,
    /// Checks.
    pub(crate) also: &'static str,
    /// The file.
    pub(crate) show_one: &'static str,
    /// Its number.
    pub(crate) check: &'static str,
    /// Their numbers.
    pub(crate) check_list: &'static str,
    pub(crate) left: &'static str,
    pub(crate) right: &'static str,
    /// Amount; slack.
    pub(crate) difference: &'static str,
    pub(crate) cause: &'static str,
    /// A check.
    pub(crate) reported_by: &'static str,
    /// Checks.
    pub(crate) also_of: &'static str,
    /// Figure; amount; place.
    pub(crate) suspect: &'static str,
    /// Amount.
    pub(crate) proposed: &'static str,
    /// Number.
    pub(crate) page: &'static str,
    /// Number.
    pub(crate) line: &'static str,
    /// Four numbers.
    pub(crate) corners: &'static str,
    /// Of reasons, names and explanations.
    pub(crate) language: Language,
}

const ENGLISH: Words = Words {
    documents: "documents",
    pages: "pages",
    tables: "tables",
    facts: "facts",
    checks: "checks",
    pairings: "pairings",
    unknown_form: "of unknown form",
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
    left_over: "documents/ also holds {} of inputs that this run was not given",
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
    bar: "{wide_bar} {pos}/{len} files · {rate}/s · {eta} left",
    fatal: "error: {}",
    reported: "{}: {} documents, {} pictures of places",
    rows: "{} rows",
    replaced: "{} replaced",
    mismatches_of: "{}: mismatches {}, causes {}",
    also: "also {}",
    show_one: "extract explain {} N shows one with its figures",
    check: "check {}",
    check_list: "checks {}",
    left: "left",
    right: "right",
    difference: "difference {}; the printed digits leave {} open",
    cause: "cause {}",
    reported_by: ", reported by {}",
    also_of: ", also of {}",
    suspect: "suspect {} · {} · {}",
    proposed: "proposed {}",
    page: "page {}",
    line: "line {}",
    corners: "box {}",
    language: Language::En,
};

const CHINESE: Words = Words {
    documents: "文件",
    pages: "页",
    tables: "表格",
    facts: "数值",
    checks: "核对",
    pairings: "关联",
    unknown_form: "表式未知",
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
    left_over: "documents/ 中有 {} 个文件来自此前的运行，不属于本次输入",
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
    bar: "{wide_bar} {pos}/{len} 个文件 · 每秒 {rate} · 约剩 {eta}",
    fatal: "错误：{}",
    reported: "{}：{} 份文件，{} 幅版面图",
    rows: "{} 行",
    replaced: "替换 {} 行",
    mismatches_of: "{}：不符 {} 处，原因 {} 个",
    also: "同因：{}",
    show_one: "extract explain {} 编号 可查看其中一项的各个数值",
    check: "核对 {}",
    check_list: "核对 {}",
    left: "左边",
    right: "右边",
    difference: "差额 {}；印刷精度允许 {}",
    cause: "原因：{}",
    reported_by: "，由{}报告",
    also_of: "，亦见{}",
    suspect: "疑误 {} · {} · {}",
    proposed: "改为 {} 即相符",
    page: "第 {} 页",
    line: "第 {} 行",
    corners: "框 {}",
    language: Language::Zh,
};

/// Reasons in English, and in Chinese.
const REASONS: &str = include_str!("reasons.tsv");

impl Words {
    /// A reason as this language says it; one that nobody has put into it stays as it is.
    pub(crate) fn reason(&self, english: &str) -> String {
        if self.language == Language::En {
            return english.to_owned();
        }
        let reasons = REASONS.lines().filter_map(|line| line.split_once('\t'));
        let fits = |(sentence, chinese): (&str, &str)| {
            let parts = blanks(sentence, english)?;
            let parts: Vec<String> = parts.into_iter().map(|part| self.reason(part)).collect();
            Some(fill(chinese, &parts.iter().map(String::as_str).collect::<Vec<_>>()))
        };
        reasons.filter_map(fits).next().unwrap_or_else(|| english.to_owned())
    }

    /// What a word of the contract is called: `names`, or `causes`.
    pub(crate) fn name(&self, list: &str, word: &str) -> String {
        type Names = BTreeMap<String, BTreeMap<String, [String; 2]>>;
        let names: Names = serde_json::from_str(crate::report::NAMES).unwrap_or_default();
        let found = names.get(list).and_then(|names| names.get(word));
        match (self.language, found) {
            (Language::Zh, Some([chinese, _])) => chinese.clone(),
            _ => word.to_owned(),
        }
    }

    /// What a verdict is called.
    pub(crate) fn verdict<'w>(&self, word: &'w str) -> &'w str {
        match word {
            "exact" => self.exact,
            "rounding" => self.rounding,
            "mismatch" => self.mismatch,
            "unjudged" => self.unjudged,
            other => other,
        }
    }
}

/// What stands in the blanks of a sentence, if the text is that sentence.
fn blanks<'t>(sentence: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut pieces = sentence.split("{}");
    let mut rest = text.strip_prefix(pieces.next()?)?;
    let mut parts = Vec::new();
    let pieces: Vec<&str> = pieces.collect();
    for (at, piece) in pieces.iter().enumerate() {
        let last = at + 1 == pieces.len();
        let end = if last {
            rest.len().checked_sub(piece.len()).filter(|_| rest.ends_with(piece))
        } else {
            rest.find(piece)
        }?;
        parts.push(rest.get(..end)?);
        rest = rest.get(end + piece.len()..)?;
    }
    rest.is_empty().then_some(parts)
}

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
    use crate::{OpenError, pdf};

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
                words.fatal,
                words.reported,
                words.rows,
                words.replaced,
                words.mismatches_of,
                words.also,
                words.show_one,
                words.check,
                words.check_list,
                words.difference,
                words.cause,
                words.reported_by,
                words.also_of,
                words.suspect,
                words.proposed,
                words.page,
                words.line,
                words.corners,
            ]
            .map(|sentence| sentence.matches("{}").count())
        };
        assert_eq!(
            blanks(&ENGLISH),
            [2, 1, 2, 1, 1, 2, 4, 1, 3, 1, 1, 3, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 1, 1, 1]
        );
        assert_eq!(blanks(&CHINESE), blanks(&ENGLISH));
        for key in ["{wide_bar}", "{pos}", "{len}", "{rate}", "{eta}"] {
            assert!(ENGLISH.bar.contains(key) && CHINESE.bar.contains(key), "{key}");
        }
    }

    #[test]
    fn every_reason_is_told_in_chinese() {
        let pdf = |error: pdf::OpenError| error.to_string();
        let damaged = pdf::open(b"%PDF-1.4 nothing else", &pdf::OpenOptions::default());
        let reasons = [
            OpenError::Empty.to_string(),
            OpenError::NotText { valid_up_to: 7 }.to_string(),
            OpenError::Other { looks_like: "a RAR archive" }.to_string(),
            pdf(pdf::OpenError::NoPages),
            pdf(pdf::OpenError::Encrypted),
            pdf(pdf::OpenError::WrongPassword),
            pdf(pdf::OpenError::UnknownEncryption { reason: "RC9".to_owned() }),
            pdf(pdf::OpenError::TooLarge { bytes: 9, limit: 8 }),
            pdf(pdf::OpenError::TooManyObjects { limit: 8 }),
            damaged.err().map(pdf).unwrap_or_default(),
            "cannot be read: No such file or directory (os error 2)".to_owned(),
            "there is nothing to read".to_owned(),
        ];
        for reason in reasons {
            let told = CHINESE.reason(&reason);
            assert!(told != reason && !told.contains("the "), "{reason}: {told}");
            assert_eq!(ENGLISH.reason(&reason), reason);
        }
        for kind in [&b"<html>"[..], b"PK\x03\x04", b"words", b"", b"\xff\xd8\xff", b"{\\rtf"] {
            let told = pdf::open(kind, &pdf::OpenOptions::default()).err().map(pdf).unwrap_or_default();
            assert!(CHINESE.reason(&told).starts_with("这不是 PDF，而是"), "{told}");
            assert!(!CHINESE.reason(&told).contains(" a"), "{}", CHINESE.reason(&told));
        }
        assert_eq!(CHINESE.reason("of no list"), "of no list");
    }

    #[test]
    fn the_list_of_reasons_leaves_the_same_blanks() {
        for line in REASONS.lines() {
            let (english, chinese) = line.split_once('\t').unwrap_or_default();
            assert_eq!(english.matches("{}").count(), chinese.matches("{}").count(), "{line}");
            assert!(!english.is_empty(), "{line}");
        }
    }
}
