//! A schedule for a place that is not served hides that another one has none.

use super::keeping::some;
use super::{Context, Findings, Fix, Lint, edit};

/// A schedule covers a place that its system does not serve.
pub static LINT: Lint = lint!(
    "covers-unserved-place",
    Deny,
    Retention,
    "A schedule covers a place that its system does not serve.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let law = &context.schedules().law;
    for retention in &context.model.governance.retentions {
        for coverage in &retention.covers {
            let Some(system) = law.system(&coverage.system.name) else { continue };
            let served = &system.serves;
            let unserved =
                |place: &&crate::model::Id| !served.iter().any(|served| law.places.meet(served, &place.name));
            for place in coverage.places.iter().filter(unserved) {
                let all = if served.is_empty() { "no place".to_owned() } else { some(served) };
                let text = format!("`{}` does not serve `{}`: it serves {all}", system.id.name, place.name);
                let mut finding = LINT.at(place.at, text);
                if coverage.places.len() > 1 {
                    finding.fix.extend(edit::remove_name(context, retention.id.at, place.at));
                }
                out.push(
                    finding.help(format!("remove it, or add `{}` to `serves` of the system", place.name)),
                );
            }
        }
    }
}
