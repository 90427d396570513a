//! What an artifact's location names in one file.

use std::collections::HashSet;

use super::carried::{Aim, Around};
use super::file::{File, Located, absent, unreadable_location};
use super::files::not_text;
use super::found::Found;
use super::fragment::Fragment;
use super::identity::Identity;
use super::link::Link;
use super::module::Module;
use super::rest::Governed;
use super::setting::Carried;
use super::value;
use super::walk::Walk;
use super::{Detail, Origin, Value};
use crate::canonical::Part;
use crate::format::markdown::sections;
use crate::format::tree::Step;
use crate::format::{Data, Format, Node, Unreadable};
use crate::kind::Kind;
use crate::names;
use crate::policy::{Locator, Slot};
use crate::source::Span;

/// What is looked for in a file.
#[derive(Clone, Copy)]
pub(super) struct Sought<'a> {
    /// How it is declared.
    pub(super) slot: &'a Slot,
    /// Where.
    pub(super) at: &'a Locator,
    /// What it has to reach, where it carries out a schedule.
    pub(super) aim: Option<Aim<'a>>,
    /// The files that Terraform reads with the one that is looked into, where a schedule is carried out in one.
    pub(super) module: Option<&'a Module>,
    /// The ways to values that are settings of schedules, and are no second time what a format brings.
    pub(super) taken: Option<&'a HashSet<Vec<Step>>>,
}

impl<'a> Sought<'a> {
    /// Looks for an artifact at one of its places.
    pub(super) fn new(slot: &'a Slot, at: &'a Locator, aim: Option<Aim<'a>>) -> Sought<'a> {
        Sought { slot, at, aim, module: None, taken: None }
    }
}

/// Reads an artifact in a file, and marks what it takes out of the rest.
pub(super) fn read(
    file: &File,
    path: &[u8],
    governed: &mut Governed,
    sought: Sought<'_>,
    fragment: &Fragment,
    identities: &[Identity],
) -> Vec<Located> {
    let Sought { slot, at, .. } = sought;
    let whole_prompt = *fragment == Fragment::Whole && slot.kind == Kind::Prompt;
    let markdown = match &file.document {
        Ok(document) => document.format == Format::Markdown,
        Err(_) => std::str::from_utf8(path).ok().and_then(Format::of_path) == Some(Format::Markdown),
    };
    if whole_prompt && !markdown {
        governed.whole = true;
        return vec![match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                let taken = value::prompt(&Part::from(text.to_owned()));
                file.located(String::new(), Ok(taken), Span::new(0, 0))
            }
            Err(_) => file.unknown(String::new(), not_text(&file.bytes)),
        }];
    }
    let document = match &file.document {
        Ok(document) => document,
        Err(cause) => return vec![file.unknown(at.fragment.clone(), cause.clone())],
    };
    // Programs differ in which document they read; that nothing stands there is not known.
    if document.multi && !fragment.names_a_document() {
        let message = "the file holds several documents and the location names none, as `/0/model` does";
        return vec![file.unknown(at.fragment.clone(), Unreadable::new(&names::SEVERAL_MATCHES, message))];
    }
    match (fragment, &document.root, document.body) {
        (Fragment::Whole, _, Some(body)) => {
            governed.prose.push(body);
            let text = document.text.get(body.range()).unwrap_or_default();
            vec![file.text(slot, String::new(), text, body)]
        }
        (Fragment::Whole, Some(root), None) => {
            governed.mask.insert(&[]);
            let found = Found::root(root);
            vec![file.located(String::new(), value::take(slot, found.node), root.span)]
        }
        (Fragment::Heading(address), Some(root), _) if document.format == Format::Hcl => {
            match Fragment::address(address) {
                Ok(address) => inside((file, path), governed, root, sought, &address, identities),
                Err(problem) => vec![unreadable_location(at, &problem)],
            }
        }
        (Fragment::Heading(title), _, Some(body)) => {
            let text = document.text.get(body.range()).unwrap_or_default();
            let mut named = sections(text).into_iter().filter(|section| section.title == *title);
            match (named.next(), named.next()) {
                (None, _) => vec![absent(at)],
                (Some(section), None) => {
                    let from = body.start as usize;
                    let span = Span::new(from + section.start, from + section.end);
                    governed.prose.push(span);
                    let text = document.text.get(span.range()).unwrap_or_default();
                    vec![file.text(slot, at.fragment.clone(), text, span)]
                }
                (Some(_), Some(second)) => {
                    let mut cause = Unreadable::new(
                        &names::SEVERAL_MATCHES,
                        format!("several headings of this file are `{title}`"),
                    );
                    let start = body.start as usize + second.start;
                    cause.span = Some(Span::new(start, start));
                    vec![file.unknown(at.fragment.clone(), cause)]
                }
            }
        }
        (Fragment::Heading(_), _, None) => {
            let message =
                "a location inside such a file is a pointer like `/llm/model` or a path like `$.llm`";
            vec![file.unknown(at.fragment.clone(), Unreadable::new(&names::UNREADABLE_LOCATION, message))]
        }
        (Fragment::Pointer(_) | Fragment::Path(_) | Fragment::Address(_), Some(root), _) => {
            inside((file, path), governed, root, sought, fragment, identities)
        }
        // A Markdown file that could have front matter and has none: nothing stands there.
        (Fragment::Pointer(_) | Fragment::Path(_), None, _) if document.format == Format::Markdown => {
            vec![absent(at)]
        }
        (Fragment::Pointer(_) | Fragment::Path(_) | Fragment::Address(_), None, _)
        | (Fragment::Whole, None, None) => {
            let message = "pointers and paths are read in files of keys and values and in the front \
                               matter of Markdown; this file is plain text";
            vec![file.unknown(at.fragment.clone(), Unreadable::new(&names::UNSUPPORTED_FORMAT, message))]
        }
    }
}

