//! Small grids drawn as text, and the whole of what is read from them.
//!
//! In a drawing, `|` separates cells, `<` continues the cell to the left, `^` the cell above; other lines are text
//! outside grids, and `=` begins the next page.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use super::{Cards, Raster, Setting, read};
use crate::base::{Notes, Rect};
use crate::flat::{CellRef, Flat, FlatLine, GridShape, Source, Token};
use crate::form::{Grammars, Stage};
use crate::model::{RowRole, Side, Table};

#[track_caller]
fn check(drawing: &str, expect: &str) {
    let grammars = Grammars::shipped();
    let family = grammars.family("national").unwrap();
    let setting = Setting { grammars, family, stage: Stage::Budget, fiscal_year: Some(2026) };
    let flat = flat(drawing);
    let ruled = read(&flat, &Raster::all(&flat), &setting, &Cards::default(), &mut Notes::default());
    let got: String = ruled.tables.iter().map(print).collect();
    let expect: String = expect.trim().lines().map(|line| format!("{}\n", line.trim())).collect();
    assert_eq!(got, expect, "got:\n{got}");
}

/// One line for the table, one for its columns of amounts, one for each row.
fn print(table: &Table) -> String {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let unit = table.unit.map_or("-", |unit| unit.name());
    let empty = if table.empty { " empty" } else { "" };
    let mut out = format!(
        "{} {} {} {unit}{empty}\n",
        or_dash(&table.table_id),
        or_dash(&table.title),
        or_dash(&table.number)
    );
    for row in &table.rows {
        let role = match row.role {
            RowRole::Detail => "",
            RowRole::Subtotal => "+",
            RowRole::Total => "*",
            RowRole::Heading => "#",
        };
        let side = match row.side {
            Some(Side::Income) => "income ",
            Some(Side::Expenditure) => "expenditure ",
            None => "",
        };
        let keys = [&row.code, &row.parent, &row.name, &row.project]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        out += &format!("{}{role} {side}{keys}:", row.no);
        for value in &row.values {
            let column = &table.columns[value.column];
            let id = column.column_id.as_ref().map(|id| format!("={id}")).unwrap_or_default();
            out += &format!(" {}{id} {}", column.label, value.printed);
        }
        out.push('\n');
    }
    out
}

/// The flattened document that a drawing shows.
pub(in crate::grammar) fn flat(drawing: &str) -> Flat {
    let mut flat = Flat { source: Source::Pdf, pages: 1, ..Flat::default() };
    let mut grid: Vec<Vec<&str>> = Vec::new();
    for line in drawing.lines().map(str::trim).chain([""]) {
        if let Some(cells) = line.strip_prefix('|') {
            grid.push(cells.trim_end_matches('|').split('|').map(str::trim).collect());
            continue;
        }
        add_grid(&mut flat, std::mem::take(&mut grid));
        match line {
            "" => {}
            "=" => flat.pages += 1,
            text => {
                let line = u32::try_from(flat.lines.len() + 1).unwrap();
                let tokens = text
                    .split(' ')
                    .map(|text| Token { text: text.to_owned(), line, ..Token::default() })
                    .collect();
                flat.lines.push(FlatLine { page: Some(flat.pages), grid: None, tokens });
            }
        }
    }
    flat
}

