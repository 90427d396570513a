//! Reads systems and formats: the governed values and what is said of each.

use regex::RegexBuilder;

use crate::decimal::Decimal;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::kind::Kind;
use crate::names;
use crate::source::Location;
use crate::syntax::{Shape as Written, Value};
use crate::time::Period;

use super::items::Item;
use super::reader::{Binder, Body, Entry, Owner};
use super::scope::{Artifacts, Known, Space, suggest};
use super::shape::{Match, number, text};
use super::slots::units;
use super::{Artifact, Discloses, Format, Id, ListIdentity, Must, Spot, System, Text, Whereabouts};

/// The most memory a compiled regular expression may take, in bytes.
const REGEX_LIMIT: usize = 1 << 20;

impl Binder {
    /// Reads a `format`.
    pub fn format(&mut self, item: Item<'_>) -> Format {
        let mut artifacts: Vec<Artifact> = Vec::new();
        let (mut found, mut ignores, mut identities) = (Vec::new(), Vec::new(), Vec::new());
        for entry in item.body.entries() {
            match entry.row.word {
                "found" => found.extend(self.whereabouts(&entry.found)),
                "ignore" => ignores.extend(self.fragments(&entry.found)),
                "identity" => {
                    let key = entry.found.after("by").map(|v| text(v).unwrap_or(v.source()).to_owned());
                    let lists = self.fragments(&entry.found).into_iter().zip(key);
                    let ordered = entry.found.says("in");
                    identities.extend(lists.map(|(list, key)| ListIdentity { list, key, ordered }));
                }
                _ => self.artifact(entry, true, &mut artifacts),
            }
        }
        Format { id: item.id, found, artifacts, ignores, identities }
    }

    fn whereabouts(&mut self, found: &Match<'_>) -> Option<Whereabouts> {
        let glob = found.get("GLOB")?;
        let glob = Text { text: text(glob)?.to_owned(), at: glob.at() };
        Some(Whereabouts { glob, with: self.fragments(found) })
    }

    /// Reads the place or places that a clause names inside a file.
    fn fragments(&mut self, found: &Match<'_>) -> Vec<Text> {
        let mut values: Vec<Value<'_>> = found.get("LOCATION").into_iter().collect();
        values.extend(found.phrases().iter().filter_map(|phrase| phrase.get("LOCATION")));
        let spots = values.into_iter().filter_map(|value| self.spot(value, true));
        spots.map(|spot| Text { text: spot.fragment, at: spot.at }).collect()
    }

    /// Reads a `system`; the artifacts of its formats are copied in.
    pub fn system(&mut self, item: Item<'_>, formats: &[Format]) -> System {
        let before = self.mistakes();
        let owner_name = item.owner();
        let body = &item.body;
        let mut artifacts = Vec::new();
        let mut files = Vec::new();
        for entry in body.entries() {
            match entry.row.word {
                "files" => files.extend(self.files(entry, formats, &mut artifacts)),
                _ if entry.row.body.is_some() => self.artifact(entry, false, &mut artifacts),
                _ => {}
            }
        }
        let risk = body.one("risk").and_then(|m| m.get("LEVEL")).map(|v| v.source().to_owned());
        let risk = risk.unwrap_or_default();
        let open = before < self.mistakes() || !item.sound;
        if artifacts.is_empty() && files.is_empty() && !open {
            let text = format!("{owner_name} governs nothing");
            let help =
                "add an artifact such as `model llm at \"agent.json#/model\"`, or `files \"…\" as FORMAT`";
            self.find(&names::MISSING_CLAUSE, item.clause.head_at(), text, help);
        }
        let known = artifacts.iter().map(|a| {
            let known =
                Known { kind: a.kind, at: a.id.at, protected: !a.protect.is_empty(), unit: a.unit.clone() };
            (a.id.name.to_string(), known)
        });
        let seen = Artifacts { known: known.collect(), open, risk: risk.clone() };
        self.scope.systems.insert(item.id.name.to_string(), seen);
        self.in_step(&item.id, &artifacts);
        let owner = body.one("owner").and_then(|m| m.get("ROLE"));
        let own = ["stage", "without", "acts", "is", "decides", "assessment"];
        self.remember_clauses("system", &item.id.name, body, &own);
        System {
            purpose: body.text("purpose"),
            owner: owner.and_then(|value| self.resolve(Space::Role, value)),
            risk,
            serves: self.codes(body, "serves", Space::Jurisdiction, "CODE"),
            handles: self.codes(body, "handles", Space::Category, "CATEGORY"),
            stages: self.stages(body),
            without: self.absent_stages(body),
            acts: self.acts(item.owner(), body),
            answers: self.answers(body),
            decisions: self.decisions(body),
            assessment: self.assessment(body),
            suppliers: body.one("suppliers").map(|m| self.chain(m)).unwrap_or_default(),
            files,
            artifacts,
            id: item.id,
            title: item.title.to_owned(),
        }
    }

