//! Places without a file of their own: what they print is known from `national.toml` and `words.toml` alone.
//!
//! Titles are those that 19 provinces print (四川, 天津, 河北, 内蒙古, 广西, 云南, 贵州, 湖北, 江西, 辽宁, 海南, 西藏, 陕西 …)
//! and usual variants; spaces part the wordings of a list. Two of that collection are no titles of tables and are left out: 关于空表的说明,
//! and 项目绩效目标公开表, since a line that ends with 公开表 mostly names a chapter.

#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use yusuan::form::{Grammars, Stage};
use yusuan::model::{Document, Table};
use yusuan::{Options, extract};

/// Complaints about titles whose table is another than expected.
fn titles(stage: Stage, expect: &[(&str, &str)]) -> Vec<String> {
    let grammars = Grammars::embedded().unwrap();
    let national = grammars.family("national").unwrap();
    let mut wrong = Vec::new();
    for (id, titles) in expect {
        for title in titles.split(' ') {
            let form = national.form_for_title(title, stage);
            let found = form.and_then(|form| form.table_id.as_deref()).unwrap_or("-");
            if found != *id {
                wrong.push(format!("{title} is {found}, not {id}"));
            }
            if !grammars.words.is_title(title) && !national.is_title_without_table(title) {
                wrong.push(format!("{title} is no title"));
            }
        }
    }
    wrong
}

#[test]
#[rustfmt::skip]
fn titles_of_budgets_find_their_table() {
    assert_eq!(titles(Stage::Budget, &[
        ("summary", "部门收支总体情况表 部门财务收支预算总表 收支总表 部门收支预算总表 部门收支总表 收支预算总表 部门（单位）收支总表 部门/单位收支总体情况"),
        ("revenue", "部门收入总体情况表 部门收入预算总表 收入总表 部门收入预算表 部门收入总表 单位收入总表 部门（单位）收入总表 收入总体情况"),
        ("expenditure", "部门支出总体情况表 部门支出预算总表 支出总表 部门支出预算表 部门支出总表 单位支出总表 部门（单位）支出总表 支出总体情况"),
        ("fiscal_summary", "财政拨款收支预算总体情况表 部门财政拨款收支预算总表 财政拨款收支总表 财政拨款收支总体情况表 财政拨款收支预算总表 财政拨款收支总体情况"),
        ("general_public", "一般公共预算支出情况表 部门一般公共预算支出功能分类预算表 一般公共预算财政拨款支出表 一般公共预算支出预算表 一般公共预算支出表 一般公共预算支出总体情况（按功能分类科目）"),
        ("general_public_basic", "一般公共预算基本支出情况表 部门一般公共预算基本支出部门预算经济分类预算表 一般公共预算财政拨款基本支出表 一般公共预算基本支出预算表 一般公共预算基本支出表 一般公共预算基本支出明细表（按经济分类） 一般公共预算基本支出总体情况（按经济分类款级科目）"),
        ("general_public_projects", "一般公共预算项目支出情况表 一般公共预算项目支出预算表 一般公共预算项目支出表"),
        ("government_fund", "政府性基金预算支出情况表 部门政府性基金预算支出功能分类预算表 政府性基金预算财政拨款支出表 政府性基金预算支出表 政府性基金预算支出总体情况 政府性基金预算拨款支出预算表"),
        ("state_capital", "国有资本经营预算支出情况表 部门国有资本经营预算支出功能分类预算表 国有资本经营预算财政拨款支出表 国有资本经营预算支出表"),
        ("three_public", "财政拨款“三公”经费支出情况表 部门“三公”经费和机关运行经费预算表 财政拨款“三公”经费支出表 一般公共预算“三公”经费支出情况表 一般公共预算“三公”经费支出预算表 政府性基金预算“三公”经费支出预算表 一般公共预算“三公”经费支出表 财政拨款“三公”经费、会议费和培训费支出情况 政府性基金预算“三公”经费支出表 一般公共预算“三公”经费支出总体情况 政府性基金“三公”经费支出总体情况 部门预算资金安排的“三公”经费情况表"),
        ("carry_over", "上年结转结余情况明细表"),
        ("other", "部门整体绩效目标表 项目支出绩效目标表 政府购买服务预算财政拨款明细表 部门整体支出绩效目标表 财政拨款支出预算表（部门经济分类科目） 部门预算项目支出绩效目标表 项目绩效目标表 项目支出绩效信息表"),
        ("projects", "项目支出表"),
        ("procurement", "政府采购预算明细表"),
    ]), [] as [&str; 0]);
}

