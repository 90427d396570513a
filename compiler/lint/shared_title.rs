//! People know systems and rules by their titles, and approve by them.

use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashSet};

use crate::model::Id;

use super::{Context, Findings, Lint};

/// Two systems or two rules have one title.
pub static LINT: Lint = lint!("shared-title", Warn, Scope, "Two systems or two rules have one title.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = context.model.systems.iter().map(|system| (&system.id, system.title.as_str()));
    look("systems", systems, out);
    let rules = context.model.rules.iter().map(|rule| (&rule.id, rule.title.as_str()));
    look("rules", rules, out);
}

fn look<'a>(kind: &str, titled: impl Iterator<Item = (&'a Id, &'a str)> + Clone, out: &mut Findings) {
    let titled = titled.filter(|(_, title)| !title.is_empty());
    // Titles are many and long; nearly all of them differ, and their hashes tell.
    let (mut buffer, hasher) = (String::new(), RandomState::default());
    let mut hash = |title: &str| {
        buffer.clear();
        fold(title, &mut buffer);
        hasher.hash_one(buffer.as_str())
    };
    let mut seen: HashSet<u64> = HashSet::default();
    seen.reserve(titled.clone().count());
    let twice: HashSet<u64> =
        titled.clone().map(|(_, title)| hash(title)).filter(|hash| !seen.insert(*hash)).collect();
    if twice.is_empty() {
        return;
    }
    let mut first: HashMap<String, &Id> = HashMap::default();
    for (id, title) in titled {
        if !twice.contains(&hash(title)) {
            continue;
        }
        let other = match first.entry(folded(title)) {
            Entry::Vacant(entry) => {
                entry.insert(id);
                continue;
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        let text = format!("the {kind} `{}` and `{}` are both called \"{title}\"", other.name, id.name);
        let finding = LINT.at(id.at, text).because(other.at, "the other one");
        out.push(
            finding.help("tell them apart in the title: whoever approves sees the title and not the name"),
        );
    }
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
