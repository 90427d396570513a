//! Who contributed, over the histories that people really make.

use std::collections::BTreeSet;

use countersign::approval::{Contributors, contributors_by};
use countersign::git::{Commit, Oid};
use countersign::policy::{Bot, Kernel, Person};

use super::{governed, list};
use crate::support::repo::Repo;

list![
    authors_committers_and_co_authors_contribute,
    statement_files_are_no_contribution,
    an_author_nobody_knows_leaves_it_open,
    addresses_of_forges_are_understood,
    a_bot_stands_for_its_operator,
    updating_a_branch_is_no_contribution,
    a_text_merge_is_no_contribution_and_an_edited_one_is,
    choosing_a_side_is_a_contribution,
    an_octopus_is_followed_and_an_evil_one_noticed,
    a_merge_of_strangers_starts_from_nothing,
    whoever_picks_or_reverts_contributes,
    landing_what_was_signed_adds_nobody,
    statements_add_persons,
    signatures_are_asked_for_where_the_policy_says_so,
    a_mailmap_decides_nothing,
];

const GUS: &str = "Gus <gus@example.org>";
const ADA: &str = "Ada <ada@example.org>";
const CY: &str = "Cy <cy@example.org>";
const STRANGER: &str = "Zoe <zoe@elsewhere.example>";

fn kernel() -> Kernel {
    let person = |id: &str| Person {
        id: id.into(),
        name: id.to_uppercase(),
        emails: vec![format!("{id}@example.org")],
        github: format!("{id}-hub"),
        gitlab: format!("{id}-lab"),
        keys: Vec::new(),
        until: None,
    };
    let bot = Bot {
        id: "renovate".into(),
        name: "Renovate".into(),
        emails: vec!["bot@example.org".into()],
        github: "renovate".into(),
        keys: Vec::new(),
        operator: "dee".into(),
    };
    Kernel {
        schema: Kernel::SCHEMA.into(),
        repository: "northwind/claims".into(),
        targets: vec!["main".into()],
        commits_signed: false,
        records_by: None,
        systems: Vec::new(),
        slots: Vec::new(),
        persons: ["ada", "cy", "dee", "gus"].map(person).to_vec(),
        bots: vec![bot],
        roles: Vec::new(),
        rules: Vec::new(),
        holds: Vec::new(),
        evidence: Vec::new(),
        models: Vec::new(),
        ..Kernel::default()
    }
}

/// What differs from the plain question in a test.
struct Asked {
    kernel: Kernel,
    stated: Vec<(String, Vec<Oid>)>,
    landed: Option<BTreeSet<Oid>>,
    signer: fn(&Commit) -> Result<String, String>,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked {
            kernel: kernel(),
            stated: Vec::new(),
            landed: None,
            signer: |_| Err("no key of the policy".into()),
        }
    }
}

impl Asked {
    fn of(&self, repo: &Repo, tip: Oid, head: &str) -> Contributors {
        let ours = repo.open();
        let commits = ours.range(tip, repo.id(head)).unwrap();
        let mut found = contributors_by(&ours, &self.kernel, &governed(), &commits, &self.signer).unwrap();
        for (person, named) in &self.stated {
            found.add_stated(person, named);
        }
        if let Some(named) = &self.landed {
            found.replay(&commits.iter().map(|commit| commit.id).collect(), named);
        }
        found
    }
}

/// The contributors as `person:how+how`.
fn found(repo: &Repo, tip: Oid, head: &str) -> Vec<String> {
    let found = Asked::default().of(repo, tip, head);
    assert!(found.unknown.is_empty(), "{found:?}");
    shown(&found)
}

