//! What: the items of a policy with every name bound, every unit checked, and places kept.
//! From: [`crate::syntax::Tree`]s.
//! No longer knows: clauses, values, which file or line an item stood in (places stay).
//! Used by: [`crate::policy`], lint.

mod check;
mod condition;
mod from_tree;
pub mod governance;
mod items;
mod key;
mod models_item;
mod reader;
pub mod reference;
mod rule;
mod scope;
mod shape;
mod system;
mod tables;
mod tests_item;
mod unknown;

use crate::decimal::Decimal;
use crate::kind::{Kind, Op};
use crate::model_id::Scheme;
use crate::source::Location;
use crate::time::{Date, Period};
use crate::wording::Wording;

use governance::{Agreement, Assessment, Decision, Entity, Stage};

pub use from_tree::{bind, library};
pub use governance::Governance;

/// A policy with its names bound. Where a diagnostic is an error, parts are missing.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Whose policy it is.
    pub organization: Option<Organization>,
    /// The people.
    pub persons: Vec<Person>,
    /// The bots.
    pub bots: Vec<Bot>,
    /// The roles.
    pub roles: Vec<Role>,
    /// The suppliers.
    pub suppliers: Vec<Supplier>,
    /// The governed systems.
    pub systems: Vec<System>,
    /// The file formats.
    pub formats: Vec<Format>,
    /// How ids of models are written.
    pub models: Vec<Models>,
    /// Words that make a rule of a prompt weaker; only the library says any.
    pub wordings: Vec<Wording>,
    /// The rules.
    pub rules: Vec<Rule>,
    /// What a change must have that no rule matches.
    pub otherwise: Option<Otherwise>,
    /// The invariants.
    pub invariants: Vec<Invariant>,
    /// The evidence items.
    pub evidence: Vec<Evidence>,
    /// The tests.
    pub tests: Vec<Test>,
    /// What registers are made of.
    pub governance: Governance,
    /// Lint findings that items accept.
    pub allows: Vec<Allow>,
}

/// A name that the library gives to every policy, with the word of its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// `jurisdiction`, `category`, `event` or `gate`.
    pub word: &'static str,
    /// The name.
    pub name: &'static str,
}

/// A word with its place: the name an item declares, or a use of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// The name.
    pub name: String,
    /// Where it was written.
    pub at: Location,
}

/// A text with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The decoded text.
    pub text: String,
    /// Where it was written.
    pub at: Location,
}

/// The `organization` item.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Its name.
    pub id: Id,
    /// The name as shown.
    pub title: String,
    /// The name that statements carry.
    pub repository: String,
    /// What the policy is about.
    pub scope: String,
    /// The systems it governs; none where they could not all be read.
    pub covers: Vec<Id>,
    /// Where it says which.
    pub covers_at: Location,
    /// Jurisdictions.
    pub serves: Vec<String>,
    /// Branches that are judged, the primary first.
    pub targets: Vec<String>,
    /// Whether contributing commits must be signed.
    pub commits_signed: bool,
    /// The bot that signs records.
    pub records_by: Option<Id>,
}

/// A `person` item.
#[derive(Clone, Debug)]
pub struct Person {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// Addresses.
    pub emails: Vec<Text>,
    /// GitHub login, or `""`.
    pub github: String,
    /// GitLab login, or `""`.
    pub gitlab: String,
    /// Public keys.
    pub keys: Vec<Key>,
    /// The last day.
    pub until: Option<Date>,
}

/// A `bot` item.
#[derive(Clone, Debug)]
pub struct Bot {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// Addresses.
    pub emails: Vec<Text>,
    /// GitHub login, or `""`.
    pub github: String,
    /// Public keys.
    pub keys: Vec<Key>,
    /// The person who answers for it.
    pub operator: Id,
}

/// A public key and when it counts.
#[derive(Clone, Debug)]
pub struct Key {
    /// `ALGORITHM BASE64`.
    pub key: String,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Where.
    pub at: Location,
}

/// A `role` item.
#[derive(Clone, Debug)]
pub struct Role {
    /// Its name.
    pub id: Id,
    /// Who holds it.
    pub members: Vec<Member>,
}

