//! Reads rules: which changes they apply to and what those must have.

use std::collections::BTreeSet;

use crate::decimal::Decimal;
use crate::diagnostic::Diagnostic;
use crate::few::{Few, few};
use crate::kind::{Kind, Op};
use crate::label::Label;
use crate::names;
use crate::source::Location;
use crate::syntax::Value;

use super::items::Item;
use super::reader::{Binder, Body};
use super::scope::{Artifacts, Known, Space, suggest};
use super::shape::Match;
use super::system::Units;
use super::{Duty, Id, Need, On, Otherwise, Rule};

/// The most approvals that one clause may ask for.
const MAX_APPROVALS: u64 = 99;

impl Binder {
    /// Reads a `rule`.
    pub fn rule(&mut self, item: &Item<'_>) -> Option<Rule> {
        let before = self.mistakes();
        let on = item.body.all("on").filter_map(|entry| self.on(&entry.found, entry.clause.head_at()));
        let on: Few<On> = on.collect();
        if self.mistakes() == before && item.sound && !self.applies(&on) {
            // A pack speaks of more than every policy has; a rule of one's own does not.
            if item.clause.is_library() {
                return None;
            }
            self.never_applies(&on, item);
        }
        let duty = self.duty(item);
        let supports = item.body.one("supports").map(|m| self.supports(m)).unwrap_or_default();
        Some(Rule {
            on,
            distinct: item.body.one("persons").is_some(),
            valid: item.body.one("valid").and_then(|m| self.fixed_period(m)),
            supports,
            warn_until: item.body.one("enforce").and_then(|m| m.date("until")),
            duty: duty?,
            id: item.id.clone(),
            title: item.title.into(),
        })
    }

    /// Reads `otherwise`.
    pub fn otherwise(&mut self, item: &Item<'_>) -> Option<Otherwise> {
        let duty = self.duty(item)?;
        Some(Otherwise { duty, at: item.clause.head_at() })
    }

    fn duty(&mut self, item: &Item<'_>) -> Option<Duty> {
        let (owner, body) = (item.owner(), &item.body);
        let require = body.entry("require");
        let forbid = body.entry("forbid");
        if let (Some(require), Some(forbid)) = (require, forbid) {
            let text = format!("{owner} both requires and forbids");
            let finding = Diagnostic::new(&names::REQUIRE_AND_FORBID, forbid.clause.head_at(), text);
            let finding = finding.because(require.clause.head_at(), "it requires something here");
            self.report(finding.help("keep one: what is forbidden can never be approved"));
            return None;
        }
        if let Some(forbid) = forbid {
            return Some(Duty::Forbid(forbid.found.text("TEXT")?.to_owned()));
        }
        if require.is_none() {
            if item.sound {
                let text = format!("{owner} asks for nothing");
                let help = "add `require approval from ROLE`, `require evidence NAME` or `forbid \"why\"`";
                self.find(&names::RULE_WITHOUT_DUTY, item.clause.head_at(), text, help);
            }
            return None;
        }
        let (approvals, evidence) = self.required(body);
        Some(Duty::Require { approvals, evidence })
    }

    /// Reads the `require` clauses of a body.
    pub(super) fn required(&mut self, body: &Body<'_>) -> (Few<Need>, Few<Id>) {
        let (mut approvals, mut evidence) = (Few::new(), Few::new());
        for entry in body.all("require") {
            match entry.found.get("EVIDENCE") {
                Some(value) => evidence.extend(self.resolve(Space::Evidence, value)),
                None => approvals.extend(self.need(&entry.found, entry.clause.head_at())),
            }
        }
        (approvals, evidence)
    }

    fn need(&mut self, found: &Match<'_>, at: Location) -> Option<Need> {
        let count = match found.get("COUNT") {
            Some(_) => u32::try_from(self.count(found, MAX_APPROVALS)?).ok()?,
            None => 1,
        };
        let mut roles: Few<Id> = Few::new();
        let listed = found.phrases().iter().filter_map(|phrase| phrase.get("ROLE"));
        for value in found.get("ROLE").into_iter().chain(listed) {
            if let Some(role) = self.role_or_owner(value) {
                roles.push(role);
            }
        }
        if found.has_list() && found.phrases().is_empty() {
            let text = "an approval from nobody can never be given".to_owned();
            self.find(&names::EMPTY_LIST, at, text, "name at least one role");
        }
        (!roles.is_empty()).then(|| Need { roles, count, in_person: found.says("person"), at })
    }

