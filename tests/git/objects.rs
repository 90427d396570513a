//! Objects as stored: no filters, no links followed, damage and absence named.

use std::os::unix::ffi::OsStrExt;

use super::{all, governed, list, ls_tree, paths, printed, refused};
use crate::support::repo::Repo;

list![
    a_listing_is_what_git_prints,
    only_governed_folders_are_entered,
    a_partial_clone_names_what_it_lacks,
    a_removed_object_is_missing_and_a_changed_one_damaged,
    filters_and_attributes_do_not_apply,
    paths_are_bytes,
    differences_are_those_of_git,
    commits_keep_what_a_signature_covers,
    statement_files_are_found_in_every_tree_of_a_range,
];

pub fn a_listing_is_what_git_prints() {
    let repo = Repo::new();
    repo.write("g/a", "1").write("g/a.b/c", "2").write("g/a0", "3").write("u/x", "4");
    std::os::unix::fs::symlink("../u", repo.path().join("g/link")).unwrap();
    let commit = repo.commit("all");
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{commit},g/module")]);
    repo.git(&["update-index", "--chmod=+x", "g/a"]);
    repo.tick();
    repo.git(&["commit", "--quiet", "-m", "odd entries"]);
    let ours = repo.open();
    let tree = ours.commit(repo.id("HEAD")).unwrap().tree;
    let listing = ours.listing(tree, &all()).unwrap();
    assert_eq!(printed(&listing), ls_tree(&repo, "HEAD"));
    // Nothing is read for a link or a submodule.
    let snapshot = ours.snapshot(listing, None, &|_| true).unwrap();
    assert_eq!(snapshot.bytes(b"g/a").map(|bytes| bytes.to_vec()), Some(b"1".to_vec()));
    assert!(snapshot.bytes(b"g/link").is_none() && snapshot.bytes(b"g/module").is_none());
}

pub fn only_governed_folders_are_entered() {
    let repo = Repo::new();
    let commit = repo.write("g/a", "1").write("u/deep/x", "2").commit("one");
    let hidden = repo.git(&["rev-parse", "HEAD:u"]);
    std::fs::remove_file(repo.path().join(".git/objects").join(&hidden[..2]).join(&hidden[2..])).unwrap();
    let ours = repo.open();
    let tree = ours.commit(commit).unwrap().tree;
    assert_eq!(paths(&ours.listing(tree, &governed()).unwrap()), ["g/a"]);
    refused(ours.listing(tree, &all()), "missing-object", false);
}

pub fn a_partial_clone_names_what_it_lacks() {
    let upstream = Repo::new();
    let one = upstream.write("g/a", "1").commit("one");
    upstream.write("g/a", "2").commit("two");
    let clone = upstream.clone(&["--filter=blob:none"]);
    let ours = clone.open();
    let listing = ours.listing(ours.commit(one).unwrap().tree, &governed()).unwrap();
    let id = listing[&b"g/a"[..]].oid;
    let error = refused(ours.snapshot(listing, Some(one), &|_| true), "missing-object", false);
    let wanted =
        format!("cannot decide: object {} (g/a at {}) is not in this partial clone", id.short(), one.short());
    assert_eq!(error.message, wanted);
    assert_eq!(error.help[0], "here: git fetch --refetch --no-filter origin");
    // The next step works: afterwards the same question has an answer.
    clone.git(&["fetch", "--quiet", "--refetch", "--no-filter", "origin"]);
    assert_eq!(&*clone.open().blob(id).unwrap(), b"1");
}

pub fn a_removed_object_is_missing_and_a_changed_one_damaged() {
    let repo = Repo::new();
    let commit = repo.write("g/a", "one").commit("one");
    let ours = repo.open();
    let id = ours.listing(ours.commit(commit).unwrap().tree, &governed()).unwrap()[&b"g/a"[..]].oid;
    let file = repo.path().join(".git/objects").join(&id.to_string()[..2]).join(&id.to_string()[2..]);
    let other = repo.write("g/b", "two").commit("two");
    let other = ours.listing(ours.commit(other).unwrap().tree, &governed()).unwrap()[&b"g/b"[..]].oid;
    let other = repo.path().join(".git/objects").join(&other.to_string()[..2]).join(&other.to_string()[2..]);
    // Another object's bytes under this name: the hash says so.
    std::fs::remove_file(&file).unwrap();
    std::fs::copy(&other, &file).unwrap();
    refused(repo.open().blob(id), "corrupt-object", false);
    std::fs::remove_file(&file).unwrap();
    std::fs::write(&file, b"not zlib").unwrap();
    refused(repo.open().blob(id), "corrupt-object", false);
    std::fs::remove_file(&file).unwrap();
    refused(repo.open().blob(id), "missing-object", false);
    refused(repo.open().commit(id), "missing-object", false);
}

