//! Rows → the bytes of `.csv` and `.ndjson` files. One encoder a format; both print decimals and points exactly.

use std::fmt::Write as _;
use std::io::Write as _;

use rust_decimal::Decimal;

use super::field::Field;
use super::relations::Relation;
use crate::base::Points;

/// A file format of one row a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowFormat {
    /// RFC 4180 with `\n`; an empty field is null.
    Csv {
        /// Put `'` before text that a spreadsheet would take for a formula.
        safe: bool,
    },
    /// One JSON object a line; decimals are strings, nulls are left in.
    Ndjson {
        /// Begin each with the name of its table: where rows of several tables share a stream.
        named: bool,
    },
}

impl RowFormat {
    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            RowFormat::Csv { .. } => "csv",
            RowFormat::Ndjson { .. } => "ndjson",
        }
    }

    /// What a file begins with.
    pub(crate) fn header(self, relation: &Relation) -> Vec<u8> {
        match self {
            RowFormat::Csv { .. } => {
                let names: Vec<&str> = relation.columns.iter().map(|column| column.name).collect();
                format!("{}\n", names.join(",")).into_bytes()
            }
            RowFormat::Ndjson { .. } => Vec::new(),
        }
    }

    /// Appends one row.
    pub(crate) fn append(self, bytes: &mut Vec<u8>, relation: &Relation, row: &[Field<'_>]) {
        match self {
            RowFormat::Csv { safe } => append_csv(bytes, row, safe),
            RowFormat::Ndjson { named } => append_ndjson(bytes, named, relation, row),
        }
    }
}

fn append_csv(bytes: &mut Vec<u8>, row: &[Field<'_>], safe: bool) {
    for (index, field) in row.iter().enumerate() {
        if index > 0 {
            bytes.push(b',');
        }
        match field {
            Field::Null => {}
            Field::Text(text) => append_quoted(bytes, text, safe && is_formula(text)),
            plain => append_plain(bytes, plain),
        }
    }
    bytes.push(b'\n');
}

/// RFC 4180 §2.5–2.7: quotes only around what needs them, quotes inside doubled.
fn append_quoted(bytes: &mut Vec<u8>, text: &str, defused: bool) {
    let quoted = text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    if quoted {
        bytes.push(b'"');
    }
    if defused {
        bytes.push(b'\'');
    }
    for byte in text.bytes() {
        if byte == b'"' {
            bytes.push(b'"');
        }
        bytes.push(byte);
    }
    if quoted {
        bytes.push(b'"');
    }
}

/// Whether a spreadsheet would compute the text: it begins like a formula and is no number (a printed `-5.00` is one).
fn is_formula(text: &str) -> bool {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    begins && text.replace(',', "").parse::<Decimal>().is_err()
}

/// Numbers and flags print alike everywhere, without quotes. Writing to a vector cannot fail.
fn append_plain(bytes: &mut Vec<u8>, field: &Field<'_>) {
    let _ = match field {
        Field::Integer(number) => write!(bytes, "{number}"),
        Field::Decimal(amount) => write!(bytes, "{amount}"),
        Field::Points(length) => write!(bytes, "{}", Points(*length)),
        Field::Flag(flag) => write!(bytes, "{flag}"),
        Field::Null | Field::Text(_) => Ok(()),
    };
}

fn append_ndjson(bytes: &mut Vec<u8>, named: bool, relation: &Relation, row: &[Field<'_>]) {
    if named {
        bytes.extend_from_slice(b"{\"table\":");
        append_json_text(bytes, relation.name);
    }
    for (index, (column, field)) in relation.columns.iter().zip(row).enumerate() {
        bytes.extend_from_slice(if index == 0 && !named { b"{\"" } else { b",\"" });
        bytes.extend_from_slice(column.name.as_bytes());
        bytes.extend_from_slice(b"\":");
        match field {
            Field::Null => bytes.extend_from_slice(b"null"),
            Field::Text(text) => append_json_text(bytes, text),
            Field::Decimal(_) => {
                bytes.push(b'"');
                append_plain(bytes, field);
                bytes.push(b'"');
            }
            plain => append_plain(bytes, plain),
        }
    }
    bytes.extend_from_slice(b"}\n");
}

/// RFC 8259 §7: only quotes, backslashes and control characters are escaped.
fn append_json_text(bytes: &mut Vec<u8>, text: &str) {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for ch in text.chars() {
        match ch {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            control if control < ' ' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            plain => quoted.push(plain),
        }
    }
    quoted.push('"');
    bytes.extend_from_slice(quoted.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::export::column::{decimal, flag, integer, points, text};

    const RELATION: Relation = Relation {
        name: "things",
        columns: &[
            text("name"),
            text("note"),
            decimal("value"),
            points("x0"),
            integer("page"),
            flag("empty"),
        ],
        rows: |_, _| {},
    };

    fn row<'a>(name: &'a str, note: &'a str) -> [Field<'a>; 6] {
        [
            name.into(),
            note.into(),
            Decimal::new(-233_700, 2).into(),
            Field::Points(5670),
            7u32.into(),
            true.into(),
        ]
    }

    fn check(format: RowFormat, row: &[Field<'_>], expect: &str) {
        let mut bytes = Vec::new();
        format.append(&mut bytes, &RELATION, row);
        assert_eq!(String::from_utf8_lossy(&bytes), expect);
    }

    #[test]
    fn csv_quotes_what_it_must_and_nothing_else() {
        let csv = RowFormat::Csv { safe: false };
        check(csv, &row("收入 总计", ""), "收入 总计,,-2337.00,56.70,7,true\n");
        check(csv, &row("a,b", "say \"hi\"\nbye"), "\"a,b\",\"say \"\"hi\"\"\nbye\",-2337.00,56.70,7,true\n");
    }

    #[test]
    fn safe_csv_defuses_formulas_and_leaves_numbers() {
        let csv = RowFormat::Csv { safe: true };
        check(csv, &row("=1+1", "-1,234.50"), "'=1+1,\"-1,234.50\",-2337.00,56.70,7,true\n");
        check(csv, &row("@cmd", "-"), "'@cmd,'-,-2337.00,56.70,7,true\n");
    }

    #[test]
    fn ndjson_keeps_decimals_as_strings_and_nulls_as_null() {
        check(
            RowFormat::Ndjson { named: false },
            &row("a\"\\\n\u{1}", ""),
            "{\"name\":\"a\\\"\\\\\\n\\u0001\",\"note\":null,\"value\":\"-2337.00\",\"x0\":56.70,\"page\":7,\"empty\":true}\n",
        );
        check(
            RowFormat::Ndjson { named: true },
            &row("a", "b"),
            "{\"table\":\"things\",\"name\":\"a\",\"note\":\"b\",\"value\":\"-2337.00\",\"x0\":56.70,\"page\":7,\"empty\":true}\n",
        );
    }

    #[test]
    fn amounts_never_have_an_exponent() {
        let mut bytes = Vec::new();
        append_plain(&mut bytes, &Field::Decimal(Decimal::MAX));
        append_plain(&mut bytes, &Field::Decimal(Decimal::new(1, 28)));
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "792281625142643375935439503350.0000000000000000000000000001"
        );
    }
}
