//! Who descends from whom, over raw commits: grafts do not count, and where the clone ends the
//! answer is an error unless what lies behind cannot matter.

use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};
use std::rc::Rc;

use git2::ObjectType;

use crate::names;

use super::cache::Header;
use super::open::Repository;
use super::raw_commit;
use super::{Commit, GitError, Oid};

/// The most commits that a range may hold.
pub const MAX_RANGE: usize = 100_000;
/// The most commits that one walk may meet.
pub const MAX_WALK: usize = 5_000_000;

const ONE: u8 = 1;
const TWO: u8 = 2;
const STALE: u8 = 4;
const BASE: u8 = 8;
const QUEUED: u8 = 16;

impl Repository {
    /// Tells whether a commit can be reached from another over any parents; each reaches itself.
    ///
    /// # Errors
    /// `shallow-history` or `missing-object` where the clone ends before the answer.
    pub fn is_ancestor(&self, ancestor: Oid, of: Oid) -> Result<bool, GitError> {
        Ok(self.merge_bases(ancestor, of)? == [ancestor])
    }

    /// Finds the best common ancestors: all of them, sorted; none for unrelated histories.
    ///
    /// # Errors
    /// As [`Repository::is_ancestor`].
    pub fn merge_bases(&self, one: Oid, two: Oid) -> Result<Vec<Oid>, GitError> {
        let what = format!("the merge base of {} and {}", one.short(), two.short());
        let painted = self.paint(one, &[two], &what)?;
        if painted.has(one, TWO) {
            return Ok(vec![one]);
        }
        if painted.has(two, ONE) {
            return Ok(vec![two]);
        }
        painted.complete(ONE | TWO)?;
        let bases = painted.bases();
        if bases.len() < 2 {
            return Ok(bases);
        }
        let mut best = Vec::new();
        for base in &bases {
            let others: Vec<Oid> = bases.iter().copied().filter(|other| other != base).collect();
            let painted = self.paint(*base, &others, "the merge base")?;
            if !painted.has(*base, TWO) {
                painted.complete(TWO)?;
                best.push(*base);
            }
        }
        Ok(best)
    }

    /// Finds the best common ancestors of several commits: all of them, sorted.
    ///
    /// # Errors
    /// As [`Repository::is_ancestor`].
    pub fn merge_bases_of_all(&self, commits: &[Oid]) -> Result<Vec<Oid>, GitError> {
        let Some((first, rest)) = commits.split_first() else { return Ok(Vec::new()) };
        let mut bases = BTreeSet::from([*first]);
        for commit in rest {
            let mut common = BTreeSet::new();
            for base in &bases {
                common.extend(self.merge_bases(*base, *commit)?);
            }
            bases = common;
        }
        let mut best = Vec::new();
        for base in &bases {
            let mut behind = false;
            for other in bases.iter().filter(|other| *other != base) {
                behind |= self.is_ancestor(*base, *other)?;
            }
            if !behind {
                best.push(*base);
            }
        }
        Ok(best)
    }

    /// Lists the commits that can be reached from `head` and not from `tip`, over all parents;
    /// a commit comes before its ancestors, newest first.
    ///
    /// # Errors
    /// As [`Repository::is_ancestor`], and `too-many-commits`.
    pub fn range(&self, tip: Oid, head: Oid) -> Result<Vec<Commit>, GitError> {
        let what = format!("the commits of {} that {} does not have", head.short(), tip.short());
        let painted = self.paint(tip, &[head], &what)?;
        if painted.has(head, ONE) {
            return Ok(Vec::new());
        }
        painted.complete(ONE | TWO)?;
        let ids = painted.only_two();
        if ids.len() > MAX_RANGE {
            return Err(too_many(&format!("the range holds {} commits, more than {MAX_RANGE}", ids.len())));
        }
        self.topological(&ids)?.into_iter().map(|id| self.commit(id)).collect()
    }

    /// Follows first parents from a commit, itself first.
    pub fn first_parents<'a>(&'a self, tip: Oid, what: &'a str) -> FirstParents<'a> {
        FirstParents { repository: self, what, next: Some((tip, None)), seen: 0 }
    }

    /// Reads the header of a commit through the cache; `None` if the commit is not here.
    pub(super) fn header(&self, id: Oid) -> Result<Header, GitError> {
        if let Some(header) = self.headers.borrow().get(&id) {
            return Ok(header.clone());
        }
        let read = self.object(id, ObjectType::Commit, |bytes| raw_commit::parse_header(id, bytes))?;
        let header = read.transpose()?.map(Rc::new);
        let mut headers = self.headers.borrow_mut();
        if headers.len() >= MAX_WALK {
            return Err(too_many(&format!("more than {MAX_WALK} commits to read")));
        }
        headers.insert(id, header.clone());
        Ok(header)
    }

