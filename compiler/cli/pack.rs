//! The documentation pack as a folder: what is read for it, and how it is written.

use std::path::Path;
use std::sync::Arc;

use crate::git::{Listing, Repository};
use crate::policy::PathGlob;
use crate::register::Enclosure;
use crate::source::Sources;

use super::Exit;
use super::io;

/// The most bytes of documents in a pack (256 MiB).
const MAX_BYTES: usize = 256 << 20;

/// Reads the documents that a policy names, as they stand in the index of its repository.
pub fn enclosures(named: Vec<String>, around: Option<(&Repository, &Listing)>) -> Vec<Enclosure> {
    let mut left = MAX_BYTES;
    let read = |named: String| {
        let mut enclosure = Enclosure { named, files: Vec::new(), left_out: Vec::new() };
        match around {
            _ if enclosure.named.contains("://") => {
                enclosure.left_out.push("an address, and nothing is fetched".to_owned());
            }
            None => enclosure.left_out.push("not looked for: no repository has this policy".to_owned()),
            Some((repository, listing)) => enclose(&mut enclosure, repository, listing, &mut left),
        }
        enclosure
    };
    named.into_iter().map(read).collect()
}

fn enclose(enclosure: &mut Enclosure, repository: &Repository, listing: &Listing, left: &mut usize) {
    let glob = PathGlob::new(&enclosure.named).ok().filter(|glob| !glob.is_literal());
    let is_named =
        |path: &[u8]| path == enclosure.named.as_bytes() || glob.as_ref().is_some_and(|it| it.matches(path));
    let found: Vec<_> = listing.iter().filter(|(path, _)| is_named(path)).collect();
    if found.is_empty() {
        enclosure.left_out.push("not in the repository".to_owned());
    }
    for (path, entry) in found {
        let shown = String::from_utf8_lossy(path).into_owned();
        if !is_plain(&shown) {
            enclosure.left_out.push(format!("{shown}: a pack holds no file of such a name"));
            continue;
        }
        if entry.mode & 0o170_000 != 0o100_000 {
            enclosure.left_out.push(format!("{shown}: no regular file"));
            continue;
        }
        match repository.blob(entry.oid) {
            Err(error) => enclosure.left_out.push(format!("{shown}: {error}")),
            Ok(bytes) if bytes.len() > *left => {
                let limit = MAX_BYTES >> 20;
                enclosure.left_out.push(format!("{shown}: a pack holds at most {limit} MiB of documents"));
            }
            Ok(bytes) => {
                *left -= bytes.len();
                enclosure.files.push((shown, bytes));
            }
        }
    }
}

/// Takes the files of the policy itself; one that lies outside of the folder here is numbered.
pub fn policy_files(sources: &Sources) -> Vec<(String, Arc<[u8]>)> {
    let files = sources.ids().map(|id| sources.get(id)).enumerate();
    let named = files.map(|(n, source)| {
        let name = source.path.rsplit(['/', '\\']).next().filter(|name| is_plain(name)).unwrap_or("policy");
        let path = if is_plain(&source.path) { source.path.clone() } else { format!("{}-{name}", n + 1) };
        (path, Arc::from(source.text.as_bytes()))
    });
    named.collect()
}

/// Tells whether a path stays within the folder that it is joined to, on every system, and is one
/// line of a list of digests.
fn is_plain(path: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | char::REPLACEMENT_CHARACTER);
    !path.contains(odd) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Writes the files of a pack, over those of an earlier one.
pub fn write(folder: &Path, files: &[(String, Arc<[u8]>)]) -> Result<(), Exit> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let within = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(within)
            .map_err(|e| io::usage(&format!("cannot make the folder {}: {e}", within.display())))?;
        io::write_file(&path, bytes)?;
    }
    io::note(&format!("wrote {} files to {}\n", files.len(), folder.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_path_never_leaves_the_folder() {
        for path in ["../a", "a/../b", "/a", "a//b", "a/.", "C:/a", "a\\b", "a\nb", ""] {
            assert!(!super::is_plain(path), "{path}");
        }
        assert!(super::is_plain("evidence/2026 report.pdf"));
    }
}
