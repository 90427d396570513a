//! Reads `test` items: a change, who signed, what the reports say, and the verdict to get.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::kind::{Kind, Op};
use crate::names;
use crate::syntax::{Shape as Written, Value};

use super::items::Item;
use super::reader::{Binder, Entry};
use super::scope::Space;
use super::shape::{Match, text};
use super::system::Units;
use super::{Expect, Id, InForce, Report, Test, TestChange, TestEdit, TestValue, Text};

impl Binder {
    /// Reads a `test`.
    pub fn test(&mut self, item: Item<'_>) -> Option<Test> {
        let body = &item.body;
        let changes: Vec<TestChange> = body.all("change").filter_map(|e| self.test_change(e)).collect();
        let authors = body.all("author").filter_map(|e| self.actor(e.found.get("ACTOR")?)).collect();
        let approvals = body.all("approved").filter_map(|e| self.signed(&e.found)).collect();
        let vetoes = body.all("vetoed").filter_map(|e| self.signed(&e.found)).collect();
        let mut evidence: Vec<(String, Report)> = Vec::new();
        for entry in body.all("evidence") {
            let Some(id) = entry.found.get("EVIDENCE").and_then(|v| self.resolve(Space::Evidence, v)) else {
                continue;
            };
            let report = match &entry.found {
                found if found.says("passes") => Report::Passes,
                found if found.says("fails") => Report::Fails,
                _ => Report::Missing,
            };
            if evidence.iter().any(|(name, _)| *name == id.name) {
                let text = format!("what `{}` says is stated twice", id.name);
                self.find(&names::REPEATED_VALUE, id.at, text, "keep one of the two");
            }
            evidence.push((id.name.to_string(), report));
        }
        let granted = body.all("exception").filter_map(|e| {
            Some(self.resolve(Space::Exception, e.found.get("EXCEPTION")?)?.name.to_string())
        });
        let granted = granted.collect();
        let emergency = body.one("emergency").and_then(|found| self.signed(found));
        let in_force = body.all("in").filter_map(|e| self.in_force(&e.found)).collect();
        let expect = body.one("expect").and_then(|m| self.expect(m));
        Some(Test {
            title: Text { text: item.title.to_owned(), at: item.id.at },
            at: body.one("at")?.get("DATE").and_then(|v| match v.shape() {
                Written::Date(date) => Some(date),
                _ => None,
            })?,
            changes,
            authors,
            approvals,
            vetoes,
            evidence,
            granted,
            emergency,
            in_force,
            expect: expect?,
        })
    }

    fn actor(&mut self, value: Value<'_>) -> Option<String> {
        let known: Vec<&str> = self.scope.names(Space::Person).chain(self.scope.names(Space::Bot)).collect();
        let (id, name) = (Id { name: value.source().into(), at: value.at() }, value.source());
        if known.contains(&name) {
            return Some(id.name.to_string());
        }
        if !self.scope.is_doubtful(name) {
            let text = format!("no person or bot is named `{name}`");
            let finding = Diagnostic::new(&names::UNKNOWN_NAME, id.at, text);
            let finding = super::scope::suggest(finding, &id, known, "declare it", "person or bot");
            self.unknown("person", name, finding);
        }
        None
    }

    fn signed(&mut self, found: &Match<'_>) -> Option<(String, String)> {
        let person = self.resolve(Space::Person, found.get("PERSON")?);
        let role = self.resolve(Space::Role, found.get("ROLE")?);
        Some((person?.name.to_string(), role?.name.to_string()))
    }

