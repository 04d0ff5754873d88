//! Documents as they were read → a grammar file for their place, to be looked over by a person.
//!
//! Comes in: documents and the grammars they were read with. Goes out: TOML that the loader takes as it is. It states
//! what is printed (titles, columns in order, units) and the sums that every row bears out; what it cannot know it
//! leaves open with a `?` in a comment. It never reads a page itself.

mod sums;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::base::Unit;
use crate::form::{Family, Form, FormKind, Grammars, TABLE_IDS};
use crate::model::{Column, ColumnRole, Cover, Disclosure, Document, Side, Table};

/// A grammar file named `id`, drafted from documents with their names.
pub fn draft(id: &str, documents: &[(&str, &Document)], grammars: &Grammars) -> String {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut left_out = String::new();
    for (name, document) in documents {
        let family = document.cover.form_family.as_deref().and_then(|family| grammars.family(family));
        for table in &document.tables {
            match Entry::of(table, document, family, grammars) {
                Ok(entry) => take(&mut entries, entry, name),
                Err(Why::NotATable) => {}
                Err(Why::Unclear(why)) => {
                    let page = table.page_first.map_or(String::new(), |page| format!(" on page {page}"));
                    let _ = writeln!(left_out, "# Left out: table {}{page} of {name}: {why}.", table.no);
                }
            }
        }
    }
    name_entries(&mut entries, id);
    let mut text = head(documents);
    text.extend(entries.iter().map(|entry| print(entry, grammars)));
    if !left_out.is_empty() {
        let _ = write!(text, "\n{left_out}");
    }
    text
}

/// One entry in the making.
struct Entry<'d> {
    id: String,
    base: String,
    table_id: Option<String>,
    stage: Option<&'static str>,
    kind: &'static str,
    titles: Vec<String>,
    unit: Option<Unit>,
    columns: Vec<Drafted>,
    /// The tables that print it.
    tables: Vec<&'d Table>,
    /// Where it was seen.
    seen: Vec<String>,
}

/// One column in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Drafted {
    id: Option<String>,
    role: ColumnRole,
    side: Option<Side>,
    words: String,
}

/// Why a table gives no entry.
enum Why {
    /// It is a performance card, or a frame without amounts.
    NotATable,
    /// A person would have to say what it is.
    Unclear(&'static str),
}

impl<'d> Entry<'d> {
    fn of(
        table: &'d Table,
        document: &Document,
        family: Option<&Family>,
        grammars: &Grammars,
    ) -> Result<Self, Why> {
        let form =
            family.and_then(|family| family.forms.iter().find(|form| Some(&form.id) == table.form.as_ref()));
        let is_card = form.is_some_and(|form| form.kind == FormKind::Card);
        let amounts = table.columns.iter().any(|column| column.role == ColumnRole::Amount);
        if is_card || !amounts {
            return Err(Why::NotATable);
        }
        let Some(title) = table.title.as_deref() else { return Err(Why::Unclear("it has no title")) };
        if !table.columns.iter().any(|column| !column.label.is_empty()) {
            return Err(Why::Unclear("no header was found"));
        }
        Ok(Entry {
            id: String::new(),
            base: base(form, table),
            table_id: table.table_id.clone(),
            stage: stage(&document.cover),
            kind: kind(&table.columns),
            titles: vec![grammars.words.entry_wording(title)],
            unit: table.unit,
            columns: table.columns.iter().map(|column| drafted(column, grammars)).collect(),
            tables: vec![table],
            seen: Vec::new(),
        })
    }

    /// Whether both describe one form.
    fn is_same_form(&self, other: &Entry<'_>) -> bool {
        self.base == other.base
            && self.stage == other.stage
            && self.kind == other.kind
            && self.unit == other.unit
            && self.columns == other.columns
    }
}

/// The national form it varies: an entry drafted anew from its own family keeps that name.
fn base(form: Option<&Form>, table: &Table) -> String {
    match (form, &table.table_id) {
        (Some(form), _) => form.id.split('.').next_back().unwrap_or(&form.id).to_owned(),
        (None, Some(id)) => id.clone(),
        (None, None) => "table".to_owned(),
    }
}

fn stage(cover: &Cover) -> Option<&'static str> {
    match cover.disclosure {
        Disclosure::DepartmentBudget | Disclosure::UnitBudget => Some("budget"),
        Disclosure::DepartmentFinal | Disclosure::UnitFinal => Some("final"),
        Disclosure::PerformanceTargets | Disclosure::GovernmentBudget | Disclosure::Unknown => None,
    }
}

fn kind(columns: &[Column]) -> &'static str {
    let has = |role: ColumnRole| columns.iter().any(|column| column.role == role);
    if columns.iter().any(|column| column.panel > 0) {
        "paired"
    } else if has(ColumnRole::Project) {
        "projects"
    } else if has(ColumnRole::Code) {
        "coded"
    } else if has(ColumnRole::Name) {
        "named"
    } else {
        "matrix"
    }
}

fn drafted(column: &Column, grammars: &Grammars) -> Drafted {
    let words: Vec<String> = column.label.split('/').map(|word| grammars.words.entry_wording(word)).collect();
    Drafted { id: column.column_id.clone(), role: column.role, side: column.side, words: words.join("/") }
}

