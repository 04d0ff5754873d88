//! `grammars/checks.toml`: text in, the list of [`CheckRule`]s out. What a rule finds in a document, `reconcile` knows.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::FormError;
use super::equation::Equation;

/// One check of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRule {
    /// Names the fault in kebab case: `row-total-differs-from-parts`.
    pub id: String,
    /// Group of the catalogue: `ROW`, `TAB`, `XT`.
    pub group: String,
    /// How much a mismatch matters.
    pub severity: Severity,
    /// Canonical tables whose rows it is about; empty where the equations name their tables.
    pub tables: Vec<String>,
    /// The equations, each checked on its own.
    pub equations: Vec<(String, Equation)>,
    /// The rule that says what no equation can, instead of equations.
    pub rule: Option<NamedRule>,
    /// The other document it is held against; `None` for a check of one document.
    pub with: Option<Partner>,
    /// Words of a comparison that is not with that other document, for budgets and for final accounts.
    pub unlike: Wordings,
    /// Header words of what was budgeted, and of what was spent.
    pub headers: Wordings,
    /// What a statement must measure to be compared: 年初预算.
    pub measures: Vec<String>,
    /// Columns that are printed beside the parts and known not to be one: `personnel` is a part of `basic`.
    pub besides: Vec<String>,
    /// Kinds of people, and the economic code of what is paid to them.
    pub codes: BTreeMap<String, String>,
    /// Where the rule comes from.
    pub source: Vec<String>,
    /// Explanation in Chinese.
    pub zh: Explanation,
    /// Explanation in English.
    pub en: Explanation,
}

/// Another document of the same set. Equations name its tables with this word: `previous:revenue[total]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Partner {
    /// The same body and kind, the year before.
    Previous,
    /// The budget of the same body and year, of a final account.
    Budget,
    /// The department of a unit, same year and kind.
    Department,
}

impl Partner {
    /// The name used in equations and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Partner::Previous => "previous",
            Partner::Budget => "budget",
            Partner::Department => "department",
        }
    }
}

/// Words of budgets, and of final accounts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wordings {
    /// Of budgets.
    #[serde(default)]
    pub budget: Vec<String>,
    /// Of final accounts.
    #[serde(default, rename = "final")]
    pub of_final: Vec<String>,
}

/// Rules that no equation can say, by their names in `checks.toml`. What they do, `reconcile::rules` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamedRule {
    // Cards, people, things, documents.
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
    // Documents of one set.
    /// A stated change, and the document of the year before.
    StatedChange,
    /// The initial budget a final account states, and the budget.
    InitialBudget,
    /// The row of a unit in the tables of its department.
    UnitRow,
    // What the text says.
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
    /// Projects with goals, and cards.
    GoalCount,
    /// The money of projects with goals, and of cards.
    GoalMoney,
    /// A rule about tables.
    #[serde(untagged)]
    Table(TableRule),
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

/// How much a mismatch matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The identity holds in every correct document.
    Error,
    /// It holds by the rules of the budget, but some places book otherwise.
    Warning,
    /// It often holds; worth a look.
    Info,
}

impl Severity {
    /// The name used in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// What a person should know of a check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// What it does.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What it cannot see, or where it may be wrong.
    pub limits: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    check: Vec<toml::Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    group: String,
    severity: Severity,
    #[serde(default)]
    tables: Vec<String>,
    #[serde(default)]
    equations: Vec<toml::Spanned<String>>,
    rule: Option<NamedRule>,
    with: Option<Partner>,
    #[serde(default)]
    unlike: Wordings,
    #[serde(default)]
    headers: Wordings,
    #[serde(default)]
    measures: Vec<String>,
    #[serde(default)]
    besides: Vec<String>,
    #[serde(default)]
    codes: BTreeMap<String, String>,
    source: Vec<String>,
    zh: Explanation,
    en: Explanation,
}

