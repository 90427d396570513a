//! Whether the lifecycle rule around a setting disposes of the data of its schedule.
//!
//! The number alone promises nothing: a rule may be switched off, do something else than erase, be
//! for another bucket, or reach some of the objects only.
//!
//! Sources: docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html,
//! cloud.google.com/storage/docs/lifecycle, learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure,
//! and the documentation of their Terraform providers; seen 2026-06.

use std::collections::BTreeSet;

use crate::format::tree::Step;
use crate::format::{Data, Node, Unreadable};
use crate::kind::Kind;
use crate::names;
use crate::policy::{Objects, Slot};

/// What a setting has to reach.
#[derive(Clone, Copy)]
pub(super) struct Aim<'a> {
    schedule: &'a str,
    bucket: Option<&'a str>,
    prefix: Option<&'a str>,
}

/// What a rule around a setting does to the data of the schedule, where it does not erase it.
pub(super) enum Carried {
    /// It surely leaves some of it.
    Not(Unreadable),
    /// Nobody can tell.
    Unclear(Unreadable),
}

impl<'a> Aim<'a> {
    /// Returns what a slot has to reach; `None` where it carries out none of the schedules.
    pub(super) fn of(slot: &'a Slot, schedules: &BTreeSet<&str>) -> Option<Aim<'a>> {
        if slot.kind != Kind::Period || !schedules.contains(slot.artifact.as_str()) {
            return None;
        }
        let said = |of: fn(&Objects) -> &String| {
            slot.objects.as_ref().map(of).map(String::as_str).filter(|text| !text.is_empty())
        };
        Some(Aim { schedule: &slot.artifact, bucket: said(|r| &r.bucket), prefix: said(|r| &r.prefix) })
    }

    /// Looks at what stands around a setting; `None` where it carries its schedule out.
    pub(super) fn missed(self, root: &Node, steps: &[Step]) -> Option<Carried> {
        let way = way(root, steps);
        let rule = way.iter().rposition(|(key, node)| is_rule_list(key) && as_seq(node).is_some());
        let moves = steps.iter().find_map(|step| match step {
            Step::Key(key) if is_a_move(&plain(key)) => Some(key),
            _ => None,
        });
        let at = way.last().map_or(root, |(_, node)| node);
        let moved =
            moves.map(|key| not(at, format!("`{key}` moves data to other storage, which erases nothing")));
        let resource = resource(steps, &way);
        let of_rule = || {
            let (_, item) = rule.and_then(|list| way.get(list + 1))?;
            let must_say = way.iter().any(|(key, _)| *key == "aws_s3_bucket_lifecycle_configuration")
                || rule.is_some_and(|list| way[list].0 == "Rules");
            let stated = item.get("status").or(item.get("Status"));
            match stated {
                None if must_say => {
                    Some(unclear(item, "its rule does not say `Enabled`: say whether it is".into()))
                }
                _ => self.part(item, false),
            }
        };
        moved.or_else(|| resource.and_then(|one| self.resource(&one))).or_else(of_rule)
    }

    /// Looks at the resource of Terraform around a setting.
    fn resource(self, resource: &Resource<'_>) -> Option<Carried> {
        let body = resource.body;
        if let Some(count) = body.get("count") {
            match &count.data {
                Data::Number(n) if n == "0" => {
                    return Some(not(count, "its `count` is 0: it is never made".into()));
                }
                Data::Number(_) => {}
                _ => {
                    return Some(unclear(count, "its `count` is an expression: it may never be made".into()));
                }
            }
        }
        if let Some(each) = body.get("for_each") {
            let text = "its `for_each` is an expression: for which buckets it is made cannot be told";
            return Some(unclear(each, text.into()));
        }
        let own = match resource.kind {
            "aws_s3_bucket_lifecycle_configuration" => "bucket",
            "azurerm_storage_management_policy" => "storage_account_id",
            _ => return None,
        };
        let Some(bucket) = body.get(own) else {
            return Some(unclear(body, format!("it does not say with `{own}` what it is for")));
        };
        let (shown, literal) = match &bucket.data {
            Data::String(text) => (text.as_str(), true),
            Data::Opaque(text) => (reference(text), false),
            _ => return Some(unclear(bucket, format!("its `{own}` cannot be read"))),
        };
        if !literal && !is_reference(shown) {
            return Some(unclear(
                bucket,
                format!("its `{own}` is an expression: write there what it is for"),
            ));
        }
        match self.bucket {
            Some(said) if said == shown => None,
            Some(said) if literal != is_reference(said) => Some(not(
                bucket,
                format!("its rule is for `{shown}`, and the schedule says `bucket \"{said}\"`"),
            )),
            None if shown == resource.name
                || shown.split_once('.').is_some_and(|(_, name)| name == resource.name) =>
            {
                None
            }
            _ => Some(unclear(
                bucket,
                format!(
                    "its rule is for `{shown}`: if its data lies there, say so after `enforced at`, with `bucket \
                     \"{shown}\"`"
                ),
            )),
        }
    }

    /// Looks at a rule, or at a part of one; in a part that narrows it, what is not known narrows it too.
    fn part(self, node: &Node, narrows: bool) -> Option<Carried> {
        match &node.data {
            Data::Map(entries) => entries.iter().find_map(|one| self.entry(&one.key, &one.value, narrows)),
            Data::Seq(items) => items.iter().find_map(|item| self.part(item, narrows)),
            Data::Null => None,
            _ => Some(unclear(node, "its rule cannot be read here".into())),
        }
    }

    fn entry(self, key: &str, value: &Node, narrows: bool) -> Option<Carried> {
        let text = literal(value);
        match plain(key).as_str() {
            "status" | "enabled" => match text.as_deref() {
                Some("enabled" | "true") => None,
                Some("disabled" | "false") => {
                    Some(not(value, format!("its rule is switched off (`{key}`): it erases nothing")))
                }
                _ => Some(unclear(value, format!("`{key}` does not say whether its rule is on"))),
            },
            "filter" | "filters" | "condition" | "and" => self.part(value, true),
            "definition" => self.part(value, false),
            "action" => self.action(value),
            "prefix" | "prefixmatch" | "matchesprefix" => self.prefix(value),
            "tag" | "tags" | "tagfilters" | "matchblobindextag" | "blobindexmatch" if !is_empty(value) => {
                Some(unclear(
                    value,
                    format!(
                        "its rule is about objects with a `{key}` alone, and which have it cannot be told"
                    ),
                ))
            }
            "objectsizegreaterthan" if text.as_deref() == Some("0") => None,
            "objectsizegreaterthan" | "objectsizelessthan" if !is_empty(value) => {
                Some(not(value, format!("its rule is about objects of some sizes alone (`{key}`)")))
            }
            "blobtypes" => match has_block_blobs(value) {
                true => None,
                false => {
                    Some(unclear(value, format!("`{key}` leaves out block blobs, as which files are stored")))
                }
            },
            "withstate" => match text.as_deref() {
                Some("any" | "live") => None,
                Some("archived") => Some(not(value, "its rule is about old versions alone".into())),
                _ => Some(unclear(value, format!("`{key}` cannot be read"))),
            },
            "age" | "dayssincemodificationgreaterthan" => None,
            other if narrows && !other.starts_with("send") && !is_empty(value) => Some(unclear(
                value,
                format!("its rule asks for `{key}` as well, and which data that leaves cannot be told"),
            )),
            _ => None,
        }
    }

    /// Looks at what a rule of Google Cloud Storage does.
    fn action(self, value: &Node) -> Option<Carried> {
        let one = as_seq(value).and_then(<[Node]>::first).unwrap_or(value);
        let kind = one.get("type").unwrap_or(one);
        match literal(kind).as_deref() {
            Some("delete") => None,
            Some(_) => Some(not(kind, "the action of its rule is not `Delete`: it erases nothing".into())),
            None => Some(unclear(kind, "the action of its rule cannot be read".into())),
        }
    }

    fn prefix(self, value: &Node) -> Option<Carried> {
        let all: Vec<&Node> = match &value.data {
            Data::Seq(items) => items.iter().collect(),
            Data::Null => return None,
            _ => vec![value],
        };
        let texts = all.iter().map(|node| match &node.data {
            Data::String(text) => Some(text.as_str()),
            _ => None,
        });
        let Some(texts) = texts.collect::<Option<Vec<&str>>>() else {
            return Some(unclear(value, "the prefix of its rule is not written out".into()));
        };
        let own = format!("{}/", self.schedule);
        let wanted = self.prefix.unwrap_or(&own);
        if texts.is_empty() || texts.iter().any(|text| wanted.starts_with(text)) {
            return None;
        }
        let shown = texts.join("`, `");
        Some(match self.prefix {
            Some(said) => not(
                value,
                format!("its rule is about `{shown}` alone, and the schedule says `prefix \"{said}\"`"),
            ),
            None => unclear(
                value,
                format!(
                    "its rule is about `{shown}` alone: if its data lies there, say so after `enforced at`, with \
                     `prefix \"{}\"`",
                    texts[0]
                ),
            ),
        })
    }
}

/// A resource of Terraform.
struct Resource<'n> {
    kind: &'n str,
    name: &'n str,
    body: &'n Node,
}

