//! Markdown → cases: the parts of a page that do something, in order.
//!
//! Three things do something: a line that starts with `Given [` runs the linked page first, a
//! fence with `file=` or `commit=` makes files and revisions, a `console` fence runs commands.
//! Everything else is prose for the reader.

use std::ops::Range;

use countersign::time::Instant;

/// One level-1 heading and what stands under it; it runs in a world of its own.
#[derive(Debug)]
pub struct Case {
    /// The heading.
    pub title: String,
    /// What it does, in order.
    pub steps: Vec<Step>,
}

/// One thing a case does.
#[derive(Debug)]
pub enum Step {
    /// Runs another page first; the link is relative to this page.
    Given { line: usize, link: String },
    /// Writes a file, makes a commit, or both.
    Revision { line: usize, text: String, how: Attributes },
    /// Runs commands and compares what they print.
    Console { lines: Range<usize>, ticks: usize, how: Attributes, commands: Vec<Command> },
}

/// What stands behind the language of a fence.
#[derive(Debug, Default)]
pub struct Attributes {
    /// Write the fence's text to this path.
    pub file: Option<String>,
    /// Then commit everything under this message; `\n` in it is a line end.
    pub commit: Option<String>,
    /// First go to this branch, made if it is not there.
    pub branch: Option<String>,
    /// Where a new branch starts; without it, where the world stands.
    pub from: Option<String>,
    /// Who writes: a person of the suite or `Name <e-mail>`.
    pub author: Option<String>,
    /// Who commits, when it is somebody else.
    pub committer: Option<String>,
    /// What the clock says.
    pub at: Option<Instant>,
    /// Shown, not run: for commands that install something.
    pub no_run: bool,
}

/// One `$ ` line and what should follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Where it stands, counted from 1.
    pub line: usize,
    /// The lines as written, with `$ ` and `> `.
    pub shown: Vec<String>,
    /// What the shell gets.
    pub script: String,
    /// The expected output, without the exit line.
    pub expected: Vec<String>,
    /// The expected exit code.
    pub exit: i32,
    /// Empty lines after it, kept when output is rewritten.
    pub gap: usize,
}

/// Splits a page into cases. A mistake is told with its line.
pub fn parse(text: &str) -> Result<Vec<Case>, String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut i = 0;
    while let Some(line) = lines.get(i) {
        let number = i + 1;
        i += 1;
        if let Some(ticks) = fence(line) {
            let start = i;
            while lines.get(i).is_some_and(|line| !closes(line, ticks)) {
                i += 1;
            }
            if i == lines.len() {
                return Err(format!("line {number}: this fence is not closed"));
            }
            let step = fence_step(number, &line[ticks..], ticks, start..i, &lines)?;
            i += 1;
            if let Some(step) = step {
                current(&mut cases, number)?.steps.push(step);
            }
        } else if let Some(title) = line.strip_prefix("# ") {
            cases.push(Case { title: title.trim().to_string(), steps: Vec::new() });
        } else if line.starts_with("Given [") {
            let link = line.split_once("](").and_then(|(_, rest)| rest.split_once(')'));
            let (link, _) = link.ok_or(format!("line {number}: `Given [name](page)` wants a link"))?;
            let step = Step::Given { line: number, link: link.to_string() };
            current(&mut cases, number)?.steps.push(step);
        }
    }
    cases.retain(|case| !case.steps.is_empty());
    Ok(cases)
}

fn current(cases: &mut [Case], line: usize) -> Result<&mut Case, String> {
    cases.last_mut().ok_or(format!("line {line}: a case starts with a `# ` heading"))
}

/// Counts the back-ticks of a line that opens a fence.
pub fn fence(line: &str) -> Option<usize> {
    let ticks = line.bytes().take_while(|&byte| byte == b'`').count();
    (ticks >= 3 && !line[ticks..].contains('`')).then_some(ticks)
}

fn closes(line: &str, ticks: usize) -> bool {
    let found = line.bytes().take_while(|&byte| byte == b'`').count();
    found >= ticks && line[found..].trim().is_empty()
}

fn fence_step(
    line: usize,
    info: &str,
    ticks: usize,
    body: Range<usize>,
    lines: &[&str],
) -> Result<Option<Step>, String> {
    let (language, how) = attributes(info).map_err(|message| format!("line {line}: {message}"))?;
    if language == "console" {
        if how.no_run {
            return Ok(None);
        }
        let commands = commands(body.start + 1, &lines[body.clone()])?;
        return Ok(Some(Step::Console { lines: body, ticks, how, commands }));
    }
    if how.file.is_none() && how.commit.is_none() {
        return Ok(None);
    }
    let text = lines[body].iter().flat_map(|line| [line, "\n"]).collect();
    Ok(Some(Step::Revision { line, text, how }))
}

/// Reads what stands behind the back-ticks of a fence: its language and the rest.
pub fn attributes(info: &str) -> Result<(String, Attributes), String> {
    let mut how = Attributes::default();
    let mut language = String::new();
    for word in words(info)? {
        let Some((key, value)) = word.split_once('=') else {
            match word.as_str() {
                "no-run" => how.no_run = true,
                _ if language.is_empty() => language = word,
                _ => return Err(format!("`{word}` says nothing on a fence")),
            }
            continue;
        };
        let value = value.to_string();
        match key {
            "file" => how.file = Some(value),
            "commit" => how.commit = Some(value.replace("\\n", "\n")),
            "branch" => how.branch = Some(value),
            "from" => how.from = Some(value),
            "author" => how.author = Some(value),
            "committer" => how.committer = Some(value),
            "at" => {
                let instant = Instant::parse(&value).ok_or(format!("`{value}` is not an instant"))?;
                how.at = Some(instant);
            }
            _ => return Err(format!("`{key}=` says nothing on a fence")),
        }
    }
    Ok((language, how))
}

/// Splits at white space outside double quotes; the quotes go.
fn words(info: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for c in info.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if quoted {
        return Err("a quote is not closed".into());
    }
    if !word.is_empty() {
        words.push(word);
    }
    Ok(words)
}

fn commands(first: usize, body: &[&str]) -> Result<Vec<Command>, String> {
    let mut commands: Vec<Command> = Vec::new();
    for (offset, line) in body.iter().enumerate() {
        let number = first + offset;
        if let Some(script) = line.strip_prefix("$ ") {
            commands.push(Command {
                line: number,
                shown: vec![line.to_string()],
                script: script.to_string(),
                expected: Vec::new(),
                exit: 0,
                gap: 0,
            });
            continue;
        }
        let command =
            commands.last_mut().ok_or(format!("line {number}: a console block starts with `$ `"))?;
        match line.strip_prefix("> ") {
            Some(more) if command.expected.is_empty() && command.script.ends_with('\\') => {
                command.shown.push(line.to_string());
                command.script.push('\n');
                command.script.push_str(more);
            }
            _ => command.expected.push(line.trim_end().to_string()),
        }
    }
    for command in &mut commands {
        while command.expected.last().is_some_and(String::is_empty) {
            command.expected.pop();
            command.gap += 1;
        }
        let last = command.expected.last().and_then(|line| line.strip_prefix("[exit ")?.strip_suffix(']'));
        if let Some(code) = last.and_then(|code| code.parse().ok()) {
            command.exit = code;
            command.expected.pop();
        }
    }
    Ok(commands)
}
