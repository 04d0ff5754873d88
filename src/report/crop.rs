//! The places a mismatch speaks of, as parts of their pages: glyphs and rulings where they stand, its figures marked.
//!
//! Lengths are integers in hundredths of a point. Only a PDF with the same bytes as the one that was read is drawn.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Map, Value, json};

use super::document::items;
use crate::base::{Length, Notes, Rect};
use crate::pdf::{self, Direction, Glyph, Page, Pdf};
use crate::{Options, document_id, redact};

/// White around the figures, above and below: about two rows.
const MARGIN: Length = 2400;

/// Figures further apart than this are two pictures.
const APART: Length = 8000;

/// A picture is no higher than this; what does not fit begins another.
const HIGHEST: Length = 30000;

/// Pictures of a check, and of a document.
const OF_A_CHECK: usize = 4;
const OF_A_DOCUMENT: usize = 80;

/// White between what is drawn and the edge of the picture.
const EDGE: Length = 300;

/// A figure of a check on a page: `left`, `right` or `suspect`, and its box.
type Mark = (String, Rect);

/// For each mismatch, by its number, its pictures; or why there are none.
pub(super) fn of_mismatches(document: &Value, options: &Options) -> Result<Map<String, Value>, String> {
    let is_mismatch = |check: &&Value| check["verdict"] == "mismatch";
    let wanted: Vec<&Value> = items(document, "checks").iter().filter(is_mismatch).collect();
    if wanted.is_empty() || document["source"] != "pdf" {
        return Ok(Map::new());
    }
    let masked =
        items(document, "redacted").iter().filter_map(|redacted| page_and_box(&redacted["place"])).collect();
    let mut pages = Pages { pdf: open(document, options)?, masked, drawn: BTreeMap::new() };
    let (mut crops, mut left) = (Map::new(), OF_A_DOCUMENT);
    for check in wanted {
        let mut found = Vec::new();
        for (page, marks) in places(check) {
            found.extend(clusters(marks).into_iter().map(|marks| pages.crop(page, &marks)));
        }
        found.truncate(OF_A_CHECK.min(left));
        left -= found.len();
        crops.insert(check["no"].to_string(), found.into());
    }
    Ok(crops)
}

fn open(document: &Value, options: &Options) -> Result<Pdf, String> {
    let path = document["path"].as_str().unwrap_or_default();
    let bytes = fs::read(path).map_err(|error| format!("{path}: {error}"))?;
    if document["document_id"] != *document_id(&bytes) {
        return Err(format!("{path} has changed since it was read"));
    }
    pdf::open(&bytes, &options.pdf).map_err(|error| format!("{path}: {error}"))
}

/// The figures of a check by page. The left side comes first; where no figure is known, the place of the check stands for it.
fn places(check: &Value) -> BTreeMap<u32, Vec<Mark>> {
    let mut pages: BTreeMap<u32, Vec<Mark>> = BTreeMap::new();
    let mut add = |side: &str, place: &Value| {
        if let Some((page, rect)) = page_and_box(place) {
            let marks = pages.entry(page).or_default();
            // The figures of a sentence are known by the place of their sentence: one mark for all.
            if side == "suspect" || !marks.iter().any(|(_, known)| *known == rect) {
                marks.push((side.to_owned(), rect));
            }
        }
    };
    for operand in items(check, "operands") {
        add(operand["side"].as_str().unwrap_or("left"), &operand["place"]);
    }
    if items(check, "operands").is_empty() {
        add("left", &check["place"]);
    }
    add("suspect", &check["cause"]["suspect"]["place"]);
    pages
}

fn page_and_box(place: &Value) -> Option<(u32, Rect)> {
    let page = u32::try_from(place["page"].as_u64()?).ok()?;
    let corners = place["box"].as_array()?;
    let length = |at: usize| hundredths(&corners.get(at)?.to_string());
    Some((page, Rect { x0: length(0)?, y0: length(1)?, x1: length(2)?, y1: length(3)? }))
}

/// `56.7` points as they are printed in the JSON: 5670.
fn hundredths(printed: &str) -> Option<Length> {
    let (whole, part) = printed.split_once('.').unwrap_or((printed, ""));
    format!("{whole}{part:0<2.2}").parse().ok()
}

