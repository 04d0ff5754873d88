//! Which tables the document calls empty: in a sentence, in a remark inside the frame of a table, in the list of tables.
//!
//! Comes in: sentences, lines, tables. Goes out: who was called empty, in what words. A sentence about money calls
//! nothing empty, and neither does a heading.

use super::Prose;
use crate::base::Place;
use crate::flat::FlatLine;
use crate::form::{NarrativeWords, Words};
use crate::grammar::caption::tight;
use crate::grammar::prose::Sentence;
use crate::grammar::statement::quantity::Quantity;
use crate::model::{EmptyTable, Table};

/// A longer part of a sentence explains something else; in characters.
const LONGEST: usize = 120;

/// Everything that calls a table empty, in the order of the text where it is sentences, the others behind them.
pub(super) fn read(prose: &Prose<'_>, words: &Words, tables: &[Table]) -> Vec<EmptyTable> {
    let mut told: Vec<EmptyTable> =
        prose.sentences.iter().flat_map(|sentence| in_sentence(prose, words, sentence)).collect();
    told.extend(prose.flat.lines.iter().filter_map(|line| in_frame(line, words, prose.passages)));
    told.extend(tables.iter().flat_map(|list| in_list(list, words, tables)));
    told
}

/// 一般公共预算支出12万元；政府性基金支出预算为0: each part speaks for itself.
fn in_sentence(prose: &Prose<'_>, words: &Words, sentence: &Sentence) -> Vec<EmptyTable> {
    if sentence.heading {
        return Vec::new();
    }
    let says = |part: &str| {
        let explains = prose.words.reason(part).is_some() || part.contains('%');
        let short = part.chars().count() <= LONGEST;
        let money = || super::quantity::read(part, prose.words).iter().any(Quantity::is_told);
        short && !explains && words.says_empty(part.trim_end_matches('。')) && !money()
    };
    let mut from = 0;
    let mut told = Vec::new();
    for part in sentence.text.split_inclusive('；') {
        let to = from + part.len();
        if says(part.trim_end_matches('；')) {
            let place = sentence.place(prose.flat, from, to);
            told.push(called(part.trim_end_matches('；').to_owned(), place, prose.passages));
        }
        from = to;
    }
    told
}

/// A remark that is a row of the grid it is about: 注：本部门无政府性基金预算，故本表为空表。
fn in_frame(line: &FlatLine, words: &Words, passages: &NarrativeWords) -> Option<EmptyTable> {
    let first = line.tokens.first().filter(|_| line.grid.is_some())?;
    if line.tokens.iter().any(|token| token.cell != first.cell) {
        return None;
    }
    let text = tight(line);
    let remark = words.ends_table(&text) && words.says_empty(&text) && text.chars().count() <= LONGEST;
    let place = Place { page: line.page, line: Some(first.line), rect: first.rect };
    remark.then(|| called(text, place, passages))
}

fn called(text: String, place: Place, passages: &NarrativeWords) -> EmptyTable {
    EmptyTable { table_id: passages.empty_table(&text).map(str::to_owned), text, place }
}

/// The list of tables at the front says it in a column of its own: `表11 | …支出表 | 是`.
fn in_list(list: &Table, words: &Words, tables: &[Table]) -> Vec<EmptyTable> {
    let asks = |column: usize| list.columns.get(column).is_some_and(|column| words.asks_empty(&column.label));
    let mut told = Vec::new();
    for row in &list.rows {
        let Some(yes) = row.values.iter().find(|value| asks(value.column) && words.affirms(&value.printed))
        else {
            continue;
        };
        let mut named = tables.iter().filter(|table| table.number.is_some() && table.number == row.name);
        // Several units print tables of one number; which of them is meant is not known.
        let (Some(table), None) = (named.next(), named.next()) else { continue };
        if table.table_id.is_some() {
            let text = row.values.iter().map(|value| value.printed.as_str()).collect::<Vec<_>>().join(" ");
            let text = format!("{} {text}", row.name.as_deref().unwrap_or_default());
            told.push(EmptyTable { table_id: table.table_id.clone(), text, place: yes.place });
        }
    }
    told
}
