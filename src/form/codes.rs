//! The classifications: functional (支出功能分类) and economic (部门预算 and 政府预算支出经济分类) codes and their names.
//!
//! They help to name what a document prints and never overrule it: a code that is not here is unknown, not wrong.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{FormError, fold};

/// Code → names, current name first.
#[derive(Debug, Clone, Default)]
pub struct Codes {
    functional: BTreeMap<String, Vec<String>>,
    economic: BTreeMap<String, Vec<String>>,
    /// Folded name → functional codes, ascending: names of a text are looked up by the thousand.
    functional_by_name: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Line {
    code: String,
    name: String,
    status: String,
}

impl Codes {
    /// Adds the functional classification.
    pub(super) fn read_functional(&mut self, file: &str, text: &str) -> Result<(), FormError> {
        read(&mut self.functional, file, text)?;
        for (code, names) in &self.functional {
            for name in names {
                let codes = self.functional_by_name.entry(fold(name)).or_default();
                if codes.last() != Some(code) {
                    codes.push(code.clone());
                }
            }
        }
        Ok(())
    }

    /// Adds an economic classification.
    pub(super) fn read_economic(&mut self, file: &str, text: &str) -> Result<(), FormError> {
        read(&mut self.economic, file, text)
    }

    /// The usual name of a functional code (3, 5 or 7 digits).
    pub fn functional(&self, code: &str) -> Option<&str> {
        self.functional.get(code)?.first().map(String::as_str)
    }

    /// The usual name of an economic code (3 or 5 digits; 301… of departments, 501… of governments).
    pub fn economic(&self, code: &str) -> Option<&str> {
        self.economic.get(code)?.first().map(String::as_str)
    }

    /// Whether the code is in any of the lists.
    pub fn known(&self, code: &str) -> bool {
        self.functional.contains_key(code) || self.economic.contains_key(code)
    }

    /// Whether a list has a code directly below this one.
    pub fn has_items(&self, code: &str) -> bool {
        let below = |list: &BTreeMap<String, Vec<String>>| {
            let mut next =
                list.range(code.to_owned()..).map(|(code, _)| code).skip_while(|next| *next == code);
            next.next().is_some_and(|next| next.starts_with(code))
        };
        below(&self.functional) || below(&self.economic)
    }

    /// Whether the code is, or was, printed with this name; also a clipped one, or one with a suffix in brackets.
    pub fn agrees(&self, code: &str, name: &str) -> bool {
        let printed = fold(name);
        let plain = printed.split('(').next().unwrap_or(&printed);
        let lists = [self.functional.get(code), self.economic.get(code)];
        let names = || lists.iter().flatten().copied().flatten().map(|name| fold(name));
        names().any(|name| name == printed || name == plain || !plain.is_empty() && name.starts_with(plain))
    }

    /// Whether the code is called so today; a clipped name counts.
    pub fn is_current(&self, code: &str, name: &str) -> bool {
        let usual = self.functional(code).or_else(|| self.economic(code)).map(fold);
        let printed = fold(name);
        usual.is_some_and(|usual| !printed.is_empty() && usual.starts_with(&printed))
    }

    /// Every functional code with this name (ignoring spaces and brackets' width), ascending.
    pub fn functional_named(&self, name: &str) -> impl Iterator<Item = &str> {
        self.functional_by_name.get(&fold(name)).into_iter().flatten().map(String::as_str)
    }
}

fn read(into: &mut BTreeMap<String, Vec<String>>, file: &str, text: &str) -> Result<(), FormError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for line in reader.deserialize::<Line>() {
        let line = line.map_err(|error| super::load::csv_error(file, &error))?;
        let names = into.entry(line.code).or_default();
        if line.status == "current" {
            names.insert(0, line.name);
        } else {
            names.push(line.name);
        }
    }
    Ok(())
}
