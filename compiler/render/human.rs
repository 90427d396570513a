//! What a person at a terminal reads: the change first, then what stops it and who can help.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::change::{Change, Changes, Unknown};
use crate::gate::Judgement;
use crate::git::{GitError, Oid};
use crate::names;
use crate::verdict::{Decision, Moment, Obligation, ObligationResult};

use super::escape::terminal;
use super::paint::Paint;
use super::words;

/// Renders changes without judging them.
pub fn diff(changes: &Changes, paint: Paint) -> String {
    let mut out = String::new();
    if changes.list.is_empty() && changes.unknown.is_empty() {
        out.push_str("no change of meaning\n");
    }
    out.push_str(&super::changes::human(changes, paint));
    unknown(&mut out, &changes.unknown, paint);
    out
}

/// Renders a judgement: the verdict and its reasons.
pub fn verdict(j: &Judgement, paint: Paint) -> String {
    let mut out = headline(j, paint);
    let mut spoken = BTreeSet::new();
    for (index, change) in j.changes.list.iter().enumerate() {
        self::change(&mut out, change, paint);
        let of_change = |o: &&Obligation| o.change == index as u64;
        for obligation in j.verdict.obligations.iter().filter(of_change) {
            self::obligation(&mut out, j, obligation, paint, &mut spoken);
        }
    }
    for held in &j.verdict.invariants {
        if held.result == ObligationResult::Satisfied {
            continue;
        }
        let place = place(&held.path, held.span.map(|s| s.to_string()));
        let _ =
            writeln!(out, "  {} {}  {}", mark(held.result, paint), terminal(&held.hold), terminal(&place));
        let _ = writeln!(out, "      {}", terminal(&held.message));
    }
    unknown(&mut out, &j.changes.unknown, paint);
    relief(&mut out, j, paint);
    for extra in j.verdict.blocked.iter().chain(&j.verdict.unknown) {
        let _ = writeln!(out, "  {} {}", paint.bad("✗"), terminal(&extra.message));
        let _ = writeln!(out, "      {}", paint.dim(&format!("countersign explain {}", extra.reason)));
    }
    if let Some(primary) = &j.primary_verdict {
        let _ = writeln!(out, "  by the policy of the primary branch: {}", decision_word(primary.decision));
        for o in primary.obligations.iter().filter(|o| stops(o.result)) {
            let _ =
                writeln!(out, "  {} {}  {}", mark(o.result, paint), terminal(&o.rule), terminal(&o.message));
        }
    }
    approvals(&mut out, j, paint);
    footer(&mut out, j, paint);
    out
}

/// Writes why a declared emergency is none, and which reviews are still to come.
fn relief(out: &mut String, j: &Judgement, paint: Paint) {
    if let Some(emergency) = &j.verdict.emergency
        && let Some(why) = &emergency.refused
    {
        let text = format!("the emergency `{}` does not apply: {why}", emergency.incident);
        let _ = writeln!(out, "\n  {} {}", paint.bad("✗"), terminal(&text));
    }
    for open in j.verdict.awaited.iter().filter(|open| open.due >= j.at) {
        let text = format!(
            "the emergency `{}` of {} is to be reviewed before {} ({})",
            open.incident,
            open.declared_by,
            open.due,
            open.statement.get(..19).unwrap_or_default()
        );
        let _ = writeln!(out, "\n  {} {}", paint.warn("!"), terminal(&text));
    }
}

/// Renders why nothing can be decided, with the next steps.
pub fn stop(error: &GitError, paint: Paint) -> String {
    let lead = if error.usage { "error" } else { "cannot decide" };
    let mut out = format!(
        "{}: {}   [{}]\n",
        paint.bad(lead),
        terminal(error.message.trim_start_matches("cannot decide: ")),
        error.reason
    );
    for line in &error.help {
        let _ = writeln!(out, "  {}", terminal(line));
    }
    out
}

fn headline(j: &Judgement, paint: Paint) -> String {
    let word = decision_word(j.decision());
    if j.decision() == Decision::Passed && j.changes.is_empty() {
        return format!("{}: nothing governed changed\n", paint.good(word));
    }
    let mut open: BTreeSet<&str> =
        j.verdict.obligations.iter().filter(|o| stops(o.result)).map(|o| o.rule.as_str()).collect();
    open.extend(j.verdict.blocked.iter().map(|extra| extra.reason.as_str()));
    open.extend(j.verdict.invariants.iter().filter(|held| stops(held.result)).map(|held| held.hold.as_str()));
    let pending = j.verdict.obligations.iter().filter(|o| o.result == ObligationResult::Pending).count();
    let changes = j.changes.list.len() as u64;
    let count = format!("{changes} governed change{}", words::plural(changes));
    match j.decision() {
        Decision::Passed if pending > 0 => {
            format!("{}: {count}; approvals are still to come before this can land\n", paint.warn(word))
        }
        Decision::Passed => {
            let relieved = words::relieved(&j.verdict.exceptions, j.verdict.emergency.as_ref());
            let duties = if relieved.is_empty() { "every duty met".to_owned() } else { relieved };
            format!("{}: {count}, {}\n", paint.good(word), terminal(&duties))
        }
        Decision::Blocked if open.is_empty() => format!("{}: {count}\n", paint.bad(word)),
        Decision::Blocked => {
            let names: Vec<String> = open.iter().map(|r| format!("`{}`", terminal(r))).collect();
            format!("{}: {count}; stopped by {}\n", paint.bad(word), words::list(&names, "and"))
        }
        Decision::Unknown => format!("{}: {count}; what cannot be read is never passed\n", paint.bad(word)),
    }
}

