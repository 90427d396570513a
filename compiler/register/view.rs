//! What registers look at, and how they name what they find there.

use std::collections::{BTreeMap, BTreeSet};

use crate::canonical;
use crate::facts::Facts;
use crate::law::Places;
use crate::lint::{Document, Surroundings};
use crate::model::governance::{Certificate, Fact, Reviewed, Words};
use crate::model::{Id, Model, Supplier, System};
use crate::policy::{self, Person, Policy, Who, within};
use crate::source::{LineColumn, Location, Sources};
use crate::time::{Date, Instant};

use super::cell::{Cell, Entry, State};

/// The seconds of a day.
const DAY: i64 = 86_400;

/// Everything that registers look at.
pub struct View<'a> {
    /// The items.
    pub model: &'a Model,
    /// The kernel and the notes.
    pub policy: &'a Policy,
    /// The instant that dates are compared with.
    pub at: Instant,
    /// Its day.
    pub day: Date,
    /// The repository that holds the policy; `None` outside of one.
    pub around: Option<&'a Surroundings>,
    /// The one system to look at; `None` for all.
    pub only: Option<&'a str>,
    sources: &'a Sources,
    titles: BTreeMap<(&'static str, &'a str), &'a str>,
    /// Which places lie in which.
    pub places: Places<'a>,
    systems: BTreeMap<&'a str, &'a System>,
    suppliers: BTreeMap<&'a str, &'a Supplier>,
    roles: BTreeMap<&'a str, &'a Who>,
    persons: BTreeMap<&'a str, &'a Person>,
    certificates: BTreeMap<&'a str, Vec<&'a Certificate>>,
    facts: BTreeMap<&'a str, &'a Facts>,
}