fn resource<'n>(steps: &'n [Step], way: &[(&'n str, &'n Node)]) -> Option<Resource<'n>> {
    match (steps, way.get(2)) {
        ([Step::Key(word), Step::Key(kind), Step::Key(name), ..], Some((_, body))) if word == "resource" => {
            // In the JSON spelling a resource may be a list of one.
            let body = as_seq(body).and_then(<[Node]>::first).unwrap_or(body);
            Some(Resource { kind, name, body })
        }
        _ => None,
    }
}

/// Lists the values on the way to a setting, each with its key; an item of a list has none.
fn way<'n>(root: &'n Node, steps: &'n [Step]) -> Vec<(&'n str, &'n Node)> {
    let mut node = root;
    let mut way = Vec::new();
    for step in steps {
        let (key, next) = match step {
            Step::Key(key) => (key.as_str(), node.get(key)),
            Step::Index(i) => ("", as_seq(node).and_then(|items| items.get(*i))),
        };
        let Some(next) = next else { break };
        way.push((key, next));
        node = next;
    }
    way
}

fn is_rule_list(key: &str) -> bool {
    matches!(plain(key).as_str(), "rule" | "rules" | "lifecyclerule")
}

fn is_a_move(key: &str) -> bool {
    matches!(
        key,
        "transition" | "transitions" | "noncurrentversiontransition" | "noncurrentversiontransitions"
    ) || key.starts_with("tierto")
}

