//! The part of the process environment that concerns git, as a value.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use crate::names;

use super::GitError;

/// The part of the process environment that concerns git, as a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment(BTreeMap<String, OsString>);

impl Environment {
    /// Keeps what matters of some variables: `GIT_*`, `HOME` and `XDG_CONFIG_HOME`.
    pub fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Environment {
        let relevant = |name: &str| name.starts_with("GIT_") || matches!(name, "HOME" | "XDG_CONFIG_HOME");
        let named = variables.into_iter().filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
        Environment(named.filter(|(name, _)| relevant(name)).collect())
    }

    /// Returns a variable that is set and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.get(name).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// Lists the variables that must not be set when a verdict is made.
    fn forbidden(&self) -> Vec<&str> {
        let quarantine = self.get(QUARANTINE).is_some();
        let forbids = |name: &str| match name {
            OBJECTS | ALTERNATES => !quarantine,
            "GIT_NAMESPACE" | "GIT_REPLACE_REF_BASE" | "GIT_GRAFT_FILE" | "GIT_SHALLOW_FILE" => true,
            _ => name.starts_with("GIT_CONFIG"),
        };
        self.0.keys().map(String::as_str).filter(|name| forbids(name)).collect()
    }
}

/// Where a push that is not accepted yet keeps its objects.
pub(super) const QUARANTINE: &str = "GIT_QUARANTINE_PATH";
/// Where objects are.
pub(super) const OBJECTS: &str = "GIT_OBJECT_DIRECTORY";
/// Where more objects are.
pub(super) const ALTERNATES: &str = "GIT_ALTERNATE_OBJECT_DIRECTORIES";

/// Stops where a variable that is set could change what git says.
pub(super) fn refuse(environment: &Environment) -> Result<(), GitError> {
    let names = environment.forbidden();
    if names.is_empty() {
        return Ok(());
    }
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let unset = names.iter().map(|name| format!("-u {name} ")).collect::<String>();
    Err(GitError::new(
        &names::GIT_ENVIRONMENT,
        format!("{listed} in the environment would change what git says"),
    )
    .help(format!("env {unset}countersign …"))
    .usage())
}
