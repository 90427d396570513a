//! Checks what only the whole policy shows: keys, addresses and coverage.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::names;
use crate::source::Location;

use super::{Model, Text};

/// Lists the mistakes that no single item shows.
pub(super) fn whole(model: &Model) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    shared_keys(model, &mut out);
    shared_emails(model, &mut out);
    coverage(model, &mut out);
    super::governance::circles(&model.governance, &mut out);
    test_titles(model, &mut out);
    out
}

/// Two people must never share a key: a signature would name neither.
fn shared_keys(model: &Model, out: &mut Vec<Diagnostic>) {
    let persons = model.persons.iter().map(|p| (&p.id, &p.keys));
    let bots = model.bots.iter().map(|b| (&b.id, &b.keys));
    let mut first: BTreeMap<&str, (&str, Location)> = BTreeMap::new();
    for (owner, keys) in persons.chain(bots) {
        for key in keys {
            match first.get(key.key.as_str()) {
                Some((other, at)) if *other != owner.name => {
                    let text = format!("`{}` and `{other}` have the same key", owner.name);
                    let finding = Diagnostic::new(&names::SHARED_KEY, key.at, text);
                    let finding = finding.because(*at, format!("the key of `{other}`"));
                    out.push(finding.help("a signature must name one person: give each their own key"));
                }
                Some(_) => {}
                None => {
                    first.insert(&key.key, (&owner.name, key.at));
                }
            }
        }
    }
}

fn shared_emails(model: &Model, out: &mut Vec<Diagnostic>) {
    let persons = model.persons.iter().map(|p| (&p.id, &p.emails));
    let bots = model.bots.iter().map(|b| (&b.id, &b.emails));
    let mut first: BTreeMap<String, (&str, &Text)> = BTreeMap::new();
    for (owner, emails) in persons.chain(bots) {
        for email in emails {
            // Commits are matched without regard to case, so two spellings are one address.
            match first.get(&email.text.to_lowercase()) {
                Some((other, text)) => {
                    let message = format!("the address `{}` is named twice", email.text);
                    let finding = Diagnostic::new(&names::SHARED_EMAIL, email.at, message);
                    let finding = finding.because(text.at, format!("an address of `{other}`"));
                    out.push(finding.help("an address names one person or bot: remove one of the two"));
                }
                None => {
                    first.insert(email.text.to_lowercase(), (&owner.name, email));
                }
            }
        }
    }
}

/// Every declared system must be named by the organization, so that nothing is governed unseen.
fn coverage(model: &Model, out: &mut Vec<Diagnostic>) {
    let Some(organization) = &model.organization else { return };
    if organization.covers.is_empty() {
        return;
    }
    let covered: BTreeSet<&str> = organization.covers.iter().map(|id| id.name.as_str()).collect();
    for system in model
        .systems
        .iter()
        .filter(|system| !system.id.name.is_empty() && !covered.contains(system.id.name.as_str()))
    {
        let text = format!("the system `{}` is not in `covers` of the organization", system.id.name);
        let finding = Diagnostic::new(&names::UNCOVERED_SYSTEM, organization.covers_at, text);
        let finding = finding.because(system.id.at, "the system is declared here");
        out.push(finding.help(format!("add `{}` to `covers`", system.id.name)));
    }
}

fn test_titles(model: &Model, out: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&str, Location> = BTreeMap::new();
    // A title that could not be read is no title.
    for test in model.tests.iter().filter(|test| !test.title.text.is_empty()) {
        match first.get(test.title.text.as_str()) {
            Some(at) => {
                let text = format!("a second test is called \"{}\"", test.title.text);
                let finding = Diagnostic::new(&names::DUPLICATE_NAME, test.title.at, text);
                out.push(finding.because(*at, "the first is here").help("give one of them another title"));
            }
            None => {
                first.insert(&test.title.text, test.title.at);
            }
        }
    }
}
