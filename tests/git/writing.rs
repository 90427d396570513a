//! Appending to a ref of ours, and noticing when somebody rewrote it.

use countersign::git::{Ident, Oid, Repository};

use super::{list, refused};
use crate::support::repo::{Repo, START};

list![files_are_appended_one_commit_at_a_time, the_second_writer_is_refused, a_rewritten_ref_is_noticed];

const REF: &str = "refs/countersign/approvals";

fn append(
    ours: &Repository,
    path: &str,
    bytes: &str,
    expected: Option<Oid>,
) -> Result<Oid, countersign::git::GitError> {
    let ident = Ident { name: "Ada <L>\n".into(), email: "ada@example.org".into(), seconds: START };
    ours.append(REF, &[(path.into(), bytes.into())], "one statement", &ident, expected)
}

pub fn files_are_appended_one_commit_at_a_time() {
    let repo = Repo::new();
    let ours = repo.open();
    assert_eq!(ours.read_ref_tree(REF).unwrap(), None);
    let one = append(&ours, "governance/approvals/00/ada.json", "1", None).unwrap();
    let two = append(&ours, "governance/approvals/00/cy.json", "2", Some(one)).unwrap();
    assert_eq!(repo.id(REF), two);
    assert_eq!(ours.commit(two).unwrap().parents, [one]);
    repo.git(&["fsck", "--strict", "--no-dangling"]);
    let (tip, files) = ours.read_ref_tree(REF).unwrap().unwrap();
    assert_eq!((tip, files.len()), (two, 2));
    assert_eq!(&*files[&b"governance/approvals/00/cy.json"[..]], b"2");
    ours.check_append_only(REF).unwrap();
    assert_eq!(
        repo.git(&["log", "-1", "--format=%an|%ae|%at", REF]),
        format!("Ada L|ada@example.org|{START}")
    );
    for bad in ["main", "refs/../x", "refs/heads/x.lock", "refs/a b", "-x"] {
        let ident = Ident { name: "a".into(), email: "a".into(), seconds: 0 };
        refused(ours.append(bad, &[], "x", &ident, None), "unreadable-repository", false);
    }
    assert!(append(&ours, "../escape", "x", Some(two)).is_err());
}

pub fn the_second_writer_is_refused() {
    let repo = Repo::new();
    let (a, b) = (repo.open(), repo.open());
    let one = append(&a, "f/1", "1", None).unwrap();
    refused(append(&b, "f/2", "2", None), "ref-moved", false);
    let two = append(&b, "f/2", "2", Some(one)).unwrap();
    refused(append(&a, "f/3", "3", Some(one)), "ref-moved", false);
    assert_eq!(repo.id(REF), two);
}

pub fn a_rewritten_ref_is_noticed() {
    let repo = Repo::new();
    repo.write("f/1", "1").commit("one");
    repo.write("f/2", "2").commit("two");
    repo.git(&["update-ref", REF, "HEAD"]);
    repo.open().check_append_only(REF).unwrap();
    repo.open().check_append_only("refs/countersign/none").unwrap();
    let good = repo.id("HEAD");
    repo.write("f/1", "changed").commit("changes one");
    repo.git(&["update-ref", REF, "HEAD"]);
    let error = refused(repo.open().check_append_only(REF), "approvals-rewritten", false);
    assert!(error.message.contains("`f/1`"), "{error}");
    repo.git(&["reset", "--quiet", "--hard", &good.to_string()]);
    repo.remove("f/2").commit("drops two");
    repo.write("f/2", "2").commit("and brings it back");
    repo.git(&["update-ref", REF, "HEAD"]);
    refused(repo.open().check_append_only(REF), "approvals-rewritten", false);
    repo.git(&["reset", "--quiet", "--hard", &good.to_string()]);
    repo.branch("side", good).write("f/3", "3").commit("three");
    repo.switch("main").merge(&["side"]);
    repo.git(&["update-ref", REF, "HEAD"]);
    refused(repo.open().check_append_only(REF), "approvals-rewritten", false);
}
