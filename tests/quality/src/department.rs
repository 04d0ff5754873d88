//! Cards of a whole department (部门整体支出绩效目标表): its money, its tasks, its goal and its indicators.
//!
//! In: a body, a manner, dice. Out: a card with its truth. What it says is made here; how it is laid out, in
//! [`crate::shapes`]. Every amount is one of the body's tables or a sum of its projects, so nothing contradicts them.

use rust_decimal::Decimal;

use crate::body::{Body, Project, SOURCES, Source};
use crate::card::{Card, Indicator};
use crate::dice::Dice;
use crate::manner::Manner;
use crate::shapes::{self, Shape};

/// What a card of a department says.
pub(crate) struct Said {
    pub name: String,
    /// The unit of its money and how many decimals are printed.
    pub unit: &'static str,
    pub scale: u32,
    pub basic: Decimal,
    /// All money; of it the fiscal money and what is not. Each is rounded for itself, as spreadsheets show sums.
    pub total: Decimal,
    pub fiscal: Decimal,
    pub other: Decimal,
    /// All projects; of them those from fiscal money, from 财政专户, and from money of the department's own.
    pub all_projects: Decimal,
    pub projects: [Decimal; 3],
    /// Of the fiscal money: the general public budget, the funds and state capital.
    pub budgets: [Decimal; 3],
    pub tasks: Vec<Task>,
    pub goal: String,
    pub indicators: Vec<Aim>,
    pub leader: &'static str,
}

/// Fiscal money, and what is not.
const FISCAL: [Source; 4] = [Source::GeneralPublic, Source::Carried, Source::Fund, Source::Capital];
const OTHER: [Source; 3] = [Source::Account, Source::Business, Source::Other];

/// A task of the year.
pub(crate) struct Task {
    pub name: String,
    pub content: &'static str,
    pub total: Decimal,
    pub fiscal: Decimal,
    pub other: Decimal,
}

/// An indicator and how its target is printed.
#[derive(Clone)]
pub(crate) struct Aim {
    pub says: Indicator,
    /// In one cell.
    pub whole: String,
    /// Sign, number or words, and unit in cells of their own.
    pub apart: [String; 3],
}

