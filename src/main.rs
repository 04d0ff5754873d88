//! The command `extract`.

fn main() {}
