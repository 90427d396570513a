//! A change-approval record as one printable page and as Markdown.

use minijinja::context;
use serde_json::{Value, json};

use crate::names;
use crate::policy::{Kernel, within};
use crate::record::{CountedStatement, Record, RecordState};
use crate::time::Instant;
use crate::verdict::{Decision, ObligationResult, SatisfiedBy};

use super::page::page;
use super::words;

/// What is shown beside the record itself.
pub struct Sealed<'a> {
    /// The record.
    pub record: &'a Record,
    /// Digest of its payload.
    pub digest: &'a str,
    /// The gate's key, or `None` for an unsigned candidate.
    pub signed_by: Option<&'a str>,
}

/// Renders one self-contained HTML page that prints on A4: no script, nothing fetched.
pub fn html(sealed: &Sealed) -> String {
    render(sealed, "record.html", include_str!("record.html"))
}

/// Renders Markdown.
pub fn markdown(sealed: &Sealed) -> String {
    render(sealed, "record.md", include_str!("record.md"))
}

fn render(sealed: &Sealed, name: &'static str, template: &'static str) -> String {
    page(name, template).render(context! { r => template_value(&view(sealed)) })
}

/// Hands a JSON tree to the templates.
fn template_value(tree: &Value) -> minijinja::Value {
    match tree {
        Value::Null => minijinja::Value::from(()),
        Value::Bool(b) => minijinja::Value::from(*b),
        Value::Number(n) => minijinja::Value::from(n.as_u64().unwrap_or_default()),
        Value::String(s) => minijinja::Value::from(s.as_str()),
        Value::Array(items) => items.iter().map(template_value).collect(),
        Value::Object(map) => {
            minijinja::Value::from_pairs(map.iter().map(|(key, item)| (key.clone(), template_value(item))))
        }
    }
}

/// Builds what the templates show; every sentence is made here, the templates only place them.
fn view(sealed: &Sealed) -> Value {
    let r = sealed.record;
    let kernel = &r.policy.compiled.kernel;
    let changes: Vec<Value> = r.change.changes.iter().enumerate().map(|(i, c)| change(r, i, c)).collect();
    let name = |id: &str| person(kernel, id);
    json!({
        "title": format!("Change-approval record{}", r.chain.as_ref().map_or(" (candidate)".into(), |c| format!(" {}", c.sequence))),
        "candidate": r.state == RecordState::Candidate,
        "repository": r.repository,
        "target": r.target,
        "verdict": match r.verdict.decision {
            Decision::Passed => "passed",
            Decision::Blocked => "blocked",
            Decision::Unknown => "cannot decide",
        },
        "verdict_class": r.verdict.decision,
        "lead": lead(r),
        "at": r.at, "at_source": r.at_source, "dated": r.dated,
        "landing": r.landing,
        "chain": r.chain,
        "changes": changes,
        "unknown": r.change.unknown,
        "reasons": r.verdict.reasons,
        "signatures": signed(r).iter().map(|s| json!({
            "who": name(&s.person), "role": s.role, "decision": decided(s.decision), "at": s.at,
            "authority": authority(kernel, &s.person, &s.role, r.at), "statement": s.statement,
        })).collect::<Vec<_>>(),
        "rejected": r.statements.rejected.iter().map(|s| json!({
            "who": if s.person.is_empty() { s.statement.clone() } else { name(&s.person) },
            "reason": s.reason, "message": s.message,
        })).collect::<Vec<_>>(),
        "contributors": r.contributors.iter().map(|c| json!({
            "who": name(&c.person), "as": c.r#as.iter().map(|how| contributed(how)).collect::<Vec<_>>().join(", "),
            "commits": c.commits.iter().map(crate::git::Oid::short).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "landed_by": r.landed_by.iter().map(|p| name(p)).collect::<Vec<_>>(),
        "separation": separation(r),
        "relief": relief(r),
        "invariants": r.invariants.iter().map(|h| json!({
            "hold": h.hold, "result": result(h.result), "message": h.message,
            "place": format!("{}{}", h.path, h.pointer),
        })).collect::<Vec<_>>(),
        "evidence": r.evidence,
        "controls": r.controls,
        "limits": r.limits.iter().map(|name| json!({
            "name": name, "summary": names::find(name).map_or("", |row| row.summary),
        })).collect::<Vec<_>>(),
        "policy": { "commit": r.policy.commit, "kernel": r.policy.kernel, "scope": r.policy.scope, "path": r.policy.path },
        "primary": r.primary.as_ref().map(|p| json!({ "commit": p.commit, "kernel": p.kernel })),
        "digest": sealed.digest,
        "change_digest": r.change.digest,
        "signed_by": sealed.signed_by,
        "signer": sealed.signed_by.map_or("", |key| gate(kernel, key)),
        "intermediate": r.intermediate.iter().map(crate::git::Oid::short).collect::<Vec<_>>(),
        "history_complete": r.history.complete,
        "history_from": r.history.from,
        "tool": r.tool,
        "files": r.change.facts.iter().flat_map(|(_, _, after)| after.rows.iter().map(|row| row.0.clone()))
            .collect::<std::collections::BTreeSet<_>>(),
    })
}

/// Lists the statements that count or relieve, oldest first.
fn signed(r: &Record) -> Vec<&CountedStatement> {
    let mut all: Vec<&CountedStatement> =
        r.statements.counted.iter().chain(&r.statements.relieving).collect();
    all.sort_by_key(|s| (s.at, &s.person, &s.statement));
    all
}

fn decided(decision: crate::statement::Decision) -> &'static str {
    match decision {
        crate::statement::Decision::Approve => "approved",
        crate::statement::Decision::Veto => "refused (veto)",
        crate::statement::Decision::Lift => "took a veto back",
        crate::statement::Decision::GrantException => "granted an exception",
        crate::statement::Decision::DeclareEmergency => "declared an emergency",
        crate::statement::Decision::ReviewEmergency => "reviewed an emergency",
    }
}

fn contributed(how: &str) -> &str {
    match how {
        "co_author" => "co-author",
        "signer" => "signer of a commit",
        "operator" => "operator of a bot",
        "statement" => "named in a signed statement",
        how => how,
    }
}

/// Names the bot whose key signed.
fn gate<'a>(kernel: &'a Kernel, key: &str) -> &'a str {
    let bot = kernel.bots.iter().find(|bot| bot.keys.iter().any(|k| k.key == key));
    bot.map_or("a key that the policy does not know", |bot| &bot.id)
}

