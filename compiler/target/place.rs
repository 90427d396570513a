//! Where the objects of a schedule lie, as the storages can say it.

use std::collections::BTreeSet;

use crate::model::governance::{Enforcement, Retention};
use crate::names;

use super::age::Rule;
use super::lifecycle::azure_name;
use super::{Options, Refusal, refusal};

/// A storage for objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cloud {
    /// Amazon S3.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
}

impl Cloud {
    /// The most days that a rule takes.
    ///
    /// Sources: `website/docs/r/storage_management_policy.html.markdown` of
    /// github.com/hashicorp/terraform-provider-azurerm (0 to 99999); the numbers of the other two have 32 bits
    /// (docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html,
    /// cloud.google.com/storage/docs/json_api/v1/buckets); seen 2026-06.
    fn most_days(self) -> u64 {
        match self {
            Cloud::S3 | Cloud::Gcs => i32::MAX.unsigned_abs().into(),
            Cloud::Azure => 99_999,
        }
    }

    /// What one set of rules is for.
    ///
    /// Sources: docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html (a new configuration
    /// replaces the bucket's), cloud.google.com/storage/docs/lifecycle, and
    /// learn.microsoft.com/azure/storage/blobs/lifecycle-management-overview; seen 2026-06.
    pub(super) fn holder(self) -> &'static str {
        match self {
            Cloud::S3 | Cloud::Gcs => "bucket",
            Cloud::Azure => "storage account",
        }
    }
}

/// The longest name of an object, in bytes; that of Azure is in characters.
///
/// Sources: docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html, cloud.google.com/storage/docs/objects#naming,
/// learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata; seen 2026-06.
const MAX_NAME: usize = 1_024;

/// Makes a rule of a schedule that some settings place.
pub(super) fn rule<'a>(
    cloud: Cloud,
    retention: &'a Retention,
    days: u64,
    settings: &[&'a Enforcement],
    options: &Options,
) -> Result<Rule<'a>, Refusal> {
    if days > cloud.most_days() {
        let message = format!("it keeps {days} days, and a rule takes at most {}", cloud.most_days());
        return Err(refusal(retention, &names::TOO_LONG_FOR_TARGET, message));
    }
    let prefix = prefix(cloud, retention, settings, options);
    if let Some(problem) = problem(cloud, &prefix) {
        let message = format!("its objects would have the prefix `{}`: {problem}", prefix.escape_debug());
        return Err(refusal(retention, &names::WRONG_PREFIX, message));
    }
    Ok(Rule { retention, days, prefix })
}

/// Returns what the names of its objects start with: as the command says, or the settings; `""` is all of a
/// bucket, such as where only that is said.
fn prefix(cloud: Cloud, retention: &Retention, settings: &[&Enforcement], options: &Options) -> String {
    let id = retention.id.name.as_str();
    let said = settings.iter().map(|one| &one.prefix).find(|prefix| !prefix.is_empty());
    if let Some(prefix) = options.prefixes.get(id).or(said) {
        return prefix.clone();
    }
    if settings.iter().any(|one| !one.bucket.is_empty()) {
        return String::new();
    }
    match cloud {
        // The name of a container, which has no underscores.
        Cloud::Azure => format!("{}/", id.replace('_', "-")),
        Cloud::S3 | Cloud::Gcs => format!("{id}/"),
    }
}

/// Says why no object can have a name that starts so.
fn problem(cloud: Cloud, prefix: &str) -> Option<String> {
    if prefix.len() > MAX_NAME {
        return Some(format!("a name has at most {MAX_NAME} bytes"));
    }
    if cloud != Cloud::Azure || prefix.is_empty() {
        return None;
    }
    // Source: learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure (`prefixMatch`) and the
    // page on names above; seen 2026-06.
    let (container, is_whole) = match prefix.split_once('/') {
        Some((container, _)) => (container, true),
        None => (prefix, false),
    };
    if ["$root", "$web", "$logs"].contains(&container) {
        return None;
    }
    let letters = container.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    let hyphens =
        !(container.starts_with('-') || container.contains("--") || (is_whole && container.ends_with('-')));
    let length = container.len() <= 63 && (container.len() >= 3 || !is_whole);
    (!(letters && hyphens && length)).then(|| {
        format!(
            "in Azure it starts with the name of a container, and `{}` is none: 3 to 63 lower-case letters, digits and \
             single hyphens; say with --prefix, or with `prefix` after `enforced at`, where they lie",
            container.escape_debug()
        )
    })
}

