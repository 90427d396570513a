//! Who descends from whom, beside git's own answer.

use std::collections::BTreeSet;

use countersign::git::Oid;

use super::{list, refused};
use crate::support::repo::{Repo, START};

list![
    a_criss_cross_has_two_bases,
    an_octopus_is_walked_over_all_parents,
    random_histories_agree_with_git,
    back_dated_commits_hide_nothing,
    grafts_and_replace_refs_change_nothing,
    a_shallow_clone_decides_what_it_can,
    unrelated_histories_have_no_base,
    first_parents_skip_side_branches,
];

fn ids(repo: &Repo, arguments: &[&str]) -> BTreeSet<Oid> {
    repo.git(arguments).lines().map(|line| Oid::parse(line).expect("an id")).collect()
}

fn agree(repo: &Repo, one: Oid, two: Oid) {
    let (a, b) = (one.to_string(), two.to_string());
    let ours = repo.open();
    let bases: BTreeSet<Oid> = ours.merge_bases(one, two).unwrap().into_iter().collect();
    let output = repo.try_git(&["merge-base", "--all", &a, &b]);
    let theirs: BTreeSet<Oid> =
        String::from_utf8(output.stdout).unwrap().lines().filter_map(Oid::parse).collect();
    assert_eq!(bases, theirs, "bases of {a} {b}");
    let range: BTreeSet<Oid> = ours.range(one, two).unwrap().iter().map(|commit| commit.id).collect();
    assert_eq!(range, ids(repo, &["rev-list", &b, &format!("^{a}")]), "range {a}..{b}");
    let ancestor = repo.try_git(&["merge-base", "--is-ancestor", &a, &b]).status.success();
    assert_eq!(ours.is_ancestor(one, two).unwrap(), ancestor);
}

pub fn a_criss_cross_has_two_bases() {
    let repo = Repo::new();
    let root = repo.write("a", "1").commit("root");
    let left = repo.branch("left", root).write("l", "1").commit("left");
    let right = repo.branch("right", root).write("r", "1").commit("right");
    let left_merge = repo.switch("left").merge(&["right"]);
    repo.git(&["branch", "keep", &left.to_string()]);
    let right_merge = repo.switch("right").merge(&["keep"]);
    agree(&repo, left_merge, right_merge);
    assert_eq!(repo.open().merge_bases(left_merge, right_merge).unwrap().len(), 2);
    refused(
        repo.open().result_tree(left_merge, right_merge, &super::governed()),
        "several-merge-bases",
        false,
    );
    assert!(repo.open().is_ancestor(right, left_merge).unwrap());
}

pub fn an_octopus_is_walked_over_all_parents() {
    let repo = Repo::new();
    let root = repo.write("a", "1").commit("root");
    for name in ["x", "y", "z"] {
        repo.branch(name, root).write(name, "1").commit(name);
    }
    let octopus = repo.switch("x").merge(&["y", "z"]);
    assert_eq!(repo.open().commit(octopus).unwrap().parents.len(), 3);
    agree(&repo, root, octopus);
    assert_eq!(repo.open().range(root, octopus).unwrap().len(), 4);
}