impl<'a> View<'a> {
    /// Gathers what registers look at.
    pub fn new(
        sources: &'a Sources,
        model: &'a Model,
        policy: &'a Policy,
        at: Instant,
        around: Option<&'a Surroundings>,
        only: Option<&'a str>,
    ) -> View<'a> {
        let mut titles = BTreeMap::new();
        for words in [policy::words(), &model.governance.words] {
            name_words(words, &mut titles);
        }
        let day = at.day();
        let mut certificates: BTreeMap<&str, Vec<&Certificate>> = BTreeMap::new();
        for certificate in &model.governance.certificates {
            let whose = certificate.supplier.as_ref().map_or("", |id| id.name.as_str());
            certificates.entry(whose).or_default().push(certificate);
        }
        for all in certificates.values_mut() {
            all.sort_by_key(|certificate| &certificate.id.name);
        }
        let facts = around.iter().flat_map(|around| &around.facts);
        View {
            model,
            policy,
            at,
            day,
            around,
            only,
            sources,
            titles,
            places: Places::new([policy::words(), &model.governance.words]),
            systems: model.systems.iter().map(|system| (system.id.name.as_str(), system)).collect(),
            suppliers: model.suppliers.iter().map(|s| (s.id.name.as_str(), s)).collect(),
            roles: policy.kernel.roles.iter().map(|role| (role.id.as_str(), role)).collect(),
            certificates,
            facts: facts.map(|facts| (facts.system.as_str(), facts)).collect(),
            persons: policy.kernel.persons.iter().map(|person| (person.id.as_str(), person)).collect(),
        }
    }

    /// Returns whose policy it is: as shown, and the name that statements carry.
    pub fn organization(&self) -> (String, String) {
        let of = self.model.organization.as_ref();
        of.map(|it| (it.title.clone(), it.repository.clone())).unwrap_or_default()
    }

    /// Returns the digests of the policy: the kernel and the notes.
    pub fn digests(&self) -> (String, String) {
        (self.policy.kernel.digest(), canonical::digest(&self.policy.notes))
    }

    /// Lists the systems that are looked at, by name.
    pub fn systems(&self) -> impl Iterator<Item = &'a System> {
        self.systems.values().copied().filter(|system| self.sees(&system.id.name))
    }

    /// Tells whether a system is looked at.
    pub fn sees(&self, system: &str) -> bool {
        self.only.is_none_or(|only| only == system)
    }

    /// Tells whether one of some systems is looked at; none stands for all.
    pub fn sees_any(&self, systems: &[Id]) -> bool {
        systems.is_empty() || systems.iter().any(|system| self.sees(&system.name))
    }

    /// Returns the system of a name.
    pub fn system(&self, name: &str) -> Option<&'a System> {
        self.systems.get(name).copied()
    }

    /// Lists the steps that a chain can have, in the order of their catalogues.
    pub fn parts(&self) -> Vec<&'a str> {
        let all = self.model.governance.catalogues.iter().flat_map(|catalogue| &catalogue.parts);
        all.map(|part| part.name.as_str()).collect()
    }

    /// Returns the supplier of a name.
    pub fn supplier(&self, name: &str) -> Option<&'a Supplier> {
        self.suppliers.get(name).copied()
    }

    /// Lists the suppliers of the systems that are looked at, by name.
    pub fn suppliers(&self) -> impl Iterator<Item = &'a Supplier> {
        let used: BTreeSet<&str> =
            self.systems().flat_map(|system| parts(system)).map(|(supplier, _)| supplier).collect();
        let all = self.only.is_none();
        self.suppliers.values().copied().filter(move |s| all || used.contains(s.id.name.as_str()))
    }

    /// Lists our own certificates that cover a system that is looked at, by name.
    pub fn certificates(&self) -> Vec<&'a Certificate> {
        let own = self.certificates_of("").iter().copied();
        own.filter(|certificate| self.sees_any(&certificate.covers)).collect()
    }

    /// Lists the certificates of a supplier, `""` for ours, by name.
    pub fn certificates_of(&self, supplier: &str) -> &[&'a Certificate] {
        self.certificates.get(supplier).map_or(&[], Vec::as_slice)
    }

    /// Returns the governed values of a system; `None` outside of a repository.
    pub fn values(&self, system: &str) -> Option<&'a Facts> {
        self.facts.get(system).copied()
    }

    /// Returns where the policy says something.
    pub fn place(&self, at: Location) -> Option<(String, LineColumn)> {
        let (path, place) = self.sources.place(at);
        Some((path.to_owned(), place))
    }

    // Names.

    /// Names a place, a category, an event or a question: its title and the word of the policy.
    fn word(&self, kind: &'static str, word: &str) -> String {
        match self.titles.get(&(kind, word)) {
            Some(title) => format!("{title} ({word})"),
            None => word.to_owned(),
        }
    }

    /// Names a place.
    pub fn jurisdiction(&self, code: &str) -> String {
        self.word("jurisdiction", code)
    }

    /// Names some places on one line.
    pub fn places<'n>(&self, codes: impl IntoIterator<Item = &'n str>) -> String {
        codes.into_iter().map(|code| self.jurisdiction(code)).collect::<Vec<_>>().join(", ")
    }

    /// Names a category of data.
    pub fn category(&self, name: &str) -> String {
        self.word("category", name)
    }

    /// Returns what an event is, in words.
    pub fn event(&self, name: &str) -> String {
        self.titles.get(&("event", name)).map_or(name, |title| title).to_owned()
    }

    /// Names a system.
    pub fn system_name(&self, name: &str) -> String {
        titled(self.system(name).map(|system| system.title.as_str()), name)
    }

    /// Names some systems, or all.
    pub fn systems_or_all(&self, systems: &[Id]) -> Cell {
        match systems {
            [] => Cell::said("every system"),
            some => some.iter().map(|id| Entry::said(self.system_name(&id.name))).collect(),
        }
    }

    /// Names a supplier.
    pub fn supplier_name(&self, name: &str) -> String {
        titled(self.suppliers.get(name).map(|supplier| supplier.title.as_str()), name)
    }

    /// Names a role with those who hold it on the day.
    pub fn role(&self, role: Option<&Id>, missing: &str) -> Entry {
        self.role_named(role.map_or("", |role| &role.name), missing)
    }

    /// Names a role, `""` for none, with those who hold it on the day.
    pub fn role_named(&self, name: &str, missing: &str) -> Entry {
        if name.is_empty() {
            return Entry::missing(missing);
        }
        let holders = self.holders(name);
        if holders.is_empty() {
            return Entry::missing(format!("{name}, which nobody holds on {}", self.day));
        }
        Entry::said(format!("{name} ({})", holders.join(", ")))
    }

    /// Lists who holds a role on the day, each once.
    pub fn holders(&self, role: &str) -> Vec<String> {
        let members = self.roles.get(role).into_iter().flat_map(|role| &role.members);
        let held = members.filter(|member| within(member.from, member.until, self.at));
        let persons: BTreeSet<&str> = held.map(|member| member.person.as_str()).collect();
        let name = |id: &str| match self.persons.get(id) {
            Some(person) if person.until.is_some_and(|last| self.at >= last.end()) => None,
            Some(person) if !person.name.is_empty() => Some(person.name.clone()),
            _ => Some(id.to_owned()),
        };
        persons.into_iter().filter_map(name).collect()
    }

    // Days.

    /// Returns how many days there are from today to a day; negative for the past.
    pub fn days_to(&self, day: Date) -> i64 {
        (day.start().0 - self.day.start().0).div_euclid(DAY)
    }

    /// Says of a last day how many days are left.
    pub fn ends(&self, day: Date) -> Entry {
        match self.days_to(day) {
            days if days < 0 => Entry::late(format!("ended {day}, {} ago", days_text(-days))),
            0 => Entry::said(format!("until {day}, the last day")),
            days => Entry::said(format!("until {day}, {} left", days_text(days))),
        }
    }

    /// Says of what is done again and again when it was and when it is due.
    pub fn again(&self, done: &Reviewed, word: &str) -> Vec<Entry> {
        if self.days_to(done.on) > 0 {
            return vec![Entry::late(format!("{word} {}, a day still to come", done.on))];
        }
        let mut all = vec![Entry::said(format!("{word} {}", done.on))];
        all.push(match done.due() {
            Some(due) if self.days_to(due) < 0 => {
                Entry::late(format!("due again since {due}, {} ago", days_text(-self.days_to(due))))
            }
            Some(due) => Entry::said(format!("due again {due}, in {}", days_text(self.days_to(due)))),
            None => Entry::missing("nothing says when it is due again"),
        });
        all
    }

    // Files.

    /// Says whether a document lies in the repository.
    pub fn document(&self, text: &str) -> Entry {
        match self.found(text) {
            Some(Document::There) => Entry::said(format!("{text}, in the repository")),
            Some(Document::Empty) => Entry::missing(format!("{text}, which says nothing")),
            Some(Document::Missing) => Entry::missing(format!("{text}, not in the repository")),
            None => Entry::said(format!("{text}, not looked for")),
        }
    }

    /// Returns what stands where the policy names a file; `None` where nobody looked: outside of a
    /// repository, or for an address.
    pub fn found(&self, text: &str) -> Option<Document> {
        let around = self.around.filter(|_| !text.contains("://"))?;
        Some(around.document(text))
    }

    // Certificates.

    /// Says of a certificate that is not in force on the day since when, or until when; `None` of one
    /// that is.
    pub fn out_of_force(&self, certificate: &Certificate) -> Option<String> {
        if self.days_to(certificate.expires) < 0 {
            return Some(format!("which ended {}", certificate.expires));
        }
        let begins = self.days_to(certificate.issued) > 0;
        begins.then(|| format!("which begins only {}", certificate.issued))
    }

    /// Says when a certificate was issued.
    pub fn issued(&self, certificate: &Certificate) -> Entry {
        match self.days_to(certificate.issued) > 0 {
            true => Entry::late(format!("issued {}, a day still to come", certificate.issued)),
            false => Entry::said(format!("issued {}", certificate.issued)),
        }
    }

    /// Says something that leans on a certificate; late where it is not in force on the day.
    pub fn leaning(&self, certificate: &Certificate, text: String) -> Entry {
        match self.out_of_force(certificate) {
            None => Entry::said(text),
            Some(why) => Entry::late(format!("{text}, {why}")),
        }
    }

    // Law.

    /// Lists what law asks, from the library and the policy, by name.
    pub fn facts(&self) -> Vec<&'a Fact> {
        let mut all: Vec<&Fact> = policy::facts().iter().chain(&self.model.governance.facts).collect();
        all.sort_by_key(|fact| &fact.id.name);
        all
    }
}

