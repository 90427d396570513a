//! Results of promptfoo, `promptfoo eval --output results.json`.
//!
//! The shape of versions 2 and 3: `results.results` is a list with a boolean `success` each,
//! `results.timestamp` the time of the run. Cases are counted from the list, never from `stats`.
//! The change is named by a tag of the configuration, `tags: { countersign.change: "sha256:…" }`,
//! which the file carries at `config.tags`.

use serde_json::Value;

use super::{CHANGE_KEY, Case, Report, time};

/// Reads a report.
///
/// # Errors
/// What is wrong with it, in one line.
pub(super) fn read(bytes: &[u8]) -> Result<Report, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let root: Unique = serde_json::from_slice(bytes).map_err(|e| format!("it is not JSON: {e}"))?;
    let root = root.0;
    let run = root.get("results").unwrap_or(&Value::Null);
    let rows = run.get("results").and_then(Value::as_array);
    let rows = rows.ok_or("it holds no list at `results.results`: it is no result of promptfoo")?;
    let mut report = Report::default();
    for row in rows {
        report.count(case(row).ok_or("a result has no boolean `success`")?);
    }
    match run.get("timestamp") {
        None | Some(Value::Null) => {}
        Some(value) => {
            let at = value.as_str().and_then(time).ok_or("`results.timestamp` is no time")?;
            report.time(at);
        }
    }
    let tags = root.get("config").and_then(|config| config.get("tags"));
    if let Some(named) = tags.and_then(|tags| tags.get(CHANGE_KEY)) {
        report.names(named.as_str().ok_or("the tag that names the change is no text")?.trim());
    }
    Ok(report)
}

/// Errors are failures: a case that did not run to its end has not passed.
fn case(row: &Value) -> Option<Case> {
    let success = row.get("success")?.as_bool()?;
    let error = row.get("error").and_then(Value::as_str).is_some_and(|text| !text.is_empty());
    let reason = row.get("failureReason").and_then(Value::as_u64).unwrap_or(0);
    Some(if success && !error && reason == 0 { Case::Passed } else { Case::Failed })
}

/// A JSON value in which no object names a key twice: readers disagree on which one counts.
struct Unique(Value);

impl<'de> serde::Deserialize<'de> for Unique {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Unique, D::Error> {
        deserializer.deserialize_any(UniqueVisitor)
    }
}

struct UniqueVisitor;

impl<'de> serde::de::Visitor<'de> for UniqueVisitor {
    type Value = Unique;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, v: bool) -> Result<Unique, E> {
        Ok(Unique(v.into()))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Unique, E> {
        Ok(Unique(v.into()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Unique, E> {
        Ok(Unique(v.into()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Unique, E> {
        Ok(Unique(v.into()))
    }

    fn visit_str<E>(self, v: &str) -> Result<Unique, E> {
        Ok(Unique(v.into()))
    }

    fn visit_unit<E>(self) -> Result<Unique, E> {
        Ok(Unique(Value::Null))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Unique, A::Error> {
        let mut items = Vec::new();
        while let Some(Unique(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Unique(Value::Array(items)))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Unique, A::Error> {
        let mut fields = serde_json::Map::new();
        while let Some((key, Unique(value))) = map.next_entry::<String, Unique>()? {
            if fields.contains_key(&key) {
                return Err(serde::de::Error::custom(format!("the key `{key}` stands there twice")));
            }
            fields.insert(key, value);
        }
        Ok(Unique(Value::Object(fields)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    #[test]
    fn results_are_counted_and_statistics_are_not_believed() {
        let text = r#"{"evalId": "eval-x", "results": {"version": 3, "timestamp": "2026-07-01T09:00:00.000Z",
            "prompts": [], "stats": {"successes": 900, "failures": 0, "errors": 0},
            "results": [{"success": true, "failureReason": 0, "error": null, "score": 1},
                {"success": false, "failureReason": 1, "score": 0.5},
                {"success": true, "error": "timed out", "failureReason": 2}]},
            "config": {"tags": {"countersign.change": "sha256:abc"}}, "shareableUrl": null}"#;
        let report = read(text.as_bytes()).unwrap();
        assert_eq!((report.cases, report.passed, report.failed), (3, 1, 2));
        assert_eq!(report.ran, Instant::parse("2026-07-01T09:00:00Z"));
        assert_eq!(report.changes, ["sha256:abc"]);
    }

    #[test]
    fn hostile_reports_are_refused_by_name() {
        let deep = "[".repeat(5000);
        let cases: Vec<(&str, &str)> = vec![
            ("", "not JSON"),
            ("{}", "no list"),
            ("[]", "no list"),
            (r#"{"results": {"results": {}}}"#, "no list"),
            (r#"{"results": {"results": [{"success": "yes"}]}}"#, "boolean"),
            (r#"{"results": {"results": [{"success": false, "success": true}]}}"#, "twice"),
            (r#"{"results": {"results": [], "timestamp": 7}}"#, "no time"),
            (r#"{"results": {"results": []}, "config": {"tags": {"countersign.change": 7}}}"#, "no text"),
            (&deep, "not JSON"),
        ];
        for (text, words) in cases {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(words), "{error}");
        }
    }
}
