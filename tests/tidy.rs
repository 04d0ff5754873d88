//! The house stays in order: imports run one way, every file says what it is for, nothing grows without end.
//!
//! Each rule is a function from a source text to complaints, tried on a text that breaks it, then on all of `src`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops at what it did not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What a module of the crate may import: modules of the crate, then external crates.
struct Allowed {
    module: &'static str,
    inner: &'static [&'static str],
    outer: &'static [&'static str],
}

const fn allow(
    module: &'static str,
    inner: &'static [&'static str],
    outer: &'static [&'static str],
) -> Allowed {
    Allowed { module, inner, outer }
}

/// The import table. `thiserror` and `serde` name no stage: they may be used where errors and files are described.
const IMPORTS: [Allowed; 19] = [
    allow("base", &[], &["rust_decimal", "serde"]),
    allow("pdf", &["base"], &["lopdf", "hayro_cmap", "skrifa", "thiserror"]),
    allow("layout", &["base", "pdf"], &[]),
    allow("flat", &["base", "layout"], &["rust_decimal"]),
    allow(
        "form",
        &["base", "flat"],
        &[
            "csv",
            "include_dir",
            "memchr",
            "nom",
            "regex",
            "rust_decimal",
            "serde",
            "sha2",
            "thiserror",
            "toml",
        ],
    ),
    allow("model", &["base"], &["rust_decimal", "serde"]),
    allow("redact", &["base", "flat", "form", "model", "pdf"], &[]),
    allow("grammar", &["base", "flat", "form", "model"], &["nom", "regex", "rust_decimal"]),
    allow("reconcile", &["base", "form", "model"], &["nom", "rayon", "rust_decimal"]),
    allow(
        "export",
        &["base", "flat", "model", "reconcile"],
        &[
            "parquet",
            "postcard",
            "rusqlite",
            "rust_decimal",
            "schemars",
            "serde",
            "serde_json",
            "sha2",
            "thiserror",
        ],
    ),
    allow("draft", &["base", "form", "model"], &["rust_decimal"]),
    allow("draw", &["base", "layout", "model", "pdf"], &[]),
    allow("open", &["base", "pdf", "layout"], &["rayon", "sha2", "thiserror"]),
    allow(
        "lib",
        &["base", "pdf", "layout", "flat", "form", "redact", "grammar", "reconcile", "export", "open"],
        &[],
    ),
    allow(
        "report",
        &["base", "form", "lib", "open", "pdf", "redact"],
        &["base64", "csv", "flate2", "rayon", "rust_decimal", "serde_json", "thiserror"],
    ),
    allow("load", &["export"], &["postgres", "thiserror"]),
    allow(
        "batch",
        &["base", "export", "form", "lib", "model", "reconcile"],
        &["postcard", "rayon", "serde", "sha2", "walkdir", "zstd"],
    ),
    allow(
        "cli",
        &[
            "base",
            "batch",
            "draft",
            "draw",
            "export",
            "flat",
            "form",
            "layout",
            "lib",
            "load",
            "model",
            "pdf",
            "reconcile",
            "redact",
            "report",
        ],
        &["anyhow", "clap", "clap_complete", "clap_mangen", "ctrlc", "indicatif", "serde_json"],
    ),
    allow("main", &[], &["yusuan"]),
];

/// In lines, without tests.
const LONGEST_FILE: usize = 400;
const LONGEST_FUNCTION: usize = 60;

/// Words that name no job.
const EMPTY_NAMES: [&str; 6] = ["util", "utils", "helper", "helpers", "manager", "misc"];

// ---------------------------------------------------------------- the rules

