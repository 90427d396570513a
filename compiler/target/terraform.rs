//! Terraform resources, named and ordered as the schedules say with `enforced at`.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::names;

use super::age::Rule;
use super::lifecycle::azure_name;
use super::{Refusal, refusal};

/// The resources that hold lifecycle rules, with the path of the number in one of their rules.
///
/// Source: the documentation of the Terraform providers (github.com/hashicorp/terraform-provider-aws,
/// -google and -azurerm, `website/docs/r`); seen 2026-06.
const RESOURCES: &[(&str, &str, &str)] = &[
    ("aws_s3_bucket_lifecycle_configuration", "rule", "expiration.days"),
    ("google_storage_bucket", "lifecycle_rule", "condition.age"),
    (
        "azurerm_storage_management_policy",
        "rule",
        "actions.base_blob.delete_after_days_since_creation_greater_than",
    ),
];

/// A place for a rule: the resource and its name, and which of its rules.
type Address = ((&'static str, String), usize);

/// Writes the resources of all rules.
pub(super) fn resources(rules: &[Rule<'_>]) -> Result<String, Vec<Refusal>> {
    let mut placed: BTreeMap<(&str, String), BTreeMap<usize, &Rule<'_>>> = BTreeMap::new();
    let mut refused = Vec::new();
    for rule in rules {
        let spots = rule.retention.enforced.iter().filter(|one| one.spot.path.ends_with(".tf"));
        let found: Vec<Option<Address>> = spots.map(|one| address(&one.spot.fragment)).collect();
        if found.is_empty() || found.iter().any(Option::is_none) {
            let message = "none of its settings is a lifecycle rule in a Terraform file: say where with `enforced at`, \
                           such as \"infra/storage.tf#aws_s3_bucket_lifecycle_configuration.calls.rule[0].expiration.days\"";
            refused.push(refusal(rule.retention, &names::NO_ADDRESS, message.into()));
        }
        for (resource, index) in found.into_iter().flatten() {
            if placed.entry(resource).or_default().insert(index, rule).is_some() {
                let message = format!("two schedules say that rule {index} of one resource carries them out");
                refused.push(refusal(rule.retention, &names::NO_ADDRESS, message));
            }
        }
    }
    for ((resource, name), rules) in &placed {
        if let Some((index, rule)) =
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
        placed.iter().map(|((resource, name), rules)| written(resource, name, rules)).collect();
    Ok(texts.join("\n"))
}

/// Reads `RESOURCE.NAME.RULE[N].NUMBER`; the blocks in between may be numbered `[0]`.
fn address(fragment: &str) -> Option<Address> {
    let (resource, rest) = fragment.split_once('.')?;
    let (name, rest) = rest.split_once('.')?;
    let (kind, block, number) = RESOURCES.iter().find(|row| row.0 == resource)?;
    let rest = rest.strip_prefix(block)?;
    let (index, rest) = match rest.strip_prefix('[') {
        Some(numbered) => {
            let (index, rest) = numbered.split_once(']')?;
            (index.parse().ok()?, rest)
        }
        None => (0, rest),
    };
    let path = rest.strip_prefix('.')?.replace("[0]", "");
    (path == *number).then(|| ((*kind, name.to_owned()), index))
}

fn written(resource: &str, name: &str, rules: &BTreeMap<usize, &Rule<'_>>) -> String {
    let mut out = format!("resource \"{resource}\" \"{name}\" {{\n");
    let bucket = said_bucket(&format!("{resource}.{name}."), rules);
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
    for rule in rules.values() {
        let (id, prefix, days) = (&rule.retention.id.name, quoted(&rule.prefix), rule.days);
        let _ = match resource {
            "aws_s3_bucket_lifecycle_configuration" => write!(
                out,
                "\n  rule {{\n    id     = \"{id}\"\n    status = \"Enabled\"\n\n    filter {{\n      prefix = {prefix}\n    }}\n\n    \
                 expiration {{\n      days = {days}\n    }}\n  }}\n"
            ),
            "google_storage_bucket" => write!(
                out,
                "\n  lifecycle_rule {{\n    action {{\n      type = \"Delete\"\n    }}\n\n    condition {{\n      age            = {days}\n      \
                 matches_prefix = [{prefix}]\n    }}\n  }}\n"
            ),
            _ => write!(
                out,
                "\n  rule {{\n    name    = \"{}\"\n    enabled = true\n\n    filters {{\n      blob_types   = [\"blockBlob\"]\n      \
                 prefix_match = [{prefix}]\n    }}\n\n    actions {{\n      base_blob {{\n        \
                 delete_after_days_since_creation_greater_than = {days}\n      }}\n    }}\n  }}\n",
                azure_name(id)
            ),
        };
    }
    out + "}\n"
}

/// Returns the bucket that the schedules of a resource say, as an expression: the id of another resource
/// where it is written `TYPE.NAME`, and the name itself otherwise.
fn said_bucket(address: &str, rules: &BTreeMap<usize, &Rule<'_>>) -> Option<String> {
    let settings = rules.values().flat_map(|rule| &rule.retention.enforced);
    let mut here = settings.filter(|one| one.spot.fragment.starts_with(address)).map(|one| &one.bucket);
    let said = here.find(|bucket| !bucket.is_empty())?;
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
