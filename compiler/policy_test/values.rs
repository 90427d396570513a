//! Example values for a change that no test tells yet: such as the clauses of its slot let through.

use crate::decimal::Decimal;
use crate::kind::{Kind, Op};
use crate::label::Label;
use crate::policy::{Kernel, Predicate, RuleSource, Slot};
use crate::prove::{Cell, Part};
use crate::time::Instant;

/// Writes a cell as the `change` clause of a test; `None` where a test cannot say it.
///
/// The values are guesses; whoever prints them runs the test first.
pub fn clause(kernel: &Kernel, cell: &Cell) -> Option<String> {
    let place = cell.place;
    match place.kind {
        Kind::Policy => return Some(format!("policy {}", cell.op)),
        Kind::Other => return Some(format!("other of {}", place.system)),
        _ => {}
    }
    let slot = place.slot?;
    let what = format!("{} {} of {}", place.kind, place.artifact, place.system);
    let said = match (place.kind, cell.op) {
        (Kind::Knowledge, op) | (Kind::Prompt, op @ (Op::Added | Op::Removed)) if !cell.protected => {
            op.to_string()
        }
        (Kind::Prompt, _) if cell.protected => {
            let section = slot.protected.iter().find(|part| part.part == "section")?;
            format!("edited in section {}", quoted(&section.text))
        }
        (Kind::Prompt, _) => "edited".to_owned(),
        _ => {
            let (before, after) = values(kernel, cell, slot)?;
            format!("from {before} to {after}")
        }
    };
    Some(format!("{what} {said}"))
}

/// Writes a change that breaks a clause or invariant, and what must have been in force before it;
/// `None` where no value can be guessed.
pub fn breaking(kernel: &Kernel, id: &str, at: Instant) -> Option<(String, Vec<String>)> {
    let change = |slot: &Slot, before: &str, after: &str| {
        format!("{} {} of {} from {before} to {after}", slot.kind, slot.artifact, slot.system)
    };
    if let Some(rule) = kernel.rules.iter().find(|rule| rule.id == id) {
        let guard = rule.guards.first()?;
        let is_here = |s: &&Slot| {
            s.artifact == guard.artifact
                && guard.systems.as_ref().is_some_and(|all| all.iter().any(|one| *one == s.system))
        };
        let slot = kernel.slots.iter().find(is_here)?;
        let limit = guard.by_more_than.or(guard.drift.as_ref().map(|drift| drift.limit))?;
        let (low, high) = Bounds::of(kernel, slot).range.unwrap_or((Decimal::ZERO, plus(limit, limit)?));
        // Twice the limit away from the safest value: at once, or in two moves.
        let (safe, middle, far) = match slot.safer.as_str() {
            "lower" => (low, plus(low, limit)?, plus(plus(low, limit)?, limit)?),
            _ => (high, high.checked_sub(limit)?, high.checked_sub(limit)?.checked_sub(limit)?),
        };
        let show = |n: Decimal| in_unit(n, slot);
        return Some(match guard.drift {
            None => (change(slot, &show(safe), &show(far)), Vec::new()),
            Some(_) => {
                let day = at.minus_days(1).to_string();
                let since = format!(
                    "in force {} of {} {} since {}",
                    slot.artifact,
                    slot.system,
                    show(safe),
                    day.get(..10)?
                );
                (change(slot, &show(middle), &show(far)), vec![since])
            }
        });
    }
    let hold = kernel.holds.iter().find(|hold| hold.id == id)?;
    let is_here = |s: &&Slot| {
        s.kind == hold.kind
            && (hold.artifact.is_empty() || s.artifact == hold.artifact)
            && hold.systems.as_ref().is_none_or(|all| all.iter().any(|one| *one == s.system))
    };
    let slot = kernel.slots.iter().find(is_here)?;
    let (before, after) = broken(&hold.predicate, slot)?;
    Some((change(slot, &before, &after), Vec::new()))
}

/// Two values, the second of which breaks a condition.
fn broken(predicate: &Predicate, slot: &Slot) -> Option<(String, String)> {
    let (one, many) = (Decimal::from_integer(1), matches!(slot.kind, Kind::Tools | Kind::Regions));
    let number = |good: Decimal, bad: Decimal| (in_unit(good, slot), in_unit(bad, slot));
    let word = |bad: &str| match slot.kind {
        Kind::Tools | Kind::Regions => ("[]".to_owned(), format!("[{}]", quoted(bad))),
        Kind::Model | Kind::Voice | Kind::Parameter => ("absent".to_owned(), quoted(bad)),
        _ => ("absent".to_owned(), bad.to_owned()),
    };
    match predicate {
        Predicate::Between(low, high) => Some(number(*low, plus(*high, one)?)),
        Predicate::AtMost(high) => Some(number(*high, plus(*high, one)?)),
        Predicate::AtLeast(low) => Some(number(*low, low.checked_sub(one)?)),
        Predicate::Pinned | Predicate::From(_) => Some(word("somebody-elses-latest")),
        Predicate::In(_) if many || matches!(slot.kind, Kind::Model | Kind::Voice) => {
            Some(word("not-among-them"))
        }
        Predicate::Not(inner) => match &**inner {
            Predicate::In(items) => items.first().map(|item| word(item)),
            _ => None,
        },
        _ => None,
    }
}

