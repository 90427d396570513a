//! A person who comes some day comes too late.

use super::{Context, Findings, Fix, Lint, edit, registers};

/// A decision that matters is handed to a person, and nothing says how soon.
pub static LINT: Lint =
    lint!("human-route-unbounded", Note, Conduct, "How soon a person takes over is not stated.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for decision in system.decisions.iter().filter(|one| registers::matters(one) && one.within.is_none())
        {
            let Some(role) = &decision.human else { continue };
            let text = format!("how soon `{}` takes `{}` over is not stated", role.name, decision.id.name);
            let mut finding = LINT.at(role.at, text).label("no `within`");
            finding.fix.push(edit::insert_after(role.at, " within 1 day"));
            out.push(finding.help("add `within DURATION` with what callers are promised"));
        }
    }
}
