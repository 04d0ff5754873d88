//! Wordings and what they mean, for words that stand alone in a cell.

use std::collections::BTreeMap;
use std::ops::Bound;

use toml::Spanned;

use super::{FormError, Pattern, fold};

/// Wordings and what they mean: whole wordings, then patterns.
#[derive(Debug, Clone)]
pub(super) struct Vocabulary<T> {
    whole: BTreeMap<String, T>,
    patterns: Vec<(Pattern, T)>,
}

impl<T> Default for Vocabulary<T> {
    fn default() -> Self {
        Self { whole: BTreeMap::new(), patterns: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Vocabulary<T> {
    /// Reads the wordings of each meaning; one that stands under two of them is a mistake in the file.
    pub(super) fn new(
        file: &str,
        text: &str,
        entries: BTreeMap<T, Vec<Spanned<String>>>,
    ) -> Result<Self, FormError> {
        let mut vocabulary = Self::default();
        for (meaning, words) in entries {
            for word in words {
                let pattern = Pattern::new(word.get_ref());
                if !pattern.is_literal() {
                    vocabulary.patterns.push((pattern, meaning));
                } else if let Some(other) = vocabulary.whole.insert(fold(word.get_ref()), meaning)
                    && other != meaning
                {
                    let message = format!(
                        "`{}` stands under two keys of this table, expected one meaning for each wording",
                        word.get_ref()
                    );
                    return Err(FormError::at(file, text, word.span().start, message));
                }
            }
        }
        Ok(vocabulary)
    }

    pub(super) fn get(&self, folded: &str) -> Option<T> {
        let by_pattern =
            || self.patterns.iter().find(|(pattern, _)| pattern.matches(folded)).map(|(_, meaning)| *meaning);
        self.whole.get(folded).copied().or_else(by_pattern)
    }

    /// Whether some whole wording begins with this text.
    pub(super) fn begins(&self, folded: &str) -> bool {
        let from = (Bound::Included(folded), Bound::Unbounded);
        self.whole.range::<str, _>(from).next().is_some_and(|(word, _)| word.starts_with(folded))
    }
}
