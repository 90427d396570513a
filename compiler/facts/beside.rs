//! What stands beside a lifecycle rule and reaches the same data: other rules, of which the one that comes first
//! erases it, and what keeps it for longer.
//!
//! Sources: docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html,
//! cloud.google.com/storage/docs/lifecycle, learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure;
//! seen 2026-06.

use super::file::File;
use super::lifecycle::{self as rule, Reach, inner, number};
use super::module::Resource;
use super::outlive::longer;
use super::setting::{Carried, DAY, Setting, cause, duration, unclear};
use crate::format::{Data, Node, Unreadable};
use crate::names;
use crate::time::{Period, PeriodUnit};

/// The most rules that a storage takes: 1,000 of S3, 100 of the others.
const MOST: usize = 1_000;

/// A rule, and whether it is surely about the same storage.
struct Other<'n> {
    path: &'n str,
    file: &'n File,
    rule: &'n Node,
    told: bool,
}

/// Looks at what stands beside a setting; `None` where its data goes when it says.
pub(super) fn judge(setting: &Setting<'_>) -> Option<Carried> {
    // Any other number is not the age at which data goes.
    if !rule::erasing(setting.rule).iter().any(|one| std::ptr::eq(*one, setting.number)) {
        return None;
    }
    let days = number(setting.number)?;
    if setting.rules.len() > MOST {
        return Some(unclear(
            setting.number,
            format!("it has more than {MOST} rules, which no storage takes"),
        ));
    }
    sooner(setting, days)
        .or_else(|| second(setting))
        .or_else(|| longer(setting, days))
        .or_else(|| unread(setting))
}

/// Lists every rule for the same storage.
fn others<'n>(setting: &Setting<'n>) -> Vec<Other<'n>> {
    let own = setting.rules.iter().map(|rule| (setting.path, setting.file, rule, true));
    let more = setting.module.0.iter().filter(|one| !setting.is_own(one)).flat_map(|one| {
        let rules = ["rule", "lifecyclerule"].into_iter().flat_map(|key| inner(one.body, key));
        rules.map(|rule| (one.path, one.file, rule, one.told))
    });
    own.chain(more).map(|(path, file, rule, told)| Other { path, file, rule, told }).collect()
}

fn may_be(told: bool) -> &'static str {
    if told { "" } else { ", which may be for the same storage," }
}

/// Finds the rule that erases some of the data first, if it is another one.
fn sooner(setting: &Setting<'_>, own: u64) -> Option<Carried> {
    let mut first: Option<(u64, Unreadable)> = None;
    let mut open: Option<Unreadable> = None;
    for other in others(setting) {
        let Other { path, file, rule, told } = other;
        let is_own = std::ptr::eq(rule, setting.rule);
        if !matches!(rule.data, Data::Map(_)) {
            let (place, span) = setting.place(path, file, rule);
            let message = format!("the rules at {place} are an expression, and may erase it sooner");
            open.get_or_insert(cause(&names::RULE_UNCLEAR, span, message));
            continue;
        }
        if rule::is_on(rule) == Some(false) {
            continue;
        }
        let reach = if is_own { Reach::All } else { rule::reach(rule, setting.data) };
        for one in rule::erasing(rule) {
            let days = number(one);
            if std::ptr::eq(one, setting.number) || reach == Reach::Nothing || days.is_some_and(|n| n >= own)
            {
                continue;
            }
            let (place, span) = setting.place(path, file, one);
            match days.filter(|_| told && reach <= Reach::Part && rule::is_sure(rule)) {
                Some(days) if first.as_ref().is_none_or(|(least, _)| days < *least) => {
                    let what = if reach == Reach::All { "the same data" } else { "some of the same data" };
                    let message = format!(
                        "the rule at {place} erases {what} after {}: take it away, or narrow it to other data",
                        days_in_words(days)
                    );
                    first = Some((days, cause(&names::RULE_ERASES_SOONER, span, message)));
                }
                Some(_) => {}
                None => {
                    let maybe = may_be(told);
                    let when = match days {
                        Some(days) => format!("after {}", days_in_words(days)),
                        None => "at a time that is no number of days".to_owned(),
                    };
                    let message = format!(
                        "the rule at {place}{maybe} erases {when}, and whether that is its data cannot be told: say \
                         with `prefix` after `enforced at` where its data lies, or write the rule out"
                    );
                    open.get_or_insert(cause(&names::RULE_UNCLEAR, span, message));
                }
            }
        }
    }
    let made = setting.holders.iter().flat_map(|holder| inner(holder, "dynamic"));
    let made = made.flat_map(|all| ["rule", "lifecycle_rule"].into_iter().filter_map(|key| all.get(key)));
    if let Some(node) = made.into_iter().next() {
        let (place, span) = setting.place(setting.path, setting.file, node);
        let message =
            format!("the rules that `dynamic` makes at {place} may erase it sooner: write them out");
        open.get_or_insert(cause(&names::RULE_UNCLEAR, span, message));
    }
    match (first, open) {
        (Some((days, cause)), _) => Some(Carried::At(duration(days.saturating_mul(DAY)), cause)),
        (None, Some(cause)) => Some(Carried::Unclear(cause)),
        (None, None) => None,
    }
}

/// Finds another resource that sets the rules of the same storage, which has one set of them.
fn second(setting: &Setting<'_>) -> Option<Carried> {
    let sets = |one: &&Resource<'_>| match one.kind {
        "aws_s3_bucket_lifecycle_configuration" | "azurerm_storage_management_policy" => true,
        "aws_s3_bucket" => !inner(one.body, "lifecyclerule").is_empty(),
        _ => false,
    };
    let other = setting.module.0.iter().filter(|one| one.told && !setting.is_own(one)).find(sets)?;
    let (place, span) = setting.place(other.path, other.file, other.body);
    let message = format!(
        "the same storage gets its rules at {place} as well, and it has one set of them: write all into one resource"
    );
    Some(Carried::Unclear(cause(&names::RULE_UNCLEAR, span, message)))
}

/// Terraform reads the files of a folder as one.
fn unread(setting: &Setting<'_>) -> Option<Carried> {
    let (path, problem) = setting.module.1?;
    let message = format!(
        "`{path}` lies beside it, and whether that has rules for the same storage cannot be told: {problem}"
    );
    Some(Carried::Unclear(cause(&names::RULE_UNCLEAR, None, message)))
}

fn days_in_words(days: u64) -> Period {
    Period { n: days, unit: PeriodUnit::Days }
}
