//! The machine forms `countersign/diff/1` and `countersign/verdict/1`.

use serde_json::{Value, json};

use crate::change::Changes;
use crate::gate::{InForce, Judgement};
use crate::git::Oid;

/// Renders changes as `countersign/diff/1`.
///
/// `head` is `index`, an object id, or `None`; `digest` only when judged against a target.
pub fn diff(changes: &Changes, base: Option<Oid>, head: Option<String>, digest: Option<String>) -> String {
    text(&json!({
        "schema": "countersign/diff/1",
        "base": base,
        "head": head,
        "digest": digest,
        "changes": changes.list,
        "unknown": changes.unknown,
    }))
}

/// Renders a judgement as `countersign/verdict/1`.
pub fn verdict(j: &Judgement) -> String {
    text(&verdict_tree(j))
}

/// Renders several judgements, one for each landing, as `countersign/verdicts/1`.
pub fn verdicts(all: &[Judgement]) -> String {
    let worst = all.iter().map(Judgement::decision).max();
    text(&json!({
        "schema": "countersign/verdicts/1",
        "verdict": worst.unwrap_or(crate::verdict::Decision::Passed),
        "landings": all.iter().map(verdict_tree).collect::<Vec<_>>(),
    }))
}

fn verdict_tree(j: &Judgement) -> Value {
    let (obligations, invariants) = (obligations(j), json!(j.verdict.invariants));
    let counted: Vec<Value> = j.approvals.counted.iter().map(counted).collect();
    json!({
        "schema": "countersign/verdict/1",
        "verdict": j.decision(),
        "at": j.at,
        "at_source": j.at_source.word(),
        "moment": j.moment,
        "target": if j.target.is_empty() { Value::Null } else { json!(j.target) },
        "tip": j.base,
        "head": j.head,
        "result_tree": j.tree,
        "policy": policy(&j.policy),
        "primary": j.primary.as_ref().map(policy),
        "digest": if j.changes.is_empty() { Value::Null } else { json!(j.changes.digest()) },
        "changes": j.changes.list,
        "obligations": obligations,
        "approvals": { "counted": counted, "rejected": j.approvals.rejected },
        "contributors": j.contributors.list,
        "landed_by": j.contributors.landed_by,
        "invariants": invariants,
        "evidence": j.evidence,
        "exceptions": j.verdict.exceptions,
        "emergency": j.verdict.emergency,
        "awaited_reviews": j.verdict.awaited,
        "vetoes": j.verdict.vetoes,
        "blocked": j.verdict.blocked,
        "undecided": j.verdict.unknown,
        "primary_verdict": j.primary_verdict,
        "unknown": j.changes.unknown,
        "limits": j.limits,
    })
}

fn policy(policy: &InForce) -> Value {
    json!({ "commit": policy.commit, "kernel": policy.digests.kernel, "scope": policy.digests.scope })
}

fn counted(statement: &crate::statement::Statement) -> Value {
    let a = &statement.approval;
    json!({
        "statement": statement.digest, "person": a.person, "role": a.role,
        "decision": a.decision, "at": a.at,
    })
}

fn obligations(j: &Judgement) -> Vec<Value> {
    let rows = j.verdict.obligations.iter().map(|o| {
        let mut row = json!(o);
        row["span"] = span(&j.policy, &o.rule);
        row
    });
    rows.collect()
}

/// Returns where a construct of the policy was written: path, line, column.
pub fn span(policy: &InForce, id: &str) -> Value {
    match policy.policy.origins.get(id).copied() {
        Some(at) => {
            let (path, place) = policy.sources.place(at);
            json!({ "path": path, "line": place.line, "column": place.column })
        }
        None => Value::Null,
    }
}

/// Writes a tree as indented JSON with a line end.
pub(super) fn text(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON tree serialises");
    text.push('\n');
    text
}

/// Renders statements that were just signed as `countersign/statements/1`.
pub fn statements<'a>(written: impl Iterator<Item = (&'a crate::statement::Statement, &'a str)>) -> String {
    let rows = written.map(|(s, place)| {
        json!({
            "statement": s.digest, "change": s.subject, "person": s.approval.person, "role": s.approval.role,
            "decision": s.approval.decision, "at": s.approval.at, "target": s.approval.target,
            "path": place.split([' ', '\n']).next(),
        })
    });
    text(&json!({ "schema": "countersign/statements/1", "statements": rows.collect::<Vec<_>>() }))
}

/// Renders verifications as `countersign/verification/1`.
pub fn verified<'a>(
    outcomes: impl Iterator<
        Item = (&'a str, Option<&'a crate::record::verify::Opened>, &'a [crate::record::verify::Difference]),
    >,
) -> String {
    let rows = outcomes.map(|(file, opened, differences)| {
        let record = opened.map(|o| &o.statement.predicate);
        json!({
            "file": file,
            "verified": differences.is_empty(),
            "record": opened.map(|o| &o.digest),
            "verdict": record.map(|r| r.verdict.decision),
            "another_version": record.and_then(|r| r.tool.other_version()),
            "sequence": record.and_then(|r| r.chain.as_ref()).map(|c| c.sequence),
            "differences": differences.iter().map(|d| json!({ "at": d.at, "message": d.message })).collect::<Vec<_>>(),
        })
    });
    text(&json!({ "schema": "countersign/verification/1", "records": rows.collect::<Vec<_>>() }))
}

/// Renders records that were just made as `countersign/records/1`.
pub fn records<'a>(
    made: impl Iterator<Item = (&'a crate::statement::InToto<crate::record::Record>, &'a str)>,
) -> String {
    let rows = made.map(|(statement, digest)| json!({ "digest": digest, "statement": statement }));
    text(&json!({ "schema": "countersign/records/1", "records": rows.collect::<Vec<_>>() }))
}
