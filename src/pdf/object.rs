//! Lookups in the object graph that never fail: what is missing or of the wrong type is `None`.

use lopdf::{Dictionary, Document, Object, Stream};

use super::matrix::{Bounds, Matrix};

/// The objects of a document; indirect references are followed wherever a value is asked for.
#[derive(Clone, Copy)]
pub(super) struct Objects<'a> {
    pub(super) document: &'a Document,
}

impl<'a> Objects<'a> {
    /// The object itself, or what it refers to.
    pub(super) fn resolve(self, object: &'a Object) -> Option<&'a Object> {
        match object {
            Object::Reference(_) => self.document.dereference(object).ok().map(|(_, object)| object),
            Object::Null => None,
            object => Some(object),
        }
    }

    pub(super) fn get(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.resolve(dictionary.get(key).ok()?)
    }

    /// The dictionary under `key`; that of a stream counts.
    pub(super) fn dictionary(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        as_dictionary(self.get(dictionary, key)?)
    }

    pub(super) fn stream(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Stream> {
        self.get(dictionary, key)?.as_stream().ok()
    }

    pub(super) fn array(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(dictionary, key)?.as_array().ok().map(Vec::as_slice)
    }

    pub(super) fn name(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dictionary, key)?.as_name().ok()
    }

    pub(super) fn number(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<f64> {
        as_number(self.get(dictionary, key)?)
    }

    pub(super) fn numbers<const N: usize>(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<[f64; N]> {
        let array = self.array(dictionary, key)?;
        let mut numbers = [0.0; N];
        for (number, object) in numbers.iter_mut().zip(array.get(..N)?) {
            *number = as_number(self.resolve(object)?)?;
        }
        Some(numbers)
    }

    pub(super) fn matrix(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<Matrix> {
        self.numbers(dictionary, key).map(Matrix::new)
    }

    pub(super) fn bounds(self, dictionary: &'a Dictionary, key: &[u8]) -> Option<Bounds> {
        self.numbers(dictionary, key).map(|[x0, y0, x1, y1]| Bounds::spanning(x0, y0, x1, y1))
    }
}

pub(super) fn as_dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub(super) fn as_number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(f64::from(*value)).filter(|value| value.is_finite()),
        _ => None,
    }
}

/// An integer, also one written as a real.
pub(super) fn as_integer(object: &Object) -> Option<i64> {
    as_number(object).map(|value| value as i64)
}

/// The decoded bytes of a stream, at most `most`; `None` where it is broken or larger.
pub(super) fn decode(stream: &Stream, most: usize) -> Option<Vec<u8>> {
    stream.get_plain_content_with_limit(most).ok()
}
