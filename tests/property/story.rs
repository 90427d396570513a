//! Random small stories: a kernel, a change, who signed, what the reports say. Made so that
//! passing and blocking are both common.

use countersign::approval::{
    self, Approvals, Context, Contributor, Contributors, DeclaredEmergency, Found, Granted, Reliefs,
    UnknownContributor,
};
use countersign::canonical::sha256_hex;
use countersign::change::{self, Changes, Reading};
use countersign::decimal::Decimal;
use countersign::evidence::{Finding, Outcome};
use countersign::facts::{Detail, Facts, Row, Value};
use countersign::git::{GitError, Oid};
use countersign::history::{History, Reach, State};
use countersign::kind::{Kind, Op};
use countersign::policy::{
    Bot, Drift, Duty, Emergency, Evidence, Exception, Guard, Hold, Kernel, Key, Locator, Membership, Need,
    Person, Policy, Predicate, Protected, Rule, RuleSource, Slot, System, Who,
};
use countersign::statement::{self, Approval, Decision, KeyFile, Seen};
use countersign::time::{Date, Instant, Period};
use countersign::verdict::{self, Extra, Inputs, Moment, Verdict};

use super::dice::Dice;

/// The persons of every story.
pub const PERSONS: [&str; 5] = ["ada", "bo", "cy", "dee", "eve"];
const ROLES: [&str; 3] = ["head", "risk", "comp"];
const SYSTEMS: [&str; 2] = ["claims", "recovery"];
const REPORTS: [&str; 2] = ["locked", "smoke"];
const TARGET: &str = "refs/heads/main";
const REPOSITORY: &str = "northwind/claims-voice";

/// Everything a verdict depends on, as values.
#[derive(Clone)]
pub struct Story {
    /// The policy in force.
    pub policy: Policy,
    /// Both sides of each system.
    pub sides: Vec<(Reading, Facts, Facts)>,
    /// Who contributed.
    pub contributors: Contributors,
    /// Envelopes of statements.
    pub statements: Vec<Found>,
    /// What the reports say.
    pub evidence: Vec<Finding>,
    /// What relieves of duties.
    pub reliefs: Reliefs,
    /// What was in force.
    pub history: History,
    /// What else stops it.
    pub extra: Vec<Extra>,
    /// The instant.
    pub at: Instant,
}

/// The change of a story, as statements are about it.
struct About {
    digest: String,
    systems: std::collections::BTreeSet<String>,
}

impl Story {
    /// Makes a story.
    pub fn new(dice: &mut Dice) -> Story {
        let kernel = kernel(dice);
        let at = Instant::parse("2026-07-01T12:00:00Z").expect("an instant");
        let mut story = Story {
            sides: sides(dice),
            contributors: contributors(dice),
            statements: Vec::new(),
            evidence: REPORTS.map(|id| finding(id, dice.pick(OUTCOMES))).into(),
            reliefs: Reliefs::default(),
            history: history(dice, at),
            extra: Vec::new(),
            policy: Policy { kernel, notes: Vec::new(), origins: Default::default() },
            at,
        };
        let about = story.about();
        for person in PERSONS {
            for role in ROLES {
                let holds = story.policy.kernel.holds_role(person, role, at, false);
                if dice.chance(if holds { 80 } else { 5 }) {
                    let decision = if dice.chance(4) { Decision::Veto } else { Decision::Approve };
                    let ago = dice.pick(&[0i64, 0, 1, 5, 20, 29, 31, -1]);
                    let said = story.sign(&about, person, role, decision, at.plus_seconds(-ago * 86_400));
                    story.statements.push(said);
                }
            }
        }
        story
    }

    /// Adds exceptions, most of them granted, and now and then an emergency.
    pub fn relieve(&mut self, dice: &mut Dice) {
        for n in 0..=dice.below(2) {
            let id = format!("exception_{n}");
            let exception = exception(dice, &id, &self.policy.kernel.rules);
            if dice.chance(80) {
                let person = exception.granted_by.clone();
                self.reliefs.grants.push(Granted {
                    exception: id,
                    person,
                    role: "comp".into(),
                    statement: format!("sha256:{}", sha256_hex(exception.id.as_bytes())),
                });
            }
            self.policy.kernel.exceptions.push(exception);
        }
        if dice.chance(30) {
            let days = |n| Period::new(n, "days").expect("a period");
            self.policy.kernel.emergency = Some(Emergency {
                declared_by: vec!["head".into()],
                restore_within: days(60),
                review_by: vec!["comp".into()],
                review_within: days(1),
                at_most: 2,
                counted_within: days(90),
            });
            self.reliefs.declaration = Some(DeclaredEmergency {
                incident: "INC-1".into(),
                restores: Oid([1; 20]),
                declared_by: "ada".into(),
                role: "head".into(),
                statement: format!("sha256:{}", sha256_hex(b"declared")),
                review_due: self.at.plus_seconds(86_400),
                refused: dice.chance(30).then(|| "it is none".into()),
            });
        }
        self.sign_again();
    }

