//! What the value of a setting says about where data goes.

use crate::law::regions;

/// The places that a value tells of, each with the areas of law of which it is in one.
pub type Areas = Vec<Vec<&'static str>>;

const ANYWHERE: &[&str] = &["worldwide"];

/// The deployment types of Azure that leave the region of their resource, by the area of which they
/// stay in one. <https://learn.microsoft.com/en-us/azure/ai-services/openai/how-to/deployment-types>,
/// as of November 2026: global ones are worked on in any region, a data zone is that of the European
/// Union or that of the United States, and the developer type has no residency.
const DEPLOYMENTS: &[(&[&str], &[&str])] = &[
    (ANYWHERE, &["GlobalStandard", "GlobalBatch", "GlobalProvisionedManaged", "DeveloperTier"]),
    (&["eea", "us"], &["DataZoneStandard", "DataZoneBatch", "DataZoneProvisionedManaged"]),
];

/// What the ids of Amazon Bedrock that are served from several regions begin with.
/// <https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html>, as of
/// November 2026.
const PROFILES: &[(&[&str], &str)] = &[
    (ANYWHERE, "global"),
    (&["us"], "us"),
    (&["us"], "us-gov"),
    (&["eea"], "eu"),
    (&["asia"], "apac"),
    (&["jp"], "jp"),
    (&["au"], "au"),
    (&["ca"], "ca"),
];

/// Tells whether a text can hold a value that [`told`] reads.
pub fn may_tell(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let deployments = DEPLOYMENTS.iter().flat_map(|(_, names)| *names);
    deployments.into_iter().any(|name| text.contains(&name.to_ascii_lowercase()))
        || PROFILES.iter().any(|(_, profile)| {
            text.match_indices(profile).any(|(at, _)| text[at + profile.len()..].starts_with('.'))
        })
        || text.contains("locations/")
        || text.contains("arn:")
}

/// Returns what a value tells of whatever its key: a deployment type, the id of a model that is served
/// from several regions, an ARN of Bedrock, or a path of Google with a location.
pub fn told(said: &str) -> Areas {
    let deployment =
        DEPLOYMENTS.iter().filter(|(_, names)| names.contains(&said)).map(|(areas, _)| areas.to_vec());
    let mut all: Areas = deployment.collect();
    all.extend(profile(said));
    let mut parts = said.split('/');
    while let Some(part) = parts.next() {
        if part == "locations" {
            all.extend(parts.next().into_iter().flat_map(region));
        }
    }
    if let ["arn", _, "bedrock", at, ..] = said.split(':').collect::<Vec<_>>().as_slice() {
        all.extend(region(at));
    }
    all
}

/// Returns where a region, or what is larger than one, lies.
pub fn region(said: &str) -> Areas {
    let several = regions::of_several(said).map(|area| vec![area]);
    one(regions::of_region(said)).into_iter().chain(several).collect()
}

/// Likewise, but common words such as `us` say nothing; `global` does.
pub fn region_among_people(said: &str) -> Areas {
    if said.eq_ignore_ascii_case("global") { region(said) } else { one(regions::of_region(said)) }
}

fn one(area: Option<&'static str>) -> Areas {
    area.into_iter().map(|area| vec![area]).collect()
}

fn profile(said: &str) -> Option<Vec<&'static str>> {
    let id = said.rsplit('/').next().unwrap_or_default();
    let (geography, rest) = id.split_once('.')?;
    let (vendor, model) = rest.split_once('.')?;
    let is_model = vendor.bytes().all(|c| c.is_ascii_alphanumeric())
        && model.contains('-')
        && model.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'.' | b':' | b'_'));
    PROFILES.iter().find(|(_, name)| is_model && *name == geography).map(|(areas, _)| areas.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{may_tell, told};

    #[test]
    fn what_tells_a_place_is_never_passed_over() {
        let tells: &[(&str, &[&str])] = &[
            ("GlobalStandard", &["worldwide"]),
            ("DataZoneBatch", &["eea", "us"]),
            ("global.anthropic.claude-opus-4-5-20251101-v1:0", &["worldwide"]),
            ("bedrock/converse/us-gov.anthropic.claude-3-haiku-20240307-v1:0", &["us"]),
            ("apac.amazon.nova-pro-v1:0", &["asia"]),
            ("arn:aws:bedrock:eu-west-2:123456789012:inference-profile/x", &["gb"]),
            ("projects/p/locations/global/agents/a", &["worldwide"]),
        ];
        for (said, areas) in tells {
            assert_eq!(told(said), [areas.to_vec()], "{said}");
            assert!(may_tell(&format!("{{ \"x\": \"{said}\" }}")), "{said}");
        }
        let silent = [
            "",
            "Standard",
            "us.openai.com",
            "eu.api.my-host.example/v1",
            "anthropic.claude-3-haiku-20240307-v1:0",
            "arn:aws:s3:::us-east-1",
            "locations/London/x",
        ];
        for said in silent {
            assert!(told(said).is_empty(), "{said}");
        }
    }
}
