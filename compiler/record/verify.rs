//! Does a record say what the repository says? Each difference in words.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::canonical;
use crate::policy::within;
use crate::statement::{self, InToto, RECORD_TYPE, STATEMENT_TYPE};

use super::{Record, SCHEMA, digest};

/// A record's envelope, opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The statement as parsed.
    pub statement: InToto<Record>,
    /// The record's digest.
    pub digest: String,
    /// The key that signed, `ALGORITHM BASE64`, or `None`.
    pub key: Option<String>,
}

/// Something that does not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where in the record, as a JSON Pointer, or `""` for the whole.
    pub at: String,
    /// One line for people.
    pub message: String,
}

fn difference(at: &str, message: impl Into<String>) -> Difference {
    Difference { at: at.into(), message: message.into() }
}

/// Opens the envelope of a record.
///
/// # Errors
/// What is wrong with the bytes: they are no record, or its signature does not hold.
pub fn open(bytes: &[u8]) -> Result<Opened, Difference> {
    let (payload, key) =
        statement::open_record(bytes).map_err(|e| difference("", format!("{} ({})", e.message, e.reason)))?;
    let parsed: InToto<Record> = serde_json::from_slice(&payload)
        .map_err(|e| difference("", format!("the payload is not a record: {e}")))?;
    let known = parsed.kind == STATEMENT_TYPE && parsed.predicate_type == RECORD_TYPE;
    if !known || parsed.predicate.schema != SCHEMA {
        let what = format!(
            "the payload is {} / {}, which this version does not know",
            parsed.predicate_type, parsed.predicate.schema
        );
        return Err(difference("", what));
    }
    if canonical::bytes(&parsed) != payload {
        return Err(difference("", "the payload is not in canonical form"));
    }
    Ok(Opened { statement: parsed, digest: digest(&payload), key })
}

/// Checks what the record says of itself: digests of what it holds, signatures, its signer.
pub fn inside(opened: &Opened) -> Vec<Difference> {
    let record = &opened.statement.predicate;
    let mut found = signer(opened);
    let mut equal = |at: &str, what: &str, said: &str, is: &str| {
        if said != is {
            found.push(difference(at, format!("{what}: {is}; the record says {said}")));
        }
    };
    equal(
        "/predicate/change/digest",
        "the change document's digest",
        &record.change.digest,
        &record.change.document.digest(),
    );
    for (section, at) in [(Some(&record.policy), "policy"), (record.primary.as_ref(), "primary")] {
        let Some(section) = section else { continue };
        let (kernel, notes) = (section.compiled.kernel.digest(), canonical::digest(&section.compiled.notes));
        equal(&format!("/predicate/{at}/kernel"), "the kernel's digest", &section.kernel, &kernel);
        equal(&format!("/predicate/{at}/notes"), "the notes' digest", &section.notes, &notes);
    }
    let tables: BTreeMap<_, _> = record
        .change
        .facts
        .iter()
        .map(|(reading, b, a)| ((b.system.clone(), *reading), (canonical::digest(b), canonical::digest(a))))
        .collect();
    for (system, reading, before, after) in &record.change.document.systems {
        match tables.get(&(system.clone(), *reading)) {
            Some((b, a)) => {
                equal(
                    "/predicate/change/facts",
                    &format!("the digest of the facts of {system} before"),
                    before,
                    b,
                );
                equal(
                    "/predicate/change/facts",
                    &format!("the digest of the facts of {system} after"),
                    after,
                    a,
                );
            }
            None => {
                equal("/predicate/change/facts", &format!("the fact table of {system}"), "there", "missing")
            }
        }
    }
    for (list, statements) in
        [("counted", &record.statements.counted), ("relieving", &record.statements.relieving)]
    {
        for (i, kept) in statements.iter().enumerate() {
            let at = format!("/predicate/statements/{list}/{i}");
            match statement::read(kept.envelope.as_bytes()) {
                Ok(read) => {
                    equal(&at, "the statement's digest", &kept.statement, &read.digest);
                    equal(&at, "the signer", &kept.person, &read.approval.person);
                    equal(&at, "the role", &kept.role, &read.approval.role);
                    // What relieves is signed for an exception, or for an earlier change too.
                    if list == "counted" {
                        equal(&at, "what was signed", &record.change.digest, &read.subject);
                    }
                }
                Err(e) => equal(&at, "the envelope", "it counts", &e.message),
            }
        }
    }
    found
}

/// Checks that the gate's key signed, where the policy names one.
fn signer(opened: &Opened) -> Vec<Difference> {
    let record = &opened.statement.predicate;
    let kernel = &record.policy.compiled.kernel;
    let (Some(bot), true) = (&kernel.records_by, record.chain.is_some()) else { return Vec::new() };
    let Some(key) = &opened.key else {
        return vec![difference(
            "",
            format!("the record is not signed; the policy asks for a signature by {bot}"),
        )];
    };
    let keys = kernel.bots.iter().filter(|b| b.id == *bot).flat_map(|b| &b.keys);
    let valid = keys.filter(|k| within(k.from, k.until, record.at)).any(|k| k.key == *key);
    if valid {
        Vec::new()
    } else {
        vec![difference("", format!("the signature is not by a key that {bot} had at {}", record.at))]
    }
}

/// Compares a record with the one derived again; each differing field once, at its place.
pub fn compare(said: &InToto<Record>, derived: &InToto<Record>) -> Vec<Difference> {
    let tree = |r: &InToto<Record>| serde_json::to_value(r).expect("a record serialises");
    let mut found = Vec::new();
    walk("", &tree(said), &tree(derived), &mut found);
    found
}

fn walk(at: &str, said: &Value, derived: &Value, found: &mut Vec<Difference>) {
    match (said, derived) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys().filter(|key| !a.contains_key(*key))) {
                let null = &Value::Null;
                walk(&format!("{at}/{key}"), a.get(key).unwrap_or(null), b.get(key).unwrap_or(null), found);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                walk(&format!("{at}/{i}"), a, b, found);
            }
        }
        (a, b) if a != b => {
            found.push(difference(
                at,
                format!("the repository gives {}, the record says {}", brief(b), brief(a)),
            ));
        }
        _ => {}
    }
}

fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
