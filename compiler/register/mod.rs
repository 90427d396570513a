//! What: the registers that an auditor asks for, as rows of cells.
//! From: the model, the library's words and facts, and what lies around the policy.
//! No longer knows: clauses, facts of files, how anything is drawn.
//! Used by: render, `countersign show`.
//!
//! One register is one file here. What a row lacks stands in the row, as an entry of its own state.

mod activities;
mod applicability;
pub mod calendar;
mod cell;
mod chain;
mod crosswalk;
mod decisions;
mod gap;
mod inventory;
mod pack;
mod questionnaire;
mod retention;
mod scope;
mod suppliers;
mod support;
mod view;

use crate::source::LineColumn;
use crate::time::Instant;

pub use cell::{Cell, Entry, State};
pub use pack::{Enclosure, named};
pub use view::View;

/// One register: what it is, its rows, and what it does not say.
#[derive(Clone, Debug)]
pub struct Register {
    /// Which one.
    pub name: Name,
    /// Whose it is, as shown, and the name that statements carry.
    pub organization: (String, String),
    /// The instant that dates are compared with.
    pub at: Instant,
    /// The one system it is about; `None` for all.
    pub system: Option<String>,
    /// Digests of the policy that it was made from: the kernel and the notes.
    pub policy: (String, String),
    /// What is said of the whole, before the rows.
    pub lead: Vec<(String, Cell)>,
    /// The columns.
    pub columns: Vec<Column>,
    /// How many columns, from the first, say what a row is about.
    pub key: usize,
    /// The rows.
    pub rows: Vec<Row>,
    /// What the rows say of law and standards, and how well that was looked up.
    pub sources: Vec<Source>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs.
    pub key: String,
    /// Its heading.
    pub title: String,
}

/// A row, about one item of the policy.
#[derive(Clone, Debug)]
pub struct Row {
    /// The item's kind and name, such as `retention recordings`.
    pub item: String,
    /// Where the policy says it: path, line and column.
    pub place: Option<(String, LineColumn)>,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

/// A law or a standard that a row rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The provision.
    pub cite: String,
    /// What it asks.
    pub title: String,
    /// `high`, `medium`, `low` or `none`.
    pub confidence: &'static str,
    /// When it was looked up, or `""`.
    pub verified: String,
    /// What needs a lawyer's answer, or `""`.
    pub counsel: String,
}

/// What one register makes of a policy.
#[derive(Default)]
struct Draft {
    lead: Vec<(String, Cell)>,
    columns: Vec<Column>,
    key: usize,
    rows: Vec<Row>,
    sources: Vec<Source>,
    /// Whether the rows stand in an order that means something.
    ordered: bool,
}

impl Draft {
    /// Starts a register with its columns; the first `key` say what a row is about.
    fn new(key: usize, columns: &[(&str, &str)]) -> Draft {
        let column = |(key, title): &(&str, &str)| Column { key: (*key).into(), title: (*title).into() };
        Draft { key, columns: columns.iter().map(column).collect(), ..Draft::default() }
    }
}

macro_rules! registers {
    ($($variant:ident = $word:literal, $title:literal, $make:path, $about:literal, [$($limit:ident),*];)*) => {
        /// The registers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Name { $(#[doc = $about] $variant),* }

        impl Name {
            /// Every one, in the order of the documentation.
            pub const ALL: &'static [Name] = &[$(Name::$variant),*];

            /// Returns its name for commands and files.
            pub fn word(self) -> &'static str {
                match self { $(Name::$variant => $word),* }
            }

            /// Returns its title.
            pub fn title(self) -> &'static str {
                match self { $(Name::$variant => $title),* }
            }

            /// Says in one sentence what it shows.
            pub fn about(self) -> &'static str {
                match self { $(Name::$variant => $about),* }
            }

            /// Says what it does not say.
            pub fn limits(self) -> &'static [&'static str] {
                match self { $(Name::$variant => &[$($limit),*]),* }
            }

            fn draft(self, view: &View<'_>) -> Draft {
                match self { $(Name::$variant => $make(view)),* }
            }
        }
    };
}

