//! The canonical names of tables and columns: what grammar files may use, and what a warehouse may rely on.

use serde::de::{Deserialize, Deserializer, Error};

/// Every canonical `table_id`.
pub const TABLE_IDS: &[&str] = &[
    "summary",
    "revenue",
    "expenditure",
    "fiscal_summary",
    "general_public",
    "general_public_basic",
    "general_public_projects",
    "government_fund",
    "state_capital",
    "three_public",
    "carry_over",
    "procurement",
    "operating_funds",
    "projects",
    "transfers",
    "self_evaluation",
    "other",
];

/// Every canonical `column_id`.
pub const COLUMN_IDS: &[&str] = &[
    "total",
    "basic",
    "project",
    "personnel",
    "public_use",
    "amount",
    "general_public",
    "government_fund",
    "state_capital",
    "fiscal_subtotal",
    "general_public_transfer",
    "government_fund_transfer",
    "state_capital_transfer",
    "fiscal_account",
    "unit_funds",
    "fiscal_carry_over",
    "non_fiscal_carry_over",
    "business_income",
    "operating_income",
    "superior_subsidy",
    "subordinate_remittance",
    "other_income",
    "remitted_up",
    "operating",
    "subsidy_down",
    "reserve",
    "carry_forward",
    "wages_welfare",
    "goods_services",
    "individual_subsidy",
    "debt_interest",
    "capital_basic",
    "capital",
    "enterprise_capital",
    "enterprise_subsidy",
    "social_security_subsidy",
    "other",
    "abroad",
    "reception",
    "vehicles",
    "vehicle_purchase",
    "vehicle_running",
    "meetings",
    "training",
    "previous_year",
    "budgeted",
    "final",
    "change",
    "change_percent",
];

/// Reads an optional `table_id` that must be canonical.
pub(super) fn table_id<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    canonical(source, "table_id", TABLE_IDS)
}

/// Reads an optional `column_id` that must be canonical.
pub(super) fn column_id<'de, D: Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    canonical(source, "column_id", COLUMN_IDS)
}

fn canonical<'de, D: Deserializer<'de>>(
    source: D,
    what: &str,
    known: &[&str],
) -> Result<Option<String>, D::Error> {
    let name = String::deserialize(source)?;
    if known.contains(&name.as_str()) {
        return Ok(Some(name));
    }
    Err(D::Error::custom(format!("unknown {what} `{name}`, expected one of {}", known.join(", "))))
}
