//! What the governed files of systems name that is outside of their described chains.

use std::collections::BTreeSet;

use crate::kind::Kind;
use crate::names::Name;
use crate::outside::{Brought, Chains, What, find};
use crate::policy::Paths;
use crate::source::Location;

use super::{Context, Findings, Lint, unknown_provider};

/// Something outside of a chain, with its place.
#[derive(Debug)]
pub struct Outsider {
    reason: &'static Name,
    at: Location,
    system: Location,
    message: String,
    help: String,
}

/// Reports what the gate would refuse for a reason if a change brought it in today.
pub fn report(context: &Context<'_>, reason: &'static Name, lint: &'static Lint, out: &mut Findings) {
    for one in context.outsiders().iter().filter(|one| one.reason == reason) {
        out.push(
            lint.at(one.at, one.message.clone()).because(one.system, "its chain").help(one.help.clone()),
        );
    }
}

/// Looks through the governed files of every system that describes its chain.
pub fn look(context: &Context<'_>) -> Vec<Outsider> {
    let Some(around) = &context.surroundings else { return Vec::new() };
    if !context.policy.describes_a_chain() {
        return Vec::new();
    }
    let chains = Chains::new(context.model);
    let mut all = Vec::new();
    for facts in &around.facts {
        let Some(system) = chains.system(&facts.system) else { continue };
        let paths = Paths::of_system(&context.policy.kernel, &facts.system);
        let rows = facts.rows.iter().filter(|row| row.kind == Kind::Model);
        let governed: BTreeSet<_> = rows.map(|row| (row.path.as_str(), row.pointer.as_str())).collect();
        for (path, file) in around.files.iter().filter(|(path, _)| paths.matches(path.as_bytes())) {
            let new = &context.sources.get(*file).text;
            for found in find(Brought { path, old: None, new }, chains.platforms()) {
                if found.what.pointer().is_some_and(|pointer| governed.contains(&(path, pointer))) {
                    continue;
                }
                let at = found.span.map_or(system.id.at, |span| Location { file: *file, span });
                let (reason, message, help) = match (chains.judge(&facts.system, &found.what), &found.what) {
                    (Some(one), _) => {
                        (one.reason, format!("this file {}, and {}", one.does, one.why), one.help)
                    }
                    (None, What::Other { said, pointer })
                        if chains.is_unheard_of(&facts.system, &found.what) =>
                    {
                        let message = format!("nobody knows the provider `{said}` at {pointer}");
                        (&unknown_provider::LINT.name, message, unknown_provider::HELP.to_owned())
                    }
                    _ => continue,
                };
                all.push(Outsider { reason, at, system: system.id.at, message, help });
            }
        }
    }
    all
}