/// Refuses schedules that do not lie in one bucket, where one set of rules would be made for all of them; of a
/// schedule without a bucket nothing is known. `cure` says how to make two sets.
pub(super) fn in_one_bucket(
    cloud: Cloud,
    said: &[(&Retention, BTreeSet<&str>)],
    set: &str,
    cure: &str,
) -> Vec<Refusal> {
    let mut refused = Vec::new();
    let mut common: Option<(&Retention, BTreeSet<&str>)> = None;
    for (retention, buckets) in said.iter().filter(|(_, buckets)| !buckets.is_empty()) {
        let Some((first, shared)) = &mut common else {
            common = Some((retention, buckets.clone()));
            continue;
        };
        if shared.is_disjoint(buckets) {
            let holder = cloud.holder();
            let message = format!(
                "its data lies in the {holder} {}, and that of `{}` in {}: {set} is for one {holder}; {cure}",
                listed(buckets),
                first.id.name,
                listed(shared)
            );
            refused.push(refusal(retention, &names::ONE_SET_PER_BUCKET, message));
        } else {
            shared.retain(|bucket| buckets.contains(bucket));
        }
    }
    refused
}

fn listed(buckets: &BTreeSet<&str>) -> String {
    let all: Vec<String> = buckets.iter().map(|one| format!("`{}`", one.escape_debug())).collect();
    all.join(" or ")
}

/// Refuses rules in one storage of which one erases the data of another, and names that Azure cannot tell apart.
pub(super) fn apart(cloud: Cloud, rules: &[&Rule<'_>]) -> Vec<Refusal> {
    let mut refused = Vec::new();
    let mut sorted: Vec<&Rule<'_>> = rules.to_vec();
    sorted.sort_by(|a, b| (&a.prefix, &a.retention.id.name).cmp(&(&b.prefix, &b.retention.id.name)));
    let mut around: Vec<&Rule<'_>> = Vec::new();
    for rule in sorted {
        while around.last().is_some_and(|outer| !rule.prefix.starts_with(&outer.prefix)) {
            around.pop();
        }
        if let Some(outer) = around.iter().find(|outer| outer.days != rule.days) {
            let message = format!(
                "it is about {} for {} days, and `{}` about {} for {} days: the shorter one erases the data of both; give \
                 each a prefix of its own with --prefix, or with `prefix` after `enforced at`",
                objects(&rule.prefix),
                rule.days,
                outer.retention.id.name,
                objects(&outer.prefix),
                outer.days
            );
            refused.push(refusal(rule.retention, &names::SHARED_PREFIX, message));
        }
        around.push(rule);
    }
    if cloud == Cloud::Azure {
        let mut named: Vec<(String, &Rule<'_>)> =
            rules.iter().map(|rule| (azure_name(&rule.retention.id.name), *rule)).collect();
        named.sort_by(|a, b| (&a.0, &a.1.retention.id.name).cmp(&(&b.0, &b.1.retention.id.name)));
        for pair in named.windows(2) {
            if let [(name, first), (again, second)] = pair
                && name == again
                && first.retention.id.name != second.retention.id.name
            {
                let message = format!(
                    "a rule of Azure has letters and digits in its name, so it would be `{name}` as `{}` is, and names are \
                     unique: rename one of the two, or build them apart",
                    first.retention.id.name
                );
                refused.push(refusal(second.retention, &names::SAME_RULE_NAME, message));
            }
        }
    }
    refused
}

fn objects(prefix: &str) -> String {
    if prefix.is_empty() { "the whole bucket".to_owned() } else { format!("`{}`", prefix.escape_debug()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_of_azure_starts_with_a_container() {
        for good in ["", "calls/", "uk-recordings/audio/É\"x", "rec", "$web/", "a1b/x", "re-"] {
            assert_eq!(problem(Cloud::Azure, good), None, "{good}");
        }
        let long = "a".repeat(64) + "/";
        for bad in ["uk_recordings/", "My Container/x", "r1/", "a--b/", "-ab/", "ab-/x", "/x", &long] {
            assert!(problem(Cloud::Azure, bad).is_some(), "{bad}");
        }
        assert_eq!(problem(Cloud::S3, "uk_recordings/É\""), None);
        assert!(problem(Cloud::Gcs, &"a".repeat(1_025)).is_some());
    }
}
