//! Reads bodies against the clause tables and reports what does not fit.

use std::fmt;

use foldhash::HashMap;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::names::{self, Name};
use crate::source::Location;
use crate::syntax::{Clause, Value};
use crate::time::{Date, Period};

use super::clause::Row;
use super::governance::Said;
use super::scope::{Scope, Space};
use super::shape::{Match, Mismatch, Room, Shape, number, period, place, text};
use super::unknown::Unknown;
use super::{Allow, Id, Text};

/// The state of one binding: names known so far and what was found wrong.
#[derive(Default)]
pub(super) struct Binder {
    pub scope: Scope,
    pub out: Vec<Diagnostic>,
    pub allows: Vec<Allow>,
    /// What items say that only registers read.
    pub said: Vec<Said>,
    /// Whether what is read are modules of the library.
    pub library: bool,
    /// Uses of names that nothing declares.
    pub unknown: Vec<Unknown>,
    /// Shapes of our tables, each parsed when it is first needed; found by where the text lies,
    /// since the tables never move.
    shapes: HashMap<(*const u8, usize), Shape>,
    /// Room for the words of one body after the other.
    first: First,
    /// Room that matches gave back.
    rooms: Vec<Room>,
}

/// How messages name what a body belongs to: "person `ada`".
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    pub word: &'a str,
    pub name: &'a str,
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.word, self.name) {
            ("otherwise", _) => f.write_str("`otherwise`"),
            ("test", _) => f.write_str("this test"),
            (word, "") => f.write_str(word),
            (word, name) => write!(f, "{word} `{name}`"),
        }
    }
}

/// Where each word of a body first stands. A body has few, so a search is quick.
#[derive(Default)]
struct First(Vec<(&'static str, Location)>);

impl First {
    fn get(&self, word: &'static str) -> Option<Location> {
        self.0.iter().find(|(other, _)| std::ptr::eq(*other, word) || *other == word).map(|(_, at)| *at)
    }

    fn note(&mut self, word: &'static str, at: Location) {
        if self.get(word).is_none() {
            self.0.push((word, at));
        }
    }
}

/// A clause that fits its row.
pub(super) struct Entry<'t> {
    pub row: &'static Row,
    pub clause: Clause<'t>,
    pub found: Match<'t>,
}

/// The clauses of a body that fit their rows.
pub(super) struct Body<'t> {
    entries: Vec<Entry<'t>>,
}

impl<'t> Body<'t> {
    /// Returns the first clause of a word.
    pub fn one(&self, word: &str) -> Option<&Match<'t>> {
        self.entry(word).map(|entry| &entry.found)
    }

    /// Returns the first clause of a word, with its place.
    pub fn entry(&self, word: &str) -> Option<&Entry<'t>> {
        self.entries.iter().find(|entry| entry.row.word == word)
    }

    /// Lists the clauses of a word.
    pub fn all<'b>(&'b self, word: &'b str) -> impl Iterator<Item = &'b Entry<'t>> {
        self.entries.iter().filter(move |entry| entry.row.word == word)
    }

    /// Returns the matches of its clauses.
    pub fn into_matches(self) -> impl Iterator<Item = Match<'t>> {
        self.entries.into_iter().map(|entry| entry.found)
    }

    /// Lists all clauses in the order written.
    pub fn entries(&self) -> &[Entry<'t>] {
        &self.entries
    }

    /// Returns the text of a clause that is one string, or `""`.
    pub fn text(&self, word: &str) -> String {
        self.one(word).and_then(|m| m.text("TEXT")).unwrap_or_default().to_owned()
    }

    /// Returns the words of a clause that is a list of them, sorted.
    pub fn words(&self, word: &str, slot: &str) -> Vec<String> {
        let phrases = self.one(word).into_iter().flat_map(Match::phrases);
        let mut all: Vec<String> =
            phrases.filter_map(|phrase| Some(phrase.get(slot)?.source().to_owned())).collect();
        all.sort();
        all.dedup();
        all
    }
}

