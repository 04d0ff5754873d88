//! Performance cards (绩效目标表): project, money, goal and indicators, in several layouts.
//!
//! In: a body, dice. Out: a table for the typesetter and the indicators it shows.

use rust_decimal::Decimal;

use crate::body::{Body, Project};
use crate::dice::Dice;
use crate::table::{Cell, Table};

/// A card and what it says.
#[derive(Clone, Default)]
pub(crate) struct Card {
    pub table: Table,
    pub indicators: Vec<Indicator>,
    /// Where each weight stands in the table.
    pub weights: Vec<(usize, usize)>,
    /// Where the sum of the points given stands, if it does.
    pub total: Option<(usize, usize)>,
    /// Where the rate of execution stands in the header, if it does.
    pub rate: Option<(usize, usize)>,
    /// The name of the project; none on the card of a department.
    pub project: String,
    pub of_department: bool,
    /// The fields around the list.
    pub head: Head,
    /// The shape of a card of a department, which its document counts under.
    pub shape: Option<&'static str>,
    /// Where the money of its tasks and their sum stands.
    pub tasks: Vec<(usize, usize)>,
    /// The amounts that would all be others if the department had other money.
    pub budget: Vec<(usize, usize)>,
}

/// What stands around the list of a card; `None` where the layout has no such field.
#[derive(Clone, Default)]
pub(crate) struct Head {
    pub issuer: Option<String>,
    /// The unit of its money.
    pub unit: &'static str,
    pub total: Option<Decimal>,
    pub fiscal: Option<Decimal>,
    pub other: Option<Decimal>,
    /// What was planned first, and what was spent.
    pub initial: Option<Decimal>,
    pub executed: Option<Decimal>,
    pub goal: Option<String>,
}

/// What an indicator says; `None` where the layout has no such column.
#[derive(Clone, Default, Debug, PartialEq)]
pub(crate) struct Indicator {
    pub level1: String,
    pub level2: String,
    pub level3: String,
    pub operator: Option<&'static str>,
    pub target: Option<Decimal>,
    pub unit: Option<String>,
    pub weight: Option<Decimal>,
    /// What was reached, and the points given for it.
    pub actual: Option<String>,
    pub score: Option<Decimal>,
}

/// How the target is printed.
#[derive(Clone, Copy)]
enum Layout {
    /// One column: ≥95%.
    One,
    /// Operator, number and unit apart.
    Apart,
    /// One column, then basis, previous value, weight, scoring, evidence.
    Long,
}

/// Names of indicators with the sign and the unit of their targets.
type Names = &'static [(&'static str, &'static str, &'static str)];

const KINDS: [(&str, &str, Names); 7] = [
    (
        "产出指标",
        "数量指标",
        &[
            ("开展培训场次", "≥", "场"),
            ("维护系统数量", "≥", "个"),
            ("惠及群众人数", "≥", "人次"),
            ("检查覆盖单位数", "≥", "家"),
            ("印制宣传资料数量", "=", "份"),
        ],
    ),
    (
        "产出指标",
        "质量指标",
        &[("项目验收合格率", "=", "%"), ("系统正常运行率", "≥", "%"), ("培训人员合格率", "≥", "%")],
    ),
    ("产出指标", "时效指标", &[("资金支付及时率", "≥", "%"), ("任务按期完成率", "=", "%")]),
    ("成本指标", "经济成本指标", &[("预算控制率", "≤", "%"), ("人均培训成本", "≤", "元")]),
    (
        "效益指标",
        "社会效益指标",
        &[("群众知晓率", "≥", "%"), ("问题整改率", "≥", "%"), ("业务办理时间缩短比例", "≥", "%")],
    ),
    ("效益指标", "可持续影响指标", &[("设备使用年限", "≥", "年"), ("长效管理机制健全率", "≥", "%")]),
    ("满意度指标", "服务对象满意度指标", &[("服务对象满意度", "≥", "%"), ("参训人员满意度", "≥", "%")]),
];

/// A card for a project.
pub(crate) fn of(body: &Body, project: &Project, dice: &mut Dice) -> Card {
    let layout = dice.pick(&[Layout::One, Layout::One, Layout::Apart, Layout::Long]);
    let indicators = indicators(dice, layout);
    let (headings, columns): (&[&str], &str) = match layout {
        Layout::One => {
            (&["一级指标", "二级指标", "三级指标", "指标值", "分值"], "- 60, - 75, - 150, - 80, - 40")
        }
        Layout::Apart => (
            &["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位", "权重"],
            "- 60, - 75, - 140, - 45, - 50, - 45, - 40",
        ),
        Layout::Long => (
            &[
                "一级指标",
                "二级指标",
                "三级指标",
                "指标值",
                "指标值设定依据",
                "上年完成值",
                "分值权重",
                "赋分规则",
                "佐证资料",
            ],
            "- 50, - 60, - 80, - 50, - 50, - 45, - 40, - 60, - 60",
        ),
    };
    let mut card = Card {
        table: Table {
            id: "card",
            title: title(dice),
            wide: matches!(layout, Layout::Long),
            scale: 2,
            ..Table::default()
        },
        indicators,
        project: project.name.clone(),
        ..Card::default()
    };
    card.table.columns(&format!("- 30, {columns}"));
    let width = card.table.columns.len();
    head(&mut card, body, project, width, dice);
    let mut heading = vec!["绩效指标".to_owned()];
    heading.extend(headings.iter().map(|heading| (*heading).to_owned()));
    card.table.header.push(heading);
    rows(&mut card, layout);
    card
}

fn title(dice: &mut Dice) -> String {
    dice.pick(&["项目支出绩效目标表", "项目绩效目标表", "预算项目绩效目标申报表", "项目支出绩效目标申报表"])
        .to_owned()
}

