//! Seven questions that a buyer of a voice agent asks about a management system.

use std::collections::BTreeSet;

use crate::kind::Kind;
use crate::model::governance::{Applicability, Certificate, Stored};
use crate::model::{Duty, On, Rule, System};
use crate::policy;

use super::cell::{Cell, Entry};
use super::view::{View, parts, titled};
use super::{Draft, Row};

/// A question: its name, its words, and who answers it.
type Question = (&'static str, &'static str, fn(&View<'_>, &[&Certificate]) -> (Cell, Cell));

const QUESTIONS: &[Question] = &[
    ("scope", "Does a certificate exist, and does its scope name the system that is bought?", named),
    ("body", "Who certified, and who accredited that body?", body),
    ("cycle", "When was it issued, when was the last audit in between, when does it end?", cycle),
    ("chain", "Are the suppliers of speech and models inside of the scope?", chain),
    (
        "applicability",
        "Which controls of data, life cycle and third parties apply, and which are left out?",
        applicability,
    ),
    (
        "change",
        "Who approves a change of a prompt, a model or a threshold, and where is it recorded?",
        change,
    ),
    ("residency", "Does it cover the places in which calls are worked on and kept?", residency),
];

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        2,
        &[("number", "No."), ("question", "Question"), ("answer", "Answer"), ("evidence", "Evidence")],
    );
    draft.ordered = true;
    let certificates = view.certificates();
    for (number, (name, question, answer)) in (1..).zip(QUESTIONS) {
        let (answer, evidence) = answer(view, &certificates);
        let cells = vec![Cell::said(format!("{number}")), Cell::said(*question), answer, evidence];
        draft.rows.push(Row { item: format!("question {name}"), place: None, cells });
    }
    draft
}

fn named(view: &View<'_>, certificates: &[&Certificate]) -> (Cell, Cell) {
    let mut answer = Cell::default();
    for system in view.systems() {
        let name = view.system_name(&system.id.name);
        let by = certificates.iter().filter(|one| one.covers.iter().any(|id| id.name == system.id.name));
        let by = by.map(|one| view.leaning(one, format!("{name}: named by {}", one.standard)));
        let by: Cell = by.collect();
        answer.entries.extend(by.or_missing(&format!("{name}: no certificate of ours names it")).entries);
    }
    (answer, files(view, certificates))
}

/// Lists the certificates themselves.
fn files(view: &View<'_>, certificates: &[&Certificate]) -> Cell {
    let each = certificates.iter().map(|certificate| match &certificate.file {
        Some(file) => view.document(&file.text),
        None => Entry::missing(format!("{}: the certificate itself is not named", certificate.id.name)),
    });
    each.collect::<Cell>().or_missing("no certificate of ours is stated")
}

fn body(view: &View<'_>, certificates: &[&Certificate]) -> (Cell, Cell) {
    let each = certificates.iter().map(|certificate| {
        let by = format!("{}: {}", certificate.standard, certificate.body);
        match certificate.accredited_by.as_str() {
            "" => Entry::missing(format!("{by}; nothing says who accredited it")),
            accredited => view.leaning(certificate, format!("{by}, accredited by {accredited}")),
        }
    });
    (each.collect::<Cell>().or_missing("no certificate of ours is stated"), files(view, certificates))
}

fn cycle(view: &View<'_>, certificates: &[&Certificate]) -> (Cell, Cell) {
    let (mut answer, mut evidence) = (Cell::default(), Cell::default());
    for certificate in certificates {
        let issued = view.issued(certificate);
        answer.push(Entry::new(issued.state, format!("{}: {}", certificate.standard, issued.text)));
        answer.push(view.ends(certificate.expires));
        for audit in certificate.audits() {
            answer.push(match audit.done {
                Some(done) if view.days_to(done) > 0 => {
                    Entry::late(format!("audit due {} done {done}, a day still to come", audit.due))
                }
                Some(done) => Entry::said(format!("audit due {} done {done}", audit.due)),
                None if view.days_to(audit.due) < 0 => {
                    Entry::late(format!("audit due {} is not done", audit.due))
                }
                None => Entry::said(format!("next audit due {}", audit.due)),
            });
            if audit.done.is_some() {
                evidence.push(match audit.report.as_str() {
                    "" => Entry::missing(format!("no report of the audit due {} is named", audit.due)),
                    report => view.document(report),
                });
            }
        }
        if certificate.audits().next().is_none() {
            answer.push(Entry::missing("no audit in between is stated"));
        }
    }
    (
        answer.or_missing("no certificate of ours is stated"),
        evidence.or_missing("no report of an audit is named"),
    )
}

