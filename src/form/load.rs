//! Reads a grammar folder: `words.toml`, one `*.toml` a family, `codes/*.csv`. Nothing is overridden silently: unknown
//! and doubled keys, doubled ids and wrong names are errors with file and line.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::equation::Equation;
use super::family::{FamilyHead, FormTitle};
use super::{
    CardWords, CheckRule, Codes, Family, Form, FormColumn, FormError, FormKind, PersonalWords, Phrases,
    Regions, Stage, Words,
};
use crate::base::Unit;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/grammars");

/// The family that is used where no other fits, and that others extend.
const NATIONAL: &str = "national";

/// TOML files that hold no family.
pub(super) const NOT_FAMILIES: [&str; 5] =
    ["words.toml", "phrases.toml", "cards.toml", "checks.toml", "personal.toml"];

/// Everything a grammar folder says.
#[derive(Debug, Clone)]
pub struct Grammars {
    /// The shared vocabulary.
    pub words: Words,
    /// Phrases of covers, captions and sentences.
    pub phrases: Phrases,
    /// The words of performance cards.
    pub cards: CardWords,
    /// How names and numbers of persons are known.
    pub personal: PersonalWords,
    /// Families, by id.
    pub families: Vec<Family>,
    /// The classifications.
    pub codes: Codes,
    /// The regions.
    pub regions: Regions,
    /// The catalogue of checks, in the order in which they run.
    pub checks: Vec<CheckRule>,
    /// SHA-256 of the files it was read from, lower-case hex. It stays what it was when a field is changed afterwards.
    pub fingerprint: String,
}

/// The text of every file of a grammar folder, by its path in it.
pub type Files = BTreeMap<String, Cow<'static, str>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FamilyFile {
    name: String,
    extends: Option<Spanned<String>>,
    #[serde(default)]
    regions: Vec<Spanned<String>>,
    #[serde(default)]
    form: Vec<FormEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormEntry {
    id: Spanned<String>,
    #[serde(default, deserialize_with = "super::ids::table_id")]
    table_id: Option<String>,
    titles: Spanned<Vec<String>>,
    kind: FormKind,
    #[serde(default)]
    columns: Vec<FormColumn>,
    unit: Option<Spanned<String>>,
    #[serde(default)]
    equations: Vec<Spanned<String>>,
    #[serde(default)]
    stage: Stage,
}

impl Grammars {
    /// The grammars of the project itself.
    pub fn embedded() -> Result<Grammars, FormError> {
        Self::read(&Self::embedded_files())
    }

    /// The same for tests, read once for all of them.
    #[cfg(test)]
    #[allow(clippy::unwrap_used, reason = "a test may stop")]
    pub(crate) fn shipped() -> &'static Grammars {
        static ONCE: std::sync::LazyLock<Grammars> =
            std::sync::LazyLock::new(|| Grammars::embedded().unwrap());
        &ONCE
    }

    /// The files of the project's own grammars, to read them with changes.
    pub fn embedded_files() -> Files {
        let mut files = Files::new();
        gather_embedded(&EMBEDDED, &mut files);
        files
    }

    /// The grammars of a folder.
    pub fn load(folder: &Path) -> Result<Grammars, FormError> {
        Self::read(&gather(folder)?)
    }

    /// The grammars these files say; their paths are those of a grammar folder.
    pub fn read(files: &Files) -> Result<Grammars, FormError> {
        let words = Words::parse("words.toml", file(files, "words.toml")?)?;
        let phrases = Phrases::parse("phrases.toml", file(files, "phrases.toml")?)?;
        let cards = CardWords::parse("cards.toml", file(files, "cards.toml")?)?;
        let personal = PersonalWords::parse("personal.toml", file(files, "personal.toml")?)?;
        let families = families(files, &words)?;
        let mut codes = Codes::default();
        codes.read_functional("codes/functional.csv", file(files, "codes/functional.csv")?)?;
        for name in ["codes/economic_department.csv", "codes/economic_government.csv"] {
            codes.read_economic(name, file(files, name)?)?;
        }
        let regions = Regions::parse("codes/regions.csv", file(files, "codes/regions.csv")?)?;
        let checks = CheckRule::read("checks.toml", file(files, "checks.toml")?)?;
        let fingerprint = fingerprint(files);
        Ok(Grammars { words, phrases, cards, personal, families, codes, regions, checks, fingerprint })
    }

    /// The family of this id.
    pub fn family(&self, id: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.id == id)
    }

    /// The family that fits a document, by the region its opening lines name, else by the titles it prints, else the
    /// national one.
    pub fn choose(&self, opening: &str, titles: &[&str]) -> &Family {
        let region = self.regions.find(opening).map(|(code, _)| code);
        let by_region = region.and_then(|code| {
            let longest = |family: &Family| {
                let fits = family.regions.iter().filter(|prefix| code.starts_with(prefix.as_str()));
                fits.map(String::len).max()
            };
            let fits = self.families.iter().filter_map(|family| Some((longest(family)?, family)));
            fits.max_by_key(|(length, _)| *length).map(|(_, family)| family)
        });
        by_region.or_else(|| self.by_titles(region, titles)).unwrap_or_else(|| self.national())
    }

    /// Without a region, the family of which most titles are printed, if these are more than the national ones.
    fn by_titles(&self, region: Option<&str>, titles: &[&str]) -> Option<&Family> {
        if region.is_some() {
            return None;
        }
        let most = self
            .families
            .iter()
            .map(|family| (family.own_titles_among(titles), family))
            .max_by_key(|(n, _)| *n)?;
        (most.0 > self.national().own_titles_among(titles)).then_some(most.1)
    }

    fn national(&self) -> &Family {
        self.family(NATIONAL).unwrap_or(&self.families[0])
    }
}