    fn role_or_owner(&mut self, value: Value<'_>) -> Option<Id> {
        if value.source() == "owner" {
            return Some(Id { name: "owner".into(), at: value.at() });
        }
        self.resolve(Space::Role, value)
    }

    /// Reads a list of controls and clauses; each must be one of its catalogue.
    pub fn supports(&mut self, found: &Match<'_>) -> Vec<String> {
        let values: Vec<Value<'_>> =
            found.phrases().iter().filter_map(|phrase| phrase.get("CONTROL")).collect();
        let controls: BTreeSet<String> = values.into_iter().filter_map(|value| self.control(value)).collect();
        controls.into_iter().collect()
    }

    fn on(&mut self, found: &Match<'_>, at: Location) -> Option<On> {
        let (kind_at, op_at) = (found.get("KIND")?, found.get("OP")?);
        let (kind, op) = (Kind::parse(kind_at.source()), Op::parse(op_at.source())?);
        self.fitting_op(kind, op, op_at)?;
        let protected = found.says("protected");
        if protected && (kind, op) != (Some(Kind::Prompt), Op::Edited) {
            let text = format!("`protected` says nothing about `{} {op}`", kind_at.source());
            self.find(&names::NEVER_APPLIES, at, text, "write `on protected prompt edited`");
            return None;
        }
        let part = ["provider", "family", "version"].into_iter().find(|part| found.says(part)).unwrap_or("");
        if !part.is_empty() && (kind, op) != (Some(Kind::Model), Op::Swapped) {
            let text = format!("`{part}` says nothing about `{} {op}`", kind_at.source());
            self.find(&names::NEVER_APPLIES, at, text, format!("write `on model swapped {part}`"));
            return None;
        }
        let systems = self.on_systems(found, at)?;
        let artifact = match found.get("NAME") {
            Some(value) => Some(self.on_artifact(kind, systems.as_deref(), value)?),
            None => None,
        };
        let artifact = artifact.unwrap_or_default();
        let by_more_than = match found.get("AMOUNT") {
            Some(value) => Some(self.more_than(kind, op, value, systems.as_deref(), &artifact)?),
            None => None,
        };
        Some(On { kind, op, protected, part, by_more_than, systems, artifact, at })
    }

    fn fitting_op(&mut self, kind: Option<Kind>, op: Op, at: Value<'_>) -> Option<()> {
        let own: &[Op] = kind.map_or(&[], Kind::ops);
        let common = [Op::Added, Op::Removed, Op::Changed];
        if op == Op::Changed || (kind.is_some() && (own.contains(&op) || common.contains(&op))) {
            return Some(());
        }
        let word = kind.map_or("any", Kind::word);
        let text = match kind {
            Some(_) => format!("a {word} is never `{op}`"),
            None => format!("`any` goes with `changed` only, not with `{op}`"),
        };
        let finding = Diagnostic::new(&names::NEVER_APPLIES, at.at(), text);
        let fits: Vec<Op> = match kind {
            Some(_) => own.iter().chain(&common).copied().collect(),
            None => vec![Op::Changed],
        };
        let list: Vec<String> = fits.iter().map(|op| format!("`{op}`")).collect();
        self.report(finding.help(format!("a {word} may be {}", list.join(", "))));
        None
    }

    /// Returns the systems an `on` is limited to; the outer `None` is a reported mistake.
    fn on_systems(&mut self, found: &Match<'_>, at: Location) -> Option<Option<Few<Label>>> {
        if let Some(value) = found.get("SYSTEM") {
            if value.source() == "risk" && self.scope.find(Space::System, "risk").is_none() {
                let text = "expected `low`, `medium` or `high` after `of risk`, but the line ends".to_owned();
                self.find(&names::WRONG_VALUE, value.at(), text, "write it like `of risk high`");
                return None;
            }
            return Some(Some(few![self.resolve(Space::System, value)?.name]));
        }
        let Some(level) = found.get("LEVEL") else { return Some(None) };
        let systems = &self.scope.systems;
        let fits = systems.iter().filter(|(_, artifacts)| artifacts.risk == level.source());
        let fits: Few<Label> = fits.map(|(name, _)| Label::from(name.as_str())).collect();
        if fits.is_empty() {
            if systems.values().all(|artifacts| !artifacts.open) && self.scope.meant.is_empty() {
                let text = format!("no system has `risk {}`", level.source());
                self.find(&names::NEVER_APPLIES, at, text, "state the risk of a system, or remove `of risk`");
            }
            return None;
        }
        Some(Some(fits))
    }