fn add_grid(flat: &mut Flat, rows: Vec<Vec<&str>>) {
    let Some(first) = rows.first() else { return };
    let index = u32::try_from(flat.grids.len()).unwrap();
    let edges = |n: usize, step: i32| (0..=i32::try_from(n).unwrap()).map(|i| i * step).collect::<Vec<i32>>();
    // Like real grids, without the edges that bound no cell.
    let begins = |column: &usize| rows.iter().any(|row| row[*column] != "<");
    let kept: Vec<usize> = (0..first.len()).filter(begins).collect();
    let (all, ys) = (edges(first.len(), 5_000), edges(rows.len(), 2_000));
    let xs: Vec<i32> = kept.iter().map(|&column| all[column]).chain(all.last().copied()).collect();
    let mut shape = GridShape {
        page: flat.pages,
        rect: Rect { x0: 0, y0: 0, x1: *xs.last().unwrap(), y1: *ys.last().unwrap() },
        may_continue: flat
            .grids
            .last()
            .is_some_and(|last| xs.iter().all(|x| last.xs.contains(x)) && last.page + 1 == flat.pages),
        ruled: true,
        xs,
        ys,
        first_line: flat.lines.len(),
        lines: rows.len(),
        header: None,
        cells: Vec::new(),
    };
    for (row, texts) in rows.iter().enumerate() {
        let line = u32::try_from(flat.lines.len() + 1).unwrap();
        let mut tokens = Vec::new();
        for (column, text) in texts.iter().enumerate().filter(|(_, text)| !matches!(**text, "<" | "^")) {
            let after = texts[column + 1..].iter().take_while(|text| **text == "<").count();
            let right = (column + 1..=column + after).filter(|column| kept.contains(column)).count();
            let below = rows[row + 1..].iter().take_while(|row| row[column] == "^").count();
            let number = |n: usize| u32::try_from(n).unwrap();
            let cell = CellRef {
                grid: index,
                row: number(row),
                column: number(kept.iter().position(|&kept| kept == column).unwrap()),
                row_span: number(below + 1),
                column_span: number(right + 1),
            };
            shape.cells.push(cell);
            if !text.is_empty() {
                // Ten points a character, so that five fill a cell.
                let number = |n: usize| i32::try_from(n).unwrap();
                let at = |n: usize| number(column) * 5_000 + number(n) * 1_000;
                let spans = (0..text.chars().count()).map(|n| (at(n), at(n + 1))).collect();
                tokens.push(Token {
                    text: (*text).to_owned(),
                    line,
                    cell: Some(cell),
                    spans,
                    ..Token::default()
                });
            }
        }
        flat.lines.push(FlatLine { page: Some(flat.pages), grid: Some(index), tokens });
    }
    flat.grids.push(shape);
}

#[test]
fn header_paths_follow_merged_cells() {
    check(
        "公开02表
         收入总表
         部门：青石县林业局 单位：万元
         | 科目编码 | 科目名称 | 总计 | 财政拨款 | < | 其他收入 |
         | ^ | ^ | ^ | 小计 | 一般公共预算 | ^ |
         | 205 | 教育支出 | 1.70 | 1.20 | 1.20 | 0.50 |
         | 20508 | 进修及培训 | 1.70 | 1.20 | 1.20 | 0.50 |
         | 合计 | < | 1.70 | 1.20 | 1.20 | 0.50 |",
        "revenue 收入总表 公开02表 万元
         1+ 205 教育支出: 总计=total 1.70 财政拨款/小计=fiscal_subtotal 1.20 财政拨款/一般公共预算=general_public 1.20 其他收入=other_income 0.50
         2 20508 进修及培训: 总计=total 1.70 财政拨款/小计=fiscal_subtotal 1.20 财政拨款/一般公共预算=general_public 1.20 其他收入=other_income 0.50
         3* 合计: 总计=total 1.70 财政拨款/小计=fiscal_subtotal 1.20 财政拨款/一般公共预算=general_public 1.20 其他收入=other_income 0.50",
    );
}

#[test]
fn two_sides_of_a_row_are_kept_apart_and_blank_is_no_value() {
    check(
        "收支总表
         单位：元
         | 收入 | < | 支出 | < |
         | 项目 | 预算数 | 项目 | 预算数 |
         | 一、财政拨款收入 | 12.00 | 一、一般公共服务支出 | |
         | | | 二、教育支出 | 12.00 |
         | 收入总计 | 12.00 | 支出总计 | - |",
        "summary 收支总表 - 元
         1 income 一、财政拨款收入: 收入/预算数=amount 12.00
         1# expenditure 一、一般公共服务支出:
         2 expenditure 二、教育支出: 支出/预算数=amount 12.00
         3* income 收入总计: 收入/预算数=amount 12.00
         3* expenditure 支出总计: 支出/预算数=amount -",
    );
}

#[test]
fn codes_in_three_columns_are_joined_and_carried_down() {
    check(
        "一般公共预算支出表
         单位：万元
         | 科目编码 | < | < | 科目名称 | 合计 | 基本支出 |
         | 类 | 款 | 项 | ^ | ^ | ^ |
         | ※ | ※ | ※ | ※ | 1 | 2 |
         | 301 | | | 工资福利支出 | 3.00 | 3.00 |
         | | 02 | | 津贴补贴 | 2.00 | 2.00 |
         | | 3 | | 奖金 | 1.00 | 1.00 |",
        "general_public 一般公共预算支出表 - 万元
         1+ 301 工资福利支出: 合计=total 3.00 基本支出=basic 3.00
         2 30102 津贴补贴: 合计=total 2.00 基本支出=basic 2.00
         3 30103 奖金: 合计=total 1.00 基本支出=basic 1.00",
    );
}