fn gather_embedded(folder: &'static Dir<'static>, into: &mut Files) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            into.insert(path.replace('\\', "/"), Cow::Borrowed(text));
        }
    }
    for inner in folder.dirs() {
        gather_embedded(inner, into);
    }
}

fn gather(folder: &Path) -> Result<Files, FormError> {
    let mut files = Files::new();
    for part in ["", "codes"] {
        let here = folder.join(part);
        let list = std::fs::read_dir(&here).map_err(|error| {
            let message = format!("{error}; `extract grammars DIR` writes a folder to work in");
            FormError::in_file(&here.display().to_string(), message)
        })?;
        for entry in list.flatten() {
            let path = entry.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if !name.ends_with(".toml") && !name.ends_with(".csv") {
                continue;
            }
            let name = if part.is_empty() { name.to_string() } else { format!("{part}/{name}") };
            let text = std::fs::read_to_string(&path)
                .map_err(|error| FormError::in_file(&name, error.to_string()))?;
            files.insert(name, Cow::Owned(text));
        }
    }
    Ok(files)
}

fn file<'a>(files: &'a Files, name: &str) -> Result<&'a str, FormError> {
    files
        .get(name)
        .map(AsRef::as_ref)
        .ok_or_else(|| FormError::in_file(name, "is missing from the grammar folder"))
}

/// A family's own part of its file.
struct Own {
    head: FamilyHead,
    regions: Vec<Spanned<String>>,
    extends: Option<Spanned<String>>,
    forms: Vec<Form>,
}

fn families(files: &Files, words: &Words) -> Result<Vec<Family>, FormError> {
    let mut own = BTreeMap::new();
    for (name, text) in files {
        if let Some(id) = name.strip_suffix(".toml")
            && !NOT_FAMILIES.contains(&name.as_str())
        {
            own.insert(id.to_string(), own_part(id, name, text)?);
        }
    }
    if !own.contains_key(NATIONAL) {
        return Err(FormError::in_file("national.toml", "is missing from the grammar folder"));
    }
    check_regions(&own, files)?;
    own.keys().map(|id| inherit(id, &own, files, words)).collect()
}

fn own_part(id: &str, name: &str, text: &str) -> Result<Own, FormError> {
    let raw: FamilyFile = toml::from_str(text).map_err(|error| FormError::from_toml(name, text, &error))?;
    let mut seen = BTreeSet::new();
    let mut forms = Vec::with_capacity(raw.form.len());
    for entry in raw.form {
        if !seen.insert(entry.id.get_ref().clone()) {
            let message =
                format!("form id `{}` is used twice in this file, expected a new one", entry.id.get_ref());
            return Err(FormError::at(name, text, entry.id.span().start, message));
        }
        forms.push(form(entry, name, text)?);
    }
    let regions = raw.regions.iter().map(|region| region.get_ref().clone()).collect();
    let head = FamilyHead { id: id.into(), name: raw.name, regions };
    Ok(Own { head, regions: raw.regions, extends: raw.extends, forms })
}

/// A region is the beginning of a code and belongs to one file: which of two would read its documents would be chance.
fn check_regions(all: &BTreeMap<String, Own>, files: &Files) -> Result<(), FormError> {
    let mut claimed: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, own) in all {
        let name = format!("{id}.toml");
        let text = file(files, &name)?;
        for region in &own.regions {
            let code = region.get_ref().as_str();
            let wrong = |message: String| {
                Err(FormError::at(&name, text, region.span().start, format!("key `regions`: {message}")))
            };
            if !matches!(code.len(), 2 | 4 | 6) || !code.bytes().all(|b| b.is_ascii_digit()) {
                return wrong(format!(
                    "`{code}` is no region, expected the first 2, 4 or 6 digits of a GB/T 2260 code"
                ));
            }
            if let Some(other) = claimed.insert(code, id) {
                return wrong(format!("`{code}` is claimed by {other}.toml too, expected one file a region"));
            }
        }
    }
    Ok(())
}

