//! YAML that a template engine fills in first: Jinja, Go, Helm.
//!
//! The template's parts are covered with as many bytes of filler, so that what is left is read as
//! YAML and every span points into the text as it is. A value that is only a template is opaque;
//! text with a template in it is text. Lines that only steer the template are no YAML: they are
//! kept as one list under the key [`STEERING`], so that no change of them is lost.

use std::sync::Arc;

use super::{Data, Document, Entry, Format, Keys, Node, Unreadable, line, yaml};
use crate::source::Span;

/// The key under which the lines that steer the template stand.
const STEERING: &str = "{{ }}";

/// A character that no text file holds and that YAML takes as a letter.
const FILLER: u8 = 0x7f;

/// Tells whether a text has parts of a template.
pub(super) fn is_template(text: &str) -> bool {
    !text.as_bytes().contains(&FILLER) && (text.contains("{{") || text.contains("{%"))
}

/// Reads a template; one that is YAML as it stands is read as that.
pub(super) fn read(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let plain = yaml::read(text.clone(), &mut Keys::Unique);
    let mut document = match plain {
        Ok(document) => document,
        Err(_) if is_template(&text) => read_covered(text, keys)?,
        Err(_) => yaml::read(text, keys)?,
    };
    document.format = Format::YamlTemplate;
    Ok(document)
}

/// Reads a template that is no YAML as it stands.
pub(super) fn read_covered(text: Arc<str>, keys: &mut Keys) -> Result<Document, Unreadable> {
    let parts = Parts::find(&text);
    let covered: Arc<str> = Arc::from(parts.cover(&text));
    let mut document = yaml::read(covered, keys)?;
    if let Some(root) = &mut document.root {
        parts.restore(&text, root);
        keep_steering(&text, &parts.steering, root);
    }
    Ok(Document { format: Format::YamlTemplate, text, ..document })
}

/// The parts of a text that belong to the template.
struct Parts {
    /// Those within a line that says something.
    inserts: Vec<Span>,
    /// Lines that only steer.
    steering: Vec<Span>,
}

impl Parts {
    fn find(text: &str) -> Parts {
        let regions = regions(text);
        let mut parts = Parts { inserts: Vec::new(), steering: Vec::new() };
        let (mut at, mut next) = (0, 0);
        // How deep the key of the block of text is indented that the line may belong to.
        let mut block: Option<usize> = None;
        while at < text.len() {
            let first = next;
            let mut end = line::end(text, at);
            while let Some(region) = regions.get(next).filter(|region| (region.start as usize) < end) {
                end = line::end(text, region.end as usize);
                next += 1;
            }
            let inside = regions.get(first..next).unwrap_or_default();
            let whole = line::trim(text, Span::new(at, end));
            let indent = whole.start as usize - at;
            let content = text.get(whole.range()).unwrap_or_default();
            if block.is_some_and(|of| !content.is_empty() && indent <= of) && !is_covered(text, whole, inside)
            {
                block = None;
            }
            let in_block = block.is_some_and(|of| indent > of);
            if !in_block && is_covered(text, whole, inside) {
                parts.steering.push(whole);
            } else {
                parts.inserts.extend_from_slice(inside);
                if !in_block && opens_block(content) {
                    block = Some(indent);
                }
            }
            at = end + 1;
        }
        parts
    }

    /// Puts filler over the inserts and blanks over the lines that steer.
    fn cover(&self, text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        for insert in &self.inserts {
            if let Some(bytes) = bytes.get_mut(insert.range()) {
                bytes.fill(FILLER);
            }
        }
        for steering in &self.steering {
            for byte in bytes.get_mut(steering.range()).unwrap_or_default() {
                if *byte != b'\n' {
                    *byte = b' ';
                }
            }
        }
        String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
    }

