//! One rule on one change: what it asks for, what is there, what is missing and who could give it.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Change;
use crate::evidence::{Finding, Outcome};
use crate::label::Label;
use crate::names::{self, Name};
use crate::policy::{Duty, Exception, Need, Rule, RuleSource};
use crate::time::{Instant, Period};

use super::guard::{Match, Matched};
use super::matching;
use super::signers::Signers;
use super::words;
use super::{Missing, Moment, Obligation, ObligationResult, SatisfiedBy};

/// What duties read besides the rule and the change.
pub(super) struct Given<'a> {
    pub(super) signers: Signers<'a>,
    pub(super) evidence: BTreeMap<&'a str, &'a Finding>,
    pub(super) at: Instant,
    pub(super) moment: Moment,
}

/// How a duty stands before time and moment soften it.
struct Standing {
    result: ObligationResult,
    /// Whether an approval or a report could still cure it.
    curable: bool,
    reason: &'static Name,
    satisfied_by: Vec<SatisfiedBy>,
    missing: Vec<Missing>,
    messages: Vec<String>,
}

/// Tells whether a rule only warns at an instant: until the end of its last day.
pub(super) fn only_warns(rule: &Rule, at: Instant) -> bool {
    rule.source == RuleSource::Rule && rule.warn_until.is_some_and(|day| at < day.end())
}

/// Judges one rule on one change that it applies to. Where systems are listed, each needs other
/// persons: the approvals for all are assigned at once, and those for the change's own are told.
pub(super) fn judge(
    rule: &Rule,
    index: u64,
    (change, systems): (&Change, &[&str]),
    matched: &Matched,
    given: &Given,
) -> Obligation {
    let standing = match &rule.duty {
        Duty::Never(text) => never(rule, text, matched),
        Duty::Require { approvals, evidence } => {
            let mut standing = require(rule.valid, approvals, evidence, (change, systems), given);
            let unmet = standing.result == ObligationResult::Unsatisfied;
            if rule.source == RuleSource::Assessment && unmet && standing.reason != &names::VETOED {
                standing.reason = &names::ASSESSMENT_NOT_RENEWED;
            }
            standing
        }
    };
    let open = standing.result != ObligationResult::Satisfied;
    let result = match standing.result {
        ObligationResult::Satisfied => ObligationResult::Satisfied,
        _ if only_warns(rule, given.at) => ObligationResult::Warned,
        _ if given.moment == Moment::Staged && standing.curable => ObligationResult::Pending,
        other => other,
    };
    let mut messages = standing.messages;
    if open && matched.sure == Match::Maybe && standing.curable && !matched.why.is_empty() {
        messages.push(matched.why.clone());
    }
    if let (ObligationResult::Warned, Some(day)) = (result, rule.warn_until) {
        messages.push(format!("only warns until {day}"));
    }
    Obligation {
        rule: rule.id.to_string(),
        change: index,
        requires: words::requires(&rule.duty, |need| given.signers.roles(need, &change.system))
            .into_iter()
            .chain(words::other_persons(systems, &change.system))
            .collect(),
        result,
        satisfied_by: standing.satisfied_by,
        missing: standing.missing,
        reason: if open { standing.reason.name.to_owned() } else { String::new() },
        message: if open { messages.join("; ") } else { String::new() },
    }
}

/// Judges what an exception asks for in place of a rule: how it stands, by whom, what is missing.
pub(super) fn stand_in(
    exception: &Exception,
    change: &Change,
    given: &Given,
) -> (ObligationResult, Vec<SatisfiedBy>, Vec<String>) {
    let standing = require(None, &exception.approvals, &exception.evidence, (change, &[]), given);
    (standing.result, standing.satisfied_by, standing.messages)
}