fn lead(r: &Record) -> String {
    let n = r.change.changes.len() as u64;
    let people = r.statements.counted.iter().filter(|s| s.decision == crate::statement::Decision::Approve);
    let signers: std::collections::BTreeSet<&str> = people.map(|s| s.person.as_str()).collect();
    let count = format!("{n} governed change{}", words::plural(n));
    let signed = match signers.len() as u64 {
        0 => "nobody signed an approval that counts".to_owned(),
        m => format!("{m} {} signed", if m == 1 { "person" } else { "people" }),
    };
    match r.verdict.decision {
        Decision::Passed => match words::relieved(&r.exceptions, r.emergency.as_ref()) {
            relieved if relieved.is_empty() => {
                format!("{count}; {signed}; every duty of the policy in force was met.")
            }
            relieved => format!("{count}; {signed}; {relieved}."),
        },
        Decision::Blocked => format!("{count}; {signed}; the policy in force was not met, as marked below."),
        Decision::Unknown => format!("{count}; {signed}; part of it could not be read, so it does not pass."),
    }
}

/// Says what stood in for duties, and what is still to be reviewed; one sentence each.
fn relief(r: &Record) -> Vec<String> {
    let name = |id: &str| person(&r.policy.compiled.kernel, id);
    let exceptions = r.exceptions.iter().map(|used| {
        format!(
            "Exception {}, until {}: {} Asked for by {}, granted by {}.",
            used.exception,
            used.until,
            words::ended(&used.reason),
            name(&used.requested_by),
            name(&used.granted_by)
        )
    });
    let emergency = r.emergency.iter().map(|declared| {
        let said = format!(
            "Emergency {}, declared by {} as {}, to bring back what was in force at {}.",
            declared.incident,
            name(&declared.declared_by),
            declared.role,
            declared.restores
        );
        match &declared.refused {
            Some(why) => format!("{said} It does not apply: {why}."),
            None => format!("{said} To be reviewed before {}.", declared.review_due),
        }
    });
    let awaited = r.awaited.iter().map(|open| {
        format!(
            "Emergency {} of {} was not reviewed yet; the review was due before {}.",
            open.incident,
            name(&open.declared_by),
            open.due
        )
    });
    exceptions.chain(emergency).chain(awaited).collect()
}

