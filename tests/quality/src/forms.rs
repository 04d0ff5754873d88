//! The tables of a disclosure, filled with the figures of a body.
//!
//! In: a body, a manner, dice for the wording. Out: tables in the order of publication. Wordings are those of published forms,
//! drawn at random; which of them the grammars know is not asked.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::body::{Body, Leaf, SOURCES, Source};
use crate::dice::Dice;
use crate::manner::Manner;
use crate::table::{Cell, Table};

/// What makes tables.
pub(crate) struct Forms<'a> {
    pub body: &'a Body,
    pub manner: &'a Manner,
    pub dice: &'a mut Dice,
}

/// One choice of words.
fn words(dice: &mut Dice, which: &str) -> &'static str {
    let all: &[&'static str] = match which {
        "total" => &["合计", "总计", "合　计"],
        "basic" => &["基本支出", "基本支出", "基本支出预算数"],
        "project" => &["项目支出", "项目支出", "项目支出预算数"],
        "general_public" => &[
            "一般公共预算",
            "一般公共预算拨款",
            "一般公共预算财政拨款",
            "一般公共预算拨款收入",
            "一般公共预算资金",
            "公共财政预算拨款",
        ],
        "government_fund" => &[
            "政府性基金预算",
            "政府性基金",
            "政府性基金预算拨款",
            "政府性基金预算财政拨款",
            "政府性基金预算拨款收入",
        ],
        "state_capital" => &[
            "国有资本经营预算",
            "国有资本经营预算拨款",
            "国有资本经营预算财政拨款",
            "国有资本经营预算拨款收入",
        ],
        "fiscal_account" => {
            &["财政专户管理资金", "财政专户管理资金收入", "财政专户核拨资金", "财政专户（教育收费）"]
        }
        "business_income" => &["事业收入", "事业收入（不含教育收费）"],
        "other_income" => &["其他收入", "其它收入"],
        "carried" => &["上年结转", "上年结转结余", "上年结转和结余"],
        "personnel" => &["人员经费", "人员支出", "人员经费支出"],
        "public_use" => &["公用经费", "日常公用经费", "公用支出", "日常公用支出"],
        "code" => &["科目编码", "科目代码", "功能分类科目编码"],
        "name" => &["科目名称", "科目名称", "功能分类科目名称"],
        _ => unreachable!("no words for {which}"),
    };
    dice.pick(all)
}

/// The sides of the summary: 类 by number, as all places print them.
const NUMERALS: [&str; 30] = [
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
    "二十一",
    "二十二",
    "二十三",
    "二十四",
    "二十五",
    "二十六",
    "二十七",
    "二十八",
    "二十九",
    "三十",
];
/// The 类 of the functional classification that the summary lists.
const CLASSES: [&str; 27] = [
    "201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214", "215", "216",
    "217", "219", "220", "221", "222", "223", "224", "227", "229", "231", "232", "233",
];

/// A row of a tree: code, name and what its 项 sum to.
struct Branch {
    code: String,
    name: String,
    values: Vec<Decimal>,
}

