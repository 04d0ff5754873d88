//! Pages drawn with characters → the grids found between their aligned amounts.

use crate::base::{Notes, Rect};
use crate::layout::drawing::{glyph, page, show};
use crate::layout::{Line, lay_out};
use crate::pdf::{Page, Ruling};
use proptest::prelude::*;

fn check(art: &str, expect: &str) {
    let page = page(art.trim_start_matches('\n'));
    assert_eq!(show(&lay_out(&page, &mut Notes::default())), expect.trim_start_matches('\n'));
}

/// The page stays as it is: no line becomes a row.
fn check_no_table(art: &str) {
    let page = page(art.trim_start_matches('\n'));
    assert_eq!(lay_out(&page, &mut Notes::default()).grids, [], "{art}");
}

#[test]
fn a_three_line_table() {
    check(
        "
      三公经费支出表
                      单位：万元
--------------------------------
项目           2024年     2025年
--------------------------------
因公出国费      12.00       8.50
公务接待费       3.10          0
合计            15.10       8.50
--------------------------------
注：含所属单位",
        "
三公经费支出表
单位：万元
注：含所属单位
aligned 4×3
0.0: 项目
0.1: 2024年
0.2: 2025年
1.0: 因公出国费
1.1: 12.00
1.2: 8.50
2.0: 公务接待费
2.1: 3.10
2.2: 0
3.0: 合计
3.1: 15.10
3.2: 8.50
",
    );
}

#[test]
fn rows_between_rulings_hold_wrapped_names_and_blanks() {
    check(
        "
--------------------------------------
                          支出
项目        合计   基本支出   项目支出
--------------------------------------
机关事务
管理局     30.00      10.00      20.00
本级
--------------------------------------
教育局      1.00       1.00
--------------------------------------
人大
--------------------------------------",
        "
aligned 5×4
0.0 2×1: 项目
0.1 2×1: 合计
0.2 1×2: 支出
1.2: 基本支出
1.3: 项目支出
2.0: 机关事务 / 管理局 / 本级
2.1: 30.00
2.2: 10.00
2.3: 20.00
3.0: 教育局
3.1: 1.00
3.2: 1.00
3.3: 
4.0: 人大
4.1: 
4.2: 
4.3: 
",
    );
}

#[test]
fn three_columns_without_any_ruling() {
    check(
        "
             收入预算表
编码     名称          金额      上年结转
201      一般公共服务  1,234.56
20103    政府办公厅    1,000.00
2010301  行政运行        234.56
205      教育              7.80

以上为全部收入，共计1,242.36万元。",
        "
收入预算表
以上为全部收入，共计1,242.36万元。
aligned 5×4
0.0: 编码
0.1: 名称
0.2: 金额
0.3: 上年结转
1.0: 201
1.1: 一般公共服务
1.2: 1,234.56
1.3: 
2.0: 20103
2.1: 政府办公厅
2.2: 1,000.00
2.3: 
3.0: 2010301
3.1: 行政运行
3.2: 234.56
3.3: 
4.0: 205
4.1: 教育
4.2: 7.80
4.3: 
",
    );
}

#[test]
fn names_wrap_where_the_white_is_clear_and_stand_alone_where_not() {
    check(
        "
机关事务       10.00  5.00
管理局

教育局本级     20.00  6.00

人大            1.00  7.00",
        "
aligned 3×3
0.0: 机关事务 / 管理局
0.1: 10.00
0.2: 5.00
1.0: 教育局本级
1.1: 20.00
1.2: 6.00
2.0: 人大
2.1: 1.00
2.2: 7.00
",
    );
    check(
        "
基本支出       10.00  5.00
其中：
人员经费       20.00  6.00
公用经费        1.00  —",
        "
aligned 4×3
0.0: 基本支出
0.1: 10.00
0.2: 5.00
1.0: 其中：
1.1: 
1.2: 
2.0: 人员经费
2.1: 20.00
2.2: 6.00
3.0: 公用经费
3.1: 1.00
3.2: —
",
    );
}

