//! How cards of a department are laid out: the shapes that places print, which share hardly more than their list.
//!
//! In: what a card says. Out: its rows, the fields that a reader finds in them, and where its money stands.

use rust_decimal::Decimal;

use crate::card::Card;
use crate::department::Said;
use crate::dice::Dice;
use crate::manner::{Manner, Nothing};
use crate::table::Cell;

/// A shape of a card.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A table of tasks with their money and its sum over the list (陕西, 四川 and most others).
    Tasks,
    /// Money by kind and by source side by side, tasks with one amount each, targets of the term and the year (广州).
    Sides,
    /// Lying: a table of money in one row, an activity for each indicator, all levels in one cell (北京).
    Activities,
    /// Lying: all in one row of a table whose right half is the list (湖南).
    OneRow,
    /// Numbered sources and kinds of money under the tasks (河南).
    Sources,
    /// Fiscal money in parts, no total (新疆).
    Origins,
}

impl Shape {
    pub(crate) fn of(dice: &mut Dice) -> Shape {
        use Shape::{Activities, OneRow, Origins, Sides, Sources, Tasks};
        dice.pick(&[Tasks, Tasks, Tasks, Sides, Activities, OneRow, Sources, Origins])
    }

    /// What its documents count under.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Shape::Tasks => "tasks and their sum",
            Shape::Sides => "money in two sides",
            Shape::Activities => "activities",
            Shape::OneRow => "one row",
            Shape::Sources => "numbered sources",
            Shape::Origins => "origins",
        }
    }
}

/// Cells with how many columns each covers.
type Row = Vec<(Cell, usize)>;

fn w(words: &str, columns: usize) -> (Cell, usize) {
    (Cell::words(words), columns)
}

fn m(amount: Decimal, columns: usize) -> (Cell, usize) {
    (Cell::Amount(amount), columns)
}

/// Lays a card out.
pub(crate) fn lay_out(card: &mut Card, said: &Said, shape: Shape, manner: &Manner, dice: &mut Dice) {
    card.shape = Some(shape.name());
    card.head.total = Some(said.total);
    card.head.fiscal = Some(said.fiscal);
    card.head.other = Some(said.other);
    match shape {
        Shape::Tasks => tasks(card, said, dice),
        Shape::Sides => sides(card, said),
        Shape::Activities => activities(card, said),
        Shape::OneRow => one_row(card, said, dice),
        Shape::Sources => sources(card, said, dice),
        Shape::Origins => origins(card, said, dice),
    }
    // A blank and a dash are no amounts.
    if manner.none != Nothing::Zero {
        let head = &mut card.head;
        for amount in [&mut head.total, &mut head.fiscal, &mut head.other] {
            *amount = amount.filter(|amount| !amount.is_zero());
        }
    }
}

/// Adds a row; the places of its amounts.
fn add(card: &mut Card, cells: Row) -> Vec<(usize, usize)> {
    let row = card.table.rows.len();
    let mut out = Vec::new();
    let mut money = Vec::new();
    for (cell, columns) in cells {
        if matches!(cell, Cell::Amount(_)) {
            money.push((row, out.len()));
        }
        out.push(cell);
        out.extend(vec![Cell::words("<"); columns - 1]);
    }
    card.table.rows.push(out);
    money
}

fn year_below_title(card: &mut Card, dice: &mut Dice) {
    if dice.chance(40) {
        card.table.left = "（年度）".to_owned();
    }
}

/// Points for all indicators, and the label of each first level with its points, if the place prints them.
fn weigh(card: &mut Card, whole: i64, dice: &mut Dice) {
    crate::card::weigh(&mut card.indicators, whole, dice);
    if !dice.chance(25) {
        return;
    }
    let all = card.indicators.clone();
    for indicator in &mut card.indicators {
        let same = all.iter().filter(|other| other.level1 == indicator.level1);
        let points: Decimal = same.filter_map(|other| other.weight).sum();
        // Full-width brackets would hang over the rule at the right of a narrow column.
        indicator.level1 = format!("{}({points}分)", indicator.level1);
    }
}

/// One row for each indicator: `before` it, three levels, then what `rest` prints; levels are joined over their rows.
fn list(card: &mut Card, before: &Row, repeat: bool, rest: impl Fn(usize) -> Row) {
    let mut last = (String::new(), String::new());
    for at in 0..card.indicators.len() {
        let one = card.indicators[at].clone();
        let same1 = last.0 == one.level1;
        let same2 = same1 && last.1 == one.level2 && !repeat;
        let level = |name: &str, same: bool| w(if same { "^" } else { name }, 1);
        let mut row = before.clone();
        row.extend([level(&one.level1, same1), level(&one.level2, same2), w(&one.level3, 1)]);
        row.extend(rest(at));
        if let Some(weight) = one.weight {
            let columns: usize = row.iter().map(|(_, columns)| columns).sum();
            card.weights.push((card.table.rows.len(), columns));
            row.push((Cell::Words(weight.to_string()), 1));
        }
        add(card, row);
        last = (one.level1, one.level2);
    }
}