/// Below everything that could be read as more than it is.
const NO_CONFORMITY: &str = "This page repeats what the policy says and what lies in the repository. It is not a certificate, \
     and nothing in it says or implies conformity with the EU AI Act or any other law.";
const THERE: &str = "That a file is there says nothing about whether it is good, complete or followed.";
const NO_ADVICE: &str = "It is not legal advice.";

registers! {
    Raci = "raci", "Who does what", activities::draft,
        "Each activity with the roles that do it (R), answer for it (A), are asked before (C) and told after (I).", [];
    Retention = "retention", "Retention schedule", retention::draft,
        "What is kept of each category of data, of each system, in each place: how long, from when, on what ground, and what then.",
        [NO_ADVICE];
    Residency = "residency", "Residency map", chain::draft,
        "Each step of each system's chain: who does it, where data is worked on and where it lies, and what allows it to leave.",
        [NO_ADVICE];
    Suppliers = "suppliers", "Supplier register", suppliers::draft,
        "Who provides what, under which contracts and reports, and which part of the work is theirs.", [];
    Inventory = "inventory", "Inventory of AI systems", inventory::draft,
        "Every governed system: what for, whose, which models, which data, which decisions, and when it was assessed.", [];
    Soa = "soa", "Statement of applicability", applicability::draft,
        "Every control of each catalogue that the policy states an applicability for: in or out, why, and what supports it.",
        [NO_CONFORMITY, THERE];
    Scope = "scope", "Scope", scope::draft,
        "What the scope statement and the certificates name of the systems and their suppliers, and what they leave out.",
        [NO_CONFORMITY];
    Decisions = "decisions", "Automated decisions", decisions::draft,
        "What each system decides without a person, and how a person is reached.", [NO_ADVICE];
    Questionnaire = "questionnaire", "Answers for a buyer", questionnaire::draft,
        "Seven questions that buyers of voice agents ask about a management system, answered from the policy.",
        [NO_CONFORMITY, THERE];
    Calendar = "calendar", "Calendar", calendar::draft,
        "Every day on which something ends, is due or begins to apply; what is overdue comes first.", [NO_ADVICE];
    Gap = "gap", "Gap list", gap::draft,
        "Clause by clause: what a file shows, what the policy only declares, and what is absent.",
        [NO_CONFORMITY, THERE];
    Pack = "pack", "Documentation pack", pack::draft,
        "Every document that the policy names, whether it lies in the repository, and when it was looked at.",
        [NO_CONFORMITY, THERE];
}

impl Register {
    /// Makes a register.
    pub fn new(name: Name, view: &View<'_>) -> Register {
        let mut draft = name.draft(view);
        if !draft.ordered {
            draft.rows.sort_by_cached_key(|row| {
                let cells: Vec<String> = row.cells.iter().map(|cell| cell.text("; ")).collect();
                (cells, row.item.clone())
            });
        }
        let said_so =
            draft.lead.iter().flat_map(|(_, cell)| &cell.entries).any(|e| e.state == State::Missing);
        if draft.rows.is_empty() && !said_so && name != Name::Calendar {
            let nothing = Cell::missing("the policy states nothing that belongs here");
            draft.lead.push(("Rows".to_owned(), nothing));
        }
        draft.sources.sort();
        draft.sources.dedup();
        Register {
            name,
            organization: view.organization(),
            at: view.at,
            system: view.only.map(str::to_owned),
            policy: view.digests(),
            lead: draft.lead,
            columns: draft.columns,
            key: draft.key,
            rows: draft.rows,
            sources: draft.sources,
        }
    }

    /// Counts the entries of a state.
    pub fn count(&self, state: State) -> usize {
        let cells = self.rows.iter().flat_map(|row| &row.cells).chain(self.lead.iter().map(|(_, cell)| cell));
        cells.flat_map(|cell| &cell.entries).filter(|entry| entry.state == state).count()
    }
}
