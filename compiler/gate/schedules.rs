//! What law asks of the schedules that a change touches.

use crate::change::{Changes, Touched};
use crate::git::{GitError, Listing, Repository};
use crate::law::Law;
use crate::policy::{self, Limit};
use crate::time::Instant;

use super::policy_at;

/// Asks law on the day of the instant, by the policy of the head; or takes over what a record says.
///
/// Only facts that bind for sure, were looked up well, and give way to no other law are limits
/// here: what is less settled is advice of the linter.
pub fn ask(
    repo: &Repository,
    changes: &mut Changes,
    after: &Listing,
    recorded: Option<&[Touched]>,
    at: Instant,
) -> Result<(), GitError> {
    if changes.schedules.iter().all(|touched| touched.after.is_none()) {
        return Ok(());
    }
    if let Some(recorded) = recorded {
        for touched in &mut changes.schedules {
            let same = recorded.iter().find(|r| (&r.before, &r.after) == (&touched.before, &touched.after));
            touched.limits = same.map(|r| r.limits.clone()).unwrap_or_default();
        }
        return Ok(());
    }
    let Some((_, compiled)) = policy_at::compile(repo, after)? else { return Ok(()) };
    let model = &compiled.model;
    let law = Law::new(model, policy::words(), policy::facts(), at.day());
    for touched in &mut changes.schedules {
        let Some(schedule) = &touched.after else { continue };
        let named = model.governance.retentions.iter().find(|retention| retention.id.name == schedule.id);
        let bound = named.map(|retention| law.binding(retention)).unwrap_or_default();
        let firm = bound.iter().filter(|bound| bound.is_settled() && !bound.fact.soft);
        touched.limits = firm.filter_map(|bound| Limit::of(bound.fact)).collect();
    }
    Ok(())
}