fn shown(found: &Contributors) -> Vec<String> {
    found.list.iter().map(|one| format!("{}:{}", one.person, one.r#as.join("+"))).collect()
}

fn based() -> (Repo, Oid) {
    let repo = Repo::new();
    let lines: String = (0..30).map(|n| format!("line {n}\n")).collect();
    let base = repo.write("g/a", &lines).write("g/b", "1\n").write("u/x", "1").commit_as(GUS, GUS, "base");
    (repo, base)
}

fn edit(repo: &Repo, path: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(repo.path().join(path)).unwrap();
    assert!(text.contains(from), "{text}");
    repo.write(path, &text.replacen(from, to, 1));
}

pub fn authors_committers_and_co_authors_contribute() {
    let (repo, base) = based();
    repo.write("u/x", "2").commit_as(ADA, ADA, "nothing governed");
    let message =
        "title\n\n* Co-Authored-By: D <DEE@example.org>\n---\nCo-authored-by: Zoe <zoe@elsewhere.example>";
    let commit = repo.write("g/b", "2").commit_as(GUS, CY, message);
    let all = Asked::default().of(&repo, base, "HEAD");
    assert_eq!(shown(&all), ["cy:committer", "dee:co_author", "gus:author"]);
    assert_eq!(all.list[0].commits, [commit]);
    assert!(all.because("dee")[0].contains("Co-Authored-By: D"), "{:?}", all.because("dee"));
    assert_eq!(found(&repo, base, "HEAD~1"), Vec::<String>::new());
}

/// Cases 11 and 12.
pub fn statement_files_are_no_contribution() {
    let (repo, base) = based();
    let paths = countersign::policy::Paths::new(["**"]);
    repo.write("governance/approvals/00/ada.json", "{}").commit_as(ADA, ADA, "signs");
    let ask = |repo: &Repo| {
        let ours = repo.open();
        let kernel = kernel();
        let commits = ours.range(base, repo.id("HEAD")).unwrap();
        let signer = |_: &Commit| Err(String::new());
        shown(&contributors_by(&ours, &kernel, &paths, &commits, &signer).unwrap())
    };
    assert_eq!(ask(&repo), Vec::<String>::new());
    repo.write("governance/approvals/01/ada.json", "{}").write("g/b", "2").commit_as(
        ADA,
        ADA,
        "signs and edits",
    );
    assert_eq!(ask(&repo), ["ada:author+committer"]);
}

/// Cases 13 and 34.
pub fn an_author_nobody_knows_leaves_it_open() {
    let (repo, base) = based();
    let commit =
        repo.write("g/b", "2").commit_as(STRANGER, GUS, "x\n\nCo-authored-by: Ada <ada@example.org>");
    let found = Asked::default().of(&repo, base, "HEAD");
    assert_eq!(shown(&found), ["ada:co_author", "gus:committer"]);
    assert_eq!(found.unknown.len(), 1);
    let unknown = &found.unknown[0];
    assert_eq!((unknown.commit, unknown.email.as_str()), (commit, "zoe@elsewhere.example"));
    assert_eq!(unknown.reason, "unmapped-contributor");
    assert!(unknown.message.contains("`g/b`") && unknown.message.contains("Zoe"), "{}", unknown.message);
    // An unknown committer alone leaves nothing open.
    repo.write("g/b", "3").commit_as(GUS, STRANGER, "y");
    let found = Asked::default().of(&repo, commit, "HEAD");
    assert!(found.unknown.is_empty() && shown(&found) == ["gus:author"]);
}

pub fn addresses_of_forges_are_understood() {
    for (email, person) in [
        ("ada-hub@users.noreply.github.com", "ada"),
        ("123+Ada-Hub@users.noreply.GitHub.com", "ada"),
        ("77-ada-lab@users.noreply.gitlab.com", "ada"),
        ("ADA@EXAMPLE.ORG", "ada"),
        ("9+renovate[bot]@users.noreply.github.com", "dee"),
    ] {
        let (repo, base) = based();
        repo.write("g/b", "2").commit_as(&format!("Cy <{email}>"), "GitHub <noreply@github.com>", "x");
        let found = Asked::default().of(&repo, base, "HEAD");
        assert!(found.list.len() == 1 && found.list[0].person == person, "{email}: {found:?}");
        assert_eq!(found.platform, ["noreply@github.com"]);
    }
    for email in [
        "noreply@github.com",
        "x+ada-hub@users.noreply.github.com",
        "ada-lab@users.noreply.gitlab.com",
        "ada",
    ] {
        let (repo, base) = based();
        repo.write("g/b", "2").commit_as(&format!("Ada <{email}>"), GUS, "x");
        assert_eq!(Asked::default().of(&repo, base, "HEAD").unknown.len(), 1, "{email}");
    }
}

pub fn a_bot_stands_for_its_operator() {
    let (repo, base) = based();
    repo.write("g/b", "2").commit_as("R <bot@example.org>", "R <bot@example.org>", "x");
    assert_eq!(found(&repo, base, "HEAD"), ["dee:operator"]);
}

/// Gus works on a branch, Cy lands on main, Ada merges main into the branch.
fn updated(gus: impl Fn(&Repo), cy: impl Fn(&Repo), ada: impl Fn(&Repo)) -> (Repo, Oid) {
    let (repo, base) = based();
    gus(repo.branch("topic", base));
    repo.commit_as(GUS, GUS, "gus");
    cy(repo.switch("main"));
    let tip = repo.commit_as(CY, CY, "cy");
    repo.switch("topic");
    let _ = repo.try_git(&["merge", "--quiet", "--no-ff", "--no-commit", "main"]);
    ada(&repo);
    repo.commit_as(ADA, ADA, "update");
    (repo, tip)
}

pub fn updating_a_branch_is_no_contribution() {
    let (repo, tip) = updated(
        |r| edit(r, "g/a", "line 3\n", "three\n"),
        |r| {
            r.write("g/b", "2\n");
        },
        |_| (),
    );
    assert_eq!(found(&repo, tip, "topic"), ["gus:author+committer"]);
    let (repo, tip) = updated(
        |r| {
            r.write("u/x", "2");
        },
        |r| {
            r.remove("g/b");
        },
        |_| (),
    );
    assert_eq!(found(&repo, tip, "topic"), Vec::<String>::new());
}

pub fn a_text_merge_is_no_contribution_and_an_edited_one_is() {
    let gus = |r: &Repo| edit(r, "g/a", "line 3\n", "three\n");
    let cy = |r: &Repo| edit(r, "g/a", "line 25\n", "twenty-five\n");
    let (repo, tip) = updated(gus, cy, |_| ());
    assert_eq!(found(&repo, tip, "topic"), ["gus:author+committer"]);
    let (repo, tip) = updated(gus, cy, |r| edit(r, "g/a", "line 9\n", "nine\n"));
    assert_eq!(found(&repo, tip, "topic"), ["ada:author+committer", "gus:author+committer"]);
    // An evil merge: neither side touched this file.
    let (repo, tip) = updated(
        |r| {
            r.write("u/x", "2");
        },
        |r| {
            r.write("u/y", "2");
        },
        |r| {
            r.write("g/b", "evil");
        },
    );
    assert_eq!(found(&repo, tip, "topic"), ["ada:author+committer"]);
    // A conflict, resolved.
    let same = |text: &'static str| move |r: &Repo| edit(r, "g/a", "line 3\n", text);
    let (repo, tip) = updated(same("three\n"), same("drei\n"), |r| {
        r.write("g/a", "resolved\n");
    });
    assert_eq!(found(&repo, tip, "topic"), ["ada:author+committer", "gus:author+committer"]);
}

pub fn choosing_a_side_is_a_contribution() {
    for strategy in [&["-s", "ours"][..], &["-X", "theirs"]] {
        let (repo, base) = based();
        repo.branch("topic", base).write("g/b", "gus\n").write("u/x", "9").commit_as(GUS, GUS, "gus");
        let tip = repo.switch("main").write("g/b", "cy\n").commit_as(CY, CY, "cy");
        repo.switch("topic").tick();
        repo.git(&[&["merge", "--quiet", "--no-ff", "--no-commit"], strategy, &["main"]].concat());
        repo.commit_as(ADA, ADA, "chooses");
        assert_eq!(
            found(&repo, tip, "topic"),
            ["ada:author+committer", "gus:author+committer"],
            "{strategy:?}"
        );
    }
    // The target's only edit dropped: the expected version was the target's.
    let (repo, tip) = updated(
        |r| {
            r.write("u/x", "2");
        },
        |r| {
            r.write("g/b", "2\n");
        },
        |r| {
            r.write("g/b", "1\n");
        },
    );
    assert_eq!(found(&repo, tip, "topic"), ["ada:author+committer"]);
}

pub fn an_octopus_is_followed_and_an_evil_one_noticed() {
    for evil in [false, true] {
        let (repo, base) = based();
        for (name, who) in [("x", GUS), ("y", CY)] {
            repo.branch(name, base).write(&format!("g/{name}"), "1").commit_as(who, who, name);
        }
        repo.branch("z", base).write("u/z", "1").commit_as(GUS, GUS, "z");
        repo.tick();
        repo.git(&["merge", "--quiet", "--no-commit", "x", "y"]);
        if evil {
            repo.write("g/x", "2");
        }
        repo.commit_as(ADA, ADA, "octopus");
        assert_eq!(repo.open().commit(repo.id("HEAD")).unwrap().parents.len(), 3);
        let mut wanted = vec!["cy:author+committer", "gus:author+committer"];
        if evil {
            wanted.insert(0, "ada:author+committer");
        }
        assert_eq!(found(&repo, base, "HEAD"), wanted);
    }
}

pub fn a_merge_of_strangers_starts_from_nothing() {
    let (repo, base) = based();
    repo.git(&["switch", "--quiet", "--orphan", "other"]);
    repo.write("g/new", "1").commit_as(CY, CY, "another root");
    repo.switch("main").tick();
    repo.git(&["merge", "--quiet", "--no-ff", "--no-commit", "--allow-unrelated-histories", "other"]);
    repo.commit_as(ADA, ADA, "joins");
    assert_eq!(found(&repo, base, "HEAD"), ["cy:author+committer"]);
}

pub fn whoever_picks_or_reverts_contributes() {
    let (repo, base) = based();
    let work = repo.branch("work", base).write("g/b", "2\n").commit_as(GUS, GUS, "work");
    repo.switch("main").tick();
    let ada = [("GIT_COMMITTER_NAME", "Ada"), ("GIT_COMMITTER_EMAIL", "ada@example.org")];
    repo.git_with(&ada, &["cherry-pick", &work.to_string()]);
    let picked = repo.id("HEAD");
    assert_eq!(found(&repo, base, "HEAD"), ["ada:committer", "gus:author"]);
    let cy = [("GIT_AUTHOR_NAME", "Cy"), ("GIT_AUTHOR_EMAIL", "cy@example.org")];
    repo.tick();
    repo.git_with(&[ada, cy].concat(), &["revert", "--no-edit", "HEAD"]);
    assert_eq!(found(&repo, picked, "HEAD"), ["ada:committer", "cy:author"]);
}

/// Case 27.
pub fn landing_what_was_signed_adds_nobody() {
    let (repo, base) = based();
    let commit =
        repo.write("g/b", "2\n").commit_as(GUS, ADA, "rebased\n\nCo-authored-by: Cy <cy@example.org>");
    let replayed = Asked { landed: Some(BTreeSet::new()), ..Asked::default() }.of(&repo, base, "HEAD");
    assert_eq!(
        (shown(&replayed), replayed.landed_by),
        (vec!["cy:co_author".into(), "gus:author".into()], vec!["ada".into()])
    );
    let named = Asked { landed: Some([commit].into()), ..Asked::default() }.of(&repo, base, "HEAD");
    assert_eq!(shown(&named), ["ada:committer", "cy:co_author", "gus:author"]);
    // Somebody who lands an own commit is a contributor and nothing else.
    let own = repo.write("g/b", "3\n").commit_as(ADA, ADA, "own");
    let mixed = Asked { landed: Some([own].into()), ..Asked::default() }.of(&repo, base, "HEAD");
    assert_eq!((mixed.landed_by.len(), shown(&mixed).contains(&"ada:author+committer".into())), (0, true));
}

pub fn statements_add_persons() {
    let (repo, base) = based();
    let commit = repo.write("g/b", "2\n").commit_as(GUS, GUS, "squashed");
    let stated = vec![("ada".to_owned(), vec![base]), ("gus".to_owned(), vec![base])];
    let found = Asked { stated, ..Asked::default() }.of(&repo, base, "HEAD");
    assert_eq!(shown(&found), ["ada:statement", "gus:author+committer+statement"]);
    let mut commits = vec![base, commit];
    commits.sort();
    assert_eq!(found.list[1].commits, commits);
}

pub fn signatures_are_asked_for_where_the_policy_says_so() {
    let (repo, base) = based();
    repo.write("u/x", "3").commit_as(GUS, GUS, "nothing governed needs no signature");
    let key = repo.path().join(".git/key").display().to_string();
    let made =
        std::process::Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &key]).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: no ssh-keygen here");
        return;
    }
    repo.git(&["config", "gpg.format", "ssh"]);
    repo.git(&["config", "user.signingKey", &key]);
    repo.git(&["config", "commit.gpgSign", "true"]);
    let signed = repo.write("g/b", "2\n").commit_as(GUS, GUS, "signed");
    repo.git(&["config", "commit.gpgSign", "false"]);
    repo.write("g/b", "3\n").commit_as(GUS, GUS, "not signed");
    let kernel = Kernel { commits_signed: true, ..kernel() };
    let ask = |signer: fn(&Commit) -> Result<String, String>, head: &str| {
        Asked { kernel: kernel.clone(), signer, ..Asked::default() }.of(&repo, base, head)
    };
    let by_gus = ask(|_| Ok("gus".into()), "HEAD");
    assert_eq!(shown(&by_gus), ["gus:author+committer+signer"]);
    assert_eq!(by_gus.unknown.len(), 1);
    assert_eq!(by_gus.unknown[0].reason, "commit-unverified");
    assert_ne!(by_gus.unknown[0].commit, signed);
    // A key of somebody else vouches for nobody, and its holder contributes.
    let by_ada = ask(|_| Ok("ada".into()), "HEAD~1");
    assert_eq!(
        (by_ada.unknown.len(), shown(&by_ada)),
        (1, vec!["ada:signer".into(), "gus:author+committer".into()])
    );
    assert_eq!(ask(|_| Err("no key of the policy".into()), "HEAD~1").unknown.len(), 1);
    let replayed = Asked { kernel: kernel.clone(), landed: Some(BTreeSet::new()), ..Asked::default() };
    assert!(replayed.of(&repo, base, "HEAD").unknown.is_empty());
    assert!(Asked::default().of(&repo, base, "HEAD").unknown.is_empty());
}

pub fn a_mailmap_decides_nothing() {
    let (repo, base) = based();
    repo.write(".mailmap", "Cy <cy@example.org> Ada <ada@example.org>\n").git(&[
        "config",
        "mailmap.file",
        ".mailmap",
    ]);
    repo.write("g/b", "2\n").commit_as(ADA, ADA, "x");
    assert_eq!(found(&repo, base, "HEAD"), ["ada:author+committer"]);
}
