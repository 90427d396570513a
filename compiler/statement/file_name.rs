//! Where a statement's file belongs: the name follows from the content.

use super::{Refused, Statement, refused};
use crate::names;
use crate::policy::APPROVALS_FOLDER;

/// Returns where a statement belongs, from the root of a tree:
/// `governance/approvals/<64 hex of subject>/<person>.<first 12 hex of statement>.json`.
pub fn file_name(statement: &Statement) -> String {
    let hex = |digest: &str| digest.strip_prefix("sha256:").unwrap_or(digest).to_owned();
    let digest: String = hex(&statement.digest).chars().take(12).collect();
    format!("{APPROVALS_FOLDER}/{}/{}.{digest}.json", hex(&statement.subject), statement.approval.person)
}

/// Checks that a statement was found where it belongs.
///
/// # Errors
/// Returns `misnamed` with the right name.
pub fn check_name(path: &str, statement: &Statement) -> Result<(), Refused> {
    let right = file_name(statement);
    if path == right {
        return Ok(());
    }
    Err(refused(
        &names::MISNAMED,
        format!("a statement with this content belongs at `{right}`: move the file there"),
    ))
}
