//! Changes of the policy are judged as such; governed twice, they need two sets of approvals.

use crate::policy;

use super::{Context, Findings, Lint};

/// A system governs files of the policy.
pub static LINT: Lint = lint!("governed-policy", Warn, Scope, "A system governs files of the policy.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let folder = format!("{}/", policy::FOLDER);
    for system in &context.model.systems {
        for spot in system.artifacts.iter().flat_map(|artifact| &artifact.at) {
            if !spot.path.starts_with(&folder) {
                continue;
            }
            let text = format!("`{}` governs a place in the folder of the policy", system.id.name);
            out.push(LINT.at(spot.at, text).because(system.id.at, "").help(
                "move the file out of `governance/`, or leave it to rules `on policy weakened`: as it is, a change \
                 of it is asked about twice",
            ));
        }
    }
}