    /// Reads who provides which part.
    fn chain(&mut self, found: &Match<'_>) -> Vec<(String, String)> {
        let mut chain = Vec::new();
        for phrase in found.phrases() {
            let supplier = phrase.get("SUPPLIER").and_then(|v| self.resolve(Space::Supplier, v));
            let part = phrase.get("PART").and_then(|v| self.resolve(Space::Part, v));
            if let (Some(supplier), Some(part)) = (supplier, part) {
                chain.push((supplier, part));
            }
        }
        self.provided(&chain);
        chain.into_iter().map(|(supplier, part)| (supplier.name.into(), part.name.into())).collect()
    }

    /// Checks that each supplier provides the part it is named for.
    pub fn provided(&mut self, chain: &[(Id, Id)]) {
        for (supplier, part) in chain {
            let Some((provides, at)) = self.scope.provides.get(supplier.name.as_str()) else { continue };
            // What is said once of a supplier and a part need not be said of every place that names both.
            let mut first =
                || self.scope.not_provided.insert((supplier.name.to_string(), part.name.to_string()));
            if !provides.contains(part.name.as_str()) && first() {
                let text = format!("the supplier `{}` does not provide `{}`", supplier.name, part.name);
                let finding = Diagnostic::new(&names::NOT_PROVIDED, part.at, text);
                let finding = finding.because(*at, "this is all that it provides");
                self.report(finding.help(format!("add `{}` to its `provides`", part.name)));
            }
        }
    }

    fn files(
        &mut self,
        entry: &Entry<'_>,
        formats: &[Format],
        artifacts: &mut Vec<Artifact>,
    ) -> Option<(Text, Id)> {
        let glob = entry.found.get("GLOB")?;
        let path = text(glob)?.to_owned();
        if path.contains('#') {
            let text = format!("`{path}` is a place inside a file");
            self.find(
                &names::WRONG_LOCATION,
                glob.at(),
                text,
                "name files only: the format says where inside",
            );
            return None;
        }
        let format = self.resolve(Space::Format, entry.found.get("FORMAT")?)?;
        let mut twice = Vec::new();
        for model in formats.iter().filter(|f| f.id.name == format.name).flat_map(|f| &f.artifacts) {
            let mut copy = model.clone();
            copy.id.at = format.at;
            for spot in &mut copy.at {
                (spot.path, spot.at) = (path.clone(), glob.at());
            }
            match artifacts.iter().find(|other| other.id.name == copy.id.name) {
                Some(first) => twice.push(first.id.clone()),
                None => artifacts.push(copy),
            }
        }
        self.named_twice(&format, &twice);
        Some((Text { text: path, at: glob.at() }, format))
    }

    /// Reports once which names of a format this system has already.
    fn named_twice(&mut self, format: &Id, twice: &[Id]) {
        let Some(first) = twice.first().filter(|first| first.at != format.at) else { return };
        let shown: Vec<String> = twice.iter().take(3).map(|id| format!("`{}`", id.name)).collect();
        let more = match twice.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let text = format!(
            "this system has {}{more} already, and `{}` brings a second",
            shown.join(", "),
            format.name
        );
        let finding = Diagnostic::new(&names::DUPLICATE_NAME, format.at, text);
        let finding = finding.because(first.at, "the first is here");
        self.report(finding.help(
            "give these files a system of their own; two folders of one format are one glob such as \"{a,b}/*.json\"",
        ));
    }

