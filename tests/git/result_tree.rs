//! The predicted merge result, beside what git and libgit2 really give.

use std::collections::BTreeMap;
use std::process::Stdio;

use countersign::git::{GitError, Oid, Repository, ResultTree};

use super::{governed, list, paths, refused};
use crate::support::repo::{Repo, START};

list![
    a_branch_that_holds_the_target_is_its_own_result,
    each_path_comes_from_the_side_that_changed_it,
    both_sides_of_one_file_are_refused,
    a_rename_into_a_governed_path_is_refused,
    a_folder_renamed_under_a_new_file_is_refused,
    adding_a_statement_does_not_refuse_a_common_deletion,
    random_histories_are_never_mispredicted,
];

fn result(repo: &Repo, tip: &str, head: &str) -> Result<ResultTree, GitError> {
    repo.open().result_tree(repo.id(tip), repo.id(head), &governed())
}

pub fn a_branch_that_holds_the_target_is_its_own_result() {
    let repo = Repo::new();
    let base = repo.write("g/a", "1").commit("base");
    repo.branch("topic", base).write("g/b", "1").commit("topic");
    repo.switch("main").write("g/a", "2").commit("main");
    let merged = repo.switch("topic").merge(&["main"]);
    let found = result(&repo, "main", "topic").unwrap();
    assert_eq!(found.tree, Some(repo.open().commit(merged).unwrap().tree));
    assert_eq!(found.base, repo.id("main"));
    assert_eq!(paths(&found.listing), ["g/a", "g/b"]);
    // A head that the target already holds adds nothing.
    let behind = result(&repo, "topic", "main").unwrap();
    assert_eq!((behind.tree, behind.listing), (None, found.listing));
}

pub fn each_path_comes_from_the_side_that_changed_it() {
    let repo = Repo::new();
    let base = repo.write("g/a", "1").write("g/b", "1").write("g/c", "1").write("g/same", "1").commit("base");
    repo.branch("topic", base)
        .write("g/a", "2")
        .write("g/same", "2")
        .write("g/new", "1")
        .remove("g/c")
        .commit("topic");
    repo.switch("main").write("g/b", "2").write("g/same", "2").write("g/other", "1").commit("main");
    let found = result(&repo, "main", "topic").unwrap();
    let tree = repo.git(&["merge-tree", "--write-tree", "main", "topic"]);
    let wanted = repo.open().listing(Oid::parse(&tree).unwrap(), &governed()).unwrap();
    assert_eq!((found.tree, found.base, found.listing), (None, base, wanted));
}

/// Case 29: refused until the branch holds the target.
pub fn both_sides_of_one_file_are_refused() {
    let repo = Repo::new();
    let lines = |first: &str, last: &str| format!("{first}\n{}{last}\n", "same\n".repeat(20));
    let base = repo.write("g/a", &lines("1", "1")).commit("base");
    repo.branch("topic", base).write("g/a", &lines("2", "1")).commit("topic");
    repo.switch("main").write("g/a", &lines("1", "2")).commit("main");
    let error = refused(result(&repo, "main", "topic"), "both-sides", false);
    assert!(
        error.message.contains("`g/a`") && error.help[0].contains(&repo.id("main").to_string()),
        "{error:?}"
    );
    repo.switch("topic").merge(&["main"]);
    result(&repo, "main", "topic").unwrap();
}

/// Case 28: a file moved into a governed path while the target edited it at the old place.
pub fn a_rename_into_a_governed_path_is_refused() {
    let repo = Repo::new();
    let text = (0..30).map(|n| format!("line {n}\n")).collect::<String>();
    let base = repo.write("u/a", &text).commit("base");
    repo.branch("topic", base).git(&["mv", "u/a", "u/b"]);
    std::fs::create_dir(repo.path().join("g")).unwrap();
    repo.git(&["mv", "u/b", "g/b"]);
    repo.commit("moves it in");
    repo.switch("main").write("u/a", &text.replace("line 3\n", "line three\n")).commit("edits it");
    refused(result(&repo, "main", "topic"), "merge-needs-renames", false);
    refused(result(&repo, "topic", "main"), "merge-needs-renames", false);
}

pub fn a_folder_renamed_under_a_new_file_is_refused() {
    let repo = Repo::new();
    let base =
        repo.write("g/old/a", "a long enough text\n").write("g/old/b", "another long text\n").commit("base");
    repo.branch("topic", base).git(&["mv", "g/old", "u"]);
    repo.commit("moves the folder out");
    repo.switch("main").write("g/old/c", "new\n").commit("adds to the folder");
    refused(result(&repo, "main", "topic"), "merge-needs-renames", false);
    refused(result(&repo, "topic", "main"), "merge-needs-renames", false);
}

