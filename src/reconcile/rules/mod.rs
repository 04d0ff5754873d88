//! What an equation cannot say: one file a subject, one line a check.
//!
//! In: the document and its tables as the checks see them. Out: findings, or why there are none. The list below and the
//! `rule` of a check in `grammars/checks.toml` are the same names; what a check is for stands there.

mod cards;
mod cells;
mod changes;
mod codes;
mod finals;
mod forms;
mod goals;
mod growth;
mod headers;
mod integrity;
mod levels;
mod listing;
mod named;
mod narrative;
mod order;
mod parts;
mod people;
mod percent;
mod ratio;
mod required;
mod things;
mod twins;
mod units;
mod years;

pub(super) use listing::is_list;
pub(super) use narrative::{is_told, told_items, told_totals};

use super::view::View;
use super::{Finding, Subject};
use crate::form::{CheckRule, NamedRule, TableRule};

/// Why a rule finds nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Why {
    /// The document prints nothing it is about.
    NotApplicable(String),
    /// Something it needs is not there.
    Missing(String),
}

/// What a rule finds. Nothing at all, without a reason, means that the document prints nothing of the kind.
pub(super) type Found = Result<Vec<Finding>, Why>;

/// What a rule finds in each of the tables it is about.
fn each(of: &CheckRule, subject: &Subject<'_, '_>, find: impl Fn(&View<'_>) -> Vec<Finding>) -> Vec<Finding> {
    super::applicable(of, subject.views).flat_map(|(_, view)| find(view)).collect()
}

/// Evaluates a named rule; `rule` is its entry in the catalogue.
pub(super) fn judge(named: NamedRule, rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    match named {
        NamedRule::CardWeights => cards::points::weights(subject),
        NamedRule::CardGroupWeights => cards::points::group_weights(subject),
        NamedRule::CardScores => cards::points::scores(subject),
        NamedRule::CardTotalScore => cards::points::total_score(subject),
        NamedRule::CardExecutionPoints => cards::points::execution_points(subject),
        NamedRule::CardMoney => cards::money::money(subject),
        NamedRule::CardExecution => cards::money::execution(subject),
        NamedRule::CardRateOfNothing => cards::money::rate_of_nothing(subject),
        NamedRule::CardTasks => cards::money::tasks(subject),
        NamedRule::CardMissed => cards::targets::missed(subject),
        NamedRule::CardDates => cards::targets::dates(subject),
        NamedRule::CardLevels => cards::targets::levels(subject),
        NamedRule::CardUnits => cards::targets::units(subject),
        NamedRule::CardCosts => cards::budget::costs(subject),
        NamedRule::CardPrices => cards::budget::prices(subject),
        NamedRule::CardsStated => cards::budget::stated(subject),
        NamedRule::CardProjects => cards::budget::projects(subject),
        NamedRule::CardDepartmentMoney => cards::budget::department(subject),
        NamedRule::CardGoal => cards::goal::goals(subject),
        NamedRule::CardNarrative => cards::goal::narrative(subject),
        NamedRule::CardDepartment => cards::department::indicators_of_projects(subject),
        NamedRule::CardEditions => cards::department::editions(subject),
        NamedRule::KnownCodes => codes::known(subject),
        NamedRule::CodeNames => codes::names(subject),
        NamedRule::CodeNamedTwice => codes::named_twice(subject),
        NamedRule::Headcount => people::headcount(subject),
        NamedRule::Posts => people::posts(subject),
        NamedRule::Vehicles => people::vehicles(subject),
        NamedRule::VehiclesToRun => people::running(subject),
        NamedRule::VehiclesToBuy => things::bought(subject),
        NamedRule::RetireesPaid => things::retirees(rule, subject),
        NamedRule::ProcurementParts => people::procurement(subject),
        NamedRule::SmallEnterprises => people::small_enterprises(subject),
        NamedRule::ProcurementTable => people::procurement_table(subject),
        NamedRule::CarryOverParts => people::carry_over(subject),
        NamedRule::EmptyTables => integrity::empty_tables(subject),
        NamedRule::EmptyWithoutWords => integrity::empty_without_words(subject),
        NamedRule::CoverKnown => integrity::cover(subject),
        NamedRule::SomethingRead => integrity::contents(subject),
        NamedRule::UnclaimedAmounts => integrity::unclaimed(subject),
        NamedRule::StatedChange => years::stated_change(rule, subject),
        NamedRule::InitialBudget => years::initial_budget(rule, subject),
        NamedRule::UnitRow => years::unit_row(subject),
        NamedRule::ToldCodes => narrative::codes(subject),
        NamedRule::ToldTwice => narrative::twice(subject),
        NamedRule::ToldReasons => narrative::reasons(subject),
        NamedRule::ToldDirections => narrative::directions(subject),
        NamedRule::ToldYears => narrative::years(subject),
        NamedRule::TemplateResidue => narrative::residue(subject),
        NamedRule::ToldParts => parts::lists(subject),
        NamedRule::ProjectParts => parts::projects(subject),
        NamedRule::Shares => percent::shares(subject),
        NamedRule::SharesComplete => percent::complete(subject),
        NamedRule::ShareRange => percent::range(subject),
        NamedRule::Completion => percent::completion(subject),
        NamedRule::GrowthRates => growth::rates(subject),
        NamedRule::GrowthFromNothing => growth::from_nothing(subject),
        NamedRule::ToldChanges => growth::changes(subject),
        NamedRule::PriorParts => growth::parts(subject),
        NamedRule::PriorBalance => growth::balance(subject),
        NamedRule::GoalCount => goals::count(subject),
        NamedRule::GoalMoney => goals::money(subject),
        NamedRule::Table(named) => of_tables(named, rule, subject),
    }
}

/// Evaluates a rule about tables.
fn of_tables(named: TableRule, rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    match named {
        TableRule::Changes => {
            let words = &subject.grammars.words;
            Ok(each(rule, subject, |view| changes::differences(view, words)))
        }
        TableRule::HeaderTotals => headers::totals(subject),
        TableRule::FormSums => forms::sums(subject),
        TableRule::FinalWithinBudget => finals::within_budget(rule, subject),
        TableRule::ThreePublicAsBudgeted => finals::as_budgeted(rule, subject),
        TableRule::Signs => Ok(each(rule, subject, units::signs)),
        TableRule::PartsOfWhich => Ok(each(rule, subject, listing::parts)),
        TableRule::PlainLists => listing::totals(rule, subject),
        TableRule::CodesOnce => order::once(rule, subject),
        TableRule::CodesAscending => order::ascending(rule, subject),
        TableRule::CodesComplete => order::complete(rule, subject),
        TableRule::CodesEverywhere => order::everywhere(subject),
        TableRule::TwinTables => twins::codes(rule, subject),
        TableRule::NamedItems => named::items(subject),
        TableRule::TwoClassifications => twins::classifications(subject),
        TableRule::RequiredTables => required::tables(rule, subject),
        TableRule::Characters => required::characters(subject),
        TableRule::UnitsStated => units::stated(subject),
        TableRule::Scales => units::scales(rule, subject),
        TableRule::Outliers => Ok(each(rule, subject, units::outliers)),
        TableRule::TypedAmounts => Ok(each(rule, subject, units::codes_as_amounts)),
        TableRule::Decimals => Ok(each(rule, subject, units::decimals)),
        // Made of what all others found, outside of this list.
        TableRule::LastDigits => Ok(Vec::new()),
    }
}
