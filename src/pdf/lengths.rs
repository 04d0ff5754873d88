//! Streams whose `/Length` is missing or wrong get the data that stands between `stream` and `endstream` (ISO 32000-1, 7.3.8.1).
//!
//! lopdf keeps a stream without a readable length empty, and drops one whose length leads elsewhere unless its end is beyond
//! doubt.

use lopdf::xref::XrefEntry;
use lopdf::{Document, Object};

/// How far into the file the header may stand, as in other viewers (ISO 32000-1, Annex H.3).
const HEADER_WITHIN: usize = 1024;

/// Where a stream's dictionary ends at the latest, from the start of its object.
const LONGEST_STREAM_DICTIONARY: usize = 4096;

const ENDSTREAM: &[u8] = b"endstream";

/// The file with the lengths of dropped streams made unreadable, so that loading it again keeps them and [`restore`] finds
/// their ends; `None` where no stream was dropped.
pub(super) fn without_wrong(document: &Document, bytes: &[u8]) -> Option<Vec<u8>> {
    let header = header_position(bytes).unwrap_or(0);
    let mut patched: Option<Vec<u8>> = None;
    // A table may name the same place a million times: looking there goes through a million bytes more than the file has at
    // most, twice.
    let mut left = bytes.len().saturating_add(1 << 20).saturating_mul(2);
    for (&id, entry) in &document.reference_table.entries {
        let &XrefEntry::Normal { offset, generation } = entry else { continue };
        if document.objects.contains_key(&(id, generation)) {
            continue;
        }
        let start = header.saturating_add(offset as usize);
        left = match left.checked_sub(LONGEST_STREAM_DICTIONARY) {
            Some(left) => left,
            None => break,
        };
        let Some(at) = bytes.get(start..).and_then(length_of_stream) else { continue };
        let patched = patched.get_or_insert_with(|| bytes.to_vec());
        if let Some(byte) = patched.get_mut(start + at + "/Lengt".len()) {
            *byte = b'_';
        }
    }
    patched
}

/// Fills streams that came empty with their data, which runs to `endstream`.
pub(super) fn restore(document: &mut Document, bytes: &[u8]) {
    let header = header_position(bytes).unwrap_or(0);
    // Streams that overlap are hostile: all searches together go through the file twice at most.
    let mut left = bytes.len().saturating_mul(2);
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        let Some(start) = stream.start_position.filter(|_| stream.content.is_empty()) else { continue };
        let rest = bytes.get(header.saturating_add(start)..).unwrap_or_default();
        let rest = rest.get(..left).unwrap_or(rest);
        if let Some(end) = rest.windows(ENDSTREAM.len()).position(|window| window == ENDSTREAM) {
            stream.content = rest[..end].to_vec();
            left = left.saturating_sub(end);
        } else {
            left = left.saturating_sub(rest.len());
        }
    }
}

/// Where the key `/Length` stands (and not `/Length1`) in the dictionary of the stream that begins here. An object that ends
/// before `stream` is none, such as the dictionary of the encryption, which lopdf takes out.
fn length_of_stream(object: &[u8]) -> Option<usize> {
    let object = object.get(..LONGEST_STREAM_DICTIONARY).unwrap_or(object);
    let end = object.windows(6).position(|window| window == b"stream" || window == b"endobj")?;
    let dictionary = object.get(..end).filter(|_| object[end..].starts_with(b"stream"))?;
    dictionary
        .windows(8)
        .position(|window| window.starts_with(b"/Length") && !window[7].is_ascii_alphanumeric())
}

/// Where `%PDF-` stands; offsets of the file count from it.
pub(super) fn header_position(bytes: &[u8]) -> Option<usize> {
    let head = bytes.get(..HEADER_WITHIN).unwrap_or(bytes);
    head.windows(5).position(|window| window == b"%PDF-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stream_has_a_length_to_hide() {
        assert_eq!(length_of_stream(b"4 0 obj <</Length1 9/Length 5>> stream"), Some(20));
        assert_eq!(
            length_of_stream(b"4 0 obj <</Filter/Standard/Length 128>> endobj 5 0 obj <<>> stream"),
            None
        );
        assert_eq!(length_of_stream(b"4 0 obj <</Length 5>>"), None);
    }
}
