//! The whole document: cover, tables, cards, statements and the number ledger.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Narrative, Statement, Table};
use crate::base::{Notes, Place, Unit};

/// Everything read from one input. It is kept between two looks at it without its ledger and its notes.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Document {
    /// Whose, when and what.
    pub cover: Cover,
    /// Whether it is a disclosure that could be read.
    pub status: Status,
    /// Recovered tables in order.
    pub tables: Vec<Table>,
    /// Performance cards in order.
    pub cards: Vec<Card>,
    /// Amount-bearing sentences in order.
    pub statements: Vec<Statement>,
    /// What the narrative counts and lists besides.
    pub narrative: Narrative,
    /// Every amount token of the text and who claims it.
    #[serde(skip)]
    pub ledger: Vec<LedgerEntry>,
    /// What could not be read, was repaired, or deserves a look.
    #[serde(skip)]
    pub notes: Notes,
}

/// What came of reading an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Status {
    /// Read.
    #[default]
    Ok,
    /// Read, but something was cut or lost; the notes say what.
    Partial,
    /// Images only.
    NoTextLayer,
    /// Readable text that is no budget disclosure.
    NotADisclosure,
    /// Not readable at all.
    Failed,
}

/// What the cover and the titles say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cover {
    /// Title of the document as printed.
    pub title: Option<String>,
    /// Department or unit.
    pub issuer: Option<String>,
    /// GB/T 2260 code, six digits.
    pub region_code: Option<String>,
    /// Name of the region.
    pub region: Option<String>,
    /// The year the figures are for.
    pub fiscal_year: Option<u16>,
    /// What is disclosed.
    pub disclosure: Disclosure,
    /// The grammar file whose forms read most tables, such as `shanghai`.
    pub form_family: Option<String>,
    /// Date of publication, ISO 8601.
    pub published_on: Option<String>,
}

/// What kind of disclosure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum Disclosure {
    /// 部门预算
    DepartmentBudget,
    /// 单位预算
    UnitBudget,
    /// 部门决算
    DepartmentFinal,
    /// 单位决算
    UnitFinal,
    /// 绩效目标
    PerformanceTargets,
    /// 政府预算
    GovernmentBudget,
    /// Not said.
    #[default]
    Unknown,
}

/// A performance card: the goals of a department or a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Card {
    /// 1-based.
    pub no: u32,
    /// True for 部门整体, false for a project.
    pub of_department: bool,
    /// Title as printed.
    pub title: Option<String>,
    /// Issuing unit as printed on the card: 实施单位, else the department.
    pub issuer: Option<String>,
    /// 主管部门
    pub authority: Option<String>,
    /// Project name.
    pub project: Option<String>,
    /// Person responsible.
    pub leader: Option<String>,
    /// The year printed on the card, else that of the document.
    pub year: Option<u16>,
    /// Money in all.
    pub budget_total: Option<Decimal>,
    /// Of which fiscal appropriation.
    pub budget_fiscal: Option<Decimal>,
    /// Of which other money.
    pub budget_other: Option<Decimal>,
    /// Money planned at the beginning of the year (self-evaluation: 年初预算数; the three above are then 全年预算数).
    pub budget_initial: Option<Decimal>,
    /// Money spent (self-evaluation: 全年执行数).
    pub executed: Option<Decimal>,
    /// The unit of the money.
    pub unit: Option<Unit>,
    /// Goal text, joined.
    pub goal: Option<String>,
    /// Goal for the whole life of the project.
    pub term_goal: Option<String>,
    /// What came of the goal (self-evaluation).
    pub goal_actual: Option<String>,
    /// What else is printed around the indicators, all money among it, in order.
    pub entries: Vec<CardEntry>,
    /// Its indicators in order.
    pub indicators: Vec<Indicator>,
    /// Where it begins.
    pub place: Place,
}

/// Something printed on a card under a label: an amount, or words that have no field of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CardEntry {
    /// The label beside it, then the heading above it, joined by `/`.
    pub label: String,
    /// As printed.
    pub text: String,
    /// Its number, where it is one.
    pub value: Option<Decimal>,
    /// Where it stands.
    pub place: Place,
}

/// One indicator of a card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Indicator {
    /// 一级指标
    pub level1: Option<String>,
    /// 二级指标
    pub level2: Option<String>,
    /// 三级指标
    pub level3: Option<String>,
    /// Comparison of the target.
    pub operator: Option<Operator>,
    /// Target number.
    pub target: Option<Decimal>,
    /// Unit of the target.
    pub target_unit: Option<String>,
    /// Target as printed.
    pub target_text: Option<String>,
    /// Basis of the target.
    pub basis: Option<String>,
    /// Value of the year before.
    pub previous: Option<String>,
    /// Weight in points.
    pub weight: Option<Decimal>,
    /// Scoring rule.
    pub scoring: Option<String>,
    /// Evidence.
    pub evidence: Option<String>,
    /// The activity it belongs to, where the list has such a column.
    pub activity: Option<String>,
    /// Target for the whole life of the project as printed, beside that of the year.
    pub term_target: Option<String>,
    /// What the indicator or its target means.
    pub explanation: Option<String>,
    /// What was reached, as printed (self-evaluation).
    pub actual: Option<String>,
    /// Points given (self-evaluation).
    pub score: Option<Decimal>,
    /// Why it was missed and what will be done (self-evaluation).
    pub deviation: Option<String>,
    /// Remark.
    pub remark: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// Comparison of an indicator's target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Operator {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `>`
    More,
    /// `<`
    Less,
}

/// One amount token and who claims it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// As printed (after character repair).
    pub text: String,
    /// Its number.
    pub value: Decimal,
    /// Who claims it.
    pub claimed_by: Claim,
    /// Where it stands.
    pub place: Place,
}

/// Who claims an amount token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Claim {
    /// A value of a table.
    Fact,
    /// A classification code.
    Code,
    /// Money on a performance card.
    Card,
    /// An indicator.
    Indicator,
    /// A statement.
    Statement,
    /// Prose that was read and says something other than an amount of money.
    Prose,
    /// A page number.
    PageNumber,
    /// A date.
    Date,
    /// Nobody.
    Unclaimed,
}
