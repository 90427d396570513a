//! A rule takes the place of `otherwise`; one that asks for less makes its changes easier than all others.

use std::collections::{BTreeMap, HashMap};

use crate::kind::Direction;
use crate::policy::{Duty, RuleSource};

use super::{Context, Findings, Fix, Lint, edit, sides};

/// A rule asks for less than `otherwise` would for the same change.
pub static LINT: Lint =
    lint!("weaker-than-otherwise", Warn, ChangeControl, "A rule asks for less than `otherwise`.", check)
        .fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    let (people, origins) = (&survey.people, &context.policy.origins);
    let kernel = &context.policy.kernel;
    let Some(otherwise) = kernel.rules.iter().find(|rule| rule.source == RuleSource::Otherwise) else {
        return;
    };
    let (Some(fallback), Duty::Require { .. }) = (origins.get("otherwise"), &otherwise.duty) else { return };
    let mut told = BTreeMap::new();
    // Many cells of a system meet the same rules.
    let mut known: HashMap<(&str, Vec<&str>), bool> = HashMap::new();
    for judged in survey.cells.iter().filter(|judged| !judged.is_left_over()) {
        // Moving to the safer side may well be easier than the rest.
        if judged.cell.direction == Direction::Tightens {
            continue;
        }
        let (duties, system) = (judged.duties(), judged.cell.place.system);
        let met = judged.rules.iter().map(|rule| rule.id.as_str()).collect();
        let is_less = *known.entry((system, met)).or_insert_with(|| {
            let implied = |duty| people.implies(&[&otherwise.duty], duty, system) == Some(true);
            sides::lacks(people, &duties, otherwise, system)
                && judged.rules.iter().all(|rule| implied(&rule.duty))
        });
        if let (true, Some(rule)) = (is_less, judged.rules.first()) {
            told.entry(rule.id.as_str()).or_insert(judged);
        }
    }
    for (rule, judged) in told {
        let Some(at) = origins.get(rule) else { continue };
        let text = format!("`{rule}` asks for less than `otherwise`, whose place it takes");
        let mut finding = LINT.at(*at, text).label(format!("makes `{}` easier", judged.cell));
        let item = context.item(*at);
        finding.fix.extend(item.map(|item| edit::remove(context.sources, item)));
        out.push(finding.because(*fallback, "asks for more").help(
            "ask for at least as much, or remove the rule: a change that has a rule should not be easier than one \
             that nobody thought of",
        ));
    }
}
