//! Matches the values of a clause against a shape such as `at most NUMBER within DURATION`.
//!
//! A shape is written in the notation of the language reference, so that the tables that the
//! compiler reads are the tables that people read: small words stand for themselves, capitals
//! for a value of that sort, `( )` groups, `|` separates alternatives, `?` makes a group
//! optional, and `[ ]` is a list whose every phrase has the shape inside.

use crate::decimal::Decimal;
use crate::source::{Location, Span};
use crate::syntax::{Clause, Shape as Written, Sort, Value, Values};
use crate::time::Period;

use super::Text;
use super::slots::{Accepts, SLOTS, Slot, units};

/// A parsed shape.
#[derive(Debug)]
pub(super) struct Shape(Vec<Term>);

#[derive(Debug)]
enum Term {
    Word(&'static str),
    Slot(&'static Slot),
    List(Vec<Term>),
    Group { alternatives: Vec<Vec<Term>>, optional: bool },
}

impl Shape {
    /// Parses the notation.
    ///
    /// # Panics
    /// When a shape in our own tables is not well-formed.
    pub fn parse(text: &'static str) -> Shape {
        let mut rest = text;
        let terms = sequence(&mut rest);
        assert!(rest.is_empty(), "a shape does not close: {text}");
        Shape(terms)
    }

    /// Matches the values of a clause; `room` holds what is found of them.
    pub fn read<'t>(&self, clause: Clause<'t>, room: Room) -> Result<Match<'t>, Mismatch> {
        let (values, head) = (clause.run(), clause.head_at());
        let mut reading = Reading { values, head, failed: None };
        if let Some(found) = reading.whole(&self.0, room) {
            return Ok(found);
        }
        // Most clauses fit, so only a second reading remembers why one does not.
        let mut reading = Reading { values, head, failed: Some(Mismatch::none(head)) };
        reading
            .whole(&self.0, Room::default())
            .ok_or_else(|| reading.failed.unwrap_or_else(|| Mismatch::none(head)))
    }
}

fn sequence(rest: &mut &'static str) -> Vec<Term> {
    let mut terms = Vec::new();
    loop {
        *rest = rest.trim_start();
        match rest.chars().next() {
            None | Some(')' | ']' | '|') => return terms,
            Some('(') => terms.push(group(rest)),
            Some('[') => {
                *rest = &rest[1..];
                terms.push(Term::List(sequence(rest)));
                close(rest, "]");
            }
            Some(_) => {
                let end = rest.find([' ', '(', ')', '[', ']', '|']).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                *rest = after;
                let sort = SLOTS.iter().find(|slot| slot.name == word);
                terms.push(sort.map_or(Term::Word(word), Term::Slot));
            }
        }
    }
}

fn group(rest: &mut &'static str) -> Term {
    let mut alternatives = Vec::new();
    while rest.starts_with(['(', '|']) {
        *rest = &rest[1..];
        alternatives.push(sequence(rest));
    }
    close(rest, ")");
    let optional = rest.starts_with('?');
    *rest = rest.strip_prefix('?').unwrap_or(rest);
    Term::Group { alternatives, optional }
}

fn close(rest: &mut &'static str, bracket: &str) {
    *rest = rest.strip_prefix(bracket).expect("brackets in our own shapes match");
}

/// What the values of a clause turned out to be.
#[derive(Clone, Debug)]
pub(super) struct Match<'t> {
    found: Vec<Found>,
    values: Values<'t>,
    phrases: Vec<Match<'t>>,
}

/// A small word, or a value of some sort.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// The sort; `""` for a small word, and for the start of a list.
    slot: &'static str,
    /// The small word itself, `[`, or the small word before the value, if any.
    word: &'static str,
    /// Which values it took.
    at: u32,
    count: u32,
}

/// Memory in which one match after the other is written: there are very many, and each is small.
#[derive(Default)]
pub(super) struct Room(Vec<Found>);

