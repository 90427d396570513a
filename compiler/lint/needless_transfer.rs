//! A ground for a transfer that does not happen hides where one does.

use super::{Context, Findings, Fix, Lint, edit};

/// A step names a ground for a transfer and stays in the places served.
pub static LINT: Lint = lint!(
    "needless-transfer",
    Note,
    Residency,
    "A step names a ground for a transfer that does not happen.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    for system in context.model.systems.iter().filter(|system| !system.serves.is_empty()) {
        for stage in system.stages.iter().filter(|stage| !stage.transfer.is_empty()) {
            if !context.places().outside(system, stage).is_empty() {
                continue;
            }
            let clause = context.stage_item(system, stage).and_then(|item| item.find("transfer"));
            let at = clause.map_or(stage.part.at, |clause| clause.head_at());
            let text = format!("`{}` of `{}` leaves no area that is served", stage.part.name, system.id.name);
            let mut finding = LINT.at(at, text);
            finding.fix.extend(clause.map(|clause| edit::remove(context.sources, clause)));
            out.push(finding.help("remove the line, or name the place where the data goes"));
        }
    }
}
