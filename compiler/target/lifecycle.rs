//! Lifecycle rules as the providers document them in JSON.

use serde_json::{Value, json};

use super::age::Rule;

/// The body of `PutBucketLifecycleConfiguration` as the AWS command line takes it.
///
/// Source: docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html, and `LifecycleConfiguration` of
/// `aws s3api put-bucket-lifecycle-configuration`; seen 2026-06.
pub(super) fn s3(rules: &[Rule<'_>]) -> String {
    let rule = |rule: &Rule<'_>| {
        json!({
            "ID": rule.retention.id.name,
            "Filter": { "Prefix": rule.prefix },
            "Status": "Enabled",
            "Expiration": { "Days": rule.days },
        })
    };
    written(&json!({ "Rules": rules.iter().map(rule).collect::<Vec<_>>() }))
}

/// The `lifecycle` of a bucket, as `gcloud storage buckets update --lifecycle-file` takes it.
///
/// Source: cloud.google.com/storage/docs/json_api/v1/buckets (`lifecycle`) and
/// cloud.google.com/storage/docs/lifecycle; seen 2026-06.
pub(super) fn gcs(rules: &[Rule<'_>]) -> String {
    let rule = |rule: &Rule<'_>| {
        let condition = match rule.prefix.as_str() {
            "" => json!({ "age": rule.days }),
            prefix => json!({ "age": rule.days, "matchesPrefix": [prefix] }),
        };
        json!({ "action": { "type": "Delete" }, "condition": condition })
    };
    written(&json!({ "lifecycle": { "rule": rules.iter().map(rule).collect::<Vec<_>>() } }))
}

/// A management policy, as `az storage account management-policy create --policy` takes it.
///
/// Source: learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure; seen 2026-06. Names
/// of rules are made of letters and digits only.
pub(super) fn azure(rules: &[Rule<'_>]) -> String {
    let rule = |rule: &Rule<'_>| {
        let filters = match rule.prefix.as_str() {
            "" => json!({ "blobTypes": ["blockBlob"] }),
            prefix => json!({ "blobTypes": ["blockBlob"], "prefixMatch": [prefix] }),
        };
        json!({
            "enabled": true,
            "name": azure_name(&rule.retention.id.name),
            "type": "Lifecycle",
            "definition": {
                "filters": filters,
                "actions": { "baseBlob": { "delete": { "daysAfterCreationGreaterThan": rule.days } } },
            },
        })
    };
    written(&json!({ "rules": rules.iter().map(rule).collect::<Vec<_>>() }))
}

/// Spells a name without underscores: each ends a word, and the next one starts with a capital.
pub(super) fn azure_name(id: &str) -> String {
    let mut name = String::new();
    let mut starts = false;
    for c in id.chars() {
        match (c, starts) {
            ('_', _) => starts = true,
            (c, true) => {
                name.extend(c.to_uppercase());
                starts = false;
            }
            (c, false) => name.push(c),
        }
    }
    name
}

fn written(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("JSON of our own serialises") + "\n"
}
