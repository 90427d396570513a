//! A system that names two companies for one step is audited for the wrong one.

use super::{Context, Findings, Fix, Lint};

/// A step is done by another supplier than the one that the system names for it.
pub static LINT: Lint =
    lint!("suppliers-disagree", Deny, Residency, "A system names two suppliers for one step.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for stage in &system.stages {
            let named: Vec<&str> = system
                .suppliers
                .iter()
                .filter(|(_, part)| *part == stage.part.name)
                .map(|(name, _)| name.as_str())
                .collect();
            let Some(by) =
                stage.supplier.as_ref().filter(|by| !named.is_empty() && !named.contains(&by.name.as_str()))
            else {
                continue;
            };
            let text = format!(
                "`{}` does `{}`, and `{}` names `{}` for it",
                by.name, stage.part.name, system.id.name, named[0]
            );
            let mut finding = LINT.at(by.at, text);
            if let Some(list) = context.clause(system.id.at, "suppliers") {
                finding = finding.because(list.head_at(), "who provides what");
            }
            finding = finding.edit(by.at, named[0]);
            out.push(finding.help(format!("write `by {}`, or mend `suppliers` of the system", named[0])));
        }
    }
}
