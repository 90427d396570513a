//! Some duties are the controller's, the provider's, the deployer's: a policy says who it speaks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Edit;
use crate::law::{Question, open_questions};
use crate::model::System;
use crate::model::governance::{Axis, Capacity, Fact};
use crate::source::Location;

use super::keeping::turning;
use super::{Context, Findings, Fix, Lint, edit, tellings};

/// Whether a law with a number, or one by which callers are told something, binds a system turns on a
/// role of the organization that the system does not state.
pub static LINT: Lint = lint!(
    "legal-role-unstated",
    Warn,
    Scope,
    "Whether law binds a system turns on a role of the organization that the system does not state.",
    check
)
.fixed(Fix::Unsafe);

/// The facts that turn on each part of law, by system.
type Asked<'a> = BTreeMap<(Location, Axis), (&'a System, Vec<&'a Fact>)>;

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut asked = Asked::new();
    for (case, _) in context.schedules().scheduled() {
        for bound in case.limits.iter().filter(|bound| bound.fact.is_firm() && bound.through.is_none()) {
            note(&mut asked, case.system, bound.fact, &bound.open);
        }
    }
    for system in tellings::telling(context) {
        for fact in tellings::here(context, system, context.at.day()) {
            let open = open_questions(fact, system).unwrap_or_default();
            // What turns on an answer too is asked when that answer is yes.
            if open.iter().all(|question| matches!(question, Question::Role(_))) {
                note(&mut asked, system, fact, &open);
            }
        }
    }
    let mut stated = BTreeSet::new();
    for ((at, axis), (system, facts)) in asked {
        let turn = turning(context, &facts, system);
        let text = format!(
            "`{}` does not say as what the organization acts for it in {}, {turn}",
            system.id.name,
            axis.title()
        );
        let words: Vec<&str> = axis.capacities().map(Capacity::word).collect();
        let usual = usual(axis).word();
        let mut finding = LINT.at(at, text).label(format!("one or more of {}", words.join(", ")));
        // Of two findings about one system, the first brings the clause.
        if !system.acts.is_empty() || stated.insert(at) {
            finding.fix.extend(state(context, system, usual));
        }
        out.push(finding.help(format!(
            "say every one that is so, for example `acts as [{usual}]`; who cannot tell asks counsel"
        )));
    }
}

/// Returns the role that a firm mostly has for an agent that it runs itself. It is a guess.
fn usual(axis: Axis) -> Capacity {
    match axis {
        Axis::Data => Capacity::Controller,
        Axis::Ai => Capacity::Deployer,
    }
}

/// Makes the edit after which a system states a role.
fn state(context: &Context<'_>, system: &System, role: &str) -> Option<Edit> {
    match context.clause(system.id.at, "acts") {
        Some(clause) => edit::add_phrase(clause, role),
        None => {
            let item = context.item(system.id.at)?;
            Some(edit::add(context.sources, item, &format!("acts as [{role}]")))
        }
    }
}

fn note<'a>(asked: &mut Asked<'a>, system: &'a System, fact: &'a Fact, open: &[Question<'_>]) {
    for question in open {
        let Question::Role(axis) = question else { continue };
        let (_, facts) = asked.entry((system.id.at, *axis)).or_insert((system, Vec::new()));
        if !facts.iter().any(|known| known.id.name == fact.id.name) {
            facts.push(fact);
        }
    }
}