impl<'t> Match<'t> {
    fn of(values: Values<'t>) -> Match<'t> {
        Match::within(values, Room::default())
    }

    fn within(values: Values<'t>, Room(mut found): Room) -> Match<'t> {
        found.clear();
        // Each value is at most one thing.
        found.reserve(values.len());
        Match { found, values, phrases: Vec::new() }
    }

    /// Gives its memory back.
    pub fn into_room(self) -> Room {
        Room(self.found)
    }

    /// Returns how much has been found, to come back to.
    fn mark(&self) -> (usize, usize) {
        (self.found.len(), self.phrases.len())
    }

    /// Forgets what was found since.
    fn back_to(&mut self, (found, phrases): (usize, usize)) {
        self.found.truncate(found);
        self.phrases.truncate(phrases);
    }

    fn say(&mut self, word: &'static str) {
        self.found.push(Found { slot: "", word, at: 0, count: 0 });
    }

    fn take(&mut self, slot: &'static str, word: &'static str, at: usize, count: usize) {
        let [at, count] = [at, count].map(|n| Span::new(n, n).start);
        self.found.push(Found { slot, word, at, count });
    }

    /// Lists the small words.
    fn words(&self) -> impl DoubleEndedIterator<Item = &'static str> {
        self.found.iter().filter(|f| f.slot.is_empty()).map(|f| f.word)
    }

    /// Lists the values, each the first of its sort's.
    fn slots(&self) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(|f| !f.slot.is_empty())
    }

    /// Tells whether the small word was there.
    pub fn says(&self, word: &str) -> bool {
        self.words().any(|said| said == word)
    }

    /// Returns the first value of a sort.
    pub fn get(&self, slot: &str) -> Option<Value<'t>> {
        self.found.iter().find(|f| f.slot == slot).and_then(|f| self.values.get(f.at as usize))
    }

    /// Returns the first value after a small word.
    pub fn after(&self, word: &str) -> Option<Value<'t>> {
        self.slots().find(|f| f.word == word).and_then(|f| self.values.get(f.at as usize))
    }

    /// Returns every value of a sort taken together: the two of a duration, the rest of a predicate.
    pub fn all(&self, slot: &str) -> Vec<Value<'t>> {
        let found = self.found.iter().find(|f| f.slot == slot);
        found.map_or_else(Vec::new, |f| {
            self.values.iter().skip(f.at as usize).take(f.count as usize).collect()
        })
    }

    /// Returns the two values of a sort that takes two.
    pub fn pair(&self, slot: &str) -> Option<(Value<'t>, Value<'t>)> {
        let at = self.found.iter().find(|f| f.slot == slot)?.at as usize;
        Some((self.values.get(at)?, self.values.get(at + 1)?))
    }

    /// Lists the phrases of the list.
    pub fn phrases(&self) -> &[Match<'t>] {
        &self.phrases
    }

    /// Tells whether a list was there, even an empty one.
    pub fn has_list(&self) -> bool {
        self.says("[")
    }

    /// Returns the text of the first value of a sort, if it is a string.
    pub fn text(&self, slot: &str) -> Option<&'t str> {
        self.get(slot).and_then(text)
    }

    /// Returns the text in a slot with its place.
    pub fn quoted(&self, slot: &str) -> Option<Text> {
        let value = self.get(slot)?;
        Some(Text { text: text(value)?.to_owned(), at: value.at() })
    }

    /// Returns the date after a small word.
    pub fn date(&self, word: &str) -> Option<crate::time::Date> {
        match self.after(word)?.shape() {
            Written::Date(date) => Some(date),
            _ => None,
        }
    }
}

/// Returns the text of a string.
pub(super) fn text(value: Value<'_>) -> Option<&str> {
    value.text()
}

/// Returns a plain number.
pub(super) fn number(value: Value<'_>) -> Option<Decimal> {
    match value.shape() {
        Written::Number(n) => Some(n),
        _ => None,
    }
}

