//! Laid-out texts and the cells they are set in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail by panicking")]

use std::collections::BTreeSet;

use crate::base::Notes;
use crate::flat::{Flat, from_text};
use crate::form::Grammars;

/// Header paths with `/`, then the rows with `|` between cells.
fn show(flat: &Flat) -> String {
    let mut out = String::new();
    for (number, grid) in (0..).zip(&flat.grids) {
        let header = grid.header.as_ref().unwrap();
        out += &header.paths.iter().map(|path| path.join("/")).collect::<Vec<_>>().join(" | ");
        out.push('\n');
        let first = u32::from(!header.paths.is_empty());
        let rows = u32::try_from(grid.ys.len()).unwrap() - 1;
        for row in first..rows {
            let text = |column: usize| -> String {
                let tokens = flat.lines.iter().flat_map(|line| &line.tokens);
                let here = tokens.filter(|token| {
                    token.cell.is_some_and(|cell| {
                        (cell.grid, cell.row, cell.column as usize) == (number, row, column)
                    })
                });
                here.map(|token| token.text.as_str()).collect()
            };
            out += &(0..grid.xs.len() - 1).map(text).collect::<Vec<_>>().join(" | ");
            out.push('\n');
        }
    }
    out
}

fn check(text: &str, expect: &str) {
    let flat = from_text(text.trim_start_matches('\n'), &mut Notes::default());
    let grammars = Grammars::shipped();
    let set = super::set(&flat, &BTreeSet::new(), grammars).unwrap();
    assert_eq!(show(&set), expect.trim_start_matches('\n'));
}

#[test]
fn columns_stand_between_the_white() {
    check(
        "
              支出预算总表
                                       单位：万元
科目编码     科目名称      合计        基本支出      项目支出
 208    社会保障和就业支出   2,014.77   1,291.49    723.28
20802    民政管理事务    1,637.05     913.77    723.28
2080299  其他民政管理事务支出   643.28              643.28
",
        "
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
208 | 社会保障和就业支出 | 2,014.77 | 1,291.49 | 723.28
20802 | 民政管理事务 | 1,637.05 | 913.77 | 723.28
2080299 | 其他民政管理事务支出 | 643.28 |  | 643.28
",
    );
}

#[test]
fn a_header_shows_columns_that_are_blank() {
    check(
        "
                         收入总表
                                               单位：万元
               一般公共      政府性基      事业单位
单位名称     合计                          经营收入    其他收入
               预算拨款      金预算拨款
福州市民政局 2,249.92  2,144.92   75.00              30.00
",
        "
单位名称 | 合计 | 一般公共预算拨款 | 政府性基金预算拨款 | 事业单位经营收入 | 其他收入
福州市民政局 | 2,249.92 | 2,144.92 | 75.00 |  | 30.00
",
    );
}

#[test]
fn wrapped_words_are_of_the_values_between_them() {
    check(
        "
                 项目支出表
                                单位：万元
项目                合计      财政拨款       绩效目标
                                    通过数据治理，提升
数据治理与分析应用支撑服
                  36.00     36.00   服务能力。
务项目
课题调研           8.50      8.50    开展调研活动。
",
        "
项目 | 合计 | 财政拨款 | 绩效目标
数据治理与分析应用支撑服务项目 | 36.00 | 36.00 | 通过数据治理，提升服务能力。
课题调研 | 8.50 | 8.50 | 开展调研活动。
",
    );
}

#[test]
fn two_lists_keep_their_sides_though_a_line_drifts() {
    check(
        "
                         收支总体情况表
单位名称：广州市水务局                                                 单位：万元
              收入                                  支出
         项目         预算                     项目          预算
一、预算拨款                   300,185.19 一、一般公共服务支出                    5.00
二、财政专户拨款                     0.00 二、外交支出
三、事业收入                       0.00 三、国防支出                          0.00
四、其他收入                       0.00 四、公共安全支出                        0.00
",
        "
收入/项目 | 收入/预算 | 支出/项目 | 支出/预算
一、预算拨款 | 300,185.19 | 一、一般公共服务支出 | 5.00
二、财政专户拨款 | 0.00 | 二、外交支出 |\u{20}
三、事业收入 | 0.00 | 三、国防支出 | 0.00
四、其他收入 | 0.00 | 四、公共安全支出 | 0.00
",
    );
}

