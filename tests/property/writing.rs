//! The laws of reading: a file that says the same in other words has not changed, and one value
//! that says something else is one change.

use std::sync::Arc;

use countersign::change::{self, Change, Reading, detect};
use countersign::facts::{self, Facts, Files};
use countersign::git::{Entry, Oid, Snapshot};
use countersign::kind::Kind;
use countersign::policy::{self, Kernel};
use countersign::source::Sources;

use super::dice::{Dice, law};

/// A value as a file means it.
#[derive(Clone, Debug, PartialEq)]
enum Data {
    Null,
    Bool(bool),
    /// Hundredths.
    Number(i64),
    Text(String),
    List(Vec<Data>),
    Map(Vec<(String, Data)>),
}

/// Texts that a writer must take care with.
const TEXTS: &[&str] = &[
    "aurora-2026-02-11",
    "plain words",
    "yes",
    "null",
    "0.8",
    "a: b",
    "it's # not a comment",
    "\"quoted\"",
    "- item",
    "",
    " space around ",
    "two\nlines",
    "é 😀",
    "ask {{name}}",
    "*star &and !bang",
    "2026-07-01",
];
const KEYS: &[&str] = &["alpha", "beta", "with space", "é", "on", "1", "-x", "a/b", "a~b"];

fn scalar(dice: &mut Dice) -> Data {
    match dice.below(6) {
        0 => Data::Null,
        1 => Data::Bool(dice.chance(50)),
        2 | 3 => Data::Number(dice.below(20_000) as i64 - 10_000),
        _ => Data::Text(dice.pick(TEXTS).to_owned()),
    }
}

fn tree(dice: &mut Dice, depth: usize) -> Data {
    match (dice.below(5), depth) {
        (0, 1..) => Data::List((0..dice.below(4)).map(|_| tree(dice, depth - 1)).collect()),
        (1 | 2, 1..) => {
            let keys = dice.some(KEYS, 35);
            Data::Map(keys.into_iter().map(|key| (key.to_owned(), tree(dice, depth - 1))).collect())
        }
        _ => scalar(dice),
    }
}

/// A configuration with the five values that [`POLICY`] governs, and others.
fn configuration(dice: &mut Dice) -> Data {
    let text = |text: &str| Data::Text(text.to_owned());
    let model = text(dice.pick(&["aurora-2026-02-11", "heron-3", "it's: odd # id"]));
    let same = tree(dice, 2);
    Data::Map(vec![
        ("llm".into(), Data::Map(vec![("model".into(), model), ("temperature".into(), Data::Number(20))])),
        ("escalate".into(), Data::Map(vec![("min".into(), Data::Number(dice.below(100) as i64))])),
        ("recording".into(), Data::Bool(dice.chance(50))),
        ("tools".into(), Data::List(dice.some(TEXTS, 30).iter().map(|t| text(t)).collect())),
        // The same value twice, so that YAML may write an anchor and an alias.
        ("first".into(), same.clone()),
        ("second".into(), same),
        ("rest".into(), tree(dice, 3)),
    ])
}

const POLICY: &str = r##"
edition 2026
organization o "O" { repository "a/b"; scope "x"; covers [s] }
person p "P" { email "p@example.org" }
role owners { members [p] }
system s "S" {
  purpose "x"
  owner   owners
  model llm at "FILE#/llm/model"
  parameter temperature at "FILE#/llm/temperature"
  threshold escalate at "FILE#/escalate/min" { safer higher }
  switch recording at "FILE#/recording" { safer off }
  tools tools at "FILE#/tools"
}
otherwise { require approval from owner }
"##;

fn kernel(file: &str) -> Kernel {
    let mut sources = Sources::default();
    sources.add("p.countersign", POLICY.replace("FILE", file));
    let compiled = policy::compile(&sources);
    let said: Vec<&str> = compiled.diagnostics.iter().map(|d| d.message.as_str()).collect();
    compiled.policy.unwrap_or_else(|| panic!("{said:?}")).kernel
}

fn facts(kernel: &Kernel, path: &str, text: &str) -> Facts {
    let (oid, mut snapshot) = (Oid([1; 20]), Snapshot::default());
    snapshot.listing.insert(path.as_bytes().to_vec(), Entry { mode: 0o100_644, oid });
    snapshot.blobs.insert(oid, Arc::from(text.as_bytes()));
    facts::read(kernel, "s", &snapshot, &Files::default())
}

// How a value may be written.

fn number(dice: &mut Dice, hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    match dice.below(4) {
        0 if rest == 0 => format!("{sign}{whole}"),
        0 | 1 => format!("{sign}{whole}.{rest:02}"),
        2 => format!("{sign}{whole}.{rest:02}00"),
        _ if hundredths.abs() < 10 => format!("{sign}{}e-2", hundredths.abs()),
        _ => format!("{sign}{whole}.{rest:02}E+0"),
    }
}

