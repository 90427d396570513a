//! `countersign lint`: every mistake of a policy, each once.

use std::path::PathBuf;

use clap::Args;

use crate::canonical;
use crate::policy;
use crate::render::diagnostics;
use crate::source::Sources;
use crate::workspace;

use super::Exit;
use super::io::{self, Format, Output};

/// Arguments of `lint`.
#[derive(Args)]
pub struct Arguments {
    /// Policy files or folders; without any, the folder governance/
    paths: Vec<PathBuf>,
    /// Prints the digests of the compiled policy
    #[arg(long)]
    digest: bool,
    #[command(flatten)]
    output: Output,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let sources = load(&arguments.paths)?;
    let compiled = policy::compile(&sources);
    let Some(policy) = &compiled.policy else {
        show(arguments, &sources, &compiled.diagnostics, "")?;
        return Ok(Exit::Blocked);
    };
    let digests = if arguments.digest {
        format!("kernel {}\nnotes  {}\n", policy.kernel.digest(), canonical::digest(&policy.notes))
    } else {
        String::new()
    };
    show(arguments, &sources, &compiled.diagnostics, &digests)?;
    Ok(Exit::Passed)
}

fn show(
    arguments: &Arguments,
    sources: &Sources,
    found: &[crate::diagnostic::Diagnostic],
    digests: &str,
) -> Result<(), Exit> {
    arguments.output.write(|format, paint| match format {
        Format::Human if found.is_empty() && digests.is_empty() => {
            let n = sources.ids().count();
            format!("no mistakes in {n} policy file{}\n", if n == 1 { "" } else { "s" })
        }
        Format::Human => diagnostics::human(sources, found, paint.0, io::width()) + digests,
        Format::Json => diagnostics::json(sources, found),
    })
}

/// Loads the policy files that a command names.
pub fn load(paths: &[PathBuf]) -> Result<Sources, Exit> {
    let default = [PathBuf::from(policy::FOLDER)];
    let paths = if paths.is_empty() { &default[..] } else { paths };
    let paths: Vec<&std::path::Path> = paths.iter().map(PathBuf::as_path).collect();
    workspace::load_all(&paths).map_err(|e| io::usage(&e.to_string()))
}
