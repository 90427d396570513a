//! What the target will hold after the merge, without a merge engine: where engines could
//! differ, nothing is decided.

use std::collections::{BTreeMap, BTreeSet};

use crate::names;
use crate::policy::Paths;

use super::error::shown;
use super::open::Repository;
use super::statement_files::is_statement_or_record;
use super::tree::{Difference, Differences};
use super::{Entry, GitError, Listing, Oid};

/// How many places of moved files are looked at before nothing is decided.
const MAX_MOVES: usize = 1_000_000;

/// The tree that landing would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultTree {
    /// The tree itself, where the head already holds the target.
    pub tree: Option<Oid>,
    /// The merge base; the tip itself where the head already holds it.
    pub base: Oid,
    /// What will stand at the paths of the set.
    pub listing: Listing,
}

impl Repository {
    /// Predicts what merging `head` into `tip` leaves at some paths.
    ///
    /// Where the tip is an ancestor of the head that is the head's tree. Otherwise each path is
    /// taken from the side that changed it, and whatever could depend on a merge engine (both
    /// sides changed it; a rename could carry content in or out) is refused.
    ///
    /// # Errors
    /// `both-sides`, `merge-needs-renames`, `several-merge-bases`, `no-merge-base`; and where
    /// objects are missing.
    pub fn result_tree(&self, tip: Oid, head: Oid, paths: &Paths) -> Result<ResultTree, GitError> {
        let bases = self.merge_bases(tip, head)?;
        let head_tree = self.tree_of(head)?;
        if bases == [tip] {
            return Ok(ResultTree {
                tree: Some(head_tree),
                base: tip,
                listing: self.listing(head_tree, paths)?,
            });
        }
        let base = match bases.as_slice() {
            [base] => *base,
            [] => {
                return Err(update_first(
                    &names::NO_MERGE_BASE,
                    tip,
                    "branch and target have no common origin",
                ));
            }
            several => {
                let ids = several.iter().map(Oid::short).collect::<Vec<_>>().join(", ");
                let why = format!("branch and target have several common origins: {ids}");
                return Err(update_first(&names::SEVERAL_MERGE_BASES, tip, &why));
            }
        };
        let base_tree = self.tree_of(base)?;
        let sides = Sides {
            target: self.all_differences(base_tree, self.tree_of(tip)?)?,
            head: self.all_differences(base_tree, head_tree)?,
            paths,
        };
        let mut listing = self.listing(base_tree, paths)?;
        let merged = sides.merge().map_err(|refusal| refusal.error(tip))?;
        for (path, entry) in merged {
            match entry {
                Some(entry) => listing.insert(path, entry),
                None => listing.remove(&path),
            };
        }
        Ok(ResultTree { tree: None, base, listing })
    }

    /// Returns the root tree of a commit.
    ///
    /// # Errors
    /// `missing-object`, `corrupt-object`.
    pub fn tree_of(&self, commit: Oid) -> Result<Oid, GitError> {
        let header = self.header(commit)?.ok_or_else(|| self.missing(commit, ""))?;
        Ok(header.tree)
    }
}

/// Why no result is predicted.
enum Refusal {
    Both(Vec<u8>),
    Moved(Vec<u8>),
}

impl Refusal {
    fn error(&self, tip: Oid) -> GitError {
        match self {
            Refusal::Both(path) => {
                let why = format!("branch and target both changed `{}`", shown(path));
                update_first(&names::BOTH_SIDES, tip, &why)
            }
            Refusal::Moved(path) => {
                let why =
                    format!("a rename could carry content into or out of governed files: `{}`", shown(path));
                update_first(&names::MERGE_NEEDS_RENAMES, tip, &why)
            }
        }
    }
}

