//! Columns that sum the columns beside them, by their headers: 财政拨款/小计 is what stands below 财政拨款.
//!
//! In: tables with header paths. Out: a finding for each row and each column that is called a total of those it stands
//! beside. Equations say this of columns that forms know by name; this says it of all others. That the columns are its
//! parts is taken from the table: most rows close, and some of those fill each of the columns.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use crate::form::Words;
use crate::form::equation::Relation;
use crate::model::Row;
use crate::reconcile::tally::Tally;
use crate::reconcile::tree::adds_up;
use crate::reconcile::view::{View, row_label};
use crate::reconcile::{Finding, Subject};

/// Marks a column that is a part of one beside it, and printed besides the others.
const OF_WHICH: &str = "其中";

/// Rates do not add up.
const NEVER: &str = "change_percent";

/// A column, the columns it is made of, and what both are called: groups that are called alike are built alike.
struct Sum<'d> {
    whole: usize,
    parts: Vec<usize>,
    shape: Vec<&'d str>,
}

/// Each total of a header is the sum of the columns below that header.
pub(super) fn totals(subject: &Subject<'_, '_>) -> Found {
    let words = &subject.grammars.words;
    Ok(subject.views.iter().flat_map(|view| of_table(view, words)).collect())
}

fn of_table(view: &View<'_>, words: &Words) -> Vec<Finding> {
    let mut shapes: BTreeMap<Vec<&str>, Vec<Sum>> = BTreeMap::new();
    for sum in sums(view, words) {
        shapes.entry(sum.shape.clone()).or_default().push(sum);
    }
    shapes.into_values().flat_map(|sums| of_shape(view, sums)).collect()
}

/// A row, which of the parts it fills, and whether they are other columns than forms know.
struct Judged {
    finding: Finding,
    filled: BTreeSet<usize>,
    open: bool,
}

/// The rows of groups that are built alike, where at least half of them close. A column that fills rows that do not close,
/// and none that does, is no part: what is procured is printed beside what is spent (expenditure in shenzhen.toml).
fn of_shape(view: &View<'_>, mut sums: Vec<Sum<'_>>) -> Vec<Finding> {
    let judged = judge(view, &sums);
    let filled = |closing: bool| -> BTreeSet<usize> {
        let rows = judged.iter().filter(|judged| judged.finding.outcome.closes() == closing);
        rows.flat_map(|judged| judged.filled.iter().copied()).collect()
    };
    let strange: BTreeSet<usize> = filled(false).difference(&filled(true)).copied().collect();
    for sum in &mut sums {
        let parts = sum.parts.iter().enumerate().filter(|(at, _)| !strange.contains(at));
        sum.parts = parts.map(|(_, column)| *column).collect();
    }
    sums.retain(|sum| !sum.parts.is_empty());
    let judged = if strange.is_empty() { judged } else { judge(view, &sums) };
    let closing = judged.iter().filter(|judged| judged.finding.outcome.closes()).count();
    let borne_out = closing > 0 && closing.saturating_mul(2) >= judged.len();
    // Where a form knows all columns, equations judge them; here they are evidence for those beside them.
    judged.into_iter().filter(|judged| borne_out && judged.open).map(|judged| judged.finding).collect()
}

fn judge(view: &View<'_>, sums: &[Sum<'_>]) -> Vec<Judged> {
    let rows = |sum| view.table.rows.iter().filter_map(move |row| of_row(view, row, sum));
    sums.iter().flat_map(rows).collect()
}

fn of_row(view: &View<'_>, row: &Row, sum: &Sum<'_>) -> Option<Judged> {
    let side = |columns: &[usize]| {
        let mut tally = Tally::default();
        for &column in columns {
            // Several columns are called 小计; the whole path tells which.
            let label = view.table.columns.get(column).map_or("", |found| found.label.as_str());
            let of = view.cell_name(row, column);
            tally.add(false, view.read(row, column), &of, label, view.at(row, column));
        }
        tally
    };
    let (left, right) = (side(&[sum.whole]), side(&sum.parts));
    if !left.is_printed() || !right.is_printed() {
        return None;
    }
    let finding = Finding::of(row_label(row), left, Relation::Equal, right)?;
    let slack = finding.outcome.slack.unwrap_or_default();
    let filled = sum.parts.iter().enumerate().filter(|(_, column)| view.read(row, **column).exceeds(slack));
    Some(Judged { finding, filled: filled.map(|(at, _)| at).collect(), open: sum.is_open(view) })
}

/// The totals of the header.
fn sums<'d>(view: &View<'d>, words: &Words) -> Vec<Sum<'d>> {
    let paths: Vec<(usize, Vec<&str>)> = view
        .table
        .columns
        .iter()
        .enumerate()
        .filter(|(column, _)| adds_up(view, &vec![*column], &[NEVER.to_string()]))
        .map(|(column, found)| (column, found.label.split('/').collect()))
        .filter(|(_, path): &(usize, Vec<&str>)| !path.iter().any(|word| word.contains(OF_WHICH)))
        .collect();
    let is_sum = |word: &str| words.is_total(word) || words.is_subtotal(word);
    let of_column = |(whole, path): &(usize, Vec<&'d str>)| {
        let (last, group) = path.split_last().filter(|(last, _)| is_sum(last))?;
        let mut parts = Vec::new();
        let mut shape = vec![*last];
        for (column, own) in paths.iter().filter(|(column, own)| column != whole && own.starts_with(group)) {
            let tail = own.get(group.len()..)?;
            if !is_below_total(&paths, group, tail, is_sum) {
                parts.push(*column);
                shape.extend(tail);
            }
        }
        Some(Sum { whole: *whole, parts, shape })
    };
    paths.iter().filter_map(of_column).filter(|sum| !sum.parts.is_empty()).collect()
}

impl Sum<'_> {
    /// Whether there are columns that no form knows.
    fn is_open(&self, view: &View<'_>) -> bool {
        let unknown = |column: &usize| view.column_id(*column).is_none();
        unknown(&self.whole) || self.parts.iter().any(unknown)
    }
}

/// Whether a header between the group and the column has a total of its own, which then stands for the column; or it is
/// another total of the group itself.
fn is_below_total(
    paths: &[(usize, Vec<&str>)],
    group: &[&str],
    tail: &[&str],
    is_sum: impl Fn(&str) -> bool,
) -> bool {
    let (Some((last, above)), true) = (tail.split_last(), !tail.is_empty()) else { return true };
    let has_total = |depth: usize| {
        let header = above.get(..depth).unwrap_or_default();
        paths.iter().any(|(_, path)| {
            let rest = path.strip_prefix(group).and_then(|rest| rest.strip_prefix(header));
            matches!(rest, Some([word]) if is_sum(word))
        })
    };
    let own_total = is_sum(last);
    let covering = above.len().saturating_sub(usize::from(own_total));
    (above.is_empty() && own_total) || (1..=covering).any(has_total)
}
