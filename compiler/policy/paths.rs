//! Which paths a policy governs, so that git enters only the folders that matter.

use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use globset::{Glob, GlobBuilder, GlobMatcher};

use super::{Kernel, Slot};
use crate::kind::Kind;

/// A compiled path glob: `* ** ? {a,b}` over case-sensitive bytes; `*` stays in one folder.
#[derive(Clone, Debug)]
pub struct PathGlob {
    text: String,
    literal: String,
    /// Set where the glob has braces or classes, which the quick matcher does not know.
    rich: Option<Rich>,
}

/// A glob with braces or classes; its automaton is built when a path first needs it.
#[derive(Clone, Debug)]
struct Rich {
    glob: Glob,
    matcher: OnceLock<GlobMatcher>,
}

impl Rich {
    fn new(text: &str) -> Result<Rich, String> {
        let glob = GlobBuilder::new(text).literal_separator(true).backslash_escape(false).build();
        let glob = glob.map_err(|e| format!("not a glob: {}", e.kind()))?;
        Ok(Rich { glob, matcher: OnceLock::new() })
    }
}

impl PathGlob {
    /// Compiles a glob.
    ///
    /// # Errors
    /// Returns one line on what is wrong with it, for people: it must be relative to the
    /// repository root, `/`-separated, without `.` and `..` folders, and a valid glob.
    pub fn new(text: &str) -> Result<PathGlob, String> {
        if text.is_empty() {
            return Err("the path is empty".into());
        }
        if text.starts_with('/') || text.contains('\\') {
            return Err("a path starts at the repository root, without a leading `/`, and uses `/`".into());
        }
        if text.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err("a path has no empty, `.` or `..` folder".into());
        }
        let end = text.find(['*', '?', '{', '[']).unwrap_or(text.len());
        let rich = if text.contains(['{', '[', '}']) { Some(Rich::new(text)?) } else { None };
        Ok(PathGlob { text: text.to_owned(), literal: text[..end].to_owned(), rich })
    }

    /// Returns the glob as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Tells whether it can match one path only.
    pub fn is_literal(&self) -> bool {
        self.literal.len() == self.text.len()
    }

    /// Tells whether a path matches.
    pub fn matches(&self, path: &[u8]) -> bool {
        if self.is_literal() {
            return path == self.text.as_bytes();
        }
        if !path.starts_with(self.literal.as_bytes()) {
            return false;
        }
        let Some(rich) = &self.rich else { return matches(self.text.as_bytes(), path) };
        // A path that is not UTF-8 is matched by its bytes on Unix.
        #[cfg(unix)]
        let os = <std::ffi::OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(path);
        #[cfg(not(unix))]
        let owned = String::from_utf8_lossy(path);
        #[cfg(not(unix))]
        let os = std::ffi::OsStr::new(owned.as_ref());
        rich.matcher.get_or_init(|| rich.glob.compile_matcher()).is_match(os)
    }

    /// Tells whether a path under a folder (without trailing `/`; `""` is the root) may match.
    pub fn may_enter(&self, folder: &[u8]) -> bool {
        let literal = self.literal.as_bytes();
        folder.is_empty()
            || (folder.len() < literal.len() && literal.starts_with(folder) && literal[folder.len()] == b'/')
            || (folder.starts_with(literal) && !self.is_literal())
    }
}

/// Matches a path against a glob of `*`, `**` and `?`, folder by folder, without an automaton: most
/// runs ask each glob once. `**` stands for any number of folders, at the end for at least one.
fn matches(glob: &[u8], path: &[u8]) -> bool {
    fn folders(text: &[u8]) -> Vec<&[u8]> {
        text.split(|byte| *byte == b'/').collect()
    }
    let mut wanted = folders(glob);
    if wanted.last() == Some(&b"**".as_slice()) {
        wanted.push(b"*");
    }
    wild(
        &wanted,
        &folders(path),
        |part| *part == b"**",
        |part, folder| {
            wild(part, folder, |byte| *byte == b'*', |byte, found| matches!(byte, b'?') || byte == found)
        },
    )
}