/// A person's time in a role.
#[derive(Clone, Debug)]
pub struct Member {
    /// The person.
    pub person: Id,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// Whether it is a delegation.
    pub delegate: bool,
}

/// A `supplier` item.
#[derive(Clone, Debug)]
pub struct Supplier {
    /// Its name.
    pub id: Id,
    /// The name as shown, or `""`.
    pub title: String,
    /// Parts of the chain.
    pub provides: Vec<String>,
    /// The role that answers for the relation.
    pub owner: String,
    /// Where it processes.
    pub regions: Vec<String>,
    /// How long it keeps what it gets: `nothing`, a time, or `""`.
    pub retains: String,
    /// `yes`, `no` or `""`.
    pub training: String,
    /// Reports and the day each lapses.
    pub assurance: Vec<(String, Date)>,
    /// The company behind it.
    pub entity: Option<Entity>,
    /// How long before a change of a model it tells.
    pub notice: Option<Period>,
    /// Contracts.
    pub agreements: Vec<Agreement>,
    /// Whom it passes data on to.
    pub subprocessors: Vec<Id>,
    /// Controls that are its part of the work.
    pub answers_for: Vec<String>,
    /// Controls that are partly its, partly ours.
    pub shares: Vec<String>,
}

/// A `system` item.
#[derive(Clone, Debug)]
pub struct System {
    /// Its name.
    pub id: Id,
    /// The name as shown.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// The role that owns it.
    pub owner: Option<Id>,
    /// `low`, `medium`, `high` or `""`.
    pub risk: String,
    /// Jurisdictions.
    pub serves: Vec<String>,
    /// Categories of data.
    pub handles: Vec<String>,
    /// Suppliers and the part each provides.
    pub suppliers: Vec<(String, String)>,
    /// The steps of its chain.
    pub stages: Vec<Stage>,
    /// The steps that its chain does not have, with the reasons.
    pub without: Vec<(Id, String)>,
    /// Answers to the questions on which law turns.
    pub answers: Vec<(Id, bool)>,
    /// What it decides without a person.
    pub decisions: Vec<Decision>,
    /// Its impact assessment.
    pub assessment: Option<Assessment>,
    /// `files GLOB as FORMAT`; the format's artifacts are already among `artifacts`.
    pub files: Vec<(Text, Id)>,
    /// The governed values.
    pub artifacts: Vec<Artifact>,
}

/// A `format` item.
#[derive(Clone, Debug)]
pub struct Format {
    /// Its name.
    pub id: Id,
    /// Where such files usually are.
    pub found: Vec<Whereabouts>,
    /// The values, with an empty path in every location.
    pub artifacts: Vec<Artifact>,
    /// Fragments that never count.
    pub ignores: Vec<Text>,
    /// The lists whose items have names.
    pub identities: Vec<ListIdentity>,
}

/// A `found` clause: what tells a file of a format.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    /// The path glob.
    pub glob: Text,
    /// Fragments that name something in every such file.
    pub with: Vec<Text>,
}

/// An `identity` clause: how the items of a list are named.
#[derive(Clone, Debug)]
pub struct ListIdentity {
    /// The fragment of the list.
    pub list: Text,
    /// The key of each item.
    pub key: String,
    /// Whether the order of the items means something.
    pub ordered: bool,
}

/// A `models` item.
#[derive(Clone, Debug)]
pub struct Models {
    /// Its name.
    pub id: Id,
    /// What it says.
    pub scheme: Scheme,
    /// The items that it hands ids to.
    pub reads: Vec<Id>,
}