#[test]
#[rustfmt::skip]
fn titles_of_final_accounts_find_their_table() {
    assert_eq!(titles(Stage::Final, &[
        ("summary", "收入支出决算总表 收入支出决算表"),
        ("revenue", "收入决算表 收入决算总表"),
        ("expenditure", "支出决算表 支出决算总表"),
        ("fiscal_summary", "财政拨款收入支出决算总表 财政拨款收入支出决算表"),
        ("general_public", "一般公共预算财政拨款支出决算表 一般公共预算财政拨款支出决算明细表 一般公共预算财政拨款收入支出决算表"),
        ("general_public_basic", "一般公共预算财政拨款基本支出决算表 一般公共预算财政拨款基本支出决算明细表"),
        ("three_public", "财政拨款“三公”经费支出决算表 一般公共预算财政拨款“三公”经费支出决算表 财政拨款“三公”经费、行政参公单位机关运行经费情况表 一般公共预算财政拨款“三公”经费情况表 一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表"),
        ("government_fund", "政府性基金预算财政拨款收入支出决算表"),
        ("state_capital", "国有资本经营预算财政拨款收入支出决算表 国有资本经营预算财政拨款支出决算表"),
        ("other", "财政拨款支出决算明细表 机构运行经费支出、国有资产占用情况及政府采购支出信息表 国有资产占用情况表"),
        ("general_public_projects", "一般公共预算财政拨款项目支出决算表 一般公共预算财政拨款项目支出决算明细表"),
        ("projects", "项目收入支出决算表"),
    ]), [] as [&str; 0]);
}

