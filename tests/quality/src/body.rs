//! The figures of a public body that does not exist, consistent by construction: every total is computed, none is chosen.
//!
//! In: dice. Out: [`Body`]. Amounts are in the unit of its tables. Knows nothing of tables, sentences or pages.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::dice::Dice;

/// Where money comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    GeneralPublic,
    Fund,
    Capital,
    Account,
    Business,
    Other,
    /// General public money of the year before.
    Carried,
}

/// All sources, in the order of the tables.
pub(crate) const SOURCES: [Source; 7] = [
    Source::GeneralPublic,
    Source::Fund,
    Source::Capital,
    Source::Account,
    Source::Business,
    Source::Other,
    Source::Carried,
];

/// One 项 of the functional classification and the money spent on it.
#[derive(Clone, Default)]
pub(crate) struct Leaf {
    pub code: String,
    /// Basic expenditure: people, and the running of the office. General public money.
    pub personnel: Decimal,
    pub public: Decimal,
    /// Project expenditure by source.
    pub project: [Decimal; 7],
    /// General public money of the year before.
    pub previous: Decimal,
}

impl Leaf {
    pub(crate) fn basic(&self) -> Decimal {
        self.personnel + self.public
    }

    pub(crate) fn projects(&self) -> Decimal {
        self.project.iter().sum()
    }

    pub(crate) fn total(&self) -> Decimal {
        self.basic() + self.projects()
    }

    /// All money from one source.
    pub(crate) fn from(&self, source: Source) -> Decimal {
        let basic = if source == Source::GeneralPublic { self.basic() } else { Decimal::ZERO };
        basic + self.project[source as usize]
    }

    /// Projects of the general public budget, carried money among it.
    pub(crate) fn general_projects(&self) -> Decimal {
        self.project[Source::GeneralPublic as usize] + self.project[Source::Carried as usize]
    }

    /// The general public budget, carried money among it.
    pub(crate) fn general(&self) -> Decimal {
        self.basic() + self.general_projects()
    }
}

/// A 款 of the economic classification.
#[derive(Clone)]
pub(crate) struct Item {
    pub code: String,
    pub name: &'static str,
    pub amount: Decimal,
}

/// A project, paid from one source.
#[derive(Clone)]
pub(crate) struct Project {
    pub name: String,
    pub code: String,
    pub source: Source,
    pub amount: Decimal,
}

/// A body and its year.
pub(crate) struct Body {
    pub name: String,
    pub year: i64,
    pub is_final: bool,
    pub is_unit: bool,
    /// 元 or 万元, and the decimals of the tables.
    pub unit: &'static str,
    pub scale: u32,
    pub leaves: Vec<Leaf>,
    pub names: BTreeMap<String, String>,
    pub personnel: Vec<Item>,
    pub public: Vec<Item>,
    pub projects: Vec<Project>,
    /// Travel abroad, reception, purchase and running of vehicles.
    pub three: [Decimal; 4],
    pub three_before: [Decimal; 4],
    /// The total of the year before.
    pub before: Decimal,
}

/// The 301 and 303 of basic expenditure, then 302 and 310.
const PERSONNEL: [(&str, &str); 17] = [
    ("30101", "基本工资"),
    ("30102", "津贴补贴"),
    ("30103", "奖金"),
    ("30106", "伙食补助费"),
    ("30107", "绩效工资"),
    ("30108", "机关事业单位基本养老保险缴费"),
    ("30109", "职业年金缴费"),
    ("30110", "职工基本医疗保险缴费"),
    ("30111", "公务员医疗补助缴费"),
    ("30112", "其他社会保障缴费"),
    ("30113", "住房公积金"),
    ("30199", "其他工资福利支出"),
    ("30301", "离休费"),
    ("30302", "退休费"),
    ("30305", "生活补助"),
    ("30309", "奖励金"),
    ("30399", "其他对个人和家庭的补助"),
];
const PUBLIC: [(&str, &str); 22] = [
    ("30201", "办公费"),
    ("30202", "印刷费"),
    ("30203", "咨询费"),
    ("30204", "手续费"),
    ("30205", "水费"),
    ("30206", "电费"),
    ("30207", "邮电费"),
    ("30208", "取暖费"),
    ("30209", "物业管理费"),
    ("30211", "差旅费"),
    ("30212", "因公出国（境）费用"),
    ("30213", "维修（护）费"),
    ("30214", "租赁费"),
    ("30215", "会议费"),
    ("30216", "培训费"),
    ("30217", "公务接待费"),
    ("30226", "劳务费"),
    ("30228", "工会经费"),
    ("30229", "福利费"),
    ("30231", "公务用车运行维护费"),
    ("30239", "其他交通费用"),
    ("31002", "办公设备购置"),
];

