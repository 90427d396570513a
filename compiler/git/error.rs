//! How [`GitError`]s are made, so that every message has a name and a next step.

use crate::names::{self, Name};

use super::{GitError, Oid};

impl GitError {
    /// Makes an error that leaves the verdict unknown (exit 3).
    pub fn new(name: &'static Name, message: impl Into<String>) -> GitError {
        GitError { reason: name.name, message: message.into(), help: Vec::new(), usage: false }
    }

    /// Adds a line with the next step.
    #[must_use]
    pub fn help(mut self, line: impl Into<String>) -> GitError {
        self.help.push(line.into());
        self
    }

    /// Marks the mistake as one of how the tool was called (exit 2).
    #[must_use]
    pub fn usage(mut self) -> GitError {
        self.usage = true;
        self
    }
}

/// Makes the error for an object whose bytes are not what git wrote.
pub(super) fn corrupt(oid: Oid, why: impl std::fmt::Display) -> GitError {
    GitError::new(&names::CORRUPT_OBJECT, format!("cannot decide: object {} is damaged: {why}", oid.short()))
        .help("git fsck --full      (names what is damaged; then clone again)")
}

/// Makes the error for a failure of the disk or of git's own files.
pub(super) fn unreadable(what: impl std::fmt::Display, why: impl std::fmt::Display) -> GitError {
    GitError::new(&names::UNREADABLE_REPOSITORY, format!("cannot read {what}: {why}"))
        .help("git fsck --full      (tells whether the repository is whole)")
}

/// Makes text from elsewhere fit for one line of a message.
pub(super) fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