    /// Returns what changed.
    pub fn changes(&self) -> Changes {
        change::compare(&self.policy.kernel, self.sides.clone())
    }

    /// Signs a decision on the change of this story with the key of a person.
    pub fn decision(&self, person: &str, role: &str, decision: Decision, at: Instant) -> Found {
        self.sign(&self.about(), person, role, decision, at)
    }

    /// Signs every statement again under the policy and the change as they are now: whoever
    /// consented still does.
    pub fn sign_again(&mut self) {
        let about = self.about();
        let said = self.statements.iter().filter_map(|found| found.statement().ok());
        self.statements = said
            .map(|s| &s.approval)
            .map(|a| self.sign(&about, &a.person, &a.role, a.decision, a.at))
            .collect();
    }

    fn about(&self) -> About {
        let changes = self.changes();
        About { digest: changes.digest(), systems: changes.systems() }
    }

    fn sign(&self, about: &About, person: &str, role: &str, decision: Decision, at: Instant) -> Found {
        let approval = Approval {
            about: None,
            at,
            chain: None,
            contributors: Vec::new(),
            decision,
            person: person.into(),
            policy: self.policy.kernel.digests(&about.systems),
            reason: String::new(),
            repository: REPOSITORY.into(),
            role: role.into(),
            seen: Seen { base: "0".repeat(40), head: "1".repeat(40) },
            shown: format!("sha256:{}", sha256_hex(b"shown")),
            supersedes: Vec::new(),
            target: TARGET.into(),
        };
        let key = KeyFile::from_seed(person);
        let envelope = statement::seal_approval(&key, &about.digest, &approval).expect("it signs");
        Found::envelope(&envelope)
    }

    /// Sorts the statements into those that count and those that do not.
    pub fn approvals(&self, changes: &Changes) -> Approvals {
        let context = Context {
            kernel: &self.policy.kernel,
            digest: &changes.digest(),
            after: &changes.document.systems.iter().map(|row| (row.0.clone(), row.3.clone())).collect(),
            scope: &self.policy.kernel.scope(&changes.systems()),
            target: TARGET,
            at: self.at,
            contributors: &self.contributors,
            history: &self.history,
            chain: &[],
            max_age: approval::DEFAULT_AGE,
        };
        approval::count(self.statements.clone(), &context)
    }

    /// Judges the story at a moment.
    pub fn verdict_at(&self, moment: Moment) -> Verdict {
        let changes = self.changes();
        verdict::evaluate(&Inputs {
            policy: &self.policy,
            approvals: &self.approvals(&changes),
            reliefs: &self.reliefs,
            changes: &changes,
            contributors: &self.contributors,
            evidence: &self.evidence,
            history: &self.history,
            at: self.at,
            moment,
            extra: &self.extra,
        })
    }

    /// Judges the story on its way to the target.
    pub fn verdict(&self) -> Verdict {
        self.verdict_at(Moment::Range)
    }
}

const OUTCOMES: &[Outcome] =
    &[Outcome::Passes, Outcome::Passes, Outcome::Passes, Outcome::Fails, Outcome::Missing, Outcome::Unknown];

/// Makes what one evidence item says.
pub fn finding(id: &str, result: Outcome) -> Finding {
    Finding {
        evidence: id.into(),
        result,
        message: "as the story says".into(),
        reports: Vec::new(),
        cases: 0,
        passed: 0,
        failed: 0,
        skipped: 0,
    }
}

/// Makes a rule with an id.
pub fn rule(dice: &mut Dice, id: &str) -> Rule {
    let guards = (0..=dice.below(2)).map(|_| guard(dice)).collect();
    Rule {
        id: id.into(),
        title: "".into(),
        source: RuleSource::Rule,
        guards,
        duty: if dice.chance(8) { Duty::Never("not here".into()) } else { duty(dice) },
        valid: dice.chance(15).then(|| Period::new(dice.pick(&[10, 60]), "days").expect("a period")),
        // One rule of some stories, whatever the dice say.
        distinct: id.ends_with('2'),
        warn_until: dice.chance(15).then(|| day(dice)),
        supports: Vec::new(),
    }
}

