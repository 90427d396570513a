//! Reads invariants: `pinned`, `in 0.6..0.9`, `say "…"` … with `not` over `and` over `or`.

use crate::diagnostic::Diagnostic;
use crate::kind::Kind;
use crate::label::Label;
use crate::names;
use crate::source::Location;
use crate::syntax::{Shape as Written, Value};

use super::items::Item;
use super::reader::{Binder, Entry};
use super::scope::{Known, Space};
use super::shape::{period, place, text};
use super::system::Units;
use super::{Condition, Invariant};

/// How deep parentheses may nest.
const MAX_DEPTH: usize = 32;

const CONDITIONS: &str =
    "`pinned`, `in`, `at least`, `at most`, `say`, `match`, `from`, `not` or a condition in `( )`";

/// What a condition is about.
struct About {
    kind: Kind,
    /// The units of the values it is about, each once.
    units: Vec<String>,
}

impl Binder {
    /// Reads an `invariant`.
    pub fn invariant(&mut self, item: Item<'_>) -> Option<Invariant> {
        let speaks = |entry: &&Entry<'_>| !matches!(entry.row.word, "enforce" | "allow");
        let mut said = item.body.entries().iter().filter(speaks);
        let Some(entry) = said.next() else {
            if item.sound {
                let text = format!("{} states no condition", item.owner());
                let help = "add one, such as `every model pinned`";
                self.find(&names::MISSING_CLAUSE, item.clause.head_at(), text, help);
            }
            return None;
        };
        if let Some(second) = said.next() {
            let text = format!("{} states a second condition", item.owner());
            let finding = Diagnostic::new(&names::REPEATED_CLAUSE, second.clause.word_at(), text);
            let finding = finding.because(entry.clause.word_at(), "the first is here");
            self.report(finding.help("make an invariant of each, so that each has a name"));
            return None;
        }
        let at = entry.clause.head_at();
        let found = &entry.found;
        let kind = match found.get("KIND") {
            Some(value) => Kind::parse(value.source()).filter(|k| !matches!(k, Kind::Policy | Kind::Other)),
            None => Kind::parse(entry.row.word),
        };
        let Some(kind) = kind else {
            let word = found.get("KIND").map_or("", |v| v.source());
            let text = format!("`{word}` has no values that a condition could read");
            self.find(&names::WRONG_CONDITION, at, text, "name a kind such as `model` or `threshold`");
            return None;
        };
        let system = match found.get("SYSTEM") {
            Some(value) => Some(self.resolve(Space::System, value)?),
            None => None,
        };
        let artifact = match (found.get("NAME"), &system) {
            (Some(value), Some(system)) => Some(self.resolve_artifact(system, Some(kind), value)?.name),
            _ => None,
        };
        let systems = system.map(|system| vec![system.name]);
        let artifact = artifact.unwrap_or_default();
        let in_pack = item.clause.is_library();
        let about = self.about(kind, systems.as_deref(), &artifact, at, in_pack)?;
        let values = found.all("PREDICATE");
        let mut rest = &values[..];
        let end = place(rest, at);
        let condition = self.either(&mut rest, &about, end, 0)?;
        if let Some(extra) = rest.first() {
            let text = format!("expected `and`, `or` or the end, found `{}`", extra.source());
            self.find(&names::WRONG_VALUE, extra.at(), text, "join conditions with `and` or `or`");
            return None;
        }
        let warn_until = item.body.one("enforce").and_then(|m| m.date("until"));
        Some(Invariant { id: item.id, kind, systems, artifact: artifact.into(), condition, warn_until })
    }

    fn about(
        &mut self,
        kind: Kind,
        systems: Option<&[Label]>,
        artifact: &str,
        at: Location,
        in_pack: bool,
    ) -> Option<About> {
        let chosen =
            |name: &String| systems.is_none_or(|systems| systems.iter().any(|system| system == name));
        let read: Vec<_> = self.scope.systems.iter().filter(|(name, _)| chosen(name)).collect();
        let fits = |(name, known): &(&String, &Known)| {
            known.kind == kind && (artifact.is_empty() || *name == artifact)
        };
        let known: Vec<&Known> =
            read.iter().flat_map(|(_, a)| &a.known).filter(fits).map(|(_, known)| known).collect();
        let open = read.iter().any(|(_, a)| a.open) || !self.scope.meant.is_empty();
        let mut units: Vec<String> = known.iter().map(|known| known.unit.clone()).collect();
        if known.is_empty() && !open {
            // A pack speaks of more than every policy has.
            if in_pack {
                return None;
            }
            let text = format!("this can never be judged: there is no {kind}");
            self.find(&names::NEVER_APPLIES, at, text, "declare one in a system, or remove the invariant");
            return None;
        }
        units.sort();
        units.dedup();
        Some(About { kind, units })
    }

