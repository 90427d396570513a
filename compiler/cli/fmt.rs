//! `countersign fmt`: one shape for every policy.

use std::path::PathBuf;

use clap::Args;

use crate::render::diagnostics;
use crate::syntax;

use super::{Exit, io, lint};

/// Arguments of `fmt`.
#[derive(Args)]
pub struct Arguments {
    /// Only says which files differ, and changes none
    #[arg(long)]
    check: bool,
    /// Policy files or folders; without any, the folder governance/
    paths: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let sources = lint::load(&arguments.paths)?;
    let mut exit = Exit::Passed;
    for id in sources.ids() {
        let source = sources.get(id);
        let (tree, found) = syntax::parse(&sources, id);
        if found.iter().any(crate::diagnostic::Diagnostic::is_error) {
            // What was not understood would be lost.
            io::note(&diagnostics::human(&sources, &found, io::view(io::error_paint())));
            exit = exit.max(Exit::Usage);
            continue;
        }
        let printed = syntax::print(&tree);
        if printed == *source.text {
            continue;
        }
        io::print(&format!("{}{}\n", if arguments.check { "differs " } else { "formatted " }, source.path));
        if arguments.check {
            exit = exit.max(Exit::Blocked);
        } else {
            io::write_file(std::path::Path::new(&source.path), printed.as_bytes())?;
        }
    }
    Ok(exit)
}
