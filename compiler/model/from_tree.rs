//! Binds the trees of a policy: declares every name, then reads every item.

use crate::decimal::Decimal;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::names;
use crate::source::{Location, Sources, Span};
use crate::syntax::{Clause, Shape as Written, Tree};

use super::clause::ItemKind;
use super::items::Item;
use super::models_item::wording;
use super::reader::{Binder, Owner};
use super::scope::Space;
use super::shape::text;
use super::tables::{LIBRARY_ITEMS, items};
use super::{Given, Id, Model};

/// The edition that this compiler reads.
const EDITION: u64 = 2026;

/// An item before its body is read.
struct Opened<'t> {
    kind: &'static ItemKind,
    clause: Clause<'t>,
    /// The text after the name, or `""`.
    title: &'t str,
    id: Id,
    turn: u8,
}

/// When an item is read: what it needs to know is read before it.
fn turn(word: &str) -> u8 {
    match word {
        "catalogue" => 0,
        "supplier" | "format" => 1,
        "system" => 2,
        "retention" => 3,
        _ => LAST_TURN,
    }
}

const LAST_TURN: u8 = 4;

/// Binds the trees of one policy, with those of the library modules it uses.
///
/// Reports every independent mistake once. The model is whole iff no finding is an error.
///
/// `library` tells whether every module was found; else what it declares is not known. `given` are
/// the places, categories, events and questions that every policy may name.
pub fn bind(sources: &Sources, trees: &[Tree], library: bool, given: &[Given]) -> (Model, Vec<Diagnostic>) {
    let mut binder = Binder::default();
    binder.scope.give(given);
    if !library {
        binder.scope.meant.insert("use");
    }
    let mut items = Vec::with_capacity(trees.iter().map(|tree| tree.items().len()).sum());
    for clause in trees.iter().flat_map(Tree::items) {
        items.extend(binder.open(clause));
    }
    binder.editions(trees, sources);
    for item in &items {
        binder.declare(item);
    }
    let mut model = binder.read(&items);
    binder.report_unknown(trees);
    binder.whole_policy(trees, &model, sources);
    binder.out.extend(super::check::whole(&model));
    model.allows = binder.allows;
    model.governance.said = binder.said;
    binder.out.sort_by_key(Diagnostic::key);
    binder.out.dedup_by(|a, b| a.key() == b.key() && a.message == b.message);
    (model, binder.out)
}

/// Reads the items of the library that need no `use`; nothing that a whole policy must have is
/// asked for.
pub fn library(trees: &[Tree]) -> (Model, Vec<Diagnostic>) {
    let mut binder = Binder::default();
    binder.library = true;
    let mut items = Vec::new();
    for clause in trees.iter().flat_map(Tree::items) {
        items.extend(binder.open(clause));
    }
    for item in &items {
        binder.declare(item);
    }
    (binder.read(&items), binder.out)
}

