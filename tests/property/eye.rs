//! Laws of looking without a policy, tried on every file of the pages under `tests/change/edits`
//! and, where `COUNTERSIGN_CORPUS` names a folder with `files/CASE/before.*`, on those as well.

use std::fmt::Write as _;
use std::path::Path;

use countersign::change::{Change, detect};
use countersign::format::{self, Data, Format, Node};

use crate::support::{edits, files_under};

fn files() -> Vec<(String, String)> {
    let mut files = edits::all();
    if let Some(corpus) = std::env::var_os("COUNTERSIGN_CORPUS") {
        for path in files_under(&Path::new(&corpus).join("files")) {
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let name = path.strip_prefix(&corpus).unwrap_or(&path).to_string_lossy().into_owned();
            // What a judging reader refuses is told as unknown, which is no change.
            let format = Format::of_file(&name, text.as_bytes());
            if format::read(format, text.as_bytes()).is_ok() {
                files.push((name, text));
            }
        }
    }
    files
}

fn structured(path: &str, text: &str) -> Option<(Format, Node)> {
    let format = Format::of_path(path)?;
    let document = format::read(format, text.as_bytes()).ok()?;
    let root =
        document.root.filter(|root| document.body.is_none() && !document.multi && !has_opaque(root))?;
    Some((format, root))
}

/// Tags and expressions are carried as they are written; the writer below does not know them.
fn has_opaque(node: &Node) -> bool {
    match &node.data {
        Data::Opaque(_) => true,
        Data::Seq(items) => items.iter().any(has_opaque),
        Data::Map(entries) => entries.iter().any(|entry| has_opaque(&entry.value)),
        _ => false,
    }
}

fn changes(path: &str, before: &str, after: &str) -> Vec<Change> {
    let found = detect(path, None, Some(before.as_bytes()), Some(after.as_bytes()));
    assert!(found.unknown.is_empty(), "{path}: {:?}\n{after}", found.unknown);
    found.list
}

fn assert_same(path: &str, before: &str, after: &str, how: &str) {
    let list = changes(path, before, after);
    assert!(list.is_empty(), "{path}: {how} gives {:#?}\n{after}", list.first());
}

/// Writing a file anew in another style changes nothing.
pub fn style_is_no_change() {
    let mut tried = 0;
    for (path, text) in files() {
        assert_same(&path, &text, &text.replace('\n', "\r\n"), "CRLF");
        let Some((format, root)) = structured(&path, &text) else { continue };
        let styles: &[Style] = match format {
            Format::Yaml => &[
                Style { flow: true, reverse: false, comment: false },
                Style { flow: false, reverse: false, comment: true },
                Style { flow: false, reverse: true, comment: false },
                Style { flow: true, reverse: true, comment: true },
            ],
            Format::Json | Format::Jsonc => &[
                Style { flow: true, reverse: false, comment: false },
                Style { flow: true, reverse: true, comment: false },
            ],
            _ => {
                // What follows the last line is outside of every value.
                assert_same(&path, &text, &format!("{text}\n# a remark\n"), "a comment");
                continue;
            }
        };
        for style in styles {
            let mut out = String::new();
            style.write(&root, 0, &mut out);
            out.push('\n');
            assert_same(&path, &text, &out, &format!("{style:?}"));
            tried += 1;
        }
    }
    assert!(tried > 30, "only {tried} styles were tried");
}

#[derive(Debug)]
struct Style {
    flow: bool,
    reverse: bool,
    comment: bool,
}

impl Style {
    fn write(&self, node: &Node, depth: usize, out: &mut String) {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match &node.data {
            Data::Null => out.push_str("null"),
            Data::Bool(value) => write!(out, "{value}").unwrap_or_default(),
            Data::String(text) => out.push_str(&quoted(text)),
            Data::Map(entries) if !entries.is_empty() => {
                let mut order: Vec<_> = entries.iter().collect();
                if self.reverse {
                    order.reverse();
                }
                let parts =
                    order.into_iter().map(|entry| (format!("{}: ", quoted(&entry.key)), &entry.value));
                self.children(parts.collect(), depth, ["{", "}"], out);
            }
            Data::Seq(items) if !items.is_empty() => {
                let dash = if self.flow { "" } else { "- " };
                self.children(
                    items.iter().map(|item| (dash.to_owned(), item)).collect(),
                    depth,
                    ["[", "]"],
                    out,
                );
            }
            Data::Map(_) => out.push_str("{}"),
            Data::Seq(_) => out.push_str("[]"),
            Data::Number(text) | Data::Ambiguous(text) | Data::Time(text) | Data::Opaque(text) => {
                out.push_str(text)
            }
            _ => unreachable!("no untyped text in YAML or JSON"),
        }
    }

    fn children(
        &self,
        parts: Vec<(String, &Node)>,
        depth: usize,
        [open, close]: [&str; 2],
        out: &mut String,
    ) {
        if self.flow {
            out.push_str(open);
            for (i, (key, value)) in parts.into_iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                out.push_str(&key);
                self.write(value, depth + 1, out);
            }
            return out.push_str(close);
        }
        for (i, (key, value)) in parts.into_iter().enumerate() {
            if depth > 0 || i > 0 {
                out.push('\n');
                out.push_str(&"  ".repeat(depth));
            }
            if self.comment {
                let _ = write!(out, "# a remark\n{}", "  ".repeat(depth));
            }
            out.push_str(&key);
            self.write(value, depth + 1, out);
        }
    }
}

