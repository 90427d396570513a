//! Lowers a sound model to the kernel: every item becomes slots, rules, holds or notes.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use foldhash::HashMap;

use crate::few::{Few, few};
use crate::kind::{Kind, Op};
use crate::label::Label;
use crate::model::{self, Artifact, Condition, Model};
use crate::model_id::Shared;
use crate::source::Location;

use super::{
    Bot, Disclosure, Drift, Duty, Emergency, Evidence, Exception, Guard, Hold, InStep, Kernel, Key,
    ListIdentity, Locator, Matters, Membership, Need, Objects, Origins, Person, Policy, Predicate, Protected,
    Rule, RuleSource, Schedule, Slot, System, Who, notes, renewals,
};

/// Lowers a model that was bound without errors.
pub(super) fn lower(model: &Model) -> Policy {
    let organization = model.organization.as_ref();
    let written = by_id(&model.rules);
    let mut rules = rules(model, &written);
    let mut holds: Vec<Hold> = model.invariants.iter().map(invariant).collect();
    let mut slots = Vec::new();
    for system in &model.systems {
        for artifact in &system.artifacts {
            let brought = system.brought_by(artifact).is_some();
            slots.push(Slot { brought, ..slot(&system.id.name, artifact) });
            rules.extend(bounds(system, artifact));
            holds.extend(clauses(system, artifact));
        }
    }
    rules.extend(renewals::rules(model));
    for retention in &model.governance.retentions {
        slots.extend(settings(retention));
    }
    let (settings_of, matters) = (settings_by_system(model), Matters::of(model));
    let kernel = Kernel {
        schema: Kernel::SCHEMA.to_owned(),
        repository: organization.map(|o| o.repository.clone()).unwrap_or_default(),
        targets: organization.map(|o| o.targets.clone()).unwrap_or_default(),
        commits_signed: organization.is_some_and(|o| o.commits_signed),
        records_by: organization.and_then(|o| o.records_by.as_ref()).map(|bot| bot.name.to_string()),
        systems: sorted(model.systems.iter().map(|s| system(model, s, &settings_of)), |a, b| a.id.cmp(&b.id)),
        slots: sorted(slots, |a, b| (&a.system, &a.artifact, &a.at).cmp(&(&b.system, &b.artifact, &b.at))),
        persons: sorted(model.persons.iter().map(person), |a, b| a.id.cmp(&b.id)),
        bots: sorted(model.bots.iter().map(bot), |a, b| a.id.cmp(&b.id)),
        roles: sorted(model.roles.iter().map(role), |a, b| a.id.cmp(&b.id)),
        rules: sorted(rules, |a, b| a.id.cmp(&b.id)),
        holds: sorted(holds, |a, b| a.id.cmp(&b.id)),
        schedules: sorted(
            model.governance.retentions.iter().map(|retention| Schedule::of(retention, &matters)),
            |a, b| a.id.cmp(&b.id),
        ),
        in_step: unique(model.systems.iter().flat_map(in_step)),
        evidence: sorted(model.evidence.iter().map(evidence).chain(renewals::evidence(model)), |a, b| {
            a.id.cmp(&b.id)
        }),
        exceptions: sorted(model.exceptions.iter().map(Exception::of), |a, b| a.id.cmp(&b.id)),
        emergency: model.emergency.as_ref().map(Emergency::of),
        models: model.models.iter().map(|item| item.scheme.clone()).collect(),
        library: Shared::default(),
    };
    Policy { kernel, notes: notes::of(model), origins: origins(model, &written) }
}

fn sorted<T>(items: impl IntoIterator<Item = T>, order: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort_by(order);
    items
}

/// Returns the first 16 bytes of a text as a number of the same order.
fn beginning(text: &str) -> u128 {
    let mut bytes = [0; 16];
    let known = text.len().min(bytes.len());
    bytes[..known].copy_from_slice(&text.as_bytes()[..known]);
    u128::from_be_bytes(bytes)
}

fn few_unique<T: Ord>(items: impl IntoIterator<Item = T>) -> Few<T> {
    let mut items: Few<T> = items.into_iter().collect();
    items.sort();
    items.dedup();
    items
}

pub(super) fn unique<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    few_unique(items).into_vec()
}

fn or_id(title: &str, id: &model::Id) -> String {
    if title.is_empty() { id.name.to_string() } else { title.to_owned() }
}