#[test]
#[rustfmt::skip]
fn variants_of_titles_find_their_table() {
    assert_eq!(titles(Stage::Budget, &[
        ("summary", "部门预算收支总表 预算收支总表 部门财务收支总表 单位收支总表 部门综合收支预算表 部门收支预算表 收支总体情况表（部门） 财务收支预算总表"),
        ("revenue", "部门预算收入总表 预算收入总表 收入预算情况表 部门收入情况表"),
        ("expenditure", "部门预算支出总表 预算支出总表 部门支出情况表"),
        ("other", "支出预算分类汇总表（按政府预算经济分类） 支出预算分类汇总表（按部门预算经济分类） 支出经济分类汇总表 部门支出经济分类预算表 支出预算表（按经济分类） 财政拨款支出预算总表 一般公共预算支出预算表（政府经济分类） 财政专户管理资金预算支出表 财政专户管理资金支出表 部门专项资金预算汇总表 部门基本支出预算表（人员类、运转类公用经费项目） 部门政府购买服务预算表 政府购买服务支出预算表 对下转移支付绩效目标表 新增资产配置表 新增资产配置预算表 部门项目中期规划预算表 债务支出预算表 部门综合预算债务支出表 部门债务情况表 部门项目支出绩效目标表 部门（单位）整体绩效目标表 部门预算项目绩效目标汇总表 重点项目支出预算绩效目标表 人员支出预算表 公用支出预算表 基本支出人员经费预算表 国有资产占有使用情况表 非税收入计划表 行政事业性收费收入预算表 会议费预算表 培训费预算表 因公出国（境）费预算表 政府支出经济分类预算表"),
        ("fiscal_summary", "部门预算财政拨款收支总表 财政拨款预算收支总表 财政拨款收支预算表 财政拨款收支预算情况表"),
        ("general_public", "部门预算一般公共预算财政拨款支出表 一般公共预算拨款支出预算表 一般公共预算支出预算表（按功能科目分类） 一般公共预算支出预算总表 一般公共预算当年拨款支出表 一般公共预算当年财政拨款支出情况表 一般公共预算财政拨款支出预算表"),
        ("general_public_basic", "部门预算一般公共预算财政拨款基本支出表 一般公共预算安排基本支出分经济科目表 一般公共预算财政拨款基本支出预算表 一般公共预算基本支出表—人员经费(工资福利支出)（按部门预算经济分类） 一般公共预算基本支出表--公用经费(商品和服务支出)（按政府预算经济分类） 一般公共预算基本支出预算表（部门经济分类） 一般公共预算基本支出明细表 一般公共预算当年拨款基本支出明细表"),
        ("general_public_projects", "一般公共预算项目支出明细表 一般公共预算财政拨款项目支出表"),
        ("three_public", "一般公共预算“三公”经费预算表 一般公共预算”三公”经费支出情况统计表 “三公”经费预算财政拨款情况统计表 财政拨款三公经费预算表 部门预算财政拨款“三公”经费支出表 一般公共预算“三公”经费及会议费、培训费预算表 “三公”经费、会议费、培训费预算表 部门“三公”经费支出预算表"),
        ("operating_funds", "机关运行经费预算财政拨款情况统计表 机关运行经费情况表"),
        ("government_fund", "部门预算政府性基金预算财政拨款支出表 部门预算政府基金预算财政拨款支出表 政府性基金预算收入表 政府性基金预算收支表 政府性基金拨款支出预算表 政府性基金预算支出分类汇总表（按政府预算经济分类）"),
        ("state_capital", "国有资本经营预算收支预算表 国有资本经营预算拨款支出预算表 国有资本经营预算收入表"),
        ("projects", "部门项目支出预算表（其他运转类、特定目标类项目） 部门预算项目支出表 项目支出预算明细表 部门项目支出预算表 特定目标类项目支出预算表"),
        ("procurement", "部门政府采购预算表 政府采购预算表（货物、工程、服务） 政府采购支出预算表"),
        ("transfers", "对下转移支付预算表 市对下转移支付预算表 上级转移支付补助项目支出预算表"),
        ("self_evaluation", "部门整体绩效自评表 项目支出绩效自评表 项目绩效自评结果表"),
        ("carry_over", "上年结转结余资金情况表 上年结转资金支出表 部门结转结余资金表"),
    ]), [] as [&str; 0]);
    assert_eq!(titles(Stage::Final, &[
        ("summary", "收入支出决算批复表 部门收支决算总表 收入支出总表 部门收入支出决算总表 部门决算收支总表"),
        ("revenue", "部门收入决算表 部门收入决算总表 收入总表"),
        ("expenditure", "部门支出决算表 支出总表 支出决算明细表"),
        ("fiscal_summary", "财政拨款收入支出总表 财政拨款收支决算总表 部门财政拨款收支决算总表"),
        ("general_public", "一般公共预算财政拨款支出表 一般公共预算支出决算表 一般公共预算财政拨款支出决算具体情况表"),
        ("general_public_basic", "一般公共预算财政拨款基本支出表 一般公共预算财政拨款基本支出决算表（按经济分类）"),
        ("three_public", "一般公共预算财政拨款“三公”经费支出表 “三公”经费公共预算财政拨款支出决算表 一般公共预算“三公”经费、行政参公单位机关运行经费情况表 一般公共预算财政拨款“三公”经费支出决算情况表"),
        ("government_fund", "政府性基金预算财政拨款收入支出表 政府性基金预算财政拨款支出决算表 政府性基金预算财政拨款基本支出决算表"),
        ("state_capital", "国有资本经营预算财政拨款支出表"),
        ("other", "财政专户管理资金收入支出决算表 基本支出决算表 基本支出决算明细表 国有资产使用情况表 政府购买服务支出决算表"),
        ("operating_funds", "机关运行经费支出决算表 机关运行经费支出情况表"),
        ("procurement", "政府采购情况表 政府采购支出决算表"),
        ("projects", "项目支出决算表 项目支出决算明细表"),
        ("self_evaluation", "部门整体支出绩效自评表 部门整体支出绩效自评情况表 项目支出绩效自评结果表 2024年度部门整体支出绩效评价表"),
    ]), [] as [&str; 0]);
}

