//! Data that passes through a step of a system is data that the system handles.

use super::{Context, Findings, Fix, Lint, edit};

/// A step handles a category of data that its system does not.
pub static LINT: Lint = lint!(
    "stage-handles-more",
    Warn,
    Residency,
    "A step handles data that its system is not said to handle.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in context.model.systems.iter().filter(|system| !system.handles.is_empty()) {
        let list = context.clause(system.id.at, "handles");
        for stage in &system.stages {
            for category in
                stage.handles.iter().filter(|one| !system.handles.iter().any(|own| *own == one.name))
            {
                let text = format!(
                    "`{}` passes through `{}`, and `{}` does not handle it",
                    category.name, stage.part.name, system.id.name
                );
                let mut finding = LINT.at(category.at, text);
                if let Some(list) = list {
                    finding = finding.because(list.head_at(), "what the system handles");
                    finding.fix.extend(edit::add_phrase(list, &category.name));
                }
                out.push(finding.help(format!(
                    "add `{}` to `handles` of the system, or correct the step",
                    category.name
                )));
            }
        }
    }
}