fn keys(keys: &[model::Key]) -> Vec<Key> {
    let keys = keys.iter().map(|k| Key { key: k.key.clone(), from: k.from, until: k.until });
    sorted(keys, |a, b| (&a.key, a.from, a.until).cmp(&(&b.key, b.from, b.until)))
}

fn person(person: &model::Person) -> Person {
    Person {
        id: person.id.name.to_string(),
        name: or_id(&person.title, &person.id),
        emails: unique(person.emails.iter().map(|e| e.text.clone())),
        github: person.github.clone(),
        gitlab: person.gitlab.clone(),
        keys: keys(&person.keys),
        until: person.until,
    }
}

fn bot(bot: &model::Bot) -> Bot {
    Bot {
        id: bot.id.name.to_string(),
        name: or_id(&bot.title, &bot.id),
        emails: unique(bot.emails.iter().map(|e| e.text.clone())),
        github: bot.github.clone(),
        keys: keys(&bot.keys),
        operator: bot.operator.name.to_string(),
    }
}

fn role(role: &model::Role) -> Who {
    let members = role.members.iter().map(|m| Membership {
        person: m.person.name.to_string(),
        from: m.from,
        until: m.until,
        delegate: m.delegate,
    });
    let members = sorted(members, |a, b| {
        (&a.person, a.delegate, a.from, a.until).cmp(&(&b.person, b.delegate, b.from, b.until))
    });
    Who { id: role.id.name.to_string(), members }
}

/// A file with anything governed in it is governed whole: what no slot holds is its rest. A
/// prompt or knowledge that is a whole file leaves no rest.
fn system(model: &Model, system: &model::System, settings: &Settings<'_>) -> System {
    let spots = system.artifacts.iter().flat_map(|a| &a.at).filter(|spot| !spot.fragment.is_empty());
    let settings = settings.get(system.id.name.as_str()).into_iter().flatten().copied();
    let settings = settings.filter(|spot| !spot.fragment.is_empty());
    let files =
        spots.chain(settings).map(|spot| &spot.path).chain(system.files.iter().map(|(glob, _)| &glob.text));
    let formats = || {
        system.files.iter().filter_map(|(glob, format)| {
            let found = model.formats.iter().find(|f| f.id.name == format.name)?;
            Some((&glob.text, found))
        })
    };
    let ignores = formats().flat_map(|(glob, format)| {
        format.ignores.iter().map(|fragment| (glob.clone(), fragment.text.clone()))
    });
    let identities = formats()
        .flat_map(|(glob, format)| format.identities.iter().map(|identity| list_identity(glob, identity)));
    System {
        id: system.id.name.to_string(),
        owner: system.owner.as_ref().map(|owner| owner.name.to_string()).unwrap_or_default(),
        risk: system.risk.clone(),
        files: unique(files.cloned()),
        ignores: unique(ignores),
        identities: unique(identities),
    }
}

pub(super) fn list_identity(path: &str, identity: &model::ListIdentity) -> ListIdentity {
    ListIdentity {
        path: path.to_owned(),
        list: identity.list.text.clone(),
        key: identity.key.clone(),
        ordered: identity.ordered,
    }
}

pub(super) fn slot(system: &str, artifact: &Artifact) -> Slot {
    let at = artifact.at.iter();
    let protected = artifact
        .protect
        .iter()
        .map(|(part, text)| Protected { part: (*part).to_owned(), text: text.clone() });
    Slot {
        system: system.to_owned(),
        artifact: artifact.id.name.to_string(),
        kind: artifact.kind,
        at: at.map(|s| Locator { path: s.path.clone(), fragment: s.fragment.clone() }).collect(),
        safer: artifact.safer.to_owned(),
        unit: artifact.unit.clone(),
        forever: artifact.forever.map(|n| n.to_string()).unwrap_or_default(),
        default: artifact.default.clone(),
        protected: unique(protected),
        deployed: artifact
            .deployed
            .as_ref()
            .map(|s| Locator { path: s.path.clone(), fragment: s.fragment.clone() }),
        served_by: artifact.served_by.as_ref().map(|id| id.name.to_string()).unwrap_or_default(),
        objects: None,
        brought: false,
    }
}

