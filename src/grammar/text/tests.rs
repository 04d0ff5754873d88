//! A small flattened disclosure of our own and everything that is read from it.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;

use super::*;
use crate::model::{PlacedBy, Side};

/// Figures follow a real document; blank cells have vanished, headers are cut to pieces, names wrap, a page number
/// stands between two rows, and a header is repeated after it.
const TEXT: &str = "\
第二部分 2025 年部门预算公开表

表 1
部门收支总体情况表
编制部门：新疆某州测绘中心 单位：万元
收入 支出
项目 预算数 功能分类 预算数
一、本年收入 76.63 201 一般公共服务支出
其中：一般财力 5.00 205 教育支出 5.00
上级一般公共预算安排转移支付 71.63 206 科学技术支出 90.22
2.政府性基金预算拨款 207 文化旅游体育与传媒支出
上级政府性基金安排转移支付
3.国有资本经营预算拨款
上级国有资本经营预算安排转移支付
4.财政专户核拨
5.单位资金 18.59
1.财政拨款结转
2.非财政拨款结转结余
收 入 总 计 95.22 支 出 总 计 95.22
 表 2
部门收入总体情况表
编制部门：新疆某州测绘中心 单位：万元
功能分类
科目编码
功能分类科目名称 总计
财政拨款（补助）
※ ※ ※ ※ 1 2 3 4 5 6 7 8 9 10 11 12
总计 95.22 76.63 5.00 71.63 18.59
205 教育支出 5.00 5.00 5.00
205 08 进修及培训 5.00 5.00 5.00
12
205 08 03 培训支出 5.00 5.00 5.00
 编制部门：新疆某州测绘中心 单位：万元
功能分类
科目编码
※ ※ ※ ※ 1 2 3 4 5 6 7 8 9 10 11 12
206 科学技术支出 90.22 71.63 71.63 18.59
206 04
技术研究与
开发
90.22 71.63 71.63 18.59
 表 7
一般公共预算项目支出情况表
编制部门：新疆某州测绘中心 单位：万元
科目编码 功能分类科目名称 项目名称
※ ※ ※ ※ ※ 1 2 3 4 5 6 7 8 9 10 11
总计 71.63 71.63
206 科学技术支出 71.63 71.63
206 04 技术研究与开发 71.63 71.63
206 04 04 科技成果转化与扩散
2025 年测绘创新大赛
优胜奖
71.63 71.63
 表 8
政府性基金预算支出情况表
编制部门：新疆某州测绘中心 单位：万元
科目 政府性基金预算支出
※ ※ ※ ※ 1 2 3 4
新疆某州测绘中心 2025 年没有使用政府性基金预算拨款安排的支出，本表为
空表。
 表 10
财政拨款“三公”经费支出情况表
编制部门：新疆某州测绘中心 单位：万元
“三公”经费支出内容 合计
※ 1 2 3 4
合计 9.00 9.00
因公出国（境）费
公务接待费
公务用车购置及运行费（小计） 9.00 9.00
 第三部分 2025 年部门预算情况说明
一、关于收支预算情况的总体说明
收支总预算 95.22 万元。
";

const TABLES: &str = "\
表1 部门收支总体情况表 = summary, 万元, line 4
  1 income   一、本年收入: 76.63 in 收入/预算数
  1 spending 201 一般公共服务支出
  2 income   其中：一般财力: 5.00 in 收入/预算数
  2 spending 205 教育支出: 5.00 in 支出/预算数
  3 income   上级一般公共预算安排转移支付: 71.63 in 收入/预算数
  3 spending 206 科学技术支出: 90.22 in 支出/预算数
  4 income   2.政府性基金预算拨款
  4 spending 207 文化旅游体育与传媒支出
  5 income   上级政府性基金安排转移支付
  6 income   3.国有资本经营预算拨款
  7 income   上级国有资本经营预算安排转移支付
  8 income   4.财政专户核拨
  9 income   5.单位资金: 18.59 in 收入/预算数
  10 income   1.财政拨款结转
  11 income   2.非财政拨款结转结余
  12 income   收入总计: 95.22 in 收入/预算数
  12 spending 支出总计: 95.22 in 支出/预算数
表2 部门收入总体情况表 = revenue, 万元, line 21
  1 总计: 95.22 in total, 76.63 in fiscal_subtotal, 5.00 in general_public, 71.63 in general_public_transfer, 18.59 in unit_funds
  2 205 教育支出: 5.00 in total, 5.00 in fiscal_subtotal, 5.00 in general_public
  3 20508 进修及培训: 5.00 in total, 5.00 in fiscal_subtotal, 5.00 in general_public
  4 2050803 培训支出: 5.00 in total, 5.00 in fiscal_subtotal, 5.00 in general_public
  5 206 科学技术支出: 90.22 in total, 71.63 in fiscal_subtotal, 71.63 in general_public_transfer, 18.59 in unit_funds
  6 20604 技术研究与开发: 90.22 in total, 71.63 in fiscal_subtotal, 71.63 in general_public_transfer, 18.59 in unit_funds
