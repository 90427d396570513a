//! A rule whose every change needs more by another rule asks for nothing of its own.

use std::collections::BTreeMap;

use crate::policy::{Rule, RuleSource};
use crate::prove::Judged;

use super::{Context, Findings, Fix, Lint, edit};

/// Other rules always ask for at least as much.
pub static LINT: Lint = lint!(
    "shadowed-rule",
    Warn,
    ChangeControl,
    "A rule asks for nothing that other rules do not ask for already.",
    check
)
.fixed(Fix::Unsafe);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    if !survey.complete {
        return;
    }
    let mut cells: BTreeMap<&str, Vec<(&Judged, &Rule)>> = BTreeMap::new();
    for judged in &survey.cells {
        for rule in judged.rules.iter().filter(|rule| rule.source == RuleSource::Rule) {
            cells.entry(&rule.id).or_default().push((judged, rule));
        }
    }
    let place = |id: &str| context.policy.origins.get(id).copied();
    // Of two rules that ask for the same, the later one is told.
    let mut gone: Vec<&str> = Vec::new();
    let mut ids: Vec<&str> = cells.keys().copied().collect();
    ids.sort_by_key(|id| std::cmp::Reverse(place(id)));
    for id in ids {
        let is_shadowed = |(judged, rule): &(&Judged, &Rule)| {
            let lasts = |other: &&&Rule| rule.valid.is_none() || other.valid == rule.valid;
            let is_as_wide = |other: &&&Rule| !rule.distinct || other.distinct;
            let others = others(judged, id, &gone);
            let duties: Vec<_> =
                others.iter().filter(lasts).filter(is_as_wide).map(|other| &other.duty).collect();
            !duties.is_empty()
                && survey.people.implies(&duties, &rule.duty, judged.cell.place.system) == Some(true)
        };
        let here = &cells[id];
        if !here.iter().all(is_shadowed) {
            continue;
        }
        let (Some(at), Some((judged, _))) = (place(id), here.first()) else { continue };
        // Nobody can take a rule out of a pack, and what it repeats does no harm.
        if context.item(at).is_none() {
            continue;
        }
        let text = format!("`{id}` asks for nothing that other rules do not ask for already");
        let mut finding = LINT.at(at, text).label("adds nothing");
        for other in others(judged, id, &gone) {
            if let Some(at) = place(&other.id) {
                finding = finding.because(at, "asks for as much, for every change that the other is about");
            }
        }
        finding = finding.help("remove it, or make it ask for more: readers believe that it does something");
        if let Some(item) = context.item(at) {
            finding.fix.push(edit::remove(context.sources, item));
        }
        out.push(finding);
        gone.push(id);
    }
}

/// Lists the rules on a cell besides one and those already told.
fn others<'a>(judged: &Judged<'a>, id: &str, gone: &[&str]) -> Vec<&'a Rule> {
    let others = judged.rules.iter().filter(|other| other.id != id && !gone.contains(&other.id.as_str()));
    others.copied().collect()
}
