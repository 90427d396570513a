//! Health data of patients in the United States goes to a business associate under a contract
//! of its own: 45 CFR 164.502(e) and 164.504(e).

use super::{Context, Findings, Lint, registers};

/// A supplier of a HIPAA entity handles health data without a business associate agreement.
pub static LINT: Lint = lint!(
    "health-data-without-baa",
    Warn,
    Residency,
    "A supplier handles health data of a HIPAA entity without a business associate agreement.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let bound = |system: &&crate::model::System| registers::answer(system, "hipaa_entity") == Some(true);
    for system in context.model.systems.iter().filter(bound) {
        for stage in &system.stages {
            let handles = match stage.handles.is_empty() {
                true => system.handles.iter().any(|category| context.is_health(category)),
                false => stage.handles.iter().any(|category| context.is_health(&category.name)),
            };
            let supplier = stage.supplier.as_ref().and_then(|by| context.supplier(&by.name));
            let Some(supplier) = supplier.filter(|_| handles) else { continue };
            if supplier.agreements.iter().any(|agreement| agreement.kind == "baa") {
                continue;
            }
            let text = format!(
                "`{}` handles health data in `{}` of `{}` without a `baa`",
                supplier.id.name, stage.part.name, system.id.name
            );
            let finding = LINT.at(stage.part.at, text).because(supplier.id.at, "no `agreement baa`");
            out.push(
                finding
                    .help("sign one and add `agreement baa \"FILE\"`, or keep health data out of the step"),
            );
        }
    }
}