/// Complaints about imports that run the wrong way. `module` is the file's own place in the table.
fn wrong_imports(module: &str, source: &str) -> Vec<String> {
    let Some(allowed) = IMPORTS.iter().find(|allowed| allowed.module == module) else {
        return vec![format!("module `{module}` is not in the import table")];
    };
    let code = code_of(source);
    let mut complaints = Vec::new();
    for name in inner_imports(&code, module == "lib") {
        let place = if IMPORTS.iter().any(|each| each.module == name) { name.as_str() } else { "lib" };
        if place != module && !allowed.inner.contains(&place) {
            complaints.push(format!("`{module}` may not import `crate::{name}`"));
        }
    }
    for name in outer_crates() {
        if mentions_crate(&code, &name) && !allowed.outer.contains(&name.as_str()) {
            complaints.push(format!("`{module}` may not use the crate `{name}`"));
        }
    }
    complaints
}

/// A file says at its top what it is for.
fn lacks_doc(source: &str) -> bool {
    !source.starts_with("//! ") && !source.starts_with("/*! ")
}

/// Lines before the tests.
fn length(source: &str) -> usize {
    without_tests(source).lines().count()
}

/// Functions longer than allowed, with their lengths. Relies on rustfmt: a body ends at the indent it began with.
fn long_functions(source: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = without_tests(source).lines().collect();
    let mut long = Vec::new();
    for (begin, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let closing = format!("{indent}}}");
        let body = lines[begin..].iter().take_while(|line| **line != closing && !is_one_line(line));
        let length = body.count() + 1;
        if length > LONGEST_FUNCTION {
            long.push((name.to_owned(), length));
        }
    }
    long
}

fn is_one_line(line: &str) -> bool {
    function_name(line).is_some() && (line.ends_with('}') || line.ends_with(';'))
}

fn function_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let begins = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "const fn ", "pub const fn "];
    let rest = begins.iter().find_map(|begin| line.strip_prefix(begin))?;
    rest.split(['(', '<']).next()
}

/// Names that say nothing, among files and declared items.
fn empty_names(path: &str, source: &str) -> Vec<String> {
    let declared = source.lines().filter_map(|line| {
        let mut words =
            line.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) ").split(' ');
        let kind = words.next()?;
        let name = words.next()?.split(|ch: char| !ch.is_alphanumeric() && ch != '_').next()?;
        ["mod", "struct", "enum", "trait", "fn"].contains(&kind).then(|| name.to_lowercase())
    });
    let files = path.split(['/', '.']).map(str::to_lowercase);
    let is_empty = |name: &String| name.split('_').any(|word| EMPTY_NAMES.contains(&word));
    files.chain(declared).filter(is_empty).collect()
}

/// Names of places and titles of tables in a source, also in its comments: what knows them is data, in `grammars/`.
/// Spaces, quotation marks and the width of brackets hide nothing. Test modules and `tests.rs` are left out: they hold the wordings of documents against what the grammars say of them.
fn knows(names: &[String], source: &str) -> Vec<String> {
    // Most lines hold no Chinese at all.
    let is_chinese = |line: &&str| line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let lines = without_tests(source).lines().filter(is_chinese).map(yusuan::form::fold);
    let source = lines.collect::<Vec<_>>().join("\n");
    names.iter().filter(|name| source.contains(name.as_str())).cloned().collect()
}

/// Provinces and cities by name and short name, counties by name, and every title of a form that is no pattern.
fn places_and_titles() -> Vec<String> {
    let mut names = BTreeSet::new();
    let mut regions = csv::Reader::from_path(root().join("grammars/codes/regions.csv")).unwrap();
    for region in regions.deserialize::<BTreeMap<String, String>>() {
        let region = region.unwrap();
        names.insert(region["name"].clone());
        if region["code"].ends_with("00") {
            names.insert(region["short_name"].clone());
        }
    }
    for family in yusuan::form::Grammars::embedded().unwrap().families {
        names.extend(family.forms.into_iter().flat_map(|form| form.titles));
    }
    let names: BTreeSet<String> = names.iter().map(|name| yusuan::form::fold(name)).collect();
    names.into_iter().filter(|name| name.chars().count() >= 2 && !name.contains('*')).collect()
}

// ---------------------------------------------------------------- reading source

