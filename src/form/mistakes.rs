//! Mistakes in grammar files: each is refused with file, line, key and what was expected.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use super::load::NOT_FAMILIES;
use super::*;

/// What the loader says when `file` holds `text`; only the national family stands beside it.
fn says(file: &str, text: &str) -> String {
    let mut files = Grammars::embedded_files();
    files.retain(|name, _| {
        !name.ends_with(".toml") || NOT_FAMILIES.contains(&name.as_str()) || name == "national.toml"
    });
    files.insert(file.into(), text.to_owned().into());
    Grammars::read(&files).map(|_| ()).unwrap_err().to_string()
}

#[track_caller]
fn check(text: &str, expect: &str) {
    assert_eq!(says("moon.toml", text), expect);
}

const FORM: &str = "name = \"月\"\n[[form]]\nid = \"a\"\nkind = \"coded\"\ntitles = [\"月表\"]\n";

/// The same with two columns.
const COLUMNS: &str = "columns = [{ id = \"total\", words = [\"合计\"] }, { words = [\"上年结转\"] }]\n";

#[test]
fn unknown_missing_and_doubled_keys() {
    check(
        &format!("{FORM}titels = []\n"),
        "moon.toml:6: unknown field `titels`, expected one of `id`, `table_id`, `titles`, `kind`, `columns`, `unit`, `equations`, `stage`",
    );
    check(&format!("{FORM}kind = \"coded\"\n"), "moon.toml:6: key `kind` is given twice, expected once");
    check(&FORM.replace("kind = \"coded\"\n", ""), "moon.toml:2: missing field `kind`");
    check(&FORM.replace("titles = [\"月表\"]\n", ""), "moon.toml:2: missing field `titles`");
    check(&FORM.replace("name = \"月\"\n", ""), "moon.toml:1: missing field `name`");
    check(
        &format!("{FORM}columns = [{{ id = \"total\" }}]\n"),
        "moon.toml:6: key `columns`: missing field `words`",
    );
    check(
        &format!("{FORM}columns = [{{ id = \"total\", word = [\"合计\"] }}]\n"),
        "moon.toml:6: unknown field `word`, expected one of `id`, `role`, `words`, `side`",
    );
    check(
        &format!("planet = 1\n{FORM}"),
        "moon.toml:1: unknown field `planet`, expected one of `name`, `extends`, `regions`, `form`",
    );
}

#[test]
fn wrong_values() {
    check(
        &FORM.replace("coded", "code"),
        "moon.toml:4: key `kind`: unknown variant `code`, expected one of `coded`, `paired`, `named`, `matrix`, `projects`, `card`",
    );
    check(
        &format!("{FORM}unit = \"万\"\n"),
        "moon.toml:6: key `unit`: unknown unit `万`, expected one of 百万元, 百元, 千元, 万元, 亿元, 元",
    );
    check(
        &format!("{FORM}stage = \"later\"\n"),
        "moon.toml:6: key `stage`: unknown variant `later`, expected one of `budget`, `final`, `unknown`",
    );
    check(
        &FORM.replace("[\"月表\"]", "\"月表\""),
        "moon.toml:5: key `titles`: invalid type: string \"月表\", expected a sequence",
    );
    check(
        &FORM.replace("[\"月表\"]", "[]"),
        "moon.toml:5: key `titles` of form `a`: expected at least one title",
    );
    check(
        &FORM.replace("\"月\"", "12"),
        "moon.toml:1: key `name`: invalid type: integer `12`, expected a string",
    );
    check(
        &format!("{FORM}{}", COLUMNS.replace("id = \"total\"", "role = \"sum\"")),
        "moon.toml:6: key `role`: unknown variant `sum`, expected one of `code`, `name`, `project`, `amount`, `ordinal`, `text`",
    );
}

#[test]
fn wrong_names() {
    check(
        &format!("{FORM}{}", FORM.replace("name = \"月\"\n", "")),
        "moon.toml:7: form id `a` is used twice in this file, expected a new one",
    );
    check(
        &format!("{FORM}table_id = \"sumary\"\n"),
        &format!(
            "moon.toml:6: key `table_id`: unknown table_id `sumary`, expected one of {}",
            TABLE_IDS.join(", ")
        ),
    );
    check(
        &format!("{FORM}{}", COLUMNS.replace("total", "totl")),
        &format!(
            "moon.toml:6: key `id`: unknown column_id `totl`, expected one of {}",
            COLUMN_IDS.join(", ")
        ),
    );
    check(
        &format!("extends = \"mars\"\n{FORM}"),
        "moon.toml:1: key `extends`: no family `mars`, expected one of moon, national",
    );
    check(
        &format!("extends = \"moon\"\n{FORM}"),
        "moon.toml:1: key `extends`: `moon` extends itself in the end",
    );
    check(
        &format!("regions = [\"43O1\"]\n{FORM}"),
        "moon.toml:1: key `regions`: `43O1` is no region, expected the first 2, 4 or 6 digits of a GB/T 2260 code",
    );
    check(
        &format!("regions = [\"43\", \"43\"]\n{FORM}"),
        "moon.toml:1: key `regions`: `43` is claimed by moon.toml too, expected one file a region",
    );
}

#[test]
fn wrong_equations() {
    let with =
        |equation: &str| format!("{FORM}{COLUMNS}equations = [\"parent = sum(children)\", \"{equation}\"]\n");
    check(
        &with("total = "),
        "moon.toml:7: key `equations` of form `a`: expected a column, such as `total` at the end of `total = `",
    );
    check(
        &with("total = basic"),
        "moon.toml:7: key `equations` of form `a`: `basic` names no column, or several, expected one of total, `上年结转`",
    );
    check(
        &with("total = `上年结余`"),
        "moon.toml:7: key `equations` of form `a`: `上年结余` names no column, or several, expected one of total, `上年结转`",
    );
    check(
        &with("total = 3"),
        "moon.toml:7: key `equations` of form `a`: `3` names no column, or several, expected one of total, `上年结转`",
    );
}

#[test]
fn other_files() {
    assert_eq!(
        says("moon.toml", "name = \"月\n"),
        "moon.toml:1: key `name`: invalid basic string, expected `\"`"
    );
    assert_eq!(
        says("words.toml", "totals = 1\n"),
        "words.toml:1: key `totals`: invalid type: integer `1`, expected a sequence"
    );
    assert_eq!(
        says("phrases.toml", "sides = 1\n"),
        "phrases.toml:1: key `sides`: invalid type: integer `1`, expected struct Sides"
    );
    assert_eq!(
        says("cards.toml", "moon = 1\n"),
        "cards.toml:1: unknown field `moon`, expected one of `title`, `columns`, `fields`, `money_columns`, `phrases`, `label`, `names`, `operators`, `targets`, `checks`"
    );
    assert_eq!(says("checks.toml", "[[check]]\nid = \"a\"\n"), "checks.toml:1: missing field `group`");
    assert_eq!(
        says("codes/regions.csv", "code,name\n11,月\n"),
        "codes/regions.csv:2: CSV deserialize error: record 1 (line: 2, byte: 10): missing field `parent_code`"
    );
    let mut files = Grammars::embedded_files();
    files.remove("national.toml");
    let error = Grammars::read(&files).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "national.toml: is missing from the grammar folder");
}
