//! Which item of a list before is which item after.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};

use super::rules::text_of;
use crate::format::{Data, Node, tree};

/// The keys that name the items of a list, most telling first; `/` steps into a map.
const IDENTITIES: &[&str] = &[
    "name",
    "id",
    "model_name",
    "function/name",
    "metadata/name",
    "guardrail_name",
    "displayName",
    "display_name",
    "key",
    "slug",
    "title",
    "label",
    "alias",
    "category",
    "event",
    "path",
    "voice_id",
    "agent_id",
    "tool",
    "ref",
    "type",
    "kind",
];

/// An item before, an item after, and how the pair is named in a pointer.
pub struct Pair<'n> {
    /// The name of the step.
    pub name: String,
    /// The item before.
    pub before: Option<&'n Node>,
    /// The item after.
    pub after: Option<&'n Node>,
}

/// Pairs the items of two lists.
///
/// Items are the same that have the same identity; where none has any, those that are equal,
/// and what is left in order. Messages, which are read in order, are paired by their places
/// between what is equal at both ends.
pub fn pair<'n>(before: &'n [Node], after: &'n [Node]) -> Vec<Pair<'n>> {
    if before.iter().chain(after).all(is_message) {
        return in_order(before, after);
    }
    match identity(before, after) {
        Some(key) => by_identity(key, before, after),
        None => by_content(before, after),
    }
}

/// Whether an item is one turn of a conversation.
fn is_message(item: &Node) -> bool {
    const ROLES: &[&str] =
        &["system", "user", "assistant", "developer", "tool", "function", "human", "ai", "model"];
    let role = item.get("role").and_then(|role| text_of(&role.data));
    role.is_some_and(|role| ROLES.contains(&role.to_ascii_lowercase().as_str()))
}

fn value_at<'n>(item: &'n Node, key: &str) -> Option<&'n Node> {
    key.split('/').try_fold(item, |node, step| node.get(step))
}

fn name_of<'n>(item: &'n Node, key: &str) -> Option<Cow<'n, str>> {
    let value = value_at(item, key)?;
    match &value.data {
        Data::Number(text) => Some(Cow::Borrowed(text.as_str())),
        data => text_of(data).filter(|text| text.len() <= 200).map(Cow::Borrowed),
    }
}

/// The first key that tells all items of both sides apart; else one that most of them have.
fn identity(before: &[Node], after: &[Node]) -> Option<&'static str> {
    let mut most = None;
    for key in IDENTITIES {
        let names = |items: &[Node]| -> (usize, usize) {
            let mut names: Vec<Cow<'_, str>> = items.iter().filter_map(|item| name_of(item, key)).collect();
            let named = names.len();
            names.sort_unstable();
            names.dedup();
            (named, names.len())
        };
        let ((named_a, apart_a), (named_b, apart_b)) = (names(before), names(after));
        if apart_a == before.len() && apart_b == after.len() {
            return Some(key);
        }
        let fits = |named: usize, items: &[Node]| named * 2 > items.len() || items.is_empty();
        if most.is_none() && fits(named_a, before) && fits(named_b, after) {
            most = Some(*key);
        }
    }
    most
}

/// An item under its name, numbered where the name stands several times.
struct Named<'n> {
    name: String,
    numbered: String,
    item: &'n Node,
}

fn named<'n>(key: &str, items: &'n [Node]) -> Vec<Named<'n>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let last = key.rsplit('/').next().unwrap_or(key);
    let one = |(i, item): (usize, &'n Node)| {
        let name = match name_of(item, key) {
            Some(value) => format!("[{last}={value}]"),
            None => i.to_string(),
        };
        let nth = seen.entry(name.clone()).or_default();
        *nth += 1;
        let numbered = if *nth > 1 { format!("{name}#{nth}") } else { name.clone() };
        Named { name, numbered, item }
    };
    items.iter().enumerate().map(one).collect()
}

fn by_identity<'n>(key: &str, before: &'n [Node], after: &'n [Node]) -> Vec<Pair<'n>> {
    let (old, new) = (named(key, before), named(key, after));
    let mut origin = equal_of_a_name(&old, &new);
    let mut taken: HashSet<usize> = origin.iter().flatten().copied().collect();
    let mut left: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for (i, one) in old.iter().enumerate().filter(|(i, _)| !taken.contains(i)) {
        left.entry(&one.name).or_default().push_back(i);
    }
    for (one, origin) in new.iter().zip(&mut origin).filter(|(_, origin)| origin.is_none()) {
        *origin = left.get_mut(one.name.as_str()).and_then(VecDeque::pop_front);
        taken.extend(*origin);
    }
    let item = |i: usize| old.get(i).map(|one| one.item);
    let mut pairs: Vec<Pair<'n>> = new
        .iter()
        .zip(&origin)
        .map(|(one, origin)| Pair {
            before: origin.and_then(item),
            after: Some(one.item),
            name: one.numbered.clone(),
        })
        .collect();
    let gone = old.iter().enumerate().filter(|(i, _)| !taken.contains(i));
    let mut gone: Vec<(String, &Node)> = gone.map(|(_, one)| (one.numbered.clone(), one.item)).collect();
    renamed(key, &mut pairs, &mut gone);
    pairs.extend(gone.into_iter().map(|(name, item)| Pair { name, before: Some(item), after: None }));
    pairs
}

