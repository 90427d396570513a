//! The one integration test binary: every case file, every console block in the documents, the
//! tidy tests and the property tests. `cargo test --test suite -- cases/11` filters;
//! `-- --bless` rewrites the expected output of what ran. See `tests/README.md`.

mod git;
mod mutants;
mod property;
mod support;

use std::process::ExitCode;

fn main() -> ExitCode {
    support::main()
}
