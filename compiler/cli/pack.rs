//! The documentation pack as a folder: what is read for it, and how it is written.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::canonical;
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

/// Writes the files of a pack into a new or empty folder, or over an earlier pack, of which nothing stays.
pub fn write(folder: &Path, files: &[(String, Arc<[u8]>)]) -> Result<(), Exit> {
    let earlier = earlier(folder).map_err(|why| {
        let folder = folder.display();
        io::usage(&format!("{folder} {why}; name a folder that is new, empty or an earlier pack, untouched"))
    })?;
    for name in earlier {
        let path = folder.join(&name);
        std::fs::remove_file(&path)
            .map_err(|e| io::usage(&format!("cannot remove {}: {e}", path.display())))?;
        // What is left empty goes too.
        let within = path.ancestors().skip(1).take_while(|above| *above != folder);
        let _ = within.map(std::fs::remove_dir).take_while(Result::is_ok).count();
    }
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

/// The list of digests of a pack.
const SUMS: &str = "SHA256SUMS";
/// Files that every pack has, by which one is told from other folders with a list of digests.
const ALWAYS: [&str; 3] = ["index.json", "gap.csv", "retention.html"];
/// The most files of a folder that are looked at.
const MOST_FILES: usize = 100_000;

/// Lists the files of the pack that a folder holds, none where it is empty or not there yet.
///
/// # Errors
/// Says why nothing is written there: something in it is of no pack, or was changed since.
fn earlier(folder: &Path) -> Result<Vec<String>, String> {
    match std::fs::symlink_metadata(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(format!("cannot be read: {error}")),
        Ok(found) if found.is_symlink() => return Err("is a link to somewhere else".into()),
        Ok(found) if !found.is_dir() => return Err("is no folder".into()),
        Ok(_) => {}
    }
    let mut found = Vec::new();
    list(folder, "", &mut found)?;
    if found.is_empty() {
        return Ok(found);
    }
    let sums = std::fs::read_to_string(folder.join(SUMS)).unwrap_or_default();
    let sums: BTreeMap<&str, &str> =
        sums.lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name, sum)).collect();
    if !ALWAYS.iter().all(|name| sums.contains_key(name)) {
        return Err(format!("is not empty ({}) and is no pack", found.first().map_or("", String::as_str)));
    }
    for name in found.iter().filter(|name| *name != SUMS) {
        let Some(sum) = sums.get(name.as_str()) else {
            return Err(format!("is a pack with a file that is not of it, {name}"));
        };
        let bytes = std::fs::read(folder.join(name)).map_err(|e| format!("cannot be read: {name}: {e}"))?;
        if canonical::sha256_hex(&bytes) != *sum {
            return Err(format!("is a pack of which {name} was changed since"));
        }
    }
    Ok(found)
}

/// Lists the files below a folder, sorted, by their paths from it.
fn list(folder: &Path, under: &str, found: &mut Vec<String>) -> Result<(), String> {
    let failed = |e: std::io::Error| format!("cannot be read: {e}");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder.join(under)).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        names.push((name, entry.file_type().map_err(failed)?));
    }
    names.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (name, is) in names {
        let path = if under.is_empty() { name } else { format!("{under}/{name}") };
        match () {
            () if is.is_dir() && path.matches('/').count() < 64 => list(folder, &path, found)?,
            () => found.push(path),
        }
        if found.len() > MOST_FILES {
            return Err("has more files than any pack".into());
        }
    }
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
