//! The names that `grammars/checks.toml` has for rules which no equation can say. What they do, `reconcile::rules` knows.

use serde::Deserialize;

/// Rules that no equation can say, by their names in `checks.toml`. What they do, `reconcile::rules` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(untagged)]
pub enum NamedRule {
    /// A rule about performance cards.
    Card(CardRule),
    /// A rule about codes, people, things or the document.
    Thing(ThingRule),
    /// A rule about the text.
    Text(TextRule),
    /// A rule about documents of one set.
    Set(SetRule),
    /// A rule about tables.
    Table(TableRule),
}

/// Rules about performance cards, and what the text says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardRule {
    /// The points of a card.
    CardWeights,
    /// The points of the groups of a card.
    CardGroupWeights,
    /// The money of a card.
    CardMoney,
    /// The rate of execution of a card.
    CardExecution,
    /// The points given on a card.
    CardScores,
    /// The points in all.
    CardTotalScore,
    /// The points for the rate of execution.
    CardExecutionPoints,
    /// The rate of execution of nothing.
    CardRateOfNothing,
    /// The tasks of a card and their sum.
    CardTasks,
    /// Targets that were missed.
    CardMissed,
    /// The dates of targets.
    CardDates,
    /// The kinds of indicators.
    CardLevels,
    /// The units of targets.
    CardUnits,
    /// Costs and the money of a card.
    CardCosts,
    /// Prices, numbers and the money of a card.
    CardPrices,
    /// The number of cards and their money, by the text.
    CardsStated,
    /// The money of a card and of its project.
    CardProjects,
    /// The money of the department's card.
    CardDepartmentMoney,
    /// The goal of a card and its indicators.
    CardGoal,
    /// What the text tells of a project, and the indicators of its card.
    CardNarrative,
    /// The card of the department and those of its projects.
    CardDepartment,
    /// The editions of an event on these.
    CardEditions,
    /// Projects with goals, and cards.
    GoalCount,
    /// The money of projects with goals, and of cards.
    GoalMoney,
}

/// Rules about codes, people, vehicles, procurement, and the document as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThingRule {
    /// Every code is one of the classification.
    KnownCodes,
    /// The name beside a code.
    CodeNames,
    /// The names that one code has in a document.
    CodeNamedTwice,
    /// The people of a passage.
    Headcount,
    /// People and posts.
    Posts,
    /// Vehicles by kind.
    Vehicles,
    /// The running of vehicles, and the vehicles.
    VehiclesToRun,
    /// Vehicles to be bought, and the money for them.
    VehiclesToBuy,
    /// Those who are paid for having left, and those who have.
    RetireesPaid,
    /// What is procured.
    ProcurementParts,
    /// What is reserved for small enterprises.
    SmallEnterprises,
    /// What is procured, by the text and by the table.
    ProcurementTable,
    /// What carried-over money is for.
    CarryOverParts,
    /// Tables that the text calls empty.
    EmptyTables,
    /// Empty tables that no sentence is about.
    EmptyWithoutWords,
    /// Whose, when and what.
    CoverKnown,
    /// Whether there is anything.
    SomethingRead,
    /// Amounts of the text that nothing claims.
    UnclaimedAmounts,
}

/// Rules about what the text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextRule {
    /// Amounts under a functional code, and the tables.
    ToldCodes,
    /// One thing told twice.
    ToldTwice,
    /// Changes and their reasons.
    ToldReasons,
    /// The way a change goes, and its rate.
    ToldDirections,
    /// The years of headings.
    ToldYears,
    /// What a template left.
    TemplateResidue,
    /// Wholes and the parts told behind them.
    ToldParts,
    /// The money of a project described in the text.
    ProjectParts,
    /// Shares and their wholes.
    Shares,
    /// Shares that make up a list.
    SharesComplete,
    /// Shares within 100.
    ShareRange,
    /// Shares without the sign of percent.
    ShareSigns,
    /// Decimals of percentages.
    PercentDecimals,
    /// Rates told in percentage points.
    RatesInPoints,
    /// How far a budget was used.
    Completion,
    /// Rates of change.
    GrowthRates,
    /// Rates of what was nothing.
    GrowthFromNothing,
    /// Amount, change and amount before.
    ToldChanges,
    /// The year before: parts of a whole.
    PriorParts,
    /// The year before: income and expenditure.
    PriorBalance,
}

/// Rules about two documents of one set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetRule {
    /// A stated change, and the document of the year before.
    StatedChange,
    /// The initial budget a final account states, and the budget.
    InitialBudget,
    /// The row of a unit in the tables of its department.
    UnitRow,
    /// The names that one code has in both years.
    CodeNamesOverYears,
}

/// Rules about rows, tables and tables against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TableRule {
    /// Two years and what lies between them.
    Changes,
    /// Amounts below zero.
    Signs,
    /// Columns that their header calls a total of the columns beside them.
    HeaderTotals,
    /// Columns that the form of their table calls a sum of others.
    FormSums,
    /// What was spent is not more than what was budgeted beside it.
    FinalWithinBudget,
    /// What a final account says was budgeted is in the budget.
    ThreePublicAsBudgeted,
    /// 其中 and numbered rows below the row they are part of.
    PartsOfWhich,
    /// Totals of lists without codes.
    PlainLists,
    /// A code stands once below its parent.
    CodesOnce,
    /// Codes ascend below their parent.
    CodesAscending,
    /// A code stands below its parent.
    CodesComplete,
    /// Codes above their items.
    CodesWithItems,
    /// A code with money of one budget is a code of all expenditure.
    CodesEverywhere,
    /// Tables that say the same twice.
    TwinTables,
    /// Items that a summary names without their codes.
    NamedItems,
    /// One expenditure by two economic classifications.
    TwoClassifications,
    /// Tables every disclosure has.
    RequiredTables,
    /// Tables that the list of contents names.
    ListedTables,
    /// The order of the list of contents.
    ListedOrder,
    /// Tables that the text cites.
    CitedTables,
    /// Characters that could not be decoded.
    Characters,
    /// Units of tables.
    UnitsStated,
    /// Totals that differ by a power of ten.
    Scales,
    /// Amounts far above the total of their table.
    Outliers,
    /// Codes in columns of amounts.
    TypedAmounts,
    /// Digits below 分.
    Decimals,
    /// A gap of the last digits where all other sums close.
    LastDigits,
}
