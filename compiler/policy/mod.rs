//! What: the kernel, the constructs that a verdict reads, and the notes that only registers read.
//! From: [`crate::model`].
//! No longer knows: syntax, names that need resolving, sugar.
//! Used by: facts, change, approval, verdict, record. Serialises to canonical JSON and back.

mod compile;
mod damage;
mod from_model;
mod library;
mod locations;
mod notes;
mod paths;
mod relief;
mod renewals;
mod rule;
mod safer;
mod schedule;
mod schemes;
mod test_case;
mod weaker;

use std::collections::BTreeSet;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use crate::canonical;
use crate::decimal::Decimal;
use crate::kind::Kind;
use crate::label::Label;
use crate::model_id::{Scheme, Shared};
use crate::source::Location;
use crate::time::{Date, Instant, Period};

pub use compile::{Compiled, compile};
pub use library::{FileFormat, Whereabouts, whereabouts, whereabouts_of};
pub use paths::{PathGlob, Paths, beside_in_module};
pub use relief::{Emergency, Exception};
pub use rule::{Disclosure, Drift, Duty, Guard, Hold, InStep, Need, Predicate, Rule, RuleSource};
pub use schedule::{Asked, Covered, Inexpressible, Keeping, Limit, Matter, Matters, Schedule, Setting};
pub use schemes::{facts, library_platforms, platforms, standard, wordings, words};
pub use test_case::{Expect, InForce, PolicyTest, Report, TestChange, TestEdit, TestValue};
pub use weaker::{Weaker, weaker};

/// The reserved id of the policy itself as a governed system.
pub const POLICY_SYSTEM: &str = "policy";

/// The folder whose `*.countersign` files are the policy.
pub const FOLDER: &str = "governance";
/// Where statements live in a tree when they are files; no location may lie under it.
pub const APPROVALS_FOLDER: &str = "governance/approvals";
/// Where records live in a tree when they are files; no location may lie under it.
pub const RECORDS_FOLDER: &str = "governance/records";

/// A compiled policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// What verdicts read.
    pub kernel: Kernel,
    /// What only registers read, sorted.
    pub notes: Vec<Note>,
    /// Where each construct was written; not part of any digest.
    #[serde(skip)]
    pub origins: Origins,
}

impl Policy {
    /// Tells whether any system describes the steps of its chain.
    pub fn describes_a_chain(&self) -> bool {
        self.notes.iter().any(|note| note.topic == "system.stage")
    }
}

/// Where constructs were written: rules and holds by their id, slots as `SYSTEM.ARTIFACT`,
/// everything else as `person ada`, `role compliance`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// Rules, of which there may be very many: sorted by id.
    rules: Vec<(Label, Location)>,
    others: HashMap<Label, Location>,
}

impl Origins {
    /// Returns the place of a construct.
    pub fn get(&self, id: &str) -> Option<&Location> {
        let rule = || self.rules.binary_search_by(|(rule, _)| rule.as_str().cmp(id)).ok();
        self.others.get(id).or_else(|| rule().map(|at| &self.rules[at].1))
    }
}

/// Everything a verdict reads of a policy. Lists are sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kernel {
    /// `countersign/kernel/1`.
    pub schema: String,
    /// The name that statements carry, `northwind/claims-voice`.
    pub repository: String,
    /// Branches that are judged, as written (`main`, `release/*`); the first is the primary.
    pub targets: Vec<String>,
    /// Whether contributing commits must carry a verified signature.
    pub commits_signed: bool,
    /// The bot whose key signs records, or `null`.
    pub records_by: Option<String>,
    /// The governed systems.
    pub systems: Vec<System>,
    /// The governed locations.
    pub slots: Vec<Slot>,
    /// The people.
    pub persons: Vec<Person>,
    /// The bots; never a [`Who`].
    pub bots: Vec<Bot>,
    /// Roles with their members over time.
    pub roles: Vec<Who>,
    /// What a change must have.
    pub rules: Vec<Rule>,
    /// What must be true of the head.
    pub holds: Vec<Hold>,
    /// The retention schedules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Schedule>,
    /// Prompts whose protected parts are edited together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_step: Vec<InStep>,
    /// Reports that duties may ask for.
    pub evidence: Vec<Evidence>,
    /// What stands in for rules for a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// How what was approved before is restored at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<Emergency>,
    /// The policy's own schemes of model ids, read before those of the library.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<Scheme>,
    /// How ids are read, where that is not by `models` and the library; no part of the policy.
    #[serde(skip)]
    pub library: Shared,
}

