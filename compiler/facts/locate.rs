//! What a location inside a file names: JSON Pointers with items by identity, a small JSONPath,
//! addresses of HCL, Markdown headings.

use std::collections::BTreeMap;

use crate::format::tree::{Step, number};
use crate::format::{Data, MAX_DEPTH, Node, Unreadable};
use crate::names;

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

/// The word of the language for items that are their own names: strings and numbers.
const ITSELF: &str = "itself";

/// A list whose items are named by one of their keys.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Where the list is.
    pub list: Vec<PathStep>,
    /// The key.
    pub key: String,
    /// Whether the order of the items means something.
    pub ordered: bool,
}

/// A value that a location names.
#[derive(Clone, Debug)]
pub struct Found<'d> {
    /// The value.
    pub node: &'d Node,
    /// The way to it from the root.
    pub steps: Vec<Step>,
    /// The resolved JSON Pointer.
    pub pointer: String,
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

impl Identity {
    /// Makes an identity from the location of a list; `None` if that is no pointer or path.
    pub fn new(location: &str, key: &str, ordered: bool) -> Option<Identity> {
        let list = match Fragment::parse(location.strip_prefix('#').unwrap_or(location)).ok()? {
            Fragment::Whole => Vec::new(),
            Fragment::Path(steps) => steps,
            Fragment::Pointer(steps) => {
                steps.into_iter().map(PointerStep::plain).collect::<Option<Vec<_>>>()?
            }
            Fragment::Heading(_) | Fragment::Address(_) => return None,
        };
        Some(Identity { list, key: key.to_owned(), ordered })
    }

