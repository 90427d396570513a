//! What the policy in force describes and the head no longer does: leaving all of it out is no milder
//! than leaving out one part.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::change::{Touched, is_at_least};
use crate::model::{Allow, Model, System};
use crate::names::{self, Name};
use crate::verdict::Extra;

/// Lints whose finding hangs on how long a schedule keeps, so that what accepts it is about that time.
const ABOUT_THE_TIME: &[&str] = &["derived-outlives-source", "derived-above-ceiling", "backups-past-ceiling"];

/// Lists the systems whose chain was described, and that describe no step of it any more.
pub fn without_chain(old: &Model, new: &Model) -> Vec<Extra> {
    let known: BTreeMap<&str, &System> = by_name(old);
    let described = |system: &System| !system.stages.is_empty();
    let lost = new.systems.iter().filter(|system| {
        !described(system) && known.get(system.id.name.as_str()).is_some_and(|before| described(before))
    });
    let extra = |system: &System| {
        let message = format!(
            "the chain of `{}` was described, and no `stage` of it is left: keep the steps, and say \
             `without PART because \"…\"` of one that is gone",
            system.id.name
        );
        stop(&names::NO_CHAIN, message)
    };
    lost.map(extra).collect()
}

/// Lists data that had a schedule and has none, of systems that do not say what they handle: nothing
/// says that the data is gone.
pub fn without_schedule(old: &Model, new: &Model) -> Vec<Extra> {
    let systems = by_name(new);
    let unsaid = |name: &str| systems.get(name).is_some_and(|system| system.handles.is_empty());
    let left = covered(new);
    let lost = covered(old)
        .into_iter()
        .filter(|(system, category)| unsaid(system) && !left.contains(&(*system, *category)));
    let extra = |(system, category): (&str, &str)| {
        let message = format!(
            "no schedule of `{category}` of `{system}` is left, and nothing says that the data is gone: keep one, or \
             say with `handles [CATEGORY]` which data `{system}` still has"
        );
        stop(&names::NO_SCHEDULE, message)
    };
    lost.map(extra).collect()
}

/// Lists the systems and their data of which schedules say that they are about them, wherever; a place that
/// none is about any more is a case without one.
fn covered(model: &Model) -> BTreeSet<(&str, &str)> {
    let all = model.governance.retentions.iter().flat_map(|retention| &retention.covers);
    all.map(|coverage| (&*coverage.system.name, &*coverage.category.name)).collect()
}

/// Lists schedules that are lengthened under an `allow` that stays as it was: it was given for the
/// shorter time, with a reason that was about that.
pub fn outgrown(touched: &[Touched], old: &Model, new: &Model) -> Vec<Extra> {
    let (before, after) = (allows(old), allows(new));
    let of = |touched: &Touched| {
        let (was, is) = (touched.before.as_ref()?, touched.after.as_ref()?);
        if was.id != is.id || is_at_least(was, is) {
            return None;
        }
        let key = |lint: &'static str| (format!("retention {}", is.id), lint);
        let same = ABOUT_THE_TIME.iter().find_map(|lint| {
            let (then, now) = (before.get(&key(lint))?, after.get(&key(lint))?);
            (then.because == now.because && then.until == now.until).then_some(*now)
        })?;
        let message = format!(
            "the schedule `{}` would keep {}, and its `allow \"{}\"` was given for {}, because \"{}\": say in the \
             same change why that holds for the longer time too, or leave the schedule as it is",
            is.id,
            is.keep,
            same.lint.text,
            was.keep,
            one_line(&same.because)
        );
        Some(stop(&names::ALLOW_OUTGROWN, message))
    };
    touched.iter().filter_map(of).collect()
}

fn by_name(model: &Model) -> BTreeMap<&str, &System> {
    model.systems.iter().map(|system| (system.id.name.as_str(), system)).collect()
}

/// Finds the acceptances of a policy by item and lint.
fn allows(model: &Model) -> HashMap<(String, &str), &Allow> {
    let key = |allow: &Allow| allow.item.clone();
    model.allows.iter().map(|allow| ((key(allow), allow.lint.text.as_str()), allow)).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stop(reason: &Name, message: String) -> Extra {
    Extra { reason: reason.name.to_owned(), message, unknown: false }
}