/// Complaints about header paths (outermost first, joined by `/`) whose column is another than expected; `-` has no canonical name.
fn headers(expect: &[(&str, &str)]) -> Vec<String> {
    let words = Grammars::embedded().unwrap().words;
    let mut wrong = Vec::new();
    for (id, paths) in expect {
        for path in paths.split(' ') {
            let found = words.column_id(&path.split('/').collect::<Vec<_>>(), None).unwrap_or("-");
            if found != *id {
                wrong.push(format!("{path} is {found}, not {id}"));
            }
        }
    }
    wrong
}

/// Those of revenue_labels.csv and usual others.
#[test]
#[rustfmt::skip]
fn header_paths_find_their_column() {
    assert_eq!(headers(&[
        ("total", "合计 总计 本年收入合计 收入总计 本年支出合计 本年支出/合计 本年支出/小计 “三公”经费合计 “三公”经费/合计 “三公”经费/小计 “三公”经费支出/合计 “三公”经费小计 “三公”经费预算总额 2025年预算数/合计 2025年预算数/小计 预算数/合计 决算数/合计 支出/合计 支出/小计 资金来源/合计"),
        ("general_public", "财政拨款/一般公共预算 一般公共预算/小计 财政拨款/一般公共预算/小计 一般公共预算拨款 一般公共预算资金 一般公共预算拨款收入 一般公共预算财政拨款收入 一般公共预算（财政拨款） 一般公共预算补助 公共财政预算拨款 公共财政预算 一般公共财政预算 本级一般公共预算 一般财力 支出/一般公共预算财政拨款 支出/一般公共预算 资金来源/一般公共预算 本年拨款/一般公共预算"),
        ("fiscal_subtotal", "财政拨款/小计 财政拨款收入/小计 财政拨款（补助） 资金来源/财政拨款 本年财政拨款"),
        ("-", "一般公共预算拨款/经费拨款 非财政拨款 非财政拨款收入 事业收入/其中：教育收费 上年结转结余 上年结转 年初结转和结余 用事业基金弥补收支差额 结余分配 上年结转结余/小计 上年结转/政府性基金预算拨款 上年结转/单位资金 基本建设支出 公务接待费/国内接待费"),
        ("general_public_transfer", "上级一般公共预算安排转移支付 上级一般公共预算安排的转移支付"),
        ("government_fund", "政府性基金预算拨款 政府性基金 政府基金预算 政府性基金预算补助 政府性基金预算拨款收入 政府性基金预算财政拨款收入 政府性基金收入预算 支出/政府性基金预算财政拨款"),
        ("state_capital", "国有资本经营预算拨款 国有资本经营预算 国有资本经营预算拨款收入 国有资本经营预算财政拨款收入 国有资本经营预算补助 国有资本经营收益 支出/国有资本经营预算财政拨款"),
        ("fiscal_account", "财政专户核拨 财政专户（教育收费） 财政专户管理资金收入 财政专户管理资金 财政专户管理的资金 教育收费（财政专户）"),
        ("unit_funds", "单位资金 单位资金/小计 资金来源/其他资金"),
        ("business_income", "单位资金/事业收入 事业收入 事业收入/小计 事业收入/金额 事业收入（不含教育收费） 事业收入（含教育收费）"),
        ("operating_income", "单位资金/事业单位经营收入 事业单位经营收入 经营收入 事业单位经营服务收入"),
        ("superior_subsidy", "单位资金/上级补助收入 上级补助收入 上级单位补助收入"),
        ("subordinate_remittance", "单位资金/附属单位上缴收入 附属单位上缴收入 附属单位上缴款 附属单位缴款"),
        ("other_income", "单位资金/其他收入 单位资金收入/其他收入 其他收入 其他收入（含非同级财政拨款） 单位其他收入"),
        ("non_fiscal_carry_over", "使用非财政拨款结余（含专用结余） 使用非财政拨款结余 使用非财政拨款结余和专用结余 非财政拨款结转结余"),
        ("carry_forward", "年末结转和结余 年终结转结余 结转下年 年终结转 年末结转 结转下年支出"),
        ("fiscal_carry_over", "上年结转/财政拨款结转 上年结转结余/财政拨款 上年结转/一般公共预算拨款 财政拨款结转结余 财政拨款结转"),
        ("basic", "基本支出 基本支出/小计 基本支出/合计 本年支出/基本支出 2025年预算数/基本支出"),
        ("project", "项目支出 项目支出/小计"),
        ("personnel", "基本支出/人员经费 基本支出/人员支出 基本支出/人员经费/小计 人员经费/合计 人员类支出 人员经费支出 基本支出/人员类项目"),
        ("public_use", "基本支出/公用经费 基本支出/日常公用支出 基本支出/公用经费/小计 公用经费支出 公用经费（商品和服务支出）"),
        ("wages_welfare", "基本支出/工资福利支出 基本支出/工资福利支出/小计 项目支出/工资福利支出"),
        ("goods_services", "基本支出/商品和服务支出"),
        ("individual_subsidy", "基本支出/对个人和家庭的补助"),
        ("remitted_up", "上缴上级支出"),
        ("operating", "事业单位经营支出 经营支出"),
        ("subsidy_down", "对附属单位补助支出 对附属单位补助 对附属单位补贴支出"),
        ("debt_interest", "债务利息及费用支出"),
        ("capital_basic", "资本性支出（基本建设）"),
        ("capital", "资本性支出"),
        ("enterprise_capital", "对企业补助（基本建设）"),
        ("enterprise_subsidy", "对企业补助"),
        ("social_security_subsidy", "对社会保障基金补助"),
        ("other", "其他支出"),
        ("abroad", "因公出国（境）费 因公出国（境）费用 因公出国(境) 出国（境）费 因公出国（境）经费支出 预算数/因公出国（境）费"),
        ("reception", "公务接待费 公务接待费/小计 公务接待费支出 公务接待经费"),
        ("vehicles", "公务用车购置及运行费 公务用车购置及运行费/小计 公务用车购置及运行维护费/合计 公务用车经费 预算数/公务用车购置及运行维护费/小计"),
        ("vehicle_purchase", "公务用车购置及运行费/公务用车购置费 公务用车购置及运行费/公务用车购置 公务用车购置及运行费/购置费 公务用车购置及运行费/公务用车购置支出 公务用车购置经费"),
        ("vehicle_running", "公务用车购置及运行费/公务用车运行费 公务用车购置及运行维护费/公务用车运行维护费 公务用车购置及运行费/运行维护费 公务用车购置及运行费/运行费 公务用车运行经费 公务用车运行及维护费 公务用车运行维护费用 决算数/公务用车购置及运行维护费/公务用车运行维护费"),
        ("meetings", "会议费 会议费/小计 会议费支出"),
        ("training", "培训费 培训费/小计"),
        ("amount", "预算数 决算数 金额 2025年预算数 2024年预算数 收入/预算数 政府采购预算金额 采购预算 预算金额（万元） 总金额"),
        ("previous_year", "上年预算数 上年执行数"),
        ("change", "2025年预算数比2024年执行数/增减额 比上年增减 增减变化 比上年增减额 增（减）额"),
        ("change_percent", "2025年预算数比2024年执行数/增减% 增减率（%） 增减比例（%） 增减幅度（%） 增长率(%) 增减百分比（%） 比上年增减（%）"),
        ("budgeted", "年初预算数 调整预算数 全年预算数"),
        ("final", "全年执行数"),
        ("reserve", "单位预留机动经费"),
    ]), [] as [&str; 0]);
}

