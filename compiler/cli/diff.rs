//! `countersign diff`: what changed, by meaning, without judging it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::change::{self, Changes};
use crate::format::MAX_BYTES;
use crate::gate;
use crate::git::Use;
use crate::render::{changes as markdown, human, json};

use super::io::{self, Output};
use super::{Exit, question};

/// Arguments of `diff`.
#[derive(Args)]
pub struct Arguments {
    /// What to compare: BASE..HEAD
    range: Option<String>,
    /// Compares HEAD with the index
    #[arg(long, conflicts_with = "range")]
    staged: bool,
    /// Compares two files; /dev/null is an absent side
    #[arg(long, num_args = 2, value_names = ["BEFORE", "AFTER"], conflicts_with_all = ["range", "staged"])]
    no_index: Option<Vec<PathBuf>>,
    /// The path that tells the format, with --no-index
    #[arg(long = "as", value_name = "PATH", requires = "no_index")]
    shown_as: Option<String>,
    /// The path before a rename, with --no-index
    #[arg(long, value_name = "OLD", requires = "no_index")]
    before_path: Option<String>,
    #[command(flatten)]
    output: Output<Format>,
}

/// The forms of the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For a comment on a forge.
    Markdown,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    answer(arguments).unwrap_or_else(|exit| exit)
}

fn answer(arguments: &Arguments) -> Result<Exit, Exit> {
    if let Some(files) = &arguments.no_index {
        let [before, after] = files.as_slice() else { return Err(io::usage("--no-index takes two files")) };
        return no_index(arguments, before, after);
    }
    let repo = question::open(if arguments.staged { Use::Staged } else { Use::Advice })?;
    let (base, head, shown) = if arguments.staged {
        (repo.head().map_err(|e| io::stop(&e))?, None, Some("index".to_owned()))
    } else {
        let range = arguments.range.as_deref().unwrap_or("HEAD");
        let (base, head) = gate::ends(&repo, range).map_err(|e| io::stop(&e))?;
        (base, Some(head), Some(head.to_string()))
    };
    let changes = gate::difference(&repo, base, head).map_err(|e| question::stop(&e))?;
    show(arguments, &changes, |format_changes| json::diff(format_changes, base, shown.clone(), None))
}

fn no_index(arguments: &Arguments, before: &Path, after: &Path) -> Result<Exit, Exit> {
    let (old, new) = (read(before)?, read(after)?);
    let name = |path: &Path| path.to_string_lossy().into_owned();
    let path =
        arguments.shown_as.clone().unwrap_or_else(|| if new.is_some() { name(after) } else { name(before) });
    let changes = change::detect(&path, arguments.before_path.as_deref(), old.as_deref(), new.as_deref());
    show(arguments, &changes, |changes| json::diff(changes, None, None, None))
}

fn show(
    arguments: &Arguments,
    changes: &Changes,
    as_json: impl Fn(&Changes) -> String,
) -> Result<Exit, Exit> {
    arguments.output.write(|format, paint| match format {
        Format::Human => human::diff(changes, paint),
        Format::Json => as_json(changes),
        Format::Markdown => markdown::markdown(changes),
    })?;
    Ok(if changes.unknown.is_empty() { Exit::Passed } else { Exit::Undecided })
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Exit> {
    if path == Path::new("/dev/null") {
        return Ok(None);
    }
    let failed = |e: std::io::Error| io::usage(&format!("cannot read {}: {e}", path.display()));
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > MAX_BYTES as u64 {
        return Err(io::usage(&format!("{} is larger than {} MiB", path.display(), MAX_BYTES >> 20)));
    }
    std::fs::read(path).map(Some).map_err(failed)
}
