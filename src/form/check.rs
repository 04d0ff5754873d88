//! `grammars/checks.toml`: text in, the list of [`CheckRule`]s out. What a rule finds in a document, `reconcile` knows.

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
    /// Columns that are printed beside the parts and known not to be one: `personnel` is a part of `basic`.
    pub besides: Vec<String>,
    /// Where the rule comes from.
    pub source: Vec<String>,
    /// Explanation in Chinese.
    pub zh: Explanation,
    /// Explanation in English.
    pub en: Explanation,
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
    #[serde(default)]
    besides: Vec<String>,
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
            besides: self.besides,
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
            &ONE.replace("+ project", "* project"),
            "checks.toml:7: check `a`: expected `+`, `-`, `or`, `where` or the end at character 15, before `* project`",
        );
        fails(&format!("{ONE}{ONE}"), "checks.toml:12: there is already a check `a`");
        fails(
            &ONE.replace("tables = [\"expenditure\"]\n", ""),
            "checks.toml:6: check `a`: expected `tables`, since this equation names none",
        );
    }
}