    /// Names the items of a list: `[name=x]`, the second of that name `[name=x]#2`; an item
    /// without the key has its index.
    pub fn names(&self, items: &[Node]) -> Vec<String> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut name = |(i, item): (usize, &Node)| {
            let name = match self.key.as_str() {
                ITSELF => scalar_text(item).map(|value| format!("{{{}}}", escape(&value))),
                key => item.get(key).and_then(scalar_text).map(|value| item_step(key, &value)),
            };
            let Some(name) = name else { return i.to_string() };
            let nth = seen.entry(name.clone()).or_default();
            *nth += 1;
            if *nth > 1 { format!("{name}#{nth}") } else { name }
        };
        items.iter().enumerate().map(&mut name).collect()
    }

    fn is_at(&self, steps: &[Step]) -> bool {
        self.list.len() == steps.len()
            && self.list.iter().zip(steps).all(|(wanted, step)| match (wanted, step) {
                (PathStep::Any, _) => true,
                (PathStep::Key(a), Step::Key(b)) => a == b,
                (PathStep::Index(a), Step::Index(b)) => a == b,
                (PathStep::Key(a), Step::Index(b)) => *a == b.to_string(),
                (PathStep::Index(_), Step::Key(_)) => false,
            })
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
    fn plain(self) -> Option<PathStep> {
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

fn escape(step: &str) -> String {
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
fn index(text: &str) -> Option<usize> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    text.parse().ok().filter(|_| plain)
}

/// Walks a tree, keeping the way and the resolved pointer.
pub struct Walk<'a> {
    /// The lists whose items have names.
    pub identities: &'a [Identity],
}

impl Walk<'_> {
    /// Finds what a pointer names; `None` if nothing stands there.
    ///
    /// # Errors
    /// Several items with the identity, or a value on the way that stands for another.
    pub fn pointer<'d>(
        &self,
        root: &'d Node,
        steps: &[PointerStep],
    ) -> Result<Option<Found<'d>>, Unreadable> {
        let mut at = Found { node: root, steps: Vec::new(), pointer: String::new() };
        for step in steps {
            let next = match step {
                PointerStep::Name(name) => self.child(&at, name)?,
                PointerStep::Item(key, value) => self.item(&at, key, value)?,
            };
            match next {
                Some(found) => at = found,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// Finds everything that a path names, in file order. The flag tells whether the part before
    /// the first `[*]` is there at all.
    ///
    /// # Errors
    /// As [`Walk::pointer`].
    pub fn path<'d>(&self, root: &'d Node, steps: &[PathStep]) -> Result<(Vec<Found<'d>>, bool), Unreadable> {
        let mut level = vec![Found { node: root, steps: Vec::new(), pointer: String::new() }];
        let mut there = true;
        let mut after_any = false;
        for step in steps {
            let mut next = Vec::new();
            for at in &level {
                match step {
                    PathStep::Key(key) if matches!(at.node.data, Data::Map(_)) => {
                        next.extend(self.child(at, key)?);
                    }
                    PathStep::Index(n) if matches!(at.node.data, Data::Seq(_)) => {
                        next.extend(self.child(at, &n.to_string())?);
                    }
                    PathStep::Any => match &at.node.data {
                        Data::Map(entries) => {
                            for entry in entries {
                                next.extend(self.child_of_map(at, &entry.key, &entry.value));
                            }
                        }
                        Data::Seq(items) => {
                            let names = self.names(at, items);
                            for (i, item) in items.iter().enumerate() {
                                next.push(enter(at, item, Step::Index(i), &item_name(&names, i)));
                            }
                        }
                        _ => {
                            resolvable(at.node)?;
                            there &= after_any;
                        }
                    },
                    PathStep::Key(_) | PathStep::Index(_) => resolvable(at.node)?,
                }
            }
            after_any |= *step == PathStep::Any;
            there &= after_any || !next.is_empty();
            level = next;
        }
        Ok((level, there))
    }

    /// Finds what an address of HCL names, as Terraform writes addresses: a resource without the
    /// word `resource`, `var.x` for a variable, `local.x` for a local value. A block that stands
    /// alone needs no index.
    ///
    /// # Errors
    /// As [`Walk::pointer`]; also where several blocks stand and the address does not say which.
    pub fn address<'d>(&self, root: &'d Node, steps: &[PathStep]) -> Result<Option<Found<'d>>, Unreadable> {
        let start = Found { node: root, steps: Vec::new(), pointer: String::new() };
        let Some((PathStep::Key(first), rest)) = steps.split_first() else { return Ok(None) };
        let named = |name: &str| PathStep::Key(name.to_owned());
        let whole = match first.as_str() {
            written if root.get(written).is_some() => steps.to_vec(),
            "var" => [&[named("variable")], rest].concat(),
            "local" => [&[named("locals")], rest].concat(),
            _ => [&[named("resource")], steps].concat(),
        };
        let mut at = start;
        for step in &whole {
            let next = match step {
                PathStep::Index(n) if matches!(at.node.data, Data::Seq(_)) => {
                    self.child(&at, &n.to_string())?
                }
                PathStep::Index(_) | PathStep::Any => None,
                PathStep::Key(key) => {
                    let Some(block) = self.only_block(at, key)? else { return Ok(None) };
                    self.child(&block, key)?
                }
            };
            match next {
                Some(found) => at = found,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// Enters the one block of a list that has a key.
    fn only_block<'d>(&self, at: Found<'d>, key: &str) -> Result<Option<Found<'d>>, Unreadable> {
        let Data::Seq(blocks) = &at.node.data else { return Ok(Some(at)) };
        let mut having = blocks.iter().enumerate().filter(|(_, block)| block.get(key).is_some());
        let first = having.next();
        if let Some((_, second)) = having.next() {
            let message = format!("several blocks here have `{key}`; say which, like `[0]`");
            let mut cause = Unreadable::new(&names::SEVERAL_MATCHES, message);
            cause.span = Some(second.span);
            return Err(cause);
        }
        Ok(first.map(|(i, block)| enter(&at, block, Step::Index(i), &i.to_string())))
    }

    fn child<'d>(&self, at: &Found<'d>, name: &str) -> Result<Option<Found<'d>>, Unreadable> {
        match &at.node.data {
            Data::Map(entries) => {
                let entry = entries.iter().find(|entry| entry.key == name);
                Ok(entry.and_then(|entry| self.child_of_map(at, name, &entry.value)))
            }
            Data::Seq(items) => {
                let Some((i, item)) = index(name).and_then(|i| Some((i, items.get(i)?))) else {
                    return Ok(None);
                };
                let names = self.names(at, items);
                Ok(Some(enter(at, item, Step::Index(i), &item_name(&names, i))))
            }
            _ => resolvable(at.node).map(|()| None),
        }
    }

    fn child_of_map<'d>(&self, at: &Found<'d>, key: &str, value: &'d Node) -> Option<Found<'d>> {
        Some(enter(at, value, Step::Key(key.to_owned()), &escape(key)))
    }

    fn item<'d>(&self, at: &Found<'d>, key: &str, value: &str) -> Result<Option<Found<'d>>, Unreadable> {
        let Data::Seq(items) = &at.node.data else {
            return self.child(at, &format!("[{key}={value}]"));
        };
        let mut named = items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.get(key).and_then(scalar_text).as_deref() == Some(value));
        let first = named.next();
        if let Some((_, second)) = named.next() {
            return Err(several(second, key, value));
        }
        let name = item_step(key, value);
        Ok(first.map(|(i, item)| enter(at, item, Step::Index(i), &name)))
    }

    fn names(&self, at: &Found<'_>, items: &[Node]) -> Option<Vec<String>> {
        let identity = self.identities.iter().find(|identity| identity.is_at(&at.steps))?;
        Some(identity.names(items))
    }
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

