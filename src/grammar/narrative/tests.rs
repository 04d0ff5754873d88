//! Passages as printed by 新疆, 上海普陀, 西安 and others, and what is gathered from them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

use super::*;
use crate::base::Notes;

fn narrative(text: &str) -> Narrative {
    let grammars = Grammars::shipped();
    let flat = crate::flat::from_text(text, &mut Notes::default());
    let cover = Cover { issuer: Some("某某局".to_owned()), fiscal_year: Some(2025), ..Cover::default() };
    read(&flat, grammars, &[], &cover, &mut Claims::default()).1
}

fn number(quantity: &model::Quantity) -> String {
    format!("{}{}", quantity.number, quantity.unit)
}

fn maybe(quantity: &Option<model::Quantity>) -> String {
    quantity.as_ref().map_or_else(|| "-".to_owned(), number)
}

fn amounts(list: &[model::NamedAmount]) -> Vec<String> {
    list.iter().map(|named| format!("{} {}", named.name, number(&named.amount))).collect()
}

#[test]
fn people_are_counted_by_kind_with_their_changes() {
    let check = |text: &str, expect: &[&str]| {
        let staffing = narrative(text).staffing;
        let counts = staffing.iter().flat_map(|staffing| &staffing.counts).map(|count| {
            let change =
                count.change.as_ref().map_or_else(String::new, |change| format!(" ({})", number(change)));
            format!(
                "{} {} {}{change}",
                count.kind.as_deref().unwrap_or("-"),
                count.name,
                number(&count.count)
            )
        });
        assert_eq!(counts.collect::<Vec<_>>(), expect, "{text}");
    };
    check(
        "某某局编制数39，实有人数68人，其中：在职36人，增加2人；退休32人，减少1人；离休0人，增加0人。\n",
        &[
            "established 编制数 39",
            "actual 实有人数 68人",
            "serving 在职 36人 (2人)",
            "retired 退休 32人 (-1人)",
            "pensioned 离休 0人 (0人)",
        ],
    );
    check(
        "截至2022年底，本部门人员编制414人，其中行政编制60人；实有人员303人，其中行政71人。\n",
        &[
            "established 人员编制 414人",
            "established_administrative 行政编制 60人",
            "actual 实有人员 303人",
            "- 行政 71人",
        ],
    );
    check(
        "其中：退休32人，增加（减少）0人；在职36人，比上年增加2人。\n",
        &["retired 退休 32人 (0人)", "serving 在职 36人 (2人)"],
    );
    check("截至2024年12月，实有人数68人，在职人员经费36万元，在职3000元。\n", &["actual 实有人数 68人"]);
    check("培训在职人员100人，参训企业20家。\n", &[]);
}

#[test]
fn projects_are_read_label_by_label_or_under_headings() {
    let shown = |text: &str| -> Vec<String> {
        let projects = narrative(text).projects;
        let line = |project: &model::ProjectText| {
            let text = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
            let fields = [
                &project.name,
                &project.overview,
                &project.basis,
                &project.unit,
                &project.period,
                &project.goal,
            ];
            let fields: Vec<String> = fields.into_iter().map(text).collect();
            format!(
                "{} | {} | {}",
                fields.join(" | "),
                maybe(&project.amount),
                amounts(&project.parts).join(", ")
            )
        };
        projects.iter().map(line).collect()
    };
    assert_eq!(
        shown(
            "（一）项目名称：大赛奖励\n设立的政策依据：《方案》巴党发〔2017〕13号\n预算安排规模：32.00万元\n项目承担单位：某某局\n\
             资金分配情况：安排32万元用于大赛，其中奖金20万元，经费12万元，每家奖励2万元。\n资金执行时间：2025年1月1日-2025年12月31日\n"
        ),
        [
            "大赛奖励 | - | 《方案》巴党发〔2017〕13号 | 某某局 | 2025年1月1日-2025年12月31日 | - | 32.00万元 | 奖金 20万元, 经费 12万元"
        ]
    );
    assert_eq!(
        shown(
            "科技专项经费情况说明\n一、项目概述\n推动创新。\n二、立项依据\n《意见》。\n三、实施主体\n某某局\n五、实施周期\n2025年\n\
             六、年度预算安排\n2025年度项目总预算17.00万，其中甲10.00万，乙7.00万，合计17.00万。\n七、绩效目标\n详见目标表\n"
        ),
        [
            "科技专项 | 推动创新 | 《意见》 | 某某局 | 2025年 | 详见目标表 | 17.00万元 | 甲 10.00万元, 乙 7.00万元"
        ]
    );
}