fn never(rule: &Rule, text: &str, matched: &Matched) -> Standing {
    let text = words::one_line(text);
    let (reason, message) = match rule.source {
        RuleSource::Otherwise if text.is_empty() => {
            (&names::NO_RULE_MATCHES, "no enforcing rule is about this change".to_owned())
        }
        RuleSource::Otherwise => (&names::NO_RULE_MATCHES, text),
        RuleSource::Step => (&names::STEP_EXCEEDED, words::first_of(&matched.why, &text)),
        RuleSource::Drift => (&names::DRIFT_EXCEEDED, words::first_of(&matched.why, &text)),
        RuleSource::Rule if matched.sure == Match::Maybe => {
            (&names::FORBIDDEN, format!("{text}; {}", matched.why))
        }
        RuleSource::Rule | RuleSource::Baseline | RuleSource::Assessment => (&names::FORBIDDEN, text),
    };
    let undecided = matched.unknown.is_some();
    Standing {
        result: if undecided { ObligationResult::Unknown } else { ObligationResult::Unsatisfied },
        curable: false,
        reason: if undecided { &names::DRIFT_UNKNOWN } else { reason },
        satisfied_by: Vec::new(),
        missing: Vec::new(),
        messages: vec![message],
    }
}

/// Judges approvals, which count as long as `valid` says, and reports.
fn require(
    valid: Option<Period>,
    needs: &[Need],
    evidence: &[Label],
    (change, systems): (&Change, &[&str]),
    given: &Given,
) -> Standing {
    if evidence.is_empty() && needs.iter().all(|need| need.count == 0) {
        return Standing {
            result: ObligationResult::Unsatisfied,
            curable: false,
            reason: &names::EMPTY_DUTY,
            satisfied_by: Vec::new(),
            missing: Vec::new(),
            messages: vec!["the rule asks for nothing, and nothing can fulfil that".into()],
        };
    }
    let mut standing = approvals(valid, needs, (change, systems), given);
    reports(evidence, given, &mut standing);
    vetoes(needs, change, given, &mut standing);
    standing.satisfied_by.sort();
    standing.missing.sort();
    standing
}

/// One need with its roles resolved for the system of the change.
struct Wanted<'a> {
    roles: BTreeSet<&'a str>,
    count: u64,
    in_person: bool,
}

fn approvals(
    valid: Option<Period>,
    needs: &[Need],
    (change, systems): (&Change, &[&str]),
    given: &Given,
) -> Standing {
    let signers = &given.signers;
    let own = [change.system.as_str()];
    let systems = if systems.is_empty() { &own } else { systems };
    let mut asked: Vec<(&str, &Need)> = Vec::with_capacity(systems.len() * needs.len());
    for system in systems {
        asked.extend(needs.iter().map(|need| (*system, need)));
    }
    let wanted: Vec<Wanted> = asked
        .iter()
        .map(|(system, need)| Wanted {
            roles: signers.roles(need, system),
            count: u64::from(need.count),
            in_person: need.in_person,
        })
        .collect();
    let is_own = |need: &usize| asked[*need].0 == change.system;
    let people: Vec<&str> = signers.approvers().collect();
    let gives = |w: &Wanted, person: &str| signers.given(person, &w.roles, w.in_person, valid);
    let filled = fill(&wanted, people.len(), |w, p| gives(w, people[p]).is_some());

    let mut standing = Standing {
        result: ObligationResult::Satisfied,
        curable: true,
        reason: &names::APPROVAL_MISSING,
        satisfied_by: Vec::new(),
        missing: Vec::new(),
        messages: Vec::new(),
    };
    for (need, persons) in filled.iter().enumerate().filter(|(need, _)| is_own(need)) {
        for person in persons {
            if let Some((role, digest)) = gives(&wanted[need], people[*person]) {
                standing.satisfied_by.push(SatisfiedBy {
                    by: people[*person].to_owned(),
                    role: role.to_owned(),
                    statement: digest.to_owned(),
                });
            }
        }
    }
    for (need, w) in wanted.iter().enumerate().filter(|(need, _)| is_own(need)) {
        let open = w.count.saturating_sub(filled[need].len() as u64);
        if open == 0 {
            continue;
        }
        let could = who_could(valid, &wanted, need, signers);
        standing.result = ObligationResult::Unsatisfied;
        standing.messages.push(words::approval_missing(
            open,
            w.count,
            &w.roles,
            w.in_person,
            &could,
            signers,
        ));
        standing.missing.push(Missing {
            role: words::either(&w.roles),
            count: open,
            could: could.into_iter().map(str::to_owned).collect(),
        });
    }
    standing
}

