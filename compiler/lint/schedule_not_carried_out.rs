//! A schedule that nothing carries out is a promise to an auditor that is not kept.

use std::collections::{BTreeSet, HashMap};

use crate::kind::Kind;
use crate::model::governance::Retention;
use crate::policy::Schedule;
use crate::verdict::{ObligationResult, carried_out};

use super::{Context, Findings, Lint};

/// A setting of the repository does not do what its schedule says.
pub static LINT: Lint = lint!(
    "schedule-not-carried-out",
    Deny,
    Retention,
    "What should carry out a schedule is off, is about other data, or keeps for another time.",
    check
)
.needs_repository();

fn check(context: &Context<'_>, out: &mut Findings) {
    let retentions = context.model.governance.retentions.iter().filter(|one| !one.enforced.is_empty());
    let retentions: HashMap<&str, &Retention> = retentions.map(|one| (one.id.name.as_str(), one)).collect();
    let schedules = context.policy.kernel.schedules.iter();
    let schedules: HashMap<&str, &Schedule> = schedules.map(|one| (one.id.as_str(), one)).collect();
    let mut told = BTreeSet::new();
    for facts in context.surroundings.iter().flat_map(|around| &around.facts) {
        for row in facts.rows.iter().filter(|row| row.kind == Kind::Period) {
            let found = schedules.get(row.artifact.as_str()).zip(retentions.get(row.artifact.as_str()));
            let Some((schedule, retention)) = found.filter(|(one, _)| one.is_about(&facts.system)) else {
                continue;
            };
            let held = carried_out(schedule, &facts.system, row);
            if held.result == ObligationResult::Satisfied || !told.insert((&row.path, &row.pointer)) {
                continue;
            }
            let here = |one: &&crate::model::governance::Enforcement| {
                one.spot.path == row.path && one.spot.fragment == row.pointer
            };
            let setting = retention.enforced.iter().find(here).or(retention.enforced.first());
            let at = setting.map_or(retention.id.at, |one| one.spot.at);
            let place = held.span.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
            let finding = LINT.at(at, format!("{}{place}: {}", row.path, held.message));
            out.push(
                finding
                    .because(retention.keep_at, "what is kept")
                    .help("mend what stands there; until then the data stays, whatever the schedule says"),
            );
        }
    }
}
