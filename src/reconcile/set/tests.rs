//! A text and its tables, published as two documents, are checked as if they were one; what proves nothing is not said.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use super::*;
use crate::base::Notes;
use crate::reconcile::fixture::document;

/// Document, part, other part and message of each check of a text and its tables.
fn check(text: &str, tables: &str, expect: &[&str]) {
    let grammars = Grammars::shipped();
    let flat = crate::flat::from_text(text, &mut Notes::default());
    let text = crate::grammar::read(&flat, grammars, Notes::default());
    let tables = document(tables, Document::default());
    let found = together(Edition { document: &tables, text: Some(&text) }, grammars).checks;
    let told = found.iter().map(|Held { check, part, other }| {
        let other = other.map(|(other, _)| other.to_string()).unwrap_or_default();
        let verdict = format!("{:?}", check.verdict).to_lowercase();
        format!("{} {verdict} {part}>{other} {}", check.check_no, check.message)
    });
    assert_eq!(told.collect::<Vec<_>>(), expect);
}

const TEXT: &str = "青石县林业局2019年度部门预算\n2019年政府采购预算总额12.00万元，其中：政府采购货物预算12.00万元、政府采购工程预算0万元、政府采购服务预算0万元。\n";

#[test]
fn a_text_is_held_against_the_tables_of_another_file() {
    check(
        TEXT,
        "== procurement 万元 采购表\n| total:合计\n合计 | 12.00\n",
        &["1 exact 1>0 procurement: 政府采购总额 12.00 equals 合计 12.00 (line 2)"],
    );
}

#[test]
fn what_a_document_says_alone_is_not_said_again() {
    check(TEXT, "== expenditure 万元 支出表\n| total:合计\n合计 | 12.00\n", &[]);
}

#[test]
fn a_difference_proves_nothing_where_no_figure_agrees() {
    check(
        TEXT,
        "== procurement 万元 采购表\n| total:合计\n合计 | 13.00\n",
        &["1 unjudged 1>0 procurement: 政府采购总额 12.00 differs from 合计 13.00 by 1.00 万元 (line 2); \
           no figure of the two documents agrees, they may not belong together"],
    );
}
