//! What an address in a file says about where it leads.

use std::sync::LazyLock;

use regex::Regex;

use crate::source::Span;

use super::regions;

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

/// What a host or a path says of larger places than a region.
const TELLS: &[(&str, &str)] =
    &[(r"(?-u:^|\.)uk\.", "gb"), (r"(?-u:^|[./-])eu\.", "eea"), (r"(?-u:^|\.)us\.", "us")];

/// What says that it may be anywhere, whatever else it says.
const ANYWHERE: &str = r"/locations/global(?-u:\b)|(?-u:^|[.-])global[.-]";

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

static GLOBAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(ANYWHERE).ok());

/// Finds the addresses of a text that tell where they lead, by the names that large clouds give to
/// their regions. An address that names none is left out.
pub fn addresses(text: &str) -> impl Iterator<Item = Address<'_>> {
    links(text).filter_map(|link| {
        let rest = link.text.split_once("://").map_or(link.text, |(_, rest)| rest);
        Some(Address { text: link.text, span: link.span, area: area(rest)? })
    })
}

fn area(rest: &str) -> Option<&'static str> {
    if GLOBAL.as_ref().is_some_and(|global| global.is_match(rest)) {
        return Some("worldwide");
    }
    let larger = || READY.iter().find(|(tell, _)| tell.is_match(rest)).map(|(_, area)| *area);
    regions::within(&rest.to_ascii_lowercase()).or_else(larger)
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
