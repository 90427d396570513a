//! The documents that the policy names, and whether they are there.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::Id;
use crate::model::governance::Reviewed;
use crate::source::Location;

use crate::time::InWords;

use super::cell::{Cell, Entry};
use super::view::{View, titled};
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        2,
        &[
            ("kind", "Is"),
            ("document", "Document"),
            ("file", "File"),
            ("of", "Of"),
            ("reviewed", "Looked at"),
            ("owner", "Owner"),
        ],
    );
    draft.rows = Shelf::filled(view).rows;
    draft
}

/// A document that the policy names, with what the pack encloses of it.
#[derive(Clone, Debug)]
pub struct Enclosure {
    /// What the policy names: a path, a pattern of paths, or an address.
    pub named: String,
    /// The files, by their path in the repository.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// Why files of it are not enclosed; empty when all are.
    pub left_out: Vec<String>,
}

/// Lists what the policy names as a document, each once.
pub fn named(view: &View<'_>) -> Vec<String> {
    Shelf::filled(view).named.into_iter().collect()
}

/// Collects rows.
struct Shelf<'v, 'a> {
    view: &'v View<'a>,
    rows: Vec<Row>,
    named: BTreeSet<String>,
}

impl<'v, 'a> Shelf<'v, 'a> {
    fn filled(view: &'v View<'a>) -> Shelf<'v, 'a> {
        let mut shelf = Shelf { view, rows: Vec::new(), named: BTreeSet::new() };
        shelf.documents();
        shelf.conduct();
        shelf.assurance();
        shelf
    }

    /// Says whether a document lies in the repository, and notes that it was named.
    fn file(&mut self, text: &str) -> Cell {
        self.named.insert(text.to_owned());
        self.view.document(text).into()
    }

    fn add(&mut self, item: String, at: Location, cells: [Cell; 6]) {
        self.rows.push(Row { item, place: self.view.place(at), cells: cells.into() });
    }

    fn documents(&mut self) {
        let view = self.view;
        for document in view.model.governance.documents.iter().filter(|it| view.sees_any(&it.covers)) {
            let name = titled(Some(&document.title), &document.id.name);
            let mut what = Cell::said(name);
            what.push(match document.languages.as_slice() {
                [] => Entry::missing("no language is stated"),
                some => Entry::said(format!("in {}", some.join(", "))),
            });
            let file = self.file(&document.file.text);
            self.add(
                format!("document {}", document.id.name),
                document.id.at,
                [
                    Cell::said(document.kind.replace('_', " ")),
                    what,
                    file,
                    view.systems_or_all(&document.covers),
                    looked(view, document.reviewed.as_ref(), "reviewed"),
                    owner(view, document.owner.as_ref()),
                ],
            );
        }
        for evidence in view.model.evidence.iter().filter(|evidence| evidence.reader == "document") {
            let file = self.file(&evidence.glob.text);
            self.add(
                format!("evidence {}", evidence.id.name),
                evidence.id.at,
                [
                    Cell::said("evidence of changes"),
                    Cell::said(titled(Some(&evidence.title), &evidence.id.name)),
                    file,
                    Cell::said("the changes whose rules ask for it"),
                    match evidence.reviewed {
                        Some(every) => {
                            Cell::said(format!("every {}, by what it says itself", InWords(every)))
                        }
                        None => Cell::missing("nothing says when it is looked at"),
                    },
                    Cell::said("the rules that ask for it"),
                ],
            );
        }
    }

    fn conduct(&mut self) {
        let (view, all) = (self.view, &self.view.model.governance);
        for system in view.systems() {
            let Some(assessment) = &system.assessment else { continue };
            let file = self.file(&assessment.document.text);
            self.add(
                format!("system {}", system.id.name),
                assessment.document.at,
                [
                    Cell::said("impact assessment"),
                    Cell::text_or(&assessment.affects, "nothing says whom it affects"),
                    file,
                    Cell::said(view.system_name(&system.id.name)),
                    looked(view, Some(&assessment.reviewed), "reviewed"),
                    owner(view, system.owner.as_ref()),
                ],
            );
        }
        for review in &all.reviews {
            let file = self.file(&review.minutes.text);
            self.add(
                format!("review {}", review.id.name),
                review.id.at,
                [
                    Cell::said(match review.kind {
                        "internal_audit" => "internal audit",
                        _ => "management review",
                    }),
                    Cell::said(titled(Some(&review.title), &review.id.name)),
                    file,
                    Cell::said("the management system"),
                    looked(view, Some(&review.held), "held"),
                    owner(view, review.owner.as_ref()),
                ],
            );
        }
        for exercise in all.exercises.iter().filter(|it| view.sees_any(&it.covers)) {
            let mut what = Cell::said(titled(Some(&exercise.title), &exercise.id.name));
            let scenarios: Vec<String> =
                exercise.scenarios.iter().map(|word| word.replace('_', " ")).collect();
            let kind = if exercise.kind == "live" { "done" } else { "talked through" };
            what.push(Entry::said(format!("{}, {kind}", scenarios.join(", "))));
            what.push(match exercise.rollback {
                "tried" => Entry::said("the way back was tried"),
                "untried" => Entry::missing("the way back was not tried"),
                _ => Entry::missing("nothing says whether the way back was tried"),
            });
            let file = self.file(&exercise.report.text);
            self.add(
                format!("exercise {}", exercise.id.name),
                exercise.id.at,
                [
                    Cell::said("incident exercise"),
                    what,
                    file,
                    view.systems_or_all(&exercise.covers),
                    looked(view, Some(&exercise.held), "held"),
                    owner(view, exercise.owner.as_ref()),
                ],
            );
        }
        for baseline in all.baselines.iter().filter(|it| view.sees(&it.system.name)) {
            let report =
                view.model.evidence.iter().find(|evidence| evidence.id.name == baseline.evidence.name);
            let of = format!(
                "{} {} of {}",
                baseline.kind,
                baseline.artifact.name,
                view.system_name(&baseline.system.name)
            );
            let file = match report {
                Some(report) => self.file(&report.glob.text),
                None => Cell::missing("its report is not named"),
            };
            self.add(
                format!("baseline {}", baseline.id.name),
                baseline.id.at,
                [
                    Cell::said("baseline"),
                    Cell::said(titled(Some(&baseline.title), &baseline.id.name)),
                    file,
                    Cell::said(of),
                    looked(view, Some(&baseline.made), "made"),
                    owner(view, baseline.owner.as_ref()),
                ],
            );
        }
    }