#[test]
fn procurement_is_gathered_from_its_statements() {
    let found = narrative(
        "某某局政府采购预算124.76万元，其中：政府采购货物预算13.48万元，政府采购工程预算0.00万元，政府采购服务预算111.28万元。\n\
         面向中小企业预留政府采购项目预算金额100.00万元，其中，小微企业预留政府采购项目预算金额60.00万元。\n",
    );
    let [found] = found.procurement.as_slice() else { panic!("one passage: {:?}", found.procurement) };
    let fields = [
        &found.total,
        &found.goods,
        &found.works,
        &found.services,
        &found.small_and_medium,
        &found.small_and_micro,
    ];
    let told: Vec<String> = fields.into_iter().map(maybe).collect();
    assert_eq!(told, ["124.76万元", "13.48万元", "0.00万元", "111.28万元", "100.00万元", "60.00万元"]);
}

#[test]
fn one_purchase_is_no_passage_on_procurement_but_a_total_below_its_heading_is() {
    let check = |text: &str, expect: &[&str]| {
        let told = narrative(text).procurement.into_iter().map(|found| maybe(&found.total));
        assert_eq!(told.collect::<Vec<_>>(), expect, "{text}");
    };
    check("（二）政府采购情况\n2025年政府采购预算3万元。\n", &["3万元"]);
    check("（三）其他\n某项目政府采购5万元，主要原因是甲。\n", &[]);
}

#[test]
fn assets_have_counts_areas_values_and_thresholds() {
    let found = narrative(
        "（三）国有资产占用情况\n截至2024年底，总体情况为：\n1.房屋5,145.00平方米，价值402.17万元。\n2.车辆4辆，价值91.93万元；其中：执法执勤用车0辆，价值0.00万元。\n\
         单价100万元（含）以上设备2台（套）。\n2025年部门预算未安排购置车辆，安排购置50万元以上大型设备1台。\n",
    );
    let [found] = found.assets.as_slice() else { panic!("one passage: {:?}", found.assets) };
    let items = found.items.iter().map(|item| {
        let planned = if item.planned { " planned" } else { "" };
        let numbers = [&item.count, &item.area, &item.value, &item.threshold].map(maybe).join(" ");
        format!("{} {} {numbers}{planned}", item.kind, item.name)
    });
    assert_eq!(found.as_of.as_deref(), Some("2024年底"));
    assert_eq!(
        items.collect::<Vec<_>>(),
        [
            "rooms 房屋 - 5145.00平方米 402.17万元 -",
            "vehicles 车辆 4辆 - 91.93万元 -",
            "vehicle_kind 执法执勤用车 0辆 - 0.00万元 -",
            "equipment 单价100万元（含）以上设备 2台 - - 100万元",
            "equipment 购置50万元以上大型设备 1台 - - 50万元 planned",
        ]
    );
}

#[test]
fn assets_may_follow_their_heading_on_its_line() {
    let found = narrative(
        "（五）国有资产占用使用情况：截至2024年12月31日，车辆3辆，2025年拟购置车辆1辆，单价50万元以上设备2台。\n",
    );
    let [found] = found.assets.as_slice() else { panic!("one passage: {:?}", found.assets) };
    let items = found.items.iter().map(|item| {
        let planned = if item.planned { " planned" } else { "" };
        format!("{} {}{planned}", item.name, maybe(&item.count))
    });
    assert_eq!(
        items.collect::<Vec<_>>(),
        ["车辆 3辆", "购置车辆 1辆 planned", "单价50万元以上设备 2台 planned"]
    );
}

#[test]
fn performance_tells_goals_projects_and_their_money() {
    let check = |text: &str, expect: [&str; 6]| {
        let found = narrative(text).performance;
        let [found] = found.as_slice() else { panic!("one sentence: {found:?}") };
        let fields = [
            &found.goals,
            &found.goals_amount,
            &found.projects,
            &found.projects_amount,
            &found.fiscal,
            &found.non_fiscal,
        ];
        assert_eq!(fields.map(maybe), expect, "{text}");
    };
    check(
        "整体预算绩效目标1个，涉及预算金额2,337.28万元；当年安排项目共9个，其中：财政拨款项目涉及预算金额1,493.63万元；非财政拨款项目涉及预算金额58.85万元。\n",
        ["1个", "2337.28万元", "9个", "-", "1493.63万元", "58.85万元"],
    );
    check(
        "所有项目支出纳入绩效管理，涉及预算资金50.00万元，编报5个项目绩效目标。\n",
        ["-", "-", "5个", "50.00万元", "-", "-"],
    );
}

#[test]
fn money_carried_over_has_sources_and_items() {
    let found = narrative(
        "十一、上年结转结余预算情况说明\n某某局2025年上年结转结余60.59万元，包括：财政拨款60.59万元，非财政拨款0.00万元，其中：\n\
         1．2024年补助经费49.05万元，主要用于甲。\n2．优秀组织奖11.54万元，主要用于乙。\n",
    );
    let [found] = found.carry_over.as_slice() else { panic!("one passage: {:?}", found.carry_over) };
    assert_eq!(amounts(found.total.as_slice()), ["上年结转结余 60.59万元"]);
    assert_eq!(amounts(&found.sources), ["财政拨款 60.59万元", "非财政拨款 0.00万元"]);
    assert_eq!(amounts(&found.items), ["2024年补助经费 49.05万元", "优秀组织奖 11.54万元"]);
}