/// A name with the sign and the unit of its target; [`WORDS`] and [`DATE`] have no number.
type Name = (&'static str, &'static str, &'static str);

const WORDS: &str = "words";
const DATE: &str = "date";

const AIMS: [(&str, &str, &[Name]); 9] = [
    (
        "产出指标",
        "数量指标",
        &[
            ("年度重点工作任务数量", "≥", "项"),
            ("政策文件制定数量", "=", "份"),
            ("服务事项办理量", "≥", "件"),
            ("监督检查开展次数", "≥", "次"),
            ("全局性会议召开次数", "≤", "次"),
        ],
    ),
    (
        "产出指标",
        "质量指标",
        &[("重点工作完成率", "=", "%"), ("制度建设健全性", "", WORDS), ("办件差错率", "≤", "%")],
    ),
    ("产出指标", "时效指标", &[("重点工作按期办结率", "≥", "%"), ("年度任务完成时间", "", DATE)]),
    ("成本指标", "经济成本指标", &[("“三公”经费变动率", "≤", "%"), ("公用经费控制率", "≤", "%")]),
    ("效益指标", "经济效益指标", &[("带动社会投资", "≥", "亿元"), ("行业发展质量", "", WORDS)]),
    ("效益指标", "社会效益指标", &[("公共服务能力", "", WORDS), ("群众诉求办结率", "≥", "%")]),
    ("效益指标", "生态效益指标", &[("资源节约集约水平", "", WORDS), ("单位能耗下降率", "≥", "%")]),
    ("效益指标", "可持续影响指标", &[("长效管理机制", "", WORDS), ("人才队伍建设", "", WORDS)]),
    ("满意度指标", "服务对象满意度指标", &[("社会公众满意度", "≥", "%"), ("办事单位综合满意度", "≥", "%")]),
];

/// What tasks consist of; without punctuation, which would hang over the rule before the amounts.
const CONTENTS: [&str; 5] = [
    "保障人员经费和机关正常运转",
    "按照年度计划组织实施并按期完成",
    "完善工作机制和服务标准以提高管理水平并保障重点工作顺利推进",
    "加强日常监管和政策落实",
    "项目实施与验收",
];

/// A card for a body; `with_tasks` if it must have the table of tasks.
pub(crate) fn of(body: &Body, manner: &Manner, with_tasks: bool, dice: &mut Dice) -> Card {
    let drawn = Shape::of(dice);
    let shape = if with_tasks { Shape::Tasks } else { drawn };
    let said = said(body, shape, dice);
    let mut card = Card { of_department: true, ..Card::default() };
    card.head.issuer = Some(said.name.clone());
    card.head.unit = said.unit;
    card.head.goal = Some(said.goal.clone());
    card.indicators = said.indicators.iter().map(|aim| aim.says.clone()).collect();
    card.table.id = "card";
    card.table.title = title(body, shape, dice);
    card.table.scale = said.scale;
    card.table.number = dice.chance(30).then(|| "表15".to_owned());
    shapes::lay_out(&mut card, &said, shape, manner, dice);
    card
}

fn title(body: &Body, shape: Shape, dice: &mut Dice) -> String {
    let title = match shape {
        Shape::Sides => dice.pick(&["部门整体预算绩效目标申报表", "部门整体绩效目标申报表"]),
        Shape::Sources => dice.pick(&["部门（单位）整体绩效目标表", "部门整体绩效目标表"]),
        Shape::Origins => dice.pick(&["部门整体绩效目标表", "部门整体支出绩效目标申报表"]),
        _ if body.is_unit => dice.pick(&["单位整体支出绩效目标表", "整体支出绩效目标表"]),
        _ => dice.pick(&["部门整体支出绩效目标表", "部门整体支出绩效目标申报表", "整体支出绩效目标表"]),
    };
    if dice.chance(30) { format!("{}年{title}", body.year) } else { title.to_owned() }
}

fn said(body: &Body, shape: Shape, dice: &mut Dice) -> Said {
    // Where the tables are in 元 a card may be, too; some places print 万元 with all digits.
    let (unit, scale) = match shape {
        Shape::Activities => ("万元", 6),
        Shape::Tasks if body.unit == "元" && dice.chance(50) => ("元", body.scale),
        _ => ("万元", 2),
    };
    let money = |amount: Decimal| match (body.unit, unit, scale) {
        ("元", "万元", 6) => amount / Decimal::from(10_000),
        ("元", "万元", _) => body.in_ten_thousand(amount),
        _ => amount,
    };
    let raw = |sources: &[Source]| -> Decimal {
        let all = body.projects.iter().filter(|project| sources.contains(&project.source));
        all.map(|project| project.amount).sum()
    };
    let from = |sources: &[Source]| money(raw(sources));
    let basic = body.sum(|leaf| leaf.basic());
    let indicators = indicators(body, shape, dice);
    Said {
        name: body.name.clone(),
        unit,
        scale,
        basic: money(basic),
        total: money(body.total()),
        fiscal: money(basic + raw(&FISCAL)),
        other: from(&OTHER),
        all_projects: money(body.total() - basic),
        projects: [from(&FISCAL), from(&[Source::Account]), from(&[Source::Business, Source::Other])],
        budgets: [money(body.sum(|leaf| leaf.general())), from(&[Source::Fund]), from(&[Source::Capital])],
        tasks: tasks(body, &money, dice),
        goal: goal(&indicators, dice),
        indicators,
        leader: dice.pick(&["陈某某", "李某"]),
    }
}

/// The running of the office, some projects each, and all others together.
fn tasks(body: &Body, money: &impl Fn(Decimal) -> Decimal, dice: &mut Dice) -> Vec<Task> {
    let alone = usize::try_from(dice.between(1, 5)).expect("few").min(body.projects.len());
    let (single, rest) = body.projects.split_at(alone);
    let sum = |projects: &[Project], of: &[Source]| -> Decimal {
        let all = projects.iter().filter(|project| of.contains(&project.source));
        money(all.map(|project| project.amount).sum())
    };
    let basic = Task {
        name: dice.pick(&["机关运行保障", "保障单位运转", "基本履职"]).to_owned(),
        content: CONTENTS[0],
        total: money(body.sum(|leaf| leaf.basic())),
        fiscal: money(body.sum(|leaf| leaf.basic())),
        other: Decimal::ZERO,
    };
    let mut tasks = vec![basic];
    let mut add = |name: &str, projects: &[Project]| {
        tasks.push(Task {
            name: name.to_owned(),
            content: dice.pick(&CONTENTS[1..]),
            total: sum(projects, &SOURCES),
            fiscal: sum(projects, &FISCAL),
            other: sum(projects, &OTHER),
        });
    };
    single.iter().for_each(|project| add(&project.name, std::slice::from_ref(project)));
    if !rest.is_empty() {
        add("其他专项业务工作", rest);
    }
    tasks
}

/// The goal, also as several numbered ones, and with a number that an indicator repeats.
fn goal(indicators: &[Aim], dice: &mut Dice) -> String {
    let count = indicators.iter().find(|aim| aim.says.level3.ends_with("年度重点工作任务数量"));
    let first = match count.and_then(|aim| aim.says.target) {
        Some(count) => format!("全面履行部门职责，完成年度重点工作任务{count}项"),
        None => "全面履行部门职责，完成年度各项工作任务".to_owned(),
    };
    let goals = [
        first.as_str(),
        "加强预算管理，提高财政资金使用效益",
        "改进工作作风，提升服务水平",
        "健全制度，防范风险",
    ];
    if dice.chance(40) {
        let mut numbered = String::new();
        for (nth, goal) in (1..).zip(goals) {
            numbered.push_str(&format!("目标{nth}：{goal}。"));
        }
        return numbered;
    }
    format!("{}。", goals.join("；"))
}

fn indicators(body: &Body, shape: Shape, dice: &mut Dice) -> Vec<Aim> {
    // Some places print the unit behind the name, some number the names of each second level.
    let in_names = shape == Shape::Tasks && dice.chance(25);
    let numbered = shape == Shape::Tasks && !in_names && dice.chance(25);
    let mut aims = Vec::new();
    for (level1, level2, names) in AIMS {
        let least = i64::from(!matches!(level2, "生态效益指标" | "经济效益指标"));
        let count = usize::try_from(dice.between(least, 2)).expect("two at most");
        for (nth, name) in (1..).zip(dice.some(names, count)) {
            let mut aim = aim(name, body.year, in_names, dice);
            (aim.says.level1, aim.says.level2) = (level1.to_owned(), level2.to_owned());
            if numbered {
                aim.says.level3 = format!("指标{nth}：{}", aim.says.level3);
            }
            aims.push(aim);
        }
    }
    aims
}

fn aim((name, sign, unit): Name, year: i64, in_names: bool, dice: &mut Dice) -> Aim {
    let mut says = Indicator { level3: name.to_owned(), ..Indicator::default() };
    if matches!(unit, WORDS | DATE) {
        let words = match unit {
            WORDS => dice.pick(&["逐步提高", "有效提升", "不断完善", "持续改善", "优"]).to_owned(),
            _ => {
                dice.pick(&["{}年12月底前", "{}年11月30日前", "12月31日前"]).replace("{}", &year.to_string())
            }
        };
        return Aim { says, whole: words.clone(), apart: ["定性".to_owned(), words, String::new()] };
    }
    let number = match (unit, sign) {
        ("%", "=") => 100,
        ("%", "≤") => dice.between(0, 5),
        ("%", _) => dice.between(80, 99),
        _ => dice.between(2, 400),
    };
    says.target = Some(Decimal::from(number));
    says.unit = Some(unit.to_owned());
    says.operator = Some(sign);
    let apart = [sign.to_owned(), number.to_string(), unit.to_owned()];
    if in_names {
        says.level3 = format!("{name}（{unit}）");
        return Aim { says, whole: format!("{sign}{number}"), apart };
    }
    let printed = match sign {
        "≥" => dice.pick(&["≥#", "≥#", "≥ #", "不低于#", "＞=#", "#以上"]),
        "≤" => dice.pick(&["≤#", "≤#", "不超过#", "＜=#", "#以内"]),
        _ => dice.pick(&["=#", "＝#", "#"]),
    };
    if printed == "#" {
        says.operator = None;
    }
    Aim { whole: printed.replace('#', &format!("{number}{unit}")), says, apart }
}
