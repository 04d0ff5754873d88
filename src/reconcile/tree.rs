//! Coded rows: a code is the sum of the codes directly below it, the 合计 row of the uppermost ones.
//!
//! A row belongs to the nearest earlier row whose code begins its own (scan order, not grouping: a table may list the
//! codes of several units one after the other). Rows of projects repeat the code of their item and are left out.

use std::collections::BTreeSet;

use super::Finding;
use super::Verdict;
use super::tally::{Tally, compare};
use super::view::{Reading, View, is_total, row_label};
use crate::form::Codes;
use crate::form::equation::Relation;
use crate::model::{Kind, Row, RowRole, Value};

/// The coded rows of one table as a tree.
pub(super) struct Tree<'d> {
    codes: &'d Codes,
    nodes: Vec<Node<'d>>,
    /// Uppermost rows.
    top: Vec<usize>,
    /// Rows with amounts and without code, that might belong to any sum around them.
    strays: Vec<&'d Row>,
    totals: Vec<&'d Row>,
    /// The one row without code before all others: where no row is called a total, the unit's name may head the table.
    heading: Option<&'d Row>,
}

struct Node<'d> {
    row: &'d Row,
    children: Vec<usize>,
    strays: Vec<&'d Row>,
    /// Whether the table ends below it.
    open: bool,
}

/// Digits of a classification code. Codes of units and other numbers in the same column have others.
const LEVELS: [usize; 4] = [3, 5, 7, 9];

fn is_classified(code: &str) -> bool {
    LEVELS.contains(&code.len())
}

/// Digits of the code of a unit are six at least; those of its department come first (`125001`, xian.toml).
const UNIT: usize = 6;

/// Whether the row is one of a unit, by a code that no classification has.
fn is_unit(row: &Row) -> bool {
    let code = row.code.as_deref().unwrap_or_default();
    code.len() >= UNIT && !is_classified(code) && row.project.is_none() && !row.values.is_empty()
}

/// Whether a table lists its codes unit by unit: none stands before the first unit.
fn begins_with_unit(rows: &[&Row]) -> bool {
    let coded = || rows.iter().filter(|row| !is_total(row) && row.code.is_some());
    coded().next().is_some_and(|row| is_unit(row))
        && coded().any(|row| row.code.as_deref().is_some_and(is_classified))
}

/// Printed columns that say the same: the amounts of side-by-side panels are one lane.
pub(super) type Lane = Vec<usize>;

impl<'d> Tree<'d> {
    /// Builds the tree; empty where no row has a code.
    pub(super) fn of(view: &View<'d>, codes: &'d Codes) -> Self {
        let mut rows: Vec<&Row> = view.table.rows.iter().collect();
        // A list that is printed in several panels goes on at the top of the next one.
        rows.sort_by_key(|row| (row.side, row.panel));
        let items: BTreeSet<&str> =
            rows.iter().filter(|row| row.project.is_none()).filter_map(|row| row.code.as_deref()).collect();
        let mut tree = Tree {
            codes,
            nodes: Vec::new(),
            top: Vec::new(),
            strays: Vec::new(),
            totals: Vec::new(),
            heading: None,
        };
        let mut open: Vec<usize> = Vec::new();
        let by_unit = begins_with_unit(&rows);
        for row in rows {
            match row.code.as_deref() {
                _ if is_total(row) => tree.totals.push(row),
                Some(code) if row.project.is_some() && items.contains(code) => {}
                Some(code) if is_classified(code) || (by_unit && is_unit(row)) => {
                    tree.hang(row, code, &mut open);
                }
                Some(_) => tree.stray(row, &open),
                None if row.role == RowRole::Detail && !row.values.is_empty() => tree.stray(row, &open),
                None => {}
            }
        }
        for at in open {
            if let Some(node) = tree.nodes.get_mut(at) {
                node.open = true;
            }
        }
        tree.heading = tree.headed(view);
        tree
    }