/// Assigns persons to the slots of needs; for each need, the numbers of its persons.
fn fill(wanted: &[Wanted], people: usize, fits: impl Fn(&Wanted, usize) -> bool) -> Vec<Vec<usize>> {
    let (mut slots, mut need_of) = (Vec::new(), Vec::new());
    for (need, w) in wanted.iter().enumerate() {
        let eligible: Vec<usize> = (0..people).filter(|p| fits(w, *p)).collect();
        // More slots than persons could never be filled: no need to make them.
        let count = usize::try_from(w.count).unwrap_or(usize::MAX).min(eligible.len());
        need_of.extend(std::iter::repeat_n(need, count));
        slots.extend(std::iter::repeat_n(eligible, count));
    }
    let mut filled = vec![Vec::new(); wanted.len()];
    for (slot, person) in matching::assign(&slots, people).into_iter().enumerate() {
        filled[need_of[slot]].extend(person);
    }
    filled
}

/// Lists who could fill an open need now: persons whose approval would not be wasted because
/// another need of the rule can only be filled by them.
fn who_could<'a>(
    valid: Option<Period>,
    wanted: &[Wanted],
    need: usize,
    signers: &Signers<'a>,
) -> Vec<&'a str> {
    let persons = signers.persons();
    let ready = |w: &Wanted, p: usize| {
        let person = persons[p];
        signers.could(person, &w.roles, w.in_person)
            || signers.given(&person.id, &w.roles, w.in_person, valid).is_some()
    };
    let w = &wanted[need];
    let gave = |p: usize| signers.given(&persons[p].id, &w.roles, w.in_person, valid).is_some();
    let open = (0..persons.len()).filter(|p| !gave(*p) && signers.could(persons[*p], &w.roles, w.in_person));
    if wanted.len() == 1 {
        return open.map(|p| persons[p].id.as_str()).collect();
    }
    let most = size(&fill(wanted, persons.len(), ready));
    let useful = |p: &usize| {
        // With the person kept for this need, the other needs must still fill as far as before.
        let others: Vec<Wanted> = wanted
            .iter()
            .enumerate()
            .map(|(i, w)| Wanted {
                roles: w.roles.clone(),
                count: w.count - u64::from(i == need),
                in_person: w.in_person,
            })
            .collect();
        size(&fill(&others, persons.len(), |w, q| q != *p && ready(w, q))) + 1 >= most
    };
    open.filter(useful).map(|p| persons[p].id.as_str()).collect()
}

fn size(filled: &[Vec<usize>]) -> usize {
    filled.iter().map(Vec::len).sum()
}

fn reports(evidence: &[Label], given: &Given, standing: &mut Standing) {
    for id in evidence {
        let finding = given.evidence.get(id.as_str());
        let outcome = finding.map_or(Outcome::Missing, |f| f.result);
        let says = finding.map_or_else(|| "no report is here".to_owned(), |f| words::one_line(&f.message));
        match outcome {
            Outcome::Passes => {
                standing.satisfied_by.push(SatisfiedBy {
                    by: id.to_string(),
                    role: "evidence".into(),
                    statement: String::new(),
                });
                continue;
            }
            Outcome::Missing => {
                standing.missing.push(Missing { role: id.to_string(), count: 1, could: Vec::new() });
                lower(standing, ObligationResult::Unsatisfied, &names::EVIDENCE_MISSING);
            }
            Outcome::Fails => lower(standing, ObligationResult::Unsatisfied, &names::EVIDENCE_FAILS),
            Outcome::Unknown => lower(standing, ObligationResult::Unknown, &names::EVIDENCE_UNREADABLE),
        }
        standing.messages.push(format!("evidence {id}: {says}"));
    }
}

/// Makes a standing worse; the reason is that of the worst part, the first of equals.
fn lower(standing: &mut Standing, result: ObligationResult, reason: &'static Name) {
    if result > standing.result {
        (standing.result, standing.reason) = (result, reason);
    }
}

fn vetoes(needs: &[Need], change: &Change, given: &Given, standing: &mut Standing) {
    let roles: BTreeSet<&str> =
        needs.iter().flat_map(|need| given.signers.roles(need, &change.system)).collect();
    let vetoes = given.signers.vetoes(&roles);
    for (person, role, digest) in vetoes.iter().rev() {
        standing.messages.insert(0, words::vetoed(person, role, digest));
    }
    if !vetoes.is_empty() && standing.result != ObligationResult::Unknown {
        (standing.result, standing.reason) = (ObligationResult::Unsatisfied, &names::VETOED);
    }
}
