//! Broken, encrypted and malicious files: none may panic, take long, or take much memory.
//!
//! The files stand beside the project in `../shared/hostile` and are no part of it; without them the test says so and
//! passes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a test")]

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use yusuan::form::Grammars;

const LONGEST: Duration = Duration::from_secs(20);
const MOST_MEMORY_KB: u64 = 1 << 20;
/// What a batch gives its threads.
const STACK: usize = 64 << 20;

#[test]
fn hostile_files_do_no_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/hostile");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let grammars = Grammars::embedded().unwrap();
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().unwrap();
    let faults: Vec<String> =
        pool.install(|| files.par_iter().filter_map(|file| fault(file, &grammars)).collect());
    assert!(faults.is_empty(), "{faults:#?}");
    if let Some(peak) = peak_memory_kb() {
        println!("{} files, at most {} MB", files.len(), peak >> 10);
        assert!(peak < MOST_MEMORY_KB, "{} MB of memory", peak >> 10);
    }
}

/// What goes wrong with a file, if anything does; that it cannot be opened is no fault of ours.
fn fault(file: &Path, grammars: &Grammars) -> Option<String> {
    let bytes = fs::read(file).unwrap();
    let name = file.file_name()?.to_string_lossy();
    let start = Instant::now();
    let read = catch_unwind(|| {
        let _ = yusuan::extract(&bytes, &name, grammars, &yusuan::Options::default());
    });
    let took = start.elapsed();
    match read {
        Err(_) => Some(format!("{name} panicked")),
        Ok(()) if took > LONGEST => Some(format!("{name} took {} s", took.as_secs())),
        Ok(()) => None,
    }
}

/// The most memory this process ever held, on Linux.
fn peak_memory_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