/// Finds the anchor that a value came by: through an alias on the way to it, or a `<<` there.
fn by_anchor(file: &File, root: &Node, found: &Found<'_>) -> Option<Origin> {
    let document = file.document.as_ref().ok().filter(|document| !document.anchors.is_empty())?;
    let mut at = root;
    for step in &found.steps {
        let key_span = match (&at.data, step) {
            (Data::Map(entries), Step::Key(key)) => {
                let entry = entries.iter().find(|entry| entry.key == *key)?;
                at = &entry.value;
                entry.key_span
            }
            (Data::Seq(items), Step::Index(i)) => {
                at = items.get(*i)?;
                at.span
            }
            _ => return None,
        };
        if let Some(anchor) = document.anchor_of(key_span).or_else(|| document.anchor_of(at.span)) {
            let (path, anchor, span) = (String::new(), anchor.name.clone(), file.place(anchor.span)?);
            return Some(Origin { path, anchor, span });
        }
    }
    None
}

/// Reads what a pointer or path names in a typed tree.
fn inside(
    (file, path): (&File, &[u8]),
    governed: &mut Governed,
    root: &Node,
    sought: Sought<'_>,
    fragment: &Fragment,
    identities: &[Identity],
) -> Vec<Located> {
    let Sought { slot, at, aim, module, taken } = sought;
    let walk = Walk { identities };
    let is_set = matches!(slot.kind, Kind::Tools | Kind::Regions);
    let found = match fragment {
        Fragment::Pointer(steps) => walk.pointer(root, steps).map(|f| (f.into_iter().collect(), false)),
        Fragment::Path(steps) => walk.path(root, steps),
        Fragment::Address(steps) => walk.address(root, steps).map(|f| (f.into_iter().collect(), false)),
        Fragment::Whole | Fragment::Heading(_) => Ok((Vec::new(), false)),
    };
    let (mut found, there): (Vec<Found<'_>>, bool) = match found {
        Ok(found) => found,
        Err(cause) => {
            let link = match fragment {
                Fragment::Pointer(steps) => Link::on_the_way(root, steps, &at.fragment),
                _ => None,
            };
            return vec![Located { link, ..file.unknown(at.fragment.clone(), cause) }];
        }
    };
    if let Some(taken) = taken {
        let all = found.len();
        found.retain(|found| !taken.contains(&found.steps));
        if found.is_empty() && all > 0 {
            return Vec::new();
        }
    }
    let path = String::from_utf8_lossy(path);
    let around = Around { path: &path, file, module };
    let missed = |found: &Found<'_>| aim.and_then(|aim| aim.missed(around, root, &found.steps));
    // A number that carries nothing out stays in the rest of the file: it changes nothing, and not unseen.
    let counting = found.iter().filter(|found| missed(found).is_none());
    counting.for_each(|found| governed.value(&found.steps));
    let lists = found.iter().any(|found| matches!(found.node.data, Data::Seq(_)));
    if is_set && fragment.is_many() && !lists {
        if !there {
            return vec![absent(at)];
        }
        let sets = fragment.sets(&at.fragment, found);
        let row = |(pointer, found): (String, Vec<Found<'_>>)| match found.as_slice() {
            // A place of its own holds a whole set, which may be written with commas.
            [one] if one.pointer == pointer => {
                file.located(pointer, value::take(slot, one.node), one.node.span)
            }
            all => {
                let span = all.first().map_or(root.span, |first| first.node.span);
                file.located(pointer, value::set_of_matches(slot.kind, all), span)
            }
        };
        return sets.into_iter().map(row).collect();
    }
    if found.is_empty() {
        return vec![absent(at)];
    }
    let pointer = |found: &Found<'_>| match fragment {
        // One set keeps its location as it is written.
        Fragment::Path(_) if is_set && !fragment.is_many() => at.fragment.clone(),
        // An address stays as the policy writes it: it has several spellings.
        Fragment::Address(_) => at.fragment.clone(),
        _ => found.pointer.clone(),
    };
    let read = |found: &Found<'_>| {
        let located = file.located(pointer(found), value::take(slot, found.node), found.node.span);
        let origin = by_anchor(file, root, found);
        let located = Located {
            link: Link::of(slot.kind, found.node),
            detail: Detail { origin, ..located.detail },
            ..located
        };
        let located = match missed(found) {
            Some(missed) if !matches!(located.value, Value::Unknown { .. }) => {
                not_carried(file, located, missed)
            }
            _ => located,
        };
        Located { way: Some(found.steps.clone()), ..located }
    };
    found.iter().map(read).collect()
}

/// What is erased at another time is kept for that, whatever number stands there.
fn not_carried(file: &File, located: Located, missed: Carried) -> Located {
    match missed {
        Carried::Unclear(cause) => file.unknown(located.pointer, cause),
        Carried::At(value, mut cause) => {
            cause.at = cause.span.and_then(|span| file.place(span));
            Located { value, detail: Detail { unreadable: Some(cause), ..located.detail }, ..located }
        }
    }
}
