//! The nine tables of a final account (公开01–09), filled with the figures of a body.

use rust_decimal::Decimal;

use crate::body::{Leaf, Source};
use crate::forms::{Forms, classes};
use crate::table::{Cell, Table};

impl Forms<'_> {
    pub(crate) fn finals(&mut self) -> Vec<Table> {
        let mut tables = vec![
            self.final_summary(),
            self.final_revenue(),
            self.final_expenditure(),
            self.final_fiscal_summary(),
            self.final_general_public(),
            self.final_basic(),
            self.final_three_public(),
            self.final_fund(),
            self.final_capital(),
        ];
        for table in &mut tables {
            table.scale = self.body.scale;
        }
        tables
    }

    fn final_summary(&mut self) -> Table {
        let body = self.body;
        let lines = self.dice.chance(60);
        let mut table = Table { id: "summary", ..Table::default() };
        if lines {
            table.header(&[
                "收入 | < | < | 支出 | < | <",
                "项目 | 行次 | 金额 | 项目 | 行次 | 金额",
                "栏次 |  | 1 | 栏次 |  | 2",
            ]);
            table.columns("income:name 150, income:- 30, income:amount 70, expenditure:name 160, expenditure:- 30, expenditure:amount 70");
        } else {
            table.header(&["收入 | < | 支出 | <", "项目 | 决算数 | 项目 | 决算数"]);
            table.columns("income:name 150, income:amount 75, expenditure:name 165, expenditure:amount 75");
        }
        let business = body.sum(|leaf| leaf.from(Source::Business) + leaf.from(Source::Account));
        let carried = body.sum(|leaf| leaf.from(Source::Carried));
        let income = [
            ("一、一般公共预算财政拨款收入", body.sum(|leaf| leaf.from(Source::GeneralPublic))),
            ("二、政府性基金预算财政拨款收入", body.sum(|leaf| leaf.from(Source::Fund))),
            ("三、国有资本经营预算财政拨款收入", body.sum(|leaf| leaf.from(Source::Capital))),
            ("四、上级补助收入", Decimal::ZERO),
            ("五、事业收入", business),
            ("六、经营收入", Decimal::ZERO),
            ("七、附属单位上缴收入", Decimal::ZERO),
            ("八、其他收入", body.sum(|leaf| leaf.from(Source::Other))),
        ];
        let expenditure = classes(body, true, Leaf::total);
        let year = body.total() - carried;
        let ends = [
            (("本年收入合计", year), ("本年支出合计", body.total())),
            (("使用非财政拨款结余", Decimal::ZERO), ("结余分配", Decimal::ZERO)),
            (("年初结转和结余", carried), ("年末结转和结余", Decimal::ZERO)),
            (("总计", body.total()), ("总计", body.total())),
        ];
        let blank = ("", None);
        let height = expenditure.len();
        let mut both: Vec<[(String, Option<Decimal>); 2]> = (0..height)
            .map(|at| {
                let left = income.get(at).map_or(blank, |(name, sum)| (*name, Some(*sum)));
                [(left.0.to_owned(), left.1), (expenditure[at].0.clone(), Some(expenditure[at].1))]
            })
            .collect();
        both.extend(
            ends.map(|(left, right)| {
                [(left.0.to_owned(), Some(left.1)), (right.0.to_owned(), Some(right.1))]
            }),
        );
        let count = both.len();
        for (at, pair) in both.into_iter().enumerate() {
            let mut row = Vec::new();
            for (side, (name, sum)) in pair.into_iter().enumerate() {
                row.push(Cell::Words(name));
                if lines {
                    row.push(Cell::Words((at + 1 + side * count).to_string()));
                }
                row.push(sum.map_or(Cell::words(""), Cell::Amount));
            }
            table.rows.push(row);
        }
        "收入支出决算总表".clone_into(&mut table.title);
        table
    }

    /// The key columns of finals and the last row of the header, which counts the columns.
    fn final_header(&mut self, table: &mut Table, first: &str, second: &str, columns: &str) {
        table.header(&[&format!("项目 | < | {first}"), &format!("功能分类科目编码 | 科目名称 | {second}")]);
        table.columns(&format!("code 60, name 170, {columns}"));
        if self.manner.number_row {
            return;
        }
        table.number_row("栏次");
    }

    /// 功能分类 in one column of codes, whatever the manner is: the national form has one.
    fn final_coded(&mut self, table: &mut Table, values: impl Fn(&Leaf) -> Vec<Decimal>) {
        self.coded_in(table, false, values);
    }

    fn final_revenue(&mut self) -> Table {
        let mut table = Table { id: "revenue", wide: true, ..Table::default() };
        self.final_header(
            &mut table,
            "本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入",
            "^ | ^ | ^ | ^ | ^ | ^ | ^",
            "total 75, fiscal_subtotal 75, superior_subsidy 60, business_income 60, operating_income 60, subordinate_remittance 60, other_income 60",
        );
        self.final_coded(&mut table, |leaf| {
            let fiscal =
                [Source::GeneralPublic, Source::Fund, Source::Capital].map(|s| leaf.from(s)).iter().sum();
            let business = leaf.from(Source::Business) + leaf.from(Source::Account);
            let zero = Decimal::ZERO;
            vec![
                leaf.total() - leaf.from(Source::Carried),
                fiscal,
                zero,
                business,
                zero,
                zero,
                leaf.from(Source::Other),
            ]
        });
        "收入决算表".clone_into(&mut table.title);
        table
    }

    fn final_expenditure(&mut self) -> Table {
        let mut table = Table { id: "expenditure", wide: true, ..Table::default() };
        self.final_header(
            &mut table,
            "本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出",
            "^ | ^ | ^ | ^ | ^ | ^",
            "total 75, basic 70, project 70, remitted_up 60, operating 60, subsidy_down 60",
        );
        self.final_coded(&mut table, |leaf| {
            let zero = Decimal::ZERO;
            vec![leaf.total(), leaf.basic(), leaf.projects(), zero, zero, zero]
        });
        "支出决算表".clone_into(&mut table.title);
        table
    }

    fn final_fiscal_summary(&mut self) -> Table {
        let body = self.body;
        let mut table = Table { id: "fiscal_summary", wide: true, ..Table::default() };
        table.header(&["收入 | < | 支出 | < | < | < | <", "项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款"]);
        table.columns("income:name 130, income:amount 66, expenditure:name 140, expenditure:total 66, expenditure:general_public 66, expenditure:government_fund 60, expenditure:state_capital 60");
        let of = |source: Source| move |leaf: &Leaf| leaf.from(source);
        let (general, fund, capital) =
            (body.sum(of(Source::GeneralPublic)), body.sum(of(Source::Fund)), body.sum(of(Source::Capital)));
        let carried = body.sum(of(Source::Carried));
        let parts = [
            classes(body, true, Leaf::general),
            classes(body, true, of(Source::Fund)),
            classes(body, true, of(Source::Capital)),
        ];
        let income = [
            ("一、一般公共预算财政拨款", general),
            ("二、政府性基金预算财政拨款", fund),
            ("三、国有资本经营预算财政拨款", capital),
        ];
        for (at, (name, sum)) in parts[0].iter().enumerate() {
            let (left, amount) = income.get(at).map_or(("", None), |(name, sum)| (*name, Some(*sum)));
            let values = [*sum, parts[1][at].1, parts[2][at].1];
            table.rows.push(final_pair(left, amount, name, values));
        }
        let sums = [general + carried, fund, capital];
        let zero = [Decimal::ZERO; 3];
        table.rows.push(final_pair("本年收入合计", Some(general + fund + capital), "本年支出合计", sums));
        table.rows.push(final_pair("年初财政拨款结转和结余", Some(carried), "年末财政拨款结转和结余", zero));
        table.rows.push(final_pair("总计", Some(sums.iter().sum()), "总计", sums));
        "财政拨款收入支出决算总表".clone_into(&mut table.title);
        table
    }

    fn final_general_public(&mut self) -> Table {
        let mut table = Table { id: "general_public", ..Table::default() };
        self.final_header(
            &mut table,
            "本年支出 | < | <",
            "小计 | 基本支出 | 项目支出",
            "total 80, basic 80, project 80",
        );
        self.final_coded(&mut table, |leaf| vec![leaf.general(), leaf.basic(), leaf.general_projects()]);
        "一般公共预算财政拨款支出决算表".clone_into(&mut table.title);
        table
    }

    /// People at the left, the office at the right.
    fn final_basic(&mut self) -> Table {
        let mut table = Table { id: "general_public_basic", ..Table::default() };
        table.header(&[
            "人员经费 | < | < | 公用经费 | < | <",
            "科目编码 | 科目名称 | 决算数 | 科目编码 | 科目名称 | 决算数",
        ]);
        table.columns("code 40, name 120, ?决算数 66, code 40, name 110, ?决算数 66");
        let left = with_classes(&self.body.personnel);
        let right = with_classes(&self.body.public);
        for at in 0..left.len().max(right.len()) {
            let mut row = Vec::new();
            for entries in [&left, &right] {
                match entries.get(at) {
                    Some((code, name, amount)) => {
                        row.extend([Cell::Words(code.clone()), Cell::words(name), Cell::Amount(*amount)]);
                    }
                    None => row.extend(vec![Cell::words(""); 3]),
                }
            }
            table.rows.push(row);
        }
        let sum = |items: &[crate::body::Item]| Cell::Amount(items.iter().map(|item| item.amount).sum());
        table.rows.push(vec![
            Cell::words("人员经费合计"),
            Cell::words("<"),
            sum(&self.body.personnel),
            Cell::words("公用经费合计"),
            Cell::words("<"),
            sum(&self.body.public),
        ]);
        "一般公共预算财政拨款基本支出决算表".clone_into(&mut table.title);
        table
    }

    /// Budgeted and spent, in pairs.
    fn final_three_public(&mut self) -> Table {
        let mut table = Table { id: "three_public", wide: true, zeros: true, ..Table::default() };
        let half = "合计 | 因公出国（境）费 | 公务用车购置及运行维护费 | < | < | 公务接待费";
        let below = "^ | ^ | 小计 | 公务用车购置费 | 公务用车运行维护费 | ^";
        table.header(&[
            "预算数 | < | < | < | < | < | 决算数 | < | < | < | < | <",
            &format!("{half} | {half}"),
            &format!("{below} | {below}"),
        ]);
        table.columns(
            &["?合计 50, ?abroad 50, ?vehicles 50, ?purchase 50, ?running 50, ?reception 50"; 2].join(", "),
        );
        let row = |[abroad, reception, purchase, running]: [Decimal; 4]| {
            let vehicles = purchase + running;
            [abroad + reception + vehicles, abroad, vehicles, purchase, running, reception]
        };
        let budget = self.body.three.map(|amount| amount + amount);
        table.rows =
            vec![[row(budget), row(self.body.three)].concat().into_iter().map(Cell::Amount).collect()];
        "财政拨款“三公”经费支出决算表".clone_into(&mut table.title);
        table
    }

    fn final_fund(&mut self) -> Table {
        let mut table = Table { id: "government_fund", wide: true, ..Table::default() };
        self.final_header(
            &mut table,
            "年初结转和结余 | 本年收入 | 本年支出 | < | < | 年末结转和结余",
            "^ | ^ | 小计 | 基本支出 | 项目支出 | ^",
            "?年初 70, ?收入 70, total 70, basic 70, project 70, ?年末 70",
        );
        self.final_coded(&mut table, |leaf| {
            let (fund, zero) = (leaf.from(Source::Fund), Decimal::ZERO);
            vec![zero, fund, fund, zero, fund, zero]
        });
        self.empty_note(&mut table, Source::Fund, "政府性基金预算财政拨款");
        "政府性基金预算财政拨款收入支出决算表".clone_into(&mut table.title);
        table
    }

    fn final_capital(&mut self) -> Table {
        let mut table = Table { id: "state_capital", ..Table::default() };
        self.final_header(
            &mut table,
            "本年支出 | < | <",
            "合计 | 基本支出 | 项目支出",
            "total 80, basic 80, project 80",
        );
        self.final_coded(&mut table, |leaf| {
            vec![leaf.from(Source::Capital), Decimal::ZERO, leaf.from(Source::Capital)]
        });
        self.empty_note(&mut table, Source::Capital, "国有资本经营预算财政拨款");
        "国有资本经营预算财政拨款支出决算表".clone_into(&mut table.title);
        table
    }

    fn empty_note(&mut self, table: &mut Table, source: Source, name: &str) {
        if self.body.sum(|leaf| leaf.from(source)).is_zero() {
            table.note = Some(format!("注：{}本年度没有{name}收入和支出，故本表无数据。", self.body.name));
        }
    }
}

/// A row of the fiscal summary: a total and its three budgets at the right.
fn final_pair(left: &str, amount: Option<Decimal>, right: &str, values: [Decimal; 3]) -> Vec<Cell> {
    let mut row = vec![Cell::words(left), amount.map_or(Cell::words(""), Cell::Amount), Cell::words(right)];
    row.push(Cell::Amount(values.iter().sum()));
    row.extend(values.map(Cell::Amount));
    row
}

/// Items, each 类 before its 款.
fn with_classes(items: &[crate::body::Item]) -> Vec<(String, &'static str, Decimal)> {
    let mut out: Vec<(String, &'static str, Decimal)> = Vec::new();
    for item in items {
        let class = &item.code[..3];
        if !out.iter().any(|(code, ..)| code == class) {
            let sum =
                items.iter().filter(|other| other.code.starts_with(class)).map(|other| other.amount).sum();
            out.push((class.to_owned(), crate::forms::economic_class(class), sum));
        }
        out.push((item.code.clone(), item.name, item.amount));
    }
    out
}