fn change(r: &Record, index: usize, c: &crate::change::Change) -> Value {
    let duties = r.obligations.iter().filter(|o| o.change == index as u64).map(|o| {
        let by = |s: &SatisfiedBy| match s.role.as_str() {
            "evidence" => format!("evidence {}", s.by),
            role => format!("{} as {role}", person(&r.policy.compiled.kernel, &s.by)),
        };
        let by: Vec<String> = o.satisfied_by.iter().map(by).collect();
        let rule = r.policy.compiled.kernel.rules.iter().find(|rule| rule.id == o.rule);
        json!({
            "rule": o.rule, "title": rule.map_or("", |rule| &rule.title), "requires": o.requires.join(" and "),
            "result": result(o.result), "by": by.join("; "), "message": o.message,
            "supports": rule.map_or(&[][..], |rule| &rule.supports),
        })
    });
    json!({
        "system": c.system, "sentence": words::sentence(c), "path": c.path,
        "place": c.after_span.or(c.before_span).map(|s| s.to_string()),
        "values": c.before.is_some() || c.after.is_some(),
        "before": words::before(c), "after": words::after(c),
        "diff": c.text.as_ref().map_or(&[][..], |t| &t.diff),
        "duties": duties.collect::<Vec<_>>(),
    })
}

fn result(result: ObligationResult) -> &'static str {
    match result {
        ObligationResult::Satisfied => "met",
        ObligationResult::Overridden => "stood in for by an exception",
        ObligationResult::Bypassed => "bypassed in an emergency",
        ObligationResult::Unsatisfied => "not met",
        ObligationResult::Pending => "pending",
        ObligationResult::Warned => "not met, warns only",
        ObligationResult::Unknown => "cannot be told",
    }
}

fn person(kernel: &Kernel, id: &str) -> String {
    match kernel.person(id).filter(|p| !p.name.is_empty()) {
        Some(p) => format!("{} ({id})", p.name),
        None => id.to_owned(),
    }
}

/// Says how the signer came to hold the role when the verdict was given.
fn authority(kernel: &Kernel, person: &str, role: &str, at: Instant) -> String {
    let members = kernel.roles.iter().filter(|r| r.id == role).flat_map(|r| &r.members);
    let held =
        members.filter(|m| m.person == person && within(m.from, m.until, at)).min_by_key(|m| m.delegate);
    let Some(m) = held else { return format!("{role}, not held at the instant of the verdict") };
    let mut text = format!("{} of {role}", if m.delegate { "delegate" } else { "member" });
    if let Some(from) = m.from {
        text += &format!(" from {from}");
    }
    if let Some(until) = m.until {
        text += &format!(" until {until}");
    }
    text
}

/// Says whether anyone who approved also contributed; counted approvals never do.
fn separation(r: &Record) -> String {
    let contributed: std::collections::BTreeSet<&str> =
        r.contributors.iter().map(|c| c.person.as_str()).collect();
    let both: Vec<String> = r
        .statements
        .rejected
        .iter()
        .filter(|s| s.reason == "contributor")
        .map(|s| person(&r.policy.compiled.kernel, &s.person))
        .collect();
    let overlap = r.statements.counted.iter().any(|s| {
        s.decision == crate::statement::Decision::Approve && contributed.contains(s.person.as_str())
    });
    match (overlap, both.is_empty()) {
        (true, _) => "An approval counted from someone who contributed. This should not be possible.".into(),
        (false, true) => {
            let declared = r.emergency.iter().filter(|declared| contributed.contains(&*declared.declared_by));
            let own =
                declared.map(|declared| person(&r.policy.compiled.kernel, &declared.declared_by)).next();
            let own = own.map_or(String::new(), |who| format!(" {who} made it and declared the emergency."));
            format!("Nobody who contributed to the change approved it.{own}")
        }
        (false, false) => format!("Approvals by contributors were refused: {}.", words::list(&both, "and")),
    }
}
