//! What a location says inside a file: JSON Pointers with items by identity, a small JSONPath,
//! addresses of HCL, Markdown headings.

use std::collections::BTreeMap;

use super::found::Found;
use crate::format::MAX_DEPTH;
use crate::format::tree::Step;

/// The part of a location after `#`, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fragment {
    /// The whole file.
    Whole,
    /// `/a/b`, `/agents/[name=x]/model`.
    Pointer(Vec<PointerStep>),
    /// `$.a`, `$['a']`, `$.a[0]`, `$[*].name`.
    Path(Vec<PathStep>),
    /// A heading of Markdown or plain text; in HCL, an address that is still to be taken apart.
    Heading(String),
    /// `aws_s3_bucket.calls.rule[0].days`, an address of HCL.
    Address(Vec<PathStep>),
}

/// One step of a JSON Pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PointerStep {
    /// A key, or the index of an item.
    Name(String),
    /// The item whose key has this value.
    Item(String, String),
}

/// One step of a JSONPath.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// A key.
    Key(String),
    /// An item.
    Index(usize),
    /// Every item or value.
    Any,
}

impl Fragment {
    /// Tells whether it says which of several documents of a file is meant.
    pub fn names_a_document(&self) -> bool {
        match self {
            Fragment::Pointer(steps) => match steps.first() {
                Some(PointerStep::Name(name)) => name.bytes().all(|byte| byte.is_ascii_digit()),
                Some(PointerStep::Item(..)) | None => true,
            },
            Fragment::Path(steps) => !matches!(steps.first(), Some(PathStep::Key(_))),
            Fragment::Whole | Fragment::Heading(_) | Fragment::Address(_) => true,
        }
    }

    /// Takes the text after `#` apart.
    ///
    /// # Errors
    /// Returns one line on what is wrong with it.
    pub fn parse(text: &str) -> Result<Fragment, String> {
        match text.as_bytes().first() {
            None => Ok(Fragment::Whole),
            Some(b'/') => pointer(text).map(Fragment::Pointer),
            Some(b'$') => path(text).map(Fragment::Path),
            Some(_) => Ok(Fragment::Heading(text.trim().to_owned())),
        }
    }

    /// Takes an address of HCL apart: names with dots between, `[0]`, `["name"]`.
    ///
    /// # Errors
    /// Returns one line on what is wrong with it.
    pub fn address(text: &str) -> Result<Fragment, String> {
        match path(&format!(".{text}")) {
            Ok(steps) if !steps.contains(&PathStep::Any) => Ok(Fragment::Address(steps)),
            _ => Err("an address is names with dots between, like `aws_s3_bucket.calls.rule[0].days`".into()),
        }
    }

    /// Tells whether it may name several values.
    pub fn is_many(&self) -> bool {
        matches!(self, Fragment::Path(steps) if steps.contains(&PathStep::Any))
    }

    /// Parts matches that are items of sets. The values of a map and the named items of a list
    /// are a set each, so that nothing moves from one to another unseen. The other items of one
    /// list are one set; if there is only one such list it is named as written.
    pub fn sets<'d>(&self, written: &str, found: Vec<Found<'d>>) -> Vec<(String, Vec<Found<'d>>)> {
        let Fragment::Path(path) = self else { return vec![(written.to_owned(), found)] };
        let last = path.iter().rposition(|step| *step == PathStep::Any).unwrap_or_default();
        let below: String = path[last..].iter().map(PathStep::shown).collect();
        let one_list = !path[..last].contains(&PathStep::Any);
        let mut sets: BTreeMap<String, Vec<Found<'d>>> = BTreeMap::new();
        for one in found {
            let name = one.pointer.split('/').nth(last + 1).unwrap_or_default();
            let key = name.strip_prefix('[').and_then(|item| item.split_once('=')).map(|(key, _)| key);
            let names_itself =
                matches!((&path[last + 1..], key), ([PathStep::Key(tail)], Some(key)) if tail == key);
            let in_list = matches!(one.steps.get(last), Some(Step::Index(_)));
            let set = match in_list && (key.is_none() || names_itself) {
                true if one_list => written.to_owned(),
                true => {
                    let list: Vec<&str> = one.pointer.split('/').take(last + 1).collect();
                    format!("{}{below}", list.join("/"))
                }
                false => one.pointer.clone(),
            };
            sets.entry(set).or_default().push(one);
        }
        if sets.is_empty() {
            sets.insert(written.to_owned(), Vec::new());
        }
        sets.into_iter().collect()
    }

    /// Tells which of several matches a resolved pointer is: the keys, names and numbers that
    /// stand where the path has `[*]`. `None` where there is only one.
    pub fn instance(&self, pointer: &str) -> Option<String> {
        let Fragment::Path(path) = self else { return None };
        let matched = path.iter().zip(pointer.split('/').skip(1));
        let matched = matched.filter(|(step, name)| **step == PathStep::Any && *name != "*");
        let any: Vec<String> = matched.map(|(_, name)| named(name)).collect();
        (!any.is_empty()).then(|| any.join("/"))
    }
}

