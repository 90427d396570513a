//! A value in a typed tree, with the way to it.

use crate::format::Node;
use crate::format::tree::Step;

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

impl<'d> Found<'d> {
    /// Starts at the root of a document.
    pub fn root(node: &'d Node) -> Found<'d> {
        Found { node, steps: Vec::new(), pointer: String::new() }
    }

    /// Goes one step down, to a child whose name is escaped as in a pointer.
    pub fn enter(&self, node: &'d Node, step: Step, name: &str) -> Found<'d> {
        let mut steps = self.steps.clone();
        steps.push(step);
        Found { node, steps, pointer: format!("{}/{name}", self.pointer) }
    }
}