fn decision_word(decision: Decision) -> &'static str {
    match decision {
        Decision::Passed => "passed",
        Decision::Blocked => "blocked",
        Decision::Unknown => "cannot decide",
    }
}

fn stops(result: ObligationResult) -> bool {
    matches!(result, ObligationResult::Unsatisfied | ObligationResult::Unknown)
}

fn change(out: &mut String, change: &Change, paint: Paint) {
    let system = if change.system.is_empty() { String::new() } else { format!("{}: ", change.system) };
    let sentence = format!("{}{}", terminal(&system), terminal(&words::sentence(change)));
    let span = change.after_span.or(change.before_span).map(|s| s.to_string());
    let _ = writeln!(out, "\n{}", paint.strong(&sentence));
    if !change.path.is_empty() {
        let _ = writeln!(out, "  {}", paint.dim(&terminal(&place(&change.path, span))));
    }
    for line in super::changes::origins(change) {
        let _ = writeln!(out, "  {}", paint.dim(&terminal(&line)));
    }
    for finding in super::changes::findings(change) {
        let _ = writeln!(out, "    {} {}", paint.warn("!"), terminal(&finding));
    }
}

fn place(path: &str, span: Option<String>) -> String {
    span.map_or_else(|| path.to_owned(), |span| format!("{path}:{span}"))
}

fn mark(result: ObligationResult, paint: Paint) -> String {
    match result {
        ObligationResult::Satisfied => paint.good("✓"),
        ObligationResult::Overridden | ObligationResult::Bypassed => paint.warn("~"),
        ObligationResult::Pending => paint.warn("…"),
        ObligationResult::Warned => paint.warn("!"),
        ObligationResult::Unsatisfied => paint.bad("✗"),
        ObligationResult::Unknown => paint.bad("?"),
    }
}

/// Writes one obligation; the place of a rule is said once, the next time its name is enough.
fn obligation<'a>(
    out: &mut String,
    j: &Judgement,
    o: &'a Obligation,
    paint: Paint,
    spoken: &mut BTreeSet<&'a str>,
) {
    let rule = j.policy.policy.kernel.rules.iter().find(|r| r.id == o.rule);
    let title = rule.map(|r| r.title.as_str()).filter(|t| !t.is_empty());
    let requires = o.requires.join(" and ");
    let _ = writeln!(
        out,
        "  {} {}  {}",
        mark(o.result, paint),
        paint.strong(&terminal(&o.rule)),
        terminal(&requires)
    );
    if o.result != ObligationResult::Satisfied && !o.message.is_empty() {
        let _ = writeln!(out, "      {}", terminal(&o.message));
    }
    for by in &o.satisfied_by {
        let as_role = if by.role == "evidence" { String::new() } else { format!(" as {}", by.role) };
        let _ = writeln!(out, "      {}", paint.dim(&terminal(&format!("{}{as_role}", by.by))));
    }
    if o.result != ObligationResult::Satisfied && spoken.insert(o.rule.as_str()) {
        if let Some(title) = title {
            let _ = writeln!(out, "      {}", paint.dim(&format!("“{}”", terminal(title))));
        }
        if let Some(at) = j.policy.policy.origins.get(&o.rule).copied() {
            let (path, at) = j.policy.sources.place(at);
            let _ = writeln!(out, "      {}", paint.dim(&format!("asked for at {}:{at}", terminal(path))));
        }
    }
}

fn unknown(out: &mut String, unknown: &[Unknown], paint: Paint) {
    for u in unknown {
        let span = u.span.map(|s| s.to_string());
        let _ = writeln!(
            out,
            "\n{}",
            paint.strong(&format!("cannot read {} ({})", terminal(&place(&u.path, span)), u.side))
        );
        let _ = writeln!(out, "  {} {}", paint.bad("?"), terminal(&u.message));
        let _ = writeln!(out, "      {}", paint.dim(&format!("countersign explain {}", u.reason)));
    }
}

