//! The vocabulary all forms share: totals, units, dashes, the sentences of empty tables, titles and header words.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use super::headers::{HeaderEntry, Headers, Roles};
use super::{ColumnRole, Form, FormError, Pattern, fold, title};
use crate::base::Unit;

/// What `words.toml` says.
#[derive(Debug, Clone, Default)]
pub struct Words {
    totals: HashSet<String>,
    subtotals: HashSet<String>,
    number_marks: HashSet<String>,
    counts: Vec<Pattern>,
    empty: Vec<Pattern>,
    empty_columns: HashSet<String>,
    affirmed: HashSet<String>,
    not_titles: Vec<Pattern>,
    table_ends: Vec<Pattern>,
    /// By table: header words that name what it is about.
    subjects: BTreeMap<String, Vec<Pattern>>,
    sum_ends: Vec<String>,
    contents: Vec<String>,
    refers: Vec<String>,
    title_fillers: Vec<String>,
    /// What the text before a title may end with: 局, 部门 …
    pub(super) title_follows: Vec<String>,
    headers: Headers,
    /// The words of covers.
    pub cover: CoverWords,
}

/// `[cover]` of `words.toml`. Text is compared without spaces.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverWords {
    year_words: Vec<String>,
    issuer_tails: Vec<String>,
    not_issuers: Vec<Pattern>,
    bodies: Vec<String>,
}

impl CoverWords {
    /// Whether a year in this line is that of the figures.
    pub fn tells_year(&self, line: &str) -> bool {
        self.year_words.iter().any(|word| line.contains(word.as_str()))
    }

    /// An issuer without the words between it and the name of the disclosure; `None` where nothing else is left.
    pub fn issuer<'t>(&self, text: &'t str) -> Option<&'t str> {
        let mut text = text;
        while let Some(rest) = self.issuer_tails.iter().find_map(|tail| text.strip_suffix(tail.as_str())) {
            text = rest;
        }
        let folded = fold(text);
        let refused = || self.not_issuers.iter().any(|pattern| pattern.matches(&folded));
        (text.chars().count() >= 3 && !refused()).then_some(text)
    }

    /// The name of a public body that `text` begins with: up to the first of the words such names end with.
    pub fn body<'t>(&self, text: &'t str) -> Option<&'t str> {
        let ends = self.bodies.iter().filter_map(|word| Some(text.find(word.as_str())? + word.len()));
        let end = ends.min()?;
        text.get(..end).filter(|name| (4..=LONGEST_BODY).contains(&name.chars().count()))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    totals: Vec<String>,
    subtotals: Vec<String>,
    number_marks: Vec<String>,
    counts: Vec<String>,
    empty: Vec<String>,
    empty_columns: Vec<String>,
    affirmed: Vec<String>,
    not_titles: Vec<String>,
    table_ends: Vec<String>,
    sum_ends: Vec<String>,
    contents: Vec<String>,
    refers: Vec<String>,
    title_fillers: Vec<String>,
    title_follows: Vec<String>,
    subjects: BTreeMap<String, Vec<String>>,
    cover: CoverWords,
    roles: Roles,
    header: Vec<HeaderEntry>,
}

/// The name of a public body found in a sentence; longer ones are two names.
const LONGEST_BODY: usize = 24;

/// Longer lines are sentences.
const LONGEST_TITLE: usize = 48;

/// What opens a row or a header that is a part of the one before: of which. A particle of the language, like 第 and 年, and
/// no wording of a form, so it is no data: those who ask for it are far from any grammar file.
pub const OF_WHICH: &str = "其中";

/// Whether a text opens with 其中 and a colon.
pub fn opens_of_which(text: &str) -> bool {
    text.strip_prefix(OF_WHICH).is_some_and(|rest| rest.starts_with(['：', ':']))
}

