//! What stands in for a duty that is not met: a granted exception, a declared emergency.
//!
//! Both only turn an unmet duty into one that does not stop the change. They leave alone what is
//! refused by a veto, what cannot be told, every invariant and every bound of an artifact.

use std::collections::BTreeMap;

use crate::approval::{DeclaredEmergency, Granted, Reliefs};
use crate::change::{Change, Changes};
use crate::names;
use crate::policy::{Duty, Exception, Kernel, Rule};
use crate::time::Instant;

use super::duty::{self, Given};
use super::guard::{self, Match};
use super::sides::Surroundings;
use super::{ExceptionUse, Extra, Moment, Obligation, ObligationResult, SatisfiedBy, words};

/// What relieves, by what it relieves of.
pub(super) struct Relief<'a> {
    reliefs: &'a Reliefs,
    /// The exceptions whose time has not ended, by the rules that they stand in for.
    open: BTreeMap<&'a str, Vec<&'a Exception>>,
    /// Those whose time has ended.
    ended: BTreeMap<&'a str, Vec<&'a Exception>>,
}

impl<'a> Relief<'a> {
    pub(super) fn new(kernel: &'a Kernel, reliefs: &'a Reliefs, at: Instant) -> Relief<'a> {
        let (mut open, mut ended): (BTreeMap<&str, Vec<_>>, BTreeMap<&str, Vec<_>>) = Default::default();
        for exception in &kernel.exceptions {
            let side = if exception.is_open(at) { &mut open } else { &mut ended };
            for rule in &exception.rules {
                side.entry(rule).or_default().push(exception);
            }
        }
        Relief { reliefs, open, ended }
    }

    /// Lets an emergency or an exception stand in for an obligation that is not met.
    pub(super) fn of(
        &self,
        obligation: &mut Obligation,
        rule: &Rule,
        change: &Change,
        around: &Surroundings,
        given: &Given,
    ) {
        let unmet = matches!(obligation.result, ObligationResult::Unsatisfied | ObligationResult::Pending);
        if !unmet || obligation.reason == names::VETOED.name {
            return;
        }
        if let Some(declared) = self.restore().filter(|_| is_duty(rule)) {
            bypass(obligation, declared);
            return;
        }
        let covering = |exceptions: &BTreeMap<&str, Vec<&'a Exception>>| -> Vec<&'a Exception> {
            let of_rule = exceptions.get(rule.id.as_str()).into_iter().flatten();
            of_rule.copied().filter(|e| covers(e, change, around)).collect()
        };
        let mut notes = Vec::new();
        let open = covering(&self.open);
        // What an exception can still cure is no reason to stop a commit.
        if given.moment == Moment::Staged && !open.is_empty() {
            obligation.result = ObligationResult::Pending;
        }
        for exception in open {
            match self.stand_in(exception, change, given) {
                Ok((granted, satisfied_by)) => {
                    override_with(obligation, exception, granted, satisfied_by);
                    return;
                }
                Err(why) => notes.push(why),
            }
        }
        for exception in covering(&self.ended) {
            notes.push(format!("the exception `{}` ended on {}", exception.id, exception.until));
        }
        for note in notes {
            obligation.message += &format!("; {note}");
        }
    }

    /// Returns the declaration that makes this change a restore.
    fn restore(&self) -> Option<&'a DeclaredEmergency> {
        self.reliefs.declaration.as_ref().filter(|declared| declared.refused.is_none())
    }

    fn stand_in(
        &self,
        exception: &'a Exception,
        change: &Change,
        given: &Given,
    ) -> Result<(&'a Granted, Vec<SatisfiedBy>), String> {
        let name = format!("the exception `{}` covers this", exception.id);
        let Some(granted) = self.reliefs.grants.iter().find(|g| g.exception == exception.id) else {
            let (person, id) = (&exception.granted_by, &exception.id);
            return Err(format!(
                "{name} and is not granted: {person} could sign it, with `countersign approve --exception {id}`"
            ));
        };
        let (result, satisfied_by, messages) = duty::stand_in(exception, change, given);
        match result {
            ObligationResult::Satisfied => Ok((granted, satisfied_by)),
            _ => Err(format!("{name} and asks for its own: {}", messages.join(", "))),
        }
    }

    /// Lists the exceptions that stood in for something, as the record keeps them.
    pub(super) fn used(&self, obligations: &[Obligation]) -> Vec<ExceptionUse> {
        let overridden = obligations.iter().filter(|o| o.result == ObligationResult::Overridden);
        let statements: Vec<&str> =
            overridden.flat_map(|o| &o.satisfied_by).map(|by| by.statement.as_str()).collect();
        let mut all: Vec<&Exception> = self.open.values().flatten().copied().collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        let used = all.into_iter().filter_map(|exception| {
            let granted = self.reliefs.grants.iter().find(|g| g.exception == exception.id)?;
            statements.contains(&granted.statement.as_str()).then(|| ExceptionUse {
                exception: exception.id.clone(),
                reason: exception.reason.clone(),
                requested_by: exception.requested_by.clone(),
                granted_by: granted.person.clone(),
                until: exception.until,
                statement: granted.statement.clone(),
            })
        });
        used.collect()
    }

    /// Lists the reviews that are overdue: they stop every change but a restore.
    pub(super) fn overdue(&self, kernel: &Kernel, changes: &Changes, at: Instant) -> Vec<Extra> {
        if changes.is_empty() || self.restore().is_some() {
            return Vec::new();
        }
        let overdue = self.reliefs.awaited.iter().filter(|open| open.due < at).map(|open| Extra {
            reason: names::EMERGENCY_UNREVIEWED.name.into(),
            message: format!(
                "the emergency `{}` that {} declared was to be reviewed by {} before {}: until it is, only a restore passes",
                words::one_line(&open.incident),
                open.declared_by,
                kernel.emergency.as_ref().map_or(String::new(), |e| e.review_by.join(" or ")),
                open.due
            ),
            unknown: false,
        });
        overdue.collect()
    }
}