#[test]
fn a_table_goes_on_with_and_without_its_header() {
    check(
        "支出总表
         单位：万元
         | 科目编码 | 科目名称 | 合计 |
         | 205 | 教育支出 | 1.00 |
         3
         =
         支出总表
         单位：万元
         | 科目编码 | 科目名称 | 合计 |
         | 206 | 科学技术支出 | 2.00 |
         =
         | 207 | 文化旅游支出 | 4.00 |
         收入总表
         | 科目编码 | 科目名称 | 合计 |
         | 205 | 教育支出 | 7.00 |",
        "expenditure 支出总表 - 万元
         1 205 教育支出: 合计=total 1.00
         2 206 科学技术支出: 合计=total 2.00
         3 207 文化旅游支出: 合计=total 4.00
         revenue 收入总表 - 万元
         1 205 教育支出: 合计=total 7.00",
    );
}

#[test]
fn a_sheet_printed_as_one_grid_has_its_caption_inside() {
    check(
        "| | | |
         | 预算03表 支出总表 | < | < |
         | | | 金额单位：万元 |
         | 支出功能分类科目 | 合计 | 基本支出 |
         | 2050803-培训支出 | 101.81 | 20.00 |
         | 合计 | 101.81 | 20.00 |",
        "expenditure 支出总表 预算03表 万元
         1 2050803 培训支出: 合计=total 101.81 基本支出=basic 20.00
         2* 合计: 合计=total 101.81 基本支出=basic 20.00",
    );
}

#[test]
fn parallel_lists_and_labels_laid_over_them_find_their_amounts() {
    check(
        "收支预算总表
         单位：万元
         | 收入 | < | 支出 | < | < | < |
         | 项目名称 | 金额 | 功能分类 | < | 支出用途 | < |
         | ^ | ^ | 项目名称 | 金额 | 项目名称 | 金额 |
         | 一、一般公共预算 | 9.00 | 一、教育支出 | 9.00 | 一、基本支出 | 9.00 |
         | 收入合计 | 9.00 | 支出合计 | < | < | 9.00 |",
        "summary 收支预算总表 - 万元
         1 income 一、一般公共预算: 收入/金额=amount 9.00
         1 expenditure 一、教育支出: 支出/功能分类/金额=amount 9.00
         1 expenditure 一、基本支出: 支出/支出用途/金额=amount 9.00
         2* income 收入合计: 收入/金额=amount 9.00
         2* expenditure 支出合计: 支出/支出用途/金额=amount 9.00",
    );
}

#[test]
fn a_third_list_is_one_whatever_its_header_says() {
    check(
        "收支预算总表
         单位：万元
         | 收入项目 | 金额 | 支出项目 | 金额 | 济分类科 | 金额 |
         | 一般公共预算 | 9.00 | 教育支出 | 9.00 | 工资福利支出 | 5.00 |
         | 其他收入 | 1.00 | 科学技术支出 | 1.00 | 商品和服务支出 | 4.00 |
         | 事业收入 | 2.00 | 卫生健康支出 | 2.00 | 资本性支出 | 3.00 |",
        "summary 收支预算总表 - 万元
         1 income 一般公共预算: 金额=amount 9.00
         1 expenditure 教育支出: 金额=amount 9.00
         1 工资福利支出: 金额=amount 5.00
         2 income 其他收入: 金额=amount 1.00
         2 expenditure 科学技术支出: 金额=amount 1.00
         2 商品和服务支出: 金额=amount 4.00
         3 income 事业收入: 金额=amount 2.00
         3 expenditure 卫生健康支出: 金额=amount 2.00
         3 资本性支出: 金额=amount 3.00",
    );
}

#[test]
fn the_code_of_a_row_is_that_of_its_first_code_columns() {
    check(
        "政府采购预算表
         单位：元
         | 科目编码 | < | < | 采购项目 | 数量 | 经济科目编码 | < | 预算金额 |
         | 类 | 款 | 项 | ^ | ^ | 类 | 款 | ^ |
         | 204 | 02 | 01 | 办公设备购置 | 2 | 310 | 02 | 1,700.00 |",
        "procurement 政府采购预算表 - 元
         1 2040201 办公设备购置: 数量 2 经济科目编码/类 310 经济科目编码/款 02 预算金额=amount 1,700.00",
    );
}