fn exception(dice: &mut Dice, id: &str, rules: &[Rule]) -> Exception {
    let own: Vec<&Rule> = rules.iter().filter(|rule| rule.source == RuleSource::Rule).collect();
    Exception {
        id: id.into(),
        title: String::new(),
        rules: own.iter().filter(|_| dice.chance(90)).map(|rule| rule.id.clone()).collect(),
        guards: SYSTEMS.iter().filter(|_| dice.chance(80)).map(|id| any_change(id, "")).collect(),
        approvals: dice.chance(70).then(|| need(dice)).into_iter().collect(),
        evidence: if dice.chance(30) { vec![REPORTS[0].into()] } else { Vec::new() },
        reason: "a pilot".into(),
        requested_by: "ada".into(),
        granted_by: "eve".into(),
        until: Date::parse(dice.pick(&["2026-12-31", "2026-12-31", "2026-06-30"])).expect("a day"),
    }
}

/// Makes a condition on the head that the values of some stories break.
pub fn hold(dice: &mut Dice, id: &str) -> Hold {
    let (kind, predicate) = match dice.below(4) {
        0 => (Kind::Threshold, Predicate::AtLeast(decimal(dice.pick(&["0.5", "0.71", "0.9"])))),
        1 => (Kind::Model, Predicate::Pinned),
        2 => (Kind::Tools, Predicate::Not(Box::new(Predicate::In(vec!["refund".into()])))),
        _ => (Kind::Prompt, Predicate::Say("assistant".into())),
    };
    let systems = dice.chance(50).then(|| vec![(dice.pick(&SYSTEMS)).into()]);
    let warn_until = dice.chance(15).then(|| day(dice));
    Hold { id: id.into(), systems, kind, artifact: String::new(), predicate, warn_until }
}

fn kernel(dice: &mut Dice) -> Kernel {
    let rules: Vec<Rule> = (0..1 + dice.below(4)).map(|n| rule(dice, &format!("rule_{n}"))).collect();
    let fallback = Rule {
        id: "otherwise".into(),
        source: RuleSource::Otherwise,
        guards: Vec::new().into(),
        duty: if dice.chance(20) { Duty::Never(String::new()) } else { duty(dice) },
        warn_until: None,
        ..rule(dice, "otherwise")
    };
    let bound = |id: &str, source, guard| Rule {
        id: id.into(),
        source,
        guards: vec![guard].into(),
        duty: Duty::Never(String::new()),
        title: "".into(),
        valid: None,
        distinct: false,
        warn_until: None,
        supports: Vec::new(),
    };
    let loosened =
        Guard { kind: Some(Kind::Threshold), op: Some(Op::Loosened), ..any_change("claims", "escalation") };
    let mut generated = Vec::new();
    if dice.chance(25) {
        let guard = Guard { by_more_than: Some(decimal("0.05")), ..loosened.clone() };
        generated.push(bound("step:claims.escalation", RuleSource::Step, guard));
    }
    if dice.chance(15) {
        let within = Period::new(30, "days").expect("a period");
        let guard = Guard { drift: Some(Box::new(Drift { limit: decimal("0.06"), within })), ..loosened };
        generated.push(bound("drift:claims.escalation", RuleSource::Drift, guard));
    }
    let mut rules: Vec<Rule> = rules.into_iter().chain([fallback]).chain(generated).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let report = |id: &str| Evidence {
        id: id.into(),
        title: "".into(),
        reader: "junit".into(),
        glob: format!("reports/{id}/*.xml"),
        pass_rate: None,
        cases: None,
        fresh: None,
        names_change: false,
        reviewed: None,
        renewed: false,
    };
    Kernel {
        schema: Kernel::SCHEMA.into(),
        repository: REPOSITORY.into(),
        targets: vec!["main".into()],
        commits_signed: false,
        records_by: None,
        systems: SYSTEMS.map(|id| system(id, dice.pick(&ROLES))).into(),
        slots: slots(),
        persons: PERSONS.map(|id| person(dice, id)).into(),
        bots: Vec::<Bot>::new(),
        roles: ROLES.map(|id| role(dice, id)).into(),
        rules,
        holds: if dice.chance(30) { vec![hold(dice, "hold_0")] } else { Vec::new() },
        evidence: REPORTS.map(report).into(),
        models: Vec::new(),
        ..Kernel::default()
    }
}

fn any_change(system: &str, artifact: &str) -> Guard {
    Guard {
        kind: None,
        op: None,
        protected: false,
        part: String::new(),
        by_more_than: None,
        drift: None,
        systems: (!system.is_empty()).then(|| vec![system.into()].into()),
        artifact: artifact.into(),
    }
}

