//! The words of sentences, from `[sentence]` of `grammars/phrases.toml`: directions, comparisons, reasons, and what is
//! no part of the name of an amount. Callers give text without spaces.

use std::ops::Range;

use serde::Deserialize;

/// The words of sentences.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceWords {
    increase: Vec<String>,
    decrease: Vec<String>,
    no_change: Vec<String>,
    unchanged: Vec<String>,
    hardly_changed: Vec<String>,
    compare_with: Vec<String>,
    compare_times: Vec<String>,
    compare: Vec<String>,
    compare_ends: Vec<String>,
    share: Vec<String>,
    points: Vec<String>,
    completion: Vec<String>,
    reason: Vec<String>,
    reason_of_change: Vec<String>,
    reason_goes_on: Vec<String>,
    parts: Vec<String>,
    leading: Vec<String>,
    trailing: Vec<String>,
    sums: Vec<String>,
    measures: Vec<String>,
    selves: Vec<String>,
    thresholds: Vec<String>,
    per: Vec<String>,
    heading_ends: Vec<String>,
    whole_headings: Vec<String>,
    counters: Vec<String>,
    scores: Vec<String>,
}

/// A comparison within a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Its bytes in the clause.
    pub range: Range<usize>,
    /// With what: 上年预算, 2024年预算执行数.
    pub with: Option<String>,
}

