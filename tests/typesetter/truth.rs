//! What a table of the source says, in the words of the output.

use super::source::TableSource;

/// A table and its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableTruth {
    pub id: String,
    pub number: Option<String>,
    pub title: Option<String>,
    pub unit: Option<String>,
    pub page_first: u32,
    pub page_last: u32,
    /// No amount is printed in it.
    pub empty: bool,
    pub facts: Vec<Fact>,
}

/// One printed value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fact {
    pub page: u32,
    pub code: Option<String>,
    pub name: Option<String>,
    pub project: Option<String>,
    pub side: Option<String>,
    pub column_id: Option<String>,
    /// Header path, outermost first.
    pub label: String,
    pub printed: String,
}

impl std::fmt::Display for Fact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let keys = [&self.side, &self.code, &self.name, &self.project];
        let keys: Vec<&str> = keys.into_iter().flatten().map(String::as_str).collect();
        write!(f, "p{} {} | {}", self.page, keys.join(" "), self.label)?;
        if let Some(id) = &self.column_id {
            write!(f, " ({id})")?;
        }
        write!(f, " = {}", self.printed)
    }
}

/// The truth of `table`, whose row `r` is printed on page `pages[r]`.
pub(crate) fn of_table(table: &TableSource, pages: &[u32], title_page: u32) -> TableTruth {
    let mut facts = Vec::new();
    for (row, page) in table.rows.iter().zip(pages) {
        row_facts(table, row, *page, &mut facts);
    }
    TableTruth {
        id: table.id.clone(),
        number: table.number.clone(),
        title: table.title.clone(),
        unit: table.unit.clone(),
        page_first: title_page,
        page_last: pages.last().copied().unwrap_or(title_page),
        // Dashes are values, and no amounts.
        empty: !facts.iter().any(|fact| fact.printed.contains(|c: char| c.is_ascii_digit())),
        facts,
    }
}

fn row_facts(table: &TableSource, row: &[String], page: u32, facts: &mut Vec<Fact>) {
    let mut key = Key::default();
    let mut after_value = true;
    for (at, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
        if column.is_key() {
            if after_value {
                key = Key::default();
            }
            key.add(&column.holds, cell);
            after_value = false;
            continue;
        }
        // A label laid over a value (公用经费合计 over a whole panel) still names what follows it.
        if cell == "<" {
            continue;
        }
        after_value = true;
        if matches!(cell.as_str(), "" | "^") {
            continue;
        }
        facts.push(Fact {
            page,
            code: filled(&key.code),
            name: filled(&key.name),
            project: filled(&key.project),
            side: column.side.clone(),
            column_id: (!column.holds.starts_with('?')).then(|| column.holds.clone()),
            label: label(&table.header, at),
            printed: cell.clone(),
        });
    }
}

/// What names a row, or a panel of it.
#[derive(Default)]
struct Key {
    code: String,
    name: String,
    project: String,
}

impl Key {
    /// Adds a cell; words in a code column (合计 over 科目编码 and 科目名称) are the name.
    fn add(&mut self, holds: &str, cell: &str) {
        if matches!(cell, "<" | "^") {
            return;
        }
        let text: String = cell.chars().filter(|c| !c.is_whitespace()).collect();
        match holds {
            "code" if text.chars().all(|c| c.is_ascii_digit()) => self.code.push_str(&text),
            "project_name" => self.project.push_str(&text),
            "code" | "name" => self.name.push_str(&text),
            _ => {}
        }
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The header path of column `at`: the words over it from top to bottom, rows of column numbers left out.
fn label(header: &[Vec<String>], at: usize) -> String {
    let mut path: Vec<String> = Vec::new();
    for (level, row) in header.iter().enumerate() {
        if is_number_row(row) {
            continue;
        }
        let text = origin_text(header, level, at);
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if !text.is_empty() && path.last() != Some(&text) {
            path.push(text);
        }
    }
    path.join("/")
}

/// Whether a header row only numbers the columns (栏次 1 2 3).
fn is_number_row(row: &[String]) -> bool {
    let mut filled = row.iter().filter(|cell| !cell.is_empty() && *cell != "<");
    filled.any(|cell| cell == "1") && !row.iter().any(|cell| cell == "^")
}

/// The text of the cell that covers (`row`, `column`).
fn origin_text(grid: &[Vec<String>], mut row: usize, mut column: usize) -> &str {
    loop {
        match grid[row][column].as_str() {
            "<" => column -= 1,
            "^" => row -= 1,
            text => return text,
        }
    }
}