    fn headed(&self, view: &View<'d>) -> Option<&'d Row> {
        let first = view.table.rows.iter().find(|row| !row.values.is_empty());
        match self.strays.as_slice() {
            [only] if self.totals.is_empty() && only.code.is_none() => {
                first.filter(|first| std::ptr::eq(*first, *only))
            }
            _ => None,
        }
    }

    fn hang(&mut self, row: &'d Row, code: &str, open: &mut Vec<usize>) {
        let of_unit = is_unit(row);
        let above = |node: &Node| {
            let begins = |c: &str| c.len() < code.len() && code.starts_with(c);
            // Whatever stands below a unit is a part of it.
            (is_unit(node.row) && !of_unit) || node.row.code.as_deref().is_some_and(begins)
        };
        while open.last().and_then(|&last| self.nodes.get(last)).is_some_and(|node| !above(node)) {
            open.pop();
        }
        let at = self.nodes.len();
        match open.last().and_then(|&last| self.nodes.get_mut(last)) {
            Some(parent) => parent.children.push(at),
            None => self.top.push(at),
        }
        self.nodes.push(Node { row, children: Vec::new(), strays: Vec::new(), open: false });
        open.push(at);
    }

    fn stray(&mut self, row: &'d Row, open: &[usize]) {
        self.strays.push(row);
        for &at in open {
            if let Some(node) = self.nodes.get_mut(at) {
                node.strays.push(row);
            }
        }
    }

    /// A code in no classification may be misprinted or misread, and then belongs elsewhere.
    fn doubt_codes(&self, finding: &mut Finding, parts: &[&Row]) {
        if finding.outcome.verdict != Verdict::Mismatch {
            return;
        }
        let mut codes = parts.iter().filter(|row| !is_unit(row)).filter_map(|row| row.code.as_deref());
        let unknown = codes.find(|code| !self.codes.known(code));
        if let Some(code) = unknown {
            finding.doubt(&format!("code {code} is in no classification"));
        }
    }

    /// Whether no row has a code of a classification.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether codes stand beside each other only, and some stand several times.
    pub(super) fn repeats_codes(&self) -> bool {
        let mut seen = BTreeSet::new();
        let again = self.rows_at(&self.top).any(|row| !seen.insert(row.code.as_deref()));
        again && self.nodes.iter().all(|node| node.children.is_empty())
    }

    /// Each parent with the rows directly below it.
    pub(super) fn families(&self) -> impl Iterator<Item = (&'d Row, Vec<&'d Row>)> + '_ {
        let parents = self.nodes.iter().filter(|node| !node.children.is_empty());
        parents.map(|node| (node.row, self.rows_at(&node.children).collect()))
    }

    /// Rows with nothing below them, neither in the table nor in one that it may go on in.
    pub(super) fn childless(&self, view: &View<'d>) -> impl Iterator<Item = &'d Row> + '_ {
        let ended = view.goes_on.is_none();
        self.nodes
            .iter()
            .filter(move |node| node.children.is_empty() && (ended || !node.open))
            .map(|node| node.row)
    }

    /// The uppermost rows.
    pub(super) fn uppermost(&self) -> impl Iterator<Item = &'d Row> + '_ {
        self.rows_at(&self.top)
    }

