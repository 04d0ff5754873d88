//! The contract's word for each variant of the typed document.

use crate::base::{Level, Personal};
use crate::flat::Source;
use crate::model::{Claim, Disclosure, Kind, Operator, PlacedBy, RowRole, Side, Status, UnitFrom};
use crate::reconcile::{Severity, Verdict};

pub(crate) fn source(source: Source) -> &'static str {
    match source {
        Source::Pdf => "pdf",
        Source::Text => "text",
    }
}

pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Ok => "ok",
        Status::Partial => "partial",
        Status::NoTextLayer => "no_text_layer",
        Status::NotADisclosure => "not_a_disclosure",
        Status::Failed => "failed",
    }
}

pub(crate) fn disclosure(disclosure: Disclosure) -> &'static str {
    match disclosure {
        Disclosure::DepartmentBudget => "department_budget",
        Disclosure::UnitBudget => "unit_budget",
        Disclosure::DepartmentFinal => "department_final",
        Disclosure::UnitFinal => "unit_final",
        Disclosure::PerformanceTargets => "performance_targets",
        Disclosure::GovernmentBudget => "government_budget",
        Disclosure::Unknown => "unknown",
    }
}

pub(crate) fn unit_from(unit_from: UnitFrom) -> &'static str {
    match unit_from {
        UnitFrom::Printed => "printed",
        UnitFrom::Inherited => "inherited",
        UnitFrom::Inferred => "inferred",
    }
}

pub(crate) fn row_role(role: RowRole) -> &'static str {
    match role {
        RowRole::Detail => "detail",
        RowRole::Subtotal => "subtotal",
        RowRole::Total => "total",
        RowRole::Heading => "heading",
    }
}

pub(crate) fn side(side: Side) -> &'static str {
    match side {
        Side::Income => "income",
        Side::Expenditure => "expenditure",
    }
}

pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Amount => "amount",
        Kind::Dash => "dash",
        Kind::Text => "text",
        Kind::Percent => "percent",
        Kind::Count => "count",
    }
}

pub(crate) fn placed_by(placed_by: PlacedBy) -> &'static str {
    match placed_by {
        PlacedBy::Cell => "cell",
        PlacedBy::Arithmetic => "arithmetic",
        PlacedBy::Order => "order",
    }
}

pub(crate) fn card_kind(of_department: bool) -> &'static str {
    if of_department { "department" } else { "project" }
}

pub(crate) fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::AtLeast => ">=",
        Operator::AtMost => "<=",
        Operator::Equal => "=",
        Operator::More => ">",
        Operator::Less => "<",
    }
}

pub(crate) fn direction(signum: i8) -> &'static str {
    match signum {
        1.. => "increase",
        0 => "unchanged",
        _ => "decrease",
    }
}

pub(crate) fn claim(claim: Claim) -> &'static str {
    match claim {
        Claim::Fact => "fact",
        Claim::Code => "code",
        Claim::Card => "card",
        Claim::Indicator => "indicator",
        Claim::Statement => "statement",
        Claim::Prose => "prose",
        Claim::PageNumber => "page_number",
        Claim::Date => "date",
        Claim::Unclaimed => "unclaimed",
    }
}

pub(crate) fn personal(kind: Personal) -> &'static str {
    match kind {
        Personal::Name => "name",
        Personal::Phone => "phone",
        Personal::Identity => "identity",
        Personal::Mail => "mail",
    }
}

pub(crate) fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "info",
    }
}

pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

pub(crate) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "exact",
        Verdict::Rounding => "rounding",
        Verdict::Mismatch => "mismatch",
        Verdict::Unjudged => "unjudged",
    }
}