    /// Puts the inserts back into what was read. Recursion ends at [`super::MAX_DEPTH`].
    fn restore(&self, text: &str, node: &mut Node) {
        let span = node.span;
        match &mut node.data {
            Data::Map(entries) => {
                for entry in entries {
                    if let Some(key) = self.filled(text, entry.key_span, &entry.key) {
                        entry.key = key;
                    }
                    self.restore(text, &mut entry.value);
                }
            }
            Data::Seq(items) => items.iter_mut().for_each(|item| self.restore(text, item)),
            Data::String(value) | Data::Opaque(value) => {
                if value.contains('\n') && self.steers_in(span) {
                    *value = without_blanks(value);
                }
                let value = &*value;
                let only = value.trim().bytes().all(|byte| byte == FILLER);
                if let Some(filled) = self.filled(text, span, value) {
                    let opaque = only || matches!(node.data, Data::Opaque(_));
                    node.data = if opaque { Data::Opaque(filled) } else { Data::String(filled) };
                }
            }
            _ => {}
        }
    }

    fn steers_in(&self, span: Span) -> bool {
        let first = self.steering.partition_point(|line| line.start < span.start);
        self.steering.get(first).is_some_and(|line| line.start < span.end)
    }

    /// Returns a value with the inserts of its span in place of the filler; `None` without any.
    fn filled(&self, text: &str, span: Span, value: &str) -> Option<String> {
        if !value.as_bytes().contains(&FILLER) {
            return None;
        }
        let first = self.inserts.partition_point(|insert| insert.start < span.start);
        let mut inserts = self.inserts.iter().skip(first).take_while(|insert| insert.end <= span.end);
        let mut out = String::with_capacity(value.len());
        let mut rest = value;
        while let Some(at) = rest.find(char::from(FILLER)) {
            let (before, from) = rest.split_at(at);
            out.push_str(before);
            rest = from.trim_start_matches(char::from(FILLER));
            let mut covered = from.len() - rest.len();
            while covered > 0 {
                // An alias shows a value whose inserts stand elsewhere.
                let insert = inserts.next().map(|insert| insert.range());
                out.push_str(insert.clone().and_then(|insert| text.get(insert)).unwrap_or("{{ }}"));
                covered = covered.saturating_sub(insert.map_or(covered, |insert| insert.len()));
            }
        }
        out.push_str(rest);
        Some(out)
    }
}

/// Empties the lines of a block that hold nothing but blanks: there stood a line that steers.
fn without_blanks(value: &str) -> String {
    let line = |line: &str| if line.trim_matches(' ').is_empty() { String::new() } else { line.to_owned() };
    value.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Tells whether nothing but parts of a template stands in a line.
fn is_covered(text: &str, line: Span, regions: &[Span]) -> bool {
    let mut at = line.start as usize;
    for region in regions {
        let before = text.get(at..region.start as usize).unwrap_or_default();
        if !before.trim().is_empty() {
            return false;
        }
        at = region.end as usize;
    }
    !regions.is_empty() && text.get(at..line.end as usize).unwrap_or_default().trim().is_empty()
}

/// Tells whether a line ends with the mark of a block of text: `key: |`, `- >-`.
fn opens_block(content: &str) -> bool {
    let end = line::comment(content, b"#").unwrap_or(content.len());
    let content = content.get(..end).unwrap_or_default().trim_end();
    let marked = content.trim_end_matches(|c: char| matches!(c, '+' | '-') || c.is_ascii_digit());
    let before = marked.strip_suffix(['|', '>']);
    before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
}

/// Finds `{{ … }}`, `{% … %}` and `{# … #}`, over quotes inside the first two.
fn regions(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let (mut regions, mut at) = (Vec::new(), 0);
    // Marks that are never closed are not looked for again, so that this stays linear.
    let mut open = [false; 3];
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('{')) {
        let start = at + found;
        at = start + 1;
        let (kind, close) = match bytes.get(start + 1) {
            Some(b'{') => (0, "}}"),
            Some(b'%') => (1, "%}"),
            Some(b'#') => (2, "#}"),
            _ => continue,
        };
        if open[kind] {
            continue;
        }
        match end_of(text, start + 2, close, kind < 2) {
            Some(end) => {
                regions.push(Span::new(start, end));
                at = end;
            }
            None => open[kind] = true,
        }
    }
    regions
}

