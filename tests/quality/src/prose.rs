//! The narrative of a disclosure: sentences that state amounts, and what they state.
//!
//! In: a body, dice for the wording. Out: paragraphs of words, amounts and rates, each amount with its subject. Sentences are
//! worded as published ones are (the patterns of the forms study), and say what the tables say, in 万元.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::body::{Body, Leaf, Source};
use crate::dice::Dice;

/// A heading or a paragraph.
#[derive(Clone, Default)]
pub(crate) struct Paragraph {
    pub heading: bool,
    pub parts: Vec<Part>,
    pub says: Vec<Says>,
    /// Whether it tells a reason for every change.
    pub reasons: bool,
}

/// A piece of a paragraph.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Part {
    Words(String),
    /// In 万元.
    Money(Decimal),
    Percent(Decimal),
}

/// What a sentence states: an amount and what is said of it, by the places of the parts.
#[derive(Clone)]
pub(crate) struct Says {
    pub subject: String,
    pub amount: usize,
    pub share: Option<usize>,
    pub change: Option<usize>,
    pub rate: Option<usize>,
    /// Signum of the change, where one is told.
    pub direction: Option<i8>,
}

impl Paragraph {
    fn heading(words: &str) -> Self {
        Paragraph { heading: true, parts: vec![Part::Words(words.to_owned())], ..Paragraph::default() }
    }

    /// A paragraph in which no change goes without a reason, as the rules of disclosure ask for totals.
    fn with_reasons() -> Self {
        Paragraph { reasons: true, ..Paragraph::default() }
    }

    fn words(mut self, words: &str) -> Self {
        self.parts.push(Part::Words(words.to_owned()));
        self
    }

    /// An amount and what it is of, which stands right before it.
    fn told(self, subject: &str, amount: Decimal) -> Self {
        let subject = subject.to_owned();
        let mut told = self.words(&subject);
        told.says.push(Says {
            subject,
            amount: told.parts.len(),
            share: None,
            change: None,
            rate: None,
            direction: None,
        });
        told.parts.push(Part::Money(amount));
        told
    }

    /// An amount whose subject stands before other words.
    fn told_by(self, subject: &str, words: &str, amount: Decimal) -> Self {
        let mut told = self.words(subject).words(words).told("", amount);
        told.says.last_mut().expect("just told").subject = subject.to_owned();
        told
    }

    /// The share of the amount told last.
    fn share(mut self, words: &str, share: Decimal) -> Self {
        self = self.words(words);
        self.says.last_mut().expect("an amount").share = Some(self.parts.len());
        self.parts.push(Part::Percent(share));
        self
    }

    /// How the amount told last differs from the year before.
    fn change(mut self, dice: &mut Dice, year: i64, now: Decimal, before: Decimal) -> Self {
        let change = now - before;
        let with = dice.pick(&[
            "比上年".to_owned(),
            format!("比{}年", year - 1),
            "较上年".to_owned(),
            "与上年相比".to_owned(),
        ]);
        let says = self.says.len() - 1;
        if change.is_zero() {
            self.says[says].direction = Some(0);
            let same = dice.pick(&[
                "与上年持平".to_owned(),
                format!("与{}年预算持平", year - 1),
                "与上年一致".to_owned(),
            ]);
            return self.words(&format!("，{same}"));
        }
        let up = change.is_sign_positive();
        let (verb, rate) = if up { ("增加", "增长") } else { ("减少", "下降") };
        let comma = if with.ends_with("相比") { "，" } else { "" };
        self = self.words(&format!("，{with}{comma}{verb}"));
        self.says[says].direction = Some(if up { 1 } else { -1 });
        self.says[says].change = Some(self.parts.len());
        self.parts.push(Part::Money(change.abs()));
        if !before.is_zero() {
            self = self.words(&format!("，{rate}"));
            self.says[says].rate = Some(self.parts.len());
            self.parts.push(Part::Percent(percent(change.abs(), before)));
        }
        if self.reasons || dice.chance(60) {
            let begin = dice.pick(&["，主要原因是", "，主要原因：", "，主要是"]);
            let reason = if up {
                dice.pick(&["本年新增项目支出", "人员增加及工资调标", "按实际工作需要安排"])
            } else {
                dice.pick(&["压减一般性支出", "部分项目已完成", "厉行节约，严控经费"])
            };
            self = self.words(begin).words(reason);
        }
        self
    }