表7 一般公共预算项目支出情况表 = general_public_projects, 万元, line 43
  1 总计: 71.63 in total, 71.63 in wages_welfare?
  2 206 科学技术支出: 71.63 in total, 71.63 in wages_welfare?
  3 20604 技术研究与开发: 71.63 in total, 71.63 in wages_welfare?
  4 2060404 科技成果转化与扩散 [2025年测绘创新大赛优胜奖]: 71.63 in total, 71.63 in wages_welfare?
表8 政府性基金预算支出情况表 = government_fund, 万元, line 55
  empty
表10 财政拨款“三公”经费支出情况表 = three_public, 万元, line 62
  1 合计: 9.00 in total, 9.00 in general_public
  2 因公出国（境）费
  3 公务接待费
  4 公务用车购置及运行费（小计）: 9.00 in total, 9.00 in general_public
placed-by-order, line 47: table 3 一般公共预算项目支出情况表: blank cells are lost in the text and no sum decides the columns of 4 rows; “总计 71.63 71.63” fits 10 ways: columns 6 7 | 6 8 | 6 9 | 6 10 | …
";

#[test]
fn a_flattened_disclosure_is_read_whole() {
    let grammars = Grammars::shipped();
    let mut notes = Notes::default();
    let flat = crate::flat::from_text(TEXT, &mut notes);
    let family = grammars.family("xinjiang").unwrap();
    let tables = read_tables(&flat, family, Stage::Budget, grammars, &BTreeSet::new(), &mut notes);
    let mut printed: String = tables.iter().map(print).collect();
    for note in notes.iter() {
        printed += &format!("{}, line {}: {}\n", note.id, note.place.line.unwrap_or_default(), note.message);
    }
    assert_eq!(printed, TABLES, "{printed}");
}

#[test]
fn contents_and_sentences_are_no_tables() {
    let grammars = Grammars::shipped();
    let text = "目录\n表 1 部门收支总体情况表\n表 2 部门收入总体情况表\n正文\n详见部门收入总体情况表\n";
    let flat = crate::flat::from_text(text, &mut Notes::default());
    let family = grammars.family("national").unwrap();
    assert!(
        read_tables(&flat, family, Stage::Budget, grammars, &BTreeSet::new(), &mut Notes::default())
            .is_empty()
    );
}

/// No form fits and the header is cut to pieces: values keep their order, and nothing is claimed of their columns.
#[test]
fn unknown_columns_are_only_counted() {
    let text = "某某收入总表\n单位：万元\n科目 总 财政\n合计 3.00 2.00 1.00\n[205]教育支出 3.00 2.00 1.00\n";
    let grammars = Grammars::shipped();
    let mut notes = Notes::default();
    let flat = crate::flat::from_text(text, &mut notes);
    let family = grammars.family("national").unwrap();
    let tables = read_tables(&flat, family, Stage::Budget, grammars, &BTreeSet::new(), &mut notes);
    let printed: String = tables.iter().map(print).collect();
    let expect = "\
- 某某收入总表 = revenue, 万元, line 1
  1 合计: 3.00 in -?, 2.00 in -?, 1.00 in -?
  2 205 教育支出: 3.00 in -?, 2.00 in -?, 1.00 in -?
";
    assert_eq!(printed, expect, "{printed}");
    assert_eq!(notes.iter().map(|note| note.id).collect::<Vec<_>>(), ["columns-unknown"]);
}

/// A value that was placed by order has a question mark.
fn print(table: &Table) -> String {
    let mut out = format!(
        "{} {} = {}, {}, line {}\n",
        table.number.as_deref().unwrap_or("-"),
        table.title.as_deref().unwrap_or("-"),
        table.table_id.as_deref().unwrap_or("-"),
        table.unit.map_or("-", |unit| unit.name()),
        table.line.unwrap_or_default(),
    );
    if table.empty {
        out += "  empty\n";
    }
    for row in &table.rows {
        let side = row.side.map(|side| if side == Side::Income { "income  " } else { "spending" });
        let project = row.project.as_ref().map(|project| format!("[{project}]"));
        let parts = [side, row.code.as_deref(), row.name.as_deref(), project.as_deref()];
        let head: Vec<&str> = parts.into_iter().flatten().collect();
        let values: Vec<String> = row
            .values
            .iter()
            .map(|value| {
                let column = &table.columns[value.column];
                let place = if row.side.is_some() { Some(&column.label) } else { column.column_id.as_ref() };
                let doubt = if value.placed_by == PlacedBy::Order { "?" } else { "" };
                format!("{} in {}{doubt}", value.printed, place.map_or("-", String::as_str))
            })
            .collect();
        let colon = if values.is_empty() { "" } else { ": " };
        out += &format!("  {} {}{colon}{}\n", row.no, head.join(" "), values.join(", "));
    }
    out
}