/// Finds the end of a part; a quote that is never closed is taken as a character.
fn end_of(text: &str, start: usize, close: &str, quotes: bool) -> Option<usize> {
    let plain = start + text.get(start..)?.find(close)?;
    if quotes {
        let mut quote = None;
        for (i, byte) in text.bytes().enumerate().skip(start) {
            match (quote, byte) {
                (None, b'"' | b'\'' | b'`') => quote = Some(byte),
                (Some(open), byte) if open == byte => quote = None,
                (None, _)
                    if text.as_bytes().get(i..).is_some_and(|rest| rest.starts_with(close.as_bytes())) =>
                {
                    return Some(i + close.len());
                }
                // A quote does not reach far: an apostrophe in a comment is none.
                (Some(_), b'\n') => break,
                _ => {}
            }
        }
    }
    Some(plain + close.len())
}

/// Keeps the lines that steer as a list of their own.
fn keep_steering(text: &str, steering: &[Span], root: &mut Node) {
    let Some(first) = steering.first() else { return };
    let item = |span: &Span| {
        let content = text.get(span.range()).unwrap_or_default();
        Node { span: *span, data: Data::Opaque(content.to_owned()) }
    };
    let list = Node { span: *first, data: Data::Seq(steering.iter().map(item).collect()) };
    let entry = |value| Entry { key: STEERING.to_owned(), key_span: *first, value };
    match &mut root.data {
        Data::Map(entries) => entries.push(entry(list)),
        Data::Seq(items) => items.push(list),
        Data::Null => root.data = Data::Map(vec![entry(list)]),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::tree;

    fn lines(text: &str) -> String {
        let document = read(text.into(), &mut Keys::Unique).unwrap();
        let root = document.root.unwrap();
        let mut open = vec![&root];
        while let Some(node) = open.pop() {
            assert!(text.get(node.span.range()).is_some());
            match &node.data {
                Data::Map(entries) => open.extend(entries.iter().map(|entry| &entry.value)),
                Data::Seq(items) => open.extend(items),
                Data::Number(number) => assert_eq!(&text[node.span.range()], number),
                _ => {}
            }
        }
        tree::lines(&root, None)
    }

    #[test]
    fn a_template_is_opaque_and_everything_else_keeps_its_value_and_place() {
        let text = "\
{{- if .Values.enabled }}
model: {{ .Values.model | default \"a}}b\" }} # é
name: {{ .Release.Name }}-voice
tools: [{{ a }}, search]
voice: \"{{ .Values.voice }}\"
{{ .Values.key }}: 1
temperature: 0.7
labels:
  {{- include \"labels\" . | nindent 4 }}
prompt: |
  You are {{ name }}.
  {{ persona }}
{% raw %}
  Be kind.
{{- end }}
threshold: 0.8
";
        let expected = "\
/labels: null
/model: {{ .Values.model | default \"a}}b\" }}
/name: \"{{ .Release.Name }}-voice\"
/prompt: \"You are {{ name }}.\\n{{ persona }}\\n\\nBe kind.\\n\\n\"
/temperature: 0.7
/threshold: 0.8
/tools/0: {{ a }}
/tools/1: \"search\"
/voice: {{ .Values.voice }}
/{{ .Values.key }}: 1
/{{ }}/0: {{- if .Values.enabled }}
/{{ }}/1: {{- include \"labels\" . | nindent 4 }}
/{{ }}/2: {% raw %}
/{{ }}/3: {{- end }}
";
        assert_eq!(lines(text), expected);
    }

    #[test]
    fn yaml_with_placeholders_in_its_texts_is_yaml() {
        assert_eq!(lines("a: \"{{ x }}\"\nb: hi {{ y }}\n"), "/a: \"{{ x }}\"\n/b: \"hi {{ y }}\"\n");
    }
}
