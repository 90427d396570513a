//! Lists whose items have names: what an item is called, wherever it stands.

use std::collections::BTreeMap;

use super::fragment::{Fragment, PathStep, PointerStep, escape};
use crate::format::tree::{Step, number};
use crate::format::{Data, Node};

/// The word of the language for items that are their own names: strings and numbers.
const ITSELF: &str = "itself";

/// A list whose items are named by one of their keys.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Where the list is.
    pub list: Vec<PathStep>,
    /// The key.
    pub key: String,
    /// Whether the order of the items means something.
    pub ordered: bool,
}

impl Identity {
    /// Makes an identity from the location of a list; `None` if that is no pointer or path.
    pub fn new(location: &str, key: &str, ordered: bool) -> Option<Identity> {
        let list = match Fragment::parse(location.strip_prefix('#').unwrap_or(location)).ok()? {
            Fragment::Whole => Vec::new(),
            Fragment::Path(steps) => steps,
            Fragment::Pointer(steps) => {
                steps.into_iter().map(PointerStep::plain).collect::<Option<Vec<_>>>()?
            }
            Fragment::Heading(_) | Fragment::Address(_) => return None,
        };
        Some(Identity { list, key: key.to_owned(), ordered })
    }

    /// Names the items of a list: `[name=x]`, the second of that name `[name=x]#2`; an item
    /// without the key has its index.
    pub fn names(&self, items: &[Node]) -> Vec<String> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut name = |(i, item): (usize, &Node)| {
            let name = match self.key.as_str() {
                ITSELF => scalar_text(item).map(|value| format!("{{{}}}", escape(&value))),
                key => item.get(key).and_then(scalar_text).map(|value| item_step(key, &value)),
            };
            let Some(name) = name else { return i.to_string() };
            let nth = seen.entry(name.clone()).or_default();
            *nth += 1;
            if *nth > 1 { format!("{name}#{nth}") } else { name }
        };
        items.iter().enumerate().map(&mut name).collect()
    }

    /// Tells whether a list stands where this says.
    pub(super) fn is_at(&self, steps: &[Step]) -> bool {
        self.list.len() == steps.len()
            && self.list.iter().zip(steps).all(|(wanted, step)| match (wanted, step) {
                (PathStep::Any, _) => true,
                (PathStep::Key(a), Step::Key(b)) => a == b,
                (PathStep::Index(a), Step::Index(b)) => a == b,
                (PathStep::Key(a), Step::Index(b)) => *a == b.to_string(),
                (PathStep::Index(_), Step::Key(_)) => false,
            })
    }
}

pub(super) fn item_step(key: &str, value: &str) -> String {
    format!("[{}={}]", escape(key), escape(value))
}

/// The text of a scalar that may name an item.
pub fn scalar_text(node: &Node) -> Option<String> {
    match &node.data {
        Data::String(text) | Data::Bare(text) | Data::Ambiguous(text) | Data::Time(text) => {
            Some(text.clone())
        }
        Data::Number(text) => Some(number(text)),
        Data::Bool(value) => Some(value.to_string()),
        Data::Null | Data::Seq(_) | Data::Map(_) | Data::Opaque(_) => None,
    }
}
