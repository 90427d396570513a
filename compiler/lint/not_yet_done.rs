//! What is dated tomorrow was not done, and moves every date that is counted from it.

use crate::source::Location;
use crate::time::Date;

use super::{Context, Findings, Lint};

/// Something is said to be done on a day that is still to come.
pub static LINT: Lint = lint!(
    "not-yet-done",
    Deny,
    Accountability,
    "Something is said to be done on a day that is still to come.",
    check
)
.never_waived();

/// The seconds by which a day begins earlier somewhere than in UTC: nowhere more than fourteen hours.
const EARLIEST: i64 = 14 * 3_600;

fn check(context: &Context<'_>, out: &mut Findings) {
    let mut done = acts(context);
    done.sort_by_key(|act| act.at);
    let today = context.at.day();
    for act in done.iter().filter(|act| act.on.start().plus_seconds(-EARLIEST) > context.at) {
        let text = format!("{} is said to be {} on {}, and it is {today}", act.what, act.done, act.on);
        out.push(
            LINT.at(act.at, text)
                .label("still to come")
                .help("put the day on which it was really done; what is planned has a day after `every`, `due` or `review by`"),
        );
    }
}

/// Something that a policy says was done.
struct Act {
    /// What it was done to: the assessment of `claims`.
    what: String,
    /// What was done: `reviewed`.
    done: &'static str,
    on: Date,
    at: Location,
}

/// Lists everything that a policy says was done on a day.
fn acts(context: &Context<'_>) -> Vec<Act> {
    let all = &context.model.governance;
    let mut acts = Vec::new();
    let mut add = |what: String, done: &'static str, on: Date, at: Location| {
        acts.push(Act { what, done, on, at });
    };
    for system in &context.model.systems {
        let Some(assessment) = &system.assessment else { continue };
        let what = format!("the assessment of `{}`", system.id.name);
        add(what.clone(), "reviewed", assessment.reviewed.on, assessment.reviewed.at);
        if let Some(approved) = &assessment.approved {
            add(what, "approved", approved.on, approved.by.at);
        }
    }
    for one in &all.retentions {
        if let Some(reviewed) = &one.reviewed {
            add(format!("the schedule `{}`", one.id.name), "reviewed", reviewed.on, reviewed.at);
        }
    }
    for one in &all.documents {
        if let Some(reviewed) = &one.reviewed {
            add(format!("the document `{}`", one.id.name), "reviewed", reviewed.on, reviewed.at);
        }
    }
    for one in &all.baselines {
        add(format!("the baseline `{}`", one.id.name), "made", one.made.on, one.made.at);
    }
    for one in &all.exercises {
        add(format!("the exercise `{}`", one.id.name), "held", one.held.on, one.held.at);
    }
    for one in &all.reviews {
        add(format!("the review `{}`", one.id.name), "held", one.held.on, one.held.at);
    }
    for one in &all.certificates {
        let at = context.clause(one.id.at, "issued").map_or(one.id.at, |clause| clause.head_at());
        add(format!("the certificate `{}`", one.id.name), "issued", one.issued, at);
        for audit in &one.surveillance {
            if let Some(done) = audit.done {
                add(format!("an audit of the certificate `{}`", one.id.name), "done", done, audit.at);
            }
        }
    }
    for one in &all.applicabilities {
        if let Some(approved) = &one.approved {
            let what = format!("the statement for `{}`", one.catalogue.name);
            add(what, "approved", approved.on, approved.by.at);
        }
    }
    let own = all.facts.iter().map(|one| (format!("the fact `{}`", one.id.name), one.verified, one.id.at));
    let readings = all.crosswalks.iter().map(|one| (&one.id, &one.read));
    let readings = readings.chain(all.catalogues.iter().map(|one| (&one.id, &one.read)));
    let readings = readings
        .filter(|(id, _)| context.item(id.at).is_some())
        .map(|(id, read)| (format!("`{}`", id.name), read.verified, id.at));
    for (what, verified, at) in own.chain(readings) {
        let at = context.clause(at, "verified").map_or(at, |clause| clause.head_at());
        verified.into_iter().for_each(|on| add(what.clone(), "verified", on, at));
    }
    acts
}
