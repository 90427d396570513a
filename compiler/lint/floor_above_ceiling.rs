//! Where one law asks for more time than another allows, no number is right: the data has to be split.

use std::collections::BTreeMap;

use super::keeping::{cited, clash, number};
use super::{Context, Findings, Lint};

/// A floor and a ceiling of one case cannot both be kept.
pub static LINT: Lint = lint!(
    "floor-above-ceiling",
    Deny,
    Retention,
    "One law asks to keep data for longer than another allows.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut found = BTreeMap::new();
    for (index, (case, covering)) in context.schedules().scheduled().enumerate() {
        for floor in &case.limits {
            for ceiling in case.limits.iter().filter(|ceiling| clash(floor, ceiling)) {
                let key = (covering.retention.keep_at, &floor.fact.id.name, &ceiling.fact.id.name);
                found.entry(key).or_insert((index, case, covering, floor.fact, ceiling.fact));
            }
        }
    }
    for (_, case, covering, floor, ceiling) in found.into_values() {
        let most = number(ceiling).map_or("nothing".to_owned(), |(most, _)| most.to_string());
        let Some((least, event)) = number(floor) else { continue };
        let text = format!(
            "`{}` of `{}` in {} is asked to stay at least {least} and at most {most} after `{event}`",
            case.category, case.system.id.name, case.place
        );
        out.push(
            LINT.at(covering.retention.keep_at, text)
                .label(format!("{}; against {}", cited(floor), cited(ceiling)))
                .help("split the category: what one law is about, and what the other is about, each with its schedule"),
        );
    }
}