    fn assurance(&mut self) {
        let view = self.view;
        for certificate in view.model.governance.certificates.iter().filter(|it| view.sees_any(&it.covers)) {
            let item = format!("certificate {}", certificate.id.name);
            let mut what = Cell::said(titled(Some(&certificate.title), &certificate.id.name));
            what.push(Entry::said(format!("{} by {}", certificate.standard, certificate.body)));
            what.push(match certificate.number.as_str() {
                "" => Entry::missing("its number is not stated"),
                number => Entry::said(format!("number {number}")),
            });
            let whose = certificate.supplier.as_ref().map(|id| view.supplier_name(&id.name));
            let of = whose.map_or_else(|| view.systems_or_all(&certificate.covers), Cell::said);
            let file = match &certificate.file {
                Some(file) => self.file(&file.text),
                None => Cell::missing("no file is named"),
            };
            let held: Cell = [view.issued(certificate), view.ends(certificate.expires)].into_iter().collect();
            let owner = owner(view, certificate.owner.as_ref());
            self.add(
                item.clone(),
                certificate.id.at,
                [Cell::said("certificate"), what.clone(), file, of.clone(), held, owner.clone()],
            );
            for audit in certificate.audits() {
                let Some(done) = audit.done else { continue };
                let file = match audit.report.as_str() {
                    "" => Cell::missing("no report is named"),
                    report => self.file(report),
                };
                let cells = [
                    Cell::said("surveillance audit"),
                    Cell::said(format!("of {}", titled(Some(&certificate.title), &certificate.id.name))),
                    file,
                    of.clone(),
                    Cell::said(format!("due {}, done {done}", audit.due)),
                    owner.clone(),
                ];
                self.add(item.clone(), audit.at, cells);
            }
        }
        for supplier in view.suppliers() {
            let owner: Cell = view.role_named(&supplier.owner, "no owner is stated").into();
            let item = format!("supplier {}", supplier.id.name);
            let name = Cell::said(view.supplier_name(&supplier.id.name));
            for agreement in &supplier.agreements {
                let end = match agreement.until {
                    Some(day) => view.ends(day),
                    None => Entry::missing("no last day is stated"),
                };
                let file = self.file(&agreement.document.text);
                let what = Cell::said(&agreement.kind);
                let cells = [Cell::said("agreement"), what, file, name.clone(), end.into(), owner.clone()];
                self.add(item.clone(), agreement.at, cells);
            }
            for (report, day) in &supplier.assurance {
                let what = Cell::said("report or certificate of a supplier");
                let file = self.file(&report.text);
                let cells = [
                    Cell::said("assurance"),
                    what,
                    file,
                    name.clone(),
                    view.ends(*day).into(),
                    owner.clone(),
                ];
                self.add(item.clone(), supplier.id.at, cells);
            }
        }
        for statement in &view.model.governance.applicabilities {
            let item = format!("applicability {}", statement.catalogue.name);
            for (control, files) in &statement.evidence {
                for file in files {
                    let found = self.file(&file.text);
                    let cells = [
                        Cell::said("evidence of a control"),
                        Cell::said(format!("{}:{control}", statement.catalogue.name)),
                        found,
                        Cell::said("the management system"),
                        Cell::missing("nothing says when it is looked at"),
                        owner(view, statement.owner.as_ref()),
                    ];
                    self.add(item.clone(), file.at, cells);
                }
            }
        }
    }
}

fn looked(view: &View<'_>, done: Option<&Reviewed>, word: &str) -> Cell {
    match done {
        Some(done) => view.again(done, word).into_iter().collect(),
        None => Cell::missing("nothing says when it is looked at"),
    }
}

fn owner(view: &View<'_>, role: Option<&Id>) -> Cell {
    view.role(role, "no owner is stated").into()
}