#[test]
fn a_group_heads_the_columns_of_the_lower_header_row() {
    let mut page = page(
        "\n项目    合计                    其他\n\n甲      9.00    5.00   4.00     1.00\n\n乙      8.00    4.00   4.00     1.00\n\n丙      1.00           1.00",
    );
    let mut header = |x: i32, y: i32, text: &str| {
        page.glyphs.extend(text.chars().zip(0..).map(|(ch, n)| glyph(ch, x + n * 1200, y, 1200)));
    };
    header(10_000, 300, "支出");
    header(9_400, 2_100, "基本");
    header(13_600, 2_100, "项目");
    assert_eq!(
        show(&lay_out(&page, &mut Notes::default())),
        "aligned 5×5
0.0 2×1: 项目
0.1 2×1: 合计
0.2 1×2: 支出
0.4 2×1: 其他
1.2: 基本
1.3: 项目
2.0: 甲
2.1: 9.00
2.2: 5.00
2.3: 4.00
2.4: 1.00
3.0: 乙
3.1: 8.00
3.2: 4.00
3.3: 4.00
3.4: 1.00
4.0: 丙
4.1: 1.00
4.2: 
4.3: 1.00
4.4: 
"
    );
}

#[test]
fn headers_wrap_and_stand_in_the_middle_of_what_they_head() {
    let mut page = page(
        "\n\n\n\n201     科学    100.00    40.00    60.00\n\n20101   管理     40.00    40.00\n\n2010101 运行     60.00             60.00",
    );
    let mut header = |x: i32, y: i32, text: &str| {
        page.glyphs.extend(text.chars().zip(0..).map(|(ch, n)| glyph(ch, x + n * 1200, y, 1200)));
    };
    header(3_000, 0, "科目");
    header(18_300, 0, "拨款");
    header(10_200, 600, "合计");
    header(10_200, 1_800, "金额");
    header(600, 2_400, "编码");
    header(5_400, 2_400, "名称");
    header(15_600, 2_400, "预算");
    header(21_000, 2_400, "基金");
    assert_eq!(
        show(&lay_out(&page, &mut Notes::default())),
        "aligned 5×5
0.0 1×2: 科目
0.2 2×1: 合计 / 金额
0.3 1×2: 拨款
1.0: 编码
1.1: 名称
1.3: 预算
1.4: 基金
2.0: 201
2.1: 科学
2.2: 100.00
2.3: 40.00
2.4: 60.00
3.0: 20101
3.1: 管理
3.2: 40.00
3.3: 40.00
3.4: 
4.0: 2010101
4.1: 运行
4.2: 60.00
4.3: 
4.4: 60.00
"
    );
}

#[test]
fn rows_without_amounts_and_codes_of_a_second_list() {
    check(
        "
项目         金额  编码   项目           金额
一、拨款   100.00  201    一般公共服务     —
二、基金     7.00  202    外交           9.00
三、收费           203    国防             —
四、事业           204    公共安全
五、经营           205    教育
六、上缴           20501  学前教育
七、其他           206    科学
合计       107.00         合计           9.00",
        "
aligned 9×5
0.0: 项目
0.1: 金额
0.2: 编码
0.3: 项目
0.4: 金额
1.0: 一、拨款
1.1: 100.00
1.2: 201
1.3: 一般公共服务
1.4: —
2.0: 二、基金
2.1: 7.00
2.2: 202
2.3: 外交
2.4: 9.00
3.0: 三、收费
3.1: 
3.2: 203
3.3: 国防
3.4: —
4.0: 四、事业
4.1: 
4.2: 204
4.3: 公共安全
4.4: 
5.0: 五、经营
5.1: 
5.2: 205
5.3: 教育
5.4: 
6.0: 六、上缴
6.1: 
6.2: 20501
6.3: 学前教育
6.4: 
7.0: 七、其他
7.1: 
7.2: 206
7.3: 科学
7.4: 
8.0: 合计
8.1: 107.00
8.2: 
8.3: 合计
8.4: 9.00
",
    );
}

#[test]
fn two_lists_side_by_side() {
    check(
        "
收入               预算数  支出              预算数
一、一般公共预算   100.00  一、一般公共服务   80.00
二、基金            20.00  二、国防
三、其他                   三、教育           40.00
合计               120.00  合计              120.00",
        "
aligned 5×4
0.0: 收入
0.1: 预算数
0.2: 支出
0.3: 预算数
1.0: 一、一般公共预算
1.1: 100.00
1.2: 一、一般公共服务
1.3: 80.00
2.0: 二、基金
2.1: 20.00
2.2: 二、国防
2.3: 
3.0: 三、其他
3.1: 
3.2: 三、教育
3.3: 40.00
4.0: 合计
4.1: 120.00
4.2: 合计
4.3: 120.00
",
    );
}

