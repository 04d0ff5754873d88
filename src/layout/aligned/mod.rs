//! Tables without vertical rulings, or without any: columns from the white between aligned amounts.
//!
//! Comes in: the lines outside every ruled grid, and the horizontal rulings that belong to none. Goes out: grids with
//! the words of these lines in cells. It only adds: what a ruled grid holds is not looked at. A stretch of lines is a table
//! where amounts stand below each other line after line and white parts them from everything else; prose has no gutters,
//! and a table of contents neither decimals nor two columns of amounts. Refuses to know: what the words say.

mod blocks;
mod body;
mod columns;
mod header;
mod heads;
mod run;
mod set;
mod tiers;

use super::edge::Edge;
use super::sheet::{Grid, Line};
use crate::base::{Length, Rect};

/// Takes the lines that make tables out of `lines` and returns them as grids, from top to bottom.
pub(super) fn take(lines: &mut Vec<Line>, horizontal: &[Edge], ruled: &[Grid]) -> Vec<Grid> {
    let grids: Vec<Rect> = ruled.iter().map(|grid| grid.rect).collect();
    let mut free = 0;
    let mut plans = Vec::new();
    for run in run::runs(lines, &grids) {
        if let Some(plan) = plan(&run, lines, horizontal, &grids, free) {
            free = plan.end();
            plans.push(plan);
        }
    }
    let mut taken = Vec::new();
    for mut plan in plans.into_iter().rev() {
        if let Some(grid) = set::grid(&plan, lines).or_else(|| set::grid(plan.without_header(), lines)) {
            lines.drain(plan.start()..plan.end());
            taken.push(grid);
        }
    }
    taken.reverse();
    taken
}

/// A table before its words are set: lines by row, columns by their text, rulings across it.
#[derive(Debug, Default)]
struct Plan {
    columns: Vec<columns::Column>,
    /// The header, where all its words stand in the middle of what they head.
    head: Option<heads::Head>,
    /// Rows of data, each a range of lines, and before them header rows where `head` has none; they follow each other.
    rows: Vec<std::ops::Range<usize>>,
    /// How many of the rows are header.
    header_rows: usize,
    /// Header words that head more columns than they stand over.
    groups: header::Groups,
    rules: Rules,
}

impl Plan {
    fn start(&self) -> usize {
        let first = self.rows.first().map_or(0, |row| row.start);
        self.head.as_ref().map_or(first, |head| head.first)
    }

    fn end(&self) -> usize {
        self.rows.last().map_or(0, |row| row.end)
    }

    /// The rows of data alone, where the words above them do not keep to cells.
    fn without_header(&mut self) -> &Self {
        self.head = None;
        self.rows.drain(..self.header_rows);
        self.header_rows = 0;
        self.groups.clear();
        self
    }
}

/// The horizontal rulings that run across a table and belong to no grid.
#[derive(Debug, Default)]
struct Rules {
    edges: Vec<Edge>,
}

impl Rules {
    fn across(columns: &[columns::Column], horizontal: &[Edge], grids: &[Rect], slack: Length) -> Self {
        let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Self::default() };
        let across = |edge: &&Edge| {
            edge.from <= first.x0.saturating_add(slack)
                && last.x1.saturating_sub(slack) <= edge.to
                && !grids.iter().any(|grid| grid.contains(grid.x0, edge.at))
        };
        Self { edges: horizontal.iter().filter(across).copied().collect() }
    }

    /// The first ruling between two heights.
    fn between(&self, from: Length, to: Length) -> Option<&Edge> {
        self.edges.iter().find(|edge| from < edge.at && edge.at < to)
    }

    /// The last ruling between two heights.
    fn last_between(&self, from: Length, to: Length) -> Option<&Edge> {
        self.edges.iter().rfind(|edge| from < edge.at && edge.at < to)
    }
}

fn plan(run: &run::Run, lines: &[Line], horizontal: &[Edge], grids: &[Rect], free: usize) -> Option<Plan> {
    let mut columns = columns::find(run, lines)?;
    let mut rules = Rules::across(&columns, horizontal, grids, run.size);
    let (first, last) = (lines.get(run.lines.start)?, lines.get(run.lines.end.checked_sub(1)?)?);
    let reach = run::part(run.size, run::PITCH);
    let above = rules.last_between(first.rect.middle_y().saturating_sub(reach), first.rect.middle_y());
    let below = rules.between(last.rect.middle_y(), last.rect.middle_y().saturating_add(reach));
    if run.lines.start < free || run.is_torn(lines, grids) {
        return None;
    }
    let body = body::rows(run, lines, &mut columns, &rules, grids, free);
    let first_row = body.first()?.start;
    let start =
        if first_row > free && heads::numbers(lines, first_row - 1) { first_row - 1 } else { first_row };
    let mut staggered = columns.clone();
    let (mut rows, mut groups) = header::rows(run, first_row, lines, &mut staggered, &rules, grids, free);
    let highest = rows.first().map_or(first_row, |row| row.start);
    let mut head = heads::find(run, start, lines, &columns, grids, free).filter(|head| head.first <= highest);
    // A header in which every word has its place is evidence enough, else it takes rows or rulings.
    let ruled = above.is_some() && below.is_some();
    if head.is_none() && (run.is_single_row() || run.rows.len() < 3 && !ruled) {
        return None;
    }
    columns = staggered;
    if let Some(head) = &mut head {
        columns = std::mem::take(&mut head.columns);
        (rows, groups) = Default::default();
    }
    let header_rows = rows.len();
    rows.extend((start..first_row).filter(|_| head.is_some()).map(|line| line..line + 1));
    rows.extend(body);
    let first = head.as_ref().map_or(rows.first()?.start, |head| head.first);
    let (first, last) = (lines.get(first)?, lines.get(rows.last()?.end.checked_sub(1)?)?);
    let (from, to) =
        (first.rect.middle_y().saturating_sub(reach), last.rect.middle_y().saturating_add(reach));
    rules.edges.retain(|edge| from < edge.at && edge.at < to);
    Some(Plan { columns, head, rows, header_rows, groups, rules })
}

#[cfg(test)]
mod tests {
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
}