fn chain(view: &View<'_>, certificates: &[&Certificate]) -> (Cell, Cell) {
    let (mut answer, mut evidence) = (Cell::default(), Cell::default());
    let mut seen = BTreeSet::new();
    for (supplier, part) in view.systems().flat_map(parts) {
        if supplier.is_empty() || !seen.insert((part, supplier)) {
            continue;
        }
        let name = view.supplier_name(supplier);
        let ours = certificates.iter().copied().filter(|c| c.includes.iter().any(|id| id.name == supplier));
        let its = view.certificates_of(supplier);
        answer.push(match (in_force_first(view, ours), in_force_first(view, its.iter().copied())) {
            (Some(ours), _) => view.leaning(ours, format!("{part}, {name}: inside of our scope")),
            (None, Some(own)) => {
                view.leaning(own, format!("{part}, {name}: outside of ours, under its own {}", own.standard))
            }
            (None, None) => Entry::missing(format!("{part}, {name}: inside of no scope that is stated")),
        });
        for certificate in its {
            evidence.push(match &certificate.file {
                Some(file) => view.document(&file.text),
                None => {
                    Entry::missing(format!("{}: the certificate itself is not named", certificate.id.name))
                }
            });
        }
    }
    evidence.entries.extend(files(view, certificates).entries);
    (answer.or_missing("no supplier of a part is stated"), evidence)
}

/// Returns a certificate that is in force on the day, or else the first.
fn in_force_first<'c>(
    view: &View<'_>,
    all: impl Iterator<Item = &'c Certificate> + Clone,
) -> Option<&'c Certificate> {
    let mut running = all.clone().filter(|one| view.out_of_force(one).is_none());
    running.next().or_else(|| all.clone().next())
}

/// The groups of ISO/IEC 42001 Annex A that a buyer asks about, by the beginning of their ids.
const GROUPS: &[(&str, &str)] = &[("A.7.", "data"), ("A.6.", "life cycle"), ("A.10.", "third parties")];

fn applicability(view: &View<'_>, _: &[&Certificate]) -> (Cell, Cell) {
    let statements = &view.model.governance.applicabilities;
    let Some(statement) = statements.iter().find(|statement| statement.catalogue.name == "iso42001") else {
        let missing = "no applicability of `iso42001` is stated";
        return (Cell::missing(missing), Cell::missing(missing));
    };
    let mut answer = Cell::default();
    for (start, group) in GROUPS {
        let out = statement.excludes.iter().filter(|(id, _)| id.starts_with(start));
        let out: Vec<String> = out.map(|(id, why)| format!("{id}, because: {}", why.because)).collect();
        let named = statement.includes.keys().filter(|id| id.starts_with(start)).count();
        answer.push(match (out.as_slice(), statement.all, named) {
            ([], true, _) => Entry::said(format!("{group}: every control applies")),
            ([], false, 0) => Entry::missing(format!("{group}: no control is said to apply")),
            ([], false, n) => Entry::said(format!("{group}: {n} said to apply")),
            (out, ..) => Entry::said(format!("{group}: left out {}", out.join("; "))),
        });
    }
    (answer, shown_by(view, statement))
}

fn shown_by(view: &View<'_>, statement: &Applicability) -> Cell {
    let files =
        statement.evidence.iter().filter(|(id, _)| GROUPS.iter().any(|(start, _)| id.starts_with(start)));
    let each = files.flat_map(|(id, all)| all.iter().map(move |file| (id, file))).map(|(id, file)| {
        let document = view.document(&file.text);
        Entry::new(document.state, format!("{id}: {}", document.text))
    });
    each.collect::<Cell>().or_missing("no evidence of these controls is named")
}