#[test]
fn amounts_stand_right_of_the_middle_of_their_header() {
    check(
        "
                         支出总体情况表
                                                                             单位：万元
科目编码     科目名称        合计               基本支出              项目支出              结转下年
205      教育支出                16.00              1.50             14.50
20508    进修及培训               16.00              1.50             14.50
",
        "
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 | 结转下年
205 | 教育支出 | 16.00 | 1.50 | 14.50 |\u{20}
20508 | 进修及培训 | 16.00 | 1.50 | 14.50 |\u{20}
",
    );
}

#[test]
fn words_that_fill_their_column_touch_the_value_or_leave_it_to_the_next_line() {
    check(
        "
                 一般公共预算支出明细表
                                                   单位：元
科目编码       科目名称             合计         人员经费
208        社会保障和就业支出       44699.18   44699.18
2080506    机关事业单位职业年金缴费支出43608.96  43608.96
2080505    机关事业单位基本养老保险缴费支出
                          1090.22    1090.22
",
        "
科目编码 | 科目名称 | 合计 | 人员经费
208 | 社会保障和就业支出 | 44699.18 | 44699.18
2080506 | 机关事业单位职业年金缴费支出 | 43608.96 | 43608.96
2080505 | 机关事业单位基本养老保险缴费支出 | 1090.22 | 1090.22
",
    );
}

#[test]
fn code_and_values_of_a_row_stand_on_lines_of_their_own() {
    check(
        "
                  支出决算表
                                         单位：万元
科目编码    科目名称       合计        基本支出
205     教育支出      6,931.54    626.86
2050699 其他留学教育支出    626.86    626.86
        超长期特别国债
20598
        安排的支出     6,304.68
2059802 高等教育      6,304.68
",
        "
科目编码 | 科目名称 | 合计 | 基本支出
205 | 教育支出 | 6,931.54 | 626.86
2050699 | 其他留学教育支出 | 626.86 | 626.86
20598 | 超长期特别国债安排的支出 | 6,304.68 |\u{20}
2059802 | 高等教育 | 6,304.68 |\u{20}
",
    );
}

#[test]
fn tables_without_decimals_hold_amounts_too() {
    check(
        "
            收入总表
                                    金额单位：元
单位编码     单位名称        合计        一般公共预算拨款
234      西安市气象局      18999012    18999012
234001   西安市气象局      17159700    17159700
\u{c}
            支出总表
                                     单位：万元
科目名称             合计        基本支出
气象支出          1,899.90    1,899.90
",
        "
单位编码 | 单位名称 | 合计 | 一般公共预算拨款
234 | 西安市气象局 | 18999012 | 18999012
234001 | 西安市气象局 | 17159700 | 17159700
科目名称 | 合计 | 基本支出
气象支出 | 1,899.90 | 1,899.90
",
    );
}

#[test]
fn prose_and_text_without_layout_are_left_alone() {
    let grammars = Grammars::shipped();
    let none = |text: &str| {
        let flat = from_text(text, &mut Notes::default());
        super::set(&flat, &BTreeSet::new(), grammars).is_none_or(|set| set.grids.is_empty())
    };
    assert!(none("合计 2249.92 2144.92 75.00"));
    assert!(none("收入 2,337.28 万元，比上年增加 12.00 万元，\n    增长 5.00 %。"));
}

#[test]
fn a_page_without_header_may_leave_columns_blank() {
    check(
        "
             政府采购支出预算表
品目          专项名称          经济科目      物品名称    总计
一、货物                                       268.00
          专用设备购置        设备购置                40.00
                                  防火墙      40.00
          其他项目          专项维护                 9.00
\u{c}          维护费                 20.00
                    交换设备      20.00
",
        "
品目 | 专项名称 | 经济科目 | 物品名称 | 总计
一、货物 |  |  |  | 268.00
 | 专用设备购置 | 设备购置 |  | 40.00
 |  |  | 防火墙 | 40.00
 | 其他项目 | 专项维护 |  | 9.00

 |  | 维护费 |  | 20.00
 |  |  | 交换设备 | 20.00
",
    );
}