#[test]
fn sentences_tell_which_tables_are_empty() {
    let found = narrative(
        "某某局2025年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。\n主要原因是本部门无此项收入。\n",
    );
    let told: Vec<_> = found.empty_tables.iter().map(|empty| empty.table_id.as_deref()).collect();
    assert_eq!(told, [Some("government_fund")]);
}

#[test]
fn a_part_of_a_sentence_about_money_tells_it_too() {
    let found = narrative(
        "支出预算中，一般公共预算拨款支出预算17,192万元；政府性基金拨款支出预算为0；国有资本经营预算拨款支出预算为0。\n",
    );
    let told: Vec<_> =
        found.empty_tables.iter().map(|e| format!("{} {}", e.table_id.as_deref().unwrap(), e.text)).collect();
    assert_eq!(
        told,
        ["government_fund 政府性基金拨款支出预算为0", "state_capital 国有资本经营预算拨款支出预算为0。"]
    );
}

#[test]
fn a_remark_in_the_frame_and_the_list_of_tables_tell_it() {
    let flat = crate::grammar::ruled::tests::flat(
        "| 报表 | 报表名称 | 是否空表 | 公开空表理由 |
         | 表1 | 收支总表 | | |
         | 表2 | 财政拨款上年结转资金支出表 | 是 | 不涉及 |
         =
         表2
         财政拨款结转资金支出表
         | 序号 | 单位名称 | 项目名称 | 金额 |
         | | | | |
         =
         政府性基金预算支出表
         | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
         | | | | | |
         | 注:本部门2025年无政府性基金预算财政拨款安排的预算，故本表为空表。 | < | < | < | < |
         | | | | | |",
    );
    let grammars = Grammars::shipped();
    let document = crate::grammar::read(&flat, grammars, Notes::default());
    let told: Vec<_> = document
        .narrative
        .empty_tables
        .iter()
        .map(|e| format!("{} {}", e.table_id.as_deref().unwrap_or("-"), e.text))
        .collect();
    assert_eq!(
        told,
        [
            "government_fund 注:本部门2025年无政府性基金预算财政拨款安排的预算，故本表为空表。",
            "carry_over 表2 财政拨款上年结转资金支出表 是 不涉及",
        ]
    );
    let listed = document.narrative.contents.into_iter().map(|named| (named.number, named.title));
    let expect = [("表1", "收支总表"), ("表2", "财政拨款上年结转资金支出表")];
    assert!(listed.eq(expect.map(|(number, title)| (Some(number.to_owned()), title.to_owned()))));
}

#[test]
fn contents_name_tables_with_number_and_page() {
    let check = |text: &str, expect: &[&str]| {
        let told = narrative(text).contents.into_iter().map(|named| {
            let number = named.number.unwrap_or_else(|| "-".to_owned());
            let page = named.page.map_or_else(String::new, |page| format!(" p{page}"));
            let again = named
                .again
                .and_then(|place| place.line)
                .map_or_else(String::new, |line| format!(" again {line}"));
            format!("{number} {}{page}{again}", named.title)
        });
        assert_eq!(told.collect::<Vec<_>>(), expect, "{text}");
    };
    check(
        "目 录\n第一部分 部门概况......1\n一、主要职责......1\n第二部分 2026年度部门预算表......3\n一、收支预算总表......3\n\
         二、收入预算总表......14\n第三部分 名词解释......20\n第一部分\n部门概况\n一、主要职责\n1、收支预算总表\n",
        &["一 收支预算总表 p3 again 11", "二 收入预算总表 p14"],
    );
    check(
        "目录\n二、决算报表……5\n表1：高等学校收支决算总表……6\n（二）支出情况表\n三、一般公共预算“三公”经费、会议费、培训费支\n\
         出预算表\n四、说明\n",
        &[
            "表1 高等学校收支决算总表 p6",
            "二 支出情况表",
            "三 一般公共预算“三公”经费、会议费、培训费支出预算表",
        ],
    );
    check("二、部门预算表\n1. 收支总表\n", &[]);
    check(
        "目录\n五、某表\n1. 2024年收支总表\n2. 2024年收入总表\n",
        &["1 2024年收支总表", "2 2024年收入总表"],
    );
}

#[test]
fn sentences_cite_tables_by_name() {
    let check = |text: &str, expect: &[&str]| {
        let told = narrative(text).cited_tables.into_iter().map(|named| {
            let line = named.place.line.unwrap();
            format!("{line} {}", named.title)
        });
        assert_eq!(told.collect::<Vec<_>>(), expect, "{text}");
    };
    check(
        "一、收入。\n与《收支预算总表》一致，收入3万元（详见公开报表中的政府采购表）。",
        &["2 收支预算总表", "2 政府采购表"],
    );
    check("根据《预算法》，收入3万元，具体见下表，详见附表。", &[]);
}
