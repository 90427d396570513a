//! Who contributed to a change: from commits, which may only disqualify, and from statements.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::{Commit, Entry, GitError, Ident, Oid, Repository, is_statement_or_record};
use crate::names;
use crate::policy::{Kernel, Paths};
use crate::time::Instant;

use super::commit_signature::signer;
use super::people::{People, co_authors, is_platform};
use super::{Contributor, Contributors, Credit, UnknownContributor};

/// Returns the person whose key signed a commit, or why nobody did.
pub type Signer<'a> = dyn Fn(&Commit) -> Result<String, String> + 'a;

/// Finds who contributed to a change by its commits: those of the head that the target does not
/// have, or those of a landed segment. `governed` are the governed paths of the policy in force
/// and of the new one; statement and record folders never count. Signatures are judged by keys
/// that are valid at the instant.
///
/// # Errors
/// Where history or objects that decide it are not here.
pub fn contributors(
    repository: &Repository,
    kernel: &Kernel,
    governed: &Paths,
    commits: &[Commit],
    at: Instant,
) -> Result<Contributors, GitError> {
    contributors_by(repository, kernel, governed, commits, &|commit| signer(kernel, commit, at))
}

/// As [`contributors`], with another way to tell who signed.
///
/// # Errors
/// As [`contributors`].
pub fn contributors_by(
    repository: &Repository,
    kernel: &Kernel,
    governed: &Paths,
    commits: &[Commit],
    signer: &Signer,
) -> Result<Contributors, GitError> {
    let people = People::new(kernel);
    let mut found = Contributors::default();
    for commit in commits {
        if let Some(path) = contributes(repository, commit, governed)? {
            let author = found.add_people(&people, commit);
            if !author {
                found.unknown.push(unmapped(commit, &String::from_utf8_lossy(&path)));
            }
            if let Err(why) = found.add_signer(&people, commit, signer)
                && kernel.commits_signed
            {
                found.unknown.push(unverified(commit, &why));
            }
        }
    }
    found.settle();
    Ok(found)
}

impl Contributors {
    /// Adds a person whom a statement or a candidate record names, with the commits it names.
    pub fn add_stated(&mut self, person: &str, commits: &[Oid]) {
        let named = commits.iter().copied().map(Some);
        for commit in named.chain(commits.is_empty().then_some(None)) {
            self.credit(person, "statement", commit, "named in a statement".into());
        }
        self.settle();
    }

    /// Takes it that commits which landed were signed for elsewhere: who committed one of them
    /// only landed it, unless a statement names the commit. Authors and co-authors stay.
    ///
    /// This holds only where the digest of what landed is the subject of a statement that counts,
    /// judged with the result of this.
    pub fn replay(&mut self, landed: &BTreeSet<Oid>, named: &BTreeSet<Oid>) {
        let replayed = |commit: &Oid| landed.contains(commit) && !named.contains(commit);
        let only_landed = |credit: &Credit| {
            matches!(credit.how, "committer" | "signer") && credit.commit.as_ref().is_some_and(replayed)
        };
        let (landing, rest) = std::mem::take(&mut self.credits).into_iter().partition(only_landed);
        self.credits = rest;
        let unverified = |unknown: &UnknownContributor| unknown.reason == names::COMMIT_UNVERIFIED.name;
        self.unknown.retain(|unknown| !(unverified(unknown) && replayed(&unknown.commit)));
        self.landed_by.extend(landing.into_iter().map(|credit: Credit| credit.person));
        self.settle();
    }

    /// Returns the commits and lines that name a person, for messages.
    pub fn because(&self, person: &str) -> Vec<String> {
        let named = self.credits.iter().filter(|credit| credit.person == person);
        let shown = |credit: &Credit| match credit.commit {
            Some(commit) => format!("{}: {}", commit.short(), credit.line),
            None => credit.line.clone(),
        };
        named.map(shown).collect()
    }

