//! Finds what a location names in a typed tree.

use super::found::Found;
use super::fragment::{PathStep, PointerStep, escape, index};
use super::identity::{Identity, item_step, scalar_text};
use super::link::is_reference;
use crate::format::tree::Step;
use crate::format::{Data, Node, Unreadable};
use crate::names;

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
        let mut at = Found::root(root);
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
        let mut level = vec![Found::root(root)];
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
                            resolvable(at.node)?;
                            for entry in entries {
                                next.extend(self.child_of_map(at, &entry.key, &entry.value));
                            }
                        }
                        Data::Seq(items) => {
                            let names = self.names(at, items);
                            for (i, item) in items.iter().enumerate() {
                                next.push(at.enter(item, Step::Index(i), &item_name(&names, i)));
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
        let start = Found::root(root);
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
        Ok(first.map(|(i, block)| at.enter(block, Step::Index(i), &i.to_string())))
    }

    fn child<'d>(&self, at: &Found<'d>, name: &str) -> Result<Option<Found<'d>>, Unreadable> {
        match &at.node.data {
            Data::Map(entries) => {
                let Some(entry) = entries.iter().find(|entry| entry.key == name) else {
                    return resolvable(at.node).map(|()| None);
                };
                Ok(self.child_of_map(at, name, &entry.value))
            }
            Data::Seq(items) => {
                let Some((i, item)) = index(name).and_then(|i| Some((i, items.get(i)?))) else {
                    return Ok(None);
                };
                let names = self.names(at, items);
                Ok(Some(at.enter(item, Step::Index(i), &item_name(&names, i))))
            }
            _ => resolvable(at.node).map(|()| None),
        }
    }

    fn child_of_map<'d>(&self, at: &Found<'d>, key: &str, value: &'d Node) -> Option<Found<'d>> {
        Some(at.enter(value, Step::Key(key.to_owned()), &escape(key)))
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
        Ok(first.map(|(i, item)| at.enter(item, Step::Index(i), &name)))
    }

    fn names(&self, at: &Found<'_>, items: &[Node]) -> Option<Vec<String>> {
        let identity = self.identities.iter().find(|identity| identity.is_at(&at.steps))?;
        Some(identity.names(items))
    }
}

fn item_name(names: &Option<Vec<String>>, i: usize) -> String {
    let name = names.as_ref().and_then(|names| names.get(i).cloned());
    name.unwrap_or_else(|| i.to_string())
}

/// What stands for another value is never resolved, so nobody knows what stands below it.
fn resolvable(node: &Node) -> Result<(), Unreadable> {
    if is_reference(node) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::fragment::Fragment;
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
    fn what_stands_below_a_reference_is_not_absent() {
        let json =
            r#"{"agents": [{"$ref": "a.json"}], "m": {"include": "b.json"}, "n": {"include": "x", "y": 1}}"#;
        let document = read(Format::Json, json.as_bytes()).unwrap();
        let (root, walk) = (document.root.as_ref().unwrap(), Walk { identities: &[] });
        let found = |fragment: &str| match Fragment::parse(fragment).unwrap() {
            Fragment::Pointer(steps) => walk.pointer(root, &steps).map(|found| found.into_iter().count()),
            Fragment::Path(steps) => walk.path(root, &steps).map(|(found, _)| found.len()),
            _ => unreachable!("only pointers and paths are asked for"),
        };
        for reference in ["/m/model", "/agents/0/model", "$.agents[*].model", "$.m[*].model"] {
            assert_eq!(
                found(reference).map_err(|cause| cause.reason),
                Err(names::CUSTOM_TAG.name),
                "{reference}"
            );
        }
        assert_eq!(found("/m/include"), Ok(1));
        assert_eq!(found("/n/model"), Ok(0));
    }
}