pub fn adding_a_statement_does_not_refuse_a_common_deletion() {
    let repo = Repo::new();
    let base = repo.write("u/old", "1").write("g/a", "1").commit("base");
    repo.branch("topic", base)
        .remove("u/old")
        .write("governance/approvals/00/ada.json", "{}")
        .commit("topic");
    repo.switch("main").remove("u/old").commit("main");
    let paths = governed().and(countersign::policy::Paths::new(["governance/approvals/**"]));
    let found = repo.open().result_tree(repo.id("main"), repo.id("topic"), &paths).unwrap();
    assert_eq!(super::paths(&found.listing), ["g/a", "governance/approvals/00/ada.json"]);
    repo.switch("topic").write("g/new", "1").commit("a governed file");
    refused(repo.open().result_tree(repo.id("main"), repo.id("topic"), &paths), "merge-needs-renames", false);
}

// The experiment that the rule rests on: rename-heavy random histories, merged by git with three
// settings of directory renames and by libgit2 with two; where the rule answers, every engine
// that merges cleanly gives the predicted governed files.

/// A small deterministic generator, so that a failure names a history that can be made again.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.below(items.len())]
    }
}

type Files = BTreeMap<String, String>;
const FOLDERS: &[&str] = &["", "g/", "g/s/", "u/", "u/s/", "v/"];
const NAMES: &[&str] = &["a", "b", "c"];
const MORE_NAMES: &[&str] = &["a", "b", "c", "d", "e"];
const KINDS: &[&str] = &["p", "q", "r", "s"];

fn text(kind: &str) -> String {
    (0..12).map(|i| format!("{kind} line {i} {}\n", ["x", "y", "z"][i % 3])).collect()
}

fn mutate(files: &Files, random: &mut Random) -> Files {
    let mut files = files.clone();
    for _ in 0..=random.below(4) {
        let keys: Vec<String> = files.keys().cloned().collect();
        let operation = if keys.is_empty() { 2 } else { random.below(7) };
        match operation {
            0 | 1 => {
                let key = &keys[random.below(keys.len())];
                let mut lines: Vec<String> = files[key].lines().map(str::to_owned).collect();
                let at = random.below(lines.len());
                lines[at] = format!("E{}", random.below(10));
                files.insert(key.clone(), lines.join("\n") + "\n");
            }
            2 => {
                drop(files.insert(
                    random.pick(FOLDERS).to_owned() + random.pick(MORE_NAMES),
                    text(random.pick(KINDS)),
                ))
            }
            3 => drop(files.remove(&keys[random.below(keys.len())])),
            4 | 5 => {
                let moved = files.remove(&keys[random.below(keys.len())]).unwrap();
                files.insert(random.pick(FOLDERS).to_owned() + random.pick(MORE_NAMES), moved);
            }
            _ => {
                let (from, to) = (random.pick(&FOLDERS[1..]), random.pick(FOLDERS));
                for key in keys.iter().filter(|key| from != to && key.starts_with(from)) {
                    let rest = &key[from.len()..];
                    if (!rest.contains('/') || random.below(2) == 0) && files.contains_key(key) {
                        let moved = files.remove(key).unwrap();
                        files.insert(format!("{to}{rest}"), moved);
                    }
                }
            }
        }
    }
    files
}

fn holds_file_under_file(files: &Files) -> bool {
    files.keys().any(|path| path.match_indices('/').any(|(end, _)| files.contains_key(&path[..end])))
}

/// Base, target and head of one history.
fn history(random: &mut Random) -> Option<[Files; 3]> {
    let count = 3 + random.below(5);
    let base: Files = (0..count)
        .map(|_| {
            let name = random.pick(NAMES);
            (random.pick(FOLDERS).to_owned() + name, text(&(random.pick(KINDS).to_owned() + name)))
        })
        .collect();
    let sides = [base.clone(), mutate(&base, random), mutate(&base, random)];
    let usable = sides.iter().all(|files| !files.is_empty() && !holds_file_under_file(files));
    usable.then_some(sides)
}

/// Writes all histories at once; commit `3n`, `3n+1`, `3n+2` are base, target and head of history n.
fn write_histories(repo: &Repo, histories: &[[Files; 3]]) -> Vec<Oid> {
    let mut script = String::new();
    for (n, sides) in histories.iter().enumerate() {
        for (side, files) in sides.iter().enumerate() {
            let mark = 3 * n + side + 1;
            script += &format!("reset refs/heads/h\ncommit refs/heads/h\nmark :{mark}\n");
            script += &format!("committer Gus <gus@example.org> {} +0000\ndata 1\nm\n", START + side as i64);
            if side > 0 {
                script += &format!("from :{}\ndeleteall\n", 3 * n + 1);
            }
            for (path, text) in files {
                script += &format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len());
            }
        }
    }
    let marks = repo.path().join("marks");
    let mut child = repo
        .command()
        .args(["fast-import", "--quiet", "--force"])
        .arg(format!("--export-marks={}", marks.display()))
        .stdin(Stdio::piped())
        .spawn()
        .expect("git runs");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let mut ids: Vec<(usize, Oid)> = std::fs::read_to_string(marks)
        .unwrap()
        .lines()
        .map(|line| {
            let (mark, id) = line.split_once(' ').unwrap();
            (mark[1..].parse().unwrap(), Oid::parse(id).unwrap())
        })
        .collect();
    ids.sort();
    ids.into_iter().map(|(_, id)| id).collect()
}