/// Bodies, and the 款 that their work is booked under.
const BODIES: [(&str, &[&str]); 16] = [
    ("教育局", &["20501", "20502", "20503", "20509"]),
    ("水务局", &["21303", "21103", "21305"]),
    ("民政局", &["20802", "20810", "20811", "20820"]),
    ("交通运输局", &["21401", "21203", "21499"]),
    ("农业农村局", &["21301", "21305", "21103"]),
    ("市场监督管理局", &["20138", "21004"]),
    ("文化广电和旅游局", &["20701", "20702", "20706"]),
    ("应急管理局", &["22401", "22402", "22407"]),
    ("生态环境局", &["21101", "21102", "21103"]),
    ("司法局", &["20406", "20136"]),
    ("卫生健康委员会", &["21001", "21003", "21004", "21007"]),
    ("科学技术局", &["20601", "20604", "20605"]),
    ("统计局", &["20105", "20199"]),
    ("自然资源和规划局", &["22001", "21201", "21208"]),
    ("总工会", &["20129", "20899"]),
    ("信访局", &["20103", "20136", "20140"]),
];

/// What other work may be booked under.
const BESIDES: [&str; 14] = [
    "20508", "20599", "20607", "20807", "20808", "20809", "21104", "21199", "21299", "21307", "21399",
    "22499", "22999", "20132",
];

/// The funds, and state capital.
const FUNDS: [&str; 5] = ["2120803", "2120899", "2296002", "2296003", "2136902"];
const CAPITALS: [&str; 2] = ["2230105", "2230199"];

/// What everybody books besides: pensions, medical care, housing, by the items that pay for them.
const SOCIAL: [(&[&str], &str); 6] = [
    (&["30301", "30302"], "2080501"),
    (&["30108"], "2080505"),
    (&["30109"], "2080506"),
    (&["30110"], "2101101"),
    (&["30111"], "2101103"),
    (&["30113"], "2210201"),
];

const SYLLABLES: [&str; 22] = [
    "云", "清", "安", "宁", "平", "河", "临", "东", "长", "永", "青", "石", "泉", "松", "梅", "桐", "嘉",
    "丰", "海", "玉", "南", "桂",
];

const WORKS: [&str; 20] = [
    "信息化运行维护",
    "老旧设施改造",
    "宣传教育活动",
    "专项业务工作经费",
    "基层服务站点建设",
    "人才培训",
    "执法能力建设",
    "设备购置更新",
    "安全隐患整治",
    "课题研究与咨询",
    "惠民补贴发放",
    "数据平台二期升级",
    "公共服务购买",
    "节能改造",
    "档案整理与数字化",
    "应急物资储备",
    "乡村振兴帮扶",
    "监测站网运行",
    "办公用房修缮",
    "重大活动保障",
];

impl Body {
    /// Makes a body. `large` bodies have tables of several pages.
    pub(crate) fn of(dice: &mut Dice, names: &BTreeMap<String, String>, large: bool) -> Body {
        let kind = dice.pick(&BODIES);
        let mut syllable = || dice.pick(&SYLLABLES);
        let city = format!("{}{}市", syllable(), "州");
        let district = format!("{}{}", syllable(), syllable());
        let place =
            if dice.chance(30) { city } else { format!("{city}{district}{}", dice.pick(&["区", "县"])) };
        let (unit, scale) = dice.pick(&[("万元", 2), ("万元", 2), ("万元", 2), ("元", 2), ("元", 0)]);
        let mut body = Body {
            name: format!("{place}{}", kind.0),
            year: dice.between(2019, 2026),
            is_final: dice.chance(30),
            is_unit: dice.chance(25),
            unit,
            scale,
            leaves: Vec::new(),
            names: names.clone(),
            personnel: Vec::new(),
            public: Vec::new(),
            projects: Vec::new(),
            three: [Decimal::ZERO; 4],
            three_before: [Decimal::ZERO; 4],
            before: Decimal::ZERO,
        };
        body.items(dice);
        body.basic_leaves(dice, kind.1);
        body.project_leaves(dice, kind.1, large);
        body.leaves.sort_by(|a, b| a.code.cmp(&b.code));
        body.years_before(dice);
        body
    }

    /// Money of about so many hundred yuan, with the digits the tables print.
    fn money(&self, dice: &mut Dice, most: i64) -> Decimal {
        let hundreds = dice.between(20, most);
        match (self.unit, self.scale) {
            ("元", 0) => {
                Decimal::from(hundreds * 100 + if dice.chance(50) { dice.between(0, 99) } else { 0 })
            }
            ("元", _) => Decimal::new(hundreds * 10_000 + dice.between(0, 9999), 2),
            _ => Decimal::new(hundreds, 2),
        }
    }

    fn items(&mut self, dice: &mut Dice) {
        for (code, name) in dice.some(&PERSONNEL, 13) {
            let amount = self.money(dice, 40_000);
            self.personnel.push(Item { code: code.to_owned(), name, amount });
        }
        for (code, name) in dice.some(&PUBLIC, 15) {
            let amount = self.money(dice, 2_000);
            self.public.push(Item { code: code.to_owned(), name, amount });
        }
        for (at, code) in [(0, "30212"), (1, "30217"), (3, "30231")] {
            let item = self.public.iter().find(|item| item.code == code);
            self.three[at] = item.map_or(Decimal::ZERO, |item| item.amount);
        }
    }

