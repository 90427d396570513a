//! The regions of large clouds, and the area of law that each lies in.
//!
//! A new region is one more name in its row. Sources, as of November 2026:
//! - Amazon: <https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html>
//! - Azure: <https://learn.microsoft.com/en-us/azure/reliability/regions-list>
//! - Google: <https://cloud.google.com/compute/docs/regions-zones> and, for those of several regions,
//!   <https://cloud.google.com/storage/docs/locations>

/// Regions by their area, in small letters and without spaces; `#` stands for a number. The first
/// that fits counts.
const REGIONS: &[(&str, &[&str])] = &[
    ("gb", &["eu-west-2", "europe-west2", "uksouth", "ukwest"]),
    ("ch", &["eu-central-2", "europe-west6", "switzerlandnorth", "switzerlandwest"]),
    ("eea", &["eu-north-#", "eu-south-#", "eu-east-#", "eu-west-#", "eu-central-#", "eusc-de-east-#"]),
    ("eea", &["europe-north#", "europe-southwest#", "europe-west#", "europe-central#"]),
    ("eea", &["westeurope", "northeurope", "austriaeast", "belgiumcentral", "denmarkeast", "francecentral"]),
    ("eea", &["francesouth", "germanynorth", "germanywestcentral", "italynorth", "norwayeast", "norwaywest"]),
    ("eea", &["polandcentral", "spaincentral", "swedencentral", "swedensouth"]),
    ("us", &["us-east-#", "us-west-#", "us-central-#", "us-south-#", "us-gov-east-#", "us-gov-west-#"]),
    ("us", &["us-east#", "us-west#", "us-central#", "us-south#"]),
    ("us", &["eastus", "eastus#", "westus", "westus#", "centralus", "centralus#", "westcentralus"]),
    ("us", &["northcentralus", "northcentralus#", "southcentralus", "southcentralus#"]),
    ("us", &["usgovvirginia", "usgovarizona", "usgovtexas", "usdodcentral", "usdodeast"]),
    ("ca", &["ca-central-#", "ca-west-#", "northamerica-northeast#", "canadacentral", "canadaeast"]),
    ("mx", &["mx-central-#", "northamerica-south#", "mexicocentral"]),
    ("br", &["sa-east-1", "southamerica-east1", "brazilsouth", "brazilsoutheast"]),
    ("cl", &["southamerica-west1", "chilecentral"]),
    ("in", &["ap-south-#", "asia-south#", "centralindia", "southindia", "westindia"]),
    ("in", &["jioindiacentral", "jioindiawest"]),
    ("jp", &["ap-northeast-1", "ap-northeast-3", "asia-northeast1", "asia-northeast2"]),
    ("jp", &["japaneast", "japanwest"]),
    ("kr", &["ap-northeast-2", "asia-northeast3", "koreacentral", "koreasouth"]),
    ("sg", &["ap-southeast-1", "asia-southeast1", "southeastasia"]),
    ("au", &["ap-southeast-2", "ap-southeast-4", "australia-southeast#", "australiaeast"]),
    ("au", &["australiasoutheast", "australiacentral", "australiacentral2"]),
    ("id", &["ap-southeast-3", "asia-southeast2", "indonesiacentral"]),
    ("my", &["ap-southeast-5", "malaysiawest"]),
    ("nz", &["ap-southeast-6", "newzealandnorth"]),
    ("th", &["ap-southeast-7", "asia-southeast3"]),
    ("hk", &["ap-east-1", "asia-east2", "eastasia"]),
    ("tw", &["ap-east-2", "asia-east1"]),
    ("cn", &["cn-north-1", "cn-northwest-1", "chinaeast", "chinaeast#", "chinanorth", "chinanorth#"]),
    ("il", &["il-central-1", "me-west1", "israelcentral"]),
    ("ae", &["me-central-1", "uaenorth", "uaecentral"]),
    ("bh", &["me-south-1"]),
    ("qa", &["me-central1", "qatarcentral"]),
    ("sa", &["me-central2"]),
    ("za", &["af-south-1", "africa-south1", "southafricanorth", "southafricawest"]),
];