#[test]
fn prose_is_no_table() {
    check_no_table(
        "
2025年收入预算 1,234.56 万元，其中：一般公共预算 1,000.00 万元，
基金预算 234.56 万元；支出预算 1,234.56 万元，比上年增加 12.50 万元，
增长 1.02 %，主要是 人员经费 增加 100.00 万元，公用经费 减少 87.50
万元。其中：基本支出 800.00 万元，项目支出 434.56 万元，占 35.20 %。
本年 无 结转 0.00 万元，上年 结转 0.00 万元，合计 0.00 万元。",
    );
    check_no_table(
        "
1. 基本支出  800.00 万元，占 64.80%。
2. 项目支出  434.56 万元，占 35.20%。
3. 其他支出  111.11 万元，占  0.00%。",
    );
}

#[test]
fn contents_are_no_table() {
    check_no_table(
        "
一、部门概况                3
二、收支总表                5
三、一般公共预算支出表     12
四、名词解释               18",
    );
    check_no_table(
        "
1.1 部门概况..............3.1
1.2 收支总表..............3.2
1.3 支出表................3.3
1.4 名词 ......... 3.4",
    );
    check_no_table("1.1  概况     3\n1.2  职能     4\n2.1  收入    15\n2.2  支出    16");
}

#[test]
fn what_stands_beside_or_among_rulings_stays() {
    check_no_table("甲    1.00   2.00\n乙    3.00   4.00");
    check_no_table("甲    1.00   2.00\n乙  3.00   4.00\n丙   5.00   6.00");
    check_no_table("图    1.00\n      2.00\n      3.00");
}

#[test]
fn spaced_words_are_no_columns() {
    check(
        "
科目编码    科目名称          金额
          合    计        5,000.00
301       工资福利支出    3,000.00
30101     基本工资        2,000.00",
        "
aligned 4×3
0.0: 科目编码
0.1: 科目名称
0.2: 金额
1.0: 
1.1: 合 计
1.2: 5,000.00
2.0: 301
2.1: 工资福利支出
2.2: 3,000.00
3.0: 30101
3.1: 基本工资
3.2: 2,000.00
",
    );
}

#[test]
fn a_table_that_is_not_understood_whole_stays_lines() {
    check_no_table(
        "
甲      1.00      2.00
乙      3.00      4.00
丙      5.00      6.00
很长很长的名称  7.00  8.00
丁      9.00      1.00
戊      2.00      3.00
己      4.00      5.00",
    );
}

#[test]
fn codes_begin_left_of_the_headers_in_the_middle_of_their_cells() {
    check(
        "
   科目编码                                   2026年预算数
                    名称       2025年
 类    款   项                           小计     基本     项目
201            科学技术支出     5.00     6.00     2.00     4.00
201  06        科技管理         5.00     6.00     2.00     4.00
201  06   01   行政运行         5.00     6.00     2.00     4.00",
        "
aligned 5×8
0.0 1×3: 科目编码
0.3 2×1: 名称
0.4 2×1: 2025年
0.5 1×3: 2026年预算数
1.0: 类
1.1: 款
1.2: 项
1.5: 小计
1.6: 基本
1.7: 项目
2.0: 201
2.1: 
2.2: 
2.3: 科学技术支出
2.4: 5.00
2.5: 6.00
2.6: 2.00
2.7: 4.00
3.0: 201
3.1: 06
3.2: 
3.3: 科技管理
3.4: 5.00
3.5: 6.00
3.6: 2.00
3.7: 4.00
4.0: 201
4.1: 06
4.2: 01
4.3: 行政运行
4.4: 5.00
4.5: 6.00
4.6: 2.00
4.7: 4.00
",
    );
    check(
        "
    科目编码        名称       合计      项目
201           科学技术支出      5.00     6.00
201  06       科技管理          5.00     6.00
201  06   01  行政运行          5.00     6.00",
        "
aligned 4×6
0.0 1×3: 科目编码
0.3: 名称
0.4: 合计
0.5: 项目
1.0: 201
1.1: 
1.2: 
1.3: 科学技术支出
1.4: 5.00
1.5: 6.00
2.0: 201
2.1: 06
2.2: 
2.3: 科技管理
2.4: 5.00
2.5: 6.00
3.0: 201
3.1: 06
3.2: 01
3.3: 行政运行
3.4: 5.00
3.5: 6.00
",
    );
}

