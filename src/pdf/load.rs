//! Bytes → the objects of a file, within a bound on the memory they take.
//!
//! lopdf parses every object while it loads and has no bound on all of them together: an object stream of 4 KB may hold objects
//! of 200 MB, and a thousand cross-reference entries may name one large object. A filter sees each object before it is kept and
//! can stop the load. What lopdf does before is not bounded by it: one object and one object stream at a time, and the
//! cross-reference table.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use lopdf::xref::{XrefEntry, XrefRecovery};
use lopdf::{Document, LoadOptions, Object, ObjectId};

use super::encryption::{Encryption, decrypt, hide, objects_in, set_aside, set_aside_in};
use super::lengths::restore;
use super::object::{Objects, as_dictionary};

/// Bytes one object stream or cross-reference stream may decompress to. Real ones have some 100 KB.
const OBJECT_STREAM_BYTES: usize = 4 << 20;

/// What a value takes beside its bytes, and an entry of a dictionary, with its key.
const VALUE_BYTES: usize = size_of::<Object>();
const ENTRY_BYTES: usize = 2 * VALUE_BYTES;

/// Why nothing was loaded.
#[derive(Debug)]
pub(super) enum LoadError {
    /// The objects take more memory than they may.
    Objects,
    /// The object reader's own reason.
    Reader(lopdf::Error),
    /// It cannot be decrypted.
    Locked(lopdf::Error),
    /// The key that says that it is encrypted is written so that it is not seen.
    Disguised,
}

thread_local! {
    /// Bytes that objects may still take in the load on this thread; lopdf takes a plain function for a filter.
    static LEFT: Cell<usize> = const { Cell::new(0) };
    /// Whether object streams are encrypted in that load.
    static IS_ENCRYPTED: Cell<bool> = const { Cell::new(false) };
}

/// Unwinds a load; lopdf has no other way to stop.
struct Stopped;

/// Loads a file whose objects take at most `most` bytes.
pub(super) fn load(bytes: &[u8], password: Option<&str>, most: usize) -> Result<Document, LoadError> {
    let hidden = match hide(bytes) {
        Encryption::None => None,
        Encryption::Hidden(bytes) => Some(bytes),
        Encryption::Disguised => return Err(LoadError::Disguised),
    };
    let is_encrypted = hidden.is_some();
    let bytes = hidden.as_deref().unwrap_or(bytes);
    let document = load_once(bytes, is_encrypted, password, most, false)?;
    if document.xref_recovery == Some(XrefRecovery::Reconstructed) || has_page_tree(&document) {
        return Ok(document);
    }
    // The cross-reference table can be read and is wrong. lopdf would find the objects itself, were there no filter.
    match load_once(bytes, is_encrypted, password, most, true) {
        Ok(rebuilt) if has_page_tree(&rebuilt) => Ok(rebuilt),
        _ => Ok(document),
    }
}

fn load_once(
    bytes: &[u8],
    is_encrypted: bool,
    password: Option<&str>,
    most: usize,
    force_reconstruct: bool,
) -> Result<Document, LoadError> {
    let options = LoadOptions {
        max_decompressed_size: Some(OBJECT_STREAM_BYTES),
        filter: Some(count),
        force_reconstruct,
        ..LoadOptions::default()
    };
    LEFT.set(most);
    IS_ENCRYPTED.set(is_encrypted);
    match catch_unwind(AssertUnwindSafe(|| Document::load_mem_with_options(bytes, options))) {
        Ok(loaded) => {
            let mut document = loaded.map_err(LoadError::Reader)?;
            restore(&mut document, bytes);
            decrypt(&mut document, password).map_err(LoadError::Locked)?;
            expand(&mut document)?;
            Ok(document)
        }
        Err(reason) if reason.is::<Stopped>() => Err(LoadError::Objects),
        Err(panic) => resume_unwind(panic),
    }
}

/// Takes the objects out of the object streams that were set aside, as lopdf does with those that were not: each as the
/// cross-reference table says, and none twice.
fn expand(document: &mut Document) -> Result<(), LoadError> {
    for container in set_aside_in(document) {
        let Some(stream) = objects_in(document, container, OBJECT_STREAM_BYTES) else { continue };
        for (id, object) in stream.objects {
            let is_here = match document.reference_table.get(id.0) {
                Some(XrefEntry::Compressed { container: other, .. }) => *other == container.0,
                Some(_) => false,
                None => true,
            };
            if is_here && !document.objects.contains_key(&id) {
                let left = LEFT.get().checked_sub(memory(&object)).ok_or(LoadError::Objects)?;
                LEFT.set(left);
                document.objects.insert(id, object);
            }
        }
    }
    Ok(())
}

/// Takes what an object needs from what is left; elements of the structure tree are dropped. lopdf keeps its own copy of an object that stands in the file itself, and the
/// returned one of an object out of an object stream; the latter is never a stream.
fn count(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if is_structure_element(object) {
        return None;
    }
    match LEFT.get().checked_sub(memory(object)) {
        Some(left) => LEFT.set(left),
        None => resume_unwind(Box::new(Stopped)),
    }
    if IS_ENCRYPTED.get() {
        set_aside(object);
    }
    let kept = if let Object::Stream(_) = object { Object::Null } else { object.clone() };
    Some((id, kept))
}

/// Whether it is an element of the structure tree (PDF 32000-1, table 323). Nothing here follows that tree, and a file that
/// a word processor wrote has more of them than of all other objects: 6,963 of 7,200 in a file of Xi'an.
fn is_structure_element(object: &Object) -> bool {
    let Object::Dictionary(entries) = object else { return false };
    match entries.get(b"Type") {
        Ok(kind) => kind.as_name().is_ok_and(|name| name == b"StructElem"),
        Err(_) => {
            matches!(entries.get(b"S"), Ok(Object::Name(_)))
                && matches!(entries.get(b"P"), Ok(Object::Reference(_)))
        }
    }
}

/// About how many bytes an object takes. lopdf bounds how deep it nests.
fn memory(object: &Object) -> usize {
    let dictionary = |dictionary: &lopdf::Dictionary| -> usize {
        dictionary.iter().map(|(key, value)| ENTRY_BYTES + key.len() + memory(value)).sum()
    };
    VALUE_BYTES
        + match object {
            Object::Name(bytes) | Object::String(bytes, _) => bytes.len(),
            Object::Array(values) => values.iter().map(memory).sum(),
            Object::Dictionary(entries) => dictionary(entries),
            Object::Stream(stream) => dictionary(&stream.dict) + stream.content.len(),
            _ => 0,
        }
}

fn has_page_tree(document: &Document) -> bool {
    let objects = Objects { document };
    let catalog = objects.dictionary(&document.trailer, b"Root");
    let root = catalog.and_then(|catalog| objects.get(catalog, b"Pages")).and_then(as_dictionary);
    root.is_some_and(|root| objects.array(root, b"Kids").is_some())
}
