//! The shape of `documents/<stem>.json`, version 1.
//!
//! These structs mirror the inner types at the boundary, so that those may change while the shape stays. Every key is
//! always there; what is unknown is null. Lengths are the only `i32` of the shape: `pretty` prints them as points.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::names::{CardKind, Direction, OperandSide, OperandSign, Word};
use crate::base::{Level, Personal};
use crate::flat::Source;
use crate::model::{Claim, Disclosure, Kind, Operator, PlacedBy, RowRole, Side, Status, UnitFrom};
use crate::reconcile::{CauseKind, Relation, Severity, State, Verdict};

/// A published budget disclosure as data. Amounts are decimals in strings, with the decimals that were printed.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Document<'a> {
    /// Version of this shape.
    #[schemars(extend("const" = super::json::VERSION))]
    pub(crate) version: u32,
    /// SHA-256 of the input's bytes, lower-case hex.
    pub(crate) document_id: &'a str,
    /// The path as given.
    pub(crate) path: &'a str,
    /// `pdf` or `text`.
    pub(crate) source: Word<Source>,
    /// `ok`, `partial`, `no_text_layer` or `not_a_disclosure`.
    pub(crate) status: Word<Status>,
    /// Size of the input.
    pub(crate) bytes: u64,
    /// Pages of a PDF; 0 for plain text.
    pub(crate) pages: u32,
    /// The program that made the PDF.
    pub(crate) producer: Option<&'a str>,
    /// Whose, when and what.
    pub(crate) cover: Cover<'a>,
    /// Recovered tables in order.
    pub(crate) tables: Vec<Table<'a>>,
    /// Performance cards in order.
    pub(crate) cards: Vec<Card<'a>>,
    /// Amount-bearing sentences in order.
    pub(crate) statements: Vec<Statement<'a>>,
    /// What the narrative counts and lists besides.
    pub(crate) narrative: super::passages::Narrative<'a>,
    /// Evaluated checks, also those that could not be judged.
    pub(crate) checks: Vec<Check<'a>>,
    /// For each check of the catalogue, in its order, whether it could be evaluated at all.
    pub(crate) obligations: Vec<Obligation<'a>>,
    /// Where names and numbers of persons were masked; null in a run without `--redact`.
    pub(crate) redacted: Option<Vec<Redacted>>,
    /// What could not be read, was repaired or deserves a look.
    pub(crate) notes: Vec<Note<'a>>,
    /// Every amount token of the text, and who claims it.
    pub(crate) ledger: Vec<Token<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Cover<'a> {
    /// Title as printed.
    pub(crate) title: Option<&'a str>,
    /// Department or unit.
    pub(crate) issuer: Option<&'a str>,
    /// GB/T 2260.
    pub(crate) region_code: Option<&'a str>,
    pub(crate) region: Option<&'a str>,
    /// The year the figures are for.
    pub(crate) fiscal_year: Option<u16>,
    /// `department_budget`, `unit_budget`, `department_final`, `unit_final`, `performance_targets`,
    /// `government_budget` or `unknown`.
    pub(crate) disclosure: Word<Disclosure>,
    /// The grammar file whose forms read most tables.
    pub(crate) form_family: Option<&'a str>,
    /// ISO 8601.
    pub(crate) published_on: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Table<'a> {
    /// 1-based, in order of appearance.
    pub(crate) no: u32,
    /// Canonical name.
    pub(crate) table_id: Option<&'a str>,
    /// The form that read it.
    pub(crate) form: Option<&'a str>,
    /// Title as printed, without the number.
    pub(crate) title: Option<&'a str>,
    /// Number as printed.
    pub(crate) number: Option<&'a str>,
    /// The unit of its amounts.
    pub(crate) unit: Option<&'static str>,
    /// `printed`, `inherited` or `inferred`.
    pub(crate) unit_from: Option<Word<UnitFrom>>,
    pub(crate) page_first: Option<u32>,
    pub(crate) page_last: Option<u32>,
    /// Line of the flattened text where it begins.
    pub(crate) line: Option<u32>,
    /// Printed as an empty table.
    pub(crate) empty: bool,
    /// From left to right.
    pub(crate) columns: Vec<Column<'a>>,
    /// From top to bottom; the sides of a two-sided row follow each other with one `no`.
    pub(crate) rows: Vec<Row<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Column<'a> {
    pub(crate) no: u32,
    /// Canonical name.
    pub(crate) column_id: Option<&'a str>,
    /// Header path, outermost first, joined by `/`.
    pub(crate) label: &'a str,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Row<'a> {
    pub(crate) no: u32,
    /// `detail`, `subtotal`, `total` or `heading`.
    pub(crate) role: Word<RowRole>,
    /// `income` or `expenditure`.
    pub(crate) side: Option<Word<Side>>,
    /// Digits only.
    pub(crate) code: Option<&'a str>,
    pub(crate) name: Option<&'a str>,
    /// The label of the group of rows it stands in, where a column before the names has one.
    pub(crate) parent: Option<&'a str>,
    pub(crate) project: Option<&'a str>,
    /// The printed values; a blank cell has none.
    pub(crate) values: Vec<Value<'a>>,
    pub(crate) place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Value<'a> {
    /// `no` of the column.
    pub(crate) column: Option<u32>,
    /// The cell's text.
    pub(crate) printed: &'a str,
    /// `amount`, `dash`, `text`, `percent` or `count`.
    pub(crate) kind: Word<Kind>,
    pub(crate) value: Option<Exact>,
    pub(crate) unit: Option<&'static str>,
    /// The amount in 元.
    pub(crate) yuan: Option<Exact>,
    /// How its column is known: `cell`, `arithmetic` or `order`.
    pub(crate) placed_by: Word<PlacedBy>,
    pub(crate) place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Card<'a> {
    pub(crate) no: u32,
    /// `department` or `project`.
    pub(crate) kind: Word<CardKind>,
    pub(crate) title: Option<&'a str>,
    pub(crate) issuer: Option<&'a str>,
    pub(crate) project: Option<&'a str>,
    pub(crate) leader: Option<&'a str>,
    pub(crate) year: Option<u16>,
    pub(crate) budget_total: Option<Exact>,
    pub(crate) budget_fiscal: Option<Exact>,
    pub(crate) budget_other: Option<Exact>,
    pub(crate) unit: Option<&'static str>,
    pub(crate) goal: Option<&'a str>,
    pub(crate) authority: Option<&'a str>,
    /// Money planned at the beginning of the year (self-evaluation).
    pub(crate) budget_initial: Option<Exact>,
    /// Money spent (self-evaluation).
    pub(crate) executed: Option<Exact>,
    /// Goal for the whole life of the project.
    pub(crate) term_goal: Option<&'a str>,
    /// What came of the goal (self-evaluation).
    pub(crate) goal_actual: Option<&'a str>,
    /// What else is printed around the indicators, all money among it.
    pub(crate) entries: Vec<CardEntry<'a>>,
    pub(crate) indicators: Vec<Indicator<'a>>,
    pub(crate) place: Place,
}

