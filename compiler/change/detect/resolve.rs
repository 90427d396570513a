//! What a model id stands for where it is said indirectly: `${MODEL:-gpt-4o}`, or a name from a
//! map or list of models of the same file.

use super::concept::Concept;
use super::key::Key;
use super::rules::{looks_like_model, text_of};
use crate::format::{Data, Node};

/// Returns the id that an id stands for where that can be told, else the id itself.
pub fn real(id: &str, root: Option<&Node>) -> String {
    let id = default_of(id).unwrap_or(id);
    if looks_like_model(id) {
        return id.to_owned();
    }
    let named = root.and_then(|root| named(root, id));
    named.map_or(id, |real| default_of(real).unwrap_or(real)).to_owned()
}

/// The default of `${NAME:-default}`, `${NAME:default}` or `${oc.env:NAME,default}`.
fn default_of(text: &str) -> Option<&str> {
    let inside = text.strip_prefix("${")?.strip_suffix('}')?;
    let default = match inside.strip_prefix("oc.env:") {
        Some(inside) => inside.split_once(',')?.1,
        None => inside.split_once(":-").or_else(|| inside.split_once(':'))?.1,
    };
    Some(default.trim().trim_matches(['"', '\''])).filter(|default| !default.is_empty())
}

/// Finds the model that a map or list of models gives a name to.
fn named<'n>(node: &'n Node, name: &str) -> Option<&'n str> {
    match &node.data {
        Data::Map(entries) => entries.iter().find_map(|entry| {
            let models = || Key::of(&entry.key).all.any(&[Concept::Model, Concept::Embedding]);
            let found = match &entry.value.data {
                Data::Map(_) if models() => entry.value.get(name).and_then(id_of),
                Data::Seq(items) if models() => {
                    items.iter().find(|item| is_called(item, name)).and_then(id_of)
                }
                _ => None,
            };
            found.or_else(|| named(&entry.value, name))
        }),
        Data::Seq(items) => items.iter().find_map(|item| named(item, name)),
        _ => None,
    }
}

fn is_called(item: &Node, name: &str) -> bool {
    let calls = |key: &str| item.get(key).and_then(|value| text_of(&value.data)) == Some(name);
    calls("name") || calls("id") || calls("model_name") || calls("alias")
}

/// The id in the settings of one model.
fn id_of(settings: &Node) -> Option<&str> {
    const KEYS: &[&str] = &["model", "model_id", "modelId", "model_name", "deployment", "id"];
    match &settings.data {
        Data::Map(entries) => {
            let own = KEYS.iter().find_map(|key| settings.get(key).and_then(|value| text_of(&value.data)));
            own.or_else(|| {
                entries.iter().find(|entry| entry.key.ends_with("params")).and_then(|e| id_of(&e.value))
            })
        }
        data => text_of(data),
    }
}
