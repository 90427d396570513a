//! Changes of two versions of one file without a policy: kinds are inferred from key names,
//! values and neighbours. Nothing is judged by this; it is for looking.

mod declared;
mod leaves;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::leaves::{FileSort, Leaf, Leaves};
use super::direction::{self, Move, delta};
use super::from_facts::shown;
use super::{Change, Changes, ModelChange, Unknown, prose};
use crate::facts::{Parsed, Value, model_id, value_of_prompt};
use crate::format::{self, Document, Format, Unreadable, text};
use crate::kind::{Direction, Kind, Op};
use crate::source::LineColumn;

/// Compares two versions of a file; an absent side is `None`.
///
/// A file that no reader reads, or that is not prose for a model, is one value of kind `other`.
/// The change document stays empty: nothing can be approved without a policy.
pub fn detect(path: &str, before_path: Option<&str>, before: Option<&[u8]>, after: Option<&[u8]>) -> Changes {
    let mut changes = Changes::default();
    if before == after {
        return changes;
    }
    let old_path = before_path.unwrap_or(path);
    let mut read = |path: &str, side: &str, bytes: Option<&[u8]>| match bytes {
        None => Some(Side::default()),
        Some(bytes) => match Side::read(path, bytes) {
            Ok((found, problems)) => {
                changes.unknown.extend(problems.into_iter().map(|problem| unknown(path, side, problem)));
                Some(found)
            }
            Err(problem) => {
                changes.unknown.push(unknown(path, side, problem));
                None
            }
        },
    };
    let sides = (read(old_path, "before", before), read(path, "after", after));
    changes.unknown.sort();
    if let (Some(mut before), Some(mut after)) = sides {
        let moved = before_path.filter(|old| *old != path);
        let declared = declared::compare(old_path, before.parsed.as_ref(), path, after.parsed.as_ref());
        before.leaves.retain(|_, leaf| !declared.taken_before(leaf.at));
        after.leaves.retain(|_, leaf| !declared.taken_after(leaf.at));
        changes.list = compare(path, moved, before, after);
        changes.list.extend(declared.changes(path, moved));
        changes.list.sort_by(|a, b| a.key().cmp(&b.key()));
    }
    changes
}

fn unknown(path: &str, side: &str, problem: Unreadable) -> Unknown {
    Unknown {
        path: path.to_owned(),
        side: side.to_owned(),
        pointer: None,
        reason: problem.reason.to_owned(),
        message: problem.message,
        span: problem.at,
    }
}

/// One version of a file.
#[derive(Default)]
struct Side {
    leaves: Leaves,
    parsed: Option<Parsed>,
}

impl Side {
    fn read(path: &str, bytes: &[u8]) -> Result<(Side, Vec<Unreadable>), Unreadable> {
        let format = Format::of_path(path);
        let (document, mut problems) = match format {
            Some(Format::Json) => format::read_leniently(Format::Json, bytes)
                .or_else(|strict| format::read_leniently(Format::Jsonc, bytes).map_err(|_| strict))?,
            Some(Format::Markdown) => match format::read_leniently(Format::Markdown, bytes) {
                Ok(read) => read,
                // The head does not parse, but the prose below it can still be compared.
                Err(problem) => {
                    let (document, _) = format::read_leniently(Format::Text, bytes)?;
                    (document, vec![problem])
                }
            },
            Some(format) => format::read_leniently(format, bytes)?,
            None => sniff(bytes)?,
        };
        problems.truncate(20);
        let head = document.root.is_some() && document.body.is_some();
        let lower = path.to_ascii_lowercase();
        let prompt = lower.ends_with(".prompt") || lower.ends_with(".prompty");
        let mut leaves = leaves::of(&document, FileSort { agent: head && !prompt, prompt });
        if let Some((kind, leaf)) = body(path, format, &document) {
            leaves.insert((String::new(), kind, String::new()), leaf);
        }
        Ok((Side { leaves, parsed: Some(Parsed::new(bytes, document)) }, problems))
    }
}

/// A file whose name says nothing: JSON by its first character, else text.
fn sniff(bytes: &[u8]) -> Result<(Document, Vec<Unreadable>), Unreadable> {
    let document = format::read(Format::Text, bytes)?;
    let text = document.text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '/']) || text.starts_with("[\n") || text.starts_with("[{") {
        let json = format::read_leniently(Format::Jsonc, bytes);
        if let Ok(read) = json {
            return Ok(read);
        }
    }
    Ok((document, Vec::new()))
}

