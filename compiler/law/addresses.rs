//! What an address in a file says about where it leads.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::Span;

/// An address and the area of law that it tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address<'t> {
    /// The address as it is written.
    pub text: &'t str,
    /// Where it stands.
    pub span: Span,
    /// The area, such as `eea`, or `worldwide`.
    pub area: &'static str,
}

/// What a host or a path says about where it is. The first that fits counts.
const TELLS: &[(&str, &str)] = &[
    (r"/locations/global\b|(^|[.-])global[.-]", "worldwide"),
    (r"\b(eu-west-2|europe-west2|uksouth|ukwest)\b|(^|\.)uk\.", "gb"),
    (r"\b(eu-central-2|europe-west6|switzerlandnorth|switzerlandwest)\b", "ch"),
    (r"\beu-(north|south|east|west|central)-\d\b|\beurope-(north|southwest|west|central)\d+\b", "eea"),
    (r"\b(westeurope|northeurope|swedencentral|francecentral|germanywestcentral)\b|(^|[./-])eu\.", "eea"),
    (
        r"\bus-(gov-)?(east|west|central|south)-?\d\b|\b(eastus|westus|centralus|southcentralus|northcentralus)\d?\b",
        "us",
    ),
    (r"(^|\.)us\.", "us"),
    (r"\bca-(central|west)-1\b|\bnorthamerica-northeast\d\b|\bcanada(central|east)\b", "ca"),
    (r"\b(sa-east-1|southamerica-east1|brazilsouth)\b", "br"),
    (r"\b(ap-south-\d|asia-south\d|centralindia|southindia)\b", "in"),
    (r"\b(ap-northeast-1|ap-northeast-3|asia-northeast1|asia-northeast2|japaneast|japanwest)\b", "jp"),
    (r"\b(ap-northeast-2|asia-northeast3|koreacentral)\b", "kr"),
    (r"\b(ap-southeast-1|asia-southeast1|southeastasia)\b", "sg"),
    (r"\b(ap-southeast-2|ap-southeast-4|australia-southeast\d|australiaeast)\b", "au"),
];

/// An address of any sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<'t> {
    /// The address as it is written.
    pub text: &'t str,
    /// Its host, as it is written.
    pub host: &'t str,
    /// Where it stands.
    pub span: Span,
}

static ADDRESS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?:https?|wss?)://[A-Za-z0-9.-]+(?::\d+)?[A-Za-z0-9./_~%-]*"#).ok());

static READY: LazyLock<Vec<(Regex, &str)>> =
    LazyLock::new(|| TELLS.iter().filter_map(|(tell, area)| Some((Regex::new(tell).ok()?, *area))).collect());

/// Finds the addresses of a text that tell where they lead, by the names that large clouds give to
/// their regions. An address that names none is left out.
pub fn addresses(text: &str) -> impl Iterator<Item = Address<'_>> {
    links(text).filter_map(|link| {
        let rest = link.text.split_once("://").map_or(link.text, |(_, rest)| rest);
        let (_, area) = READY.iter().find(|(tell, _)| tell.is_match(rest))?;
        Some(Address { text: link.text, span: link.span, area })
    })
}

/// Finds every address of a text.
pub fn links(text: &str) -> impl Iterator<Item = Link<'_>> {
    ADDRESS.iter().flat_map(|address| address.find_iter(text)).map(|found| {
        let shown = found.as_str();
        let rest = shown.split_once("://").map_or(shown, |(_, rest)| rest);
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        Link { text: shown, host, span: Span::new(found.start(), found.end()) }
    })
}
