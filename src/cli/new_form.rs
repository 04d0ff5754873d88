//! `extract new-form`: documents of a place → a drafted grammar file.

use std::path::PathBuf;

use anyhow::{Context, ensure};

use super::input;
use crate::draft::draft;
use crate::form::Grammars;
use crate::{Extraction, Options, extract};

/// The draft named `id`.
pub(crate) fn new_form(
    id: &str,
    from: &[PathBuf],
    grammars: &Grammars,
    options: &Options,
) -> anyhow::Result<String> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    ensure!(!id.is_empty() && id.chars().all(plain), "`{id}` is no id: expected a-z, 0-9 and _ only");
    let read = |path: &PathBuf| -> anyhow::Result<(String, Extraction)> {
        let shown = path.display().to_string();
        let bytes = input::read(path)?;
        let extraction = extract(&bytes, &shown, grammars, options).with_context(|| shown.clone())?;
        let name = path.file_name().map_or(shown, |name| name.to_string_lossy().into_owned());
        Ok((name, extraction))
    };
    let read: Vec<(String, Extraction)> = from.iter().map(read).collect::<anyhow::Result<_>>()?;
    let documents: Vec<_> = read.iter().map(|(name, found)| (name.as_str(), &found.document)).collect();
    Ok(draft(id, &documents, grammars))
}