/// A governed system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// Its id.
    pub id: String,
    /// The role that owns it.
    pub owner: String,
    /// `low`, `medium`, `high`, or `""` when not said.
    pub risk: String,
    /// Path globs of files whose rest is governed as kind `other`, sorted.
    pub files: Vec<String>,
    /// Fragments whose value never counts (volatile export noise), per path glob, sorted.
    pub ignores: Vec<(String, String)>,
    /// The lists whose items have names, sorted.
    pub identities: Vec<ListIdentity>,
}

/// A list whose items are named by one of their keys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListIdentity {
    /// The path glob of the files.
    pub path: String,
    /// The fragment of the list.
    pub list: String,
    /// The key that names an item.
    pub key: String,
    /// Whether the order of the items means something.
    pub ordered: bool,
}

/// A governed location: one artifact of one system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The system's id.
    pub system: String,
    /// The artifact's name.
    pub artifact: String,
    /// What sort of value it holds.
    pub kind: Kind,
    /// Where it is; several only for a prompt assembled in order.
    pub at: Vec<Locator>,
    /// Which side is safer: `higher lower on off shorter longer narrower wider`, or `""`.
    pub safer: String,
    /// The unit of a period or threshold, or `""`.
    pub unit: String,
    /// The number that a file writes for a period without end, or `""`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub forever: String,
    /// What a deleted key means, in canonical text, or `null`.
    pub default: Option<String>,
    /// Protected parts of a prompt.
    pub protected: Vec<Protected>,
    /// Where an export of the platform says what runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<Locator>,
    /// The scheme that reads a model's id, or `""` where the id tells.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub served_by: String,
    /// What the policy says of the objects that a setting of a schedule is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objects: Option<Objects>,
    /// Whether a format brings it, so that a setting of a schedule may be the same value. Only reading asks
    /// for it, and what is read is digested.
    #[serde(skip)]
    pub brought: bool,
}

/// The objects that a setting of a schedule is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objects {
    /// The bucket or account, as its file names it, or `""`.
    pub bucket: String,
    /// What the names of its objects start with, or `""`.
    pub prefix: String,
}

/// A path glob from the repository root, and what inside the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Locator {
    /// The glob: `* ** ? {a,b}`, case-sensitive.
    pub path: String,
    /// The text after `#`: a JSON Pointer (`/a/b`), a JSONPath (`$[*].name`), a Markdown
    /// heading (`Hand-off`), or `""` for the whole file.
    pub fragment: String,
}

/// A part of a prompt whose change needs more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Protected {
    /// `section` (a heading and all below it) or `text` (a sentence).
    pub part: String,
    /// The heading or the sentence.
    pub text: String,
}

/// A person who may sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name as shown.
    pub name: String,
    /// E-mail addresses that name this person as contributor.
    pub emails: Vec<String>,
    /// GitHub login, or `""`.
    pub github: String,
    /// GitLab login, or `""`.
    pub gitlab: String,
    /// Signing keys over time.
    pub keys: Vec<Key>,
    /// The last day, or `null`.
    pub until: Option<Date>,
}

/// A public key with its time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// `ALGORITHM BASE64`, without comment.
    pub key: String,
    /// The first day, or `null` for always.
    pub from: Option<Date>,
    /// The last day, or `null` for no end.
    pub until: Option<Date>,
}

/// An automation account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bot {
    /// The id.
    pub id: String,
    /// The name as shown.
    pub name: String,
    /// E-mail addresses that name it.
    pub emails: Vec<String>,
    /// GitHub login, or `""`.
    pub github: String,
    /// Signing keys over time.
    pub keys: Vec<Key>,
    /// The person who answers for it and contributes wherever it does.
    pub operator: String,
}

/// A role and who holds it when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The role's id.
    pub id: String,
    /// Who holds it.
    pub members: Vec<Membership>,
}

/// One person's time in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// The person's id.
    pub person: String,
    /// The first day, or `null`.
    pub from: Option<Date>,
    /// The last day, or `null`.
    pub until: Option<Date>,
    /// Whether this is a delegation; `in person` duties do not take it.
    pub delegate: bool,
}

/// A report that a duty may ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The id.
    pub id: String,
    /// The title, or `""`.
    pub title: String,
    /// `junit`, `promptfoo` or `document`.
    pub reader: String,
    /// Where the reports are, a path glob.
    pub glob: String,
    /// The least pass rate in percent, or `null`.
    pub pass_rate: Option<Decimal>,
    /// The least number of cases, or `null`.
    pub cases: Option<u64>,
    /// The greatest age, or `null`.
    pub fresh: Option<Period>,
    /// Whether the report must name the digest of the change.
    pub names_change: bool,
    /// How often a document must be reviewed, or `null`.
    pub reviewed: Option<Period>,
    /// Whether the change itself must bring a document with a later review than before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renewed: bool,
}

