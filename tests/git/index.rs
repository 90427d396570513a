//! What a commit would hold, read from the index file.

use std::collections::BTreeMap;

use countersign::git::{Environment, Repository, Use};

use super::{all, governed, list, paths, printed, refused};
use crate::support::repo::Repo;

list![
    every_version_reads_as_git_does,
    intent_to_add_is_not_there_yet,
    conflicts_are_refused,
    a_split_index_is_refused,
    a_sparse_index_is_expanded,
    an_index_named_by_a_hook_is_read,
    a_linked_worktree_has_its_own_index,
    an_empty_repository_has_an_empty_index,
    damaged_bytes_never_panic,
];

fn ls_files(repo: &Repo) -> BTreeMap<String, String> {
    let text = repo.git(&["ls-files", "--stage", "-z"]);
    let entry = |line: &str| {
        let (fields, path) = line.split_once('\t').expect("a tab");
        let fields: Vec<&str> = fields.split(' ').collect();
        (path.to_owned(), format!("{} {}", fields[0], fields[1]))
    };
    text.split('\0').filter(|line| !line.is_empty()).map(entry).collect()
}

fn filled() -> Repo {
    let repo = Repo::new();
    for n in 0..40 {
        repo.write(&format!("g/{}/file{n}", "deep/".repeat(n % 5)), &n.to_string());
    }
    let long = "x".repeat(200);
    repo.write(&format!("g/{0}/{0}/{0}", long), "long").write("u/other", "o").write("g/tool", "#!");
    std::os::unix::fs::symlink("tool", repo.path().join("g/link")).unwrap();
    repo.git(&["add", "--all"]);
    repo.git(&["update-index", "--chmod=+x", "g/tool"]);
    let commit = repo.commit("all");
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},g/module")]);
    repo
}

pub fn every_version_reads_as_git_does() {
    let repo = filled();
    for version in ["2", "3", "4"] {
        repo.git(&["update-index", "--index-version", version]);
        assert_eq!(printed(&repo.open().index(&all()).unwrap()), ls_files(&repo), "version {version}");
        let ours = repo.open().index(&governed()).unwrap();
        assert!(ours.keys().all(|path| path.starts_with(b"g/")) && ours.len() == ls_files(&repo).len() - 1);
    }
}

pub fn intent_to_add_is_not_there_yet() {
    let repo = filled();
    repo.write("g/later", "1").git(&["add", "--intent-to-add", "g/later"]);
    repo.git(&["update-index", "--skip-worktree", "g/tool"]);
    let ours = repo.open().index(&governed()).unwrap();
    assert!(!paths(&ours).contains(&"g/later".into()) && paths(&ours).contains(&"g/tool".into()));
}

pub fn conflicts_are_refused() {
    let repo = Repo::new();
    let root = repo.write("g/a", "1").commit("root");
    repo.branch("side", root).write("g/a", "2").commit("side");
    repo.switch("main").write("g/a", "3").commit("main");
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    refused(repo.open().index(&governed()), "unmerged-index", false);
}

pub fn a_split_index_is_refused() {
    let repo = filled();
    repo.git(&["update-index", "--split-index"]);
    refused(repo.open().index(&governed()), "split-index", false);
    repo.git(&["update-index", "--no-split-index"]);
    assert_eq!(printed(&repo.open().index(&all()).unwrap()), ls_files(&repo));
}

pub fn a_sparse_index_is_expanded() {
    let repo = Repo::new();
    for path in ["g/a/one", "g/b/two", "u/three"] {
        repo.write(path, path);
    }
    repo.commit("all");
    repo.git(&["sparse-checkout", "set", "--cone", "--sparse-index", "g/a"]);
    assert_eq!(paths(&repo.open().index(&governed()).unwrap()), ["g/a/one", "g/b/two"]);
}

pub fn an_index_named_by_a_hook_is_read() {
    let repo = Repo::new();
    repo.write("g/a", "1").write("g/b", "1").commit("both");
    repo.write("g/a", "2").write("g/b", "2").git(&["add", "g/b"]);
    // What git does for `git commit g/a`: an index of its own, named in the environment.
    let hook = repo.path().join(".git/hooks/pre-commit");
    std::fs::write(
        &hook,
        "#!/bin/sh\ncp \"$GIT_INDEX_FILE\" .git/seen\nenv | grep ^GIT_ > .git/environment\n",
    )
    .unwrap();
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    repo.try_git(&["commit", "--quiet", "-m", "only a", "g/a"]);
    let text = std::fs::read_to_string(repo.path().join(".git/environment")).expect("the hook ran");
    let set =
        text.lines().filter_map(|line| line.split_once('=')).map(|(name, value)| (name.into(), value.into()));
    let mut environment: Vec<(std::ffi::OsString, std::ffi::OsString)> = set.collect();
    assert!(environment.iter().any(|(name, _)| name == "GIT_INDEX_FILE"), "{text}");
    environment.retain(|(name, _)| name != "GIT_INDEX_FILE");
    environment.push(("GIT_INDEX_FILE".into(), ".git/seen".into()));
    let ours = Repository::open(repo.path(), Use::Staged, &Environment::new(environment)).unwrap();
    let index = ours.index(&governed()).unwrap();
    let text = |path: &[u8]| String::from_utf8_lossy(&ours.blob(index[path].oid).unwrap()).into_owned();
    assert_eq!((text(b"g/a"), text(b"g/b")), ("2".into(), "1".into()));
    let usual = repo.open().index(&governed()).unwrap();
    assert_eq!(&*repo.open().blob(usual[&b"g/b"[..]].oid).unwrap(), b"2");
}

pub fn a_linked_worktree_has_its_own_index() {
    let repo = Repo::new();
    repo.write("g/a", "1").commit("one");
    let linked = repo.path().join("linked");
    repo.git(&["worktree", "add", "--quiet", "-b", "topic", linked.to_str().unwrap()]);
    let linked = Repo::at(linked);
    linked.write("g/b", "1").git(&["add", "g/b"]);
    assert_eq!(paths(&linked.open().index(&governed()).unwrap()), ["g/a", "g/b"]);
    assert_eq!(paths(&repo.open().index(&governed()).unwrap()), ["g/a"]);
    assert_eq!(linked.open().head().unwrap(), Some(linked.id("HEAD")));
    // In a hook git names the worktree's own folder.
    let folder = linked.git(&["rev-parse", "--absolute-git-dir"]);
    let environment = Environment::new([("GIT_DIR".into(), folder.into())]);
    let ours = Repository::open(std::path::Path::new("/"), Use::Staged, &environment).unwrap();
    assert_eq!(paths(&ours.index(&governed()).unwrap()), ["g/a", "g/b"]);
}

pub fn an_empty_repository_has_an_empty_index() {
    let repo = Repo::new();
    assert!(repo.open().index(&all()).unwrap().is_empty());
    assert_eq!(repo.open().head().unwrap(), None);
}

pub fn damaged_bytes_never_panic() {
    let repo = filled();
    for version in ["2", "4"] {
        repo.git(&["update-index", "--index-version", version]);
        let file = repo.path().join(".git/index");
        let whole = std::fs::read(&file).unwrap();
        for at in 0..whole.len().min(700) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0xa5;
            std::fs::write(&file, &bytes).unwrap();
            let _ = repo.open().index(&all());
            std::fs::write(&file, &whole[..at]).unwrap();
            assert!(repo.open().index(&all()).is_err(), "cut at {at}");
        }
        std::fs::write(&file, &whole).unwrap();
    }
}
