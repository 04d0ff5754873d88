//! Columns that sum the columns beside them, by their headers: 财政拨款/小计 is what stands below 财政拨款.
//!
//! In: tables with header paths. Out: a finding for each row and each column that is called a total of those it stands
//! beside. Equations say this of columns that forms know by name; this says it of all others. That the columns are its
//! parts is taken from the table: most rows close, and some of those fill each of the columns.

use std::collections::{BTreeMap, BTreeSet};

use super::Found;
use crate::form::equation::Relation;
use crate::form::{OF_WHICH, Words};
use crate::model::Row;
use crate::reconcile::tally::Tally;
use crate::reconcile::tree::adds_up;
use crate::reconcile::view::{View, row_label};
use crate::reconcile::{Finding, Subject, Verdict};

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
    let paths = paths(view);
    let turned: Vec<(usize, Vec<&str>)> = paths.iter().filter_map(turned).collect();
    for sum in sums(&paths, words).into_iter().chain(sums(&turned, words)) {
        shapes.entry(sum.shape.clone()).or_default().push(sum);
    }
    shapes.into_values().flat_map(|sums| of_shape(view, &sums)).collect()
}

/// A row, and which of the parts it fills.
struct Judged {
    finding: Finding,
    filled: BTreeSet<usize>,
}

/// More columns than this are not tried as parts and as none.
const MOST_STRANGE: usize = 4;

/// The rows of groups that are built alike, where at least half of them close. A column that fills rows that do not close,
/// and none that does, may be no part: what is procured is printed beside what is spent (expenditure in shenzhen.toml). Such
/// columns are left out if more rows close then; what a row proves that fills one is not known.
fn of_shape(view: &View<'_>, sums: &[Sum<'_>]) -> Vec<Finding> {
    let judged = judge(view, sums, &BTreeSet::new());
    let strange: Vec<usize> = filled(&judged, false).difference(&filled(&judged, true)).copied().collect();
    let choices = if strange.len() > MOST_STRANGE { 1 } else { 1u32 << strange.len() };
    let tried = (0..choices).map(|choice| {
        let out: BTreeSet<usize> =
            (0..).zip(&strange).filter(|(at, _)| choice >> at & 1 == 1).map(|(_, &at)| at).collect();
        (judge(view, sums, &out), out)
    });
    let closing = |judged: &[Judged]| judged.iter().filter(|one| one.finding.outcome.closes()).count();
    let best = tried.min_by_key(|(judged, out)| (std::cmp::Reverse(closing(judged)), out.len()));
    let Some((judged, out)) = best else { return Vec::new() };
    let shown: BTreeSet<usize> = filled(&judged, true).difference(&out).copied().collect();
    let borne_out = closing(&judged) > 0 && closing(&judged).saturating_mul(2) >= judged.len();
    judged.into_iter().filter(|_| borne_out).map(|judged| judged.believed(&shown)).collect()
}

/// The parts that are filled in rows that close, or that do not.
fn filled(judged: &[Judged], closing: bool) -> BTreeSet<usize> {
    let rows = judged.iter().filter(|judged| judged.finding.outcome.closes() == closing);
    rows.flat_map(|judged| judged.filled.iter().copied()).collect()
}

impl Judged {
    /// A mismatch proves nothing where the row fills a column that is not known to be a part.
    fn believed(mut self, shown: &BTreeSet<usize>) -> Finding {
        if self.finding.outcome.verdict == Verdict::Mismatch && !self.filled.is_subset(shown) {
            self.finding.doubt("a column that it fills may be no part");
        }
        self.finding
    }
}

/// Every row of every group; `out`: the parts that are left out.
fn judge(view: &View<'_>, sums: &[Sum<'_>], out: &BTreeSet<usize>) -> Vec<Judged> {
    let rows = |sum| view.table.rows.iter().filter_map(move |row| of_row(view, row, sum, out));
    sums.iter().flat_map(rows).collect()
}

fn of_row(view: &View<'_>, row: &Row, sum: &Sum<'_>, out: &BTreeSet<usize>) -> Option<Judged> {
    let parts = || sum.parts.iter().enumerate();
    let added = parts().filter(|(at, _)| !out.contains(at)).map(|(_, column)| *column);
    let (left, right) = (side(view, row, [sum.whole]), side(view, row, added));
    if !left.is_printed() || !right.is_printed() {
        return None;
    }
    let mut finding = Finding::of(row_label(row), left, Relation::Equal, right)?;
    if finding.outcome.verdict == Verdict::Mismatch && is_beside(row, sum, &finding) {
        finding.doubt("a column beside this header prints just the difference; the header may reach over it");
    }
    let slack = finding.outcome.slack.unwrap_or_default();
    let filled = parts().filter(|(_, column)| view.read(row, **column).exceeds(slack));
    Some(Judged { finding, filled: filled.map(|(at, _)| at).collect() })
}

/// Whether a column that is neither the total nor one of its parts prints what is missing. Where no ruling says how far a
/// header reaches, its last column may be read as standing beside it.
fn is_beside(row: &Row, sum: &Sum<'_>, finding: &Finding) -> bool {
    let others =
        row.values.iter().filter(|value| value.column != sum.whole && !sum.parts.contains(&value.column));
    others.filter_map(|value| value.number).any(|number| Some(number) == finding.outcome.difference)
}

/// Some columns of one row as a side of an equation.
pub(super) fn side(view: &View<'_>, row: &Row, columns: impl IntoIterator<Item = usize>) -> Tally {
    let mut tally = Tally::default();
    for column in columns {
        // Several columns are called 小计; the whole path tells which.
        let label = view.table.columns.get(column).map_or("", |found| found.label.as_str());
        let of = view.cell_name(row, column);
        tally.add(false, view.read(row, column), &of, label, view.at(row, column));
    }
    tally
}

/// The columns of money with the words above them, outermost first; without columns of which.
fn paths<'d>(view: &View<'d>) -> Vec<(usize, Vec<&'d str>)> {
    let never = [NEVER.to_string()];
    let columns = view.table.columns.iter().enumerate();
    columns
        .filter(|(column, found)| !found.label.contains(OF_WHICH) && adds_up(view, &vec![*column], &never))
        .map(|(column, found)| (column, found.label.split('/').collect()))
        .collect()
}

/// 总计/一般公共预算 beside 公务接待费/一般公共预算: where each of the items is split alike, the split is what the items add up under.
fn turned<'d>((column, path): &(usize, Vec<&'d str>)) -> Option<(usize, Vec<&'d str>)> {
    let (last, above) = path.split_last().filter(|(_, above)| !above.is_empty())?;
    Some((*column, [*last].into_iter().chain(above.iter().copied()).collect()))
}

/// The totals of a header.
fn sums<'d>(paths: &[(usize, Vec<&'d str>)], words: &Words) -> Vec<Sum<'d>> {
    let is_sum = |word: &str| words.is_total(word) || words.is_subtotal(word);
    let of_column = |(whole, path): &(usize, Vec<&'d str>)| {
        let (last, group) = path.split_last().filter(|(last, _)| is_sum(last))?;
        let mut parts = Vec::new();
        let mut shape = vec![*last];
        for (column, own) in paths.iter().filter(|(column, own)| column != whole && own.starts_with(group)) {
            let tail = own.get(group.len()..)?;
            if !is_below_total(paths, group, tail, is_sum) {
                parts.push(*column);
                shape.extend(tail);
            }
        }
        Some(Sum { whole: *whole, parts, shape })
    };
    paths.iter().filter_map(of_column).filter(|sum| !sum.parts.is_empty()).collect()
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
