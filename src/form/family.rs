//! A family is the set of forms one jurisdiction prints: [`Family`], [`Form`] and the columns of a form.

use std::collections::HashMap;

use serde::Deserialize;

use super::equation::Equation;
use super::title::TitleKey;
use super::{ColumnSum, Pattern};
use crate::base::Unit;

/// Forms of one jurisdiction, inherited ones included.
#[derive(Debug, Clone)]
pub struct Family {
    /// Name of its file without `.toml`: `xinjiang`.
    pub id: String,
    /// Name for people, in Chinese.
    pub name: String,
    /// Beginnings of GB/T 2260 codes it is used in, such as `65`.
    pub regions: Vec<String>,
    /// Its forms; its own before inherited ones.
    pub forms: Vec<Form>,
    /// How many of `forms` are its own.
    pub(super) own: usize,
    /// Literal titles → forms, ascending.
    pub(super) literal: HashMap<String, Vec<usize>>,
    /// Titles with `*` in the order of the files.
    pub(super) patterns: Vec<(Pattern, usize)>,
    /// What the text before a title may end with.
    pub(super) title_follows: Vec<String>,
}

/// One form: what a table with one of its titles looks like.
#[derive(Debug, Clone)]
pub struct Form {
    /// `revenue`; unique in its family.
    pub id: String,
    /// Canonical table name.
    pub table_id: Option<String>,
    /// Its titles, most usual first; `*` stands for anything.
    pub titles: Vec<String>,
    /// What its rows look like.
    pub kind: FormKind,
    /// Its columns in printed order; empty where documents differ and the header on the page decides.
    pub columns: Vec<FormColumn>,
    /// The unit it is usually printed in.
    pub unit: Option<Unit>,
    /// Equations that hold on its rows and columns, see `form::equation`.
    pub equations: Vec<(String, Equation)>,
    /// Those of them that say `total = a + b`, by index of the columns.
    pub sums: Vec<ColumnSum>,
    /// Whether budgets or final accounts print it.
    pub stage: Stage,
    /// What the index of titles is made of; once, however many families inherit the form.
    pub(super) keys: Vec<FormTitle>,
}

/// A title as it is looked up.
#[derive(Debug, Clone)]
pub(super) enum FormTitle {
    /// What matters of a plain title.
    Literal(String),
    /// A title with `*`.
    Pattern(Pattern),
}

impl FormTitle {
    /// Of a title of a grammar file.
    pub(super) fn of(title: &str) -> Self {
        let pattern = Pattern::new(title);
        if pattern.is_literal() { Self::Literal(TitleKey::of(title).text) } else { Self::Pattern(pattern) }
    }
}

/// What the rows of a form look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// A classification code and a name before the values.
    Coded,
    /// Two lists side by side, income and expenditure.
    Paired,
    /// A name before the values.
    Named,
    /// One row (or a few) of values without names; all meaning is in the header.
    Matrix,
    /// One project a row, with or without codes.
    Projects,
    /// A performance card.
    Card,
}

/// The stage of the budget cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 预算
    Budget,
    /// 决算
    Final,
    /// Both, or not known.
    #[default]
    Unknown,
}

/// One column of a form.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormColumn {
    /// Canonical column name; `None` where there is none.
    #[serde(default, deserialize_with = "super::ids::column_id")]
    pub id: Option<String>,
    /// What its cells hold.
    #[serde(default)]
    pub role: ColumnRole,
    /// Header wordings, outermost first and joined by `/`; the first one labels the column where a text has no header cells.
    pub words: Vec<String>,
    /// The side it belongs to in a side-by-side table.
    #[serde(default)]
    pub side: Option<Side>,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// A classification code or one level of it.
    Code,
    /// A name of the row.
    Name,
    /// A project name.
    Project,
    /// Money.
    #[default]
    Amount,
    /// The row's number.
    Ordinal,
    /// Other words.
    Text,
}

/// The side of a side-by-side table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 收入
    Income,
    /// 支出
    Expenditure,
}

/// What a family's file says of the family itself.
pub(super) struct FamilyHead {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) regions: Vec<String>,
}

