//! Names of revisions: object ids, `HEAD`, refs, and short names that stand for one ref only.

use git2::ErrorCode;

use crate::names;

use super::error::{shown, unreadable};
use super::objects::our_oid;
use super::open::Repository;
use super::{GitError, Oid};

const HEADS: &str = "refs/heads/";
const REMOTES: &str = "refs/remotes/";

/// Which end of a range a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The target: a local branch is read where its remote was fetched to.
    Target,
    /// The head.
    Head,
}

/// What a name stands for. Two names of a target must not be mixed up: `branch` is what is
/// judged and signed (`refs/heads/main`), `read_from` is where its tip was read in this clone
/// (`refs/remotes/origin/main`, or the branch itself where there is no remote).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The commit.
    pub commit: Oid,
    /// The ref that was read, in full; `None` for an object id or `HEAD`.
    pub read_from: Option<String>,
    /// The branch on the remote that it stands for, `refs/heads/NAME`; `None` for an id, `HEAD`, a tag.
    pub branch: Option<String>,
}

impl Repository {
    /// Resolves a name without guessing.
    ///
    /// # Errors
    /// `target-missing` where the target is not here; usage errors `unknown-revision` and
    /// `ambiguous-ref`; `missing-object` for an id whose object is not here.
    pub fn resolve(&self, spec: &str, side: Side) -> Result<Resolved, GitError> {
        if let Some(id) = Oid::parse(spec) {
            let commit = self.peel(id)?.ok_or_else(|| self.missing(id, "no commit"))?;
            return Ok(Resolved { commit, read_from: None, branch: None });
        }
        if spec == "HEAD" {
            let commit = self.head()?.ok_or_else(|| unknown(spec, "`HEAD` has no commit yet"))?;
            return Ok(Resolved { commit, read_from: None, branch: None });
        }
        if let Some(why) = odd(spec) {
            return Err(unknown(spec, why));
        }
        let name = if spec.starts_with("refs/") { spec.to_owned() } else { self.full_name(spec, side)? };
        if side == Side::Target {
            return self.target(&name);
        }
        let id = self.lookup(&name)?.ok_or_else(|| unknown(spec, "it is not here"))?;
        let commit = self.peel(id)?.ok_or_else(|| unknown(spec, "it is not a commit"))?;
        Ok(Resolved { commit, branch: self.branch_of(&name)?, read_from: Some(name) })
    }

    /// Resolves the full name of a target: `refs/heads/NAME` is read from
    /// `refs/remotes/REMOTE/NAME`, or from itself where there is no remote.
    ///
    /// # Errors
    /// `target-missing`, `ambiguous-ref`.
    pub fn target(&self, name: &str) -> Result<Resolved, GitError> {
        let name = self.symbolic(name)?.unwrap_or_else(|| name.to_owned());
        let read_from = match name.strip_prefix(HEADS) {
            Some(branch) => self.fetched_to(branch)?,
            None => name.clone(),
        };
        let id = self.lookup(&read_from)?.ok_or_else(|| target_missing(&name, &read_from))?;
        let commit = self.peel(id)?.ok_or_else(|| unknown(&read_from, "it is not a commit"))?;
        Ok(Resolved { commit, branch: self.branch_of(&name)?, read_from: Some(read_from) })
    }

    /// Finds the target that nobody named: what `refs/remotes/REMOTE/HEAD` of the only remote
    /// points at; `None` without one.
    ///
    /// # Errors
    /// When refs cannot be read.
    pub fn default_target(&self) -> Result<Option<String>, GitError> {
        match self.remotes()?.as_slice() {
            [remote] => self.symbolic(&format!("{REMOTES}{remote}/HEAD")),
            _ => Ok(None),
        }
    }

    /// Returns the commit of `HEAD`; `None` before the first commit.
    ///
    /// # Errors
    /// When refs cannot be read, or `HEAD` names no commit.
    pub fn head(&self) -> Result<Option<Oid>, GitError> {
        match self.lookup("HEAD")? {
            Some(id) => Ok(Some(self.peel(id)?.ok_or_else(|| self.missing(id, "HEAD"))?)),
            None => Ok(None),
        }
    }

    /// Returns the object a ref points at, through symbolic refs; `None` if there is no such ref.
    ///
    /// # Errors
    /// When refs cannot be read.
    pub fn reference(&self, name: &str) -> Result<Option<Oid>, GitError> {
        self.lookup(name)
    }

    fn lookup(&self, name: &str) -> Result<Option<Oid>, GitError> {
        match self.inner.refname_to_id(name) {
            Ok(id) => our_oid(id).map(Some),
            Err(e) if matches!(e.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec) => Ok(None),
            Err(e) => Err(unreadable(format!("`{}`", shown(name.as_bytes())), e.message())),
        }
    }

    fn symbolic(&self, name: &str) -> Result<Option<String>, GitError> {
        match self.inner.find_reference(name) {
            Ok(reference) => Ok(reference.symbolic_target().ok().flatten().map(str::to_owned)),
            Err(e) if matches!(e.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec) => Ok(None),
            Err(e) => Err(unreadable(format!("`{}`", shown(name.as_bytes())), e.message())),
        }
    }