    /// Paints what `one` reaches and what `two` reach until nothing else can be learnt.
    ///
    /// Dates only order the work. Every commit with one colour only is followed to its end, so no
    /// common ancestor is missed however dates lie; a commit may keep one colour although a
    /// back-dated chain would give it the other, which only makes a range larger.
    fn paint<'a>(&'a self, one: Oid, two: &[Oid], what: &'a str) -> Result<Painted<'a>, GitError> {
        let mut painted = Painted::new(self, what);
        let mut queue = Queue::default();
        for (id, colour) in std::iter::once((one, ONE)).chain(two.iter().map(|id| (*id, TWO))) {
            let header = self.header(id)?.ok_or_else(|| self.missing(id, ""))?;
            painted.mark(&mut queue, id, colour, header.seconds);
        }
        // Commits of one colour that are older than all that is queued keep it, unless dates lie.
        let mut oldest_two = i64::MAX;
        while let Some(date) = queue.newest() {
            if queue.fresh == 0 && date < oldest_two && painted.open.is_empty() {
                break;
            }
            let Some((date, id)) = queue.pop() else { break };
            let flags = painted.take(&mut queue, id);
            let Some(header) = self.header(id)? else { continue };
            let mut pass_on = flags & (ONE | TWO | STALE);
            if pass_on == ONE | TWO {
                painted.flags.entry(id).and_modify(|flags| *flags |= BASE | STALE);
                pass_on |= STALE;
            }
            if pass_on == TWO {
                oldest_two = oldest_two.min(date);
            }
            for parent in &header.parents {
                match self.header(*parent)? {
                    Some(parent_header) => painted.mark(&mut queue, *parent, pass_on, parent_header.seconds),
                    None => {
                        painted.mark(&mut queue, *parent, pass_on, header.seconds);
                        painted.note_cut(*parent, id);
                    }
                }
            }
        }
        Ok(painted)
    }

    /// Orders some commits so that each comes before its ancestors, by date where free.
    fn topological(&self, ids: &BTreeSet<Oid>) -> Result<Vec<Oid>, GitError> {
        let mut children: HashMap<Oid, usize> = HashMap::new();
        let mut headers = HashMap::new();
        for id in ids {
            let header = self.header(*id)?.ok_or_else(|| self.missing(*id, ""))?;
            for parent in header.parents.iter().filter(|parent| ids.contains(parent)) {
                *children.entry(*parent).or_default() += 1;
            }
            headers.insert(*id, header);
        }
        let ready = ids.iter().filter(|id| !children.contains_key(id));
        let mut heap: BinaryHeap<(i64, Oid)> =
            ready.filter_map(|id| Some((headers.get(id)?.seconds, *id))).collect();
        let mut ordered = Vec::with_capacity(ids.len());
        while let Some((_, id)) = heap.pop() {
            ordered.push(id);
            for parent in headers.get(&id).map(|header| header.parents.as_slice()).unwrap_or_default() {
                let Some(left) = children.get_mut(parent) else { continue };
                *left -= 1;
                if *left == 0 {
                    heap.extend(headers.get(parent).map(|header| (header.seconds, *parent)));
                }
            }
        }
        Ok(ordered)
    }

    /// Makes the error for a commit that is not here although a walk needs it.
    pub(super) fn cut(&self, missing: Oid, child: Option<Oid>, what: &str) -> GitError {
        let Some(child) = child.filter(|child| self.shallow_commits().contains(child)) else {
            return self.missing(missing, &format!("a commit, for {what}"));
        };
        let message = format!("cannot decide: the clone ends at {}, before {what}", child.short());
        GitError::new(&names::SHALLOW_HISTORY, message)
            .help("GitHub: actions/checkout with `fetch-depth: 0`      GitLab: variables: { GIT_DEPTH: \"0\" }")
            .help("here:   git fetch --unshallow origin '+refs/heads/main:refs/remotes/origin/main' '+refs/countersign/*:refs/countersign/*'")
    }

    fn shallow_commits(&self) -> &BTreeSet<Oid> {
        self.shallow.get_or_init(|| {
            let text = std::fs::read_to_string(self.common_dir().join("shallow")).unwrap_or_default();
            text.lines().filter_map(Oid::parse).collect()
        })
    }
}

