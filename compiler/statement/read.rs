//! Bytes → [`Statement`], strictly: size, envelope, signature, text, spelling, fields, meaning.

use serde_json::Value;

use super::envelope::{DECISION, verify};
use super::{
    APPROVAL_NAMESPACE, APPROVAL_TYPE, About, Approval, Decision, InToto, Refused, STATEMENT_TYPE, Statement,
    about, envelope, refused,
};
use crate::canonical;
use crate::git::Oid;
use crate::names;

/// The longest reason, in code points.
const MAX_REASON: usize = 2000;
/// The longest name of an incident, in code points.
const MAX_INCIDENT: usize = 200;
/// The longest ref or repository name, in bytes.
const MAX_NAME: usize = 255;
/// The most statements that one may supersede.
const MAX_SUPERSEDES: usize = 64;
/// The most contributing commits that a statement lists, over all persons.
const MAX_COMMITS: usize = 256;

/// The objects of a decision and the exact fields of each; a list stands for each of its items.
const SHAPE: &[(&[&str], &[&str])] = &[
    (&[], &["_type", "predicate", "predicateType", "subject"]),
    (&["subject"], &["digest", "name"]),
    (&["subject", "digest"], &["sha256"]),
    (
        &["predicate"],
        &[
            "about",
            "at",
            "chain",
            "contributors",
            "decision",
            "person",
            "policy",
            "reason",
            "repository",
            "role",
            "seen",
            "shown",
            "supersedes",
            "target",
        ],
    ),
    (&["predicate", "chain"], &["record", "sequence"]),
    (&["predicate", "contributors"], &["commits", "person"]),
    (&["predicate", "policy"], &["kernel", "scope"]),
    (&["predicate", "seen"], &["base", "head"]),
];

/// Reads one signed decision of a person.
///
/// The signature is checked before the content is looked at. That it is valid says who signed;
/// whether the decision counts is for [`crate::approval`].
///
/// # Errors
/// Returns `too-large`, `bad-envelope`, `bad-signature`, `not-canonical`, `unknown-field` or
/// `bad-field`.
pub fn read(bytes: &[u8]) -> Result<Statement, Refused> {
    let (payload, key) = verify(bytes, APPROVAL_NAMESPACE)?;
    let (subject, approval) = decision(&payload)?;
    Ok(Statement {
        digest: format!("sha256:{}", canonical::sha256_hex(&payload)),
        envelope: bytes.into(),
        subject,
        approval,
        key: key.to_string(),
    })
}

/// Reads the payload of a decision: the subject's digest and what is decided.
pub(super) fn decision(payload: &[u8]) -> Result<(String, Approval), Refused> {
    let tree = envelope::parse(payload, DECISION.depth)?;
    for (path, fields) in SHAPE {
        exact_fields(&tree, path, fields, &mut path.join("."))?;
    }
    let decision = tree.pointer("/predicate/decision").and_then(Value::as_str).unwrap_or_default();
    let Some(decision) = Decision::of_word(decision) else {
        return Err(bad(format!(
            "`decision` must be `approve`, `veto`, `lift`, `grant-exception`, `declare-emergency` or `review-emergency`, not `{}`",
            shown(decision)
        )));
    };
    match (tree.pointer("/predicate/about"), about::fields(decision)) {
        (Some(Value::Null), None) => {}
        (Some(about @ Value::Object(_)), Some(fields)) => {
            exact_fields(about, &[], fields, &mut "predicate.about".to_owned())?;
        }
        (_, None) => return Err(bad("`about` must be null for this decision".into())),
        (_, Some(fields)) => {
            return Err(bad(format!("`about` must hold {} for this decision", fields.join(", "))));
        }
    }
    // What is left to go wrong is a value of the wrong sort.
    let statement: InToto<Approval> = serde_json::from_value(tree).map_err(|error| {
        let error: String = error.to_string().chars().take(160).collect();
        bad(format!("a value is not of its sort: {error}"))
    })?;
    let [subject] = statement.subject.as_slice() else {
        return Err(bad("`subject` must name exactly one change".into()));
    };
    let Some(digest) = &subject.digest.sha256 else {
        return Err(bad("`subject` must carry a SHA-256 digest".into()));
    };
    let digest = format!("sha256:{digest}");
    let fixed = [
        ("_type", &statement.kind, STATEMENT_TYPE),
        ("predicateType", &statement.predicate_type, APPROVAL_TYPE),
        ("subject.name", &subject.name, decision.subject()),
    ];
    for (field, found, expected) in fixed {
        require(found == expected, || format!("`{field}` must be `{expected}`"))?;
    }
    require(is_digest(&digest), || "`subject` must carry 64 lower-case hex digits".into())?;
    meaning(&statement.predicate)?;
    Ok((digest, statement.predicate))
}

