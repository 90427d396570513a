//! A document as a flat list of values with inferred kinds, items named by identity.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::words::{Around, Section, Words, kind, text_of};
use crate::decimal::Decimal;
use crate::facts::{Value, scalar_text, split_commas, value_of_prompt};
use crate::format::tree::number;
use crate::format::{Data, Document, Entry, Node};
use crate::kind::Kind;
use crate::source::{LineColumn, LineIndex};

/// The keys that name the items of a list, most telling first.
const IDENTITIES: &[&str] = &["name", "id", "model_name", "key", "title", "type", "alias"];

/// One value with its inferred kind.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The last key on the way.
    pub name: String,
    /// The value.
    pub value: Value,
    /// The normalised text of a prompt.
    pub text: Option<Arc<str>>,
    /// Where it stands.
    pub at: LineColumn,
}

/// Values by pointer, kind, and, for the items of a set, the item.
pub type Leaves = BTreeMap<(String, Kind, String), Leaf>;

/// What sort of file the values are in.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileSort {
    /// Whether the file is itself the instructions of an agent or command.
    pub agent: bool,
    /// Whether the file is a prompt with a head that describes it.
    pub prompt: bool,
}

/// Flattens the typed tree of a document.
pub fn of(document: &Document, sort: FileSort) -> Leaves {
    let starts = LineIndex::starts(&document.text);
    let mut flat = Flat { text: &document.text, starts, sort, leaves: Leaves::new() };
    if let Some(root) = &document.root {
        let no_words = Words::default();
        let place =
            Place { section: Section::Plain, key: "", words: &no_words, parent: &no_words, beside: &[] };
        flat.value(root, String::new(), &place);
    }
    flat.leaves
}

struct Flat<'t> {
    text: &'t str,
    starts: Vec<u32>,
    sort: FileSort,
    leaves: Leaves,
}

#[derive(Clone, Copy)]
struct Place<'a> {
    section: Section,
    key: &'a str,
    words: &'a Words,
    parent: &'a Words,
    beside: &'a [Words],
}

impl Flat<'_> {
    /// Recursion ends at [`crate::format::MAX_DEPTH`].
    fn value(&mut self, node: &Node, pointer: String, place: &Place<'_>) {
        match &node.data {
            Data::Map(entries) if !entries.is_empty() => self.map(entries, &pointer, place),
            Data::Seq(items) if items.iter().all(is_scalar) && !items.is_empty() => {
                self.list(node, items, pointer, place);
            }
            Data::Seq(items) if !items.is_empty() => {
                let names = names(items);
                for (item, name) in items.iter().zip(names) {
                    self.value(item, format!("{pointer}/{name}"), place);
                }
            }
            _ => self.scalar(node, pointer, place),
        }
    }

    fn map(&mut self, entries: &[Entry], pointer: &str, place: &Place<'_>) {
        let beside: Vec<Words> = entries.iter().map(|entry| Words::of(&entry.key)).collect();
        for (entry, words) in entries.iter().zip(&beside) {
            let scalar = is_scalar(&entry.value);
            let section = if scalar { place.section } else { place.section.below(words) };
            let below = Place { section, key: &entry.key, words, parent: place.words, beside: &beside };
            let name = entry.key.replace('~', "~0").replace('/', "~1");
            self.value(&entry.value, format!("{pointer}/{name}"), &below);
        }
    }

    fn kind(&self, data: &Data, place: &Place<'_>) -> Kind {
        let around = Around {
            section: place.section,
            parent: place.parent,
            beside: place.beside,
            agent_file: self.sort.agent,
            prompt_file: self.sort.prompt,
        };
        kind(place.words, data, &around)
    }

    /// A list of scalars is a set, whatever its kind; one of instructions is one text.
    fn list(&mut self, node: &Node, items: &[Node], pointer: String, place: &Place<'_>) {
        // What the list holds says more than that it is a list, except for tools and prompts.
        let of_list = self.kind(&node.data, place);
        let inner = Place { parent: place.words, ..*place };
        let of_items = items.first().map_or(of_list, |first| self.kind(&first.data, &inner));
        let kind = if matches!(of_list, Kind::Tools | Kind::Prompt) { of_list } else { of_items };
        if kind == Kind::Prompt {
            let texts: Vec<String> = items.iter().filter_map(scalar_text).collect();
            return self.prompt(&texts.join("\n"), node, pointer, place);
        }
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for item in items {
            let text = scalar_text(item).unwrap_or_else(|| "null".to_owned());
            let nth = seen.entry(text.clone()).or_default();
            *nth += 1;
            let key = if *nth > 1 { format!("{text}#{nth}") } else { text.clone() };
            self.put(pointer.clone(), kind, key, scalar_value(kind, &item.data, &text), None, item, place);
        }
    }

    fn scalar(&mut self, node: &Node, pointer: String, place: &Place<'_>) {
        let kind = self.kind(&node.data, place);
        match (&node.data, kind) {
            (Data::String(text), Kind::Prompt) => self.prompt(text, node, pointer, place),
            (Data::String(text), Kind::Tools) if names_tools(place.words) => {
                for item in split_commas(text) {
                    let value = Value::Scalar { r#type: "string".into(), v: item.to_owned() };
                    self.put(pointer.clone(), kind, item.to_owned(), value, None, node, place);
                }
            }
            (data, kind) => {
                let text = match data {
                    Data::Seq(_) => "[]".to_owned(),
                    Data::Map(_) => "{}".to_owned(),
                    Data::Opaque(text) => text.clone(),
                    _ => scalar_text(node).unwrap_or_else(|| "null".to_owned()),
                };
                self.put(pointer, kind, String::new(), scalar_value(kind, data, &text), None, node, place);
            }
        }
    }

    fn prompt(&mut self, text: &str, node: &Node, pointer: String, place: &Place<'_>) {
        let (value, text) = value_of_prompt(text);
        self.put(pointer, Kind::Prompt, String::new(), value, Some(text.into()), node, place);
    }

    #[allow(clippy::too_many_arguments)]
    fn put(
        &mut self,
        pointer: String,
        kind: Kind,
        item: String,
        value: Value,
        text: Option<Arc<str>>,
        node: &Node,
        place: &Place<'_>,
    ) {
        let at = LineIndex::find(&self.starts, self.text, node.span.start);
        self.leaves.insert((pointer, kind, item), Leaf { name: place.key.to_owned(), value, text, at });
    }
}

