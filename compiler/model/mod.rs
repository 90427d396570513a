//! What: the items of a policy with every name bound, every unit checked, and places kept.
//! From: [`crate::syntax::Tree`]s.
//! No longer knows: clauses, values, which file or line an item stood in (places stay).
//! Used by: [`crate::policy`], lint.

mod check;
mod clause;
mod condition;
mod from_tree;
pub mod governance;
mod governed;
mod items;
mod key;
mod models_item;
mod reader;
pub mod reference;
mod relief;
mod rule;
mod scope;
mod shape;
mod slots;
mod system;
mod tables;
mod test;
mod tests_item;
mod unknown;

use crate::decimal::Decimal;
use crate::few::Few;
use crate::kind::{Kind, Op};
use crate::label::Label;
use crate::source::Location;
use crate::time::{Date, Period};
use crate::wording::Wording;

use governance::{Agreement, Entity};

pub use from_tree::{bind, library};
pub use governance::Governance;
pub use governed::{Artifact, Discloses, Format, ListIdentity, Models, Must, Spot, System, Whereabouts};
pub use relief::{Covered, Emergency, Exception};
pub use test::{Expect, InForce, Report, Test, TestChange, TestEdit, TestValue};

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
    /// What stands in for rules for a time.
    pub exceptions: Vec<Exception>,
    /// How what was approved before is restored at once.
    pub emergency: Option<Emergency>,
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
    /// `jurisdiction`, `category`, `event`, `gate` or `fact`.
    pub word: &'static str,
    /// The name.
    pub name: &'static str,
}

/// A word with its place: the name an item declares, or a use of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id {
    /// The name.
    pub name: Label,
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
    pub assurance: Vec<(Text, Date)>,
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

/// A `rule` item.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub id: Id,
    /// The title, or `""`.
    pub title: Label,
    /// The changes it applies to.
    pub on: Few<On>,
    /// What they must have.
    pub duty: Duty,
    /// How long an approval counts.
    pub valid: Option<Period>,
    /// Whether what several systems share needs other persons in each.
    pub distinct: bool,
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
    pub systems: Option<Few<Label>>,
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
        approvals: Few<Need>,
        /// Evidence.
        evidence: Few<Id>,
    },
    /// Never allowed, and why.
    Forbid(String),
}

/// Approvals that a change must have.
#[derive(Clone, Debug)]
pub struct Need {
    /// Roles, any of which will do; `owner` for the owner of the system.
    pub roles: Few<Id>,
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
    pub systems: Option<Vec<Label>>,
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
