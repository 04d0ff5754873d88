//! What the narrative says: statements of amounts, and the things it counts.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::base::{Place, Unit};

/// One amount of a sentence with all that is said of it. A sentence may tell a change without the amount itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Statement {
    /// 1-based, in reading order.
    pub no: u32,
    /// Heading path, outermost first, joined by `/`.
    pub section: Option<String>,
    /// What the amount is of, as printed.
    pub subject: Option<String>,
    /// Code path of a 类/款/项 sentence, where the names resolve to one code.
    pub code: Option<String>,
    /// The canonical name of what it is of, where the words are those of one: `three_public`, `abroad`, `operating_funds` ….
    pub item: Option<String>,
    /// What is measured of the subject, as printed: 预算数, 年初预算, 支出决算, 价值.
    pub measure: Option<String>,
    /// The year printed with the amount.
    pub year: Option<u16>,
    /// The amount.
    pub amount: Option<Decimal>,
    /// Its unit, or that of the change.
    pub unit: Option<Unit>,
    /// 占 n %
    pub share_percent: Option<Decimal>,
    /// The whole of that share, as printed.
    pub share_of: Option<String>,
    /// 完成 … 的 n %
    pub completion_percent: Option<Decimal>,
    /// Change against the year before, never negative; `direction` has the sign.
    pub change: Option<Decimal>,
    /// Rate of change in percent, never negative.
    pub change_percent: Option<Decimal>,
    /// Signum of the change: 1 increase, -1 decrease, 0 unchanged.
    pub direction: Option<i8>,
    /// Signum of the rate, as its own words say; a correct text says the same of change and rate.
    pub rate_direction: Option<i8>,
    /// What it is compared with, as printed: 上年预算, 2024年预算执行数.
    pub compared_with: Option<String>,
    /// The amount it is compared with, where the sentence prints it.
    pub previous: Option<Decimal>,
    /// The printed reason.
    pub reason: Option<String>,
    /// The statement (`no`) of which this one is a part: 其中, 包括.
    pub part_of: Option<u32>,
    /// Said within the reason of another statement.
    pub in_reason: bool,
    /// The sentence.
    pub text: String,
    /// Where its number stands.
    pub place: Place,
}

/// What the narrative counts and lists besides statements.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Narrative {
    /// Posts and people, one entry a passage.
    pub staffing: Vec<Staffing>,
    /// Projects described in the text.
    pub projects: Vec<ProjectText>,
    /// Government procurement, one entry a passage.
    pub procurement: Vec<Procurement>,
    /// State-owned assets, one entry a passage.
    pub assets: Vec<Assets>,
    /// Projects and amounts under performance management, one entry a sentence.
    pub performance: Vec<Performance>,
    /// Money carried over from the year before.
    pub carry_over: Vec<CarryOver>,
    /// Sentences that say that a table is empty.
    pub empty_tables: Vec<EmptyTable>,
    /// The tables that the list of contents names, in its order.
    pub contents: Vec<NamedTable>,
    /// The tables that sentences cite by name.
    pub cited_tables: Vec<NamedTable>,
}

/// A table that the list of contents or a sentence names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NamedTable {
    /// Number or ordinal printed before the title: 表1, 十一, 3.
    pub number: Option<String>,
    /// The title as printed there.
    pub title: String,
    /// The page that the contents print beside it.
    pub page: Option<u32>,
    /// Where the title stands again, as a title.
    pub again: Option<Place>,
    /// Where it is named.
    pub place: Place,
}

/// A number of the text with its unit and place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// As printed.
    pub number: Decimal,
    /// As printed: 人, 辆, 平方米, 万元; empty where none is printed.
    pub unit: String,
    /// Where it stands.
    pub place: Place,
}

/// A passage about posts and people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Staffing {
    /// Its numbers in order.
    pub counts: Vec<Headcount>,
    /// The passage.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

/// One number of people or posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headcount {
    /// `established` (编制), `actual` (实有), `serving` (在职), `retired` (退休), `pensioned` (离休),
    /// `retired_and_pensioned` (离退休) …, as the grammar's words say; null for a part of the one before, such as 行政.
    pub kind: Option<String>,
    /// As printed.
    pub name: String,
    /// How many.
    pub count: Quantity,
    /// The change told with it, negative for a decrease.
    pub change: Option<Quantity>,
}

/// A project described in the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProjectText {
    /// Its name.
    pub name: Option<String>,
    /// 项目概述
    pub overview: Option<String>,
    /// 设立的政策依据, 立项依据
    pub basis: Option<String>,
    /// 预算安排规模
    pub amount: Option<Quantity>,
    /// 项目承担单位, 实施主体
    pub unit: Option<String>,
    /// 资金分配情况, 年度预算安排
    pub allocation: Option<String>,
    /// The amounts that the allocation names.
    pub parts: Vec<NamedAmount>,
    /// 资金执行时间, 实施周期
    pub period: Option<String>,
    /// 实施方案
    pub plan: Option<String>,
    /// 绩效目标
    pub goal: Option<String>,
    /// Where its description begins.
    pub place: Place,
}

/// An amount with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedAmount {
    /// As printed.
    pub name: String,
    /// Money.
    pub amount: Quantity,
    /// The statement (`no`) that tells it.
    pub statement: u32,
}

/// A passage about government procurement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Procurement {
    /// All of it.
    pub total: Option<Quantity>,
    /// 货物
    pub goods: Option<Quantity>,
    /// 工程
    pub works: Option<Quantity>,
    /// 服务
    pub services: Option<Quantity>,
    /// Reserved for, or awarded to, small and medium enterprises.
    pub small_and_medium: Option<Quantity>,
    /// Of which small and micro enterprises.
    pub small_and_micro: Option<Quantity>,
    /// The passage.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

/// A passage about state-owned assets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assets {
    /// The day of the count, as printed: 2024年底.
    pub as_of: Option<String>,
    /// What is counted, in order.
    pub items: Vec<Asset>,
    /// Where it begins.
    pub place: Place,
}

/// One kind of asset.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asset {
    /// `rooms`, `vehicles`, `vehicle_kind` (one kind of the vehicles), `equipment`, `furniture`, `total` or `other`.
    pub kind: String,
    /// As printed.
    pub name: String,
    /// To be bought this year, not owned.
    pub planned: bool,
    /// How many.
    pub count: Option<Quantity>,
    /// Square metres.
    pub area: Option<Quantity>,
    /// Money.
    pub value: Option<Quantity>,
    /// The price above which equipment is counted.
    pub threshold: Option<Quantity>,
    /// Where it stands.
    pub place: Place,
}

/// A sentence about performance management.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Performance {
    /// Goals of the department as a whole.
    pub goals: Option<Quantity>,
    /// The money they concern.
    pub goals_amount: Option<Quantity>,
    /// Projects with goals.
    pub projects: Option<Quantity>,
    /// The money they concern.
    pub projects_amount: Option<Quantity>,
    /// Of which from the treasury.
    pub fiscal: Option<Quantity>,
    /// Of which other money.
    pub non_fiscal: Option<Quantity>,
    /// The sentence.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}

/// Money carried over from the year before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CarryOver {
    /// All of it.
    pub total: Option<NamedAmount>,
    /// Its sources.
    pub sources: Vec<NamedAmount>,
    /// What it is for.
    pub items: Vec<NamedAmount>,
}

/// A sentence that says that a table is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EmptyTable {
    /// The canonical name of the table, where the sentence names one.
    pub table_id: Option<String>,
    /// The sentence.
    pub text: String,
    /// Where it begins.
    pub place: Place,
}