#[test]
fn last_years_columns_are_not_this_years() {
    check(
        "支出表
         单位：万元
         | 项目 | 2025年预算数 | 2026年预算数 | < |
         | ^ | ^ | 合计 | 基本支出 |
         | 培训 | 1.00 | 2.00 | 2.00 |",
        "expenditure 支出表 - 万元
         1 培训: 2025年预算数=previous_year 1.00 2026年预算数/合计=total 2.00 2026年预算数/基本支出=basic 2.00",
    );
}

#[test]
fn the_year_before_may_be_named_without_its_number() {
    check(
        "支出表
         单位：万元
         | 项目 | 上年 | < | 当年 | < |
         | ^ | 合计 | 基本支出 | 合计 | 基本支出 |
         | 培训 | 1.00 | 1.00 | 2.00 | 2.00 |",
        "expenditure 支出表 - 万元
         1 培训: 上年/合计=previous_year 1.00 上年/基本支出 1.00 当年/合计=total 2.00 当年/基本支出=basic 2.00",
    );
}

#[test]
fn one_total_is_of_what_the_table_is_about() {
    check(
        "一般公共预算“三公”经费、会议费、培训费支出表
         单位：万元
         | 项目 | 合计 | “三公”经费 | < | 会议费 |
         | ^ | ^ | 小计 | 公务接待费 | ^ |
         | 局 | 3.00 | 2.00 | 2.00 | 1.00 |",
        "three_public 一般公共预算“三公”经费、会议费、培训费支出表 - 万元
         1 局: 合计 3.00 “三公”经费/小计=total 2.00 “三公”经费/公务接待费=reception 2.00 会议费=meetings 1.00",
    );
    check(
        "支出表
         单位：万元
         | 项目 | 总计 | 部门预算 | < | 上年结转 |
         | ^ | ^ | 合计 | 基本支出 | ^ |
         | 局 | 3.00 | 2.00 | 2.00 | 1.00 |",
        "expenditure 支出表 - 万元
         1 局: 总计=total 3.00 部门预算/合计 2.00 部门预算/基本支出=basic 2.00 上年结转 1.00",
    );
}

#[test]
fn an_empty_table_says_so() {
    check(
        "政府性基金预算支出表
         单位：万元
         | 科目编码 | 科目名称 | 合计 |
         | | | |
         注：本单位没有政府性基金预算安排的支出，本表为空表。",
        "government_fund 政府性基金预算支出表 - 万元 empty",
    );
}

#[test]
fn a_remark_inside_the_frame_is_no_row() {
    check(
        "支出总表
         | 科目编码 | 科目名称 | 合计 |
         | 205 | 教育支出 | 1.00 |
         | 注：数字按万元取整。 | < | < |",
        "expenditure 支出总表 - -
         1 205 教育支出: 合计=total 1.00",
    );
}

#[test]
fn a_row_that_the_page_edge_cuts_is_one_row() {
    check(
        "
        收支预算总表
        |收入|金额|支出|金额|
        |一、税收|8.00|十七、国土|1.00|
        =
        | | |支出| |
        |二、其他|2.00|十八、其他| |
        |收入合计|10.00|支出合计|1.00|
        ",
        "
        summary 收支预算总表 - -
        1 一、税收: 金额=amount 8.00 支出 十七、国土支出 金额=amount 1.00
        2 二、其他: 金额=amount 2.00 支出 十八、其他
        3* 收入合计: 金额=amount 10.00 支出 支出合计 金额=amount 1.00
        ",
    );
}

#[test]
fn a_repeated_header_may_have_clipped_words() {
    check(
        "
        收支预算总表
        |收入|金额|支出|金额合计|
        |一、税收|8.00|十七、国土|1.00|
        =
        |收入|金额|支出|金额|
        | | |支出| |
        |二、其他|2.00|十八、其他| |
        ",
        "
        summary 收支预算总表 - -
        1 一、税收: 金额=amount 8.00 支出 十七、国土支出 金额合计 1.00
        2 二、其他: 金额=amount 2.00 支出 十八、其他
        ",
    );
}

#[test]
fn a_page_of_merged_cells_only_has_the_columns_of_its_table() {
    check(
        "
        收支预算总表
        |收入项目|金额|支出功能分类|金额|支出用途|金额|
        |一、税收|8.00|一、公共|8.00|一、基本|8.00|
        =
        |收入合计|8.00|支出合计|<|<|8.00|
        ",
        "
        summary 收支预算总表 - -
        1 income 一、税收: 金额=amount 8.00
        1 expenditure 一、公共: 金额=amount 8.00
        1 expenditure 一、基本: 金额=amount 8.00
        2* income 收入合计: 金额=amount 8.00
        2* expenditure 支出合计: 金额=amount 8.00
        ",
    );
}

