//! The rest of a governed file: everything in it that no artifact names.

use super::identity::Identity;
use super::walk::Walk;
use crate::canonical::sha256_hex;
use crate::format::tree::{self, Mask, Names, Step};
use crate::format::{Data, Document, Node, text};
use crate::source::Span;

/// What the artifacts of one system take out of one file.
#[derive(Clone, Debug, Default)]
pub struct Governed {
    /// Values of the typed tree.
    pub mask: Mask,
    /// Parts of the prose of Markdown and plain text.
    pub prose: Vec<Span>,
    /// Whether one artifact covers every byte.
    pub whole: bool,
}

impl Governed {
    /// Takes out the value at a path.
    pub fn value(&mut self, steps: &[Step]) {
        self.mask.insert(steps);
    }

    /// Gives the items of every list of an identity their names.
    pub fn name(&mut self, root: &Node, identity: &Identity) {
        let Ok((lists, _)) = (Walk { identities: &[] }).path(root, &identity.list) else { return };
        for list in lists {
            if let Data::Seq(items) = &list.node.data {
                let names = Names { items: identity.names(items), ordered: identity.ordered };
                self.mask.name(&list.steps, names);
            }
        }
    }

    /// Tells whether nothing of the file is left, whatever is in it.
    pub fn is_everything(&self) -> bool {
        self.whole || self.mask.is_whole()
    }
}

/// The hash of a rest of which nothing is left: that of `["hole"]`.
pub fn nothing() -> String {
    sha256_hex(b"[\"hole\"]")
}

/// Hashes the rest of a document.
///
/// A typed tree is hashed in its canonical form, prose in its normal form; of a Markdown file
/// with front matter, both: `["seq",[TREE,["str",PROSE]]]`.
pub fn hash(document: &Document, governed: &Governed) -> String {
    let tree = document.root.as_ref().map(|root| tree::encode(root, Some(&governed.mask)));
    let prose = document.body.map(|body| prose(document, body, &governed.prose));
    match (tree, prose) {
        (Some(tree), None) => sha256_hex(tree.as_bytes()),
        (None, Some(prose)) => sha256_hex(prose.as_bytes()),
        (Some(tree), Some(prose)) => {
            let both = format!("[\"seq\",[{tree},[\"str\",{}]]]", serde_json::Value::from(prose));
            sha256_hex(both.as_bytes())
        }
        (None, None) => nothing(),
    }
}

/// Writes the rest one value a line, for people; the same rest gives the same lines.
pub fn lines(document: &Document, governed: &Governed) -> String {
    let mut out = String::new();
    if let Some(root) = &document.root {
        out.push_str(&tree::lines(root, Some(&governed.mask)));
    }
    if let Some(body) = document.body {
        out.push_str(&prose(document, body, &governed.prose));
    }
    out
}

/// The prose without the governed parts, in normal form.
fn prose(document: &Document, body: Span, governed: &[Span]) -> String {
    let mut parts: Vec<Span> = governed.to_vec();
    parts.sort();
    let mut left = String::new();
    let mut at = body.start;
    for part in parts {
        if part.start > at {
            left.push_str(document.text.get(Span { start: at, end: part.start }.range()).unwrap_or_default());
        }
        at = at.max(part.end);
    }
    if at < body.end {
        left.push_str(document.text.get(Span { start: at, end: body.end }.range()).unwrap_or_default());
    }
    text::normalise(&left).into_owned()
}
