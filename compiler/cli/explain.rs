//! `countersign explain`: the page of a name, from inside the binary.

use clap::Args;

use crate::diagnostic::did_you_mean;
use crate::lint;
use crate::model::reference;

use super::{Exit, io};

/// Arguments of `explain`.
#[derive(Args)]
pub struct Arguments {
    /// The name of an error, lint, reason or limit, or a word of the language; without one, lists
    /// them all
    name: Option<String>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    let Some(name) = &arguments.name else {
        let width = lint::every_name().map(|row| row.name.len()).max().unwrap_or(0);
        for row in lint::every_name() {
            io::print(&format!("{:width$}  {}\n", row.name, row.summary));
        }
        let words: Vec<&str> = reference::words();
        io::print(&format!("\nand of the language: {}\n", words.join(" ")));
        return Exit::Passed;
    };
    let page = lint::find_name(name).map(|row| row.page.to_owned());
    match page.or_else(|| reference::page(name)) {
        Some(page) => {
            io::print(&page);
            Exit::Passed
        }
        None => {
            let known = lint::every_name().map(|row| row.name).chain(reference::words());
            let near = did_you_mean(name, known);
            let hint = near.map_or("; `countersign explain` lists them".to_owned(), |n| {
                format!("; did you mean `{n}`?")
            });
            io::usage(&format!("there is no page `{name}`{hint}"))
        }
    }
}
