//! Whether the user of this machine has declared a repository of another owner as safe.
//!
//! Our libgit2 reads no configuration of the user; for this one question the files are read
//! here, so that the `git config` line that git itself asks for works for us too.

use std::path::{Path, PathBuf};

use crate::names;

use super::GitError;
use super::environment::Environment;

/// Accepts a repository of another owner iff `safe.directory` names it.
pub(super) fn check(repository: &git2::Repository, environment: &Environment) -> Result<(), GitError> {
    let root = repository.workdir().unwrap_or(repository.path());
    let mut safe = false;
    for file in config_files(environment) {
        for value in safe_directories(&file) {
            safe = match value.as_str() {
                "" => false,
                "*" => true,
                value => safe || names_folder(value, root, environment),
            };
        }
    }
    if safe {
        return Ok(());
    }
    let root = trimmed(root);
    let message = format!("cannot decide: {root} belongs to another user, who could have prepared it");
    Err(GitError::new(&names::FOREIGN_OWNER, message)
        .help(format!("git config --global --add safe.directory '{root}'      (if you trust it)"))
        .help(format!("chown -R \"$(id -u)\" '{root}'      (if it is yours)")))
}

/// The files of the system and the user, in the order in which git reads them.
fn config_files(environment: &Environment) -> Vec<PathBuf> {
    let home = |rest: &str| environment.get("HOME").map(|home| Path::new(home).join(rest));
    let xdg = environment.get("XDG_CONFIG_HOME").map(|folder| Path::new(folder).join("git/config"));
    let system = environment.get("GIT_CONFIG_SYSTEM").unwrap_or("/etc/gitconfig".as_ref());
    let global = match environment.get("GIT_CONFIG_GLOBAL") {
        Some(file) => vec![Some(PathBuf::from(file))],
        None => vec![xdg.or_else(|| home(".config/git/config")), home(".gitconfig")],
    };
    let system = environment.get("GIT_CONFIG_NOSYSTEM").is_none().then(|| PathBuf::from(system));
    std::iter::once(system).chain(global).flatten().collect()
}

fn safe_directories(file: &Path) -> Vec<String> {
    let mut values = Vec::new();
    if !file.is_file() {
        return values;
    }
    if let Ok(config) = git2::Config::open(file)
        && let Ok(entries) = config.multivar("safe.directory", None)
    {
        // A damaged entry declares nothing as safe.
        let _ = entries.for_each(|entry| values.push(entry.value().unwrap_or_default().to_owned()));
    }
    values
}

fn names_folder(value: &str, root: &Path, environment: &Environment) -> bool {
    let expanded = match (value.strip_prefix("~/"), environment.get("HOME")) {
        (Some(rest), Some(home)) => Path::new(home).join(rest),
        _ => PathBuf::from(value),
    };
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    match value.ends_with("/*") {
        true => expanded.parent().is_some_and(|above| real(root).starts_with(real(above))),
        false => expanded.is_absolute() && real(&expanded) == real(root),
    }
}

fn trimmed(path: &Path) -> String {
    let text = path.display().to_string();
    text.strip_suffix('/').filter(|rest| !rest.is_empty()).unwrap_or(&text).to_owned()
}