/// Builds a history with `git fast-import`: cheap, and with dates in any order.
fn random_history(repo: &Repo, seed: u64, commits: usize) -> Vec<Oid> {
    let mut state = seed;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut script = String::new();
    for n in 1..=commits as u64 {
        let date = START + i64::try_from(next(40)).unwrap() * 60 * if next(4) == 0 { -50 } else { 1 };
        script += &format!(
            "commit refs/heads/c{n}\nmark :{n}\ncommitter Gus <gus@example.org> {date} +0000\ndata 1\nx\n"
        );
        let parents: BTreeSet<u64> =
            (0..1 + next(2)).map(|_| n - 1 - next(6.min(n))).filter(|p| *p > 0).collect();
        for (i, parent) in parents.iter().enumerate() {
            script += &format!("{} :{parent}\n", if i == 0 { "from" } else { "merge" });
        }
        script += &format!("M 100644 inline f\ndata 1\n{}\n", n % 10);
    }
    let mut child = repo
        .command()
        .args(["fast-import", "--quiet"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("git runs");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), script.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    (1..=commits).map(|n| repo.id(&format!("refs/heads/c{n}"))).collect()
}

pub fn random_histories_agree_with_git() {
    for seed in 0..6 {
        let repo = Repo::new();
        let commits = random_history(&repo, seed, 40);
        for step in [1, 5, 11, 23] {
            for at in (0..commits.len() - step).step_by(5) {
                let (one, two) = (commits[at], commits[at + step]);
                let ours = repo.open();
                let bases: BTreeSet<Oid> = ours.merge_bases(one, two).unwrap().into_iter().collect();
                let output = repo.try_git(&["merge-base", "--all", &one.to_string(), &two.to_string()]);
                let theirs = String::from_utf8(output.stdout).unwrap();
                assert_eq!(
                    bases,
                    theirs.lines().filter_map(Oid::parse).collect(),
                    "seed {seed}: {one} {two}"
                );
                // Dates that lie may make a range larger, never smaller.
                let range: BTreeSet<Oid> =
                    ours.range(one, two).unwrap().iter().map(|commit| commit.id).collect();
                let exact = ids(&repo, &["rev-list", "--topo-order", &two.to_string(), &format!("^{one}")]);
                assert!(range.is_superset(&exact), "seed {seed}: {one}..{two}");
            }
        }
    }
}

pub fn back_dated_commits_hide_nothing() {
    let repo = Repo::new();
    let root = repo.write("a", "1").commit("root");
    repo.set_clock(3600);
    repo.branch("old", root).write("b", "1").commit("in 1970");
    repo.set_clock(START + 7200);
    let old = repo.write("b", "2").commit("now");
    repo.set_clock(START + 600);
    let tip = repo.switch("main").write("c", "1").commit("main");
    agree(&repo, tip, old);
    assert_eq!(repo.open().range(tip, old).unwrap().len(), 2);
}

pub fn grafts_and_replace_refs_change_nothing() {
    let repo = Repo::new();
    let one = repo.write("g/a", "1").commit("one");
    let two = repo.write("g/a", "2").commit("two");
    let three = repo.write("g/a", "3").commit("three");
    std::fs::write(repo.path().join(".git/info/grafts"), format!("{three}\n")).unwrap();
    repo.git(&["replace", &two.to_string(), &one.to_string()]);
    let ours = repo.open();
    assert_eq!(ours.commit(three).unwrap().parents, [two]);
    assert_eq!(ours.range(one, three).unwrap().len(), 2);
    let listing = ours.listing(ours.commit(two).unwrap().tree, &super::governed()).unwrap();
    assert_eq!(&*ours.blob(listing[&b"g/a"[..]].oid).unwrap(), b"2");
}

pub fn a_shallow_clone_decides_what_it_can() {
    let repo = Repo::new();
    for n in 0..6 {
        repo.write("g/a", &n.to_string()).commit("c");
    }
    let base = repo.id("HEAD");
    let head = repo.branch("topic", base).write("g/b", "1").commit("topic");
    let tip = repo.switch("main").write("u", "1").commit("main");
    let deep = repo.clone(&["--depth=3", "--no-single-branch"]);
    let result = deep.open().result_tree(tip, head, &super::governed()).unwrap();
    assert_eq!(super::paths(&result.listing), ["g/a", "g/b"]);
    assert_eq!(deep.open().range(tip, head).unwrap().len(), 1);
    let shallow = repo.clone(&["--depth=1", "--no-single-branch"]);
    let error = refused(shallow.open().merge_bases(tip, head), "shallow-history", false);
    assert!(error.message.starts_with("cannot decide: the clone ends at "), "{error}");
    assert!(error.help.iter().any(|line| line.contains("git fetch --unshallow origin")));
    let walked: Vec<_> = deep.open().first_parents(tip, "the start of the window").collect();
    assert_eq!(walked.iter().filter(|step| step.is_ok()).count(), 3);
    assert_eq!(walked.last().unwrap().as_ref().unwrap_err().reason, "shallow-history");
}

pub fn unrelated_histories_have_no_base() {
    let repo = Repo::new();
    let one = repo.write("a", "1").commit("one");
    repo.git(&["switch", "--quiet", "--orphan", "other"]);
    let two = repo.write("b", "1").commit("two");
    agree(&repo, one, two);
    refused(repo.open().result_tree(one, two, &super::governed()), "no-merge-base", false);
}

pub fn first_parents_skip_side_branches() {
    let repo = Repo::new();
    let root = repo.write("a", "1").commit("root");
    repo.branch("side", root).write("s", "1").commit("side");
    repo.switch("main").write("m", "1").commit("main");
    let merge = repo.merge(&["side"]);
    let ours = repo.open();
    let walked: Vec<Oid> = ours.first_parents(merge, "all").map(|step| step.unwrap().id).collect();
    let git = repo.git(&["rev-list", "--first-parent", "HEAD"]);
    assert_eq!(walked, git.lines().filter_map(Oid::parse).collect::<Vec<_>>());
}
