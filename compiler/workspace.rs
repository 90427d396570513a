//! Which files make up a policy on disk.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::policy::{APPROVALS_FOLDER, RECORDS_FOLDER};
use crate::source::Sources;

/// The largest policy file, in bytes (8 MiB).
pub const MAX_FILE: u64 = 8 << 20;
/// The most bytes of a policy altogether (64 MiB).
pub const MAX_TOTAL: u64 = 64 << 20;
/// The deepest folder that is entered.
const MAX_DEPTH: usize = 32;

/// Why the files of a policy cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkspaceError(String);

impl fmt::Display for WorkspaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WorkspaceError {}

/// Loads every `*.countersign` file of some files and folders, sorted by path. Links are not
/// followed; stored statements and records are passed over.
///
/// # Errors
/// Where a path cannot be read, a file is not UTF-8 or too large, or nothing is found.
pub fn load_all(roots: &[&Path]) -> Result<Sources, WorkspaceError> {
    let mut files = Vec::new();
    for root in roots {
        files.extend(find(root)?);
    }
    files.sort();
    files.dedup();
    if files.is_empty() {
        let shown: Vec<String> = roots.iter().map(|root| root.display().to_string()).collect();
        return Err(WorkspaceError(format!(
            "no *.countersign file in {}; a policy lies under governance/, or name its files",
            shown.join(", ")
        )));
    }
    let mut sources = Sources::default();
    let (mut total, mut bytes) = (0, Vec::new());
    for file in files {
        let failed = |why: String| WorkspaceError(format!("cannot read {}: {why}", file.display()));
        let size = std::fs::metadata(&file).map_err(|e| failed(e.to_string()))?.len();
        total += size;
        if size > MAX_FILE || total > MAX_TOTAL {
            return Err(failed(format!(
                "policy files have at most {} MiB, {} MiB together",
                MAX_FILE >> 20,
                MAX_TOTAL >> 20
            )));
        }
        bytes.clear();
        File::open(&file).and_then(|mut f| f.read_to_end(&mut bytes)).map_err(|e| failed(e.to_string()))?;
        let text = str::from_utf8(&bytes).map_err(|e| {
            let before = &bytes[..e.valid_up_to()];
            let line = 1 + before.iter().filter(|b| **b == b'\n').count();
            failed(format!("line {line} is not UTF-8; save the file as UTF-8"))
        })?;
        sources.add(shown(&file), text);
    }
    Ok(sources)
}

fn find(root: &Path) -> Result<Vec<PathBuf>, WorkspaceError> {
    let mut found = Vec::new();
    let stored = |path: &Path| [APPROVALS_FOLDER, RECORDS_FOLDER].iter().any(|folder| path.ends_with(folder));
    let walk = WalkDir::new(root).follow_links(false).max_depth(MAX_DEPTH).sort_by_file_name();
    for entry in walk.into_iter().filter_entry(|entry| !stored(entry.path())) {
        let entry = entry.map_err(|e| WorkspaceError(unreadable(root, &e)))?;
        let named = entry.path().extension().is_some_and(|e| e == "countersign") || entry.depth() == 0;
        if entry.file_type().is_file() && named {
            found.push(entry.into_path());
        }
    }
    Ok(found)
}

/// Says what is wrong with a place in the user's words.
fn unreadable(root: &Path, error: &walkdir::Error) -> String {
    let at = error.path().unwrap_or(root).display();
    match error.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::NotFound) => {
            format!("there is no {at}; a policy lies under governance/, or name its files")
        }
        Some(kind) => format!("cannot read {at}: {kind}"),
        None => format!("cannot read {at}: its links lead in a circle"),
    }
}

/// Returns a path as it is shown: `/`-separated, without a leading `./`.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}