/// Something printed on a card under a label.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CardEntry<'a> {
    /// The label beside it, then the heading above it, joined by `/`.
    pub(crate) label: &'a str,
    pub(crate) text: &'a str,
    pub(crate) value: Option<Exact>,
    pub(crate) place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Indicator<'a> {
    pub(crate) no: u32,
    pub(crate) level1: Option<&'a str>,
    pub(crate) level2: Option<&'a str>,
    pub(crate) level3: Option<&'a str>,
    /// `>=`, `<=`, `=`, `>` or `<`.
    pub(crate) operator: Option<Word<Operator>>,
    pub(crate) target: Option<Exact>,
    pub(crate) target_unit: Option<&'a str>,
    pub(crate) target_text: Option<&'a str>,
    pub(crate) basis: Option<&'a str>,
    pub(crate) previous: Option<&'a str>,
    pub(crate) weight: Option<Exact>,
    pub(crate) scoring: Option<&'a str>,
    pub(crate) evidence: Option<&'a str>,
    pub(crate) activity: Option<&'a str>,
    /// Target for the whole life of the project, beside that of the year.
    pub(crate) term_target: Option<&'a str>,
    pub(crate) explanation: Option<&'a str>,
    /// What was reached (self-evaluation).
    pub(crate) actual: Option<&'a str>,
    /// Points given (self-evaluation).
    pub(crate) score: Option<Exact>,
    pub(crate) deviation: Option<&'a str>,
    pub(crate) remark: Option<&'a str>,
    pub(crate) place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Statement<'a> {
    /// 1-based, in reading order.
    pub(crate) no: u32,
    /// Heading path.
    pub(crate) section: Option<&'a str>,
    pub(crate) subject: Option<&'a str>,
    /// Canonical name of the subject: `three_public`, `abroad`, `operating_funds`, `procurement` ….
    pub(crate) item: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
    /// What is measured of the subject, as printed.
    pub(crate) measure: Option<&'a str>,
    /// The year printed with the amount.
    pub(crate) year: Option<u16>,
    pub(crate) amount: Option<Exact>,
    pub(crate) unit: Option<&'static str>,
    pub(crate) share_percent: Option<Exact>,
    /// The whole of that share, as printed.
    pub(crate) share_of: Option<&'a str>,
    /// How far the budget named before was used.
    pub(crate) completion_percent: Option<Exact>,
    pub(crate) change: Option<Exact>,
    pub(crate) change_percent: Option<Exact>,
    /// `increase`, `decrease` or `unchanged`.
    pub(crate) direction: Option<Word<Direction>>,
    /// What it is compared with, as printed.
    pub(crate) compared_with: Option<&'a str>,
    /// The amount it is compared with, where it is printed.
    pub(crate) previous: Option<Exact>,
    pub(crate) reason: Option<&'a str>,
    /// The statement (`no`) of which this one is a part.
    pub(crate) part_of: Option<u32>,
    /// Said within the reason of another statement.
    pub(crate) in_reason: bool,
    pub(crate) text: &'a str,
    pub(crate) place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Check<'a> {
    /// Names the fault it looks for.
    pub(crate) id: &'a str,
    /// Instance of the check in this document.
    pub(crate) no: u32,
    pub(crate) group: &'a str,
    /// `error`, `warning` or `info`: how bad a mismatch is.
    pub(crate) severity: Word<Severity>,
    /// `exact`, `rounding`, `mismatch` or `unjudged`.
    pub(crate) verdict: Word<Verdict>,
    pub(crate) left: Option<Exact>,
    pub(crate) right: Option<Exact>,
    pub(crate) difference: Option<Exact>,
    /// What rounding of the printed terms can explain.
    pub(crate) slack: Option<Exact>,
    pub(crate) unit: Option<&'static str>,
    /// `=`, `<=`, or `~` where both should be equal but need not be.
    pub(crate) relation: Word<Relation>,
    /// Readable: `T5[2060404].total`.
    pub(crate) left_of: &'a str,
    pub(crate) right_of: &'a str,
    /// One sentence, and for a mismatch what is suspected.
    pub(crate) message: String,
    pub(crate) place: Place,
    /// Why it is a mismatch, where the figures tell.
    pub(crate) cause: Option<Cause<'a>>,
    /// The figures of both sides, as they were read.
    pub(crate) operands: Vec<Operand>,
}