fn tasks(card: &mut Card, said: &Said, dice: &mut Dice) {
    let (weighed, execution) = dice.pick(&[(false, false), (true, false), (true, true)]);
    // With points for the rate of execution there is one more column, at the right of the tasks.
    let end = usize::from(execution);
    card.table.columns("- 36, - 62, - 68, - 150, - 62, - 62, - 52");
    if execution {
        card.table.columns("- 44");
    }
    card.table.wide = said.unit == "元";
    let name = dice.pick(&["部门（单位）名称", "部门名称", "单位名称"]);
    add(card, vec![w(name, 3), w(&said.name, 4 + end)]);
    let money = dice.pick(&["预算金额", "预算资金", "资金安排"]);
    let mut head = vec![w("年度主要任务", 1), w("任务名称", 2), w("主要内容", 1)];
    head.push(w(&format!("{money}（{}）", said.unit), 3));
    let mut under = vec![w("^", 1), w("^", 2), w("^", 1), w("总额", 1), w("财政拨款", 1), w("其他资金", 1)];
    if execution {
        head.push(w("执行率分值（10分）", 1));
        under.push(w("^", 1));
    }
    add(card, head);
    add(card, under);
    for task in &said.tasks {
        let mut row = vec![w("^", 1), w(&task.name, 2), w(task.content, 1)];
        row.extend([m(task.total, 1), m(task.fiscal, 1), m(task.other, 1)]);
        row.extend(vec![w("^", 1); end]);
        let places = add(card, row);
        card.tasks.extend(&places);
        if card.budget.is_empty() {
            card.budget.extend(&places[..2]);
        }
    }
    let label = dice.pick(&["金额合计", "合计"]);
    let mut row = vec![w("^", 1), w(label, 3), m(said.total, 1), m(said.fiscal, 1), m(said.other, 1)];
    row.extend(vec![w("^", 1); end]);
    let places = add(card, row);
    card.tasks.extend(&places);
    card.budget.extend(&places[..2]);
    add(card, vec![w("年度总体目标", 1), w(&said.goal, 6 + end)]);
    let heading = dice.pick(&["三级指标", "指标内容", "三级指标"]);
    let mut headings = vec![w("年度绩效指标", 1), w("一级指标", 1), w("二级指标", 1), w(heading, 1)];
    let targets = if weighed && !execution { 2 } else { 3 };
    headings.push(w("指标值", targets));
    if weighed {
        let whole = if execution { 90 } else { dice.pick(&[100, 90]) };
        headings.push(w(&if whole == 90 { "分值权重(90分)".to_owned() } else { "分值".to_owned() }, 1));
        weigh(card, whole, dice);
    }
    let begin = add_list_head(card, headings);
    list(card, &vec![w("^", 1)], false, |at| vec![w(&said.indicators[at].whole, targets)]);
    card.table.head = if dice.chance(50) { begin } else { 0 };
}

/// Adds the row of headings; how many rows stand above the list, with it.
fn add_list_head(card: &mut Card, headings: Row) -> usize {
    add(card, headings);
    card.table.rows.len()
}

fn sides(card: &mut Card, said: &Said) {
    card.table.columns("- 44, - 84, - 120, - 84, - 70, - 85");
    card.head.total = None;
    let zero = Decimal::ZERO;
    let amount = format!("预算金额（{}）", said.unit);
    add(card, vec![w("部门名称", 1), w(&said.name, 5)]);
    add(
        card,
        vec![w("预算整体情况", 1), w("部门预算支出", 1), w(&amount, 1), w("收入来源", 1), w(&amount, 2)],
    );
    for (left, much, right, more) in [
        ("基本支出", said.basic, "财政拨款", said.fiscal),
        ("项目支出", said.all_projects, "其他资金", said.other),
    ] {
        add(card, vec![w("^", 1), w(left, 1), m(much, 1), w(right, 1), m(more, 2)]);
    }
    add(card, vec![w("^", 1), w("事业发展性支出", 1), w(&amount, 1), w("按预算级次划分", 1), w(&amount, 2)]);
    for (left, right, more) in [
        ("财政专项资金", "市本级使用资金", said.total),
        ("其他事业发展性支出", "拟用于对下转移支付资金", zero),
    ] {
        add(card, vec![w("^", 1), w(left, 1), m(zero, 1), w(right, 1), m(more, 2)]);
    }
    add(card, vec![w("总体绩效目标", 1), w(&said.goal, 5)]);
    let invested = format!("拟投入的资金（{}）", said.unit);
    let mut head = vec![w("年度重点工作任务", 1), w("名称", 1), w("主要实施内容", 1)];
    head.extend([w(&invested, 1), w("期望达到的目标（概述）", 2)]);
    add(card, head);
    for task in &said.tasks {
        let aim = "按期完成年度任务，成效达到预期。";
        let money = m(task.total, 1);
        add(card, vec![w("^", 1), w(&task.name, 1), w(task.content, 1), money, w(aim, 2)]);
    }
    add(card, vec![w("其他需完成的任务（可选填）", 1), w("", 5)]);
    let headings = ["绩效指标", "一级指标", "二级指标", "三级指标", "实施周期指标值", "年度指标值"];
    add(card, headings.iter().map(|heading| w(heading, 1)).collect());
    list(card, &vec![w("^", 1)], false, |at| {
        let target = &said.indicators[at].whole;
        vec![w(target, 1), w(target, 1)]
    });
}