    /// Adds the author, committer and co-authors; tells whether the author is known.
    fn add_people(&mut self, people: &People, commit: &Commit) -> bool {
        let known =
            self.credit_all(people, &commit.author.email, "author", commit, &line("author", &commit.author));
        if is_platform(&commit.committer.email) {
            self.platform.push(commit.committer.email.clone());
        } else {
            let line = line("committer", &commit.committer);
            self.credit_all(people, &commit.committer.email, "committer", commit, &line);
        }
        for (text, emails) in co_authors(&commit.message) {
            for email in emails {
                self.credit_all(people, &email, "co_author", commit, &format!("`{}`", one_line(&text)));
            }
        }
        known
    }

    fn add_signer(&mut self, people: &People, commit: &Commit, signer: &Signer) -> Result<(), String> {
        if commit.signature.is_none() {
            return Err("it has no signature".into());
        }
        let person = signer(commit)?;
        self.credit(&person, "signer", Some(commit.id), "signature".into());
        let mut claimed = people.of(&commit.author.email);
        claimed.extend(people.of(&commit.committer.email));
        match claimed.iter().any(|(claimed, _)| *claimed == person) {
            true => Ok(()),
            false => Err(format!("`{person}` signed it, who is neither author nor committer")),
        }
    }

    fn credit_all(
        &mut self,
        people: &People,
        email: &str,
        how: &'static str,
        commit: &Commit,
        line: &str,
    ) -> bool {
        let persons = people.of(email);
        for (person, operator) in &persons {
            let how = if *operator { "operator" } else { how };
            self.credit(person, how, Some(commit.id), line.to_owned());
        }
        !persons.is_empty()
    }

    fn credit(&mut self, person: &str, how: &'static str, commit: Option<Oid>, line: String) {
        self.credits.insert(Credit { person: person.to_owned(), how, commit, line });
    }

    /// Makes the lists of what is known.
    fn settle(&mut self) {
        let mut persons: BTreeMap<&str, (BTreeSet<Oid>, BTreeSet<&str>)> = BTreeMap::new();
        for credit in &self.credits {
            let (commits, kinds) = persons.entry(&credit.person).or_default();
            commits.extend(credit.commit);
            kinds.insert(credit.how);
        }
        let contributor = |(person, (commits, kinds)): (&str, (BTreeSet<Oid>, BTreeSet<&str>))| Contributor {
            person: person.to_owned(),
            commits: commits.into_iter().collect(),
            r#as: kinds.into_iter().map(str::to_owned).collect(),
        };
        self.list = persons.into_iter().map(contributor).collect();
        let list = &self.list;
        self.landed_by.retain(|person| list.iter().all(|contributor| contributor.person != *person));
        for names in [&mut self.platform, &mut self.landed_by] {
            names.sort();
            names.dedup();
        }
        self.unknown.sort();
    }
}

fn unmapped(commit: &Commit, path: &str) -> UnknownContributor {
    let message = format!(
        "{} changes `{}`; its {} is no person or bot of the policy",
        commit.id.short(),
        one_line(path),
        line("author", &commit.author)
    );
    cannot_tell(&names::UNMAPPED_CONTRIBUTOR, commit, message)
}

fn unverified(commit: &Commit, why: &str) -> UnknownContributor {
    // The sentence is ours and may quote; only what it quotes is foreign.
    let why = why.replace(char::is_control, "\u{fffd}");
    let message = format!("the policy asks for signed commits; {}: {why}", commit.id.short());
    cannot_tell(&names::COMMIT_UNVERIFIED, commit, message)
}

fn cannot_tell(name: &names::Name, commit: &Commit, message: String) -> UnknownContributor {
    let (commit, email) = (commit.id, commit.author.email.clone());
    UnknownContributor { commit, email, reason: name.name.into(), message }
}

fn line(what: &str, who: &Ident) -> String {
    format!("{what} `{} <{}>`", one_line(&who.name), one_line(&who.email))
}