/// The places of the settings that carry out schedules, by system.
type Settings<'m> = BTreeMap<&'m str, Vec<&'m model::Spot>>;

fn settings_by_system(model: &Model) -> Settings<'_> {
    let mut settings = Settings::new();
    for retention in &model.governance.retentions {
        for system in unique(retention.covers.iter().map(|covered| covered.system.name.as_str())) {
            let spots = retention.enforced.iter().map(|setting| &setting.spot);
            settings.entry(system).or_default().extend(spots);
        }
    }
    settings
}

/// Makes a period of every setting that carries out a schedule, in each system that it covers.
fn settings(retention: &model::governance::Retention) -> Vec<Slot> {
    let systems = unique(retention.covers.iter().map(|covered| covered.system.name.as_str()));
    let slot = |system: &str, setting: &model::governance::Enforcement| Slot {
        system: system.to_owned(),
        artifact: retention.id.name.to_string(),
        kind: Kind::Period,
        at: vec![Locator { path: setting.spot.path.clone(), fragment: setting.spot.fragment.clone() }],
        safer: String::new(),
        unit: setting.unit.clone(),
        forever: setting.forever.map(|n| n.to_string()).unwrap_or_default(),
        default: None,
        protected: Vec::new(),
        deployed: None,
        served_by: String::new(),
        objects: objects(setting),
        brought: false,
    };
    systems.into_iter().flat_map(|s| retention.enforced.iter().map(move |e| slot(s, e))).collect()
}

fn objects(setting: &model::governance::Enforcement) -> Option<Objects> {
    let said = !setting.bucket.is_empty() || !setting.prefix.is_empty();
    said.then(|| Objects { bucket: setting.bucket.clone(), prefix: setting.prefix.clone() })
}

/// Turns `step` and `drift` into rules that nothing can satisfy.
fn bounds(system: &model::System, artifact: &Artifact) -> Vec<Rule> {
    let name = format!("{}.{}", system.id.name, artifact.id.name);
    let guard = |by_more_than, drift| Guard {
        kind: Some(artifact.kind),
        op: Some(Op::Loosened),
        protected: false,
        part: String::new(),
        by_more_than,
        drift,
        systems: Some(few![system.id.name.clone()]),
        artifact: artifact.id.name.to_string(),
    };
    let rule = |source: RuleSource, word: &str, guard: Guard, text: String| Rule {
        id: format!("{word}:{name}").into(),
        title: Label::default(),
        source,
        guards: few![guard],
        duty: Duty::Never(text),
        valid: None,
        distinct: false,
        warn_until: None,
        supports: Vec::new(),
    };
    let step = artifact.step.map(|limit| {
        let text = format!("`{name}` may loosen by at most {limit} in one change");
        rule(RuleSource::Step, "step", guard(Some(limit), None), text)
    });
    let drift = artifact.drift.map(|(limit, within)| {
        let text = format!("`{name}` may loosen by at most {limit} in all within {within}");
        rule(RuleSource::Drift, "drift", guard(None, Some(Box::new(Drift { limit, within }))), text)
    });
    step.into_iter().chain(drift).collect()
}

/// Turns the clauses of an artifact that speak of its value into holds.
fn clauses(system: &model::System, artifact: &Artifact) -> Vec<Hold> {
    let mut said: Vec<(String, Predicate)> = Vec::new();
    if let Some((low, high)) = artifact.range {
        said.push(("range".to_owned(), Predicate::Between(low, high)));
    }
    for must in &artifact.must {
        let (word, plain) = match must.regex {
            true => ("match", Predicate::Match(must.text.clone())),
            false => ("say", Predicate::Say(must.text.clone())),
        };
        let not = if must.not { "not " } else { "" };
        let predicate = if must.not { Predicate::Not(Box::new(plain)) } else { plain };
        said.push((format!("must {not}{word} {:?}", must.text), predicate));
    }
    for told in &artifact.discloses {
        let disclosure = Disclosure {
            element: told.element.name.to_string(),
            turn: told.turn.to_owned(),
            section: told.section.clone(),
            words: told.words.text.clone(),
        };
        let id = format!("discloses {} {:?}", disclosure.element, disclosure.words);
        said.push((id, Predicate::Discloses(disclosure)));
    }
    if artifact.pinned {
        said.push(("pinned".to_owned(), Predicate::Pinned));
    }
    if let Some(supplier) = &artifact.from {
        said.push(("from".to_owned(), Predicate::From(vec![supplier.name.to_string()])));
    }
    if let Some(items) = &artifact.allow {
        said.push(("allow".to_owned(), Predicate::In(items.clone())));
    }
    if let Some(items) = &artifact.never {
        said.push(("never".to_owned(), Predicate::Not(Box::new(Predicate::In(items.clone())))));
    }
    let name = format!("{}.{}", system.id.name, artifact.id.name);
    let hold = |(clause, predicate): (String, Predicate)| Hold {
        id: format!("{name}:{clause}"),
        systems: Some(vec![system.id.name.clone()]),
        kind: artifact.kind,
        artifact: artifact.id.name.to_string(),
        predicate,
        warn_until: None,
    };
    let mut holds: Vec<Hold> = said.into_iter().map(hold).collect();
    holds.dedup();
    holds
}

