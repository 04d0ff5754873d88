//! A whole disclosure: its source for the typesetter, and the truth that the typesetter does not know.
//!
//! In: a seed. Out: [`Generated`]. An even seed gives a clean document, an odd one a document with one planted error.

use std::collections::BTreeMap;

use crate::appraisal;
use crate::body::Body;
use crate::card::{self, Card};
use crate::contents::Contents;
use crate::department;
use crate::dice::Dice;
use crate::forms::Forms;
use crate::manner::Manner;
use crate::plant::{self, Planted};
use crate::prose::{self, Paragraph};
use crate::table::Table;

/// A generated document.
pub(crate) struct Generated {
    pub source: String,
    pub embedded: bool,
    pub paragraphs: Vec<Paragraph>,
    pub cards: Vec<Card>,
    pub contents: Option<Contents>,
    pub planted: Option<Planted>,
    /// Titles of tables that say of themselves that they are empty.
    pub empty: Vec<String>,
    /// Pages that are nothing but an image, if the document has any.
    pub scans: bool,
    /// Whether it is nothing but images.
    pub only_scans: bool,
    /// What it counts under: kind of shape and shape.
    pub shapes: Vec<(&'static str, String)>,
}

/// Makes the document of a seed.
pub(crate) fn of(seed: u64, names: &BTreeMap<String, String>) -> Generated {
    let mut dice = Dice::of(seed);
    // Dice of their own for what was added later: the rest of a document stays what it was.
    let mut besides = Dice::of(seed ^ BESIDES);
    let manner = Manner::of(&mut dice);
    let large = dice.chance(25);
    let body = Body::of(&mut dice, names, large);
    let mut tables = Forms { body: &body, manner: &manner, dice: &mut dice }.all();
    let paragraphs = prose::of(&body, &mut dice);
    let mut cards: Vec<Card> = Vec::new();
    for project in dice.some(&body.projects, 3) {
        // A final account tells what became of the goals.
        let mut card = if body.is_final && dice.chance(70) {
            appraisal::of(&body, &project, &mut dice)
        } else {
            card::of(&body, &project, &mut dice)
        };
        // Nobody publishes a card without rulings: its cells are sentences.
        card.table.rules = matches!(manner.rules, "horizontal" | "none").then_some("strokes");
        cards.push(card);
    }
    // An error wants a place for it.
    let due = plant::due(seed);
    let wanted = due.filter(|due| matches!(*due, "card tasks" | "card budget" | "card goal"));
    department(&mut cards, &body, &manner, wanted, &mut besides);
    number(&mut tables, &body, &manner);
    let listed = besides.chance(45) || due.is_some_and(|due| due.starts_with("contents"));
    let contents = listed.then(|| contents(&tables, &cards, &paragraphs, &body, &manner, &mut besides));
    let mut pieces = Pieces { tables, paragraphs, cards, contents };
    let planted = due.map(|due| plant::one(due, &mut pieces, &body, &mut dice));
    let Pieces { tables, paragraphs, cards, contents } = pieces;
    let only_scans = seed % 50 == 48;
    // Nobody can miss a table where pages cannot be read.
    let missed = planted.as_ref().is_some_and(|planted| planted.kind == "contents table");
    let scans = dice.chance(8) && !missed || only_scans;
    let commas = dice.chance(50);
    let writer = Writer { manner: &manner, body: &body, commas, scans };
    let source = if only_scans {
        "@scan\n@scan\n@scan\n".to_owned()
    } else {
        writer.source(&tables, &paragraphs, &cards, contents.as_ref())
    };
    let mut shapes = manner.shapes();
    shapes.push(("Stage", if body.is_final { "final account" } else { "budget" }.to_owned()));
    shapes.push(("Unit", format!("{}, {} decimals", body.unit, body.scale)));
    shapes.push(("Length", if large { "tables of several pages" } else { "short tables" }.to_owned()));
    shapes.extend(cards.iter().filter_map(|card| Some(("Card of the department", card.shape?.to_owned()))));
    let empty = tables.iter().filter(|table| table.note.is_some()).map(|table| table.title.clone()).collect();
    Generated {
        empty,
        source,
        embedded: manner.embedded,
        paragraphs,
        cards,
        contents,
        planted,
        scans,
        only_scans,
        shapes,
    }
}

/// Tells the second dice of a document from the first.
const BESIDES: u64 = 0x5eed << 32;

/// Adds the card of the department, before those of its projects or after them; final accounts have none.
fn department(
    cards: &mut Vec<Card>,
    body: &Body,
    manner: &Manner,
    wanted: Option<&'static str>,
    dice: &mut Dice,
) {
    let has_one = dice.chance(60) || wanted.is_some();
    if body.is_final || !has_one {
        return;
    }
    let mut card = department::of(body, manner, wanted == Some("card tasks"), dice);
    card.table.rules = matches!(manner.rules, "horizontal" | "none").then_some("strokes");
    let at = if dice.chance(50) { 0 } else { cards.len() };
    cards.insert(at, card);
}

/// What a document is made of, all of which may have an error planted.
pub(crate) struct Pieces {
    pub tables: Vec<Table>,
    pub paragraphs: Vec<Paragraph>,
    pub cards: Vec<Card>,
    pub contents: Option<Contents>,
}

fn number(tables: &mut [Table], body: &Body, manner: &Manner) {
    for (at, table) in (1..).zip(tables) {
        let number = if body.is_final { format!("公开{at:02}表") } else { format!("表{at}") };
        table.number = manner.numbered.then_some(number);
    }
}

/// The list of contents of a document.
fn contents(
    tables: &[Table],
    cards: &[Card],
    paragraphs: &[Paragraph],
    body: &Body,
    manner: &Manner,
    dice: &mut Dice,
) -> Contents {
    let parts = parts(body, manner);
    let parts = parts.each_ref().map(String::as_str);
    Contents::of(parts, manner.tables_first, tables, cards, paragraphs, dice)
}

/// The titles of the parts of a document.
fn parts(body: &Body, manner: &Manner) -> [String; 4] {
    let (kind, year) = (kind(body), body.year);
    let (tables, text) = (format!("{year}年{kind}表"), format!("{year}年{kind}情况说明"));
    let (second, third) = if manner.tables_first { (tables, text) } else { (text, tables) };
    [
        "第一部分　部门概况".to_owned(),
        format!("第二部分　{second}"),
        format!("第三部分　{third}"),
        "第四部分　名词解释".to_owned(),
    ]
}

fn kind(body: &Body) -> &'static str {
    match (body.is_unit, body.is_final) {
        (false, false) => "部门预算",
        (true, false) => "单位预算",
        (false, true) => "部门决算",
        (true, true) => "单位决算",
    }
}

