//! Documents with one mistake, and what is said of it.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use crate::form::Grammars;
use crate::model::Document;
use crate::reconcile::{Check, check, fixture};

/// Two tables of one department that tell the same, so that each figure stands in several sums.
const CLEAN: &str = "
== expenditure 万元 支出总表
| total:合计 | basic:基本支出 | project:项目支出
合计 | 1,367.95 | 421.37 | 946.58
206 科学技术支出 | 1,334.44 | 387.86 | 946.58
20601 科学技术管理事务 | 387.86 | 387.86 |
2060101 行政运行 | 387.86 | 387.86 |
20604 技术研究与开发 | 946.58 | | 946.58
2060404 科技成果转化与扩散 | 946.58 | | 946.58
208 社会保障和就业支出 | 33.51 | 33.51 |
20805 行政事业单位养老支出 | 33.51 | 33.51 |
2080505 养老保险缴费支出 | 33.51 | 33.51 |
== general_public 万元 一般公共预算支出表
| total:合计 | basic:基本支出 | project:项目支出
合计 | 1,367.95 | 421.37 | 946.58
206 科学技术支出 | 1,334.44 | 387.86 | 946.58
20601 科学技术管理事务 | 387.86 | 387.86 |
2060101 行政运行 | 387.86 | 387.86 |
20604 技术研究与开发 | 946.58 | | 946.58
2060404 科技成果转化与扩散 | 946.58 | | 946.58
208 社会保障和就业支出 | 33.51 | 33.51 |
20805 行政事业单位养老支出 | 33.51 | 33.51 |
2080505 养老保险缴费支出 | 33.51 | 33.51 |
";

/// The sentences of the causes of a document, those of the roots.
fn roots(text: &str) -> Vec<String> {
    let grammars = Grammars::shipped();
    let document = fixture::document(text, Document::default());
    let checks = check(&document, grammars).checks;
    let told = |check: &Check| {
        let cause = check.cause.as_ref().filter(|cause| cause.root == check.check_no)?;
        Some(format!("{:?}: {}", cause.kind, cause.sentence))
    };
    checks.iter().filter_map(told).collect()
}

/// What is said when the first `right` of the clean tables is `wrong`.
fn mistake(right: &str, wrong: &str, expect: &[&str]) {
    assert!(CLEAN.contains(right), "{right}");
    assert_eq!(roots(&CLEAN.replacen(right, wrong, 1)), expect, "{right} -> {wrong}");
}

#[test]
fn a_clean_document_has_no_cause() {
    assert_eq!(roots(CLEAN), Vec::<String>::new());
}

#[test]
fn one_digit_is_found_where_all_sums_meet() {
    mistake(
        "2080505 养老保险缴费支出 | 33.51 | 33.51 |",
        "2080505 养老保险缴费支出 | 83.51 | 33.51 |",
        &[
            "Digit: suspected: expenditure[2080505].total 83.51, in which one digit is wrong; 33.51 万元 would close this and 2 other checks",
        ],
    );
}

#[test]
fn swapped_digits_are_told() {
    mistake(
        "20601 科学技术管理事务 | 387.86 | 387.86",
        "20601 科学技术管理事务 | 378.86 | 387.86",
        &[
            "DigitSwap: suspected: expenditure[20601].total 378.86, in which two digits are swapped; 387.86 万元 would close this and 4 other checks",
        ],
    );
}

#[test]
fn a_figure_in_another_unit_is_told() {
    mistake(
        "208 社会保障和就业支出 | 33.51 |",
        "208 社会保障和就业支出 | 335,100 |",
        &[
            "Scale: suspected: expenditure[208].total 335,100, which is in another unit; 33.51 万元 would close this and 3 other checks",
        ],
    );
}

#[test]
fn two_mistakes_have_two_causes() {
    mistake(
        "208 社会保障和就业支出 | 33.51 | 33.51 |\n20805 行政事业单位养老支出 | 33.51 | 33.51",
        "208 社会保障和就业支出 | 93.51 | 33.51 |\n20805 行政事业单位养老支出 | 34.51 | 33.51",
        &[
            "Digit: suspected: expenditure[208].total 93.51, in which one digit is wrong; 33.51 万元 would close this and 3 other checks",
            "Digit: suspected: expenditure[20805].total 34.51, in which one digit is wrong; 33.51 万元 would close this and 2 other checks",
        ],
    );
}

#[test]
fn a_row_that_was_lost_names_no_figure() {
    let lost = "208 社会保障和就业支出 | 33.51 | 33.51 |\n20805 行政事业单位养老支出 | 33.51 | 33.51 |\n\
                2080505 养老保险缴费支出 | 33.51 | 33.51 |\n";
    mistake(lost, "", &["Source: suspected: the document contradicts itself, as in another check"]);
}

#[test]
fn an_amount_that_nothing_claims_was_misread() {
    mistake(
        "2060101 行政运行 | 387.86 | 387.86 |",
        "? 387.86\n2060101 行政运行 | 38.78 | 387.86 |",
        &[
            "Extraction: suspected: expenditure[2060101].total 38.78, which was misread, since the amount that fits is printed and belongs to nothing; 387.86 万元 would close this and 3 other checks",
        ],
    );
}

#[test]
fn digits_that_were_cut_are_no_mistake_of_the_document() {
    mistake(
        "合计 | 1,367.95 |",
        "合计 | 1,367.97 |",
        &[
            "Rounding: suspected: expenditure[合计].total 1,367.97, which is cut and not rounded; 1,367.95 万元 would close this and another check",
        ],
    );
}

#[test]
fn the_amount_of_the_next_column_is_another_basis() {
    assert_eq!(
        roots(
            "== three_public 万元 三公经费\n| total:合计\n合计 | 1.00\n\
             == summary 万元 收支总表\n| amount:预算数\n收入>收入总计 | 946.58\n支出>支出总计 | 946.58\n\
             == revenue 万元 收入总表\n| total:合计 | fiscal_subtotal:财政拨款 | other_income:其他收入\n合计 | 960.00 | 946.58 | 13.42\n"
        ),
        ["Basis: suspected: one side is on another basis, that of the amount beside the other"]
    );
}