/// Writes a text in double quotes. Beyond the first plane YAML has an escape of its own; that its
/// readers take two halves of JSON's as one character is not to be relied on.
fn quoted(dice: &mut Dice, text: &str, yaml: bool) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if yaml && u32::from(c) > 0xffff => out += &format!("\\U{:08x}", u32::from(c)),
            c if dice.chance(10) => {
                let mut units = [0; 2];
                c.encode_utf16(&mut units).iter().for_each(|unit| out += &format!("\\u{unit:04x}"));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

fn json(dice: &mut Dice, data: &Data) -> String {
    let space = dice.pick(&["", "", " ", "\n", "\t", "\n\n   "]);
    let join = |items: Vec<String>| items.join(&format!("{space},{space}"));
    match data {
        Data::Null => "null".into(),
        Data::Bool(yes) => yes.to_string(),
        Data::Number(n) => number(dice, *n),
        Data::Text(text) => quoted(dice, text, false),
        Data::List(items) => {
            let items = items.iter().map(|item| json(dice, item)).collect();
            format!("[{space}{}{space}]", join(items))
        }
        Data::Map(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| {
                    format!("{}{space}:{space}{}", quoted(dice, key, false), json(dice, value))
                })
                .collect();
            dice.shuffle(&mut entries);
            format!("{{{space}{}{space}}}", join(entries))
        }
    }
}

/// Words that every YAML reader takes as a string when they stand alone.
fn is_plain(text: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.');
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(safe)
        && !["yes", "on", "null", "true", "false", "no", "off", "y", "n"].contains(&text)
}

fn yaml_scalar(dice: &mut Dice, data: &Data) -> String {
    match data {
        Data::Null => dice.pick(&["null", "~", "Null"]).into(),
        Data::Bool(yes) => {
            dice.pick(if *yes { &["true", "True", "TRUE"] } else { &["false", "False", "FALSE"] }).into()
        }
        Data::Number(n) => number(dice, *n),
        Data::Text(text) if is_plain(text) && dice.chance(60) => text.clone(),
        Data::Text(text) if !text.contains('\n') && dice.chance(50) => {
            format!("'{}'", text.replace('\'', "''"))
        }
        Data::Text(text) => quoted(dice, text, true),
        Data::List(_) | Data::Map(_) => yaml_flow(dice, data),
    }
}

fn yaml_flow(dice: &mut Dice, data: &Data) -> String {
    let space = dice.pick(&["", " ", "  "]);
    match data {
        Data::List(items) => {
            let items: Vec<String> = items.iter().map(|item| yaml_scalar(dice, item)).collect();
            format!("[{space}{}{space}]", items.join(", "))
        }
        Data::Map(entries) => {
            let mut entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{}: {}", yaml_key(dice, key), yaml_scalar(dice, value)))
                .collect();
            dice.shuffle(&mut entries);
            format!("{{{space}{}{space}}}", entries.join(", "))
        }
        other => yaml_scalar(dice, other),
    }
}

fn yaml_key(dice: &mut Dice, key: &str) -> String {
    yaml_scalar(dice, &Data::Text(key.to_owned()))
}

/// Writes a value below a key or dash, with what belongs between them.
fn yaml_block(dice: &mut Dice, data: &Data, indent: usize, out: &mut String) {
    let comment = if dice.chance(15) { "   # a note: {" } else { "" };
    let step = 1 + dice.below(4);
    let below = " ".repeat(indent + step);
    match data {
        Data::List(items) if !items.is_empty() && dice.chance(60) => {
            out.push_str(&format!("{comment}\n"));
            for item in items {
                gap(dice, out);
                out.push_str(&format!("{below}-"));
                yaml_block(dice, item, indent + step, out);
            }
        }
        Data::Map(entries) if !entries.is_empty() && dice.chance(60) => {
            out.push_str(&format!("{comment}\n"));
            yaml_entries(dice, entries.clone(), indent + step, out);
        }
        Data::Text(text) if text.contains('\n') && dice.chance(50) => {
            out.push_str(&format!(" |-{comment}\n"));
            text.lines().for_each(|line| out.push_str(&format!("{below}{line}\n")));
        }
        other => out.push_str(&format!(" {}{comment}\n", yaml_scalar(dice, other))),
    }
}

fn yaml_entries(dice: &mut Dice, mut entries: Vec<(String, Data)>, indent: usize, out: &mut String) {
    dice.shuffle(&mut entries);
    let mut anchored: Option<Data> = None;
    for (key, value) in entries {
        gap(dice, out);
        out.push_str(&format!("{}{}:", " ".repeat(indent), yaml_key(dice, &key)));
        let twin = indent == 0 && (key == "first" || key == "second");
        match &anchored {
            Some(same) if twin && *same == value => out.push_str(" *same\n"),
            None if twin && dice.chance(50) => {
                out.push_str(" &same");
                yaml_block(dice, &value, indent, out);
                anchored = Some(value);
            }
            _ => yaml_block(dice, &value, indent, out),
        }
    }
}

fn gap(dice: &mut Dice, out: &mut String) {
    if dice.chance(10) {
        // Not indented: below a text in lines of its own, an indented one is part of the text.
        out.push_str(dice.pick(&["\n", "# a comment\n", "# - x: 1\n", "\n\n"]));
    }
}

