//! What an equation cannot say: one file a subject, one line a check.
//!
//! In: the document and its tables as the checks see them. Out: findings, or why there are none. The list below and the
//! `rule` of a check in `grammars/checks.toml` are the same names; what a check is for stands there.

mod cards;
mod cells;
mod classes;
mod changes;
mod codes;
mod finals;
mod forms;
mod goals;
mod growth;
mod headers;
mod integrity;
mod levels;
mod listed;
mod listing;
mod named;
mod narrative;
mod order;
mod parts;
mod people;
mod percent;
mod rates;
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
use crate::form::{CardRule, CheckRule, NamedRule, SetRule, TableRule, TextRule, ThingRule};

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
        NamedRule::Card(named) => of_cards(named, subject),
        NamedRule::Thing(named) => of_things(named, rule, subject),
        NamedRule::Text(named) => of_text(named, subject),
        NamedRule::Set(named) => of_set(named, rule, subject),
        NamedRule::Table(named) => of_tables(named, rule, subject),
    }
}

/// Evaluates a rule about performance cards.
fn of_cards(named: CardRule, subject: &Subject<'_, '_>) -> Found {
    match named {
        CardRule::CardWeights => cards::points::weights(subject),
        CardRule::CardGroupWeights => cards::points::group_weights(subject),
        CardRule::CardMoney => cards::money::money(subject),
        CardRule::CardExecution => cards::money::execution(subject),
        CardRule::CardScores => cards::points::scores(subject),
        CardRule::CardTotalScore => cards::points::total_score(subject),
        CardRule::CardExecutionPoints => cards::points::execution_points(subject),
        CardRule::CardRateOfNothing => cards::money::rate_of_nothing(subject),
        CardRule::CardTasks => cards::money::tasks(subject),
        CardRule::CardMissed => cards::targets::missed(subject),
        CardRule::CardDates => cards::targets::dates(subject),
        CardRule::CardLevels => cards::targets::levels(subject),
        CardRule::CardUnits => cards::targets::units(subject),
        CardRule::CardCosts => cards::budget::costs(subject),
        CardRule::CardPrices => cards::budget::prices(subject),
        CardRule::CardsStated => cards::budget::stated(subject),
        CardRule::CardProjects => cards::budget::projects(subject),
        CardRule::CardDepartmentMoney => cards::budget::department(subject),
        CardRule::CardGoal => cards::goal::goals(subject),
        CardRule::CardNarrative => cards::goal::narrative(subject),
        CardRule::CardDepartment => cards::department::indicators_of_projects(subject),
        CardRule::CardEditions => cards::department::editions(subject),
        CardRule::GoalCount => goals::count(subject),
        CardRule::GoalMoney => goals::money(subject),
    }
}

/// Evaluates a rule about codes, people, things and documents.
fn of_things(named: ThingRule, rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    match named {
        ThingRule::KnownCodes => codes::known(subject),
        ThingRule::CodeNames => codes::names(subject),
        ThingRule::CodeNamedTwice => codes::named_twice(subject),
        ThingRule::Headcount => people::headcount(subject),
        ThingRule::Posts => people::posts(subject),
        ThingRule::Vehicles => people::vehicles(subject),
        ThingRule::VehiclesToRun => people::running(subject),
        ThingRule::VehiclesToBuy => things::bought(subject),
        ThingRule::RetireesPaid => things::retirees(rule, subject),
        ThingRule::ProcurementParts => people::procurement(subject),
        ThingRule::SmallEnterprises => people::small_enterprises(subject),
        ThingRule::ProcurementTable => people::procurement_table(subject),
        ThingRule::CarryOverParts => people::carry_over(subject),
        ThingRule::EmptyTables => integrity::empty_tables(subject),
        ThingRule::EmptyWithoutWords => integrity::empty_without_words(subject),
        ThingRule::CoverKnown => integrity::cover(subject),
        ThingRule::SomethingRead => integrity::something(subject),
        ThingRule::UnclaimedAmounts => integrity::unclaimed(subject),
    }
}

/// Evaluates a rule about the text.
fn of_text(named: TextRule, subject: &Subject<'_, '_>) -> Found {
    match named {
        TextRule::ToldCodes => narrative::codes(subject),
        TextRule::ToldTwice => narrative::twice(subject),
        TextRule::ToldReasons => narrative::reasons(subject),
        TextRule::ToldDirections => narrative::directions(subject),
        TextRule::ToldYears => narrative::years(subject),
        TextRule::TemplateResidue => narrative::residue(subject),
        TextRule::ToldParts => parts::lists(subject),
        TextRule::ProjectParts => parts::projects(subject),
        TextRule::Shares => percent::shares(subject),
        TextRule::SharesComplete => percent::complete(subject),
        TextRule::ShareRange => percent::range(subject),
        TextRule::ShareSigns => rates::without_sign(subject),
        TextRule::PercentDecimals => rates::decimals(subject),
        TextRule::RatesInPoints => rates::points(subject),
        TextRule::Completion => percent::completion(subject),
        TextRule::GrowthRates => growth::rates(subject),
        TextRule::GrowthFromNothing => growth::from_nothing(subject),
        TextRule::ToldChanges => growth::changes(subject),
        TextRule::PriorParts => growth::parts(subject),
        TextRule::PriorBalance => growth::balance(subject),
    }
}

/// Evaluates a rule about documents of one set.
fn of_set(named: SetRule, rule: &CheckRule, subject: &Subject<'_, '_>) -> Found {
    match named {
        SetRule::StatedChange => years::stated_change(rule, subject),
        SetRule::InitialBudget => years::initial_budget(rule, subject),
        SetRule::UnitRow => years::unit_row(subject),
        SetRule::CodeNamesOverYears => codes::over_years(subject),
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
        TableRule::CodesWithItems => order::with_items(rule, subject),
        TableRule::CodesEverywhere => order::everywhere(subject),
        TableRule::TwinTables => twins::codes(rule, subject),
        TableRule::NamedItems => named::items(subject),
        TableRule::TwoClassifications => twins::classifications(subject),
        TableRule::RequiredTables => required::tables(rule, subject),
        TableRule::ListedTables => listed::listed(subject),
        TableRule::ListedOrder => listed::order(subject),
        TableRule::CitedTables => listed::cited(subject),
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
