//! Two schedules for one case are none: nobody can tell which holds.

use std::collections::BTreeMap;

use super::keeping::{kept, some};
use super::{Context, Findings, Lint};

/// Two schedules cover one case.
pub static LINT: Lint = lint!(
    "schedule-overlap",
    Deny,
    Retention,
    "Two schedules cover one category of one system in one place.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut pairs: BTreeMap<_, (&str, &str, Vec<&str>, String, String)> = BTreeMap::new();
    for case in &context.schedules().cases {
        let [first, second, ..] = case.coverings.as_slice() else { continue };
        let say = |of: &crate::law::Covering<'_>| {
            format!("`{}` keeps {}", of.retention.id.name, kept(of.retention))
        };
        let found = pairs
            .entry((second.coverage.at, first.coverage.at))
            .or_insert_with(|| (case.category, &case.system.id.name, Vec::new(), say(first), say(second)));
        found.2.push(case.place);
    }
    for ((second, first), (category, system, places, one, other)) in pairs {
        let text = format!("`{category}` of `{system}` has two schedules in {}", some(&places));
        out.push(
            LINT.at(second, text)
                .label(other)
                .because(first, one)
                .help("say with `in [CODE]` which places each is for, or split the category"),
        );
    }
}