/// Tells what a file claims to decide, before its signature is checked; `None` where it claims
/// nothing that is known.
pub fn decision_of(bytes: &[u8]) -> Option<Decision> {
    let parts = envelope::split(bytes, DECISION).ok()?;
    let tree = envelope::parse(&parts.payload, DECISION.depth).ok()?;
    Decision::of_word(tree.pointer("/predicate/decision")?.as_str()?)
}

/// Checks that every object at a path has exactly the given fields.
fn exact_fields(
    value: &Value,
    path: &[&str],
    fields: &[&str],
    shown_path: &mut String,
) -> Result<(), Refused> {
    match (value, path) {
        (Value::Array(items), _) => {
            items.iter().try_for_each(|item| exact_fields(item, path, fields, shown_path))
        }
        (Value::Object(map), [first, rest @ ..]) => match map.get(*first) {
            Some(inner) => exact_fields(inner, rest, fields, shown_path),
            None => Ok(()),
        },
        (Value::Object(map), []) => {
            let place = if shown_path.is_empty() { "the statement" } else { shown_path.as_str() };
            let unknown = |message| refused(&names::UNKNOWN_FIELD, message);
            if let Some(extra) = map.keys().find(|key| !fields.contains(&key.as_str())) {
                return Err(unknown(format!("`{place}` has an unknown field `{}`", shown(extra))));
            }
            if let Some(missing) = fields.iter().find(|field| !map.contains_key(**field)) {
                return Err(unknown(format!("`{place}` lacks the field `{missing}`")));
            }
            Ok(())
        }
        // `chain` may be null; any other sort of value is found when the fields are read.
        _ => Ok(()),
    }
}

/// Checks what the types cannot say.
fn meaning(approval: &Approval) -> Result<(), Refused> {
    if let Some(about) = &approval.about {
        sound(about)?;
    }
    for (field, id) in [("person", &approval.person), ("role", &approval.role)] {
        require(is_id(id), || format!("`{field}` must be an id such as `claims_head`"))?;
    }
    require(is_line(&approval.repository) && (1..=MAX_NAME).contains(&approval.repository.len()), || {
        format!("`repository` must be a name of 1 to {MAX_NAME} visible bytes")
    })?;
    require(is_branch(&approval.target), || {
        format!("`target` must be a branch, `refs/heads/NAME`, of at most {MAX_NAME} bytes")
    })?;
    within("reason", approval.reason.chars().count(), MAX_REASON, "characters")?;
    require(is_line(&approval.reason), || {
        "`reason` must be one line without control or invisible characters".into()
    })?;
    within("supersedes", approval.supersedes.len(), MAX_SUPERSEDES, "statements")?;
    let commits = approval.contributors.iter().map(|c| c.commits.len()).sum();
    within("contributors", commits, MAX_COMMITS, "commits")?;
    within("contributors", approval.contributors.len(), MAX_COMMITS, "persons")?;
    let digests = [&approval.shown, &approval.policy.kernel, &approval.policy.scope];
    let chain = approval.chain.iter().map(|head| &head.record);
    let mut all = digests.into_iter().chain(chain).chain(&approval.supersedes);
    require(all.all(|d| is_digest(d)), || "a digest must be `sha256:` and 64 lower-case hex digits".into())?;
    for contributor in &approval.contributors {
        require(is_id(&contributor.person), || "a contributor must be the id of a person".into())?;
    }
    let named = approval.contributors.iter().flat_map(|c| &c.commits);
    let mut commits = named.chain([&approval.seen.base, &approval.seen.head]);
    require(commits.all(|id| Oid::parse(id).is_some()), || {
        "a commit must be 40 lower-case hex digits".into()
    })?;
    require(approval.decision != Decision::Lift || !approval.supersedes.is_empty(), || {
        "a `lift` must name in `supersedes` the veto that it takes back".into()
    })
}

