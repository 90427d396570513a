//! A question that nobody answered is not a no.

use std::collections::BTreeMap;

use crate::law::Question;
use crate::model::System;
use crate::model::governance::Fact;

use super::keeping::turning;
use super::{Context, Findings, Lint};

/// Whether a law with a number binds a system turns on a question that the system does not answer.
pub static LINT: Lint = lint!(
    "gate-unanswered",
    Warn,
    Retention,
    "Whether law limits what a system keeps turns on a question without an answer.",
    check
);

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut asked: BTreeMap<_, (&System, Vec<&Fact>)> = BTreeMap::new();
    for (case, _) in context.schedules().scheduled() {
        for bound in case.limits.iter().filter(|bound| bound.fact.is_firm() && bound.through.is_none()) {
            for question in &bound.open {
                let Question::Gate(gate) = question else { continue };
                let key = (case.system.id.at, gate.name.as_str());
                let (_, facts) = asked.entry(key).or_insert((case.system, Vec::new()));
                if !facts.iter().any(|fact| fact.id.name == bound.fact.id.name) {
                    facts.push(bound.fact);
                }
            }
        }
    }
    for ((at, gate), (system, facts)) in asked {
        let turn = turning(context, &facts, system);
        let text = format!("`{}` does not say whether it is `{gate}`, {turn}", system.id.name);
        let question = context.question(gate).unwrap_or_default();
        out.push(
            LINT.at(at, text)
                .label(question)
                .help(format!("answer it: `is [{gate}]` or `is not [{gate}]`; who cannot tell asks counsel")),
        );
    }
}
