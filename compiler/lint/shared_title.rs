//! People know systems and rules by their titles, and approve by them.

use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

use foldhash::HashMap;
use foldhash::fast::RandomState;

use crate::model::Id;

use super::{Context, Findings, Lint};

/// Two systems or two rules have one title.
pub static LINT: Lint = lint!("shared-title", Warn, Scope, "Two systems or two rules have one title.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = context.model.systems.iter().map(|system| ("systems", &system.id, &system.title));
    let rules = context.model.rules.iter().map(|rule| ("rules", &rule.id, &rule.title));
    let all: Vec<(&str, &Id, &str)> =
        systems.chain(rules).map(|(kind, id, title)| (kind, id, title.as_str())).collect();
    // Titles are many and long; nearly all of them differ, and their hashes tell.
    let mut first: HashMap<u64, usize> = HashMap::default();
    let (mut buffer, hasher) = (String::new(), RandomState::default());
    for (n, (kind, id, title)) in all.iter().enumerate().filter(|(_, (.., title))| !title.is_empty()) {
        let (other_kind, other, same) = match first.entry(hash(kind, title, &mut buffer, &hasher)) {
            Entry::Vacant(entry) => {
                entry.insert(n);
                continue;
            }
            Entry::Occupied(entry) => all[*entry.get()],
        };
        if other_kind != *kind || folded(title) != folded(same) {
            continue;
        }
        let text = format!("the {kind} `{}` and `{}` are both called \"{title}\"", other.name, id.name);
        let finding = LINT.at(id.at, text).because(other.at, "the other one");
        out.push(
            finding.help("tell them apart in the title: whoever approves sees the title and not the name"),
        );
    }
}

fn hash(kind: &str, title: &str, buffer: &mut String, hasher: &RandomState) -> u64 {
    buffer.clear();
    fold(title, buffer);
    hasher.hash_one((kind, buffer.as_str()))
}

fn folded(title: &str) -> String {
    let mut out = String::new();
    fold(title, &mut out);
    out
}

/// Writes a title without what nobody hears: capitals, and how wide its gaps are.
fn fold(title: &str, out: &mut String) {
    let mut add = |word: &str| {
        out.push_str(word);
        out.push(' ');
    };
    match title.is_ascii() {
        true => title.split_ascii_whitespace().for_each(&mut add),
        false => title.split_whitespace().for_each(|word| add(&word.to_lowercase())),
    }
    out.make_ascii_lowercase();
}