    /// Reads conditions joined by `and` or by `or`.
    fn either<'t>(
        &mut self,
        rest: &mut &[Value<'t>],
        about: &About,
        end: Location,
        depth: usize,
    ) -> Option<Condition> {
        let mut all = vec![self.single(rest, about, end, depth)?];
        let mut joined: Option<Value<'t>> = None;
        while let Some(word) = rest.first().copied().filter(|v| matches!(v.word(), Some("and" | "or"))) {
            if let Some(first) = joined.filter(|first| first.source() != word.source()) {
                let text = "`and` and `or` are mixed without parentheses".to_owned();
                let finding = Diagnostic::new(&names::MIXED_AND_OR, word.at(), text);
                let finding = finding.because(first.at(), "the first is here");
                self.report(finding.help("put `( )` around the conditions that belong together"));
                return None;
            }
            joined = Some(word);
            *rest = rest.get(1..).unwrap_or_default();
            all.push(self.single(rest, about, end, depth)?);
        }
        Some(match joined.map(|word| word.source()) {
            Some("and") => Condition::And(all),
            Some(_) => Condition::Or(all),
            None => all.swap_remove(0),
        })
    }

    fn single(
        &mut self,
        rest: &mut &[Value<'_>],
        about: &About,
        end: Location,
        depth: usize,
    ) -> Option<Condition> {
        let Some((first, after)) = rest.split_first() else {
            let text = format!("expected {CONDITIONS}, but the line ends");
            self.find(&names::WRONG_VALUE, end, text, "complete the condition");
            return None;
        };
        if depth >= MAX_DEPTH {
            let text = format!("conditions are nested deeper than {MAX_DEPTH}");
            self.find(&names::WRONG_VALUE, first.at(), text, "split the invariant");
            return None;
        }
        if let Written::List { phrases, round: true } = first.shape() {
            *rest = after;
            let inner = phrases.into_iter().next().unwrap_or_default();
            let mut inner = inner.as_slice();
            let condition = self.either(&mut inner, about, first.at(), depth + 1)?;
            if let Some(extra) = inner.first() {
                let text = format!("expected `and`, `or` or `)`, found `{}`", extra.source());
                self.find(&names::WRONG_VALUE, extra.at(), text, "join conditions with `and` or `or`");
                return None;
            }
            return Some(condition);
        }
        let word = first.word().unwrap_or_default();
        if word == "not" {
            *rest = after;
            return Some(Condition::Not(Box::new(self.single(rest, about, end, depth + 1)?)));
        }
        let known = ["pinned", "in", "at", "say", "match", "from"];
        if !known.contains(&word) {
            // `of` was not followed by the name of a system.
            let beyond = after.first().filter(|_| word == "of").map(|v| format!(" {}", v.source()));
            let text =
                format!("expected {CONDITIONS}, found `{}{}`", first.source(), beyond.unwrap_or_default());
            let finding = Diagnostic::new(&names::WRONG_VALUE, first.at(), text);
            let near = crate::diagnostic::did_you_mean(word, known.into_iter().chain(["not"]));
            self.report(match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")).edit(first.at(), near),
                None => finding.help("write it like `every model pinned`"),
            });
            return None;
        }
        *rest = after;
        self.fits(word, *first, rest.first().copied(), about)?;
        self.atom(word, rest, about, first.at())
    }

    /// Reports a condition that values of the kind cannot meet or miss.
    fn fits(&mut self, word: &str, at: Value<'_>, next: Option<Value<'_>>, about: &About) -> Option<()> {
        let range = matches!(next.map(|v| v.shape()), Some(Written::Range(..)));
        let kinds: &[Kind] = match word {
            "pinned" | "from" => &[Kind::Model],
            "say" | "match" => &[Kind::Prompt],
            "at" => &[Kind::Threshold, Kind::Parameter, Kind::Period],
            "in" if range => &[Kind::Threshold, Kind::Parameter, Kind::Period],
            _ => &[Kind::Model, Kind::Voice, Kind::Parameter, Kind::Tools, Kind::Regions, Kind::Switch],
        };
        if kinds.contains(&about.kind) {
            return Some(());
        }
        let list: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
        let text = format!("`{word}` says nothing about a {}", about.kind);
        let help = format!("this condition is about {}", list.join(", "));
        self.find(&names::WRONG_CONDITION, at.at(), text, help);
        None
    }

