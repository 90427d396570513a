//! Opening a repository without trusting its surroundings.
//!
//! Configuration of the user and of the system is not read, nothing runs, and a run that
//! decides stops when the environment could change what git says.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

use crate::names;

use super::cache::{Cache, Header};
use super::environment::{ALTERNATES, Environment, OBJECTS, QUARANTINE, refuse};
use super::error::unreadable;
use super::{GitError, Oid, trust};

/// What a repository is opened for; it settles which variables of the environment are honoured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// `--staged` in a hook: honours `GIT_DIR` and `GIT_INDEX_FILE`.
    Staged,
    /// `check`, `record`, `verify`: a variable that could change what git says stops the run.
    Deciding,
    /// `diff`, `approve`: honours `GIT_DIR`.
    Advice,
}

/// An open repository.
pub struct Repository {
    pub(super) inner: git2::Repository,
    pub(super) index_path: PathBuf,
    pub(super) cache: RefCell<Cache>,
    pub(super) headers: RefCell<HashMap<Oid, Header>>,
    pub(super) shallow: OnceCell<BTreeSet<Oid>>,
}

impl Repository {
    /// Opens the repository that holds a folder.
    ///
    /// # Errors
    /// A usage error where there is none, or where a variable of the environment would change
    /// the verdict; otherwise why the repository cannot be read, with the next step.
    pub fn open(path: &Path, purpose: Use, environment: &Environment) -> Result<Repository, GitError> {
        set_options();
        if purpose == Use::Deciding {
            refuse(environment)?;
        }
        let named = environment.get("GIT_DIR").map(|dir| path.join(dir));
        let inner = match &named {
            Some(dir) if purpose != Use::Deciding => open_at(dir, true, environment)?,
            _ => open_at(path, false, environment)?,
        };
        let index_path = match environment.get("GIT_INDEX_FILE") {
            Some(file) if purpose == Use::Staged => path.join(file),
            _ => inner.path().join("index"),
        };
        let repository = Repository {
            inner,
            index_path,
            cache: RefCell::default(),
            headers: RefCell::default(),
            shallow: OnceCell::new(),
        };
        if purpose == Use::Deciding {
            repository.refuse_other_git_dir(named.as_deref())?;
            repository.refuse_borrowed_objects()?;
            repository.accept_quarantine(path, environment)?;
        }
        Ok(repository)
    }

    /// Returns the folder that linked worktrees share: `.git`.
    pub fn common_dir(&self) -> &Path {
        self.inner.commondir()
    }

    /// Returns the root of the work tree; `None` for a bare repository.
    pub fn work_dir(&self) -> Option<&Path> {
        self.inner.workdir()
    }

    fn refuse_other_git_dir(&self, named: Option<&Path>) -> Result<(), GitError> {
        let Some(named) = named else { return Ok(()) };
        if canonical(named) == canonical(self.inner.path()) {
            return Ok(());
        }
        let message = format!(
            "`GIT_DIR` names {}, but the repository here is {}",
            named.display(),
            self.inner.path().display()
        );
        Err(GitError::new(&names::GIT_ENVIRONMENT, message)
            .help("env -u GIT_DIR countersign …      (a verdict is made where the command runs)")
            .usage())
    }

    /// Refuses object folders outside the repository: others can change or remove them.
    fn refuse_borrowed_objects(&self) -> Result<(), GitError> {
        let inside = canonical(self.common_dir());
        let mut folders = vec![self.common_dir().join("objects")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            let file = folder.join("info").join("alternates");
            let text = match std::fs::read_to_string(&file) {
                Ok(text) => text,
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => continue,
                Err(e) => return Err(unreadable(file.display(), e)),
            };
            for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                let borrowed = folder.join(line);
                seen += 1;
                let within = borrowed.canonicalize().is_ok_and(|real| real.starts_with(&inside));
                if !within || seen > 16 {
                    return Err(borrowed_objects(&borrowed, &file));
                }
                folders.push(borrowed);
            }
        }
        Ok(())
    }

    /// Adds the folder in which `git receive-pack` keeps what is being pushed, if it is that.
    fn accept_quarantine(&self, base: &Path, environment: &Environment) -> Result<(), GitError> {
        let Some(quarantine) = environment.get(QUARANTINE) else { return Ok(()) };
        let quarantine = canonical(&base.join(quarantine));
        let objects = canonical(&self.common_dir().join("objects"));
        let is = |name: &str, wanted: &Path| {
            environment.get(name).is_none_or(|value| canonical(&base.join(value)) == wanted)
        };
        if quarantine.parent() != Some(&objects) || !is(OBJECTS, &quarantine) || !is(ALTERNATES, &objects) {
            let message = format!(
                "`{QUARANTINE}` is set, but the object folders named beside it are not those of this repository"
            );
            return Err(GitError::new(&names::GIT_ENVIRONMENT, message)
                .help(format!("env -u {QUARANTINE} -u {OBJECTS} -u {ALTERNATES} countersign …"))
                .usage());
        }
        let odb = self.inner.odb().map_err(|e| unreadable("the object store", e.message()))?;
        odb.add_disk_alternate(&quarantine.to_string_lossy())
            .map_err(|e| unreadable(quarantine.display(), e.message()))
    }
}

