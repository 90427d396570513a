//! The canonical form of a typed tree, with the governed values taken out.

use std::collections::BTreeMap;

use super::{Data, Node};
use crate::decimal::Decimal;

/// One step from a value into a value inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list.
    Index(usize),
}

/// Which values of a tree are left out of its canonical form.
#[derive(Clone, Debug, Default)]
pub struct Mask {
    whole: bool,
    below: BTreeMap<Step, Mask>,
}

impl Mask {
    /// Takes out the value at a path.
    pub fn insert(&mut self, path: &[Step]) {
        let mut mask = self;
        for step in path {
            mask = mask.below.entry(step.clone()).or_default();
        }
        mask.whole = true;
    }

    /// Tells whether the whole tree is taken out.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    fn at(&self, step: &Step) -> Option<&Mask> {
        self.below.get(step)
    }
}

/// Writes the canonical JSON of a tree: `["map",[["key",["num","0.8"]]]]`, keys sorted.
///
/// A masked value of a map is left out with its key, a masked item of a list becomes
/// `["hole"]`. A word that YAML 1.1 and 1.2 type differently is `["word",…]` and a value under
/// a custom tag is `["tag",…]`, so that neither is equal to a string.
pub fn encode(node: &Node, mask: Option<&Mask>) -> String {
    let mut out = String::new();
    write(node, mask, &mut out);
    out
}

fn write(node: &Node, mask: Option<&Mask>, out: &mut String) {
    if mask.is_some_and(|mask| mask.whole) {
        out.push_str("[\"hole\"]");
        return;
    }
    match &node.data {
        Data::Null => out.push_str("[\"null\"]"),
        Data::Bool(value) => out.push_str(if *value { "[\"bool\",true]" } else { "[\"bool\",false]" }),
        Data::Number(text) => tagged("num", &number(text), out),
        Data::String(text) => tagged("str", text, out),
        Data::Ambiguous(text) => tagged("word", text, out),
        Data::Time(text) => tagged("time", text, out),
        Data::Opaque(text) => tagged("tag", text, out),
        Data::Seq(items) => {
            out.push_str("[\"seq\",[");
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write(item, mask.and_then(|mask| mask.at(&Step::Index(i))), out);
            }
            out.push_str("]]");
        }
        Data::Map(entries) => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            out.push_str("[\"map\",[");
            let mut first = true;
            for entry in sorted {
                let below = mask.and_then(|mask| mask.at(&Step::Key(entry.key.clone())));
                if below.is_some_and(|mask| mask.whole) {
                    continue;
                }
                if !first {
                    out.push(',');
                }
                first = false;
                out.push('[');
                string(&entry.key, out);
                out.push(',');
                write(&entry.value, below, out);
                out.push(']');
            }
            out.push_str("]]");
        }
    }
}

/// The canonical text of a number: as a decimal where it is one, else as written.
pub fn number(text: &str) -> String {
    Decimal::parse(text).map_or_else(|| text.to_owned(), |decimal| decimal.to_string())
}

fn tagged(tag: &str, text: &str, out: &mut String) {
    out.push_str("[\"");
    out.push_str(tag);
    out.push_str("\",");
    string(text, out);
    out.push(']');
}

fn string(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// Writes a tree one scalar a line, `/a/b: 0.8`, without what the mask takes out.
pub fn lines(node: &Node, mask: Option<&Mask>) -> String {
    let mut out = String::new();
    write_lines(node, mask, &mut String::new(), &mut out);
    out
}

fn write_lines(node: &Node, mask: Option<&Mask>, pointer: &mut String, out: &mut String) {
    let masked = mask.is_some_and(|mask| mask.whole);
    let mut below = |step: Step, name: &str, value: &Node| {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        write_lines(value, mask.and_then(|mask| mask.at(&step)), pointer, out);
        pointer.truncate(length);
    };
    let leaf = match &node.data {
        _ if masked => return,
        Data::Seq(items) if !items.is_empty() => {
            for (i, item) in items.iter().enumerate() {
                below(Step::Index(i), &i.to_string(), item);
            }
            return;
        }
        Data::Map(entries) if !entries.is_empty() => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            for entry in sorted {
                below(Step::Key(entry.key.clone()), &entry.key, &entry.value);
            }
            return;
        }
        Data::Seq(_) => "[]".to_owned(),
        Data::Map(_) => "{}".to_owned(),
        Data::Null => "null".to_owned(),
        Data::Bool(value) => value.to_string(),
        Data::Number(text) => number(text),
        Data::String(text) => serde_json::Value::from(text.as_str()).to_string(),
        Data::Ambiguous(text) | Data::Time(text) | Data::Opaque(text) => text.clone(),
    };
    out.push_str(pointer);
    out.push_str(": ");
    out.push_str(&leaf);
    out.push('\n');
}
