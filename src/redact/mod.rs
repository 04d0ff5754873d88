//! Names and numbers of persons in a flattened text, or on a page, are masked; nothing that is read from it later has them.
//!
//! Comes in: a [`Flat`], and the words of `grammars/personal.toml`. Goes out: the same with `█` for each letter and digit of what
//! was found, so that every place stays what it was, and the list of these places ([`Flat::redacted`]). A name that a label
//! announces is masked wherever else it stands. Amounts are never touched: what may be one stays (`number`).

mod name;
mod number;
mod passage;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Notes, Personal, Place, Rect, Redacted};
use crate::flat::Flat;
use crate::form::PersonalWords;
use crate::model::Card;
use crate::pdf::Page;
use passage::{Origin, Passage, passages};

/// What stands in the place of a letter or digit: no document prints it, no grammar means it.
pub const MASK: char = '█';

/// The note of what was masked.
const NOTE: &str = "redacted";

/// Masks what is known to be personal.
pub fn mask(flat: &mut Flat, words: &PersonalWords, notes: &mut Notes) {
    let found = found(flat, words);
    let mut masked: BTreeMap<Origin, Personal> = BTreeMap::new();
    for (kind, origins) in &found {
        masked.extend(origins.iter().map(|origin| (*origin, *kind)));
    }
    flat.redacted = Some(cover(flat, &masked));
    for kind in Personal::ALL {
        let count = found.iter().filter(|(each, _)| *each == kind).count();
        if count > 0 {
            notes.info(NOTE, Place::default(), format!("{}: {count} masked", told(kind)));
        }
    }
}

fn told(kind: Personal) -> &'static str {
    match kind {
        Personal::Name => "names of persons",
        Personal::Phone => "telephone numbers",
        Personal::Identity => "identity numbers",
        Personal::Mail => "e-mail addresses",
    }
}

/// The characters of one thing that is found.
type Found = (Personal, BTreeSet<Origin>);

/// Everything to be masked, each once, in reading order.
fn found(flat: &Flat, words: &PersonalWords) -> Vec<Found> {
    let passages = passages(flat);
    let origins = |passage: &Passage, range| passage.origins(range).collect::<BTreeSet<_>>();
    let mut amounts = BTreeSet::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for passage in &passages {
        amounts.extend(number::amounts(passage, words).into_iter().flat_map(|range| passage.origins(range)));
        let names = name::names(passage, words).into_iter();
        known.extend(names.filter_map(|range| passage.text.get(range)).map(name::tight));
    }
    let mut found: BTreeSet<(BTreeSet<Origin>, Personal)> = BTreeSet::new();
    for passage in &passages {
        let names = name::names(passage, words).into_iter().chain(name::again(passage, &known, words));
        let names = names.map(|range| (Personal::Name, range));
        let numbers = number::announced(passage, words).into_iter();
        let all = names.chain(numbers).map(|(kind, range)| (origins(passage, range), kind));
        found.extend(all);
        let shaped = number::shaped(passage, words).into_iter();
        let shaped = shaped.map(|(kind, range)| (origins(passage, range), kind));
        found.extend(shaped.filter(|(origins, _)| origins.is_disjoint(&amounts)));
    }
    distinct(found)
}

/// What stands within another is no thing of its own: a number may be known by its word and by its shape.
fn distinct(found: BTreeSet<(BTreeSet<Origin>, Personal)>) -> Vec<Found> {
    let mut sorted: Vec<_> = found.into_iter().filter(|(origins, _)| !origins.is_empty()).collect();
    sorted.sort_by_key(|(origins, kind)| (std::cmp::Reverse(origins.len()), *kind));
    let mut seen: BTreeSet<Origin> = BTreeSet::new();
    let mut kept = Vec::new();
    for (origins, kind) in sorted {
        if !origins.is_subset(&seen) {
            seen.extend(&origins);
            kept.push((kind, origins));
        }
    }
    kept.sort_by(|one, other| one.1.cmp(&other.1));
    kept
}

/// Writes the mask over the characters, and tells where: a place for each run of them in a token.
fn cover(flat: &mut Flat, masked: &BTreeMap<Origin, Personal>) -> Vec<Redacted> {
    let mut tokens: BTreeMap<(usize, usize), BTreeMap<usize, Personal>> = BTreeMap::new();
    for ((line, token, at), kind) in masked {
        tokens.entry((*line, *token)).or_default().insert(*at, *kind);
    }
    let mut places = Vec::new();
    for ((line, at), chars) in tokens {
        let Some(line) = flat.lines.get_mut(line) else { continue };
        let page = line.page;
        let Some(token) = line.tokens.get_mut(at) else { continue };
        for (from, to, kind) in runs(&chars) {
            let rect = token.rect_of(from, to);
            places.push(Redacted { kind, place: Place { rect, ..token.place(page) } });
        }
        let mask = |(at, ch): (usize, char)| match chars.get(&at) {
            // `转` before an extension tells nothing.
            Some(Personal::Name) if ch.is_alphanumeric() => MASK,
            Some(_) if ch.is_ascii_alphanumeric() => MASK,
            _ => ch,
        };
        token.text = token.text.chars().enumerate().map(mask).collect();
    }
    places
}