fn borrowed_objects(folder: &Path, file: &Path) -> GitError {
    let message =
        format!("cannot decide: objects are borrowed from {}, outside this repository", folder.display());
    GitError::new(&names::BORROWED_OBJECTS, message).help(format!(
        "git repack -a -d && rm '{}'      (copies the borrowed objects; or clone without --shared and --reference)",
        file.display()
    ))
}

/// Sets libgit2's process-wide options, once: no configuration but the repository's own, no
/// object cache (ours is bounded and knows what is read twice), partial clones can be opened.
fn set_options() {
    static DONE: Once = Once::new();
    DONE.call_once(|| {
        use git2::ConfigLevel::{Global, ProgramData, System, XDG};
        for level in [ProgramData, System, XDG, Global] {
            // SAFETY: `Once` makes this the only call, and it comes before any repository is opened.
            unsafe { git2::opts::set_search_path(level, "") }.expect("libgit2 takes an empty search path");
        }
        // SAFETY: as above.
        unsafe { git2::opts::set_extensions(&["partialclone"]) }.expect("libgit2 takes an extension");
        git2::opts::enable_caching(false);
    });
}

/// One at a time, because the owner check is switched off for the process in [`open_unchecked`].
static OPENING: Mutex<()> = Mutex::new(());

fn open_at(path: &Path, exact: bool, environment: &Environment) -> Result<git2::Repository, GitError> {
    let guard = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    match libgit2_open(path, exact) {
        Err(e) if e.code() == git2::ErrorCode::Owner => {
            let repository = open_unchecked(path, exact).map_err(|e| diagnose(path, &e))?;
            drop(guard);
            trust::check(&repository, environment)?;
            Ok(repository)
        }
        other => other.map_err(|e| diagnose(path, &e)),
    }
}

fn libgit2_open(path: &Path, exact: bool) -> Result<git2::Repository, git2::Error> {
    use git2::RepositoryOpenFlags as Flags;
    let flags = if exact { Flags::NO_SEARCH | Flags::NO_DOTGIT } else { Flags::empty() };
    git2::Repository::open_ext(path, flags, std::iter::empty::<&OsStr>())
}

fn open_unchecked(path: &Path, exact: bool) -> Result<git2::Repository, git2::Error> {
    // SAFETY: the caller holds `OPENING`, so no other repository is opened meanwhile.
    unsafe { git2::opts::set_verify_owner_validation(false)? };
    let opened = libgit2_open(path, exact);
    // SAFETY: as above.
    unsafe { git2::opts::set_verify_owner_validation(true)? };
    opened
}

/// Turns a failure to open into a name: which format it is, where that is the cause.
fn diagnose(path: &Path, error: &git2::Error) -> GitError {
    if error.code() == git2::ErrorCode::NotFound {
        let message = format!("no git repository at {} or above", path.display());
        return GitError::new(&names::NOT_A_REPOSITORY, message)
            .help("cd to a folder of the repository, or make one: git init")
            .usage();
    }
    let extension = |name: &str| extension_of(path, name).unwrap_or_default().to_ascii_lowercase();
    if extension("objectformat") == "sha256" {
        return GitError::new(
            &names::SHA256_REPOSITORY,
            "cannot decide: this repository names its objects by SHA-256; only SHA-1 repositories are supported",
        )
        .help("git init --object-format=sha1 ../sha1 && git fast-export --all | git -C ../sha1 fast-import      (a copy with new ids; decide there)");
    }
    if extension("refstorage") == "reftable" {
        return GitError::new(
            &names::REFTABLE_REPOSITORY,
            "cannot decide: this repository keeps its refs as reftables, which are not supported",
        )
        .help(
            "git refs migrate --ref-format=files      (git 2.48 or newer; or clone again with --ref-format=files)",
        );
    }
    let message = error.message().to_owned();
    if message.contains("extension") || message.contains("repository version") {
        return GitError::new(&names::UNSUPPORTED_REPOSITORY, format!("cannot decide: {message}"))
            .help("git clone --no-local . ../plain      (a copy without the extension; decide there)");
    }
    unreadable(path.display(), message)
}

fn extension_of(path: &Path, name: &str) -> Option<String> {
    let git_dir = git2::Repository::discover_path(path, std::iter::empty::<&OsStr>()).ok()?;
    let common = match std::fs::read_to_string(git_dir.join("commondir")) {
        Ok(relative) => git_dir.join(relative.trim_end()),
        Err(_) => git_dir,
    };
    let config = git2::Config::open(&common.join("config")).ok()?;
    config.get_string(&format!("extensions.{name}")).ok()
}

/// Resolves links and `..`; a path that does not exist stays as it is.
fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