/// What git makes of each pair of target and head: the tree where it merges cleanly. A few of
/// these histories make git itself abort; they are found by halving and count as not clean.
fn git_merges(repo: &Repo, ids: &[Oid], renames: &str) -> Vec<Option<Oid>> {
    let histories = ids.len() / 3;
    match merge_batch(repo, ids, renames) {
        Some(merges) if merges.len() == histories => merges,
        _ if histories <= 1 => vec![None; histories],
        _ => {
            let (first, second) = ids.split_at(histories / 2 * 3);
            [git_merges(repo, first, renames), git_merges(repo, second, renames)].concat()
        }
    }
}

fn merge_batch(repo: &Repo, ids: &[Oid], renames: &str) -> Option<Vec<Option<Oid>>> {
    let mut child = repo
        .command()
        .args([
            "-c",
            &format!("merge.directoryRenames={renames}"),
            "merge-tree",
            "--write-tree",
            "--stdin",
            "-z",
        ])
        .args(["--no-messages"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("git runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let lines: String = ids.chunks(3).map(|three| format!("{} {}\n", three[1], three[2])).collect();
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, lines.as_bytes()).is_ok());
    let output = child.wait_with_output().expect("git answers");
    if !writer.join().ok()? || !output.status.success() {
        return None;
    }
    // Each answer: `1` or `0` (clean or not), the tree, then the conflicted files, then an empty field.
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut fields = text.split('\0');
    let mut merges = Vec::new();
    while let Some(clean) = fields.next().filter(|clean| !clean.is_empty()) {
        let tree = fields.next().and_then(Oid::parse);
        fields.by_ref().find(|field| field.is_empty());
        merges.push(tree.filter(|_| clean == "1"));
    }
    Some(merges)
}

fn knows_merge_tree(repo: &Repo) -> bool {
    let version = repo.git(&["version"]);
    let mut numbers =
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse::<u32>().ok());
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (2, 40)
}

fn libgit2_merge(repo: &git2::Repository, ours: Oid, theirs: Oid, renames: bool) -> Option<git2::Oid> {
    let find = |id: Oid| repo.find_commit(git2::Oid::from_str(&id.to_string()).unwrap()).unwrap();
    let mut options = git2::MergeOptions::new();
    options.find_renames(renames);
    let mut index = repo.merge_commits(&find(ours), &find(theirs), Some(&options)).ok()?;
    if index.has_conflicts() { None } else { index.write_tree_to(repo).ok() }
}

/// How many histories the suite runs; set `COUNTERSIGN_MERGE_HISTORIES` for more.
const HISTORIES: usize = 300;

pub fn random_histories_are_never_mispredicted() {
    let repo = Repo::new();
    if !knows_merge_tree(&repo) {
        println!("skipped: `git merge-tree --stdin` needs git 2.40");
        return;
    }
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let wanted = number("COUNTERSIGN_MERGE_HISTORIES").map_or(HISTORIES, |n| usize::try_from(n).unwrap());
    let mut random = Random(number("COUNTERSIGN_MERGE_SEED").unwrap_or(0x5eed_0001) | 1);
    let mut histories = Vec::new();
    while histories.len() < wanted {
        histories.extend(history(&mut random));
    }
    let ids = write_histories(&repo, &histories);
    let mut engines: Vec<Vec<Option<Oid>>> =
        ["true", "false", "conflict"].iter().map(|renames| git_merges(&repo, &ids, renames)).collect();
    let plain = git2::Repository::open(repo.path()).unwrap();
    for renames in [true, false] {
        let merge =
            |three: &[Oid]| libgit2_merge(&plain, three[1], three[2], renames).map(|id| id.to_string());
        engines.push(ids.chunks(3).map(|three| merge(three).and_then(|id| Oid::parse(&id))).collect());
    }
    let ours = repo.open();
    let (mut answered, mut refused, mut disagreed) = (0, 0, 0);
    for (n, three) in ids.chunks(3).enumerate() {
        let merged: Vec<_> =
            engines.iter().filter_map(|engine| engine[n]).map(|tree| listing(&ours, tree)).collect();
        disagreed += usize::from(merged.windows(2).any(|pair| pair[0] != pair[1]));
        match ours.result_tree(three[1], three[2], &governed()) {
            Ok(predicted) => {
                answered += 1;
                for engine in merged {
                    assert_eq!(predicted.listing, engine, "history {n}: {:#?}", histories[n]);
                }
            }
            Err(e) => {
                assert!(matches!(e.reason, "both-sides" | "merge-needs-renames"), "{e}");
                refused += 1;
            }
        }
    }
    println!("{wanted} histories: {answered} predicted, {refused} refused; engines disagreed in {disagreed}");
    assert!(answered > wanted / 3 && refused > wanted / 10, "the histories test too little");
}

fn listing(ours: &Repository, tree: Oid) -> countersign::git::Listing {
    ours.listing(tree, &governed()).unwrap()
}