/// Names of more than one region, which are also common words. What lies in two areas has two rows.
const WIDE: &[(&str, &[&str])] = &[
    ("worldwide", &["global"]),
    ("eea", &["eu", "europe", "eur3", "eur4", "eur5", "eur7", "eur8"]),
    ("gb", &["uk", "eur5", "eur7"]),
    ("ch", &["eur8"]),
    ("us", &["us", "nam3", "nam4", "nam5"]),
    ("asia", &["asia"]),
    ("jp", &["asia1"]),
];

/// Returns the area in which a region lies: `us` for `us-east-1`, `East US` or the zone
/// `us-central1-a`. `None` for any other word.
pub fn of_region(said: &str) -> Option<&'static str> {
    let said: String = said.chars().filter(|c| *c != ' ').map(|c| c.to_ascii_lowercase()).collect();
    let is_all = |rest: &str| {
        let zone = rest.strip_prefix('-').unwrap_or(rest).as_bytes();
        rest.is_empty() || said.contains('-') && matches!(zone, [b'a'..=b'f'])
    };
    find(|name| after(name, &said).is_some_and(is_all))
}

/// Lists the areas of what is larger than a region: `us` for `US`, `worldwide` for `global`.
pub fn of_several(said: &str) -> impl Iterator<Item = &'static str> {
    let holds = move |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(said));
    WIDE.iter().filter(move |(_, names)| holds(names)).map(|(area, _)| *area)
}

/// Returns the area of a region that stands somewhere in a text in small letters, as a word of its own.
pub(super) fn within(text: &str) -> Option<&'static str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let starts: Vec<&str> = (text.char_indices())
        .filter(|(at, c)| c.is_ascii_lowercase() && !text[..*at].ends_with(is_word))
        .map(|(at, _)| &text[at..])
        .collect();
    find(|name| starts.iter().any(|rest| after(name, rest).is_some_and(|rest| !rest.starts_with(is_word))))
}

fn find(fits: impl Fn(&str) -> bool) -> Option<&'static str> {
    REGIONS.iter().find(|(_, names)| names.iter().any(|name| fits(name))).map(|(area, _)| *area)
}

/// Returns what follows a name that a text begins with.
fn after<'t>(name: &str, text: &'t str) -> Option<&'t str> {
    let Some(head) = name.strip_suffix('#') else { return text.strip_prefix(name) };
    let rest = text.strip_prefix(head)?;
    let number = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    (number.len() < rest.len()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_all_of_a_word() {
        let told = [
            ("us-east-1", "us"),
            ("us-east-1a", "us"),
            ("us-central1-a", "us"),
            ("East US 2", "us"),
            ("EUROPE-WEST2", "gb"),
            ("europe-west12", "eea"),
            ("eu-west-2", "gb"),
            ("eu-west-1", "eea"),
            ("West Europe", "eea"),
        ];
        for (said, area) in told {
            assert_eq!(of_region(said), Some(area), "{said}");
        }
        for said in ["", "us", "us-east", "us-east-1-x", "my-us-east-1", "eastusa", "London office", "emea"] {
            assert_eq!(of_region(said), None, "{said}");
        }
        assert_eq!(of_several("EUR5").collect::<Vec<_>>(), ["eea", "gb"]);
        assert_eq!(of_several("emea").count(), 0);
    }

    #[test]
    fn a_host_names_a_region_between_other_words() {
        assert_eq!(within("us-central1-aiplatform.googleapis.com/v1"), Some("us"));
        assert_eq!(within("bedrock.eu-west-2.amazonaws.com"), Some("gb"));
        assert_eq!(within("ünï-eastus.api.cognitive.microsoft.com"), Some("us"));
        for host in ["northeastus.example", "us-east-1x.example", "eu-west-.example", ""] {
            assert_eq!(within(host), None, "{host}");
        }
    }
}