#[test]
fn blank_lines_part_rows_where_each_run_holds_values_once() {
    check(
        "
              政府采购支出预算表
专项名称                  物品名称                总计        拨款

                      便携式计算
                                       14.00    14.00
                      机（20 万以下）

办公设备更新                家具用具              23.00    23.00
购置费
及维护

                      其他办公设
                                        8.00     8.00
                      备

合计                                      45.00    45.00
",
        "
专项名称 | 物品名称 | 总计 | 拨款
 | 便携式计算机（20万以下） | 14.00 | 14.00
办公设备更新购置费及维护 | 家具用具 | 23.00 | 23.00
 | 其他办公设备 | 8.00 | 8.00
合计 |  | 45.00 | 45.00
",
    );
}

#[test]
fn parts_stand_under_the_words_of_their_whole() {
    check(
        "
            支出总表
                                                  单位：万元
                         2026 年政府采购项目
                                               其中：2026 年
                                  其中：2026 年
                                               政府采购项目
预算单位                              政府采购项目
                                               中预留给小
                  小计              中预留给
                                               型、微型企业
                                  中小企业的项
                                               的资金规模
                                  目资金规模
某办公室              3,966.73          0.00          0.00
某中心                 966.73          0.00          0.00
",
        "
预算单位 | 2026年政府采购项目/小计 | 2026年政府采购项目/其中：2026年政府采购项目中预留给中小企业的项目资金规模 | 2026年政府采购项目/其中：2026年政府采购项目中预留给小型、微型企业的资金规模
某办公室 | 3,966.73 | 0.00 | 0.00
某中心 | 966.73 | 0.00 | 0.00
",
    );
}

#[test]
fn rows_above_the_first_decimals_are_rows_and_the_numbers_of_columns_are_not() {
    check(
        "
              部门预算表
                                       单位：万元
科目编码     科目名称       合计        基本支出      项目支出
栏次                        1           2           3
 208    社会保障和就业支出     2014      1291         723
20802    民政管理事务         1637       914         723
2080299  其他民政管理事务支出   643.28               643.28
",
        "
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出
208 | 社会保障和就业支出 | 2014 | 1291 | 723
20802 | 民政管理事务 | 1637 | 914 | 723
2080299 | 其他民政管理事务支出 | 643.28 |  | 643.28
",
    );
}

#[test]
fn a_name_wider_than_its_column_is_of_the_values_a_line_lower_and_a_wrapped_one_of_those_above_or_below() {
    let read = "
科目编码 | 科目名称 | 合计 | 基本支出
208 | 社会保障和就业支出 | 20.00 | 20.00
2080505 | 机关事业单位基本养老保险缴费支出 | 10.00 | 10.00
2080506 | 职业年金缴费 | 10.00 | 10.00
";
    check(
        "
                 支出表
                                单位：万元
科目编码      科目名称            合计     基本支出
208       社会保障和就业支出      20.00    20.00
2080505   机关事业单位基本养老保险缴费支出
                            10.00    10.00
2080506   职业年金缴费           10.00    10.00
",
        read,
    );
    check(
        "
                 支出表
                                单位：万元
科目编码      科目名称            合计     基本支出
208       社会保障和就业支出      20.00    20.00
2080505   机关事业单位基本养老
          保险缴费支出          10.00    10.00
2080506   职业年金缴费           10.00    10.00
",
        read,
    );
    check(
        "
                 支出表
                                单位：万元
科目编码      科目名称            合计     基本支出
208       社会保障和就业支出      20.00    20.00
2080505   机关事业单位基本养老     10.00    10.00
          保险缴费支出
2080506   职业年金缴费           10.00    10.00
",
        read,
    );
}
