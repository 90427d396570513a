//! Whoever is down cannot take over from itself.

use super::{Context, Findings, Fix, Lint, edit};

/// A step fails over to where it already is.
pub static LINT: Lint =
    lint!("failover-to-itself", Note, Residency, "A step fails over to where it already is.", check)
        .fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for stage in &system.stages {
            for failover in &stage.failover {
                let here = |place: &crate::model::Id| stage.processed.iter().any(|p| p.name == place.name);
                let same = stage.supplier.as_ref().is_some_and(|by| by.name == failover.supplier.name);
                if !same || !failover.regions.iter().all(here) {
                    continue;
                }
                let text = format!("`{}` takes over from itself in the same place", failover.supplier.name);
                let mut finding = LINT.at(failover.at, text).because(stage.part.at, "the step");
                let body = context.stage_item(system, stage).and_then(|item| item.body()).unwrap_or_default();
                let clause = body.into_iter().find(|clause| clause.head_at() == failover.at);
                finding.fix.extend(clause.map(|clause| edit::remove(context.sources, clause)));
                out.push(finding.help("remove the line, or name who takes over, and where"));
            }
        }
    }
}
