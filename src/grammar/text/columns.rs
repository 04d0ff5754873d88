//! The columns of a flattened table: those of its form where they fit what is printed, else those its header names on one
//! line, else just as many as there are values.

use super::section::Section;
use crate::form::{
    ColumnRole, Family, Form, FormColumn, FormKind, Grammars, Side as FormSide, Stage, Words, fold,
    sums_of_labels,
};
use crate::grammar::ruled::adopt::Spelling;
use crate::model::Side;

impl<'a> Section<'a> {
    /// Indices of the amount columns, of one side where the table has two.
    pub(super) fn amounts(&self, side: Option<Side>) -> Vec<usize> {
        let wanted = |column: &FormColumn| {
            column.role == ColumnRole::Amount && (side.is_none() || column_side(column) == side)
        };
        self.columns.iter().enumerate().filter(|(_, column)| wanted(column)).map(|(at, _)| at).collect()
    }

    /// Whether the table has two lists side by side.
    pub(super) fn is_paired(&self) -> bool {
        self.columns.iter().any(|column| column.side.is_some())
            || self.columns.is_empty() && self.form.is_some_and(|form| form.kind == FormKind::Paired)
    }

    /// Takes the form of this title whose columns the header prints, in whatever order and pieces.
    pub(super) fn choose_form(&mut self, family: &'a Family, stage: Stage) {
        let best = self.likest(family.forms_for_title(&self.title, stage)).filter(|best| best.0 >= ALIKE);
        self.form = best.map(|(_, form)| form).or(self.form);
    }

    /// Of some forms the one whose columns the header prints, and how much, in hundredths, the two have in common.
    fn likest<'f>(&self, forms: Vec<&'f Form>) -> Option<(usize, &'f Form)> {
        let printed = Letters::of(self.header.iter().map(|line| line.text.as_str()));
        let all = Letters::of(self.header.iter().map(|line| line.text.as_str())).once();
        let likeness = |form: &Form| {
            let words = header_words(form);
            // A header drawn several times has its letters several times.
            let once = all.likeness(&Letters::of(words.iter().copied()).once());
            printed.likeness(&Letters::of(words.into_iter())).max(once.saturating_sub(REPEATED))
        };
        let with_columns =
            forms.into_iter().filter(|form| !form.columns.is_empty() && form.kind != FormKind::Card);
        with_columns.rev().map(|form| (likeness(form), form)).max_by_key(|(likeness, _)| *likeness)
    }

    /// The columns of a form of another place, where a table of this title prints the very same header: the order of
    /// columns that a header cut to pieces does not show.
    fn columns_elsewhere(&self, grammars: &Grammars, stage: Stage) -> Option<Vec<FormColumn>> {
        let forms = grammars.families.iter().flat_map(|family| family.forms_for_title(&self.title, stage));
        let (likeness, form) = self.likest(forms.collect())?;
        let amounts = form.columns.iter().filter(|column| column.role == ColumnRole::Amount).count();
        let counted = self.numbered.is_none_or(|numbered| numbered == amounts);
        (likeness >= THE_SAME && counted).then(|| form.columns.clone())
    }

    /// How the header spells its words, of which each may be broken over some lines.
    pub(super) fn spelling(&self) -> Spelling {
        let lines: Vec<String> = self.header.iter().map(|line| line.text.split(' ').collect()).collect();
        let runs = (0..lines.len()).flat_map(|from| (1..=MOST_BROKEN).map(move |length| from..from + length));
        let words = self.header.iter().flat_map(|line| line.text.split(' ').map(str::to_owned));
        Spelling::new(words.chain(runs.filter_map(|run| Some(lines.get(run)?.concat()))))
    }

    /// Settles the columns by form and header; whether the form's own were used or it has none.
    pub(super) fn settle_columns(&mut self, grammars: &Grammars, stage: Stage) -> bool {
        let words = &grammars.words;
        let of_form = self.form.map(|form| form.columns.as_slice()).unwrap_or_default();
        let amounts = of_form.iter().filter(|column| column.role == ColumnRole::Amount).count();
        let fits = self.numbered.is_none_or(|numbered| numbered == amounts || numbered == of_form.len());
        if !of_form.is_empty() && fits {
            self.columns = of_form.to_vec();
            return true;
        }
        if let Some(columns) = self.columns_elsewhere(grammars, stage) {
            self.columns = columns;
            return of_form.is_empty();
        }
        self.columns = self.columns_of_header(words).unwrap_or_default();
        // One line of a header may name fewer columns than there are: without a numbering row, or sums that close row
        // by row, as many values as names prove nothing.
        let labels: Vec<String> = self
            .amounts(None)
            .iter()
            .filter_map(|&at| self.columns.get(at)?.words.first().cloned())
            .collect();
        let no_sums =
            sums_of_labels(&labels, |word| words.is_total(word) || words.is_subtotal(word)).is_empty();
        self.counted = no_sums && self.numbered.is_none() && !self.is_paired();
        of_form.is_empty()
    }

    /// The last header line of which every word is known: `科目编码 科目名称 合计 基本支出 项目支出`.
    fn columns_of_header(&self, words: &Words) -> Option<Vec<FormColumn>> {
        let paired = self.form.is_some_and(|form| form.kind == FormKind::Paired);
        self.header.iter().rev().find_map(|line| {
            let columns: Vec<FormColumn> =
                line.text.split(' ').map(|word| column(word, words)).collect::<Option<_>>()?;
            let amounts = columns.iter().filter(|column| column.role == ColumnRole::Amount).count();
            let counted = self.numbered.is_none_or(|numbered| numbered == amounts);
            (amounts > 0 && counted).then(|| if paired { in_two(columns) } else { columns })
        })
    }

    /// Whether a row of `values` values finds a column each.
    pub(super) fn has_room(&self, values: usize) -> bool {
        let sides: &[Option<Side>] =
            if self.is_paired() { &[Some(Side::Income), Some(Side::Expenditure)] } else { &[None] };
        sides.iter().any(|side| self.amounts(*side).len() >= values)
    }

    /// Columns without a name, on each side as many as the fullest row has values.
    pub(super) fn count_columns(&mut self, most: usize) {
        let sides: &[Option<FormSide>] =
            if self.is_paired() { &[Some(FormSide::Income), Some(FormSide::Expenditure)] } else { &[None] };
        let unnamed =
            |side| FormColumn { id: None, role: ColumnRole::Amount, words: vec![String::new()], side };
        self.columns = sides.iter().flat_map(|side| std::iter::repeat_n(*side, most).map(unnamed)).collect();
        self.counted = true;
    }
}

