//! What a text holds that nobody is told: comments of Markdown and of templates.

use std::borrow::Cow;

/// How comments open and end; one of Markdown that never ends runs to the end of the text.
const COMMENTS: &[(&str, &str)] = &[("<!--", "-->"), ("{#", "#}"), ("{{!", "}}")];

/// Returns a text with spaces for its comments, so that every other byte keeps its place.
pub(super) fn blanked(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut at = 0;
    let mut open: Vec<&(&str, &str)> = COMMENTS.iter().collect();
    for (start, _) in text.match_indices(['<', '{']) {
        let rest = &text[start..];
        let begins = |kind: &(&str, &str)| {
            // `{{#if …}}` is a block of a template and no comment.
            rest.starts_with(kind.0) && (kind.0 != "{#" || !text[..start].ends_with('{'))
        };
        let Some(kind) = open.iter().position(|kind| begins(kind)).filter(|_| start >= at) else { continue };
        let (opens, closes) = open[kind];
        let end = match rest[opens.len()..].find(closes) {
            Some(length) => start + opens.len() + length + closes.len(),
            None if *opens == "<!--" => text.len(),
            None => {
                // No other of its kind ends either.
                open.remove(kind);
                continue;
            }
        };
        kept.push_str(&text[at..start]);
        kept.extend(text[start..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        at = end;
    }
    match at {
        0 => Cow::Borrowed(text),
        _ => Cow::Owned(kept + &text[at..]),
    }
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn comments_become_spaces_and_all_else_stays() {
        for (text, shown) in [
            ("a <!-- b\nc --> d", "a       \n      d"),
            ("a <!-- é", "a        "),
            ("{# b #}a", "       a"),
            ("{{#if b}}a{{/if}} #}", "{{#if b}}a{{/if}} #}"),
            ("{{! b }}a {# c", "        a {# c"),
            ("<!-- a --> b <!-- c -->", "           b           "),
            ("-->", "-->"),
        ] {
            assert_eq!(blanked(text), shown, "{text}");
            assert_eq!(blanked(text).len(), text.len());
        }
    }
}