    fn rows_at<'t>(&'t self, at: &'t [usize]) -> impl Iterator<Item = &'d Row> + 't {
        at.iter().filter_map(|&at| self.nodes.get(at)).map(|node| node.row)
    }

    /// `parent = sum(children)` in every lane. `never`: names of columns that do not add up, such as rates.
    pub(super) fn parents(&self, view: &View<'d>, never: &[String]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for lane in lanes(view).iter().filter(|lane| adds_up(view, lane, never)) {
            let parents = self.nodes.iter().filter(|node| !node.children.is_empty());
            let mut found: Vec<Finding> = parents
                .filter_map(|node| {
                    let children: Vec<&Row> = self.rows_at(&node.children).collect();
                    let mut finding = sum(view, lane, node.row, &children, &node.strays)?;
                    self.doubt_codes(&mut finding, &children);
                    if node.open {
                        doubt_end(view, &mut finding);
                    }
                    Some(finding)
                })
                .collect();
            self.doubt_unknown_lane(view, lane, &mut found);
            findings.append(&mut found);
        }
        findings
    }

    /// `total_row = sum(top)` in every lane.
    pub(super) fn totals(&self, view: &View<'d>, never: &[String]) -> Vec<Finding> {
        if self.top.is_empty() {
            return Vec::new();
        }
        let top: Vec<&Row> = self.rows_at(&self.top).collect();
        let strays = if self.heading.is_some() { &[][..] } else { &self.strays };
        let mut findings = Vec::new();
        for lane in lanes(view).iter().filter(|lane| adds_up(view, lane, never)) {
            let Some(total) = self.totals.first().copied().or(self.heading) else { continue };
            let amount = |row: &Row| match read(view, row, lane).1 {
                Reading::Amount(figure, _) => Some(figure.value),
                Reading::Nothing | Reading::Other => None,
            };
            let several = self.totals.iter().any(|other| amount(other) != amount(total));
            let mut found: Vec<Finding> = sum(view, lane, total, &top, strays).into_iter().collect();
            for finding in
                found.iter_mut().filter(|finding| several && finding.outcome.verdict == Verdict::Mismatch)
            {
                finding.doubt("the table has several total rows");
            }
            for finding in &mut found {
                self.doubt_codes(finding, &top);
                doubt_end(view, finding);
                if self.totals.is_empty() && finding.outcome.verdict == Verdict::Mismatch {
                    finding.doubt("it is not called a total");
                }
            }
            self.doubt_unknown_lane(view, lane, &mut found);
            findings.append(&mut found);
        }
        findings
    }

    /// A column no form knows may hold anything. It is taken for money that adds up once one of its sums does, or if it
    /// looks like money.
    fn doubt_unknown_lane(&self, view: &View<'d>, lane: &Lane, findings: &mut [Finding]) {
        let known = lane.iter().any(|&column| view.column_id(column).is_some());
        let mut doubtful = findings.iter_mut().filter(|f| f.outcome.verdict == Verdict::Mismatch).peekable();
        if known || doubtful.peek().is_none() || is_filled(view, lane) || self.is_shown(view, lane) {
            return;
        }
        for finding in doubtful {
            finding.doubt("whether this column adds up is not known");
        }
    }

    /// Whether any sum of the lane is exact and not nothing.
    fn is_shown(&self, view: &View<'d>, lane: &Lane) -> bool {
        let shown = |parent: &Row, parts: &[&Row], strays: &[&Row]| {
            sum(view, lane, parent, parts, strays).is_some_and(|finding| {
                let value = finding.outcome.left;
                finding.outcome.verdict == Verdict::Exact && value.is_some_and(|v| !v.is_zero())
            })
        };
        let top: Vec<&Row> = self.rows_at(&self.top).collect();
        self.totals.iter().any(|total| shown(total, &top, &self.strays))
            || self.families().any(|(parent, parts)| shown(parent, &parts, &[]))
    }
}

/// Part of a table may stand in the next one: a continuation that was not recognised has no title of its own.
fn doubt_end(view: &View, finding: &mut Finding) {
    if let (Verdict::Mismatch, Some(next)) = (finding.outcome.verdict, view.goes_on) {
        finding.doubt(&format!("the table may go on in table {next}, which has no title"));
    }
}