/// The kinds of value that a buyer asks about.
const ASKED: [Kind; 3] = [Kind::Prompt, Kind::Model, Kind::Threshold];

fn change(view: &View<'_>, _: &[&Certificate]) -> (Cell, Cell) {
    let mut answer = Cell::default();
    for kind in ASKED {
        let governed = view.systems().filter(|s| s.artifacts.iter().any(|a| a.kind == kind)).count();
        if governed == 0 {
            answer.push(Entry::missing(format!("no {kind} is governed")));
            continue;
        }
        let mut rules: Vec<&Rule> =
            view.model.rules.iter().filter(|rule| rule.on.iter().any(|on| about(on, kind))).collect();
        rules.sort_by_key(|rule| &rule.id.name);
        for rule in &rules {
            let name = titled(Some(&rule.title), &rule.id.name);
            answer.push(Entry::said(format!("{kind}: {name}: needs {}", duty(&rule.duty))));
        }
        if rules.is_empty() {
            answer.push(match &view.model.otherwise {
                Some(otherwise) => {
                    Entry::said(format!("{kind}: no rule names it; a change needs {}", duty(&otherwise.duty)))
                }
                None => Entry::said(format!("{kind}: no rule names it, so no change of it passes")),
            });
        }
    }
    let records = view.model.organization.as_ref().and_then(|it| it.records_by.as_ref());
    let mut evidence = match records {
        Some(bot) => Cell::said(format!("change-approval records, signed by {}", bot.name)),
        None => Cell::missing("records are not signed: no `records signed by` is stated"),
    };
    let under = format!("{}/", policy::RECORDS_FOLDER);
    let kept =
        view.around.map_or(0, |around| around.tracked.iter().filter(|path| path.starts_with(&under)).count());
    if kept > 0 {
        evidence.push(Entry::said(format!("{kept} files under {}", policy::RECORDS_FOLDER)));
    }
    (answer, evidence)
}

fn about(on: &On, kind: Kind) -> bool {
    on.kind.is_none_or(|of| of == kind)
}

/// Says in words what a rule asks for.
pub(super) fn duty(duty: &Duty) -> String {
    let (approvals, evidence) = match duty {
        Duty::Forbid(why) => return format!("nothing: it is never allowed ({why})"),
        Duty::Require { approvals, evidence } => (approvals, evidence),
    };
    let mut all: Vec<String> = approvals
        .iter()
        .map(|need| {
            let roles: Vec<&str> = need.roles.iter().map(|role| role.name.as_str()).collect();
            let count =
                if need.count == 1 { "an approval".to_owned() } else { format!("{} approvals", need.count) };
            format!("{count} from {}", roles.join(" or "))
        })
        .collect();
    all.extend(evidence.iter().map(|id| format!("the evidence {}", id.name)));
    if all.is_empty() { "nothing".to_owned() } else { all.join(" and ") }
}

fn residency(view: &View<'_>, certificates: &[&Certificate]) -> (Cell, Cell) {
    let (mut answer, mut evidence) = (Cell::default(), Cell::default());
    for system in view.systems() {
        let name = view.system_name(&system.id.name);
        let touched = touched(system);
        answer.push(if touched.is_empty() {
            Entry::missing(format!("{name}: no stage says where calls are worked on and kept"))
        } else {
            Entry::said(format!("{name}: worked on and kept in {}", view.places(touched)))
        });
        for certificate in certificates.iter().filter(|c| c.covers.iter().any(|id| id.name == system.id.name))
        {
            let text = format!("{name}: scope as written: {}", certificate.scope.text);
            evidence.push(view.leaning(certificate, text));
        }
    }
    evidence
        .push(Entry::missing("whether a scope takes in a place is for a person to read: a scope is words"));
    (answer, evidence)
}

/// Lists the places in which a system's chain touches data.
fn touched(system: &System) -> BTreeSet<&str> {
    system
        .stages
        .iter()
        .flat_map(|stage| {
            let kept = match &stage.stored {
                Stored::In(places) => places.as_slice(),
                Stored::Unsaid | Stored::Nowhere => &[],
            };
            stage.processed.iter().chain(kept)
        })
        .map(|id| id.name.as_str())
        .collect()
}