fn guard(dice: &mut Dice) -> Guard {
    let kinds = [Kind::Threshold, Kind::Model, Kind::Tools, Kind::Switch, Kind::Prompt, Kind::Other];
    let system = dice.pick(&["", "", "claims", "recovery"]);
    if dice.chance(25) {
        return any_change(system, "");
    }
    let kind = dice.pick(&kinds);
    let ops: Vec<Op> =
        kind.ops().iter().copied().chain([Op::Changed, Op::Changed, Op::Added, Op::Removed]).collect();
    let op = dice.pick(&ops);
    Guard {
        kind: Some(kind),
        op: Some(op),
        protected: kind == Kind::Prompt && op == Op::Edited && dice.chance(30),
        part: if op == Op::Swapped && dice.chance(30) { (dice.pick(PARTS)).into() } else { String::new() },
        by_more_than: (kind == Kind::Threshold && dice.chance(30)).then(|| decimal("0.03")),
        ..any_change(system, "")
    }
}

const PARTS: &[&str] = &["provider", "family", "version"];

fn duty(dice: &mut Dice) -> Duty {
    let reports = dice.some(&REPORTS.map(str::to_owned), 20);
    let count = if reports.is_empty() { 1 + dice.below(2) } else { dice.below(3) };
    Duty::Require {
        approvals: (0..count).map(|_| need(dice)).collect(),
        evidence: reports.into_iter().map(Into::into).collect(),
    }
}

fn need(dice: &mut Dice) -> Need {
    let mut roles = vec![(dice.pick(&["head", "risk", "comp", "owner"])).into()];
    if dice.chance(25) {
        roles.push((dice.pick(&ROLES)).into());
    }
    Need { roles: roles.into(), count: if dice.chance(20) { 2 } else { 1 }, in_person: dice.chance(10) }
}

fn system(id: &str, owner: &str) -> System {
    System {
        id: id.into(),
        owner: owner.into(),
        risk: String::new(),
        files: Vec::new(),
        ignores: Vec::new(),
        identities: Vec::new(),
    }
}

/// One slot of every kind of value, in both systems.
fn slots() -> Vec<Slot> {
    let slot = |system: &str, (artifact, kind, safer, default): (&str, Kind, &str, Option<&str>)| Slot {
        system: system.into(),
        artifact: artifact.into(),
        kind,
        at: vec![Locator { path: format!("{system}/{artifact}"), fragment: String::new() }],
        safer: safer.into(),
        unit: String::new(),
        default: default.map(str::to_owned),
        forever: String::new(),
        deployed: None,
        served_by: String::new(),
        objects: None,
        brought: false,
        protected: match kind {
            Kind::Prompt => vec![Protected { part: "section".into(), text: "Prohibitions".into() }],
            _ => Vec::new(),
        },
    };
    let artifacts = [
        ("body", Kind::Prompt, "", None),
        ("escalation", Kind::Threshold, "higher", Some("0.8")),
        ("llm", Kind::Model, "", None),
        ("recording", Kind::Switch, "off", None),
        ("tools", Kind::Tools, "", None),
    ];
    SYSTEMS.iter().flat_map(|system| artifacts.map(|artifact| slot(system, artifact))).collect()
}

fn person(dice: &mut Dice, id: &str) -> Person {
    let line = KeyFile::from_seed(id).to_public_line();
    let key = line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    Person {
        id: id.into(),
        name: id.into(),
        emails: vec![format!("{id}@northwind.example")],
        github: String::new(),
        gitlab: String::new(),
        keys: vec![Key { key, from: None, until: dice.chance(5).then(|| day(dice)) }],
        until: dice.chance(5).then(|| day(dice)),
    }
}

fn role(dice: &mut Dice, id: &str) -> Who {
    let mut members = Vec::new();
    for person in PERSONS {
        if dice.chance(55) {
            let (from, until) = (dice.chance(5).then(|| day(dice)), dice.chance(8).then(|| day(dice)));
            members.push(Membership { person: person.into(), from, until, delegate: dice.chance(15) });
        }
    }
    Who { id: id.into(), members }
}

/// A day on either side of the instant of every story, and the day itself.
fn day(dice: &mut Dice) -> Date {
    let days = ["2026-07-20", "2026-07-01", "2026-06-30", "2026-06-10"];
    Date::parse(dice.pick(&days)).expect("a date")
}

fn decimal(text: &str) -> Decimal {
    Decimal::parse(text).expect("a decimal")
}

