//! A chain that nobody described has no step that is missing, and every step of it is unknown.

use super::{Context, Findings, Fix, Lint, chain_step_missing, edit, registers};

/// The data of a call.
const CALL: &str = "recording";

/// The steps that a chain can have are at hand, a system has suppliers of them or data of calls, and
/// describes none.
pub static LINT: Lint =
    lint!("chain-unstated", Note, Residency, "A system of calls describes no step of its chain.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let parts = context.parts();
    if parts.is_empty() {
        return;
    }
    let of_call = |category: &str| {
        category == CALL || context.schedules().law.lineage.sources(category).contains(&CALL)
    };
    for system in context.model.systems.iter().filter(|one| one.stages.is_empty() && one.without.is_empty()) {
        let mut provided: Vec<&str> = system.suppliers.iter().map(|(_, part)| part.as_str()).collect();
        provided.retain(|part| parts.contains(part));
        provided.dedup();
        let data: Vec<&str> =
            system.handles.iter().map(String::as_str).filter(|category| of_call(category)).collect();
        let has = match (provided.as_slice(), data.as_slice()) {
            ([], []) => continue,
            ([], data) => format!("data of calls ({})", registers::names(data)),
            (parts, _) => format!("suppliers of {}", registers::names(parts)),
        };
        let text = format!("`{}` has {has}, and describes no step of its chain", system.id.name);
        let mut finding = LINT.at(system.id.at, text);
        let lines = chain_step_missing::known(context, system, &provided);
        if let Some(item) = context.item(system.id.at).filter(|_| !lines.is_empty()) {
            finding.fix.push(edit::add(context.sources, item, &lines.join("\n  ")));
        }
        out.push(finding.help(
            "add `stage PART by SUPPLIER { processed in [CODE] }` for each step, and `without PART because \"…\"`: from \
             the first on a missing one is an error",
        ));
    }
}
