//! Annotations → their appearance streams, drawn over the page (ISO 32000-1, 12.5.5): stamps, typed-over text, form fields.

use lopdf::{Dictionary, Object, Stream};

use super::content::Interpreter;
use super::matrix::{Bounds, Matrix};
use super::object::{Objects, as_dictionary, as_integer};

/// Annotations of one page that are looked at.
const MOST_ANNOTATIONS: usize = 2_000;

/// Flags Hidden and NoView (12.5.3).
const UNSEEN: i64 = 1 << 1 | 1 << 5;

/// Draws what the annotations of a page show.
pub(super) fn draw_annotations<'a>(
    interpreter: &mut Interpreter<'a>,
    annotations: &'a [Object],
    none: &'a Dictionary,
) {
    let objects = interpreter.objects();
    let annotations = annotations.iter().filter_map(|object| as_dictionary(objects.resolve(object)?));
    for annotation in annotations.take(MOST_ANNOTATIONS) {
        if let Some((stream, placed)) = appearance(objects, annotation) {
            interpreter.draw_form(stream, none, &placed);
        }
    }
}

/// The normal appearance and the map that brings its box into the annotation's rectangle.
fn appearance<'a>(objects: Objects<'a>, annotation: &'a Dictionary) -> Option<(&'a Stream, Matrix)> {
    let flags = objects.get(annotation, b"F").and_then(as_integer).unwrap_or(0);
    if flags & UNSEEN != 0 || objects.name(annotation, b"Subtype") == Some(b"Popup") {
        return None;
    }
    let stream = match objects.get(objects.dictionary(annotation, b"AP")?, b"N")? {
        Object::Stream(stream) => stream,
        Object::Dictionary(states) => objects.stream(states, objects.name(annotation, b"AS")?)?,
        _ => return None,
    };
    let rectangle = objects.bounds(annotation, b"Rect")?;
    let bounds = objects.bounds(&stream.dict, b"BBox")?;
    let matrix = objects.matrix(&stream.dict, b"Matrix").unwrap_or(Matrix::IDENTITY);
    fit(&matrix.apply_to_bounds(&bounds), &rectangle).map(|placed| (stream, placed))
}

/// Scales and moves `from` onto `to` (algorithm 8.1).
fn fit(from: &Bounds, to: &Bounds) -> Option<Matrix> {
    if !(from.width() > 0.0 && from.height() > 0.0) {
        return None;
    }
    let (x, y) = (to.width() / from.width(), to.height() / from.height());
    Some(Matrix::new([x, 0.0, 0.0, y, to.x0 - from.x0 * x, to.y0 - from.y0 * y]))
}
