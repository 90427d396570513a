//! Two rules on one change ask two roles; somebody who holds both answers both alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::policy::Duty;

use super::{Context, Findings, Lint};

/// One person can give the approvals of two rules that name different roles.
pub static LINT: Lint = lint!(
    "one-signer-for-two-rules",
    Warn,
    ChangeControl,
    "One person can answer two rules that ask different roles.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    let people = &survey.people;
    let mut told = BTreeMap::new();
    for judged in &survey.cells {
        let system = judged.cell.place.system;
        let asks = judged.rules.iter().filter_map(|rule| {
            let Duty::Require { approvals, .. } = &rule.duty else { return None };
            let roles: BTreeSet<&str> =
                approvals.iter().flat_map(|need| people.roles_of(need, system)).collect();
            let [only] = people.demand(&rule.duty, system)?.slots.try_into().ok()?;
            Some((rule.id.as_str(), roles, only))
        });
        let asks: Vec<(&str, BTreeSet<&str>, Vec<usize>)> = asks.collect();
        for (i, (one, roles, able)) in asks.iter().enumerate() {
            for (two, other_roles, others) in &asks[i + 1..] {
                let both = able.iter().find(|person| others.contains(person));
                if let (Some(person), true) = (both, roles.is_disjoint(other_roles)) {
                    told.entry((*one, *two)).or_insert((judged, *person));
                }
            }
        }
    }
    for ((one, two), (judged, person)) in told {
        let origins = &context.policy.origins;
        let (Some(at), Some(other)) = (origins.get(one), origins.get(two)) else { continue };
        let name = &people.person(person).id;
        let text = format!("`{name}` alone can answer both `{one}` and `{two}`");
        let finding = LINT.at(*at, text).label(format!("`{}`", judged.cell));
        out.push(
            finding
                .because(*other, "the other rule")
                .help("put both approvals into one rule: the people of one rule are always different"),
        );
    }
}