/// Matches a sequence against a pattern in which some parts stand for any run.
///
/// Going back to the latest such part is enough: an earlier one that took less never loses.
fn wild<P, T>(pattern: &[P], found: &[T], any: impl Fn(&P) -> bool, one: impl Fn(&P, &T) -> bool) -> bool {
    let (mut p, mut f) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while f < found.len() {
        match pattern.get(p) {
            Some(part) if any(part) => {
                back = Some((p, f));
                p += 1;
            }
            Some(part) if one(part, &found[f]) => (p, f) = (p + 1, f + 1),
            _ => match &mut back {
                Some((star, from)) => {
                    *from += 1;
                    (p, f) = (*star + 1, *from);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(any)
}

/// Returns what Terraform reads with one of its files, as globs: all of its files in the same folder. A
/// setting of a schedule means nothing without them. `None` for other files.
pub fn beside_in_module(path: &str) -> Option<[String; 2]> {
    if !path.ends_with(".tf") && !path.ends_with(".tf.json") {
        return None;
    }
    let end = path.rfind('/').map_or(0, |at| at + 1);
    let folder = path.get(..end)?;
    Some([format!("{folder}*.tf"), format!("{folder}*.tf.json")])
}

/// A set of path globs.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    globs: Vec<PathGlob>,
}

impl Paths {
    /// Makes the set of some globs; those that are not valid are left out (the compiler has
    /// already refused them).
    pub fn new<'a>(globs: impl IntoIterator<Item = &'a str>) -> Paths {
        let unique: BTreeSet<&str> = globs.into_iter().collect();
        Paths { globs: unique.into_iter().filter_map(|glob| PathGlob::new(glob).ok()).collect() }
    }

    /// Makes the set of every path that a policy governs; the policy's own files are apart.
    pub fn governed(kernel: &Kernel) -> Paths {
        Paths::of(kernel, |_| true)
    }

    /// Makes the set of the paths of one system.
    pub fn of_system(kernel: &Kernel, system: &str) -> Paths {
        Paths::of(kernel, |id| id == system)
    }

    fn of(kernel: &Kernel, is_meant: impl Fn(&str) -> bool) -> Paths {
        let slots: Vec<&Slot> = kernel.slots.iter().filter(|slot| is_meant(&slot.system)).collect();
        let located = slots.iter().flat_map(|slot| slot.at.iter().map(|at| at.path.as_str()));
        let systems = kernel.systems.iter().filter(|system| is_meant(&system.id));
        let files = systems.flat_map(|system| system.files.iter().map(String::as_str));
        let schedules: HashSet<&str> = kernel.schedules.iter().map(|schedule| schedule.id.as_str()).collect();
        let settings = slots
            .iter()
            .filter(|slot| slot.kind == Kind::Period && schedules.contains(slot.artifact.as_str()))
            .flat_map(|slot| &slot.at);
        let beside: BTreeSet<String> =
            settings.filter_map(|at| beside_in_module(&at.path)).flatten().collect();
        Paths::new(located.chain(files).chain(beside.iter().map(String::as_str)))
    }

    /// Joins two sets.
    #[must_use]
    pub fn and(mut self, other: Paths) -> Paths {
        self.globs.extend(other.globs);
        self.globs.sort_by(|a, b| a.text.cmp(&b.text));
        self.globs.dedup_by(|a, b| a.text == b.text);
        self
    }

    /// Lists the globs.
    pub fn globs(&self) -> &[PathGlob] {
        &self.globs
    }

    /// Tells whether a path is in the set.
    pub fn matches(&self, path: &[u8]) -> bool {
        self.globs.iter().any(|glob| glob.matches(path))
    }

    /// Tells whether a folder may hold such a path.
    pub fn may_enter(&self, folder: &[u8]) -> bool {
        self.globs.iter().any(|glob| glob.may_enter(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_in_its_folder() {
        let glob = PathGlob::new("agents/*/prompt.md").unwrap();
        assert!(glob.matches(b"agents/claims/prompt.md"));
        assert!(!glob.matches(b"agents/claims/old/prompt.md"));
        assert!(!glob.matches(b"agents/claims/PROMPT.md"));
    }

    #[test]
    fn only_folders_on_the_way_are_entered() {
        let paths = Paths::new(["agents/claims/*.yaml", "infra/storage.tf"]);
        for folder in ["", "agents", "agents/claims", "infra"] {
            assert!(paths.may_enter(folder.as_bytes()), "{folder}");
        }
        for folder in ["agent", "agents/cl", "docs", "infra/storage.tf", "infra/storage"] {
            assert!(!paths.may_enter(folder.as_bytes()), "{folder}");
        }
    }

    #[test]
    fn paths_that_leave_the_repository_are_refused() {
        for bad in ["/etc/passwd", "../x", "a//b", "a/./b", "", "a\\b"] {
            assert!(PathGlob::new(bad).is_err(), "{bad}");
        }
    }
}
