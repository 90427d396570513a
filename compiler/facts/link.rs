//! Values that only say where they stand: in another part of the repository, or in a variable that
//! a file of it sets.

use super::fragment::PointerStep;
use super::value::stands_for;
use crate::format::{Data, Entry, Node};
use crate::kind::Kind;
use crate::policy::Locator;

/// The most places from a governed location to where its value stands.
pub(super) const MAX_STEPS: usize = 8;

/// Where a value says that it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// A file, as written beside the file that names it, and what is in it: `prompts/desk.md`.
    Part(String),
    /// A variable.
    Variable(String),
}

impl Link {
    /// Reads a value as a link, if it is one and its kind can be elsewhere.
    ///
    /// A text of a prompt may speak of variables and a parameter may be an address: those stay what
    /// they are.
    pub(super) fn of(kind: Kind, node: &Node) -> Option<Link> {
        match &node.data {
            Data::Map(_) | Data::Opaque(_) => reference(node, &["file", "$file"]).and_then(part),
            Data::String(text) | Data::Bare(text) => {
                let address = || match kind {
                    Kind::Parameter => None,
                    _ => address(text),
                };
                let set = || match kind {
                    Kind::Prompt | Kind::Tools | Kind::Regions => None,
                    _ => stands_for(text).filter(|_| !text.contains("{{")),
                };
                address().and_then(part).or_else(|| set().map(|name| Link::Variable(name.to_owned())))
            }
            _ => None,
        }
    }

    /// Finds the link on the way that a pointer takes, if one stands there: what is left of the
    /// pointer is looked for where it leads. `fragment` is the pointer as written.
    pub(super) fn on_the_way(root: &Node, steps: &[PointerStep], fragment: &str) -> Option<Link> {
        let mut at = root;
        for (i, step) in steps.iter().enumerate() {
            let PointerStep::Name(name) = step else { return None };
            let next = match &at.data {
                Data::Seq(items) => name.parse().ok().and_then(|i: usize| items.get(i)),
                _ => at.get(name),
            };
            if let Some(next) = next {
                at = next;
                continue;
            }
            let text = match &at.data {
                Data::String(text) => address(text),
                _ => reference(at, &[]),
            };
            let Some(Link::Part(written)) = text.and_then(part) else { return None };
            let rest: String = fragment.split('/').skip(i + 1).map(|step| format!("/{step}")).collect();
            let sign = if written.contains('#') { "" } else { "#" };
            return Some(Link::Part(format!("{written}{sign}{rest}")));
        }
        None
    }
}

/// Tells whether a value is a reference to another, and has nothing else in it.
pub(super) fn is_reference(node: &Node) -> bool {
    matches!(node.data, Data::Opaque(_)) || reference(node, &[]).is_some()
}

/// The text of `!include text`, or of a map with one key that says as much. More keys say it where a
/// text is expected, and are ordinary keys of a map elsewhere.
fn reference<'n>(node: &'n Node, more: &[&str]) -> Option<&'n str> {
    match &node.data {
        Data::Opaque(text) => text.strip_prefix("!include "),
        Data::Map(entries) => match entries.as_slice() {
            [Entry { key, value: Node { data: Data::String(written), .. }, .. }] => {
                let says =
                    ["$ref", "$include", "include"].contains(&key.as_str()) || more.contains(&key.as_str());
                says.then_some(written)
            }
            _ => None,
        },
        _ => None,
    }
}

/// The file of an address as a whole text.
fn address(text: &str) -> Option<&str> {
    text.strip_prefix("file://").or_else(|| text.strip_prefix("${file:")?.strip_suffix('}'))
}

fn part(written: &str) -> Option<Link> {
    let written = written.trim();
    let is_one =
        !written.is_empty() && written.len() < 1_000 && !written.contains(['\n', '[', '{', '*', '?']);
    is_one.then(|| Link::Part(written.to_owned()))
}

/// Finds what a text names beside the file that it stands in; `#` parts the file from what is in it.
///
/// # Errors
/// Says why nothing in the repository is named.
pub(super) fn beside(path: &str, written: &str) -> Result<Locator, String> {
    let (file, fragment) = written.split_once('#').unwrap_or((written, ""));
    if file.contains("://") || file.starts_with('/') || file.contains('\\') {
        return Err(format!("`{written}` is outside of this repository"));
    }
    let mut folders: Vec<&str> = path.split('/').collect();
    if !file.is_empty() {
        folders.pop();
    }
    for step in file.split('/').filter(|step| !step.is_empty() && *step != ".") {
        match step {
            ".." => {
                folders.pop().ok_or_else(|| format!("`{written}` leads out of this repository"))?;
            }
            step => folders.push(step),
        }
    }
    Ok(Locator { path: folders.join("/"), fragment: fragment.to_owned() })
}

/// A place as messages name it.
pub(super) fn shown(target: &Locator) -> String {
    let sign = if target.fragment.is_empty() { "" } else { "#" };
    let all = format!("{}{sign}{}", target.path, target.fragment);
    format!("`{}`", all.chars().take(200).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_the_repository() {
        let at = |written| beside("desk/agents/a.yaml", written).map(|at| (at.path, at.fragment));
        let place = |path: &str, fragment: &str| Ok((path.to_owned(), fragment.to_owned()));
        assert_eq!(at("p.md"), place("desk/agents/p.md", ""));
        assert_eq!(at("./../models.yaml#/fast"), place("desk/models.yaml", "/fast"));
        assert_eq!(at("#/models/fast"), place("desk/agents/a.yaml", "/models/fast"));
        assert_eq!(at("../../p.md"), place("p.md", ""));
        for outside in ["../../../p.md", "/etc/p.md", "https://northwind.example/p.md", "..\\p.md"] {
            assert!(at(outside).is_err(), "{outside}");
        }
    }
}
