//! Reads the items that say who: organization, person, bot, role, supplier; and evidence.

use crate::decimal::Decimal;
use crate::diagnostic::Diagnostic;
use crate::names;
use crate::syntax::{Clause, Shape as Written, Value};
use crate::time::Date;

use super::key;
use super::reader::{Binder, Body, Entry, Owner};
use super::scope::Space;
use super::shape::{Match, text};
use super::{Bot, Evidence, Id, Key, Member, Organization, Person, Role, Supplier, Text};

/// An item with its name and title read, and its body read against its table.
pub(super) struct Item<'t> {
    pub id: Id,
    pub title: &'t str,
    pub clause: Clause<'t>,
    pub body: Body<'t>,
    /// Whether every clause of the body fits its row.
    pub sound: bool,
}

impl Item<'_> {
    /// Returns how messages name the item: "person `ada`".
    pub fn owner(&self) -> Owner<'_> {
        Owner { word: self.clause.word(), name: &self.id.name }
    }
}

/// The first and the last day of something, where there are any.
type Days = (Option<Date>, Option<Date>);

/// The longest e-mail address, as in RFC 5321.
const MAX_EMAIL: usize = 254;

impl Binder {
    /// Reads an `organization`.
    pub fn organization(&mut self, item: Item<'_>) -> Organization {
        let body = &item.body;
        let repository = body.text("repository");
        if let Some(value) = body.one("repository").and_then(|m| m.get("TEXT"))
            && (repository.is_empty() || repository.len() > 255 || repository.chars().any(char::is_control))
        {
            let text = "the name of the repository is empty, too long or has control characters".to_owned();
            self.find(&names::WRONG_VALUE, value.at(), text, "write it like \"northwind/claims-voice\"");
        }
        let covers = match body.entry("covers") {
            Some(entry) => {
                self.not_empty(item.owner(), entry);
                let all = self.resolve_list(Space::System, &entry.found, "SYSTEM");
                // A list that could not be read whole says nothing about what is missing from it.
                let whole = all.len() == entry.found.phrases().len() && !entry.clause.is_damaged();
                if whole { all } else { Vec::new() }
            }
            None => Vec::new(),
        };
        let records_by = body.one("records").and_then(|m| m.get("BOT"));
        Organization {
            repository,
            scope: body.text("scope"),
            covers_at: body.entry("covers").map_or(item.id.at, |entry| entry.clause.head_at()),
            covers,
            serves: self.codes(body, "serves", Space::Jurisdiction, "CODE"),
            targets: self.targets(&item),
            commits_signed: body.one("commits").is_some(),
            records_by: records_by.and_then(|value| self.resolve(Space::Bot, value)),
            id: item.id,
            title: item.title.to_owned(),
        }
    }

    fn targets(&mut self, item: &Item<'_>) -> Vec<String> {
        let Some(entry) = item.body.entry("targets") else { return vec!["main".to_owned()] };
        self.not_empty(item.owner(), entry);
        let mut targets: Vec<String> = Vec::new();
        for value in entry.found.phrases().iter().filter_map(|phrase| phrase.get("TEXT")) {
            let branch = text(value).unwrap_or_default().to_owned();
            let problem = branch_problem(&branch, targets.is_empty());
            if let Some(problem) = problem {
                let text = format!("`{branch}` cannot be a target: {problem}");
                let help = "name branches like \"main\" or \"release/*\", the primary first";
                self.find(&names::BAD_TARGET, value.at(), text, help);
            } else if targets.contains(&branch) {
                let text = format!("the target `{branch}` stands twice");
                self.find(&names::REPEATED_VALUE, value.at(), text, "remove one of them");
            }
            targets.push(branch);
        }
        targets
    }

    /// Reads a `person`.
    pub fn person(&mut self, item: Item<'_>) -> Person {
        let body = &item.body;
        Person {
            emails: self.emails(body),
            github: body.text("github"),
            gitlab: body.text("gitlab"),
            keys: self.keys(body),
            until: body.one("until").and_then(|m| m.get("DATE")).and_then(|v| match v.shape() {
                Written::Date(date) => Some(date),
                _ => None,
            }),
            id: item.id,
            title: item.title.to_owned(),
        }
    }

