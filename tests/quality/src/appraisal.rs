//! Self-evaluations (绩效自评表) of projects: what was planned and spent, and for each indicator what was reached and the
//! points given for it.
//!
//! In: a body, a project, dice. Out: a card with its truth. All points follow from what was reached: ten for the rate of
//! execution, ninety for the indicators, all of them where the target was met.

use rust_decimal::Decimal;

use crate::body::{Body, Project};
use crate::card::{self, Card, Head, Indicator};
use crate::dice::Dice;
use crate::prose::percent;
use crate::table::{Cell, Table};

/// Columns: label, three levels, target, reached, points, points given.
const COLUMNS: &str = "- 34, - 62, - 70, - 120, - 66, - 66, - 44, - 44";
const WIDTH: usize = 8;

/// Points for the rate of execution.
const EXECUTION: i64 = 10;

const GOAL: &str = "按计划完成年度工作任务，保障业务正常开展。";

/// The self-evaluation of a project.
pub(crate) fn of(body: &Body, project: &Project, dice: &mut Dice) -> Card {
    let title = dice.pick(&["项目支出绩效自评表", "项目绩效自评表", "部门预算项目支出绩效自评表"]).to_owned();
    let table = Table { id: "card", title, scale: 2, ..Table::default() };
    let mut indicators = card::with_points(dice, 90);
    indicators.iter_mut().for_each(|indicator| reach(indicator, dice));
    let mut card = Card { table, indicators, project: project.name.clone(), ..Card::default() };
    card.table.columns(COLUMNS);
    let execution = head(&mut card, body, project, dice);
    let headings =
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"];
    card.table.header.push(headings.map(str::to_owned).to_vec());
    rows(&mut card);
    let scores: Decimal = card.indicators.iter().filter_map(|indicator| indicator.score).sum();
    let total = scores + execution;
    let mut row = vec![Cell::words("总分")];
    row.extend(vec![Cell::words("<"); WIDTH - 3]);
    row.extend([Cell::words("100"), Cell::Words(total.to_string())]);
    card.total = Some((card.table.rows.len(), WIDTH - 1));
    card.table.rows.push(row);
    card
}

/// What was reached: mostly the target, else a little less of it, for fewer points.
fn reach(indicator: &mut Indicator, dice: &mut Dice) {
    let weight = indicator.weight.expect("weighed");
    let (Some(target), Some(unit)) = (indicator.target, indicator.unit.as_deref()) else {
        indicator.actual = Some("已完成".to_owned());
        indicator.score = Some(weight);
        return;
    };
    let missed = indicator.operator == Some("≥") && target > Decimal::ONE && dice.chance(20);
    let reached = if missed { target - Decimal::ONE } else { target };
    indicator.actual = Some(format!("{reached}{unit}"));
    indicator.score = Some(if missed { weight - Decimal::ONE } else { weight });
}

/// Names, money and goal; the points that the rate of execution earns.
fn head(card: &mut Card, body: &Body, project: &Project, dice: &mut Dice) -> Decimal {
    let row = |cells: &[&str]| -> Vec<String> { cells.iter().map(|cell| (*cell).to_owned()).collect() };
    let planned = body.in_ten_thousand(project.amount);
    let spent = (planned * Decimal::new(dice.pick(&[100, 100, 96, 88, 73]), 2)).round_dp(2);
    let rate = percent(spent, planned);
    let mut earned = (rate / Decimal::from(EXECUTION)).round_dp(2);
    earned.rescale(2);
    card.head = Head {
        issuer: Some(body.name.clone()),
        unit: "万元",
        total: Some(planned),
        fiscal: Some(planned),
        initial: Some(planned),
        executed: Some(spent),
        goal: Some(GOAL.to_owned()),
        ..Head::default()
    };
    let (planned, spent) = (planned.to_string(), spent.to_string());
    let (points, given, shown) = (EXECUTION.to_string(), earned.to_string(), format!("{rate}%"));
    let header = &mut card.table.header;
    header.push(row(&["项目名称", "<", &project.name, "<", "<", "<", "<", "<"]));
    header.push(row(&["主管部门", "<", &body.name, "<", "实施单位", &body.name, "<", "<"]));
    header.push(row(&[
        "项目资金（万元）",
        "",
        "年初预算数",
        "全年预算数",
        "全年执行数",
        "分值",
        "执行率",
        "得分",
    ]));
    card.rate = Some((header.len(), WIDTH - 2));
    header.push(row(&["^", "年度资金总额", &planned, &planned, &spent, &points, &shown, &given]));
    header.push(row(&["^", "其中：财政拨款", &planned, &planned, &spent, "—", &shown, "—"]));
    header.push(row(&["年度总体目标", "预期目标", "<", "<", "实际完成情况", "<", "<", "<"]));
    header.push(row(&["^", GOAL, "<", "<", "年度工作任务已完成，业务运行正常。", "<", "<", "<"]));
    earned
}

fn rows(card: &mut Card) {
    let mut before = (String::new(), String::new());
    for at in 0..card.indicators.len() {
        let one = card.indicators[at].clone();
        let (same1, same2) = (before.0 == one.level1, before.0 == one.level1 && before.1 == one.level2);
        let level = |name: &str, same: bool| Cell::words(if same { "^" } else { name });
        let target = one.target.map_or("逐步提高".to_owned(), |target| {
            format!("{}{target}{}", one.operator.unwrap_or(""), one.unit.as_deref().unwrap_or(""))
        });
        let number = |points: Option<Decimal>| Cell::Words(points.expect("points").to_string());
        card.weights.push((card.table.rows.len(), WIDTH - 2));
        card.table.rows.push(vec![
            Cell::words("^"),
            level(&one.level1, same1),
            level(&one.level2, same2),
            Cell::words(&one.level3),
            Cell::Words(target),
            Cell::Words(one.actual.clone().unwrap_or_default()),
            number(one.weight),
            number(one.score),
        ]);
        before = (one.level1, one.level2);
    }
}