/// Adds an entry, or its titles to the one of the same form.
fn take<'d>(entries: &mut Vec<Entry<'d>>, mut entry: Entry<'d>, name: &str) {
    let Some(known) = entries.iter_mut().find(|known| known.is_same_form(&entry)) else {
        entry.seen.push(name.to_owned());
        entries.push(entry);
        return;
    };
    add_new(&mut known.titles, entry.titles);
    add_new(&mut known.seen, vec![name.to_owned()]);
    known.tables.extend(entry.tables);
}

fn add_new(known: &mut Vec<String>, more: Vec<String>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}

/// `changsha_revenue`, `changsha_revenue_2`: unlike the inherited entry, which stays for what prints other columns.
fn name_entries(entries: &mut [Entry<'_>], id: &str) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for entry in entries {
        let stem =
            entry.base.strip_prefix(id).map_or(entry.base.as_str(), |rest| rest.trim_start_matches('_'));
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_');
        let count = counts.entry(stem.to_owned()).or_default();
        *count += 1;
        entry.id = if *count == 1 { format!("{id}_{stem}") } else { format!("{id}_{stem}_{count}") };
    }
}

/// What the file says of the place.
fn head(documents: &[(&str, &Document)]) -> String {
    let names: Vec<&str> = documents.iter().map(|(name, _)| *name).collect();
    let mut text = format!("# Drafted from {}.\n", names.join(", "));
    text += "# Look at every line with a `?`; then try it: extract --grammars FOLDER FILE, and look at checks.csv.\n\n";
    let cover = documents.iter().map(|(_, document)| &document.cover).find(|cover| cover.region.is_some());
    let region = cover.and_then(|cover| Some((cover.region.as_deref()?, cover.region_code.as_deref()?)));
    match region {
        Some((name, code)) => {
            let _ = writeln!(text, "name = {}\nextends = \"national\"", quoted(name));
            let _ = writeln!(text, "regions = [{}]", quoted(stem_of(code)));
        }
        None => {
            text += "name = \"?\"\nextends = \"national\"\n";
            text += "regions = [] # ? beginnings of the GB/T 2260 codes of the place, such as \"4301\"\n";
        }
    }
    text
}

/// `430100` → `4301`: the code of a province or city without the parts it does not name.
fn stem_of(code: &str) -> &str {
    let stem = code.strip_suffix("00").unwrap_or(code);
    stem.strip_suffix("00").unwrap_or(stem)
}

fn print(entry: &Entry<'_>, grammars: &Grammars) -> String {
    let mut text = format!("\n# Seen in {}.\n[[form]]\nid = {}\n", entry.seen.join(", "), quoted(&entry.id));
    let _ = match &entry.table_id {
        Some(id) => writeln!(text, "table_id = {}", quoted(id)),
        None => writeln!(text, "# ? table_id = \"…\", one of {}", TABLE_IDS.join(", ")),
    };
    if let Some(stage) = entry.stage {
        let _ = writeln!(text, "stage = {}", quoted(stage));
    }
    let titles: Vec<String> = entry.titles.iter().map(|title| quoted(title)).collect();
    let _ = writeln!(text, "kind = {}\ntitles = [{}]", quoted(entry.kind), titles.join(", "));
    let _ = match entry.unit {
        Some(unit) => writeln!(text, "unit = {}", quoted(unit.name())),
        None => writeln!(text, "# ? unit = \"万元\""),
    };
    text += "columns = [\n";
    text.extend(entry.columns.iter().map(print_column));
    text += "]\n";
    print_sums(&mut text, &sums::of_tables(&entry.tables, &grammars.words));
    text
}

fn print_column(column: &Drafted) -> String {
    let mut keys: Vec<String> = Vec::new();
    if column.role == ColumnRole::Amount {
        keys.extend(column.id.iter().map(|id| format!("id = {}", quoted(id))));
    } else {
        keys.push(format!("role = {}", quoted(role(column.role))));
    }
    keys.extend(column.side.map(|side| {
        format!("side = {}", quoted(if side == Side::Income { "income" } else { "expenditure" }))
    }));
    keys.push(format!("words = [{}]", quoted(&column.words)));
    let open = column.role == ColumnRole::Amount && column.id.is_none();
    format!("  {{ {} }},{}\n", keys.join(", "), if open { " # ? id" } else { "" })
}

fn role(role: ColumnRole) -> &'static str {
    match role {
        ColumnRole::Code => "code",
        ColumnRole::Name => "name",
        ColumnRole::Project => "project",
        ColumnRole::Amount => "amount",
        ColumnRole::Ordinal => "ordinal",
        ColumnRole::Text => "text",
    }
}

fn print_sums(text: &mut String, sums: &sums::Sums) {
    if !sums.hold.is_empty() {
        let equations: Vec<String> =
            sums.hold.iter().map(|equation| format!("  {},\n", quoted(equation))).collect();
        let _ = writeln!(text, "equations = [\n{}]", equations.concat());
    }
    for doubt in &sums.doubts {
        let _ = writeln!(text, "# ? {doubt}");
    }
}

/// A TOML string. What is printed may hold anything.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
