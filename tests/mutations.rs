//! Every fuzz target over a few broken inputs, so that they build and hold without a fuzzer (`tests/fuzz/README.md`).
#![allow(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};

#[path = "fuzz/src/lib.rs"]
#[allow(unreachable_pub, reason = "a crate of its own when it is fuzzed")]
mod targets;

/// Runs the target over each seed and what becomes of it under `runs` mutations, the same every time; with `FUZZ_SECONDS` set,
/// under as many as go into that time, shared by the seeds.
fn mutate(target: fn(&[u8]), seeds: &[Vec<u8>], runs: usize) {
    let seconds = std::env::var("FUZZ_SECONDS").ok().map(|text| text.parse().unwrap());
    let time = seconds.map(|all| Duration::from_secs(all) / seeds.len() as u32);
    for seed in seeds {
        let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let (begun, mut done) = (Instant::now(), 0);
        target(seed);
        while time.map_or(done < runs, |time| begun.elapsed() < time) {
            target(&mutated(seed, |most| random.next_u64() as usize % most.max(1)));
            done += 1;
        }
    }
}

/// The seed with one to four changes; `below` draws a number below another.
fn mutated(seed: &[u8], mut below: impl FnMut(usize) -> usize) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=below(4) {
        let (from, to) = (below(bytes.len()), below(bytes.len()));
        match below(4) {
            0 => bytes.truncate(from),
            1 => drop(bytes.drain(from.min(to)..from.max(to).min(from.min(to) + 40))),
            2 => bytes.extend_from_within(from..bytes.len().min(from + 40)),
            _ => bytes.iter_mut().skip(from).take(1).for_each(|byte| *byte = below(256) as u8),
        }
    }
    bytes
}

fn sample(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn broken_files_do_no_harm() {
    mutate(targets::pdf, &[sample("samples/yuan/yuan.pdf")], 10);
}

#[test]
fn broken_contents_do_no_harm() {
    let grid = b"0.5 w 50 700 m 400 700 l S 50 650 300 20 re S q 1 0 0 1 9 9 cm /X Do Q BT /F2 10 Tf 60 655 Td <D4A4CBE3> Tj
        [(1,2) -30 (00.5)] TJ 3 Tr /F3 9 Tf <00141055> ' ET BI /W 2 /H 2 ID xx EI /I Do";
    mutate(targets::content, &[grid.to_vec()], 40);
}

#[test]
fn broken_cmaps_do_no_harm() {
    let cmap =
        b"/WMode 1 def /GBK-EUC-H usecmap 2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange
        1 begincidrange <8000> <80FF> 4181 endcidrange 1 beginbfrange <0010> <0012> <4E00> endbfrange
        2 beginbfchar <0001> <00660069> <0002> <D840DC0B> endbfchar";
    mutate(targets::cmap, &[cmap.to_vec()], 40);
}

#[test]
fn broken_texts_do_no_harm() {
    let personal =
        "联系人：张三、李四 联系电话：（029）\n86787659/13812345678，身份证号 11010519491231002X a@b.cn\n";
    // Text that kept its layout is read by another half of the grammar (`grammar/laid`): one page of tables is enough.
    let laid = sample("tests/texts/final.layout.txt");
    let page = laid.split(|&byte| byte == b'\x0c').max_by_key(|page| page.len()).unwrap();
    let seeds = [sample("samples/flattened/flattened.txt"), personal.into(), page.to_vec()];
    mutate(targets::text, &seeds, 15);
}

#[test]
fn broken_grammars_do_no_harm() {
    let names = [
        "national.toml",
        "words.toml",
        "phrases.toml",
        "cards.toml",
        "checks.toml",
        "personal.toml",
        "codes/regions.csv",
    ];
    let seeds = names.map(|name| {
        let text: String = String::from_utf8(sample(&format!("grammars/{name}"))).unwrap();
        let head: String = text.split_inclusive('\n').take(60).collect();
        format!("{name}\n{head}").into_bytes()
    });
    mutate(targets::grammar, &seeds, 6);
}
