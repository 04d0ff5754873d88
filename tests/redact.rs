//! `--redact`: what is personal stands in no output of the real binary, and nothing else changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "a test stops at what it did not expect"
)]

#[allow(dead_code, unused_imports, reason = "the truth of what is set is for other tests")]
mod typesetter;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A disclosure whose figures contradict each other on the page that names people, so that the report draws them.
/// Names and numbers are made up.
const SOURCE: &str = "\
@page
= 示例市档案局2026年部门预算
联系人：诸葛明亮 联系电话：0991-2345678
身份证号 11010519491231002X，信箱 zhuge@example.gov.cn
2026年收支总预算90.00万元，填表人：诸葛明亮（手机：13812345678）。

@page
# 第二部分 部门预算表
@table summary
@title 收支总表
@left 编制单位：示例市档案局
@unit 万元
| 收入 | < | 支出 | < |
| 项目 | 预算数 | 项目 | 预算数 |
|= income:name 140 | income:amount 80 | expenditure:name 140 | expenditure:amount 80 |
| 一、一般公共预算拨款收入 | 100.00 | 一、一般公共服务支出 | 90.00 |
| 收入总计 | 100.00 | 支出总计 | 90.00 |
";

/// What no output may have.
const PERSONAL: [&str; 6] =
    ["诸葛明亮", "0991-2345678", "2345678", "13812345678", "11010519491231002X", "zhuge"];

/// What every output has that prints the text at all.
const PUBLIC: &str = "示例市档案局";

fn extract(dir: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    command.current_dir(dir).env("LC_ALL", "C").args(words).output().unwrap()
}

/// A folder with the document as a PDF and as a text.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.pdf"), typesetter::typeset(SOURCE).pdf).unwrap();
    let flat = extract(dir.path(), &["flat", "a.pdf"]).stdout;
    let flat = String::from_utf8(flat).unwrap().replace(" | ", " ").replace("2026", "2025");
    assert!(PERSONAL.iter().all(|each| flat.contains(each)), "{flat}");
    fs::write(dir.path().join("b.txt"), flat).unwrap();
    dir
}

/// Every file below a folder, unpacked where it is packed.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(dir).into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |file: walkdir::DirEntry| {
        let bytes = fs::read(file.path()).unwrap();
        let unpacked = zstd::decode_all(bytes.as_slice()).unwrap_or(bytes);
        (file.path().strip_prefix(dir).unwrap().display().to_string(), unpacked)
    };
    files.map(read).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn no_output_has_what_is_personal() {
    let dir = folder();
    let formats = "json,csv,ndjson,sqlite";
    let run = |more: &[&str]| {
        let words = [&["-q", "-f", formats, "a.pdf", "b.txt"], more].concat();
        assert_eq!(extract(dir.path(), &words).status.code(), Some(1), "the totals contradict each other");
        assert_eq!(extract(dir.path(), &["report"]).status.code(), Some(0));
    };
    run(&[]);
    let plain = files(&dir.path().join("out"));
    for each in ["诸葛明亮", "13812345678"] {
        assert!(plain.iter().any(|(_, bytes)| holds(bytes, each)), "{each} is written without --redact");
    }
    // Into the same folder: what an earlier run has kept goes, too.
    run(&["--redact"]);
    let redacted = files(&dir.path().join("out"));
    assert!(redacted.iter().any(|(name, _)| name.starts_with(".cache")));
    for (name, bytes) in &redacted {
        for each in PERSONAL {
            assert!(!holds(bytes, each), "{each} is in {name}");
        }
    }
    assert!(redacted.iter().filter(|(_, bytes)| holds(bytes, PUBLIC)).count() > 4);
    let same = |name: &str| {
        let of = |files: &[(String, Vec<u8>)]| files.iter().find(|(each, _)| each == name).unwrap().1.clone();
        assert!(of(&plain) == of(&redacted), "{name} is the same");
    };
    ["facts.csv", "checks.csv", "ledger.csv", "tables.csv"].into_iter().for_each(same);
}

#[test]
fn what_is_masked_is_masked_on_its_page() {
    let dir = folder();
    extract(dir.path(), &["-q", "--redact", "a.pdf"]);
    extract(dir.path(), &["report"]);
    let document = fs::read_to_string(dir.path().join("out/documents/a.json")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let redacted = document["redacted"].as_array().unwrap();
    let kinds: Vec<&str> = redacted.iter().map(|each| each["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["name", "phone", "identity", "mail", "name", "phone"]);
    assert!(redacted.iter().all(|each| each["place"]["box"].is_array()));
    let documents = fs::read_to_string(dir.path().join("out/documents.csv")).unwrap();
    assert!(documents.trim_end().ends_with(",6"), "{documents}");

    let crops = crops(&dir.path().join("out/report.html"));
    assert!(crops.contains("填表人：████") && crops.contains("████"), "{crops}");
    assert!(!crops.contains('诸') && !crops.contains("138"), "{crops}");
}

/// The characters of all pictures of the first document of a report.
fn crops(report: &Path) -> String {
    use base64::Engine as _;
    let html = fs::read_to_string(report).unwrap();
    let (_, packed) = html.split_once(r#"id="d1">"#).unwrap();
    let packed = packed.split('<').next().unwrap();
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::DeflateDecoder::new(bytes.as_slice()), &mut text)
        .unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let pictures = document["crops"].as_object().unwrap().values().flat_map(|each| each.as_array().unwrap());
    let glyphs = pictures.flat_map(|picture| picture["glyphs"].as_array().unwrap());
    glyphs.map(|glyph| glyph[3].as_str().unwrap()).collect()
}

#[test]
fn the_verbs_that_print_mask_too() {
    let dir = folder();
    let told = |words: &[&str]| {
        let output = extract(dir.path(), words);
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    for words in [
        &["flat", "--redact", "a.pdf"][..],
        &["flat", "--redact", "b.txt"],
        &["draw", "--redact", "-p", "1", "a.pdf"],
        &["draw", "--redact", "-p", "2", "a.pdf"],
        &["ledger", "--all", "--redact", "b.txt"],
    ] {
        let text = told(words);
        // A drawing has an element a character.
        let text: String = text.lines().map(|line| line.split('>').nth(1).unwrap_or(line)).collect();
        let text = text.replace("</text", "");
        assert!(PERSONAL.iter().all(|each| !text.contains(each)), "{words:?}: {text}");
    }
    assert!(told(&["flat", "--redact", "a.pdf"]).contains("联系人：████ 联系电话：████-███████"));
    assert!(told(&["draw", "--redact", "-p", "1", "a.pdf"]).contains(">█</text>"));
}
