//! The time of each stage over all sample PDFs: `cargo bench`, or `cargo bench -- layout` for one of them.
//!
//! Each stage is fed what the stages before it made, so that it is measured alone; `whole` is all of them on the bytes
//! of the files. One unit of throughput is a page. For real documents and other programs see `benches/corpus.sh`.
#![allow(clippy::expect_used, reason = "a benchmark stops at what it did not expect")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, measurement::WallTime};
use yusuan::base::Notes;
use yusuan::flat::Flat;
use yusuan::form::Grammars;
use yusuan::layout::{self, Sheet};
use yusuan::model::Document;
use yusuan::pdf::{self, Page, Pdf};
use yusuan::{flat, grammar, reconcile};

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let files = samples();
    let pages: Vec<Vec<Page>> = files.iter().map(|bytes| read(bytes)).collect();
    let mut group = criterion.benchmark_group("samples");
    group.throughput(Throughput::Elements(pages.iter().map(Vec::len).sum::<usize>() as u64));
    bench_stages(&mut group, &files, &pages);
    group.finish();
    criterion.final_summary();
}

fn bench_stages(group: &mut BenchmarkGroup<'_, WallTime>, files: &[Vec<u8>], pages: &[Vec<Page>]) {
    let grammars = Grammars::embedded().expect("the embedded grammars are valid");
    let sheets = each(pages, |pages| lay_out(pages));
    let flats = each(&sheets, |sheets| flatten(sheets.clone()));
    let documents = each(&flats, |flat| understand(flat, &grammars));
    group.bench_function("pdf", |bench| bench.iter(|| each(files, |bytes| read(bytes))));
    group.bench_function("layout", |bench| bench.iter(|| each(pages, |pages| lay_out(pages))));
    group.bench_function("flat", |bench| {
        bench.iter_batched(
            || sheets.clone(),
            |sheets| sheets.into_iter().map(flatten).collect::<Vec<_>>(),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("grammar", |bench| {
        bench.iter(|| each(&flats, |flat| understand(flat, &grammars)));
    });
    group.bench_function("reconcile", |bench| {
        bench.iter(|| each(&documents, |document| reconcile::check(document, &grammars)));
    });
    let options = yusuan::Options::default();
    group.bench_function("whole", |bench| {
        bench.iter(|| each(files, |bytes| yusuan::extract(bytes, "x.pdf", &grammars, &options)));
    });
}

/// The bytes of samples/*/*.pdf, in the order of their names.
fn samples() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut paths: Vec<PathBuf> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| entry.expect("the samples can be listed").into_path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pdf"))
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a sample can be read")).collect()
}

fn each<T, U>(items: &[T], stage: impl Fn(&T) -> U) -> Vec<U> {
    items.iter().map(|item| black_box(stage(item))).collect()
}

fn read(bytes: &[u8]) -> Vec<Page> {
    let pdf: Pdf = pdf::open(bytes, &pdf::OpenOptions::default()).expect("a sample opens");
    let notes = &mut Notes::default();
    (1..=pdf.page_count()).map(|number| pdf.page(number, notes)).collect()
}

fn lay_out(pages: &[Page]) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> =
        pages.iter().map(|page| layout::lay_out(page, &mut Notes::default())).collect();
    layout::join(&mut sheets);
    sheets
}

fn flatten(sheets: Vec<Sheet>) -> Flat {
    flat::from_sheets(sheets, &mut Notes::default())
}

fn understand(flat: &Flat, grammars: &Grammars) -> Document {
    grammar::read(flat, grammars, Notes::default())
}