    fn on_artifact(
        &mut self,
        kind: Option<Kind>,
        systems: Option<&[Label]>,
        value: Value<'_>,
    ) -> Option<String> {
        let id = Id { name: value.source().into(), at: value.at() };
        let known: Vec<(&String, &Known)> =
            self.within(systems).flat_map(|artifacts| &artifacts.known).collect();
        let fits = |known: &Known| kind.is_none_or(|kind| kind == known.kind);
        if known.iter().any(|(name, known)| **name == id.name && fits(known)) {
            return Some(id.name.to_string());
        }
        if self.scope.is_doubtful(&id.name) {
            return None;
        }
        let open = self.within(systems).any(|artifacts| artifacts.open) || !self.scope.meant.is_empty();
        let word = kind.map_or("artifact", Kind::word);
        let text = format!("no {word} is named `{}` in the systems that this is about", id.name);
        let finding = Diagnostic::new(&names::UNKNOWN_NAME, id.at, text);
        let names: BTreeSet<&str> =
            known.iter().filter(|(_, known)| fits(known)).map(|(name, _)| name.as_str()).collect();
        let finding = suggest(finding, &id, names, &format!("declare the {word} in a system"), word);
        // What could not be read may be what is named here.
        if open && finding.fix.is_empty() {
            return None;
        }
        self.unknown("artifact", &id.name, finding);
        None
    }

    fn more_than(
        &mut self,
        kind: Option<Kind>,
        op: Op,
        value: Value<'_>,
        systems: Option<&[Label]>,
        artifact: &str,
    ) -> Option<Decimal> {
        let measured = matches!(kind, Some(Kind::Threshold | Kind::Parameter));
        if !measured || matches!(op, Op::Added | Op::Removed) {
            let word = kind.map_or("any", Kind::word);
            let text = format!("`by more than` says nothing about `{word} {op}`");
            let help = "use it with a threshold or parameter that is raised, lowered, loosened or changed";
            self.find(&names::NEVER_APPLIES, value.at(), text, help);
            return None;
        }
        let about = |(name, known): &(&String, &Known)| {
            Some(known.kind) == kind && (artifact.is_empty() || *name == artifact)
        };
        let units: BTreeSet<String> = self
            .within(systems)
            .flat_map(|artifacts| &artifacts.known)
            .filter(about)
            .map(|(_, known)| known.unit.clone())
            .collect();
        let mut amount = None;
        for unit in &units {
            amount = Some(self.amount(value, &Units { kind: kind.unwrap_or(Kind::Threshold), unit })?);
        }
        let amount = amount.or_else(|| super::shape::number(value));
        if amount.is_some_and(Decimal::is_negative) {
            let text = format!("`{}` is below zero: sizes of changes have no sign", value.source());
            self.find(
                &names::WRONG_NUMBER,
                value.at(),
                text,
                "write how large the change is, such as `0.05`",
            );
            return None;
        }
        amount
    }

    fn within<'a>(&'a self, systems: Option<&'a [Label]>) -> impl Iterator<Item = &'a Artifacts> {
        let chosen =
            move |name: &String| systems.is_none_or(|systems| systems.iter().any(|system| system == name));
        self.scope.systems.iter().filter(move |(name, _)| chosen(name)).map(|(_, artifacts)| artifacts)
    }

    /// Tells whether any `on` line has something to apply to.
    fn applies(&self, on: &[On]) -> bool {
        if on.is_empty() || !self.scope.meant.is_empty() {
            return true;
        }
        let alive = |on: &On| match on.kind {
            None | Some(Kind::Policy | Kind::Other) => true,
            Some(kind) => self.within(on.systems.as_deref()).any(|artifacts| {
                let fits = |known: &Known| known.kind == kind && (known.protected || !on.protected);
                artifacts.open || artifacts.known.values().any(fits)
            }),
        };
        on.iter().any(alive)
    }

    fn never_applies(&mut self, on: &[On], item: &Item<'_>) {
        let what: BTreeSet<&str> = on.iter().filter_map(|on| on.kind).map(Kind::word).collect();
        let what = what.into_iter().collect::<Vec<_>>().join(" or ");
        let protected = on.iter().any(|on| on.protected);
        let (text, help) = if protected {
            let text = format!("{} can never apply: no prompt there has a protected part", item.owner());
            (text, "add `protect section \"…\"` to a prompt, or remove the rule")
        } else {
            let text = format!("{} can never apply: there is no {what}", item.owner());
            (text, "declare one in a system, or remove the rule")
        };
        let at = on.first().map_or(item.clause.head_at(), |on| on.at);
        self.find(&names::NEVER_APPLIES, at, text, help);
    }
}
