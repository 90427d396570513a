//! A module that nothing needs is one more thing to read.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Location;
use crate::syntax::{Clause, Sort};

use super::{Context, Findings, Fix, Lint, edit};

/// Nothing of a module that is used is needed.
pub static LINT: Lint =
    lint!("unused-module", Note, Style, "Nothing of a module that is used is needed.", check)
        .fixed(Fix::Safe);

fn check(context: &Context<'_>, out: &mut Findings) {
    // A pack brings rules, which hold whether or not anything names them, and other modules.
    let packs: BTreeSet<Location> = context
        .library
        .iter()
        .filter(|(_, tree)| tree.items().any(|item| item.word() == "rule"))
        .map(|(used_at, _)| *used_at)
        .collect();
    let modules: Vec<_> = context.library.iter().filter(|(used_at, _)| !packs.contains(used_at)).collect();
    if modules.is_empty() {
        return;
    }
    let model = context.model;
    let mut named: BTreeSet<&str> = BTreeSet::new();
    // Controls are named with their catalogue in front.
    let values = context.trees.iter().flat_map(|tree| tree.all_values());
    named.extend(values.filter(|value| value.sort() == Sort::Reference).filter_map(|value| {
        let (catalogue, _) = value.source().split_once(':')?;
        Some(catalogue)
    }));
    let governance = &model.governance;
    named.extend(governance.applicabilities.iter().map(|statement| statement.catalogue.name.as_str()));
    named.extend(model.suppliers.iter().flat_map(|supplier| supplier.provides.iter().map(String::as_str)));
    for system in &model.systems {
        named.extend(system.suppliers.iter().map(|(_, part)| part.as_str()));
        named.extend(system.stages.iter().map(|stage| stage.part.name.as_str()));
        named.extend(system.without.iter().map(|(part, _)| part.name.as_str()));
        named.extend(system.files.iter().map(|(_, format)| format.name.as_str()));
    }
    // A crosswalk is of use to whoever names an id that it joins to others.
    let joined = governance.crosswalks.iter().filter(|crosswalk| {
        crosswalk
            .joins
            .iter()
            .filter_map(|id| id.split_once(':'))
            .any(|(catalogue, _)| named.contains(catalogue))
    });
    let joined: Vec<&str> = joined.map(|crosswalk| crosswalk.id.name.as_str()).collect();
    named.extend(joined);
    let uses: BTreeMap<Location, Clause<'_>> = context
        .own_items()
        .filter(|item| item.word() == "use")
        .filter_map(|item| Some((item.values().first()?.at(), item)))
        .collect();
    for (used_at, tree) in modules {
        let items = tree.items().flat_map(|item| {
            let parts = item.body().into_iter().flatten().filter(|clause| clause.word() == "part");
            std::iter::once(item).chain(parts)
        });
        let mut names = items.filter_map(|item| item.values().first()?.word());
        if names.any(|name| named.contains(name)) {
            continue;
        }
        let Some(item) = uses.get(used_at).copied() else { continue };
        let text = format!("nothing needs `{}`", context.sources.text(*used_at));
        let mut finding = LINT.at(*used_at, text);
        finding.fix.push(edit::remove(context.sources, item));
        out.push(finding.help("remove the line, or use what it brings"));
    }
}
