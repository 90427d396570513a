//! Clause by clause: what is evidenced, what is only declared, what is absent.

use std::collections::{BTreeMap, BTreeSet};

use crate::lint::Document;
use crate::model::governance::{Catalogue, Provision};

use super::cell::{Cell, Entry, State};
use super::crosswalk::Hints;
use super::support::{self, Support};
use super::view::View;
use super::{Draft, Row};

pub(super) fn draft(view: &View<'_>) -> Draft {
    let mut draft = Draft::new(
        2,
        &[
            ("clause", "Clause or control"),
            ("about", "About, in our words"),
            ("standing", "Stands"),
            ("files", "Files"),
            ("support", "Supported by"),
        ],
    );
    draft.ordered = true;
    let support = support::gather(view);
    let hints = Hints::new(view, &support);
    let rows = &view.model.governance;
    let stated: BTreeSet<&str> = rows.applicabilities.iter().map(|it| it.catalogue.name.as_str()).collect();
    let looked_at = |it: &&Catalogue| stated.contains(it.id.name.as_str()) || it.id.name == "iso42001";
    let mut catalogues: Vec<&Catalogue> = rows.catalogues.iter().filter(looked_at).collect();
    catalogues.sort_by_key(|catalogue| &catalogue.id.name);
    let mut count: BTreeMap<Standing, usize> = BTreeMap::new();
    for catalogue in &catalogues {
        for provision in &catalogue.provisions {
            let (standing, row) = row(view, catalogue, provision, &support, &hints);
            *count.entry(standing).or_default() += 1;
            draft.rows.push(row);
        }
    }
    if catalogues.is_empty() {
        let text = "no catalogue is looked at: `use std.iso42001`, or state an applicability";
        draft.lead.push(("Catalogues".into(), Cell::missing(text)));
    }
    for (standing, number) in count {
        draft.lead.push((standing.word().into(), Cell::said(format!("{number}"))));
    }
    if view.around.is_none() {
        draft.lead.push((
            "Files".into(),
            Cell::missing("not looked for: the policy does not lie in a repository here"),
        ));
    }
    draft
}

/// How a clause stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// A file that shows it lies in the repository.
    Evidenced,
    /// The policy says something, and no file is there.
    Declared,
    /// Nothing says anything here; something near it in another catalogue has support.
    Hinted,
    /// Nothing says anything.
    Absent,
    /// The statement of applicability leaves it out.
    LeftOut,
}

impl Standing {
    fn word(self) -> &'static str {
        match self {
            Standing::Evidenced => "evidenced",
            Standing::Declared => "declared only",
            Standing::Hinted => "a hint only",
            Standing::Absent => "absent",
            Standing::LeftOut => "left out",
        }
    }
}

fn row(
    view: &View<'_>,
    catalogue: &Catalogue,
    provision: &Provision,
    all: &BTreeMap<String, Support>,
    hints: &Hints<'_>,
) -> (Standing, Row) {
    let (name, id) = (&catalogue.id.name, &provision.id.name);
    let reference = format!("{name}:{id}");
    let support = all.get(&reference);
    let files = support.map_or(&[][..], |support| &support.files);
    let said = support.map_or(&[][..], |support| &support.said);
    let statement = view.model.governance.applicabilities.iter().find(|it| it.catalogue.name == *name);
    let out = statement.and_then(|statement| statement.excludes.get(id.as_str()));
    let there = files.iter().any(|file| view.found(file) == Some(Document::There));
    // What is shown or left out needs no hint.
    let hinted = if out.is_some() || there { Vec::new() } else { hints.of(&reference) };
    let standing = match (out, there) {
        (Some(_), _) => Standing::LeftOut,
        (None, true) => Standing::Evidenced,
        (None, false) if files.is_empty() && said.is_empty() && !hinted.is_empty() => Standing::Hinted,
        (None, false) if files.is_empty() && said.is_empty() => Standing::Absent,
        (None, false) => Standing::Declared,
    };
    let stands = match (standing, out) {
        (Standing::Evidenced, _) => Cell::said(Standing::Evidenced.word()),
        (_, Some(out)) => Cell::said(format!("left out: {}", out.because)),
        (standing, _) => Entry::new(State::Missing, standing.word()).into(),
    };
    // Of what is absent or left out nothing more needs to be said.
    let none = |missing: &str| match standing {
        Standing::Declared => Cell::missing(missing),
        _ => Cell::said("–"),
    };
    let shown: Cell = files.iter().map(|file| view.document(file)).collect();
    let mut supported: Cell = said.iter().map(Entry::said).collect();
    if said.is_empty() && hinted.is_empty() {
        supported = none("no rule and no row");
    }
    supported.entries.extend(hinted);
    let cells = vec![
        Cell::said(reference),
        Cell::said(&provision.title),
        stands,
        if files.is_empty() { none("no file is named") } else { shown },
        supported,
    ];
    let place = statement.and_then(|statement| view.place(statement.catalogue.at));
    (standing, Row { item: format!("catalogue {name}"), place, cells })
}
