//! How much a file may ask of us before it is cut. What exceeds a limit is left out, with a note; a file that is too large, or
//! whose objects are, is refused with an error that names the limit.
//!
//! Not bounded by a number of their own: the memory of one object and of one object stream while lopdf parses them (some 50
//! bytes for each byte of the file, or of the 4 MB a stream may decompress to), and the entries of all cross-reference streams
//! together. The time limit is looked at before each page, not within one, and neither while objects are loaded nor after the
//! pages.

/// Bounds on one file. The defaults are far above what published documents need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Memory that the objects of the file may take, in bytes as estimated from their values.
    pub object_bytes: usize,
    /// Bytes any one stream may decompress to.
    pub stream_bytes: usize,
    /// Bytes all content of the file may decompress to; each page gets an equal share, so that the order
    /// in which pages are read does not matter.
    pub document_bytes: usize,
    /// Pages that are read, at least one. The largest disclosures we know have some 300.
    pub pages: u32,
    /// Content operators of one page.
    pub page_operators: u64,
    /// Content operators of the file; each page gets an equal share, but never less than 50,000.
    pub document_operators: u64,
    /// Characters shown on one page, drawn or clipped away.
    pub page_glyphs: usize,
    /// Characters shown in the file; each page gets an equal share, but never less than 20,000.
    pub document_glyphs: usize,
    /// Fonts of one page; each may have a program and tables to decompress.
    pub page_fonts: usize,
    /// Forms within forms.
    pub form_depth: usize,
    /// Saved graphics states at a time.
    pub saved_states: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            object_bytes: 512 << 20,
            stream_bytes: 64 << 20,
            document_bytes: 2 << 30,
            pages: 2_000,
            page_operators: 3_000_000,
            document_operators: 100_000_000,
            page_glyphs: 300_000,
            document_glyphs: 50_000_000,
            page_fonts: 128,
            form_depth: 16,
            saved_states: 2_000,
        }
    }
}

/// The names of the limits, as they are given to [`Limits::set`].
pub const LIMIT_NAMES: [&str; 12] = [
    "file-bytes",
    "object-bytes",
    "stream-bytes",
    "document-bytes",
    "pages",
    "page-operators",
    "document-operators",
    "page-glyphs",
    "document-glyphs",
    "page-fonts",
    "form-depth",
    "saved-states",
];

/// The least a page may use however many pages the file claims to have.
const LEAST_PAGE_BYTES: usize = 1 << 20;
const LEAST_PAGE_OPERATORS: u64 = 50_000;
const LEAST_PAGE_GLYPHS: usize = 20_000;

impl Limits {
    /// Sets the limit of this name; false where there is none.
    pub fn set(&mut self, name: &str, value: u64) -> bool {
        let size = usize::try_from(value).unwrap_or(usize::MAX);
        match name {
            "file-bytes" => self.file_bytes = value,
            "object-bytes" => self.object_bytes = size,
            "stream-bytes" => self.stream_bytes = size,
            "document-bytes" => self.document_bytes = size,
            "pages" => self.pages = u32::try_from(value).unwrap_or(u32::MAX),
            "page-operators" => self.page_operators = value,
            "document-operators" => self.document_operators = value,
            "page-glyphs" => self.page_glyphs = size,
            "document-glyphs" => self.document_glyphs = size,
            "page-fonts" => self.page_fonts = size,
            "form-depth" => self.form_depth = size,
            "saved-states" => self.saved_states = size,
            _ => return false,
        }
        true
    }

    /// Decompressed bytes one page of a document of `pages` pages may use.
    pub(super) fn bytes_per_page(&self, pages: u32) -> usize {
        let share = self.document_bytes / (pages.max(1) as usize);
        share.max(LEAST_PAGE_BYTES).min(self.stream_bytes)
    }

    /// Operators one page of a document of `pages` pages may use.
    pub(super) fn operators_per_page(&self, pages: u32) -> u64 {
        let share = self.document_operators / u64::from(pages.max(1));
        share.max(LEAST_PAGE_OPERATORS).min(self.page_operators)
    }

    /// Characters one page of a document of `pages` pages may show.
    pub(super) fn glyphs_per_page(&self, pages: u32) -> usize {
        let share = self.document_glyphs / (pages.max(1) as usize);
        share.max(LEAST_PAGE_GLYPHS).min(self.page_glyphs)
    }
}
