//! A whole disclosure: its source for the typesetter, and the truth that the typesetter does not know.
//!
//! In: a seed. Out: [`Generated`]. An even seed gives a clean document, an odd one a document with one planted error.

use std::collections::BTreeMap;

use crate::appraisal;
use crate::body::Body;
use crate::card::{self, Card};
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
    let manner = Manner::of(&mut dice);
    let large = dice.chance(25);
    let body = Body::of(&mut dice, names, large);
    let mut tables = Forms { body: &body, manner: &manner, dice: &mut dice }.all();
    let mut paragraphs = prose::of(&body, &mut dice);
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
    let planted = (seed % 2 == 1)
        .then(|| plant::one(seed / 2, &mut tables, &mut paragraphs, &mut cards, &body, &mut dice));
    let only_scans = seed % 50 == 48;
    let scans = only_scans || dice.chance(8);
    let commas = dice.chance(50);
    let writer = Writer { manner: &manner, body: &body, commas, scans };
    let source = if only_scans {
        "@scan\n@scan\n@scan\n".to_owned()
    } else {
        writer.source(&tables, &paragraphs, &cards)
    };
    let mut shapes = manner.shapes();
    shapes.push(("Stage", if body.is_final { "final account" } else { "budget" }.to_owned()));
    shapes.push(("Unit", format!("{}, {} decimals", body.unit, body.scale)));
    shapes.push(("Length", if large { "tables of several pages" } else { "short tables" }.to_owned()));
    let empty = tables.iter().filter(|table| table.note.is_some()).map(|table| table.title.clone()).collect();
    Generated {
        empty,
        source,
        embedded: manner.embedded,
        paragraphs,
        cards,
        planted,
        scans,
        only_scans,
        shapes,
    }
}

struct Writer<'a> {
    manner: &'a Manner,
    body: &'a Body,
    commas: bool,
    scans: bool,
}

impl Writer<'_> {
    fn source(&self, tables: &[Table], paragraphs: &[Paragraph], cards: &[Card]) -> String {
        let mut out = self.manner.head();
        out.push_str(&self.cover());
        if self.scans {
            out.push_str("@scan\n");
        }
        out.push_str("@page\n# 第一部分　部门概况\n## 一、主要职能\n（一）贯彻执行有关法律法规，拟订本行业发展规划并组织实施。\n（二）承担本行业的管理、监督和服务工作。\n");
        let (first, second) = ("第二部分", "第三部分");
        let (table_part, text_part) =
            if self.manner.tables_first { (first, second) } else { (second, first) };
        let kind = self.kind();
        let year = self.body.year;
        let tables = format!("@page\n# {table_part}　{year}年{kind}表\n{}", self.tables(tables));
        let text = format!("@page\n# {text_part}　{year}年{kind}情况说明\n{}", self.paragraphs(paragraphs));
        out.push_str(&if self.manner.tables_first { tables + &text } else { text + &tables });
        for card in cards {
            let turn = if card.table.wide { "@page landscape" } else { "@page" };
            let manner = Manner { repeat_header: false, number_row: false, ..self.manner.clone() };
            out.push_str(&format!("{turn}\n{}", card.table.source(&manner, None)));
        }
        out.push_str("@page\n# 第四部分　名词解释\n一、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。\n二、项目支出：指在基本支出之外为完成特定任务所发生的支出。\n");
        out
    }

    fn kind(&self) -> &'static str {
        match (self.body.is_unit, self.body.is_final) {
            (false, false) => "部门预算",
            (true, false) => "单位预算",
            (false, true) => "部门决算",
            (true, true) => "单位决算",
        }
    }

    fn cover(&self) -> String {
        let year = self.body.year;
        let of_year = if self.body.is_final { format!("{year}年度") } else { format!("{year}年") };
        format!("@space 170\n= {}\n= {of_year}{}\n@space 260\n= {year}年2月\n", self.body.name, self.kind())
    }

    fn tables(&self, tables: &[Table]) -> String {
        let mut out = String::new();
        for (at, table) in tables.iter().enumerate() {
            if at > 0 {
                let turn =
                    if table.wide && !self.manner.wide.is_empty() { self.manner.wide } else { "portrait" };
                out.push_str(&format!("@page {turn}\n"));
            }
            let number =
                if self.body.is_final { format!("公开{:02}表", at + 1) } else { format!("表{}", at + 1) };
            out.push_str(&table.source(self.manner, self.manner.numbered.then_some(&number)));
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
