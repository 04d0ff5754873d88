//! See `grammar` in `src/lib.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| yusuan_fuzz::grammar(data));