/// Characters that follow each other and are of one kind: the first, the one after the last.
fn runs(chars: &BTreeMap<usize, Personal>) -> Vec<(usize, usize, Personal)> {
    let mut runs: Vec<(usize, usize, Personal)> = Vec::new();
    for (at, kind) in chars {
        match runs.last_mut().filter(|(_, to, last)| to == at && last == kind) {
            Some((_, to, _)) => *to += 1,
            None => runs.push((*at, at + 1, *kind)),
        }
    }
    runs
}

/// Masks who leads what a card tells of: the label has said that it is a person, whatever the name looks like.
pub fn mask_leaders(cards: &mut [Card]) {
    for leader in cards.iter_mut().filter_map(|card| card.leader.as_mut()) {
        *leader = leader.chars().map(|ch| if ch.is_alphanumeric() { MASK } else { ch }).collect();
    }
}

/// Masks the characters of a page that stand in these places of it: for whoever draws the page again.
pub fn mask_page(page: &mut Page, places: &[Rect]) {
    for glyph in &mut page.glyphs {
        let (x, y) = (glyph.rect.middle_x(), glyph.rect.middle_y());
        if places.iter().any(|place| place.contains(x, y)) && glyph.ch.is_alphanumeric() {
            glyph.ch = MASK;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;
    use crate::flat::{CellRef, FlatLine, GridShape, Token, from_text};
    use crate::form::Grammars;

    fn masked(mut flat: Flat) -> (String, Vec<String>) {
        let before = flat.clone();
        let mut notes = Notes::default();
        mask(&mut flat, &Grammars::shipped().personal, &mut notes);
        for (before, after) in before.lines.iter().zip(&flat.lines) {
            let lengths = |line: &FlatLine| -> Vec<usize> {
                line.tokens.iter().map(|token| token.text.chars().count()).collect()
            };
            assert_eq!(lengths(before), lengths(after), "places stay");
        }
        let lines: Vec<String> = flat.lines.iter().map(FlatLine::text).collect();
        (lines.join("\n"), notes.iter().map(|note| note.message.clone()).collect())
    }

    fn check(text: &str, expect: &str) {
        assert_eq!(masked(from_text(text, &mut Notes::default())).0, expect);
    }

    /// A grid of these rows, cells parted by `|`.
    fn grid(rows: &[&str]) -> Flat {
        let mut flat = Flat::default();
        let mut cells = Vec::new();
        for (row, text) in (0u32..).zip(rows) {
            let mut line = FlatLine { grid: Some(0), ..FlatLine::default() };
            for (column, text) in (0u32..).zip(text.split('|')) {
                let cell = CellRef { grid: 0, row, column, row_span: 1, column_span: 1 };
                cells.push(cell);
                let tokens = text.split_whitespace();
                let token = |text: &str| Token {
                    text: text.into(),
                    line: row + 1,
                    cell: Some(cell),
                    ..Token::default()
                };
                line.tokens.extend(tokens.map(token));
            }
            flat.lines.push(line);
        }
        flat.grids.push(GridShape { cells, lines: rows.len(), ..GridShape::default() });
        flat
    }

    fn check_cells(rows: &[&str], expect: &[&str]) {
        assert_eq!(masked(grid(rows)).0, expect.join("\n"));
    }

    #[test]
    fn names_stand_behind_the_words_that_announce_them() {
        check("部门联系人 马革新 联系电话 18196430829", "部门联系人 ███ 联系电话 ███████████");
        check("联系人：张三，电话0991-1234567。", "联系人：██，电话████-███████。");
        check("联系人张三，电话0991-2345678。", "联系人██，电话████-███████。");
        check("单位负责人（签字）：张 三 填表人：李小四", "单位负责人（签字）：█ █ 填表人：███");
        check(
            "负责人：买买提·吐尔逊 经办人:欧阳春秋联系电话：2345678",
            "负责人：███·███ 经办人:████联系电话：███████",
        );
        check(
            "部门主要负责人审签情况：黄会强\n保密审查情况：不设密 黄会强",
            "部门主要负责人审签情况：███\n保密审查情况：不设密 ███",
        );
        check("联系人：张三、李四丰", "联系人：██、███");
        check("联系人（张三），负责人：（签章）李小四", "联系人（██），负责人：（签章）███");
        check("联系人（李小四，13812345678）", "联系人（███，███████████）");
        check("项目负责人\n艾尼瓦尔·卡\n\n地尔\n项目资金", "项目负责人\n████·█\n\n██\n项目资金");
    }

    #[test]
    fn words_that_are_no_names_stay() {
        for line in [
            "部门主要负责人审签情况：已审签",
            "审计机关负责人。",
            "主要负责人用车0辆、机要通信用车0辆",
            "研究项目负责人满意度 ≥90%",
            "负责人大代表建议、议案和政协委员提案的办理；",
            "主要负责人：组织、协调全市预算工作",
            "项目负责人\n主管部门 某某局",
            "基层民政经办人员专业能力考核合格率",
        ] {
            check(line, line);
        }
    }

    #[test]
    fn numbers_are_known_by_their_words_or_their_shape() {
        check(
            "联系电话：（029）\n86787659。如电话号码发生变更",
            "联系电话：（███）\n████████。如电话号码发生变更",
        );
        check("（010）65001234、010-65001234转8001", "（███）████████、███-████████转████");
        check(
            "电话：86787659，手机：13812345678/13912345678",
            "电话：████████，手机：███████████/███████████",
        );
        check(
            "身份证号 110101194912310021 和11010519491231002X",
            "身份证号 ██████████████████ 和██████████████████",
        );
        check("信箱 zhang.san@example.gov.cn", "信箱 █████.███@███████.███.██");
        check("0991-2345678/2345679-3", "████-███████/███████-3");
    }

    #[test]
    fn amounts_codes_and_years_stay() {
        for line in [
            "合计 13812345678 13912345678",
            "收入总计13812345678元，支出总计 13812345678 元",
            "金额 13812345678",
            "11000022T000003353562-项目 2130201 2025-2026年",
            "2025年0502-3020101，12345热线，统一社会信用代码 12110000400011111X",
            "传真 2 2345678",
            "电话费 2345678",
            "13,812,345,678.00 13812345678.00",
        ] {
            check(line, line);
        }
    }

    #[test]
    fn cells_are_announced_by_the_cell_before_and_by_their_header() {
        check_cells(&["联系人|张三|联系电话|2345678"], &["联系人 ██ 联系电话 ███████"]);
        check_cells(
            &[
                "项目名称|项目负责人|联系电话|金额",
                "甲|张三|2345678|2345678",
                "乙|李小四|13812345678|13812345678",
            ],
            &["项目名称 项目负责人 联系电话 金额", "甲 ██ ███████ 2345678", "乙 ███ ███████████ 13812345678"],
        );
        // A cell that is no name does not end a column.
        check_cells(
            &["单位|联系人|办公电话", "甲|张三|2345678", "乙|待定|", "丙|李小四|2345679", "丁|王五|无"],
            &["单位 联系人 办公电话", "甲 ██ ███████", "乙 待定", "丙 ███ ███████", "丁 ██ 无"],
        );
        check_cells(
            &["项目|金额", "合计|13812345678", "其他|12"],
            &["项目 金额", "合计 13812345678", "其他 12"],
        );
        check_cells(
            &["联系人||备注|13812345678", "项目名称|甲"],
            &["联系人 备注 ███████████", "项目名称 甲"],
        );
        check_cells(&["联系人|", "项目名称|甲"], &["联系人", "项目名称 甲"]);
    }

    #[test]
    fn many_labels_names_and_numbers_take_no_longer_than_others() {
        // Each would take minutes if everything were held against everything.
        let letters: Vec<char> = ('\u{4E00}'..).take(60).collect();
        let name = |at: usize| format!("张{}{}", letters[at / 60 % 60], letters[at % 60]);
        let names: String = (0..3600).map(|at| format!("联系人：{} 13812345678\n", name(at))).collect();
        masked(from_text(&(names.clone() + &names.replace("联系人：", "由")), &mut Notes::default()));
        for text in ["联系人".repeat(30_000), "13812345678 ".repeat(15_000), "联系电话：".repeat(15_000)]
        {
            masked(from_text(&text, &mut Notes::default()));
        }
        let column: Vec<&str> =
            ["联系人", "张三", "联系电话", "2345678"].into_iter().cycle().take(8_000).collect();
        masked(grid(&column));
        masked(grid(&[&"13812345678|".repeat(8_000)]));
    }

    #[test]
    fn what_was_masked_is_counted_and_placed() {
        let text = "联系人：张三丰 电话：0991-2345678\n另见张三丰";
        let mut flat = from_text(text, &mut Notes::default());
        let mut notes = Notes::default();
        mask(&mut flat, &Grammars::shipped().personal, &mut notes);
        let told: Vec<&str> = notes.iter().map(|note| note.message.as_str()).collect();
        assert_eq!(told, ["names of persons: 2 masked", "telephone numbers: 1 masked"]);
        let redacted = flat.redacted.unwrap();
        let places: Vec<_> = redacted.iter().map(|each| (each.kind, each.place.line)).collect();
        let expect = [(Personal::Name, Some(1)), (Personal::Phone, Some(1)), (Personal::Name, Some(2))];
        assert_eq!(places, expect);
    }
}
