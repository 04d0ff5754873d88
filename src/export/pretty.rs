//! How the JSON of a document is laid out: broken into lines down to the items of its lists, one item (a row of a
//! table, a check, a note) a line. A person can read it, `grep` and `diff` work, and it is a third of the usual size.

use std::io::{self, Write};

use serde_json::ser::Formatter;

use crate::base::Points;

/// Document → `checks` → one check: what is nested deeper than this stays on its line …
const LIST_OF_LINES: usize = 2;

/// … but in these two, document → `tables` → one table → `rows` → one row.
const LISTS_OF_LISTS: [&str; 2] = ["tables", "cards"];
const LIST_OF_LISTS: usize = 4;

/// Breaks the outer levels into lines and keeps the inner ones on one.
pub(crate) struct Layout {
    level: usize,
    broken_levels: usize,
    has_items: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self { level: 0, broken_levels: LIST_OF_LINES, has_items: false }
    }
}

impl Layout {
    fn open<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_items = false;
        out.write_all(bracket)
    }

    fn item<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        if self.level <= self.broken_levels {
            self.break_line(out, self.level)
        } else if first {
            Ok(())
        } else {
            out.write_all(b" ")
        }
    }

    fn close<W: Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level = self.level.saturating_sub(1);
        if self.has_items && self.level < self.broken_levels {
            self.break_line(out, self.level)?;
        }
        self.has_items = true;
        out.write_all(bracket)
    }

    fn break_line<W: Write + ?Sized>(&self, out: &mut W, level: usize) -> io::Result<()> {
        out.write_all(b"\n")?;
        for _ in 0..level {
            out.write_all(b" ")?;
        }
        Ok(())
    }
}

impl Formatter for Layout {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_items = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_items = true;
        Ok(())
    }

    /// A key of the document tells how deep the list behind it is broken.
    fn write_string_fragment<W: Write + ?Sized>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        if self.level == 1 {
            self.broken_levels = if LISTS_OF_LISTS.contains(&text) { LIST_OF_LISTS } else { LIST_OF_LINES };
        }
        out.write_all(text.as_bytes())
    }

    /// Lengths are the only `i32` of the shape: points with two decimals, as a JSON number, without floats.
    fn write_i32<W: Write + ?Sized>(&mut self, out: &mut W, length: i32) -> io::Result<()> {
        write!(out, "{}", Points(length))
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Value, json};

    use super::*;

    fn check(value: &Value, expect: &str) {
        let mut bytes = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Layout::default());
        assert!(value.serialize(&mut serializer).is_ok());
        assert_eq!(String::from_utf8_lossy(&bytes), expect);
    }

    #[test]
    fn a_row_is_a_line() {
        check(
            &json!({"tables": [{"no": 1, "rows": [{"no": 1, "values": [1, 2]}, {"no": 2, "values": []}]}]}),
            r#"{
 "tables": [
  {
   "no": 1,
   "rows": [
    {"no": 1, "values": [1, 2]},
    {"no": 2, "values": []}
   ]
  }
 ]
}"#,
        );
    }

    #[test]
    fn a_check_is_a_line_and_an_empty_list_has_none() {
        check(
            &json!({"checks": [{"id": "a", "place": {"page": 1}}, {"id": "b\"c"}], "notes": []}),
            r#"{
 "checks": [
  {"id": "a", "place": {"page": 1}},
  {"id": "b\"c"}
 ],
 "notes": []
}"#,
        );
    }

    #[test]
    fn lengths_are_points() {
        let mut bytes = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Layout::default());
        assert!([1234i32, -5].serialize(&mut serializer).is_ok());
        assert_eq!(String::from_utf8_lossy(&bytes), "[\n 12.34,\n -0.05\n]");
    }
}
