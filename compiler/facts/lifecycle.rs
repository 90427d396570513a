//! What a lifecycle rule of a storage says: which numbers erase data, and of which data.
//!
//! The providers' languages differ in spelling more than in meaning, so keys are compared without case and
//! without `_` and `-`.
//!
//! Sources: docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html,
//! cloud.google.com/storage/docs/lifecycle, learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure,
//! and the documentation of their Terraform providers; seen 2026-06.

use crate::format::{Data, Node};

/// The data of a schedule, by the names of its objects.
#[derive(Clone, Copy)]
pub(super) struct Extent<'a> {
    /// What the names start with.
    pub(super) prefix: &'a str,
    /// Whether anything says so; otherwise the data is somewhere under the prefix.
    pub(super) said: bool,
}

/// How much of some data a rule is about; the later one wins where several things narrow a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// All of it.
    All,
    /// Some of it.
    Part,
    /// Nobody can tell.
    Unclear,
    /// None of it.
    Nothing,
}

/// Which versions of an object a rule is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Versions {
    /// Those that are in use and old ones.
    Any,
    /// Those in use.
    Live,
    /// Old ones.
    Old,
    /// Nobody can tell.
    Unclear,
}

/// How long a rule leaves an old version.
#[derive(Clone, Copy)]
pub(super) enum Old<'n> {
    /// So many days after it became old.
    Since(&'n Node),
    /// So many days after it was written.
    Age(&'n Node),
    /// Some of them stay, however old.
    Some,
}

/// Lists the values that say when a rule erases data: numbers of days, and dates or conditions that count none.
pub(super) fn erasing(rule: &Node) -> Vec<&Node> {
    let s3 = inner(rule, "expiration").into_iter().flat_map(|one| {
        let of = |key| inner(one, key).into_iter();
        of("days").chain(of("date"))
    });
    let mut found: Vec<&Node> = s3.collect();
    found.extend(inner(rule, "expirationindays"));
    found.extend(inner(rule, "expirationdate"));
    let deletes = inner(rule, "action").into_iter().any(may_delete);
    if deletes && versions(rule) != Versions::Old {
        for condition in inner(rule, "condition") {
            let ages = inner(condition, "age");
            match ages.is_empty() {
                true => found.push(condition),
                false => found.extend(ages),
            }
        }
    }
    for base in actions(rule, "baseblob") {
        found.extend(deletions(base).into_iter().filter(|number| !is_off(number)));
    }
    found
}

/// Lists how a rule erases old versions.
pub(super) fn old_versions(rule: &Node) -> Vec<Old<'_>> {
    let mut found = Vec::new();
    let keys = ["noncurrentversionexpiration", "noncurrentversionexpirationindays"];
    for one in keys.iter().flat_map(|key| inner(rule, key)) {
        let keeps = inner(one, "newernoncurrentversions").into_iter().any(|n| number(n) != Some(0));
        let days: Vec<&Node> = ["noncurrentdays", "days"].iter().flat_map(|key| inner(one, key)).collect();
        found.push(match (keeps, days.first(), &one.data) {
            (false, Some(days), _) => Old::Since(days),
            (false, None, Data::Number(_)) => Old::Since(one),
            _ => Old::Some,
        });
    }
    let deletes = inner(rule, "action").into_iter().any(may_delete);
    if deletes && matches!(versions(rule), Versions::Old | Versions::Any) {
        for condition in inner(rule, "condition") {
            let keeps = inner(condition, "numnewerversions").into_iter().any(|n| number(n) != Some(0));
            let since = inner(condition, "dayssincenoncurrenttime");
            found.push(match (keeps, since.first(), inner(condition, "age").first()) {
                (false, Some(days), _) => Old::Since(days),
                (false, None, Some(age)) => Old::Age(age),
                _ => Old::Some,
            });
        }
    }
    for version in actions(rule, "version") {
        found.extend(deletions(version).into_iter().filter(|number| !is_off(number)).map(Old::Age));
    }
    found
}