/// Lists the prompts of a system that go in step, whichever of the two says so.
fn in_step(system: &model::System) -> Vec<InStep> {
    let pair = |one: &Artifact, other: &model::Id| {
        let mut prompts = [one.id.name.to_string(), other.name.to_string()];
        prompts.sort();
        InStep { system: system.id.name.to_string(), prompts }
    };
    system.artifacts.iter().flat_map(|a| a.in_step.iter().map(move |other| pair(a, other))).collect()
}

fn invariant(invariant: &model::Invariant) -> Hold {
    Hold {
        id: invariant.id.name.to_string(),
        systems: invariant.systems.clone(),
        kind: invariant.kind,
        artifact: invariant.artifact.clone(),
        predicate: predicate(&invariant.condition),
        warn_until: invariant.warn_until,
    }
}

fn predicate(condition: &Condition) -> Predicate {
    let all = |conditions: &[Condition]| conditions.iter().map(predicate).collect();
    match condition {
        Condition::Pinned => Predicate::Pinned,
        Condition::In(items) => Predicate::In(items.clone()),
        Condition::Between(low, high) => Predicate::Between(*low, *high),
        Condition::AtLeast(n) => Predicate::AtLeast(*n),
        Condition::AtMost(n) => Predicate::AtMost(*n),
        Condition::Say(phrase) => Predicate::Say(phrase.clone()),
        Condition::Match(pattern) => Predicate::Match(pattern.clone()),
        Condition::From(suppliers) => Predicate::From(suppliers.clone()),
        Condition::Not(inner) => Predicate::Not(Box::new(predicate(inner))),
        Condition::And(inner) => Predicate::And(all(inner)),
        Condition::Or(inner) => Predicate::Or(all(inner)),
    }
}

/// Puts rules in order while they are small. Ids lie far apart in memory, and how they begin nearly
/// always decides.
fn by_id(rules: &[model::Rule]) -> Vec<&model::Rule> {
    let mut written: Vec<&model::Rule> = rules.iter().collect();
    written.sort_by_cached_key(|r| (beginning(&r.id.name), r.id.name.as_str()));
    written
}

fn rules(model: &Model, written: &[&model::Rule]) -> Vec<Rule> {
    let rule = |r: &model::Rule| Rule {
        id: r.id.name.clone(),
        title: r.title.clone(),
        source: RuleSource::Rule,
        guards: r.on.iter().map(guard).collect(),
        duty: duty(&r.duty),
        valid: r.valid,
        distinct: r.distinct,
        warn_until: r.warn_until,
        supports: r.supports.clone(),
    };
    let mut rules: Vec<Rule> = Vec::with_capacity(model.rules.len() + 1);
    rules.extend(written.iter().copied().map(rule));
    let nothing = "no rule matches this change and the policy has no `otherwise`";
    rules.push(Rule {
        id: "otherwise".into(),
        title: Label::default(),
        source: RuleSource::Otherwise,
        guards: few![any_change()],
        duty: model.otherwise.as_ref().map_or(Duty::Never(nothing.to_owned()), |o| duty(&o.duty)),
        valid: None,
        distinct: false,
        warn_until: None,
        supports: Vec::new(),
    });
    rules
}

fn any_change() -> Guard {
    Guard {
        kind: None,
        op: None,
        protected: false,
        part: String::new(),
        by_more_than: None,
        drift: None,
        systems: None,
        artifact: String::new(),
    }
}