fn form(entry: FormEntry, name: &str, text: &str) -> Result<Form, FormError> {
    if entry.titles.get_ref().is_empty() {
        let message = format!("key `titles` of form `{}`: expected at least one title", entry.id.get_ref());
        return Err(FormError::at(name, text, entry.titles.span().start, message));
    }
    let unit = match entry.unit {
        None => None,
        Some(unit) => Some(Unit::named(unit.get_ref()).ok_or_else(|| {
            let known: Vec<&str> = Unit::ALL.into_iter().map(Unit::name).collect();
            let message = format!(
                "key `unit`: unknown unit `{}`, expected one of {}",
                unit.get_ref(),
                known.join(", ")
            );
            FormError::at(name, text, unit.span().start, message)
        })?),
    };
    let mut form = Form {
        id: entry.id.into_inner(),
        table_id: entry.table_id,
        keys: entry.titles.get_ref().iter().map(|title| FormTitle::of(title)).collect(),
        titles: entry.titles.into_inner(),
        kind: entry.kind,
        columns: entry.columns,
        unit,
        equations: Vec::with_capacity(entry.equations.len()),
        sums: Vec::new(),
        stage: entry.stage,
    };
    for equation in entry.equations {
        let at = equation.span().start;
        let wrong = |message: String| {
            FormError::at(name, text, at, format!("key `equations` of form `{}`: {message}", form.id))
        };
        let parsed = Equation::parse(equation.get_ref()).map_err(|error| wrong(error.to_string()))?;
        if let Some(unknown) = form.unknown_column(&parsed) {
            let known = form.column_names().join(", ");
            return Err(wrong(format!("`{unknown}` names no column, or several, expected one of {known}")));
        }
        let sums = form.sums_of(&parsed);
        form.sums.extend(sums);
        form.equations.push((equation.into_inner(), parsed));
    }
    Ok(form)
}

/// A family with what it extends: an entry with the same id replaces the inherited one whole.
fn inherit(id: &str, all: &BTreeMap<String, Own>, files: &Files, words: &Words) -> Result<Family, FormError> {
    let mut forms: Vec<Form> = Vec::new();
    let mut next = Some(id.to_string());
    let mut line: Vec<String> = Vec::new();
    let mut own_count = 0;
    while let Some(current) = next.take() {
        let Some(own) = all.get(&current) else { break };
        for form in &own.forms {
            if !forms.iter().any(|known| known.id == form.id) {
                forms.push(form.clone());
            }
        }
        if line.is_empty() {
            own_count = forms.len();
        }
        line.push(current.clone());
        if let Some(parent) = &own.extends {
            check_parent(parent, &current, &line, all, files)?;
            next = Some(parent.get_ref().clone());
        }
    }
    let head = all.get(id).map(|own| &own.head);
    let head = FamilyHead {
        id: id.to_string(),
        name: head.map(|head| head.name.clone()).unwrap_or_default(),
        regions: head.map(|head| head.regions.clone()).unwrap_or_default(),
    };
    Ok(Family::new(head, forms, own_count, &words.title_follows))
}

fn check_parent(
    parent: &Spanned<String>,
    child: &str,
    line: &[String],
    all: &BTreeMap<String, Own>,
    files: &Files,
) -> Result<(), FormError> {
    let name = format!("{child}.toml");
    let text = files.get(&name).map(AsRef::as_ref).unwrap_or_default();
    let at = parent.span().start;
    if line.contains(parent.get_ref()) {
        let message = format!("key `extends`: `{}` extends itself in the end", parent.get_ref());
        return Err(FormError::at(&name, text, at, message));
    }
    if !all.contains_key(parent.get_ref()) {
        let known: Vec<&str> = all.keys().map(String::as_str).collect();
        let message =
            format!("key `extends`: no family `{}`, expected one of {}", parent.get_ref(), known.join(", "));
        return Err(FormError::at(&name, text, at, message));
    }
    Ok(())
}

/// What the CSV reader says, with the line.
pub(super) fn csv_error(file: &str, error: &csv::Error) -> FormError {
    let line = error.position().and_then(|position| usize::try_from(position.line()).ok());
    FormError { file: file.into(), line, message: error.to_string() }
}

/// The hash of all files, names and texts, each told apart from the next by its length.
fn fingerprint(files: &Files) -> String {
    let mut hasher = Sha256::new();
    for part in files.iter().flat_map(|(name, text)| [name.as_str(), text]) {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
