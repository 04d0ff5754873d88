//! The library as others use it: [`yusuan::extract`] from many threads, without state that they share.
#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::fs;
use std::path::Path;
use std::thread;

use yusuan::form::Grammars;
use yusuan::{Options, extract};

#[test]
fn threads_do_not_disturb_each_other() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let inputs = ["yuan/yuan.pdf", "flattened/flattened.txt", "yuan-2025/yuan-2025.pdf"];
    let inputs = inputs.map(|name| (name, fs::read(samples.join(name)).unwrap()));
    let grammars = Grammars::embedded().unwrap();
    let read = |(name, bytes): &(&str, Vec<u8>)| {
        let extraction = extract(bytes, name, &grammars, &Options::default()).unwrap();
        format!("{:?} {:?}", extraction.document, extraction.checks)
    };
    let alone = inputs.each_ref().map(read);
    thread::scope(|scope| {
        let runs: Vec<_> = (0..4)
            .flat_map(|_| inputs.iter().zip(&alone))
            .map(|(input, alone)| (scope.spawn(|| read(input)), alone))
            .collect();
        for (run, alone) in runs {
            assert!(run.join().unwrap() == *alone, "the same words as from one thread");
        }
    });
}