impl Forms<'_> {
    /// All tables of the disclosure.
    pub(crate) fn all(&mut self) -> Vec<Table> {
        let mut tables = if self.body.is_final { self.finals() } else { self.budgets() };
        for table in &mut tables {
            table.left =
                format!("{}：{}", if self.manner.numbered { "部门" } else { "编制单位" }, self.body.name);
            table.scale = self.body.scale;
            self.body.unit.clone_into(&mut table.unit);
            if self.manner.number_row && table.header.len() > 1 && table.columns[0].0 == "code" {
                let label = self.dice.pick(&["栏次", "**"]);
                table.number_row(label);
            }
        }
        tables
    }

    fn budgets(&mut self) -> Vec<Table> {
        let mut tables = vec![
            self.summary(),
            self.revenue(),
            self.expenditure(),
            self.fiscal_summary(),
            self.general_public(),
            self.basic(),
            self.three_public(),
            self.other_budget(Source::Fund),
            self.other_budget(Source::Capital),
        ];
        if self.dice.chance(60) {
            tables.push(self.projects());
        }
        tables
    }

    fn title(&mut self, titles: &[&str]) -> String {
        let title = self.dice.pick(titles);
        if self.manner.numbered || !self.dice.chance(30) {
            title.to_owned()
        } else {
            format!("{}年{title}", self.body.year)
        }
    }

    // ── two sides ──

    fn summary(&mut self) -> Table {
        let (body, dice) = (self.body, &mut *self.dice);
        let mut table = Table { id: "summary", ..Table::default() };
        let word = dice.pick(&["预算数", "金额", "本年预算"]);
        let item = dice.pick(&["项目", "项　目"]);
        table.header(&["收　入 | < | 支　出 | <", &format!("{item} | {word} | {item} | {word}")]);
        table.columns("income:name 150, income:amount 75, expenditure:name 165, expenditure:amount 75");
        let income = [
            (words(dice, "general_public"), Source::GeneralPublic),
            (words(dice, "government_fund"), Source::Fund),
            (words(dice, "state_capital"), Source::Capital),
            (words(dice, "fiscal_account"), Source::Account),
            ("事业收入", Source::Business),
            ("其他收入", Source::Other),
        ];
        let income = income.iter().enumerate().map(|(at, (word, source))| {
            let name = format!("{}、{}", NUMERALS[at], word.trim_end_matches("收入").to_owned() + "收入");
            (name, body.sum(|leaf| leaf.from(*source)))
        });
        let carried = body.sum(|leaf| leaf.from(Source::Carried));
        let year = body.total() - carried;
        let ends = [("本年收入合计", year), ("上年结转结余", carried), ("收入总计", body.total())];
        let expenditure = classes(body, dice.chance(60), Leaf::total);
        let other = [("本年支出合计", body.total()), ("结转下年", Decimal::ZERO), ("支出总计", body.total())];
        table.rows = sides(income.collect(), &ends, expenditure, &other);
        table.title = self.title(&[
            "收支总表",
            "部门收支总表",
            "收支预算总表",
            "部门收支总体情况表",
            "收支总体情况表",
            "部门财务收支预算总表",
        ]);
        table
    }

    fn fiscal_summary(&mut self) -> Table {
        let (body, dice) = (self.body, &mut *self.dice);
        let mut table = Table { id: "fiscal_summary", ..Table::default() };
        let split = dice.chance(50);
        let fiscal = |leaf: &Leaf| leaf.general() + leaf.from(Source::Fund) + leaf.from(Source::Capital);
        let names = ["general_public", "government_fund", "state_capital"].map(|which| words(dice, which));
        if split {
            table.header(&["收　入 | < | 支　出 | < | < | < | <"]);
            let [general, fund, capital] = names.map(|name| name.trim_end_matches("收入"));
            table.header(&[&format!("项目 | 金额 | 项目 | 合计 | {general} | {fund} | {capital}")]);
            table.columns("income:name 120, income:amount 62, expenditure:name 132, expenditure:total 60, expenditure:general_public 60, expenditure:government_fund 54, expenditure:state_capital 54");
        } else {
            table.header(&["收　入 | < | 支　出 | <", "项目 | 预算数 | 项目 | 预算数"]);
            table.columns("income:name 150, income:amount 75, expenditure:name 165, expenditure:amount 75");
        }
        let sums =
            [Source::GeneralPublic, Source::Fund, Source::Capital].map(|s| body.sum(|leaf| leaf.from(s)));
        let income: Vec<(String, Decimal)> = names
            .iter()
            .zip(sums)
            .zip(["（一）", "（二）", "（三）"])
            .map(|((name, sum), mark)| (format!("{mark}{name}"), sum))
            .collect();
        let (year, carried) = (sums.iter().sum(), body.sum(|leaf| leaf.from(Source::Carried)));
        let total = body.sum(fiscal);
        let mut left = vec![("一、本年收入".to_owned(), year)];
        left.extend(income);
        left.push(("二、上年结转".to_owned(), carried));
        let all = dice.chance(60);
        let mut right = classes(body, all, fiscal);
        if split {
            let parts = [
                classes(body, all, Leaf::general),
                classes(body, all, |leaf| leaf.from(Source::Fund)),
                classes(body, all, |leaf| leaf.from(Source::Capital)),
            ];
            let part = |name: &str, at: usize| {
                parts[at]
                    .iter()
                    .find(|(class, _)| bare(class) == bare(name))
                    .map_or(Decimal::ZERO, |(_, sum)| *sum)
            };
            right.retain(|(name, sum)| all || !sum.is_zero() || !bare(name).is_empty());
            let totals = [total, body.sum(Leaf::general), sums[1], sums[2]];
            let mut rows = Vec::new();
            let height = left.len().max(right.len());
            for at in 0..height {
                let mut row = side(left.get(at));
                match right.get(at) {
                    Some((name, sum)) => {
                        row.push(Cell::Words(name.clone()));
                        row.push(Cell::Amount(*sum));
                        row.extend((0..3).map(|which| Cell::Amount(part(name, which))));
                    }
                    None => row.extend(vec![Cell::words(""); 5]),
                }
                rows.push(row);
            }
            let mut end = side(Some(&("收入总计".to_owned(), total)));
            end.push(Cell::words("支出总计"));
            end.extend(totals.map(Cell::Amount));
            rows.push(end);
            table.rows = rows;
        } else {
            table.rows = sides(left, &[("收入总计", total)], right, &[("支出总计", total)]);
        }
        table.title = self.title(&[
            "财政拨款收支总表",
            "财政拨款收支预算总表",
            "财政拨款收支总体情况表",
            "财政拨款收支预算总体情况表",
            "部门财政拨款收支总体情况表",
        ]);
        table
    }

    // ── by the functional classification ──

    fn tree(&self, values: impl Fn(&Leaf) -> Vec<Decimal>) -> Vec<Branch> {
        let mut branches: BTreeMap<String, Vec<Decimal>> = BTreeMap::new();
        for leaf in &self.body.leaves {
            let values = values(leaf);
            if values.iter().all(Decimal::is_zero) {
                continue;
            }
            for length in [3, 5, 7] {
                let sums = branches
                    .entry(leaf.code[..length].to_owned())
                    .or_insert_with(|| vec![Decimal::ZERO; values.len()]);
                sums.iter_mut().zip(&values).for_each(|(sum, value)| *sum += value);
            }
        }
        let branches = branches.into_iter();
        branches.map(|(code, values)| Branch { name: self.body.name_of(&code), code, values }).collect()
    }

    /// The columns of code and name and their part of a header of `height` rows.
    fn keys(&mut self, table: &mut Table, height: usize) -> Vec<String> {
        let (code, name) = (words(self.dice, "code"), words(self.dice, "name"));
        let three = self.manner.three_codes;
        table.columns(if three { "code 28, code 24, code 24, name 130" } else { "code 56, name 140" });
        let top = match (three, self.dice.chance(50)) {
            (true, _) => format!("{code} | < | < | {name}"),
            (false, true) if height > 1 => "科目 | <".to_owned(),
            (false, _) => format!("{code} | {name}"),
        };
        let below = match (three, top.starts_with("科目 |")) {
            (true, _) => "类 | 款 | 项 | ^".to_owned(),
            (false, true) => format!("{code} | {name}"),
            (false, false) => "^ | ^".to_owned(),
        };
        let last = if three { "^ | ^ | ^ | ^" } else { "^ | ^" };
        let mut rows = vec![top];
        if height > 1 {
            rows.push(below);
        }
        while rows.len() < height {
            rows.push(last.to_owned());
        }
        rows
    }

    /// Fills rows under code, name and values; the total stands first or last.
    fn fill(&mut self, table: &mut Table, three: bool, branches: Vec<Branch>, totals: Vec<Decimal>) {
        let keys = if three { 4 } else { 2 };
        let mut total: Vec<Cell> = vec![Cell::words("合计")];
        total.extend(vec![Cell::words("<"); keys - 1]);
        total.extend(totals.into_iter().map(Cell::Amount));
        let rows = branches.into_iter().map(|branch| {
            let mut row: Vec<Cell> = if three {
                let at = |from: usize, to: usize| Cell::words(branch.code.get(from..to).unwrap_or(""));
                vec![at(0, 3), at(3, 5), at(5, 7)]
            } else {
                vec![Cell::words(&branch.code)]
            };
            let indent =
                if self.manner.indented { "　".repeat((branch.code.len() - 3) / 2) } else { String::new() };
            row.push(Cell::Words(indent + &branch.name));
            row.extend(branch.values.into_iter().map(Cell::Amount));
            row
        });
        let mut rows: Vec<Vec<Cell>> = rows.collect();
        if rows.is_empty() {
            rows.push(vec![Cell::words(""); keys + total.len() - keys]);
        }
        if self.manner.total_first {
            rows.insert(0, total);
        } else {
            rows.push(total);
        }
        table.rows = rows;
    }

    fn revenue(&mut self) -> Table {
        let mut table = Table { id: "revenue", wide: true, ..Table::default() };
        let layered = self.dice.chance(40);
        let mut rows = self.keys(&mut table, if layered { 2 } else { 1 });
        let columns = [
            "general_public",
            "government_fund",
            "state_capital",
            "fiscal_account",
            "business_income",
            "other_income",
        ];
        let names: Vec<&str> = columns.iter().map(|which| words(self.dice, which)).collect();
        let (total, carried) = (words(self.dice, "total"), words(self.dice, "carried"));
        if layered {
            rows[0] += &format!(" | {total} | 本年收入 | < | < | < | < | < | < | {carried}");
            rows[1] += &format!(" | ^ | 小计 | {} | ^", names.join(" | "));
        } else {
            rows[0] += &format!(" | {total} | {} | {carried}", names.join(" | "));
        }
        table.header(&rows.iter().map(String::as_str).collect::<Vec<_>>());
        let subtotal = if layered { ", ?小计 60" } else { "" };
        table.columns(&format!("total 62{subtotal}, general_public 62, government_fund 56, state_capital 56, fiscal_account 56, business_income 56, other_income 56, ?结转 56"));
        let values = |leaf: &Leaf| {
            let mut values = vec![leaf.total()];
            if layered {
                values.push(leaf.total() - leaf.from(Source::Carried));
            }
            values.extend(SOURCES.map(|source| leaf.from(source)));
            values
        };
        self.coded(&mut table, values);
        table.title = self.title(&[
            "收入总表",
            "部门收入总表",
            "收入预算总表",
            "部门收入总体情况表",
            "收入预算表",
            "收入总体情况表",
        ]);
        table
    }

    /// Fills a table by the functional classification.
    fn coded(&mut self, table: &mut Table, values: impl Fn(&Leaf) -> Vec<Decimal>) {
        self.coded_in(table, self.manner.three_codes, values);
    }

    /// The same with codes in three columns or one.
    pub(crate) fn coded_in(
        &mut self,
        table: &mut Table,
        three: bool,
        values: impl Fn(&Leaf) -> Vec<Decimal>,
    ) {
        let branches = self.tree(&values);
        let width = values(&Leaf::default()).len();
        let mut totals = vec![Decimal::ZERO; width];
        for leaf in &self.body.leaves {
            totals.iter_mut().zip(values(leaf)).for_each(|(total, value)| *total += value);
        }
        self.fill(table, three, branches, totals);
    }

    fn expenditure(&mut self) -> Table {
        let mut table = Table { id: "expenditure", ..Table::default() };
        let mut rows = self.keys(&mut table, 1);
        let wide = self.dice.chance(50);
        let more = if wide {
            " | 上缴上级支出 | 事业单位经营支出 | 对附属单位补助支出"
        } else {
            ""
        };
        rows[0] += &format!(
            " | {} | {} | {}{more}",
            words(self.dice, "total"),
            words(self.dice, "basic"),
            words(self.dice, "project")
        );
        table.header(&[&rows[0]]);
        table.columns(if wide {
            "total 66, basic 66, project 66, remitted_up 50, operating 50, subsidy_down 54"
        } else {
            "total 80, basic 80, project 80"
        });
        self.coded(&mut table, |leaf| {
            let mut values = vec![leaf.total(), leaf.basic(), leaf.projects()];
            values.resize(if wide { 6 } else { 3 }, Decimal::ZERO);
            values
        });
        table.title = self.title(&[
            "支出总表",
            "部门支出总表",
            "支出预算总表",
            "部门支出总体情况表",
            "支出预算表",
            "支出总体情况表",
        ]);
        table
    }

    fn general_public(&mut self) -> Table {
        match self.dice.between(0, 2) {
            0 => self.general_public_plain(),
            1 => self.general_public_split(),
            _ => self.general_public_years(),
        }
    }

    fn general_public_title(&mut self) -> String {
        self.title(&[
            "一般公共预算支出表",
            "一般公共预算支出情况表",
            "一般公共预算支出预算表",
            "一般公共预算财政拨款支出表",
            "一般公共预算支出功能分类预算表",
        ])
    }

    fn general_public_plain(&mut self) -> Table {
        let mut table = Table { id: "general_public", ..Table::default() };
        let mut rows = self.keys(&mut table, 1);
        let (total, basic, project) =
            (words(self.dice, "total"), words(self.dice, "basic"), words(self.dice, "project"));
        rows[0] += &format!(" | {total} | {basic} | {project}");
        table.header(&[&rows[0]]);
        table.columns("total 80, basic 80, project 80");
        self.coded(&mut table, |leaf| vec![leaf.general(), leaf.basic(), leaf.general_projects()]);
        table.title = self.general_public_title();
        table
    }

    fn general_public_split(&mut self) -> Table {
        let mut table = Table { id: "general_public", ..Table::default() };
        let mut rows = self.keys(&mut table, 2);
        let (personnel, public) = (words(self.dice, "personnel"), words(self.dice, "public_use"));
        rows[0] += " | 合计 | 基本支出 | < | < | 项目支出";
        rows[1] += &format!(" | ^ | 小计 | {personnel} | {public} | ^");
        table.header(&[&rows[0], &rows[1]]);
        table.columns("total 66, basic 66, personnel 66, public_use 62, project 66");
        self.coded(&mut table, |leaf| {
            vec![leaf.general(), leaf.basic(), leaf.personnel, leaf.public, leaf.general_projects()]
        });
        table.title = self.general_public_title();
        table
    }

    /// The year before beside this one.
    fn general_public_years(&mut self) -> Table {
        let mut table = Table { id: "general_public", wide: true, ..Table::default() };
        let mut rows = self.keys(&mut table, 2);
        let year = self.body.year;
        let word = self.dice.pick(&["预算数", "执行数"]);
        rows[0] +=
            &format!(" | {}年{word} | {year}年预算数 | < | < | {year}年比{}年增减", year - 1, year - 1);
        rows[1] += " | ^ | 小计 | 基本支出 | 项目支出 | ^";
        table.header(&[&rows[0], &rows[1]]);
        table.columns("?上年 70, ?小计 70, ?基本 70, ?项目 70, ?增减 70");
        self.coded(&mut table, |leaf| {
            let general = leaf.general();
            vec![leaf.previous, general, leaf.basic(), leaf.general_projects(), general - leaf.previous]
        });
        table.title = self.general_public_title();
        table
    }

    /// Basic expenditure by the economic classification.
    fn basic(&mut self) -> Table {
        let mut table = Table { id: "general_public_basic", ..Table::default() };
        let mut rows = self.keys(&mut table, 2);
        let (personnel, public) = (words(self.dice, "personnel"), words(self.dice, "public_use"));
        rows[0] += &format!(" | {}年基本支出 | < | <", self.body.year);
        rows[1] += &format!(" | 合计 | {personnel} | {public}");
        let rows: Vec<String> = rows.iter().map(|row| row.replace("功能分类", "经济分类")).collect();
        table.header(&[&rows[0], &rows[1]]);
        table.columns("total 80, personnel 80, public_use 80");
        let mut branches: BTreeMap<String, Branch> = BTreeMap::new();
        let zero = Decimal::ZERO;
        let items = self.body.personnel.iter().map(|item| (item, [item.amount, item.amount, zero]));
        let items = items.chain(self.body.public.iter().map(|item| (item, [item.amount, zero, item.amount])));
        let mut totals = vec![zero; 3];
        for (item, values) in items {
            let class = economic_class(&item.code[..3]);
            for (code, name) in [(&item.code[..3], class), (&item.code, item.name)] {
                let branch = branches.entry(code.to_owned()).or_insert_with(|| Branch {
                    code: code.to_owned(),
                    name: name.to_owned(),
                    values: vec![zero; 3],
                });
                branch.values.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
            }
            totals.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
        self.fill_economic(&mut table, branches.into_values().collect(), totals);
        table.title = self.title(&[
            "一般公共预算基本支出表",
            "一般公共预算基本支出情况表",
            "一般公共预算基本支出预算表",
            "一般公共预算基本支出明细表（按经济分类）",
        ]);
        table
    }

    /// The economic classification has 类 and 款; its code in columns is two of them.
    fn fill_economic(&mut self, table: &mut Table, branches: Vec<Branch>, totals: Vec<Decimal>) {
        self.fill(table, self.manner.three_codes, branches, totals);
        if self.manner.three_codes {
            for row in table.rows.iter_mut().chain([]) {
                row.remove(2);
            }
            table.header.iter_mut().for_each(|row| drop(row.remove(2)));
            table.columns.remove(2);
        }
    }

    /// 政府性基金 or 国有资本经营; empty where there is none, and says so.
    fn other_budget(&mut self, source: Source) -> Table {
        let (id, name) = match source {
            Source::Fund => ("government_fund", "政府性基金预算"),
            _ => ("state_capital", "国有资本经营预算"),
        };
        let mut table = Table { id, ..Table::default() };
        let mut rows = self.keys(&mut table, 2);
        rows[0] += &format!(
            " | {} | < | <",
            self.dice.pick(&[format!("本年{name}支出"), format!("{name}支出"), "本年支出".to_owned()])
        );
        rows[1] += " | 合计 | 基本支出 | 项目支出";
        table.header(&[&rows[0], &rows[1]]);
        table.columns("total 80, basic 80, project 80");
        self.coded(&mut table, |leaf| vec![leaf.from(source), Decimal::ZERO, leaf.from(source)]);
        if self.body.sum(|leaf| leaf.from(source)).is_zero() {
            let (body, year) = (&self.body.name, self.body.year);
            table.note = Some(self.dice.pick(&[
                format!("注：{body}{year}年没有使用{name}拨款安排的支出，故本表为空表。"),
                format!("说明：本部门{year}年度无{name}安排的支出，本表无数据。"),
                format!("备注：本单位{year}年未安排{name}支出，此表为空表。"),
            ]));
        }
        let stem = self.dice.pick(&["支出表", "支出情况表", "支出预算表", "财政拨款支出预算表"]);
        table.title = self.title(&[&format!("{name}{stem}")]);
        table
    }

    fn projects(&mut self) -> Table {
        let mut table = Table { id: "projects", wide: true, ..Table::default() };
        let names =
            ["general_public", "government_fund", "state_capital"].map(|which| words(self.dice, which));
        let names = names.map(|name| name.trim_end_matches("收入"));
        table.header(&[
            "项目名称 | 科目编码 | 合计 | 财政拨款 | < | < | 其他资金 | 上年结转",
            &format!("^ | ^ | ^ | {} | {} | {} | ^ | ^", names[0], names[1], names[2]),
        ]);
        table.columns("project_name 170, code 56, total 66, general_public 66, government_fund 56, state_capital 56, ?其他 56, ?结转 56");
        let mut totals = vec![Decimal::ZERO; 6];
        for project in &self.body.projects {
            let at = match project.source {
                Source::GeneralPublic => 1,
                Source::Fund => 2,
                Source::Capital => 3,
                Source::Carried => 5,
                _ => 4,
            };
            let mut values = vec![Decimal::ZERO; 6];
            (values[0], values[at]) = (project.amount, project.amount);
            totals.iter_mut().zip(&values).for_each(|(total, value)| *total += value);
            let mut row = vec![Cell::Words(project.name.clone()), Cell::Words(project.code.clone())];
            row.extend(values.into_iter().map(Cell::Amount));
            table.rows.push(row);
        }
        let mut total = vec![Cell::words("合计"), Cell::words("")];
        total.extend(totals.into_iter().map(Cell::Amount));
        let at = if self.manner.total_first { 0 } else { table.rows.len() };
        table.rows.insert(at, total);
        table.title = self.title(&["项目支出表", "项目支出预算表", "项目支出总表", "项目支出预算情况表"]);
        table
    }

    // ── 三公 ──

    fn three_public(&mut self) -> Table {
        let [abroad, reception, purchase, running] = self.body.three;
        let (vehicles, total) = (purchase + running, abroad + reception + purchase + running);
        let mut table = Table { id: "three_public", zeros: true, ..Table::default() };
        if self.dice.chance(50) {
            table.header(&[
                "“三公”经费合计 | 因公出国（境）费 | 公务用车购置及运行费 | < | < | 公务接待费",
                "^ | ^ | 小计 | 公务用车购置费 | 公务用车运行费 | ^",
            ]);
            table.columns(
                "total 80, abroad 80, vehicles 80, vehicle_purchase 80, vehicle_running 80, reception 80",
            );
            table.rows =
                vec![[total, abroad, vehicles, purchase, running, reception].map(Cell::Amount).to_vec()];
        } else {
            table.header(&["项目 | 预算数"]);
            table.columns("name 240, amount 120");
            let rows = [
                ("合计", total),
                ("1.因公出国（境）费用", abroad),
                ("2.公务接待费", reception),
                ("3.公务用车购置及运行费", vehicles),
                ("其中：（1）公务用车购置费", purchase),
                ("（2）公务用车运行维护费", running),
            ];
            table.rows = rows.map(|(name, amount)| vec![Cell::words(name), Cell::Amount(amount)]).to_vec();
        }
        table.title = self.title(&[
            "一般公共预算“三公”经费支出表",
            "财政拨款“三公”经费支出表",
            "一般公共预算“三公”经费支出情况表",
            "“三公”经费支出表",
        ]);
        table
    }
}