/// The source without comments and without the test module at its end.
fn code_of(source: &str) -> String {
    let lines = without_tests(source).lines();
    lines.map(|line| line.split_once("//").map_or(line, |(code, _)| code)).collect::<Vec<_>>().join("\n")
}

/// Everything before the test module at the end, which may carry further attributes.
fn without_tests(source: &str) -> &str {
    let marks = source.match_indices("\n#[cfg(test)]\n");
    let ends = |at: usize| source[at..].lines().skip(2).find(|line| !line.starts_with('#'));
    let mut tests =
        marks.filter(|(at, _)| ends(*at).is_some_and(|line| line.starts_with("mod ") && line.ends_with('{')));
    tests.next().map_or(source, |(at, _)| &source[..at])
}

/// What follows each `crate::`, also inside `crate::{…}`, and in `lib.rs` inside a plain `use`.
fn inner_imports(code: &str, is_root: bool) -> Vec<String> {
    let mut names = Vec::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            Some(list) => names.extend(first_names(list)),
            None => names.extend(identifier(after)),
        }
    }
    for line in code.lines().filter(|_| is_root) {
        let line = line.strip_prefix("pub ").unwrap_or(line);
        let name = line.strip_prefix("use ").and_then(identifier);
        names.extend(name.filter(|name| IMPORTS.iter().any(|each| each.module == name)));
    }
    names
}

/// The first name of each item of a list as in `use crate::{a, b::{c, d}, e}`.
fn first_names(list: &str) -> Vec<String> {
    let mut depth = 0usize;
    let mut names = Vec::new();
    let mut item = String::new();
    for ch in list.chars() {
        match ch {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.extend(identifier(std::mem::take(&mut item).trim())),
            _ if depth == 0 => item.push(ch),
            _ => {}
        }
    }
    names.extend(identifier(item.trim()));
    names
}

fn identifier(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|ch| ch.is_alphanumeric() || *ch == '_').collect();
    (!name.is_empty()).then_some(name)
}

/// The crates of `[dependencies]`, and the crate itself, which only `main` may name.
fn outer_crates() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names = dependencies
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.replace('-', "_"));
    names.chain(["yusuan".to_owned()]).collect()
}

/// Whether a path begins with the crate: `name::`, not preceded by a letter, a colon or a quote.
fn mentions_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let is_part = |ch: char| ch.is_alphanumeric() || ch == '_' || ch == ':';
    code.match_indices(&path).any(|(at, _)| !code[..at].ends_with(is_part))
        || code.contains(&format!("use {name};"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file but `tests.rs`: its path below `src`, its module in the import table, its text.
fn sources() -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(root().join("src")).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|ending| ending == "rs")
            && !entry.path().ends_with("tests.rs")
        {
            let path = entry.path().strip_prefix(root().join("src")).unwrap().to_str().unwrap().to_owned();
            let module = path.split(['/', '.']).next().unwrap().to_owned();
            files.push((path, module, fs::read_to_string(entry.path()).unwrap()));
        }
    }
    assert!(files.len() > 20, "the sources were not found");
    files
}

/// Stops with all complaints at once.
fn expect_none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

// ---------------------------------------------------------------- the rules can fail

#[test]
fn a_wrong_import_is_seen() {
    let check =
        |module: &str, source: &str, expect: &[&str]| assert_eq!(wrong_imports(module, source), expect);
    check("layout", "use crate::base::Rect;\nuse crate::pdf::Page;\n", &[]);
    check("pdf", "use crate::layout::Sheet;\n", &["`pdf` may not import `crate::layout`"]);
    check(
        "base",
        "use crate::{\n    flat::{Flat, Token},\n    model,\n};\n",
        &["`base` may not import `crate::flat`", "`base` may not import `crate::model`"],
    );
    check("grammar", "fn f(page: &crate::pdf::Page) {}\n", &["`grammar` may not import `crate::pdf`"]);
    check("grammar", "use crate::extract;\n", &["`grammar` may not import `crate::extract`"]);
    check("layout", "use lopdf::Object;\n", &["`layout` may not use the crate `lopdf`"]);
    check("flat", "fn f() { let x = regex::Regex::new(a); }\n", &["`flat` may not use the crate `regex`"]);
    check(
        "model",
        "//! Not crate::pdf, not lopdf::Object.\n#[cfg(test)]\nmod tests {\n    use crate::pdf;\n}\n",
        &[],
    );
    check("export", "mod csv;\nuse self::csv::Writer;\nuse crate::model::Table;\n", &[]);
    check("render", "", &["module `render` is not in the import table"]);
}