/// One sum in one lane; `None` where all of it is blank.
fn sum(view: &View, lane: &Lane, parent: &Row, parts: &[&Row], strays: &[&Row]) -> Option<Finding> {
    let (column, reading) = read(view, parent, lane);
    let label = view.column_label(column);
    let mut left = Tally::default();
    left.add(false, reading, &view.cell_name(parent, column), label, view.at(parent, column));
    let mut right = Tally::default();
    // The same, but of several rows with one code only the first.
    let mut once = Tally::default();
    let (mut codes, mut twice) = (BTreeSet::new(), None);
    for part in parts {
        let (column, reading) = read(view, part, lane);
        let label = part.code.as_deref().unwrap_or_default();
        match reading {
            Reading::Nothing => continue,
            Reading::Amount(..) => right.add(false, reading, "", label, view.at(part, column)),
            Reading::Other => right.missing(format!("{} is no amount", view.cell_name(part, column))),
        }
        if codes.insert(label) {
            once.add(false, reading, "", label, view.at(part, column));
        } else {
            twice = Some(label);
        }
    }
    if let Some(stray) = strays.iter().find(|row| read(view, row, lane).1.counts()) {
        right.doubt(format!("row {} has no code", row_label(stray)));
    }
    if let Some(code) = twice.filter(|_| compare(&left, Relation::Equal, &once).is_some_and(|o| o.closes())) {
        right.doubt(format!("code {code} is printed more than once"));
    }
    right.of = sum_name(view, parts, column);
    if parts.len() > 1 {
        right.gloss = Some(format!("its {} parts", parts.len()));
    }
    Finding::of(row_label(parent), left, Relation::Equal, right)
}

/// `sum(general_public[20604..20699].total)`
fn sum_name(view: &View, parts: &[&Row], column: usize) -> String {
    let code = |row: Option<&&Row>| row.and_then(|row| row.code.clone()).unwrap_or_default();
    let (first, last) = (code(parts.first()), code(parts.last()));
    let column = view.column_id(column).unwrap_or_else(|| view.column_label(column));
    if parts.len() < 2 {
        format!("{}[{first}].{column}", view.name)
    } else {
        format!("sum({}[{first}..{last}].{column})", view.name)
    }
}

/// What a row says in a lane: its first column with a value.
pub(super) fn read(view: &View, row: &Row, lane: &Lane) -> (usize, Reading) {
    let found = row.values.iter().find(|value| lane.contains(&value.column));
    let first = lane.first().copied().unwrap_or_default();
    found.map_or((first, Reading::Nothing), |value| (value.column, view.read_value(value)))
}

/// Columns with one name are one lane where no row fills two of them.
pub(super) fn lanes(view: &View) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for column in 0..view.table.columns.len() {
        let id = view.column_id(column);
        let same =
            |lane: &Lane| id.is_some() && lane.first().is_some_and(|&first| view.column_id(first) == id);
        let apart = |lane: &Lane| {
            !view.table.rows.iter().any(|row| {
                row.values.iter().any(|v| v.column == column)
                    && row.values.iter().any(|v| lane.contains(&v.column))
            })
        };
        match lanes.iter_mut().find(|lane| same(lane) && apart(lane)) {
            Some(lane) => lane.push(column),
            None => lanes.push(vec![column]),
        }
    }
    lanes
}

/// Whether the lane holds money that adds up: amounts, no rates and no numbers of things.
pub(super) fn adds_up(view: &View, lane: &Lane, never: &[String]) -> bool {
    let named = |column: &usize| view.column_id(*column).is_some_and(|id| never.iter().any(|n| n == id));
    let mut values =
        view.table.rows.iter().flat_map(|row| &row.values).filter(|value| lane.contains(&value.column));
    !lane.iter().any(named)
        && !values.clone().any(|v| matches!(v.kind, Kind::Percent | Kind::Count))
        && values.any(|v| v.kind == Kind::Amount)
}

