//! What lints look at: every stage of one policy, and indexes that are made once.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::facts::{self, Facts, Files};
use crate::git::{Oid, Snapshot};
use crate::law::Schedules;
use crate::model::{Duty, Member, Model, Need, Person, Role, Supplier};
use crate::policy::{PathGlob, Policy, System};
use crate::prove::Survey;
use crate::source::{FileId, Location, Sources};
use crate::syntax::{Clause, Tree, Value};
use crate::time::{Date, Instant, Period, PeriodUnit};

use super::documents;
use super::keeping::Held;
use super::outsiders::{self, Outsider};
use super::places::Places;
use super::registers;

/// The seconds of a day.
const DAY: i64 = 86_400;

/// What git calls a file without any content, whatever its path.
const EMPTY: Oid = Oid([
    0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b, 0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4,
    0x8c, 0x53, 0x91,
]);

/// Everything that lints look at.
pub struct Context<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The policy's own files; without the library's.
    pub trees: Vec<&'a Tree>,
    /// The modules of the library that it uses, each with the place that names it.
    pub library: Vec<(Location, &'a Tree)>,
    /// The items with their places.
    pub model: &'a Model,
    /// The kernel and the notes.
    pub policy: &'a Policy,
    /// The instant that dates are compared with.
    pub at: Instant,
    /// The repository that holds the policy; `None` outside of one.
    pub surroundings: Option<Surroundings>,
    /// How many findings each `allow` of the model silenced. Empty until every other topic has
    /// been looked at; lints about suppressions run after that.
    pub silenced: Vec<usize>,
    persons: BTreeMap<&'a str, &'a Person>,
    suppliers: BTreeMap<&'a str, &'a Supplier>,
    roles: BTreeMap<&'a str, &'a Role>,
    role_uses: BTreeMap<&'a str, Vec<Location>>,
    asked: BTreeMap<&'a str, Location>,
    tested_roles: BTreeSet<&'a str>,
    places: OnceCell<Places<'a>>,
    survey: OnceCell<Survey<'a>>,
    pub(super) schedules: OnceCell<Schedules<'a>>,
    pub(super) held: OnceCell<Vec<Held<'a>>>,
    outsiders: OnceCell<Vec<Outsider>>,
}

/// The repository around a policy, as values.
#[derive(Debug, Default)]
pub struct Surroundings {
    /// Every tracked path, sorted.
    pub tracked: BTreeSet<String>,
    /// Those of them at which a file without any content stands, or a text whose bytes the snapshot has
    /// and that says nothing.
    pub empty: BTreeSet<String>,
    /// The governed values of each system.
    pub facts: Vec<Facts>,
    /// The governed files that are UTF-8, and the documents whose bytes the snapshot has, by path, as
    /// sources to point into.
    pub files: BTreeMap<String, FileId>,
}

/// What stands where a document is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// A file with something in it.
    There,
    /// Files that say nothing only, and so show nothing.
    Empty,
    /// Nothing.
    Missing,
}

