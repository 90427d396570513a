//! Opening repositories of every kind, in every environment.

use std::ffi::OsString;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use countersign::git::{Environment, GitError, Repository, Use};

use super::{list, refused};
use crate::support::repo::Repo;

list![
    variables_that_change_what_git_says_stop_a_verdict,
    a_named_git_dir_must_be_the_one_here,
    nothing_is_not_a_repository,
    sha256_is_named,
    reftables_are_named_and_can_be_migrated,
    unknown_extensions_are_named,
    borrowed_objects_are_refused,
    a_foreign_owner_is_refused_until_declared_safe,
    configuration_of_the_user_is_not_read,
    pushed_objects_are_read_from_quarantine,
];

fn environment(variables: &[(&str, &str)]) -> Environment {
    Environment::new(variables.iter().map(|(name, value)| (OsString::from(name), OsString::from(value))))
}

fn open(path: &Path, purpose: Use, variables: &[(&str, &str)]) -> Result<(), GitError> {
    Repository::open(path, purpose, &environment(variables)).map(|_| ())
}

pub fn variables_that_change_what_git_says_stop_a_verdict() {
    let repo = Repo::new();
    for name in [
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_PARAMETERS",
        "GIT_CONFIG",
        "GIT_NAMESPACE",
        "GIT_REPLACE_REF_BASE",
        "GIT_GRAFT_FILE",
        "GIT_SHALLOW_FILE",
    ] {
        let error = refused(open(repo.path(), Use::Deciding, &[(name, "x")]), "git-environment", true);
        assert_eq!(error.help, [format!("env -u {name} countersign …")]);
        open(repo.path(), Use::Staged, &[(name, "x")]).unwrap();
        open(repo.path(), Use::Advice, &[(name, "x")]).unwrap();
    }
    let harmless = [("GIT_EDITOR", "vi"), ("GIT_INDEX_FILE", "/elsewhere"), ("HOME", "/"), ("PATH", "/bin")];
    open(repo.path(), Use::Deciding, &harmless).unwrap();
}

pub fn a_named_git_dir_must_be_the_one_here() {
    let (here, there) = (Repo::new(), Repo::new());
    let named = there.path().join(".git").display().to_string();
    refused(open(here.path(), Use::Deciding, &[("GIT_DIR", &named)]), "git-environment", true);
    open(there.path(), Use::Deciding, &[("GIT_DIR", &named)]).unwrap();
    open(there.path(), Use::Deciding, &[("GIT_DIR", ".git")]).unwrap();
    let one = there.write("a", "1").commit("one");
    let ours = Repository::open(here.path(), Use::Staged, &environment(&[("GIT_DIR", &named)])).unwrap();
    assert_eq!(ours.head().unwrap(), Some(one));
}

pub fn nothing_is_not_a_repository() {
    let folder = tempfile::tempdir().unwrap();
    for purpose in [Use::Staged, Use::Deciding, Use::Advice] {
        refused(open(folder.path(), purpose, &[]), "not-a-repository", true);
        refused(open(&folder.path().join("nothing"), purpose, &[]), "not-a-repository", true);
    }
}

pub fn sha256_is_named() {
    let repo = Repo::init(&["--object-format=sha256"]);
    refused(open(repo.path(), Use::Deciding, &[]), "sha256-repository", false);
}

pub fn reftables_are_named_and_can_be_migrated() {
    let repo = Repo::new();
    // Before git 2.48 reflogs stand in the way of migrating.
    repo.git(&["config", "core.logAllRefUpdates", "false"]);
    repo.write("a", "1").commit("one");
    if !repo.try_git(&["refs", "migrate", "--ref-format=reftable"]).status.success() {
        println!("skipped: this git cannot migrate to reftables");
        return;
    }
    let error = refused(open(repo.path(), Use::Deciding, &[]), "reftable-repository", false);
    let step = error.help[0].split("      ").next().unwrap();
    repo.git(&step.split(' ').skip(1).collect::<Vec<_>>());
    open(repo.path(), Use::Deciding, &[]).unwrap();
}

pub fn unknown_extensions_are_named() {
    let repo = Repo::new();
    let extend = |names: &[&str]| {
        let lines: String = names.iter().map(|name| format!("\t{name} = true\n")).collect();
        let text = format!("[core]\n\trepositoryFormatVersion = 1\n\tbare = false\n[extensions]\n{lines}");
        std::fs::write(repo.path().join(".git/config"), text).unwrap();
    };
    let known = ["worktreeConfig", "preciousObjects", "relativeWorktrees", "partialClone"];
    extend(&known);
    open(repo.path(), Use::Deciding, &[]).unwrap();
    extend(&[&known[..], &["telepathy"]].concat());
    let error = refused(open(repo.path(), Use::Deciding, &[]), "unsupported-repository", false);
    assert!(error.message.contains("telepathy"), "{error}");
}

