//! Encrypted files: kept from lopdf while it loads, decrypted after.
//!
//! lopdf reads an encrypted file on a road of its own, without our filter: a copy of the file for each object that a hostile one
//! names, and every object stream to its end. So the key that says a file is encrypted is hidden from it, its object streams are
//! put aside, and both are looked at when all objects are there.

use lopdf::{Dictionary, Document, Object, ObjectId, ObjectStream};

use super::lexer::unescape_name;

const KEY: &[u8] = b"Encrypt";
const HIDDEN: &[u8] = b"Xncrypt";
const SET_ASIDE: &[u8] = b"EncryptedObjStm";

/// Whether a file says that it is encrypted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    None,
    /// The file without the key.
    Hidden(Vec<u8>),
    /// The key is written with escapes, as nobody does who wants to be read.
    Disguised,
}

/// Hides the key wherever it stands.
pub(super) fn hide(bytes: &[u8]) -> Encryption {
    let mut hidden = None;
    for at in slashes(bytes) {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let Some(b'E' | b'#') = rest.first() else { continue };
        // Each byte may be written as `#45`.
        let longest = rest.get(..3 * KEY.len() + 1).unwrap_or(rest);
        let name =
            longest.split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#').next().unwrap_or_default();
        if name == KEY {
            let hidden = hidden.get_or_insert_with(|| bytes.to_vec());
            hidden[at + 1..][..HIDDEN.len()].copy_from_slice(HIDDEN);
        } else if *unescape_name(name) == *KEY {
            return Encryption::Disguised;
        }
    }
    hidden.map_or(Encryption::None, Encryption::Hidden)
}

/// Where slashes stand. Every file is searched to its end, so blocks without any are passed over at once (a third of the time).
fn slashes(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const BLOCK: usize = 32;
    let has_any = |block: &[u8]| block.iter().fold(false, |found, &byte| found | (byte == b'/'));
    let blocks = bytes.chunks(BLOCK).enumerate().filter(move |(_, block)| has_any(block));
    let all = blocks.flat_map(|(index, block)| (index * BLOCK..).zip(block));
    all.filter(|(_, byte)| **byte == b'/').map(|(at, _)| at)
}

/// Makes an object stream one that lopdf leaves alone.
pub(super) fn set_aside(object: &mut Object) {
    if let Object::Stream(stream) = object
        && stream.dict.has_type(b"ObjStm")
    {
        stream.dict.set("Type", Object::Name(SET_ASIDE.to_vec()));
    }
}

/// Decrypts the objects of a file whose key was hidden, with the empty password or the one given. lopdf decrypts what it can.
pub(super) fn decrypt(document: &mut Document, password: Option<&str>) -> Result<(), lopdf::Error> {
    let Some(mut encryption) = document.trailer.remove(HIDDEN) else { return Ok(()) };
    if let Object::Dictionary(_) = encryption {
        encryption = document.add_object(encryption).into();
    }
    resolve_values(document, &encryption);
    document.trailer.set(KEY, encryption);
    // Algorithm 2 takes the file's first identifier; viewers take an empty one where it is missing.
    if !document.trailer.has(b"ID") {
        document.trailer.set("ID", vec![Object::string_literal(""), Object::string_literal("")]);
    }
    for password in [Some(""), password].into_iter().flatten() {
        let decrypted = document.decrypt(password);
        if document.encryption_state.is_some() {
            return Ok(());
        }
        match decrypted {
            Err(error) if !is_wrong_password(&error) => return Err(error),
            _ => {}
        }
    }
    Err(lopdf::Error::InvalidPassword)
}

/// Puts in the values that the encryption dictionary, and those of its crypt filters, only refer to; lopdf asks for none.
fn resolve_values(document: &mut Document, encryption: &Object) {
    let Some(id) = encryption.as_reference().ok().filter(|id| document.objects.contains_key(id)) else {
        return;
    };
    let Ok(Object::Dictionary(dictionary)) = document.get_object(id).cloned() else { return };
    let resolved = resolved(document, dictionary, DEEPEST_VALUE);
    document.objects.insert(id, resolved.into());
}

/// `/CF` holds a dictionary for each filter, which hold values.
const DEEPEST_VALUE: usize = 3;

fn resolved(document: &Document, dictionary: Dictionary, depth: usize) -> Dictionary {
    let value = |value: Object| match document.dereference(&value) {
        Ok((_, Object::Dictionary(inner))) if depth > 0 => {
            resolved(document, inner.clone(), depth - 1).into()
        }
        Ok((Some(_), Object::Stream(_) | Object::Array(_))) | Err(_) => value,
        Ok((_, direct)) => direct.clone(),
    };
    dictionary.into_iter().map(|(key, of_key)| (key, value(of_key))).collect()
}

pub(super) fn is_wrong_password(error: &lopdf::Error) -> bool {
    use lopdf::encryption::DecryptionError::{IncorrectPassword, Padding};
    matches!(error, lopdf::Error::InvalidPassword | lopdf::Error::Decryption(IncorrectPassword | Padding))
}

/// The object streams that were set aside, as they are after decryption.
pub(super) fn set_aside_in(document: &Document) -> Vec<ObjectId> {
    let is_set_aside =
        |object: &Object| object.as_stream().is_ok_and(|stream| stream.dict.has_type(SET_ASIDE));
    document.objects.iter().filter(|(_, object)| is_set_aside(object)).map(|(id, _)| *id).collect()
}

/// The objects of one object stream.
pub(super) fn objects_in(document: &Document, stream: ObjectId, most: usize) -> Option<ObjectStream> {
    let stream = document.get_object(stream).ok()?.as_stream().ok()?;
    ObjectStream::new_with_limit(stream, Some(most)).ok()
}

#[cfg(test)]
mod tests {
    use lopdf::dictionary;

    use super::*;

    #[test]
    fn only_the_key_itself_is_hidden() {
        assert_eq!(hide(b"<</Encoding/EncryptMetadata/Encryp/E>>/"), Encryption::None);
        assert_eq!(
            hide(b"<</Encrypt 5 0 R/A/Encrypt<<>>>>"),
            Encryption::Hidden(b"<</Xncrypt 5 0 R/A/Xncrypt<<>>>>".to_vec())
        );
        assert_eq!(hide(b"/Encrypt"), Encryption::Hidden(b"/Xncrypt".to_vec()));
        assert_eq!(hide(b"<</Encr#79pt 5 0 R>>"), Encryption::Disguised);
        assert_eq!(hide(b"<</#45#6e#63#72#79#70#74 5 0 R>>"), Encryption::Disguised);
    }

    #[test]
    fn what_the_encryption_dictionary_refers_to_is_put_in() {
        let mut document = Document::new();
        let version = document.add_object(4);
        let filter = document.add_object(dictionary! { "CFM" => "AESV2" });
        let filters = document.add_object(dictionary! { "StdCF" => filter });
        let id = document.add_object(dictionary! { "V" => version, "CF" => filters, "Lost" => (99, 0) });
        resolve_values(&mut document, &id.into());
        let expect = dictionary! {
            "V" => 4,
            "CF" => dictionary! { "StdCF" => dictionary! { "CFM" => "AESV2" } },
            "Lost" => (99, 0),
        };
        assert_eq!(document.objects.get(&id), Some(&expect.into()));
    }
}