    fn add(&mut self, artifact: Artifact, artifacts: &mut Vec<Artifact>) {
        let first = artifacts.iter().find(|other| other.id.name == artifact.id.name);
        match first {
            Some(first) if first.id.at == artifact.id.at => {}
            Some(first) => {
                let text = format!("a second artifact of this system is named `{}`", artifact.id.name);
                let finding = Diagnostic::new(&names::DUPLICATE_NAME, artifact.id.at, text);
                let finding = finding.because(first.id.at, "the first is here");
                self.report(finding.help("rename one"));
            }
            None => artifacts.push(artifact),
        }
    }

    fn artifact(&mut self, entry: &Entry<'_>, in_format: bool, artifacts: &mut Vec<Artifact>) {
        let (Some(kind), Some(rows)) = (Kind::parse(entry.row.word), entry.row.body) else { return };
        let Some(name) = entry.found.get("NAME") else { return };
        let id = Id { name: name.source().into(), at: name.at() };
        if let Err(finding) = super::scope::well_formed(Space::Artifact, &id) {
            self.scope.doubt(&id.name);
            self.report(finding);
        }
        let mut values: Vec<Value<'_>> = entry.found.get("LOCATION").into_iter().collect();
        values.extend(entry.found.phrases().iter().filter_map(|phrase| phrase.get("LOCATION")));
        if entry.found.has_list() {
            self.not_empty(Owner { word: kind.word(), name: &id.name }, entry);
        }
        let at = values.into_iter().filter_map(|value| self.spot(value, in_format)).collect();
        let owner = Owner { word: kind.word(), name: name.source() };
        let before = self.mistakes();
        let body = self.body(owner, entry.clause, rows);
        let whole = before == self.mistakes() && !entry.clause.is_damaged();
        let unit = self.unit(&body, whole);
        let units = Units { kind, unit: &unit };
        let range = body.one("range").and_then(|m| self.range(m, &units));
        let artifact = Artifact {
            kind,
            at,
            safer: safer(&body),
            default: body.one("default").and_then(|m| self.default_value(m, &units, range)),
            range,
            step: body.one("step").and_then(|m| self.bound(m, &units)),
            drift: body.one("drift").and_then(|m| self.bound(m, &units).zip(self.fixed_period(m))),
            must: body.all("must").filter_map(|e| self.must(&e.found)).collect(),
            protect: body.all("protect").filter_map(|e| self.protect(&e.found)).collect(),
            discloses: body.all("discloses").filter_map(|e| self.discloses(&e.found)).collect(),
            deployed: self.deployed(&body, in_format),
            language: body
                .one("language")
                .and_then(|m| m.get("LANGUAGE"))
                .map(|v| v.source().to_owned())
                .unwrap_or_default(),
            in_step: body
                .all("in")
                .filter_map(|e| e.found.get("NAME"))
                .map(|value| Id { name: value.source().into(), at: value.at() })
                .collect(),
            from: body
                .one("from")
                .and_then(|m| m.get("SUPPLIER"))
                .and_then(|value| self.resolve(Space::Supplier, value)),
            forever: body.one("forever").and_then(|m| m.get("NUMBER")).and_then(number),
            served_by: body
                .one("served")
                .and_then(|m| m.get("NAME"))
                .map(|value| Id { name: value.source().into(), at: value.at() }),
            pinned: body.one("pinned").is_some(),
            allow: body.entry("allow").map(|e| self.strings(owner, e)),
            never: body.entry("never").map(|e| self.strings(owner, e)),
            unit,
            id,
        };
        self.add(artifact, artifacts);
    }

    /// Reads the unit of an artifact; one that could not be read fits every number.
    fn unit(&mut self, body: &Body<'_>, whole: bool) -> String {
        let Some(value) = body.one("unit").and_then(|m| m.get("WORD").or(m.get("UNIT"))) else {
            return if whole { String::new() } else { UNREAD.to_owned() };
        };
        let unit = value.source();
        let near = did_you_mean(unit, ["percent"]).filter(|near| *near != unit);
        if let Some(near) = near.filter(|_| !units().contains(&unit)) {
            let finding =
                Diagnostic::new(&names::WRONG_VALUE, value.at(), format!("no unit is called `{unit}`"));
            self.report(finding.help(format!("did you mean `{near}`?")).edit(value.at(), near));
            return UNREAD.to_owned();
        }
        unit.to_owned()
    }

