//! Edits that lints propose. They only have to parse: whoever makes them prints the file in its
//! one shape again where it had it before.

use crate::diagnostic::Edit;
use crate::model::Allow;
use crate::source::{Location, Sources, Span};
use crate::syntax::{Clause, Value};

use super::Context;

/// Removes an item or clause with its `///` lines; with the whole line where nothing else is on it.
pub fn remove(sources: &Sources, clause: Clause<'_>) -> Edit {
    let at = clause.documented_at();
    let text = &sources.get(at.file).text;
    let (start, end) = (at.span.start as usize, at.span.end as usize);
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let rest = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    let alone = text[line..start].trim().is_empty() && text[end..rest].trim().is_empty();
    let span = if alone {
        // Of the blank lines on both sides one is enough.
        let blank = text[..line].ends_with("\n\n") || line == 0;
        let next = text[rest..].starts_with('\n') && blank;
        Span::new(line, rest + usize::from(next))
    } else {
        let separator = text[end..].len() - text[end..].trim_start_matches([' ', '\t', ';']).len();
        Span::new(start, end + separator)
    };
    Edit { at: Location { file: at.file, span }, text: String::new() }
}

/// Adds a clause at the end of the body of an item, or a body to a clause without one.
pub fn add(sources: &Sources, item: Clause<'_>, clause: &str) -> Edit {
    let at = item.at();
    let text = &sources.get(at.file).text;
    let insert = |offset: usize, text: String| Edit {
        at: Location { file: at.file, span: Span::new(offset, offset) },
        text,
    };
    let end = at.span.end as usize;
    let Some(body) = item.body() else { return insert(end, format!(" {{ {clause} }}")) };
    let close = end - 1;
    let line = text[..close].rfind('\n').map_or(0, |newline| newline + 1);
    if text[line..close].trim().is_empty() {
        let indent = &text[line..close];
        return insert(line, format!("{indent}  {clause}\n"));
    }
    let separator = if body.is_empty() { " " } else { "; " };
    let used = text[..close].trim_end().len();
    insert(used, format!("{separator}{clause}"))
}

/// Removes the phrase of a list that a place stands in, with its comma.
pub fn remove_phrase(sources: &Sources, list: Value<'_>, place: Location) -> Option<Edit> {
    let crate::syntax::Shape::List { phrases, .. } = list.shape() else { return None };
    let index = phrases.iter().position(|p| p.iter().any(|value| value.at() == place))?;
    let span = |i: usize| {
        let spans = phrases.get(i)?.iter().map(|value| value.at().span);
        spans.reduce(Span::to)
    };
    let own = span(index)?;
    let text = &sources.get(place.file).text;
    let span = match (index.checked_sub(1).and_then(span), span(index + 1)) {
        (_, Some(next)) => Span { start: own.start, end: next.start },
        (Some(before), None) => Span { start: before.end, end: own.end },
        (None, None) => {
            // A comma behind the only phrase goes with it.
            let end = own.end as usize;
            let comma = text[end..].len() - text[end..].trim_start_matches([',', ' ']).len();
            Span::new(own.start as usize, end + comma)
        }
    };
    Some(Edit { at: Location { file: place.file, span }, text: String::new() })
}

/// Removes an `allow` clause.
pub fn remove_allow(context: &Context<'_>, allow: &Allow) -> Option<Edit> {
    let item = context.item_at(allow.within)?;
    let here = |clause: &Clause<'_>| clause.values().first().is_some_and(|value| value.at() == allow.lint.at);
    let clause = item.body()?.into_iter().find(here)?;
    Some(remove(context.sources, clause))
}
