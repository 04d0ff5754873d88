//! Columns of a form against a printed header, and the sums that header paths themselves declare.

use super::title::without_years;
use super::{ColumnRole, Form, FormColumn, fold};

impl Form {
    /// The column whose wording fits a header path best: the longest wording whose words are the last ones of the path.
    pub(super) fn column_at(&self, path: &[String]) -> Option<&FormColumn> {
        self.column_below(path, path.len())
    }

    /// The same where only the first `shared` words of the path, which stand above all columns, may be more than the form has.
    fn column_below(&self, path: &[String], shared: usize) -> Option<&FormColumn> {
        let fits =
            |column: &FormColumn| column.words.iter().filter_map(|words| fit(words, path, shared)).max();
        let scored = self.columns.iter().filter_map(|column| Some((fits(column)?, column)));
        scored
            .fold(None, |best: Option<(usize, &FormColumn)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            })
            .map(|(_, column)| column)
    }

    /// The column of each printed header path of amounts.
    pub fn columns_for(&self, header: &[Vec<&str>]) -> Vec<Option<&FormColumn>> {
        if let Some(columns) = self.amounts_in_order(header) {
            return columns.into_iter().map(Some).collect();
        }
        let shared = shared(header);
        header.iter().map(|path| self.column_below(&folded(path), shared)).collect()
    }

    /// The columns of amounts by their place, if the header prints just these and in this order: one wording may stand
    /// over two columns (预算数 of this year and of the last).
    fn amounts_in_order(&self, header: &[Vec<&str>]) -> Option<Vec<&FormColumn>> {
        let amounts = self.columns.iter().filter(|column| column.role == ColumnRole::Amount);
        in_order(amounts.collect(), header)
    }

    /// All columns by their place, keys too, if the header prints just these and in this order.
    pub fn columns_in_order(&self, header: &[Vec<&str>]) -> Option<Vec<&FormColumn>> {
        in_order(self.columns.iter().collect(), header)
    }

    /// How well the printed header paths of amounts are those of the form; above zero where most are.
    pub(super) fn fit(&self, header: &[Vec<&str>]) -> i64 {
        let amounts = self.columns.iter().filter(|column| column.role == ColumnRole::Amount).count();
        if amounts == 0 {
            return 0;
        }
        let known = self.columns_for(header).iter().flatten().count();
        let (known, printed, amounts) = (count(known), count(header.len()), count(amounts));
        let in_order = i64::from(self.amounts_in_order(header).is_some());
        known * 3 - printed - amounts + in_order
    }
}

/// The columns, if the header names just these, one after the other.
fn in_order<'f>(columns: Vec<&'f FormColumn>, header: &[Vec<&str>]) -> Option<Vec<&'f FormColumn>> {
    let shared = shared(header);
    let names = |(column, path): (&&FormColumn, &Vec<&str>)| {
        let path = folded(path);
        column.words.iter().any(|words| fit(words, &path, shared).is_some())
    };
    let same = columns.len() == header.len() && columns.iter().zip(header).all(names);
    same.then_some(columns)
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX / 8)
}

/// How many words all paths have in common from the top: the title of the table, set over its columns.
fn shared(header: &[Vec<&str>]) -> usize {
    let Some(first) = header.first() else { return 0 };
    let same = |path: &Vec<&str>| first.iter().zip(path).take_while(|(a, b)| a == b).count();
    header.iter().map(same).min().unwrap_or_default()
}

fn folded(path: &[&str]) -> Vec<String> {
    path.iter().map(|word| fold(word)).collect()
}

/// How well a wording fits: its words are the last ones of the path, in order and none left out, the more the better; years
/// do not matter, but the same years are better still. What the path has more must be among its first `shared` words. `None` where it does not fit.
fn fit(words: &str, path: &[String], shared: usize) -> Option<usize> {
    let wanted: Vec<String> = words.split('/').map(fold).collect();
    let more = path.len().checked_sub(wanted.len()).filter(|more| *more <= shared)?;
    let last = path.get(more..)?;
    let same = |(wanted, printed): (&String, &String)| {
        wanted == printed || without_years(wanted) == without_years(printed)
    };
    wanted.iter().zip(last).all(same).then_some(wanted.len() * 2 + usize::from(wanted == last))
}

/// One sum that a header declares: a 合计 or 小计 column and the columns beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnSum {
    /// Index of the column that holds the sum.
    pub total: usize,
    /// Indices of the columns it sums.
    pub parts: Vec<usize>,
}

/// The sums declared by header paths (`/` between words). Below one heading, the column that `is_sum` names is the sum
/// of its neighbours; a neighbouring heading counts with its own sum column, else with all its columns.
pub fn sums_of_labels(labels: &[String], is_sum: impl Fn(&str) -> bool) -> Vec<ColumnSum> {
    let paths: Vec<Vec<&str>> = labels.iter().map(|label| label.split('/').collect()).collect();
    let all: Vec<usize> = (0..paths.len()).collect();
    let mut sums = Vec::new();
    head_of(&paths, &all, 0, &is_sum, &mut sums);
    sums
}

/// The columns that stand for `group` (columns with the same first `depth` words) in a sum above it.
fn head_of(
    paths: &[Vec<&str>],
    group: &[usize],
    depth: usize,
    is_sum: &impl Fn(&str) -> bool,
    sums: &mut Vec<ColumnSum>,
) -> Vec<usize> {
    let word = |column: usize| paths.get(column).and_then(|path| path.get(depth)).copied();
    let leaf = |column: usize| paths.get(column).is_some_and(|path| path.len() == depth + 1);
    let total = group.iter().copied().find(|&column| leaf(column) && word(column).is_some_and(is_sum));
    let mut parts = Vec::new();
    let mut rest: Vec<usize> = group.iter().copied().filter(|&column| Some(column) != total).collect();
    while let Some(&first) = rest.first() {
        let (same, others): (Vec<usize>, Vec<usize>) =
            rest.iter().partition(|&&column| word(column) == word(first));
        rest = others;
        match word(first) {
            Some(_) if !leaf(first) => parts.extend(head_of(paths, &same, depth + 1, is_sum, sums)),
            _ => parts.extend(same),
        }
    }
    match total {
        Some(total) if !parts.is_empty() => {
            sums.push(ColumnSum { total, parts });
            vec![total]
        }
        Some(total) => vec![total],
        None => parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_declare_their_sums() {
        let labels = [
            "合计",
            "财政拨款/小计",
            "财政拨款/基本支出/人员经费",
            "财政拨款/基本支出/公用经费",
            "财政拨款/项目支出",
            "单位资金",
        ];
        let labels: Vec<String> = labels.iter().map(|label| label.to_string()).collect();
        let sums = sums_of_labels(&labels, |word| word == "合计" || word == "小计");
        assert_eq!(
            sums,
            [ColumnSum { total: 1, parts: vec![2, 3, 4] }, ColumnSum { total: 0, parts: vec![1, 5] }]
        );
    }
}
