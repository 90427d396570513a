//! From a governed place that only names where its value stands to the value.

use super::file::{File, Located};
use super::files::shown_path;
use super::fragment::Fragment;
use super::from_snapshot::{Identities, Reader};
use super::in_file::Sought;
use super::link::{self, Link, shown};
use super::{Detail, Origin, Value};
use crate::policy::{Locator, Slot};
use crate::source::LineColumn;

impl Reader<'_> {
    /// Reads the value that a governed place only names, where it stands. What is not governed is
    /// not read: nobody would be asked about a change of it.
    pub(super) fn followed(
        &mut self,
        (path, file): (&[u8], &File),
        slot: &Slot,
        located: Located,
        link: &Link,
        identities: &Identities,
    ) -> Located {
        let target = match link {
            Link::Part(written) => link::beside(&shown_path(path), written),
            Link::Variable(name) => match self.environment(path) {
                Some(path) => Ok(Locator { path, fragment: format!("/{name}") }),
                None => return located,
            },
        };
        let found = target.and_then(|target| {
            let itself = target.path.as_bytes() == path && target.fragment == located.pointer;
            if itself || self.way.contains(&target) || self.way.len() >= link::MAX_STEPS {
                return Err(format!("{} leads back to itself, or through too many files", shown(&target)));
            }
            self.way.push(target.clone());
            let found = self.target(slot, &target, identities);
            self.way.pop();
            found
        });
        match found {
            Ok((_, None)) if matches!(link, Link::Variable(_)) => located,
            Ok((target, None)) => file.not_at(&located, format!("nothing stands at {}", shown(&target))),
            Ok((target, Some(found))) => {
                let span = found.detail.at.unwrap_or(LineColumn { line: 1, column: 1 });
                let here = || Origin { path: target.path.clone(), anchor: String::new(), span };
                let origin = match found.detail.origin {
                    Some(origin) if origin.path.is_empty() => Origin { path: target.path.clone(), ..origin },
                    origin => origin.unwrap_or_else(here),
                };
                let Detail { span, at, .. } = located.detail;
                let Detail { text, file, .. } = found.detail;
                let origin = Some(origin);
                let detail = Detail { text, span, at, file, origin, ..Detail::default() };
                Located { way: located.way, ..Located::new(located.pointer, found.value, detail) }
            }
            Err(problem) => file.not_at(&located, problem),
        }
    }

    /// Reads the one value that a link names; `None` if nothing stands there.
    fn target(
        &mut self,
        slot: &Slot,
        target: &Locator,
        identities: &Identities,
    ) -> Result<(Locator, Option<Located>), String> {
        let path = target.path.as_bytes();
        if !self.covered.as_ref().is_some_and(|covered| covered.matches(path)) {
            let message = "holds the value and is not governed by this system; govern it as well, so that \
                           somebody is asked about a change of it";
            return Err(format!("{} {message}", shown(target)));
        }
        if !self.snapshot.listing.contains_key(path) {
            return Err(format!("{} is not there, and the value should stand in it", shown(target)));
        }
        let fragment = Fragment::parse(&target.fragment)
            .map_err(|problem| format!("{} cannot be read: {problem}", shown(target)))?;
        let mut found = self.in_file(path, Sought::new(slot, target, None), &fragment, identities);
        match (found.pop(), found.is_empty()) {
            (Some(Located { value: Value::Absent, .. }) | None, _) => Ok((target.clone(), None)),
            (Some(located), true) => match &located.detail.unreadable {
                Some(cause) => Err(format!("{}: {}", shown(target), cause.message)),
                None => Ok((target.clone(), Some(located))),
            },
            (Some(_), false) => Err(format!("{} names several values", shown(target))),
        }
    }

    /// Finds the governed `.env` that is nearest to a file: beside it, or in a folder above.
    fn environment(&self, path: &[u8]) -> Option<String> {
        let path = std::str::from_utf8(path).ok()?;
        let folders = path.match_indices('/').map(|(at, _)| &path[..=at]).rev();
        let files = folders.chain([""]).map(|folder| format!("{folder}.env"));
        files.filter(|file| file != path).find(|file| self.snapshot.listing.contains_key(file.as_bytes()))
    }
}