    /// Splits a location into path and fragment; inside a format there is no path.
    pub fn spot(&mut self, value: Value<'_>, in_format: bool) -> Option<Spot> {
        let whole = text(value)?;
        let (path, fragment) = whole.split_once('#').unwrap_or((whole, ""));
        let problem = if in_format && !path.is_empty() {
            Some("inside a format a location starts with `#`: the system names the files")
        } else if in_format && whole.is_empty() {
            Some(
                "inside a format a location is a place in the file, such as \"#/model\", or \"#\" for its text",
            )
        } else if !in_format && whole.ends_with('#') {
            Some("nothing follows the `#`")
        } else {
            None
        };
        if let Some(problem) = problem {
            let text = format!("`{whole}` is no location here: {problem}");
            self.find(&names::WRONG_LOCATION, value.at(), text, "write it like \"agent.json#/llm/model\"");
            return None;
        }
        Some(Spot { path: path.to_owned(), fragment: fragment.to_owned(), at: value.at() })
    }

    fn strings(&mut self, owner: Owner<'_>, entry: &Entry<'_>) -> Vec<String> {
        self.not_empty(owner, entry);
        let values = entry.found.phrases().iter().filter_map(|p| p.get("TEXT").or(p.get("WORD")));
        let mut all: Vec<String> = values.map(|v| text(v).unwrap_or(v.source()).to_owned()).collect();
        all.sort();
        all.dedup();
        all
    }

    fn must(&mut self, found: &Match<'_>) -> Option<Must> {
        let (regex, value) = match found.get("REGEX") {
            Some(value) => (true, value),
            None => (false, found.get("TEXT")?),
        };
        let text = text(value)?.to_owned();
        let sound = if regex { self.regex(&text, value.at()) } else { self.phrase(&text, value.at()) };
        sound.then_some(Must { not: found.says("not"), regex, text })
    }

    /// Refuses an expression that does not compile or would take too much memory.
    pub fn regex(&mut self, pattern: &str, at: Location) -> bool {
        let built = RegexBuilder::new(pattern).size_limit(REGEX_LIMIT).dfa_size_limit(REGEX_LIMIT).build();
        let Err(error) = built else { return true };
        let reason = error.to_string();
        let last = reason.lines().last().unwrap_or_default().trim();
        let text = format!("not a regular expression: {}", last.strip_prefix("error: ").unwrap_or(last));
        self.find(&names::WRONG_REGEX, at, text, "correct it, or use `say` for a plain phrase");
        false
    }

    /// Refuses a phrase without a letter or digit, which any text would say.
    pub fn phrase(&mut self, phrase: &str, at: Location) -> bool {
        let sound = phrase.chars().any(char::is_alphanumeric);
        if !sound {
            let text = "a phrase needs a letter or a digit".to_owned();
            self.find(&names::WRONG_VALUE, at, text, "write the words to look for");
        }
        sound
    }

    fn protect(&mut self, found: &Match<'_>) -> Option<(&'static str, String)> {
        let value = found.get("TEXT")?;
        let part = if found.says("section") { "section" } else { "text" };
        let text = text(value)?.trim().to_owned();
        self.phrase(&text, value.at()).then_some((part, text))
    }

    /// Reads where an export of the platform says what runs; only a system knows.
    fn deployed(&mut self, body: &Body<'_>, in_format: bool) -> Option<Spot> {
        let value = body.one("deployed")?.get("LOCATION")?;
        if in_format {
            let text = "a format does not say where its values run".to_owned();
            self.find(
                &names::WRONG_LOCATION,
                value.at(),
                text,
                "write `deployed at` in an artifact of a system",
            );
            return None;
        }
        self.spot(value, false)
    }

    fn discloses(&mut self, found: &Match<'_>) -> Option<Discloses> {
        let element = found.get("ELEMENT")?;
        let words = found.after("as")?;
        let section = found.after("section").and_then(text).unwrap_or_default().trim();
        let turn = match () {
            () if found.says("turn") => "first turn",
            () if found.says("closing") => "closing",
            () if found.says("request") => "on request",
            () => "",
        };
        let said = Text { text: text(words)?.trim().to_owned(), at: words.at() };
        self.phrase(&said.text, said.at).then(|| Discloses {
            element: Id { name: element.source().into(), at: element.at() },
            turn,
            section: section.to_owned(),
            words: said,
        })
    }

