//! Data of one place that lies in another is a transfer, and a transfer needs a ground.

use std::collections::BTreeSet;

use super::{Context, Findings, Lint};

/// A schedule stores data outside of every place that its systems serve.
pub static LINT: Lint = lint!(
    "stored-elsewhere",
    Warn,
    Retention,
    "A schedule stores data outside of the places that its systems serve.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let law = &context.schedules().law;
    for retention in &context.model.governance.retentions {
        let systems = retention.covers.iter().filter_map(|coverage| law.system(&coverage.system.name));
        let served: BTreeSet<&str> = systems.flat_map(|system| &system.serves).map(String::as_str).collect();
        if served.is_empty() {
            continue;
        }
        // Within the area of one law data moves freely: what is served in a part may lie in the whole.
        let areas: BTreeSet<&str> =
            served.iter().flat_map(|place| law.places.chain(place)).filter(|p| *p != "worldwide").collect();
        for place in &retention.stored {
            for region in &place.regions {
                if law.places.chain(&region.name).any(|larger| areas.contains(larger)) {
                    continue;
                }
                let served: Vec<&str> = served.iter().copied().collect();
                let text = format!(
                    "`{}` stores data in `{}`, and its systems serve {}",
                    retention.id.name,
                    region.name,
                    super::keeping::some(&served)
                );
                out.push(LINT.at(region.at, text).label(law.places.title(&region.name)).help(
                    "store it where it is served, or accept this finding with `allow` and name what allows the transfer",
                ));
            }
        }
    }
}