    fn atom(
        &mut self,
        word: &str,
        rest: &mut &[Value<'_>],
        about: &About,
        at: Location,
    ) -> Option<Condition> {
        if word == "pinned" {
            return Some(Condition::Pinned);
        }
        let side = if word == "at" {
            let side = rest.first().and_then(|v| v.word()).filter(|w| matches!(*w, "least" | "most"));
            if side.is_none() {
                let place = rest.first().map_or(at, |v| v.at());
                let found = rest
                    .first()
                    .map_or(", but the line ends".to_owned(), |v| format!(", found `{}`", v.source()));
                let text = format!("expected `least` or `most` after `at`{found}");
                self.find(&names::WRONG_VALUE, place, text, "write `at least 0.6` or `at most 0.9`");
                return None;
            }
            *rest = rest.get(1..).unwrap_or_default();
            side
        } else {
            None
        };
        let Some((value, after)) = rest.split_first() else {
            let text = format!("expected a value after `{}`, but the line ends", side.unwrap_or(word));
            self.find(&names::WRONG_VALUE, at, text, "complete the condition");
            return None;
        };
        match (word, value.shape()) {
            ("in", Written::Range(..)) => {
                *rest = after;
                let mut range = None;
                for unit in &about.units {
                    range = Some(self.range_value(*value, &Units { kind: about.kind, unit })?);
                }
                range.map(|(low, high)| Condition::Between(low, high))
            }
            ("in", Written::List { phrases, round: false }) => {
                *rest = after;
                self.items(&phrases, *value).map(Condition::In)
            }
            ("from", Written::List { phrases, round: false }) => {
                *rest = after;
                let mut names = Vec::new();
                for phrase in &phrases {
                    names.push(self.resolve(Space::Supplier, *phrase.first()?)?.name.to_string());
                }
                if names.is_empty() {
                    let text = "`from` names no supplier".to_owned();
                    self.find(&names::EMPTY_LIST, value.at(), text, "name at least one");
                    return None;
                }
                names.sort();
                names.dedup();
                Some(Condition::From(names))
            }
            ("at", _) => {
                let amount = self.measure(rest, about)?;
                Some(if side == Some("least") {
                    Condition::AtLeast(amount)
                } else {
                    Condition::AtMost(amount)
                })
            }
            ("say", Written::Text { value: phrase, .. }) => {
                *rest = after;
                self.phrase(phrase, value.at()).then(|| Condition::Say(phrase.to_owned()))
            }
            ("match", Written::Text { value: pattern, .. }) => {
                *rest = after;
                self.regex(pattern, value.at()).then(|| Condition::Match(pattern.to_owned()))
            }
            (word, _) => {
                let wanted = match word {
                    "in" => "a range or a list in `[ ]`",
                    "from" => "a list of suppliers in `[ ]`",
                    _ => "a text in quotes",
                };
                let text = format!("expected {wanted}, found `{}`", value.source());
                self.find(&names::WRONG_VALUE, value.at(), text, format!("write {wanted} after `{word}`"));
                None
            }
        }
    }

    fn items(&mut self, phrases: &[Vec<Value<'_>>], list: Value<'_>) -> Option<Vec<String>> {
        let mut items = Vec::new();
        for phrase in phrases {
            let [value] = phrase.as_slice() else {
                let at = place(phrase, list.at());
                let text = "an item of this list is one value".to_owned();
                self.find(&names::WRONG_VALUE, at, text, "separate items with commas");
                return None;
            };
            items.push(match value.shape() {
                Written::Number(n) => n.to_string(),
                _ => text(*value).unwrap_or(value.source()).to_owned(),
            });
        }
        if items.is_empty() {
            let text = "nothing is in an empty list".to_owned();
            self.find(&names::EMPTY_LIST, list.at(), text, "name at least one item");
            return None;
        }
        items.sort();
        items.dedup();
        Some(items)
    }

    /// Reads the bound of `at least` and `at most`: a number, or a length of time for a period.
    fn measure(&mut self, rest: &mut &[Value<'_>], about: &About) -> Option<crate::decimal::Decimal> {
        let (value, after) = rest.split_first()?;
        let timed = about.kind == Kind::Period && after.first().is_some_and(|v| v.word().is_some());
        let pair: Vec<Value<'_>> = rest.iter().take(2).copied().collect();
        if let Some(length) = period(&pair).filter(|_| timed) {
            *rest = rest.get(2..).unwrap_or_default();
            let family = |unit: &String| crate::time::Period::new(1, unit).map(|one| one.unit);
            if let Some(other) = about.units.iter().find(|unit| family(unit) != Some(length.unit)) {
                let text = format!("a period in {other} cannot be compared with `{length}`");
                let help = "months, days and hours have no common measure: say it in the unit of the file";
                self.find(&names::UNIT_MISMATCH, place(&pair, value.at()), text, help);
                return None;
            }
            return Some(crate::decimal::Decimal::from_integer(length.n));
        }
        *rest = after;
        let mut amount = None;
        for unit in &about.units {
            amount = Some(self.amount(*value, &Units { kind: about.kind, unit })?);
        }
        amount
    }
}
