//! `countersign demo`: the whole way, from an edit to a verified record, in a throw-away
//! repository, with real commands, real git and real signatures.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::render::paint::Paint;
use crate::statement::KeyFile;

use super::{Exit, io};

/// Arguments of `demo`.
#[derive(Args)]
pub struct Arguments {
    /// Where to build the repository; must not exist yet. A new folder under the system's
    /// temporary one without it
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// The world of `examples/first`.
const FILES: &[(&str, &str)] = &[
    ("agents/claims/prompt.md", include_str!("../../examples/first/agents/claims/prompt.md")),
    ("agents/claims/agent.json", include_str!("../../examples/first/agents/claims/agent.json")),
];
const POLICY: (&str, &str) =
    ("governance/policy.countersign", include_str!("../../examples/first/governance/policy.countersign"));
const SIGNERS: &[&str] = &["ada", "eve", "flo", "gate_bot"];

/// A step of the story.
enum Step {
    /// A sentence for the reader.
    Say(&'static str),
    /// A command as typed, who runs it, and the exit code it must have.
    Run(&'static str, &'static str, i32),
    /// A file to write, and the command that shows what it did.
    Edit(&'static str, &'static str, &'static str),
}
use Step::{Edit, Run, Say};

/// The story. `KERNEL` becomes the digest that `lint --digest` printed.
const STORY: &[Step] = &[
    Say("A voice agent takes motor claims. Its prompt, model and thresholds lie in git, ungoverned.\n\
         The team writes a policy. Is it sound?"),
    Run("countersign lint --digest", "ada", 0),
    Say("The policy's own rule asks two people from compliance. Both sign its adoption."),
    Run("git checkout --quiet -b adopt", "ada", 0),
    Run("git add governance", "ada", 0),
    Run("git commit --quiet -m 'Adopt the policy'", "ada", 0),
    Run(
        "countersign approve main..adopt --as compliance --key ../keys/eve --target main --at 2026-07-01T09:00:00Z",
        "eve",
        0,
    ),
    Run(
        "countersign approve main..adopt --as compliance --key ../keys/flo --target main --at 2026-07-01T09:05:00Z",
        "flo",
        0,
    ),
    Run("git add governance", "ada", 0),
    Run("git commit --quiet -m 'Add the approvals'", "ada", 0),
    Run("git checkout --quiet main", "ada", 0),
    Run("git merge --quiet --squash adopt", "ada", 0),
    Run("git commit --quiet -m 'Adopt the policy (#1)'", "ada", 0),
    Say("It landed. An administrator vouches for this first policy by its digest, and the gate\n\
         writes record 0."),
    Run(
        "countersign record --landings --target main --genesis KERNEL --sign ../keys/gate_bot --at 2026-07-01T10:00:00Z",
        "gate",
        0,
    ),
    Say("Weeks later, a commit says \"tune\"."),
    Run("git checkout --quiet -b tune", "gus", 0),
    Edit("agents/claims/agent.json", "0.75", "0.71"),
    Run("git commit --quiet -a -m tune", "gus", 0),
    Run("countersign diff main..tune", "gus", 0),
    Say("The gate is red, and says who can help."),
    Run("countersign check main..tune --target main --at 2026-07-20T09:00:00Z", "gate", 1),
    Say("Both are shown what it is they sign, and sign it."),
    Run(
        "countersign approve main..tune --as claims_head --key ../keys/ada --target main --at 2026-07-20T10:00:00Z",
        "ada",
        0,
    ),
    Run(
        "countersign approve main..tune --as compliance --key ../keys/eve --target main --at 2026-07-20T10:30:00Z",
        "eve",
        0,
    ),
    Run("git add governance", "gus", 0),
    Run("git commit --quiet -m 'Add the approvals'", "gus", 0),
    Run("countersign check main..tune --target main --at 2026-07-20T11:00:00Z", "gate", 0),
    Say("The branch is squashed: other commits, the same change. The approvals hold."),
    Run("git checkout --quiet main", "gus", 0),
    Run("git merge --quiet --squash tune", "gus", 0),
    Run("git commit --quiet -m 'Tune the escalation (#2)'", "gus", 0),
    Run(
        "countersign record --landings --target main --sign ../keys/gate_bot --out ../records --at 2026-07-20T12:00:00Z",
        "gate",
        0,
    ),
    Say("A year later, an auditor has a clone and this file."),
    Run("countersign verify ../records/00000001.json", "ada", 0),
    Say("And a file that someone has mended:"),
    Run("sh ../mend.sh", "gus", 0),
    Run("countersign verify ../records/mended.json", "ada", 4),
];

/// Runs the command.
pub fn run(arguments: &Arguments) -> Exit {
    match tell(arguments) {
        Ok(()) => Exit::Passed,
        Err(exit) => exit,
    }
}

fn tell(arguments: &Arguments) -> Result<(), Exit> {
    let root = match &arguments.dir {
        Some(dir) => dir.clone(),
        None => std::env::temp_dir().join(format!("countersign-demo-{}", std::process::id())),
    };
    if root.exists() {
        return Err(io::usage(&format!("{} exists already; name a new folder with --dir", root.display())));
    }
    let world = World { repository: root.join("claims-voice"), root, paint: io::paint() };
    world.build().map_err(|e| {
        io::usage(&format!("cannot build the demonstration in {}: {e}", world.root.display()))
    })?;
    let mut kernel = String::new();
    let mut clock = 1_782_896_400; // 2026-07-01T09:00:00Z, the start of the story
    for step in STORY {
        match step {
            Say(text) => io::print(&format!("\n{}\n", world.paint.strong(text))),
            Edit(path, from, to) => {
                world.edit(path, from, to).map_err(|e| io::usage(&format!("{path}: {e}")))?
            }
            Run(line, who, expected) => {
                clock += 60;
                let shown = world.run(&line.replace("KERNEL", &kernel), who, clock, *expected)?;
                if let Some(digest) = shown.lines().find_map(|l| l.strip_prefix("kernel ")) {
                    digest.trim().clone_into(&mut kernel);
                }
            }
        }
    }
    io::print(&format!(
        "\n{}\n  {}\n  {}\n",
        world.paint.strong("The record, printable, and the repository are yours to look at:"),
        world.root.join("records/00000001.html").display(),
        world.repository.display()
    ));
    Ok(())
}

struct World {
    root: PathBuf,
    repository: PathBuf,
    paint: Paint,
}

impl World {
    fn build(&self) -> std::io::Result<()> {
        let keys = self.root.join("keys");
        std::fs::create_dir_all(&keys)?;
        let mut policy = POLICY.1.to_owned();
        for name in SIGNERS {
            // Anyone can derive these keys; they protect nothing outside the demonstration.
            let key = KeyFile::from_seed(&format!("countersign demo {name}"));
            write_private(&keys.join(name), key.to_openssh().as_bytes())?;
            std::fs::write(keys.join(format!("{name}.pub")), key.to_public_line())?;
            policy = policy.replace(&format!("{{{{key:{name}}}}}"), key.to_public_line().trim());
        }
        std::fs::write(self.root.join("mend.sh"), MEND)?;
        for (path, text) in FILES {
            self.write(path, text)?;
        }
        for line in [
            "git init --quiet --initial-branch=main",
            "git add agents",
            "git commit --quiet -m 'The agent as it is'",
        ] {
            let done = self.command(line, "gus", 1_782_896_400).output()?;
            if !done.status.success() {
                let why = String::from_utf8_lossy(&done.stderr).into_owned();
                return Err(std::io::Error::other(format!("`{line}`: {why}")));
            }
        }
        self.write(POLICY.0, &policy)
    }

    fn write(&self, path: &str, text: &str) -> std::io::Result<()> {
        let file = self.repository.join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
        std::fs::write(file, text)
    }

    fn edit(&self, path: &str, from: &str, to: &str) -> std::io::Result<()> {
        io::print(&format!("\n{} {path}: {from} → {to}\n", self.paint.dim("edit")));
        let text = std::fs::read_to_string(self.repository.join(path))?;
        self.write(path, &text.replace(from, to))
    }

    /// Shows a command, runs it, shows what it says; another exit code than the story's stops it.
    fn run(&self, line: &str, who: &str, clock: i64, expected: i32) -> Result<String, Exit> {
        io::print(&format!("\n{} {line}\n", self.paint.good("$")));
        let done = self
            .command(line, who, clock)
            .output()
            .map_err(|e| io::usage(&format!("cannot run `{line}`: {e}")))?;
        let text =
            String::from_utf8_lossy(&done.stderr).into_owned() + &String::from_utf8_lossy(&done.stdout);
        for line in text.lines() {
            io::print(&format!("  {line}\n"));
        }
        let code = done.status.code().unwrap_or(-1);
        if code != 0 {
            io::print(&format!("  {}\n", self.paint.dim(&format!("[exit {code}]"))));
        }
        if code == expected {
            Ok(text)
        } else {
            Err(io::usage(&format!("`{line}` ended with {code}, not {expected}")))
        }
    }

    fn command(&self, line: &str, who: &str, clock: i64) -> Command {
        // The story has no shell syntax beyond one quoted argument.
        let mut words: Vec<String> = Vec::new();
        for (i, part) in line.split('\'').enumerate() {
            if i % 2 == 1 {
                words.push(part.to_owned())
            } else {
                words.extend(part.split_whitespace().map(str::to_owned))
            }
        }
        let ours = words[0] == "countersign";
        let program = if ours {
            std::env::current_exe().unwrap_or_else(|_| "countersign".into())
        } else {
            words[0].clone().into()
        };
        let mut command = Command::new(program);
        command
            .args(&words[1..])
            .current_dir(&self.repository)
            .env("NO_COLOR", "1")
            .stdin(std::process::Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("GIT_") {
                command.env_remove(name);
            }
        }
        if ours {
            if self.paint.0 {
                command.env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
            }
            return command;
        }
        let name = match who {
            "ada" => "Ada Obi",
            "eve" => "Eve Ito",
            "flo" => "Flo Reyes",
            _ => "Gus Hale",
        };
        let date = format!("{clock} +0000");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), name);
            command.env(format!("GIT_{role}_EMAIL"), format!("{who}@northwind.example"));
            command.env(format!("GIT_{role}_DATE"), &date);
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }
}

/// Swaps one letter of the signed payload, as someone might who wants another name in it.
const MEND: &str =
    "sed 's/\"payload\":\"e/\"payload\":\"f/' ../records/00000001.json > ../records/mended.json\n";

#[cfg(unix)]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)
}

#[cfg(not(unix))]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::write(path, bytes)
}
