//! Forms are data: `grammars/*.toml` and `grammars/codes/*.csv` become [`Grammars`].
//!
//! In: a folder (the embedded one, or one of the user's). Out: words, families of forms, codes and regions, all
//! checked. Knows nothing of a document's tables; whoever reads those asks here what a title or a header means.

mod card_checks;
mod cards;
mod check;
mod codes;
mod columns;
pub mod equation;
mod error;
mod family;
mod fold;
mod headers;
mod ids;
mod label;
mod load;
mod narrative;
mod personal;
mod phrase;
mod project;
mod regions;
mod rule;
mod sentence;
mod sums;
#[cfg(test)]
mod mistakes;
#[cfg(test)]
mod tests;
mod title;
mod vocabulary;
mod words;

pub use card_checks::CardCheckWords;
pub use cards::{CardField, CardKind, CardPhrase, CardWords, Comparison, IndicatorColumn, MoneyColumn};
pub use check::{CheckRule, Explanation, Partner, Severity, Wordings};
pub use codes::Codes;
pub use columns::{ColumnSum, sums_of_labels};
pub use error::FormError;
pub use family::{ColumnRole, Family, Form, FormColumn, FormKind, Side, Stage};
pub use fold::{Pattern, fold};
pub use ids::{COLUMN_IDS, TABLE_IDS};
pub use load::{Files, Grammars};
pub use narrative::NarrativeWords;
pub use personal::{LabelledNumber, NumberShape, PersonalWords};
pub use phrase::{DisclosureKind, Phrases};
pub use project::{ProjectField, ProjectWords};
pub use regions::Regions;
pub use rule::{CardRule, NamedRule, SetRule, TableRule, TextRule, ThingRule};
pub use sentence::SentenceWords;
pub use title::is_numeral;
pub use words::{CoverWords, OF_WHICH, Words, opens_of_which};
