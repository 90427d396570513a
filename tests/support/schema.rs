//! Holds what the program writes against the schemas that it publishes in `docs/schema`.
//!
//! A small reader of JSON Schema 2020-12: the keywords that our schemas use, and an error for any
//! other, so that no schema can rest on a keyword that nothing checks.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use base64::Engine;
use libtest_mimic::Trial;
use serde_json::{Value, json};

use super::world::World;
use super::{Outcome, files_under, read, root};

/// The schemas by their `$id`.
static ALL: LazyLock<BTreeMap<String, Value>> = LazyLock::new(|| {
    let folders = ["docs/schema", "tests/support/providers"];
    let files: Vec<_> = folders.iter().flat_map(|folder| files_under(&root().join(folder))).collect();
    let parsed = files.iter().map(|path| {
        let text = read(path).unwrap_or_else(|error| panic!("{error}"));
        let schema: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        (schema["$id"].as_str().expect("a schema has an $id").to_owned(), schema)
    });
    parsed.collect()
});

/// Words that say nothing about a value.
const SILENT: &[&str] = &["$schema", "$id", "$defs", "title", "description"];

/// Makes the trials.
pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("schema: the demonstration keeps to every schema", demonstration),
        Trial::test("schema: a damaged document is refused", damaged),
    ]
}

/// Lists what is wrong with some text that the program printed or wrote, if a schema is published
/// for it: an output that names its schema, or an envelope with what is in it.
pub fn breaches(text: &str) -> Vec<String> {
    let documents = documents(text);
    documents.iter().flat_map(|(name, value)| against(name, value)).collect()
}

/// Finds the documents in a text, each with the name of its schema.
fn documents(text: &str) -> Vec<(String, Value)> {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    if let Some(name) = value["schema"].as_str().and_then(|name| name.strip_prefix("countersign/")) {
        let known = ALL.contains_key(&id(name));
        return if known { vec![(name.to_owned(), value)] } else { Vec::new() };
    }
    let provider = match () {
        () if value["Rules"][0]["Status"].is_string() => Some("s3"),
        () if value["lifecycle"]["rule"].is_array() => Some("gcs"),
        () if value["rules"][0]["definition"].is_object() => Some("azure"),
        () => None,
    };
    if let Some(provider) = provider {
        return vec![(format!("provider/{provider}-lifecycle"), value)];
    }
    let payload =
        value["payload"].as_str().and_then(|text| base64::prelude::BASE64_STANDARD.decode(text).ok());
    let Some(payload) = payload else { return Vec::new() };
    let statement: Value = serde_json::from_slice(&payload).unwrap_or_default();
    let name = match statement["predicateType"].as_str() {
        Some("urn:countersign:approval:v1") => "approval/1",
        Some("urn:countersign:record:v1") => "record/1",
        _ => return Vec::new(),
    };
    vec![("envelope/1".into(), value), (name.into(), statement)]
}

fn id(name: &str) -> String {
    format!("urn:countersign:schema:{}", name.replace('/', ":"))
}

fn against(name: &str, value: &Value) -> Vec<String> {
    let id = id(name);
    let mut found = Vec::new();
    check(&ALL[&id], value, &id, "", &mut found);
    found.iter().map(|breach| format!("{name}: {breach}")).collect()
}

/// Follows a reference from a schema; returns where it leads and in which document that lies.
fn follow<'a>(reference: &'a str, document: &'a str) -> (&'static Value, &'a str) {
    let (file, place) = reference.split_once('#').unwrap_or((reference, ""));
    let file = if file.is_empty() { document } else { file };
    let schema = ALL.get(file).and_then(|schema| schema.pointer(place));
    (schema.unwrap_or_else(|| panic!("`{reference}` leads nowhere")), file)
}