/// Wordings that no list has: known stems with other endings.
#[test]
#[rustfmt::skip]
fn header_words_are_understood_by_how_they_are_built() {
    assert_eq!(headers(&[
        ("general_public", "一般公共预算当年财政拨款收入 一般公共预算财政拨款资金 一般公共预算预算数 财政拨款/一般公共预算财政拨款补助"),
        ("government_fund", "政府性基金预算当年拨款"),
        ("state_capital", "国有资本经营预算当年拨款"),
        ("fiscal_account", "财政专户管理教育收费收入"),
        ("fiscal_subtotal", "财政拨款收入合计"),
        ("unit_funds", "单位资金收入合计"),
        ("business_income", "事业收入合计 事业收入(教育收费除外)"),
        ("operating_income", "事业单位经营收入合计"),
        ("superior_subsidy", "上级财政补助收入"),
        ("subordinate_remittance", "所属附属单位上缴收入"),
        ("other_income", "其他收入(不含财政拨款)"),
        ("-", "上年结转结余资金合计 上年结转结余/政府性基金预算当年拨款 项目支出结转 项目支出/扣除基建项目后预算数"),
        ("fiscal_carry_over", "上年结转结余/一般公共预算财政拨款资金"),
        ("non_fiscal_carry_over", "使用以前年度非财政拨款结余"),
        ("carry_forward", "年末结转结余资金"),
        ("basic", "基本支出金额"),
        ("project", "项目支出金额"),
        ("personnel", "基本支出/人员经费合计"),
        ("public_use", "基本支出/公用经费金额"),
        ("remitted_up", "上缴上级单位支出"),
        ("operating", "事业单位经营支出合计"),
        ("subsidy_down", "对附属单位补助支出合计"),
        ("wages_welfare", "工资福利支出合计"),
        ("individual_subsidy", "对个人和家庭的补助(元)"),
        ("vehicles", "公务用车购置费及运行维护费"),
        ("vehicle_purchase", "公务用车购置费合计"),
        ("vehicle_running", "公务用车运行和维护费"),
        ("total", "本年预算合计 当年收入合计 “三公”经费预算/合计"),
        ("change", "较上年增减额"),
        ("change_percent", "较上年增减%"),
        ("previous_year", "上年年初预算数"),
        ("budgeted", "调整后预算数"),
        ("amount", "本年度预算数"),
    ]), [] as [&str; 0]);
}