/// Tells whether a rule asks for something that people or reports give; bounds and what is
/// forbidden are no duties, and no emergency lifts them.
fn is_duty(rule: &Rule) -> bool {
    matches!(rule.duty, Duty::Require { .. })
}

/// Tells whether an exception is surely for a change; in doubt it is not.
fn covers(exception: &Exception, change: &Change, around: &Surroundings) -> bool {
    guard::any(&exception.guards, change, around) == Match::Yes
}

fn bypass(obligation: &mut Obligation, declared: &DeclaredEmergency) {
    obligation.result = ObligationResult::Bypassed;
    obligation.reason = names::EMERGENCY.name.to_owned();
    obligation.missing.clear();
    obligation.satisfied_by = vec![SatisfiedBy {
        by: declared.declared_by.clone(),
        role: declared.role.clone(),
        statement: declared.statement.clone(),
    }];
    obligation.message = format!(
        "emergency `{}`: brings back what was in force at {}; to be reviewed before {}",
        words::one_line(&declared.incident),
        declared.restores.short(),
        declared.review_due
    );
}

fn override_with(
    obligation: &mut Obligation,
    exception: &Exception,
    granted: &Granted,
    mut satisfied_by: Vec<SatisfiedBy>,
) {
    satisfied_by.push(SatisfiedBy {
        by: granted.person.clone(),
        role: granted.role.clone(),
        statement: granted.statement.clone(),
    });
    satisfied_by.sort();
    obligation.result = ObligationResult::Overridden;
    obligation.reason = names::EXCEPTION.name.to_owned();
    obligation.missing.clear();
    obligation.satisfied_by = satisfied_by;
    obligation.message = format!(
        "the exception `{}` stands in until {}: {}",
        exception.id,
        exception.until,
        words::one_line(&exception.reason)
    );
}