/// Iterates over a commit and its first parents; ends with an error where the clone does.
pub struct FirstParents<'a> {
    repository: &'a Repository,
    what: &'a str,
    next: Option<(Oid, Option<Oid>)>,
    seen: usize,
}

/// A commit met on the way along first parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Landing {
    /// The commit.
    pub id: Oid,
    /// Its root tree.
    pub tree: Oid,
    /// Its parents.
    pub parents: Vec<Oid>,
    /// The committer's date in seconds since 1970, a claim.
    pub seconds: i64,
}

impl Iterator for FirstParents<'_> {
    type Item = Result<Landing, GitError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (id, child) = self.next.take()?;
        self.seen += 1;
        if self.seen > MAX_WALK {
            return Some(Err(too_many(&format!("more than {MAX_WALK} commits along first parents"))));
        }
        let header = match self.repository.header(id) {
            Ok(Some(header)) => header,
            Ok(None) => return Some(Err(self.repository.cut(id, child, self.what))),
            Err(e) => return Some(Err(e)),
        };
        self.next = header.parents.first().map(|parent| (*parent, Some(id)));
        let parents = header.parents.clone();
        Some(Ok(Landing { id, tree: header.tree, parents, seconds: header.seconds }))
    }
}

/// What a walk from two sides learnt.
struct Painted<'a> {
    repository: &'a Repository,
    what: &'a str,
    flags: HashMap<Oid, u8>,
    /// Commits that are not here, with a child that names them.
    cut: HashMap<Oid, Oid>,
    /// Those of them that could still change the answer.
    open: HashSet<Oid>,
}

impl<'a> Painted<'a> {
    fn new(repository: &'a Repository, what: &'a str) -> Painted<'a> {
        Painted { repository, what, flags: HashMap::new(), cut: HashMap::new(), open: HashSet::new() }
    }

    fn has(&self, id: Oid, flag: u8) -> bool {
        self.flags.get(&id).is_some_and(|flags| flags & flag != 0)
    }

    fn bases(&self) -> Vec<Oid> {
        let base = |flags: &u8| flags & BASE != 0;
        let mut bases: Vec<Oid> =
            self.flags.iter().filter(|(_, flags)| base(flags)).map(|(id, _)| *id).collect();
        bases.sort();
        bases
    }

    fn only_two(&self) -> BTreeSet<Oid> {
        let only = |flags: &u8| flags & (ONE | TWO | STALE) == TWO;
        self.flags.iter().filter(|(_, flags)| only(flags)).map(|(id, _)| *id).collect()
    }

    fn note_cut(&mut self, missing: Oid, child: Oid) {
        self.cut.entry(missing).or_insert(child);
        if self.has(missing, STALE) {
            self.open.remove(&missing);
        } else {
            self.open.insert(missing);
        }
    }

    /// Fails if something that is not here, of one of some colours, could change the answer.
    fn complete(&self, colours: u8) -> Result<(), GitError> {
        match self.open.iter().filter(|id| self.has(**id, colours)).min() {
            Some(missing) => Err(self.repository.cut(*missing, self.cut.get(missing).copied(), self.what)),
            None => Ok(()),
        }
    }

    fn mark(&mut self, queue: &mut Queue, id: Oid, colour: u8, seconds: i64) {
        let flags = self.flags.entry(id).or_default();
        if *flags & colour == colour {
            return;
        }
        let fresh = |flags: u8| flags & QUEUED != 0 && flags & STALE == 0;
        let was = fresh(*flags);
        *flags |= colour;
        if *flags & QUEUED == 0 {
            *flags |= QUEUED;
            queue.heap.push((seconds, id));
        }
        queue.fresh += usize::from(fresh(*flags));
        queue.fresh -= usize::from(was);
    }

    fn take(&mut self, queue: &mut Queue, id: Oid) -> u8 {
        let flags = self.flags.entry(id).or_default();
        *flags &= !QUEUED;
        if *flags & STALE == 0 {
            queue.fresh -= 1;
        }
        *flags
    }
}

/// Commits to look at, newest first by claimed date.
#[derive(Default)]
struct Queue {
    heap: BinaryHeap<(i64, Oid)>,
    /// How many of them are not known to be behind a common ancestor.
    fresh: usize,
}

impl Queue {
    fn newest(&self) -> Option<i64> {
        self.heap.peek().map(|(date, _)| *date)
    }

    fn pop(&mut self) -> Option<(i64, Oid)> {
        self.heap.pop()
    }
}

fn too_many(what: &str) -> GitError {
    GitError::new(&names::TOO_MANY_COMMITS, format!("cannot decide: {what}"))
        .help("merge the target into the branch, or split the branch")
}