/// A header has this much, in hundredths, in common with that of its form.
const ALIKE: usize = 60;

/// A header has this much in common with one that is printed elsewhere in the same words.
const THE_SAME: usize = 90;

/// A header word is broken over no more lines than this.
const MOST_BROKEN: usize = 6;

/// How much less the mere presence of letters says.
const REPEATED: usize = 15;

/// The letters of a header in no order: a flattener prints its cells in any, and cut to pieces.
#[derive(Debug)]
struct Letters {
    sorted: Vec<char>,
}

impl Letters {
    fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let letter = |c: &char| c.is_alphanumeric() && !c.is_ascii_digit() && *c != '年';
        let mut sorted: Vec<char> =
            texts.flat_map(|text| fold(text).chars().filter(letter).collect::<Vec<_>>()).collect();
        sorted.sort_unstable();
        Self { sorted }
    }

    /// What two have in common of what either has, in hundredths.
    fn likeness(&self, other: &Self) -> usize {
        let mut others = other.sorted.iter().peekable();
        let mut common = 0;
        for letter in &self.sorted {
            while others.next_if(|other| *other < letter).is_some() {}
            common += usize::from(others.next_if(|other| *other == letter).is_some());
        }
        100 * common / (self.sorted.len() + other.sorted.len() - common).max(1)
    }

    /// Each letter once.
    fn once(mut self) -> Self {
        self.sorted.dedup();
        self
    }
}

/// The words of a header of a form, those over several columns once.
fn header_words(form: &Form) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut last: Vec<&str> = Vec::new();
    for column in &form.columns {
        let path: Vec<&str> = column.words.first().map(|word| word.split('/').collect()).unwrap_or_default();
        let same = path.iter().zip(&last).take_while(|(a, b)| a == b).count();
        words.extend(path.iter().skip(same.min(path.len().saturating_sub(1))));
        last = path;
    }
    words
}

fn column(word: &str, words: &Words) -> Option<FormColumn> {
    let role = words.header_role(word);
    let id = words.column_id(&[word], None).map(str::to_owned);
    if role.is_none() && id.is_none() {
        return None;
    }
    let role = role.unwrap_or(ColumnRole::Amount);
    Some(FormColumn {
        id: id.filter(|_| role == ColumnRole::Amount),
        role,
        words: vec![word.to_owned()],
        side: None,
    })
}

/// 项目 预算数 项目 预算数: the second list begins with the second name.
fn in_two(mut columns: Vec<FormColumn>) -> Vec<FormColumn> {
    let is_key = |column: &FormColumn| matches!(column.role, ColumnRole::Name | ColumnRole::Code);
    let second = columns.iter().enumerate().skip(1).find(|(at, column)| {
        is_key(column) && columns.get(at - 1).is_some_and(|before| before.role == ColumnRole::Amount)
    });
    if let Some((second, _)) = second {
        for (at, column) in columns.iter_mut().enumerate() {
            column.side = Some(if at < second { FormSide::Income } else { FormSide::Expenditure });
        }
    }
    columns
}

fn column_side(column: &FormColumn) -> Option<Side> {
    column.side.map(|side| match side {
        FormSide::Income => Side::Income,
        FormSide::Expenditure => Side::Expenditure,
    })
}
