//! Terraform resources, named and ordered as the schedules say with `enforced at`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::model::governance::{Enforcement, Retention};
use crate::names;

use super::age::Rule;
use super::lifecycle::azure_name;
use super::place::{self, Cloud};
use super::{Options, Refusal, refusal};

/// The resources that hold lifecycle rules, with the path of the number in one of their rules.
///
/// Source: the documentation of the Terraform providers (github.com/hashicorp/terraform-provider-aws,
/// -google and -azurerm, `website/docs/r`); seen 2026-06.
const RESOURCES: &[(&str, &str, &str, Cloud)] = &[
    ("aws_s3_bucket_lifecycle_configuration", "rule", "expiration.days", Cloud::S3),
    ("google_storage_bucket", "lifecycle_rule", "condition.age", Cloud::Gcs),
    (
        "azurerm_storage_management_policy",
        "rule",
        "actions.base_blob.delete_after_days_since_creation_greater_than",
        Cloud::Azure,
    ),
];

/// The rules of a resource by their number, each with the setting that places it.
type Placed<'a> = BTreeMap<usize, (Rule<'a>, &'a Enforcement)>;

/// A resource: its type, the storage that it is for, and its name.
type Resource = (&'static str, Cloud, String);

/// Writes the resources of all schedules, each with the days that it keeps.
pub(super) fn resources(ages: &[(&Retention, u64)], options: &Options) -> Result<String, Vec<Refusal>> {
    let mut placed: BTreeMap<(&str, String), (Cloud, Placed<'_>)> = BTreeMap::new();
    let mut refused = Vec::new();
    for (retention, days) in ages {
        let spots = retention.enforced.iter().filter(|one| one.spot.path.ends_with(".tf"));
        let found: Vec<_> = spots.map(|one| (address(&one.spot.fragment), one)).collect();
        if found.is_empty() || found.iter().any(|(address, _)| address.is_none()) {
            let message = "none of its settings is a lifecycle rule in a Terraform file: say where with `enforced at`, \
                           such as \"infra/storage.tf#aws_s3_bucket_lifecycle_configuration.calls.rule[0].expiration.days\"";
            refused.push(refusal(retention, &names::NO_ADDRESS, message.into()));
        }
        for (address, setting) in found {
            let Some(((kind, cloud, name), index)) = address else { continue };
            let rule = match place::rule(cloud, retention, *days, &[setting], options) {
                Ok(rule) => rule,
                Err(refusal) => {
                    refused.push(refusal);
                    continue;
                }
            };
            let (_, rules) = placed.entry((kind, name)).or_insert_with(|| (cloud, BTreeMap::new()));
            if rules.insert(index, (rule, setting)).is_some() {
                let message = format!("two schedules say that rule {index} of one resource carries them out");
                refused.push(refusal(retention, &names::NO_ADDRESS, message));
            }
        }
    }
    for (cloud, rules) in placed.values() {
        let said: Vec<_> =
            rules.values().map(|(rule, setting)| (rule.retention, said(setting).collect())).collect();
        let cure = "give each a resource of its own with `enforced at`";
        let elsewhere = place::in_one_bucket(*cloud, &said, "one resource", cure);
        if elsewhere.is_empty() {
            let rules: Vec<&Rule<'_>> = rules.values().map(|(rule, _)| rule).collect();
            refused.extend(place::apart(*cloud, &rules));
        }
        refused.extend(elsewhere);
    }
    refused.extend(one_resource_each(&placed));
    for ((resource, name), (_, rules)) in &placed {
        if let Some((index, (rule, _))) =
            rules.iter().enumerate().find(|(n, (index, _))| n != *index).map(|(_, one)| one)
        {
            let message = format!(
                "it is rule {index} of {resource}.{name}, and a rule before it is carried out by no schedule that is built"
            );
            refused.push(refusal(rule.retention, &names::NO_ADDRESS, message));
        }
    }
    if !refused.is_empty() {
        return Err(refused);
    }
    let texts: Vec<String> =
        placed.iter().map(|((resource, name), (_, rules))| written(resource, name, rules)).collect();
    Ok(texts.join("\n"))
}

/// Refuses a second resource for a bucket: a storage keeps one set of rules for it, and the sets replace each other.
fn one_resource_each(placed: &BTreeMap<(&str, String), (Cloud, Placed<'_>)>) -> Vec<Refusal> {
    let mut first: BTreeMap<(&str, String), &str> = BTreeMap::new();
    let mut refused = Vec::new();
    for ((resource, name), (cloud, rules)) in placed {
        let Some((rule, _)) = rules.values().next() else { continue };
        let (holder, bucket) = (cloud.holder(), holder(resource, name, rules));
        if *cloud == Cloud::Gcs && bucket.starts_with(GCS_BUCKET) {
            let message = format!(
                "the rules of a bucket are in its own resource, and it says that {resource}.{name} is for another one, `{}`: \
                 say with `enforced at` a rule of that one",
                bucket.escape_debug()
            );
            refused.push(refusal(rule.retention, &names::ONE_SET_PER_BUCKET, message));
            continue;
        }
        match first.get(&(*resource, bucket.clone())) {
            Some(other) => {
                let message = format!(
                    "{resource}.{name} would be for the {holder} `{}` as {resource}.{other} is, and a {holder} has one set of \
                     rules: say with `enforced at` that they are rules of one resource",
                    bucket.trim_matches('"').escape_debug()
                );
                refused.push(refusal(rule.retention, &names::ONE_SET_PER_BUCKET, message));
            }
            None => {
                first.insert((resource, bucket), name);
            }
        }
    }
    refused
}

/// Returns the buckets of one storage in which a schedule says that its data lies; a setting that is no rule in a
/// Terraform file may be one of any storage.
pub(super) fn buckets(cloud: Cloud, retention: &Retention) -> BTreeSet<&str> {
    let is_other = |one: &&Enforcement| {
        let address = address(&one.spot.fragment).filter(|_| one.spot.path.ends_with(".tf"));
        address.is_some_and(|((_, whose, _), _)| whose != cloud)
    };
    retention.enforced.iter().filter(|one| !is_other(one)).flat_map(said).collect()
}

fn said(setting: &Enforcement) -> impl Iterator<Item = &str> {
    Some(setting.bucket.as_str()).filter(|bucket| !bucket.is_empty()).into_iter()
}

/// Reads `RESOURCE.NAME.RULE[N].NUMBER`; the blocks in between may be numbered `[0]`.
fn address(fragment: &str) -> Option<(Resource, usize)> {
    let (resource, rest) = fragment.split_once('.')?;
    let (name, rest) = rest.split_once('.')?;
    let (kind, block, number, cloud) = RESOURCES.iter().find(|row| row.0 == resource)?;
    let rest = rest.strip_prefix(block)?;
    let (index, rest) = match rest.strip_prefix('[') {
        Some(numbered) => {
            let (index, rest) = numbered.split_once(']')?;
            (index.parse().ok()?, rest)
        }
        None => (0, rest),
    };
    let path = rest.strip_prefix('.')?.replace("[0]", "");
    (path == *number).then(|| ((*kind, *cloud, name.to_owned()), index))
}

fn written(resource: &str, name: &str, rules: &Placed<'_>) -> String {
    let mut out = format!("resource \"{resource}\" \"{name}\" {{\n");
    let holder = holder(resource, name, rules);
    out += &match resource {
        "aws_s3_bucket_lifecycle_configuration" => format!("  bucket = {holder}\n"),
        "google_storage_bucket" => format!("  name     = {holder}\n  location = var.{name}_location\n"),
        _ => format!("  storage_account_id = {holder}\n"),
    };
    for (rule, _) in rules.values() {
        let (id, prefix, days) = (&rule.retention.id.name, quoted(&rule.prefix), rule.days);
        let all = rule.prefix.is_empty();
        let _ = match resource {
            "aws_s3_bucket_lifecycle_configuration" => {
                let filter = match all {
                    true => "filter {}".to_owned(),
                    false => format!("filter {{\n      prefix = {prefix}\n    }}"),
                };
                write!(
                    out,
                    "\n  rule {{\n    id     = \"{id}\"\n    status = \"Enabled\"\n\n    {filter}\n\n    expiration {{\n      \
                     days = {days}\n    }}\n  }}\n"
                )
            }
            "google_storage_bucket" => {
                let condition = match all {
                    true => format!("age = {days}"),
                    false => format!("age            = {days}\n      matches_prefix = [{prefix}]"),
                };
                write!(
                    out,
                    "\n  lifecycle_rule {{\n    action {{\n      type = \"Delete\"\n    }}\n\n    condition {{\n      {condition}\n    \
                     }}\n  }}\n"
                )
            }
            _ => {
                let filters = match all {
                    true => "blob_types = [\"blockBlob\"]".to_owned(),
                    false => format!("blob_types   = [\"blockBlob\"]\n      prefix_match = [{prefix}]"),
                };
                write!(
                    out,
                    "\n  rule {{\n    name    = \"{}\"\n    enabled = true\n\n    filters {{\n      {filters}\n    }}\n\n    actions \
                     {{\n      base_blob {{\n        delete_after_days_since_creation_greater_than = {days}\n      }}\n    }}\n  }}\n",
                    azure_name(id)
                )
            }
        };
    }
    out + "}\n"
}

/// The resource of a bucket that holds its rules too.
const GCS_BUCKET: &str = "google_storage_bucket.";

/// Returns the bucket or account that a resource is for, as an expression: the id of another resource where its
/// settings say `TYPE.NAME`, and the name itself where they say one. Where they say none it is that of the same name.
fn holder(resource: &str, name: &str, rules: &Placed<'_>) -> String {
    let said = rules.values().find_map(|(_, setting)| said(setting).next());
    // A resource cannot take its name from itself.
    let said = said.filter(|said| said.strip_prefix(GCS_BUCKET).is_none_or(|own| own != name));
    match (said, resource) {
        (Some(said), _)
            if ["aws_s3_bucket.", "azurerm_storage_account."].iter().any(|kind| said.starts_with(kind)) =>
        {
            format!("{said}.id")
        }
        (Some(said), "google_storage_bucket") if said.starts_with(GCS_BUCKET) => said.to_owned(),
        (Some(said), _) => quoted(said),
        (None, "aws_s3_bucket_lifecycle_configuration") => format!("aws_s3_bucket.{name}.id"),
        (None, "google_storage_bucket") => format!("var.{name}_bucket"),
        (None, _) => format!("azurerm_storage_account.{name}.id"),
    }
}

/// Writes a string of HCL; `${` and `%{` start no template.
fn quoted(text: &str) -> String {
    let plain = text.replace('\\', "\\\\").replace('"', "\\\"").replace("${", "$${").replace("%{", "%%{");
    format!("\"{plain}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_rules_that_delete() {
        let azure = "azurerm_storage_management_policy.calls.rule[1].actions.base_blob.";
        for (fragment, index) in [
            ("aws_s3_bucket_lifecycle_configuration.calls.rule[2].expiration.days", Some(2)),
            ("aws_s3_bucket_lifecycle_configuration.calls.rule.expiration[0].days", Some(0)),
            ("google_storage_bucket.calls.lifecycle_rule[0].condition.age", Some(0)),
            (&*format!("{azure}delete_after_days_since_creation_greater_than"), Some(1)),
            // Since the last modification is another clock.
            (&*format!("{azure}delete_after_days_since_modification_greater_than"), None),
            ("aws_s3_bucket_lifecycle_configuration.calls.rule[x].expiration.days", None),
            ("aws_cloudwatch_log_group.calls.retention_in_days", None),
            ("", None),
        ] {
            assert_eq!(address(fragment).map(|(_, index)| index), index, "{fragment}");
        }
    }
}
