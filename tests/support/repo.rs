//! A real repository in a temporary folder, made with the git command line.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use countersign::git::{Environment, Oid, Repository, Use};
use tempfile::TempDir;

/// A repository that is removed when dropped.
pub struct Repo {
    /// Removes the folder when dropped.
    _folder: Option<TempDir>,
    path: PathBuf,
    clock: Cell<i64>,
}

/// The time of the first commit; each later one is a minute after.
pub const START: i64 = 1_780_000_000;

impl Repo {
    /// Makes an empty repository with the branch `main`.
    pub fn new() -> Repo {
        Repo::init(&["--initial-branch=main"])
    }

    /// Makes an empty repository with some options of `git init`.
    pub fn init(options: &[&str]) -> Repo {
        let folder = TempDir::new().expect("a temporary folder");
        let path = folder.path().to_path_buf();
        let repo = Repo { _folder: Some(folder), path, clock: Cell::new(START) };
        repo.git(&[&["init", "--quiet"], options].concat());
        repo
    }

    /// Clones this repository with some options of `git clone`, over the file transport.
    pub fn clone(&self, options: &[&str]) -> Repo {
        let folder = TempDir::new().expect("a temporary folder");
        let path = folder.path().join("clone");
        self.git(&["config", "uploadpack.allowFilter", "true"]);
        let url = format!("file://{}", self.path.display());
        let target = path.display().to_string();
        self.git(&[&["clone", "--quiet"], options, &[&url, &target]].concat());
        Repo { _folder: Some(folder), path, clock: Cell::new(self.clock.get()) }
    }

    /// Takes a folder that belongs to another repository's folder, for example a linked worktree.
    pub fn at(path: PathBuf) -> Repo {
        Repo { _folder: None, path, clock: Cell::new(START) }
    }

    /// Returns the work tree.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Prepares a git command that reads no configuration but the repository's.
    pub fn command(&self) -> Command {
        let mut command = Command::new("git");
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        command.current_dir(&self.path).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ALLOW_PROTOCOL", "file");
        command.args(["-c", "protocol.file.allow=always"]);
        command
    }

    /// Runs git and returns its trimmed standard output.
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = self.try_git(arguments);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
        assert!(
            output.status.success(),
            "git {arguments:?}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        text(&output.stdout)
    }

    /// Runs git and returns what it did.
    pub fn try_git(&self, arguments: &[&str]) -> Output {
        let date = format!("@{} +0000", self.clock.get());
        let mut command = self.command();
        command.env("GIT_AUTHOR_NAME", "Gus").env("GIT_AUTHOR_EMAIL", "gus@example.org");
        command.env("GIT_COMMITTER_NAME", "Gus").env("GIT_COMMITTER_EMAIL", "gus@example.org");
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
        command.args(arguments).output().expect("git runs")
    }

    /// Runs git with other variables and returns its trimmed standard output.
    pub fn git_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> String {
        let date = format!("@{} +0000", self.clock.get());
        let mut command = self.command();
        command.env("GIT_AUTHOR_NAME", "Gus").env("GIT_AUTHOR_EMAIL", "gus@example.org");
        command.env("GIT_COMMITTER_NAME", "Gus").env("GIT_COMMITTER_EMAIL", "gus@example.org");
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
        let output = command.envs(variables.iter().copied()).args(arguments).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    /// Writes a file of the work tree.
    pub fn write(&self, path: &str, text: &str) -> &Repo {
        let file = self.path.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("folders can be made");
        std::fs::write(file, text).expect("the file can be written");
        self
    }

    /// Removes a file of the work tree.
    pub fn remove(&self, path: &str) -> &Repo {
        std::fs::remove_file(self.path.join(path)).expect("the file is there");
        self
    }

    /// Commits the whole work tree a minute after the last commit.
    pub fn commit(&self, message: &str) -> Oid {
        self.commit_as("Gus <gus@example.org>", "Gus <gus@example.org>", message)
    }

    /// Commits the whole work tree as somebody.
    pub fn commit_as(&self, author: &str, committer: &str, message: &str) -> Oid {
        self.tick();
        let part = |who: &str| {
            let (name, email) = who.rsplit_once(" <").expect("a name and e-mail");
            (name.to_owned(), email.trim_end_matches('>').to_owned())
        };
        let ((name, email), (committer, committer_email)) = (part(author), part(committer));
        self.git(&["add", "--all"]);
        let people = [
            ("GIT_AUTHOR_NAME", name.as_str()),
            ("GIT_AUTHOR_EMAIL", &email),
            ("GIT_COMMITTER_NAME", &committer),
            ("GIT_COMMITTER_EMAIL", &committer_email),
        ];
        self.git_with(&people, &["commit", "--quiet", "--allow-empty", "-m", message]);
        self.id("HEAD")
    }

    /// Moves the clock of the next commit by a minute.
    pub fn tick(&self) {
        self.clock.set(self.clock.get() + 60);
    }

    /// Sets the clock of the next commit.
    pub fn set_clock(&self, seconds: i64) {
        self.clock.set(seconds - 60);
    }

    /// Resolves a name with git itself.
    pub fn id(&self, name: &str) -> Oid {
        Oid::parse(&self.git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]))
            .expect("an id")
    }

    /// Makes a branch at a commit and switches to it.
    pub fn branch(&self, name: &str, at: Oid) -> &Repo {
        self.git(&["switch", "--quiet", "--create", name, &at.to_string()]);
        self
    }

    /// Switches to a branch.
    pub fn switch(&self, name: &str) -> &Repo {
        self.git(&["switch", "--quiet", name]);
        self
    }

    /// Merges some revisions into the current branch.
    pub fn merge(&self, arguments: &[&str]) -> Oid {
        self.tick();
        self.git(&[&["merge", "--quiet", "--no-ff", "-m", "merge"], arguments].concat());
        self.id("HEAD")
    }

    /// Opens it as a deciding command does, in an empty environment.
    pub fn open(&self) -> Repository {
        Repository::open(&self.path, Use::Deciding, &Environment::default()).expect("it opens")
    }
}