/// Makes both sides; most artifacts stay as they are.
fn sides(dice: &mut Dice) -> Vec<(Reading, Facts, Facts)> {
    let mut sides = Vec::new();
    for id in SYSTEMS {
        let empty = || Facts { system: id.into(), rows: Vec::new() };
        let (mut before, mut after) = (empty(), empty());
        for slot in slots().iter().filter(|slot| slot.system == id) {
            let old = value(dice, slot.kind);
            let new = if dice.chance(20) { value(dice, slot.kind) } else { old.clone() };
            before.rows.push(row(slot, old));
            after.rows.push(row(slot, new));
        }
        sides.push((Reading::Old, before, after));
    }
    sides
}

/// Makes a row of a slot.
pub fn row(slot: &Slot, (value, text): (Value, Option<&'static str>)) -> Row {
    Row {
        path: format!("{}/{}", slot.system, slot.artifact),
        pointer: String::new(),
        kind: slot.kind,
        artifact: slot.artifact.clone(),
        value,
        detail: Detail { text: text.map(Into::into), ..Detail::default() },
    }
}

fn value(dice: &mut Dice, kind: Kind) -> (Value, Option<&'static str>) {
    if dice.chance(2) {
        return (unknown(dice.pick(&["a: 1\na: 2", "b: 1\nb: 2"])), None);
    }
    if dice.chance(6) {
        return (Value::Absent, None);
    }
    let value = match kind {
        Kind::Threshold => Value::Decimal {
            v: (dice.pick(&["0.75", "0.8", "0.71", "0.7", "0.85"])).into(),
            unit: String::new(),
        },
        Kind::Model => Value::Id {
            v: (dice.pick(&["aurora-2026-02-11", "aurora-2026-05-01", "heron-3", "gpt-4o"])).into(),
        },
        Kind::Switch => Value::Switch { v: (dice.pick(&["off", "on"])).into() },
        Kind::Tools => Value::Set { v: dice.some(&["lookup", "refund", "transfer"].map(str::to_owned), 60) },
        _ => {
            let text = dice.pick(TEXTS);
            let value = Value::Text {
                sha256: sha256_hex(text.as_bytes()).into(),
                lines: text.lines().count() as u64,
                parts: Vec::new(),
            };
            return (value, Some(text));
        }
    };
    (value, None)
}

const TEXTS: &[&str] = &[
    "# Greeting\n\nYou are the assistant.\n\n# Prohibitions\n\nNever lie.",
    "# Greeting\n\nYou are our assistant.\n\n# Prohibitions\n\nNever lie.",
    "# Greeting\n\nYou are the assistant.\n\n# Prohibitions\n\nNever say no.",
    "# Greeting\n\nYou are a person.\n\n# Prohibitions\n\nNever lie.",
];

/// A value that cannot be read, in a file of some bytes.
pub fn unknown(bytes: &str) -> Value {
    Value::Unknown { why: "duplicate-key".into(), sha256: sha256_hex(bytes.as_bytes()) }
}

fn contributors(dice: &mut Dice) -> Contributors {
    let mut contributors = Contributors::default();
    for person in PERSONS {
        if dice.chance(15) {
            contributors.list.push(contributor(person));
        }
    }
    contributors
}

/// A person who wrote a part of the change.
pub fn contributor(person: &str) -> Contributor {
    Contributor { person: person.into(), commits: vec![Oid([1; 20])], r#as: vec!["author".into()] }
}

/// A commit that nobody answers for.
pub fn unmapped() -> UnknownContributor {
    UnknownContributor {
        commit: Oid([2; 20]),
        email: "who@example.org".into(),
        reason: "unmapped-contributor".into(),
        message: "nobody".into(),
    }
}

/// What was in force: a few thresholds over a few weeks.
fn history(dice: &mut Dice, at: Instant) -> History {
    let mut ago = 0;
    let states = (0..1 + dice.below(3)).map(|n| {
        ago += i64::try_from(dice.below(20)).expect("small");
        let landed = at.plus_seconds(-ago * 86_400);
        let place = ["claims", "escalation", "claims/escalation", ""].map(str::to_owned);
        let [system, artifact, path, pointer] = place;
        State {
            commit: Oid([10 + u8::try_from(n).expect("small"); 20]),
            earliest: landed,
            latest: landed,
            facts: Default::default(),
            values: [((system, artifact, path, pointer), Some(decimal(dice.pick(&["0.75", "0.8"]))))].into(),
        }
    });
    History { states: states.collect(), reach: Reach::Complete }
}

/// The end of a clone.
pub fn shallow() -> Reach {
    Reach::Shallow(GitError {
        reason: "shallow-history",
        message: "the clone ends here".into(),
        help: vec!["git fetch --unshallow".into()],
        usage: false,
    })
}
