//! What stands above a grid: number, title, unit and issuing department of the table.

use crate::base::Unit;
use crate::flat::{Flat, FlatLine, GridShape};
use crate::form::Grammars;

/// The caption of one grid; every part may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Caption {
    /// Title as printed, without inner spaces.
    pub(super) title: Option<String>,
    /// 1-based line of the title.
    pub(super) title_line: Option<u32>,
    /// Number as printed, such as `公开02表`.
    pub(super) number: Option<String>,
    /// Printed unit.
    pub(super) unit: Option<Unit>,
    /// Printed department or unit.
    pub(super) issuer: Option<String>,
}

/// A caption stands within this many lines above its grid; farther up stands the prose before it.
const MOST_LINES: usize = 8;

/// Reads the lines between a grid and whatever stands above it on the page, the nearest first, then the rows that
/// the grid prints inside its own frame above the header.
pub(super) fn read(flat: &Flat, shape: &GridShape, inside: &[String], grammars: &Grammars) -> Caption {
    let mut caption = Caption::default();
    for text in inside.iter().rev() {
        caption.take(text, None, grammars);
    }
    let above = lines_above(flat, shape);
    for (line, text) in &above {
        caption.take(text, Some(*line), grammars);
    }
    if caption.title.is_none() {
        caption.take_wrapped_title(&above, grammars);
    } else {
        caption.take_upper_half(&above, grammars);
    }
    if caption.title.is_none() {
        caption.take_title_without_table(&above, grammars);
    }
    caption.part_number_and_title();
    caption
}

fn lines_above(flat: &Flat, shape: &GridShape) -> Vec<(u32, String)> {
    let before = flat.lines.get(..shape.first_line).unwrap_or_default();
    before
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, line)| line.grid.is_none() && line.page.unwrap_or_default() == shape.page)
        .filter(|(_, line)| !line.tokens.is_empty())
        .take(MOST_LINES)
        .map(|(index, line)| (u32::try_from(index + 1).unwrap_or(u32::MAX), tight(line)))
        .collect()
}

/// The year that a line of its own states above a grid: （2026年度）.
pub(super) fn year_above(flat: &Flat, shape: &GridShape) -> Option<u16> {
    lines_above(flat, shape).iter().find_map(|(_, text)| {
        let bare = text.trim_matches(['（', '）', '(', ')']).trim_end_matches(['年', '度']);
        bare.parse().ok().filter(|year| (1990..=2100).contains(year) && bare.len() == 4)
    })
}

/// The text of a line without any space.
pub(super) fn tight(line: &FlatLine) -> String {
    line.tokens.iter().map(|token| token.text.as_str()).collect()
}

/// Behind a number fewer characters are no half of a title but a remark such as （续）.
const SHORTEST_HALF: usize = 5;

impl Caption {
    /// Takes what a line says unless a nearer line has said it.
    fn take(&mut self, text: &str, line: Option<u32>, grammars: &Grammars) {
        if self.title.is_some() && self.number.is_some() {
            return;
        }
        if self.unit.is_none() {
            self.unit = grammars.words.unit_in(text);
        }
        if self.issuer.is_none() {
            self.issuer = grammars.phrases.issuer_in(text);
        }
        if self.number.is_none() {
            self.number = grammars.words.table_number(text);
        }
        if self.title.is_none() && grammars.words.is_title(text) {
            self.title = Some(text.to_owned());
            self.title_line = line;
        }
    }

    /// `预算03表 某表` on one line (beijing.toml): the number is not part of the title.
    fn part_number_and_title(&mut self) {
        if let (Some(title), Some(number)) = (&mut self.title, &self.number)
            && let Some(rest) = title.strip_prefix(number.as_str()).filter(|rest| !rest.is_empty())
        {
            *title = rest.trim_start_matches([' ', '：', ':', '.', '．', '、']).to_owned();
        }
    }

    /// 收入总体情况 above a grid is the title of the table, though the word 表 is missing.
    fn take_title_without_table(&mut self, above: &[(u32, String)], grammars: &Grammars) {
        let is_title =
            |text: &str| grammars.families.iter().any(|family| family.is_title_without_table(text));
        if let Some((line, title)) = above.iter().find(|(_, text)| is_title(text)) {
            self.title = Some(title.clone());
            self.title_line = Some(*line);
        }
    }

    /// A long title is broken behind its number, and its lower half reads as a title of its own: `公开09表：…经费、会议费、
    /// 培训费` above `支出…表`.
    fn take_upper_half(&mut self, above: &[(u32, String)], grammars: &Grammars) {
        let words = &grammars.words;
        let (Some(title), Some(at)) = (&self.title, self.title_line) else { return };
        let Some((line, upper)) = above.iter().skip_while(|(line, _)| *line != at).nth(1) else { return };
        let Some(number) = words.table_number(upper) else { return };
        let rest = upper.strip_prefix(number.as_str()).unwrap_or_default().chars().count();
        let declares = words.unit_in(upper).is_some() || grammars.phrases.issuer_in(upper).is_some();
        let whole = format!("{upper}{title}");
        if rest >= SHORTEST_HALF && !declares && !words.is_title(upper) && words.is_title(&whole) {
            self.title = Some(whole);
            self.title_line = Some(*line);
            self.number = Some(number);
        }
    }

    /// A long title is broken over two lines; neither half alone reads as one.
    fn take_wrapped_title(&mut self, above: &[(u32, String)], grammars: &Grammars) {
        let joined = above.windows(2).find_map(|pair| {
            let [(_, lower), (line, upper)] = pair else { return None };
            let whole = format!("{upper}{lower}");
            grammars.words.is_title(&whole).then_some((*line, whole))
        });
        if let Some((line, title)) = joined {
            self.title = Some(title);
            self.title_line = Some(line);
        }
    }
}