impl Surroundings {
    /// Reads what a policy governs from a snapshot that lists every tracked path and holds the
    /// bytes of the governed ones, and maybe of documents that it names. The texts join the sources, so
    /// that findings can show them.
    pub fn new(policy: &Policy, snapshot: &Snapshot, sources: &mut Sources, parsed: &Files) -> Surroundings {
        let name = |path: &[u8]| String::from_utf8_lossy(path).into_owned();
        let tracked = snapshot.listing.keys().map(|path| name(path)).collect();
        let without = snapshot.listing.iter().filter(|(_, entry)| entry.oid == EMPTY);
        let mut empty: BTreeSet<String> = without.map(|(path, _)| name(path)).collect();
        let systems = &policy.kernel.systems;
        let read = |system: &System| facts::read(&policy.kernel, &system.id, snapshot, parsed);
        let facts = systems.iter().map(read).collect();
        let mut files = BTreeMap::new();
        for path in snapshot.listing.keys() {
            let text = snapshot.bytes(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
            if let Some(text) = text {
                let path = name(path);
                if documents::says_nothing(&path, text) {
                    empty.insert(path.clone());
                }
                let file = sources.add(path.clone(), Arc::<str>::from(text));
                files.insert(path, file);
            }
        }
        Surroundings { tracked, empty, facts, files }
    }

    /// Says what stands where a document is named, by its path or by a pattern of paths.
    pub fn document(&self, named: &str) -> Document {
        let is = |paths: &BTreeSet<String>, path: &str| paths.contains(path);
        if is(&self.tracked, named) {
            return if is(&self.empty, named) { Document::Empty } else { Document::There };
        }
        let Some(glob) = PathGlob::new(named).ok().filter(|glob| !glob.is_literal()) else {
            return Document::Missing;
        };
        let found = self.tracked.iter().filter(|path| glob.matches(path.as_bytes()));
        found.fold(Document::Missing, |known, path| match (known, is(&self.empty, path)) {
            (Document::There, _) | (_, false) => Document::There,
            (_, true) => Document::Empty,
        })
    }
}

impl<'a> Context<'a> {
    /// Gathers the stages and makes the indexes.
    pub fn new(
        sources: &'a Sources,
        trees: &'a [Tree],
        model: &'a Model,
        policy: &'a Policy,
        at: Instant,
        surroundings: Option<Surroundings>,
    ) -> Context<'a> {
        let library = trees.iter().filter_map(|tree| Some((tree.use_at()?, tree))).collect();
        let trees: Vec<&Tree> = trees.iter().filter(|tree| !tree.is_library()).collect();
        let (role_uses, asked) = roles_at(model);
        Context {
            sources,
            trees,
            library,
            model,
            policy,
            at,
            surroundings,
            silenced: Vec::new(),
            persons: model.persons.iter().map(|person| (person.id.name.as_str(), person)).collect(),
            suppliers: model.suppliers.iter().map(|one| (one.id.name.as_str(), one)).collect(),
            roles: model.roles.iter().map(|role| (role.id.name.as_str(), role)).collect(),
            asked,
            role_uses,
            tested_roles: tested_roles(model),
            places: OnceCell::new(),
            survey: OnceCell::new(),
            schedules: OnceCell::new(),
            held: OnceCell::new(),
            outsiders: OnceCell::new(),
        }
    }

