//! What the income lists of a document say of the sources of money: an amount, or that there is none.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::coded::RawRow;
use super::section::Section;
use crate::form::Words;
use crate::model::Side;

/// Amounts by canonical column name; a name without any was printed with a blank cell only.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    values: BTreeMap<String, BTreeSet<Decimal>>,
}

impl Evidence {
    /// Gathers from every side-by-side table whose income list has one column of money, and from empty tables.
    pub(super) fn gather<'a>(
        tables: impl Iterator<Item = (&'a Section<'a>, &'a [RawRow])>,
        words: &Words,
    ) -> Self {
        let mut evidence = Self::default();
        for (section, rows) in tables {
            if section.amounts(Some(Side::Income)).len() == 1 {
                for row in rows.iter().filter(|row| row.side == Some(Side::Income)) {
                    evidence.take(row, words);
                }
            }
            let fund = section.form.and_then(|form| form.table_id.as_deref());
            if let Some(fund @ ("government_fund" | "state_capital")) = fund
                && section.says_empty
            {
                evidence.values.entry(fund.to_owned()).or_default();
            }
        }
        evidence
    }

    fn take(&mut self, row: &RawRow, words: &Words) {
        if let Some(id) = words.column_id(&[&row.name], None) {
            let values = self.values.entry(id.to_owned()).or_default();
            values
                .extend(row.values.iter().filter_map(|value| value.number).filter(|value| !value.is_zero()));
        }
    }

    /// Whether the document shows that there is no money of this kind.
    pub(super) fn is_blank(&self, id: &str) -> bool {
        self.values.get(id).is_some_and(BTreeSet::is_empty)
    }

    /// The amounts printed for this kind of money; `None` where none is.
    pub(super) fn amounts(&self, id: &str) -> Option<&BTreeSet<Decimal>> {
        self.values.get(id).filter(|values| !values.is_empty())
    }
}