fn yaml(dice: &mut Dice, data: &Data) -> String {
    let Data::Map(entries) = data else { unreachable!("a configuration is a map") };
    let mut out = String::from(dice.pick(&["", "", "---\n", "# top\n"]));
    yaml_entries(dice, entries.clone(), 0, &mut out);
    out
}

/// What no format gives a meaning: a mark at the start, line ends, blank lines at the end.
fn encode(dice: &mut Dice, mut text: String) -> String {
    if dice.chance(30) {
        text = text.trim_end_matches('\n').to_owned() + dice.pick(&["", "\n", "\n\n"]);
    }
    if dice.chance(25) {
        text = text.replace('\n', "\r\n");
    }
    if dice.chance(15) { format!("\u{feff}{text}") } else { text }
}

/// The formats of the law: a path and how to write a configuration there.
type Writer = fn(&mut Dice, &Data) -> String;
const FORMATS: &[(&str, Writer)] = &[("agent.yaml", yaml), ("agent.json", json), ("agent.md", markdown)];

/// Front matter and prose.
fn markdown(dice: &mut Dice, data: &Data) -> String {
    let matter = yaml(dice, data).trim_start_matches("---\n").to_owned();
    format!("---\n{matter}---\n# Greeting\n\nYou are the assistant.\n")
}

/// Other quotes, indents, key orders, comments, anchors, spellings of numbers and line ends: no
/// change, with a policy and without.
pub fn writing_it_differently_changes_nothing() {
    for (path, write) in FORMATS {
        let kernel = kernel(path);
        let counts = law(120, |dice, counts| {
            let data = configuration(dice);
            let mut written = || {
                let text = write(dice, &data);
                encode(dice, text)
            };
            let (one, two) = (written(), written());
            let found = detect(path, None, Some(one.as_bytes()), Some(two.as_bytes()));
            let both = || format!("{path}:\n{one}\n-----\n{two}\n-----\n{data:?}");
            assert!(found.unknown.is_empty(), "{:#?}\n{}", found.unknown, both());
            assert!(found.list.is_empty(), "{:#?}\n{}", found.list, both());
            let (before, after) = (facts(&kernel, path, &one), facts(&kernel, path, &two));
            assert_eq!(before.digest(), after.digest(), "{before:#?}\n{after:#?}\n{}", both());
            if one != two {
                counts.add("written differently");
            }
            if (one.contains("*same") || two.contains("*same")) && one != two {
                counts.add("an alias");
            }
        });
        counts.at_least("written differently", 90);
        if !path.ends_with("json") {
            counts.at_least("an alias", 20);
        }
    }
}

/// One scalar that says something else, or one more item of a set, is one change, of the artifact
/// that stands there; elsewhere in a governed file it is a change of its rest.
pub fn one_edit_is_one_change() {
    for (path, write) in FORMATS {
        let kernel = kernel(path);
        let counts = law(120, |dice, counts| {
            let before = configuration(dice);
            let (after, kind) = edited(dice, &before);
            let texts = [&before, &after].map(|data| {
                let text = write(dice, data);
                encode(dice, text)
            });
            let sides = texts.each_ref().map(|text| facts(&kernel, path, text));
            let [old, new] = sides;
            let changes = change::compare(&kernel, vec![(Reading::Old, old, new)]);
            let kinds: Vec<Kind> = changes.list.iter().map(|c: &Change| c.kind).collect();
            assert_eq!(kinds, [kind], "{path}:\n{}\n-----\n{}\n{:#?}", texts[0], texts[1], changes.list);
            counts.add(kind.word());
        });
        for kind in ["model", "threshold", "parameter", "switch", "tools", "other"] {
            counts.at_least(kind, 5);
        }
    }
}

/// Changes one thing and says of what kind it is.
fn edited(dice: &mut Dice, before: &Data) -> (Data, Kind) {
    let mut after = before.clone();
    let kind =
        dice.pick(&[Kind::Model, Kind::Parameter, Kind::Threshold, Kind::Switch, Kind::Tools, Kind::Other]);
    match kind {
        Kind::Model => *at(&mut after, "llm/model") = Data::Text("another-1".into()),
        Kind::Parameter => *at(&mut after, "llm/temperature") = Data::Number(21),
        Kind::Threshold => *at(&mut after, "escalate/min") = Data::Number(101),
        Kind::Switch => {
            let switch = at(&mut after, "recording");
            *switch = Data::Bool(*switch == Data::Bool(false));
        }
        Kind::Tools => {
            if let Data::List(tools) = at(&mut after, "tools") {
                tools.push(Data::Text("one more".into()));
            }
        }
        _ => {
            let rest = at(&mut after, "rest");
            *rest = if *rest == Data::Number(1) { Data::Text("1".into()) } else { Data::Number(1) };
        }
    }
    (after, kind)
}

fn at<'d>(data: &'d mut Data, path: &str) -> &'d mut Data {
    path.split('/').fold(data, |data, key| {
        let Data::Map(entries) = data else { unreachable!("a map") };
        entries.iter_mut().find(|(k, _)| k == key).map(|(_, value)| value).expect("a key")
    })
}