    /// Returns what the policy says about every change it can meet, at the instant.
    pub fn survey(&self) -> &Survey<'a> {
        self.survey.get_or_init(|| Survey::new(&self.policy.kernel, self.at))
    }

    /// Returns which place belongs to which.
    pub fn places(&self) -> &Places<'a> {
        self.places.get_or_init(|| Places::new(self.model))
    }

    /// Lists what governed files name outside of the chains of their systems.
    pub fn outsiders(&self) -> &[Outsider] {
        self.outsiders.get_or_init(|| outsiders::look(self))
    }

    /// Lists the items of the policy's own files, file by file.
    pub fn own_items(&self) -> impl Iterator<Item = Clause<'a>> {
        self.trees.iter().flat_map(|tree| tree.items())
    }

    /// Returns the item whose name (or, for `otherwise`, first word) stands at a place; `None`
    /// for items of the library.
    pub fn item(&self, name_at: Location) -> Option<Clause<'a>> {
        // What a pack says stands at the `use` that names it, and no item of the policy does.
        let named = |item: &Clause<'a>| item.first_value().map_or(item.word_at(), Value::at) == name_at;
        self.item_around(name_at).filter(|item| named(item) && item.word() != "use")
    }

    /// Returns the last item that starts at a place or before it.
    fn item_around(&self, at: Location) -> Option<Clause<'a>> {
        let tree = self.trees.binary_search_by_key(&at.file, |tree| tree.file()).ok()?;
        self.trees[tree].item_around(at.span.start)
    }

    /// Returns the first clause of a word in the item whose name stands at a place.
    pub fn clause(&self, name_at: Location, word: &str) -> Option<Clause<'a>> {
        self.item(name_at)?.find(word)
    }

    /// Lists every approval that is asked for, with the place of its item's name.
    pub fn needs(&self) -> impl Iterator<Item = (Location, &'a Need)> {
        needs(self.model)
    }

    /// Returns the item that covers exactly a place.
    pub fn item_at(&self, whole: Location) -> Option<Clause<'a>> {
        self.item_around(whole).filter(|item| item.at() == whole && item.word() != "use")
    }

    /// Returns a person.
    pub fn person(&self, name: &str) -> Option<&'a Person> {
        self.persons.get(name).copied()
    }

    /// Returns a supplier.
    pub fn supplier(&self, name: &str) -> Option<&'a Supplier> {
        self.suppliers.get(name).copied()
    }

    /// Returns a role.
    pub fn role(&self, name: &str) -> Option<&'a Role> {
        self.roles.get(name).copied()
    }

    /// Lists the places that name a role: rules, owners, and what registers say of it.
    pub fn role_uses(&self, name: &str) -> &[Location] {
        self.role_uses.get(name).map_or(&[], Vec::as_slice)
    }

    /// Returns where an approval of a role is asked for first: in a rule, or as the owner of a system
    /// where a rule asks the owner.
    pub fn asked(&self, role: &str) -> Option<Location> {
        self.asked.get(role).copied()
    }

    /// Lists the roles that tests sign as.
    pub fn tested_roles(&self) -> &BTreeSet<&'a str> {
        &self.tested_roles
    }

    /// Lists who holds a role at the instant; people who have left hold none.
    pub fn holders(&self, role: &'a Role) -> Vec<&'a Member> {
        self.each_holder(role).collect()
    }

    /// Looks for who holds a role at the instant, as far as is asked for.
    pub fn each_holder(&self, role: &'a Role) -> impl Iterator<Item = &'a Member> {
        let there =
            |member: &&Member| self.runs(member.from, member.until) && self.is_here(&member.person.name);
        role.members.iter().filter(there)
    }

    /// Tells whether a person has not left at the instant.
    pub fn is_here(&self, person: &str) -> bool {
        self.person(person).is_some_and(|person| !person.until.is_some_and(|day| self.is_over(day)))
    }

    /// Tells whether the instant lies in `from … until`, both days included.
    pub fn runs(&self, from: Option<Date>, until: Option<Date>) -> bool {
        from.is_none_or(|day| day.start() <= self.at) && !until.is_some_and(|day| self.is_over(day))
    }

    /// Tells whether a day has ended.
    pub fn is_over(&self, day: Date) -> bool {
        day.end() <= self.at
    }

    /// Returns the day that lies some months after the instant.
    pub fn in_months(&self, months: u64) -> Date {
        self.at.plus(Period { n: months, unit: PeriodUnit::Months }).day()
    }

    /// Returns how many days it is until a day ends, rounded up; zero or less when it is over.
    pub fn days_left(&self, day: Date) -> i64 {
        (day.end().0 - self.at.0 + DAY - 1).div_euclid(DAY)
    }
}

/// Lists the places that name each role, and where each is asked for first.
fn roles_at(model: &Model) -> (BTreeMap<&str, Vec<Location>>, BTreeMap<&str, Location>) {
    let mut uses: BTreeMap<&str, Vec<Location>> = BTreeMap::new();
    for role in needs(model).flat_map(|(_, need)| &need.roles) {
        uses.entry(&role.name).or_default().push(role.at);
    }
    let mut asked: BTreeMap<&str, Location> = uses.iter().map(|(role, places)| (*role, places[0])).collect();
    let by_owner = asked.contains_key("owner");
    for owner in model.systems.iter().filter_map(|system| system.owner.as_ref()) {
        uses.entry(&owner.name).or_default().push(owner.at);
        if by_owner {
            asked.entry(&owner.name).or_insert(owner.at);
        }
    }
    for supplier in &model.suppliers {
        uses.entry(&supplier.owner).or_default().push(supplier.id.at);
    }
    let emergency = model.emergency.iter().flat_map(|one| one.declared_by.iter().chain(&one.review_by));
    for role in registers::roles(model).into_iter().chain(emergency) {
        uses.entry(&role.name).or_default().push(role.at);
    }
    (uses, asked)
}

fn tested_roles(model: &Model) -> BTreeSet<&str> {
    let signed = model.tests.iter().flat_map(|test| test.approvals.iter().chain(&test.vetoes));
    signed.map(|(_, role)| role.as_str()).collect()
}

fn needs(model: &Model) -> impl Iterator<Item = (Location, &Need)> {
    let rules = model.rules.iter().map(|rule| (rule.id.at, &rule.duty));
    let otherwise = model.otherwise.iter().map(|otherwise| (otherwise.at, &otherwise.duty));
    let duties = rules.chain(otherwise).map(|(item, duty)| {
        let approvals = match duty {
            Duty::Require { approvals, .. } => approvals.as_slice(),
            Duty::Forbid(_) => &[],
        };
        (item, approvals)
    });
    let exceptions = model.exceptions.iter().map(|one| (one.id.at, one.approvals.as_slice()));
    duties.chain(exceptions).flat_map(|(item, needs)| needs.iter().map(move |need| (item, need)))
}