impl Binder {
    /// Adds a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.out.push(finding);
    }

    /// Counts what was found wrong so far.
    pub fn mistakes(&self) -> usize {
        self.out.len() + self.unknown.len()
    }

    /// Adds a finding where nothing can be read.
    pub fn refuse<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.out.push(finding);
        None
    }

    /// Adds a finding with its next step.
    pub fn find(&mut self, name: &'static Name, at: Location, message: String, help: impl Into<String>) {
        self.out.push(Diagnostic::new(name, at, message).help(help));
    }

    /// Reads what follows the first word of an item or clause.
    pub fn head<'t>(&mut self, clause: Clause<'t>, shape: &'static str) -> Option<Match<'t>> {
        let parsed = self.shapes.entry((shape.as_ptr(), shape.len())).or_insert_with(|| Shape::parse(shape));
        match parsed.read(clause, self.rooms.pop().unwrap_or_default()) {
            Ok(found) => Some(found),
            Err(mismatch) => {
                self.report(misfit(clause.word(), shape, mismatch));
                None
            }
        }
    }

    /// Takes back the room of matches that were read.
    pub fn done_with<'t>(&mut self, matches: impl Iterator<Item = Match<'t>>) {
        self.rooms.extend(matches.map(Match::into_room));
    }

    /// Reads a body; `owner` names it in messages, such as "person `ada`".
    pub fn body<'t>(&mut self, owner: Owner<'_>, clause: Clause<'t>, rows: &'static [Row]) -> Body<'t> {
        let clauses = clause.clauses();
        let mut entries: Vec<Entry<'t>> = Vec::with_capacity(clauses.len());
        let mut first = std::mem::take(&mut self.first);
        first.0.clear();
        let mut strange = 0usize;
        let mut taken: Option<Vec<&str>> = None;
        for inner in clauses {
            let word = inner.word();
            let Some(row) = rows.iter().find(|row| row.word == word) else {
                // What stands once already is not what another clause was meant to be.
                let taken = taken.get_or_insert_with(|| standing(clause, rows));
                let open = rows.iter().map(|row| row.word).filter(|word| !taken.contains(word));
                let near = did_you_mean(inner.word(), open);
                match near.and_then(|near| rows.iter().find(|row| row.word == near)) {
                    Some(row) => {
                        first.note(row.word, inner.word_at());
                    }
                    None => strange += 1,
                }
                self.report(unknown_clause(owner, inner, rows, near));
                continue;
            };
            if let Some(at) = first.get(row.word).filter(|_| row.times.single()) {
                let text = format!("{owner} has a second `{}`", row.word);
                let finding = Diagnostic::new(&names::REPEATED_CLAUSE, inner.word_at(), text);
                self.report(finding.because(at, "the first is here").help("keep one of the two"));
                continue;
            }
            first.note(row.word, inner.word_at());
            if row.body.is_none() && inner.has_body() {
                let text = format!("`{}` has no body", row.word);
                self.find(&names::UNEXPECTED_BODY, inner.head_at(), text, "remove the `{ … }`");
                continue;
            }
            let sentinel = super::governance::sentinel(inner);
            if let Some(finding) = sentinel.filter(|_| row.head.contains("DURATION")) {
                self.report(finding);
                continue;
            }
            match self.head(inner, row.head) {
                Some(found) => entries.push(Entry { row, clause: inner, found }),
                // What it would have declared is no mistake where it is used.
                None if row.body.is_some() => self.scope.doubt(inner.first_value().map_or("", Value::source)),
                None => {}
            }
        }
        let missing: Vec<&Row> =
            rows.iter().filter(|row| row.times.required() && first.get(row.word).is_none()).collect();
        // A clause that could not be told may be the one that is missing.
        if missing.len() > strange {
            let list: Vec<String> = missing.iter().map(|row| format!("`{}`", row.word)).collect();
            let lines: Vec<String> = missing.iter().map(|row| format!("{} {}", row.word, row.head)).collect();
            self.find(
                &names::MISSING_CLAUSE,
                clause.head_at(),
                format!("{owner} has no {}", list.join(" and no ")),
                format!("add `{}`", lines.join("` and `").replace("TEXT", "\"…\"")),
            );
        }
        self.first = first;
        Body { entries }
    }

    /// Refuses a body where there is none to read.
    pub fn no_body(&mut self, clause: Clause<'_>) {
        if clause.has_body() {
            let text = format!("`{}` has no body", clause.word());
            self.find(&names::UNEXPECTED_BODY, clause.head_at(), text, "remove the `{ … }`");
        }
    }

    /// Binds a word to the item it names.
    pub fn resolve(&mut self, space: Space, value: Value<'_>) -> Option<Id> {
        match self.scope.resolve(space, value) {
            Ok(id) => Some(id),
            Err(finding) => {
                if let Some(finding) = finding {
                    self.unknown(space.word(), value.source(), finding);
                }
                None
            }
        }
    }

    /// Binds the words of a list, and reports one that stands twice.
    pub fn resolve_list(&mut self, space: Space, found: &Match<'_>, slot: &str) -> Vec<Id> {
        let mut ids: Vec<Id> = Vec::new();
        for value in found.phrases().iter().filter_map(|phrase| phrase.get(slot)) {
            let Some(id) = self.resolve(space, value) else { continue };
            match ids.iter().find(|other| other.name == id.name) {
                Some(other) => {
                    let text = format!("`{}` stands twice in this list", id.name);
                    let finding = Diagnostic::new(&names::REPEATED_VALUE, id.at, text);
                    self.report(finding.because(other.at, "the first is here").help("remove one of them"));
                }
                None => ids.push(id),
            }
        }
        ids
    }

    /// Binds the words of a clause that is a list of them; returns their names, sorted.
    pub fn codes(&mut self, body: &Body<'_>, word: &str, space: Space, slot: &str) -> Vec<String> {
        let Some(entry) = body.entry(word) else { return Vec::new() };
        let ids = self.resolve_list(space, &entry.found, slot);
        let mut names: Vec<String> = ids.into_iter().map(|id| id.name.into()).collect();
        names.sort();
        names
    }

    /// Reads a list clause that must not be empty; reports it when it is.
    pub fn not_empty(&mut self, owner: Owner<'_>, entry: &Entry<'_>) {
        if entry.found.has_list() && entry.found.phrases().is_empty() {
            let text = format!("`{}` of {owner} is an empty list", entry.row.word);
            self.find(
                &names::EMPTY_LIST,
                entry.clause.head_at(),
                text,
                "name at least one, or remove the clause",
            );
        }
    }

    /// Reads `(from D)? (until D)?` and reports an interval that ends before it starts.
    pub fn dates(&mut self, found: &Match<'_>) -> (Option<Date>, Option<Date>) {
        let (from, until) = (found.date("from"), found.date("until"));
        if let (Some(first), Some(last)) = (from, until)
            && first > last
        {
            let at = found.after("until").map_or_else(Location::default, |v| v.at());
            let text = format!("`until {last}` is before `from {first}`");
            self.find(&names::BACKWARDS_DATES, at, text, "put the later date after `until`");
        }
        (from, until)
    }

    /// Reads the duration of a clause; reports a number that is no whole number above zero.
    pub fn period(&mut self, found: &Match<'_>) -> Option<Period> {
        let read = found.pair("DURATION").and_then(|(n, unit)| period(&[n, unit]));
        let values = if read.is_none() { found.all("DURATION") } else { Vec::new() };
        if read.is_none() && !values.is_empty() {
            let at = place(&values, Location::default());
            let text = "a length of time is a whole number above zero and a unit".to_owned();
            self.find(&names::WRONG_NUMBER, at, text, "write it like `90 days`");
        }
        read
    }

    /// Reads a period that must have a fixed length; reports months, which do not.
    pub fn fixed_period(&mut self, found: &Match<'_>) -> Option<Period> {
        let read = self.period(found)?;
        if read.seconds().is_some() {
            return Some(read);
        }
        let at = place(&found.all("DURATION"), Location::default());
        let text = format!("`{}` has no fixed length, because months differ", source(&found.all("DURATION")));
        self.find(&names::UNIT_MISMATCH, at, text, "say it in days, for example `90 days`");
        None
    }

    /// Reads a whole number from one up to a limit.
    pub fn count(&mut self, found: &Match<'_>, limit: u64) -> Option<u64> {
        let value = found.get("COUNT")?;
        let n = number(value).and_then(|n| n.to_u64()).filter(|n| (1..=limit).contains(n));
        if n.is_none() {
            let text = format!("`{}` is not a whole number from 1 to {limit}", value.source());
            self.find(&names::WRONG_NUMBER, value.at(), text, "write a whole number such as `2`");
        }
        n
    }

    /// Reads the `allow … because … until …` clauses of an item.
    pub fn allows(&mut self, owner: Owner<'_>, clause: Clause<'_>, body: &Body<'_>) {
        for entry in body.all("allow") {
            let found = &entry.found;
            let (Some(lint), Some(because), Some(until)) =
                (found.get("TEXT"), found.after("because").and_then(text), found.date("until"))
            else {
                continue;
            };
            self.allows.push(Allow {
                lint: Text { text: text(lint).unwrap_or_default().to_owned(), at: lint.at() },
                because: because.to_owned(),
                until,
                item: format!("{} {}", owner.word, owner.name).trim_end().to_owned(),
                within: clause.at(),
            });
        }
    }
}

