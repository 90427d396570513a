//! What keeps the data of a schedule, or copies of it, after the lifecycle rule has erased it: old versions, what is
//! deleted softly, and what a lock holds.
//!
//! Sources: docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html and /object-lock.html,
//! cloud.google.com/storage/docs/soft-delete and /bucket-lock, learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview
//! and /versioning-overview; seen 2026-06. That Google Cloud Storage keeps for seven days what a bucket that says
//! nothing deletes is not counted: the file does not say so.

use super::file::File;
use super::lifecycle::{self as rule, Old, Reach, inner, literal, number};
use super::setting::{Carried, DAY, Setting, cause, duration, endless, period};
use crate::format::{Node, Unreadable};
use crate::law::{Length, Sure};
use crate::names;
use crate::source::Span;

/// What keeps data, or copies, after a rule has erased it.
#[derive(Default)]
struct Keepers {
    /// What cannot be read.
    open: Option<Unreadable>,
    /// Whether old versions are kept.
    versions: Option<(String, Option<Span>)>,
    /// For how many seconds after it is written nothing can be erased.
    lock: Option<(u64, String, Option<Span>)>,
    /// For how many seconds after it is erased it can be had back.
    soft: Option<(u64, String, Option<Span>)>,
}

/// Finds what keeps the data, or copies of it, for longer than the schedule lets it.
pub(super) fn longer(setting: &Setting<'_>, own: u64) -> Option<Carried> {
    let keepers = Keepers::of(setting);
    if let Some(open) = keepers.open {
        return Some(Carried::Unclear(open));
    }
    let own = own.saturating_mul(DAY);
    let mut why: Vec<(String, Option<Span>)> = Vec::new();
    let kept = match &keepers.lock {
        Some((seconds, text, span)) if *seconds > own => {
            why.push((text.clone(), *span));
            *seconds
        }
        _ => own,
    };
    let mut copies: Vec<(String, Option<Span>)> = Vec::new();
    let old = old_versions(setting, own, keepers.versions.as_ref(), &mut copies);
    let soft = keepers.soft.map_or(0, |(seconds, text, span)| {
        if seconds > 0 {
            copies.push((text, span));
        }
        seconds
    });
    let total = old.map(|old| old.max(kept).saturating_add(soft));
    let allowed = total.is_some_and(|total| {
        let extra = Length { months: 0, seconds: total - kept };
        extra.seconds == 0
            || setting.backups.is_some_and(|more| Length::from(more).is_at_least(extra) == Sure::Always)
    });
    let total = if allowed { Some(kept) } else { total };
    if total == Some(own) {
        return None;
    }
    if !allowed {
        why.append(&mut copies);
    }
    let span = why.iter().find_map(|(_, span)| *span);
    let texts: Vec<String> = why.into_iter().map(|(text, _)| text).collect();
    let end = match total {
        Some(seconds) => format!(", so that all is gone after {}", period(seconds)),
        None => String::new(),
    };
    let help = match (allowed, total) {
        (true, _) => "make the lock shorter, or the schedule longer".to_owned(),
        (false, Some(total)) => {
            format!("let them go sooner, or say in the schedule `backups within {}`", period(total - kept))
        }
        (false, None) => "have them erased as well".to_owned(),
    };
    let message = format!("after its rule {}{end}: {help}", texts.join(" and "));
    let value = total.map_or_else(endless, duration);
    Some(Carried::At(value, cause(&names::DATA_OUTLIVES_RULE, span, message)))
}

/// Returns the seconds after which the last old version is gone; `None` for never.
fn old_versions(
    setting: &Setting<'_>,
    own: u64,
    versions: Option<&(String, Option<Span>)>,
    why: &mut Vec<(String, Option<Span>)>,
) -> Option<u64> {
    // Each with the seconds after which a rule erases them, if it does.
    let mut surely: Option<(u64, &Node)> = None;
    let mut rest: Vec<(Option<u64>, &Node)> = Vec::new();
    for rule in setting.rules.iter().filter(|rule| rule::is_on(rule) != Some(false)) {
        let is_own = std::ptr::eq(rule, setting.rule);
        let reach = if is_own { Reach::All } else { rule::reach(rule, setting.data) };
        if reach == Reach::Nothing {
            continue;
        }
        for old in rule::old_versions(rule) {
            let (total, node) = match old {
                Old::Since(days) => (number(days).map(|n| own.saturating_add(n.saturating_mul(DAY))), days),
                Old::Age(days) => (number(days).map(|n| own.max(n.saturating_mul(DAY))), days),
                Old::Some => (None, rule),
            };
            match total.filter(|_| reach == Reach::All && rule::is_sure(rule)) {
                Some(total) if surely.is_none_or(|(least, _)| total < least) => surely = Some((total, node)),
                Some(_) => {}
                None => rest.push((total, node)),
            }
        }
    }
    let mut say = |node: &Node, text: &str| {
        let (place, span) = setting.place(setting.path, setting.file, node);
        why.push((format!("old versions stay ({place}{text})"), span));
    };
    match (surely, versions) {
        (Some((total, node)), _) => {
            if total > own {
                say(node, "");
            }
            Some(total)
        }
        (None, Some((place, span))) => {
            why.push((format!("old versions stay ({place}), and no rule surely erases them"), *span));
            None
        }
        (None, None) => {
            let most = rest.iter().max_by_key(|(total, _)| total.unwrap_or(u64::MAX));
            let Some((total, node)) = most else { return Some(own) };
            say(node, "");
            *total
        }
    }
}