fn is_scalar(node: &Node) -> bool {
    !matches!(node.data, Data::Seq(_) | Data::Map(_))
}

fn names_tools(words: &Words) -> bool {
    words.ends(&["tool", "toolset", "function", "plugin", "mcp", "permission"])
}

fn scalar_value(kind: Kind, data: &Data, text: &str) -> Value {
    match (kind, data) {
        (Kind::Model | Kind::Voice, Data::String(_)) => Value::Id { v: text.to_owned() },
        (Kind::Threshold, Data::Number(raw)) => match Decimal::parse(raw) {
            Some(decimal) => Value::Decimal { v: decimal.to_string(), unit: String::new() },
            None => Value::Scalar { r#type: "number".into(), v: number(raw) },
        },
        (Kind::Switch, Data::Bool(value)) => Value::Switch { v: if *value { "on" } else { "off" }.into() },
        (_, Data::Number(raw)) => Value::Scalar { r#type: "number".into(), v: number(raw) },
        (_, Data::Bool(_)) => Value::Scalar { r#type: "bool".into(), v: text.to_owned() },
        (_, Data::Null) => Value::Scalar { r#type: "null".into(), v: text.to_owned() },
        _ => Value::Scalar { r#type: "string".into(), v: text.to_owned() },
    }
}

/// Names the items of a list: by the first identity that tells all of them apart, else by the
/// one that most have, with `#2` for namesakes; by index where no item has any.
fn names(items: &[Node]) -> Vec<String> {
    let of = |key: &str| -> Vec<Option<String>> {
        items
            .iter()
            .map(|item| item.get(key).and_then(|node| text_of(&node.data)).map(str::to_owned))
            .collect()
    };
    let candidates: Vec<(&str, Vec<Option<String>>)> = IDENTITIES.iter().map(|key| (*key, of(key))).collect();
    let tells_apart = |values: &Vec<Option<String>>| {
        let mut known: Vec<&String> = values.iter().flatten().collect();
        known.sort();
        known.dedup();
        known.len() == items.len()
    };
    let chosen = candidates
        .iter()
        .find(|(_, values)| tells_apart(values))
        .or(candidates.iter().find(|(_, values)| values.iter().flatten().count() * 2 > items.len()));
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut name = |i: usize| {
        let named = chosen.and_then(|(key, values)| {
            values
                .get(i)
                .cloned()
                .flatten()
                .map(|value| format!("[{key}={}]", value.replace('~', "~0").replace('/', "~1")))
        });
        let name = named.unwrap_or_else(|| i.to_string());
        let nth = seen.entry(name.clone()).or_default();
        *nth += 1;
        if *nth > 1 { format!("{name}#{nth}") } else { name }
    };
    (0..items.len()).map(&mut name).collect()
}
