//! How much a file may ask of us before it is cut (DESIGN §7). Every cut leaves a note that names the limit.

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
    /// Pages that are read. The largest disclosures we know have some 300.
    pub pages: u32,
    /// Content operators of one page.
    pub page_operators: u64,
    /// Content operators of the file; each page gets an equal share, but never less than 50,000.
    pub document_operators: u64,
    /// Characters shown on one page, drawn or clipped away.
    pub page_glyphs: usize,
    /// Characters shown in the file; each page gets an equal share, but never less than 20,000.
    pub document_glyphs: usize,
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
            form_depth: 16,
            saved_states: 2_000,
        }
    }
}

/// The least a page may use however many pages the file claims to have.
const LEAST_PAGE_BYTES: usize = 1 << 20;
const LEAST_PAGE_OPERATORS: u64 = 50_000;
const LEAST_PAGE_GLYPHS: usize = 20_000;

impl Limits {
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
