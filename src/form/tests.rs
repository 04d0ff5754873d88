//! The grammar files themselves: every entry is sound and can be reached, real wordings are understood, and mistakes
//! are explained.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;

use super::*;
use crate::base::Unit;

#[test]
fn every_form_is_reached_by_each_of_its_titles() {
    for family in &Grammars::shipped().families {
        let ids: BTreeSet<&str> = family.forms.iter().map(|form| form.id.as_str()).collect();
        assert_eq!(ids.len(), family.forms.len(), "{}: ids are unique", family.id);
        for form in &family.forms {
            for title in form.titles.iter().filter(|title| !title.contains('*')) {
                let found = family.forms_for_title(title, form.stage);
                assert!(found.iter().any(|found| found.id == form.id), "{} {} {title}", family.id, form.id);
                assert!(Grammars::shipped().words.is_title(title), "{title} is no title to words.toml");
            }
        }
    }
}

#[test]
fn every_canonical_column_has_header_words() {
    let text = include_str!("../../grammars/words.toml");
    for id in COLUMN_IDS {
        assert!(text.contains(&format!("id = \"{id}\"\n")), "no header words for {id}");
    }
}

#[test]
fn columns_of_forms_are_found_by_their_own_label() {
    for family in &Grammars::shipped().families {
        for form in &family.forms {
            for column in form.columns.iter().filter(|column| column.role == ColumnRole::Amount) {
                let path: Vec<&str> = column.words[0].split('/').collect();
                if form.columns.iter().filter(|other| other.words[0] == column.words[0]).count() > 1 {
                    continue; // Told apart by their order: `amounts_in_order`.
                }
                let found = Grammars::shipped().words.column_id(&path, Some(form));
                assert_eq!(found, column.id.as_deref(), "{}.{} {}", family.id, form.id, column.words[0]);
            }
        }
    }
}

#[test]
fn real_titles_find_their_table() {
    let check = |title: &str, stage: Stage, expect: &str| {
        let form = Grammars::shipped().family("national").unwrap().form_for_title(title, stage);
        assert_eq!(form.and_then(|form| form.table_id.as_deref()).unwrap_or("-"), expect, "{title}");
    };
    let budget = [
        ("一、收支总表", "summary"),
        ("公开01表：收支预算总表", "summary"),
        ("2022年部门综合预算收支总表", "summary"),
        ("1.2024年预算单位财务收支预算总表", "summary"),
        ("烟台市统计局收支总体情况表", "summary"),
        ("（二）收入总表", "revenue"),
        ("2026年部门收入总体情况表", "revenue"),
        ("预算03表 支出总表", "expenditure"),
        ("本年支出总体情况表", "expenditure"),
        ("4．2024年预算单位财政拨款收支预算总表", "fiscal_summary"),
        ("2022年部门综合预算财政拨款收支总表", "fiscal_summary"),
        ("（七）一般公共预算支出表（按功能分类）", "general_public"),
        ("（八）一般公共预算支出表（按经济分类）", "other"),
        ("2026 年度一般公共预算拨款支出预算表", "general_public"),
        ("5．2024年预算单位一般公共预算支出功能分类预算表", "general_public"),
        ("六、一般公共预算基本支出情况表", "general_public_basic"),
        ("九、一般公共预算基本支出经济分类情况表", "general_public_basic"),
        ("六、财政拨款基本支出预算表", "other"),
        ("一般公共预算项目支出情况表", "general_public_projects"),
        ("十一、项目支出预算情况表", "projects"),
        ("2022年部门综合预算专项业务经费支出表", "projects"),
        ("十、政府性基金财政拨款支出预算表", "government_fund"),
        ("部门综合预算政府性基金收支表", "government_fund"),
        ("7．2024年预算单位国有资本经营预算支出功能分类预算表", "state_capital"),
        ("一般公共预算“三公”经费、会议费、培训费支出表", "three_public"),
        ("财政拨款安排的行政经费及“三公”经费预算表", "three_public"),
        ("十、一般公共预算机关运行经费支出预算表", "operating_funds"),
        ("2022年部门综合预算政府采购（资产配置、购买服务）预算表（不含上年结转）", "procurement"),
        ("2022部门综合预算财政拨款结转资金支出表", "carry_over"),
        ("预算12表 项目支出绩效目标表", "other"),
        ("第二部分 2026年部门预算表", "-"),
    ];
    for (title, expect) in budget {
        check(title, Stage::Budget, expect);
    }
    let finals = [
        ("收入支出决算总表", "summary"),
        ("表 2：高等学校收入决算表", "revenue"),
        ("表 3：高等学校支出决算表", "expenditure"),
        ("四、财政拨款收入支出决算总表", "fiscal_summary"),
        ("一般公共预算财政拨款支出决算表", "general_public"),
        ("一般公共预算财政拨款基本支出决算明细表", "general_public_basic"),
        ("财政拨款“三公”经费支出决算表", "three_public"),
        ("一般公共预算财政拨款收入支出决算表", "general_public"),
        ("项目收入支出决算表", "projects"),
        ("政府性基金预算财政拨款收入支出决算表", "government_fund"),
        ("国有资本经营预算财政拨款支出决算表", "state_capital"),
    ];
    for (title, expect) in finals {
        check(title, Stage::Final, expect);
    }
}

