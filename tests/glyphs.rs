//! Glyph for glyph the same as an independent reader sees: text, and origin to 0.1 pt.
//!
//! `cargo test --features oracle --test glyphs`. The other reader is hayro-interpret; compiling it takes minutes, so it
//! is no part of a plain `cargo test`. On the samples nothing may differ. On the documents beside the project
//! (`../shared/corpus`, where they are there) every tenth page is compared; what differs is listed by kind, and what no
//! kind explains fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test")]
#![allow(clippy::float_arithmetic, reason = "the other reader counts in floats")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax;
use hayro_interpret::kurbo::{BezPath, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use yusuan::base::{Length, Notes};
use yusuan::pdf::{self, Direction, Glyph, Page};

/// Origins may differ by 0.1 pt.
const NEAR: Length = 10;

/// What the other reader saw: the first character of a glyph (U+FFFD where it knows none) and its origin.
#[derive(Debug, Clone, Copy)]
struct Other {
    ch: char,
    x: Length,
    y: Length,
    /// Its middle lies outside the box of what is clipped to.
    clipped: bool,
}

/// How often each kind of difference occurs, and its first example.
type Differences = BTreeMap<&'static str, (usize, String)>;

// ---------------------------------------------------------------- the other reader

/// About the middle of a glyph, in thousandths of its size.
const MIDDLE: Point = Point::new(350.0, 350.0);

#[derive(Default)]
struct Collector {
    glyphs: Vec<Other>,
    clips: Vec<Rect>,
}

impl Device<'_> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let (origin, middle) = (place * Point::ZERO, place * MIDDLE);
            let clipped = self.clips.last().is_some_and(|clip| !clip.contains(middle));
            let ch = match glyph.as_unicode() {
                Some(BfString::Char(ch)) => ch,
                Some(BfString::String(text)) => text.chars().next().unwrap_or('\u{FFFD}'),
                None => '\u{FFFD}',
            };
            self.glyphs.push(Other { ch, x: hundredths(origin.x), y: hundredths(origin.y), clipped });
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        let bounds = clip.path.bounding_box();
        self.clips.push(self.clips.last().map_or(bounds, |last| last.intersect(bounds)));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_transparency_group(&mut self) {}
}

#[allow(clippy::cast_possible_truncation, reason = "a page is some thousand points wide")]
fn hundredths(points: f64) -> Length {
    (points * 100.0).round() as Length
}

fn glyphs_of_other(pdf: &hayro_syntax::Pdf, index: usize) -> Vec<Other> {
    let cache = InterpreterCache::new();
    let page = &pdf.pages()[index];
    let (width, height) = page.render_dimensions();
    let frame = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = page.initial_transform(true).to_kurbo();
    let mut context = Context::new(transform, frame, &cache, pdf.xref(), InterpreterSettings::default());
    let mut collector = Collector::default();
    interpret_page(page, &mut context, &mut collector);
    collector.glyphs
}

// ---------------------------------------------------------------- comparing

/// Differences that are meant: what cannot be seen is not on the page, and fake bold, a shadow, or filling and then
/// stroking a glyph are one glyph.
const LEFT_OUT: &str = "off the page or clipped away: left out by us";
const DRAWN_AGAIN: &str = "drawn again within 1.5 pt: kept once by us";
const SLANTED: &str = "slanted: its origin is not kept, so not compared";

/// Where a glyph begins on its baseline; a slanted one keeps its box only.
fn origin(glyph: &Glyph) -> Option<(Length, Length)> {
    match glyph.direction {
        Direction::Right => Some((glyph.rect.x0, glyph.baseline)),
        Direction::Left => Some((glyph.rect.x1, glyph.baseline)),
        Direction::Down => Some((glyph.baseline, glyph.rect.y0)),
        Direction::Up => Some((glyph.baseline, glyph.rect.y1)),
        Direction::Slanted => None,
    }
}

fn is_near(other: &Other, (x, y): (Length, Length), within: Length) -> bool {
    (other.x - x).abs() <= within && (other.y - y).abs() <= within
}