/// Lists the steps of a system: the supplier, `""` for ourselves, and the part; each once.
pub(super) fn parts(system: &System) -> BTreeSet<(&str, &str)> {
    let staged = system.stages.iter().flat_map(|stage| {
        let first = stage.supplier.as_ref().map_or("", |id| id.name.as_str());
        let others = stage.failover.iter().map(|other| other.supplier.name.as_str());
        std::iter::once(first).chain(others).map(|supplier| (supplier, stage.part.name.as_str()))
    });
    let named = system.suppliers.iter().map(|(supplier, part)| (supplier.as_str(), part.as_str()));
    staged.chain(named).collect()
}

/// Says a number of days.
pub(super) fn days_text(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// Names an item by its title, with its name behind.
pub(super) fn titled(title: Option<&str>, name: &str) -> String {
    match title.filter(|title| !title.is_empty()) {
        Some(title) => format!("{title} ({name})"),
        None => name.to_owned(),
    }
}

/// Says of an entry that its text is something else's state.
pub(super) fn with(state: State, entry: Entry) -> Entry {
    Entry { state, ..entry }
}

fn name_words<'w>(words: &'w Words, titles: &mut BTreeMap<(&'static str, &'w str), &'w str>) {
    for place in &words.jurisdictions {
        titles.insert(("jurisdiction", &place.id.name), &place.title);
    }
    for category in &words.categories {
        titles.insert(("category", &category.id.name), &category.title);
    }
    for (kind, named) in [("event", &words.events), ("gate", &words.gates)] {
        titles.extend(named.iter().map(|word| ((kind, word.id.name.as_str()), word.title.as_str())));
    }
}