/// Why values do not have a shape.
#[derive(Debug)]
pub(super) struct Mismatch {
    /// The first value that does not fit, or the end of what was written.
    pub at: Location,
    /// What was written there; `None` at the end of the clause.
    pub found: Option<String>,
    /// What was written before it in the same clause or phrase, or `""`.
    pub after: String,
    /// What could stand there.
    pub expected: Vec<String>,
    /// Words that could stand there, for suggestions.
    pub words: Vec<&'static str>,
    /// The value is of the right sort in the wrong unit.
    pub unit: bool,
    progress: u64,
}

impl Mismatch {
    fn none(at: Location) -> Mismatch {
        Mismatch {
            at,
            found: None,
            after: String::new(),
            expected: Vec::new(),
            words: Vec::new(),
            unit: false,
            progress: 0,
        }
    }
}

/// What was expected where reading stopped.
enum Told {
    Nothing,
    Word(&'static str),
    Sort(&'static str),
    Slot(&'static Slot),
    Unit,
}

struct Reading<'t> {
    values: Values<'t>,
    head: Location,
    /// How far reading got and why not further, where anybody wants to know.
    failed: Option<Mismatch>,
}

impl<'t> Reading<'t> {
    fn whole(&mut self, terms: &[Term], room: Room) -> Option<Match<'t>> {
        let mut out = Match::within(self.values, room);
        let end = self.sequence(terms, 0, "", &mut out)?;
        if end < self.values.len() {
            self.fail(end, Told::Nothing, false);
            return None;
        }
        Some(out)
    }

    fn sequence(
        &mut self,
        terms: &[Term],
        mut at: usize,
        mut after: &'static str,
        out: &mut Match<'t>,
    ) -> Option<usize> {
        for term in terms {
            match term {
                Term::Word(word) => {
                    if self.values.get(at).and_then(|v| v.word()) != Some(word) {
                        self.fail(at, Told::Word(word), false);
                        return None;
                    }
                    out.say(word);
                    after = word;
                    at += 1;
                }
                Term::Slot(slot) => {
                    let taken = self.slot(slot, at)?;
                    out.take(slot.name, after, at, taken);
                    at += taken;
                }
                Term::List(inner) => {
                    self.list(inner, at, after, out)?;
                    at += 1;
                }
                Term::Group { alternatives, optional } => {
                    let before = out.mark();
                    let here = self.values.get(at).and_then(Value::word);
                    let matched = alternatives.iter().find_map(|terms| {
                        // Most begin with another word; why they do not fit is asked for seldom.
                        if let Some(Term::Word(word)) = terms.first()
                            && here != Some(word)
                            && self.failed.is_none()
                        {
                            return None;
                        }
                        let end = self.sequence(terms, at, after, out);
                        if end.is_none() {
                            out.back_to(before);
                        }
                        end
                    });
                    match matched {
                        Some(end) => {
                            if end > at {
                                after = out.words().next_back().unwrap_or(after);
                            }
                            at = end;
                        }
                        None if *optional => {}
                        None => return None,
                    }
                }
            }
        }
        Some(at)
    }

    fn list(&mut self, inner: &[Term], at: usize, after: &'static str, out: &mut Match<'t>) -> Option<()> {
        let Some(value) = self.values.get(at).filter(|value| value.is_square()) else {
            self.fail(at, Told::Sort("a list in `[ ]`"), false);
            return None;
        };
        out.say("[");
        for phrase in value.phrases() {
            let head = phrase.get(0).map_or(self.head, |first| {
                let last = phrase.last().unwrap_or(first).at().span;
                Location { file: first.at().file, span: first.at().span.to(last) }
            });
            let failed = self.failed.as_ref().map(|_| Mismatch::none(head));
            let mut reading = Reading { values: phrase, head, failed };
            let mut found = Match::of(phrase);
            match reading.sequence(inner, 0, after, &mut found) {
                Some(end) if end == phrase.len() => out.phrases.push(found),
                end => {
                    if let Some(end) = end {
                        reading.fail(end, Told::Nothing, false);
                    }
                    if let Some(failed) = reading.failed {
                        self.keep(failed);
                    }
                    return None;
                }
            }
        }
        Some(())
    }

    /// Returns how many values the sort takes at this place.
    fn slot(&mut self, slot: &'static Slot, at: usize) -> Option<usize> {
        let Some(value) = self.values.get(at) else {
            self.fail(at, Told::Slot(slot), false);
            return None;
        };
        let sort = value.sort();
        let unit = matches!(
            (&slot.accepts, sort),
            (Accepts::Number | Accepts::Duration, Sort::Percent) | (Accepts::Percent, Sort::Number)
        );
        let fits = match (&slot.accepts, sort) {
            (Accepts::Word, Sort::Word)
            | (Accepts::Text, Sort::Text)
            | (Accepts::Number, Sort::Number)
            | (Accepts::Amount, Sort::Number | Sort::Percent)
            | (Accepts::Percent, Sort::Percent)
            | (Accepts::Date, Sort::Date)
            | (Accepts::Range, Sort::Range)
            | (Accepts::Reference, Sort::Reference)
            | (Accepts::Path, Sort::Path | Sort::Word)
            | (Accepts::Id, Sort::Path | Sort::Word | Sort::Text)
            | (Accepts::Any, _) => true,
            (Accepts::OneOf(words), Sort::Word) => words().contains(&value.source()),
            (Accepts::Duration, Sort::Number) => return self.duration(at),
            (Accepts::Rest, _) => return Some(self.values.len() - at),
            _ => false,
        };
        if !fits {
            self.fail(at, Told::Slot(slot), unit);
            return None;
        }
        Some(1)
    }

    fn duration(&mut self, at: usize) -> Option<usize> {
        let word = self.values.get(at + 1).and_then(|v| v.word());
        if word.is_none_or(|word| Period::new(1, word).is_none()) {
            self.fail(at + 1, Told::Unit, false);
            return None;
        }
        Some(2)
    }

    fn fail(&mut self, at: usize, told: Told, unit: bool) {
        if self.failed.is_none() {
            return;
        }
        let value = self.values.get(at);
        let place = value.map_or(self.head, |v| v.at());
        let end = self.values.last().map_or(self.head.span.end, |v| v.at().span.end);
        // How far reading got, in bytes; from 1, so that any failure beats none.
        let progress = u64::from(value.map_or(end, |v| v.at().span.start)) + 1;
        let (expected, words) = match told {
            Told::Nothing => (None, Vec::new()),
            Told::Word(word) => (Some(format!("`{word}`")), vec![word]),
            Told::Sort(sort) => (Some(sort.to_owned()), Vec::new()),
            Told::Unit => (Some("a unit of time such as `days`".to_owned()), units().to_vec()),
            Told::Slot(slot) => {
                let words = if let Accepts::OneOf(words) = slot.accepts { words() } else { &[] };
                (Some(slot.told.to_owned()), words.to_vec())
            }
        };
        self.keep(Mismatch {
            at: place,
            found: value.map(|v| v.source().to_owned()),
            after: at.checked_sub(1).and_then(|n| self.values.get(n)).map_or("", Value::source).to_owned(),
            expected: expected.into_iter().collect(),
            words,
            unit,
            progress,
        });
    }

    fn keep(&mut self, failed: Mismatch) {
        let Some(kept) = &mut self.failed else { return };
        if failed.progress > kept.progress {
            *kept = failed;
        } else if failed.progress == kept.progress {
            for told in failed.expected {
                if !kept.expected.contains(&told) {
                    kept.expected.push(told);
                }
            }
            kept.words.extend(failed.words);
            kept.unit |= failed.unit;
        }
    }
}

/// Joins a period's two values: the number and its unit.
///
/// `None` when the number is not a whole number above zero.
pub(super) fn period(values: &[Value<'_>]) -> Option<Period> {
    let n = number(*values.first()?)?.to_u64().filter(|n| *n > 0)?;
    Period::new(n, values.get(1)?.word()?)
}

/// Returns the place that some values cover.
pub(super) fn place(values: &[Value<'_>], otherwise: Location) -> Location {
    match (values.first(), values.last()) {
        (Some(first), Some(last)) => {
            let span: Span = first.at().span.to(last.at().span);
            Location { file: first.at().file, span }
        }
        _ => otherwise,
    }
}
