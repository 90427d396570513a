//! Markdown: front matter apart from prose, and prose in sections.

use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{Data, Document, Format, Keys, Node, Unreadable, text, toml, yaml};
use crate::source::Span;

/// Reads a Markdown text with or without front matter.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let start = text::bom(&text);
    let mut document = text::read(text);
    document.format = Format::Markdown;
    let Some((fence, matter, body)) = front_matter(&document.text, start) else { return Ok(document) };
    let body = Some(Span::new(body, document.text.len()));
    match front(&document.text, fence, matter, keys) {
        // What looks like front matter but is no map is prose between two rules.
        Ok(None) => {}
        Ok(Some((root, complete))) => {
            document = Document { root: Some(root), body, complete, ..document };
        }
        // The head does not parse, but the prose below it can still be shown.
        Err(problem) => {
            keys.refuse(problem)?;
            document = Document { body, complete: false, ..document };
        }
    }
    Ok(document)
}

/// What front matter stands between.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fence {
    /// `---`, YAML.
    Dashes,
    /// `+++`, TOML.
    Pluses,
}

/// Returns the bytes between the two fences, and where the prose starts.
fn front_matter(text: &str, start: usize) -> Option<(Fence, Span, usize)> {
    let mut lines = text.get(start..)?.split_inclusive('\n');
    let opening = lines.next()?;
    let fence = match opening.trim_end() {
        "---" => Fence::Dashes,
        "+++" => Fence::Pluses,
        _ => return None,
    };
    let first = start + opening.len();
    let mut at = first;
    for line in lines {
        if line.trim_end() == opening.trim_end() {
            return Some((fence, Span::new(first, at), at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Reads front matter; `None` for what is no map. Tells whether all of it was understood.
fn front(
    text: &str,
    fence: Fence,
    matter: Span,
    keys: &mut Keys,
) -> Result<Option<(Node, bool)>, Unreadable> {
    if matter.range().len() > super::MAX_STRUCTURED_BYTES {
        return Err(text::too_large(matter.range().len(), super::MAX_STRUCTURED_BYTES));
    }
    if fence == Fence::Pluses {
        return toml::table(text, matter, keys).map(Some);
    }
    let yaml::Documents { list: mut documents, complete, .. } = yaml::documents(text, matter, keys)?;
    let empty = || Node { span: matter, data: Data::Map(Vec::new()) };
    Ok(match (documents.pop(), documents.is_empty()) {
        (None, _) => Some((empty(), complete)),
        (Some(node), true) => match node.data {
            Data::Map(_) => Some((node, complete)),
            Data::Null => Some((empty(), complete)),
            _ => None,
        },
        (Some(_), false) => None,
    })
}

/// A heading and what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The text of the heading, without markup.
    pub title: String,
    /// 1 to 6.
    pub level: u8,
    /// The first byte of the heading.
    pub start: usize,
    /// Where the next heading of any level starts.
    pub own_end: usize,
    /// Where the next heading of this or a higher level starts: the section with all below it.
    pub end: usize,
}

/// Finds the sections of a text by its ATX and setext headings. Headings in code, quotes, lists
/// and HTML are none.
pub fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut depth = 0usize;
    let mut heading: Option<Section> = None;
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                let start = range.start;
                let end = text.len();
                heading =
                    Some(Section { title: String::new(), level: level as u8, start, own_end: end, end });
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                if matches!(tag, TagEnd::Heading(_)) && depth == 0 {
                    sections.extend(heading.take());
                }
            }
            Event::Text(piece) | Event::Code(piece) => {
                if let Some(heading) = &mut heading {
                    heading.title.push_str(&piece);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut heading {
                    heading.title.push(' ');
                }
            }
            _ => {}
        }
    }
    close(&mut sections);
    sections
}

/// Sets where each section ends, in one pass with a stack of open ones.
pub(super) fn close(sections: &mut [Section]) {
    let mut open: Vec<usize> = Vec::new();
    for i in 0..sections.len() {
        let (start, level) = (sections[i].start, sections[i].level);
        sections[i].title = sections[i].title.trim().to_owned();
        if i > 0 {
            sections[i - 1].own_end = start;
        }
        while let Some(&last) = open.last() {
            if sections[last].level < level {
                break;
            }
            sections[last].end = start;
            open.pop();
        }
        open.push(i);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_holds_its_subsections_and_code_has_no_headings() {
        let text = "# A\none\n## B\n```\n# no\n```\nC\n===\n> # quoted\n";
        let found = sections(text);
        let shown: Vec<_> =
            found.iter().map(|s| (s.title.as_str(), s.level, &text[s.start..s.end])).collect();
        assert_eq!(
            shown,
            [
                ("A", 1, "# A\none\n## B\n```\n# no\n```\n"),
                ("B", 2, "## B\n```\n# no\n```\n"),
                ("C", 1, "C\n===\n> # quoted\n"),
            ]
        );
    }

    #[test]
    fn front_matter_is_a_map_between_rules() {
        let read = |text: &str| read(text.into(), &mut Keys::Unique).unwrap();
        let document = read("\u{feff}---\nmodel: x\n--- \nbody\n");
        assert_eq!(document.text.get(document.body.unwrap().range()), Some("body\n"));
        assert!(document.root.unwrap().get("model").is_some());
        for prose in ["---\nonly a rule\n---\nmore", "---\nnot: closed\n", "text\n---\na: b\n---\n"] {
            let document = read(prose);
            assert!(document.root.is_none());
            assert_eq!(document.text.get(document.body.unwrap().range()), Some(prose));
        }
        assert!(read("---\n---\nx").root.is_some());
        let document = read("+++\nmodel = \"x\" # pinned\n+++\nbody\n");
        assert_eq!(document.text.get(document.body.unwrap().range()), Some("body\n"));
        assert!(document.root.unwrap().get("model").is_some());
    }
}