#[test]
fn a_long_function_is_seen() {
    let body = "    work();\n".repeat(60);
    assert_eq!(long_functions(&format!("pub fn long(a: u8) {{\n{body}}}\n")), [("long".to_owned(), 62)]);
    assert_eq!(long_functions("fn a() {\n    work();\n}\n\nfn b() -> u8 { 1 }\n"), []);
}

#[test]
fn an_empty_name_and_a_silent_file_are_seen() {
    assert_eq!(
        empty_names("pdf/util.rs", "struct FontManager;\nfn parse_helper() {}\n"),
        ["util", "parse_helper"]
    );
    assert!(lacks_doc("use std::fs;\n"));
    assert_eq!(length("//! A.\nfn a() {}\n\n#[cfg(test)]\n#[allow(a)]\nmod tests {\n}\n"), 2);
}

#[test]
fn a_place_and_a_title_are_seen() {
    let names = places_and_titles();
    assert_eq!(knows(&names, "//! As in 深圳.\nconst A: &str = \"收支总表\";\n"), ["收支总表", "深圳"]);
    assert_eq!(knows(&names, "// 收 支 总表, (“三公”经费支出表)\n"), ["三公经费支出表", "收支总表"]);
    assert_eq!(knows(&names, "fn a() {}\n#[cfg(test)]\nmod tests {\n    // 深圳\n}\n"), [] as [&str; 0]);
}

// ---------------------------------------------------------------- the sources keep them

#[test]
fn no_source_knows_a_place_or_a_title() {
    let names = places_and_titles();
    let complain = |(path, _, source): &(String, String, String)| {
        let known = knows(&names, source).into_iter();
        known.map(|name| format!("src/{path}: `{name}` belongs in grammars/")).collect::<Vec<_>>()
    };
    expect_none(&sources().iter().flat_map(complain).collect::<Vec<_>>());
}

#[test]
fn imports_run_one_way() {
    let complain = |(path, module, source): &(String, String, String)| {
        let complaints = wrong_imports(module, source).into_iter();
        complaints.map(|complaint| format!("src/{path}: {complaint}")).collect::<Vec<_>>()
    };
    expect_none(&sources().iter().flat_map(complain).collect::<Vec<_>>());
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = sources().into_iter().filter(|(_, _, source)| lacks_doc(source));
    expect_none(&silent.map(|(path, _, _)| format!("src/{path}: no //! at its top")).collect::<Vec<_>>());
}

#[test]
fn files_and_functions_stay_short() {
    let mut complaints = Vec::new();
    for (path, _, source) in sources() {
        let lines = length(&source);
        if lines > LONGEST_FILE {
            complaints.push(format!("src/{path}: {lines} lines; {LONGEST_FILE} are allowed"));
        }
        for (name, lines) in long_functions(&source) {
            complaints
                .push(format!("src/{path}: fn {name} has {lines} lines; {LONGEST_FUNCTION} are allowed"));
        }
    }
    expect_none(&complaints);
}

#[test]
fn names_say_something() {
    let complain = |(path, _, source): &(String, String, String)| {
        empty_names(path, source).into_iter().map(|name| format!("src/{path}: `{name}`")).collect::<Vec<_>>()
    };
    expect_none(&sources().iter().flat_map(complain).collect::<Vec<_>>());
}