impl SentenceWords {
    /// A clause that ends with a word of direction: what stands before it, and 1, -1, or 0 for `增加（减少）`.
    pub fn direction_at_end<'t>(&self, clause: &'t str) -> Option<(&'t str, i8)> {
        let clause =
            trim_words(clause, &["约", "了", "为", "数", "额", "率", "至", "达", "近", "：", "共", "均"]);
        if self.no_change.iter().any(|word| clause.ends_with(word.as_str())) {
            return None;
        }
        let (clause, either) = match clause.strip_suffix(['）', ')']).and_then(|c| c.rsplit_once(['（', '(']))
        {
            Some((before, inner)) if self.direction(inner).is_some() => (before, true),
            _ => (clause, false),
        };
        let ends = |words: &[String], sign: i8| {
            let shortest =
                words.iter().filter_map(|word| clause.strip_suffix(word.as_str())).min_by_key(|b| b.len());
            shortest.map(|before| (before, sign))
        };
        let (before, sign) = ends(&self.increase, 1).or_else(|| ends(&self.decrease, -1))?;
        Some((before, if either { 0 } else { sign }))
    }

    /// A clause that begins with a word of direction: what stands behind it, and 1 or -1. `增加外事经费200万元`
    pub fn direction_at_start<'t>(&self, clause: &'t str) -> Option<(&'t str, i8)> {
        let begins = |words: &[String], sign: i8| {
            let longest = words
                .iter()
                .filter_map(|word| clause.strip_prefix(word.as_str()))
                .min_by_key(|rest| rest.len());
            longest.map(|rest| (rest.strip_prefix('了').unwrap_or(rest), sign))
        };
        begins(&self.increase, 1).or_else(|| begins(&self.decrease, -1)).filter(|(rest, _)| !rest.is_empty())
    }

    /// 1 for words of increase, -1 for words of decrease; the last such word decides.
    pub fn direction(&self, clause: &str) -> Option<i8> {
        let last = |words: &[String], sign: i8| {
            words.iter().filter_map(|word| clause.rfind(word.as_str())).max().map(|place| (place, sign))
        };
        last(&self.increase, 1).into_iter().chain(last(&self.decrease, -1)).max().map(|(_, sign)| sign)
    }

    /// Where a clause says that nothing changed.
    pub fn unchanged(&self, clause: &str) -> Option<usize> {
        self.unchanged.iter().filter_map(|word| clause.find(word.as_str())).min()
    }

    /// Whether a sentence says of a change that it is next to nothing: 比上年减少0.83万元，与上年基本持平.
    pub fn hardly_changed(&self, sentence: &str) -> bool {
        self.hardly_changed.iter().any(|word| sentence.contains(word.as_str()))
    }

    /// The last comparison of a clause.
    pub fn comparison(&self, clause: &str) -> Option<Compared> {
        let openers = self.compare_with.iter().flat_map(|word| clause.match_indices(word.as_str()));
        let timed = openers.filter(|(at, word)| {
            let after = clause.get(at + word.len()..).unwrap_or_default();
            self.compare_times.iter().any(|time| after.starts_with(time.as_str())) || begins_with_year(after)
        });
        if let Some((start, word)) = timed.max_by_key(|(at, _)| *at) {
            return Some(self.compared(clause, start, start + word.len()));
        }
        let plain =
            self.compare.iter().filter_map(|word| clause.rfind(word.as_str()).map(|at| at..at + word.len()));
        plain.max_by_key(|range| range.start).map(|range| Compared { range, with: None })
    }

    fn compared(&self, clause: &str, start: usize, with: usize) -> Compared {
        let after = clause.get(with..).unwrap_or_default();
        let first = |words: &[String]| words.iter().filter_map(|word| after.find(word.as_str())).min();
        let ended =
            self.compare_ends.iter().filter_map(|word| after.find(word.as_str()).map(|at| (at, word.len())));
        let ended = ended.min_by_key(|&(at, length)| (at, usize::MAX - length));
        let direction = [first(&self.increase), first(&self.decrease), first(&self.unchanged)];
        let direction = direction.into_iter().flatten().min().unwrap_or(after.len());
        let (end, next) = match ended {
            Some((at, length)) if at <= direction => (at, at + length),
            _ => (direction, direction),
        };
        let name = after.get(..end).unwrap_or_default();
        let name = trim_words(name, &["有所", "略有", "的", "各", "基本", "保持", "总体", "大致", "相"]);
        Compared { range: start..with + next, with: (!name.is_empty()).then(|| name.to_owned()) }
    }

    /// A text without the word that ends a comparison at its beginning: 相比减少.
    pub fn after_comparison<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.compare_ends.iter().find_map(|word| text.strip_prefix(word.as_str()))
    }

    /// A clause that names nothing but the year before: 上年, 去年预算数为.
    pub fn year_before(&self, clause: &str) -> Option<String> {
        let (name, measure) = self.name_and_measure(clause);
        let bare = self.compare_times.iter().any(|time| time == name) && !name.starts_with("本");
        bare.then(|| format!("{name}{measure}"))
    }

    /// Whether a clause speaks of a share: what stands after 占.
    pub fn share_of<'t>(&self, clause: &'t str) -> Option<&'t str> {
        self.share.iter().find_map(|word| clause.rsplit_once(word.as_str())).map(|(_, of)| of)
    }

    /// The words for percentage points that a text begins with.
    pub fn points<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.points.iter().find_map(|word| text.get(..word.len()).filter(|start| start == word))
    }

    /// Whether a clause speaks of how far a budget was used: what stands after 完成.
    pub fn completion_of<'t>(&self, clause: &'t str) -> Option<&'t str> {
        self.completion.iter().find_map(|word| clause.rsplit_once(word.as_str())).map(|(_, of)| of)
    }

    /// The first words that open a reason: their bytes, and whether they do so only after a change.
    pub fn reason(&self, text: &str) -> Option<(Range<usize>, bool)> {
        let found = |words: &[String], weak: bool| {
            let all = words.iter().filter_map(|word| text.find(word.as_str()).map(|at| at..at + word.len()));
            all.min_by_key(|range| (range.start, usize::MAX - range.end)).map(|range| (range, weak))
        };
        let both = [found(&self.reason, false), found(&self.reason_of_change, true)];
        both.into_iter().flatten().min_by_key(|(range, weak)| (range.start, *weak))
    }

    /// A clause from behind the words that open a reason in it.
    pub fn after_reason<'t>(&self, clause: &'t str) -> &'t str {
        let all = self.reason.iter().chain(&self.reason_of_change);
        let ends = all.filter_map(|word| clause.rfind(word.as_str()).map(|at| at + word.len()));
        ends.max().and_then(|end| clause.get(end..)).unwrap_or(clause)
    }

    /// Whether a reason goes on with this text after a semicolon.
    pub fn reason_goes_on(&self, text: &str) -> bool {
        begins_with_any(text, &self.reason_goes_on)
    }

    /// Whether a clause opens the parts of what was named before.
    pub fn opens_parts(&self, clause: &str) -> bool {
        self.parts.iter().any(|word| clause.contains(word.as_str()))
    }

    /// What stands before the words that open parts: `收入总计包括`.
    pub fn before_parts<'t>(&self, clause: &'t str) -> Option<&'t str> {
        let at = self.parts.iter().filter_map(|word| clause.find(word.as_str())).min()?;
        clause.get(..at)
    }

    /// Whether a clause ends with words that open parts: `一般公共预算支出包括`.
    pub fn ends_with_parts(&self, clause: &str) -> bool {
        self.parts.iter().any(|word| clause.ends_with(word.as_str()))
    }

    /// Whether what follows an amount of money makes it a threshold or a price.
    pub fn bounds(&self, after: &str) -> bool {
        begins_with_any(after, &self.thresholds) || begins_with_any(after, &self.per)
    }

    /// Whether what follows a number in a sentence says that it counts or measures things other than money.
    pub fn counts(&self, after: &str) -> bool {
        self.counter(after).is_some()
    }

    /// The word that what follows a number begins with, where it counts or measures things.
    pub fn counter(&self, after: &str) -> Option<&str> {
        let words = self.counters.iter().filter(|counter| after.starts_with(counter.as_str()));
        words.map(String::as_str).max_by_key(|word| word.len())
    }

    /// Whether what stands before a number makes it a score.
    pub fn scores(&self, before: &str) -> bool {
        let before = trim_words(before, &["为", "是", "：", ":", "“", "\""]);
        self.scores.iter().any(|word| before.ends_with(word.as_str()))
    }

    /// A clause parted into the name of an amount and what is measured of it; either may be empty.
    pub fn name_and_measure<'t>(&self, clause: &'t str) -> (&'t str, &'t str) {
        let mut name = self.trimmed(clause);
        let mut measure = "";
        if let Some(before) = self.measures.iter().find_map(|word| name.strip_suffix(word.as_str())) {
            // 支出预算 is a name, 培训费支出预算数 is one with a measure after it.
            let whole = before.is_empty();
            let counted = name.ends_with(['数', '值', '过', '于']) || name.ends_with("金额");
            let told = name.get(before.len()..).unwrap_or_default();
            if whole || counted || told.starts_with("年初") || told.starts_with("调整") {
                measure = if told == "数" { "" } else { told };
                name = self.trimmed(before);
            }
        }
        (name, measure)
    }

    /// Whether a name says no more than that what was named before it is summed.
    pub fn sums(&self, name: &str) -> bool {
        self.sums.iter().any(|word| word == name)
    }

    /// A clause without the words before and after the name in it.
    pub fn trimmed<'t>(&self, clause: &'t str) -> &'t str {
        let mut clause = clause;
        loop {
            let marks = ['（', '(', '“', '”', '）', ')', '，', '、', '：', '；', '。', ':', ',', '．', '.'];
            let shorter = clause.trim_start_matches(marks);
            let shorter = if balanced(shorter) { shorter } else { clause };
            if self.leading.iter().chain(&self.trailing).any(|word| word == shorter) {
                return "";
            }
            let shorter = strip_first(shorter, &self.leading);
            let shorter = strip_last(shorter, &self.trailing);
            if shorter.len() == clause.len() {
                return clause;
            }
            clause = shorter;
        }
    }

    /// A name without who speaks at its head.
    pub fn without_self<'t>(&self, name: &'t str) -> &'t str {
        let shorter = strip_first(name, &self.selves);
        shorter.strip_prefix('的').unwrap_or(shorter)
    }

    /// A heading without the words that do not say what it is of.
    pub fn heading_name<'t>(&self, heading: &'t str) -> &'t str {
        strip_last(heading, &self.heading_ends)
    }

    /// Whether a heading is whole where its line ends, however full that is.
    pub fn is_whole_heading(&self, heading: &str) -> bool {
        self.whole_headings.iter().any(|word| heading.ends_with(word.as_str()))
    }
}

/// `2024年…`, as a comparison names it.
fn begins_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text.get(4..).is_some_and(|rest| rest.starts_with('年'))
}

fn begins_with_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.starts_with(word.as_str()))
}

/// Quotation marks that are opened and closed belong to the name: “三公”经费.
fn balanced(text: &str) -> bool {
    text.matches('“').count() == text.matches('”').count()
}

/// Without the first word of the list that `text` begins with and is not.
fn strip_first<'t>(text: &'t str, words: &[String]) -> &'t str {
    words
        .iter()
        .find_map(|word| text.strip_prefix(word.as_str()).filter(|rest| !rest.is_empty()))
        .unwrap_or(text)
}

fn strip_last<'t>(text: &'t str, words: &[String]) -> &'t str {
    words
        .iter()
        .find_map(|word| text.strip_suffix(word.as_str()).filter(|rest| !rest.is_empty()))
        .unwrap_or(text)
}

fn trim_words<'t>(text: &'t str, words: &[&str]) -> &'t str {
    let mut text = text;
    while let Some(shorter) = words.iter().find_map(|word| text.strip_suffix(word)) {
        text = shorter;
    }
    text
}