fn item_step(key: &str, value: &str) -> String {
    format!("[{}={}]", escape(key), escape(value))
}

fn item_name(names: &Option<Vec<String>>, i: usize) -> String {
    let name = names.as_ref().and_then(|names| names.get(i).cloned());
    name.unwrap_or_else(|| i.to_string())
}

fn enter<'d>(at: &Found<'d>, node: &'d Node, step: Step, name: &str) -> Found<'d> {
    let mut steps = at.steps.clone();
    steps.push(step);
    Found { node, steps, pointer: format!("{}/{name}", at.pointer) }
}

/// What stands for another value is never resolved, so nobody knows what stands below it.
fn resolvable(node: &Node) -> Result<(), Unreadable> {
    if matches!(node.data, Data::Opaque(_)) {
        let mut cause =
            Unreadable::new(&names::CUSTOM_TAG, "the location leads through a value that stands for another");
        cause.span = Some(node.span);
        return Err(cause);
    }
    Ok(())
}

fn several(node: &Node, key: &str, value: &str) -> Unreadable {
    let shown: String = value.chars().take(80).collect();
    let message = format!("several items of one list have `{key}` = `{shown}`");
    let mut cause = Unreadable::new(&names::SEVERAL_MATCHES, message);
    cause.span = Some(node.span);
    cause
}

/// The text of a scalar that may name an item.
pub fn scalar_text(node: &Node) -> Option<String> {
    match &node.data {
        Data::String(text) | Data::Bare(text) | Data::Ambiguous(text) | Data::Time(text) => {
            Some(text.clone())
        }
        Data::Number(text) => Some(number(text)),
        Data::Bool(value) => Some(value.to_string()),
        Data::Null | Data::Seq(_) | Data::Map(_) | Data::Opaque(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Format, read};

    fn pointers(json: &str, fragment: &str, identities: &[Identity]) -> Vec<String> {
        let document = read(Format::Json, json.as_bytes()).unwrap();
        let walk = Walk { identities };
        let root = document.root.as_ref().unwrap();
        match Fragment::parse(fragment).unwrap() {
            Fragment::Pointer(steps) => {
                walk.pointer(root, &steps).unwrap().map(|f| f.pointer).into_iter().collect()
            }
            Fragment::Path(steps) => {
                walk.path(root, &steps).unwrap().0.into_iter().map(|f| f.pointer).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn pointers_name_items_by_index_or_identity() {
        let json = r#"{"a/b":{"~":1},"agents":[{"name":"x","m":1},{"name":"y","m":2}]}"#;
        assert_eq!(pointers(json, "/a~1b/~0", &[]), ["/a~1b/~0"]);
        assert_eq!(pointers(json, "/agents/1/m", &[]), ["/agents/1/m"]);
        assert_eq!(pointers(json, "/agents/[name=y]/m", &[]), ["/agents/[name=y]/m"]);
        let named = [Identity::new("#/agents", "name", false).unwrap()];
        assert_eq!(pointers(json, "/agents/1/m", &named), ["/agents/[name=y]/m"]);
        assert_eq!(pointers(json, "$.agents[*].m", &named), ["/agents/[name=x]/m", "/agents/[name=y]/m"]);
        for absent in ["/agents/2", "/agents/01", "/agents/-", "/a", "/agents/[name=z]", "/agents/0/m/q"] {
            assert_eq!(pointers(json, absent, &[]), [""; 0], "{absent}");
        }
    }

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
