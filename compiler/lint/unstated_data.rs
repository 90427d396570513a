//! What a system handles decides who may see it and how long it stays.

use super::{Context, Findings, Lint};

/// A system does not say what data it handles, and others do.
pub static LINT: Lint =
    lint!("unstated-data", Note, Scope, "A system does not say what data it handles, and others do.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    let systems = &context.model.systems;
    let Some(other) = systems.iter().find(|system| !system.handles.is_empty()) else { return };
    for system in systems.iter().filter(|system| system.handles.is_empty()) {
        let text = format!("`{}` does not say what data it handles", system.id.name);
        let finding = LINT.at(system.id.at, text).because(other.id.at, "this one does");
        out.push(
            finding.help("add `handles [recording, transcript]` or what it is: an empty line reads as none"),
        );
    }
}