    fn test_change(&mut self, entry: &Entry<'_>) -> Option<TestChange> {
        let (found, at) = (&entry.found, entry.clause.head_at());
        let said = |words: &[Op]| words.iter().copied().find(|op| found.says(op.word()));
        if found.says("policy") {
            let op = said(&[Op::Weakened, Op::Strengthened, Op::Changed])?;
            let system = "policy".to_owned();
            let edit = TestEdit::Op(op);
            return Some(TestChange { system, artifact: String::new(), kind: Kind::Policy, edit, at });
        }
        let system = self.resolve(Space::System, found.get("SYSTEM")?)?;
        if found.says("other") {
            let edit = TestEdit::Op(Op::Changed);
            let artifact = String::new();
            return Some(TestChange {
                system: system.name.to_string(),
                artifact,
                kind: Kind::Other,
                edit,
                at,
            });
        }
        let kind = Kind::parse(found.get("KIND")?.source());
        let Some(kind) = kind.filter(|kind| !matches!(kind, Kind::Policy | Kind::Other)) else {
            let value = found.get("KIND")?;
            let text = format!("a change has one kind, and `{}` is none of them", value.source());
            self.find(
                &names::WRONG_VALUE,
                value.at(),
                text,
                "write `change policy weakened`, `change other of SYSTEM` or an artifact's kind",
            );
            return None;
        };
        let artifact = self.resolve_artifact(&system, Some(kind), found.get("NAME")?)?;
        let whole_text = matches!(kind, Kind::Prompt | Kind::Knowledge);
        let edit = if found.says("from") {
            if whole_text {
                let text = format!("a test does not hold the text of a {kind}");
                let help = match kind {
                    Kind::Prompt => "write `edited`, or `edited in section \"…\"`",
                    _ => "write `changed`, `added` or `removed`",
                };
                self.find(&names::WRONG_VALUE, at, text, help);
                return None;
            }
            let units =
                self.scope.systems.get(system.name.as_str())?.known.get(artifact.name.as_str())?.unit.clone();
            let units = Units { kind, unit: &units };
            let before = self.test_value(found.after("from")?, &units);
            let after = self.test_value(found.after("to")?, &units);
            let (before, after) = (before?, after?);
            if before == after {
                let text = "both values are the same, so nothing changes".to_owned();
                self.find(&names::WRONG_VALUE, at, text, "write two different values");
                return None;
            }
            TestEdit::Value(before, after)
        } else if found.says("edited") {
            if kind != Kind::Prompt {
                let text = format!("a {kind} is never `edited`");
                self.find(&names::WRONG_VALUE, at, text, "write `from VALUE to VALUE`");
                return None;
            }
            TestEdit::Edited(found.text("TEXT").map(str::to_owned))
        } else {
            let op = said(&[Op::Added, Op::Removed, Op::Changed])?;
            if !whole_text || (op == Op::Changed && kind == Kind::Prompt) {
                let text = format!("`{op}` does not say which {kind} there was and is");
                let help = match kind {
                    Kind::Prompt => "write `edited`",
                    _ => "write `from VALUE to VALUE`; `absent` stands for no value",
                };
                self.find(&names::WRONG_VALUE, at, text, help);
                return None;
            }
            TestEdit::Op(op)
        };
        Some(TestChange {
            system: system.name.to_string(),
            artifact: artifact.name.to_string(),
            kind,
            edit,
            at,
        })
    }

    fn in_force(&mut self, found: &Match<'_>) -> Option<InForce> {
        let name = found.get("NAME")?;
        let system = match found.get("SYSTEM") {
            Some(value) => self.resolve(Space::System, value)?,
            None => self.system_of(name)?,
        };
        let artifact = self.resolve_artifact(&system, None, name)?;
        let known = self.scope.systems.get(system.name.as_str())?.known.get(artifact.name.as_str())?.clone();
        let value = self.test_value(found.get("VALUE")?, &Units { kind: known.kind, unit: &known.unit })?;
        let since = found.date("since")?;
        Some(InForce { system: system.name.to_string(), artifact: artifact.name.to_string(), value, since })
    }

    /// Finds the one system that has an artifact of that name.
    fn system_of(&mut self, name: Value<'_>) -> Option<Id> {
        let has = self.scope.systems.iter().filter(|(_, a)| a.known.contains_key(name.source()));
        let systems: Vec<&String> = has.map(|(system, _)| system).collect();
        let finding = |text| Diagnostic::new(&names::UNKNOWN_NAME, name.at(), text);
        let finding = match systems.as_slice() {
            [one] => return Some(Id { name: (*one).clone().into(), at: name.at() }),
            [] if self.scope.systems.values().any(|a| a.open) || !self.scope.meant.is_empty() => return None,
            [] => {
                let known = self.scope.systems.values().flat_map(|a| a.known.keys().map(String::as_str));
                let near = did_you_mean(name.source(), known);
                let finding = finding(format!("no system has an artifact named `{}`", name.source()));
                match near {
                    Some(near) => finding.help(format!("did you mean `{near}`?")).edit(name.at(), near),
                    None => finding.help("name an artifact of a system"),
                }
            }
            many => {
                let list: Vec<String> = many.iter().map(|s| format!("`{s}`")).collect();
                let text = format!("`{}` is an artifact of {}", name.source(), list.join(" and of "));
                return self.refuse(finding(text).help(format!("write `{} of SYSTEM`", name.source())));
            }
        };
        self.unknown("artifact", name.source(), finding);
        None
    }