/// Tells which versions a rule of Google Cloud Storage is about.
pub(super) fn versions(rule: &Node) -> Versions {
    let conditions = inner(rule, "condition");
    let of = |key: &str| conditions.iter().flat_map(|one| inner(one, key)).next();
    let (state, live) = (of("withstate"), of("islive"));
    let old_only = ["numnewerversions", "dayssincenoncurrenttime", "noncurrenttimebefore"];
    match (state.map(literal), live.map(literal)) {
        _ if old_only.iter().any(|key| of(key).is_some_and(|n| !is_empty(n) && number(n) != Some(0))) => {
            Versions::Old
        }
        (None, None) => Versions::Any,
        (Some(Some(word)), _) if word == "any" => Versions::Any,
        (Some(Some(word)), _) if word == "live" => Versions::Live,
        (Some(Some(word)), _) if word == "archived" => Versions::Old,
        (None, Some(Some(word))) if word == "true" => Versions::Live,
        (None, Some(Some(word))) if word == "false" => Versions::Old,
        _ => Versions::Unclear,
    }
}

/// Tells whether a rule is switched on; `None` where that cannot be told.
pub(super) fn is_on(rule: &Node) -> Option<bool> {
    let said = ["status", "enabled"].iter().flat_map(|key| inner(rule, key)).next();
    match said.map(literal) {
        None => Some(true),
        Some(Some(word)) if matches!(word.as_str(), "enabled" | "true") => Some(true),
        Some(Some(word)) if matches!(word.as_str(), "disabled" | "false") => Some(false),
        Some(_) => None,
    }
}

/// Tells whether all that decides whether a rule erases is written out.
pub(super) fn is_sure(rule: &Node) -> bool {
    let kinds =
        inner(rule, "action").into_iter().map(|one| inner(one, "type").first().copied().unwrap_or(one));
    is_on(rule) == Some(true)
        && versions(rule) != Versions::Unclear
        && kinds.into_iter().all(|kind| literal(kind).is_some())
}

/// Tells how much of some data a rule is about, by what narrows it.
pub(super) fn reach(rule: &Node, data: Extent<'_>) -> Reach {
    within(rule, data, false)
}

fn within(node: &Node, data: Extent<'_>, narrows: bool) -> Reach {
    match &node.data {
        Data::Map(entries) => {
            let each = entries.iter().map(|one| narrowed(&one.key, &one.value, data, narrows));
            each.max().unwrap_or(Reach::All)
        }
        Data::Seq(items) => items.iter().map(|item| within(item, data, narrows)).max().unwrap_or(Reach::All),
        Data::Null => Reach::All,
        _ => Reach::Unclear,
    }
}

fn narrowed(key: &str, value: &Node, data: Extent<'_>, narrows: bool) -> Reach {
    match plain(key).as_str() {
        "filter" | "filters" | "condition" | "and" => within(value, data, true),
        "definition" => within(value, data, false),
        "prefix" | "prefixmatch" | "matchesprefix" => by_prefix(value, data),
        "tag" | "tags" | "tagfilters" | "matchblobindextag" | "blobindexmatch" if !is_empty(value) => {
            Reach::Unclear
        }
        "objectsizegreaterthan" if number(value) == Some(0) => Reach::All,
        "objectsizegreaterthan" | "objectsizelessthan" if !is_empty(value) => Reach::Unclear,
        "blobtypes" if !has_block_blobs(value) => Reach::Unclear,
        // Which versions a rule is about is asked for apart.
        "age" | "withstate" | "islive" | "blobtypes" | "dayssincenoncurrenttime" | "numnewerversions" => {
            Reach::All
        }
        other if narrows && !other.starts_with("send") && !is_empty(value) => Reach::Unclear,
        _ => Reach::All,
    }
}

fn by_prefix(value: &Node, data: Extent<'_>) -> Reach {
    let Some(texts) = prefixes(value) else { return Reach::Unclear };
    if texts.is_empty() || texts.iter().any(|text| data.prefix.starts_with(text)) {
        return Reach::All;
    }
    match texts.iter().any(|text| text.starts_with(data.prefix)) {
        true if data.said => Reach::Part,
        true => Reach::Unclear,
        false => Reach::Nothing,
    }
}

