//! Cards cut to pieces as flatteners do, and the whole of what is read.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::*;
use crate::model::{Indicator, Operator};

/// A card as text: a line for its fields, one for each indicator, one for each note; ` / ` between cells.
fn shown(text: &str) -> String {
    let grammars = Grammars::shipped();
    let flat = crate::flat::from_text(text, &mut Notes::default());
    let mut notes = Notes::default();
    let found = read(&flat, grammars, &mut notes);
    let mut lines = Vec::new();
    for card in &found.cards {
        lines.push(fields(card));
        lines.extend(card.indicators.iter().map(indicator));
    }
    lines.extend(notes.iter().map(|note| format!("{}: {}", note.id, note.message)));
    lines.join("\n")
}

fn cells(cells: &[Option<String>]) -> String {
    let cells: Vec<&str> = cells.iter().map(|cell| cell.as_deref().unwrap_or("_")).collect();
    cells.join(" / ")
}

fn fields(card: &Card) -> String {
    let kind = if card.of_department { "department" } else { "project" };
    let number = |value: Option<rust_decimal::Decimal>| value.map(|value| value.to_string());
    cells(&[
        Some(kind.to_owned()),
        card.title.clone(),
        card.issuer.clone(),
        card.project.clone(),
        card.leader.clone(),
        card.year.map(|year| year.to_string()),
        number(card.budget_total),
        number(card.budget_fiscal),
        number(card.budget_other),
        card.goal.clone(),
    ])
}

fn indicator(one: &Indicator) -> String {
    let operator = one.operator.map(|operator| match operator {
        Operator::AtLeast => ">=",
        Operator::AtMost => "<=",
        Operator::Equal => "=",
        Operator::More => ">",
        Operator::Less => "<",
    });
    cells(&[
        one.level1.clone(),
        one.level2.clone(),
        one.level3.clone(),
        operator.map(str::to_owned),
        one.target.map(|target| target.to_string()),
        one.target_unit.clone(),
        one.target_text.clone(),
        one.basis.clone(),
        one.previous.clone(),
        one.weight.map(|weight| weight.to_string()),
        one.scoring.clone(),
        one.evidence.clone(),
    ])
}

fn check(text: &str, expect: &[&str]) {
    assert_eq!(shown(text), expect.join("\n"));
}

#[test]
fn a_project_card_is_whole_again() {
    check(
        "项目支出绩效目标表\n（2025 年）\n预算单位 某县林业局\n项目名称 公益林管护 项目负责人 艾尼瓦尔·卡\n地尔\n项目资金(万\n元)\n\
         年度预算总额 12.00\n其中：财\n政拨款\n10.00 其他资金 2.00\n项目总体目标\n管护公益林 3 万亩，项目\n总体目标是保护生态。\n\
         一级\n指标\n二级\n指标\n三级指标 指标值\n指标值设\n置依据\n上年\n完成\n值\n指标\n分值\n权重\n指标赋分规则 佐证资\n料\n\
         产出\n指标\n数量\n指标\n管护公益林的\n面积\n＞=3 万亩 计划标准 - 30 按照完成比例赋\n分\n工作资\n料\n\
         17\n聘用人数 =26 人 计划\n标准\n24 10 按照完成比例赋分 工作资料\n时效\n指标\n补助发放时间 2025 年 11 月\n30日前\n计划标准 - 20 直接赋分 原始凭证\n\
         满意\n度指\n标\n满意\n度指\n标\n管护人员满意度 ＞=90% 计划标准 95% 30 满意度赋分 工作资料\n第四部分 名词解释\n一、财政拨款",
        &[
            "project / 项目支出绩效目标表 / 某县林业局 / 公益林管护 / 艾尼瓦尔·卡地尔 / 2025 / 12.00 / 10.00 / 2.00 / 管护公益林3万亩，项目总体目标是保护生态。",
            "产出指标 / 数量指标 / 管护公益林的面积 / >= / 3 / 万亩 / ＞=3万亩 / 计划标准 / - / 30 / 按照完成比例赋分 / 工作资料",
            "产出指标 / 数量指标 / 聘用人数 / = / 26 / 人 / =26人 / 计划标准 / 24 / 10 / 按照完成比例赋分 / 工作资料",
            "产出指标 / 时效指标 / 补助发放时间 / _ / _ / _ / 2025年11月30日前 / 计划标准 / - / 20 / 直接赋分 / 原始凭证",
            "满意度指标 / 满意度指标 / 管护人员满意度 / >= / 90 / % / ＞=90% / 计划标准 / 95% / 30 / 满意度赋分 / 工作资料",
        ],
    );
}

#[test]
fn a_basis_cut_by_the_end_of_a_page_is_whole_again() {
    check(
        "部门整体绩效目标表\n（2025年）\n部门名称（盖章） 某县科技局\n部门联系人 王某 联系电话 0000000\n年度绩效目标\n培育企业 30 家。\n年度预算(万元)\n\
         资金来源 资金总额（万元）\n财政资金（万元）\n上级安排 1.20\n本级安排 2,146.21\n其他资金（万元） 其他 58.85\n\
         一级指标 二级指标 三级指标 指标值 指标设定依据 分值权重\n履职效能\n数量指标 培育企业数量 ＞=30 家\n《某县高\n新技术\n60\n企业倍增方案\n（2023-\n2025\n年）》（政办\n\
         〔2023〕50\n号\n数量指标 举办大赛场次 ＞=1 场次\n《实施方案》\n30",
        &[
            "department / 部门整体绩效目标表 / 某县科技局 / _ / 王某 / 2025 / _ / 2147.41 / 58.85 / 培育企业30家。",
            "履职效能 / 数量指标 / 培育企业数量 / >= / 30 / 家 / ＞=30家 / 《某县高新技术企业倍增方案（2023-2025年）》（政办〔2023〕50号 / _ / 60 / _ / _",
            "履职效能 / 数量指标 / 举办大赛场次 / >= / 1 / 场次 / ＞=1场次 / 《实施方案》 / _ / 30 / _ / _",
            "card-money-summed: card 1: the fiscal money is printed in parts only; 2147.41 is the sum of 1.20 and 2146.21",
        ],
    );
}
