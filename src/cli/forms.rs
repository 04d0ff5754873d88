//! `extract forms`: the forms of each family, as a person who adds one wants to see them.

use std::fmt::Write as _;

use crate::base::Unit;
use crate::form::{Family, Form, FormColumn, Grammars};

/// Every family with its forms.
pub(crate) fn describe(grammars: &Grammars) -> String {
    grammars.families.iter().map(describe_family).collect::<Vec<_>>().join("\n")
}

fn describe_family(family: &Family) -> String {
    let regions = if family.regions.is_empty() { "any region".to_owned() } else { family.regions.join(", ") };
    let forms: String = family.forms.iter().map(describe_form).collect();
    format!("{} ({}) — {} forms, regions: {regions}\n{forms}", family.id, family.name, family.forms.len())
}

fn describe_form(form: &Form) -> String {
    let kind = format!("{:?}", form.kind).to_lowercase();
    let stage = format!("{:?}", form.stage).to_lowercase();
    let mut text = format!("  {} → {} · {kind}", form.id, form.table_id.as_deref().unwrap_or("no table_id"));
    if stage != "unknown" {
        let _ = write!(text, " · {stage} only");
    }
    if let Some(unit) = form.unit.map(Unit::name) {
        let _ = write!(text, " · {unit}");
    }
    let _ = writeln!(text, "\n    titles   {}", form.titles.join(" | "));
    if !form.columns.is_empty() {
        let columns: Vec<String> = form.columns.iter().map(describe_column).collect();
        let _ = writeln!(text, "    columns  {}", columns.join(", "));
    }
    for (equation, _) in &form.equations {
        let _ = writeln!(text, "    holds    {equation}");
    }
    text
}

/// The header word, and the canonical name where it has one.
fn describe_column(column: &FormColumn) -> String {
    let word = column.words.first().map_or("?", String::as_str);
    column.id.as_ref().map_or_else(|| word.to_owned(), |id| format!("{word} = {id}"))
}