/// Spells a key as all of the providers' languages do alike.
fn plain(key: &str) -> String {
    key.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

fn as_seq(node: &Node) -> Option<&[Node]> {
    match &node.data {
        Data::Seq(items) => Some(items),
        _ => None,
    }
}

/// Returns a word, a number or a truth value in lower case.
fn literal(node: &Node) -> Option<String> {
    match &node.data {
        Data::String(text) | Data::Bare(text) | Data::Number(text) => Some(text.to_lowercase()),
        Data::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.data {
        Data::Null => true,
        Data::String(text) => text.is_empty(),
        Data::Seq(items) => items.is_empty(),
        Data::Map(entries) => entries.is_empty(),
        _ => false,
    }
}

fn has_block_blobs(node: &Node) -> bool {
    let is = |node: &Node| literal(node).is_some_and(|text| text == "blockblob");
    as_seq(node).map_or_else(|| is(node), |items| items.iter().any(is))
}

/// Returns the resource that an expression takes the name or id of: `aws_s3_bucket.calls` for
/// `aws_s3_bucket.calls.id`.
fn reference(text: &str) -> &str {
    let inner = text.strip_prefix("${").and_then(|t| t.strip_suffix('}')).unwrap_or(text).trim();
    let whole = [".id", ".bucket", ".name"].iter().find_map(|end| inner.strip_suffix(end));
    whole.filter(|whole| whole.contains('.')).unwrap_or(inner)
}

/// Tells whether a text names a resource: `TYPE.NAME`, and no variable or expression.
fn is_reference(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    };
    text.split_once('.').is_some_and(|(kind, name)| {
        word(kind) && word(name) && !matches!(kind, "var" | "local" | "module" | "data" | "each" | "self")
    })
}

fn not(node: &Node, message: String) -> Carried {
    Carried::Not(cause(&names::RULE_ERASES_LESS, node, message))
}

fn unclear(node: &Node, message: String) -> Carried {
    Carried::Unclear(cause(&names::RULE_UNCLEAR, node, message))
}

fn cause(name: &'static names::Name, node: &Node, message: String) -> Unreadable {
    Unreadable { span: Some(node.span), ..Unreadable::new(name, message) }
}
