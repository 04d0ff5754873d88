//! `extract forms`: the forms of each family, as a person who adds one wants to see them.

use std::fmt::Write as _;

use anyhow::bail;

use crate::base::Unit;
use crate::form::{Family, Form, FormColumn, Grammars};

/// Every family with its forms; with a word only those that have it: a place, a table, a form or a part of a title.
pub(crate) fn describe(grammars: &Grammars, word: Option<&str>) -> anyhow::Result<String> {
    let families: Vec<String> =
        grammars.families.iter().filter_map(|family| describe_family(family, word)).collect();
    if let (true, Some(word)) = (families.is_empty(), word) {
        bail!("no form has `{word}` in its place, its id, its table or a title; `extract forms` lists all");
    }
    Ok(families.join("\n"))
}

fn describe_family(family: &Family, word: Option<&str>) -> Option<String> {
    let whole = word.is_none_or(|word| family.id == word || family.name.contains(word));
    let forms: Vec<&Form> =
        family.forms.iter().filter(|form| whole || word.is_some_and(|word| has(form, word))).collect();
    if forms.is_empty() && !whole {
        return None;
    }
    let regions = if family.regions.is_empty() { "any region".to_owned() } else { family.regions.join(", ") };
    let described: String = forms.iter().map(|form| describe_form(form)).collect();
    Some(format!("{} ({}) — {} forms, regions: {regions}\n{described}", family.id, family.name, forms.len()))
}

/// Whether a form, its table or one of its titles is called so.
fn has(form: &Form, word: &str) -> bool {
    form.id.contains(word)
        || form.table_id.as_deref() == Some(word)
        || form.titles.iter().any(|title| title.contains(word))
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
