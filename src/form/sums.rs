//! The equations of a form against its columns: which column each name means, and the plain sums among them.

use super::equation::{Equation, Identity, Operand, Relation, Term};
use super::{ColumnRole, ColumnSum, Form, FormColumn, Side, fold};

impl Equation {
    /// The columns of `total = a + b`: what is summed, and its parts. `None` for equations of any other shape.
    pub fn as_sum(&self) -> Option<(&str, Vec<&str>)> {
        let Equation::Row(Identity { left, relation: Relation::Equal, right, .. }) = self else {
            return None;
        };
        let ([total], [parts]) = (left.as_slice(), right.as_slice()) else { return None };
        let name = |term| Self::plain_column(term);
        Some((name(total)?, parts.iter().map(name).collect::<Option<_>>()?))
    }

    fn plain_column(term: &Term) -> Option<&str> {
        match &term.operand {
            Operand::Column(name) if !term.negative => Some(name),
            _ => None,
        }
    }

    /// Every column of a row that is named.
    pub fn columns(&self) -> Vec<&str> {
        let Equation::Row(identity) = self else { return Vec::new() };
        identity.sides().flatten().flat_map(Term::columns).collect()
    }
}

impl Term {
    fn columns(&self) -> Vec<&str> {
        match &self.operand {
            Operand::Column(name) => vec![name],
            Operand::Pair(_, first, second) => vec![first, second],
            Operand::Choice(ways) => ways.iter().flatten().flat_map(Term::columns).collect(),
            Operand::Place(_) | Operand::Sum(_) => Vec::new(),
        }
    }
}

impl Form {
    /// The column an equation names, among those of one side: by canonical name, else by its header words or the last of
    /// them. `None` unless exactly one is meant.
    fn column_named(&self, name: &str, side: Option<Side>) -> Option<usize> {
        let folded = fold(name);
        let named = |column: &FormColumn| {
            let wording = |words: &String| {
                fold(words) == folded || words.rsplit('/').next().is_some_and(|last| fold(last) == folded)
            };
            column.id.as_deref() == Some(name) || column.words.iter().any(wording)
        };
        let exact = |column: &FormColumn| column.words.iter().any(|words| fold(words) == folded);
        let amounts = || {
            let own = |column: &&FormColumn| column.role == ColumnRole::Amount && column.side == side;
            self.columns.iter().enumerate().filter(move |(_, column)| own(column))
        };
        let only = |found: Vec<usize>| match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        };
        let all = |fits: &dyn Fn(&FormColumn) -> bool| {
            amounts().filter(|(_, column)| fits(column)).map(|(at, _)| at).collect::<Vec<_>>()
        };
        only(all(&named)).or_else(|| only(all(&exact)))
    }

    /// What equations call its columns of amounts.
    pub(super) fn column_names(&self) -> Vec<String> {
        let amounts = self.columns.iter().filter(|column| column.role == ColumnRole::Amount);
        let name = |column: &FormColumn| match (&column.id, column.words.first()) {
            (Some(id), _) => id.clone(),
            (None, words) => format!("`{}`", words.map(String::as_str).unwrap_or_default()),
        };
        amounts.map(name).collect()
    }

    /// The sums an equation declares: one for each side that has all its columns.
    pub(super) fn sums_of(&self, equation: &Equation) -> Vec<ColumnSum> {
        let Some((total, parts)) = equation.as_sum() else { return Vec::new() };
        let on = |side: Option<Side>| {
            let at = |name: &str| self.column_named(name, side);
            let parts = parts.iter().map(|part| at(part)).collect::<Option<_>>()?;
            Some(ColumnSum { total: at(total)?, parts })
        };
        [None, Some(Side::Income), Some(Side::Expenditure)].into_iter().filter_map(on).collect()
    }

    /// A column that an equation names and that the form does not have, or has twice.
    pub(super) fn unknown_column<'e>(&self, equation: &'e Equation) -> Option<&'e str> {
        let sides = [None, Some(Side::Income), Some(Side::Expenditure)];
        let known = |name: &str| sides.iter().any(|side| self.column_named(name, *side).is_some());
        equation.columns().into_iter().find(|name| !known(name))
    }
}
