//! One input as it is written, before its path is known: its JSON and the rows of every table.
//!
//! The path is put in when it is written, since the same bytes may lie elsewhere tomorrow. What an input is printed as
//! therefore depends on its content alone, and can be kept.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::extraction::{Entry, Extraction};
use super::json;
use super::packed::PackedRows;
use super::pairing::{self, Pairing};

/// The JSON and the rows of one input.
#[derive(Debug, Serialize, Deserialize)]
pub struct Printed {
    /// `None` for an input that failed, and where no JSON is written.
    pub(super) json: Option<Json>,
    /// `None` where no rows are written.
    pub(super) rows: Option<PackedRows>,
}

impl Printed {
    /// The rows of a pair of inputs. They have their paths, and no JSON.
    pub fn of_pairing(pairing: &Pairing) -> Printed {
        let rows = PackedRows::of(|relation, emit| pairing::rows(relation.name, pairing, emit));
        Printed { json: None, rows: Some(rows) }
    }

    /// One input, with JSON and rows as asked for.
    pub(super) fn of(entry: &Entry, json: bool, rows: bool) -> io::Result<Printed> {
        let extraction = entry.result.as_ref().ok().filter(|_| json);
        let rows = rows.then(|| PackedRows::of(|relation, emit| (relation.rows)(entry, emit)));
        Ok(Printed { json: extraction.map(Json::of).transpose()?, rows })
    }
}

/// A JSON document, open where its path belongs.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Json {
    text: String,
    /// Where the path belongs.
    at: usize,
}

/// The path is the third key, after the version and a hash: no text of the document stands before it.
const PATH_KEY: &str = "\"path\": \"\"";

impl Json {
    fn of(extraction: &Extraction) -> io::Result<Json> {
        let mut bytes = Vec::new();
        json::write(&mut bytes, "", extraction)?;
        let text = String::from_utf8(bytes).map_err(io::Error::other)?;
        let key =
            text.find(PATH_KEY).ok_or_else(|| io::Error::other("the JSON of a document has no path"))?;
        Ok(Json { at: key + PATH_KEY.len() - 2, text })
    }

    /// Writes the document of the input that lies there.
    pub(super) fn write(&self, mut out: impl Write, path: &str) -> io::Result<()> {
        let (head, tail) = self.text.split_at_checked(self.at).unwrap_or((&self.text, ""));
        out.write_all(head.as_bytes())?;
        serde_json::to_writer(&mut out, path)?;
        out.write_all(tail.get(2..).unwrap_or_default().as_bytes())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::*;
    use crate::form::Grammars;
    use crate::{Options, extract};

    #[test]
    fn a_path_put_in_later_is_the_path_written_at_once() {
        let text = "某某局2025年单位预算\n\"path\": \"\" \"path\": \"x\"\n";
        let grammars = Grammars::shipped();
        let extraction = extract(text.as_bytes(), "x.txt", grammars, &Options::default()).unwrap();
        for path in ["", "a.txt", "a\"\\\n预.txt"] {
            let (mut later, mut at_once) = (Vec::new(), Vec::new());
            Json::of(&extraction).unwrap().write(&mut later, path).unwrap();
            json::write(&mut at_once, path, &extraction).unwrap();
            assert_eq!(String::from_utf8(later).unwrap(), String::from_utf8(at_once).unwrap());
        }
    }
}
