//! A duty that nobody can meet blocks its changes for good, and people then look for a way around.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::prove::{Demand, People};

use super::{Context, Findings, Lint};

/// A rule asks for approvals that the people of the policy cannot give.
pub static LINT: Lint = lint!(
    "approval-nobody-can-give",
    Deny,
    ChangeControl,
    "A rule asks for approvals that nobody can give.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    let (mut told, mut seen) = (BTreeMap::new(), HashSet::new());
    for judged in &survey.cells {
        let system = judged.cell.place.system;
        for rule in judged.rules.iter().chain(&judged.warned) {
            // What a rule asks for depends on the system alone.
            if !seen.insert((rule.id.as_str(), system)) {
                continue;
            }
            let Some(demand) = survey.people.demand(&rule.duty, system) else { continue };
            if !survey.people.can_meet(&demand, &BTreeSet::new()) {
                told.entry(rule.id.as_str()).or_insert((judged, demand));
            }
        }
    }
    for shared in survey.shared().iter().filter(|shared| !told.contains_key(shared.rule.id.as_str())) {
        let Some(at) = context.policy.origins.get(shared.rule.id.as_str()) else { continue };
        let together = shared.together();
        if survey.people.can_meet(&together, &BTreeSet::new()) {
            continue;
        }
        let (rule, systems) = (&shared.rule.id, shared.names());
        let text = format!(
            "nobody can give what `{rule}` asks for where {systems} share `{}`: {}",
            shared.path,
            why(&survey.people, &together)
        );
        let finding = LINT.at(*at, text).label("nobody answers for two systems");
        out.push(finding.help(
            "name as many people in the roles as there are systems that share the part, or let the rule go without \
             `persons distinct across systems`",
        ));
    }
    for (rule, (judged, demand)) in told {
        let Some(at) = context.policy.origins.get(rule) else { continue };
        let text = format!("nobody can give what `{rule}` asks for: {}", why(&survey.people, &demand));
        let finding = LINT.at(*at, text).label(format!("blocks `{}` for good", judged.cell));
        out.push(finding.help(
            "name more people in the roles, mind the days they start and end and the days of their keys, or ask \
             for fewer approvals",
        ));
    }
}

fn why(people: &People, demand: &Demand) -> String {
    let able: BTreeSet<usize> = demand.slots.iter().flatten().copied().collect();
    let names: Vec<String> = able.iter().map(|person| format!("`{}`", people.person(*person).id)).collect();
    let wanted = demand.slots.len();
    let approvals = if wanted == 1 { "an approval is".to_owned() } else { format!("{wanted} approvals are") };
    match names.as_slice() {
        [] => format!("{approvals} needed, and no one who holds the role can sign now"),
        [one] => format!("{approvals} needed, and {one} alone can sign now"),
        many => format!("{approvals} needed by different people, and {} cannot fill them", many.join(", ")),
    }
}
