//! The entries of a map while it is read: what every reader checks of keys.

use std::collections::HashMap;

use super::{Data, Entry, Keys, Node, Unreadable};
use crate::source::Span;

/// Most maps are small; up to this many keys, looking through them is faster than an index.
const FEW: usize = 12;

/// Entries in file order, keys unique.
#[derive(Default)]
pub(super) struct Entries {
    list: Vec<Entry>,
    index: HashMap<String, usize>,
}

impl Entries {
    /// Adds an entry. A key that is there is refused; where that is let pass, the last one wins.
    pub(super) fn put(&mut self, entry: Entry, keys: &mut Keys) -> Result<(), Unreadable> {
        match self.position(&entry.key) {
            Some(first) => {
                keys.refuse(super::duplicate_key(entry.key_span, &entry.key))?;
                self.list[first] = entry;
            }
            None => self.push(entry),
        }
        Ok(())
    }

    /// Adds an entry unless the key is there.
    pub(super) fn put_if_new(&mut self, entry: Entry) {
        if self.position(&entry.key).is_none() {
            self.push(entry);
        }
    }

    /// Returns the value of a key.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.position(key).map(|at| &mut self.list[at].value)
    }

    /// Returns the entries.
    pub(super) fn finish(self) -> Vec<Entry> {
        self.list
    }

    /// Returns the entries as a map.
    pub(super) fn into_node(self, span: Span) -> Node {
        Node { span, data: Data::Map(self.list) }
    }

    fn push(&mut self, entry: Entry) {
        if self.list.len() == FEW {
            self.index = self.list.iter().enumerate().map(|(i, entry)| (entry.key.clone(), i)).collect();
        }
        if self.list.len() >= FEW {
            self.index.insert(entry.key.clone(), self.list.len());
        }
        self.list.push(entry);
    }

    fn position(&self, key: &str) -> Option<usize> {
        if self.list.len() > FEW {
            return self.index.get(key).copied();
        }
        self.list.iter().position(|entry| entry.key == key)
    }
}
