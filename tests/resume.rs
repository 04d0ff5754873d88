//! Runs that go on: what was read once is not read again, and the results are those of one run that was never disturbed.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at what it did not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A disclosure in plain text; the figures are made up.
const TEXT: &str = include_str!("../samples/flattened/flattened.txt");

/// Every format, so that each is held to the same bytes.
const FORMATS: &str = "json,csv,ndjson,parquet,sqlite";

fn command(dir: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extract"));
    command.current_dir(dir).env("LC_ALL", "C").args(words).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(dir: &Path, words: &[&str]) -> Output {
    command(dir, words).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A folder `in` with the PDFs of the samples, two of which belong together, and `texts` texts that differ in a comment.
fn inputs(texts: usize) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("in")).unwrap();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for name in ["yuan", "yuan-2025"] {
        let pdf = format!("{name}.pdf");
        fs::copy(samples.join(name).join(&pdf), dir.path().join("in").join(&pdf)).unwrap();
    }
    for number in 0..texts {
        fs::write(dir.path().join(format!("in/{number:03}.txt")), format!("{TEXT}\n第 {number} 份\n"))
            .unwrap();
    }
    dir
}

/// Every file below `dir` but what is kept for later runs and the lock.
fn results(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = walkdir::WalkDir::new(dir).into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named =
        files.map(|file| (file.path().strip_prefix(dir).unwrap().to_owned(), fs::read(file.path()).unwrap()));
    named.filter(|(path, _)| !path.starts_with(".cache") && path != Path::new(".lock")).collect()
}

/// What is kept for later runs; also while a run adds to it.
fn kept(dir: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(dir.join(".cache")).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path());
    files.filter(|path| path.extension().is_none()).collect()
}

/// Stops where two folders differ, naming the files.
fn expect_same(one: &Path, other: &Path) {
    let (one, other) = (results(one), results(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differ: Vec<_> = one.iter().filter(|(path, bytes)| other.get(*path) != Some(bytes)).collect();
    assert!(differ.is_empty(), "differ: {:?}", differ.iter().map(|(path, _)| path).collect::<Vec<_>>());
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(120), "waited in vain until {what}");
        sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_killed_run_goes_on_and_ends_as_if_it_had_not_been() {
    let dir = inputs(8);
    let (whole, killed) = (dir.path().join("whole"), dir.path().join("killed"));
    run(dir.path(), &["-q", "--no-cache", "-f", FORMATS, "-o", "whole", "in"]);
    assert!(kept(&whole).is_empty(), "nothing is kept with --no-cache");
    let words = ["-j", "1", "-f", FORMATS, "-o", "killed", "in"];
    let mut child = command(dir.path(), &words).spawn().unwrap();
    fs::create_dir_all(killed.join(".cache")).unwrap();
    wait_until("three inputs are done", || kept(&killed).len() >= 3);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!killed.join("documents.csv").exists(), "it was killed midway");
    let unfinished = |path: &PathBuf| path.to_string_lossy().ends_with(".tmp");
    assert!(results(&killed).keys().any(unfinished), "a killed run cannot clean up");
    let resumed = run(dir.path(), &words);
    assert!(said(&resumed).contains("read by an earlier run"), "{}", said(&resumed));
    expect_same(&whole, &killed);
}

#[test]
fn a_second_run_reads_only_what_is_new() {
    let dir = inputs(3);
    fs::create_dir(dir.path().join("part")).unwrap();
    fs::rename(dir.path().join("in/yuan.pdf"), dir.path().join("part/yuan.pdf")).unwrap();
    run(dir.path(), &["-q", "-f", "csv", "in"]);
    let before = kept(&dir.path().join("out")).len();
    fs::rename(dir.path().join("part/yuan.pdf"), dir.path().join("in/yuan.pdf")).unwrap();
    // Another name and other formats change nothing of what was read.
    fs::rename(dir.path().join("in/000.txt"), dir.path().join("in/new \"name\".txt")).unwrap();
    let second = run(dir.path(), &["-f", FORMATS, "in"]);
    let all = fs::read_dir(dir.path().join("in")).unwrap().count();
    assert!(said(&second).contains(&format!("; {} read by an earlier run", all - 1)), "{}", said(&second));
    assert!(kept(&dir.path().join("out")).len() > before, "the new one, and the pair it belongs to");
    run(dir.path(), &["-q", "--no-cache", "-f", FORMATS, "-o", "whole", "in"]);
    expect_same(&dir.path().join("whole"), &dir.path().join("out"));
    let third = run(dir.path(), &["-f", FORMATS, "in"]);
    assert!(said(&third).contains(&format!("; {all} read by an earlier run")), "{}", said(&third));
    expect_same(&dir.path().join("whole"), &dir.path().join("out"));
}

#[test]
fn what_is_damaged_or_of_somebody_else_is_read_again() {
    let dir = inputs(2);
    run(dir.path(), &["-q", "in"]);
    let out = dir.path().join("out");
    let whole = results(&out);
    for (number, path) in kept(&out).into_iter().enumerate() {
        match number % 2 {
            0 => fs::write(path, b"somebody else's").unwrap(),
            _ => fs::write(&path, &fs::read(&path).unwrap()[..40]).unwrap(),
        }
    }
    let again = run(dir.path(), &["in"]);
    assert!(!said(&again).contains("earlier run"), "{}", said(&again));
    assert_eq!(results(&out), whole);
}

#[test]
fn one_process_at_a_time_writes_to_a_folder() {
    let dir = inputs(1);
    let lock = {
        fs::create_dir(dir.path().join("out")).unwrap();
        fs::File::create(dir.path().join("out/.lock")).unwrap()
    };
    lock.lock().unwrap();
    let mut child: Child = command(dir.path(), &["in"]).spawn().unwrap();
    let mut told = String::new();
    BufReader::new(child.stderr.take().unwrap()).read_line(&mut told).unwrap();
    assert_eq!(told, "another extract is writing to out; waiting\n");
    assert!(!dir.path().join("out/documents").exists(), "it waits");
    lock.unlock().unwrap();
    assert!(child.wait().unwrap().success());
    assert!(dir.path().join("out/documents.csv").exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_is_begun_and_says_how_to_go_on() {
    let dir = inputs(12);
    let words = ["-j", "1", "-f", "json,csv", "in"];
    let child = command(dir.path(), &words).spawn().unwrap();
    wait_until("two inputs are done", || {
        dir.path().join("out/.cache").exists() && kept(&dir.path().join("out")).len() >= 2
    });
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", said(&output));
    assert!(said(&output).contains("the same command goes on from here"), "{}", said(&output));
    assert!(!dir.path().join("out/documents.csv").exists());
    assert!(
        results(&dir.path().join("out")).keys().all(|path| path.starts_with("documents")),
        "nothing unfinished"
    );
    run(dir.path(), &words);
    run(dir.path(), &["--no-cache", "-f", "json,csv", "-o", "whole", "in"]);
    expect_same(&dir.path().join("whole"), &dir.path().join("out"));
}