    /// Reads a value as its kind has it.
    fn test_value(&mut self, value: Value<'_>, units: &Units<'_>) -> Option<TestValue> {
        let word = value.word();
        if word == Some("absent") {
            return Some(TestValue::Absent);
        }
        let read = match (units.kind, value.shape()) {
            (Kind::Model | Kind::Voice, Written::Text { value, .. }) if !value.is_empty() => {
                Some(TestValue::Id(value.to_owned()))
            }
            (Kind::Threshold, Written::Number(_) | Written::Percent(_)) => {
                return self.amount(value, units).map(TestValue::Decimal);
            }
            (Kind::Parameter, Written::Number(n)) => Some(TestValue::Scalar("number", n.to_string())),
            (Kind::Parameter, Written::Text { value, .. }) => {
                Some(TestValue::Scalar("string", value.to_owned()))
            }
            (Kind::Parameter, Written::Word(word @ ("true" | "false"))) => {
                Some(TestValue::Scalar("bool", word.to_owned()))
            }
            (Kind::Parameter, Written::Word("null")) => Some(TestValue::Scalar("null", "null".to_owned())),
            (Kind::Switch, Written::Word(word @ ("on" | "off"))) => Some(TestValue::Switch(word == "on")),
            (Kind::Period, Written::Number(n)) => {
                n.to_u64().and_then(|n| crate::time::Period::new(n, units.unit)).map(TestValue::Duration)
            }
            (Kind::Tools | Kind::Regions, Written::List { phrases, round: false }) => {
                let item = |phrase: &Vec<Value<'_>>| match phrase.as_slice() {
                    [one] => Some(text(*one).or(one.word())?.to_owned()),
                    _ => None,
                };
                let items: Option<BTreeSet<String>> = phrases.iter().map(item).collect();
                items.map(|items| TestValue::Set(items.into_iter().collect()))
            }
            _ => None,
        };
        if read.is_none() {
            let wanted = match units.kind {
                Kind::Model | Kind::Voice => "an id in quotes",
                Kind::Threshold => "a number",
                Kind::Parameter => "a number, a text in quotes, `true`, `false` or `null`",
                Kind::Switch => "`on` or `off`",
                Kind::Period => "a whole number in the unit of the file",
                _ => "a list in `[ ]`",
            };
            let text = format!("expected {wanted}, found `{}`", value.source());
            let help = format!("a {} has {wanted}, or `absent` for no value", units.kind);
            self.find(&names::WRONG_VALUE, value.at(), text, help);
        }
        read
    }

    fn expect(&mut self, found: &Match<'_>) -> Option<Expect> {
        if found.says("passed") {
            return Some(Expect::Passed);
        }
        let value = found.get("NAME").or(found.get("TEXT"));
        if found.says("unknown") {
            let Some(value) = value else { return Some(Expect::Unknown(None)) };
            let reason = text(value)?;
            if names::find(reason).is_none() {
                let text = format!("no reason is named `{reason}`");
                let finding = Diagnostic::new(&names::UNKNOWN_NAME, value.at(), text);
                let near = did_you_mean(reason, names::ALL.iter().map(|row| row.name));
                self.report(match near {
                    Some(near) => finding.help(format!("did you mean \"{near}\"?")),
                    None => finding.help("`countersign explain` lists the reasons"),
                });
                return None;
            }
            return Some(Expect::Unknown(Some(reason.to_owned())));
        }
        let Some(value) = value else { return Some(Expect::Blocked(None)) };
        if let Some(generated) = text(value) {
            return Some(Expect::Blocked(Some(generated.to_owned())));
        }
        let name = value.source();
        let known = name == "otherwise"
            || self.scope.find(Space::Rule, name).is_some()
            || self.scope.find(Space::Invariant, name).is_some();
        if known {
            return Some(Expect::Blocked(Some(name.to_owned())));
        }
        // A module that was not found may be the pack that has the rule.
        if !self.scope.is_doubtful(name) && !self.scope.meant.contains("use") {
            let id = Id { name: name.into(), at: value.at() };
            let all: Vec<&str> = self
                .scope
                .names(Space::Rule)
                .chain(self.scope.names(Space::Invariant))
                .chain(["otherwise"])
                .collect();
            let finding = Diagnostic::new(
                &names::UNKNOWN_NAME,
                id.at,
                format!("no rule or invariant is named `{name}`"),
            );
            let finding = super::scope::suggest(finding, &id, all, "declare it", "rule");
            self.unknown("rule", name, finding);
        }
        None
    }
}