    /// As a line of a source; `commas` groups the digits.
    pub(crate) fn text(&self, commas: bool) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Money(amount) => format!("{}万元", crate::manner::plain(*amount, 2, commas)),
            Part::Percent(rate) => format!("{rate}%"),
        };
        self.parts.iter().map(part).collect()
    }
}

/// A rate in percent with two decimals.
pub(crate) fn percent(part: Decimal, whole: Decimal) -> Decimal {
    let rate = part * Decimal::ONE_HUNDRED / whole;
    let mut rate = rate.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    rate.rescale(2);
    rate
}

/// What the sentences are made of.
struct Teller<'a> {
    body: &'a Body,
    dice: &'a mut Dice,
    out: Vec<Paragraph>,
}

/// The narrative of a body.
pub(crate) fn of(body: &Body, dice: &mut Dice) -> Vec<Paragraph> {
    let mut teller = Teller { body, dice, out: Vec::new() };
    if body.is_final {
        teller.final_account();
    } else {
        teller.budget();
    }
    teller.out
}

impl Teller<'_> {
    fn budget(&mut self) {
        self.overall();
        self.income();
        self.expenditure();
        self.general_public();
        self.basic();
        self.three_public();
        self.empty(Source::Fund, "政府性基金预算");
        self.empty(Source::Capital, "国有资本经营预算");
    }

    fn section(&mut self, title: &str) {
        let title = title.replace("{年}", &self.body.year.to_string());
        self.out.push(Paragraph::heading(&title));
    }

    fn sum(&self, what: impl Fn(&Leaf) -> Decimal) -> Decimal {
        self.body.in_ten_thousand(self.body.sum(what))
    }

    fn end(&mut self, paragraph: Paragraph) {
        self.out.push(paragraph.words("。"));
    }

    fn overall(&mut self) {
        let (body, year) = (self.body, self.body.year);
        self.section("一、{年}年收支预算总体情况");
        let (now, before) = (body.in_ten_thousand(body.total()), body.in_ten_thousand(body.before));
        let subject = self.dice.pick(&["收支总预算", "收入总预算", "收入预算总额", "收支预算总额"]);
        let begin = self.dice.pick(&[
            format!("{year}年"),
            format!("{}{year}年", body.name),
            format!("按照综合预算的原则，所有收入和支出均纳入部门预算管理。{year}年"),
        ]);
        let paragraph = Paragraph::with_reasons().words(&begin).told(subject, now);
        let paragraph = paragraph.change(self.dice, year, now, before);
        self.end(paragraph);
    }

    fn income(&mut self) {
        let (body, year) = (self.body, self.body.year);
        self.section("二、{年}年收入预算情况说明");
        let total = self.sum(Leaf::total);
        let parts = [
            ("一般公共预算拨款收入", Source::GeneralPublic),
            ("政府性基金预算拨款收入", Source::Fund),
            ("国有资本经营预算拨款收入", Source::Capital),
            ("财政专户管理资金收入", Source::Account),
            ("事业收入", Source::Business),
            ("其他收入", Source::Other),
            ("上年结转", Source::Carried),
        ];
        let mut paragraph = Paragraph::default().words(&format!("{year}年"));
        paragraph = paragraph
            .told(self.dice.pick(&["收入预算", "收入预算合计", "收入合计"]), total)
            .words("，其中：");
        let with_share = self.dice.chance(80);
        let mut first = true;
        for (name, source) in parts {
            let sum = body.sum(|leaf| leaf.from(source));
            if sum.is_zero() {
                continue;
            }
            if !first {
                paragraph = paragraph.words("；");
            }
            first = false;
            let sum = body.in_ten_thousand(sum);
            paragraph = paragraph.told(name, sum);
            if with_share {
                paragraph = paragraph.share("，占", percent(sum, total));
            }
        }
        self.end(paragraph);
    }

    fn expenditure(&mut self) {
        let year = self.body.year;
        self.section("三、{年}年支出预算情况说明");
        let (total, basic, project) =
            (self.sum(Leaf::total), self.sum(Leaf::basic), self.sum(Leaf::projects));
        let subject = self.dice.pick(&["支出预算", "支出预算合计", "支出合计"]);
        let paragraph =
            Paragraph::default().words(&format!("{year}年")).told(subject, total).words("，其中：");
        let share = self.dice.pick(&["，占", "，占支出预算的"]);
        let paragraph = paragraph.told("基本支出", basic).share(share, percent(basic, total)).words("；");
        let paragraph = paragraph.told("项目支出", project).share(share, percent(project, total));
        self.end(paragraph);
    }

    fn general_public(&mut self) {
        let (body, year) = (self.body, self.body.year);
        self.section("四、{年}年一般公共预算支出情况说明");
        let (now, before) = (self.sum(Leaf::general), self.sum(|leaf| leaf.previous));
        let subject =
            self.dice.pick(&["一般公共预算支出", "一般公共预算拨款支出", "一般公共预算财政拨款支出"]);
        let paragraph =
            Paragraph::with_reasons().words(&format!("（一）规模变化情况。{year}年")).told(subject, now);
        let paragraph = paragraph.change(self.dice, year, now, before);
        self.end(paragraph);
        let mut paragraph = Paragraph::default().words("（二）结构情况。");
        let suffix = self.dice.pick(&["（类）", "", "（类）支出"]);
        let mut first = true;
        for class in body.classes() {
            let sum = body.in_ten_thousand(body.sum_under(&class, Leaf::general));
            if sum.is_zero() {
                continue;
            }
            if !first {
                paragraph = paragraph.words("；");
            }
            first = false;
            let name = body.name_of(&class);
            paragraph = if suffix.is_empty() {
                paragraph.told(&name, sum)
            } else {
                paragraph.told_by(&name, suffix, sum)
            };
            paragraph = paragraph.share("，占", percent(sum, now));
        }
        self.end(paragraph);
        self.items(Paragraph::default().words("（三）具体使用情况。"));
    }

    /// One sentence for each 项.
    fn items(&mut self, opening: Paragraph) {
        let (body, year) = (self.body, self.body.year);
        self.out.push(opening);
        let kind = self.dice.between(0, 2);
        let leaves = body.leaves.iter().filter(|leaf| !leaf.general().is_zero());
        for (at, leaf) in leaves.take(25).enumerate() {
            let (class, group, item) =
                (body.name_of(&leaf.code[..3]), body.name_of(&leaf.code[..5]), body.name_of(&leaf.code));
            let (now, before) = (body.in_ten_thousand(leaf.general()), body.in_ten_thousand(leaf.previous));
            let begin = format!("{}．{class}（类）{group}（款）", at + 1);
            let paragraph = Paragraph::default().words(&begin);
            let paragraph = match kind {
                0 => paragraph.told_by(&item, &format!("（项）：{year}年预算数为"), now),
                1 => paragraph.told_by(&item, "（项）", now),
                _ => paragraph.told_by(&item, &format!("（项）{year}年预算"), now),
            };
            let paragraph = paragraph.change(self.dice, year, now, before);
            self.end(paragraph);
        }
    }

    fn basic(&mut self) {
        let year = self.body.year;
        self.section("五、{年}年一般公共预算基本支出情况说明");
        let (basic, people, office) =
            (self.sum(Leaf::basic), self.sum(|leaf| leaf.personnel), self.sum(|leaf| leaf.public));
        let subject = self.dice.pick(&["一般公共预算基本支出", "一般公共预算财政拨款基本支出"]);
        let names = |items: &[crate::body::Item]| {
            let names: Vec<&str> =
                items.iter().filter(|item| !item.amount.is_zero()).map(|item| item.name).collect();
            names.join("、")
        };
        let paragraph =
            Paragraph::default().words(&format!("{year}年")).told(subject, basic).words("，其中：");
        let paragraph = paragraph.told("人员经费", people);
        let paragraph = paragraph.words(&format!("，主要包括：{}；", names(&self.body.personnel)));
        let paragraph = paragraph.told("公用经费", office);
        self.end(paragraph.words(&format!("，主要包括：{}", names(&self.body.public))));
    }

    fn three_public(&mut self) {
        let (body, year) = (self.body, self.body.year);
        self.section("六、{年}年“三公”经费预算情况说明");
        let ten = |amount: Decimal| body.in_ten_thousand(amount);
        let (now, before) = (body.three.iter().sum(), body.three_before.iter().sum());
        let subject = self.dice.pick(&["“三公”经费", "一般公共预算“三公”经费", "财政拨款“三公”经费"]);
        let paragraph = Paragraph::with_reasons().words(&format!("{year}年"));
        let paragraph = paragraph.told_by(subject, "预算数为", ten(now));
        let paragraph = paragraph.change(self.dice, year, ten(now), ten(before));
        self.end(paragraph);
        let names = ["因公出国（境）费", "公务接待费", "公务用车购置费", "公务用车运行维护费"];
        let mut paragraph = Paragraph::default().words("其中：");
        for (at, name) in names.iter().enumerate() {
            if at > 0 {
                paragraph = paragraph.words("；");
            }
            let (now, before) = (ten(body.three[at]), ten(body.three_before[at]));
            paragraph = paragraph.told(name, now).change(self.dice, year, now, before);
        }
        self.end(paragraph);
    }

    fn empty(&mut self, source: Source, name: &str) {
        let year = self.body.year;
        self.section(&format!(
            "{}、{{年}}年{name}支出情况说明",
            if source == Source::Fund { "七" } else { "八" }
        ));
        let sum = self.sum(|leaf| leaf.from(source));
        if sum.is_zero() {
            let words = self.dice.pick(&[
                format!("{}{year}年没有使用{name}拨款安排的支出", self.body.name),
                format!("本部门{year}年无{name}安排的支出"),
            ]);
            self.end(Paragraph::default().words(&words));
        } else {
            let paragraph =
                Paragraph::default().words(&format!("{year}年")).told(&format!("{name}支出"), sum);
            self.end(paragraph);
        }
    }

    fn final_account(&mut self) {
        let (body, year) = (self.body, self.body.year);
        self.section("一、{年}年度收入支出决算总体情况说明");
        let (now, before) = (body.in_ten_thousand(body.total()), body.in_ten_thousand(body.before));
        let subject = self.dice.pick(&["收入总计", "收、支总计", "收支总计"]);
        let paragraph = Paragraph::with_reasons().words(&format!("{year}年度")).told(subject, now);
        let paragraph = paragraph.change(self.dice, year, now, before);
        self.end(paragraph);
        self.section("二、{年}年度支出决算情况说明");
        let (total, basic, project) =
            (self.sum(Leaf::total), self.sum(Leaf::basic), self.sum(Leaf::projects));
        let paragraph =
            Paragraph::default().words(&format!("{year}年度")).told("本年支出合计", total).words("，其中：");
        let paragraph = paragraph.told("基本支出", basic).share("，占", percent(basic, total)).words("；");
        let paragraph = paragraph.told("项目支出", project).share("，占", percent(project, total));
        self.end(paragraph);
        self.section("三、一般公共预算财政拨款支出决算情况说明");
        let general = self.sum(Leaf::general);
        let paragraph = Paragraph::default().words(&format!("{year}年度"));
        let paragraph = paragraph
            .told("一般公共预算财政拨款支出", general)
            .share("，占本年支出合计的", percent(general, total));
        self.end(paragraph);
        self.section("四、一般公共预算财政拨款基本支出决算情况说明");
        let (people, office) = (self.sum(|leaf| leaf.personnel), self.sum(|leaf| leaf.public));
        let paragraph =
            Paragraph::default().words(&format!("{year}年度")).told("一般公共预算财政拨款基本支出", basic);
        let paragraph =
            paragraph.words("，其中：").told("人员经费", people).words("；").told("公用经费", office);
        self.end(paragraph);
    }
}
