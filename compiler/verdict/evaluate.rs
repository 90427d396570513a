//! The verdict: every rule on every change, every hold on every value, nothing else.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Change, Changes};
use crate::evidence::Finding;
use crate::facts::Value;
use crate::few::Few;
use crate::history::{History, Reach};
use crate::names;
use crate::policy::{Duty, Rule, RuleSource};
use crate::time::Instant;

use super::duty::{self, Given};
use super::guard::{self, Match, Matched};
use super::relieve::Relief;
use super::sides::{Sides, Surroundings};
use super::signers::Signers;
use super::{Decision, Extra, Inputs, Moment, Obligation, ObligationResult, Verdict, holds, schedules};

/// Judges a change: pure, total, the same answer for the same inputs in whatever order.
///
/// Passes iff every value after is known, every obligation is met, every hold of a touched
/// system holds, and nothing from outside stops it.
pub fn evaluate(inputs: &Inputs) -> Verdict {
    let kernel = &inputs.policy.kernel;
    let sides = Sides::new(inputs.changes);
    let around = Surroundings { kernel, sides: &sides, history: inputs.history, at: inputs.at };
    let given = Given {
        signers: Signers::new(kernel, inputs.approvals, inputs.contributors, inputs.at),
        evidence: worst(inputs.evidence),
        at: inputs.at,
        moment: inputs.moment,
    };
    let relief = Relief::new(kernel, inputs.reliefs, inputs.at);
    let obligations = obligations(&kernel.rules, &inputs.changes.list, &around, &given, &relief);
    let invariants = holds::judge(kernel, inputs.changes, inputs.at);

    let (mut unknown, mut blocked) = (unknown_values(inputs.changes), Vec::new());
    if !inputs.changes.is_empty() {
        unknown.extend(inputs.contributors.unknown.iter().map(|u| extra(&u.reason, &u.message)));
    }
    unknown.extend(consumed_unknown(inputs, &obligations));
    let undecided = obligations.iter().filter(|o| o.result == ObligationResult::Unknown);
    unknown.extend(undecided.map(|o| extra(&o.reason, &o.message)));
    let undecided = invariants.iter().filter(|h| h.result == ObligationResult::Unknown);
    unknown.extend(undecided.map(|h| extra(&h.reason, &h.message)));
    for extra in inputs.extra {
        if extra.unknown { unknown.push(extra.clone()) } else { blocked.push(extra.clone()) }
    }
    blocked.extend(schedules::limits(inputs.changes, inputs.at));
    blocked.extend(relief.overdue(kernel, inputs.changes, inputs.at));
    tidy(&mut unknown);
    tidy(&mut blocked);

    let unmet = obligations.iter().any(|o| o.result == ObligationResult::Unsatisfied)
        || invariants.iter().any(|h| h.result == ObligationResult::Unsatisfied)
        || !blocked.is_empty();
    let decision = match (unknown.is_empty(), unmet) {
        (false, _) => Decision::Unknown,
        (true, true) => Decision::Blocked,
        (true, false) => Decision::Passed,
    };
    Verdict {
        decision,
        exceptions: relief.used(&obligations),
        emergency: inputs.reliefs.declaration.clone(),
        awaited: inputs.reliefs.awaited.clone(),
        obligations,
        invariants,
        unknown,
        blocked,
        vetoes: given.signers.standing(),
    }
}

/// Judges every rule on every change it is about, and `otherwise` on the changes left over.
fn obligations(
    rules: &[Rule],
    changes: &[Change],
    around: &Surroundings,
    given: &Given,
    relief: &Relief,
) -> Vec<Obligation> {
    let mut rules: Vec<&Rule> = rules.iter().collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let (fallback, written): (Vec<&Rule>, Vec<&Rule>) =
        rules.into_iter().partition(|rule| rule.source == RuleSource::Otherwise);
    let forbidding = forbid_the_rest();
    let fallback = if fallback.is_empty() { vec![&forbidding] } else { fallback };

    let apart = apart(&written, changes, around);
    let mut all = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let index = index as u64;
        let mut covered = false;
        for rule in &written {
            let matched = guard::rule(rule, change, around);
            if matched.sure == Match::No {
                continue;
            }
            covered |= matched.sure == Match::Yes
                && rule.source == RuleSource::Rule
                && !duty::only_warns(rule, around.at);
            let systems = apart.get(rule.id.as_str()).map_or(&[][..], Vec::as_slice);
            let mut obligation = duty::judge(rule, index, (change, systems), &matched, given);
            relief.of(&mut obligation, rule, change, around, given);
            all.push(obligation);
        }
        if !covered {
            let left_over = Matched { sure: Match::Yes, why: String::new(), unknown: None };
            for rule in &fallback {
                let mut obligation = duty::judge(rule, index, (change, &[]), &left_over, given);
                relief.of(&mut obligation, rule, change, around, given);
                all.push(obligation);
            }
        }
    }
    all.sort_by(|a, b| (a.change, &a.rule).cmp(&(b.change, &b.rule)));
    all
}