fn activities(card: &mut Card, said: &Said) {
    card.table.columns("- 70, - 62, - 62, - 76, - 76, - 66, - 75, - 75, - 70");
    card.table.wide = true;
    let projects = said.projects[0];
    let kinds = || [w("合计", 1), w("基本支出", 1), w("项目支出", 1)];
    add(card, vec![w("部门名称", 2), w(&said.name, 7)]);
    let money = format!("总体资金情况（{}）", said.unit);
    add(card, vec![w(&money, 2), w("预算支出总额", 1), w("财政拨款", 3), w("其他资金", 3)]);
    let mut row = vec![w("^", 2), w("^", 1)];
    row.extend(kinds().into_iter().chain(kinds()));
    add(card, row);
    let mut row = vec![w("^", 2), m(said.total, 1), m(said.fiscal, 1), m(said.basic, 1), m(projects, 1)];
    row.extend([m(said.other, 1), m(Decimal::ZERO, 1), m(said.other, 1)]);
    let places = add(card, row);
    card.budget.extend(&places[..3]);
    add(card, vec![w("整体绩效目标", 1), w("整体绩效目标", 1), w(&said.goal, 7)]);
    add(card, vec![w("^", 1), w("其他说明", 1), w("", 7)]);
    let mut head = vec![w("^", 1), w("活动", 2), w("绩效指标", 2), w("指标性质", 1)];
    head.extend([w("指标值", 2), w("度量单位", 1)]);
    let begin = add_list_head(card, head);
    for at in 0..card.indicators.len() {
        let one = card.indicators[at].clone();
        let [sign, number, unit] = &said.indicators[at].apart;
        let name = format!("{}{}{}", one.level1, one.level2, one.level3);
        let task = &said.tasks[at % said.tasks.len()].name;
        let mut row = vec![w("^", 1), w(task, 2), w(&name, 2)];
        row.extend([w(sign, 1), w(number, 2), w(unit, 1)]);
        // The sign stands alone here, so it is the same whatever a cell of all would print.
        card.indicators[at].operator = one.target.map(|_| sign_of(sign));
        add(card, row);
    }
    card.table.head = begin;
}

/// The sign as the truth names it.
fn sign_of(sign: &str) -> &'static str {
    match sign {
        "≥" => "≥",
        "≤" => "≤",
        _ => "=",
    }
}

fn one_row(card: &mut Card, said: &Said, dice: &mut Dice) {
    card.table.columns(
        "- 58, - 50, - 50, - 46, - 46, - 46, - 50, - 50, - 92, - 42, - 46, - 84, - 30, - 38, - 30, - 32",
    );
    card.table.wide = true;
    card.table.left = format!("单位名称：{}", said.name);
    said.unit.clone_into(&mut card.table.unit);
    // The general public budget is no field of a card; it stands among its money.
    card.head.fiscal = None;
    card.head.other = Some(said.projects[2]);
    weigh(card, 100, dice);
    let mut head =
        vec![w("单位名称", 1), w("年度预算申请", 7), w("整体绩效目标", 1), w("部门整体支出年度绩效目标", 7)];
    add(card, head);
    head =
        vec![w("^", 1), w("资金总额", 1), w("按收入性质分", 4), w("按支出性质分", 2), w("^", 1), w("^", 7)];
    add(card, head);
    head = vec![w("^", 1), w("^", 1)];
    let columns = ["一般公共预算", "政府性基金拨款", "财政专户管理资金", "其他资金", "基本支出", "项目支出"];
    head.extend(columns.iter().map(|column| w(column, 1)));
    head.push(w("^", 1));
    let columns = ["一级指标", "二级指标", "三级指标", "指标值类型", "指标值", "计量单位", "分值"];
    head.extend(columns.iter().map(|column| w(column, 1)));
    card.table.head = add_list_head(card, head);
    let general = said.budgets[0] + said.budgets[2];
    let amounts = [
        said.total,
        general,
        said.budgets[1],
        said.projects[1],
        said.projects[2],
        said.basic,
        said.all_projects,
    ];
    let first = card.table.rows.len();
    for at in 0..card.indicators.len() {
        let one = card.indicators[at].clone();
        card.indicators[at].operator = one.target.map(|_| sign_of(&said.indicators[at].apart[0]));
    }
    list(card, &vec![w("^", 9)], false, |at| {
        said.indicators[at].apart.iter().map(|part| w(part, 1)).collect()
    });
    // The left half is one row over all of the list.
    for row in card.table.rows.iter_mut().skip(first) {
        row.splice(0..9, vec![Cell::words("^"); 9]);
    }
    let row = &mut card.table.rows[first];
    row[0] = Cell::words(&said.name);
    for (cell, amount) in row[1..8].iter_mut().zip(amounts) {
        *cell = Cell::Amount(amount);
    }
    row[8] = Cell::words(&said.goal);
    card.budget.extend([(first, 1), (first, 2), (first, 7)]);
}