/// Checks what a relaxing decision speaks of.
fn sound(about: &About) -> Result<(), Refused> {
    match about {
        About::Grant(grant) => {
            require(is_id(&grant.exception), || "`about.exception` must be an id such as `pilot`".into())
        }
        About::Declaration(declared) => {
            require(is_line(&declared.incident) && !declared.incident.trim().is_empty(), || {
                "`about.incident` must name the incident in one visible line".into()
            })?;
            within("about.incident", declared.incident.chars().count(), MAX_INCIDENT, "characters")?;
            require(Oid::parse(&declared.restores).is_some(), || {
                "`about.restores` must be a commit of 40 lower-case hex digits".into()
            })
        }
        About::Review(review) => {
            require(is_digest(&review.declaration), || {
                "`about.declaration` must be `sha256:` and 64 lower-case hex digits".into()
            })?;
            require(Oid::parse(&review.landed).is_some(), || {
                "`about.landed` must be a commit of 40 lower-case hex digits".into()
            })
        }
    }
}

fn bad(message: String) -> Refused {
    refused(&names::BAD_FIELD, message)
}

fn require(holds: bool, message: impl FnOnce() -> String) -> Result<(), Refused> {
    if holds { Ok(()) } else { Err(bad(message())) }
}

fn within(field: &str, count: usize, limit: usize, what: &str) -> Result<(), Refused> {
    if count <= limit {
        return Ok(());
    }
    Err(refused(&names::TOO_LARGE, format!("`{field}` holds {count} {what}; at most {limit} are read")))
}

/// Makes foreign text fit for a message: short, escaped.
fn shown(text: &str) -> String {
    text.chars().take(64).collect::<String>().escape_debug().to_string()
}

/// Tells whether a text is an id of the policy language: `[a-z][a-z0-9_]{0,63}`.
fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 64
        && bytes.next().is_some_and(|b| b.is_ascii_lowercase())
        && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Tells whether a text is `sha256:` and 64 lower-case hex digits.
pub(super) fn is_digest(text: &str) -> bool {
    let hex = text.strip_prefix("sha256:").unwrap_or_default();
    hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Tells whether a text is a full branch name that git would accept.
fn is_branch(text: &str) -> bool {
    let Some(name) = text.strip_prefix("refs/heads/") else { return false };
    let allowed = |c: char| !c.is_whitespace() && is_visible(c) && !"~^:?*[\\".contains(c);
    let part = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.ends_with(".lock");
    text.len() <= MAX_NAME
        && name.chars().all(allowed)
        && name.split('/').all(part)
        && !name.contains("..")
        && !name.contains("@{")
        && !name.ends_with('.')
}

/// Tells whether a text shows all it holds, on one line.
fn is_line(text: &str) -> bool {
    text.chars().all(is_visible)
}

/// Tells whether a character shows itself. The two joiners are let through: Persian and many
/// Indian scripts cannot be spelled without them, and they reorder nothing.
fn is_visible(c: char) -> bool {
    let hidden = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_control() && !hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_what_git_accepts() {
        for good in ["refs/heads/main", "refs/heads/release/2.4", "refs/heads/käse", "refs/heads/a@b"] {
            assert!(is_branch(good), "{good}");
        }
        for bad in [
            "main",
            "refs/heads/",
            "refs/tags/v1",
            "refs/heads/a..b",
            "refs/heads/a b",
            "refs/heads/.a",
            "refs/heads/a.lock",
            "refs/heads/a//b",
            "refs/heads/a@{1}",
            "refs/heads/a\u{202e}b",
            "refs/heads/a~1",
            "refs/heads/a.",
        ] {
            assert!(!is_branch(bad), "{bad}");
        }
        assert!(!is_branch(&format!("refs/heads/{}", "a".repeat(245))));
        assert!(is_branch(&format!("refs/heads/{}", "a".repeat(244))));
    }

    #[test]
    fn an_id_is_lower_case_and_short() {
        assert!(is_id("claims_head") && is_id("a") && is_id(&"a".repeat(64)));
        for bad in ["", "_a", "1a", "A", "a-b", "a.b", "é"] {
            assert!(!is_id(bad), "{bad}");
        }
        assert!(!is_id(&"a".repeat(65)));
    }
}
