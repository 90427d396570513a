//! Names of revisions: what is taken, what is refused, where a target is read.

use countersign::git::Side::{self, Head, Target};

use super::{list, refused};
use crate::support::repo::Repo;

list![
    ids_refs_and_unique_short_names_resolve,
    guessed_names_are_refused,
    one_short_name_for_two_refs_is_ambiguous,
    a_target_is_read_where_its_remote_was_fetched_to,
    two_remotes_with_the_target_are_ambiguous,
    a_bare_mirror_reads_its_own_branches,
    annotated_tags_lead_to_their_commit,
];

pub fn ids_refs_and_unique_short_names_resolve() {
    let repo = Repo::new();
    let one = repo.write("a", "1").commit("one");
    repo.git(&["tag", "v1"]);
    repo.git(&["branch", "release/2.4"]);
    let ours = repo.open();
    for spec in [&one.to_string(), "HEAD", "main", "refs/heads/main", "v1", "release/2.4", "refs/tags/v1"] {
        for side in [Head, Target] {
            assert_eq!(ours.resolve(spec, side).unwrap().commit, one, "{spec}");
        }
    }
    let main = ours.resolve("main", Target).unwrap();
    assert_eq!(
        (main.read_from.as_deref(), main.branch.as_deref()),
        (Some("refs/heads/main"), Some("refs/heads/main"))
    );
    assert_eq!(ours.resolve("v1", Target).unwrap().branch, None);
}

pub fn guessed_names_are_refused() {
    let repo = Repo::new();
    repo.write("a", "1").commit("one");
    let two = repo.write("a", "2").commit("two");
    let ours = repo.open();
    let abbreviated = two.to_string()[..12].to_owned();
    let upper = two.to_string().to_uppercase();
    for spec in [
        "",
        "-x",
        "@",
        "@{1}",
        "main@{yesterday}",
        "HEAD~1",
        "HEAD^",
        ":/one",
        "main:a",
        "a..b",
        "FETCH_HEAD",
        "nothing",
        "refs/heads/nothing",
        "refs/heads/../x",
        "ma in",
        "main\n",
        &abbreviated,
        &upper,
    ] {
        refused(ours.resolve(spec, Head), "unknown-revision", true);
    }
    let error = refused(ours.resolve(&abbreviated, Head), "unknown-revision", true);
    assert!(error.help[0].contains("40 digits"), "{error:?}");
    refused(ours.resolve(&"0".repeat(40), Head), "missing-object", false);
    for spec in ["nothing", "refs/heads/nothing", "refs/remotes/origin/nothing"] {
        refused(ours.resolve(spec, Target), "target-missing", false);
    }
}

pub fn one_short_name_for_two_refs_is_ambiguous() {
    let repo = Repo::new();
    repo.write("a", "1").commit("one");
    repo.git(&["tag", "main"]);
    for side in [Side::Head, Side::Target] {
        let error = refused(repo.open().resolve("main", side), "ambiguous-ref", true);
        assert!(error.message.contains("refs/tags/main") && error.message.contains("refs/heads/main"));
    }
}

pub fn a_target_is_read_where_its_remote_was_fetched_to() {
    let upstream = Repo::new();
    let old = upstream.write("a", "1").commit("one");
    let clone = upstream.clone(&[]);
    let new = upstream.write("a", "2").commit("two");
    clone.git(&["fetch", "--quiet"]);
    let ours = clone.open();
    assert_eq!(ours.default_target().unwrap().as_deref(), Some("refs/remotes/origin/main"));
    for spec in
        ["main", "refs/heads/main", "origin/main", "refs/remotes/origin/main", "refs/remotes/origin/HEAD"]
    {
        let target = ours.resolve(spec, Target).unwrap();
        assert_eq!(target.commit, new, "{spec}");
        assert_eq!(target.read_from.as_deref(), Some("refs/remotes/origin/main"), "{spec}");
        assert_eq!(target.branch.as_deref(), Some("refs/heads/main"), "{spec}");
    }
    assert_eq!(ours.resolve("main", Head).unwrap().commit, old);
    clone.git(&["update-ref", "-d", "refs/remotes/origin/main"]);
    let error = refused(clone.open().resolve("main", Target), "target-missing", false);
    assert_eq!(
        error.message,
        "cannot decide: refs/remotes/origin/main is not here; the verdict is against the tip of refs/heads/main"
    );
    assert_eq!(error.help, ["here:   git fetch origin '+refs/heads/main:refs/remotes/origin/main'"]);
}

pub fn two_remotes_with_the_target_are_ambiguous() {
    let upstream = Repo::new();
    upstream.write("a", "1").commit("one");
    let clone = upstream.clone(&[]);
    clone.git(&["remote", "add", "other", upstream.path().to_str().unwrap()]);
    assert_eq!(clone.open().resolve("main", Target).unwrap().branch.as_deref(), Some("refs/heads/main"));
    clone.git(&["fetch", "--quiet", "other"]);
    refused(clone.open().resolve("main", Target), "ambiguous-ref", true);
    let named = clone.open().resolve("refs/remotes/other/main", Target).unwrap();
    assert_eq!(named.branch.as_deref(), Some("refs/heads/main"));
    assert_eq!(clone.open().default_target().unwrap(), None);
}

pub fn a_bare_mirror_reads_its_own_branches() {
    let upstream = Repo::new();
    let one = upstream.write("a", "1").commit("one");
    let mirror = upstream.clone(&["--mirror"]);
    let target = mirror.open().resolve("refs/heads/main", Target).unwrap();
    assert_eq!((target.commit, target.read_from.as_deref()), (one, Some("refs/heads/main")));
}

pub fn annotated_tags_lead_to_their_commit() {
    let repo = Repo::new();
    let one = repo.write("a", "1").commit("one");
    repo.git(&["tag", "-a", "-m", "t", "v1"]);
    repo.git(&["tag", "-a", "-m", "t", "v2", "v1"]);
    repo.git(&["tag", "blob", "HEAD:a"]);
    assert_eq!(repo.open().resolve("v2", Head).unwrap().commit, one);
    refused(repo.open().resolve("blob", Head), "unknown-revision", true);
}