/// Why a check is a mismatch.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Cause<'a> {
    /// `rounding` (digits were cut), `extraction` (misread or left out), `scale` (another unit), `digit_swap`, `basis`
    /// (another 口径), `digit` (one is wrong) or `source` (the document contradicts itself).
    pub(crate) kind: Word<CauseKind>,
    /// `no` of the check that reports this cause; its own where it is that one.
    pub(crate) root_check_no: u32,
    /// `no` of the other checks that fail for the same reason; only at the root.
    pub(crate) follow_ups: &'a [u32],
    /// The one figure that all checks together single out.
    pub(crate) suspect: Option<Suspect<'a>>,
    /// The cause in a sentence.
    pub(crate) sentence: &'a str,
}

/// A figure that is likely to be wrong. The proposal is never applied.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Suspect<'a> {
    /// Readable: `T5[2060404].total`.
    pub(crate) of: &'a str,
    pub(crate) printed: &'a str,
    /// What would close the checks it breaks.
    pub(crate) proposed: Exact,
    pub(crate) unit: Option<&'static str>,
    pub(crate) place: Place,
}

/// One figure of a check.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Operand {
    /// `left` or `right`.
    pub(crate) side: Word<OperandSide>,
    /// `+` or `-`.
    pub(crate) sign: Word<OperandSign>,
    /// What it is: table, row and column, or the subject of a sentence.
    pub(crate) label: String,
    /// As printed; empty for a figure that was counted or follows from an empty table.
    pub(crate) printed: String,
    pub(crate) value: Exact,
    pub(crate) unit: Option<&'static str>,
    pub(crate) place: Place,
}

/// What came of one check of the catalogue.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Obligation<'a> {
    pub(crate) check_id: &'a str,
    /// `evaluated`, `not_applicable` or `unjudged`.
    pub(crate) state: Word<State>,
    /// Why it was not evaluated.
    pub(crate) reason: Option<&'a str>,
    /// Instances that were judged.
    pub(crate) judged: usize,
    /// Instances that could not be judged.
    pub(crate) unjudged: usize,
}

/// Something that was masked.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Redacted {
    /// `name`, `phone`, `identity` or `mail`.
    pub(crate) kind: Word<Personal>,
    pub(crate) place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Note<'a> {
    pub(crate) id: &'static str,
    /// `error`, `warning` or `info`.
    pub(crate) level: Word<Level>,
    pub(crate) message: &'a str,
    pub(crate) place: Place,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) value: Exact,
    /// `fact`, `code`, `card`, `indicator`, `statement`, `prose`, `page_number`, `date` or `unclaimed`.
    pub(crate) claimed_by: Word<Claim>,
    pub(crate) place: Place,
}

/// Where something stands.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Place {
    /// 1-based; null for plain text.
    pub(crate) page: Option<u32>,
    /// 1-based line of the flattened text.
    pub(crate) line: Option<u32>,
    /// `x0, y0, x1, y1` in points on the page as displayed, origin top left; null for plain text.
    #[serde(rename = "box")]
    #[schemars(with = "Option<[f64; 4]>")]
    pub(crate) corners: Option<[i32; 4]>,
}

/// A decimal in a string, with the decimals that were printed; never an exponent.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Exact(#[schemars(with = "String")] pub(crate) Decimal);