fn sources(card: &mut Card, said: &Said, dice: &mut Dice) {
    card.table.columns("- 72, - 84, - 150, - 85, - 100");
    year_below_title(card, dice);
    // 政府预算资金 and 财政专户管理资金 are no fields of a card; they stand among its money.
    card.head.other = Some(said.projects[2]);
    add(card, vec![w("部门（单位）名称", 2), w(&said.name, 3)]);
    add(card, vec![w("年度履职目标", 2), w(&said.goal, 3)]);
    add(card, vec![w("年度主要任务", 1), w("任务名称", 1), w("主要内容", 3)]);
    for task in &said.tasks {
        add(card, vec![w("^", 1), w(&task.name, 1), w(task.content, 3)]);
    }
    let total = format!("部门预算总额（{}）", said.unit);
    let places = add(card, vec![w("预算情况", 1), w(&total, 2), m(said.total, 2)]);
    card.budget.extend(places);
    for (label, amount) in [
        ("1、资金来源：（1）政府预算资金", said.fiscal),
        ("（2）财政专户管理资金", said.projects[1]),
        ("（3）单位资金", said.projects[2]),
        ("2、资金结构：（1）基本支出", said.basic),
        ("（2）项目支出", said.all_projects),
    ] {
        let places = add(card, vec![w("^", 1), w(label, 2), m(amount, 2)]);
        if label.ends_with("政府预算资金") || label.ends_with("项目支出") {
            card.budget.extend(places);
        }
    }
    let headings = ["一级指标", "二级指标", "三级指标", "指标值", "指标说明"];
    add(card, headings.iter().map(|heading| w(heading, 1)).collect());
    list(card, &Row::new(), false, |at| vec![w(&said.indicators[at].whole, 1), w("反映部门履职情况。", 1)]);
}

fn origins(card: &mut Card, said: &Said, dice: &mut Dice) {
    card.table.columns("- 62, - 68, - 120, - 62, - 100, - 60");
    year_below_title(card, dice);
    card.head.total = None;
    let unit = said.unit;
    let upper = said.budgets[1] + said.budgets[2];
    add(card, vec![w("部门名称（盖章）", 1), w(&said.name, 5)]);
    add(card, vec![w("部门联系人", 1), w(said.leader, 2), w("联系电话", 1), w("", 2)]);
    add(card, vec![w("年度绩效目标", 1), w(&said.goal, 5)]);
    add(
        card,
        vec![w(&format!("年度预算（{unit}）"), 1), w("资金来源", 3), w(&format!("资金总额（{unit}）"), 2)],
    );
    let fiscal = format!("财政资金（{unit}）");
    add(card, vec![w("^", 1), w(&fiscal, 1), w("上级安排", 2), m(upper, 2)]);
    add(card, vec![w("^", 1), w("^", 1), w("本级安排", 2), m(said.budgets[0], 2)]);
    card.head.fiscal = Some(upper + said.budgets[0]);
    let other = format!("其他资金（{unit}）");
    add(card, vec![w("^", 1), w(&other, 1), w("其他", 2), m(said.other, 2)]);
    let whole = dice.pick(&[90, 100]);
    weigh(card, whole, dice);
    let headings = ["一级指标", "二级指标", "三级指标", "指标值", "指标设定依据", "分值权重"];
    card.table.head = add_list_head(card, headings.iter().map(|heading| w(heading, 1)).collect());
    list(card, &Row::new(), true, |at| vec![w(&said.indicators[at].whole, 1), w("《年度工作要点》", 1)]);
}