struct Writer<'a> {
    manner: &'a Manner,
    body: &'a Body,
    commas: bool,
    scans: bool,
}

impl Writer<'_> {
    fn source(
        &self,
        tables: &[Table],
        paragraphs: &[Paragraph],
        cards: &[Card],
        contents: Option<&Contents>,
    ) -> String {
        let mut out = self.manner.head();
        out.push_str(&self.cover());
        if self.scans {
            out.push_str("@scan\n");
        }
        out.push_str(&contents.map_or(String::new(), Contents::source));
        let [first, second, third, last] = parts(self.body, self.manner);
        out.push_str(&format!("@page\n# {first}\n## 一、主要职能\n（一）贯彻执行有关法律法规，拟订本行业发展规划并组织实施。\n（二）承担本行业的管理、监督和服务工作。\n"));
        let (tables, text) = (self.tables(tables), self.paragraphs(paragraphs));
        let (second_text, third_text) =
            if self.manner.tables_first { (tables, text) } else { (text, tables) };
        out.push_str(&format!("@page\n# {second}\n{second_text}@page\n# {third}\n{third_text}"));
        for card in cards {
            let turn = if card.table.wide { "@page landscape" } else { "@page" };
            let manner = Manner { repeat_header: false, number_row: false, ..self.manner.clone() };
            out.push_str(&format!("{turn}\n{}", card.table.source(&manner)));
        }
        out.push_str(&format!("@page\n# {last}\n一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。\n二、项目支出：指在基本支出之外为完成特定任务所发生的支出。\n"));
        out
    }

    fn cover(&self) -> String {
        let year = self.body.year;
        let of_year = if self.body.is_final { format!("{year}年度") } else { format!("{year}年") };
        format!(
            "@space 170\n= {}\n= {of_year}{}\n@space 260\n= {year}年2月\n",
            self.body.name,
            kind(self.body)
        )
    }

    fn tables(&self, tables: &[Table]) -> String {
        let mut out = String::new();
        for (at, table) in tables.iter().enumerate() {
            if at > 0 {
                let turn =
                    if table.wide && !self.manner.wide.is_empty() { self.manner.wide } else { "portrait" };
                out.push_str(&format!("@page {turn}\n"));
            }
            out.push_str(&table.source(self.manner));
        }
        out
    }

    fn paragraphs(&self, paragraphs: &[Paragraph]) -> String {
        let line = |paragraph: &Paragraph| {
            let mark = if paragraph.heading { "## " } else { "" };
            format!("{mark}{}\n", paragraph.text(self.commas))
        };
        paragraphs.iter().map(line).collect()
    }
}