    /// Checks that the prompts that go in step are prompts of the system with protected parts.
    fn in_step(&mut self, system: &Id, artifacts: &[Artifact]) {
        for artifact in artifacts {
            for other in &artifact.in_step {
                let Some(id) = self.artifact_named(system, Some(Kind::Prompt), other.clone()) else {
                    continue;
                };
                let bare = |one: &&Artifact| one.protect.is_empty();
                let problem = if id.name == artifact.id.name {
                    Some((format!("`{}` cannot be in step with itself", id.name), "name the other language"))
                } else {
                    let both =
                        artifacts.iter().filter(|a| a.id.name == id.name || a.id.name == artifact.id.name);
                    both.into_iter().find(bare).map(|one| {
                        let text =
                            format!("`{}` has no protected part that could be out of step", one.id.name);
                        (text, "add `protect section \"…\"` to both prompts")
                    })
                };
                if let Some((text, help)) = problem {
                    self.find(&names::WRONG_VALUE, id.at, text, help);
                }
            }
        }
    }

    /// Reads `at most AMOUNT` of a threshold.
    fn bound(&mut self, found: &Match<'_>, units: &Units<'_>) -> Option<Decimal> {
        let value = found.get("AMOUNT")?;
        let amount = self.amount(value, units)?;
        if amount.is_negative() {
            let text = format!("`{}` is below zero, so that nothing could ever loosen", value.source());
            self.find(&names::WRONG_NUMBER, value.at(), text, "write how far it may move, such as `0.05`");
            return None;
        }
        Some(amount)
    }

    /// Reads a number in the unit of what it is compared with.
    pub fn amount(&mut self, value: Value<'_>, units: &Units<'_>) -> Option<Decimal> {
        let (amount, percent) = match value.shape() {
            Written::Number(n) => (n, false),
            Written::Percent(n) => (n, true),
            _ => {
                let text = format!("expected a number, found `{}`", value.source());
                self.find(&names::WRONG_VALUE, value.at(), text, "write a number such as `0.05`");
                return None;
            }
        };
        if percent != units.percent() && units.unit != UNREAD {
            let (is, wants) =
                if percent { ("a percent", "plain numbers") } else { ("a plain number", "percents") };
            let text = format!("`{}` is {is}, and this {} counts in {wants}", value.source(), units.kind);
            let help = match (percent, units.kind) {
                (true, Kind::Threshold) => "write a plain number, or give the threshold `unit percent`",
                (true, _) => "write a plain number",
                (false, _) => "write it with `%`",
            };
            self.find(&names::UNIT_MISMATCH, value.at(), text, help);
            return None;
        }
        units.fold(amount).or_else(|| {
            let text = format!("`{}` is too large", value.source());
            self.find(&names::WRONG_NUMBER, value.at(), text, "write a number of at most 38 digits");
            None
        })
    }

    /// Reads the range of a clause.
    pub fn range(&mut self, found: &Match<'_>, units: &Units<'_>) -> Option<(Decimal, Decimal)> {
        let value = found.get("RANGE")?;
        self.range_value(value, units)
    }

    /// Reads a range in the unit of its place; the lexer has seen that it starts below its end.
    pub fn range_value(&mut self, value: Value<'_>, units: &Units<'_>) -> Option<(Decimal, Decimal)> {
        let Written::Range(low, high) = value.shape() else { return None };
        // One mistake in the unit of both ends is one mistake.
        let first = self.amount(low, units);
        let second = if first.is_some() { self.amount(high, units) } else { None };
        let (low, high) = (first?, second?);
        if units.kind == Kind::Period && low.is_negative() {
            let text = format!("the range `{}` starts below zero", value.source());
            self.find(&names::WRONG_NUMBER, value.at(), text, "a length of time is never negative");
            return None;
        }
        Some((low, high))
    }

