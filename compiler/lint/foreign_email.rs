//! Commits from a private address are easy to miss when somebody leaves.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Findings, Lint};

/// Somebody has no address of the domain that the others have.
pub static LINT: Lint = lint!(
    "foreign-email",
    Note,
    Accountability,
    "Somebody has no address of the domain that the others have.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let persons = &context.model.persons;
    let mut domains: BTreeMap<String, usize> = BTreeMap::new();
    for person in persons {
        let own: BTreeSet<String> = person.emails.iter().filter_map(|email| domain(&email.text)).collect();
        own.into_iter().for_each(|domain| *domains.entry(domain).or_default() += 1);
    }
    let Some((home, count)) = domains.iter().max_by_key(|(_, count)| **count) else { return };
    if *count < ENOUGH || count * 4 < persons.len() * 3 {
        return;
    }
    for person in persons {
        let Some(first) = person.emails.first() else { continue };
        if person.emails.iter().any(|email| domain(&email.text).as_ref() == Some(home)) {
            continue;
        }
        let text = format!("`{}` has no address at {home}, as {count} others have", person.id.name);
        out.push(LINT.at(first.at, text).help(
            "add the address at work, or say in a comment who it is: whoever signs for the organization should be \
             known to it",
        ));
    }
}

/// How many people must share a domain before it is the usual one.
const ENOUGH: usize = 3;

fn domain(address: &str) -> Option<String> {
    Some(address.rsplit_once('@')?.1.to_lowercase())
}