/// A governed value.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// Its name, unique in its system.
    pub id: Id,
    /// What sort of value.
    pub kind: Kind,
    /// Where it is.
    pub at: Vec<Spot>,
    /// The safer side, or `""`.
    pub safer: &'static str,
    /// The unit, or `""`.
    pub unit: String,
    /// The number that means no end.
    pub forever: Option<Decimal>,
    /// What a deleted key means, in canonical text.
    pub default: Option<String>,
    /// The values it may have.
    pub range: Option<(Decimal, Decimal)>,
    /// The most it may loosen in one change.
    pub step: Option<Decimal>,
    /// The most it may loosen in all, and within what time.
    pub drift: Option<(Decimal, Period)>,
    /// What a prompt must or must not say or match.
    pub must: Vec<Must>,
    /// Protected parts: `section` or `text`, and which.
    pub protect: Vec<(&'static str, String)>,
    /// What a prompt must tell.
    pub discloses: Vec<Discloses>,
    /// Where an export of the platform says what runs.
    pub deployed: Option<Spot>,
    /// The language of a prompt, or `""`.
    pub language: String,
    /// Prompts of the same system whose protected parts are edited together with its own.
    pub in_step: Vec<Id>,
    /// The supplier it must come from.
    pub from: Option<Id>,
    /// The `models` item that reads its id, where the id alone does not tell.
    pub served_by: Option<Id>,
    /// Whether its id must name one version.
    pub pinned: bool,
    /// The only values or items it may have.
    pub allow: Option<Vec<String>>,
    /// Items it may not have.
    pub never: Option<Vec<String>>,
}

/// One location of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The path glob; `""` in a format.
    pub path: String,
    /// The text after `#`, or `""`.
    pub fragment: String,
    /// Where it was written.
    pub at: Location,
}

/// A `must` clause of a prompt.
#[derive(Clone, Debug)]
pub struct Must {
    /// Whether it is a `must not`.
    pub not: bool,
    /// Whether the text is a regular expression.
    pub regex: bool,
    /// The phrase or expression.
    pub text: String,
}

/// A `discloses` clause of a prompt.
#[derive(Clone, Debug)]
pub struct Discloses {
    /// What is told: `ai`, `recording`, `human_route`, …
    pub element: Id,
    /// When: `first turn`, `closing`, `on request`, or `""` where nothing is said.
    pub turn: &'static str,
    /// The heading that the words stand under, or `""`.
    pub section: String,
    /// The words.
    pub words: Text,
}

/// A `rule` item.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub id: Id,
    /// The title, or `""`.
    pub title: String,
    /// The changes it applies to.
    pub on: Vec<On>,
    /// What they must have.
    pub duty: Duty,
    /// How long an approval counts.
    pub valid: Option<Period>,
    /// Controls it supports, `iso42001:A.6.2.4`.
    pub supports: Vec<String>,
    /// The last day of warning only.
    pub warn_until: Option<Date>,
}

/// An `on` clause.
#[derive(Clone, Debug)]
pub struct On {
    /// The kind; `None` for `any`.
    pub kind: Option<Kind>,
    /// The operation.
    pub op: Op,
    /// Only changes of a protected part.
    pub protected: bool,
    /// `provider`, `family`, `version` or `""`.
    pub part: &'static str,
    /// Only changes larger than this.
    pub by_more_than: Option<Decimal>,
    /// Only these systems.
    pub systems: Option<Vec<String>>,
    /// Only this artifact, or `""`.
    pub artifact: String,
    /// Where.
    pub at: Location,
}

/// What a change must have.
#[derive(Clone, Debug)]
pub enum Duty {
    /// Approvals and evidence.
    Require {
        /// Approvals in the order written.
        approvals: Vec<Need>,
        /// Evidence.
        evidence: Vec<Id>,
    },
    /// Never allowed, and why.
    Forbid(String),
}

/// Approvals that a change must have.
#[derive(Clone, Debug)]
pub struct Need {
    /// Roles, any of which will do; `owner` for the owner of the system.
    pub roles: Vec<Id>,
    /// How many.
    pub count: u32,
    /// Whether delegates do not count.
    pub in_person: bool,
    /// Where.
    pub at: Location,
}

/// The `otherwise` item.
#[derive(Clone, Debug)]
pub struct Otherwise {
    /// What the change must have.
    pub duty: Duty,
    /// Where.
    pub at: Location,
}

