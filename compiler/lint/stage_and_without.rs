//! A step that there is and is not is described by nobody.

use super::{Context, Findings, Fix, Lint, edit};

/// A system has a step and says that it has none.
pub static LINT: Lint =
    lint!("stage-and-without", Deny, Residency, "A system has a step and says that it has none.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in context.model.systems.iter().filter(|system| !system.without.is_empty()) {
        for stage in &system.stages {
            let Some((part, _)) = system.without.iter().find(|(part, _)| part.name == stage.part.name) else {
                continue;
            };
            let text = format!("`{}` is without `{}` and has it", system.id.name, part.name);
            let mut finding = LINT.at(part.at, text).because(stage.part.at, "the step");
            let clause = context.without_item(system, part);
            finding.fix.extend(clause.map(|clause| edit::remove(context.sources, clause)));
            out.push(finding.help("keep one of the two"));
        }
    }
}