    /// Reads a `bot`.
    pub fn bot(&mut self, item: Item<'_>) -> Option<Bot> {
        let body = &item.body;
        let (emails, keys) = (self.emails(body), self.keys(body));
        let operator = self.resolve(Space::Person, body.one("operator")?.get("PERSON")?)?;
        Some(Bot {
            emails,
            github: body.text("github"),
            keys,
            operator,
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    fn emails(&mut self, body: &Body<'_>) -> Vec<Text> {
        let values = body.all("email").filter_map(|entry| entry.found.get("TEXT"));
        let emails: Vec<Text> = values
            .map(|value| Text { text: text(value).unwrap_or_default().to_owned(), at: value.at() })
            .collect();
        for email in &emails {
            let halves = email.text.split_once('@');
            let sound = halves.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
                && email.text.len() <= MAX_EMAIL
                && !email.text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>,;".contains(c));
            if !sound {
                let text = format!("`{}` is not an e-mail address", email.text);
                self.find(&names::WRONG_EMAIL, email.at, text, "write the address that commits carry");
            }
        }
        emails
    }

    fn keys(&mut self, body: &Body<'_>) -> Vec<Key> {
        let mut keys: Vec<Key> = Vec::new();
        for entry in body.all("key") {
            let (from, until) = self.dates(&entry.found);
            let Some(value) = entry.found.get("TEXT") else { continue };
            match key::read(text(value).unwrap_or_default()) {
                Ok(key) => {
                    if let Some(first) = keys.iter().find(|other| other.key == key) {
                        let finding = Diagnostic::new(
                            &names::REPEATED_VALUE,
                            value.at(),
                            "this key stands twice".to_owned(),
                        );
                        let finding = finding.because(first.at, "the first is here");
                        self.report(finding.help("keep one, with the dates that it counts"));
                    }
                    keys.push(Key { key, from, until, at: value.at() });
                }
                Err(problem) => {
                    let text = format!("not an SSH public key that can sign: {problem}");
                    let help = "paste the line of the `.pub` file, for example from `~/.ssh/id_ed25519.pub`";
                    self.find(&names::WRONG_KEY, value.at(), text, help);
                }
            }
        }
        keys
    }

    /// Reads a `role`.
    pub fn role(&mut self, item: Item<'_>) -> Role {
        let mut members: Vec<Member> = Vec::new();
        for entry in item.body.entries() {
            match entry.row.word {
                "members" => {
                    self.not_empty(item.owner(), entry);
                    for phrase in entry.found.phrases() {
                        let dates = self.dates(phrase);
                        self.member(phrase.get("PERSON"), dates, false, &mut members);
                    }
                }
                "delegates" => {
                    self.not_empty(item.owner(), entry);
                    let dates = self.dates(&entry.found);
                    for phrase in entry.found.phrases() {
                        self.member(phrase.get("PERSON"), dates, true, &mut members);
                    }
                }
                _ => {}
            }
        }
        Role { id: item.id, members }
    }

    fn member(
        &mut self,
        value: Option<Value<'_>>,
        (from, until): Days,
        delegate: bool,
        members: &mut Vec<Member>,
    ) {
        let Some(value) = value else { return };
        if let Some(bot) = self.scope.find(Space::Bot, value.source()) {
            let text = format!("the bot `{}` cannot hold a role", value.source());
            let finding = Diagnostic::new(&names::BOT_IN_ROLE, value.at(), text);
            let finding = finding.because(bot, "it is declared as a bot here");
            self.report(finding.help("name a person; only people approve"));
            return;
        }
        let Some(person) = self.resolve(Space::Person, value) else { return };
        let same = |m: &&Member| m.person.name == person.name && overlaps((m.from, m.until), (from, until));
        if let Some(first) = members.iter().find(same) {
            let text = format!("`{}` is named twice for the same time", person.name);
            let finding = Diagnostic::new(&names::REPEATED_VALUE, person.at, text);
            self.report(finding.because(first.person.at, "the first is here").help("remove one of them"));
        }
        members.push(Member { person, from, until, delegate });
    }

    /// Reads a `supplier`.
    pub fn supplier(&mut self, item: Item<'_>) -> Supplier {
        let owner_name = item.owner();
        let body = &item.body;
        let mut provides = Vec::new();
        if let Some(entry) = body.entry("provides") {
            self.not_empty(owner_name, entry);
            provides = self.resolve_list(Space::Part, &entry.found, "PART");
        }
        let retains = match body.one("retains") {
            Some(found) if found.says("nothing") => "nothing".to_owned(),
            Some(found) => self.period(found).map(|p| p.to_string()).unwrap_or_default(),
            None => String::new(),
        };
        let training = body.one("training").map(|m| if m.says("yes") { "yes" } else { "no" });
        let assurance = body
            .all("assurance")
            .filter_map(|entry| Some((entry.found.quoted("TEXT")?, entry.found.date("until")?)));
        let owner = body.one("owner").and_then(|m| m.get("ROLE"));
        let own = ["entity", "notice", "agreement", "subprocessors", "answers", "shares"];
        self.remember_clauses("supplier", &item.id.name, body, &own);
        Supplier {
            provides: provides.into_iter().map(|id| id.name.into()).collect(),
            owner: owner
                .and_then(|value| self.resolve(Space::Role, value))
                .map_or_else(String::new, |id| id.name.to_string()),
            regions: self.codes(body, "regions", Space::Jurisdiction, "CODE"),
            entity: self.entity(body),
            notice: body.one("notice").and_then(|found| self.period(found)),
            agreements: self.agreements(body),
            subprocessors: self.subprocessors(body),
            answers_for: self.split(body, "answers"),
            shares: self.split(body, "shares"),
            retains,
            training: training.unwrap_or_default().to_owned(),
            assurance: assurance.collect(),
            id: item.id,
            title: item.title.to_owned(),
        }
    }

    /// Reads an `evidence` item.
    pub fn evidence(&mut self, item: Item<'_>) -> Option<Evidence> {
        let body = &item.body;
        let readers: Vec<&Entry<'_>> = body
            .entries()
            .iter()
            .filter(|e| matches!(e.row.word, "junit" | "promptfoo" | "document"))
            .collect();
        let owner = item.owner();
        if let [first, second, ..] = readers.as_slice() {
            let text = format!("{owner} has two readers, `{}` and `{}`", first.row.word, second.row.word);
            let finding = Diagnostic::new(&names::REPEATED_CLAUSE, second.clause.word_at(), text);
            let finding = finding.because(first.clause.word_at(), "the first is here");
            self.report(finding.help("make two evidence items, one for each reader"));
        }
        let Some(reader) = readers.first() else {
            if item.sound {
                let text = format!("{owner} does not say which reports it reads");
                let help = "add `junit \"reports/*.xml\"`, `promptfoo \"…\"` or `document \"…\"`";
                self.find(&names::MISSING_CLAUSE, item.clause.head_at(), text, help);
            }
            return None;
        };
        self.fitting_bounds(&item, reader);
        let value = reader.found.get("GLOB")?;
        Some(Evidence {
            reader: reader.row.word,
            glob: Text { text: text(value).unwrap_or_default().to_owned(), at: value.at() },
            pass_rate: body.one("pass").and_then(|m| self.pass_rate(m)),
            cases: body.one("cases").and_then(|m| self.count(m, u64::from(u32::MAX))),
            fresh: body.one("fresh").and_then(|m| self.fixed_period(m)),
            names_change: body.one("names").is_some(),
            reviewed: body.one("reviewed").and_then(|m| self.period(m)),
            id: item.id,
            title: item.title.to_owned(),
        })
    }

    fn fitting_bounds(&mut self, item: &Item<'_>, reader: &Entry<'_>) {
        let (needed, strange): (&str, &[&str]) = match reader.row.word {
            "document" => ("reviewed", &["pass", "cases"]),
            _ => ("pass", &["reviewed"]),
        };
        for entry in item.body.entries().iter().filter(|entry| strange.contains(&entry.row.word)) {
            let text = format!("`{}` says nothing about a `{}` reader", entry.row.word, reader.row.word);
            let finding = Diagnostic::new(&names::WRONG_BOUND, entry.clause.head_at(), text);
            let finding = finding.because(reader.clause.head_at(), "the reader is named here");
            self.report(finding.help("remove the clause, or name another reader"));
        }
        if item.sound && item.body.entry(needed).is_none() {
            let text = format!("{} has no `{needed}`", item.owner());
            let help = match needed {
                "pass" => "add `pass rate at least 98%`: without a bound any report would do",
                _ => "add `reviewed every 12 months`: without a bound any document would do",
            };
            self.find(&names::MISSING_CLAUSE, item.clause.head_at(), text, help);
        }
    }

    fn pass_rate(&mut self, found: &Match<'_>) -> Option<Decimal> {
        let value = found.get("PERCENT")?;
        let Written::Percent(rate) = value.shape() else { return None };
        if rate.is_negative() || rate > Decimal::from_integer(100) {
            let text = format!("`{}` is no share of the cases", value.source());
            self.find(&names::WRONG_NUMBER, value.at(), text, "write a percent from `0%` to `100%`");
            return None;
        }
        Some(rate)
    }
}

/// Tells whether two intervals of days share a day.
fn overlaps(a: Days, b: Days) -> bool {
    let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(end), Some(start)) if end < start);
    !before(a.1, b.0) && !before(b.1, a.0)
}

fn branch_problem(branch: &str, primary: bool) -> Option<&'static str> {
    let strange = |c: char| c.is_whitespace() || c.is_control() || "~^:\\[".contains(c);
    if branch.is_empty() || branch.len() > 255 || branch.contains(strange) {
        Some("it is empty, too long or has characters that no branch may have")
    } else if branch.starts_with("refs/") {
        Some("a branch is named without `refs/heads/`")
    } else if branch.starts_with(['-', '/']) || branch.ends_with(['/', '.']) || branch.contains("..") {
        Some("no branch may start or end like this, or hold `..`")
    } else if primary && branch.contains(['*', '?', '{']) {
        Some("the first target is the primary, and one branch only")
    } else {
        None
    }
}
