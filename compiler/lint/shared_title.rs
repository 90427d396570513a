//! People know systems and rules by their titles, and approve by them.

use std::collections::HashMap;
use std::collections::hash_map::{DefaultHasher, Entry};
use std::hash::Hasher;

use crate::model::Id;

use super::{Context, Findings, Lint};

/// Two systems or two rules have one title.
pub static LINT: Lint = lint!("shared-title", Warn, Scope, "Two systems or two rules have one title.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = context.model.systems.iter().map(|system| ("systems", &system.id, &system.title));
    let rules = context.model.rules.iter().map(|rule| ("rules", &rule.id, &rule.title));
    // Titles are many and long; nearly all of them differ, and their hashes tell.
    let mut first: HashMap<(&str, u64), (&Id, &String)> = HashMap::new();
    for (kind, id, title) in systems.chain(rules).filter(|(.., title)| !title.is_empty()) {
        let (other, same) = match first.entry((kind, hash(title))) {
            Entry::Vacant(entry) => {
                entry.insert((id, title));
                continue;
            }
            Entry::Occupied(entry) => *entry.get(),
        };
        if folded(title).ne(folded(same)) {
            continue;
        }
        let text = format!("the {kind} `{}` and `{}` are both called \"{title}\"", other.name, id.name);
        let finding = LINT.at(id.at, text).because(other.at, "the other one");
        out.push(
            finding.help("tell them apart in the title: whoever approves sees the title and not the name"),
        );
    }
}

fn hash(title: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    folded(title).for_each(|c| hasher.write_u32(u32::from(c)));
    hasher.finish()
}

/// Goes over a title without what nobody hears: capitals, and how wide its gaps are.
fn folded(title: &str) -> impl Iterator<Item = char> {
    title.split_whitespace().flat_map(|word| word.chars().flat_map(char::to_lowercase).chain([' ']))
}
