//! Variables of an environment that a file writes as a list: `- MODEL=m-1`, or
//! `- { name: MODEL, value: m-1 }`. Their names say what they are, as keys do.

use crate::format::{Data, Entry, Node};
use crate::source::Span;

/// Turns every such list of a tree into a map. Recursion ends at [`crate::format::MAX_DEPTH`].
pub fn name_variables(node: &mut Node, text: &str) {
    match &mut node.data {
        Data::Map(entries) => entries.iter_mut().for_each(|entry| name_variables(&mut entry.value, text)),
        Data::Seq(items) => match variables(items, text) {
            Some(entries) => node.data = Data::Map(entries),
            None => items.iter_mut().for_each(|item| name_variables(item, text)),
        },
        _ => {}
    }
}

/// The variables of a list of which most are some, where no name stands twice. One without a
/// value, or called otherwise, goes by what it says.
fn variables(items: &[Node], text: &str) -> Option<Vec<Entry>> {
    if items.iter().filter(|item| is_usual(item)).count() * 2 <= items.len() {
        return None;
    }
    let entries: Vec<Entry> = items.iter().map(|item| variable(item, text)).collect::<Option<_>>()?;
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    (names.len() == items.len()).then_some(entries)
}

/// Whether an item is a variable with a name as everybody writes them, and a value.
fn is_usual(item: &Node) -> bool {
    match &item.data {
        Data::String(pair) => {
            pair.split_once('=').is_some_and(|(name, value)| is_name(name) && !value.is_empty())
        }
        Data::Map(_) => {
            item.get("name").is_some_and(|name| matches!(&name.data, Data::String(name) if is_name(name)))
        }
        _ => false,
    }
}

fn variable(item: &Node, text: &str) -> Option<Entry> {
    match &item.data {
        Data::String(pair) => {
            let named = pair.split_once('=').filter(|(name, _)| is_name(name));
            let Some((name, value)) = named else {
                let value = Node { span: item.span, data: Data::Bare(String::new()) };
                return Some(Entry { key: pair.clone(), key_span: item.span, value });
            };
            let mut span = item.span;
            // Without quotes the value has a place of its own.
            if text.get(span.range()).is_some_and(|written| written.starts_with(pair.as_str())) {
                span = Span::new(span.start as usize + name.len() + 1, span.start as usize + pair.len());
            }
            let value = Node { span, data: Data::Bare(value.to_owned()) };
            Some(Entry { key: name.to_owned(), key_span: item.span, value })
        }
        Data::Map(entries) => {
            let [first, second] = entries.as_slice() else { return None };
            let (name, value) = if first.key == "name" { (first, second) } else { (second, first) };
            let Data::String(key) = &name.value.data else { return None };
            let named = name.key == "name" && matches!(value.key.as_str(), "value" | "valueFrom");
            named.then(|| Entry { key: key.clone(), key_span: name.value.span, value: value.value.clone() })
        }
        _ => None,
    }
}

/// Tells whether a text is the name of a variable as everybody writes them: `LLM_MODEL`.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.len() > 1
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}
