//! In a failure nobody has time to look at who takes over.

use super::{Context, Findings, Lint};

/// Who takes over a step has no contract or no assurance.
pub static LINT: Lint =
    lint!("failover-unvetted", Warn, Residency, "Who takes over in a failure was never looked at.", check);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in &context.model.systems {
        for stage in &system.stages {
            let usual = stage.supplier.as_ref().map(|by| by.name.as_str());
            for failover in stage.failover.iter().filter(|one| Some(one.supplier.name.as_str()) != usual) {
                let name = &failover.supplier.name;
                let Some(supplier) = context.supplier(name) else { continue };
                let lacks = match (supplier.agreements.is_empty(), supplier.assurance.is_empty()) {
                    (false, false) => continue,
                    (true, true) => "no agreement and no assurance",
                    (true, false) => "no agreement",
                    (false, true) => "no assurance",
                };
                let text =
                    format!("`{name}` takes over `{}` of `{}` with {lacks}", stage.part.name, system.id.name);
                let finding = LINT.at(failover.at, text).because(supplier.id.at, lacks);
                out.push(finding.help(
                    "sign and look now, and say so with `agreement` and `assurance`: calls go there on the worst day",
                ));
            }
        }
    }
}