/// Lists, for each rule that wants other persons in each system, the systems that it applies to, sorted.
fn apart<'c>(
    rules: &[&Rule],
    changes: &'c [Change],
    around: &Surroundings,
) -> BTreeMap<String, Vec<&'c str>> {
    let systems = |rule: &&&Rule| {
        let met = changes.iter().filter(|change| guard::rule(rule, change, around).sure != Match::No);
        let systems: BTreeSet<&str> = met.map(|change| change.system.as_str()).collect();
        systems.into_iter().collect()
    };
    let distinct = rules.iter().filter(|rule| rule.distinct);
    distinct.map(|rule| (rule.id.to_string(), systems(&rule))).collect()
}

/// A kernel always holds an `otherwise`; one without it forbids what no rule is about.
fn forbid_the_rest() -> Rule {
    Rule {
        id: "otherwise".into(),
        title: "".into(),
        source: RuleSource::Otherwise,
        guards: Few::new(),
        duty: Duty::Never(String::new()),
        valid: None,
        distinct: false,
        warn_until: None,
        supports: Vec::new(),
    }
}

/// Keeps the worst finding of each evidence item.
fn worst(findings: &[Finding]) -> BTreeMap<&str, &Finding> {
    let mut worst: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in findings {
        let seen = worst.entry(&finding.evidence).or_insert(finding);
        let weight = |f: &Finding| (f.result, std::cmp::Reverse(f.message.clone()));
        if weight(finding) > weight(seen) {
            *seen = finding;
        }
    }
    worst
}

/// Lists the values after the change that cannot be read: what is not known is not passed.
fn unknown_values(changes: &Changes) -> Vec<Extra> {
    let mut unknown: Vec<Extra> = Vec::new();
    for u in changes.unknown_after() {
        let place = u.span.map_or_else(|| u.path.clone(), |span| format!("{}:{span}", u.path));
        unknown.push(extra(&u.reason, &format!("{place}: {}", u.message)));
    }
    let reported = |path: &str| changes.unknown_after().any(|u| u.path == path);
    for (_, _, after) in &changes.facts {
        for row in after.rows.iter().filter(|row| !reported(&row.path)) {
            if let Value::Unknown { why, .. } = &row.value {
                unknown.push(extra(why, &format!("{}: cannot be read", row.path)));
            }
        }
    }
    unknown
}

/// Tells whether the approvals that fill duties may have been consumed before the clone begins.
fn consumed_unknown(inputs: &Inputs, obligations: &[Obligation]) -> Option<Extra> {
    let Reach::Shallow(error) = &inputs.history.reach else { return None };
    if inputs.moment == Moment::Staged {
        return None;
    }
    let used = obligations.iter().flat_map(|o| &o.satisfied_by).map(|by| by.statement.as_str());
    let signed =
        |digest: &str| inputs.approvals.counted.iter().find(|s| s.digest == digest).map(|s| s.approval.at);
    let oldest = used.filter_map(signed).min()?;
    let seen = reaches_before(inputs.history, oldest);
    (!seen).then(|| extra(error.reason, &error.message))
}

fn reaches_before(history: &History, at: Instant) -> bool {
    history.states.iter().any(|state| state.latest < at)
}

fn extra(reason: &str, message: &str) -> Extra {
    let reason = if reason.is_empty() { names::INVARIANT_UNKNOWN.name } else { reason };
    Extra { reason: reason.to_owned(), message: message.to_owned(), unknown: true }
}

fn tidy(extras: &mut Vec<Extra>) {
    extras.sort();
    extras.dedup();
}