fn check(schema: &Value, value: &Value, document: &str, at: &str, found: &mut Vec<String>) {
    let Value::Object(words) = schema else {
        if schema == &json!(false) {
            found.push(format!("{at}: nothing may stand here"));
        }
        return;
    };
    let holds = |inner: &Value| {
        let mut breaches = Vec::new();
        check(inner, value, document, at, &mut breaches);
        breaches
    };
    for (word, rule) in words.iter().filter(|(word, _)| !SILENT.contains(&word.as_str())) {
        let size = rule.as_u64().unwrap_or_default();
        let length = match value {
            Value::String(text) => text.chars().count() as u64,
            Value::Array(items) => items.len() as u64,
            _ => 0,
        };
        let fits = match word.as_str() {
            "$ref" => {
                let (inner, file) = follow(rule.as_str().expect("a reference"), document);
                check(inner, value, file, at, found);
                true
            }
            "type" => match rule.as_str() {
                Some("object") => value.is_object(),
                Some("array") => value.is_array(),
                Some("string") => value.is_string(),
                Some("integer") => value.is_i64() || value.is_u64(),
                Some("boolean") => value.is_boolean(),
                Some("null") => value.is_null(),
                other => panic!("`type` is {other:?}"),
            },
            "const" => value == rule,
            "enum" => rule.as_array().expect("a list").contains(value),
            "pattern" => {
                let pattern = regex::Regex::new(rule.as_str().expect("a pattern")).expect("a pattern");
                value.as_str().is_none_or(|text| pattern.is_match(text))
            }
            "minimum" => value.as_u64().is_none_or(|number| number >= size),
            "minLength" => !value.is_string() || length >= size,
            "maxLength" => !value.is_string() || length <= size,
            "minItems" => !value.is_array() || length >= size,
            "maxItems" => !value.is_array() || length <= size,
            "uniqueItems" => value.as_array().is_none_or(|items| {
                items.iter().map(Value::to_string).collect::<BTreeSet<_>>().len() == items.len()
            }),
            "anyOf" => rule.as_array().expect("a list").iter().any(|inner| holds(inner).is_empty()),
            "oneOf" => {
                let fitting = rule.as_array().expect("a list").iter().filter(|inner| holds(inner).is_empty());
                fitting.count() == 1
            }
            "required" => {
                let names = rule.as_array().expect("a list").iter().filter_map(Value::as_str);
                let missing: Vec<&str> = names.filter(|name| value.get(name).is_none()).collect();
                found.extend(missing.iter().map(|name| format!("{at}: `{name}` is missing")));
                true
            }
            "properties" => {
                for (name, inner) in rule.as_object().expect("an object") {
                    if let Some(item) = value.get(name) {
                        check(inner, item, document, &format!("{at}/{name}"), found);
                    }
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(rule, &json!(false), "only `false` is read");
                let known = words.get("properties").and_then(Value::as_object);
                for name in value.as_object().into_iter().flat_map(|object| object.keys()) {
                    if known.is_none_or(|known| !known.contains_key(name)) {
                        found.push(format!("{at}: `{name}` is not known"));
                    }
                }
                true
            }
            "prefixItems" => {
                for (number, inner) in rule.as_array().expect("a list").iter().enumerate() {
                    if let Some(item) = value.get(number) {
                        check(inner, item, document, &format!("{at}/{number}"), found);
                    }
                }
                true
            }
            "items" => {
                let before = words.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                for (number, item) in value.as_array().into_iter().flatten().enumerate().skip(before) {
                    check(rule, item, document, &format!("{at}/{number}"), found);
                }
                true
            }
            other => panic!("no schema of ours uses `{other}`: teach {} to check it", file!()),
        };
        if !fits {
            let shown: String = value.to_string().chars().take(80).collect();
            found.push(format!("{at}: {shown} against `{word}`"));
        }
    }
}

/// Collects one document of every schema out of the world that `countersign demo` builds.
fn sample() -> Result<BTreeMap<String, Value>, String> {
    let mut world = World::new()?;
    let mut run = |line: &str| -> Result<String, String> {
        let output = world.shell(line)?;
        match output.exit {
            0 => Ok(output.lines.join("\n")),
            exit => Err(format!("{line}: exit {exit}\n{}", output.lines.join("\n"))),
        }
    };
    run("countersign demo --dir ../demo")?;
    run("git -C ../demo/claims-voice switch -q main")?;
    let mut texts = vec![
        run("cd ../demo/claims-voice").and_then(|_| run("countersign diff main..tune --format json"))?,
        run("countersign check --landed main --target main --at 2026-07-20T12:00:00Z --format json")?,
        run("cat ../records/00000001.json")?,
        run("countersign show inventory --at 2026-07-20 --format json")?,
        run("countersign show pack --at 2026-07-20 --out ../pack > /dev/null 2>&1; cat ../pack/index.json")?,
    ];
    for path in run("ls governance/approvals/*/*.json")?.lines() {
        texts.push(run(&format!("cat {path}"))?);
    }
    let mut found: BTreeMap<String, Value> = texts.iter().flat_map(|text| documents(text)).collect();
    let record = found.get("record/1").ok_or("no record")?["predicate"].clone();
    found.insert("kernel/1".into(), record["policy"]["compiled"]["kernel"].clone());
    found.insert("change/1".into(), record["change"]["document"].clone());
    found.insert("facts/1".into(), record["change"]["facts"][0][1].clone());
    for name in
        ["approval", "change", "diff", "envelope", "facts", "kernel", "pack", "record", "register", "verdict"]
    {
        if !found.contains_key(&format!("{name}/1")) {
            return Err(format!("the demonstration makes no document of `{name}`"));
        }
        let printed: Value = serde_json::from_str(&run(&format!("countersign schema {name}"))?)
            .map_err(|error| format!("schema {name}: {error}"))?;
        if Some(&printed) != ALL.get(&id(&format!("{name}/1"))) {
            return Err(format!(
                "`countersign schema {name}` prints something else than docs/schema/{name}.json"
            ));
        }
    }
    Ok(found)
}

fn demonstration() -> Outcome {
    let wrong: Vec<String> = sample()?.iter().flat_map(|(name, value)| against(name, value)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Each sample loses a field, gains one, or holds a value of another sort, and is refused.
fn damaged() -> Outcome {
    let mut unnoticed = Vec::new();
    for (name, value) in sample()? {
        let fields: Vec<String> =
            value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
        for field in fields {
            let mut less = value.clone();
            less.as_object_mut().expect("an object").remove(&field);
            let mut other = value.clone();
            other[&field] = json!(-1.5);
            for (how, damaged) in [("without", less), ("with another", other)] {
                if against(&name, &damaged).is_empty() {
                    unnoticed.push(format!("{name} {how} `{field}`"));
                }
            }
        }
        let mut more = value;
        more["surplus"] = json!(1);
        if against(&name, &more).is_empty() {
            unnoticed.push(format!("{name} with more"));
        }
    }
    if unnoticed.is_empty() { Ok(()) } else { Err(unnoticed.join("\n").into()) }
}