#[test]
fn whole_amounts_are_money_among_zeros() {
    check(
        "
项目                    合计       拨款
一、公共服务               0          0
二、外交                   0          0
三、教育          43,121,480 43,121,480
四、科学                   0          0
五、文化                   0          0
六、卫生          18,582,914 18,582,914
七、节能                   0          0
八、其他                   0          0",
        "
aligned 9×3
0.0: 项目
0.1: 合计
0.2: 拨款
1.0: 一、公共服务
1.1: 0
1.2: 0
2.0: 二、外交
2.1: 0
2.2: 0
3.0: 三、教育
3.1: 43,121,480
3.2: 43,121,480
4.0: 四、科学
4.1: 0
4.2: 0
5.0: 五、文化
5.1: 0
5.2: 0
6.0: 六、卫生
6.1: 18,582,914
6.2: 18,582,914
7.0: 七、节能
7.1: 0
7.2: 0
8.0: 八、其他
8.1: 0
8.2: 0
",
    );
}

#[test]
fn a_name_is_wrapped_around_the_first_row_of_a_page() {
    let mut page = page(
        "
2120899                4988337   4988337       0

220      自然资源     31590792  30004481 1586311

22001    事务         31590792  30004481 1586311",
    );
    let mut name = |y: i32, text: &str| {
        page.glyphs.extend(text.chars().zip(0..).map(|(ch, n)| glyph(ch, 5_400 + n * 1200, y, 1200)));
    };
    name(600, "其他国有土地");
    name(1_800, "安排的支出");
    assert_eq!(
        show(&lay_out(&page, &mut Notes::default())),
        "aligned 3×5
0.0: 2120899
0.1: 其他国有土地 / 安排的支出
0.2: 4988337
0.3: 4988337
0.4: 0
1.0: 220
1.1: 自然资源
1.2: 31590792
1.3: 30004481
1.4: 1586311
2.0: 22001
2.1: 事务
2.2: 31590792
2.3: 30004481
2.4: 1586311
"
    );
}

#[test]
fn a_header_stands_in_the_middle_of_columns_whose_edges_nobody_sees() {
    check(
        "
                 收  入                                  支  出

        项目                金额                项目                金额
一、拨款                  15563.80      一、公共                  14580.70
二、基金                  25563.80      二、外交                  24580.70
                                        三、国防                  34580.70",
        "
aligned 5×4
0.0 1×2: 收 入
0.2 1×2: 支 出
1.0: 项目
1.1: 金额
1.2: 项目
1.3: 金额
2.0: 一、拨款
2.1: 15563.80
2.2: 一、公共
2.3: 14580.70
3.0: 二、基金
3.1: 25563.80
3.2: 二、外交
3.3: 24580.70
4.0: 
4.1: 
4.2: 三、国防
4.3: 34580.70
",
    );
}

proptest! {
    #[test]
    fn every_word_is_set_once_and_inside_its_cell(
        words in prop::collection::vec((0..6i32, 0..3i32, 0..12i32, 0..6usize), 0..60),
        rulings in prop::collection::vec(0..14i32, 0..8),
    ) {
        let mut page = Page { number: 1, width: 60_000, height: 20_000, ..Page::default() };
        for (column, nudge, row, text) in words {
            let text = ["1.50", "12.50", "甲", "乙丙", "—", "7"][text];
            let x = column * 6_000 + nudge * 150;
            page.glyphs.extend(text.chars().zip(0..).map(|(ch, n)| glyph(ch, x + n * 600, row * 1_500, 600)));
        }
        page.rulings.extend(rulings.iter().map(|y| Ruling { rect: Rect::spanning(0, y * 1_500, 42_000, y * 1_500) }));
        let sheet = lay_out(&page, &mut Notes::default());
        let count = |lines: &[Line]| lines.iter().flat_map(|line| &line.words).map(|word| word.spans.len()).sum::<usize>();
        let cells = || sheet.grids.iter().flat_map(|grid| &grid.cells);
        prop_assert_eq!(cells().map(|cell| count(&cell.lines)).sum::<usize>() + count(&sheet.lines), page.glyphs.len());
        for (cell, line) in cells().flat_map(|cell| cell.lines.iter().map(move |line| (cell, line))) {
            prop_assert!(cell.rect.contains(line.rect.middle_x(), line.rect.middle_y()), "{:?}", line);
        }
    }
}