/// Whether the column prints an amount with decimals in every row, and nothing in most: rates are not printed so.
fn is_filled(view: &View, lane: &Lane) -> bool {
    let amount = |row: &Row| {
        let money = |v: &&Value| lane.contains(&v.column) && v.kind == Kind::Amount;
        row.values.iter().find(money).and_then(|v| v.number).filter(|number| number.scale() > 0)
    };
    let rows = view.table.rows.iter().filter(|row| !row.values.is_empty());
    let Some(amounts) = rows.map(amount).collect::<Option<Vec<_>>>() else { return false };
    amounts.iter().filter(|number| number.is_zero()).count() * 2 > amounts.len()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;
    use crate::form::Grammars;
    use crate::model::Document;
    use crate::reconcile::fixture;

    fn check(rows: &str, nodes: &[&str], strays: &[&str]) {
        let grammars = Grammars::shipped();
        let text = format!("== general_public 万元 表\n| total:合计\n{rows}");
        let document = fixture::document(&text, Document::default());
        let view = View::all(&document.tables).pop().unwrap();
        let tree = Tree::of(&view, &grammars.codes);
        let code = |row: &&Row| row.code.clone().or_else(|| row.name.clone()).unwrap_or_default();
        assert_eq!(tree.nodes.iter().map(|node| code(&node.row)).collect::<Vec<_>>(), nodes, "{rows}");
        assert_eq!(tree.strays.iter().map(code).collect::<Vec<_>>(), strays, "{rows}");
    }

    #[test]
    fn rows_without_a_code_are_strays_where_they_have_amounts() {
        check("205 教育支出 | 3\n其他 | 1\n说明 |", &["205"], &["其他"]);
    }

    #[test]
    fn units_are_nodes_only_where_the_list_is_theirs() {
        check(
            "125001 甲局 | 3\n205 教育支出 | 3\n125002 乙局 | 2\n205 教育支出 | 2",
            &["125001", "205", "125002", "205"],
            &[],
        );
        check("205 教育支出 | 3\n125001 甲局 | 3", &["205"], &["125001"]);
        check("125001 甲局 | 3\n205 教育支出 | 3\n20 其他 | 1", &["125001", "205"], &["20"]);
    }
    /// What the tree of these rows below one column of amounts says.
    fn of<T>(rows: &str, say: impl Fn(&Tree, &View) -> T) -> T {
        let document = fixture::document(&format!("== x 万元 表\n| total:合计\n{rows}"), Document::default());
        let view = View::all(&document.tables).pop().unwrap();
        say(&Tree::of(&view, &Grammars::shipped().codes), &view)
    }

    #[test]
    fn a_first_row_without_code_heads_the_list_where_there_is_no_total() {
        let check = |rows: &str, expect: Option<&str>| {
            let heading = of(rows, |tree, _| tree.heading.and_then(|row| row.name.clone()));
            assert_eq!(heading.as_deref(), expect, "{rows}");
        };
        check("某局 | 4\n205 教育支出 | 3\n206 科学技术支出 | 1", Some("某局"));
        check("205 教育支出 | 3\n某局 | 4", None);
        check("合计 | 4\n某局 | 4\n205 教育支出 | 4", None);
        check("某局 | 4\n205 教育支出 | 4\n合计 | 4", None);
        check("9999 某局 | 4\n205 教育支出 | 4", None);
        check("某局 | 4\n205 教育支出 | 3\n其他 | 1", None);
    }

    #[test]
    fn codes_are_repeated_only_in_a_list_without_levels() {
        let check = |rows: &str, expect: bool| {
            assert_eq!(of(rows, |tree, _| tree.repeats_codes()), expect, "{rows}");
        };
        check("205 教育支出 | 3\n205 教育支出 | 1", true);
        check("205 教育支出 | 3\n206 科学技术支出 | 1", false);
        check("205 教育支出 | 3\n20508 进修及培训 | 3\n205 教育支出 | 1", false);
    }

    #[test]
    fn a_column_of_decimals_that_is_mostly_zero_is_filled() {
        let check = |rows: &str, expect: bool| {
            assert_eq!(of(rows, |_, view| is_filled(view, &vec![0])), expect, "{rows}");
        };
        check("205 甲 | 0.00\n206 乙 | 0.00\n207 丙 | 1.50\n说明 |", true);
        check("205 甲 | 0.00\n206 乙 | 1.00", false);
        check("205 甲 | 0.00\n206 乙 | 0.00\n207 丙 | 1", false);
        check("205 甲 | 0.00\n206 乙 | 0.00\n207 丙 | -", false);
        check("205 甲 | 0.00\n206 乙 | 0.00\n207 丙 | 5%", false);
        check("205 甲 | 0.00\n206 乙 | 0.00\n207 丙 | 1.50%", false);
    }
}