fn update_first(name: &'static names::Name, tip: Oid, why: &str) -> GitError {
    GitError::new(
        name,
        format!("cannot decide: {why}; merge engines could differ, so the result is not predicted"),
    )
    .help(format!("on the branch: git fetch origin && git merge {tip}      (then check again)"))
    .help("or use the merge queue, which makes the result before it is judged")
}

/// What each side did to the merge base.
struct Sides<'a> {
    target: Differences,
    head: Differences,
    paths: &'a Paths,
}

/// Each path that one side changed, with what the merge leaves there.
type Merged = BTreeMap<Vec<u8>, Option<Entry>>;

impl Sides<'_> {
    /// Takes each governed path from the side that changed it.
    fn merge(&self) -> Result<Merged, Refusal> {
        let (target, head) = (by_path(&self.target), by_path(&self.head));
        let mut merged = Merged::new();
        let mut present = BTreeSet::new();
        for path in target.keys().chain(head.keys()).copied().collect::<BTreeSet<_>>() {
            let governed = self.paths.matches(path);
            let result = match (target.get(path), head.get(path)) {
                (Some(one), None) | (None, Some(one)) => Some(one.after),
                (Some(t), Some(h)) if t.after == h.after => Some(t.after),
                _ if governed => return Err(Refusal::Both(path.to_vec())),
                _ => None,
            };
            if result != Some(None) {
                present.insert(path);
            }
            if let Some(entry) = result.filter(|_| governed) {
                merged.insert(path.to_vec(), entry);
            }
        }
        self.refuse_moves(&self.target, &head)?;
        self.refuse_moves(&self.head, &target)?;
        let under_a_file = present.iter().find(|path| folders(path).any(|folder| present.contains(folder)));
        match under_a_file {
            Some(path) => Err(Refusal::Both(path.to_vec())),
            None => Ok(merged),
        }
    }

    /// Refuses what a merge engine could take as a rename on side `x` of what side `y` touched.
    fn refuse_moves(&self, x: &Differences, y: &BTreeMap<&[u8], &Difference>) -> Result<(), Refusal> {
        let added: Vec<&[u8]> = added_in(x.files.iter()).collect();
        let touched = x.files.iter().filter(|d| d.after.is_none() && y.contains_key(d.path.as_slice()));
        // Adding a statement is no reason to refuse: it vouches for itself.
        let takes_in = added.iter().find(|path| self.paths.matches(path) && !is_statement_or_record(path));
        for gone in touched {
            if takes_in.is_some() || self.paths.matches(&gone.path) {
                return Err(Refusal::Moved(gone.path.clone()));
            }
        }
        let new: BTreeSet<&[u8]> = added_in(y.values().copied()).collect();
        let destinations: BTreeSet<&[u8]> =
            added.iter().flat_map(|path| folders(path).chain([&b""[..]])).collect();
        let mut budget = MAX_MOVES;
        for folder in &x.gone {
            let below = super::tree::join(folder, b"");
            for path in new.range(below.as_slice()..).take_while(|path| path.starts_with(&below)) {
                let rest = &path[below.len()..];
                let cost = destinations.len() + 1;
                let lands = |to: &&&[u8]| self.paths.matches(&super::tree::join(to, rest));
                if budget < cost || self.paths.matches(path) || destinations.iter().any(|to| lands(&to)) {
                    return Err(Refusal::Moved(path.to_vec()));
                }
                budget -= cost;
            }
        }
        Ok(())
    }
}

fn by_path(side: &Differences) -> BTreeMap<&[u8], &Difference> {
    side.files.iter().map(|difference| (difference.path.as_slice(), difference)).collect()
}

fn added_in<'a>(side: impl Iterator<Item = &'a Difference>) -> impl Iterator<Item = &'a [u8]> {
    side.filter(|d| d.before.is_none() && d.after.is_some()).map(|d| d.path.as_slice())
}

/// The folders above a path, without the root.
fn folders(path: &[u8]) -> impl Iterator<Item = &[u8]> {
    path.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(end, _)| &path[..end])
}
