//! How names and numbers of persons are known, from `grammars/personal.toml`: the words beside them, and their shapes.

use std::collections::BTreeSet;

use regex::Regex;
use serde::Deserialize;
use toml::Spanned;

use super::{FormError, Pattern, fold};
use crate::base::Personal;

/// What `personal.toml` says.
#[derive(Debug, Clone)]
pub struct PersonalWords {
    /// A word after which a person is named, and what may stand between it and the name: group 2. The name may stand in
    /// brackets: groups 1 and 3.
    pub name_label: Regex,
    close: BTreeSet<String>,
    not: Vec<Pattern>,
    surnames: BTreeSet<char>,
    transliterated: BTreeSet<char>,
    /// Words after which a number stands, with its shape there: group 1.
    pub labelled: Vec<LabelledNumber>,
    /// Numbers known by their shape alone.
    pub shapes: Vec<NumberShape>,
    /// Any word after which a name or a number stands: a name ends where one begins.
    pub any_label: Regex,
}

/// A number behind a word.
#[derive(Debug, Clone)]
pub struct LabelledNumber {
    /// What it is.
    pub kind: Personal,
    /// The word and what may stand between it and the number.
    pub label: Regex,
    /// The number, at the begin of a text.
    pub number: Regex,
    /// Digits it has at least.
    pub digits: usize,
}

/// A number by itself.
#[derive(Debug, Clone)]
pub struct NumberShape {
    /// What it is.
    pub kind: Personal,
    /// Its shape.
    pub number: Regex,
    /// Not where an amount may stand as well.
    pub lone: bool,
    /// The last of its 18 digits must follow from the others.
    pub check_digit: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonalFile {
    name: NameEntry,
    phone: LabelEntry,
    identity: LabelEntry,
    number: Vec<NumberEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameEntry {
    labels: Vec<String>,
    close: Vec<String>,
    not: Vec<String>,
    surnames: String,
    transliterated: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LabelEntry {
    labels: Vec<String>,
    before_colon: Vec<String>,
    pattern: Spanned<String>,
    digits: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NumberEntry {
    kind: KindEntry,
    pattern: Spanned<String>,
    #[serde(default)]
    lone: bool,
    #[serde(default)]
    check_digit: bool,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum KindEntry {
    Phone,
    Identity,
    Mail,
}

/// 阿卜杜热西提·阿卜杜热合曼.
const LONGEST_NAME: usize = 20;

/// Between a word and what it announces: words in brackets (group 1), then a colon, blanks, a new line, the border of a cell,
/// words in brackets (group 3), or a bracket that opens; group 2 is all from the colon on.
const BETWEEN: &str = r"(?:[（(]([^（）()\t\n\d]{0,10})[）)])?([ \t\n]*[:：]?[ \t\n]*(?:[（(]([^（）()\t\n\d]{0,10})[）)][ \t\n]*|[（(])?)";
const COLON: &str = r"(?:[（(][^（）()\t\n\d]{0,10}[）)])?([ \t\n]*[:：][ \t\n]*)";

impl PersonalWords {
    /// Reads `personal.toml`.
    pub(super) fn parse(file: &str, text: &str) -> Result<Self, FormError> {
        let raw: PersonalFile =
            toml::from_str(text).map_err(|error| FormError::from_toml(file, text, &error))?;
        let compile = |pattern: &str, at: usize| {
            Regex::new(pattern)
                .map_err(|error| FormError::at(file, text, at, format!("key `pattern`: {error}")))
        };
        let words =
            |lists: &[&[String]], after: &str| compile(&format!("(?:{}){after}", any_of(&lists.concat())), 0);
        let labelled = |kind: Personal, entry: &LabelEntry| {
            let number = compile(&format!("^(?:{})", entry.pattern.get_ref()), entry.pattern.span().start)?;
            let digits = entry.digits;
            let of = |label| LabelledNumber { kind, label, number: number.clone(), digits };
            let mut found = vec![of(words(&[&entry.labels], BETWEEN)?)];
            if !entry.before_colon.is_empty() {
                found.push(of(words(&[&entry.before_colon], COLON)?));
            }
            Ok::<_, FormError>(found)
        };
        let shape = |entry: &NumberEntry| {
            Ok::<_, FormError>(NumberShape {
                kind: entry.kind.into(),
                number: compile(entry.pattern.get_ref(), entry.pattern.span().start)?,
                lone: entry.lone,
                check_digit: entry.check_digit,
            })
        };
        let (name, phone, identity) = (&raw.name, &raw.phone, &raw.identity);
        let all = [&name.labels, &phone.labels, &phone.before_colon, &identity.labels].map(Vec::as_slice);
        Ok(Self {
            name_label: words(&[&name.labels], BETWEEN)?,
            close: name.close.iter().map(|word| fold(word)).collect(),
            not: name.not.iter().map(|pattern| Pattern::new(pattern)).collect(),
            surnames: letters(&name.surnames),
            transliterated: letters(&name.transliterated),
            labelled: [labelled(Personal::Phone, phone)?, labelled(Personal::Identity, identity)?].concat(),
            shapes: raw.number.iter().map(shape).collect::<Result<_, _>>()?,
            any_label: words(&all, "")?,
        })
    }

    /// Whether a name may follow this word at once.
    pub fn is_close(&self, label: &str) -> bool {
        self.close.contains(&fold(label))
    }

    /// Whether a text that stands where a name would is none.
    pub fn is_no_name(&self, text: &str) -> bool {
        let folded = fold(text);
        self.not.iter().any(|pattern| pattern.matches(&folded))
    }

    /// Whether a text looks like a name by itself: two to four characters that begin with a surname, three to six that
    /// begin as transliterated names do, or parts with a dot between them.
    pub fn is_name(&self, text: &str) -> bool {
        let length = text.chars().count();
        let begins = |with: &BTreeSet<char>| text.chars().next().is_some_and(|first| with.contains(&first));
        let by_length = (2..=4).contains(&length) && begins(&self.surnames)
            || (3..=6).contains(&length) && begins(&self.transliterated)
            || text.contains('·') && (3..=LONGEST_NAME).contains(&length);
        by_length && !self.is_no_name(text)
    }
}

impl From<KindEntry> for Personal {
    fn from(kind: KindEntry) -> Self {
        match kind {
            KindEntry::Phone => Personal::Phone,
            KindEntry::Identity => Personal::Identity,
            KindEntry::Mail => Personal::Mail,
        }
    }
}

fn letters(text: &str) -> BTreeSet<char> {
    text.chars().filter(|ch| !ch.is_whitespace()).collect()
}

/// Any of the words, the longest that fits, with or without blanks between their characters, brackets of either width.
fn any_of(words: &[String]) -> String {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort_by_key(|word| (std::cmp::Reverse(word.chars().count()), word.as_str()));
    let letter = |ch: char| match ch {
        '(' | '（' => "[（(]".to_owned(),
        ')' | '）' => "[）)]".to_owned(),
        ch => regex::escape(ch.encode_utf8(&mut [0; 4])),
    };
    let word = |word: &&String| word.chars().map(letter).collect::<Vec<_>>().join(" ?");
    words.iter().map(word).collect::<Vec<_>>().join("|")
}
