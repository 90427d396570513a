//! Git as it is met in the world, made with the git command line and read by ours.

mod contributors;
mod graph;
mod history;
mod index;
mod names;
mod objects;
mod opening;
mod result_tree;
mod writing;

use std::collections::BTreeMap;

use countersign::git::{GitError, Listing};
use countersign::policy::Paths;

/// Every test of this folder.
pub fn tests() -> Vec<(&'static str, fn())> {
    [
        contributors::TESTS,
        graph::TESTS,
        history::TESTS,
        index::TESTS,
        names::TESTS,
        objects::TESTS,
        opening::TESTS,
        result_tree::TESTS,
        writing::TESTS,
    ]
    .concat()
}

/// Lists functions under their names.
macro_rules! list {
    ($($name:ident),* $(,)?) => {
        /// Every test of this file.
        pub const TESTS: &[(&str, fn())] = &[$((concat!(module_path!(), "::", stringify!($name)), $name)),*];
    };
}
use list;

/// Everything under `g/`.
fn governed() -> Paths {
    Paths::new(["g/**"])
}

/// Every path.
fn all() -> Paths {
    Paths::new(["**"])
}

/// The paths of a listing as text.
fn paths(listing: &Listing) -> Vec<String> {
    listing.keys().map(|path| String::from_utf8_lossy(path).into_owned()).collect()
}

/// The paths of a listing with mode and object, as `git ls-tree -r` and `git ls-files -s` print them.
fn printed(listing: &Listing) -> BTreeMap<String, String> {
    let line = |(path, entry): (&Vec<u8>, &countersign::git::Entry)| {
        (String::from_utf8_lossy(path).into_owned(), format!("{:06o} {}", entry.mode, entry.oid))
    };
    listing.iter().map(line).collect()
}

/// What git prints for a tree, in the same shape.
fn ls_tree(repo: &crate::support::repo::Repo, revision: &str) -> BTreeMap<String, String> {
    let text = repo.git(&["ls-tree", "-r", "-z", revision]);
    let entry = |line: &str| {
        let (fields, path) = line.split_once('\t').expect("a tab");
        let fields: Vec<&str> = fields.split(' ').collect();
        (path.to_owned(), format!("{} {}", fields[0], fields[2]))
    };
    text.split('\0').filter(|line| !line.is_empty()).map(entry).collect()
}

/// Checks the name of an error, that it says what to do, and the exit code it stands for.
fn refused<T: std::fmt::Debug>(result: Result<T, GitError>, reason: &str, usage: bool) -> GitError {
    let error = result.expect_err("refused");
    assert_eq!((error.reason, error.usage), (reason, usage), "{error}");
    assert!(!error.help.is_empty(), "{error} has no next step");
    error
}

/// Makes a long line of commits on `main`: each changes one of some files under `u/`, every
/// fiftieth one of the files under `g/`.
fn long_history(repo: &crate::support::repo::Repo, commits: usize, files: usize) {
    let mut script = String::new();
    for n in 0..commits {
        script += &format!(
            "commit refs/heads/main\ncommitter Gus <gus@example.org> {} +0000\ndata 1\nm\n",
            1_780_000_000 + n
        );
        let number = n.to_string();
        script += &format!("M 100644 inline u/{}\ndata {}\n{number}\n", n % files, number.len());
        if n % 50 == 0 {
            script += &format!("M 100644 inline g/{}\ndata {}\n{number}\n", n % files, number.len());
        }
    }
    let mut child = repo
        .command()
        .args(["fast-import", "--quiet", "--force"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("git runs");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), script.as_bytes())
        .expect("git reads");
    assert!(child.wait().expect("git ends").success());
}
