//! Published Chinese budget disclosures (部门预算 / 部门决算 公开) → typed, reconciled data.
//!
//! Data flows one way, and this page names every stage in its order: [`flatten`] brings a PDF or a plain text to the
//! same flattened text, [`extract`] reads that text into a typed document and holds it against itself. Only opening
//! can fail; every stage after it returns what it could read, and notes for what it could not.
//!
//! ```
//! let grammars = yusuan::form::Grammars::embedded().expect("the embedded grammars are valid");
//! let text = "某某局2025年单位预算\n";
//! let extraction = yusuan::extract(text.as_bytes(), "x.txt", &grammars, &yusuan::Options::default());
//! assert_eq!(extraction.expect("plain text opens").document.cover.fiscal_year, Some(2025));
//! ```

pub mod base;
pub mod pdf;
pub mod layout;
pub mod flat;
pub mod form;
pub mod model;
pub mod redact;
pub mod grammar;
pub mod reconcile;
pub mod export;
pub mod draft;
pub mod draw;
pub mod batch;
pub mod load;
pub mod report;
pub mod cli;

mod open;

pub use export::Extraction;
pub use open::{OpenError, Options, document_id};

use base::Notes;
use flat::Flat;
use form::Grammars;
use open::{Opened, TIME_LIMIT, is_named_pdf, lay_out_pages};

/// Reads one input. `name` is its file name; only its ending matters.
pub fn extract(
    bytes: &[u8],
    name: &str,
    grammars: &Grammars,
    options: &Options,
) -> Result<Extraction, OpenError> {
    let mut notes = Notes::default();
    let (flat, producer) = flatten(bytes, name, grammars, options, &mut notes)?;
    let mut document = grammar::read(&flat, grammars, notes);
    if options.redact {
        redact::mask_leaders(&mut document.cards);
    }
    let reconcile::Reconciliation { checks, obligations } = reconcile::check(&document, grammars);
    Ok(Extraction {
        document_id: document_id(bytes),
        source: flat.source,
        bytes: bytes.len() as u64,
        pages: flat.pages,
        producer,
        redacted: flat.redacted,
        document,
        checks,
        obligations,
    })
}

/// The waist: one input as flattened text, and the program that made the PDF. What is personal is masked here, if it is to be.
pub fn flatten(
    bytes: &[u8],
    name: &str,
    grammars: &Grammars,
    options: &Options,
    notes: &mut Notes,
) -> Result<(Flat, Option<String>), OpenError> {
    let (mut flat, producer) = match open::open(bytes, name, options)? {
        Opened::Text(text) => (flat::from_text(text, notes), None),
        Opened::Pdf(pdf) => {
            let mut sheets = lay_out_pages(&pdf, options, notes);
            layout::join(&mut sheets);
            (flat::from_sheets(sheets, notes), pdf.producer().map(Into::into))
        }
    };
    if options.redact {
        redact::mask(&mut flat, &grammars.personal, notes);
    }
    Ok((flat, producer))
}