    fn default_value(
        &mut self,
        found: &Match<'_>,
        units: &Units<'_>,
        range: Option<(Decimal, Decimal)>,
    ) -> Option<String> {
        if units.kind == Kind::Switch {
            return Some(if found.says("on") { "on" } else { "off" }.to_owned());
        }
        let value = found.get("AMOUNT").or(found.get("VALUE"))?;
        let number = match (units.kind, value.shape()) {
            (Kind::Parameter, Written::Text { value: written, .. }) => {
                let scalar =
                    Decimal::parse(written).is_some() || matches!(written, "true" | "false" | "null");
                if scalar {
                    let text = format!("the text \"{written}\" cannot be told from the value {written}");
                    self.find(&names::WRONG_VALUE, value.at(), text, "write it without quotes");
                    return None;
                }
                return Some(written.to_owned());
            }
            (Kind::Parameter, Written::Word(word @ ("true" | "false" | "null"))) => {
                return Some(word.to_owned());
            }
            (Kind::Parameter, Written::Number(_) | Written::Percent(_)) | (Kind::Threshold, _) => {
                self.amount(value, units)?
            }
            _ => {
                let text = format!("`{}` is not a value that a setting can have", value.source());
                let help = "write a number, a text in quotes, `true`, `false` or `null`";
                self.find(&names::WRONG_VALUE, value.at(), text, help);
                return None;
            }
        };
        if let Some((low, high)) = range.filter(|(low, high)| number < *low || number > *high) {
            let text = format!("the default `{}` lies outside the range {low}..{high}", value.source());
            let help = "deleting the key would break the range at once: correct one of the two";
            self.find(&names::DEFAULT_OUTSIDE_RANGE, value.at(), text, help);
        }
        Some(number.to_string())
    }

    /// Finds an artifact of a kind in a system, for a clause that names it.
    pub fn resolve_artifact(&mut self, system: &Id, kind: Option<Kind>, value: Value<'_>) -> Option<Id> {
        self.artifact_named(system, kind, Id { name: value.source().into(), at: value.at() })
    }

    fn artifact_named(&mut self, system: &Id, kind: Option<Kind>, id: Id) -> Option<Id> {
        let artifacts = self.scope.systems.get(system.name.as_str())?;
        match artifacts.known.get(id.name.as_str()) {
            Some(known) if kind.is_none_or(|kind| kind == known.kind) => return Some(id),
            _ if self.scope.is_doubtful(&id.name) => return None,
            Some(known) => {
                let (is, wanted) = (known.kind, kind.unwrap_or(known.kind));
                let text = format!("`{}` of `{}` is a {is}, not a {wanted}", id.name, system.name);
                let finding = Diagnostic::new(&names::UNKNOWN_NAME, id.at, text);
                let finding = finding.because(known.at, "it is declared here");
                self.report(finding.help(format!("write `{is} {}`, or name a {wanted}", id.name)));
            }
            None => {
                let word = kind.map_or("artifact", Kind::word);
                let text = format!("the system `{}` has no {word} named `{}`", system.name, id.name);
                let fits = artifacts.known.iter().filter(|(_, known)| kind.is_none_or(|k| k == known.kind));
                let fits: Vec<&str> = fits.map(|(name, _)| name.as_str()).collect();
                let finding = Diagnostic::new(&names::UNKNOWN_NAME, id.at, text);
                let finding = suggest(finding, &id, fits, &format!("declare the {word} in the system"), word);
                // Something in the system could not be read, and may be what is named here.
                if artifacts.open && finding.fix.is_empty() {
                    return None;
                }
                self.unknown("artifact", &id.name, finding);
            }
        }
        None
    }
}

/// Stands for a unit that could not be read.
const UNREAD: &str = "?";

/// The unit that numbers of a place are written in.
pub(super) struct Units<'a> {
    pub kind: Kind,
    pub unit: &'a str,
}

impl Units<'_> {
    fn percent(&self) -> bool {
        self.unit == "percent"
    }

    /// Turns a period's number into the unit of its family; leaves other numbers alone.
    fn fold(&self, amount: Decimal) -> Option<Decimal> {
        match Period::new(1, self.unit).filter(|_| self.kind == Kind::Period) {
            Some(one) => amount.checked_mul(Decimal::from_integer(one.n)),
            None => Some(amount),
        }
    }
}

fn safer(body: &Body<'_>) -> &'static str {
    let sides = ["higher", "lower", "on", "off", "shorter", "longer", "narrower", "wider"];
    let found = body.one("safer");
    sides.into_iter().find(|side| found.is_some_and(|m| m.says(side))).unwrap_or("")
}
