//! What: the commands. One file each; the only place with a terminal, a clock, an environment.
//! From: arguments.
//! No longer knows: how anything is decided.
//! Used by: `main`.

mod approve;
mod build;
mod check;
mod demo;
mod diff;
mod explain;
mod fmt;
mod io;
mod lint;
mod pack;
mod question;
mod record;
mod schema;
mod show;
mod ssh_keygen;
mod test;
mod verify;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Passed, or done.
    Passed = 0,
    /// A violation, a missing approval, a lint error.
    Blocked = 1,
    /// Called wrongly, or the policy is not valid.
    Usage = 2,
    /// It cannot be decided; fails closed.
    Undecided = 3,
    /// A record or signature does not verify.
    Mismatch = 4,
}

/// Who signed off this change to an AI agent? The answer is a file.
#[derive(Parser)]
#[command(name = "countersign", version, about, propagate_version = true, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 passed · 1 blocked · 2 usage or invalid policy · 3 cannot decide · 4 does not verify"
)]
struct Arguments {
    /// Says findings in sentences, without drawings, for a screen reader
    #[arg(long, global = true)]
    accessible: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads the policy and reports every mistake in it
    Lint(lint::Arguments),
    /// Prints policy files in their one shape
    Fmt(fmt::Arguments),
    /// Runs the policy's own tests
    Test(test::Arguments),
    /// Shows what changed, by meaning, without judging it
    Diff(diff::Arguments),
    /// Judges a change: the gate
    Check(check::Arguments),
    /// Signs one person's decision on a change
    Approve(approve::Arguments),
    /// Writes the change-approval record of what landed
    Record(record::Arguments),
    /// Re-derives a record from the repository and says what differs
    Verify(verify::Arguments),
    /// Shows a register: who does what, what is kept, where data goes, what is due
    Show(show::Arguments),
    /// Compiles retention schedules into lifecycle rules, Terraform or SQL
    Build(build::Arguments),
    /// Shows the page of an error, a reason or a limit
    Explain(explain::Arguments),
    /// Prints the JSON Schema of a statement, a record or an output
    Schema(schema::Arguments),
    /// Walks through the whole way in a throw-away repository
    Demo(demo::Arguments),
}

/// Runs the program and returns its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let exit = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => {
            if arguments.accessible {
                io::narrate();
            }
            command(arguments.command)
        }
        Err(error) => {
            // Help and version are answers, not mistakes; clap writes them to the right stream.
            let _ = error.print();
            if error.use_stderr() { Exit::Usage } else { Exit::Passed }
        }
    };
    ExitCode::from(exit as u8)
}

fn command(command: Command) -> Exit {
    match command {
        Command::Lint(a) => lint::run(&a),
        Command::Fmt(a) => fmt::run(&a),
        Command::Test(a) => test::run(&a),
        Command::Diff(a) => diff::run(&a),
        Command::Check(a) => check::run(&a),
        Command::Approve(a) => approve::run(&a),
        Command::Record(a) => record::run(&a),
        Command::Verify(a) => verify::run(&a),
        Command::Show(a) => show::run(&a),
        Command::Build(a) => build::run(&a),
        Command::Explain(a) => explain::run(&a),
        Command::Schema(a) => schema::run(&a),
        Command::Demo(a) => demo::run(&a),
    }
}