/// An `invariant` item.
#[derive(Clone, Debug)]
pub struct Invariant {
    /// Its name.
    pub id: Id,
    /// The kind it speaks of.
    pub kind: Kind,
    /// The systems; `None` for every one.
    pub systems: Option<Vec<String>>,
    /// The artifact, or `""`.
    pub artifact: String,
    /// What must be true.
    pub condition: Condition,
    /// The last day of warning only.
    pub warn_until: Option<Date>,
}

/// A condition on one value (on each item, for a set).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Names one version for good.
    Pinned,
    /// Is one of these.
    In(Vec<String>),
    /// Lies between, both ends included.
    Between(Decimal, Decimal),
    /// Is at least this.
    AtLeast(Decimal),
    /// Is at most this.
    AtMost(Decimal),
    /// Says the phrase.
    Say(String),
    /// Matches the regular expression.
    Match(String),
    /// Comes from one of these suppliers.
    From(Vec<String>),
    /// Not so.
    Not(Box<Condition>),
    /// All of these.
    And(Vec<Condition>),
    /// Any of these.
    Or(Vec<Condition>),
}

/// An `evidence` item.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Its name.
    pub id: Id,
    /// The title, or `""`.
    pub title: String,
    /// `junit`, `promptfoo` or `document`.
    pub reader: &'static str,
    /// Where the reports are.
    pub glob: Text,
    /// The least pass rate in percent.
    pub pass_rate: Option<Decimal>,
    /// The least number of cases.
    pub cases: Option<u64>,
    /// The greatest age.
    pub fresh: Option<Period>,
    /// Whether a report must name the change.
    pub names_change: bool,
    /// How often a document must be reviewed.
    pub reviewed: Option<Period>,
}

/// An `allow` clause: a lint finding that an item accepts.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The lint's name.
    pub lint: Text,
    /// Why.
    pub because: String,
    /// The last day.
    pub until: Date,
    /// The item's kind and name: `system claims_line`.
    pub item: String,
    /// The whole item.
    pub within: Location,
}

/// A `test` item.
#[derive(Clone, Debug)]
pub struct Test {
    /// Its title.
    pub title: Text,
    /// The day of the verdict.
    pub at: Date,
    /// What changed.
    pub changes: Vec<TestChange>,
    /// Who made it: persons and bots.
    pub authors: Vec<String>,
    /// Approvals: (person, role).
    pub approvals: Vec<(String, String)>,
    /// Vetoes: (person, role).
    pub vetoes: Vec<(String, String)>,
    /// Evidence and what it says.
    pub evidence: Vec<(String, Report)>,
    /// Earlier values.
    pub in_force: Vec<InForce>,
    /// The verdict it must get.
    pub expect: Expect,
}

/// What a report says in a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Every bound is met.
    Passes,
    /// A bound is not met.
    Fails,
    /// There is none.
    Missing,
}

/// A change in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestChange {
    /// The system; `policy` for the policy itself.
    pub system: String,
    /// The artifact, or `""`.
    pub artifact: String,
    /// What sort of value.
    pub kind: Kind,
    /// What happened.
    pub edit: TestEdit,
    /// Where.
    pub at: Location,
}

/// What happened in a test's change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestEdit {
    /// From one value to another.
    Value(TestValue, TestValue),
    /// A prompt was edited, in the section named, or outside every section.
    Edited(Option<String>),
    /// A value of which only the operation is said.
    Op(Op),
}

/// A value in a test, in canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TestValue {
    /// Nothing there.
    Absent,
    /// A model or voice id.
    Id(String),
    /// A threshold.
    Decimal(Decimal),
    /// A parameter: `number`, `string`, `bool` or `null`, and its canonical text.
    Scalar(&'static str, String),
    /// Tools or regions, unique and sorted.
    Set(Vec<String>),
    /// A switch: on or off.
    Switch(bool),
    /// A period.
    Duration(Period),
}

/// A value that was in force before, in a test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// The system.
    pub system: String,
    /// The artifact.
    pub artifact: String,
    /// The value.
    pub value: TestValue,
    /// Its first day.
    pub since: Date,
}

/// The verdict a test must get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Passed.
    Passed,
    /// Blocked; by this rule or invariant, if named.
    Blocked(Option<String>),
    /// Unknown; because of this reason, if named.
    Unknown(Option<String>),
}