    fn full_name(&self, short: &str, side: Side) -> Result<String, GitError> {
        let mut found = Vec::new();
        for folder in [HEADS, REMOTES, "refs/tags/"] {
            let name = format!("{folder}{short}");
            if self.symbolic(&name)?.is_some() || self.lookup(&name)?.is_some() {
                found.push(name);
            }
        }
        match (found.len(), side) {
            (0, Side::Target) => {
                let name = format!("{HEADS}{short}");
                let read_from = self.fetched_to(short).unwrap_or_else(|_| name.clone());
                let mut error = target_missing(&name, &read_from);
                if self.lookup(&read_from)?.is_some() {
                    error.message =
                        format!("cannot decide: `{short}` is no ref of this clone; {read_from} is");
                    error.help = vec![format!("say {read_from} in place of {short}")];
                }
                Err(error)
            }
            (0, Side::Head) => Err(unknown(short, "no branch, remote branch or tag has that name")),
            (1, _) => Ok(found.remove(0)),
            _ => Err(GitError::new(
                &names::AMBIGUOUS_REF,
                format!("`{short}` could be {}", found.join(" or ")),
            )
            .help(format!("say which: {}", found.join("      or: ")))
            .usage()),
        }
    }

    /// Returns where the tip of a branch of the remote is read: `refs/remotes/REMOTE/NAME` of the
    /// only remote that has it.
    fn fetched_to(&self, branch: &str) -> Result<String, GitError> {
        let local = format!("{HEADS}{branch}");
        let remotes = self.remotes()?;
        let mut here = Vec::new();
        for remote in &remotes {
            let name = format!("{REMOTES}{remote}/{branch}");
            if self.lookup(&name)?.is_some() {
                here.push(name);
            }
        }
        match (here.len(), remotes.as_slice()) {
            (1, _) => Ok(here.remove(0)),
            (0, []) => Ok(local),
            (0, [remote, ..]) => Ok(format!("{REMOTES}{remote}/{branch}")),
            _ => Err(GitError::new(
                &names::AMBIGUOUS_REF,
                format!("`{local}` was fetched from several remotes: {}", here.join(", ")),
            )
            .help(format!("say which: {}", here.join("      or: ")))
            .usage()),
        }
    }

    /// Lists the remotes whose branches are kept apart: configured ones and those that have refs.
    /// A mirror keeps none: its branches are the remote's.
    fn remotes(&self) -> Result<Vec<String>, GitError> {
        let fail = |e: git2::Error| unreadable("the refs of remotes", e.message());
        let mut remotes = std::collections::BTreeSet::new();
        let pattern = format!("{REMOTES}*");
        for name in self.inner.references_glob(&pattern).map_err(fail)?.names() {
            let name = name.map_err(fail)?;
            remotes.extend(
                name.strip_prefix(REMOTES).and_then(|rest| rest.split_once('/')).map(|(r, _)| r.to_owned()),
            );
        }
        if !self.inner.is_bare() {
            let configured = self.inner.remotes().map_err(fail)?;
            remotes.extend(configured.iter().filter_map(|name| name.ok().flatten().map(str::to_owned)));
        }
        let mut remotes: Vec<String> = remotes.into_iter().collect();
        // The error for a target that is nowhere names the first one.
        remotes.sort_by_key(|name| (name != "origin", name.clone()));
        Ok(remotes)
    }

    fn branch_of(&self, name: &str) -> Result<Option<String>, GitError> {
        if name.starts_with(HEADS) {
            return Ok(Some(name.to_owned()));
        }
        let Some(rest) = name.strip_prefix(REMOTES) else { return Ok(None) };
        let remotes = self.remotes()?;
        let under = remotes.iter().filter_map(|remote| rest.strip_prefix(remote.as_str())?.strip_prefix('/'));
        Ok(under.min_by_key(|branch| branch.len()).map(|branch| format!("{HEADS}{branch}")))
    }
}

/// Says why a name is none that may be given; git would take more, and would guess.
fn odd(spec: &str) -> Option<&'static str> {
    let named = if spec.starts_with("refs/") { spec.to_owned() } else { format!("{HEADS}{spec}") };
    match spec {
        "" => Some("it is empty"),
        _ if spec.starts_with('-') => Some("it starts with `-`"),
        _ if spec.contains("@{") || spec == "@" => Some("`@` is never resolved here"),
        _ if spec.contains(':') => Some("`:` is never resolved here"),
        _ if spec.contains(['~', '^']) => Some("`~` and `^` are never resolved here"),
        _ if !git2::Reference::is_valid_name(&named) => Some("git would not take it as a name"),
        _ => None,
    }
}

fn unknown(spec: &str, why: &str) -> GitError {
    let spec = shown(spec.as_bytes());
    let error =
        GitError::new(&names::UNKNOWN_REVISION, format!("`{spec}` does not name a commit: {why}")).usage();
    let abbreviated = spec.len() >= 4 && spec.bytes().all(|b| b.is_ascii_hexdigit());
    if abbreviated {
        error.help(format!("give all 40 digits: git rev-parse {spec}"))
    } else {
        error
            .help("give an object id (git rev-parse …), HEAD, a full ref (refs/…), or the name of one branch")
    }
}

fn target_missing(branch: &str, read_from: &str) -> GitError {
    let named = branch.starts_with(HEADS) && branch != read_from;
    let message = match named {
        true => format!("cannot decide: {read_from} is not here; the verdict is against the tip of {branch}"),
        false => format!("cannot decide: {read_from} is not here; the verdict is against its tip"),
    };
    let rest = read_from.strip_prefix(REMOTES).and_then(|rest| rest.split_once('/'));
    let fetch = match rest {
        Some((remote, name)) => format!("here:   git fetch {remote} '+refs/heads/{name}:{read_from}'"),
        None => "git branch --all      (lists what is here)".to_owned(),
    };
    GitError::new(&names::TARGET_MISSING, message).help(fetch)
}