fn plus(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_sub(Decimal::ZERO.checked_sub(b)?)
}

/// Writes a number as the slot counts it.
fn in_unit(number: Decimal, slot: &Slot) -> String {
    let percent = if matches!(slot.unit.as_str(), "percent" | "%") { "%" } else { "" };
    format!("{number}{percent}")
}

fn values(kernel: &Kernel, cell: &Cell, slot: &Slot) -> Option<(String, String)> {
    let (one, two) = pair(kernel, cell, slot)?;
    Some(match cell.op {
        Op::Added => ("absent".into(), one),
        Op::Removed => (one, "absent".into()),
        _ => (one, two),
    })
}

fn pair(kernel: &Kernel, cell: &Cell, slot: &Slot) -> Option<(String, String)> {
    let bounds = Bounds::of(kernel, slot);
    let words = |one: &str, two: &str| (quoted(one), quoted(two));
    Some(match slot.kind {
        Kind::Model | Kind::Voice => match bounds.one_of.as_slice() {
            [one, two, ..] => words(one, two),
            [one] => words(one, one),
            [] => {
                let maker = bounds.from.unwrap_or("example");
                let (other, family) = match cell.part {
                    Some(Part::Provider) => ("another", "one"),
                    Some(Part::Family) => (maker, "two"),
                    _ => (maker, "one"),
                };
                words(&format!("{maker}-one-2026-01-01"), &format!("{other}-{family}-2026-02-01"))
            }
        },
        Kind::Threshold => numbers(cell, &bounds, slot)?,
        Kind::Parameter => match bounds.range {
            Some((low, high)) => (low.to_string(), high.to_string()),
            None => ("1".into(), "2".into()),
        },
        Kind::Switch => {
            let safe = if slot.safer == "off" { ("off", "on") } else { ("on", "off") };
            match cell.op {
                Op::Tightened => (safe.1.into(), safe.0.into()),
                Op::Added if cell.direction == crate::kind::Direction::Tightens => {
                    (safe.0.into(), safe.0.into())
                }
                Op::Added => (safe.1.into(), safe.1.into()),
                _ => (safe.0.into(), safe.1.into()),
            }
        }
        Kind::Period => {
            let (low, high) = bounds.range.unwrap_or((Decimal::from_integer(1), Decimal::from_integer(2)));
            match cell.op {
                Op::Shortened => (high.to_string(), low.to_string()),
                _ => (low.to_string(), high.to_string()),
            }
        }
        Kind::Tools | Kind::Regions => {
            let items = match bounds.one_of.as_slice() {
                [one, two, ..] => [one.as_str(), two.as_str()],
                _ => ["one", "two"],
            };
            let (few, many) =
                (format!("[{}]", quoted(items[0])), format!("[{}, {}]", quoted(items[0]), quoted(items[1])));
            if cell.op == Op::Narrowed { (many, few) } else { (few, many) }
        }
        Kind::Prompt | Kind::Knowledge | Kind::Policy | Kind::Other => return None,
    })
}

/// Two numbers as far apart as the cell says, inside the range, and within the allowed step.
fn numbers(cell: &Cell, bounds: &Bounds, slot: &Slot) -> Option<(String, String)> {
    let (more_than, most) = cell.step.unwrap_or((Decimal::ZERO, Decimal::from_integer(1)));
    let width = bounds.range.and_then(|(low, high)| high.checked_sub(low));
    let far = [Some(most), bounds.step, width].into_iter().flatten().min()?;
    let by = if far > more_than { far } else { return None };
    let (low, high) = bounds.range.unwrap_or((Decimal::ZERO, by));
    let (before, after) = match cell.op {
        Op::Lowered => (high, high.checked_sub(by)?),
        _ => (low, plus(low, by)?),
    };
    Some((in_unit(before, slot), in_unit(after, slot)))
}

/// What the clauses of a slot ask of its value, as far as examples need it.
struct Bounds<'k> {
    range: Option<(Decimal, Decimal)>,
    step: Option<Decimal>,
    one_of: Vec<String>,
    from: Option<&'k str>,
}

impl<'k> Bounds<'k> {
    fn of(kernel: &'k Kernel, slot: &Slot) -> Bounds<'k> {
        let mut bounds = Bounds { range: None, step: None, one_of: Vec::new(), from: None };
        let here = |systems: Option<&[Label]>, artifact: &str| {
            systems.is_none_or(|all| all.iter().any(|one| *one == slot.system))
                && (artifact.is_empty() || artifact == slot.artifact)
        };
        let holds =
            kernel.holds.iter().filter(|h| h.kind == slot.kind && here(h.systems.as_deref(), &h.artifact));
        for hold in holds {
            match &hold.predicate {
                Predicate::Between(low, high) => bounds.range = Some((*low, *high)),
                Predicate::In(items) => bounds.one_of.clone_from(items),
                Predicate::From(suppliers) => bounds.from = suppliers.first().map(String::as_str),
                _ => {}
            }
        }
        let steps = kernel.rules.iter().filter(|rule| rule.source == RuleSource::Step);
        bounds.step = steps
            .flat_map(|rule| &rule.guards)
            .filter(|guard| here(guard.systems.as_deref(), &guard.artifact))
            .find_map(|guard| guard.by_more_than);
        bounds
    }
}

/// Writes a text as a string of the language.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