/// Returns some values as written, joined by spaces.
pub(super) fn source(values: &[Value<'_>]) -> String {
    values.iter().map(|v| v.source()).collect::<Vec<_>>().join(" ")
}

/// Lists the clauses that may stand once and do.
fn standing(clause: Clause<'_>, rows: &'static [Row]) -> Vec<&'static str> {
    let mut found: Vec<&str> = Vec::new();
    for inner in clause.body().into_iter().flatten() {
        let row = rows.iter().find(|row| row.times.single() && row.word == inner.word());
        found.extend(row.map(|row| row.word).filter(|word| !found.contains(word)));
    }
    found
}

fn unknown_clause(owner: Owner<'_>, clause: Clause<'_>, rows: &[Row], near: Option<&str>) -> Diagnostic {
    let text = format!("{owner} has no clause `{}`", clause.word());
    let finding = Diagnostic::new(&names::UNKNOWN_CLAUSE, clause.word_at(), text);
    if let Some(near) = near {
        return finding.help(format!("did you mean `{near}`?")).edit(clause.word_at(), near);
    }
    let mut words: Vec<String> = rows.iter().map(|row| format!("`{}`", row.word)).collect();
    words.dedup();
    match words.as_slice() {
        [] => finding.help("remove it: there is nothing to say here"),
        words => finding.help(format!("it may have {}", words.join(", "))),
    }
}

/// Turns a mismatch into a finding in the words of the reference.
pub(super) fn misfit(word: &str, shape: &str, mismatch: Mismatch) -> Diagnostic {
    let name = if mismatch.unit { &names::UNIT_MISMATCH } else { &names::WRONG_VALUE };
    let expected = match mismatch.expected.as_slice() {
        [] if shape.is_empty() => format!("`{word}` stands alone"),
        [] => "nothing more belongs here".to_owned(),
        [all @ .., last] if !all.is_empty() => format!("expected {} or {last}", all.join(", ")),
        all => format!("expected {}", all.join(", ")),
    };
    let found = match &mismatch.found {
        Some(found) if mismatch.after.is_empty() => format!(", found `{}`", shorten(found)),
        Some(found) => format!(", found `{}` after `{}`", shorten(found), shorten(&mismatch.after)),
        None => format!(" after `{word}`, but the line ends"),
    };
    let finding = Diagnostic::new(name, mismatch.at, format!("{expected}{found}"));
    let near =
        mismatch.found.as_deref().and_then(|found| did_you_mean(found, mismatch.words.iter().copied()));
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")).edit(mismatch.at, near),
        None => finding.help(format!("write it as `{}`", format!("{word} {shape}").trim_end())),
    }
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(40).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