/// The prose of a file as one value.
fn body(path: &str, format: Option<Format>, document: &Document) -> Option<(Kind, Leaf)> {
    let span = document.body?;
    let prose = document.text.get(span.range()).unwrap_or_default();
    let is_prompt = matches!(format, Some(Format::Markdown | Format::Text)) && !is_about_project(path);
    let template = path.rsplit('.').next().is_some_and(|e| matches!(e, "jinja" | "jinja2" | "j2"));
    let prose = if template { without_comments(prose) } else { prose.to_owned() };
    let lines = prose.lines().take(1).count();
    if lines == 0 && document.root.is_some() {
        return None;
    }
    let kind = if is_prompt { Kind::Prompt } else { Kind::Other };
    let (value, text) = if is_prompt {
        value_of_prompt(&prose)
    } else {
        let text = text::normalise(&prose).into_owned();
        (Value::Rest { sha256: crate::canonical::sha256_hex(text.as_bytes()) }, text)
    };
    let starts = crate::source::LineIndex::starts(&document.text);
    let at = crate::source::LineIndex::find(&starts, &document.text, span.start);
    Some((kind, Leaf { name: String::new(), value, text: Some(Arc::from(text)), at }))
}

/// Files about a project and lists that tools read, not text for a model.
fn is_about_project(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    let about = [
        "readme",
        "changelog",
        "license",
        "licence",
        "contributing",
        "code_of_conduct",
        "security",
        "authors",
        "notice",
        "history",
        "requirements",
        "robots",
        "cmakelists",
        "makefile",
        "dockerfile",
        "jenkinsfile",
        "codeowners",
        "constraints",
        "version",
        "todo",
        "support",
        "governance",
    ];
    about.contains(&stem)
}

/// Drops `{# … #}`, which a template engine never shows to a model, with the line it fills.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{#") {
        let Some((_, after)) = after.split_once("#}") else { break };
        out.push_str(before);
        let alone = out.is_empty() || out.ends_with('\n');
        rest = if alone { after.strip_prefix('\n').unwrap_or(after) } else { after };
    }
    out.push_str(rest);
    out
}

fn compare(path: &str, moved: Option<&str>, before: Side, after: Side) -> Vec<Change> {
    let mut pairs: BTreeMap<&(String, Kind, String), [Option<&Leaf>; 2]> = BTreeMap::new();
    for (key, leaf) in &before.leaves {
        pairs.entry(key).or_default()[0] = Some(leaf);
    }
    for (key, leaf) in &after.leaves {
        pairs.entry(key).or_default()[1] = Some(leaf);
    }
    let mut list = Vec::new();
    for ((pointer, kind, item), [old, new]) in pairs {
        let value = |leaf: Option<&Leaf>| leaf.map_or(Value::Absent, |leaf| leaf.value.clone());
        let (a, b) = (value(old), value(new));
        if a == b {
            continue;
        }
        let place = |leaf: Option<&Leaf>| -> Option<LineColumn> { leaf.map(|leaf| leaf.at) };
        let what = happened(*kind, !item.is_empty(), &a, &b);
        let model = |value: &Value| match value {
            Value::Id { v } => Some(model_id::parse(v)),
            _ => None,
        };
        let text = |leaf: Option<&Leaf>| leaf.and_then(|leaf| leaf.text.clone());
        let text = match (text(old), text(new)) {
            (None, None) => None,
            (a, b) => {
                Some(prose::compare(a.as_deref().unwrap_or_default(), b.as_deref().unwrap_or_default()))
            }
        };
        list.push(Change {
            system: String::new(),
            artifact: new.or(old).map(|leaf| leaf.name.clone()).unwrap_or_default(),
            instance: None,
            kind: *kind,
            op: what.op,
            direction: what.direction,
            protected: false,
            path: path.to_owned(),
            before_path: moved.map(str::to_owned),
            pointer: pointer.clone(),
            before: shown(&a),
            after: shown(&b),
            delta: delta(&a, &b),
            before_pointer: old.map(|_| pointer.clone()),
            before_span: place(old),
            after_span: place(new),
            model: (*kind == Kind::Model).then(|| ModelChange { before: model(&a), after: model(&b) }),
            text,
        });
    }
    list
}

/// What happened to a value whose safe side nobody declared.
fn happened(kind: Kind, is_item: bool, before: &Value, after: &Value) -> Move {
    let is_set = matches!(kind, Kind::Tools | Kind::Regions);
    match (before, after) {
        (Value::Absent, _) if is_set && is_item => Move { op: Op::Widened, direction: Direction::Loosens },
        (_, Value::Absent) if is_set && is_item => Move { op: Op::Narrowed, direction: Direction::Tightens },
        _ => {
            let mut what = direction::compare(kind, before, after, "");
            if kind == Kind::Prompt && what.op == Op::Edited {
                what.op = Op::Reworded;
            }
            let decided =
                matches!(kind, Kind::Threshold | Kind::Switch | Kind::Period | Kind::Tools | Kind::Regions);
            if decided && matches!(what.direction, Direction::Neutral | Direction::Loosens) {
                what.direction = Direction::Unknown;
            }
            what
        }
    }
}