/// Lists the prefixes of a value, one or several; `None` where one is not written out.
pub(super) fn prefixes(value: &Node) -> Option<Vec<&str>> {
    let all: Vec<&Node> = match &value.data {
        Data::Seq(items) => items.iter().collect(),
        Data::Null => return Some(Vec::new()),
        _ => vec![value],
    };
    let texts = all.into_iter().map(|node| match &node.data {
        Data::String(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

/// Tells whether something in a rule keeps it to some names of objects.
pub(super) fn has_prefix(node: &Node) -> bool {
    let of_entry = |key: &str, value: &Node| match plain(key).as_str() {
        "filter" | "filters" | "condition" | "and" | "definition" => has_prefix(value),
        "prefix" | "prefixmatch" | "matchesprefix" => {
            prefixes(value).is_none_or(|texts| texts.iter().any(|text| !text.is_empty()))
        }
        _ => false,
    };
    match &node.data {
        Data::Map(entries) => entries.iter().any(|one| of_entry(&one.key, &one.value)),
        Data::Seq(items) => items.iter().any(has_prefix),
        _ => false,
    }
}

/// Lists what stands under a key, each item of a list on its own: a block of Terraform is one.
pub(super) fn inner<'n>(node: &'n Node, key: &str) -> Vec<&'n Node> {
    let Data::Map(entries) = &node.data else { return Vec::new() };
    let named = entries.iter().filter(|one| plain(&one.key) == key).map(|one| &one.value);
    named.flat_map(items).collect()
}

/// Lists the items of a list; anything else is the only one.
pub(super) fn items(node: &Node) -> &[Node] {
    as_seq(node).unwrap_or(std::slice::from_ref(node))
}

/// Spells a key as all of the providers' languages do alike.
pub(super) fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// Returns the items of a list.
pub(super) fn as_seq(node: &Node) -> Option<&[Node]> {
    match &node.data {
        Data::Seq(items) => Some(items),
        _ => None,
    }
}

/// Returns a word, a number or a truth value in lower case.
pub(super) fn literal(node: &Node) -> Option<String> {
    match &node.data {
        Data::String(text) | Data::Bare(text) | Data::Number(text) => Some(text.to_lowercase()),
        Data::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Returns a whole number.
pub(super) fn number(node: &Node) -> Option<u64> {
    literal(node)?.parse().ok()
}

/// Tells whether nothing is said.
pub(super) fn is_empty(node: &Node) -> bool {
    match &node.data {
        Data::Null => true,
        Data::String(text) => text.is_empty(),
        Data::Seq(items) => items.is_empty(),
        Data::Map(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Tells whether block blobs are among the types, as which files are stored.
pub(super) fn has_block_blobs(node: &Node) -> bool {
    items(node).iter().any(|node| literal(node).is_some_and(|text| text == "blockblob"))
}

/// Returns the resource that an expression takes the name or id of: `aws_s3_bucket.calls` for
/// `aws_s3_bucket.calls.id`.
pub(super) fn reference(text: &str) -> &str {
    let inner = text.strip_prefix("${").and_then(|t| t.strip_suffix('}')).unwrap_or(text).trim();
    let whole = [".id", ".bucket", ".name"].iter().find_map(|end| inner.strip_suffix(end));
    whole.filter(|whole| whole.contains('.')).unwrap_or(inner)
}

/// Tells whether a text names a resource: `TYPE.NAME`, and no variable or expression.
pub(super) fn is_reference(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    };
    text.split_once('.').is_some_and(|(kind, name)| {
        word(kind) && word(name) && !matches!(kind, "var" | "local" | "module" | "data" | "each" | "self")
    })
}

/// Lists what a rule of Azure does to one sort of blobs.
fn actions<'n>(rule: &'n Node, sort: &str) -> Vec<&'n Node> {
    let definitions = inner(rule, "definition");
    let all = definitions.into_iter().chain([rule]).flat_map(|one| inner(one, "actions"));
    all.flat_map(|actions| inner(actions, sort)).collect()
}

fn deletions(blobs: &Node) -> Vec<&Node> {
    let Data::Map(entries) = &blobs.data else { return Vec::new() };
    let mut found = Vec::new();
    for one in entries {
        match (plain(&one.key).as_str(), &one.value.data) {
            ("delete", Data::Map(numbers)) => found.extend(numbers.iter().map(|number| &number.value)),
            (key, _) if key.starts_with("deleteafterdays") => found.push(&one.value),
            _ => {}
        }
    }
    found
}

/// The provider of Terraform writes -1 for none.
fn is_off(node: &Node) -> bool {
    literal(node).is_some_and(|text| text.starts_with('-')) || is_empty(node)
}

/// Tells whether the action of a rule of Google Cloud Storage deletes, or may.
fn may_delete(action: &Node) -> bool {
    let kinds = inner(action, "type");
    let kind = kinds.first().copied().unwrap_or(action);
    literal(kind).is_none_or(|word| word == "delete")
}