/// Makes text of a commit fit for one line of a message.
fn one_line(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() || c == '`' { '\u{fffd}' } else { c });
    plain.take(200).collect()
}

/// Finds a governed path at which a commit is not just what its parents give.
fn contributes(
    repository: &Repository,
    commit: &Commit,
    governed: &Paths,
) -> Result<Option<Vec<u8>>, GitError> {
    let mut sides = Vec::new();
    for parent in &commit.parents {
        sides.push(Side::of(repository, *parent, commit, governed)?);
    }
    match sides.as_slice() {
        [] => {
            let listing = repository.listing(commit.tree, governed)?;
            Ok(listing.into_keys().find(|path| !is_statement_or_record(path)))
        }
        [parent] => Ok(parent.paths().next().cloned()),
        parents => merge_contributes(repository, commit, governed, parents),
    }
}

/// What one earlier tree has at the paths where a commit differs from it.
struct Side {
    before: BTreeMap<Vec<u8>, (Option<Entry>, Option<Entry>)>,
}

impl Side {
    fn of(
        repository: &Repository,
        earlier: Oid,
        commit: &Commit,
        governed: &Paths,
    ) -> Result<Side, GitError> {
        let tree = repository.tree_of(earlier)?;
        let differences = repository.differences(Some(tree), Some(commit.tree), governed)?;
        let theirs = differences.into_iter().filter(|difference| !is_statement_or_record(&difference.path));
        Ok(Side { before: theirs.map(|d| (d.path, (d.before, d.after))).collect() })
    }

    fn paths(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.before.keys()
    }

    /// What stood at a path at which the commit has `now`.
    fn at(&self, path: &[u8], now: Option<Entry>) -> Option<Entry> {
        self.before.get(path).map_or(now, |(before, _)| *before)
    }
}

fn merge_contributes(
    repository: &Repository,
    commit: &Commit,
    governed: &Paths,
    parents: &[Side],
) -> Result<Option<Vec<u8>>, GitError> {
    // A path that every parent has as the merge has it is nobody's doing here.
    let touched: BTreeMap<&Vec<u8>, Option<Entry>> =
        parents.iter().flat_map(|side| side.before.iter().map(|(path, (_, now))| (path, *now))).collect();
    if touched.is_empty() {
        return Ok(None);
    }
    let mut bases = Vec::new();
    for base in repository.merge_bases_of_all(&commit.parents)? {
        bases.push(Side::of(repository, base, commit, governed)?);
    }
    for (path, now) in touched {
        let before: Vec<Option<Entry>> = parents.iter().map(|side| side.at(path, now)).collect();
        let origins: BTreeSet<Option<Entry>> = match bases.as_slice() {
            // Unrelated histories start from nothing.
            [] => BTreeSet::from([None]),
            bases => bases.iter().map(|side| side.at(path, now)).collect(),
        };
        let changed: BTreeSet<Option<Entry>> =
            before.iter().copied().filter(|version| !origins.contains(version)).collect();
        let expected = match (changed.len(), origins.len()) {
            (0, 1) => origins.first(),
            (1, _) => changed.first(),
            _ => None,
        };
        let chosen = match expected {
            Some(expected) => *expected != now,
            None => !is_text_merge(repository, path, &origins, &before, now)?,
        };
        if chosen {
            return Ok(Some(path.clone()));
        }
    }
    Ok(None)
}

fn is_text_merge(
    repository: &Repository,
    path: &[u8],
    origins: &BTreeSet<Option<Entry>>,
    before: &[Option<Entry>],
    now: Option<Entry>,
) -> Result<bool, GitError> {
    let mut origins = origins.iter();
    match (origins.next(), origins.next(), before, now) {
        (Some(Some(base)), None, [Some(one), Some(two)], Some(now)) => {
            repository.is_text_merge(path, *base, [*one, *two], now)
        }
        _ => Ok(false),
    }
}