/// The 类 of the economic classification that basic expenditure knows.
pub(crate) fn economic_class(code: &str) -> &'static str {
    match code {
        "301" => "工资福利支出",
        "302" => "商品和服务支出",
        "303" => "对个人和家庭的补助",
        _ => "资本性支出",
    }
}

/// A name without the number before it.
fn bare(name: &str) -> &str {
    name.split_once('、').map_or(name, |(_, name)| name)
}

fn side(entry: Option<&(String, Decimal)>) -> Vec<Cell> {
    match entry {
        Some((name, amount)) => vec![Cell::Words(name.clone()), Cell::Amount(*amount)],
        None => vec![Cell::words(""), Cell::words("")],
    }
}

/// Rows of two sides: entries from the top, ends beside each other at the bottom.
fn sides(
    left: Vec<(String, Decimal)>,
    left_ends: &[(&str, Decimal)],
    right: Vec<(String, Decimal)>,
    right_ends: &[(&str, Decimal)],
) -> Vec<Vec<Cell>> {
    let height = left.len().max(right.len());
    let mut rows: Vec<Vec<Cell>> =
        (0..height).map(|at| [side(left.get(at)), side(right.get(at))].concat()).collect();
    for (left, right) in left_ends.iter().zip(right_ends) {
        let entry = |(name, amount): &(&str, Decimal)| ((*name).to_owned(), *amount);
        rows.push([side(Some(&entry(left))), side(Some(&entry(right)))].concat());
    }
    rows
}

/// The 类 with what is spent in each: all that the form lists, or those in which something is spent.
pub(crate) fn classes(
    body: &Body,
    all: bool,
    what: impl Fn(&Leaf) -> Decimal + Copy,
) -> Vec<(String, Decimal)> {
    let classes = CLASSES.iter().map(|code| (*code, body.sum_under(code, what)));
    let classes: Vec<(&str, Decimal)> =
        classes.filter(|(code, _)| all || body.classes().iter().any(|class| class == code)).collect();
    let named = classes.iter().enumerate();
    named.map(|(at, (code, sum))| (format!("{}、{}", NUMERALS[at], body.name_of(code)), *sum)).collect()
}
