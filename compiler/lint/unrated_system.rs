//! A rule for a level of risk passes by a system that states none.

use super::{Context, Findings, Fix, Lint, edit};

/// A system states no risk, and rules or other systems do.
pub static LINT: Lint =
    lint!("unrated-system", Warn, Scope, "A system states no risk, and rules or other systems do.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let model = context.model;
    let rated = model.systems.iter().find(|system| !system.risk.is_empty());
    let Some(rated) = rated else { return };
    for system in model.systems.iter().filter(|system| system.risk.is_empty()) {
        let text = format!("`{}` states no risk", system.id.name);
        let mut finding = LINT.at(system.id.at, text).because(rated.id.at, "this one does");
        let item = context.item(system.id.at);
        finding.fix.extend(item.map(|item| edit::add(context.sources, item, "risk high")));
        out.push(finding.help(
            "add `risk low`, `risk medium` or `risk high`: rules that say `of risk` pass by a system that states none",
        ));
    }
}
