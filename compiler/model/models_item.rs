//! Reads the items about the world outside: how platforms write ids of models, and how a
//! language makes a rule weaker.

use crate::model_id::{Binding, End, Pattern, Row, Says, Scheme, Source, is_host, is_name};
use crate::names;
use crate::syntax::{Shape as Written, Value};
use crate::wording::Wording;

use super::items::Item;
use super::reader::{Binder, Entry};
use super::shape::{Match, text};
use super::{Id, Models};

impl Binder {
    /// Reads a `models` item.
    pub fn models(&mut self, item: Item<'_>) -> Models {
        let name = item.id.name.to_string();
        let mut scheme = Scheme {
            maker: item.body.one("maker").and_then(|m| m.text("TEXT")).unwrap_or(&name).to_owned(),
            name,
            sources: Vec::new(),
            known: Vec::new(),
            rows: Vec::new(),
            ends: Vec::new(),
        };
        let (mut reads, mut hosts, mut called, mut company) = (Vec::new(), Vec::new(), Vec::new(), None);
        for entry in item.body.entries() {
            match entry.row.word {
                "source" => scheme.sources.extend(source(&entry.found)),
                "hosts" => {
                    hosts.extend(self.hosts(&entry.found));
                    company = company.or(entry.found.after("of").map(|name| name.source().to_owned()));
                }
                "called" => called.extend(self.called(&entry.found)),
                "known" => scheme.known.extend(self.patterns(&entry.found)),
                "pinned" | "floating" | "unknown" => scheme.rows.extend(self.row(entry)),
                "like" | "goes" => {
                    let name = entry.found.get("NAME");
                    reads.extend(name.map(|v| Id { name: v.source().into(), at: v.at() }));
                    scheme.rows.extend(self.row(entry));
                }
                "retires" => {
                    let by = entry.found.after("by");
                    let told = by.map(|v| v.source().to_owned());
                    let source = told.or(scheme.sources.first().map(|s| s.name.clone())).unwrap_or_default();
                    if !scheme.sources.iter().any(|s| s.name == source)
                        && let Some(by) = by
                    {
                        let text = format!("no `source {source}` stands above");
                        self.find(&names::UNKNOWN_NAME, by.at(), text, "name a `source` of this item");
                    }
                    scheme.ends.extend(self.end(&entry.found, source));
                }
                _ => {}
            }
        }
        Models { id: item.id, scheme, hosts, called, company, reads }
    }

    fn hosts(&mut self, found: &Match<'_>) -> Vec<String> {
        let values: Vec<Value<'_>> = found.phrases().iter().filter_map(|phrase| phrase.get("TEXT")).collect();
        let mut hosts = Vec::new();
        for value in values {
            match text(value) {
                Some(host) if is_host(host) => hosts.push(host.to_owned()),
                _ => {
                    let help = "write the host alone, in lower case, such as \"api.aurora.example\" or \"*.aurora.example\"";
                    self.find(&names::WRONG_VALUE, value.at(), "not a host".into(), help);
                }
            }
        }
        hosts
    }

    fn called(&mut self, found: &Match<'_>) -> Vec<Id> {
        let values: Vec<Value<'_>> = found.phrases().iter().filter_map(|phrase| phrase.get("TEXT")).collect();
        let mut called = Vec::new();
        for value in values {
            match text(value) {
                Some(name) if is_name(name) => called.push(Id { name: name.into(), at: value.at() }),
                _ => {
                    let help =
                        "write what a setting says, such as \"aurora-eu\": at least two letters or digits";
                    self.find(&names::WRONG_VALUE, value.at(), "not a name of a platform".into(), help);
                }
            }
        }
        called
    }

    fn row(&mut self, entry: &Entry<'_>) -> Option<Row> {
        let found = &entry.found;
        let template = |word: &str| found.after(word).and_then(text).map(str::to_owned);
        let says = match Binding::parse(entry.row.word) {
            Some(binding) => Says::Binds(binding),
            None => Says::Reads {
                by: found.get("NAME")?.source().to_owned(),
                ends_there: entry.row.word == "goes",
                binds: ["pinned", "floating", "unknown"]
                    .into_iter()
                    .find(|word| found.says(word))
                    .and_then(Binding::parse),
            },
        };
        Some(Row {
            pattern: self.pattern(found.get("TEXT")?)?,
            says,
            maker: template("maker"),
            family: template("family"),
            version: template("version"),
            place: template("place"),
        })
    }

    fn end(&mut self, found: &Match<'_>, source: String) -> Option<End> {
        let then = ["fails", "reroutes", "upgrades"].into_iter().find(|word| found.says(word));
        Some(End {
            ids: self.patterns(found),
            on: found.date("on")?,
            then: then.unwrap_or_default().to_owned(),
            instead: found.after("instead").and_then(text).unwrap_or_default().to_owned(),
            source,
        })
    }

    fn patterns(&mut self, found: &Match<'_>) -> Vec<Pattern> {
        let values: Vec<Value<'_>> = found.phrases().iter().filter_map(|phrase| phrase.get("TEXT")).collect();
        values.into_iter().filter_map(|value| self.pattern(value)).collect()
    }

    fn pattern(&mut self, value: Value<'_>) -> Option<Pattern> {
        match Pattern::parse(text(value)?) {
            Ok(pattern) => Some(pattern),
            Err(problem) => {
                let text = format!("not a pattern of ids: {problem}");
                let help = "write it like \"{family}-{version:date}\"";
                self.find(&names::WRONG_VALUE, value.at(), text, help);
                None
            }
        }
    }
}

fn source(found: &Match<'_>) -> Option<Source> {
    let Written::Date(verified) = found.after("verified")?.shape() else { return None };
    Some(Source {
        name: found.get("NAME")?.source().to_owned(),
        page: found.text("TEXT")?.to_owned(),
        reported: found.says("reported"),
        verified,
    })
}

/// Reads a `wording` item.
pub(super) fn wording(item: &Item<'_>) -> Wording {
    let mut wording = Wording { name: item.id.name.to_string(), ..Wording::default() };
    for entry in item.body.entries() {
        let phrases = entry.found.phrases().iter().filter_map(|phrase| phrase.text("TEXT"));
        let phrases: Vec<String> = phrases.map(str::to_owned).collect();
        match (entry.row.word, entry.found.text("TEXT")) {
            ("weaker", Some(strong)) => wording.weaker.push((strong.to_owned(), phrases)),
            ("lost", _) => wording.lost.extend(phrases),
            ("hedge", _) => wording.hedges.extend(phrases),
            _ => {}
        }
    }
    wording
}
