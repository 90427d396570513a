//! Places that lie in themselves, data that comes from itself, and facts that supersede themselves.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::Id;
use crate::names;

use super::Governance;

/// How deep places and categories may lie in each other.
const MAX_DEPTH: usize = 16;

/// Finds places and categories of a policy that come back to themselves, or lie too deep, and facts
/// that do. Of facts any number may follow each other.
pub fn circles(all: &Governance, out: &mut Vec<Diagnostic>) {
    let words = &all.words;
    let places = words.jurisdictions.iter().map(|place| (&place.id, place.within.iter().collect()));
    let data = words.categories.iter().map(|category| (&category.id, category.from.iter().collect()));
    let facts = all.facts.iter().map(|fact| (&fact.id, fact.successor.iter().collect()));
    walk(places.collect(), ("lies in", "`within`"), Some(MAX_DEPTH), out);
    walk(data.collect(), ("comes from", "`from`"), Some(MAX_DEPTH), out);
    walk(facts.collect(), ("is superseded by", "`superseded`"), None, out);
}

/// Where a walk is with a name.
#[derive(Clone, Copy)]
enum State {
    /// On the way to it.
    Open,
    /// Done; so many steps lie below it.
    Depth(usize),
}

/// Walks from every name along what it names, each name once, without recursion.
fn walk<'a>(
    all: Vec<(&'a Id, Vec<&'a Id>)>,
    (relation, clause): (&str, &str),
    deepest: Option<usize>,
    out: &mut Vec<Diagnostic>,
) {
    let edges: HashMap<&str, &[&Id]> = all.iter().map(|(id, to)| (id.name.as_str(), to.as_slice())).collect();
    let mut states: HashMap<&str, State> = HashMap::new();
    for (start, _) in &all {
        let mut way: Vec<(&Id, usize)> = vec![(start, 0)];
        while let Some((id, next)) = way.pop() {
            let to = edges.get(id.name.as_str()).copied().unwrap_or_default();
            if next == 0 {
                match states.get(id.name.as_str()) {
                    Some(_) => continue,
                    None => states.insert(&id.name, State::Open),
                };
            }
            let Some(target) = to.get(next) else {
                let below = to.iter().filter_map(|target| match states.get(target.name.as_str()) {
                    Some(State::Depth(depth)) => Some(depth + 1),
                    _ => None,
                });
                let depth = below.max().unwrap_or(0);
                states.insert(&id.name, State::Depth(depth));
                if deepest == Some(depth) {
                    let text = format!("`{}` lies more than {depth} deep", id.name);
                    let finding = Diagnostic::new(&names::CIRCULAR_WORDS, id.at, text);
                    out.push(finding.help(format!("name what is near the top in {clause}")));
                }
                continue;
            };
            way.push((id, next + 1));
            match states.get(target.name.as_str()) {
                Some(State::Open) => out.push(circle(&way, target, relation, clause)),
                Some(State::Depth(_)) => {}
                None if edges.contains_key(target.name.as_str()) => way.push((target, 0)),
                None => {}
            }
        }
    }
}

fn circle(way: &[(&Id, usize)], target: &Id, relation: &str, clause: &str) -> Diagnostic {
    let from = way.iter().position(|(id, _)| id.name == target.name).unwrap_or(0);
    let through: Vec<String> =
        way[from..].iter().skip(1).take(8).map(|(id, _)| format!("`{}`", id.name)).collect();
    let text = match through.as_slice() {
        [] => format!("`{}` {relation} itself", target.name),
        through => format!("`{}` {relation} itself, through {}", target.name, through.join(", ")),
    };
    Diagnostic::new(&names::CIRCULAR_WORDS, target.at, text)
        .help(format!("remove the name from {clause} of one of them"))
}
