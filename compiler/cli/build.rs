//! `countersign build`: retention schedules as what carries them out.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::model::governance::Retention;
use crate::policy;
use crate::target::{self, Options, Target};
use crate::time::Instant;

use super::{Exit, io, lint, question};

/// Arguments of `build`.
#[derive(Args)]
pub struct Arguments {
    /// Schedules by name; without any, all of them
    schedules: Vec<String>,
    /// Who carries them out
    #[arg(long, value_name = "TARGET")]
    target: Whose,
    /// Only schedules that cover something of this system
    #[arg(long, value_name = "SYSTEM")]
    system: Option<String>,
    /// Says that objects are written at this event, such as `call_end`, so that their age counts from it
    #[arg(long, value_name = "EVENT")]
    written_at: Vec<String>,
    /// The prefix of a schedule's objects, in place of what `enforced at` says or `SCHEDULE/`; without a PREFIX all of
    /// the bucket
    #[arg(long, value_name = "SCHEDULE=PREFIX", value_parser = prefix)]
    prefix: Vec<(String, String)>,
    /// The table of a schedule's rows, in place of its name
    #[arg(long, value_name = "SCHEDULE=TABLE", value_parser = identifiers)]
    table: Vec<(String, String)>,
    /// The column with the time of an event, in place of its name
    #[arg(long, value_name = "EVENT=COLUMN", value_parser = identifiers)]
    column: Vec<(String, String)>,
    /// Policy files or folders; without any, the folder governance/
    #[arg(long, value_name = "PATH")]
    policy: Vec<PathBuf>,
    /// The day on which holds are looked at; without it, today
    #[arg(long, value_parser = io::instant, value_name = "TIME")]
    at: Option<Instant>,
}

/// The targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Whose {
    /// A lifecycle configuration of Amazon S3, in JSON.
    S3Lifecycle,
    /// A lifecycle configuration of Google Cloud Storage, in JSON.
    GcsLifecycle,
    /// A management policy of Azure Blob Storage, in JSON.
    AzureLifecycle,
    /// Terraform resources, placed as `enforced at` says.
    Terraform,
    /// Statements that delete rows.
    Sql,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    let sound = !value.is_empty() && !value.chars().any(char::is_control);
    if sound { Ok((name.to_owned(), value.to_owned())) } else { Err("write the value after the `=`".into()) }
}

fn prefix(text: &str) -> Result<(String, String), String> {
    match text.strip_suffix('=') {
        Some(name) if !name.is_empty() && !name.contains('=') => Ok((name.to_owned(), String::new())),
        _ => pair(text),
    }
}

/// A name of SQL goes into a statement in quotes.
fn identifiers(text: &str) -> Result<(String, String), String> {
    let (name, value) = pair(text)?;
    let part = |part: &str| {
        part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    };
    if value.split('.').all(part) {
        return Ok((name, value));
    }
    Err("a name of SQL here is made of letters, digits and `_`, with dots between".into())
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    let sources = lint::load(&arguments.policy)?;
    let compiled = policy::compile(&sources);
    if compiled.policy.is_none() {
        return Err(question::invalid(&sources, &compiled.diagnostics, "the policy does not compile"));
    }
    let chosen = chosen(arguments, &compiled.model.governance.retentions)?;
    let named = |pairs: &[(String, String)]| pairs.iter().cloned().collect::<BTreeMap<_, _>>();
    let options = Options {
        written_at: arguments.written_at.clone(),
        prefixes: named(&arguments.prefix),
        tables: named(&arguments.table),
        columns: named(&arguments.column),
    };
    let whose = match arguments.target {
        Whose::S3Lifecycle => Target::S3,
        Whose::GcsLifecycle => Target::Gcs,
        Whose::AzureLifecycle => Target::Azure,
        Whose::Terraform => Target::Terraform,
        Whose::Sql => Target::Sql,
    };
    match target::build(&compiled.model, &chosen, whose, &options, arguments.at.unwrap_or_else(io::now)) {
        Ok(text) => {
            io::print(&text);
            Ok(Exit::Passed)
        }
        Err(refused) => {
            for one in &refused {
                io::note(&format!("refused [{}]: `{}`: {}\n", one.reason.name, one.schedule, one.message));
            }
            io::note(
                "nothing is made while one of them is refused: name the schedules that this target carries out\n",
            );
            Ok(Exit::Blocked)
        }
    }
}

/// Finds the schedules that are asked for, by name.
fn chosen<'a>(arguments: &Arguments, all: &'a [Retention]) -> Result<Vec<&'a Retention>, Exit> {
    for name in &arguments.schedules {
        if !all.iter().any(|one| one.id.name == *name) {
            let near = crate::diagnostic::did_you_mean(name, all.iter().map(|one| one.id.name.as_str()));
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(io::usage(&format!("no retention is named `{name}`{hint}")));
        }
    }
    let is_asked = |one: &&Retention| {
        let named =
            arguments.schedules.is_empty() || arguments.schedules.iter().any(|name| *name == one.id.name);
        let system = arguments.system.as_ref();
        named && system.is_none_or(|system| one.covers.iter().any(|c| c.system.name == *system))
    };
    let mut chosen: Vec<&Retention> = all.iter().filter(is_asked).collect();
    chosen.sort_by(|a, b| a.id.name.cmp(&b.id.name));
    if chosen.is_empty() {
        return Err(io::usage("no retention is meant: the policy has none, or none of this system"));
    }
    Ok(chosen)
}