impl Words {
    /// Reads `words.toml`.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, FormError> {
        let raw: WordsFile =
            toml::from_str(text).map_err(|error| FormError::from_toml(file, text, &error))?;
        let set = |list: &[String]| list.iter().map(|word| fold(word)).collect();
        let patterns = |list: &[String]| list.iter().map(|word| Pattern::new(word)).collect();
        Ok(Self {
            totals: set(&raw.totals),
            subtotals: set(&raw.subtotals),
            number_marks: raw.number_marks.into_iter().collect(),
            counts: patterns(&raw.counts),
            empty: patterns(&raw.empty),
            empty_columns: set(&raw.empty_columns),
            affirmed: set(&raw.affirmed),
            not_titles: patterns(&raw.not_titles),
            table_ends: patterns(&raw.table_ends),
            sum_ends: raw.sum_ends,
            contents: raw.contents,
            refers: raw.refers,
            title_fillers: raw.title_fillers,
            title_follows: raw.title_follows.iter().map(|word| fold(word)).collect(),
            subjects: raw.subjects.iter().map(|(table, words)| (table.clone(), patterns(words))).collect(),
            headers: Headers::new(raw.roles, raw.header),
            cover: raw.cover,
        })
    }

    /// Whether a row of this name sums the whole table: 合计, 总 计, 收入总计.
    pub fn is_total(&self, name: &str) -> bool {
        self.totals.contains(fold(name).trim_end_matches(':'))
    }

    /// Whether a row of this name sums some rows above or below it: 小计.
    pub fn is_subtotal(&self, name: &str) -> bool {
        self.subtotals.contains(fold(name).trim_end_matches(':'))
    }

    /// Whether a cell of the row that numbers the columns holds this in place of a number: 栏次, ※.
    pub fn is_number_mark(&self, text: &str) -> bool {
        self.number_marks.contains(text)
    }

    /// Whether the numbers below this header word count things: 数量, 人数.
    pub fn counts_things(&self, header: &str) -> bool {
        let folded = fold(header);
        self.counts.iter().any(|pattern| pattern.matches(&folded))
    }

    /// Whether a header word names what this table is about: 三公经费 in `three_public`.
    pub fn is_subject(&self, table_id: &str, header: &str) -> bool {
        let folded = fold(header);
        self.subjects.get(table_id).is_some_and(|words| words.iter().any(|word| word.matches(&folded)))
    }

    /// Whether a text says that its table has no amounts.
    pub fn says_empty(&self, text: &str) -> bool {
        let folded = fold(text);
        self.empty.iter().any(|pattern| pattern.matches(&folded))
    }

    /// Whether a column of a list of tables tells which of them are empty: 是否空表.
    pub fn asks_empty(&self, label: &str) -> bool {
        self.empty_columns.contains(&fold(label))
    }

    /// Whether a cell answers yes: 是.
    pub fn affirms(&self, text: &str) -> bool {
        self.affirmed.contains(&fold(text))
    }

    /// The unit a line declares: `单位：万元`, `金额单位：元`, `（单位：亿元）`.
    pub fn unit_in(&self, line: &str) -> Option<Unit> {
        let folded = fold(line);
        folded.match_indices("单位:").find_map(|(at, mark)| unit_at(folded.get(at + mark.len()..)?))
    }

    /// A title or header word as grammar files write it: folded, without years, number and ordinal.
    pub fn entry_wording(&self, printed: &str) -> String {
        title::entry_wording(printed)
    }

    /// The canonical name of a column by its header path, outermost first.
    pub fn column_id<'a>(&'a self, path: &[&str], form: Option<&'a Form>) -> Option<&'a str> {
        let folded: Vec<String> = path.iter().map(|word| fold(word)).collect();
        match form.and_then(|form| form.column_at(&folded)) {
            Some(column) => column.id.as_deref(),
            None => self.headers.column_id(&folded),
        }
    }

    /// Whether a header path is known to stand over money, with or without a canonical name.
    pub fn is_money(&self, path: &[&str]) -> bool {
        self.headers.is_money(&path.iter().map(|word| fold(word)).collect::<Vec<_>>())
    }

    /// What the cells below this header word hold, where it is not money.
    pub fn header_role(&self, leaf: &str) -> Option<ColumnRole> {
        self.headers.role(&fold(leaf))
    }

    /// Whether a name ends like that of a sum: 财政拨款小计.
    pub fn ends_as_sum(&self, name: &str) -> bool {
        self.sum_ends.iter().any(|end| name.ends_with(end.as_str()))
    }

    /// Whether a line can be the title of a table.
    pub fn is_title(&self, line: &str) -> bool {
        let Some(bare) = title::bare(line) else { return false };
        let text = bare.strip_suffix("(续)").unwrap_or(&bare);
        let length = text.chars().count();
        (3..=LONGEST_TITLE).contains(&length)
            && ends_with_table(text)
            && !text.contains(['。', ';', '；', ',', '?', '…'])
            && !self.not_titles.iter().any(|pattern| pattern.matches(text))
    }

    /// Whether a line of flattened text can be no part of a table any more: a remark, a sentence, the next chapter.
    pub fn ends_table(&self, line: &str) -> bool {
        let folded = fold(line);
        self.table_ends.iter().any(|pattern| pattern.matches(&folded))
    }

    /// Whether a line is the heading of the list of contents.
    pub fn is_contents(&self, line: &str) -> bool {
        self.contents.iter().any(|heading| heading == line)
    }

    /// The words behind which a sentence names what it refers to: 详见.
    pub fn refers(&self) -> impl Iterator<Item = &str> {
        self.refers.iter().map(String::as_str)
    }

    /// What tells one title from another: without number, year, and words that titles of one table need not share.
    pub fn title_core(&self, title: &str) -> String {
        let mut core = title::entry_wording(title);
        for filler in &self.title_fillers {
            core = core.replace(filler.as_str(), "");
        }
        core
    }

    /// The number a line prints with (or instead of) a title: `表1`, `公开02表`.
    pub fn table_number(&self, line: &str) -> Option<String> {
        title::table_number(line)
    }
}

/// …表, …表(按功能分类), or …表-人员经费(按经济分类).
fn ends_with_table(text: &str) -> bool {
    let before_bracket =
        text.strip_suffix(')').and_then(|inner| inner.rsplit_once('(')).map(|(before, _)| before);
    let mut parts = text.match_indices("表-").map(|(at, mark)| &text[at + mark.len()..]);
    before_bracket.unwrap_or(text).ends_with('表')
        || parts.any(|part| part.starts_with(|c: char| !c.is_ascii_digit()))
}

/// The unit that `rest` begins with, and that is not the beginning of a name.
fn unit_at(rest: &str) -> Option<Unit> {
    let rest = rest.strip_prefix("人民币").unwrap_or(rest);
    let (unit, after) =
        Unit::ALL.into_iter().find_map(|unit| Some((unit, rest.strip_prefix(unit.name())?)))?;
    let next = after.chars().next();
    next.is_none_or(|c| !c.is_alphabetic() || "表部公编项收".contains(c)).then_some(unit)
}
