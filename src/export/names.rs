//! The closed vocabularies of the contract: a word for each variant of the typed document, and all of them for the schema.
//!
//! A match gives the words, so a variant without one does not compile; the schema lists the words of that match.

use std::borrow::Cow;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::field::Field;
use crate::base::{Level, Personal};
use crate::flat::Source;
use crate::model::{Claim, Disclosure, Kind, Operator, PlacedBy, RowRole, Side, Status, UnitFrom};
use crate::reconcile::{CauseKind, Relation, Severity, State, Verdict};

/// A type whose variants have words.
pub(crate) trait Vocabulary {
    /// All of them, in order.
    const WORDS: &'static [&'static str];
}

/// The word for a variant of `V`.
#[derive(Debug)]
pub(crate) struct Word<V>(&'static str, PhantomData<V>);

impl<V> Word<V> {
    /// As it is written.
    pub(crate) fn as_str(&self) -> &'static str {
        self.0
    }
}

impl<V> Serialize for Word<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<V: Vocabulary> JsonSchema for Word<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        V::WORDS.join("_or_").into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": V::WORDS })
    }
}

impl<V> From<Word<V>> for Field<'_> {
    fn from(word: Word<V>) -> Self {
        word.0.into()
    }
}

/// What a card is about; the typed document says whether of a department.
pub(crate) struct CardKind;
/// Where an amount went; the typed document has the sign of the change.
pub(crate) struct Direction;
/// The side of a check a figure is on; it says whether it is the left one.
pub(crate) struct OperandSide;
/// How a figure counts there; it says whether it is subtracted.
pub(crate) struct OperandSign;

/// `name: what is told => the vocabulary { variant => word }`.
macro_rules! vocabulary {
    ($name:ident: $told:ty => $of:ty { $($variant:pat => $word:literal),+ $(,)? }) => {
        impl Vocabulary for $of {
            const WORDS: &'static [&'static str] = &[$($word),+];
        }

        pub(crate) fn $name(told: $told) -> Word<$of> {
            let word = match told { $($variant => $word),+ };
            Word(word, PhantomData)
        }
    };
}

vocabulary!(source: Source => Source {
    Source::Pdf => "pdf",
    Source::Text => "text",
});

vocabulary!(status: Status => Status {
    Status::Ok => "ok",
    Status::Partial => "partial",
    Status::NoTextLayer => "no_text_layer",
    Status::NotADisclosure => "not_a_disclosure",
    Status::Failed => "failed",
});

vocabulary!(disclosure: Disclosure => Disclosure {
    Disclosure::DepartmentBudget => "department_budget",
    Disclosure::UnitBudget => "unit_budget",
    Disclosure::DepartmentFinal => "department_final",
    Disclosure::UnitFinal => "unit_final",
    Disclosure::PerformanceTargets => "performance_targets",
    Disclosure::GovernmentBudget => "government_budget",
    Disclosure::Unknown => "unknown",
});

vocabulary!(unit_from: UnitFrom => UnitFrom {
    UnitFrom::Printed => "printed",
    UnitFrom::Inherited => "inherited",
    UnitFrom::Inferred => "inferred",
});

vocabulary!(row_role: RowRole => RowRole {
    RowRole::Detail => "detail",
    RowRole::Subtotal => "subtotal",
    RowRole::Total => "total",
    RowRole::Heading => "heading",
});

vocabulary!(side: Side => Side {
    Side::Income => "income",
    Side::Expenditure => "expenditure",
});

vocabulary!(kind: Kind => Kind {
    Kind::Amount => "amount",
    Kind::Dash => "dash",
    Kind::Text => "text",
    Kind::Percent => "percent",
    Kind::Count => "count",
});

vocabulary!(placed_by: PlacedBy => PlacedBy {
    PlacedBy::Cell => "cell",
    PlacedBy::Arithmetic => "arithmetic",
    PlacedBy::Order => "order",
});

vocabulary!(operator: Operator => Operator {
    Operator::AtLeast => ">=",
    Operator::AtMost => "<=",
    Operator::Equal => "=",
    Operator::More => ">",
    Operator::Less => "<",
});

vocabulary!(claim: Claim => Claim {
    Claim::Fact => "fact",
    Claim::Code => "code",
    Claim::Card => "card",
    Claim::Indicator => "indicator",
    Claim::Statement => "statement",
    Claim::Prose => "prose",
    Claim::PageNumber => "page_number",
    Claim::Date => "date",
    Claim::Unclaimed => "unclaimed",
});

vocabulary!(personal: Personal => Personal {
    Personal::Name => "name",
    Personal::Phone => "phone",
    Personal::Identity => "identity",
    Personal::Mail => "mail",
});

vocabulary!(level: Level => Level {
    Level::Error => "error",
    Level::Warning => "warning",
    Level::Info => "info",
});

vocabulary!(severity: Severity => Severity {
    Severity::Error => "error",
    Severity::Warning => "warning",
    Severity::Info => "info",
});

vocabulary!(verdict: Verdict => Verdict {
    Verdict::Exact => "exact",
    Verdict::Rounding => "rounding",
    Verdict::Mismatch => "mismatch",
    Verdict::Unjudged => "unjudged",
});

vocabulary!(card_kind: bool => CardKind {
    true => "department",
    false => "project",
});

vocabulary!(direction: i8 => Direction {
    1.. => "increase",
    0 => "unchanged",
    ..0 => "decrease",
});

vocabulary!(relation: Relation => Relation {
    Relation::Equal => "=",
    Relation::AtMost => "<=",
    Relation::Soft => "~",
});

vocabulary!(cause: CauseKind => CauseKind {
    CauseKind::Rounding => "rounding",
    CauseKind::Extraction => "extraction",
    CauseKind::Scale => "scale",
    CauseKind::DigitSwap => "digit_swap",
    CauseKind::Basis => "basis",
    CauseKind::Digit => "digit",
    CauseKind::Source => "source",
});

vocabulary!(state: &State => State {
    State::Evaluated => "evaluated",
    State::NotApplicable(_) => "not_applicable",
    State::Unjudged(_) => "unjudged",
});

vocabulary!(operand_side: bool => OperandSide {
    true => "left",
    false => "right",
});

vocabulary!(operand_sign: bool => OperandSign {
    true => "-",
    false => "+",
});

#[cfg(test)]
mod tests {
    use super::*;

    fn check<V: Vocabulary>(words: &[Word<V>]) {
        let told: Vec<&str> = words.iter().map(Word::as_str).collect();
        assert_eq!(told, V::WORDS, "every word is that of a variant");
    }

    #[test]
    fn what_is_told_by_other_types_has_every_word() {
        check(&[true, false].map(card_kind));
        check(&[1, 0, -1].map(direction));
        check(&[true, false].map(operand_side));
        check(&[true, false].map(operand_sign));
        check(&[Relation::Equal, Relation::AtMost, Relation::Soft].map(relation));
        let states = [State::Evaluated, State::NotApplicable(String::new()), State::Unjudged(String::new())];
        check(&states.each_ref().map(state));
    }
}