/// Finds for each item the one before that is equal to it, where several have its name: the
/// number of a namesake says less than what is in it.
fn equal_of_a_name(old: &[Named<'_>], new: &[Named<'_>]) -> Vec<Option<usize>> {
    let several = |list: &[Named<'_>]| -> HashSet<String> {
        list.iter().filter(|one| one.name != one.numbered).map(|one| one.name.clone()).collect()
    };
    let (mut names, more) = (several(old), several(new));
    names.extend(more);
    if names.is_empty() {
        return vec![None; new.len()];
    }
    let mut equal: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (i, one) in old.iter().enumerate().filter(|(_, one)| names.contains(&one.name)) {
        equal.entry(tree::encode(one.item, None)).or_default().push_back(i);
    }
    let origin = |one: &Named<'_>| match names.contains(&one.name) {
        true => equal.get_mut(&tree::encode(one.item, None)).and_then(VecDeque::pop_front),
        false => None,
    };
    new.iter().map(origin).collect()
}

/// Pairs an item that has only got another identity with what it was.
fn renamed<'n>(key: &str, pairs: &mut [Pair<'n>], gone: &mut Vec<(String, &'n Node)>) {
    if gone.is_empty() || pairs.iter().all(|pair| pair.before.is_some()) {
        return;
    }
    let mut bodies: HashMap<String, Vec<&'n Node>> = HashMap::new();
    for (_, item) in gone.iter().rev() {
        bodies.entry(body(item, key)).or_default().push(item);
    }
    for pair in pairs.iter_mut().filter(|pair| pair.before.is_none()) {
        let Some(after) = pair.after else { continue };
        pair.before = bodies.get_mut(&body(after, key)).and_then(Vec::pop);
    }
    let taken: HashSet<*const Node> =
        pairs.iter().filter_map(|pair| pair.before.map(std::ptr::from_ref)).collect();
    gone.retain(|(_, item)| !taken.contains(&std::ptr::from_ref::<Node>(item)));
}

/// The canonical form of an item without its identity.
fn body(item: &Node, key: &str) -> String {
    let mut mask = tree::Mask::default();
    let steps: Vec<tree::Step> = key.split('/').map(|step| tree::Step::Key(step.to_owned())).collect();
    mask.insert(&steps);
    tree::encode(item, Some(&mask))
}

fn by_content<'n>(before: &'n [Node], after: &'n [Node]) -> Vec<Pair<'n>> {
    let encoded =
        |items: &'n [Node]| -> Vec<String> { items.iter().map(|item| tree::encode(item, None)).collect() };
    let (old, new) = (encoded(before), encoded(after));
    let mut equal: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, text) in old.iter().enumerate().rev() {
        equal.entry(text).or_default().push(i);
    }
    let mut left: Vec<Option<&Node>> = before.iter().map(Some).collect();
    let mut pairs: Vec<Pair<'n>> = Vec::new();
    let mut fresh: Vec<(usize, &Node)> = Vec::new();
    for ((i, item), text) in after.iter().enumerate().zip(&new) {
        let same = equal.get_mut(text.as_str()).and_then(Vec::pop);
        match same.and_then(|at| left.get_mut(at)) {
            Some(slot) => *slot = None,
            None => fresh.push((i, item)),
        }
    }
    let mut gone = left.into_iter().enumerate().filter_map(|(i, item)| item.map(|item| (i, item)));
    for (i, item) in fresh {
        let before = gone.next().map(|(_, item)| item);
        pairs.push(Pair { name: i.to_string(), before, after: Some(item) });
    }
    pairs.extend(gone.map(|(i, item)| Pair { name: i.to_string(), before: Some(item), after: None }));
    pairs
}

fn in_order<'n>(before: &'n [Node], after: &'n [Node]) -> Vec<Pair<'n>> {
    let same = |a: &Node, b: &Node| tree::encode(a, None) == tree::encode(b, None);
    let head = before.iter().zip(after).take_while(|(a, b)| same(a, b)).count();
    let (old, new) = (before.get(head..).unwrap_or_default(), after.get(head..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (old, new) =
        (old.get(..old.len() - tail).unwrap_or_default(), new.get(..new.len() - tail).unwrap_or_default());
    (0..old.len().max(new.len()))
        .map(|i| Pair { name: (head + i).to_string(), before: old.get(i), after: new.get(i) })
        .collect()
}
