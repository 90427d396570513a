//! Anchors of YAML by their names, which the parser's events only number: where a value came from
//! that is taken by an alias.

use super::Document;
use crate::source::Span;

/// A value of YAML that other places take by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The name.
    pub name: String,
    /// The bytes of `&name`.
    pub span: Span,
}

impl Document {
    /// Finds the anchor that an alias means, which stands at some bytes; `None` where none does.
    pub fn anchor_of(&self, alias: Span) -> Option<&Anchor> {
        let name = self.text.get(alias.range())?.strip_prefix('*')?.trim_end();
        self.anchors.iter().rev().find(|anchor| anchor.span.start < alias.start && anchor.name == name)
    }
}

/// Takes the `&name` off the front of a value, whose bytes the parser's events begin there; a tag
/// may stand before it and stays.
pub(super) fn without_anchor(text: &str, whole: Span) -> Option<(Anchor, Span)> {
    let bytes = text.get(whole.range())?;
    let tag = if bytes.starts_with('!') { bytes.find(char::is_whitespace)? } else { 0 };
    let start = tag + bytes[tag..].find(|c: char| !c.is_whitespace())?;
    let name = bytes[start..].strip_prefix('&')?;
    let name = &name[..name.find(|c: char| c.is_whitespace() || ",[]{}".contains(c)).unwrap_or(name.len())];
    let end = start + 1 + name.len();
    let mut rest = &bytes[end..];
    // Between an anchor and a block remarks may stand.
    while let Some(remark) = rest.trim_start().strip_prefix('#') {
        rest = remark.split_once('\n').map_or("", |(_, below)| below);
    }
    let below = bytes.len() - rest.trim_start().len();
    let place = |from: usize, to: usize| Span::new(whole.start as usize + from, whole.start as usize + to);
    let value = place(if tag > 0 { 0 } else { below }, bytes.len());
    Some((Anchor { name: name.to_owned(), span: place(start, end) }, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Data, Format, Node, read};

    #[test]
    fn an_alias_and_a_merged_key_are_told_by_the_name_of_their_anchor() {
        let text = "base: &base\n  x: 1\nm: &m !!str v\na:\n  <<: *base\n  y: *m\n<<: [*base]\n";
        let document = read(Format::Yaml, text.as_bytes()).unwrap();
        let root = document.root.as_ref().unwrap();
        let name = |span| document.anchor_of(span).map(|anchor| anchor.name.as_str());
        let entry = |node: &Node, key: &str| match &node.data {
            Data::Map(entries) => entries.iter().find(|entry| entry.key == key).cloned().unwrap(),
            _ => unreachable!(),
        };
        let a = root.get("a").unwrap();
        assert_eq!(name(entry(a, "x").key_span), Some("base"));
        assert_eq!(name(entry(root, "x").key_span), Some("base"));
        assert_eq!(name(entry(a, "y").value.span), Some("m"));
        assert_eq!(name(entry(a, "y").key_span), None);
        assert_eq!(text.get(entry(a, "x").value.span.range()), Some("1"));
        assert_eq!(text.get(root.get("base").unwrap().span.range()), Some("x: 1"));
        let places: Vec<Span> = document.anchors.iter().map(|anchor| anchor.span).collect();
        assert_eq!(
            places,
            ["&base", "&m"].map(|at| Span::new(text.find(at).unwrap(), text.find(at).unwrap() + at.len()))
        );
    }
}