#[test]
fn words_that_had_room_do_not_go_on() {
    check(
        "
        支出表
        |科目编码|科目名称|合计|
        |201|公共|1.00|
        =
        | |支出| |
        |202|外交|2.00|
        ",
        "
        expenditure 支出表 - -
        1 201 公共: 合计=total 1.00
        2# 支出:
        3 202 外交: 合计=total 2.00
        ",
    );
}

#[test]
fn a_blank_header_beside_the_names_holds_the_names_proper() {
    check(
        "
        收入预算总表
        |项目名称| |金额|
        |收入总计|<|5.00|
        |其他资金|小计|5.00|
        |^|事业收入| |
        |^|其他收入|5.00|
        ",
        "
        revenue 收入预算总表 - -
        1* 收入总计: 金额=amount 5.00
        2+ 其他资金 小计: 金额=amount 5.00
        3# 其他资金 事业收入:
        4 其他资金 其他收入: 金额=amount 5.00
        ",
    );
}

#[test]
fn years_are_labels() {
    check(
        "
        |科目|年度说明|合计|基本支出|
        |购房补贴|2022|5.00|5.00|
        |^|2022比2021|1.00|1.00|
        | |2021|2.00|2.00|
        ",
        "
        - - - -
        1 购房补贴: 年度说明 2022 合计=total 5.00 基本支出=basic 5.00
        2 购房补贴: 年度说明 2022比2021 合计=total 1.00 基本支出=basic 1.00
        3 2021: 合计=total 2.00 基本支出=basic 2.00
        ",
    );
}

#[test]
fn the_number_of_a_unit_is_no_name() {
    check(
        "
        |单位编码|采购项目|预算金额|
        |125004|堵漏器|8.10|
        |125004|防化服|3.00|
        ",
        "
        - - - -
        1 堵漏器: 单位编码 125004 预算金额=amount 8.10
        2 防化服: 单位编码 125004 预算金额=amount 3.00
        ",
    );
}

#[test]
fn a_title_broken_behind_its_number_is_whole_though_its_lower_half_reads_as_one() {
    check(
        "公开09表：一般公共预算“三公”经费、会议费、培训费
         支出预算表
         部门：某某省人民检察院 单位：万元
         | “三公”经费 | < | 会议费 | 培训费 |
         | 小计 | 因公出国（境）费 | ^ | ^ |
         | 484.30 | 100.00 | 200.44 | 700.00 |",
        "three_public 一般公共预算“三公”经费、会议费、培训费支出预算表 公开09表 万元
         1 : “三公”经费/小计=total 484.30 “三公”经费/因公出国（境）费=abroad 100.00 会议费=meetings 200.44 培训费=training 700.00",
    );
}

#[test]
fn a_title_may_say_that_it_goes_on() {
    let check = |new: &str, old: &str, expect: bool| {
        assert_eq!(super::is_continuation_of(new, old), expect, "{new} {old}");
    };
    check("支出总表（续）", "支出总表", true);
    check("支出总表续", "支出总表", true);
    check("续：支出总表", "支出总表", false);
    check("支出总表", "支出总表", false);
    check("收入总表（续）", "支出总表", false);
}

#[test]
fn a_table_without_unit_has_that_of_the_table_before_it() {
    use crate::base::Unit::{TenThousandYuan as Wan, Yuan};
    let check = |units: &[Option<crate::base::Unit>], expect: &[Option<(crate::base::Unit, bool)>]| {
        let mut tables: Vec<Table> = units.iter().map(|&unit| Table { unit, ..Table::default() }).collect();
        super::inherit_units(&mut tables);
        let told = tables.iter().map(|table| Some((table.unit?, table.unit_from.is_some())));
        assert_eq!(told.collect::<Vec<_>>(), expect, "{units:?}");
    };
    check(
        &[None, Some(Wan), None, Some(Yuan), None],
        &[Some((Wan, true)), Some((Wan, false)), Some((Wan, true)), Some((Yuan, false)), Some((Yuan, true))],
    );
    check(&[None, None], &[None, None]);
}

#[test]
fn columns_keep_their_roles() {
    use crate::form::ColumnRole as Of;
    use crate::model::ColumnRole as Told;
    let roles = [Of::Code, Of::Name, Of::Project, Of::Amount, Of::Ordinal, Of::Text].map(super::role);
    let expect = [Told::Code, Told::Name, Told::Project, Told::Amount, Told::Ordinal, Told::Text];
    assert_eq!(roles, expect);
}