/// Name, bodies, money and goal, over the indicators.
fn head(card: &mut Card, body: &Body, project: &Project, width: usize, dice: &mut Dice) {
    let table = &mut card.table;
    let fill = |left: &[&str], right: &[&str]| {
        // Joined cells between the two halves make the row as wide as the list below it.
        let mut row: Vec<String> = left.iter().map(|cell| (*cell).to_owned()).collect();
        row.extend(vec!["<".to_owned(); width - left.len() - right.len()]);
        row.extend(right.iter().map(|cell| (*cell).to_owned()));
        row
    };
    let money = body.in_ten_thousand(project.amount);
    let amount = money.to_string();
    let zero = dice.pick(&["0.00", ""]);
    table.header.push(fill(&["项目名称", "<", &project.name], &[]));
    table.header.push(fill(&["主管部门", "<", &body.name], &["实施单位", &body.name]));
    table.header.push(fill(&["项目资金（万元）", "<", "年度资金总额"], &[&amount, "<"]));
    table.header.push(fill(&["^", "^", "其中：财政拨款"], &[&amount, "<"]));
    table.header.push(fill(&["^", "^", "其他资金"], &[zero, "<"]));
    let goal = dice.pick(&[
        "按计划完成年度工作任务，保障业务正常开展，不断提高公共服务水平。",
        "通过项目实施，改善基础设施条件，提升服务能力，群众满意度进一步提高。",
        "完成系统运行维护和设备更新，确保各项业务工作平稳有序。",
    ]);
    table.header.push(fill(&["年度目标", "<", goal], &[]));
    card.head = Head {
        issuer: Some(body.name.clone()),
        unit: "万元",
        total: Some(money),
        fiscal: Some(money),
        other: zero.parse().ok(),
        goal: Some(goal.to_owned()),
        ..Head::default()
    };
}

fn indicators(dice: &mut Dice, layout: Layout) -> Vec<Indicator> {
    let mut found = Vec::new();
    for (level1, level2, names) in KINDS {
        let count = usize::try_from(dice.between(1, 2)).expect("one or two");
        for (name, operator, unit) in dice.some(names, count) {
            let target = match unit {
                "%" if operator == "=" => 100,
                "%" => dice.between(80, 99),
                "年" => dice.between(3, 10),
                _ => dice.between(2, 900),
            };
            found.push(Indicator {
                level1: level1.to_owned(),
                level2: level2.to_owned(),
                level3: name.to_owned(),
                operator: Some(operator),
                target: Some(Decimal::from(target)),
                unit: Some(unit.to_owned()),
                ..Indicator::default()
            });
        }
    }
    if !matches!(layout, Layout::Long) {
        let at = found.iter().position(|one| one.level2 == "可持续影响指标").expect("always one");
        let words = Indicator {
            operator: None,
            target: None,
            unit: None,
            level3: "公共服务水平".to_owned(),
            ..found[at].clone()
        };
        found.insert(at, words);
    }
    weigh(&mut found, if matches!(layout, Layout::Long) { 90 } else { 100 }, dice);
    found
}

/// Indicators with these points in all.
pub(crate) fn with_points(dice: &mut Dice, whole: i64) -> Vec<Indicator> {
    let mut found = indicators(dice, Layout::Long);
    weigh(&mut found, whole, dice);
    found
}

/// Weights that sum to what the form says: 100, or 90 where ten points are for spending the money.
pub(crate) fn weigh(indicators: &mut [Indicator], whole: i64, dice: &mut Dice) {
    let count = i64::try_from(indicators.len()).expect("few");
    let each = whole / count;
    let mut left = whole;
    for (at, indicator) in indicators.iter_mut().enumerate() {
        let last = at + 1 == usize::try_from(count).expect("few");
        let weight = if last { left } else { each + dice.pick(&[0, 0, 0, 1, -1]) };
        left -= weight;
        indicator.weight = Some(Decimal::from(weight));
    }
}

/// The rows of the indicators; names of levels are joined over theirs.
fn rows(card: &mut Card, layout: Layout) {
    let mut before = (String::new(), String::new());
    for at in 0..card.indicators.len() {
        let indicator = card.indicators[at].clone();
        let level = |name: &str, same: bool| Cell::words(if same { "^" } else { name });
        let same1 = before.0 == indicator.level1;
        let same2 = same1 && before.1 == indicator.level2;
        let mut row =
            vec![Cell::words("^"), level(&indicator.level1, same1), level(&indicator.level2, same2)];
        row.push(Cell::words(&indicator.level3));
        let number = indicator.target.map(|target| target.to_string());
        let (operator, unit) = (indicator.operator.unwrap_or(""), indicator.unit.clone().unwrap_or_default());
        let whole =
            number.as_ref().map_or("逐步提高".to_owned(), |number| format!("{operator}{number}{unit}"));
        match layout {
            Layout::Apart if number.is_some() => {
                row.extend([
                    Cell::words(operator),
                    Cell::Words(number.unwrap_or_default()),
                    Cell::Words(unit),
                ]);
            }
            Layout::Apart => row.extend([Cell::words("定性"), Cell::Words(whole), Cell::words("")]),
            Layout::One => row.push(Cell::Words(whole)),
            Layout::Long => row.extend([Cell::Words(whole), Cell::words("计划标准"), Cell::words("-")]),
        }
        card.weights.push((card.table.rows.len(), row.len()));
        row.push(Cell::Words(indicator.weight.expect("weighed").to_string()));
        if matches!(layout, Layout::Long) {
            row.extend([Cell::words("按照完成比例赋分"), Cell::words("工作资料")]);
        }
        card.table.rows.push(row);
        before = (indicator.level1, indicator.level2);
    }
}
