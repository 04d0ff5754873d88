//! Documents as they were read → a grammar file for their place, to be looked over by a person.
//!
//! Comes in: documents and the grammars they were read with. Goes out: TOML that the loader takes as it is. It states
//! what is printed (titles, columns in order, units) and the sums that every row bears out; what it cannot know it
//! leaves open with a `?` in a comment. It never reads a page itself.

mod sums;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::base::Unit;
use crate::form::{COLUMN_IDS, Family, Form, FormKind, Grammars, TABLE_IDS, Words, fold};
use crate::model::{Column, ColumnRole, Cover, Disclosure, Document, Side, Table};

/// A grammar file named `id`, drafted from documents with their names.
pub fn draft(id: &str, documents: &[(&str, &Document)], grammars: &Grammars) -> String {
    let mut entries: Vec<Entry> = Vec::new();
    let mut left_out = String::new();
    for (name, document) in documents {
        let family = document.cover.form_family.as_deref().and_then(|family| grammars.family(family));
        for table in &document.tables {
            match Entry::of(without_margins(table), document, family, grammars) {
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
struct Entry {
    id: String,
    base: String,
    table_id: Option<String>,
    stage: Option<&'static str>,
    kind: &'static str,
    titles: Vec<String>,
    unit: Option<Unit>,
    columns: Vec<Drafted>,
    /// The tables that print it.
    tables: Vec<Table>,
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

/// What to say of a table that may be two lists.
const TWO_LISTS: &str = " # ? or \"paired\", each column with a side: { role = \"name\", side = \"income\", … }, { id = \"amount\", side = \"income\", … }";

/// A line of a comment is not longer.
const MOST_LETTERS: usize = 120;

/// Why a table gives no entry.
enum Why {
    /// It is a performance card, or a frame without amounts.
    NotATable,
    /// A person would have to say what it is.
    Unclear(&'static str),
}

impl Entry {
    fn of(
        table: Table,
        document: &Document,
        family: Option<&Family>,
        grammars: &Grammars,
    ) -> Result<Self, Why> {
        let form = family.and_then(|family| family.form(table.form.as_deref()?));
        let is_card = form.is_some_and(|form| form.kind == FormKind::Card);
        let amounts = table.columns.iter().any(|column| column.role == ColumnRole::Amount);
        if is_card || !amounts {
            return Err(Why::NotATable);
        }
        if !table.columns.iter().any(|column| !column.label.is_empty()) {
            return Err(Why::Unclear("no header was found"));
        }
        Ok(Entry {
            id: String::new(),
            base: base(form, family, &table),
            table_id: table.table_id.clone(),
            stage: stage(&document.cover),
            kind: kind(&table.columns),
            titles: table.title.iter().map(|title| grammars.words.entry_wording(title)).collect(),
            unit: table.unit,
            columns: drafted(&table.columns, &grammars.words),
            tables: vec![table],
            seen: Vec::new(),
        })
    }

    /// Whether a column of words in the middle may begin a second list: the same amounts stand on both sides of it.
    fn is_perhaps_paired(&self) -> bool {
        let amounts = |columns: &[Drafted]| -> Vec<String> {
            let amounts = columns.iter().filter(|column| column.role == ColumnRole::Amount);
            amounts.map(|column| column.words.clone()).collect()
        };
        let words = self.columns.iter().skip(1).position(|column| column.role == ColumnRole::Text);
        let halves = words.and_then(|at| self.columns.split_at_checked(at.saturating_add(1)));
        halves.is_some_and(|(left, right)| !amounts(left).is_empty() && amounts(left) == amounts(right))
    }

    /// The tables that print it, by number and page.
    fn numbers(&self) -> String {
        let number = |table: &Table| match table.page_first {
            Some(page) => format!("{} on page {page}", table.no),
            None => table.no.to_string(),
        };
        self.tables.iter().map(number).collect::<Vec<_>>().join(", ")
    }

    /// Whether both describe one form.
    fn is_same_form(&self, other: &Entry) -> bool {
        self.base == other.base
            && self.stage == other.stage
            && self.kind == other.kind
            && self.unit == other.unit
            && self.columns == other.columns
    }
}

/// The national form it varies: an entry drafted anew from its own family goes by that name again.
fn base(form: Option<&Form>, family: Option<&Family>, table: &Table) -> String {
    let Some(form) = form else { return table.table_id.clone().unwrap_or_else(|| "table".to_owned()) };
    let own = family.and_then(|family| form.id.strip_prefix(&family.id)?.strip_prefix('_'));
    own.unwrap_or(&form.id).to_owned()
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
    if columns.iter().any(|column| column.side.is_some()) {
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

fn drafted(columns: &[Column], words: &Words) -> Vec<Drafted> {
    let with = |(column, words): (&Column, String)| Drafted {
        id: column.column_id.clone(),
        role: column.role,
        side: column.side,
        words,
    };
    columns.iter().zip(wordings(columns, words)).map(with).collect()
}

/// The header paths as entries write them: without years, but where these alone tell two columns apart.
fn wordings(columns: &[Column], words: &Words) -> Vec<String> {
    let wording = |column: &Column| {
        column.label.split('/').map(|word| words.entry_wording(word)).collect::<Vec<_>>().join("/")
    };
    let all: Vec<String> = columns.iter().map(wording).collect();
    let same = |at: usize| {
        let twin = |other: &usize| *other != at && all.get(*other) == all.get(at);
        let panel = |at: usize| columns.get(at).map(|column| column.panel);
        (0..all.len()).filter(twin).any(|other| panel(other) == panel(at))
    };
    let chosen = |(at, column): (usize, &Column)| {
        let words = all.get(at).cloned().unwrap_or_default();
        if same(at) { fold(&column.label) } else { words }
    };
    columns.iter().enumerate().map(chosen).collect()
}

/// The table without the blank margins that a sheet printed as one grid draws beside it.
fn without_margins(table: &Table) -> Table {
    let used = |at: usize| table.rows.iter().flat_map(|row| &row.values).any(|value| value.column == at);
    let is_margin =
        |at: usize| table.columns.get(at).is_none_or(|column| column.label.is_empty() && !used(at));
    let kept: Vec<usize> = (0..table.columns.len()).filter(|&at| !is_margin(at)).collect();
    let mut bare = table.clone();
    bare.columns = kept.iter().filter_map(|&at| table.columns.get(at).cloned()).collect();
    for value in bare.rows.iter_mut().flat_map(|row| &mut row.values) {
        value.column = kept.partition_point(|&at| at < value.column);
    }
    bare
}

/// Adds an entry, or its titles to the one of the same form.
fn take(entries: &mut Vec<Entry>, mut entry: Entry, name: &str) {
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
fn name_entries(entries: &mut [Entry], id: &str) {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for entry in entries {
        let stem =
            entry.base.strip_prefix(id).map_or(entry.base.as_str(), |rest| rest.trim_start_matches('_'));
        // `standard_revenue` is the inherited entry with the usual columns; those of a place are its own.
        let stem = stem.trim_start_matches("standard_");
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
    text += "# Look at every line with a `?`; then try it: extract --grammars FOLDER FILE, and look at checks.csv.\n";
    text += &listed("table_id: \"other\", or what it is", TABLE_IDS);
    text += &listed("id of a column: none, or what it is", COLUMN_IDS);
    text.push('\n');
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

/// The names to choose from, as a comment of lines that are not too long.
fn listed(what: &str, names: &[&str]) -> String {
    let mut text = format!("# {what}:");
    let mut length = text.len();
    for name in names {
        if length + name.len() > MOST_LETTERS {
            text += "\n#  ";
            length = 3;
        }
        let _ = write!(text, " {name}");
        length += name.len() + 1;
    }
    text.push('\n');
    text
}

/// `430100` → `4301`: the code of a province or city without the parts it does not name.
fn stem_of(code: &str) -> &str {
    let stem = code.strip_suffix("00").unwrap_or(code);
    stem.strip_suffix("00").unwrap_or(stem)
}

fn print(entry: &Entry, grammars: &Grammars) -> String {
    let mut text = format!("\n# Seen in {}.\n[[form]]\nid = {}\n", entry.seen.join(", "), quoted(&entry.id));
    let _ = match &entry.table_id {
        Some(id) => writeln!(text, "table_id = {}", quoted(id)),
        None => writeln!(text, "table_id = \"other\" # ?"),
    };
    if let Some(stage) = entry.stage {
        let _ = writeln!(text, "stage = {}", quoted(stage));
    }
    let titles: Vec<String> = entry.titles.iter().map(|title| quoted(title)).collect();
    let beside = if entry.is_perhaps_paired() { TWO_LISTS } else { "" };
    let _ = writeln!(text, "kind = {}{beside}", quoted(entry.kind));
    let _ = match titles.as_slice() {
        [] => writeln!(text, "titles = [\"?\"] # ? what stands above table {}", entry.numbers()),
        titles => writeln!(text, "titles = [{}]", titles.join(", ")),
    };
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
    for equation in &sums.untold {
        let _ = writeln!(text, "# ? no row tells it: {}", quoted(equation));
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
