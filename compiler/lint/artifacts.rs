//! What lints ask about governed values: where they are written, what stands there, who provides them.

use std::collections::BTreeSet;

use crate::facts::Row;
use crate::model::{Artifact, Must, Supplier, System};
use crate::policy::PathGlob;
use crate::source::Location;
use crate::syntax::{Clause, Shape, Value};

use super::Context;

impl<'a> Context<'a> {
    /// Lists every artifact with its system.
    pub fn artifacts(&self) -> impl Iterator<Item = (&'a System, &'a Artifact)> + use<'a> {
        self.model.systems.iter().flat_map(|system| system.artifacts.iter().map(move |a| (system, a)))
    }

    /// Returns the clause that declares an artifact; `None` for one that a format brings.
    pub fn artifact_item(&self, system: &System, artifact: &Artifact) -> Option<Clause<'a>> {
        let named = |clause: &Clause<'_>| clause.values().iter().any(|v| v.at() == artifact.id.at);
        self.item(system.id.at)?.body()?.into_iter().find(named)
    }

    /// Lists the clauses of a word in an artifact.
    pub fn artifact_clauses(&self, system: &System, artifact: &Artifact, word: &str) -> Vec<Clause<'a>> {
        let body = self.artifact_item(system, artifact).and_then(Clause::body).unwrap_or_default();
        body.into_iter().filter(|clause| clause.word() == word).collect()
    }

    /// Returns the first clause of a word in an artifact.
    pub fn artifact_clause(&self, system: &System, artifact: &Artifact, word: &str) -> Option<Clause<'a>> {
        self.artifact_clauses(system, artifact, word).into_iter().next()
    }

    /// Returns the clause that a `must` was read from.
    pub fn must_clause(&self, system: &System, artifact: &Artifact, must: &Must) -> Option<Clause<'a>> {
        let index = artifact.must.iter().position(|other| std::ptr::eq(other, must))?;
        self.artifact_clauses(system, artifact, "must").into_iter().nth(index)
    }

    /// Finds an item of the list of a clause, and the list.
    pub fn phrase(
        &self,
        system: &System,
        artifact: &Artifact,
        word: &str,
        item: &str,
    ) -> Option<(Value<'a>, Location)> {
        let list = self.artifact_clause(system, artifact, word)?.values().into_iter().next()?;
        let Shape::List { phrases, .. } = list.shape() else { return None };
        let says = |value: &&Value<'_>| match value.shape() {
            Shape::Text { value, .. } => value == item,
            _ => value.source() == item,
        };
        let place = phrases.iter().flatten().find(says)?.at();
        Some((list, place))
    }

    /// Lists what the repository has for an artifact; nothing outside of one.
    pub fn rows<'s>(&'s self, system: &'s System, artifact: &'s Artifact) -> impl Iterator<Item = &'s Row> {
        let all = self.surroundings.iter().flat_map(|around| &around.facts);
        let here = all.filter(|facts| facts.system == system.id.name).flat_map(|facts| &facts.rows);
        here.filter(|row| row.artifact == artifact.id.name && row.kind == artifact.kind)
    }

    /// Returns where a governed value stands in its file.
    pub fn place_of(&self, row: &Row) -> Option<Location> {
        let file = *self.surroundings.as_ref()?.files.get(&row.path)?;
        Some(Location { file, span: row.detail.span? })
    }

    /// Tells whether some tracked file has a path that a glob matches.
    pub fn is_tracked(&self, glob: &str) -> bool {
        let Ok(glob) = PathGlob::new(glob) else { return false };
        self.surroundings.iter().flat_map(|around| &around.tracked).any(|path| glob.matches(path.as_bytes()))
    }

    /// Lists the suppliers that some system uses.
    pub fn used_suppliers(&self) -> impl Iterator<Item = &'a Supplier> + use<'a> {
        let used: BTreeSet<&str> = self.model.systems.iter().flat_map(System::all_suppliers).collect();
        self.model.suppliers.iter().filter(move |supplier| used.contains(supplier.id.name.as_str()))
    }
}
