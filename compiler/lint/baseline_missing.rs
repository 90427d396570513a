//! A model that is watched against nothing drifts unseen.

use std::collections::BTreeSet;

use crate::kind::Kind;

use super::{Context, Findings, Lint};

/// Some values are watched, and a pinned model is not.
pub static LINT: Lint =
    lint!("baseline-missing", Note, Conduct, "A pinned model is watched against no baseline.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let baselines = &context.model.governance.baselines;
    if baselines.is_empty() {
        return;
    }
    let watched: BTreeSet<(&str, &str)> =
        baselines.iter().map(|one| (one.system.name.as_str(), one.artifact.name.as_str())).collect();
    for (system, artifact) in context.artifacts().filter(|(_, a)| a.kind == Kind::Model && a.pinned) {
        if watched.contains(&(system.id.name.as_str(), artifact.id.name.as_str())) {
            continue;
        }
        let text = format!("`{}` of `{}` is watched against nothing", artifact.id.name, system.id.name);
        out.push(LINT.at(artifact.id.at, text).help(
            "add a `baseline` that covers it: a swap then needs a new one, and drift shows before callers notice",
        ));
    }
}
