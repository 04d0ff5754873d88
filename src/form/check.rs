//! `grammars/checks.toml`: text in, the list of [`CheckRule`]s out. What a rule finds in a document, `reconcile` knows.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::FormError;
use super::equation::Equation;
use super::rule::NamedRule;

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