/// Figures that stand close to each other, from top to bottom.
fn clusters(mut marks: Vec<Mark>) -> Vec<Vec<Mark>> {
    marks.sort_by_key(|(_, rect)| (rect.y0, rect.x0));
    let mut clusters: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        let fits = |cluster: &&mut Vec<Mark>| {
            let first = cluster.first().map_or(0, |(_, rect)| rect.y0);
            let last = cluster.last().map_or(0, |(_, rect)| rect.y1);
            mark.1.y0.saturating_sub(last) < APART && mark.1.y1.saturating_sub(first) < HIGHEST
        };
        match clusters.last_mut().filter(fits) {
            Some(cluster) => cluster.push(mark),
            None => clusters.push(vec![mark]),
        }
    }
    // The pictures that show the left side come first: it is what the check speaks of.
    clusters.sort_by_key(|cluster| !cluster.iter().any(|(side, _)| side == "left"));
    clusters
}

/// The pages of a PDF that were needed so far.
struct Pages {
    pdf: Pdf,
    /// What was masked when the document was read, by page.
    masked: Vec<(u32, Rect)>,
    drawn: BTreeMap<u32, Page>,
}

impl Pages {
    fn crop(&mut self, number: u32, marks: &[Mark]) -> Value {
        let (pdf, masked) = (&self.pdf, &self.masked);
        let page = self.drawn.entry(number).or_insert_with(|| {
            // What is to be noted about the page stands in the document already.
            let mut page = pdf.page(number, &mut Notes::default());
            let here = masked.iter().filter(|(page, _)| *page == number).map(|(_, rect)| *rect);
            redact::mask_page(&mut page, &here.collect::<Vec<_>>());
            page
        });
        crop(page, marks)
    }
}

/// The part of the page around the figures, in its whole width: the names of their rows stand at its side.
fn crop(page: &Page, marks: &[Mark]) -> Value {
    let (top, bottom) = whole_lines(page, marks);
    let inside = |rect: &Rect| rect.y1 > top && rect.y0 < bottom;
    let whole = |rect: &Rect| rect.y0 >= top && rect.y1 <= bottom;
    let visible = page.glyphs.iter().filter(|glyph| whole(&glyph.rect) && !glyph.hidden);
    let glyphs: Vec<Value> = visible.filter_map(upright).collect();
    let clipped = |rect: &Rect| json!([rect.x0, rect.y0.max(top), rect.x1, rect.y1.min(bottom)]);
    let rulings: Vec<Value> = page
        .rulings
        .iter()
        .filter(|ruling| inside(&ruling.rect))
        .map(|ruling| clipped(&ruling.rect))
        .collect();
    let mark = |(side, rect): &Mark| json!([side, rect.x0, rect.y0, rect.x1, rect.y1]);
    json!({
        "page": page.number, "box": [0, top, page.width, bottom], "glyphs": glyphs, "rulings": rulings,
        "marks": marks.iter().map(mark).collect::<Vec<_>>(),
    })
}

/// Top and bottom of the picture: the margin, and on to the edge of the lines that it cuts.
fn whole_lines(page: &Page, marks: &[Mark]) -> (Length, Length) {
    let top = marks.iter().map(|(_, rect)| rect.y0).min().unwrap_or(0).saturating_sub(MARGIN);
    let bottom = marks.iter().map(|(_, rect)| rect.y1).max().unwrap_or(0).saturating_add(MARGIN);
    let cut =
        |edge: Length| page.glyphs.iter().filter(move |glyph| glyph.rect.y0 < edge && glyph.rect.y1 > edge);
    let line = |glyph: &&Glyph| glyph.direction == Direction::Right && !glyph.hidden;
    let higher = cut(top).filter(line).map(|glyph| glyph.rect.y0.saturating_sub(EDGE)).min();
    let lower = cut(bottom).filter(line).map(|glyph| glyph.rect.y1.saturating_add(EDGE)).max();
    (higher.unwrap_or(top).max(0), lower.unwrap_or(bottom).min(page.height))
}

/// Text that does not run from left to right is left out of the picture.
fn upright(glyph: &Glyph) -> Option<Value> {
    let upright = glyph.direction == Direction::Right && !glyph.ch.is_whitespace();
    upright.then(|| json!([glyph.rect.x0, glyph.baseline, glyph.size, glyph.ch.to_string()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_printed() {
        assert_eq!(["56.7", "368.27", "12", "-3.05"].map(hundredths), [5670, 36827, 1200, -305].map(Some));
        assert_eq!(hundredths("null"), None);
    }

    #[test]
    fn figures_far_apart_are_two_pictures_and_the_left_side_comes_first() {
        let mark = |side: &str, y0: Length| (side.to_owned(), Rect { x0: 0, y0, x1: 100, y1: y0 + 800 });
        let found = clusters(vec![mark("right", 1000), mark("right", 2000), mark("left", 60000)]);
        let sides: Vec<Vec<&str>> =
            found.iter().map(|cluster| cluster.iter().map(|(side, _)| side.as_str()).collect()).collect();
        assert_eq!(sides, [vec!["left"], vec!["right", "right"]]);
    }
}