    /// Pensions, medical care and housing are booked where they belong, the rest on the first 项 of the body.
    fn basic_leaves(&mut self, dice: &mut Dice, groups: &[&str]) {
        let mut left: Decimal = self.personnel.iter().map(|item| item.amount).sum();
        for (items, code) in SOCIAL {
            let sum = self
                .personnel
                .iter()
                .filter(|item| items.contains(&item.code.as_str()))
                .map(|item| item.amount)
                .sum();
            if !Decimal::is_zero(&sum) && (items.len() == 1 || dice.chance(70)) {
                left -= sum;
                self.leaves.push(Leaf { code: code.to_owned(), personnel: sum, ..Leaf::default() });
            }
        }
        let code = self.codes_under(groups[0]).first().cloned().expect("a code under every group");
        let public = self.public.iter().map(|item| item.amount).sum();
        self.leaves.push(Leaf { code, personnel: left, public, ..Leaf::default() });
    }

    fn codes_under(&self, group: &str) -> Vec<String> {
        self.names.keys().filter(|code| code.len() == 7 && code.starts_with(group)).cloned().collect()
    }

    fn project_leaves(&mut self, dice: &mut Dice, groups: &[&str], large: bool) {
        let mut groups: Vec<&str> = groups.to_vec();
        let (besides, most) = if large { (12, 70) } else { (2, 14) };
        groups.extend(dice.some(&BESIDES, besides));
        let all: Vec<String> = groups.iter().flat_map(|group| self.codes_under(group)).collect();
        let count = usize::try_from(dice.between(most / 2, most)).expect("few");
        for code in dice.some(&all, count) {
            let source = dice.pick(&[
                Source::GeneralPublic,
                Source::GeneralPublic,
                Source::GeneralPublic,
                Source::Carried,
                Source::Other,
                Source::Business,
            ]);
            for _ in 0..dice.pick(&[1, 1, 2]) {
                self.project(dice, &code, source);
            }
        }
        if groups[0].starts_with("205") && dice.chance(60) {
            let code = self.codes_under(groups[1]).pop().expect("a code");
            self.project(dice, &code, Source::Account);
        }
        let (fund, capital) = (dice.chance(50), dice.chance(15));
        if fund {
            for code in dice.some(&FUNDS, 2) {
                self.project(dice, code, Source::Fund);
            }
        }
        if capital {
            let code = dice.pick(&CAPITALS);
            self.project(dice, code, Source::Capital);
        }
    }

    fn project(&mut self, dice: &mut Dice, code: &str, source: Source) {
        let amount = self.money(dice, 60_000);
        let at = self.leaves.iter().position(|leaf| leaf.code == code).unwrap_or_else(|| {
            self.leaves.push(Leaf { code: code.to_owned(), ..Leaf::default() });
            self.leaves.len() - 1
        });
        self.leaves[at].project[source as usize] += amount;
        let name = format!("{}{}", dice.pick(&["", "", "市级", "本级", "第二批", "重点"]), dice.pick(&WORKS));
        let twice = self.projects.iter().filter(|project| project.name.starts_with(&name)).count();
        let name = if twice == 0 { name } else { format!("{name}（{}）", twice + 1) };
        self.projects.push(Project { name, code: code.to_owned(), source, amount });
    }

    fn years_before(&mut self, dice: &mut Dice) {
        for at in 0..self.leaves.len() {
            let general = self.leaves[at].general();
            let percent = dice.pick(&[100, 100, 80, 93, 107, 121]);
            self.leaves[at].previous = (general * Decimal::new(percent, 2)).round_dp(self.scale);
        }
        self.before = (self.total() * Decimal::new(dice.between(80, 125), 2)).round_dp(self.scale);
        for at in 0..4 {
            self.three_before[at] =
                (self.three[at] * Decimal::new(dice.pick(&[100, 90, 115]), 2)).round_dp(self.scale);
        }
    }

    pub(crate) fn total(&self) -> Decimal {
        self.sum(Leaf::total)
    }

    /// The sum of something over all 项.
    pub(crate) fn sum(&self, what: impl Fn(&Leaf) -> Decimal) -> Decimal {
        self.leaves.iter().map(what).sum()
    }

    /// The sum over the 项 of one 类 or 款.
    pub(crate) fn sum_under(&self, group: &str, what: impl Fn(&Leaf) -> Decimal) -> Decimal {
        self.leaves.iter().filter(|leaf| leaf.code.starts_with(group)).map(what).sum()
    }

    pub(crate) fn name_of(&self, code: &str) -> String {
        self.names.get(code).cloned().unwrap_or_else(|| panic!("no name for {code}"))
    }

    /// The 类 in which something is spent.
    pub(crate) fn classes(&self) -> Vec<String> {
        let mut classes: Vec<String> = self.leaves.iter().map(|leaf| leaf.code[..3].to_owned()).collect();
        classes.sort();
        classes.dedup();
        classes
    }

    /// In the unit of sentences, 万元.
    pub(crate) fn in_ten_thousand(&self, amount: Decimal) -> Decimal {
        let mut amount =
            if self.unit == "元" { (amount / Decimal::from(10_000)).round_dp(2) } else { amount };
        amount.rescale(2);
        amount
    }
}
