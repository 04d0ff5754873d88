//! `extract new-form`: a draft is a grammar file as it stands, and reading with it changes nothing.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;

use yusuan::draft::draft;
use yusuan::form::Grammars;
use yusuan::model::{Document, Table};
use yusuan::{Options, extract};

fn read(sample: &str, grammars: &Grammars) -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample);
    let bytes = fs::read(&path).unwrap();
    extract(&bytes, sample, grammars, &Options::default()).unwrap().document
}

/// What a form decides: the table's name and those of its columns.
fn names(table: &Table) -> (Option<&str>, Vec<(&str, Option<&str>)>) {
    let columns = table.columns.iter().map(|column| (column.label.as_str(), column.column_id.as_deref()));
    (table.table_id.as_deref(), columns.collect())
}

/// Draft → load → read the same document: the same tables, now by the drafted forms.
fn check(sample: &str) {
    let embedded = Grammars::embedded().unwrap();
    let before = read(sample, &embedded);
    let text = draft("moon", &[(sample, &before)], &embedded);

    let mut files = Grammars::embedded_files();
    // A region has one file: the draft stands in for those of the places that are known.
    for family in embedded.families.iter().filter(|family| family.id != "national") {
        files.remove(&format!("{}.toml", family.id));
    }
    files.insert("moon.toml".into(), text.clone().into());
    Grammars::read(&files).unwrap_or_else(|error| panic!("{error}\n{text}"));
    // The place of the samples is in no list of regions: the entries join the family that is used where none fits.
    let national = files["national.toml"].clone();
    let (head, forms) = national.split_once("[[form]]").unwrap();
    let (_, entries) = text.split_once("[[form]]").unwrap();
    files.remove("moon.toml");
    let joined = format!("{head}[[form]]{entries}[[form]]{forms}");
    files.insert("national.toml".into(), joined.into());
    let after = read(sample, &Grammars::read(&files).unwrap());

    assert_eq!(
        before.tables.iter().map(names).collect::<Vec<_>>(),
        after.tables.iter().map(names).collect::<Vec<_>>()
    );
    let titled = after.tables.iter().filter(|table| table.title.is_some());
    for table in titled {
        let form = table.form.as_deref().unwrap_or_default();
        assert!(form.starts_with("moon_"), "{:?} was read by `{form}`\n{text}", table.title);
    }
}

#[test]
fn a_draft_reads_its_document_as_before() {
    check("budget/budget.pdf");
    check("yuan/yuan.pdf");
    check("final/final.pdf");
}

#[test]
fn a_draft_says_what_it_saw() {
    let grammars = Grammars::embedded().unwrap();
    let document = read("yuan/yuan.pdf", &grammars);
    let text = draft("moon", &[("yuan.pdf", &document)], &grammars);
    let entry = text.split("\n\n").find(|entry| entry.contains("id = \"moon_revenue\"")).unwrap();
    let expect = r##"# Seen in yuan.pdf.
[[form]]
id = "moon_revenue"
table_id = "revenue"
stage = "budget"
kind = "coded"
titles = ["预算单位收入预算总表"]
unit = "元"
columns = [
  { role = "code", words = ["项目/功能分类科目编码/类"] },
  { role = "code", words = ["项目/功能分类科目编码/款"] },
  { role = "code", words = ["项目/功能分类科目编码/项"] },
  { role = "name", words = ["项目/功能分类科目名称"] },
  { id = "total", words = ["收入预算/合计"] },
  { id = "fiscal_subtotal", words = ["收入预算/财政拨款收入"] },
  { id = "business_income", words = ["收入预算/事业收入"] },
  { id = "operating_income", words = ["收入预算/事业单位经营收入"] },
  { id = "other_income", words = ["收入预算/其他收入"] },
]
equations = [
  "total = fiscal_subtotal + business_income + operating_income + other_income",
  "parent = sum(children)",
  "total_row = sum(top)",
]"##;
    assert_eq!(entry.trim_end(), expect);
}