/// GB/T 2260: the name of a region behind those it lies in, and a prefecture by its own name.
#[test]
fn every_region_of_the_country_is_found() {
    let regions = Grammars::embedded().unwrap().regions;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammars/codes/regions.csv");
    let rows: Vec<BTreeMap<String, String>> =
        csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect();
    let by_code: BTreeMap<&str, &BTreeMap<String, String>> =
        rows.iter().map(|row| (row["code"].as_str(), row)).collect();
    let mut wrong = Vec::new();
    for row in &rows {
        let mut name = row["name"].clone();
        let mut outer = row["parent_code"].as_str();
        while let Some(parent) = by_code.get(outer) {
            name = parent["name"].clone() + &name;
            outer = &parent["parent_code"];
        }
        let alone = row["code"].ends_with("00").then(|| row["name"].clone());
        for name in std::iter::once(name).chain(alone) {
            let found = regions.find(&format!("{name}财政局")).map(|(code, _)| code);
            if found != Some(row["code"].as_str()) {
                wrong.push(format!("{name} is {found:?}, not {}", row["code"]));
            }
        }
    }
    assert_eq!(wrong, [] as [&str; 0]);
}

/// The grammars without the files of places.
fn national_alone() -> Grammars {
    let mut files = Grammars::embedded_files();
    for family in Grammars::embedded().unwrap().families {
        if family.id != "national" {
            files.remove(&format!("{}.toml", family.id));
        }
    }
    Grammars::read(&files).unwrap()
}

fn read(path: &str, grammars: &Grammars) -> Document {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    extract(&bytes, path, grammars, &Options::default()).unwrap().document
}

/// The canonical names of a table and of its columns.
type Names<'d> = (Option<&'d str>, Vec<(&'d str, Option<&'d str>)>);

fn names(document: &Document) -> Vec<Names<'_>> {
    document.tables.iter().map(named).collect()
}

fn named(table: &Table) -> Names<'_> {
    let columns = table.columns.iter();
    let columns = columns.map(|column| (column.label.as_str(), column.column_id.as_deref()));
    (table.table_id.as_deref(), columns.collect())
}

#[test]
fn a_pdf_of_a_place_without_a_file_has_the_same_names() {
    let (all, national) = (Grammars::embedded().unwrap(), national_alone());
    assert_eq!(national.families.len(), 1);
    for path in ["samples/budget/budget.pdf", "samples/final/final.pdf", "samples/yuan/yuan.pdf"] {
        assert_eq!(names(&read(path, &national)), names(&read(path, &all)), "{path}");
    }
}
