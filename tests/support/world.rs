//! A throw-away place where a case runs: folders, keys, a clock and nothing of this machine.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant as Moment};

use countersign::time::Instant;
use tempfile::TempDir;

use super::people;

/// When every world begins.
const BEGIN: &str = "2026-06-01T09:00:00Z";
/// How long one command may take.
const LIMIT: Duration = Duration::from_secs(120);

/// A temporary folder with `keys/`, an empty `home/` and the folder where commands run.
pub struct World {
    place: TempDir,
    folder: PathBuf,
    clock: Instant,
    author: String,
    committer: String,
}

/// What a command printed, both streams as a terminal shows them, and how it ended.
pub struct Output {
    /// Without spaces at line ends and without empty lines at the end.
    pub lines: Vec<String>,
    /// The exit code; 128 plus the signal when it was killed.
    pub exit: i32,
}

impl World {
    /// Makes a world around an empty git repository `repo`.
    pub fn new() -> Result<World, String> {
        let mut world = World::bare("repo")?;
        world.git(&["init", "-q", "-b", "main"])?;
        Ok(world)
    }

    /// Makes a world around a copy of a folder, without a repository.
    pub fn of_folder(source: &Path) -> Result<World, String> {
        let name = source.file_name().and_then(|name| name.to_str()).ok_or("a folder without a name")?;
        let world = World::bare(name)?;
        for file in super::files_under(source) {
            let path = file.strip_prefix(source).map_err(|error| error.to_string())?;
            let to = world.folder.join(path);
            make_parent(&to)?;
            fs::copy(&file, &to).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(world)
    }

    /// Makes a world around copies of some files of this repository, without a repository.
    pub fn of_files(files: &[std::path::PathBuf]) -> Result<World, String> {
        let world = World::bare("world")?;
        for file in files {
            let to = world.folder.join(super::relative(file));
            make_parent(&to)?;
            fs::copy(file, &to).map_err(|error| format!("{}: {error}", file.display()))?;
        }
        Ok(world)
    }

    fn bare(name: &str) -> Result<World, String> {
        let place = tempfile::tempdir().map_err(|error| error.to_string())?;
        // The system's own name for the folder, so that it is found in what git prints.
        let root = place.path().canonicalize().map_err(|error| error.to_string())?;
        let folder = root.join(name);
        for new in [&folder, &root.join("home"), &root.join("keys")] {
            fs::create_dir(new).map_err(|error| error.to_string())?;
        }
        for (id, _) in people::PEOPLE {
            let key = root.join("keys").join(id);
            write(&key, &people::private_key(id))?;
            secret(&key)?;
            write(&key.with_extension("pub"), &(people::public_key(id) + "\n"))?;
        }
        let clock = Instant::parse(BEGIN).ok_or("the first instant is one")?;
        Ok(World { place, folder, clock, author: "gus".into(), committer: "gus".into() })
    }

    /// Sets the clock.
    pub fn set_clock(&mut self, at: Instant) {
        self.clock = at;
    }

    /// Sets who writes and who commits from here on; nobody named is gus.
    pub fn set_people(&mut self, author: Option<&str>, committer: Option<&str>) {
        self.author = author.unwrap_or("gus").to_string();
        self.committer = committer.or(author).unwrap_or("gus").to_string();
    }

    /// Writes a file under the folder, with `{{key:NAME}}` replaced by that person's public key.
    pub fn write(&self, path: &str, text: &str) -> Result<(), String> {
        let inside = Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !inside {
            return Err(format!("`{path}` leaves the world"));
        }
        let path = self.folder.join(path);
        make_parent(&path)?;
        write(&path, &substitute(text)?)
    }

    /// Runs one command line in a shell and moves the clock on by a minute. A line `cd FOLDER`
    /// changes the folder for the lines after it.
    pub fn shell(&mut self, script: &str) -> Result<Output, String> {
        self.clock = self.clock.plus_seconds(60);
        if let Some(folder) = script.strip_prefix("cd ") {
            let folder = self.folder.join(folder.trim());
            if !folder.is_dir() {
                return Err(format!("`{script}`: there is no such folder"));
            }
            self.folder = folder;
            return Ok(Output { lines: Vec::new(), exit: 0 });
        }
        self.execute(&["sh", "-c", script])
    }

    /// Runs git with plain arguments; anything but success is an error.
    pub fn git(&mut self, arguments: &[&str]) -> Result<(), String> {
        let command: Vec<&str> = std::iter::once("git").chain(arguments.iter().copied()).collect();
        let output = self.execute(&command)?;
        match output.exit {
            0 => Ok(()),
            _ => Err(format!("{}\n{}", command.join(" "), output.lines.join("\n"))),
        }
    }

    /// Goes to a branch, made from `from` (or here) when it is not there.
    pub fn branch(&mut self, name: &str, from: Option<&str>) -> Result<(), String> {
        let known = self.execute(&["git", "rev-parse", "-q", "--verify", &format!("refs/heads/{name}")])?;
        match (known.exit, from) {
            (0, Some(_)) => Err(format!("`from=` with the branch `{name}`, which is there already")),
            (0, None) => self.git(&["switch", "-q", name]),
            (_, Some(from)) => self.git(&["switch", "-q", "-c", name, from]),
            // An unborn branch has no commit to switch from.
            (_, None) => self.git(&["checkout", "-q", "-b", name]),
        }
    }

    /// Commits everything in the folder and moves the clock on by a minute.
    pub fn commit(&mut self, message: &str) -> Result<(), String> {
        self.clock = self.clock.plus_seconds(60);
        self.git(&["add", "-A"])?;
        self.git(&["commit", "-q", "--allow-empty", "-m", message])
    }

    /// Returns the text of every JSON file outside the repository's own folder.
    pub fn written(&self) -> Vec<String> {
        let files = super::files_under(&self.root());
        let json = files.iter().filter(|path| {
            path.extension().is_some_and(|e| e == "json") && !path.iter().any(|part| part == ".git")
        });
        json.filter_map(|path| fs::read_to_string(path).ok()).collect()
    }

    fn root(&self) -> PathBuf {
        self.place.path().canonicalize().unwrap_or_else(|_| self.place.path().to_path_buf())
    }

    fn execute(&self, command: &[&str]) -> Result<Output, String> {
        let root = self.root();
        let printed = root.join("printed");
        let out = File::create(&printed).map_err(|error| error.to_string())?;
        let err = out.try_clone().map_err(|error| error.to_string())?;
        let mut child = Command::new(command[0])
            .args(&command[1..])
            .current_dir(&self.folder)
            .env_clear()
            .envs(self.environment(&root)?)
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .map_err(|error| format!("{}: {error}", command[0]))?;
        let begin = Moment::now();
        let mut pause = Duration::from_millis(1);
        let status = loop {
            match child.try_wait().map_err(|error| error.to_string())? {
                Some(status) => break status,
                None if begin.elapsed() > LIMIT => {
                    child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
                    return Err(format!("`{}` did not end within {LIMIT:?}", command.join(" ")));
                }
                None => std::thread::sleep(pause),
            }
            pause = (pause * 2).min(Duration::from_millis(20));
        };
        let bytes = fs::read(&printed).map_err(|error| error.to_string())?;
        let text = String::from_utf8_lossy(&bytes).replace(&*root.to_string_lossy(), "/world");
        let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_string()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Ok(Output { lines, exit: exit_code(status) })
    }

    fn environment(&self, root: &Path) -> Result<Vec<(&'static str, String)>, String> {
        let (author, author_email) = people::identity(&self.author)?;
        let (committer, committer_email) = people::identity(&self.committer)?;
        let date = format!("@{} +0000", self.clock.0);
        let tools = Path::new(env!("CARGO_BIN_EXE_countersign")).parent().unwrap_or(root);
        let path = std::env::var("PATH").unwrap_or_default();
        let home = root.join("home").to_string_lossy().into_owned();
        Ok(vec![
            ("PATH", format!("{}:{path}", tools.display())),
            ("HOME", home.clone()),
            ("XDG_CONFIG_HOME", home),
            ("GIT_CEILING_DIRECTORIES", root.to_string_lossy().into_owned()),
            ("GIT_AUTHOR_NAME", author),
            ("GIT_AUTHOR_EMAIL", author_email),
            ("GIT_AUTHOR_DATE", date.clone()),
            ("GIT_COMMITTER_NAME", committer),
            ("GIT_COMMITTER_EMAIL", committer_email),
            ("GIT_COMMITTER_DATE", date),
            ("GIT_EDITOR", "true".into()),
            ("GIT_ALLOW_PROTOCOL", "file".into()),
            ("TZ", "UTC".into()),
            ("LC_ALL", "C".into()),
            ("NO_COLOR", "1".into()),
            ("COLUMNS", "100".into()),
        ])
    }
}

fn substitute(text: &str) -> Result<String, String> {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{key:") {
        let (id, after) = after.split_once("}}").ok_or("`{{key:` is not closed")?;
        if !people::PEOPLE.iter().any(|(known, _)| *known == id) {
            return Err(format!("`{{{{key:{id}}}}}`: there is no such person"));
        }
        result.push_str(before);
        result.push_str(&people::public_key(id));
        rest = after;
    }
    result.push_str(rest);
    Ok(result)
}

fn make_parent(path: &Path) -> Result<(), String> {
    let parent = path.parent().ok_or("a file has a folder")?;
    fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Keys that others can read are refused by `ssh-keygen`.
#[cfg(unix)]
fn secret(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(|error| error.to_string())
}

#[cfg(not(unix))]
fn secret(_: &Path) -> Result<(), String> {
    Ok(())
}

#[cfg(unix)]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or(0))
}

#[cfg(not(unix))]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}
