//! Wordings and what they mean, for words that stand alone in a cell.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::{Pattern, fold};

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

impl<T: Copy> Vocabulary<T> {
    pub(super) fn new(entries: BTreeMap<T, Vec<String>>) -> Self {
        let mut vocabulary = Self::default();
        for (meaning, words) in entries {
            for word in words {
                let pattern = Pattern::new(&word);
                if pattern.is_literal() {
                    vocabulary.whole.entry(fold(&word)).or_insert(meaning);
                } else {
                    vocabulary.patterns.push((pattern, meaning));
                }
            }
        }
        vocabulary
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