impl Keepers {
    fn of(setting: &Setting<'_>) -> Keepers {
        let mut keepers = Keepers::default();
        let here = Place { setting, path: setting.path, file: setting.file, told: true };
        for holder in &setting.holders {
            keepers.bucket(&here, holder);
        }
        for one in setting.module.0.iter().filter(|one| !setting.is_own(one)) {
            let place = Place { setting, path: one.path, file: one.file, told: one.told };
            match one.kind {
                "aws_s3_bucket_versioning" => {
                    for node in inner(one.body, "versioningconfiguration") {
                        inner(node, "status").iter().for_each(|status| keepers.versioned(&place, status));
                    }
                }
                "aws_s3_bucket_object_lock_configuration" => keepers.object_lock(&place, one.body),
                "aws_s3_bucket" | "azurerm_storage_account" => keepers.bucket(&place, one.body),
                _ => {}
            }
        }
        keepers
    }

    /// Reads what a bucket or an account says of itself.
    fn bucket(&mut self, place: &Place<'_>, body: &Node) {
        for (key, inside) in [("versioning", "enabled"), ("versioningconfiguration", "status")] {
            for node in inner(body, key) {
                inner(node, inside).iter().for_each(|on| self.versioned(place, on));
            }
        }
        for locked in inner(body, "objectlockconfiguration") {
            self.object_lock(place, locked);
        }
        for node in inner(body, "retentionpolicy") {
            inner(node, "retentionperiod").iter().for_each(|seconds| self.locked(place, seconds, Some(1)));
        }
        for node in inner(body, "softdeletepolicy") {
            inner(node, "retentiondurationseconds").iter().for_each(|n| self.soft(place, n, number(n)));
        }
        for node in inner(body, "blobproperties") {
            inner(node, "versioningenabled").iter().for_each(|on| self.versioned(place, on));
            for policy in inner(node, "deleteretentionpolicy") {
                match inner(policy, "days").first() {
                    Some(days) => self.soft(place, days, number(days).map(|n| n.saturating_mul(DAY))),
                    // The provider keeps for a week where the block says nothing.
                    None => self.soft(place, policy, Some(7 * DAY)),
                }
            }
        }
    }

    fn object_lock(&mut self, place: &Place<'_>, body: &Node) {
        let rules = inner(body, "rule").into_iter().flat_map(|rule| inner(rule, "defaultretention"));
        for retention in rules {
            inner(retention, "days").iter().for_each(|days| self.locked(place, days, Some(DAY)));
            inner(retention, "years").iter().for_each(|years| self.locked(place, years, Some(365 * DAY)));
        }
    }

    fn versioned(&mut self, place: &Place<'_>, on: &Node) {
        match literal(on).as_deref() {
            Some("disabled" | "suspended" | "false") => {}
            Some("enabled" | "true") if place.told => {
                self.versions.get_or_insert(place.of(on));
            }
            _ => self.unclear(place, on, "says with an expression whether old versions are kept"),
        }
    }

    fn locked(&mut self, place: &Place<'_>, node: &Node, unit: Option<u64>) {
        let seconds = number(node).zip(unit).map(|(n, unit)| n.saturating_mul(unit));
        match seconds.filter(|_| place.told) {
            Some(seconds) if self.lock.as_ref().is_none_or(|(most, ..)| seconds > *most) => {
                let (shown, span) = place.of(node);
                let text = format!("a lock keeps everything for {} ({shown})", period(seconds));
                self.lock = Some((seconds, text, span));
            }
            Some(_) => {}
            None => self.unclear(place, node, "locks what it keeps, and for how long cannot be told"),
        }
    }

    fn soft(&mut self, place: &Place<'_>, node: &Node, seconds: Option<u64>) {
        match seconds.filter(|_| place.told) {
            Some(seconds) => {
                let (shown, span) = place.of(node);
                let text = format!("what is deleted can be had back for {} ({shown})", period(seconds));
                self.soft = Some((seconds, text, span));
            }
            None => self.unclear(place, node, "keeps what is deleted, and for how long cannot be told"),
        }
    }

    fn unclear(&mut self, place: &Place<'_>, node: &Node, what: &str) {
        let (shown, span) = place.of(node);
        let message = match place.told {
            true => format!("its storage {what} ({shown}): write it out"),
            false => format!(
                "what stands at {shown} keeps data for longer, and whether that is the same storage cannot be told: \
                 write both with the resource of the bucket"
            ),
        };
        self.open.get_or_insert(cause(&names::RULE_UNCLEAR, span, message));
    }
}

/// Where something is written that keeps data.
struct Place<'s> {
    setting: &'s Setting<'s>,
    path: &'s str,
    file: &'s File,
    told: bool,
}

impl Place<'_> {
    fn of(&self, node: &Node) -> (String, Option<Span>) {
        self.setting.place(self.path, self.file, node)
    }
}