impl Family {
    /// Builds the index of titles.
    pub(super) fn new(head: FamilyHead, forms: Vec<Form>, own: usize, title_follows: &[String]) -> Self {
        let mut literal: HashMap<String, Vec<usize>> = HashMap::new();
        let mut patterns = Vec::new();
        for (at, form) in forms.iter().enumerate() {
            for key in &form.keys {
                match key {
                    FormTitle::Literal(text) => literal.entry(text.clone()).or_default().push(at),
                    FormTitle::Pattern(pattern) => patterns.push((pattern.clone(), at)),
                }
            }
        }
        let FamilyHead { id, name, regions } = head;
        Self { id, name, regions, forms, own, literal, patterns, title_follows: title_follows.to_vec() }
    }

    /// The forms a printed title may name, best first. Spaces, quotation marks, the year, the issuer, the table's number,
    /// an ordinal and words such as 部门 before the title do not matter. Literal titles win over patterns, forms of the
    /// same stage over others, and then what stands first in the grammar files. Where one title has several entries,
    /// the header tells them apart: [`Family::form_for_table`].
    pub fn forms_for_title(&self, title: &str, stage: Stage) -> Vec<&Form> {
        let key = TitleKey::of(title);
        let found = self.forms_for_key(&key, stage);
        match key.without_remark() {
            _ if found.is_empty() && self.is_title_without_table(title) => {
                key.as_table().map(|key| self.forms_for_key(&key, stage)).unwrap_or_default()
            }
            Some(key) if found.is_empty() => self.forms_for_key(&key, stage),
            _ => found,
        }
    }

    /// Whether a line is a title of these forms but for the word 表 at its end: 收入总体情况. So are headings of sentences:
    /// ask only of what stands above a grid.
    pub fn is_title_without_table(&self, line: &str) -> bool {
        let key = TitleKey::of(line);
        let is_known =
            |key: &TitleKey| key.candidates(&self.title_follows).any(|text| self.literal.contains_key(text));
        key.as_table().is_some_and(|with| is_known(&with) || is_known(&key))
    }

    /// The form of that id.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// The first of [`Family::forms_for_title`].
    pub fn form_for_title(&self, title: &str, stage: Stage) -> Option<&Form> {
        self.forms_for_title(title, stage).first().copied()
    }

    /// The form of a table with this title and these header paths: of those its title names, the one whose columns
    /// are printed; else one that leaves the columns to the page.
    pub fn form_for_table(&self, title: &str, stage: Stage, header: &[Vec<&str>]) -> Option<&Form> {
        let forms = self.forms_for_title(title, stage);
        let fits = |form: &&&Form| form.fit(header);
        let best = forms.iter().rev().max_by_key(fits).filter(|form| form.fit(header) > 0);
        best.or_else(|| forms.iter().find(|form| form.columns.is_empty())).or(forms.first()).copied()
    }

    fn forms_for_key(&self, key: &TitleKey, stage: Stage) -> Vec<&Form> {
        let literal = key.candidates(&self.title_follows).find_map(|text| self.literal.get(text));
        match literal {
            Some(found) => self.of_stage(found.iter().copied(), stage),
            None => {
                let fits = self.patterns.iter().filter(|(pattern, _)| pattern.matches(&key.text));
                self.of_stage(fits.map(|&(_, at)| at), stage)
            }
        }
    }

    /// Those of this stage; where there are none, all.
    fn of_stage(&self, found: impl Iterator<Item = usize>, stage: Stage) -> Vec<&Form> {
        let all: Vec<&Form> = found.filter_map(|at| self.forms.get(at)).collect();
        let suiting: Vec<&Form> = all.iter().copied().filter(|form| form.stage.suits(stage)).collect();
        if suiting.is_empty() { all } else { suiting }
    }

    /// How many of the titles its own forms claim literally.
    pub(super) fn own_titles_among(&self, titles: &[&str]) -> usize {
        let own = |title: &&str| {
            let key = TitleKey::of(title);
            key.candidates(&self.title_follows)
                .any(|text| self.literal.get(text).is_some_and(|forms| forms.iter().any(|&at| at < self.own)))
        };
        titles.iter().filter(|title| own(title)).count()
    }
}

impl Stage {
    /// Whether a form of this stage may stand in a document of that stage.
    pub fn suits(self, document: Stage) -> bool {
        self == document || self == Stage::Unknown || document == Stage::Unknown
    }
}
