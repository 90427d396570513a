//! What law asks of the schedules that a change touches, or under which it puts them.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::{Changes, Touched};
use crate::git::{GitError, Listing, Repository};
use crate::law::{Law, Schedules};
use crate::model::Model;
use crate::model::governance::Retention;
use crate::names;
use crate::policy::{self, Limit, Schedule};
use crate::time::Instant;
use crate::verdict::Extra;

use super::sides::PolicyEdit;
use super::{described, policy_at};

/// Asks law on the day of the instant, by the policy of the head; or takes over what a record says.
///
/// A touched schedule is held against what binds by the answers of the head, and by those of the
/// policy in force as well: an answer and the time that hangs on it do not change in one step. A
/// schedule that stays as it is meets what binds it anew, such as after another answer or another
/// place served. Only facts that bind for sure, were looked up well, and give way to no other law
/// are limits here: what is less settled is advice of the linter.
///
/// Returns what the edit leaves out of what the policy in force describes: data without a schedule, a
/// chain without a step, a reason that was given for a shorter time.
pub fn ask(
    repo: &Repository,
    changes: &mut Changes,
    edit: &PolicyEdit,
    [before, after]: [&Listing; 2],
    recorded: Option<&[Touched]>,
    at: Instant,
) -> Result<Vec<Extra>, GitError> {
    let PolicyEdit::Changed(head) = edit else { return Ok(Vec::new()) };
    let Some((_, new)) = policy_at::compile(repo, after)? else { return Ok(Vec::new()) };
    let old = policy_at::compile(repo, before)?;
    let old = old.as_ref().map(|(_, compiled)| &compiled.model);
    let (law, in_force) = (Asked::new(&new.model, at), old.map(|model| Asked::new(model, at)));
    match recorded {
        Some(recorded) => take_over(changes, recorded),
        None => {
            for touched in &mut changes.schedules {
                let Some(schedule) = &touched.after else { continue };
                let Some(retention) = law.retentions.get(schedule.id.as_str()) else { continue };
                touched.limits = law.limits(retention);
                let before = in_force.iter().flat_map(|asked| asked.limits(retention));
                before.for_each(|limit| join(&mut touched.limits, limit));
            }
            if let Some(in_force) = &in_force {
                changes.schedules.extend(anew(&head.kernel.schedules, changes, &law, in_force));
            }
        }
    }
    let Some(old) = old else { return Ok(Vec::new()) };
    let mut stops = without_schedule(old, &new.model, at);
    stops.extend(described::without_schedule(old, &new.model));
    stops.extend(described::without_chain(old, &new.model));
    stops.extend(described::outgrown(&changes.schedules, old, &new.model));
    Ok(stops)
}

/// A policy, and what law asks by its answers.
struct Asked<'a> {
    law: Law<'a>,
    retentions: BTreeMap<&'a str, &'a Retention>,
}

impl<'a> Asked<'a> {
    fn new(model: &'a Model, at: Instant) -> Asked<'a> {
        let all = model.governance.retentions.iter();
        Asked { law: law(model, at), retentions: all.map(|one| (one.id.name.as_str(), one)).collect() }
    }

    fn limits(&self, retention: &Retention) -> Vec<Limit> {
        let binding = self.law.binding(retention).into_iter();
        let firm = binding.filter(|binding| binding.bound.is_settled() && !binding.bound.fact.soft);
        firm.filter_map(|binding| Limit::of(binding.bound.fact, &binding.cases)).collect()
    }
}

/// Adds a limit to others; one that is there already binds where it did and where this one does.
fn join(limits: &mut Vec<Limit>, more: Limit) {
    match limits.iter_mut().find(|known| known.is_same(&more)) {
        Some(known) => known.bind(more.of),
        None => limits.push(more),
    }
}

fn law(model: &Model, at: Instant) -> Law<'_> {
    Law::new(model, policy::words(), policy::facts(), at.day())
}

/// Takes over what a record says that law asked.
fn take_over(changes: &mut Changes, recorded: &[Touched]) {
    for touched in &mut changes.schedules {
        let same = recorded.iter().find(|r| (&r.before, &r.after) == (&touched.before, &touched.after));
        touched.limits = same.map(|r| r.limits.clone()).unwrap_or_default();
    }
    let stayed = recorded.iter().filter(|touched| touched.before == touched.after);
    changes.schedules.extend(stayed.cloned());
}

/// Lists the schedules that stay as they are and that something binds by the head which bound them
/// not before.
fn anew(all: &[Schedule], changes: &Changes, law: &Asked<'_>, in_force: &Asked<'_>) -> Vec<Touched> {
    let touched: BTreeSet<&str> =
        changes.schedules.iter().filter_map(|touched| Some(touched.after.as_ref()?.id.as_str())).collect();
    let stayed = all.iter().filter(|schedule| !touched.contains(schedule.id.as_str()));
    let of_schedule = |schedule: &Schedule| {
        let id = schedule.id.as_str();
        let known = in_force.retentions.get(id).map(|one| in_force.limits(one)).unwrap_or_default();
        let mut limits = law.retentions.get(id).map(|one| law.limits(one)).unwrap_or_default();
        limits.retain(|limit| !known.iter().any(|known| known.is_same(limit)));
        let same = Some(schedule.clone());
        (!limits.is_empty()).then(|| Touched { before: same.clone(), after: same, limits })
    };
    stayed.filter_map(of_schedule).collect()
}

/// Lists the data that has no schedule by the head and had one, or was not handled, before.
fn without_schedule(old: &Model, new: &Model, at: Instant) -> Vec<Extra> {
    let open = |model| {
        let schedules = Schedules::new(model, law(model, at));
        let open = schedules.cases.iter().filter(|case| case.coverings.is_empty());
        let name = |text: &str| text.to_owned();
        let keys = open.map(|case| ((name(&case.system.id.name), name(case.category)), name(case.place)));
        keys.collect::<BTreeSet<_>>()
    };
    let known = open(old);
    let mut missing: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for (data, place) in open(new).into_iter().filter(|case| !known.contains(case)) {
        missing.entry(data).or_default().push(place);
    }
    let extra = |((system, category), places): ((String, String), Vec<String>)| Extra {
        reason: names::NO_SCHEDULE.name.to_owned(),
        message: format!(
            "no schedule says how long `{category}` of `{system}` is kept in {}: add one in the same change, \
             and `keep nothing` is one too",
            places.join(", ")
        ),
        unknown: false,
    };
    missing.into_iter().map(extra).collect()
}
