//! Whether the lifecycle rule around a setting disposes of the data of its schedule.
//!
//! The number alone promises nothing: a rule may be switched off, do something else than erase, be
//! for another bucket, or reach some of the objects only.
//!
//! Sources: docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRule.html,
//! cloud.google.com/storage/docs/lifecycle, learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure,
//! and the documentation of their Terraform providers; seen 2026-06.

use std::collections::BTreeMap;

use super::beside;
use super::file::File;
use super::lifecycle::{
    Extent, Reach, as_seq, erasing, has_block_blobs, has_prefix, is_empty, is_reference, literal, plain,
    prefixes, reach, reference,
};
use super::module::Module;
use super::setting::{Carried, Setting, never, unclear};
use crate::format::tree::Step;
use crate::format::{Data, Node};
use crate::kind::Kind;
use crate::names;
use crate::policy::{Objects, Schedule, Slot};
use crate::time::Period;

/// What a setting has to reach.
#[derive(Clone, Copy)]
pub(super) struct Aim<'a> {
    schedule: &'a str,
    unit: &'a str,
    bucket: Option<&'a str>,
    prefix: Option<&'a str>,
    backups: Option<Period>,
}

/// The file of a setting, and those that Terraform reads with it.
#[derive(Clone, Copy)]
pub(super) struct Around<'f> {
    /// The path of the file.
    pub(super) path: &'f str,
    /// The file.
    pub(super) file: &'f File,
    /// The files of its folder, where it is one of Terraform.
    pub(super) module: Option<&'f Module>,
}

impl<'a> Aim<'a> {
    /// Returns what a slot has to reach; `None` where it carries out none of the schedules.
    pub(super) fn of(slot: &'a Slot, schedules: &BTreeMap<&str, &Schedule>) -> Option<Aim<'a>> {
        let schedule = schedules.get(slot.artifact.as_str()).filter(|_| slot.kind == Kind::Period)?;
        let said = |of: fn(&Objects) -> &String| {
            slot.objects.as_ref().map(of).map(String::as_str).filter(|text| !text.is_empty())
        };
        let (bucket, prefix) = (said(|r| &r.bucket), said(|r| &r.prefix));
        Some(Aim { schedule: &slot.artifact, unit: &slot.unit, bucket, prefix, backups: schedule.backups })
    }

    /// Looks at what stands around a setting and beside it; `None` where it carries its schedule out.
    pub(super) fn missed(self, around: Around<'_>, root: &Node, steps: &[Step]) -> Option<Carried> {
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
        let beside = || {
            let list = rule?;
            let (rules, (_, item)) = (as_seq(way[list].1)?, way.get(list + 1)?);
            let holders = match &resource {
                Some(resource) => vec![resource.body],
                None => [root].into_iter().chain(way[..list].iter().map(|(_, node)| *node)).collect(),
            };
            let store = resource.as_ref().and_then(Resource::store);
            let about =
                around.module.zip(store).map(|(module, store)| (module.about(&store), module.unread()));
            let prefix = self.prefix_of_data(item);
            let setting = Setting {
                path: around.path,
                file: around.file,
                holders,
                rules,
                rule: item,
                number: at,
                data: Extent { prefix: &prefix, said: !prefix.is_empty() },
                backups: self.backups,
                module: about.unwrap_or_default(),
            };
            self.counts_days(item, at).or_else(|| beside::judge(&setting))
        };
        let of_resource = || resource.as_ref().and_then(|one| self.resource(one));
        moved.or_else(of_resource).or_else(of_rule).or_else(beside)
    }

    /// Returns where the data lies, as far as anything says: the policy, or else the rule that erases it.
    fn prefix_of_data(self, rule: &Node) -> String {
        match self.prefix {
            Some(said) => said.to_owned(),
            None if !has_prefix(rule) => String::new(),
            None => {
                let [own, other] = self.own_prefixes();
                let is_other = reach(rule, Extent { prefix: &own, said: true }) == Reach::Nothing;
                if is_other { other } else { own }
            }
        }
    }

    /// What the names of the objects start with where nothing says it, as `build` writes it: the name of the schedule;
    /// that of a container in Azure has no underscores.
    fn own_prefixes(self) -> [String; 2] {
        [format!("{}/", self.schedule), format!("{}/", self.schedule.replace('_', "-"))]
    }

    /// A number of days that the policy reads as months is another period.
    fn counts_days(self, rule: &Node, number: &Node) -> Option<Carried> {
        let is_age = erasing(rule).iter().any(|one| std::ptr::eq(*one, number));
        (is_age && !matches!(self.unit, "day" | "days")).then(|| {
            let text = format!("its number counts days, and `enforced at` says `unit {}`", self.unit);
            unclear(number, text)
        })
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
            "islive" => match text.as_deref() {
                Some("true") => None,
                Some("false") => Some(not(value, "its rule is about old versions alone".into())),
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
        let Some(texts) = prefixes(value) else {
            return Some(unclear(value, "the prefix of its rule is not written out".into()));
        };
        let reaches = |wanted: &str| texts.iter().any(|text| wanted.starts_with(text));
        let is_reached = match self.prefix {
            Some(said) => reaches(said),
            None => self.own_prefixes().iter().any(|own| reaches(own)),
        };
        if texts.is_empty() || is_reached {
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

impl Resource<'_> {
    /// Returns the storage that its rules are for, where other resources may say more of the same one.
    fn store(&self) -> Option<String> {
        let own = match self.kind {
            "aws_s3_bucket_lifecycle_configuration" => "bucket",
            "azurerm_storage_management_policy" => "storage_account_id",
            "aws_s3_bucket" => return Some(format!("{}.{}", self.kind, self.name)),
            _ => return None,
        };
        match &self.body.get(own)?.data {
            Data::String(text) | Data::Opaque(text) => Some(reference(text).to_owned()),
            _ => None,
        }
    }
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

fn not(node: &Node, message: String) -> Carried {
    never(&names::RULE_ERASES_LESS, node, message)
}
