//! The canonical form of a typed tree, with the governed values taken out.

use std::collections::BTreeMap;

use super::{Data, Node};
use crate::decimal::Decimal;
use crate::source::Span;

/// One step from a value into a value inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list.
    Index(usize),
}

/// What of a tree its canonical form leaves out, and how it names and orders the items of lists.
#[derive(Clone, Debug, Default)]
pub struct Mask {
    whole: bool,
    names: Option<Names>,
    below: BTreeMap<Step, Mask>,
}

/// The names of the items of one list.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// One for each item, such as `[name=x]`.
    pub items: Vec<String>,
    /// Whether the order of the items means something.
    pub ordered: bool,
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

    /// Gives the items of the list at a path their names.
    pub fn name(&mut self, path: &[Step], names: Names) {
        let mut mask = self;
        for step in path {
            mask = mask.below.entry(step.clone()).or_default();
        }
        mask.names = Some(names);
    }

    /// Lists the bytes of what is taken out.
    pub fn spans(&self, root: &Node) -> Vec<Span> {
        let mut spans = Vec::new();
        self.add_spans(root, &mut spans);
        spans
    }

    fn add_spans(&self, node: &Node, spans: &mut Vec<Span>) {
        if self.whole {
            return spans.push(node.span);
        }
        for (step, below) in &self.below {
            let inner = match (step, &node.data) {
                (Step::Key(key), _) => node.get(key),
                (Step::Index(i), Data::Seq(items)) => items.get(*i),
                (Step::Index(_), _) => None,
            };
            if let Some(inner) = inner {
                below.add_spans(inner, spans);
            }
        }
    }

    /// Lists the items of a list as they are written out: each index with its name.
    fn order(&self, length: usize) -> Vec<(usize, String)> {
        let name = |i: usize| {
            let name = self.names.as_ref().and_then(|names| names.items.get(i).cloned());
            (i, name.unwrap_or_else(|| i.to_string()))
        };
        let mut order: Vec<(usize, String)> = (0..length).map(name).collect();
        if self.names.as_ref().is_some_and(|names| !names.ordered) {
            order.sort_by(|a, b| a.1.cmp(&b.1));
        }
        order
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
/// `["hole"]`. A list whose items have names and whose order means nothing is sorted by name. A
/// word that readers take differently is `["word",…]` and a text that stands for a value is
/// `["tag",…]`, so that neither is equal to a string.
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
        Data::String(text) | Data::Bare(text) => tagged("str", text, out),
        Data::Ambiguous(text) => tagged("word", text, out),
        Data::Time(text) => tagged("time", text, out),
        Data::Opaque(text) => tagged("tag", text, out),
        Data::Seq(items) => {
            out.push_str("[\"seq\",[");
            let order = mask.map(|mask| mask.order(items.len()));
            for n in 0..items.len() {
                if n > 0 {
                    out.push(',');
                }
                let i = order.as_ref().and_then(|order| order.get(n)).map_or(n, |(i, _)| *i);
                let Some(item) = items.get(i) else { continue };
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
        pointer.push_str(name);
        write_lines(value, mask.and_then(|mask| mask.at(&step)), pointer, out);
        pointer.truncate(length);
    };
    let leaf = match &node.data {
        _ if masked => return,
        Data::Seq(items) if !items.is_empty() => {
            let order = mask.map(|mask| mask.order(items.len()));
            for n in 0..items.len() {
                let named = order.as_ref().and_then(|order| order.get(n));
                let (i, name) = named.map_or_else(|| (n, n.to_string()), |(i, name)| (*i, name.clone()));
                let Some(item) = items.get(i) else { continue };
                below(Step::Index(i), &name, item);
            }
            return;
        }
        Data::Map(entries) if !entries.is_empty() => {
            let mut sorted: Vec<_> = entries.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            for entry in sorted {
                let name = entry.key.replace('~', "~0").replace('/', "~1");
                below(Step::Key(entry.key.clone()), &name, &entry.value);
            }
            return;
        }
        Data::Seq(_) => "[]".to_owned(),
        Data::Map(_) => "{}".to_owned(),
        Data::Null => "null".to_owned(),
        Data::Bool(value) => value.to_string(),
        Data::Number(text) => number(text),
        Data::String(text) | Data::Bare(text) => serde_json::Value::from(text.as_str()).to_string(),
        Data::Ambiguous(text) | Data::Time(text) | Data::Opaque(text) => text.clone(),
    };
    out.push_str(pointer);
    out.push_str(": ");
    out.push_str(&leaf);
    out.push('\n');
}
