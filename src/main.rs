//! The command `extract`.

use std::process::ExitCode;

fn main() -> ExitCode {
    yusuan::cli::main()
}
