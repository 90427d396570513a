//! `countersign explain`: the page of a name, from inside the binary.

use clap::Args;

use crate::diagnostic::did_you_mean;
use crate::lint;

use super::{Exit, io};

/// Arguments of `explain`.
#[derive(Args)]
pub struct Arguments {
    /// The name of an error, lint, reason or limit; without one, lists them all
    name: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    let Some(name) = &arguments.name else {
        let width = lint::every_name().map(|row| row.name.len()).max().unwrap_or(0);
        for row in lint::every_name() {
            io::print(&format!("{:width$}  {}\n", row.name, row.summary));
        }
        return Exit::Passed;
    };
    match lint::find_name(name) {
        Some(row) => {
            io::print(row.page);
            Exit::Passed
        }
        None => {
            let near = did_you_mean(name, lint::every_name().map(|row| row.name));
            let hint = near.map_or("; `countersign explain` lists them".to_owned(), |n| {
                format!("; did you mean `{n}`?")
            });
            io::usage(&format!("there is no page `{name}`{hint}"))
        }
    }
}