/// One edit of one scalar is one change, or one item gone and one come.
pub fn one_edit_is_one_change() {
    let mut tried = 0;
    for (path, text) in files() {
        let Some((_, root)) = structured(&path, &text) else { continue };
        let mut scalars = Vec::new();
        collect(&root, "", false, &mut scalars);
        // A large file is sampled, so that the work stays bounded.
        let step = (scalars.len() / 150).max(1);
        for (key, in_list, node) in scalars.into_iter().step_by(step) {
            let Some(edited) = edit(&text, node) else { continue };
            if structured(&path, &edited).is_none() {
                continue;
            }
            let list = changes(&path, &text, &edited);
            tried += 1;
            let most = if in_list || is_split(&list) { 2 } else { 1 };
            // In a declared format another identity is another item, with all that is in it; the key
            // itself, which nothing declares, is told beside it.
            let declared: Vec<_> = list.iter().filter(|change| change.instance.is_some()).cloned().collect();
            if !declared.is_empty() && is_split(&declared) && list.len() <= declared.len() + 1 {
                continue;
            }
            // A value under an anchor stands wherever its alias does, and there the anchor is told.
            let place = list.first().and_then(|change| change.before_span);
            let in_place = list.iter().filter(|change| change.before_origin.is_none()).count();
            if in_place == 1 || place.is_some() && list.iter().all(|change| change.before_span == place) {
                continue;
            }
            let silent = list.is_empty() && (is_noise(&key) || is_declared_away(&path));
            assert!(
                silent || (1..=most).contains(&list.len()),
                "{path}: an edit of `{key}` at {:?} gives {} changes: {list:#?}",
                node.span,
                list.len()
            );
        }
    }
    assert!(tried > 200, "only {tried} edits were tried");
}

/// A string of tools is a set: the old item is gone, the new one has come.
fn is_split(list: &[Change]) -> bool {
    list.iter().all(|change| change.before.is_none() || change.after.is_none())
}

/// The one sample whose declared format ignores where results are written.
fn is_declared_away(path: &str) -> bool {
    path.contains("promptfoo")
}

/// What exports write anew each time they are saved.
fn is_noise(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace(['_', '-'], "");
    let words =
        ["version", "etag", "instance", "updated", "created", "modified", "modification", "timestamp"];
    let drawn = ["x", "y", "zoom", "width", "height", "selected", "position", "measured", "dragging"];
    words.iter().any(|word| key.contains(word)) || drawn.contains(&key.as_str()) || key.contains("hash")
}

fn collect<'n>(node: &'n Node, key: &str, in_list: bool, found: &mut Vec<(String, bool, &'n Node)>) {
    match &node.data {
        Data::Map(entries) => {
            entries.iter().for_each(|entry| collect(&entry.value, &entry.key, false, found))
        }
        Data::Seq(items) => items.iter().for_each(|item| collect(item, key, true, found)),
        _ => found.push((key.to_owned(), in_list, node)),
    }
}

/// The text with one scalar changed in place; `None` where that cannot be done blindly.
fn edit(text: &str, node: &Node) -> Option<String> {
    let old = text.get(node.span.range())?;
    let new = match &node.data {
        Data::Bool(value) => (!value).to_string(),
        Data::Number(number) if number.bytes().all(|b| b.is_ascii_digit()) && number.len() < 9 => {
            format!("{number}7")
        }
        Data::Number(number) if number.contains('.') && number.len() < 7 => format!("{number}7"),
        Data::String(value) if value.len() > 2 && !value.contains(['\n', ' ', '\\']) && value.is_ascii() => {
            let at = old.find(value.as_str())? + value.find(|c: char| c.is_ascii_alphabetic())?;
            format!("{}q{}", old.get(..at)?, old.get(at..)?)
        }
        _ => return None,
    };
    Some(format!("{}{new}{}", text.get(..node.span.start as usize)?, text.get(node.span.end as usize..)?))
}

/// Hostile sizes are read, compared and answered, the same way each time.
pub fn hostile_sizes_are_answered() {
    let lines = |line: &dyn Fn(usize) -> String| (0..20_000).map(line).collect::<String>();
    let inputs = [
        ("same.yaml", lines(&|_| "a: 1\n".into())),
        ("many.yaml", lines(&|i| format!("model_{i}: gpt-4o\n"))),
        ("items.yaml", lines(&|i| format!("- {{name: n{i}, temperature: 0.{i}}}\n"))),
        ("bare.yaml", lines(&|i| format!("- {{a: {i}}}\n"))),
        ("long.json", format!("{{\"prompt\": \"{}\"}}", "word ".repeat(200_000))),
        ("tools.json", format!("{{\"tools\": \"{}\"}}", "a,".repeat(20_000))),
        ("key.json", format!("{{\"{}\": 1}}", "maxTokens_".repeat(100_000))),
        ("text.md", lines(&|_| "the same line\n".into())),
    ];
    for (path, text) in inputs {
        for after in ["", &text.replace('1', "2").replace('a', "b")] {
            let once = detect(path, None, Some(text.as_bytes()), Some(after.as_bytes()));
            let twice = detect(path, None, Some(text.as_bytes()), Some(after.as_bytes()));
            assert_eq!((once.list, once.unknown), (twice.list, twice.unknown), "{path}");
        }
    }
}