pub fn borrowed_objects_are_refused() {
    let upstream = Repo::new();
    let one = upstream.write("a", "1").commit("one");
    let clone = upstream.clone(&[]);
    let file = clone.path().join(".git/objects/info/alternates");
    std::fs::write(&file, format!("{}\n", upstream.path().join(".git/objects").display())).unwrap();
    let error = refused(open(clone.path(), Use::Deciding, &[]), "borrowed-objects", false);
    open(clone.path(), Use::Advice, &[]).unwrap();
    // The next step works as written.
    let step = error.help[0].split("      ").next().unwrap();
    let mut shell = std::process::Command::new("sh");
    shell.current_dir(clone.path()).args(["-ec", step]).env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(shell.status().unwrap().success(), "{step}");
    clone.open().commit(one).unwrap();
    let inside = clone.path().join(".git/objects/more");
    std::fs::create_dir(&inside).unwrap();
    std::fs::write(&file, format!("# ours\n\n{}\n./more\n", inside.display())).unwrap();
    open(clone.path(), Use::Deciding, &[]).unwrap();
    std::fs::write(&file, "../../../elsewhere\n").unwrap();
    refused(open(clone.path(), Use::Deciding, &[]), "borrowed-objects", false);
}

pub fn a_foreign_owner_is_refused_until_declared_safe() {
    let repo = Repo::new();
    if std::fs::metadata(repo.path()).unwrap().uid() != 0 {
        println!("skipped: only root can give a repository away");
        return;
    }
    for path in [repo.path().to_path_buf(), repo.path().join(".git")] {
        std::os::unix::fs::chown(path, Some(12_345), None).unwrap();
    }
    let home = tempfile::tempdir().unwrap();
    let home_text = home.path().display().to_string();
    let variables = [("HOME", home_text.as_str())];
    let error = refused(open(repo.path(), Use::Deciding, &variables), "foreign-owner", false);
    // The next step works as written: it declares the folder in the user's configuration.
    let step = error.help[0].split("      ").next().unwrap();
    assert!(step.starts_with("git config --global --add safe.directory '"), "{step}");
    let declare = |step: &str| {
        let mut shell = std::process::Command::new("sh");
        shell
            .args(["-ec", step])
            .env("HOME", home.path())
            .env_remove("GIT_CONFIG_GLOBAL")
            .env_remove("XDG_CONFIG_HOME");
        assert!(shell.status().unwrap().success(), "{step}");
    };
    declare(step);
    open(repo.path(), Use::Deciding, &variables).unwrap();
    refused(open(repo.path(), Use::Deciding, &[]), "foreign-owner", false);
    let set = |value: &str| declare(&format!("git config --global --replace-all safe.directory '{value}'"));
    let above = repo.path().parent().unwrap().display().to_string();
    for (value, safe) in [
        ("*", true),
        ("", false),
        ("/elsewhere", false),
        (&format!("{above}/*"), true),
        (&above, false),
        ("/els*", false),
    ] {
        set(value);
        assert_eq!(open(repo.path(), Use::Deciding, &variables).is_ok(), safe, "{value}");
    }
    // A later empty value takes back what came before.
    set("*");
    declare("git config --global --add safe.directory ''");
    refused(open(repo.path(), Use::Deciding, &variables), "foreign-owner", false);
    // The check is on again for the next repository of another owner.
    set(repo.path().to_str().unwrap());
    let other = Repo::new();
    std::os::unix::fs::chown(other.path().join(".git"), Some(12_345), None).unwrap();
    refused(open(other.path(), Use::Deciding, &variables), "foreign-owner", false);
}

pub fn configuration_of_the_user_is_not_read() {
    let repo = Repo::new();
    repo.write("a", "1").commit("one");
    let home = tempfile::tempdir().unwrap();
    // A user's configuration that git itself could not even parse.
    std::fs::write(home.path().join(".gitconfig"), "[core\nbroken").unwrap();
    open(repo.path(), Use::Deciding, &[("HOME", home.path().to_str().unwrap())]).unwrap();
}

pub fn pushed_objects_are_read_from_quarantine() {
    let upstream = Repo::new();
    upstream.write("a", "1").commit("one");
    let server = upstream.clone(&["--bare"]);
    let hook = server.path().join("hooks/pre-receive");
    // Keep the quarantine as it was during the hook, to open it afterwards.
    let script = "#!/bin/sh\nenv | grep ^GIT_ > seen\ncp -r \"$GIT_QUARANTINE_PATH\" kept\nread old new ref\necho $new > new\nexit 1\n";
    std::fs::write(&hook, script).unwrap();
    std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let new = upstream.write("a", "2").commit("two");
    assert!(
        !upstream.try_git(&["push", server.path().to_str().unwrap(), "HEAD:refs/heads/x"]).status.success()
    );
    let text = std::fs::read_to_string(server.path().join("seen")).expect("the hook ran");
    let mut variables: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once('=')).collect();
    variables.retain(|(name, _)| !name.starts_with("GIT_CONFIG"));
    let quarantine =
        variables.iter().find(|(name, _)| *name == "GIT_QUARANTINE_PATH").expect("set").1.to_owned();
    refused(server.open().commit(new), "missing-object", false);
    std::fs::rename(server.path().join("kept"), server.path().join(&quarantine)).unwrap();
    let ours = Repository::open(server.path(), Use::Deciding, &environment(&variables)).unwrap();
    ours.commit(new).unwrap();
    for (name, value) in [
        ("GIT_OBJECT_DIRECTORY", "/tmp"),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", "/tmp"),
        ("GIT_QUARANTINE_PATH", "/tmp"),
    ] {
        let mut other = variables.clone();
        other.retain(|(set, _)| *set != name);
        other.push((name, value));
        refused(open(server.path(), Use::Deciding, &other), "git-environment", true);
    }
}
