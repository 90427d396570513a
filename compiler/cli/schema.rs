//! `countersign schema`: the JSON Schemas of what the program writes, from inside the binary.

use clap::Args;

use crate::diagnostic::did_you_mean;

use super::{Exit, io};

/// Arguments of `schema`.
#[derive(Args)]
pub struct Arguments {
    /// The name of a schema; without one, lists them all
    name: Option<String>,
}

macro_rules! schemas {
    ($($name:literal),* $(,)?) => {
        /// Every schema by name: JSON Schema 2020-12.
        const ALL: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../docs/schema/", $name, ".json")))),*];
    };
}

schemas!(
    "approval", "change", "common", "diff", "envelope", "facts", "kernel", "pack", "record", "register",
    "verdict"
);

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    let Some(name) = &arguments.name else {
        let width = ALL.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, text) in ALL {
            io::print(&format!("{name:width$}  {}\n", description(text)));
        }
        return Exit::Passed;
    };
    match ALL.iter().find(|(known, _)| known == name) {
        Some((_, text)) => {
            io::print(text);
            Exit::Passed
        }
        None => {
            let near = did_you_mean(name, ALL.iter().map(|(known, _)| *known));
            let hint = near
                .map_or("; `countersign schema` lists them".to_owned(), |n| format!("; did you mean `{n}`?"));
            io::usage(&format!("there is no schema `{name}`{hint}"))
        }
    }
}

fn description(text: &str) -> String {
    let schema: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
    schema["description"].as_str().unwrap_or_default().to_owned()
}