/// Pairs the glyphs of a page; counts those that agree, and says what is wrong with the rest.
fn compare(page: &Page, mut others: Vec<Other>, differences: &mut Differences) -> usize {
    let mut told = |kind: &'static str, example: String| {
        let entry = differences.entry(kind).or_insert((0, format!("page {}: {example}", page.number)));
        entry.0 += 1;
    };
    let mut agreed: Vec<Other> = Vec::new();
    let mut alone: Vec<(&Glyph, (Length, Length))> = Vec::new();
    for glyph in &page.glyphs {
        let Some(place) = origin(glyph) else {
            told(SLANTED, format!("{:?}", glyph.ch));
            continue;
        };
        match others.iter().position(|other| other.ch == glyph.ch && is_near(other, place, NEAR)) {
            Some(at) => agreed.push(others.swap_remove(at)),
            None => alone.push((glyph, place)),
        }
    }
    for (glyph, place) in alone {
        let at = others.iter().position(|other| is_near(other, place, NEAR));
        match at.map(|at| others.swap_remove(at)) {
            Some(other) if other.ch == '\u{FFFD}' => told("read by us alone", format!("{:?}", glyph.ch)),
            Some(other) if glyph.ch == '\u{FFFD}' => {
                told("read by the other alone", format!("{:?}", other.ch))
            }
            Some(other) => told("other text", format!("{:?}, the other {:?}", glyph.ch, other.ch)),
            None => told("seen by us alone", format!("{:?} at {place:?}", glyph.ch)),
        }
    }
    for other in others {
        told(explain(&other, page, &agreed), format!("{:?} at ({}, {})", other.ch, other.x, other.y));
    }
    agreed.len()
}

/// Why a glyph of the other reader may not be among ours.
fn explain(other: &Other, page: &Page, agreed: &[Other]) -> &'static str {
    let outside = other.x < 0 || other.y < 0 || other.x > page.width || other.y > page.height;
    let drawn_before = |first: &Other| first.ch == other.ch && is_near(first, (other.x, other.y), 150);
    if outside || other.clipped {
        LEFT_OUT
    } else if agreed.iter().any(drawn_before) {
        DRAWN_AGAIN
    } else {
        "seen by the other alone"
    }
}

/// Compares every `step`th page of a file; `None` where the other reader cannot open it.
fn compare_file(path: &Path, step: usize) -> Option<(usize, Differences)> {
    let bytes = fs::read(path).unwrap();
    let ours = pdf::open(&bytes, &pdf::OpenOptions::default()).unwrap();
    let other = hayro_syntax::Pdf::new(bytes).ok()?;
    let mut differences = Differences::new();
    assert_eq!(ours.page_count() as usize, other.pages().len(), "pages of {}", path.display());
    let mut agreed = 0;
    for number in (1..=ours.page_count()).step_by(step) {
        let page = ours.page(number, &mut Notes::default());
        agreed += compare(&page, glyphs_of_other(&other, number as usize - 1), &mut differences);
    }
    Some((agreed, differences))
}

fn pdfs(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|end| end == "pdf"))
        .collect()
}

#[test]
fn every_glyph_of_the_samples_is_where_another_reader_sees_it() {
    let files = pdfs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples"));
    assert!(!files.is_empty());
    for path in files {
        let (agreed, mut differences) = compare_file(&path, 1).unwrap();
        differences.retain(|kind, _| *kind != DRAWN_AGAIN);
        println!("{}: {agreed} glyphs agree", path.display());
        assert_eq!(differences, Differences::new(), "{}", path.display());
        assert!(agreed > 1000, "{agreed}");
    }
}

#[test]
fn glyphs_of_real_documents_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let (mut all, mut unexplained) = (0, Vec::new());
    for path in pdfs(&folder) {
        let name = path.file_stem().unwrap().to_string_lossy();
        let Some((agreed, differences)) = compare_file(&path, 10) else {
            println!("{name}: the other reader cannot open it");
            continue;
        };
        all += agreed;
        for (kind, (count, example)) in differences {
            println!("{name}: {agreed} agree, {count} {kind}; {example}");
            if ![LEFT_OUT, DRAWN_AGAIN, SLANTED].contains(&kind) {
                unexplained.push(format!("{name}: {count} {kind}; {example}"));
            }
        }
    }
    println!("{all} glyphs agree");
    assert!(unexplained.is_empty(), "\n{}", unexplained.join("\n"));
}
