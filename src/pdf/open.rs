//! Bytes → an open document, or a reason a person understands.

use lopdf::Document;
use thiserror::Error;

use super::document::Pdf;
use super::encryption::is_wrong_password;
use super::lengths::{self, header_position};
use super::limits::Limits;
use super::load::{LoadError, load};

/// How to open a file.
#[derive(Debug, Clone, Default)]
pub struct OpenOptions {
    /// For files that ask for one; an empty user password is always tried first.
    pub password: Option<String>,
    /// Bounds on what the file may use.
    pub limits: Limits,
}

/// Why a file could not be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The bytes are something else.
    #[error("this is not a PDF but {looks_like}; download the document again or convert it to PDF")]
    NotPdf {
        /// What the bytes look like.
        looks_like: &'static str,
    },
    /// A PDF that cannot be repaired.
    #[error("the PDF is damaged beyond repair ({reason}); download it again")]
    Broken {
        /// What is wrong first.
        reason: String,
    },
    /// A PDF whose page tree leads nowhere.
    #[error("the PDF has no pages; it is truncated or empty, download it again")]
    NoPages,
    /// Needs a password that was not given.
    #[error("the PDF is encrypted with a password; give it with --password or save an unprotected copy")]
    Encrypted,
    /// Needs another password than the one given.
    #[error("the PDF is encrypted, and the password given does not open it; check --password")]
    WrongPassword,
    /// Encrypted in a way that cannot be undone here, whatever the password.
    #[error("the PDF is encrypted in a way that cannot be read ({reason}); save an unprotected copy")]
    UnknownEncryption {
        /// What is wrong with the encryption.
        reason: String,
    },
    /// More bytes than the limit.
    #[error(
        "the file has {bytes} bytes, more than the limit of {limit}; split it, or raise --limit file-bytes"
    )]
    TooLarge {
        /// Size of the file.
        bytes: u64,
        /// The limit it exceeds.
        limit: u64,
    },
    /// Objects that take more memory than the limit.
    #[error(
        "the objects of the PDF take more than {limit} bytes of memory; if the file can be trusted, raise --limit object-bytes"
    )]
    TooManyObjects {
        /// The limit they exceed.
        limit: usize,
    },
}

/// Whether bytes have the header of a PDF, whatever their name says.
pub fn is_pdf(bytes: &[u8]) -> bool {
    header_position(bytes).is_some()
}

/// Opens a PDF.
pub fn open(bytes: &[u8], options: &OpenOptions) -> Result<Pdf, OpenError> {
    let limit = options.limits.file_bytes;
    if bytes.len() as u64 > limit {
        return Err(OpenError::TooLarge { bytes: bytes.len() as u64, limit });
    }
    if !is_pdf(bytes) {
        return Err(OpenError::NotPdf { looks_like: looks_like(bytes) });
    }
    let mut document = decrypted(bytes, options)?;
    if let Some(bytes) = lengths::without_wrong(&document, bytes) {
        document = decrypted(&bytes, options)?;
    }
    let pdf = Pdf::new(document, options.limits.clone());
    if pdf.page_count() == 0 { Err(OpenError::NoPages) } else { Ok(pdf) }
}

/// The objects of a file, decrypted if need be: with the empty password first, then with the one given.
fn decrypted(bytes: &[u8], options: &OpenOptions) -> Result<Document, OpenError> {
    let password = options.password.as_deref();
    let most = options.limits.object_bytes;
    load(bytes, password, most).map_err(|error| explain(error, most, password.is_some()))
}

fn explain(error: LoadError, most: usize, password_given: bool) -> OpenError {
    let unknown = |reason: &str| OpenError::UnknownEncryption { reason: reason.to_owned() };
    match error {
        LoadError::Objects => OpenError::TooManyObjects { limit: most },
        LoadError::Reader(error) => OpenError::Broken { reason: error.to_string() },
        LoadError::Locked(error) if is_wrong_password(&error) && password_given => OpenError::WrongPassword,
        LoadError::Locked(error) if is_wrong_password(&error) => OpenError::Encrypted,
        LoadError::Locked(lopdf::Error::NotEncrypted) => {
            unknown("its /Encrypt dictionary is missing or broken")
        }
        LoadError::Locked(lopdf::Error::Decryption(error)) => unknown(&error.to_string()),
        LoadError::Locked(error) => unknown(&error.to_string()),
        LoadError::Disguised => unknown("its /Encrypt key is written with escapes"),
    }
}

/// What bytes without a PDF header are, for the message.
fn looks_like(bytes: &[u8]) -> &'static str {
    let start = begin(bytes);
    let lower = start.get(..512).unwrap_or(start).to_ascii_lowercase();
    let has = |part: &[u8]| lower.windows(part.len()).any(|window| window == part);
    match known_kind(bytes) {
        Some(kind) => kind,
        None if start.is_empty() => "an empty file",
        _ if has(b"<html") || has(b"<!doctype") || has(b"<script") || has(b"<head") => "a web page (HTML)",
        _ if has(b"<?xml") => "an XML document",
        _ if bytes.iter().all(|&byte| byte == 0) => "a file of zero bytes, as an interrupted download leaves",
        _ if std::str::from_utf8(bytes).is_ok() => "a text file",
        _ => "a file of unknown kind",
    }
}

/// The kind that the first bytes of a file tell, where it is no PDF.
pub(crate) fn known_kind(bytes: &[u8]) -> Option<&'static str> {
    match begin(bytes) {
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive or an Office document (.docx, .xlsx)"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some("an old Office document (.doc, .xls)"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Some("an RTF document"),
        [0xFF, 0xD8, 0xFF, ..] => Some("a JPEG image"),
        [0x89, b'P', b'N', b'G', ..] => Some("a PNG image"),
        [0x1F, 0x8B, ..] => Some("a gzip archive"),
        [b'R', b'a', b'r', b'!', ..] => Some("a RAR archive"),
        [b'O', b'F', b'D', ..] => Some("an OFD document"),
        _ => None,
    }
}

/// Behind blanks and a byte order mark.
fn begin(bytes: &[u8]) -> &[u8] {
    let start = bytes.trim_ascii_start();
    start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start)
}

#[cfg(test)]
mod tests;
