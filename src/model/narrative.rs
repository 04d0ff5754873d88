//! What the narrative says: statements of amounts, and the things it counts.

use rust_decimal::Decimal;

use crate::base::{Place, Unit};

/// One amount of a sentence with all that is said of it. A sentence may tell a change without the amount itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// 1-based, in reading order.
    pub no: u32,
    /// Heading path, outermost first, joined by `/`.
    pub section: Option<String>,
    /// What the amount is of, as printed.
    pub subject: Option<String>,
    /// Code path of a 类/款/项 sentence, where the names resolve to one code.
    pub code: Option<String>,
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