impl Binder {
    /// Reads the first line of an item.
    fn open<'t>(&mut self, clause: Clause<'t>) -> Option<Opened<'t>> {
        let word = clause.word();
        let more = if self.library { LIBRARY_ITEMS } else { &[] };
        let Some(kind) = items().chain(more).find(|kind| kind.word == word) else {
            let near = did_you_mean(word, items().map(|kind| kind.word));
            let finding = Diagnostic::new(
                &names::UNKNOWN_ITEM,
                clause.word_at(),
                format!("no item is called `{word}`"),
            );
            self.report(match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")).edit(clause.word_at(), near),
                None => finding.help(format!("an item is one of {}", item_words())),
            });
            self.scope.meant.insert(near.unwrap_or(""));
            self.doubt_contents(clause);
            return None;
        };
        let found = self.head(clause, kind.head);
        let first = clause.first_value();
        if found.is_none() && (first.is_none_or(|v| v.word().is_none()) || kind.word == "use") {
            // Without a name nothing can refer to it; what it would have declared stays in doubt.
            self.scope.meant.insert(kind.word);
        }
        let titled = kind.word == "test";
        let named = first.filter(|v| v.word().is_some() || (titled && text(*v).is_some()));
        let id = match named {
            Some(value) => Id { name: text(value).unwrap_or(value.source()).into(), at: value.at() },
            None => Id { name: "".into(), at: clause.word_at() },
        };
        if kind.rows.is_none() {
            self.no_body(clause);
        }
        let title = found.as_ref().and_then(|m| m.text("TEXT")).unwrap_or_default();
        self.done_with(found.into_iter());
        Some(Opened { kind, clause, title, id, turn: turn(kind.word) })
    }

    /// Remembers the names in an item that could not be told, so that their use is no mistake.
    fn doubt_contents(&mut self, clause: Clause<'_>) {
        for value in clause.values() {
            self.scope.doubt(text(value).unwrap_or(value.source()));
        }
        for inner in clause.body().unwrap_or_default() {
            if let Some(value) = inner.values().first() {
                self.scope.doubt(value.source());
            }
        }
    }

    fn declare(&mut self, item: &Opened<'_>) {
        let space = match item.kind.word {
            "organization" => Space::Organization,
            "person" => Space::Person,
            "bot" => Space::Bot,
            "role" => Space::Role,
            "supplier" => Space::Supplier,
            "system" => Space::System,
            "format" => Space::Format,
            "rule" => Space::Rule,
            "exception" => Space::Exception,
            "invariant" => Space::Invariant,
            "evidence" => Space::Evidence,
            "models" => Space::Models,
            "catalogue" => Space::Catalogue,
            "crosswalk" => Space::Crosswalk,
            "jurisdiction" => Space::Jurisdiction,
            "category" => Space::Category,
            "event" => Space::Event,
            "gate" => Space::Gate,
            "fact" => Space::Fact,
            "retention" => Space::Retention,
            "hold" => Space::LegalHold,
            "activity" => Space::Activity,
            "baseline" => Space::Baseline,
            "exercise" => Space::Exercise,
            "review" => Space::Review,
            "document" => Space::Document,
            "certificate" => Space::Certificate,
            _ => return,
        };
        if item.id.name.is_empty() {
            return;
        }
        if let Err(finding) = self.scope.declare(space, &item.id) {
            if finding.name == &names::WRONG_NAME {
                self.scope.meant.insert(item.kind.word);
            }
            self.report(finding);
        }
    }

    /// Reads every item, in an order in which what is needed is known.
    fn read(&mut self, items: &[Opened<'_>]) -> Model {
        let mut model = Model::default();
        let (mut organizations, mut otherwises, mut emergencies) = (Vec::new(), Vec::new(), Vec::new());
        model.rules.reserve_exact(items.iter().filter(|item| item.kind.word == "rule").count());
        for turn in 0..=LAST_TURN {
            for opened in items.iter().filter(|item| item.turn == turn) {
                let rows = opened.kind.rows.unwrap_or_default();
                let word = opened.kind.word;
                let before = self.mistakes();
                let owner = Owner { word, name: &opened.id.name };
                let body = self.body(owner, opened.clause, rows);
                let sound = before == self.mistakes();
                let whole = sound && !opened.clause.is_damaged();
                self.allows(owner, opened.clause, &body);
                let Opened { clause, title, ref id, .. } = *opened;
                let item = Item { id: id.clone(), title, clause, body, sound };
                match word {
                    "organization" => {
                        organizations.push((item.clause.word_at(), self.organization(item)));
                    }
                    "person" => model.persons.push(self.person(item)),
                    "bot" => model.bots.extend(self.bot(item)),
                    "role" => model.roles.push(self.role(item)),
                    "supplier" => {
                        let before = self.mistakes();
                        let at = item.body.entry("provides").map(|entry| entry.clause.head_at());
                        let supplier = self.supplier(item);
                        if let (true, Some(at)) = (whole && before == self.mistakes(), at) {
                            let provides = supplier.provides.iter().cloned().collect();
                            self.scope.provides.insert(supplier.id.name.to_string(), (provides, at));
                        }
                        model.suppliers.push(supplier);
                    }
                    "system" => {
                        let system = self.system(item, &model.formats);
                        model.systems.push(system);
                    }
                    "format" => model.formats.push(self.format(item)),
                    "rule" => {
                        model.rules.extend(self.rule(&item));
                        self.done_with(item.body.into_matches());
                    }
                    "otherwise" => {
                        let at = item.clause.word_at();
                        let read = self.otherwise(&item);
                        otherwises.push((at, read));
                    }
                    "exception" => model.exceptions.extend(self.exception(item)),
                    "emergency" => {
                        emergencies.push((item.clause.word_at(), self.emergency(&item)));
                    }
                    "invariant" => model.invariants.extend(self.invariant(item)),
                    "evidence" => model.evidence.extend(self.evidence(item)),
                    "test" => model.tests.extend(self.test(item)),
                    "models" => model.models.push(self.models(item)),
                    "wording" => model.wordings.push(wording(&item)),
                    _ => self.governance(word, item, &mut model.governance),
                }
            }
        }
        self.only_one("organization", organizations.iter().map(|(at, _)| *at).collect());
        self.only_one("otherwise", otherwises.iter().map(|(at, _)| *at).collect());
        self.only_one("emergency", emergencies.iter().map(|(at, _)| *at).collect());
        model.emergency = emergencies.into_iter().next().and_then(|(_, emergency)| emergency);
        model.organization = organizations.into_iter().next().map(|(_, organization)| organization);
        model.otherwise = otherwises.into_iter().next().and_then(|(_, otherwise)| otherwise);
        model
    }

    fn only_one(&mut self, word: &str, places: Vec<Location>) {
        let [first, rest @ ..] = places.as_slice() else { return };
        for at in rest {
            let text = format!("a policy has one `{word}`, and this is another");
            let finding = Diagnostic::new(&names::REPEATED_ITEM, *at, text);
            self.report(finding.because(*first, "the first is here").help("join the two"));
        }
    }

    /// Checks that every file speaks the edition of this compiler.
    fn editions(&mut self, trees: &[Tree], sources: &Sources) {
        let mut stated = false;
        for tree in trees {
            for (index, clause) in tree.items().enumerate().filter(|(_, item)| item.word() == "edition") {
                stated |= !tree.is_library();
                let Some(value) = clause.values().first().copied() else { continue };
                let Written::Number(n) = value.shape() else { continue };
                if n != Decimal::from_integer(EDITION) {
                    let text = format!("this compiler reads edition {EDITION}, not `{}`", value.source());
                    let help = format!("write `edition {EDITION}`, or use the compiler of that edition");
                    self.find(&names::WRONG_EDITION, value.at(), text, help);
                } else if index > 0 {
                    let text = "`edition` is not the first item of its file".to_owned();
                    self.find(&names::WRONG_EDITION, clause.word_at(), text, "move it to the first line");
                }
            }
        }
        let own = || trees.iter().filter(|tree| !tree.is_library());
        let any = own().any(|tree| tree.items().next().is_some());
        if any && !stated && !self.scope.meant.contains("edition") {
            let text = "the policy does not state its edition".to_owned();
            let help = format!("start one file with `edition {EDITION}`");
            self.find(&names::MISSING_EDITION, start(own().next(), sources), text, help);
        }
    }

    /// Reports a policy that governs nothing or belongs to nobody.
    fn whole_policy(&mut self, trees: &[Tree], model: &Model, sources: &Sources) {
        let first = trees.iter().find(|tree| !tree.is_library());
        let meant = |word: &str| self.scope.meant.contains(word) || self.scope.meant.contains("");
        let empty = model.systems.is_empty() && !meant("system");
        let any = first.is_some_and(|_| {
            trees.iter().filter(|tree| !tree.is_library()).any(|tree| tree.items().next().is_some())
        });
        let homeless = any && model.organization.is_none() && !meant("organization");
        let at = start(first, sources);
        if empty {
            let text = "the policy governs no system".to_owned();
            let help = "declare a `system`: an empty policy would let every change pass unseen";
            self.find(&names::EMPTY_POLICY, at, text, help);
        }
        if homeless {
            let text = "the policy does not say whose it is".to_owned();
            let help = "declare an `organization` with its `repository`: approvals are signed for it";
            self.find(&names::MISSING_ORGANIZATION, at, text, help);
        }
    }
}

fn start(tree: Option<&Tree>, sources: &Sources) -> Location {
    let first = tree.map(Tree::file).or_else(|| sources.ids().next()).unwrap_or_default();
    Location { file: first, span: Span::default() }
}

fn item_words() -> String {
    let shown = items().map(|kind| format!("`{}`", kind.word));
    shown.collect::<Vec<_>>().join(", ")
}