impl PathStep {
    fn shown(&self) -> String {
        match self {
            PathStep::Key(key) => format!("/{}", escape(key)),
            PathStep::Index(i) => format!("/{i}"),
            PathStep::Any => "/*".to_owned(),
        }
    }
}

impl PointerStep {
    /// The same step of a path; an item by identity has none.
    pub(super) fn plain(self) -> Option<PathStep> {
        match self {
            PointerStep::Name(name) => Some(PathStep::Key(name)),
            PointerStep::Item(..) => None,
        }
    }
}

fn pointer(text: &str) -> Result<Vec<PointerStep>, String> {
    let steps: Vec<&str> = text.split('/').skip(1).collect();
    if steps.len() > MAX_DEPTH {
        return Err(format!("the pointer has more than {MAX_DEPTH} steps"));
    }
    steps
        .into_iter()
        .map(|step| {
            let item = step.strip_prefix('[').and_then(|s| s.strip_suffix(']'));
            match item.and_then(|item| item.split_once('=')) {
                Some((key, value)) => Ok(PointerStep::Item(unescape(key)?, unescape(value)?)),
                None => Ok(PointerStep::Name(unescape(step)?)),
            }
        })
        .collect()
}

fn unescape(step: &str) -> Result<String, String> {
    let mut out = String::with_capacity(step.len());
    let mut chars = step.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '~' { chars.next() } else { None }) {
            ('~', Some('0')) => out.push('~'),
            ('~', Some('1')) => out.push('/'),
            ('~', _) => return Err("in a pointer, `~` is written `~0` and `/` is written `~1`".into()),
            (c, _) => out.push(c),
        }
    }
    Ok(out)
}

/// Writes a step of a pointer.
pub(super) fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

fn path(text: &str) -> Result<Vec<PathStep>, String> {
    let wrong =
        || Err("a path has the steps `.key`, `['key']`, `[0]` and `[*]` after `$`, and no others".to_owned());
    let mut rest = text.strip_prefix('$').unwrap_or(text);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if steps.len() >= MAX_DEPTH {
            return Err(format!("the path has more than {MAX_DEPTH} steps"));
        }
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (key, tail) = after.split_at(end);
            match key {
                "" => return wrong(),
                "*" => steps.push(PathStep::Any),
                _ => steps.push(PathStep::Key(key.to_owned())),
            }
            rest = tail;
        } else if let Some(after) = rest.strip_prefix('[') {
            let quote = after.chars().next().filter(|c| matches!(c, '\'' | '"'));
            if let Some(quote) = quote {
                let Some((key, tail)) = after.get(1..).and_then(|s| s.split_once(quote)) else {
                    return wrong();
                };
                steps.push(PathStep::Key(key.to_owned()));
                let Some(tail) = tail.strip_prefix(']') else { return wrong() };
                rest = tail;
            } else {
                let Some((inside, tail)) = after.split_once(']') else { return wrong() };
                match (inside, index(inside)) {
                    ("*", _) => steps.push(PathStep::Any),
                    (_, Some(n)) => steps.push(PathStep::Index(n)),
                    _ => return wrong(),
                }
                rest = tail;
            }
        } else {
            return wrong();
        }
    }
    Ok(steps)
}

/// Reads an index as JSON Pointer spells it: no sign, no leading zero.
pub(super) fn index(text: &str) -> Option<usize> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    text.parse().ok().filter(|_| plain)
}

/// A step of a resolved pointer as people name what it is: `x` for `[name=x]`.
fn named(step: &str) -> String {
    let name = match step.strip_prefix('[').and_then(|item| item.split_once('=')) {
        Some((_, value)) => value.replacen(']', "", 1),
        None => match step.strip_prefix('{') {
            Some(value) => value.replacen('}', "", 1),
            None => step.to_owned(),
        },
    };
    name.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_outside_the_subset_are_refused() {
        for bad in ["$..a", "$[?(@.x)]", "$[1:2]", "$.", "$[", "$x", "$['a'", "$[01]", "/a~2"] {
            assert!(Fragment::parse(bad).is_err(), "{bad}");
        }
        let steps = Fragment::parse("$.a['b.c'][0][*]").unwrap();
        let wanted =
            [PathStep::Key("a".into()), PathStep::Key("b.c".into()), PathStep::Index(0), PathStep::Any];
        assert_eq!(steps, Fragment::Path(wanted.into()));
    }
}