/// A row that only registers read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The item or clause: `organization.scope`, `supplier`, `system.purpose`.
    pub topic: String,
    /// The item's id.
    pub subject: String,
    /// The values in canonical text.
    pub values: Vec<String>,
}

/// The digests that statements and records carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDigests {
    /// Of the whole kernel.
    pub kernel: String,
    /// Of what an approval of a change of the touched systems consents to.
    pub scope: String,
}

#[derive(Serialize)]
struct Scope<'a> {
    schema: &'static str,
    repository: &'a str,
    targets: &'a [String],
    commits_signed: bool,
    records_by: &'a Option<String>,
    systems: Vec<&'a System>,
    slots: Vec<&'a Slot>,
    roles: Vec<&'a str>,
    rules: &'a [Rule],
    holds: Vec<&'a Hold>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    schedules: Vec<(&'a str, &'a [Covered], &'a Keeping, &'a str)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<(&'a str, crate::time::Period)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    in_step: Vec<&'a InStep>,
    evidence: &'a [Evidence],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exceptions: Vec<&'a Exception>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emergency: &'a Option<Emergency>,
    #[serde(skip_serializing_if = "<[Scheme]>::is_empty")]
    models: &'a [Scheme],
}

impl Kernel {
    /// The schema name of this form.
    pub const SCHEMA: &'static str = "countersign/kernel/1";

    /// Digests the whole kernel.
    pub fn digest(&self) -> String {
        canonical::digest(self)
    }

    /// Digests what an approval binds to: the rules, and the slots and holds of the touched
    /// systems; not who holds a role, nor what other systems say, nor which matters hold data.
    pub fn scope(&self, touched: &BTreeSet<String>) -> String {
        let hold_applies = |hold: &&Hold| {
            hold.systems.as_ref().is_none_or(|systems| systems.iter().any(|s| touched.contains(s.as_str())))
        };
        canonical::digest(&Scope {
            schema: "countersign/scope/1",
            repository: &self.repository,
            targets: &self.targets,
            commits_signed: self.commits_signed,
            records_by: &self.records_by,
            systems: self.systems.iter().filter(|s| touched.contains(&s.id)).collect(),
            slots: self.slots.iter().filter(|s| touched.contains(&s.system)).collect(),
            roles: self.roles.iter().map(|role| role.id.as_str()).collect(),
            rules: &self.rules,
            holds: self.holds.iter().filter(hold_applies).collect(),
            schedules: self
                .schedules
                .iter()
                .filter(|schedule| touched.iter().any(|id| schedule.is_about(id)))
                .map(|s| (s.id.as_str(), s.covers.as_slice(), &s.keep, s.rounding.as_str()))
                .collect(),
            copies: self
                .schedules
                .iter()
                .filter(|schedule| touched.iter().any(|id| schedule.is_about(id)))
                .filter_map(|schedule| Some((schedule.id.as_str(), schedule.backups?)))
                .collect(),
            in_step: self.in_step.iter().filter(|pair| touched.contains(&pair.system)).collect(),
            evidence: &self.evidence,
            exceptions: self.exceptions.iter().filter(|e| touched.iter().any(|id| e.is_for(id))).collect(),
            emergency: &self.emergency,
            models: &self.models,
        })
    }

    /// Returns the digests for a change that touches some systems.
    pub fn digests(&self, touched: &BTreeSet<String>) -> PolicyDigests {
        PolicyDigests { kernel: self.digest(), scope: self.scope(touched) }
    }

    /// Finds a person.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.persons.iter().find(|p| p.id == id)
    }

    /// Finds a system.
    pub fn system(&self, id: &str) -> Option<&System> {
        self.systems.iter().find(|s| s.id == id)
    }

    /// Returns the roles that `owner` means for a system; for [`POLICY_SYSTEM`], every owner.
    pub fn owners(&self, system: &str) -> BTreeSet<&str> {
        let all = self.systems.iter().filter(|s| system == POLICY_SYSTEM || s.id == system);
        all.map(|s| s.owner.as_str()).collect()
    }

    /// Tells whether a person holds a role at an instant; with `in_person`, not as a delegate.
    /// A person past the last day holds nothing.
    pub fn holds_role(&self, person: &str, role: &str, at: Instant, in_person: bool) -> bool {
        let active = self.person(person).is_some_and(|p| within(None, p.until, at));
        let member =
            |m: &Membership| m.person == person && !(in_person && m.delegate) && within(m.from, m.until, at);
        active && self.roles.iter().any(|r| r.id == role && r.members.iter().any(member))
    }
}

/// Tells whether an instant lies in `from D … until E`, both days included.
pub fn within(from: Option<Date>, until: Option<Date>, at: Instant) -> bool {
    from.is_none_or(|day| day.start() <= at) && until.is_none_or(|day| at < day.end())
}