impl CheckRule {
    /// Reads the catalogue. `file` is its name in error messages.
    pub fn read(file: &str, text: &str) -> Result<Vec<Self>, FormError> {
        let read: File = toml::from_str(text).map_err(|e| FormError::from_toml(file, text, &e))?;
        let mut rules: Vec<Self> = Vec::with_capacity(read.check.len());
        for entry in read.check {
            let at = entry.span().start;
            let rule = entry.into_inner().checked(file, text, at)?;
            if rules.iter().any(|known| known.id == rule.id) {
                return Err(FormError::at(file, text, at, format!("there is already a check `{}`", rule.id)));
            }
            rules.push(rule);
        }
        Ok(rules)
    }
}

/// A table of an equation that belongs to another document than the rule is evaluated with.
fn stranger(equation: &Equation, with: Option<Partner>) -> Option<String> {
    let Equation::Places(identity) = equation else { return None };
    let mut qualified = identity.places().filter_map(|(place, _)| place.table.split_once(':'));
    let other = qualified.find(|(partner, _)| with.is_none_or(|with| with.name() != *partner));
    other.map(|(partner, table)| format!("{partner}:{table}"))
}

impl Entry {
    /// The rule, its equations parsed.
    fn checked(self, file: &str, text: &str, at: usize) -> Result<CheckRule, FormError> {
        let id = self.id;
        let mut equations = Vec::with_capacity(self.equations.len());
        for equation in self.equations {
            let start = equation.span().start;
            let wrong =
                |message: String| FormError::at(file, text, start, format!("check `{id}`: {message}"));
            let parsed = Equation::parse(equation.get_ref()).map_err(|e| wrong(e.to_string()))?;
            if !matches!(parsed, Equation::Places(_)) && self.tables.is_empty() {
                return Err(wrong("expected `tables`, since this equation names none".into()));
            }
            if let Some(other) = stranger(&parsed, self.with) {
                return Err(wrong(format!("`{other}` is a table of another document than `with` names")));
            }
            equations.push((equation.into_inner(), parsed));
        }
        if equations.is_empty() == self.rule.is_none() {
            let message = format!("check `{id}`: expected either `equations` or a `rule`");
            return Err(FormError::at(file, text, at, message));
        }
        Ok(CheckRule {
            id,
            group: self.group,
            severity: self.severity,
            tables: self.tables,
            equations,
            rule: self.rule,
            with: self.with,
            unlike: self.unlike,
            headers: self.headers,
            measures: self.measures,
            besides: self.besides,
            codes: self.codes,
            source: self.source,
            zh: self.zh,
            en: self.en,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::*;

    const ONE: &str = r#"
[[check]]
id = "a"
group = "ROW"
severity = "error"
tables = ["expenditure"]
equations = ["total = basic + project"]
source = ["ROW-02"]
zh = { what = "一", why = "二", limits = "三" }
en = { what = "1", why = "2", limits = "3" }
"#;

    fn fails(text: &str, message: &str) {
        assert_eq!(CheckRule::read("checks.toml", text).map_err(|e| e.to_string()), Err(message.to_string()));
    }

    #[test]
    fn reads_a_check() {
        let rules = CheckRule::read("checks.toml", ONE).unwrap();
        assert_eq!(rules.len(), 1);
        assert_eq!((rules[0].id.as_str(), rules[0].severity), ("a", Severity::Error));
        assert_eq!(rules[0].equations[0].0, "total = basic + project");
    }

    #[test]
    fn errors_name_file_line_check_and_place() {
        fails(
            &ONE.replace("+ project", "% project"),
            "checks.toml:7: check `a`: expected `+`, `-`, `or`, `where` or the end at character 15, before `% project`",
        );
        fails(&format!("{ONE}{ONE}"), "checks.toml:12: there is already a check `a`");
        fails(
            &ONE.replace("tables = [\"expenditure\"]\n", ""),
            "checks.toml:6: check `a`: expected `tables`, since this equation names none",
        );
    }
}
