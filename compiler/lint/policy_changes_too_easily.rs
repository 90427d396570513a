//! Who can weaken the policy can land anything, so that must need as many people as anything else.

use std::collections::BTreeSet;

use crate::kind::{Kind, Op};
use crate::prove::Judged;

use super::{Context, Findings, Lint};

/// Fewer people can weaken the policy than some of its rules ask for.
pub static LINT: Lint = lint!(
    "policy-changes-too-easily",
    Warn,
    ChangeControl,
    "Weakening the policy needs fewer people than a change that it governs.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let survey = context.survey();
    let signers = |judged: &Judged<'_>| {
        let demands = survey.demands(judged)?;
        Some(survey.people.fewest(&demands, &BTreeSet::new())?.len())
    };
    let is_gate = |judged: &&Judged| judged.cell.place.kind == Kind::Policy && judged.cell.op == Op::Weakened;
    let Some(gate) = survey.cells.iter().find(is_gate) else { return };
    let Some(few) = signers(gate) else { return };
    let mut seen = BTreeSet::new();
    let others = survey.cells.iter().filter(|judged| judged.cell.place.kind != Kind::Policy);
    let distinct = others.filter(|judged| {
        let ids: Vec<&str> = judged.rules.iter().map(|rule| rule.id.as_str()).collect();
        seen.insert((judged.cell.place.system, ids))
    });
    let most = distinct.filter_map(|judged| Some((signers(judged)?, judged))).max_by_key(|(count, _)| *count);
    let Some((many, judged)) = most.filter(|(many, _)| *many > few) else { return };
    let origins = &context.policy.origins;
    let at = gate.rules.first().and_then(|rule| origins.get(&rule.id));
    let at = at.or(context.model.organization.as_ref().map(|organization| &organization.id.at));
    let Some(at) = at else { return };
    let people = |n: usize| match n {
        0 => "nobody".to_owned(),
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    };
    let text = format!("{} can weaken the policy, and `{}` needs {}", people(few), judged.cell, people(many));
    let mut finding = LINT.at(*at, text).label("decides on weaker policies");
    if let Some(asks) = judged.rules.first().and_then(|rule| origins.get(&rule.id)) {
        finding = finding.because(*asks, "asks for more people");
    }
    out.push(finding.help(format!(
        "write a rule `on policy weakened` that asks for at least {}: who weakens the policy first needs no other \
         approval after",
        people(many)
    )));
}
