//! `extract draw`: one page as the program saw it, as SVG on standard output or in a file.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::input;
use crate::base::Notes;
use crate::draw::{Seen, svg};
use crate::export::stems;
use crate::form::Grammars;
use crate::{Options, extract, layout, pdf, redact};

/// Draws page `number` of a PDF. The document is read as in the main job, so that tables have their names.
pub(crate) fn draw(
    file: &Path,
    number: u32,
    grammars: &Grammars,
    options: &Options,
) -> anyhow::Result<String> {
    let shown = file.display().to_string();
    let bytes = input::read(file)?;
    let pdf = pdf::open(&bytes, &options.pdf).with_context(|| shown.clone())?;
    if !(1..=pdf.page_count()).contains(&number) {
        bail!("{shown} has no page {number}; its pages are 1 to {}", pdf.page_count());
    }
    let extraction = extract(&bytes, &shown, grammars, options).with_context(|| shown.clone())?;
    // What is to be noted about the page is among the notes of the document.
    let notes = &mut Notes::default();
    let mut page = pdf.page(number, notes);
    let edges = layout::edges(&page, notes);
    let sheet = layout::lay_out(&page, notes);
    // Last, so that the page is laid out as it was for the tables.
    let masked = extraction.redacted.iter().flatten().map(|redacted| redacted.place);
    let masked: Vec<_> =
        masked.filter(|place| place.page == Some(number)).filter_map(|place| place.rect).collect();
    redact::mask_page(&mut page, &masked);
    let tables = &extraction.document.tables;
    Ok(svg(&Seen { page: &page, edges: &edges, sheet: &sheet, tables }))
}

/// Where the drawing goes: `-` is standard output (`None`); in a folder it is named after the file and the page.
pub(crate) fn destination(out: &Path, file: &Path, number: u32) -> Option<PathBuf> {
    if out.as_os_str() == "-" {
        return None;
    }
    if !out.is_dir() {
        return Some(out.to_owned());
    }
    let stem = stems(&[file.to_string_lossy().into_owned()]).concat();
    Some(out.join(format!("{stem}-p{number}.svg")))
}