fn approvals(out: &mut String, j: &Judgement, paint: Paint) {
    let mut unresolved = j.contributors.unknown.iter().peekable();
    if unresolved.peek().is_some() {
        out.push('\n');
    }
    for u in unresolved {
        let _ = writeln!(out, "  {} {}   [{}]", paint.bad("?"), terminal(&u.message), u.reason);
    }
    if !j.approvals.rejected.is_empty() {
        let _ = writeln!(out, "\n{}", paint.strong("statements that do not count"));
        for r in &j.approvals.rejected {
            let who = if r.person.is_empty() { terminal(&r.statement) } else { terminal(&r.person) };
            let _ = writeln!(out, "  {} {who}: {}   [{}]", paint.bad("✗"), terminal(&r.message), r.reason);
        }
    }
}

fn footer(out: &mut String, j: &Judgement, paint: Paint) {
    out.push('\n');
    if !j.changes.is_empty() {
        let _ = writeln!(out, "change  {}", j.changes.digest());
        let authors: Vec<String> = j.contributors.list.iter().map(|c| terminal(&c.person)).collect();
        if !authors.is_empty() {
            let _ = writeln!(out, "by      {}", authors.join(", "));
        }
    }
    let commit = j.policy.commit.as_ref().map_or("the index".into(), Oid::short);
    let _ = writeln!(out, "policy  {} at {commit}", j.policy.digests.kernel.get(..19).unwrap_or_default());
    if let Some(next) = next_step(j) {
        let _ = writeln!(out, "next    {next}");
    }
    if !j.limits.is_empty() {
        let limits: Vec<&str> = j.limits.iter().copied().collect();
        let _ = writeln!(out, "{}", paint.dim(&format!("limits  {}", limits.join(" "))));
    }
}

/// Returns the command that brings the change forward, where one person could run it.
fn next_step(j: &Judgement) -> Option<String> {
    if j.moment != Moment::Range || j.decision() != Decision::Blocked {
        return None;
    }
    let outside = j.verdict.blocked.iter();
    let unreviewed = outside.clone().filter(|extra| extra.reason == names::EMERGENCY_UNREVIEWED.name).count();
    if unreviewed > 0 && unreviewed == outside.count() {
        let open = j.verdict.awaited.first()?;
        let roles = j.policy.policy.kernel.emergency.as_ref()?.review_by.join(" or ");
        return Some(format!(
            "someone who neither declared it nor made its change can run: countersign approve --review {} --as {roles} --key <key file> --target {}",
            open.statement,
            terminal(&j.target)
        ));
    }
    let incurable = incurable(j);
    if !incurable.is_empty() {
        let them = if incurable.len() == 1 { "it" } else { "them" };
        return Some(format!(
            "no approval can cure {}: correct or undo what breaks {them}",
            words::list(&incurable, "or")
        ));
    }
    let missing = j.verdict.obligations.iter().flat_map(|o| &o.missing);
    let first = missing.into_iter().find(|m| !m.could.is_empty())?;
    let role = first.role.split(" or ").next()?;
    let (base, head) = (j.base.as_ref()?, j.head.as_ref()?);
    Some(format!(
        "{} can run: countersign approve {base}..{head} --as {} --key <key file> --target {}",
        terminal(&words::list(&first.could, "or")),
        terminal(role),
        terminal(&j.target)
    ))
}

/// How many names the next step holds.
const MOST_INCURABLE: usize = 4;

/// Lists what stops the change whoever signs, each once: what the gate found, holds, rules that forbid.
fn incurable(j: &Judgement) -> Vec<String> {
    let held = j.verdict.invariants.iter().filter(|held| stops(held.result)).map(|held| held.hold.as_str());
    let forbids =
        |o: &&Obligation| stops(o.result) && o.missing.is_empty() && o.reason == names::FORBIDDEN.name;
    let forbidden = j.verdict.obligations.iter().filter(forbids).map(|o| o.rule.as_str());
    let outside = j.verdict.blocked.iter().map(|extra| extra.reason.as_str());
    let mut named: Vec<String> = Vec::new();
    for name in outside.chain(held).chain(forbidden).map(|name| format!("`{}`", terminal(name))) {
        if !named.contains(&name) {
            named.push(name);
        }
    }
    // A line of all of them would be longer than the verdict above it.
    if named.len() > MOST_INCURABLE {
        let more = format!("{} more", named.len() - MOST_INCURABLE);
        named.truncate(MOST_INCURABLE);
        named.push(more);
    }
    named
}

/// Renders one line for a record that was just made, and one for each change in it.
pub fn recorded(record: &crate::record::Record, digest: &str, paint: Paint) -> String {
    let number = record.chain.as_ref().map_or("candidate".into(), |c| format!("record {}", c.sequence));
    let word = match record.verdict.decision {
        Decision::Passed => paint.good("passed"),
        other => paint.bad(decision_word(other)),
    };
    let mut out = format!("{number}: {word}  {} ({})\n", record.landing.to.short(), record.landing.how);
    for change in &record.change.changes {
        let _ = writeln!(out, "  {}: {}", terminal(&change.system), terminal(&words::sentence(change)));
    }
    let _ = writeln!(out, "  {}", paint.dim(digest));
    out
}
