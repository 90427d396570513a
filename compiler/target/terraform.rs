//! Terraform resources, named and ordered as the schedules say with `enforced at`.

use std::collections::BTreeMap;
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
        let rules: Vec<&Rule<'_>> = rules.values().map(|(rule, _)| rule).collect();
        refused.extend(place::apart(*cloud, &rules));
    }
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
    let bucket = said_bucket(rules);
    out += &match resource {
        "aws_s3_bucket_lifecycle_configuration" => {
            let bucket = bucket.unwrap_or_else(|| format!("aws_s3_bucket.{name}.id"));
            format!("  bucket = {bucket}\n")
        }
        "google_storage_bucket" => {
            format!("  name     = var.{name}_bucket\n  location = var.{name}_location\n")
        }
        _ => {
            let account = bucket.unwrap_or_else(|| format!("azurerm_storage_account.{name}.id"));
            format!("  storage_account_id = {account}\n")
        }
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

/// Returns the bucket that the settings of a resource say, as an expression: the id of another resource
/// where it is written `TYPE.NAME`, and the name itself otherwise.
fn said_bucket(rules: &Placed<'_>) -> Option<String> {
    let said = rules.values().map(|(_, setting)| &setting.bucket).find(|bucket| !bucket.is_empty())?;
    let is_resource =
        ["aws_s3_bucket.", "azurerm_storage_account."].iter().any(|kind| said.starts_with(kind));
    Some(if is_resource { format!("{said}.id") } else { quoted(said) })
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