fn guard(on: &model::On) -> Guard {
    Guard {
        kind: on.kind,
        op: Some(on.op),
        protected: on.protected,
        part: on.part.to_owned(),
        by_more_than: on.by_more_than,
        drift: None,
        systems: on.systems.clone(),
        artifact: on.artifact.clone(),
    }
}

fn duty(duty: &model::Duty) -> Duty {
    match duty {
        model::Duty::Forbid(text) => Duty::Never(text.clone()),
        model::Duty::Require { approvals, evidence } => Duty::Require {
            approvals: needs(approvals),
            evidence: few_unique(evidence.iter().map(|id| id.name.clone())),
        },
    }
}

pub(super) fn needs(approvals: &[model::Need]) -> Few<Need> {
    let need = |need: &model::Need| Need {
        roles: few_unique(need.roles.iter().map(|role| role.name.clone())),
        count: need.count,
        in_person: need.in_person,
    };
    approvals.iter().map(need).collect()
}

fn evidence(evidence: &model::Evidence) -> Evidence {
    Evidence {
        id: evidence.id.name.to_string(),
        title: evidence.title.clone(),
        reader: evidence.reader.to_owned(),
        glob: evidence.glob.text.clone(),
        pass_rate: evidence.pass_rate,
        cases: evidence.cases,
        fresh: evidence.fresh,
        names_change: evidence.names_change,
        reviewed: evidence.reviewed,
        renewed: false,
    }
}

/// Lists where constructs were written: rules, holds and slots by their ids, which are apart;
/// everything else as `SORT ID`.
fn origins(model: &Model, written: &[&model::Rule]) -> Origins {
    let mut others: HashMap<Label, Location> = HashMap::default();
    // Of two with one id the first in the text counts.
    let mut add = |id: Label, at: Location| {
        let first = others.entry(id).or_insert(at);
        *first = at.min(*first);
    };
    let mut sorts: Vec<(&str, &model::Id)> = Vec::new();
    sorts.extend(model.organization.iter().map(|o| ("organization", &o.id)));
    sorts.extend(model.persons.iter().map(|p| ("person", &p.id)));
    sorts.extend(model.bots.iter().map(|b| ("bot", &b.id)));
    sorts.extend(model.roles.iter().map(|r| ("role", &r.id)));
    sorts.extend(model.suppliers.iter().map(|s| ("supplier", &s.id)));
    sorts.extend(model.systems.iter().map(|s| ("system", &s.id)));
    sorts.extend(model.evidence.iter().map(|e| ("evidence", &e.id)));
    for (sort, id) in sorts {
        add(format!("{sort} {}", id.name).into(), id.at);
    }
    model.invariants.iter().for_each(|i| add(i.id.name.clone(), i.id.at));
    for baseline in &model.governance.baselines {
        add(renewals::of_baseline(baseline).into(), baseline.id.at);
    }
    for (system, assessment) in model.systems.iter().filter_map(|s| Some((s, s.assessment.as_ref()?))) {
        add(renewals::of_assessment(system).into(), assessment.document.at);
    }
    model.exceptions.iter().for_each(|e| add(format!("exception {}", e.id.name).into(), e.id.at));
    model.emergency.iter().for_each(|e| add("emergency".into(), e.at));
    model.otherwise.iter().for_each(|o| add("otherwise".into(), o.at));
    for system in &model.systems {
        for artifact in &system.artifacts {
            let at = artifact.id.at;
            add(format!("{}.{}", system.id.name, artifact.id.name).into(), at);
            bounds(system, artifact).into_iter().for_each(|rule| add(rule.id, at));
            clauses(system, artifact).into_iter().for_each(|hold| add(hold.id.into(), at));
        }
    }
    for retention in &model.governance.retentions {
        add(format!("retention {}", retention.id.name).into(), retention.id.at);
        for system in unique(retention.covers.iter().map(|covered| covered.system.name.as_str())) {
            add(format!("{system}.{}", retention.id.name).into(), retention.id.at);
            let at = retention.enforced.first().map_or(retention.id.at, |setting| setting.spot.at);
            add(format!("{system}.{}:schedule", retention.id.name).into(), at);
        }
    }
    let rules = written.iter().map(|rule| (rule.id.name.clone(), rule.id.at)).collect();
    Origins { rules, others }
}
