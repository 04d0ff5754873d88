//! The door: bytes → an open PDF or a text, and the pages of a PDF laid out in parallel.
//!
//! Everything that can fail fails here, with a sentence that says what is wrong and what to do.

use std::time::{Duration, Instant};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::base::{Notes, Place};
use crate::layout::{self, Sheet};
use crate::pdf::{self, Pdf};

/// How to read an input.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Password and limits for PDFs.
    pub pdf: pdf::OpenOptions,
    /// Pages that are not begun within this time are left out, with a note; `None`: no limit.
    pub time_limit: Option<Duration>,
    /// Mask names and numbers of persons before anything is read.
    pub redact: bool,
}

/// Why an input could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A PDF, or something named so, that cannot be opened.
    #[error(transparent)]
    Pdf(#[from] pdf::OpenError),
    /// No bytes.
    #[error("the file is empty (0 bytes); fetch it again")]
    Empty,
    /// Neither, and of a kind that is known.
    #[error("neither a PDF nor a text but {looks_like}; convert it to PDF")]
    Other {
        /// What it is.
        looks_like: &'static str,
    },
    /// Neither, and most likely a text as it was written on Windows.
    #[error(
        "neither a PDF nor UTF-8 text (byte {valid_up_to} is not UTF-8); save the text as UTF-8, from GBK by iconv -f GB18030 -t UTF-8"
    )]
    NotText {
        /// Bytes before the first that is not UTF-8.
        valid_up_to: usize,
    },
}

/// An open input.
pub(crate) enum Opened<'a> {
    /// A PDF, whatever its name says.
    Pdf(Box<Pdf>),
    /// Plain text without a byte order mark.
    Text(&'a str),
}

/// The note of a page that was left out for want of time.
pub(crate) const TIME_LIMIT: &str = "time-limit";

/// Opens an input. A PDF is known by its header or its name; everything else is text, if it is UTF-8.
pub(crate) fn open<'a>(bytes: &'a [u8], name: &str, options: &Options) -> Result<Opened<'a>, OpenError> {
    if bytes.is_empty() {
        return Err(OpenError::Empty);
    }
    if is_named_pdf(name) || pdf::is_pdf(bytes) {
        return Ok(Opened::Pdf(Box::new(pdf::open(bytes, &options.pdf)?)));
    }
    match str::from_utf8(bytes) {
        Ok(text) => Ok(Opened::Text(text.strip_prefix('\u{feff}').unwrap_or(text))),
        Err(error) => Err(match pdf::known_kind(bytes) {
            Some(looks_like) => OpenError::Other { looks_like },
            None => OpenError::NotText { valid_up_to: error.valid_up_to() },
        }),
    }
}

/// Whether the name says that it is a PDF: all that a name tells about an input.
pub(crate) fn is_named_pdf(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".pdf")
}

/// Reads and lays out every page, in parallel; what comes out, and the notes, are in the order of the pages.
pub(crate) fn lay_out_pages(pdf: &Pdf, options: &Options, notes: &mut Notes) -> Vec<Sheet> {
    let begun = Instant::now();
    let in_time = || options.time_limit.is_none_or(|limit| begun.elapsed() < limit);
    let lay_out = |number: u32| {
        let mut notes = Notes::default();
        if !in_time() {
            let place = Place { page: Some(number), ..Place::default() };
            notes.error(TIME_LIMIT, place, "the page was left out: the time limit for this file was reached");
            return (Sheet { page: number, ..Sheet::default() }, notes);
        }
        let page = pdf.page(number, &mut notes);
        (layout::lay_out(&page, &mut notes), notes)
    };
    pdf.note_cuts(notes);
    let pages: Vec<_> = (1..=pdf.page_count()).into_par_iter().map(lay_out).collect();
    let keep = |(sheet, of_page)| {
        notes.append(of_page);
        sheet
    };
    pages.into_iter().map(keep).collect()
}

/// SHA-256 of the bytes, lower-case hex: the name of a document in every output.
pub fn document_id(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    /// What opening says: the text, or the error.
    fn check(bytes: &[u8], name: &str, expect: &str) {
        let said = match open(bytes, name, &Options::default()) {
            Ok(Opened::Text(text)) => text.to_owned(),
            Ok(Opened::Pdf(_)) => "a PDF".to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(said, expect);
    }

    #[test]
    fn text_is_utf8_with_or_without_a_mark() {
        check("\u{feff}收入".as_bytes(), "a.txt", "收入");
        check("收入".as_bytes(), "a", "收入");
        check(
            b"ab\xb9\xfe",
            "a.txt",
            "neither a PDF nor UTF-8 text (byte 2 is not UTF-8); save the text as UTF-8, from GBK by iconv -f GB18030 -t UTF-8",
        );
        check(
            b"PK\x03\x04\x14\0\x08\xb9",
            "a.docx",
            "neither a PDF nor a text but a ZIP archive or an Office document (.docx, .xlsx); convert it to PDF",
        );
        check(b"", "a.pdf", "the file is empty (0 bytes); fetch it again");
    }

    #[test]
    fn pages_beyond_the_time_limit_are_left_out_and_noted() {
        let bytes = include_bytes!("../samples/yuan/yuan.pdf");
        let pdf = pdf::open(bytes, &pdf::OpenOptions::default()).unwrap();
        let laid_out = |time_limit| {
            let mut notes = Notes::default();
            let options = Options { time_limit, ..Options::default() };
            let sheets = lay_out_pages(&pdf, &options, &mut notes);
            let lines: usize = sheets.iter().map(|sheet| sheet.lines.len()).sum();
            (lines > 0, notes.iter().filter(|note| note.id == "time-limit").count())
        };
        assert_eq!(laid_out(None), (true, 0));
        assert_eq!(laid_out(Some(Duration::ZERO)), (false, pdf.page_count() as usize));
    }

    #[test]
    fn an_id_is_the_hash_that_sha256sum_prints() {
        assert_eq!(document_id(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
