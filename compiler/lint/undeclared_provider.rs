//! A second provider in a config is one more company that hears callers.

use crate::facts::{Value, model_id};
use crate::kind::Kind;
use crate::names;
use crate::outside::Chains;

use super::{Context, Findings, Lint, outsiders};

/// A governed file names a company that is not in the chain.
pub static LINT: Lint = lint!(
    "undeclared-provider",
    Deny,
    Residency,
    "A governed file names a company that is not in the chain.",
    check
)
.needs_repository()
.woken_by(|change| change.kind == Kind::Model);

fn check(context: &Context<'_>, out: &mut Findings) {
    outsiders::report(context, &names::PROVIDER_OUTSIDE_CHAIN, &LINT, out);
    if context.surroundings.is_none() {
        return;
    }
    let chains = Chains::new(context.model);
    for system in context.model.systems.iter().filter(|system| !system.stages.is_empty()) {
        // Where the policy says who serves a model, or whose it must be, the gate looks itself.
        let open =
            |a: &&crate::model::Artifact| a.kind == Kind::Model && a.from.is_none() && a.served_by.is_none();
        for artifact in system.artifacts.iter().filter(open) {
            for row in context.rows(system, artifact) {
                let Value::Id { v } = &row.value else { continue };
                let provider = model_id::parse(v).provider;
                if provider.is_empty() || chains.has_model(system, v, &provider) {
                    continue;
                }
                let text =
                    format!("`{v}` comes from `{provider}`, which is no supplier of `{}`", system.id.name);
                let at = context.place_of(row).unwrap_or(artifact.id.at);
                let finding = LINT.at(at, text).because(artifact.id.at, "governed here");
                out.push(finding.help(format!(
                    "add `{provider}` to the chain, as the supplier of a step or as its failover, or take the model out"
                )));
            }
        }
    }
}