pub fn filters_and_attributes_do_not_apply() {
    let repo = Repo::new();
    repo.write(".gitattributes", "* text eol=crlf filter=upper ident\n");
    repo.git(&["config", "filter.upper.smudge", "tr a-z A-Z"]);
    repo.git(&["config", "filter.upper.clean", "cat"]);
    repo.git(&["config", "filter.upper.required", "true"]);
    let commit = repo.write("g/a", "x $Id$\ny\n").commit("one");
    let ours = repo.open();
    let listing = ours.listing(ours.commit(commit).unwrap().tree, &governed()).unwrap();
    assert_eq!(&*ours.blob(listing[&b"g/a"[..]].oid).unwrap(), b"x $Id$\ny\n");
}

pub fn paths_are_bytes() {
    let repo = Repo::new();
    let name = std::ffi::OsStr::from_bytes(b"bad\xff\xfe name");
    repo.write("g/ok", "1");
    std::fs::write(repo.path().join("g").join(name), "2").unwrap();
    let commit = repo.commit("one");
    let ours = repo.open();
    let listing = ours.listing(ours.commit(commit).unwrap().tree, &governed()).unwrap();
    assert!(listing.contains_key(&b"g/bad\xff\xfe name"[..]) && listing.len() == 2);
    assert_eq!(repo.open().index(&governed()).unwrap(), listing);
}

pub fn differences_are_those_of_git() {
    let repo = Repo::new();
    let one = repo.write("g/a", "1").write("g/d/x", "1").write("g/f", "1").write("u/a", "1").commit("one");
    repo.remove("g/d/x").remove("g/f");
    std::fs::remove_dir(repo.path().join("g/d")).unwrap();
    let two = repo.write("g/d", "a file now").write("g/f/y", "a folder now").write("u/a", "2").commit("two");
    let ours = repo.open();
    let trees = (ours.commit(one).unwrap().tree, ours.commit(two).unwrap().tree);
    for (paths, limit) in [(all(), vec![]), (governed(), vec!["--", "g"])] {
        let found = ours.differences(Some(trees.0), Some(trees.1), &paths).unwrap();
        let found: Vec<String> =
            found.iter().map(|difference| String::from_utf8_lossy(&difference.path).into_owned()).collect();
        let (a, b) = (one.to_string(), two.to_string());
        let arguments =
            [&["diff-tree", "-r", "--no-renames", "--name-only", &a, &b], limit.as_slice()].concat();
        assert_eq!(found, repo.git(&arguments).lines().collect::<Vec<_>>());
    }
}

pub fn commits_keep_what_a_signature_covers() {
    let repo = Repo::new();
    let key = repo.path().join("key");
    let made = std::process::Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f", key.to_str().unwrap()])
        .status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: no ssh-keygen here");
        return;
    }
    repo.write("a", "1").git(&["add", "a"]);
    let key = key.to_str().unwrap();
    repo.git(&[
        "-c",
        "gpg.format=ssh",
        "-c",
        &format!("user.signingkey={key}"),
        "commit",
        "-qS",
        "-m",
        "signed",
    ]);
    let commit = repo.open().commit(repo.id("HEAD")).unwrap();
    let signature = commit.signature.expect("signed");
    assert!(signature.starts_with("-----BEGIN SSH SIGNATURE-----\n"), "{signature}");
    std::fs::write(repo.path().join("sig"), &signature).unwrap();
    let mut check = std::process::Command::new("ssh-keygen")
        .args(["-Y", "check-novalidate", "-n", "git", "-s"])
        .arg(repo.path().join("sig"))
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut check.stdin.take().unwrap(), &commit.signed_bytes).unwrap();
    assert!(check.wait().unwrap().success(), "the signature is over other bytes");
}

pub fn statement_files_are_found_in_every_tree_of_a_range() {
    let repo = Repo::new();
    let folder = "governance/approvals/0000";
    let base = repo.write("g/a", "1").commit("base");
    let first = repo.write(&format!("{folder}/ada.json"), "one").commit("ada signs");
    repo.write(&format!("{folder}/ada.json"), "two").write(&format!("{folder}/tool"), "x");
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(repo.path().join(folder).join("tool"), executable).unwrap();
    let second = repo.commit("changes it");
    let third = repo.remove(&format!("{folder}/ada.json")).commit("removes it");
    let ours = repo.open();
    let range: Vec<_> = ours.range(base, third).unwrap().iter().map(|commit| commit.id).collect();
    assert_eq!(range, [third, second, first]);
    let found = ours.statement_files(range).unwrap();
    let shown: Vec<_> = found.iter().map(|file| (file.path.as_slice(), &*file.bytes)).collect();
    let path = format!("{folder}/ada.json").into_bytes();
    let mut wanted = vec![(path.as_slice(), &b"one"[..]), (&path, b"two")];
    wanted.sort_by_key(|(_, bytes)| found.iter().position(|file| &*file.bytes == *bytes));
    assert_eq!(shown, wanted);
}
