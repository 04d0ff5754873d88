//! What a whole text is, and who claims its amounts.

use super::*;
use crate::flat::from_text;
use crate::model::Disclosure;

fn document(flat: &Flat) -> Document {
    read(flat, Grammars::shipped(), Notes::default())
}

#[test]
fn a_document_is_a_disclosure_or_not() {
    let check = |text: &str, expect: Status| {
        assert_eq!(document(&from_text(text, &mut Notes::default())).status, expect, "{text}");
    };
    check("", Status::NoTextLayer);
    check("关于春节放假的通知\n", Status::NotADisclosure);
    check("某某市某某局2026年部门预算\n", Status::Ok);
    // Its tables tell it too.
    check(
        "收支总表\n单位：万元\n收入 支出\n项目 预算数 项目 预算数\n收入总计 1.00 支出总计 1.00\n",
        Status::Ok,
    );
}

#[test]
fn pages_without_text_are_missed() {
    let check = |without: &[u32], expect: Status| {
        let flat = from_text("某某市某某局2026年部门预算\n", &mut Notes::default());
        let document = document(&Flat { pages: 2, pages_without_text: without.to_vec(), ..flat });
        assert_eq!(document.status, expect, "{without:?}");
        let noted: Vec<Option<u32>> = document.notes.iter().map(|note| note.place.page).collect();
        assert_eq!(noted, without.iter().map(|&page| Some(page)).collect::<Vec<_>>());
    };
    check(&[], Status::Ok);
    check(&[2], Status::Partial);
    check(&[1, 2], Status::NoTextLayer);
}

#[test]
fn headings_name_the_kind_where_the_first_lines_do_not() {
    let check = |heading: &str, expect: Disclosure| {
        let text = format!("{}{heading}\n", "林业工作。\n".repeat(70));
        let cover = document(&from_text(&text, &mut Notes::default())).cover;
        assert_eq!(cover.disclosure, expect, "{heading}");
    };
    check("第二部分 2025年部门预算公开表", Disclosure::DepartmentBudget);
    check("第二部分 2025年度单位决算表", Disclosure::UnitFinal);
    check("第二部分 说明", Disclosure::Unknown);
}

#[test]
fn every_amount_is_claimed_or_not() {
    let text =
        "某某局2025年部门预算\n培训费3.00万元。\n编制于 2025.12\n版本 2025.13 和 2025.00\n合计 -3.00 1,234\n";
    let document = document(&from_text(text, &mut Notes::default()));
    let claims = document.ledger.iter().map(|entry| format!("{} {:?}", entry.text, entry.claimed_by));
    assert_eq!(
        claims.collect::<Vec<_>>(),
        [
            "3.00 Statement",
            "2025.12 Date",
            "2025.13 Unclaimed",
            "2025.00 Unclaimed",
            "-3.00 Unclaimed",
            "1,234 Unclaimed"
        ]
    );
}

#[test]
fn amounts_in_cells_are_facts_only_in_tables() {
    let check = |drawing: &str, expect: &[&str]| {
        let document = document(&ruled::tests::flat(drawing));
        let claims = document.ledger.iter().map(|entry| format!("{} {:?}", entry.text, entry.claimed_by));
        assert_eq!(claims.collect::<Vec<_>>(), expect, "{drawing}");
    };
    check("收支总表\n|项目|预算数|\n|收入总计|3.00|", &["3.00 Fact"]);
    check("某某\n|联系方式 4.00|", &["4.00 Unclaimed"]);
}