#[test]
fn header_paths_find_their_column() {
    let check = |path: &str, expect: &str| {
        let words: Vec<&str> = path.split('/').collect();
        assert_eq!(Grammars::shipped().words.column_id(&words, None).unwrap_or("-"), expect, "{path}");
    };
    check("合计", "total");
    check("预算03表支出总表/合 计", "total");
    check("2026年政府采购项目/小计", "-");
    check("财政拨款/小计", "fiscal_subtotal");
    check("事业收入预算", "business_income");
    check("单位资金/事业收入（不含专户资金）", "business_income");
    check("纳入专户管理的非税收入拨款", "fiscal_account");
    check("财政拨款/一般公共预算拨款/小计", "general_public");
    check("本年一般公共预算基本支出/合计", "total");
    check("一般公共预算支出/小计", "total");
    check("一般公共预算支出/其中：基本支出", "basic");
    check("基本支出/小计", "basic");
    check("2026年预算/单位资金/事业单位经营收入", "operating_income");
    check("公务用车购置及运行维护费/小计", "vehicles");
    check("2025年预算数/因公出国（境）经费", "abroad");
    check("因公出国（境）费/预算数", "abroad");
    check("支出/2026年预算数", "amount");
    check("收入/决算数", "amount");
    check("上年结余、结转", "-");
    check("上年结转结余/一般公共预算", "fiscal_carry_over");
    check("上年结转结余/小计", "-");
    check("财政拨款（补助）/上级一般公共预算安排的转移支付", "general_public_transfer");
    check("项目支出/扣除基建项目后预算数", "-");
    check("项目支出/项目支出总数", "project");
}

#[test]
fn lines_are_understood() {
    let words = &Grammars::shipped().words;
    assert_eq!(words.unit_in("编制部门：新疆巴州科学技术局 单位：万元"), Some(Unit::TenThousandYuan));
    assert_eq!(words.unit_in("编制单位：上海市普陀区社会福利院 单位:元"), Some(Unit::Yuan));
    assert_eq!(words.unit_in("（金额单位：人民币 亿元）"), Some(Unit::HundredMillionYuan));
    assert_eq!(words.unit_in("编制单位：元宝山区教育局"), None);
    assert!(words.is_total("收 入 总 计") && words.is_total("总计：") && !words.is_total("合计数额"));
    assert!(words.counts_things("实有人数") && words.counts_things("数 量") && !words.counts_things("合计"));
    assert!(words.is_number_mark("栏次") && !words.is_number_mark("1"));
    assert!(words.says_empty("注:本单位2024年无政府性基金预算财政拨款安排的预算，故本表为空表。"));
    assert!(words.says_empty("某局 2025 年没有使用政府性基金预算拨款安排的支出"));
    assert!(words.is_title("公开 04 表 财政拨款收支预算总表") && words.is_title("（四）基本支出总表"));
    for line in [
        "详见单位的项目绩效目标表。",
        "第二部分 2026年部门预算表",
        "空表",
        "无此项，故本表为空表",
        "表1",
        "公开01表",
    ] {
        assert!(!words.is_title(line), "{line}");
    }
    assert_eq!(words.header_role("功能分类科目编码"), Some(ColumnRole::Code));
    assert_eq!(words.header_role("项 目"), Some(ColumnRole::Name));
    assert_eq!(words.header_role("项目名称"), Some(ColumnRole::Project));
    assert_eq!(words.header_role("合计"), None);
}

#[test]
fn regions_and_codes_are_found() {
    let check = |text: &str, expect: Option<&str>| {
        assert_eq!(Grammars::shipped().regions.find(text).map(|(code, _)| code), expect, "{text}");
    };
    check("新疆巴州科学技术局", Some("652800"));
    check("新疆巴音郭楞蒙古自治州科学技术局", Some("652800"));
    check("上海市普陀区社会福利院", Some("310107"));
    check("西安市卫生健康委员会", Some("610100"));
    check("中共烟台市委宣传部", Some("370600"));
    check("江苏省人大常委会办公厅", Some("320000"));
    check("一个没有地名的单位", None);
    let codes = &Grammars::shipped().codes;
    assert_eq!(codes.functional("2060404"), Some("科技成果转化与扩散"));
    assert_eq!(codes.economic("30113"), Some("住房公积金"));
    assert_eq!(codes.economic("50101"), Some("工资奖金津补贴"));
    assert!(codes.known("20805") && !codes.known("9999999"));
    assert!(codes.agrees("2080505", "机关事业单位基本养老"));
    assert!(codes.agrees("2080101", "行政运行（人力资源和社会保障管理事务）"));
    assert!(!codes.agrees("2080101", "住房公积金"));
}

#[test]
fn a_family_is_chosen_by_region_then_by_titles() {
    let check = |opening: &str, titles: &[&str], expect: &str| {
        assert_eq!(Grammars::shipped().choose(opening, titles).id, expect, "{opening}");
    };
    check("上海市普陀区社会福利院 2024 年度单位预算", &[], "shanghai");
    check("新疆巴州科学技术局 2025 年部门预算", &[], "xinjiang");
    check("无锡市商务局 2026 年部门预算", &[], "wuxi");
    check("江苏省财政厅 2026 年部门预算", &[], "jiangsu");
    check("合肥市统计局 2026 年部门预算", &["部门收支总体情况表"], "national");
    check("某局部门预算", &["收入总表"], "national");
}
